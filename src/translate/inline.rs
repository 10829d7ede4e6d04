//! Makes the inline Markdown of a translation safe: it may say anything and can change nothing but text.
//!
//! What comes in is a message and its translation (untrusted), what goes out is inline Markdown on one line that is sure
//! to stay inside its paragraph, heading, item or cell. Emphasis, code and the links, HTML tags, footnotes and directives
//! that the message has itself are kept; all else is escaped letter by letter. A translation that would lose or add one
//! of these is refused: the reader is shown the source.

use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};

use super::{
    mask,
    role::Role,
    write::{document, push_text, tidy, write},
};
use crate::text::markdown;

/// Why a translation cannot be shown.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Refusal {
    /// It says nothing.
    Empty,
    /// Its link targets or pictures are not those of the source.
    Links,
    /// Its HTML tags are not those of the source, or are not nested properly.
    Html,
    /// Its footnotes are not those of the source.
    Footnotes,
    /// Its directives are not those of the source.
    Directives,
    /// It does not stay inside its block.
    Structure,
}

impl Refusal {
    /// The name of the hint on the page of the diagnostic.
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Links => "links",
            Self::Html => "html",
            Self::Footnotes => "footnotes",
            Self::Directives => "directives",
            Self::Structure => "structure",
        }
    }
}

/// The inline Markdown (plain text for a [plain](Role::is_plain) role) that stands for `translation` of `source`.
pub fn accept(source: &str, translation: &str, role: Role) -> Result<String, Refusal> {
    let translation = tidy(translation);
    if translation.is_empty() {
        return Err(Refusal::Empty);
    }
    let known = mask::directive_texts(source);
    if role == Role::Title {
        // No preprocessor reads it and no parser: whatever it holds is text.
        return Ok(translation);
    }
    if role.is_plain() {
        let kept = mask::has_opening(&translation) == mask::has_opening(source);
        let braces = |text: &str| text.matches("{{").count();
        let same = kept
            && sorted(mask::directive_texts(&translation)) == sorted(known)
            && braces(&translation) == braces(source);
        return if same { Ok(translation) } else { Err(Refusal::Directives) };
    }
    if role != Role::Label && is_prose(&translation) && !source.contains(['[', ']', '<', '>', '{', '`', '!']) {
        return Ok(translation);
    }
    let wanted = shape(source, &known, source);
    let markdown = write(&translation, &known, source, role).filter(|out| fits(out, &wanted, source, role).is_ok());
    let out = match markdown {
        Some(out) => out,
        // What is no good as Markdown may still be good as text.
        None => {
            let mut out = String::new();
            push_text(&mut out, &translation);
            out
        }
    };
    fits(&out, &wanted, source, role).map(|()| out)
}

/// Whether a line holds nothing that could mean something to a parser: most translations, and the parser is spared.
fn is_prose(line: &str) -> bool {
    let quiet = |c: char| c.is_alphanumeric() || " \u{a0},.;:?()/%'\"-–—«»“”„’…".contains(c);
    line.starts_with(char::is_alphabetic) && line.chars().all(quiet)
}

/// A message written so that it is read alike wherever it stands; `None` where that cannot be promised.
pub(super) fn restate(source: &str, role: Role) -> Option<String> {
    let known = mask::directive_texts(source);
    let out = write(source, &known, source, role)?;
    let alike = contents(source, &out) == contents(source, source);
    (alike && fits(&out, &shape(source, &known, source), source, role).is_ok()).then_some(out)
}

/// What a message holds besides text.
#[derive(Debug, PartialEq, Eq, Default)]
pub(super) struct Contents {
    /// Link targets and picture sources, sorted.
    pub links: Vec<String>,
    /// HTML tags, in order.
    pub html: Vec<String>,
    /// Footnotes referred to, sorted.
    pub footnotes: Vec<String>,
    /// Directives, sorted.
    pub directives: Vec<String>,
    /// Code spans, sorted.
    pub code: Vec<String>,
    /// Emphasis of each kind: how many stretches are strong, stressed, struck out.
    pub marks: [usize; 3],
    /// The text alone.
    pub text: String,
}

/// What a message or its translation holds.
pub(super) fn contents(source: &str, text: &str) -> Contents {
    shape(text, &mask::directive_texts(source), source)
}

