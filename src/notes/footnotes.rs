//! Footnotes of a note: which words refer to which.
//!
//! What a footnote says stands at the end of a turn, or of the whole note, in another section than what refers to it.
//! Answers of one chat number theirs from 1 each, so a number belongs to the next definition of it.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Block, BlockKind, Mark, MarkKind, Section, Text};

/// The longest label that is looked for in words, in bytes.
const LONGEST_LABEL: usize = 200;

/// Where a block stands: its section, and its place there.
pub type Place = (usize, usize);

/// The footnotes that something refers to.
#[derive(Clone, Debug, Default)]
pub struct Footnotes(BTreeMap<String, Vec<Place>>);

impl Footnotes {
    /// Finds them, and marks the words that refer to one that stands in another turn.
    pub fn find(sections: &mut [Section]) -> Self {
        let mut all = Self::default();
        for (s, section) in sections.iter().enumerate() {
            for (b, block) in section.blocks.iter().enumerate() {
                if let Some((label, _)) = definition(block) {
                    all.0.entry(label.to_owned()).or_default().push((s, b));
                }
            }
        }
        if all.0.is_empty() {
            return all;
        }
        let mut used: BTreeSet<Place> = BTreeSet::new();
        for (s, section) in sections.iter_mut().enumerate() {
            all.mark(&mut section.title);
            let mut each = |text: &mut Text| {
                all.mark(text);
                used.extend(labels(text).filter_map(|label| all.of(label, s)));
            };
            // A footnote may refer to another.
            section
                .blocks
                .iter_mut()
                .filter(|block| definition(block).is_none())
                .for_each(|block| texts(block, &mut each));
        }
        for places in all.0.values_mut() {
            places.retain(|place| used.contains(place));
        }
        all.0.retain(|_, places| !places.is_empty());
        all
    }

    /// Whether nothing refers to any.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where it stands what a label means in a section: the next definition of it, or the last.
    pub fn of(&self, label: &str, section: usize) -> Option<Place> {
        let places = self.0.get(label)?;
        places.get(places.partition_point(|&(s, _)| s < section)).or(places.last()).copied()
    }

    /// Whether a block is a footnote that is shown where something refers to it.
    pub fn has(&self, block: &Block, place: Place) -> bool {
        !self.is_empty()
            && definition(block)
                .is_some_and(|(label, _)| self.0.get(label).is_some_and(|places| places.binary_search(&place).is_ok()))
    }

    /// Marks the labels in a text that the parser took for words.
    fn mark(&self, text: &mut Text) {
        let mut new: Vec<Mark> = Vec::new();
        // Marks come in the order of their beginnings: up to where what was passed goes on that holds no label.
        let (mut from, mut passed, mut end_of_code) = (0, 0, 0);
        while let Some(at) = text.text[from..].find("[^").map(|at| from + at) {
            from = at + 2;
            let near = text.text.floor_char_boundary(text.text.len().min(at + LONGEST_LABEL));
            let Some(end) = text.text[at..near].find(']').map(|end| at + end + 1) else { continue };
            while let Some(mark) = text.marks.get(passed).filter(|mark| mark.range.start <= at) {
                if matches!(mark.kind, MarkKind::Code | MarkKind::Link(_) | MarkKind::Footnote) {
                    end_of_code = end_of_code.max(mark.range.end);
                }
                passed += 1;
            }
            let parted = text.marks.get(passed).is_some_and(|mark| mark.range.start < end);
            if end_of_code <= at && !parted && self.0.contains_key(&text.text[at..end]) {
                new.push(Mark { range: at..end, kind: MarkKind::Footnote });
            }
        }
        if !new.is_empty() {
            text.marks.append(&mut new);
            text.marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
        }
    }
}

/// The label of the footnote that a block is, and where its words begin.
pub fn definition(block: &Block) -> Option<(&str, usize)> {
    let BlockKind::Paragraph { text } = &block.kind else { return None };
    let first = text.marks.first().filter(|mark| mark.kind == MarkKind::Footnote && mark.range.start == 0)?;
    let label = &text.text[first.range.clone()];
    text.text[label.len()..].starts_with(": ").then_some((label, label.len() + 2))
}

/// The labels that a text refers to.
pub fn labels(text: &Text) -> impl Iterator<Item = &str> {
    text.marks.iter().filter(|mark| mark.kind == MarkKind::Footnote).map(|mark| &text.text[mark.range.clone()])
}

/// Calls `each` with every text of a block that may refer to a footnote.
fn texts(block: &mut Block, each: &mut dyn FnMut(&mut Text)) {
    match &mut block.kind {
        BlockKind::Paragraph { text } => each(text),
        BlockKind::List { items, .. } => {
            for item in items {
                each(&mut item.text);
                item.attributes.iter_mut().for_each(|attribute| each(&mut attribute.value));
                item.blocks.iter_mut().for_each(|below| texts(below, each));
                item.remark.iter_mut().for_each(&mut *each);
            }
        }
        BlockKind::Attributes(attributes) => attributes.iter_mut().for_each(|attribute| each(&mut attribute.value)),
        BlockKind::Code { .. } => {}
        BlockKind::Table { head, rows, .. } => head.iter_mut().chain(rows.iter_mut().flatten()).for_each(each),
        BlockKind::Quote(blocks) => blocks.iter_mut().for_each(|below| texts(below, each)),
    }
}
