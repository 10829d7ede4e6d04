//! Tests of the whole: one binary, a file a topic.

mod bad_input;
mod checking;
mod cli;
mod diagnostics;
mod edition;
mod export;
mod first_book;
mod mentions;
mod notes;
mod outlines;
mod search;
mod stock_mdbook;
mod support;
mod tidy;