fn shape(text: &str, known: &[&str], source: &str) -> Contents {
    let (doc, length, masked) = document(text, known, source);
    let mut found = Contents::default();
    for (event, _) in markdown::parse(&doc).take_while(|(_, range)| range.start < length) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                found.links.push(dest_url.to_string())
            }
            Event::InlineHtml(html) => found.html.push(html.to_string()),
            Event::FootnoteReference(name) => found.footnotes.push(name.to_string()),
            Event::Code(code) => found.code.push(code.to_string()),
            Event::Text(part) => found.text.push_str(&part),
            Event::Start(Tag::Strong) => found.marks[0] += 1,
            Event::Start(Tag::Emphasis) => found.marks[1] += 1,
            Event::Start(Tag::Strikethrough) => found.marks[2] += 1,
            _ => {}
        }
    }
    found.text.drain(..2.min(found.text.len()));
    found.directives = masked.into_iter().map(|range| text[range].to_owned()).collect();
    found.links.sort_unstable();
    found.footnotes.sort_unstable();
    found.directives.sort_unstable();
    found.code.sort_unstable();
    found
}

/// Whether `out` holds what the source holds, and stays one block wherever `role` puts it.
fn fits(out: &str, wanted: &Contents, source: &str, role: Role) -> Result<(), Refusal> {
    if out.is_empty() {
        return Err(Refusal::Empty);
    }
    let got = contents(source, out);
    if got.directives != wanted.directives || openings_outside(out, &got.directives) {
        return Err(Refusal::Directives);
    }
    if got.links != wanted.links {
        return Err(Refusal::Links);
    }
    if got.footnotes != wanted.footnotes {
        return Err(Refusal::Footnotes);
    }
    let (doc, length, _) = document(out, &mask::directive_texts(source), source);
    let events: Vec<_> =
        markdown::parse(&doc).take_while(|(_, range)| range.start < length).map(|(event, _)| event).collect();
    let is_balanced = balanced(events.iter().filter(|event| !matches!(event, Event::Start(Tag::Paragraph))));
    if got.html != wanted.html || (!is_balanced && !wanted.html.is_empty() && source != out) {
        return Err(Refusal::Html);
    }
    let opens_alike = !out.starts_with('<') || wanted.html.first().is_none_or(|tag| source.starts_with(tag.as_str()));
    if opens_alike && stays(out, source, role) { Ok(()) } else { Err(Refusal::Structure) }
}

fn openings_outside(out: &str, directives: &[String]) -> bool {
    let directives: Vec<_> = directives.iter().map(String::as_str).collect();
    mask::has_opening(&mask::mask_known(out, &directives).0)
}

/// Puts `out` where it is to stand, and looks whether the block is the only one and as wide as the text.
fn stays(out: &str, source: &str, role: Role) -> bool {
    let masked = mask::mask_known(out, &mask::directive_texts(source)).0;
    let (doc, block) = match role {
        Role::Heading => (format!("# {masked} {{#id}}\n"), 0),
        Role::Cell => (format!("| {} | x |\n|---|---|\n", markdown::cell_text(&masked)), 1),
        Role::Label => (format!("- **{masked}:** x\n"), 2),
        Role::Term => (format!("{masked}\n: x\n"), 3),
        _ => (format!("- {masked}\n"), 4),
    };
    let mut kinds = Vec::new();
    for (event, _) in markdown::parse(&doc) {
        match event {
            Event::Start(tag) if !is_inline(&tag.to_end()) || (block == 2 && kinds.len() == 2) => {
                kinds.push(match tag {
                    Tag::Heading { id, classes, attrs, .. } => {
                        if id.as_deref() != Some("id") || !classes.is_empty() || !attrs.is_empty() {
                            return false;
                        }
                        "heading"
                    }
                    Tag::List(None) => "list",
                    Tag::Item => "item",
                    Tag::Strong => "strong",
                    Tag::Table(_) => "table",
                    Tag::TableHead => "head",
                    Tag::TableCell => "cell",
                    Tag::DefinitionList => "definitions",
                    Tag::DefinitionListTitle => "term",
                    Tag::DefinitionListDefinition => "definition",
                    _ => "other",
                })
            }
            Event::Rule | Event::TaskListMarker(_) | Event::Html(_) | Event::HardBreak | Event::SoftBreak => {
                return false;
            }
            _ => {}
        }
    }
    let expected: &[&str] = match block {
        0 => &["heading"],
        1 => &["table", "head", "cell", "cell"],
        2 => &["list", "item", "strong"],
        3 => &["definitions", "term", "definition"],
        _ => &["list", "item"],
    };
    kinds == expected
}

/// Whether a tag belongs to inline text.
pub(super) fn is_inline(tag: &TagEnd) -> bool {
    use TagEnd as T;
    matches!(tag, T::Emphasis | T::Strong | T::Strikethrough | T::Link | T::Image | T::Superscript | T::Subscript)
}

