//! Where a sentence ends, in Russian and in English.

use crate::text::words;

/// Whether a text ends as a sentence does, closing quotes and brackets aside.
pub fn ends(text: &str) -> bool {
    !ends_with_unit(text) && text.trim_end_matches(['»', '"', ')', '”']).ends_with(['.', '?', '!', '…', ';'])
}

/// Whether a few words end with a number and its unit, cut short: «Морковь — 1 шт.»
pub fn ends_with_unit(text: &str) -> bool {
    const UNITS: &str = "шт. ст.л. ч.л. гр. кг. мл. tbsp. tbs. tsp. oz. lb. lbs. pcs. pkg. \
        qt. qts. pt. pts. gal. doz. c. t.";
    const WORDS: usize = 8;
    const BEFORE: &str = " per";
    text.rsplit_once(' ').is_some_and(|(before, unit)| {
        UNITS.split(' ').any(|listed| listed == unit)
            && (before.ends_with(|c: char| c.is_ascii_digit() || "½¼¾⅓⅔".contains(c)) || before.ends_with(BEFORE))
    }) && text.split_whitespace().nth(WORDS).is_none()
}

/// Whether a text is made of letters more than of figures and signs, as a formula is not.
pub fn is_words(text: &str) -> bool {
    let letters = text.chars().filter(|&c| words::is_alphabetic(c)).count();
    letters > 0 && letters * 2 >= text.chars().filter(|c| !c.is_whitespace()).count()
}

/// Whether a full stop behind `text` ends a sentence rather than an abbreviation («и т. д.», "e.g.").
pub fn ends_word(text: &str) -> bool {
    text.split_whitespace()
        .next_back()
        .is_some_and(|word| word.chars().filter(|&c| words::is_alphabetic(c)).count() > 2)
}

/// The offset behind the first sentence of a text, where another follows it.
pub fn first_end(text: &str) -> Option<usize> {
    let ends = text.char_indices().filter(|&(_, c)| matches!(c, '.' | '?' | '!' | '…'));
    let found = ends.map(|(at, c)| (at, at + c.len_utf8())).find(|&(at, end)| {
        let rest = &text[end..];
        let whole = !text[at..].starts_with('.') || ends_word(&text[..at]);
        whole && rest.starts_with(char::is_whitespace) && !rest.trim_start().starts_with(char::is_lowercase)
    });
    found.map(|(_, end)| end).filter(|&end| !text[end..].trim().is_empty())
}

/// The offset behind which the last sentence of a text begins, where one goes before it.
pub fn last_start(text: &str) -> Option<usize> {
    text.rmatch_indices(". ").map(|(at, _)| at).find(|&at| ends_word(&text[..at])).map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abbreviation_ends_nothing() {
        let first = |text: &'static str| first_end(text).map(|end| &text[..end]);
        assert_eq!(first("Мука, вода и т. д. Потом соль."), None);
        assert_eq!(first("Хлеб готов? Да."), Some("Хлеб готов?"));
        assert_eq!(first("Use tools, e.g. git. They help."), Some("Use tools, e.g. git."));
        assert_eq!(first("One sentence only."), None);
        for text in ["Морковь — 1 шт.", "Butter 2 tbsp.", "Rice, 1½ lb."] {
            assert!(!ends(text), "{text}");
        }
        for text in ["Он весит 5 г.", "Шт.", "It took all of the long winter of that year and 2 lb."] {
            assert!(ends(text), "{text}");
        }
        assert_eq!(last_start("Тесто готово. вынуть через час").map(|at| at > 10), Some(true));
    }
}
