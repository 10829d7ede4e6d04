//! Numbers of pages that count up from page to page, alone or beside a running head: «ДОМАШНЯЯ КУХНЯ      4».
//!
//! A single one proves nothing. A row of them does: each stands alone between blank lines, with text before the next,
//! and is one more than the last, whatever form it has on its page.

mod headed;
mod named;

use crate::text::words;
use std::{
    cell::LazyCell,
    collections::{HashMap, HashSet},
};

use super::{
    contents,
    lines::Line,
    note::Why,
    page::{names_chapter, page_number},
    running,
};

/// So many numbers make a row.
const SHORTEST_ROW: usize = 3;
/// So many blanks part a head from the number at the other edge of the page.
const EDGE: &str = "   ";
/// A head may have its chapter at the other edge of the page as well.
const CELLS: usize = 2;
/// The longest running head beside a number, in characters without its blanks.
const LONGEST_HEAD: usize = 60;

/// A line that may be the number of a page.
#[derive(Clone, Copy, Debug)]
struct Folio {
    at: usize,
    number: u32,
    form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// «12».
    Bare,
    /// «— 12 —», "Page 12 of 40".
    Named,
    /// A head with the number behind or before it.
    Head,
}

impl Form {
    fn why(self) -> Why {
        if self == Self::Head { Why::RunningHead } else { Why::PageNumber }
    }
}

/// What rows of numbers tell of the lines.
#[derive(Debug, Default)]
pub struct Rows {
    /// The lines that are such numbers and heads, and what each of them is.
    pub furniture: Vec<(usize, Why)>,
    /// The titles in the text that the heads repeat: they are none.
    pub titles: HashSet<usize>,
}

