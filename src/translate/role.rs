//! What a message is in the book.

/// What a message is in the book: shown to the translator, and the context where one text needs two translations.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Role {
    /// The title of the book or of a chapter, as in `SUMMARY.md`. Plain text.
    Title,
    /// A heading.
    Heading,
    /// A paragraph.
    Paragraph,
    /// The text of a list item.
    Item,
    /// A bold label that opens an item or a paragraph, without its colon.
    Label,
    /// A table cell.
    Cell,
    /// The term of a definition list.
    Term,
    /// A definition of a definition list.
    Definition,
    /// A paragraph of a quotation or of an admonition.
    Quote,
    /// A paragraph of a footnote.
    Footnote,
    /// A caption.
    Caption,
    /// A comment in code. Plain text.
    Comment,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Title,
        Self::Heading,
        Self::Paragraph,
        Self::Item,
        Self::Label,
        Self::Cell,
        Self::Term,
        Self::Definition,
        Self::Quote,
        Self::Footnote,
        Self::Caption,
        Self::Comment,
    ];

    /// The name that stands in a catalog, as `msgctxt` and in the translator's comment.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::Item => "item",
            Self::Label => "label",
            Self::Cell => "cell",
            Self::Term => "term",
            Self::Definition => "definition",
            Self::Quote => "quote",
            Self::Footnote => "footnote",
            Self::Caption => "caption",
            Self::Comment => "comment",
        }
    }

    /// The role of that name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether the message is plain text, not Markdown.
    pub fn is_plain(self) -> bool {
        matches!(self, Self::Title | Self::Comment)
    }
}
