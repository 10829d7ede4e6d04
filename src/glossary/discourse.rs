//! What the rest of a text says of a name: the mentions before it, below it and throughout.
//!
//! In comes what each candidate's own place says, out goes why it is not the term, if it is not. A name keeps its
//! sense from one sentence to the next, except where the paragraph has it in two: there each speaks for itself.

use std::collections::HashMap;

use super::{
    evidence::Candidate,
    mentions::Why,
    places::Places,
    words::{Script, Words},
};

/// Points a doubtful name needs.
const ENOUGH: i32 = 2;
/// What the paragraph and the text may add where the paragraph has the name in another sense.
const CONTESTED: i32 = 1;
/// So many times as many mentions of the term leave the other sense an exception.
const MAJORITY: usize = 3;
/// Points for meaning the term a moment ago, and how many words a moment has.
const REMEMBERED: i32 = 2;
const MEMORY: usize = 30;
/// How many words below a heading its word stands again.
const BELOW: usize = 15;
/// Points for meaning the term throughout a text, and how many mentions settle it for each that means something else.
const LITTLE: i32 = 1;
const SETTLED: usize = 4;

/// What the place of a candidate says of it.
pub(super) enum Told {
    /// It is the term.
    Term,
    /// It is not.
    Not {
        why: Why,
        /// Whether the word is nearly always something else, so that this says nothing of others: «под», «том».
        plain: bool,
    },
    /// To be weighed.
    Points(Points),
}

/// Points of a candidate no rule decided.
pub(super) struct Points {
    /// Those of its sentence.
    pub(super) here: i32,
    /// Those of its paragraph and the whole text.
    pub(super) around: i32,
    /// The word of another subject in its sentence.
    pub(super) against: Option<String>,
}

impl Told {
    /// Why it is not the term by what its own place says, or nothing where it is.
    pub(super) fn why(&self) -> Option<Why> {
        match self {
            Self::Term => None,
            Self::Not { why, .. } => Some(why.clone()),
            Self::Points(points) => (points.lacks(false) > 0).then(|| points.why()),
        }
    }
}

impl Points {
    fn why(&self) -> Why {
        self.against.clone().map_or(Why::NoTopic, Why::Near)
    }

    fn lacks(&self, contested: bool) -> i32 {
        let around = if contested { self.around.min(CONTESTED) } else { self.around };
        ENOUGH - self.here - around
    }
}

/// For each candidate why it is not the term, or nothing where it is.
pub(super) fn settle(
    words: &Words<'_>,
    candidates: &[Candidate<'_>],
    places: &Places,
    told: &[Told],
) -> Vec<Option<Why>> {
    let paragraph = |candidate: &Candidate<'_>| (candidate.form.term, places.paragraph[candidate.from]);
    let foreign = |told: &Told| match told {
        Told::Not { plain, .. } => !plain,
        Told::Points(points) => points.against.is_some() && points.lacks(false) > 0,
        Told::Term => false,
    };
    let mut senses: HashMap<(usize, u32), (usize, usize)> = HashMap::new();
    for (candidate, told) in candidates.iter().zip(told) {
        let (yes, no) = senses.entry(paragraph(candidate)).or_default();
        *no += usize::from(foreign(told));
        *yes +=
            usize::from(matches!(told, Told::Term) || matches!(told, Told::Points(points) if points.lacks(false) <= 0));
    }
    let contested = |candidate: &Candidate<'_>| {
        senses.get(&paragraph(candidate)).is_some_and(|(yes, no)| *no > 0 && no * MAJORITY > *yes)
    };
    let lacks = |at: usize| match &told[at] {
        Told::Term => 0,
        Told::Not { .. } => i32::MAX,
        Told::Points(points) => points.lacks(contested(&candidates[at])),
    };
    let mut lacks: Vec<i32> = (0..told.len()).map(lacks).collect();
    // Nothing is gained elsewhere against a word of another subject, and in Latin letters the capital tells.
    let open = |at: usize| {
        let latin = words.words[candidates[at].from].script == Script::Latin;
        let silent = matches!(&told[at], Told::Points(points) if points.against.is_none());
        silent && !latin && !contested(&candidates[at])
    };
    remember(candidates, places, &mut lacks, open);
    throughout(candidates, told, &mut lacks, open);
    let why = |(told, lacks): (&Told, i32)| match told {
        Told::Not { why, .. } => Some(why.clone()),
        Told::Points(points) if lacks > 0 => Some(points.why()),
        _ => None,
    };
    told.iter().zip(lacks).map(why).collect()
}

/// A name means what it meant a moment ago, where nothing says otherwise: "And what about the node?"
fn remember(candidates: &[Candidate<'_>], places: &Places, lacks: &mut [i32], open: impl Fn(usize) -> bool) {
    let mut last: HashMap<usize, usize> = HashMap::new();
    let alone = |at: usize| {
        let word = candidates[at].from;
        let paragraph = places.paragraph[word];
        let next = places.paragraph.get(word + 1) == Some(&paragraph);
        let before = word.checked_sub(1).is_some_and(|before| places.paragraph[before] == paragraph);
        candidates[at].to == word + 1 && !next && !before
    };
    for (at, candidate) in candidates.iter().enumerate() {
        let Some(before) = last.insert(candidate.form.term, at) else { continue };
        let distance = candidate.from - candidates[before].to;
        let same = places.paragraph[candidates[before].from] == places.paragraph[candidate.from];
        if lacks[at] > 0 && lacks[at] <= REMEMBERED && open(at) && lacks[before] <= 0 && same && distance <= MEMORY {
            lacks[at] = 0;
        }
        // A heading of one word means what the text below it does.
        if lacks[at] <= 0 && open(before) && alone(before) && distance <= BELOW {
            lacks[before] = 0;
        }
    }
}

/// A name that means the term throughout a text means it where little is wanting, too.
fn throughout(candidates: &[Candidate<'_>], told: &[Told], lacks: &mut [i32], open: impl Fn(usize) -> bool) {
    let mut counts: HashMap<usize, (usize, usize)> = HashMap::new();
    for ((candidate, told), lacks) in candidates.iter().zip(told).zip(&*lacks) {
        let (yes, no) = counts.entry(candidate.form.term).or_default();
        *yes += usize::from(*lacks <= 0);
        let against = match told {
            Told::Not { .. } => true,
            Told::Points(points) => *lacks > 0 && points.against.is_some(),
            Told::Term => false,
        };
        *no += usize::from(against);
    }
    for (at, candidate) in candidates.iter().enumerate() {
        let (yes, no) = counts.get(&candidate.form.term).copied().unwrap_or_default();
        if lacks[at] > 0 && lacks[at] <= LITTLE && open(at) && yes >= SETTLED && no * SETTLED <= yes {
            lacks[at] = 0;
        }
    }
}
