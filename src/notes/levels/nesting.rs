//! What stands below what, where the headings of a note do not say so: an answer below its question, what a chapter
//! holds below that chapter, whether its title says that it is one («Глава 2. Супы») or is set in capitals.

use std::collections::HashSet;

use super::{DEEPEST, inside, is_part, numbers, ranks, sink};
use crate::{
    notes::{
        chrome,
        contents::Listed,
        corrections::Fixes,
        model::{Block, BlockKind, Role, Section},
        pictures, posts, roles,
    },
    text::{Source, Span, words},
};

/// What the parts of a book are called, the widest first: parts hold chapters.
const PARTS: [&str; 3] = ["часть part", "раздел", "глава chapter"];
/// Their numbers in words.
const NUMBERS: &str = "\
    один одна два две три четыре пять шесть семь восемь девять десять первая первый вторая второй третья третий \
    четвёртая четвертая четвёртый четвертый пятая пятый шестая шестой седьмая седьмой восьмая восьмой девятая девятый \
    десятая десятый one two three four five six seven eight nine ten eleven twelve first second third fourth fifth sixth";
/// What stands behind the last chapter of a book and is no part of it.
const BACK_MATTER: &str = "\
    заключение|послесловие|эпилог|приложение|приложения|указатель|алфавитный указатель|предметный указатель|глоссарий|\
    словарь|литература|список литературы|источники|благодарности|об авторе|об авторах|содержание|оглавление|\
    conclusion|afterword|epilogue|appendix|appendices|index|glossary|bibliography|references|further reading|sources|\
    acknowledgements|acknowledgments|about the author|about the authors|contents";

/// Puts answers below their questions and, where levels may be guessed, what capitals head below them; the `heads` of
/// pages are known there, and what the contents `listed`. What the author has said of a heading in a file beside the note
/// stands.
pub fn nest(
    source: &Source,
    sections: &mut [Section],
    fixes: &Fixes,
    heads: Option<&HashSet<String>>,
    listed: &Listed,
) {
    let fixed: Vec<Span> = fixes.within(source.whole()).map(|(span, _)| span).collect();
    let said = |section: &Section| fixed.iter().any(|span| span.contains(section.title.span));
    if let Some(heads) = heads {
        parts(sections, &said);
        ranks::nest(sections, heads, &said);
        inside::outer(sections, listed, &said);
    }
    if heads.is_some() && sections.iter().all(|section| section.speaker.is_none()) {
        capitals(sections, &said);
    }
    if heads.is_some() {
        inside::indented(sections, listed, &said);
    }
    answers(source, sections, heads.is_none(), &said);
    own_notes(sections, &said);
}

/// Puts what an author wrote behind a title that says no more than that it is his below that title.
fn own_notes(sections: &mut [Section], said: &impl Fn(&Section) -> bool) {
    let heads = |section: &Section| section.blocks.is_empty() && roles::names_own_notes(&section.title.text);
    let Some(head) = sections.iter().position(heads) else { return };
    let speaker = sections[head].speaker;
    let below = |section: &&Section| {
        section.role != Role::User && section.speaker == speaker && !is_back_matter(&section.title.text)
    };
    let count = sections[head + 1..].iter().take_while(below).count();
    sink_each(&mut sections[head..=head + count], said);
}

