//! Writes one page in the storage format.
//!
//! Elements: <https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html>. Macros, each with its
//! parameters: `code` <https://confluence.atlassian.com/doc/code-block-macro-139390.html>, `info`, `tip`, `note` and
//! `warning` <https://confluence.atlassian.com/doc/info-tip-note-and-warning-macros-51872369.html>, `expand`
//! <https://confluence.atlassian.com/doc/expand-macro-223222352.html>, `toc`
//! <https://confluence.atlassian.com/doc/table-of-contents-macro-182682099.html>, `status`
//! <https://confluence.atlassian.com/doc/status-macro-223222355.html>.

use super::{
    Space,
    tree::Node,
    used,
    xml::{Body, anchor, anchor_name, macro_of, text},
};
use crate::{
    text::Lang,
    wiki::{
        Page,
        document::{Block, Inline, Line, Met, Notice, Speaker, Target, plain, visit},
        words::Words,
        xml::list,
    },
};

/// Languages of the `code` macro, by what Markdown calls them. Any other would make the macro show an error.
const LANGUAGES: [(&str, &[&str]); 18] = [
    ("bash", &["bash", "sh", "shell", "console", "zsh"]),
    ("c#", &["csharp", "c#", "cs"]),
    ("cpp", &["cpp", "c++", "c"]),
    ("css", &["css"]),
    ("diff", &["diff", "patch"]),
    ("erl", &["erlang", "erl"]),
    ("groovy", &["groovy"]),
    ("java", &["java"]),
    ("js", &["javascript", "js", "json", "typescript", "ts"]),
    ("perl", &["perl"]),
    ("php", &["php"]),
    ("powershell", &["powershell", "ps1"]),
    ("py", &["python", "py", "pycon"]),
    ("ruby", &["ruby", "rb"]),
    ("scala", &["scala"]),
    ("sql", &["sql"]),
    ("xml", &["xml", "html", "svg"]),
    ("yml", &["yaml", "yml"]),
];

/// So many headings make a page's own contents worth showing.
const HEADINGS: usize = 3;

pub(super) struct Writer<'a> {
    space: &'a Space<'a>,
    node: &'a Node<'a>,
    words: Words,
}

impl<'a> Writer<'a> {
    pub(super) fn new(space: &'a Space<'a>, node: &'a Node<'a>) -> Self {
        Self { space, node, words: Words::of(node.lang) }
    }

    /// The page.
    pub(super) fn page(&self) -> String {
        match self.node.page {
            Some(page) => self.chapter(page),
            None => format!("{}{}", self.contents(&self.node.key), self.foot(None)),
        }
    }

    /// What belongs to the page, by name.
    pub(super) fn attachments(&self) -> Vec<(String, Vec<u8>)> {
        let Some(page) = self.node.page else { return Vec::new() };
        let (drawn, named) = used(&page.blocks);
        let drawn = drawn.into_iter().map(|(name, svg)| (name.to_owned(), svg.as_bytes().to_vec()));
        let named = named.into_iter().filter_map(|path| {
            Some((self.space.attached.get(path)?.clone(), self.space.book.files.get(path)?.clone()))
        });
        drawn.chain(named).collect()
    }

    fn chapter(&self, page: &Page) -> String {
        let mut out = String::new();
        let others: Vec<String> = self
            .space
            .book
            .titles
            .iter()
            .filter(|(lang, _)| *lang != page.lang)
            .filter_map(|(lang, _)| {
                Some(link_to(self.space.tree.title(&page.path, lang)?, None, &text(lang.endonym())))
            })
            .collect();
        if !others.is_empty() {
            let own = text(page.lang.endonym());
            out.push_str(&format!("<p><strong>{own}</strong> · {}</p>\n", others.join(" · ")));
        }
        if let Some(id) = &page.id {
            out.push_str(&format!("<p>{}</p>\n", anchor(id)));
        }
        let mut headings = 0;
        visit(&page.blocks, &mut |met| headings += usize::from(matches!(met, Met::Block(Block::Heading { .. }))));
        if headings >= HEADINGS {
            out.push_str(&macro_of("toc", &[("maxLevel", "3")], &Body::None));
            out.push('\n');
        }
        out.push_str(&self.blocks(&page.blocks));
        let below = self.contents(&self.node.key);
        if !below.is_empty() {
            out.push_str(&format!("<h2>{}</h2>\n{below}", text(self.words.contents())));
        }
        out + &self.foot(Some(&page.source))
    }

    /// A list of what is below a page. Confluence's own list is in the order of the alphabet.
    fn contents(&self, key: &str) -> String {
        let items: String = self
            .space
            .tree
            .children(key)
            .map(|node| {
                let below = self.contents(&node.key);
                format!("<li><p>{}</p>{below}</li>", link_to(&node.name, None, &text(&node.name)))
            })
            .collect();
        if items.is_empty() { items } else { format!("<ul>{items}</ul>\n") }
    }

