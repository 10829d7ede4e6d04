//! Wikis of GitHub and GitLab: flat Markdown, with a contents list at the side of every page.
//!
//! GitHub shows the name of a file as the title of its page, so files are named for chapters. Both make the anchors of
//! headings themselves; every other place that a link may name gets an `<a id>`, which both let through.
//! - <https://docs.github.com/en/communities/documenting-your-project-with-wikis/editing-wiki-content>
//! - <https://docs.gitlab.com/user/project/wiki/>
//! - <https://docs.gitlab.com/user/markdown/#heading-ids-and-links>

use std::collections::{BTreeMap, HashMap};

use super::{
    Book, Export, Files, Page,
    document::{Block, Inline, Met, Notice, Speaker, Target, plain, visit},
    names::Names,
    words::Words,
};
use crate::text::{
    Lang,
    markdown::{cell_text, escape, escape_inside},
};

/// Whose wiki.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// GitHub.
    GitHub,
    /// GitLab.
    GitLab,
}

/// The folder of pictures and manifests.
const FILES: &str = "files";

/// Characters that cannot stand in a page's name: those that file systems refuse, and those that mean something in an
/// address.
const REFUSED: [char; 12] = ['\\', '/', ':', '*', '?', '"', '<', '>', '|', '#', '%', '+'];

/// The book as a wiki of that host.
pub fn export(book: &Book, host: Host) -> Export {
    let names = Names::new(
        book,
        &|page| page_name(&page.title),
        // A file's name with its ending has at most 255 bytes.
        &|name| name.len() <= 240,
        &|name| name.to_lowercase(),
        &["Home", "_Sidebar", "_Footer"],
    );
    let anchors = book.pages.iter().map(|page| ((page.path.as_str(), &page.lang), anchors(page, host))).collect();
    let wiki = Wiki { book, names: &names, anchors };
    let mut files = Files::new();
    for (path, bytes) in book.attachments() {
        files.insert(format!("{FILES}/{path}"), bytes.to_vec());
    }
    for page in &book.pages {
        files.insert(wiki.file(&page.path, &page.lang), wiki.page(page).into_bytes());
    }
    let (home, sidebar) = match host {
        Host::GitHub => ("Home.md", "_Sidebar.md"),
        Host::GitLab => ("home.md", "_sidebar.md"),
    };
    files.insert(home.to_owned(), wiki.home().into_bytes());
    files.insert(sidebar.to_owned(), wiki.sidebar(home.trim_end_matches(".md")).into_bytes());
    if host == Host::GitHub {
        files.insert("_Footer.md".to_owned(), wiki.footer().into_bytes());
    }
    Export { files, renamed: names.renamed }
}

/// A title as a page's name.
fn page_name(title: &str) -> String {
    let allowed: String = title.chars().map(|c| if REFUSED.contains(&c) || c.is_control() { ' ' } else { c }).collect();
    let name = allowed.split_whitespace().collect::<Vec<_>>().join("-");
    // A name that begins with `_` or `.` is no page.
    let name = name.trim_start_matches(['_', '.', '-']);
    if name.is_empty() { "Page".to_owned() } else { name.to_owned() }
}

/// What the places on a page are called there: headings by the host's own rule.
fn anchors(page: &Page, host: Host) -> BTreeMap<String, String> {
    let mut used: HashMap<String, usize> = HashMap::new();
    let mut out = BTreeMap::new();
    visit(&page.blocks, &mut |met| {
        if let Met::Block(Block::Heading { id, text, .. }) = met {
            let slug = heading_slug(&plain(text), host);
            let count = used.entry(slug.clone()).or_insert(0);
            let name = if *count == 0 { slug } else { format!("{slug}-{count}") };
            *count += 1;
            if let Some(id) = id {
                out.insert(id.clone(), name);
            }
        }
    });
    out
}

/// Letters and digits in lower case, blanks as hyphens, nothing else; GitLab makes one hyphen of several.
fn heading_slug(heading: &str, host: Host) -> String {
    let mut out = String::new();
    for c in heading.trim().chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || c == '_' || c == '-' {
            out.push(c);
        } else if c == ' ' {
            out.push('-');
        }
    }
    while host == Host::GitLab && out.contains("--") {
        out = out.replace("--", "-");
    }
    out
}

