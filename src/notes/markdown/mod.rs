//! Structure of a Markdown copy of a chat: what its markup says.
//!
//! Raw HTML is text, or code where it takes lines of its own (`html`), but for the tags that only change how words look
//! (`literal`); what a program printed is code, though no fence stands around it (`logs`); TeX stays as it was typed, an
//! address lives on in its link only; every other word is kept. The steps: `mask` hides from the parser what is not
//! Markdown, the events become blocks here and `inline` text with marks, and lines that name the speaker part the turns.

mod attributes;
mod html;
mod inline;
mod literal;
mod logs;
mod mask;
mod reader;
mod rows;

use std::collections::HashMap;

use super::{
    Reading, chrome,
    code::{self, Code},
    corrections::Fix,
    join::clean,
    model::{Block, BlockKind, Role, Text},
    note::{Dropped, Why},
    speakers,
};
use crate::text::{Source, Span, markdown};

pub(super) use self::logs::Fences;

/// Addresses of reference links by their labels in small letters: a label may be defined in another turn than it is used.
pub(super) type Links = HashMap<String, String>;

/// What the stretches of a note share: who is named where, and what links refer to.
#[derive(Debug)]
pub struct Known {
    speakers: Vec<(Span, Option<Role>)>,
    links: Links,
}

impl Known {
    /// Of a whole note.
    pub fn of(source: &Source) -> Self {
        Self { speakers: speakers(source, source.whole()), links: links(source.text()) }
    }

    /// Whether both sides of a chat are named.
    pub fn is_transcript(&self) -> bool {
        let named = |role| self.speakers.iter().any(|&(_, named)| named == Some(role));
        named(Role::User) && named(Role::Assistant)
    }

    /// Where a side is named first inside a stretch.
    pub fn first_name(&self, stretch: Span) -> Option<usize> {
        self.within(stretch).iter().find(|(_, role)| role.is_some()).map(|(line, _)| line.start)
    }

    fn within(&self, stretch: Span) -> &[(Span, Option<Role>)] {
        let before = |at| self.speakers.partition_point(|(line, _)| line.start < at);
        &self.speakers[before(stretch.start)..before(stretch.end.max(stretch.start))]
    }
}

/// Reads a stretch of a note, in which lines may name the speaker.
pub fn read(reading: &mut Reading<'_>, stretch: Span, known: &Known) {
    let (speakers, links) = (known.within(stretch), &known.links);
    let mut from = stretch.start;
    for &(line, role) in speakers {
        let before = Span::new(from, line.start.max(from));
        let own = (role == Some(Role::User)).then(|| title_below(reading.source, before)).flatten();
        turn(reading, Span::new(from, own.unwrap_or(before.end)), links);
        if let Some(at) = own {
            reading.builder.own_words();
            turn(reading, Span::new(at, before.end), links);
        }
        let why = match role {
            Some(_) => Why::Speaker,
            None if code::are_buttons(reading.source.slice(line)) => Why::Button,
            None => Why::Chrome,
        };
        reading.dropped.push(Dropped { span: line, why, excerpt: None });
        role.into_iter().for_each(|role| reading.builder.speaker(role));
        from = line.end;
    }
    turn(reading, Span::new(from, stretch.end.max(from)), links);
}

/// Where the title begins that a stretch ends with: no answer ends so, and whoever copied several chats names the next.
fn title_below(source: &Source, stretch: Span) -> Option<usize> {
    let text = source.slice(stretch).trim_end();
    let at = text.rfind('\n').map_or(0, |at| at + 1);
    text[at..].starts_with("# ").then_some(stretch.start + at)
}

/// Reads a stretch that one person wrote.
pub fn read_turn(reading: &mut Reading<'_>, stretch: Span) {
    let links = links(reading.source.slice(stretch));
    turn(reading, stretch, &links);
}

/// What the author of a note corrected is what they say, the rest what its markup says.
fn turn(reading: &mut Reading<'_>, stretch: Span, links: &Links) {
    let source = reading.source;
    let fixes: Vec<(Span, Fix)> = reading.fixes.within(stretch).map(|(span, fix)| (span, fix.clone())).collect();
    let mut from = stretch.start;
    for (span, fix) in fixes {
        read_markup(reading, Span::new(from, span.start.max(from)), links);
        let text = || {
            let lines =
                source.slice(span).lines().map(|line| markdown::visible_text(line.trim_start_matches(['#', ' '])));
            Text::plain(clean(&lines.collect::<Vec<_>>().join(" ")), span)
        };
        match fix {
            Fix::Heading(level) => reading.builder.heading(text(), level, false),
            Fix::NotHeading | Fix::Join => {
                let kind = BlockKind::Paragraph { text: text() };
                reading.builder.add(Block { kind, span, role: Role::default() });
            }
            Fix::Code(lang) => {
                let text = Text::plain(source.slice(span).replace("\r\n", "\n"), span);
                reading.builder.add(Block { kind: BlockKind::Code { lang, text }, span, role: Role::default() });
            }
            Fix::Drop => reading.dropped.push(Dropped { span, why: Why::Corrected, excerpt: None }),
        }
        from = span.end;
    }
    read_markup(reading, Span::new(from, stretch.end.max(from)), links);
}

