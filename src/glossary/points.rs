//! Counts what the surroundings of a doubtful name say of it.
//!
//! Names that are nothing but terms and words of the topic in the same sentence weigh most, then other doubtful names,
//! the paragraph, the whole text. Words of other subjects weigh against it, each as much as nothing firm stands about:
//! where two of the glossary's own names are near, a kitchen or a sister is only who else lives in the house.

use std::{cell::LazyCell, collections::HashSet, ops::Range};

use super::{
    context::{Profile, breaks},
    discourse::{ENOUGH, Points},
    evidence::{self, Candidate, PARAGRAPH, PLAIN, SENTENCE, Sign},
    fields::{Reader, TERMS},
    places::Places,
    senses::{Other, Senses},
    words::{Script, same},
};

/// So many doubtful names are no accident.
const MANY: usize = 3;
/// How many words to each side are near.
const NEAR: usize = 25;
/// So many names of the glossary's own near a name make the place its subject's.
const FIRM: usize = 2;
/// From this prior on a name is jargon.
const JARGON: i32 = 3;
/// Points of a text hardly a word of which belongs to another subject.
pub(super) const SETTLED: i32 = 3;
/// Points of a cell that is set against those of another system.
const COMPARED: i32 = 3;
/// A name and its number have no more blanks before a colon: «пространств имён два: …».
const COUNTED: usize = 2;
/// What a word of another subject weighs where nothing is firm, and where the sentence has a firm name.
const HEAVY: usize = 3;
const LIGHT: usize = 2;

