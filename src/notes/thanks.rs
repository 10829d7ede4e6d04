//! What people say to an answer and that asks nothing: «спасибо, попробую», "ok, got it", «да, давай»; and how they greet
//! before they ask.
//!
//! Thanks may be followed by what somebody will do or has done. Behind them, a word that asks or tells somebody what to
//! do begins a question of its own.

use super::{asking, roles};
use crate::text::words;

/// The most words of such a text.
const WORDS: usize = 14;
/// Words that thank or agree, in small letters.
const THANKS: &str = "\
    спасибо спасибочки спс благодарю пасиб ок окей оке хорошо ладно понял поняла понятно ясно ага угу супер отлично \
    класс классно круто здорово прекрасно замечательно ура работает заработало получилось сработало помогло thanks \
    thank thx ty cheers ok okay great perfect nice cool awesome super understood got good worked works";
/// Words that take up an offer or refuse it, and those that may stand beside them.
const TAKES: &str = "\
    да нет не давай давайте хочу конечно продолжай продолжайте продолжи дальше далее покажи показывай пожалуйста надо \
    нужно можно yes yeah yep yup no nope sure please go on ahead keep going carry continue do it that";
/// What somebody says when an answer broke off, in small letters.
const GO_ON: [&str; 9] =
    ["continue", "go on", "keep going", "carry on", "продолжай", "продолжайте", "продолжи", "дальше", "далее"];
/// Words with which something else is asked for, in whatever place.
const WANTS: &str = "\
    а но теперь ещё еще если можно нужно надо хочу хотелось нужен нужна нужны давай можешь можете тогда вопрос now \
    but also and if can could would should want need please let one another more question instead";
/// Words that go on with thanks in English, where a word tells by nothing what is asked for.
const GOES_ON: &str =
    "i i'll i've i'm i'd it it's that that's this so very a for you will works worked again got much all";

/// How people greet, and who or what may be named beside it, in small letters.
const GREETINGS: &str = "привет приветик приветствую здравствуй здравствуйте hi hello hey greetings";
const WISHES: &str = "добрый доброе доброго good";
const GREETED: &str = "\
    день дня вечер вечера утро утра время суток всем ещё еще раз снова опять chatgpt gpt чат друг друзья коллеги \
    claude there all everyone again morning afternoon evening day folks friend team";

/// What a text says behind a greeting, or all of it: «Привет! Как …?».
pub fn without_greeting(text: &str) -> &str {
    const LONGEST: usize = 80;
    let sign = |c: char| matches!(c, '!' | '.' | ',' | '—' | '–' | ')' | '\n');
    let Some(end) = text.find(sign).filter(|&end| end <= LONGEST) else { return text };
    let rest = text[end..].trim_start_matches(|c: char| !words::is_alphanumeric(c) && !matches!(c, '«' | '"' | '`'));
    if greets(&text[..end]) && rest.contains(' ') { rest } else { text }
}

/// Whether a text greets and says no more: «Привет!», "Hi there".
pub(super) fn is_greeting(text: &str) -> bool {
    const LONGEST: usize = 80;
    let end = text.trim_end_matches(|c: char| !words::is_alphanumeric(c));
    text.len() <= LONGEST && greets(end)
}

fn greets(text: &str) -> bool {
    let small = words::lowercase(text);
    let listed = |list: &str, word: &str| list.split(' ').any(|listed| listed == word);
    let (first, rest) = small.split_once(' ').unwrap_or((&small, ""));
    (listed(GREETINGS, first) || listed(WISHES, first) && !rest.is_empty())
        && rest.split_whitespace().all(|word| listed(GREETED, word))
}

/// Whether a paragraph at the beginning of a turn is thanks for the answer before, or tells what came of it: «Спасибо,
/// всё заработало!», "Ok, it is fast now, thank you!". What is asked stands behind it.
pub(super) fn leads(text: &str) -> bool {
    const WORDS: usize = 20;
    const THANKING: &str = "спасибо спасибочки благодарю спс пасиб thanks thank thx ty cheers";
    const BEGINS: &str = "i i'll i've i'm i'd it it's that that's this the my our we they everything all now you";
    const TO_DO: &str = "нужно надо хочу хотелось давай можешь можете need want please let can could should but а но";
    if asks_nothing(text) {
        return true;
    }
    let small = words::lowercase(text).replace('’', "'");
    let listed = |list: &str, word: &str| list.split(' ').any(|listed| listed == word);
    let bare = |word: &'_ str| word.trim_matches(|c: char| !words::is_alphanumeric(c)).to_owned();
    let clauses = small.split([',', '.', '!', ';', '—', '–', '\n']);
    let mut clauses: Vec<Vec<String>> =
        clauses.map(|clause| clause.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect()).collect();
    clauses.retain(|clause| !clause.is_empty());
    let all = clauses.concat();
    let thanks = all.iter().any(|word| listed(THANKING, word));
    // Each clause thanks or tells something.
    let tells = |clause: &Vec<String>| {
        let first = clause.iter().find(|word| !listed(THANKS, word));
        let told = |first: &String| if first.is_ascii() { listed(BEGINS, first) } else { !tells_to(first) };
        first.is_none_or(told) && !roles::begins_question(&clause.join(" "))
    };
    thanks
        && all.len() <= WORDS
        && !text.contains('?')
        && !text.ends_with(':')
        && !all.iter().any(|word| listed(TO_DO, word))
        && clauses.iter().all(tells)
}

