//! What the neighbours of an everyday word say about its sense: rules as data, compiled.
//!
//! The built-in rules of a language stand in `context/ru.toml` and `context/en.toml`; a glossary adds its own under
//! `context`. A rule is a row of word patterns that stands before or after a form: `word`, `begin*`, `*end`, `@class`
//! (a named list), `_` (any word), `@number`, `@latin`, `@capital`, `@punct` (punctuation or the end of the
//! paragraph), `@start` and `@hyphen` (a hyphen without blanks, after it the word). The longest rule that fits decides,
//! `+` in front counts as two words more; what no rule decides is weighed in [`super::evidence`].

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::LazyLock,
};

use serde::Deserialize;

use super::words::{Script, Word, Words, is_hyphen, normalize};
use crate::text::Lang;

/// Rules for one word, as an author writes them.
#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Rules {
    /// What stands before the word where the term is meant.
    pub before: Vec<String>,
    /// What stands after it.
    pub after: Vec<String>,
    /// Words of the same sentence that speak for the term.
    pub near: Vec<String>,
    /// What stands before the word where something else is meant.
    pub not_before: Vec<String>,
    /// What stands after it.
    pub not_after: Vec<String>,
    /// Words of the same sentence that speak for something else.
    pub not_near: Vec<String>,
    /// How sure the word is by itself, from -9 (only a rule shows the term) to 9 (only a rule shows anything else).
    pub prior: Option<i32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    classes: BTreeMap<String, Vec<String>>,
    topic: Vec<String>,
    off_topic: Vec<String>,
    short_before: Vec<String>,
    every: Rules,
    apart: Rules,
    word: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Entry {
    names: Vec<String>,
    #[serde(default)]
    forms: Vec<String>,
    #[serde(flatten)]
    rules: Rules,
}

/// The built-in rules of one language, compiled.
#[derive(Debug)]
pub(super) struct Language {
    /// Words of technical texts.
    pub(super) topic: Stems,
    /// Words of everything else.
    pub(super) off_topic: Stems,
    /// What stands before a short name.
    pub(super) short: Profile,
    /// For every ambiguous word.
    every: Profile,
    /// For names of several words that are ordinary words when written apart and small.
    pub(super) apart: Profile,
    /// By lemma; a lemma may have several profiles for different forms.
    by_name: HashMap<String, Vec<(HashSet<String>, Profile)>>,
    classes: HashMap<String, Class>,
    /// Every word that speaks for or against some word.
    listed: Stems,
}

static RUSSIAN: LazyLock<Option<Language>> = LazyLock::new(|| Language::compile(include_str!("context/ru.toml")).ok());
static ENGLISH: LazyLock<Option<Language>> = LazyLock::new(|| Language::compile(include_str!("context/en.toml")).ok());

/// The built-in rules for `lang`, if there are any.
pub(super) fn language(lang: &Lang) -> Option<&'static Language> {
    match lang.tag() {
        "ru" => RUSSIAN.as_ref(),
        "en" => ENGLISH.as_ref(),
        _ => None,
    }
}

impl Language {
    fn compile(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut classes = HashMap::new();
        for (name, words) in &file.classes {
            let (not, any): (Vec<_>, Vec<_>) = words.iter().partition(|word| word.starts_with('!'));
            classes.insert(
                name.clone(),
                Class {
                    any: any.iter().map(|word| Item::new(word)).collect(),
                    not: not.iter().map(|word| Item::new(&word[1..])).collect(),
                },
            );
        }
        let mut by_name: HashMap<String, Vec<_>> = HashMap::new();
        for entry in &file.word {
            let forms: HashSet<String> = entry.forms.iter().map(|form| normalize(form)).collect();
            for name in &entry.names {
                by_name.entry(normalize(name)).or_default().push((forms.clone(), Profile::new(&entry.rules)));
            }
        }
        let mut listed = Stems::default();
        for (_, profile) in by_name.values().flatten() {
            listed.extend(&profile.near);
            listed.extend(&profile.not_near);
        }
        let language = Self {
            listed,
            topic: Stems::new(&file.topic),
            off_topic: Stems::new(&file.off_topic),
            short: Profile::new(&Rules { before: file.short_before, ..Rules::default() }),
            every: Profile::new(&file.every),
            apart: Profile::new(&file.apart),
            by_name,
            classes,
        };
        let unknown = language.unknown_class();
        unknown.map_or(Ok(language), |class| Err(format!("no class @{class}")))
    }

    /// A class that a rule names and nobody defines.
    fn unknown_class(&self) -> Option<String> {
        let profiles = self.by_name.values().flatten().map(|(_, profile)| profile);
        profiles
            .chain([&self.every, &self.apart, &self.short])
            .flat_map(|profile| profile.rows.iter())
            .flat_map(|row| row.items.iter())
            .find_map(|item| match item {
                Item::Class(name) if !self.classes.contains_key(name) => Some(name.clone()),
                _ => None,
            })
    }

