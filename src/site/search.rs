//! The search index of an edition: a script that the page loads when a reader first searches.
//!
//! A script and not a JSON file, so that it works from `file://`, where a page may not read files. Words are indexed by
//! their Snowball stems, Russian for Cyrillic words and English for Latin ones; `theme/search.js` has the same stemmers.
//! There are no stop words: «под» is one on every list. A compound is indexed whole and by its parts. A place that
//! means a term is indexed by the term (`#pod`), and every form of its names leads there: «подов», "Pods", `po`. A hit is
//! a section; [`mod@sections`] says what is one, [`text`] how its words are kept, `weights` what they weigh.

pub mod sections;
pub mod text;
mod weights;

use std::{
    borrow::Cow,
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
    path::Path,
    rc::Rc,
};

use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;
use serde::{Deserialize, Serialize, Serializer};

use sections::{Section, sections};
use text::Shown;
use weights::{Keys, Weights};

use super::{
    Error,
    cache::{Cache, Summed},
    disk::{self, at},
    render,
};
use crate::{
    edition::{Edition, Prepared},
    glossary::{Matcher, forms, found::Meant},
    memo::{Kept, Key, Parts},
    text::{
        Lang,
        words::{known_stem, parts, stem, words},
    },
};

/// The index's name in the folder of its edition.
const NAME: &str = "search-index.js";
/// What a word in a heading weighs, one in the title of the chapter, and one in the text.
const HEADING: u32 = 8;
const TITLE: u32 = 4;
const TEXT: u32 = 1;
/// The longest text of a section that is kept to show hits in, in bytes.
const LONGEST: usize = 20_000;
/// The most words a name of a term has, the parts of a compound counted.
const NAME_WORDS: usize = 6;

/// Writes the index of an edition into its folder, and the script that reads it. An index of the last build that would say
/// the same is taken over.
///
/// # Errors
/// Where a file cannot be written.
pub fn write(
    folder: &Path,
    pages: &[render::Page<'_>],
    prepared: &Prepared,
    edition: &Edition,
    cache: &Cache,
    script: &str,
) -> Result<(), Error> {
    let keys = keys_of(pages, prepared, edition);
    let made_of = pages.iter().zip(&keys).fold(Parts::default().of("index"), |made, (page, key)| {
        // The name is in the key.
        made.with(key).of(&page.path)
    });
    let (made_of, path) = (made_of.key(), folder.join(NAME));
    let name = format!("{}/{NAME}", edition.dir);
    if !(cache.kept().keep(&keys) && cache.take(&name, made_of, &path)) {
        let index = index_after(pages, &keys, prepared, edition, cache.kept());
        let write = |out: &mut io::BufWriter<Summed>| {
            out.write_all(b"konspekt.search(")?;
            index.write(out)?;
            out.write_all(b");\n")
        };
        cache.write_page(&name, made_of, &path, write).map_err(at(&path))?;
    }
    disk::write(&folder.join("search.js"), script)
}

/// What a chapter has to be found: its sections as they stand in the index, and their keys.
#[derive(Debug, Serialize, Deserialize)]
struct Page<'k> {
    /// What each section says, as the inside of an array of JSON: one after the other. Nobody but a browser reads it, so
    /// nothing is lost where it is not looked at as text.
    #[serde(borrow, serialize_with = "as_bytes")]
    rows: Cow<'k, [u8]>,
    /// Where each of them ends.
    ends: Vec<usize>,
    #[serde(borrow)]
    keys: Keys<'k>,
}

/// Not one by one, as `serde` writes a list.
fn as_bytes<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

impl Page<'_> {
    fn new(sections: &[Section], line: Line, keys: Keys<'static>) -> Self {
        let mut rows = Vec::new();
        let ends = sections.iter().map(|section| {
            // Strings and a number, written to memory: nothing of that fails.
            let row = serde_json::to_string(&line.row(section)).unwrap_or_default();
            rows.extend_from_slice(
                row.strip_prefix('[').and_then(|row| row.strip_suffix(']')).unwrap_or_default().as_bytes(),
            );
            rows.len()
        });
        let ends = ends.collect();
        rows.shrink_to_fit();
        Page { rows: rows.into(), ends, keys }
    }

    fn rows(&self) -> impl Iterator<Item = &[u8]> {
        let from = std::iter::once(&0).chain(&self.ends);
        from.zip(&self.ends).map(|(from, to)| self.rows.get(*from..*to).unwrap_or_default())
    }
}

