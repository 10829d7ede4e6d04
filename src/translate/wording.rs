//! What a translation is written like, as far as a program can see: numbers, placeholders, dashes, blanks, the end of a
//! sentence.
//!
//! What comes in are a text and its translation without their code, what goes out are names of what is odd. Numbers are
//! compared however their language writes them.

use std::collections::BTreeMap;

use crate::text::Lang;

/// The numbers that the translation lacks, and those it has beyond the source's.
pub(super) fn number_differences(text: &str, translation: &str) -> (Vec<String>, Vec<String>) {
    let (there, here) = (numbers(text), numbers(translation));
    let words: Vec<String> = translation
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty())
        .collect();
    // A small number may be a word, an hour of the afternoon another number, a decade a year.
    let is_said = |number: &String| {
        let value: Option<usize> = number.parse().ok();
        let spelt = value
            .and_then(|value| SPELT.get(value))
            .is_some_and(|spelt| spelt.iter().any(|word| words.contains(&(*word).to_owned())));
        let decade = number.len() == 2 && here.iter().any(|other| other.len() == 4 && other.ends_with(number.as_str()));
        let hour = value
            .filter(|value| (13..24).contains(value))
            .is_some_and(|value| here.contains(&(value - 12).to_string()));
        spelt || decade || hour
    };
    let mut lost: Vec<String> =
        there.iter().filter(|number| !here.contains(number) && !is_said(number)).cloned().collect();
    lost.dedup();
    // What the source says in words may be a numeral here, as long as it is small; a decade may be a year.
    let is_small = |number: &str| number.parse::<u64>().is_ok_and(|value| value <= 12);
    let is_year =
        |number: &str| there.iter().any(|other| other.len() == 2 && number.len() == 4 && number.ends_with(other));
    let beyond = |number: &&String| !there.contains(number) && !is_small(number) && !is_year(number);
    // A source without numerals says its numbers in words, whatever their size.
    let mut new: Vec<String> = here.iter().filter(beyond).filter(|_| !there.is_empty()).cloned().collect();
    new.dedup();
    (lost, new)
}

/// Small numbers as English and Russian spell them.
const SPELT: [&[&str]; 13] = [
    &["zero", "no", "ноль", "нуля", "нуль"],
    &[
        "one",
        "a",
        "an",
        "single",
        "first",
        "один",
        "одна",
        "одно",
        "одного",
        "одной",
        "одну",
        "первый",
        "первая",
        "первое",
    ],
    &["two", "second", "twice", "два", "две", "двух", "двумя", "второй", "вторая", "второе", "дважды"],
    &["three", "third", "три", "трёх", "трех", "тремя", "третий", "третья"],
    &["four", "fourth", "четыре", "четырёх", "четырех", "четвёртый"],
    &["five", "fifth", "пять", "пяти", "пятый"],
    &["six", "sixth", "шесть", "шести", "шестой"],
    &["seven", "seventh", "семь", "семи", "седьмой"],
    &["eight", "eighth", "восемь", "восьми", "восьмой"],
    &["nine", "ninth", "девять", "девяти", "девятый"],
    &["ten", "tenth", "десять", "десяти", "десятый"],
    &["eleven", "eleventh", "одиннадцать", "одиннадцати"],
    &["twelve", "twelfth", "dozen", "двенадцать", "двенадцати", "дюжина"],
];

/// The numbers of a text, however its language writes them: thousands together, a decimal comma as a dot. What has two
/// dots or more is a version or a date: its parts.
fn numbers(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let digits = |from: usize| chars[from.min(chars.len())..].iter().take_while(|c| c.is_ascii_digit()).count();
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let mut length = digits(at);
        if length == 0 {
            at += 1;
            continue;
        }
        let mut number: String = chars[at..at + length].iter().collect();
        at += length;
        let groups = number.len() <= 3;
        while let Some(&separator) = chars.get(at) {
            length = digits(at + 1);
            let thousands = groups && length == 3 && matches!(separator, ',' | ' ' | '\u{a0}' | '\u{202f}');
            if length == 0 || !(thousands || matches!(separator, ',' | '.')) {
                break;
            }
            if !thousands {
                number.push('.');
            }
            number.extend(&chars[at + 1..at + 1 + length]);
            at += 1 + length;
        }
        if number.matches('.').count() > 1 {
            out.extend(number.split('.').map(str::to_owned));
        } else {
            out.push(number);
        }
    }
    out
}

