//! The events of the Markdown parser as blocks.

use std::{iter::Peekable, ops::Range};

use mdbook_markdown::pulldown_cmark::{Alignment, BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd};

use super::{
    super::{
        Reading,
        builder::Builder,
        join::Words,
        model::{Align, Block, BlockKind, Item, Mark, MarkKind, Role, Text},
        note::{Dropped, Why},
    },
    Links,
    inline::{self, Inline},
    literal, mask, rows,
};
use crate::text::{Source, Span, markdown};

/// Lists and quotes deeper than this are read as if they were not so deep.
const DEEPEST: usize = 24;

/// Reads a stretch; `links` are defined in other parts of the note.
pub(super) fn read(reading: &mut Reading<'_>, stretch: Span, links: &Links) {
    let text = reading.source.slice(stretch);
    if text.trim().is_empty() {
        return;
    }
    let masked = rows::fit(mask::mask(text));
    let defined_elsewhere = |link: BrokenLink<'_>| {
        let address = links.get(&mask::unmask(&link.reference).to_lowercase())?;
        Some((CowStr::from(address.clone()), CowStr::from("")))
    };
    let parser = markdown::parse_copied(&masked, Some(defined_elsewhere));
    let mut definitions: Vec<Range<usize>> =
        parser.reference_definitions().iter().map(|(_, definition)| definition.span.clone()).collect();
    definitions.sort_by_key(|range| std::cmp::Reverse(range.start));
    let mut reader = Reader {
        source: reading.source,
        base: stretch.start,
        text,
        words: &reading.words,
        events: parser.into_offset_iter().peekable(),
        builder: &mut reading.builder,
        dropped: &mut reading.dropped,
        unread: definitions,
    };
    reader.document();
}

struct Reader<'a, 'e, I: Iterator<Item = (Event<'e>, Range<usize>)>> {
    source: &'a Source,
    /// Where the parsed text begins in the source.
    base: usize,
    text: &'a str,
    words: &'a Words,
    events: Peekable<I>,
    builder: &'a mut Builder,
    dropped: &'a mut Vec<Dropped>,
    /// Definitions of links that have not been passed yet, the next one last: they are no events.
    unread: Vec<Range<usize>>,
}

