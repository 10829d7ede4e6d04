//! A new book from notes: which files it has and what stands in them.
//!
//! A chapter a section, in the notes' order; glossary, map and raw notes behind them. Nothing here touches the disk.

use std::path::Path;

use crate::{
    notes::Note,
    text::{Lang, markdown::escape, slug},
};

/// The language most letters of the notes belong to: Russian or English.
pub fn language<'a>(notes: impl Iterator<Item = &'a Note>) -> Lang {
    let (mut cyrillic, mut latin) = (0usize, 0usize);
    for note in notes {
        for c in note.source.text().chars().filter(|c| c.is_alphabetic()) {
            if Lang::ru().writes(c) { cyrillic += 1 } else { latin += 1 }
        }
    }
    // Notes on computing in Russian are full of Latin names.
    if cyrillic * 2 > latin { Lang::ru() } else { Lang::en() }
}

/// The name of a note in the book: that of its file, in ASCII, with the ending `.txt`, and not taken yet.
pub fn note_name(file: &Path, taken: &dyn Fn(&str) -> bool) -> String {
    let stem = file.file_stem().map(|stem| slug::slug(&stem.to_string_lossy())).filter(|stem| !stem.is_empty());
    let stem = stem.unwrap_or_else(|| "note".to_owned());
    let mut name = format!("{stem}.txt");
    let mut n = 2;
    while taken(&name) {
        name = format!("{stem}-{n}.txt");
        n += 1;
    }
    name
}

/// The files of the book, by their paths in it; notes and catalog are left out.
pub fn files(name: &str, notes: &[(String, Note)], from: &Lang, to: &Lang) -> Vec<(String, String)> {
    let russian = from.tag() == "ru";
    let word = |ru: &'static str, en: &'static str| if russian { ru } else { en };
    let title = notes.iter().find_map(|(_, note)| note.title.clone()).unwrap_or_else(|| name.to_owned());
    let mut out = Vec::new();
    let mut summary = format!("# {}\n\n", word("Оглавление", "Summary"));
    let mut slugs = slug::Slugs::default();
    for reserved in ["glossary", "map", "raw", "summary", "index", "print", "unsorted", "404", "toc"] {
        slugs.take(reserved, reserved);
    }
    for (file, note) in notes {
        if notes.len() > 1 {
            let part = note.title.as_deref().unwrap_or(file);
            summary.push_str(&format!("# {}\n\n", link_text(part)));
        }
        for section in &note.sections {
            let heading = if section.title.text.is_empty() { file.as_str() } else { &section.title.text };
            let path = format!("{}.md", slugs.take(&section.id, "section"));
            summary.push_str(&format!("- [{}]({path})\n", link_text(heading)));
            out.push((
                format!("src/{path}"),
                format!("# {}\n\n{{{{#note {file}#{}}}}}\n", escape(heading), section.id),
            ));
        }
        summary.push('\n');
    }
    if notes.is_empty() {
        summary.push_str(&format!("- [{}](intro.md)\n\n", word("Введение", "Introduction")));
        out.push((
            "src/intro.md".to_owned(),
            format!(
                "# {}\n\n{}\n",
                word("Введение", "Introduction"),
                word("О чём эта книга.", "What this book is about.")
            ),
        ));
    }
    summary.push_str("---\n\n");
    let mut last = |path: &str, heading: &str, directive: String| {
        summary.push_str(&format!("[{heading}]({path})\n"));
        out.push((format!("src/{path}"), format!("# {heading}\n\n{directive}\n")));
    };
    last("glossary.md", word("Глоссарий", "Glossary"), "{{#glossary}}".to_owned());
    if !notes.is_empty() {
        let raw: String = notes.iter().map(|(file, _)| format!("{{{{#raw {file}}}}}\n\n")).collect();
        last("raw.md", word("Исходные заметки", "The notes as they were"), raw.trim_end().to_owned());
    }
    out.push(("src/SUMMARY.md".to_owned(), summary));
    out.push(("book.toml".to_owned(), settings(&title, from, to)));
    out.push(("glossary.toml".to_owned(), GLOSSARY.to_owned()));
    out.push(("reviews.toml".to_owned(), REVIEWS.to_owned()));
    out.push((".gitignore".to_owned(), "/book\n".to_owned()));
    out.push((".github/workflows/pages.yml".to_owned(), PAGES.to_owned()));
    out
}

/// A heading inside `[…]` of the summary, which mdBook reads with a parser of its own.
fn link_text(heading: &str) -> String {
    heading.chars().filter(|c| !matches!(c, '[' | ']' | '\\' | '<' | '>' | '`' | '*' | '_' | '\n' | '\r')).collect()
}

fn settings(title: &str, from: &Lang, to: &Lang) -> String {
    let title = toml::Value::String(title.to_owned());
    format!(
        "[book]\ntitle = {title}\nlanguage = \"{from}\"\nsrc = \"src\"\n\n[build]\ncreate-missing = false\n\n\
         [preprocessor.konspekt]\ncommand = \"mdbook-konspekt\"\nafter = [\"links\"]\nlanguages = [\"{from}\", \"{to}\"]\n\n[output.html]\n"
    )
}

const GLOSSARY: &str = "\
# Terms of the book. Every mention of one, in any form, becomes a link to its entry.
#
# [[term]]
# id = \"dough\"
# ru = { name = \"тесто\", aliases = [], definition = \"Мука, вода и дрожжи, смешанные вместе.\" }
# en = { name = \"dough\", aliases = [], definition = \"Flour, water and yeast, mixed together.\" }
# relations = [{ is = \"made-of\", to = \"flour\" }]
# source = \"https://example.org/\"
#
# [relations.made-of]
# ru = \"состоит из вещества\"
# en = \"is made of\"
";

const REVIEWS: &str = "\
# What the notes claim and what is right. A review stands beside the words it quotes.
#
# [[review]]
# note = \"bread.txt\"
# quote = \"words of the note as they stand\"
# verdict = \"inaccurate\"            # accurate | inaccurate | outdated | incomplete
# ru = \"Как правильно.\"
# en = \"What is right.\"
# source = \"https://example.org/\"   # the document that says so
";

/// Builds the book and publishes it. The same actions, pinned, as this project's own workflow: a test compares them.
const PAGES: &str = include_str!("pages.yml");
