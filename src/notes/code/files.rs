//! Lines of files that programs read by their place: those of a Dockerfile, patterns of what to leave out, settings.

use super::{
    super::{
        lines::{Line, Said},
        list::marker,
    },
    command, family, listed,
};

/// The value of a setting.
fn setting_value(text: &str) -> Option<&str> {
    text.split_once(": ").map(|(_, value)| value.trim())
}

/// How many lines set in below one that ends with a colon are settings of a file: `restart: unless-stopped`. Values
/// that people write are words and figures; in a note of another script one alone is enough.
pub(super) fn settings(before: &Line<'_>, lines: &[Line<'_>], foreign: bool) -> Option<usize> {
    let setting = |line: &Line<'_>| {
        let key = line.text.split(':').next().unwrap_or_default();
        key.starts_with(|c: char| c.is_ascii_lowercase())
            && family::is_key(key)
            && setting_value(line.text).is_some_and(|value| {
                value.is_ascii() && !value.is_empty() && !value.contains(' ') && !value.ends_with(['.', ',', ';', ':'])
            })
    };
    let set_in = |line: &Line<'_>| line.indent > before.indent && line.said == Said::Nothing && marker(line).is_none();
    let together = |(at, line): &(usize, &Line<'_>)| (*at == 0 || line.gap == 0) && set_in(line);
    let count = lines.iter().enumerate().take_while(together).count();
    let signed = |line: &Line<'_>| {
        let key = line.text.split(':').next().unwrap_or_default();
        let letters = |value: &str| value.contains(|c: char| c.is_ascii_alphabetic());
        let sign =
            |value: &str| value.contains(['-', '_', '/', '=']) && letters(value) || matches!(value, "true" | "false");
        key.contains(['_', '-']) || setting_value(line.text).is_some_and(sign)
    };
    let found = lines[..count].iter().all(setting);
    let enough = foreign && count == 1 || lines[..count].iter().any(signed);
    (count > 0 && found && enough && lines[0].gap == 0).then_some(count)
}

/// Whether a line begins with an instruction of a Dockerfile.
pub(super) fn is_instruction(text: &str) -> bool {
    const INSTRUCTIONS: &str = "\
        FROM RUN CMD LABEL EXPOSE ENV ADD COPY ENTRYPOINT VOLUME USER WORKDIR ARG ONBUILD STOPSIGNAL \
        HEALTHCHECK SHELL MAINTAINER";
    let mut words = text.split_whitespace();
    // «FROM — задаёт базовый образ» tells what an instruction is for.
    words.next().is_some_and(|word| listed(INSTRUCTIONS, word))
        && words.next().is_none_or(|word| !matches!(word, "-" | "–" | "—" | "="))
}

/// Whether lines begin with instructions of a Dockerfile that can be nothing else: every line up to the next blank one is
/// whole, or goes on with the one before it.
pub(super) fn begins_dockerfile(lines: &[Line<'_>]) -> bool {
    /// So many lines tell.
    const NEAR: usize = 40;
    let together = lines.iter().take(NEAR).enumerate().take_while(|(at, line)| *at == 0 || line.gap == 0);
    let (mut goes_on, mut signs) = (false, false);
    lines
        .first()
        .is_some_and(|first| first.text.starts_with(|c: char| c.is_ascii_uppercase()) && is_instruction(first.text))
        && together.map(|(_, line)| line.text).all(|text| {
            let whole = goes_on || text.starts_with('#') || is_whole(text);
            goes_on = text.ends_with('\\');
            signs |= text.contains(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation());
            whole
        })
        && signs
}

/// Whether lines are the first two of a Dockerfile, whatever stands around them.
pub(super) fn opens_dockerfile(lines: &[Line<'_>]) -> bool {
    let [first, next, ..] = lines else { return false };
    let instruction = |line: &Line<'_>| is_instruction(line.text) && is_whole(line.text);
    first.text.starts_with("FROM ") && instruction(first) && next.gap <= 1 && instruction(next)
}

/// Whether a line is an instruction with what it needs, and no sentence about it.
pub(super) fn is_whole(text: &str) -> bool {
    let Some((instruction, rest)) = text.split_once(' ') else { return false };
    let words: Vec<&str> = rest.split_whitespace().collect();
    let list = rest.starts_with('[') && rest.trim_end_matches('\\').trim_end().ends_with(']');
    let path = |word: &&str| word.contains(['/', '.', '$', '*']);
    let few = words.len() <= 2;
    text.is_ascii()
        && match instruction {
            "RUN" | "CMD" | "ENTRYPOINT" => {
                list || rest.contains("&&") || rest.starts_with(['.', '/', '-']) || command::are_typed(rest)
            }
            "COPY" | "ADD" => words.len() > 1 && (list || words.iter().any(path) && words.len() <= 6),
            "ENV" | "LABEL" | "ARG" => words.iter().all(|word| word.contains('=')) || words.len() == 1,
            "EXPOSE" => words.iter().all(|word| word.starts_with(|c: char| c.is_ascii_digit() || c == '$')),
            "WORKDIR" | "VOLUME" => few && (list || words.iter().all(path)),
            "USER" | "STOPSIGNAL" => words.len() == 1,
            "SHELL" => list,
            "HEALTHCHECK" => rest.starts_with("--") || rest == "NONE" || rest.contains("CMD "),
            "FROM" => {
                few && rest.contains([':', '/'])
                    || words.iter().any(|word| matches!(*word, "AS" | "as"))
                    || words.len() == 1
            }
            _ => false,
        }
}

/// Whether a line alone is where a program finds another one, and no page to read: `redis://:secret@cache:6379/0`.
fn is_connection(lines: &[Line<'_>]) -> bool {
    const PAGES: [&str; 4] = ["http", "https", "ftp", "file"];
    let Some(line) = lines.first().filter(|_| lines.get(1).is_none_or(|next| next.gap > 0)) else { return false };
    let scheme = line.text.split_once("://").map_or("", |(scheme, _)| scheme);
    let letters = scheme.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'+' | b':'));
    !scheme.is_empty() && letters && !PAGES.contains(&scheme) && !line.text.contains(char::is_whitespace)
}

/// How many lines are patterns of files, one each, as a list of what to leave out has them: `*.log`, `!keep.log`, or
/// one with an address of no page. Names alone are a list of files.
pub(super) fn patterns(lines: &[Line<'_>]) -> Option<usize> {
    if is_connection(lines) {
        return Some(1);
    }
    let pattern = |(at, line): &(usize, &Line<'_>)| {
        let name = |c: char| c.is_ascii_alphanumeric() || "._-*!/?[]".contains(c);
        (*at == 0 || line.gap == 0) && line.text.chars().all(name)
    };
    let count = lines.iter().enumerate().take_while(pattern).count();
    let block = &lines[..count];
    let wild =
        block.iter().any(|line| line.text.contains('*') || line.text.ends_with('/') || line.text.starts_with('!'));
    // A page that was copied without blank lines goes on with prose.
    let whole = lines.get(count).is_none_or(|next| next.gap > 0 || next.words() > 2);
    let paths = block.iter().filter(|line| line.text.contains(['.', '*', '/'])).count();
    (count > 1 && whole && wild && paths * 2 >= count).then_some(count)
}
