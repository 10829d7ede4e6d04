//! The glossary: terms, every form of their names, the places where a text means them, links, the concept map.
//!
//! In comes `glossary.toml` ([`Glossary::parse`]) and texts; out go mentions ([`Matcher`]), Markdown with links
//! ([`links::link`]), the concept map ([`map`]) and the glossary page ([`page`]). A mention is found in three steps:
//! [`forms`] says how a name may be written, [`mentions`] finds the longest such stretch of words, [`context`] decides
//! whether an everyday word means the term here. Nothing here reads a file, and nothing here knows a term by name:
//! what is particular to a language stands in `forms/` and in `context/*.toml`, what is particular to a book in its
//! glossary.

mod answers;
mod automaton;
mod beside;
pub mod candidates;
mod clauses;
pub mod context;
mod discourse;
mod evidence;
mod fields;
pub mod forms;
pub mod found;
mod identifier;
mod kinds;
mod leads;
pub mod links;
mod longer;
pub mod map;
pub mod marks;
pub mod mentions;
pub mod model;
mod namesakes;
pub mod page;
mod parse;
mod places;
mod points;
mod referents;
mod rows;
mod senses;
mod shown;
mod systems;
mod table;
mod walk;
mod words;

pub use found::{Matchers, Policy};
pub use links::Link;
pub use mentions::{Matcher, Mention, Reason, Why};
pub use model::{Glossary, Relation, Shown, Term, TermId, TermText};
