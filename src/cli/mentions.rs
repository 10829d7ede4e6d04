//! `konspekt mentions`: every mention of a glossary term in a text.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use serde::Serialize;

use super::{
    Console, Done, book_dir,
    console::{self, DataFormat},
};
use crate::{
    diagnostics::any_error,
    glossary::{Glossary, Matcher, Mention},
    text::{Lang, Source},
};

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The texts
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The language they are written in
    #[arg(long)]
    lang: Lang,
    /// The glossary [default: that of the book]
    #[arg(long)]
    glossary: Option<PathBuf>,
    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    format: DataFormat,
}

#[derive(Serialize)]
struct Row {
    file: String,
    line: usize,
    column: usize,
    text: String,
    term: String,
    linked: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

pub(super) fn run(args: &Args, console: &Console) -> anyhow::Result<Done> {
    let glossary = args.glossary.clone().unwrap_or_else(|| book_dir(None).join("glossary.toml"));
    let hint = console.say("назовите глоссарий: --glossary ФАЙЛ", "name a glossary: --glossary FILE");
    let source = read(&glossary).with_context(|| hint.to_owned())?;
    let (glossary, found) = Glossary::parse(&source);
    console.report(&found);
    if any_error(&found) {
        return Ok(Done::Errors);
    }
    let matcher = Matcher::new(&glossary, &args.lang);
    let mut rows = Vec::new();
    for file in &args.files {
        let source = read(file)?;
        let mentions =
            if console.verbose { matcher.candidates(source.text()) } else { matcher.mentions(source.text()) };
        rows.extend(mentions.iter().map(|mention| row(&source, mention)));
    }
    match args.format {
        DataFormat::Json => console::data(&(serde_json::to_string_pretty(&rows)? + "\n"))?,
        DataFormat::Human => {
            let lines = rows.iter().map(|row| {
                let reason = row.reason.as_ref().map(|reason| format!("  ({reason})")).unwrap_or_default();
                let mark = if row.linked { "→" } else { "·" };
                format!(
                    "{}:{}:{}: {} {mark} {}{reason}\n",
                    row.file,
                    row.line,
                    row.column,
                    row.text.replace('\n', " "),
                    row.term
                )
            });
            console::data(&lines.collect::<String>())?;
        }
    }
    Ok(Done::Fine)
}

fn row(source: &Source, mention: &Mention) -> Row {
    let at = source.position(mention.span.start);
    Row {
        file: source.name().to_owned(),
        line: at.line,
        column: at.column,
        text: source.slice(mention.span).to_owned(),
        term: mention.term.as_str().to_owned(),
        linked: mention.linked,
        reason: mention.reason.as_ref().map(ToString::to_string),
    }
}

fn read(path: &Path) -> anyhow::Result<Source> {
    let text = fs::read(path).with_context(|| path.display().to_string())?;
    Ok(Source::new(path.to_string_lossy().replace('\\', "/"), String::from_utf8_lossy(&text)))
}
