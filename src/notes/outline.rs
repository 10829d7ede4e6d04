//! The structure of notes as `konspekt outline` shows it: a tree for people, JSON for programs.

use serde::Serialize;

use super::model::{Attribute, Block, BlockKind, Item, Note, Role, Section};
use crate::text::{Lang, Source, Span};

/// `{"notes": […]}`.
#[derive(Serialize)]
pub struct Outline<'a> {
    notes: Vec<NoteOutline<'a>>,
}

#[derive(Serialize)]
struct NoteOutline<'a> {
    file: &'a str,
    title: Option<&'a str>,
    sections: Vec<SectionOutline<'a>>,
    duplicates: Vec<Duplicate>,
}

#[derive(Serialize)]
struct SectionOutline<'a> {
    id: &'a str,
    title: &'a str,
    level: u8,
    line: usize,
    role: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    marker: Option<&'a str>,
    blocks: Vec<BlockOutline<'a>>,
}

#[derive(Serialize, Default)]
struct BlockOutline<'a> {
    r#type: &'static str,
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<Role>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ordered: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Vec<ItemOutline<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributes: Option<Vec<AttributeOutline<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a str>,
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
struct Duplicate {
    line: usize,
    of_line: usize,
}

impl<'a> Outline<'a> {
    /// The outline of several notes.
    pub fn new(notes: &'a [Note]) -> Self {
        Self { notes: notes.iter().map(note).collect() }
    }
}

fn note(note: &Note) -> NoteOutline<'_> {
    let line = |span: Span| note.source.line(span.start);
    NoteOutline {
        file: note.source.name(),
        title: note.title.as_deref(),
        sections: note.sections.iter().map(|s| section(&note.source, s)).collect(),
        duplicates: note
            .repeats
            .iter()
            .map(|repeat| Duplicate { line: line(repeat.span), of_line: line(repeat.of) })
            .collect(),
    }
}

fn section<'a>(source: &Source, section: &'a Section) -> SectionOutline<'a> {
    SectionOutline {
        id: &section.id,
        title: &section.title.text,
        level: section.level,
        line: source.line(section.title.span.start),
        role: section.role,
        marker: section.marker.as_ref().map(|text| text.text.as_str()),
        blocks: section.blocks.iter().map(|b| block(source, b)).collect(),
    }
}

fn block<'a>(source: &Source, block: &'a Block) -> BlockOutline<'a> {
    let mut out = BlockOutline { line: source.line(block.span.start), role: Some(block.role), ..Default::default() };
    match &block.kind {
        BlockKind::Paragraph { text, remark } => {
            out.r#type = "paragraph";
            out.text = Some(&text.text);
            out.remark = remark.as_ref().map(|remark| remark.text.as_str());
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
            out.lang = lang.as_deref();
            out.text = Some(&text.text);
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

/// The outline for people: a line a section, its blocks below it, with line numbers.
pub fn human(notes: &[Note], lang: &Lang) -> String {
    let word = |ru: &'static str, en: &'static str| if lang.tag() == "ru" { ru } else { en };
    let mut out = String::new();
    for note in notes {
        let source = &note.source;
        out.push_str(&format!("{}: {} {}\n", source.name(), note.sections.len(), word("разделов", "sections")));
        for section in &note.sections {
            let role = match section.role {
                Role::User => word("вопрос", "question"),
                Role::Assistant => word("ответ", "answer"),
                Role::Own => word("своя заметка", "own note"),
            };
            let title = if section.title.text.is_empty() {
                word("(без заголовка)", "(no heading)")
            } else {
                &section.title.text
            };
            let line = source.line(section.span().start);
            out.push_str(&format!("\n{line:>6}  {title}  [{role}] #{}\n", section.id));
            for block in &section.blocks {
                human_block(block, source, 1, lang, &mut out);
            }
        }
        for repeat in &note.repeats {
            let (line, of) = (source.line(repeat.span.start), source.line(repeat.of.start));
            out.push_str(&format!("\n{line:>6}  {} {of}\n", word("повторяет строку", "repeats line")));
        }
    }
    out
}

fn human_block(block: &Block, source: &Source, depth: usize, lang: &Lang, out: &mut String) {
    match &block.kind {
        BlockKind::Paragraph { text, .. } => row(out, source, text.span, depth, &format!("¶ {}", text.text)),
        BlockKind::Code { text, lang } => {
            let first = text.text.lines().next().unwrap_or_default();
            row(out, source, block.span, depth, &format!("``` {} {first}", lang.as_deref().unwrap_or_default()));
        }
        BlockKind::Attributes(attributes) => attributes.iter().for_each(|a| human_attribute(a, source, depth, out)),
        BlockKind::List { items, .. } => {
            for item in items {
                human_item(item, source, depth, lang, out);
            }
        }
    }
}

fn human_item(item: &Item, source: &Source, depth: usize, lang: &Lang, out: &mut String) {
    let number = item.number.map_or("•".to_owned(), |number| format!("{number}."));
    let mark = if item.important { "!! " } else { "" };
    row(out, source, item.text.span, depth, &format!("{number} {mark}{}", item.text.text));
    for attribute in &item.attributes {
        human_attribute(attribute, source, depth + 1, out);
    }
    item.blocks.iter().for_each(|below| human_block(below, source, depth + 1, lang, out));
    if let Some(remark) = &item.remark {
        row(out, source, remark.span, depth + 1, &format!("✎ {}", remark.text));
    }
}

fn human_attribute(attribute: &Attribute, source: &Source, depth: usize, out: &mut String) {
    row(out, source, attribute.name.span, depth, &format!("{}: {}", attribute.name.text, attribute.value.text));
}

/// A line number and the beginning of what stands there.
fn row(out: &mut String, source: &Source, span: Span, depth: usize, text: &str) {
    let line = source.line(span.start);
    let short: String = text.chars().take(72).collect();
    let dots = if short.len() < text.len() { "…" } else { "" };
    out.push_str(&format!("{line:>6}  {}{short}{dots}\n", "  ".repeat(depth)));
}
