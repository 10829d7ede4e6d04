//! What a note says twice, word for word or with small differences.
//!
//! Every block is known by the hashes of its words in rows of three. The smallest few hashes of a block stand for it: two
//! blocks that share several of them are compared word by word, so that a note of any length is searched in one pass.
//! Memory is bounded by the number of blocks, not of words.

use std::{
    collections::{HashMap, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::model::{Block, BlockKind, Difference, Note, Repeat, Section};
use crate::text::Span;

/// Shorter stretches than this (characters) may well be the same by chance.
const SHORTEST: usize = 60;
/// Of a stretch that is only almost the same, so many words of a hundred are.
const ALIKE: usize = 80;
/// So many hashes stand for a block.
const SKETCH: usize = 12;
/// So many of them must be shared before two blocks are compared.
const SHARED: usize = 4;
/// A row of words that stands in more blocks than this is a phrase of the note and tells nothing.
const MOST_COMMON: usize = 24;
/// Longer blocks (words) are compared by their hashes alone.
const LONGEST: usize = 4000;

/// Finds blocks that repeat an earlier block or item; a heading that begins its sentence counts with its block.
pub fn find(note: &Note) -> Vec<Repeat> {
    let mut finder = Finder { note, exact: HashMap::new(), seen: Vec::new(), rows: HashMap::new() };
    let mut out: Vec<Repeat> = Vec::new();
    for section in &note.sections {
        let mut previous_repeats = false;
        for (i, block) in section.blocks.iter().enumerate() {
            let span = with_heading(section, i, block);
            let found = finder.twin(span, previous_repeats);
            previous_repeats = found.is_some();
            match found {
                Some(repeat) => out.push(repeat),
                None => {
                    finder.remember(span);
                    if let BlockKind::List { items, .. } = &block.kind {
                        items.iter().for_each(|item| finder.remember(item.text.span));
                    }
                }
            }
        }
    }
    out
}

struct Finder<'a> {
    note: &'a Note,
    /// The first stretch with exactly these words, by their hash.
    exact: HashMap<u64, Span>,
    /// What was read so far.
    seen: Vec<Span>,
    /// The stretches that a row of words stands for, by their index.
    rows: HashMap<u64, Vec<u32>>,
}

impl Finder<'_> {
    /// The earlier twin of a stretch. A short line between two repeats («The main types are:») is one as well, if it is
    /// the same to the letter.
    fn twin(&self, span: Span, between: bool) -> Option<Repeat> {
        let text = self.note.words(span);
        let long = text.chars().filter(|c| !c.is_whitespace()).nth(SHORTEST).is_some();
        if let Some(&of) = self.exact.get(&hash_of(words(&text))?).filter(|_| long || between) {
            return Some(Repeat { span, of, differences: Vec::new() });
        }
        if !long {
            return None;
        }
        let mut shared: HashMap<u32, usize> = HashMap::new();
        for row in sketch(&text) {
            for &index in self.rows.get(&row).into_iter().flatten() {
                *shared.entry(index).or_default() += 1;
            }
        }
        let best = shared.into_iter().filter(|(_, count)| *count >= SHARED);
        let (index, _) = best.max_by_key(|&(index, count)| (count, std::cmp::Reverse(index)))?;
        let of = *self.seen.get(index as usize)?;
        let differences = differences(&self.note.words(of), &text)?;
        Some(Repeat { span, of, differences })
    }

    fn remember(&mut self, span: Span) {
        let text = self.note.words(span);
        let Some(hash) = hash_of(words(&text)) else { return };
        self.exact.entry(hash).or_insert(span);
        // Bounded by the sections of the note, of which there are never so many.
        let index = u32::try_from(self.seen.len()).unwrap_or(u32::MAX);
        self.seen.push(span);
        if text.len() < SHORTEST {
            return;
        }
        for row in sketch(&text) {
            let known = self.rows.entry(row).or_default();
            if known.len() < MOST_COMMON {
                known.push(index);
            }
        }
    }
}

