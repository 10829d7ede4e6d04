//! Running heads with the number of the page beside them: "12 The Farmhouse Kitchen", «Супы 13».
//!
//! One blank parts the two in a copy, so a single one reads like a heading or an amount. In a book the numbers of left
//! pages are even and stand before the head, those of right pages behind it, and one of the heads returns; or the same
//! head has every number, and cuts what stands around it or has its numbers at the edge of the page.

use crate::text::words;
use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
};

use super::{
    amounts, body, contents,
    lines::{Line, Said},
    list::marker,
    page::{names_chapter, page_number},
    sentences,
};

/// So many pages make a row; and so many where no blank lines part the heads from the text.
const SHORTEST_ROW: usize = 3;
const SHORTEST_TIGHT_ROW: usize = 4;
/// So many with wide blanks before their numbers, as a page sets them at its edge.
const SHORTEST_WIDE_ROW: usize = 2;
/// No book has more pages with a head.
const MOST_PAGES: usize = 5000;
const WIDE: &str = "   ";
/// The longest head, in words and in characters.
const MOST_WORDS: usize = 8;
const LONGEST: usize = 60;
/// And the longest line that blanks between the two make of it.
const WIDEST: usize = 160;
/// So many lines before a head are looked at for its page.
const FARTHEST: usize = 200;
/// No page cuts a shorter line before a number.
const SHORTEST_CUT: usize = 40;
/// A line that stands alone and is no longer than this may be part of a title page.
const LONGEST_SUBTITLE: usize = 40;
/// Two heads without blank lines around them are at least so many lines apart.
const SHORTEST_PAGE: usize = 4;

/// What may be a head, or the number of a page that has none.
#[derive(Clone, Debug)]
struct Found {
    at: usize,
    number: u32,
    /// The head in small letters, and whether the number stands before it.
    head: Option<(String, bool)>,
    /// Whether blank lines part it from the text.
    parted: bool,
    /// Whether wide blanks part the number from the head.
    wide: bool,
}

