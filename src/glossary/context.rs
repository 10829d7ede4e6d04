//! What the neighbours of an everyday word say about its sense: rules as data, compiled.
//!
//! The built-in rules of a language stand in `context/ru.toml` and `context/en.toml`; a glossary adds its own under
//! `context`. A rule is a row of word patterns that stands before or after a form: `word`, `begin*`, `*end`, `@class`
//! (a named list), `_` (any word), `@number`, `@latin`, `@capital`, `@punct` (punctuation or the end of the paragraph),
//! `@start` (of the sentence; in a rule about what follows, with the name itself) and `@hyphen` (a hyphen without
//! blanks, after it the word), `@code` (code right behind the name), `@off` (a word of other subjects). The longest rule
//! that fits decides, `+` in front counts as two words more, one with `?` in front decides nothing but counts where
//! points are, and one with `~` does so only where no sure term and no capital speaks, one with `=` fits only the name as
//! the dictionary has it, one with `!` stands against a capital, too; what no rule decides is weighed in `points`. A
//! `field` is a neighbouring trade in which some of the names mean something else: its words tell a paragraph about it,
//! its owners what is tied to them, as `fields` explains, and its systems a stretch of text, as `systems` does.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    sync::{Arc, LazyLock},
};

use serde::Deserialize;

mod file;
mod pattern;

use file::File;
pub(super) use pattern::{Bits, Classes, Marks, Says, Stems, breaks, starts_sentence};
use pattern::{Class, Lexicon, Row};

use super::words::{Words, normalize};
use crate::text::Lang;

/// More neighbouring fields than there are bits to name them by are left out.
const MOST_FIELDS: usize = Bits::BITS as usize;

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
    /// Whether a capital inside a sentence makes a proper name of it: «Том ответил».
    pub not_capital: bool,
    /// Names of other terms that make a pair with it in the same sentence, doubtful as both may be.
    pub pair: Vec<String>,
    /// Whether it is the name of a product, so that a text that writes it with a capital means something else by it
    /// without: the calico of a skirt.
    pub proper: bool,
    /// How sure the word is by itself, from -9 (only a rule shows the term) to 9 (only a rule shows anything else).
    pub prior: Option<i32>,
}

/// The neighbouring fields that have a name too, a bit for each.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fields {
    /// Those where it means something else.
    pub(super) foreign: Bits,
    /// Those, and those where it means the same.
    pub(super) spoken: Bits,
}

/// The built-in rules of one language, compiled.
#[derive(Debug)]
pub(super) struct Language {
    /// Words of technical texts, words of everything else, and those that some name's rules ask for.
    pub(super) lexicon: Lexicon,
    /// Words that are part of a name and change nothing of its sense: "the Pod Template".
    pub(super) generic: Stems,
    /// Words that have no capital even in a title.
    pub(super) small_in_titles: Stems,
    /// For names in capitals throughout, which mean something else in every other trade.
    pub(super) acronym: Profile,
    /// For a command line's short names that are words too: `po`, `no`, `deploy`.
    pub(super) short: Profile,
    /// For those that are no words: `svc`, `pvc`.
    pub(super) short_clear: Profile,
    /// For every ambiguous word.
    every: Profile,
    /// For names of several words that are ordinary words when written apart and small.
    pub(super) apart: Profile,
    /// By lemma; a lemma may have several profiles for different forms.
    by_name: HashMap<String, Vec<(HashSet<String>, Profile)>>,
    fields: HashMap<String, Fields>,
    /// What code begins with that belongs to a field.
    pub(super) codes: Vec<(String, Bits)>,
    /// What the names of files have in them that belong to a system of a field.
    pub(super) files: Vec<(String, Bits)>,
    /// What code begins with that is the glossary's.
    pub(super) home_codes: Vec<String>,
    /// Code that is the state of one of its objects: `Running`.
    pub(super) states: Vec<String>,
    /// What stands before a name that has been spoken of.
    pub(super) definite: Stems,
    /// What is the same in the systems beside it.
    pub(super) common: Stems,
    /// The fields whose names are products, with a capital.
    pub(super) capital: Bits,
    /// Words that say whose a thing is: the glossary's.
    pub(super) ours: Stems,
    /// What another thing begins behind.
    pub(super) links: Stems,
    /// What begins a clause behind a comma.
    pub(super) joins: Stems,
    /// What begins one without a comma, too.
    pub(super) clauses: Stems,
    /// What points to what was named last.
    pub(super) there: Stems,
    /// What stands behind it where it points to nothing.
    pub(super) exists: Stems,
    /// What begins an answer.
    pub(super) answers: Stems,
    /// What says that a name means what it meant before.
    pub(super) such: Stems,
    /// What stands before the name of a system that is spoken of no longer.
    pub(super) unlike: Stems,
    /// What stands before what there is none of.
    pub(super) without: Stems,
    /// What begins a clause about what stands right before it.
    pub(super) relative: Stems,
    /// Houses that may have a cluster without being its subject.
    pub(super) houses: Stems,
    /// The verbs that say so.
    pub(super) having: Stems,
    /// What stands above words that a table compares.
    pub(super) word_heads: Stems,
    /// What stands between a thing and its owner.
    pub(super) of: Stems,
    /// Phrases that set what stands before them against what follows.
    pub(super) contrasts: Vec<Vec<String>>,
    /// Articles and the like.
    pub(super) articles: Stems,
    /// What may begin a sentence right before a name and makes no longer name of it.
    pub(super) opening: Stems,
    /// What programs do in what runs them.
    pub(super) runs: Stems,
    /// The fields in whose things no program runs.
    pub(super) still: Bits,
    classes: Classes,
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

/// Those of English, which the words beside a Latin name are taken for.
pub(super) fn english() -> Option<&'static Language> {
    ENGLISH.as_ref()
}

