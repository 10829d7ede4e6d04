//! Any chapter cut into the sections that a search finds: none is empty, and no letter is invented.
//!
//! `cargo +nightly fuzz run search`

#![no_main]

use std::collections::BTreeSet;

use konspekt::{site::search::sections::sections, text::Lang};
use konspekt_fuzz::{html, letters};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let entries: BTreeSet<String> = ["term-dough".to_owned()].into();
    for lang in [Lang::ru(), Lang::en()] {
        let html = letters(&html(text)).len();
        let mut shown = 0;
        for section in sections(text, &lang, &entries) {
            assert!(!section.heading.is_empty() || !section.text.is_empty(), "{section:?}");
            for text in [&section.heading, &section.text] {
                shown += text.stretches().map(|(_, text)| letters(text).len()).sum::<usize>();
                serde_json::to_string(&text.shown(10)).expect("JSON");
            }
        }
        assert!(shown <= html * 2, "{shown} letters of {html}");
    }
});
