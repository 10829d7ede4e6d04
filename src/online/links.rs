//! The links of a book that lead to other sites, each with its place.
//!
//! In chapters a link is what Markdown and HTML make one: links, pictures, `<https://…>`, and the `href` and `src` of
//! raw HTML. In notes, in definitions and in reviews a bare address is one as well. Code is left alone everywhere, and so
//! are manifests, whose addresses are data. Nothing is asked here.

use std::{ops::Range, sync::LazyLock};

use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};
use scraper::{Html, Selector};
use toml::de::{DeTable, DeValue};
use url::Url;

use super::scan::addresses;
use crate::{
    book::Input,
    notes::{MarkKind, Note},
    text::{Source, Span, markdown},
};

/// A link to another site.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Where it leads.
    pub url: Url,
    /// The file.
    pub source: Source,
    /// Where it stands there: the address itself where it is written out, else the link.
    pub span: Span,
}

/// The links of a book: chapters, notes, glossary, reviews.
pub fn of_book(input: &Input) -> Vec<Link> {
    let mut out: Vec<Link> = input.chapters.iter().flat_map(|chapter| of_markdown(&chapter.source)).collect();
    out.extend(input.notes.values().flat_map(of_note));
    out.extend(of_toml(&input.glossary.source));
    out.extend(input.reviews_source.iter().flat_map(of_toml));
    out
}

/// The links of a Markdown file.
pub fn of_markdown(source: &Source) -> Vec<Link> {
    let text = source.text();
    let mut out = Vec::new();
    let mut block: Option<Range<usize>> = None;
    for (event, range) in markdown::parse(text) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                out.extend(Stretch::new(source, range).next(&dest_url));
            }
            Event::Start(Tag::HtmlBlock) => block = Some(range),
            Event::End(TagEnd::HtmlBlock) => {
                out.extend(block.take().into_iter().flat_map(|range| of_html(source, range)));
            }
            Event::InlineHtml(_) => out.extend(of_html(source, range)),
            _ => {}
        }
    }
    out
}

/// The links of raw HTML. <https://html.spec.whatwg.org/multipage/indices.html#attributes-3>
fn of_html(source: &Source, range: Range<usize>) -> Vec<Link> {
    static LINKS: LazyLock<Option<Selector>> = LazyLock::new(|| Selector::parse("[href], [src]").ok());
    let html = Html::parse_fragment(&source.text()[range.clone()]);
    let elements = LINKS.iter().flat_map(|links| html.select(links));
    let values = elements.flat_map(|element| ["href", "src"].map(|name| element.value().attr(name)));
    let mut stretch = Stretch::new(source, range.clone());
    values.flatten().filter_map(|value| stretch.next(value)).collect()
}

/// The links of a note: what the note marked as a link, and addresses in its words.
pub fn of_note(note: &Note) -> Vec<Link> {
    let mut out = Vec::new();
    for text in note.prose() {
        let marked = text.marks.iter().filter_map(|mark| match &mark.kind {
            MarkKind::Link(address) => Some((mark.range.start, address.as_str())),
            _ => None,
        });
        let taken = |range: &Range<usize>| {
            let mut marks = text.marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Code | MarkKind::Link(_)));
            marks.any(|mark| mark.range.start < range.end && range.start < mark.range.end)
        };
        let bare = addresses(&text.text).into_iter().filter(|range| !taken(range));
        let mut found: Vec<_> = marked.chain(bare.map(|range| (range.start, &text.text[range]))).collect();
        found.sort();
        let mut stretch = Stretch::new(&note.source, text.span);
        let links = found.into_iter().filter_map(|(_, address)| stretch.next(address));
        out.extend(links.filter(|link| !may_be_cut(link)));
    }
    out
}

/// A line of a paste that is as long as this (characters) may have been wrapped.
const WRAPPED: usize = 60;

/// Whether an address stands at the end of a wrapped line and may go on in the next: half an address is not asked.
fn may_be_cut(link: &Link) -> bool {
    let line = |number| Some(link.source.slice(link.source.line_span(number)?));
    let number = link.source.line(link.span.start);
    let at_end = link.source.text()[link.span.end..].trim_start_matches('\r').starts_with('\n');
    let goes_on = |next: &str| next.starts_with(|c: char| c.is_alphanumeric() || "/?#&%=_-.".contains(c));
    at_end
        && line(number).is_some_and(|own| own.chars().count() >= WRAPPED)
        && line(number + 1).is_some_and(|next| goes_on(next) && addresses(next).first().is_none_or(|own| own.start > 0))
}

/// The links in the texts of a TOML file: `source`, definitions, what a review says. A quote stands in its note.
pub fn of_toml(source: &Source) -> Vec<Link> {
    let mut out = Vec::new();
    // What is no TOML is reported where it is read.
    let Ok(table) = DeTable::parse(source.text()) else { return out };
    in_table(table.get_ref(), source, &mut out);
    out
}

fn in_table(table: &DeTable<'_>, source: &Source, out: &mut Vec<Link>) {
    for (key, value) in table {
        if !matches!(key.get_ref().as_ref(), "quote" | "quote-en") {
            in_value(value.get_ref(), value.span().into(), source, out);
        }
    }
}

fn in_value(value: &DeValue<'_>, span: Span, source: &Source, out: &mut Vec<Link>) {
    match value {
        DeValue::String(text) => {
            let mut stretch = Stretch::new(source, span);
            out.extend(addresses(text).into_iter().filter_map(|range| stretch.next(&text[range])));
        }
        DeValue::Array(items) => {
            items.iter().for_each(|item| in_value(item.get_ref(), item.span().into(), source, out));
        }
        DeValue::Table(table) => in_table(table, source, out),
        _ => {}
    }
}

