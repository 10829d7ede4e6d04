//! Names that are longer than what the glossary knows: the Node of "Node Exporter" is no node.
//!
//! Capitals tell: words in Latin letters with capitals that stand side by side are one name, in which a term may be only
//! a part. The word a sentence begins with, and titles in which every word has a capital, tell nothing.

use super::{
    context::{Language, english, starts_sentence},
    evidence::Candidate,
    words::{Script, Word, Words, is_hyphen},
};

/// A name has no more words to each side of the one in question.
const REACH: usize = 12;
/// A title has no more words.
const TITLE_WORDS: usize = 14;

/// Reads the words around a name.
pub(super) struct Longer<'w> {
    words: &'w Words<'w>,
    /// By word: whether it is part of a name the glossary has.
    known: &'w [bool],
    languages: &'w [&'static Language],
    /// Whether the text is mostly in another script, so that a capital Latin word is a name wherever it stands.
    pub(super) foreign: bool,
}

impl<'w> Longer<'w> {
    pub(super) fn new(
        words: &'w Words<'w>,
        known: &'w [bool],
        languages: &'w [&'static Language],
        foreign: bool,
    ) -> Self {
        Self { words, known, languages, foreign }
    }

    /// A word that makes a longer name of the words `from..to`, where there is one.
    pub(super) fn part(&self, from: usize, to: usize) -> Option<&'w str> {
        let all = &self.words.words;
        if !self.is_name(&all[from]) {
            return None;
        }
        let after = self.after(to);
        let part = after.or_else(|| self.before(from))?;
        (!self.in_title(from)).then(|| all[part].norm.as_str())
    }

    /// Whether a name is not as the dictionary has it, in a text whose capitals tell: no product is called "Secrets".
    pub(super) fn plural(&self, candidate: &Candidate<'_>) -> bool {
        !self.foreign && !candidate.form.acronym && self.words.words[candidate.from].norm != *candidate.form.lemma
    }

    fn before(&self, from: usize) -> Option<usize> {
        for at in (from.saturating_sub(REACH)..from).rev() {
            if !tied(self.words.gap(at + 1)) {
                return None;
            }
            let word = &self.words.words[at];
            if self.known[at] || self.is_generic(word) {
                continue;
            }
            let starts = at == 0 || starts_sentence(self.words.gap(at));
            return (self.is_name(word) && (self.foreign || !starts)).then_some(at);
        }
        None
    }

    fn after(&self, to: usize) -> Option<usize> {
        for at in to..self.words.len().min(to + REACH) {
            if !tied(self.words.gap(at)) {
                return None;
            }
            let word = &self.words.words[at];
            if self.known[at] || self.is_generic(word) {
                continue;
            }
            return self.is_name(word).then_some(at);
        }
        None
    }

    /// Whether a word is written as a name is: a capital and small letters. An abbreviation says what kind of thing it
    /// is (`Pod IP`, `TLS Secret`), a single letter which one.
    fn is_name(&self, word: &Word) -> bool {
        let mut letters = self.words.text[word.span.range()].chars();
        word.script == Script::Latin
            && word.capital
            && letters.any(char::is_lowercase)
            && letters.all(char::is_alphabetic)
    }

    fn is_generic(&self, word: &Word) -> bool {
        self.languages.iter().any(|language| language.generic.holds(&word.norm))
    }

    /// Whether the line of a word is a title: every word has a capital but those that have none even there.
    fn in_title(&self, from: usize) -> bool {
        let ends = |at: usize| self.words.gap(at).contains('\n');
        let first = from.saturating_sub(TITLE_WORDS);
        let last = self.words.len().min(from + TITLE_WORDS + 1);
        let start = (first..=from).rev().find(|&at| at == 0 || ends(at)).unwrap_or(first);
        let end = (from + 1..last).find(|&at| ends(at)).unwrap_or(last);
        let words = &self.words.words[start..end];
        let small = |word: &Word| self.languages.iter().any(|language| language.small_in_titles.holds(&word.norm));
        let fits = words.iter().all(|word| word.capital || word.script != Script::Latin || small(word));
        !self.foreign && fits && words.len() <= TITLE_WORDS && words.iter().filter(|word| word.capital).count() >= 3
    }
}

/// Whether a word has its capital only from the sentence it begins, and no longer name with the candidate right behind
/// it: "Delete Pods on purpose".
pub(super) fn opens(words: &Words<'_>, candidate: &Candidate<'_>, before: &str) -> bool {
    let small = words.words.get(candidate.to).is_some_and(|next| !next.capital);
    let bare = words.words[candidate.from].norm == *candidate.form.lemma;
    // "Run Node for a week".
    let product = |english: &Language| bare && english.is_product(&candidate.form.lemma);
    let fits = |english: &Language| english.opening.holds(before) && !product(english);
    small && words.gap(candidate.to) == " " && english().is_some_and(fits)
}

/// Whether nothing but a blank or a hyphen parts two words.
fn tied(gap: &str) -> bool {
    let mut chars = gap.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => c.is_whitespace() || is_hyphen(c),
        _ => false,
    }
}
