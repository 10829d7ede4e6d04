//! Numbers of pages with the head of a page on the line below or above, «4», a blank line, «Домашняя кухня», or on their
//! own line.
//!
//! The head of the left page is the book's title, that of the right one its chapter's, in other letters and perhaps
//! without the number. So its words stand elsewhere in the note as a line of their own, and a head returns with a higher
//! number. A number above the title of a chapter does neither. Where somebody copied a page here and there, the pages
//! do not agree on which of the two comes first.

use std::collections::{HashMap, HashSet};

use super::{Folio, Form, LONGEST_HEAD, Rows, SHORTEST_ROW, head};
use crate::{
    notes::{
        code, contents,
        lines::{Line, Said},
        note::Why,
        page::page_number,
    },
    text::words,
};

/// Two numbers are at least so many lines apart.
const SHORTEST_PAGE: usize = 4;

/// A number with what may be the head of its page, on a line near it or on the same.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'a> {
    pub(super) number_at: usize,
    pub(super) number: u32,
    pub(super) head_at: usize,
    pub(super) head: &'a str,
}

impl Pair<'_> {
    pub(super) fn first(self) -> usize {
        self.number_at.min(self.head_at)
    }

    /// The line behind it.
    pub(super) fn end(self) -> usize {
        self.number_at.max(self.head_at) + 1
    }
}

/// Adds the numbers and heads that stand so, with the numbers alone that go with them.
pub(super) fn find(lines: &[Line<'_>], folios: &[Folio], out: &mut Rows) {
    let (below, above) = (pairs(lines, true), pairs(lines, false));
    let mut all = [below.clone(), above.clone(), beside(lines)].concat();
    all.sort_by_key(|pair| pair.first());
    for pairs in [below, above, all] {
        if pairs.len() < SHORTEST_ROW {
            continue;
        }
        let heads = Heads::find(lines, &pairs);
        let mut known: Vec<Pair<'_>> = pairs.into_iter().filter(|pair| heads.knows(pair)).collect();
        known.dedup_by_key(|pair| pair.number_at);
        // Two books in a note have a row each.
        let goes_on = |a: &Pair<'_>, b: &Pair<'_>| a.number < b.number && a.first() + SHORTEST_PAGE <= b.first();
        for row in known.chunk_by(goes_on).filter(|row| heads.are_pages(lines, row)) {
            let titles = heads.titles(row);
            let repeats = row.iter().map(|pair| pair.head_at).filter(|at| !titles.contains(at));
            out.furniture.extend(repeats.map(|at| (at, Why::RunningHead)));
            let numbers = row.iter().map(|pair| pair.number_at).chain(alone(lines, row, folios));
            out.furniture.extend(numbers.map(|at| (at, Why::PageNumber)));
            out.titles.extend(titles);
        }
    }
}

/// The numbers that stand alone on their lines, each with the line `below` or above it if that may be a head.
pub(super) fn pairs<'a>(lines: &[Line<'a>], below: bool) -> Vec<Pair<'a>> {
    let pair = |number_at: usize| {
        let (number, named) = page_number(lines[number_at].text)?;
        let head_at = if below { number_at + 1 } else { number_at.checked_sub(1)? };
        let head = lines.get(head_at)?;
        let good = !named && head_at > 0 && may_head(head);
        good.then_some(Pair { number_at, number, head_at, head: head.text })
    };
    (0..lines.len()).filter_map(pair).collect()
}

/// The heads between blank lines with a number at the other edge of the page.
fn beside<'a>(lines: &[Line<'a>]) -> Vec<Pair<'a>> {
    let parted = |at: usize| lines.get(at).is_none_or(|line| line.gap > 0 || line.new_page);
    let pair = |at: usize| {
        let number = head(lines[at].text).filter(|_| at > 0 && parted(at) && parted(at + 1))?;
        let words = lines[at].text.trim_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
        Some(Pair { number_at: at, number, head_at: at, head: words })
    };
    (0..lines.len()).filter_map(pair).collect()
}

pub(super) fn may_head(line: &Line<'_>) -> bool {
    matches!(line.said, Said::Nothing | Said::Heading(_))
        && line.len <= LONGEST_HEAD
        && line.text.starts_with(char::is_uppercase)
        && line.text.chars().filter(|&c| words::is_alphabetic(c)).count() > 2
        && !line.text.ends_with(['.', ',', ':', ';'])
        && !line.text.contains(['\t', '|'])
        && !code::is_typed(line.text)
}

