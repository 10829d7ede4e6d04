//! Labelled lines of a paragraph: «**Цель:** …⏎**Срок:** …» are attributes, below an item or on their own.

use super::super::model::{Attribute, Item, MarkKind, Text, split_label};
use crate::text::{Source, Span};

/// The most words a label may have.
const LABEL_WORDS: usize = 5;
/// A paragraph of more lines is none of labels or items.
const MOST_LINES: usize = 1000;

/// Splits a text whose lines begin at `breaks` (in the text, in the file): what stands before its labelled lines, and
/// those. There are at least two of them, or one below a head in bold, and they go on to the end.
pub(super) fn split(text: Text, breaks: &[(usize, usize)], source: &Source) -> (Option<Text>, Vec<Attribute>) {
    if breaks.len() > MOST_LINES {
        return (Some(text), Vec::new());
    }
    let lines = lines(&text, breaks);
    let labelled = lines.iter().rev().take_while(|line| attribute(line, source).is_some()).count();
    let own = lines.len() - labelled;
    // A head of several lines is prose that ends in labels by chance.
    let one = labelled == 1 && own == 1 && is_bold(&lines[0]) && begins_bold(&lines[1]);
    if labelled < 2 && !one || own > 1 {
        return (Some(text), Vec::new());
    }
    let attributes = lines[own..].iter().filter_map(|line| attribute(line, source)).collect();
    (lines.into_iter().next().filter(|_| own == 1), attributes)
}

/// The lines of a text.
fn lines(text: &Text, breaks: &[(usize, usize)]) -> Vec<Text> {
    let mut starts = vec![(0, text.span.start)];
    starts.extend(breaks.iter().copied().filter(|&(at, _)| at > 0 && at < text.text.len()));
    let mut ends: Vec<(usize, usize)> = starts.iter().skip(1).copied().collect();
    ends.push((text.text.len(), text.span.end));
    starts
        .iter()
        .zip(&ends)
        .map(|(&(from, file_from), &(to, file_to))| text.part(from..to, Span::new(file_from.min(file_to), file_to)))
        .collect()
}

/// What leads to a list, and its items, where a text is nothing but short lines behind one that ends with a colon, and
/// nobody wrapped them: two would have fitted on one.
pub(super) fn items(text: &Text, breaks: &[(usize, usize)]) -> Option<(Text, Vec<Item>)> {
    const FEWEST: usize = 3;
    const LONGEST: usize = 40;
    if breaks.len() > MOST_LINES {
        return None;
    }
    let lines = lines(text, breaks);
    let (lead, rest) = lines.split_first()?;
    let item = |line: &Text| {
        let text = line.text.trim_end();
        text.chars().count() <= LONGEST
            && !text.ends_with(['.', ',', ':', ';', '!', '?'])
            && split_label(text, 3).is_none()
    };
    let length = |text: &str| text.trim_end().chars().count();
    let widest = lines.iter().map(|line| length(&line.text)).max()?;
    let fits = |pair: &[Text]| {
        let first = pair[1].text.split_whitespace().next().unwrap_or_default();
        length(&pair[0].text) + 1 + length(first) <= widest
    };
    let good = lead.text.trim_end().ends_with(':') && rest.len() >= FEWEST && rest.iter().all(item);
    (good && rest.windows(2).any(fits)).then(|| {
        let item = |line: &Text| Item { text: line.part(0..line.text.trim_end().len(), line.span), ..Item::default() };
        (lead.part(0..lead.text.trim_end().len(), lead.span), rest.iter().map(item).collect())
    })
}

fn is_bold(line: &Text) -> bool {
    let whole = 0..line.text.trim_end().len();
    line.marks.iter().any(|mark| mark.range == whole && mark.kind == MarkKind::Strong)
}

fn begins_bold(line: &Text) -> bool {
    line.marks.iter().any(|mark| mark.range.start == 0 && mark.kind == MarkKind::Strong)
}

fn attribute(line: &Text, source: &Source) -> Option<Attribute> {
    let (label, rest) = split_label(&line.text, LABEL_WORDS)?;
    let bold = begins_bold(line);
    let capital = line.text.starts_with(char::is_uppercase);
    if rest >= line.text.len() || !line.text[label.end..].starts_with(':') || !(bold || capital) {
        return None;
    }
    let middle = source.text().floor_char_boundary((line.span.start + rest).min(line.span.end)).max(line.span.start);
    let name = Text::plain(&line.text[label], Span::new(line.span.start, middle));
    Some(Attribute { name, value: line.part(rest..line.text.len(), Span::new(middle, line.span.end)) })
}
