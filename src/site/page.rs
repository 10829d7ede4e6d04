//! The last touch on a page: what mdBook does not know.
//!
//! mdBook leaves placeholders that the theme put there. In go its HTML and the page's path, out comes the HTML with the
//! language switch, links to the other editions, a policy, coloured code, and beside each heading a plain link to the
//! same section in the other language.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, LazyLock},
};

use aho_corasick::{AhoCorasick, AhoCorasickKind, Match, packed};
use handlebars::Handlebars;
use mdbook_driver::config::Config;
use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::{
    Error,
    contents::Contents,
    disk, feed, highlight,
    theme::{CONTENTS, PICTURE, Theme},
};
use crate::{
    book::compose::Composed,
    edition::{Edition, Prepared, fill::page_of},
    memo::{Key, Memo, Parts},
    text::{Lang, markdown, slug, slug::Slugs},
    translate,
};

/// Nothing from another host, no script or style inside the page.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                          connect-src 'self'; base-uri 'self'; form-action 'none'";

/// What the pages of all editions share.
#[derive(Debug)]
pub struct Site<'a> {
    editions: &'a [Edition],
    /// The language the book is written in.
    source: Lang,
    /// What the names in definition lists are called in addresses, by page.
    definitions: BTreeMap<String, Vec<String>>,
    /// The days of chapters, where they are known: see [`feed`].
    days: BTreeMap<String, String>,
    templates: Handlebars<'static>,
    /// The address of the site, with a slash at its end, where it is known.
    pub url: Option<String>,
    /// The path of the site on its server, with a slash at its end.
    pub base: String,
}

impl<'a> Site<'a> {
    /// Reads the theme's templates.
    ///
    /// # Errors
    /// Where one cannot be read or is no template.
    pub fn new(prepared: &Prepared, editions: &'a [Edition], theme: &Theme) -> Result<Self, Error> {
        let mut templates = Handlebars::new();
        for name in ["switch", "root", "404"] {
            let text = theme.template(&format!("{name}.hbs"))?;
            templates.register_template_string(name, text).map_err(|error| Error::Renderer(error.into()))?;
        }
        let site_url = prepared.input.settings.config.html_config().and_then(|html| html.site_url).unwrap_or_default();
        let url = site_url.starts_with("http").then(|| format!("{}/", site_url.trim_end_matches('/')));
        let path = url.as_deref().and_then(|url| url.splitn(4, '/').nth(3).map(|path| format!("/{path}")));
        let base = path.unwrap_or_else(|| {
            if site_url.is_empty() { String::new() } else { format!("{}/", site_url.trim_end_matches('/')) }
        });
        let source = prepared.input.settings.source_lang.clone();
        let ids = |chapter: &Composed| Some((page_of(&chapter.path), definition_names(&chapter.markdown)?));
        let definitions = prepared.chapters.par_iter().filter_map(ids).collect();
        let days = feed::days(prepared);
        Ok(Self { editions, source, definitions, days, templates, url, base })
    }

    /// What every page of an edition is made of besides its chapter: the edition, the others that it leads to, the theme,
    /// the settings.
    ///
    /// # Errors
    /// Where a file of the theme cannot be read, or the settings cannot be written.
    pub fn made_of(&self, edition: &Edition, config: &Config, theme: &Theme) -> Result<Parts, Error> {
        let config = toml::to_string(config).map_err(|error| Error::Renderer(error.into()))?;
        let shared = (edition, self.editions, &self.source, &self.url, self.feed_of(edition), &self.definitions);
        let shared = format!("{shared:?}");
        let mut made = Parts::default().of(config).of(shared).of(theme.template("switch.hbs")?);
        made = made.with(&theme.has_own(PICTURE));
        Ok(theme.of_pages(&edition.lang, made))
    }

    /// The address of the site, where the edition has a feed.
    fn feed_of(&self, edition: &Edition) -> Option<&str> {
        self.url.as_deref().filter(|_| edition.beside.is_none() && !self.days.is_empty())
    }

