//! The things that notes describe: what heads a section or an item, and the labelled values below it.
//!
//! «1. Calico:» with «Применение: …» below it, a section «Baguette» with items "Hydration: 68 %", a table whose first
//! column names things: all of them become an [`Entity`] whose every value knows its place. A label may stand alone
//! before the list of its values; a line that goes on where another broke belongs to that one.

use crate::{
    glossary::{Matcher, TermId},
    notes::{Attribute, Block, BlockKind, Item, Note, Section, Text, model::split_label},
    text::{Source, Span, markdown::escape},
};

/// The most words the head of an item may have.
pub(super) const HEAD_WORDS: usize = 8;
/// The most words a label has.
const LABEL_WORDS: usize = 5;

/// Something the notes describe.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Its name, as the notes write it.
    pub head: String,
    /// The terms that the name names, where it names nothing else.
    pub terms: Vec<TermId>,
    /// Where the name stands.
    pub source: Source,
    /// Its stretch.
    pub span: Span,
    /// What is described side by side: the sections of one level, the items of one list, the rows of one table.
    pub among: Among,
    /// What is said of it.
    pub said: Vec<Said>,
}

/// What stands side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Among {
    /// Sections of this level.
    Sections(u8),
    /// Items of the list, or rows of the table, that begins here.
    Block(usize),
}

/// What the notes say of one thing under one label.
#[derive(Clone, Debug)]
pub struct Said {
    /// The label, or `None` for what stands behind the thing's own name.
    pub label: Option<String>,
    /// What is said: messages (Markdown) that are translated one by one.
    pub parts: Vec<Part>,
    /// Its stretch.
    pub span: Span,
    /// Whether only its form of words makes a label of it: «Важно: …» in running text looks the same.
    pub weak: bool,
}

/// A message, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The message, as Markdown: the unit that is translated.
    pub message: String,
    /// Which part of the message it is.
    pub of: PartOf,
    /// Whether it goes on where the part before it broke off.
    pub goes_on: bool,
}

/// Which part of a message belongs to a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartOf {
    /// All of it.
    Whole,
    /// What stands behind «Label - ».
    BehindLabel,
    /// The sentences about one of several terms that share an item: «ConfigMap и Secret: …».
    About(TermId),
}

impl Said {
    /// A labelled value.
    fn value(label: &Text, value: &Text, span: Span) -> Self {
        Self { label: Some(label.text.clone()), parts: vec![Part::whole(&value.text)], span, weak: false }
    }

    fn attribute(attribute: &Attribute) -> Self {
        Self::value(&attribute.name, &attribute.value, attribute.span())
    }
}

impl Part {
    fn whole(text: &str) -> Self {
        Self { message: escape(text), of: PartOf::Whole, goes_on: false }
    }
}

/// Every thing that a note describes, in its order.
pub fn entities(note: &Note, matcher: &Matcher) -> Vec<Entity> {
    let mut reader = Reader { matcher, note, found: Vec::new() };
    for section in &note.sections {
        reader.section(section);
    }
    let mut found = reader.found;
    found.retain(|entity| !entity.said.is_empty());
    found.sort_by_key(|entity| entity.span.start);
    found
}

struct Reader<'a> {
    matcher: &'a Matcher,
    note: &'a Note,
    found: Vec<Entity>,
}

