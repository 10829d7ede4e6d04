//! The lines of a note: their words, where they stand, how far they are indented, what stands before them.

use super::sentences;
use crate::text::{Source, Span};

/// One line without its surrounding blanks; never empty.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The words of the line.
    pub text: &'a str,
    /// Where they stand.
    pub span: Span,
    /// Length in characters.
    pub len: usize,
    /// Blank columns before the first word; a tab counts as four.
    pub indent: usize,
    /// Blank lines before it.
    pub gap: usize,
    /// Whether a new page begins with it.
    pub new_page: bool,
    /// Whether it begins anew: what stood before it is over, whoever said it.
    pub anew: bool,
    /// What its author says it is.
    pub said: Said,
}

/// What the author of a note says of a line, or what lines around it say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    #[default]
    Nothing,
    /// It is a heading of this depth, or goes on with one.
    Heading(u8),
    /// It is an item, though no sign stands behind its number.
    Numbered,
    /// It is an item whose bullet is a picture.
    Bulleted,
    /// It is a verse.
    Verse,
    /// It is no heading.
    NotHeading,
    /// It goes on with the line before it.
    Joined,
    /// Somebody asks, and the answer stands right below: the page of a chat.
    Asked,
}

impl<'a> Line<'a> {
    /// A text as a line of its own, at the margin.
    pub fn of(text: &'a str, span: Span) -> Self {
        let len = text.chars().count();
        Self { text, span, len, indent: 0, gap: 0, new_page: false, anew: false, said: Said::Nothing }
    }
}

impl Line<'_> {
    /// Length of the first word, in characters.
    pub fn first_word(&self) -> usize {
        self.text.split_whitespace().next().map_or(0, |word| word.chars().count())
    }

    /// How many words there are.
    pub fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }

    /// Whether the line ends a sentence, a clause that a list follows, or a question.
    pub fn ends_sentence(&self) -> bool {
        !sentences::ends_with_unit(self.text) && self.ends_with_sign()
    }

    fn ends_with_sign(&self) -> bool {
        self.text.trim_end_matches(['»', '"', ')', '”', '*', '_']).ends_with(['.', '!', '?', '…', ':', ';'])
            || self.text.ends_with(":)")
    }

    /// Whether the first letter is a small one.
    pub fn starts_lower(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_lowercase)
    }
}

/// What surrounds the words of a line: blanks, byte order marks, characters without width.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Characters without width, which a copy brings along and nobody sees.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
}

/// The lines of a stretch that hold words.
pub fn lines(source: &Source, stretch: Span) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let (mut gap, mut new_page) = (0, false);
    let from = source.line(stretch.start);
    for number in from..=source.lines() {
        let Some(span) = source.line_span(number).filter(|span| span.start < stretch.end || span.start == 0) else {
            break;
        };
        let (start, end) = (span.start.max(stretch.start), span.end.min(stretch.end).max(stretch.start));
        let whole = source.slice(Span::new(start.min(end), end));
        new_page |= whole.contains('\u{c}');
        let text = whole.trim_matches(is_blank);
        if text.is_empty() {
            gap += 1;
            continue;
        }
        let blank = whole.len() - whole.trim_start_matches(is_blank).len();
        let indent = whole[..blank].chars().filter(|c| !is_invisible(*c) && *c != '\u{c}');
        out.push(Line {
            text,
            span: Span::new(start + blank, start + blank + text.len()),
            len: text.chars().count(),
            indent: indent.map(|c| if c == '\t' { 4 } else { 1 }).sum(),
            gap,
            new_page,
            anew: false,
            said: Said::Nothing,
        });
        (gap, new_page) = (0, false);
    }
    out
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The lines of a text that `mark` makes headings of.
    pub(in crate::notes) fn marked_headings(text: &str, mark: fn(&mut [Line<'_>])) -> Vec<String> {
        let source = Source::new("a.txt", text);
        let mut lines = lines(&source, source.whole());
        mark(&mut lines);
        lines.iter().filter(|line| line.said == Said::Heading(1)).map(|line| line.text.to_owned()).collect()
    }

    #[test]
    fn a_line_knows_what_stands_before_it() {
        let source = Source::new("a.txt", "\u{feff}  Мука\n\n\u{c}\n\tвода\r\n");
        let lines = lines(&source, source.whole());
        let seen: Vec<_> = lines.iter().map(|line| (line.text, line.indent, line.gap, line.new_page)).collect();
        assert_eq!(seen, [("Мука", 2, 0, false), ("вода", 4, 2, true)]);
        assert_eq!(source.slice(lines[1].span), "вода");
    }
}
