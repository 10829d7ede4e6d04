//! Konspekt turns pasted notes into a structured, checked, bilingual book.
//!
//! The way of the data, room by room, in one direction:
//!
//! - [`text`]: files with places, languages, the way into Markdown
//! - [`notes`]: a paste becomes sections, lists, labelled attributes
//! - [`reviews`], [`glossary`], [`examples`]: what the book adds to the notes, each checked
//! - [`translate`]: messages cut out, a catalog, translations spliced in
//! - [`book`]: files become chapters; notes are written into them; nothing is forgotten
//! - [`tables`]: comparisons from notes, manifests and the API
//! - [`edition`]: chapters in one language or two, everything filled in, mentions linked
//! - [`check`], [`diagnostics`]: what is wrong, where, and what to do
//! - [`online`]: whether links to other sites still lead somewhere, on request
//! - [`site`], [`preprocessor`]: mdBook renders it; the same offline, as EPUB and as PDF
//! - [`wiki`]: the same chapters in the marks of a team's wiki
//! - [`serve`]: a look at the site while the book is written
//! - [`cli`]: the commands; [`net`]: what requests to other hosts share; [`memo`]: what is not worked out twice;
//!   [`archive`]: zips
//!
//! Invariants: no step but the first and the last touches the disk; no word of a note is lost, none becomes markup; a
//! link never changes visible text; a finding is never an `Err`; nothing is asked of another host but by `check --online`
//! and `export --push`; nothing here knows the words of a particular book.

pub mod archive;
pub mod book;
pub mod check;
pub mod cli;
pub mod diagnostics;
pub mod edition;
pub mod examples;
pub mod glossary;
pub mod memo;
pub mod net;
pub mod notes;
pub mod online;
pub mod preprocessor;
pub mod reviews;
pub mod serve;
pub mod site;
pub mod tables;
pub mod text;
pub mod translate;
pub mod wiki;