/// A stretch in which addresses stand one behind the other.
struct Stretch<'a> {
    source: &'a Source,
    span: Span,
    /// Up to where they have been found.
    at: usize,
}

impl<'a> Stretch<'a> {
    fn new(source: &'a Source, span: impl Into<Span>) -> Self {
        let span = span.into();
        Self { source, span, at: span.start }
    }

    /// The next link, which leads to `address`; `None` where that is no other site. It stands where the address does, or
    /// somewhere in the stretch where that is written in another way.
    fn next(&mut self, address: &str) -> Option<Link> {
        let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        let rest = self.source.slice(Span::new(self.at, self.span.end));
        let span = rest.find(address).map_or(self.span, |at| {
            let start = self.at + at;
            self.at = start + address.len();
            Span::new(start, self.at)
        });
        Some(Link { url, source: self.source.clone(), span })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn shown(links: &[Link]) -> String {
        let line = |link: &Link| {
            let place = link.source.position(link.span.start);
            format!("{}:{} {} = {}", place.line, place.column, link.url, link.source.slice(link.span))
        };
        links.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn of_a_chapter() {
        let text = "# Хлеб\n\nСм. [печь](https://a.org/печь \"x\"), ![](http://b.org/p.png) и <https://c.org>.\n\n\
                    [тесто][t], [глава](dough.md), [почта](mailto:a@b.org), https://bare.org\n\n\
                    `https://code.org` <a\nhref=\"https://d.org/?a=1&amp;b=2\">d</a>\n\n\
                    <figure>\n<img src='https://e.org/e.png'>\n</figure>\n\n\
                    <!-- https://comment.org <a href=\"https://comment.org\"> -->\n\n\
                    ```html\n<a href=\"https://fence.org\">\n```\n\n[t]: https://f.org/t\n";
        insta::assert_snapshot!(shown(&of_markdown(&Source::new("a.md", text))), @r#"
        3:12 https://a.org/%D0%BF%D0%B5%D1%87%D1%8C = https://a.org/печь
        3:41 http://b.org/p.png = http://b.org/p.png
        3:64 https://c.org/ = https://c.org
        5:1 https://f.org/t = [тесто][t]
        7:20 https://d.org/?a=1&b=2 = <a
        href="https://d.org/?a=1&amp;b=2">
        11:11 https://e.org/e.png = https://e.org/e.png
        "#);
    }

    #[test]
    fn of_a_note() {
        let text = "Хлеб\nТесто поднимается дважды, об этом пишет https://a.org/dough, и ещё раз в печи.\n\n\
                    Пятна на печи темнее, чем всё вокруг, о них см. https://cut.org/wiki/\nпятна, и ещё https://c.org\n\n\
                    ```\ncurl https://code.org\n```\n\nПечь описана здесь: (http://b.org/oven_(stove)).\n";
        let mut links = Vec::new();
        let hints = crate::notes::Hints::default();
        let read = crate::notes::read("n.txt", text.as_bytes(), &hints, &mut |note| links.extend(of_note(&note)));
        assert!(read.is_ok());
        insta::assert_snapshot!(shown(&links), @r"
        2:41 https://a.org/dough = https://a.org/dough
        5:14 https://c.org/ = https://c.org
        11:22 http://b.org/oven_(stove) = http://b.org/oven_(stove)
        ");
    }

    #[test]
    fn of_a_markdown_note() {
        let text = "# Bread\n\nSee [the oven](https://a.org/oven) and https://b.org/b, not `https://code.org`.\n";
        let mut links = Vec::new();
        let hints = crate::notes::Hints::default();
        let read = crate::notes::read("n.md", text.as_bytes(), &hints, &mut |note| links.extend(of_note(&note)));
        assert!(read.is_ok());
        insta::assert_snapshot!(shown(&links), @r"
        3:16 https://a.org/oven = https://a.org/oven
        3:40 https://b.org/b = https://b.org/b
        ");
    }

    #[test]
    fn of_glossary_and_reviews() {
        let text = "# https://comment.org\n[[term]]\nid = \"oven\"\nsource = \"https://a.org/#oven\"\n[term.en]\n\
                    definition = \"\"\"\nHot, see\n[b](https://b.org).\"\"\"\n\
                    [[review]]\nquote = \"https://quote.org\"\nsource = 'http://c.org'\n";
        insta::assert_snapshot!(shown(&of_toml(&Source::new("glossary.toml", text))), @r"
        4:11 https://a.org/#oven = https://a.org/#oven
        8:5 https://b.org/ = https://b.org
        11:11 http://c.org/ = http://c.org
        ");
    }

    #[test]
    fn of_a_book() {
        let files: BTreeMap<String, Vec<u8>> = [
            ("book.toml", "[book]\ntitle = \"B\"\n"),
            ("src/SUMMARY.md", "- [A](a.md)\n"),
            ("src/a.md", "<https://a.org>\n"),
            ("src/notes/n.txt", "Oven\nThe oven is hot enough for bread, says https://n.org about it.\n"),
            ("src/examples/m.yaml", "# https://yaml.org\nurl: https://data.org\n"),
        ]
        .into_iter()
        .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
        .collect();
        let (input, _) = Input::parse(&files, "");
        let found = of_book(&input.expect("a book"));
        assert_eq!(
            found.iter().map(|link| link.url.as_str()).collect::<Vec<_>>(),
            ["https://a.org/", "https://n.org/"]
        );
    }
}
