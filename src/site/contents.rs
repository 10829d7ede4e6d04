//! The list of chapters beside the text of a page.
//!
//! A short list stands whole on every page. With a long one the site would grow with the square of the book, so a page of
//! a large book has the part of the list around it, and a link to a page with the whole.

use std::collections::HashMap;

use mdbook_driver::book::{Book, BookItem, Chapter};

use crate::{
    book::input::slashed,
    edition::fill::page_of,
    memo::{Kept, Key, Parts},
    text::Lang,
};

/// The longest list that stands whole on every page.
const WHOLE: usize = 200;
/// So many neighbours to either side are shown of a longer one, at each depth.
const AROUND: usize = 10;
/// The chapter with the whole list, where no page has it. mdBook keeps this name for its own list of chapters, so that no
/// chapter of a book has it.
pub const ALL: &str = "toc.md";

/// The list of chapters of an edition.
#[derive(Debug)]
pub struct Contents {
    items: Vec<Item>,
    /// The way to each page: its place among the items, then among those below that one, and so on.
    ways: HashMap<String, Vec<usize>>,
    /// The page of the first chapter, which stands at `index.html` as well.
    first: Option<String>,
    is_long: bool,
    /// The whole list as seen from the first page, none of its pages marked.
    whole: String,
    /// What the link to the whole list says.
    all: &'static str,
    /// The key of the whole list, its words included.
    key: Key,
}

#[derive(Debug)]
struct Item {
    kind: Kind,
    children: Vec<Item>,
}

#[derive(Debug)]
enum Kind {
    /// A chapter, with its page if it is written yet, and its number and name as HTML.
    Chapter {
        page: Option<String>,
        label: String,
    },
    /// The title of a part, as HTML.
    Part(String),
    Separator,
}

/// What of the chapters below an item is shown.
#[derive(Clone, Copy)]
enum Below<'w> {
    All,
    Nothing,
    /// Those around the one that the rest of a way leads to.
    Around(&'w [usize]),
}

impl Contents {
    /// The list of the chapters of `book`, an edition whose pages are in `lang`.
    pub fn new(book: &Book, lang: &Lang) -> Self {
        let items: Vec<Item> = book.items.iter().map(Item::new).collect();
        let mut ways = HashMap::new();
        note_ways(&items, &mut Vec::new(), &mut ways);
        let first = ways.iter().min_by_key(|(_, way)| *way).map(|(page, _)| page.clone());
        let is_long = count(&items) > WHOLE;
        let all = if lang.tag() == "ru" { "Все главы" } else { "All chapters" };
        let mut out = Self { items, ways, first, is_long, whole: String::new(), all, key: Key::of(&[]) };
        let mut whole = String::from("<ol class=\"chapter\">\n");
        out.items.iter().for_each(|item| out.item(item, Below::All, "", "", &mut whole));
        out.whole = whole + "</ol>";
        out.key = Key::of(&[all, &out.whole]);
        out
    }

    /// The chapter with the whole list, where a page has only a part of it.
    pub fn chapter(&self) -> Option<Chapter> {
        self.is_long.then(|| {
            let content = format!("# {}\n\n<div class=\"all-chapters\">\n{}\n</div>\n", self.all, self.whole);
            Chapter::new(self.all, content, ALL, Vec::new())
        })
    }

    /// The whole list, where a page has only a part of it: links are as seen from the first page.
    pub fn whole(&self) -> Option<&str> {
        self.is_long.then_some(&self.whole)
    }

    /// The key of the list on the page at `path`: see [`list`](Self::list).
    pub fn key(&self, path: &str, up: &str, kept: &Kept) -> Key {
        let made_of = Parts::default().of("contents").with(&self.key).of(path).of(up);
        kept.get(made_of.key(), || Key::of(&[&self.list(path, up)]))
    }

    /// The list on the page at `path`, whose own link is marked; `up` is the way from there to the first page.
    pub fn list(&self, path: &str, up: &str) -> String {
        let is_all = path == page_of(ALL);
        let path = match &self.first {
            Some(first) if !is_all && !self.ways.contains_key(path) => first,
            _ => path,
        };
        if !self.is_long {
            let own = format!("<a href=\"{}\"", attribute(path));
            let marked = self.whole.replacen(&format!("{own}>"), &format!("{own} aria-current=\"page\">"), 1);
            return if up.is_empty() { marked } else { marked.replace("<a href=\"", &format!("<a href=\"{up}")) };
        }
        let current = if is_all { " aria-current=\"page\"" } else { "" };
        let mut out = format!(
            "<ol class=\"chapter\">\n<li class=\"chapter-item all\"><a href=\"{up}{}\"{current}>{}</a></li>\n",
            page_of(ALL),
            self.all
        );
        // The page with all of them has the list around the first.
        let way = self.ways.get(path).or_else(|| self.ways.get(self.first.as_ref()?));
        self.near(&self.items, way.map_or(&[], Vec::as_slice), path, up, &mut out);
        out + "</ol>"
    }

    /// The items around the one that the way leads through.
    fn near(&self, items: &[Item], way: &[usize], path: &str, up: &str, out: &mut String) {
        let shown = match way.first() {
            Some(&at) => at.saturating_sub(AROUND)..items.len().min(at + AROUND + 1),
            None => 0..items.len().min(2 * AROUND + 1),
        };
        const MORE: &str = "<li class=\"chapter-more\" aria-hidden=\"true\">…</li>\n";
        if shown.start > 0 {
            let part = items[..shown.start].iter().rfind(|item| matches!(item.kind, Kind::Part(_)));
            part.into_iter().for_each(|part| self.item(part, Below::Nothing, path, up, out));
            out.push_str(MORE);
        }
        for (i, item) in items.iter().enumerate().take(shown.end).skip(shown.start) {
            let below = match way {
                [at, rest @ ..] if *at == i => Below::Around(rest),
                _ => Below::Nothing,
            };
            self.item(item, below, path, up, out);
        }
        if shown.end < items.len() {
            out.push_str(MORE);
        }
    }