impl Reader<'_> {
    fn section(&mut self, section: &Section) {
        let title = &section.title;
        let said = self.blocks(section, &section.blocks);
        let terms = self.terms(&title.text, "");
        self.add(title.text.trim(), terms, title.span, Among::Sections(section.level), said);
    }

    fn add(&mut self, head: &str, terms: Vec<TermId>, span: Span, among: Among, said: Vec<Said>) {
        let source = self.note.source.clone();
        self.found.push(Entity { head: head.to_owned(), terms, source, span, among, said });
    }

    /// What blocks say of the thing they stand below. Things of their own among them are added.
    fn blocks(&mut self, section: &Section, blocks: &[Block]) -> Vec<Said> {
        let mut said: Vec<Said> = Vec::new();
        for block in blocks.iter().filter(|block| self.note.repeat_at(block.span).is_none()) {
            // A label that ended its line takes the list behind it.
            let open = said.last().is_some_and(|said| said.parts.is_empty());
            match &block.kind {
                BlockKind::Paragraph { text, .. } => {
                    if let Some((label, part)) = labelled(text, LABEL_WORDS) {
                        if self.heads(text, section, block.span.start).is_none() {
                            let parts = part.into_iter().collect();
                            said.push(Said { label: Some(label), parts, span: text.span, weak: true });
                        }
                    } else if open {
                        said.pop();
                    }
                }
                BlockKind::List { items, .. } => self.list(section, block, items, open, &mut said),
                BlockKind::Attributes(attributes) => {
                    said.extend(attributes.iter().map(Said::attribute));
                }
                BlockKind::Quote(below) => {
                    self.blocks(section, below);
                }
                BlockKind::Table { head, rows, .. } => self.table(section, block, head, rows),
                BlockKind::Code { .. } => {}
            }
        }
        said.retain(|said| !said.parts.is_empty());
        said
    }

    fn list(&mut self, section: &Section, list: &Block, items: &[Item], mut open: bool, said: &mut Vec<Said>) {
        // Among labelled values an item with items below it is a label too: «Fermentation:» and its steps.
        let values = |item: &Item| labelled(&item.text, LABEL_WORDS).is_some_and(|(_, part)| part.is_some());
        let among_values =
            items.iter().any(|item| item.blocks.is_empty() && item.attributes.is_empty() && values(item));
        for item in items {
            let text = &item.text;
            let described = self.heads(text, section, list.span.start);
            let mut below: Vec<Said> = item.attributes.iter().map(Said::attribute).collect();
            below.extend(self.blocks(section, &item.blocks));
            if let Some(at) = described {
                self.found[at].said.extend(below);
                open = false;
                continue;
            }
            match labelled(text, LABEL_WORDS) {
                Some((label, part)) if among_values || below.iter().all(|said| said.weak) || part.is_some() => {
                    let nested = item.attributes.iter().map(in_line).chain(item.blocks.iter().flat_map(listed));
                    let parts: Vec<Part> = part.into_iter().chain(nested).collect();
                    open = parts.is_empty();
                    said.push(Said { label: Some(label), parts, span: item.span(), weak: false });
                }
                _ if !below.is_empty() => {
                    let head = text.text.trim_end_matches(':').to_owned();
                    self.add(&head, Vec::new(), text.span, Among::Block(list.span.start), below);
                    open = false;
                }
                _ => {
                    let Some(last) = said.last_mut() else { continue };
                    let mut part = Part::whole(&text.text);
                    part.goes_on = !open && last.parts.last().is_some_and(|last| breaks_off(&last.message, &text.text));
                    if open || part.goes_on {
                        last.parts.push(part);
                        last.span = last.span.to(text.span);
                    }
                }
            }
        }
    }

    /// An item or a paragraph that is headed by terms: it is added, with what stands behind their names.
    fn heads(&mut self, text: &Text, section: &Section, list: usize) -> Option<usize> {
        let (label, part) = labelled(text, HEAD_WORDS).unwrap_or_else(|| (text.text.clone(), None));
        let terms = self.terms(&label, &section.title.text);
        if terms.is_empty() {
            return None;
        }
        let said = part.map(|part| Said { label: None, parts: vec![part], span: text.span, weak: false });
        self.add(&label, terms, text.span, Among::Block(list), said.into_iter().collect());
        Some(self.found.len() - 1)
    }

    /// A table whose first column, or whose head, names the terms.
    fn table(&mut self, section: &Section, block: &Block, head: &[Text], rows: &[Vec<Text>]) {
        let names = |text: &Text| self.terms(&text.text, &section.title.text);
        let (mut by_row, mut by_column): (Vec<_>, Vec<_>) = (Vec::new(), Vec::new());
        for row in rows {
            let Some((name, cells)) = row.split_first() else { continue };
            by_row.push((name, names(name), head.iter().skip(1).zip(cells).collect::<Vec<_>>()));
        }
        for (at, name) in head.iter().enumerate().skip(1) {
            let cells = rows.iter().filter_map(|row| Some((row.first()?, row.get(at)?)));
            by_column.push((name, names(name), cells.collect::<Vec<_>>()));
        }
        let named = |things: &[(&Text, Vec<TermId>, Vec<_>)]| things.iter().filter(|thing| !thing.1.is_empty()).count();
        let things = if named(&by_column) > named(&by_row) { by_column } else { by_row };
        for (name, terms, cells) in things {
            let said = cells.into_iter().filter(|(_, value)| !value.text.trim().is_empty());
            let said = said.map(|(label, value)| Said::value(label, value, value.span)).collect();
            self.add(name.text.trim(), terms, name.span, Among::Block(block.span.start), said);
        }
    }

    /// The terms that a head names, if it names nothing else; what stands in brackets behind them explains it. An
    /// adjective alone («горизонтальное») is completed by the heading of its section («масштабирование»).
    fn terms(&self, head: &str, heading: &str) -> Vec<TermId> {
        let bare = head.split_once(" (").map_or(head, |(name, _)| name);
        for name in [head, bare] {
            let terms = self.matcher.only_terms(name);
            if !terms.is_empty() {
                return terms;
            }
        }
        if head.contains(' ') || heading.is_empty() {
            return Vec::new();
        }
        let phrase = format!("{head} {heading}");
        let whole = self.matcher.mentions(&phrase);
        let found = whole.into_iter().find(|mention| mention.span == Span::new(0, phrase.len()));
        found.map(|mention| vec![mention.term]).unwrap_or_default()
    }
}

