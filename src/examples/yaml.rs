//! YAML as a tree in which every key and value knows its place.
//!
//! In comes a file, out come its documents and what is wrong with it: events of `saphyr-parser` → nodes → aliases and
//! merge keys resolved → duplicate keys. A document that cannot be read is left out; the ones behind the next `---` are
//! read all the same. An alias costs no copy (values are shared), and what the tree would be when spelled out is
//! counted, so neither an alias bomb nor deep nesting can take more than the budget. Nothing here knows Kubernetes.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use saphyr_parser::{Event, Input, Parser, ScalarStyle, ScanError, Tag};

use super::{
    flow, json,
    offsets::ByteOffsets,
    scalar::{self, Kind},
    syntax,
};
use crate::{
    diagnostics::{Diagnostic, code},
    text::{Source, Span},
};

/// Deeper nesting than this is refused; the deepest public CustomResourceDefinitions stay below 100.
pub const MAX_DEPTH: usize = 256;
/// Longer files than this are refused (bytes). An object of the API is at most 1.5 MB, etcd's own limit.
pub const MAX_BYTES: usize = 16 << 20;
/// More nodes than this, aliases spelled out, are refused.
const MAX_NODES: usize = 4_000_000;
/// After that many errors a file is not read further.
const MAX_ERRORS: usize = 100;
/// So many brackets of a text may close further left than YAML allows.
const MAX_PATCHES: usize = 50;

/// A value and where it stands. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it stands. A value that is not written (`key:`) stands where its key does; an alias where it is used.
    pub span: Span,
}

/// The three shapes of YAML.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text, a number, a boolean, null.
    Scalar(Arc<Scalar>),
    /// `- …`
    Sequence(Arc<Vec<Node>>),
    /// `key: …`
    Mapping(Arc<Vec<Entry>>),
}

/// A scalar: its text and what it stands for.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// The text, unescaped.
    pub text: String,
    /// Whether it is written without quotes and not as a block.
    pub plain: bool,
    /// What Kubernetes reads.
    pub kind: Kind,
}

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key as it reaches the API: `on` is `true`.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

/// The documents of a file and what is wrong with it. Empty documents are left out.
pub fn parse(source: &Source) -> (Vec<Node>, Vec<Diagnostic>) {
    let text = source.text();
    let mut reader = Reader { source, bytes: ByteOffsets::Ascii(0), documents: Vec::new(), diagnostics: Vec::new() };
    if text.len() > MAX_BYTES {
        let first = source.line_span(1).unwrap_or_default();
        let first = Span::new(first.start, text.floor_char_boundary(first.end.min(first.start + 80)));
        reader.diagnostics.push(Diagnostic::new(code::YAML_TOO_BIG, source, first).help("bytes"));
        return (Vec::new(), reader.diagnostics);
    }
    if let Some(at) = text.find('\0') {
        reader.diagnostics.push(Diagnostic::new(code::YAML_SYNTAX, source, at..at + 1).help("nul"));
        return (Vec::new(), reader.diagnostics);
    }
    reader.bytes = ByteOffsets::new(text);
    let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    for end in json::ends(text) {
        reader.read(start, end);
        start = end;
    }
    while let Some(stopped) = reader.read(start, text.len()) {
        match next_document(text, stopped.max(start)) {
            Some(next) if next > start && reader.diagnostics.len() < MAX_ERRORS => start = next,
            _ => break,
        }
    }
    (reader.documents, reader.diagnostics)
}

/// The offset of the next line that begins a document, behind `from`.
fn next_document(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(found) = text.get(at..)?.find("\n---") {
        let line = at + found + 1;
        if text[line + 3..].chars().next().is_none_or(char::is_whitespace) {
            return Some(line);
        }
        at = line;
    }
    None
}

struct Reader<'a> {
    source: &'a Source,
    bytes: ByteOffsets,
    documents: Vec<Node>,
    diagnostics: Vec<Diagnostic>,
}

