//! Writes one chapter as XHTML.
//!
//! - <https://www.w3.org/TR/epub-33/#sec-xhtml>
//! - Boxes are `aside`, <https://html.spec.whatwg.org/multipage/sections.html#the-aside-element>.

use std::{cell::RefCell, collections::BTreeSet};

use super::{Volume, address};
use crate::{
    text::Lang,
    wiki::{
        Page,
        document::{Block, Inline, Line, Notice, Speaker, Target},
        xml::{list, text},
    },
};

pub(super) struct Writer<'a> {
    volume: &'a Volume<'a>,
    page: &'a Page,
    /// The identifiers so far: each stands once, where it comes first.
    placed: RefCell<BTreeSet<&'a str>>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(volume: &'a Volume<'a>, page: &'a Page) -> Self {
        Self { volume, page, placed: RefCell::default() }
    }

    /// The document.
    pub(super) fn page(&self) -> String {
        let title = self.page.shown_title();
        let id = self.page.id.as_deref().map(|id| self.id(id)).unwrap_or_default();
        let blocks = self.blocks(&self.page.blocks);
        let body = format!(
            "<section epub:type=\"chapter\" role=\"doc-chapter\">\n<h1{id}>{}</h1>\n{blocks}</section>\n",
            text(title)
        );
        self.volume.document(title, "../style.css", &body)
    }

    /// An anchor as an attribute; nothing where it was set before.
    fn id(&self, anchor: &str) -> String {
        self.volume.names.id(&self.page.path, anchor).map(|id| self.place(id)).unwrap_or_default()
    }

    fn place(&self, id: &'a str) -> String {
        if self.placed.borrow_mut().insert(id) { format!(" id=\"{id}\"") } else { String::new() }
    }

    fn blocks(&self, blocks: &[Block]) -> String {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &Block) -> String {
        match block {
            Block::Heading { level, id, text } => {
                let level = (*level).clamp(2, 6);
                let id = id.as_deref().map(|id| self.id(id)).unwrap_or_default();
                format!("<h{level}{id}>{}</h{level}>\n", self.line(text))
            }
            Block::Paragraph(text) => format!("<p>{}</p>\n", self.line(text)),
            Block::List { start, items } => self.list(*start, items),
            Block::Definitions(entries) => self.definitions(entries),
            Block::Table { id, head, rows } => self.table(id.as_deref(), head, rows),
            Block::Code { lang, file, text: code } => {
                let class = lang.as_deref().map(|lang| format!(" class=\"language-{}\"", text(lang)));
                let shown = file.as_deref().and_then(|file| self.volume.names.code(file));
                let id = shown.filter(|(page, _)| *page == self.page.path).map(|(_, id)| self.place(id));
                let (class, id) = (class.unwrap_or_default(), id.unwrap_or_default());
                format!("<pre{id}><code{class}>{}</code></pre>\n", text(code))
            }
            Block::Lines(lines) => self.lines(lines),
            Block::Quote { lang, blocks } => {
                let lang = lang.as_deref().map(foreign).unwrap_or_default();
                format!("<blockquote{lang}>\n{}</blockquote>\n", self.blocks(blocks))
            }
            Block::Notice { kind, title, blocks } => {
                let head = self.line(title);
                let head = if head.is_empty() { text(self.volume.words.notice(*kind)) } else { head };
                self.aside(class_of(*kind), &head, blocks)
            }
            Block::Said { by, place, blocks } => self.said(*by, place, blocks),
            Block::Figure { name, alt, .. } => format!("<figure>{}</figure>\n", self.picture(name, alt)),
            // Not every reading system opens a fold: it stands open.
            Block::Details { summary, blocks } => {
                let summary = self.line(summary);
                let head = if summary.is_empty() { summary } else { format!("<p class=\"head\">{summary}</p>\n") };
                format!("<div class=\"details\">\n{head}{}</div>\n", self.blocks(blocks))
            }
            Block::Anchor(id) => {
                let id = self.id(id);
                if id.is_empty() { id } else { format!("<div{id}></div>\n") }
            }
            Block::Rule => "<hr/>\n".to_owned(),
        }
    }

    fn list(&self, start: Option<u64>, items: &[Vec<Block>]) -> String {
        let item = |item: &Vec<Block>| match &item[..] {
            [Block::Paragraph(line)] => self.line(line),
            blocks => self.blocks(blocks),
        };
        list(start, items.iter().map(item))
    }

    fn definitions(&self, entries: &[(Vec<Inline>, Vec<Vec<Block>>)]) -> String {
        let mut out = String::new();
        for (name, meanings) in entries {
            out.push_str(&format!("<dt>{}</dt>\n", self.line(name)));
            meanings.iter().for_each(|meaning| out.push_str(&format!("<dd>{}</dd>\n", self.blocks(meaning))));
            if meanings.is_empty() {
                out.push_str("<dd></dd>\n");
            }
        }
        if out.is_empty() { out } else { format!("<dl>\n{out}</dl>\n") }
    }

    fn table(&self, id: Option<&str>, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> String {
        let id = id.map(|id| self.id(id)).unwrap_or_default();
        if head.is_empty() && rows.iter().all(Vec::is_empty) {
            return if id.is_empty() { id } else { format!("<div{id}></div>\n") };
        }
        let mut out = format!("<table{id}>\n");
        if head.iter().any(|cell| !cell.is_empty()) {
            let cells: String = head.iter().map(|cell| format!("<th scope=\"col\">{}</th>", self.line(cell))).collect();
            out.push_str(&format!("<thead>\n<tr>{cells}</tr>\n</thead>\n"));
        }
        out.push_str("<tbody>\n");
        for row in rows {
            let cells: String = row
                .iter()
                .enumerate()
                .map(|(n, line)| match line[..] {
                    [Inline::Strong(_)] if n == 0 => format!("<th scope=\"row\">{}</th>", self.line(line)),
                    _ => format!("<td>{}</td>", self.line(line)),
                })
                .collect();
            out.push_str(&format!("<tr>{cells}</tr>\n"));
        }
        out + "</tbody>\n</table>\n"
    }

    fn lines(&self, lines: &[Line]) -> String {
        let rows: String = lines
            .iter()
            .map(|line| {
                let number = text(&line.number);
                format!("<span{} class=\"number\">{number}</span> {}\n", self.id(&line.id), text(&line.text))
            })
            .collect();
        if rows.is_empty() { rows } else { format!("<pre class=\"lines\">{rows}</pre>\n") }
    }

    fn aside(&self, class: &str, head: &str, blocks: &[Block]) -> String {
        format!("<aside class=\"{class}\">\n<p class=\"head\">{head}</p>\n{}</aside>\n", self.blocks(blocks))
    }

    fn said(&self, by: Speaker, place: &str, blocks: &[Block]) -> String {
        let words = self.volume.words;
        match by {
            Speaker::Assistant => format!("<div data-src=\"{}\">\n{}</div>\n", text(place), self.blocks(blocks)),
            Speaker::User => format!(
                "<div class=\"question\" data-src=\"{}\">\n<p><small>{}</small></p>\n{}</div>\n",
                text(place),
                text(words.question()),
                self.blocks(blocks)
            ),
            Speaker::Own => self.aside(class_of(Notice::Own), &text(words.notice(Notice::Own)), blocks),
        }
    }

    fn line(&self, line: &[Inline]) -> String {
        self.parts(line, false)
    }

    /// `linked` says that the words stand in a link: a link in a link is none.
    fn parts(&self, line: &[Inline], linked: bool) -> String {
        line.iter().map(|part| self.inline(part, linked)).collect()
    }

    fn inline(&self, part: &Inline, linked: bool) -> String {
        let inner = |line: &[Inline]| self.parts(line, linked);
        match part {
            Inline::Text(words) => text(words),
            Inline::Code(code) => format!("<code>{}</code>", text(code)),
            Inline::Strong(line) => format!("<strong>{}</strong>", inner(line)),
            Inline::Emphasis(line) => format!("<em>{}</em>", inner(line)),
            Inline::Strike(line) => format!("<del>{}</del>", inner(line)),
            Inline::Inserted(line) => format!("<ins>{}</ins>", inner(line)),
            Inline::Superscript(line) => format!("<sup>{}</sup>", inner(line)),
            Inline::Link { to, title, text: line } => match self.way(to).filter(|_| !linked) {
                Some(way) => {
                    let title = title.as_deref().map(|title| format!(" title=\"{}\"", text(title))).unwrap_or_default();
                    format!("<a href=\"{}\"{title}>{}</a>", text(&way), self.parts(line, true))
                }
                None => inner(line),
            },
            Inline::Image { from: Target::File(path), alt } => self.picture(path, alt),
            // A book asks no other host for anything.
            Inline::Image { alt, .. } => text(alt),
            Inline::Foreign { lang, untranslated, text: line } => {
                let note = if *untranslated {
                    format!(" <small>({})</small>", text(self.volume.words.untranslated()))
                } else {
                    String::new()
                };
                format!("<span{}>{}</span>{note}", foreign(lang), inner(line))
            }
            Inline::Verdict { kind, text: line } => {
                format!("<span class=\"verdict {}\">{}</span>", class_of(*kind), inner(line))
            }
            Inline::Anchor(id) => {
                let id = self.id(id);
                if id.is_empty() { id } else { format!("<span{id}></span>") }
            }
            Inline::Break => "<br/>".to_owned(),
        }
    }

    /// Where a link leads. A file of the book is in it where a chapter shows it as code.
    fn way(&self, to: &Target) -> Option<String> {
        let names = &self.volume.names;
        match to {
            Target::Page { path, anchor } => {
                let id = anchor.as_deref().and_then(|anchor| names.id(path, anchor));
                names.way(&self.page.path, path, id)
            }
            Target::File(path) => {
                let (page, id) = names.code(path)?;
                names.way(&self.page.path, page, Some(id))
            }
            Target::Web(url) => address::web(url),
        }
    }

    fn picture(&self, of: &str, alt: &str) -> String {
        match self.volume.pictures.iter().find(|picture| picture.of == of) {
            Some(picture) => format!("<img src=\"../{}\" alt=\"{}\"/>", picture.file, text(alt)),
            None => text(alt),
        }
    }
}

/// The language of words, where it is one: no part of a tag is longer than eight letters,
/// <https://www.rfc-editor.org/rfc/rfc5646#section-2.1>.
fn foreign(lang: &str) -> String {
    match Lang::try_from(lang.to_owned()) {
        Ok(lang) if lang.tag().split('-').all(|part| part.len() <= 8) => {
            format!(" lang=\"{lang}\" xml:lang=\"{lang}\"")
        }
        _ => String::new(),
    }
}

fn class_of(kind: Notice) -> &'static str {
    match kind {
        Notice::Accurate => "accurate",
        Notice::Incomplete => "incomplete",
        Notice::Outdated => "outdated",
        Notice::Inaccurate => "inaccurate",
        Notice::Own => "own",
        Notice::Repeat => "repeat",
        Notice::Note => "note",
        Notice::Tip => "tip",
        Notice::Important => "important",
        Notice::Warning => "warning",
        Notice::Caution => "caution",
    }
}
