//! `konspekt outline`: the structure found in notes.
//!
//! Each note is printed as soon as it was read, so that an export of any size needs no more memory than its largest
//! conversation.

use std::{fs::File, path::PathBuf};

use anyhow::Context;

use super::{
    Console, Done, beside,
    console::{self, DataFormat},
};
use crate::{
    diagnostics::any_error,
    notes::{self, Note, outline},
};

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The notes
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: DataFormat,
}

pub(super) fn run(args: &Args, console: &Console) -> anyhow::Result<Done> {
    let mut wrong = Vec::new();
    let mut printed = 0;
    // A failure to print ends the work, but only behind the note at hand.
    let mut failed: anyhow::Result<()> = Ok(());
    if matches!(args.format, DataFormat::Json) {
        console::data("{\"notes\": [")?;
    }
    for path in &args.files {
        let name = path.to_string_lossy().replace('\\', "/");
        let file = File::open(path).with_context(|| path.display().to_string())?;
        let beside = beside::read(path)?;
        wrong.extend(beside.found);
        let corrections = beside.corrections;
        let mut unchecked = Vec::new();
        let mut each = |note: Note| {
            if failed.is_ok() {
                failed = print(&note, printed, args.format, console);
                printed += 1;
            }
            if corrections.is_some() {
                unchecked.push(note);
            }
        };
        let term = |heading: &str| beside.matcher.as_ref().and_then(|matcher| matcher.only_term(heading));
        let hints = notes::Hints { corrections: corrections.as_ref(), ids: beside.ids.as_ref(), term: Some(&term) };
        let found = notes::read(&name, file, &hints, &mut each).with_context(|| path.display().to_string())?;
        wrong.extend(found);
        if let Some(corrections) = &corrections {
            wrong.extend(corrections.check(&unchecked.iter().collect::<Vec<_>>()));
        }
        failed = std::mem::replace(&mut failed, Ok(()));
        if failed.is_err() {
            break;
        }
    }
    failed?;
    if matches!(args.format, DataFormat::Json) {
        console::data(if printed > 0 { "\n]}\n" } else { "]}\n" })?;
    }
    console.report(&wrong);
    Ok(if any_error(&wrong) { Done::Errors } else { Done::Fine })
}

fn print(note: &Note, printed: usize, format: DataFormat, console: &Console) -> anyhow::Result<()> {
    match format {
        DataFormat::Human => {
            let text = outline::human(note, &console.lang, console.verbose);
            console::show(&format_args!("{}{text}", if printed > 0 { "\n" } else { "" }))
        }
        DataFormat::Json => {
            console::data(if printed > 0 { ",\n" } else { "\n" })?;
            console::json(&outline::Outline::new(note))
        }
    }
}
