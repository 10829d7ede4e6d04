//! Confluence: a page of storage format for every chapter, in a tree.
//!
//! Out come, for each page, a file with what the REST API takes as `body.storage.value` (a piece of XML without a root
//! element, as the API wants it), the attachments, and [`manifest::FILE`], which says how they belong together. The tree
//! is book → language → part → chapter → chapter of a chapter; a page of Confluence has one parent, and a title of its
//! own within the space.
//! - <https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html>
//! - <https://confluence.atlassian.com/doc/add-remove-and-search-for-labels-136419.html>

pub mod manifest;
pub mod push;
mod storage;
mod tree;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

use self::{
    manifest::{Attachment, Entry, Manifest},
    storage::Writer,
    tree::Tree,
};
use super::{
    Book, Export, Files,
    document::{Block, Inline, Met, Target, visit},
    output::hash,
};
use crate::text::slug::Slugs;

/// The folder of pictures and manifests.
const ATTACHMENTS: &str = "attachments";

/// What the writer of a page needs to know of the book.
struct Space<'a> {
    book: &'a Book,
    tree: Tree<'a>,
    /// What a file of the book is called as an attachment.
    attached: BTreeMap<&'a str, String>,
    /// Lines of notes that some page links to: chapter and anchor.
    linked: BTreeSet<(&'a str, &'a str)>,
}

/// The book as pages of Confluence.
pub fn export(book: &Book) -> Export {
    let space = Space { book, tree: Tree::new(book), attached: attached(book), linked: linked(book) };
    let mut files = Files::new();
    let mut pages = Vec::new();
    for node in &space.tree.nodes {
        let writer = Writer::new(&space, node);
        let body = writer.page();
        let mut attachments = Vec::new();
        for (name, bytes) in writer.attachments() {
            let file = format!("{ATTACHMENTS}/{name}");
            attachments.push(Attachment { name, file: file.clone(), hash: hash(&bytes) });
            files.insert(file, bytes);
        }
        pages.push(Entry {
            hash: Entry::hash_of(&node.name, node.parent.as_deref(), &body),
            key: node.key.clone(),
            title: node.name.clone(),
            parent: node.parent.clone(),
            file: node.file.clone(),
            source: node.source().map(str::to_owned),
            labels: space.tree.labels(node),
            attachments,
        });
        files.insert(node.file.clone(), body.into_bytes());
    }
    files.insert(manifest::FILE.to_owned(), Manifest::new(pages).to_json().into_bytes());
    Export { files, renamed: space.tree.renamed }
}

/// Names of attachments, which know no folders: the file's own, made different where two files have the same.
fn attached(book: &Book) -> BTreeMap<&str, String> {
    // What Confluence refuses in the name of an attachment, and what file systems refuse.
    const REFUSED: [char; 18] =
        ['&', '+', '?', '|', '=', '/', '\\', ':', '*', '"', '<', '>', '[', ']', '#', '%', ';', '^'];
    let mut names = Slugs::default();
    for page in &book.pages {
        for name in used(&page.blocks).0.keys() {
            names.take(name, name);
        }
    }
    let mut out = BTreeMap::new();
    for path in book.files.keys() {
        let allowed = |c: char| if REFUSED.contains(&c) || c.is_control() { '-' } else { c };
        let short: String = path.rsplit('/').next().unwrap_or(path).chars().map(allowed).collect();
        let long: String = path.chars().map(allowed).collect();
        out.insert(path.as_str(), names.take_first(&[&short, &long], "file"));
    }
    out
}

fn linked(book: &Book) -> BTreeSet<(&str, &str)> {
    let mut out = BTreeSet::new();
    for page in &book.pages {
        visit(&page.blocks, &mut |met| {
            if let Met::Inline(Inline::Link { to: Target::Page { path, anchor: Some(anchor) }, .. }) = met {
                out.insert((path.as_str(), anchor.as_str()));
            }
        });
    }
    out
}

/// The pictures drawn for a page, and the files of the book that it shows or links to.
fn used(blocks: &[Block]) -> (BTreeMap<&str, &str>, BTreeSet<&str>) {
    let mut drawn = BTreeMap::new();
    let mut named = BTreeSet::new();
    visit(blocks, &mut |met| match met {
        Met::Block(Block::Figure { name, svg, .. }) => drop(drawn.insert(name.as_str(), svg.as_str())),
        Met::Inline(Inline::Link { to: Target::File(path), .. } | Inline::Image { from: Target::File(path), .. }) => {
            named.insert(path.as_str());
        }
        _ => {}
    });
    (drawn, named)
}
