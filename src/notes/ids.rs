//! Names of sections: readable, unique in the note, and the same when other sections are added behind or around them.

use super::model::Note;
use crate::text::slug;

/// Gives each section its identifier, made of its heading.
pub fn assign(note: &mut Note) {
    let mut slugs = slug::Slugs::default();
    for section in &mut note.sections {
        section.id = slugs.take(&slug::slug(&section.title.text), "section");
    }
}
