//! In which sense a paragraph uses a word.
//!
//! Who has said "the Kafka cluster" means the same by "the cluster" two sentences later, until the text turns back: a
//! name of the glossary alone stands between, or in the sentence itself.

use std::collections::{HashMap, HashSet};

use super::{
    context::Stems,
    evidence::{Candidate, PARAGRAPH, SENTENCE},
    fields::Reader,
    mentions::Why,
    places::Places,
    words::Script,
};

/// So many mentions of something else show what a paragraph means.
const SETTLED: usize = 2;

/// The senses in which the terms were last meant.
#[derive(Debug, Default)]
pub(super) struct Senses {
    last: HashMap<usize, Sense>,
    /// The words that were not meant as terms.
    denied: HashSet<usize>,
    /// Where each term was last called by a name that is no abbreviation and means nothing else.
    in_full: HashMap<usize, usize>,
    /// The paragraph that last named each, how often it meant something else by it, and whether it meant the term.
    paragraphs: HashMap<usize, (u32, usize, bool)>,
}

/// A sense in which a term was meant.
#[derive(Debug)]
struct Sense {
    from: usize,
    paragraph: u32,
    /// Why not as the term, or nothing where it was.
    why: Option<Why>,
    /// Whether a neighbouring field showed it.
    by_field: bool,
    /// Whether it was a Latin word with a capital, as a name is.
    capital: bool,
}

/// Another sense a paragraph has just used a name in.
#[derive(Debug)]
pub(super) struct Other {
    /// Why it was not the term.
    pub(super) why: Option<Why>,
    /// Whether the name means the same again for certain.
    pub(super) certain: bool,
    /// Whether nothing but the everyday sense is near.
    pub(super) everyday: bool,
    /// Whether the whole paragraph is about nothing of the glossary's; elsewhere it is only what was said so far.
    pub(super) doubtful: bool,
}

impl Senses {
    /// Remembers why the name of a term was not meant in a paragraph, or that it was.
    pub(super) fn remember(
        &mut self,
        candidate: &Candidate<'_>,
        reader: &Reader<'_>,
        why: Option<Why>,
        by_field: bool,
        plain: bool,
    ) {
        let paragraph = reader.places.paragraph[candidate.from];
        let told = self.paragraphs.entry(candidate.form.term).or_insert((paragraph, 0, false));
        let (others, meant) = if told.0 == paragraph { (told.1, told.2) } else { (0, false) };
        *told = (paragraph, others + usize::from(why.is_some()), meant || why.is_none());
        if why.is_some() {
            self.denied.extend(candidate.from..candidate.to);
        } else if !candidate.form.acronym && !candidate.form.short {
            self.in_full.insert(candidate.form.term, candidate.from);
        }
        // A product with a capital says nothing of what is small.
        let product = by_field && reader.named;
        if !plain && !product && !matches!(why, Some(Why::Identifier | Why::NoTopic)) {
            let word = &reader.words.words[candidate.from];
            let capital = word.capital && word.script == Script::Latin;
            let sense = Sense { from: candidate.from, paragraph, why, by_field, capital };
            self.last.insert(candidate.form.term, sense);
        }
    }

    /// Whether a word before was not meant as a term.
    pub(super) fn has_denied(&self, at: usize) -> bool {
        self.denied.contains(&at)
    }

    /// Whether the sentence before, in the same paragraph and with other names of the glossary, has meant the term by a
    /// word.
    pub(super) fn has_just_meant(&self, candidate: &Candidate<'_>, reader: &Reader<'_>) -> bool {
        let Places { sentence, paragraph, .. } = reader.places;
        let last = self.last.get(&candidate.form.term).filter(|last| last.why.is_none() && !reader.named);
        let Some(last) = last.filter(|_| !candidate.form.acronym) else { return false };
        let here = reader.places.around(sentence, candidate, SENTENCE);
        paragraph[last.from] == paragraph[candidate.from]
            && sentence[last.from] + 1 == sentence[candidate.from]
            && reader.sentence_before(candidate, &here).any(|at| reader.is_ours(at, candidate))
    }

    /// Whether the sentence before, in the same paragraph, has meant the term.
    pub(super) fn has_last_meant(&self, candidate: &Candidate<'_>, reader: &Reader<'_>) -> bool {
        let Places { sentence, paragraph, .. } = reader.places;
        self.last.get(&candidate.form.term).filter(|last| last.why.is_none()).is_some_and(|last| {
            paragraph[last.from] == paragraph[candidate.from] && sentence[last.from] + 1 == sentence[candidate.from]
        })
    }

    /// Whether a word has just shown, right beside the name of a term, that it was not meant.
    pub(super) fn explains(&self, candidate: &Candidate<'_>, word: &str) -> bool {
        let why = self.last.get(&candidate.form.term).and_then(|last| last.why.as_ref());
        matches!(why, Some(Why::Before(shown) | Why::After(shown)) if shown.to_lowercase() == word)
    }

    /// Whether an abbreviation stands for what the paragraph has just called by its name: "Persistent Volume Claims. A PVC
    /// is a form".
    pub(super) fn just_named(&self, candidate: &Candidate<'_>, reader: &Reader<'_>) -> bool {
        let paragraph = &reader.places.paragraph;
        let capitals = || !reader.words.text[candidate.span.range()].contains(char::is_lowercase);
        let named = self
            .in_full
            .get(&candidate.form.term)
            .filter(|_| candidate.form.acronym || candidate.form.short && capitals());
        named.is_some_and(|&at| {
            at < candidate.from && candidate.from - at <= SENTENCE && paragraph[at] == paragraph[candidate.from]
        })
    }

