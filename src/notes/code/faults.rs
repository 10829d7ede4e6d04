//! What programs say went wrong: a compiler's errors with the place in the file, the way to an exception, what a shell
//! says of a command.

use super::{command, family, listed, prose};
use crate::text::words;

/// The levels that compilers and tools begin a line with.
const LEVELS: &str = "error warning fatal panic critical";
/// What a system says of a file or a command, in small letters.
const COMPLAINTS: [&str; 12] = [
    "not found",
    "no such file or directory",
    "permission denied",
    "already exists",
    "is a directory",
    "not a directory",
    "connection refused",
    "operation not permitted",
    "no space left on device",
    "file exists",
    "cannot access ",
    "timed out",
];

/// Whether a line says what went wrong, as nobody writes it for people.
pub(super) fn is_fault(text: &str) -> bool {
    is_level(text)
        || text.starts_with("npm ERR! ")
        || is_coded(text)
        || is_place(text)
        || is_call(text)
        || is_exception(text)
        || is_complaint(text)
}

/// `warning: unused variable`, `fatal: not a git repository`. A sentence with its end is told to somebody.
pub(super) fn is_level(text: &str) -> bool {
    let Some((level, said)) = text.split_once(": ") else { return false };
    let told = said.ends_with(['.', '!', '?']) || prose::tells_of_code(said, true);
    listed(LEVELS, level) && said.is_ascii() && !told
}

/// `error[E0308]: mismatched types`.
fn is_coded(text: &str) -> bool {
    let Some((level, _)) = text.split_once("]: ") else { return false };
    level
        .split_once('[')
        .is_some_and(|(level, code)| listed(LEVELS, level) && !code.is_empty() && code.bytes().all(is_of_code))
}

fn is_of_code(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':')
}

/// `--> src/main.rs:4:20`, `src/main.c:10:5: error: …`, `File "app.py", line 3, in <module>`.
fn is_place(text: &str) -> bool {
    let named = |word: &str| {
        let mut fields = word.trim_end_matches([':', ',']).split(':');
        let file = fields.next().is_some_and(is_file);
        let numbers = fields.by_ref().take_while(|field| is_number(field)).count();
        file && numbers > 0 && fields.next().is_none()
    };
    let first = text.split_whitespace().next().unwrap_or_default();
    let python = text.strip_prefix("File \"").and_then(|rest| rest.split_once("\", line "));
    let arrow = text.strip_prefix("--> ").or_else(|| text.strip_prefix("::: "));
    arrow.is_some_and(named)
        || python.is_some_and(|(_, line)| line.starts_with(|c: char| c.is_ascii_digit()))
        || first.ends_with(':') && named(first) && text.len() > first.len()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `src/main.rs`, `App.java`, `C.kt`.
fn is_file(text: &str) -> bool {
    let (name, ending) = text.rsplit_once('.').unwrap_or_default();
    !name.is_empty()
        && !text.contains("//")
        && (1..=5).contains(&ending.len())
        && ending.bytes().all(|b| b.is_ascii_alphanumeric())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-./\\@+~$<>".contains(&b))
        && name.contains(|c: char| c.is_ascii_alphabetic())
}

/// `at app.load (/srv/app.js:10:5)`, `at shop.Order.total(Order.java:12)`.
fn is_call(text: &str) -> bool {
    let Some(place) = text.strip_prefix("at ") else { return false };
    let inside = place.strip_suffix(')').and_then(|place| place.rsplit_once('(')).map_or(place, |(_, inside)| inside);
    let (file, line) = inside.split_once(':').unwrap_or((inside, ""));
    let numbered = line.split(':').all(is_number) && is_file(file.rsplit('/').next().unwrap_or_default());
    numbered || matches!(inside, "Native Method" | "Unknown Source" | "<anonymous>") && place.ends_with(')')
}

/// `java.io.IOException: …`, `TypeError: x is undefined`, `Caused by: …`, the head of Python's traceback. Of an error by
/// its bare name somebody may tell in a sentence.
fn is_exception(text: &str) -> bool {
    let whole = text;
    let text = text.strip_prefix("Uncaught ").or_else(|| text.strip_prefix("Caused by: ")).unwrap_or(text);
    let thread = text.starts_with("Exception in thread \"") || text == "Traceback (most recent call last):";
    let name = text.split(": ").next().unwrap_or_default();
    let last = name.rsplit('.').next().unwrap_or_default();
    let kind = ["Error", "Exception"].iter().any(|end| last.len() > end.len() && last.ends_with(end));
    let told = text.len() == whole.len() && !name.contains('.') && text.ends_with(['.', '!', '?']);
    let kind = kind && text.is_ascii() && !told;
    thread || kind && family::is_key(name) && last.starts_with(|c: char| c.is_ascii_uppercase())
}

/// `/bin/sh: 1: pump: not found`, `ls: cannot access 'x': No such file or directory`, `gzip: /a.gz already exists`: the
/// name of a program and what it, or the system, says of something.
fn is_complaint(text: &str) -> bool {
    const LONGEST: usize = 400;
    let Some((program, said)) = text.split_once(": ").filter(|_| text.len() <= LONGEST) else { return false };
    let path =
        program.starts_with('/') && program.len() > 1 && program.bytes().all(|b| is_of_code(b) || b"/.+".contains(&b));
    let script = is_file(program) && !program.starts_with(|c: char| c.is_ascii_uppercase());
    let small = words::lowercase(said);
    let complains = COMPLAINTS.iter().any(|complaint| small.contains(complaint));
    let known = command::is_known(program) || listed("dash ksh csh cmd curl gzip make", program);
    said.is_ascii() && !program.contains(' ') && complains && (path || known || script)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_complain_of_is_known() {
        for text in [
            "error[E0599]: no method named `water` found",
            "warning: unused import: `std::fs`",
            "fatal: not a git repository",
            "--> src/pump.rs:12:9",
            "pump.c:10:5: error: expected ';' before 'return'",
            "at water (/srv/pump/index.js:10:5)",
            "at garden.Pump.start(Pump.java:21)",
            "at java.lang.Thread.run(Unknown Source)",
            "File \"pump.py\", line 3, in <module>",
            "ValueError: no water",
            "java.io.IOException: stream closed",
            "Exception in thread \"main\" java.lang.NullPointerException",
            "/usr/bin/env: python: No such file or directory",
            "bash: pumpctl: command not found",
            "water.sh: line 3: cd: /srv/pump: No such file or directory",
        ] {
            assert!(is_fault(text), "{text}");
        }
    }

    #[test]
    fn what_people_say_of_mistakes_is_none() {
        for text in [
            "error: the pump was not connected, so it stood still.",
            "Warning: hot water",
            "Error: 5 of 10",
            "at noon (12:30)",
            "at the mill (see map)",
            "mill.org: opens at ten",
            "Ann: the key was not found",
            "12:30: lunch",
            "ошибка: нет воды",
            "A Common Error: no water",
            "ValueError: the pump was given no water.",
            "ValueError: нет воды",
            "…: not found",
        ] {
            assert!(!is_fault(text), "{text}");
        }
    }
}
