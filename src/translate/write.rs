//! Writes a translation as inline Markdown: the markup as it is, the text escaped.
//!
//! What comes in is a text and its source, what goes out is one line. Whether the markup is allowed is not asked here;
//! see [`inline`](super::inline).

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};

use super::{inline::is_inline, mask, role::Role};
use crate::text::markdown;

/// A document whose only paragraph is the text behind `a `, so that nothing in it can open a block; its length; and
/// where directives of the source are.
pub(super) fn document(text: &str, known: &[&str], source: &str) -> (String, usize, Vec<Range<usize>>) {
    let (masked, ranges) = mask::mask_known(text, known);
    let mut doc = format!("a {masked}");
    let length = doc.len();
    doc.push_str("\n\n");
    for name in footnote_names(source) {
        doc.push_str(&format!("[^{name}]: x\n\n"));
    }
    (doc, length, ranges)
}

/// Names that may be footnotes: without their definitions the parser would not see the references.
fn footnote_names(source: &str) -> Vec<&str> {
    let mut names: Vec<_> =
        source.split("[^").skip(1).filter_map(|rest| rest.split_once(']')).map(|(name, _)| name).collect();
    names.retain(|name| !name.is_empty() && !name.contains(['[', '\n', '`']));
    names.sort_unstable();
    names.dedup();
    names
}

/// The translation with its text escaped and its markup as it is; `None` where it is not one
/// line, or a label has markup that would end it.
pub(super) fn write(text: &str, known: &[&str], source: &str, role: Role) -> Option<String> {
    let (doc, length, directives) = document(text, known, source);
    let mut out = String::new();
    let mut done = 2;
    for (event, range) in markdown::parse(&doc).take_while(|(_, range)| range.start < length) {
        // A start covers its whole element: what is inside comes next.
        let next = if let Event::Start(_) = event { done } else { range.end.max(done) };
        match event {
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => continue,
            // A second block: the text was not one line.
            Event::Start(tag) if !is_inline(&tag.to_end()) => return None,
            Event::Start(Tag::Strong | Tag::Emphasis) if role == Role::Label => return None,
            Event::Start(_) => {}
            Event::End(_) => out.push_str(&text[done - 2..range.end - 2]),
            Event::Text(part) => {
                let gap = &text[done - 2..range.start.max(2).max(done) - 2];
                out.push_str(gap.strip_suffix('\\').unwrap_or(gap));
                let verbatim = part.len() == range.len();
                let part = if range.start == 0 { part.strip_prefix("a ").unwrap_or_default() } else { &part };
                let start = range.start.max(2) - 2;
                if verbatim {
                    push_around(&mut out, text, start..start + part.len(), &directives)
                } else {
                    push_text(&mut out, part)
                }
            }
            _ => out.push_str(&text[done - 2..range.end - 2]),
        }
        done = next;
    }
    let out = out.trim().to_owned();
    Some(out)
}

/// Escapes a stretch of the text, except for the directives in it.
fn push_around(out: &mut String, text: &str, range: Range<usize>, directives: &[Range<usize>]) {
    let mut done = range.start;
    for directive in directives {
        let (start, end) = (directive.start.max(range.start), directive.end.min(range.end));
        if start < end {
            push_text(out, &text[done..start]);
            out.push_str(&text[start..end]);
            done = end;
        }
    }
    push_text(out, &text[done..range.end]);
}

/// Appends text so that it shows letter by letter, whatever stands before it.
pub(super) fn push_text(out: &mut String, text: &str) {
    for c in text.chars() {
        let opening = out.is_empty();
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '!' | '#' => {
                out.push('\\');
                out.push(c);
            }
            '&' => out.push_str("&amp;"),
            // An entity and not a backslash: mdBook looks for `{{#` in the text before Markdown is parsed.
            '{' => out.push_str("&#123;"),
            '+' | '-' | '=' if opening => {
                out.push('\\');
                out.push(c);
            }
            ':' if opening || out.ends_with(']') => out.push_str("\\:"),
            '.' | ')' if out.len() <= 9 && !opening && out.bytes().all(|b| b.is_ascii_digit()) => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() || (opening && c.is_whitespace()) => {}
            c => out.push(c),
        }
    }
}

/// A text as a message holds it: one line without control characters; line ends of every kind are spaces.
pub fn tidy(text: &str) -> String {
    let line_end = |c: char| matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let text: String = text.chars().map(|c| if line_end(c) { ' ' } else { c }).collect();
    let text: String =
        text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{feff}')).collect();
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if !(c == ' ' && out.ends_with(' ')) {
            out.push(c);
        }
    }
    out
}
