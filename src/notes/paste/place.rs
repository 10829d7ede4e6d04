//! Where a chunk stands: what goes before it and what follows, as far as that tells what it is.

use super::{
    super::{
        asking, body,
        heading::{Heading, Next, Place},
        lines::{Line, Said},
        list,
        model::Role,
        parts::{Part, code_cuts, is_shown},
        pictures,
    },
    Reader,
};
use crate::text::words;

impl<'a> Reader<'_, 'a> {
    /// Where line and chunk `at` stand.
    pub(super) fn place(&self, at: usize, lines: &[Line<'a>]) -> Place<'_, 'a> {
        let chunk = |at: usize| match self.parts.get(at) {
            Some(Part::Chunk(lines)) => Some(&lines[..]),
            _ => None,
        };
        let next = match self.parts.get(at + 1) {
            Some(Part::Chunk(lines)) => Next::Lines(lines, chunk(at + 2)),
            Some(Part::Code(code)) => Next::Code(code_cuts(code, lines, chunk(at + 2).map(|behind| &behind[0]))),
            Some(Part::Speaker(Role::Assistant) | Part::Asks(Role::Assistant)) => Next::Answer,
            Some(Part::Asks(_)) => Next::Question,
            Some(Part::Speaker(_)) => Next::Turn,
            Some(Part::Anew) | None => Next::End,
        };
        let after_colon = self.colon && self.lists.is_empty() && !begins_groups(lines, chunk(at + 1));
        let label = |before: usize| matches!(chunk(before), Some([line]) if before == 0 || body::is_attribute(line));
        let behind_label = at.checked_sub(1).is_some_and(label);
        let known = lines.first().is_some_and(|first| self.known.contains(first.text));
        Place {
            next,
            after_colon,
            inside_list: self.goes_on(at).is_some(),
            known,
            counts: self.counts,
            below: self.builder.is_below_heading() && self.lists.is_empty(),
            opening: self.builder.is_opening(),
            behind_label,
            code_behind: matches!(self.parts.get(at + 2), Some(Part::Code(_))),
            offered: self.offered(at),
            asked: self.builder.is_below_question(),
            named: self.builder.is_turn(),
            dialogue: self.builder.has_asked(),
            listed: self.builder.has_list(),
            shown: is_shown(self.parts.get(at + 1)).then(|| chunk(at + 2)).flatten(),
        }
    }

    /// The heading that a few words with a picture are, right behind code, with text or a list on their heels: «✅ Итог».
    pub(super) fn pictured(&self, at: usize, lines: &[Line<'a>]) -> Option<Heading> {
        let (Some(Part::Chunk(chunk)), Some(Part::Code(_))) = (self.parts.get(at), self.parts.get(at.checked_sub(1)?))
        else {
            return None;
        };
        let first = chunk.len() == lines.len() && pictures::is_signed(lines);
        first.then_some(Heading { lines: 1, level: 1, skip: 0, runs_in: false })
    }

    /// The depth of the innermost list where a colon behind the code of its last item announces what that prints, as text
    /// stands behind the code of the items before; and where a line behind that names a word of it, or a
    /// number of what its only code prints.
    pub(super) fn shows(&self, at: usize, lines: &[Line<'a>]) -> Option<usize> {
        let code = matches!(self.parts.get(at + 1), Some(Part::Code(_)));
        let announces = matches!(lines, [line] if line.text.ends_with(':'));
        let shows = || code && announces && self.lists.last_lacks_text();
        let tells = || {
            let [line] = lines else { return false };
            self.lists.last_output().is_some_and(|shown| names_word(line, shown) || names_number(line, shown))
                || self.lists.last_printed().is_some_and(|shown| names_number(line, shown))
        };
        self.lists.depth().checked_sub(1).filter(|_| shows() || tells())
    }

    /// Whether the part before may offer to say more.
    pub(super) fn offered(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.parts.get(before));
        !self.builder.is_turn() && matches!(before, Some(Part::Chunk(lines)) if asking::may_offer(lines))
    }
}

/// Whether lines are a few words with a capital right above bullets, and so is the next chunk: a colon before them announces
/// both.
fn begins_groups(lines: &[Line<'_>], next: Option<&[Line<'_>]>) -> bool {
    const WORDS: usize = 3;
    /// So many lines tell.
    const NEAR: usize = 200;
    let group = |lines: &[Line<'_>]| {
        let Some((title, items)) = lines.split_first() else { return false };
        let plain = title.text.starts_with(char::is_uppercase) && title.text.ends_with(words::is_alphabetic);
        let bullet = |line: &Line<'_>| list::marker(line).is_some_and(|found| !found.kind.is_ordered());
        plain
            && title.said == Said::Nothing
            && title.words() <= WORDS
            && !items.is_empty()
            && items.iter().take(NEAR).all(bullet)
    };
    group(lines) && next.is_some_and(group)
}

/// Whether a sentence names a word of what was printed: in brackets or quotes, or in other letters than its own.
fn names_word(line: &Line<'_>, shown: &str) -> bool {
    const SHORTEST_WORD: usize = 4;
    let foreign = !line.text.is_ascii();
    let named = |word: &&str| {
        let bare = word.trim_matches(|c: char| !words::is_alphanumeric(c));
        let quoted = word.starts_with(['(', '"', '«', '`', '\'']);
        bare.len() >= SHORTEST_WORD && bare.is_ascii() && (foreign || quoted) && shown.contains(bare)
    };
    may_name(line, shown) && line.text.split_whitespace().any(|word| named(&word))
}

/// Whether a sentence begins with a number of what was printed, or with a word and that number: «Код 137 означает …».
fn names_number(line: &Line<'_>, shown: &str) -> bool {
    const SHORTEST: usize = 3;
    const NEAR: usize = 2;
    let number = |word: &str| {
        let figures = word.len() >= SHORTEST && word.bytes().all(|b| b.is_ascii_digit());
        figures && shown.split_whitespace().any(|printed| printed == word)
    };
    may_name(line, shown) && line.text.split_whitespace().take(NEAR).any(number)
}

/// Whether a line is a sentence, and it and what was printed are not too long to tell anything of each other.
fn may_name(line: &Line<'_>, shown: &str) -> bool {
    const LONGEST: usize = 200;
    const LONGEST_OUTPUT: usize = 4000;
    line.len <= LONGEST && shown.len() <= LONGEST_OUTPUT && line.ends_sentence()
}

#[cfg(test)]
mod tests {
    use crate::{
        notes::{self, BlockKind},
        text::Source,
    };

    /// How many blocks stand below each item of the list of an answer.
    fn below(told: &str, last: &str) -> Vec<usize> {
        output(told, last, "Теперь вес известен.")
    }

    fn output(told: &str, last: &str, behind: &str) -> Vec<usize> {
        let code = |title: &str, code: &str| format!("{title}\n\nbash\nКопировать код\n{code}\n");
        let chat = format!(
            "Вы сказали:\nКак узнать вес улья?\n\nChatGPT сказал:\nВот так:\n\n{}{told}\n\n{}{last}\n\ntext\nКопировать \
            код\nNAME   KG\nhive   41\n\n{behind}\n",
            code("1. Подключись к весам", "ssh hive"),
            code("2. Прочитай файл", "cat weights.csv"),
        );
        let note = notes::parse(&Source::new("a.txt", chat));
        let blocks = note.sections.into_iter().flat_map(|section| section.blocks);
        let items = blocks.filter_map(|block| match block.kind {
            BlockKind::List { items, .. } => Some(items.into_iter().map(|item| item.blocks.len())),
            _ => None,
        });
        items.flatten().collect()
    }

    #[test]
    fn groups_behind_a_colon_are_sections_alike() {
        let titles = |groups: &str| {
            let chat = format!("Вы сказали:\nЧто взять на пасеку?\n\nChatGPT сказал:\nВот список:\n\n{groups}");
            let note = notes::parse(&Source::new("a.txt", chat));
            note.sections[1..].iter().map(|section| section.title.text.clone()).collect::<Vec<_>>()
        };
        let [clothes, tools] = ["Одежда\n- сетка\n- перчатки\n\n", "Инструмент\n- дымарь\n- стамеска\n\n"];
        assert_eq!(titles(&[clothes, tools].concat()), ["Одежда", "Инструмент"]);
        // Alone it may be the first thing that the colon announces.
        assert!(titles(clothes).is_empty());
    }

    #[test]
    fn what_the_last_step_prints_stands_with_it() {
        assert_eq!(below("Пароль написан на крышке.", "Ответ будет такой:"), [2, 3]);
        let told = ("Пароль написан на крышке.", "Ответ будет такой:");
        assert_eq!(output(told.0, told.1, "Если стоит (hive), весы работают."), [2, 4]);
        assert_eq!(output(told.0, told.1, "Если стоит ноль, весы замёрзли."), [2, 3]);
        // Nothing announces it, or nothing is told of the steps before.
        assert_eq!(below("Пароль написан на крышке.", "Ответ придёт сразу.")[..], [2, 1]);
        assert_eq!(below("", "Ответ будет такой:"), [1, 1]);
    }

    #[test]
    fn a_number_that_a_step_prints_is_told_of_with_it() {
        let blocks = |title: &str, code: &str, behind: &str| {
            let note = format!(
                "Вы сказали:\nСколько весит улей?\n\nChatGPT сказал:\n1. Посмотри на весы: они за домом.\n2. {title}\n\nbash\n\
                Копировать код\n{code}\n\n{behind}\n"
            );
            let note = notes::parse(&Source::new("a.txt", note));
            let blocks = note.sections.into_iter().flat_map(|section| section.blocks);
            let mut last = blocks.filter_map(|block| match block.kind {
                BlockKind::List { items, .. } => items.last().map(|item| item.blocks.len()),
                _ => None,
            });
            last.next_back()
        };
        let (title, code, told) =
            ("Прочитай вес:", "cat weights.csv\n412", "Число 412 означает, что мёд пора снимать.");
        assert_eq!(blocks(title, code, told), Some(2));
        assert_eq!(blocks(title, code, "412 означает, что мёд пора снимать."), Some(2));
        for told in ["Число 41 означает, что мёд пора снимать.", "Мёд пора снимать, если весов стало 412."]
        {
            assert_eq!(blocks(title, code, told), Some(1), "{told}");
        }
        assert_eq!(blocks("Прочитай вес.", code, told), Some(0));
        assert_eq!(blocks(title, "cat 412.csv", "Число 412 означает, что мёд пора снимать."), Some(1));
    }
}
