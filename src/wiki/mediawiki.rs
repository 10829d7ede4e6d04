//! A dump for MediaWiki, and the files that its pages show.
//!
//! `importDump.php` takes the dump and `importImages.php` the folder of files; nothing but MediaWiki itself and its
//! extension SyntaxHighlight, which comes with it, is asked for. The pages of the first language are called by their
//! titles, those of another language stand below them: `Dough` and `Dough/en`.
//! - <https://www.mediawiki.org/wiki/Manual:ImportDump.php>
//! - <https://www.mediawiki.org/wiki/Manual:ImportImages.php>
//! - <https://www.mediawiki.org/wiki/Help:Subpages>

mod dump;
mod page;
mod text;
mod title;

use std::collections::{BTreeMap, BTreeSet};

use dump::{Entry, Namespace};
use text::escape;

use super::{
    Book, Export, Files, Page,
    document::{Block, Met, visit},
    names::{Names, Renamed, attachments, shortened},
    words::Words,
};
use crate::text::{Lang, slug};

/// The dump's name in the folder.
const DUMP: &str = "book.xml";
/// The folder of files.
const FILES: &str = "files";

/// The book as a dump.
pub fn export(book: &Book) -> Export {
    let (names, renamed) = names(book);
    let uploads = uploads(book);
    let mut wiki = Wiki { book, names: &names, uploads: &uploads, categories: BTreeMap::new() };
    let mut entries: Vec<Entry> = Vec::new();
    for (lang, _) in &book.titles {
        let text = wiki.contents(lang);
        entries.push(Entry { namespace: Namespace::Main, title: contents_title(book, lang), text });
    }
    for page in &book.pages {
        let title = names.of(&page.path, &page.lang).to_owned();
        let text = wiki.page(page);
        entries.push(Entry { namespace: Namespace::Main, title, text });
    }
    for (path, name) in &uploads {
        let source = source_of(book, path);
        let text = format!("{}\n\n{}", escape(&wiki.words().generated(&source)), category_link(&wiki.root(), None));
        entries.push(Entry { namespace: Namespace::File, title: name.clone(), text });
    }
    for (title, parents) in &wiki.categories {
        let mut text = format!("{}\n\n", escape(&wiki.words().generated("SUMMARY.md")));
        for parent in parents {
            text.push_str(&category_link(parent, None));
        }
        entries.push(Entry { namespace: Namespace::Category, title: title.clone(), text });
    }
    let mut files = Files::new();
    files.insert(DUMP.to_owned(), dump::dump(book.first_lang(), &entries).into_bytes());
    for (path, bytes) in book.attachments() {
        if let Some(name) = uploads.get(path) {
            files.insert(format!("{FILES}/{name}"), bytes.to_vec());
        }
    }
    Export { files, renamed }
}

/// Where a file comes from: itself, or the chapter that has the drawing.
fn source_of(book: &Book, path: &str) -> String {
    let has = |page: &&Page| {
        let mut found = false;
        visit(&page.blocks, &mut |met| found |= matches!(met, Met::Block(Block::Figure { name, .. }) if name == path));
        found
    };
    book.pages.iter().find(has).map_or_else(|| path.to_owned(), |page| page.source.clone())
}

/// The name of the page of contents in a language.
fn contents_title(book: &Book, lang: &Lang) -> String {
    let first = book.first_lang().unwrap_or(lang);
    let name = shortened(&title::adapt(book.title(first)), "", &|name| name.len() <= title::MAX_LEN - 40);
    if lang == first { name } else { format!("{name}/{lang}") }
}

/// The names of all pages: those of the first language by their titles, every other below them.
fn names(book: &Book) -> (Names, Vec<Renamed>) {
    let taken: Vec<String> = book.titles.iter().map(|(lang, _)| contents_title(book, lang)).collect();
    // The front page of the wiki itself is nothing for a book to write over.
    let taken: Vec<&str> = taken.iter().map(String::as_str).chain(["Main Page", "Заглавная страница"]).collect();
    let longest = book.titles.iter().map(|(lang, _)| lang.tag().len() + 1).max().unwrap_or_default();
    let own = |lang: &Lang| book.first_lang() == Some(lang);
    let first = Book {
        titles: book.titles.clone(),
        pages: book.pages.iter().filter(|page| own(&page.lang)).cloned().collect(),
        files: Files::new(),
    };
    let fits = |name: &str| name.len() <= title::MAX_LEN - longest;
    let base = Names::new(&first, &|page| title::adapt(&page.title), &fits, &title::same, &taken);
    let wanted = |page: &Page| {
        let above = book.first_lang().map_or("", |first| base.of(&page.path, first));
        match (own(&page.lang), above) {
            (true, name) => name.to_owned(),
            (false, "") => {
                let name = shortened(&title::adapt(&page.title), "", &fits);
                format!("{name}/{}", page.lang)
            }
            (false, name) => format!("{name}/{}", page.lang),
        }
    };
    let names = Names::new(book, &wanted, &|name| name.len() <= title::MAX_LEN, &title::same, &taken);
    let mut renamed = Vec::new();
    for page in &first.pages {
        let name = names.of(&page.path, &page.lang);
        if name != page.title {
            renamed.push(Renamed { path: page.path.clone(), wanted: page.title.clone(), name: name.to_owned() });
        }
    }
    let others = names.renamed.iter().filter(|renamed| renamed.wanted.contains('/')).cloned();
    renamed
        .extend(others.filter(|other| !first.pages.iter().any(|page| names.of(&page.path, &page.lang) == other.name)));
    (names, renamed)
}