    /// Writes the edition's feed into its folder, if it has one.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn write_feed(&self, folder: &Path, prepared: &Prepared, edition: &Edition) -> Result<(), Error> {
        let Some(url) = self.feed_of(edition) else { return Ok(()) };
        disk::write(&folder.join(feed::NAME), feed::atom(prepared, edition, url, &self.days))
    }

    /// Renders a template of the theme.
    ///
    /// # Errors
    /// Where the template asks for something that cannot be done.
    pub fn render(&self, name: &str, data: &Value) -> Result<String, Error> {
        self.templates.render(name, data).map_err(|error| Error::Renderer(error.into()))
    }

    /// The switch between editions, for the page at `path` of `edition`.
    fn switch(&self, edition: &Edition, path: &str) -> Result<String, Error> {
        if self.editions.len() < 2 {
            return Ok(String::new());
        }
        let up = up(path);
        let rows: Vec<Value> = self
            .editions
            .iter()
            .map(|other| {
                json!({
                    "dir": other.dir,
                    "name": other.name(&edition.lang),
                    "lang": other.name_lang(&edition.lang),
                    "href": format!("{up}../{}/{path}", other.dir),
                    "current": other == edition,
                })
            })
            .collect();
        let label = if edition.lang.tag() == "ru" { "Язык" } else { "Language" };
        self.render("switch", &json!({ "label": label, "editions": rows }))
    }

    /// What goes into the head: the policy, the address of this page, the same page in other languages.
    fn head(&self, edition: &Edition, path: &str) -> String {
        let mut out = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n");
        let address = |other: &Edition| match &self.url {
            Some(url) => format!("{url}{}/{path}", other.dir),
            None => format!("{}../{}/{path}", up(path), other.dir),
        };
        if self.url.is_some() {
            let own = address(edition);
            let own = attribute(&own);
            out.push_str(&format!(
                "<link rel=\"canonical\" href=\"{own}\">\n<meta property=\"og:url\" content=\"{own}\">\n"
            ));
        }
        if self.feed_of(edition).is_some() {
            let (up, name) = (up(path), feed::NAME);
            out.push_str(&format!("<link rel=\"alternate\" type=\"application/atom+xml\" href=\"{up}{name}\">\n"));
        }
        out.push_str(&format!("<meta property=\"og:locale\" content=\"{}\">\n", edition.lang.tag().replace('-', "_")));
        for other in self.editions.iter().filter(|other| other.beside.is_none()) {
            out.push_str(&format!(
                "<link rel=\"alternate\" hreflang=\"{}\" href=\"{}\">\n",
                other.lang,
                attribute(&address(other))
            ));
        }
        out
    }
}

fn attribute(text: &str) -> std::borrow::Cow<'_, str> {
    html_escape::encode_double_quoted_attribute(text)
}

fn up(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// Finishes the page at `path` of an edition with this list of chapters.
///
/// # Errors
/// Where a template cannot be rendered.
pub fn finished(
    html: &str,
    edition: &Edition,
    path: &str,
    contents: &Contents,
    site: &Site<'_>,
) -> Result<String, Error> {
    let html = settled(html, edition, path, contents, site)?;
    let html = definition_ids(html, site.definitions.get(path).map(Vec::as_slice).unwrap_or_default());
    let html = coloured(&html, edition, &site.source);
    Ok(section_switches(html, edition, path, site.editions))
}

/// What the theme has put into the page to be replaced once.
const PLACEHOLDERS: [&str; 8] = [
    "data-edition=\"konspekt-edition\"",
    "konspekt-first-name",
    "konspekt-second-name",
    "lang=\"konspekt-first\"",
    "lang=\"konspekt-second\"",
    "<!--konspekt:head-->",
    "<!--konspekt:switch-->",
    CONTENTS,
];

/// The alignment of table cells as a class: the policy lets no style stand in the page.
const ALIGNED: [(&str, &str); 3] = [
    (" style=\"text-align: left\"", " class=\"align-left\""),
    (" style=\"text-align: center\"", " class=\"align-center\""),
    (" style=\"text-align: right\"", " class=\"align-right\""),
];

/// The titles of `> [!NOTE]` and its kin, which mdBook has in English only, in Russian.
const TITLES: [(&str, &str); 5] = [
    ("</svg>Note</p>", "</svg>Заметка</p>"),
    ("</svg>Tip</p>", "</svg>Совет</p>"),
    ("</svg>Important</p>", "</svg>Важно</p>"),
    ("</svg>Warning</p>", "</svg>Внимание</p>"),
    ("</svg>Caution</p>", "</svg>Осторожно</p>"),
];

/// Finds what is replaced in a page: all places at once in stretches of many bytes, where the processor can do that.
enum Finder {
    Wide(packed::Searcher),
    Plain(AhoCorasick),
}

impl Finder {
    fn new() -> Option<Self> {
        let known = ALIGNED.iter().chain(&TITLES).map(|(pattern, _)| *pattern);
        let patterns: Vec<&str> = PLACEHOLDERS.into_iter().chain(known).collect();
        // These few patterns fit into any automaton.
        let plain = || AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).prefilter(false).build(&patterns).ok();
        packed::Searcher::new(&patterns).map(Self::Wide).or_else(|| plain().map(Self::Plain))
    }

    fn find<'h>(&'h self, html: &'h str) -> Box<dyn Iterator<Item = Match> + 'h> {
        match self {
            Self::Wide(searcher) => Box::new(searcher.find_iter(html)),
            Self::Plain(automaton) => Box::new(automaton.find_iter(html)),
        }
    }
}

