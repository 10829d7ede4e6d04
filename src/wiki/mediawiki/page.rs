//! Writes one page as wikitext.
//!
//! Lists and headings are MediaWiki's own marks where these can say what is there, and the elements it lets through
//! where they cannot: a list whose items hold more than a line, boxes, quotations.
//! - <https://www.mediawiki.org/wiki/Help:Formatting>
//! - <https://www.mediawiki.org/wiki/Help:HTML_in_wikitext>

use super::{
    Wiki,
    text::{address, attribute, code, escape},
};
use crate::wiki::{
    Page,
    document::{Block, Inline, Line, Notice, Speaker, Target, plain},
    words::Words,
};

/// Endings of files that MediaWiki shows as pictures: <https://www.mediawiki.org/wiki/Help:Images>.
const PICTURES: [&str; 6] = ["svg", "png", "gif", "jpg", "jpeg", "webp"];

/// The widest picture, in pixels.
const WIDEST: u32 = 1000;

pub(super) struct Writer<'a> {
    pub(super) wiki: &'a Wiki<'a>,
    pub(super) page: &'a Page,
    pub(super) words: Words,
}

impl Writer<'_> {
    pub(super) fn page(&self) -> String {
        let Page { lang, path, .. } = self.page;
        let mut out = format!("<div lang=\"{lang}\">\n\n{}\n\n", self.bar());
        // The name may be that of the page in the first language, or have lost letters.
        if self.wiki.names.of(path, lang) != self.page.title {
            out.push_str(&format!("<div style=\"font-size:1.5em\">{}</div>\n\n", escape(&self.page.title)));
        }
        if let Some(id) = &self.page.id {
            out.push_str(&place(id));
        }
        out.push_str(&self.blocks(&self.page.blocks));
        out.push_str(&format!("----\n\n<small>{}</small>\n\n</div>\n\n", escape(&self.words.made_from(self.page))));
        out
    }

    /// The book, and the page in each language.
    fn bar(&self) -> String {
        let Self { wiki, page, .. } = self;
        let mut parts = vec![format!(
            "[[{}|{}]]",
            super::contents_title(wiki.book, &page.lang),
            escape(wiki.book.title(&page.lang))
        )];
        for (lang, _) in &wiki.book.titles {
            let name = escape(lang.endonym());
            if *lang == page.lang {
                parts.push(format!("<strong>{name}</strong>"));
            } else if wiki.book.page(&page.path, lang).is_some() {
                parts.push(wiki.link(&page.path, lang, None, &name));
            }
        }
        if wiki.book.titles.len() == 1 {
            parts.truncate(1);
        }
        parts.join(" · ")
    }

    /// Blocks, with a blank line behind each.
    fn blocks(&self, blocks: &[Block]) -> String {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &Block) -> String {
        match block {
            Block::Heading { level, id, text } => {
                // The title of the page is its only heading of the first level.
                let marks = "=".repeat(usize::from((*level).clamp(2, 6)));
                let id = id.as_deref().map(anchor).unwrap_or_default();
                format!("{marks} {id}{} {marks}\n\n", self.line(text))
            }
            Block::Paragraph(text) => format!("{}\n\n", self.line(text)),
            Block::List { start, items } => self.list(*start, items),
            Block::Definitions(entries) => {
                let mut out = "<dl>\n".to_owned();
                for (name, meanings) in entries {
                    out.push_str(&format!("<dt>{}</dt>\n", self.line(name)));
                    for meaning in meanings {
                        out.push_str(&format!("<dd>{}</dd>\n", self.inside(meaning)));
                    }
                }
                out + "</dl>\n\n"
            }
            Block::Table { id, head, rows } => self.table(id.as_deref(), head, rows),
            Block::Code { lang, text, .. } => format!("{}\n\n", code(lang.as_deref(), text)),
            Block::Lines(lines) => format!("{}\n", lines.iter().map(numbered).collect::<String>()),
            Block::Quote { lang, blocks } => {
                let lang = lang.as_deref().map(|lang| format!(" lang=\"{}\"", attribute(lang))).unwrap_or_default();
                format!("<blockquote{lang}>\n\n{}</blockquote>\n\n", self.blocks(blocks))
            }
            Block::Notice { kind, title, blocks } => self.notice(*kind, title, blocks),
            Block::Said { by, blocks, .. } => match by {
                Speaker::Assistant => self.blocks(blocks),
                Speaker::User => {
                    format!("<small>💬 {}</small>\n\n{}", escape(self.words.question()), self.blocks(blocks))
                }
                Speaker::Own => format!("<blockquote>\n\n{}</blockquote>\n\n", self.blocks(blocks)),
            },
            Block::Figure { name, svg, alt } => self.figure(name, svg, alt),
            Block::Details { summary, blocks } => format!(
                "<div class=\"mw-collapsible mw-collapsed\">\n<div><strong>{}</strong></div>\n<div \
                 class=\"mw-collapsible-content\">\n\n{}</div>\n</div>\n\n",
                self.line(summary),
                self.blocks(blocks)
            ),
            Block::Anchor(id) => place(id),
            Block::Rule => "----\n\n".to_owned(),
        }
    }

    /// What stands in an element: a single paragraph without a blank line around it.
    fn inside(&self, blocks: &[Block]) -> String {
        match blocks {
            [Block::Paragraph(text)] => self.line(text),
            blocks => format!("\n\n{}", self.blocks(blocks)),
        }
    }

    fn list(&self, start: Option<u64>, items: &[Vec<Block>]) -> String {
        if is_plain_list(start, items) {
            let mut out = String::new();
            self.bullets(start, items, "", &mut out);
            return out + "\n";
        }
        let (open, close) = match start {
            Some(1) => ("<ol>".to_owned(), "</ol>"),
            Some(start) => (format!("<ol start=\"{start}\">"), "</ol>"),
            None => ("<ul>".to_owned(), "</ul>"),
        };
        let items: String = items.iter().map(|item| format!("<li>{}</li>\n", self.inside(item))).collect();
        format!("{open}\n{items}{close}\n\n")
    }

    fn bullets(&self, start: Option<u64>, items: &[Vec<Block>], before: &str, out: &mut String) {
        let marks = format!("{before}{}", if start.is_some() { '#' } else { '*' });
        for item in items {
            let line: String = item
                .iter()
                .map(|block| match block {
                    Block::Anchor(id) => anchor(id),
                    Block::Paragraph(text) => self.line(text),
                    _ => String::new(),
                })
                .collect();
            out.push_str(&format!("{marks} {line}\n"));
            for block in item {
                if let Block::List { start, items } = block {
                    self.bullets(*start, items, &marks, out);
                }
            }
        }
    }

    fn table(&self, id: Option<&str>, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> String {
        let id = id.map(|id| format!(" id=\"{}\"", attribute(id))).unwrap_or_default();
        let mut out = format!("<div style=\"overflow-x:auto\">\n{{| class=\"wikitable\"{id}\n");
        if head.iter().any(|cell| !cell.is_empty()) {
            out.push_str("|-\n");
            for cell in head {
                out.push_str(&format!("! scope=\"col\" | {}\n", self.line(cell)));
            }
        }
        for row in rows {
            out.push_str("|-\n");
            for (n, cell) in row.iter().enumerate() {
                match &cell[..] {
                    [Inline::Strong(words)] if n == 0 => {
                        out.push_str(&format!("! scope=\"row\" | {}\n", self.line(words)));
                    }
                    cell => out.push_str(&format!("| {}\n", self.line(cell))),
                }
            }
        }
        out + "|}\n</div>\n\n"
    }

    fn notice(&self, kind: Notice, title: &[Inline], blocks: &[Block]) -> String {
        let (sign, edge, ground) = match kind {
            Notice::Accurate | Notice::Tip => ("✅", "#177860", "#f0f8f5"),
            Notice::Incomplete | Notice::Repeat | Notice::Own | Notice::Note => ("ℹ️", "#36c", "#f1f4fd"),
            Notice::Important => ("❗", "#6a60b0", "#f4f2fb"),
            Notice::Outdated | Notice::Warning => ("⚠️", "#ab7f2a", "#fef6e7"),
            Notice::Inaccurate | Notice::Caution => ("❌", "#d73333", "#fee7e6"),
        };
        let title = if title.is_empty() { escape(self.words.notice(kind)) } else { self.line(title) };
        format!(
            "<div style=\"border-left:4px solid {edge}; background:{ground}; color:#202122; margin:1em 0; padding:.1em \
             1em\">\n\n{sign} <strong>{title}</strong>\n\n{}</div>\n\n",
            self.blocks(blocks)
        )
    }

    fn figure(&self, name: &str, svg: &str, alt: &str) -> String {
        let Some(file) = self.wiki.uploads.get(name) else { return String::new() };
        let width = svg.split("width=\"").nth(1).and_then(|rest| rest.split(['"', '.']).next()?.parse().ok());
        let width: u32 = width.unwrap_or(WIDEST).clamp(1, WIDEST);
        format!("[[File:{file}|{width}px|alt={}]]\n\n", escape(alt))
    }

    fn line(&self, line: &[Inline]) -> String {
        let mut out = String::new();
        for part in line {
            let written = self.inline(part);
            // Letters behind a link would become a part of it.
            if out.ends_with("]]") && written.starts_with(char::is_alphanumeric) {
                out.push_str("<nowiki/>");
            }
            out.push_str(&written);
        }
        out
    }

    fn inline(&self, part: &Inline) -> String {
        match part {
            Inline::Text(text) => escape(text),
            Inline::Code(code) => format!("<code>{}</code>", escape(code)),
            Inline::Strong(inner) => format!("<strong>{}</strong>", self.line(inner)),
            Inline::Emphasis(inner) => format!("<em>{}</em>", self.line(inner)),
            Inline::Strike(inner) => format!("<s>{}</s>", self.line(inner)),
            Inline::Inserted(inner) => format!("<ins>{}</ins>", self.line(inner)),
            Inline::Superscript(inner) => format!("<sup>{}</sup>", self.line(inner)),
            Inline::Link { to, text, .. } => self.link(to, text),
            Inline::Image { from, alt } => self.image(from, alt),
            Inline::Foreign { lang, untranslated, text } => {
                let words = format!("<span lang=\"{}\">{}</span>", attribute(lang), self.line(text));
                let mark = escape(self.words.untranslated());
                if *untranslated { format!("{words} <small>({mark})</small>") } else { words }
            }
            Inline::Verdict { text, .. } => format!("<small>({})</small>", self.line(text)),
            Inline::Anchor(id) => anchor(id),
            Inline::Break => "<br>".to_owned(),
        }
    }

    fn link(&self, to: &Target, text: &[Inline]) -> String {
        // A picture is a link of its own, and a link holds no other.
        if plain(text).trim().is_empty() || text.iter().any(|part| matches!(part, Inline::Image { .. })) {
            return self.line(text);
        }
        let words = self.line(text);
        match to {
            Target::Page { path, anchor } => self.wiki.link(path, &self.page.lang, anchor.as_deref(), &words),
            Target::File(path) => match self.wiki.uploads.get(path) {
                Some(name) => format!("[[Media:{name}|{words}]]"),
                None => words,
            },
            Target::Web(url) => format!("[{} {words}]", address(url)),
        }
    }

    fn image(&self, from: &Target, alt: &str) -> String {
        let words = if alt.trim().is_empty() { "…" } else { alt };
        match from {
            Target::File(path) => match self.wiki.uploads.get(path) {
                Some(name) if PICTURES.iter().any(|ending| name.to_lowercase().ends_with(&format!(".{ending}"))) => {
                    format!("[[File:{name}|alt={}]]", escape(alt))
                }
                Some(name) => format!("[[Media:{name}|{}]]", escape(words)),
                None => escape(alt),
            },
            // A page of the wiki asks no other host for a picture.
            Target::Web(url) => format!("[{} {}]", address(url), escape(words)),
            Target::Page { path, anchor } => self.wiki.link(path, &self.page.lang, anchor.as_deref(), &escape(words)),
        }
    }
}

/// Whether `*` and `#` can say a list: nothing in an item but a line and, behind it, lists of the same kind.
fn is_plain_list(start: Option<u64>, items: &[Vec<Block>]) -> bool {
    let plain_item = |item: &Vec<Block>| {
        let line = item.iter().take_while(|block| matches!(block, Block::Anchor(_))).count();
        matches!(item.get(line), Some(Block::Paragraph(_)))
            && item[line + 1..]
                .iter()
                .all(|block| matches!(block, Block::List { start, items } if is_plain_list(*start, items)))
    };
    matches!(start, None | Some(1)) && items.iter().all(plain_item)
}

/// A line of the raw notes: a blank at its start keeps it as it is.
fn numbered(line: &Line) -> String {
    let space = if line.text.is_empty() { "" } else { "  " };
    format!(" <span id=\"{}\">{}</span>{space}{}\n", attribute(&line.id), escape(&line.number), escape(&line.text))
}

fn anchor(id: &str) -> String {
    format!("<span id=\"{}\"></span>", attribute(id))
}

/// What links may name, by itself.
fn place(id: &str) -> String {
    format!("<div id=\"{}\"></div>\n\n", attribute(id))
}
