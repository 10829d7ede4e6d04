//! What the author of a note corrects: `NAME.outline.toml`, a small file beside the note, which itself is never edited.
//!
//! ```toml
//! [[heading]]
//! lines = "3..4"
//! level = 2
//!
//! [[not-heading]]
//! lines = 7
//!
//! [[join]]
//! lines = "12..14"
//!
//! [[code]]
//! lines = "20..31"
//! lang = "yaml"
//!
//! [[role]]
//! lines = "40..52"
//! is = "own"
//!
//! [[drop]]
//! lines = 1
//! ```
//!
//! Lines are those that `konspekt outline` prints. A conversation of an export is named with `note = "…"`, the last part
//! of its name.

use std::ops::RangeInclusive;

use serde::Deserialize;
use toml::Spanned;

use super::{
    lines::{Line, Said},
    model::{Block, BlockKind, Role},
    note::{Dropped, Note, Why},
};
use crate::{
    diagnostics::{Diagnostic, code},
    text::{Source, Span},
};

/// The corrections of one file of notes.
#[derive(Clone, Debug)]
pub struct Corrections {
    source: Source,
    list: Vec<Correction>,
}

#[derive(Clone, Debug)]
struct Correction {
    note: Option<String>,
    lines: RangeInclusive<usize>,
    /// Where the lines are named.
    place: Span,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Fix(Fix),
    Role(Role),
}

/// What some lines are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// A heading of this depth.
    Heading(u8),
    /// No heading.
    NotHeading,
    /// One paragraph.
    Join,
    /// Code in this language.
    Code(Option<String>),
    /// Nothing of the note.
    Drop,
}

/// The corrections of one note, by its stretches.
#[derive(Clone, Debug, Default)]
pub struct Fixes {
    /// In the order of the note; none overlaps another.
    fixes: Vec<(Span, Fix)>,
    roles: Vec<(Span, Role)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    #[serde(default)]
    heading: Vec<Entry>,
    #[serde(default)]
    not_heading: Vec<Entry>,
    #[serde(default)]
    join: Vec<Entry>,
    #[serde(default)]
    code: Vec<Entry>,
    #[serde(default)]
    role: Vec<Entry>,
    #[serde(default)]
    drop: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    lines: Spanned<Lines>,
    note: Option<String>,
    level: Option<Spanned<u8>>,
    lang: Option<String>,
    is: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Lines {
    One(usize),
    Some(String),
}

impl Corrections {
    /// Reads a file of corrections.
    pub fn parse(source: &Source) -> (Self, Vec<Diagnostic>) {
        let mut out = Self { source: source.clone(), list: Vec::new() };
        let file: File = match toml::from_str(source.text()) {
            Ok(file) => file,
            Err(error) => {
                let span = error.span().map(Span::from).unwrap_or_default();
                let found = Diagnostic::new(code::CORRECTION, source, span)
                    .arg("cause", error.message().replace('\n', " "))
                    .help("tables");
                return (out, vec![found]);
            }
        };
        let mut found = Vec::new();
        let level = |entry: &Entry| entry.level.as_ref().map_or(1, |level| *level.get_ref()).clamp(1, 6);
        type Make<'m> = &'m dyn Fn(&Entry) -> Option<What>;
        let tables: [(Vec<Entry>, Make<'_>); 6] = [
            (file.heading, &|entry| Some(What::Fix(Fix::Heading(level(entry))))),
            (file.not_heading, &|_| Some(What::Fix(Fix::NotHeading))),
            (file.join, &|_| Some(What::Fix(Fix::Join))),
            (file.code, &|entry| Some(What::Fix(Fix::Code(entry.lang.clone())))),
            (file.role, &|entry| entry.is.as_ref().and_then(|is| role(is.get_ref())).map(What::Role)),
            (file.drop, &|_| Some(What::Fix(Fix::Drop))),
        ];
        for (entries, what) in tables {
            for entry in entries {
                let place = Span::from(entry.lines.span());
                let Some(lines) = lines(entry.lines.get_ref()) else {
                    found.push(
                        Diagnostic::new(code::CORRECTION, source, place)
                            .arg("cause", source.slice(place))
                            .help("lines"),
                    );
                    continue;
                };
                let Some(what) = what(&entry) else {
                    let place = entry.is.as_ref().map_or(place, |is| Span::from(is.span()));
                    found.push(
                        Diagnostic::new(code::CORRECTION, source, place).arg("cause", source.slice(place)).help("role"),
                    );
                    continue;
                };
                out.list.push(Correction { note: entry.note, lines, place, what });
            }
        }
        (out, found)
    }

    /// The file.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// What they say of a note.
    pub fn of(&self, source: &Source) -> Fixes {
        let mut out = Fixes::default();
        for correction in self.list.iter().filter(|correction| correction.is_about(source)) {
            let Some(span) = correction.span(source) else { continue };
            match &correction.what {
                What::Fix(fix) => out.fixes.push((span, fix.clone())),
                What::Role(role) => out.roles.push((span, *role)),
            }
        }
        out.fixes.sort_by_key(|(span, _)| span.start);
        let mut end = 0;
        out.fixes.retain(|(span, _)| {
            span.start >= end && {
                end = span.end;
                true
            }
        });
        out
    }

    /// What of them cannot be done: lines that a note has not, two corrections of one line, a conversation that is not
    /// there.
    pub fn check(&self, notes: &[&Note]) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let refuse = |correction: &Correction, help: &'static str| {
            Diagnostic::new(code::CORRECTION, &self.source, correction.place)
                .arg("cause", self.source.slice(correction.place))
                .help(help)
        };
        for (i, correction) in self.list.iter().enumerate() {
            let Some(note) = notes.iter().find(|note| correction.is_about(&note.source)) else {
                found.push(refuse(correction, "note"));
                continue;
            };
            let taken = self.list[..i].iter().any(|other| {
                matches!((&other.what, &correction.what), (What::Fix(_), What::Fix(_)))
                    && other.note == correction.note
                    && other.lines.start() <= correction.lines.end()
                    && correction.lines.start() <= other.lines.end()
            });
            if correction.span(&note.source).is_none() {
                found.push(refuse(correction, "missing"));
            } else if taken {
                found.push(refuse(correction, "twice"));
            }
        }
        found
    }
}

