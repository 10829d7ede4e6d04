//! Tables of contents: what their rows of dots name is a heading where it stands in the text.

use crate::text::words;
use std::collections::HashSet;

use super::{
    code,
    lines::{Line, Said},
    numbered,
};

/// So many rows are a table.
const SHORTEST: usize = 2;
/// The longest title, in characters.
const LONGEST: usize = 100;

/// Marks the headings that a table of contents names.
pub fn mark(lines: &mut [Line<'_>]) {
    let rows: Vec<usize> = (0..lines.len()).filter(|&at| entry(lines[at].text).is_some()).collect();
    let Some(&last) = rows.last().filter(|_| rows.len() >= SHORTEST) else { return };
    let titles: HashSet<String> = rows.iter().filter_map(|&at| entry(lines[at].text)).map(small).collect();
    let fenced = code::fenced_lines(lines);
    for at in last + 1..lines.len() {
        let line = &lines[at];
        let named = line.said == Said::Nothing && line.len <= LONGEST && titles.contains(&small(line.text));
        let below = matches!(lines[at - 1].said, Said::Heading(_));
        if named && !below && !fenced[at] {
            lines[at].said = Said::Heading(numbered::depth(line).unwrap_or(1));
        }
    }
}

/// Whether a line is a row of a table of contents.
pub fn is_entry(line: &Line<'_>) -> bool {
    entry(line.text).is_some()
}

/// The line behind the last row of a table of contents.
pub fn end(lines: &[Line<'_>]) -> Option<usize> {
    let mut rows = (0..lines.len()).rev().filter(|&at| is_entry(&lines[at]));
    let last = rows.next()?;
    rows.nth(SHORTEST - 2).map(|_| last + 1)
}

/// How many of the lines are rows of a table of contents before something else begins.
pub fn leading(lines: &[Line<'_>]) -> usize {
    lines.iter().take_while(|line| is_entry(line)).count()
}

/// What a row of a table of contents names: «1. Пирожки с капустой ..... 3».
fn entry(text: &str) -> Option<&str> {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let page = text.len() - rest.len();
    let title = rest.trim_end_matches(['.', '…', '·', '_', ' ', '\u{a0}']);
    let dots = rest[title.len()..].chars().map(|c| if c == '…' { 3 } else { usize::from(c != ' ' && c != '\u{a0}') });
    ((1..=4).contains(&page) && dots.sum::<usize>() > 2 && title.contains(words::is_alphabetic)).then_some(title)
}

fn small(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        notes::{self, Block, BlockKind, lines::tests::marked_headings},
        text::Source,
    };

    fn headings(text: &str) -> Vec<String> {
        marked_headings(text, mark)
    }

    #[test]
    fn what_the_contents_name_is_a_heading() {
        let book =
            "Оглавление\n1. Опара ....... 3\n2. Выпечка хлеба . . . . 15\n\n1. Опара\nВода.\n2. ВЫПЕЧКА ХЛЕБА\nПечь.\n";
        assert_eq!(headings(book), ["1. Опара", "2. ВЫПЕЧКА ХЛЕБА"]);
        let english = "Bees … 4\nHoney … 9\n\nBees\nThey fly.\nHoney is sweet\nHoney\nIt flows.\n";
        assert_eq!(headings(english), ["Bees", "Honey"]);
    }

    #[test]
    fn rows_are_items_and_head_nothing() {
        let book = "Содержание\nВведение ........ 3\nГлава 1. Ульи ....... 5\n1.1. Летки ......... 5\n\
            Глава 2. Мёд ....... 9\n\nВведение\nПчёл держат многие.\n\nГлава 1. Ульи\n\n1.1. Летки\n\n\
            Леток смотрит на юг.\n\nГлава 2. Мёд\n\nЕго качают летом.\n";
        let note = notes::parse(&Source::new("a.txt", book));
        let titles: Vec<_> = note.sections.iter().map(|section| (&section.title.text[..], section.level)).collect();
        let chapters = [("Глава 1. Ульи", 1), ("1.1. Летки", 2), ("Глава 2. Мёд", 1)];
        assert_eq!(titles, [&[("Содержание", 1), ("Введение", 1)], &chapters[..]].concat());
        let [Block { kind: BlockKind::List { items, .. }, .. }] = &note.sections[0].blocks[..] else {
            panic!("a list")
        };
        assert_eq!(items.len(), 4);
    }

    #[test]
    fn dots_elsewhere_are_text() {
        assert!(headings("Ждём... 3\nХлеб\nХлеб\n").is_empty());
        assert!(headings("Мука 3\nВода 5\n\nМука\nВода\n").is_empty());
        assert!(headings("версия 1.2.3\nверсия 1.2.4\nверсия\n").is_empty());
    }
}
