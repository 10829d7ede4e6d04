//! `konspekt build`: every edition of a book.

use std::path::PathBuf;

use anyhow::anyhow;

use super::{Console, Done, book_dir, console::russian_plural, prefix};
use crate::site::{self, Built, Purpose, offline::pdf};

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The book's folder [default: book if it holds a book, else the current folder]
    dir: Option<PathBuf>,
    /// Where to write [default: DIR/book]
    #[arg(short = 'd', long = "dest-dir", value_name = "OUT")]
    out: Option<PathBuf>,
    /// Write as well konspekt-offline.zip, each edition as one HTML file, and as EPUB where it has one language
    #[arg(long)]
    offline: bool,
    /// Write as well all that --offline writes, and each edition as PDF, through Chromium or Chrome: the one that the
    /// variable CHROMIUM names, else the first on the PATH
    #[arg(long)]
    pdf: bool,
    /// Make every page anew, also those that have not changed since the last build
    #[arg(long)]
    no_cache: bool,
}

pub(super) fn run(args: &Args, console: &Console) -> anyhow::Result<Done> {
    let dir = book_dir(args.dir.as_deref());
    let out = args.out.clone().unwrap_or_else(|| dir.join("book"));
    let browser = if args.pdf { Some(browser(console)?) } else { None };
    let purpose = match &browser {
        Some(browser) => Purpose::Paper(browser),
        None if args.offline => Purpose::Offline,
        None => Purpose::Publish,
    };
    let last = (!args.no_cache).then_some(out.as_path());
    let outcome = site::build_after(&dir, &out, &prefix(&dir), purpose, last)?;
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

/// The browser for the PDF. That there is none is known before anything is built.
fn browser(console: &Console) -> anyhow::Result<PathBuf> {
    pdf::browser().ok_or_else(|| {
        let (variable, names) = (pdf::VARIABLE, pdf::NAMES.join(", "));
        let named = std::env::var(variable).unwrap_or_default();
        anyhow!(if named.is_empty() {
            console
                .say(
                    &format!("для --pdf нужен Chromium или Chrome, а на PATH нет ни одного из {names}; установите его (Debian: apt install chromium) или укажите в {variable}"),
                    &format!("--pdf needs Chromium or Chrome, and none of {names} is on the PATH; install one (Debian: apt install chromium), or name it in {variable}"),
                )
                .to_owned()
        } else {
            console
                .say(
                    &format!("для --pdf нужен Chromium или Chrome, а {named}, указанного в {variable}, нет"),
                    &format!("--pdf needs Chromium or Chrome, and {named}, named in {variable}, does not exist"),
                )
                .to_owned()
        })
    })
}
