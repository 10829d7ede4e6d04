//! A note as a whole: its sections, what stands twice, what stands in none.

use std::collections::HashSet;

use serde::Serialize;

use super::{
    contents,
    footnotes::Footnotes,
    model::{Attribute, Block, BlockKind, Section, Text},
};
use crate::text::{Source, Span, words};

/// A note: a file and the structure found in it.
#[derive(Clone, Debug)]
pub struct Note {
    /// The file.
    pub source: Source,
    /// Its title: the first heading, where there is one.
    pub title: Option<String>,
    /// The sections in their order. Text before the first heading is a section without a title.
    pub sections: Vec<Section>,
    /// What stands more than once.
    pub repeats: Vec<Repeat>,
    /// The footnotes that something refers to.
    pub footnotes: Footnotes,
    /// What is no part of the structure, in the order of the file.
    pub dropped: Vec<Dropped>,
    /// When it was written, as `YYYY-MM-DD`, where that is known.
    pub date: Option<String>,
    /// What the export calls it, where the note is a conversation of one; empty where it has no name there.
    pub conversation: Option<String>,
}

impl Note {
    /// The words of a stretch as they stand in the file, without what is no part of the structure.
    pub fn words(&self, span: Span) -> String {
        let mut out = String::new();
        let mut at = span.start;
        let first = self.dropped.partition_point(|dropped| dropped.span.start < span.start);
        for dropped in self.dropped[first..].iter().take_while(|dropped| dropped.span.start < span.end) {
            if dropped.span.start >= at && span.contains(dropped.span) && !dropped.span.range().is_empty() {
                out.push_str(self.source.slice(Span::new(at, dropped.span.start)));
                at = dropped.span.end;
            }
        }
        out.push_str(self.source.slice(Span::new(at, span.end.max(at))));
        out
    }
}

impl Note {
    /// The repeat that ends where a block ends, if the block is one.
    pub fn repeat_at(&self, block: Span) -> Option<&Repeat> {
        // Repeats are found in the order of the note.
        let at = self.repeats.partition_point(|repeat| repeat.span.end < block.end);
        self.repeats.get(at).filter(|repeat| repeat.span.end == block.end)
    }

    /// What the heads of its pages say, each in the [`keys`](contents::keys) of a title.
    pub(super) fn heads(&self) -> HashSet<String> {
        let heads = self.dropped.iter().filter(|dropped| dropped.why == Why::RunningHead);
        heads.flat_map(|head| contents::keys(head.text(&self.source)).collect::<Vec<_>>()).collect()
    }

    /// Everything that stands in the sections, in its order.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for section in &self.sections {
            push(&section.title, &mut out);
            section.blocks.iter().for_each(|block| push_block(block, &self.source, &mut out));
        }
        out
    }

    /// The texts of the sections in their order, code left out.
    pub fn prose(&self) -> Vec<&Text> {
        let mut out = Vec::new();
        for section in &self.sections {
            out.push(&section.title);
            section.blocks.iter().for_each(|block| prose(block, &mut out));
        }
        out
    }
}

/// The texts of a block in their order, code left out.
pub fn prose<'a>(block: &'a Block, out: &mut Vec<&'a Text>) {
    fn attributes<'a>(all: &'a [Attribute], out: &mut Vec<&'a Text>) {
        out.extend(all.iter().flat_map(|attribute| [&attribute.name, &attribute.value]));
    }
    match &block.kind {
        BlockKind::Paragraph { text } => out.push(text),
        BlockKind::List { items, .. } => {
            for item in items {
                out.push(&item.text);
                attributes(&item.attributes, out);
                item.blocks.iter().for_each(|below| prose(below, out));
                out.extend(&item.remark);
            }
        }
        BlockKind::Attributes(all) => attributes(all, out),
        BlockKind::Code { .. } => {}
        BlockKind::Table { head, rows, .. } => out.extend(head.iter().chain(rows.iter().flatten())),
        BlockKind::Quote(blocks) => blocks.iter().for_each(|below| prose(below, out)),
    }
}

fn push(text: &Text, out: &mut String) {
    out.push_str(&text.text);
    out.push('\n');
}

