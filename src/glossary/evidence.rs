//! Weighs whether a candidate means the term.
//!
//! A name that no rule file lists is the term wherever it stands (unless it is part of an identifier). For an everyday
//! word the rules about its neighbours decide; where none fits, points are counted: names that are nothing but terms and
//! words of the topic in the same sentence weigh most, then other doubtful names, the paragraph, the whole text; words
//! of other subjects weigh against it. Two passes, so that doubtful names can support each other; each candidate looks
//! at a bounded window, so time is linear.

use std::collections::HashMap;

use super::{
    automaton::Form,
    context::{Language, Marks, Profile, Says, Subject, Verdict, breaks, starts_sentence},
    discourse::{self, Points, Told},
    fields,
    identifier::identifier,
    longer::Longer,
    mentions::Why,
    places::Places,
    senses::Senses,
    words::{Script, Words, same},
};
use crate::text::Span;

/// Down from this prior a word is nearly always something else.
const PLAIN: i32 = -2;
/// From this prior on a doubtful name supports others as if it were certain.
const ALL_BUT_CERTAIN: i32 = 2;
/// How many words to each side a sentence may reach, and a paragraph.
pub(super) const SENTENCE: usize = 40;
const PARAGRAPH: usize = 120;

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

/// What is known of a candidate before points are counted.
enum First<'l> {
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
    /// Which firm term or topic word it is; 0 for none.
    pub(super) strong: u32,
    /// Which doubtful term.
    pub(super) soft: u32,
    /// Whether it belongs to another subject.
    off: bool,
    /// Whether some word's rules name it as speaking for or against.
    listed: bool,
    /// Whether it belongs to a neighbouring subject.
    rival: bool,
    /// Whether it is a firm term, or a word no neighbouring subject has.
    sure: bool,
    /// Which neighbouring fields it belongs to.
    pub(super) field: Marks,
    /// Whether it is at home in the glossary's subject and in no other.
    pub(super) home: bool,
}

/// For each candidate why it is not the term, or nothing where it is.
pub(super) fn weigh(
    words: &Words<'_>,
    candidates: &[Candidate<'_>],
    languages: &[&'static Language],
    own: &HashMap<usize, Profile>,
    subject: &Subject,
) -> Vec<Option<Why>> {
    let places = Places::new(words, languages.first().is_some_and(|language| language.rivals));
    let mut known = vec![false; words.len()];
    candidates.iter().for_each(|candidate| known[candidate.from..candidate.to].fill(true));
    let longer = Longer::new(words, &known, languages, places.foreign);
    let first: Vec<First<'_>> =
        candidates.iter().map(|c| examine(words, c, languages, own, &longer, subject)).collect();
    let signs = signs(words, candidates, &first, languages, own, subject);
    let on_topic = on_topic(&signs, &places);
    let mut senses = Senses::default();
    let tell = |(first, candidate): (&First<'_>, &Candidate<'_>)| {
        let (term, paragraph) = (candidate.form.term, places.paragraph[candidate.from]);
        let foreign = |shown| fields::foreign(words, candidate, languages, &signs, &places, shown);
        let not = |why| Told::Not { why, plain: false };
        let told = match first {
            First::Firm => Told::Term,
            First::Not { why, plain } => Told::Not { why: why.clone(), plain: *plain },
            First::Shown(profile) => {
                let why = elsewhere(words, candidate, profile, &signs, &places).or_else(|| foreign(true));
                why.map_or(Told::Term, not)
            }
            First::Open(profile) => foreign(false).map(not).unwrap_or_else(|| {
                let profiles = [Some(*profile), own.get(&term)];
                let other = places.one_sense && senses.other(term, paragraph);
                Told::Points(count(words, candidate, profiles, &signs, &places, on_topic, other))
            }),
        };
        senses.remember(term, paragraph, told.why().as_ref());
        told
    };
    let told: Vec<Told> = first.iter().zip(candidates).map(tell).collect();
    discourse::settle(words, candidates, &places, &told)
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
        return match language.decide(profile, None, words, candidate.from, candidate.to) {
            Some(found) => found.first(profile),
            None => First::Open(profile),
        };
    }
    let spoken: String = words.words[candidate.from].norm.clone();
    let small = !words.words[candidate.from..candidate.to].iter().any(|word| word.capital);
    let own_rules = own.get(&form.term);
    for language in languages {
        let listed = language.profile(&form.lemma, &spoken);
        let profile = listed
            .or_else(|| (form.apart && small).then_some(&language.apart))
            .or_else(|| (form.acronym && subject.technical).then_some(&language.acronym));
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
        return match language.decide(profile, own_rules, words, candidate.from, candidate.to) {
            Some(found) => found.first(profile),
            None => First::Open(profile),
        };
    }
    let Some(own_rules) = own_rules else { return First::Firm };
    let verdict = languages.first().and_then(|l| l.decide(own_rules, None, words, candidate.from, candidate.to));
    verdict.map_or(First::Open(own_rules), |found| found.first(own_rules))
}

impl First<'_> {
    fn not(why: Why) -> Self {
        Self::Not { why, plain: false }
    }
}

