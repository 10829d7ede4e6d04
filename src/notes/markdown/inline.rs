//! Inline Markdown as text with marks.

use std::{borrow::Cow, ops::Range};

use mdbook_markdown::pulldown_cmark::{Event, LinkType, Tag};

use super::{
    super::{
        inline::citation,
        join::{Words, glue},
        lines::is_invisible,
        model::{Block, BlockKind, Mark, MarkKind, Role, Text},
        note::{Dropped, Why},
        remarks::is_marked_own,
    },
    attributes,
    literal::BREAK,
    mask,
};
use crate::text::{Source, Span, words};

/// Whether an event is one of running text.
pub(super) fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::Superscript
                | Tag::Subscript
        ),
        Event::End(end) => {
            use mdbook_markdown::pulldown_cmark::TagEnd as End;
            matches!(
                end,
                End::Emphasis
                    | End::Strong
                    | End::Strikethrough
                    | End::Link
                    | End::Image
                    | End::Superscript
                    | End::Subscript
            )
        }
        Event::Rule => false,
        _ => true,
    }
}

/// Running text under construction.
pub(super) struct Inline<'a> {
    source: &'a Source,
    base: usize,
    text: String,
    marks: Vec<Mark>,
    /// Marks whose end has not been seen yet: their index in `marks`, `None` where nothing is marked.
    open: Vec<Option<usize>>,
    /// An image without a caption, and the address that stands for it.
    image: Option<(usize, String)>,
    span: Option<Span>,
    /// Where lines begin: in the text, and in the file.
    lines: Vec<(usize, usize)>,
    /// Whether a line break stands before what comes next.
    broken: bool,
    /// Whether its author wanted it.
    wanted: bool,
    /// What is lost of links: titles, and addresses that lead nowhere.
    dropped: Vec<Dropped>,
}

impl<'a> Inline<'a> {
    /// No text yet, of a part of `source` that begins at `base`.
    pub(super) fn new(source: &'a Source, base: usize) -> Self {
        Self {
            source,
            base,
            text: String::new(),
            marks: Vec::new(),
            open: Vec::new(),
            image: None,
            span: None,
            lines: Vec::new(),
            broken: false,
            wanted: false,
            dropped: Vec::new(),
        }
    }

    /// Takes an event.
    pub(super) fn push(&mut self, event: Event<'_>, range: &Range<usize>, words: &Words) {
        let here = Span::new(self.base + range.start, self.base + range.end);
        match event {
            Event::Text(part) | Event::Html(part) | Event::InlineHtml(part) => self.append_words(&part, here, words),
            Event::Code(part) => {
                let from = self.start(here, words);
                // A tag in code is code.
                let code = if part.contains(BREAK) {
                    Cow::Borrowed(self.source.slice(here).trim_matches('`').trim())
                } else {
                    mask::unmask(&part)
                };
                self.text.push_str(&code.replace('\u{a0}', " "));
                self.mark(from, MarkKind::Code);
            }
            Event::FootnoteReference(label) => {
                let from = self.start(here, words);
                self.text.push_str(&format!("[^{}]", mask::unmask(&label)));
                self.mark(from, MarkKind::Footnote);
            }
            Event::TaskListMarker(done) => {
                self.start(here, words);
                self.text.push_str(if done { "☑ " } else { "☐ " });
            }
            Event::SoftBreak => self.broken = true,
            Event::HardBreak => (self.broken, self.wanted) = (true, true),
            Event::Start(tag) => {
                let kind = match tag {
                    Tag::Strong => Some(MarkKind::Strong),
                    Tag::Emphasis => Some(MarkKind::Emphasis),
                    Tag::Strikethrough => Some(MarkKind::Deleted),
                    Tag::Link { link_type, dest_url, title, .. } => {
                        // The title of a reference is lost where it is defined.
                        if link_type == LinkType::Inline {
                            self.lose(here, Why::LinkTitle, &title);
                        }
                        let mail = (link_type == LinkType::Email).then(|| format!("mailto:{dest_url}"));
                        let address = address(mail.as_deref().unwrap_or(&dest_url));
                        if address.is_none() {
                            self.lose(here, Why::Address, &dest_url);
                        }
                        address.map(MarkKind::Link)
                    }
                    Tag::Image { link_type, dest_url, title, .. } => {
                        if link_type == LinkType::Inline {
                            self.lose(here, Why::LinkTitle, &title);
                        }
                        self.image = Some((self.text.len(), mask::unmask(&dest_url).into_owned()));
                        Some(MarkKind::Picture)
                    }
                    _ => None,
                };
                self.break_line(here, words);
                let from = self.text.len();
                self.open.push(kind.map(|kind| {
                    self.marks.push(Mark { range: from..from, kind });
                    self.marks.len() - 1
                }));
            }
            Event::End(end) => {
                let mark = self.open.pop().flatten();
                let picture = matches!(end, mdbook_markdown::pulldown_cmark::TagEnd::Image).then(|| self.image.take());
                if let Some((from, url)) = picture.flatten() {
                    self.picture(from, &url, mark, here, words);
                }
                if let Some(mark) = mark.and_then(|mark| self.marks.get_mut(mark)) {
                    mark.range.end = self.text.len();
                }
            }
            _ => {}
        }
    }

