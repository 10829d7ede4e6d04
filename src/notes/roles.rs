//! Who speaks: the user's question, the assistant's answer, the user's own note.
//!
//! A paste seldom says. What is known: a line that names the speaker; a heading that asks; and how people write for
//! themselves: small first letters, no full stop. An assistant ends its sentences, so a tail behind the last full stop
//! of an assistant's item is somebody's own remark.

use super::model::{Block, BlockKind, Item, Note, Role, Section, Text};
use crate::text::Span;

/// Lines by which chats mark the speaker, without surrounding asterisks and colons, in small letters.
const MARKERS: &[(&str, Role)] = &[
    ("chatgpt", Role::Assistant),
    ("chatgpt said", Role::Assistant),
    ("chatgpt сказал", Role::Assistant),
    ("assistant", Role::Assistant),
    ("ассистент", Role::Assistant),
    ("claude", Role::Assistant),
    ("you", Role::User),
    ("you said", Role::User),
    ("user", Role::User),
    ("вы", Role::User),
    ("вы сказали", Role::User),
    ("пользователь", Role::User),
];

/// Words that begin a question, in small letters.
const ASKING: &[&str] = &[
    "что",
    "как",
    "какой",
    "какая",
    "какие",
    "зачем",
    "почему",
    "чем",
    "когда",
    "где",
    "куда",
    "сколько",
    "кто",
    "разница",
    "what",
    "how",
    "why",
    "when",
    "where",
    "which",
    "who",
    "difference",
];

/// An own note before the first question is short: at most this many characters.
const LONGEST_PREFACE: usize = 400;

/// The speaker a line names, if it is nothing but that name.
pub fn marker(line: &str) -> Option<Role> {
    if line.len() > 40 {
        return None;
    }
    let name = line.trim_matches(|c: char| c == '*' || c == ':' || c == '#' || c.is_whitespace()).to_lowercase();
    MARKERS.iter().find(|(marker, _)| *marker == name).map(|&(_, role)| role)
}

/// Assigns the roles of sections and blocks, and cuts off own remarks.
pub fn assign(note: &mut Note) {
    for i in 0..note.sections.len() {
        let section = &note.sections[i];
        let preface = i == 0 && section.marker.is_none() && !asks(section) && is_preface(section);
        let writer = match section.marker.as_ref().and_then(|text| marker(&text.text)) {
            Some(role) => role,
            None if asks(section) => Role::Assistant,
            None if preface || is_informal(section) => Role::Own,
            None => Role::Assistant,
        };
        let question =
            asks(section) || section.marker.is_some() && writer == Role::Assistant && !section.title.text.is_empty();
        let section = &mut note.sections[i];
        section.role = if question { Role::User } else { writer };
        for block in &mut section.blocks {
            block.role = writer;
            if writer == Role::Assistant {
                cut_remarks(block);
            }
        }
    }
}

fn asks(section: &Section) -> bool {
    let title = section.title.text.to_lowercase();
    let first = title.split_whitespace().next().unwrap_or_default();
    title.ends_with('?') || (ASKING.contains(&first) && section.title.text.starts_with(char::is_lowercase))
}

fn is_preface(section: &Section) -> bool {
    let length: usize = section.blocks.iter().map(|block| block.span.end - block.span.start).sum();
    !section.title.text.is_empty()
        && length <= LONGEST_PREFACE
        && section.blocks.iter().all(|block| matches!(block.kind, BlockKind::Paragraph { .. }))
}

/// Whether most of a section's sentences begin small or do not end.
fn is_informal(section: &Section) -> bool {
    let mut texts = Vec::new();
    section.blocks.iter().for_each(|block| collect(block, &mut texts));
    if section.runs_in {
        texts.retain(|text| text.span != section.blocks[0].span);
    }
    let informal = texts.iter().filter(|text| {
        text.text.starts_with(char::is_lowercase) || !(ends_sentence(&text.text) || text.text.ends_with(':'))
    });
    informal.count() * 2 > texts.len()
}

fn collect<'a>(block: &'a Block, texts: &mut Vec<&'a Text>) {
    match &block.kind {
        BlockKind::Paragraph { text, .. } => texts.push(text),
        BlockKind::List { items, .. } => texts.extend(items.iter().map(|item| &item.text)),
        BlockKind::Attributes(attributes) => texts.extend(attributes.iter().map(|attribute| &attribute.value)),
        BlockKind::Code { .. } => {}
    }
}

fn cut_remarks(block: &mut Block) {
    if let BlockKind::List { items, .. } = &mut block.kind {
        let finished = items.iter().filter(|item| ends_sentence(&item.text.text)).count();
        if finished * 2 > items.len() {
            items.iter_mut().for_each(cut_remark);
        }
    }
}

fn cut_remark(item: &mut Item) {
    let text = &item.text.text;
    if ends_sentence(text) || text.ends_with(':') || !item.blocks.is_empty() || !item.attributes.is_empty() {
        return;
    }
    let Some(at) = text.rmatch_indices(". ").map(|(at, _)| at).find(|&at| ends_word(&text[..at])) else { return };
    let (own, remark) = (text[..=at].to_owned(), text[at + 2..].to_owned());
    // The remark is the tail of the item, so its last letters are the span's last; the break is found by length.
    let end = item.text.span.end;
    let start = (end - remark.len().min(end - item.text.span.start)).max(item.text.span.start);
    item.text = Text { text: own, span: Span::new(item.text.span.start, start) };
    item.remark = Some(Text { text: remark, span: Span::new(start, end) });
}

/// Whether a full stop behind `text` ends a sentence rather than an abbreviation («и т. д.», "e.g.").
fn ends_word(text: &str) -> bool {
    text.split_whitespace().next_back().is_some_and(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2)
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['»', '"', ')', '”']).ends_with(['.', '?', '!', '…', ';'])
}
