//! `konspekt mentions`: every mention of a glossary term in chapters and notes, and why one is not linked.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    path::PathBuf,
};

use anyhow::Context;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;

use super::{
    Console, Done, book_dir,
    console::{self, DataFormat},
};
use crate::{
    diagnostics::any_error,
    glossary::{Glossary, Matcher, Matchers, Mention, Policy, found},
    notes::{self, Note, format::Format},
    text::{Lang, Source, Span},
};

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// Chapters and notes
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The language they are written in
    #[arg(long)]
    lang: Lang,
    /// The glossary [default: that of the book]
    #[arg(long)]
    glossary: Option<PathBuf>,
    /// Which mentions are linked
    #[arg(long, default_value = Policy::NAMES[0], value_parser = policy())]
    link: Policy,
    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    format: DataFormat,
}

fn policy() -> impl TypedValueParser<Value = Policy> {
    PossibleValuesParser::new(Policy::NAMES).map(|name| Policy::from_name(&name).unwrap_or_default())
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
    let path = args.glossary.clone().unwrap_or_else(|| book_dir(None).join("glossary.toml"));
    let hint = console.say("назовите глоссарий: --glossary ФАЙЛ", "name a glossary: --glossary FILE");
    let text = fs::read(&path).with_context(|| path.display().to_string()).with_context(|| hint.to_owned())?;
    let source = Source::new(path.to_string_lossy().replace('\\', "/"), String::from_utf8_lossy(&text));
    let (glossary, mut wrong) = Glossary::parse(&source);
    if any_error(&wrong) {
        console.report(&wrong);
        return Ok(Done::Errors);
    }
    let by_lang = BTreeMap::from([(args.lang.clone(), Matcher::new(&glossary, &args.lang))]);
    let matchers = Matchers::new(&glossary, &by_lang).with_policy(args.link);
    let mut rows = Vec::new();
    for path in &args.files {
        let name = path.to_string_lossy().replace('\\', "/");
        let file = File::open(path).with_context(|| path.display().to_string())?;
        let mut each = |note: Note| {
            rows.extend(mentions(&note, &matchers, &args.lang).iter().map(|mention| row(&note.source, mention)));
        };
        let found = notes::read(&name, file, &notes::Hints::default(), &mut each);
        wrong.extend(found.with_context(|| path.display().to_string())?);
    }
    match args.format {
        DataFormat::Json => console::data(&(serde_json::to_string_pretty(&rows)? + "\n"))?,
        DataFormat::Human => console::data(&rows.iter().map(human).collect::<String>())?,
    }
    console.report(&wrong);
    Ok(if any_error(&wrong) { Done::Errors } else { Done::Fine })
}

/// The mentions of a chapter or a note: code and headings are told apart as they are when the book is made.
fn mentions(note: &Note, matchers: &Matchers<'_>, lang: &Lang) -> Vec<Mention> {
    let text = note.source.text();
    if Format::of(note.source.name(), text) == Format::Markdown {
        let found = found::mentions_in_markdown(text, matchers, lang);
        return found.found.iter().map(|found| found.mention.clone()).collect();
    }
    let headings: Vec<Span> = note.sections.iter().map(|section| section.title.span).collect();
    let mut code = backticks(text);
    code.extend(note.sections.iter().flat_map(|section| &section.blocks).flat_map(|block| block.code()));
    code.sort_by_key(|span| (span.start, span.end));
    found::mentions_in_text(text, &headings, &code, matchers, lang)
}

/// Code in backticks that a paste kept: they open and close on one line.
fn backticks(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut marks = line.match_indices('`').map(|(at, _)| start + at);
        while let (Some(open), Some(close)) = (marks.next(), marks.next()) {
            out.push(Span::new(open, close + 1));
        }
        start += line.len();
    }
    out
}

fn human(row: &Row) -> String {
    let reason = row.reason.as_ref().map(|reason| format!("  ({reason})")).unwrap_or_default();
    let mark = if row.linked { "→" } else { "·" };
    let text = row.text.replace('\n', " ");
    format!("{}:{}:{}: {text} {mark} {}{reason}\n", row.file, row.line, row.column, row.term)
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