    fn item(&self, item: &Item, below: Below<'_>, path: &str, up: &str, out: &mut String) {
        match &item.kind {
            Kind::Separator => return out.push_str("<li class=\"spacer\"></li>\n"),
            Kind::Part(title) => return out.push_str(&format!("<li class=\"part-title\">{title}</li>\n")),
            Kind::Chapter { page, label } => {
                out.push_str("<li class=\"chapter-item\"><span class=\"chapter-link-wrapper\">");
                match page {
                    Some(page) => {
                        let current = if page == path { " aria-current=\"page\"" } else { "" };
                        out.push_str(&format!("<a href=\"{up}{}\"{current}>{label}</a>", attribute(page)));
                    }
                    None => out.push_str(&format!("<span>{label}</span>")),
                }
                out.push_str("</span>");
            }
        }
        if !item.children.is_empty() && !matches!(below, Below::Nothing) {
            out.push_str("\n<ol class=\"section\">\n");
            match below {
                Below::Around(way) => self.near(&item.children, way, path, up, out),
                _ => item.children.iter().for_each(|child| self.item(child, below, path, up, out)),
            }
            out.push_str("</ol>");
        }
        out.push_str("</li>\n");
    }
}

impl Item {
    fn new(item: &BookItem) -> Self {
        let text = |text: &str| html_escape::encode_safe(text).into_owned();
        match item {
            BookItem::Separator => Self { kind: Kind::Separator, children: Vec::new() },
            BookItem::PartTitle(title) => Self { kind: Kind::Part(text(title)), children: Vec::new() },
            BookItem::Chapter(chapter) => {
                let number = chapter.number.as_ref();
                let number = number.map(|number| format!("<strong aria-hidden=\"true\">{number}</strong> "));
                let label = format!("{}{}", number.unwrap_or_default(), text(&chapter.name));
                let page = chapter.path.as_deref().map(|path| page_of(&slashed(path)));
                Self {
                    kind: Kind::Chapter { page, label },
                    children: chapter.sub_items.iter().map(Self::new).collect(),
                }
            }
        }
    }
}

fn attribute(page: &str) -> std::borrow::Cow<'_, str> {
    html_escape::encode_double_quoted_attribute(page)
}

fn count(items: &[Item]) -> usize {
    items.iter().map(|item| 1 + count(&item.children)).sum()
}

fn note_ways(items: &[Item], way: &mut Vec<usize>, ways: &mut HashMap<String, Vec<usize>>) {
    for (at, item) in items.iter().enumerate() {
        way.push(at);
        if let Kind::Chapter { page: Some(page), .. } = &item.kind {
            ways.entry(page.clone()).or_insert_with(|| way.clone());
        }
        note_ways(&item.children, way, ways);
        way.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(families: usize) -> Book {
        let chapter = |name: &str, path: String| Chapter::new(name, String::new(), path, Vec::new());
        let mut items = vec![BookItem::PartTitle("Хлеб & соль".to_owned())];
        for n in 0..families {
            let mut above = chapter("Bread", format!("b{n}.md"));
            above.sub_items = (0..30).map(|m| BookItem::Chapter(chapter("Rye", format!("b{n}/r{m}.md")))).collect();
            items.push(BookItem::Chapter(above));
        }
        items.push(BookItem::Separator);
        Book::new_with_items(items)
    }

    #[test]
    fn a_short_list_stands_whole_on_every_page() {
        let contents = Contents::new(&book(2), &Lang::en());
        let list = contents.list("b1/r2.html", "../");
        assert_eq!(list.matches("<a ").count(), 62);
        assert!(list.contains("<a href=\"../b1/r2.html\" aria-current=\"page\">Rye</a>"), "{list}");
        assert!(list.contains("<li class=\"part-title\">Хлеб &amp; соль</li>") && contents.chapter().is_none());
    }

    #[test]
    fn a_page_of_a_large_book_has_the_list_around_it() {
        let contents = Contents::new(&book(50), &Lang::ru());
        let list = contents.list("b25/r20.html", "../");
        // The neighbours of the chapter above, those of the chapter itself, and the link to all.
        assert_eq!(list.matches("<a ").count(), 21 + 20 + 1, "{list}");
        assert!(list.contains("<a href=\"../toc.html\">Все главы</a>") && list.contains("aria-current=\"page\">Rye"));
        assert!(list.contains("Хлеб &amp; соль"), "the part that the chapter stands in");
        assert!(list.contains("../b25/r29.html") && !list.contains("b24/r1.html") && !list.contains("../b3.html"));
        let all = contents.chapter().expect("a page with all of them");
        assert_eq!(all.content.matches("<a ").count(), 50 * 31);
        assert!(contents.list("index.html", "").contains("b0/r20.html"), "that of the first chapter");
    }

    #[test]
    fn every_list_is_well_formed() {
        for (families, path) in
            [(1, "b0.html"), (40, "b0.html"), (40, "b39/r29.html"), (40, "toc.html"), (40, "x.html")]
        {
            let list = Contents::new(&book(families), &Lang::en()).list(path, "");
            roxmltree::Document::parse(&list).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }
}
