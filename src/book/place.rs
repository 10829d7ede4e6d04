//! What of the notes stands where in the book. What no chapter took goes to a chapter of its own, never nowhere.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::markup::{Part, parts};
use crate::notes::Section;

/// Which parts of which sections were placed, and where each section's heading can be linked to.
#[derive(Clone, Hash, Debug, Default)]
pub struct Placed(BTreeMap<String, OfNote>);

/// The same of one note, by the number of the section.
#[derive(Clone, Hash, Debug, Default)]
struct OfNote {
    parts: BTreeSet<(usize, Part)>,
    /// The chapter, and the heading's identifier if it is shown there.
    anchors: BTreeMap<usize, (Arc<str>, Option<String>)>,
}

impl Placed {
    /// Remembers parts of section `index` of `file`, placed in `chapter`, with the heading's identifier if it is shown.
    pub fn add(&mut self, file: &str, index: usize, parts: &[Part], chapter: &Arc<str>, anchor: Option<String>) {
        let note = self.0.entry(file.to_owned()).or_default();
        note.parts.extend(parts.iter().map(|&part| (index, part)));
        let place = note.anchors.entry(index).or_insert_with(|| (Arc::clone(chapter), None));
        if place.1.is_none() && anchor.is_some() {
            *place = (Arc::clone(chapter), anchor);
        }
    }

    /// The parts of a section that were placed nowhere.
    pub fn missing(&self, file: &str, index: usize, section: &Section) -> Vec<Part> {
        let placed = self.0.get(file);
        let is_placed = |part| placed.is_some_and(|note| note.parts.contains(&(index, part)));
        parts(section).into_iter().filter(|&part| !is_placed(part)).collect()
    }

    /// Chapter and heading under which a section stands.
    pub fn place(&self, file: &str, index: usize) -> Option<(&str, Option<&str>)> {
        let (chapter, anchor) = self.0.get(file)?.anchors.get(&index)?;
        Some((chapter, anchor.as_deref()))
    }
}
