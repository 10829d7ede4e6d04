//! Notes as Markdown: structure becomes markup, words stay words.
//!
//! Every word is escaped, so a note can neither open a heading nor smuggle in HTML or a directive. Blocks are wrapped in
//! elements that say who speaks (`role-…`) and where the words stand (`data-src="file:line"`). What depends on the
//! language of the edition (reviews, pointers to a twin, "notes, line 8") is left as a directive in braces that only
//! this module writes, and that [`crate::edition::fill`] fills in.

use super::{compose::Out, inline, labels::Labels};
use crate::{
    notes::{Block, BlockKind, Item, Note, Role, Section, Text, model::Attribute},
    reviews::Review,
    text::{Span, markdown::escape},
};

/// A part of a section that can be shown by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The heading.
    Heading,
    /// A block that is no list, by its index.
    Block(usize),
    /// An item of a list: indexes of block and item.
    Item(usize, usize),
}

impl Part {
    /// The block that it is, or that it is in.
    pub fn block(self) -> Option<usize> {
        match self {
            Self::Heading => None,
            Self::Block(b) | Self::Item(b, _) => Some(b),
        }
    }
}

/// All parts of a section, in order.
pub fn parts(section: &Section) -> Vec<Part> {
    let mut out = if section.title.text.is_empty() { vec![] } else { vec![Part::Heading] };
    for (b, block) in section.blocks.iter().enumerate() {
        match &block.kind {
            BlockKind::List { items, .. } => out.extend((0..items.len()).map(|i| Part::Item(b, i))),
            _ => out.push(Part::Block(b)),
        }
    }
    out
}

/// Writes parts of notes into a chapter.
pub struct Writer<'a> {
    /// The note.
    pub note: &'a Note,
    /// Its path below `src/notes`.
    pub file: &'a str,
    /// Its number among the notes of the book; a path may hold blanks, and a directive is cut at them.
    pub index: usize,
    /// The number of the section in the note.
    pub section: usize,
    /// What the note has for labels.
    pub labels: &'a Labels,
    /// All reviews of the book; those of this note are shown.
    pub reviews: &'a [Review],
    /// Whether lists with attributes become tables.
    pub as_table: bool,
    /// How deep the heading of the section stands on the page, from 1.
    pub depth: usize,
}

/// The depth of the deepest heading.
const DEEPEST: usize = 6;

/// How deep the heading of a section stands on a page that has a heading of its own.
pub fn depth(section: &Section) -> usize {
    (usize::from(section.level) + 1).min(DEEPEST)
}

/// How deep the headings of sections stand below the page's own: none more than one step below the heading above it.
pub fn depths(sections: &[Section]) -> Vec<usize> {
    let mut above: Vec<(u8, usize)> = Vec::new();
    let depth = |section: &Section| {
        while above.pop_if(|(level, _)| *level >= section.level).is_some() {}
        let depth = above.last().map_or(usize::MAX, |&(_, depth)| depth + 1).min(self::depth(section));
        above.push((section.level, depth));
        depth
    };
    sections.iter().map(depth).collect()
}

/// How deep the headings of sections stand on a page that the first of them names: each one step below the heading above
/// it, however deep it was in the note.
pub fn depths_below_title(sections: &[Section]) -> Vec<usize> {
    let mut above: Vec<u8> = Vec::new();
    let depth = |section: &Section| {
        while above.len() > 1 && above.last().is_some_and(|&level| level >= section.level) {
            above.pop();
        }
        above.push(section.level);
        above.len().min(DEEPEST)
    };
    sections.iter().map(depth).collect()
}