/// The names of the files that pages show or link to, by their path or the name of their drawing.
fn uploads(book: &Book) -> BTreeMap<String, String> {
    let prefix = slug::slug(book.titles.first().map_or("", |(_, title)| title));
    let prefix = if prefix.is_empty() { "book" } else { &prefix };
    attachments(book, &|path| title::file_name(prefix, path), &title::same)
}

struct Wiki<'a> {
    book: &'a Book,
    names: &'a Names,
    uploads: &'a BTreeMap<String, String>,
    /// The categories that pages are in, and those above them.
    categories: BTreeMap<String, BTreeSet<String>>,
}

impl Wiki<'_> {
    fn words(&self) -> Words {
        Words::of(self.book.first_lang().unwrap_or(&Lang::en()))
    }

    /// The category of the whole book.
    fn root(&self) -> String {
        self.book.first_lang().map(|lang| contents_title(self.book, lang)).unwrap_or_default()
    }

    /// The category of a language, or of a part of the book in it.
    fn category(&mut self, lang: &Lang, part: Option<&str>) -> String {
        let fits = |name: &str| name.len() <= title::MAX_LEN;
        let root = self.root();
        let of_lang = shortened(&title::adapt(self.book.title(lang)), &format!(" ({})", lang.endonym()), &fits);
        self.categories.entry(root.clone()).or_default();
        self.categories.entry(of_lang.clone()).or_default().insert(root);
        let Some(part) = part else { return of_lang };
        let title = format!("{} – {}", title::adapt(self.book.title(lang)), title::adapt(part));
        let of_part = shortened(&title, "", &fits);
        if of_part != of_lang {
            self.categories.entry(of_part.clone()).or_default().insert(of_lang);
        }
        of_part
    }

    fn page(&mut self, page: &Page) -> String {
        let order = self.book.pages_in(&page.lang).position(|other| other.path == page.path);
        let categories: BTreeSet<String> =
            [self.category(&page.lang, None), self.category(&page.lang, page.part.as_deref())].into();
        let body = page::Writer { wiki: self, page, words: Words::of(&page.lang) }.page();
        let marks: String = categories.iter().map(|category| category_link(category, order)).collect();
        format!("{body}{marks}")
    }

    /// A link to a page of the book.
    fn link(&self, path: &str, lang: &Lang, anchor: Option<&str>, words: &str) -> String {
        let place = anchor.map(|id| format!("#{}", text::fragment(id))).unwrap_or_default();
        format!("[[{}{place}|{words}]]", self.names.of(path, lang))
    }

    /// The page of contents.
    fn contents(&mut self, lang: &Lang) -> String {
        let words = Words::of(lang);
        let others = self.book.titles.iter().map(|(other, _)| {
            let name = escape(other.endonym());
            if other == lang {
                format!("<strong>{name}</strong>")
            } else {
                format!("[[{}|{name}]]", contents_title(self.book, other))
            }
        });
        let mut out = format!("<div lang=\"{lang}\">\n\n");
        if self.book.titles.len() > 1 {
            out.push_str(&format!("{}\n\n", others.collect::<Vec<_>>().join(" · ")));
        }
        if contents_title(self.book, lang) != self.book.title(lang) {
            out.push_str(&format!("<strong>{}</strong>\n\n", escape(self.book.title(lang))));
        }
        let mut part: Option<&str> = None;
        for page in self.book.pages_in(lang) {
            if page.part.as_deref() != part {
                part = page.part.as_deref();
                out.push_str(&format!("\n== {} ==\n", escape(part.unwrap_or_default())));
            }
            let bullets = "*".repeat(page.depth + 1);
            out.push_str(&format!("{bullets} {}\n", self.link(&page.path, lang, None, &escape(&page.title))));
        }
        out.push_str(&format!("\n----\n\n<small>{}</small>\n\n</div>\n\n", escape(&words.generated("SUMMARY.md"))));
        let category = self.category(lang, None);
        out.push_str(&category_link(&category, None));
        out
    }
}

/// The mark for a category. A page of the book stands in it by its number, the page of contents and what else has none
/// before.
fn category_link(category: &str, order: Option<usize>) -> String {
    match order {
        Some(order) => format!("[[Category:{category}|{:04}]]\n", order + 1),
        None => format!("[[Category:{category}| ]]\n"),
    }
}
