//! What stands right beside a name, and what the next sentence says of it, tell which thing it means.
//!
//! A name that nothing decides means the term where a sure one shares its clause: "the deployment now carries an
//! annotation". And what one sentence names the next one goes on about: who says that the ingress was two litres a
//! minute has meant no object by the ingress before.

use std::collections::HashMap;

use super::{
    context::{Language, breaks},
    discourse::{ENOUGH, Told},
    evidence::{self, Candidate, SENTENCE, Sign},
    places::Places,
    words::Words,
};

/// How many words may stand between two names that belong together.
const BETWEEN: usize = 4;
/// How far from the beginning of a sentence its subject may stand: "The ingress".
const SUBJECT: usize = 1;
/// Points that may be wanting beside a sure name.
const LITTLE: i32 = 1;
/// Points that may be wanting where the sentence before has meant it.
const RECENT: i32 = 2;
/// How many words further on the next sentence may have the name.
const REACH: usize = 25;

/// What the names of a text are settled by.
#[derive(Clone, Copy)]
pub(super) struct Settling<'a> {
    /// The words of the text.
    pub words: &'a Words<'a>,
    /// The names in it.
    pub candidates: &'a [Candidate<'a>],
    /// Which sentence and paragraph a word is in.
    pub places: &'a Places,
    /// What each word says.
    pub signs: &'a [Sign],
    /// What is told of each name.
    pub told: &'a [Told],
    /// The rules of the text's language.
    pub language: Option<&'a Language>,
}

/// Settles the names that their neighbours and the next sentence speak of.
pub(super) fn settle(of: Settling<'_>, lacks: &mut [i32], contested: impl Fn(&Candidate<'_>) -> bool) {
    spoken_on(of, lacks, &contested);
    beside(of, lacks, &contested);
    again(of, lacks, contested);
}

/// A name with a definite article means what the sentence before has just meant by it: "Each web pod mounts a volume.
/// If the volume fills up, …".
fn again(of: Settling<'_>, lacks: &mut [i32], contested: impl Fn(&Candidate<'_>) -> bool) {
    let Settling { words, candidates, places, signs, told, language } = of;
    let Some(language) = language else { return };
    let mut last: HashMap<usize, usize> = HashMap::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let Some(before) = last.insert(candidate.form.term, at) else { continue };
        let (here, there) = (candidate.from, candidates[before].from);
        let definite = here > 0 && !breaks(words.gap(here)) && language.definite.holds(&words.words[here - 1].norm);
        let follows = places.sentence[there] + 1 == places.sentence[here]
            && places.paragraph[there] == places.paragraph[here]
            && !(there + 1..=here).any(|at| words.gap(at).contains("\n- "));
        let Told::Points(points) = &told[at] else { continue };
        let silent = points.against.is_none() && !points.plain && !contested(candidate);
        let off = || places.around(&places.sentence, candidate, SENTENCE).any(|at| signs[at].off);
        // A capital is a name of its own.
        let small = !evidence::named(words, &candidates[before]);
        let meant = lacks[before] <= 0 && (1..=RECENT).contains(&lacks[at]);
        if definite && follows && silent && small && meant && !off() {
            lacks[at] = 0;
        }
    }
}

/// A name beside one that is sure, with nothing but words between.
fn beside(of: Settling<'_>, lacks: &mut [i32], contested: impl Fn(&Candidate<'_>) -> bool) {
    let Settling { words, candidates, told, .. } = of;
    let sure = |at: usize, lacks: &[i32]| match &told[at] {
        Told::Term => true,
        Told::Points(points) => lacks[at] <= 0 && points.here >= ENOUGH,
        Told::Not { .. } => false,
    };
    let tied = |first: &Candidate<'_>, second: &Candidate<'_>| {
        first.to <= second.from
            && second.from - first.to <= BETWEEN
            && first.form.term != second.form.term
            && !(first.to..=second.from).any(|at| breaks(words.gap(at)))
    };
    for (at, candidate) in candidates.iter().enumerate() {
        let Told::Points(points) = &told[at] else { continue };
        let silent = points.against.is_none() && !points.plain && points.own && points.around >= 0;
        if !silent || !(1..=LITTLE).contains(&lacks[at]) || contested(candidate) {
            continue;
        }
        let before = at.checked_sub(1).is_some_and(|other| tied(&candidates[other], candidate) && sure(other, lacks));
        let behind = candidates.get(at + 1).is_some_and(|other| tied(candidate, other) && sure(at + 1, lacks));
        if before || behind {
            lacks[at] = 0;
        }
    }
}

/// A name of which its own sentence says nothing means what it does in the next.
fn spoken_on(of: Settling<'_>, lacks: &mut [i32], contested: impl Fn(&Candidate<'_>) -> bool) {
    let Settling { words, candidates, places, told, .. } = of;
    let follows = |here: usize, next: usize| {
        let listed = || (here + 1..=next).any(|at| words.gap(at).contains("\n- "));
        next - here <= REACH
            && places.sentence[next] == places.sentence[here] + 1
            && places.paragraph[next] == places.paragraph[here]
            && !listed()
    };
    let is_subject = |at: usize| {
        let number = places.sentence[at];
        at.checked_sub(SUBJECT + 1).is_none_or(|before| places.sentence[before] != number)
    };
    for at in (0..candidates.len()).rev() {
        let Told::Points(points) = &told[at] else { continue };
        let (here, term) = (candidates[at].from, candidates[at].form.term);
        let later = (at + 1..candidates.len()).take_while(|&later| candidates[later].from - here <= REACH);
        let next = later.into_iter().find(|&later| candidates[later].form.term == term);
        let Some(next) = next.filter(|&next| follows(here, candidates[next].from)) else { continue };
        match &told[next] {
            Told::Term if points.against.is_none() && !points.plain => {
                let begins = is_subject(candidates[next].from) && !contested(&candidates[at]);
                let little = points.sure || begins && lacks[at] <= LITTLE;
                lacks[at] = if little { lacks[at].min(0) } else { lacks[at] };
            }
            Told::Points(other) if other.against.is_some() && lacks[next] > 0 && is_subject(candidates[next].from) => {
                let silent = points.against.is_none() && !points.own && points.here <= ENOUGH;
                lacks[at] = if silent { lacks[at].max(1) } else { lacks[at] };
            }
            _ => {}
        }
    }
}
