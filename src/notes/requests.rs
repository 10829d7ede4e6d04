//! How people tell a machine what they want, where nobody is named: with a capital («Покажи …», "Show me …"), behind a
//! word that takes the answer before («ок, теперь нужно …»), with a question at the end of what they tell.
//!
//! A manual tells its reader to do things as well, so a request with a capital is one only where somebody asked before,
//! or at the start of a note.

use super::{
    heading::{Next, Place},
    lines::{Line, Said},
    roles,
};
use crate::text::words;

/// Words with a capital that tell nobody but a machine what to say, in small letters.
const TELLING: &str = "покажи объясни расскажи подскажи поясни помоги приведи explain";
/// And those that a manual may begin a title with: they ask where somebody is meant, or a title answers.
const DOING: &str = "\
    напиши сделай дай составь придумай перепиши повтори переведи сравни добавь опиши дополни разбери show tell give help \
    write teach make";
const MEANT: &str = "мне нам пожалуйста me us please";
/// Titles that answer need the words of a request, not those of a manual.
const TITLED: &str = "напиши сделай дай составь придумай перепиши сравни опиши дополни разбери";

/// Words that take what was answered, those that go on from there, and those that then ask for more.
const TAKEN: &str = "\
    ок окей хорошо ладно отлично супер класс круто понятно понял поняла ясно спасибо ok okay great cool thanks alright good";
const ON: &str = "теперь дальше now next";
const WANTED: &str = "\
    нужно надо хочу хотелось давай давайте добавь сделай напиши покажи объясни расскажи перепиши переделай исправь поменяй \
    замени убери переведи сравни приведи запусти подними настрой помоги дай need want let's lets add make show write \
    explain give help change fix rewrite replace remove translate compare set build create";
const FIRST: &str = "i we a а и and";

/// How a text asks at its end.
pub(super) const ENDS: &[&str] = &[
    "что делать",
    "что мне делать",
    "как быть",
    "в чём дело",
    "в чем дело",
    "в чём разница",
    "в чем разница",
    "чем отличаются",
    "чем отличается",
    "что лучше",
    "что выбрать",
    "что не так",
    "что это значит",
    "что это",
    "как исправить",
    "как починить",
    "что теперь",
    "что дальше",
    "почему так",
    "what now",
    "what should i do",
    "what do i do",
    "what to do",
    "how come",
    "what does it mean",
    "what is wrong",
    "what's wrong",
    "how do i fix it",
    "how do i fix this",
    "how to fix it",
    "how to fix this",
];
/// And how it does whatever stands before.
pub(super) const COMPARES: &[&str] = &["what's the difference", "what is the difference", "which is better"];

fn bare(word: &str) -> String {
    words::lowercase(word.trim_matches([',', '.', '!', '…', ':', '-', '—'])).replace('’', "'")
}

/// Whether a text with a capital tells a machine what to do; `titled` says whether a title stands behind it.
pub(super) fn tells(text: &str, titled: bool) -> bool {
    let mut said = text.split_whitespace().map(bare);
    let (Some(first), Some(second)) = (said.next(), said.next()) else { return false };
    let mut meant =
        || words::listed(MEANT, &second) || !first.is_ascii() && said.any(|word| words::listed(MEANT, &word));
    text.starts_with(char::is_uppercase)
        && (words::listed(TELLING, &first)
            || words::listed(DOING, &first) && meant()
            || titled && words::listed(TITLED, &first))
}

/// Whether a text in small letters takes an answer and asks for more: «ок теперь нужно …», "ok now add …".
pub(super) fn asks_for_more(text: &str) -> bool {
    let mut said = text.split_whitespace().map(bare).peekable();
    let mut passed = |list: &str| {
        let mut any = false;
        while said.next_if(|word| words::listed(list, word)).is_some() {
            any = true;
        }
        any
    };
    let taken = passed(TAKEN);
    passed(FIRST);
    let on = passed(ON);
    passed(FIRST);
    taken && on && said.next().is_some_and(|word| words::listed(WANTED, &word)) && said.next().is_some()
}

