//! The rules of a language as they stand in `ru.toml` and `en.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Rules;

/// The rules of a language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct File {
    /// Named lists of patterns.
    pub(super) classes: BTreeMap<String, Vec<String>>,
    pub(super) topic: Vec<String>,
    pub(super) off_topic: Vec<String>,
    pub(super) generic: Vec<String>,
    pub(super) small_in_titles: Vec<String>,
    pub(super) short: Rules,
    pub(super) short_clear: Rules,
    pub(super) acronym: Rules,
    pub(super) every: Rules,
    pub(super) apart: Rules,
    pub(super) word: Vec<Entry>,
    pub(super) home: Vec<String>,
    /// Words that say whose a thing is: the glossary's.
    pub(super) ours: Vec<String>,
    /// Prepositions and conjunctions, behind which another thing begins.
    pub(super) links: Vec<String>,
    /// Conjunctions that begin a clause behind a comma.
    pub(super) joins: Vec<String>,
    /// Conjunctions that begin one without a comma, too.
    pub(super) clauses: Vec<String>,
    /// Words that point to what was named last.
    pub(super) there: Vec<String>,
    /// Words behind them with which they point to nothing.
    pub(super) exists: Vec<String>,
    /// Words that begin an answer.
    pub(super) answers: Vec<String>,
    /// Words that say a name means what it meant before.
    pub(super) such: Vec<String>,
    /// Words before the name of a system that is spoken of no longer.
    pub(super) unlike: Vec<String>,
    /// Words before what there is none of.
    pub(super) without: Vec<String>,
    /// Words that begin a clause about what stands right before them.
    pub(super) relative: Vec<String>,
    /// Houses that may have a cluster without being its subject, and the verbs that say so.
    pub(super) houses: Vec<String>,
    pub(super) having: Vec<String>,
    /// What stands above words that a table compares.
    pub(super) word_heads: Vec<String>,
    /// Phrases that set what stands before them against what follows.
    pub(super) contrasts: Vec<String>,
    /// Articles and the like.
    pub(super) articles: Vec<String>,
    /// Words that may begin a sentence right before a name and make no longer name of it.
    pub(super) opening: Vec<String>,
    /// What programs do in what runs them.
    pub(super) runs: Vec<String>,
    /// Prepositions between a thing and its owner.
    pub(super) of: Vec<String>,
    /// Words and names that are the same in the glossary's subject and in the systems beside it.
    pub(super) common: Vec<String>,
    /// What code begins with that is the glossary's.
    pub(super) home_code: Vec<String>,
    /// Code that is nothing but the state of one of its objects.
    pub(super) state_code: Vec<String>,
    /// Words before a name that say it has been spoken of.
    pub(super) definite: Vec<String>,
    pub(super) field: Vec<Field>,
}

/// A neighbouring field, as it stands in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Field {
    /// The names that mean something else there.
    pub(super) names: Vec<String>,
    /// The names that mean the same there, and so show neither.
    #[serde(default)]
    pub(super) shared: Vec<String>,
    /// Words that do not show it, but whose such a thing is where they stand beside it.
    #[serde(default)]
    pub(super) owners: Vec<String>,
    /// Whether a capital makes its names: `Node` of Node.js.
    #[serde(default)]
    pub(super) capital: bool,
    /// Whether no program runs in any of its things.
    #[serde(default)]
    pub(super) still: bool,
    /// What code begins with that belongs there.
    #[serde(default)]
    pub(super) code: Vec<String>,
    /// Parts of the names of files that belong to its systems.
    #[serde(default)]
    pub(super) files: Vec<String>,
    /// Names of systems: who has named one goes on speaking of it.
    #[serde(default)]
    pub(super) systems: Vec<String>,
    /// Words that are certain to belong there.
    #[serde(default)]
    pub(super) sure: Vec<String>,
    /// Words two of which show it.
    #[serde(default)]
    pub(super) words: Vec<String>,
}

/// The rules for some names, in some of their forms.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Entry {
    pub(super) names: Vec<String>,
    #[serde(default)]
    pub(super) forms: Vec<String>,
    #[serde(flatten)]
    pub(super) rules: Rules,
}