/// The lines that are such heads.
pub fn rows(lines: &[Line<'_>], feet: &HashMap<usize, bool>) -> Vec<usize> {
    let found: Vec<Found> = (0..lines.len()).filter_map(|at| find(lines, at, feet.contains_key(&at))).collect();
    let mut out = Vec::new();
    for even_before in [true, false] {
        let side = |found: &&Found| {
            found.head.as_ref().is_none_or(|(_, before)| *before == (found.number.is_multiple_of(2) == even_before))
        };
        let row = longest(&found.iter().filter(side).collect::<Vec<_>>());
        if is_book(&row, lines) {
            out.extend(book(&found.iter().filter(side).collect::<Vec<_>>(), row, lines).iter().map(|found| found.at));
        }
        out.extend(few(&found.iter().filter(side).collect::<Vec<_>>(), lines));
    }
    // The same head on every page.
    let mut same: HashMap<&(String, bool), Vec<&Found>> = HashMap::new();
    for found in &found {
        if let Some(head) = found.head.as_ref().filter(|_| found.parted) {
            same.entry(head).or_default().push(found);
        }
    }
    for group in same.values().filter(|group| group.len() >= SHORTEST_WIDE_ROW) {
        let row = longest(group);
        let cut = row.len() >= SHORTEST_ROW && row.iter().any(|found| cuts(lines, found.at));
        let wide = row.len() >= SHORTEST_WIDE_ROW && row.iter().all(|found| found.wide);
        if (cut || wide) && !names_chapter(lines[row[0].at].text) {
            out.extend(row.iter().map(|found| found.at));
        }
    }
    out
}

fn find(lines: &[Line<'_>], at: usize, foot: bool) -> Option<Found> {
    let line = &lines[at];
    let gap = |line: &Line<'_>| line.gap > 0 || line.new_page;
    let parted = foot || (at == 0 || gap(line)) && lines.get(at + 1).is_none_or(gap);
    if line.said != Said::Nothing || line.len > WIDEST {
        return None;
    }
    if let Some((number, _)) = page_number(line.text).filter(|_| parted) {
        return Some(Found { at, number, head: None, parted, wide: false });
    }
    let number = |word: &str| word.parse::<u32>().ok().filter(|_| word.len() <= 3 && !word.starts_with(['0', '+']));
    let before = line.text.split_once(' ').and_then(|(first, head)| Some((number(first)?, head, true)));
    let behind = || line.text.rsplit_once(' ').and_then(|(head, last)| Some((number(last)?, head, false)));
    let (number, head, before) = before.or_else(behind)?;
    let wide = head.starts_with(WIDE) || head.ends_with(WIDE);
    // A form feed parts as blank lines do.
    let parted = parted || wide && (line.new_page || lines.get(at + 1).is_some_and(|next| next.new_page));
    let head = head.trim_matches([' ', '|', '·', '•', '—', '–', '-']);
    let good = head.chars().count() <= LONGEST
        && (wide || line.len <= LONGEST)
        && head.starts_with(char::is_uppercase)
        && head.split_whitespace().count() <= MOST_WORDS
        && head.chars().filter(|&c| words::is_alphabetic(c)).count() > 2
        && !head.contains(|c: char| c.is_ascii_digit() || "\t|:;!?".contains(c))
        && !head.ends_with(['.', ',']);
    good.then(|| Found { at, number, head: Some((head.to_lowercase(), before)), parted, wide })
}

/// The heads of a book of which a row is known, wherever else they stand, those that are titles in its text, and the
/// numbers alone next to them: those of the pages where chapters begin.
fn book<'f>(sides: &[&'f Found], row: Vec<&'f Found>, lines: &[Line<'_>]) -> Vec<&'f Found> {
    const NEAR: u32 = 2;
    let row: Vec<&Found> = row.into_iter().filter(|found| found.head.is_some()).collect();
    let known: HashSet<&(String, bool)> = row.iter().filter_map(|found| found.head.as_ref()).collect();
    let titles = if sides.len() > MOST_PAGES { HashSet::new() } else { titles(sides, lines) };
    let listed = contents::captioned(lines);
    let is_head = |found: &&Found| {
        let told = |head: &(String, bool)| found.parted || known.contains(head) || titles.contains(&head.0);
        found.head.as_ref().is_some_and(told) && !listed.contains(&found.at)
    };
    let heads: Vec<&Found> = sides.iter().copied().filter(is_head).collect();
    let mut row = across_gaps(&heads, row, &titles, lines);
    for &alone in sides.iter().filter(|found| found.head.is_none() && found.parted) {
        let behind = row.partition_point(|old| old.at < alone.at);
        let (before, after) = (behind.checked_sub(1).map(|before| row[before]), row.get(behind));
        let rises = before.is_none_or(|old| old.number < alone.number)
            && after.is_none_or(|old| alone.number < old.number && old.at - alone.at >= SHORTEST_PAGE);
        if rises && after.is_some_and(|old| old.number <= alone.number.saturating_add(NEAR)) {
            row.insert(behind, alone);
        }
    }
    row
}