    /// Whether the rules of some word name `word` as speaking for or against it.
    pub(super) fn lists(&self, word: &str) -> bool {
        self.listed.holds(word)
    }

    /// The profile of a lemma in one of its forms; none where the word is nothing but the term.
    pub(super) fn profile(&self, lemma: &str, form: &str) -> Option<&Profile> {
        let profiles = self.by_name.get(lemma)?;
        profiles
            .iter()
            .find(|(forms, _)| forms.contains(form))
            .or_else(|| profiles.iter().find(|(forms, _)| forms.is_empty()))
            .map(|(_, profile)| profile)
    }

    /// What the longest fitting rule says of the words `from..to`; `own` are the author's rules.
    pub(super) fn decide(
        &self,
        profile: &Profile,
        own: Option<&Profile>,
        words: &Words<'_>,
        from: usize,
        to: usize,
    ) -> Option<Verdict> {
        let rows = profile.rows.iter().map(|row| (0, row));
        let own = own.into_iter().flat_map(|own| own.rows.iter()).map(|row| (1, row));
        let every = self.every.rows.iter().map(|row| (0, row));
        rows.chain(own)
            .chain(every)
            .filter(|(_, row)| row.fits(&self.classes, words, from, to))
            .max_by_key(|(rank, row)| (*rank, row.weight, !row.accepts))
            .map(|(_, row)| Verdict { accepts: row.accepts, rule: row.text.clone(), after: row.after })
    }
}

/// What a rule decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Verdict {
    /// Whether the term is meant.
    pub(super) accepts: bool,
    /// The rule as its author wrote it.
    pub(super) rule: String,
    /// Whether it stood after the word.
    pub(super) after: bool,
}

/// Compiled rules for one word.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    rows: Vec<Row>,
    pub(super) near: Stems,
    pub(super) not_near: Stems,
    pub(super) prior: i32,
}

impl Profile {
    pub(super) fn new(rules: &Rules) -> Self {
        let mut rows = Vec::new();
        for (list, accepts, after) in [
            (&rules.before, true, false),
            (&rules.after, true, true),
            (&rules.not_before, false, false),
            (&rules.not_after, false, true),
        ] {
            rows.extend(list.iter().map(|text| Row {
                text: text.clone(),
                items: text.split_whitespace().filter(|item| *item != "+").map(Item::new).collect(),
                weight: text.split_whitespace().map(|item| if item == "+" { 2 } else { 1 }).sum(),
                accepts,
                after,
            }));
        }
        rows.retain(|row| !row.items.is_empty());
        let prior = rules.prior.unwrap_or(0).clamp(-99, 99);
        Self { rows, near: Stems::new(&rules.near), not_near: Stems::new(&rules.not_near), prior }
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.near.is_empty() && self.not_near.is_empty() && self.prior == 0
    }
}

#[derive(Clone, Debug)]
struct Row {
    text: String,
    items: Vec<Item>,
    weight: usize,
    accepts: bool,
    after: bool,
}

impl Row {
    fn fits(&self, classes: &HashMap<String, Class>, words: &Words<'_>, from: usize, to: usize) -> bool {
        if self.after { self.fits_after(classes, words, to) } else { self.fits_before(classes, words, from) }
    }

    fn fits_after(&self, classes: &HashMap<String, Class>, words: &Words<'_>, mut at: usize) -> bool {
        for item in &self.items {
            let gap = words.gap(at);
            match item {
                Item::Punct if at >= words.len() || breaks(gap) => continue,
                Item::Hyphen if gap.starts_with(is_hyphen) => continue,
                _ => {}
            }
            let Some(word) = words.words.get(at) else { return false };
            if breaks(gap) || !item.fits(classes, word) {
                return false;
            }
            at += 1;
        }
        true
    }

    fn fits_before(&self, classes: &HashMap<String, Class>, words: &Words<'_>, mut at: usize) -> bool {
        for item in self.items.iter().rev() {
            let gap = words.gap(at);
            match item {
                Item::Punct if at == 0 || breaks(gap) => continue,
                Item::Start if at == 0 || starts_sentence(gap) => continue,
                Item::Hyphen if gap.ends_with(is_hyphen) => continue,
                _ => {}
            }
            let Some(word) = at.checked_sub(1).and_then(|before| words.words.get(before)) else { return false };
            if breaks(gap) || !item.fits(classes, word) {
                return false;
            }
            at -= 1;
        }
        true
    }
}

/// Whether a gap parts phrases: punctuation, a dash, the end of a paragraph. A quotation mark alone does not.
pub(super) fn breaks(gap: &str) -> bool {
    let newlines = gap.matches('\n').count();
    let dash = gap.contains(['—', '–']) || gap.contains(" - ") || gap.contains(" -\n") || gap.contains("\n- ");
    dash || matches!(newlines, 2 | 3)
        || gap.contains(['.', ',', ';', ':', '!', '?', '(', ')', '…', '[', ']', '|', '/', '=', '•', '*'])
}

