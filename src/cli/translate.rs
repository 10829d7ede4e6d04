//! `konspekt translate`: the catalog's template, its merge after a change, and how much of it is done.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;

use super::{
    Console, Done, book_dir,
    console::{self, DataFormat, russian_plural},
    prepare,
};
use crate::{
    book::Input,
    diagnostics::any_error,
    notes::kept,
    site,
    text::Lang,
    translate::{self, Catalog, Message, Open, Status},
};

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// What to do
    #[arg(value_enum)]
    action: Action,
    /// The book's folder
    dir: Option<PathBuf>,
    /// How to print the status
    #[arg(long, value_enum, default_value_t)]
    format: DataFormat,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Action {
    /// Write po/messages.pot: every message, no translation
    Extract,
    /// Bring po/LANG.po up to date, keeping what is translated, and write down the names of the notes' sections
    Update,
    /// Say what is translated, what is stale, what is missing
    Status,
}

pub(super) fn run(args: &Args, console: &Console) -> anyhow::Result<Done> {
    let dir = book_dir(args.dir.as_deref());
    let (prepared, found) = prepare(&dir)?;
    console.report(&found);
    let Some(prepared) = prepared.filter(|_| !any_error(&found)) else { return Ok(Done::Errors) };
    let messages = &prepared.messages;
    let input = &prepared.input;
    let po = dir.join("po");
    let write = |name: String, catalog: &Catalog| -> anyhow::Result<()> {
        let path = po.join(name);
        site::disk::replace(&path, catalog.write().as_bytes()).with_context(|| path.display().to_string())?;
        console.info(&path.display().to_string());
        Ok(())
    };
    if matches!(args.action, Action::Update) {
        keep_ids(&dir, input, console)?;
    }
    let targets = input.settings.targets();
    if targets.is_empty() {
        console.info(console.say(
            "У книги один язык: добавьте второй в languages, в [preprocessor.konspekt] файла book.toml.",
            "The book has one language: add another to languages, in [preprocessor.konspekt] of book.toml.",
        ));
        return Ok(Done::Fine);
    }
    let mut all = AllStatus::default();
    for lang in targets {
        let notes = |message: &Message| prepared.translator_notes(message, lang);
        let old = input.catalogs.get(lang).cloned().unwrap_or_else(|| Catalog::empty(lang));
        match args.action {
            Action::Extract => {
                write("messages.pot".to_owned(), &translate::template(messages))?;
                break;
            }
            Action::Update => write(format!("{lang}.po"), &translate::update(&old, messages, lang, &notes))?,
            Action::Status => {
                let Some(translations) = prepared.translations.get(lang) else { continue };
                let status = translate::status(messages, translations);
                if args.format == DataFormat::Human {
                    console::data(&human(lang, &status, &translate::open(messages, translations), console))?;
                }
                all.total.add(&status);
                all.languages.insert(lang.clone(), status);
            }
        }
    }
    if matches!((args.action, args.format), (Action::Status, DataFormat::Json)) {
        console::data(&(serde_json::to_string_pretty(&all)? + "\n"))?;
    }
    Ok(Done::Fine)
}

/// Writes down beside each note which names its sections have, where that is not what the file says already.
fn keep_ids(dir: &Path, input: &Input, console: &Console) -> anyhow::Result<()> {
    let notes = dir.join(input.settings.src()).join("notes");
    for (file, ids) in kept::tables(input.notes.iter().map(|(path, note)| (path.as_str(), note))) {
        let path = notes.join(format!("{file}{}", kept::ENDING));
        if fs::read(&path).ok().as_deref() != Some(ids.as_bytes()) {
            site::disk::replace(&path, ids.as_bytes()).with_context(|| path.display().to_string())?;
            console.info(&path.display().to_string());
        }
    }
    Ok(())
}

/// The status of a book as JSON: of all its translations together, and of each.
#[derive(Default, serde::Serialize)]
struct AllStatus {
    #[serde(flatten)]
    total: Status,
    languages: BTreeMap<Lang, Status>,
}

/// So many messages that need a translator are shown, unless more is asked for.
const SHOWN: usize = 10;

fn human(lang: &Lang, status: &Status, open: &[Open<'_>], console: &Console) -> String {
    let total = status.total;
    let messages = ["сообщение", "сообщения", "сообщений"][russian_plural(total.messages)];
    let messages = console.say(messages, if total.messages == 1 { "message" } else { "messages" });
    let (fresh, stale, missing) =
        (console.say("переведено", "fresh"), console.say("устарело", "stale"), console.say("не переведено", "missing"));
    let mut out = format!(
        "{lang}: {} {messages}, {} {fresh}, {} {stale}, {} {missing}\n",
        total.messages, total.fresh, total.stale, total.missing
    );
    for (file, counts) in &status.by_file {
        if counts.stale + counts.missing > 0 || console.verbose {
            out.push_str(&format!("  {file}: {}/{}\n", counts.fresh, counts.messages));
        }
    }
    // What has changed comes first: there a translation says something else than the book.
    let (changed, lacking): (Vec<&Open<'_>>, Vec<&Open<'_>>) = open.iter().partition(|open| open.made_for.is_some());
    let most = if console.verbose { usize::MAX } else { SHOWN };
    for open in changed.iter().chain(&lacking).take(most) {
        let place = open.message.references.first().map(ToString::to_string).unwrap_or_default();
        match open.made_for {
            Some(old) if old == open.message.text => {
                let doubtful = console.say("помечено как сомнительное", "marked as doubtful");
                out.push_str(&format!("\n{place}: {stale} ({doubtful})\n    {}\n", open.message.text));
            }
            Some(old) => out.push_str(&format!("\n{place}: {stale}\n  - {old}\n  + {}\n", open.message.text)),
            None => out.push_str(&format!("\n{place}: {missing}\n    {}\n", open.message.text)),
        }
    }
    if open.len() > most {
        let rest = open.len() - most;
        out.push_str(console.say(
            format!("\nи ещё {rest}: -v покажет все\n").as_str(),
            format!("\nand {rest} more: -v shows all\n").as_str(),
        ));
    }
    out
}