impl<'a, 'e, I: Iterator<Item = (Event<'e>, Range<usize>)>> Reader<'a, 'e, I> {
    fn document(&mut self) {
        while let Some((event, range)) = self.events.peek() {
            let (at, heading) = (range.start, heading_level(event));
            self.definitions(at);
            match heading {
                Some(level) => {
                    self.events.next();
                    let title = self.inline_until(&|end| matches!(end, TagEnd::Heading(_)));
                    self.builder.heading(title, level, false);
                }
                None => {
                    let mut blocks = Vec::new();
                    self.block(0, &mut blocks);
                    blocks.into_iter().for_each(|block| self.builder.add(block));
                }
            }
        }
        self.definitions(self.text.len());
    }

    /// Notes what is lost of the definitions of links before `at`: their titles. Their addresses live on in the links.
    fn definitions(&mut self, at: usize) {
        while let Some(range) = self.unread.pop_if(|range| range.start < at) {
            let line = self.text[range.clone()].trim();
            let title = line.split_once(['"', '\'', '(']).filter(|(before, _)| before.ends_with(char::is_whitespace));
            if let Some((_, title)) = title {
                let title = title.trim_end_matches(['"', '\'', ')']).trim().to_owned();
                let start = self.span(&range).start;
                self.dropped.push(Dropped { span: Span::new(start, start), why: Why::LinkTitle, excerpt: Some(title) });
            }
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        let text = &self.text[range.clone()];
        let start = self.base + range.start + (text.len() - text.trim_start().len());
        Span::new(start, (self.base + range.start + text.trim_end().len()).max(start))
    }

    /// Reads one block, or what belongs to none.
    fn block(&mut self, depth: usize, out: &mut Vec<Block>) {
        let Some((event, range)) = self.events.next() else { return };
        let span = self.span(&range);
        let mut push = |kind| out.push(Block { kind, span, role: Role::default() });
        match event {
            Event::Start(Tag::Paragraph) => {
                let inline = self.collect(&|end| *end == TagEnd::Paragraph);
                inline.blocks(self.dropped, out);
            }
            // A heading inside a list or a quote cannot open a section.
            Event::Start(Tag::Heading { .. }) => {
                let mut text = self.inline_until(&|end| matches!(end, TagEnd::Heading(_)));
                text.marks.insert(0, Mark { range: 0..text.text.len(), kind: MarkKind::Strong });
                push(BlockKind::Paragraph { text });
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let text = self.code();
                let lang = match kind {
                    CodeBlockKind::Fenced(info) => {
                        Some(mask::unmask(&info).trim().to_owned()).filter(|info| !info.is_empty())
                    }
                    CodeBlockKind::Indented => None,
                };
                push(BlockKind::Code { lang, text });
            }
            Event::Start(Tag::BlockQuote(_)) if depth < DEEPEST => {
                let mut blocks = self.blocks(depth + 1, &|end| matches!(end, TagEnd::BlockQuote(_)));
                name_callout(&mut blocks, self.source);
                if !blocks.is_empty() {
                    push(BlockKind::Quote(blocks));
                }
            }
            Event::Start(Tag::List(start)) if depth < DEEPEST => {
                let items = self.items(start, depth + 1);
                if !items.is_empty() {
                    push(BlockKind::List { ordered: start.is_some(), items });
                }
            }
            Event::Start(Tag::Table(columns)) => {
                let columns = Align::columns(columns.into_iter().map(|column| match column {
                    Alignment::None => Align::Unset,
                    Alignment::Left => Align::Left,
                    Alignment::Center => Align::Center,
                    Alignment::Right => Align::Right,
                }));
                if let Some(table) = self.table(columns) {
                    push(table);
                }
            }
            Event::Start(Tag::FootnoteDefinition(label)) => {
                let mut blocks = self.blocks(depth, &|end| *end == TagEnd::FootnoteDefinition);
                name_footnote(&mut blocks, &mask::unmask(&label), span);
                out.append(&mut blocks);
            }
            Event::Start(Tag::HtmlBlock | Tag::MetadataBlock(_)) => {
                let text = self.inline_until(&|end| matches!(end, TagEnd::HtmlBlock | TagEnd::MetadataBlock(_)));
                if !text.text.is_empty() {
                    push(BlockKind::Paragraph { text });
                }
            }
            // Text of a tight item, or of what was too deep.
            event if inline::is_inline(&event) => {
                let mut inline = Inline::new(self.source, self.base);
                inline.push(event, &range, self.words);
                while let Some((event, range)) = self.events.next_if(|(event, _)| inline::is_inline(event)) {
                    inline.push(event, &range, self.words);
                }
                inline.blocks(self.dropped, out);
            }
            Event::Rule => self.dropped.push(Dropped { span, why: Why::Rule, excerpt: None }),
            _ => {}
        }
    }

    fn blocks(&mut self, depth: usize, ends: &dyn Fn(&TagEnd) -> bool) -> Vec<Block> {
        let mut out = Vec::new();
        // Quotes and lists that were too deep have an end as well.
        let mut ignored = 0usize;
        while let Some((event, _)) = self.events.peek() {
            match event {
                Event::End(end) if ends(end) && ignored == 0 => {
                    self.events.next();
                    break;
                }
                Event::End(end) if ends(end) => ignored -= 1,
                Event::Start(tag) if depth >= DEEPEST && ends(&tag.to_end()) => ignored += 1,
                _ => {}
            }
            self.block(depth, &mut out);
        }
        out.shrink_to_fit();
        out
    }

    fn items(&mut self, start: Option<u64>, depth: usize) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => {
                    let number = start.map(|start| start.saturating_add(items.len() as u64));
                    let blocks = self.blocks(depth, &|end| *end == TagEnd::Item);
                    items.push(item(number, blocks, self.span(&range)));
                }
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        items.shrink_to_fit();
        items
    }

    fn code(&mut self) -> Text {
        let mut code = String::new();
        let mut span: Option<Span> = None;
        for (event, range) in self.events.by_ref() {
            match event {
                Event::Text(part) => {
                    let unmasked = mask::unmask(&part);
                    // A tag in code is code.
                    let tagged = part.contains(literal::BREAK);
                    code.push_str(if tagged { &self.text[range.clone()] } else { &unmasked });
                    let here = Span::new(self.base + range.start, self.base + range.end);
                    span = Some(span.map_or(here, |before| before.to(here)));
                }
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let code = code.replace("\r\n", "\n").replace('\u{a0}', " ");
        Text::plain(code.trim_end_matches('\n'), span.unwrap_or_default())
    }

    fn table(&mut self, columns: Box<[Align]>) -> Option<BlockKind> {
        let mut rows: Vec<Vec<Text>> = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    let mut cell = self.collect(&|end| *end == TagEnd::TableCell).finish(self.dropped);
                    if cell.text.is_empty() {
                        cell.span = self.span(&range);
                    }
                    if let Some(row) = rows.last_mut() {
                        row.push(cell);
                    }
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        let mut rows = rows.into_iter();
        Some(BlockKind::Table { head: rows.next()?, rows: rows.collect(), columns })
    }

    fn collect(&mut self, ends: &dyn Fn(&TagEnd) -> bool) -> Inline<'a> {
        let mut inline = Inline::new(self.source, self.base);
        for (event, range) in self.events.by_ref() {
            if matches!(&event, Event::End(end) if ends(end)) {
                break;
            }
            inline.push(event, &range, self.words);
        }
        inline
    }

    fn inline_until(&mut self, ends: &dyn Fn(&TagEnd) -> bool) -> Text {
        let inline = self.collect(ends);
        inline.finish(self.dropped)
    }
}

fn heading_level(event: &Event<'_>) -> Option<u8> {
    match event {
        Event::Start(Tag::Heading { level, .. }) => Some(match level {
            HeadingLevel::H1 => 1,
            HeadingLevel::H2 => 2,
            HeadingLevel::H3 => 3,
            HeadingLevel::H4 => 4,
            HeadingLevel::H5 => 5,
            HeadingLevel::H6 => 6,
        }),
        _ => None,
    }
}

/// An item of its blocks: the first paragraph is its text, the rest lies below it.
fn item(number: Option<u64>, blocks: Vec<Block>, span: Span) -> Item {
    let mut item = Item { number, text: Text::plain("", Span::new(span.start, span.start)), ..Item::default() };
    let mut blocks = blocks.into_iter().peekable();
    if let Some(Block { kind: BlockKind::Paragraph { text, .. }, .. }) =
        blocks.next_if(|block| matches!(block.kind, BlockKind::Paragraph { .. }))
    {
        item.text = text;
    }
    blocks.for_each(|block| item.add(block));
    item.blocks.shrink_to_fit();
    item
}

/// Makes the kind of a callout the head of its words: `[!WARNING]`.
fn name_callout(blocks: &mut Vec<Block>, source: &Source) {
    let Some(Block { kind: BlockKind::Paragraph { text }, .. }) = blocks.first() else { return };
    let Some((kind, _)) = text.text.strip_prefix("[!").and_then(|rest| rest.split_once(']')) else { return };
    if kind.is_empty() || !kind.bytes().all(|b| b.is_ascii_alphabetic()) {
        return;
    }
    let name = format!("{}{}", kind[..1].to_ascii_uppercase(), kind[1..].to_ascii_lowercase());
    let (mut head, rest) = text.split_at("[!]".len() + kind.len(), source);
    head.marks = vec![Mark { range: 0..name.len(), kind: MarkKind::Strong }];
    head.text = name;
    let paragraph = |text: Text| Block { span: text.span, kind: BlockKind::Paragraph { text }, role: Role::default() };
    let words = (!rest.text.is_empty()).then(|| paragraph(rest));
    blocks.splice(..1, std::iter::once(paragraph(head)).chain(words));
}

/// Puts the label of a footnote before its first words.
fn name_footnote(blocks: &mut Vec<Block>, label: &str, span: Span) {
    let label = format!("[^{label}]");
    if let Some(Block { kind: BlockKind::Paragraph { text, .. }, .. }) = blocks.first_mut() {
        let name = format!("{label}: ");
        for mark in &mut text.marks {
            mark.range = mark.range.start + name.len()..mark.range.end + name.len();
        }
        text.text.insert_str(0, &name);
        text.span = span.to(text.span);
        text.marks.insert(0, Mark { range: 0..label.len(), kind: MarkKind::Footnote });
    } else {
        let marks = vec![Mark { range: 0..label.len(), kind: MarkKind::Footnote }];
        let kind = BlockKind::Paragraph { text: Text { text: label, span, marks } };
        blocks.insert(0, Block { kind, span, role: Role::default() });
    }
}
