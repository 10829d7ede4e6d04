//! What DokuWiki can put into quotations and items: lines.
//!
//! A quotation is lines with `>`, an item is one line that `\\` breaks; code may stand in both, a table in neither. What
//! cannot stand there stands apart, and the quotation or the list goes on behind it.
//! - <https://www.dokuwiki.org/wiki:syntax#quoting>
//! - <https://www.dokuwiki.org/wiki:syntax#lists>

use std::collections::BTreeMap;

use super::name::Sections;
use crate::wiki::{
    Page,
    document::{Block, Inline, Met, Speaker, plain, visit},
    words::Words,
};

/// Whether a block is no more than what is in it, below a line that says what it is.
pub(super) fn transparent(block: &Block) -> Option<&[Block]> {
    match block {
        Block::Said { by: Speaker::Assistant | Speaker::User, blocks, .. } | Block::Details { blocks, .. } => {
            Some(blocks)
        }
        _ => None,
    }
}

/// The line above such a block.
pub(super) fn head(block: &Block, words: Words) -> Option<Vec<Inline>> {
    match block {
        Block::Said { by: Speaker::User, .. } => {
            let question = Inline::Text(words.question().to_owned());
            Some(vec![Inline::Text("💬 ".to_owned()), Inline::Emphasis(vec![question])])
        }
        Block::Details { summary, .. } => Some(vec![Inline::Strong(summary.clone())]),
        _ => None,
    }
}

/// Whether a block cannot stand in an item.
pub(super) fn stands_apart(block: &Block) -> bool {
    let mut found = false;
    visit(std::slice::from_ref(block), &mut |met| found |= matches!(met, Met::Block(Block::Table { .. })));
    found
}

/// The anchor of the heading at or before each place that links may name. Before the first heading that is the title.
pub(super) fn anchors(page: &Page) -> BTreeMap<String, String> {
    let mut sections = Sections::default();
    let mut here = sections.take(&page.title);
    let mut out = BTreeMap::new();
    out.extend(page.id.clone().map(|id| (id, here.clone())));
    walk(&page.blocks, &mut sections, &mut here, &mut out);
    out
}

fn walk(blocks: &[Block], sections: &mut Sections, here: &mut String, out: &mut BTreeMap<String, String>) {
    for block in blocks {
        if let Some(inside) = transparent(block) {
            if let Block::Details { summary, .. } = block {
                places(&[Block::Paragraph(summary.clone())], here, out);
            }
            walk(inside, sections, here, out);
            continue;
        }
        if let Block::Heading { text, .. } = block {
            *here = sections.take(&plain(text));
        }
        places(std::slice::from_ref(block), here, out);
    }
}

/// Everything in these blocks that links may name, as a part of the section `here`.
fn places(blocks: &[Block], here: &str, out: &mut BTreeMap<String, String>) {
    visit(blocks, &mut |met| {
        let mut put = |id: &str| {
            out.entry(id.to_owned()).or_insert_with(|| here.to_owned());
        };
        match met {
            Met::Block(Block::Heading { id: Some(id), .. } | Block::Table { id: Some(id), .. } | Block::Anchor(id))
            | Met::Inline(Inline::Anchor(id)) => put(id),
            Met::Block(Block::Lines(lines)) => lines.iter().for_each(|line| put(&line.id)),
            _ => {}
        }
    });
}

/// A piece of a quotation or of an item.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// A line, or code, at this depth of quotation.
    Line {
        /// How many quotations it stands in.
        depth: usize,
        /// Its text.
        text: String,
        /// Whether it is code, which needs no break before or behind it.
        is_code: bool,
    },
    /// What cannot stand in either.
    Apart(String),
    /// An item begins.
    Item {
        /// How many lists it stands in, less one.
        depth: usize,
        /// `*` or `-`.
        mark: char,
        /// What stands before its words: a number that DokuWiki would not count.
        number: String,
        /// Whether an item that a list inside had ended goes on: nothing is written where nothing follows.
        goes_on: bool,
    },
}

impl Piece {
    pub(super) fn line(depth: usize, text: String) -> Self {
        Self::Line { depth, text, is_code: false }
    }

    pub(super) fn code(depth: usize, text: String) -> Self {
        Self::Line { depth, text, is_code: true }
    }
}

/// The pieces of a quotation or of a list, in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines(Vec<Piece>);

impl Extend<Piece> for Lines {
    fn extend<I: IntoIterator<Item = Piece>>(&mut self, pieces: I) {
        self.0.extend(pieces);
    }
}

impl Lines {
    pub(super) fn push(&mut self, piece: Piece) {
        self.0.push(piece);
    }

    pub(super) fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// An item of a list begins.
    pub(super) fn item(&mut self, depth: usize, mark: char, number: String) {
        self.0.push(Piece::Item { depth, mark, number, goes_on: false });
    }

