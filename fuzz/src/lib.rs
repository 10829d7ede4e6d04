//! What the targets share: small books in memory, and what holds of every book.
//!
//! A book is written as one text: a line `-- PATH --` begins a file, the lines below are what it holds.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use konspekt::{
    book::{Files, Input, directives},
    check,
    diagnostics::{
        self, Diagnostic,
        render::{Format, Style, render},
    },
    edition::{Edition, Prepared},
    memo::Kept,
    site::{render::Page, search},
    text::{Lang, Span, markdown},
    wiki,
};
use mdbook_markdown::pulldown_cmark::{Event, Tag, html::push_html};

/// A good book of a few lines: two languages, a note, a manifest, a glossary, a review, a catalog.
pub const BREAD: &str = include_str!("../corpus/book/bread");

/// The files of a book that is written as one text.
pub fn files(text: &str) -> Files {
    let mut files = Files::new();
    let mut open: Option<(String, String)> = None;
    for line in text.split_inclusive('\n') {
        let path = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
        match (path, &mut open) {
            (Some(path), _) => {
                files.extend(open.replace((path.to_owned(), String::new())).map(|(path, text)| (path, text.into())));
            }
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => {}
        }
    }
    files.extend(open.map(|(path, text)| (path, text.into())));
    files
}

/// The good book with these files in place of its own.
pub fn bread(changed: &[(&str, &[u8])]) -> Files {
    let mut files = files(BREAD);
    files.extend(changed.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())));
    files
}

/// The good book, ready for its editions.
pub fn prepared() -> &'static Prepared {
    static PREPARED: LazyLock<Prepared> = LazyLock::new(|| {
        let (input, found) = Input::parse(&files(BREAD), "");
        assert!(!diagnostics::any_error(&found), "{found:?}");
        let (prepared, found) = Prepared::new(input.expect("a book"));
        assert!(!diagnostics::any_error(&found), "{found:?}");
        prepared
    });
    &PREPARED
}

/// Every finding points into its file, and every format can say it.
pub fn sound(found: &[Diagnostic]) {
    for diagnostic in found {
        let (code, text) = (diagnostic.code, diagnostic.source.text());
        assert!(text.get(diagnostic.span.range()).is_some(), "{code} at {:?} of {text:?}", diagnostic.span);
        for label in &diagnostic.labels {
            assert!(label.source.text().get(label.span.range()).is_some(), "{code}: {label:?}");
        }
        if let Some(fix) = &diagnostic.fix {
            assert!(text.get(fix.span.range()).is_some_and(|now| now != fix.text), "{code}: {fix:?}");
        }
    }
    let some = &found[..found.len().min(4)];
    for lang in [Lang::ru(), Lang::en()] {
        let style = Style { lang, color: false, width: 100 };
        for format in [Format::Human, Format::Json, Format::Sarif, Format::Github] {
            let shown = render(some, format, &style);
            if matches!(format, Format::Json | Format::Sarif) {
                assert!(serde_json::from_str::<serde_json::Value>(&shown).is_ok(), "{shown}");
            }
        }
    }
}

/// Stretches that stand one behind the other in a text.
pub fn in_order(text: &str, spans: impl IntoIterator<Item = Span>) {
    let mut end = 0;
    for span in spans {
        assert!(span.start >= end && text.get(span.range()).is_some(), "{span:?} behind {end} in {text:?}");
        end = span.end;
    }
}

/// What became of a book.
pub struct Whole {
    /// The book.
    pub prepared: Prepared,
    /// Whether anything in it is an error.
    pub broken: bool,
    /// Its chapters in each edition: the Markdown by the path, by the edition's folder.
    pub chapters: BTreeMap<String, BTreeMap<String, String>>,
}

