//! Writes one page in DokuWiki's marks.
//!
//! <https://www.dokuwiki.org/wiki:syntax>

use super::{
    Wiki, heading,
    lines::{self, Lines, Piece},
    link,
    text::{address, allowed, code, code_span, escape, preformatted},
};
use crate::wiki::{
    Page,
    document::{Block, Inline, Notice, Target, plain},
    words::Words,
};

pub(super) struct Writer<'a> {
    pub(super) wiki: &'a Wiki<'a>,
    pub(super) page: &'a Page,
    pub(super) words: Words,
}

/// What a line stands in: a mark is not read inside itself, and a link holds no marks.
#[derive(Clone, Copy, Debug, Default)]
struct In<'a> {
    strong: bool,
    emphasis: bool,
    strike: bool,
    inserted: bool,
    raised: bool,
    /// Where the link leads.
    link: Option<&'a Address>,
}

/// Where a link leads.
#[derive(Clone, Debug)]
enum Address {
    /// To a page, or somewhere else.
    Link(String),
    /// To a file.
    Medium(String),
}

impl Address {
    /// The link with these words.
    fn with(&self, words: &str) -> String {
        match self {
            Self::Link(address) => link(address, words),
            Self::Medium(name) => medium(name, words),
        }
    }
}

impl Writer<'_> {
    pub(super) fn page(&self) -> String {
        let Self { wiki, page, words } = self;
        let mut bar = vec![link(&format!("{}:start", wiki.space(&page.lang)), wiki.book.title(&page.lang))];
        for (lang, _) in wiki.book.titles.iter().filter(|_| wiki.book.titles.len() > 1) {
            if *lang == page.lang {
                bar.push(format!("**{}**", escape(lang.endonym())));
            } else if wiki.book.page(&page.path, lang).is_some() {
                bar.push(link(wiki.name(&page.path, lang), lang.endonym()));
            }
        }
        format!(
            "{}\n\n{}\n\n{}----\n\n//{}//\n",
            heading(1, &page.title),
            bar.join(" · "),
            self.blocks(&page.blocks),
            escape(&words.made_from(page))
        )
    }

    /// Blocks at the edge of the page, with a blank line behind each.
    fn blocks(&self, blocks: &[Block]) -> String {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &Block) -> String {
        if let Some(inside) = lines::transparent(block) {
            let head = lines::head(block, self.words).map(|head| format!("{}\n\n", self.line(&head)));
            return format!("{}{}", head.unwrap_or_default(), self.blocks(inside));
        }
        match block {
            // The title of the page is its only heading of the first level.
            Block::Heading { level, text, .. } => format!("{}\n\n", heading((*level).max(2), &plain(text))),
            Block::List { start, items } => {
                let mut list = Lines::default();
                self.list(*start, items, 0, &mut list);
                list.list()
            }
            Block::Table { head, rows, .. } => self.table(head, rows),
            Block::Rule => "----\n\n".to_owned(),
            Block::Anchor(_) => String::new(),
            Block::Code { text, .. } if preformatted(text).is_some() => {
                format!("{}\n\n", preformatted(text).unwrap_or_default())
            }
            block => {
                let mut out = Lines::default();
                self.pieces(block, 0, &mut out);
                out.quote()
            }
        }
    }

    /// A block as lines of a quotation, of an item, or by themselves.
    fn pieces(&self, block: &Block, depth: usize, out: &mut Lines) {
        if let Some(inside) = lines::transparent(block) {
            out.extend(lines::head(block, self.words).map(|head| Piece::line(depth, self.line(&head))));
            return inside.iter().for_each(|block| self.pieces(block, depth, out));
        }
        let inside = |blocks: &[Block], out: &mut Lines| {
            blocks.iter().for_each(|block| self.pieces(block, depth + 1, out));
        };
        match block {
            Block::Heading { text, .. } => {
                out.push(Piece::line(depth, self.line(&[Inline::Strong(text.clone())])));
            }
            Block::Paragraph(text) => out.push(Piece::line(depth, self.line(text))),
            Block::List { start, items } => {
                for (n, item) in items.iter().enumerate() {
                    let mark = start.map_or("•".to_owned(), |start| format!("{}.", start.saturating_add(n as u64)));
                    let mut inner = Lines::default();
                    item.iter().for_each(|block| self.pieces(block, depth, &mut inner));
                    inner.mark_first(&mark, depth);
                    out.append(inner);
                }
            }
            Block::Definitions(entries) => {
                for (name, meanings) in entries {
                    out.push(Piece::line(depth, self.line(&[Inline::Strong(name.clone())])));
                    meanings.iter().for_each(|meaning| inside(meaning, out));
                }
            }
            Block::Table { head, rows, .. } => out.push(Piece::Apart(self.table(head, rows))),
            Block::Code { lang, file, text } => {
                let file = file.as_deref().map(|path| path.rsplit('/').next().unwrap_or(path));
                out.push(Piece::code(depth, code(lang.as_deref(), file, text)));
            }
            Block::Lines(lines) => {
                let width = lines.iter().map(|line| line.number.len()).max().unwrap_or_default();
                let rows: Vec<String> =
                    lines.iter().map(|line| format!("{:>width$}  {}", line.number, line.text)).collect();
                out.push(Piece::code(depth, code(None, None, &rows.join("\n"))));
            }
            Block::Quote { blocks, .. } | Block::Said { blocks, .. } => inside(blocks, out),
            Block::Notice { kind, title, blocks } => {
                out.push(Piece::line(depth + 1, self.notice_head(*kind, title)));
                inside(blocks, out);
            }
            Block::Figure { name, alt, .. } => {
                let media = self.wiki.media.get(name).map(|name| picture(name, alt));
                out.extend(media.map(|media| Piece::line(depth, media)));
            }
            Block::Details { .. } | Block::Anchor(_) | Block::Rule => {}
        }
    }

    fn notice_head(&self, kind: Notice, title: &[Inline]) -> String {
        let sign = match kind {
            Notice::Accurate | Notice::Tip => "✅",
            Notice::Incomplete | Notice::Repeat | Notice::Own | Notice::Note => "ℹ️",
            Notice::Important => "❗",
            Notice::Outdated | Notice::Warning => "⚠️",
            Notice::Inaccurate | Notice::Caution => "❌",
        };
        let own = [Inline::Text(self.words.notice(kind).to_owned())];
        let title = if title.is_empty() { &own[..] } else { title };
        format!("{sign} {}", self.line(&[Inline::Strong(title.to_vec())]))
    }

    /// A list. One that does not begin with 1, or is cut by a table, has its numbers in its words: DokuWiki counts from 1.
    fn list(&self, start: Option<u64>, items: &[Vec<Block>], depth: usize, out: &mut Lines) {
        let counted = start == Some(1) && !items.iter().flatten().any(lines::stands_apart);
        for (n, item) in items.iter().enumerate() {
            let number = start.filter(|_| !counted).map(|start| format!("{}. ", start.saturating_add(n as u64)));
            out.item(depth, if counted { '-' } else { '*' }, number.unwrap_or_default());
            for block in item {
                if let Block::List { start, items } = block {
                    self.list(*start, items, depth + 1, out);
                    out.item_goes_on(depth + 1);
                } else {
                    self.pieces(block, 0, out);
                }
            }
        }
    }

    fn table(&self, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> String {
        let mut out = String::new();
        if head.iter().any(|cell| !cell.is_empty()) {
            out.extend(head.iter().map(|cell| cell_text('^', &self.line(cell))));
            out.push_str("^\n");
        }
        for row in rows {
            for (n, cell) in row.iter().enumerate() {
                match &cell[..] {
                    [Inline::Strong(words)] if n == 0 => out.push_str(&cell_text('^', &self.line(words))),
                    cell => out.push_str(&cell_text('|', &self.line(cell))),
                }
            }
            out.push_str("|\n");
        }
        out + "\n"
    }

    fn line(&self, line: &[Inline]) -> String {
        self.parts(line, In::default())
    }

    fn parts(&self, line: &[Inline], within: In<'_>) -> String {
        line.iter().map(|part| self.inline(part, within)).collect()
    }

    fn inline(&self, part: &Inline, within: In<'_>) -> String {
        let marked = |inner: &[Inline], is_inside: bool, open: &str, close: &str, within: In<'_>| {
            let text = self.parts(inner, within);
            if is_inside || text.trim().is_empty() { text } else { format!("{open}{text}{close}") }
        };
        match part {
            Inline::Text(text) => words(text, within),
            Inline::Code(code) => match within.link {
                Some(address) if !code.trim().is_empty() => format!("''{}''", address.with(code)),
                _ => code_span(code),
            },
            Inline::Strong(inner) => marked(inner, within.strong, "**", "**", In { strong: true, ..within }),
            Inline::Emphasis(inner) => marked(inner, within.emphasis, "//", "//", In { emphasis: true, ..within }),
            Inline::Strike(inner) => marked(inner, within.strike, "<del>", "</del>", In { strike: true, ..within }),
            Inline::Inserted(inner) => marked(inner, within.inserted, "__", "__", In { inserted: true, ..within }),
            Inline::Superscript(inner) => {
                marked(inner, within.raised, "<sup>", "</sup>", In { raised: true, ..within })
            }
            Inline::Link { to, text, .. } => {
                let address = self.target(to);
                self.parts(text, In { link: address.as_ref().or(within.link), ..within })
            }
            Inline::Image { from, alt } => match from {
                Target::File(path) => self.wiki.media.get(path).map(|name| picture(name, alt)).unwrap_or_default(),
                // A page of the wiki asks no other host for a picture.
                from => self.target(from).map_or_else(|| escape(alt), |address| address.with(alt)),
            },
            Inline::Foreign { untranslated: false, text, .. } => self.parts(text, within),
            Inline::Foreign { text, .. } => {
                format!("{} ({})", self.parts(text, within), escape(self.words.untranslated()))
            }
            Inline::Verdict { text, .. } => format!(" ({})", self.parts(text, within).trim()),
            Inline::Anchor(_) => String::new(),
            Inline::Break => "\\\\ ".to_owned(),
        }
    }

    /// Where a link leads; `None` where DokuWiki has none that leads there.
    fn target(&self, to: &Target) -> Option<Address> {
        match to {
            Target::Page { path, anchor } => {
                Some(Address::Link(self.wiki.address(path, &self.page.lang, anchor.as_deref())))
            }
            Target::File(path) => self.wiki.media.get(path).cloned().map(Address::Medium),
            Target::Web(url) => address(url).map(Address::Link),
        }
    }
}

