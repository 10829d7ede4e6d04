//! The parts of a text: which sentence, which paragraph and whose turn of a conversation each word stands in.

use std::ops::Range;

use super::{
    evidence::Candidate,
    words::{Script, Words},
};

/// A paragraph of so many words and no full stop is a heading, or announces what follows. One word alone says nothing
/// of how it is meant below.
const HEADING: std::ops::RangeInclusive<usize> = 2..=10;

/// A message may begin with a time of so many numbers: "11:16 Tom: …".
const TIME: usize = 3;

/// A remark has no more words, and so many words to each side are read with it.
pub(super) const REMARK: usize = 12;
const REMARKS: usize = 30;

/// Which sentence and which paragraph each word stands in.
#[derive(Default)]
pub(super) struct Places {
    /// Whether most words of the text are in another script than Latin.
    pub(super) foreign: bool,
    pub(super) sentence: Vec<u32>,
    pub(super) paragraph: Vec<u32>,
    /// Whose turn it is, where a conversation is written line by line; a sentence of a turn counts as one.
    pub(super) turn: Vec<u32>,
    /// Which message of a conversation it stands in, those that follow one another counted on; 0 for none.
    pub(super) message: Vec<u32>,
    /// The headings, those of one word too.
    pub(super) headings: Vec<Range<usize>>,
}

impl Places {
    pub(super) fn new(words: &Words<'_>) -> Self {
        let (mut sentence, mut paragraph, mut turn) = (0, 0, 0);
        let (mut paragraph_from, mut piece_from) = (0, 0);
        let (mut message, mut messages) = (0, 0);
        let cyrillic = words.words.iter().filter(|word| word.script == Script::Cyrillic).count();
        let foreign = cyrillic * 2 > words.len();
        let mut places = Self { foreign, ..Self::default() };
        let gap_after = |at: usize| if at < words.len() { words.gap(at) } else { "" };
        for at in 0..words.len() {
            let gap = if at > 0 { words.gap(at) } else { "\n" };
            let word = &words.words[at];
            let breaks = gap.matches('\n').count();
            let full_stop = gap.contains(['.', '!', '?', '…']) && gap.contains(char::is_whitespace);
            // A page break in the middle of a sentence is none of its ends.
            let parted = at > 0 && (matches!(breaks, 2 | 3) || (breaks >= 4 && full_stop));
            let said = speaks(gap, gap_after(at + 1), Some(gap_after(at + 2)));
            let is_number = |n: &usize| words.words.get(at + n).is_some_and(|word| word.script == Script::Number);
            let time = (0..TIME).take_while(|n| is_number(n) && (*n == 0 || words.gap(at + n) == ":")).count();
            let by_name =
                said && time == 0 || time > 1 && speaks(gap, gap_after(at + time + 1), Some(gap_after(at + time + 2)));
            if by_name {
                messages += if message > 0 { 1 } else { 2 };
                message = messages;
            } else if parted || gap.contains("\n- ") {
                message = 0;
            }
            // Who chats begins a sentence with a small letter.
            turn += u32::from(said || message > 0 && full_stop);
            if at > 0 {
                let starts = word.capital || word.script == Script::Number || breaks > 0 && gap.contains("\n-");
                let item = breaks > 0 && gap.contains(['•', '*', ';']) || gap.contains("\n- ") || gap.contains("\n— ");
                let numbered = words.words[at - 1].script == Script::Number && gap.starts_with(['.', ')']);
                let after_number = numbered && (at == 1 || words.gap(at - 1).contains('\n'));
                if parted || item || (full_stop && starts && !after_number) {
                    sentence += 1;
                }
            }
            if parted {
                let stops = gap.contains(['.', '!', '?', '…']);
                let of_nobody = places.message.last() == Some(&0);
                if !stops && of_nobody && at - piece_from <= *HEADING.end() && !gap.contains(':') {
                    places.headings.push(piece_from..at);
                }
                piece_from = at;
                // A heading belongs to what stands below it.
                if stops || !HEADING.contains(&(at - paragraph_from)) {
                    paragraph += 1;
                    paragraph_from = at;
                }
            }
            places.sentence.push(sentence);
            places.paragraph.push(paragraph);
            places.turn.push(turn);
            places.message.push(message);
        }
        places
    }

    /// Whether a word stands in a heading.
    pub(super) fn is_heading(&self, at: usize) -> bool {
        let begun = self.headings.partition_point(|heading| heading.start <= at);
        self.headings[..begun].last().is_some_and(|heading| at < heading.end)
    }

    /// A paragraph; where it is a short remark in a conversation, with two before it and one behind it.
    pub(super) fn remarks(&self, candidate: &Candidate<'_>, paragraph: &Range<usize>) -> Range<usize> {
        let begins = paragraph.start > 0 && self.turn[paragraph.start] != self.turn[paragraph.start - 1];
        if paragraph.len() > REMARK || !begins {
            return paragraph.clone();
        }
        let number = self.paragraph[candidate.from];
        let before =
            (0..REMARKS).take_while(|n| paragraph.start > *n && self.paragraph[paragraph.start - n - 1] + 2 >= number);
        let after =
            (paragraph.end..self.paragraph.len()).take(REMARKS).take_while(|&at| self.paragraph[at] <= number + 1);
        paragraph.start - before.count()..paragraph.end + after.count()
    }

    /// The words of the candidate's sentence on which none lies that `parts` it before.
    pub(super) fn part(&self, candidate: &Candidate<'_>, reach: usize, parts: impl Fn(usize) -> bool) -> Range<usize> {
        let sentence = self.around(&self.sentence, candidate, reach);
        let start = (sentence.start + 1..=candidate.from).rev().find(|&at| parts(at)).unwrap_or(sentence.start);
        let end = (candidate.to..sentence.end).find(|&at| parts(at)).unwrap_or(sentence.end);
        start..end
    }

    /// The words of the candidate's message, at most `reach` to each side.
    pub(super) fn said(&self, candidate: &Candidate<'_>, reach: usize) -> Range<usize> {
        let message = self.message[candidate.from];
        let inside = |at: &usize| self.message[*at] == message;
        let before = (candidate.from.saturating_sub(reach)..candidate.from).rev().take_while(inside).count();
        let after = (candidate.to..self.message.len()).take(reach).take_while(inside).count();
        candidate.from - before..candidate.to + after
    }

    /// The words of the candidate's sentence or paragraph, at most `reach` to each side.
    pub(super) fn around(&self, numbers: &[u32], candidate: &Candidate<'_>, reach: usize) -> Range<usize> {
        let number = numbers[candidate.from];
        let start = numbers.partition_point(|&n| n < number).max(candidate.from.saturating_sub(reach));
        let end = numbers.partition_point(|&n| n <= number).min(candidate.to + reach);
        start..end.max(start)
    }
}

/// Whether a line begins with who says it, "Tom: …", so much of its text up to the first blank behind a colon, or with
/// the dash of a dialogue.
fn speaks(gap: &str, first: &str, second: Option<&str>) -> bool {
    let colon = |gap: &str| gap.trim_start_matches(['*', '_', '`', ')', ']', '>']).starts_with(':');
    let dash = || gap.rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with(['—', '–']));
    gap.contains('\n') && (colon(first) || first == " " && second.is_some_and(colon) || dash())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_begins_with_a_name_and_a_colon() {
        assert!(speaks("\n", ": ", None) && speaks("\n", ":** ", None) && speaks("\n", " ", Some(": ")));
        assert!(!speaks(" ", ": ", None) && !speaks("\n", " ", None) && !speaks("\n", ", ", Some(": ")));
    }
}
