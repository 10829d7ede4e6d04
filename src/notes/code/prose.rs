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

/// Words that sentences have and commands do not.
const FINITE: &str = "\
    an and are by can does has have is it its not of or than that the they this to was were which will with you your";

/// Whether the line says something of the code that it begins with: «docker ps показывает запущенные», "git reset is
/// the command for it.". What stands in quotes, or behind the sign of a comment, is the code's own.
pub(super) fn tells_of_code(text: &str, ended: bool) -> bool {
    // A string may go on with the next line.
    if text.matches('"').count() % 2 == 1 {
        return false;
    }
    let bare = bare(text);
    let words: Vec<&str> = bare.split_whitespace().collect();
    let ends = bare.trim_end().ends_with(['.', '!', '?', '…'])
        && bare.trim_end_matches(['.', '!', '?', '…']).ends_with(|c| words::is_alphanumeric(c) || ")`/".contains(c));
    let letters = |word: &&&str| word.starts_with(|c: char| words::is_alphabetic(c) && !c.is_ascii()) && is_word(word);
    let mut foreign = words.iter().skip(1).filter(letters);
    let told = foreign.next().is_some_and(|first| first.starts_with(char::is_lowercase));
    if told && foreign.next().is_some() || bare.contains(" — ") {
        return ends || !ended;
    }
    let Some((_, rest)) = words.split_first().filter(|(_, rest)| rest.len() > 1) else { return false };
    let plain = rest.iter().filter(|word| is_word(word)).count();
    let finite = words.iter().any(|word| listed(FINITE, word));
    ends && plain * 3 >= rest.len() * 2 && (finite || rest.len() > 3)
}

/// What of a line of code stands outside quotes and before a comment.
fn bare(text: &str) -> String {
    let end = [" #", " //"].iter().filter_map(|sign| text.find(sign)).min().unwrap_or(text.len());
    let text = &text[..end];
    let closed = |quote: char| text.matches(quote).count().is_multiple_of(2);
    let (mut out, mut open) = (String::new(), None);
    for c in text.chars() {
        match open {
            None if matches!(c, '"' | '\'' | '`') && closed(c) => open = Some(c),
            None => out.push(c),
            Some(quote) if quote == c => open = None,
            Some(_) => {}
        }
    }
    out
}

/// Whether the line has the shape of a title or a label: a capital, few words, and nothing else.
pub(super) fn is_title(text: &str) -> bool {
    const LONGEST: usize = 5;
    text.starts_with(char::is_uppercase)
        && text.split_whitespace().count() <= LONGEST
        && is_words(text)
        && text.chars().any(char::is_lowercase)
        && text.ends_with(|c: char| words::is_alphabetic(c) || matches!(c, ':' | '?' | '!'))
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
    fn a_sentence_may_begin_with_the_code_it_is_about() {
        for text in [
            "docker ps показывает только запущенные контейнеры",
            "git reset is the command for it.",
            "sudo лучше не использовать.",
            "$HOME — домашняя папка.",
            "import the file into Excel.",
            "npm install downloads all packages into node_modules.",
            "/etc/hosts is the file to edit.",
            "x = 5 значит, что коробок пять.",
        ] {
            assert!(tells_of_code(text, false), "{text}");
        }
        for text in [
            "docker build .",
            "git add . && git commit -m 'готово, можно идти.'",
            "cd Документы",
            "mv Старое Новое",
            "ls -la   # показывает всё, что есть.",
            "cp a/b ../.",
            "echo Done.",
            "print('это строка.')",
        ] {
            assert!(!tells_of_code(text, false), "{text}");
        }
        // Names of columns may be in any language.
        assert!(!tells_of_code("SELECT имя, цена FROM товары", true));
        assert!(tells_of_code("WHERE фильтрует строки.", true));
    }

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
