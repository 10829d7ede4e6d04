//! Heads that name a chapter or the book once or twice only, beside the number of their page: «13», «Супы» behind
//! «ГЛАВА 1. СУПЫ».
//!
//! Somebody copied few pages, so no row of numbers proves them. The head repeats the title in other letters, or without
//! its number, or it is the first line of the note. Numbers rise from each to the next. And something says that there
//! are pages: one of the pairs cuts a sentence or a list, its number stands in the middle of the page, or there is a
//! table of contents.

use std::collections::{HashMap, HashSet};

use super::headed::{Pair, may_head, pairs};
use crate::notes::{
    amounts, contents,
    heading::is_capitals,
    lines::Line,
    list::marker,
    note::Why,
    page::{is_one_sentence, names_chapter},
    running,
};

/// Two numbers are at least so many lines apart.
const SHORTEST_PAGE: usize = 4;
/// A number this far from the margin stands in the middle of its page.
const CENTRED: usize = 16;

/// The numbers and heads that stand so.
pub(super) fn find(lines: &[Line<'_>]) -> Vec<(usize, Why)> {
    let mut all = [pairs(lines, true), pairs(lines, false)].concat();
    all.retain(|pair| is_apart(lines, pair));
    if all.is_empty() {
        return Vec::new();
    }
    let titles = Titles::find(lines, &all);
    let centred = |pair: &Pair<'_>| lines[pair.number_at].indent >= CENTRED && lines[pair.head_at].indent < CENTRED;
    // In the middle of the page, with the head right beside it, a number needs no title: the head returns, or cuts.
    let glued = |pair: &&Pair<'_>| centred(pair) && !parted(lines, pair.end() - 1);
    let mut heads: HashMap<&str, usize> = HashMap::new();
    all.iter().filter(glued).for_each(|pair| *heads.entry(pair.head).or_default() += 1);
    let returns = |pair: &Pair<'_>| heads.get(pair.head).is_some_and(|&count| count > 1);
    all.retain(|pair| titles.knows(lines, pair) || glued(&pair) && (returns(pair) || cuts(lines, pair)));
    all.sort_by_key(|pair| pair.first());
    all.dedup_by(|pair, before| pair.first() < before.end());
    let listed = contents::end(lines);
    let told = |pair: &Pair<'_>| centred(pair) || listed.is_some_and(|end| end <= pair.first()) || cuts(lines, pair);
    let goes_on = |a: &Pair<'_>, b: &Pair<'_>| a.number < b.number && a.first() + SHORTEST_PAGE <= b.first();
    let rows = all.chunk_by(goes_on).filter(|row| row.iter().any(told));
    rows.flatten().flat_map(|pair| [(pair.number_at, Why::PageNumber), (pair.head_at, Why::RunningHead)]).collect()
}

fn parted(lines: &[Line<'_>], at: usize) -> bool {
    at == 0 || lines.get(at).is_none_or(|line| line.gap > 0 || line.new_page)
}

/// Whether blank lines part the head from the text, and either the number or both from each other: a foot may stand on
/// the heels of its page.
fn is_apart(lines: &[Line<'_>], pair: &Pair<'_>) -> bool {
    let (first, last, end) = (pair.first(), pair.end() - 1, pair.end());
    let between = parted(lines, last);
    // What a colon announces is counted.
    let announced = || first.checked_sub(1).is_some_and(|before| lines[before].text.ends_with([':', '?']));
    match pair.head_at == last {
        true => parted(lines, end) && (between || parted(lines, first)),
        false => parted(lines, first) && (between || parted(lines, end)) && !announced(),
    }
}

/// Whether a sentence or a list goes on over the two lines.
fn cuts(lines: &[Line<'_>], pair: &Pair<'_>) -> bool {
    let around = pair.first().checked_sub(1).and_then(|before| lines.get(before)).zip(lines.get(pair.end()));
    let goes_on = |(before, next): (&Line<'_>, &Line<'_>)| {
        let bullets = || marker(before).zip(marker(next)).is_some_and(|(a, b)| a.kind == b.kind);
        is_one_sentence(before, next) || bullets() || amounts::is_amount(before) && amounts::is_amount(next)
    };
    running::cuts_over(lines, pair.first(), pair.end() - 1) || around.is_some_and(goes_on)
}

/// Titles that stand on a line of their own, by their words.
struct Titles<'a> {
    /// Of each the lines, the first first, and the text of each.
    lines: HashMap<String, Vec<(usize, &'a str)>>,
}

impl<'a> Titles<'a> {
    fn find(lines: &[Line<'a>], pairs: &[Pair<'_>]) -> Self {
        let wanted: HashSet<String> = pairs.iter().flat_map(|pair| contents::keys(pair.head)).collect();
        let listed: HashSet<usize> = contents::unpaged(lines).into_iter().collect();
        let mut found: HashMap<String, Vec<(usize, &str)>> = HashMap::new();
        for (at, line) in lines.iter().enumerate().filter(|(at, line)| may_head(line) && !listed.contains(at)) {
            if !parted(lines, at) || contents::paged(line.text).is_some() {
                continue;
            }
            for key in contents::keys(line.text).filter(|key| wanted.contains(key)) {
                found.entry(key).or_default().push((at, line.text));
            }
        }
        Self { lines: found }
    }

    /// Whether the head of a pair repeats a title that stands before it: that of the note, or one in other letters or
    /// with a number.
    fn knows(&self, lines: &[Line<'_>], pair: &Pair<'_>) -> bool {
        let head = &lines[pair.head_at];
        let wider = |at: usize, title: &str| {
            let counted = names_chapter(title) && !names_chapter(head.text);
            let capitals = is_capitals(&lines[at]) && !is_capitals(head);
            at == 0 || at < pair.first() && (counted || capitals)
        };
        let stand = contents::keys(pair.head).filter_map(|key| self.lines.get(&key));
        pair.head_at > 0 && stand.flatten().any(|&(at, title)| wider(at, title))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use crate::{notes, text::Source};

    #[test]
    fn a_head_that_repeats_a_chapter_once_is_one() {
        let text = "Монеты лежат в витринах вдоль стены, и каждая подписана.\n\nИх чистят редко.\n\n";
        let book = |before: &str, number: &str, head: &str, next: &str| {
            format!("ГЛАВА 1. МОНЕТЫ\n\n{text}{before}\n{number}\n\n{head}\n\n{next}\n\n{text}")
        };
        let cut = "Самая старая монета лежит отдельно, под";
        assert_eq!(found(&book(cut, "13", "Монеты", "толстым стеклом.")), ["13", "Монеты"]);
        assert_eq!(found(&book("Серебро — 12 г", "13", "Монеты", "Медь — 3 г")), ["13", "Монеты"]);
        let centred = format!("{}13", " ".repeat(30));
        assert_eq!(found(&book("Так.\n", &centred, "Монеты", "Здесь темно.")), ["13", "Монеты"]);
        // A chapter may begin right behind the foot of a page.
        let begins = format!("Зал тёмен.\n\n12\n\n{}", book(cut, "13", "Монеты", "толстым стеклом."));
        assert_eq!(found(&begins), ["13", "Монеты"]);
        // Nothing says that there are pages, or nothing that it is the chapter's title.
        assert!(found(&book("Так.\n", "13", "Монеты", "Здесь темно.")).is_empty());
        assert!(found(&book(cut, "13", "Медали", "толстым стеклом.")).is_empty());
        assert!(found(&book(cut, "Монеты", "Их", "толстым стеклом.")).is_empty());
    }

    #[test]
    fn the_head_of_the_left_page_is_the_title_of_the_book() {
        let text = "The coins lie in cases along the wall, and each has a label.\n\nThey are cleaned seldom.\n\n";
        let book = |number: u32| {
            format!(
                "THE COIN ROOM\n\nCOPPER COINS\n\n{text}The oldest lies apart, under a\n\n{}12\nThe Coin \
                 Room\n\nthick glass.\n\n{text}{}{number}\nCopper Coins\n\nIt is dark here.\n",
                " ".repeat(30),
                " ".repeat(30)
            )
        };
        assert_eq!(found(&book(15)), ["12", "The Coin Room", "15", "Copper Coins"]);
        let note = notes::parse(&Source::new("a.txt", book(15)));
        let titles: Vec<&str> = note.sections.iter().map(|section| section.title.text.as_str()).collect();
        assert_eq!(titles, ["THE COIN ROOM", "COPPER COINS"]);
    }

    #[test]
    fn a_number_in_the_middle_of_the_page_needs_no_title() {
        let text = "The coins lie in cases along the wall, and each has a label.\n\nThey are cleaned seldom.\n\n";
        let page = |before: &str, number: u32, head: &str, next: &str| {
            format!("{text}{before}\n\n{}{number}\n{head}\n\n{next}\n\n", " ".repeat(30))
        };
        let open = "The oldest lies apart, under a glass as thick as a";
        let guide = |heads: [&str; 3]| {
            let pages = [page("So.", 4, heads[0], "It is dark."), page(open, 7, heads[1], "finger, and it shines.")];
            format!("{}{}{text}", pages.concat(), page("So.", 9, heads[2], "It is light."))
        };
        let returning = ["4", "A Guide", "7", "Copper", "9", "A Guide"];
        assert_eq!(found(&guide(["A Guide", "Copper", "A Guide"])), returning);
        assert_eq!(found(&guide(["Silver", "Copper", "Gold"])), ["7", "Copper"]);
        let chapters = guide(["Silver", "Copper", "Gold"]).replace(open, "So.").replace("finger, and it", "It");
        assert!(found(&chapters).is_empty());
    }

    #[test]
    fn titles_with_how_many_below_are_none() {
        let halls = "МОНЕТЫ\n\nИх много.\n\nМЕДАЛИ\n\nИх мало.\n\nМонеты\n12\n\nМедали\n40\n";
        assert!(found(halls).is_empty());
        let listed = |before: &str| {
            format!(
                "Coins .... 3\nMedals .... 9\n\nCOINS\n\nThey are many.\n\n{before}\n\nCoins\n12\n\nIt is dark here.\n"
            )
        };
        assert_eq!(found(&listed("They shine.")), ["Coins", "12"]);
        assert!(found(&listed("How many there are:")).is_empty());
    }
}
