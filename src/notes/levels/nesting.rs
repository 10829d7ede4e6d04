//! What stands below what, where the headings of a note do not say so: an answer below its question, what a chapter in
//! capitals holds below that chapter.

use super::{is_part, sink};
use crate::{
    notes::{
        corrections::Fixes,
        model::{BlockKind, Role, Section},
    },
    text::{Source, Span},
};

/// Puts answers below their questions and, where `guess` allows it, what capitals head below them. What the author has said
/// of a heading in a file beside the note stands.
pub fn nest(source: &Source, sections: &mut [Section], fixes: &Fixes, guess: bool) {
    let fixed: Vec<Span> = fixes.within(source.whole()).map(|(span, _)| span).collect();
    let said = |section: &Section| fixed.iter().any(|span| span.contains(section.title.span));
    if guess && sections.iter().all(|section| section.speaker.is_none()) {
        capitals(sections, &said);
    }
    answers(sections, &said);
}

fn answers(sections: &mut [Section], said: &impl Fn(&Section) -> bool) {
    let headed = headed_answers(sections);
    let mut at = 0;
    while at < sections.len() {
        let question = &sections[at];
        let next = at + 1;
        if question.role != Role::User || question.title.text.is_empty() {
            at = next;
            continue;
        }
        let level = question.level;
        let answers = |(section, headed): &(&Section, &bool)| {
            section.role == Role::Assistant && (section.speaker == Some(Role::Assistant) || **headed)
        };
        let end = next + sections[next..].iter().zip(&headed[next..]).take_while(answers).count();
        sink(&mut sections[next..end], level, said);
        at = end;
    }
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
        let next = chapters.get(n + 1).copied().unwrap_or(sections.len());
        // What the author jotted down is no part of a chapter.
        let jotted =
            |section: &Section| section.role == Role::Own && section.title.text.starts_with(char::is_lowercase);
        let end = (at + 1..next).find(|&i| jotted(&sections[i])).unwrap_or(next);
        if introduces {
            sink(&mut sections[at + 1..end], top, said);
        }
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
        let below = [("When", 2), ("Tools", 3), ("And an apple?", 1), ("When", 3)];
        expect("a.md", copy, &[&[("How do I prune a pear?", 1)], &below[..]].concat());
        let paste = "Вы сказали:\nКак обрезать грушу?\n\nChatGPT сказал:\n🍐 Когда\n\nЕё обрезают зимой, пока она \
            спит.\n\n🪚 Чем\n\nПила нужна острая, и секатор тоже.\n\nВы сказали:\nА яблоню?\n\nChatGPT сказал:\nТак же.\n";
        expect("a.txt", paste, &[("Как обрезать грушу?", 1), ("🍐 Когда", 2), ("🪚 Чем", 2), ("А яблоню?", 1)]);
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
}
