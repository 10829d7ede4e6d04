//! Each message of the book and what its translation is worth: fresh, stale or missing.
//!
//! What comes in are the messages and the catalog, what goes out is a state for each. A translation is stale when its
//! entry is marked fuzzy, or when the message has no entry but one that no message uses is much like it: so a changed
//! sentence turns stale by itself, before anybody runs `update`.

use std::collections::{HashMap, HashSet};

use super::{
    catalog::{Catalog, Entry, Reference},
    inline::{self, Refusal},
    role::Role,
    similarity,
};

/// A text of the book that is to be translated once, wherever it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    /// The source text, as in [`Segment::text`](super::Segment::text).
    pub text: String,
    /// What it is, in each of its places, without repetition; the first place first.
    pub roles: Vec<Role>,
    /// Where it stands.
    pub references: Vec<Reference>,
    /// What the translator should know: the agreed translation of a term in it, the review that touches it.
    pub notes: Vec<String>,
}

/// Puts equal texts together, in the order of the book.
pub fn messages(found: impl IntoIterator<Item = (String, Role, Reference)>) -> Vec<Message> {
    let mut out: Vec<Message> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    for (text, role, reference) in found {
        match index.get(&text) {
            Some(&i) => {
                let message = &mut out[i];
                if !message.roles.contains(&role) {
                    message.roles.push(role);
                }
                if message.references.last() != Some(&reference) {
                    message.references.push(reference);
                }
            }
            None => {
                index.insert(text.clone(), out.len());
                out.push(Message { text, roles: vec![role], references: vec![reference], notes: Vec::new() });
            }
        }
    }
    out
}

/// What there is of a message in the other language.
#[derive(Clone, PartialEq, Eq, Debug)]
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
    states: HashMap<String, State>,
    in_context: HashMap<(Role, String), State>,
    unused: Vec<usize>,
}

impl Translations {
    /// Finds the state of each message.
    pub fn resolve(messages: &[Message], catalog: &Catalog) -> Self {
        let mut out = Self::default();
        let mut used = HashSet::new();
        let mut orphans = Vec::new();
        for message in messages {
            for &role in &message.roles {
                if let Some(i) = catalog.position(Some(role.name()), &message.text) {
                    used.insert(i);
                    out.in_context.insert((role, message.text.clone()), state(&catalog.entries()[i], message, role));
                }
            }
            match catalog.position(None, &message.text) {
                Some(i) => {
                    used.insert(i);
                    let role = message.roles.first().copied().unwrap_or(Role::Paragraph);
                    out.states.insert(message.text.clone(), state(&catalog.entries()[i], message, role));
                }
                None => orphans.push((message.text.as_str(), message)),
            }
        }
        let entries = catalog.entries();
        let unused: Vec<usize> = (0..entries.len()).filter(|i| !used.contains(i) && !entries[*i].is_header()).collect();
        let adopted = adopt(&orphans.iter().map(|(text, _)| *text).collect::<Vec<_>>(), entries, &unused);
        for &(new, place) in &adopted {
            let (entry, (text, message)) = (&entries[place], orphans[new]);
            let role = message.roles.first().copied().unwrap_or(Role::Paragraph);
            let found = if entry.source == text {
                state(entry, message, role)
            } else {
                State::Stale { source: made_for(entry).to_owned(), text: entry.text.clone() }
            };
            out.states.insert(text.to_owned(), found);
        }
        let adopted: HashSet<usize> = adopted.into_iter().map(|(_, place)| place).collect();
        out.unused = unused.into_iter().filter(|i| !entries[*i].obsolete && !adopted.contains(i)).collect();
        out
    }

    /// The state of a text in a role; missing for a text that is no message of the book.
    pub fn state(&self, text: &str, role: Role) -> &State {
        if !self.in_context.is_empty()
            && let Some(state) = self.in_context.get(&(role, text.to_owned()))
        {
            return state;
        }
        self.states.get(text).unwrap_or(&State::Missing)
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
