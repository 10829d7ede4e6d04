//! `glossary.toml` → [`Glossary`] and what is wrong in it.
//!
//! First each table by itself (missing, unknown and mistyped keys), then what holds between them: ids that stand twice,
//! relations to nowhere, names claimed by two terms. A broken term is reported and left out, a broken relation too.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    ops::Range,
};

use toml::de::{DeTable, DeValue};

use super::{
    context::Rules,
    model::{Glossary, Phrases, Relation, Term, TermId, TermText, Topic},
    table::Reader,
    words,
};
use crate::{
    diagnostics::{Diagnostic, code, nearest},
    text::{Lang, Source, Span},
};

const TERM_KEYS: &[&str] = &["id", "kind", "short", "relations", "source", "link", "ru", "en"];
const TEXT_KEYS: &[&str] = &["name", "plural", "aliases", "forms", "not", "definition", "context"];
const CONTEXT_KEYS: &[&str] =
    &["before", "after", "near", "not-before", "not-after", "not-near", "not-capital", "prior"];
/// So many names are compared to find nearest ones; behind that, a broken file is broken in one way.
const MAX_COMPARED: usize = 300_000;

/// A relation as it stands in the file, before the other term is known to exist.
struct RawRelation {
    from: usize,
    is: String,
    is_span: Range<usize>,
    to: String,
    to_span: Range<usize>,
}

pub(super) fn parse(source: &Source) -> (Glossary, Vec<Diagnostic>) {
    let mut reader = Reader { source, found: Vec::new() };
    let mut glossary =
        Glossary { source: source.clone(), terms: Vec::new(), relations: BTreeMap::new(), context: BTreeMap::new() };
    let table = match DeTable::parse(source.text()) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            let place = error.span().unwrap_or(0..0);
            let cause = error.message().lines().next().unwrap_or_default().to_owned();
            reader.found.push(Diagnostic::new(code::GLOSSARY_SYNTAX, source, place).arg("cause", cause));
            return (glossary, reader.found);
        }
    };
    reader.only(&table, &["term", "relations", "context"], |_, _| false);
    glossary.relations = phrases(&mut reader, &table);
    glossary.context = topics(&mut reader, &table);
    let mut relations = Vec::new();
    let mut ids: HashMap<TermId, Span> = HashMap::new();
    for (table, place) in reader.tables(&table, "term") {
        let Some((term, mut own)) = term(&mut reader, table, &place, glossary.terms.len()) else { continue };
        if let Some(&first) = ids.get(&term.id) {
            reader.found.push(
                Diagnostic::new(code::GLOSSARY_DUPLICATE_TERM, source, term.span)
                    .arg("id", &term.id)
                    .label("first", source, first),
            );
            continue;
        }
        ids.insert(term.id.clone(), term.span);
        relations.append(&mut own);
        glossary.terms.push(term);
    }
    relate(&mut reader, &mut glossary, relations);
    claims(&mut reader, &glossary);
    (glossary, reader.found)
}

