//! What stands beside the words of a text: code that is not among them, and the heads of the columns of its tables.

use std::ops::Range;

/// What a text has besides its words, each in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Beside<'t> {
    /// Where code stands, and the code.
    pub(super) codes: Vec<(usize, &'t str)>,
    /// The cells of tables below a head.
    pub(super) cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Cell {
    /// Its stretch of the text.
    pub(super) text: Range<usize>,
    /// That of the head of its column.
    pub(super) head: Range<usize>,
}
