//! Two ranks of titles in capitals: chapters with a number, «I. СУПЫ», and what stands in them without one, «УХА».
//!
//! Capitals alone do not tell which is the wider, so each chapter but the last must hold such a title, and none of these
//! may stand empty above the next number: there the numbers are those of what a chapter in capitals holds. Where no title
//! has a number, chapters are those that have nothing of their own, each right above one that has.

use std::collections::HashSet;

use super::nesting::{is_back_matter, sink_each};
use crate::notes::{
    contents,
    list::roman_number,
    model::{BlockKind, Role, Section},
};

/// So many chapters make a row.
const FEWEST: usize = 2;

/// Puts what stands between chapters in capitals with a number below the first of them. The `heads` of pages name
/// chapters: another title that they name stands beside these where they name one of them as well.
pub(super) fn nest(sections: &mut [Section], heads: &HashSet<String>, said: &impl Fn(&Section) -> bool) {
    let mut row: Vec<(usize, u64)> = Vec::new();
    let mut rows = Vec::new();
    for (at, section) in sections.iter().enumerate() {
        let Some(number) = number(&section.title.text).filter(|_| section.role != Role::User) else { continue };
        let beside = |&(last, before): &(usize, u64)| {
            let last: &Section = &sections[last];
            before + 1 == number && last.level == section.level && last.speaker == section.speaker
        };
        if !row.last().is_some_and(beside) {
            rows.push(std::mem::take(&mut row));
        }
        row.push((at, number));
    }
    rows.push(row);
    for row in rows {
        let chapters: Vec<usize> = row.into_iter().map(|(at, _)| at).collect();
        if chapters.len() >= FEWEST && chapters.windows(2).all(|pair| holds_capitals(&sections[pair[0]..pair[1]])) {
            sink(sections, &chapters, heads, said);
        }
    }
    let chapters = empty(sections);
    if chapters.len() >= FEWEST {
        sink(sections, &chapters, heads, said);
    }
}

/// The titles in capitals that stand empty right above one that does not, in a note most of whose highest titles are in
/// capitals. The title of the book, above how it begins, is none of them.
fn empty(sections: &[Section]) -> Vec<usize> {
    let named = |section: &&Section| !section.title.text.is_empty();
    let Some(top) = sections.iter().filter(named).map(|section| section.level).min() else { return Vec::new() };
    let title =
        |section: &Section| section.level == top && is_capitals(&section.title.text) && section.speaker.is_none();
    let highest = || sections.iter().filter(|section| section.level == top && !section.title.text.is_empty());
    if highest().filter(|section| title(section)).count() * 2 <= highest().count() {
        return Vec::new();
    }
    let holds = |pair: &[Section]| {
        title(&pair[0]) && pair[0].blocks.is_empty() && title(&pair[1]) && !pair[1].blocks.is_empty()
    };
    let mut chapters: Vec<usize> =
        sections.windows(2).enumerate().filter(|(_, pair)| holds(pair)).map(|(at, _)| at).collect();
    let lists =
        |at: usize| sections[at + 1].blocks.iter().any(|block| !matches!(block.kind, BlockKind::Paragraph { .. }));
    let first = |&at: &usize| sections[..at].iter().all(|before| before.title.text.is_empty());
    // How a book begins is told, and what its chapters hold is listed.
    if chapters.first().is_some_and(|at| first(at) && !lists(*at)) && chapters.iter().skip(1).any(|&at| lists(at)) {
        chapters.remove(0);
    }
    chapters
}

fn sink(sections: &mut [Section], chapters: &[usize], heads: &HashSet<String>, said: &impl Fn(&Section) -> bool) {
    let named = |section: &Section| contents::keys(&section.title.text).any(|key| heads.contains(&key));
    let heads_name = chapters.iter().any(|&at| named(&sections[at]));
    for (n, &at) in chapters.iter().enumerate() {
        let head = &sections[at];
        let ends = |section: &Section| {
            let title = section.title.text.as_str();
            let jotted = section.role == Role::Own && title.starts_with(char::is_lowercase);
            let beside = is_back_matter(title) || jotted || heads_name && named(section);
            section.speaker != head.speaker || section.level <= head.level && beside
        };
        let next = chapters.get(n + 1).copied().unwrap_or(sections.len());
        let end = (at + 1..next).find(|&at| ends(&sections[at])).unwrap_or(next);
        sink_each(&mut sections[at..end], said);
    }
}

/// Whether a chapter, which the first section opens, holds titles in capitals beside its own, and none of them stands
/// empty above the next.
fn holds_capitals(sections: &[Section]) -> bool {
    let Some((head, below)) = sections.split_first() else { return false };
    // Between figures they stand below the first already.
    let near = |section: &Section| section.level <= head.level + 1;
    let capitals = below.iter().any(|section| near(section) && is_capitals(&section.title.text));
    let empty = below.last().is_some_and(|last| near(last) && last.blocks.is_empty());
    capitals && !empty
}

