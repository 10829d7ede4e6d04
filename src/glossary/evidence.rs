//! Weighs whether a candidate means the term.
//!
//! A name that no rule file lists is the term wherever it stands (unless it is part of an identifier). For an everyday
//! word the rules about its neighbours decide; where none fits, points are counted, see `points`. Two passes, so that
//! doubtful names can support each other; each candidate looks at a bounded window, so time is linear.

use std::collections::HashMap;

use super::{
    automaton::Form,
    beside::Beside,
    context::{Language, Marks, Profile, Says, Subject, Verdict, breaks, starts_sentence},
    discourse::{self, Told},
    fields::{self, Reader},
    identifier::identifier,
    longer::{Longer, opens},
    mentions::Why,
    namesakes,
    places::Places,
    points::{count, on_topic},
    senses::Senses,
    systems::Systems,
    words::{Script, Words, same},
};
use crate::text::Span;

/// Down from this prior a word is nearly always something else.
pub(super) const PLAIN: i32 = -2;
/// Down from this prior only a rule shows the term.
const NEVER: i32 = -9;
/// From this prior on a doubtful name supports others as if it were certain.
const ALL_BUT_CERTAIN: i32 = 2;
/// A command line lists no more names in a row.
const LISTED: usize = 12;
/// How many words to each side a sentence may reach, and a paragraph.
pub(super) const SENTENCE: usize = 40;
pub(super) const PARAGRAPH: usize = 120;

/// A place where a name stands.
#[derive(Debug)]
pub(super) struct Candidate<'m> {
    /// Its first word.
    pub(super) from: usize,
    /// The word behind its last.
    pub(super) to: usize,
    /// Where it stands.
    pub(super) span: Span,
    /// Which form of which term it is.
    pub(super) form: &'m Form,
    /// Whether it is a Latin name with a Russian ending.
    pub(super) inflected: bool,
}

impl Candidate<'_> {
    /// The number of its term among signs; those of topic words count from one.
    pub(super) fn key(&self) -> u32 {
        u32::MAX - self.form.term as u32
    }
}

