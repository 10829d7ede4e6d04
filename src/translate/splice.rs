//! Puts translations in place of their messages, for one language or for two side by side.
//!
//! What comes in is a chapter (or a code file), its segments and the state of each; what goes out is the same text with
//! other words. A message that has no translation to show keeps its source text, marked with its language and a notice.
//! Nothing but text changes: a translation is taken through [`inline::accept`], and the result is compared with the
//! source block by block; should they differ all the same, the text that is to blame stays as it is.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag};

use super::{
    inline, mask,
    segment::{Segment, Shape},
    state::State,
};
use crate::text::{Lang, Localized, markdown};

/// What is made of a chapter.
#[derive(Clone, Copy, Debug)]
pub enum Mode<'a> {
    /// The edition in `to`, translated from `from`.
    Single {
        /// The language of the book's source.
        from: &'a Lang,
        /// The language of the edition.
        to: &'a Lang,
    },
    /// Both languages, side by side.
    Parallel {
        /// The language of the book's source.
        from: &'a Lang,
        /// The other language.
        to: &'a Lang,
    },
}

/// The chapter in the edition's language, or in both.
pub fn translate(markdown: &str, segments: &[Segment], choose: impl Fn(&Segment) -> State, mode: Mode<'_>) -> String {
    let edits = edits(markdown, segments, &choose, mode);
    let mut tries = TRIES;
    markdown::splice(markdown, harmless(markdown, &structure(markdown), edits, &mut tries))
}

/// How often a chapter is put together to find the one edit that breaks it.
const TRIES: usize = 64;

/// The edits that leave the blocks of the chapter as they are: all of them, unless the author's own text is so odd that a
/// mark around it is read otherwise; then that text stays as it is.
fn harmless(markdown: &str, wanted: &[String], mut edits: Vec<Edit>, tries: &mut usize) -> Vec<Edit> {
    if edits.is_empty() || structure(&markdown::splice(markdown, edits.clone())) == wanted {
        return edits;
    }
    *tries = tries.saturating_sub(1);
    if edits.len() == 1 || *tries == 0 {
        return Vec::new();
    }
    let right = edits.split_off(edits.len() / 2);
    let left = harmless(markdown, wanted, edits, tries);
    let right = harmless(markdown, wanted, right, tries);
    let both = [left.clone(), right].concat();
    if structure(&markdown::splice(markdown, both.clone())) == wanted { both } else { left }
}

/// A code file with its comments in the edition's language, or in both.
pub fn translate_code(code: &str, segments: &[Segment], choose: impl Fn(&Segment) -> State, mode: Mode<'_>) -> String {
    markdown::splice(code, edits(code, segments, &choose, mode))
}

/// A stretch and the text that takes its place.
pub(super) type Edit = (Range<usize>, String);

pub(super) fn edits(
    markdown: &str,
    segments: &[Segment],
    choose: &dyn Fn(&Segment) -> State,
    mode: Mode<'_>,
) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut rest = segments;
    while let Some(first) = rest.first() {
        let run = run_of(first);
        let length = rest.iter().take_while(|segment| run.is_some() && run_of(segment) == run).count().max(1);
        let (group, after) = rest.split_at(length);
        rest = after;
        let words: Vec<_> = group.iter().map(|segment| Words::new(segment, choose(segment))).collect();
        match (&first.shape, mode) {
            (Shape::Comment(_), _) => {
                edits.extend(group.iter().zip(&words).filter_map(|(s, w)| comment(markdown, s, w, mode)))
            }
            (Shape::Inline { .. }, Mode::Single { from, to }) => {
                edits.extend(group.iter().zip(&words).filter_map(|(s, w)| single(s, w, from, to)));
            }
            (Shape::Inline { run, wrap: true, .. }, Mode::Parallel { from, to }) => {
                edits.extend(pair(group, &words, from, to).map(|pair| (run.range(), pair)));
            }
            _ => {}
        }
    }
    edits
}

fn run_of(segment: &Segment) -> Option<crate::text::Span> {
    match &segment.shape {
        Shape::Inline { run, .. } => Some(*run),
        Shape::Comment(_) => None,
    }
}

/// What a segment says in the edition's language.
enum Words {
    /// The source's own words: nothing to put in place.
    Same,
    Translated(String),
    Missing,
    Stale,
}

impl Words {
    fn new(segment: &Segment, state: State) -> Self {
        match state {
            State::Fresh(text) if text == segment.text => Self::Same,
            State::Fresh(text) => inline::accept(&segment.text, &text, segment.role).map_or(Self::Missing, |text| {
                let in_table = matches!(segment.shape, Shape::Inline { cell: true, .. });
                Self::Translated(if in_table { markdown::cell_text(&text) } else { text })
            }),
            State::Stale { .. } => Self::Stale,
            State::Missing | State::Refused { .. } => Self::Missing,
        }
    }

