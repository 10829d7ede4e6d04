//! Any text as the translation of any chapter: nothing changes but text. The first line is the translation.
//!
//! `cargo +nightly fuzz run translation`

#![no_main]

use std::collections::BTreeSet;

use konspekt::{
    edition::voice,
    examples,
    text::{Lang, markdown},
    translate::{self, Mode, State},
};
use konspekt_fuzz::ids;
use libfuzzer_sys::fuzz_target;
use mdbook_markdown::pulldown_cmark::{Event, Tag};

fuzz_target!(|text: &str| {
    let (translation, chapter) = text.split_once('\n').unwrap_or((text, "слово [слово](a.md) <b>слово</b>"));
    let chapter = &*markdown::line_ends(chapter);
    let (from, to) = (&Lang::ru(), &Lang::en());
    let segments = translate::segments(chapter, from, &voice::comments);
    for mode in [Mode::Single { from, to }, Mode::Parallel { from, to }] {
        let out = translate::translate(chapter, &segments, |_| State::Fresh(translation.to_owned()), mode);
        assert_eq!(ids(&out), ids(chapter), "{out}");
        let (before, after) = (markup(chapter), markup(&out));
        let new: Vec<_> = after.difference(&before).filter(|tag| !is_own(tag)).collect();
        assert!(new.is_empty(), "{new:?} in {out:?}");
        // What the parser of YAML stops at hides the comments behind it.
        if chapter.contains(|c: char| c.is_control() && c != '\n') {
            continue;
        }
        let segments = translate::code_segments(chapter, &examples::comments(chapter), from);
        let code = translate::translate_code(chapter, &segments, |_| State::Fresh(translation.to_owned()), mode);
        assert_eq!(without_comments(&code), without_comments(chapter), "{code}");
    }
});

/// The tags and the targets of links and pictures of a chapter.
fn markup(text: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for (event, _) in markdown::parse(text) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                out.extend(html.split_inclusive('>').map(|tag| tag.trim().to_owned()));
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                out.insert(format!("to {dest_url}"));
            }
            _ => {}
        }
    }
    out
}

/// What the program writes around a text.
fn is_own(tag: &str) -> bool {
    tag.starts_with("<span class=\"") || matches!(tag, "</span>" | "<br>" | "")
}

/// Code without its comments and without the lines that have nothing else.
fn without_comments(code: &str) -> String {
    let edits = examples::comments(code).into_iter().map(|span| (span.range(), String::new())).collect();
    let bare = markdown::splice(code, edits);
    bare.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
