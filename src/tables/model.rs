//! A table as data: rows, columns and cells in both languages, each cell with the place it comes from.

use crate::text::{Localized, Source, Span};

/// A comparison table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// A name for links and exports.
    pub id: String,
    /// The caption.
    pub title: Localized,
    /// What it is made of.
    pub kind: Kind,
    /// What is compared.
    pub columns: Vec<Head>,
    /// By what.
    pub rows: Vec<Row>,
}

/// What a table is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What notes say under labels.
    Notes,
    /// The fields of manifests.
    Manifests,
    /// The kinds of the API.
    Kinds,
}

/// The head of a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// A name that is the same in every language.
    pub id: String,
    /// What is shown.
    pub title: Localized,
}

/// A row: one cell a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// A name that is the same in every language.
    pub id: String,
    /// What is shown at its head.
    pub title: Localized,
    /// Other labels the notes use for the same.
    pub also: Vec<Localized>,
    /// The cells; `None` where a column has nothing to say.
    pub cells: Vec<Option<Cell>>,
    /// What the row is about.
    pub note: Option<Localized>,
    /// Whether its cells say different things. Rows that do come first; the others may be folded away.
    pub differs: bool,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What is shown.
    pub text: Localized,
    /// Where it is from.
    pub origin: Option<(Source, Span)>,
    /// Whether it is code: the same in every language, in a fixed-width face.
    pub code: bool,
}

impl Cell {
    /// Code, which no language changes.
    pub fn code(text: impl Into<String>, origin: Option<(Source, Span)>) -> Self {
        Self { text: same(text), origin, code: true }
    }
}

/// A text that is the same in both languages.
pub fn same(text: impl Into<String>) -> Localized {
    let text = text.into();
    Localized { ru: text.clone(), en: text }
}
