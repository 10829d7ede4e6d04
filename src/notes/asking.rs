//! What people type to a machine where nobody is named: questions without a mark, and «да» to what it offers; and which
//! of a machine's questions are such offers.
//!
//! A clause that asks says so by its first word. It may be behind a greeting or a «спасибо», behind what somebody tells
//! of his trouble, or be nothing but «что делать» at the end. Who writes for himself begins with what there is to do:
//! «спросить, как …» asks nobody.

use super::{
    body,
    heading::{self, LONGEST, Next, Place},
    lines::{Line, Said},
    list,
    page::Page,
    pictures,
    requests::{self, COMPARES, ENDS},
    roles, titles,
};
use crate::text::words;

/// Words in front of a question, in small letters: «спасибо, а …».
const OPENINGS: &str = "\
    а и но ну да нет тогда ещё еще ок окей хорошо ладно понятно понял поняла ясно спасибо благодарю супер \
    отлично круто класс слушай слушайте привет здравствуйте пожалуйста кстати and but so well ok okay thanks thank you \
    hi hey hello great cool yes no please also then alright now";
/// Words that begin a request behind them, beside those with which every question may begin.
const ASKING_BEHIND: &str = "можешь можете напишите покажите объясните подскажите помогите расскажите";
/// Words that ask behind them if somebody is meant: "can you", "is it".
const VERBS: &str = "can could is are do does did should would will";
const MEANT: &str = "i you we it there this that they";
/// Words that ask only where nothing but thanks, a greeting or «а» goes before: «и когда остынет» asks nobody.
const WEAK: &str = "когда что кто где when who which where make give list help fix можно";
const LEADING: &str = "а ок окей спасибо привет здравствуйте пожалуйста thanks you ok okay hi hey hello please";
/// How requests begin that no other text begins with, in small letters.
const REQUESTS: &[&str] = &[
    "можно ли ",
    "можешь ",
    "можете ",
    "можно пример",
    "есть ли ",
    "нужно ли ",
    "правда ли ",
    "надо ли ",
    "стоит ли ",
    "подскажите ",
    "покажите ",
    "помогите ",
    "объясните ",
    "напишите ",
    "can you ",
    "can i ",
    "could you ",
    "could i ",
    "should i ",
    "do i need ",
    "is it possible ",
    "please ",
    "tell me ",
    "i want to know ",
];
/// How people begin to tell of their trouble.
const TROUBLE: &str = "\
    у меня мне я мы если когда пишет выдаёт выдает ругается показывает вылетает ошибка после сделал сделала запустил \
    запустила попробовал попробовала установил поставил не my i i'm i've it we when if after error getting got";
/// Labels of what somebody wants to do later, in small letters.
const LATER: [&str; 9] =
    ["to do", "todo", "на потом", "потом", "later", "check later", "look up later", "to check", "to ask"];

/// How an assistant begins to offer more, in small letters.
const OFFERS: &[&str] = &[
    "хотите, я ",
    "хотите, чтобы я ",
    "хотите, покажу",
    "хотите, расскажу",
    "хотите, объясню",
    "хотите, составлю",
    "хотите, могу",
    "хочешь, я ",
    "хочешь, чтобы я ",
    "хочешь, покажу",
    "хочешь, расскажу",
    "хочешь, объясню",
    "если хотите, я ",
    "если хотите, могу ",
    "если хочешь, я ",
    "если хочешь, могу ",
    "если нужно, я ",
    "если нужно, могу ",
    "дайте знать, если ",
    "дай знать, если ",
    "would you like me to ",
    "do you want me to ",
    "want me to ",
    "if you like, i ",
    "if you want, i ",
    "if you'd like, i ",
    "if you would like, i ",
    "let me know if ",
    "let me know whether ",
];
/// How a question begins that is an offer if somebody says yes to it.
const OFFERED: &str = "\
    хотите хочешь показать объяснить рассказать привести разобрать описать составить добавить помочь продолжить \
    подготовить расписать написать сделать нужен нужна нужно нужны могу shall should would want need";
/// How people take up an offer or refuse it.
const REPLIES: &str = "да ага угу давай давайте конечно хочу нет ок окей yes yeah yep sure ok okay please no";

