//! Two languages that do not drift apart.
//!
//! What comes in are chapters in the source language and a gettext catalog; what goes out are chapters in the other
//! language, or in both side by side, and what is known about each message: fresh, stale or missing. The steps:
//! [`segments`] cuts the messages out, [`messages`] puts equal ones together, [`Translations::resolve`] finds the state of
//! each, [`translate`] puts the words back; [`extract`], [`update`] and [`status`] keep the catalog; [`check`] reads it with
//! a critic's eye. A translation is text from somebody else: it can never change anything but text.

mod catalog;
mod comments;
mod inline;
#[cfg(test)]
mod journey;
mod mask;
mod po;
mod quality;
mod role;
mod run;
mod segment;
mod similarity;
mod splice;
mod state;
#[cfg(test)]
mod tests;
mod update;
mod wording;
mod write;

pub use catalog::{Catalog, Entry, Reference};
pub use comments::code_segments;
pub use inline::{Refusal, accept};
pub use quality::{FindPlace, FindTerms, Unshared, check};
pub use role::Role;
pub use segment::{FindComments, Segment, segments};
pub use splice::{Mode, missing_notice, stale_notice, translate, translate_code};
pub use state::{Message, State, Translations, messages};
pub use update::{Counts, FindNotes, Open, Status, extract, open, status, template, update};
pub use write::tidy as message_text;
