//! Any text as the corrections of a note, `NAME.outline.toml`, below a line `+++` the note, and below another the names that
//! its sections have had, `NAME.ids.tsv`: whatever is corrected, no word is lost, and no two sections have one name.
//!
//! `cargo +nightly fuzz run corrections`

#![no_main]

use std::collections::HashSet;

use konspekt::{
    notes::{self, Corrections, Hints, KeptIds, format::Format},
    text::Source,
};
use konspekt_fuzz::{bread, letters, sound, whole};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut parts = text.splitn(3, "\n+++\n");
    let toml = parts.next().unwrap_or_default();
    let note = parts.next().unwrap_or("Хлеб\n\nТесто подходит\nв тепле.\n\n1. Мука\n");
    let table = parts.next().unwrap_or_default();
    let (corrections, found) = Corrections::parse(&Source::new("a.outline.toml", toml));
    sound(&found);
    let (ids, found) = KeptIds::parse(&Source::new("a.txt.ids.tsv", table));
    sound(&found);
    let hints = Hints { corrections: Some(&corrections), ids: Some(&ids), term: None };
    let note = notes::parse_with(&Source::new("a.txt", note), &hints);
    sound(&corrections.check(&[&note]));
    let names: HashSet<&str> = note.sections.iter().map(|section| section.id.as_str()).collect();
    assert_eq!(names.len(), note.sections.len());
    if Format::of("a.txt", note.source.text()) == Format::Paste {
        assert_eq!(letters(&note.text()), letters(&note.words(note.source.whole())));
    }
    let files = [("a.outline.toml", toml), ("a.txt.ids.tsv", table), ("a.txt", note.source.text())];
    let paths = files.map(|(name, text)| (format!("src/notes/{name}"), text.as_bytes()));
    whole(&bread(&paths.each_ref().map(|(path, bytes)| (path.as_str(), *bytes))));
});
