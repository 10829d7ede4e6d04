//! What a browser prints around the page of a site: when it was printed and the page's title above the text, the site's
//! address and the number of the page below it, «https://example.org/a 2/6».
//!
//! An address or a date proves nothing alone. Those of a print return on page after page: the same address with a
//! number that rises towards the same total, and the same title with the same minute.

use std::collections::{HashMap, HashSet};

use super::{dates, lines::Line, note::Why};

/// So many pages make a print.
const FEWEST: usize = 2;
/// The number of a page has at most so many words: "Page 2 of 6".
const WORDS: usize = 4;

/// The foot of a page.
struct Foot {
    /// Its first line, and how many it takes.
    at: usize,
    lines: usize,
    number: u32,
}

/// The line with which a print begins, if that is a head: no page ends before it.
pub(super) fn begins(rows: &[(usize, Why)]) -> Option<usize> {
    rows.iter().min_by_key(|(at, _)| *at).filter(|(_, why)| *why == Why::RunningHead).map(|&(at, _)| at)
}

/// The lines that a browser printed, and what each of them is.
pub(super) fn rows(lines: &[Line<'_>]) -> Vec<(usize, Why)> {
    let mut prints: HashMap<(&str, u32), Vec<Foot>> = HashMap::new();
    let mut at = 0;
    while at < lines.len() {
        let Some((key, total, foot)) = foot(lines, at) else {
            at += 1;
            continue;
        };
        at += foot.lines;
        prints.entry((key, total)).or_default().push(foot);
    }
    if prints.is_empty() {
        return Vec::new();
    }
    let marks = marks(lines);
    let headed = |foot: &Foot| {
        let below = (foot.at + foot.lines..lines.len()).take(2);
        below.filter_map(|at| marks.get(lines[at].text)).any(|same| same.len() >= FEWEST)
    };
    let rises = |feet: &[Foot]| feet.windows(2).all(|pair| pair[0].number < pair[1].number);
    // One foot is enough where a head that returns stands right below it.
    let is_print = |feet: &&Vec<Foot>| rises(feet) && (feet.len() >= FEWEST || feet.iter().any(headed));
    let feet: Vec<&Foot> = prints.values().filter(is_print).flatten().collect();
    let ends: HashSet<usize> = feet.iter().map(|foot| foot.at + foot.lines).collect();
    let below = |at: &usize| ends.contains(at) || at.checked_sub(1).is_some_and(|before| ends.contains(&before));
    let heads = marks.into_values().filter(|same| same.len() >= FEWEST && same.iter().any(below));
    let heads = heads.flat_map(|same| with_title(lines, same));
    let numbers = feet.iter().flat_map(|foot| foot.at..foot.at + foot.lines);
    numbers.map(|at| (at, Why::PageNumber)).chain(heads.map(|at| (at, Why::RunningHead))).collect()
}

/// The foot that begins with line `at`: an address or the minute of the print, beside the number of the page or on a
/// line of its own; and what returns of it on other pages.
fn foot<'a>(lines: &[Line<'a>], at: usize) -> Option<(&'a str, u32, Foot)> {
    let line = &lines[at];
    let found = |(key, (number, total)): (&'a str, (u32, u32)), lines| (key, total, Foot { at, lines, number });
    if let Some(one) = beside(line.text) {
        return Some(found(one, 1));
    }
    let next = lines.get(at + 1)?;
    let two = |key: &'a str, number: &str| is_key(key).then(|| page_of(number)).flatten().map(|pages| (key, pages));
    two(line.text, next.text).or_else(|| two(next.text, line.text)).map(|two| found(two, 2))
}

/// An address or a minute, and the number of a page before or behind it.
fn beside(text: &str) -> Option<(&str, (u32, u32))> {
    let blanks = || text.match_indices(char::is_whitespace).map(|(at, _)| text.split_at(at));
    let behind = text.rmatch_indices(char::is_whitespace).map(|(at, _)| text.split_at(at)).take(WORDS);
    let before = blanks().take(WORDS).map(|(number, key)| (key, number));
    let parts = behind.chain(before).map(|(key, number)| (key.trim(), number.trim()));
    parts.filter(|(key, _)| is_key(key)).find_map(|(key, number)| Some((key, page_of(number)?)))
}

/// Whether a text is an address, or the minute when something was printed, and no more.
fn is_key(text: &str) -> bool {
    is_address(text) || dates::stamp(text) == Some(text.len())
}

fn is_address(text: &str) -> bool {
    ["https://", "http://", "file:///"].iter().any(|scheme| text.starts_with(scheme)) && !text.contains(' ')
}

/// The number of a page and how many there are: «2/6», "2 of 6", «Страница 2 из 6».
fn page_of(text: &str) -> Option<(u32, u32)> {
    let small = text.to_lowercase();
    let named = ["page ", "страница ", "стр. "].iter().find_map(|word| small.strip_prefix(word));
    let rest = named.unwrap_or(&small);
    let (number, total) = [" of ", " из ", "/"].iter().find_map(|between| rest.split_once(between))?;
    let figure = |text: &str| text.trim().parse::<u32>().ok().filter(|&figure| figure > 0);
    let (number, total) = (figure(number)?, figure(total)?);
    (number <= total).then_some((number, total))
}

/// The lines that begin with a minute or end with an address, by their text.
fn marks<'a>(lines: &[Line<'a>]) -> HashMap<&'a str, Vec<usize>> {
    let mut out: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        let last = || line.text.split_whitespace().next_back().is_some_and(is_address);
        if dates::stamp(line.text).is_some() || last() {
            out.entry(line.text).or_default().push(at);
        }
    }
    out
}

