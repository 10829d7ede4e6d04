//! The signs of a lost fence: names of languages, words of buttons.

use super::{
    super::lines::{Line, Said},
    command, listed, prose,
};
use crate::text::{Span, words};

/// Names by which chats label code, in small letters. A word of everyday language needs the button beside it.
const LANGUAGES: &str = "\
    arduino asm awk bash bat batch c c# c++ clojure cmake cmd conf console cpp csharp css csv cypher \
    dart diff docker docker-compose dockerfile dotenv elixir env erlang fish fortran gherkin git \
    gitignore go golang graphql groovy haskell hcl html http ini java javascript jinja jinja2 js json \
    json5 jsonc jsx julia kotlin latex less lua makefile markdown matlab md mermaid nginx nix \
    objective-c ocaml pascal perl php plaintext plsql postgresql powershell prolog promql properties \
    proto protobuf py python python3 r regex rs ruby rust scala scss sh shell shell-session sql svelte \
    swift systemd terraform text toml ts tsx txt typescript typst vim vue xml yaml yml zig zsh";

/// Labels that are words as well: alone on a line they are no sign.
const WORDS: &str = "\
    awk c console conf dart diff docker env fish git go java julia less markdown make nix pascal perl \
    properties r regex ruby rust scala shell swift text vim vue zig";

/// What the buttons of a chat say, the longer first.
const BUTTONS: &[&str] = &[
    "Скопировать код",
    "Копировать код",
    "Copy code",
    "Редактировать",
    "Скопировать",
    "Копировать",
    "Изменить",
    "Copied!",
    "Copy",
    "Edit",
    "Retry",
    "Run",
];

/// Buttons that copy: without one of them, the others are words.
const COPIES: &[&str] =
    &["Скопировать код", "Копировать код", "Copy code", "Скопировать", "Копировать", "Copied!", "Copy"];

/// The sign of a lost fence.
#[derive(Debug)]
pub(super) struct Sign<'a> {
    /// The language it names.
    pub(super) lang: Option<String>,
    /// The words of the buttons.
    pub(super) buttons: Vec<Span>,
    /// Code that stands behind the button on its line.
    pub(super) glued: Option<Line<'a>>,
    /// The first line behind the sign.
    pub(super) rest: usize,
    /// Whether it can be nothing else.
    pub(super) certain: bool,
}

/// The language that `text` is the name of.
pub(super) fn language(text: &str) -> Option<String> {
    let small = words::lowercase(text.trim_end_matches(':'));
    listed(LANGUAGES, &small).then_some(small)
}

/// What a single word before a button says the code is, known or not: chats guess at the language of what they print.
fn word_before_button(text: &str) -> Option<String> {
    const LONGEST: usize = 20;
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "+#-_.".contains(c);
    let word = text.len() <= LONGEST && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(letters);
    language(text).or_else(|| (word && !prose::begins_prose(text)).then(|| text.to_owned()))
}

/// The sign that begins with line `at`.
pub(super) fn sign<'a>(lines: &[Line<'a>], at: usize) -> Option<Sign<'a>> {
    let line = lines[at];
    // One line holds it all: «bashКопировать код», "yaml Copy code", and perhaps the first line of code.
    if let Some((lang, button, end)) = glued(line.text) {
        let rest = line.text[end..].trim_start();
        let mut sign = Sign {
            lang,
            buttons: vec![within(&line, button..end)],
            glued: (!rest.is_empty()).then(|| {
                let start = line.text.len() - rest.len();
                Line { text: rest, span: within(&line, start..line.text.len()), len: rest.chars().count(), ..line }
            }),
            rest: at + 1,
            certain: true,
        };
        if sign.glued.is_none() {
            sign.rest = more_buttons(lines, at + 1, &mut sign.buttons);
        }
        return Some(sign);
    }
    if let Some((lang, end)) = run_on(&line) {
        let code =
            Line { text: &line.text[end..], span: within(&line, end..line.text.len()), len: line.len - end, ..line };
        let (lang, buttons) = (Some(lang.to_owned()), Vec::new());
        return Some(Sign { lang, buttons, glued: Some(code), rest: at + 1, certain: true });
    }
    let pressed = || lines.get(at + 1).is_some_and(|next| next.gap <= 1 && are_buttons(next.text, true));
    let unknown = || pressed().then(|| word_before_button(line.text)).flatten();
    let (lang, next) = match language(line.text).or_else(unknown) {
        Some(lang) => (Some(lang), at + 1),
        None => (None, at),
    };
    let mut buttons = Vec::new();
    let rest = match lines.get(next) {
        Some(button) if are_buttons(button.text, true) && (next == at || button.gap <= 1) => {
            more_buttons(lines, next, &mut buttons)
        }
        // The code itself may stand behind the button on its line.
        Some(button) if lang.is_some() => match glued(button.text) {
            Some((None, from, to)) if to < button.text.len() => {
                let rest = button.text[to..].trim_start();
                let start = button.text.len() - rest.len();
                let glued = Line {
                    text: rest,
                    span: within(button, start..button.text.len()),
                    len: rest.chars().count(),
                    ..*button
                };
                let buttons = vec![within(button, from..to)];
                return Some(Sign { lang, buttons, glued: Some(glued), rest: next + 1, certain: true });
            }
            _ => next,
        },
        _ => next,
    };
    let certain = !buttons.is_empty();
    let alone = |lang: &str| !listed(WORDS, lang) && line.text.starts_with(char::is_lowercase) && line.gap > 0;
    let sign = certain || lang.as_deref().is_some_and(alone) && lines.get(next).is_some_and(|line| line.gap == 0);
    sign.then_some(Sign { lang, buttons, glued: None, rest, certain })
}