/// "Line" and "Lines" as an edition says them.
#[derive(Clone, Copy, Debug)]
struct Line([&'static str; 2]);

impl Line {
    /// A section of an index without its page: the id, the heading, the text.
    fn row(self, section: &Section) -> Row<'_> {
        match &section.lines {
            // The last number tells lines of the raw notes: what they say stands in a chapter as well.
            Some((from, to)) => {
                let [line, lines] = self.0;
                let heading = if from == to { format!("{line} {from}") } else { format!("{lines} {from}–{to}") };
                Row::Lines(&section.id, heading, section.text.shown(LONGEST), 1)
            }
            None => Row::Section(&section.id, section.heading.shown(LONGEST), section.text.shown(LONGEST)),
        }
    }
}

/// The index.
#[derive(Debug)]
pub struct Index<'k> {
    /// The name of each page, and its path.
    names: Vec<(String, String)>,
    pages: Vec<Page<'k>>,
    terms: BTreeMap<String, Vec<String>>,
}

/// The index of an edition with these pages. What the last build found in the same text is taken over.
pub fn index<'k>(pages: &[render::Page<'_>], prepared: &Prepared, edition: &Edition, kept: &'k Kept) -> Index<'k> {
    index_after(pages, &keys_of(pages, prepared, edition), prepared, edition, kept)
}

/// For each page the key of all that its part of the index is made of.
fn keys_of(pages: &[render::Page<'_>], prepared: &Prepared, edition: &Edition) -> Vec<Key> {
    let shared = Parts::default().of("search").of(&edition.dir).of(edition.lang.tag());
    let shared = shared.of(prepared.input.glossary.source.text());
    let shared = prepared.matchers.keys().fold(shared, |shared, lang| shared.of(lang.tag()));
    let key = |page: &render::Page<'_>| shared.clone().of(&page.chapter.name).with(&page.hash()).key();
    pages.par_iter().map(key).collect()
}

fn index_after<'k>(
    pages: &[render::Page<'_>],
    made_of: &[Key],
    prepared: &Prepared,
    edition: &Edition,
    kept: &'k Kept,
) -> Index<'k> {
    let entries: BTreeMap<String, String> =
        prepared.input.glossary.terms.iter().map(|term| (term.id.anchor(), format!("#{}", term.id))).collect();
    let ids: BTreeSet<String> = entries.keys().cloned().collect();
    let scales = Scales { matchers: &prepared.matchers, lang: &edition.lang };
    let voice = prepared.voice(edition);
    let line = Line([voice.word("Строка", "Line"), voice.word("Строки", "Lines")]);
    let weigh = |at: usize| -> Page<'k> {
        let page = &pages[at];
        kept.get(made_of[at], || {
            let mut title = Weights::default();
            scales.add(&mut title, None, &page.chapter.name, TITLE);
            let sections = sections(page.text(), &edition.lang, &ids);
            let meant = page.meant();
            let keys = Keys::new(sections.iter().map(|section| scales.section(section, &title, &entries, meant)));
            Page::new(&sections, line, keys)
        })
    };
    // The longest first, so that no thread is left with one of them when the others have finished.
    let mut order: Vec<usize> = (0..pages.len()).collect();
    order.sort_by_key(|&at| Reverse(pages[at].length()));
    let mut found: Vec<(usize, Page<'_>)> = order.into_par_iter().map(|at| (at, weigh(at))).collect();
    found.sort_unstable_by_key(|(at, _)| *at);
    let found: Vec<Page<'_>> = found.into_iter().map(|(_, page)| page).collect();
    let meant: HashSet<&str> = found
        .iter()
        .flat_map(|page| page.keys.iter())
        .map(|(key, ..)| key)
        .filter(|key| key.starts_with('#'))
        .collect();
    let terms = names(prepared, &meant);
    drop(meant);
    let names = pages.iter().map(|page| (page.chapter.name.clone(), page.path.clone())).collect();
    Index { names, pages: found, terms }
}

