//! Any text as a chapter: messages are stretches of it, their own words put in their place change nothing, a link changes
//! no visible text, and a book can be made with it.
//!
//! `cargo +nightly fuzz run chapter`

#![no_main]

use std::collections::BTreeMap;

use konspekt::{
    book::directives,
    edition::voice,
    glossary::{Glossary, Link, Matcher, Matchers, Policy, found::mentions_in_markdown, links, marks},
    online,
    text::{Lang, Source, markdown},
    translate::{self, Mode, State},
};
use konspekt_fuzz::{bread, files, ids, in_order, letters, whole};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (ru, en) = (Lang::ru(), Lang::en());
    in_order(text, directives::find(text).into_iter().map(|directive| directive.span));
    in_order(text, marks::find(text).0.into_iter().map(|mark| mark.whole.into()));
    let source = Source::new("a.md", text);
    assert!(online::links::of_markdown(&source).iter().all(|link| text.get(link.span.range()).is_some()));
    for (from, to) in [(&ru, &en), (&en, &ru)] {
        let segments = translate::segments(text, from, &voice::comments);
        in_order(text, segments.iter().map(|segment| segment.span));
        let own = |segment: &translate::Segment| State::Fresh(segment.text.clone());
        assert_eq!(translate::translate(text, &segments, own, Mode::Single { from, to }), text);
        for mode in [Mode::Single { from, to }, Mode::Parallel { from, to }] {
            let left = translate::translate(text, &segments, |_| State::Missing, mode);
            assert_eq!(ids(&left), ids(text), "{left}");
            if let Mode::Single { .. } = mode {
                assert_eq!(visible(&left), visible(text), "{left:?}");
            }
        }
    }
    linked(text);
    whole(&bread(&[("src/a.md", text.as_bytes())]));
});

fn linked(text: &str) {
    let glossary = String::from_utf8(files(konspekt_fuzz::BREAD).remove("glossary.toml").expect("a glossary"));
    let (glossary, _) = Glossary::parse(&Source::new("glossary.toml", glossary.expect("text")));
    let by_lang: BTreeMap<_, _> =
        [Lang::ru(), Lang::en()].map(|lang| (lang.clone(), Matcher::new(&glossary, &lang))).into();
    let matchers = Matchers::new(&glossary, &by_lang).with_policy(Policy::All);
    let mentions = mentions_in_markdown(text, &matchers, &Lang::ru());
    let linked = links::link(text, &mentions, &glossary, &|term, lang| {
        Some(Link { href: format!("g.md#{}-{lang}", term.id), title: Some("a \"b\" | c\\".to_owned()) })
    });
    assert_eq!(visible(&linked), visible(&marks::without(text)), "{linked:?}");
}

fn visible(text: &str) -> String {
    letters(&markdown::visible_text(text))
}
