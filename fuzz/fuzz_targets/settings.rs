//! Any text as `book.toml`: languages and folders of editions differ, nothing leaves the book, every mistake has a place.
//!
//! `cargo +nightly fuzz run settings`

#![no_main]

use std::collections::BTreeSet;

use konspekt::{
    book::{directives, settings},
    edition::Edition,
    text::Source,
};
use konspekt_fuzz::{bread, sound, whole};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match settings::parse(&Source::new("book.toml", text)) {
        Err(diagnostic) => sound(&[*diagnostic]),
        Ok(settings) => {
            assert!(!directives::leaves(&settings.src()), "{}", settings.src());
            assert_eq!(settings.languages.first(), Some(&settings.source_lang));
            let editions = Edition::all(&settings);
            // Folders, on systems that do not tell `EN` from `en` as well.
            let folders: BTreeSet<String> = editions.iter().map(|edition| edition.dir.to_lowercase()).collect();
            assert_eq!(folders.len(), editions.len(), "{editions:?}");
        }
    }
    whole(&bread(&[("book.toml", text.as_bytes())]));
});
