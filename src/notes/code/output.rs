//! What a program printed, where the words above say so: «Вывод будет таким:», "It prints:".

use super::{
    super::{
        lines::{Line, Said},
        list::marker,
        requests,
    },
    prose,
};
use crate::text::words;

/// How words begin that announce it, in small letters.
const ANNOUNCES: &str =
    "output print stdout вывед вывод напечата ответ отобраз вернёт вернет возвращ увидите увидим результат";

/// So many lines are looked at.
const LONGEST: usize = 60;

/// Whether a line announces what a program prints, or how its error reads: «Текст ошибки такой:», «ошибка была:».
fn is_announced(before: &Line<'_>) -> bool {
    const WORDS: usize = 3;
    let small = words::lowercase(before.text);
    let has = |beginnings: &str| {
        let begins = |word: &str| beginnings.split(' ').any(|begin| word.starts_with(begin));
        small.split(|c: char| !words::is_alphabetic(c)).any(begins)
    };
    let named = || before.words() <= WORDS && small.split([' ', ':']).any(|word| matches!(word, "ошибка" | "error"));
    let error = || named() || has("ошибк error") && has("текст выгляд сообщени message looks reads");
    before.text.ends_with(':') && (has(ANNOUNCES) || error() || requests::shows(before.text))
}

/// Whether a line that stands alone below what somebody asks, in a note of another script, is an error that a program
/// printed: "docker: Error response from daemon: …".
pub(super) fn is_error(lines: &[Line<'_>]) -> bool {
    const WORDS: usize = 4;
    const SAYS: &str = "error failed denied refused cannot unable invalid unknown exception fatal panic";
    let Some(line) = lines.first() else { return false };
    let named = line.text.split_once(": ").is_some_and(|(name, _)| !name.contains(' '));
    let says = |word: &str| SAYS.split(' ').any(|said| word.eq_ignore_ascii_case(said));
    line.said == Said::Nothing
        && line.text.is_ascii()
        && named
        && line.words() >= WORDS
        && marker(line).is_none()
        && lines.get(1).is_none_or(|next| next.gap > 0 || !next.text.is_ascii())
        && line.text.split(|c: char| !c.is_ascii_alphabetic()).any(says)
}

/// How many lines below one that announces them were printed; whatever somebody shows below his question was.
pub(super) fn below(before: &Line<'_>, lines: &[Line<'_>], foreign: bool) -> Option<usize> {
    is_announced(before).then(|| find(lines, foreign || requests::shows(before.text)))?
}

/// How many lines up to the next blank one were printed. In a note of another script all of it is in Latin letters;
/// elsewhere one line at least is no sentence and has what no list has.
fn find(lines: &[Line<'_>], foreign: bool) -> Option<usize> {
    let together = |(at, line): &(usize, &Line<'_>)| *at == 0 || line.gap == 0;
    let count = lines.iter().take(LONGEST).enumerate().take_while(together).count();
    let block = &lines[..count];
    let own = |line: &Line<'_>| line.said == Said::Nothing && marker(line).is_none() && line.text.is_ascii();
    let figures = |line: &Line<'_>| {
        let number =
            |word: &str| word.contains(|c: char| c.is_ascii_digit()) && word.contains(['.', ':', '/', '=', '-']);
        !prose::is_ended(line.text) && line.text.split_whitespace().any(number)
    };
    let printed = if foreign { count > 0 } else { block.iter().any(figures) && !prose::is_sentence(block[0].text) };
    (printed && count < LONGEST && block.iter().all(own)).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notes::lines, text::Source};

    fn found(text: &str) -> Option<usize> {
        let source = Source::new("a.txt", text);
        let lines = lines::lines(&source, source.whole());
        below(&lines[0], &lines[1..], source.is_cyrillic())
    }

    #[test]
    fn an_error_speaks_for_itself() {
        let is_error = |text: &str| {
            let source = Source::new("a.txt", text);
            super::is_error(&lines::lines(&source, source.whole()))
        };
        assert!(is_error("pump: Error response from the valve: port is already open\n\nЗакройте его.\n"));
        assert!(is_error("ERROR: failed to solve: the tank is empty\n\nНалейте воды.\n"));
        for text in ["Error handling in pumps\n", "Error: no\n", "Насос: failed to start it at all\n"] {
            assert!(!is_error(text), "{text}");
        }
    }

    #[test]
    fn what_is_announced_as_printed_is() {
        let printed = "Pump version 26.1.3, build b72abbb\nHello from the pump!";
        assert_eq!(found(&format!("Вывод будет примерно таким:\n\n{printed}\n\nНасосы качают воду.\n")), Some(2));
        assert_eq!(found(&format!("The output looks like this:\n\n{printed}\n\nPumps\n")), Some(2));
        assert_eq!(found("Если всё хорошо, вы увидите:\n\nThe pump is on!\n\nИ всё, больше ничего.\n"), Some(1));
        assert_eq!(found("Команда выведет:\nhello\n\nИ всё, больше ничего.\n"), Some(1));
        assert_eq!(found("Текст ошибки обычно такой:\npump: error: port 80 is in use\n\nСмените порт.\n"), Some(1));
        assert_eq!(found("ошибка была:\n\nThe valve of the pump is closed\n\nОткройте его.\n"), Some(1));
        assert_eq!(found("It printed this at night, what does it mean:\nThe pump is dry.\n\nFill it.\n"), Some(1));
        assert_eq!(found("If it prints something, what to do:\nTurn it off.\n\nThen fill it.\n"), None);
        for text in [
            "Частые ошибки:\n\nPumpLoopBack\nOilPullBack\n",
            "Вывод такой:\n\nнасос стоит\n",
            "Выводы из этого:\n\n- oak\n- elm\n",
            "The output depends on:\n\nthe pump\nthe weather\n",
            "Насосы:\n\nNorth\nSouth\n",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
