//! From a lemma to every form a text may use: one file a language.
//!
//! A form that nobody writes costs nothing, a missing one costs a mention: where a lemma alone does not tell how it is
//! declined (узел – узла but отдел – отдела), both ways are generated. A language without a file here keeps its names
//! as they are.

pub mod english;
pub mod russian;

use crate::text::Lang;

/// Every form of `lemma`, the lemma first, each once. `plural` is the author's own plural, where there is one.
///
/// The rules are those of the script the name is written in: a Latin name in a Russian glossary (`Pod`, `ConfigMap`)
/// has English forms. Its Russian endings (`Pod'ы`) are not forms but are recognised in the text, see [`ending`].
pub fn forms(lemma: &str, plural: Option<&str>, lang: &Lang) -> Vec<String> {
    let cyrillic_end = lemma.chars().rev().find(|c| c.is_alphabetic()).is_some_and(|c| Lang::ru().writes(c))
        || lemma.chars().any(|c| Lang::ru().writes(c));
    let mut out = vec![lemma.to_owned()];
    match lang.tag() {
        "ru" if cyrillic_end => out.extend(russian::forms(lemma)),
        "ru" | "en" => out.extend(english::forms(lemma)),
        _ => {}
    }
    if let Some(plural) = plural {
        out.push(plural.to_owned());
        if lang.tag() == "en" {
            out.extend(english::spellings(plural));
        }
    }
    let mut seen = std::collections::HashSet::new();
    out.retain(|form| !form.is_empty() && seen.insert(form.clone()));
    out
}

/// Whether `word` (in lower case) is a case ending that `lang` puts behind a foreign name: `ам` in `pod'ам`.
pub fn ending(word: &str, lang: &Lang) -> bool {
    lang.tag() == "ru" && russian::is_ending(word)
}
