//! `cargo bench --bench translate`: a catalog of some 20,000 messages, one in twenty of them changed since, is read and brought
//! up to date, and the time is held against `msgmerge` of GNU gettext on the same files, in the same run.
//!
//! msgmerge is taken from the `PATH`, or from `MSGMERGE`.

#![allow(clippy::print_stdout, missing_docs)]

mod support;

use std::{fs, hint::black_box, process::Command};

use konspekt::{
    text::{Lang, Source},
    translate::{self, Catalog, Message, Reference, Role, Translations},
};
use support::{corpus, timed};

const SEED: u64 = 7;
/// Three paragraphs in each.
const CHAPTERS: usize = 7000;
const ROUNDS: usize = 3;

fn main() {
    let old = messages(0);
    let new = messages(20);
    let to = Lang::en();
    let notes = |_: &Message| Vec::new();
    let catalog = filled(&translate::extract(&old, &to, &notes).write());
    let source = Source::new("en.po", catalog.as_str());
    println!("{} messages, {:.1} MB", new.len(), catalog.len() as f64 / 1e6);
    let line = |name: &str, time: std::time::Duration| println!("{name:<28} {:>9.1} ms", time.as_secs_f64() * 1e3);
    line("read", timed(ROUNDS, || drop(black_box(Catalog::parse(&source)))));
    let (read, wrong) = Catalog::parse(&source);
    assert!(wrong.is_empty(), "{wrong:?}");
    line("state of every message", timed(ROUNDS, || drop(black_box(Translations::resolve(&new, &read, &to)))));
    let own = timed(ROUNDS, || {
        let (read, _) = Catalog::parse(&source);
        black_box(translate::update(&read, &new, &to, &notes).write());
    });
    line("read, update, write", own);
    let dir = tempfile::tempdir().expect("a folder");
    let (po, pot) = (dir.path().join("en.po"), dir.path().join("book.pot"));
    fs::write(&po, &catalog).expect("a catalog");
    fs::write(&pot, translate::template(&new).write()).expect("a template");
    let program = std::env::var("MSGMERGE").unwrap_or_else(|_| "msgmerge".to_owned());
    let merge = || Command::new(&program).args(["--quiet", "-o", "/dev/null"]).arg(&po).arg(&pot).status();
    if merge().is_ok_and(|status| status.success()) {
        let other = timed(ROUNDS, || drop(merge()));
        line("msgmerge", other);
        println!("{:<28} {:>9.2}", "ratio", other.as_secs_f64() / own.as_secs_f64());
    } else {
        println!("{program} is not there to be compared with");
    }
}

/// Paragraphs of the corpus; every `changed`th has one word more.
fn messages(changed: usize) -> Vec<Message> {
    let prose = |n| corpus::prose(n, CHAPTERS, SEED).into_iter().map(move |text| (text, n));
    let paragraphs = (0..CHAPTERS).flat_map(prose);
    translate::messages(paragraphs.enumerate().map(|(at, (text, n))| {
        let more = if changed > 0 && at % changed == 0 { " Сегодня." } else { "" };
        (format!("{text}{more}"), Role::Paragraph, Reference::new(format!("src/{}", corpus::file(n)), 1))
    }))
    .0
}

/// A catalog with a translation of every message.
fn filled(catalog: &str) -> String {
    let (head, entries) = catalog.split_once("\n\n").expect("a head");
    let entries =
        entries.replace("msgstr \"\"", "msgstr \"As a rule the controller waits, and tells nobody about it.\"");
    format!("{head}\n\n{entries}")
}
