//! A file of notes: from its bytes to notes, and what is wrong with it.

use std::io::{self, BufRead, Read};

use super::{Corrections, Fixes, KeptIds, Note, conversations, encoding, format, parse_with};
use crate::{
    diagnostics::{Diagnostic, code},
    text::{Source, Span},
};

/// What is known beside a note.
#[derive(Clone, Copy, Default)]
pub struct Hints<'a> {
    /// What its author corrected.
    pub corrections: Option<&'a Corrections>,
    /// The names that its sections have had.
    pub ids: Option<&'a KeptIds>,
    /// The term that a heading is the name of, by its identifier.
    pub term: Option<FindTerm<'a>>,
}

/// Says which term a heading is the name of.
pub type FindTerm<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Hints<'_> {
    /// The corrections of this note.
    pub fn fixes(&self, source: &Source) -> Fixes {
        self.corrections.map(|corrections| corrections.of(source)).unwrap_or_default()
    }
}

/// Reads the notes of a file, one after the other: an export holds many, any other file one. `name` is the file's path as
/// it is shown. What is wrong with the file is returned.
///
/// # Errors
///
/// Where `reader` fails.
pub fn read(
    name: &str,
    reader: impl Read,
    hints: &Hints<'_>,
    each: &mut dyn FnMut(Note),
) -> io::Result<Vec<Diagnostic>> {
    let mut reader = io::BufReader::with_capacity(1 << 16, reader);
    let named_json = name.to_ascii_lowercase().ends_with(".json");
    if format::is_export(reader.fill_buf()?, named_json) {
        return Ok(match conversations::read(name, reader, hints, each) {
            Ok(0) => {
                let source = Source::new(name, "");
                vec![Diagnostic::new(code::NOTE_FORMAT, &source, Span::default()).arg("note", name).help("export")]
            }
            Ok(_) => Vec::new(),
            Err(broken) => vec![is_broken(name, &broken)],
        });
    }
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes)?;
    let (source, found) = text(name, bytes);
    if let Some(source) = source {
        each(parse_with(&source, hints));
    }
    Ok(found)
}

/// The bytes of a note as text, and what is wrong with them; no text where there is none to read.
fn text(name: &str, bytes: Vec<u8>) -> (Option<Source>, Vec<Diagnostic>) {
    let empty = Source::new(name, "");
    let decoded = match encoding::decode(bytes) {
        Ok(decoded) => decoded,
        Err(binary) => {
            let found = Diagnostic::new(code::NOTE_BINARY, &empty, Span::default())
                .arg("note", name)
                .arg("offset", binary.offset)
                .help("save");
            return (None, vec![found]);
        }
    };
    let source = Source::new(name, decoded.text);
    let mut found = Vec::new();
    if source.text().trim().is_empty() {
        found.push(Diagnostic::new(code::NOTE_EMPTY, &source, Span::default()).arg("note", name).help("remove"));
    }
    if let Some(at) = source.text().find('\u{fffd}').filter(|_| decoded.broken > 0) {
        let place = Span::new(at, at + '\u{fffd}'.len_utf8());
        let broken =
            Diagnostic::new(code::NOTE_ENCODING, &source, place).arg("note", name).arg("encoding", decoded.encoding);
        found.push(broken.arg("count", decoded.broken).help("save"));
    }
    (Some(source), found)
}

fn is_broken(name: &str, broken: &conversations::Broken) -> Diagnostic {
    let column = broken.column.saturating_sub(broken.excerpt.chars().count()) + 1;
    let source = Source::part(name, &broken.excerpt, broken.line, column);
    let at = broken.excerpt.char_indices().next_back().map_or(0, |(at, _)| at);
    Diagnostic::new(code::EXPORT_BROKEN, &source, Span::new(at, broken.excerpt.len()))
        .arg("note", name)
        .arg("offset", broken.offset)
        .arg("cause", &broken.cause)
        .help("again")
}
