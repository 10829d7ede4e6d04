//! Languages as the book names them, and texts that exist in Russian and in English.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

/// A language by its BCP 47 tag, as it stands in `book.toml`, in `lang="…"` and in folder names (`ru`, `en`).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Lang(Arc<str>);

/// Why a string is no language tag.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no language tag: expected letters, digits and hyphens, as in `ru` or `pt-BR`")]
pub struct BadLang(String);

impl Lang {
    /// Russian.
    pub fn ru() -> Self {
        Self("ru".into())
    }

    /// English.
    pub fn en() -> Self {
        Self("en".into())
    }

    /// The tag itself, safe in a file name and in an HTML attribute.
    pub fn tag(&self) -> &str {
        &self.0
    }

    /// Whether `letter` is a letter of the script this language is written in.
    ///
    /// It tells text that needs a translation from names and code that do not: «ClusterIP» in a Russian book is no
    /// message. A language whose script is not known here counts every letter.
    pub fn writes(&self, letter: char) -> bool {
        match self.tag() {
            "ru" => is_russian(letter),
            _ => letter.is_alphabetic(),
        }
    }

    /// Whether a text has words of this language, so that it can be translated from it: a letter of its script, and, where
    /// any letter is one, no text in Cyrillic. Conversations in two languages come in one export, and each is shown as it
    /// is in every edition.
    pub fn has_words_in<'a>(&self, texts: impl Iterator<Item = &'a str> + Clone) -> bool {
        let is_foreign = self.tag() == "en" && is_cyrillic(texts.clone());
        !is_foreign && texts.flat_map(str::chars).any(|c| self.writes(c))
    }

    /// The language's name in itself, for a switch; the tag where it is not known.
    pub fn endonym(&self) -> &str {
        match self.tag() {
            "ru" => "Русский",
            "en" => "English",
            tag => tag,
        }
    }
}

fn is_russian(letter: char) -> bool {
    matches!(letter, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё')
}

/// Whether a text is written in Cyrillic letters. Russian on computing is full of Latin names, so a third is enough.
pub fn is_cyrillic<'a>(texts: impl IntoIterator<Item = &'a str>) -> bool {
    // The beginning of a text is as good as all of it.
    const SAMPLE: usize = 50_000;
    let (mut cyrillic, mut latin) = (0usize, 0usize);
    for text in texts {
        let sample = &text[..text.floor_char_boundary(text.len().min(SAMPLE))];
        for c in sample.chars().filter(|c| c.is_alphabetic()) {
            if is_russian(c) { cyrillic += 1 } else { latin += 1 }
        }
    }
    cyrillic * 2 > latin
}

impl TryFrom<String> for Lang {
    type Error = BadLang;

    fn try_from(tag: String) -> Result<Self, BadLang> {
        let good = !tag.is_empty()
            && tag.len() <= 35
            && tag.starts_with(|c: char| c.is_ascii_alphabetic())
            && tag.split('-').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric()));
        if good { Ok(Self(tag.into())) } else { Err(BadLang(tag)) }
    }
}

impl From<Lang> for String {
    fn from(lang: Lang) -> Self {
        lang.0.to_string()
    }
}

impl std::str::FromStr for Lang {
    type Err = BadLang;

    fn from_str(tag: &str) -> Result<Self, BadLang> {
        Self::try_from(tag.to_owned())
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text in both languages the tool itself speaks.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Localized {
    /// In Russian.
    pub ru: String,
    /// In English.
    pub en: String,
}

impl Localized {
    /// The text in `lang`; in English for every language that is not Russian.
    pub fn get(&self, lang: &Lang) -> &str {
        if lang.tag() == "ru" { &self.ru } else { &self.en }
    }

    /// The same, or what there is in the other language where that is all.
    pub fn any(&self, lang: &Lang) -> &str {
        Some(self.get(lang)).filter(|text| !text.is_empty()).unwrap_or(if self.ru.is_empty() {
            &self.en
        } else {
            &self.ru
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_never_leaves_its_folder() {
        for bad in ["", "..", "ru/../..", "r u", "<b>", "-", "ru-", "1"] {
            assert!(bad.parse::<Lang>().is_err(), "{bad}");
        }
        for good in ["ru", "en", "pt-BR", "zh-Hans-CN"] {
            assert_eq!(good.parse::<Lang>().expect(good).tag(), good);
        }
    }

    #[test]
    fn words_in_another_script_are_no_words_of_a_language() {
        let words = |lang: Lang, text: &str| lang.has_words_in(std::iter::once(text));
        assert!(words(Lang::en(), "The word «под» has three letters") && words(Lang::en(), "naïve"));
        assert!(!words(Lang::en(), "Запустите Docker") && !words(Lang::en(), "2 + 2"));
        assert!(words(Lang::ru(), "Docker и Compose") && !words(Lang::ru(), "Docker Compose"));
    }
}
