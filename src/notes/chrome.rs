//! What the page of a chat says around the conversation: that machines err, how long one thought, whether it helped.
//!
//! Only whole lines count. What anybody might write («Думал 12 секунд») is the page's where the note names a speaker.

use super::{
    article, body, code,
    lines::{Line, Said},
    model::Text,
    note::{Dropped, Why},
    posts, speakers, webpage,
};
use crate::text::{Source, Span, words};
use std::collections::HashSet;

/// What stands at the foot of the page, in small letters and without its last full stop.
const FOOT: [&str; 14] = [
    "chatgpt can make mistakes. check important info",
    "chatgpt can make mistakes. check important info. see cookie preferences",
    "chatgpt can make mistakes. consider checking important information",
    "chatgpt can make mistakes. verify important information",
    "chatgpt может допускать ошибки. рекомендуем проверять важную информацию",
    "chatgpt может допускать ошибки. проверяйте важную информацию",
    "chatgpt может допускать ошибки. проверьте важную информацию",
    "claude can make mistakes. please double-check responses",
    "claude can make mistakes. please double-check cited sources",
    "claude is ai and can make mistakes. please double-check responses",
    "claude is ai and can make mistakes. please double-check cited sources",
    "gemini can make mistakes, so double-check it",
    "gemini may display inaccurate info, including about people, so double-check its responses",
    "ai-generated, for reference only",
];
/// What the page asks between two turns, and in the field below the last.
const ASKS: [&str; 16] = [
    "ask chatgpt",
    "ask anything",
    "message chatgpt",
    "спросите что-нибудь",
    "спросите chatgpt",
    "сообщить chatgpt",
    "is this conversation helpful so far",
    "was this response better or worse",
    "полезен ли этот разговор",
    "был ли этот разговор полезен",
    "был ли этот разговор полезным",
    "полезна ли эта беседа",
    "была ли эта беседа полезна",
    "была ли эта беседа полезной",
    "эта беседа пока полезна",
    "этот разговор пока полезен",
];
/// What the page of a chat says of itself above the first turn, of a picture that was sent, and of what was done before an
/// answer.
const AROUND: [&str; 27] = [
    "searched the web",
    "searching the web",
    "browsed the web",
    "stopped searching",
    "stopped thinking",
    "memory updated",
    "updated saved memory",
    "analyzed image",
    "поиск в интернете",
    "поиск в сети",
    "выполнен поиск в интернете",
    "выполнен поиск в сети",
    "поиск остановлен",
    "память обновлена",
    "сохранённая память обновлена",
    "перейти к содержимому",
    "история чата",
    "история чатов",
    "новый чат",
    "загруженное изображение",
    "изображение загружено",
    "загруженный файл",
    "skip to content",
    "chat history",
    "new chat",
    "uploaded image",
    "uploaded file",
];
/// What stands beside that in the menu of the page, with the titles of other chats, and at its end.
const MENU: &str = "\
    перейти к содержанию|поиск в чатах|поиск чатов|библиотека|чаты|проекты|исследуйте gpt|исследовать gpt|gpt|gpts|sora|\
    codex|chatgpt|поделиться|обновить план|search chats|library|chats|recents|projects|explore gpts|share|upgrade plan|\
    temporary chat";
/// How a line begins that says how long the assistant thought, and the words such a time is made of.
const THOUGHT: &[&str] = &[
    "thought for ",
    "reasoned for ",
    "thinking for ",
    "думал ",
    "думала ",
    "подумал ",
    "подумала ",
    "размышлял ",
    "размышляла ",
    "размышление длилось ",
    "размышления длились ",
    "размышлений: ",
    "рассуждал ",
    "рассуждала ",
    "рассуждение длилось ",
    "рассуждения длились ",
    "анализировал ",
    "анализировала ",
];
const TIMES: &str = "a an few couple of about s sec second seconds m min minute minutes h hour hours and \
    в течение всего с сек секунд секунду секунды м мин минут минуту минуты ч час часа несколько пару около и";

/// Whether a line is one of the page; `in_chat` where the note names a speaker.
pub fn is_chrome(line: &str, in_chat: bool) -> bool {
    const LONGEST: usize = 200;
    if line.len() > LONGEST {
        return false;
    }
    let words =
        words::lowercase(line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '.' | '?' | '>')));
    let around = || [&ASKS[..], &AROUND].iter().any(|listed| listed.contains(&words.as_str()));
    FOOT.contains(&words.as_str()) || in_chat && (around() || says_how_long(&words) || counts_sites(&words))
}

