//! Numbered headings of an answer: «1. Что такое том» right above the sentences, code and tables of its section.
//!
//! A row of them looks like an ordered list. What tells them apart: each stands behind a blank line and ends without a
//! sign, text begins on its heels, and there is more of it than an item explains itself with. Those with a blank line
//! behind them are told in [`standing`].

mod standing;

use super::{
    asking, body, code,
    lines::{Line, Said},
    list::{Kind, marker},
    model::Role,
    page::Page,
    sentences, speakers, wrapped,
};
use crate::text::{lang, words};

/// The most words of such a heading, and its most characters.
const WORDS: usize = 10;
const LONGEST: usize = 80;
/// So many lines of a section tell what it is.
const NEAR: usize = 40;

/// Marks the headings that are numbered in a row from one.
pub fn mark(lines: &mut [Line<'_>]) {
    let mut found = Vec::new();
    let mut row = Row::default();
    let mut asking = false;
    let fenced = code::fenced_lines(lines);
    for at in 0..lines.len() {
        if let Some(role) = speakers::marker(lines[at].text) {
            row.close(lines, &mut found);
            asking = role == Role::User;
        } else if let Some(number) = number(&lines[at]).filter(|_| !asking && !fenced[at]) {
            row.take(lines, at, number, &mut found);
        }
    }
    row.close(lines, &mut found);
    found.extend(standing::chapters(lines, &fenced));
    for at in found {
        // The page may have broken the title.
        let end = at + wrapped::extent(lines, at);
        lines[at].said = Said::Heading(1);
        lines[at + 1..end].iter_mut().for_each(|line| line.said = Said::Joined);
    }
}

fn number(line: &Line<'_>) -> Option<usize> {
    match marker(line).filter(|_| line.indent < 2)?.kind {
        Kind::Number(number) => usize::try_from(number).ok(),
        _ => None,
    }
}

/// Titles numbered from one that have been passed.
#[derive(Default)]
struct Row {
    titles: Vec<usize>,
    /// The next number of a list inside the last section.
    inner: Option<usize>,
}

impl Row {
    fn take(&mut self, lines: &[Line<'_>], at: usize, number: usize, found: &mut Vec<usize>) {
        let title = is_title(lines, at);
        if title && number == 1 {
            self.close(lines, found);
            self.titles.push(at);
        } else if title && number == self.titles.len() + 1 && !self.titles.is_empty() {
            self.inner = None;
            self.titles.push(at);
        } else if number == 1 || self.inner == Some(number) {
            self.inner = Some(number + 1);
        } else if number == self.titles.len() + 1 {
            // An item that heads nothing makes a list of all.
            *self = Self::default();
        }
    }

    fn close(&mut self, lines: &[Line<'_>], found: &mut Vec<usize>) {
        let titles = std::mem::take(self).titles;
        let Some(&last) = titles.last().filter(|_| titles.len() > 1) else { return };
        let text = |line: &Line<'_>| begins_text(line) && !code::is_typed(line.text);
        let prose = titles.iter().filter(|&&at| lines.get(at + 1).is_some_and(text)).count();
        let long = titles.windows(2).any(|pair| is_long(&lines[pair[0] + 1..pair[1]]));
        let wrapped = titles.iter().all(|&at| is_wrapped(&lines[at + 1..]));
        let announces = lines.get(last + 1).is_some_and(|line| line.text.ends_with(':'));
        let told = prose * 2 > titles.len() && (long || wrapped || announces);
        if told || heads_code(lines, &titles) {
            found.extend(titles);
        }
    }
}

/// Whether each of several titles stands right above code, and what one of them is about is told behind it: a list that
/// is announced, or a sentence where no title tells anybody to do something. There text may stand below a title as well.
fn heads_code(lines: &[Line<'_>], titles: &[usize]) -> bool {
    /// Two may be steps.
    const FEWEST: usize = 3;
    let capital = |line: &Line<'_>| line.text.starts_with(char::is_uppercase) && line.words() > 1;
    let announced = |pair: &[Line<'_>]| {
        let list = pair[1].gap == 0 && marker(&pair[1]).is_some_and(|found| !found.kind.is_ordered());
        list && pair[0].gap > 0 && capital(&pair[0]) && pair[0].text.ends_with(':')
    };
    let sentence =
        |line: &Line<'_>| capital(line) && line.words() > 3 && line.ends_sentence() && lang::is_cyrillic([line.text]);
    let parts = || titles.windows(2).map(|pair| &lines[pair[0] + 1..pair[1]]);
    let told = || {
        parts().any(|part| part.windows(2).any(announced))
            || titles.iter().all(|&at| names(lines[at].text)) && parts().any(|part| part.iter().any(sentence))
    };
    let typed = |at: usize| lines.get(at).is_some_and(|next| code::is_typed(next.text));
    let text = |at: usize| lines.get(at).is_some_and(begins_text);
    let shown = |at: usize| code::is_sign(lines, at) || typed(at);
    let mixed = || {
        titles.iter().any(|&at| shown(at + 1))
            && titles.iter().all(|&at| names(lines[at].text) && (shown(at + 1) || text(at + 1)))
            && parts().any(|part| part.iter().any(sentence))
    };
    titles.len() >= FEWEST && (titles.iter().all(|&at| code::is_sign(lines, at + 1)) && told() || mixed())
}

/// Whether the first word of a Russian title names something: «Установка», not «Установите» or «Установить».
fn names(title: &str) -> bool {
    let word = title.split(' ').nth(1).map(words::lowercase).unwrap_or_default();
    let ends = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end));
    // «Проверь», «Запусти», but «Сеть», «Настройки».
    let asks = ends(&["ь", "и"]) && !ends(&["сть", "еть", "знь", "ель", "ки", "ги", "хи", "ии"]);
    let tells =
        asks || ends(&["те", "тесь", "ай", "яй", "уй", "ой"]) || asking::is_infinitive(&word) && !ends(&["сть"]);
    lang::is_cyrillic([word.as_str()]) && !tells
}

/// Whether a numbered line could be a heading.
fn is_title(lines: &[Line<'_>], at: usize) -> bool {
    let (line, next) = (&lines[at], lines.get(at + 1));
    let above = at.checked_sub(1).map(|above| &lines[above]);
    let alone = line.gap > 0 || above.is_none_or(|above| speakers::marker(above.text).is_some());
    let heads = |next: &Line<'_>| {
        next.text.contains('\t')
            || !next.starts_lower() && marker(next).is_none() && !body::is_attribute(next)
            || code::is_sign(lines, at + 1)
            || names(line.text) && code::is_typed(next.text)
    };
    alone && is_named(line) && next.is_some_and(|next| next.gap < 2 && heads(next))
}

/// Whether the words behind a number are those of a title: few, a capital, and no end.
fn is_named(line: &Line<'_>) -> bool {
    let text = marker(line).map_or("", |found| &line.text[found.len..]);
    line.len <= LONGEST
        && line.words() <= WORDS
        && text.starts_with(char::is_uppercase)
        && text.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, ')' | '»' | '?' | '"'))
        && sentences::first_end(text).is_none()
}

