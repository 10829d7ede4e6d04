//! `konspekt serve`: a preview of all editions that follows what is saved.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Sender, channel},
    },
    thread,
    time::Instant,
};

use anyhow::Context;

use super::{Console, Done, book_dir, build, prefix};
use crate::{
    diagnostics::{
        Diagnostic, Level,
        render::{Format, Style, render},
    },
    serve::{
        Live, Server, Site,
        server::{FIRST_PORT, LAST_PORT},
        watch::{self, Watch, Word},
    },
    site::{self, Purpose},
};

/// So many errors are shown on a page; the terminal has them all.
const MOST_ON_A_PAGE: usize = 20;
/// How wide diagnostics are on a page, in columns.
const WIDTH: usize = 100;

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The book's folder [default: book if it holds a book, else the current folder]
    dir: Option<PathBuf>,
    /// The port on 127.0.0.1; 0 is any free one [default: the first free one from 3000]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Open the preview in the browser
    #[arg(long)]
    open: bool,
}

pub(super) fn run(args: &Args, console: &Console) -> anyhow::Result<Done> {
    let dir = book_dir(args.dir.as_deref());
    let real = std::fs::canonicalize(&dir).with_context(|| dir.display().to_string())?;
    // Everything that is written lies in here, and goes with it.
    let folder = tempfile::Builder::new().prefix("konspekt-serve-").tempdir()?;
    let (send, words) = channel();
    stop_on_signals(send.clone())?;
    let server = Server::listen(args.port).with_context(|| taken(args.port, console))?;
    let watched = console.say("за книгой не проследить", "the book cannot be watched");
    let mut watch = Watch::new(&real, send).context(watched.to_owned())?;

    let address = server.address();
    console.info(&format!("{} {address}", console.say("Просмотр:", "Preview:")));
    console.info(console.say("Ctrl-C завершает.", "Ctrl-C ends it."));
    let live = Arc::new(Live::default());
    let (shared, lang) = (Arc::clone(&live), console.lang.clone());
    thread::Builder::new().spawn(move || server.run(&shared, &lang))?;
    if args.open {
        open(&address, console);
    }
    loop {
        show(&dir, folder.path(), &live, console);
        match watch::next(&words) {
            Word::Saved { places: false } => {}
            Word::Saved { places: true } => {
                if let Err(error) = watch.renew() {
                    console.fail(&anyhow::Error::new(error).context(watched.to_owned()));
                }
            }
            Word::Stop => break,
        }
    }
    folder.close()?;
    Ok(Done::Fine)
}

/// Why a port cannot be had, and what to do.
fn taken(port: Option<u16>, console: &Console) -> String {
    let hint = console.say("назовите другой порт: --port N", "name another port: --port N");
    let at = port.map_or_else(|| format!("127.0.0.1:{FIRST_PORT}-{LAST_PORT}"), |port| format!("127.0.0.1:{port}"));
    format!("{at}: {hint}")
}

/// Ends the preview on Ctrl-C, on SIGTERM and on SIGHUP once the build at hand is over; at once the second time.
fn stop_on_signals(send: Sender<Word>) -> anyhow::Result<()> {
    let before = AtomicBool::new(false);
    ctrlc::set_handler(move || {
        if before.swap(true, Ordering::SeqCst) || send.send(Word::Stop).is_err() {
            std::process::exit(130);
        }
    })?;
    Ok(())
}

/// Builds the book and shows what came of it, on the pages first: somebody is waiting there.
fn show(dir: &Path, folder: &Path, live: &Live, console: &Console) {
    let begun = Instant::now();
    let last = live.now().site;
    match built(dir, folder, last.as_deref(), console) {
        Ok((Some((site, summary)), diagnostics)) => {
            live.show(site);
            let time = begun.elapsed().as_secs_f64();
            console.report(&diagnostics);
            console.info(&format!("{summary}; {time:.2} {}", console.say("с", "s")));
        }
        Ok((None, diagnostics)) => {
            live.trouble(&on_page(&diagnostics, console));
            console.report(&diagnostics);
            if last.is_some() {
                console.info(
                    console.say("Показано то, что собралось в последний раз.", "What could be built last is shown."),
                );
            }
        }
        Err(error) => {
            live.trouble(&console.failure(&error));
            console.fail(&error);
        }
    }
}

/// A site that was built just now, and a line about it.
type Fresh = (Site, String);

/// The site, unless the book is wrong, and what was found. What has not changed is taken over from the
/// last site.
fn built(
    dir: &Path,
    folder: &Path,
    last: Option<&Site>,
    console: &Console,
) -> anyhow::Result<(Option<Fresh>, Vec<Diagnostic>)> {
    let folder = tempfile::tempdir_in(folder)?;
    let last = last.map(Site::folder);
    let outcome = site::build_after(dir, &Site::out(&folder), &prefix(dir), Purpose::Preview, last)?;
    let site = match outcome.built {
        Some(built) => Some((Site::new(folder)?, build::summary(&built, console))),
        None => None,
    };
    Ok((site, outcome.diagnostics))
}

/// The errors as text for a page.
fn on_page(diagnostics: &[Diagnostic], console: &Console) -> String {
    let errors: Vec<_> = diagnostics.iter().filter(|found| found.level == Level::Error).cloned().collect();
    let shown = &errors[..errors.len().min(MOST_ON_A_PAGE)];
    let style = Style { lang: console.lang.clone(), color: false, width: WIDTH };
    let mut text = render(shown, Format::Human, &style).trim_end().to_owned();
    let more = errors.len() - shown.len();
    if more > 0 {
        text.push_str(&format!("\n\n{} {more}", console.say("и ещё", "and more:")));
    }
    text
}

/// Opens an address the way the system does.
fn open(address: &str, console: &Console) {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "windows") {
        ("cmd", &["/C", "start", ""])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(before).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.spawn() {
        // Waited for, so that it does not stay behind as a dead process.
        Ok(mut child) => drop(thread::spawn(move || child.wait())),
        Err(error) => console.info(&format!("{program}: {error}")),
    }
}
