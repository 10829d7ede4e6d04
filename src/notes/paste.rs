//! Structure of a plain-text paste: headings, lists, labelled attributes, code fences.
//!
//! A paste has lost its markup, so structure is read off the lines: how long they are against the width of the page,
//! how they begin and end, what stands before them. Chunk by chunk: a heading opens a section; a number or a bullet opens
//! an item; what stands between item *n* and item *n + 1* belongs to item *n*; the rest is paragraphs.

use super::{
    body::{self, Context},
    join::{Words, join},
    lines::{Line, Paste, measure},
    model::{Block, BlockKind, Item, Note, Section, Text},
    roles,
};
use crate::text::{Source, Span, slug};

/// How many short lines a heading may be wrapped over.
const LONGEST_HEADING: usize = 4;
/// How far ahead a list looks for its next number, in chunks.
const LOOKAHEAD: usize = 24;

/// Finds the structure of a paste. Roles are not assigned yet, repeats not found.
pub fn parse(source: &Source) -> Note {
    let paste = measure(source);
    let words = Words::of(source);
    let mut reader = Reader { paste: &paste, words: &words, source, sections: Vec::new(), list: None };
    let mut at = 0;
    while at < paste.chunks.len() {
        at = reader.chunk(at);
    }
    reader.close_list();
    let mut note = Note { source: source.clone(), title: None, sections: reader.sections, repeats: Vec::new() };
    let mut slugs = slug::Slugs::default();
    for section in &mut note.sections {
        section.id = slugs.take(&slug::slug(&section.title.text), "section");
    }
    note.title = note.sections.first().map(|section| section.title.text.clone()).filter(|title| !title.is_empty());
    note
}

struct Reader<'a> {
    paste: &'a Paste<'a>,
    words: &'a Words,
    source: &'a Source,
    sections: Vec<Section>,
    list: Option<List>,
}

/// A list whose end has not been seen yet.
struct List {
    ordered: bool,
    items: Vec<Item>,
}

impl<'a> Reader<'a> {
    /// Reads one chunk (more, for a fence) and returns the index of the next.
    fn chunk(&mut self, at: usize) -> usize {
        let chunk = &self.paste.chunks[at];
        if let Some(next) = self.fence(at) {
            return next;
        }
        let mut lines = &chunk.lines[..];
        while let Some(heading) = self.heading(at, lines) {
            self.close_list();
            let (title, rest) = lines.split_at(heading.lines);
            let skip = title[0].text.len() - title[0].text.trim_start_matches('#').trim_start().len();
            let (level, skip) = if heading.level > 0 { (heading.level, skip) } else { (1, 0) };
            self.sections.push(Section {
                id: String::new(),
                title: join(title, skip, self.words),
                level,
                role: Default::default(),
                runs_in: heading.runs_in,
                marker: None,
                blocks: Vec::new(),
            });
            lines = rest;
            if let Some(first) = lines.first().filter(|line| roles::marker(line.text).is_some()) {
                self.section().marker = Some(join(std::slice::from_ref(first), 0, self.words));
                lines = &lines[1..];
            }
        }
        if let Some(first) = lines.first().filter(|line| roles::marker(line.text).is_some()) {
            self.close_list();
            let marker = Some(join(std::slice::from_ref(first), 0, self.words));
            let section = self.section();
            if section.marker.is_none() && section.blocks.is_empty() {
                section.marker = marker;
            } else {
                self.sections.push(Section {
                    marker,
                    title: Text { text: String::new(), span: first.span },
                    level: 1,
                    ..empty()
                });
            }
            lines = &lines[1..];
        }
        if !lines.is_empty() {
            self.body(at, lines);
        }
        at + 1
    }

