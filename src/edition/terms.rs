//! The glossary page of an edition: what the book has on each term besides its entry.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use rayon::prelude::*;

use super::{
    fill::{Filler, page_of, relative},
    homes::Homes,
    texts::{Said, Sources},
};
use crate::{
    book::{compose::Composed, directives},
    examples,
    glossary::{
        Term, TermId, found,
        page::{self, Facts, MentionedIn, Place},
    },
    memo::Kept,
    text::{Lang, markdown::escape, slug},
};

/// So many chapters an entry of the glossary lists at most.
const LISTED: usize = 100;

/// How often a chapter mentions a term.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mentioned {
    /// The chapter's path.
    pub path: String,
    /// The chapter's name in the source language.
    pub name: String,
    /// By section.
    pub sections: Vec<Section>,
}

/// The heading of a section in the source language and its id, none above the first one, and how often.
type Section = (Option<(String, String)>, usize);

impl Mentioned {
    /// How often in all.
    pub fn count(&self) -> usize {
        self.sections.iter().map(|(_, count)| count).sum()
    }
}

/// Counts where terms are mentioned, chapter by chapter, in the source language, tables and reviews included. Chapters
/// made of the glossary itself, or of the raw notes, do not count.
pub(super) fn mentioned(
    filler: &Filler<'_>,
    homes: &Homes,
    said: Said<'_>,
    kept: &Kept,
) -> BTreeMap<TermId, Vec<Mentioned>> {
    let skip: BTreeSet<&str> = homes.glossary.iter().chain(homes.raw.values()).map(String::as_str).collect();
    let matchers = filler.matchers();
    let in_chapter = |chapter: &Composed| -> Vec<(TermId, Vec<Section>)> {
        let filled = filler.fill(&chapter.markdown, &chapter.path, homes);
        let mentions = found::mentions_in_markdown(&filled, &matchers, filler.voice.source);
        let section = |(at, count): (usize, usize)| {
            // The heading of a whole chapter is the chapter.
            let heading = mentions.headings.get(at).filter(|heading| heading.level > 1);
            (heading.and_then(|heading| Some((heading.text.clone(), heading.id.clone()?))), count)
        };
        let counts = mentions.counts().into_iter();
        counts.map(|(term, sections)| (term, sections.into_iter().map(section).collect())).collect()
    };
    let sources = Sources::new(filler, homes, said);
    let counted = (0..filler.chapters.len()).into_par_iter().map(|n| {
        let chapter = &filler.chapters[n];
        let is_skipped = skip.contains(chapter.path.as_str());
        if is_skipped { Vec::new() } else { kept.get(sources.of(n).of("mentions").key(), || in_chapter(chapter)) }
    });
    let found: Vec<Vec<(TermId, Vec<Section>)>> = counted.collect();
    let mut out: BTreeMap<TermId, Vec<Mentioned>> = BTreeMap::new();
    for (chapter, terms) in filler.chapters.iter().zip(found) {
        for (term, sections) in terms {
            let mentioned = Mentioned { path: chapter.path.clone(), name: chapter.name.clone(), sections };
            out.entry(term).or_default().push(mentioned);
        }
    }
    out
}

/// The entries of the glossary, as seen from the chapter at `path`.
pub(super) fn entries(filler: &Filler<'_>, path: &str) -> String {
    let shown = Shown::find(filler);
    let facts = |term: &Term, lang: &Lang| facts(filler, &shown, term, lang, path);
    let edition = filler.voice.edition;
    let href = |term: &Term| format!("#{}", term.id.anchor());
    page::entries(&filler.input.glossary, &edition.lang, edition.beside.as_ref(), &facts, &href)
}

/// The address of a term in a page that is no Markdown: the way from the chapter at `path` to the glossary at `home`.
pub(super) fn address(term: &Term, path: &str, home: &str) -> String {
    format!("{}#{}", page_of(&relative(path, home)), term.id.anchor())
}

/// What chapters show: examples by kind and tables by term, each with the path of its chapter.
struct Shown {
    examples: BTreeMap<String, Vec<(String, String)>>,
    tables: BTreeMap<String, Vec<(crate::tables::model::Table, String)>>,
}

