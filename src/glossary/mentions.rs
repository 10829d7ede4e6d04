//! Where a plain text means a term.
//!
//! The names of a glossary become one automaton, built once a language ([`Matcher::new`]). A text is taken apart into
//! words; at each word the longest name is a candidate; `evidence` weighs what may be an everyday word; what is
//! left are the mentions, in order, never overlapping. Time is linear in the text. A name is compared word by word, so
//! one that looks like a pattern or like markup is nothing but its words.

use std::{collections::HashMap, fmt, sync::Arc};

use super::{
    automaton::{Automaton, Form, Hit, Names},
    beside::Beside,
    context::{Classes, Profile, Subject, Topic, language},
    evidence::{self, Candidate},
    forms,
    model::{Glossary, Term, TermId, TermText},
    words::{Script, Words, is_apostrophe, is_hyphen, joins},
};
use crate::{
    memo::Key,
    text::{Lang, Span},
};

/// The longest name, in words.
const MAX_WORDS: usize = 12;

/// A place where a term's name stands.
#[derive(Clone, PartialEq, Debug)]
pub struct Mention {
    /// The stretch of the text.
    pub span: Span,
    /// The term.
    pub term: TermId,
    /// Whether it is linked.
    pub linked: bool,
    /// Why not.
    pub reason: Option<Reason>,
}

impl Mention {
    /// One that is linked.
    pub fn new(span: Span, term: TermId) -> Self {
        Self { span, term, linked: true, reason: None }
    }

    /// Takes it out: it stands where nothing is linked.
    pub(super) fn exclude(&mut self) {
        self.linked = false;
        self.reason = Some(Reason::Excluded);
    }
}

/// Why a name is not linked where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// The section, or page, has a link to the term already.
    Repeated,
    /// Headings have no links.
    Heading,
    /// It is the term's own entry.
    OwnSection,
    /// Code, a link, or a stretch its author marked as not to be linked.
    Excluded,
    /// The glossary says `link = false` of the term.
    Unlinked,
    /// Markup begins or ends inside it.
    Unbalanced,
    /// The caller has no page for the term.
    NoTarget,
    /// It is another word that looks the same.
    NotATerm(Why),
}

/// What shows that another word is meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Why {
    /// What stands before it, by a rule.
    Before(String),
    /// What stands after it, by a rule.
    After(String),
    /// A word of another subject nearby.
    Near(String),
    /// Nothing nearby speaks for the term.
    NoTopic,
    /// Part of an address, a file name or an identifier.
    Identifier,
    /// A capital inside a sentence makes a proper name of it.
    ProperName,
    /// Part of a longer name, one word of which is this.
    Longer(String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Repeated => f.write_str("repeated"),
            Self::Heading => f.write_str("heading"),
            Self::OwnSection => f.write_str("own-section"),
            Self::Excluded => f.write_str("excluded"),
            Self::Unlinked => f.write_str("unlinked"),
            Self::Unbalanced => f.write_str("unbalanced"),
            Self::NoTarget => f.write_str("no-target"),
            Self::NotATerm(why) => write!(f, "not-a-term: {why}"),
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Before(rule) => write!(f, "after `{rule}`"),
            Self::After(rule) => write!(f, "before `{rule}`"),
            Self::Near(word) => write!(f, "near `{word}`"),
            Self::NoTopic => f.write_str("nothing near speaks for it"),
            Self::Identifier => f.write_str("part of an identifier"),
            Self::ProperName => f.write_str("a proper name"),
            Self::Longer(word) => write!(f, "part of a name with `{word}`"),
        }
    }
}

/// Finds the terms of a glossary in texts of one language.
#[derive(Debug)]
pub struct Matcher {
    /// What it was made of.
    pub(super) key: Key,
    lang: Lang,
    automaton: Automaton,
    ids: Vec<TermId>,
    /// By the place of a term: whether its mentions are to be linked.
    linked: Vec<bool>,
    /// The terms by their names as written, in small letters: a name may have signs between its words.
    exact: HashMap<String, TermId>,
    own: HashMap<usize, Profile>,
    subject: Subject,
}