fn term(
    reader: &mut Reader<'_>,
    table: &DeTable<'_>,
    place: &Range<usize>,
    index: usize,
) -> Option<(Term, Vec<RawRelation>)> {
    reader.only(table, TERM_KEYS, |key, value| key.parse::<Lang>().is_ok() && value.as_table().is_some_and(has_name));
    // The span of an array item can be the whole table; its first line is what a reader wants to see.
    let line = reader.source.text()[place.clone()].lines().next().unwrap_or_default().len();
    let head = place.start..place.start + line;
    let (id_text, id_span) = reader.required(table, "id", "term", &head)?;
    let Some(id) = TermId::new(id_text) else {
        reader.found.push(Diagnostic::new(code::GLOSSARY_BAD_ID, reader.source, id_span).arg("id", id_text));
        return None;
    };
    let mut texts = BTreeMap::new();
    for (key, value) in table {
        let (Ok(lang), Some(inner)) = (key.get_ref().parse::<Lang>(), value.get_ref().as_table()) else { continue };
        if let Some(text) = term_text(reader, inner, id.as_str(), &key.span()) {
            texts.insert(lang, text);
        }
    }
    if texts.is_empty() && !["ru", "en"].iter().any(|lang| table.contains_key(*lang)) {
        reader.required(table, "en", id.as_str(), &id_span);
    }
    let mut relations = Vec::new();
    for (inner, span) in reader.tables(table, "relations") {
        reader.only(inner, &["is", "to"], |_, _| false);
        let is = reader.required(inner, "is", id.as_str(), &span);
        let to = reader.required(inner, "to", id.as_str(), &span);
        if let (Some((is, is_span)), Some((to, to_span))) = (is, to) {
            relations.push(RawRelation { from: index, is: is.to_owned(), is_span, to: to.to_owned(), to_span });
        }
    }
    let address = reader.text(table, "source").and_then(|(address, span)| {
        let good = (address.starts_with("https://") || address.starts_with("http://"))
            && !address.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'));
        if !good {
            let found = Diagnostic::new(code::GLOSSARY_BAD_SOURCE, reader.source, span).arg("source", address);
            reader.found.push(found);
        }
        good.then(|| address.to_owned())
    });
    let term = Term {
        kind: reader.text(table, "kind").map(|(kind, _)| kind.to_owned()),
        short: reader.texts(table, "short").into_iter().map(|(short, _)| short).collect(),
        id,
        texts,
        shown: BTreeMap::new(),
        relations: Vec::new(),
        source: address,
        link: reader.flag(table, "link").unwrap_or(true),
        span: Span::from(id_span),
    };
    Some((term, relations))
}

fn has_name(table: &DeTable<'_>) -> bool {
    table.contains_key("name")
}

fn term_text(reader: &mut Reader<'_>, table: &DeTable<'_>, owner: &str, place: &Range<usize>) -> Option<TermText> {
    reader.only(table, TEXT_KEYS, |_, _| false);
    let name = reader.required(table, "name", owner, place);
    let definition = reader.required(table, "definition", owner, place);
    let context = reader.table(table, "context").map(|inner| rules(reader, inner)).unwrap_or_default();
    let plain = |list: Vec<(String, Range<usize>)>| list.into_iter().map(|(text, _)| text).collect();
    let (name, span) = name?;
    Some(TermText {
        name: name.trim().to_owned(),
        plural: reader.text(table, "plural").map(|(plural, _)| plural.trim().to_owned()),
        aliases: plain(reader.texts(table, "aliases")),
        forms: plain(reader.texts(table, "forms")),
        not: plain(reader.texts(table, "not")),
        definition: definition.map(|(text, _)| text.trim().to_owned()).unwrap_or_default(),
        context,
        span: Span::from(span),
    })
}

fn rules(reader: &mut Reader<'_>, table: &DeTable<'_>) -> Rules {
    reader.only(table, CONTEXT_KEYS, |_, _| false);
    let mut list = |key: &str| reader.texts(table, key).into_iter().map(|(text, _)| text).collect();
    let mut rules = Rules {
        before: list("before"),
        after: list("after"),
        near: list("near"),
        not_before: list("not-before"),
        not_after: list("not-after"),
        not_near: list("not-near"),
        pair: Vec::new(),
        proper: false,
        not_capital: false,
        prior: None,
    };
    rules.not_capital = reader.flag(table, "not-capital").unwrap_or_default();
    if let Some(value) = table.get("prior") {
        rules.prior = value.get_ref().as_integer().and_then(|number| number.as_str().parse().ok());
        if rules.prior.is_none() {
            reader.wrong("prior", "number", value);
        }
    }
    rules
}

fn phrases(reader: &mut Reader<'_>, table: &DeTable<'_>) -> BTreeMap<String, Phrases> {
    let mut out = BTreeMap::new();
    let Some(all) = reader.table(table, "relations") else { return out };
    for (name, value) in all {
        let Some(inner) = value.get_ref().as_table() else {
            reader.wrong(name.get_ref(), "table", value);
            continue;
        };
        let mut phrases = Phrases { forward: by_lang(inner), inverse: BTreeMap::new() };
        if let Some(inverse) = reader.table(inner, "inverse") {
            phrases.inverse = by_lang(inverse);
        }
        reader.only(inner, &["ru", "en", "inverse"], |key, value| {
            key.parse::<Lang>().is_ok() && matches!(value, DeValue::String(_))
        });
        out.insert(name.get_ref().to_string(), phrases);
    }
    out
}

