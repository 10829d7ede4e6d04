//! `konspekt translate`: the catalog's template, its merge after a change, and how much of it is done.

use std::{fs, path::PathBuf};

use anyhow::Context;

use super::{
    Console, Done, book_dir,
    console::{self, DataFormat},
    prepare,
};
use crate::{
    diagnostics::any_error,
    translate::{self, Catalog},
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
    /// Bring po/LANG.po up to date, keeping what is translated
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
        fs::create_dir_all(&po).with_context(|| po.display().to_string())?;
        let path = po.join(name);
        let mut file = tempfile::NamedTempFile::new_in(&po).with_context(|| po.display().to_string())?;
        std::io::Write::write_all(&mut file, catalog.write().as_bytes())?;
        file.persist(&path).with_context(|| path.display().to_string())?;
        console.info(&path.display().to_string());
        Ok(())
    };
    for lang in input.settings.targets() {
        let old = input.catalogs.get(lang).cloned().unwrap_or_else(|| Catalog::empty(lang));
        match args.action {
            Action::Extract => {
                write("messages.pot".to_owned(), &translate::extract(messages, lang))?;
                break;
            }
            Action::Update => write(format!("{lang}.po"), &translate::update(&old, messages, lang))?,
            Action::Status => {
                let Some(translations) = prepared.translations.get(lang) else { continue };
                let status = translate::status(messages, translations);
                match args.format {
                    DataFormat::Json => console::data(&(serde_json::to_string_pretty(&status)? + "\n"))?,
                    DataFormat::Human => {
                        let line = format!(
                            "{lang}: {} {}, {} {}, {} {}, {} {}\n",
                            status.total.messages,
                            console.say("сообщений", "messages"),
                            status.total.fresh,
                            console.say("переведено", "fresh"),
                            status.total.stale,
                            console.say("устарело", "stale"),
                            status.total.missing,
                            console.say("не переведено", "missing"),
                        );
                        console::data(&line)?;
                        for (file, counts) in &status.by_file {
                            if counts.stale + counts.missing > 0 || console.verbose {
                                console::data(&format!("  {file}: {}/{}\n", counts.fresh, counts.messages))?;
                            }
                        }
                    }
                }
            }
        }
    }
    Ok(Done::Fine)
}