impl Language {
    fn compile(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut classes = Classes::new();
        for (name, words) in &file.classes {
            classes.insert(name.clone(), Arc::new(Class::new(words)));
        }
        // What belongs to other subjects: "a container for peas".
        classes.insert("off".to_owned(), Arc::new(Class::new(&file.off_topic)));
        let mut by_name: HashMap<String, Vec<_>> = HashMap::new();
        for entry in &file.word {
            let forms: HashSet<String> = entry.forms.iter().map(|form| normalize(form)).collect();
            for name in &entry.names {
                by_name.entry(normalize(name)).or_default().push((forms.clone(), Profile::new(&entry.rules, &classes)));
            }
        }
        let mut lexicon = Lexicon::default();
        lexicon.add(&file.topic, Says { topic: true, ..Says::default() });
        lexicon.add(&file.off_topic, Says { off: true, ..Says::default() });
        let rules = file.word.iter().map(|entry| &entry.rules);
        let asked = rules.flat_map(|rules| rules.near.iter().chain(&rules.not_near));
        lexicon.add(asked, Says { listed: true, ..Says::default() });
        lexicon.add(&file.home, Says { home: true, ..Says::default() });
        let mut fields: HashMap<String, Fields> = HashMap::new();
        let (mut codes, mut files, mut capital, mut still) = (Vec::new(), Vec::new(), 0, 0);
        for (at, field) in file.field.iter().take(MOST_FIELDS).enumerate() {
            let bit: Bits = 1 << at;
            capital |= if field.capital { bit } else { 0 };
            still |= if field.still { bit } else { 0 };
            codes.extend(field.code.iter().map(|code| (code.clone(), bit)));
            files.extend(field.files.iter().map(|file| (file.clone(), bit)));
            field.names.iter().for_each(|name| fields.entry(normalize(name)).or_default().foreign |= bit);
            for name in field.names.iter().chain(&field.shared) {
                fields.entry(normalize(name)).or_default().spoken |= bit;
            }
            let [words, owners, sure, systems] = [[0, 0, 0], [0, bit, 0], [bit, bit, 0], [bit, bit, bit]];
            let lists =
                [(&field.words, words), (&field.owners, owners), (&field.sure, sure), (&field.systems, systems)];
            for (list, [sure, owner, system]) in lists {
                lexicon.add(list, Says { field: Marks { some: bit, sure, owner, system }, ..Says::default() });
            }
        }
        let language = Self {
            lexicon,
            generic: Stems::new(&file.generic),
            small_in_titles: Stems::new(&file.small_in_titles),
            short: Profile::new(&file.short, &classes),
            acronym: Profile::new(&file.acronym, &classes),
            short_clear: Profile::new(&file.short_clear, &classes),
            every: Profile::new(&file.every, &classes),
            apart: Profile::new(&file.apart, &classes),
            by_name,
            fields,
            codes,
            files,
            home_codes: file.home_code,
            states: file.state_code,
            definite: Stems::new(&file.definite),
            common: Stems::new(&file.common),
            ours: Stems::new(&file.ours),
            links: Stems::new(&file.links),
            joins: Stems::new(&file.joins),
            clauses: Stems::new(&file.clauses),
            there: Stems::new(&file.there),
            exists: Stems::new(&file.exists),
            answers: Stems::new(&file.answers),
            such: Stems::new(&file.such),
            unlike: Stems::new(&file.unlike),
            capital,
            without: Stems::new(&file.without),
            relative: Stems::new(&file.relative),
            houses: Stems::new(&file.houses),
            having: Stems::new(&file.having),
            word_heads: Stems::new(&file.word_heads),
            of: Stems::new(&file.of),
            contrasts: file.contrasts.iter().map(|text| text.split_whitespace().map(normalize).collect()).collect(),
            articles: Stems::new(&file.articles),
            opening: Stems::new(&file.opening),
            runs: Stems::new(&file.runs),
            still,
            classes,
        };
        let unknown = language.unknown_class();
        unknown.map_or(Ok(language), |class| Err(format!("no class @{class}")))
    }