impl Matcher {
    /// The matcher for texts in `lang`.
    ///
    /// A text in a language that is not written in Latin letters is also searched for the Latin names a term has in
    /// other languages: notes in Russian say `Pods`.
    pub fn new(glossary: &Glossary, lang: &Lang) -> Self {
        let foreign = !lang.writes('a');
        let mut names = Builder::default();
        let mut own = HashMap::new();
        for (index, term) in glossary.terms.iter().enumerate() {
            if let Some(text) = term.texts.get(lang) {
                names.text(index, text, lang, |_| true);
                let rules = language(lang).map_or_else(
                    || Profile::new(&text.context, &Classes::new()),
                    |rules| Profile::new(&text.context, rules.classes()),
                );
                if !rules.is_empty() {
                    own.insert(index, rules);
                }
            }
            if let Some(kind) = &term.kind {
                names.lemma(index, kind, None, lang, &[]);
            }
        }
        for (index, term) in glossary.terms.iter().enumerate() {
            let others = term.texts.iter().filter(|(other, _)| foreign && *other != lang);
            for (other, text) in others {
                names.text(index, text, other, |name| !name.chars().any(|c| c.is_alphabetic() && !c.is_ascii()));
            }
            for short in &term.short {
                names.insert(index, &Lemma::new(short), short, true);
            }
        }
        let author = glossary.context.get(lang).map(|topic| Topic::new(&topic.topic, &topic.off_topic));
        let texts = glossary.terms.iter().filter_map(|term| term.texts.get(lang));
        let explained = texts.flat_map(|text| [text.name.as_str(), text.definition.as_str()]);
        let exact = |term: &Term| {
            let names = term.texts.get(lang).into_iter().flat_map(|text| [&text.name].into_iter().chain(&text.aliases));
            names.map(|name| (name.to_lowercase(), term.id.clone())).collect::<Vec<_>>()
        };
        Self {
            key: Key::of(&[glossary.source.text(), lang.tag()]),
            // Of a name that two terms claim, the first has it.
            exact: glossary.terms.iter().rev().flat_map(exact).collect(),
            lang: lang.clone(),
            automaton: names.names.build(),
            ids: glossary.terms.iter().map(|term| term.id.clone()).collect(),
            linked: glossary.terms.iter().map(|term| term.link).collect(),
            own,
            subject: Subject::new(explained, lang, author),
        }
    }

    /// The language of the texts this matcher reads.
    pub fn lang(&self) -> &Lang {
        &self.lang
    }

