//! Pages and media for DokuWiki, to be laid over its folder `data`.
//!
//! A book is a namespace and has one for each of its languages: `khleb:ru:testo`. Nothing but DokuWiki itself is asked
//! for. It makes anchors of headings alone, so a link to another place leads to the heading before it; it has no folded
//! text, and says nothing of the language of words.
//! - <https://www.dokuwiki.org/wiki:syntax>
//! - <https://www.dokuwiki.org/namespaces>
//! - <https://www.dokuwiki.org/faq:sidebar>

mod lines;
mod name;
mod page;
mod text;

use std::collections::BTreeMap;

use text::{escape, link_words};

use super::{
    Book, Export, Files,
    names::{Key, Names, Renamed, attachments},
    words::Words,
};
use crate::text::Lang;

/// Pages that DokuWiki looks for by their names.
const OWN: [&str; 2] = ["start", "sidebar"];

/// The book as a folder to be laid over `data`.
pub fn export(book: &Book) -> Export {
    let root = name::part(book.titles.first().map_or("", |(_, title)| title));
    let space = |lang: &Lang| format!("{root}:{}", lang.tag().to_ascii_lowercase());
    let taken: Vec<String> =
        book.titles.iter().flat_map(|(lang, _)| OWN.map(|own| format!("{}:{own}", space(lang)))).collect();
    let taken: Vec<&str> = taken.iter().map(String::as_str).collect();
    // A name that is taken gets a number behind it: what Names adds is no part of a page's name.
    let clean = |name: &str| name.split(':').map(name::part).collect::<Vec<_>>().join(":");
    let names = Names::new(
        book,
        &|page| format!("{}:{}", space(&page.lang), name::page(&page.path)),
        &|name| name.split(':').all(|part| part.len() <= 200),
        &clean,
        &taken,
    );
    let pages: BTreeMap<Key, String> = book
        .pages
        .iter()
        .map(|page| ((page.path.clone(), page.lang.clone()), clean(names.of(&page.path, &page.lang))))
        .collect();
    let renamed =
        names.renamed.iter().map(|renamed| Renamed { name: clean(&renamed.name), ..renamed.clone() }).collect();
    let anchors =
        book.pages.iter().map(|page| ((page.path.clone(), page.lang.clone()), lines::anchors(page))).collect();
    let media = attachments(book, &|path| format!("{root}:{}", name::medium(path)), &str::to_owned);
    let wiki = Wiki { book, root: &root, pages, anchors, media };
    let mut files = Files::new();
    let mut put = |name: &str, text: String| {
        files.insert(format!("pages/{}.txt", name.replace(':', "/")), text.into_bytes());
    };
    put(&format!("{root}:start"), wiki.start());
    put(&format!("{root}:sidebar"), wiki.sidebar(None));
    for (lang, _) in &book.titles {
        put(&format!("{}:start", wiki.space(lang)), wiki.contents(lang));
        put(&format!("{}:sidebar", wiki.space(lang)), wiki.sidebar(Some(lang)));
    }
    for page in &book.pages {
        put(wiki.name(&page.path, &page.lang), page::Writer { wiki: &wiki, page, words: Words::of(&page.lang) }.page());
    }
    for (path, bytes) in book.attachments() {
        if let Some(name) = wiki.media.get(path) {
            files.insert(format!("media/{}", name.replace(':', "/")), bytes.to_vec());
        }
    }
    Export { files, renamed }
}

struct Wiki<'a> {
    book: &'a Book,
    /// The namespace of the book.
    root: &'a str,
    pages: BTreeMap<Key, String>,
    /// The heading at or before each place that links may name, by page.
    anchors: BTreeMap<Key, BTreeMap<String, String>>,
    /// The names of files.
    media: BTreeMap<String, String>,
}

impl Wiki<'_> {
    /// The namespace of a language.
    fn space(&self, lang: &Lang) -> String {
        format!("{}:{}", self.root, lang.tag().to_ascii_lowercase())
    }

    fn name(&self, path: &str, lang: &Lang) -> &str {
        self.pages.get(&(path.to_owned(), lang.clone())).map_or("", String::as_str)
    }

    /// The address of a page, or of the heading next to a place on it.
    fn address(&self, path: &str, lang: &Lang, place: Option<&str>) -> String {
        let section = place.and_then(|id| self.anchors.get(&(path.to_owned(), lang.clone()))?.get(id));
        format!("{}{}", self.name(path, lang), section.map(|section| format!("#{section}")).unwrap_or_default())
    }

    /// The chapters of a language, those of a part below its name.
    fn chapters(&self, lang: &Lang, part_head: &dyn Fn(&str) -> String) -> String {
        let mut out = String::new();
        let mut part: Option<&str> = None;
        for page in self.book.pages_in(lang) {
            if page.part.as_deref() != part {
                part = page.part.as_deref();
                out.push_str(&format!("\n{}\n\n", part_head(part.unwrap_or_default())));
            }
            let indent = "  ".repeat(page.depth + 1);
            out.push_str(&format!("{indent}* {}\n", link(self.name(&page.path, lang), &page.title)));
        }
        out
    }

    /// The page of contents of a language.
    fn contents(&self, lang: &Lang) -> String {
        let others: Vec<String> = self
            .book
            .titles
            .iter()
            .map(|(other, _)| {
                if other == lang {
                    format!("**{}**", escape(other.endonym()))
                } else {
                    link(&format!("{}:start", self.space(other)), other.endonym())
                }
            })
            .collect();
        let bar = if others.len() > 1 { format!("{}\n\n", others.join(" · ")) } else { String::new() };
        let chapters = self.chapters(lang, &|part| heading(2, part));
        format!(
            "{}\n\n{bar}{}\n\n----\n\n//{}//\n",
            heading(1, self.book.title(lang)),
            chapters.trim_start_matches('\n').trim_end(),
            escape(&Words::of(lang).generated("SUMMARY.md"))
        )
    }

    /// The page that leads to each language.
    fn start(&self) -> String {
        let Some(first) = self.book.first_lang() else { return String::new() };
        let mut out = format!("{}\n\n", heading(1, self.book.title(first)));
        for (lang, title) in &self.book.titles {
            let start = format!("{}:start", self.space(lang));
            out.push_str(&format!("  * {}: {}\n", escape(lang.endonym()), link(&start, title)));
        }
        out + &format!("\n----\n\n//{}//\n", escape(&Words::of(first).generated("SUMMARY.md")))
    }

    /// What stands beside the pages of a language, or of the book.
    fn sidebar(&self, lang: Option<&Lang>) -> String {
        let Some(lang) = lang else {
            let lines = self
                .book
                .titles
                .iter()
                .map(|(lang, title)| format!("  * {}\n", link(&format!("{}:start", self.space(lang)), title)));
            return lines.collect();
        };
        let chapters = self.chapters(lang, &|part| format!("**{}**", escape(part)));
        let start = link(&format!("{}:start", self.space(lang)), self.book.title(lang));
        format!("**{start}**\n\n{}\n", chapters.trim_start_matches('\n').trim_end())
    }
}

/// A heading: DokuWiki reads no marks in it, and has five levels.
fn heading(level: u8, words: &str) -> String {
    let marks = "=".repeat(usize::from(7 - level.clamp(1, 5)));
    let words: String = words.chars().map(text::allowed).collect();
    format!("{marks} {} {marks}", words.trim())
}

/// A link; nothing where it has no words.
fn link(address: &str, words: &str) -> String {
    if words.trim().is_empty() {
        return words.to_owned();
    }
    link_words(words).iter().map(|words| format!("[[{address}|{words}]]")).collect()
}
