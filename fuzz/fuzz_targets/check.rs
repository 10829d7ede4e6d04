//! Any text as a manifest: nothing panics, every finding points into the file, and a fix is a change.
//!
//! `cargo +nightly fuzz run check`; seeds: `book/src/examples`.

#![no_main]

use konspekt::{diagnostics, examples, text::Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = Source::new("a.yaml", text);
    let found = examples::check_set(std::slice::from_ref(&source));
    for diagnostic in &found {
        for span in [diagnostic.span].into_iter().chain(diagnostic.labels.iter().map(|label| label.span)) {
            assert!(text.get(span.range()).is_some(), "{} at {span:?}", diagnostic.code);
        }
        if let Some(fix) = &diagnostic.fix {
            assert_ne!(text.get(fix.span.range()), Some(fix.text.as_str()), "{}", diagnostic.code);
        }
    }
    for (_, fixed, _) in diagnostics::fixed(&found) {
        examples::check_set(&[Source::new("a.yaml", fixed)]);
    }
});
