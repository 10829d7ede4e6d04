//! Words of the notes that may be terms of a glossary: what recurs, and what the notes translate themselves.
//!
//! Three signs: a name with its English one in brackets («Образ (Image)»), a name in Latin letters with a capital or
//! written like code (`ClusterIP`, `docker`), and a word that heads items or sections and returns in the text. Each is
//! counted in all its forms. What heads list after list («Ингредиенты») is no term. Nothing is decided here: an author
//! takes what is a term and writes what it means.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::{
    notes::{
        Block, BlockKind, Item, Note, Text,
        model::{MarkKind, split_label},
    },
    text::{
        Lang,
        words::{is_common, stem, words},
    },
};

/// A word that may be a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// As the notes name it.
    pub name: String,
    /// What the notes call it in English.
    pub english: Option<String>,
    /// How often it stands in the notes, in any form.
    pub count: usize,
    /// The note and line where it first does.
    pub first: (String, usize),
}

/// So many candidates are worth a look.
const MOST: usize = 60;
/// A word that stands less often than this does not recur.
const FEWEST: usize = 3;
/// The most words a term has.
const LONGEST: usize = 4;

/// The candidates of some notes in the language they are written in, the most frequent first.
pub fn find(notes: &[&Note], lang: &Lang) -> Vec<Candidate> {
    let labels = labels(notes);
    let mut finder = Finder { lang, found: BTreeMap::new(), labels, counting: false, foreign: false };
    // Names first, then how often each of them stands: what is no name need not be counted.
    for counting in [false, true] {
        finder.counting = counting;
        for note in notes {
            finder.foreign = !lang.writes('a') && note.source.is_cyrillic();
            for section in &note.sections {
                finder.text(note, &section.title, true);
                section.blocks.iter().for_each(|block| finder.block(note, block));
            }
        }
    }
    finder.finish()
}

/// The stems of what heads several lists: it names a part of each recipe or chapter, and no thing.
fn labels(notes: &[&Note]) -> HashSet<Vec<String>> {
    const SEVERAL: usize = 2;
    let is_list = |block: &&Block| matches!(block.kind, BlockKind::List { .. });
    let mut heads: HashMap<Vec<String>, usize> = HashMap::new();
    for section in notes.iter().flat_map(|note| &note.sections) {
        let titled = section.blocks.first().filter(is_list).map(|_| section.title.text.as_str());
        let labels = section.blocks.windows(2).filter_map(|pair| match &pair[0].kind {
            BlockKind::Paragraph { text, .. } if text.text.ends_with(':') && is_list(&&pair[1]) => Some(&text.text[..]),
            _ => None,
        });
        for head in titled.into_iter().chain(labels) {
            *heads.entry(words(head).map(|(_, word)| stem(word)).collect()).or_default() += 1;
        }
    }
    heads.into_iter().filter(|(_, count)| *count >= SEVERAL).map(|(stems, _)| stems).collect()
}

struct Finder<'a> {
    lang: &'a Lang,
    /// What is none.
    labels: HashSet<Vec<String>>,
    /// What may be a term, by its stems.
    found: BTreeMap<Vec<String>, Candidate>,
    /// Whether Latin words are names here: the note is written in another script.
    foreign: bool,
    /// Whether all names are known.
    counting: bool,
}

