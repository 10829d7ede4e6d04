//! Which sections make a chapter of a new book.
//!
//! A section of the highest rank opens a chapter, what lies deeper goes with it, and so does a heading that returns again
//! and again («Ingredients»): it divides a subject and is none. What stands right below a chapter in capitals or one that
//! is counted («Глава 1») is a chapter below it. Chapters stand below each other as their headings do in the note. A
//! conversation is a chapter as a whole.

use std::collections::HashMap;

use crate::{
    notes::{Block, BlockKind, Note, Role, Section, captions, levels, sentences, without_greeting},
    text::{markdown::escape, slug},
};

/// More chapters than this no reader can choose from, and mdBook's pages grow with their number.
const MOST: usize = 400;
/// So many characters of a title are shown, and so many at least where it is cut behind a clause.
const LONGEST_TITLE: usize = 80;
const SHORTEST_TITLE: usize = 30;
/// What begins another clause.
const CLAUSES: [&str; 14] =
    [", ", "; ", ": ", " — ", " – ", " - ", " (", " и ", " или ", " но ", " чтобы ", " and ", " or ", " but "];

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
    /// Whether it says anything but its heading.
    pub(super) fn has_text(&self, note: &Note) -> bool {
        note.sections[self.sections.clone()].iter().any(|section| !section.blocks.is_empty())
    }

    /// Whether it says no more than the title page of a book does: a few short paragraphs.
    pub(super) fn is_title_page(&self, note: &Note) -> bool {
        const PARAGRAPHS: usize = 4;
        const LONGEST: usize = 160;
        let mut blocks = note.sections[self.sections.clone()].iter().flat_map(|section| &section.blocks);
        let short = |block: &Block| matches!(&block.kind, BlockKind::Paragraph { text } if text.text.chars().count() <= LONGEST);
        blocks.by_ref().take(PARAGRAPHS).all(short) && blocks.next().is_none()
    }

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
            let title = title(file, note, &note.sections[sections.clone()], whole);
            let head = naming(&note.sections[sections.clone()]);
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
    let divides = |section: &Section| titles.get(section.title.text.as_str()).is_some_and(|&count| count > 1);
    // What an answer is divided into belongs to its question.
    let answers = |section: &Section| section.speaker == Some(Role::Assistant) && section.role == Role::Assistant;
    let mut out: Vec<(std::ops::Range<usize>, usize)> = Vec::new();
    // The chapters that the next one may stand below: their levels, and whether what stands right below them opens one.
    let mut above: Vec<(u8, bool)> = Vec::new();
    for (i, section) in sections.iter().enumerate() {
        let depth = above.iter().take_while(|&&(level, _)| level < section.level).count();
        let held = depth > 0 && above[depth - 1] == (section.level - 1, true) && is_whole(&section.title.text);
        let opens = named(&section) && !divides(section) && !answers(section) && (section.level <= rank || held);
        // A question that nothing stands below is on a page with its answer.
        let asked = out.last().is_some_and(|(run, _)| run.start + 1 == i) && is_open(&sections[i - 1]);
        // The title of a book stands below the name of its author.
        let authored = i == 1 && captions::is_author_alone(&sections[0]);
        if authored && let Some((run, _)) = out.last_mut() {
            run.end = i + 1;
        } else if i > 0 && !opens || asked && section.role != Role::User {
            if let Some((run, _)) = out.last_mut() {
                run.end = i + 1;
            }
            continue;
        }
        if !authored {
            out.push((i..i + 1, depth));
        }
        above.truncate(depth);
        // The title of the whole note stands above nothing.
        if named(&section) && !(rank > highest && section.level == highest) {
            let title = &section.title.text;
            let chapter = levels::is_counted(title) || section.level <= rank && levels::is_chapter(title);
            above.push((section.level, chapter && section.role != Role::User));
        }
    }
    out
}

/// Whether a section is a question, and nobody answers in it.
fn is_open(section: &Section) -> bool {
    section.role == Role::User && section.blocks.iter().all(|block| block.role == Role::User)
}

/// Whether a title is that of a subject, and not of a part of a recipe or of «1.1 Лежак» in its chapter.
fn is_whole(title: &str) -> bool {
    let number = title.split(' ').next().unwrap_or_default().trim_end_matches('.');
    let figures = number.contains('.') && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    !figures && !levels::is_part(title)
}

/// The title of a note; that of a question as [`shown`] has it.
pub(super) fn note_title(note: &Note) -> Option<String> {
    let title = note.title.as_deref()?;
    let asked = note.sections.first().is_some_and(|first| first.role == Role::User && first.title.text == title);
    Some(shown(title, asked))
}

/// A title as the summary has it: a question without the greeting before it, and a long one cut behind a sentence, a
/// clause or a word.
fn shown(title: &str, asked: bool) -> String {
    let whole = title.trim();
    let title = if asked { without_greeting(whole) } else { whole };
    let mut chars = title.chars();
    let title = match chars.next().filter(|_| title.len() < whole.len()) {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => title.to_owned(),
    };
    let Some((end, _)) = title.char_indices().nth(LONGEST_TITLE) else {
        let title = title.trim_end_matches(':');
        // A question may begin with a sentence that tells of something, and that be its title.
        let told = title.strip_suffix('.').filter(|told| asked && sentences::ends_word(told));
        return told.unwrap_or(title).to_owned();
    };
    let long = |at: usize| title[..at].chars().nth(SHORTEST_TITLE - 1).is_some();
    if let Some(sentence) = sentences::first_end(&title).filter(|&at| at <= end && long(at)) {
        return title[..sentence].trim_end_matches('.').to_owned();
    }
    let clause = CLAUSES.iter().filter_map(|sign| title[..end].rfind(sign)).filter(|&at| long(at)).max();
    let word = || title[..end].rfind(' ').filter(|&at| at > end / 2).unwrap_or(end);
    format!("{}…", title[..clause.unwrap_or_else(word)].trim_end_matches([',', ';', ':']))
}

