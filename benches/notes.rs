//! `cargo bench --bench notes`: the structure of Markdown notes and of a hard-wrapped paste of the same words is found, and
//! the time is held against pulldown-cmark, which reads the Markdown and writes HTML, in the same run.

#![allow(clippy::print_stdout, missing_docs)]

mod support;

use std::hint::black_box;

use konspekt::{
    notes,
    text::{Source, markdown},
};
use pulldown_cmark::html::push_html;
use support::{corpus, timed};

const SEED: u64 = 7;
const CHAPTERS: usize = 1000;
const ROUNDS: usize = 5;

fn main() {
    let text: String = (0..CHAPTERS).map(|n| corpus::chapter(n, CHAPTERS, SEED)).collect();
    let paste = Source::new("paste.txt", wrapped(&text));
    let copy = Source::new("copy.md", text.as_str());
    println!("{:.1} MB, {} sections", text.len() as f64 / 1e6, notes::parse(&copy).sections.len());
    let html = timed(ROUNDS, || {
        let mut out = String::new();
        push_html(&mut out, markdown::parse(&text).map(|(event, _)| event));
        black_box(out);
    });
    for (name, source) in [("Markdown", &copy), ("paste", &paste)] {
        let own = timed(ROUNDS, || drop(black_box(notes::parse(source))));
        let ratio = own.as_secs_f64() / html.as_secs_f64();
        println!("{name:<20} {:>8.1} ms   × {ratio:.1}", own.as_secs_f64() * 1e3);
    }
    println!("{:<20} {:>8.1} ms", "Markdown to HTML", html.as_secs_f64() * 1e3);
}

/// The same as a paste: no marks of Markdown, no tables and manifests.
fn wrapped(text: &str) -> String {
    let blocks = text.split("\n\n").filter(|block| !block.starts_with(['|', '`']));
    blocks.map(|block| corpus::wrapped(block.trim_start_matches(['#', ' '])) + "\n\n").collect()
}
