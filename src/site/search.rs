//! The search index of an edition: a script that the page loads when a reader first searches.
//!
//! A script and not a JSON file, so that it works from `file://`, where a page may not read files. Words are indexed by
//! their Snowball stems, Russian for Cyrillic words and English for Latin ones; `theme/search.js` has the same stemmers.
//! There are no stop words: «под» is one on every list. A compound is indexed whole and by its parts. A place that
//! means a term is indexed by the term (`#pod`), and every form of its names leads there: «подов», "Pods", `po`. A hit is
//! a section; [`mod@sections`] says what is one, [`text`] how its words are kept.

pub mod sections;
pub mod text;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    path::Path,
    sync::Arc,
};

use mdbook_driver::book::{Book, Chapter};
use rayon::prelude::*;
use serde_json::{Value, json};

use sections::{Section, sections};
use text::Text;

use super::{Error, disk::at};
use crate::{
    edition::{Edition, Prepared, fill::page_of},
    glossary::forms,
    memo::{Memo, Parts},
    text::{
        Lang,
        words::{parts, stem, words},
    },
};

/// What a word in a heading weighs, one in the title of the chapter, and one in the text.
const HEADING: u32 = 8;
const TITLE: u32 = 4;
const TEXT: u32 = 1;
/// Beyond this weight more of one word in a section says nothing more.
const MOST: u32 = 320;
/// The longest text of a section that is kept to show hits in, in bytes.
const LONGEST: usize = 20_000;
/// The most words a name of a term has, the parts of a compound counted.
const NAME_WORDS: usize = 6;

/// Writes the index of an edition into its folder, and the script that reads it.
///
/// # Errors
/// Where a file cannot be written.
pub fn write(folder: &Path, index: &Value, script: &str) -> Result<(), Error> {
    let text = format!("konspekt.search({index});\n");
    for (name, text) in [("search-index.js", text.as_str()), ("search.js", script)] {
        let path = folder.join(name);
        fs::write(&path, text).map_err(at(&path))?;
    }
    Ok(())
}

/// A section with the weight of each key in it.
type Weighed = (Section, HashMap<String, u32>);

/// The index: pages, sections, for each key the sections that hold it, and the keys that names of terms lead to.
pub fn index(book: &Book, prepared: &Prepared, edition: &Edition) -> Value {
    let entries: BTreeMap<String, String> =
        prepared.input.glossary.terms.iter().map(|term| (term.id.anchor(), format!("#{}", term.id))).collect();
    let ids: BTreeSet<String> = entries.keys().cloned().collect();
    let chapters: Vec<(&Chapter, String)> = book
        .chapters()
        .filter_map(|chapter| Some((chapter, chapter.path.as_deref().map(crate::book::input::slashed)?)))
        .collect();
    // The next build of a preview asks for most of them again.
    static MEMO: Memo<Arc<Vec<Weighed>>> = Memo::new(1000);
    let shared = Parts::default().of(&edition.dir).of(edition.lang.tag()).of(prepared.input.glossary.source.text());
    let shared = prepared.matchers.keys().fold(shared, |shared, lang| shared.of(lang.tag()));
    let weigh = |(chapter, _): &(&Chapter, String)| -> Arc<Vec<Weighed>> {
        MEMO.get(shared.clone().of(&chapter.name).of(&chapter.content).key(), || {
            let sections = sections(&chapter.content, &edition.lang, &ids).into_iter();
            sections.map(|section| weighed(section, chapter, prepared, edition, &entries)).collect::<Vec<_>>().into()
        })
    };
    let found: Vec<Arc<Vec<Weighed>>> = chapters.par_iter().map(weigh).collect();
    let mut places: HashMap<&str, Vec<(usize, u32)>> = HashMap::new();
    let all: Vec<(usize, &Weighed)> =
        found.iter().enumerate().flat_map(|(page, found)| found.iter().map(move |found| (page, found))).collect();
    for (at, (_, (_, keys))) in all.iter().enumerate() {
        for (key, weight) in keys {
            places.entry(key).or_default().push((at, *weight));
        }
    }
    let keys: BTreeMap<&str, Vec<usize>> = places.iter().map(|(key, places)| (*key, steps(places))).collect();
    let pages: Vec<(&str, String)> =
        chapters.iter().map(|(chapter, path)| (chapter.name.as_str(), page_of(path))).collect();
    let voice = prepared.voice(edition);
    let sections: Vec<Value> = all
        .iter()
        .map(|(page, (section, _))| match &section.lines {
            // The last number tells lines of the raw notes: what they say stands in a chapter as well.
            Some((from, to)) => {
                let words =
                    if from == to { voice.word("Строка", "Line") } else { voice.word("Строки", "Lines") };
                let lines = if from == to { from.clone() } else { format!("{from}–{to}") };
                json!([page, section.id, format!("{words} {lines}"), section.text.json(LONGEST), 1])
            }
            None => json!([page, section.id, section.heading.json(LONGEST), section.text.json(LONGEST)]),
        })
        .collect();
    json!({ "pages": pages, "sections": sections, "keys": keys, "names": names(prepared, &places) })
}

