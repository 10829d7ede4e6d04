//! The glossary as a page of Markdown in one language: every term in alphabetical order, with its definition, its
//! relations in words both ways, its source and where the book mentions it.
//!
//! Names are escaped and raw HTML in a definition is shown as text, so a glossary cannot bring markup into the book.

use std::{collections::HashMap, fmt::Write};

use mdbook_markdown::pulldown_cmark::Event;

use super::{
    map,
    model::{Glossary, Term, TermId},
};
use crate::text::{Collation, Lang, markdown};

/// A place in the book: what it is called, as Markdown, and its address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The title.
    pub title: String,
    /// The address.
    pub href: String,
}

/// A chapter that mentions a term.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MentionedIn {
    /// The chapter.
    pub chapter: Place,
    /// Its sections that do, and how often; above its first heading there is no section.
    pub sections: Vec<(Option<Place>, usize)>,
}

/// What the book has on a term besides its entry.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Facts {
    /// Where it is mentioned: the chapters that are listed, in the order of the book.
    pub mentioned: Vec<MentionedIn>,
    /// How many other chapters mention it, and how often.
    pub elsewhere: (usize, usize),
    /// Examples of it.
    pub examples: Vec<Place>,
    /// Tables that compare it.
    pub tables: Vec<Place>,
}

/// Finds what the book has on a term, with the titles in a language.
pub type FindFacts<'a> = &'a dyn Fn(&Term, &Lang) -> Facts;

/// The entries of the glossary in `lang`, each below a heading of the second level with the id `term-…`; in `beside` as
/// well, side by side, where that is given. `href` leads from a map to a term.
pub fn entries(
    glossary: &Glossary,
    lang: &Lang,
    beside: Option<&Lang>,
    facts: FindFacts<'_>,
    href: &dyn Fn(&Term) -> String,
) -> String {
    if glossary.terms.is_empty() {
        let none = |lang: &Lang| format!("{}\n\n", Words::of(lang).none);
        return beside.map_or_else(|| none(lang), |beside| pair([lang, beside], |out, lang| out.push_str(&none(lang))));
    }
    let mut to: HashMap<&TermId, Vec<(&Term, &str)>> = HashMap::new();
    for term in &glossary.terms {
        for relation in &term.relations {
            to.entry(&relation.to).or_default().push((term, &relation.is));
        }
    }
    let by_id: HashMap<&TermId, &Term> = glossary.terms.iter().map(|term| (&term.id, term)).collect();
    let mut terms: Vec<&Term> = glossary.terms.iter().collect();
    let collation = Collation::of(lang);
    terms.sort_by(|a, b| collation.compare(a.name(lang), b.name(lang)).then_with(|| a.id.cmp(&b.id)));
    let mut out = String::new();
    for term in terms {
        let to = to.get(&term.id).map_or(&[][..], Vec::as_slice);
        let entry = |out: &mut String, lang: &Lang| {
            entry(out, glossary, term, lang, &by_id, to);
            more(out, &facts(term, lang), lang);
        };
        let map = map::svg(glossary, lang, Some(&term.id), href);
        let has_map = !term.relations.is_empty() || !to.is_empty();
        let map = if has_map { folded(Words::of(lang).map, "map-small", &figure(&map)) } else { String::new() };
        let name = markdown::escape(term.name(lang));
        let other = beside.map(|beside| (beside, markdown::escape(term.name(beside))));
        let heading = match &other {
            Some((beside, other)) if *other != name => format!(
                "<span class=\"pair\"><span class=\"side\" lang=\"{lang}\">{name}</span>\
                 <span class=\"side\" lang=\"{beside}\">{other}</span></span>"
            ),
            _ => name,
        };
        let _ = writeln!(out, "## {heading} {{#{}}}\n", term.id.anchor());
        let Some(beside) = beside else {
            entry(&mut out, lang);
            out.push_str(&map);
            continue;
        };
        out.push_str(&pair([lang, beside], entry));
        out.push_str(&map);
    }
    out
}