/// Counts the points of a candidate no rule decided; `other` where the paragraph has just meant something else by it.
pub(super) fn count(
    reader: &Reader<'_>,
    candidate: &Candidate<'_>,
    profiles: [Option<&Profile>; 2],
    other: Option<&Other>,
    senses: &Senses,
) -> Points {
    let Reader { words, signs, places, named, on_topic, .. } = *reader;
    let profiles = || profiles.into_iter().flatten();
    let proves = |sign: Sign| sign.strong != 0;
    let mut points: i32 = profiles().map(|profile| profile.prior).sum();
    let plain = points <= PLAIN;
    // Nobody writes of a Role with a capital who means a part in a play; abbreviations have theirs in every trade.
    let capital = named && !places.foreign;
    // Nor who has them in another script: «чем Role отличается от роли».
    let kind = || !candidate.form.acronym && !reader.is_product(candidate) && !profiles().any(|profile| profile.proper);
    if capital || named && kind() {
        points = points.max(0);
    }
    let whole = places.around(&places.sentence, candidate, SENTENCE);
    let sentence = reader.side(candidate, whole.clone());
    points -= 2 * i32::from(senses.is_set_against(candidate, reader));
    let paragraph = places.around(&places.paragraph, candidate, PARAGRAPH);
    let clause = LazyCell::new(|| reader.clause(candidate));
    let is_ours = |at: usize| reader.is_ours(at, candidate);
    let sure = LazyCell::new(|| clause.clone().any(is_ours));
    let speaks = |at: usize| signs[at].listed && profiles().any(|profile| profile.near.holds(&words.words[at].norm));
    let technical = |at: usize| speaks(at) || proves(signs[at]) && signs[at].strong != candidate.key();
    // A clause of its own, in a sentence with a sure term, that no word of another subject stands in.
    let free = LazyCell::new(|| !clause.clone().any(|at| signs[at].off) && sentence.clone().any(is_ours));
    let part = LazyCell::new(|| reader.part(candidate));
    let asked = LazyCell::new(|| clause.clone().any(technical) || reader.has_code(&clause));
    // "her Service", "no secrets": nothing against a capital or a sure term beside it, or a word that speaks for it there
    // and a sure term in the sentence.
    let certain = || named || *sure || *asked && sentence.clone().any(is_ours);
    let leaning = |profile: &Profile| profile.leaning(words, candidate.from, candidate.to, certain);
    points += profiles().map(leaning).sum::<i32>() + COMPARED * i32::from(reader.systems.are_compared(candidate.from));
    // Nor is a kind with a capital what another clause talks of: "troops take months, and the Deployment a minute".
    let clear = capital && !profiles().any(|profile| profile.proper);
    points += i32::from(reader.names_code(candidate) || reader.lists_code(candidate));
    let (mut strong, mut soft, mut pair) = (Vec::new(), Vec::new(), false);
    let mut against: Vec<&String> = Vec::new();
    // How many of these stand in its own clause.
    let mut inside = 0;
    // How near the nearest word of another subject stands, and the nearest that speaks for the term.
    let (mut strange, mut nearest) = (usize::MAX, usize::MAX);
    let distance = |at: usize| if at < candidate.from { candidate.from - at } else { at + 1 - candidate.to };
    // Nothing else has the name in plain speech: «нода».
    let jargon = profiles().any(|profile| profile.prior >= JARGON);
    let sure_by_itself = profiles().any(|profile| profile.prior >= ENOUGH && !profile.proper);
    // What a later clause asks of it is asked of what the sentence before has meant.
    let told_before = LazyCell::new(|| senses.has_just_meant(candidate, reader));
    let meant_before = LazyCell::new(|| senses.has_last_meant(candidate, reader));
    let mine = candidate.key();
    for at in sentence.clone().filter(|at| !(candidate.from..candidate.to).contains(at)) {
        let (sign, word) = (signs[at], &words.words[at].norm);
        let listed = sign.listed && profiles().any(|profile| profile.not_near.holds(word));
        // What others share with the glossary's subject says nothing where one of its own names stands, too.
        if listed && proves(sign) && sentence.clone().any(is_ours) {
            continue;
        }
        if listed || sign.off && !speaks(at) {
            // "In the ship's server room": it only owns what speaks for the term.
            let owned =
                || words.words.get(at + 1).is_some_and(|word| &*word.norm == "s") && !words.gap(at + 1).contains(' ');
            let its = |at: usize| at < sentence.end && (speaks(at) || proves(signs[at]));
            if !listed && owned() && its(at + 2) {
                continue;
            }
            // "The bank keeps each service in its own namespace": it only has what the clause is about.
            let other = |at: usize| is_ours(at) || sure_by_itself && ![0, mine].contains(&signs[at].soft);
            if reader.is_house_that_has(at) && clause.clone().any(other) {
                continue;
            }
            // "Water ingress, and not a line of it in any ingress": what was said of the other.
            if sure_by_itself && !clause.contains(&at) && senses.explains(candidate, word) {
                continue;
            }
            // What another speaker talks of beside it says nothing, nor another clause where this one or the name is
            // sure, or this one has a technical word; nor what is said in brackets.
            let clear = clear || *sure || !listed && (jargon || *asked);
            let known = || if listed { *told_before } else { against.is_empty() && *meant_before };
            let later = || at >= candidate.to && !clause.contains(&at) && known();
            let apart = places.turn[at] != places.turn[candidate.from]
                || later()
                || (clear || !listed && *free && part.contains(&at)) && !clause.contains(&at)
                || !listed && reader.is_aside(candidate, at);
            if !apart && !against.iter().any(|other| same(other, word)) {
                against.push(word);
                inside += usize::from(!listed && clause.contains(&at));
                strange = strange.min(distance(at));
            }
            continue;
        }
        if is_ours(at) {
            nearest = nearest.min(distance(at));
        }
        if speaks(at) {
            points += 1;
            strong.push(at as u32 + 1_000_000);
        }
        if proves(sign) && sign.strong != mine && !strong.contains(&sign.strong) {
            pair |= sign.strong > TERMS && profiles().any(|profile| profile.pair.holds(word));
            strong.push(sign.strong);
        }
        if sign.soft != 0 && sign.soft != mine && !soft.contains(&sign.soft) && !senses.has_denied(at) {
            pair |= profiles().any(|profile| profile.pair.holds(word));
            soft.push(sign.soft);
        }
    }
    let listed_off =
        |at: usize| signs[at].listed && profiles().any(|profile| profile.not_near.holds(&words.words[at].norm));
    // "Whales at breakfast. A pod of eleven, …": a sentence that says nothing goes on with what the one before spoke of.
    let before = reader.sentence_before(candidate, &whole);
    let says_nothing = strong.is_empty() && soft.is_empty() && against.is_empty() && !named;
    let is_subject = candidate.from <= whole.start + 1;
    if says_nothing && is_subject && !before.clone().any(|at| is_ours(at) || proves(signs[at])) {
        against.extend(before.clone().find(|&at| listed_off(at)).map(|at| &words.words[at].norm));
    }
    points += 2 * strong.len().min(2) as i32 + i32::from(pair);
    let item = reader.alone(candidate, &paragraph, senses);
    // Who says on what it is about: "In a volume," said Ruth. "The claim asks …".
    let next = reader.said_next(candidate, &whole);
    points += 2 * i32::from(next.is_some_and(|mut next| next.any(is_ours)));
    let lends = |at: &usize| !whole.contains(at) && item.as_ref().is_none_or(|item| item.contains(at));
    // A cell is read with its row.
    let mut near = places.remarks(candidate, &paragraph);
    if let Some(row) = reader.systems.row(candidate.from) {
        let (from, to) = (candidate.from.saturating_sub(PARAGRAPH), candidate.to + PARAGRAPH);
        let row = row.start.max(from)..row.end.min(to);
        let shows = |at: usize| !sentence.contains(&at) && (is_ours(at) || reader.heads_cell(at, at + 1));
        points += i32::from(row.clone().any(shows));
        near = near.start.min(row.start)..near.end.max(row.end);
    }
    // Who talks of something else in a conversation learns nothing from the other.
    let lone_word = candidate.to == candidate.from + 1 && !candidate.form.acronym && !named;
    let alone = lone_word && !sure_by_itself && {
        // What follows in another sentence is another matter.
        let said = places.said(candidate, SENTENCE);
        let said = said.start..places.around(&places.turn, candidate, SENTENCE).end.min(said.end);
        let rest = || said.clone().filter(|at| !(candidate.from..candidate.to).contains(at));
        let off = |at: usize| signs[at].off || listed_off(at);
        let ours = |at: usize| proves(signs[at]) && signs[at].strong != mine || speaks(at);
        places.message[candidate.from] > 0 && rest().any(off) && !rest().any(ours)
    };
    let near = near.filter(lends).filter(|&at| !alone || places.message[at] == places.message[candidate.from]);
    let (mut around, mut around_off, mut doubtful, mut firm) = (0, 0, 0, false);
    for at in near {
        around += usize::from(proves(signs[at]) && !senses.has_denied(at));
        firm |= is_ours(at);
        doubtful += usize::from(signs[at].soft != 0 && signs[at].soft != mine && !senses.has_denied(at));
        // Who answers with something else says nothing of what was said before.
        around_off += usize::from(at < paragraph.end && (signs[at].off || listed_off(at)));
    }
    // Doubtful names vouch for each other where anything speaks for the glossary's subject.
    let lonely = around == 0 && soft.len() < MANY && strong.is_empty() && on_topic <= 0 && !pair && !named;
    points += if lonely { 0 } else { soft.len().min(2) as i32 };
    let word = &words.words[candidate.from];
    let loan = sure_by_itself && word.script == Script::Cyrillic;
    // A Latin name in a text of another script was not put there for its everyday sense.
    let abbreviated = (candidate.form.acronym || candidate.form.short) && evidence::named(words, candidate);
    let latin =
        word.script == Script::Latin && places.foreign && !(candidate.form.short && reader.in_translit(candidate));
    points += 2 * i32::from(named || abbreviated || latin);
    let several = candidate.to > candidate.from + 1 && !candidate.inflected;
    let bare = strong.is_empty() && soft.is_empty();
    let listed = against.iter().filter(|word| profiles().any(|profile| profile.not_near.holds(word))).count();
    let others = match () {
        () if against.is_empty() => 0,
        // A name with a capital or of several words is nobody's everyday word.
        () if capital => 0,
        // But in a clause that is about nothing else: «мачту удлинили, это вертикальное масштабирование».
        () if several => {
            let told =
                || (paragraph.start..whole.start).any(is_ours) || whole.end < paragraph.end && is_ours(whole.end);
            if bare && !told() { HEAVY * inside } else { 0 }
        }
        // Nothing else is called so.
        () if listed == 0 && jargon && word.script == Script::Cyrillic => 0,
        // Hardly anything but the glossary's has such a loan for its name: one word of a sofa is an accident.
        () if listed == 0 && against.len() == 1 && loan && around >= around_off.max(1) * FIRM => 0,
        // What its own sentence talks of says more than those around it.
        () if listed == 0 && bare && against.len() > 1 && reader.is_at_home(candidate) => against.len().min(HEAVY),
        () if listed == 0 && reader.is_at_home(candidate) => (against.len() - listed).min(2).saturating_sub(1),
        // A word beside two names that belong together, one of which runs: "the shed and the cluster, where pods run".
        () if listed == 0 && against.len() == 1 && pair && reader.has_running(candidate, &sentence) => 1,
        // What it is tied to says more than what else the sentence talks of.
        () if nearest < strange => (against.len() - listed).min(1),
        () if sentence.clone().any(is_ours) => LIGHT * (against.len() - listed),
        () => HEAVY * (against.len() - listed),
    };
    points -= (HEAVY * listed + others).min(2 * HEAVY) as i32;
    let in_cell = reader.heads_cell(candidate.from, candidate.to);
    points = if in_cell { points.max(ENOUGH) } else { points };
    let here = points;
    // A single word among many of other subjects says nothing of a sentence that says nothing itself.
    let lost = bare && around == 1 && !firm && around_off > FIRM && !places.is_heading(candidate.from);
    points += i32::from(around >= 1 && !lost) + i32::from(around >= 3 && around_off * 3 <= around);
    points += i32::from(around >= 5 && around_off == 0 && against.is_empty());
    points += if alone { 0 } else { on_topic }
        - other.map_or(0, |other| match () {
            () if other.certain || other.doubtful => 2,
            // A word of the glossary's in its own sentence speaks for itself.
            () => i32::from(strong.is_empty() && soft.is_empty()),
        });
    // A paragraph of another subject, one sentence of which does not say so.
    if !capital && !in_cell && around == 0 && doubtful < FIRM && bare && !(several && sure_by_itself) {
        points -= around_off.min(2) as i32;
    }
    let against = against.first().copied().cloned();
    let own = !strong.is_empty() || !soft.is_empty();
    let sure = whole.clone().any(is_ours);
    Points { here, around: points - here, against, plain, alone, own, sure, named }
}