    /// A fenced code block that opens with this chunk, or inside it; its lines are kept letter by letter.
    fn fence(&mut self, at: usize) -> Option<usize> {
        let chunk = &self.paste.chunks[at];
        let open = chunk.lines.iter().position(|line| line.text.starts_with("```"))?;
        if open > 0 {
            let before = chunk.lines[..open].to_vec();
            self.body(at, &before);
        }
        let fence = chunk.lines[open];
        let info = fence.text.trim_start_matches('`').trim();
        let lang = Some(info.to_owned()).filter(|info| !info.is_empty());
        let start = self.source.line(fence.span.start) + 1;
        let mut next = (at, open + 1);
        let mut end = None;
        while end.is_none() && next.0 < self.paste.chunks.len() {
            let lines = &self.paste.chunks[next.0].lines;
            match (next.1..lines.len()).find(|&i| is_fence_end(lines[i].text)) {
                Some(close) => end = Some((self.source.line(lines[close].span.start), close + 1)),
                None => next = (next.0 + 1, 0),
            }
        }
        let (until, rest) = end.unwrap_or((self.source.lines() + 1, 0));
        let from = self.source.line_span(start).map_or(fence.span.end, |line| line.start);
        let to = self.source.line_span(until.saturating_sub(1)).map_or(from, |line| line.end).max(from);
        let span = Span::new(from, to);
        let text = Text { text: self.source.slice(span).replace("\r\n", "\n"), span };
        self.add(Block { kind: BlockKind::Code { lang, text }, span, role: Default::default() });
        if let Some(chunk) = self.paste.chunks.get(next.0).filter(|chunk| end.is_some() && rest < chunk.lines.len()) {
            let after = chunk.lines[rest..].to_vec();
            self.body(next.0, &after);
        }
        Some(next.0 + 1)
    }

