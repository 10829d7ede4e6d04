//! A gettext catalog: entries in order, as they are looked up and as they are written.
//!
//! What comes in is the text of a PO file ([`Catalog::parse`]) or a list of entries, what goes out is PO that
//! `msgfmt --check` takes. An entry that was read and not changed is written as it stood, letter by letter, whichever
//! program wrote it; a new one goes unwrapped, a message on a line, so that a changed word is a changed line and no more.
//! No date is written: the same book gives the same bytes.
//! Format: <https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html>.

use std::{fmt, hash::BuildHasher, sync::Arc};

use hashbrown::{DefaultHashBuilder, HashTable};

use super::po;
use crate::{
    diagnostics::{Diagnostic, code},
    text::{Lang, Source, Span},
};

/// A place in the book that a message comes from.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Reference {
    /// The file, with forward slashes; shared by the references to it.
    pub file: Arc<str>,
    /// The line, from 1; `None` where the catalog gives none.
    pub line: Option<usize>,
}

impl Reference {
    /// A line of a file.
    pub fn new(file: impl Into<Arc<str>>, line: usize) -> Self {
        Self { file: file.into(), line: Some(line) }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A name with a blank stands between isolates, as gettext 0.22 writes it.
        let file = self.file.replace(['\n', '\r'], " ");
        if file.contains([' ', '\t']) {
            write!(f, "\u{2068}{file}\u{2069}")?
        } else {
            f.write_str(&file)?
        }
        self.line.map_or(Ok(()), |line| write!(f, ":{line}"))
    }
}

/// One message of a catalog.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The translator's own comment lines, each from its `#`.
    pub comments: Vec<String>,
    /// What the program tells the translator (`#.`).
    pub extracted: Vec<String>,
    /// Where the message comes from (`#:`).
    pub references: Vec<Reference>,
    /// Flags (`#,`); `fuzzy` is one.
    pub flags: Vec<String>,
    /// The source text that the translation was made for, where it is another one (`#| msgid`).
    pub previous: Option<String>,
    /// The context (`msgctxt`).
    pub context: Option<String>,
    /// The source text (`msgid`); empty for the header.
    pub source: String,
    /// The translation (`msgstr`); empty where there is none.
    pub text: String,
    /// Kept for another time (`#~`): no message of the book.
    pub obsolete: bool,
    /// Where it stands in the file it was read from, from `msgctxt` or `msgid` to the end of `msgstr`.
    pub span: Span,
    /// Whether it has forms for numbers (`msgid_plural`), which no message of a book has: it is kept as it stands.
    pub(super) has_plural: bool,
    /// Where all of it stands in the file it was read from, comments included.
    pub(super) raw: Option<(Source, Span)>,
}

impl PartialEq for Entry {
    /// Whether both say the same, wherever and however they were written.
    fn eq(&self, other: &Self) -> bool {
        let key = |e: &Self| (e.comments.clone(), e.extracted.clone(), e.references.clone(), e.flags.clone());
        let body = |e: &Self| (e.previous.clone(), e.context.clone(), e.source.clone(), e.text.clone(), e.obsolete);
        key(self) == key(other) && body(self) == body(other)
    }
}

impl Entry {
    /// Whether the translation is marked as one to be looked at.
    pub fn is_fuzzy(&self) -> bool {
        self.flags.iter().any(|flag| flag == "fuzzy")
    }

    /// Whether it is the header and no message.
    pub fn is_header(&self) -> bool {
        self.source.is_empty() && self.context.is_none() && !self.obsolete
    }

