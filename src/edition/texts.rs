//! What the chapters of an edition say, written when somebody asks for it.
//!
//! A chapter's text is a function of what `Sources` names. What the last build wrote from the same is known by its hash:
//! whoever made something of that text, a page or what a search finds in it, need not see the text again.

use std::{collections::BTreeMap, sync::OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::{
    fill::{Filler, Written},
    homes::Homes,
};
use crate::{
    book::{
        compose::Composed,
        directives::{self, Directive},
    },
    memo::{Kept, Key, Parts},
    text::{Lang, markdown::escape},
    translate::{Message, Role, Translations},
};

/// The texts of an edition, in the order of its chapters.
pub struct Texts<'a> {
    filler: Filler<'a>,
    homes: &'a Homes,
    hashes: Vec<Key>,
    written: Vec<OnceLock<Written>>,
}

impl<'a> Texts<'a> {
    /// Finds the hash of each text and of what it means, and writes those that the last build did not.
    pub(super) fn new(filler: Filler<'a>, homes: &'a Homes, said: Said<'a>, kept: &Kept) -> Self {
        let written: Vec<OnceLock<Written>> = filler.chapters.iter().map(|_| OnceLock::new()).collect();
        let sources = Sources::new(&filler, homes, said);
        let hash = |n: usize| {
            let written = || written[n].get_or_init(|| filler.chapter(&filler.chapters[n], homes));
            kept.get(sources.of(n).of("text").key(), || Parts::default().with(written()).key())
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

    /// The hash of a text, and of the terms it means: where a name is not linked, the text does not show whether it is one.
    pub fn hash(&self, n: usize) -> Key {
        self.hashes[n]
    }

    /// The length of a text in bytes; nothing where nobody has asked for it.
    pub fn length(&self, n: usize) -> usize {
        self.written[n].get().map_or(0, |written| written.text.len())
    }

    /// A text, and the terms it means.
    pub fn get(&self, n: usize) -> &Written {
        self.written[n].get_or_init(|| self.filler.chapter(&self.filler.chapters[n], self.homes))
    }
}

/// The messages of a book, and of each chapter those in it, by their places among them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said<'a> {
    pub(super) messages: &'a [Message],
    pub(super) by_chapter: &'a [Vec<usize>],
    pub(super) keys: &'a Keys,
    pub(super) whole: &'a Whole,
}

/// What a few chapters depend on of all others; found once for all editions, when the first asks.
#[derive(Debug, Default)]
pub(super) struct Whole {
    /// What every message of the book says in every language.
    messages: OnceLock<Key>,
    /// What stands where in the book.
    places: OnceLock<Key>,
    /// The names of the places where the glossary's terms are mentioned, as messages, each once.
    names: OnceLock<Vec<(String, Role)>>,
}

/// The keys of what there is of a book's messages in each language: several editions ask for them.
#[derive(Debug)]
pub(super) struct Keys(BTreeMap<Lang, Vec<Key>>);

impl Keys {
    pub(super) fn new(messages: &[Message], translations: &BTreeMap<Lang, Translations>) -> Self {
        let in_lang = |(lang, all): (&Lang, &Translations)| {
            let key = |message: &Message| {
                let roles = message.roles.iter();
                roles.fold(Parts::default(), |parts, role| parts.with(&(role, all.state(&message.text, *role)))).key()
            };
            (lang.clone(), messages.par_iter().map(key).collect())
        };
        Self(translations.iter().map(in_lang).collect())
    }
}

/// All that a chapter's text depends on.
pub(super) struct Sources<'a> {
    /// The program is not named: results of another one are not kept.
    shared: Parts,
    filler: Filler<'a>,
    said: Said<'a>,
    /// The translations that the edition speaks, and the keys of what each has for the messages.
    translations: Vec<&'a Translations>,
    keys: Vec<&'a [Key]>,
    glossary: OnceLock<Key>,
}

/// Directives that ask for nothing but the files that every text depends on.
const PLAIN: [&str; 7] = ["src", "date", "map", "kinds", "diagnostics", "term", "noterm"];