/// How reading ended.
enum End {
    /// At the end of the text.
    Read,
    /// At an error, which is told.
    Stopped(usize),
    /// At something that only the parser minds.
    Minded(Patch),
}

/// What may be written otherwise without a change of meaning.
enum Patch {
    /// A line inside this bracket that stands too far left.
    Bracket(usize),
    /// Tabs behind the colon that stands here.
    Tabs(usize),
    /// `\'` in the double quotes that open here.
    Escapes(usize),
}

/// A collection that is not closed yet.
struct Open {
    span: Span,
    anchor: usize,
    size: usize,
    items: Items,
}

enum Items {
    Sequence(Vec<Node>),
    Mapping { entries: Vec<Entry>, merged: Vec<Node>, key: Option<Node> },
}

impl Reader<'_> {
    /// Reads from `start` to `end` or to the first error; where it stopped in that case.
    fn read(&mut self, start: usize, end: usize) -> Option<usize> {
        let text = &self.source.text()[start..end];
        let before = (self.documents.len(), self.diagnostics.len());
        let mut patched: Vec<char> = json::surrogates(text).unwrap_or_default();
        for attempt in 0..=MAX_PATCHES {
            let lenient = attempt < MAX_PATCHES;
            let end = match patched.is_empty() {
                true => self.events(Parser::new_from_str(text), start, lenient),
                false => self.events(Parser::new_from_iter(patched.iter().copied()), start, lenient),
            };
            let patch = match end {
                End::Read => return None,
                End::Stopped(at) => return Some(at),
                End::Minded(patch) => patch,
            };
            self.documents.truncate(before.0);
            self.diagnostics.truncate(before.1);
            if patched.is_empty() {
                patched = text.chars().collect();
            }
            let place = |at: usize| self.bytes.index(at) - self.bytes.index(start);
            let is_patched = match patch {
                Patch::Bracket(at) => flow::flatten(&mut patched, place(at)),
                // The text gets an apostrophe too many, which no check minds; places must stay what they are.
                Patch::Escapes(at) => flow::plain_apostrophes(&mut patched[place(at)..]),
                Patch::Tabs(at) => flow::blanks_behind_colons(&mut patched[place(at)..]),
            };
            if !is_patched {
                let end = self.events(Parser::new_from_iter(patched.iter().copied()), start, false);
                return if let End::Stopped(at) = end { Some(at) } else { None };
            }
        }
        None
    }

    fn events<'i, T: Input>(&mut self, mut parser: Parser<'i, T>, start: usize, lenient: bool) -> End {
        let base = self.bytes.index(start);
        let mut tree = Tree::default();
        loop {
            let (event, place) = match parser.next_event() {
                Some(Ok(event)) => event,
                Some(Err(error)) => {
                    let bracket = tree.outermost_bracket(self.source.text());
                    if let Some(at) = bracket.filter(|_| lenient && error.info().contains("invalid indentation")) {
                        return End::Minded(Patch::Bracket(at));
                    }
                    let at = self.bytes.at(base + error.marker().index());
                    let colon = self.colon_before(at).filter(|_| lenient && error.info().contains("whitespace"));
                    if let Some(colon) = colon {
                        return End::Minded(Patch::Tabs(colon));
                    }
                    if lenient && error.info().contains("unknown escape") {
                        return End::Minded(Patch::Escapes(at));
                    }
                    return End::Stopped(self.refuse(&error, base, &tree, start));
                }
                None => return End::Read,
            };
            let span = {
                let (from, until) = (base + place.start.index(), base + place.end.index());
                Span::new(self.bytes.at(from), self.bytes.at(until.max(from)))
            };
            let result = match event {
                Event::DocumentStart(_) => {
                    tree = Tree { expanded: tree.expanded, ..Tree::default() };
                    Ok(())
                }
                Event::Alias(id) => tree.alias(id, span),
                Event::Scalar(text, style, anchor, tag) => {
                    if anchor > 0 && text.is_empty() && style == ScalarStyle::Plain {
                        tree.unused.extend(syntax::anchor_of(self.source, span).map(|at| (anchor, at)));
                    }
                    tree.place(scalar_node(&text, style, tag.as_deref(), span), anchor, 1)
                }
                Event::SequenceStart(anchor, _) => tree.open(span, anchor, Items::Sequence(Vec::new())),
                Event::MappingStart(anchor, _) => {
                    tree.open(span, anchor, Items::Mapping { entries: Vec::new(), merged: Vec::new(), key: None })
                }
                Event::SequenceEnd | Event::MappingEnd => tree.close(span, self.source, &mut self.diagnostics),
                Event::DocumentEnd => {
                    // `value: &b=1` names nothing that is used: it was meant as a text.
                    let meant = tree.unused.values().map(|&at| syntax::reserved(self.source, at));
                    self.diagnostics.extend(meant.take(MAX_ERRORS));
                    self.documents.extend(tree.root.take().filter(|root| !root.is_null()));
                    Ok(())
                }
                _ => Ok(()),
            };
            if let Err(why) = result {
                let span = Span::new(span.start, span.end.min(self.line_end(span.start)));
                self.diagnostics.push(Diagnostic::new(code::YAML_TOO_BIG, self.source, span).help(why));
                return End::Stopped(span.start);
            }
        }
    }

    fn refuse(&mut self, error: &ScanError, base: usize, tree: &Tree, start: usize) -> usize {
        let at = self.bytes.at(base + error.marker().index());
        if error.info() == "recursion limit exceeded" {
            let span = Span::new(at, self.line_end(at));
            self.diagnostics.push(Diagnostic::new(code::YAML_TOO_BIG, self.source, span).help("depth"));
        } else {
            let open: Vec<Span> = tree.stack.iter().map(|open| open.span).collect();
            self.diagnostics.push(syntax::explain(self.source, start, at, error.info(), &open));
        }
        at
    }

    /// The colon before `at`, where only blanks and a tab stand between: the decoder of kubectl takes them.
    fn colon_before(&self, at: usize) -> Option<usize> {
        let before = &self.source.text()[..at];
        let colon = before.trim_end_matches([' ', '\t']);
        (colon.ends_with(':') && before[colon.len()..].contains('\t')).then(|| colon.len() - 1)
    }

    fn line_end(&self, at: usize) -> usize {
        self.source.line_span(self.source.line(at)).map_or(at, |line| line.end).max(at)
    }
}

