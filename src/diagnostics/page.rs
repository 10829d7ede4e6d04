//! The page of a diagnostic: TOML between `+++` lines, then Markdown with the sections `en`, `ru`, `bad` and `good`.
//!
//! `bad` and `good` hold fences. A fence's info string may name a file (`toml file=glossary.toml`); together they are
//! the files of a small book. A fence without a file is a manifest. Pages are compiled in and parsed on first use.

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use mdbook_markdown::pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};
use serde::Deserialize;

use super::{Code, Level, list};
use crate::text::{Localized, markdown};

/// What is known about one kind of diagnostic.
#[derive(Debug, Clone)]
pub struct Page {
    /// The code.
    pub code: Code,
    /// A short name that reads after "allow": it names the pattern.
    pub name: String,
    /// Level unless a finding says otherwise.
    pub level: Level,
    /// The document that states the rule.
    pub url: Option<String>,
    /// Message with `{placeholders}`.
    pub message: Localized,
    /// Hints by name.
    pub help: BTreeMap<String, Localized>,
    /// Texts beside further places, by name.
    pub label: BTreeMap<String, Localized>,
    /// Explanation, as Markdown.
    pub explanation: Localized,
    /// Examples that must be reported with this code.
    pub bad: Vec<Fence>,
    /// Examples in which nothing must be reported with this code.
    pub good: Vec<Fence>,
}

/// A code block of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// The language, the first word of the info string.
    pub lang: String,
    /// The file it is, from `file=…`.
    pub file: Option<String>,
    /// What it holds.
    pub text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    name: String,
    level: Level,
    url: Option<String>,
    message: Localized,
    #[serde(default)]
    help: BTreeMap<String, Localized>,
    #[serde(default)]
    label: BTreeMap<String, Localized>,
}

static PAGES: LazyLock<HashMap<Code, Page>> = LazyLock::new(|| {
    list::PAGES
        .iter()
        .map(|&(code, text)| match parse(code, text) {
            Ok(page) => (code, page),
            // Pages are compiled in, and a test parses every one of them: this is unreachable in a program that passed.
            Err(error) => panic!("page {code}: {error}"),
        })
        .collect()
});

/// The page of a code.
pub fn page(code: Code) -> &'static Page {
    &PAGES[&code]
}

/// All pages, in the order of their codes.
pub fn pages() -> Vec<&'static Page> {
    let mut pages: Vec<_> = PAGES.values().collect();
    pages.sort_by_key(|page| page.code);
    pages
}

/// The page whose code somebody typed (`k203`, `K0203`).
pub fn find(typed: &str) -> Option<&'static Page> {
    let digits = typed.trim().trim_start_matches(['K', 'k', 'К', 'к']);
    let wanted = format!("K{digits:0>4}");
    PAGES.values().find(|page| page.code.as_str() == wanted || page.name == typed.trim())
}

fn parse(code: Code, text: &str) -> Result<Page, String> {
    let rest = text.strip_prefix("+++\n").ok_or("no front matter")?;
    let (front, body) = rest.split_once("\n+++\n").ok_or("front matter does not end")?;
    let front: FrontMatter = toml::from_str(front).map_err(|e| e.to_string())?;
    let mut page = Page {
        code,
        name: front.name,
        level: front.level,
        url: front.url,
        message: front.message,
        help: front.help,
        label: front.label,
        explanation: Localized::default(),
        bad: Vec::new(),
        good: Vec::new(),
    };
    let sections = sections(body);
    for (name, content) in sections {
        match name.as_str() {
            "en" => page.explanation.en = content.trim().to_owned(),
            "ru" => page.explanation.ru = content.trim().to_owned(),
            "bad" => page.bad = fences(content),
            "good" => page.good = fences(content),
            other => return Err(format!("section `{other}` is not one of en, ru, bad, good")),
        }
    }
    Ok(page)
}

/// The parts below each first-level heading, with the heading's text.
fn sections(body: &str) -> Vec<(String, &str)> {
    let mut starts: Vec<(String, usize, usize)> = Vec::new();
    for (event, range) in markdown::parse(body) {
        if let Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) = event {
            let title = body[range.clone()].trim().trim_start_matches('#').trim().to_owned();
            starts.push((title, range.start, range.end));
        }
    }
    (0..starts.len())
        .map(|i| {
            let end = starts.get(i + 1).map_or(body.len(), |next| next.1);
            (starts[i].0.clone(), &body[starts[i].2..end])
        })
        .collect()
}

fn fences(markdown: &str) -> Vec<Fence> {
    let mut out = Vec::new();
    let mut open: Option<Fence> = None;
    for (event, _) in markdown::parse(markdown) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let mut words = info.split([' ', ',']);
                let lang = words.next().unwrap_or_default().to_owned();
                let file = words.find_map(|word| word.strip_prefix("file=")).map(str::to_owned);
                open = Some(Fence { lang, file, text: String::new() });
            }
            Event::Text(text) => {
                if let Some(fence) = &mut open {
                    fence.text.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => out.extend(open.take()),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placeholders(text: &str) -> Vec<&str> {
        let mut found: Vec<_> =
            text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    #[test]
    fn every_page_is_whole_in_both_languages() {
        for page in pages() {
            let code = page.code;
            for text in
                [&page.message, &page.explanation].into_iter().chain(page.help.values()).chain(page.label.values())
            {
                assert!(!text.en.is_empty() && !text.ru.is_empty(), "{code}: a text is missing in one language");
                assert!(text.ru.chars().any(|c| ('а'..='я').contains(&c)), "{code}: no Russian in {:?}", text.ru);
                assert!(!text.en.chars().any(|c| ('а'..='я').contains(&c)), "{code}: Russian in {:?}", text.en);
            }
            for text in [&page.message].into_iter().chain(page.help.values()).chain(page.label.values()) {
                assert_eq!(placeholders(&text.en), placeholders(&text.ru), "{code}: {text:?}");
            }
            assert!(!page.message.en.ends_with('.'), "{code}: a message has no full stop");
            assert!(!page.bad.is_empty() && !page.good.is_empty(), "{code}: a bad and a good example are needed");
        }
    }

    #[test]
    fn names_are_unique_and_codes_are_found_as_people_type_them() {
        let mut names: Vec<_> = pages().iter().map(|page| &page.name).collect();
        names.sort();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
        for typed in ["K0201", "k201", "0201", "K201", "к0201"] {
            assert_eq!(find(typed).map(|page| page.code.as_str()), Some("K0201"), "{typed}");
        }
    }
}
