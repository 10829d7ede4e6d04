//! Steps whose number no sign follows: «1 Очистить лук.», «2 Нарезать его.»
//!
//! One such line may be a row of a table, a title or an amount. A row of sentences that counts up from one is a list.

use super::{
    code,
    lines::{Line, Said},
    speakers,
};
use crate::text::words;

/// So many steps are a row.
const SHORTEST: usize = 2;
/// The most lines of a step.
const LINES: usize = 20;

/// Marks the lines that such rows are made of.
pub fn mark(lines: &mut [Line<'_>]) {
    if !lines.iter().any(|line| number(line) == Some(1)) {
        return;
    }
    let fenced = code::fenced_lines(lines);
    let mut at = 0;
    while at < lines.len() {
        let row = if number(&lines[at]) == Some(1) && begins(lines, at) { row(lines, at) } else { Vec::new() };
        at = row.last().map_or(at, |&last| last) + 1;
        if row.len() >= SHORTEST && !row.iter().any(|&at| fenced[at]) {
            row.into_iter().for_each(|at| lines[at].said = Said::Numbered);
        }
    }
}

/// The number that a line begins with, if a sentence may follow it.
fn number(line: &Line<'_>) -> Option<usize> {
    let digits = line.text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.text[digits..].strip_prefix(' ')?;
    let plain = !rest.contains(['\t', '|']) && !rest.contains("   ") && rest.contains(' ');
    let good = (1..=2).contains(&digits) && rest.starts_with(char::is_uppercase) && plain && line.said == Said::Nothing;
    good.then(|| line.text[..digits].parse().ok())?
}

/// Whether a row may begin with line `at`: apart from what stands before, below its end, or below a title.
fn begins(lines: &[Line<'_>], at: usize) -> bool {
    const WORDS: usize = 6;
    let Some(before) = at.checked_sub(1).map(|before| &lines[before]) else { return true };
    let title = || {
        before.text.starts_with(char::is_uppercase)
            && before.words() <= WORDS
            && before.text.ends_with(words::is_alphabetic)
    };
    lines[at].gap > 0 || before.ends_sentence() || speakers::marker(before.text).is_some() || title()
}

/// The steps that count up from line `from`, each of which ends as a sentence does.
fn row(lines: &[Line<'_>], from: usize) -> Vec<usize> {
    let mut out = Vec::new();
    let mut at = from;
    while lines.get(at).and_then(number) == Some(out.len() + 1) {
        let goes_on = |next: &usize| {
            let (line, before) = (&lines[*next], &lines[*next - 1]);
            let inside = line.indent > lines[at].indent || line.starts_lower() || !before.ends_sentence();
            line.gap == 0 && line.said == Said::Nothing && inside && number(line).is_none()
        };
        let end = (at + 1..lines.len().min(at + LINES)).take_while(goes_on).last().unwrap_or(at);
        if !lines[end].text.trim_end_matches(['»', '"', ')', '”']).ends_with(['.', '!', '?', '…']) {
            break;
        }
        out.push(at);
        at = end + 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        notes::{self, BlockKind, lines::lines},
        text::Source,
    };

    fn steps(text: &str) -> usize {
        let source = Source::new("a.txt", text);
        let mut lines = lines(&source, source.whole());
        mark(&mut lines);
        lines.iter().filter(|line| line.said == Said::Numbered).count()
    }

    #[test]
    fn sentences_that_count_up_are_a_list() {
        let hive = "Как осмотреть улей\n\n1 Снять крышку.\n2 Дать дыма, немного, и\n   подождать.\n3 Вынуть рамку, \
            которая\n   \
            стоит с краю. Она лёгкая.\n\nПотом всё собрать.\n";
        assert_eq!(steps(hive), 3);
        let note = notes::parse(&Source::new("a.txt", hive));
        let Some(BlockKind::List { ordered: true, items }) = note.sections[0].blocks.first().map(|block| &block.kind)
        else {
            panic!("{:?}", note.sections)
        };
        let texts: Vec<&str> = items.iter().map(|item| &item.text.text[..]).collect();
        assert_eq!(texts[1..], ["Дать дыма, немного, и подождать.", "Вынуть рамку, которая стоит с краю. Она лёгкая."]);
        assert_eq!(items.iter().map(|item| item.number).collect::<Vec<_>>(), [Some(1), Some(2), Some(3)]);
        assert_eq!(steps("Method\n1 Saw the boards.\n\n2 Glue them.\n"), 2);
        assert_eq!(steps("How to do it:\n1 Saw the boards.\n2 Glue them.\n3 Wait\n"), 2);
    }

    #[test]
    fn rows_titles_and_amounts_are_none() {
        for text in [
            "1 Hives\n\nThey stand in the sun.\n\n2 Honey\n\nIt is sweet.\n",
            "1 Onion, chopped\n2 Carrots\n3 Eggs\n",
            "1 лук.\n2 яйца.\n",
            "1 Иванов   5.\n2 Петров   4.\n",
            "2 Снять крышку.\n3 Дать дыма.\n",
            "1 Снять крышку.\n3 Дать дыма.\n",
            "мы дошли до\n1 Мая. Там\n2 Дома стоят.\n",
            "```\n1 Saw it.\n2 Glue it.\n```\n",
        ] {
            assert_eq!(steps(text), 0, "{text}");
        }
    }
}
