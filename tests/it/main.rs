//! Tests of the whole: one binary, a file a topic.

mod bad_input;
mod checking;
mod cli;
mod confluence;
mod diagnostics;
mod edition;
mod epub;
mod export;
mod faults;
mod first_book;
mod git;
mod incremental;
mod mentions;
mod notes;
mod offline;
mod online;
mod outlines;
mod pdf;
mod push;
mod search;
mod serve;
mod site;
mod stand_in;
mod stock_mdbook;
mod support;
mod tidy;
