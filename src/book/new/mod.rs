//! A new book from notes: which files it has and what stands in them.
//!
//! `chapters` cuts the notes into chapters, `subjects` puts those together that speak of the same; glossary and raw
//! notes stand behind them. Nothing here touches the disk.

mod chapters;
mod subjects;

use std::{ffi::OsStr, path::Path};

use crate::{
    glossary::candidates::{self, Candidate},
    notes::Note,
    text::{Lang, lang, markdown, slug},
};

/// Of more notes than this none is shown raw.
const MOST_RAW: usize = 20;
/// Nor of more text, in bytes: the page is four times as large.
const MOST_RAW_TEXT: usize = 2 << 20;

/// The language most letters of the notes belong to: Russian or English.
pub fn language<'a>(notes: impl Iterator<Item = &'a Note>) -> Lang {
    if lang::is_cyrillic(notes.map(|note| note.source.text())) { Lang::ru() } else { Lang::en() }
}

/// The name of a note in the book: that of its file, in ASCII, with an ending that notes have, and not taken yet.
pub fn note_name(file: &Path, taken: &dyn Fn(&str) -> bool) -> String {
    let part = |part: Option<&OsStr>| part.map(|part| slug::slug(&part.to_string_lossy())).unwrap_or_default();
    let stem = Some(part(file.file_stem())).filter(|stem| !stem.is_empty()).unwrap_or_else(|| "note".to_owned());
    let ending = Some(part(file.extension()).replace("markdown", "md"))
        .filter(|ending| matches!(ending.as_str(), "md" | "json"));
    let ending = ending.unwrap_or_else(|| "txt".to_owned());
    let mut name = format!("{stem}.{ending}");
    let mut n = 2;
    while taken(&name) {
        name = format!("{stem}-{n}.{ending}");
        n += 1;
    }
    name
}

/// The files of the book, by their paths in it; notes and catalog are left out. Each note comes with its name in the book.
pub fn files(name: &str, notes: &[(String, Note)], from: &Lang, to: &Lang) -> Vec<(String, String)> {
    let word = |ru: &'static str, en: &'static str| if from.tag() == "ru" { ru } else { en };
    let title = match notes {
        [(_, note)] => chapters::note_title(note).unwrap_or_else(|| name.to_owned()),
        _ => name.to_owned(),
    };
    let mut out = Vec::new();
    let mut summary = format!("# {}\n\n", word("Оглавление", "Summary"));
    let chapters = chapters::chapters(notes);
    for part in subjects::parts(&chapters, notes, from) {
        if let Some(title) = &part.title {
            summary.push_str(&format!("# {}\n\n", link_text(title)));
        }
        for (at, &index) in part.chapters.iter().enumerate() {
            let chapter = &chapters[index];
            let indent = "  ".repeat(chapter.depth);
            summary.push_str(&format!("{indent}{}", entry(chapter)));
            let mut text = chapter.markdown();
            let behind = || part.chapters[at + 1..].iter().map(|&index| &chapters[index]);
            let note = &notes[chapter.note].1;
            let below: Vec<_> = behind().take_while(|below| below.depth > chapter.depth).collect();
            let leads = if !below.is_empty() && !chapter.has_text(note) {
                below.into_iter().filter(|below| below.depth == chapter.depth + 1).collect()
            } else if index == 0 && below.is_empty() && chapter.is_title_page(note) {
                // The page that a reader sees first has more than the title and who wrote it.
                behind().filter(|other| other.note == chapter.note && other.depth == chapter.depth).collect()
            } else {
                Vec::new()
            };
            let list: String = leads.into_iter().map(entry).collect();
            text.extend((!list.is_empty()).then(|| format!("\n{list}")));
            out.push((format!("src/{}", chapter.path), text));
        }
        summary.push('\n');
    }
    if chapters.is_empty() {
        summary.push_str(&format!("- [{}](intro.md)\n\n", word("Введение", "Introduction")));
        let text = word("О чём эта книга.", "What this book is about.");
        out.push(("src/intro.md".to_owned(), format!("# {}\n\n{text}\n", word("Введение", "Introduction"))));
    }
    summary.push_str("---\n\n");
    let mut last = |path: &str, heading: &str, directive: String| {
        summary.push_str(&format!("[{heading}]({path})\n"));
        out.push((format!("src/{path}"), format!("# {heading}\n\n{directive}\n")));
    };
    last("glossary.md", word("Глоссарий", "Glossary"), "{{#glossary}}".to_owned());
    // Hundreds of conversations, or a note of many megabytes, would make a page that no browser shows.
    let length: usize = notes.iter().map(|(_, note)| note.source.text().len()).sum();
    if (1..=MOST_RAW).contains(&notes.len()) && length <= MOST_RAW_TEXT {
        let raw: String = notes.iter().map(|(file, _)| format!("{{{{#raw {file}}}}}\n\n")).collect();
        last("raw.md", word("Исходные заметки", "The notes as they were"), raw.trim_end().to_owned());
    }
    let candidates = candidates::find(&notes.iter().map(|(_, note)| note).collect::<Vec<_>>(), from);
    out.push(("src/SUMMARY.md".to_owned(), summary));
    out.push(("book.toml".to_owned(), settings(&title, from, to)));
    out.push(("glossary.toml".to_owned(), glossary(&candidates, notes, from)));
    out.push(("reviews.toml".to_owned(), REVIEWS.to_owned()));
    out.push((".gitignore".to_owned(), "/book\n".to_owned()));
    out.push((".github/workflows/pages.yml".to_owned(), PAGES.to_owned()));
    out
}

/// The glossary: what may be a term, each as an entry that only has to be uncommented.
fn glossary(candidates: &[Candidate], notes: &[(String, Note)], from: &Lang) -> String {
    let mut out = GLOSSARY.to_owned();
    let mut slugs = slug::Slugs::default();
    if !candidates.is_empty() {
        out.push_str("\n# Words that recur in the notes. Take what is a term: uncomment it and say what it means.\n");
    }
    for candidate in candidates {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let english = candidate.english.as_deref().unwrap_or(&candidate.name);
        let id = slugs.take(&slug::slug(english), "term");
        let (source, line) = &candidate.first;
        let file = notes.iter().find(|(_, note)| note.source.name() == source).map_or(source, |(file, _)| file);
        let mut names = vec![(from.tag(), candidate.name.as_str())];
        if candidate.english.is_some() && from.tag() != "en" {
            names.push(("en", english));
        }
        out.push_str(&format!("\n# {}×, {file}:{line}\n# [[term]]\n# id = {}\n", candidate.count, quoted(&id)));
        for (lang, name) in names {
            out.push_str(&format!("# {lang} = {{ name = {}, definition = \"\" }}\n", quoted(name)));
        }
    }
    out
}

/// A chapter in the summary, or in what a chapter without text says of those below it.
fn entry(chapter: &chapters::Chapter) -> String {
    format!("- [{}]({})\n", link_text(&chapter.title), chapter.path)
}

/// A heading inside `[…]` of the summary.
fn link_text(heading: &str) -> String {
    markdown::escape_inside(&heading.replace(['\n', '\r'], " "))
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
