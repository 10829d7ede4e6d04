//! Raw notes become structure: sections, lists, labelled attributes, code.
//!
//! In comes the text of one note, out comes a [`Note`] whose every block knows its stretch of the file. The steps:
//! [`lines`] measures the paste (wrap width, page breaks) and cuts it into chunks, [`paste`] finds headings, lists and
//! attributes, [`roles`] tells who speaks, [`repeats`] finds what stands twice. No word is lost or moved, and none is
//! invented; nothing here knows a subject.

pub mod body;
pub mod join;
pub mod lines;
pub mod model;
pub mod outline;
pub mod paste;
pub mod repeats;
pub mod roles;

pub use model::{Attribute, Block, BlockKind, Item, Note, Repeat, Role, Section, Text};

use crate::text::Source;

/// Reads a note.
pub fn parse(source: &Source) -> Note {
    let mut note = paste::parse(source);
    roles::assign(&mut note);
    note.repeats = repeats::find(&note);
    note
}
