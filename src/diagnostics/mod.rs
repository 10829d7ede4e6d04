//! What Konspekt finds wrong: codes, places, words, help.
//!
//! A kind of finding is declared in one place, its page `pages/K….md`: level, messages and hints in both languages,
//! explanation, a bad and a good example. A [`Diagnostic`] is data that names a page and fills in its placeholders; it
//! becomes text only in [`render`]. A finding is never an `Err`: all of them are collected, then shown.

pub mod levels;
pub mod list;
pub mod page;
pub mod render;

use std::{collections::BTreeMap, fmt, io};

pub use list as code;
pub use page::Page;

use crate::text::{Lang, Source, Span};

/// A stable name such as `K0203`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Code(pub(crate) &'static str);

impl Code {
    /// The code as it is printed.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth knowing; nothing is wrong.
    Note,
    /// May be wrong.
    Warning,
    /// Is wrong: nothing is built.
    Error,
}

impl Level {
    /// `error`, `warning` or `note`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place that a diagnostic points at, besides its own.
#[derive(Clone, PartialEq, Debug)]
pub struct Label {
    /// The file; it may be another one than the diagnostic's.
    pub source: Source,
    /// The stretch.
    pub span: Span,
    /// Which of the page's `[label.…]` texts stands beside it.
    pub text: &'static str,
}

/// A change of the text that cures a finding for certain.
#[derive(Clone, PartialEq, Debug)]
pub struct Fix {
    /// The stretch that is replaced, in the diagnostic's own file.
    pub span: Span,
    /// What takes its place.
    pub text: String,
}

/// One finding: a code, a place, and what fills the page's placeholders.
#[derive(Clone, PartialEq, Debug)]
pub struct Diagnostic {
    /// Which page it belongs to.
    pub code: Code,
    /// How bad it is here; the page's own level unless changed.
    pub level: Level,
    /// The file.
    pub source: Source,
    /// The stretch that is underlined.
    pub span: Span,
    /// Further places.
    pub labels: Vec<Label>,
    /// The cure, where there is one that cannot be wrong.
    pub fix: Option<Fix>,
    args: Vec<(&'static str, String)>,
    helps: Vec<&'static str>,
    url: Option<String>,
}

impl Diagnostic {
    /// A finding of kind `code` at `span` of `source`.
    pub fn new(code: Code, source: &Source, span: impl Into<Span>) -> Self {
        Self {
            code,
            level: page::page(code).level,
            source: source.clone(),
            span: span.into(),
            labels: Vec::new(),
            fix: None,
            args: Vec::new(),
            helps: Vec::new(),
            url: None,
        }
    }

    /// Fills the placeholder `{name}` of the page's texts.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        // There are seldom several, and there may be hundreds of thousands of findings.
        self.args.reserve_exact(1);
        self.args.push((name, value.to_string()));
        self
    }

    /// Adds the page's hint `[help.name]`.
    #[must_use]
    pub fn help(mut self, name: &'static str) -> Self {
        self.helps.reserve_exact(1);
        self.helps.push(name);
        self
    }

    /// Adds the hint `[help.nearest]` with `{nearest}` filled in, where there is a nearest name.
    #[must_use]
    pub fn nearest(self, nearest: Option<&str>) -> Self {
        match nearest {
            Some(name) => self.arg("nearest", name).help("nearest"),
            None => self,
        }
    }

    /// Points at a further place with the page's text `[label.name]`.
    #[must_use]
    pub fn label(mut self, name: &'static str, source: &Source, span: impl Into<Span>) -> Self {
        self.labels.push(Label { source: source.clone(), span: span.into(), text: name });
        self
    }

    /// The cure: `text` in place of `span`.
    #[must_use]
    pub fn fix(mut self, span: impl Into<Span>, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { span: span.into(), text: text.into() });
        self
    }

    /// The document that states the rule, instead of the page's own.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// Another level than the page's.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// The same finding shown in `source`, a file in which the text it was found in begins at byte `start`.
    #[must_use]
    pub fn in_source(mut self, source: &Source, start: usize) -> Self {
        let moved = |span: Span| Span::new(start + span.start, start + span.end);
        let part = std::mem::replace(&mut self.source, source.clone());
        self.span = moved(self.span);
        if let Some(fix) = &mut self.fix {
            fix.span = moved(fix.span);
        }
        for label in self.labels.iter_mut().filter(|label| label.source == part) {
            (label.source, label.span) = (source.clone(), moved(label.span));
        }
        self
    }

    /// The message in `lang`.
    pub fn message(&self, lang: &Lang) -> String {
        self.fill(page::page(self.code).message.get(lang))
    }

    /// The hints in `lang`.
    pub fn helps(&self, lang: &Lang) -> Vec<String> {
        let page = page::page(self.code);
        self.helps.iter().filter_map(|name| page.help.get(*name)).map(|text| self.fill(text.get(lang))).collect()
    }

    /// The text beside a further place, in `lang`.
    pub fn label_text(&self, label: &Label, lang: &Lang) -> String {
        page::page(self.code).label.get(label.text).map(|text| self.fill(text.get(lang))).unwrap_or_default()
    }

