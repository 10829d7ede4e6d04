//! Which sections make a chapter of a new book.
//!
//! A section of the highest rank opens a chapter, what lies deeper goes with it, and so does a heading that returns again
//! and again («Ingredients»): it divides a subject and is none. A heading that nothing follows stands above the chapters
//! behind it; where those are counted («Way 1», «Way 2»), above no others. A conversation is a chapter as a whole.

use std::collections::HashMap;

use crate::{
    notes::{Note, Role, Section, levels},
    text::{markdown::escape, slug},
};

/// More chapters than this no reader can choose from, and mdBook's pages grow with their number.
const MOST: usize = 400;
/// So many characters of a title are shown.
const LONGEST_TITLE: usize = 80;

/// A chapter of a new book.
#[derive(Clone, Debug)]
pub(super) struct Chapter {
    /// What it is called in the summary.
    pub title: String,
    /// Its file, relative to `src`.
    pub path: String,
    /// How many chapters stand above it.
    pub depth: usize,
    /// The index of its note.
    pub note: usize,
    /// Its sections, by their index in the note.
    pub sections: std::ops::Range<usize>,
    /// What its sections are asked for with.
    target: String,
    /// Whether the heading of its first section is its own.
    is_headed: bool,
    /// When its conversation was held.
    date: Option<String>,
}

impl Chapter {
    /// What its file holds.
    pub(super) fn markdown(&self) -> String {
        match self.is_headed {
            true => format!("{{{{#note {} level=1}}}}\n", self.target),
            false => {
                let date = self.date.as_ref().map_or(String::new(), |date| format!("{{{{#date {date}}}}}\n\n"));
                format!("# {}\n\n{date}{{{{#note {}}}}}\n", escape(&self.title), self.target)
            }
        }
    }
}

/// The chapters of all notes, in their order.
pub(super) fn chapters(notes: &[(String, Note)]) -> Vec<Chapter> {
    let mut slugs = slug::Slugs::default();
    for reserved in ["glossary", "map", "raw", "summary", "index", "print", "unsorted", "404", "toc", "readme"] {
        slugs.take(reserved, reserved);
    }
    let runs: Vec<Vec<(std::ops::Range<usize>, usize)>> = notes.iter().map(|(_, note)| runs(note)).collect();
    let all: usize = runs.iter().map(Vec::len).sum();
    let together = all.div_ceil(MOST).max(1);
    let mut out = Vec::new();
    for (index, ((file, note), runs)) in notes.iter().zip(runs).enumerate() {
        for run in runs.chunks(together) {
            let (Some((first, depth)), Some((last, _))) = (run.first(), run.last()) else { continue };
            let sections = first.start..last.end;
            let whole = sections == (0..note.sections.len());
            let title = title(file, note, &sections, whole);
            let head = &note.sections[sections.start];
            // A title of its own, or the identifier of the first section, which may be that of a term.
            let wanted = if whole { slug::slug(&title) } else { head.id.clone() };
            let target = match &note.sections[sections.clone()] {
                _ if whole => file.clone(),
                [one] => format!("{file}#{}", one.id),
                several => format!("{file}#{}..{}", several[0].id, several[several.len() - 1].id),
            };
            let depth = if together > 1 { 0 } else { *depth };
            out.push(Chapter {
                title,
                path: format!("{}.md", slugs.take(&wanted, "section")),
                depth,
                note: index,
                is_headed: !head.title.text.is_empty() && (!whole || note.date.is_none()),
                date: note.date.clone(),
                sections,
                target,
            });
        }
    }
    out
}

/// The sections of each chapter of a note, and how many chapters stand above it.
fn runs(note: &Note) -> Vec<(std::ops::Range<usize>, usize)> {
    let sections = &note.sections;
    if sections.is_empty() {
        return Vec::new();
    }
    if note.date.is_some() {
        return vec![(0..sections.len(), 0)];
    }
    let mut titles: HashMap<&str, usize> = HashMap::new();
    sections.iter().for_each(|section| *titles.entry(section.title.text.as_str()).or_default() += 1);
    let named = |section: &&Section| !section.title.text.is_empty();
    let highest = sections.iter().filter(named).map(|section| section.level).min().unwrap_or(1);
    let alone = sections.iter().filter(named).filter(|section| section.level == highest).count() == 1;
    // One title above all is that of the note: its parts are the chapters.
    let rank = if alone && sections.len() > 2 {
        sections.iter().filter(named).map(|s| s.level).filter(|&l| l > highest).min().unwrap_or(highest)
    } else {
        highest
    };
    let below_capitals = below_capitals(sections, rank);
    let opens = |i: usize| {
        let section = &sections[i];
        let divides = titles.get(section.title.text.as_str()).is_some_and(|&count| count > 1);
        // What an answer is divided into belongs to its question.
        let answers = section.speaker == Some(Role::Assistant) && section.role == Role::Assistant;
        (section.level <= rank || below_capitals[i] == 1) && named(&section) && !divides && !answers
    };
    let mut out: Vec<(std::ops::Range<usize>, usize)> = Vec::new();
    // Whether chapters stand below a heading, and which ones are counted below the one that announces them.
    let (mut below, mut counted) = (false, None);
    for (i, section) in sections.iter().enumerate() {
        if i > 0 && !opens(i) {
            if let Some((run, _)) = out.last_mut() {
                run.end = i + 1;
            }
            continue;
        }
        let heads = below_capitals[i] == 0 && below_capitals.get(i + 1) == Some(&1);
        let next = sections.get(i + 1).filter(|next| (heads || next.level <= section.level) && opens(i + 1));
        let stands_above =
            (heads || section.blocks.is_empty()) && section.role != Role::User && named(&section) && next.is_some();
        let leaves = i > 0 && below_capitals[i - 1] > 0 && below_capitals[i] == 0;
        // What the author jotted down is no part of a subject.
        let jotted = section.role == Role::Own && section.title.text.starts_with(char::is_lowercase);
        let counts = next.filter(|_| stands_above).and_then(|next| series(&next.title.text));
        if counted.is_some() && counted != series(&section.title.text) {
            counted = None;
        }
        if jotted || leaves || stands_above && counts.is_none() {
            (below, counted) = (false, None);
        }
        out.push((i..i + 1, usize::from(below) + usize::from(counted.is_some())));
        match counts {
            Some(_) => counted = counts,
            None => below |= stands_above,
        }
    }
    out
}

