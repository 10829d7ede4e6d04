//! What the page of a chat says around the conversation: that machines err, how long one thought, whether it helped.
//!
//! Only whole lines count. What anybody might write («Думал 12 секунд») is the page's where the note names a speaker.

use super::{
    code,
    lines::{Line, Said},
    note::{Dropped, Why},
    speakers,
};
use crate::text::words;

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
const ASKS: [&str; 10] = [
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
];
/// How a line begins that says how long the assistant thought, and the words such a time is made of.
const THOUGHT: [&str; 7] =
    ["thought for ", "reasoned for ", "думал в течение ", "думала в течение ", "думал ", "думала ", "размышлял "];
const TIMES: &str = "a an few couple of about s sec second seconds m min minute minutes h hour hours and \
    с сек секунд секунду секунды м мин минут минуту минуты ч час часа несколько пару около и";

/// Whether a line is one of the page; `in_chat` where the note names a speaker.
pub fn is_chrome(line: &str, in_chat: bool) -> bool {
    const LONGEST: usize = 200;
    if line.len() > LONGEST {
        return false;
    }
    let words =
        words::lowercase(line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '.' | '?' | '>')));
    FOOT.contains(&words.as_str()) || in_chat && (ASKS.contains(&words.as_str()) || says_how_long(&words))
}

fn says_how_long(words: &str) -> bool {
    let Some(time) = THOUGHT.iter().find_map(|thought| words.strip_prefix(thought)) else { return false };
    let part = |word: &str| {
        let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
        unit.is_empty() || TIMES.split_whitespace().any(|listed| listed == unit)
    };
    time.split_whitespace().all(part)
}

/// Takes the lines of a chat's page and the rules out of a paste.
pub fn without<'a>(lines: Vec<Line<'a>>, dropped: &mut Vec<Dropped>) -> Vec<Line<'a>> {
    let lines = without_chrome(lines, dropped);
    without_rules(lines, dropped)
}

/// Takes the lines of the page out of a paste.
fn without_chrome<'a>(lines: Vec<Line<'a>>, dropped: &mut Vec<Dropped>) -> Vec<Line<'a>> {
    let in_chat = lines.iter().any(|line| {
        speakers::marker(line.text).is_some() || speakers::prefix(line.text).is_some_and(|prefix| prefix.is_name)
    });
    if !lines.iter().any(|line| is_chrome(line.text, in_chat)) {
        return lines;
    }
    let fenced = code::fenced_lines(&lines);
    let mut kept = Vec::with_capacity(lines.len());
    let mut gap = 0;
    for (mut line, fenced) in lines.into_iter().zip(fenced) {
        if !fenced && line.said == Said::Nothing && is_chrome(line.text, in_chat) {
            dropped.push(Dropped { span: line.span, why: Why::Chrome, excerpt: None });
            gap += line.gap + 1;
        } else {
            line.gap += std::mem::take(&mut gap);
            kept.push(line);
        }
    }
    kept
}

/// Takes out the lines that only part what stands above them from what follows: «⸻», "* * *". They have no words.
/// A line of `=` below a title makes it a heading.
fn without_rules<'a>(lines: Vec<Line<'a>>, dropped: &mut Vec<Dropped>) -> Vec<Line<'a>> {
    if !lines.iter().any(|line| is_rule(line.text) || is_underline(line.text)) {
        return lines;
    }
    let fenced = code::fenced_lines(&lines);
    let keys = |line: &Line<'_>| line.text.split_once(':').is_some_and(|(key, _)| !key.contains(' '));
    let mut kept: Vec<Line<'a>> = Vec::with_capacity(lines.len());
    let mut gap = 0;
    for (at, mut line) in lines.iter().copied().enumerate() {
        let next = lines.get(at + 1);
        // Three hyphens begin a document of YAML as well, and stand below the head of a table.
        let hyphens = line.text.starts_with('-');
        let alone = || line.gap > 0 && next.is_none_or(|next| next.gap > 0 && !keys(next));
        let plain = !fenced[at] && line.said == Said::Nothing;
        let titled = plain && is_underline(line.text) && line.gap == 0;
        let title = kept.last_mut().filter(|title| titled && gap == 0 && title.len.abs_diff(line.len) <= 3);
        if let Some(title) = title.filter(|title| title.said == Said::Nothing && (title.gap > 0 || at == 1)) {
            title.said = Said::Heading(1);
            gap += line.gap + 1;
        } else if plain && is_rule(line.text) && (!hyphens || alone()) {
            dropped.push(Dropped { span: line.span, why: Why::Rule, excerpt: None });
            gap += line.gap + 1;
        } else {
            line.gap += std::mem::take(&mut gap);
            kept.push(line);
        }
    }
    kept
}

/// Whether a line is a rule across the page.
fn is_rule(text: &str) -> bool {
    let only = |sign: char, least: usize| text.chars().all(|c| c == sign) && text.chars().count() >= least;
    only('⸻', 1) || only('_', 5) || only('—', 3) || only('-', 3) || only('*', 3) || text == "* * *" || only('─', 10)
}

fn is_underline(text: &str) -> bool {
    text.len() > 2 && text.bytes().all(|b| b == b'=')
}

#[cfg(test)]
mod tests {
    use super::*;

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
        for text in ["a\n\n---\n\nkind: Pod\n", "id\n---\n1\n", "```\n***\n```\n", "_ _\n", "—\n", "--\n"] {
            let lines = text.lines().filter(|line| !line.is_empty()).count();
            assert_eq!(kept(text).len(), lines, "{text}");
        }
        let titled = kept("Хлеб\n====\nМука.\n");
        assert_eq!(titled, [("Хлеб".to_owned(), 0, Said::Heading(1)), plain("Мука.", 1)]);
        assert_eq!(kept("Мука и вода\n====\n").len(), 2);
    }

    #[test]
    fn only_whole_lines_are_the_pages() {
        for line in [
            "ChatGPT can make mistakes. Check important info.",
            "ChatGPT может допускать ошибки. Рекомендуем проверять важную информацию.",
            "**Thought for 1m 5s**",
            "Thought for a couple of seconds",
            "Думал 12 секунд",
            "Is this conversation helpful so far?",
        ] {
            assert!(is_chrome(line, true), "{line}");
        }
        for line in ["Thought for food", "Думал 12 секунд и решил", "ChatGPT can make mistakes", "Думал о хлебе"]
        {
            assert!(!is_chrome(line, true), "{line}");
        }
        assert!(!is_chrome("Думал 12 секунд", false));
    }
}