    /// Behind a list inside an item DokuWiki cannot return to it: what follows is an item of the list inside.
    pub(super) fn item_goes_on(&mut self, depth: usize) {
        self.0.push(Piece::Item { depth, mark: '*', number: String::new(), goes_on: true });
    }

    /// Sets a mark before the first line, and the others in below it.
    pub(super) fn mark_first(&mut self, mark: &str, at: usize) {
        let mut first = true;
        for piece in &mut self.0 {
            let Piece::Line { depth, text, is_code } = piece else { continue };
            let sign = if first { format!("{mark} ") } else { "\u{2003}".to_owned() };
            if !*is_code && *depth == at {
                *text = format!("{sign}{text}");
                first = false;
            }
        }
        if first {
            self.0.insert(0, Piece::line(at, mark.to_owned()));
        }
    }

    /// Lines of a quotation; those in none are paragraphs.
    pub(super) fn quote(&self) -> String {
        let mut out = String::new();
        let mut quoted = false;
        for piece in &self.0 {
            let is_quote = matches!(piece, Piece::Line { depth: 1.., .. });
            if quoted && !is_quote {
                out.push('\n');
            }
            quoted = is_quote;
            match piece {
                Piece::Line { depth: 0, text, .. } => out.push_str(&format!("{text}\n\n")),
                Piece::Line { depth, text, .. } => out.push_str(&format!("{} {text}\n", ">".repeat(*depth))),
                Piece::Apart(text) => out.push_str(text),
                Piece::Item { .. } => {}
            }
        }
        if quoted {
            out.push('\n');
        }
        out
    }

    /// Items of a list.
    pub(super) fn list(&self) -> String {
        let mut out = String::new();
        // The item that is open, whether it has a line yet, and whether its last was code.
        let mut open: Option<(usize, char, String)> = None;
        let mut filled = false;
        let mut after_code = false;
        let begin = |out: &mut String, (depth, mark, number): &(usize, char, String)| {
            if !out.is_empty() && !out.ends_with('\n') {
                out.push('\n');
            }
            out.push_str(&format!("{}{mark} {number}", "  ".repeat(depth + 1)));
        };
        for (at, piece) in self.0.iter().enumerate() {
            match piece {
                Piece::Item { depth, mark, number, goes_on } => {
                    let item = (*depth, *mark, number.clone());
                    (filled, after_code) = (false, false);
                    // An item without a line of its own, before a list inside it.
                    let is_empty = !matches!(self.0.get(at + 1), Some(Piece::Line { .. }));
                    if is_empty && !goes_on {
                        begin(&mut out, &item);
                    }
                    open = Some(item);
                }
                Piece::Line { text, is_code, .. } => {
                    if let (false, Some(item)) = (filled, &open) {
                        begin(&mut out, item);
                    } else {
                        out.push_str(if after_code || *is_code { " " } else { " \\\\ " });
                    }
                    out.push_str(text);
                    (filled, after_code) = (true, *is_code);
                }
                Piece::Apart(text) => {
                    if !out.is_empty() && !out.ends_with('\n') {
                        out.push('\n');
                    }
                    out.push_str(&format!("\n{text}"));
                    // What follows in the item has a mark of its own, and no number again.
                    open = open.map(|(depth, _, _)| (depth, '*', String::new()));
                    (filled, after_code) = (false, false);
                }
            }
        }
        out.trim_end().to_owned() + "\n\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Piece {
        Piece::line(0, text.to_owned())
    }

    #[test]
    fn an_item_is_a_line_and_goes_on_below_its_list() {
        let mut list = Lines::default();
        list.item(0, '-', String::new());
        list.extend([line("мука"), line("вода"), Piece::code(0, "<code>\n</code>".to_owned()), line("соль")]);
        list.item(1, '*', String::new());
        list.push(line("морская"));
        list.item_goes_on(1);
        list.push(line("и тепло"));
        list.item(0, '-', String::new());
        list.push(line("печь"));
        let wanted = "  - мука \\\\ вода <code>\n</code> соль\n    * морская\n    * и тепло\n  - печь\n\n";
        assert_eq!(list.list(), wanted);
    }

    #[test]
    fn a_table_stands_apart_and_the_rest_goes_on() {
        let mut list = Lines::default();
        list.item(0, '*', "1. ".to_owned());
        list.extend([line("a"), Piece::Apart("| b |\n\n".to_owned()), line("c")]);
        assert_eq!(list.list(), "  * 1. a\n\n| b |\n\n  * c\n\n");
        let mut quote = Lines::default();
        quote.extend([Piece::line(1, "a".to_owned()), Piece::Apart("| b |\n\n".to_owned())]);
        quote.push(Piece::line(2, "c".to_owned()));
        assert_eq!(quote.quote(), "> a\n\n| b |\n\n>> c\n\n");
    }
}