/// Whether a line on the heels of a title begins a sentence.
fn begins_text(line: &Line<'_>) -> bool {
    line.gap == 0 && (line.words() > 3 || line.text.ends_with(':')) && !line.text.contains('\t')
}

/// Whether so much stands below a title that no item explains itself with it: a table, or what a blank line parts from
/// its first words.
fn is_long(lines: &[Line<'_>]) -> bool {
    let lines = &lines[..lines.len().min(NEAR)];
    let parted = |line: &Line<'_>| line.gap > 0 && !body::is_attribute(line);
    lines.iter().skip(1).any(parted) || lines.iter().any(|line| line.text.contains('\t'))
}

/// Whether a text takes more than one line.
fn is_wrapped(lines: &[Line<'_>]) -> bool {
    let [first, next, ..] = lines else { return false };
    begins_text(first) && next.gap == 0 && marker(next).is_none() && !body::is_attribute(next) && !first.ends_sentence()
}

/// How deep the number of a title says that it stands: 2 for «2.1. Установка».
pub(super) fn depth(line: &Line<'_>) -> Option<u8> {
    numbered(line, 14)
}

/// The first figure of «2.1. Установка», where a line could be such a heading.
pub(super) fn first_number(line: &Line<'_>) -> Option<usize> {
    numbered(line, 10).filter(|_| !line.ends_sentence())?;
    line.text.split('.').next()?.parse().ok()
}

/// The depth of «2.1. Установка», of at most so many words.
pub(super) fn numbered(line: &Line<'_>, most: usize) -> Option<u8> {
    let number = line.text.split_whitespace().next()?;
    let parts: Vec<&str> = number.trim_end_matches('.').split('.').collect();
    let digits = |part: &&str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let words = line.words();
    let title = line.text[number.len()..].trim_start().starts_with(words::is_alphabetic);
    ((2..=6).contains(&parts.len()) && parts.iter().all(digits) && (2..=most).contains(&words) && title)
        .then_some(parts.len() as u8)
}

/// The depth of a heading with a number that the page broke in two, alone between blank lines.
pub(super) fn wrapped(page: &Page, lines: &[Line<'_>]) -> Option<u8> {
    let [first, rest] = lines else { return None };
    let one = page.is_full(first, rest) && rest.starts_lower() && rest.len * 2 < first.len;
    let title = !first.ends_sentence() && !rest.ends_sentence() && sentences::first_end(first.text).is_none();
    numbered(first, 14).filter(|_| one && title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::lines::tests::marked_headings;

    fn headings(text: &str) -> Vec<String> {
        marked_headings(text, mark)
    }

    #[test]
    fn sections_are_no_items() {
        let soil = "1. Почва\nПочва нужна рыхлая. В глине корни гниют.\n\n1. вскопать\n2. пролить\n\n\
            2. Полив\nПоливают утром, и вода не должна быть холодной.\n\nВечером хуже.\n";
        assert_eq!(headings(soil), ["1. Почва", "2. Полив"]);
        let volumes = "ChatGPT said:\n1. What a volume is\nA volume is a directory of its own.\n\nCreate one:\n\n\
            2. How they differ\nName\tVolume\nOwner\tDocker\n\n3. A copy of it\nThe steps are these:\n\nStop it.\n";
        assert_eq!(headings(volumes), ["1. What a volume is", "2. How they differ", "3. A copy of it"]);
    }

    #[test]
    fn titles_stand_above_code() {
        let code = |label: &str, text: &str| format!("{label}\nКопировать код\n{text}\n\n");
        let told = "Что здесь что:\n• FROM — основа образа\n• RUN — команда сборки\n\n";
        let list = |told: &str| {
            let file = code("dockerfile", "FROM alpine:3.20\nRUN apk add curl");
            let parts = [("1. Файл сборки", file), ("2. Сборка", code("bash", "docker build -t curl ."))];
            let parts: String = parts.iter().map(|(title, code)| format!("{title}\n{code}{told}")).collect();
            format!("{parts}3. Запуск\n{}Теперь он отвечает.\n", code("bash", "docker run curl"))
        };
        assert_eq!(headings(&list(told)), ["1. Файл сборки", "2. Сборка", "3. Запуск"]);
        assert!(headings(&list("")).is_empty());
        let sentence = "После этого лучше подождать минуту.\n\n";
        assert_eq!(headings(&list(sentence)).len(), 3);
        assert!(headings(&list(sentence).replace("Сборка", "Соберите образ")).is_empty());
    }

    #[test]
    fn titles_may_stand_right_above_commands() {
        let hens = |first: &str, told: &str| {
            format!(
                "1. {first} кормушки\ndocker logs feeder\n\n2. Настройка двери\nДверь смотрит на восход и закат.\n\ndocker \
                restart door\n{told}\n\n3. Свет\nГде он виден:\n\ndocker ps\n"
            )
        };
        let told = "Теперь куры сидят в тепле.";
        assert_eq!(headings(&hens("Журнал", told)), ["1. Журнал кормушки", "2. Настройка двери", "3. Свет"]);
        for first in ["Проверь журнал", "Посмотри журнал", "Открой журнал", "Читайте журнал"]
        {
            assert!(headings(&hens(first, told)).is_empty(), "{first}");
        }
    }

    #[test]
    fn items_are_no_sections() {
        for list in [
            // A sentence explains each.
            "1. Почва\nНужна рыхлая почва.\n\n2. Полив\nПоливают только утром.\n",
            // Two sentences explain each.
            "1. Close the valve\nIt is below the sink. Open the tap.\n\n2. Take the handle off\n\
                Use a knife. Keep the screws.\n",
            // They follow at once.
            "1. Soil\nIt must be loose. Clay is bad.\n2. Water\nIt must be warm. Ice is bad.\n",
            // One is a sentence.
            "1. Почва\nНужна рыхлая. В глине корни гниют.\n\n2. Поливайте утром.\nВода нужна тёплая, не из колодца.\n",
            // Values stand below them.
            "1. Basil\nLight: full. Or half.\nWater: daily\n\n2. Mint\nLight: half\nWater: daily\n",
            // Somebody asks.
            "You said:\n1. Soil\nWhich one is it? I have clay.\n\n2. Water\nHow often do I give it?\n",
            "1. Alone\nIt stands here. Nothing follows.\n\nMore of it.\n",
        ] {
            assert!(headings(list).is_empty(), "{list}");
        }
    }
}