/// Puts answers below their questions, in a chat one level and no more; `stated` says whether signs tell the levels.
fn answers(source: &Source, sections: &mut [Section], stated: bool, said: &impl Fn(&Section) -> bool) {
    let mut headed = headed_answers(sections);
    let chapters = numbers::chapters(sections, &headed);
    let chat = is_chat(sections);
    if chat {
        headed.fill(true);
    } else {
        // A title with a picture on the heels of a question is the machine's.
        for at in 1..sections.len() {
            let above = sections[at - 1].role == Role::User || headed[at - 1];
            headed[at] |= above && pictures::is_pictured(&sections[at].title.text);
        }
    }
    let ruled: Vec<bool> = sections.iter().map(|section| is_ruled(source, section)).collect();
    let (mut at, mut level) = (0, 1);
    while at < sections.len() {
        let question = &sections[at];
        let next = at + 1;
        let named = question.speaker == Some(Role::User);
        if question.role != Role::User || question.title.text.is_empty() && !named {
            at = next;
            continue;
        }
        // Headings of a question are parts of it.
        let unanswered = |before: &Section| {
            before.speaker == Some(Role::User) && before.blocks.iter().all(|block| block.role != Role::Assistant)
        };
        let divided = named && at > 0 && unanswered(&sections[at - 1]);
        level = if divided { level.min(question.level) } else { question.level };
        let answers = |&at: &usize| {
            let section = &sections[at];
            let answer = section.speaker == Some(Role::Assistant) || headed[at];
            section.role == Role::Assistant && answer && !(chapters[at] || section.speaker.is_none() && ruled[at])
        };
        let end = next + (next..sections.len()).take_while(answers).count();
        // What stands below the question already is in none of the parts that follow, unless signs say how they stand.
        let first = (next..end).find(|&at| sections[at].level <= level);
        let first = first.map_or(end, |first| if stated && (named || chat) { next } else { first });
        sink(&mut sections[first..end], level, said);
        if named || chat {
            raise(&mut sections[next..end], level, said);
        }
        at = end;
    }
}

/// Raises sections as far as the highest of them stands one level below `head`, and the others follow it without gaps.
fn raise(sections: &mut [Section], head: u8, said: &impl Fn(&Section) -> bool) {
    let mut taken = [false; DEEPEST as usize + 1];
    let titled = sections.iter().filter(|section| !said(section) && !section.title.text.is_empty());
    titled.for_each(|section| taken[usize::from(section.level.min(DEEPEST))] = true);
    for section in sections.iter_mut().filter(|section| !said(section)) {
        // No level is deeper than the array is long.
        let above = &taken[..usize::from(section.level.min(DEEPEST))];
        let steps = above.iter().filter(|taken| **taken).count();
        let highest = section.title.text.is_empty();
        let level = usize::from(head) + 1 + if highest { 0 } else { steps };
        section.level = section.level.min(u8::try_from(level).unwrap_or(DEEPEST));
    }
}

/// Whether a note is one of questions and their answers: several are asked, and nothing with a heading stands above the
/// first but the title of all and what its author wrote.
fn is_chat(sections: &[Section]) -> bool {
    let is_question = |section: &Section| section.role == Role::User && !section.title.text.is_empty();
    let questions = sections.iter().filter(|section| is_question(section)).count();
    let mut before = sections.iter().take_while(|section| !is_question(section));
    // The title of all may have a few words of its own.
    let told = |block: &Block| matches!(block.kind, BlockKind::Paragraph { .. });
    let titles = |section: &Section| section.title.text.is_empty() || section.blocks.iter().all(told);
    let first = before.next().is_none_or(titles);
    questions > 1 && first && before.all(|section| section.role == Role::Own || section.blocks.is_empty())
}

/// Whether a rule parts a section from what stands before it, in a paste, or the line that says who posted it.
fn is_ruled(source: &Source, section: &Section) -> bool {
    let before = source.slice(Span::new(0, section.title.span.start));
    let above = before.rsplit_once('\n').map_or("", |(above, _)| above);
    above
        .rsplit('\n')
        .map(str::trim)
        .find(|line| !line.is_empty())
        .is_some_and(|line| chrome::is_rule(line) || posts::is_head(line))
}

/// Of each section whether it is part of an answer that begins with a heading: nothing else stands below its question. Where
/// only one thing is asked, a whole book may follow it.
fn headed_answers(sections: &[Section]) -> Vec<bool> {
    let questions = sections.iter().filter(|section| section.role == Role::User).count();
    let mut inside = false;
    let inside_of = |section: &Section| {
        inside = match section.role {
            Role::User => section.blocks.is_empty() && questions > 1,
            Role::Assistant => inside,
            Role::Own => false,
        };
        inside && section.role == Role::Assistant
    };
    sections.iter().map(inside_of).collect()
}