/// What each key weighs in a section of a chapter.
fn weighed(
    section: Section,
    chapter: &Chapter,
    prepared: &Prepared,
    edition: &Edition,
    entries: &BTreeMap<String, String>,
) -> Weighed {
    let mut found: HashMap<String, u32> = HashMap::new();
    let mut add = |key: String, weight: u32| {
        let count = found.entry(key).or_default();
        *count = (*count + weight).min(MOST);
    };
    let mut title = Text::default();
    // A line of the raw notes is found by what it says alone.
    if section.lines.is_none() {
        title.push(None, &chapter.name);
    }
    let texts = [(&section.heading, HEADING), (&title, TITLE), (&section.text, TEXT), (&section.unshown, TEXT)];
    for (text, weight) in texts {
        for (lang, text) in text.stretches() {
            keys(text).for_each(|key| add(key, weight));
            if let Some(matcher) = prepared.matchers.get(lang.unwrap_or(&edition.lang)) {
                matcher.meant(text).into_iter().for_each(|term| add(format!("#{term}"), weight));
            }
        }
    }
    if let Some(term) = entries.get(&section.id) {
        add(term.clone(), HEADING);
    }
    (section, found)
}

/// The places of a key, each as the way from the one before it, and its weight: small numbers take little room.
fn steps(places: &[(usize, u32)]) -> Vec<usize> {
    let before = std::iter::once(0).chain(places.iter().map(|(at, _)| *at));
    places.iter().zip(before).flat_map(|(&(at, weight), before)| [at - before, weight as usize]).collect()
}

/// The stems of the words of a text, and of the parts of those that are compounds.
fn keys(text: &str) -> impl Iterator<Item = String> {
    words(text).flat_map(|(_, word)| std::iter::once(word).chain(parts(word))).map(stem)
}

/// The stems of every form of every name of the terms that the edition means somewhere, each with its terms.
fn names(prepared: &Prepared, found: &HashMap<&str, Vec<(usize, u32)>>) -> BTreeMap<String, Vec<String>> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for term in &prepared.input.glossary.terms {
        let key = format!("#{}", term.id);
        if !found.contains_key(key.as_str()) {
            continue;
        }
        let mut add = |name: &str| {
            let parts = |word| {
                let parts: Vec<&str> = parts(word).collect();
                if parts.is_empty() { vec![word] } else { parts }
            };
            let stems: Vec<String> = words(name).flat_map(|(_, word)| parts(word)).map(stem).collect();
            if (1..=NAME_WORDS).contains(&stems.len()) {
                let terms = out.entry(stems.join(" ")).or_default();
                if !terms.contains(&key) {
                    terms.push(key.clone());
                }
            }
        };
        for (lang, text) in &term.texts {
            for lemma in [&text.name].into_iter().chain(&text.aliases) {
                forms::forms(lemma, text.plural.as_deref(), lang).iter().for_each(|form| add(form));
            }
            text.forms.iter().for_each(|form| add(form));
        }
        term.kind.iter().chain(&term.short).for_each(|name| add(name));
        if let Some(kind) = &term.kind {
            forms::forms(kind, None, &Lang::en()).iter().for_each(|form| add(form));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The list that the browser's stemmers are held against says what ours do. To write it anew: `STEMS=1 cargo test`.
    #[test]
    fn the_list_of_stems_is_ours() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/stems.txt");
        let list = fs::read_to_string(&path).expect("the list");
        let lines: Vec<(&str, String)> =
            list.lines().filter_map(|line| line.split(' ').next()).map(|word| (word, stem(word))).collect();
        assert!(lines.len() > 3000);
        let ours: String = lines.iter().map(|(word, stem)| format!("{word} {stem}\n")).collect();
        if std::env::var_os("STEMS").is_some() {
            fs::write(&path, &ours).expect("the list");
        }
        assert!(std::env::var_os("STEMS").is_some() || ours == list, "run it with STEMS=1");
    }
}
