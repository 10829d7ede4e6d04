//! Where a plain text means a term.
//!
//! The names of a glossary become a trie of words, built once a language ([`Matcher::new`]). A text is taken apart into
//! words; at each word the longest name is a candidate; [`super::evidence`] weighs what may be an everyday word; what is
//! left are the mentions, in order, never overlapping. Time is linear in the text. A name is compared word by word, so
//! one that looks like a pattern or like markup is nothing but its words.

use std::{collections::HashMap, fmt};

use super::{
    context::{Classes, Profile, Topic, language},
    evidence::{self, Candidate},
    forms,
    model::{Glossary, TermId, TermText},
    trie::{Form, Trie},
    words::{Script, Words, is_apostrophe, is_hyphen, joins},
};
use crate::text::{Lang, Span};

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
    /// A rule about what stands before it.
    Before(String),
    /// A rule about what stands after it.
    After(String),
    /// A word of another subject nearby.
    Near(String),
    /// Nothing nearby speaks for the term.
    NoTopic,
    /// Part of an address, a file name or an identifier.
    Identifier,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Repeated => f.write_str("repeated"),
            Self::Heading => f.write_str("heading"),
            Self::OwnSection => f.write_str("own-section"),
            Self::Excluded => f.write_str("excluded"),
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
        }
    }
}

/// Finds the terms of a glossary in texts of one language.
#[derive(Debug)]
pub struct Matcher {
    lang: Lang,
    trie: Trie,
    ids: Vec<TermId>,
    own: HashMap<usize, Profile>,
    topic: Vec<Topic>,
}

impl Matcher {
    /// The matcher for texts in `lang`.
    ///
    /// A text in a language that is not written in Latin letters is also searched for the Latin names a term has in
    /// other languages: notes in Russian say `Pods`.
    pub fn new(glossary: &Glossary, lang: &Lang) -> Self {
        let mut matcher = Self {
            lang: lang.clone(),
            trie: Trie::default(),
            ids: glossary.terms.iter().map(|term| term.id.clone()).collect(),
            own: HashMap::new(),
            topic: Vec::new(),
        };
        let foreign = !lang.writes('a');
        let author = glossary.context.get(lang).into_iter();
        matcher.topic.extend(author.map(|topic| Topic::new(&topic.topic, &topic.off_topic)));
        for (index, term) in glossary.terms.iter().enumerate().filter(|(_, term)| term.link) {
            if let Some(text) = term.texts.get(lang) {
                matcher.add_text(index, text, lang, |_| true);
                let own = language(lang).map_or_else(
                    || Profile::new(&text.context, &Classes::new()),
                    |rules| Profile::new(&text.context, rules.classes()),
                );
                if !own.is_empty() {
                    matcher.own.insert(index, own);
                }
            }
            if let Some(kind) = &term.kind {
                matcher.add(index, kind, None, lang, false);
            }
        }
        for (index, term) in glossary.terms.iter().enumerate().filter(|(_, term)| term.link) {
            let others = term.texts.iter().filter(|(other, _)| foreign && *other != lang);
            for (other, text) in others {
                matcher.add_text(index, text, other, |name| !name.chars().any(|c| c.is_alphabetic() && !c.is_ascii()));
            }
            for short in &term.short {
                matcher.add(index, short, None, lang, true);
            }
        }
        matcher
    }

    fn add_text(&mut self, term: usize, text: &TermText, lang: &Lang, wanted: impl Fn(&str) -> bool) {
        let not: Vec<Vec<String>> = text.not.iter().map(|form| path(form)).collect();
        let lemmas = [&text.name].into_iter().chain(&text.aliases).enumerate();
        for (nth, lemma) in lemmas.filter(|(_, lemma)| wanted(lemma)) {
            let plural = text.plural.as_deref().filter(|_| nth == 0);
            for form in forms::forms(lemma, plural, lang) {
                self.insert(term, lemma, &form, &not, false);
            }
        }
        for form in text.forms.iter().filter(|form| wanted(form)) {
            self.insert(term, form, form, &[], false);
        }
    }

