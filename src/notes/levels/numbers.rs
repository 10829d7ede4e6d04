//! Headings without a number between two that have one: they stand below the first of the two, so that the second stays
//! in the chapter where its number puts it.
//!
//! «Замеры» between «3.2 Вода» and «3.3 Мёд» is a part of 3.2, and so is what somebody asked there. Behind the last
//! number nothing tells whether its chapter goes on, but for what its author jotted down there as he did in others.

use super::{nesting::is_chapter, sink};
use crate::notes::{asking, model::Role, model::Section, pictures};

/// Puts what stands between numbers below the first of them; not where its author `said` how deep it is.
pub(super) fn deepen(sections: &mut [Section], said: &impl Fn(&Section) -> bool) {
    let mut above: Option<(usize, Vec<u8>)> = None;
    // Whether what was asked below the number before is now below it.
    let mut asked = false;
    // Whether what somebody jotted down stands below a number.
    let mut jotted = false;
    for at in 0..sections.len() {
        let Some(number) = number(&sections[at].title.text) else { continue };
        if let Some((before, _)) = above.as_ref().filter(|(_, before)| follows(before, &number)) {
            let head = &sections[*before];
            let (level, speaker) = (head.level, head.speaker);
            // What nothing answers is answered by the chapter behind it.
            let ahead =
                sections[*before + 1..at].iter().rev().take_while(|section| asks(section) && section.blocks.is_empty());
            let between = *before + 1..at - ahead.count();
            let own = |section: &Section| {
                !said(section)
                    && section.speaker == speaker
                    && (speaker.is_none() || section.role != Role::User)
                    && !section.title.text.is_empty()
            };
            // A chapter in capitals without a text of its own holds the numbers behind it.
            let holds = |last: &Section| last.blocks.is_empty() && is_chapter(&last.title.text);
            let heads_next = sections[between.clone()].last().is_some_and(holds);
            if sections[between.clone()].iter().all(own) && sections[at].speaker == speaker && !heads_next {
                asked = sections[between.clone()].iter().all(asks) && !between.is_empty() && head.blocks.is_empty();
                jotted |= sections[between.clone()].iter().any(is_jotted);
                sink(&mut sections[between], level, said);
            }
        } else {
            asked = false;
        }
        above = Some((at, number));
    }
    questions(sections, said);
    if let Some((last, _)) = above.as_ref().filter(|_| jotted) {
        jotted_last(sections, *last, said);
    }
    // A chapter that has nothing but questions is followed by one that has.
    let Some((last, _)) = above.filter(|&(last, _)| asked && sections[last].blocks.is_empty()) else { return };
    let (level, behind) = (sections[last].level, last + 1);
    let count = sections[behind..].iter().take_while(|section| asks(section) && !said(section)).count();
    sink(&mut sections[behind..behind + count], level, said);
}

/// Of each section whether it is one of the chapters of a note, numbered from one, that go on over what is asked between
/// them: they stay beside each other. Where each of them is all of an answer they stand below what it answers.
pub(super) fn chapters(sections: &[Section], headed: &[bool]) -> Vec<bool> {
    let mut out = vec![false; sections.len()];
    let mut row: Vec<usize> = Vec::new();
    let mut close = |row: &mut Vec<usize>| {
        let asked = || row.windows(2).any(|pair| sections[pair[0]..pair[1]].iter().any(asks));
        if row.len() > 1 && row.iter().any(|&at| !headed[at]) && asked() {
            row.iter().for_each(|&at| out[at] = true);
        }
        row.clear();
    };
    let mut next = 0;
    for (at, section) in sections.iter().enumerate() {
        let number = number(&section.title.text).filter(|_| section.speaker.is_none() && section.role != Role::User);
        let Some([number]) = number.as_deref() else { continue };
        if *number != next || next == 0 {
            close(&mut row);
        }
        if *number == 1 || !row.is_empty() {
            row.push(at);
            next = number.saturating_add(1);
        }
    }
    close(&mut row);
    out
}

/// Puts questions below the part of a chapter that has nothing but them: «5.1. Частые вопросы».
fn questions(sections: &mut [Section], said: &impl Fn(&Section) -> bool) {
    let mut at = 0;
    while at < sections.len() {
        let head = &sections[at];
        let part = head.blocks.is_empty() && number(&head.title.text).is_some_and(|number| number.len() > 1);
        let behind = at + 1;
        let (level, speaker) = (head.level, head.speaker);
        let asked = |section: &&Section| asks(section) && section.speaker == speaker && !said(section);
        let count = if part { sections[behind..].iter().take_while(asked).count() } else { 0 };
        if sections[behind..behind + count].iter().any(|section| section.level <= level) {
            sink(&mut sections[behind..behind + count], level, said);
        }
        at = behind + count;
    }
}

/// Puts what its author jotted down behind the last number below it, as it stands below others.
fn jotted_last(sections: &mut [Section], last: usize, said: &impl Fn(&Section) -> bool) {
    let (level, speaker, behind) = (sections[last].level, sections[last].speaker, last + 1);
    let own = |section: &&Section| is_jotted(section) && section.speaker == speaker && !said(section);
    let count = sections[behind..].iter().take_while(own).count();
    sink(&mut sections[behind..behind + count], level, said);
}

fn is_jotted(section: &Section) -> bool {
    section.title.text.starts_with(char::is_lowercase) && !asks(section)
}

fn asks(section: &Section) -> bool {
    let told = section.role == Role::User;
    section.speaker.is_none() && (told || section.title.text.ends_with('?') || asking::asks(&section.title.text))
}