struct Wiki<'a> {
    book: &'a Book,
    names: &'a Names,
    /// What places are called, by page.
    anchors: HashMap<(&'a str, &'a Lang), BTreeMap<String, String>>,
}

impl Wiki<'_> {
    fn file(&self, path: &str, lang: &Lang) -> String {
        format!("{}.md", self.names.of(path, lang))
    }

    fn page(&self, page: &Page) -> String {
        let words = Words::of(&page.lang);
        let writer = Writer { wiki: self, page, words };
        let others: Vec<String> = self
            .book
            .titles
            .iter()
            .filter(|(lang, _)| *lang != page.lang && self.book.page(&page.path, lang).is_some())
            .map(|(lang, _)| link(lang.endonym(), &self.address(&page.path, lang, None)))
            .collect();
        let mut out = format!("# {}\n\n", dollars(escape(&page.title)));
        if !others.is_empty() {
            out.push_str(&format!("**{}** · {}\n\n", escape(page.lang.endonym()), others.join(" · ")));
        }
        if let Some(id) = &page.id {
            out.push_str(&anchor(id));
            out.push_str("\n\n");
        }
        out.push_str(&writer.blocks(&page.blocks, Place::Page));
        out.push_str(&format!("---\n\n<sub>{}</sub>\n", escape(&words.generated(&page.source))));
        out
    }

    /// The address of a page as seen from any other.
    fn address(&self, path: &str, lang: &Lang, place: Option<&str>) -> String {
        let name = encoded(self.names.of(path, lang));
        let place =
            place.map(|id| self.anchors.get(&(path, lang)).and_then(|names| names.get(id)).map_or(id, |name| name));
        format!("{name}{}", place.map(|place| format!("#{}", encoded(place))).unwrap_or_default())
    }

    fn contents(&self, lang: &Lang) -> String {
        let mut out = String::new();
        let mut part: Option<&str> = None;
        for page in self.book.pages_in(lang) {
            if page.part.as_deref() != part {
                part = page.part.as_deref();
                out.push_str(&format!("\n**{}**\n\n", escape(part.unwrap_or_default())));
            }
            let indent = "  ".repeat(page.depth);
            out.push_str(&format!("{indent}- {}\n", link(&page.title, &self.address(&page.path, lang, None))));
        }
        out
    }

    fn home(&self) -> String {
        let mut out = String::new();
        for (n, (lang, title)) in self.book.titles.iter().enumerate() {
            let mark = if n == 0 { "#" } else { "##" };
            out.push_str(&format!("{mark} {}\n\n{}\n", escape(title), self.contents(lang).trim_start()));
        }
        out
    }

    fn sidebar(&self, home: &str) -> String {
        let title = self.book.titles.first().map_or("", |(_, title)| title);
        let mut out = format!("**{}**\n\n", link(title, home));
        for (n, (lang, _)) in self.book.titles.iter().enumerate() {
            let open = if n == 0 { " open" } else { "" };
            let contents = self.contents(lang);
            let name = html_escape::encode_text(lang.endonym());
            out.push_str(&format!(
                "<details{open}><summary>{name}</summary>\n\n{}\n</details>\n\n",
                contents.trim_start()
            ));
        }
        out
    }

    fn footer(&self) -> String {
        let title = self.book.titles.first().map_or("", |(_, title)| title);
        format!("{} · Konspekt\n", link(title, "Home"))
    }
}

/// Where a block stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// At the edge of the page.
    Page,
    /// In a list, a quotation or a box: there both hosts read no box.
    Nested,
}

/// Writes one page.
struct Writer<'a> {
    wiki: &'a Wiki<'a>,
    page: &'a Page,
    words: Words,
}

