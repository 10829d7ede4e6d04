//! Any text as `reviews.toml`: a quote stands where it is said to stand, and a book can be made with it.
//!
//! `cargo +nightly fuzz run reviews`

#![no_main]

use konspekt::{reviews, text::Source};
use konspekt_fuzz::{bread, in_order, prepared, sound, whole};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let notes = &prepared().input.notes;
    let (reviews, found) = reviews::parse(&Source::new("reviews.toml", text), notes);
    sound(&found);
    let words = |text: &str| text.split_whitespace().collect::<String>();
    for review in &reviews {
        let note = &notes[&review.note].source;
        in_order(note.text(), review.places.iter().copied());
        assert!(!review.places.is_empty(), "{review:?}");
        for place in &review.places {
            assert_eq!(words(note.slice(*place)), words(&review.quote), "{review:?}");
        }
    }
    whole(&bread(&[("reviews.toml", text.as_bytes())]));
});
