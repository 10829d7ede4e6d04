//! Steps whose number no sign follows: «1 Очистить лук.», «2 Нарезать его.»; and those that a word names: «Шаг 2. …»,
//! «День второй. …».
//!
//! One line that begins with a number may be a row of a table, a title or an amount. A row of sentences that counts up
//! from one is a list.

use std::collections::HashSet;

use super::{
    amounts, code,
    lines::{Line, Said},
    page::Page,
    speakers,
};
use crate::text::{Source, words};

/// So many steps are a row.
const SHORTEST: usize = 2;
/// The most lines of a step.
const LINES: usize = 20;
/// Fewer blanks stand behind its number.
const MARGIN: usize = 5;
/// A line that a page wrapped is no shorter.
const SHORTEST_FULL: usize = 50;

/// What is counted, in small letters.
const NAMES: [&str; 9] = ["шаг", "этап", "день", "неделя", "вариант", "step", "stage", "day", "week"];
/// Its number in words.
const ORDINALS: [&str; 10] = [
    "первый первая первое one first",
    "второй вторая второе two second",
    "третий третья третье three third",
    "четвёртый четвертый четвёртая четвертая four fourth",
    "пятый пятая five fifth",
    "шестой шестая six sixth",
    "седьмой седьмая seven seventh",
    "восьмой восьмая eight eighth",
    "девятый девятая nine ninth",
    "десятый десятая ten tenth",
];

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

/// Puts numbers that a copy has left on lines of their own, as a page sets them in its margin, before the steps below them:
/// they count up from one, and each step ends as a sentence does.
pub fn join_numbers<'a>(source: &'a Source, lines: Vec<Line<'a>>) -> Vec<Line<'a>> {
    const SHORTEST: usize = 3;
    let mut joined: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = Vec::new();
    let mut close = |row: &mut Vec<usize>| {
        let end = |at: usize| (at + 2..lines.len()).find(|&next| lines[next].gap > 0 || alone(&lines[next]).is_some());
        let whole = |&at: &usize| {
            let end = end(at).unwrap_or(lines.len());
            end - at <= LINES && lines[end - 1].text.ends_with(['.', '!', '?', '…', '»', ')'])
        };
        if row.len() >= SHORTEST && row.iter().all(whole) {
            joined.append(row);
        }
        row.clear();
    };
    for at in 0..lines.len().saturating_sub(1) {
        let Some(number) = alone(&lines[at]) else { continue };
        let below = &lines[at + 1];
        let step = below.gap == 0 && below.words() > 2 && below.text.starts_with(char::is_uppercase);
        // No page is as short as a step.
        let near = row.last().is_none_or(|&last: &usize| at - last <= LINES);
        if !(step && near && number == row.len() + 1) {
            close(&mut row);
        }
        if step && number == row.len() + 1 {
            row.push(at);
        }
    }
    close(&mut row);
    if joined.is_empty() {
        return lines;
    }
    let joined: HashSet<usize> = joined.into_iter().collect();
    let one = |(at, line): (usize, &Line<'a>)| match joined.contains(&at) {
        true => {
            let (number, step) = (line, &lines[at + 1]);
            let span = number.span.to(step.span);
            let len = number.len + 1 + step.len;
            Some(Line { text: source.slice(span), span, len, said: Said::Numbered, ..*number })
        }
        false => Some(*line).filter(|_| !at.checked_sub(1).is_some_and(|before| joined.contains(&before))),
    };
    lines.iter().enumerate().filter_map(one).collect()
}

