//! Chapters that speak of the same stand together in the summary of a new book.
//!
//! What a chapter speaks of is told by the words that are frequent in it and rare in the others; words of its title count
//! for more. The word that most chapters share so names their part. Chapters keep their order, a part stands where its
//! first chapter did, and what belongs to no part stands last.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::chapters::{self, Chapter};
use crate::{
    glossary,
    notes::{Block, BlockKind, Item, Note},
    text::{
        Lang,
        words::{is_common, stem, words},
    },
};

/// Fewer chapters need no parts.
const FEWEST_CHAPTERS: usize = 7;
/// So many numbered chapters, or more, have an order of their own; in a long book they are a quarter.
const FEWEST_NUMBERS: usize = 3;
/// So many words say what a chapter speaks of.
const WORDS: usize = 6;
/// A word of the title counts for so many.
const TITLE: usize = 8;
/// So often at least stands the word that names a part in each chapter of it.
const FREQUENT: usize = 3;
/// So much of a chapter is read.
const LONGEST: usize = 20_000;

/// A part of the summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Its title; none where the book has no parts.
    pub title: Option<String>,
    /// Its chapters, by their index.
    pub chapters: Vec<usize>,
}

/// The parts of a book. A text of several chapters is a part by itself, where there are others beside it; conversations
/// and texts of one chapter are put together by their subjects.
pub(super) fn parts(chapters: &[Chapter], notes: &[(String, Note)], lang: &Lang) -> Vec<Part> {
    let of_note = |note: usize| (0..chapters.len()).filter(move |&index| chapters[index].note == note);
    let mut out = Vec::new();
    let mut pool: Vec<usize> = Vec::new();
    for (index, (file, note)) in notes.iter().enumerate() {
        let own: Vec<usize> = of_note(index).collect();
        if notes.len() > 1 && own.len() > 1 {
            let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
            out.push(Part {
                title: Some(chapters::note_title(note).unwrap_or_else(|| stem.to_owned())),
                chapters: own,
            });
        } else {
            pool.extend(own);
        }
    }
    let mut grouped = by_subject(chapters, &pool, notes, lang);
    if grouped.is_empty() && !pool.is_empty() {
        let russian = lang.tag() == "ru";
        let title = match pool.iter().all(|&index| notes[chapters[index].note].1.date.is_some()) {
            true => {
                if russian {
                    "Беседы"
                } else {
                    "Conversations"
                }
            }
            false => {
                if russian {
                    "Остальное"
                } else {
                    "Other subjects"
                }
            }
        };
        grouped.push(Part { title: (!out.is_empty()).then(|| title.to_owned()), chapters: pool });
    }
    out.append(&mut grouped);
    out
}