    /// Every place of a plain text where a term is meant, in order, none overlapping another.
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        let mut found = self.candidates(text);
        found.retain(|mention| mention.linked);
        found
    }

    /// The terms that a text means, as often as it does, linked or not.
    pub fn meant(&self, text: &str) -> Vec<TermId> {
        let means = |mention: &Mention| mention.linked || mention.reason == Some(Reason::Unlinked);
        self.candidates(text).into_iter().filter(means).map(|mention| mention.term).collect()
    }

    /// The term that a heading names, if it names nothing else.
    pub fn only_term(&self, heading: &str) -> Option<String> {
        match &self.only_terms(heading)[..] {
            [term] => Some(term.as_str().to_owned()),
            _ => None,
        }
    }

    /// The terms that a heading or a label names, if it names nothing else: «Сервисы (Services)», «ConfigMap и Secret».
    pub fn only_terms(&self, label: &str) -> Vec<TermId> {
        if let Some(term) = self.exact.get(&label.trim().to_lowercase()) {
            return vec![term.clone()];
        }
        let head = format!("{label}:");
        // It is nothing but the terms: there is no context that could speak against them.
        let mentions = self.candidates(&head);
        let mut rest = String::new();
        let mut done = 0;
        for mention in &mentions {
            rest.push_str(&head[done..mention.span.start]);
            rest.push(' ');
            done = mention.span.end;
        }
        rest.push_str(&head[done..]);
        let joins =
            |word: &str| matches!(word.trim_matches(|c: char| !c.is_alphanumeric()), "" | "и" | "или" | "and" | "or");
        if !rest.split_whitespace().all(joins) {
            return Vec::new();
        }
        let mut terms: Vec<TermId> = Vec::new();
        for mention in mentions {
            if !terms.contains(&mention.term) {
                terms.push(mention.term);
            }
        }
        terms
    }

    /// The mentions, and among them the places where a name stands that means something else there.
    pub fn candidates(&self, text: &str) -> Vec<Mention> {
        self.candidates_beside(text, &Beside::default())
    }

    /// The same, where something stands beside the words of the text.
    pub(super) fn candidates_beside(&self, text: &str, beside: &Beside<'_>) -> Vec<Mention> {
        let words = Words::new(text);
        let found = self.names(&words);
        if found.is_empty() {
            return Vec::new();
        }
        let languages: Vec<_> = [&self.lang, &Lang::en()].into_iter().filter_map(language).collect();
        let whys = evidence::weigh(&words, beside, &found, &languages, &self.own, &self.subject);
        let mention = |(candidate, why): (&Candidate<'_>, Option<Why>)| {
            let unlinked = (!self.linked[candidate.form.term]).then_some(Reason::Unlinked);
            let reason = why.map(Reason::NotATerm).or(unlinked);
            Mention {
                span: candidate.span,
                term: self.ids[candidate.form.term].clone(),
                linked: reason.is_none(),
                reason,
            }
        };
        found.iter().zip(whys).map(mention).collect()
    }

    /// The names in a text: from left to right the longest at each place, none overlapping another.
    fn names<'m>(&'m self, words: &Words<'_>) -> Vec<Candidate<'m>> {
        let parted: Vec<bool> = (0..=words.len()).map(|at| !joins(words.gap(at))).collect();
        let whole = |hit: &Hit<'_>| {
            let glued = hit.from > 0 && words.gap(hit.from).is_empty();
            !glued && !parted[hit.from + 1..hit.to].contains(&true)
        };
        let hits = self.automaton.hits(words).into_iter().filter(whole);
        let mut found: Vec<(usize, Candidate<'m>)> =
            hits.filter_map(|hit| Some((hit.to, self.complete(words, hit.from, hit.to, hit.forms)?))).collect();
        found.sort_by_key(|(to, candidate)| (candidate.from, std::cmp::Reverse(*to)));
        let mut done = 0;
        found.retain(|(_, candidate)| {
            let free = candidate.from >= done;
            if free {
                done = candidate.to;
            }
            free
        });
        found.into_iter().map(|(_, candidate)| candidate).collect()
    }

    /// A name that ends at word `to`, with the endings and signs that belong to it.
    fn complete<'m>(&self, words: &Words<'_>, from: usize, to: usize, forms: &'m [Form]) -> Option<Candidate<'m>> {
        let (before, after) = (words.gap(from), words.gap(to));
        for form in forms {
            if !before.ends_with(&*form.prefix) || !after.starts_with(&*form.suffix) {
                continue;
            }
            // `hPa` is no HPA.
            let written = words.text[words.words[from].span.range()].chars();
            let mut pairs = written.clone().zip(written.skip(1));
            if form.acronym && pairs.any(|(a, b)| a.is_lowercase() && b.is_uppercase()) {
                continue;
            }
            let mut span = Span::new(
                words.words[from].span.start - form.prefix.len(),
                words.words[to - 1].span.end + form.suffix.len(),
            );
            let mut end = to;
            let mut inflected = false;
            let next = words.words.get(to);
            if words.words[to - 1].script == Script::Latin
                && let Some(next) = next.filter(|next| self.is_ending(after, &next.norm))
            {
                (span.end, end, inflected) = (next.span.end, to + 1, next.script == Script::Cyrillic);
            }
            // Glued to a word of another script that is no ending: not this name.
            if end == to && after.is_empty() && next.is_some() && form.suffix.is_empty() {
                continue;
            }
            return Some(Candidate { from, to: end, span, form, inflected });
        }
        None
    }

    /// Whether `word` behind `gap` is an ending of the name before: `pod'ам`, `Podы`, `Pod's`.
    fn is_ending(&self, gap: &str, word: &str) -> bool {
        let mut chars = gap.chars();
        let glue = match (chars.next(), chars.next()) {
            (None, _) => true,
            (Some(c), None) => is_apostrophe(c) || is_hyphen(c),
            _ => false,
        };
        let apostrophe = glue && gap.chars().all(is_apostrophe) && !gap.is_empty();
        (glue && forms::ending(word, &self.lang)) || (apostrophe && word == "s")
    }
}