/// Reads a book, checks it and makes its editions; `None` where it is no book.
///
/// Whatever the files hold, findings are sound, and every edition has the same chapters with the same headings to link to.
pub fn whole(files: &Files) -> Option<Whole> {
    let (input, mut found) = Input::parse(files, "book/");
    sound(&found);
    let Some(input) = input else {
        assert!(diagnostics::any_error(&found), "no book, and nothing that says why");
        return None;
    };
    let (prepared, more) = Prepared::new(input);
    sound(&more);
    let checked = check::book(&prepared);
    sound(&checked);
    found.extend(more.into_iter().chain(checked));
    diagnostics::sort(&mut found);
    let broken = diagnostics::any_error(&found);
    let mut chapters: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for edition in Edition::all(&prepared.input.settings) {
        let book = prepared.edition(&edition);
        let texts = chapters.entry(edition.dir.clone()).or_default();
        for chapter in book.chapters() {
            let path = chapter.path.as_ref().expect("a chapter that is no draft has a path").display().to_string();
            texts.insert(path, chapter.content.clone());
        }
        let (outline, kept) = (prepared.outline(&edition), Kept::default());
        let said = prepared.texts(&edition, &kept);
        search::index(&Page::all(&outline, &said), &prepared, &edition, &kept);
    }
    let mut editions = chapters.values();
    if let Some(first) = editions.next().filter(|_| !broken) {
        for other in editions {
            assert!(first.keys().eq(other.keys()), "{:?} and {:?}", first.keys(), other.keys());
            for (path, text) in first {
                // The glossary has an order of its own in each language.
                let all = |text: &str| ids(text).into_iter().collect::<BTreeSet<_>>();
                assert_eq!(all(text), all(&other[path]), "{path}");
            }
        }
    }
    Some(Whole { prepared, broken, chapters })
}

/// The identifiers of the headings of a chapter.
pub fn ids(text: &str) -> Vec<String> {
    let id = |event| match event {
        Event::Start(Tag::Heading { id: Some(id), .. }) => Some(id.to_string()),
        _ => None,
    };
    markdown::parse(text).filter_map(|(event, _)| id(event)).collect()
}

/// The HTML of a chapter.
pub fn html(text: &str) -> String {
    let mut html = String::new();
    push_html(&mut html, markdown::parse(text).map(|(event, _)| event));
    html
}

/// Nothing of a chapter is a script, though somebody wrote one; `{{#include` is left to nobody.
pub fn harmless(chapter: &str) {
    let html = html(chapter).to_lowercase();
    for tag in ["<script", "<img", "<iframe", "<svg onload", "href=\"javascript:"] {
        assert!(!html.contains(tag), "{tag} in {html}");
    }
    // In code it is text: mdBook's own preprocessors have run by then.
    assert!(directives::find(chapter).iter().all(|found| found.name.text != "include"), "{chapter}");
}

/// The letters of a text, in small letters.
pub fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// Says a book in the marks of every wiki. What is XML there is well-formed.
pub fn wikis(book: &wiki::Book) {
    use wiki::Format::{Confluence, DokuWiki, GitHub, GitLab, MediaWiki};
    for format in [GitHub, GitLab, Confluence, MediaWiki, DokuWiki] {
        for (path, bytes) in format.export(book).files {
            assert!(!path.split('/').any(|part| matches!(part, "" | "." | "..")), "{path}");
            let text = String::from_utf8_lossy(&bytes);
            if format == Confluence && path.ends_with(".xml") {
                let page = format!("<p xmlns:ac=\"a\" xmlns:ri=\"r\">{}</p>", text.replace("&nbsp;", " "));
                assert!(roxmltree::Document::parse(&page).is_ok(), "{path}: {page}");
            }
            if format == MediaWiki && path.ends_with(".xml") {
                assert!(roxmltree::Document::parse(&text).is_ok(), "{path}: {text}");
            }
        }
    }
    for (lang, _) in &book.titles {
        wiki::epub::write(book, lang, wiki::epub::About { authors: &[], address: "" }).expect("a container");
    }
}