    fn add(&mut self, term: usize, lemma: &str, plural: Option<&str>, lang: &Lang, short: bool) {
        if short {
            self.insert(term, lemma, lemma, &[], true);
            return;
        }
        for form in forms::forms(lemma, plural, lang) {
            self.insert(term, lemma, &form, &[], false);
        }
    }

    fn insert(&mut self, term: usize, lemma: &str, form: &str, not: &[Vec<String>], short: bool) {
        let (words, lemma_words) = (path(form), path(lemma));
        if words.is_empty() || words.len() > MAX_WORDS || not.contains(&words) {
            return;
        }
        let apart = words.len() > lemma_words.len();
        let lemma = if apart {
            forms::english::spellings(lemma).pop().map(|spelling| path(&spelling)).unwrap_or(lemma_words)
        } else {
            lemma_words
        };
        let signs = |c: char| c.is_ascii_punctuation() && !is_hyphen(c) && !is_apostrophe(c);
        let prefix = form.chars().take_while(|c| signs(*c)).collect();
        let suffix = form.chars().rev().take_while(|c| signs(*c)).collect::<Vec<_>>().into_iter().rev().collect();
        self.trie.insert(&words, Form { term, lemma: lemma.join(" "), prefix, suffix, apart, short });
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

    /// The term that a heading names, if it names nothing else.
    pub fn only_term(&self, heading: &str) -> Option<String> {
        match &self.only_terms(heading)[..] {
            [term] => Some(term.as_str().to_owned()),
            _ => None,
        }
    }

    /// The terms that a heading or a label names, if it names nothing else: «Сервисы (Services)», «ConfigMap и Secret».
    pub fn only_terms(&self, label: &str) -> Vec<TermId> {
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
        let words = Words::new(text);
        let mut found: Vec<Candidate<'_>> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match self.longest(&words, at) {
                Some(candidate) => {
                    at = candidate.to;
                    found.push(candidate);
                }
                None => at += 1,
            }
        }
        let languages: Vec<_> = [&self.lang, &Lang::en()].into_iter().filter_map(language).collect();
        let whys = evidence::weigh(&words, &found, &languages, &self.own, &self.topic);
        let mention = |(candidate, why): (&Candidate<'_>, Option<Why>)| Mention {
            span: candidate.span,
            term: self.ids[candidate.form.term].clone(),
            linked: why.is_none(),
            reason: why.map(Reason::NotATerm),
        };
        found.iter().zip(whys).map(mention).collect()
    }

    /// The longest name that begins at word `from`.
    fn longest<'m>(&'m self, words: &Words<'_>, from: usize) -> Option<Candidate<'m>> {
        if from > 0 && words.gap(from).is_empty() {
            return None;
        }
        let mut node = 0;
        let mut best = None;
        for to in from + 1..=words.len().min(from + MAX_WORDS) {
            if to > from + 1 && !joins(words.gap(to - 1)) {
                break;
            }
            let Some(next) = self.trie.step(node, &words.words[to - 1].norm) else { break };
            node = next;
            best = self.complete(words, from, to, self.trie.ends(node)).or(best);
        }
        best
    }

    /// A name that ends at word `to`, with the endings and signs that belong to it.
    fn complete<'m>(&self, words: &Words<'_>, from: usize, to: usize, forms: &'m [Form]) -> Option<Candidate<'m>> {
        let (before, after) = (words.gap(from), words.gap(to));
        for form in forms {
            if !before.ends_with(form.prefix.as_str()) || !after.starts_with(form.suffix.as_str()) {
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

/// A name as a path of normalised words.
fn path(name: &str) -> Vec<String> {
    Words::new(name).words.into_iter().map(|word| word.norm).collect()
}

#[cfg(test)]
mod tests;
