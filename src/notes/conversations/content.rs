//! What the messages of a conversation hold, as Markdown.
//!
//! Kept: what user and assistant say to each other, pictures as captioned placeholders, and documents of the canvas. Left
//! out, with the reason: what a system, a tool or a hidden message says, what was said to a tool, and thoughts.

use serde_json::Value;

use super::{
    super::{Dropped, Role, Why},
    canvas::{self, Canvas},
    citations, left_out,
};
use crate::text::Span;

/// What somebody says.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) role: Role,
    pub(super) text: String,
    /// Whether it is Markdown; what a user typed may be anything.
    pub(super) is_markdown: bool,
    /// Whether it is the document beside the chat, which has sections of its own.
    pub(super) is_document: bool,
}

/// Who says what, in order; with empty words where a later document has replaced one. What is left out has the number of
/// the turn at which it stood for its place, and what was so before that of the message.
pub(super) fn said(messages: &[&Value], dropped: &mut Vec<Dropped>) -> Vec<Said> {
    let mut out: Vec<Said> = Vec::new();
    let mut canvas = Canvas::default();
    // Which of `out` the document of the canvas is.
    let mut document: Option<usize> = None;
    let known = dropped.len();
    let mut turns: Vec<usize> = Vec::with_capacity(messages.len());
    for message in messages {
        turns.push(out.len());
        let before = dropped.len();
        let recipient = message.get("recipient").and_then(Value::as_str).unwrap_or_default();
        if recipient == canvas::CREATES {
            document = None;
        }
        match read(message, &mut canvas, dropped) {
            Ok(Some((role, text))) if !text.trim().is_empty() => {
                let kind = message.pointer("/content/content_type").and_then(Value::as_str);
                let is_markdown = role != Role::User || kind.is_some_and(|kind| kind != "text");
                let is_document = role == Role::Assistant && matches!(recipient, canvas::CREATES | canvas::UPDATES);
                if is_document {
                    // Changed, it is shown as the chat shows it: once.
                    if let Some(before) = document.replace(out.len()).and_then(|before| out.get_mut(before)) {
                        dropped.push(left_out(Why::Branch, &std::mem::take(&mut before.text)));
                    }
                }
                out.push(Said { role, text, is_markdown, is_document });
            }
            Ok(_) => {}
            Err(why) => {
                let text = plain(message).unwrap_or_default();
                if !text.trim().is_empty() {
                    dropped.push(left_out(why, &text));
                }
            }
        }
        let at = turns[turns.len() - 1];
        dropped[before..].iter_mut().for_each(|dropped| dropped.span = Span::new(at, at));
    }
    for dropped in &mut dropped[..known] {
        let at = turns.get(dropped.span.start).copied().unwrap_or(out.len());
        dropped.span = Span::new(at, at);
    }
    out
}

/// The words of a message, whatever it is, and the captions of its pictures.
pub(super) fn plain(message: &Value) -> Option<String> {
    let content = message.get("content")?;
    let parts = content.get("parts").and_then(Value::as_array);
    let picture = |part: &Value| {
        let address = part.get("asset_pointer").and_then(Value::as_str);
        address.map(|address| caption(part, message, address))
    };
    let words = |part: &Value| part.as_str().or_else(|| part.get("text")?.as_str()).map(str::to_owned);
    let texts: Vec<String> = match parts {
        Some(parts) => parts.iter().filter_map(|part| words(part).or_else(|| picture(part))).collect(),
        None => {
            // What the user has told every conversation stands in two fields, what the assistant remembers in one.
            const TEXTS: [&str; 6] =
                ["text", "result", "content", "user_profile", "user_instructions", "model_set_context"];
            let texts = TEXTS.iter().filter_map(|key| content.get(*key)?.as_str());
            texts.map(str::to_owned).collect()
        }
    };
    let thoughts = content.get("thoughts").and_then(Value::as_array);
    let thought = |thought: &Value| {
        let said = ["summary", "content"].iter().filter_map(|key| thought.get(*key)?.as_str());
        said.filter(|said| !said.trim().is_empty()).collect::<Vec<_>>().join(": ")
    };
    let thoughts = thoughts.into_iter().flatten().map(thought);
    Some(texts.into_iter().chain(thoughts).collect::<Vec<_>>().join("\n\n"))
}