impl Writer<'_> {
    /// Writes the named parts of a section. `id` is the heading's identifier, unique in the chapter.
    pub fn section(&self, section: &Section, parts: &[Part], id: &str, out: &mut Out) {
        let span = section.span();
        let source = &self.note.source;
        let mut role = if section.role == Role::User { Role::User } else { writer(section, 0) };
        self.open("section", &format!("note role-{}", role.as_str()), span, "", out);
        if parts.contains(&Part::Heading) {
            self.heading(section, id, out);
        }
        let new = out.footnotes.name_all(self.note, self.index, self.section, parts);
        let mut b = 0;
        while b < section.blocks.len() {
            let shown: Vec<usize> = parts
                .iter()
                .filter_map(|part| match *part {
                    Part::Block(block) if block == b => Some(0),
                    Part::Item(block, item) if block == b => Some(item),
                    _ => None,
                })
                .collect();
            if shown.is_empty() || self.note.footnotes.has(&section.blocks[b], (self.section, b)) {
                b += 1;
                continue;
            }
            let block = &section.blocks[b];
            if writer(section, b) != role {
                role = writer(section, b);
                out.block("", "</section>", source, block.span.start);
                self.open("section", &format!("note role-{}", role.as_str()), block.span, "", out);
            }
            let repeated = self.repeated(section, b);
            if repeated > 0 {
                self.repeat(section, b, repeated, out);
                b += repeated;
                continue;
            }
            let before = b.checked_sub(1).map(|before| &section.blocks[before]);
            self.apart(before.and_then(is_numbered), block, "", out);
            self.block(block, Some(&shown), "", out);
            b += 1;
        }
        for (span, footnote) in new {
            out.block("", &footnote, source, span.start);
        }
        out.footnotes.end();
        let first = parts.first().and_then(|part| part_span(section, *part)).unwrap_or(span);
        let last = parts.last().and_then(|part| part_span(section, *part)).unwrap_or(span);
        let (from, to) = (source.line(first.start), source.line(last.end.saturating_sub(1).max(last.start)));
        out.block("", &format!("{{{{#src {} {from} {to}}}}}", self.index), source, first.start);
        out.block("", "</section>", source, last.end);
    }

    fn heading(&self, section: &Section, id: &str, out: &mut Out) {
        let depth = "#".repeat(self.depth);
        let title = &section.title;
        if !title.text.is_empty() {
            out.block(
                "",
                &format!("{depth} {} {{#{id}}}", inline::heading(title)),
                &self.note.source,
                title.span.start,
            );
        }
    }

    /// How many blocks from `b` on only repeat earlier ones.
    fn repeated(&self, section: &Section, b: usize) -> usize {
        let is_repeat = |block: &Block| self.note.repeat_at(block.span).is_some();
        section.blocks[b..].iter().take_while(|block| is_repeat(block)).count()
    }

    fn repeat(&self, section: &Section, b: usize, count: usize, out: &mut Out) {
        let repeats: Vec<_> =
            section.blocks[b..b + count].iter().filter_map(|block| self.note.repeat_at(block.span)).collect();
        let (Some(first), Some(last)) = (repeats.first(), repeats.last()) else { return };
        let line = |offset: usize| self.note.source.line(offset);
        let text = format!(
            "{{{{#repeat {} {} {} {} {}}}}}",
            self.index,
            line(first.span.start),
            line(last.span.end.saturating_sub(1)),
            line(first.of.start),
            line(last.of.end.saturating_sub(1)),
        );
        out.block("", &text, &self.note.source, first.span.start);
    }

    /// Blocks one below the other; `above` says whether the items before the first are numbered, where there are any.
    fn blocks(&self, blocks: &[Block], mut above: Option<bool>, indent: &str, out: &mut Out) {
        for block in blocks {
            self.apart(above, block, indent, out);
            self.block(block, None, indent, out);
            above = is_numbered(block);
        }
    }

    /// Two lists one behind the other would be one in Markdown.
    fn apart(&self, above: Option<bool>, block: &Block, indent: &str, out: &mut Out) {
        if above.is_some() && above == is_numbered(block) {
            out.block(indent, "<!-- -->", &self.note.source, block.span.start);
        }
    }

    fn block(&self, block: &Block, shown: Option<&[usize]>, indent: &str, out: &mut Out) {
        let source = &self.note.source;
        match &block.kind {
            BlockKind::Paragraph { text } => {
                self.open("div", "block", text.span, indent, out);
                out.block(indent, &self.labels.markdown(text), source, text.span.start);
                out.block(indent, "</div>", source, text.span.end);
                self.reviews_in(block.span, indent, out);
            }
            BlockKind::Attributes(attributes) => {
                self.attributes(attributes, indent, out);
            }
            BlockKind::Code { lang, text } => {
                let ticks = "`".repeat(longest_run(&text.text, '`').max(2) + 1);
                let info = lang.as_deref().unwrap_or_default();
                let name = code_language(info).unwrap_or_default();
                // What a fence says beyond its language, such as the name of a file, is shown above the code.
                if name != info {
                    let title = escape(info.strip_prefix(name).unwrap_or(info).trim());
                    out.block(
                        indent,
                        &format!("<div class=\"code-title\">\n\n{title}\n\n</div>"),
                        source,
                        block.span.start,
                    );
                }
                // What a note calls YAML is shown, not vouched for.
                let info = match name {
                    "yaml" | "yml" => format!("{name},ignore"),
                    // In what is called `rust`, mdBook takes lines that begin with `# ` for hidden ones. A note hides none.
                    "rust" => "rs".to_owned(),
                    name => name.to_owned(),
                };
                let code = format!("{ticks}{info}\n{}\n{ticks}", text.text.trim_end_matches('\n'));
                out.block(indent, &code, source, text.span.start);
                self.reviews_in(block.span, indent, out);
            }
            BlockKind::Table { head, rows, columns } => {
                let row = |cells: &[Text]| {
                    let cells: String = cells.iter().map(|cell| format!(" {} |", inline::markdown(cell))).collect();
                    format!("|{cells}")
                };
                let rule = |at: usize| format!("{}|", columns.get(at).copied().unwrap_or_default().rule());
                let mut lines = vec![row(head), format!("|{}", (0..head.len()).map(rule).collect::<String>())];
                lines.extend(rows.iter().map(|cells| row(cells)));
                out.block(indent, &lines.join("\n"), source, block.span.start);
                self.reviews_in(block.span, indent, out);
            }
            BlockKind::Quote(blocks) => {
                self.open("blockquote", "block", block.span, indent, out);
                self.blocks(blocks, None, indent, out);
                out.block(indent, "</blockquote>", source, block.span.end);
            }
            BlockKind::List { items, .. } if self.as_table && items.iter().any(|item| !item.attributes.is_empty()) => {
                self.table(items, indent, out);
                self.reviews_in(block.span, indent, out);
            }
            BlockKind::List { items, .. } => {
                for (i, item) in items.iter().enumerate() {
                    if shown.is_none_or(|shown| shown.contains(&i)) {
                        self.item(item, indent, out);
                    }
                }
            }
        }
    }

    fn item(&self, item: &Item, indent: &str, out: &mut Out) {
        let source = &self.note.source;
        let number = item.number.filter(|_| item.letter.is_none());
        let marker = number.map_or("- ".to_owned(), |number| format!("{number}. "));
        let inner = format!("{indent}{}", " ".repeat(marker.len()));
        let class = if item.important { "item important" } else { "item" };
        let div = self.element("div", class, item.text.span);
        out.block(indent, &format!("{marker}{div}"), source, item.text.span.start);
        let letter = item.letter.as_ref().map_or(String::new(), |letter| format!("{letter}\\) "));
        out.block(&inner, &format!("{letter}{}", self.labels.markdown(&item.text)), source, item.text.span.start);
        out.block(&inner, "</div>", source, item.text.span.end);
        self.reviews_in(item.text.span, &inner, out);
        self.attributes(&item.attributes, &inner, out);
        let above = (!item.attributes.is_empty()).then_some(false);
        self.blocks(&item.blocks, above, &inner, out);
        if let Some(remark) = &item.remark {
            self.remark(remark, &inner, out);
            self.reviews_in(remark.span, &inner, out);
        }
    }

    fn attributes(&self, attributes: &[Attribute], indent: &str, out: &mut Out) {
        for attribute in attributes {
            let name = escape(attribute.name.text.trim_end());
            let value = inline::markdown(&attribute.value);
            out.block(indent, &format!("- **{name}:** {value}"), &self.note.source, attribute.name.span.start);
            self.reviews_in(attribute.span(), &format!("{indent}  "), out);
        }
    }

    fn remark(&self, remark: &Text, indent: &str, out: &mut Out) {
        self.open("div", "remark role-own", remark.span, indent, out);
        out.block(indent, &inline::markdown(remark), &self.note.source, remark.span.start);
        out.block(indent, "</div>", &self.note.source, remark.span.end);
    }

    /// Items as rows, labels as columns.
    fn table(&self, items: &[Item], indent: &str, out: &mut Out) {
        let mut labels: Vec<&str> = Vec::new();
        for attribute in items.iter().flat_map(|item| &item.attributes) {
            if !labels.contains(&attribute.name.text.as_str()) {
                labels.push(&attribute.name.text);
            }
        }
        let heads: String = labels.iter().map(|label| format!(" {} |", escape(label))).collect();
        let mut rows = format!("| |{heads}\n|---|{}", "---|".repeat(labels.len()));
        for item in items {
            let cell = |label: &&str| {
                let values = item.attributes.iter().filter(|attribute| attribute.name.text == **label);
                format!(" {} |", values.map(|attribute| escape(&attribute.value.text)).collect::<Vec<_>>().join(" "))
            };
            let cells: String = labels.iter().map(cell).collect();
            rows.push_str(&format!("\n| **{}** |{cells}", escape(item.text.text.trim_end_matches(':'))));
        }
        let start = items.first().map_or(0, |item| item.text.span.start);
        out.block(indent, &rows, &self.note.source, start);
    }

    /// The reviews whose claim ends inside `span`.
    fn reviews_in(&self, span: Span, indent: &str, out: &mut Out) {
        let ends_here = |place: &Span| span.start < place.end && place.end <= span.end;
        for (n, review) in self.reviews.iter().enumerate().filter(|(_, review)| review.note == self.file) {
            if review.places.iter().any(ends_here) {
                out.block(indent, &format!("{{{{#review {n}}}}}"), &self.note.source, span.start);
            }
        }
    }

    fn open(&self, element: &str, class: &str, span: Span, indent: &str, out: &mut Out) {
        let html = self.element(element, class, span);
        out.block(indent, &html, &self.note.source, span.start);
    }

    fn element(&self, element: &str, class: &str, span: Span) -> String {
        let line = self.note.source.line(span.start);
        let file = html_escape::encode_double_quoted_attribute(self.file);
        format!("<{element} class=\"{class}\" data-src=\"{file}:{line}\">")
    }
}