/// The heads that are titles in the text.
fn titles(sides: &[&Found], lines: &[Line<'_>]) -> HashSet<String> {
    let heads = || sides.iter().filter_map(|found| found.head.as_ref()).map(|(head, _)| head);
    let wanted: HashSet<String> = heads().flat_map(|head| contents::keys(head)).collect();
    let title = |line: &&Line<'_>| line.len <= LONGEST && line.text.starts_with(char::is_uppercase);
    let keys = lines.iter().filter(title).flat_map(|line| contents::keys(line.text));
    let keys: HashSet<String> = keys.filter(|key| wanted.contains(key)).collect();
    heads().filter(|head| contents::keys(head).any(|key| keys.contains(&key))).cloned().collect()
}

/// The longest row of numbers each of which is one more than the last.
fn longest<'f>(found: &[&'f Found]) -> Vec<&'f Found> {
    // Of each: how long the row is that ends with it, and which goes before it.
    let mut rows: Vec<(usize, Option<usize>)> = Vec::with_capacity(found.len());
    for (i, this) in found.iter().enumerate() {
        let apart =
            |before: &Found| this.at - before.at >= if this.parted && before.parted { 2 } else { SHORTEST_PAGE };
        let best = (i.saturating_sub(FARTHEST)..i)
            .filter(|&j| found[j].number + 1 == this.number && apart(found[j]))
            .max_by_key(|&j| rows[j].0);
        rows.push((best.map_or(0, |best| rows[best].0) + 1, best));
    }
    let mut at = (0..found.len()).max_by_key(|&i| rows[i].0);
    let mut out = Vec::new();
    while let Some(i) = at {
        out.push(found[i]);
        at = rows[i].1;
    }
    out.reverse();
    out
}

/// A row of a book with its heads on pages further on and before: those where a part begins, and pictures, have none, so
/// the numbers jump. They rise all the same; a head that the row does not have stands between two that are known, or on the
/// page next to one.
/// Nor need a head stand there that is one of the `titles`.
fn across_gaps<'f>(
    found: &[&'f Found],
    row: Vec<&'f Found>,
    titles: &HashSet<String>,
    lines: &[Line<'_>],
) -> Vec<&'f Found> {
    let heads: HashSet<&(String, bool)> = row.iter().filter_map(|found| found.head.as_ref()).collect();
    let capitals = |found: &Found| !lines[found.at].text.contains(char::is_lowercase);
    let all_capitals = row.iter().all(|found| capitals(found));
    let known =
        |found: &Found| found.head.as_ref().is_some_and(|head| heads.contains(head) || titles.contains(&head.0));
    let alike = |found: &Found| capitals(found) == all_capitals;
    let mut out = row;
    for is_head in [&known as &dyn Fn(&Found) -> bool, &alike] {
        for &new in found.iter().filter(|new| is_head(new)) {
            let behind = out.partition_point(|old| old.at < new.at);
            let (before, after) = (behind.checked_sub(1).map(|before| out[before]), out.get(behind));
            let rises = before.is_none_or(|old| old.number < new.number && old.at + 1 < new.at)
                && after.is_none_or(|old| new.number < old.number && new.at + 1 < old.at);
            let next = before.is_some_and(|old| old.number + 1 == new.number)
                || after.is_some_and(|old| new.number + 1 == old.number);
            if rises && (known(new) || next || before.is_some() && after.is_some()) {
                out.insert(behind, new);
            }
        }
    }
    out
}

