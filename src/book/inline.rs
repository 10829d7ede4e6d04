//! Text of a note as inline Markdown: its marks become markup again, everything else is escaped.

use crate::{
    notes::{
        Text,
        model::{Mark, MarkKind},
    },
    text::markdown::escape,
};

/// The whole text.
pub fn markdown(text: &Text) -> String {
    part(text, 0..text.text.len())
}

/// The text of a heading, which is one line.
pub fn heading(text: &Text) -> String {
    let marks = text.marks.iter().filter(|mark| mark.kind != MarkKind::Break).cloned().collect();
    markdown(&Text { marks, ..text.clone() })
}

/// A part of the text, in bytes.
pub fn part(text: &Text, range: std::ops::Range<usize>) -> String {
    let inside = |mark: &&Mark| range.start <= mark.range.start && mark.range.end <= range.end;
    let marks: Vec<&Mark> = text.marks.iter().filter(inside).collect();
    let mut out = String::with_capacity(range.len() + range.len() / 8);
    render(&text.text, range, &marks, &mut out);
    out
}

/// Writes a stretch and the marks that lie in it, each inside or behind the one before.
fn render(text: &str, range: std::ops::Range<usize>, marks: &[&Mark], out: &mut String) {
    let mut at = range.start;
    let mut rest = marks;
    while let Some((mark, behind)) = rest.split_first() {
        if mark.range.start < at {
            rest = behind;
            continue;
        }
        let inner = behind.iter().take_while(|inner| inner.range.end <= mark.range.end).count();
        out.push_str(&escape(&text[at..mark.range.start]));
        marked(text, mark, &behind[..inner], out);
        at = mark.range.end;
        rest = &behind[inner..];
    }
    out.push_str(&escape(&text[at..range.end]));
}

fn marked(text: &str, mark: &Mark, inner: &[&Mark], out: &mut String) {
    let words = &text[mark.range.clone()];
    let mut content = String::new();
    match &mark.kind {
        MarkKind::Code => return out.push_str(&code(words)),
        MarkKind::Footnote => return out.push_str(&footnote(words)),
        // The blank stays for whoever leaves elements out.
        MarkKind::Break => return out.push_str("<br> "),
        _ => render(text, mark.range.clone(), inner, &mut content),
    }
    match &mark.kind {
        MarkKind::Link(url) => out.push_str(&format!("[{content}](<{}>)", address(url))),
        MarkKind::Picture => out.push_str(&format!("<span class=\"picture\">{content}</span>")),
        kind => {
            let sign = match kind {
                MarkKind::Strong => "**",
                MarkKind::Emphasis => "*",
                _ => "~~",
            };
            let before = text[..mark.range.start].chars().next_back();
            let after = text[mark.range.end..].chars().next();
            if can_be_delimited(words, before, after) {
                out.push_str(&format!("{sign}{content}{sign}"));
            } else {
                out.push_str(&content);
            }
        }
    }
}

/// The label of a footnote that is shown elsewhere.
pub fn footnote(label: &str) -> String {
    format!("<sup class=\"footnote\">{}</sup>", escape(label))
}

/// A code span. Braces that mdBook could take for a directive need HTML, where they can be written as entities.
fn code(words: &str) -> String {
    if words.contains("{{") || words.contains('|') || words.trim().is_empty() {
        return format!("<code>{}</code>", escape(words));
    }
    let longest = words.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let ticks = "`".repeat(longest + 1);
    let pad = if words.starts_with(['`', ' ']) || words.ends_with(['`', ' ']) { " " } else { "" };
    format!("{ticks}{pad}{words}{pad}{ticks}")
}

/// An address between `<` and `>`.
fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '{' => out.push_str("%7B"),
            '}' => out.push_str("%7D"),
            '|' => out.push_str("%7C"),
            '\\' => out.push_str("%5C"),
            '&' => out.push_str("&amp;"),
            c if c.is_whitespace() || c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Whether `**` around the words would be read as markup: CommonMark's rule of left- and right-flanking runs
/// (<https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis>).
fn can_be_delimited(words: &str, before: Option<char>, after: Option<char>) -> bool {
    let sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let outside = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || sign(c));
    let (Some(first), Some(last)) = (words.chars().next(), words.chars().next_back()) else { return false };
    !first.is_whitespace()
        && !last.is_whitespace()
        && (!sign(first) || outside(before))
        && (!sign(last) || outside(after))
        // One sign directly behind another of a neighbour would be read as one run.
        && !before.is_some_and(|c| "*~".contains(c))
        && !after.is_some_and(|c| "*~".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Span, markdown::visible_text};

    fn text(words: &str, marks: &[(&str, MarkKind)]) -> Text {
        let find = |(part, kind): &(&str, MarkKind)| {
            let at = words.find(part).expect("part");
            Mark { range: at..at + part.len(), kind: kind.clone() }
        };
        Text { text: words.to_owned(), span: Span::default(), marks: marks.iter().map(find).collect() }
    }

    #[test]
    fn marks_become_markup_and_words_stay() {
        let whole = text(
            "Use git add -p here, see docs",
            &[
                ("git add -p here", MarkKind::Strong),
                ("git add -p", MarkKind::Code),
                ("docs", MarkKind::Link("https://git-scm.com/a?b=1&c=2".into())),
            ],
        );
        let markdown = markdown(&whole);
        assert_eq!(markdown, "Use **`git add -p` here**, see [docs](<https://git-scm.com/a?b=1&amp;c=2>)");
        assert_eq!(visible_text(&markdown), whole.text);
    }

    #[test]
    fn what_cannot_be_marked_up_stays_plain() {
        let quoted = text("a\"b\"c", &[("\"b\"", MarkKind::Strong)]);
        assert_eq!(markdown(&quoted), "a\"b\"c");
        let code = text("run `x` now", &[("`x`", MarkKind::Code)]);
        assert_eq!(visible_text(&markdown(&code)), "run `x` now");
        let directive = text("{{#include a}}", &[("{{#include a}}", MarkKind::Code)]);
        assert!(!markdown(&directive).contains("{{"));
    }
}