/// Where two texts differ, if most of their words are the same.
fn differences(before: &str, after: &str) -> Option<Vec<Difference>> {
    let (before, after): (Vec<&str>, Vec<&str>) = (words(before).collect(), words(after).collect());
    if before.len().max(after.len()) > LONGEST {
        return None;
    }
    let small = |words: &[&str]| words.iter().map(|word| bare(word)).collect::<Vec<_>>();
    let ops = capture_diff_slices(Algorithm::Myers, &small(&before), &small(&after));
    let equal: usize = ops.iter().map(|op| if let DiffOp::Equal { len, .. } = op { *len } else { 0 }).sum();
    if equal * 2 * 100 < (before.len() + after.len()) * ALIKE {
        return None;
    }
    let changed = ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    Some(
        changed
            .map(|op| Difference { before: before[op.old_range()].join(" "), after: after[op.new_range()].join(" ") })
            .collect(),
    )
}

/// The stretch of a block, reaching back over a heading that is the beginning of its sentence.
fn with_heading(section: &Section, index: usize, block: &Block) -> Span {
    if index == 0 && section.runs_in { section.title.span.to(block.span) } else { block.span }
}

/// The words of a text, without item numbers and lone signs.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic))
}

/// A word in small letters without the punctuation around it.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// One hash of all words in small letters; `None` where there are none.
fn hash_of<'a>(words: impl Iterator<Item = &'a str>) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    let mut count = 0usize;
    for word in words {
        word.to_lowercase().hash(&mut hasher);
        count += 1;
    }
    (count > 0).then(|| hasher.finish())
}

/// The smallest hashes of a text's words in rows of three.
fn sketch(text: &str) -> Vec<u64> {
    let mut smallest: Vec<u64> = Vec::with_capacity(SKETCH + 1);
    let (mut first, mut second) = (0, 0);
    for (i, word) in words(text).enumerate() {
        let third = hash(&bare(word));
        if i >= 2 {
            let row = hash(&(first, second, third));
            let at = smallest.partition_point(|&known| known < row);
            if at < SKETCH && smallest.get(at) != Some(&row) {
                smallest.insert(at, row);
                smallest.truncate(SKETCH);
            }
        }
        (first, second) = (second, third);
    }
    smallest
}

#[cfg(test)]
mod tests {
    use crate::{notes::parse, text::Source};

    fn found(text: &str) -> Vec<(usize, usize, Vec<(String, String)>)> {
        let note = parse(&Source::new("a.md", text));
        let line = |span: crate::text::Span| note.source.line(span.start);
        let shown = |repeat: &crate::notes::Repeat| {
            let differences = repeat.differences.iter().map(|d| (d.before.clone(), d.after.clone())).collect();
            (line(repeat.span), line(repeat.of), differences)
        };
        note.repeats.iter().map(shown).collect()
    }

    #[test]
    fn small_differences_are_named() {
        let text = "# Хлеб\n\nЗакваска — это смесь муки и воды, в которой живут дикие дрожжи и бактерии, и она поднимает тесто.\n\n\
            # Ещё\n\nЗакваска — это смесь ржаной муки и воды, в которой живут дикие дрожжи и бактерии; она поднимает тесто.\n\n\
            Другой абзац, в котором говорится о печи, о жаре, о паре и о том, как вынимать хлеб из формы.\n";
        let pair = |before: &str, after: &str| (before.to_owned(), after.to_owned());
        assert_eq!(found(text), [(7, 3, vec![pair("", "ржаной"), pair("и", "")])]);
    }

    #[test]
    fn the_same_words_are_the_same_and_short_lines_are_not_compared() {
        let long =
            "Before the dough goes into the oven it rests for an hour under a cloth, or longer where it is cold.";
        assert_eq!(found(&format!("# a\n\n{long}\n\n# b\n\n{long}\n")), [(7, 3, vec![])]);
        assert_eq!(found("# a\n\nSalt it.\n\n# b\n\nSalt it.\n"), []);
    }
}
