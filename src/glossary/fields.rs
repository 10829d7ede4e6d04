//! Neighbouring fields: trades that share words with the glossary's and mean something else by them.
//!
//! A paragraph on trees has nodes, one on a tracker has labels, and both may speak of servers and memory. The words of
//! a field stand in `context/*.toml`; here they are counted around a name that means something else there, against
//! what belongs to the glossary alone: its other terms, and the words listed as its home. Before any counting the
//! phrase decides: a Docker volume is Docker's, and what a clause on CSS calls a selector is none of the glossary's.

use std::ops::Range;

use super::{
    context::{Bits, Language, Marks, breaks, starts_sentence},
    evidence::{Candidate, SENTENCE, Sign},
    mentions::Why,
    places::Places,
    points::SETTLED,
    senses::Senses,
    systems::Systems,
    walk::OBJECT,
    words::{Script, Words, same},
};

/// How many words to each side a field may show itself, inside the paragraph.
const REACH: usize = 80;
/// How many words to each side an owner may stand.
pub(super) const ATTRIBUTES: usize = 3;
/// How far "there" may stand from a name.
const NEAR: usize = 2;
/// How many words of code are read.
const CODE: usize = 4;
/// How far from the beginning of a clause its head may stand: "In a Java …".
const HEAD: usize = 2;
/// Points that show a field: two of its words, or one that is certain.
pub(super) const SHOWN: u32 = 2;
/// Keys of terms are counted down from the top, those of topic words up from one.
pub(super) const TERMS: u32 = u32::MAX / 2;

/// Lets code speak where it stands, in the sign of a word beside it: `docker volume create` is Docker's.
pub(super) fn hear(signs: &mut [Sign], words: &Words<'_>, codes: &[(usize, &str)], language: &Language) {
    for (number, (at, code)) in codes.iter().enumerate() {
        let code = code.trim_matches('`').trim_start();
        let begins = language.codes.iter().filter(|(begin, _)| code.starts_with(begin.as_str()));
        let files = language.files.iter().filter(|(part, _)| code.contains(part.as_str()));
        let marks = |bit: Bits, system: Bits| Marks { some: bit, sure: bit, owner: bit, system };
        let known = begins.map(|(_, bit)| marks(*bit, 0)).chain(files.map(|(_, bit)| marks(*bit, *bit)));
        let mut says = known.fold(Marks::default(), Marks::or);
        let mut topic = language.states.iter().any(|state| state == code);
        let mut home = language.home_codes.iter().any(|begin| code.starts_with(begin.as_str()));
        let keyed =
            language.home_codes.iter().filter_map(|begin| begin.strip_prefix('*')).any(|key| code.contains(key));
        for (nth, word) in Words::new(code).words.iter().take(CODE).enumerate() {
            let word = language.lexicon.says(&word.norm);
            home |= word.home;
            topic |= nth == 0 && word.topic;
            says = if nth == 0 { says.or(word.field) } else { says };
        }
        if !home && !topic && says == Marks::default() {
            continue;
        }
        let next = words.words.partition_point(|word| word.span.start < *at);
        // A key says what the word before it is: «аннотация `kubernetes.io/…`».
        let before = next.checked_sub(1).filter(|&word| words.text[words.words[word].span.end..*at].trim().is_empty());
        // So does one right before it: "an `emptyDir` volume".
        let object = at + OBJECT.len_utf8();
        let behind = words.words.get(next).and_then(|word| words.text.get(object..word.span.start));
        let behind = behind.filter(|gap| *gap == " ").map(|_| next);
        for at in [before, behind].into_iter().flatten() {
            signs[at].home |= keyed && signs[at].soft != 0;
        }
        let breaks = next >= words.len() || starts_sentence(&words.text[*at..words.words[next].span.start]);
        let beside = if breaks { [next.checked_sub(1), None] } else { [Some(next), next.checked_sub(1)] };
        let free = |at: &usize| signs[*at].strong <= TERMS && signs[*at].soft == 0;
        // A state such as `Pending` is a word of the clause it ends.
        let word = before.or(beside[0]).filter(|at| topic && !home && free(at) && signs[*at].strong == 0);
        let place = beside.into_iter().flatten().find(free).filter(|_| home || says != Marks::default());
        if let Some(at) = word {
            signs[at].strong = TERMS - 1 - number as u32;
        }
        if let Some(at) = place {
            signs[at].field = signs[at].field.or(says);
            signs[at].code = number as u32 + 1;
            if home && says == Marks::default() {
                (signs[at].home, signs[at].strong) = (true, TERMS);
            }
        }
    }
}

