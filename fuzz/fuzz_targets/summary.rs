//! Any text as `SUMMARY.md`: no chapter lies outside the book, and every edition has the same ones.
//!
//! `cargo +nightly fuzz run summary`

#![no_main]

use konspekt::book::directives;
use konspekt_fuzz::{bread, whole};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Some(whole) = whole(&bread(&[("src/SUMMARY.md", text.as_bytes())])) else { return };
    for chapter in &whole.prepared.input.chapters {
        assert!(!directives::leaves(&chapter.path), "{}", chapter.path);
    }
});
