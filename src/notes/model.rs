//! What a note is made of.

use serde::Serialize;

use crate::text::{Source, Span};

/// Rejoined text: line breaks of the paste gone, words as they were, and the stretch of the file it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The words, separated by single spaces.
    pub text: String,
    /// Where they stand.
    pub span: Span,
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

/// A note: a file and the structure found in it.
#[derive(Clone, Debug)]
pub struct Note {
    /// The file.
    pub source: Source,
    /// Its title: the first heading, where there is one.
    pub title: Option<String>,
    /// The sections in their order. Text before the first heading is a section without a title.
    pub sections: Vec<Section>,
    /// What stands more than once.
    pub repeats: Vec<Repeat>,
}

/// A heading and what follows it.
#[derive(Clone, Debug)]
pub struct Section {
    /// Readable identifier, unique in the note.
    pub id: String,
    /// The heading; empty for text before the first one.
    pub title: Text,
    /// Depth of the heading, 1 to 6.
    pub level: u8,
    /// `User` where the heading is a question; else who wrote what follows.
    pub role: Role,
    /// Whether the heading is the beginning of its first sentence.
    pub runs_in: bool,
    /// A line that names the speaker («ChatGPT»), where there is one.
    pub marker: Option<Text>,
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

/// The kinds of blocks.
#[derive(Clone, Debug)]
pub enum BlockKind {
    /// Running text, and the author's own remark at its end, if any.
    Paragraph {
        /// The text.
        text: Text,
        /// What somebody added behind it.
        remark: Option<Text>,
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
}

/// An item of a list.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Its own text.
    pub text: Text,
    /// The number it has in the note.
    pub number: Option<u64>,
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

/// A stretch that says again what an earlier one said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// The later one.
    pub span: Span,
    /// The earlier one, its twin.
    pub of: Span,
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
        && name.chars().any(char::is_alphabetic);
    good.then_some((0..label, rest))
}
