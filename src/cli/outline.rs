//! `konspekt outline`: the structure found in notes.

use std::{fs, path::PathBuf};

use anyhow::Context;

use super::{
    Console, Done,
    console::{self, DataFormat},
};
use crate::{
    diagnostics::{Diagnostic, code},
    notes::{self, outline},
    text::{Source, Span},
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
    let mut notes = Vec::new();
    let mut wrong = Vec::new();
    for file in &args.files {
        let bytes = fs::read(file).with_context(|| file.display().to_string())?;
        let name = file.to_string_lossy().replace('\\', "/");
        match source(name, bytes) {
            Ok(source) => notes.push(notes::parse(&source)),
            Err(diagnostic) => wrong.push(*diagnostic),
        }
    }
    match args.format {
        DataFormat::Human => {
            let shown: Vec<String> =
                notes.iter().map(|note| outline::human(note, &console.lang, console.verbose)).collect();
            console::data(&shown.join("\n"))?;
        }
        DataFormat::Json => {
            let notes: Vec<_> = notes.iter().map(outline::Outline::new).collect();
            let mut json = serde_json::to_string_pretty(&serde_json::json!({ "notes": notes }))?;
            json.push('\n');
            console::data(&json)?;
        }
    }
    console.report(&wrong);
    Ok(if wrong.is_empty() { Done::Fine } else { Done::Errors })
}

/// A note's bytes as text, or what is wrong with them.
pub(super) fn source(name: String, bytes: Vec<u8>) -> Result<Source, Box<Diagnostic>> {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let source = Source::new(name, String::from_utf8_lossy(error.as_bytes()));
            return Err(Box::new(Diagnostic::new(code::NOT_UTF8, &source, Span::new(at, at)).arg("offset", at)));
        }
    };
    match text.find('\0') {
        None => Ok(Source::new(name, text)),
        Some(at) => {
            let source = Source::new(name.clone(), text);
            Err(Box::new(Diagnostic::new(code::NOTE_BINARY, &source, Span::new(at, at)).arg("note", name)))
        }
    }
}
