//! ChatGPT's data export: `conversations.json`, one note a conversation.
//!
//! The file is an array of conversations, an object that holds one, or one conversation alone. It is read as a stream, so
//! memory grows with the largest conversation. Of each, `branch` finds the messages that the chat shows, `content`
//! says what they hold, `citations` puts links where marks stood, and what is left is read as Markdown. The text of such
//! a note is what was said, turn by turn; its lines are counted there, not in the file.

mod branch;
mod canvas;
mod citations;
mod content;
mod stream;

use std::{collections::HashSet, fmt, io::Read};

use jiff::Timestamp;
use serde::de::{self, DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use self::{content::Said, stream::Counted};
use super::{
    Hints, KeptIds, Reading, encoding, format, markdown,
    model::Role,
    note::{Dropped, Note},
    paste, speakers,
};
use crate::text::{Source, Span, slug};

/// JSON that cannot be read on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{cause} at byte {offset}")]
pub struct Broken {
    /// How many bytes were read.
    pub offset: u64,
    /// The line, from 1.
    pub line: usize,
    /// The column in bytes, from 1.
    pub column: usize,
    /// What is wrong, in the words of the JSON parser.
    pub cause: String,
    /// The end of what was read, for people.
    pub excerpt: String,
}

/// Reads an export and hands over each conversation as a note; `name` is that of the file. Returns how many there were.
///
/// # Errors
///
/// [`Broken`] where the file is no JSON, or ends too early; what stood before was handed over.
pub fn read(name: &str, reader: impl Read, hints: &Hints<'_>, each: &mut dyn FnMut(Note)) -> Result<usize, Broken> {
    let mut counted = Counted::new(reader);
    let mut names = Names { kept: hints.ids, slugs: slug::Slugs::default(), given: HashSet::new() };
    hints.ids.into_iter().flat_map(KeptIds::conversations).for_each(|name| drop(names.slugs.take(name, "")));
    let mut count = 0;
    let mut found = |conversation: Map<String, Value>| {
        if let Some(note) = note(name, &conversation, hints, &mut names) {
            count += 1;
            each(note);
        }
    };
    let mut deserializer = serde_json::Deserializer::from_reader(&mut counted);
    let result = Export(&mut found).deserialize(&mut deserializer).and_then(|()| deserializer.end());
    match result {
        Ok(()) => Ok(count),
        Err(error) => Err(counted.broken(&error)),
    }
}

/// The note of a conversation; none where nothing was said.
fn note(file: &str, conversation: &Map<String, Value>, hints: &Hints<'_>, names: &mut Names<'_>) -> Option<Note> {
    let title = conversation.get("title").and_then(Value::as_str).map(str::trim).filter(|title| !title.is_empty());
    let date = conversation.get("create_time").or(conversation.get("update_time")).and_then(date);
    let mut dropped = Vec::new();
    let said = content::said(&branch::messages(conversation, &mut dropped), &mut dropped);
    if said.iter().all(|said| said.text.is_empty()) {
        return None;
    }
    // The transcript: who speaks, and what.
    let mut text = String::new();
    let mut turns: Vec<(Said, Span)> = Vec::new();
    let mut places: Vec<usize> = Vec::with_capacity(said.len());
    for mut said in said {
        places.push(text.len());
        // Another has replaced it.
        if said.text.is_empty() {
            continue;
        }
        let label = if said.role == Role::User { "user" } else { "assistant" };
        text.push_str(&format!("{}{label}:\n\n", if text.is_empty() { "" } else { "\n\n" }));
        let start = text.len();
        text.push_str(encoding::tidy(std::mem::take(&mut said.text).as_str().into()).trim_matches('\n'));
        turns.push((said, Span::new(start, text.len())));
    }
    for dropped in &mut dropped {
        let at = places.get(dropped.span.start).copied().unwrap_or(text.len());
        dropped.span = Span::new(at, at);
    }
    text.push('\n');
    let key = ["conversation_id", "id"].iter().find_map(|name| conversation.get(*name)?.as_str()).unwrap_or_default();
    let id = names.take(title.unwrap_or_default(), date.as_deref(), key);
    let source = Source::new(format!("{file}/{id}"), text);
    let mut reading = Reading::new(&source, hints);
    reading.dropped = dropped;
    reading.builder.begin_export();
    let mut speaker = None;
    for (Said { role, is_markdown, is_document, .. }, span) in turns {
        // What the assistant says in parts is one answer; each message of the user asks anew.
        if speaker.replace(role) != Some(role) || role == Role::User {
            reading.builder.speaker(role);
        }
        let begun = reading.builder.sections_from(0).len();
        // A Markdown parser needs many times the length of a line, and a paste in a question has its own form.
        let text = source.slice(span);
        let fits = !format::has_endless_line(text);
        // Who speaks is known: where a message is one such word, it is no name above another.
        let is_name = speakers::marker(text.trim()).is_some();
        if is_markdown && fits || is_name || format::Format::of("", text) == format::Format::Markdown {
            markdown::read_turn(&mut reading, span);
        } else {
            paste::read(&mut reading, span);
        }
        // What is said behind a document is in none of its sections.
        if is_document && !reading.builder.sections_from(begun).is_empty() {
            reading.builder.end_section();
        }
    }
    let mut note = reading.finish(hints);
    note.title = title.map(str::to_owned).or(note.title);
    note.date = date;
    note.conversation = Some(key.to_owned());
    Some(note)
}

/// The names of the conversations of a file.
struct Names<'a> {
    kept: Option<&'a KeptIds>,
    /// Those that are taken.
    slugs: slug::Slugs,
    /// Those of the kept ones that were given in this file.
    given: HashSet<&'a str>,
}