impl Index<'_> {
    /// Writes it as JSON: the pages, the sections, for each key the sections that hold it, and the keys that names of terms
    /// lead to.
    ///
    /// # Errors
    /// Where `out` cannot be written to.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let mut places: HashMap<&str, Vec<(usize, u32)>> = HashMap::new();
        let mut before = 0;
        for page in &self.pages {
            for (key, section, weight) in page.keys.iter() {
                places.entry(key).or_default().push((before + section as usize, weight));
            }
            before += page.ends.len();
        }
        let mut sorted: Vec<(&str, Vec<(usize, u32)>)> = places.into_iter().collect();
        sorted.sort_unstable_by_key(|(key, _)| *key);
        out.write_all(b"{\"pages\":")?;
        serde_json::to_writer(&mut *out, &self.names)?;
        out.write_all(b",\"sections\":[")?;
        let rows = self.pages.iter().enumerate().flat_map(|(at, page)| page.rows().map(move |row| (at, row)));
        for (n, (at, row)) in rows.enumerate() {
            let comma = if n > 0 { "," } else { "" };
            write!(out, "{comma}[{at},")?;
            out.write_all(row)?;
            out.write_all(b"]")?;
        }
        out.write_all(b"],\"keys\":")?;
        let mut keys = Vec::new();
        for (key, places) in &sorted {
            keys.extend_from_slice(if keys.is_empty() { b"{" } else { b"," });
            serde_json::to_writer(&mut keys, key)?;
            keys.extend_from_slice(b":[");
            steps(places, &mut keys);
            keys.push(b']');
        }
        out.write_all(if keys.is_empty() { b"{" } else { &keys })?;
        out.write_all(b"}")?;
        out.write_all(b",\"names\":")?;
        serde_json::to_writer(&mut *out, &self.terms)?;
        out.write_all(b"}")
    }
}

/// A section of an index, without its page.
#[derive(Serialize)]
#[serde(untagged)]
enum Row<'a> {
    Section(&'a str, Shown<'a>, Shown<'a>),
    Lines(&'a str, String, Shown<'a>, u8),
}

/// The places of a key as the inside of an array of JSON: for each the way from the one before it, and its weight. Small
/// numbers take little room.
fn steps(places: &[(usize, u32)], out: &mut Vec<u8>) {
    let mut digits = itoa::Buffer::new();
    let mut before = 0;
    for (n, &(at, weight)) in places.iter().enumerate() {
        if n > 0 {
            out.push(b',');
        }
        out.extend_from_slice(digits.format(at - before).as_bytes());
        out.push(b',');
        out.extend_from_slice(digits.format(weight).as_bytes());
        before = at;
    }
}

/// What weighs the texts of an edition.
struct Scales<'a> {
    matchers: &'a BTreeMap<Lang, Matcher>,
    lang: &'a Lang,
}

impl Scales<'_> {
    /// What each key weighs in a section of a chapter with a title that weighs this and sections that mean these terms.
    fn section(
        &self,
        section: &Section,
        title: &Weights,
        entries: &BTreeMap<String, String>,
        meant: Option<&Meant>,
    ) -> Weights {
        // A line of the raw notes is found by what it says alone.
        let mut out = if section.lines.is_none() { title.clone() } else { Weights::default() };
        let meant = meant.filter(|_| section.lines.is_none()).and_then(|meant| meant.get(&section.id));
        let texts = [(&section.heading, HEADING), (&section.text, TEXT), (&section.unshown, TEXT)];
        for (text, weight) in texts {
            for (lang, text) in text.stretches() {
                match meant {
                    Some(_) => keys(text).for_each(|key| out.add(key, weight)),
                    None => self.add(&mut out, lang, text, weight),
                }
            }
        }
        // What the chapter as a whole shows to be meant is not asked again of a section alone. Its code it leaves out.
        if let Some(meant) = meant {
            for (term, times) in meant {
                out.add(format!("#{term}").into(), HEADING * times.in_heading + TEXT * times.in_text);
            }
            self.terms(&mut out, None, &section.code, TEXT);
        }
        if let Some(term) = entries.get(&section.id) {
            out.add(term.as_str().into(), HEADING);
        }
        out
    }

    /// Adds the keys of a text, and of the terms that it means; `lang` is its language where that is not the edition's.
    fn add(&self, to: &mut Weights, lang: Option<&Lang>, text: &str, weight: u32) {
        keys(text).for_each(|key| to.add(key, weight));
        self.terms(to, lang, text, weight);
    }

    /// Adds the keys of the terms that a text means.
    fn terms(&self, to: &mut Weights, lang: Option<&Lang>, text: &str, weight: u32) {
        if let Some(matcher) = self.matchers.get(lang.unwrap_or(self.lang)) {
            matcher.meant(text).into_iter().for_each(|term| to.add(format!("#{term}").into(), weight));
        }
    }
}

/// The stems of the words of a text, and of the parts of those that are compounds.
fn keys(text: &str) -> impl Iterator<Item = Rc<str>> {
    words(text).flat_map(|(_, word)| std::iter::once(word).chain(parts(word))).map(known_stem)
}

/// The stems of every form of every name of the terms whose keys are `meant` somewhere, each with its terms.
fn names(prepared: &Prepared, meant: &HashSet<&str>) -> BTreeMap<String, Vec<String>> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for term in &prepared.input.glossary.terms {
        let key = format!("#{}", term.id);
        if !meant.contains(key.as_str()) {
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
    use std::fs;

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
