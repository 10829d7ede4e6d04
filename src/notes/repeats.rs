//! What a note says twice, word for word or with small differences.
//!
//! Every block is known by the hashes of its words in rows of three. The smallest few hashes of a block stand for it: two
//! blocks that share several of them are compared word by word, so that a note of any length is searched in one pass.
//! Memory is bounded by the number of blocks, not of words. A recipe for eight that is otherwise one for four says
//! something else: where numbers differ, or a letter of code, nothing is repeated.

use std::{
    cmp::Reverse,
    collections::{HashMap, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
    ops::Range,
};

use similar::{DiffOp, DiffTag};

use super::model::{Block, BlockKind, Item, Section};
use super::note::{Difference, Note, Repeat};
use crate::text::{Span, diff, words};

/// Shorter stretches than this (characters) may well be the same by chance.
const SHORTEST: usize = 60;
/// Of a stretch that is only almost the same, so many words of a hundred are.
const ALIKE: usize = 80;
/// So many hashes stand for a block.
const SKETCH: usize = 8;
/// So many of them must be shared before two blocks are compared.
const SHARED: usize = 2;
/// A row of words that stands in more blocks than this is a phrase of the note and tells nothing.
const MOST_COMMON: usize = 24;
/// Longer blocks (words) are compared by their hashes alone.
const LONGEST: usize = 4000;

/// Finds blocks that repeat an earlier block or item; a heading that begins its sentence counts with its block.
pub fn find(note: &Note) -> Vec<Repeat> {
    let stretches = stretches(note);
    let mut finder = Finder::new(note, &stretches);
    let mut out: Vec<Repeat> = Vec::new();
    let mut previous_repeats = false;
    for (index, stretch) in stretches.iter().enumerate() {
        previous_repeats &= !stretch.opens_section;
        if stretch.of_block.is_some() {
            continue;
        }
        let found = finder.twin(index, previous_repeats);
        previous_repeats = found.is_some();
        finder.is_repeat[index] = found.is_some();
        out.extend(found);
    }
    out
}

/// A block, or an item of a list.
struct Stretch {
    span: Span,
    /// The block that an item stands in, by its index.
    of_block: Option<usize>,
    opens_section: bool,
    /// Whether there is code in it.
    holds_code: bool,
}

fn stretches(note: &Note) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    for section in &note.sections {
        for (i, block) in section.blocks.iter().enumerate() {
            let (span, holds_code) = (with_heading(section, i, block), !block.code().is_empty());
            out.push(Stretch { span, of_block: None, opens_section: i == 0, holds_code });
            if let BlockKind::List { items, .. } = &block.kind {
                let of_block = Some(out.len() - 1);
                let item =
                    |item: &Item| Stretch { span: item.text.span, of_block, opens_section: false, holds_code: false };
                out.extend(items.iter().map(item));
            }
        }
    }
    out
}

/// What a stretch is known by.
struct Known {
    /// The hash of all its words, where it has any.
    hash: Option<u64>,
    /// The hashes that stand for it, where it is not too short.
    sketch: Option<Vec<u64>>,
}

impl Known {
    fn by(text: &str) -> Self {
        Self { hash: hash_of(words(text)), sketch: is_long(text).then(|| sketch(text)) }
    }
}

struct Finder<'a> {
    note: &'a Note,
    stretches: &'a [Stretch],
    known: Vec<Known>,
    /// The first stretch with exactly these words, by their hash.
    exact: HashMap<u64, usize>,
    /// Which stretches each row of words stands for, sorted.
    rows: Vec<(u64, u32)>,
    is_repeat: Vec<bool>,
}

impl<'a> Finder<'a> {
    fn new(note: &'a Note, stretches: &'a [Stretch]) -> Self {
        let known: Vec<Known> = stretches.iter().map(|stretch| Known::by(&note.words(stretch.span))).collect();
        let mut exact = HashMap::new();
        let mut rows = Vec::new();
        for (index, Known { hash, sketch }) in known.iter().enumerate() {
            if let Some(hash) = *hash {
                exact.entry(hash).or_insert(index);
            }
            // A note has never so many blocks; those that it might have are not compared.
            if let (Ok(number), Some(sketch)) = (u32::try_from(index), sketch) {
                rows.extend(sketch.iter().map(|&row| (row, number)));
            }
        }
        rows.sort_unstable();
        Self { note, stretches, known, exact, rows, is_repeat: vec![false; stretches.len()] }
    }

