//! Konspekt turns pasted notes into a structured, checked, bilingual book.

pub mod diagnostics;
pub mod examples;
pub mod tables;
pub mod text;
