//! An edition as one file: every chapter below the other, links inside it, styles, script and pictures in it.
//!
//! In come the finished pages, out comes one page whose frame is that of the first. An identifier of a chapter has the
//! chapter's name before it, so that two chapters may each have a section of one name.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use ego_tree::NodeId;
use percent_encoding::percent_decode_str;
use scraper::{ElementRef, Html, Node, Selector};
use sha2::{Digest, Sha256};

use crate::{
    book::input::resolve,
    site::{Error, disk::at},
    text::{media::media_type, slug::Slugs},
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

/// The pages of the edition in `folder`, in reading order, as one file. `list` is the list of chapters, where the pages
/// have only a part of it. For `paper`, which is A4, links to files are plain
/// words: there is nothing to download.
pub(super) fn file(
    folder: &Path,
    pages: &[String],
    title: &str,
    list: Option<&str>,
    paper: bool,
) -> Result<String, Error> {
    let read = |path: &str| fs::read_to_string(folder.join(path)).map_err(at(&folder.join(path)));
    let mut slugs = Slugs::default();
    let names: BTreeMap<&str, String> = pages
        .iter()
        .map(|page| (page.as_str(), slugs.take(&page.trim_end_matches(".html").replace('/', "-"), "chapter")))
        .collect();
    let Some(first) = pages.first().and_then(|page| names.get(page.as_str())) else { return Ok(String::new()) };
    let mut chapters = String::new();
    let mut frame = String::new();
    for (page, name) in pages.iter().filter_map(|page| Some((page, names.get(page.as_str())?))) {
        let mut html = read(page)?;
        if let Some(list) = list.filter(|_| frame.is_empty()) {
            html = with_list(&html, list);
        }
        let mut document = Html::parse_document(&html);
        remove(&mut document, &LEFT_OUT);
        let Some(main) = select(&document, "main").map(|main| main.id()) else { continue };
        One { folder, page, name, names: &names, first, paper }.rewrite(&mut document, main);
        let Some(text) = document.tree.get(main).and_then(ElementRef::wrap).map(|main| main.inner_html()) else {
            continue;
        };
        chapters.push_str(&format!("<section id=\"chapter-{name}\">\n{text}\n</section>\n"));
        if frame.is_empty() {
            empty(&mut document, main);
            frame = format!(
                "<html{}>\n\u{0}{}</html>\n",
                between(&html, "<html", ">"),
                document.root_element().inner_html()
            );
        }
    }
    let mut styles: String = STYLES.iter().map(|style| read(style)).collect::<Result<Vec<_>, _>>()?.join("\n");
    styles.push_str(if paper { "@page { size: A4; }\n" } else { "" });
    let head = head(title, &styles, &read("book.js")?);
    // What stands before the text of the page, the list of chapters say, may hold those words as well.
    let place = frame.rfind(PLACE).unwrap_or(frame.len());
    frame.replace_range(place..(place + PLACE.len()).min(frame.len()), &chapters);
    Ok(format!("<!DOCTYPE html>\n{}", frame.replacen('\u{0}', &head, 1)))
}

fn head(title: &str, styles: &str, script: &str) -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; img-src data:; base-uri 'none'; \
         form-action 'none'",
        hash(script),
        hash(styles)
    );
    format!(
        "<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <title>{}</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<style>{styles}</style>\n<script>{script}</script>\n</head>\n",
        html_escape::encode_text(title)
    )
}

/// The page with this list of chapters in place of its own.
fn with_list(html: &str, list: &str) -> String {
    const END: &str = "</ol>\n</nav>";
    let parts = html.split_once("<ol class=\"chapter\">");
    match parts.and_then(|(before, rest)| Some((before, rest.split_once(END)?.1))) {
        Some((before, after)) => format!("{before}{list}\n</nav>{after}"),
        None => html.to_owned(),
    }
}