/// Whether what was dropped of a note has the foot that chats have on their pages.
pub(super) fn is_footed(source: &Source, dropped: &[Dropped]) -> bool {
    dropped.iter().any(|dropped| dropped.why == Why::Chrome && is_chrome(source.slice(dropped.span), false))
}

/// Whether a line says how many pages were looked at before an answer: "searched 4 sites", «просмотрено 12 сайтов».
fn counts_sites(words: &str) -> bool {
    const DONE: [&str; 7] = ["searched", "browsed", "read", "просмотрено", "просмотрен", "изучено", "найдено"];
    const PAGES: [&str; 11] = [
        "site",
        "sites",
        "website",
        "websites",
        "sources",
        "сайт",
        "сайта",
        "сайтов",
        "источник",
        "источника",
        "источников",
    ];
    let said: Vec<&str> = words.split(' ').take(4).collect();
    matches!(said[..], [done, count, pages] if DONE.contains(&done)
        && PAGES.contains(&pages)
        && count.bytes().all(|byte| byte.is_ascii_digit()))
}

/// How many of the first lines are the menu of a chat's page: short lines, several of them its own words, down to the
/// last of these.
fn menu(lines: &[Line<'_>]) -> usize {
    const FEWEST: usize = 3;
    const LONGEST: usize = 150;
    const SHORT: usize = 60;
    let own = |line: &Line<'_>| {
        let small = words::lowercase(line.text);
        AROUND.contains(&small.as_str()) || MENU.split('|').any(|listed| listed == small)
    };
    let short = |line: &&Line<'_>| line.len <= SHORT && !line.text.ends_with('.') && line.said == Said::Nothing;
    let near: Vec<bool> = lines.iter().take(LONGEST).take_while(short).map(own).collect();
    // A note that begins otherwise may speak of a library and of projects.
    let begins = near.iter().take(FEWEST).filter(|own| **own).count() > 1;
    let count = near.iter().filter(|own| **own).count();
    if begins && count >= FEWEST { near.iter().rposition(|own| *own).map_or(0, |last| last + 1) } else { 0 }
}

fn says_how_long(words: &str) -> bool {
    let Some(time) = THOUGHT.iter().find_map(|thought| words.strip_prefix(thought)) else { return false };
    let word = |word: &str| {
        let unit = word.trim_start_matches(|c: char| c.is_ascii_digit()).trim_end_matches('.');
        unit.is_empty() || TIMES.split_whitespace().any(|listed| listed == unit)
    };
    let open = ["и", "and", "of", "a"];
    time.split_whitespace().all(word) && time.split_whitespace().last().is_some_and(|last| !open.contains(&last))
}

/// Takes the lines of a chat's page and the rules out of a paste.
pub fn without<'a>(lines: Vec<Line<'a>>, dropped: &mut Vec<Dropped>) -> Vec<Line<'a>> {
    let lines = without_chrome(lines, dropped);
    without_rules(lines, dropped)
}

/// Takes the lines of the page out of a paste.
pub(super) fn without_chrome<'a>(lines: Vec<Line<'a>>, dropped: &mut Vec<Dropped>) -> Vec<Line<'a>> {
    let menu = menu(&lines);
    let in_chat = menu > 0
        || lines.iter().any(|line| {
            speakers::marker(line.text).is_some() || speakers::prefix(line.text).is_some_and(|prefix| prefix.is_name)
        });
    let mut lines = lines;
    let mut chrome = webpage::chrome(&lines);
    article::mark(&mut lines, &mut chrome);
    chrome.iter_mut().zip(&lines).for_each(|(chrome, line)| *chrome |= is_chrome(line.text, in_chat));
    posts::heads(&lines).into_iter().for_each(|at| chrome[at] = true);
    chrome[..menu].fill(true);
    let viewed = lines.iter().any(|line| webpage::views_behind(line.text).is_some());
    if !viewed && !chrome.contains(&true) {
        return lines;
    }
    let fenced = code::fenced_lines(&lines);
    let mut kept: Vec<Line<'a>> = Vec::with_capacity(lines.len());
    let mut gap = 0;
    let (mut parted, mut anew) = (false, false);
    for ((mut line, fenced), chrome) in lines.into_iter().zip(fenced).zip(chrome) {
        if !fenced && line.said == Said::Nothing && chrome {
            dropped.push(Dropped { span: line.span, why: Why::Chrome, excerpt: None });
            gap += line.gap + 1;
            parted |= line.gap > 0;
            anew |= posts::is_head(line.text);
        } else {
            // Values go on over a button between them.
            let values = || kept.last().is_some_and(body::is_attribute) && body::is_attribute(&line);
            let together = gap > 0 && line.gap == 0 && !parted && values();
            line.gap += if together { 0 } else { gap };
            (gap, parted) = (0, false);
            line.anew |= std::mem::take(&mut anew);
            if let Some(at) = webpage::views_behind(line.text).filter(|_| !fenced && line.said == Said::Nothing) {
                let (text, start) = (line.text[..at].trim_end(), line.span.start);
                let span = Span::new(start + at + 2, line.span.end);
                dropped.push(Dropped { span, why: Why::Chrome, excerpt: None });
                line = Line { text, span: Span::new(start, start + text.len()), len: text.chars().count(), ..line };
            }
            kept.push(line);
        }
    }
    kept
}