impl Names<'_> {
    fn take(&mut self, title: &str, day: Option<&str>, key: &str) -> String {
        let mut kept = self.kept.map_or(&[][..], |kept| kept.conversation(title, day.unwrap_or_default(), key)).iter();
        if let Some(kept) = kept.find(|kept| self.given.insert(kept)) {
            return kept.to_owned();
        }
        let wanted = slug::slug(title);
        // Two conversations of one title are told apart by their day, not by their order in the file.
        let dated = day.map_or(wanted.clone(), |day| format!("{wanted}-{day}"));
        self.slugs.take_first(&[&wanted, &dated], "conversation")
    }
}

/// Seconds since 1970 as a day in UTC: `YYYY-MM-DD`.
fn date(time: &Value) -> Option<String> {
    let seconds = time.as_f64().or_else(|| time.as_str()?.parse().ok()).filter(|seconds: &f64| !seconds.is_nan())?;
    // A number that is no time of this calendar is refused there; `as` keeps one that is too large at the limit.
    let time = Timestamp::from_second(seconds.floor() as i64).ok()?;
    Some(time.strftime("%Y-%m-%d").to_string())
}

/// The whole file.
struct Export<'f>(&'f mut dyn FnMut(Map<String, Value>));

impl<'de> DeserializeSeed<'de> for Export<'_> {
    type Value = ();

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Export<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of conversations, or an object with `conversations`")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(value) = seq.next_element::<Value>()? {
            if let Value::Object(conversation) = value {
                (self.0)(conversation);
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut alone = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "conversations" => map.next_value_seed(Export(&mut *self.0))?,
                "title" | "create_time" | "update_time" | "mapping" | "current_node" => {
                    alone.insert(key, map.next_value()?);
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        if alone.contains_key("mapping") {
            (self.0)(alone);
        }
        Ok(())
    }
}

/// What was left out of a conversation.
fn left_out(why: super::Why, text: &str) -> Dropped {
    const LONGEST: usize = 160;
    let line = text.trim();
    let cut: String = line.chars().take(LONGEST).collect();
    let dots = if cut.len() < line.len() { "…" } else { "" };
    Dropped { span: Span::default(), why, excerpt: Some(format!("{cut}{dots}")) }
}

#[cfg(test)]
mod tests;