    /// A class that a rule names and nobody defines.
    fn unknown_class(&self) -> Option<String> {
        let profiles = self.by_name.values().flatten().map(|(_, profile)| profile);
        profiles
            .chain([&self.every, &self.apart, &self.short, &self.short_clear, &self.acronym])
            .flat_map(|profile| profile.rows.iter().chain(&profile.leaning))
            .find_map(Row::unknown_class)
    }

    /// The named lists, for an author's own rules.
    pub(super) fn classes(&self) -> &Classes {
        &self.classes
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

    /// The fields that have a lemma too.
    pub(super) fn fields(&self, lemma: &str) -> Fields {
        self.fields.get(lemma).copied().unwrap_or_default()
    }

    /// Whether products are called so, too: Node.
    pub(super) fn is_product(&self, lemma: &str) -> bool {
        self.fields(lemma).foreign & self.capital != 0
    }

    /// What the longest fitting rule says of a name with this lemma; `own` are the author's rules.
    pub(super) fn decide(
        &self,
        profile: &Profile,
        own: Option<&Profile>,
        words: &Words<'_>,
        name: Range<usize>,
        lemma: &str,
    ) -> Option<Verdict> {
        let (from, to) = (name.start, name.end);
        let bare = words.words[from].norm == lemma;
        let rows = profile.rows.iter().map(|row| (0, row));
        let own = own.into_iter().flat_map(|own| own.rows.iter()).map(|row| (1, row));
        let every = self.every.rows.iter().map(|row| (0, row));
        rows.chain(own)
            .chain(every)
            .filter(|(_, row)| (bare || !row.bare) && row.fits(words, from, to))
            .max_by_key(|(rank, row)| (*rank, row.weight, !row.accepts))
            .map(|(_, row)| Verdict {
                accepts: row.accepts,
                shown: row.shown(words, from, to),
                after: row.after,
                firm: row.firm,
            })
    }
}

/// What a rule decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Verdict {
    /// Whether the term is meant.
    pub(super) accepts: bool,
    /// The words it fits, as they stand in the text.
    pub(super) shown: String,
    /// Whether it stood after the word.
    pub(super) after: bool,
    /// Whether it stands against a capital, too.
    pub(super) firm: bool,
}

/// Compiled rules for one word.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    rows: Vec<Row>,
    /// Rules that decide nothing.
    leaning: Vec<Row>,
    pub(super) near: Stems,
    pub(super) not_near: Stems,
    pub(super) pair: Stems,
    pub(super) prior: i32,
    pub(super) not_capital: bool,
    pub(super) proper: bool,
}

