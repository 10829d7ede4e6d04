//! Other systems that a text names: Jenkins, Swarm, Gmail. They have nodes, jobs and labels of their own.
//!
//! Who has named one goes on speaking of it, until something of the glossary's own is named or the paragraph ends; one
//! in a heading holds for the paragraphs below, one that announces a list for each item, one in a question for the
//! answer, one at the head of a column for its cells. One pass over the words notes where that changes; a name looks
//! its place up.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use super::{
    beside::Cell,
    context::{Bits, Language},
    evidence::{Candidate, SENTENCE, Sign},
    fields::{ATTRIBUTES, Reader, TERMS},
    places::Places,
    words::Words,
};

/// How many words of a paragraph may point to the one before.
const OPENING: usize = 6;

/// Where the systems that a text speaks of change.
#[derive(Debug, Default)]
pub(super) struct Systems {
    changes: Vec<Change>,
    /// The cells that are set against those of another system: the head of their column is the glossary's.
    ours: Vec<Range<usize>>,
    /// The rows of the tables, but for their heads.
    rows: Vec<Range<usize>>,
}

#[derive(Clone, Copy, Debug)]
struct Change {
    /// The word it begins with.
    from: usize,
    /// What is spoken of from there on.
    spoken: Spoken,
}

/// Systems that are spoken of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Spoken {
    /// Their fields.
    told: Bits,
    /// The last name of one, and the fields it stands for.
    name: (usize, Bits),
}

impl Spoken {
    /// Those that `names` stand for.
    fn named(mut names: impl Iterator<Item = (usize, Bits)> + Clone) -> Self {
        let told = names.clone().fold(0, |all, (_, fields)| all | fields);
        Self { told, name: names.find(|(_, fields)| *fields != 0).unwrap_or_default() }
    }

    /// What is left where a word of the glossary's own stands, which some fields share.
    fn turns(&mut self, shared: Bits) {
        self.told &= shared;
    }

    /// This, or where it is nothing, the other.
    fn or(self, other: Self) -> Self {
        if self.told == 0 { other } else { Self { told: self.told | other.told, ..self } }
    }
}

impl Systems {
    /// Those of a text; nothing is looked for where it names none.
    pub(super) fn new(words: &Words<'_>, signs: &[Sign], places: &Places, language: &Language, cells: &[Cell]) -> Self {
        let mut changes = Vec::new();
        let named = |at: usize| signs[at].field.system;
        let ours = |at: usize| is_ours(&signs[at]) && !language.common.holds(&words.words[at].norm);
        let columns = columns(words, signs, cells, ours);
        let rows = rows(words, cells);
        if columns.is_empty() && signs.iter().all(|sign| sign.field.system == 0) {
            return Self { rows, ..Self::default() };
        }
        let compared = |column: &&(_, Option<Spoken>)| column.1.is_some_and(|spoken| spoken.told == 0);
        let ours_cells = columns.iter().filter(compared).map(|(range, _)| range.clone()).collect();
        let mut headings = places.headings.iter().peekable();
        let mut columns = columns.iter().peekable();
        let (mut spoken, mut below, mut list, mut cell) = (Spoken::default(), Spoken::default(), None, 0);
        let (mut asked, mut answers) = (Spoken::default(), false);
        let mut speakers: HashSet<&str> = HashSet::new();
        for (at, sign) in signs.iter().enumerate() {
            let before = spoken.told;
            if let Some(heading) = headings.next_if(|heading| heading.start == at) {
                let names = heading.clone().map(|at| (at, named(at)));
                below = if heading.clone().any(ours) { Spoken::default() } else { Spoken::named(names) };
                (asked, answers) = (Spoken::default(), false);
            }
            if at == 0 || places.paragraph[at] != places.paragraph[at - 1] {
                let asks = at > 0 && words.gap(at).contains('?');
                if places.message[at] != 0 && (at == 0 || places.message[at] != places.message[at - 1]) {
                    // Who has not spoken before may be no speaker: "The drawbacks: …".
                    let known = !speakers.insert(words.words[at].norm.as_str());
                    answers = asks || answers && !known;
                }
                asked = match () {
                    () if asks || points_back(words, places, language, at, ours) => spoken,
                    () if answers => asked,
                    () => Spoken::default(),
                };
                (spoken, list) = (asked.or(below), None);
            } else if words.gap(at).contains("\n- ") {
                spoken = *list.get_or_insert(spoken);
            }
            if let Some((range, column)) = columns.next_if(|(range, _)| range.start == at) {
                (spoken, cell) = (column.unwrap_or(asked.or(below)), range.end);
            } else if at == cell && at > 0 {
                spoken = asked.or(below);
            }
            if named(at) != 0 {
                spoken = Spoken { told: spoken.told | named(at), name: (at, named(at)) };
            } else if ours(at) {
                [&mut spoken, &mut below, &mut asked].into_iter().for_each(|told| told.turns(sign.field.some));
            }
            if spoken.told != before || named(at) != 0 {
                changes.push(Change { from: at, spoken });
            }
        }
        Self { changes, ours: ours_cells, rows }
    }

