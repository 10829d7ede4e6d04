//! What a note is made of.

use std::{borrow::Cow, ops::Range};

use serde::Serialize;

use crate::text::{Source, Span, words};

/// Rejoined text: line breaks of the paste gone, words as they were, and the stretch of the file it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The words, separated by single spaces.
    pub text: String,
    /// Where they stand.
    pub span: Span,
    /// What was marked in them, in the order of its beginning; one lies inside or behind the other.
    pub marks: Vec<Mark>,
}

impl Text {
    /// Words without markup.
    pub fn plain(text: impl Into<String>, span: Span) -> Self {
        Self { text: text.into(), span, marks: Vec::new() }
    }

    /// Whether it is the caption of a picture, and no more.
    pub fn is_picture(&self) -> bool {
        let whole = 0..self.text.len();
        self.marks.iter().any(|mark| mark.kind == MarkKind::Picture && mark.range == whole)
    }

    /// The words as lines, where their author ended some.
    pub fn lines(&self) -> Cow<'_, str> {
        let mut out = Cow::from(&self.text);
        for mark in self.marks.iter().rev().filter(|mark| mark.kind == MarkKind::Break) {
            out.to_mut().replace_range(mark.range.clone(), "\n");
        }
        out
    }

    /// The text up to byte `at` and the text behind it, blanks between them gone. Where the second begins in the file is
    /// counted back from the end, so it is exact up to the line breaks that were joined.
    pub fn split_at(&self, at: usize, source: &Source) -> (Self, Self) {
        let rest = self.text[at..].trim_start().len();
        let middle = source.text().floor_char_boundary(self.span.end.saturating_sub(rest));
        let middle = middle.clamp(self.span.start, self.span.end);
        let first = self.part(0..at, Span::new(self.span.start, middle));
        (first, self.part(at..self.text.len(), Span::new(middle, self.span.end)))
    }

    /// The words between two bytes, blanks around them gone, which stand at `span`.
    pub fn part(&self, range: Range<usize>, span: Span) -> Self {
        let whole = &self.text[range.clone()];
        let from = range.start + (whole.len() - whole.trim_start().len());
        let text = whole.trim().to_owned();
        let to = from + text.len();
        let inside = |mark: &Mark| {
            let range = mark.range.start.clamp(from, to) - from..mark.range.end.clamp(from, to) - from;
            (!range.is_empty()).then(|| Mark { range, kind: mark.kind.clone() })
        };
        Self { marks: self.marks.iter().filter_map(inside).collect(), text, span }
    }
}

/// A stretch of a text that its author marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The bytes of [`Text::text`].
    pub range: Range<usize>,
    /// As what.
    pub kind: MarkKind,
}

/// What a stretch was marked as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// Bold.
    Strong,
    /// Italic.
    Emphasis,
    /// Struck out.
    Deleted,
    /// Code, letter by letter.
    Code,
    /// A link and the `http`, `https` or `mailto` address it leads to.
    Link(String),
    /// A picture that the note does not hold; the stretch is its caption.
    Picture,
    /// The number or name of a footnote.
    Footnote,
    /// A blank at which the line ends.
    Break,
}

/// Who speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The user asks.
    User,
    /// The assistant answers.
    #[default]
    Assistant,
    /// The user writes down something of their own.
    Own,
}

impl Role {
    /// `user`, `assistant` or `own`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::Own => "own",
        }
    }
}

/// A heading and what follows it.
#[derive(Clone, Debug)]
pub struct Section {
    /// Readable identifier, unique in the note.
    pub id: String,
    /// The identifier by its words alone, which a term of the glossary does not change, where it is another one.
    pub by_words: Option<Box<str>>,
    /// The heading; empty for text before the first one.
    pub title: Text,
    /// Depth of the heading, 1 to 6.
    pub level: u8,
    /// `User` where the heading is a question; else who wrote what follows.
    pub role: Role,
    /// Whether the heading is the beginning of its first sentence.
    pub runs_in: bool,
    /// Who answers, where the note itself says so.
    pub speaker: Option<Role>,
    /// The content.
    pub blocks: Vec<Block>,
}

impl Section {
    /// The whole stretch, heading included.
    pub fn span(&self) -> Span {
        self.blocks.last().map_or(self.title.span, |last| self.title.span.to(last.span))
    }
}

/// A block of a section.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: Span,
    /// Who wrote it.
    pub role: Role,
}

impl Block {
    /// The stretches of code it is or holds, in order.
    pub fn code(&self) -> Vec<Span> {
        match &self.kind {
            BlockKind::Code { .. } => vec![self.span],
            BlockKind::Quote(blocks) => blocks.iter().flat_map(Self::code).collect(),
            BlockKind::List { items, .. } => items.iter().flat_map(|item| &item.blocks).flat_map(Self::code).collect(),
            BlockKind::Paragraph { .. } | BlockKind::Attributes(_) | BlockKind::Table { .. } => Vec::new(),
        }
    }
}

