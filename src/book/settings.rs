//! `book.toml`: mdBook's own settings and Konspekt's, with the place of every mistake.

use std::str::FromStr;

use mdbook_driver::config::Config;
use serde::Deserialize;

use crate::{
    diagnostics::{Diagnostic, code},
    glossary::Policy,
    text::{Lang, Source, Span},
};

/// `[preprocessor.konspekt]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Options {
    /// Languages of the editions, the source language first; `book.language` alone where there are none.
    pub languages: Vec<Lang>,
    /// Whether the parallel edition is built, where there are two languages.
    pub parallel: bool,
    /// Which mentions of terms become links: `first-in-section`, `first-in-page` or `all`.
    pub link: String,
    /// mdBook's key: how to run the preprocessor.
    command: Option<String>,
    /// mdBook's key: what runs before it.
    after: Vec<String>,
    /// mdBook's key: what runs after it.
    before: Vec<String>,
    /// mdBook's key: for which renderers it runs.
    renderers: Option<Vec<String>>,
    /// mdBook's key: whether a missing program is passed over.
    optional: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            languages: Vec::new(),
            parallel: true,
            link: "first-in-section".to_owned(),
            command: None,
            after: Vec::new(),
            before: Vec::new(),
            renderers: None,
            optional: false,
        }
    }
}

/// The settings of a book.
#[derive(Clone, Debug)]
pub struct Settings {
    /// mdBook's.
    pub config: Config,
    /// The language the chapters are written in.
    pub source_lang: Lang,
    /// Every language the book is published in, the source language first.
    pub languages: Vec<Lang>,
    /// Whether the parallel edition is built.
    pub parallel: bool,
    /// Which mentions of terms become links.
    pub link: Policy,
}

impl Settings {
    /// The folder of the chapters, relative to the book, with forward slashes.
    pub fn src(&self) -> String {
        self.config.book.src.to_string_lossy().replace('\\', "/").trim_end_matches('/').to_owned()
    }

    /// The languages other than the source language.
    pub fn targets(&self) -> &[Lang] {
        &self.languages[1..]
    }
}

/// Reads `book.toml`.
pub fn parse(source: &Source) -> Result<Settings, Diagnostic> {
    // Parsed twice on purpose: `toml` knows the place of a syntax error, mdBook's own reader only that there is one.
    let table: toml::Table = toml::from_str(source.text()).map_err(|error| toml_error(source, &error))?;
    let config = Config::from_str(source.text()).map_err(|error| {
        let cause = error.root_cause().to_string();
        let span = named_key(source, &cause);
        Diagnostic::new(code::BOOK_SETTINGS, source, span).arg("cause", first_line(&cause))
    })?;
    let at = |needle: &str| {
        let start = source.text().find(needle).unwrap_or_default();
        Span::new(start, start + if source.text()[start..].starts_with(needle) { needle.len() } else { 0 })
    };
    let options = match table.get("preprocessor").and_then(|preprocessors| preprocessors.get("konspekt")) {
        None => Options::default(),
        Some(value) => value.clone().try_into::<Options>().map_err(|error| {
            let cause = error.message().to_owned();
            let span = named_key(source, &cause);
            let span = if span.start == span.end { at("[preprocessor.konspekt]") } else { span };
            Diagnostic::new(code::BOOK_SETTINGS, source, span).arg("cause", cause)
        })?,
    };
    let source_lang: Lang = config
        .book
        .language
        .as_deref()
        .unwrap_or("en")
        .parse()
        .map_err(|error| Diagnostic::new(code::BOOK_SETTINGS, source, at("language")).arg("cause", error))?;
    let mut languages = vec![source_lang.clone()];
    for lang in options.languages.clone() {
        if !languages.contains(&lang) {
            languages.push(lang);
        }
    }
    let src = config.book.src.to_string_lossy();
    if src.split(['/', '\\']).any(|part| part == "..") || config.book.src.is_absolute() {
        return Err(Diagnostic::new(code::PATH_LEAVES_BOOK, source, at("src")).arg("path", src));
    }
    let link = Policy::from_name(&options.link).ok_or_else(|| {
        let cause = format!("`link` is first-in-section, first-in-page or all, not `{}`", options.link);
        Diagnostic::new(code::BOOK_SETTINGS, source, at("link")).arg("cause", cause)
    })?;
    let parallel = options.parallel && languages.len() == 2;
    Ok(Settings { config, source_lang, languages, parallel, link })
}

/// A TOML mistake as a diagnostic at its place.
pub fn toml_error(source: &Source, error: &toml::de::Error) -> Diagnostic {
    let length = source.text().len();
    let range = error.span().unwrap_or(0..0);
    let span = Span::new(range.start.min(length), range.end.clamp(range.start.min(length), length));
    Diagnostic::new(code::BOOK_SETTINGS, source, span).arg("cause", first_line(error.message()))
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// The key that a message names in backticks, where the file has a line that begins with it.
fn named_key(source: &Source, message: &str) -> Span {
    let key = message.split('`').nth(1).unwrap_or_default();
    (1..=source.lines())
        .filter_map(|line| source.line_span(line))
        .find(|&line| {
            let text = source.slice(line).trim_start();
            !key.is_empty() && text.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
        })
        .map_or(Span::new(0, 0), |line| {
            let start = line.start + source.slice(line).find(key).unwrap_or_default();
            Span::new(start, start + key.len())
        })
}