fn scalar_node(text: &str, style: ScalarStyle, tag: Option<&Tag>, span: Span) -> Node {
    let plain = style == ScalarStyle::Plain;
    let kind = match tag {
        Some(tag) if tag.is_yaml_core_schema() => scalar::resolve_tagged(text, &tag.suffix),
        Some(_) => Kind::Text,
        None if plain => scalar::resolve_plain(text),
        None => Kind::Text,
    };
    Node { value: Value::Scalar(Arc::new(Scalar { text: text.to_string(), plain, kind })), span }
}

#[derive(Default)]
struct Tree {
    stack: Vec<Open>,
    anchors: HashMap<usize, (Node, usize)>,
    /// Anchors of nothing that no alias has used.
    unused: BTreeMap<usize, Span>,
    root: Option<Node>,
    nodes: usize,
    expanded: usize,
}

impl Tree {
    /// Where the outermost bracket stands that is open.
    fn outermost_bracket(&self, text: &str) -> Option<usize> {
        let starts = self.stack.iter().map(|open| open.span.start);
        starts.into_iter().find(|&start| matches!(text.as_bytes().get(start), Some(b'{' | b'[')))
    }

    fn open(&mut self, span: Span, anchor: usize, items: Items) -> Result<(), &'static str> {
        if self.stack.len() >= MAX_DEPTH {
            return Err("depth");
        }
        self.stack.push(Open { span, anchor, size: 1, items });
        Ok(())
    }

    /// The decoder's own limit on aliases: how much of a document may come from them shrinks as it grows.
    /// <https://github.com/kubernetes-sigs/yaml/blob/master/goyaml.v2/decode.go>
    fn alias(&mut self, id: usize, span: Span) -> Result<(), &'static str> {
        let Some((node, size)) = self.anchors.get(&id).cloned() else { return Err("itself") };
        self.unused.remove(&id);
        self.expanded = self.expanded.saturating_add(size);
        let total = self.expanded.saturating_add(self.nodes);
        let share = self.expanded as f64 / total as f64;
        let allowed = match total {
            0..=400_000 => 0.99,
            400_001..=3_999_999 => 0.99 - 0.89 * ((total - 400_000) as f64 / 3_600_000.0),
            _ => 0.10,
        };
        if self.expanded > 100 && total > 1000 && share > allowed {
            return Err("aliases");
        }
        self.place(Node { value: node.value, span }, 0, size)
    }

    fn place(&mut self, node: Node, anchor: usize, size: usize) -> Result<(), &'static str> {
        self.nodes += 1;
        if self.nodes.saturating_add(self.expanded) > MAX_NODES {
            return Err("nodes");
        }
        if anchor > 0 {
            self.anchors.insert(anchor, (node.clone(), size));
        }
        let Some(open) = self.stack.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.size = open.size.saturating_add(size);
        match &mut open.items {
            Items::Sequence(items) => items.push(node),
            Items::Mapping { entries, merged, key } => match key.take() {
                None => *key = Some(node),
                Some(key) if key.is_merge() => merged.push(node),
                Some(key) => {
                    let written = node.span.start < node.span.end;
                    let value = if written { node } else { Node { span: key.span, ..node } };
                    entries.push(Entry { key: key.key_text(), key_span: key.span, value });
                }
            },
        }
        Ok(())
    }

    fn close(&mut self, end: Span, source: &Source, found: &mut Vec<Diagnostic>) -> Result<(), &'static str> {
        let Some(open) = self.stack.pop() else { return Ok(()) };
        let mut size = open.size;
        let (value, last) = match open.items {
            Items::Sequence(items) => {
                let last = items.last().map(|node| node.span.end);
                (Value::Sequence(Arc::new(items)), last)
            }
            Items::Mapping { mut entries, merged, .. } => {
                duplicates(&entries, source, found);
                let last = entries.iter().map(|entry| entry.value.span.end).max();
                let before = entries.len();
                merge(&mut entries, &merged);
                size = size.saturating_add(entries.len() - before);
                self.expanded = self.expanded.saturating_add(entries.len() - before);
                (Value::Mapping(Arc::new(entries)), last)
            }
        };
        // The end of a block collection is told where the next thing begins; its last item knows better.
        let flow = matches!(source.slice(end), "]" | "}");
        let until = if flow { end.end } else { last.unwrap_or(open.span.end) };
        let span = Span::new(open.span.start, until.max(open.span.end).max(open.span.start));
        self.place(Node { value, span }, open.anchor, size)
    }
}

/// What `<<` brings in: own keys win, then the first of several mappings. <https://yaml.org/type/merge.html>
fn merge(entries: &mut Vec<Entry>, merged: &[Node]) {
    if merged.is_empty() {
        return;
    }
    let mut known: std::collections::HashSet<String> = entries.iter().map(|entry| entry.key.clone()).collect();
    let one_or_many = merged.iter().flat_map(|node| match &node.value {
        Value::Sequence(nodes) => nodes.iter().collect(),
        _ => vec![node],
    });
    for entry in one_or_many.flat_map(Node::entries) {
        if known.insert(entry.key.clone()) {
            entries.push(entry.clone());
        }
    }
}

fn duplicates(entries: &[Entry], source: &Source, found: &mut Vec<Diagnostic>) {
    let mut first = std::collections::HashMap::new();
    for entry in entries {
        if found.len() >= MAX_ERRORS {
            return;
        }
        if let Some(before) = first.insert(&entry.key, entry.key_span) {
            first.insert(&entry.key, before);
            found.push(
                Diagnostic::new(code::DUPLICATE_KEY, source, entry.key_span)
                    .arg("key", &entry.key)
                    .label("first", source, before)
                    .help("last_wins"),
            );
        }
    }
}
