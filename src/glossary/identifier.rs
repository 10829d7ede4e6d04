//! Names that are a piece of an address, a path, a file name or an option, and no word of the sentence.

use super::{
    evidence::Candidate,
    words::{Script, Words, is_hyphen},
};

/// Whether the candidate is a piece of an address, a path, a file name or an option.
pub(super) fn identifier(words: &Words<'_>, candidate: &Candidate<'_>) -> bool {
    let (before, after) = (words.gap(candidate.from), words.gap(candidate.to));
    if names_object(words.text, candidate) {
        return false;
    }
    if in_address(words.text, candidate.span.start) {
        return true;
    }
    // A short name with a hyphen names an object: `pv-old`, `web-svc`.
    let small = !words.words[candidate.from].capital;
    if candidate.form.short && small && (after.starts_with(is_hyphen) || before.ends_with(is_hyphen)) {
        return true;
    }
    let starts_glued = |gap: &str| gap.chars().next().is_some_and(|c| !c.is_whitespace());
    let next = words.words.get(candidate.to).filter(|_| !after.is_empty() && !after.contains(char::is_whitespace));
    let glued_after = next.is_some()
        && starts_glued(after)
        && match after {
            "." | "@" | "=" | "::" | "://" | "\\" | "=\"" => true,
            ":" => next.is_some_and(|word| word.script != Script::Cyrillic),
            "/" => before.ends_with('/') || before.ends_with("./"),
            _ => false,
        };
    let glued_before = candidate.from > 0 && !before.contains(char::is_whitespace) && {
        matches!(before, "." | "@" | "=" | "::" | "://" | "\\" | "$" | "#")
    };
    let path = !before.is_empty()
        && (before.ends_with(" /")
            || before.ends_with(" ./")
            || before.ends_with("~/")
            || before.ends_with("--")
            || before.ends_with('@')
            || before.ends_with('$'))
        && !before.ends_with("---");
    let option = before.ends_with(" -")
        && !after.starts_with(is_hyphen)
        && words.words[candidate.from].span.end - words.words[candidate.from].span.start <= 2;
    glued_after || glued_before || (path && !before.contains('\n')) || option
}

/// Whether the value of an option is an object, and this its kind: `--from=cronjob/backup`.
fn names_object(text: &str, candidate: &Candidate<'_>) -> bool {
    let before = text[..candidate.span.start].strip_suffix('=');
    let option = before.map(|before| before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-'));
    let named = |rest: &str| rest.strip_prefix('/').is_some_and(|name| name.starts_with(char::is_alphanumeric));
    before.zip(option).is_some_and(|(all, rest)| all[rest.len()..].starts_with("--"))
        && named(&text[candidate.span.end..])
}

/// Whether what stands before `at` without a blank is the beginning of a web address, of a path (`/run/secrets`) or of
/// an option (`--show-labels`).
fn in_address(text: &str, at: usize) -> bool {
    let start = (at.saturating_sub(200)..=at).find(|&start| text.is_char_boundary(start)).unwrap_or(at);
    let chunk = text[start..at].rsplit(char::is_whitespace).next().unwrap_or_default();
    let bare = chunk.trim_start_matches(['(', '[', '"', '\'', '«', '“', '~', '.']);
    let path = bare.len() > 2 && bare.starts_with('/') && bare[1..].contains('/');
    let option = bare.starts_with("--") && bare[2..].starts_with(|c: char| c.is_ascii_alphanumeric());
    chunk.contains("://") || chunk.starts_with("www.") || path || option
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_options_are_found_by_their_beginning() {
        let part = |text: &str, word: &str| in_address(text, text.find(word).unwrap_or_default());
        for text in
            ["see /run/secrets", "(/var/run/secrets/token)", "~/lab/secrets", "get po --show-secrets", "www.secrets"]
        {
            assert!(part(text, "secrets"), "{text}");
        }
        for text in ["volumes/secrets", "config and/or secrets", "on / secrets", "no --- secrets", "a pull-secrets"] {
            assert!(!part(text, "secrets"), "{text}");
        }
    }
}
