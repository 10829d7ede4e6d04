//! A book's files in memory, and what they are.
//!
//! [`Input::parse`] is a pure function of the files: it reads settings, summary, chapters, notes, examples, glossary,
//! reviews and catalogs, and collects every mistake with its place. Only [`crate::site::disk`] touches the disk.

use std::{
    borrow::Cow,
    cell::LazyCell,
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Component, Path},
};

use mdbook_driver::book::{Book, BookItem, Chapter};
use mdbook_summary::{Link, SummaryItem};

use super::{directives, settings, settings::Settings};
use crate::{
    diagnostics::{Diagnostic, code, nearest},
    glossary::{Glossary, Matcher},
    memo::{Key, Parts},
    notes::{self, Corrections, KeptIds, Note},
    reviews::{self, Review},
    text::{Lang, Source, Span, markdown},
    translate::Catalog,
};

/// The files of a book by their path relative to it, with forward slashes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A chapter's text and where it is published.
#[derive(Clone, Debug)]
pub struct ChapterSource {
    /// Path relative to `src`, with forward slashes; `index.md` for a `README.md`.
    pub path: String,
    /// Its name in the summary.
    pub name: String,
    /// Its file.
    pub source: Source,
}

/// A book as it was written.
#[derive(Clone, Debug)]
pub struct Input {
    /// What stands before the paths of the book's files in diagnostics (`book/`).
    pub prefix: String,
    /// The settings.
    pub settings: Settings,
    /// `book.toml`.
    pub settings_source: Source,
    /// Every file below `src`, by its path there.
    pub paths: BTreeSet<String>,
    /// mdBook's book. What its chapters say stands in `chapters`, and once is enough.
    pub book: Book,
    /// The chapters in reading order; drafts left out.
    pub chapters: Vec<ChapterSource>,
    /// The summary, where titles stand.
    pub summary: Source,
    /// Notes by their path below `src/notes`.
    pub notes: BTreeMap<String, Note>,
    /// Manifests by their path below `src/examples`.
    pub examples: BTreeMap<String, Source>,
    /// The glossary; empty where the book has none.
    pub glossary: Glossary,
    /// The reviews.
    pub reviews: Vec<Review>,
    /// The file they stand in, where there is one.
    pub reviews_source: Option<Source>,
    /// Catalogs by their language.
    pub catalogs: BTreeMap<Lang, Catalog>,
    /// The key of every file of the book but its chapters and its catalogs.
    pub made_of: Key,
}

impl Input {
    /// Reads a book from its files. `prefix` stands before every path that a diagnostic shows (`book/`).
    ///
    /// `None` where settings or summary cannot be read, so that there is no book to speak of.
    pub fn parse(files: &Files, prefix: &str) -> (Option<Self>, Vec<Diagnostic>) {
        let mut reader = Reader { files, prefix, diagnostics: Vec::new() };
        let input = reader.input();
        (input, reader.diagnostics)
    }

    /// Takes over chapters that other preprocessors have worked on.
    pub fn set_book(&mut self, mut book: Book) {
        let below = format!("{}{}/", self.prefix, self.settings.src());
        let known: HashMap<&str, &ChapterSource> =
            self.chapters.iter().map(|chapter| (chapter.source.name(), chapter)).collect();
        let mut chapters = Vec::new();
        for chapter in book.chapters() {
            let (Some(path), Some(source_path)) =
                (&chapter.path, chapter.source_path.as_ref().or(chapter.path.as_ref()))
            else {
                continue;
            };
            let name = format!("{below}{}", slashed(source_path));
            let text = markdown::line_ends(&chapter.content);
            let source = match known.get(name.as_str()) {
                Some(known) if known.source.text() == text => known.source.clone(),
                _ => Source::new(name, text),
            };
            chapters.push(ChapterSource { path: slashed(path), name: chapter.name.clone(), source });
        }
        book.for_each_mut(|item| {
            if let BookItem::Chapter(chapter) = item {
                chapter.content = String::new();
            }
        });
        (self.book, self.chapters) = (book, chapters);
    }
}

/// A path with forward slashes.
pub fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .filter_map(|part| match part {
            Component::Normal(part) => Some(part.to_string_lossy()),
            _ => None,
        })
        .collect();
    parts.join("/")
}