/// Words, of a link where they stand in one.
fn words(text: &str, within: In<'_>) -> String {
    match within.link {
        Some(address) => address.with(text),
        None => escape(text),
    }
}

fn cell_text(mark: char, text: &str) -> String {
    let text = text.trim();
    if text.is_empty() { format!("{mark}  ") } else { format!("{mark} {text} ") }
}

/// A link to a file: <https://www.dokuwiki.org/media_manager>. A brace that could end it stands outside.
fn medium(name: &str, words: &str) -> String {
    let words: String = words.chars().map(allowed).collect();
    let pieces = words.split_inclusive('}').map(|piece| {
        let (inner, brace) = piece.strip_suffix('}').map_or((piece, ""), |inner| (inner, "}"));
        let inner = if inner.trim().is_empty() { escape(inner) } else { format!("{{{{{name}?linkonly|{inner}}}}}") };
        inner + &escape(brace)
    });
    pieces.collect()
}

/// A picture: <https://www.dokuwiki.org/images>.
pub(super) fn picture(name: &str, alt: &str) -> String {
    // Words end at the first brace that could end the mark.
    let alt: String = alt.chars().map(|c| if matches!(c, '}' | '{') { ' ' } else { allowed(c) }).collect();
    let alt = alt.trim();
    if alt.is_empty() { format!("{{{{{name}}}}}") } else { format!("{{{{{name}|{alt}}}}}") }
}