    /// The document that states the rule.
    pub fn document(&self) -> Option<&str> {
        self.url.as_deref().or(page::page(self.code).url.as_deref())
    }

    fn fill(&self, template: &str) -> String {
        let mut out = String::with_capacity(template.len());
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            rest = &rest[open..];
            let filled = rest.find('}').and_then(|close| {
                let (_, value) = self.args.iter().rev().find(|(name, _)| *name == &rest[1..close])?;
                Some((value, close + 1))
            });
            let (text, length) = filled.map_or((&rest[..1], 1), |(value, length)| (value.as_str(), length));
            out.push_str(text);
            rest = &rest[length..];
        }
        out.push_str(rest);
        out
    }
}

/// Whether any of them is an error.
pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.level == Level::Error)
}

/// What the fixes make of the files they are for: name, new text, how many were made. Of fixes that overlap the first is
/// made; the others come up again when the new text is checked.
pub fn fixed(diagnostics: &[Diagnostic]) -> Vec<(String, String, usize)> {
    let mut by_file: BTreeMap<&str, (&Source, Vec<&Fix>)> = BTreeMap::new();
    for diagnostic in diagnostics {
        let fixes = &mut by_file.entry(diagnostic.source.name()).or_insert((&diagnostic.source, Vec::new())).1;
        fixes.extend(&diagnostic.fix);
    }
    let mut out = Vec::new();
    for (name, (source, mut fixes)) in by_file {
        fixes.sort_by_key(|fix| fix.span);
        let (mut text, mut end, mut count) = (String::new(), 0, 0);
        for fix in fixes {
            // Two insertions at one place are one too many.
            if fix.span.start > end || (fix.span.start == end && count == 0) {
                text.push_str(&source.text()[end..fix.span.start]);
                text.push_str(&fix.text);
                (end, count) = (fix.span.end, count + 1);
            }
        }
        if count > 0 {
            text.push_str(&source.text()[end..]);
            out.push((name.to_owned(), text, count));
        }
    }
    out
}

/// What to say of a failure that is no finding: the error and its causes, but for one that the text before has said already.
pub fn with_causes(error: &anyhow::Error, lang: &Lang) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.contains(&cause) {
            text.push_str(&format!(": {cause}"));
        }
    }
    in_words(text, lang)
}

/// The text with what the operating system says in the words of its user. Libraries often pass it on as text only.
fn in_words(text: String, lang: &Lang) -> String {
    let number = |(_, behind): (&str, &str)| behind.split_once(')')?.0.parse().ok();
    let Some(error) = text.split_once("(os error ").and_then(number).map(io::Error::from_raw_os_error) else {
        return text;
    };
    match of_system(&error, lang) {
        Some(words) => text.replace(&error.to_string(), words),
        None => text,
    }
}

/// What the operating system refused most often, in words for its user.
fn of_system(error: &io::Error, lang: &Lang) -> Option<&'static str> {
    let (ru, en) = match error.kind() {
        io::ErrorKind::NotFound => ("такого файла или папки нет", "there is no such file or folder"),
        io::ErrorKind::PermissionDenied => ("нет прав доступа", "permission denied"),
        io::ErrorKind::IsADirectory => ("это папка, а нужен файл", "this is a folder, and a file is needed"),
        io::ErrorKind::NotADirectory => ("это файл, а нужна папка", "this is a file, and a folder is needed"),
        io::ErrorKind::StorageFull => ("на диске кончилось место", "no space left on the disk"),
        _ => return None,
    };
    Some(if *lang == Lang::ru() { ru } else { en })
}

/// Sorts by file, place and code, and drops what is said twice.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics
        .sort_by(|a, b| (a.source.name(), a.span, a.code, &a.args).cmp(&(b.source.name(), b.span, b.code, &b.args)));
    diagnostics.dedup();
}

/// A name that somebody meant is shorter than this (bytes): comparing takes time and memory of the product of the lengths.
const LONGEST_NAME: usize = 200;

/// How many slips of the pen lie between two names; more than anybody makes where one is too long to be a name.
pub fn distance(a: &str, b: &str) -> usize {
    if a.len().max(b.len()) > LONGEST_NAME { usize::MAX } else { strsim::damerau_levenshtein(a, b) }
}

/// The known name nearest to what somebody typed, if one is near enough to be meant.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if typed.len() > LONGEST_NAME {
        return None;
    }
    let typed_lower = typed.to_lowercase();
    known
        .into_iter()
        .map(|name| {
            let lower = name.to_lowercase();
            let distance = distance(&typed_lower, &lower);
            let part =
                lower.len() >= 4 && (typed_lower.contains(&lower) || lower.contains(&typed_lower)) && typed.len() >= 4;
            (if part { distance.min(2) } else { distance }, name)
        })
        .filter(|(distance, name)| *distance <= (typed.chars().count().max(name.chars().count()) / 3).max(1))
        .min()
        .map(|(_, name)| name)
}