/// What is known of a candidate before points are counted.
pub(super) enum First<'l> {
    /// The term for certain.
    Firm,
    /// Not the term.
    Not {
        why: Why,
        /// Whether the word is nearly always something else: «под», «том».
        plain: bool,
    },
    /// A rule shows the term, unless the sentence is about what the word means elsewhere.
    Shown(&'l Profile),
    /// To be weighed.
    Open(&'l Profile),
}

/// What a word says about the subject: positive for the glossary's.
#[derive(Clone, Copy, Default)]
pub(super) struct Sign {
    /// Which word it is: a number for each.
    pub(super) word: u32,
    /// Which firm term or topic word it is; 0 for none.
    pub(super) strong: u32,
    /// Which doubtful term.
    pub(super) soft: u32,
    /// Whether it belongs to another subject.
    pub(super) off: bool,
    /// Whether some word's rules name it as speaking for or against.
    pub(super) listed: bool,
    /// Which neighbouring fields it belongs to.
    pub(super) field: Marks,
    /// Whether it is at home in the glossary's subject and in no other.
    pub(super) home: bool,
    /// Whether it speaks for code beside it: the number of that code, from 1.
    pub(super) code: u32,
}

impl Sign {
    /// Whether it is a doubtful term that code behind it shows to be one.
    fn is_keyed(self) -> bool {
        self.soft != 0 && self.home
    }
}

/// For each candidate why it is not the term, or nothing where it is.
pub(super) fn weigh(
    words: &Words<'_>,
    beside: &Beside<'_>,
    candidates: &[Candidate<'_>],
    languages: &[&'static Language],
    own: &HashMap<usize, Profile>,
    subject: &Subject,
) -> Vec<Option<Why>> {
    let codes = beside.codes.as_slice();
    let places = Places::new(words);
    let mut known = vec![false; words.len()];
    candidates.iter().for_each(|candidate| known[candidate.from..candidate.to].fill(true));
    let longer = Longer::new(words, &known, languages, places.foreign);
    let mut first: Vec<First<'_>> =
        candidates.iter().map(|c| examine(words, c, languages, own, &longer, subject)).collect();
    namesakes::products(words, candidates, &places, &mut first);
    namesakes::people(words, candidates, &places, &mut first);
    let mut signs = signs(words, candidates, &first, languages, own, subject);
    if let Some(language) = languages.first().filter(|_| subject.technical) {
        fields::hear(&mut signs, words, codes, language);
        fields::contrast(&mut signs, words, language);
    }
    let systems = languages
        .first()
        .map(|language| Systems::new(words, &signs, &places, language, &beside.cells))
        .unwrap_or_default();
    let on_topic = on_topic(&signs, &places);
    let mut senses = Senses::default();
    let tell = |(first, candidate): (&First<'_>, &Candidate<'_>)| {
        // Every trade has abbreviations, and all are written in capitals.
        let named = named(words, candidate) && !candidate.form.acronym && !candidate.form.short;
        let language = languages.first().copied();
        let reader =
            Reader { words, signs: &signs, codes, places: &places, systems: &systems, language, named, on_topic };
        let (mut by_field, mut plain) = (false, false);
        let mut not = |why| {
            by_field = true;
            Told::Not { why, plain: false }
        };
        let told = match first {
            First::Firm => Told::Term,
            // «Сервис оплаты тормозит, и лезть в Service незачем».
            First::Shown(_) | First::Open(_) if senses.named_against(candidate, &reader, false) => Told::Term,
            First::Not { why: Why::Before(_) | Why::After(_), .. }
                if senses.named_against(candidate, &reader, true) || senses.just_named(candidate, &reader) =>
            {
                Told::Term
            }
            First::Not { why, plain: is_plain } => {
                plain = *is_plain;
                Told::Not { why: why.clone(), plain }
            }
            First::Shown(_) if senses.contrasts(candidate, &reader) => Told::Term,
            First::Shown(profile) => {
                let why = elsewhere(&reader, candidate, profile).or_else(|| reader.foreign(candidate, true, &senses));
                why.or_else(|| senses.still(candidate, &reader)).map_or(Told::Term, not)
            }
            First::Open(_) if senses.contrasts(candidate, &reader) || signs[candidate.from].is_keyed() => Told::Term,
            First::Open(profile) => {
                let other = senses.other(candidate, &reader);
                let last = || other.as_ref().filter(|last| last.certain).and_then(|last| last.why.clone());
                match reader.foreign(candidate, false, &senses).or_else(last) {
                    Some(why) => not(why),
                    None => {
                        let profiles = [Some(*profile), own.get(&candidate.form.term)];
                        Told::Points(count(&reader, candidate, profiles, other.as_ref(), &senses))
                    }
                }
            }
        };
        senses.remember(candidate, &reader, told.why(), by_field, plain);
        told
    };
    let told: Vec<Told> = first.iter().zip(candidates).map(tell).collect();
    discourse::settle(words, candidates, &places, &signs, &beside.cells, &told, languages.first().copied())
}

/// What the candidate itself and its neighbours say.
fn examine<'l>(
    words: &Words<'_>,
    candidate: &Candidate<'_>,
    languages: &[&'static Language],
    own: &'l HashMap<usize, Profile>,
    longer: &Longer<'_>,
    subject: &Subject,
) -> First<'l> {
    let form = candidate.form;
    if form.prefix.is_empty() && identifier(words, candidate) {
        return First::not(Why::Identifier);
    }
    if form.short {
        let clear = is_clear(&words.words[candidate.from].norm);
        let Some(language) = languages.first() else { return First::not(Why::NoTopic) };
        let listed = languages.iter().find_map(|language| language.profile(&form.lemma, &form.lemma));
        let profile = listed.unwrap_or(if clear { &language.short_clear } else { &language.short });
        let name = listed_first(words, candidate.from)..candidate.to;
        return match language.decide(profile, None, words, name, &form.lemma) {
            Some(found) => found.first(profile),
            // Nobody types a command in capitals: ING is a bank.
            None if !clear && profile.prior <= 0 && shouted(&words.text[candidate.span.range()]) => {
                First::not(Why::NoTopic)
            }
            None => First::Open(profile),
        };
    }
    let spoken: String = words.words[candidate.from].norm.clone();
    let small = !words.words[candidate.from..candidate.to].iter().any(|word| word.capital);
    let own_rules = own.get(&form.term);
    let lists = |language: &&'static Language| language.profile(&form.lemma, &spoken).is_some();
    let acronym = form.acronym && subject.technical && !languages.iter().any(lists);
    for language in languages {
        let listed = language.profile(&form.lemma, &spoken);
        let profile = listed
            .or_else(|| (form.apart && small).then_some(&language.apart))
            .or_else(|| acronym.then_some(&language.acronym));
        let Some(profile) = profile else { continue };
        // Nobody puts a Russian ending behind a pea pod.
        if candidate.inflected {
            return First::Firm;
        }
        let starts = candidate.from == 0 || starts_sentence(words.gap(candidate.from));
        if profile.not_capital && words.words[candidate.from].capital && !starts {
            return First::not(Why::ProperName);
        }
        if let Some(part) = longer.part(candidate.from, candidate.to) {
            return First::not(Why::Longer(part.to_owned()));
        }
        if let Some(code) = qualified(words, candidate) {
            return First::not(code);
        }
        let counted = || words.words.get(candidate.to).is_some_and(|word| word.script == Script::Number);
        let product = profile.proper || language.is_product(&form.lemma);
        let kind = || !longer.foreign && !form.acronym && !product && !counted();
        // What stands beside any name is said in the language of the text.
        let language = languages.first().unwrap_or(language);
        return match language.decide(profile, own_rules, words, candidate.from..candidate.to, &form.lemma) {
            // A capital inside a sentence says more than an everyday word beside it: "are in Secrets now".
            Some(found)
                if !found.accepts && !found.firm && (longer.plural(candidate) || kind()) && named(words, candidate) =>
            {
                First::Open(profile)
            }
            Some(found) => found.first(profile),
            None => First::Open(profile),
        };
    }
    let Some(own_rules) = own_rules else { return First::Firm };
    let verdict =
        languages.first().and_then(|l| l.decide(own_rules, None, words, candidate.from..candidate.to, &form.lemma));
    verdict.map_or(First::Open(own_rules), |found| found.first(own_rules))
}

impl First<'_> {
    pub(super) fn not(why: Why) -> Self {
        Self::Not { why, plain: false }
    }
}

impl Verdict {
    fn first(self, profile: &Profile) -> First<'_> {
        let plain = profile.prior <= PLAIN;
        match (self.accepts, self.after) {
            (true, _) => First::Shown(profile),
            (false, true) => First::Not { why: Why::After(self.shown), plain },
            (false, false) => First::Not { why: Why::Before(self.shown), plain },
        }
    }
}