impl<'a> Sources<'a> {
    pub(super) fn new(filler: &Filler<'a>, homes: &Homes, said: Said<'a>) -> Self {
        let voice = filler.voice;
        let langs = [Some(&voice.edition.lang), voice.edition.beside.as_ref()];
        let langs = || langs.into_iter().flatten();
        let translations = langs().filter_map(|lang| voice.translations.get(lang)).collect();
        let keys = langs().filter_map(|lang| said.keys.0.get(lang).map(Vec::as_slice)).collect();
        let shown: Vec<_> = filler.input.glossary.terms.iter().map(|term| &term.shown).collect();
        let shared = Parts::default().with(voice.edition).with(&filler.input.made_of).with(homes).with(&shown);
        Self { shared, filler: *filler, said, translations, keys, glossary: OnceLock::new() }
    }

    /// What the text of a chapter depends on.
    pub(super) fn of(&self, n: usize) -> Parts {
        let chapter = &self.filler.chapters[n];
        let mut parts = self.shared.clone().of(&chapter.path).with(&chapter.key);
        // What they say is in the key of the chapter.
        for &message in self.said.by_chapter.get(n).into_iter().flatten() {
            parts = spoken(parts, message, &self.keys);
        }
        let text = if chapter.has_directives { chapter.markdown.as_str() } else { "" };
        for (at, open) in text.match_indices("{{#") {
            let name = text[at + open.len()..].trim_start();
            let name = name.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_')).next().unwrap_or_default();
            parts = match name {
                "glossary" => parts.with(self.glossary()),
                "repeat" => parts.with(self.messages()).with(self.places()),
                name if PLAIN.contains(&name) => parts,
                _ => parts.with(self.messages()),
            };
        }
        parts
    }

    /// What every message of the book says in every language: a table is put together in all of them before one is chosen.
    fn messages(&self) -> &Key {
        self.said.whole.messages.get_or_init(|| {
            let all: Vec<&[Key]> = self.said.keys.0.values().map(Vec::as_slice).collect();
            let messages = self.said.messages.iter().enumerate();
            messages.fold(Parts::default(), |parts, (n, message)| spoken(parts.of(&message.text), n, &all)).key()
        })
    }

    /// What stands where in the book.
    fn places(&self) -> &Key {
        self.said.whole.places.get_or_init(|| {
            let parts = Parts::default().with(self.filler.placed).with(self.filler.mentioned);
            let chapters = self.filler.chapters.iter().fold(parts, |parts, c| parts.of(&c.path).of(&c.name));
            let words =
                |directive: &Directive| directive.words.iter().map(|word| word.text.clone()).collect::<Vec<_>>();
            self.directives().fold(chapters, |parts, it| parts.of(&it.name.text).with(&words(&it))).key()
        })
    }

    /// What the entries of the glossary say: what stands where, how chapters and sections are called, and, if the book
    /// compares anything, all that a table says.
    fn glossary(&self) -> &Key {
        self.glossary.get_or_init(|| {
            let parts = self.names().iter().fold(Parts::default().with(self.places()), |parts, (message, role)| {
                let states = self.translations.iter().map(|all| all.state(message, *role));
                states.fold(parts, |parts, state| parts.with(state))
            });
            let compares = self.directives().any(|directive| directive.name.text == "compare");
            if compares { parts.with(self.messages()) } else { parts }.key()
        })
    }

    /// The names of the chapters and sections that mention a term.
    fn names(&self) -> &[(String, Role)] {
        self.said.whole.names.get_or_init(|| {
            let mentioned = || self.filler.mentioned.values().flatten();
            let chapters = mentioned().map(|chapter| (chapter.name.as_str(), Role::Title));
            let sections = mentioned().flat_map(|chapter| &chapter.sections);
            let sections = sections.filter_map(|(section, _)| Some((section.as_ref()?.0.as_str(), Role::Cell)));
            let mut seen = FxHashSet::default();
            let names = chapters.chain(sections).filter(|name| seen.insert(*name));
            let message = |name: &str, role| if role == Role::Title { name.to_owned() } else { escape(name) };
            names.map(|(name, role)| (message(name, role), role)).collect()
        })
    }

    fn directives(&self) -> impl Iterator<Item = Directive> {
        let asking = self.filler.chapters.iter().filter(|chapter| chapter.has_directives);
        asking.flat_map(|chapter| directives::find(&chapter.markdown))
    }
}

/// With what there is of a message in the languages that have these keys.
fn spoken(parts: Parts, n: usize, keys: &[&[Key]]) -> Parts {
    // Each has one for every message.
    keys.iter().fold(parts, |parts, keys| parts.with(&keys[n]))
}
