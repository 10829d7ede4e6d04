//! What of the notes stands where in the book. What no chapter took goes to a chapter of its own, never nowhere.

use std::collections::{BTreeMap, BTreeSet};

use super::markup::{Part, parts};
use crate::notes::Section;

/// Which parts of which sections were placed, and where each section's heading can be linked to.
#[derive(Clone, Debug, Default)]
pub struct Placed {
    parts: BTreeSet<(String, usize, Part)>,
    anchors: BTreeMap<(String, usize), (String, Option<String>)>,
}

impl Placed {
    /// Remembers parts of section `index` of `file`, placed in `chapter`, with the heading's identifier if it is shown.
    pub fn add(&mut self, file: &str, index: usize, parts: &[Part], chapter: &str, anchor: Option<String>) {
        self.parts.extend(parts.iter().map(|&part| (file.to_owned(), index, part)));
        let place = self.anchors.entry((file.to_owned(), index)).or_insert_with(|| (chapter.to_owned(), None));
        if place.1.is_none() && anchor.is_some() {
            *place = (chapter.to_owned(), anchor);
        }
    }

    /// The parts of a section that were placed nowhere.
    pub fn missing(&self, file: &str, index: usize, section: &Section) -> Vec<Part> {
        parts(section).into_iter().filter(|&part| !self.parts.contains(&(file.to_owned(), index, part))).collect()
    }

    /// Chapter and heading under which a section stands.
    pub fn place(&self, file: &str, index: usize) -> Option<(&str, Option<&str>)> {
        let (chapter, anchor) = self.anchors.get(&(file.to_owned(), index))?;
        Some((chapter, anchor.as_deref()))
    }
}
