//! What the chapters of an edition say, written when somebody asks for it.
//!
//! A chapter's text is a function of what [`Sources`] names. What the last build wrote from the same is known by its hash:
//! whoever made something of that text, a page or what a search finds in it, need not see the text again.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::fill::{Filler, Homes};
use crate::{
    book::{compose::Composed, directives},
    memo::{Kept, Key, Parts},
    translate::{Message, Translations},
};

/// The texts of an edition, in the order of its chapters.
pub struct Texts<'a> {
    filler: Filler<'a>,
    homes: &'a Homes,
    hashes: Vec<Key>,
    written: Vec<OnceLock<String>>,
}

impl<'a> Texts<'a> {
    /// Finds the hash of each text, and writes those that the last build did not.
    pub(super) fn new(filler: Filler<'a>, homes: &'a Homes, said: Said<'a>, kept: &Kept) -> Self {
        let written: Vec<OnceLock<String>> = filler.chapters.iter().map(|_| OnceLock::new()).collect();
        let sources = Sources::new(&filler, homes, said);
        let hash = |n: usize| {
            let text = || written[n].get_or_init(|| filler.chapter(&filler.chapters[n], homes));
            kept.get(sources.of(n).of("text").key(), || Key::of(&[text()]))
        };
        // From the end, where books have what is long: the glossary and the raw notes.
        let mut hashes: Vec<Key> = (0..written.len()).into_par_iter().rev().map(hash).collect();
        hashes.reverse();
        Self { filler, homes, hashes, written }
    }

    /// The chapters whose texts they are.
    pub fn chapters(&self) -> &'a [Composed] {
        self.filler.chapters
    }

    /// The hash of a text.
    pub fn hash(&self, n: usize) -> Key {
        self.hashes[n]
    }

    /// The length of a text in bytes; nothing where nobody has asked for it.
    pub fn length(&self, n: usize) -> usize {
        self.written[n].get().map_or(0, String::len)
    }

    /// A text.
    pub fn get(&self, n: usize) -> &str {
        self.written[n].get_or_init(|| self.filler.chapter(&self.filler.chapters[n], self.homes))
    }
}

/// The messages of a book, and of each chapter those in it, by their places among them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said<'a> {
    pub(super) messages: &'a [Message],
    pub(super) by_chapter: &'a [Vec<usize>],
}

/// All that a chapter's text depends on.
pub(super) struct Sources<'a> {
    /// The program is not named: results of another one are not kept.
    shared: Parts,
    chapters: &'a [Composed],
    said: Said<'a>,
    /// The translations that the edition speaks.
    translations: Vec<&'a Translations>,
    /// What every message of the book says in every language.
    messages: Key,
    /// What stands where in the book.
    places: Key,
}

/// Directives that ask for nothing but the files that every text depends on.
const PLAIN: [&str; 7] = ["src", "date", "map", "kinds", "diagnostics", "term", "noterm"];
/// Those that ask what stands where.
const PLACES: [&str; 2] = ["glossary", "repeat"];

impl<'a> Sources<'a> {
    pub(super) fn new(filler: &Filler<'a>, homes: &Homes, said: Said<'a>) -> Self {
        let voice = &filler.voice;
        let langs = [Some(&voice.edition.lang), voice.edition.beside.as_ref()];
        let translations: Vec<&Translations> =
            langs.into_iter().flatten().filter_map(|lang| voice.translations.get(lang)).collect();
        let shown: Vec<_> = filler.input.glossary.terms.iter().map(|term| &term.shown).collect();
        let shared = Parts::default().with(voice.edition).with(&filler.input.made_of).with(homes).with(&shown);
        // Few chapters ask. A table is put together in all languages before one is chosen.
        let all: Vec<&Translations> = voice.translations.values().collect();
        let messages = (0..said.messages.len()).fold(Parts::default(), |parts, n| spoken(parts, said, n, &all)).key();
        let mut places = Parts::default().with(filler.placed).with(filler.mentioned);
        for chapter in filler.chapters {
            places = places.of(&chapter.path).of(&chapter.name);
            for directive in directives::find(&chapter.markdown) {
                let words: Vec<&str> = directive.words.iter().map(|word| word.text.as_str()).collect();
                places = places.of(&directive.name.text).with(&words);
            }
        }
        Self { shared, chapters: filler.chapters, said, translations, messages, places: places.key() }
    }

    /// What the text of a chapter depends on.
    pub(super) fn of(&self, n: usize) -> Parts {
        let chapter = &self.chapters[n];
        let text = &chapter.markdown;
        let mut parts = self.shared.clone().of(&chapter.path).with(&chapter.key);
        for &message in self.said.by_chapter.get(n).into_iter().flatten() {
            parts = spoken(parts, self.said, message, &self.translations);
        }
        let names = || text.match_indices("{{#").map(|(at, open)| &text[at + open.len()..]);
        let begins = |rest: &str, known: &[&str]| {
            let name = rest.trim_start().split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_')).next();
            known.contains(&name.unwrap_or_default())
        };
        if names().any(|name| !begins(name, &PLAIN)) {
            parts = parts.with(&self.messages);
        }
        if names().any(|name| begins(name, &PLACES)) {
            parts = parts.with(&self.places);
        }
        parts
    }
}

/// With what there is of a message in the languages of the edition.
fn spoken(parts: Parts, said: Said<'_>, n: usize, translations: &[&Translations]) -> Parts {
    let message = &said.messages[n];
    let roles = message.roles.iter().flat_map(|role| translations.iter().map(move |all| (role, all)));
    roles.fold(parts.of(&message.text), |parts, (role, all)| parts.with(&(role, all.state(&message.text, *role))))
}
