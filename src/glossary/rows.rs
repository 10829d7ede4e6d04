//! Whom the rows of a table concern: who is asked about Pods is not asked about the boiler.
//!
//! Where a column names the same few people or teams row after row, those of one of them are read together: a doubtful
//! name in a row of whoever else looks after the cluster is the term, one in a row of whoever never does is not.

use std::collections::{BTreeMap, HashSet};

use super::{
    beside::Cell,
    discourse::Told,
    evidence::{Candidate, Sign},
    words::Words,
};

/// Points that the other rows may make up for.
const LITTLE: i32 = 3;
/// So many rows show what somebody looks after.
const FEWEST: usize = 2;

/// The rows that have the same in a column.
#[derive(Default)]
struct Group {
    /// Their candidates.
    candidates: Vec<usize>,
    rows: usize,
    /// How many are surely about the glossary's subject.
    ours: usize,
    /// How many are surely not.
    others: usize,
}

/// Settles the doubtful names in rows of the same person.
pub(super) fn settle(
    words: &Words<'_>,
    candidates: &[Candidate<'_>],
    cells: &[Cell],
    signs: &[Sign],
    told: &[Told],
    lacks: &mut [i32],
) {
    let word = |byte: usize| words.words.partition_point(|word| word.span.start < byte);
    let within = |from: usize, to: usize| {
        let first = candidates.partition_point(|candidate| candidate.from < from);
        first..candidates.partition_point(|candidate| candidate.from < to)
    };
    let is_ours = |at: usize, lacks: &[i32]| match &told[at] {
        Told::Term => true,
        Told::Points(points) => lacks[at] <= 0 && points.own,
        Told::Not { .. } => false,
    };
    // In an order that is the same each time: a row may count in two columns.
    let mut columns: BTreeMap<usize, BTreeMap<&str, Group>> = BTreeMap::new();
    let mut named: HashSet<usize> = HashSet::new();
    for row in super::systems::rows_of(cells) {
        let (Some(first), Some(last)) = (row.first(), row.last()) else { continue };
        let (from, to) = (word(first.text.start), word(last.text.end));
        let inside = within(from, to);
        let ours = inside.clone().any(|at| is_ours(at, lacks));
        let other = |at: usize| matches!(&told[at], Told::Not { plain: false, .. });
        let others = (from..to).any(|at| signs[at].off) || inside.clone().any(other);
        for cell in row {
            let names = within(word(cell.text.start), word(cell.text.end));
            if !names.is_empty() {
                named.insert(cell.head.start);
            }
            let text = words.text.get(cell.text.clone()).unwrap_or_default().trim();
            let group = columns.entry(cell.head.start).or_default().entry(text).or_default();
            group.candidates.extend(inside.clone());
            group.rows += 1;
            group.ours += usize::from(ours);
            group.others += usize::from(!ours && others);
        }
    }
    columns.retain(|head, groups| !named.contains(head) && groups.len() > 1);
    for groups in columns.into_values() {
        let shared = |group: &&Group| group.rows >= FEWEST;
        if !groups.values().any(|group| group.rows >= FEWEST && group.ours > group.others) {
            continue;
        }
        for (_, group) in groups.iter().filter(|(text, group)| !text.is_empty() && shared(group)) {
            for at in group.candidates.iter().copied() {
                let Told::Points(points) = &told[at] else { continue };
                let silent = points.against.is_none() && !points.plain;
                if group.ours > group.others && silent && (1..=LITTLE).contains(&lacks[at]) {
                    lacks[at] = 0;
                } else if group.ours == 0 && !points.own && !points.named {
                    lacks[at] = lacks[at].max(1);
                }
            }
        }
    }
}