/// What is written in two languages, side by side.
fn pair(langs: [&Lang; 2], write: impl Fn(&mut String, &Lang)) -> String {
    let mut out = "<div class=\"pair\">\n".to_owned();
    for lang in langs {
        let _ = writeln!(out, "<div class=\"side\" lang=\"{lang}\">\n");
        write(&mut out, lang);
        out.push_str("</div>\n");
    }
    out + "</div>\n\n"
}

/// A map as a figure, without empty lines, which would end it in Markdown.
pub fn figure(svg: &str) -> String {
    let svg = svg.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n");
    format!("<figure class=\"map\">\n{svg}\n</figure>")
}

/// Something behind a line to click on.
fn folded(summary: &str, class: &str, inner: &str) -> String {
    format!("<details class=\"{class}\">\n<summary>{summary}</summary>\n\n{inner}\n\n</details>\n\n")
}

/// What shows when a reader points at a link to a term: its definition as plain text.
pub fn hint(term: &Term, lang: &Lang) -> Option<String> {
    let text = markdown::visible_text(&term.definition(lang)?.definition);
    (!text.is_empty()).then_some(text)
}

fn entry(
    out: &mut String,
    glossary: &Glossary,
    term: &Term,
    lang: &Lang,
    by_id: &HashMap<&TermId, &Term>,
    to: &[(&Term, &str)],
) {
    let words = Words::of(lang);
    let name = markdown::escape(term.name(lang));
    let mut names: Vec<String> = Vec::new();
    for (other, text) in term.texts.iter().filter(|(other, text)| *other != lang && text.name != term.name(lang)) {
        names.push(format!("<span lang=\"{other}\">{}</span>", markdown::escape(&text.name)));
    }
    if let Some(text) = term.texts.get(lang) {
        names.extend(
            text.aliases.iter().filter(|alias| !names_hold(term, alias, lang)).map(|alias| markdown::escape(alias)),
        );
    }
    if !names.is_empty() {
        let _ = writeln!(out, "{}: {}\n", words.also, names.join(", "));
    }
    let Some(shown) = term.definition(lang) else { return };
    let (definition, text_lang) = (harmless(&shown.definition), &shown.lang);
    let _ = match &shown.notice {
        Some(notice) => {
            let title = html_escape::encode_double_quoted_attribute(notice);
            writeln!(out, "<span class=\"untranslated\" lang=\"{text_lang}\" title=\"{title}\">{definition}</span>\n")
        }
        None if text_lang == lang => writeln!(out, "{definition}\n"),
        None => writeln!(out, "<span lang=\"{text_lang}\">{definition}</span>\n"),
    };
    for relation in &term.relations {
        if let Some(other) = by_id.get(&relation.to) {
            let phrase = markdown::escape(glossary.phrase(&relation.is, lang));
            let _ = writeln!(out, "- {phrase} {}", link(other, lang));
        }
    }
    for (other, is) in to {
        let line = match glossary.inverse(is, lang) {
            Some(phrase) => format!("{} {}", markdown::escape(phrase), link(other, lang)),
            None => format!("{} {} {name}", link(other, lang), markdown::escape(glossary.phrase(is, lang))),
        };
        let _ = writeln!(out, "- {line}");
    }
    if !term.relations.is_empty() || !to.is_empty() {
        out.push('\n');
    }
    if let Some(source) = &term.source {
        let shown = source.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
        let _ = writeln!(out, "{}: [{}](<{source}>)\n", words.source, markdown::escape(shown));
    }
}

/// Whether a name is one that the entry shows already.
fn names_hold(term: &Term, alias: &str, lang: &Lang) -> bool {
    let same = |name: &str| name.to_lowercase() == alias.to_lowercase();
    same(term.name(lang)) || term.texts.values().any(|text| same(&text.name))
}