/// What stands between «Глава 1. Супы» and the next chapter belongs to it, and chapters between «Часть 1» and the next
/// part to that.
fn parts(sections: &mut [Section], said: &impl Fn(&Section) -> bool) {
    let ranks: Vec<Option<usize>> = sections.iter().map(|section| part_rank(&section.title.text)).collect();
    for rank in 0..PARTS.len() {
        let heads: Vec<usize> = (0..sections.len()).filter(|&at| ranks[at] == Some(rank)).collect();
        // «Часть 2» alone may be a part of anything.
        if heads.len() < 2 && rank + 1 < PARTS.len() {
            continue;
        }
        let ends = |at: usize| {
            let head = &sections[at];
            let goes_on =
                |next: &Section| next.speaker == head.speaker && (next.role != Role::User || next.speaker.is_none());
            let wider = |at: usize| ranks[at].is_some_and(|other| other <= rank);
            (at + 1..sections.len()).find(|&next| wider(next) || !goes_on(&sections[next])).unwrap_or(sections.len())
        };
        let ranges: Vec<(usize, usize)> = heads.iter().map(|&at| (at, ends(at))).collect();
        let holds = ranges.iter().rev().skip(1).any(|&(at, end)| end > at + 1);
        for (n, &(at, end)) in ranges.iter().enumerate() {
            let last = n + 1 == ranges.len();
            // Where no other chapter holds anything, what stands behind the last one may be beside it.
            if last && n > 0 && !holds {
                continue;
            }
            let end = if last { chapter_end(sections, at, end) } else { end };
            sink_each(&mut sections[at..end], said);
        }
    }
}

/// Where the last chapter ends, at `end` the latest: at a title that no chapter has below it, one of several words in
/// capitals behind others that are not, or what the author jotted down.
fn chapter_end(sections: &[Section], at: usize, end: usize) -> usize {
    let level = sections[at].level;
    let mut plain = false;
    let ends = |next: &usize| {
        let section = &sections[*next];
        let title = section.title.text.trim_end_matches('.');
        let back = is_back_matter(title);
        let capitals = is_chapter(title);
        let jotted = section.role == Role::Own && title.starts_with(char::is_lowercase);
        let found = back || jotted || plain && capitals && title.contains(' ');
        plain |= !capitals && !title.is_empty();
        section.level <= level && found
    };
    (at + 1..end).find(ends).unwrap_or(end)
}

/// Whether a title is that of what ends a book and is part of no chapter: «Приложение А. Таблица мер», «Мои записи».
pub(super) fn is_back_matter(title: &str) -> bool {
    let small = words::lowercase(title);
    roles::names_own_notes(title)
        || BACK_MATTER.split('|').any(|listed| small.strip_prefix(listed).is_some_and(is_numbered_end))
}

/// Whether nothing stands behind the name of what ends a book but its number or letter, and, behind a stop, its title:
/// «. Таблица мер», " B: Tools".
fn is_numbered_end(rest: &str) -> bool {
    const STOPS: [char; 4] = ['.', ':', '—', '–'];
    let behind = rest.trim_start();
    let number = behind.split([' ', '.', ':']).next().unwrap_or_default();
    let numbered = rest.starts_with(' ') && (number.chars().count() == 1 || is_number(&number.to_uppercase()));
    let title = if numbered && !number.starts_with(STOPS) { behind[number.len()..].trim_start() } else { behind };
    title.is_empty() || title.starts_with(STOPS)
}

/// Sinks what stands as high as the first section, or higher, below it, with what is below that in turn. A title with a
/// number of two figures says how deep it stands.
pub(super) fn sink_each(sections: &mut [Section], said: &impl Fn(&Section) -> bool) {
    let Some((head, below)) = sections.split_first_mut() else { return };
    let mut by = 0;
    for section in below.iter_mut().filter(|section| !said(section)) {
        let figures = section.title.text.split(' ').next().unwrap_or_default().trim_end_matches('.');
        if section.level <= head.level {
            by = head.level + 1 - section.level;
        } else if figures.contains('.') && figures.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            by = 0;
        }
        section.level = (section.level + by).min(DEEPEST);
    }
}

