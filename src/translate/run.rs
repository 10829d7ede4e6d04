//! One run of inline text: the events of a paragraph, a cell, a heading.
//!
//! What comes in are the events with their ranges and the chapter, what goes out are the pieces a segment is made of: the
//! run without the tags around it, the label that opens it, its text on one line. Ranges are of the chapter and on
//! character boundaries, as the parser gives them.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, LinkType, Tag};

use super::inline;
use crate::text::{Lang, Span, markdown};

pub(super) type Events<'e, 'a> = &'e [(Event<'a>, Range<usize>)];

/// The run without the HTML tags around it, where what is left is balanced; and whether it is.
pub(super) fn core<'e, 'a>(events: Events<'e, 'a>) -> (Events<'e, 'a>, bool) {
    let skip = |event: &Event<'_>| match event {
        Event::InlineHtml(_) | Event::SoftBreak | Event::HardBreak => true,
        Event::Text(text) => text.trim().is_empty(),
        _ => false,
    };
    let lead = events.iter().take_while(|(event, _)| skip(event)).count();
    let tail = events[lead..].iter().rev().take_while(|(event, _)| skip(event)).count();
    for (from, to) in [(lead, tail), (lead, 0), (0, tail), (0, 0)] {
        let inner = &events[from..events.len() - to];
        if inline::balanced(inner.iter().map(|(event, _)| event)) {
            return (inner, true);
        }
    }
    (events, false)
}

