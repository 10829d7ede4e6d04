//! Short sentences that say what was meant: "Unknown namespace? – No, that one is XML."

use std::ops::Range;

use super::{
    context::{Bits, Language, starts_sentence},
    evidence::{Candidate, SENTENCE},
    fields::{Reader, SHOWN, TERMS, count},
    senses::Senses,
};

/// An answer has no more words.
const SHORT: usize = 12;
/// So many sentences behind the one it answers it may begin; in the same paragraph it follows at once.
const LATER: u32 = 3;
/// For so many sentences it stands.
const LASTING: u32 = 2;

impl Reader<'_> {
    /// The word of one of these fields with which a short sentence says what a name stands for: the answer to the
    /// question that has it, or what was said right before.
    pub(super) fn answered(&self, candidate: &Candidate<'_>, language: &Language, fields: Bits) -> Option<usize> {
        if fields == 0 {
            return None;
        }
        let places = self.places;
        let (here, paragraph) = (places.sentence[candidate.from], places.paragraph[candidate.from]);
        let begins = |range: &Range<usize>| places.paragraph[range.start];
        let replies = (1..=LATER).filter_map(|later| Some((later, self.sentence(here + later)?)));
        let answers = |later: u32, range: &Range<usize>| match begins(range).checked_sub(paragraph) {
            Some(0) => later == 1,
            // Who answers answers what stands right above.
            Some(1) => places.paragraph[range.start - 1] == paragraph,
            _ => false,
        };
        let mut replies = replies.filter(|(later, range)| answers(*later, range));
        if let Some(at) = replies.find_map(|(_, range)| self.says_what(range, candidate, language, fields)) {
            return Some(at);
        }
        let end = places.around(&places.sentence, candidate, SENTENCE).end;
        let before = (1..=LASTING).filter_map(|ago| self.sentence(here.checked_sub(ago)?));
        let mut before = before.filter(|range| begins(range) == paragraph);
        before.find_map(|range| {
            let turns = (range.start..end).any(|at| self.is_ours(at, candidate));
            self.says_what(range, candidate, language, fields).filter(|_| !turns)
        })
    }

    /// Whether the sentence before a name is surely about a field: «печём в новой печи подовый хлеб. Если под выдержит …».
    pub(super) fn has_announced(&self, candidate: &Candidate<'_>, senses: &Senses, field: Bits) -> bool {
        let sentence = self.places.around(&self.places.sentence, candidate, SENTENCE);
        let before = count(self.words, self.signs, senses, self.sentence_before(candidate, &sentence), field);
        before.sure && before.theirs > SHOWN
    }

    /// The words of a sentence.
    fn sentence(&self, number: u32) -> Option<Range<usize>> {
        let numbers = &self.places.sentence;
        let range = numbers.partition_point(|&n| n < number)..numbers.partition_point(|&n| n <= number);
        (!range.is_empty()).then_some(range)
    }

    /// The word of a field in a short sentence that begins as an answer and has nothing of the glossary's.
    fn says_what(
        &self,
        range: Range<usize>,
        candidate: &Candidate<'_>,
        language: &Language,
        fields: Bits,
    ) -> Option<usize> {
        let word = &self.words.words[range.start];
        let begins = range.start > 0 && starts_sentence(self.words.gap(range.start));
        if range.len() > SHORT || !begins || !language.answers.holds(&word.norm) {
            return None;
        }
        if range.clone().any(|at| self.is_ours(at, candidate)) {
            return None;
        }
        let theirs = |at: &usize| {
            let sign = &self.signs[*at];
            (sign.field.sure | sign.field.owner) & fields != 0 && sign.strong <= TERMS && sign.soft == 0
        };
        range.into_iter().find(theirs)
    }
}