/// «Label: value», the label of at most so many words; no value where the line ends with the label.
fn labelled(text: &Text, words: usize) -> Option<(String, Option<Part>)> {
    let (label, rest) = split_label(&text.text, words)?;
    let value = text.text[rest..].trim();
    let colon = text.text[label.end..].starts_with(':');
    let of = if colon { PartOf::Whole } else { PartOf::BehindLabel };
    let message = if colon { escape(value) } else { escape(&text.text) };
    let part = (!value.is_empty()).then_some(Part { message, of, goes_on: false });
    Some((text.text[label].trim().to_owned(), part))
}

/// The items of a list, each a part of one value.
fn listed(block: &Block) -> Vec<Part> {
    match &block.kind {
        BlockKind::List { items, .. } => items.iter().map(|item| Part::whole(&item.text.text)).collect(),
        BlockKind::Attributes(attributes) => attributes.iter().map(in_line).collect(),
        _ => Vec::new(),
    }
}

fn in_line(attribute: &Attribute) -> Part {
    Part::whole(&format!("{}: {}", attribute.name.text, attribute.value.text))
}

/// Whether a line ends in the middle of a sentence that the next one goes on with.
fn breaks_off(line: &str, next: &str) -> bool {
    let ended = line.trim_end().ends_with(['.', '!', '?', ':', '…']);
    !ended && next.chars().next().is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{glossary::Glossary, notes::parse, text::Lang};

    fn matcher(names: &[&str]) -> Matcher {
        let terms: String = names
            .iter()
            .enumerate()
            .map(|(n, name)| format!("[[term]]\nid = \"t{n}\"\nen = {{ name = \"{name}\", definition = \"–\" }}\n"))
            .collect();
        Matcher::new(&Glossary::parse(&Source::new("glossary.toml", terms)).0, &Lang::en())
    }

    fn shown(text: &str, names: &[&str]) -> Vec<String> {
        let note = parse(&Source::new("a.md", text));
        let all = entities(&note, &matcher(names));
        let line = |entity: &Entity| {
            let said = entity.said.iter().map(|said| {
                let parts: Vec<_> = said.parts.iter().map(|part| part.message.as_str()).collect();
                format!("{}={}", said.label.as_deref().unwrap_or("-"), parts.join("+"))
            });
            let terms: Vec<_> = entity.terms.iter().map(|term| term.as_str()).collect();
            format!("{} [{}] {}", entity.head, terms.join(" "), said.collect::<Vec<_>>().join("; "))
        };
        all.iter().map(line).collect()
    }

    #[test]
    fn sections_items_and_tables_describe() {
        let text = "## 🥖 Baguette\n\nThe **lean** one.\n\n- **Crust:** thin\n- **Fermentation:**\n  - poolish: 12 h\n  - bulk: 2 h\n\n\
                    ## Rye (the dark one)\n\n- **Crust:** thick\n\n> **Tip:** wait a day.\n\n\
                    ## Oven\n\n| Bread | Heat |\n|---|---|\n| Baguette | 250 |\n| Rye | 230 |\n";
        assert_eq!(
            shown(text, &["baguette", "rye"]),
            [
                "🥖 Baguette [t0] Crust=thin; Fermentation=poolish: 12 h+bulk: 2 h",
                "Rye (the dark one) [t1] Crust=thick",
                "Baguette [t0] Heat=250",
                "Rye [t1] Heat=230",
            ]
        );
    }
}
