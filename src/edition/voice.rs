//! What an edition says: a text of the source language in the language, or the languages, of the edition.

use std::collections::BTreeMap;

use super::Edition;
use crate::{
    examples,
    text::{Lang, Localized, grammar},
    translate::{self, Mode, Role, Segment, State, Translations},
};

/// The voice of an edition.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    /// The edition.
    pub edition: &'a Edition,
    /// The language the book is written in.
    pub source: &'a Lang,
    /// Translations by language.
    pub translations: &'a BTreeMap<Lang, Translations>,
}

impl Voice<'_> {
    /// Markdown of the source language as this edition shows it.
    pub fn markdown(&self, markdown: &str) -> String {
        let translated = self.splice(|mode, choose| {
            translate::translate(markdown, &translate::segments(markdown, self.source, &comments), choose, mode)
        });
        translated.unwrap_or_else(|| markdown.to_owned())
    }

    /// A YAML file with its comments as this edition shows them.
    pub fn code(&self, code: &str) -> String {
        let translated = self.splice(|mode, choose| {
            let segments = translate::code_segments(code, &examples::comments(code), self.source);
            translate::translate_code(code, &segments, choose, mode)
        });
        translated.unwrap_or_else(|| code.to_owned())
    }

    /// A plain title (of a chapter, of the book). A parallel edition has room for one language only.
    pub fn title(&self, title: &str) -> String {
        self.title_in(title, &self.edition.lang)
    }

    /// A plain title in that language, or as it was written where it has no fresh translation.
    pub fn title_in(&self, title: &str, lang: &Lang) -> String {
        self.fresh(title, lang, Role::Title).unwrap_or_else(|| title.to_owned())
    }

    /// A text that exists in both languages.
    pub fn both(&self, text: &Localized) -> String {
        match &self.edition.beside {
            Some(_) if text.ru == text.en => text.ru.clone(),
            Some(beside) => self.pair(text.get(&self.edition.lang), text.get(beside), beside),
            None => self.own(text),
        }
    }

    /// A text in the edition's language. What the program knows in Russian and English only is English elsewhere, and
    /// marked so.
    fn own(&self, text: &Localized) -> String {
        let lang = &self.edition.lang;
        let words = text.get(lang);
        if [Lang::ru(), Lang::en()].contains(lang) || words.is_empty() {
            return words.to_owned();
        }
        format!("<span lang=\"en\">{words}</span>")
    }

    /// What a review says: the author's words in each language; the source's where they have changed since, marked so.
    pub fn review(&self, text: &Localized) -> String {
        if ![Lang::ru(), Lang::en()].contains(self.source) {
            return self.both(text);
        }
        let source = text.get(self.source);
        let message = translate::message_text(source);
        let in_lang = |lang: &Lang| {
            let translations = self.translations.get(lang).filter(|_| lang != self.source);
            let left = |title: String| {
                format!("<span class=\"untranslated\" lang=\"{}\" title=\"{title}\">{source}</span>", self.source)
            };
            match translations.map(|translations| translations.state(&message, Role::Review)) {
                None => source.to_owned(),
                Some(State::Fresh(words)) if words == text.get(lang) => words.clone(),
                // From the catalog: somebody's text.
                Some(State::Fresh(words)) => translate::accept(&message, words, Role::Paragraph)
                    .unwrap_or_else(|_| left(translate::missing_notice(lang))),
                Some(State::Stale { .. }) => left(translate::stale_notice(lang)),
                Some(_) => left(translate::missing_notice(lang)),
            }
        };
        match &self.edition.beside {
            Some(beside) => self.pair(&in_lang(&self.edition.lang), &in_lang(beside), beside),
            None => in_lang(&self.edition.lang),
        }
    }

    fn pair(&self, own: &str, other: &str, beside: &Lang) -> String {
        let lang = &self.edition.lang;
        format!(
            "<span class=\"pair\"><span class=\"side\" lang=\"{lang}\">{own}</span><span class=\"side\" lang=\"{beside}\">{other}</span></span>"
        )
    }

    /// Words of the program itself, in the language or the languages of the page.
    pub fn words(&self, ru: &str, en: &str) -> String {
        self.both(&Localized { ru: ru.to_owned(), en: en.to_owned() })
    }

    /// Words of the notes, quoted as they stand; in English where the edition speaks it and they are given.
    pub fn quote(&self, words: &str, english: Option<&str>) -> String {
        let quote = |words: &str, lang: &Lang, class: &str| {
            let words = html_escape::encode_text(words).replace("{{", "&#123;&#123;");
            let words = words.replace(['\n', '\r'], " ");
            format!("<blockquote class=\"{class}\" lang=\"{lang}\">{words}</blockquote>")
        };
        let en = Lang::en();
        match (&self.edition.beside, english) {
            (Some(_), Some(english)) if *self.source != en => {
                let (own, english) = (quote(words, self.source, "no-links side"), quote(english, &en, "no-links side"));
                format!("<div class=\"pair\">{own}{english}</div>")
            }
            (None, Some(english)) if self.edition.lang == en && *self.source != en => quote(english, &en, "no-links"),
            _ => quote(words, self.source, "no-links"),
        }
    }

    /// A word of the interface, in the language of the page.
    pub fn word<'t>(&self, ru: &'t str, en: &'t str) -> &'t str {
        if self.edition.lang.tag() == "ru" { ru } else { en }
    }

    /// A message of the source language as inline Markdown in `lang`, if its translation is fresh.
    pub fn message(&self, text: &str, lang: &Lang) -> Option<String> {
        self.fresh(text, lang, Role::Cell)
    }

    fn fresh(&self, text: &str, lang: &Lang, role: Role) -> Option<String> {
        if lang == self.source {
            return Some(text.to_owned());
        }
        match self.translations.get(lang)?.state(text, role) {
            // A translation is somebody's text: it may be words, never markup that the source has not.
            State::Fresh(translation) => translate::accept(text, translation, role).ok(),
            _ => None,
        }
    }

    fn splice(&self, splice: impl FnOnce(Mode<'_>, &dyn Fn(&Segment) -> State) -> String) -> Option<String> {
        let (to, parallel) = match &self.edition.beside {
            Some(beside) => (beside, true),
            None => (&self.edition.lang, false),
        };
        if to == self.source {
            return None;
        }
        let translations = self.translations.get(to);
        let choose = |segment: &Segment| {
            translations.map_or(State::Missing, |translations| translations.state(&segment.text, segment.role).clone())
        };
        let mode =
            if parallel { Mode::Parallel { from: self.source, to } } else { Mode::Single { from: self.source, to } };
        Some(splice(mode, &choose))
    }
}

/// Comments of a code block, for those languages whose comments are known.
pub fn comments(lang: &str, code: &str) -> Vec<crate::text::Span> {
    match lang.split(',').next().unwrap_or_default() {
        "yaml" | "yml" => examples::comments(code),
        "toml" | "ini" | "conf" | "dockerfile" | "env" => hash_comments(code),
        lang => grammar::comments(lang, code),
    }
}

/// Lines of their own that begin with `#`, outside of a text of several lines.
fn hash_comments(code: &str) -> Vec<crate::text::Span> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut inside = None;
    for line in code.split_inclusive('\n') {
        let body = line.trim_end();
        let indent = body.len() - body.trim_start().len();
        for quotes in ["\"\"\"", "'''"] {
            if body.matches(quotes).count() % 2 == 1 && inside.is_none_or(|open| open == quotes) {
                inside = if inside.is_some() { None } else { Some(quotes) };
            }
        }
        if inside.is_none() && body[indent..].starts_with('#') {
            out.push(crate::text::Span::new(start + indent, start + body.len()));
        }
        start += line.len();
    }
    out
}
