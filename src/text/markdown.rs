//! The one way into the Markdown parser, and the one way to write plain text as Markdown.
//!
//! mdBook renders the book, so mdBook's own parser settings are the only right ones: they come from `mdbook-markdown`
//! and are never copied. Smart punctuation is off: it would change what somebody wrote.

use std::{borrow::Cow, ops::Range};

use mdbook_markdown::{
    MarkdownOptions, new_cmark_parser,
    pulldown_cmark::{BrokenLink, CowStr, Event, OffsetIter, Options, Parser, Tag, TagEnd},
};

/// Parses a chapter as mdBook will, with the byte range of each event.
pub fn parse(markdown: &str) -> OffsetIter<'_> {
    let mut options = MarkdownOptions::default();
    options.smart_punctuation = false;
    new_cmark_parser(markdown, &options).into_offset_iter()
}

/// A text whose lines all end as the parser knows it. A carriage return alone ends a line too
/// (<https://spec.commonmark.org/0.31.2/#line-ending>), but not for the parser in a heading: a line feed stands in its place.
pub fn line_ends(text: &str) -> Cow<'_, str> {
    if !text.split('\r').skip(1).any(|behind| !behind.starts_with('\n')) {
        return text.into();
    }
    let mut parts = text.split('\r');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push(if part.starts_with('\n') { '\r' } else { '\n' });
        out.push_str(part);
    }
    out.into()
}

/// Parses Markdown that somebody copied from elsewhere: what chats write, and nothing that only mdBook knows. `{#id}`
/// behind a heading and `: ` at a line's start are words here.
/// `elsewhere` knows links that are defined in another part of the text.
pub fn parse_copied<'a, F>(markdown: &'a str, elsewhere: Option<F>) -> Parser<'a, F>
where
    F: FnMut(BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)>,
{
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    Parser::new_with_broken_link_callback(markdown, options, elsewhere)
}

/// The visible text of inline Markdown: markup gone, breaks as spaces, raw HTML left out.
pub fn visible_text(markdown: &str) -> String {
    let mut out = String::new();
    for (event, _) in parse(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            _ => {}
        }
    }
    out
}

/// Escapes plain text so that Markdown, HTML and mdBook's `{{#…}}` show it letter by letter.
///
/// The text may stand anywhere a paragraph may: at the start of a block (where `1.`, `-`, `#`, `:` and so on would open
/// something), in a table cell, inside emphasis or a link.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut chars = text.chars().peekable();
    let mut line_start = true;
    while let Some(c) = chars.next() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            // With a space behind it, it begins no entity.
            '&' if chars.peek() != Some(&' ') => out.push_str("&amp;"),
            // An entity and not a backslash: mdBook looks for `{{#` in the text before Markdown is parsed.
            '{' => out.push_str("&#123;"),
            '!' if chars.peek() == Some(&'[') => out.push_str("\\!"),
            '#' | '+' | '-' | '=' | ':' if line_start => {
                out.push('\\');
                out.push(c);
            }
            '.' | ')' if follows_opening_number(&out) => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
        line_start = c == '\n' || (line_start && c.is_whitespace());
    }
    out
}

/// Escapes plain text that does not begin a line: what only a line's start makes special stays as it is.
pub fn escape_inside(text: &str) -> String {
    let mut out = escape(&format!("a{text}"));
    out.remove(0);
    out
}

/// In a table, a bar that is not escaped ends the cell, in code too.
pub fn cell_text(inline: &str) -> String {
    let mut out = String::with_capacity(inline.len());
    let mut slashes = 0;
    for c in inline.chars() {
        if c == '|' && slashes % 2 == 0 {
            out.push('\\');
        }
        slashes = if c == '\\' { slashes + 1 } else { 0 };
        out.push(c);
    }
    out
}

/// Whether what stands so far on this line is a number alone, so that a dot or bracket would make it a list marker.
fn follows_opening_number(out: &str) -> bool {
    let line = out.rsplit('\n').next().unwrap_or_default().trim_start();
    !line.is_empty() && line.len() <= 9 && line.bytes().all(|b| b.is_ascii_digit())
}

/// Puts new text in place of stretches of `markdown`. The edits may come in any order; they must not overlap, and one
/// that would overlap an earlier one is left out.
pub fn splice(markdown: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(markdown.len() + edits.iter().map(|(_, text)| text.len()).sum::<usize>());
    let mut done = 0;
    for (range, text) in edits {
        if range.start < done {
            continue;
        }
        out.push_str(&markdown[done..range.start]);
        out.push_str(&text);
        done = range.end;
    }
    out.push_str(&markdown[done..]);
    out
}

/// Where code stands: blocks and spans.
pub fn code_ranges(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for (event, range) in parse(text) {
        match event {
            Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => out.push(range),
            Event::End(TagEnd::CodeBlock) => {}
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_carriage_return_alone_ends_a_line() {
        assert_eq!(line_ends("# Хлеб\r\rПечь.\r\nСоль.\r"), "# Хлеб\n\nПечь.\r\nСоль.\n");
        assert!(matches!(line_ends("# Хлеб\r\n\nПечь.\n"), Cow::Borrowed(_)));
    }

    proptest! {
        /// Whatever a note holds, the reader sees that and nothing else.
        #[test]
        fn escaped_text_shows_as_itself(text in r#"[ -~а-яё«»—]{1,60}"#) {
            let text = text.trim();
            prop_assume!(!text.is_empty());
            let markdown = escape(text);
            prop_assert!(!markdown.contains("{{"), "{markdown}");
            let mut seen = String::new();
            for (event, _) in parse(&markdown) {
                match event {
                    Event::Text(part) => seen.push_str(&part),
                    Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                    other => prop_assert!(false, "{markdown:?} became {other:?}"),
                }
            }
            prop_assert_eq!(seen, text);
        }
    }

    #[test]
    fn splicing_keeps_what_lies_between() {
        let edits = vec![(4..5, "X".to_owned()), (0..1, String::new()), (4..6, "lost".to_owned())];
        assert_eq!(splice("abcdefg", edits), "bcdXfg");
    }
}
