//! Every page of a diagnostic keeps its word: its bad examples are reported with its code, its good ones are not.

use std::collections::BTreeSet;

use konspekt::{
    book::Input,
    check,
    diagnostics::{
        self, Code, Diagnostic, Level, code,
        page::{Fence, Page, pages},
        render::{Format, Style, render},
    },
    examples,
    online::{self, Doubt, Verdict},
    text::{Lang, Source, Span},
};
use url::Url;

use crate::support::{Book, shown};

/// What is found in the fences of an example: a small book where they name its files, else manifests or Markdown.
fn found(page: &Page, fences: &[Fence]) -> Vec<Diagnostic> {
    if fences.iter().any(|fence| fence.file.is_some()) {
        let mut book = Book::default();
        for fence in fences {
            let name = fence.file.as_deref().unwrap_or("src/examples/example.yaml");
            book = book.file(name, bytes(page, &fence.text));
        }
        if !book.files().keys().any(|path| path.ends_with(".md") && !path.ends_with("SUMMARY.md")) {
            book = book.file("src/intro.md", "# Введение\n");
        }
        let mut found = book.check();
        found.extend(online(&book));
        return found;
    }
    let sources = |fence: &Fence| Source::new("example", &fence.text);
    fences
        .iter()
        .flat_map(|fence| match fence.lang.as_str() {
            "markdown" | "md" => check::fences(&sources(fence), examples::schema::kubernetes()),
            _ => examples::check_set(&[sources(fence)]),
        })
        .collect()
}

/// What other sites would say of the links of a book: the last part of an address names the answer.
fn online(book: &Book) -> Vec<Diagnostic> {
    let (input, _) = Input::parse(&book.files(), "");
    let links = input.as_ref().map(online::links::of_book).unwrap_or_default();
    let answer = |url: &Url| match url.path() {
        "/gone" => Verdict::Gone(404),
        "/nohost" => Verdict::NoHost(url.host_str().unwrap_or_default().to_owned()),
        "/unsure" => Verdict::Unsure(Doubt::Status(403)),
        "/moved" => Verdict::Found { moved: url.join("/oven").ok(), missing: BTreeSet::new() },
        "/page" => Verdict::Found { moved: None, missing: BTreeSet::from(["ovn".to_owned()]) },
        _ => Verdict::Found { moved: None, missing: BTreeSet::new() },
    };
    let pages = links.iter().map(|link| online::page(&link.url));
    online::report(&links, &pages.map(|url| (url.clone(), answer(&url))).collect())
}

fn has(diagnostics: &[Diagnostic], code: Code) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.code == code)
}

/// `\xNN` in the page about encodings is a byte.
fn bytes(page: &Page, text: &str) -> Vec<u8> {
    if !matches!(page.code, code::NOT_UTF8 | code::NOTE_ENCODING) {
        return text.replace("\\0", "\0").into_bytes();
    }
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\x") {
        out.extend(before.as_bytes());
        out.push(u8::from_str_radix(&after[..2], 16).expect("two hexadecimal digits"));
        rest = &after[2..];
    }
    out.extend(rest.as_bytes());
    out
}

#[test]
fn every_page_keeps_its_word() {
    let mut faults = Vec::new();
    for page in pages() {
        let code = page.code;
        // An example is one book, or several manifests that each show the mistake.
        let is_book = page.bad.iter().any(|fence| fence.file.is_some());
        let sets: Vec<&[Fence]> = if is_book { vec![&page.bad] } else { page.bad.chunks(1).collect() };
        for set in sets {
            if !has(&found(page, set), code) {
                faults.push(format!("{code}: the bad example is not reported: {set:?}"));
            }
        }
        if has(&found(page, &page.good), code) {
            faults.push(format!("{code}: the good example is reported"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn sample() -> Vec<Diagnostic> {
    let source = Source::new("src/a.md", "# Хлеб\n\n{{#note bred.txt}} и ещё\n");
    let second = Source::new("src/b, c.md", "первая строка\nвторая\n");
    vec![
        Diagnostic::new(code::NOTE_MISSING, &source, Span::new(20, 28))
            .arg("note", "bred.txt")
            .nearest(Some("bread.txt")),
        Diagnostic::new(code::NOT_UTF8, &second, Span::new(26, 38)).arg("offset", 7).level(Level::Warning),
    ]
}

#[test]
fn people_read_it_in_their_language() {
    insta::assert_snapshot!("human-ru", shown(&sample(), &Lang::ru()));
    insta::assert_snapshot!("human-en", shown(&sample(), &Lang::en()));
}

#[test]
fn programs_read_it_in_their_format() {
    let style = Style { lang: Lang::en(), color: false, width: 100 };
    insta::assert_snapshot!("json", render(&sample(), Format::Json, &style));
    insta::assert_snapshot!("github", render(&sample(), Format::Github, &style));
    insta::assert_snapshot!(
        "sarif",
        render(&sample(), Format::Sarif, &style).replace(env!("CARGO_PKG_VERSION"), "VERSION")
    );
    assert_eq!(render(&[], Format::Json, &style), "[]\n");
}

#[test]
fn a_line_of_megabytes_is_shown_by_its_neighbourhood() {
    let source = Source::new("a.txt", "слово ".repeat(300_000));
    let at = 11 * 150_000;
    let text =
        shown(&[Diagnostic::new(code::NOT_UTF8, &source, Span::new(at, at + 10)).arg("offset", at)], &Lang::en());
    assert!(text.len() < 5_000, "{} bytes", text.len());
}

#[test]
fn the_nearest_name_is_one_that_could_be_meant() {
    let known = ["services", "deployment", "note"];
    assert_eq!(diagnostics::nearest("servises", known), Some("services"));
    assert_eq!(diagnostics::nearest("Deployment", known), Some("deployment"));
    assert_eq!(diagnostics::nearest("xyzzy", known), None);
}