/// The language that what a fence says begins with.
fn code_language(info: &str) -> Option<&str> {
    let first = info.split([' ', ',', '{']).next()?;
    let plain = first.len() <= 30 && first.chars().all(|c| c.is_ascii_alphanumeric() || "+-#".contains(c));
    plain.then_some(first)
}

/// Who wrote block `b` of a section.
fn writer(section: &Section, b: usize) -> Role {
    section.blocks.get(b).map_or(section.role, |block| block.role)
}

fn part_span(section: &Section, part: Part) -> Option<Span> {
    match part {
        Part::Heading => Some(section.title.span),
        Part::Block(b) => section.blocks.get(b).map(|block| block.span),
        Part::Item(b, i) => match &section.blocks.get(b)?.kind {
            BlockKind::List { items, .. } => items.get(i).map(Item::span),
            _ => None,
        },
    }
}

fn longest_run(text: &str, c: char) -> usize {
    text.split(|other| other != c).map(str::len).max().unwrap_or_default()
}

/// Whether the items of a block are numbered, where it has items.
fn is_numbered(block: &Block) -> Option<bool> {
    match &block.kind {
        BlockKind::Attributes(_) => Some(false),
        BlockKind::List { items, .. } => items.first().map(|item| item.number.is_some() && item.letter.is_none()),
        _ => None,
    }
}