/// Whether a text shows what went wrong below it and asks what to do: «Вот такое вылезло, что делать:». Where it says what
/// is to be done if something happens, it asks nobody.
pub(super) fn shows(text: &str) -> bool {
    const LEADS: &str = "вот here";
    /// Such a text is short.
    const LONGEST: usize = 400;
    let Some(text) = text.strip_suffix(':').filter(|text| text.len() <= LONGEST) else { return false };
    let small = words::lowercase(text).replace('’', "'");
    let before = ENDS.iter().find_map(|ask| small.strip_suffix(ask)).map(str::trim_end);
    let asked = before.and_then(|before| before.strip_suffix([',', '.', '-', '—']));
    let says_if =
        |clause: &str| clause.split_whitespace().next().is_some_and(|word| words::listed("если когда if when", word));
    asked.is_some_and(|before| {
        let last = before.split_whitespace().next_back().unwrap_or_default();
        before.contains(' ') && !before.split(", ").any(says_if) && !words::listed(LEADS, last)
    })
}

/// Whether a text asks first and tells the rest in a few words: «Как почистить улей? рамки все в прополисе».
pub(super) fn asks_first(text: &str) -> bool {
    /// So many words may follow the question, and so many may be asked in.
    const TOLD: usize = 8;
    const ASKED: usize = 14;
    let Some((asked, told)) = text.rsplit_once("? ") else { return false };
    asked.starts_with(char::is_uppercase)
        && roles::begins_question(&words::lowercase(asked))
        && asked.split(' ').count() <= ASKED
        && told.split(' ').count() <= TOLD
        && told.ends_with(words::is_alphanumeric)
}

/// Whether a text in small letters asks for the next thing: «а теперь второй корпус, и чтобы не дуло».
pub(super) fn goes_on(text: &str) -> bool {
    const WORDS: usize = 4;
    let mut said = text.split_whitespace().map(bare).peekable();
    while said.next_if(|word| words::listed(FIRST, word)).is_some() {}
    said.next().is_some_and(|word| words::listed(ON, &word)) && text.split_whitespace().nth(WORDS - 1).is_some()
}

/// Whether an answer begins with a yes or a no.
pub(super) fn is_decided(next: Next<'_, '_>) -> bool {
    const DECIDED: &str = "да нет yes no";
    let Next::Lines([first, ..], _) = next else { return false };
    first.text.split_once([',', '.', '!', ' ']).is_some_and(|(word, rest)| {
        first.text.starts_with(char::is_uppercase)
            && words::listed(DECIDED, &words::lowercase(word))
            && !rest.is_empty()
    })
}

/// Whether a title with no more than a number or a capital and no end stands behind a text, and heads something.
pub(super) fn is_titled(next: Next<'_, '_>) -> bool {
    let title = |line: &Line<'_>| {
        let capital = line.text.starts_with(char::is_uppercase) || matches!(line.said, Said::Heading(_));
        capital && !line.ends_sentence()
    };
    matches!(next, Next::Lines([line], Some(_)) if title(line))
}