/// Whether the HTML tags among inline events are nested properly, with each other and with the markup.
pub(super) fn balanced<'e, 'a: 'e>(events: impl Iterator<Item = &'e Event<'a>>) -> bool {
    let mut open: Vec<String> = Vec::new();
    for event in events {
        match event {
            Event::Start(_) => open.push(String::new()),
            Event::End(tag) if is_inline(tag) && open.pop().as_deref() != Some("") => return false,
            Event::InlineHtml(html) => match tag_name(html) {
                Some((name, true)) if open.pop().as_deref() != Some(name.as_str()) => return false,
                Some((name, false)) => open.push(name),
                _ => {}
            },
            _ => {}
        }
    }
    open.is_empty()
}

/// The name of a tag that opens or (`true`) closes an element.
fn tag_name(html: &str) -> Option<(String, bool)> {
    let inner = html.strip_prefix('<')?;
    let (inner, closes) = inner.strip_prefix('/').map_or((inner, false), |rest| (rest, true));
    let name: String = inner.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let name = name.to_ascii_lowercase();
    const VOID: [&str; 13] =
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
    let element = !name.is_empty() && !VOID.contains(&name.as_str()) && !html.ends_with("/>");
    element.then_some((name, closes))
}

fn sorted(mut list: Vec<&str>) -> Vec<&str> {
    list.sort_unstable();
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ok(source: &str, translation: &str, role: Role) -> String {
        accept(source, translation, role).expect(translation)
    }

    #[test]
    fn markup_stays_and_blocks_become_text() {
        let p = Role::Paragraph;
        assert_eq!(ok("Под", "A *pod* and **`x|y`**", p), "A *pod* and **`x|y`**");
        assert_eq!(ok("Под", "# Pod", p), "\\# Pod");
        assert_eq!(ok("Под", "1. Pod\n\n- x", p), "1\\. Pod - x");
        assert_eq!(ok("Под", "a | b", Role::Cell), "a \\| b");
        assert_eq!(ok("Под", "5 &lt; 6 &#123;{#include x}}", p), "5 \\< 6 &#123;&#123;\\#include x}}");
        assert_eq!(ok("Под", "&#32;&#32;&#32;&#32;code", p), "code");
        assert_eq!(ok("Под", "Pod {#evil}", Role::Heading), "Pod &#123;\\#evil}");
        assert_eq!(ok("**a**", "x *y*", Role::Label), "x \\*y\\*");
    }

    #[test]
    fn what_the_source_does_not_have_is_text() {
        let p = Role::Paragraph;
        assert_eq!(ok("Под", "<script>x</script>", p), "\\<script\\>x\\</script\\>");
        assert_eq!(ok("Под", "[x](javascript:a)", p), "\\[x\\](javascript:a)");
        assert_eq!(ok("Под", "{{#include /etc/passwd}}", p), "&#123;&#123;\\#include /etc/passwd}}");
        assert_eq!(accept("Под", "`{{#include /etc/passwd}}`", p).map(|s| s.contains("{{")), Ok(false));
    }

    #[test]
    fn what_the_source_has_must_be_there() {
        let p = Role::Paragraph;
        assert_eq!(ok("[Под](pod.md) тут", "here [Pod](pod.md)", p), "here [Pod](pod.md)");
        assert_eq!(accept("[Под](pod.md)", "Pod", p), Err(Refusal::Links));
        assert_eq!(accept("[Под](pod.md)", "[Pod](evil.md)", p), Err(Refusal::Links));
        assert_eq!(ok("Это <kbd>Ctrl</kbd>", "It is <kbd>Ctrl</kbd>", p), "It is <kbd>Ctrl</kbd>");
        assert_eq!(accept("Это <kbd>Ctrl</kbd>", "It is **<kbd>Ct** rl</kbd>", p), Err(Refusal::Html));
        assert_eq!(ok("Есть[^1].", "There[^1].", p), "There[^1].");
        assert_eq!(accept("Есть[^1].", "There.", p), Err(Refusal::Footnotes));
        assert_eq!(ok("Вот {{#term a_b}}.", "See {{#term a_b}}.", p), "See {{#term a_b}}.");
        assert_eq!(accept("Вот {{#term a}}.", "See {{#term b}}.", p), Err(Refusal::Directives));
        assert_eq!(accept("Вот", " \u{1}\n", p), Err(Refusal::Empty));
    }

    #[test]
    fn plain_text_stays_plain() {
        assert_eq!(ok("Под", "a\r\n# *b*\u{2028}c", Role::Comment), "a # *b* c");
        assert_eq!(accept("Под", "{{ .Values.x }}", Role::Comment), Err(Refusal::Directives));
    }
}
