//! Words of the notes that may be terms of a glossary: what recurs, and what the notes translate themselves.
//!
//! Three signs: a name with its English one in brackets («Образ (Image)»), a name in Latin letters with a capital or
//! written like code (`ClusterIP`, `docker`), and a word that heads items or sections and returns in the text. Each is
//! counted in all its forms. What heads list after list («Ингредиенты») is no term, nor are the words of an address.
//! Several small words in brackets behind a part of a sentence may be a remark, «в сводку (see below)»: they are a name
//! where they stand elsewhere as well. Nothing is decided here: an author takes what is a term and writes what it means.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    ops::Range,
};

use crate::{
    notes::{
        Block, BlockKind, Item, Note, Text, amounts, code,
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
    let (found, doubted) = (BTreeMap::new(), BTreeMap::new());
    let mut finder = Finder { lang, found, doubted, labels, pass: Pass::Naming, foreign: false };
    // Names first, then how often each of them stands: what is no name need not be counted.
    for pass in [Pass::Naming, Pass::Weighing, Pass::Counting] {
        finder.pass = pass;
        for note in notes {
            finder.foreign = !lang.writes('a') && note.source.is_cyrillic();
            for section in &note.sections {
                finder.text(note, &section.title, true);
                section.blocks.iter().for_each(|block| finder.block(note, block));
            }
        }
        if pass == Pass::Weighing {
            finder.settle();
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

/// What the texts are gone through for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pass {
    /// What may be a name.
    Naming,
    /// How often what may be a remark stands in them.
    Weighing,
    /// How often each name does.
    Counting,
}

/// A name and what stands in brackets behind it, which may be a remark.
struct Doubted {
    name: String,
    english: String,
    place: (String, usize),
    /// How often those words stand in the notes.
    count: usize,
}

struct Finder<'a> {
    lang: &'a Lang,
    /// What is none.
    labels: HashSet<Vec<String>>,
    /// What may be a term, by its stems.
    found: BTreeMap<Vec<String>, Candidate>,
    /// What may be a translation, by its stems.
    doubted: BTreeMap<Vec<String>, Doubted>,
    /// Whether Latin words are names here: the note is written in another script.
    foreign: bool,
    pass: Pass,
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
        let addresses = addresses(&text.text);
        let outside = |(at, _): &(usize, &str)| !is_within(&addresses, *at);
        let all: Vec<(usize, &str)> = words(&text.text).filter(outside).collect();
        if self.pass != Pass::Naming {
            return self.count(&all);
        }
        self.translated(text, &all, &place);
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
    fn translated(&mut self, text: &Text, all: &[(usize, &str)], place: &(String, usize)) {
        let code = text.marks.iter().filter(|mark| mark.kind == MarkKind::Code).map(|mark| mark.range.clone());
        let typed: Vec<Range<usize>> = code.collect();
        let text = text.text.as_str();
        for (open, _) in text.match_indices('(') {
            let Some(close) = text[open..].find(')') else { return };
            let inside = text[open + 1..open + close].trim();
            let english = inside.split_whitespace().count();
            let good = (1..=LONGEST).contains(&english)
                && inside.is_ascii()
                && inside.starts_with(|c: char| c.is_ascii_alphabetic())
                && inside.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ' || c == '-');
            // Several words that are typed are a command.
            let command = english > 1 && (is_within(&typed, open + 1) || code::is_typed(inside));
            if !good || command || self.lang.writes('a') {
                continue;
            }
            let before: Vec<&(usize, &str)> = all.iter().filter(|(at, _)| *at < open).collect();
            let sentence = text[..open].rfind(['.', ',', ';', ':', ')']).map_or(0, |at| at + 1);
            let own = before.iter().filter(|(at, _)| *at >= sentence).count();
            let count = if own <= LONGEST && sentence == 0 { own } else { english.min(own) };
            let Some(&&(start, _)) = count.checked_sub(1).and_then(|back| before.get(before.len() - 1 - back)) else {
                continue;
            };
            let cut = text[start..open].trim();
            let name = without_joints(cut);
            if !name.chars().any(|c| self.lang.writes(c)) {
                continue;
            }
            let small = english > 1 && !inside.contains(char::is_uppercase);
            if small && (count < own || name.len() < cut.len()) {
                self.doubt(name, inside, place);
            } else {
                self.name(name, Some(inside), place);
            }
        }
    }

    /// Keeps what may be a remark; where it stands behind the same name again it is none.
    fn doubt(&mut self, name: &str, english: &str, place: &(String, usize)) {
        let doubted = Doubted { name: name.to_owned(), english: english.to_owned(), place: place.clone(), count: 0 };
        self.doubted.entry(stems(english)).or_insert(doubted);
    }

    /// Takes the translations that stand elsewhere as well.
    fn settle(&mut self) {
        for (_, doubted) in std::mem::take(&mut self.doubted).into_iter().filter(|(_, doubted)| doubted.count > 1) {
            self.name(&doubted.name, Some(&doubted.english), &doubted.place);
        }
    }

    /// Counts what is known, or doubted, among some words.
    fn count(&mut self, all: &[(usize, &str)]) {
        let stems: Vec<String> = all.iter().map(|(_, word)| stem(word)).collect();
        for row in (1..=LONGEST).flat_map(|length| stems.windows(length)) {
            let count = match self.pass {
                Pass::Weighing => self.doubted.get_mut(row).map(|doubted| &mut doubted.count),
                _ => self.found.get_mut(row).map(|candidate| &mut candidate.count),
            };
            count.into_iter().for_each(|count| *count += 1);
        }
    }

    fn name(&mut self, name: &str, english: Option<&str>, place: &(String, usize)) {
        let stems = stems(name);
        let small = name.to_lowercase();
        let common = words(&small).all(|(_, word)| is_common(word) || word.chars().all(|c| c.is_ascii_digit()));
        let one_letter = name.chars().count() < 2;
        // A bracket is that of a footnote, a link or a tag.
        let signs = name.contains(['"', '\\', '\n', '[', ']', '^', '<', '>']);
        let joint = without_joints(name).len() < name.len();
        let none = common || one_letter || signs || joint;
        if stems.is_empty() || stems.len() > LONGEST || none || self.labels.contains(&stems) {
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
        let english = |candidate: &Candidate| candidate.english.as_deref().map(stems);
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

fn stems(name: &str) -> Vec<String> {
    words(name).map(|(_, word)| stem(word)).collect()
}

/// A name without the prepositions and conjunctions that it begins or ends with: «образ» of «в образ».
fn without_joints(name: &str) -> &str {
    const ARTICLES: [&str; 3] = ["a", "an", "the"];
    let joint = |word: &str| {
        let small = word.to_lowercase();
        amounts::is_open(&small) && !ARTICLES.contains(&small.as_str())
    };
    let mut name = name.trim();
    while let Some((_, rest)) = name.split_once(' ').filter(|(first, _)| joint(first)) {
        name = rest.trim_start();
    }
    while let Some((rest, _)) = name.rsplit_once(' ').filter(|(_, last)| joint(last)) {
        name = rest.trim_end();
    }
    name
}

/// Whether a byte is in one of some stretches, which stand in order: a text may have a hundred thousand of them.
fn is_within(stretches: &[Range<usize>], at: usize) -> bool {
    let next = stretches.partition_point(|stretch| stretch.end <= at);
    stretches.get(next).is_some_and(|stretch| stretch.contains(&at))
}

/// Where the addresses of a text stand: "https://example.org/bees", "www.example.org", "example.org/bees".
fn addresses(text: &str) -> Vec<Range<usize>> {
    let host = |word: &str| {
        let (host, path) = word.split_once('/').unwrap_or((word, ""));
        let labels = host.split('.').collect::<Vec<_>>();
        let good = |label: &&str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
        let named = labels.last().is_some_and(|last| last.len() > 1 && last.bytes().all(|b| b.is_ascii_lowercase()));
        labels.len() > 1 && labels.iter().all(good) && named && (host.starts_with("www.") || !path.is_empty())
    };
    let word = |word: &&str| word.contains("://") || host(word.trim_matches(['(', ')', '<', '>', ',', '.']));
    let at = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace().filter(word).map(|word| at(word)..at(word) + word.len()).collect()
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
    fn a_remark_in_brackets_is_no_translation() {
        let names = |text: &str| -> Vec<(String, Option<String>)> {
            let note = parse(&Source::new("a.md", text));
            find(&[&note], &Lang::ru()).into_iter().map(|found| (found.name, found.english)).collect()
        };
        let hives = "# Пасека\n\nПосмотри, не залетели ли осы в улей (look under the lid). Улей стоит на солнце, и улью там \
            тепло, а в улье сухо.\n";
        assert!(names(hives).is_empty(), "{:?}", names(hives));
        // A command is none either, however often it stands there.
        let command =
            "Правка не попала в ветку (git rebase). Ветка чиста после git rebase, и в ветку больше не пишут.\n";
        assert!(names(command).iter().all(|(_, english)| english.is_none()), "{:?}", names(command));
        // What stands elsewhere as well, has a capital or is all there is before the bracket is a name.
        let frame = "Соты стоят в медовой рамке (honey frame). Медовая рамка тяжёлая, а honey frame и есть рамка.\n";
        let expected = ("медовой рамке".to_owned(), Some("honey frame".to_owned()));
        assert!(names(frame).contains(&expected), "{:?}", names(frame));
        for text in [
            "Соты стоят в медовой рамке (Honey frame). Медовая рамка тяжёлая.\n",
            "Медовая рамка (honey frame) тяжёлая. Без медовой рамки зимой никак.\n",
        ] {
            assert!(names(text).iter().any(|(_, english)| english.is_some()), "{text}");
        }
        let pairs = "Соты стоят, как в улье (bee house). И зимой мёд лежит в улье (bee house).\n";
        assert_eq!(names(pairs)[0], ("улье".to_owned(), Some("bee house".to_owned())));
    }

    #[test]
    fn the_words_of_an_address_are_no_terms() {
        let line =
            "Про мёд читать на https://honey.example/bees/wax или www.honey.example, ещё honey.example/bees.\n\n";
        let note = parse(&Source::new("a.txt", format!("Мёд и воск\n\n{}", line.repeat(4))));
        let found: Vec<String> = find(&[&note], &Lang::ru()).into_iter().map(|found| found.name).collect();
        assert!(found.iter().all(|name| !name.is_ascii()), "{found:?}");
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
