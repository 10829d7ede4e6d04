//! Marks of sources in what an assistant said: links where the export knows the address, else nothing.
//!
//! Two generations of marks: private-use characters (`U+E200 cite U+E202 turn0search1 U+E201`) with
//! `metadata.content_references`, and `【11†source】` with `metadata.citations`, whose indices count characters. Some of the
//! former stand around words of the sentence, which stay: names (`entity`) and links (`url`).

use serde_json::Value;

use super::{
    super::{Dropped, Why},
    left_out,
};

const OPEN: char = '\u{e200}';
const CLOSE: char = '\u{e201}';
/// What parts the fields of a mark.
const FIELD: char = '\u{e202}';

/// The text with its marks replaced; what was only removed goes to `dropped`.
pub(super) fn replace(text: &str, metadata: &Value, dropped: &mut Vec<Dropped>) -> String {
    let text = by_index(text, metadata, dropped);
    if !text.contains(|c: char| is_private(c) || c == '【') {
        return text;
    }
    let references: Vec<(&str, String)> = list(metadata, "content_references")
        .filter_map(|reference| {
            let link = link_list(reference).or_else(|| link(reference));
            Some((reference.get("matched_text")?.as_str()?, link.unwrap_or_default()))
        })
        .filter(|(matched, _)| matched.contains(|c: char| is_private(c) || c == '【'))
        .collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(|c: char| is_private(c) || c == '【') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let known =
            references.iter().filter(|(matched, _)| rest.starts_with(matched)).max_by_key(|(matched, _)| matched.len());
        let (length, link) = match known {
            Some((matched, link)) => (matched.len(), link.as_str()),
            None => (mark(rest), ""),
        };
        let (marked, behind) = rest.split_at(length);
        rest = behind;
        if let Some(words) = words(marked, link) {
            out.push_str(&words);
        } else if length > 0 && marked.starts_with('【') && known.is_none() && !marked.contains('†') {
            out.push_str(marked);
        } else if link.is_empty() {
            // A sign alone, which begins or ends a stretch, says nothing.
            let said = Some(visible(marked)).filter(|said| !said.trim().is_empty());
            dropped.extend(said.map(|said| left_out(Why::Citation, &said)));
            end_mark(&mut out, rest);
        } else {
            put(&mut out, link, marked);
        }
    }
    out.push_str(rest);
    out
}

/// What a mark says in its sentence: the name of an entity (`entity ["people","Albert Einstein",…]`), or the words of a
/// link and its address (`url King Arthur https://…`), the title of a list of links (`navlist More about rye …`); `link`
/// is what the export knows of it.
fn words(mark: &str, link: &str) -> Option<String> {
    let mut fields = mark.strip_prefix(OPEN)?.strip_suffix(CLOSE)?.split(FIELD).map(str::trim);
    let (kind, first, second) = (fields.next()?, fields.next()?, fields.next().unwrap_or_default());
    let words = match kind {
        "entity" => match serde_json::from_str::<Vec<Value>>(first) {
            Ok(entity) => label(entity.get(1).or(entity.first())?.as_str()?),
            Err(_) => label(first),
        },
        "url" | "navlist" => label(first),
        _ => return None,
    };
    let is_address = ["http://", "https://"].iter().any(|scheme| second.starts_with(scheme));
    let found = match kind {
        "url" if is_address => format!("[{words}](<{}>)", second.replace(['<', '>', '\n', ' '], "")),
        _ if !link.is_empty() => link.to_owned(),
        _ => words,
    };
    (!found.is_empty()).then_some(found)
}