/// Takes the name from a system that is only set against what is spoken of: "unlike Swarm", «в отличие от Swarm»; and
/// from what there is none of.
pub(super) fn contrast(signs: &mut [Sign], words: &Words<'_>, language: &Language) {
    let word = |at: usize| &words.words[at].norm;
    let unlike = |at: usize| at > 0 && !breaks(words.gap(at)) && language.unlike.holds(word(at - 1));
    for (at, sign) in signs.iter_mut().enumerate().skip(1) {
        let linked = || !breaks(words.gap(at)) && language.links.holds(word(at - 1)) && unlike(at - 1);
        // What follows right behind it is still its own: "unlike Swarm services".
        let alone = || at + 1 >= words.len() || breaks(words.gap(at + 1));
        if sign.field.system != 0 && (unlike(at) || linked()) && alone() {
            sign.field = Marks { some: sign.field.some, ..Marks::default() };
        }
        // Nor does what is not there say anything: "a thousand containers, no Docker".
        let lacks = || !breaks(words.gap(at)) && language.without.holds(word(at - 1));
        if sign.home && sign.soft == 0 && sign.strong <= TERMS && lacks() && alone() {
            (sign.home, sign.strong) = (false, 0);
        }
    }
}

/// Whose a thing is by the words it is tied to: "a Docker volume", "the nodes of a tree", "in CSS a selector".
enum Owner {
    /// A neighbouring field's; the word that says so.
    Theirs(usize),
    /// The glossary's.
    Ours,
    /// Nobody is named.
    Nobody,
}

/// Reads the words around a name.
#[derive(Clone, Copy)]
pub(super) struct Reader<'r> {
    pub(super) words: &'r Words<'r>,
    pub(super) signs: &'r [Sign],
    /// Where code stands that is not among the words.
    pub(super) codes: &'r [(usize, &'r str)],
    pub(super) places: &'r Places,
    /// Which other systems were named last.
    pub(super) systems: &'r Systems,
    /// The rules of the text's language.
    pub(super) language: Option<&'static Language>,
    /// Whether a capital makes a name of it.
    pub(super) named: bool,
    /// How much the text as a whole speaks for the glossary's subject.
    pub(super) on_topic: i32,
}

