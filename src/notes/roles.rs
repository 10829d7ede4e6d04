//! Who speaks: the user's question, the assistant's answer, the user's own note.
//!
//! A paste seldom says. What is known: a line that names the speaker; a heading that asks; and how people write for
//! themselves: small first letters, no full stop. An assistant ends its sentences, so a tail behind the last full stop
//! of an assistant's item is somebody's own remark.

use super::{
    model::{Block, BlockKind, Item, Role, Section, Text},
    note::Note,
    sentences,
};
use crate::text::Source;

/// Words that begin a question or a request, in small letters.
const ASKING: &str = "\
    что как какой какая какие зачем почему чем когда где куда сколько кто разница what how why when \
    where which who difference напиши расскажи объясни покажи сделай дай помоги переведи составь \
    придумай приведи сравни подскажи перепиши write explain show give tell make create help compare list \
    translate fix rewrite";

/// An own note before the first question has a heading in small letters and is short: at most this many bytes.
const LONGEST_PREFACE: usize = 400;

/// Assigns the roles of sections and blocks, and cuts off own remarks.
pub fn assign(note: &mut Note) {
    for i in 0..note.sections.len() {
        let section = &note.sections[i];
        if section.role == Role::User || section.speaker == Some(Role::User) {
            continue;
        }
        let jotted = section.title.text.starts_with(char::is_lowercase);
        let own = is_informal(section) || i == 0 && !asks(section) && is_preface(section);
        let answered = section.title.text.ends_with('?') || !own || answers(section);
        let question = section.speaker.is_none() && asks(section) && answered;
        let writer = match section.speaker {
            Some(Role::Assistant) if own && (jotted || jots(section)) => Role::Own,
            Some(role) => role,
            None if question => Role::Assistant,
            None if own => Role::Own,
            None => Role::Assistant,
        };
        let source = note.source.clone();
        let section = &mut note.sections[i];
        section.role = if question { Role::User } else { writer };
        let runs_in = section.runs_in;
        for (i, block) in section.blocks.iter_mut().enumerate() {
            let jotting =
                writer == Role::Assistant && section.speaker.is_none() && !(runs_in && i == 0) && is_jotting(block);
            block.role = if jotting { Role::Own } else { writer };
            if writer == Role::Assistant && section.speaker.is_none() {
                cut_remarks(block, &source);
            }
        }
    }
}

fn asks(section: &Section) -> bool {
    section.title.text.ends_with('?') || begins_question(&section.title.text)
}

/// Whether what follows the heading begins with a sentence, as answers do.
fn answers(section: &Section) -> bool {
    matches!(section.blocks.first(), Some(Block { kind: BlockKind::Paragraph { text, .. }, .. }) if is_sentence(&text.text))
}

/// Whether a text begins as people ask a machine: with a question's or a request's first word, in small letters.
pub fn begins_question(text: &str) -> bool {
    text.starts_with(char::is_lowercase)
        && text.split_whitespace().next().is_some_and(|first| ASKING.split(' ').any(|word| word == first))
}

fn is_preface(section: &Section) -> bool {
    let length: usize = section.blocks.iter().map(|block| block.span.end - block.span.start).sum();
    section.title.text.starts_with(char::is_lowercase)
        && length <= LONGEST_PREFACE
        && section.blocks.iter().all(|block| matches!(block.kind, BlockKind::Paragraph { .. }))
}

/// Whether most of a section's sentences begin small or do not end. Below a heading with a capital, items and values do
/// not count: those of a recipe are no sentences either.
fn is_informal(section: &Section) -> bool {
    let title = &section.title.text;
    let mut texts = Vec::new();
    section.blocks.iter().for_each(|block| match &block.kind {
        BlockKind::List { items, .. } if !title.starts_with(char::is_lowercase) => {
            texts.extend(items.iter().map(|item| &item.text).filter(|text| is_sentence(&text.text)));
        }
        BlockKind::Attributes(_) if !title.starts_with(char::is_lowercase) => {}
        _ => collect(block, &mut texts),
    });
    texts.retain(|text| sentences::is_words(&text.text));
    if section.runs_in {
        texts.retain(|text| text.span != section.blocks[0].span);
    }
    let informal = texts.iter().filter(|text| {
        text.text.starts_with(char::is_lowercase) || !(sentences::ends(&text.text) || text.text.ends_with(':'))
    });
    informal.count() * 2 > texts.len()
}

fn is_sentence(text: &str) -> bool {
    text.starts_with(char::is_uppercase) && sentences::ends(text)
}

/// Whether every paragraph of a section, and there are several, begins with a small letter.
fn jots(section: &Section) -> bool {
    let small = |block: &Block| match &block.kind {
        BlockKind::Paragraph { text, .. } => Some(text.text.starts_with(char::is_lowercase)),
        _ => None,
    };
    let paragraphs: Vec<bool> = section.blocks.iter().filter_map(small).collect();
    paragraphs.len() > 1 && paragraphs.iter().all(|small| *small)
}

/// Whether a paragraph is written as people write for themselves: small letters, no end.
fn is_jotting(block: &Block) -> bool {
    let BlockKind::Paragraph { text, .. } = &block.kind else { return false };
    let text = &text.text;
    text.starts_with(char::is_lowercase)
        && text.ends_with(|c: char| c.is_alphanumeric() || c == ')')
        && text.split_whitespace().nth(3).is_some()
}

fn collect<'a>(block: &'a Block, texts: &mut Vec<&'a Text>) {
    match &block.kind {
        BlockKind::Paragraph { text, .. } => texts.push(text),
        // The head of what lies below it is no sentence, whoever wrote it.
        BlockKind::List { items, .. } => {
            let heads = |item: &&Item| !item.attributes.is_empty() || !item.blocks.is_empty();
            texts.extend(items.iter().filter(|item| !heads(item)).map(|item| &item.text));
            texts.extend(items.iter().flat_map(|item| &item.attributes).map(|attribute| &attribute.value));
        }
        BlockKind::Attributes(attributes) => texts.extend(attributes.iter().map(|attribute| &attribute.value)),
        BlockKind::Quote(blocks) => blocks.iter().for_each(|block| collect(block, texts)),
        BlockKind::Code { .. } | BlockKind::Table { .. } => {}
    }
}

fn cut_remarks(block: &mut Block, source: &Source) {
    if let BlockKind::List { items, .. } = &mut block.kind {
        let finished = items.iter().filter(|item| sentences::ends(&item.text.text)).count();
        if finished * 2 > items.len() {
            items.iter_mut().for_each(|item| cut_remark(item, source));
        }
    }
}

fn cut_remark(item: &mut Item, source: &Source) {
    let text = &item.text.text;
    if sentences::ends(text) || text.ends_with(':') || !item.blocks.is_empty() || !item.attributes.is_empty() {
        return;
    }
    let Some(at) = sentences::last_start(text) else { return };
    let (own, remark) = item.text.split_at(at, source);
    (item.text, item.remark) = (own, Some(remark));
}