/// Examples, tables and mentions.
fn more(out: &mut String, facts: &Facts, lang: &Lang) {
    let words = Words::of(lang);
    for (label, places) in [(words.example, &facts.examples), (words.table, &facts.tables)] {
        if !places.is_empty() {
            let places: Vec<String> = places.iter().map(Place::link).collect();
            let _ = writeln!(out, "{label}: {}\n", places.join(", "));
        }
    }
    let counted = |place: String, count: usize| if count > 1 { format!("{place} ({count})") } else { place };
    let (others, mentions_there) = facts.elsewhere;
    let mut all = mentions_there;
    let mut list = String::new();
    for chapter in &facts.mentioned {
        let count: usize = chapter.sections.iter().map(|(_, count)| count).sum();
        all += count;
        let sections = chapter.sections.iter();
        let sections: Vec<String> =
            sections.filter_map(|(place, count)| Some(counted(place.as_ref()?.link(), *count))).collect();
        let sections = if sections.is_empty() { String::new() } else { format!(": {}", sections.join(", ")) };
        let _ = writeln!(list, "- {}{sections}", counted(chapter.chapter.link(), count));
    }
    if others > 0 {
        let [chapters, mentions] = words.elsewhere;
        let _ = writeln!(list, "- {chapters}: {others}, {mentions}: {mentions_there}");
    }
    if all > 0 {
        out.push_str(&folded(&format!("{}: {all}", words.mentioned), "mentioned", &list));
    }
}

impl Place {
    fn link(&self) -> String {
        format!("[{}](<{}>)", self.title, self.href.replace(['<', '>', '\n'], ""))
    }
}

fn link(term: &Term, lang: &Lang) -> String {
    format!("[{}](#{})", markdown::escape(term.name(lang)), term.id.anchor())
}

/// A definition whose raw HTML and mdBook directives are shown as text.
fn harmless(definition: &str) -> String {
    let one_block = definition.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut edits = Vec::new();
    for (event, range) in markdown::parse(&one_block) {
        match event {
            Event::InlineHtml(html) | Event::Html(html) => edits.push((range, markdown::escape(&html))),
            Event::Text(_) => {
                let text = &one_block[range.clone()];
                edits.extend(
                    text.match_indices('{').map(|(at, _)| (range.start + at..range.start + at + 1, "&#123;".into())),
                );
            }
            _ => {}
        }
    }
    markdown::splice(&one_block, edits)
}

/// A paragraph of an entry that is no prose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Listed {
    /// The other names of the term.
    Names,
    /// Places: where its definition can be verified, examples, tables.
    Places,
}

/// What a paragraph of an entry in `lang` lists that begins with this word and a colon.
pub fn listed(label: &str, lang: &Lang) -> Option<Listed> {
    let words = Words::of(lang);
    match label {
        label if label == words.also => Some(Listed::Names),
        label if [words.source, words.example, words.table].contains(&label) => Some(Listed::Places),
        _ => None,
    }
}

