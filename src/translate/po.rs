//! Reads PO files: what comes in is a file, what goes out is a catalog and what is wrong with the file, with lines.
//!
//! Line by line and once: time and memory grow with the file and nothing else. A broken line costs its own entry only.
//! `polib` would not do: its errors have no line, and obsolete entries and previous texts do not survive it.
//! Format: <https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html>.

use std::{collections::HashSet, sync::Arc};

use super::catalog::{Catalog, Entry, Index, Reference};
use crate::{
    diagnostics::{Diagnostic, code},
    text::{Source, Span},
};

/// The largest file that is read; a catalog of 10,000 chapters is a quarter of it.
const MAX_BYTES: usize = 64 << 20;
/// The most lines that are reported: a file that is no PO at all has a wrong line everywhere.
const MAX_REPORTS: usize = 50;

pub(super) fn from_bytes(name: &str, bytes: &[u8]) -> (Catalog, Vec<Diagnostic>) {
    if bytes.len() > MAX_BYTES {
        return too_large(name, bytes.len());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => parse(&Source::new(name, text)),
        Err(error) => {
            let text = String::from_utf8_lossy(bytes);
            let source = Source::new(name, text.clone());
            let declared = charset(&text).unwrap_or("?").to_owned();
            let at = error.valid_up_to();
            // What could not be decoded stands there as one replacement character.
            let place = Span::new(at, (at + char::REPLACEMENT_CHARACTER.len_utf8()).min(text.len()));
            let found = Diagnostic::new(code::CATALOG_CHARSET, &source, place).arg("charset", declared).help("bytes");
            (Catalog::default(), vec![found])
        }
    }
}

fn too_large(name: &str, size: usize) -> (Catalog, Vec<Diagnostic>) {
    let source = Source::new(name, "");
    let found =
        Diagnostic::new(code::BROKEN_CATALOG, &source, 0..0).arg("found", format!("{} MB", size >> 20)).help("size");
    (Catalog::default(), vec![found])
}

pub(super) fn parse(source: &Source) -> (Catalog, Vec<Diagnostic>) {
    if source.text().len() > MAX_BYTES {
        return too_large(source.name(), source.text().len());
    }
    // A mark of the byte order is none of the catalog's words, and msgfmt stumbles over it.
    let unmarked = source.text().strip_prefix('\u{feff}').map(|text| Source::new(source.name(), text));
    let source = unmarked.as_ref().unwrap_or(source);
    let mut reader = Reader::new(source);
    let mut offset = 0;
    for line in source.text().split_inclusive('\n') {
        reader.line(line.trim_end_matches(['\n', '\r']), offset);
        offset += line.len();
    }
    reader.finish(offset);
    let mut found = reader.found;
    duplicates(source, &mut reader.entries, &mut found);
    if let Some(entry) = reader.entries.first().filter(|entry| entry.is_header())
        && let Some(name) = charset(&entry.text)
        && !["utf-8", "utf8", "us-ascii", "ascii", "charset"].contains(&name.to_ascii_lowercase().as_str())
    {
        found.push(Diagnostic::new(code::CATALOG_CHARSET, source, entry.span).arg("charset", name).help("header"));
    }
    let mut catalog = Catalog::from_entries(reader.entries).read_from(source);
    catalog.crlf = source.text().contains("\r\n");
    (catalog, found)
}

fn charset(header: &str) -> Option<&str> {
    let (_, rest) = header.split_once("charset=")?;
    rest.split(|c: char| c.is_whitespace() || matches!(c, ';' | '\\' | '"')).next()
}

/// A second entry for the same message is reported and left out: nobody can tell which is meant.
fn duplicates(source: &Source, entries: &mut Vec<Entry>, found: &mut Vec<Diagnostic>) {
    let mut index = Index::of(Entry::asked);
    let mut again = HashSet::new();
    for i in (0..entries.len()).filter(|&i| !entries[i].obsolete) {
        let Some(first) = index.add(i, entries) else { continue };
        again.insert(i);
        if found.len() < MAX_REPORTS {
            let finding = Diagnostic::new(code::DUPLICATE_MESSAGE, source, entries[i].span);
            found.push(finding.arg("text", excerpt(&entries[i].source)).label("first", source, entries[first].span));
        }
    }
    let mut places = 0..;
    entries.retain(|_| places.next().is_none_or(|i| !again.contains(&i)));
}