/// Leaves nothing in the text of the page but the place of the chapters.
fn empty(document: &mut Html, main: NodeId) {
    let children: Vec<NodeId> =
        document.tree.get(main).into_iter().flat_map(|main| main.children()).map(|child| child.id()).collect();
    for child in children {
        if let Some(mut child) = document.tree.get_mut(child) {
            child.detach();
        }
    }
    if let Some(mut main) = document.tree.get_mut(main) {
        main.append(Node::Text(scraper::node::Text { text: PLACE.into() }));
    }
}

fn between<'h>(html: &'h str, open: &str, close: &str) -> &'h str {
    let Some((_, rest)) = html.split_once(open) else { return "" };
    rest.split_once(close).map_or("", |(inside, _)| inside)
}

fn select<'d>(document: &'d Html, selector: &str) -> Option<ElementRef<'d>> {
    let selector = Selector::parse(selector).ok()?;
    document.select(&selector).next()
}

fn descendants(document: &Html, id: NodeId) -> BTreeSet<NodeId> {
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
    /// What it is called in addresses.
    name: &'a str,
    names: &'a BTreeMap<&'a str, String>,
    /// The name of the first chapter.
    first: &'a str,
    /// Whether it is for paper: links hold no files.
    paper: bool,
}

impl One<'_> {
    /// Makes the attributes of the page those of the one file. Outside of its text only links change.
    fn rewrite(&self, document: &mut Html, main: NodeId) {
        let mut chapter = descendants(document, main);
        chapter.remove(&main);
        for id in descendants(document, document.tree.root().id()) {
            self.rewrite_element(document, id, chapter.contains(&id));
        }
    }

    fn rewrite_element(&self, document: &mut Html, id: NodeId, in_chapter: bool) {
        let Some(mut node) = document.tree.get_mut(id) else { return };
        let Node::Element(element) = node.value() else { return };
        if !in_chapter {
            // No chapter is the one that is open.
            element.attrs.retain(|(key, _)| key.local.as_ref() != "aria-current");
        }
        if self.paper {
            element.attrs.retain(|(key, value)| key.local.as_ref() != "href" || !self.link(value).starts_with("data:"));
        }
        for (key, value) in &mut element.attrs {
            let key = key.local.as_ref();
            let new = match key {
                "href" => Some(self.link(value)),
                "src" => self.data(value),
                key if in_chapter && REFERENCES.contains(&key) => {
                    Some(value.split_whitespace().map(|id| self.own(id)).collect::<Vec<_>>().join(" "))
                }
                _ if in_chapter && value.contains("url(#") => {
                    Some(value.replace("url(#", &format!("url(#{}--", self.name)))
                }
                _ => None,
            };
            if let Some(new) = new {
                *value = new.into();
            }
        }
    }

    /// A way as seen from the edition's folder; as it is written where it climbs out of that.
    fn resolve(&self, way: &str) -> String {
        let way = percent_decode_str(way).decode_utf8_lossy();
        resolve(self.page, &way).unwrap_or_else(|| way.into_owned())
    }

    fn own(&self, id: &str) -> String {
        format!("{}--{id}", self.name)
    }

    /// A link to a chapter leads into the file, one to another file of the book holds it.
    fn link(&self, href: &str) -> String {
        if href.contains(':') {
            return href.to_owned();
        }
        let (way, anchor) = href.split_once('#').map_or((href, None), |(way, anchor)| (way, Some(anchor)));
        let path = if way.is_empty() { self.page.to_owned() } else { self.resolve(way) };
        let known = self.names.get_key_value(path.as_str());
        match (known, anchor) {
            // The frame's own places: the text of the page, which the skip link leads to.
            (Some(_), Some("content")) => "#content".to_owned(),
            (Some((_, name)), Some(anchor)) if !anchor.is_empty() => format!("#{name}--{anchor}"),
            (Some((_, name)), _) => format!("#chapter-{name}"),
            // The first page of an edition is its first chapter under another name.
            (None, _) if path == "index.html" => {
                format!("#chapter-{}", self.first)
            }
            (None, _) => self.data(way).unwrap_or_else(|| href.to_owned()),
        }
    }

    /// A file of the edition as an address that holds it.
    fn data(&self, way: &str) -> Option<String> {
        let path = self.resolve(way);
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