/// The heads of few pages of a book, though they are far from each other: the one of the left pages, or of the right,
/// returns with a higher number, and one on the other side is a title in the text or has its number at the edge of the page.
/// Each stands apart from the text, has its number at that edge, or cuts a sentence. A title with its number at the edge that cuts one needs no other.
fn few(sides: &[&Found], lines: &[Line<'_>]) -> Vec<usize> {
    if sides.len() > MOST_PAGES {
        return Vec::new();
    }
    let apart = |found: &Found| found.parted || found.wide || cuts(lines, found.at);
    let mut same: HashMap<&(String, bool), Vec<&Found>> = HashMap::new();
    for found in sides.iter().filter(|found| apart(found)) {
        found.head.iter().for_each(|head| same.entry(head).or_default().push(found));
    }
    let rises = |row: &[&Found]| {
        row.windows(2).all(|pair| pair[0].number < pair[1].number && pair[0].at + SHORTEST_PAGE <= pair[1].at)
    };
    let seeds = same.values().filter(|row| row.len() > 1 && rises(row) && !names_chapter(lines[row[0].at].text));
    let seed = seeds.max_by_key(|row| (row.len(), Reverse(row[0].at))).cloned();
    let cutting = |found: &&&Found| found.wide && found.head.is_some() && cuts(lines, found.at);
    let single: Vec<&Found> = sides.iter().filter(cutting).filter(|_| seed.is_none()).copied().collect();
    if seed.is_none() && single.is_empty() {
        return Vec::new();
    }
    let titles = titles(sides, lines);
    let titled = |found: &Found, titles: &HashSet<String>| found.head.iter().any(|(head, _)| titles.contains(head));
    let before = |found: &Found| found.head.iter().any(|(_, before)| *before);
    let heads: Vec<&Found> = sides
        .iter()
        .copied()
        .filter(|found| found.head.is_some() && (apart(found) || titled(found, &titles)))
        .collect();
    let Some(seed) = seed else {
        let row: Vec<&Found> = single.into_iter().filter(|found| titled(found, &titles)).collect();
        // The head on the other side has the number before or behind.
        let next = |found: &&Found| {
            let beside = |known: &&Found| {
                known.number.abs_diff(found.number) == 1 && (known.at < found.at) == (known.number < found.number)
            };
            found.wide && row.iter().any(beside)
        };
        let others = heads.into_iter().filter(next);
        return others.chain(row.iter().copied()).map(|found| found.at).collect();
    };
    let left = before(seed[0]);
    let row = across_gaps(&heads, seed, &titles, lines);
    let told = row.iter().any(|found| before(found) != left && (found.wide || titled(found, &titles)));
    let pages = told && rises(&row) && row.len() >= SHORTEST_ROW;
    row.into_iter().filter(|_| pages).map(|found| found.at).collect()
}

/// Whether a row is that of a book: heads on both sides, and one of them returns.
fn is_book(row: &[&Found], lines: &[Line<'_>]) -> bool {
    let heads: Vec<&(String, bool)> = row.iter().filter_map(|found| found.head.as_ref()).collect();
    let returns = heads.iter().enumerate().any(|(i, head)| heads[..i].contains(head));
    let sides = heads.iter().any(|(_, before)| *before) && heads.iter().any(|(_, before)| !before);
    let set_apart = row.iter().all(|found| found.parted) || row.iter().any(|found| cuts(lines, found.at));
    let shortest = if set_apart { SHORTEST_ROW } else { SHORTEST_TIGHT_ROW };
    heads.len() >= SHORTEST_ROW && row.len() >= shortest && returns && sides
}

/// The feet of pages right below which the head of the next page stands, and whether that head is surely one: the foot's
/// own words («Всё о пчёлах      12» and «ВСЁ О ПЧЁЛАХ»), or words that stand below several feet.
pub(super) fn feet(lines: &[Line<'_>]) -> HashMap<usize, bool> {
    const SEVERAL: usize = 2;
    let gap = |line: &Line<'_>| line.gap > 0 || line.new_page;
    let foot = |at: usize| {
        let (foot, head) = (&lines[at], lines.get(at + 1)?);
        let (words, number) = foot.text.rsplit_once(WIDE).filter(|_| foot.len <= WIDEST && head.len <= LONGEST)?;
        let plain =
            |line: &Line<'_>| line.said == Said::Nothing && !line.text.ends_with([':', '.', ',', ';', '?', '!']);
        let alone = (at == 0 || gap(foot)) && !gap(head) && lines.get(at + 2).is_none_or(gap);
        let named = head.text.starts_with(char::is_uppercase) && !names_chapter(head.text) && marker(head).is_none();
        let good = alone && named && plain(foot) && plain(head) && page_number(number.trim()).is_some();
        good.then(|| (at, words.trim(), head.text))
    };
    let found: Vec<(usize, &str, &str)> = (0..lines.len()).filter_map(foot).collect();
    let mut returning: HashMap<&str, usize> = HashMap::new();
    found.iter().for_each(|(_, _, head)| *returning.entry(head).or_default() += 1);
    let same = |words: &str, head: &str| words::lowercase(words) == words::lowercase(head);
    let sure = |words, head| same(words, head) || returning.get(head).is_some_and(|&count| count >= SEVERAL);
    found.into_iter().map(|(at, words, head)| (at, sure(words, head))).collect()
}

/// Whether a note begins with what its pages have at their head, and a table of contents follows, or another line that
/// stands alone as those of a title page do and a chapter: the book's title. So is what stands apart from text that begins
/// anew, without a number or another head beside it.
pub(super) fn is_title_page(lines: &[Line<'_>], printed: bool) -> bool {
    const FIRST: [&str; 4] = ["1", "I", "первая", "one"];
    let [title, next, rest @ ..] = lines else { return false };
    let numbered = title.text.split(['\t', ' ']).any(|word| page_number(word).is_some());
    let listed = || !contents::is_entry(next) && contents::leading(rest) > 1;
    let plain = |line: &Line<'_>| line.text.starts_with(char::is_uppercase) && !line.ends_sentence();
    let chapter = |line: &Line<'_>| line.gap > 0 && names_chapter(line.text);
    let titled = || next.gap > 0 && plain(next) && next.len < LONGEST_SUBTITLE && rest.first().is_some_and(chapter);
    let small = next.starts_lower() && !body::is_small_label(next);
    // Before a later chapter it is what all pages have.
    let inside = names_chapter(next.text) && !next.text.split([' ', '.', ':']).any(|word| FIRST.contains(&word));
    let anew = !printed && next.gap > 0 && !(next.new_page || small || inside || names_chapter(title.text));
    title.said == Said::Nothing && !numbered && (listed() || titled() || anew)
}

/// Whether a page broke a sentence before a number: «через» and «10 минут — мёд.» A line that could end there needs the
/// rest to end as a sentence does, and no number opens an item.
pub(super) fn cuts_amount(last: &Line<'_>, line: &Line<'_>) -> bool {
    let counted = line.text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '-' | '–'));
    let measured = counted.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase));
    let open = amounts::is_open(last.text) || last.text.ends_with(',') || line.ends_sentence();
    line.said == Said::Nothing
        && line.text.starts_with(|c: char| c.is_ascii_digit())
        && measured
        && marker(line).is_none()
        && !last.ends_sentence()
        && !last.text.ends_with([':', ';'])
        && last.len >= SHORTEST_CUT
        && open
        && [last, line].iter().all(|line| sentences::is_words(line.text) && !line.text.contains(['\t', '|']))
}

