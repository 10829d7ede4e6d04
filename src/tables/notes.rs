//! Comparison tables from what the notes say: a column a term, a row a label.
//!
//! In come the notes and a matcher that knows the terms; out comes a [`Table`] whose every cell knows its line. Two kinds
//! of statements count: the labelled attributes below an item that is headed by the term («1. Calico:» … «Применение:
//! …»), and the text behind the term's name («ClusterIP: Этот тип…», «DaemonSet - развёртывание…»). What the notes do
//! not say stays an empty cell.

use std::{collections::BTreeMap, ops::Range};

use super::model::{Cell, Head, Row, Table};
use crate::{
    glossary::{Glossary, Matcher, TermId},
    notes::{Attribute, Block, BlockKind, Note, Section, Text, model::split_label},
    text::{Lang, Localized, Source, Span, markdown::escape},
};

/// The most words the head of an item may have.
const HEAD_WORDS: usize = 8;

/// Turns a message of the source language (inline Markdown) into the languages of the book.
pub type Translate<'a> = dyn Fn(&str) -> Localized + 'a;

/// What the notes say of one term under one label.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The label, or `None` for what stands behind the term's own name.
    label: Option<String>,
    /// The message it is part of, as Markdown: the unit that is translated.
    message: String,
    /// Which part of the message it is.
    part: PartOf,
    source: Source,
    span: Span,
}

/// Which part of a message belongs to a term.
#[derive(Clone, Debug, PartialEq, Eq)]
enum PartOf {
    /// All of it.
    Whole,
    /// What stands behind «Label - ».
    BehindLabel,
    /// The sentences about one of several terms that share an item: «ConfigMap и Secret: …».
    About(TermId),
}

/// The table `{{#compare …}}` of `terms`, by what `notes` say.
pub fn compare(
    glossary: &Glossary,
    matchers: &BTreeMap<Lang, Matcher>,
    notes: &BTreeMap<String, Note>,
    source_lang: &Lang,
    terms: &[&str],
    translate: &Translate<'_>,
) -> Table {
    let ids: Vec<TermId> = terms.iter().filter_map(|id| Some(glossary.term(id)?.id.clone())).collect();
    let mut statements: Vec<Vec<Statement>> = vec![Vec::new(); ids.len()];
    if let Some(matcher) = matchers.get(source_lang) {
        for note in notes.values() {
            let mut reader = Reader { matcher, note, ids: &ids, statements: &mut statements };
            note.sections.iter().for_each(|section| reader.section(section));
        }
    }
    let name = |id: &TermId, lang: &Lang| {
        glossary.term(id.as_str()).map(|term| term.name(lang).to_owned()).unwrap_or_default()
    };
    let both = |id: &TermId| Localized { ru: name(id, &Lang::ru()), en: name(id, &Lang::en()) };
    let columns: Vec<Head> = ids.iter().map(|id| Head { id: id.as_str().to_owned(), title: both(id) }).collect();
    let mut rows = Vec::new();
    for (key, title) in labels(&statements, translate) {
        let cells: Vec<Option<Cell>> = statements
            .iter()
            .map(|of_term| {
                let mut with_label = of_term.iter().filter(|statement| statement.label == key.0);
                with_label.nth(key.1).map(|statement| statement.cell(matchers, translate))
            })
            .collect();
        // Among three and more, what is said of one alone compares nothing.
        let said = cells.iter().flatten().count();
        if said >= if ids.len() > 2 { 2 } else { 1 } {
            let id = format!("row-{}", rows.len() + 1);
            rows.push(Row { id, title, cells, note: None, differs: true });
        }
    }
    let joined = |lang: &Lang, sep: &str| ids.iter().map(|id| name(id, lang)).collect::<Vec<_>>().join(sep);
    let title = Localized { ru: joined(&Lang::ru(), " / "), en: joined(&Lang::en(), " / ") };
    Table { id: format!("compare-{}", terms.join("-")), title, columns, rows }
}

/// The rows: every label in the order of its first appearance, then what stands behind the names, as often as needed.
fn labels(statements: &[Vec<Statement>], translate: &Translate<'_>) -> Vec<((Option<String>, usize), Localized)> {
    let mut out: Vec<((Option<String>, usize), Localized)> = Vec::new();
    let mut says = 0;
    for of_term in statements {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for label in of_term.iter().filter_map(|statement| statement.label.as_deref()) {
            let nth = seen.entry(label).or_default();
            let key = (Some(label.to_owned()), *nth);
            *nth += 1;
            if !out.iter().any(|(known, _)| *known == key) {
                out.push((key, translate(&escape(label))));
            }
        }
        says = says.max(of_term.iter().filter(|statement| statement.label.is_none()).count());
    }
    let title = |n: usize| match n {
        0 => Localized { ru: "Что сказано".into(), en: "What the notes say".into() },
        _ => Localized { ru: "И ещё".into(), en: "And further".into() },
    };
    let says: Vec<_> = (0..says).map(|n| ((None, n), title(n))).collect();
    says.into_iter().chain(out).collect()
}