impl Correction {
    fn is_about(&self, source: &Source) -> bool {
        self.note.as_ref().is_none_or(|note| source.name().rsplit('/').next() == Some(note))
    }

    /// The words of the lines; `None` where the note has no such lines, or nothing stands there.
    fn span(&self, source: &Source) -> Option<Span> {
        let (first, last) = (source.line_span(*self.lines.start())?, source.line_span(*self.lines.end())?);
        let whole = source.slice(first.to(last));
        let start = first.start + (whole.len() - whole.trim_start().len());
        (!whole.trim().is_empty()).then(|| Span::new(start, start + whole.trim().len()))
    }
}

impl Fixes {
    /// The corrections inside a stretch, in its order.
    pub fn within(&self, stretch: Span) -> impl Iterator<Item = (Span, &Fix)> {
        self.fixes.iter().filter(move |(span, _)| stretch.contains(*span)).map(|(span, fix)| (*span, fix))
    }

    /// The code that its author says begins here, and its language.
    pub fn code_at(&self, start: usize) -> Option<(Span, &Option<String>)> {
        self.fixes.iter().find_map(|(span, fix)| match fix {
            Fix::Code(lang) if span.start == start => Some((*span, lang)),
            _ => None,
        })
    }

    /// Writes down on lines what is said of them, and takes out those that are to be dropped.
    pub fn apply(&self, lines: &mut Vec<Line<'_>>, dropped: &mut Vec<Dropped>) {
        if self.fixes.is_empty() {
            return;
        }
        let mut gap = 0;
        lines.retain_mut(|line| {
            line.gap += std::mem::take(&mut gap);
            let said = self.fixes.iter().find(|(span, _)| span.contains(line.span));
            line.said = match said {
                Some((_, Fix::Heading(level))) => Said::Heading(*level),
                Some((_, Fix::NotHeading)) => Said::NotHeading,
                Some((span, Fix::Join)) if span.start < line.span.start => Said::Joined,
                Some((_, Fix::Join)) => Said::NotHeading,
                Some((_, Fix::Drop)) => {
                    dropped.push(Dropped { span: line.span, why: Why::Corrected, excerpt: None });
                    gap = line.gap;
                    return false;
                }
                _ => Said::Nothing,
            };
            true
        });
    }

