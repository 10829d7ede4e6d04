//! The book for a team's wiki: what every export has in common, and the pages of each.

use std::{collections::BTreeSet, fs, path::Path};

use konspekt::{
    site,
    text::Lang,
    wiki::{
        self, Export, Format,
        document::{Block, Inline, Met, Target, visit},
    },
};

use crate::support::{Book, konspekt};

/// The first book, in both languages.
pub(crate) fn first_book() -> wiki::Book {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("book");
    let ready = site::prepare(&dir, &dir.join("book"), "").expect("read");
    wiki::Book::new(&ready.prepared.expect("no errors"), &[Lang::ru(), Lang::en()], &ready.files)
}

#[test]
fn every_link_of_an_export_leads_somewhere() {
    let book = first_book();
    let mut links = 0;
    for page in &book.pages {
        visit(&page.blocks, &mut |met| {
            let Met::Inline(Inline::Link { to, .. } | Inline::Image { from: to, .. }) = met else { return };
            links += 1;
            match to {
                Target::Page { path, anchor } => {
                    let there = book.page(path, &page.lang).unwrap_or_else(|| panic!("{}: {path}", page.path));
                    if let Some(anchor) = anchor {
                        assert!(there.anchors().contains(anchor.as_str()), "{}: {path}#{anchor}", page.path);
                    }
                }
                Target::File(path) => assert!(book.files.contains_key(path), "{}: {path}", page.path),
                Target::Web(url) => assert!(url.starts_with("https://"), "{}: {url}", page.path),
            }
        });
    }
    assert!(links > 1000, "{links}");
}

#[test]
fn each_line_of_the_notes_comes_along() {
    let book = first_book();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("book/src/notes/kubernetes-objects.txt");
    let note = fs::read_to_string(file).expect("the notes");
    let raw = book.page("notes.md", &Lang::ru()).expect("the page of the notes");
    let mut lines = Vec::new();
    visit(&raw.blocks, &mut |met| {
        if let Met::Block(Block::Lines(found)) = met {
            lines.extend(found.iter().map(|line| line.text.clone()));
        }
    });
    let trimmed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted: Vec<String> = note.lines().map(trimmed).collect();
    assert_eq!(lines.iter().map(|line| trimmed(line)).collect::<Vec<_>>(), wanted);
}

/// A book that tries what a book may hold, with a page that means harm.
fn small_book() -> Book {
    Book::default()
        .file("src/SUMMARY.md", "# Хлеб\n\n- [Тесто](dough.md)\n  - [Закваска: $5 & C#](starter.md)\n")
        .file(
            "src/dough.md",
            "# Тесто\n\nСм. [закваску](starter.md#uhod) и [сайт](https://example.org/a_(b)). 2 * 3 * 4, `a|b`, [[x]], {{y}}.\n\n\
             > [!WARNING]\n> Горячо.\n\n- раз\n  1. внутри\n\n     ```bash\n     echo `date` # ```\n     ```\n- два\n\n\
             | Мука | Вода |\n|---|---|\n| рожь | `x\\|y` |\n\nСноска[^1].\n\n[^1]: О ней.\n\n\
             <script>alert(1)</script>\n\n<a href=\"javascript:alert(1)\" onclick=\"x\">не нажимать</a> \
             <img src=\"x.png\" onerror=\"alert(1)\" alt=\"нет\">\n",
        )
        .file(
            "src/starter.md",
            "# Закваска: $5 & C#\n\n## Уход {#uhod}\n\n- [x] кормить\n\nОбратно [к тесту](dough.md).\n",
        )
}

fn export(book: &Book, format: Format) -> Export {
    format.export(&wiki::Book::new(&book.prepared(), &[Lang::ru()], &book.files()))
}

fn text<'e>(export: &'e Export, name: &str) -> &'e str {
    let names: BTreeSet<&String> = export.files.keys().collect();
    let bytes = export.files.get(name).unwrap_or_else(|| panic!("no {name} among {names:?}"));
    std::str::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn a_page_for_github() {
    let export = export(&small_book(), Format::GitHub);
    insta::assert_snapshot!("github", text(&export, "Тесто.md"));
    let home = text(&export, "Home.md");
    assert!(home.contains("  - [Закваска: <span>$</span>5 &amp; C#]("), "{home}");
    assert!(export.files.contains_key("Закваска-$5-&-C.md"), "{:?}", export.files.keys());
}

#[test]
fn an_export_is_written_once_and_harms_nothing() {
    let dir = tempfile::tempdir().expect("folder");
    small_book().write(dir.path());
    let run = || konspekt(dir.path(), &["export", "gitlab", ".", "-o", "wiki", "--lang", "ru"]);
    let first = run();
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(dir.path().join("wiki/home.md").exists() && dir.path().join("wiki/_sidebar.md").exists());
    assert!(run().err.contains("0 files written, 0 removed"), "{}", run().err);
    fs::write(dir.path().join("wiki/home.md"), "mine").expect("written");
    let refused = run();
    assert_eq!(refused.code, 3, "{}", refused.err);
    assert_eq!(fs::read_to_string(dir.path().join("wiki/home.md")).expect("there"), "mine");
}

#[test]
fn a_language_that_the_book_has_not_is_named() {
    let dir = tempfile::tempdir().expect("folder");
    small_book().write(dir.path());
    let run = konspekt(dir.path(), &["export", "github", ".", "-o", "wiki", "--lang", "de"]);
    assert_ne!(run.code, 0);
    assert!(run.err.contains("ru, en"), "{}", run.err);
    assert!(!dir.path().join("wiki").exists());
}
