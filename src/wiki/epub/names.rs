//! What files and places are called in the book.
//!
//! An identifier is a name of XML without colons, once in a document, which is what a checker of EPUB asks for
//! (<https://www.w3.org/TR/epub-33/#sec-xhtml>, <https://www.w3.org/TR/xml-names/#NT-NCName>). Anchors of chapters are
//! mostly such names already.

use std::collections::BTreeMap;

use crate::{
    text::slug::{Slugs, slug},
    wiki::{
        Page,
        document::{Block, Met, visit},
    },
};

/// Files of chapters, and identifiers in them.
pub(super) struct Names<'a> {
    files: BTreeMap<&'a str, String>,
    ids: BTreeMap<&'a str, BTreeMap<&'a str, String>>,
    /// Where a file of the book is shown as code.
    code: BTreeMap<&'a str, (&'a str, String)>,
}

impl<'a> Names<'a> {
    pub(super) fn new(pages: &[&'a Page]) -> Self {
        let mut out = Self { files: BTreeMap::new(), ids: BTreeMap::new(), code: BTreeMap::new() };
        let mut files = Slugs::default();
        for page in pages {
            let name = files.take(&slug(page.path.trim_end_matches(".md")), "chapter");
            out.files.insert(&page.path, format!("text/{name}.xhtml"));
            let mut ids = Slugs::default();
            let places = page.anchors().into_iter().map(|anchor| (anchor, ids.take(&id(anchor), "place"))).collect();
            out.ids.insert(&page.path, places);
            visit(&page.blocks, &mut |met| {
                if let Met::Block(Block::Code { file: Some(file), .. }) = met {
                    out.code.entry(file).or_insert_with(|| (&page.path, ids.take(&id(file), "place")));
                }
            });
        }
        out
    }

    /// The file of a chapter, from the folder of the package; empty for a chapter that is not in the book.
    pub(super) fn file(&self, path: &str) -> &str {
        self.files.get(path).map_or("", String::as_str)
    }

    /// The identifier of a place.
    pub(super) fn id(&self, path: &str, anchor: &str) -> Option<&str> {
        self.ids.get(path)?.get(anchor).map(String::as_str)
    }

    /// The chapter and the identifier of the code that is this file of the book.
    pub(super) fn code(&self, file: &str) -> Option<(&'a str, &str)> {
        self.code.get(file).map(|(page, id)| (*page, id.as_str()))
    }

    /// The way from one chapter to another.
    pub(super) fn way(&self, from: &str, to: &str, id: Option<&str>) -> Option<String> {
        let file = self.files.get(to)?.trim_start_matches("text/");
        Some(match id {
            Some(id) if from == to => format!("#{id}"),
            Some(id) => format!("{file}#{id}"),
            None => file.to_owned(),
        })
    }
}

/// An anchor as a name of XML.
fn id(anchor: &str) -> String {
    let mut out = String::with_capacity(anchor.len());
    for c in anchor.chars() {
        match c {
            c if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') => out.push(c),
            c if c.is_alphanumeric() => out.push_str(&format!("u{:x}", u32::from(c))),
            _ => out.push('-'),
        }
    }
    if out.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') { out } else { format!("_{out}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_is_a_name_of_xml() {
        for (anchor, name) in
            [("term-pod", "term-pod"), ("L12", "L12"), ("1-шаг", "_1-u448u430u433"), ("\"><b", "_---b")]
        {
            assert_eq!(id(anchor), name);
        }
    }
}