/// The numbers that stand alone between the pages of a row, or at the very end behind them.
fn alone<'f>(lines: &[Line<'_>], row: &'f [Pair<'f>], folios: &'f [Folio]) -> impl Iterator<Item = usize> + 'f {
    let end = lines.len() - 1;
    let bare = folios.iter().filter(|folio| folio.form == Form::Bare);
    let inside = move |folio: &&Folio| {
        let next = row.partition_point(|pair| pair.number_at < folio.at);
        let above = next.checked_sub(1).is_some_and(|last| row[last].number < folio.number);
        above && row.get(next).map_or(folio.at == end, |pair| folio.number < pair.number)
    };
    bare.filter(inside).map(|folio| folio.at)
}

/// What the heads of a note repeat.
struct Heads {
    /// The words that stand on a line of their own, or on two, beside no number; and the first of these lines.
    titles: HashMap<String, Vec<usize>>,
    /// Of the words that stand beside several numbers and nowhere else, the line where they first do.
    first: HashMap<String, usize>,
}

impl Heads {
    fn find(lines: &[Line<'_>], pairs: &[Pair<'_>]) -> Self {
        let mut beside: HashMap<String, Vec<usize>> = HashMap::new();
        for pair in pairs {
            for key in contents::keys(pair.head) {
                beside.entry(key).or_default().push(pair.head_at);
            }
        }
        let mut taken: HashSet<usize> = pairs.iter().flat_map(|pair| [pair.number_at, pair.head_at]).collect();
        taken.extend(contents::unpaged(lines));
        let short = |line: &Line<'_>| line.len <= LONGEST_HEAD && contents::paged(line.text).is_none();
        let open = |at: usize| lines.get(at).filter(|line| short(line) && !taken.contains(&at));
        let mut titles: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, line) in (0..lines.len()).filter_map(|at| Some((at, open(at)?))) {
            let next = open(at + 1).filter(|next| next.gap == 0);
            let both = next.map(|next| format!("{} {}", line.text, next.text));
            let keys = contents::keys(line.text).chain(both.iter().flat_map(|both| contents::keys(both)));
            for key in keys.filter(|key| beside.contains_key(key)) {
                titles.entry(key).or_default().push(at);
            }
        }
        let returns = |(key, heads): &(String, Vec<usize>)| heads.len() > 1 && !titles.contains_key(key);
        let first = beside.into_iter().filter(returns).map(|(key, heads)| (key, heads[0])).collect();
        Self { titles, first }
    }

    /// Whether the head of a pair stands elsewhere as well, be it beside another number.
    fn knows(&self, pair: &Pair<'_>) -> bool {
        contents::keys(pair.head).any(|key| self.titles.contains_key(&key) || self.first.contains_key(&key))
    }

    /// The lines that the heads of a row repeat. A chapter may begin behind the foot of a page: beside a number.
    fn titles(&self, row: &[Pair<'_>]) -> HashSet<usize> {
        let keys = row.iter().flat_map(|pair| contents::keys(pair.head));
        let stand = |key: String| self.titles.get(&key).into_iter().flatten().chain(self.first.get(&key)).copied();
        keys.flat_map(stand).collect()
    }

    /// Whether a row is that of pages: a title that stands elsewhere returns in it, and others do beside it, or blank lines
    /// part each of its heads from the text.
    fn are_pages(&self, lines: &[Line<'_>], row: &[Pair<'_>]) -> bool {
        let parted = |at: usize| lines.get(at).is_none_or(|line| line.gap > 0 || line.new_page);
        let titles = row.iter().flat_map(|pair| contents::keys(pair.head).last());
        let mut count: HashMap<String, usize> = HashMap::new();
        titles.for_each(|key| *count.entry(key).or_default() += 1);
        let returns = count.iter().any(|(key, &count)| count > 1 && self.titles.contains_key(key));
        let apart = || row.iter().all(|pair| parted(pair.first()) && parted(pair.end()));
        row.len() >= SHORTEST_ROW && returns && (count.len() > 1 || apart())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use crate::{notes, text::Source};

    /// Pages with a number at the foot of each and the head of the next behind `blank` lines.
    fn book(blank: &str) -> String {
        let text =
            |what: &str| format!("{what} is cut to length first, and sanded along the grain.\n\nThen it dries.\n\n");
        let page = |number: u32, head: &str, what: &str| format!("{number}\n{blank}{head}\n{blank}{}", text(what));
        let title = "THE SMALL BENCH\n\nI. LEGS\n\n";
        let legs = [text("A leg"), page(4, "The Small Bench", "The rail"), page(5, "Legs", "The tenon")].concat();
        let seat = [page(6, "The Small Bench", "A wedge"), "II. THE SEAT\n\n".to_owned(), text("A plank")].concat();
        format!("{title}{legs}{seat}{}{}9\n", page(7, "The Seat", "The edge"), page(8, "The Small Bench", "Oil"))
    }

    #[test]
    fn a_head_may_stand_behind_the_number_of_the_page_before() {
        let heads = ["The Small Bench", "Legs", "The Small Bench", "The Seat", "The Small Bench"];
        for blank in ["", "\n"] {
            let found = found(&book(blank));
            assert_eq!(found.iter().filter(|line| heads.contains(&line.as_str())).count(), heads.len(), "{found:?}");
            assert_eq!(found.len(), heads.len() + 6, "{found:?}");
            let note = notes::parse(&Source::new("a.txt", book(blank)));
            let titles: Vec<&str> = note.sections.iter().map(|section| section.title.text.as_str()).collect();
            assert_eq!(titles, ["THE SMALL BENCH", "I. LEGS", "II. THE SEAT"]);
        }
        // Pages in between may have no number, and a number may stand alone.
        let gaps = book("\n").replace("\n9\n", "\n19\n").replace("\n8\n", "\n18\n").replace("\n7\n", "\n12\n");
        assert_eq!(found(&gaps).len(), 11);
        let falls = book("\n").replace("\n6\n", "\n3\n").replace("\n8\n", "\n2\n");
        assert!(!found(&falls).contains(&"Legs".to_owned()));
    }

    #[test]
    fn pages_need_not_agree_where_the_head_stands() {
        let text = "The grain runs along the board, and so does the plane.\n\nMind the knots.\n\nOil it twice.\n\n";
        let book = format!(
            "A JOINER'S BOOK\n\n{text}Chapter 1: The Bench\n\n{text}4\nA Joiner's Book\n\n{text}A Joiner's \
             Book\n        9\n\n{text}12                 The Bench\n\nChapter 2: Glue\n\n{text}"
        );
        assert_eq!(found(&book), ["4", "A Joiner's Book", "A Joiner's Book", "9", "12 The Bench"]);
        // A head that no title knows is none.
        let other = book.replace("Joiner's Book\n", "Fine Day\n").replacen("A Fine Day\n", "A JOINER'S BOOK\n", 1);
        assert!(found(&other).is_empty(), "{:?}", found(&other));
    }

    #[test]
    fn a_title_behind_the_foot_of_a_page_stays() {
        let text = "The grain runs along the board, and so does the plane.\n\nMind the knots.\n\n";
        let page = |number: u32, head: &str| format!("{number}\n\n{head}\n\n{text}");
        let heads =
            [page(4, "Wood"), page(5, "A Joiner's Book"), page(6, "Wood"), page(7, "A Joiner's Book"), page(8, "Glue")];
        let note = notes::parse(&Source::new("a.txt", format!("A JOINER'S BOOK\n\n{text}{}9\n", heads.concat())));
        let titles: Vec<&str> = note.sections.iter().map(|section| section.title.text.as_str()).collect();
        assert_eq!(titles, ["A JOINER'S BOOK", "Wood", "Glue"]);
    }

    #[test]
    fn numbers_above_titles_that_do_not_return_are_none() {
        let part = |number: usize, title: &str| format!("{number}\n\n{title}\n\nThe wood is dry.\n\nIt is cut.\n\n");
        let parts = ["Legs", "Seat", "Back", "Oil"];
        let numbered: String = parts.iter().enumerate().map(|(at, title)| part(at * 2 + 1, title)).collect();
        assert!(found(&format!("In this article\n\n{}\n\n{numbered}", parts.join("\n"))).is_empty());
        // What somebody did in the morning of several days is no head.
        let days = [(3, "Утро"), (5, "Вечер"), (6, "Утро"), (9, "Вечер")];
        let diary: String = days.iter().map(|&(day, when)| part(day, when)).collect();
        assert!(found(&format!("Дача\n\n{diary}")).is_empty());
    }
}