/// The first of the names that a command line has with commas and no blanks between: `svc,ing`.
fn listed_first(words: &Words<'_>, from: usize) -> usize {
    (from.saturating_sub(LISTED)..=from).rev().find(|&at| words.gap(at) != ",").unwrap_or(from)
}

/// Whether a name of several letters has none but capitals.
fn shouted(name: &str) -> bool {
    name.chars().nth(1).is_some() && !name.chars().any(char::is_lowercase)
}

/// The name of code that a name stands right before or behind: "the namespace `App\Mail`", "a `std::vector` container".
fn qualified(words: &Words<'_>, candidate: &Candidate<'_>) -> Option<Why> {
    let joins = |at: usize| at > 0 && at < words.len() && matches!(words.gap(at), "\\" | "::");
    let tied = |at: usize| at > 0 && !breaks(words.gap(at));
    let whole = |from: usize, to: usize| {
        let span = |at: usize| words.words[at].span;
        words.text[span(from).start..span(to).end].to_owned()
    };
    let (from, to) = (candidate.from, candidate.to);
    if tied(to) && joins(to + 1) {
        return Some(Why::After(whole(to, to + 1)));
    }
    (from > 1 && tied(from) && joins(from - 1)).then(|| Why::Before(whole(from - 2, from - 1)))
}

