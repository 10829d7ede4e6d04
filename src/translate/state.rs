//! Each message of the book and what its translation is worth: fresh, stale or missing.
//!
//! What comes in are the messages and the catalog, what goes out is a state for each. A translation is stale when its
//! entry is marked fuzzy, or when the message has no entry but one that no message uses is much like it: so a changed
//! sentence turns stale by itself, before anybody runs `update`.

use std::{
    collections::{BTreeMap, HashSet},
    hash::BuildHasher,
};

use hashbrown::{DefaultHashBuilder, HashMap, HashTable};

use super::{
    catalog::{Catalog, Entry, Reference},
    inline::{self, Refusal},
    role::{Role, Sort},
    similarity,
    write::tidy,
};
use crate::text::Lang;

/// A text of the book that is to be translated once, wherever it stands; or once for headings, once for tables and so on,
/// where it stands in both.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    /// The source text, as in [`Segment::text`](super::Segment::text).
    pub text: String,
    /// The context (`msgctxt`), where the same text is another message as well.
    pub context: Option<Role>,
    /// What it is, in each of its places, without repetition; the first place first.
    pub roles: Vec<Role>,
    /// Where it stands.
    pub references: Vec<Reference>,
    /// Translations that the author wrote beside the source, in `glossary.toml` or `reviews.toml`. They count; the catalog
    /// remembers which source each was written for.
    pub given: BTreeMap<Lang, String>,
}

/// Puts equal texts together that are used for the same, in the order of the book. The second value tells of each text which
/// message it went to.
pub fn messages(found: impl IntoIterator<Item = (String, Role, Reference)>) -> (Vec<Message>, Vec<usize>) {
    let mut out: Vec<Message> = Vec::new();
    let mut places = Vec::new();
    // Where each text stands in `out`: the texts are not held twice.
    let (mut index, hasher) = (HashTable::new(), DefaultHashBuilder::default());
    let mut hashes: Vec<u64> = Vec::new();
    let sort = |message: &Message| message.roles.first().map(|role| role.sort());
    for (text, role, reference) in found {
        let hash = hasher.hash_one(&text);
        let is_same = |&at: &usize| out[at].text == text && sort(&out[at]) == Some(role.sort());
        let known = index.find(hash, is_same).copied();
        places.push(known.unwrap_or(out.len()));
        match known {
            Some(at) => {
                let message = &mut out[at];
                if !message.roles.contains(&role) {
                    message.roles.push(role);
                }
                if message.references.last() != Some(&reference) {
                    message.references.push(reference);
                }
            }
            None => {
                let new = Message {
                    text,
                    context: None,
                    roles: vec![role],
                    references: vec![reference],
                    given: BTreeMap::new(),
                };
                hashes.push(hash);
                index.insert_unique(hash, out.len(), |&at: &usize| hashes[at]);
                out.push(new);
            }
        }
    }
    let in_several = |at: usize| {
        let text = &out[at].text;
        index.iter_hash(hashes[at]).any(|&other| other != at && out[other].text == *text)
    };
    let several: Vec<usize> = (0..out.len()).filter(|&at| in_several(at)).collect();
    for at in several {
        out[at].context = sort(&out[at]).map(Sort::context);
    }
    out.shrink_to_fit();
    (out, places)
}

impl Message {
    /// A text that its author may have translated where it stands. It has a context of its own in the catalog.
    pub fn given(text: &str, role: Role, reference: Reference, given: BTreeMap<Lang, String>) -> Self {
        let text = tidy(text);
        Self { text, context: Some(role), roles: vec![role], references: vec![reference], given }
    }

    /// What the catalog remembers of the translation that the author wrote: the entry, and whether it was for another
    /// source.
    pub(super) fn remembered(&self, catalog: &Catalog, given: &str) -> Option<(usize, bool)> {
        let role = self.context?;
        let entries = catalog.entries();
        match catalog.position(Some(role.name()), &self.text) {
            Some(i) => Some((i, entries[i].is_fuzzy() && entries[i].text == given)),
            None => Some((catalog.made_with(role.name(), given)?, true)),
        }
    }

    /// Where a catalog has the translation for a role: under the role's own context, under the message's, or without one.
    pub(super) fn position(&self, catalog: &Catalog, role: Role) -> Option<usize> {
        let contexts = [Some(role), self.context].map(|role| role.map(Role::name));
        contexts.into_iter().flatten().map(Some).chain([None]).find_map(|context| catalog.position(context, &self.text))
    }
}

/// What there is of a message in the other language.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum State {
    /// A translation of this very text.
    Fresh(String),
    /// A translation of an earlier text.
    Stale {
        /// The text it was made for; equal to the message where a person marked the translation as doubtful.
        source: String,
        /// The translation.
        text: String,
    },
    /// Nothing.
    Missing,
    /// A translation that cannot be shown: it would change more than text. For the reader it is missing.
    Refused {
        /// The translation.
        text: String,
        /// What is wrong with it.
        why: Refusal,
    },
}

/// The state of every message of a book.
#[derive(Clone, Debug, Default)]
pub struct Translations {
    /// By text, what there is of it in each of its roles.
    states: HashMap<String, Vec<(Role, State)>>,
    unused: Vec<usize>,
}

