//! A Markdown chapter as stretches of visible text, each with the way back to its source.
//!
//! In comes Markdown, out go [`Run`]s: the visible text of one paragraph, item, cell or definition, in one language,
//! through emphasis and soft breaks, with the source range of every piece. Code, existing links, images and raw HTML
//! are not in the text; where they stand, a sign stands that no name can reach over.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};

use super::shown::{Gatherer, Shown};
use crate::text::{Lang, markdown};

/// What stands in a run's text in place of something that is no text: U+FFFC, the object replacement character.
pub(super) const OBJECT: char = '\u{fffc}';

/// Where a run stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// Running text.
    Text,
    /// A heading.
    Heading,
    /// Inside something its author excluded with the class `no-links`.
    Excluded,
}

/// The visible text of one block in one language.
#[derive(Debug)]
pub(super) struct Run {
    /// The text.
    pub(super) text: String,
    /// Which part of the text comes from which part of the source.
    pub(super) pieces: Vec<Piece>,
    /// Where code stands in it, and in the source.
    pub(super) codes: Vec<(usize, Range<usize>)>,
    /// Its language.
    pub(super) lang: Lang,
    /// Where it stands.
    pub(super) place: Place,
    /// Number of the section it stands in, from 0; a heading opens one.
    pub(super) section: usize,
    /// Whether an item of a list begins with it.
    pub(super) item: bool,
    /// The run that heads its column, where it stands in a cell of a table.
    pub(super) head: Option<usize>,
}

impl Run {
    /// From the first to the last place of the source it comes from.
    pub(super) fn source(&self) -> Range<usize> {
        let start = self.pieces.first().map_or(0, |piece| piece.source.start);
        start..self.pieces.last().map_or(start, |piece| piece.source.end)
    }
}

/// A piece of a run.
#[derive(Debug)]
pub(super) struct Piece {
    /// Where it begins in the run's text.
    pub(super) at: usize,
    /// How long its text is.
    pub(super) len: usize,
    /// Where it stands in the source.
    pub(super) source: Range<usize>,
    /// Whether the source is the text, byte for byte.
    pub(super) plain: bool,
    /// The inline elements it stands in, the outermost first, by their places in the source.
    pub(super) inside: Vec<Range<usize>>,
}

/// A heading: its text and its id, where the author gave one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Heading {
    /// The visible text.
    pub text: String,
    /// The id from `{#id}`.
    pub id: Option<String>,
    /// Level from 1 to 6.
    pub level: u8,
}

/// All runs of a chapter and the headings of its sections (the first section has none).
pub(super) struct Walk {
    pub(super) runs: Vec<Run>,
    pub(super) headings: Vec<Heading>,
    /// What is seen of the chapter.
    pub(super) shown: Shown,
}

/// An HTML element that is open.
struct Open {
    name: String,
    lang: Option<Lang>,
    excluded: bool,
}

struct Walker<'m> {
    markdown: &'m str,
    lang: Lang,
    walk: Walk,
    run: Option<Run>,
    inside: Vec<Range<usize>>,
    /// Open HTML elements; inline ones end with their block at the latest.
    html: Vec<Open>,
    inline_html_from: usize,
    /// Depth of elements without text of their own: links, images, code blocks.
    silent: usize,
    heading: Option<Heading>,
    /// Whether an item of a list has begun and none of its text.
    item: bool,
    /// The table that is open.
    table: Option<Table>,
}

/// How far a table is read.
#[derive(Default)]
struct Table {
    /// The runs that head its columns.
    heads: Vec<Option<usize>>,
    /// How many runs stood before the cell.
    before: usize,
    /// The column, counted from 0; none in the first row.
    column: Option<usize>,
}

