//! The command line: one command, one file. Data goes to stdout, everything else to stderr.

mod beside;
mod build;
mod check;
mod console;
mod explain;
mod export;
mod git;
mod init;
mod mentions;
mod outline;
mod progress;
mod push;
mod serve;
mod tables;
mod translate;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};

pub use console::Console;

use crate::{site, text::Lang};

/// Turns pasted notes into a structured, checked, bilingual book.
#[derive(Parser, Debug)]
#[command(name = "konspekt", version, max_term_width = 100)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

#[derive(clap::Args, Debug)]
struct Common {
    /// Language of messages: ru or en [default: from LC_ALL, LC_MESSAGES, LANG]
    #[arg(long, global = true, value_name = "LANG", value_parser = ui_language)]
    lang_ui: Option<Lang>,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t)]
    color: console::Color,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    verbose: bool,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Make a new book from notes
    Init(init::Args),
    /// Build every edition of a book
    Build(build::Args),
    /// Preview every edition, and follow what is saved
    Serve(serve::Args),
    /// Check a book, a Markdown file, or manifests
    Check(check::Args),
    /// Say what a diagnostic means, with an example and its cure
    Explain(explain::Args),
    /// Show the structure found in notes
    Outline(outline::Args),
    /// List every mention of a glossary term
    Mentions(mentions::Args),
    /// Print the comparison tables of a book
    Tables(tables::Args),
    /// Write the book for a team's wiki
    Export(export::Args),
    /// Keep the catalog of translations
    Translate(translate::Args),
}

/// The languages that messages are written in.
fn ui_language(tag: &str) -> Result<Lang, String> {
    [Lang::ru(), Lang::en()].into_iter().find(|lang| lang.tag() == tag).ok_or_else(|| "expected ru or en".to_owned())
}

/// What became of a command.
pub enum Done {
    /// Nothing is wrong.
    Fine,
    /// Errors were reported.
    Errors,
}

/// Runs a command and returns its exit code: 0 nothing wrong, 1 errors reported, 2 usage, 3 the environment.
pub fn run(args: &Args) -> ExitCode {
    let common = &args.common;
    let console = Console::new(common.lang_ui.clone(), common.color, common.quiet, common.verbose);
    let done = match &args.command {
        Command::Init(args) => init::run(args, &console),
        Command::Build(args) => build::run(args, &console),
        Command::Serve(args) => serve::run(args, &console),
        Command::Check(args) => check::run(args, &console),
        Command::Explain(args) => explain::run(args, &console),
        Command::Outline(args) => outline::run(args, &console),
        Command::Mentions(args) => mentions::run(args, &console),
        Command::Tables(args) => tables::run(args, &console),
        Command::Export(args) => export::run(args, &console),
        Command::Translate(args) => translate::run(args, &console),
    };
    match done {
        Ok(Done::Fine) => ExitCode::SUCCESS,
        Ok(Done::Errors) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) if error.is::<Usage>() => {
            console.fail(&error);
            ExitCode::from(2)
        }
        Err(error) => {
            console.fail(&error);
            ExitCode::from(3)
        }
    }
}

/// What was asked for cannot be meant: found out only when the command was read.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Usage(String);

/// A reader that went away (`konspekt outline … | head`) has had enough; that is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<std::io::Error>();
    io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

/// The book's folder: what was named, else `book` where it holds a book, else here.
fn book_dir(named: Option<&Path>) -> PathBuf {
    match named {
        Some(dir) => dir.to_owned(),
        None if Path::new("book/book.toml").exists() => "book".into(),
        None => ".".into(),
    }
}

/// What stands before the paths of a book in messages.
fn prefix(dir: &Path) -> String {
    let shown = dir.to_string_lossy().replace('\\', "/");
    match shown.trim_end_matches('/').trim_start_matches("./") {
        "" | "." => String::new(),
        dir => format!("{dir}/"),
    }
}

/// Reads and prepares the book in `dir`. `None` where it cannot even be read as one; the diagnostics say why.
fn prepare(dir: &Path) -> anyhow::Result<(Option<crate::edition::Prepared>, Vec<crate::diagnostics::Diagnostic>)> {
    let (files, links) = site::disk::read(dir, &dir.join("book"))?;
    let (input, mut diagnostics) = crate::book::Input::parse(&files, &prefix(dir));
    diagnostics.extend(crate::check::links_out(&links, &prefix(dir)));
    let prepared = input.map(|input| {
        let (prepared, found) = crate::edition::Prepared::new(input);
        diagnostics.extend(found);
        prepared
    });
    Ok((prepared, diagnostics))
}