/// The section that names a chapter: the first, or the answer to it where answers have numbers, which the summary counts;
/// and the title below the name of a book's author.
fn naming(sections: &[Section]) -> &Section {
    let counted = |answer: &Section| answer.title.text.starts_with(|c: char| c.is_ascii_digit());
    match sections {
        [asked, answer, ..] if is_open(asked) && counted(answer) => answer,
        [author, book, ..] if captions::is_author_alone(author) => book,
        // A chapter has one at least.
        _ => &sections[0],
    }
}

fn title(file: &str, note: &Note, sections: &[Section], whole: bool) -> String {
    let head = naming(sections);
    let conversation = note.title.as_deref().filter(|_| whole && note.date.is_some());
    let own = conversation.unwrap_or(&head.title.text).trim();
    let name = file.rsplit('/').next().unwrap_or(file);
    let asked = conversation.is_none() && head.role == Role::User;
    if own.is_empty() { shown(name.rsplit_once('.').map_or(name, |(stem, _)| stem), false) } else { shown(own, asked) }
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
        assert_eq!(shape(text), [("supy.md".into(), 0, 1), ("borshch.md".into(), 0, 2), ("ukha.md".into(), 0, 2)]);
    }

    #[test]
    fn the_name_of_an_author_is_on_the_page_of_the_title() {
        let text = "Анна Орлова\n\nПАСЕКА КРУГЛЫЙ ГОД\nЗаписки о пчёлах\n\nОглавление\n\nУльи . . . . . . 3\n\
            Мёд . . . . . . 9\n\nУльи\n\nОни стоят на солнце, летком на юг.\n\nМёд\n\nЕго качают летом, в июле.\n";
        let notes = [("a.txt".to_owned(), parse(&Source::new("a.txt", text)))];
        let chapters = chapters(&notes);
        let found: Vec<_> = chapters.iter().map(|chapter| (chapter.title.as_str(), chapter.sections.len())).collect();
        assert_eq!(found, [("ПАСЕКА КРУГЛЫЙ ГОД", 2), ("Ульи", 1), ("Мёд", 1)]);
        assert_eq!(note_title(&notes[0].1).as_deref(), Some("ПАСЕКА КРУГЛЫЙ ГОД"));
    }

    #[test]
    fn chapters_stand_below_each_other_as_their_headings_do() {
        let depths = |text: &str| shape(text).into_iter().map(|(path, depth, _)| (path, depth)).collect::<Vec<_>>();
        // A heading without a text of its own stands above nothing that stands beside it.
        let text = "# HIVES\n\n## The Log\n\n### Wood\n\noak\n\n## The Box\n\nten frames\n\n# Prices\n\nhigh\n";
        let hives = [("hives.md", 0), ("the-log.md", 1), ("the-box.md", 1), ("prices.md", 0)];
        assert_eq!(depths(text), hives.map(|(path, depth)| (path.to_owned(), depth)));
        let book = "# Часть 1\n\n## Глава 1. Ульи\n\n### Лежак\n\nнизкий\n\n#### Рамки\n\nдвадцать\n\n### 1.1 Стояк\n\n\
            высокий\n\n## Глава 2. Мёд\n\nлиповый\n\n# Часть 2\n\nвоск\n";
        let parts =
            [("chast-1.md", 0), ("glava-1-uli.md", 1), ("lezhak.md", 2), ("glava-2-med.md", 1), ("chast-2.md", 0)];
        let found = depths(book);
        assert_eq!(
            found.iter().map(|(_, depth)| *depth).collect::<Vec<_>>(),
            parts.map(|(_, depth)| depth),
            "{found:?}"
        );
    }

    #[test]
    fn a_long_title_ends_behind_a_clause() {
        let long = "Здравствуйте! Расскажите с самого начала, как устроен улей, чем лежак отличается от стояка и зачем \
            пчёлам второй этаж?";
        assert_eq!(shown(long, true), "Расскажите с самого начала, как устроен улей, чем лежак отличается от стояка…");
        assert_eq!(shown("Hi there, how do I paint a hive?", true), "How do I paint a hive?");
        assert_eq!(shown("Hi there, how do I paint a hive?", false), "Hi there, how do I paint a hive?");
        let two = "How do I paint a hive in the spring? I have bought white paint and a brush, and it rains all day.";
        assert_eq!(shown(two, true), "How do I paint a hive in the spring?");
        let word = "я".repeat(200);
        assert_eq!(shown(&word, true).chars().count(), LONGEST_TITLE + 1);
        assert_eq!(shown("Почему так:", true), "Почему так");
        assert_eq!(shown("Пчёлы улетели.", true), "Пчёлы улетели");
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
    fn a_question_is_on_a_page_with_its_answer() {
        let text = "# 1. Лежак\n\nДва корпуса в ряд.\n\n# Покажи стояк\n\n# 2. Стояк\n\nДва корпуса друг на друге.\n\n\
            # 3. Рамки\n\nДвадцать.\n";
        let mut note = parse(&Source::new("a.md", text));
        note.sections[1].role = Role::User;
        let found = chapters(&[("a.md".to_owned(), note)]);
        let found: Vec<_> = found.iter().map(|chapter| (chapter.title.as_str(), chapter.sections.len())).collect();
        assert_eq!(found, [("1. Лежак", 1), ("2. Стояк", 2), ("3. Рамки", 1)]);
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