/// A message as Markdown, `None` where it says nothing, or why it is left out.
fn read(message: &Value, canvas: &mut Canvas, dropped: &mut Vec<Dropped>) -> Result<Option<(Role, String)>, Why> {
    let text_at = |pointer: &str| message.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let is = |pointer: &str| message.pointer(pointer).and_then(Value::as_bool).unwrap_or_default();
    let Some(content) = message.get("content") else { return Ok(None) };
    let kind = content.get("content_type").and_then(Value::as_str).unwrap_or("text");
    let author = text_at("/author/role");
    if is("/metadata/is_visually_hidden_from_conversation") {
        return Err(Why::Hidden);
    }
    if author == "system" || is("/metadata/is_user_system_message") || kind.ends_with("_editable_context") {
        return Err(Why::System);
    }
    if matches!(kind, "thoughts" | "reasoning_recap") || text_at("/channel") == "analysis" && author == "assistant" {
        return Err(Why::Thoughts);
    }
    let recipient = text_at("/recipient");
    match (author, kind) {
        // What a tool drew is shown, the rest of what it says is not.
        ("tool", _) => {
            let text = drawn(message, content).ok_or(Why::Tool)?;
            // What it was asked for, where its title is shown.
            let parts = content.get("parts").and_then(Value::as_array).filter(|_| titled(message).is_some());
            let asked = parts.into_iter().flatten().filter_map(prompt).map(|prompt| left_out(Why::Tool, &prompt));
            dropped.extend(asked);
            Ok(Some((Role::Assistant, text)))
        }
        ("assistant", _) if recipient.starts_with("canmore.") => {
            let call = content.pointer("/parts/0").or(content.get("text")).and_then(Value::as_str);
            let text = call.and_then(|call| canvas.after(recipient, call)).ok_or(Why::Tool)?;
            dropped.extend(call.and_then(canvas::name).map(|name| left_out(Why::Tool, &name)));
            Ok(Some((Role::Assistant, text)))
        }
        ("assistant", _) if !matches!(recipient, "" | "all") => Err(Why::Tool),
        ("assistant" | "user", _) => {
            let role = if author == "user" { Role::User } else { Role::Assistant };
            let Some(text) = markdown(message, content, kind) else { return Err(Why::Unknown) };
            let metadata = message.get("metadata").unwrap_or(&Value::Null);
            dropped.extend(attached(content, metadata).map(|name| left_out(Why::Attachment, name)));
            let text = without_directives(text, dropped);
            Ok(Some((role, citations::replace(&text, metadata, dropped))))
        }
        _ => Err(Why::Unknown),
    }
}

/// The parts of a message; `None` where its form is not known.
fn markdown(message: &Value, content: &Value, kind: &str) -> Option<String> {
    let text = || content.get("text").and_then(Value::as_str);
    match kind {
        "code" => {
            let lang =
                content.get("language").and_then(Value::as_str).filter(|lang| *lang != "unknown").unwrap_or_default();
            Some(fence(lang, text()?))
        }
        _ => match content.get("parts").and_then(Value::as_array) {
            Some(parts) => {
                let parts: Vec<String> = parts.iter().filter_map(|part| self::part(part, message)).collect();
                Some(parts.join("\n\n"))
            }
            None => text().map(str::to_owned),
        },
    }
}

/// A string, or an object: a picture, a recording, words with something around them.
fn part(part: &Value, message: &Value) -> Option<String> {
    if let Some(text) = part.as_str() {
        return Some(text.to_owned());
    }
    let kind = part.get("content_type").and_then(Value::as_str).unwrap_or_default();
    if kind == "image_asset_pointer" {
        let address = part.get("asset_pointer").and_then(Value::as_str).unwrap_or_default();
        return Some(format!(
            "![{}](<{}>)",
            citations::label(&caption(part, message, address)),
            address.replace(['<', '>', '\n'], "")
        ));
    }
    part.get("text").and_then(Value::as_str).map(str::to_owned)
}

