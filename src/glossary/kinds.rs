//! Columns of a table that list kinds: Deployment, StatefulSet, Job, one in each cell.
//!
//! A cell that is nothing but a name with a capital is the kind where another cell of the column surely is, and most have
//! nothing else in them.

use std::collections::HashMap;

use super::{
    beside::Cell,
    discourse::Told,
    evidence::Candidate,
    words::{Script, Words},
};

/// What the cells of a column have.
#[derive(Default)]
struct Column {
    cells: usize,
    /// The candidates that are all of a cell.
    names: Vec<usize>,
    /// How many of them are surely meant.
    sure: usize,
}

/// Takes the names in such a column for kinds.
pub(super) fn settle(
    words: &Words<'_>,
    candidates: &[Candidate<'_>],
    cells: &[Cell],
    told: &[Told],
    lacks: &mut [i32],
) {
    let mut columns: HashMap<usize, Column> = HashMap::new();
    let word = |byte: usize| words.words.partition_point(|word| word.span.start < byte);
    for cell in cells.iter().filter(|cell| !cell.text.is_empty()) {
        let (from, to) = (word(cell.text.start), word(cell.text.end));
        let column = columns.entry(cell.head.start).or_default();
        column.cells += 1;
        let at = candidates.partition_point(|candidate| candidate.from < from);
        if candidates.get(at).is_some_and(|candidate| (candidate.from, candidate.to) == (from, to)) {
            column.names.push(at);
            column.sure += usize::from(lacks[at] <= 0);
        }
    }
    let lists = |column: &&Column| column.sure > 0 && column.names.len() * 2 > column.cells;
    for at in columns.values().filter(lists).flat_map(|column| &column.names).copied() {
        let name = &words.words[candidates[at].from];
        let open = matches!(&told[at], Told::Points(points) if points.against.is_none());
        if open && name.capital && name.script == Script::Latin {
            lacks[at] = lacks[at].min(0);
        }
    }
}
