//! `konspekt build`: every edition of a book.

use std::path::PathBuf;

use super::{Console, Done, book_dir, console::russian_plural, prefix};
use crate::site::{self, Built, Purpose};

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The book's folder [default: book if it holds a book, else the current folder]
    dir: Option<PathBuf>,
    /// Where to write [default: DIR/book]
    #[arg(short = 'd', long = "dest-dir", value_name = "OUT")]
    out: Option<PathBuf>,
    /// Write as well konspekt-offline.zip and each edition as one HTML file
    #[arg(long)]
    offline: bool,
}

pub(super) fn run(args: &Args, console: &Console) -> anyhow::Result<Done> {
    let dir = book_dir(args.dir.as_deref());
    let out = args.out.clone().unwrap_or_else(|| dir.join("book"));
    let purpose = if args.offline { Purpose::Offline } else { Purpose::Publish };
    let outcome = site::build(&dir, &out, &prefix(&dir), purpose)?;
    console.report(&outcome.diagnostics);
    let Some(built) = outcome.built else {
        if out.join("index.html").exists() {
            console.info(console.say(
                "Ничего не построено; прежний сайт остался как был.",
                "Nothing was built; the last site stays as it was.",
            ));
        }
        return Ok(Done::Errors);
    };
    console.info(&summary(&built, console));
    if !built.offline.is_empty() {
        console.info(&format!("{} {}", console.say("Без сервера:", "Offline:"), built.offline.join(", ")));
    }
    let index = out.join("index.html");
    let index = std::path::absolute(&index).unwrap_or(index);
    console.info(&format!("{} {}", console.say("Откройте", "Open"), index.display()));
    Ok(Done::Fine)
}

/// How many pages were built, in which editions.
pub(super) fn summary(built: &Built, console: &Console) -> String {
    let editions: Vec<_> = built.editions.iter().map(|edition| edition.dir.as_str()).collect();
    let n = built.pages;
    let pages =
        console.say(["страница", "страницы", "страниц"][russian_plural(n)], if n == 1 { "page" } else { "pages" });
    format!("{n} {pages}: {}", editions.join(", "))
}