impl Shown {
    fn find(filler: &Filler<'_>) -> Self {
        let mut shown = Self { examples: BTreeMap::new(), tables: BTreeMap::new() };
        for chapter in filler.chapters {
            for directive in directives::find(&chapter.markdown) {
                match directive.name.text.as_str() {
                    "example" => {
                        let source = directive.words.first().and_then(|name| filler.input.examples.get(&name.text));
                        for kind in source.iter().flat_map(|source| examples::manifests(source).0).map(|it| it.kind) {
                            let places = shown.examples.entry(kind).or_default();
                            let place = (directive.words[0].text.clone(), chapter.path.clone());
                            // A file may hold several objects of one kind.
                            if !places.contains(&place) {
                                places.push(place);
                            }
                        }
                    }
                    "compare" => {
                        let Some(table) = filler.table(&directive).filter(|table| !table.rows.is_empty()) else {
                            continue;
                        };
                        for term in &directive.words {
                            let places = shown.tables.entry(term.text.clone()).or_default();
                            places.push((table.clone(), chapter.path.clone()));
                        }
                    }
                    _ => {}
                }
            }
        }
        shown
    }
}

/// The chapters that an entry lists, in the order of the book: all, or those that mention the term most. Nobody reads a
/// list of thousands, and every term would have one.
fn most(chapters: &[Mentioned]) -> Vec<&Mentioned> {
    let mut listed: Vec<usize> = (0..chapters.len()).collect();
    listed.sort_by_key(|&at| Reverse(chapters[at].count()));
    listed.truncate(LISTED);
    listed.sort_unstable();
    listed.into_iter().map(|at| &chapters[at]).collect()
}

fn facts(filler: &Filler<'_>, shown: &Shown, term: &Term, lang: &Lang, path: &str) -> Facts {
    let heading = |text: &str| {
        // A heading is a message as it is written; what is known here is how it reads.
        let escaped = escape(text);
        filler.voice.message(&escaped, lang).unwrap_or(escaped)
    };
    let all = filler.mentioned.get(&term.id).map_or(&[][..], Vec::as_slice);
    let listed = most(all);
    let mentions = all.iter().map(Mentioned::count).sum::<usize>();
    let elsewhere = (all.len() - listed.len(), mentions - listed.iter().map(|chapter| chapter.count()).sum::<usize>());
    let mentioned = listed.into_iter().map(|chapter| {
        let href = relative(path, &chapter.path);
        let sections = chapter.sections.iter().map(|(section, count)| {
            let place = section.as_ref().map(|(text, id)| Place { title: heading(text), href: format!("{href}#{id}") });
            (place, *count)
        });
        MentionedIn {
            sections: sections.collect(),
            chapter: Place { title: escape(&filler.voice.title_in(&chapter.name, lang)), href: href.clone() },
        }
    });
    let examples = term.kind.iter().flat_map(|kind| shown.examples.get(kind)).flatten().map(|(name, chapter)| {
        let href = format!("{}#example-{}", relative(path, chapter), slug::slug(name));
        Place { title: format!("`{name}`"), href }
    });
    let tables = shown.tables.get(term.id.as_str()).into_iter().flatten().map(|(table, chapter)| {
        let href = format!("{}#{}", relative(path, chapter), table.id);
        Place { title: escape(table.title.get(lang)), href }
    });
    Facts { mentioned: mentioned.collect(), elsewhere, examples: examples.collect(), tables: tables.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_lists_the_chapters_that_mention_its_term_most() {
        let chapter = |n: usize| Mentioned {
            path: format!("{n}.md"),
            name: String::new(),
            // Every third chapter is about the term.
            sections: vec![(None, if n.is_multiple_of(3) { 9 } else { 1 })],
        };
        let few: Vec<_> = (0..LISTED).map(chapter).collect();
        assert_eq!(most(&few), few.iter().collect::<Vec<_>>());
        let many: Vec<_> = (0..LISTED * 3 - 6).map(chapter).collect();
        let listed: Vec<&str> = most(&many).into_iter().map(|chapter| chapter.path.as_str()).collect();
        let about = (0..many.len()).step_by(3).map(|n| format!("{n}.md"));
        let mut expected: Vec<String> = about.chain(["1.md".to_owned(), "2.md".to_owned()]).collect();
        expected.sort_by_key(|path| path.trim_end_matches(".md").parse::<usize>().expect("a number"));
        assert_eq!(listed, expected);
    }
}
