//! Which things of the notes could be compared: those that stand side by side and have labels in common.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    entities::{Among, Entity, Said},
    labels::Key,
    model::{Head, Table, same},
    notes::Comparer,
};
use crate::{
    glossary::TermId,
    text::{
        Localized, Source,
        markdown::escape,
        slug,
        words::{stem, words},
    },
};

/// So many labels two things must have in common.
const IN_COMMON: usize = 2;
/// So many things of a group are held against each other, and so many labels of a suggestion.
const MOST_COMPARED: usize = 500;
/// More things than this are no table anybody reads.
const MOST_COLUMNS: usize = 12;

/// A table that could be made.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// The table.
    pub table: Table,
    /// For each column the term it is, where the glossary has it, and its name in the notes.
    pub things: Vec<(Option<TermId>, String)>,
    /// Labels that may mean the same: no thing has two of a group.
    pub labels: Vec<Vec<String>>,
    /// The note and line where the first thing stands.
    pub place: (String, usize),
}

impl Suggestion {
    /// The directive that makes the table, where every thing is a term.
    pub fn directive(&self) -> Option<String> {
        let ids: Option<Vec<&str>> = self.things.iter().map(|(id, _)| Some(id.as_ref()?.as_str())).collect();
        ids.map(|ids| format!("{{{{#compare {}}}}}", ids.join(" ")))
    }

    /// The things that have no term yet.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        self.things.iter().filter(|(id, _)| id.is_none()).map(|(_, name)| name.as_str())
    }
}

/// The tables that the notes suggest, in the order of the notes.
pub fn suggest(comparer: &Comparer<'_>) -> Vec<Suggestion> {
    let mut groups: BTreeMap<(String, Among), Vec<&Entity>> = BTreeMap::new();
    for entity in comparer.entities {
        groups.entry((entity.source.name().to_owned(), entity.among)).or_default().push(entity);
    }
    let mut out: Vec<Suggestion> = Vec::new();
    for group in groups.into_values() {
        for things in alike(comparer, &group) {
            out.push(suggestion(comparer, &things, out.len() + 1));
        }
    }
    out.sort_by(|a, b| a.place.cmp(&b.place));
    out
}

/// The labels of a thing, as they are told apart.
fn keys(comparer: &Comparer<'_>, entity: &Entity) -> BTreeSet<Key> {
    let labels = entity.said.iter().filter_map(|said| said.label.as_deref());
    labels.map(|label| comparer.labels.key(label)).collect()
}