impl Verdict {
    fn first(self, profile: &Profile) -> First<'_> {
        let plain = profile.prior <= PLAIN;
        match (self.accepts, self.after) {
            (true, _) => First::Shown(profile),
            (false, true) => First::Not { why: Why::After(self.rule), plain },
            (false, false) => First::Not { why: Why::Before(self.rule), plain },
        }
    }
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
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let mut signs = vec![Sign::default(); words.len()];
    let authors = !own.is_empty();
    let rivals = languages.first().is_some_and(|language| language.rivals);
    let mut known: HashMap<&str, Says> = HashMap::new();
    for (sign, word) in signs.iter_mut().zip(&words.words) {
        let says = *known.entry(&word.norm).or_insert_with(|| {
            let built_in = languages.iter().enumerate().map(|(at, language)| {
                let says = language.lexicon.says(&word.norm).of_subject(subject.technical);
                // The bits of another language's fields mean other fields.
                if at == 0 { says } else { Says { field: Marks::default(), ..says } }
            });
            let own = subject.topic.iter().map(|topic| topic.says(&word.norm));
            built_in.chain(own).fold(Says::default(), Says::or)
        });
        sign.off = says.off && !says.topic;
        sign.listed = authors || says.listed;
        sign.rival = says.rival && rivals;
        sign.sure = says.core;
        (sign.field, sign.home) = (says.field, says.home);
        if says.topic {
            let next = numbers.len() as u32 + 1;
            sign.strong = *numbers.entry(&word.norm).or_insert(next);
        }
    }
    for (candidate, first) in candidates.iter().zip(first) {
        let key = u32::MAX - candidate.form.term as u32;
        let field = Marks { some: languages.first().map_or(0, |l| l.fields(&candidate.form.lemma).spoken), sure: 0 };
        for sign in &mut signs[candidate.from..candidate.to] {
            let named = || named(words, candidate);
            let term = |sure| Sign { strong: key, sure, field, ..Sign::default() };
            *sign = match first {
                First::Firm => Sign { listed: sign.listed, ..term(true) },
                First::Shown(_) => Sign { listed: sign.listed, ..term(named()) },
                First::Open(profile) if profile.prior >= ALL_BUT_CERTAIN || named() => term(true),
                First::Open(_) => Sign { soft: key, field, ..Sign::default() },
                First::Not { .. } => Sign { strong: 0, ..*sign },
            };
        }
    }
    signs
}

/// Whether a Latin name has a capital that neither a sentence nor a title accounts for: "the Pods of a Service".
fn named(words: &Words<'_>, candidate: &Candidate<'_>) -> bool {
    let word = &words.words[candidate.from];
    let gap = words.gap(candidate.from);
    let starts = candidate.from == 0 || starts_sentence(gap) || (breaks(gap) && gap.contains('\n'));
    let capital = |at: Option<usize>| at.and_then(|at| words.words.get(at)).is_some_and(|word| word.capital);
    // "A Pod", "The Service": an article has its capital from the sentence.
    let article = candidate.from.checked_sub(1).is_some_and(|at| {
        words.words[at].norm.len() <= 3 && (at == 0 || starts_sentence(words.gap(at)) || words.gap(at).contains('\n'))
    });
    let titled = !breaks(gap) && !article && capital(candidate.from.checked_sub(1))
        || !breaks(words.gap(candidate.to)) && capital(Some(candidate.to));
    word.script == Script::Latin && word.capital && !starts && !titled
}

