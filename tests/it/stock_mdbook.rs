//! Stock mdBook with the preprocessor: one edition, with links, checks and tables.

use std::fs;

use mdbook_driver::MDBook;

use crate::support::Book;

const GLOSSARY: &str = "\
[[term]]
id = \"dough\"
ru = { name = \"тесто\", definition = \"Мука с водой.\" }
en = { name = \"dough\", definition = \"Flour with water.\" }
";

fn book(chapter: &str) -> Book {
    let exe = env!("CARGO_BIN_EXE_mdbook-konspekt").replace('\\', "/");
    Book::default()
        .file(
            "book.toml",
            format!("[book]\ntitle = \"Хлеб\"\nlanguage = \"ru\"\n[build]\ncreate-missing = false\n[preprocessor.konspekt]\ncommand = \"{exe}\"\nafter = [\"links\"]\nlanguages = [\"ru\", \"en\"]\n[output.html]\n"),
        )
        .file("src/notes/bread.txt", "как поднять тесто?\nТесто поднимается в тепле, и чем теплее, тем быстрее оно подходит.\n")
        .file("src/part.md", "Включённая часть про тесто.\n")
        .file("src/SUMMARY.md", "- [Хлеб](a.md)\n- [Слова](glossary.md)\n")
        .file("src/glossary.md", "# Слова\n\n{{#glossary}}\n")
        .file("src/a.md", chapter)
        .file("glossary.toml", GLOSSARY)
}

#[test]
fn mdbook_builds_the_source_edition() {
    let dir = tempfile::tempdir().expect("folder");
    book("# Хлеб\n\n{{#include part.md}}\n\n{{#note bread.txt}}\n").write(dir.path());
    MDBook::load(dir.path()).expect("a book").build().expect("built");
    let html = fs::read_to_string(dir.path().join("book/a.html")).expect("page");
    assert!(html.contains("href=\"glossary.html#term-dough\""), "{html}");
    assert!(html.contains("Включённая часть"), "mdBook's own directives still work");
    assert!(html.contains("как поднять"), "{html}");
}

#[test]
fn a_mistake_stops_mdbook() {
    let dir = tempfile::tempdir().expect("folder");
    book("# Хлеб\n\n{{#note bred.txt}}\n").write(dir.path());
    let error = MDBook::load(dir.path()).expect("a book").build().expect_err("a mistake");
    assert!(format!("{error:#}").contains("konspekt"), "{error:#}");
}