    /// Sets the roles that are given.
    pub fn set_roles(&self, note: &mut Note) {
        for &(span, role) in &self.roles {
            for section in &mut note.sections {
                if !section.title.text.is_empty() && span.overlaps(section.title.span) {
                    section.role = role;
                }
                section
                    .blocks
                    .iter_mut()
                    .filter(|block| span.overlaps(block.span))
                    .for_each(|block| set_role(block, role));
            }
        }
    }
}

fn set_role(block: &mut Block, role: Role) {
    block.role = role;
    if let BlockKind::Quote(blocks) = &mut block.kind {
        blocks.iter_mut().for_each(|below| set_role(below, role));
    }
}

fn role(name: &str) -> Option<Role> {
    [Role::User, Role::Assistant, Role::Own].into_iter().find(|role| role.as_str() == name)
}

/// `3` or `"3..5"`.
fn lines(lines: &Lines) -> Option<RangeInclusive<usize>> {
    let (from, to) = match lines {
        Lines::One(line) => (*line, *line),
        Lines::Some(text) => {
            let (from, to) = text.split_once("..").unwrap_or((text, text));
            (from.trim().parse().ok()?, to.trim().trim_start_matches('=').parse().ok()?)
        }
    };
    (from > 0 && from <= to).then_some(from..=to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::{Hints, outline, parse_with};

    fn outlined(name: &str, note: &str, corrections: &str) -> String {
        let (corrections, found) = Corrections::parse(&Source::new("a.outline.toml", corrections));
        assert!(found.is_empty(), "{found:?}");
        let source = Source::new(name, note);
        let note = parse_with(&source, &Hints { corrections: Some(&corrections), ..Hints::default() });
        assert!(corrections.check(&[&note]).is_empty());
        outline::human(&note, &crate::text::Lang::en(), true).to_string()
    }

    #[test]
    fn a_paste_is_corrected() {
        let note = "Хлеб\nТесто готовят из муки и воды, а потом дают ему подойти в тепле.\n\nвес муки\nвес воды\n\nрасчёт\nx = 500 * 0.7\n";
        insta::assert_snapshot!(outlined(
            "a.txt",
            note,
            "[[not-heading]]\nlines = 1\n[[heading]]\nlines = 4\nlevel = 2\n[[code]]\nlines = \"8\"\nlang = \"python\"\n[[role]]\nlines = \"4..8\"\nis = \"own\"\n",
        ));
    }

    #[test]
    fn markdown_is_corrected() {
        let note = "## Bread\n\nFlour,\n\nwater.\n\n## Not a heading\n\nprint(1)\n\nSent from my phone\n";
        insta::assert_snapshot!(outlined(
            "a.md",
            note,
            "[[join]]\nlines = \"3..5\"\n[[not-heading]]\nlines = 7\n[[code]]\nlines = 9\n[[drop]]\nlines = 11\n",
        ));
    }

    #[test]
    fn mistakes_have_their_place() {
        let wrong = |text: &str| {
            let (corrections, mut found) = Corrections::parse(&Source::new("a.outline.toml", text));
            let note = parse_with(&Source::new("a.txt", "Хлеб\n\nи вода\n"), &Hints::default());
            found.extend(corrections.check(&[&note]));
            found.iter().map(|found| found.source.position(found.span.start).line).collect::<Vec<_>>()
        };
        assert_eq!(wrong("[[heading]]\nlines = 9\n"), [2]);
        assert_eq!(wrong("[[heading]]\nlines = 2\n"), [2]);
        assert_eq!(wrong("[[heading]]\nlines = \"3..1\"\n"), [2]);
        assert_eq!(wrong("[[role]]\nlines = 1\nis = \"me\"\n"), [3]);
        assert_eq!(wrong("[[heading]]\nlines = 1\n[[code]]\nlines = 1\n"), [4]);
        assert_eq!(wrong("[[header]]\nlines = 1\n"), [1]);
        assert_eq!(wrong("[[drop]]\nlines = 1\nnote = \"b\"\n"), [2]);
    }
}