/// Replaces in one pass what the theme has left open and what mdBook has only in one way.
fn settled(html: &str, edition: &Edition, path: &str, contents: &Contents, site: &Site<'_>) -> Result<String, Error> {
    static FINDER: LazyLock<Option<Finder>> = LazyLock::new(Finder::new);
    let second = edition.beside.as_ref();
    let mut once = [
        format!("data-edition=\"{}\"", edition.dir),
        edition.lang.endonym().to_owned(),
        second.map_or("", Lang::endonym).to_owned(),
        format!("lang=\"{}\"", edition.lang),
        format!("lang=\"{}\"", second.unwrap_or(&edition.lang)),
        site.head(edition, path),
        site.switch(edition, path)?,
        contents.list(path, &up(path)),
    ]
    .map(Some);
    let Some(finder) = FINDER.as_ref() else { return Ok(html.to_owned()) };
    let mut out = String::with_capacity(html.len() + html.len() / 2);
    let mut last = 0;
    for found in finder.find(html) {
        out.push_str(&html[last..found.start()]);
        last = found.end();
        let (number, text) = (found.pattern().as_usize(), &html[found.range()]);
        match number.checked_sub(PLACEHOLDERS.len()) {
            None => out.push_str(once[number].take().as_deref().unwrap_or(text)),
            Some(at) => match (ALIGNED.get(at), at.checked_sub(ALIGNED.len()).and_then(|at| TITLES.get(at))) {
                (Some((_, class)), _) => out.push_str(class),
                (_, Some((_, title))) if edition.lang.tag() == "ru" => out.push_str(title),
                _ => out.push_str(text),
            },
        }
    }
    out.push_str(&html[last..]);
    Ok(out)
}

/// The identifiers of the names in a chapter's definition lists, from the source language: mdBook makes them of the words
/// on the page, and a link would work in one edition only. `None` where there are no such lists.
fn definition_names(markdown: &str) -> Option<Vec<String>> {
    // A definition begins with a colon, whatever list or quote it stands in.
    let begins = |line: &str| line.trim_start_matches(|c: char| c != ':' && !c.is_alphabetic()).starts_with(':');
    if !markdown.lines().any(begins) {
        return None;
    }
    let mut slugs = Slugs::default();
    let mut names = Vec::new();
    let mut open: Option<String> = None;
    for (event, _) in markdown::parse(markdown) {
        match event {
            Event::Start(Tag::Heading { id: Some(id), .. }) => drop(slugs.take(&id, "section")),
            Event::Start(Tag::DefinitionListTitle) => open = Some(String::new()),
            Event::Text(text) | Event::Code(text) => open.iter_mut().for_each(|name| name.push_str(&text)),
            Event::End(TagEnd::DefinitionListTitle) => names.extend(open.take()),
            _ => {}
        }
    }
    let ids: Vec<String> = names.iter().map(|name| slugs.take(&slug::slug(name), "term")).collect();
    (!ids.is_empty()).then_some(ids)
}