/// The few words of the page itself.
struct Words {
    /// What stands in place of the entries where there are none.
    none: &'static str,
    also: &'static str,
    source: &'static str,
    mentioned: &'static str,
    /// How many chapters are not listed, and how often they mention the term.
    elsewhere: [&'static str; 2],
    example: &'static str,
    table: &'static str,
    map: &'static str,
}

impl Words {
    fn of(lang: &Lang) -> Self {
        match lang.tag() {
            "ru" => Self {
                none: "В этой книге пока нет терминов.",
                also: "Также",
                source: "Источник",
                mentioned: "Упоминаний",
                elsewhere: ["ещё глав", "упоминаний в них"],
                example: "Пример",
                table: "В таблице",
                map: "Карта связей",
            },
            _ => Self {
                none: "There are no terms in this book yet.",
                also: "Also",
                source: "Source",
                mentioned: "Mentions",
                elsewhere: ["other chapters", "mentions in them"],
                example: "Example",
                table: "In the table",
                map: "Map of its relations",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    fn glossary(text: &str) -> Glossary {
        let (glossary, found) = Glossary::parse(&Source::new("glossary.toml", text));
        assert!(found.is_empty(), "{found:?}");
        glossary
    }

    #[test]
    fn a_glossary_without_terms_says_so() {
        let facts = |_: &Term, _: &Lang| Facts::default();
        let shown = entries(&glossary(""), &Lang::ru(), Some(&Lang::en()), &facts, &|_| String::new());
        assert!(shown.contains("lang=\"en\">\n\nThere are no terms"), "{shown}");
        assert!(shown.contains("lang=\"ru\">\n\nВ этой книге"), "{shown}");
    }

    #[test]
    fn nothing_is_injected() {
        let glossary = glossary(
            r#"
            [relations.near]
            ru = "рядом с"
            en = "is near"
            [[term]]
            id = "b"
            source = "https://example.org/b"
            relations = [{ is = "near", to = "a" }]
            ru = { name = "<script>", aliases = ["*звезда*"], definition = "Опасно: <img src=x onerror=alert(1)> и {{#include /etc/passwd}}, но `<b>` — код." }
            en = { name = "</h2>", definition = "Same." }
            [[term]]
            id = "a"
            ru = { name = "аист", definition = "Птица." }
            en = { name = "stork", definition = "A bird." }
            "#,
        );
        let place = |title: &str, href: &str| Place { title: markdown::escape(title), href: href.to_owned() };
        let facts = |term: &Term, _: &Lang| match term.id.as_str() {
            "a" => Facts {
                mentioned: vec![MentionedIn {
                    chapter: place("Птицы [1]", "birds.md"),
                    sections: vec![(None, 1), (Some(place("<b>", "birds.md#list")), 2)],
                }],
                examples: vec![place("nest.yaml", "birds.md#example-nest")],
                tables: vec![place("аист / журавль", "birds.md#compare")],
                elsewhere: (2, 5),
            },
            _ => Facts::default(),
        };
        let page = entries(&glossary, &Lang::ru(), None, &facts, &|term| format!("#{}", term.id.anchor()));
        let drawings = regex::Regex::new("(?s)<svg.*?</svg>").expect("a pattern");
        insta::assert_snapshot!(drawings.replace_all(&page, "<svg/>"), @r#"
        ## аист {#term-a}

        Также: <span lang="en">stork</span>

        Птица.

        - [\<script\>](#term-b) рядом с аист

        Пример: [nest.yaml](<birds.md#example-nest>)

        В таблице: [аист / журавль](<birds.md#compare>)

        <details class="mentioned">
        <summary>Упоминаний: 8</summary>

        - [Птицы \[1\]](<birds.md>) (3): [\<b\>](<birds.md#list>) (2)
        - ещё глав: 2, упоминаний в них: 5


        </details>

        <details class="map-small">
        <summary>Карта связей</summary>

        <figure class="map">
        <svg/>
        </figure>

        </details>

        ## \<script\> {#term-b}

        Также: <span lang="en">\</h2\></span>, \*звезда\*

        Опасно: \<img src=x onerror=alert(1)\> и &#123;&#123;#include /etc/passwd}}, но `<b>` — код.

        - рядом с [аист](#term-a)

        Источник: [example.org/b](<https://example.org/b>)

        <details class="map-small">
        <summary>Карта связей</summary>

        <figure class="map">
        <svg/>
        </figure>

        </details>
        "#);
        assert!(!page.contains("{{"));
        for (event, _) in markdown::parse(&page) {
            if let Event::InlineHtml(html) | Event::Html(html) = event {
                assert!(!["<script", "<img", "<b>", "</h2"].iter().any(|tag| html.contains(tag)), "{html}");
            }
        }
    }
}
