//! What only looks like a name: cloth beside a product, a person beside a thing.

use std::collections::HashSet;

use super::{
    evidence::{Candidate, First, named},
    mentions::Why,
    places::Places,
    words::Words,
};

/// For so many sentences a person is known.
const ACQUAINTED: u32 = 2;

/// Takes a product's name for another word where it has no capital, though the text writes it with one, and no sentence
/// with a sure name but that itself: "a calico cat, and in the cluster Calico".
pub(super) fn products(words: &Words<'_>, candidates: &[Candidate<'_>], places: &Places, first: &mut [First<'_>]) {
    let proper = |first: &First<'_>| matches!(first, First::Open(profile) if profile.proper);
    let (mut terms, mut sentences, mut both) = (HashSet::new(), HashSet::new(), HashSet::new());
    for (candidate, first) in candidates.iter().zip(&*first) {
        let named = matches!(first, First::Firm) || named(words, candidate);
        if named {
            sentences.insert(places.sentence[candidate.from]);
        }
        if named && proper(first) {
            terms.insert(candidate.form.term);
            both.insert((candidate.form.term, places.sentence[candidate.from]));
        }
    }
    for (candidate, first) in candidates.iter().zip(first).filter(|(_, first)| proper(first)) {
        let small = !words.words[candidate.from].capital && terms.contains(&candidate.form.term);
        let sentence = places.sentence[candidate.from];
        if small && (!sentences.contains(&sentence) || both.contains(&(candidate.form.term, sentence))) {
            *first = First::not(Why::NoTopic);
        }
    }
}

/// Takes a word with a capital at the beginning of a sentence for the person whose name it was just before.
pub(super) fn people(words: &Words<'_>, candidates: &[Candidate<'_>], places: &Places, first: &mut [First<'_>]) {
    let place = |candidate: &Candidate<'_>, sentences: u32| {
        let (word, at) = (words.words[candidate.from].norm.as_str(), candidate.from);
        (word, places.paragraph[at], places.sentence[at].wrapping_sub(sentences))
    };
    let is_name = |first: &First<'_>| matches!(first, First::Not { why: Why::ProperName, .. });
    let known: HashSet<_> =
        candidates.iter().zip(&*first).filter(|(_, first)| is_name(first)).map(|(c, _)| place(c, 0)).collect();
    for (candidate, first) in candidates.iter().zip(first).filter(|_| !known.is_empty()) {
        let may_be =
            matches!(first, First::Open(profile) if profile.not_capital) && words.words[candidate.from].capital;
        if may_be && (1..=ACQUAINTED).any(|sentences| known.contains(&place(candidate, sentences))) {
            *first = First::not(Why::ProperName);
        }
    }
}
