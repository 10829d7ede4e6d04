//! Finds, for texts that are new, the old texts they were made from.
//!
//! What comes in are two lists of texts, what goes out are pairs; each text is in one pair at most, and the best pair is
//! taken first. Candidates come from an index of words, so that a text is compared with few others, and the work has a
//! ceiling that does not depend on the clock: the same input gives the same pairs.

use std::collections::HashMap;

use crate::text::diff;

/// How alike two texts must be.
pub(super) const ENOUGH: f64 = 0.6;
/// How many old texts a new one is compared with.
const CANDIDATES: usize = 12;
/// A word that stands in more old texts than this says nothing.
const COMMON: usize = 400;
/// How many comparisons there are at most beyond one for each text, and how many words or letters of a text are compared.
const COMPARISONS: usize = 20_000;
/// Texts that are as alike as this are each other's: nothing else is looked at.
const CLEAR: f64 = 0.9;
const LONGEST: usize = 400;

/// Pairs (index in `new`, index in `old`).
pub(super) fn pairs(new: &[&str], old: &[&str]) -> Vec<(usize, usize)> {
    if old.is_empty() {
        return Vec::new();
    }
    let mut index: HashMap<&str, Vec<usize>> = HashMap::new();
    let words_of_old: Vec<Vec<&str>> = old.iter().map(|text| words(text)).collect();
    for (i, words) in words_of_old.iter().enumerate() {
        for word in unique(words) {
            index.entry(word).or_default().push(i);
        }
    }
    let words_of_new: Vec<Vec<&str>> = new.iter().map(|text| words(text)).collect();
    let candidates: Vec<Vec<usize>> = words_of_new.iter().map(|words| candidates(words, &index)).collect();
    let mut found = Vec::new();
    let mut is_clear = vec![false; new.len()];
    let mut left = COMPARISONS;
    // Each text is compared with its likeliest old self before any is with its second: however much has changed, every
    // text has had its chance.
    for rank in 0..CANDIDATES {
        for i in 0..new.len() {
            let Some(&candidate) = candidates[i].get(rank).filter(|_| !is_clear[i] && (rank == 0 || left > 0)) else {
                continue;
            };
            left -= usize::from(rank > 0);
            let ratio = ratio(new[i], &words_of_new[i], old[candidate], &words_of_old[candidate]);
            if ratio >= ENOUGH {
                found.push((ratio, i, candidate));
            }
            is_clear[i] = ratio >= CLEAR;
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_new, mut used_old) = (vec![false; new.len()], vec![false; old.len()]);
    found.retain(|&(_, i, candidate)| {
        let free = !used_new[i] && !used_old[candidate];
        if free {
            (used_new[i], used_old[candidate]) = (true, true);
        }
        free
    });
    found.into_iter().map(|(_, i, candidate)| (i, candidate)).collect()
}

/// The old texts that share the most words with a text, the likeliest first.
fn candidates(words: &[&str], index: &HashMap<&str, Vec<usize>>) -> Vec<usize> {
    let mut shared: HashMap<usize, usize> = HashMap::new();
    for word in unique(words) {
        for &candidate in index.get(word).filter(|list| list.len() <= COMMON).into_iter().flatten() {
            *shared.entry(candidate).or_default() += 1;
        }
    }
    let mut ranked: Vec<_> =
        shared.into_iter().map(|(candidate, count)| (std::cmp::Reverse(count), candidate)).collect();
    ranked.sort_unstable();
    ranked.into_iter().take(CANDIDATES).map(|(_, candidate)| candidate).collect()
}

/// How alike two texts are: by their words, or, where that is more, by their letters (an ending may have changed).
fn ratio(a: &str, a_words: &[&str], b: &str, b_words: &[&str]) -> f64 {
    let by_words = equal_part(&a_words[..a_words.len().min(LONGEST)], &b_words[..b_words.len().min(LONGEST)]);
    if by_words >= ENOUGH || a.len().max(b.len()) > 2 * LONGEST {
        return by_words;
    }
    let letters = |text: &str| text.chars().take(LONGEST).collect::<Vec<_>>();
    by_words.max(equal_part(&letters(a), &letters(b)))
}

fn equal_part<T: Eq + std::hash::Hash>(a: &[T], b: &[T]) -> f64 {
    let total = a.len() + b.len();
    if total == 0 {
        return 0.0;
    }
    let equal = diff::equal(&diff::ops(a, b));
    // Lengths are bounded by LONGEST: the conversion is exact.
    2.0 * equal as f64 / total as f64
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// The beginnings of the words, each once: an ending that has changed makes no other word.
fn unique<'a>(words: &[&'a str]) -> Vec<&'a str> {
    const BEGINNING: usize = 5;
    let beginning = |word: &&'a str| {
        let word: &'a str = word;
        word.char_indices().nth(BEGINNING).map_or(word, |(end, _)| &word[..end])
    };
    let mut words: Vec<&str> = words.iter().map(beginning).collect();
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_sentence_finds_its_old_self() {
        let old = ["Под это наименьшая единица.", "Сервис даёт подам постоянный адрес и имя.", "Node runs pods."];
        let new = [
            "Сервис даёт подам постоянный адрес и одно имя.",
            "Совсем другое предложение о томах.",
            "Node runs a pod.",
        ];
        assert_eq!(pairs(&new, &old), [(0, 1), (2, 2)]);
        assert!(pairs(&["", "!"], &["", "!"]).is_empty());
        assert_eq!(pairs(&["Сервисы"], &["Сервис"]), [(0, 0)], "an ending makes no other word");
    }

    #[test]
    fn when_everything_has_changed_nothing_is_lost() {
        let text = |n: usize, word: &str| format!("Абзац {n} о предмете {n}, который {word} номер {n} в этой книге.");
        let old: Vec<String> = (0..3000).map(|n| text(n, "имел")).collect();
        let new: Vec<String> = (0..3000).map(|n| text(n, "имеет")).collect();
        let new: Vec<&str> = new.iter().map(String::as_str).collect();
        let old: Vec<&str> = old.iter().map(String::as_str).collect();
        let found = pairs(&new, &old);
        assert_eq!(found.iter().filter(|(new, old)| new == old).count(), 3000);
    }

    #[test]
    fn an_old_text_is_given_to_the_nearest() {
        let old = ["один два три четыре пять"];
        assert_eq!(pairs(&["один два три четыре", "один два три четыре пять шесть"], &old), [(1, 0)]);
    }
}
