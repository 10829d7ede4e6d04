//! Prose among code: sentences, headings, items of a list.

use super::listed;
use crate::text::words;

/// English words that begin a sentence, however small its letters.
const PROSE: &str = "\
    a after all also an and as at but by from here how i in it just like my need no not note now of ok \
    on once only or same so that the there these they this those to use we what when with works you your";

/// Whether the line is a sentence or a heading of everyday language rather than code.
pub(super) fn is_prose(text: &str) -> bool {
    let first = text.chars().next();
    let letter = first.is_some_and(|c| words::is_alphabetic(c) && !c.is_ascii());
    let item = text.split_once(['.', ')']).is_some_and(|(number, rest)| {
        (1..=3).contains(&number.len())
            && number.bytes().all(|b| b.is_ascii_digit())
            && rest.trim_start().starts_with(|c: char| c.is_uppercase() || (words::is_alphabetic(c) && !c.is_ascii()))
    });
    let bullet = text.starts_with(['•', '–', '—', '«', '✅', '⚠']);
    // «Flask — это фреймворк»
    let explains = text.contains(" — ");
    letter || item || bullet || explains || is_sentence(text)
}

/// Whether the line is an English or Russian sentence: words, most of them of letters alone, and an end.
pub(super) fn is_sentence(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let first = words.first().copied().unwrap_or_default();
    let ends = text.ends_with(['.', ':', '!', '?', '…']) || text.ends_with(".)");
    let opens = first.starts_with(char::is_uppercase) || listed(PROSE, first);
    let plain = words.iter().filter(|word| is_word(word)).count();
    let small = words.get(1).is_some_and(|word| word.starts_with(char::is_lowercase) || word.starts_with('`'));
    let mostly = plain * 4 >= words.len() * 3;
    (opens && ends && words.len() >= 2 && mostly && (small || words.len() >= 4))
        || (listed(PROSE, first) && words.len() >= 3 && mostly)
        || (opens && small && words.len() >= 5 && mostly && words.iter().any(|word| listed(PROSE, word)))
}

/// Whether the line is a sentence with a full stop, or announces something.
pub(super) fn is_ended(text: &str) -> bool {
    text.ends_with(['.', ':']) && is_sentence(text)
}

/// As [`is_sentence`], or text in Russian.
pub(super) fn looks_like_a_sentence(text: &str) -> bool {
    is_sentence(text)
        || text.split_whitespace().count() > 2
            && is_words(text)
            && text.starts_with(|c: char| words::is_alphabetic(c) && !c.is_ascii())
}

/// Whether the line holds nothing but words.
pub(super) fn is_words(text: &str) -> bool {
    text.split_whitespace().all(is_word)
}

fn is_word(word: &str) -> bool {
    let inner =
        word.trim_matches(['.', ',', ':', ';', '!', '?', '…', '(', ')', '«', '»', '"', '“', '”', '`', '—', '–']);
    inner.chars().all(|c| words::is_alphabetic(c) || c == '-' || c == '’' || c == '\'')
        || word == "-"
        || inner.chars().all(|c| c.is_ascii_digit())
}

/// Whether a word begins sentences rather than commands.
pub(super) fn begins_prose(word: &str) -> bool {
    listed(PROSE, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_told_from_a_command() {
        for text in [
            "The container is gone.",
            "Now run it:",
            "this one deletes everything",
            "to see the logs:",
            "Теперь всё работает",
        ] {
            assert!(is_prose(text), "{text}");
        }
        for text in [
            "docker ps -a",
            "SELECT name FROM users WHERE id = 1;",
            "CONTAINER ID   IMAGE",
            "print(a)",
            "RUN apt-get update",
            "key: value",
        ] {
            assert!(!is_prose(text), "{text}");
        }
    }
}