/// Whether a page ends with the few last words of its line, and the sentence goes on in `line`: «… зависимости будут ⏎
/// ставиться заново при», and «каждой сборке.» behind the head of the next page.
pub(super) fn cuts_end(kept: &[Line<'_>], line: &Line<'_>) -> bool {
    let [.., before, last] = kept else { return false };
    let wrapped = last.gap == 0 && last.starts_lower() && before.len >= SHORTEST_CUT && !before.ends_sentence();
    let open = amounts::is_open(last.text) && last.words() > 1;
    let plain = |line: &Line<'_>| {
        line.said == Said::Nothing
            && marker(line).is_none()
            && sentences::is_words(line.text)
            && !line.text.contains(['\t', '|'])
    };
    (open || wrapped && line.ends_sentence())
        && line.starts_lower()
        && !last.ends_sentence()
        && [last, line].iter().all(|line| plain(line))
}

/// Whether a sentence or a list goes on over line `at`.
pub(super) fn cuts(lines: &[Line<'_>], at: usize) -> bool {
    cuts_over(lines, at, at)
}

/// Whether a sentence or a list goes on over the lines from `at` to `last`.
pub(super) fn cuts_over(lines: &[Line<'_>], at: usize, last: usize) -> bool {
    let Some((before, next)) = at.checked_sub(1).and_then(|before| lines.get(before)).zip(lines.get(last + 1)) else {
        return false;
    };
    let sentence =
        !before.ends_sentence() && before.words() > 3 && next.starts_lower() && sentences::is_words(next.text);
    let item = || {
        let next = marker(next).filter(|found| found.kind.is_ordered())?;
        let begins = lines[at.saturating_sub(FARTHEST)..at].iter().rev().find_map(|line| marker(line));
        Some(begins?.kind.goes_on_with(next.kind))
    };
    sentence || item() == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notes::lines::lines, text::Source};

    fn found(text: &str) -> Vec<String> {
        let source = Source::new("a.txt", text);
        let lines = lines(&source, source.whole());
        let mut rows = rows(&lines, &feet(&lines));
        rows.sort_unstable();
        rows.into_iter().map(|at| lines[at].text.to_owned()).collect()
    }

    #[test]
    fn a_page_may_end_with_the_last_words_of_a_line() {
        let cut = |text: &str| {
            let source = Source::new("a.txt", text);
            let lines = lines(&source, source.whole());
            let (line, kept) = lines.split_last().expect("lines");
            cuts_end(kept, line)
        };
        let hive = "Если открыть улей в мороз, то пчёлы замёрзнут, и рой будет";
        assert!(cut(&format!("{hive}\nсобираться заново при\nпервом тепле.\n")));
        assert!(cut(&format!("{hive}\nпотом собираться заново\nвсё лето.\n")));
        assert!(cut("If a hive is opened in the frost, the bees will\ngather again only in\nthe warmth of May.\n"));
        assert!(!cut(&format!("{hive}.\nспросить соседа\nвсё лето.\n")));
        assert!(!cut(&format!("{hive}\nсобираться заново.\nвсё лето.\n")));
        assert!(!cut(&format!("{hive}\nпотом собираться заново\nрамки, вощина\n")));
        assert!(!cut("купить\nрамки\nвощину.\n"));
    }

    #[test]
    fn pages_without_a_head_leave_gaps() {
        let page = |head: &str| format!("{head}\n\nBees fly all day.\n\n");
        let book = ["4 THE HIVE", "10 THE HIVE", "WINTER 11", "12 THE HIVE", "SPRING 15", "18 THE HIVE", "20 THE HIVE"];
        assert_eq!(found(&book.map(page).concat()), book);
        // A head of its own is one between others only, and numbers never fall.
        let text = ["10 THE HIVE", "WINTER 11", "12 THE HIVE", "SUMMER 27", "8 THE HIVE"];
        assert_eq!(found(&text.map(page).concat()), ["10 THE HIVE", "WINTER 11", "12 THE HIVE"]);
        let small = ["10 THE HIVE", "WINTER 11", "12 THE HIVE", "Makes 15", "16 THE HIVE"];
        assert_eq!(found(&small.map(page).concat()), ["10 THE HIVE", "WINTER 11", "12 THE HIVE", "16 THE HIVE"]);
    }

    #[test]
    fn few_pages_far_from_each_other() {
        let bees = "Bees fly all day long over the fields and gather";
        let book = |left: &str, right: &str, number: u32| {
            format!(
                "CHAPTER II\nWINTER\n\n{bees}\n42        {left}\n\nhoney in it.\n\nThey sleep.\n\nIt snows.\n\n\
                 WINTER        51\n\nThey sleep in a ball.\n\nCHAPTER VI\nAUTUMN\n\nThe last honey:\n      1 pound of heather\n{right}        {number}\n\n\
                 They rest.\n\nIt rains.\n\nIt blows.\n\n88        {left}\n\nThe end.\n"
            )
        };
        let heads = ["42        THE HIVE", "WINTER        51", "AUTUMN        77", "88        THE HIVE"];
        assert_eq!(found(&book("THE HIVE", "AUTUMN", 77)), heads);
        let note = crate::notes::parse(&Source::new("a.txt", book("THE HIVE", "AUTUMN", 77)));
        let text = |block: &crate::notes::Block| match &block.kind {
            crate::notes::BlockKind::Paragraph { text } => text.text.clone(),
            _ => String::new(),
        };
        assert_eq!(text(&note.sections[0].blocks[0]), format!("{bees} honey in it."));
        let two = |title: &str, end: &str| {
            format!(
                "12       On Bees\n{title}\nBees fly all day long over the fields and gather{end}\n\nWinter bees       13\n\n\
                     honey in it.\n"
            )
        };
        assert_eq!(found(&two("Chapter 2. Winter bees", "")), ["12       On Bees", "Winter bees       13"]);
        assert!(found(&two("Chapter 2. Winter bees", ".")).is_empty());
        assert!(found(&two("Chapter 2. Summer bees", "")).is_empty());
        // Even numbers stand on one side only, numbers rise, and what counts names no title of the note.
        assert_eq!(found(&book("THE HIVE", "AUTUMN", 76)).len(), 3);
        let untitled = book("THE HIVE", "SPRING", 89).replace("\nWINTER\n", "\n");
        assert_eq!(found(&untitled.replace("88 ", "90 ")).len(), 4);
        assert_eq!(found(&book("THE HIVE", "AUTUMN", 41)).len(), 3);
        let amounts = "EGGS\n\nBeat well.\n12   EGGS\n\nSift.\n\n1 pound   FLOUR\n\n14   EGGS\n\nBake.\nSUGAR   15\n";
        assert!(found(amounts).is_empty());
    }

    #[test]
    fn heads_of_left_and_right_pages() {
        let book = "Bees dance.\n\n12 The Hive\n\nThey sleep.\n4 eggs a day\n\nWinter 13\n\nThey fly.\n\n14 The Hive\n";
        assert_eq!(found(book), ["12 The Hive", "Winter 13", "14 The Hive"]);
        let with_a_bare_number = "Пчёлы.\n\nУлей 7\n\nМёд.\n\n8\n\nВоск.\n\nУлей 9\n\nРой.\n\n10 О пчёлах\n\nЗима.\n";
        assert_eq!(found(with_a_bare_number), ["Улей 7", "Улей 9", "10 О пчёлах"]);
        let page = "Строка о пчёлах\nи о мёде\nи о воске\nи о зиме\n";
        let tight = format!("{page}12 ПАСЕКА\n{page}ЗИМА 13\n{page}14 ПАСЕКА\n{page}ЗИМА 15\n{page}");
        assert_eq!(found(&tight).len(), 4);
    }

    #[test]
    fn one_head_with_every_number_cuts_text() {
        let book = |end: &str| {
            format!(
                "Пчёлы летят на свет{end}\n\nО пчёлах 12\n\nи на мёд.\n\nО пчёлах 13\n\nВоск.\n\nО пчёлах 14\n\nКонец.\n"
            )
        };
        assert_eq!(found(&book("")).len(), 3);
        assert!(found(&book(".")).is_empty());
        let list = "1. Открыть улей.\n\nО пчёлах 12\n\n2. Закрыть.\n\nО пчёлах 13\n\nВоск.\n\nО пчёлах 14\n\nКонец.\n";
        assert_eq!(found(list).len(), 3);
    }

    #[test]
    fn numbers_at_the_edge_tell_two_heads() {
        let hive =
            "Bees dance.\n\nAll about bees            1\n\nWinter\n\nThey sleep.\n\nAll about bees            2\n";
        assert_eq!(found(hive).len(), 2);
        assert_eq!(found(&hive.replace("1\n\nWinter", "1\n\u{c}Winter")).len(), 2);
        let tops = "\u{c}All about bees     1\nWinter\n\nThey sleep.\n\u{c}All about bees     2\nSpring\n\nThey fly.\n";
        assert_eq!(found(tops).len(), 2);
        for text in
            [hive.replace("  2", "  4"), hive.replace("            ", " "), hive.replace("All about bees", "Chapter")]
        {
            assert!(found(&text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_foot_may_have_the_next_head_right_below() {
        let page = |number: u32, head: &str| format!("Всё о пчёлах               {number}\n{head}\n\n");
        let book = |heads: [&str; 2]| {
            format!("Они летят на свет и\n\n{}на мёд.\n\n{}Воск жёлтый.\n", page(12, heads[0]), page(13, heads[1]))
        };
        let sure = |text: &str| {
            let source = Source::new("a.txt", text);
            let lines = lines(&source, source.whole());
            let mut feet: Vec<(usize, bool)> = feet(&lines).into_iter().collect();
            feet.sort_unstable();
            (feet.into_iter().map(|(_, sure)| sure).collect::<Vec<_>>(), rows(&lines, &self::feet(&lines)).len())
        };
        assert_eq!(sure(&book(["ВСЁ О ПЧЁЛАХ", "ВСЁ О ПЧЁЛАХ"])), (vec![true, true], 2));
        assert_eq!(sure(&book(["The Bee Book", "The Bee Book"])), (vec![true, true], 2));
        // A title that stands there once may head what follows, and a sentence is none.
        assert_eq!(sure(&book(["ЗИМА", "ВЕСНА"])), (vec![false, false], 2));
        assert_eq!(sure(&book(["Зимой они спят.", "Весной летят."])), (vec![], 0));
        let note = crate::notes::parse(&Source::new("a.txt", book(["ВСЁ О ПЧЁЛАХ", "ВСЁ О ПЧЁЛАХ"])));
        assert_eq!(note.dropped.len(), 4);
    }

    #[test]
    fn chapters_amounts_and_versions_are_none() {
        assert!(found("Глава 1\n\nО пчёлах\n\nГлава 2\n\nо мёде\n\nГлава 3\n\nО воске.\n").is_empty());
        assert!(found("1 Intro\n\nText.\n\n2 Method\n\nText.\n\n3 Results\n\nText.\n\n4 Method\n\nEnd.\n").is_empty());
        assert!(found("Serves 4\n\n5 eggs\n\nBeat.\n\nServes 6\n\n7 eggs\n\nBeat.\n").is_empty());
        assert!(found("Java 17\n\nRecords.\n\nJava 18\n\nUTF-8.\n\nJava 19\n\nThreads.\n").is_empty());
    }

    #[test]
    fn a_book_has_its_heads_beside_titles_and_at_the_end_as_well() {
        let page = |head: &str| {
            format!("{head}\nThe keeper lit the lamp and wrote it down.\nThen he went to bed.\nIt was late.\n")
        };
        let book = |last: &str| {
            let heads = ["10 THE LIGHT", "STORMS 11", "12 THE LIGHT", "STORMS 13"];
            let pages: String = heads.into_iter().map(page).collect();
            let text = format!(
                "STORMS\n\nThe first was in May.\n\n{pages}\n24\n\nWINTER NIGHTS\nThey are long.\nAnd they are cold.\nHe \
                slept.\n{}{}",
                page(last),
                "26 THE LIGHT\n"
            );
            let source = Source::new("a.txt", text);
            let lines = crate::notes::lines::lines(&source, source.whole());
            let mut out: Vec<String> =
                rows(&lines, &HashMap::new()).into_iter().map(|at| lines[at].text.to_owned()).collect();
            out.sort();
            out.dedup();
            out
        };
        let known =
            ["10 THE LIGHT", "12 THE LIGHT", "24", "26 THE LIGHT", "STORMS 11", "STORMS 13", "Winter Nights 25"];
        assert_eq!(book("Winter Nights 25"), known);
        // What no title names is none, nor a number far from all.
        assert_eq!(
            book("Spare Lamps 25"),
            ["10 THE LIGHT", "12 THE LIGHT", "26 THE LIGHT", "24", "STORMS 11", "STORMS 13"]
                .map(String::from)
                .into_iter()
                .collect::<std::collections::BTreeSet<_>>()
                .into_iter()
                .collect::<Vec<_>>()
        );
    }
}