impl Profile {
    pub(super) fn new(rules: &Rules, classes: &Classes) -> Self {
        let mut rows: Vec<Row> = Vec::new();
        for (list, accepts, after) in [
            (&rules.before, true, false),
            (&rules.after, true, true),
            (&rules.not_before, false, false),
            (&rules.not_after, false, true),
        ] {
            rows.extend(list.iter().filter_map(|text| Row::new(text, accepts, after, classes)));
        }
        let prior = rules.prior.unwrap_or(0).clamp(-99, 99);
        let (leaning, rows) = rows.into_iter().partition(|row| row.leans);
        Self {
            rows,
            leaning,
            near: Stems::new(&rules.near),
            not_near: Stems::new(&rules.not_near),
            pair: Stems::new(&rules.pair),
            prior,
            not_capital: rules.not_capital,
            proper: rules.proper,
        }
    }

    /// Points of the rules that decide nothing: what speaks against the term weighs more than what speaks for it;
    /// `sure` where something else is certain.
    pub(super) fn leaning(&self, words: &Words<'_>, from: usize, to: usize, sure: impl Fn() -> bool) -> i32 {
        let counts = |row: &Row| row.fits(words, from, to) && !(row.yields && sure());
        let fits = |accepts| self.leaning.iter().any(|row| row.accepts == accepts && counts(row));
        2 * i32::from(fits(true)) - 6 * i32::from(fits(false))
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
            && self.leaning.is_empty()
            && self.near.is_empty()
            && self.not_near.is_empty()
            && self.prior == 0
    }
}

/// What a glossary is about.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    /// Whether it is the one that the built-in lists of words know: running software. A glossary of baking is not, and
    /// there neither "dough" speaks against a term nor "server" for it.
    pub(super) technical: bool,
    /// What its author says.
    pub(super) topic: Option<Topic>,
}

impl Subject {
    /// The subject of a glossary with these names and definitions, told by the words it explains its terms with.
    pub(super) fn new<'t>(texts: impl Iterator<Item = &'t str>, lang: &Lang, topic: Option<Topic>) -> Self {
        let (mut topics, mut off) = (0, 0);
        if let Some(language) = language(lang) {
            for text in texts {
                for word in Words::new(text).words {
                    let says = language.lexicon.says(&word.norm);
                    topics += usize::from(says.topic);
                    off += usize::from(says.off);
                }
            }
        }
        Self { technical: off <= topics, topic }
    }
}

/// Words that show what a text is about, as an author gives them, compiled.
#[derive(Clone, Debug)]
pub(super) struct Topic(Lexicon);

impl Topic {
    pub(super) fn new(topic: &[String], off_topic: &[String]) -> Self {
        let mut lexicon = Lexicon::default();
        lexicon.add(topic, Says { topic: true, ..Says::default() });
        lexicon.add(off_topic, Says { off: true, ..Says::default() });
        Self(lexicon)
    }

    /// What a word in lower case says.
    pub(super) fn says(&self, word: &str) -> Says {
        self.0.says(word)
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
            let rules = file.word.iter().map(|entry| &entry.rules).chain([
                &file.every,
                &file.apart,
                &file.short,
                &file.short_clear,
                &file.acronym,
            ]);
            assert!(file.field.len() <= MOST_FIELDS, "a bit for each field");
            let fields = file.field.iter().flat_map(|field| [&field.sure, &field.words, &field.owners, &field.systems]);
            let stems = rules.flat_map(|rules| rules.near.iter().chain(&rules.not_near));
            let subjects = file.topic.iter().chain(&file.off_topic).chain(&file.home);
            for stem in stems.chain(subjects).chain(fields.flatten()) {
                assert!(!stem.trim_end_matches('*').contains([' ', '*', '-']), "{stem:?} is not one word");
            }
        }
    }

    #[test]
    fn the_longest_rule_decides() {
        let rules =
            Rules { after: vec!["и _".into()], not_after: vec!["и".into(), "и над".into()], ..Rules::default() };
        let language = language(&Lang::ru()).expect("rules");
        let profile = Profile::new(&rules, language.classes());
        let verdict =
            |text: &str| language.decide(&profile, None, &Words::new(text), 0..1, "печь").map(|found| found.accepts);
        assert_eq!(verdict("печь и сервис"), Some(true));
        assert_eq!(verdict("печь и над ней"), Some(false));
        assert_eq!(verdict("печь"), None);
    }
}
