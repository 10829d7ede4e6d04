//! Captions of what a book numbers: «Листинг 1.1. Разметка страницы», "Figure 2: The first mill".
//!
//! They stand on the heels of prose in a copied page, are no part of its sentences, and head nothing.

use super::lines::{Line, Said};

/// What is numbered, in small letters.
const NAMES: [&str; 10] =
    ["листинг", "рисунок", "рис.", "схема", "таблица", "listing", "figure", "fig.", "scheme", "table"];

/// Marks the captions as no headings.
pub fn mark(lines: &mut [Line<'_>]) {
    lines.iter_mut().filter(|line| line.said == Said::Nothing && is_caption(line.text)).for_each(|line| {
        line.said = Said::NotHeading;
    });
}

/// Whether a line is a caption: a name, its number with an end or wide blanks behind it, and words. "Table 3 shows how"
/// is a sentence.
pub fn is_caption(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let wide = || text.match_indices("  ").any(|(at, _)| text[..at].split_whitespace().count() == 2);
    let (Some(name), Some(number)) = (words.next(), words.next()) else { return false };
    let figures = number.trim_end_matches(['.', ':']);
    let numbered = figures.starts_with(|c: char| c.is_ascii_digit())
        && figures.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    let dash = matches!(words.clone().next(), Some("-" | "–" | "—"));
    name.starts_with(char::is_uppercase)
        && NAMES.contains(&name.to_lowercase().as_str())
        && numbered
        && (figures.len() < number.len() || dash || wide())
        && words.next().is_some()
}

/// Whether a line begins as a caption does, though nothing parts its number from the words: "Table 3 Ports".
pub(super) fn may_be_caption(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (Some(name), Some(number)) = (words.next(), words.next()) else { return false };
    NAMES.contains(&name.to_lowercase().as_str()) && number.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_has_a_number_with_an_end() {
        for text in [
            "Листинг 1.1. Разметка страницы",
            "Рис. 4 — Мельница",
            "Figure 2: The first mill",
            "Table 3-1. Ports",
            "Table 3.1  Ports",
        ] {
            assert!(is_caption(text), "{text}");
        }
        for text in
            ["Таблица 1.1 показывает цены", "Table 3 shows how", "Figure 2.", "таблица 1. цены", "Table of ports"]
        {
            assert!(!is_caption(text), "{text}");
        }
    }
}