/// Whether a title names a part of a book with its number: «Глава 2. Супы».
pub fn is_counted(title: &str) -> bool {
    part_rank(title).is_some()
}

/// How wide a part of a book is that a title names with its number, by its place in [`PARTS`]: «Глава 2. Супы»,
/// "PART TWO", «Раздел IV».
fn part_rank(title: &str) -> Option<usize> {
    let (name, rest) = title.split_once(' ')?;
    let rest = rest.trim_start_matches(['№', ' ']);
    let number = rest.split([' ', '.', ':', ',', ')', '—', '–']).next()?;
    if !is_number(number) || !name.starts_with(char::is_uppercase) {
        return None;
    }
    let name = words::lowercase(name);
    PARTS.iter().position(|names| names.split(' ').any(|listed| listed == name))
}

/// Whether a word is a number in figures, in Roman ones, or in letters.
fn is_number(word: &str) -> bool {
    let roman = || word.len() <= 6 && word.bytes().all(|b| b"IVXL".contains(&b));
    let digits = || word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit());
    let small = || words::lowercase(word);
    !word.is_empty() && (digits() || roman() || NUMBERS.split(' ').any(|listed| listed == small()))
}

/// Where a chapter in capitals has nothing of its own, what stands between it and the next belongs to it: «СУПЫ», «Борщ»,
/// «Уха», «ПИРОГИ», «Курник».
fn capitals(sections: &mut [Section], said: &impl Fn(&Section) -> bool) {
    let named = sections.iter().filter(|section| !section.title.text.is_empty());
    let Some(top) = named.map(|section| section.level).min() else { return };
    let chapter = |section: &Section| {
        section.level == top && section.role != Role::User && is_chapter(&section.title.text) && !said(section)
    };
    let chapters: Vec<usize> = (0..sections.len()).filter(|&at| chapter(&sections[at])).collect();
    let follows = |at: usize| sections.get(at + 1).is_some_and(|next| next.level == top && !chapter(next));
    if !chapters.iter().any(|&at| sections[at].blocks.is_empty() && follows(at)) {
        return;
    }
    for (n, &at) in chapters.iter().enumerate() {
        let introduces = sections[at].blocks.iter().all(|block| matches!(block.kind, BlockKind::Paragraph { .. }));
        // More tables below a table are of its chapter.
        let table =
            |section: &&Section| section.blocks.iter().any(|block| matches!(block.kind, BlockKind::Table { .. }));
        let next = chapters.get(n + 1).copied().unwrap_or(sections.len());
        // What the author jotted down is no part of a chapter.
        let jotted =
            |section: &Section| section.role == Role::Own && section.title.text.starts_with(char::is_lowercase);
        let end = (at + 1..next).find(|&i| jotted(&sections[i])).unwrap_or(next);
        let end = match introduces {
            true => end,
            false if table(&&sections[at]) => at + 1 + sections[at + 1..end].iter().take_while(table).count(),
            false => at + 1,
        };
        sink(&mut sections[at + 1..end], top, said);
    }
}

