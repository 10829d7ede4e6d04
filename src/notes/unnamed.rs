//! What somebody asked inside what seems to be an answer of a chat: some turns were copied with who said them, others
//! without.
//!
//! Inside an answer small letters are its reader's remark. Questions in small letters, each with sentences behind it, are
//! turns: two of them, or one behind the last name that more than a blank line parts from the answer before.

use super::{asking, lines::Said, list, model::Role, page::Page, parts::Part};

/// So many questions tell that names are missing.
const FEWEST: usize = 2;
/// The fewest words of a question.
const WORDS: usize = 3;

/// Puts who speaks around the questions that stand in answers.
pub(super) fn name(parts: &mut Vec<Part<'_>>, page: &Page) {
    let named = |role: Role| move |part: &Part<'_>| matches!(part, Part::Speaker(named) if *named == role);
    if !parts.iter().any(named(Role::User)) {
        return;
    }
    let mut last = None;
    let mut asked = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        if matches!(part, Part::Speaker(_) | Part::Asks(_)) {
            last = Some(at);
        }
        // What stands right behind a name is said by whom it names.
        let answer = last.is_some_and(|last| at > last + 1 && named(Role::Assistant)(&parts[last]));
        if answer && asks(parts, at, page) {
            asked.push(at);
        }
    }
    let parted = |at: &usize| Some(*at) > last && matches!(&parts[*at], Part::Chunk(lines) if lines[0].gap > 1);
    if asked.len() < FEWEST && !asked.iter().any(parted) {
        return;
    }
    let mut asked = asked.into_iter().peekable();
    let all = std::mem::take(parts).into_iter().enumerate();
    *parts = all
        .flat_map(|(at, part)| match asked.next_if_eq(&at) {
            Some(_) => vec![Part::Speaker(Role::User), part, Part::Speaker(Role::Assistant)],
            None => vec![part],
        })
        .collect();
}

/// Whether a part is a question in small letters that the next one answers.
fn asks(parts: &[Part<'_>], at: usize, page: &Page) -> bool {
    let (Some(Part::Chunk(lines)), Some(Part::Chunk(answer))) = (parts.get(at), parts.get(at + 1)) else {
        return false;
    };
    let Some(last) = lines.last().filter(|_| asking::is_whole(page, lines) && lines[0].starts_lower()) else {
        return false;
    };
    let text = lines.iter().map(|line| line.text).collect::<Vec<_>>().join(" ");
    let announced =
        matches!(&parts[at - 1], Part::Chunk(before) if before.last().is_some_and(|line| line.text.ends_with(':')));
    lines[0].said == Said::Nothing
        && list::marker(&lines[0]).is_none()
        && !announced
        && text.split_whitespace().count() >= WORDS
        && (last.text.ends_with('?') || !last.ends_sentence() && asking::asks(&text))
        && !asking::is_own(&text)
        && asking::without_own_label(&text).len() == text.len()
        && asking::begins_sentence(answer)
}

#[cfg(test)]
mod tests {
    use crate::{
        notes::{self, Role},
        text::Source,
    };

    fn titles(text: &str) -> Vec<(String, Role, u8)> {
        let note = notes::parse(&Source::new("a.txt", text));
        note.sections.into_iter().map(|section| (section.title.text, section.role, section.level)).collect()
    }

    const CHAT: &str = "Вы сказали:\nкак привить грушу\nChatGPT сказал:\nЧеренок срезают зимой.\n\nИнструменты\n\nНужен \
        острый нож и лента.\n\n";

    #[test]
    fn questions_behind_the_last_name_are_asked_by_the_same() {
        let more = "а чем обрезка отличается от прищипки?\n\nОбрезка убирает ветку целиком.\n\nЧем режут\n\nСекатором или \
            пилой.\n\nчто делать если кора треснула\n\nТрещину зачищают и замазывают.\n";
        let expected = [
            ("как привить грушу", Role::User, 1),
            ("Инструменты", Role::Assistant, 2),
            ("а чем обрезка отличается от прищипки?", Role::User, 1),
            ("Чем режут", Role::Assistant, 2),
            ("что делать если кора треснула", Role::User, 1),
        ];
        let expected = expected.map(|(title, role, level)| (title.to_owned(), role, level));
        assert_eq!(titles(&format!("{CHAT}{more}")), expected);
    }

    #[test]
    fn one_alone_needs_more_than_a_blank_line() {
        let one = "а сколько лет растёт груша?\n\nДо первых плодов она растёт лет семь.\n";
        let count = |text: &str| titles(text).iter().filter(|(_, role, _)| *role == Role::User).count();
        assert_eq!(count(&format!("{CHAT}{one}")), 1);
        assert_eq!(count(&format!("{CHAT}---\n\n{one}")), 2);
        // What nobody answers, or what its author tells himself, is no turn.
        assert_eq!(count(&format!("{CHAT}---\n\nа сколько лет растёт груша?\n")), 1);
        assert_eq!(count(&format!("{CHAT}---\n\nне забыть: сколько лет растёт груша?\n\nОна растёт лет семь.\n")), 1);
    }

    #[test]
    fn questions_between_names_are_turns_as_well() {
        let more = "а чем обрезка отличается от прищипки?\n\nОбрезка убирает ветку целиком.\n\n";
        let next = "Вы сказали:\nчем замазать срез\nChatGPT сказал:\nСрез мажут варом.\n\nВар варят летом.\n\n";
        let last = "а сколько лет растёт груша?\n\nДо первых плодов она растёт лет семь.\n";
        let asked = |text: &str| titles(text).iter().filter(|(_, role, _)| *role == Role::User).count();
        assert_eq!(asked(&format!("{CHAT}{more}{next}{last}")), 4);
        // One alone may be its reader's.
        assert_eq!(asked(&format!("{CHAT}{more}{next}")), 2);
    }
}
