//! Any Markdown and HTML as a page for a wiki: links lead to the web, to pages or to files and nowhere else, rows of a
//! table are of one length, and what is XML is well-formed.
//!
//! `cargo +nightly fuzz run wiki`

#![no_main]

use std::collections::BTreeSet;

use konspekt::{
    text::Lang,
    wiki::{
        Book, Page,
        document::{Block, Inline, Met, Target, visit},
        read::Reader,
    },
};
use konspekt_fuzz::wikis;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let pages: BTreeSet<String> = ["a.md", "b/c.md"].map(str::to_owned).into();
    let files: BTreeSet<String> = ["examples/oven.yaml"].map(str::to_owned).into();
    let blocks = Reader { pages: &pages, files: &files, lang: &Lang::ru() }.read("a.md", text);
    visit(&blocks, &mut |met| match met {
        Met::Inline(Inline::Link { to, .. } | Inline::Image { from: to, .. }) => match to {
            Target::Page { path, .. } => assert!(pages.contains(path), "{path}"),
            Target::File(path) => assert!(files.contains(path), "{path}"),
            Target::Web(address) => {
                let address = address.to_lowercase();
                let good = ["https:", "http:", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
                assert!(good, "{address}");
            }
        },
        Met::Block(Block::Table { head, rows, .. }) => {
            assert!(rows.iter().all(|row| row.len() == head.len()), "{head:?} {rows:?}");
        }
        _ => {}
    });
    let page = |path: &str, title: &str, blocks| Page {
        path: path.to_owned(),
        lang: Lang::ru(),
        title: title.to_owned(),
        part: None,
        parent: None,
        depth: 0,
        source: format!("src/{path}"),
        blocks,
        id: None,
    };
    let title = text.lines().next().unwrap_or_default();
    wikis(&Book {
        titles: vec![(Lang::ru(), title.to_owned())],
        pages: vec![page("a.md", title, blocks), page("b/c.md", "Печь", Vec::new())],
        files: [("examples/oven.yaml".to_owned(), b"kind: Oven\n".to_vec())].into(),
    });
});
