//! The whole book, page by page, in each of its languages.

use std::collections::{BTreeMap, BTreeSet};

use mdbook_driver::book::BookItem;

use super::{
    Files,
    document::{Block, Inline, Met, Target, plain, visit},
    read::Reader,
};
use crate::{
    book::input::slashed,
    edition::{Edition, Prepared},
    text::Lang,
};

/// A book to be said in a wiki's marks.
#[derive(Clone, Debug)]
pub struct Book {
    /// Its title in each language that is exported; the first is the language it is written in, if that is among them.
    pub titles: Vec<(Lang, String)>,
    /// Every page of every language; within a language in reading order.
    pub pages: Vec<Page>,
    /// Files that pages link to or show, by their path below `src`: examples, pictures.
    pub files: Files,
}

/// A chapter in one language.
#[derive(Clone, Debug)]
pub struct Page {
    /// The chapter: `pods.md`; the same in every language.
    pub path: String,
    /// The language.
    pub lang: Lang,
    /// Its name in the summary.
    pub title: String,
    /// The part of the book it belongs to.
    pub part: Option<String>,
    /// The chapter above it, where it is a chapter of a chapter.
    pub parent: Option<String>,
    /// How deep it stands in the contents, from 0.
    pub depth: usize,
    /// The file it was made from, as a reader of the book's folder finds it: `src/pods.md`.
    pub source: String,
    /// What is on it. The heading that only repeats the title is left out.
    pub blocks: Vec<Block>,
    /// What that heading was called: links may name it.
    pub id: Option<String>,
}

impl Book {
    /// The book in these languages. `files` are those of the book's folder.
    pub fn new(prepared: &Prepared, langs: &[Lang], files: &Files) -> Self {
        let settings = &prepared.input.settings;
        let src = settings.src();
        let mut titles = Vec::new();
        let mut pages = Vec::new();
        for lang in langs {
            let edition = Edition { dir: lang.tag().to_owned(), lang: lang.clone(), beside: None };
            let title = settings.config.book.title.clone().unwrap_or_default();
            titles.push((lang.clone(), prepared.voice(&edition).title(&title)));
            pages.extend(self::pages(prepared, &edition, &src));
        }
        let mut used: BTreeSet<&str> = BTreeSet::new();
        for page in &pages {
            visit(&page.blocks, &mut |met| {
                if let Met::Inline(
                    Inline::Link { to: Target::File(path), .. } | Inline::Image { from: Target::File(path), .. },
                ) = met
                {
                    used.insert(path);
                }
            });
        }
        let found =
            used.into_iter().filter_map(|path| Some((path.to_owned(), files.get(&format!("{src}/{path}"))?.clone())));
        Self { titles, files: found.collect(), pages }
    }

    /// The pages in a language, in reading order.
    pub fn pages_in(&self, lang: &Lang) -> impl Iterator<Item = &Page> {
        self.pages.iter().filter(move |page| page.lang == *lang)
    }

    /// The page of that chapter in that language.
    pub fn page(&self, path: &str, lang: &Lang) -> Option<&Page> {
        self.pages.iter().find(|page| page.path == path && page.lang == *lang)
    }

    /// What pages show or link to: files by their path below `src`, drawings by their name.
    pub fn attachments(&self) -> BTreeMap<&str, &[u8]> {
        let mut out: BTreeMap<&str, &[u8]> =
            self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
        for page in &self.pages {
            visit(&page.blocks, &mut |met| {
                if let Met::Block(Block::Figure { name, svg, .. }) = met {
                    out.insert(name, svg.as_bytes());
                }
            });
        }
        out
    }

    /// The language that comes first.
    pub fn first_lang(&self) -> Option<&Lang> {
        self.titles.first().map(|(lang, _)| lang)
    }

    /// The title of the book in a language.
    pub fn title(&self, lang: &Lang) -> &str {
        self.titles.iter().find(|(own, _)| own == lang).map_or("", |(_, title)| title)
    }
}

impl Page {
    /// The places on the page that links may name.
    pub fn anchors(&self) -> BTreeSet<&str> {
        let mut out: BTreeSet<&str> = self.id.as_deref().into_iter().collect();
        visit(&self.blocks, &mut |met| match met {
            Met::Block(Block::Heading { id: Some(id), .. } | Block::Table { id: Some(id), .. } | Block::Anchor(id))
            | Met::Inline(Inline::Anchor(id)) => drop(out.insert(id)),
            Met::Block(Block::Lines(lines)) => out.extend(lines.iter().map(|line| line.id.as_str())),
            _ => {}
        });
        out
    }

    /// The lines of the notes that are on the page: file, first and last line, in the order of the page.
    pub fn notes(&self) -> Vec<(&str, usize, usize)> {
        let mut out = Vec::new();
        visit(&self.blocks, &mut |met| {
            if let Met::Block(Block::Said { place, .. }) = met
                && let Some((file, lines)) = place.rsplit_once(':')
            {
                let (from, to) = lines.split_once('-').unwrap_or((lines, lines));
                if let (Ok(from), Ok(to)) = (from.parse(), to.parse()) {
                    out.push((file, from, to));
                }
            }
        });
        out
    }

    /// The words of each heading that links may name.
    pub fn headings(&self) -> BTreeMap<&str, String> {
        let mut out = BTreeMap::new();
        visit(&self.blocks, &mut |met| {
            if let Met::Block(Block::Heading { id: Some(id), text, .. }) = met {
                out.insert(id.as_str(), plain(text).trim().to_owned());
            }
        });
        out
    }
}

fn pages(prepared: &Prepared, edition: &Edition, src: &str) -> Vec<Page> {
    let book = prepared.edition(edition);
    let paths: BTreeSet<String> = book.chapters().filter_map(|chapter| chapter.path.as_deref()).map(slashed).collect();
    let reader = Reader { pages: &paths, files: &prepared.input.paths, lang: &edition.lang };
    let mut out = Vec::new();
    let mut part = None;
    walk(&book.items, None, 0, &mut part, &mut |chapter, parent, depth, part| {
        let Some(path) = chapter.path.as_deref().map(slashed) else { return };
        let mut blocks = reader.read(&path, &chapter.content);
        let mut id = None;
        if let Some(Block::Heading { level: 1, id: own, text }) = blocks.first()
            && plain(text).trim() == chapter.name
        {
            id.clone_from(own);
            blocks.remove(0);
        }
        let file = chapter.source_path.as_deref().or(chapter.path.as_deref()).map(slashed).unwrap_or_default();
        let source = match chapter.source_path {
            Some(_) => format!("{src}/{file}"),
            // What no chapter asked for comes from the notes alone.
            None => format!("{src}/notes"),
        };
        out.push(Page {
            path,
            lang: edition.lang.clone(),
            title: chapter.name.clone(),
            part: part.map(str::to_owned),
            parent: parent.map(str::to_owned),
            depth,
            source,
            blocks,
            id,
        });
    });
    out
}

type Visit<'v> = dyn FnMut(&mdbook_driver::book::Chapter, Option<&str>, usize, Option<&str>) + 'v;

fn walk(items: &[BookItem], parent: Option<&str>, depth: usize, part: &mut Option<String>, visit: &mut Visit<'_>) {
    for item in items {
        match item {
            BookItem::PartTitle(title) => *part = Some(title.clone()),
            BookItem::Separator => {}
            BookItem::Chapter(chapter) => {
                visit(chapter, parent, depth, part.as_deref());
                let path = chapter.path.as_deref().map(slashed);
                walk(&chapter.sub_items, path.as_deref().or(parent), depth + 1, part, visit);
            }
        }
    }
}