/// Whether a text is thanks or a short reply, and asks nothing.
pub(super) fn asks_nothing(text: &str) -> bool {
    let small = words::lowercase(text).replace('’', "'");
    let sign = |c: char| {
        !(words::is_alphanumeric(c) || matches!(c, '\'' | '-' | ',' | '.' | '!' | ';' | '?' | '—' | '–' | ' '))
    };
    let said: String = small.chars().map(|c| if sign(c) { ' ' } else { c }).collect();
    let bare = |word: &str| word.trim_matches(|c: char| !words::is_alphanumeric(c)).to_owned();
    let all: Vec<String> = said.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
    if said.contains('?') || !(1..=WORDS).contains(&all.len()) {
        return false;
    }
    let listed = |list: &str, word: &str| list.split(' ').any(|listed| listed == word);
    if all.iter().all(|word| listed(THANKS, word) || listed(TAKES, word)) {
        return true;
    }
    let lead = all.iter().take_while(|word| listed(THANKS, word)).count();
    let behind = &all[lead..];
    let asks =
        asking::asks(said.trim()) || behind.iter().any(|word| roles::begins_question(word) || listed(WANTS, word));
    // «Хорошо растут розы» agrees to nothing.
    let first = said.split([',', '.', '!', ';', '—', '–']).next().unwrap_or_default();
    let apart = first.split_whitespace().map(bare).all(|word| listed(THANKS, &word));
    let thanks = all[..lead].iter().any(|word| listed("спасибо благодарю спс thanks thank thx", word));
    if lead == 0 || asks || !(apart || thanks) {
        return false;
    }
    // Each clause tells something.
    let mut clauses = said.split([',', '.', '!', ';', '—', '–']).filter_map(|clause| {
        clause.split_whitespace().map(bare).find(|word| !word.is_empty() && !listed(THANKS, word))
    });
    clauses.all(|word| if word.is_ascii() { listed(GOES_ON, &word) } else { !tells_to(&word) })
}

/// Whether a text asks for nothing but the rest of an answer: «продолжай», "continue, please".
pub(super) fn asks_on(text: &str) -> bool {
    const LONGEST: usize = 60;
    let small = words::lowercase(&text[..text.floor_char_boundary(text.len().min(LONGEST))]);
    let all = small.split(|c: char| !words::is_alphanumeric(c)).filter(|word| !word.is_empty());
    let said = all.filter(|word| !matches!(*word, "please" | "пожалуйста")).collect::<Vec<_>>().join(" ");
    text.len() < LONGEST && !text.contains('?') && GO_ON.contains(&said.as_str())
}

