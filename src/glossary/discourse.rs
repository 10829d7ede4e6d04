//! What the rest of a text says of a name: the mentions before it, below it and throughout.
//!
//! In comes what each candidate's own place says, out goes why it is not the term, if it is not. A name keeps its
//! sense from one sentence to the next, except where the paragraph has it in two: there each speaks for itself.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    beside::Cell,
    context::Language,
    evidence::{self, Candidate, SENTENCE, Sign},
    kinds, leads,
    mentions::Why,
    places::{Places, REMARK},
    referents::{self, Settling},
    rows,
    words::{Script, Words},
};

/// Points a doubtful name needs.
pub(super) const ENOUGH: i32 = 2;
/// What the paragraph and the text may add where the paragraph has the name in another sense.
const CONTESTED: i32 = 1;
/// So many times as many mentions of the term leave the other sense an exception.
const MAJORITY: usize = 3;
/// Points for meaning the term a moment ago, and how many words a moment has.
const REMEMBERED: i32 = 2;
const MEMORY: usize = 30;
/// How many words below a heading its word stands again.
const BELOW: usize = 15;
/// How many words below it a heading speaks of.
const OPENING: usize = 30;
/// Points for meaning the term throughout a text, and how many mentions settle it for each that means something else.
const LITTLE: i32 = 1;
const SETTLED: usize = 4;
/// So many where the title names what the text is about; a title has no more words.
const TITLED: usize = 1;
const TITLE: usize = 14;

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
    /// Whether the word is nearly always something else.
    pub(super) plain: bool,
    /// Whether a word beside its own speaks for it.
    pub(super) own: bool,
    /// Whether a sure term stands in its sentence.
    pub(super) sure: bool,
    /// Whether a capital makes a name of it.
    pub(super) named: bool,
    /// Whether it stands in a message that speaks of nothing but another subject.
    pub(super) alone: bool,
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

impl Told {
    /// Whether it means something else that may be meant nearby, too.
    fn is_foreign(&self) -> bool {
        match self {
            Self::Not { plain, .. } => !plain,
            Self::Points(points) => points.against.is_some() && points.lacks(false) > 0,
            Self::Term => false,
        }
    }

