//! Raw notes become structure: sections, lists, labelled attributes, code, tables, quotes.
//!
//! In comes the text of one note, out comes a [`Note`] whose every block knows its stretch of the file. [`encoding`] makes
//! text of bytes; [`mod@format`] tells what kind of note it is; [`paste`], [`markdown`] and [`conversations`] read one kind
//! each, `mixed` those that hold pastes beside Markdown, and they hand what they find to the [`builder`], which makes
//! sections of it. Then [`roles`] tells who speaks,
//! `resumed` makes an answer that broke off one again, [`repeats`] finds what stands twice, [`ids`] gives names and heeds
//! those that were [`kept`]. No word is lost or moved, and none is invented; nothing here knows a subject.

pub mod amounts;
mod article;
mod asides;
mod asked;
mod asking;
pub mod body;
pub mod bold;
mod browser;
pub mod builder;
pub mod captions;
pub mod chapters;
pub mod chrome;
pub mod code;
pub mod contents;
pub mod conversations;
pub mod corrections;
pub mod dates;
pub mod encoding;
mod fellows;
pub mod folio;
pub mod footnotes;
pub mod format;
pub mod formula;
mod glued;
mod groups;
pub mod heading;
pub mod ids;
pub mod inline;
pub mod join;
pub mod kept;
mod labels;
mod letters;
pub mod levels;
pub mod lines;
pub mod list;
pub mod markdown;
pub mod marks;
mod measured;
mod mixed;
pub mod model;
pub mod note;
pub mod numbered;
pub mod outline;
pub mod page;
pub mod parts;
pub mod paste;
pub mod pictures;
mod posts;
mod questions;
pub mod quotes;
pub mod read;
mod remarks;
pub mod repeats;
mod requests;
mod resumed;
pub mod roles;
pub mod running;
pub mod sentences;
pub mod speakers;
pub mod steps;
pub mod table;
mod thanks;
mod tight;
mod titles;
mod turns;
mod unmarked;
mod unnamed;
mod values;
pub mod verse;
mod webpage;
mod wrapped;

pub use corrections::{Corrections, Fixes};
pub use kept::KeptIds;
pub use model::{Align, Attribute, Block, BlockKind, Item, MarkKind, Role, Section, Text};
pub use note::{Difference, Dropped, Note, Repeat, Why};
pub use read::{Hints, read};
pub use thanks::without_greeting;

use self::{footnotes::Footnotes, format::Format};
use crate::text::Source;

/// Reads a note of text.
pub fn parse(source: &Source) -> Note {
    parse_with(source, &Hints::default())
}

/// Reads a note of text, with what is known beside it.
pub fn parse_with(source: &Source, hints: &Hints<'_>) -> Note {
    let mut reading = Reading::new(source, hints);
    match Format::of(source.name(), source.text()) {
        Format::Markdown => mixed::read(&mut reading),
        _ => paste::read(&mut reading, source.whole()),
    }
    reading.finish(hints)
}

/// What the readers of a note share.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The note.
    pub source: &'a Source,
    /// Its words.
    pub words: join::Words,
    /// What its author corrected.
    pub fixes: Fixes,
    /// Its sections, as they are found.
    pub builder: builder::Builder,
    /// What is no part of them.
    pub dropped: Vec<Dropped>,
}

impl<'a> Reading<'a> {
    /// Nothing read yet.
    pub fn new(source: &'a Source, hints: &Hints<'_>) -> Self {
        let words = join::Words::of(source);
        let builder = builder::Builder::new(source);
        Self { source, words, fixes: hints.fixes(source), builder, dropped: Vec::new() }
    }

    /// The note, with roles, names and repeats.
    pub fn finish(self, hints: &Hints<'_>) -> Note {
        let export = self.builder.is_export();
        let mut note = Note {
            source: self.source.clone(),
            title: None,
            sections: self.builder.finish(),
            repeats: Vec::new(),
            footnotes: Footnotes::default(),
            dropped: self.dropped,
            date: None,
            conversation: None,
        };
        let chat = !export && note.sections.iter().any(|section| section.speaker.is_some());
        let title = note.sections.first_mut().filter(|first| chat && first.speaker.is_none());
        let off = title.and_then(|first| chrome::without_chat(self.source, &mut first.title));
        note.dropped.extend(off);
        roles::assign(&mut note, export);
        self.fixes.set_roles(&mut note);
        resumed::join(&mut note.sections, &self.words, &mut note.dropped);
        note.dropped.sort_by_key(|dropped| dropped.span);
        let signs = Format::of(self.source.name(), self.source.text()) == Format::Markdown;
        let heads = note.heads();
        let listed = contents::listed(self.source, &note.dropped);
        let heads = (!export && !signs).then_some(&heads);
        levels::nest(self.source, &mut note.sections, &self.fixes, heads, &listed);
        code::language::name(&mut note.sections);
        values::name(self.source, &mut note.sections);
        note.footnotes = Footnotes::find(&mut note.sections);
        ids::assign(&mut note, hints);
        let titled = note.sections.iter().find(|section| !captions::is_author_alone(section));
        note.title = titled.map(|section| section.title.text.clone()).filter(|title| !title.is_empty());
        note.repeats = repeats::find(&note);
        note
    }
}