    /// The text and its marks.
    pub(super) fn finish(mut self, dropped: &mut Vec<Dropped>) -> Text {
        dropped.append(&mut self.dropped);
        let end = self.text.trim_end().len();
        self.text.truncate(end);
        for mark in &mut self.marks {
            mark.range = mark.range.start.min(end)..mark.range.end.min(end);
        }
        self.marks.retain(|mark| !mark.range.is_empty());
        // There may be millions of texts.
        self.marks.shrink_to_fit();
        self.text.shrink_to_fit();
        let span = self.span.map(|span| {
            let inside = self.source.slice(span);
            Span::new(span.start + (inside.len() - inside.trim_start().len()).min(inside.len()), span.end)
        });
        Text { text: self.text, span: span.unwrap_or_default(), marks: self.marks }
    }

    /// The paragraph, or the labelled lines, that this text is; pushes nothing where there is no text.
    pub(super) fn blocks(self, dropped: &mut Vec<Dropped>, out: &mut Vec<Block>) {
        let (source, lines) = (self.source, self.lines.clone());
        let text = self.finish(dropped);
        if text.text.is_empty() {
            return;
        }
        if let Some(parts) = apart(&text, &lines, source) {
            let paragraph =
                |text: Text| Block { span: text.span, kind: BlockKind::Paragraph { text }, role: Role::default() };
            out.extend(parts.into_iter().filter(|text| !text.text.is_empty()).map(paragraph));
            return;
        }
        if let Some((lead, items)) = attributes::items(&text, &lines) {
            let span = items.first().map_or(text.span, |first| first.text.span.to(text.span));
            out.push(Block { span: lead.span, kind: BlockKind::Paragraph { text: lead }, role: Role::default() });
            out.push(Block { span, kind: BlockKind::List { ordered: false, items }, role: Role::default() });
            return;
        }
        let (own, attributes) = attributes::split(text, &lines, source);
        if let Some(text) = own {
            let span = text.span;
            out.push(Block { kind: BlockKind::Paragraph { text }, span, role: Role::default() });
        }
        if let (Some(first), Some(last)) = (attributes.first(), attributes.last()) {
            let span = first.span().to(last.span());
            out.push(Block { kind: BlockKind::Attributes(attributes), span, role: Role::default() });
        }
    }

    /// Appends words, and ends their line at each `<br>` among them.
    fn append_words(&mut self, part: &str, here: Span, words: &Words) {
        let exact = part.len() == here.range().len();
        let place = |rest: &str| if exact { here.end - rest.len() } else { here.start };
        let mut rest = part;
        while let Some(at) = rest.find(BREAK) {
            let (before, behind) = rest.split_at(at);
            let tag = place(behind);
            if !before.is_empty() {
                self.append(before, Span::new(place(rest), tag), words);
            }
            rest = behind.trim_start_matches(BREAK);
            (self.broken, self.wanted) = (true, true);
            self.dropped.push(Dropped { span: Span::new(tag, place(rest)), why: Why::Markup, excerpt: None });
        }
        if !rest.is_empty() {
            self.append(rest, Span::new(place(rest), here.end), words);
        }
    }

    fn append(&mut self, part: &str, here: Span, words: &Words) {
        let unmasked = mask::unmask(part);
        let part = self.without_citations(&unmasked, here);
        let part: String = part
            .chars()
            .filter(|&c| !is_invisible(c) && c != '\u{ad}')
            .map(|c| if c.is_whitespace() { ' ' } else { c })
            .collect();
        if self.broken && !part.trim().is_empty() {
            self.broken = false;
            let mut part = part.trim_start();
            if self.keep_break() {
                self.text.push_str(part);
            } else if let Some(definition) = part.strip_prefix(": ").filter(|_| !self.text.is_empty()) {
                // A term on the line before, and its own colon perhaps.
                part = definition;
                self.text.truncate(self.text.trim_end_matches([':', ' ']).len());
                self.text.extend([": ", part]);
            } else {
                glue(&mut self.text, part, words);
            }
            let begin = self.text.len() - part.len();
            self.lines.push((begin, here.start));
        } else {
            for c in part.chars() {
                if c != ' ' || !(self.text.is_empty() || self.text.ends_with(' ')) {
                    self.text.push(c);
                }
            }
        }
        self.cover(here);
    }