    /// The earlier twin of a stretch. A short line between two repeats («The main types are:») is one as well, if it is
    /// the same to the letter.
    fn twin(&self, index: usize, between: bool) -> Option<Repeat> {
        let Stretch { span, holds_code, .. } = self.stretches[index];
        let Known { hash, sketch } = &self.known[index];
        let same = self.exact.get(&(*hash)?).filter(|&&of| of < index && self.can_be_twin(of));
        if let Some(&of) = same.filter(|_| sketch.is_some() || between) {
            let of = self.stretches[of].span;
            let is_same = !holds_code || self.note.words(of).trim() == self.note.words(span).trim();
            return is_same.then_some(Repeat { span, of, differences: Vec::new() });
        }
        if holds_code {
            return None;
        }
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for row in sketch.as_ref()? {
            let first = self.rows.partition_point(|(known, _)| known < row);
            let group = self.rows[first..].iter().take_while(|(known, _)| known == row).take(MOST_COMMON);
            for of in group.map(|&(_, of)| of as usize).filter(|&of| of < index && self.can_be_twin(of)) {
                *shared.entry(of).or_default() += 1;
            }
        }
        let best = shared.into_iter().filter(|(_, count)| *count >= SHARED);
        let (of, _) = best.max_by_key(|&(of, count)| (count, Reverse(of)))?;
        let of = self.stretches[of].span;
        let differences = differences(&self.note.words(of), &self.note.words(span))?;
        Some(Repeat { span, of, differences })
    }

    /// What is itself a repeat is shown nowhere.
    fn can_be_twin(&self, of: usize) -> bool {
        !self.is_repeat[self.stretches[of].of_block.unwrap_or(of)]
    }
}

/// Whether a text is too long to be the same as another by chance.
fn is_long(text: &str) -> bool {
    text.chars().filter(|c| !c.is_whitespace()).nth(SHORTEST).is_some()
}

/// Where two texts differ, if most of their words are the same, and all their numbers.
fn differences(before: &str, after: &str) -> Option<Vec<Difference>> {
    let (old, new) = (before, after);
    let (before, after): (Vec<&str>, Vec<&str>) = (words(before).collect(), words(after).collect());
    if before.len().max(after.len()) > LONGEST {
        return None;
    }
    let small = |words: &[&str]| words.iter().map(|word| bare(word)).collect::<Vec<_>>();
    let ops = diff::ops(&small(&before), &small(&after));
    if diff::equal(&ops) * 2 * 100 < (before.len() + after.len()) * ALIKE {
        return None;
    }
    let (before, after) = (with_signs(old), with_signs(new));
    let changed: Vec<&DiffOp> = ops.iter().filter(|op| op.tag() != DiffTag::Equal).collect();
    let difference = |(n, op): (usize, &&DiffOp)| {
        let from = n.checked_sub(1).map_or(0, |n| changed[n].new_range().end);
        let to = changed.get(n + 1).map_or(after.len(), |next| next.new_range().start);
        around(&before[op.old_range()], &after, from..to, op.new_range())
    };
    let differences: Vec<Difference> = changed.iter().enumerate().map(difference).collect();
    let numbers = |text: &str| text.contains(char::is_numeric);
    let same_numbers = !differences.iter().any(|found| numbers(&found.before) || numbers(&found.after));
    same_numbers.then_some(differences)
}

/// A difference with the words of its clause, or some of them: `after` is the whole later text, and what is the same in
/// both reaches over `same`.
fn around(before: &[String], after: &[String], same: Range<usize>, changed: Range<usize>) -> Difference {
    /// So many words stand on either side in a long clause, and so many whatever signs part them.
    const MOST: usize = 6;
    const LEAST: usize = 2;
    let ends = |word: &str| word.ends_with([',', ';', ':', '.', '!', '?', '…']);
    let stops = |word: &str| word.ends_with(['.', '!', '?', '…']);
    let lead = after[same.start..changed.start].iter().rev().enumerate();
    let lead = lead.take_while(|(n, word)| *n < MOST && !stops(word) && (*n < LEAST || !ends(word))).count();
    let behind = &after[changed.end..same.end];
    let last = behind.iter().take(MOST).position(|word| stops(word) || ends(word)).map_or(MOST, |last| last + 1);
    let signs = |c: char| matches!(c, ',' | ';' | ':' | '.' | '!' | '?' | '…' | '—' | '–' | '-' | ' ');
    let (old, new) = (before.join(" "), after[changed.clone()].join(" "));
    let (old, new) = (old.trim_end_matches(signs), new.trim_end());
    // The sign behind the words is none of them.
    let (new, sign) = new.split_at(new.trim_end_matches(signs).len());
    let tail = behind[..behind.len().min(last)].join(" ");
    let tail = tail.trim_end_matches(|c| signs(c) && !matches!(c, '.' | '!' | '?' | '…'));
    Difference {
        lead: after[changed.start - lead..changed.start].join(" "),
        before: old.to_owned(),
        after: new.to_owned(),
        tail: if tail.is_empty() { String::new() } else { format!("{} {tail}", sign.trim()).trim_start().to_owned() },
    }
}

/// The stretch of a block, reaching back over a heading that is the beginning of its sentence.
fn with_heading(section: &Section, index: usize, block: &Block) -> Span {
    if index == 0 && section.runs_in { section.title.span.to(block.span) } else { block.span }
}