/// A label that lost the blank between it and its code: "bashdocker ps". Only where the code speaks for itself.
fn run_on(line: &Line<'_>) -> Option<(&'static str, usize)> {
    const SHELLS: [&str; 4] = ["bash", "console", "shell", "zsh"];
    let text = line.text;
    let begins = |lang: &str, code: fn(&str) -> bool| text.strip_prefix(lang).is_some_and(code);
    let shell = SHELLS.into_iter().find(|lang| begins(lang, |code| command::begins(code) && command::is_spaced(code)));
    let data = |code: &str| code.starts_with("{\"") || code == "{";
    let query =
        |code: &str| ["SELECT ", "INSERT INTO ", "UPDATE ", "CREATE "].iter().any(|word| code.starts_with(word));
    let lang = shell
        .or_else(|| {
            begins("python", |code| code.starts_with("import ") || code.starts_with("from ")).then_some("python")
        })
        .or_else(|| begins("json", data).then_some("json"))
        .or_else(|| begins("sql", query).then_some("sql"))
        .or_else(|| begins("dockerfile", |code| code.starts_with("FROM ")).then_some("dockerfile"))
        .or_else(|| begins("yaml", |code| code.starts_with("apiVersion:")).then_some("yaml"))?;
    (line.said == Said::Nothing).then_some((lang, lang.len()))
}

/// Skips the lines that are nothing but buttons.
fn more_buttons(lines: &[Line<'_>], from: usize, buttons: &mut Vec<Span>) -> usize {
    let mut at = from;
    while let Some(line) = lines.get(at).filter(|line| are_buttons(line.text, false) && (at == from || line.gap <= 1)) {
        buttons.push(line.span);
        at += 1;
    }
    at
}

/// Whether a text is the words of buttons and nothing else: «КопироватьРедактировать»; the first `copies`, perhaps.
pub(super) fn are_buttons(text: &str, copies: bool) -> bool {
    let first = if copies { COPIES } else { BUTTONS };
    let Some(mut rest) = first.iter().find_map(|button| text.strip_prefix(button)) else { return false };
    while let Some(next) = BUTTONS.iter().find_map(|button| rest.trim_start().strip_prefix(button)) {
        rest = next;
    }
    rest.is_empty()
}

/// Language and button on one line: the language, and where the words of the buttons begin and end.
fn glued(text: &str) -> Option<(Option<String>, usize, usize)> {
    if text.len() > 2000 {
        return None;
    }
    for button in COPIES.iter().filter(|button| button.len() > "Copied!".len() || button.chars().all(|c| !c.is_ascii()))
    {
        if let Some(at) = text.find(button).filter(|&at| at <= 24) {
            let mut end = at + button.len();
            let before = text[..at].trim_end();
            let lang = if before.is_empty() { None } else { Some(word_before_button(before)?) };
            while let Some(next) = BUTTONS.iter().find(|next| text[end..].trim_start().starts_with(**next)) {
                end = text.len() - text[end..].trim_start().len() + next.len();
            }
            // «Копировать» alone is a word that a sentence may begin with.
            let sentence = lang.is_none() && text[end..].starts_with(' ');
            return (!sentence && at + button.len() <= end && !(lang.is_none() && end == text.len()))
                .then_some((lang, at, end));
        }
    }
    // "bashCopyEditdocker ps": the short English words only when both stand there.
    let at = text.find("CopyEdit").filter(|&at| at <= 24)?;
    let lang = language(&text[..at])?;
    Some((Some(lang), at, at + "CopyEdit".len()))
}

fn within(line: &Line<'_>, range: std::ops::Range<usize>) -> Span {
    Span::new(line.span.start + range.start, line.span.start + range.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_agree() {
        assert!(COPIES.iter().all(|button| BUTTONS.contains(button)));
        assert_eq!(language("YAML").as_deref(), Some("yaml"));
        assert_eq!(language("Пример"), None);
    }
}
