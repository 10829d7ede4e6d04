//! Captions of what a book numbers: «Листинг 1.1. Разметка страницы», "Figure 2: The first mill"; and who made it:
//! «Составила Н. П. Орлова», "Edited by Jane Dunne".
//!
//! They stand on the heels of prose in a copied page or on its first one, are no part of its sentences, and head nothing.

use std::{collections::HashSet, ops::Range};

use super::{
    amounts, body, contents, heading,
    lines::{Line, Said},
    list::marker,
    model::{BlockKind, Section},
    page,
};
use crate::text::words;

/// What is numbered, in small letters.
const NAMES: [&str; 10] =
    ["листинг", "рисунок", "рис.", "схема", "таблица", "listing", "figure", "fig.", "scheme", "table"];

/// What somebody did who made a book, in small letters, and what he is called; a name follows.
const MADE: &str = "\
    составил|составила|составили|собрал|собрала|собрали|записал|записала|записали|перевёл|перевел|перевела|перевели|\
    отредактировал|отредактировала|проиллюстрировал|проиллюстрировала|нарисовал|нарисовала|compiled by|edited by|\
    written by|collected by|translated by|illustrated by|adapted by|retold by|photographed by|illustrations by|\
    photographs by|photos by|drawings by|recipes by";
const MAKERS: &str = "\
    автор|авторы|автор-составитель|составитель|составители|редактор|редакторы|перевод|переводчик|художник|иллюстратор|\
    иллюстрации|рисунки|фото|фотографии|by|author|authors|editor|editors|translator|illustrator";
/// What may stand between the names, in small letters.
const BETWEEN: &str = "и and & von van de der den di da la le del with";
/// Who may stand before a name, in small letters.
const KIN: &str = "\
    семьи тёти тети дяди бабы бабушки дедушки деда мамы папы сестры брата соседки соседа подруги тётя тетя баба бабушка мама \
    my aunt auntie uncle cousin granny grandma grandpa nana mum";
/// So many lines of a book may be its title page.
const TITLE_PAGE: usize = 12;

