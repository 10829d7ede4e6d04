//! Parts of a course or a book that count up and have but a word and a number for a title: «Шаг 1», «лекция 1. 05.09».
//!
//! One such line is a heading only by its shape, and none in small letters. A row of them that counts up, with
//! something below each, is one of headings, and what stands right below one in small letters is the rest of its
//! title.

use std::collections::HashMap;

use super::{
    amounts, body, code, contents,
    heading::{Next, Place, can_be, is_capitals},
    levels::is_counted,
    lines::{Line, Said},
    list::marker,
    page::{Page, names_chapter},
};
use crate::text::words;

/// The longest title, in characters and in words.
const LONGEST: usize = 80;
const WORDS: usize = 10;
/// So many parts make a row.
const SHORTEST_ROW: usize = 2;

/// Marks the headings that such rows are made of.
pub fn mark(lines: &mut [Line<'_>]) {
    for at in 0..lines.len().saturating_sub(1) {
        if lines[at].said == Said::Nothing && holds_sections(lines, at) {
            lines[at].said = Said::Heading(1);
        }
    }
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

/// Whether line `at` alone names a part with its number and title, and the first of its sections stands below:
/// «Лекция 7. Ульи» above «7.1. Рамки».
fn holds_sections(lines: &[Line<'_>], at: usize) -> bool {
    let (line, next) = (&lines[at], &lines[at + 1]);
    let alone = (line.gap > 0 || at == 0) && next.gap > 0 && line.len <= LONGEST && line.words() <= WORDS;
    let number = || line.text.split([' ', '.', ':']).nth(1).filter(|number| number.bytes().all(|b| b.is_ascii_digit()));
    let section = |number: &str| {
        let rest = next.text.strip_prefix(number).and_then(|rest| rest.strip_prefix(".1"));
        !number.is_empty() && rest.is_some_and(|rest| rest.starts_with(['.', ' ']))
    };
    alone && names_chapter(line.text) && number().is_some_and(section) && !line.ends_sentence()
}

/// Makes headings of a row, if something stands below each of its lines.
fn head(lines: &mut [Line<'_>], row: &[(usize, u32)]) {
    let apart = row.windows(2).all(|pair| pair[1].0 - pair[0].0 > 1);
    let whole = row.iter().all(|&(at, _)| lines.get(at + 1).is_some_and(|next| next.gap > 0 || begins(lines, at + 1)));
    if row.len() < SHORTEST_ROW || !apart || !whole {
        return;
    }
    let titled = row.iter().all(|&(at, _)| is_counted(lines[at].text) && is_title(lines, at + 1));
    for &(at, _) in row {
        lines[at].said = Said::Heading(1);
        if titled {
            lines[at + 1].said = Said::Joined;
        } else if is_rest(lines, at + 1) {
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

/// Whether line `at` is the title of a part whose number stands right above it, and no more than one line.
fn is_title(lines: &[Line<'_>], at: usize) -> bool {
    let Some(line) = lines.get(at) else { return false };
    line.gap == 0 && lines.get(at + 1).is_some_and(|next| next.gap > 0) && may_name(line)
}

/// Whether a line could be the title of a part whose number stands above it.
fn may_name(line: &Line<'_>) -> bool {
    const WORDS: usize = 8;
    line.text.starts_with(char::is_uppercase)
        && line.said == Said::Nothing
        && line.words() <= WORDS
        && line.len <= LONGEST
        && line.text.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, ')' | '»' | '?'))
        && !(names_chapter(line.text) || body::is_attribute(line) || amounts::is_measure(line.text))
        && !amounts::is_open(line.text)
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

/// Whether the first line is «Глава 1» or "Chapter Two" above its title, and no more.
pub(super) fn names_part(page: &Page, lines: &[Line<'_>]) -> bool {
    let [first, title, ..] = lines else { return false };
    can_be(page, first)
        && first.words() == 2
        && names_chapter(first.text)
        && can_be(page, title)
        && title.text.starts_with(char::is_uppercase)
}

/// Whether the number of a part and its title are two lines of one heading: "PART ONE" and "SOUPS AND SUPPERS". What stands
/// below it on its heels is no part of either.
pub(super) fn is_part_on_two_lines(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    let [first, title, rest @ ..] = lines else { return false };
    let follows = match rest {
        [] => !matches!(place.next, Next::End),
        [next, ..] => !(page.is_short(next) || page.is_full(title, next)) || is_capitals(title) && !is_capitals(next),
    };
    is_counted(first.text) && follows && may_name(title)
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
    fn the_number_of_a_part_and_its_title_are_one_heading() {
        let titles = |text: &str| {
            let note = notes::parse(&Source::new("a.txt", text));
            note.sections.into_iter().map(|section| section.title.text).collect::<Vec<_>>()
        };
        let hives = "They stand in the sun, and their doors look south, so that it is dry inside.\n";
        let book = |one: &str, two: &str| format!("{one}\nHives\n\n{hives}\n{two}\nHoney and wax\n\n{hives}");
        assert_eq!(titles(&book("Chapter 1", "Chapter 2")), ["Chapter 1 Hives", "Chapter 2 Honey and wax"]);
        assert_eq!(titles(&book("PART ONE", "PART TWO")), ["PART ONE Hives", "PART TWO Honey and wax"]);
        assert_eq!(titles(&book("Часть первая", "Часть вторая"))[1], "Часть вторая Honey and wax");
        // Neither steps are parts of a book, nor is a sentence a title.
        assert!(!titles(&book("Step 1", "Step 2")).contains(&"Step 1 Hives".to_owned()));
        let sentence = format!("Часть 1\nУлей красят.\n\n{hives}\nЧасть 2\nЕго сушат.\n\n{hives}");
        assert_eq!(titles(&sentence), ["Часть 1", "Часть 2"]);
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

    #[test]
    fn a_part_alone_is_a_heading_above_its_first_section() {
        let lecture = |title: &str, first: &str| {
            marked_headings(&format!("из конспекта\n\n{title}\n\n{first}\nПчёлы живут в ульях.\n"), mark)
        };
        let title = "Лекция 7. Устройство улья. Рамки";
        assert_eq!(lecture(title, "7.1. Стенки"), [title]);
        assert_eq!(lecture("Chapter 3: Hives. Frames", "3.1 Walls").len(), 1);
        for first in ["8.1. Стенки", "7.2. Стенки", "Стенки"] {
            assert!(lecture(title, first).is_empty(), "{first}");
        }
        assert!(lecture("Лекция 7 была об ульях.", "7.1. Стенки").is_empty());
    }
}