/// Gives the names in definition lists their identifiers, in the order of the page.
fn definition_ids(html: String, ids: &[String]) -> String {
    const OPEN: &str = "<dt id=\"";
    if ids.is_empty() {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html.as_str();
    for id in ids {
        let Some((before, after)) = rest.split_once(OPEN) else { break };
        let Some((old, behind)) = after.split_once('"') else { break };
        out.push_str(&format!("{before}{OPEN}{id}\""));
        // The link to itself that mdBook puts around the name.
        let own = format!("<a class=\"header\" href=\"#{old}\"");
        let at = behind.find(&own).filter(|at| behind.find("</dt>").is_none_or(|end| *at < end));
        rest = match at {
            Some(at) => {
                out.push_str(&format!("{}<a class=\"header\" href=\"#{id}\"", &behind[..at]));
                &behind[at + own.len()..]
            }
            None => behind,
        };
    }
    out.push_str(rest);
    out
}

/// Colours the code blocks whose language is known.
fn coloured(html: &str, edition: &Edition, source: &Lang) -> String {
    // Where the source has letters of its own, a comment that holds them is one that nobody has translated.
    let may_be_left = edition.beside.is_none() && edition.lang != *source && !source.writes('a');
    let untranslated = |comment: &str| {
        let left = may_be_left && comment.chars().any(|c| source.writes(c));
        left.then(|| format!(" lang=\"{source}\" title=\"{}\"", translate::missing_notice(&edition.lang)))
    };
    // The editions of a book show much the same code.
    static MEMO: Memo<Option<Arc<str>>> = Memo::new(2000);
    let reader = if may_be_left { edition.lang.tag() } else { "" };
    const OPEN: &str = "<pre><code class=\"language-";
    const CLOSE: &str = "</code></pre>";
    let mut out = String::with_capacity(html.len() * 2);
    let mut rest = html;
    while let Some(at) = rest.find(OPEN) {
        let (before, block) = rest.split_at(at);
        out.push_str(before);
        let head =
            block[OPEN.len()..].find("\">").map(|end| (&block[OPEN.len()..OPEN.len() + end], OPEN.len() + end + 2));
        let Some(((class, start), end)) =
            head.and_then(|head| Some((head, block.find(CLOSE)?))).filter(|((_, start), end)| start <= end)
        else {
            out.push_str(OPEN);
            rest = &block[OPEN.len()..];
            continue;
        };
        let shown = without_hidden_lines(&block[start..end]);
        let code = html_escape::decode_html_entities(&shown);
        let lang = class.split([' ', ',']).next().unwrap_or_default();
        let coloured = MEMO.get(Key::of(&[lang, &code, reader, source.tag()]), || {
            highlight::highlight(lang, &code, &untranslated).map(Arc::from)
        });
        match coloured {
            Some(coloured) => {
                let pre = if class.contains("should_fail=") {
                    let label = if edition.lang.tag() == "ru" {
                        "С ошибкой намеренно"
                    } else {
                        "Wrong on purpose"
                    };
                    format!("<pre class=\"should-fail\" data-label=\"{label}\">")
                } else {
                    "<pre>".to_owned()
                };
                out.push_str(&format!("{pre}<code class=\"hl language-{lang}\">{coloured}{CLOSE}"));
            }
            None => out.push_str(&format!("{}{shown}{CLOSE}", &block[..start])),
        }
        rest = &block[end + CLOSE.len()..];
    }
    out.push_str(rest);
    out
}

/// Code without the lines that an author has hidden, as mdBook's `# ` in Rust does: there is no button to show them.
fn without_hidden_lines(code: &str) -> std::borrow::Cow<'_, str> {
    const HIDDEN: &str = "<span class=\"boring\">";
    if !code.contains(HIDDEN) {
        return code.into();
    }
    let mut parts = code.split(HIDDEN);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once("</span>").map_or("", |(_, behind)| behind));
    }
    out.into()
}

/// Where the next heading begins that has an identifier and stands below the title.
fn next_heading(html: &str) -> Option<usize> {
    let is_one = |at: &usize| ["<h2 id=\"", "<h3 id=\"", "<h4 id=\""].iter().any(|open| html[*at..].starts_with(open));
    html.match_indices("<h").map(|(at, _)| at).find(is_one)
}

/// A plain link beside each heading to the same section in the other languages.
fn section_switches(html: String, edition: &Edition, path: &str, editions: &[Edition]) -> String {
    let others: Vec<&Edition> = editions
        .iter()
        .filter(|other| other.beside.is_none() && (edition.beside.is_some() || other.lang != edition.lang))
        .collect();
    if others.is_empty() {
        return html;
    }
    let mut out = String::with_capacity(html.len() + 4096);
    let mut rest = html.as_str();
    while let Some(at) = next_heading(rest) {
        let level = &rest[at + 1..at + 3];
        let id_start = at + 8;
        let end = rest[id_start..].find('"').map(|end| id_start + end);
        let close = rest[at..].find(&format!("</{level}>")).map(|close| at + close);
        let (Some(end), Some(close)) = (end, close) else { break };
        let id = &rest[id_start..end];
        out.push_str(&rest[..close]);
        for other in &others {
            let title = match edition.lang.tag() {
                "ru" => format!("Этот раздел: {}", other.lang.endonym()),
                _ => format!("This section: {}", other.lang.endonym()),
            };
            out.push_str(&format!(
                " <a class=\"section-switch\" hreflang=\"{lang}\" href=\"{up}../{dir}/{path}#{id}\" title=\"{title}\">{short}</a>",
                lang = other.lang,
                up = up(path),
                dir = other.dir,
                short = other.lang.tag().to_uppercase(),
            ));
        }
        rest = &rest[close..];
    }
    out.push_str(rest);
    out
}
