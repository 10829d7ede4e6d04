//! Parts of a course or a book that count up and have but a word and a number for a title: «Шаг 1», «лекция 1. 05.09».
//!
//! One such line is a heading only by its shape, and none in small letters. A row of them that counts up, with
//! something below each, is one of headings, and what stands right below one in small letters is the rest of its
//! title.

use std::collections::HashMap;

use super::{
    body, code, contents,
    lines::{Line, Said},
    list::marker,
    page::names_chapter,
};
use crate::text::words;

/// The longest title, in characters and in words.
const LONGEST: usize = 80;
const WORDS: usize = 10;
/// So many parts make a row.
const SHORTEST_ROW: usize = 2;

/// Marks the headings that such rows are made of.
pub fn mark(lines: &mut [Line<'_>]) {
    let numbers: Vec<(usize, u32)> = (0..lines.len()).filter_map(|at| Some((at, number(lines, at)?))).collect();
    if numbers.len() < SHORTEST_ROW {
        return;
    }
    let fenced = code::fenced_lines(lines);
    // Lessons count up inside chapters, so each word has a row of its own.
    let mut rows: HashMap<String, Vec<(usize, u32)>> = HashMap::new();
    for (at, number) in numbers.into_iter().filter(|&(at, _)| !fenced[at]) {
        let word = lines[at].text.split(' ').next().unwrap_or_default().to_lowercase();
        let row = rows.entry(word).or_default();
        if row.last().is_some_and(|&(_, last)| last + 1 != number) {
            head(lines, row);
            row.clear();
        }
        row.push((at, number));
    }
    rows.values().for_each(|row| head(lines, row));
}

/// Makes headings of a row, if something stands below each of its lines.
fn head(lines: &mut [Line<'_>], row: &[(usize, u32)]) {
    let apart = row.windows(2).all(|pair| pair[1].0 - pair[0].0 > 1);
    let whole = row.iter().all(|&(at, _)| lines.get(at + 1).is_some_and(|next| next.gap > 0 || begins(lines, at + 1)));
    if row.len() < SHORTEST_ROW || !apart || !whole {
        return;
    }
    for &(at, _) in row {
        lines[at].said = Said::Heading(1);
        if is_rest(lines, at + 1) {
            lines[at + 1].said = Said::Heading(2);
        }
    }
}

/// The number of a line that could be such a heading.
fn number(lines: &[Line<'_>], at: usize) -> Option<u32> {
    let line = &lines[at];
    let (word, rest) = line.text.split_once(' ')?;
    let rest = rest.trim_start_matches(['№', ' ']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let title = &rest[digits..];
    let bare = title.is_empty();
    let parted = [". ", ": ", ") ", " - ", " – ", " — "].iter().any(|sign| title.starts_with(sign));
    // A capital and a title are told by other rules, each with its own doubts.
    let small = line.starts_lower() && (line.gap > 0 || at == 0);
    let named = word.chars().all(words::is_alphabetic) && names_chapter(word);
    let good = (1..=3).contains(&digits)
        && (bare || parted && small)
        && (small || line.text.starts_with(char::is_uppercase))
        && line.said == Said::Nothing
        && line.len <= LONGEST
        && line.words() <= WORDS
        && !line.text.ends_with(['.', ',', ';', ':', '!', '?'])
        && !contents::is_entry(line);
    (named && good).then(|| rest[..digits].parse().ok())?
}

/// Whether line `at`, on the heels of a title, begins anew or is the rest of the title.
fn begins(lines: &[Line<'_>], at: usize) -> bool {
    !lines[at].starts_lower() || is_rest(lines, at)
}

/// Whether line `at` is a title in small letters, and no more than one line.
fn is_rest(lines: &[Line<'_>], at: usize) -> bool {
    let Some(line) = lines.get(at) else { return false };
    line.starts_lower()
        && line.gap == 0
        && lines.get(at + 1).is_some_and(|next| next.gap > 0)
        && line.said == Said::Nothing
        && line.words() <= WORDS
        && line.len <= LONGEST
        && line.text.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, ')' | '»' | '?'))
        && marker(line).is_none()
        && !body::is_small_label(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        notes::{self, lines::tests::marked_headings},
        text::Source,
    };

    #[test]
    fn parts_that_count_up_are_headings() {
        let steps = "Шаг 1\nРаспилить доски.\nШаг 2\nСклеить их.\n";
        assert_eq!(marked_headings(steps, mark), ["Шаг 1", "Шаг 2"]);
        let course = "лекция 3. 05.09\nо пчёлах\n\nПчёлы живут в ульях.\n\nлекция 4. 12.09\n\nМёд качают летом.\n";
        assert_eq!(marked_headings(course, mark), ["лекция 3. 05.09", "лекция 4. 12.09"]);
        let note = notes::parse(&Source::new("a.txt", course));
        let titles: Vec<_> = note.sections.iter().map(|section| (&section.title.text[..], section.level)).collect();
        assert_eq!(titles, [("лекция 3. 05.09", 1), ("о пчёлах", 2), ("лекция 4. 12.09", 1)]);
        let days = "day 1 - the hive\n\nPaint it.\n\nday 2 - the bees\n\nLet them in.\n";
        assert_eq!(marked_headings(days, mark).len(), 2);
    }

    #[test]
    fn single_parts_items_and_sentences_are_none() {
        for text in [
            "лекция 1\n\nПчёлы живут в ульях.\n",
            "шаг 1\nшаг 2\nшаг 3\n",
            "Шаг 1\nраспилить доски\nи склеить их\n\nШаг 2\nпокрасить\nи высушить\n",
            "мы начали\nдень 1 был жарким\n\nа потом\nдень 2 - холодным\n",
            "```\nday 1\n\nwait\n\nday 2\n\nwait\n```\n",
            "day 1. The hive is painted.\n\nPaint it.\n\nday 5. The bees come.\n\nWait.\n",
        ] {
            assert!(marked_headings(text, mark).is_empty(), "{text}");
        }
    }
}