    /// Whether nothing speaks against the term.
    fn is_silent(&self) -> bool {
        matches!(self, Self::Points(points) if points.against.is_none())
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
    signs: &[Sign],
    cells: &[Cell],
    told: &[Told],
    language: Option<&Language>,
) -> Vec<Option<Why>> {
    let paragraph = |candidate: &Candidate<'_>| (candidate.form.term, places.paragraph[candidate.from]);
    let mut senses: HashMap<(usize, u32), (usize, usize)> = HashMap::new();
    for (candidate, told) in candidates.iter().zip(told) {
        let (yes, no) = senses.entry(paragraph(candidate)).or_default();
        *no += usize::from(told.is_foreign());
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
    // Nothing is gained elsewhere against a word of another subject.
    let silent = |at: usize| told[at].is_silent() && !contested(&candidates[at]);
    // In Latin letters the capital tells, but for what the title names.
    let open = |at: usize| silent(at) && words.words[candidates[at].from].script != Script::Latin;
    // What follows in another sense is another matter: only what was said before contests a name.
    let mut before: HashMap<(usize, u32), bool> = HashMap::new();
    let contested_before: Vec<bool> = candidates
        .iter()
        .zip(told)
        .map(|(candidate, told)| {
            let known = before.entry(paragraph(candidate)).or_default();
            std::mem::replace(known, *known || told.is_foreign())
        })
        .collect();
    let script = |at: usize| words.words[candidates[at].from].script;
    let so_far = |at: usize| {
        let is_open = told[at].is_silent() && (!contested_before[at] || !contested(&candidates[at]));
        is_open && script(at) != Script::Latin
    };
    remember(candidates, places, &mut lacks, so_far);
    announce(words, candidates, places, told, &mut lacks);
    converse(candidates, places, signs, told, &mut lacks);
    headed(candidates, places, &mut lacks, silent);
    kinds::settle(words, candidates, cells, told, &mut lacks);
    referents::settle(Settling { words, candidates, places, signs, told, language }, &mut lacks, contested);
    rows::settle(words, candidates, cells, signs, told, &mut lacks);
    throughout(candidates, told, &mut lacks, title(words, places), silent, open);
    entitled(words, candidates, cells, &mut lacks, |at| told[at].is_silent());
    leads::items(words, candidates, places, told, &mut lacks);
    if let Some(language) = language {
        leads::words_of_tables(words, candidates, cells, signs, (told, &language.word_heads), &mut lacks);
    }
    let why = |(told, lacks): (&Told, i32)| match told {
        Told::Not { why, .. } => Some(why.clone()),
        Told::Points(points) if lacks > 0 => Some(points.why()),
        Told::Term if lacks > 0 => Some(Why::NoTopic),
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

/// What a sentence speaks of in general the next one calls by name: "I spent the day on secrets. Somebody had
/// committed a Secret to the repository."
fn announce(words: &Words<'_>, candidates: &[Candidate<'_>], places: &Places, told: &[Told], lacks: &mut [i32]) {
    let mut next: HashMap<usize, usize> = HashMap::new();
    let mut meant: HashMap<usize, usize> = HashMap::new();
    for (at, candidate) in candidates.iter().enumerate().rev() {
        // «**Метка.** У Ansible это …, метки на подах …»: what an item is about stands in front, by itself.
        let below = meant.get(&candidate.form.term).is_some_and(|&below| {
            let (here, below) = (candidate.from, candidates[below].from);
            places.paragraph[below] == places.paragraph[here] && below - here <= MEMORY
        });
        if below && is_sentence(candidate, places) && told[at].is_silent() && (1..=REMEMBERED).contains(&lacks[at]) {
            lacks[at] = 0;
        }
        if told[at].why().is_none() {
            meant.insert(candidate.form.term, at);
        }
        let Some(named) = next.insert(candidate.form.term, at) else { continue };
        let (here, there) = (candidate.from, candidates[named].from);
        let follows = places.sentence[there] == places.sentence[here] + 1
            && places.paragraph[there] == places.paragraph[here]
            && there - here <= MEMORY;
        let by_name = evidence::named(words, &candidates[named]) && told[named].why().is_none();
        let listed = || (here + 1..=there).any(|at| words.gap(at).contains("\n- "));
        if follows && by_name && !listed() && told[at].is_silent() && (1..=REMEMBERED).contains(&lacks[at]) {
            lacks[at] = 0;
        }
    }
}

/// Whether a name is a sentence by itself.
fn is_sentence(candidate: &Candidate<'_>, places: &Places) -> bool {
    let number = places.sentence[candidate.from];
    let before = candidate.from.checked_sub(1).map(|before| places.sentence[before]);
    before != Some(number) && places.sentence.get(candidate.to) != Some(&number)
}

/// Who answers speaks of what the message before was about, where the answer is about nothing else: "look which service
/// it points to", after one about an Ingress.
fn converse(candidates: &[Candidate<'_>], places: &Places, signs: &[Sign], told: &[Told], lacks: &mut [i32]) {
    let mut counts: HashMap<u32, (usize, usize)> = HashMap::new();
    for (sign, &message) in signs.iter().zip(&places.message).filter(|(_, message)| **message > 0) {
        let (ours, others) = counts.entry(message).or_default();
        *ours += usize::from(sign.strong != 0);
        *others += usize::from(sign.off || sign.field.system != 0);
    }
    if counts.is_empty() {
        return;
    }
    let mut about = About::default();
    let mut strangers: HashMap<usize, u32> = HashMap::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let message = places.message[candidate.from];
        about.reach(message, &counts);
        if message == 0 {
            continue;
        }
        let meant_else = strangers.get(&candidate.form.term) == Some(&message);
        let answer = places.said(candidate, SENTENCE);
        // What follows in another sentence is another matter, what the message began with is not.
        let off = || {
            let end = places.around(&places.turn, candidate, SENTENCE).end;
            (answer.start..end.min(answer.end)).any(|at| signs[at].off)
        };
        // Who answers in a few words leaves the rest to what was said before.
        let little = lacks[at] <= if answer.len() <= REMARK { REMEMBERED + LITTLE } else { REMEMBERED };
        let may_be =
            matches!(&told[at], Told::Points(points) if points.against.is_none() && !points.plain && !points.alone);
        if about.before && lacks[at] > 0 && may_be && little && !meant_else && !off() {
            lacks[at] = 0;
        }
        let (ours, others) = counts.entry(message).or_default();
        *ours += usize::from(lacks[at] <= 0);
        if told[at].is_foreign() {
            *others += 1;
            strangers.insert(candidate.form.term, message);
        }
    }
}

/// What the messages of a conversation are about, one after the other.
#[derive(Default)]
struct About {
    /// The message.
    message: u32,
    /// Whether the one before it is about the glossary's subject.
    before: bool,
}

impl About {
    /// Goes on to a message; `counts` says how often those before it speak of the glossary's subject and of others.
    fn reach(&mut self, message: u32, counts: &HashMap<u32, (usize, usize)>) {
        while self.message < message {
            self.before = match counts.get(&self.message) {
                Some((0, 0)) => self.before,
                Some((ours, others)) => ours > others,
                None => false,
            };
            self.message += 1;
        }
    }
}

/// A name that stands in a heading as the term means it below, where little is wanting.
fn headed(candidates: &[Candidate<'_>], places: &Places, lacks: &mut [i32], silent: impl Fn(usize) -> bool) {
    let mut named: HashSet<(usize, usize)> = HashSet::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let begun = places.headings.partition_point(|heading| heading.start <= candidate.from);
        let Some(heading) = begun.checked_sub(1) else { continue };
        let key = (heading, candidate.form.term);
        if places.message[candidate.from] > 0 {
            continue;
        }
        if candidate.from >= places.headings[heading].end {
            if (1..=LITTLE).contains(&lacks[at]) && silent(at) && named.contains(&key) {
                lacks[at] = 0;
            }
        } else if lacks[at] <= 0 {
            named.insert(key);
        }
    }
}

/// A name that begins a heading, by itself or before a colon, means what it does where the text below has it first:
/// "Services: one number for all", and below, "A Service is …".
fn entitled(
    words: &Words<'_>,
    candidates: &[Candidate<'_>],
    cells: &[Cell],
    lacks: &mut [i32],
    silent: impl Fn(usize) -> bool,
) {
    let mut below: HashMap<usize, usize> = HashMap::new();
    let heads: BTreeMap<usize, usize> = cells.iter().map(|cell| (cell.head.start, cell.head.end)).collect();
    // Where a line by itself ends that a name begins; it looks like what somebody says, where there is a colon.
    let heading = |candidate: &Candidate<'_>| {
        let parts = |at: usize| words.gap(at).contains("\n\n");
        let begins = candidate.from == 0 || parts(candidate.from);
        let end = (candidate.to..words.len()).take(TITLE).find(|&at| parts(at)).filter(|_| begins)?;
        (!words.gap(end).contains(['.', '!', '?', '…'])).then_some(end)
    };
    for (at, candidate) in candidates.iter().enumerate().rev() {
        let Some(end) = heading(candidate) else {
            below.insert(candidate.form.term, at);
            continue;
        };
        let parted = candidate.to == end || words.gap(candidate.to).starts_with([':', '—', '–']);
        let text = end..=end + OPENING;
        let first = below.get(&candidate.form.term).copied();
        let meant = first.is_some_and(|below| lacks[below] <= 0 && text.contains(&candidates[below].from));
        // What stands above a column is no heading of what other columns have.
        let head = heads.range(..=candidate.span.start).next_back().filter(|(_, end)| candidate.span.start < **end);
        let column = |below: usize| {
            let cell = cells.partition_point(|cell| cell.text.start <= candidates[below].span.start);
            let cell = cells[..cell].last().filter(|cell| candidates[below].span.start < cell.text.end);
            cell.map(|cell| cell.head.start)
        };
        let meant = meant && head.is_none_or(|(start, _)| first.and_then(column) == Some(*start));
        if parted && meant && silent(at) && lacks[at] > 0 {
            lacks[at] = 0;
        }
    }
}

/// How many words the title of a text has.
fn title(words: &Words<'_>, places: &Places) -> usize {
    let end = places.sentence.partition_point(|&sentence| sentence == 0);
    if end <= TITLE && end < words.len() && words.gap(end).contains("\n\n") { end } else { 0 }
}

/// A name that means the term throughout a text, or in its `title` and mostly, means it where little is wanting, too.
fn throughout(
    candidates: &[Candidate<'_>],
    told: &[Told],
    lacks: &mut [i32],
    title: usize,
    silent: impl Fn(usize) -> bool,
    open: impl Fn(usize) -> bool,
) {
    let named = candidates.iter().zip(&*lacks).filter(|(candidate, lacks)| candidate.from < title && **lacks <= 0);
    let titled: HashSet<usize> = named.map(|(candidate, _)| candidate.form.term).collect();
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
        let by_title = yes >= TITLED && no * SETTLED <= yes && !titled.is_empty();
        let by_title = by_title || yes > no && titled.contains(&candidate.form.term);
        let settled = yes >= SETTLED && no * SETTLED <= yes && open(at) || by_title && silent(at);
        if lacks[at] > 0 && lacks[at] <= LITTLE && settled {
            lacks[at] = 0;
        }
    }
}