impl Statement {
    fn cell(&self, matchers: &BTreeMap<Lang, Matcher>, translate: &Translate<'_>) -> Cell {
        let message = translate(&self.message);
        let cut = |text: &str, lang: Lang| match &self.part {
            PartOf::Whole => text.to_owned(),
            PartOf::BehindLabel => split_label(text, HEAD_WORDS).map_or(text, |(_, rest)| &text[rest..]).to_owned(),
            PartOf::About(term) => matchers.get(&lang).map_or(text.to_owned(), |matcher| about(text, term, matcher)),
        };
        let text = Localized {
            ru: without_lead_in(&cut(&message.ru, Lang::ru())).to_owned(),
            en: without_lead_in(&cut(&message.en, Lang::en())).to_owned(),
        };
        Cell { text, origin: Some((self.source.clone(), self.span)), code: false }
    }
}

struct Reader<'a> {
    matcher: &'a Matcher,
    note: &'a Note,
    ids: &'a [TermId],
    statements: &'a mut [Vec<Statement>],
}

impl Reader<'_> {
    fn section(&mut self, section: &Section) {
        for block in &section.blocks {
            if self.note.repeat_at(block.span).is_none() {
                self.block(section, block);
            }
        }
    }

    fn block(&mut self, section: &Section, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph { text, .. } => self.text(section, text, &[]),
            BlockKind::List { items, .. } => {
                for item in items {
                    self.text(section, &item.text, &item.attributes);
                    item.blocks.iter().for_each(|below| self.block(section, below));
                }
            }
            BlockKind::Quote(blocks) => blocks.iter().for_each(|below| self.block(section, below)),
            BlockKind::Attributes(_) | BlockKind::Code { .. } | BlockKind::Table { .. } => {}
        }
    }

    /// A text that may be headed by one of the terms, and the attributes below it.
    fn text(&mut self, section: &Section, text: &Text, attributes: &[Attribute]) {
        let Some((label, rest)) = split_label(&text.text, HEAD_WORDS) else { return };
        let heads = self.heads(&text.text[label.clone()], &section.title.text);
        let colon = text.text[label.end..].starts_with(':');
        for id in &heads {
            let Some(column) = self.ids.iter().position(|wanted| wanted == id) else { continue };
            let source = self.note.source.clone();
            if rest < text.text.len() {
                let message = if colon { escape(&text.text[rest..]) } else { escape(&text.text) };
                let part = match (colon, heads.len()) {
                    (true, 1) => PartOf::Whole,
                    (true, _) => PartOf::About(id.clone()),
                    (false, _) => PartOf::BehindLabel,
                };
                self.statements[column].push(Statement {
                    label: None,
                    message,
                    part,
                    source: source.clone(),
                    span: text.span,
                });
            }
            for attribute in attributes {
                self.statements[column].push(Statement {
                    label: Some(attribute.name.text.clone()),
                    message: escape(&attribute.value.text),
                    part: PartOf::Whole,
                    source: source.clone(),
                    span: attribute.span(),
                });
            }
        }
    }

    /// The terms that a head names, if it names nothing else. An adjective alone («горизонтальное») is completed by the
    /// heading of its section («масштабирование»).
    fn heads(&self, label: &str, heading: &str) -> Vec<TermId> {
        let terms = self.matcher.only_terms(label);
        if !terms.is_empty() || label.contains(' ') {
            return terms;
        }
        let phrase = format!("{label} {heading}");
        let whole = self.matcher.mentions(&phrase);
        let found = whole.into_iter().find(|mention| mention.span == Span::new(0, phrase.len()));
        found.map(|mention| vec![mention.term]).unwrap_or_default()
    }
}

/// The clauses of a text that begin with a mention of `term`, and those that follow them; all of it where there are none.
fn about(text: &str, term: &TermId, matcher: &Matcher) -> String {
    let mentions = matcher.mentions(text);
    let mut owner: Option<&TermId> = None;
    let mut out: Vec<&str> = Vec::new();
    for clause in clauses(text) {
        // Within the first words: «а Secret - для…», "a Secret holds…".
        let near = clause.start + text[clause.clone()].char_indices().nth(16).map_or(clause.len(), |(at, _)| at);
        if let Some(mention) =
            mentions.iter().find(|mention| clause.start <= mention.span.start && mention.span.start < near)
        {
            owner = Some(&mention.term);
        }
        if owner == Some(term) {
            out.push(text[clause].trim());
        }
    }
    let joined = out.join(" ");
    let clause = joined.trim_end_matches(',');
    let clause = LEADING.iter().find_map(|word| clause.strip_prefix(word)).unwrap_or(clause);
    if clause.is_empty() { text.to_owned() } else { clause.to_owned() }
}

/// Words that tie a clause to the one before it, which a cell does not show.
const LEADING: [&str; 6] = ["а ", "и ", "while ", "whereas ", "and ", "but "];

/// The text without a last sentence that only announces a list: the list is not in the cell.
fn without_lead_in(text: &str) -> &str {
    if !text.ends_with(':') {
        return text;
    }
    text.rfind(". ").map_or(text, |at| &text[..=at])
}

/// Sentences, cut further where another subject begins («, а …», "; …", ", while …").
fn clauses(text: &str) -> Vec<Range<usize>> {
    const JOINTS: [&str; 6] = [". ", "; ", ", а ", ", while ", ", whereas ", ", and a "];
    let mut cuts: Vec<usize> = Vec::new();
    for joint in JOINTS {
        // The joint's punctuation stays with what stands before it.
        cuts.extend(text.match_indices(joint).map(|(at, _)| at + joint.find(' ').map_or(1, |blank| blank + 1)));
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts.push(text.len());
    let mut start = 0;
    cuts.into_iter().map(|end| std::mem::replace(&mut start, end)..end).filter(|range| !range.is_empty()).collect()
}
