//! What a note says twice: blocks whose words are the same.

use std::collections::HashMap;

use super::model::{Block, BlockKind, Note, Repeat, Section};
use crate::text::{Source, Span};

/// Shorter stretches than this (characters) may well be the same by chance.
const SHORTEST: usize = 60;

/// Finds blocks and items that repeat an earlier one, word for word; a heading that begins its sentence counts with it.
pub fn find(note: &Note) -> Vec<Repeat> {
    let mut seen: HashMap<String, Span> = HashMap::new();
    let mut out: Vec<Repeat> = Vec::new();
    for section in &note.sections {
        let mut previous_repeats = false;
        for (i, block) in section.blocks.iter().enumerate() {
            let span = with_heading(section, i, block);
            let words = words(&note.source, span);
            // A short line between two repeats («The main types are:») is one as well.
            let long = words.chars().count() >= SHORTEST || previous_repeats;
            match seen.get(&words) {
                Some(&of) if long && !words.is_empty() => {
                    out.push(Repeat { span, of, differences: Vec::new() });
                    previous_repeats = true;
                    continue;
                }
                _ => previous_repeats = false,
            }
            seen.insert(words, span);
            if let BlockKind::List { items, .. } = &block.kind {
                for item in items {
                    seen.entry(self::words(&note.source, item.text.span)).or_insert(item.text.span);
                }
            }
        }
    }
    out
}

/// The stretch of a block, reaching back over a heading that is the beginning of its sentence.
fn with_heading(section: &Section, index: usize, block: &Block) -> Span {
    if index == 0 && section.runs_in { section.title.span.to(block.span) } else { block.span }
}

/// The words of a stretch, in small letters, without item numbers.
fn words(source: &Source, span: Span) -> String {
    let text = source.slice(span);
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic));
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