/// How deep each section stands below a chapter in capitals; 0 where there is none.
fn below_capitals(sections: &[Section], rank: u8) -> Vec<u8> {
    let mut chapter = None;
    let below = |section: &Section| {
        if section.level <= rank && !section.title.text.is_empty() {
            let heads = section.role != Role::User && levels::is_chapter(&section.title.text);
            chapter = heads.then_some(section.level);
        }
        chapter.map_or(0, |level| section.level.saturating_sub(level))
    };
    sections.iter().map(below).collect()
}

/// What a heading counts: "Step" in "Step 2: the dough", nothing but the number in "2. The dough".
fn series(title: &str) -> Option<&str> {
    let at = title.find(|c: char| c.is_ascii_digit())?;
    let what = title[..at].trim();
    let behind = title[at..].trim_start_matches(|c: char| c.is_ascii_digit());
    let ends =
        behind.starts_with(['.', ')', ':']) || !what.is_empty() && (behind.is_empty() || behind.starts_with(' '));
    (ends && !what.contains(char::is_whitespace)).then_some(what)
}

fn title(file: &str, note: &Note, sections: &std::ops::Range<usize>, whole: bool) -> String {
    let first = &note.sections[sections.start].title.text;
    let conversation = note.title.as_deref().filter(|_| whole && note.date.is_some());
    let own = conversation.unwrap_or(first).trim();
    let name = file.rsplit('/').next().unwrap_or(file);
    let title = if own.is_empty() { name.rsplit_once('.').map_or(name, |(stem, _)| stem) } else { own };
    if title.chars().count() <= LONGEST_TITLE {
        return title.to_owned();
    }
    let cut: String = title.chars().take(LONGEST_TITLE).collect();
    let words = cut.rfind(' ').filter(|&at| at > cut.len() / 2).map_or(cut.as_str(), |at| &cut[..at]);
    format!("{words}…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notes::parse, text::Source};

    fn shape(text: &str) -> Vec<(String, usize, usize)> {
        let notes = [("a.md".to_owned(), parse(&Source::new("a.md", text)))];
        chapters(&notes).into_iter().map(|chapter| (chapter.path, chapter.depth, chapter.sections.len())).collect()
    }

    #[test]
    fn a_heading_that_returns_is_no_chapter() {
        let text = "# Супы\n\n# Борщ\n\nс мясом\n\n# Состав\n\nсвёкла\n\n# Уха\n\nрыбная\n\n# Состав\n\nрыба\n";
        assert_eq!(shape(text), [("supy.md".into(), 0, 1), ("borshch.md".into(), 1, 2), ("ukha.md".into(), 1, 2)]);
    }

    #[test]
    fn what_is_counted_stands_below_its_heading_and_nothing_else_does() {
        let text = "# Smaller images\n\n# Way 1. Stages\n\nbuild, then copy\n\n# Way 2. Another base\n\nalpine\n\n# Tags\n\nthey move\n";
        let depths = |text: &str| shape(text).into_iter().map(|(_, depth, _)| depth).collect::<Vec<_>>();
        assert_eq!(depths(text), [0, 1, 1, 0]);
        assert_eq!(depths(&text.replace("Way 1. ", "").replace("Way 2. ", "")), [0, 1, 1, 1]);
        let titled = format!("# Images\n\n# What they are\n\nlayers\n\n{text}");
        assert_eq!(depths(&titled), [0, 1, 1, 2, 2, 1]);
    }

    #[test]
    fn an_answer_with_headings_is_one_chapter_with_its_question() {
        let text = "чем бегония отличается от герани? объясни на пальцах\n\nБегония и герань: в чём разница\n\nБегония \
            любит тень и влагу, а герань растёт на солнце.\n\nПолив и уход\n\nОбе поливают под корень, раз в \
            неделю.\n\nа как их пересадить?\n\nВесной, и горшок берут немного шире прежнего.\n";
        let shape = shape(text);
        let sections: Vec<usize> = shape.iter().map(|(_, _, sections)| *sections).collect();
        assert_eq!(sections, [3, 1], "{shape:?}");
    }

    #[test]
    fn one_title_above_all_is_that_of_the_note() {
        let text = "# Bread\n\nabout bread\n\n## Flour\n\nwheat\n\n### Rye\n\ndark\n\n## Water\n\ncold\n";
        assert_eq!(shape(text), [("bread.md".into(), 0, 1), ("flour.md".into(), 0, 2), ("water.md".into(), 0, 1)]);
    }

    #[test]
    fn thousands_of_sections_are_hundreds_of_chapters() {
        let text: String = (0..3000).map(|n| format!("# Часть {n}\n\nтекст\n\n")).collect();
        let chapters = shape(&text);
        assert!(chapters.len() <= MOST, "{}", chapters.len());
        assert_eq!(chapters.iter().map(|(.., sections)| sections).sum::<usize>(), 3000);
    }
}
