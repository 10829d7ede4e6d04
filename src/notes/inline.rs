//! What the words of a paste mark themselves: addresses of pages, marks of sources, and code between backticks where
//! somebody typed it into a chat.

use super::{
    Reading,
    model::{Attribute, Block, BlockKind, Item, Mark, MarkKind, Text},
    note::{Dropped, Why},
};
use crate::text::{Source, Span, words};

/// The longest code between backticks, in bytes.
const LONGEST_CODE: usize = 200;
/// The longest address, in bytes.
const LONGEST_ADDRESS: usize = 2000;
/// The longest mark of a source, in bytes.
const LONGEST_CITATION: usize = 80;

/// Marks the texts of sections that were read from a paste, from one on. What somebody typed is that of an export.
pub fn mark(reading: &mut Reading<'_>, from: usize) {
    let (typed, source) = (reading.builder.is_export(), reading.source);
    let mut marker = Marker { typed, source, dropped: &mut reading.dropped };
    for section in reading.builder.sections_from(from) {
        // A heading is linked to itself.
        marker.text(&mut section.title, false);
        section.blocks.iter_mut().for_each(|block| marker.block(block));
    }
}

/// The length of the mark of a source that a text begins with: `【12†source】`.
pub fn citation(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('【')?;
    let end = inner[..inner.floor_char_boundary(inner.len().min(LONGEST_CITATION))].find('】')?;
    let (number, behind) = inner[..end].split_once('†')?;
    let figures = |c: char| c.is_ascii_digit() || c == ':';
    (number.chars().all(figures) && !behind.contains('【')).then_some('【'.len_utf8() * 2 + end)
}

struct Marker<'a> {
    typed: bool,
    source: &'a Source,
    dropped: &'a mut Vec<Dropped>,
}

impl Marker<'_> {
    fn block(&mut self, block: &mut Block) {
        match &mut block.kind {
            BlockKind::Paragraph { text } => self.text(text, true),
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| self.item(item)),
            BlockKind::Attributes(attributes) => self.attributes(attributes),
            BlockKind::Code { .. } => {}
            BlockKind::Table { head, rows, .. } => {
                head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| self.text(cell, true));
            }
            BlockKind::Quote(blocks) => blocks.iter_mut().for_each(|below| self.block(below)),
        }
    }

    fn item(&mut self, item: &mut Item) {
        self.text(&mut item.text, true);
        self.attributes(&mut item.attributes);
        item.blocks.iter_mut().for_each(|below| self.block(below));
        item.remark.iter_mut().for_each(|remark| self.text(remark, true));
    }

    fn attributes(&mut self, attributes: &mut [Attribute]) {
        attributes.iter_mut().for_each(|attribute| self.text(&mut attribute.value, true));
    }

    fn text(&mut self, text: &mut Text, links: bool) {
        let marked = text.text.contains('`') || text.text.contains("://") || text.text.contains('【');
        if !marked || !text.marks.is_empty() {
            return;
        }
        let whole = std::mem::take(&mut text.text);
        let mut out = String::with_capacity(whole.len());
        let mut at = 0;
        while let Some(c) = whole[at..].chars().next() {
            let rest = &whole[at..];
            let from = out.len();
            if let Some(code) = Some(&whole).filter(|_| c == '`' && self.typed).and_then(|whole| code(whole, at)) {
                out.push_str(code);
                text.marks.push(Mark { range: from..out.len(), kind: MarkKind::Code });
                at += code.len() + 2;
            } else if let Some(length) = citation(rest) {
                self.lose(&rest[..length], text.span);
                at += length;
                // The blank before a mark is the mark's, if nothing stands on its heels.
                if !whole[at..].starts_with(words::is_alphanumeric) {
                    out.truncate(out.trim_end().len());
                }
            } else if let Some(address) = Some(rest).filter(|_| links && c == 'h').and_then(|_| address(&whole, at)) {
                out.push_str(address);
                text.marks.push(Mark { range: from..out.len(), kind: MarkKind::Link(address.to_owned()) });
                at += address.len();
            } else {
                out.push(c);
                at += c.len_utf8();
            }
        }
        text.text = out;
    }

    fn lose(&mut self, mark: &str, span: Span) {
        let found = self.source.slice(span).find(mark).map(|at| span.start + at);
        let span = found.map_or(Span::new(span.start, span.start), |at| Span::new(at, at + mark.len()));
        self.dropped.push(Dropped { span, why: Why::Citation, excerpt: found.is_none().then(|| mark.to_owned()) });
    }
}

