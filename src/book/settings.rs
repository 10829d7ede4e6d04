//! `book.toml`: mdBook's own settings and Konspekt's, with the place of every mistake.

use std::{collections::BTreeMap, str::FromStr};

use mdbook_driver::config::{Config, HtmlConfig};
use serde::Deserialize;
use toml::Spanned;

use super::directives::leaves;
use crate::{
    diagnostics::{
        Diagnostic, code,
        levels::{Levels, NotAdjustable, Setting, adjustable},
    },
    glossary,
    online::Policy,
    tables::labels::Labels,
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
    pub link: Spanned<String>,
    /// Labels of the notes that mean the same: one row of a comparison, under the first of them.
    pub labels: Vec<Vec<String>>,
    /// What `check --online` asks.
    online: Online,
    /// What becomes of a diagnostic, by its code.
    check: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
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
            link: Spanned::new(0..0, "first-in-section".to_owned()),
            labels: Vec::new(),
            online: Online::default(),
            check: BTreeMap::new(),
            command: None,
            after: Vec::new(),
            before: Vec::new(),
            renderers: None,
            optional: false,
        }
    }
}

/// `[preprocessor.konspekt.online]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Online {
    allow: Vec<Spanned<String>>,
    ignore: Vec<String>,
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
    pub link: glossary::Policy,
    /// What becomes of findings.
    pub levels: Levels,
    /// Which links to other sites may be asked.
    pub online: Policy,
    /// Labels of the notes that mean the same.
    pub labels: Labels,
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

/// The tables that are read with their places: mdBook's own reader does not keep them, and passes over mistakes in
/// `[output.html]`, which would give the site another theme.
#[derive(Deserialize)]
struct Tables {
    #[serde(default)]
    output: Output,
    #[serde(default)]
    preprocessor: Preprocessors,
}

#[derive(Deserialize, Default)]
struct Output {
    html: Option<HtmlConfig>,
}

#[derive(Deserialize, Default)]
struct Preprocessors {
    konspekt: Option<Options>,
}

/// Reads `book.toml`.
pub fn parse(source: &Source) -> Result<Settings, Box<Diagnostic>> {
    let tables: Tables = toml::from_str(source.text()).map_err(|error| toml_error(source, &error))?;
    let config = Config::from_str(source.text()).map_err(|error| {
        match error.root_cause().downcast_ref::<toml::de::Error>() {
            Some(error) => toml_error(source, error),
            None => wrong(source, Span::default(), &error),
        }
    })?;
    let html = tables.output.html.unwrap_or_default();
    let files = html.theme.iter().chain(&html.additional_css).chain(&html.additional_js).chain([&config.book.src]);
    if let Some(path) = files.map(|path| path.to_string_lossy()).find(|path| leaves(path)) {
        let diagnostic = Diagnostic::new(code::PATH_LEAVES_BOOK, source, place_of(source, &path)).arg("path", &path);
        return Err(Box::new(diagnostic));
    }
    let options = tables.preprocessor.konspekt.unwrap_or_default();
    let link = glossary::Policy::from_name(options.link.get_ref()).ok_or_else(|| {
        let cause = format!("expected first-in-section, first-in-page or all, found `{}`", options.link.get_ref());
        wrong(source, Span::from(options.link.span()), &cause)
    })?;
    let levels = levels(source, options.check)?;
    let online = online(source, options.online)?;
    let language = config.book.language.as_deref().unwrap_or("en");
    let source_lang: Lang = language.parse().map_err(|error| wrong(source, place_of(source, language), &error))?;
    let mut languages = vec![source_lang.clone()];
    for lang in options.languages {
        // `EN` is `en`, and would be the same folder on some systems.
        if !languages.iter().any(|known| is_folder_of(known.tag(), &lang)) {
            languages.push(lang);
        }
    }
    let parallel = options.parallel && languages.len() > 1;
    if let [first, second, others @ ..] = languages.as_slice()
        && let Some(taken) = others.iter().find(|lang| parallel && is_folder_of(&format!("{first}-{second}"), lang))
    {
        let cause = format!("the folder of `{taken}` is that of the parallel edition: say `parallel = false`");
        return Err(Box::new(wrong(source, place_of(source, taken.tag()), &cause)));
    }
    Ok(Settings { config, source_lang, languages, parallel, link, levels, online, labels: Labels::new(options.labels) })
}

/// Whether the edition in a language is published in that folder.
fn is_folder_of(folder: &str, lang: &Lang) -> bool {
    folder.eq_ignore_ascii_case(lang.tag())
}

/// `[preprocessor.konspekt.check]`: a level by code, with a reason where it is lower than the code's own.
fn levels(source: &Source, check: BTreeMap<Spanned<String>, Spanned<toml::Value>>) -> Result<Levels, Box<Diagnostic>> {
    let mut levels = Levels::default();
    for (typed, value) in check {
        let at = |span: std::ops::Range<usize>, value: &str| {
            Diagnostic::new(code::CHECK_SETTING, source, span).arg("value", value)
        };
        let key = |help| at(typed.span(), typed.get_ref()).help(help);
        let code = adjustable(typed.get_ref()).map_err(|why| match why {
            NotAdjustable::Unknown(near) => key("unknown").nearest(near),
            NotAdjustable::Fixed => key("fixed"),
        })?;
        let (level, reason) = match value.get_ref() {
            toml::Value::String(level) => (level.as_str(), ""),
            toml::Value::Table(table) => {
                if let Some(unknown) = table.keys().find(|key| !matches!(key.as_str(), "level" | "reason")) {
                    return Err(Box::new(at(value.span(), unknown).help("key")));
                }
                let text = |key: &str| table.get(key).and_then(toml::Value::as_str).unwrap_or_default();
                (text("level"), text("reason"))
            }
            _ => ("", ""),
        };
        let setting = Setting::from_str(level).map_err(|()| at(value.span(), level).help("level"))?;
        if reason.trim().is_empty() && Levels::lowers(code, setting) {
            return Err(Box::new(key("reason").arg("level", level)));
        }
        levels.set(code, setting);
    }
    Ok(levels)
}

/// `[preprocessor.konspekt.online]`: hosts, not addresses, are allowed.
fn online(source: &Source, online: Online) -> Result<Policy, Box<Diagnostic>> {
    if let Some(bad) = online.allow.iter().find(|host| host.get_ref().is_empty() || host.get_ref().contains(['/', '*']))
    {
        let cause = format!("expected a host such as `wiki.intranet` or `10.0.0.5:8080`, found `{}`", bad.get_ref());
        return Err(Box::new(wrong(source, Span::from(bad.span()), &cause)));
    }
    Ok(Policy { allow: online.allow.into_iter().map(Spanned::into_inner).collect(), ignore: online.ignore })
}

fn wrong(source: &Source, span: Span, cause: &impl ToString) -> Diagnostic {
    Diagnostic::new(code::BOOK_SETTINGS, source, span).arg("cause", first_line(&cause.to_string()))
}

/// Where a value stands; the start of the file where it is written with escapes.
fn place_of(source: &Source, value: &str) -> Span {
    let quoted = source.text().find(&format!("\"{value}\"")).or_else(|| source.text().find(&format!("'{value}'")));
    quoted.map_or(Span::default(), |at| Span::new(at + 1, at + 1 + value.len()))
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