/// Things of a group that have labels in common, directly or through others.
fn alike<'e>(comparer: &Comparer<'_>, group: &[&'e Entity]) -> Vec<Vec<&'e Entity>> {
    let mut parts: Vec<(BTreeSet<Key>, Vec<&'e Entity>)> = Vec::new();
    for entity in group.iter().take(MOST_COMPARED) {
        let keys = keys(comparer, entity);
        let shares = |part: &(BTreeSet<Key>, Vec<_>)| part.0.intersection(&keys).count() >= IN_COMMON;
        match parts.iter_mut().find(|part| shares(part)) {
            Some((of_part, things)) => {
                of_part.extend(keys);
                things.push(entity);
            }
            None => parts.push((keys, vec![entity])),
        }
    }
    parts.retain(|(_, things)| (2..=MOST_COLUMNS).contains(&things.len()));
    parts.into_iter().map(|(_, things)| things).collect()
}

fn suggestion(comparer: &Comparer<'_>, things: &[&Entity], number: usize) -> Suggestion {
    let name = |entity: &Entity| match &entity.terms[..] {
        [term] => {
            let term = comparer.glossary.term(term.as_str());
            let lang = |lang| term.map(|term| term.name(&lang).to_owned()).unwrap_or_default();
            Localized { ru: lang(crate::text::Lang::ru()), en: lang(crate::text::Lang::en()) }
        }
        _ => {
            let bare = entity.head.split(" (").next().unwrap_or_default();
            // A picture before the name is none of it.
            same(bare.trim_start_matches(|c: char| !c.is_alphanumeric()).trim())
        }
    };
    let names: Vec<Localized> = things.iter().map(|entity| name(entity)).collect();
    let id = |entity: &Entity| match &entity.terms[..] {
        [term] => Some(term.clone()),
        _ => None,
    };
    let columns = things.iter().zip(&names).map(|(entity, name)| Head {
        id: id(entity).map_or_else(|| slug::slug(&entity.head), |term| term.as_str().to_owned()),
        title: Localized { ru: escape(&name.ru), en: escape(&name.en) },
    });
    let said: Vec<Vec<(Said, Source)>> = things
        .iter()
        .map(|entity| entity.said.iter().map(|said| (said.clone(), entity.source.clone())).collect())
        .collect();
    let title = Localized {
        ru: names.iter().map(|name| name.ru.as_str()).collect::<Vec<_>>().join(" / "),
        en: names.iter().map(|name| name.en.as_str()).collect::<Vec<_>>().join(" / "),
    };
    let first = things[0];
    Suggestion {
        table: comparer.table(format!("suggested-{number}"), title, columns.collect(), &said),
        things: things.iter().zip(&names).map(|(entity, name)| (id(entity), name.ru.clone())).collect(),
        labels: may_mean_the_same(comparer, things),
        place: (first.source.name().to_owned(), first.source.line(first.span.start)),
    }
}

/// Groups of labels that share a word and that no thing has two of.
fn may_mean_the_same(comparer: &Comparer<'_>, things: &[&Entity]) -> Vec<Vec<String>> {
    let mut labels: Vec<(&str, Key, BTreeSet<usize>)> = Vec::new();
    for (at, entity) in things.iter().enumerate() {
        for label in entity.said.iter().filter(|said| !said.weak).filter_map(|said| said.label.as_deref()) {
            let key = comparer.labels.key(label);
            match labels.iter_mut().find(|(_, known, _)| *known == key) {
                Some((_, _, of)) => {
                    of.insert(at);
                }
                None => labels.push((label, key, BTreeSet::from([at]))),
            }
        }
    }
    let stems = |label: &str| words(label).map(|(_, word)| stem(word)).collect::<BTreeSet<_>>();
    let mut groups: Vec<(Vec<String>, BTreeSet<usize>)> = Vec::new();
    for (label, _, of) in labels.iter().take(MOST_COMPARED) {
        let fits = |(group, taken): &(Vec<String>, BTreeSet<usize>)| {
            taken.is_disjoint(of) && group.iter().any(|other| !stems(other).is_disjoint(&stems(label)))
        };
        match groups.iter_mut().find(|group| fits(group)) {
            Some((group, taken)) => {
                group.push((*label).to_owned());
                taken.extend(of);
            }
            None => groups.push((vec![(*label).to_owned()], of.clone())),
        }
    }
    groups.into_iter().map(|(group, _)| group).filter(|group| group.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        glossary::{Glossary, Matcher},
        notes::parse,
        tables::{entities::entities, labels::Labels},
        text::Lang,
    };

    fn suggested(text: &str) -> Vec<(String, Vec<String>, Vec<Vec<String>>)> {
        let (glossary, _) = Glossary::parse(&Source::new("glossary.toml", ""));
        let matchers = BTreeMap::from([(Lang::en(), Matcher::new(&glossary, &Lang::en()))]);
        let found = entities(&parse(&Source::new("a.md", text)), &matchers[&Lang::en()]);
        let labels = Labels::default();
        let comparer = Comparer {
            glossary: &glossary,
            matchers: &matchers,
            entities: &found,
            labels: &labels,
            translate: &|message| same(message),
        };
        suggest(&comparer)
            .into_iter()
            .map(|it| {
                let rows = it.table.rows.iter().map(|row| row.title.en.clone()).collect();
                (it.table.title.en, rows, it.labels)
            })
            .collect()
    }

    #[test]
    fn things_with_labels_in_common_make_a_table() {
        let text = "## Foxtrot\n\n- **Tempo:** 120\n- **Origin:** USA\n- **Good for:** halls\n\n\
                    ## Waltz (Viennese)\n\n- **Tempo:** 180\n- **Origins:** Vienna\n- **Best for:** balls\n\n\
                    ## How to begin\n\n- **Shoes:** soft\n- **Floor:** wood\n";
        assert_eq!(
            suggested(text),
            [(
                "Foxtrot / Waltz".to_owned(),
                ["Tempo", "Origin", "Good for", "Best for"].map(String::from).to_vec(),
                vec![["Good for", "Best for"].map(String::from).to_vec()]
            )]
        );
        assert_eq!(suggested("## One\n\nNothing: here.\n\n## Two\n\nNothing: there.\n"), []);
    }
}
