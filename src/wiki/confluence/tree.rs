//! The pages of a space: the book's own, those that hold its languages and parts, and what all of them are called.
//!
//! A title is unique within a space, capitals or not, and has at most 255 characters:
//! <https://developer.atlassian.com/server/confluence/rest/v1000/api-group-content-resource/>.

use std::collections::{BTreeMap, BTreeSet};

use super::xml::is_allowed;
use crate::{
    text::{Lang, slug::slug},
    wiki::{
        Book, Page,
        names::{Names, Renamed},
    },
};

/// The most characters of a title; Confluence counts in UTF-16.
const LONGEST: usize = 255;

/// The key of the page above all.
const ROOT: &str = "book";

/// A page of the space.
pub(super) struct Node<'a> {
    /// See [`Entry::key`](super::manifest::Entry::key).
    pub(super) key: String,
    pub(super) parent: Option<String>,
    pub(super) lang: &'a Lang,
    pub(super) file: String,
    /// Its title.
    pub(super) name: String,
    /// The chapter; none where it is a page of contents.
    pub(super) page: Option<&'a Page>,
    /// The part it is in.
    part: Option<&'a str>,
    /// The title it would have.
    wanted: String,
}

impl Node<'_> {
    /// The file of the book it was made from.
    pub(super) fn source(&self) -> Option<&str> {
        self.page.map(|page| page.source.as_str())
    }

    fn is_root(&self) -> bool {
        self.parent.is_none()
    }
}

/// All pages.
pub(super) struct Tree<'a> {
    /// A parent before its children, otherwise in reading order.
    pub(super) nodes: Vec<Node<'a>>,
    pub(super) renamed: Vec<Renamed>,
    /// Places in `nodes` by key.
    by_key: BTreeMap<String, usize>,
}

impl<'a> Tree<'a> {
    pub(super) fn new(book: &'a Book) -> Self {
        let mut nodes: Vec<Node<'a>> = Vec::new();
        let mut add = |key: String, parent: Option<String>, lang, file, page: Option<&'a Page>, part, wanted: &str| {
            let wanted = allowed_title(wanted);
            nodes.push(Node { key, parent, lang, file, name: String::new(), page, part, wanted });
        };
        if let Some((lang, title)) = book.titles.first() {
            add(ROOT.to_owned(), None, lang, "book.xml".to_owned(), None, None, title);
        }
        for (lang, title) in &book.titles {
            let language = lang.tag().to_owned();
            let title = format!("{title} ({})", lang.endonym());
            add(language.clone(), Some(ROOT.to_owned()), lang, format!("languages/{lang}.xml"), None, None, &title);
            let paths: BTreeSet<&str> = book.pages_in(lang).map(|page| page.path.as_str()).collect();
            let mut part: Option<&str> = None;
            let mut parts = 0;
            let mut above = language.clone();
            for page in book.pages_in(lang) {
                if page.part.as_deref() != part {
                    part = page.part.as_deref();
                    parts += 1;
                    above = format!("{lang}/part-{parts}");
                    let file = format!("parts/{lang}-{parts}.xml");
                    let title = part.unwrap_or_default();
                    add(above.clone(), Some(language.clone()), lang, file, None, part, title);
                }
                let parent = page.parent.as_deref().filter(|parent| paths.contains(parent));
                let parent = parent.map_or_else(|| above.clone(), |parent| format!("{lang}/{parent}"));
                let file = format!("pages/{lang}/{}.xml", page.path.trim_end_matches(".md"));
                add(format!("{lang}/{}", page.path), Some(parent), lang, file, Some(page), part, &page.title);
            }
        }
        let renamed = name(&mut nodes);
        let by_key = nodes.iter().enumerate().map(|(n, node)| (node.key.clone(), n)).collect();
        Self { nodes, renamed, by_key }
    }

    /// The title of a chapter in a language.
    pub(super) fn title(&self, path: &str, lang: &Lang) -> Option<&str> {
        let n = self.by_key.get(&format!("{lang}/{path}"))?;
        Some(&self.nodes[*n].name)
    }

    pub(super) fn children(&self, key: &str) -> impl Iterator<Item = &Node<'a>> {
        self.nodes.iter().filter(move |node| node.parent.as_deref() == Some(key))
    }

    /// The labels of a page: its language and its part. A label is one word of small letters.
    pub(super) fn labels(&self, node: &Node<'_>) -> Vec<String> {
        if node.is_root() {
            return Vec::new();
        }
        let part = node.part.map(slug).filter(|part| !part.is_empty());
        let language = format!("lang-{}", node.lang.tag().to_lowercase());
        std::iter::once(language).chain(part.map(|part| format!("part-{part}"))).collect()
    }
}

/// A title as Confluence would keep it.
fn allowed_title(title: &str) -> String {
    let allowed: String = title.chars().map(|c| if c.is_control() || !is_allowed(c) { ' ' } else { c }).collect();
    let words: Vec<&str> = allowed.split_whitespace().collect();
    if words.is_empty() { "Page".to_owned() } else { words.join(" ") }
}

/// Gives every page its title. What another language has already is told apart by the name of the language.
fn name(nodes: &mut [Node<'_>]) -> Vec<Renamed> {
    let mut langs: BTreeMap<String, &Lang> = BTreeMap::new();
    for node in nodes.iter() {
        langs.entry(node.wanted.to_lowercase()).or_insert(node.lang);
    }
    let wishes = nodes.iter().map(|node| {
        let another = langs.get(&node.wanted.to_lowercase()).is_some_and(|lang| *lang != node.lang);
        let tail = if another { format!(" ({})", node.lang.endonym()) } else { String::new() };
        ((node.key.clone(), node.lang.clone()), format!("{}{tail}", node.wanted))
    });
    let fits = |name: &str| name.encode_utf16().count() <= LONGEST;
    let names = Names::unique(wishes, &fits, &|name| name.to_lowercase(), &[]);
    let mut renamed = Vec::new();
    for node in nodes {
        names.of(&node.key, node.lang).clone_into(&mut node.name);
        if node.name != node.wanted {
            renamed.push(Renamed { path: node.key.clone(), wanted: node.wanted.clone(), name: node.name.clone() });
        }
    }
    renamed
}