/// Whether a short name is no word of a language: `svc`, `pvc`, unlike `po`, `no` and `deploy`.
fn is_clear(short: &str) -> bool {
    short.len() >= 3 && !short.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

/// The sign of every word.
fn signs(
    words: &Words<'_>,
    candidates: &[Candidate<'_>],
    first: &[First<'_>],
    languages: &[&'static Language],
    own: &HashMap<usize, Profile>,
    subject: &Subject,
) -> Vec<Sign> {
    let mut topics = 0;
    let mut signs = vec![Sign::default(); words.len()];
    let authors = !own.is_empty();
    // What each word says, and its number.
    let mut known: hashbrown::HashMap<&str, (Says, u32, u32)> = hashbrown::HashMap::new();
    for (sign, word) in signs.iter_mut().zip(&words.words) {
        let next = known.len() as u32;
        let (says, number, topic) = *known.entry(&word.norm).or_insert_with(|| {
            let built_in = languages.iter().enumerate().map(|(at, language)| {
                let says = language.lexicon.says(&word.norm).of_subject(subject.technical);
                // The bits of another language's fields mean other fields.
                if at == 0 { says } else { Says { field: Marks::default(), ..says } }
            });
            let own = subject.topic.iter().map(|topic| topic.says(&word.norm));
            let says = built_in.chain(own).fold(Says::default(), Says::or);
            topics += u32::from(says.topic);
            (says, next, if says.topic { topics } else { 0 })
        });
        sign.word = number;
        sign.off = says.off && !says.topic;
        sign.listed = authors || says.listed;
        (sign.field, sign.home, sign.strong) = (says.field, says.home, topic);
    }
    for (candidate, first) in candidates.iter().zip(first) {
        let key = candidate.key();
        let field =
            Marks { some: languages.first().map_or(0, |l| l.fields(&candidate.form.lemma).spoken), ..Marks::default() };
        for sign in &mut signs[candidate.from..candidate.to] {
            let name = Sign { word: sign.word, field, ..Sign::default() };
            let term = Sign { strong: key, ..name };
            *sign = match first {
                First::Firm | First::Shown(_) => Sign { listed: sign.listed, ..term },
                First::Open(profile) if profile.prior >= ALL_BUT_CERTAIN || named(words, candidate) => term,
                // What only a rule shows shows nothing: «под дрова».
                First::Open(profile) if profile.prior <= NEVER => *sign,
                First::Open(_) if candidate.form.acronym && sign.strong != 0 => term,
                First::Open(_) => Sign { soft: key, ..name },
                First::Not { .. } if candidate.form.short => *sign,
                First::Not { .. } => Sign { strong: 0, ..*sign },
            };
        }
    }
    signs
}

/// Whether a Latin name has a capital that neither a sentence nor a title accounts for: "the Pods of a Service".
pub(super) fn named(words: &Words<'_>, candidate: &Candidate<'_>) -> bool {
    let word = &words.words[candidate.from];
    if word.script != Script::Latin || !word.capital {
        return false;
    }
    let gap = words.gap(candidate.from);
    let starts = candidate.from == 0 || starts_sentence(gap) || (breaks(gap) && gap.contains('\n'));
    let capital = |at: Option<usize>| at.and_then(|at| words.words.get(at)).is_some_and(|word| word.capital);
    // "A Pod", "The Service", "- Delete Pods on purpose": an article and a verb have their capital from the sentence.
    let article = candidate.from.checked_sub(1).is_some_and(|at| {
        let before = &words.words[at].norm;
        let first = at == 0 || starts_sentence(words.gap(at)) || words.gap(at).contains('\n');
        first && (before.len() <= 3 || opens(words, candidate, before))
    });
    // Nor has the first word of a sentence in another script: «Чем Role отличается от роли».
    let foreign = candidate.from.checked_sub(1).is_some_and(|at| {
        let first = at == 0 || starts_sentence(words.gap(at)) || words.gap(at).contains('\n');
        first && words.words[at].script != Script::Latin
    });
    let titled = !breaks(gap) && !article && !foreign && capital(candidate.from.checked_sub(1))
        || !breaks(words.gap(candidate.to)) && capital(Some(candidate.to));
    !starts && !titled
}

/// A word of the sentence that belongs to what `profile` says is meant elsewhere, where nothing else is about the
/// glossary's subject: "each node of the binary tree".
fn elsewhere(reader: &Reader<'_>, candidate: &Candidate<'_>, profile: &Profile) -> Option<Why> {
    let Reader { words, signs, places, .. } = *reader;
    let sentence = places.around(&places.sentence, candidate, SENTENCE);
    // A capital is enough: "If the Job fails, the Jenkins job is red".
    if reader.named && !places.foreign && !reader.is_product(candidate) && !profile.proper {
        return None;
    }
    if sentence.clone().any(|at| signs[at].strong != 0 && signs[at].strong != candidate.key()) {
        return None;
    }
    let word = |at: usize| &words.words[at].norm;
    // A clause that names two of the glossary's things is about them: "the pea pod dries, and a pod with one container …".
    let clause = reader.clause(candidate);
    let paired = clause.clone().any(|at| ![0, candidate.key()].contains(&signs[at].soft));
    let mut other = if paired { clause } else { reader.part(candidate) }.filter(|&at| signs[at].listed).map(word);
    let other = other.find(|word| profile.not_near.holds(word));
    // Two words of other subjects beside nothing of the glossary's are no accident: "the bean has a pod of its own".
    let stranger = || {
        let lonely = !sentence.clone().any(|at| ![0, candidate.key()].contains(&signs[at].soft));
        let mut off = sentence.clone().filter(|&at| signs[at].off).map(word);
        let first = off.next().filter(|_| lonely && !reader.is_at_home(candidate))?;
        off.any(|word| !same(first, word)).then_some(first)
    };
    other.or_else(stranger).map(|word| Why::Near(word.clone()))
}