impl Finder<'_> {
    fn block(&mut self, note: &Note, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph { text, .. } => self.text(note, text, true),
            BlockKind::List { items, .. } => items.iter().for_each(|item| self.item(note, item)),
            BlockKind::Attributes(attributes) => {
                attributes.iter().for_each(|attribute| self.text(note, &attribute.value, false))
            }
            BlockKind::Table { head, rows, .. } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| self.text(note, cell, false));
            }
            BlockKind::Quote(blocks) => blocks.iter().for_each(|below| self.block(note, below)),
            BlockKind::Code { .. } => {}
        }
    }

    fn item(&mut self, note: &Note, item: &Item) {
        self.text(note, &item.text, true);
        item.attributes.iter().for_each(|attribute| self.text(note, &attribute.value, false));
        item.blocks.iter().for_each(|block| self.block(note, block));
    }

    fn text(&mut self, note: &Note, text: &Text, heads: bool) {
        let place = (note.source.name().to_owned(), note.source.line(text.span.start));
        let all: Vec<(usize, &str)> = words(&text.text).collect();
        if self.counting {
            let stems: Vec<String> = all.iter().map(|(_, word)| stem(word)).collect();
            for length in 1..=LONGEST {
                for row in stems.windows(length) {
                    if let Some(candidate) = self.found.get_mut(row) {
                        candidate.count += 1;
                    }
                }
            }
            return;
        }
        self.translated(&text.text, &all, &place);
        if heads {
            let label = split_label(&text.text, LONGEST).map(|(label, _)| &text.text[label]);
            let short = all.len() <= 3 && !text.text.ends_with(['?', '!', '.']);
            if let Some(head) = label.or(short.then_some(text.text.as_str())) {
                let head = head.split('(').next().unwrap_or_default().trim().trim_end_matches(':');
                self.name(head, None, &place);
            }
        }
        for (at, word) in &all {
            let code = text.marks.iter().any(|mark| mark.kind == MarkKind::Code && mark.range.contains(at));
            let inner_capital = word.chars().skip(1).any(char::is_uppercase);
            let latin = word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                && word.starts_with(|c: char| c.is_ascii_alphabetic());
            // In a text in another script every Latin word is a name; in an English one only what is written like one.
            let foreign = latin && self.foreign && word.len() > 2;
            if !code && latin && (foreign || inner_capital && word.len() > 2) {
                self.name(word, None, &place);
            }
        }
    }

    /// «Сетевая политика (Network Policy)»: as many words before the bracket as stand in it, or all of a heading.
    fn translated(&mut self, text: &str, all: &[(usize, &str)], place: &(String, usize)) {
        for (open, _) in text.match_indices('(') {
            let Some(close) = text[open..].find(')') else { return };
            let inside = text[open + 1..open + close].trim();
            let english = inside.split_whitespace().count();
            let good = (1..=LONGEST).contains(&english)
                && inside.is_ascii()
                && inside.starts_with(|c: char| c.is_ascii_alphabetic())
                && inside.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ' || c == '-');
            if !good || self.lang.writes('a') {
                continue;
            }
            let before: Vec<&(usize, &str)> = all.iter().filter(|(at, _)| *at < open).collect();
            let sentence = text[..open].rfind(['.', ',', ';', ':', ')']).map_or(0, |at| at + 1);
            let own = before.iter().filter(|(at, _)| *at >= sentence).count();
            let count = if own <= LONGEST && sentence == 0 { own } else { english.min(own) };
            let Some(&&(start, _)) = count.checked_sub(1).and_then(|back| before.get(before.len() - 1 - back)) else {
                continue;
            };
            let name = text[start..open].trim();
            if name.chars().any(|c| self.lang.writes(c)) {
                self.name(name, Some(inside), place);
            }
        }
    }

    fn name(&mut self, name: &str, english: Option<&str>, place: &(String, usize)) {
        let stems: Vec<String> = words(name).map(|(_, word)| stem(word)).collect();
        let small = name.to_lowercase();
        let common = words(&small).all(|(_, word)| is_common(word) || word.chars().all(|c| c.is_ascii_digit()));
        let one_letter = name.chars().count() < 2;
        // A bracket is that of a footnote, a link or a tag.
        let signs = name.contains(['"', '\\', '\n', '[', ']', '^', '<', '>']);
        if stems.is_empty() || stems.len() > LONGEST || common || one_letter || signs || self.labels.contains(&stems) {
            return;
        }
        let known = self.found.entry(stems).or_insert_with(|| Candidate {
            name: name.to_owned(),
            english: None,
            count: 0,
            first: place.clone(),
        });
        if known.english.is_none() {
            known.english = english.map(str::to_owned);
        }
    }

    fn finish(self) -> Vec<Candidate> {
        let recurs =
            |candidate: &Candidate| candidate.count >= FEWEST || candidate.english.is_some() && candidate.count > 1;
        // The English name of another is that one.
        let english = |candidate: &Candidate| {
            let name = candidate.english.as_deref()?;
            Some(words(name).map(|(_, word)| stem(word)).collect::<Vec<_>>())
        };
        let known: HashSet<Vec<String>> =
            self.found.values().filter(|known| recurs(known)).filter_map(english).collect();
        let own = |(stems, candidate): &(Vec<String>, Candidate)| candidate.english.is_some() || !known.contains(stems);
        let found = self.found.into_iter().filter(own).map(|(_, candidate)| candidate);
        let mut out: Vec<Candidate> = found.filter(recurs).collect();
        out.sort_by(|a, b| (b.english.is_some(), b.count, &a.name).cmp(&(a.english.is_some(), a.count, &b.name)));
        out.truncate(MOST);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notes::parse, text::Source};

    #[test]
    fn what_recurs_and_what_is_translated() {
        let note = parse(&Source::new(
            "a.txt",
            "Закваска\nЗакваска (Sourdough) живёт в банке. Закваску кормят мукой, и через день закваска готова.\n\n\
             Виды муки:\n\n1. Ржаная мука (Rye flour): тёмная. Ржаная мука берёт больше воды.\n2. Пшеничная: светлая.\n\n\
             Печь Bosch держит жар, а Bosch с паром ещё лучше: Bosch не сушит корку.\n",
        ));
        let found = find(&[&note], &Lang::ru());
        let shown: Vec<_> = found.iter().map(|c| (c.name.as_str(), c.english.as_deref(), c.count)).collect();
        assert_eq!(
            shown,
            [("Закваска", Some("Sourdough"), 4), ("Ржаная мука", Some("Rye flour"), 2), ("Bosch", None, 3)]
        );
        assert_eq!(found[0].first, ("a.txt".to_owned(), 1));
    }

    #[test]
    fn labels_footnotes_and_english_names_are_no_terms_of_their_own() {
        let hives = "Ульи\n\nРамка (frame) держит соты. Рамку моют, а frame по-английски тоже рамка, и frame лёгкая.\n\n\
            Для лежака\n\nМатериалы:\n- доски\n- гвозди\n\nДля стояка\n\nМатериалы:\n- фанера\n- клей\n\n\
            Материалы берут сухие: материалы дышат.\n";
        let note = parse(&Source::new("a.txt", hives));
        let found = find(&[&note], &Lang::ru());
        let shown: Vec<_> = found.iter().map(|c| (c.name.as_str(), c.english.as_deref())).collect();
        assert_eq!(shown, [("Рамка", Some("frame"))]);
        let bees = parse(&Source::new(
            "a.md",
            "# Bees\n\nBees dance[^dance] and fly[^dance].\n\n[^dance]: The dance[^dance] of bees.\n\n## [^dance]\n\nDance.\n",
        ));
        assert!(find(&[&bees], &Lang::en()).iter().all(|candidate| !candidate.name.contains('^')));
        let folded = "<details>\n\nWhy bees dance.\n\n</details>\n\n".repeat(4);
        assert!(find(&[&parse(&Source::new("a.md", folded))], &Lang::en()).iter().all(|one| !one.name.contains('<')));
    }
}
