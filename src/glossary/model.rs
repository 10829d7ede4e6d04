//! What a glossary is: terms with a text per language, relations between them, phrases for the relations.
//!
//! The types are made in one place, [`Glossary::parse`], and hold what the author wrote; what follows from it (forms,
//! links, pictures) is made elsewhere. Languages are data: a term has a text in every language its author gave it.

use std::{collections::BTreeMap, fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use super::context::Rules;
use crate::{
    diagnostics::Diagnostic,
    text::{Lang, Source, Span},
};

/// The name other files use for a term: ASCII letters, digits, `-`, `_` and `.`, safe in an anchor.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TermId(Arc<str>);

/// Why a text is no id.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no id of a term")]
pub struct BadId(String);

impl TryFrom<String> for TermId {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        Self::new(&text).ok_or(BadId(text))
    }
}

impl From<TermId> for String {
    fn from(id: TermId) -> Self {
        id.0.as_ref().to_owned()
    }
}

impl TermId {
    /// An id, where `text` can be one.
    pub fn new(text: &str) -> Option<Self> {
        let good = !text.is_empty()
            && text.len() <= 100
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        good.then(|| Self(text.into()))
    }

    /// The id itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The anchor of the term's entry on a glossary page.
    pub fn anchor(&self) -> String {
        format!("term-{}", self.0)
    }
}

impl fmt::Display for TermId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A glossary as its file gives it.
#[derive(Clone, Debug)]
pub struct Glossary {
    /// The file.
    pub source: Source,
    /// The terms, in the file's order.
    pub terms: Vec<Term>,
    /// What a relation is called, by its name.
    pub relations: BTreeMap<String, Phrases>,
    /// Context data for whole texts in a language.
    pub context: BTreeMap<Lang, Topic>,
}

/// How a relation reads in each language.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Phrases {
    /// From the term that has the relation to the other: "is managed by".
    pub forward: BTreeMap<Lang, String>,
    /// Backwards, where the author gave it: "manages".
    pub inverse: BTreeMap<Lang, String>,
}

/// Words that show what a text is about.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Topic {
    /// Words of the glossary's subject, `stem*` for a beginning.
    pub topic: Vec<String>,
    /// Words of other subjects.
    pub off_topic: Vec<String>,
}

/// A term.
#[derive(Clone, Debug)]
pub struct Term {
    /// Its id.
    pub id: TermId,
    /// The Kubernetes kind, where there is one.
    pub kind: Option<String>,
    /// Short names a command line takes, such as `svc`.
    pub short: Vec<String>,
    /// Name, forms and definition in each language.
    pub texts: BTreeMap<Lang, TermText>,
    /// What an edition shows as the definition, where that is not what [`texts`](Self::texts) has: see [`Shown`].
    pub shown: BTreeMap<Lang, Shown>,
    /// Relations to other terms.
    pub relations: Vec<Relation>,
    /// Where the definition can be verified: an `http` or `https` address.
    pub source: Option<String>,
    /// Whether mentions of it are looked for. `link = false` is for what a book is full of, its own subject say, and for
    /// terms that stand in the glossary only because others are explained by them.
    pub link: bool,
    /// Where its id stands in the file.
    pub span: Span,
}

/// A definition as an edition shows it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Shown {
    /// The definition, as Markdown.
    pub definition: String,
    /// The language it is in.
    pub lang: Lang,
    /// What the reader is told where that is not the edition's: not translated, or translated before it changed.
    pub notice: Option<String>,
}

/// A term in one language.
#[derive(Clone, Debug, Default)]
pub struct TermText {
    /// The lemma: nominative singular.
    pub name: String,
    /// The plural, where the author gives it.
    pub plural: Option<String>,
    /// Further lemmas.
    pub aliases: Vec<String>,
    /// Further forms, taken as they are.
    pub forms: Vec<String>,
    /// Forms that are not of this term.
    pub not: Vec<String>,
    /// What the term means, as Markdown.
    pub definition: String,
    /// Context rules of the author's own.
    pub context: Rules,
    /// Where the name stands in the file.
    pub span: Span,
}

/// An edge of the concept map.
#[derive(Clone, PartialEq, Debug)]
pub struct Relation {
    /// The relation's name, a key of [`Glossary::relations`].
    pub is: String,
    /// The other term; it exists in the glossary.
    pub to: TermId,
}

impl Glossary {
    /// Reads a glossary. What is wrong in it is reported and left out; the rest stands.
    pub fn parse(source: &Source) -> (Self, Vec<Diagnostic>) {
        super::parse::parse(source)
    }

    /// A term by its id.
    pub fn term(&self, id: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.id.as_str() == id)
    }

    /// How a relation reads in `lang`; in English, or as its bare name, where the author gave no phrase.
    pub fn phrase<'a>(&'a self, relation: &'a str, lang: &Lang) -> &'a str {
        let phrases = self.relations.get(relation).map(|phrases| &phrases.forward);
        phrases
            .and_then(|by_lang| by_lang.get(lang).or_else(|| by_lang.get(&Lang::en())))
            .map_or(relation, String::as_str)
    }

    /// How a relation reads backwards in `lang`, where the author gave a phrase for that.
    pub fn inverse(&self, relation: &str, lang: &Lang) -> Option<&str> {
        self.relations.get(relation).and_then(|phrases| phrases.inverse.get(lang)).map(String::as_str)
    }
}

impl Term {
    /// The term's name in `lang`; in another language where it has none there.
    pub fn name(&self, lang: &Lang) -> &str {
        self.text(lang).map_or(self.id.as_str(), |text| &text.name)
    }

    /// The definition as the edition in `lang` shows it.
    pub fn definition(&self, lang: &Lang) -> Option<Shown> {
        if let Some(shown) = self.shown.get(lang) {
            return Some(shown.clone());
        }
        let (own, text) = self.texts.get_key_value(lang).or_else(|| self.texts.first_key_value())?;
        Some(Shown { definition: text.definition.clone(), lang: own.clone(), notice: None })
    }

    /// The term's text in `lang`, or else in the first language it has one in.
    pub fn text(&self, lang: &Lang) -> Option<&TermText> {
        self.texts.get(lang).or_else(|| self.texts.values().next())
    }
}