impl Reader<'_> {
    /// Why a name belongs to a neighbouring field at this place, if it does; `shown` where a rule shows it to be the term.
    pub(super) fn foreign(&self, candidate: &Candidate<'_>, shown: bool, senses: &Senses) -> Option<Why> {
        let language = self.language?;
        let Self { words, signs, places, .. } = *self;
        let mut fields = language.fields(&candidate.form.lemma).foreign;
        let answered = || self.answered(candidate, language, fields).filter(|_| !shown && !self.named);
        if let Some(at) = answered() {
            return Some(Why::Near(self.spoken(at)));
        }
        // A product is written with a capital and has no plural.
        let first = &words.words[candidate.from];
        let product = first.capital && *first.norm == *candidate.form.lemma;
        fields &= if product { Bits::MAX } else { !language.capital };
        let mut paragraph = places.around(&places.paragraph, candidate, REACH);
        let system = fields & self.systems.told(candidate.from);
        // Few paragraphs have a word of any.
        fields &= system | signs[paragraph.clone()].iter().fold(0, |all, sign| all | sign.field.some);
        if fields == 0 {
            let stranger = self.stranger(candidate, language).filter(|_| !shown && !self.named);
            return stranger.map(|at| Why::Near(self.spoken(at)));
        }
        paragraph = self.item(candidate, paragraph);
        match self.owner(candidate, language, fields) {
            Owner::Theirs(at) => return Some(Why::Near(self.spoken(at))),
            Owner::Ours => return None,
            Owner::Nobody if self.systems.are_compared(candidate.from) => return None,
            Owner::Nobody => fields &= if self.named { language.capital } else { Bits::MAX },
        }
        // No film has anything run in its container: «в контейнере крутится ffmpeg».
        if self.runs(candidate, language) {
            fields &= !language.still;
        }
        if let Some(name) = self.beside(candidate, language, fields) {
            return Some(Why::Near(self.spoken(name)));
        }
        let speaker = self.systems.speaker(candidate.from, system & fields);
        if let Some(name) = speaker.filter(|&name| !self.turns(candidate, name, system & fields)) {
            return Some(Why::Near(self.spoken(name)));
        }
        let (sentence, clause) = (places.around(&places.sentence, candidate, SENTENCE), self.clause(candidate));
        let mine = signs[candidate.from].soft;
        let paired = sentence.clone().any(|at| ![0, mine].contains(&signs[at].soft));
        while fields != 0 {
            let field = fields & fields.wrapping_neg();
            fields ^= field;
            let around = count(words, signs, senses, paragraph.clone(), field);
            // Words that many trades share show none where the whole text is about the glossary's subject.
            let vague = !around.sure && (self.on_topic >= SETTLED || shown && around.theirs <= SHOWN);
            if around.theirs < SHOWN || vague {
                continue;
            }
            let here = count(words, signs, senses, sentence.clone(), field);
            let part = count(words, signs, senses, clause.clone(), field);
            // The name of a product is a name wherever the text has it.
            let product = field & language.capital != 0 && part.ours == 0;
            let whole = |all: &Count, least| all.sure && all.theirs >= least && all.ours == 0;
            let whole = whole(&part, SHOWN) || whole(&here, SHOWN + 1);
            // Where the sentence says nothing, a single word of the paragraph is too little, and against a rule all are.
            let still = field & language.still != 0;
            let baked = || still && around.ours == 0 && self.has_announced(candidate, senses, field);
            let silent = here.theirs == 0 && (shown || still || around.theirs <= SHOWN) && !baked();
            // Nor does a subject that begins later, or a single word of one, say anything of two of our words.
            let later = around.word.is_some_and(|at| at >= sentence.end);
            let lone = paired && around.single;
            // Nor of one that has a word the field has not, and none of the field's.
            let turned = here.theirs == 0 && self.turns(candidate, 0, field);
            let little = silent || lone || turned || paired && later;
            let alone = around.ours == 0 && !little;
            let latest = || {
                let told = || told_last(signs, places, candidate, field);
                around.theirs > SHOWN && here.ours == 0 && told() && !turned && !(still && silent)
            };
            // A clause about two of the glossary's things is about no house.
            let two = || clause.clone().any(|at| self.is_ours(at, candidate) || ![0, mine].contains(&signs[at].soft));
            if still && part.theirs == 0 && two() {
                continue;
            }
            // What was meant right before is meant where a later clause asks: «про поды, а он спросил, из кирпича ли».
            let asked = || part.theirs == 0 && senses.has_just_meant(candidate, self);
            let more = here.ours == 0 && !asked() && here.theirs > 0 && around.theirs > around.ours && !lone;
            if product || whole || alone || more || latest() {
                return around.word.map(|at| Why::Near(self.spoken(at)));
            }
        }
        None
    }

    /// The name of a system that a name's clause says it is in, or comes from: «джоба переезжает из Nomad: у нас …».
    fn beside(&self, candidate: &Candidate<'_>, language: &Language, fields: Bits) -> Option<usize> {
        let clause = self.clause(candidate);
        let colon = |at: &usize| self.words.gap(*at).contains(':');
        let start = (clause.start + 1..=candidate.from).rev().find(colon).unwrap_or(clause.start);
        let clause = start..(candidate.to..clause.end).find(colon).unwrap_or(clause.end);
        let word = |at: usize| &self.words.words[at].norm;
        let is_in = |at: usize| language.of.holds(word(at - 1)) && self.is_tied(at);
        // "As in Nomad": it is only like it.
        let like = |at: usize| at > 1 && self.is_tied(at - 1) && language.links.holds(word(at - 2));
        let named = |at: &usize| self.signs[*at].field.system & fields != 0;
        let name = clause.clone().filter(named).find(|&at| at > clause.start && is_in(at) && !like(at))?;
        let its = self.signs[name].field.system & fields;
        (!clause.clone().any(|at| self.is_strange(at, candidate, its))).then_some(name)
    }

    /// A name nobody knows that "there" right beside a candidate points to: «заявка в ServiceNow: заявка там — письмо».
    fn stranger(&self, candidate: &Candidate<'_>, language: &Language) -> Option<usize> {
        let (from, to) = (candidate.from, candidate.to);
        let word = |at: usize| self.words.words.get(at);
        let there = |at: usize| self.is_tied(at) && word(at).is_some_and(|word| language.there.holds(&word.norm));
        let before =
            from > 0 && self.is_tied(from) && word(from - 1).is_some_and(|word| language.there.holds(&word.norm));
        // "In each namespace there is …" points nowhere.
        let exists = || self.is_tied(to + 1) && word(to + 1).is_some_and(|word| language.exists.holds(&word.norm));
        let behind = || there(to) && !exists();
        if !before && !behind() {
            return None;
        }
        let sentence = self.places.around(&self.places.sentence, candidate, SENTENCE);
        let start = self.sentence_before(candidate, &sentence).start;
        let last = (start..candidate.from).rev().find(|&at| {
            let Sign { strong, soft, home, .. } = self.signs[at];
            let word = &self.words.words[at];
            let starts = || at == 0 || starts_sentence(self.words.gap(at));
            let name = word.script == Script::Latin && word.capital && (self.places.foreign || !starts());
            strong != 0 || home || name && soft == 0
        });
        last.filter(|&at| self.signs[at].strong == 0 && !self.signs[at].home)
    }

    /// A word as it is shown to who asks why: code beside it, where that spoke.
    fn spoken(&self, at: usize) -> String {
        let code = (self.signs[at].code as usize).checked_sub(1).and_then(|number| self.codes.get(number));
        let word = code.and_then(|(_, code)| code.trim_matches(['`', ' ']).split_whitespace().next());
        word.unwrap_or(&self.words.words[at].norm).to_owned()
    }

    /// Whether a word is another term than the candidate's, or at home with the terms.
    pub(super) fn is_ours(&self, at: usize, candidate: &Candidate<'_>) -> bool {
        let sign = self.signs[at];
        sign.home || sign.strong > TERMS && sign.strong != candidate.key()
    }

    /// Whether a word speaks for the glossary's subject, or says that it is meant.
    pub(super) fn speaks(&self, at: usize, candidate: &Candidate<'_>) -> bool {
        let Sign { strong, soft, .. } = self.signs[at];
        strong != 0 && strong != candidate.key()
            || soft != 0 && soft != candidate.key()
            || self.language.is_some_and(|language| language.ours.holds(&self.words.words[at].norm))
    }

    /// Whether the clause of a name has a word of a field in whose things no program runs: «наш под выгорел, кирпич …».
    pub(super) fn is_house(&self, candidate: &Candidate<'_>) -> bool {
        let Some(language) = self.language else { return false };
        let still = language.fields(&candidate.form.lemma).foreign & language.still;
        let theirs = |sign: &Sign| sign.field.some & still != 0 && sign.strong <= TERMS && sign.soft == 0;
        still != 0 && self.signs[self.clause(candidate)].iter().any(theirs)
    }

    /// Whether products are called so, too: Node.
    pub(super) fn is_product(&self, candidate: &Candidate<'_>) -> bool {
        self.language.is_some_and(|language| language.is_product(&candidate.form.lemma))
    }

    /// Whether words right before a name say that the glossary's is meant: "our own selectors".
    pub(super) fn is_called_ours(&self, from: usize) -> bool {
        let Some(language) = self.language else { return false };
        let before = (from.saturating_sub(NEAR)..from).rev();
        let mut before = before.take_while(|&at| self.is_tied(at + 1)).map(|at| &self.words.words[at].norm);
        before.any(|word| language.ours.holds(word))
    }

    /// The sentence before that of a name, in the same paragraph or item of a list.
    pub(super) fn sentence_before(&self, candidate: &Candidate<'_>, sentence: &Range<usize>) -> Range<usize> {
        let paragraph = self.item(candidate, self.places.around(&self.places.paragraph, candidate, REACH));
        let Some(last) = sentence.start.checked_sub(1).filter(|at| paragraph.contains(at)) else {
            return sentence.start..sentence.start;
        };
        let numbers = &self.places.sentence;
        numbers.partition_point(|&n| n < numbers[last]).max(paragraph.start)..sentence.start
    }

    /// Whether nothing parts a word from the one before it.
    pub(super) fn is_tied(&self, at: usize) -> bool {
        at > 0 && at < self.words.len() && !breaks(self.words.gap(at))
    }

    fn owner(&self, candidate: &Candidate<'_>, language: &Language, fields: Bits) -> Owner {
        let (from, to) = (candidate.from, candidate.to);
        let Self { words, signs, .. } = *self;
        let word = |at: usize| &words.words[at].norm;
        let owns = |at: usize| signs[at].field.owner & fields != 0 && signs[at].strong <= TERMS;
        let home = |at: usize| signs[at].home && !language.common.holds(word(at));
        let named = |at: usize| signs[at].field.some & fields == 0 && (signs[at].strong > TERMS || home(at));
        let ours = |at: usize| named(at) || language.ours.holds(word(at));
        let sentence = self.places.around(&self.places.sentence, candidate, SENTENCE);
        let former = self.sentence_before(candidate, &sentence);
        // "A Lambda reads the password. Can the pods use that secret?": that of the sentence before.
        let that = from > 0 && self.is_tied(from) && language.such.holds(word(from - 1));
        let that = that && !self.named && !former.clone().any(ours);
        if let Some(at) = former.clone().find(|&at| that && owns(at)) {
            return Owner::Theirs(at);
        }
        // A capital is the name of whoever stands right beside it: "instead of a Swarm service you need a Service".
        let attributes = if self.named { 1 } else { ATTRIBUTES };
        for at in (from.saturating_sub(attributes)..from).rev().take_while(|&at| self.is_tied(at + 1)) {
            match () {
                () if owns(at) => return Owner::Theirs(at),
                () if ours(at) => return Owner::Ours,
                () if language.links.holds(word(at)) => break,
                () => {}
            }
        }
        // A noun in the genitive needs no preposition: «секрет клиента OAuth».
        let inflects = words.words[from].script == Script::Cyrillic;
        // "The namespaces that `lsns` prints", «тома, которые создаёт LVM».
        let relative = to + 1 < words.len()
            && language.relative.holds(word(to))
            && words.gap(to).trim_start_matches(',').trim().is_empty();
        let mut left = ATTRIBUTES;
        for at in (to + usize::from(relative)..words.len()).take(2 * ATTRIBUTES) {
            let of = at == to && language.of.holds(word(at));
            let verb = || !inflects || language.runs.holds(word(at));
            let stops = || !of && (language.links.holds(word(at)) || at == to && verb());
            match () {
                () if left == 0 || !self.is_tied(at) => break,
                // Code behind a preposition stands in its sign: "a cron job in `/etc/crontab`".
                () if owns(at) && (inflects || at > to || of && signs[at].code != 0) => return Owner::Theirs(at),
                () if named(at) => return Owner::Ours,
                () if stops() => break,
                () => left -= usize::from(!of && !language.articles.holds(word(at))),
            }
        }
        if self.named {
            return Owner::Nobody;
        }
        // «…Docker, и тома там свои», "there a service keeps …".
        let there = |at: usize| words.words.get(at).is_some_and(|word| language.there.holds(&word.norm));
        // What begins a sentence points to the one before, for all that its first clause names.
        let opens = there(sentence.start) && self.clause(candidate).start == sentence.start;
        if opens || (from.saturating_sub(NEAR)..from).chain(to..to + NEAR).any(there) {
            let last = (former.start..from).rev().find(|&at| owns(at) || ours(at));
            let last = last.filter(|&at| !ours(at)).or_else(|| self.stranger(candidate, language));
            return last.map_or(Owner::Nobody, Owner::Theirs);
        }
        // «Пароли хранит Vault, откуда их перекладывают в секреты»: where something goes is another's.
        let before = (from.saturating_sub(NEAR)..from).rev().find(|&at| !language.articles.holds(word(at)));
        // "…, and a cluster" begins a clause.
        let joins = |at: usize| words.gap(at).contains(',') && language.joins.holds(word(at));
        if before.is_some_and(|at| self.is_tied(at + 1) && language.links.holds(word(at)) && !joins(at)) {
            return Owner::Nobody;
        }
        // What the clause begins with: "In CSS, a selector", "Compose calls each of them a service".
        let starts = |at: usize| at == sentence.start || breaks(words.gap(at));
        let is_head = |at: usize| {
            let first = (at.saturating_sub(HEAD)..=at).rev().find(|&at| starts(at));
            // Behind a comma it might be one of a list.
            let opens =
                |first: usize| first < at || first == sentence.start || words.gap(first).contains([':', ';', '—', '–']);
            let alone = |first: usize| !(first + 1..at).any(|at| language.links.holds(word(at)));
            first.is_some_and(|first| opens(first) && alone(first))
        };
        let before = (sentence.start..from).rev().take_while(|&at| !words.gap(at + 1).contains(';') && !ours(at));
        // A stove is no system that a sentence goes on about.
        let begins = |at: usize| owns(at) && signs[at].field.owner & fields & !language.still != 0;
        let head = before.filter(|&at| begins(at)).find(|&at| is_head(at));
        head.map_or(Owner::Nobody, Owner::Theirs)
    }
}