/// Whether a Russian word may tell somebody what to do: «добавь», «переделайте».
fn tells_to(word: &str) -> bool {
    ["ь", "й", "и", "те", "ся", "сь"].iter().any(|end| word.ends_with(end)) && !word.ends_with("ть")
        || word.ends_with("ть") && word.chars().count() < 5
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        notes::{self, Role},
        text::Source,
    };

    #[test]
    fn thanks_and_short_replies_ask_nothing() {
        for text in [
            "Спасибо!",
            "спасибо, посажу в мае",
            "ок, понял 👍",
            "Понятно. Спасибо большое, попробую на выходных",
            "да, давай",
            "да, покажи",
            "нет, не надо",
            "Thanks a lot!",
            "ok, got it",
            "Great, that worked. Thank you!",
            "Thanks, I’ll try it on Sunday",
            "yes please",
        ] {
            assert!(asks_nothing(text), "{text}");
        }
        for text in [
            "",
            "спасибо, а сколько воды?",
            "спасибо, а зимой как",
            "Спасибо. Теперь про розы",
            "отлично, добавь про полив",
            "спасибо, напиши письмо соседу",
            "хорошо растут розы в тени",
            "ок, мне нужно меньше воды",
            "давай план огорода",
            "да, и ещё про розы",
            "посажу в мае",
            "Thanks! Make it shorter",
            "ok, give me a table",
            "Great gardens of England",
            "thanks, now the same for roses",
        ] {
            assert!(!asks_nothing(text), "{text}");
        }
    }

    #[test]
    fn a_greeting_asks_nothing() {
        for (text, rest) in [
            ("Привет! Как полить розы?", "Как полить розы?"),
            ("Добрый день, подскажите, чем кормить кота", "подскажите, чем кормить кота"),
            ("Hi there — what is a rose?", "what is a rose?"),
            ("Hello ChatGPT, name a rose", "name a rose"),
        ] {
            assert_eq!(without_greeting(text), rest);
        }
        for text in ["Привет!", "Привет как полить розы?", "Hello, world", "Good roses, bad soil", "Розы, привет всем"]
        {
            assert_eq!(without_greeting(text), text);
        }
    }

    #[test]
    fn who_wants_the_rest_says_so_in_a_word_or_two() {
        for text in ["continue", "Go on!", "Continue, please", "продолжай", "Дальше…", "Продолжайте, пожалуйста."]
        {
            assert!(asks_on(text) && asks_nothing(text), "{text}");
        }
        for text in ["", "continue with roses", "а дальше?", "дальше про розы", "go", "please", "да"]
        {
            assert!(!asks_on(text), "{text}");
        }
    }

    #[test]
    fn thanks_before_a_question_are_for_the_answer_before() {
        for text in [
            "Спасибо, розы ожили!",
            "Всё получилось, спасибо большое!",
            "Thanks! The roses are fine now.",
            "Ok the roses are in the sun, thank you!!",
        ] {
            assert!(leads(text), "{text}");
        }
        for text in [
            "Розы ожили.",
            "Сделай таблицу, спасибо",
            "Thanks, now a list of roses:",
            "Give me a list, thanks",
            "Спасибо, но розы завяли",
            "Спасибо! Как быть с пионами?",
        ] {
            assert!(!leads(text), "{text}");
        }
        let chat = "You said:\nWhen do I prune roses?\n\nChatGPT said:\nIn March.\n\nYou said:\nThanks! The roses \
            are fine now.\n\nWhat about the peonies?\n\nChatGPT said:\nIn October.\n\nYou said:\nHi again!\n\n\
            And the lilac?\n\nIt is old.\n\nChatGPT said:\nIn June.\n";
        let note = notes::parse(&Source::new("a.txt", chat));
        let titles: Vec<&str> = note.sections.iter().map(|section| &section.title.text[..]).collect();
        assert_eq!(titles, ["When do I prune roses?", "What about the peonies?", "And the lilac?"]);
        let roles = |at: usize| note.sections[at].blocks.iter().map(|block| block.role).collect::<Vec<_>>();
        assert_eq!(roles(0), [Role::Assistant, Role::User]);
        assert_eq!(roles(2), [Role::User, Role::User, Role::Assistant]);
    }

    #[test]
    fn thanks_stand_with_the_answer_before() {
        let chat = "Вы сказали:\nКогда сажать розы?\n\nChatGPT сказал:\nВ мае.\n\nКак полить\n\nПод корень, раз в \
            неделю.\n\n\
            Вы сказали:\nспасибо, посажу в субботу\n\nChatGPT сказал:\nУдачи с розами!\n\n\
            Вы сказали:\nА пионы?\n\nChatGPT сказал:\nОсенью.\n";
        let note = notes::parse(&Source::new("a.txt", chat));
        let titles: Vec<&str> = note.sections.iter().map(|section| &section.title.text[..]).collect();
        assert_eq!(titles, ["Когда сажать розы?", "Как полить", "А пионы?"]);
        let roles: Vec<Role> = note.sections[1].blocks.iter().map(|block| block.role).collect();
        assert_eq!(roles, [Role::Assistant, Role::User, Role::Assistant]);
        let twice = chat.replace("посажу в субботу\n", "посажу в субботу\n\nпонятно\n");
        let note = notes::parse(&Source::new("a.txt", twice));
        assert_eq!((note.sections.len(), note.sections[1].blocks.len()), (3, 4));
        // The first turn answers nothing.
        let first = notes::parse(&Source::new("a.txt", "You said:\nThanks!\n\nChatGPT said:\nFor what?\n"));
        assert_eq!(first.sections[0].title.text, "Thanks!");
    }
}