/// What stands for a value that somebody puts in: `%s`, `{name}`, `${NAME}`, `{{ .Values.port }}`. Those that the two
/// texts do not share, with `−` before one that is lost and `+` before one that is new.
pub(super) fn placeholder_differences(text: &str, translation: &str) -> Vec<String> {
    let (there, here) = (placeholders(text), placeholders(translation));
    let count = |list: &BTreeMap<String, usize>, name: &str| list.get(name).copied().unwrap_or(0);
    let lost = there.iter().filter(|(name, times)| count(&here, name) < **times).map(|(name, _)| format!("−{name}"));
    let new = here.iter().filter(|(name, times)| count(&there, name) < **times).map(|(name, _)| format!("+{name}"));
    lost.chain(new).collect()
}

fn placeholders(text: &str) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(['%', '{', '$']) {
        let start = at + found;
        let rest = &text[start..];
        let name = |close: &str, open: usize| {
            let end = rest.find(close)?;
            let inner = &rest[open..end];
            let is_name = !inner.trim().is_empty()
                && inner.trim().chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | ':'));
            is_name.then_some(end + close.len())
        };
        let length = if rest.starts_with("{{") {
            name("}}", 2)
        } else if rest.starts_with("${") {
            name("}", 2)
        } else if rest.starts_with('{') {
            name("}", 1)
        } else if let Some(behind) = rest.strip_prefix('%') {
            let kind = behind.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').chars().next();
            let is_format =
                kind.is_some_and(|c| "sdifuxq".contains(c)) && !text[..start].ends_with(|c: char| c.is_ascii_digit());
            is_format.then(|| rest.find(kind.unwrap_or('%')).map_or(1, |end| end + 1))
        } else {
            None
        };
        // A word that goes on is no format: «100 %суток».
        let length =
            length.filter(|length| !rest.starts_with('%') || !rest[*length..].starts_with(char::is_alphabetic));
        if let Some(length) = length {
            *out.entry(rest[..length].to_owned()).or_insert(0) += 1;
        }
        at = start + length.unwrap_or(1);
    }
    out
}

/// What a line that is written well in its language has not, by the name of its hint.
pub(super) fn typography(text: &str, translation: &str, to: &Lang) -> Vec<&'static str> {
    let mut out = Vec::new();
    let cyrillic = to.tag() == "ru";
    let hyphen = translation.contains(" - ") || translation.contains("--");
    if hyphen && !text.contains("--") && (cyrillic || !text.contains(" - ")) {
        out.push("dash");
    }
    let spaced = |text: &str| {
        text.contains("  ")
            || [" ,", " .", " ;", " !", " ?"].iter().any(|mark| {
                text.match_indices(mark).any(|(at, _)| text[at + 2..].chars().next().is_none_or(char::is_whitespace))
            })
    };
    if spaced(translation) && !spaced(text) {
        out.push("blanks");
    }
    let bound = |text: &str| text.contains(['\u{a0}', '\u{202f}']);
    if bound(text) && !bound(translation) && text.chars().any(|c| c.is_ascii_digit()) {
        out.push("bound");
    }
    if ends(text) != ends(translation) && text.split_whitespace().count() > 2 {
        out.push("end");
    }
    out
}

/// How a text ends: with a full stop, a question, a colon, or in the open.
fn ends(text: &str) -> Option<char> {
    let last =
        text.trim_end().trim_end_matches(['*', '_', '`', '"', '»', '”', '“', '’', ')', '\'']).chars().next_back()?;
    match last {
        '.' | '!' | '…' => Some('.'),
        '?' => Some('?'),
        ':' | ';' => Some(':'),
        _ => None,
    }
}