fn by_subject(chapters: &[Chapter], pool: &[usize], notes: &[(String, Note)], lang: &Lang) -> Vec<Part> {
    // Chapters below others, and those with numbers, have an order of their own.
    let titles = || pool.iter().map(|&index| chapters[index].title.as_str());
    if pool.len() < FEWEST_CHAPTERS || pool.iter().any(|&index| chapters[index].depth > 0) || are_numbered(titles()) {
        return Vec::new();
    }
    let chapters: Vec<&Chapter> = pool.iter().map(|&index| &chapters[index]).collect();
    let counted: Vec<Counted> = chapters.iter().map(|chapter| Counted::of(chapter, &notes[chapter.note].1)).collect();
    let mut spread: HashMap<&str, usize> = HashMap::new();
    counted.iter().flat_map(|chapter| chapter.counts.keys()).for_each(|stem| *spread.entry(stem).or_default() += 1);
    let weight = |chapter: &Counted, stem: &str| {
        let rare = (chapters.len() as f64 / spread.get(stem).copied().unwrap_or(1) as f64).ln();
        (1.0 + chapter.counts.get(stem).copied().unwrap_or_default() as f64).ln() * rare
    };
    let speaks_of: Vec<Vec<&str>> = counted
        .iter()
        .map(|chapter| {
            let mut stems: Vec<&str> =
                chapter.counts.keys().map(String::as_str).filter(|stem| spread[stem] > 1).collect();
            stems.sort_by(|a, b| weight(chapter, b).total_cmp(&weight(chapter, a)).then(a.cmp(b)));
            stems.truncate(WORDS);
            stems
        })
        .collect();
    let mut taken: HashSet<usize> = HashSet::new();
    let mut out: Vec<Part> = Vec::new();
    loop {
        let mut scores: BTreeMap<&str, (f64, Vec<usize>)> = BTreeMap::new();
        for (index, stems) in speaks_of.iter().enumerate().filter(|(index, _)| !taken.contains(index)) {
            for stem in stems {
                let score = scores.entry(stem).or_default();
                score.0 += weight(&counted[index], stem);
                score.1.push(index);
            }
        }
        // A word that names the subject of several: frequent in each, and in the heading of one.
        scores.retain(|stem, (_, members)| {
            let count = |&index: &usize| counted[index].counts.get(*stem).copied().unwrap_or_default();
            members.retain(|index| count(index) >= FREQUENT);
            members.iter().any(|index| count(index) >= TITLE / 2)
        });
        let best = scores
            .into_iter()
            .filter(|(_, (_, members))| members.len() > 1)
            .max_by(|a, b| a.1.0.total_cmp(&b.1.0).then(b.0.cmp(a.0)));
        let Some((stem, (_, members))) = best else { break };
        taken.extend(&members);
        let mut forms: BTreeMap<&str, usize> = BTreeMap::new();
        for (form, count) in members.iter().filter_map(|&index| counted[index].forms.get(stem)).flatten() {
            *forms.entry(form).or_default() += count;
        }
        out.push(Part { title: name(&forms).map(|name| capitalised(&name)), chapters: members });
    }
    // A part of what is left that is larger than the others tells nothing of them.
    if out.len() < 2 || taken.len() * 3 < chapters.len() * 2 {
        return Vec::new();
    }
    out.sort_by_key(|part| part.chapters[0]);
    let rest: Vec<usize> = (0..chapters.len()).filter(|index| !taken.contains(index)).collect();
    if !rest.is_empty() {
        let title = if lang.tag() == "ru" { "Остальное" } else { "Other subjects" };
        out.push(Part { title: Some(title.to_owned()), chapters: rest });
    }
    out.into_iter()
        .map(|part| Part { chapters: part.chapters.iter().map(|&index| pool[index]).collect(), ..part })
        .collect()
}

/// Whether many titles begin with a number, and those count up.
fn are_numbered<'t>(titles: impl Iterator<Item = &'t str>) -> bool {
    let (mut all, mut numbers) = (0, Vec::new());
    for title in titles {
        let digits = title.bytes().take_while(u8::is_ascii_digit).count();
        all += 1;
        numbers.extend(title[..digits].parse::<u16>().ok().filter(|_| title[digits..].starts_with(['.', ')', ' '])));
    }
    numbers.len() >= FEWEST_NUMBERS && numbers.len() * 4 >= all && numbers.windows(2).all(|pair| pair[0] <= pair[1])
}

/// The form of a word that names what all its forms are of, with how often each stands in a text: the one whose own
/// forms they are, or else their common beginning, if they are of that. A bare genitive names nothing.
fn name(forms: &BTreeMap<&str, usize>) -> Option<String> {
    let spelled: Vec<(String, usize)> = forms.iter().map(|(form, &count)| (normal(form), count)).collect();
    let covered = |lemma: &str| -> usize {
        let own: HashSet<String> = glossary::forms::forms(lemma, None, &Lang::ru()).into_iter().collect();
        spelled.iter().filter(|(form, _)| form == lemma || own.contains(form)).map(|(_, count)| count).sum()
    };
    let (best, found) = forms
        .iter()
        .map(|(form, &count)| ((covered(&normal(form)), count, std::cmp::Reverse(form.len())), *form))
        .max()
        .map(|((covered, ..), form)| (form, covered))?;
    let beginning = spelled.iter().skip(1).fold(spelled[0].0.as_str(), |begin, (form, _)| common(begin, form));
    let better = beginning.chars().count() > 2 && covered(beginning) > found;
    Some(if better { beginning.to_owned() } else { best.to_owned() })
}

fn normal(form: &str) -> String {
    form.to_lowercase().replace('ё', "е")
}

/// What two words begin with.
fn common<'w>(this: &'w str, that: &str) -> &'w str {
    let end = this.char_indices().zip(that.chars()).take_while(|&((_, a), b)| a == b).last();
    &this[..end.map_or(0, |((at, c), _)| at + c.len_utf8())]
}

/// How often the words of a chapter stand in it, by their stems, and how they are written.
#[derive(Default)]
struct Counted {
    counts: HashMap<String, usize>,
    /// How often each form of a stem stands in it.
    forms: HashMap<String, BTreeMap<String, usize>>,
    read: usize,
}