/// Takes out the lines that only part what stands above them from what follows: «⸻», "* * *". They have no words. A
/// line of `=` below a title makes it a heading, and so does one of `-` with a blank line behind it; and signs on
/// both sides: «=== Хлеб ===».
fn without_rules<'a>(lines: Vec<Line<'a>>, dropped: &mut Vec<Dropped>) -> Vec<Line<'a>> {
    let sign = |line: &Line<'_>| is_rule(line.text) || is_underline(line.text) || decorated(line.text).is_some();
    if !lines.iter().any(sign) {
        return lines;
    }
    let fenced = code::fenced_lines(&lines);
    let doubles = lines.iter().any(|line| is_underline(line.text));
    // More than three hyphens begin nothing.
    let keys = |rule: &str, line: &Line<'_>| {
        rule.len() == 3 && line.text.split_once(':').is_some_and(|(key, _)| !key.contains(' '))
    };
    let mut kept: Vec<Line<'a>> = Vec::with_capacity(lines.len());
    let (mut gap, mut anew) = (0, false);
    let mut in_chat = false;
    // The rules of banners, each above its title or below.
    let above = |&at: &usize| begins_banner(&lines[at..]) && !fenced[at];
    let banners: HashSet<usize> = (0..lines.len()).filter(above).flat_map(|at| [at, at + 2]).collect();
    for (at, mut line) in lines.iter().copied().enumerate() {
        let next = lines.get(at + 1);
        if banners.contains(&at) {
            dropped.push(Dropped { span: line.span, why: Why::Rule, excerpt: None });
            gap += line.gap + 1;
            continue;
        }
        if at > 0 && banners.contains(&(at - 1)) && banners.contains(&(at + 1)) {
            line.said = Said::Heading(1);
        }
        in_chat |= speakers::marker(line.text).is_some();
        // Three hyphens begin a document of YAML as well, and stand below the head of a table.
        let hyphens = line.text.starts_with('-');
        let alone = || (line.gap > 0 || at == 0) && next.is_none_or(|next| next.gap > 0 && !keys(line.text, next));
        let plain = !fenced[at] && line.said == Said::Nothing;
        let double = is_underline(line.text);
        let single = hyphens && is_rule(line.text) && next.is_some_and(|next| next.gap > 0 && !keys(line.text, next));
        let titled = plain && (double || single) && line.gap == 0;
        let named = |title: &&mut Line<'_>| double || could_be_underlined(title.text);
        let title = kept.last_mut().filter(|title| titled && gap == 0 && title.len.abs_diff(line.len) <= 3);
        let title = title.filter(|title| title.said == Said::Nothing && (title.gap > 0 || at == 1)).filter(named);
        let apart = || (line.gap > 0 || at == 0) && next.is_some_and(|next| next.gap > 0);
        if let Some(title) = title {
            title.said = Said::Heading(if double || !doubles { 1 } else { 2 });
            gap += line.gap + 1;
        } else if let Some(inner) = decorated(line.text).filter(|_| plain && apart()) {
            let start = line.span.start + (inner.as_ptr() as usize - line.text.as_ptr() as usize);
            let span = Span::new(start, start + inner.len());
            let gap = line.gap + std::mem::take(&mut gap);
            let (indent, new_page, said) = (line.indent, line.new_page, Said::Heading(1));
            let anew = line.anew | std::mem::take(&mut anew);
            kept.push(Line { indent, gap, new_page, anew, said, ..Line::of(inner, span) });
        } else if plain && (is_rule(line.text) && (!hyphens || alone()) || double && line.gap > 0 && apart()) {
            dropped.push(Dropped { span: line.span, why: Why::Rule, excerpt: None });
            gap += line.gap + 1;
            let ends = |before: &Line<'_>| next.is_some_and(|next| posts::ends_chat(before, next));
            anew |= line.anew | (in_chat && kept.last().is_some_and(ends));
        } else {
            line.gap += std::mem::take(&mut gap);
            line.anew |= std::mem::take(&mut anew);
            kept.push(line);
        }
    }
    kept
}