/// A backslash belongs to the character it escapes, though the parser's range begins behind it.
pub(super) fn with_backslash(markdown: &str, (event, range): &(Event<'_>, Range<usize>)) -> usize {
    let escaped = matches!(event, Event::Text(_)) && markdown[..range.start].ends_with('\\');
    if escaped { range.start - 1 } else { range.start }
}

pub(super) fn trim(markdown: &str, range: Range<usize>) -> Span {
    let blank = [' ', '\t', '\r', '\n'];
    let text = &markdown[range.clone()];
    let start = range.start + text.len() - text.trim_start_matches(blank).len();
    Span::new(start, start + text.trim_matches(blank).len())
}

/// The label that opens a run, and where the text behind it begins (where there is any).
pub(super) fn label(markdown: &str, events: Events<'_, '_>) -> Option<(Span, Option<usize>)> {
    let (Event::Start(Tag::Strong), strong) = events.first()? else { return None };
    let inner = trim(markdown, strong.start + 2..strong.end - 2);
    let text = &markdown[inner.range()];
    let (label, end) = match text.strip_suffix(':') {
        Some(label) if !label.ends_with('\\') => (label, strong.end),
        None if markdown[strong.end..].starts_with(':') => (text, strong.end + 1),
        _ => return None,
    };
    let rest = events.iter().filter(|(_, range)| range.start >= strong.end && range.end > end).find_map(|found| {
        let (event, range) = found;
        match event {
            Event::SoftBreak | Event::HardBreak | Event::End(_) => None,
            Event::Text(_) => {
                let start = if range.start < end { end } else { with_backslash(markdown, found) };
                (!markdown[start..range.end].trim().is_empty()).then_some(start)
            }
            _ => Some(range.start),
        }
    });
    let label = trim(markdown, inner.start..inner.start + label.len());
    (label.start < label.end).then_some((label, rest))
}

/// Whether the text in `span` holds a letter to be translated; code does not count, and a formula in TeX only with the
/// words in it.
pub(super) fn has_letter(events: Events<'_, '_>, span: Span, lang: &Lang) -> bool {
    let inside = events.iter().filter(|(_, range)| span.overlaps(range.clone().into()));
    let texts = inside.filter_map(|(event, range)| match event {
        Event::Text(text) => {
            // A label ends inside a text only before its colon, and a rest begins there: no letter lies between.
            let from = span.start.saturating_sub(range.start).min(text.len());
            Some(text.get(from..).unwrap_or(text))
        }
        Event::Start(Tag::Link { title, .. } | Tag::Image { title, .. }) => Some(title.as_ref()),
        _ => None,
    });
    // Only then it is worth a copy.
    let may_be_formula = texts.clone().next().is_some_and(|text| text.trim_start().starts_with(['\\', '$']));
    match may_be_formula.then(|| texts.clone().collect::<String>()).as_deref().and_then(formula) {
        Some(words) => lang.has_words_in(words),
        None => lang.has_words_in(texts),
    }
}

/// The signs that TeX and those who copy its text put around a formula.
const FORMULA: [(&str, &str); 4] = [("\\[", "\\]"), ("\\(", "\\)"), ("$$", "$$"), ("$", "$")];

/// The longest name of a unit in a formula, in characters.
const LONGEST_UNIT: usize = 3;

/// The words of a text that is nothing but a formula in TeX: they stand in `\text{…}`, and what is shorter is a unit.
fn formula(text: &str) -> Option<impl Iterator<Item = &str> + Clone> {
    let text = text.trim().trim_end_matches(['.', ',', ';']);
    let (open, close) = FORMULA.into_iter().find(|(open, _)| text.starts_with(open))?;
    let inner = text.strip_prefix(open)?.strip_suffix(close)?;
    // "$5 and 10$" is no formula, nor are two of them with words between.
    if inner.contains(close) || inner.contains(open) || (open == "$" && !inner.contains(['\\', '^', '_', '='])) {
        return None;
    }
    let said = inner.split("\\text{").skip(1).filter_map(|rest| rest.split('}').next());
    Some(said.flat_map(str::split_whitespace).filter(|word| word.chars().count() > LONGEST_UNIT))
}

/// The Markdown of `span` on one line, without the indentation and quotation marks of its lines.
pub(super) fn one_line(markdown: &str, events: Events<'_, '_>, span: Span, cell: bool) -> String {
    let slice = &markdown[span.range()];
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for (i, (event, range)) in events.iter().enumerate() {
        if !span.contains(range.clone().into()) {
            continue;
        }
        if let Event::Start(
            Tag::Link { link_type, dest_url, title, .. } | Tag::Image { link_type, dest_url, title, .. },
        ) = event
            && !matches!(link_type, LinkType::Inline | LinkType::Autolink | LinkType::Email)
        {
            let open = if slice[range.start - span.start..].starts_with('!') { 2 } else { 1 };
            let inside = events[i + 1..].iter().take_while(|(_, inner)| inner.end < range.end);
            let end = inside.map(|(_, inner)| inner.end).max().unwrap_or(range.start + open);
            edits.push((end - span.start..range.end - span.start, format!("]({})", target(dest_url, title))));
        }
    }
    let mut hard = events.iter().filter(|(event, _)| matches!(event, Event::HardBreak)).peekable();
    // A carriage return alone ends a line too, says CommonMark.
    let ends = slice.match_indices(['\n', '\r']).filter(|(at, end)| *end == "\n" || !slice[at + 1..].starts_with('\n'));
    let mut done = 0;
    for (at, _) in ends {
        let place = span.start + at;
        while hard.peek().is_some_and(|(_, range)| range.end <= place) {
            hard.next();
        }
        let breaks = hard.peek().filter(|(_, range)| range.contains(&place) && range.start >= span.start);
        let start = match breaks {
            Some((_, range)) => range.start - span.start,
            None => slice[..at].trim_end_matches([' ', '\t', '\r']).len(),
        };
        // What stands before the next text are blanks and the marks of quotations, unless code or a tag reaches over the
        // break.
        let over = events
            .iter()
            .find(|(event, range)| matches!(event, Event::InlineHtml(_) | Event::Code(_)) && range.contains(&place));
        let next = events.iter().map(|(_, range)| range.start).filter(|&start| start > place && start < span.end).min();
        let end = match (over, next) {
            (Some((Event::InlineHtml(_), _)), _) => at + 1,
            (None, Some(next)) => next - span.start,
            _ => slice.len() - slice[at + 1..].trim_start_matches([' ', '\t', '>']).len(),
        };
        let start = start.max(done.min(end));
        done = end;
        edits.push((start..end, if breaks.is_some() { "<br> ".to_owned() } else { " ".to_owned() }));
    }
    if edits.iter().any(|(_, text)| text.starts_with("<br>")) {
        edits.extend(open_declarations(events, span, slice));
    }
    let text = markdown::splice(slice, edits);
    if cell { text.replace("\\|", "|") } else { text }
}

/// Backslashes before `<!` and `<?` that are text: with the `>` of a `<br>` behind them they would become HTML.
fn open_declarations(events: Events<'_, '_>, span: Span, slice: &str) -> Vec<(Range<usize>, String)> {
    let texts =
        events.iter().filter(|(event, range)| matches!(event, Event::Text(_)) && span.contains(range.clone().into()));
    let mut out = Vec::new();
    for (_, range) in texts {
        let (start, end) = (range.start - span.start, range.end - span.start);
        let signs = slice[start..end].match_indices('<').map(|(at, _)| start + at);
        let opens = signs.filter(|&at| slice[at + 1..].starts_with(['!', '?']) && !slice[..at].ends_with('\\'));
        out.extend(opens.map(|at| (at..at, "\\".to_owned())));
    }
    out
}

/// A link target as it is written between brackets.
fn target(dest: &str, title: &str) -> String {
    let plain =
        !dest.is_empty() && dest.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"()<>\\\"".contains(c));
    let mut out = dest.replace('&', "&amp;");
    if !plain {
        out = format!("<{}>", out.replace('\\', "\\\\").replace('<', "\\<").replace('>', "\\>").replace('\n', "%0A"));
    }
    if !title.is_empty() {
        let title = title.replace('&', "&amp;").replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " ");
        out.push_str(&format!(" \"{title}\""));
    }
    out
}