fn by_lang(table: &DeTable<'_>) -> BTreeMap<Lang, String> {
    table
        .iter()
        .filter_map(|(key, value)| Some((key.get_ref().parse().ok()?, value.get_ref().as_str()?.to_owned())))
        .collect()
}

fn topics(reader: &mut Reader<'_>, table: &DeTable<'_>) -> BTreeMap<Lang, Topic> {
    let mut out = BTreeMap::new();
    let Some(all) = reader.table(table, "context") else { return out };
    for (key, value) in all {
        let (Ok(lang), Some(inner)) = (key.get_ref().parse::<Lang>(), value.get_ref().as_table()) else {
            reader.wrong(key.get_ref(), "table", value);
            continue;
        };
        reader.only(inner, &["topic", "off-topic"], |_, _| false);
        let mut list = |key: &str| reader.texts(inner, key).into_iter().map(|(text, _)| text).collect();
        out.insert(lang, Topic { topic: list("topic"), off_topic: list("off-topic") });
    }
    out
}

/// Keeps the relations whose name and whose other term are known.
fn relate(reader: &mut Reader<'_>, glossary: &mut Glossary, raw: Vec<RawRelation>) {
    let ids: HashSet<String> = glossary.terms.iter().map(|term| term.id.to_string()).collect();
    let mut compared = 0;
    let mut suggest = |typed: &str, known: &mut dyn Iterator<Item = &str>, count: usize| {
        compared += count;
        if compared > MAX_COMPARED { None } else { nearest(typed, known).map(str::to_owned) }
    };
    let mut seen = HashSet::new();
    let mut directions: HashMap<(String, String, String), Range<usize>> = HashMap::new();
    for relation in raw {
        let RawRelation { from, is, is_span, to, to_span } = relation;
        if !glossary.relations.contains_key(&is) {
            let near = suggest(&is, &mut glossary.relations.keys().map(String::as_str), glossary.relations.len());
            reader.found.push(
                Diagnostic::new(code::GLOSSARY_UNKNOWN_RELATION, reader.source, is_span)
                    .arg("name", &is)
                    .nearest(near.as_deref()),
            );
            continue;
        }
        if !ids.contains(&to) {
            let near = suggest(&to, &mut ids.iter().map(String::as_str), ids.len());
            reader.found.push(
                Diagnostic::new(code::GLOSSARY_UNKNOWN_TERM, reader.source, to_span)
                    .arg("id", &to)
                    .nearest(near.as_deref()),
            );
            continue;
        }
        let own = glossary.terms[from].id.to_string();
        let directed = glossary.relations.get(&is).is_some_and(|phrases| !phrases.inverse.is_empty());
        let contradiction = Diagnostic::new(code::GLOSSARY_CONTRADICTION, reader.source, to_span.clone())
            .arg("from", &own)
            .arg("to", &to)
            .arg("name", &is);
        if own == to {
            reader.found.push(contradiction.help("self"));
            continue;
        }
        if let Some(other) = directions.get(&(to.clone(), is.clone(), own.clone())).filter(|_| directed) {
            let other: Range<usize> = Range::clone(other);
            reader.found.push(contradiction.help("both").label("first", reader.source, other));
        }
        directions.insert((own, is.clone(), to.clone()), to_span);
        if let (Some(to), true) = (TermId::new(&to), seen.insert((from, is.clone(), to.clone()))) {
            glossary.terms[from].relations.push(Relation { is, to });
        }
    }
}