/// Whether a gap ends a sentence or an item of a list.
pub(super) fn starts_sentence(gap: &str) -> bool {
    gap.contains(['.', '!', '?', '…', ':', ';', '•', '*'])
        || matches!(gap.matches('\n').count(), 2 | 3)
        || gap.contains("\n-")
        || gap.contains("\n—")
}

#[derive(Clone, Debug)]
enum Item {
    Word(String),
    Begins(String),
    Ends(String),
    Class(String),
    Any,
    Number,
    Latin,
    Capital,
    Punct,
    Start,
    Hyphen,
}

#[derive(Clone, Debug)]
struct Class {
    any: Vec<Item>,
    not: Vec<Item>,
}

impl Item {
    fn new(text: &str) -> Self {
        match text {
            "_" => Self::Any,
            "@number" => Self::Number,
            "@latin" => Self::Latin,
            "@capital" => Self::Capital,
            "@punct" => Self::Punct,
            "@start" => Self::Start,
            "@hyphen" => Self::Hyphen,
            _ => match (text.strip_prefix('@'), text.strip_suffix('*'), text.strip_prefix('*')) {
                (Some(class), ..) => Self::Class(class.to_owned()),
                (_, Some(begin), _) => Self::Begins(normalize(begin)),
                (_, _, Some(end)) => Self::Ends(normalize(end)),
                _ => Self::Word(normalize(text)),
            },
        }
    }

    fn fits(&self, classes: &HashMap<String, Class>, word: &Word) -> bool {
        match self {
            Self::Word(text) => word.norm == *text,
            Self::Begins(text) => word.norm.starts_with(text.as_str()),
            Self::Ends(text) => word.norm.len() > text.len() && word.norm.ends_with(text.as_str()),
            Self::Class(name) => classes.get(name).is_some_and(|class| class.fits(word)),
            Self::Any => true,
            Self::Number => word.script == Script::Number || word.norm.starts_with(|c: char| c.is_ascii_digit()),
            Self::Latin => word.script == Script::Latin,
            Self::Capital => word.capital,
            Self::Punct | Self::Start | Self::Hyphen => false,
        }
    }
}

impl Class {
    fn fits(&self, word: &Word) -> bool {
        // A class holds plain patterns only, so there is nothing to look up and nothing to recurse into.
        let none = HashMap::new();
        self.any.iter().any(|item| item.fits(&none, word)) && !self.not.iter().any(|item| item.fits(&none, word))
    }
}

/// Words that show what a text is about, compiled.
#[derive(Clone, Debug)]
pub(super) struct Topic {
    pub(super) topic: Stems,
    pub(super) off_topic: Stems,
}

impl Topic {
    pub(super) fn new(topic: &[String], off_topic: &[String]) -> Self {
        Self { topic: Stems::new(topic), off_topic: Stems::new(off_topic) }
    }
}

/// A set of words and beginnings of words.
#[derive(Clone, Debug, Default)]
pub(super) struct Stems {
    whole: HashSet<String>,
    begin: HashSet<String>,
}

impl Stems {
    pub(super) fn new(list: &[String]) -> Self {
        let mut out = Self::default();
        for text in list {
            match text.strip_suffix('*') {
                Some(begin) => out.begin.insert(normalize(begin)),
                None => out.whole.insert(normalize(text)),
            };
        }
        out
    }

    fn extend(&mut self, other: &Self) {
        self.whole.extend(other.whole.iter().cloned());
        self.begin.extend(other.begin.iter().cloned());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.begin.is_empty()
    }

    /// Whether a word in lower case is in the set.
    pub(super) fn holds(&self, word: &str) -> bool {
        self.whole.contains(word)
            || (!self.begin.is_empty()
                && word.char_indices().skip(2).take(24).any(|(at, c)| self.begin.contains(&word[..at + c.len_utf8()])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_rules_compile() {
        for text in [include_str!("context/ru.toml"), include_str!("context/en.toml")] {
            Language::compile(text).expect("rules compile");
            let file: File = toml::from_str(text).expect("rules");
            let rules = file.word.iter().map(|entry| &entry.rules).chain([&file.every, &file.apart]);
            let stems = rules.flat_map(|rules| rules.near.iter().chain(&rules.not_near));
            for stem in stems.chain(&file.topic).chain(&file.off_topic) {
                assert!(!stem.trim_end_matches('*').contains([' ', '*', '-']), "{stem:?} is not one word");
            }
        }
    }

    #[test]
    fn the_longest_rule_decides() {
        let rules =
            Rules { after: vec!["и _".into()], not_after: vec!["и".into(), "и над".into()], ..Rules::default() };
        let profile = Profile::new(&rules);
        let language = language(&Lang::ru()).expect("rules");
        let verdict = |text: &str| language.decide(&profile, None, &Words::new(text), 0, 1).map(|found| found.accepts);
        assert_eq!(verdict("печь и сервис"), Some(true));
        assert_eq!(verdict("печь и над ней"), Some(false));
        assert_eq!(verdict("печь"), None);
    }
}