    /// Whether a name is set against what its sentence has just called so: "a Service has nothing to do with the service".
    pub(super) fn is_set_against(&self, candidate: &Candidate<'_>, reader: &Reader<'_>) -> bool {
        let last = self.last.get(&candidate.form.term).filter(|last| last.why.is_none() && !reader.named);
        let sentence = &reader.places.sentence;
        last.is_some_and(|last| {
            sentence[last.from] == sentence[candidate.from] && reader.are_contrasted(candidate, last.from)
        })
    }

    /// Whether a name is held against another sense of it: "a CSS selector … our selectors".
    pub(super) fn contrasts(&self, candidate: &Candidate<'_>, reader: &Reader<'_>) -> bool {
        let last = self.last.get(&candidate.form.term).filter(|last| last.why.is_some());
        let last = last.filter(|_| !reader.is_slogan(candidate) && !reader.is_house(candidate));
        last.is_some_and(|last| {
            last.paragraph == reader.places.paragraph[candidate.from] && !reader.is_called_ours(last.from)
        }) && reader.is_called_ours(candidate.from)
    }

    /// Whether a name with a capital is held against what its sentence means by the word without: "a job in Jenkins is
    /// no Job"; where it is `ruled` out by what stands beside it, in the same quotation.
    pub(super) fn named_against(&self, candidate: &Candidate<'_>, reader: &Reader<'_>, ruled: bool) -> bool {
        let counted = || reader.words.words.get(candidate.to).is_some_and(|word| word.script == Script::Number);
        let last = self.last.get(&candidate.form.term).filter(|last| last.why.is_some() && !last.capital);
        let here = if ruled {
            reader.part(candidate)
        } else {
            reader.places.around(&reader.places.sentence, candidate, SENTENCE)
        };
        reader.named
            && last.is_some_and(|last| here.contains(&last.from))
            && !reader.is_product(candidate)
            && !counted()
    }

    /// What the paragraph has just used the name for, if it was something else and nothing has turned back since.
    pub(super) fn other(&self, candidate: &Candidate<'_>, reader: &Reader<'_>) -> Option<Other> {
        let places = reader.places;
        let last = self.last.get(&candidate.form.term).filter(|last| last.why.is_some())?;
        let distance = candidate.from - last.from;
        // The rows of a table have a subject each.
        let row = reader.systems.row(candidate.from);
        let compared = reader.systems.are_compared(candidate.from) || row.is_some_and(|row| !row.contains(&last.from));
        let named = reader.named || reader.lists_code(candidate);
        if named || compared || last.paragraph != places.paragraph[candidate.from] || distance > PARAGRAPH {
            return None;
        }
        let word = |at: usize| reader.words.words.get(at).map(|word| word.norm.as_str());
        let says = |list: &Stems, at: usize| word(at).is_some_and(|word| list.holds(word));
        let such = reader.language.is_some_and(|language| {
            (candidate.from.saturating_sub(2)..candidate.from).any(|at| says(&language.such, at))
        });
        let end = if such { candidate.from } else { places.around(&places.sentence, candidate, SENTENCE).end };
        let speaks = |at: usize| reader.is_ours(at, candidate) || reader.speaks(at, candidate);
        if (last.from..end).any(|at| !self.denied.contains(&at) && speaks(at)) {
            return None;
        }
        let paragraph = places.around(&places.paragraph, candidate, PARAGRAPH);
        let lonely = !paragraph.clone().any(|at| reader.is_ours(at, candidate));
        let place = |at: usize| (places.sentence[at], places.turn[at]);
        let later = place(last.from) != place(candidate.from);
        // What follows is another matter: up to here nothing of the glossary's has been named.
        let so_far = || !(reader.item(candidate, paragraph.clone()).start..end).any(|at| reader.is_ours(at, candidate));
        // A phrase has shown the sense of a paragraph that is about nothing of the glossary's.
        let everyday = lonely && later && matches!(last.why, Some(Why::Before(_) | Why::After(_)));
        let near = distance <= SENTENCE;
        let beyond = !reader.item(candidate, paragraph.clone()).contains(&last.from);
        let certain = near && (such || last.by_field && !beyond) || everyday;
        let doubtful = near && later && lonely && !beyond;
        // In the same sentence what stood right beside one mention says nothing of another.
        let beside = matches!(last.why, Some(Why::Before(_) | Why::After(_)));
        let carried = near && (later || !beside) && so_far();
        (certain || doubtful || carried).then(|| Other { why: last.why.clone(), certain, everyday, doubtful })
    }

    /// Why a name that a rule shows is not the term all the same: its paragraph is about nothing of the glossary's.
    pub(super) fn still(&self, candidate: &Candidate<'_>, reader: &Reader<'_>) -> Option<Why> {
        let sentence = &reader.places.sentence;
        let last = self.last.get(&candidate.form.term)?;
        // "Pods meet, and each pod's calls differ".
        let same = sentence[last.from] == sentence[candidate.from] && !last.by_field;
        // "Prune each replica … The frost took two replicas": a paragraph that has never meant the term by it.
        let paragraph = reader.places.paragraph[candidate.from];
        let off = || reader.places.around(sentence, candidate, SENTENCE).any(|at| reader.signs[at].off);
        let never = |(at, others, meant): &(u32, usize, bool)| {
            *at == paragraph && !meant && (*others >= SETTLED || *others > 0 && off())
        };
        let settled = || self.paragraphs.get(&candidate.form.term).is_some_and(never);
        let is_so = |other: &Other| other.everyday || same || other.doubtful && settled();
        self.other(candidate, reader).filter(is_so).and_then(|other| other.why)
    }
}
