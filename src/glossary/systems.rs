//! Other systems that a text names: Jenkins, Swarm, Gmail. They have nodes, jobs and labels of their own.
//!
//! Who has named one goes on speaking of it, until something of the glossary's own is named or the paragraph ends; one
//! in a heading holds for the paragraphs below, one that announces a list for each item. One pass over the words notes
//! where that changes; a name looks its place up.

use super::{
    context::Language,
    evidence::{Candidate, SENTENCE, Sign},
    fields::{Reader, TERMS},
    places::Places,
    words::Words,
};

/// Where the systems that a text speaks of change.
#[derive(Debug, Default)]
pub(super) struct Systems(Vec<Change>);

#[derive(Clone, Copy, Debug)]
struct Change {
    /// The word it begins with.
    from: usize,
    /// The fields of the systems that are spoken of from there on.
    told: u32,
    /// The last name of one, and the fields it stands for.
    name: (usize, u32),
}

impl Systems {
    /// Those of a text; nothing is looked for where it names none.
    pub(super) fn new(words: &Words<'_>, signs: &[Sign], places: &Places, language: &Language) -> Self {
        let mut out = Vec::new();
        if signs.iter().all(|sign| sign.field.system == 0) {
            return Self(out);
        }
        let named = |at: usize| signs[at].field.system;
        let ours = |at: usize| is_ours(&signs[at]) && !language.common.holds(&words.words[at].norm);
        let mut headings = places.headings.iter().peekable();
        let (mut told, mut below, mut list) = (0, 0, None);
        let (mut name, mut heading_name) = ((0, 0), (0, 0));
        for (at, sign) in signs.iter().enumerate() {
            let before = told;
            if let Some(heading) = headings.next_if(|heading| heading.start == at) {
                below = if heading.clone().any(ours) { 0 } else { heading.clone().fold(0, |all, at| all | named(at)) };
                heading_name = (heading.clone().find(|&at| named(at) != 0).unwrap_or(at), below);
            }
            if at == 0 || places.paragraph[at] != places.paragraph[at - 1] {
                (told, name, list) = (below, heading_name, None);
            } else if words.gap(at).contains("\n- ") {
                told = *list.get_or_insert(told);
            }
            if named(at) != 0 {
                told |= named(at);
                name = (at, named(at));
            } else if ours(at) {
                told &= sign.field.some;
                below &= sign.field.some;
            }
            if told != before || named(at) != 0 {
                out.push(Change { from: at, told, name });
            }
        }
        Self(out)
    }

    /// The fields of the systems that are spoken of at a word.
    pub(super) fn told(&self, at: usize) -> u32 {
        self.until(at).last().map_or(0, |change| change.told)
    }

    /// The name of a system of these fields that stands last before a word that speaks of it.
    pub(super) fn speaker(&self, at: usize, fields: u32) -> Option<usize> {
        let mut before = self.until(at).iter().rev().take_while(|change| change.told & fields != 0);
        before.find(|change| change.name.1 & fields != 0).map(|change| change.name.0)
    }

    fn until(&self, at: usize) -> &[Change] {
        &self.0[..self.0.partition_point(|change| change.from <= at)]
    }
}

impl Reader<'_> {
    /// Whether the sentence of a name, behind the name of a system, has a word that the systems of these fields have
    /// not.
    pub(super) fn turns(&self, candidate: &Candidate<'_>, name: usize, fields: u32) -> bool {
        let sentence = self.places.around(&self.places.sentence, candidate, SENTENCE);
        let is_common =
            |at: usize| self.language.is_some_and(|language| language.common.holds(&self.words.words[at].norm));
        let turns = |at: usize| {
            let sign = &self.signs[at];
            let doubtful = sign.soft != 0 && sign.soft != candidate.key();
            sign.field.some & fields == 0 && (is_ours(sign) || doubtful) && !is_common(at)
        };
        (sentence.start.max(name + 1)..sentence.end).any(turns)
    }
}

fn is_ours(sign: &Sign) -> bool {
    sign.home || sign.strong > TERMS
}
