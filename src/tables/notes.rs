//! Comparison tables from what the notes say: a column a term, a row a label.
//!
//! In come the notes and a matcher that knows the terms; out comes a [`Table`] whose every cell knows its line. What
//! counts is what [`super::entities`] finds below the terms' names, and the text behind a name («ClusterIP: Этот тип…»,
//! «DaemonSet - развёртывание…»). Labels that mean the same are one row, which says so. What the notes do not say stays
//! an empty cell.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use super::{
    entities::{Entity, HEAD_WORDS, Part, PartOf, Said},
    labels::{Key, Labels},
    model::{Cell, Head, Kind, Row, Table},
};
use crate::{
    glossary::{Glossary, Matcher, TermId},
    notes::model::split_label,
    text::{Lang, Localized, Source, Span, markdown::escape},
};

/// Turns a message of the source language (inline Markdown) into the languages of the book.
pub type Translate<'a> = dyn Fn(&str) -> Localized + 'a;

/// Tables of the notes.
pub struct Comparer<'a> {
    /// The terms.
    pub glossary: &'a Glossary,
    /// Finders of their names.
    pub matchers: &'a BTreeMap<Lang, Matcher>,
    /// What the notes describe.
    pub entities: &'a [Entity],
    /// Which labels mean the same.
    pub labels: &'a Labels,
    /// The languages of the book.
    pub translate: &'a Translate<'a>,
}

/// What is said of one column under one label, one after the other.
#[derive(Clone, Default)]
struct Statement {
    parts: Vec<Part>,
    /// Where it begins, and to where the first stretch reaches.
    origin: Option<(Source, Span)>,
    weak: bool,
}

/// A row before it is written: what it is about, the labels the notes use for it, and a statement a column.
struct Draft {
    key: Option<Key>,
    labels: Vec<String>,
    statements: Vec<Option<Statement>>,
}