/// Whether a title is set in capitals as those of chapters are, and names no part of a recipe.
pub fn is_chapter(title: &str) -> bool {
    /// Fewer letters may be an abbreviation.
    const LETTERS: usize = 4;
    let mut letters = 0;
    let capitals = title.chars().filter(|c| c.is_alphabetic()).all(|c| {
        letters += 1;
        c.is_uppercase()
    });
    capitals && letters >= LETTERS && !is_part(title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notes, text::Source};

    fn levels(name: &str, text: &str) -> Vec<(String, u8)> {
        let note = notes::parse(&Source::new(name, text));
        note.sections.into_iter().map(|section| (section.title.text, section.level)).collect()
    }

    fn expect(name: &str, text: &str, expected: &[(&str, u8)]) {
        let expected: Vec<_> = expected.iter().map(|&(title, level)| (title.to_owned(), level)).collect();
        assert_eq!(levels(name, text), expected);
    }

    #[test]
    fn an_answer_stands_below_its_question() {
        let copy = "**You said:**\n\nHow do I prune a pear?\n\n**ChatGPT said:**\n\n# When\n\nIn winter.\n\n## Tools\n\nA \
            saw.\n\n**You said:**\n\nAnd an apple?\n\n**ChatGPT said:**\n\n### When\n\nThe same.\n";
        let below = [("When", 2), ("Tools", 3), ("And an apple?", 1), ("When", 2)];
        expect("a.md", copy, &[&[("How do I prune a pear?", 1)], &below[..]].concat());
        let paste = "Вы сказали:\nКак обрезать грушу?\n\nChatGPT сказал:\n🍐 Когда\n\nЕё обрезают зимой, пока она \
            спит.\n\n🪚 Чем\n\nПила нужна острая, и секатор тоже.\n\nВы сказали:\nА яблоню?\n\nChatGPT сказал:\nТак же.\n";
        expect("a.txt", paste, &[("Как обрезать грушу?", 1), ("🍐 Когда", 2), ("🪚 Чем", 2), ("А яблоню?", 1)]);
    }

    #[test]
    fn the_highest_heading_of_an_answer_stands_right_below_its_question() {
        let answers = |first: &str, second: &str, third: &str| {
            let copy = format!(
                "**You said:**\n\nHow do I prune a pear?\n\n**ChatGPT said:**\n\nIn winter.\n\n{first} Tools\n\nA \
                saw.\n\n{second} Its teeth\n\nThree to the inch.\n\n{third} Wounds\n\nLeave them.\n"
            );
            levels("a.md", &copy).into_iter().map(|(_, level)| level).collect::<Vec<_>>()
        };
        assert_eq!(answers("###", "###", "###"), [1, 2, 2, 2]);
        assert_eq!(answers("##", "####", "##"), [1, 2, 3, 2]);
        assert_eq!(answers("#", "##", "###"), [1, 2, 3, 4]);
        // What stands deeper comes first.
        assert_eq!(answers("##", "#", "##"), [1, 3, 2, 3]);
        let divided = "**You said:**\n\nWhich saw do I take?\n\n# My boards\n\nThey are of oak.\n\n**ChatGPT \
            said:**\n\nA coarse one.\n\n### Why\n\nOak is hard.\n";
        let parts = [("Which saw do I take?", 1), ("My boards", 2), ("", 2), ("Why", 2)];
        expect("a.md", divided, &parts);
        // In a document its author says how deep a heading stands.
        let document = "# Pears\n\nThey keep.\n\n### Tools\n\nA saw.\n";
        expect("a.md", document, &[("Pears", 1), ("Tools", 3)]);
    }

    #[test]
    fn what_stands_between_chapters_in_capitals_belongs_to_the_first() {
        let garden = "ДЕРЕВЬЯ\n\nГруша\n\nЕё обрезают зимой, пока она спит.\n\nЯблоня\n\nЕё обрезают тогда же.\n\n\
            КУСТЫ\n\nСмородина\n\nЕё обрезают осенью, когда лист опал.\n";
        let trees = [("ДЕРЕВЬЯ", 1), ("Груша", 2), ("Яблоня", 2), ("КУСТЫ", 1), ("Смородина", 2)];
        expect("a.txt", garden, &trees);
        // Where each has its own text, nobody knows whether the others belong to it.
        let own =
            garden.replace("ДЕРЕВЬЯ\n", "ДЕРЕВЬЯ\n\nОни растут долго.\n").replace("КУСТЫ\n", "КУСТЫ\n\nОни низкие.\n");
        assert!(levels("a.txt", &own).iter().all(|(_, level)| *level == 1));
        let signs = "# ДЕРЕВЬЯ\n\n# Груша\n\nЗимой.\n\n# КУСТЫ\n\n# Смородина\n\nОсенью.\n";
        assert!(levels("a.md", signs).iter().all(|(_, level)| *level == 1));
    }

    #[test]
    fn titles_stand_below_the_chapter_that_is_counted() {
        let garden = "Сады и огороды\n\nОт автора\n\nЭти записки я вёл двадцать лет.\n\n\
            Глава 1. Деревья\n\nИх сажают осенью.\n\nГруша\n\nЕё обрезают зимой, пока она спит.\n\nЯблоня\n\n\
            Её обрезают тогда же.\n\nГлава 2. Кусты\n\nСмородина\n\nЕё обрезают осенью, когда лист опал.\n\n\
            Заключение\n\nСады растут, пока за ними ходят.\n";
        let trees = [("Глава 1. Деревья", 1), ("Груша", 2), ("Яблоня", 2), ("Глава 2. Кусты", 1), ("Смородина", 2)];
        let front = [("Сады и огороды", 1), ("От автора", 1)];
        expect("a.txt", garden, &[&front[..], &trees, &[("Заключение", 1)]].concat());
        let hives = "PART ONE\n\nChapter 1. Hives\n\nThe Box\n\nIt has frames, and they can be taken out.\n\n\
            Chapter 2: Wax\n\nThe Melter\n\nIt stands in the sun, and wax runs out of it.\n\nPART TWO\n\n\
            Chapter 3. Honey\n\nThe Press\n\nIt is old, and nobody uses it any more.\n\nAppendix A\n\nIt lists tools.\n";
        let first = [("PART ONE", 1), ("Chapter 1. Hives", 2), ("The Box", 3), ("Chapter 2: Wax", 2)];
        let second = [("The Melter", 3), ("PART TWO", 1), ("Chapter 3. Honey", 2), ("The Press", 3)];
        expect("a.txt", hives, &[&first[..], &second, &[("Appendix A", 1)]].concat());
    }

    #[test]
    fn what_ends_a_book_may_have_a_number_and_a_title() {
        for title in ["", " 2", " A", ". Словарь пчеловода", " Б. Словарь", ": Tools", " IV: Tools", " 3 — Tools"]
        {
            assert!(is_numbered_end(title), "{title}");
        }
        for title in [" к договору", " of bees", "-два", " 2 of the hive", "s and ends"] {
            assert!(!is_numbered_end(title), "{title}");
        }
        let garden = "Глава 1. Деревья\n\nГруша\n\nЕё обрезают зимой, пока она спит.\n\nГлава 2. Кусты\n\n\
            Смородина\n\nЕё обрезают осенью, когда лист опал.\n\nПриложение 1. Сроки посадки\n\nСажают осенью, до снега.\n";
        let trees = [("Глава 1. Деревья", 1), ("Груша", 2), ("Глава 2. Кусты", 1), ("Смородина", 2)];
        expect("a.txt", garden, &[&trees[..], &[("Приложение 1. Сроки посадки", 1)]].concat());
    }

    #[test]
    fn what_is_no_chapter_holds_nothing() {
        for title in ["Глава: 4", "Часть яблок", "Главы 3", "Chapter and Verse", "глава 1", "Parts 1"]
        {
            assert_eq!(part_rank(title), None, "{title}");
        }
        for title in ["Глава 1", "ГЛАВА II. СУПЫ", "Глава третья", "Chapter Four: Bees", "Раздел № 2. Соты"]
        {
            assert!(part_rank(title).is_some(), "{title}");
        }
        // Where none but the last might hold something, it may be beside it.
        let flat = "Глава 1. Ульи\n\nОни стоят на солнце.\n\nГлава 2. Мёд\n\nЕго качают летом.\n\nО погоде\n\n\
            Погода была хорошая, и пчёлы летали.\n";
        assert!(levels("a.txt", flat).iter().all(|(_, level)| *level == 1));
        // Numbers of two figures say how deep they stand.
        let numbered = "Глава 1. Ульи\n\n1.1 Лежак\n\nОн стоит низко, и рамок в нём много.\n\nИтоги\n\nУльи бывают \
            разные, и пчёлам всё равно.\n\nГлава 2. Мёд\n\n2.1 Липовый\n\nОн светлый, и пахнет он летом.\n";
        let parts = [("Глава 1. Ульи", 1), ("1.1 Лежак", 2), ("Итоги", 2), ("Глава 2. Мёд", 1), ("2.1 Липовый", 2)];
        expect("a.txt", numbered, &parts);
    }

    #[test]
    fn tables_stand_below_the_chapter_of_tables() {
        let hives = "HIVES\n\nThe Log\n\nIt is a tree, and bees like it well.\n\nTABLES\n\nHive     Frames   Year\n\
            Log      none     1800\nBox      ten      1852\n\nPrices of wood\n\nWood     Price    Year\nPine     10       \
            1900\nOak      30       1901\n\nHow to read them\n\nFrom left to right, and never in a hurry.\n";
        let parts = [("HIVES", 1), ("The Log", 2), ("TABLES", 1), ("Prices of wood", 2), ("How to read them", 1)];
        expect("a.txt", hives, &parts);
    }

    #[test]
    fn in_a_chat_every_answer_stands_below_its_question() {
        let chat = "как привить грушу?\n\nПрививают её весной, пока почки спят.\n\nИнструменты\n\nНужен нож, и он \
            должен быть острым.\n\nчем замазать рану?\n\nЗамазать её можно садовым варом.\n\nВар\n\nЕго греют в руках.\n";
        let below = [("как привить грушу?", 1), ("Инструменты", 2), ("чем замазать рану?", 1), ("Вар", 2)];
        expect("a.txt", chat, &below);
        // Where somebody writes of other things before, what follows an answer may be one of them.
        let mixed = format!("Сад\n\nВ нём растут груши.\n\nДом\n\nОн стоит на горе.\n\n{chat}");
        expect("a.txt", &mixed, &[&[("Сад", 1), ("Дом", 1)][..], &below.map(|(title, _)| (title, 1))].concat());
        let pictures = mixed.replace("Инструменты", "🔪 Инструменты").replace("\nВар\n", "\n🧴 Вар\n");
        let deep = [("🔪 Инструменты", 2), ("чем замазать рану?", 1), ("🧴 Вар", 2)];
        expect("a.txt", &pictures, &[&[("Сад", 1), ("Дом", 1), ("как привить грушу?", 1)][..], &deep].concat());
        // A rule ends an answer.
        let ruled = chat.replace("\nВар\n", "\n-----\n\nВар\n");
        expect("a.txt", &ruled, &[&below[..3], &[("Вар", 1)]].concat());
    }

    #[test]
    fn steps_right_below_a_question_stand_beside_what_follows_them() {
        let chat = "как заточить нож?\n\nШаг 1. Намочите камень\n\nОн должен быть мокрым всё время.\n\nШаг 2. Ведите нож\n\nОт \
            пятки к носу, и не спеша.\n\nИтог\n\nНож режет бумагу.\n\nчем протереть камень?\n\nЕго протирают тряпкой.\n";
        let below = [("как заточить нож?", 1), ("Шаг 1. Намочите камень", 2), ("Шаг 2. Ведите нож", 2), ("Итог", 2)];
        expect("a.txt", chat, &[&below[..], &[("чем протереть камень?", 1)]].concat());
    }

    #[test]
    fn what_its_author_wrote_stands_below_the_title_that_says_so() {
        let book = "Глава 1. Деревья\n\nГруша\n\nЕё обрезают зимой, пока она спит.\n\nГлава 2. Кусты\n\nСмородина\n\n\
            Её обрезают осенью, когда лист опал.\n\nМои записи\n\nКрыжовник\n\nЕго обрезают весной.\n";
        let chapters = [("Глава 1. Деревья", 1), ("Груша", 2), ("Глава 2. Кусты", 1), ("Смородина", 2)];
        expect("a.txt", book, &[&chapters[..], &[("Мои записи", 1), ("Крыжовник", 2)]].concat());
    }
}