impl Writer<'_> {
    /// Blocks, with a blank line behind each.
    fn blocks(&self, blocks: &[Block], place: Place) -> String {
        blocks.iter().map(|block| self.block(block, place)).collect()
    }

    fn block(&self, block: &Block, place: Place) -> String {
        match block {
            Block::Heading { level, text, .. } => {
                // The title of the page is its only heading of the first level.
                format!("{} {}\n\n", "#".repeat(usize::from((*level).max(2))), self.line(text))
            }
            Block::Paragraph(text) => format!("{}\n\n", self.line(text)),
            Block::List { start, items } => self.list(*start, items),
            Block::Definitions(entries) => entries
                .iter()
                .map(|(name, meanings)| {
                    let meanings: String =
                        meanings.iter().map(|meaning| quoted(&self.blocks(meaning, Place::Nested))).collect();
                    format!("**{}**\n\n{meanings}", self.line(name))
                })
                .collect(),
            Block::Table { id, head, rows } => self.table(id.as_deref(), head, rows),
            Block::Code { lang, text, .. } => code(lang.as_deref().unwrap_or_default(), text),
            Block::Lines(lines) => {
                let rows: Vec<String> = lines
                    .iter()
                    .map(|line| {
                        let text = dollars(escape_inside(&line.text));
                        format!("{}<sub>{}</sub> {text}", anchor(&line.id), escape(&line.number))
                    })
                    .collect();
                format!("{}\n\n", rows.join("<br>\n"))
            }
            Block::Quote { blocks, .. } => quoted(&self.blocks(blocks, Place::Nested)),
            Block::Notice { kind, title, blocks } => self.notice(*kind, title, blocks, place),
            Block::Said { by, place: from, blocks } => self.said(*by, from, blocks, place),
            Block::Figure { name, alt, .. } => format!("![{}]({FILES}/{})\n\n", escape(alt), encoded(name)),
            Block::Details { summary, blocks } => {
                let summary = html_escape::encode_text(&plain(summary)).into_owned();
                format!("<details><summary>{summary}</summary>\n\n{}</details>\n\n", self.blocks(blocks, place))
            }
            Block::Anchor(id) => format!("{}\n\n", anchor(id)),
            Block::Rule => "---\n\n".to_owned(),
        }
    }

    fn list(&self, start: Option<u64>, items: &[Vec<Block>]) -> String {
        let mut out = String::new();
        for (n, item) in items.iter().enumerate() {
            let marker = start.map_or("- ".to_owned(), |start| format!("{}. ", start.saturating_add(n as u64)));
            let text = self.blocks(item, Place::Nested);
            let text = text.trim_end();
            let loose = item.len() > 1;
            let inner = indented(if text.is_empty() { "&nbsp;" } else { text }, &" ".repeat(marker.len()));
            out.push_str(&format!("{marker}{}\n{}", inner.trim_start(), if loose { "\n" } else { "" }));
        }
        out.push('\n');
        out
    }

    fn table(&self, id: Option<&str>, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> String {
        let row = |cells: &[Vec<Inline>]| {
            let cells: String =
                cells.iter().map(|cell| format!(" {} |", cell_text(&self.line(cell)).replace('\n', " "))).collect();
            format!("|{cells}\n")
        };
        let before = id.map(|id| format!("{}\n\n", anchor(id))).unwrap_or_default();
        let rows: String = rows.iter().map(|cells| row(cells)).collect();
        format!("{before}{}|{}\n{rows}\n", row(head), "---|".repeat(head.len()))
    }

    fn notice(&self, kind: Notice, title: &[Inline], blocks: &[Block], place: Place) -> String {
        let (mark, sign) = match kind {
            Notice::Accurate | Notice::Tip => ("TIP", "✅"),
            Notice::Incomplete | Notice::Repeat | Notice::Own | Notice::Note => ("NOTE", "ℹ️"),
            Notice::Important => ("IMPORTANT", "❗"),
            Notice::Outdated | Notice::Warning => ("WARNING", "⚠️"),
            Notice::Inaccurate | Notice::Caution => ("CAUTION", "❌"),
        };
        let own = self.words.notice(kind);
        let title = if title.is_empty() { escape(own) } else { self.line(title) };
        let head = match place {
            Place::Page => format!("[!{mark}]\n**{title}**"),
            Place::Nested => format!("{sign} **{title}**"),
        };
        quoted(&format!("{head}\n\n{}", self.blocks(blocks, Place::Nested)))
    }

    fn said(&self, by: Speaker, from: &str, blocks: &[Block], place: Place) -> String {
        let comment = format!("<!-- {} -->\n\n", from.replace("--", "- -"));
        match by {
            Speaker::Assistant => format!("{comment}{}", self.blocks(blocks, place)),
            Speaker::User => {
                let question = escape(self.words.question());
                format!("{comment}{}<sub>💬 {question}</sub>\n\n", self.blocks(blocks, place))
            }
            Speaker::Own => format!("{comment}{}", quoted(&self.blocks(blocks, Place::Nested))),
        }
    }

    fn line(&self, line: &[Inline]) -> String {
        let mut out = String::new();
        for part in line {
            match part {
                Inline::Text(text) if out.is_empty() => out.push_str(&dollars(escape(text))),
                part => out.push_str(&self.inline(part)),
            }
        }
        out
    }

    fn inline(&self, part: &Inline) -> String {
        match part {
            Inline::Text(text) => dollars(escape_inside(text)),
            Inline::Code(code) => code_span(code),
            Inline::Strong(inner) => marked("**", &self.line(inner)),
            Inline::Emphasis(inner) => marked("*", &self.line(inner)),
            Inline::Strike(inner) => marked("~~", &self.line(inner)),
            Inline::Inserted(inner) => format!("<ins>{}</ins>", self.line(inner)),
            Inline::Superscript(inner) => format!("<sup>{}</sup>", self.line(inner)),
            Inline::Link { to, text, .. } => format!("[{}]({})", self.line(text), self.target(to)),
            Inline::Image { from, alt } => format!("![{}]({})", escape(alt), self.target(from)),
            Inline::Foreign { untranslated: false, text, .. } => self.line(text),
            Inline::Foreign { text, .. } => {
                format!("{} <sub>({})</sub>", self.line(text), escape(self.words.untranslated()))
            }
            Inline::Verdict { text, .. } => format!("<sub>({})</sub>", self.line(text)),
            Inline::Anchor(id) => anchor(id),
            Inline::Break => "<br>".to_owned(),
        }
    }

    fn target(&self, to: &Target) -> String {
        match to {
            Target::Page { path, anchor } => self.wiki.address(path, &self.page.lang, anchor.as_deref()),
            Target::File(path) => format!("{FILES}/{}", encoded(path)),
            Target::Web(url) => url.replace(' ', "%20").replace('(', "%28").replace(')', "%29").replace(['<', '>'], ""),
        }
    }
}