/// Whether of the words before a name in its paragraph the field's own stand nearer than what is the glossary's.
fn told_last(signs: &[Sign], places: &Places, candidate: &Candidate<'_>, field: Bits) -> bool {
    let start = places.around(&places.paragraph, candidate, REACH).start;
    let says = signs[start..candidate.from].iter().rev().find_map(|sign| {
        let theirs = sign.field.sure & field != 0;
        let ours = sign.field.some & field == 0 && (sign.strong > TERMS || sign.home);
        (ours || theirs).then_some(!ours)
    });
    says.unwrap_or_default()
}

/// What stands in a stretch of words.
pub(super) struct Count {
    /// Points for the field.
    pub(super) theirs: u32,
    /// How much belongs to the glossary's subject alone.
    ours: u32,
    /// Whether one of its words is certain, or may own things.
    pub(super) sure: bool,
    /// Whether it is a single word.
    single: bool,
    /// The first word of the field.
    word: Option<usize>,
}

pub(super) fn count(words: &Words<'_>, signs: &[Sign], senses: &Senses, range: Range<usize>, field: Bits) -> Count {
    let (mut theirs, mut ours): (Vec<&str>, Vec<(u32, u32)>) = (Vec::new(), Vec::new());
    let (mut points, mut sure, mut first) = (0, false, None);
    for at in range {
        let (sign, word) = (signs[at], &words.words[at]);
        let (term, here) = (sign.strong > TERMS, sign.field.some & field != 0);
        // What turned out to be something else speaks for nothing.
        if !here && (term || sign.home) && !senses.has_denied(at) {
            let key = if term { (sign.strong, 0) } else { (0, sign.word) };
            if !ours.contains(&key) {
                ours.push(key);
            }
        } else if here && !term && sign.soft == 0 && !theirs.iter().any(|other| same(other, &word.norm)) {
            theirs.push(&word.norm);
            first = first.or(Some(at));
            sure |= sign.field.owner & field != 0;
            points += if sign.field.sure & field != 0 { SHOWN } else { 1 };
        }
    }
    Count { theirs: points, sure, single: theirs.len() == 1, ours: ours.len() as u32, word: first }
}
