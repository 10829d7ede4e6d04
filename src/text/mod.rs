//! Text with a memory of where it stands: source files, spans, languages, and the one way into the Markdown parser.
//!
//! What comes in are strings, what goes out are strings with places. Nothing here reads a file.

pub mod collation;
pub mod day;
pub mod diff;
pub mod grammar;
pub mod html;
pub mod lang;
pub mod markdown;
pub mod media;
pub mod slug;
pub mod source;
pub mod words;

pub use collation::Collation;
pub use lang::{Lang, Localized};
pub use source::{Position, Source, Span};
