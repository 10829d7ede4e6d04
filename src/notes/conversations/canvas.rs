//! The document beside a conversation (ChatGPT's canvas), followed through its changes.
//!
//! The assistant writes and changes it by calling a tool: `canmore.create_textdoc` with the whole text,
//! `canmore.update_textdoc` with patterns and what to put in the places that match. The patterns are regular expressions
//! as Python reads them; one that is none here is looked for letter by letter.

use regex::{Captures, Regex, RegexBuilder};
use serde_json::Value;

use super::content::fence;

pub(super) const CREATES: &str = "canmore.create_textdoc";
pub(super) const UPDATES: &str = "canmore.update_textdoc";

/// A change that would make a document longer than this (bytes) is none.
const LONGEST: usize = 4 << 20;
/// A pattern that takes more than this (bytes) to look for is none.
const LARGEST_PATTERN: usize = 1 << 20;
/// A replacement that takes over more groups of its pattern than this is text.
const MOST_GROUPS: usize = 16;

/// The document that is open.
#[derive(Default, Debug)]
pub(super) struct Canvas {
    text: String,
    /// Its language, where it is code.
    lang: Option<String>,
}

/// What the assistant calls the document that it makes.
pub(super) fn name(call: &str) -> Option<String> {
    let call: Value = serde_json::from_str(call).ok()?;
    call.get("name")?.as_str().filter(|name| !name.trim().is_empty()).map(str::to_owned)
}

impl Canvas {
    /// The document as Markdown, after the assistant said `call` to a tool; `None` where that changed nothing.
    pub(super) fn after(&mut self, tool: &str, call: &str) -> Option<String> {
        let call: Value = serde_json::from_str(call).ok()?;
        match tool {
            CREATES => {
                let kind = call.get("type").and_then(Value::as_str).unwrap_or_default();
                self.lang = kind.strip_prefix("code/").map(str::to_owned);
                self.text = call.get("content")?.as_str()?.to_owned();
            }
            UPDATES => {
                let updates = call.get("updates")?.as_array()?;
                let changed = updates.iter().filter(|update| self.update(update).is_some()).count();
                (changed > 0).then_some(())?;
            }
            _ => return None,
        }
        Some(self.lang.as_ref().map_or_else(|| self.text.clone(), |lang| fence(lang, &self.text)))
    }

    /// Makes one change.
    fn update(&mut self, update: &Value) -> Option<()> {
        let pattern = update.get("pattern")?.as_str()?;
        let replacement = update.get("replacement")?.as_str()?;
        let multiple = update.get("multiple").and_then(Value::as_bool).unwrap_or_default();
        // So a document is written anew as a whole.
        if pattern == ".*" {
            self.text = replacement.to_owned();
            return Some(());
        }
        let parsed = |pattern: &str| RegexBuilder::new(pattern).size_limit(LARGEST_PATTERN).build().ok();
        let changed = parsed(pattern).and_then(|pattern| replaced(&self.text, &pattern, replacement, multiple));
        let literally = || replaced(&self.text, &parsed(&regex::escape(pattern))?, replacement, multiple);
        self.text = changed.or_else(literally)?;
        Some(())
    }
}

/// The text with other words in the first place that matches, or in all; `None` where none does.
fn replaced(text: &str, pattern: &Regex, replacement: &str, multiple: bool) -> Option<String> {
    let parts = parts(replacement);
    let mut out = String::new();
    let mut at = 0;
    for found in pattern.captures_iter(text).take(if multiple { usize::MAX } else { 1 }) {
        let whole = found.get_match();
        out.push_str(&text[at..whole.start()]);
        parts.iter().for_each(|part| part.push(&found, &mut out));
        at = whole.end();
        if out.len() > LONGEST {
            return None;
        }
    }
    (at > 0 || !out.is_empty()).then(|| out + &text[at..])
}

/// What stands in a replacement.
enum Part<'a> {
    Text(&'a str),
    Group(usize),
}

impl Part<'_> {
    fn push(&self, found: &Captures<'_>, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(text),
            Self::Group(number) => out.push_str(found.get(*number).map_or("", |group| group.as_str())),
        }
    }
}

/// The words of a replacement and the groups of the pattern that it takes over: `\1`, `\g<1>`.
fn parts(replacement: &str) -> Vec<Part<'_>> {
    let mut out = Vec::new();
    let mut rest = replacement;
    let mut from = 0;
    while let Some(at) = rest[from..].find('\\').map(|at| from + at) {
        let behind = &rest[at + 1..];
        let named = behind.strip_prefix("g<").and_then(|name| name.split_once('>'));
        let group = match named {
            Some((number, after)) => number.parse().ok().map(|number| (number, after)),
            None => behind.chars().next().and_then(|c| Some((c.to_digit(10)? as usize, &behind[1..]))),
        };
        match group {
            Some((number, after)) => {
                out.extend([Part::Text(&rest[..at]), Part::Group(number)]);
                (rest, from) = (after, 0);
            }
            None => from = at + 1,
        }
    }
    out.push(Part::Text(rest));
    if out.len() > 2 * MOST_GROUPS { vec![Part::Text(replacement)] } else { out }
}