/// A name and its words.
struct Lemma<'n> {
    name: &'n str,
    words: Vec<String>,
    joined: Arc<str>,
}

impl<'n> Lemma<'n> {
    fn new(name: &'n str) -> Self {
        let words = path(name);
        Self { name, joined: words.join(" ").into(), words }
    }
}

/// Gathers the names of a glossary in every form.
#[derive(Default)]
struct Builder {
    names: Names,
}

impl Builder {
    /// The names of a term in `lang`, those that are `wanted`.
    fn text(&mut self, term: usize, text: &TermText, lang: &Lang, wanted: impl Fn(&str) -> bool) {
        let not: Vec<Vec<String>> = text.not.iter().map(|form| path(form)).collect();
        let lemmas = [&text.name].into_iter().chain(&text.aliases).enumerate();
        for (nth, lemma) in lemmas.filter(|(_, lemma)| wanted(lemma)) {
            self.lemma(term, lemma, text.plural.as_deref().filter(|_| nth == 0), lang, &not);
        }
        for form in text.forms.iter().filter(|form| wanted(form)) {
            self.insert(term, &Lemma::new(form), form, false);
        }
    }

    /// A lemma in every form but those that are `not` of it.
    fn lemma(&mut self, term: usize, lemma: &str, plural: Option<&str>, lang: &Lang, not: &[Vec<String>]) {
        let forms = forms::forms(lemma, plural, lang);
        let lemma = Lemma::new(lemma);
        for form in forms.iter().filter(|form| not.is_empty() || !not.contains(&path(form))) {
            self.insert(term, &lemma, form, false);
        }
    }

    fn insert(&mut self, term: usize, lemma: &Lemma<'_>, form: &str, short: bool) {
        let words = path(form);
        if words.len() > MAX_WORDS {
            return;
        }
        let apart = words.len() > lemma.words.len();
        let spelling = apart.then(|| forms::english::spellings(lemma.name).pop()).flatten();
        let signs = |c: char| c.is_ascii_punctuation() && !is_hyphen(c) && !is_apostrophe(c);
        let prefix: String = form.chars().take_while(|c| signs(*c)).collect();
        let suffix = form.trim_end_matches(signs).len();
        let letters = || lemma.name.chars().filter(|c| c.is_alphabetic());
        let form = Form {
            term,
            lemma: spelling.map_or_else(|| lemma.joined.clone(), |spelling| path(&spelling).join(" ").into()),
            suffix: if prefix.len() < form.len() { form[suffix..].into() } else { "".into() },
            prefix: prefix.into(),
            apart,
            short,
            acronym: letters().count() > 1 && letters().all(|c| c.is_ascii_uppercase()),
        };
        self.names.insert(&words, form);
    }
}

/// A name as a row of normalised words.
fn path(name: &str) -> Vec<String> {
    Words::new(name).words.into_iter().map(|word| word.norm).collect()
}

#[cfg(test)]
mod tests;