/// What the rows of the lines tell; right below the `feet` another head stands.
pub fn rows(lines: &[Line<'_>], feet: &HashMap<usize, bool>) -> Rows {
    let all: Vec<Folio> = (0..lines.len()).filter_map(|at| folio(lines, at, feet.contains_key(&at))).collect();
    let mut out = Rows { furniture: counted(lines, all.iter().copied()), ..Rows::default() };
    // A page may have its number twice, beside its head and at its foot.
    for heads in [true, false] {
        out.furniture.extend(counted(lines, all.iter().copied().filter(|folio| (folio.form == Form::Head) == heads)));
    }
    out.furniture.extend(rising(lines, &all));
    out.furniture.extend(jumping(lines, &all));
    out.furniture.extend(glued(lines));
    out.furniture.extend(above_chapters(lines, &all));
    out.furniture.extend(beside_heads(lines));
    headed::find(lines, &all, &mut out);
    out.furniture.extend(named::find(lines));
    go_on(&all, &mut out.furniture);
    out.furniture.sort_unstable_by_key(|&(at, _)| at);
    out.furniture.dedup_by_key(|&mut (at, _)| at);
    out
}

/// The same line again and again with a number right below or above it: the head of a page, and its number. The number is
/// one more each time. It may rise by more, as pages without text between have none, where the two stand apart from the
/// text and something else says that there are pages.
fn beside_heads(lines: &[Line<'_>]) -> Vec<(usize, Why)> {
    // By the head, and whether the number stands below it: the first line of each pair, and the number.
    let mut same: HashMap<(&str, bool), Vec<(usize, u32)>> = HashMap::new();
    for (at, pair) in lines.windows(2).enumerate().filter(|(_, pair)| pair[1].gap == 0) {
        for (head, number, below) in [(&pair[0], &pair[1], true), (&pair[1], &pair[0], false)] {
            let bare = page_number(number.text).filter(|&(_, named)| !named);
            let good = head.text.contains(' ')
                && head.len <= LONGEST_HEAD
                && !head.text.ends_with([':', ',', ';', '?'])
                && head.text.starts_with(char::is_uppercase);
            if let Some((number, _)) = bare.filter(|_| good) {
                same.entry((head.text, below)).or_default().push((at, number));
            }
        }
    }
    let parted = |at: usize| lines.get(at).is_none_or(|line| line.gap > 0 || line.new_page || at == 0);
    let apart = |row: &[(usize, u32)]| row.iter().all(|&(at, _)| parted(at) && parted(at + 2));
    let listed = LazyCell::new(|| contents::end(lines).is_some());
    let told = |head: &str, row: &[(usize, u32)]| {
        *listed
            || lines.first().is_some_and(|title| words::lowercase(title.text) == words::lowercase(head))
            || row.iter().any(|&(at, _)| running::cuts_over(lines, at, at + 1))
    };
    let pages = |(head, below): (&str, bool), row: &[(usize, u32)]| {
        let far = row.windows(2).all(|pair| pair[0].0 + 2 < pair[1].0);
        let counts = row.windows(2).all(|pair| pair[0].1 + 1 == pair[1].1);
        let rises = || row.windows(2).all(|pair| pair[0].1 < pair[1].1);
        row.len() >= SHORTEST_ROW
            && far
            && (counts && (below || apart(row)) || rises() && apart(row) && told(head, row))
    };
    let both = |at: usize, below: bool| {
        let (head, number) = if below { (at, at + 1) } else { (at + 1, at) };
        [(head, Why::RunningHead), (number, Why::PageNumber)]
    };
    let rows = same.iter().filter(|(head, row)| pages(**head, row));
    rows.flat_map(|((_, below), row)| row.iter().flat_map(|&(at, _)| both(at, *below))).collect()
}

/// Adds what goes on with the numbers of heads that are known: another head, or a number alone, one more or one less. A
/// page may have nothing but its head, and the next nothing but its number.
fn go_on(folios: &[Folio], out: &mut Vec<(usize, Why)>) {
    let mut known: HashSet<usize> = out.iter().map(|&(at, _)| at).collect();
    if !out.iter().any(|(_, why)| *why == Why::RunningHead) {
        return;
    }
    let mut found = Vec::new();
    let mut pass = |folios: &mut dyn Iterator<Item = &Folio>, step: i64| {
        let mut last: Option<&Folio> = None;
        for folio in folios {
            let follows = |last: &Folio| {
                let apart = folio.at.abs_diff(last.at) > 1;
                i64::from(folio.number) == i64::from(last.number) + step
                    && (apart || (folio.form == Form::Head) != (last.form == Form::Head))
            };
            if known.contains(&folio.at) || last.is_some_and(follows) {
                last = Some(folio);
                if known.insert(folio.at) {
                    found.push((folio.at, folio.form.why()));
                }
            }
        }
    };
    pass(&mut folios.iter(), 1);
    pass(&mut folios.iter().rev(), -1);
    found.extend(between(folios, &known));
    out.append(&mut found);
}

/// The numbers alone that lie between those of the heads around them, and one on the title page that is lower than all.
fn between(folios: &[Folio], known: &HashSet<usize>) -> Vec<(usize, Why)> {
    const FEWEST: usize = 3;
    const TITLE_PAGE: usize = 12;
    let heads: Vec<&Folio> = folios.iter().filter(|folio| known.contains(&folio.at)).collect();
    let rises = heads.windows(2).all(|pair| pair[0].number < pair[1].number);
    if heads.len() < FEWEST || !rises {
        return Vec::new();
    }
    let inside = |folio: &&Folio| {
        let next = heads.partition_point(|head| head.at < folio.at);
        let above = match next.checked_sub(1) {
            Some(before) => heads[before].number < folio.number,
            None => folio.at < TITLE_PAGE,
        };
        above && heads.get(next).is_some_and(|next| folio.number < next.number)
    };
    let bare = folios.iter().filter(|folio| folio.form == Form::Bare && !known.contains(&folio.at));
    bare.filter(inside).map(|folio| (folio.at, Why::PageNumber)).collect()
}

/// Numbers that rise and stand alone right above the name of a chapter: those of the pages where chapters begin.
fn above_chapters(lines: &[Line<'_>], folios: &[Folio]) -> Vec<(usize, Why)> {
    const SHORTEST: usize = 2;
    let chapter = |at: usize| lines.get(at + 1).is_some_and(|next| names_chapter(next.text));
    let found: Vec<&Folio> = folios.iter().filter(|folio| folio.form == Form::Bare && chapter(folio.at)).collect();
    let rise = found.windows(2).all(|pair| pair[0].number + 1 < pair[1].number);
    let pages = rise && found.len() >= SHORTEST;
    found.into_iter().filter(|_| pages).map(|folio| (folio.at, Why::PageNumber)).collect()
}

/// The heads of several words that return with a higher number each time: pages between them may have none. Two are
/// enough where one of them cuts a sentence.
fn rising(lines: &[Line<'_>], folios: &[Folio]) -> Vec<(usize, Why)> {
    let mut same: HashMap<&str, Vec<Folio>> = HashMap::new();
    for folio in folios.iter().filter(|folio| folio.form == Form::Head) {
        let digits = |c: char| c.is_ascii_digit() || c.is_whitespace();
        let head = lines[folio.at].text.trim_matches(digits);
        if head.contains(' ') && !names_chapter(head) {
            same.entry(head).or_default().push(*folio);
        }
    }
    let rises = |row: &&Vec<Folio>| {
        (row.len() >= SHORTEST_ROW || row.len() > 1 && row.iter().any(|folio| running::cuts(lines, folio.at)))
            && row.windows(2).all(|pair| pair[0].number < pair[1].number && pair[0].at + 1 < pair[1].at)
    };
    same.values().filter(rises).flatten().map(|folio| (folio.at, Why::RunningHead)).collect()
}

/// Numbers alone that rise from page to page without counting up, as where somebody copied a page here and there: all of
/// the note do, far from each other, and one of them cuts a sentence or a list.
fn jumping(lines: &[Line<'_>], folios: &[Folio]) -> Vec<(usize, Why)> {
    const SHORTEST_PAGE: usize = 5;
    let row: Vec<&Folio> = folios.iter().filter(|folio| folio.form == Form::Bare).collect();
    let rises = row.windows(2).all(|pair| pair[0].number < pair[1].number && pair[0].at + SHORTEST_PAGE <= pair[1].at);
    let pages = row.len() >= SHORTEST_ROW && rises && row.iter().any(|folio| running::cuts(lines, folio.at));
    row.into_iter().filter(|folio| pages && !answers(lines, folio)).map(|folio| (folio.at, Why::PageNumber)).collect()
}

/// The same head of several words again and again, with a number that is one more each time: text may stand right below
/// it, or right above.
fn glued(lines: &[Line<'_>]) -> Vec<(usize, Why)> {
    const SHORTEST_PAGE: usize = 8;
    let parted = |at: usize| lines.get(at).is_none_or(|line| line.gap > 0 || line.new_page || at == 0);
    let mut same: HashMap<&str, Vec<(usize, u32)>> = HashMap::new();
    for (at, line) in lines.iter().enumerate().filter(|(at, _)| parted(*at) || parted(at + 1)) {
        let Some(number) = head(line.text) else { continue };
        let words = line.text.trim_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
        if words.contains(' ') && !names_chapter(words) {
            same.entry(words).or_default().push((at, number));
        }
    }
    let counts = |row: &&Vec<(usize, u32)>| {
        let next = |pair: &[(usize, u32)]| pair[0].1 + 1 == pair[1].1 && pair[0].0 + SHORTEST_PAGE <= pair[1].0;
        row.len() >= SHORTEST_ROW && row.windows(2).all(next)
    };
    same.values().filter(counts).flatten().map(|&(at, _)| (at, Why::RunningHead)).collect()
}

/// Those of the numbers that count up.
fn counted(lines: &[Line<'_>], folios: impl Iterator<Item = Folio>) -> Vec<(usize, Why)> {
    // Rows by the number they go on with: a number that stands between two of a row begins one of its own.
    let mut open: HashMap<u32, Vec<Folio>> = HashMap::new();
    let mut out = Vec::new();
    for folio in folios {
        let row = open.remove(&folio.number).filter(|row| row.last().is_some_and(|last| folio.at > last.at + 1));
        let mut row = row.unwrap_or_default();
        row.push(folio);
        if let Some(next) = folio.number.checked_add(1)
            && let Some(ended) = open.insert(next, row)
        {
            out.extend(pages(lines, &ended));
        }
    }
    out.extend(open.values().flat_map(|row| pages(lines, row)));
    out
}

/// What the numbers of a row are, if they are those of pages.
fn pages(lines: &[Line<'_>], row: &[Folio]) -> Vec<(usize, Why)> {
    let (Some(first), Some(last)) = (row.first(), row.last()) else { return Vec::new() };
    // Bare numbers from 1 on may be those of chapters, if text follows the last. What a question asks for is an answer.
    let bare = row.iter().all(|folio| folio.form == Form::Bare && lines[folio.at].len <= 4);
    let asked = || row.iter().any(|folio| answers(lines, folio));
    let chapters = bare && (first.number <= 1 && last.at + 1 < lines.len() || asked());
    // What nothing but other things have such a number of is counted: «Чай      2».
    let name = |folio: &Folio| lines[folio.at].text.trim_end_matches(|c: char| c.is_ascii_digit());
    let mut names = HashSet::new();
    let amounts =
        row.iter().all(|folio| folio.form == Form::Head && name(folio).ends_with(' ') && names.insert(name(folio)));
    if row.len() < SHORTEST_ROW || chapters || amounts {
        return Vec::new();
    }
    row.iter().map(|folio| (folio.at, folio.form.why())).collect()
}

/// Whether a number stands below a question, or what a colon ends.
fn answers(lines: &[Line<'_>], folio: &Folio) -> bool {
    folio.at.checked_sub(1).is_some_and(|before| lines[before].text.ends_with(['?', ':']))
}

/// The number of line `at`, if it stands alone between blank lines, or as a `foot` above the head of the next page.
fn folio(lines: &[Line<'_>], at: usize, foot: bool) -> Option<Folio> {
    let line = lines.get(at)?;
    let parted = |line: &Line<'_>| line.gap > 0 || line.new_page;
    if !(foot || (at == 0 || parted(line)) && lines.get(at + 1).is_none_or(parted)) {
        return None;
    }
    if let Some((number, named)) = page_number(line.text) {
        return Some(Folio { at, number, form: if named { Form::Named } else { Form::Bare } });
    }
    head(line.text).map(|number| Folio { at, number, form: Form::Head })
}

/// The number beside a running head, at the other edge of the page or named as one: "Lecture 7      Page 2".
fn head(text: &str) -> Option<u32> {
    let good = |head: &str| {
        let head = head.trim();
        head.chars().any(words::is_alphabetic)
            && head.split(EDGE).filter(|part| !part.trim().is_empty()).count() <= CELLS
            && !head.contains(['\t', '|'])
            && head.split_whitespace().map(|word| word.chars().count() + 1).sum::<usize>() <= LONGEST_HEAD
            && !head.ends_with([':', '.', ',', ';'])
    };
    let behind = text.rsplit_once(EDGE).filter(|(head, _)| good(head)).and_then(|(_, number)| page_number(number));
    let before = || text.split_once(EDGE).filter(|(_, head)| good(head)).and_then(|(number, _)| page_number(number));
    behind.or_else(before).map(|(number, _)| number)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{notes::lines::lines, text::Source};

    pub(super) fn found(text: &str) -> Vec<String> {
        let source = Source::new("a.txt", text);
        let lines = lines(&source, source.whole());
        let mut rows: Vec<usize> = rows(&lines, &HashMap::new()).furniture.into_iter().map(|(at, _)| at).collect();
        rows.sort_unstable();
        rows.into_iter().map(|at| lines[at].text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn numbers_that_count_up_between_texts_are_those_of_pages() {
        let heads = "Ульи ставят летком на юг.\n\nПАСЕКА          11\n\nЗимой их утепляют.\n\n12          Зимовка\n\n\
            Весной чистят.\n\n— 13 —\n\nЛетом качают мёд.\n\n                14\n";
        assert_eq!(found(heads), ["ПАСЕКА 11", "12 Зимовка", "— 13 —", "14"]);
        let named =
            "Bees dance.\n\nHIVES      Page 2\n\nThey sleep.\n\nHIVES      Page 3\n\nThey fly.\n\nHIVES      Page 4\n";
        assert_eq!(found(named).len(), 3);
    }

    #[test]
    fn numbers_of_pages_copied_here_and_there_rise_and_cut() {
        let text = "Ульи ставят летком на юг.\n\nЗимой их утепляют.\n\nЛетом качают мёд.\n\nОсенью кормят.\n\n";
        let (cut, rest) = ("Рамки с печатным расплодом пчеловод\n\n7\n\n", "ставит в середину гнезда.\n\n");
        let pages = format!("{text}3\n\n{text}{cut}{rest}{text}15\n\n{text}");
        assert_eq!(found(&pages), ["3", "7", "15"]);
        // What cuts nothing, or falls, or is asked for, may be anything.
        assert!(found(&pages.replace("ставит", "Ставит")).is_empty());
        assert!(found(&pages.replace("\n3\n", "\n20\n")).is_empty());
        let asked = pages.replace("15", "Сколько рамок в улье?\n\n15");
        assert_eq!(found(&asked), ["3", "7"]);
    }

    #[test]
    fn a_number_between_those_of_heads_is_one_of_a_page() {
        let text = "Ульи ставят летком на юг.\n\nЗимой их утепляют.\n\nЛетом качают мёд.\n\n";
        let head = |number: u32| format!("ПАСЕКА ДОМА        {number}\n\n{text}");
        let book = |front: &str, inside: &str| {
            format!("ПАСЕКА ДОМА\n\n{front}\n\n{text}{}{inside}\n\n{text}{}{}{}", head(5), head(9), head(10), head(11))
        };
        assert_eq!(found(&book("3", "7")).len(), 6);
        // What is higher than the number of the next page, or lower than that of the last, is something else.
        assert_eq!(found(&book("30", "4")).len(), 4);
    }

    #[test]
    fn a_page_may_have_its_number_beside_its_head_and_at_its_foot() {
        let page = |number: u32, text: &str| {
            let (left, right) = (format!("{number}        ПАСЕКА"), format!("ПАСЕКА        {number}"));
            let head = if number.is_multiple_of(2) { left } else { right };
            format!("{head}\n\n{text}\n\n                {number}\n\n")
        };
        let book = [page(11, "Ульи ставят на юг."), page(12, "Зимой их утепляют."), page(13, "Летом качают мёд.")];
        assert_eq!(found(&book.concat()).len(), 6);
        let scores = "Пётр        1\n\n1\n\nАнна        2\n\n2\n\nПетя с Аней играли вничью.\n";
        assert!(found(scores).is_empty());
    }

    #[test]
    fn a_head_returns_though_pages_between_have_none() {
        let head = |number: u32| format!("The Bee Book          {number}\n\nBees live in hives all year.\n\n");
        assert_eq!(found(&[3, 4, 9, 14].map(head).concat()).len(), 4);
        assert!(found(&[3, 9, 4, 14].map(head).concat()).is_empty());
        assert!(found(&[3, 9].map(head).concat()).is_empty());
    }

    #[test]
    fn a_head_may_have_text_on_its_heels() {
        let page = |number: u32| format!("{}\nThe Bee Book          {number}\n", "Bees fly all day.\n\n".repeat(8));
        assert_eq!(found(&[3, 4, 5].map(page).concat()).len(), 3);
        assert!(found(&[3, 4, 6].map(page).concat()).is_empty());
        let row = |number: u32| format!("\nwhite sugar          {number}\nStir it.\n");
        assert!(found(&[1, 2, 3].map(row).concat()).is_empty());
    }

    #[test]
    fn a_head_may_have_two_cells_or_its_number_below() {
        let row = |left: &str, middle: &str, right: &str| format!("{left}            {middle}            {right}\n\n");
        let book = [
            row("Chapter 2", "The Bee Book", "17"),
            "Bees fly.\n\n".to_owned(),
            row("18", "The Bee Book", "Chapter 2"),
            "They sleep.\n\n".to_owned(),
            row("Chapter 2", "The Bee Book", "19"),
        ];
        assert_eq!(found(&book.concat()).len(), 3);
        let page = |number: u32| format!("О пчёлах и мёде\n{number}\nПчёлы летят.\nОни спят.\n\n");
        assert_eq!(found(&[7, 8, 9].map(page).concat()).len(), 6);
        assert!(found(&[7, 9, 8].map(page).concat()).is_empty());
    }

    #[test]
    fn a_number_above_its_head_may_jump_where_there_are_pages() {
        let pages = |title: &str, numbers: [u32; 3], end: &str| {
            let page =
                |number: u32| format!("Bees dance in the dark{end}\n\n{number}\nThe bee book\n\nand they sleep.\n\n");
            format!("{title}\n\n{}", numbers.map(page).concat())
        };
        assert_eq!(found(&pages("THE BEE BOOK", [4, 6, 15], ".")).len(), 6);
        assert_eq!(found(&pages("Notes", [4, 6, 15], " of the")).len(), 6);
        assert_eq!(found(&pages("Bees ..... 4\nWax ..... 9", [4, 6, 15], ".")).len(), 6);
        assert_eq!(found(&pages("Notes", [4, 5, 6], ".")).len(), 6);
        // Votes rise as well, but nothing says that there are pages; and pages count up.
        assert!(found(&pages("Notes", [4, 6, 15], ".")).is_empty());
        assert!(found(&pages("THE BEE BOOK", [6, 4, 15], ".")).is_empty());
        assert!(found(&pages("THE BEE BOOK", [4, 6, 15], ".").replace("\n\nand", "\nand")).is_empty());
    }

    #[test]
    fn numbers_may_jump_and_heads_may_change() {
        let book = "41\n\nBees dance for each other in the\n\n42   THE BEE BOOK\n\ndark of the hive.\n\nWINTER   43\n\n\
            They sleep.\n\n70   THE BEE BOOK\n\nThey fly.\n";
        assert_eq!(found(book), ["41", "42 THE BEE BOOK", "WINTER 43", "70 THE BEE BOOK"]);
        assert_eq!(found("43\n\nCHAPTER TWO\n\nBees fly.\n\n71\n\nCHAPTER THREE\n\nThey sleep.\n"), ["43", "71"]);
        assert!(found("1\n\nГлава о пчёлах\n\nОни летят.\n\n2\n\nГлава о мёде\n\nОн течёт.\n").is_empty());
        assert!(found("42   THE BEE BOOK\n\nBees fly.\n\n70   THE BEE BOOK\n\nThey sleep.\n").is_empty());
    }

    #[test]
    fn an_empty_page_has_a_head_or_a_number() {
        let book = "Bees dance for each other in the\n\nTHE BEE BOOK          12\n\ndark of the hive.\n\n13\n\n\
            THE BEE BOOK          14\n\n15\n\nWINTER\n\nThey sleep.\n";
        assert_eq!(found(book), ["THE BEE BOOK 12", "13", "THE BEE BOOK 14", "15"]);
    }

    #[test]
    fn numbers_of_chapters_answers_and_places_are_text() {
        assert!(found("Рассказ\n\n1\n\nБыло утро.\n\n2\n\nБыл день.\n\n3\n\nБыл вечер.\n").is_empty());
        assert!(found("Сколько ног у кота?\n\n4\n\nА пальцев?\n\n5\n\nА у жука ног?\n\n6\n").is_empty());
        assert!(found("Пётр        1\n\nАнна        2\n\nОлег        3\n").is_empty());
        assert!(found("Чай        2\n\nс молоком\n\nКофе        3\n\nчёрный\n\nКакао       4\n").is_empty());
        assert!(found("Пешки\n4\nСлоны\n5\nКони\n6\n").is_empty());
    }
}
