//! What somebody asked on the page of a chat, in a copy that names nobody: the page keeps a blank line between the
//! paragraphs of an answer, but none between what was asked and its answer, or between it and what was pasted below it.
//!
//! So a few lines in small letters with a capital on their heels are a turn, where the paste is one of such a page.

use super::{
    asking, body, code,
    lines::{Line, Said},
    list,
    page::Page,
};

/// A turn has at most so many lines of its own.
pub(super) const LINES: usize = 3;

/// Marks the lines of turns, and parts them from what stands on their heels.
pub(super) fn mark(lines: &mut [Line<'_>], page: &Page) {
    if !page.is_chat || page.width.is_some() {
        return;
    }
    for (at, fenced) in code::fenced_lines(lines).into_iter().enumerate() {
        let turn = turn(lines, at).filter(|_| !fenced);
        for said in lines.iter_mut().skip(at).take(turn.unwrap_or(0)) {
            said.said = Said::Asked;
        }
        if let Some(answer) = turn.and_then(|turn| lines.get_mut(at + turn)) {
            answer.gap = answer.gap.max(1);
        }
        if let Some(first) = lines.get_mut(at).filter(|_| turn.is_some()) {
            first.gap = first.gap.max(1);
        }
    }
}

/// How many lines from line `at` on are a turn.
fn turn(lines: &[Line<'_>], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map(|before| &lines[before]);
    let first = &lines[at];
    // Below an error that somebody pasted he asks what it means.
    let pasted = |before: &Line<'_>| {
        first.gap == 0 && before.text.is_ascii() && !first.text.is_ascii() && first.text.ends_with('?')
    };
    let ended = before.is_none_or(|before| !before.text.ends_with([':', ',', '-', '—']));
    if !(ended && (before.is_none() || first.gap > 0) || before.is_some_and(pasted)) {
        return None;
    }
    let near = &lines[at..lines.len().min(at + LINES + 1)];
    let small = near.iter().enumerate().take_while(|(n, line)| (*n == 0 || line.gap == 0) && is_said(line)).count();
    let next = near.get(small).filter(|next| small > 0 && next.gap == 0)?;
    let answers = next.text.starts_with(|c: char| c.is_uppercase() || !c.is_ascii() && !c.is_alphanumeric());
    let begins = list::marker(next).is_none() && (answers || next.text.is_ascii() && !first.text.is_ascii());
    (begins && !code::is_sign(lines, at + small)).then_some(small)
}

/// Whether a line is one that people type to a machine: words in small letters, and no value, item, name or command.
pub(super) fn is_said(line: &Line<'_>) -> bool {
    !line.text.ends_with(':') && is_typed(line)
}

/// As [`is_said`], and what was pasted may stand below it.
pub(super) fn is_typed(line: &Line<'_>) -> bool {
    const FEWEST: usize = 3;
    let words = || if line.text.is_ascii() { line.words() >= FEWEST && !code::is_typed(line.text) } else { true };
    line.said == Said::Nothing
        && line.starts_lower()
        && list::marker(line).is_none()
        && !body::is_small_label(line)
        && !line.text.contains(['\t', '=', '{', '}'])
        && !line.text.ends_with([';', ','])
        && line.indent == 0
        && words()
        && !asking::is_own(line.text)
        && !tells_result(line.text)
}

/// Whether a text says that something was done or works, and asks nothing: «заработало после перезагрузки».
pub(super) fn tells_result(text: &str) -> bool {
    const NEAR: usize = 4;
    const DONE: &str = "\
        заработало заработал заработала получилось проверил проверила помогло сделал сделала поставил поставила работает \
        починил починила worked works checked fixed";
    let said = text.split(' ').take(NEAR).map(|word| word.trim_end_matches([',', '.', '!']));
    let done = said.clone().any(|word| DONE.split(' ').any(|done| done == word));
    let denied = text.split(' ').any(|word| matches!(word, "не" | "but" | "но" | "not" | "а" | "как" | "how"));
    done && !denied && !text.ends_with('?')
}

#[cfg(test)]
mod tests {
    use crate::{
        notes::{self, BlockKind, Note, Role},
        text::Source,
    };

    fn page(asked: &str) -> Note {
        let label = |code: &str| format!("bash\nКопировать код\n{code}\n");
        notes::parse(&Source::new(
            "a.txt",
            format!(
                "Весы под ульем пишут в файл, и его можно читать с телефона, если он в той же сети, что и весы.\n\n{}\n\
                 Так файл копируют на ноутбук раз в день.\n\n{asked}\n\nПосле этого весы пишут в новый файл, и старый \
                 можно удалить, когда он больше никому не нужен.\n\n{}",
                label("scp hive:weights.csv ."),
                label("ssh hive")
            ),
        ))
    }

    fn asked(text: &str) -> Vec<String> {
        let note = page(text);
        let asked = note.sections.iter().filter(|section| section.role == Role::User);
        asked.map(|section| section.title.text.clone()).collect()
    }

    #[test]
    fn small_letters_above_an_answer_are_a_turn() {
        assert_eq!(asked("покажи\nВот как смотрят вес."), ["покажи"]);
        assert_eq!(asked("нет не надо. как взвесить раму\n📦 Взвешивание рамы"), ["нет не надо. как взвесить раму"]);
        for answer in [
            "соль и вода\nи мёд",
            "корм: сироп\nВода: чистая",
            "не забыть: батарейка\nВесы стоят",
            "- рамки\n- мёд",
            "scp hive:a.csv b\nОк",
        ] {
            assert_eq!(asked(answer), [""; 0], "{answer}");
        }
        assert_eq!(asked("заработало только после перезагрузки\n$ hive version\nHive 2.1"), [""; 0]);
        assert_eq!(asked("не работает после перезагрузки\nПроверьте питание."), ["не работает после перезагрузки"]);
        // Somebody who writes for himself may begin small as well.
        let own = "весы пишут раз в час\nБатарейка на год\n\nулей тяжелее на два кило\nЛипа цветёт\n";
        let note = notes::parse(&Source::new("a.txt", own));
        assert!(note.sections.iter().all(|section| section.role != Role::User), "{:?}", note.sections);
    }

    #[test]
    fn what_is_pasted_below_a_question_is_its_authors() {
        let note = page(
            "весы не пишут\nTraceback (most recent call last):\n  File \"/srv/scale.py\", line 1, in <module>\n    \
             import serial\nModuleNotFoundError: No module named 'serial'\nчто не так??\nНе установлен пакет pyserial.",
        );
        let asked = note.sections.iter().find(|section| section.role == Role::User).expect("a question");
        assert_eq!(asked.title.text, "весы не пишут");
        let shape: Vec<_> =
            asked.blocks.iter().map(|block| (matches!(block.kind, BlockKind::Code { .. }), block.role)).collect();
        let expected = [(true, Role::User), (false, Role::User), (false, Role::Assistant)];
        assert_eq!(shape[..3], expected, "{:?}", asked.blocks);
    }
}