/// The words of a text, without lone signs and the numbers of items.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_number = |word: &str| word.strip_suffix(['.', ')']).is_some_and(|n| n.parse::<u16>().is_ok());
    text.lines().flat_map(move |line| {
        let mut words = line.split_whitespace().peekable();
        words.next_if(|word| is_number(word));
        words.filter(|word| word.contains(words::is_alphanumeric))
    })
}

/// The same words, each with the lone signs behind it.
fn with_signs(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut known = words(text).peekable();
    for word in text.split_whitespace() {
        if known.next_if(|known| std::ptr::eq(*known, word)).is_some() {
            out.push(word.to_owned());
        } else if !word.contains(words::is_alphanumeric)
            && let Some(last) = out.last_mut()
        {
            last.extend([" ", word]);
        }
    }
    out
}

/// A word in small letters without the punctuation around it.
fn bare(word: &str) -> String {
    words::lowercase(word.trim_matches(|c: char| !words::is_alphanumeric(c)))
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
        words::lowercase(word).hash(&mut hasher);
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

    /// Line, line of the twin, and what differs.
    fn found(text: &str) -> Vec<(usize, usize, String)> {
        let note = parse(&Source::new("a.md", text));
        let line = |span: crate::text::Span| note.source.line(span.start);
        let differs = |repeat: &crate::notes::Repeat| {
            let shown = repeat.differences.iter().map(|d| d.around(&format!("{}>{}", d.before, d.after)));
            shown.collect::<Vec<_>>().join(" | ")
        };
        note.repeats.iter().map(|repeat| (line(repeat.span), line(repeat.of), differs(repeat))).collect()
    }

    #[test]
    fn small_differences_are_named() {
        let text = "# Хлеб\n\nЗакваска — это смесь муки и воды, в которой живут дикие дрожжи и бактерии, и она поднимает тесто.\n\n\
            # Ещё\n\nЗакваска — это смесь ржаной муки и воды, в которой живут дикие дрожжи и бактерии; она поднимает тесто.\n\n\
            Другой абзац, в котором говорится о печи, о жаре, о паре и о том, как вынимать хлеб из формы.\n";
        let shown =
            "Закваска — это смесь >ржаной муки и воды | которой живут дикие дрожжи и бактерии; и> она поднимает тесто.";
        assert_eq!(found(text), [(7, 3, shown.to_owned())]);
    }

    #[test]
    fn a_difference_is_shown_with_the_words_around_it() {
        let oven = |extra: &str| {
            format!(
                "The oven has to be hot before the loaf goes in, or the crust stays pale{extra}. Steam keeps it soft, \
                so pour a cup of water into the tray, and open the door only once in half an hour."
            )
        };
        let text = format!("# a\n\n{}\n\n# b\n\n{}\n", oven(""), oven(" and thick"));
        assert_eq!(found(&text), [(7, 3, "or the crust stays pale >and thick. Steam keeps it soft".to_owned())]);
        let water = text.replace("pale and thick. Steam", "pale. Steam").replace("# b", "# b\n\nStale bread?");
        let water = water.replacen("a cup of water", "water", 1);
        assert_eq!(found(&water)[0].2, "so pour >a cup of water into the tray");
    }

    #[test]
    fn the_same_words_are_the_same_and_short_lines_are_not_compared() {
        let long =
            "Before the dough goes into the oven it rests for an hour under a cloth, or longer where it is cold.";
        assert_eq!(found(&format!("# a\n\n{long}\n\n# b\n\n{long}\n")), [(7, 3, String::new())]);
        assert_eq!(found("# a\n\nSalt it.\n\n# b\n\nSalt it.\n"), []);
    }

    #[test]
    fn other_numbers_and_other_code_are_no_repeat() {
        let baked = |heat: u32| {
            format!("Bake the loaf in a hot oven at {heat} degrees, then let it rest under a cloth for a while.")
        };
        let two = |first: &str, second: &str| found(&format!("# a\n\n{first}\n\n# b\n\n{second}\n"));
        assert_eq!(two(&baked(180), &baked(220)), []);
        assert_eq!(two(&baked(180), &baked(180)), [(7, 3, String::new())]);
        let run = |port: u32| {
            format!("```sh\ndocker run --name shop --detach \\\n  --publish {port}:80 --restart always nginx:1.27\n```")
        };
        assert_eq!(two(&run(8080), &run(9090)), []);
        assert_eq!(two(&run(8080), &run(8080)), [(10, 3, String::new())]);
        let joined = "```sh\ndocker run --name shop --detach --publish 8080:80 --restart always nginx:1.27\n```";
        assert_eq!(two(&run(8080), joined), [], "the same words on other lines");
        // The number of an item is no word of it.
        let item = |n: u32| {
            format!("{n}. Knead the dough for ten minutes, until it no longer sticks to the table, and cover it.")
        };
        assert_eq!(two(&format!("{}\n{}", item(1), item(2)), &item(7)).len(), 1);
    }
}