/// Whether somebody asked before, or nothing but a title has been said, so that a text with a capital may be a request.
pub(super) fn may_tell(place: Place<'_, '_>) -> bool {
    place.dialogue || place.opening
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        notes::{self, BlockKind, Role},
        text::Source,
    };

    fn titles(text: &str) -> Vec<(String, u8, Role)> {
        let note = notes::parse(&Source::new("a.txt", text));
        note.sections.into_iter().map(|section| (section.title.text, section.level, section.role)).collect()
    }

    #[test]
    fn a_request_says_so_by_its_words() {
        for text in ["Покажи схему улья", "Объясни, как роятся пчёлы", "Show me the frame", "Explain the dance of bees"]
        {
            assert!(tells(text, false), "{text}");
        }
        for text in ["Напиши мне план пасеки", "Сделай, пожалуйста, таблицу", "Give us a list"]
        {
            assert!(tells(text, false), "{text}");
        }
        assert!(tells("Напиши план пасеки", true));
        for text in [
            "Напиши план пасеки",
            "Добавь рамки",
            "Show the frame",
            "Make frames",
            "Показ улья",
            "Покажи",
            "покажи улей",
        ] {
            assert!(!tells(text, false), "{text}");
        }
        for text in [
            "ок теперь нужно поставить второй корпус",
            "спасибо, а теперь сделай таблицу",
            "ok now i want two boxes",
            "great, now add the lid",
        ] {
            assert!(asks_for_more(text), "{text}");
        }
        for text in
            ["ок теперь работает", "теперь нужно купить рамки", "ok now it works", "good honey now", "ок теперь надо"]
        {
            assert!(!asks_for_more(text), "{text}");
        }
    }

    #[test]
    fn what_went_wrong_is_shown_below_a_question() {
        for text in [
            "Вот такое вышло при сборке, что делать:",
            "it printed this, what does it mean:",
            "сыплет ошибки, в чём дело:",
        ] {
            assert!(shows(text), "{text}");
        }
        for text in [
            "Если пчёлы роятся, что делать:",
            "Что делать:",
            "Пчёлы роятся, и вот, что делать:",
            "Вот такое вышло, что делать?",
            "The bees swarm when it is hot, when it rains, what to do:",
        ] {
            assert!(!shows(text), "{text}");
        }
    }

    const BEGUN: &str = "как сделать улей\n\nВозьмите доски и сбейте из них ящик, а сверху положите крышку.\n\n";

    #[test]
    fn a_request_with_a_capital_heads_its_answer() {
        let hive = format!(
            "{BEGUN}Покажи чертёж рамки с размерами\n\nРамка\n\nРамка шириной с улей, и между рамками проходит пчела.\n"
        );
        let found = titles(&hive);
        assert_eq!((found[1].0.as_str(), found[1].2), ("Покажи чертёж рамки с размерами", Role::User), "{found:?}");
        // Where nobody asked before, a manual tells its reader.
        let manual =
            "Пасека\n\nОна стоит у леса, и пчёл на ней много.\n\nПокажи пчёлам воду\n\nПоилку ставят на солнце.\n";
        assert!(titles(manual).iter().all(|(_, _, role)| *role == Role::Assistant), "{:?}", titles(manual));
    }

    #[test]
    fn an_error_is_pasted_by_who_asks() {
        let hive = format!(
            "{BEGUN}Вот такое вылезло при запуске весов, что делать:\nError response from scale: driver failed to open\n\
             the port /dev/ttyUSB0, which is in use already\n\nПорт занят другой программой, и её надо закрыть.\n"
        );
        let note = notes::parse(&Source::new("a.txt", hive));
        let asked = &note.sections[1];
        assert_eq!((asked.role, asked.blocks.len()), (Role::User, 2), "{:?}", note.sections);
        assert!(matches!(asked.blocks[0].kind, BlockKind::Code { .. }) && asked.blocks[0].role == Role::User);
        assert_eq!(asked.blocks[1].role, Role::Assistant);
    }

    #[test]
    fn numbers_stay_at_one_level_whatever_is_asked_between() {
        let levels = |text: &str| titles(text).into_iter().map(|(_, level, _)| level).collect::<Vec<_>>();
        let ask = ["как поставить улей на даче", "ок теперь нужно достать мёд", "мёд и воск в чём разница"];
        let part = |number: usize, title: &str| {
            format!(
                "{number}. {title}\n\nОб этом пишут в книгах. Пишут по-разному, и не всегда верно.\n\nЗдесь сказано самое важное.\n\n"
            )
        };
        let note = format!(
            "{}\n\nРазберём по шагам.\n\n{}{}{}\n\n{}{}\n\n{}",
            ask[0],
            part(1, "Место"),
            part(2, "Подставка"),
            ask[1],
            part(3, "Медогонка"),
            ask[2],
            part(4, "Воск")
        );
        assert_eq!(levels(&note), [1; 7], "{:?}", titles(&note));
        assert!(titles(&note)[3].2 == Role::User && titles(&note)[5].2 == Role::User, "{:?}", titles(&note));
    }

    #[test]
    fn a_question_may_be_told_more_of_or_be_none_by_its_words() {
        let bees = "как завести улей\n\nКупите рамки и поставьте их на солнце.\n\n";
        let told = titles(&format!("{bees}Как почистить улей? рамки все в прополисе\n\nСоскребите его стамеской.\n"));
        assert_eq!(told[1], ("Как почистить улей? рамки все в прополисе".to_owned(), 1, Role::User));
        let decided = titles(&format!("{bees}а летом матка сама улетит\n\nНет. Она остаётся в улье.\n"));
        assert_eq!(decided[1], ("а летом матка сама улетит".to_owned(), 1, Role::User));
        let more = titles(&format!("{bees}а теперь второй корпус и чтобы не дуло\n\nПоставьте его сверху.\n"));
        assert_eq!(more[1], ("а теперь второй корпус и чтобы не дуло".to_owned(), 1, Role::User));
        let told = titles(&format!("{bees}а летом матка сама улетит\n\nНаверное. Она ведь с крыльями.\n"));
        assert!(told.iter().skip(1).all(|(_, _, role)| *role != Role::User), "{told:?}");
    }
}
