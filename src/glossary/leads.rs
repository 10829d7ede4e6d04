//! Names in front of what explains them: the bold lead of an item, and the words that a table compares.
//!
//! A lead means what the first sentence of its own item means, whatever the other items are about: "**Containers.** Two
//! steel containers sail tonight". A table that tells what a word means here and elsewhere has words in its first column,
//! and no things.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    beside::Cell,
    context::Stems,
    discourse::{ENOUGH, Told},
    evidence::{Candidate, Sign},
    mentions::Why,
    places::Places,
    words::Words,
};

/// Points that the first sentence of an item makes up for.
const LITTLE: i32 = 2;
/// Points that the other cells of a column make up for.
const COLUMN: i32 = 3;
/// So many words of other subjects show a column to be about one.
const FEWEST: usize = 1;

/// Settles the leads of items by their first sentence.
pub(super) fn items(
    words: &Words<'_>,
    candidates: &[Candidate<'_>],
    places: &Places,
    told: &[Told],
    lacks: &mut [i32],
) {
    for at in (0..candidates.len()).rev() {
        let Told::Points(points) = &told[at] else { continue };
        let lead = &candidates[at];
        let number = places.sentence[lead.from];
        let begins = lead.from == 0 || words.gap(lead.from).contains("\n- ");
        if !begins || places.sentence.get(lead.to).is_none_or(|&next| next != number + 1) {
            continue;
        }
        let first = (at + 1..candidates.len()).take_while(|&next| places.sentence[candidates[next].from] == number + 1);
        let same: Vec<usize> = first.filter(|&next| candidates[next].form.term == lead.form.term).collect();
        let Some(last) = same.last().map(|&last| candidates[last].from) else { continue };
        let meant = same.iter().any(|&next| lacks[next] <= 0);
        // What a neighbouring field means by it is set against the lead.
        let compared = same.iter().any(|&next| matches!(&told[next], Told::Not { why: Why::Near(_), .. }));
        if (lead.to..=last).any(|at| words.gap(at).contains("\n- ")) {
            continue;
        }
        lacks[at] = match meant {
            false if !compared && points.here < ENOUGH => lacks[at].max(1),
            true if points.against.is_none() && lacks[at] <= LITTLE => lacks[at].min(0),
            _ => lacks[at],
        };
    }
}

/// Refuses the words of a table that compares what they mean; `heads` is what stands above such words.
pub(super) fn words_of_tables(
    words: &Words<'_>,
    candidates: &[Candidate<'_>],
    cells: &[Cell],
    signs: &[Sign],
    (told, heads): (&[Told], &Stems),
    lacks: &mut [i32],
) {
    let word = |byte: usize| words.words.partition_point(|word| word.span.start < byte);
    let is_word = |cell: &Cell| {
        let (from, to) = (word(cell.head.start), word(cell.head.end));
        to == from + 1 && heads.holds(&words.words[from].norm)
    };
    // By the first column of a table: how many words of other subjects each of its columns has, and of the glossary's.
    let mut tables: BTreeMap<usize, BTreeMap<usize, (usize, usize)>> = BTreeMap::new();
    let mut listed: BTreeSet<(usize, usize, usize, bool)> = BTreeSet::new();
    let mut told_here: Vec<(usize, &Cell)> = Vec::new();
    for row in super::systems::rows_of(cells) {
        let Some(first) = row.first().filter(|first| is_word(first)) else { continue };
        let (from, to) = (word(first.text.start), word(first.text.end));
        // Whether its own row tells what it means elsewhere.
        let mut elsewhere = false;
        for cell in &row[1..] {
            let (off, ours) = tables.entry(first.head.start).or_default().entry(cell.head.start).or_default();
            let (off_before, ours_before) = (*off, *ours);
            for sign in &signs[word(cell.text.start)..word(cell.text.end)] {
                *off += usize::from(sign.off);
                *ours += usize::from(sign.strong != 0 || sign.home);
            }
            let is_off = *off > off_before;
            elsewhere |= is_off && *ours == ours_before;
            told_here.extend((!is_off).then_some((first.head.start, cell)));
        }
        listed.insert((first.head.start, from, to, elsewhere));
    }
    tables.retain(|_, columns| {
        let other = |(off, ours): &(usize, usize)| *off >= FEWEST && *off > *ours;
        columns.values().any(other) && columns.values().any(|(off, ours)| ours > off)
    });
    for (_, from, to, elsewhere) in listed.into_iter().filter(|(head, ..)| tables.contains_key(head)) {
        let at = candidates.partition_point(|candidate| candidate.from < from);
        let whole = candidates.get(at).is_some_and(|candidate| (candidate.from, candidate.to) == (from, to));
        if whole && (matches!(told[at], Told::Points(_)) || elsewhere) {
            lacks[at] = lacks[at].max(1);
        }
    }
    // A cell is about what its column is.
    let is_ours = |(head, cell): &(usize, &Cell)| {
        tables.get(head).and_then(|columns| columns.get(&cell.head.start)).is_some_and(|(off, ours)| ours > off)
    };
    for (_, cell) in told_here.into_iter().filter(is_ours) {
        let begun = |byte: usize| candidates.partition_point(|candidate| candidate.span.start < byte);
        for at in begun(cell.text.start)..begun(cell.text.end) {
            let Told::Points(points) = &told[at] else { continue };
            if points.against.is_none() && !points.plain && (1..=COLUMN).contains(&lacks[at]) {
                lacks[at] = 0;
            }
        }
    }
}