/// Reports names, aliases and listed forms that two terms claim in one language, and names nobody could find in a text.
fn claims(reader: &mut Reader<'_>, glossary: &Glossary) {
    let mut claimed: HashMap<(Lang, String), usize> = HashMap::new();
    for (index, term) in glossary.terms.iter().enumerate() {
        for (lang, text) in &term.texts {
            for form in text.plural.iter().chain(&text.aliases).chain(&text.forms).chain([&text.name]) {
                let key: Vec<_> = words::Words::new(form).words.into_iter().map(|word| word.norm).collect();
                if key.is_empty() {
                    let place = Diagnostic::new(code::GLOSSARY_EMPTY_NAME, reader.source, text.span).arg("name", form);
                    reader.found.push(place);
                    continue;
                }
                // `/pause` and `pause` are two names: the signs around a name are part of it.
                let signs: String =
                    form.chars().filter(|c| c.is_ascii_punctuation() && !matches!(c, '-' | '\'')).collect();
                match claimed.entry((lang.clone(), key.join(" ") + &signs)) {
                    std::collections::hash_map::Entry::Vacant(entry) => {
                        entry.insert(index);
                    }
                    std::collections::hash_map::Entry::Occupied(entry) if *entry.get() != index => {
                        let first = &glossary.terms[*entry.get()];
                        let place = first.texts.get(lang).map_or(first.span, |text| text.span);
                        reader.found.push(
                            Diagnostic::new(code::GLOSSARY_FORM_CLAIMED_TWICE, reader.source, text.span)
                                .arg("form", form)
                                .arg("term", &term.id)
                                .arg("first", &first.id)
                                .label("first", reader.source, place),
                        );
                    }
                    std::collections::hash_map::Entry::Occupied(_) => {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::page;

    /// The pages of this module's codes are its test cases: each bad example is reported, each good one is clean.
    const BOOK: [crate::diagnostics::Code; 2] = [code::GLOSSARY_UNUSED_TERM, code::GLOSSARY_CANDIDATE];

    #[test]
    fn every_page_shows_what_it_says() {
        let pages: Vec<_> = page::pages()
            .into_iter()
            .filter(|page| {
                page.name.contains("glossary")
                    || page.name.contains("term")
                    || page.name.contains("relation")
                    || page.name.contains("form-")
                    || page.name.contains("name-")
            })
            // What a book mentions only a book can tell.
            .filter(|page| page.code.as_str().starts_with("K04") && !BOOK.contains(&page.code))
            .collect();
        assert!(pages.len() >= 11);
        for page in pages {
            let parse = |fence: &page::Fence| Glossary::parse(&Source::new("glossary.toml", fence.text.clone())).1;
            for fence in page.bad.iter().filter(|fence| fence.file.as_deref() == Some("glossary.toml")) {
                let found = parse(fence);
                assert!(
                    found.iter().all(|found| found.code == page.code) && !found.is_empty(),
                    "{}: {found:#?}",
                    page.code
                );
            }
            for fence in page.good.iter().filter(|fence| fence.file.as_deref() == Some("glossary.toml")) {
                assert_eq!(parse(fence), [], "{}", page.code);
            }
        }
    }

    #[test]
    fn a_finding_points_at_its_place() {
        let text = "[relations.uses]\nen = \"uses\"\n\n[[term]]\nid = \"tea\"\nrelations = [{ is = \"uses\", to = \"kettel\" }]\nen = { name = \"tea\", definition = \"A drink.\" }\n\n[[term]]\nid = \"kettle\"\nen = { name = \"kettle\", definition = \"A vessel.\" }\n";
        let (glossary, found) = Glossary::parse(&Source::new("glossary.toml", text));
        assert_eq!(glossary.terms.len(), 2);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].source.slice(found[0].span), "\"kettel\"");
        assert_eq!(found[0].source.position(found[0].span.start).line, 6);
        assert_eq!(found[0].helps(&Lang::en()), ["did you mean `kettle`?"]);
    }

    #[test]
    fn any_language_may_stand_beside_the_two() {
        let text = "[[term]]\nid = \"tea\"\nen = { name = \"tea\", definition = \"A drink.\" }\npt-BR = { name = \"chá\", definition = \"Uma bebida.\" }\n";
        let (glossary, found) = Glossary::parse(&Source::new("glossary.toml", text));
        assert_eq!(found, []);
        assert_eq!(glossary.terms[0].name(&"pt-BR".parse().expect("a tag")), "chá");
    }

    #[test]
    fn many_broken_terms_are_bounded() {
        let text: String = (0..5_000).map(|i| format!("[[term]]\nid = \"t{i}\"\nrelations = [{{ is = \"x\", to = \"y{i}\" }}]\nen = {{ name = \"n{i}\", definition = \"d\" }}\n")).collect();
        let started = std::time::Instant::now();
        let (glossary, found) = Glossary::parse(&Source::new("glossary.toml", text));
        assert_eq!((glossary.terms.len(), found.len()), (5_000, 5_000));
        assert!(started.elapsed().as_secs() < 20);
    }
}