/// Whether a text in small letters asks a machine, though no mark ends it.
pub(super) fn asks(text: &str) -> bool {
    /// «а как мне …» is short; a whole story is no line of a chat.
    const LONGEST: usize = 400;
    if !text.starts_with(char::is_lowercase) || text.len() > LONGEST || !text.contains(' ') {
        return false;
    }
    if roles::begins_question(text)
        || requests::asks_for_more(text)
        || REQUESTS.iter().any(|begin| text.starts_with(begin))
    {
        return true;
    }
    let bare = |word: &str| words::lowercase(word.trim_matches([',', '.', '!', '…', ':', '-', '—']));
    let mut behind = text.trim_start();
    let mut led = String::new();
    while let Some((word, rest)) = behind.split_once(' ').filter(|(word, _)| words::listed(OPENINGS, &bare(word))) {
        (led, behind) = (bare(word), rest.trim_start());
    }
    let mut said = behind.split(' ').map(bare);
    let (first, second) = (said.next().unwrap_or_default(), said.next().unwrap_or_default());
    let done = behind.split(", ").skip(1).any(|clause| clause.split(' ').next().is_some_and(is_infinitive));
    if !led.is_empty() && !second.is_empty() && !done {
        let begins =
            words::listed(ASKING_BEHIND, &first) || roles::begins_question(behind) && !words::listed(WEAK, &first);
        let weak = words::listed(WEAK, &first) && (second == "ли" || words::listed(LEADING, &led));
        let if_so =
            matches!(first.as_str(), "если" | "if") && words::listed("а and but", &led) && !behind.contains(',');
        let meant = words::listed(VERBS, &first) && words::listed(MEANT, &second) || second == "ли";
        if begins || weak || if_so || meant {
            return true;
        }
    }
    // Who says what there is to do asks nobody.
    let to_do = text.split(' ').take(2).map(bare).any(|word| is_infinitive(&word)) || text.starts_with("to ");
    let end = text.trim_end_matches([')', '.', '…']);
    let compares = || COMPARES.iter().any(|ask| end.strip_suffix(ask).is_some_and(|before| before.ends_with(' ')));
    let ends = compares()
        || ENDS.iter().any(|ask| {
            let before = end.strip_suffix(ask);
            let apart = |before: &str| {
                let english = before.trim_end().ends_with(',')
                    || words::listed(TROUBLE, &first)
                    || words::listed("it this that", &first);
                before.ends_with(' ') && before.trim_end().contains(' ') && (english || !ask.is_ascii())
            };
            before.is_some_and(apart)
        });
    let told = words::listed(TROUBLE, &first) && behind.split(", ").skip(1).any(clause_asks);
    !(to_do || own_label(text) || doubts(text)) && (ends || told)
}

/// Whether what stands behind a comma asks: «…, как …», «…, а почему …».
fn clause_asks(clause: &str) -> bool {
    const CLAUSE: &str = "как чем почему зачем где куда сколько можно ли что how why where what can";
    let clause =
        ["а ", "и ", "но ", "and ", "but ", "so "].iter().find_map(|and| clause.strip_prefix(and)).unwrap_or(clause);
    clause.split_once(' ').is_some_and(|(word, _)| words::listed(CLAUSE, word))
}

/// Whether a text in small letters is for its author himself: what there is to do, or what he does not know.
pub(super) fn is_own(text: &str) -> bool {
    is_to_do(text) || own_label(text)
}

/// Whether a text says that its author does not know: «не помню, где …», «надо понять, как …».
fn doubts(text: &str) -> bool {
    const WORDS: &str = "\
        помню знаю знал знала забыл забыла забыть надо нужно узнал поняла понял решил решила думаю кажется remember \
        know forgot think wonder need noticed learned";
    text.split(' ').any(|word| words::listed(WORDS, word.trim_matches([',', '.'])))
}

/// Whether a text in small letters begins with what there is, or is not, to do: «спросить», «не забыть».
fn is_to_do(text: &str) -> bool {
    is_infinitive(text.strip_prefix("не ").unwrap_or(text).split([' ', ',']).next().unwrap_or_default())
}

/// Whether a Russian word says what there is to do: «спросить», «найти».
pub(super) fn is_infinitive(word: &str) -> bool {
    ["ать", "ять", "еть", "ить", "ыть", "уть", "оть", "сть", "ться", "йти", "сти", "чь"]
        .iter()
        .any(|end| word.ends_with(end))
}

fn own_label(text: &str) -> bool {
    text.split_once(": ").is_some_and(|(label, _)| {
        let label = label.to_lowercase();
        label.split(' ').any(roles::is_remark_word) || LATER.contains(&label.as_str())
    })
}