fn push_block(block: &Block, source: &Source, out: &mut String) {
    match &block.kind {
        BlockKind::Paragraph { text } => push(text, out),
        BlockKind::List { items, .. } => {
            for item in items {
                out.push_str(item.letter.as_deref().unwrap_or_default());
                push(&item.text, out);
                item.attributes.iter().for_each(|attribute| push_attribute(attribute, out));
                item.blocks.iter().for_each(|below| push_block(below, source, out));
                item.remark.iter().for_each(|remark| push(remark, out));
            }
        }
        BlockKind::Attributes(attributes) => attributes.iter().for_each(|attribute| push_attribute(attribute, out)),
        BlockKind::Code { lang, text } => {
            // A language that the note does not name was recognised, and is no word of it. What stands above the code may be
            // the words of a button alone.
            let sign = source.slice(Span::new(block.span.start, text.span.start.max(block.span.start))).trim_start();
            let fenced = sign.starts_with(['`', '~']) && sign.contains(words::is_alphanumeric);
            let labelled = |lang: &str| words::lowercase(sign).contains(&words::lowercase(lang));
            let named = |lang: &&String| text.text.is_empty() || fenced || labelled(lang);
            if let Some(lang) = lang.as_ref().filter(named) {
                out.push_str(lang);
                out.push('\n');
            }
            push(text, out);
        }
        BlockKind::Table { head, rows, .. } => {
            head.iter().chain(rows.iter().flatten()).for_each(|cell| push(cell, out))
        }
        BlockKind::Quote(blocks) => blocks.iter().for_each(|below| push_block(below, source, out)),
    }
}

fn push_attribute(attribute: &Attribute, out: &mut String) {
    push(&attribute.name, out);
    push(&attribute.value, out);
}

/// A stretch of a note that stands in no section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// Where it stands; empty where only the export had it.
    pub span: Span,
    /// Why it was left out.
    pub why: Why,
    /// How it begins, where the note itself does not hold it.
    pub excerpt: Option<String>,
}

impl Dropped {
    /// What was dropped, or how it begins.
    pub fn text<'a>(&'a self, source: &'a Source) -> &'a str {
        self.excerpt.as_deref().unwrap_or_else(|| source.slice(self.span))
    }
}

/// Why a stretch was left out of the structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// A line that names who speaks.
    Speaker,
    /// The words of a button of the chat.
    Button,
    /// What the page of the chat says around the conversation.
    Chrome,
    /// A rule across the page.
    Rule,
    /// The number of a page.
    PageNumber,
    /// What is printed at the edge of every page.
    RunningHead,
    /// A table of contents, whose pages a book does not have.
    Contents,
    /// The title of a link, which only a mouse shows.
    LinkTitle,
    /// A comment, or a tag that only changes how words look.
    Markup,
    /// An address that leads nowhere from a book.
    Address,
    /// A mark that led to a source.
    Citation,
    /// A message the chat does not show.
    Hidden,
    /// An instruction to the assistant.
    System,
    /// A file that was sent with a message, and that the export does not hold.
    Attachment,
    /// What a tool was asked, or answered.
    Tool,
    /// What the assistant thought before it answered.
    Thoughts,
    /// A question or an answer that was replaced by another.
    Branch,
    /// A message in a form that is not known.
    Unknown,
    /// What the author of the corrections took out.
    Corrected,
}

/// A stretch that says again what an earlier one said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// The later one.
    pub span: Span,
    /// The earlier one, its twin.
    pub of: Span,
    /// Where their words differ; empty where they are the same.
    pub differences: Vec<Difference>,
}

/// Words of one stretch that stand for others in its twin, and the words of both around them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What stands before them in their clause.
    pub lead: String,

    /// What the earlier one says; empty where the later one adds something.
    pub before: String,
    /// What the later one says; empty where it leaves something out.
    pub after: String,
    /// What stands behind them in their clause, with the sign between.
    pub tail: String,
}

impl Difference {
    /// Some of its words with those around them.
    pub fn around(&self, words: &str) -> String {
        let said = [&self.lead, " ", words].concat();
        [said.trim(), self.apart(), &self.tail].concat().trim().to_owned()
    }

    /// What stands between the words and their tail: no blank before a sign.
    pub fn apart(&self) -> &'static str {
        let sign = |c: char| matches!(c, ',' | ';' | ':' | '.' | '!' | '?' | '…');
        if self.tail.starts_with(sign) { "" } else { " " }
    }
}