/// The kinds of blocks.
#[derive(Clone, Debug)]
pub enum BlockKind {
    /// Running text.
    Paragraph {
        /// The text.
        text: Text,
    },
    /// A list.
    List {
        /// Whether the items are numbered.
        ordered: bool,
        /// The items.
        items: Vec<Item>,
    },
    /// Labelled values.
    Attributes(Vec<Attribute>),
    /// Code, kept letter by letter.
    Code {
        /// What the fence says behind its backticks: the language first.
        lang: Option<String>,
        /// The code.
        text: Text,
    },
    /// A table.
    Table {
        /// The cells of its first row.
        head: Vec<Text>,
        /// The other rows; none is longer than the first.
        rows: Vec<Vec<Text>>,
        /// How its columns are set; empty where none says so.
        columns: Box<[Align]>,
    },
    /// Somebody else's words.
    Quote(Vec<Block>),
}

/// How the cells of a column are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// As the page sets them.
    #[default]
    Unset,
    /// To the left.
    Left,
    /// In the middle.
    Center,
    /// To the right, as numbers.
    Right,
}

impl Align {
    /// What stands below the head of a Markdown table.
    pub fn rule(self) -> &'static str {
        match self {
            Self::Unset => "---",
            Self::Left => ":--",
            Self::Center => ":-:",
            Self::Right => "--:",
        }
    }

    /// What a rule below the head of a Markdown table says.
    pub fn of(rule: &str) -> Self {
        match (rule.starts_with(':'), rule.ends_with(':')) {
            (true, true) => Self::Center,
            (true, false) => Self::Left,
            (false, true) => Self::Right,
            (false, false) => Self::Unset,
        }
    }

    /// The columns of a table, or none where no column says how it is set.
    pub fn columns(columns: impl Iterator<Item = Self>) -> Box<[Self]> {
        let columns: Vec<Self> = columns.collect();
        if columns.iter().all(|column| *column == Self::Unset) { Box::default() } else { columns.into() }
    }
}

/// An item of a list.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Its own text.
    pub text: Text,
    /// The number it has in the note, or that of its letter in the alphabet.
    pub number: Option<u64>,
    /// The letter it has in the note: «а)».
    pub letter: Option<String>,
    /// Whether the author marked it (`!!`).
    pub important: bool,
    /// Labelled values below it.
    pub attributes: Vec<Attribute>,
    /// Paragraphs, lists and code below it.
    pub blocks: Vec<Block>,
    /// What the author added behind it.
    pub remark: Option<Text>,
}

impl Item {
    /// Puts a block below the item. Attributes that come first are the item's own.
    pub fn add(&mut self, block: Block) {
        match block.kind {
            BlockKind::Attributes(attributes) if self.blocks.is_empty() => self.attributes.extend(attributes),
            _ => self.blocks.push(block),
        }
    }

    /// The whole stretch, with what lies below.
    pub fn span(&self) -> Span {
        let own = self.remark.as_ref().map_or(self.text.span, |remark| self.text.span.to(remark.span));
        let with_attributes = self.attributes.last().map_or(own, |last| own.to(last.span()));
        self.blocks.last().map_or(with_attributes, |last| with_attributes.to(last.span))
    }
}

/// A labelled value: «Цель: …».
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The label, without its colon.
    pub name: Text,
    /// What stands behind the colon.
    pub value: Text,
}

impl Attribute {
    /// Label and value together.
    pub fn span(&self) -> Span {
        self.name.span.to(self.value.span)
    }
}

/// Splits «Label: text» or «Label - text» where the label is short: at most `words` words, no sentence end in it.
/// Returns the byte range of the label and the offset where the text behind it begins.
pub fn split_label(text: &str, words: usize) -> Option<(std::ops::Range<usize>, usize)> {
    let (label, rest) = [": ", " - ", " – ", " — "]
        .iter()
        .filter_map(|sep| text.find(sep).map(|at| (at, at + sep.len())))
        .min()
        .or_else(|| text.ends_with(':').then(|| (text.len() - 1, text.len())))?;
    let name = &text[..label];
    let good = !name.is_empty()
        && name.split_whitespace().count() <= words
        && name.chars().count() <= 60
        && !name.contains(['.', '!', '?', ';', ',', '"', '`', '='])
        && !name.ends_with("//")
        && name.chars().any(words::is_alphabetic);
    good.then_some((0..label, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_knows_its_lines_and_whether_it_is_a_picture() {
        let mark = |range, kind| vec![Mark { range, kind }];
        let plain = Text::plain("Летит, летит", Span::default());
        assert_eq!((plain.lines().as_ref(), plain.is_picture()), ("Летит, летит", false));
        let song = Text { marks: mark(5..6, MarkKind::Break), ..Text::plain("Rise, little bee", Span::default()) };
        assert_eq!((song.lines().as_ref(), song.is_picture()), ("Rise,\nlittle bee", false));
        let picture = Text { marks: mark(0..3, MarkKind::Picture), ..Text::plain("Bee", Span::default()) };
        assert!(picture.is_picture());
    }
}
