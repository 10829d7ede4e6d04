//! The parts of a sentence: its clauses, what it quotes, and what it says in brackets.

use std::ops::Range;

use super::{
    evidence::{Candidate, SENTENCE},
    fields::Reader,
};

/// What parts what is quoted from who quotes it, and clauses.
const QUOTES: [char; 5] = ['«', '»', '“', '”', '"'];
const PARTS: [char; 3] = [';', '—', '–'];

impl Reader<'_> {
    /// The words of `range` in the same item of a list: each has a subject of its own.
    pub(super) fn item(&self, candidate: &Candidate<'_>, range: Range<usize>) -> Range<usize> {
        let begins = |at: &usize| self.words.gap(*at).contains("\n- ");
        let Some(start) = (range.start..=candidate.from).rev().find(begins) else { return range };
        start..(candidate.to..range.end).find(begins).unwrap_or(range.end)
    }

    /// The words of a name's part of a sentence, between quotation marks.
    pub(super) fn part(&self, candidate: &Candidate<'_>) -> Range<usize> {
        let parts = |at: usize| self.words.gap(at) != " " && self.words.gap(at).contains(QUOTES);
        self.places.part(candidate, SENTENCE, parts)
    }

    /// The words of its clause: the same between semicolons, dashes and commas before a conjunction, too.
    pub(super) fn clause(&self, candidate: &Candidate<'_>) -> Range<usize> {
        let Some(language) = self.language else { return self.part(candidate) };
        let word = |at: usize| self.words.words.get(at).map_or("", |word| word.norm.as_str());
        let parts = |at: usize| {
            let gap = self.words.gap(at);
            let joined = || gap.contains(',') && language.joins.holds(word(at));
            gap != " " && (gap.contains(QUOTES) || gap.contains(PARTS) || joined()) || language.clauses.holds(word(at))
        };
        self.places.part(candidate, SENTENCE, parts)
    }

    /// Whether code stands in a clause.
    pub(super) fn has_code(&self, clause: &Range<usize>) -> bool {
        let words = &self.words.words;
        let (Some(first), Some(last)) = (words.get(clause.start), words.get(clause.end.saturating_sub(1))) else {
            return false;
        };
        let gap = if clause.end < words.len() { self.words.gap(clause.end) } else { "" };
        let end = last.span.end + gap.find([',', ';', '.', '—', '–']).unwrap_or(gap.len());
        let next = self.codes.partition_point(|(at, _)| *at < first.span.start);
        self.codes.get(next).is_some_and(|(at, _)| *at < end)
    }

    /// Whether a word stands in brackets outside which the name stands.
    pub(super) fn is_aside(&self, candidate: &Candidate<'_>, at: usize) -> bool {
        let depth = |gaps: Range<usize>| -> i32 {
            let gap = |at: usize| self.words.gap(at);
            let count = |sign: char| gaps.clone().map(|at| gap(at).matches(sign).count() as i32).sum::<i32>();
            count('(') - count(')')
        };
        if at < candidate.from { depth(at + 1..candidate.from + 1) < 0 } else { depth(candidate.to..at + 1) > 0 }
    }
}