/// A pair of dollars would be a formula.
fn dollars(text: String) -> String {
    if text.contains('$') { text.replace('$', "<span>$</span>") } else { text }
}

fn link(text: &str, address: &str) -> String {
    format!("[{}]({address})", dollars(escape(text)))
}

fn anchor(id: &str) -> String {
    format!("<a id=\"{}\"></a>", html_escape::encode_double_quoted_attribute(id))
}

/// Everything but what may stand in an address as it is.
fn encoded(text: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet =
        &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'/').remove(b'~');
    percent_encoding::utf8_percent_encode(text, KEPT).to_string()
}

/// Marks around words: blanks at the ends stay outside, where the marks would not be read as such.
fn marked(mark: &str, text: &str) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return text.to_owned();
    }
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    format!("{}{mark}{inner}{mark}{}", &text[..start], &text[end..])
}

fn code_span(code: &str) -> String {
    let code = code.replace('\n', " ");
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let ticks = "`".repeat(longest + 1);
    if code.starts_with('`') || code.ends_with('`') {
        format!("{ticks} {code} {ticks}")
    } else {
        format!("{ticks}{code}{ticks}")
    }
}

fn code(lang: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let ticks = "`".repeat(longest.max(2) + 1);
    format!("{ticks}{lang}\n{text}\n{ticks}\n\n")
}

fn indented(text: &str, indent: &str) -> String {
    let lines: Vec<String> =
        text.split('\n').map(|line| if line.is_empty() { String::new() } else { format!("{indent}{line}") }).collect();
    lines.join("\n")
}

fn quoted(text: &str) -> String {
    let lines: Vec<String> = text
        .trim_end()
        .split('\n')
        .map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") })
        .collect();
    format!("{}\n\n", lines.join("\n"))
}