/// The lines of a head on all pages, with those of its title where it has a line of its own.
fn with_title(lines: &[Line<'_>], mut head: Vec<usize>) -> Vec<usize> {
    if !is_key(lines[head[0]].text) {
        return head;
    }
    let beside = |at: usize, below: bool| if below { lines.get(at + 1) } else { lines.get(at.checked_sub(1)?) };
    let same = |below: bool| {
        let first = beside(head[0], below);
        first.is_some() && head.iter().all(|&at| beside(at, below).map(|line| line.text) == first.map(|line| line.text))
    };
    let titles: Vec<usize> = match (same(true), same(false)) {
        (true, _) => head.iter().map(|at| at + 1).collect(),
        (false, true) => head.iter().map(|at| at - 1).collect(),
        (false, false) => Vec::new(),
    };
    head.extend(titles);
    head
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notes::lines::lines, text::Source};

    fn left(text: &str) -> String {
        let source = Source::new("a.txt", text);
        let lines = lines(&source, source.whole());
        let printed: HashSet<usize> = rows(&lines).into_iter().map(|(at, _)| at).collect();
        let kept = lines.iter().enumerate().filter(|(at, _)| !printed.contains(at));
        kept.map(|(_, line)| line.text).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn what_a_browser_prints_returns_on_each_page() {
        let one = "03.02.2025, 09:15 Пчёлы зимой\nПервое.\nhttps://example.org/p 1/2\n\
            03.02.2025, 09:15 Пчёлы зимой\nВторое.\nhttps://example.org/p 2/2\n";
        assert_eq!(left(one), "Первое.|Второе.");
        let english =
            "2/3/25, 9:15\u{202f}AM Bees\nOne.\nhttps://example.org/p 1/2\n\u{c}2/3/25, 9:15\u{202f}AM Bees\nTwo.\n";
        assert_eq!(left(english), "One.|Two.");
        let lines = "03.02.2025, 09:15\nПчёлы\nПервое.\nhttps://example.org/p\n1/3\n\n03.02.2025, 09:15\nПчёлы\n\
            Второе.\nhttps://example.org/p\n2/3\n";
        assert_eq!(left(lines), "Первое.|Второе.");
        let firefox = "Bees https://example.org/p\nOne.\n1 of 2 03/02/2025, 09:15\nBees https://example.org/p\nTwo.\n\
            2 of 2 03/02/2025, 09:15\n";
        assert_eq!(left(firefox), "One.|Two.");
    }

    #[test]
    fn a_date_or_an_address_alone_is_text() {
        for text in [
            "03.02.2025, 09:15 осмотр|Тихо.|https://example.org/p 1/2",
            "https://example.org/1 1/2|https://example.org/2 2/2",
            "03.02.2025, 09:15 осмотр|Тихо.|03.02.2025, 09:15 осмотр|Шумно.",
        ] {
            assert_eq!(left(&text.replace('|', "\n")), text);
        }
    }
}