impl Counted {
    fn of(chapter: &Chapter, note: &Note) -> Self {
        let mut out = Self::default();
        out.text(&chapter.title, TITLE);
        for section in &note.sections[chapter.sections.clone()] {
            out.text(&section.title.text, TITLE / 2);
            section.blocks.iter().for_each(|block| out.block(block));
        }
        out
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph { text, .. } => self.text(&text.text, 1),
            BlockKind::List { items, .. } => items.iter().for_each(|item| self.item(item)),
            BlockKind::Attributes(attributes) => {
                attributes.iter().for_each(|attribute| self.text(&attribute.value.text, 1))
            }
            BlockKind::Quote(blocks) => blocks.iter().for_each(|below| self.block(below)),
            BlockKind::Table { head, rows, .. } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| self.text(&cell.text, 1))
            }
            BlockKind::Code { .. } => {}
        }
    }

    fn item(&mut self, item: &Item) {
        self.text(&item.text.text, 1);
        item.attributes.iter().for_each(|attribute| self.text(&attribute.value.text, 1));
        item.blocks.iter().for_each(|block| self.block(block));
    }

    fn text(&mut self, text: &str, weight: usize) {
        if self.read > LONGEST {
            return;
        }
        self.read += text.len();
        for (_, word) in words(text) {
            let small = word.to_lowercase();
            if small.chars().count() < 3 || is_common(&small) || small.starts_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let stem = stem(&small);
            *self.counts.entry(stem.clone()).or_default() += weight;
            *self.forms.entry(stem).or_default().entry(word.to_owned()).or_default() += weight;
        }
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notes::parse, text::Source};

    #[test]
    fn chapters_with_numbers_keep_their_order() {
        let titles = ["Опара густая", "Выпечка", "Опара зимой", "Выпечка дома", "Опара летом", "Выпечка булок", "Соль"];
        let shown = |numbered: bool| {
            let number = |at: usize| if numbered { format!("{at}. ") } else { String::new() };
            let chapter = |(title, at): (&&str, usize)| {
                format!("## {}{title}\n\n{}\n\n", number(at), format!("{title}. ").repeat(4))
            };
            let text: String = titles.iter().zip(1..).map(chapter).collect();
            let notes = [("a.md".to_owned(), parse(&Source::new("a.md", text)))];
            parts(&chapters::chapters(&notes), &notes, &Lang::ru()).len()
        };
        assert!(shown(true) == 1 && shown(false) > 1);
    }

    #[test]
    fn a_part_has_a_name_and_no_case() {
        let named = |forms: &[(&'static str, usize)]| name(&forms.iter().copied().collect()).unwrap_or_default();
        assert_eq!(named(&[("рамки", 9), ("рамка", 4), ("рамок", 3)]), "рамка");
        assert_eq!(named(&[("томатов", 9), ("томат", 1), ("Томаты", 2)]), "Томаты");
        assert_eq!(named(&[("закваски", 9), ("закваску", 2), ("закваска", 1)]), "закваска");
        assert_eq!(named(&[("контейнера", 4), ("контейнер", 1), ("контейнером", 1)]), "контейнер");
        assert_eq!(named(&[("насоса", 4), ("насосов", 3)]), "насос");
        assert_eq!(named(&[("Pods", 4), ("Pod", 3)]), "Pod");
    }

    #[test]
    fn chapters_of_one_subject_stand_together() {
        let text = "## Закваска ржаная\n\nЗакваску кормят мукой.\n\n## Рассада томатов\n\nТоматы любят свет, рассаду томатов пикируют.\n\n\
            ## Закваска зимой\n\nЗакваска медленнее растёт.\n\n## Перец и томаты\n\nТоматы и перец высаживают в мае.\n\n\
            ## Хранение закваски\n\nВ холоде закваска живёт неделю.\n\n## Полив томатов\n\nТоматы поливают редко.\n\n## Ремонт велосипеда\n\nЦепь смазывают.\n";
        let notes = [("a.md".to_owned(), parse(&Source::new("a.md", text)))];
        let chapters = chapters::chapters(&notes);
        let parts = parts(&chapters, &notes, &Lang::ru());
        let shown: Vec<_> = parts.iter().map(|part| (part.title.as_deref(), part.chapters.clone())).collect();
        assert_eq!(
            shown,
            [(Some("Закваска"), vec![0, 2, 4]), (Some("Томаты"), vec![1, 3, 5]), (Some("Остальное"), vec![6])]
        );
    }
}