/// Whether what stands between two numbers is below the first: 3.1 or 4 is behind 3, and 3.2 behind 3.1.1. A whole
/// chapter may have ended before 4 where 3.1 is the last number.
fn follows(before: &[u8], number: &[u8]) -> bool {
    let Some((&last, parents)) = number.split_last() else { return false };
    let child = last == 1 && parents == before;
    let sibling = before.strip_prefix(parents).and_then(<[u8]>::first).is_some_and(|&before| before < last);
    let chapters = matches!((before, number), ([before], [next]) if before + 1 == *next);
    child || chapters || sibling && !parents.is_empty()
}

/// The figures in front of a title: 3 and 2 of «3.2 Вода», and 3 of «💧 3. Вода».
fn number(title: &str) -> Option<Vec<u8>> {
    let (number, words) = pictures::without_picture(title).split_once(' ')?;
    let figures: Option<Vec<u8>> = number
        .trim_end_matches(['.', ')'])
        .split('.')
        .map(|part| part.parse().ok().filter(|_| part.len() <= 2 && !part.starts_with('+')))
        .collect();
    figures.filter(|figures| figures.len() <= 6 && words.trim_start().starts_with(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use crate::notes::levels::tests::expect;

    #[test]
    fn a_question_in_a_lecture_stands_in_it() {
        let lecture = "4.1. Ульи\n\nУльи бывают разные, и все они стоят на юг.\n\nа почему на юг?\n\n\
            Там теплее, и пчёлы раньше вылетают.\n\n4.2. Мёд\n\nМёд качают летом.\n";
        expect(lecture, &[("4.1. Ульи", 2), ("а почему на юг?", 3), ("4.2. Мёд", 2)]);
    }

    #[test]
    fn questions_stand_below_the_part_that_has_nothing_else() {
        let hives = "1. Ульи\n\nУльи бывают разные, и все они стоят на юг.\n\n1.1. Частые вопросы\n\n\
            Когда открывать леток?\nВ марте, когда днём тепло.\n\nСколько рамок ставить?\nДесять, если семья сильная.\n\n\
            2. Мёд\n\nМёд качают летом, и он течёт.\n";
        let questions = [("Когда открывать леток?", 3), ("Сколько рамок ставить?", 3)];
        expect(hives, &[&[("1. Ульи", 1), ("1.1. Частые вопросы", 2)], &questions[..], &[("2. Мёд", 1)]].concat());
    }

    #[test]
    fn a_heading_without_a_number_closes_no_chapter() {
        let book = "3  The Hive\n\n3.1  Frames\n\nThere are ten of them in each of the boxes.\n\nMeasuring a frame\n\n\
            A frame is as wide as the box, but for the bee space.\n\n3.2  Wax\n\nIt is yellow, and it melts early.\n";
        let parts = [("3 The Hive", 1), ("3.1 Frames", 2), ("Measuring a frame", 3), ("3.2 Wax", 2)];
        expect(book, &parts);
        // Behind the last number, or before another chapter, it may stand beside them.
        let summary = format!("{book}\nSummary\n\nBees live in hives, and they make wax.\n");
        expect(&summary, &[&parts[..], &[("Summary", 1)]].concat());
    }

    #[test]
    fn a_picture_before_the_number_hides_it_not() {
        let chat = "Вы сказали:\nкакие бывают ульи?\n\nChatGPT сказал:\n🐝 1. Виды\n\nИх два:\n\nЛежак\nРост: низкий\n\
            Рамки: двадцать\n\nСтояк\nРост: высокий\nРамки: десять\n\n🍯 2. Мёд\n\nЕго качают летом, и он течёт.\n";
        let kinds = [("🐝 1. Виды", 2), ("Лежак", 3), ("Стояк", 3), ("🍯 2. Мёд", 2)];
        expect(chat, &[&[("какие бывают ульи?", 1)], &kinds[..]].concat());
    }

    #[test]
    fn questions_stand_below_the_number_they_are_asked_at() {
        let asked = "2. Полив\n\n2.1. Утром\n\nпочему вянет бегония после полива\nПотому что вода холодная, и корни \
            её не берут.\n\n2.2. Вечером\n\nВечером поливают только в жару.\n";
        let question = "почему вянет бегония после полива";
        expect(asked, &[("2. Полив", 1), ("2.1. Утром", 2), (question, 3), ("2.2. Вечером", 2)]);
        let flat = "1. Почва\n\nкак её рыхлить?\nВилами, и только сухую.\n\n2. Полив\n\nкогда поливать?\nУтром.\n";
        let questions = [("1. Почва", 1), ("как её рыхлить?", 2), ("2. Полив", 1), ("когда поливать?", 2)];
        expect(flat, &questions);
    }

    #[test]
    fn what_is_jotted_behind_the_last_number_stands_in_it_as_others_do() {
        let hives = |one: &str| {
            format!(
                "4.1. Ульи\n\nУльи бывают разные, и все они стоят на юг.\n\n{one}\n\n4.2. Мёд\n\nМёд качают летом, и он \
                течёт.\n\nмой мёд (майский)\n\n- 12 кг с двух ульев\n- 3 кг продано\n"
            )
        };
        let honey = |level| ("мой мёд (майский)", level);
        let own = ("мои ульи", 3);
        let (first, second) = (("4.1. Ульи", 2), ("4.2. Мёд", 2));
        expect(&hives("мои ульи\n\n- два лежака\n- стояк"), &[first, own, second, honey(3)]);
        expect(&hives("Их красят."), &[first, second, honey(1)]);
    }
}