    /// What it is found by: context and source.
    pub(super) fn asked(&self) -> Key<'_> {
        (self.context.as_deref(), &self.source)
    }

    /// What it is found by from the other side: context and translation.
    fn answered(&self) -> Key<'_> {
        (self.context.as_deref(), &self.text)
    }

    fn write(&self, out: &mut String) {
        if let Some((source, span)) = &self.raw {
            let lines = source.slice(*span).split_inclusive("\r\n");
            lines.for_each(|line| match line.strip_suffix("\r\n") {
                Some(text) => [text, "\n"].iter().for_each(|part| out.push_str(part)),
                None => out.push_str(line),
            });
            out.push('\n');
            return;
        }
        let dead = if self.obsolete { "#~ " } else { "" };
        for line in &self.comments {
            out.push_str(line.trim_end());
            out.push('\n');
        }
        for line in self.extracted.iter().flat_map(|text| text.lines()) {
            out.push_str(&format!("#. {line}\n"));
        }
        for reference in &self.references {
            out.push_str(&format!("#: {reference}\n"));
        }
        if !self.flags.is_empty() {
            out.push_str(&format!("#, {}\n", self.flags.join(", ")));
        }
        if let Some(previous) = &self.previous {
            write_string(out, if self.obsolete { "#~| " } else { "#| " }, "msgid", previous);
        }
        if let Some(context) = &self.context {
            write_string(out, dead, "msgctxt", context);
        }
        write_string(out, dead, "msgid", &self.source);
        write_string(out, dead, "msgstr", &self.text);
    }
}

/// A context and a text.
type Key<'a> = (Option<&'a str>, &'a str);

/// Finds entries by their keys; a copy of them would be as large as the catalog.
#[derive(Clone, Debug)]
pub(super) struct Index {
    key: fn(&Entry) -> Key<'_>,
    table: HashTable<usize>,
    hasher: DefaultHashBuilder,
}

impl Index {
    /// Nothing yet; entries will be found by this key.
    pub(super) fn of(key: fn(&Entry) -> Key<'_>) -> Self {
        Self { key, table: HashTable::new(), hasher: DefaultHashBuilder::default() }
    }

    /// Remembers entry `i`, unless there is one with its key: it is returned.
    pub(super) fn add(&mut self, i: usize, entries: &[Entry]) -> Option<usize> {
        let Self { key, table, hasher } = self;
        let own = key(&entries[i]);
        let found =
            table.entry(hasher.hash_one(own), |&j| key(&entries[j]) == own, |&j| hasher.hash_one(key(&entries[j])));
        match found {
            hashbrown::hash_table::Entry::Occupied(first) => Some(*first.get()),
            hashbrown::hash_table::Entry::Vacant(place) => {
                place.insert(i);
                None
            }
        }
    }

    /// The first entry with that key.
    fn find(&self, key: Key<'_>, entries: &[Entry]) -> Option<usize> {
        self.table.find(self.hasher.hash_one(key), |&i| (self.key)(&entries[i]) == key).copied()
    }
}

/// The messages of one language.
#[derive(Clone, Debug)]
pub struct Catalog {
    entries: Vec<Entry>,
    /// By context and source; obsolete ones left out.
    index: Index,
    /// By context and translation, for entries that have a context.
    made: Index,
    source: Option<Source>,
    pub(super) crlf: bool,
}

impl Default for Catalog {
    fn default() -> Self {
        Self::from_entries(Vec::new())
    }
}

impl PartialEq for Catalog {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl Catalog {
    /// Reads a PO file. What cannot be read is reported and left out; the rest is there.
    pub fn parse(source: &Source) -> (Self, Vec<Diagnostic>) {
        po::parse(source)
    }

    /// Reads a PO file from its bytes; bytes that are not UTF-8 are a diagnostic and an empty catalog.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> (Self, Vec<Diagnostic>) {
        po::from_bytes(name, bytes)
    }

    /// A catalog without a message for a translation into `to`.
    pub fn empty(to: &Lang) -> Self {
        Self::with_header(&to.tag().replace('-', "_"))
    }

    /// A catalog without a message and for no language yet.
    pub fn template() -> Self {
        Self::with_header("")
    }