    /// The fields of the systems that are spoken of at a word.
    pub(super) fn told(&self, at: usize) -> Bits {
        self.until(at).last().map_or(0, |change| change.spoken.told)
    }

    /// The name of a system of these fields that stands last before a word that speaks of it.
    pub(super) fn speaker(&self, at: usize, fields: Bits) -> Option<usize> {
        let spoken = self.until(at).iter().rev().map(|change| change.spoken);
        let mut before = spoken.take_while(|spoken| spoken.told & fields != 0);
        before.find(|spoken| spoken.name.1 & fields != 0).map(|spoken| spoken.name.0)
    }

    fn until(&self, at: usize) -> &[Change] {
        &self.changes[..self.changes.partition_point(|change| change.from <= at)]
    }

    /// The row of a table that a word stands in.
    pub(super) fn row(&self, at: usize) -> Option<Range<usize>> {
        let before = self.rows.partition_point(|row| row.start <= at);
        self.rows[..before].last().filter(|row| at < row.end).cloned()
    }

    /// Whether a word stands in a cell that is set against those of another system.
    pub(super) fn are_compared(&self, at: usize) -> bool {
        let before = self.ours.partition_point(|cell| cell.start <= at);
        self.ours[..before].last().is_some_and(|cell| at < cell.end)
    }
}

impl Reader<'_> {
    /// Whether programs run in what a name stands for: "runs in a container", «в контейнерах крутится».
    pub(super) fn runs(&self, candidate: &Candidate<'_>, language: &Language) -> bool {
        let (from, to) = (candidate.from, candidate.to);
        let word = |at: usize| &self.words.words[at].norm;
        let run = |at: usize| language.runs.holds(word(at));
        let light = |at: &usize| language.articles.holds(word(*at)) || language.there.holds(word(*at));
        let before = (from.saturating_sub(ATTRIBUTES)..from).rev();
        let mut before = before.take_while(|&at| self.is_tied(at + 1)).filter(|at| !light(at));
        let inside = before.next().is_some_and(|at| language.of.holds(word(at)));
        self.is_tied(to) && run(to) || inside && before.next().is_some_and(run)
    }

    /// Whether the sentence of a name, behind the name of a system, has a word that the systems of these fields have
    /// not.
    pub(super) fn turns(&self, candidate: &Candidate<'_>, name: usize, fields: Bits) -> bool {
        let sentence = self.places.around(&self.places.sentence, candidate, SENTENCE);
        (sentence.start.max(name + 1)..sentence.end).any(|at| self.is_strange(at, candidate, fields))
    }

    /// Whether a word is one of the glossary's that the systems of these fields have not.
    pub(super) fn is_strange(&self, at: usize, candidate: &Candidate<'_>, fields: Bits) -> bool {
        let sign = &self.signs[at];
        let doubtful = sign.soft != 0 && sign.soft != candidate.key();
        let is_common = || self.language.is_some_and(|language| language.common.holds(&self.words.words[at].norm));
        sign.field.some & fields == 0 && (is_ours(sign) || doubtful) && !is_common()
    }
}

