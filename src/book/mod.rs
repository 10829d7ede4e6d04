//! A book: its files in memory, its settings, its chapters with their directives, and each block's way back to the
//! note it came from.
//!
//! The steps: [`input`] reads the files, [`directives`] finds what chapters ask for, [`compose`] writes notes into
//! chapters as Markdown, [`place`] sees to it that no section is forgotten, [`crate::edition`] writes examples, tables, reviews,
//! glossary and map in the language of an edition.

pub mod compose;
pub mod directives;
mod footnotes;
mod headings;
pub mod inline;
pub mod input;
pub mod labels;
pub mod markup;
pub mod new;
pub mod place;
pub mod settings;

pub use input::{Files, Input};
pub use settings::Settings;