/// A word of the sentence that belongs to what `profile` says is meant elsewhere, where nothing else is about the
/// glossary's subject: "each node of the binary tree".
fn elsewhere(
    words: &Words<'_>,
    candidate: &Candidate<'_>,
    profile: &Profile,
    signs: &[Sign],
    places: &Places,
) -> Option<Why> {
    if let Some(word) = rival(words, candidate, &[Some(profile), None], signs, places).word {
        return Some(Why::Near(word.clone()));
    }
    let mine = u32::MAX - candidate.form.term as u32;
    let sentence = places.around(&places.sentence, candidate, SENTENCE);
    if sentence.clone().any(|at| signs[at].strong != 0 && signs[at].strong != mine) {
        return None;
    }
    let other = sentence.filter(|&at| signs[at].listed).map(|at| &words.words[at].norm);
    other.into_iter().find(|word| profile.not_near.holds(word)).map(|word| Why::Near(word.clone()))
}

/// A word of another subject in the sentence, or several in a paragraph without a sure sign, or one where it begins;
/// and the sentence has no sure sign either. A name that is rather the term than not asks that its own rules know the
/// subject.
fn rival<'w>(
    words: &'w Words<'_>,
    candidate: &Candidate<'_>,
    profiles: &[Option<&Profile>; 2],
    signs: &[Sign],
    places: &Places,
) -> Rival<'w> {
    let mine = u32::MAX - candidate.form.term as u32;
    let turn = places.turn[candidate.from];
    let profiles = || profiles.iter().flatten();
    let doubtful = profiles().map(|profile| profile.prior).sum::<i32>() <= 0;
    let speaks = |at: &usize| {
        let word = &words.words[*at].norm;
        let says = |profile: &&Profile| signs[*at].listed && profile.not_near.holds(word);
        let known = signs[*at].rival && doubtful || profiles().any(says);
        known && places.turn[*at] == turn && !profiles().any(|profile| profile.near.holds(word))
    };
    let rival = |at: &usize| signs[*at].rival && speaks(at);
    let trade = |at: &usize| !signs[*at].off && speaks(at);
    let sure = |at: usize| signs[at].sure && signs[at].strong != mine;
    let sentence = places.around(&places.sentence, candidate, SENTENCE);
    let paragraph = places.around(&places.paragraph, candidate, PARAGRAPH);
    let alone = places.one_sense && !sentence.clone().any(sure);
    let lonely = alone && !paragraph.clone().any(sure);
    if !alone || named(words, candidate) {
        return Rival { word: None, lonely };
    }
    let title = places.title(&paragraph);
    let many = || paragraph.clone().filter(rival).nth(1).or_else(|| paragraph.clone().filter(trade).nth(3));
    let word =
        sentence.clone().find(speaks).or_else(|| title.clone().find(rival)).or_else(|| many().filter(|_| lonely));
    Rival { word: word.map(|at| &words.words[at].norm), lonely }
}

/// What neighbouring subjects there are beside a candidate.
struct Rival<'w> {
    /// A word of one of them.
    word: Option<&'w String>,
    /// Whether the whole paragraph has no sure sign of the glossary's subject.
    lonely: bool,
}

