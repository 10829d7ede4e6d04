//! The parts of a sentence: its clauses, what it quotes, and what it says in brackets.

use std::ops::Range;

use super::{
    evidence::{Candidate, SENTENCE},
    fields::Reader,
    words::same,
};

/// What parts what is quoted from who quotes it, and clauses.
const QUOTES: [char; 5] = ['«', '»', '“', '”', '"'];
const PARTS: [char; 3] = [';', '—', '–'];
/// What stands before who says it, what stands behind, and how many words name a speaker.
const CLOSING: [char; 5] = ['»', '”', '"', '—', '–'];
const OPENING: [char; 6] = ['«', '“', '„', '"', '—', '–'];
const SPEAKER: usize = 4;

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
            let apart = gap != " " && (gap.contains(QUOTES) || gap.contains(PARTS) || joined());
            apart || language.clauses.holds(word(at)) || self.contrast(candidate, at).is_some()
        };
        self.places.part(candidate, SENTENCE, parts)
    }

    /// Whether a sentence about other things quotes what has a name: a poster that says "Our service, your smile".
    pub(super) fn is_slogan(&self, candidate: &Candidate<'_>) -> bool {
        let part = self.part(candidate);
        let quoted = part.start > 0 && self.words.gap(part.start).contains(QUOTES);
        let mut sentence = self.places.around(&self.places.sentence, candidate, SENTENCE);
        quoted && sentence.clone().any(|at| self.signs[at].off) && !sentence.any(|at| self.is_ours(at, candidate))
    }

    /// How many words a phrase has that begins with a word and sets what stands before it against what follows: "has nothing
    /// to do with", «отличается от».
    fn contrast(&self, candidate: &Candidate<'_>, at: usize) -> Option<usize> {
        let word = |at: usize| self.words.words.get(at).map(|word| &word.norm);
        let fits = |phrase: &&Vec<String>| {
            phrase.iter().enumerate().all(|(nth, text)| {
                word(at + nth).is_some_and(|word| word == text) && (nth == 0 || self.is_tied(at + nth))
            })
        };
        let phrase = self.language?.contrasts.iter().find(fits)?.len();
        // Two of the glossary's things are told apart by what both are.
        let mut far = if at < candidate.from {
            self.places.around(&self.places.sentence, candidate, SENTENCE).start..at
        } else {
            at + phrase..self.places.around(&self.places.sentence, candidate, SENTENCE).end
        };
        let name = &self.words.words[candidate.from].norm;
        let again = far.clone().any(|at| word(at).is_some_and(|word| same(name, word)));
        (again || !far.any(|at| self.is_ours(at, candidate))).then_some(phrase)
    }

    /// Whether such a phrase stands between a name and another word of its sentence.
    pub(super) fn are_contrasted(&self, candidate: &Candidate<'_>, at: usize) -> bool {
        let between = if at < candidate.from { at + 1..candidate.from } else { candidate.to..at };
        between.clone().any(|from| self.contrast(candidate, from).is_some_and(|count| from + count <= between.end))
    }

    /// The words of a sentence on a name's side of what it is set against.
    pub(super) fn side(&self, candidate: &Candidate<'_>, sentence: Range<usize>) -> Range<usize> {
        let start = (sentence.start..candidate.from).rev().find(|&at| self.contrast(candidate, at).is_some());
        let end = (candidate.to..sentence.end).find(|&at| self.contrast(candidate, at).is_some());
        start.unwrap_or(sentence.start)..end.unwrap_or(sentence.end)
    }

    /// What its speaker says next, where a sentence that is said has a name: `"In a volume," said Ruth. "The claim …"`.
    pub(super) fn said_next(&self, candidate: &Candidate<'_>, sentence: &Range<usize>) -> Option<Range<usize>> {
        let ends = |gap: &str| gap.contains([',', '!', '?']) && gap.contains(CLOSING);
        let end = (candidate.to..sentence.end).find(|&at| ends(self.words.gap(at)))?;
        let next = sentence.end;
        let goes_on = next < self.words.len() && next - end <= SPEAKER && self.words.gap(next).contains(OPENING);
        let paragraph = &self.places.paragraph;
        if !goes_on || paragraph[next] != paragraph[candidate.from] {
            return None;
        }
        let number = self.places.sentence[next];
        let stop = self.places.sentence.partition_point(|&n| n <= number).min(next + SENTENCE);
        Some(next..stop)
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