/// The lines `[label]: address` of a text.
fn links(text: &str) -> Links {
    let mut out = Links::new();
    for line in text.lines().filter(|line| line.trim_start().starts_with('[')) {
        let Some((label, rest)) = line.trim_start()[1..].split_once("]:") else { continue };
        let address = rest.split_whitespace().next().unwrap_or_default().trim_matches(['<', '>']);
        if !label.starts_with('^') && !address.is_empty() {
            out.entry(label.to_lowercase()).or_insert_with(|| address.to_owned());
        }
    }
    out
}

/// A text longer than this (bytes) is parsed in parts that begin with a heading: the parser holds many times what it reads.
const LONGEST_PART: usize = 1 << 20;

fn read_markup(reading: &mut Reading<'_>, stretch: Span, links: &Links) {
    let mut from = stretch.start;
    for block in html::blocks(reading.source.slice(stretch)) {
        let span = Span::new(stretch.start + block.start, stretch.start + block.end);
        read_logs(reading, Span::new(from, span.start), links);
        from = span.end;
        let code = reading.source.slice(span).replace("\r\n", "\n").replace('\u{a0}', " ");
        let text = Text::plain(code.trim_end(), span);
        let kind = BlockKind::Code { lang: Some("html".to_owned()), text };
        reading.builder.add(Block { kind, span, role: Role::default() });
    }
    read_logs(reading, Span::new(from, stretch.end), links);
}

fn read_logs(reading: &mut Reading<'_>, stretch: Span, links: &Links) {
    let mut from = stretch.start;
    for Code { lang, span, text, .. } in logs::blocks(reading.source, stretch) {
        read_parts(reading, Span::new(from, span.start), links);
        from = span.end;
        reading.builder.add(Block { kind: BlockKind::Code { lang, text }, span, role: Role::default() });
    }
    read_parts(reading, Span::new(from, stretch.end), links);
}

fn read_parts(reading: &mut Reading<'_>, stretch: Span, links: &Links) {
    let text = reading.source.slice(stretch);
    let mut from = 0;
    while from < text.len() {
        let end = part_end(text, from);
        reader::read(reading, Span::new(stretch.start + from, stretch.start + end), links);
        from = end;
    }
}

/// Where a part that begins at `from` ends: with the text, or before a heading.
fn part_end(text: &str, from: usize) -> usize {
    if text.len() - from <= LONGEST_PART {
        return text.len();
    }
    let mut fenced = false;
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        fenced ^= line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        if at - from > LONGEST_PART && line.starts_with('#') && !fenced {
            return at;
        }
        at += line.len();
    }
    text.len()
}

/// The lines, and the names in front of paragraphs, that say who speaks, and with nobody named the lines of the page and
/// the buttons below code. Those inside a fence do not count.
fn speakers(source: &Source, stretch: Span) -> Vec<(Span, Option<Role>)> {
    let mut out = Vec::new();
    // A name in front of a paragraph is one where both sides are named so.
    let mut names: Vec<(Span, Option<Role>)> = Vec::new();
    let mut alone = speakers::Alone::default();
    let mut before = "";
    let in_chat = source.slice(stretch).lines().any(|line| speakers::marker(line.trim()).is_some());
    let mut fences = logs::Fences::default();
    let mut below_code = false;
    let mut at = stretch.start;
    for line in source.slice(stretch).split_inclusive('\n') {
        let trimmed = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let fenced = fences.inside(line);
        if !fenced {
            let role = speakers::marker(trimmed);
            let begins = before.is_empty() || trimmed.starts_with("**");
            let name = speakers::prefix(trimmed).filter(|prefix| prefix.is_name && begins && role.is_none());
            if let Some(prefix) = name {
                names.push((Span::new(start, start + prefix.len), Some(prefix.role)));
            } else if role.is_some() || chrome::is_chrome(trimmed, in_chat) || below_code && code::are_buttons(trimmed)
            {
                role.into_iter().for_each(|role| alone.add(role, trimmed));
                out.push((Span::new(start, start + trimmed.len()), role));
            }
        }
        below_code = fenced || below_code && trimmed.is_empty();
        before = trimmed;
    }
    let named = |role| names.iter().any(|&(_, named)| named == Some(role));
    if !(named(Role::User) && named(Role::Assistant)) {
        names.retain(|&(span, role)| role.is_some_and(|role| alone.answers(role, source.slice(span))));
    }
    out.append(&mut names);
    out.sort_by_key(|&(span, _)| span);
    out
}

#[cfg(test)]
mod tests;