/// The beginning of a text, for a message.
pub(super) fn excerpt(text: &str) -> String {
    const LENGTH: usize = 60;
    let short: String = text.chars().take(LENGTH).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Field {
    None,
    Context,
    Source,
    Plural,
    Text,
    /// Another plural form of the translation: kept in the file, used for nothing.
    Other,
    Previous,
    /// A previous context or plural: kept in the file.
    PreviousOther,
}

struct Reader<'a> {
    source: &'a Source,
    entry: Entry,
    field: Field,
    /// Whether something of the entry stands already: a comment or a keyword.
    begun: Option<usize>,
    broken: bool,
    has_source: bool,
    body: Option<Span>,
    end: usize,
    entries: Vec<Entry>,
    /// The file that the last reference named.
    file: Arc<str>,
    found: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn new(source: &'a Source) -> Self {
        Self {
            source,
            entry: Entry::default(),
            field: Field::None,
            begun: None,
            broken: false,
            has_source: false,
            body: None,
            end: 0,
            entries: Vec::new(),
            file: "".into(),
            found: Vec::new(),
        }
    }

    fn line(&mut self, line: &str, offset: usize) {
        let text = line.trim();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.is_empty() {
            return;
        }
        let (dead, previous, body) = match text.strip_prefix("#~|") {
            Some(rest) => (true, true, rest.trim_start()),
            None => match (text.strip_prefix("#~"), text.strip_prefix("#|")) {
                (Some(rest), _) => (true, false, rest.trim_start()),
                (_, Some(rest)) => (false, true, rest.trim_start()),
                _ => (false, false, text),
            },
        };
        let span = Span::new(offset, offset + line.len());
        if body.starts_with('#') || (dead || previous) && body.is_empty() {
            self.comment(body, offset);
        } else if body.starts_with('"') {
            self.string(body, span);
        } else {
            let end = body.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(body.len());
            let field = match (&body[..end], previous) {
                ("msgctxt", false) => Field::Context,
                ("msgid", false) => Field::Source,
                ("msgid_plural", false) => Field::Plural,
                ("msgstr" | "msgstr[0]", false) => Field::Text,
                (word, false) if word.starts_with("msgstr[") && word.ends_with(']') => Field::Other,
                ("msgid", true) => Field::Previous,
                ("msgctxt" | "msgid_plural", true) => Field::PreviousOther,
                _ => return self.report(span, "keyword", body),
            };
            let opens = matches!(field, Field::Context | Field::Previous | Field::PreviousOther)
                || (field == Field::Source && self.field != Field::Context);
            if opens && (self.body.is_some() && !matches!(self.field, Field::Previous | Field::PreviousOther)) {
                self.finish(offset);
            }
            let order = match field {
                Field::Text | Field::Plural => self.has_source,
                Field::Other => matches!(self.field, Field::Text | Field::Other),
                _ => true,
            };
            if !order {
                return self.report(span, "order", body);
            }
            self.begun.get_or_insert(offset);
            self.entry.obsolete |= dead;
            self.has_source |= field == Field::Source;
            if field == Field::Previous {
                self.entry.previous = Some(String::new());
            } else if field == Field::Context {
                self.entry.context = Some(String::new());
            }
            self.field = field;
            self.string(body[end..].trim_start(), span);
        }
        self.end = offset + line.len();
    }

    /// A comment line; behind a `msgstr` it opens the next entry.
    fn comment(&mut self, line: &str, offset: usize) {
        if self.has_source || self.broken {
            self.finish(offset);
        }
        self.begun.get_or_insert(offset);
        let entry = &mut self.entry;
        if let Some(text) = line.strip_prefix("#.") {
            entry.extracted.push(text.strip_prefix(' ').unwrap_or(text).to_owned());
        } else if let Some(text) = line.strip_prefix("#:") {
            references(text, &mut self.file, &mut entry.references);
        } else if let Some(text) = line.strip_prefix("#,") {
            entry.flags.extend(text.split(',').map(|flag| flag.trim().to_owned()).filter(|flag| !flag.is_empty()));
        } else {
            entry.comments.push(line.to_owned());
        }
    }

    fn string(&mut self, quoted: &str, span: Span) {
        let text = match unquote(quoted) {
            Ok(text) => text,
            Err(cause) => return self.report(span, cause, quoted),
        };
        let entry = &mut self.entry;
        match self.field {
            Field::None => return self.report(span, "order", quoted),
            Field::Context => entry.context.get_or_insert_default().push_str(&text),
            Field::Source => entry.source.push_str(&text),
            Field::Text => entry.text.push_str(&text),
            Field::Previous => entry.previous.get_or_insert_default().push_str(&text),
            Field::Plural => entry.has_plural = true,
            Field::Other | Field::PreviousOther => {}
        }
        if !matches!(self.field, Field::Previous | Field::PreviousOther) {
            self.body = Some(self.body.map_or(span, |body| body.to(span)));
        }
    }

    fn report(&mut self, span: Span, help: &'static str, text: &str) {
        self.broken = true;
        if self.found.len() < MAX_REPORTS {
            let found = Diagnostic::new(code::BROKEN_CATALOG, self.source, span);
            self.found.push(found.arg("found", excerpt(text)).help(help));
        }
    }

    /// The entry ends before `offset`.
    fn finish(&mut self, offset: usize) {
        let mut entry = std::mem::take(&mut self.entry);
        let field = std::mem::replace(&mut self.field, Field::None);
        let begun = self.begun.take();
        let broken = std::mem::take(&mut self.broken);
        let has_source = std::mem::take(&mut self.has_source);
        let (Some(start), Some(body)) = (begun, self.body.take()) else { return };
        if broken {
            return;
        }
        if !has_source || !matches!(field, Field::Text | Field::Other) {
            return self.report_after(body, offset);
        }
        entry.span = body;
        let raw = self.source.slice(Span::new(start, self.end.max(start))).trim_end();
        entry.raw = Some((self.source.clone(), Span::new(start, start + raw.len())));
        entry.comments.shrink_to_fit();
        entry.extracted.shrink_to_fit();
        entry.references.shrink_to_fit();
        entry.flags.shrink_to_fit();
        self.entries.push(entry);
    }

    fn report_after(&mut self, span: Span, _offset: usize) {
        self.report(span, "order", self.source.slice(span).to_owned().lines().next().unwrap_or_default());
        self.broken = false;
    }
}