/// Counts the points of a candidate no rule decided; `other` where the paragraph has just meant something else by it.
fn count(
    words: &Words<'_>,
    candidate: &Candidate<'_>,
    profiles: [Option<&Profile>; 2],
    signs: &[Sign],
    places: &Places,
    on_topic: i32,
    other: bool,
) -> Points {
    let Rival { word: rival, lonely } = rival(words, candidate, &profiles, signs, places);
    let profiles = || profiles.into_iter().flatten();
    // Beside a neighbouring subject only terms are a sign.
    let proves = |sign: Sign| sign.strong != 0 && (rival.is_none() || sign.sure);
    let mut points: i32 = profiles().map(|profile| profile.prior).sum();
    points += profiles().map(|profile| profile.leaning(words, candidate.from, candidate.to)).sum::<i32>();
    let sentence = places.around(&places.sentence, candidate, SENTENCE);
    let paragraph = places.around(&places.paragraph, candidate, PARAGRAPH);
    let (mut strong, mut soft) = (Vec::new(), Vec::new());
    let mut against: Vec<&String> = Vec::new();
    let mine = u32::MAX - candidate.form.term as u32;
    for at in sentence.clone().filter(|at| !(candidate.from..candidate.to).contains(at)) {
        let (sign, word) = (signs[at], &words.words[at].norm);
        if (sign.off && !(sign.listed && profiles().any(|profile| profile.near.holds(word))))
            || (sign.listed && profiles().any(|profile| profile.not_near.holds(word)))
        {
            // What another speaker talks of beside it says nothing.
            if places.turn[at] == places.turn[candidate.from] && !against.iter().any(|other| same(other, word)) {
                against.push(word);
            }
            continue;
        }
        if sign.listed && profiles().any(|profile| profile.near.holds(word)) {
            points += 1;
            strong.push(at as u32 + 1_000_000);
        }
        if proves(sign) && sign.strong != mine && !strong.contains(&sign.strong) {
            strong.push(sign.strong);
        }
        if sign.soft != 0 && sign.soft != mine && !soft.contains(&sign.soft) {
            soft.push(sign.soft);
        }
    }
    points += 2 * strong.len().min(2) as i32 + soft.len().min(2) as i32;
    let near = paragraph.clone().filter(|at| !sentence.contains(at));
    let (mut around, mut around_off) = (0, 0);
    for at in near {
        around += i32::from(proves(signs[at]));
        around_off += i32::from(
            signs[at].off
                || signs[at].listed && profiles().any(|profile| profile.not_near.holds(&words.words[at].norm)),
        );
    }
    let word = &words.words[candidate.from];
    // A Latin name in a text of another script was not put there for its everyday sense.
    let named = named(words, candidate);
    points += 2 * i32::from(named || word.script == Script::Latin && places.foreign);
    // Nobody writes of a Role with a capital who means a part in a play.
    let doubt = -profiles().next().map_or(0, |profile| profile.prior);
    if places.one_sense && named && doubt > 0 && around >= 1 {
        points += (doubt / 2).clamp(1, 2);
    }
    // One such word in a paragraph of the glossary's subject is a figure of speech, or who else is in the room.
    let aside = places.one_sense && against.len() == 1 && around >= 3 && around_off * 3 <= around;
    let listed = |word: &&String| profiles().any(|profile| profile.not_near.holds(word));
    points -= if aside && !against.first().is_some_and(listed) { 2 } else { 3 * against.len().min(2) as i32 };
    let here = points;
    points += i32::from(around >= 1) + i32::from(around >= 3 && around_off * 3 <= around);
    points += i32::from(around >= 5 && around_off == 0 && against.is_empty());
    points += if rival.is_some() { -2 } else { on_topic };
    points -= 2 * i32::from(other && lonely);
    // A paragraph of another subject, one sentence of which does not say so.
    if around == 0 && strong.is_empty() && soft.is_empty() {
        points -= around_off.min(2);
    }
    let against = against.first().copied().or(rival).cloned();
    Points { here, around: points - here, against }
}

/// How much the text as a whole speaks for the glossary's subject: a point where every second sentence shows it, three
/// where besides hardly a word belongs to another one.
fn on_topic(signs: &[Sign], places: &Places) -> i32 {
    let mut sentences = std::collections::HashSet::new();
    let (mut strong, mut off) = (0, 0);
    for (sign, sentence) in signs.iter().zip(&places.sentence) {
        off += usize::from(sign.off);
        if sign.strong != 0 {
            strong += 1;
            sentences.insert(*sentence);
        }
    }
    let all = places.sentence.last().map_or(0, |last| last + 1) as usize;
    match strong >= 3 && sentences.len() * 2 >= all {
        true if strong >= 12 && off * 12 <= strong => 3,
        true => 1,
        // Where doubtful names are weighed by the paragraph, a little less will do.
        false => i32::from(places.one_sense && strong >= 12 && off * 5 <= strong && sentences.len() * 5 >= all * 2),
    }
}