/// How much the text as a whole speaks for the glossary's subject: a point where every second sentence shows it, three
/// where besides hardly a word belongs to another one.
pub(super) fn on_topic(signs: &[Sign], places: &Places) -> i32 {
    let mut sentences = HashSet::new();
    let (mut strong, mut off) = (0, 0);
    for (sign, sentence) in signs.iter().zip(&places.sentence) {
        off += usize::from(sign.off);
        // Code has a sign of its own kind, and every trade has code.
        if sign.strong != 0 && !(TERMS / 2..TERMS).contains(&sign.strong) {
            strong += 1;
            sentences.insert(*sentence);
        }
    }
    let all = places.sentence.last().map_or(0, |last| last + 1) as usize;
    match strong >= 3 && sentences.len() * 2 >= all {
        true if strong >= 12 && off * 12 <= strong => SETTLED,
        true => 1,
        // Where doubtful names are weighed by the paragraph, a little less will do.
        false => i32::from(strong >= 12 && off * 5 <= strong && sentences.len() * 5 >= all * 2),
    }
}

impl Reader<'_> {
    /// The item of a list a name stands in, where what announces the list does not speak of the glossary's subject, nor do
    /// most of the other items: nothing is to be learnt from those that do. Who chats goes on from one to the next.
    fn alone(&self, candidate: &Candidate<'_>, paragraph: &Range<usize>, senses: &Senses) -> Option<Range<usize>> {
        let item = self.item(candidate, paragraph.clone());
        let turn = &self.places.turn;
        if item == *paragraph || item.start > 0 && turn[item.start] != turn[item.start - 1] {
            return None;
        }
        // Whether each speaks of it, the announcement first.
        let mut speaks = vec![false];
        for at in paragraph.clone().filter(|at| !item.contains(at)) {
            if self.words.gap(at).contains("\n- ") {
                speaks.push(false);
            }
            let Sign { strong, soft, .. } = self.signs[at];
            let doubtful = soft != 0 && !senses.has_denied(at);
            let said = if speaks.len() == 1 { self.is_ours(at, candidate) } else { strong != 0 || doubtful };
            speaks.last_mut().into_iter().for_each(|speaks| *speaks |= said);
        }
        let (announced, items) = (speaks[0], &speaks[1..]);
        let ours = items.iter().filter(|speaks| **speaks).count();
        (!announced && items.len() > 1 && ours * 2 < items.len()).then_some(item)
    }

    /// Whether code stands right behind a name: the object that is called so, "the secret `pay`".
    fn names_code(&self, candidate: &Candidate<'_>) -> bool {
        self.code_behind(candidate.to).is_some()
    }

    /// Whether what a name stands for is listed as code behind a colon: "two namespaces: `shop` and `archive`".
    pub(super) fn lists_code(&self, candidate: &Candidate<'_>) -> bool {
        let end = candidate.span.end;
        let next = self.codes.get(self.codes.partition_point(|(at, _)| *at < end));
        let gap = next.and_then(|(at, _)| self.words.text.get(end..*at));
        let counted = gap.and_then(|gap| gap.strip_suffix(": "));
        counted.is_some_and(|gap| gap.split(' ').count() <= COUNTED && !gap.contains(['.', ',', ';', ':', '\n']))
    }

    /// Whether a sentence says that a doubtful name of it runs.
    fn has_running(&self, candidate: &Candidate<'_>, sentence: &Range<usize>) -> bool {
        let Some(language) = self.language else { return false };
        let runs = |at: usize| self.is_tied(at) && language.runs.holds(&self.words.words[at].norm);
        let mut names = sentence.clone().filter(|&at| self.signs[at].soft != 0 || at == candidate.from);
        names.any(|at| at + 1 < sentence.end && runs(at + 1))
    }

    /// The code right behind a name.
    fn code_behind(&self, to: usize) -> Option<&str> {
        let end = self.words.words[to - 1].span.end;
        let (at, code) = self.codes.get(self.codes.partition_point(|(at, _)| *at < end))?;
        self.words.text.get(end..*at).is_some_and(|gap| gap == " ").then_some(code)
    }

    /// Whether a cell of a table begins with a word and what one of many objects is called: «под `cache-0`».
    fn heads_cell(&self, from: usize, to: usize) -> bool {
        let sentence = &self.places.sentence;
        let begins = from.checked_sub(1).is_none_or(|before| sentence[before] != sentence[from]);
        let numbered = |code: &str| code.contains('-') && code.contains(|c: char| c.is_ascii_digit());
        begins && self.systems.row(from).is_some() && self.code_behind(to).is_some_and(numbered)
    }

    /// Whether a word is a house that has what its clause speaks of: "The bank keeps …".
    fn is_house_that_has(&self, at: usize) -> bool {
        let Some(language) = self.language.filter(|language| language.houses.holds(&self.words.words[at].norm)) else {
            return false;
        };
        let starts = |at: usize| at == 0 || breaks(self.words.gap(at));
        let article = at > 0 && language.articles.holds(&self.words.words[at - 1].norm);
        let begins = starts(at) || article && starts(at - 1);
        begins && self.is_tied(at + 1) && language.having.holds(&self.words.words[at + 1].norm)
    }

    /// Whether two words of no command stand right beside a short name, in small Latin letters: "po povodu otpuska".
    fn in_translit(&self, candidate: &Candidate<'_>) -> bool {
        let strange = |at: usize| {
            let sign = self.signs[at];
            let small = self.words.words.get(at).is_some_and(|word| word.script == Script::Latin && !word.capital);
            small && sign.strong == 0 && sign.soft == 0 && !sign.home
        };
        let (from, to) = (candidate.from, candidate.to);
        let blank = |at: usize| self.words.gap(at) == " ";
        to + 1 < self.words.len() && (to..to + 2).all(|at| blank(at) && strange(at))
            || from > 1 && (from - 2..from).all(|at| blank(at + 1) && strange(at))
    }

    /// Whether names of the glossary's own stand near, and not too many words of other subjects among them; the items of a
    /// list have a subject each.
    pub(super) fn is_at_home(&self, candidate: &Candidate<'_>) -> bool {
        let Range { start, end } = self.item(candidate, self.places.around(&self.places.paragraph, candidate, NEAR));
        let (mut firm, mut off): (Vec<(u32, &str)>, Vec<&str>) = (Vec::new(), Vec::new());
        for at in (start..candidate.from).chain(candidate.to..end) {
            let (sign, word) = (self.signs[at], self.words.words[at].norm.as_str());
            if self.is_ours(at, candidate) {
                let key = if sign.home { (0, word) } else { (sign.strong, "") };
                if !firm.contains(&key) {
                    firm.push(key);
                }
            } else if sign.off && !off.iter().any(|other| same(other, word)) {
                off.push(word);
            }
        }
        firm.len() >= FIRM && off.len() <= 2 * firm.len()
    }
}