/// Takes the name of the chat off the title that its page has in a browser: "Bread at home - ChatGPT". What is left out is
/// returned.
pub(super) fn without_chat(source: &Source, title: &mut Text) -> Option<Dropped> {
    const CHATS: [&str; 8] =
        ["ChatGPT", "Claude", "Gemini", "Google Gemini", "DeepSeek", "Grok", "Perplexity", "Microsoft Copilot"];
    let name = CHATS.into_iter().find(|name| title.text.ends_with(name))?;
    let left = title.text.strip_suffix(name)?.strip_suffix(' ')?;
    let left = left.strip_suffix(['-', '–', '—', '|'])?.strip_suffix(' ')?.trim_end().len();
    let written = source.slice(title.span).trim_end();
    let dash = written.strip_suffix(name)?.trim_end().char_indices().next_back().map(|(at, _)| at)?;
    let whole = title.marks.iter().all(|mark| mark.range.end <= left) && left > 0;
    let (start, end) = (title.span.start + dash, title.span.start + written.len());
    let kept = source.slice(Span::new(title.span.start, start)).trim_end().len();
    whole.then(|| {
        title.text.truncate(left);
        title.span = Span::new(title.span.start, title.span.start + kept);
        Dropped { span: Span::new(start, end), why: Why::Chrome, excerpt: None }
    })
}

/// Whether lines begin with a title between two rules of the same length. Around a table such a rule stands below its last
/// row as well, and hyphens may stand around its head alone.
fn begins_banner(lines: &[Line<'_>]) -> bool {
    const ROWS: usize = 100;
    let [above, title, below, rest @ ..] = lines else { return false };
    let plain = lines[..3].iter().all(|line| line.said == Said::Nothing) && title.gap == 0 && below.gap == 0;
    let double = is_underline(above.text);
    let apart = || rest.first().is_none_or(|next| next.gap > 0);
    let table = || rest.iter().take(ROWS).take_while(|next| next.gap == 0).any(|next| next.text == above.text);
    plain
        && above.text == below.text
        && is_banner_rule(above.text)
        && could_be_underlined(title.text)
        && !title.text.contains("   ")
        && (double && !table() || apart())
}

fn is_banner_rule(text: &str) -> bool {
    const SHORTEST: usize = 5;
    text.len() >= SHORTEST && text.starts_with(['=', '-', '*', '_']) && (is_underline(text) || is_rule(text))
}

/// Whether a title stands between two rules in the note: what is below it, up to the next such title, is its own.
pub(super) fn is_banner(source: &Source, title: Span) -> bool {
    let (before, behind) = (&source.text()[..title.start], &source.text()[title.end..]);
    let above = before.rsplit('\n').nth(1).map(str::trim);
    let below = behind.split('\n').nth(1).map(str::trim);
    above.is_some() && above == below && above.is_some_and(is_banner_rule)
}

/// Whether a line is a rule across the page.
pub(super) fn is_rule(text: &str) -> bool {
    let only = |sign: char, least: usize| text.chars().all(|c| c == sign) && text.chars().count() >= least;
    only('⸻', 1) || only('_', 5) || only('—', 3) || only('-', 3) || only('*', 3) || text == "* * *" || only('─', 10)
}

/// The title between two runs of the same sign: «=== Хлеб ===», "--- Bread ---".
fn decorated(text: &str) -> Option<&str> {
    const SHORTEST: usize = 2;
    let sign = text.chars().next().filter(|c| matches!(c, '=' | '-' | '~' | '#'))?;
    let inner = text.trim_start_matches(sign);
    let before = text.len() - inner.len();
    let title = inner.trim_end_matches(sign);
    let behind = inner.len() - title.len();
    let whole = before >= SHORTEST && behind == before && title.starts_with(' ') && title.ends_with(' ');
    Some(title.trim()).filter(|title| whole && could_be_underlined(title))
}

/// Whether a text could be a title that hyphens stand below or around: a capital, few words, and no end.
fn could_be_underlined(text: &str) -> bool {
    const WORDS: usize = 8;
    text.starts_with(char::is_uppercase)
        && text.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, ')' | '»' | '?'))
        && text.split_whitespace().count() <= WORDS
        && !text.contains(['|', '=', '\t'])
        && text.chars().filter(|&c| words::is_alphabetic(c)).count() > 2
}

