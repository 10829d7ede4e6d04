//! The branch of a conversation that the chat shows: from `current_node` up to the root.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::{
    super::{Dropped, Why},
    content, left_out,
};
use crate::text::Span;

/// The shown messages, the first one first. What stands on other branches goes to `dropped`, with the number of the shown
/// message in whose place it once stood.
pub(super) fn messages<'a>(conversation: &'a Map<String, Value>, dropped: &mut Vec<Dropped>) -> Vec<&'a Value> {
    let Some(mapping) = conversation.get("mapping").and_then(Value::as_object) else { return Vec::new() };
    let current = conversation.get("current_node").and_then(Value::as_str).filter(|id| mapping.contains_key(*id));
    let mut path: Vec<&str> = Vec::new();
    // A file may say that a message is its own forefather; each is passed once.
    let mut passed: HashSet<&str> = HashSet::new();
    let mut at = current.or_else(|| newest(mapping));
    while let Some(id) = at.filter(|id| passed.insert(id)) {
        let Some(node) = mapping.get(id) else { break };
        path.push(id);
        at = node.get("parent").and_then(Value::as_str);
    }
    path.reverse();
    let said = |id: &&str| mapping.get(*id)?.get("message").filter(|message| message.is_object());
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut shown = 0;
    for id in &path {
        shown += usize::from(said(id).is_some());
        places.insert(id, shown);
    }
    for (id, node) in mapping.iter().filter(|(id, _)| !passed.contains(id.as_str())) {
        let Some(message) = node.get("message").filter(|message| message.is_object()) else { continue };
        if let Some(text) = content::plain(message).filter(|text| !text.trim().is_empty()) {
            let place = place(mapping, id, &mut places);
            dropped.push(Dropped { span: Span::new(place, place), ..left_out(Why::Branch, &text) });
        }
    }
    path.iter().filter_map(said).collect()
}

/// The number of the shown message that stands where a branch leaves those that are shown.
fn place<'a>(mapping: &'a Map<String, Value>, id: &'a str, places: &mut HashMap<&'a str, usize>) -> usize {
    let mut way: Vec<&str> = Vec::new();
    let mut at = Some(id);
    while let Some(id) = at.filter(|id| !places.contains_key(id)) {
        // What goes round in a circle is passed once.
        places.insert(id, 0);
        way.push(id);
        at = mapping.get(id).and_then(|node| node.get("parent")?.as_str());
    }
    let place = at.and_then(|id| places.get(id)).copied().unwrap_or_default();
    places.extend(way.into_iter().map(|id| (id, place)));
    place
}

/// The end of the newest branch, where the file does not say which one is shown.
fn newest(mapping: &Map<String, Value>) -> Option<&str> {
    let time = |node: &Value| node.pointer("/message/create_time").and_then(Value::as_f64).unwrap_or(f64::MIN);
    let is_end = |node: &Value| node.get("children").and_then(Value::as_array).is_none_or(Vec::is_empty);
    let ends = mapping.iter().filter(|(_, node)| is_end(node) && node.get("message").is_some_and(Value::is_object));
    let best = ends.enumerate().max_by(|(i, (_, a)), (j, (_, b))| time(a).total_cmp(&time(b)).then(i.cmp(j)));
    best.map(|(_, (id, _))| id.as_str())
}