    fn with_header(lang: &str) -> Self {
        let fields = [
            "Project-Id-Version: ".to_owned(),
            "PO-Revision-Date: ".to_owned(),
            "Last-Translator: ".to_owned(),
            "Language-Team: ".to_owned(),
            format!("Language: {lang}"),
            "MIME-Version: 1.0".to_owned(),
            "Content-Type: text/plain; charset=UTF-8".to_owned(),
            "Content-Transfer-Encoding: 8bit".to_owned(),
        ];
        let text = fields.iter().map(|field| format!("{field}\n")).collect();
        Self::from_entries(vec![Entry { text, ..Entry::default() }])
    }

    /// A catalog of these entries, in this order, obsolete ones behind the others. The first of two with the same context and source counts.
    pub fn from_entries(mut entries: Vec<Entry>) -> Self {
        entries.sort_by_key(|entry| entry.obsolete);
        let (mut index, mut made) = (Index::of(Entry::asked), Index::of(Entry::answered));
        for i in (0..entries.len()).filter(|&i| !entries[i].obsolete) {
            index.add(i, &entries);
        }
        for i in (0..entries.len()).filter(|&i| entries[i].context.is_some()) {
            made.add(i, &entries);
        }
        Self { entries, index, made, source: None, crlf: false }
    }

    pub(super) fn read_from(mut self, source: &Source) -> Self {
        self.source = Some(source.clone());
        self
    }

    /// What to say where the header names another language than `lang`. A region (`en_GB` for `en`) is no other language.
    pub fn language_differs(&self, lang: &Lang) -> Option<Diagnostic> {
        let header = self.entries.first().filter(|entry| entry.is_header())?;
        let named = header.text.lines().find_map(|line| line.strip_prefix("Language:"))?.trim();
        let primary = |tag: &str| tag.split(['_', '-', '@', '.']).next().unwrap_or_default().to_ascii_lowercase();
        if named.is_empty() || primary(named) == primary(lang.tag()) {
            return None;
        }
        let found = Diagnostic::new(code::CATALOG_LANGUAGE, self.source.as_ref()?, header.span);
        Some(found.arg("found", named).arg("lang", lang).help("header"))
    }

    /// Everything in it, the header first, obsolete entries last.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The file it was read from, for diagnostics.
    pub fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// The entry of a source text in a context.
    pub fn find(&self, context: Option<&str>, source: &str) -> Option<&Entry> {
        self.position(context, source).map(|i| &self.entries[i])
    }

    pub(super) fn position(&self, context: Option<&str>, source: &str) -> Option<usize> {
        self.index.find((context, source), &self.entries)
    }

    /// The entry with that context and translation, the first if there are several: a search from the other side.
    pub(super) fn made_with(&self, context: &str, text: &str) -> Option<usize> {
        self.made.find((Some(context), text), &self.entries)
    }

    /// The PO file.
    pub fn write(&self) -> String {
        let mut out = String::new();
        let (live, dead): (Vec<_>, Vec<_>) = self.entries.iter().partition(|entry| !entry.obsolete);
        for (i, entry) in live.into_iter().chain(dead).enumerate() {
            if i > 0 {
                out.push('\n');
            }
            entry.write(&mut out);
        }
        if self.crlf { out.replace('\n', "\r\n") } else { out }
    }
}

/// A keyword with its string; a string with line ends has each of its lines on a line.
fn write_string(out: &mut String, prefix: &str, keyword: &str, text: &str) {
    out.push_str(&format!("{prefix}{keyword} "));
    let many = text.find('\n').is_some_and(|at| at + 1 < text.len()) || (text.ends_with('\n'));
    if many {
        out.push_str("\"\"\n");
    }
    let mut first = true;
    for line in text.split_inclusive('\n') {
        if many || !first {
            out.push_str(prefix);
        }
        first = false;
        out.push('"');
        for c in line.chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                '\r' => out.push_str("\\r"),
                c if c.is_ascii_control() => out.push_str(&format!("\\{:03o}", u32::from(c))),
                c => out.push(c),
            }
        }
        out.push_str("\"\n");
    }
    if text.is_empty() {
        out.push_str("\"\"\n");
    }
}