/// The number that a line is, and nothing else.
fn alone(line: &Line<'_>) -> Option<usize> {
    let digits = line.text.strip_suffix('.').unwrap_or(line.text);
    let plain =
        (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
    (plain && line.said == Said::Nothing).then(|| digits.parse().ok())?
}

/// The number that a line begins with, if a sentence may follow it.
fn number(line: &Line<'_>) -> Option<usize> {
    let digits = line.text.bytes().take_while(u8::is_ascii_digit).count();
    let blank = line.text[digits..].strip_prefix(' ')?;
    // A page sets a number in its margin.
    let rest = blank.trim_start_matches(' ');
    if blank.len() - rest.len() >= MARGIN {
        return None;
    }
    let plain = !rest.contains(['\t', '|']) && !rest.contains("   ") && rest.contains(' ');
    let good = (1..=2).contains(&digits) && rest.starts_with(char::is_uppercase) && plain && line.said == Said::Nothing;
    good.then(|| line.text[..digits].parse().ok())?
}

/// Whether a row may begin with line `at`: apart from what stands before, below its end, an amount, or a title.
fn begins(lines: &[Line<'_>], at: usize) -> bool {
    const WORDS: usize = 6;
    let Some(before) = at.checked_sub(1).map(|before| &lines[before]) else { return true };
    let title = || {
        before.text.starts_with(char::is_uppercase)
            && before.words() <= WORDS
            && before.text.ends_with(words::is_alphabetic)
    };
    lines[at].gap > 0
        || before.ends_sentence()
        || amounts::is_amount(before)
        || speakers::marker(before.text).is_some()
        || title()
}

/// The steps that count up from line `from`, each of which ends as a sentence does.
fn row(lines: &[Line<'_>], from: usize) -> Vec<usize> {
    let mut out = Vec::new();
    let mut at = from;
    while lines.get(at).and_then(number) == Some(out.len() + 1) {
        let next = next_step(lines, at, out.len() + 2);
        let counted = is_followed(lines, at, out.len() + 2);
        let goes_on = |next: &usize| {
            let (line, before) = (&lines[*next], &lines[*next - 1]);
            // A sentence may end right at the page's edge.
            let edge = counted && before.len >= SHORTEST_FULL;
            let inside = line.indent > lines[at].indent || line.starts_lower() || !before.ends_sentence() || edge;
            is_next(line) && inside && number(line).is_none()
        };
        let end = next
            .map(|next| next - 1)
            .unwrap_or_else(|| (at + 1..lines.len().min(at + LINES)).take_while(goes_on).last().unwrap_or(at));
        if !lines[end].text.trim_end_matches(['»', '"', ')', '”']).ends_with(['.', '!', '?', '…']) {
            break;
        }
        out.push(at);
        at = end + 1;
    }
    out
}

/// Whether no blank line stands before a line, or one that a page break made inside a sentence.
fn is_next(line: &Line<'_>) -> bool {
    line.said == Said::Joined || line.gap == 0 && line.said == Said::Nothing
}

/// Whether step `wanted` stands behind the one at `from`, without a blank line or another number between them.
fn is_followed(lines: &[Line<'_>], from: usize, wanted: usize) -> bool {
    let near = lines.iter().skip(from + 1).take(LINES).take_while(|line| is_next(line));
    near.into_iter().find_map(number) == Some(wanted)
}

/// The line where the step behind the one at `from` begins, if a number set in the margin says so: sentences may stand
/// between the two, each on a line of its own.
fn next_step(lines: &[Line<'_>], from: usize, wanted: usize) -> Option<usize> {
    let margin = |line: &Line<'_>| line.text.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with("  ");
    let near = lines.get(from + 1..)?.iter().take(LINES).take_while(|line| is_next(line) || number(line).is_some());
    let (at, line) = near.enumerate().find_map(|(at, line)| Some((at, number(line).map(|_| line)?)))?;
    let found =
        number(line) == Some(wanted) && margin(line) && margin(&lines[from]) && line.indent == lines[from].indent;
    found.then_some(from + 1 + at)
}

/// Whether a text begins with the number of a step: «Шаг 2. …», "Step 3: …", «День второй. …», «Второй день. …».
pub fn is_step(text: &str) -> bool {
    step(text).is_some()
}

/// The number of the step that a text begins with.
fn step(text: &str) -> Option<usize> {
    let mut words = text.split_whitespace();
    let (first, last) = (words.next()?, words.next()?);
    let bare = last.trim_end_matches(['.', ':', ')']);
    if bare.len() + 1 != last.len() || !first.starts_with(char::is_uppercase) {
        return None;
    }
    let named = |word: &str| NAMES.contains(&words::lowercase(word).as_str());
    let ordinal = |word: &str| {
        let small = words::lowercase(word);
        ORDINALS.iter().position(|forms| forms.split(' ').any(|form| form == small)).map(|at| at + 1)
    };
    let figures = (1..=3).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
    match (named(first), figures) {
        (true, true) => bare.parse().ok(),
        (true, false) => ordinal(bare),
        (false, _) => ordinal(first).filter(|_| named(bare)),
    }
}

/// Whether lines are steps, «Шаг 1. …», counted from the first, each on its line or wrapped by the page.
pub(super) fn are_steps(page: &Page, lines: &[Line<'_>]) -> bool {
    let mut steps = 0;
    for (at, line) in lines.iter().enumerate() {
        match step(line.text) {
            Some(number) if number == steps + 1 => steps = number,
            None if at > 0 && page.is_full(&lines[at - 1], line) => {}
            _ => return false,
        }
    }
    steps > 1
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
    fn numbers_may_stand_on_lines_of_their_own() {
        let steps = "The Bench\n\n1\nSaw the boards along the grain.\n2\nSand them until they are smooth, and then once more\n\
            with the finest paper.\n3\nOil them twice.\n\nIt dries for a day.\n";
        let source = Source::new("a.txt", steps);
        let found = join_numbers(&source, crate::notes::lines::lines(&source, source.whole()));
        let numbered: Vec<&str> =
            found.iter().filter(|line| line.said == Said::Numbered).map(|line| line.text).collect();
        assert_eq!(numbered.len(), 3, "{numbered:?}");
        let note = crate::notes::parse(&source);
        let items = note.sections[0].blocks.iter().find_map(|block| match &block.kind {
            crate::notes::BlockKind::List { ordered: true, items } => {
                Some(items.iter().map(|item| item.text.text.clone()).collect::<Vec<_>>())
            }
            _ => None,
        });
        let long = "Sand them until they are smooth, and then once more with the finest paper.";
        assert_eq!(items.unwrap_or_default(), ["Saw the boards along the grain.", long, "Oil them twice."]);
        for other in [
            "1\nSaw the boards.\n2\nSand them well.\n",
            "1\nThe Bench\n2\nThe Vice\n3\nThe Saw\n",
            "2\nSaw it well.\n3\nSand it \
            well.\n4\nOil it well.\n",
        ] {
            let source = Source::new("a.txt", other);
            let lines = join_numbers(&source, crate::notes::lines::lines(&source, source.whole()));
            assert!(lines.iter().all(|line| line.said == Said::Nothing), "{other}");
        }
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
    fn a_page_sets_numbers_in_its_margin() {
        let bench = "Method\n1  Saw the boards along the grain, and then\n   sand them.\n2  Glue them.\n";
        assert_eq!(steps(bench), 2);
        // Without a hanging indent a sentence of the step may begin a line.
        let flat =
            "Method\n1  Saw the boards along the grain.\nThen sand them.\n2  Glue them, and\nwait.\n3  Oil them.\n";
        assert_eq!(steps(flat), 3);
        assert_eq!(steps(&flat.replace("  ", " ")), 0);
        for text in [
            "1  boards\n2  screws\n",
            "1  Ash plank\n2  Oak leg\n",
            "1        Saw it.\n2        Glue it.\n",
            "3  Saw it.\n4  Glue it.\n",
            "1  Saw it.\nThen sand it.\n\nThe Vice\n2  Glue it.\n",
        ] {
            assert_eq!(steps(text), 0, "{text}");
        }
    }

    #[test]
    fn the_edge_of_a_page_cuts_no_row_of_steps() {
        let cut = "THE BENCH\n\nMethod\n1  Saw the boards along the grain. Put them where the sun shines in the morn-\n\n\
            12\n\nThe Bench\n\n   ing, and only then.\n2  Glue them.\n3  Oil them.\n";
        let note = notes::parse(&Source::new("a.txt", cut));
        let last = note.sections.last().and_then(|section| section.blocks.last()).map(|block| &block.kind);
        let Some(BlockKind::List { ordered: true, items }) = last else { panic!("{last:?}") };
        assert_eq!(items.len(), 3);
        assert!(items[0].text.text.ends_with("in the morning, and only then."), "{:?}", items[0]);
    }

    #[test]
    fn steps_may_be_counted_in_words() {
        for (text, number) in [
            ("Шаг 2. Полить.", 2),
            ("Step 3: water it", 3),
            ("День второй. Полить.", 2),
            ("Week two: prune.", 2),
            ("Третий этап. Сушить.", 3),
            ("First day: dig.", 1),
        ] {
            assert_eq!(step(text), Some(number), "{text}");
        }
        for text in [
            "День прошёл. Полили.",
            "День второй прошёл.",
            "Второй сорт. Дешевле.",
            "второй день. Полить.",
            "Day one",
            "Step by. Step",
        ] {
            assert_eq!(step(text), None, "{text}");
        }
        let wide = "Саженцы привозят в октябре, и стоять без земли они могут не дольше недели,\n\
            иначе корни сохнут, и весной дерево не проснётся. Поэтому яму готовят за-\nранее.\n\n";
        let days = "День первый. Яму выкопать на два штыка и залить водой, чтобы земля осела.\n\
            День второй. Посадить.\nДень третий. Снова полить, а когда вода уйдёт, засыпать круг опилками или\nлистом.\n";
        let note = notes::parse(&Source::new("a.txt", format!("{wide}{days}")));
        let blocks: Vec<_> = note.sections.into_iter().flat_map(|section| section.blocks).collect();
        assert_eq!(blocks.len(), 4, "{blocks:?}");
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

    #[test]
    fn a_row_of_steps_may_begin_below_amounts_and_a_sentence_end_at_the_edge() {
        let steps = |amount: &str, second: &str| {
            let text = format!(
                "{amount}\n1 Stir the pigment into the linseed oil with a broad palette knife until\nthe paste is smooth.\n2 Grind \
                it on the glass slab in small circles and add the rest of the oil.\n{second}\n3 Fill the tube.\n"
            );
            let source = Source::new("a.txt", text);
            let mut lines = crate::notes::lines::lines(&source, source.whole());
            mark(&mut lines);
            lines.iter().filter(|line| line.said == Said::Numbered).count()
        };
        assert_eq!(steps("80 ml (a small cup) of cold-pressed oil", "Scrape it together often."), 3);
        assert_eq!(steps("so the oil must be cold-pressed, and the slab cold and", "Scrape it together often."), 0);
    }
}
