//! `konspekt check`: all checks, nothing written.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;

use super::{Console, Done, book_dir, console, prepare};
use crate::{
    check,
    diagnostics::{self, Diagnostic, any_error, render::Format, render::render},
    examples,
    text::Source,
};

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// Books, Markdown files, manifests, folders of manifests; each is a set of its own [default: the book]
    paths: Vec<PathBuf>,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Treat warnings as errors
    #[arg(long, value_name = "LEVEL", value_parser = ["warnings"])]
    deny: Option<String>,
}

pub(super) fn run(args: &Args, console: &Console) -> anyhow::Result<Done> {
    let paths = if args.paths.is_empty() { vec![book_dir(None)] } else { args.paths.clone() };
    let mut found = Vec::new();
    for path in &paths {
        found.extend(set(path)?);
    }
    diagnostics::sort(&mut found);
    if args.deny.is_some() {
        check::deny_warnings(&mut found);
    }
    if args.format == Format::Human {
        console.report(&found);
        if found.is_empty() {
            console.info(console.say("Ошибок нет.", "Nothing is wrong."));
        }
    } else {
        console::data(&render(&found, args.format, &console.style()))?;
    }
    Ok(if any_error(&found) { Done::Errors } else { Done::Fine })
}

/// What is wrong with one path.
fn set(path: &Path) -> anyhow::Result<Vec<Diagnostic>> {
    let data = fs::metadata(path).with_context(|| path.display().to_string())?;
    if data.is_dir() && path.join("book.toml").exists() {
        let (prepared, mut found) = prepare(path)?;
        found.extend(prepared.iter().flat_map(check::book));
        return Ok(found);
    }
    if data.is_dir() {
        let mut files = Vec::new();
        collect(path, &mut files)?;
        files.sort();
        let sources = files.iter().map(|file| read(file)).collect::<anyhow::Result<Vec<_>>>()?;
        return Ok(examples::check_set(&sources));
    }
    let source = read(path)?;
    let markdown = path.extension().is_some_and(|extension| extension == "md" || extension == "markdown");
    Ok(if markdown { check::fences(&source) } else { examples::check_set(&[source]) })
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if kind.is_dir() && !hidden {
            collect(&path, files)?;
        } else if kind.is_file() && path.extension().is_some_and(|ext| ext == "yaml" || ext == "yml" || ext == "json") {
            files.push(path);
        }
    }
    Ok(())
}

/// A file as text; bytes that are no UTF-8 become replacement characters, which no checker lets pass.
fn read(path: &Path) -> anyhow::Result<Source> {
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    Ok(Source::new(path.to_string_lossy().replace('\\', "/"), String::from_utf8_lossy(&bytes)))
}