/// Words that were left as they were in a translation that is written in other letters than its source: two and more in a
/// row that the source has in the same order, none of them a name.
pub(super) fn words_left(text: &str, translation: &str) -> Option<String> {
    let lower = |word: &&str| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase());
    let source: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut run: Vec<&str> = Vec::new();
    for word in translation.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if lower(&bare) {
            run.push(bare);
        }
        let goes_on = lower(&bare) && word.ends_with(' ');
        if !goes_on {
            if run.len() > 1 && source.windows(run.len()).any(|words| words == run) {
                return Some(run.join(" "));
            }
            run.clear();
        }
    }
    (run.len() > 1 && source.windows(run.len()).any(|words| words == run)).then(|| run.join(" "))
}

/// Words in which letters of two alphabets are mixed, most likely by a key of the other keyboard.
pub(super) fn mixed_words(translation: &str) -> Vec<&str> {
    let latin = |c: char| c.is_ascii_alphabetic();
    let cyrillic = |c: char| ('\u{400}'..='\u{4ff}').contains(&c);
    translation
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().any(latin) && word.chars().any(cyrillic))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differences(text: &str, translation: &str) -> String {
        let (lost, new) = number_differences(text, translation);
        format!("{} {}", lost.join(","), new.join(",")).trim().to_owned()
    }

    #[test]
    fn numbers_are_the_same_however_they_are_written() {
        for (text, translation) in [
            ("1 000 подов, 0,5 CPU", "1,000 pods, 0.5 CPU"),
            ("3 узла", "three nodes"),
            ("К 01.02.2026", "By 2026-02-01"),
            ("В 15:30", "At 3:30 pm"),
            ("В 90-х", "In the 1990s"),
            ("два пода", "2 pods"),
            ("версия 1.2.3", "version 1.2.3"),
        ] {
            assert_eq!(differences(text, translation), differences("", ""), "{text}");
        }
        assert_eq!(differences("порт 80 и 443", "ports 80 and 444"), "443 444");
        assert_eq!(differences("порт 80 и 443", "ports 80, 443 and 22"), "22");
    }

    #[test]
    fn placeholders_are_kept() {
        let none: [&str; 0] = [];
        assert_eq!(placeholder_differences("{name}: %s и ${PORT}", "${PORT} and %s: {name}"), none);
        assert_eq!(placeholder_differences("100 % суток", "100% of the day"), none);
        assert_eq!(placeholder_differences("{a, b} и $5", "{a, b} and $5"), none);
        assert_eq!(placeholder_differences("%d из ${PORT}", "%s of ${PRT}"), ["−${PORT}", "−%d", "+${PRT}", "+%s"]);
        assert_eq!(
            placeholder_differences("{{ .Values.port }}", "{{ .Values.prt }}"),
            ["−{{ .Values.port }}", "+{{ .Values.prt }}"]
        );
    }

    #[test]
    fn dashes_blanks_and_ends_are_looked_at() {
        let none: [&str; 0] = [];
        let english = |text: &str, translation: &str| typography(text, translation, &Lang::en());
        let russian = |text: &str, translation: &str| typography(text, translation, &Lang::ru());
        assert_eq!(russian("A key is a line.", "Ключ - это строка."), ["dash"]);
        assert_eq!(russian("A key is a line.", "Ключ — это строка."), none);
        assert_eq!(english("Ключ — это строка.", "A key -- a line."), ["dash"]);
        assert_eq!(english("Ключ и замок.", "A key  and a lock ."), ["blanks"]);
        assert_eq!(english("Ключ .gitignore и замок.", "A key .gitignore and a lock."), none);
        assert_eq!(english("Надо 5\u{a0}ГБ места.", "It takes 5 GB of room."), ["bound"]);
        assert_eq!(english("Где же этот ключ?", "Where is the key"), ["end"]);
        assert_eq!(english("Ключ к замку (**новый**).", "A key to the lock (**new**)."), none);
    }

    #[test]
    fn words_of_the_source_are_seen_in_other_letters() {
        assert_eq!(words_left("the words of a book", "Слова: the words of книга").as_deref(), Some("the words of"));
        assert_eq!(words_left("run kubectl apply now", "Выполните kubectl сейчас"), None);
        assert_eq!(words_left("Google Kubernetes Engine is here", "Google Kubernetes Engine уже тут"), None);
        assert_eq!(mixed_words("Podы и pod'ы"), ["Podы"]);
    }
}
