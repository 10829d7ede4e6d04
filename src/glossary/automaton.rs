//! Names of a glossary as one automaton: every place of a text where a name stands, in one pass whatever their number.
//!
//! What the automaton reads is not the text but its words, normalised, with a blank before and behind each. So ё and
//! capitals, line breaks and hyphens cost no patterns of their own, and a name is found at whole words only.

use std::{collections::HashMap, sync::Arc};

use aho_corasick::AhoCorasick;

use super::words::Words;

/// How a name is written.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// Which term, by its place in the glossary.
    pub(super) term: usize,
    /// The lemma this is a form of, its words normalised.
    pub(super) lemma: Arc<str>,
    /// Signs the text must have before the name (`/` of `/pause`).
    pub(super) prefix: Box<str>,
    /// Signs it must have behind it.
    pub(super) suffix: Box<str>,
    /// Whether it is a camel-case name written as words apart.
    pub(super) apart: bool,
    /// Whether it is a command line's short name.
    pub(super) short: bool,
    /// Whether the name is written in capitals throughout: `CNI`.
    pub(super) acronym: bool,
}

/// Names that are gathered before the automaton is built.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_words: HashMap<String, usize>,
    forms: Vec<Vec<Form>>,
}

/// The automaton.
#[derive(Debug)]
pub(super) struct Automaton {
    /// None where there is no name at all.
    names: Option<AhoCorasick>,
    /// By the number of their pattern.
    forms: Vec<Vec<Form>>,
}

/// A row of words that a name consists of, whatever stands between them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit<'a> {
    /// Its first word.
    pub(super) from: usize,
    /// The word behind its last.
    pub(super) to: usize,
    /// The names, those with signs around them first.
    pub(super) forms: &'a [Form],
}

impl Names {
    /// Adds a name. One that another term has already, with the same signs around it, stays with that term.
    pub(super) fn insert(&mut self, words: &[String], form: Form) {
        if words.is_empty() {
            return;
        }
        let mut pattern = String::from(" ");
        for word in words {
            pattern.push_str(word);
            pattern.push(' ');
        }
        let fresh = self.forms.len();
        let index = *self.by_words.entry(pattern).or_insert(fresh);
        if index == fresh {
            self.forms.push(Vec::with_capacity(1));
        }
        let forms = &mut self.forms[index];
        if !forms.iter().any(|known| known.prefix == form.prefix && known.suffix == form.suffix) {
            forms.push(form);
            // A name with signs around it is more than the same name without.
            forms.sort_by_key(|form| std::cmp::Reverse(form.prefix.len() + form.suffix.len()));
        }
    }

    /// The automaton of all names.
    pub(super) fn build(self) -> Automaton {
        let mut patterns = vec![""; self.forms.len()];
        for (pattern, &index) in &self.by_words {
            patterns[index] = pattern;
        }
        // It fails only where the patterns have more states than 2^31; a glossary's number of terms is bounded.
        let names = (!patterns.is_empty()).then(|| AhoCorasick::new(&patterns).ok()).flatten();
        Automaton { names, forms: self.forms }
    }
}

impl Automaton {
    /// Every row of words that is a name, by the place of its last word.
    pub(super) fn hits(&self, words: &Words<'_>) -> Vec<Hit<'_>> {
        let Some(names) = &self.names else { return Vec::new() };
        let mut haystack = String::with_capacity(words.text.len() + 1);
        // Where each word begins, the blank before it included.
        let mut starts = Vec::with_capacity(words.len() + 1);
        for word in &words.words {
            starts.push(haystack.len());
            haystack.push(' ');
            haystack.push_str(&word.norm);
        }
        starts.push(haystack.len());
        haystack.push(' ');
        let word_at = |offset: usize| starts.partition_point(|&start| start < offset);
        names
            .find_overlapping_iter(&haystack)
            .map(|found| Hit {
                from: word_at(found.start()),
                to: word_at(found.end() - 1),
                forms: &self.forms[found.pattern().as_usize()],
            })
            .collect()
    }
}