    fn foot(&self, source: Option<&str>) -> String {
        let folder = self.space.book.pages.iter().find_map(|page| page.source.strip_suffix(&page.path));
        let summary = format!("{}SUMMARY.md", folder.unwrap_or_default());
        format!("<hr/>\n<p><small>{}</small></p>\n", text(&self.words.generated(source.unwrap_or(&summary))))
    }

    fn blocks(&self, blocks: &[Block]) -> String {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &Block) -> String {
        match block {
            Block::Heading { level, id, text: words } => {
                // Confluence shows the title of the page as its heading of the first level.
                let level = (*level).clamp(2, 6);
                let place = id.as_deref().map(anchor).unwrap_or_default();
                format!("<h{level}>{place}{}</h{level}>\n", self.line(words))
            }
            Block::Paragraph(text) => format!("<p>{}</p>\n", self.line(text)),
            Block::List { start, items } => self.list(*start, items),
            Block::Definitions(entries) => {
                let entries: String = entries
                    .iter()
                    .map(|(name, meanings)| {
                        let meanings: String = meanings.iter().map(|meaning| self.blocks(meaning)).collect();
                        format!("<li><p><strong>{}</strong></p>\n{meanings}</li>\n", self.line(name))
                    })
                    .collect();
                format!("<ul>\n{entries}</ul>\n")
            }
            Block::Table { id, head, rows } => self.table(id.as_deref(), head, rows),
            Block::Code { lang, file, text } => code(lang.as_deref(), file.as_deref(), text),
            Block::Lines(lines) => self.lines(lines),
            Block::Quote { blocks, .. } => format!("<blockquote>{}</blockquote>\n", self.blocks(blocks)),
            Block::Notice { kind, title, blocks } => self.notice(*kind, title, blocks),
            Block::Said { by, blocks, .. } => self.said(*by, blocks),
            Block::Figure { name, alt, .. } => format!("<p>{}</p>\n", image(alt, &attachment(name))),
            Block::Details { summary, blocks } => {
                let body = Body::Rich(self.blocks(blocks));
                format!("{}\n", macro_of("expand", &[("title", plain(summary).trim())], &body))
            }
            Block::Anchor(id) => format!("<p>{}</p>\n", anchor(id)),
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

    fn table(&self, id: Option<&str>, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> String {
        let cell = |line: &Vec<Inline>, n: usize| {
            let is_head = n == 0 && matches!(line[..], [Inline::Strong(_)]);
            let name = if is_head { "th" } else { "td" };
            format!("<{name}>{}</{name}>", self.line(line))
        };
        let mut out = id.map(|id| format!("<p>{}</p>\n", anchor(id))).unwrap_or_default();
        let mut lines = String::new();
        if head.iter().any(|cell| !cell.is_empty()) {
            let cells: String = head.iter().map(|cell| format!("<th>{}</th>", self.line(cell))).collect();
            lines.push_str(&format!("<tr>{cells}</tr>\n"));
        }
        for row in rows {
            let cells: String = row.iter().enumerate().map(|(n, line)| cell(line, n)).collect();
            lines.push_str(&format!("<tr>{cells}</tr>\n"));
        }
        if !lines.is_empty() {
            out.push_str(&format!("<table><tbody>\n{lines}</tbody></table>\n"));
        }
        out
    }

    /// The raw notes. A macro on every line would make a page of thousands of them slow: only lines that some page of
    /// the book links to are places.
    fn lines(&self, lines: &[Line]) -> String {
        let path = self.node.page.map_or("", |page| page.path.as_str());
        let rows: Vec<String> = lines
            .iter()
            .map(|line| {
                let linked = self.space.linked.contains(&(path, line.id.as_str()));
                let place = if linked { anchor(&line.id) } else { String::new() };
                let words = line.text.trim_start();
                // Blanks at the beginning would not be shown.
                let indent = "\u{a0}".repeat(line.text.chars().count() - words.chars().count());
                format!("{place}<sub>{}</sub> {indent}{}", text(&line.number), text(words))
            })
            .collect();
        if rows.is_empty() { String::new() } else { format!("<p>{}</p>\n", rows.join("<br/>\n")) }
    }

    fn notice(&self, kind: Notice, title: &[Inline], blocks: &[Block]) -> String {
        let name = match kind {
            Notice::Accurate | Notice::Tip => "tip",
            Notice::Incomplete | Notice::Repeat | Notice::Own | Notice::Note => "info",
            Notice::Important | Notice::Outdated | Notice::Warning => "note",
            Notice::Inaccurate | Notice::Caution => "warning",
        };
        // A title is plain text. One with a link in it stands inside.
        let links = title.iter().any(|part| matches!(part, Inline::Link { .. }));
        let words = plain(title);
        let words = if links || words.trim().is_empty() { self.words.notice(kind) } else { words.trim() };
        let first = if links { format!("<p>{}</p>\n", self.line(title)) } else { String::new() };
        let body = Body::Rich(format!("{first}{}", self.blocks(blocks)));
        format!("{}\n", macro_of(name, &[("title", words)], &body))
    }

    fn said(&self, by: Speaker, blocks: &[Block]) -> String {
        let said = self.blocks(blocks);
        match by {
            Speaker::Assistant => said,
            Speaker::User => format!("{said}<p><small>💬 {}</small></p>\n", text(self.words.question())),
            Speaker::Own => format!("<blockquote>{said}</blockquote>\n"),
        }
    }

    fn line(&self, line: &[Inline]) -> String {
        line.iter().map(|part| self.inline(part)).collect()
    }

    fn inline(&self, part: &Inline) -> String {
        match part {
            Inline::Text(words) => text(words),
            Inline::Code(code) => format!("<code>{}</code>", text(code)),
            Inline::Strong(inner) => format!("<strong>{}</strong>", self.line(inner)),
            Inline::Emphasis(inner) => format!("<em>{}</em>", self.line(inner)),
            Inline::Strike(inner) => {
                format!("<span style=\"text-decoration: line-through;\">{}</span>", self.line(inner))
            }
            Inline::Inserted(inner) => format!("<u>{}</u>", self.line(inner)),
            Inline::Superscript(inner) => format!("<sup>{}</sup>", self.line(inner)),
            Inline::Link { to, text, .. } => self.link(to, text),
            Inline::Image { from, alt } => match self.resource(from) {
                Some(resource) => image(alt, &resource),
                None => text(alt),
            },
            Inline::Foreign { untranslated: false, text, .. } => self.line(text),
            Inline::Foreign { text: inner, .. } => {
                format!("{} <small>({})</small>", self.line(inner), text(self.words.untranslated()))
            }
            Inline::Verdict { kind, text } => {
                let colour = match kind {
                    Notice::Accurate => "Green",
                    Notice::Incomplete => "Blue",
                    Notice::Outdated => "Yellow",
                    Notice::Inaccurate => "Red",
                    _ => "Grey",
                };
                macro_of("status", &[("colour", colour), ("title", plain(text).trim())], &Body::None)
            }
            Inline::Anchor(id) => anchor(id),
            Inline::Break => "<br/>".to_owned(),
        }
    }

    fn link(&self, to: &Target, words: &[Inline]) -> String {
        let words = self.line(words);
        match to {
            Target::Page { path, anchor } => {
                let lang: &Lang = self.node.lang;
                let own = self.node.page.is_some_and(|page| page.path == *path);
                match (own, anchor, self.space.tree.title(path, lang)) {
                    // A link to its own page, with no place on it.
                    (true, None, _) | (_, _, None) => words,
                    (true, Some(id), _) => {
                        format!("<ac:link ac:anchor=\"{}\">{}</ac:link>", text(&anchor_name(id)), link_body(&words))
                    }
                    (false, id, Some(title)) => link_to(title, id.as_deref(), &words),
                }
            }
            Target::File(path) => match self.space.attached.get(path.as_str()) {
                Some(name) => format!("<ac:link>{}{}</ac:link>", attachment(name), link_body(&words)),
                None => words,
            },
            Target::Web(url) => format!("<a href=\"{}\">{words}</a>", text(url)),
        }
    }

    /// Where a picture comes from.
    fn resource(&self, from: &Target) -> Option<String> {
        match from {
            Target::Page { .. } => None,
            Target::File(path) => Some(attachment(self.space.attached.get(path.as_str())?)),
            Target::Web(url) => Some(format!("<ri:url ri:value=\"{}\"/>", text(url))),
        }
    }
}

fn link_to(title: &str, id: Option<&str>, words: &str) -> String {
    let place = id.map(|id| format!(" ac:anchor=\"{}\"", text(&anchor_name(id)))).unwrap_or_default();
    format!("<ac:link{place}><ri:page ri:content-title=\"{}\"/>{}</ac:link>", text(title), link_body(words))
}

fn link_body(words: &str) -> String {
    format!("<ac:link-body>{words}</ac:link-body>")
}

fn attachment(name: &str) -> String {
    format!("<ri:attachment ri:filename=\"{}\"/>", text(name))
}

fn image(alt: &str, resource: &str) -> String {
    format!("<ac:image ac:alt=\"{}\">{resource}</ac:image>", text(alt))
}

fn code(lang: Option<&str>, file: Option<&str>, code: &str) -> String {
    let lang = lang.map(str::to_lowercase).unwrap_or_default();
    let known = LANGUAGES.iter().find(|(_, names)| names.contains(&lang.as_str()));
    let mut parameters = vec![("language", known.map_or("none", |(name, _)| name))];
    parameters.extend(file.map(|file| ("title", file.rsplit('/').next().unwrap_or(file))));
    format!("{}\n", macro_of("code", &parameters, &Body::Plain(code.to_owned())))
}
