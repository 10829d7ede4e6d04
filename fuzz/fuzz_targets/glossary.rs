//! Any text as `glossary.toml`: ids differ, mentions are stretches of the text, the map is a drawing, and a book can be
//! made with it.
//!
//! `cargo +nightly fuzz run glossary`

#![no_main]

use std::collections::BTreeSet;

use konspekt::{
    glossary::{Glossary, Matcher, map},
    text::{Lang, Source},
};
use konspekt_fuzz::{bread, in_order, sound, whole};
use libfuzzer_sys::fuzz_target;

const TEXT: &str = "Тесто подходит в духовке; духовки греют тесто. The dough rises in an oven, and ovens heat dough.\n\
                    под подом пода, job, служба, том, service: 1998 a-b «x» e\u{301} ёж.";

fuzz_target!(|text: &str| {
    let (glossary, found) = Glossary::parse(&Source::new("glossary.toml", text));
    sound(&found);
    let ids: BTreeSet<&str> = glossary.terms.iter().map(|term| term.id.as_str()).collect();
    assert_eq!(ids.len(), glossary.terms.len(), "{ids:?}");
    for term in &glossary.terms {
        assert!(term.relations.iter().all(|relation| glossary.term(relation.to.as_str()).is_some()), "{term:?}");
    }
    for lang in [Lang::ru(), Lang::en()] {
        let matcher = Matcher::new(&glossary, &lang);
        for text in [TEXT, text] {
            let mentions = matcher.mentions(text);
            assert!(mentions.iter().all(|mention| ids.contains(mention.term.as_str())));
            in_order(text, mentions.iter().map(|mention| mention.span));
            matcher.candidates(text);
        }
        let drawing = map::svg(&glossary, &lang, None, &|term| format!("#{}", term.id));
        assert!(drawing.is_empty() || roxmltree::Document::parse(&drawing).is_ok(), "{drawing}");
    }
    whole(&bread(&[("glossary.toml", text.as_bytes())]));
});