    /// The heading that `lines` (the rest of chunk `at`) begin with, if any.
    fn heading(&self, at: usize, lines: &[Line<'a>]) -> Option<Heading> {
        let first = lines.first()?;
        let hashes = first.text.bytes().take_while(|&b| b == b'#').count();
        if (1..=6).contains(&hashes) && first.text[hashes..].starts_with(' ') {
            return Some(Heading { lines: 1, level: hashes as u8, runs_in: false });
        }
        let mut short = lines.iter().take_while(|line| self.can_be_heading(line)).count();
        // A question may be long, if it ends before the page's edge.
        if short == 0 && first.text.ends_with('?') && body::marker(first).is_none() {
            short = usize::from(lines.get(1).is_some_and(|next| !self.paste.is_full(first, next)));
        }
        let question = lines[..short].iter().position(|line| line.text.ends_with('?')).map(|line| line + 1);
        let count = question.unwrap_or(short);
        if count == 0 || count > LONGEST_HEADING || (self.after_colon() && question.is_none()) {
            return None;
        }
        let rest = &lines[count..];
        let Some(next) = rest.first() else { return self.lone_heading(at, lines, question.is_some()) };
        let marker = roles::marker(next.text).is_some();
        let is_heading = question.is_some()
            || marker
            || next.len > first.len * 3 / 2 && !self.paste.is_short(next)
            || body::labelled_lines(rest) >= 2;
        let runs_in = !marker && question.is_none() && next.starts_lower() && !first.starts_lower();
        is_heading.then_some(Heading { lines: count, level: 0, runs_in })
    }

    /// A chunk that is nothing but short lines: a heading only if text follows that it can head.
    fn lone_heading(&self, at: usize, lines: &[Line<'a>], question: bool) -> Option<Heading> {
        let following = self.paste.chunks.get(at + 1)?;
        let (next, last) = (following.lines.first()?, following.lines.last()?);
        let one_phrase = lines.iter().skip(1).all(|line| line.starts_lower()) && lines.len() <= LONGEST_HEADING;
        let inside_list = self.next_number(at).is_some();
        let longer = !self.paste.is_short(next) || (next.len > lines[0].len * 3 / 2 && last.ends_sentence());
        let prose = longer && body::marker(next).is_none() && !next.starts_lower();
        let heads = question || (lines.len() == 1 && body::marker(next).is_some()) || prose;
        (one_phrase && !inside_list && heads).then_some(Heading { lines: lines.len(), level: 0, runs_in: false })
    }

    fn can_be_heading(&self, line: &Line<'_>) -> bool {
        self.paste.is_short(line)
            && !line.text.ends_with(['.', ',', ';', ':', '!'])
            && body::marker(line).is_none()
            && roles::marker(line.text).is_none()
            && !line.text.starts_with("```")
            && line.text.chars().any(char::is_alphabetic)
    }

    /// Lists, attributes and paragraphs of a chunk (without its heading).
    fn body(&mut self, at: usize, lines: &[Line<'a>]) {
        for piece in body::pieces(lines, self.expected_number()) {
            match piece.marker {
                Some(marker) => {
                    let ordered = marker.number.is_some();
                    if self.list.as_ref().is_some_and(|list| list.ordered != ordered || marker.number == Some(1)) {
                        self.close_list();
                    }
                    let item = body::item(self.paste, self.words, piece.lines, marker);
                    self.list.get_or_insert_with(|| List { ordered, items: Vec::new() }).items.push(item);
                }
                None => {
                    let inside = self.next_number(at).is_some();
                    if self.list.is_some() && !inside {
                        self.close_list();
                    }
                    let after_head = self
                        .list
                        .as_ref()
                        .and_then(|list| list.items.last())
                        .is_some_and(|item| item.text.text.ends_with(':'));
                    let context = Context { after_colon: self.after_colon() || after_head, in_item: inside };
                    for block in body::blocks(self.paste, self.words, piece.lines, context) {
                        self.add(block);
                    }
                }
            }
        }
    }

    fn add(&mut self, block: Block) {
        match self.list.as_mut().and_then(|list| list.items.last_mut()) {
            Some(item) => item.add(block),
            None => self.section().blocks.push(block),
        }
    }

    fn close_list(&mut self) {
        let Some(list) = self.list.take() else { return };
        let (Some(first), Some(last)) = (list.items.first(), list.items.last()) else { return };
        let span = first.span().to(last.span());
        let kind = BlockKind::List { ordered: list.ordered, items: list.items };
        self.section().blocks.push(Block { kind, span, role: Default::default() });
    }

    /// The number the open list would go on with, if a chunk soon after `at` begins with it.
    fn next_number(&self, at: usize) -> Option<u64> {
        let wanted = self.expected_number()?;
        let ahead = self.paste.chunks.iter().skip(at + 1).take(LOOKAHEAD);
        let numbers = ahead.filter_map(|chunk| body::marker(&chunk.lines[0])?.number);
        numbers.take(1).find(|&number| number == wanted)
    }

    fn expected_number(&self) -> Option<u64> {
        let list = self.list.as_ref().filter(|list| list.ordered)?;
        list.items.last()?.number?.checked_add(1)
    }

    fn after_colon(&self) -> bool {
        if self.list.is_some() {
            return false;
        }
        let last = self.sections.last().and_then(|section| section.blocks.last());
        last.is_some_and(|block| matches!(&block.kind, BlockKind::Paragraph { text, .. } if text.text.ends_with(':')))
    }

    fn section(&mut self) -> &mut Section {
        if self.sections.is_empty() {
            self.sections.push(empty());
        }
        // Not empty: one was pushed just above.
        let last = self.sections.len() - 1;
        &mut self.sections[last]
    }
}

fn is_fence_end(line: &str) -> bool {
    line.len() >= 3 && line.bytes().all(|b| b == b'`')
}

struct Heading {
    lines: usize,
    level: u8,
    runs_in: bool,
}

fn empty() -> Section {
    Section {
        id: String::new(),
        title: Text::default(),
        level: 1,
        role: Default::default(),
        runs_in: false,
        marker: None,
        blocks: Vec::new(),
    }
}