/// `file:line` between blanks; a name with blanks stands between U+2068 and U+2069.
/// The file of the one before is `last`: most have it in common.
fn references(text: &str, last: &mut Arc<str>, out: &mut Vec<Reference>) {
    let mut add = |file: &str, line| {
        if **last != *file {
            *last = file.into();
        }
        out.push(Reference { file: Arc::clone(last), line });
    };
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (file, after) = match rest.strip_prefix('\u{2068}').and_then(|inner| inner.split_once('\u{2069}')) {
            Some((file, after)) => {
                let end = after.find(char::is_whitespace).unwrap_or(after.len());
                let line = after[..end].strip_prefix(':').and_then(|line| line.parse().ok());
                add(file, line);
                rest = after[end..].trim_start();
                continue;
            }
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        match file.rsplit_once(':').map(|(name, line)| (name, line.parse())) {
            Some((name, Ok(line))) => add(name, Some(line)),
            _ => add(file, None),
        }
        rest = after.trim_start();
    }
}

/// The text of a quoted string; an error is the name of a hint.
fn unquote(quoted: &str) -> Result<String, &'static str> {
    let inner = quoted.strip_prefix('"').ok_or("quote")?;
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return if inner[at + 1..].trim().is_empty() { Ok(out) } else { Err("quote") },
            '\\' => {
                let (_, escape) = chars.next().ok_or("quote")?;
                match escape {
                    'n' => out.push('\n'),
                    't' => out.push('\t'),
                    'r' => out.push('\r'),
                    'a' => out.push('\u{7}'),
                    'b' => out.push('\u{8}'),
                    'f' => out.push('\u{c}'),
                    'v' => out.push('\u{b}'),
                    '"' | '\\' | '\'' | '?' => out.push(escape),
                    '0'..='7' => {
                        let mut value = escape.to_digit(8).unwrap_or_default();
                        for _ in 0..2 {
                            let digit = chars.peek().and_then(|(_, c)| c.to_digit(8));
                            let Some(digit) = digit else { break };
                            value = value * 8 + digit;
                            chars.next();
                        }
                        // An escape names a byte; above ASCII it would be part of a character and is never written.
                        out.push(u8::try_from(value).ok().filter(u8::is_ascii).map(char::from).ok_or("escape")?);
                    }
                    _ => return Err("escape"),
                }
            }
            c => out.push(c),
        }
    }
    Err("quote")
}
