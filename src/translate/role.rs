//! What a message is in the book.

use serde::{Deserialize, Serialize};

/// What a message is in the book: shown to the translator, and the context where one text needs two translations.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
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
    /// What a term of the glossary means.
    Glossary,
    /// What a review says.
    Review,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 14] = [
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
        Self::Glossary,
        Self::Review,
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
            Self::Glossary => "glossary",
            Self::Review => "review",
        }
    }

    /// What texts of this role are used for. A text that is used for two things may need two translations: «Сеть» is
    /// "Networking" above a chapter and "Network" in a table.
    pub(super) fn sort(self) -> Sort {
        match self {
            Self::Title | Self::Heading => Sort::Heading,
            Self::Label | Self::Cell | Self::Term | Self::Caption => Sort::Name,
            Self::Paragraph | Self::Item | Self::Definition | Self::Quote | Self::Footnote => Sort::Prose,
            Self::Comment => Sort::Code,
            Self::Glossary => Sort::Glossary,
            Self::Review => Sort::Review,
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

/// What a text is used for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Sort {
    /// It stands above something.
    Heading,
    /// It names something in a table or a list.
    Name,
    /// It is running text.
    Prose,
    /// It stands in code.
    Code,
    /// It says what a term means.
    Glossary,
    /// It says what is right.
    Review,
}

impl Sort {
    /// The role whose name is the context of all texts that are used so.
    pub(super) fn context(self) -> Role {
        match self {
            Self::Heading => Role::Heading,
            Self::Name => Role::Cell,
            Self::Prose => Role::Paragraph,
            Self::Code => Role::Comment,
            Self::Glossary => Role::Glossary,
            Self::Review => Role::Review,
        }
    }
}