impl Translations {
    /// Finds the state of each message in the language `to`.
    pub fn resolve(messages: &[Message], catalog: &Catalog, to: &Lang) -> Self {
        let mut out = Self::default();
        let entries = catalog.entries();
        let mut used = HashSet::new();
        let mut orphans: Vec<(&Message, Role)> = Vec::new();
        for message in messages {
            if let Some(given) = message.given.get(to) {
                let remembered = message.remembered(catalog, given);
                used.extend(remembered.map(|(i, _)| i));
                let state = match remembered {
                    Some((i, true)) => State::Stale { source: made_for(&entries[i]).to_owned(), text: given.clone() },
                    _ => State::Fresh(given.clone()),
                };
                message.roles.iter().for_each(|&role| out.insert(message, role, state.clone()));
                continue;
            }
            for &role in &message.roles {
                match message.position(catalog, role) {
                    Some(i) => {
                        used.insert(i);
                        out.insert(message, role, state(&entries[i], message, role));
                    }
                    None => orphans.push((message, role)),
                }
            }
        }
        let unused: Vec<usize> = (0..entries.len()).filter(|i| !used.contains(i) && !entries[*i].is_header()).collect();
        // A message whose roles all lack a translation looks for an old one once.
        let mut looking: Vec<&Message> = orphans.iter().map(|(message, _)| *message).collect();
        looking.dedup_by(|a, b| std::ptr::eq(*a, *b));
        let texts: Vec<&str> = looking.iter().map(|message| message.text.as_str()).collect();
        let adopted = adopt(&texts, entries, &unused);
        for &(new, place) in &adopted {
            let (entry, message) = (&entries[place], looking[new]);
            for &(_, role) in orphans.iter().filter(|(orphan, _)| std::ptr::eq(*orphan, message)) {
                let found = if entry.source == message.text {
                    state(entry, message, role)
                } else {
                    State::Stale { source: made_for(entry).to_owned(), text: entry.text.clone() }
                };
                out.insert(message, role, found);
            }
        }
        let adopted: HashSet<usize> = adopted.into_iter().map(|(_, place)| place).collect();
        out.unused = unused.into_iter().filter(|i| !entries[*i].obsolete && !adopted.contains(i)).collect();
        out
    }

    fn insert(&mut self, message: &Message, role: Role, state: State) {
        let states = self.states.entry(message.text.clone());
        states.or_insert_with(|| Vec::with_capacity(message.roles.len())).push((role, state));
    }

    /// The state of a text in a role; missing for a text that is no message of the book. A text that the book has in
    /// other roles only is what it is in the one most like this.
    pub fn state(&self, text: &str, role: Role) -> &State {
        let states = self.states.get(text).map(Vec::as_slice).unwrap_or_default();
        let own = states.iter().find(|(own, _)| *own == role);
        let alike = own.or_else(|| states.iter().find(|(own, _)| own.sort() == role.sort()));
        alike.or(states.first()).map_or(&State::Missing, |(_, state)| state)
    }

    /// Positions in the catalog of entries that no message of the book uses, obsolete ones left out.
    pub fn unused(&self) -> &[usize] {
        &self.unused
    }
}

/// For texts that have no entry, the entries among those at `unused` that were made for them or for what they were
/// before: pairs of positions. What comes back word for word is no guess and goes first.
pub(super) fn adopt(texts: &[&str], entries: &[Entry], unused: &[usize]) -> Vec<(usize, usize)> {
    let mut places: Vec<usize> = unused.iter().copied().filter(|&i| !entries[i].text.is_empty()).collect();
    let mut same: HashMap<&str, usize> = HashMap::new();
    for &place in places.iter().filter(|&&place| entries[place].context.is_none()) {
        same.entry(&entries[place].source).or_insert(place);
    }
    let mut out: Vec<_> = (0..texts.len()).filter_map(|i| Some((i, *same.get(texts[i])?))).collect();
    let taken: HashSet<usize> = out.iter().map(|(_, place)| *place).collect();
    places.retain(|place| !taken.contains(place));
    let rest: Vec<usize> = (0..texts.len()).filter(|&i| !same.contains_key(texts[i])).collect();
    let new: Vec<&str> = rest.iter().map(|&i| texts[i]).collect();
    let old: Vec<&str> = places.iter().map(|&place| entries[place].source.as_str()).collect();
    out.extend(similarity::pairs(&new, &old).into_iter().map(|(i, found)| (rest[i], places[found])));
    out
}

/// The source text that an entry's translation was made for.
pub(super) fn made_for(entry: &Entry) -> &str {
    entry.previous.as_deref().filter(|_| entry.is_fuzzy()).unwrap_or(&entry.source)
}

fn state(entry: &Entry, message: &Message, role: Role) -> State {
    let text = entry.text.clone();
    if text.trim().is_empty() {
        return State::Missing;
    }
    if entry.is_fuzzy() {
        return State::Stale { source: made_for(entry).to_owned(), text };
    }
    match inline::accept(&message.text, &text, role) {
        Ok(_) => State::Fresh(text),
        Err(why) => State::Refused { text, why },
    }
}
