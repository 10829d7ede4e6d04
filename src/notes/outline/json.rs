//! The outline for programs.
//!
//! Beyond the documented fields: `date` of a conversation, `dropped` with what stands in no section, `role` of a block,
//! `picture` where a paragraph is the caption of one, `info` for what a fence says behind the language, `remark` and
//! `blocks` of an item, `differences` of a duplicate, each with the words around it (`lead`, `tail`). The `text` of a
//! paragraph has lines where its author ended them; that of a table has its rows as lines and tabs between its cells,
//! the head first; a quote has its first paragraphs as `text` and what follows as `blocks`.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::super::model::{Attribute, Block, BlockKind, Item, Role, Section, Text};
use super::super::note::{Difference, Note, Why};
use crate::text::{Source, Span};

/// One note of `{"notes": […]}`.
#[derive(Serialize)]
pub struct Outline<'a> {
    file: &'a str,
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
    sections: Sections<'a>,
    duplicates: Vec<Duplicate<'a>>,
    dropped: Vec<DroppedOutline<'a>>,
}

/// The sections, made as they are written: a note may have hundreds of thousands.
struct Sections<'a>(&'a Note);

impl Serialize for Sections<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.sections.iter().map(|s| section(&self.0.source, s)))
    }
}

#[derive(Serialize)]
struct DroppedOutline<'a> {
    line: usize,
    why: Why,
    text: &'a str,
}

#[derive(Serialize)]
struct SectionOutline<'a> {
    id: &'a str,
    title: &'a str,
    level: u8,
    line: usize,
    role: Role,
    blocks: Vec<BlockOutline<'a>>,
}

#[derive(Serialize, Default)]
struct BlockOutline<'a> {
    r#type: &'static str,
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<Role>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    picture: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    ordered: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Vec<ItemOutline<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributes: Option<Vec<AttributeOutline<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    info: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    blocks: Vec<BlockOutline<'a>>,
}

#[derive(Serialize)]
struct ItemOutline<'a> {
    text: &'a str,
    line: usize,
    important: bool,
    attributes: Vec<AttributeOutline<'a>>,
    items: Vec<ItemOutline<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    blocks: Vec<BlockOutline<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<&'a str>,
}

#[derive(Serialize)]
struct AttributeOutline<'a> {
    name: &'a str,
    value: &'a str,
    line: usize,
}

#[derive(Serialize)]
struct Duplicate<'a> {
    line: usize,
    of_line: usize,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    differences: &'a [Difference],
}

impl<'a> Outline<'a> {
    /// The outline of a note.
    pub fn new(note: &'a Note) -> Self {
        let line = |span: Span| note.source.line(span.start);
        let duplicate = |repeat: &'a super::super::Repeat| Duplicate {
            line: line(repeat.span),
            of_line: line(repeat.of),
            differences: &repeat.differences,
        };
        Self {
            file: note.source.name(),
            title: note.title.as_deref(),
            date: note.date.as_deref(),
            sections: Sections(note),
            duplicates: note.repeats.iter().map(duplicate).collect(),
            dropped: note
                .dropped
                .iter()
                .map(|dropped| DroppedOutline {
                    line: line(dropped.span),
                    why: dropped.why,
                    text: dropped.text(&note.source),
                })
                .collect(),
        }
    }
}

fn section<'a>(source: &Source, section: &'a Section) -> SectionOutline<'a> {
    SectionOutline {
        id: &section.id,
        title: &section.title.text,
        level: section.level,
        line: source.line(section.title.span.start),
        role: section.role,
        blocks: section.blocks.iter().map(|b| block(source, b)).collect(),
    }
}

fn block<'a>(source: &Source, block: &'a Block) -> BlockOutline<'a> {
    let mut out = BlockOutline { line: source.line(block.span.start), role: Some(block.role), ..Default::default() };
    match &block.kind {
        BlockKind::Paragraph { text } => {
            out.r#type = "paragraph";
            out.text = Some(text.lines());
            out.picture = text.is_picture();
        }
        BlockKind::List { ordered, items } => {
            out.r#type = "list";
            out.ordered = Some(*ordered);
            out.items = Some(items.iter().map(|i| item(source, i)).collect());
        }
        BlockKind::Attributes(list) => {
            out.r#type = "attributes";
            out.attributes = Some(attributes(source, list));
        }
        BlockKind::Code { lang, text } => {
            out.r#type = "code";
            let info = lang.as_deref().unwrap_or_default();
            let (lang, rest) = info.split_once([' ', ',']).unwrap_or((info, ""));
            out.lang = Some(lang).filter(|lang| !lang.is_empty());
            out.info = Some(rest.trim()).filter(|rest| !rest.is_empty());
            out.text = Some(Cow::from(&text.text));
        }
        BlockKind::Table { head, rows, .. } => {
            out.r#type = "table";
            let row = |cells: &[Text]| cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("\t");
            let lines: Vec<String> = std::iter::once(head).chain(rows).map(|cells| row(cells)).collect();
            out.text = Some(Cow::from(lines.join("\n")));
        }
        BlockKind::Quote(blocks) => {
            out.r#type = "quote";
            let text = |block: &'a Block| match &block.kind {
                BlockKind::Paragraph { text, .. } => Some(text.text.as_str()),
                _ => None,
            };
            let first: Vec<&str> = blocks.iter().map_while(text).collect();
            out.blocks = blocks[first.len()..].iter().map(|below| self::block(source, below)).collect();
            out.text = Some(Cow::from(first.join("\n")));
        }
    }
    out
}

fn item<'a>(source: &Source, item: &'a Item) -> ItemOutline<'a> {
    let mut nested = Vec::new();
    let mut blocks = Vec::new();
    for below in &item.blocks {
        match &below.kind {
            BlockKind::List { items, .. } => nested.extend(items.iter().map(|i| self::item(source, i))),
            _ => blocks.push(block(source, below)),
        }
    }
    ItemOutline {
        text: &item.text.text,
        line: source.line(item.text.span.start),
        important: item.important,
        attributes: attributes(source, &item.attributes),
        items: nested,
        blocks,
        remark: item.remark.as_ref().map(|remark| remark.text.as_str()),
    }
}

fn attributes<'a>(source: &Source, attributes: &'a [Attribute]) -> Vec<AttributeOutline<'a>> {
    let outline = |attribute: &'a Attribute| AttributeOutline {
        name: &attribute.name.text,
        value: &attribute.value.text,
        line: source.line(attribute.name.span.start),
    };
    attributes.iter().map(outline).collect()
}