/// What a text says behind a label that tells its author what there is to do: «проверить потом: …». All of it where there
/// is none.
pub(super) fn without_own_label(text: &str) -> &str {
    const WORDS: usize = 3;
    let Some((label, rest)) = text.split_once(": ") else { return text };
    let small = words::lowercase(label);
    let own = is_to_do(&small) || LATER.contains(&small.as_str());
    if own && label.split(' ').count() <= WORDS { rest } else { text }
}

/// Whether lines of an answer ask something in small letters that nobody answers there: what its reader wants to know.
pub(super) fn is_musing(lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return false };
    if !first.starts_lower() || !last.text.ends_with('?') || lines.len() > LONGEST {
        return false;
    }
    let text = lines.iter().map(|line| line.text).collect::<Vec<_>>().join(" ");
    let unanswered = || match place.next {
        Next::Lines([next, ..], _) => {
            matches!(next.said, Said::Heading(_)) || pictures::is_pictured(next.text) || next.text.starts_with('#')
        }
        Next::Question | Next::Turn | Next::End => true,
        Next::Lines([], _) | Next::Code(_) | Next::Answer => false,
    };
    let labelled = without_own_label(&text).len() < text.len();
    !place.opening && (labelled || place.named && unanswered() && text.contains(' '))
}

/// Whether lines are a question, one or a wrapped one, in small letters and without a mark, and sentences answer it.
pub(super) fn is_typed(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    let text = || lines.iter().map(|line| line.text).collect::<Vec<_>>().join(" ");
    let words = |(first, last): (&Line<'_>, &Line<'_>)| first.words() + last.words() > 4;
    is_alone(page, lines, place)
        && !place.after_colon
        && lines[0].starts_lower()
        && lines.first().zip(lines.last()).is_some_and(words)
        && !lines[lines.len() - 1].text.ends_with(OPEN_OR_ENDED)
        && is_answered(place)
        && asks(&text())
        || is_told(page, lines, place)
}

/// Whether lines with a capital tell a machine what to do, where somebody asked before, or ask what to do about what is
/// shown below them.
pub(super) fn is_told(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    if !is_alone(page, lines, place) || place.after_colon {
        return false;
    }
    let text = lines.iter().map(|line| line.text).collect::<Vec<_>>().join(" ");
    let told = || {
        !text.ends_with(OPEN_OR_ENDED)
            && requests::may_tell(place)
            && requests::tells(&text, requests::is_titled(place.next))
            && is_answered(place)
    };
    let headed = || matches!(place.next, Next::Lines([first, ..], _) if matches!(first.said, Said::Heading(_)));
    let asks_first = || requests::may_tell(place) && requests::asks_first(&text) && (is_answered(place) || headed());
    let decided = || {
        let answered = || requests::is_decided(place.next) || requests::goes_on(&text) && is_answered(place);
        place.dialogue
            && lines[0].starts_lower()
            && lines[0].words() > 2
            && !text.ends_with(OPEN_OR_ENDED)
            && !is_own(&text)
            && answered()
    };
    told() || asks_first() || decided() || place.shown.is_some_and(begins_sentence) && requests::shows(&text)
}

/// Signs at the end of what goes on, or of a sentence.
const OPEN_OR_ENDED: [char; 6] = ['.', '!', ';', ':', ',', '?'];

/// Whether lines are one that the page wrapped, part of no list and said by nobody who was named.
fn is_alone(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    let plain = |first: &Line<'_>| first.said == Said::Nothing && list::marker(first).is_none();
    lines.first().is_some_and(plain) && is_whole(page, lines) && !(place.inside_list || place.named)
}

/// Whether a chunk is what somebody asked for, in small letters as people type, and an answer follows.
pub(super) fn is_request(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return false };
    let answered = match place.next {
        Next::Lines(following, _) => following.first().is_some_and(|next| next.text.starts_with(char::is_uppercase)),
        Next::Answer => true,
        Next::Code(_) | Next::Question | Next::Turn | Next::End => false,
    };
    let asks = last.text.ends_with('?') || roles::begins_question(first.text) && !last.ends_sentence();
    first.starts_lower() && is_whole(page, lines) && asks && answered && !place.inside_list
}

