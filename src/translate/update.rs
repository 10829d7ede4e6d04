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

/// What a translator should know of a message: the agreed translation of a term in it, the review that touches it.
pub type FindNotes<'a> = &'a dyn Fn(&Message) -> Vec<String>;

/// A template: every message, no translation, no language.
pub fn template(messages: &[Message]) -> Catalog {
    merge(&Catalog::template(), messages, None, &|_| Vec::new())
}

/// A catalog for a translation into `to` with every message and no translation.
pub fn extract(messages: &[Message], to: &Lang, notes: FindNotes<'_>) -> Catalog {
    merge(&Catalog::empty(to), messages, Some(to), notes)
}

/// The catalog `old` brought up to the messages of the book.
pub fn update(old: &Catalog, messages: &[Message], to: &Lang, notes: FindNotes<'_>) -> Catalog {
    if old.entries().iter().any(Entry::is_header) {
        return merge(old, messages, Some(to), notes);
    }
    let header = Catalog::empty(to).entries().to_vec();
    let mut whole = Catalog::from_entries(header.into_iter().chain(old.entries().iter().cloned()).collect());
    whole.crlf = old.crlf;
    merge(&whole, messages, Some(to), notes)
}

fn merge(old: &Catalog, messages: &[Message], to: Option<&Lang>, notes: FindNotes<'_>) -> Catalog {
    let entries = old.entries();
    let mut used = HashSet::new();
    let mut orphans = Vec::new();
    let given = |message: &Message| to.and_then(|to| message.given.get(to)).cloned();
    for (i, message) in messages.iter().enumerate() {
        if let Some(given) = given(message) {
            used.extend(message.remembered(old, &given).map(|(place, _)| place));
            continue;
        }
        let found: Vec<Option<usize>> = message.roles.iter().map(|&role| message.position(old, role)).collect();
        if found.contains(&None) {
            orphans.push(i);
        }
        used.extend(found.into_iter().flatten());
    }
    let unused: Vec<usize> = (0..entries.len()).filter(|i| !used.contains(i) && !entries[*i].is_header()).collect();
    let texts: Vec<&str> = orphans.iter().map(|&i| messages[i].text.as_str()).collect();
    let adopted = state::adopt(&texts, entries, &unused);
    let revived: BTreeMap<usize, usize> = adopted.into_iter().map(|(new, place)| (orphans[new], place)).collect();
    used.extend(revived.values().copied());

    let mut out: Vec<Entry> = Vec::with_capacity(messages.len() + 1);
    out.extend(entries.iter().find(|entry| entry.is_header()).cloned());
    for (i, message) in messages.iter().enumerate() {
        let notes = notes(message);
        let current = |entry: &Entry| current(entry, message, &notes);
        if let Some(given) = given(message) {
            out.push(current(&remember(old, message, given)));
            continue;
        }
        // Roles that a translator gave contexts of their own keep them.
        let own = |role: &Role| old.position(Some(role.name()), &message.text);
        let owned: Vec<usize> =
            message.roles.iter().filter(|role| Some(**role) != message.context).filter_map(own).collect();
        if owned.len() < message.roles.len() {
            let wanted = message.context.map(Role::name);
            // A text that began to stand in a second role, or ceased to, takes its translation along.
            let near = wanted.and_then(|_| old.position(None, &message.text));
            out.push(match old.position(wanted, &message.text).or(near) {
                Some(place) => current(&in_context(&entries[place], wanted)),
                None => match revived.get(&i) {
                    Some(&place) => current(&changed(&entries[place], message)),
                    None => current(&in_context(&Entry { source: message.text.clone(), ..Entry::default() }, wanted)),
                },
            });
        }
        out.extend(owned.into_iter().map(|place| current(&entries[place])));
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

/// The entry that remembers what a translation, written by the author beside the source, was written for.
fn remember(old: &Catalog, message: &Message, given: String) -> Entry {
    let entries = old.entries();
    match message.remembered(old, &given) {
        Some((place, true)) => changed(&entries[place], message),
        Some((place, false)) if entries[place].text == given && !entries[place].is_fuzzy() => entries[place].clone(),
        Some((place, false)) => {
            let mut new = Entry { text: given, previous: None, raw: None, ..entries[place].clone() };
            new.flags.retain(|flag| flag != "fuzzy");
            new
        }
        None => {
            let context = message.context.map(|role| role.name().to_owned());
            Entry { context, source: message.text.clone(), text: given, ..Entry::default() }
        }
    }
}

/// The entry under that context; as it stands in the file where it is already.
fn in_context(entry: &Entry, context: Option<&str>) -> Entry {
    if entry.context.as_deref() == context {
        return entry.clone();
    }
    Entry { context: context.map(str::to_owned), raw: None, ..entry.clone() }
}

/// The entry with the places and notes of today; its own bytes where nothing is new.
fn current(entry: &Entry, message: &Message, notes: &[String]) -> Entry {
    let roles = message.roles.iter().filter(|role| **role != Role::Paragraph).map(|role| role.name().to_owned());
    let new = Entry {
        extracted: roles.chain(notes.iter().cloned()).collect(),
        references: message.references.clone(),
        raw: None,
        ..entry.clone()
    };
    let is_kept = entry.raw.is_some() && (new == *entry || entry.has_plural);
    if is_kept { entry.clone() } else { new }
}

/// The entry of another text taken over for the message.
fn changed(entry: &Entry, message: &Message) -> Entry {
    let made_for = state::made_for(entry).to_owned();
    let context = message.context.map(|role| role.name().to_owned());
    let mut new = Entry { obsolete: false, context, source: message.text.clone(), raw: None, ..entry.clone() };
    new.flags.retain(|flag| flag != "fuzzy");
    new.previous = None;
    if made_for != message.text {
        new.flags.insert(0, "fuzzy".to_owned());
        new.previous = Some(made_for);
    }
    new
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

/// A message that needs a translator.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Open<'m> {
    /// The message.
    pub message: &'m Message,
    /// The text that its translation was made for; `None` where there is no translation that can be shown.
    pub made_for: Option<&'m str>,
}

/// Counts the messages.
pub fn status(messages: &[Message], translations: &Translations) -> Status {
    let mut out = Status::default();
    for message in messages {
        let states: Vec<&State> = states(message, translations).collect();
        let mut files: Vec<&str> = message.references.iter().map(|reference| &*reference.file).collect();
        files.sort_unstable();
        files.dedup();
        out.total.add(&states);
        for file in files {
            out.by_file.entry(file.to_owned()).or_default().add(&states);
        }
    }
    out
}

/// The messages that are stale or missing, in the order of the book.
pub fn open<'m>(messages: &'m [Message], translations: &'m Translations) -> Vec<Open<'m>> {
    let open = messages.iter().filter_map(|message| {
        let worst = states(message, translations).filter(|state| !matches!(state, State::Fresh(_))).last()?;
        let made_for = match worst {
            State::Stale { source, .. } => Some(source.as_str()),
            _ => None,
        };
        Some(Open { message, made_for })
    });
    open.collect()
}

fn states<'t>(message: &Message, translations: &'t Translations) -> impl Iterator<Item = &'t State> {
    message.roles.iter().map(|&role| translations.state(&message.text, role))
}

impl Status {
    /// Adds another language's.
    pub fn add(&mut self, other: &Self) {
        self.total.sum(&other.total);
        for (file, counts) in &other.by_file {
            self.by_file.entry(file.clone()).or_default().sum(counts);
        }
    }
}

impl Counts {
    fn sum(&mut self, other: &Self) {
        self.messages += other.messages;
        self.fresh += other.fresh;
        self.stale += other.stale;
        self.missing += other.missing;
    }

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