impl Comparer<'_> {
    /// The table `{{#compare …}}` of `terms`.
    pub fn compare(&self, terms: &[&str]) -> Table {
        let ids: Vec<TermId> = terms.iter().filter_map(|id| Some(self.glossary.term(id)?.id.clone())).collect();
        let name = |id: &TermId, lang: &Lang| {
            self.glossary.term(id.as_str()).map(|term| term.name(lang).to_owned()).unwrap_or_default()
        };
        let both = |id: &TermId| Localized { ru: name(id, &Lang::ru()), en: name(id, &Lang::en()) };
        let columns = ids.iter().map(|id| Head { id: id.as_str().to_owned(), title: both(id) }).collect();
        let joined = |lang: &Lang| ids.iter().map(|id| name(id, lang)).collect::<Vec<_>>().join(" / ");
        let title = Localized { ru: joined(&Lang::ru()), en: joined(&Lang::en()) };
        let mut said: Vec<Vec<(Said, Source)>> = vec![Vec::new(); ids.len()];
        for entity in self.entities {
            for (id, column) in ids.iter().zip(&mut said).filter(|(id, _)| entity.terms.contains(id)) {
                // An item about several terms says something of each.
                let share = |said: &Said| {
                    let mut said = said.clone();
                    if said.label.is_none() && entity.terms.len() > 1 {
                        let own = said.parts.iter_mut().filter(|part| part.of == PartOf::Whole);
                        own.for_each(|part| part.of = PartOf::About(id.clone()));
                    }
                    (said, entity.source.clone())
                };
                column.extend(entity.said.iter().map(share));
            }
        }
        self.table(format!("compare-{}", terms.join("-")), title, columns, &said)
    }

    /// A table of things, each with what is said of it, whether or not they are terms.
    pub fn table(&self, id: String, title: Localized, columns: Vec<Head>, said: &[Vec<(Said, Source)>]) -> Table {
        let wide = columns.len() > 2;
        let mut rows: Vec<Row> = Vec::new();
        let mut says = 0;
        for draft in self.drafts(said) {
            let count = draft.statements.iter().flatten().count();
            let weak = draft.statements.iter().flatten().all(|statement| statement.weak);
            // Among three and more, what is said of one alone compares nothing; nor does what only looks like a label.
            if count < if wide || weak { 2 } else { 1 } {
                continue;
            }
            let (title, also) = self.heads(&draft, says > 0);
            says += usize::from(draft.key.is_none());
            let id = format!("row-{}", rows.len() + 1);
            let cells = draft.statements.into_iter().map(|statement| statement.map(|it| self.cell(it))).collect();
            rows.push(Row { id, title, also, cells, note: None, differs: true });
        }
        Table { id, title, kind: Kind::Notes, columns, rows }
    }

    /// The rows: what stands behind the names, as often as needed, then every label in the order of its appearance.
    fn drafts(&self, said: &[Vec<(Said, Source)>]) -> Vec<Draft> {
        let (mut says, mut labelled): (Vec<Draft>, Vec<Draft>) = (Vec::new(), Vec::new());
        let columns = said.len();
        let mut by_key: HashMap<Key, usize> = HashMap::new();
        for (column, of_column) in said.iter().enumerate() {
            let mut nth = 0;
            for (said, source) in of_column {
                let key = said.label.as_deref().map(|label| self.labels.key(label));
                let (rows, at) = match &key {
                    Some(key) => {
                        let at = *by_key.entry(key.clone()).or_insert(labelled.len());
                        (&mut labelled, at)
                    }
                    None => {
                        nth += 1;
                        (&mut says, nth - 1)
                    }
                };
                if at == rows.len() {
                    rows.push(Draft { key, labels: Vec::new(), statements: vec![None; columns] });
                }
                let row = &mut rows[at];
                row.labels.extend(said.label.clone().filter(|label| !row.labels.contains(label)));
                row.statements[column].get_or_insert_with(Statement::default).add(said, source);
            }
        }
        says.append(&mut labelled);
        says
    }

    /// What stands at the head of a row, and the other labels of the notes that mean the same.
    fn heads(&self, draft: &Draft, again: bool) -> (Localized, Vec<Localized>) {
        let Some(key) = &draft.key else {
            let title = match again {
                false => Localized { ru: "Что сказано".into(), en: "What the notes say".into() },
                true => Localized { ru: "И ещё".into(), en: "And further".into() },
            };
            return (title, Vec::new());
        };
        let first = draft.labels.first().map(String::as_str).unwrap_or_default();
        let title = self.labels.title(key).unwrap_or(first);
        let differs = |label: &&String| label.to_lowercase() != title.to_lowercase();
        let also = draft.labels.iter().filter(differs).map(|label| (self.translate)(&escape(label))).collect();
        ((self.translate)(&escape(title)), also)
    }

    fn cell(&self, statement: Statement) -> Cell {
        let mut text = Localized::default();
        for (at, part) in statement.parts.iter().enumerate() {
            let message = (self.translate)(&part.message);
            for (lang, out, message) in
                [(Lang::ru(), &mut text.ru, &message.ru), (Lang::en(), &mut text.en, &message.en)]
            {
                let cut = match &part.of {
                    PartOf::Whole => message.clone(),
                    PartOf::BehindLabel => split_label(message, HEAD_WORDS)
                        .map_or(message.as_str(), |(_, rest)| &message[rest..])
                        .to_owned(),
                    PartOf::About(term) => {
                        self.matchers.get(&lang).map_or(message.clone(), |matcher| about(message, term, matcher))
                    }
                };
                let cut = if statement.parts.len() == 1 { without_lead_in(&cut) } else { &cut };
                if at > 0 && !out.is_empty() && !cut.is_empty() {
                    out.push_str(match out.ends_with(['.', ';', '!', '?', ',']) || part.goes_on {
                        true => " ",
                        false => "; ",
                    });
                }
                out.push_str(cut);
            }
        }
        Cell { text, origin: statement.origin, code: false }
    }
}

impl Statement {
    fn add(&mut self, said: &Said, source: &Source) {
        self.weak = said.weak && (self.weak || self.parts.is_empty());
        self.parts.extend(said.parts.iter().cloned());
        self.origin.get_or_insert_with(|| (source.clone(), said.span));
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
