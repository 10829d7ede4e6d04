//! Words of running text: their stems, and those that carry no subject.

use std::{cell::RefCell, rc::Rc, sync::LazyLock};

use hashbrown::{HashMap, HashSet};
use rust_stemmers::{Algorithm, Stemmer};

/// The stem of a word in small letters: Snowball's for Russian in Cyrillic letters, for English in Latin ones
/// (<https://snowballstem.org/algorithms/>); ё counts as е.
pub fn stem(word: &str) -> String {
    known_stem(word).to_string()
}

/// The same as [`stem`], held once for all that the thread asks for.
pub fn known_stem(word: &str) -> Rc<str> {
    /// The most words whose stems a thread keeps in mind, and the longest of them in bytes: a book says the same words
    /// again and again.
    const WORDS: usize = 10_000;
    const LENGTH: usize = 40;
    thread_local! {
        static KNOWN: RefCell<HashMap<Box<str>, Rc<str>>> = RefCell::default();
    }
    if let Some(stem) = KNOWN.with_borrow(|known| known.get(word).cloned()) {
        return stem;
    }
    let stem: Rc<str> = find_stem(word).into();
    if word.len() <= LENGTH {
        KNOWN.with_borrow_mut(|known| {
            if known.len() >= WORDS {
                known.clear();
            }
            known.insert(word.into(), Rc::clone(&stem));
        });
    }
    stem
}

fn find_stem(word: &str) -> String {
    let small = word.to_lowercase().replace('ё', "е");
    let cyrillic = small.chars().any(|c| matches!(c, 'а'..='я'));
    let algorithm = if cyrillic { Algorithm::Russian } else { Algorithm::English };
    Stemmer::create(algorithm).stem(&small).into_owned()
}

/// [`char::is_alphabetic`], which searches Unicode's tables for all but Latin letters; those of Russian are told without.
pub fn is_alphabetic(c: char) -> bool {
    matches!(c, 'а'..='я' | 'А'..='Я') || c.is_alphabetic()
}

/// [`char::is_alphanumeric`], the letters of Russian told without Unicode's tables.
pub fn is_alphanumeric(c: char) -> bool {
    matches!(c, 'а'..='я' | 'А'..='Я') || c.is_alphanumeric()
}

/// [`str::to_lowercase`], quicker where the letters are Latin or Russian.
pub fn lowercase(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // Thirty-two places on stand the small ones.
            'А'..='Я' => out.push(char::from_u32(u32::from(c) + 32).unwrap_or(c)),
            'а'..='я' => out.push(c),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            _ if c.is_alphabetic() => return text.to_lowercase(),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// The words of a text with their places, without punctuation around them.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(move |c: char| !(is_alphanumeric(c) || matches!(c, '-' | '\'' | '’' | '_')))
        .map(move |word| word.trim_matches(|c: char| !is_alphanumeric(c)))
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// The parts of a compound («IP-адрес», "kube-proxy", `max_connections`); none where a word is no compound.
pub fn parts(word: &str) -> impl Iterator<Item = &str> {
    let compound = word.contains(['-', '_']);
    word.split(['-', '_']).filter(move |part| compound && !part.is_empty())
}

/// Whether a word in small letters carries no subject: prepositions, pronouns, verbs of everything.
pub fn is_common(word: &str) -> bool {
    static COMMON: LazyLock<HashSet<&str>> =
        LazyLock::new(|| include_str!("common-words.txt").split_whitespace().collect());
    COMMON.contains(word)
}

/// Whether a text is one of those that `|` parts in a list.
pub fn lists(list: &str, text: &str) -> bool {
    list.split('|').any(|listed| listed == text)
}

/// Whether a word is one of a list of words.
pub fn listed(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|listed| listed == word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_quick_ways_say_what_the_others_say(text in "\\PC*|[а-яА-ЯёЁa-zA-Z0-9 .,«»—-]*|[ΑΣςσİıǅǆ]*") {
            prop_assert_eq!(lowercase(&text), text.to_lowercase());
            for c in text.chars() {
                prop_assert_eq!(is_alphabetic(c), c.is_alphabetic());
                prop_assert_eq!(is_alphanumeric(c), c.is_alphanumeric());
            }
        }
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        assert_eq!(stem("контейнеров"), stem("Контейнеры"));
        assert_eq!(stem("Images"), stem("image"));
        assert_eq!(
            words("Тесто, «дрожжевое» — it's 2").map(|(_, word)| word).collect::<Vec<_>>(),
            ["Тесто", "дрожжевое", "it's", "2"]
        );
        assert_eq!(parts("IP-адрес").collect::<Vec<_>>(), ["IP", "адрес"]);
        assert_eq!(parts("тесто").count(), 0);
        assert!(is_common("который") && is_common("which") && !is_common("контейнер"));
    }
}
