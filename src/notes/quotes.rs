//! Somebody else's words: lines behind the signs by which mail quotes, or set in from the margin between quotation marks.

use super::{
    body::{self, Tools},
    lines::Line,
    model::{Block, BlockKind, Role},
};
use crate::text::Span;

/// The lines as a quotation, if they are one. What is set in below an item (`in_item`) belongs to it and is none.
pub fn read(tools: Tools<'_>, lines: &[Line<'_>], in_item: bool) -> Option<Block> {
    let (first, last) = (lines.first()?, lines.last()?);
    let blocks = if !in_item && is_set_in(first, last, lines) {
        body::paragraphs(tools, lines)
    } else if lines.iter().all(|line| line.text.starts_with('>')) {
        let inner: Vec<Line<'_>> = lines.iter().filter_map(unquoted).collect();
        if inner.is_empty() { Vec::new() } else { body::paragraphs(tools, &inner) }
    } else {
        return None;
    };
    Some(Block { kind: BlockKind::Quote(blocks), span: first.span.to(last.span), role: Role::default() })
}

/// Whether a line begins with the sign by which mail quotes.
pub fn is_quoted(text: &str) -> bool {
    text.strip_prefix('>').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '>']))
}

/// A line behind the signs by which mail quotes; none where nothing else stands on it.
fn unquoted<'a>(line: &Line<'a>) -> Option<Line<'a>> {
    let text = line.text.trim_start_matches(['>', ' ']);
    let start = line.span.end - text.len();
    (!text.is_empty()).then(|| Line { text, span: Span::new(start, line.span.end), len: text.chars().count(), ..*line })
}

/// Whether the lines are somebody's words set in from the margin.
fn is_set_in(first: &Line<'_>, last: &Line<'_>, lines: &[Line<'_>]) -> bool {
    let closes = last.text.trim_end_matches(['.', ',', ';']).ends_with(['»', '”', '"', '“', '’']);
    lines.iter().all(|line| line.indent > 1) && first.text.starts_with(['«', '“', '"', '„', '‘']) && closes
}

#[cfg(test)]
mod tests {
    use crate::{
        notes::{self, BlockKind},
        text::Source,
    };

    fn quoted(text: &str) -> Vec<String> {
        let note = notes::parse(&Source::new("a.txt", text));
        let blocks = note.sections.into_iter().flat_map(|section| section.blocks);
        let words = |block| match block {
            BlockKind::Paragraph { text } => text.text,
            _ => String::new(),
        };
        let quote = |kind| match kind {
            BlockKind::Quote(blocks) => Some(blocks.into_iter().map(|block| words(block.kind)).collect::<Vec<_>>()),
            _ => None,
        };
        blocks.filter_map(|block| quote(block.kind)).map(|quote| quote.join(" ")).collect()
    }

    #[test]
    fn words_of_others_stand_behind_signs_or_between_marks() {
        let letter = "Анна пишет так.\n\n> Хлеб удался,\n> спасибо за печь.\n\nЯ рад за неё и за хлеб.\n";
        assert_eq!(quoted(letter), ["Хлеб удался, спасибо за печь."]);
        let tight = "Анна пишет так.\n> Хлеб удался.\nЯ рад за неё и за хлеб.\n";
        assert_eq!(quoted(tight), ["Хлеб удался."]);
        let book = "The book says it well.\n\n    “Bread is patience,\n    and salt.”\n\nI keep to that.\n";
        assert_eq!(quoted(book), ["“Bread is patience, and salt.”"]);
        assert_eq!(quoted("The book says it well.\n\n“Bread is patience.”\n\nI keep to that.\n"), [""; 0]);
    }
}