pub(super) fn is_underline(text: &str) -> bool {
    text.len() > 2 && text.bytes().all(|b| b == b'=')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes;

    #[test]
    fn the_menu_of_a_page_is_none_of_its_chat() {
        let chat = "как поливать бегонию\nПод корень, и не каждый день: корни её боятся сырости.\n\nА зимой реже.\n";
        let read = |text: &str| notes::parse(&Source::new("a.txt", text));
        let menu = "Перейти к содержанию\nНовый чат\nЧаты\nГерань зимой?\nChatGPT\nПоделиться\n";
        let note = read(&format!("{menu}{chat}"));
        assert_eq!(note.sections[0].title.text, "как поливать бегонию");
        assert_eq!(note.dropped.iter().filter(|dropped| dropped.why == Why::Chrome).count(), 6);
        let subjects = read("Библиотека\n\nВ ней тихо.\n\nПроекты\n\nИх три.\n\nЧаты\n\nИх нет.\n");
        assert!(subjects.dropped.is_empty(), "{:?}", subjects.dropped);
    }

    #[test]
    fn a_rule_above_all_is_no_words() {
        let note = notes::parse(&crate::text::Source::new(
            "a.txt",
            "---\n\nКачели на дачу\n\nДоску строгать, верёвку брать толстую.\n",
        ));
        assert_eq!(note.sections[0].title.text, "Качели на дачу");
        assert_eq!(note.dropped.len(), 1);
    }

    #[test]
    fn rules_part_and_are_no_words() {
        let kept = |text: &str| {
            let source = crate::text::Source::new("a.txt", text);
            let lines = without_rules(crate::notes::lines::lines(&source, source.whole()), &mut Vec::new());
            lines.iter().map(|line| (line.text.to_owned(), line.gap, line.said)).collect::<Vec<_>>()
        };
        let source = crate::text::Source::new("a.txt", "Хлеб\n\n_____\n\nСоль\n");
        let mut dropped = Vec::new();
        without_rules(crate::notes::lines::lines(&source, source.whole()), &mut dropped);
        assert_eq!(
            dropped.iter().map(|dropped| (dropped.why, dropped.text(&source))).collect::<Vec<_>>(),
            [(Why::Rule, "_____")]
        );
        let plain = |text: &str, gap: usize| (text.to_owned(), gap, Said::Nothing);
        for rule in ["⸻", "________________", "———", "* * *", "***"] {
            assert_eq!(kept(&format!("Хлеб\n{rule}\nСоль\n")), [plain("Хлеб", 0), plain("Соль", 1)], "{rule}");
        }
        assert_eq!(kept("Хлеб\n\n---\n\nСоль\n").len(), 2);
        assert_eq!(kept("Хлеб\n\n======\n\nСоль\n"), [plain("Хлеб", 0), plain("Соль", 3)]);
        assert_eq!(kept("Хлеб\n\n======\nСоль\n").len(), 3);
        for text in ["a\n\n---\n\nkind: Pod\n", "id\n---\n1\n", "```\n***\n```\n", "_ _\n", "—\n", "--\n"] {
            let lines = text.lines().filter(|line| !line.is_empty()).count();
            assert_eq!(kept(text).len(), lines, "{text}");
        }
        let titled = kept("Хлеб\n====\nМука.\n");
        assert_eq!(titled, [("Хлеб".to_owned(), 0, Said::Heading(1)), plain("Мука.", 1)]);
        assert_eq!(kept("Мука и вода\n====\n").len(), 2);
        let heading = |text: &str, gap: usize, level: u8| (text.to_owned(), gap, Said::Heading(level));
        assert_eq!(kept("Хлеб\n----\n\nМука.\n"), [heading("Хлеб", 0, 1), plain("Мука.", 2)]);
        let both = "Хлеб\n====\n\nРжаной\n------\n\nМука.\n";
        assert_eq!(kept(both), [heading("Хлеб", 0, 1), heading("Ржаной", 2, 2), plain("Мука.", 2)]);
        assert_eq!(kept("=== Хлеб ===\n\nМука.\n")[0], heading("Хлеб", 0, 1));
        for text in ["=== passed ===\n\nok\n", "--- a/x.rs\n\n+b\n", "== Хлеб ==\nМука\n", "хлеб\n----\n\nМука.\n"]
        {
            assert_eq!(kept(text).len(), text.lines().filter(|line| !line.is_empty()).count(), "{text}");
        }
    }

    #[test]
    fn only_whole_lines_are_the_pages() {
        for line in [
            "ChatGPT can make mistakes. Check important info.",
            "ChatGPT может допускать ошибки. Рекомендуем проверять важную информацию.",
            "**Thought for 1m 5s**",
            "Thought for a couple of seconds",
            "Думал 12 секунд",
            "Думала в течение минуты",
            "Подумал 40 с",
            "Размышление длилось 2 мин. 5 сек.",
            "Рассуждала несколько секунд",
            "Is this conversation helpful so far?",
            "Была ли эта беседа полезной?",
            "Эта беседа пока полезна?",
            "Searched 4 sites",
            "Просмотрено 12 сайтов",
            "Searched the web",
        ] {
            assert!(is_chrome(line, true), "{line}");
        }
        for line in [
            "Thought for food",
            "Думал 12 секунд и решил",
            "ChatGPT can make mistakes",
            "Думал о хлебе",
            "Подумал секунду о хлебе",
            "Рассуждал и",
            "Была ли эта беседа полезной для пчёл?",
            "Searched 4 sites of the dig",
            "Read books and sources",
            "Searched the attic",
        ] {
            assert!(!is_chrome(line, true), "{line}");
        }
        assert!(!is_chrome("Думал 12 секунд", false));
    }

    #[test]
    fn a_title_of_a_page_loses_the_name_of_the_chat() {
        let read = |text: &str| {
            let source = Source::new("a.md", text);
            let note = crate::notes::parse(&source);
            let chat = note.dropped.iter().filter(|dropped| dropped.why == Why::Chrome);
            (note.title.clone().unwrap_or_default(), chat.map(|dropped| dropped.text(&source).to_owned()).collect())
        };
        let chat = |title: &str| {
            format!("# {title}\n\n**You said:**\n\nHow long do I bake it?\n\n**ChatGPT said:**\n\nForty minutes.\n")
        };
        let bread = ("Bread at home".to_owned(), vec!["- ChatGPT".to_owned()]);
        assert_eq!(read(&chat("Bread at home - ChatGPT")), bread);
        assert_eq!(read(&chat("Хлеб дома — ChatGPT")), ("Хлеб дома".to_owned(), vec!["— ChatGPT".to_owned()]));
        assert_eq!(read(&chat("Bread with ChatGPT")).0, "Bread with ChatGPT");
        assert_eq!(read("# Who bakes - ChatGPT\n\nNobody does.\n").0, "Who bakes - ChatGPT");
    }

    #[test]
    fn a_title_between_rules_heads_what_follows() {
        let read = |text: &str| {
            let note = notes::parse(&Source::new("a.txt", text));
            note.sections.into_iter().map(|section| (section.level, section.title.text)).collect::<Vec<_>>()
        };
        let title = |level: u8, title: &str| (level, title.to_owned());
        let told = "It has two sails, and it was launched in the spring of a wet year.\n";
        let boats = |rule: &str| {
            read(&format!(
                "{rule}\nTHE YARD\n{rule}\n\nThe Cutter\n\n{told}\nThe Ketch\n\n{told}\n{rule}\nTHE QUAY\n{rule}\n\nThe \
                Lugger\n\n{told}"
            ))
        };
        let nested = [(1, "THE YARD"), (2, "The Cutter"), (2, "The Ketch"), (1, "THE QUAY"), (2, "The Lugger")];
        for rule in ["==========", "----------", "**********"] {
            assert_eq!(boats(rule), nested.map(|(level, text)| title(level, text)), "{rule}");
        }
        // It ends what a chat said, though it has a chat's name.
        let chat = format!(
            "You said:\nwhat is a ketch?\nChatGPT said:\n{told}\n=======\nCHATGPT\n=======\n\nYou said:\nand a \
            yawl?\nChatGPT said:\n{told}"
        );
        assert_eq!(read(&chat), [title(1, "what is a ketch?"), title(1, "CHATGPT"), title(2, "and a yawl?")]);
        // The head of a table is none.
        let table = format!("The Fleet\n\n{told}\n=======\nBoats\n=======\ncutter 2\nketch 1\n=======\n");
        assert!(!read(&table).contains(&title(1, "Boats")), "{:?}", read(&table));
    }
}