/// Marks the captions as no headings, and who made the book.
pub fn mark(lines: &mut [Line<'_>]) {
    let author = (0..lines.len().min(TITLE_PAGE)).find(|&at| is_author_below_title(lines, at));
    if let Some(signed) = signature(lines) {
        lines[signed].iter_mut().for_each(|line| line.said = Said::NotHeading);
    }
    let mut givers: HashSet<usize> = (0..lines.len()).filter(|&at| names_giver(lines, at)).collect();
    givers.extend(small_givers(lines));
    for title in givers.iter().map(|at| at - 1) {
        if lines[title].said == Said::Nothing && (title == 0 || lines[title].gap > 0) {
            lines[title].said = Said::Heading(1);
        }
    }
    for (at, line) in lines.iter_mut().enumerate().filter(|(_, line)| line.said == Said::Nothing) {
        let made = is_credit(line.text, at < TITLE_PAGE) || author == Some(at) || givers.contains(&at);
        if made || is_caption(line.text) {
            line.said = Said::NotHeading;
        }
    }
}

/// The lines by which somebody signs what a book begins with: his name behind the last sentence, and who he is or where he
/// wrote it.
fn signature(lines: &[Line<'_>]) -> Option<Range<usize>> {
    const NEAR: usize = 200;
    const LONGEST: usize = 60;
    const LINES: usize = 3;
    let begins = lines.iter().take(NEAR).position(|line| begins_book(line.text) && !page::names_chapter(line.text))?;
    let is_signed = |&at: &usize| {
        let line = &lines[at];
        line.gap > 0 && line.said == Said::Nothing && lines[at - 1].ends_sentence() && is_name(&as_written(line.text))
    };
    let name = (begins + 2..lines.len().min(begins + NEAR)).find(is_signed)?;
    // Up to there stands nothing but text.
    let text = |pair: &[Line<'_>]| pair[1].gap == 0 || pair[0].ends_sentence() && pair[1].len > LONGEST / 2;
    let rest = lines[name + 1..].iter().take_while(|line| line.gap == 0);
    let more = rest.clone().count();
    let short = rest.into_iter().all(|line| line.len <= LONGEST && !line.ends_sentence() && line.said == Said::Nothing);
    // Behind the name of a dish stands what it is made of.
    let parted = |next: &Line<'_>| {
        heading::is_capitals(next) || page::names_chapter(next.text) || next.new_page || next.gap > lines[name].gap
    };
    let ends = lines.get(name + 1 + more).is_some_and(parted);
    let whole = lines[begins + 1..name].windows(2).all(text) && more < LINES && short && ends;
    whole.then_some(name..name + 1 + more)
}

/// Whether a line says from whom one has what the title right above it names: "From Joan at the post office", «Рецепт Н. Ф.
/// Лузиной». Below a title that is not in capitals it says what one has from him, and has an initial or two names.
fn names_giver(lines: &[Line<'_>], at: usize) -> bool {
    const FROM: [&str; 3] = ["From ", "От ", "Прислала "];
    const GIVEN: [&str; 4] = ["Given by ", "Recipe from ", "Recipe by ", "Рецепт "];
    const LONGEST: usize = 60;
    const WORDS: usize = 8;
    const MOST_NAMES: usize = 4;
    let (Some(line), Some(title)) = (lines.get(at), at.checked_sub(1).and_then(|above| lines.get(above))) else {
        return false;
    };
    if line.len > LONGEST {
        return false;
    }
    let strip = |list: &[&str]| list.iter().find_map(|from| line.text.strip_prefix(from));
    let given = strip(&GIVEN);
    let Some(giver) = given.or_else(|| strip(&FROM)) else { return false };
    let words: Vec<&str> = giver.split(' ').collect();
    let capital = |word: &&&str| word.starts_with(char::is_uppercase);
    let kin = words.iter().take_while(|word| KIN.split(' ').any(|kin| kin == **word)).count();
    let names = words[kin..].iter().take_while(capital).count();
    let rest = words.get(kin + names..).unwrap_or_default();
    let could_head = title.text.starts_with(char::is_uppercase) && !title.ends_sentence() && title.words() <= WORDS;
    let named = words.first().is_some_and(|first| first.ends_with('.')) || kin + names > 1;
    let below = heading::is_capitals(title) && line.gap > 0 || could_head && given.is_some() && named;
    words.len() <= WORDS
        && below
        && lines.get(at + 1).is_none_or(|next| next.gap > 0)
        && (1..=MOST_NAMES).contains(&names)
        && line.text.ends_with(words::is_alphanumeric)
        && !rest.iter().any(|word| word.starts_with(char::is_uppercase))
}

/// The lines in small letters that say from whom one has what the title right above them names: "from Grandma Edie". The
/// title could have gone on in its line, and another such line or the name itself tells that somebody is meant.
fn small_givers(lines: &[Line<'_>]) -> Vec<usize> {
    const LONGEST: usize = 60;
    const WORDS: usize = 8;
    const WIDEST: usize = 100;
    let widest = lines.iter().map(|line| line.len).max().unwrap_or_default().min(WIDEST);
    let title = |at: usize, line: &Line<'_>| {
        (at == 0 || line.gap > 0)
            && line.said == Said::Nothing
            && line.len <= LONGEST
            && line.words() <= WORDS
            && line.text.starts_with(char::is_uppercase)
            && line.text.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, ')' | '»' | '”' | '"'))
            && marker(line).is_none()
            && !body::is_attribute(line)
            && !amounts::is_amount(line)
            && !amounts::is_open(line.text)
    };
    let giver = |at: usize| {
        let (line, above) = (&lines[at], &lines[at - 1]);
        let whole = || (above.len + 1 + line.first_word()) * 5 < widest * 4;
        let below = line.gap == 0 && line.said == Said::Nothing && lines.get(at + 1).is_none_or(|next| next.gap > 0);
        let sure = Some(line.text).filter(|_| below).and_then(from_somebody)?;
        (whole() && title(at - 1, above)).then_some((at, sure))
    };
    let found: Vec<(usize, bool)> = (1..lines.len()).filter_map(giver).collect();
    let several = found.len() > 1;
    found.into_iter().filter(|(_, sure)| several || *sure).map(|(at, _)| at).collect()
}

/// Whether a text in small letters says from whom something is and no more, and then whether an initial or a word for kin
/// says that it is somebody: "from Uncle Ray", «от Н. Ф. Лузиной».
fn from_somebody(text: &str) -> Option<bool> {
    const FROM: [&str; 3] = ["from ", "by ", "от "];
    const LONGEST: usize = 60;
    const WORDS: usize = 5;
    let name = FROM.iter().find_map(|from| text.strip_prefix(from)).filter(|name| name.len() <= 4 * LONGEST)?;
    let letter = |c: char| words::is_alphabetic(c) || matches!(c, '.' | '-' | '’' | '\'');
    let is_kin = |word: &str| {
        let small = words::lowercase(word);
        KIN.split_whitespace().any(|kin| kin == small)
    };
    let named: Vec<&str> = name.split(' ').collect();
    let kin = named.iter().take_while(|word| is_kin(word)).count();
    let between = |word: &str| BETWEEN.split(' ').any(|listed| listed == word);
    let good = |word: &&str| word.starts_with(char::is_uppercase) && word.chars().all(letter) || between(word);
    let (first, last) = (named.get(kin).or(named.first())?, named.last()?);
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let whole = named[kin..].iter().all(good) && capital(first) && capital(last) && !last.ends_with('.');
    (whole && named.len() <= WORDS).then_some(kin > 0 || first.ends_with('.'))
}

/// Whether a text says in small letters from whom something is, or by whom, and no more.
pub(super) fn names_somebody(text: &str) -> bool {
    from_somebody(text).is_some()
}

/// Whether a name stands alone between what the title page says before it, the title and more, and how the book begins. More
/// blank lines part a title page from that than its own lines, where its title is in capitals.
fn is_author_below_title(lines: &[Line<'_>], at: usize) -> bool {
    let (Some((author, before)), Some(next)) = (lines[..=at].split_last(), lines.get(at + 1)) else { return false };
    let titled = || before.iter().any(heading::is_capitals);
    let apart = || next.gap > author.gap || next.new_page;
    before.len() > 1
        && author.gap > 0
        && next.gap > 0
        && is_name(&as_written(author.text))
        && !before.iter().any(|line| line.ends_sentence())
        && (begins_book(next.text) || titled() && apart())
}

/// Whether a title is one that books begin with.
pub(super) fn begins_book(title: &str) -> bool {
    const FIRST: &str = "\
        предисловие|вступление|введение|от автора|от составителя|от составителей|содержание|оглавление|пролог|\
        вместо предисловия|об этой книге|как пользоваться книгой|как пользоваться этой книгой|\
        preface|foreword|introduction|contents|table of contents|prologue|before you begin|before you start|\
        about this book|how to use this book|a note from the author";
    const LONGEST: usize = 100;
    let first = || {
        let small = words::lowercase(title);
        FIRST.split('|').any(|first| small == first)
    };
    title.len() <= LONGEST && first() || page::names_chapter(title)
}

/// A name in capitals as it is written elsewhere: "Jane Dunne".
fn as_written(name: &str) -> String {
    if name.contains(char::is_lowercase) {
        return name.to_owned();
    }
    let word = |word: &str| {
        let first = word.chars().next().map_or(0, char::len_utf8);
        [&word[..first], &words::lowercase(&word[first..])].concat()
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Whether a line says who made a book, and no more: «Составила Н. П. Орлова», "by Jane Dunne", «Автор: Пётр Ильич».
/// Elsewhere than on the title page only the verb tells.
pub(super) fn is_credit(text: &str, on_title_page: bool) -> bool {
    const LONGEST: usize = 90;
    const WORDS: usize = 8;
    const FOR: [&str; 2] = [" for ", " для "];
    let ended = text.ends_with(|c: char| words::is_alphabetic(c) || c == '.' || on_title_page && c.is_ascii_digit());
    if text.len() > LONGEST || !ended {
        return false;
    }
    let small = words::lowercase(text);
    let behind = |list: &str| {
        list.split('|').filter_map(|made| small.strip_prefix(made)).find(|rest| rest.starts_with([' ', ':']))
    };
    let (rest, shortest) = match behind(MADE) {
        Some(rest) => (rest, 1),
        None if on_title_page => match behind(MAKERS) {
            Some(rest) => (rest, 2),
            None => return false,
        },
        None => return false,
    };
    // Small letters are as long as the others.
    let Some(names) = text.len().checked_sub(rest.len()).and_then(|at| text.get(at..)) else { return false };
    // On the title page more may be said of who made it: «Собрала Вера Лапина, дополняла вся семья».
    let names = names.trim_start_matches([':', ' ', '—', '–']);
    let for_whom = FOR.iter().find_map(|word| names.split_once(word)).map(|(names, _)| names);
    if let Some(names) = for_whom.filter(|_| on_title_page && shortest == 1 && !text.ends_with('.')) {
        return is_name(names);
    }
    let told = names.split_once(", ").filter(|(_, more)| on_title_page && more.starts_with(char::is_lowercase));
    let names: Vec<&str> = told.map_or(names, |(names, _)| names).split_whitespace().collect();
    let name = |word: &&str| {
        let word = word.trim_end_matches([',', '.']);
        let letter = |c: char| words::is_alphabetic(c) || matches!(c, '.' | '-' | '’' | '\'');
        word.starts_with(char::is_uppercase) && word.chars().all(letter)
    };
    let parts = names.iter().filter(|word| name(word)).count()
        + names.iter().filter(|word| word.matches('.').count() > 1).count();
    let between = |word: &&str| BETWEEN.split(' ').any(|listed| listed == *word);
    parts >= shortest && names.len() <= WORDS && names.iter().all(|word| name(word) || between(word))
}

/// Parts the name of the author that a note begins with from the title of the book below it.
pub(super) fn part_author(lines: &mut [Line<'_>], titles: &HashSet<usize>) {
    if !is_author_above_title(lines, titles) {
        return;
    }
    if let [author, title, ..] = lines {
        author.said = Said::NotHeading;
        if title.gap == 0 {
            title.said = Said::Heading(1);
        }
    }
}

/// Whether a note begins with the name of its author, alone above the title of the book. Two of three things tell: the
/// title is in capitals, the heads of the pages repeat it, by `titles`, or the contents stand right below it. No blank line
/// need part it from a title in capitals.
fn is_author_above_title(lines: &[Line<'_>], titles: &HashSet<usize>) -> bool {
    const SUBTITLE: usize = 3;
    let [author, title, rest @ ..] = lines else { return false };
    let listed = || rest.iter().take(SUBTITLE).any(contents::is_caption);
    author.said == Said::Nothing
        && is_name(author.text)
        && (title.gap > 0 || heading::is_capitals(title) && !heading::is_capitals(author))
        && !titles.contains(&0)
        && [heading::is_capitals(title), titles.contains(&1), listed()].iter().filter(|told| **told).count() > 1
}

/// Whether a text is the name of somebody and no more, whatever else may be called so: «Н. П. Орлова», "Jane van Dunne".
fn is_name(text: &str) -> bool {
    const WORDS: usize = 4;
    let name = |word: &str| {
        let mut letters = word.chars().filter(|&c| !matches!(c, '.' | '-' | '’' | '\''));
        letters.next().is_some_and(char::is_uppercase)
            && letters.all(|c| char::is_lowercase(c) || word.contains(['-', '.', '’', '\'']) && char::is_uppercase(c))
            && !words::is_common(&words::lowercase(word))
    };
    let between = |word: &str| BETWEEN.split(' ').any(|listed| listed == word);
    let names: Vec<&str> = text.split_whitespace().collect();
    (2..=WORDS).contains(&names.len())
        && names.first().zip(names.last()).is_some_and(|(first, last)| name(first) && name(last))
        && names.iter().all(|word| name(word) || between(word))
}

/// Whether a section without a title says who made the book, and no more.
pub fn is_author_alone(section: &Section) -> bool {
    let [block] = section.blocks.as_slice() else { return false };
    let credit = |text: &str| is_name(text) || is_credit(text, true);
    section.title.text.is_empty() && matches!(&block.kind, BlockKind::Paragraph { text } if credit(&text.text))
}

/// Whether a line is a caption: a name, its number with an end or wide blanks behind it, and words. "Table 3 shows how"
/// is a sentence.
pub fn is_caption(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let wide = || text.match_indices("  ").any(|(at, _)| text[..at].split_whitespace().count() == 2);
    let (Some(name), Some(number)) = (words.next(), words.next()) else { return false };
    let figures = number.trim_end_matches(['.', ':']);
    let numbered = figures.starts_with(|c: char| c.is_ascii_digit())
        && figures.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    let dash = matches!(words.clone().next(), Some("-" | "–" | "—"));
    name.starts_with(char::is_uppercase)
        && NAMES.contains(&name.to_lowercase().as_str())
        && numbered
        && (figures.len() < number.len() || dash || wide())
        && words.next().is_some()
}

/// Whether a line begins as a caption does, though nothing parts its number from the words: "Table 3 Ports".
pub(super) fn may_be_caption(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (Some(name), Some(number)) = (words.next(), words.next()) else { return false };
    NAMES.contains(&name.to_lowercase().as_str()) && number.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        notes::{self, Role},
        text::Source,
    };

    #[test]
    fn the_author_may_stand_above_the_title() {
        let book = |author: &str, title: &str, contents: &str| {
            let chapter = |title: &str| format!("{title}\n\nIt is cut along the grain, and then it is sanded.\n\n");
            let chapters = ["The Vice", "The Plane"].map(chapter).concat();
            let text = format!("{author}\n\n{title}\nFor those who have one afternoon\n\n{contents}{chapters}");
            let note = notes::parse(&Source::new("a.txt", text));
            (note.title.unwrap_or_default(), note.sections[0].title.text.clone())
        };
        let contents = "CONTENTS\n\nThe Vice . . . . . . 4\nThe Plane . . . . . . 9\n\n";
        for author in ["Jane Dunne", "J. van Dunne", "Н. П. Орлова"] {
            let found = book(author, "THE SMALL BENCH", contents);
            assert_eq!(found, ("THE SMALL BENCH".to_owned(), String::new()), "{author}");
        }
        for (title, above) in
            [("The Small Bench", "TOOLS"), ("Small Bench", "TOOLS AND WOOD"), ("Bench notes", "TOOLS")]
        {
            assert_eq!(book(title, above, "").1, title);
        }
        assert_eq!(book("The Small Bench", "TOOLS", contents).1, "The Small Bench");
    }

    #[test]
    fn the_author_may_stand_below_the_title_and_what_it_says() {
        let sections = |author: &str, gap: &str, first: &str| {
            let text = "It is cut along the grain, and then it is sanded until the board is smooth.\n\n";
            let book = format!(
                "THE SMALL BENCH\n\nFor those who have one afternoon\n\n{author}\n{gap}\n{first}\n\n{text}THE VICE\n\n{text}"
            );
            let note = notes::parse(&Source::new("a.txt", book));
            note.sections.into_iter().map(|section| section.title.text).collect::<Vec<_>>()
        };
        for author in ["Jane Dunne", "JANE DUNNE", "J. VAN DUNNE"] {
            for (gap, first) in [("\n", "First cuts"), ("", "Preface"), ("", "Contents of the shed")] {
                let found = sections(author, gap, first);
                assert_eq!(found.iter().any(|title| title == author), first.starts_with("Con"), "{found:?}");
            }
        }
    }

    #[test]
    fn who_signs_a_preface_heads_nothing() {
        let text = "The boards were cut along the grain, and sanded until they were smooth.\n\n";
        let titles = |first: &str, signed: &str| {
            let note = format!("THE SMALL BENCH\n\n{first}\n\n{text}{text}{signed}\n\nTHE VICE\n\n{text}");
            let note = notes::parse(&Source::new("a.txt", note));
            note.sections.into_iter().map(|section| section.title.text).collect::<Vec<_>>()
        };
        for signed in ["Jane Dunne", "Jane Dunne\nKeeper of the shed", "J. van Dunne\nHarrow, March 2014"] {
            assert_eq!(titles("PREFACE", signed), ["THE SMALL BENCH", "PREFACE", "THE VICE"], "{signed}");
        }
        assert_eq!(titles("THE SAW", "Jane Dunne").len(), 4);
    }

    #[test]
    fn who_gave_something_heads_nothing() {
        let titled = |title: &str, giver: &str| {
            let text = "It is cut along the grain, and then it is sanded until the board is smooth.\n\n";
            let note = notes::parse(&Source::new("a.txt", format!("{title}\n\n{giver}\n\n{text}THE VICE\n\n{text}")));
            note.sections.iter().any(|section| section.title.text == giver)
        };
        for giver in ["From Joan at the saw mill", "Given by Mr. Hale", "От тёти Вали", "From my aunt Peg, 1962"]
        {
            assert!(!titled("A SMALL BENCH", giver), "{giver}");
        }
        for giver in ["From Log to Plank", "От автора", "From the mill"] {
            assert!(titled("A SMALL BENCH", giver), "{giver}");
        }
        assert!(titled("A small bench", "From Joan at the saw mill"));
        for giver in ["Рецепт Н. Ф. Орловой", "Рецепт семьи Орловых", "Recipe from Joan Hale"]
        {
            for gap in ["", "\n"] {
                let text = "Доски пилят вдоль волокон, а потом шлифуют, пока они не станут гладкими.\n\n";
                let note = format!("Столярное дело\n\nМалый верстак\n{gap}{giver}\n\n{text}Тиски\n\n{text}");
                let note = notes::parse(&Source::new("a.txt", note));
                let titles: Vec<&str> = note.sections.iter().map(|section| section.title.text.as_str()).collect();
                assert_eq!(titles, ["Столярное дело", "Малый верстак", "Тиски"], "{giver} {gap:?}");
            }
        }
    }

    #[test]
    fn who_gave_something_may_be_told_in_small_letters() {
        let text = "It is cut along the grain, and then it is sanded until the whole of the board is smooth and dry.";
        let titles = |gifts: &[(&str, &str)]| {
            let gift = |(title, giver): &(&str, &str)| format!("{title}\n{giver}\n\n{text}\n\n{text}\n\n");
            let note = format!("Gifts to the museum\n\n{text}\n\n{}", gifts.iter().map(gift).collect::<String>());
            let note = notes::parse(&Source::new("a.txt", note));
            note.sections.into_iter().skip(1).map(|section| section.title.text).collect::<Vec<_>>()
        };
        for giver in ["from Uncle Ray", "from my aunt Peg", "от тёти Вали", "by J. van Dunne", "от Н. Ф. Орловой"]
        {
            assert_eq!(titles(&[("A small bench", giver)]), ["A small bench"], "{giver}");
        }
        let places = [("A small bench", "from Harrow"), ("The ship in a bottle", "from Leeds")];
        assert_eq!(titles(&places), ["A small bench", "The ship in a bottle"]);
        // A place, more of a title, a line that is full.
        for (title, giver) in [
            ("A small bench", "from Harrow"),
            ("A small bench", "from log to plank"),
            (
                "The bench on which the captain of the lightship sat when he wrote the last of his letters",
                "from Uncle Ray",
            ),
        ] {
            assert!(!titles(&[(title, giver)]).contains(&title.to_owned()), "{title} {giver}");
        }
    }

    #[test]
    fn the_author_may_stand_right_above_a_title_in_capitals() {
        let book = |author: &str, title: &str| {
            let text = "It is cut along the grain, and then it is sanded.\n\n";
            let contents = "CONTENTS\n\nThe Vice . . . . . . 4\nThe Plane . . . . . . 9\n\n";
            let text =
                format!("{author}\n{title}\nFor one afternoon\n\n{contents}The Vice\n\n{text}The Plane\n\n{text}");
            let note = notes::parse(&Source::new("a.txt", text));
            note.title.unwrap_or_default()
        };
        assert_eq!(book("Jane Dunne", "THE SMALL BENCH"), "THE SMALL BENCH");
        assert_eq!(book("Н. П. Орлова", "THE SMALL BENCH"), "THE SMALL BENCH");
        for (above, title) in
            [("JANE DUNNE", "THE SMALL BENCH"), ("Jane Dunne", "The small bench"), ("For the", "SMALL BENCH")]
        {
            assert_ne!(book(above, title), title, "{above}");
        }
    }

    #[test]
    fn who_made_a_book_heads_nothing() {
        for text in
            ["Составила Н. П. Орлова", "Compiled by J. Dunne", "Собрали Анна и Пётр Орловы", "Edited by Jane Dunne."]
        {
            assert!(is_credit(text, false), "{text}");
        }
        for text in [
            "by Jane Dunne",
            "Автор: Пётр Ильич",
            "Фото А. Орлова",
            "Author — Jane van Dunne",
            "Собрала Вера Орлова, дополняли соседи",
            "Collected by Jane Dunne for the harbour, May 2011",
        ] {
            assert!(is_credit(text, true) && !is_credit(text, false), "{text}");
        }
        for text in [
            "От составителя",
            "Составила список покупок",
            "By Train",
            "Compiled by the compiler",
            "Автор",
            "Перевод строки",
            "Автор: неизвестен",
            "Записала Маша рецепт на обороте",
            "Collected by hand for the harbour",
            "By Jane Dunne for 2011",
        ] {
            assert!(!is_credit(text, true), "{text}");
        }
        let bees = notes::parse(&Source::new("a.txt", "Bees of the North\n\nby Jane Dunne\n\nThey fly in May.\n"));
        assert_eq!(bees.title.as_deref(), Some("Bees of the North"));
        assert_eq!(bees.sections[0].role, Role::Assistant);
        let book = "ПЧЁЛЫ СЕВЕРА\n\nДневник за двадцать лет\n\nЗаписала Н. П. Орлова\n\nОт автора\n\nЭти записи я вела \
            в тетради, и чернила местами расплылись.\n";
        let note = notes::parse(&Source::new("a.txt", book));
        let titles: Vec<&str> = note.sections.iter().map(|section| &section.title.text[..]).collect();
        assert!(!titles.contains(&"Записала Н. П. Орлова") && titles.contains(&"От автора"), "{titles:?}");
    }

    #[test]
    fn a_caption_has_a_number_with_an_end() {
        for text in [
            "Листинг 1.1. Разметка страницы",
            "Рис. 4 — Мельница",
            "Figure 2: The first mill",
            "Table 3-1. Ports",
            "Table 3.1  Ports",
        ] {
            assert!(is_caption(text), "{text}");
        }
        for text in
            ["Таблица 1.1 показывает цены", "Table 3 shows how", "Figure 2.", "таблица 1. цены", "Table of ports"]
        {
            assert!(!is_caption(text), "{text}");
        }
    }
}