/// The text of a link: what could end it early is escaped.
pub(super) fn label(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        // Entities, because a backslash before a bracket opens TeX.
        if matches!(c, '[' | ']' | '\\' | '`' | '*' | '_' | '<' | '&' | '$') {
            out.push_str(&format!("&#{};", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// What a stretch that `metadata.citations` counts out stands for.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Link(String),
    /// A file that was read, which has no address.
    Name(String),
}

/// Leaves out the blank before a mark that is left out: it is the mark's, unless words follow.
fn end_mark(out: &mut String, rest: &str) {
    if rest.is_empty() || rest.starts_with(['.', ',', ';', ':', '!', '?', '\n', ')']) {
        out.truncate(out.trim_end_matches(' ').len());
    }
}

/// Puts links in place of the stretches that `metadata.citations` counts out.
fn by_index(text: &str, metadata: &Value, dropped: &mut Vec<Dropped>) -> String {
    let mut citations: Vec<(usize, usize, Source)> = list(metadata, "citations")
        .filter_map(|citation| {
            let index = |key: &str| citation.get(key)?.as_u64().map(|index| index as usize);
            let metadata = citation.get("metadata")?;
            let name = || metadata.get("title").or(metadata.get("name"))?.as_str();
            let source = match link(metadata) {
                Some(link) => Source::Link(link),
                None => Source::Name(name().filter(|name| !name.trim().is_empty())?.to_owned()),
            };
            Some((index("start_ix")?, index("end_ix")?, source))
        })
        .collect();
    if citations.is_empty() {
        return text.to_owned();
    }
    citations.sort();
    let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (start, end, source) in citations {
        let (Some(&from), Some(&to)) = (offsets.get(start), offsets.get(end)) else { continue };
        // Indices are trusted only where a mark stands.
        if from < done || to <= from || !text[from..].starts_with(['【', OPEN]) {
            continue;
        }
        out.push_str(&text[done..from]);
        match source {
            Source::Link(link) => put(&mut out, &link, &text[from..to]),
            Source::Name(name) => {
                dropped.push(left_out(Why::Citation, &format!("{} {name}", visible(&text[from..to]).trim())));
                end_mark(&mut out, &text[to..]);
            }
        }
        done = to;
    }
    out.push_str(&text[done..]);
    out
}

/// Puts a link in place of a mark. The title of a page is no part of the sentence that `【…】` stands in, so it goes into
/// brackets; newer links have them.
fn put(out: &mut String, link: &str, mark: &str) {
    if !out.is_empty() && !out.ends_with(char::is_whitespace) && !out.ends_with('(') {
        out.push(' ');
    }
    if mark.starts_with('【') && !link.starts_with('(') && !out.ends_with('(') {
        out.extend(["(", link, ")"]);
    } else {
        out.push_str(link);
    }
}

/// A list of links with its title (`nav_list`).
fn link_list(reference: &Value) -> Option<String> {
    let text = |key: &str| reference.get(key).and_then(Value::as_str);
    let title = text("title").filter(|title| text("type") == Some("nav_list") && !title.trim().is_empty())?;
    let links: Vec<String> = list(reference, "items").filter_map(link).collect();
    let sign = if links.is_empty() { "" } else { ": " };
    Some(format!("{}{sign}{}", label(title), links.join(", ")))
}

/// A source as a Markdown link; the words that stand for it where it has no address.
fn link(source: &Value) -> Option<String> {
    let text = |value: &Value, key: &str| {
        value.get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let alt = text(source, "alt");
    if let Some(alt) = alt.as_ref().filter(|alt| alt.contains("](http")) {
        return Some(alt.clone());
    }
    let first = list(source, "items").next().or_else(|| list(source, "sources").next());
    let from = |value: &Value| Some((text(value, "url")?, text(value, "title").or_else(|| text(value, "attribution"))));
    let (url, title) = match first.and_then(from).or_else(|| from(source)) {
        Some(found) => found,
        None => return alt.map(|alt| label(&alt)),
    };
    let url = url.replace(['<', '>', '\n', ' '], "");
    let words = alt.or(title).unwrap_or_else(|| host(&url).to_owned());
    Some(format!("[{}](<{url}>)", label(&words)))
}

fn host(url: &str) -> &str {
    url.split("//").nth(1).and_then(|rest| rest.split(['/', '?']).next()).unwrap_or(url)
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// The length of the mark that a text begins with.
fn mark(text: &str) -> usize {
    const LONGEST: usize = 2000;
    let near = &text[..text.floor_char_boundary(text.len().min(LONGEST))];
    let first = text.chars().next().map_or(0, char::len_utf8);
    match text.chars().next() {
        Some(OPEN) => near.find(CLOSE).map_or(first, |end| end + CLOSE.len_utf8()),
        Some('【') => near.find('】').map_or(first, |end| end + '】'.len_utf8()),
        _ => first,
    }
}

/// A character of the private use area, which marks only this program's neighbours understand.
fn is_private(c: char) -> bool {
    ('\u{e000}'..='\u{f8ff}').contains(&c)
}

fn visible(mark: &str) -> String {
    mark.chars().map(|c| if is_private(c) { ' ' } else { c }).collect()
}
