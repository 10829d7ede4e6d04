//! Any text as the corrections of a note, `NAME.outline.toml`, and below a line `+++` the note: whatever is corrected, no
//! word is lost.
//!
//! `cargo +nightly fuzz run corrections`

#![no_main]

use konspekt::{
    notes::{self, Corrections, Hints, format::Format},
    text::Source,
};
use konspekt_fuzz::{bread, letters, sound, whole};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (toml, note) = text.split_once("\n+++\n").unwrap_or((text, "Хлеб\n\nТесто подходит\nв тепле.\n\n1. Мука\n"));
    let (corrections, found) = Corrections::parse(&Source::new("a.outline.toml", toml));
    sound(&found);
    let hints = Hints { corrections: Some(&corrections), term: None };
    let note = notes::parse_with(&Source::new("a.txt", note), &hints);
    sound(&corrections.check(&[&note]));
    if Format::of("a.txt", note.source.text()) == Format::Paste {
        assert_eq!(letters(&note.text()), letters(&note.words(note.source.whole())));
    }
    let (toml, note) = (toml.as_bytes(), note.source.text().as_bytes());
    whole(&bread(&[("src/notes/a.outline.toml", toml), ("src/notes/a.txt", note)]));
});
