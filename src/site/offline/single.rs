//! An edition as one file: every chapter below the other, links inside it, styles, script and pictures in it.
//!
//! In come the finished pages, out comes one page whose frame is that of the first. An identifier of a chapter has the
//! chapter's name before it, so that two chapters may each have a section of one name.

use std::{collections::BTreeMap, fs, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use percent_encoding::percent_decode_str;
use scraper::{ElementRef, Html, Node, Selector};
use sha2::{Digest, Sha256};

use crate::{
    site::{Error, disk::at},
    text::media::media_type,
};

/// Parts of a page that mean nothing where there is one page.
const LEFT_OUT: [&str; 9] = [
    ".editions",
    ".search-button",
    ".contents-button",
    ".section-switch",
    "dialog",
    "#page-contents",
    ".pager",
    ".colophon",
    "head",
];
/// Attributes that name identifiers of the page.
const REFERENCES: [&str; 5] = ["id", "aria-labelledby", "aria-describedby", "for", "headers"];
/// The styles of a page, in their order.
const STYLES: [&str; 4] = ["css/variables.css", "css/general.css", "css/chrome.css", "highlight.css"];
/// Where the chapters go.
const PLACE: &str = "konspekt:chapters";

/// The pages of the edition in `folder`, in reading order, as one file.
pub(super) fn file(folder: &Path, pages: &[String]) -> Result<String, Error> {
    let read = |path: &str| fs::read_to_string(folder.join(path)).map_err(at(&folder.join(path)));
    let names: BTreeMap<&str, String> = pages.iter().map(|page| (page.as_str(), name(page))).collect();
    let first = pages.first().map(|page| name(page)).unwrap_or_default();
    let mut chapters = String::new();
    let mut frame = String::new();
    let mut title = String::new();
    for (n, page) in pages.iter().enumerate() {
        let html = read(page)?;
        let mut document = Html::parse_document(&html);
        remove(&mut document, &LEFT_OUT);
        let one = One { folder, page, names: &names, first: &first };
        let Some(main) = select(&document, "main").map(|main| main.id()) else { continue };
        let mut inside = descendants(&document, main);
        inside.remove(&main);
        for id in descendants(&document, document.tree.root().id()) {
            one.rewrite(&mut document, id, inside.contains(&id));
        }
        let Some(main) = document.tree.get(main).and_then(ElementRef::wrap) else { continue };
        chapters.push_str(&format!("<section id=\"{}\">\n{}\n</section>\n", names[page.as_str()], main.inner_html()));
        if n == 0 {
            let main = main.id();
            title = between(&html, "<title>", "</title>").rsplit(" - ").next().unwrap_or_default().to_owned();
            let children: Vec<_> = document.tree.get(main).into_iter().flat_map(|main| main.children()).collect();
            let children: Vec<_> = children.into_iter().map(|child| child.id()).collect();
            for child in children {
                if let Some(mut child) = document.tree.get_mut(child) {
                    child.detach();
                }
            }
            if let Some(mut main) = document.tree.get_mut(main) {
                main.append(Node::Text(scraper::node::Text { text: PLACE.into() }));
            }
            frame = document.root_element().inner_html();
            let html = between(&html, "<html", ">").to_owned();
            frame = format!("<html{html}>\u{0}{frame}</html>");
        }
    }
    let styles: String = STYLES.iter().map(|style| read(style)).collect::<Result<Vec<_>, _>>()?.join("\n");
    let script = read("book.js")?;
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'",
        hash(&script),
        hash(&styles)
    );
    let head = format!(
        "<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <title>{title}</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<style>{styles}</style>\n<script>{script}</script>\n</head>\n"
    );
    let frame = frame.replacen('\u{0}', &head, 1).replacen(PLACE, &chapters, 1);
    Ok(format!("<!DOCTYPE html>\n{frame}\n"))
}

/// What a chapter is called in addresses: `b/c.html` is `b-c`.
fn name(page: &str) -> String {
    page.trim_end_matches(".html").replace('/', "-")
}

