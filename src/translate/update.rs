//! The catalog's upkeep: a template, a merge after the book has changed, and a count.
//!
//! What comes in are the messages of the book and the old catalog, what goes out is the new one: entries in the order of
//! the book, what was translated kept, what has changed marked fuzzy with the text it was made for, what is gone kept at
//! the end as obsolete. An entry that did not change keeps its bytes.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::{
    catalog::{Catalog, Entry},
    role::Role,
    state::{self, Message, State, Translations},
};
use crate::text::Lang;

/// A catalog with every message and no translation.
pub fn extract(messages: &[Message], to: &Lang) -> Catalog {
    update(&Catalog::empty(to), messages, to)
}

/// The catalog `old` brought up to the messages of the book.
pub fn update(old: &Catalog, messages: &[Message], to: &Lang) -> Catalog {
    let entries = old.entries();
    let mut used = HashSet::new();
    let mut orphans = Vec::new();
    for (i, message) in messages.iter().enumerate() {
        let places: Vec<usize> = places(old, message).collect();
        // One with a context alone does not serve the message's other roles.
        if old.position(None, &message.text).is_none() {
            orphans.push(i);
        }
        used.extend(places);
    }
    let unused: Vec<usize> = (0..entries.len()).filter(|i| !used.contains(i) && !entries[*i].is_header()).collect();
    let texts: Vec<&str> = orphans.iter().map(|&i| messages[i].text.as_str()).collect();
    let adopted = state::adopt(&texts, entries, &unused);
    let revived: BTreeMap<usize, usize> = adopted.into_iter().map(|(new, place)| (orphans[new], place)).collect();
    used.extend(revived.values().copied());

    let mut out = vec![
        entries.iter().find(|e| e.is_header()).cloned().unwrap_or_else(|| Catalog::empty(to).entries()[0].clone()),
    ];
    for (i, message) in messages.iter().enumerate() {
        if let Some(position) = old.position(None, &message.text) {
            out.push(current(&entries[position], message));
        } else {
            out.push(match revived.get(&i) {
                Some(&place) => changed(&entries[place], message),
                None => current(&Entry { source: message.text.clone(), ..Entry::default() }, message),
            });
        }
        for place in places(old, message).filter(|&place| entries[place].context.is_some()) {
            out.push(current(&entries[place], message));
        }
    }
    for (i, entry) in entries.iter().enumerate() {
        if !used.contains(&i) && !entry.is_header() && !entry.text.is_empty() {
            out.push(retired(entry));
        }
    }
    let mut catalog = Catalog::from_entries(out);
    catalog.crlf = old.crlf;
    catalog
}

/// Where the old catalog has the message, in whatever context.
fn places<'a>(old: &'a Catalog, message: &'a Message) -> impl Iterator<Item = usize> + 'a {
    let contexts = std::iter::once(None).chain(message.roles.iter().map(|role| Some(role.name())));
    contexts.filter_map(move |context| old.position(context, &message.text))
}

/// The entry with the places and notes of today; its own bytes where nothing is new.
fn current(entry: &Entry, message: &Message) -> Entry {
    let roles = message.roles.iter().filter(|role| **role != Role::Paragraph).map(|role| role.name().to_owned());
    let new = Entry {
        extracted: roles.chain(message.notes.iter().cloned()).collect(),
        references: message.references.clone(),
        raw: None,
        ..entry.clone()
    };
    if new == *entry && entry.raw.is_some() { entry.clone() } else { new }
}

/// The entry of another text taken over for the message.
fn changed(entry: &Entry, message: &Message) -> Entry {
    let made_for = state::made_for(entry).to_owned();
    let mut new = Entry { obsolete: false, context: None, source: message.text.clone(), raw: None, ..entry.clone() };
    new.flags.retain(|flag| flag != "fuzzy");
    new.previous = None;
    if made_for != message.text {
        new.flags.insert(0, "fuzzy".to_owned());
        new.previous = Some(made_for);
    }
    current(&new, message)
}

/// The entry as one that no message uses.
fn retired(entry: &Entry) -> Entry {
    if entry.obsolete {
        return entry.clone();
    }
    Entry { obsolete: true, references: Vec::new(), extracted: Vec::new(), raw: None, ..entry.clone() }
}

/// How many messages are in which state.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Counts {
    /// All of them.
    pub messages: usize,
    /// Translated.
    pub fresh: usize,
    /// Translated before the source changed.
    pub stale: usize,
    /// Not translated, or by something that cannot be shown.
    pub missing: usize,
}

/// How far the translation of a book is; as JSON, what `translate status --format json` prints.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Status {
    /// Over the book: a text that stands in several files counts once.
    #[serde(flatten)]
    pub total: Counts,
    /// By file: a text counts in each file it stands in.
    pub by_file: BTreeMap<String, Counts>,
}

/// Counts the messages.
pub fn status(messages: &[Message], translations: &Translations) -> Status {
    let mut out = Status::default();
    for message in messages {
        let states: Vec<&State> = message.roles.iter().map(|&role| translations.state(&message.text, role)).collect();
        let mut files: Vec<&str> = message.references.iter().map(|reference| reference.file.as_str()).collect();
        files.sort_unstable();
        files.dedup();
        out.total.add(&states);
        for file in files {
            out.by_file.entry(file.to_owned()).or_default().add(&states);
        }
    }
    out
}

impl Counts {
    /// A message is as good as the worst of its roles.
    fn add(&mut self, states: &[&State]) {
        self.messages += 1;
        if states.iter().all(|state| matches!(state, State::Fresh(_))) {
            self.fresh += 1;
        } else if states.iter().any(|state| matches!(state, State::Missing | State::Refused { .. })) {
            self.missing += 1;
        } else {
            self.stale += 1;
        }
    }
}