    fn notice(&self, lang: &Lang) -> String {
        match self {
            Self::Stale => stale_notice(lang),
            _ => missing_notice(lang),
        }
    }
}

/// What a reader is told of a text that has changed since it was translated.
pub fn stale_notice(lang: &Lang) -> String {
    let notice = Localized {
        ru: "Перевод устарел: исходный текст с тех пор изменился".to_owned(),
        en: "The translation is out of date: the source text has changed since".to_owned(),
    };
    notice.get(lang).to_owned()
}

/// What a reader is told of a text that has no translation.
pub fn missing_notice(lang: &Lang) -> String {
    Localized { ru: "Ещё не переведено".to_owned(), en: "Not translated yet".to_owned() }.get(lang).to_owned()
}

fn single(segment: &Segment, words: &Words, from: &Lang, to: &Lang) -> Option<(Range<usize>, String)> {
    match words {
        Words::Same => None,
        Words::Translated(text) => Some((segment.span.range(), text.clone())),
        Words::Missing | Words::Stale => {
            if !matches!(segment.shape, Shape::Inline { wrap: true, .. }) {
                return None;
            }
            let source = guard(&restated(segment)?);
            let title = words.notice(to);
            Some((
                segment.span.range(),
                format!("<span class=\"untranslated\" lang=\"{from}\" title=\"{title}\">{source}</span>"),
            ))
        }
    }
}

fn pair(group: &[Segment], words: &[Words], from: &Lang, to: &Lang) -> Option<String> {
    let (mut left, mut right) = (String::new(), String::new());
    let mut notice = None;
    for (segment, words) in group.iter().zip(words) {
        let Shape::Inline { before, after, cell, .. } = &segment.shape else { continue };
        let source = |text: &str| if *cell { markdown::cell_text(text) } else { text.to_owned() };
        let text = restated(segment)?;
        left.extend([source(before), text.clone(), source(after)]);
        right.push_str(&source(before));
        match words {
            Words::Same => right.push_str(&text),
            Words::Translated(text) => right.push_str(text),
            Words::Missing | Words::Stale => {
                notice = Some(words.notice(to));
                if !before.trim().is_empty() || !after.trim().is_empty() {
                    // Half of the text is there (a label, say): what lacks is marked where it lacks.
                    right.push_str("<span class=\"gap\">…</span>");
                }
            }
        }
        right.push_str(&source(after));
    }
    let nothing = words.iter().all(|words| matches!(words, Words::Missing | Words::Stale));
    let right = if nothing { String::new() } else { guard(&right) };
    let (class, title) = match &notice {
        Some(notice) => ("side untranslated", format!(" title=\"{notice}\"")),
        None => ("side", String::new()),
    };
    Some(format!(
        "<span class=\"pair\"><span class=\"side\" lang=\"{from}\">{}</span><span class=\"{class}\" lang=\"{to}\"{title}>{right}</span></span>",
        guard(&left)
    ))
}

/// The source text itself, written so that what stands around it cannot change how it is read.
fn restated(segment: &Segment) -> Option<String> {
    let text = inline::restate(&segment.text, segment.role)?;
    let in_table = matches!(segment.shape, Shape::Inline { cell: true, .. });
    Some(if in_table { markdown::cell_text(&text) } else { text })
}

/// Text that a tag can follow: a backslash at its end would escape the tag.
fn guard(text: &str) -> String {
    let slashes = text.len() - text.trim_end_matches('\\').len();
    if slashes % 2 == 1 { format!("{text}\\") } else { text.to_owned() }
}

fn comment(markdown: &str, segment: &Segment, words: &Words, mode: Mode<'_>) -> Option<(Range<usize>, String)> {
    let (Shape::Comment(shape), Words::Translated(text)) = (&segment.shape, words) else { return None };
    let newline =
        if markdown[..segment.span.start].ends_with("\r\n") || markdown.contains("\r\n") { "\r\n" } else { "\n" };
    let source = &markdown[segment.span.range()];
    let written = match mode {
        Mode::Single { .. } => shape.write(text, newline),
        Mode::Parallel { .. } => shape.write_both(source, text, newline),
    };
    Some((segment.span.range(), written))
}

/// The blocks of a chapter without the text in them: each event, and the set of link targets of each block.
pub(super) fn structure(markdown: &str) -> Vec<String> {
    let masked = mask::mask(markdown);
    let mut out = Vec::new();
    let mut links = std::collections::BTreeSet::new();
    for (event, _) in markdown::parse(&masked) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                links.insert(dest_url.to_string());
            }
            Event::Start(tag) if !inline::is_inline(&tag.to_end()) => out.push(format!("{tag:?}")),
            Event::End(tag) if !inline::is_inline(&tag) => {
                out.extend(std::mem::take(&mut links));
                out.push(format!("{tag:?}"));
            }
            Event::Html(html) => out.push(html.to_string()),
            Event::Rule | Event::TaskListMarker(_) => out.push(format!("{event:?}")),
            _ => {}
        }
    }
    out
}