/// Walks over a chapter written in `lang`.
pub(super) fn walk(markdown: &str, lang: &Lang) -> Walk {
    let mut walker = Walker {
        markdown,
        lang: lang.clone(),
        walk: Walk { runs: Vec::new(), headings: vec![Heading::default()], shown: Shown::default() },
        run: None,
        inside: Vec::new(),
        html: Vec::new(),
        inline_html_from: 0,
        silent: 0,
        heading: None,
        item: false,
        table: None,
    };
    let mut gatherer = Gatherer::default();
    for (event, range) in markdown::parse(markdown) {
        gatherer.see(&event);
        walker.event(event, range);
    }
    walker.close();
    walker.walk.shown = gatherer.shown();
    walker.walk
}

impl Walker<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(end) => self.end(end),
            Event::Text(text) => self.text(&text, range),
            Event::SoftBreak | Event::HardBreak => self.text("\n", range),
            Event::Code(_) => self.code(range),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => self.object(),
            Event::InlineMath(_) | Event::DisplayMath(_) => self.object(),
            Event::InlineHtml(html) => self.inline_html(&html),
            Event::Html(html) => self.block_html(&html),
            Event::Rule => self.close(),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {
                self.inside.push(range);
            }
            Tag::Link { .. } | Tag::Image { .. } => {
                self.object();
                self.silent += 1;
            }
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => {
                self.close();
                self.silent += 1;
            }
            Tag::Heading { level, id, .. } => {
                self.close();
                self.walk.headings.push(Heading::default());
                self.heading =
                    Some(Heading { text: String::new(), id: id.map(|id| id.to_string()), level: level as u8 });
            }
            tag => {
                self.close();
                self.item = matches!(tag, Tag::Item);
                let before = self.walk.runs.len();
                match (tag, &mut self.table) {
                    (Tag::Table(_), table) => *table = Some(Table::default()),
                    (Tag::TableRow, Some(table)) => table.column = Some(0),
                    (Tag::TableCell, Some(table)) => table.before = before,
                    _ => {}
                }
            }
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {
                self.inside.pop();
            }
            TagEnd::Link | TagEnd::Image => self.silent = self.silent.saturating_sub(1),
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => self.silent = self.silent.saturating_sub(1),
            TagEnd::Heading(_) => {
                self.close();
                if let (Some(heading), Some(slot)) = (self.heading.take(), self.walk.headings.last_mut()) {
                    *slot = heading;
                }
            }
            end => {
                self.close();
                self.end_of_table(end);
            }
        }
    }

    fn end_of_table(&mut self, end: TagEnd) {
        let runs = self.walk.runs.len();
        match (end, &mut self.table) {
            (TagEnd::Table, table) => *table = None,
            (TagEnd::TableCell, Some(Table { column: Some(column), .. })) => *column += 1,
            (TagEnd::TableCell, Some(table)) => table.heads.push((table.before < runs).then_some(table.before)),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, source: Range<usize>) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
        if self.silent > 0 {
            return;
        }
        let plain = self.markdown.get(source.clone()) == Some(text);
        let inside = self.inside.clone();
        let run = self.run();
        run.pieces.push(Piece { at: run.text.len(), len: text.len(), source, plain, inside });
        run.text.push_str(text);
    }

    fn code(&mut self, source: Range<usize>) {
        if self.silent == 0 {
            let run = self.run();
            run.codes.push((run.text.len(), source));
            run.text.push(OBJECT);
        }
    }

    /// Something that is no text: names do not reach over it.
    fn object(&mut self) {
        if self.silent == 0 {
            self.run().text.push(OBJECT);
        }
    }

    fn run(&mut self) -> &mut Run {
        let lang = self.html.iter().rev().find_map(|open| open.lang.clone()).unwrap_or_else(|| self.lang.clone());
        let place = if self.html.iter().any(|open| open.excluded) {
            Place::Excluded
        } else if self.heading.is_some() {
            Place::Heading
        } else {
            Place::Text
        };
        let section = self.walk.headings.len() - 1;
        let table = self.table.as_ref();
        let head = table.and_then(|table| table.heads.get(table.column?).copied().flatten());
        let item = &mut self.item;
        self.run.get_or_insert_with(|| Run {
            text: String::new(),
            pieces: Vec::new(),
            codes: Vec::new(),
            lang,
            place,
            section,
            item: std::mem::take(item),
            head,
        })
    }

    /// Ends the block: its run is complete, and inline HTML that was left open ends with it.
    fn close(&mut self) {
        self.flush();
        self.html.truncate(self.inline_html_from);
    }

    fn flush(&mut self) {
        if let Some(run) = self.run.take().filter(|run| !run.pieces.is_empty()) {
            self.walk.runs.push(run);
        }
    }

    fn inline_html(&mut self, html: &str) {
        let open = self.html.len();
        let before = self.setting();
        self.tags(html, self.inline_html_from);
        if before != self.setting() {
            // Another language or an excluded stretch begins or ends: a run is in one language.
            self.flush();
        } else if tag_name(html).is_some_and(|name| name == "br" || name == "img") {
            self.object();
        }
        // A tag of the author's own, such as `<b>`: a link must not reach over it.
        if open != self.html.len() {
            self.object();
        }
    }

    fn block_html(&mut self, html: &str) {
        self.close();
        self.tags(html, 0);
        self.inline_html_from = self.html.len();
    }

    fn setting(&self) -> (Option<Lang>, bool) {
        (self.html.iter().rev().find_map(|open| open.lang.clone()), self.html.iter().any(|open| open.excluded))
    }

    /// Opens and closes the elements of a piece of HTML; never closes what stands below `floor`.
    fn tags(&mut self, html: &str, floor: usize) {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            rest = &rest[at + 1..];
            if let Some(comment) = rest.strip_prefix("!--") {
                rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
                continue;
            }
            let end = tag_end(rest);
            let tag = &rest[..end];
            rest = &rest[end..];
            if let Some(closing) = tag.strip_prefix('/') {
                let name = tag_name_of(closing);
                if let Some(open) = self.html.iter().rposition(|open| open.name == name).filter(|&open| open >= floor) {
                    self.html.truncate(open);
                }
            } else {
                let name = tag_name_of(tag);
                let void =
                    matches!(name.as_str(), "br" | "img" | "hr" | "input" | "meta" | "link" | "wbr" | "source" | "col");
                if !name.is_empty() && !void && !tag.ends_with('/') && self.html.len() < 256 {
                    let lang = attribute(tag, "lang").and_then(|value| value.parse().ok());
                    let class = attribute(tag, "class").unwrap_or_default();
                    let silent = matches!(
                        name.as_str(),
                        "a" | "code" | "pre" | "script" | "style" | "svg" | "button" | "kbd" | "textarea" | "select"
                    );
                    let excluded = silent || class.split_whitespace().any(|class| class == "no-links");
                    self.html.push(Open { name, lang, excluded });
                }
            }
        }
        self.inline_html_from = self.inline_html_from.min(self.html.len());
    }
}

fn tag_name(html: &str) -> Option<String> {
    html.strip_prefix('<').map(|rest| tag_name_of(rest.trim_start_matches('/')))
}

fn tag_name_of(tag: &str) -> String {
    tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect::<String>().to_ascii_lowercase()
}

/// Where a tag ends: at the first `>` outside quotes.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// The value of an attribute of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    for (at, _) in lower.match_indices(name) {
        let before = lower[..at].chars().last()?;
        let rest = tag[at + name.len()..].trim_start();
        let Some(value) = rest.strip_prefix('=').filter(|_| before.is_whitespace() || matches!(before, '"' | '\''))
        else {
            continue;
        };
        let value = value.trim_start();
        return Some(match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split(quote).next().unwrap_or_default().to_owned(),
            _ => value.split([' ', '>', '/', '\t', '\n']).next().unwrap_or_default().to_owned(),
        });
    }
    None
}