fn between<'h>(html: &'h str, open: &str, close: &str) -> &'h str {
    let Some((_, rest)) = html.split_once(open) else { return "" };
    rest.split_once(close).map_or("", |(inside, _)| inside)
}

fn select<'d>(document: &'d Html, selector: &str) -> Option<ElementRef<'d>> {
    let selector = Selector::parse(selector).ok()?;
    document.select(&selector).next()
}

type NodeId = ego_tree::NodeId;

fn descendants(document: &Html, id: NodeId) -> std::collections::BTreeSet<NodeId> {
    document.tree.get(id).into_iter().flat_map(|node| node.descendants()).map(|node| node.id()).collect()
}

fn remove(document: &mut Html, selectors: &[&str]) {
    for selector in selectors.iter().filter_map(|selector| Selector::parse(selector).ok()) {
        let found: Vec<NodeId> = document.select(&selector).map(|element| element.id()).collect();
        for id in found {
            if let Some(mut node) = document.tree.get_mut(id) {
                node.detach();
            }
        }
    }
}

/// A page that becomes a part of the file.
struct One<'a> {
    folder: &'a Path,
    page: &'a str,
    names: &'a BTreeMap<&'a str, String>,
    /// The name of the first chapter.
    first: &'a str,
}

impl One<'_> {
    /// Makes the attributes of an element those of the one file. In the frame only links change.
    fn rewrite(&self, document: &mut Html, id: NodeId, in_chapter: bool) {
        let Some(mut node) = document.tree.get_mut(id) else { return };
        let Node::Element(element) = node.value() else { return };
        for (key, value) in &mut element.attrs {
            let key = key.local.as_ref();
            let new = match key {
                "href" => Some(self.link(value)),
                "src" => self.data(value),
                key if in_chapter && REFERENCES.contains(&key) => {
                    Some(value.split_whitespace().map(|id| self.own(id)).collect::<Vec<_>>().join(" "))
                }
                _ if in_chapter && value.contains("url(#") => {
                    Some(value.replace("url(#", &format!("url(#{}--", name(self.page))))
                }
                _ => None,
            };
            if let Some(new) = new {
                *value = new.into();
            }
        }
    }

    fn own(&self, id: &str) -> String {
        format!("{}--{id}", name(self.page))
    }

    /// A link to a chapter leads into the file, one to another file of the book holds it.
    fn link(&self, href: &str) -> String {
        if href.contains(':') {
            return href.to_owned();
        }
        let (way, anchor) = href.split_once('#').map_or((href, None), |(way, anchor)| (way, Some(anchor)));
        let path = if way.is_empty() { self.page.to_owned() } else { resolve(self.page, way) };
        let known = self.names.get_key_value(path.as_str());
        match (known, anchor) {
            // The frame's own places: the text of the page, which the skip link leads to.
            (Some(_), Some("content")) => "#content".to_owned(),
            (Some((_, name)), Some(anchor)) if !anchor.is_empty() => format!("#{name}--{anchor}"),
            (Some((_, name)), _) => format!("#{name}"),
            // The first page of an edition is its first chapter under another name.
            (None, _) if path == "index.html" => {
                format!("#{}", self.first)
            }
            (None, _) => self.data(way).unwrap_or_else(|| href.to_owned()),
        }
    }

    /// A file of the edition as an address that holds it.
    fn data(&self, way: &str) -> Option<String> {
        let path = resolve(self.page, way);
        if way.contains(':') || crate::book::directives::leaves(&path) {
            return None;
        }
        let bytes = fs::read(self.folder.join(&path)).ok()?;
        // What a browser may show at once; anything else is for download.
        let kind = match media_type(&path) {
            kind if kind.starts_with("image/") || kind == "application/yaml" => kind,
            _ => "application/octet-stream",
        };
        Some(format!("data:{kind};base64,{}", STANDARD.encode(bytes)))
    }
}

/// A way as seen from a page, from the edition's folder. One that climbs out of it stays as it is written.
fn resolve(page: &str, way: &str) -> String {
    let way = percent_decode_str(way).decode_utf8_lossy();
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in way.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.pop().is_none() => return way.into_owned(),
            ".." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}
