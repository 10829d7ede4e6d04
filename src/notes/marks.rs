//! What the lines of a paste are by what stands around them, before any is read: headings that are counted, dated or
//! named by a table of contents, steps, verses.
//!
//! What a rule marks no later one looks at, so the surer go first.

use super::{
    bold, captions, chapters, contents, dates, fellows, levels, lines::Line, note::Dropped, numbered, pictures, posts,
    steps, verse, webpage, wrapped,
};

/// Marks lines. What is no part of the text goes to `dropped`.
pub fn mark<'a>(mut lines: Vec<Line<'a>>, dropped: &mut Vec<Dropped>) -> Vec<Line<'a>> {
    bold::strip(&mut lines);
    let mut lines = contents::without(lines, dropped);
    pictures::mark_items(&mut lines);
    pictures::mark(&mut lines);
    posts::mark(&mut lines);
    wrapped::mark(&mut lines);
    numbered::mark(&mut lines);
    chapters::mark(&mut lines);
    dates::mark(&mut lines);
    steps::mark(&mut lines);
    verse::mark(&mut lines);
    captions::mark(&mut lines);
    webpage::mark(&mut lines);
    fellows::mark(&mut lines);
    levels::mark(&mut lines);
    wrapped::columns(&mut lines);
    lines
}