/// The cells of the tables as words, each with what its column speaks of: what its head names, or where that has a word
/// neither of the glossary nor of a system («Before», «After»), what several of its cells do. Nothing where neither tells.
fn columns(
    words: &Words<'_>,
    signs: &[Sign],
    cells: &[Cell],
    ours: impl Fn(usize) -> bool,
) -> Vec<(Range<usize>, Option<Spoken>)> {
    let word = |byte: usize| words.words.partition_point(|word| word.span.start < byte);
    let range = |text: &Range<usize>| word(text.start)..word(text.end);
    let spoken = |range: Range<usize>| {
        if range.clone().any(&ours) {
            return Some(Spoken::default());
        }
        let named = range.map(|at| (at, signs[at].field.system | signs[at].field.owner));
        Some(Spoken::named(named)).filter(|spoken| spoken.told != 0)
    };
    // By the head of each column, what its cells name.
    let mut by_cells: HashMap<usize, Vec<Spoken>> = HashMap::new();
    for cell in cells {
        by_cells.entry(cell.head.start).or_default().extend(spoken(range(&cell.text)));
    }
    let column = |cell: &Cell| {
        let column = spoken(range(&cell.head)).or_else(|| agreed(by_cells.get(&cell.head.start)?));
        (range(&cell.text), column)
    };
    let columns: Vec<_> = cells.iter().map(column).filter(|(range, _)| !range.is_empty()).collect();
    let tells = columns.iter().any(|(_, column)| column.is_some_and(|column| column.told != 0));
    if tells { columns } else { Vec::new() }
}

/// The cells of each row: a new one begins where the columns do again.
pub(super) fn rows_of(cells: &[Cell]) -> impl Iterator<Item = &[Cell]> {
    cells.chunk_by(|a, b| a.head.start < b.head.start && b.head.start < a.text.start)
}

/// The rows of tables as words.
fn rows(words: &Words<'_>, cells: &[Cell]) -> Vec<Range<usize>> {
    let word = |byte: usize| words.words.partition_point(|word| word.span.start < byte);
    rows_of(cells).filter_map(|row| Some(word(row.first()?.text.start)..word(row.last()?.text.end))).collect()
}

/// What cells of a column speak of, if several do, and all of either the glossary's subject or of other systems.
fn agreed(cells: &[Spoken]) -> Option<Spoken> {
    const FEWEST: usize = 2;
    let &first = cells.first().filter(|_| cells.len() >= FEWEST)?;
    let alike = cells.iter().all(|cell| (cell.told == 0) == (first.told == 0));
    alike.then(|| cells.iter().fold(first, |all, cell| Spoken { told: all.told | cell.told, ..all }))
}

/// Whether a paragraph points to what the one before spoke of: "Nomad was easier. / It was. A service there …".
fn points_back(
    words: &Words<'_>,
    places: &Places,
    language: &Language,
    start: usize,
    ours: impl Fn(usize) -> bool,
) -> bool {
    let word = |at: usize| words.words.get(at).map(|word| word.norm.as_str());
    let inside = |at: &usize| places.paragraph.get(*at) == places.paragraph.get(start) && !ours(*at);
    let exists = |at: usize| word(at).is_some_and(|word| language.exists.holds(word));
    let there = |at: usize| word(at).is_some_and(|word| language.there.holds(word)) && !exists(at + 1);
    start > 0 && (start..start + OPENING).take_while(inside).any(there)
}

fn is_ours(sign: &Sign) -> bool {
    sign.home || sign.strong > TERMS
}