/// The number in front of a title in capitals: «II. РЫБА», "3. SOUPS".
fn number(title: &str) -> Option<u64> {
    let (number, title) = title.split_once(' ')?;
    let number = number.trim_end_matches(['.', ')']);
    let figures =
        number.bytes().all(|b| b.is_ascii_uppercase()).then(|| roman_number(&number.to_lowercase())).flatten();
    figures.or_else(|| number.parse().ok().filter(|_| number.len() <= 2)).filter(|_| is_capitals(title))
}

fn is_capitals(title: &str) -> bool {
    const LETTERS: usize = 3;
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    letters >= LETTERS && !title.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use crate::notes::levels::tests::expect;

    fn text(title: &str) -> String {
        format!("{title}\n\nIt is cut along the grain, and then it is sanded until the board is smooth.\n\n")
    }

    #[test]
    fn titles_in_capitals_stand_below_those_with_a_number() {
        let work = [text("SAWING A BOARD"), text("SQUARING THE END")].concat();
        let joints = [text("THE HALF LAP"), text("THE DOVETAIL"), text("APPENDIX")].concat();
        let titles = |one: &'static str, two: &'static str| {
            let first = [(one, 1), ("SAWING A BOARD", 2), ("SQUARING THE END", 2), (two, 1)];
            [&first[..], &[("THE HALF LAP", 2), ("THE DOVETAIL", 2), ("APPENDIX", 1)]].concat()
        };
        for (one, two) in [("I. FIRST CUTS", "II. JOINTS"), ("1. FIRST CUTS", "2. JOINTS")] {
            expect(&format!("{one}\n\n{work}{two}\n\n{joints}"), &titles(one, two));
        }
        let russian = [text("РАСПИЛ ДОСКИ"), "II. СОЕДИНЕНИЯ\n\n".to_owned(), text("ЛАСТОЧКИН ХВОСТ")].concat();
        let below = [("I. ПИЛЫ", 1), ("РАСПИЛ ДОСКИ", 2), ("II. СОЕДИНЕНИЯ", 1), ("ЛАСТОЧКИН ХВОСТ", 2)];
        expect(&format!("I. ПИЛЫ\n\n{russian}"), &below);
    }

    #[test]
    fn a_number_may_be_that_of_what_a_chapter_holds() {
        let saws = ["1. THE RIP SAW", "2. THE TENON SAW"].map(text).concat();
        let planes = ["3. THE JACK PLANE", "4. THE BLOCK PLANE"].map(text).concat();
        let all = crate::notes::parse(&crate::text::Source::new("a.txt", format!("SAWS\n\n{saws}PLANES\n\n{planes}")));
        let level = |title: &str| all.sections.iter().find(|section| section.title.text == title).map(|s| s.level);
        assert!(level("PLANES") <= level("3. THE JACK PLANE"), "{:?}", level("PLANES"));
        assert!(level("PLANES").is_some());
    }

    #[test]
    fn what_the_heads_of_pages_name_is_a_chapter() {
        let page = |number: u32, head: &str, what: &str| format!("{number}\n\n{head}\n\n{what}");
        let title = "A JOINER'S BOOK\n\n".to_owned();
        let saws = ["I. SAWS\n\n".to_owned(), text("THE RIP SAW"), page(4, "Saws", &text("THE TENON SAW"))].concat();
        let planes = ["II. PLANES\n\n".to_owned(), text("THE JACK PLANE")].concat();
        let tables = page(8, "Measures and Weights", &text("MEASURES AND WEIGHTS"));
        let book =
            [title, saws, page(6, "A Joiner's Book", &planes), page(7, "A Joiner's Book", &text("THE PLOUGH")), tables]
                .concat();
        let first = [("A JOINER'S BOOK", 1), ("I. SAWS", 1), ("THE RIP SAW", 2), ("THE TENON SAW", 2)];
        let second = [("II. PLANES", 1), ("THE JACK PLANE", 2), ("THE PLOUGH", 2), ("MEASURES AND WEIGHTS", 1)];
        expect(&book, &[&first[..], &second].concat());
    }

    #[test]
    fn titles_without_a_number_stand_below_those_that_have_nothing_of_their_own() {
        let list = |title: &str| format!("{title}\n\n2 boards\n4 screws\n1 hinge\n\n");
        let book = [
            "A JOINER'S BOOK\n\n".to_owned(),
            text("HOW IT BEGAN"),
            "FIRST CUTS\n\n".to_owned(),
            list("THE BENCH HOOK"),
            list("THE SHOOTING BOARD"),
            "JOINTS\n\n".to_owned(),
            list("THE DOVETAIL"),
            text("APPENDIX"),
        ];
        let front = [("A JOINER'S BOOK", 1), ("HOW IT BEGAN", 1)];
        let cuts = [("FIRST CUTS", 1), ("THE BENCH HOOK", 2), ("THE SHOOTING BOARD", 2)];
        let rest = [("JOINTS", 1), ("THE DOVETAIL", 2), ("APPENDIX", 1)];
        expect(&book.concat(), &[&front[..], &cuts, &rest].concat());
        // One alone is the title of all.
        let one = [("A JOINER'S BOOK", 1), ("THE BENCH HOOK", 1), ("THE DOVETAIL", 1)];
        expect(&["A JOINER'S BOOK\n\n".to_owned(), list("THE BENCH HOOK"), list("THE DOVETAIL")].concat(), &one);
    }
}
