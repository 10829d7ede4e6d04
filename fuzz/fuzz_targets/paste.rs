//! Any bytes as a note: nothing panics, and no word of a paste is lost or moved.
//!
//! `cargo +nightly fuzz run paste`; more seeds: `tests/cases/notes`, `tests/cases/outlines/*`.

#![no_main]

use konspekt::notes::{self, Hints, format::Format};
use konspekt_fuzz::letters;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for name in ["a.txt", "a.md"] {
        let read = notes::read(name, bytes, &Hints::default(), &mut |note| {
            if name == "a.txt" && Format::of(name, note.source.text()) == Format::Paste {
                let kept = note.words(note.source.whole());
                assert_eq!(letters(&note.text()), letters(&kept));
            }
            for section in &note.sections {
                assert!(!section.id.is_empty() && section.id.len() <= 70, "{}", section.id);
            }
        });
        assert!(read.is_ok(), "reading from memory does not fail");
    }
});
