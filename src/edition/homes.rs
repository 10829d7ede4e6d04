//! Where in a book stands what others lead to: the glossary, the raw notes, the reviews.

use std::collections::BTreeMap;

use super::fill::relative;
use crate::{
    book::{
        compose::Composed,
        directives::{self, Directive},
    },
    reviews::Review,
    text::slug::{self, Slugs},
};

/// The chapters that directives of a kind stand in: where a link to the glossary or to the raw notes leads.
#[derive(Clone, Hash, Debug, Default)]
pub struct Homes {
    /// The chapter with `{{#glossary}}`.
    pub glossary: Option<String>,
    /// The chapter with `{{#raw FILE}}`, by file.
    pub raw: BTreeMap<String, String>,
    /// Where reviews are shown, by their places among the reviews.
    pub reviews: BTreeMap<usize, Shown>,
}

/// Where a review is shown.
#[derive(Clone, Hash, Debug)]
pub struct Shown {
    /// Its identifier on a page: made of the words of the claim.
    pub(super) id: String,
    /// The chapters that show it; there is at least one.
    chapters: Vec<String>,
}

impl Homes {
    /// Looks through the chapters.
    pub fn find(chapters: &[Composed], reviews: &[Review]) -> Self {
        let mut homes = Self::default();
        let mut claims = Slugs::default();
        let claims: Vec<String> = reviews.iter().map(|it| claims.take(&slug::slug(&it.quote), "quote")).collect();
        for chapter in chapters {
            for directive in directives::find(&chapter.markdown) {
                match (directive.name.text.as_str(), directive.words.first()) {
                    ("glossary", _) => {
                        homes.glossary.get_or_insert_with(|| chapter.path.clone());
                    }
                    ("raw", Some(file)) => {
                        homes.raw.entry(file.text.clone()).or_insert_with(|| chapter.path.clone());
                    }
                    ("review", Some(_)) => {
                        if let Some((n, claim)) = reviewed(&directive).and_then(|n| Some((n, claims.get(n)?))) {
                            let shown = || Shown { id: format!("claim-{claim}"), chapters: Vec::new() };
                            homes.reviews.entry(n).or_insert_with(shown).chapters.push(chapter.path.clone());
                        }
                    }
                    _ => {}
                }
            }
        }
        homes
    }
}

impl Shown {
    /// The address of the review as seen from a chapter: in that chapter, where it is shown there as well.
    pub(super) fn address(&self, path: &str) -> Option<String> {
        let here = self.chapters.iter().find(|chapter| *chapter == path);
        Some(format!("{}#{}", relative(path, here.or(self.chapters.first())?), self.id))
    }
}

/// Which review a directive shows.
pub(super) fn reviewed(directive: &Directive) -> Option<usize> {
    let number = directive.words.first().filter(|_| directive.name.text == "review")?;
    number.text.parse().ok()
}
