//! Identifiers for the headings of a chapter that have none.

use std::collections::BTreeMap;

use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};

use crate::{
    glossary::marks,
    text::{
        markdown,
        slug::{self, Slugs},
    },
};

/// The line of a heading without the signs that may close it: those behind a blank. `C#` keeps its own
/// (<https://spec.commonmark.org/0.31.2/#atx-headings>).
fn without_closing(line: &str) -> &str {
    let open = line.trim_end_matches('#');
    if open.ends_with([' ', '\t']) { open.trim_end() } else { line }
}

/// Identifiers for headings that have none: the offset behind the heading's text, and the identifier.
pub(super) fn without_id(text: &str, slugs: &mut Slugs) -> Vec<(usize, String)> {
    let mut found: BTreeMap<usize, Option<String>> = BTreeMap::new();
    let mut open: Option<(usize, String, Option<String>, bool)> = None;
    for (event, range) in markdown::parse(text) {
        match event {
            Event::Start(Tag::Heading { id, classes, attrs, .. }) => {
                open = Some((
                    range.start,
                    String::new(),
                    id.map(|id| id.to_string()),
                    classes.is_empty() && attrs.is_empty(),
                ));
            }
            Event::Text(part) | Event::Code(part) => {
                if let Some((_, title, ..)) = &mut open {
                    title.push_str(&part);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let Some((_, title, id, plain)) = open.take() else { continue };
                let line = text[range.clone()].trim_end();
                // A heading with a class but no id keeps what its author wrote; a setext heading has two lines.
                let end = range.start + without_closing(line.split('\n').next().unwrap_or_default().trim_end()).len();
                match id {
                    Some(id) => drop(slugs.take(&id, "section")),
                    None if plain => drop(found.insert(end, Some(title))),
                    None => {}
                }
            }
            _ => {}
        }
    }
    let name = |title: String| slug::slug(&marks::without(&title));
    found.into_iter().filter_map(|(at, title)| Some((at, slugs.take(&name(title?), "section")))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_of_a_name_closes_no_heading() {
        let text = "## C# и F#\n\n## Так ##\n\n## Просто\n";
        let edits = without_id(text, &mut Slugs::default());
        let edits = edits.into_iter().map(|(at, id)| (at..at, format!(" {{#{id}}}"))).collect();
        let with_ids = markdown::splice(text, edits);
        assert_eq!(with_ids, "## C# и F# {#c-i-f}\n\n## Так {#tak} ##\n\n## Просто {#prosto}\n");
    }
}
