//! A comparison table: data, not markup.

use crate::text::{Localized, Source, Span};

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Stable identifier.
    pub id: String,
    /// Title.
    pub title: Localized,
    /// The columns.
    pub columns: Vec<Head>,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Row>,
}

/// A column's head.
#[derive(Clone, Debug)]
pub struct Head {
    /// Stable identifier.
    pub id: String,
    /// Title.
    pub title: Localized,
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Stable identifier.
    pub id: String,
    /// Title.
    pub title: Localized,
    /// A cell a column; `None` where nothing is known.
    pub cells: Vec<Option<Cell>>,
    /// What the row means.
    pub note: Option<Localized>,
    /// Whether its cells differ.
    pub differs: bool,
}

/// A cell.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its text, as inline Markdown.
    pub text: Localized,
    /// Where it comes from.
    pub origin: Option<(Source, Span)>,
    /// Whether it is code.
    pub code: bool,
}
