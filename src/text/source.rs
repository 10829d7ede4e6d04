//! Source files and places in them.
//!
//! Offsets are bytes and stay bytes inside the program; lines and columns (counted from 1, columns in characters) are
//! computed only when a place is shown to somebody.

use std::{
    ops::Range,
    sync::{Arc, OnceLock},
};

use super::lang::is_cyrillic;

/// A stretch of a source file, in bytes; `start <= end`, both on character boundaries.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

impl Span {
    /// The stretch from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span runs forward");
        Self { start, end }
    }

    /// The smallest stretch that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// As a range, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A place as people name it: both counted from 1, the column in characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A file's name and text. Cheap to clone: every diagnostic holds one.
#[derive(Clone, Debug)]
pub struct Source(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    name: String,
    text: String,
    line_starts: Vec<usize>,
    /// Where the text begins in its file: lines and columns before it.
    before: (usize, usize),
    /// Found when somebody first asks.
    is_cyrillic: OnceLock<bool>,
}

impl Source {
    /// A file as it is shown (`name`: its path with forward slashes) and what it holds.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::part(name, text, 1, 1)
    }

    /// A part of a file too large to be kept, which begins at this line and column.
    pub fn part(name: impl Into<String>, text: impl Into<String>, line: usize, column: usize) -> Self {
        let text = text.into();
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let before = (line.saturating_sub(1), column.saturating_sub(1));
        Self(Arc::new(Inner { name: name.into(), text, line_starts, before, is_cyrillic: OnceLock::new() }))
    }

    /// The path as it is shown.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// Whether the text is written in Cyrillic letters: see [`is_cyrillic`].
    pub fn is_cyrillic(&self) -> bool {
        *self.0.is_cyrillic.get_or_init(|| is_cyrillic([self.text()]))
    }

    /// The text of a stretch; empty where the stretch is not one of this file.
    pub fn slice(&self, span: Span) -> &str {
        self.0.text.get(span.range()).unwrap_or_default()
    }

    /// The stretch that is the whole file.
    pub fn whole(&self) -> Span {
        Span::new(0, self.0.text.len())
    }

    /// Line of an offset, from 1. An offset behind the end counts as the end.
    pub fn line(&self, offset: usize) -> usize {
        self.0.line_starts.partition_point(|&start| start <= offset).max(1) + self.0.before.0
    }

    /// Line and column of an offset. An offset behind the end, or inside a character, counts as the place before it.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.0.text.floor_char_boundary(offset.min(self.0.text.len()));
        let line = self.line(offset);
        let start = self.0.line_starts[line - 1 - self.0.before.0];
        let before = if start == 0 { self.0.before.1 } else { 0 };
        Position { line, column: before + self.0.text[start..offset].chars().count() + 1 }
    }

    /// The stretch of line `line` (from 1) without its line end; `None` where the file has no such line.
    pub fn line_span(&self, line: usize) -> Option<Span> {
        let line = line.checked_sub(self.0.before.0)?;
        let start = *self.0.line_starts.get(line.checked_sub(1)?)?;
        let end = self.0.line_starts.get(line).map_or(self.0.text.len(), |next| next - 1);
        let end = if self.0.text[start..end].ends_with('\r') { end - 1 } else { end };
        Some(Span::new(start, end))
    }

    /// How many lines there are (an empty file has one).
    pub fn lines(&self) -> usize {
        self.0.line_starts.len()
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || (self.0.name == other.0.name && self.0.text == other.0.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let source = Source::new("a.txt", "под\r\nи том\n");
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position("под\r\nи ".len()), Position { line: 2, column: 3 });
        assert_eq!(source.position(usize::MAX), Position { line: 3, column: 1 });
        assert_eq!(source.line_span(1).map(|span| source.slice(span)), Some("под"));
        assert_eq!(source.line_span(2).map(|span| source.slice(span)), Some("и том"));
        assert_eq!(source.line_span(4), None);
    }
}
