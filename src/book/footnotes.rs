//! The footnotes of a chapter: a label is one in its note, and must be one in the chapter.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use super::{inline, markup::Part};
use crate::{
    notes::{
        BlockKind, Note, Text,
        footnotes::{self, Place},
        note::prose,
    },
    text::{Span, words},
};

/// Footnotes that are shown.
#[derive(Default, Debug)]
pub struct Shown {
    /// Their labels in the chapter, by the note and where they stand there.
    all: HashMap<(usize, Place), String>,
    /// The labels that are taken.
    taken: HashSet<String>,
    /// The labels of the section that is written, and what refers to a footnote in their place.
    labels: Vec<(String, String)>,
}

impl Shown {
    /// Names the footnotes that parts of a section refer to. Of those that the chapter does not show yet: where they stand
    /// in the note, and their Markdown.
    pub fn name_all(&mut self, note: &Note, number: usize, index: usize, parts: &[Part]) -> Vec<(Span, String)> {
        if note.footnotes.is_empty() {
            return Vec::new();
        }
        let blocks = &note.sections[index].blocks;
        // A link to a footnote in a heading would be one in the page's contents as well.
        let mut shown: Vec<usize> = parts.iter().filter_map(|part| part.block()).collect();
        shown.dedup();
        shown.retain(|&b| !note.footnotes.has(&blocks[b], (index, b)));
        let mut texts: Vec<&Text> = Vec::new();
        shown.into_iter().for_each(|b| prose(&blocks[b], &mut texts));
        let (mut labels, mut new) = (Vec::new(), Vec::new());
        for label in texts.into_iter().flat_map(footnotes::labels) {
            let Some(place) = note.footnotes.of(label, index) else { continue };
            let (name, is_new) = self.name(number, place, label);
            let block = &note.sections[place.0].blocks[place.1];
            if let (BlockKind::Paragraph { text }, Some((_, from)), true) =
                (&block.kind, footnotes::definition(block), is_new)
            {
                new.push((text.span, format!("[^{name}]: {}", inline::part(text, from..text.text.len()))));
            }
            labels.push((inline::footnote(label), format!("[^{name}]")));
        }
        labels.sort();
        labels.dedup();
        self.labels = labels;
        new
    }

    /// The section is written: what comes next has labels of its own.
    pub fn end(&mut self) {
        self.labels.clear();
    }

    /// The label in the chapter of a footnote of a note, and whether it is a new one.
    fn name(&mut self, note: usize, place: Place, label: &str) -> (String, bool) {
        if let Some(known) = self.all.get(&(note, place)) {
            return (known.clone(), false);
        }
        let letters = |c: char| if words::is_alphanumeric(c) { c } else { '-' };
        let name: String = label.trim_matches(['[', '^', ']']).chars().map(letters).collect();
        let free = (2..).map(|count| format!("{name}-{count}")).find(|name| !self.taken.contains(name));
        let name = if self.taken.contains(&name) { free.unwrap_or_default() } else { name };
        self.taken.insert(name.clone());
        self.all.insert((note, place), name.clone());
        (name, true)
    }

    /// The Markdown with references for labels.
    pub fn referring<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        let any = text.contains("<sup");
        for (label, reference) in self.labels.iter().filter(|_| any) {
            if text.contains(label) {
                text = text.replace(label, reference).into();
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_one_in_its_chapter() {
        let mut shown = Shown::default();
        assert_eq!(shown.name(0, (0, 3), "[^1]"), ("1".to_owned(), true));
        assert_eq!(shown.name(0, (0, 3), "[^1]"), ("1".to_owned(), false));
        assert_eq!(shown.name(1, (0, 3), "[^1]"), ("1-2".to_owned(), true));
        assert_eq!(shown.name(1, (4, 0), "[^see below]"), ("see-below".to_owned(), true));
        shown.labels = vec![("<sup>1</sup>".to_owned(), "[^1-2]".to_owned())];
        assert_eq!(shown.referring("a<sup>1</sup> b"), "a[^1-2] b");
    }
}