/// Where a way leads that is written in the file at `from`, as a path from the folder both belong to; `None` where it
/// climbs out of that.
pub fn resolve(from: &str, way: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in way.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Chapters whose page mdBook or Konspekt writes itself.
const RESERVED: [&str; 3] = ["print.md", "toc.md", "unsorted.md"];

/// Endings of the files that notes are read from.
const NOTES: [&str; 4] = ["txt", "md", "markdown", "json"];

struct Reader<'a> {
    files: &'a Files,
    prefix: &'a str,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn input(&mut self) -> Option<Input> {
        let Some(settings_source) = self.source("book.toml") else {
            let here = Source::new(format!("{}book.toml", self.prefix), "");
            self.diagnostics.push(Diagnostic::new(code::FILE_MISSING, &here, Span::default()).arg("path", "book.toml"));
            return None;
        };
        let settings = match settings::parse(&settings_source) {
            Ok(settings) => settings,
            Err(diagnostic) => {
                self.diagnostics.push(*diagnostic);
                return None;
            }
        };
        let src = settings.src();
        let summary_path = format!("{src}/SUMMARY.md");
        let Some(summary) = self.source(&summary_path) else {
            self.diagnostics
                .push(Diagnostic::new(code::FILE_MISSING, &settings_source, Span::default()).arg("path", summary_path));
            return None;
        };
        let (book, chapters) = self.chapters(&src, &summary)?;
        let examples_dir = format!("{src}/examples/");
        let examples = self
            .names(&examples_dir, &["yaml", "yml"])
            .into_iter()
            .filter_map(|name| Some((name.clone(), self.source(&format!("{examples_dir}{name}"))?)))
            .collect();
        let glossary_source = self.source("glossary.toml");
        let none = Source::new(format!("{}glossary.toml", self.prefix), "");
        let (glossary, found) = Glossary::parse(glossary_source.as_ref().unwrap_or(&none));
        self.diagnostics.extend(found);
        // A book without notes has no use for it.
        let matcher = LazyCell::new(|| Matcher::new(&glossary, &settings.source_lang));
        let notes_dir = format!("{src}/notes/");
        let notes = self.notes(&notes_dir, &matcher);
        let reviews_source = self.source("reviews.toml");
        let reviews = reviews_source.as_ref().map_or_else(Vec::new, |source| {
            let (reviews, diagnostics) = reviews::parse(source, &notes);
            self.diagnostics.extend(diagnostics);
            reviews
        });
        let mut catalogs = BTreeMap::new();
        for (path, bytes) in self.files.range("po/".to_owned()..).take_while(|(path, _)| path.starts_with("po/")) {
            let Some(name) = path.strip_prefix("po/").and_then(|name| name.strip_suffix(".po")) else { continue };
            let shown = format!("{}{path}", self.prefix);
            let (catalog, diagnostics) = Catalog::from_bytes(&shown, bytes);
            match settings.targets().iter().find(|lang| lang.tag() == name) {
                Some(lang) => {
                    self.diagnostics.extend(diagnostics);
                    self.diagnostics.extend(catalog.language_differs(lang));
                    catalogs.insert(lang.clone(), catalog);
                }
                // With nothing in it, nothing is missed: the book was meant to have a language that its author gave up.
                None if catalog.entries().iter().all(|entry| entry.is_header() || entry.text.is_empty()) => {}
                None => {
                    let unread = Diagnostic::new(code::CATALOG_LANGUAGE, &Source::new(shown, ""), Span::default());
                    self.diagnostics.push(unread.arg("found", name).help("unread"));
                }
            }
        }
        let below = format!("{src}/");
        let paths = self.files.keys().filter_map(|path| path.strip_prefix(&below)).map(str::to_owned).collect();
        Some(Input {
            prefix: self.prefix.to_owned(),
            made_of: self.made_of(&summary_path, [&notes_dir, &examples_dir]),
            paths,
            settings,
            settings_source,
            book,
            chapters,
            summary,
            notes,
            examples,
            glossary,
            reviews,
            reviews_source,
            catalogs,
        })
    }

    /// The key of the settings, the glossary, the reviews, of the summary and of all that lies in these folders.
    fn made_of(&self, summary: &str, folders: [&str; 2]) -> Key {
        let singles = ["book.toml", "glossary.toml", "reviews.toml", summary];
        let is_part = |path: &str| singles.contains(&path) || folders.iter().any(|folder| path.starts_with(folder));
        let files = self.files.iter().filter(|(path, _)| is_part(path));
        files.fold(Parts::default(), |made, (path, bytes)| made.of(path).of(bytes)).key()
    }

    /// A file as text. What is not UTF-8 is reported at its first wrong byte.
    fn source(&mut self, path: &str) -> Option<Source> {
        let bytes = self.files.get(path)?;
        let name = format!("{}{path}", self.prefix);
        match std::str::from_utf8(bytes) {
            Ok(text) => Some(Source::new(name, text)),
            Err(error) => {
                let text = String::from_utf8_lossy(bytes);
                let source = Source::new(name, text);
                let at = error.valid_up_to();
                self.diagnostics.push(Diagnostic::new(code::NOT_UTF8, &source, Span::new(at, at)).arg("offset", at));
                None
            }
        }
    }

    fn names(&self, dir: &str, extensions: &[&str]) -> Vec<String> {
        let below = self.files.keys().filter_map(|path| path.strip_prefix(dir));
        below
            .filter(|name| {
                name.rsplit('.').next().is_some_and(|ext| extensions.contains(&ext.to_ascii_lowercase().as_str()))
            })
            .map(str::to_owned)
            .collect()
    }

    /// The notes below `dir`; `matcher` knows the names of the glossary's terms.
    fn notes(&mut self, dir: &str, matcher: &LazyCell<Matcher, impl FnOnce() -> Matcher>) -> BTreeMap<String, Note> {
        let term = |heading: &str| matcher.only_term(heading);
        let mut out = BTreeMap::new();
        for name in self.names(dir, &["pdf", "doc", "docx", "odt", "rtf", "html", "htm", "epub"]) {
            let shown = Source::new(format!("{}{dir}{name}", self.prefix), "");
            self.diagnostics
                .push(Diagnostic::new(code::NOTE_FORMAT, &shown, Span::default()).arg("note", &name).help("text"));
        }
        let mut corrections = self.corrections(dir);
        for name in self.names(dir, &NOTES) {
            let Some(bytes) = self.files.get(&format!("{dir}{name}")) else { continue };
            let below = format!("{}{dir}", self.prefix);
            let corrected = corrections.remove(&name).or_else(|| corrections.remove(stem(&name)));
            let ids = self.source(&format!("{dir}{name}{}", notes::kept::ENDING)).map(|source| {
                let (ids, wrong) = KeptIds::parse(&source);
                self.diagnostics.extend(wrong);
                ids
            });
            let hints = notes::Hints { corrections: corrected.as_ref(), ids: ids.as_ref(), term: Some(&term) };
            let mut found = Vec::new();
            let wrong = notes::read(&format!("{below}{name}"), bytes.as_slice(), &hints, &mut |note| found.push(note));
            // Reading from memory does not fail.
            self.diagnostics.extend(wrong.unwrap_or_default());
            if let Some(corrections) = &corrected {
                self.diagnostics.extend(corrections.check(&found.iter().collect::<Vec<_>>()));
            }
            let key = |note: &Note| note.source.name().strip_prefix(&below).unwrap_or(&name).to_owned();
            out.extend(found.into_iter().map(|note| (key(&note), note)));
        }
        self.diagnostics.extend(corrections.values().flat_map(|corrections| corrections.check(&[])));
        out
    }

    /// Files of corrections, by the name of the note, with or without its ending.
    fn corrections(&mut self, dir: &str) -> BTreeMap<String, Corrections> {
        let mut out = BTreeMap::new();
        for file in self.names(dir, &["toml"]) {
            let Some(name) = file.strip_suffix(".outline.toml") else { continue };
            let Some(source) = self.source(&format!("{dir}{file}")) else { continue };
            let (corrections, found) = Corrections::parse(&source);
            self.diagnostics.extend(found);
            out.insert(name.to_owned(), corrections);
        }
        out
    }

    fn chapters(&mut self, src: &str, summary: &Source) -> Option<(Book, Vec<ChapterSource>)> {
        let parsed = match mdbook_summary::parse_summary(summary.text()) {
            Ok(parsed) => parsed,
            Err(error) => {
                let chain: Vec<_> = error.chain().map(ToString::to_string).collect();
                let span = line_in(summary, &chain.join(" "));
                self.diagnostics.push(Diagnostic::new(code::SUMMARY, summary, span).arg("cause", chain.join(": ")));
                return None;
            }
        };
        let mut chapters = Vec::new();
        let mut pages = BTreeSet::new();
        let mut walk = Walk { src, summary, pages: &mut pages, chapters: &mut chapters };
        let items = parsed.prefix_chapters.iter().chain(&parsed.numbered_chapters).chain(&parsed.suffix_chapters);
        let items = items.map(|item| self.item(item, &[], &mut walk)).collect();
        Some((Book::new_with_items(items), chapters))
    }

    fn item(&mut self, item: &SummaryItem, parents: &[String], walk: &mut Walk<'_>) -> BookItem {
        match item {
            SummaryItem::Separator => BookItem::Separator,
            SummaryItem::PartTitle(title) => BookItem::PartTitle(title.clone()),
            SummaryItem::Link(link) => {
                let mut chapter = self.chapter(link, parents, walk);
                chapter.number = link.number.clone();
                let parents: Vec<_> = parents.iter().cloned().chain([link.name.clone()]).collect();
                chapter.sub_items = link.nested_items.iter().map(|item| self.item(item, &parents, walk)).collect();
                BookItem::Chapter(chapter)
            }
            // mdBook may add kinds of items; a separator is the harmless one.
            _ => BookItem::Separator,
        }
    }

    fn chapter(&mut self, link: &Link, parents: &[String], walk: &mut Walk<'_>) -> Chapter {
        let Some(location) = &link.location else { return Chapter::new_draft(&link.name, parents.to_vec()) };
        let written = location.to_string_lossy().replace('\\', "/");
        let summary = walk.summary;
        let span = || {
            let at = summary.text().find(&format!("({written}")).map_or(0, |at| at + 1);
            Span::new(at, (at + written.len()).min(summary.text().len()))
        };
        if directives::leaves(&written) {
            self.diagnostics.push(Diagnostic::new(code::PATH_LEAVES_BOOK, summary, span()).arg("path", &written));
            return Chapter::new_draft(&link.name, parents.to_vec());
        }
        let path = slashed(location);
        let Some(source) = self.source(&format!("{}/{path}", walk.src)) else {
            let below = format!("{}/", walk.src);
            let known: Vec<_> =
                self.files.keys().filter_map(|p| p.strip_prefix(&below)).filter(|p| p.ends_with(".md")).collect();
            let near = nearest(&path, known);
            self.diagnostics
                .push(Diagnostic::new(code::CHAPTER_MISSING, summary, span()).arg("path", &path).nearest(near));
            return Chapter::new_draft(&link.name, parents.to_vec());
        };
        let source = match markdown::line_ends(source.text()) {
            Cow::Borrowed(_) => source,
            Cow::Owned(text) => Source::new(source.name(), text),
        };
        let page =
            path.strip_suffix("README.md").map_or(path.clone(), |folder| format!("{folder}index.md")).to_lowercase();
        if RESERVED.contains(&page.as_str()) || !walk.pages.insert(page) {
            self.diagnostics.push(Diagnostic::new(code::PAGE_TAKEN, summary, span()).arg("path", &path).help("rename"));
        }
        walk.chapters.push(ChapterSource { path: path.clone(), name: link.name.clone(), source });
        Chapter::new(&link.name, String::new(), path, parents.to_vec())
    }
}

/// A file's name without its ending.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

struct Walk<'a> {
    src: &'a str,
    summary: &'a Source,
    pages: &'a mut BTreeSet<String>,
    chapters: &'a mut Vec<ChapterSource>,
}

/// The line a message of mdBook's summary parser names («… line 3, column 5 …»).
fn line_in(source: &Source, message: &str) -> Span {
    let number =
        message.split("line ").nth(1).map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>());
    number.and_then(|digits| digits.parse().ok()).and_then(|line| source.line_span(line)).unwrap_or_default()
}