    /// A picture that began at `from` ends. One without a caption is named by its file, and where it can be looked at is
    /// kept, unless it is part of a link.
    fn picture(&mut self, from: usize, url: &str, mark: Option<usize>, here: Span, words: &Words) {
        if self.text.len() == from {
            self.append(file_name(url), here, words);
        }
        let in_link = self.open.iter().flatten().any(|&open| matches!(self.marks[open].kind, MarkKind::Link(_)));
        match (web_address(url).filter(|_| !in_link), mark) {
            // In front of the picture's own mark: the link is around it.
            (Some(url), Some(mark)) => {
                let link = Mark { range: from..self.text.len(), kind: MarkKind::Link(url) };
                self.marks.insert(mark, link);
                if let Some(picture) = self.marks.get_mut(mark + 1) {
                    picture.range.end = self.text.len();
                }
            }
            _ if self.text[from..] == *file_name(url) => {}
            // The picture itself is no address.
            _ => self.lose(here, Why::Address, url.split_once("base64,").map_or(url, |(kind, _)| kind)),
        }
    }

    fn lose(&mut self, here: Span, why: Why, words: &str) {
        if !words.trim().is_empty() {
            let excerpt = Some(mask::unmask(words).into_owned());
            self.dropped.push(Dropped { span: Span::new(here.start, here.start), why, excerpt });
        }
    }

    /// Makes ready for a stretch that begins here.
    fn start(&mut self, here: Span, words: &Words) -> usize {
        self.break_line(here, words);
        self.cover(here);
        self.text.len()
    }

    fn break_line(&mut self, here: Span, words: &Words) {
        if std::mem::take(&mut self.broken) {
            if !self.keep_break() {
                glue(&mut self.text, "", words);
            }
            self.lines.push((self.text.len(), here.start));
        }
    }

    /// Marks the blank of a line break that its author wanted.
    fn keep_break(&mut self) -> bool {
        let kept = std::mem::take(&mut self.wanted) && !self.text.is_empty();
        if kept {
            if !self.text.ends_with(' ') {
                self.text.push(' ');
            }
            let range = self.text.len() - 1..self.text.len();
            self.marks.push(Mark { range, kind: MarkKind::Break });
        }
        kept
    }

    /// The words without the marks of sources among them.
    fn without_citations<'t>(&mut self, part: &'t str, here: Span) -> Cow<'t, str> {
        if !part.contains('【') {
            return Cow::Borrowed(part);
        }
        let mut out = String::with_capacity(part.len());
        let mut rest = part;
        while let Some(at) = rest.find('【') {
            let (before, behind) = rest.split_at(at);
            out.push_str(before);
            let Some(length) = citation(behind) else {
                out.push('【');
                rest = &behind['【'.len_utf8()..];
                continue;
            };
            self.lose(here, Why::Citation, &behind[..length]);
            rest = &behind[length..];
            // The blank before a mark is the mark's, if nothing stands on its heels.
            if !rest.starts_with(words::is_alphanumeric) {
                out.truncate(out.trim_end_matches(' ').len());
            }
        }
        out.push_str(rest);
        Cow::Owned(out)
    }

    fn cover(&mut self, here: Span) {
        self.span = Some(self.span.map_or(here, |before| before.to(here)));
    }

    fn mark(&mut self, from: usize, kind: MarkKind) {
        self.marks.push(Mark { range: from..self.text.len(), kind });
    }
}

/// An address a reader may be led to.
fn address(url: &str) -> Option<String> {
    let url = mask::unmask(url);
    let scheme = url.split(':').next().unwrap_or_default().to_ascii_lowercase();
    (matches!(scheme.as_str(), "http" | "https" | "mailto") && url.len() < 4000).then(|| url.into_owned())
}

/// An address a browser can show.
fn web_address(url: &str) -> Option<String> {
    address(url).filter(|url| !url.to_ascii_lowercase().starts_with("mailto:"))
}

/// What names a picture that has no caption.
fn file_name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    if name.is_empty() || name.len() > 100 || address.starts_with("data:") { "image" } else { name }
}

/// So many marks are looked at to part a text.
const MOST_LOOKED: usize = 1 << 20;

/// The text in parts where one of its lines but the first begins with a mark of what its author jotted down.
fn apart(text: &Text, lines: &[(usize, usize)], source: &Source) -> Option<Vec<Text>> {
    let end = |at: usize| lines.get(at + 1).map_or(text.text.len(), |next| next.0);
    let own = |&(at, &(from, _)): &(usize, &(usize, usize))| {
        text.text.get(from..end(at)).is_some_and(|line| from > 0 && is_marked_own(line.trim_end()))
    };
    let mut cuts: Vec<(usize, usize)> = lines.iter().enumerate().filter(own).map(|(_, &line)| line).collect();
    // Each part looks at all marks.
    if cuts.is_empty() || cuts.len().saturating_mul(text.marks.len()) > MOST_LOOKED {
        return None;
    }
    cuts.push((text.text.len(), text.span.end));
    let (mut from, mut start) = (0, text.span.start);
    let part = |(to, end): (usize, usize)| {
        let end = end.clamp(start, text.span.end.max(start));
        let span = Span::new(start, start + source.slice(Span::new(start, end)).trim_end().len());
        let part = text.part(from..to, span);
        (from, start) = (to, end);
        part
    };
    Some(cuts.into_iter().map(part).collect())
}
