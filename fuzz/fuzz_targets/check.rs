//! Any text as a manifest: nothing panics, every finding points into the file, a fix is a change, and comments put in
//! their own place change nothing.
//!
//! `cargo +nightly fuzz run check`; more seeds: `book/src/examples`.

#![no_main]

use konspekt::{
    diagnostics, examples,
    text::{Lang, Source},
    translate::{self, Mode, State},
};
use konspekt_fuzz::{in_order, sound};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = Source::new("a.yaml", text);
    let found = examples::check_set(std::slice::from_ref(&source));
    sound(&found);
    for (_, fixed, _) in diagnostics::fixed(&found) {
        sound(&examples::check_set(&[Source::new("a.yaml", fixed)]));
    }
    let (from, to) = (&Lang::ru(), &Lang::en());
    let comments = examples::comments(text);
    in_order(text, comments.iter().copied());
    let segments = translate::code_segments(text, &comments, from);
    in_order(text, segments.iter().map(|segment| segment.span));
    let own = |segment: &translate::Segment| State::Fresh(segment.text.clone());
    assert_eq!(translate::translate_code(text, &segments, own, Mode::Single { from, to }), text);
});