/// What stands between the backtick at `at` and the next, if both stand around a word or some.
fn code(text: &str, at: usize) -> Option<&str> {
    let inner = text[at..].strip_prefix('`')?;
    let near = &inner[..inner.floor_char_boundary(inner.len().min(LONGEST_CODE))];
    let inside = &inner[..near.find('`')?];
    let blank = |c: Option<char>| c.is_none_or(|c| c.is_whitespace());
    let before = text[..at].chars().next_back();
    let after = inner[inside.len() + 1..].chars().next();
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '`' | '$' | '\\'));
    let good = !blank(inside.chars().next()) && !blank(inside.chars().next_back());
    (good && apart(before) && after != Some('`')).then_some(inside)
}

/// The address of a page that begins at `at`, without the signs of the sentence behind it. One that leads to this
/// computer, or has a gap to fill, is none.
fn address(text: &str, at: usize) -> Option<&str> {
    let rest = &text[at..];
    let host = rest.strip_prefix("https://").or_else(|| rest.strip_prefix("http://"))?;
    if text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '`' | '"' | '\'' | '=' | '/')) {
        return None;
    }
    let near = &rest[..rest.floor_char_boundary(rest.len().min(LONGEST_ADDRESS))];
    let end = near.find(|c: char| c.is_whitespace() || "<>\"«»“”`{}|\\^【".contains(c)).unwrap_or(near.len());
    if rest[end..].starts_with(['<', '{', '`', '\\']) {
        return None;
    }
    let mut address = &rest[..end];
    loop {
        let open = address.matches('(').count() < address.matches(')').count();
        let shorter = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '…', '*', ']']);
        address = if open { shorter.strip_suffix(')').unwrap_or(shorter) } else { shorter };
        if !open || !address.ends_with([')', '.', ',']) {
            break;
        }
    }
    let host = &host[..host.floor_char_boundary(host.len().min(LONGEST_ADDRESS))];
    let name = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let letters = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let private = ["127.", "10.", "192.168.", "0.0.0.0"].iter().any(|begin| name.starts_with(begin));
    let good = name.contains('.') && !name.starts_with('.') && name.chars().all(letters) && !private;
    (good
        && end < LONGEST_ADDRESS - 4
        && address.len() > "https://".len()
        && !address.contains(['$', '['])
        && !address.contains(".."))
    .then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(words: &str) -> (String, Vec<(String, MarkKind)>, usize) {
        let source = Source::new("a.txt", words);
        let mut text = Text::plain(words, source.whole());
        let mut dropped = Vec::new();
        Marker { typed: true, source: &source, dropped: &mut dropped }.text(&mut text, true);
        let marks =
            text.marks.iter().map(|mark| (text.text[mark.range.clone()].to_owned(), mark.kind.clone())).collect();
        (text.text, marks, dropped.len())
    }

    #[test]
    fn code_addresses_and_sources_are_marked() {
        let link = |url: &str| (url.to_owned(), MarkKind::Link(url.to_owned()));
        let code = |code: &str| (code.to_owned(), MarkKind::Code);
        assert_eq!(
            marked("why `# median` is (no) `heading`?"),
            ("why # median is (no) heading?".to_owned(), vec![code("# median"), code("heading")], 0)
        );
        let words = "см. https://example.org/a_(b), (http://example.com/?q=1) и https://пчела.рф.";
        assert_eq!(
            marked(words),
            (
                words.to_owned(),
                vec![link("https://example.org/a_(b)"), link("http://example.com/?q=1"), link("https://пчела.рф")],
                0
            )
        );
        assert_eq!(marked("Some words 【12†source】 and more."), ("Some words and more.".to_owned(), vec![], 1));
    }

    #[test]
    fn what_is_none_stays() {
        for words in [
            "one ` and two `",
            "` a `",
            "it's 5` and 6`",
            "http://localhost:3000/x",
            "https://<host>/x",
            "https://example.org/{id}",
            "http://127.0.0.1:8000/health",
            "https://...",
            "【важно】",
            "a=https://example.org",
        ] {
            assert_eq!(marked(words), (words.to_owned(), vec![], 0), "{words}");
        }
    }
}
