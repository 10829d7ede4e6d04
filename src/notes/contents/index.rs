//! The index at the end of a book: names with the pages they stand on, below the letters they begin with.

use std::ops::Range;

use super::{Line, Said, paged, texts};
use crate::text::words;

/// So many names are an index.
const SHORTEST: usize = 3;
/// The longest line of one, in bytes.
const LONGEST: usize = 200;

/// The index whose names stand in the text above it or in the contents, with its caption.
pub(super) fn find(lines: &[Line<'_>]) -> Option<Range<usize>> {
    // The contents may name it.
    let plain = |line: &Line<'_>| matches!(line.said, Said::Nothing | Said::Heading(_)) && line.gap > 0;
    let caption = lines.iter().rposition(|line| plain(line) && is_caption(line.text))?;
    let row = |line: &&Line<'_>| line.said == Said::Nothing && (is_letter(line.text) || name(line.text).is_some());
    let end = caption + 1 + lines[caption + 1..].iter().take_while(row).count();
    let names: Vec<String> =
        lines[caption + 1..end].iter().filter_map(|line| name(line.text)).map(super::small).collect();
    if names.len() < SHORTEST {
        return None;
    }
    let above = &lines[..caption];
    let mut known = texts(above);
    known.extend(above.iter().filter_map(|line| paged(line.text)).map(|(title, _)| super::small(title)));
    let named = names.iter().filter(|name| known.contains(*name)).count();
    (named * 2 > names.len()).then_some(caption..end)
}

/// «Алфавитный указатель», "General index".
fn is_caption(text: &str) -> bool {
    const WORDS: usize = 3;
    let index = |word: &str| matches!(words::lowercase(word).as_str(), "указатель" | "index");
    text.len() <= LONGEST
        && text.split(' ').count() <= WORDS
        && text.starts_with(char::is_uppercase)
        && text.split(' ').any(index)
}

/// Whether a line is the letter that the names below it begin with.
fn is_letter(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

/// The name in front of pages: «Курник 14», «Тесто 9, 12–15».
fn name(text: &str) -> Option<&str> {
    let text = Some(text).filter(|text| text.len() <= LONGEST)?;
    let name = text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | ' ' | '-' | '–'));
    let pages = &text[name.len()..];
    let page = |page: &str| (1..=4).contains(&page.trim().len());
    let good = pages.starts_with([' ', ',']) && pages.trim_start_matches([',', ' ']).split([',', '-', '–']).all(page);
    (good && name.contains(words::is_alphabetic)).then_some(name)
}

#[cfg(test)]
mod tests {
    use crate::{
        notes::{self, Why},
        text::Source,
    };

    const BOOK: &str = "Рамка Дадана\n\nВ ней двадцать восемь сантиметров, и она тяжела.\n\nДымарь с мехом\n\nДымят гнилушками, \
        понемногу и снизу.\n\nЛёток зимой\n\nЕго сужают до пальца, чтобы не лезла мышь.\n\n";

    fn read(index: &str) -> (Vec<String>, usize) {
        let note = notes::parse(&Source::new("a.txt", format!("{BOOK}{index}")));
        let dropped = note.dropped.iter().filter(|dropped| dropped.why == Why::Contents).count();
        (note.sections.into_iter().map(|section| section.title.text).collect(), dropped)
    }

    #[test]
    fn an_index_is_no_part_of_a_note() {
        let titles = ["Рамка Дадана", "Дымарь с мехом", "Лёток зимой"];
        let index = "АЛФАВИТНЫЙ УКАЗАТЕЛЬ\n\nД\nДымарь с мехом 14\n\nЛ\nЛёток зимой 9, 21–23\n\nР\nРамка Дадана 3\n";
        let (found, dropped) = read(index);
        assert_eq!((found, dropped), (titles.map(str::to_owned).to_vec(), 7));
        let contents = "Содержание\n\nРамка Дадана ..... 3\nДымарь с мехом ..... 14\nЛёток зимой ..... 21\nАлфавитный \
            указатель ..... 40\n\n2 Содержание\n\n";
        let note = notes::parse(&Source::new("a.txt", format!("{contents}{BOOK}{index}")));
        let found = note.sections.into_iter().map(|section| section.title.text);
        assert_eq!(found.collect::<Vec<_>>(), titles);
        // What it names stands nowhere.
        let other = "Указатель\n\nВоск жёлтый 14\nМёд гречишный 9\nПерга сухая 3\n";
        assert_eq!(read(other).1, 0);
    }
}