/// Whether lines are one that the page wrapped.
pub(super) fn is_whole(page: &Page, lines: &[Line<'_>]) -> bool {
    lines.len() <= LONGEST && lines.windows(2).all(|pair| page.is_full(&pair[0], &pair[1]) && !pair[0].ends_sentence())
}

/// Whether lines begin with a sentence, as answers do.
pub(super) fn begins_sentence(lines: &[Line<'_>]) -> bool {
    let [first, ..] = lines else { return false };
    let whole = first.words() > 2 && !body::is_attribute(first) || first.text.ends_with(['.', '!', ':']);
    let ended = first.ends_sentence() || first.text.ends_with(':') || lines.last().is_some_and(Line::ends_sentence);
    first.text.starts_with(char::is_uppercase) && whole && ended && !first.text.ends_with('?')
}

/// Whether sentences follow, or the answer of somebody who was named.
fn is_answered(place: Place<'_, '_>) -> bool {
    match place.next {
        Next::Lines(following, behind) => {
            begins_sentence(following) || requests::is_titled(place.next) && behind.is_some_and(begins_sentence)
        }
        Next::Answer => true,
        Next::Code(_) | Next::Question | Next::Turn | Next::End => false,
    }
}

/// Whether lines offer to say more at the end of an answer.
pub(super) fn is_offer(lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    let replied = || match place.next {
        Next::Lines(reply, _) => is_reply(reply) || reply.iter().any(|line| line.said == Said::Asked),
        Next::Question | Next::Turn => true,
        Next::Code(_) | Next::Answer | Next::End => false,
    };
    !place.opening && (offers(lines, OFFERS_ONLY) || replied() && offers(lines, EVERY_OFFER))
}

/// Whether the last lines offer to say more, or ask whether somebody wants it.
pub(super) fn may_offer(lines: &[Line<'_>]) -> bool {
    /// An offer is wrapped over few lines.
    const LINES: usize = 3;
    let last = lines.len().saturating_sub(1);
    offers(&lines[last..], EVERY_OFFER) || lines.len() <= LINES && offers(lines, EVERY_OFFER)
}

const OFFERS_ONLY: bool = false;
const EVERY_OFFER: bool = true;

fn offers(lines: &[Line<'_>], every: bool) -> bool {
    const LINES: usize = 3;
    const LONGEST: usize = 600;
    if lines.len() > LINES || lines.iter().map(|line| line.text.len()).sum::<usize>() > LONGEST {
        return false;
    }
    let text = lines.iter().map(|line| words::lowercase(line.text)).collect::<Vec<_>>().join(" ").replace('’', "'");
    let mut said = text.split_inclusive(['.', '?', '!']).map(str::trim).filter(|said| !said.is_empty());
    said.any(|said| {
        let first = said.split([' ', ',', '?']).next().unwrap_or_default();
        OFFERS.iter().any(|begin| said.starts_with(begin))
            || every && said.ends_with('?') && words::listed(OFFERED, first)
    })
}

/// Whether lines could be what somebody says to an offer: «да, покажи».
pub(super) fn is_reply(lines: &[Line<'_>]) -> bool {
    const WORDS: usize = 8;
    let [line] = lines else { return false };
    let first = line.text.split([' ', ',', '.', '!']).next().unwrap_or_default();
    let takes = words::listed(REPLIES, &words::lowercase(first)) && line.words() <= WORDS;
    let small = line.starts_lower() && line.words() <= WORDS && !line.text.ends_with(['.', ',', ';', ':']);
    line.said == Said::Nothing
        && list::marker(line).is_none()
        && (takes || small && !is_infinitive(first) && !line.text.contains(": ") && !doubts(line.text))
}

/// Whether lines are what somebody says to an offer, and the answer follows.
pub(super) fn replies(lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    let first = lines.first().map_or("", |line| line.text).split([' ', ',', '.', '!']).next().unwrap_or_default();
    let takes = words::listed(REPLIES, &words::lowercase(first));
    let answered = match place.next {
        Next::End | Next::Code(_) => takes,
        Next::Lines([next, ..], _) if takes => !next.starts_lower(),
        _ => is_answered(place),
    };
    place.offered && !place.named && is_reply(lines) && answered
}

/// Whether a line alone below a question is the title of its answer, though a colon stands in it: «Образ и контейнер:
/// в чём разница». What has one word in front of the colon may be a value.
pub(super) fn titles_answer(can_be: bool, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    const WORDS: usize = 10;
    let ([title], Next::Lines([next, ..], _)) = (lines, place.next) else { return false };
    let Some((label, rest)) = title.text.split_once(": ") else { return false };
    let asks = || clause_asks(rest) || rest.starts_with("в чём ") || rest.starts_with("в чем ");
    can_be
        && place.asked
        && !(place.inside_list || place.after_colon)
        && title.text.starts_with(char::is_uppercase)
        && title.words() <= WORDS
        && title.text.ends_with(words::is_alphanumeric)
        && rest.split(' ').count() > 1
        && (label.contains(' ') || asks())
        && !titles::is_figure(title)
        && next.text.starts_with(char::is_uppercase)
        && !body::is_attribute(next)
        && !heading::is_capitals(next)
        && is_answered(place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        notes::{self, Role},
        text::Source,
    };

    fn titles(text: &str) -> Vec<(String, Role)> {
        let note = notes::parse(&Source::new("a.txt", text));
        note.sections.into_iter().map(|section| (section.title.text, section.role)).collect()
    }

    #[test]
    fn a_question_needs_no_mark() {
        for text in [
            "а как мне полить бегонию, если она в подвесе",
            "спасибо, а как часто",
            "пишет low battery что делать",
            "у меня глина, как её рыхлить",
            "а если мороз до минус двадцати",
            "можно ли поливать вечером",
            "it says low battery, what now",
            "thanks, can you show me the other way",
            "ok and how often",
            "покажи ещё раз",
            "лежак и стояк в чём разница",
            "log hives and box hives what's the difference",
            "what's a frame",
            "ok now i need ten of them",
        ] {
            assert!(asks(text), "{text}");
        }
        for text in [
            "спросить у Лёши, как поливать",
            "не забыть: узнать что делать",
            "не помню, где лежат ключи",
            "не понял в чём разница",
            "ok now it works",
            "пробовала с рисовой мукой — тоже хорошо",
            "заметка себе: у меня глина, как быть",
            "и соль по вкусу",
            "а если нет глины, взять песок",
            "и если есть барбарис",
            "и когда остынет подать",
            "так как земля сырая",
            "также можно вечером",
            "ask Bob what to do",
            "then when it cools pour it out",
            "also is missing on the shelf",
            "купить хлеб",
            "Спасибо, а как часто",
        ] {
            assert!(!asks(text), "{text}");
        }
    }

    #[test]
    fn questions_without_a_mark_head_their_answers() {
        let chat = "Как поливать бегонию?\n\nРаз в неделю, и только под корень.\n\nспасибо, а как удобрять\n\nЖидким \
            удобрением, раз в месяц.\n\nлистья желтеют что делать\n\nУменьшите полив, и желтизна уйдёт.\n";
        let found = titles(chat);
        assert_eq!(found.iter().filter(|(_, role)| *role == Role::User).count(), 3, "{found:?}");
        let own =
            titles("Бегония\n\nЕё поливают под корень.\n\nспросить у Лёши, как удобрять\n\nОна цветёт всё лето.\n");
        assert_eq!(own.len(), 1, "{own:?}");
    }

    #[test]
    fn an_offer_belongs_to_the_answer_and_the_reply_asks() {
        for (offer, reply) in [
            ("Хотите, я покажу, как её пересадить?", "да, покажи"),
            ("Если хотите, я расскажу о пересадке. Рассказать?", "да"),
            ("Показать пример?", "Да, конечно"),
            ("Would you like me to show how to repot it?", "yes please"),
            ("Let me know if you want a plan for the winter.", "ok do it"),
        ] {
            let chat = format!(
                "Как поливать бегонию?\n\nРаз в неделю.\n\n{offer}\n\n{reply}\n\nСначала полейте, потом выньте её.\n"
            );
            let expected = [("Как поливать бегонию?".to_owned(), Role::User), (reply.to_owned(), Role::User)];
            assert_eq!(titles(&chat), expected, "{offer}");
        }
        let shop = titles("Магазин\n\nМы продаём цветы.\n\nХотите скидку?\n\nПозвоните нам, и мы её дадим.\n");
        assert_eq!(shop.len(), 2, "{shop:?}");
    }

    #[test]
    fn a_colon_stands_in_the_title_of_an_answer() {
        let chat = |title: &str| {
            titles(&format!(
                "чем бегония отличается от герани?\n\n{title}\n\nБегония любит тень, герань любит солнце.\n"
            ))
        };
        assert_eq!(chat("Бегония и герань: в чём разница").len(), 2);
        assert_eq!(chat("Важно: нужен полив").len(), 1);
        assert_eq!(chat("Полив в неделю: 2 раза").len(), 1);
    }
}
