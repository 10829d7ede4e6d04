//! The search index of an edition: a script that the page loads when a reader first searches.
//!
//! A script and not a JSON file, so that it works from `file://`, where a page may not read files. Words are indexed by
//! their Snowball stems, Russian for Cyrillic words and English for Latin ones; `theme/search.js` has the same stemmers.
//! There are no stop words: «под» is one on every list. A place that means a term is indexed by the term (`#pod`), and
//! every form of its names leads there: «подов», "Pods", `po`. A hit is a section.

use std::{collections::BTreeMap, fs, path::Path};

use mdbook_driver::book::Book;
use mdbook_markdown::pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use serde_json::{Value, json};

use super::{Error, disk::at};
use crate::{
    edition::{Edition, Prepared, fill::page_of},
    glossary::forms,
    text::{
        Lang, markdown,
        words::{stem, words},
    },
};

/// What a word in a heading weighs, one in the title of the chapter, and one in the text.
const HEADING: u32 = 8;
const TITLE: u32 = 4;
const TEXT: u32 = 1;
/// Beyond this weight more of one word in a section says nothing more.
const MOST: u32 = 320;
/// The longest text of a section that is kept to show hits in, in bytes.
const LONGEST: usize = 20_000;
/// The most words a name of a term has.
const NAME_WORDS: usize = 4;

/// A section of a chapter.
#[derive(Debug, Default)]
struct Section {
    /// Which chapter, by its place among the pages.
    page: usize,
    /// The id of its heading; none above the first one.
    id: String,
    heading: String,
    text: String,
}

/// Writes the index of an edition into its folder, and the script that reads it.
///
/// # Errors
/// Where a file cannot be written.
pub fn write(folder: &Path, index: &Value, script: &str) -> Result<(), Error> {
    let text = format!("konspekt.search({index});\n");
    for (name, text) in [("search-index.js", text.as_str()), ("search.js", script)] {
        let path = folder.join(name);
        fs::write(&path, text).map_err(at(&path))?;
    }
    Ok(())
}

/// The index: pages, sections, for each key the sections that hold it, and the keys that names of terms lead to.
pub fn index(book: &Book, prepared: &Prepared, edition: &Edition) -> Value {
    let (mut pages, mut sections) = (Vec::new(), Vec::new());
    for chapter in book.chapters() {
        let Some(path) = chapter.path.as_deref().map(crate::book::input::slashed) else { continue };
        sections.extend(cut(&chapter.content, pages.len()));
        pages.push((chapter.name.clone(), page_of(&path)));
    }
    let mut found: BTreeMap<String, BTreeMap<usize, u32>> = BTreeMap::new();
    for (at, section) in sections.iter().enumerate() {
        let title = &pages[section.page].0;
        for (text, weight) in [(&section.heading, HEADING), (title, TITLE), (&section.text, TEXT)] {
            let mut add = |key: String| {
                let count = found.entry(key).or_default().entry(at).or_default();
                *count = (*count + weight).min(MOST);
            };
            words(text).map(|(_, word)| stem(word)).for_each(&mut add);
            for lang in [Some(&edition.lang), edition.beside.as_ref()].into_iter().flatten() {
                let Some(matcher) = prepared.matchers.get(lang) else { continue };
                matcher.meant(text).into_iter().for_each(|term| add(format!("#{term}")));
            }
        }
    }
    let keys: BTreeMap<&String, Vec<u32>> = found
        .iter()
        .map(|(key, places)| (key, places.iter().flat_map(|(&at, &weight)| [at as u32, weight]).collect()))
        .collect();
    let sections: Vec<Value> =
        sections.iter().map(|section| json!([section.page, section.id, section.heading, section.text])).collect();
    json!({ "pages": pages, "sections": sections, "keys": keys, "names": names(prepared, &found) })
}

/// The sections of a chapter.
fn cut(content: &str, page: usize) -> Vec<Section> {
    let mut out = vec![Section { page, ..Section::default() }];
    let mut in_heading = false;
    // Inside a link back to the notes: its text is a number of a line.
    let mut in_origin = false;
    for (event, _) in markdown::parse(content) {
        let Some(section) = out.last_mut() else { break };
        let to = if in_heading { &mut section.heading } else { &mut section.text };
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                in_heading = true;
                let id = id.map(|id| id.to_string()).unwrap_or_default();
                let opened = Section { page, id, ..Section::default() };
                // The heading of the whole chapter opens no section of its own.
                if out.len() == 1 && out[0].text.is_empty() && level == HeadingLevel::H1 {
                    out[0] = opened;
                } else {
                    out.push(opened);
                }
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Text(text) | Event::Code(text) if !in_origin => to.push_str(&text),
            Event::InlineHtml(html) if html.starts_with("<a class=") => in_origin = true,
            Event::InlineHtml(html) if &*html == "</a>" => in_origin = false,
            // Two languages of a heading stand in two elements.
            Event::InlineHtml(html) if in_heading && html.starts_with("</span") => to.push(' '),
            Event::End(
                TagEnd::Link
                | TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript,
            ) => {}
            Event::End(_) | Event::SoftBreak | Event::HardBreak | Event::Html(_) => to.push(' '),
            _ => {}
        }
    }
    for section in &mut out {
        let text = section.text.split_whitespace().collect::<Vec<_>>().join(" ");
        section.text = text[..text.floor_char_boundary(text.len().min(LONGEST))].to_owned();
        section.heading = section.heading.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    out.retain(|section| !section.text.is_empty() || !section.heading.is_empty());
    out
}

/// The stems of every form of every name of the terms that the edition means somewhere, each with its terms.
fn names(prepared: &Prepared, found: &BTreeMap<String, BTreeMap<usize, u32>>) -> BTreeMap<String, Vec<String>> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for term in &prepared.input.glossary.terms {
        let key = format!("#{}", term.id);
        if !found.contains_key(&key) {
            continue;
        }
        let mut add = |name: &str| {
            let stems: Vec<String> = words(name).map(|(_, word)| stem(word)).collect();
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

    #[test]
    fn a_chapter_is_cut_at_its_headings() {
        let text = "# Хлеб {#khleb}\n\nО `тесте`, [муке](m) <a class=\"origin\" href=\"n#L7\">7</a>.\n\n| a | b |\n|---|---|\n| c | d |\n\n## <span class=\"pair\"><span lang=\"ru\">Печь</span><span lang=\"en\">Oven</span></span> {#oven}\n\n- жар\n- угли\n";
        let sections: Vec<_> = cut(text, 0).into_iter().map(|s| (s.id, s.heading, s.text)).collect();
        let row = |id: &str, heading: &str, text: &str| (id.to_owned(), heading.to_owned(), text.to_owned());
        assert_eq!(sections, [row("khleb", "Хлеб", "О тесте, муке . a b c d"), row("oven", "Печь Oven", "жар угли")]);
    }
}