/// The pictures that a tool made to be shown; what Python draws is a plot.
fn drawn(message: &Value, content: &Value) -> Option<String> {
    let tool = message.pointer("/author/name").and_then(Value::as_str).unwrap_or_default();
    let made = |part: &&Value| {
        let said = |pointer: &str| part.pointer(pointer).is_some_and(|value| !value.is_null());
        let picture = part.get("asset_pointer").is_some();
        picture
            && (tool.starts_with("dalle")
                || tool == "python"
                || said("/metadata/dalle")
                || said("/metadata/generation"))
    };
    let parts = content.get("parts")?.as_array()?.iter().filter(made);
    let pictures: Vec<String> = parts.filter_map(|part| self::part(part, message)).collect();
    (!pictures.is_empty()).then(|| pictures.join("\n\n"))
}

/// The names of the files that came with a message, but for the pictures that it shows.
fn attached<'a>(content: &'a Value, metadata: &'a Value) -> impl Iterator<Item = &'a str> {
    let parts = content.get("parts").and_then(Value::as_array).into_iter().flatten();
    let shown: Vec<&str> = parts.filter_map(|part| part.get("asset_pointer")?.as_str()?.rsplit("//").next()).collect();
    let all = metadata.get("attachments").and_then(Value::as_array).into_iter().flatten();
    all.filter(move |file| file.get("id").and_then(Value::as_str).is_none_or(|id| !shown.contains(&id)))
        .filter_map(|file| file.get("name")?.as_str())
        .filter(|name| !name.trim().is_empty())
}

/// The text without the lines by which the chat frames a letter or the like: `:::writing{variant="email"}` and `:::`.
fn without_directives(text: String, dropped: &mut Vec<Dropped>) -> String {
    let opens = |line: &str| {
        line.strip_prefix(":::").is_some_and(|rest| {
            let (name, more) = rest.split_at(rest.find('{').unwrap_or(rest.len()));
            let letters = name.trim_end().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
            !name.is_empty() && letters && (more.is_empty() || more.trim_end().ends_with('}'))
        })
    };
    if !text.starts_with(":::") && !text.contains("\n:::") {
        return text;
    }
    let (mut fenced, mut open) = (false, 0usize);
    let mut kept = Vec::new();
    for line in text.split('\n') {
        fenced ^= line.trim_start().starts_with("```");
        if !fenced && opens(line) {
            open += 1;
            dropped.push(left_out(Why::Chrome, line));
        } else if !fenced && open > 0 && line.trim_end() == ":::" {
            open -= 1;
        } else {
            kept.push(line);
        }
    }
    kept.join("\n")
}

/// The title that the chat gave what was drawn.
fn titled(message: &Value) -> Option<String> {
    let title = message.pointer("/metadata/image_gen_title")?.as_str()?;
    Some(title.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|title| !title.is_empty())
}

/// The request that a picture was made from.
fn prompt(part: &Value) -> Option<String> {
    let prompt = part.pointer("/metadata/dalle/prompt").or(part.pointer("/metadata/generation/prompt"))?.as_str()?;
    Some(prompt.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|prompt| !prompt.is_empty())
}

/// What a picture shows: its title, the request it was made from, the name of the file, or that of the asset.
fn caption(part: &Value, message: &Value, address: &str) -> String {
    if let Some(said) = titled(message).or_else(|| prompt(part)) {
        return said;
    }
    let id = address.rsplit("//").next().unwrap_or_default();
    let attachments = message.pointer("/metadata/attachments").and_then(Value::as_array);
    let named =
        attachments.into_iter().flatten().find(|attachment| attachment.get("id").and_then(Value::as_str) == Some(id));
    // A path in a name («../../x.png») is no place to look at: its last part names the picture.
    let name = named.and_then(|attachment| attachment.get("name")?.as_str()?.rsplit(['/', '\\']).next()).map(str::trim);
    name.filter(|name| !name.is_empty()).map_or_else(|| format!("image {id}").trim_end().to_owned(), str::to_owned)
}

/// Code between fences longer than any it holds.
pub(super) fn fence(lang: &str, code: &str) -> String {
    if code.trim().is_empty() {
        return String::new();
    }
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let ticks = "`".repeat(longest.max(2) + 1);
    let lang: String = lang.chars().filter(|c| c.is_ascii_alphanumeric() || "+-#".contains(*c)).collect();
    format!("{ticks}{lang}\n{}\n{ticks}", code.trim_end_matches('\n'))
}
