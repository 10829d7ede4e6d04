//! Fills in what directives ask for: examples, tables, reviews, glossary, map, raw notes, and the way back to the notes.
//!
//! It works on Markdown that is already in the edition's language. Directives that a mistake was reported for are left
//! out; a book with such a mistake is never built.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use super::{
    appendix, code,
    homes::{Homes, reviewed},
    tables,
    terms::{self, Mentioned},
    voice::Voice,
};
use crate::{
    book::{
        Input,
        compose::Composed,
        directives::{self, Directive},
        place::Placed,
    },
    examples,
    glossary::{
        self, Matcher, Matchers, TermId,
        found::{Meant, Mentions},
    },
    notes::{Note, Repeat},
    reviews::{Review, Verdict},
    tables::{
        entities::{Entity, entities},
        kinds, manifests,
        model::{Table, same},
        notes::{self as of_notes, Comparer},
    },
    text::{Lang, Localized, Source, Span, day, markdown, slug},
};

/// Everything an edition is made of.
#[derive(Clone, Copy)]
pub struct Filler<'a> {
    /// The book.
    pub input: &'a Input,
    /// The composed chapters.
    pub chapters: &'a [Composed],
    /// What stands where.
    pub placed: &'a Placed,
    /// Finders of mentions, by language.
    pub matchers: &'a BTreeMap<Lang, Matcher>,
    /// What the notes describe, once a table has asked.
    pub entities: &'a OnceLock<Vec<Entity>>,
    /// The voice of the edition.
    pub voice: Voice<'a>,
    /// Where terms are mentioned.
    pub mentioned: &'a BTreeMap<TermId, Vec<Mentioned>>,
}

/// What a chapter of an edition says.
#[derive(Debug, Hash)]
pub struct Written {
    /// Its Markdown.
    pub text: String,
    /// The terms it means, where the book has a glossary to link them to.
    pub meant: Option<Meant>,
}

impl Filler<'_> {
    /// A chapter of the edition: directives filled in, mentions linked.
    pub fn chapter(&self, chapter: &Composed, homes: &Homes) -> Written {
        let translated = self.voice.markdown(&chapter.markdown);
        let filled = self.fill(&translated, &chapter.path, homes);
        let Some(home) = &homes.glossary else {
            return Written { text: glossary::marks::without(&filled), meant: None };
        };
        let mentions = glossary::found::mentions_in_markdown(&filled, &self.matchers(), &self.voice.edition.lang);
        let text = self.link(&filled, &mentions, &chapter.path, home);
        Written { text, meant: Some(mentions.meant()) }
    }

    /// Replaces the directives of a text.
    pub fn fill(&self, text: &str, path: &str, homes: &Homes) -> String {
        let mut edits = Vec::new();
        // Every place with the words of a claim shows its review; the first on a page has the name.
        let mut named = BTreeSet::new();
        for directive in directives::find(text) {
            let block = match reviewed(&directive) {
                Some(n) => {
                    let shown = homes.reviews.get(&n).filter(|_| named.insert(n));
                    self.review(n, shown.map(|shown| shown.id.as_str()))
                }
                None => self.directive(&directive, path, homes),
            };
            let Some(block) = block else { continue };
            let line = text[..directive.span.start].rfind('\n').map_or(0, |at| at + 1);
            let indent = &text[line..directive.span.start];
            let indent = if indent.trim().is_empty() { indent } else { "" };
            let lines: Vec<_> = block.trim_end().split('\n').collect();
            let joined = lines.join(&format!("\n{indent}")).replace(&format!("\n{indent}\n"), "\n\n");
            edits.push((directive.span.range(), joined));
        }
        markdown::splice(text, edits)
    }

    /// Links the mentions of a text to the glossary at `home`.
    fn link(&self, text: &str, mentions: &Mentions, path: &str, home: &str) -> String {
        // A definition stands once on a page, on the first link to its term; the theme shows it on the others as well.
        let defined = RefCell::new(BTreeSet::new());
        let target = |term: &glossary::Term, lang: &Lang| {
            let href = format!("{}#{}", relative(path, home), term.id.anchor());
            let first = defined.borrow_mut().insert((lang.clone(), term.id.clone()));
            Some(glossary::Link { href, title: if first { glossary::page::hint(term, lang) } else { None } })
        };
        glossary::links::link(text, mentions, &self.input.glossary, &target)
    }

    fn directive(&self, directive: &Directive, path: &str, homes: &Homes) -> Option<String> {
        let word = |n: usize| directive.words.get(n).map(|word| word.text.as_str());
        match directive.name.text.as_str() {
            "example" => self.example(word(0)?, path),
            "diagnostics" => {
                let starts: Vec<&str> = directive.words.iter().map(|word| word.text.as_str()).collect();
                Some(appendix::diagnostics(&starts, &self.voice))
            }
            "date" => self.date(word(0)?),
            "glossary" => Some(terms::entries(self, path)),
            "map" => Some(self.map(word(0), path, homes)),
            "raw" => self.raw(word(0)?),
            "src" => self.provenance(directive, path, homes),
            "repeat" => self.repeat(directive, path),
            "compare" | "compare-manifests" | "kinds" => {
                let table = self.table(directive)?;
                let places = tables::Places {
                    line: &|file, line| self.note_line(file, line, path, homes),
                    term: &|name| self.term_link(name, path, homes),
                    verdict: &|source, span| {
                        let (n, verdict) = self.verdict(source, span)?;
                        Some((verdict, homes.reviews.get(&n).and_then(|shown| shown.address(path))))
                    },
                };
                Some(tables::markdown(&table, &self.voice, &places))
            }
            _ => None,
        }
    }

    /// The table a directive asks for, in both languages.
    pub fn table(&self, directive: &Directive) -> Option<Table> {
        let words: Vec<&str> = directive.words.iter().map(|word| word.text.as_str()).collect();
        match directive.name.text.as_str() {
            "compare" => {
                let translate = |message: &str| self.translate(message);
                Some(self.comparer(&translate).compare(&words))
            }
            "compare-manifests" => {
                let mut found = Vec::new();
                let mut titles = Vec::new();
                for (name, source) in words.iter().filter_map(|name| Some((name, self.input.examples.get(*name)?))) {
                    // A file may hold several objects; the first is what it is named for.
                    if let Some(manifest) = examples::manifests(source).0.into_iter().next() {
                        titles.push(same(format!("`{name}`")));
                        found.push(manifest);
                    }
                }
                Some(manifests::compare(&found.iter().collect::<Vec<_>>(), &titles))
            }
            "kinds" => {
                let kinds: Vec<&str> =
                    self.input.glossary.terms.iter().filter_map(|term| term.kind.as_deref()).collect();
                Some(kinds::kinds(&kinds))
            }
            _ => None,
        }
    }

    /// A message of the notes in Russian and in English; empty where there is no translation. Of a book in another language
    /// tables say what the notes say, in the edition's own words where there are any.
    pub fn translate(&self, message: &str) -> Localized {
        let known = [Lang::ru(), Lang::en()].contains(self.voice.source);
        let own = &self.voice.edition.lang;
        let text = |lang: Lang| match self.voice.message(message, if known { &lang } else { own }) {
            None if !known => message.to_owned(),
            text => text.unwrap_or_default(),
        };
        Localized { ru: text(Lang::ru()), en: text(Lang::en()) }
    }

    /// Makes tables of what the notes describe.
    pub fn comparer<'t>(&'t self, translate: &'t of_notes::Translate<'t>) -> Comparer<'t> {
        Comparer {
            glossary: &self.input.glossary,
            matchers: self.matchers,
            entities: self.entities.get_or_init(|| {
                let Some(matcher) = self.matchers.get(&self.input.settings.source_lang) else { return Vec::new() };
                self.input.notes.values().flat_map(|note| entities(note, matcher)).collect()
            }),
            labels: &self.input.settings.labels,
            translate,
        }
    }

    /// A day in the words of the edition.
    fn date(&self, day: &str) -> Option<String> {
        let words = self.voice.both(&day::in_words(day)?);
        Some(format!("<p class=\"date\"><time datetime=\"{day}\">{words}</time></p>\n"))
    }

    fn example(&self, name: &str, path: &str) -> Option<String> {
        let source = self.input.examples.get(name)?;
        let code = self.voice.code(source.text());
        let up = "../".repeat(path.matches('/').count());
        Some(code::figure(name, &code, &format!("{up}examples/{name}"), &self.voice))
    }

    /// A review, with this identifier.
    fn review(&self, n: usize, id: Option<&str>) -> Option<String> {
        let review = self.input.reviews.get(n)?;
        let verdict = self.voice.both(&review.verdict.title());
        let text = self.voice.review(&review.text);
        let quote = self.voice.quote(&review.quote, review.quote_en.as_deref());
        let url = html_escape::encode_double_quoted_attribute(&review.url);
        let label = self.voice.words("источник", "source");
        let id = id.map(|id| format!(" id=\"{id}\"")).unwrap_or_default();
        Some(format!(
            "<div class=\"review verdict-{}\"{id} role=\"note\">\n<p class=\"review-head\">{verdict}</p>\n{quote}\n\n{text}\n\n\
             <p class=\"review-source\"><a href=\"{url}\" rel=\"external\">{label}</a></p>\n</div>\n",
            review.verdict.as_str(),
        ))
    }

    /// The address of the term with this id or of this kind.
    fn term_link(&self, name: &str, path: &str, homes: &Homes) -> Option<String> {
        let glossary = &self.input.glossary;
        let term =
            glossary.term(name).or_else(|| glossary.terms.iter().find(|term| term.kind.as_deref() == Some(name)))?;
        Some(format!("{}#{}", relative(path, homes.glossary.as_deref()?), term.id.anchor()))
    }

    /// What a review says of a claim in this stretch, the gravest first, and which review that is.
    fn verdict(&self, source: &Source, span: Span) -> Option<(usize, Verdict)> {
        let note = |review: &Review| self.input.notes.get(&review.note).is_some_and(|note| note.source == *source);
        let here = |review: &Review| note(review) && review.places.iter().any(|place| place.overlaps(span));
        let reviews = self.input.reviews.iter().enumerate();
        let found = reviews.filter(|(_, review)| review.verdict != Verdict::Accurate && here(review));
        found.map(|(n, review)| (n, review.verdict)).min_by_key(|(_, verdict)| *verdict)
    }

    /// «заметки, строки 8–37», linked to the raw notes where a chapter shows them.
    fn provenance(&self, directive: &Directive, path: &str, homes: &Homes) -> Option<String> {
        let [note, from, to] = numbers(directive)?;
        let file = self.input.notes.keys().nth(note)?;
        let text = if from == to {
            self.voice.words(&format!("заметки, строка {from}"), &format!("notes, line {from}"))
        } else {
            self.voice.words(&format!("заметки, строки {from}–{to}"), &format!("notes, lines {from}–{to}"))
        };
        let inner = match self.note_line(file, from, path, homes) {
            Some(href) => format!("<a class=\"src\" href=\"{href}\">{text}</a>"),
            None => format!("<span class=\"src\">{text}</span>"),
        };
        Some(format!("<div class=\"provenance\">{inner}</div>\n"))
    }

    fn repeat(&self, directive: &Directive, path: &str) -> Option<String> {
        let [note, from, to, of_from, of_to] = numbers(directive)?;
        let (file, note) = self.input.notes.iter().nth(note)?;
        let at = note.source.line_span(of_from)?.start;
        let index = note.sections.iter().rposition(|section| section.span().start <= at)?;
        let twin = self.placed.place(file, index).map(|(chapter, id)| {
            format!("{}{}", relative(path, chapter), id.map(|id| format!("#{id}")).unwrap_or_default())
        });
        let lines = |from: usize, to: usize| if from == to { format!("{from}") } else { format!("{from}–{to}") };
        let (here, twins) = (lines(from, to), lines(of_from, of_to));
        let there =
            |word: &str| twin.as_ref().map_or(format!("{word} {twins}"), |href| format!("[{word} {twins}]({href})"));
        let (ru_twin, en_twin) = if of_from == of_to { ("строка", "line") } else { ("строки", "lines") };
        let (ru, en) = if from == to {
            (format!("Строка {here} заметок повторяет"), format!("Line {here} of the notes repeats"))
        } else {
            (format!("Строки {here} заметок повторяют"), format!("Lines {here} of the notes repeat"))
        };
        let text = Localized {
            ru: format!("{ru} сказанное раньше: {}.", there(ru_twin)),
            en: format!("{en} what stands earlier: {}.", there(en_twin)),
        };
        let differs = self.differences(note, from, to);
        Some(format!("<div class=\"repeat\">\n\n{}\n\n{differs}</div>\n", self.voice.both(&text)))
    }

    /// Where the lines of a repeat differ from their twin: what is said there, and what here.
    fn differences(&self, note: &Note, from: usize, to: usize) -> String {
        let start = note.source.line_span(from).map_or(0, |line| line.start);
        let first = note.repeats.partition_point(|repeat| repeat.span.start < start);
        let here = |repeat: &&Repeat| note.source.line(repeat.span.start) <= to;
        let words = |words: &str| html_escape::encode_text(words).replace("{{", "&#123;&#123;");
        let mut rows = String::new();
        for difference in note.repeats[first..].iter().take_while(here).flat_map(|repeat| &repeat.differences) {
            let (before, after) = (words(&difference.before), words(&difference.after));
            let before = if before.is_empty() { before } else { format!("<del>{before}</del>") };
            let after = if after.is_empty() { after } else { format!("<ins>{after}</ins>") };
            let (lead, tail) = (words(&difference.lead), words(&difference.tail));
            let both = [&lead, before.trim(), after.trim()].into_iter().filter(|part| !part.is_empty());
            let both = both.collect::<Vec<_>>().join(" ");
            rows.push_str(&format!("<li>{}</li>\n", [&both, difference.apart(), &tail].concat().trim()));
        }
        if rows.is_empty() {
            return rows;
        }
        let head = Localized { ru: "Различия:".into(), en: "What differs:".into() };
        format!(
            "<p class=\"differences\">{}</p>\n<ul class=\"differences\" lang=\"{}\">\n{rows}</ul>\n\n",
            self.voice.both(&head),
            self.input.settings.source_lang
        )
    }

    /// The address of a line of the raw notes, seen from the chapter at `path`.
    fn note_line(&self, file: &str, line: usize, path: &str, homes: &Homes) -> Option<String> {
        let home = homes.raw.get(file)?;
        let page = relative(path, home);
        Some(format!("{}#{}", page_of(&page), self.line_id(file, line)))
    }

    /// The identifier of a line of the raw notes: `L8`, with the file's name where the book has several.
    fn line_id(&self, file: &str, line: usize) -> String {
        if self.input.notes.len() == 1 { format!("L{line}") } else { format!("L-{}-{line}", slug::slug(file)) }
    }

    fn raw(&self, file: &str) -> Option<String> {
        let note: &Note = self.input.notes.get(file)?;
        let mut out = format!("<pre class=\"raw-notes\" lang=\"{}\">", self.input.settings.source_lang);
        for number in 1..=note.source.lines() {
            let Some(span) = note.source.line_span(number) else { continue };
            let text = html_escape::encode_text(note.source.slice(span));
            let id = self.line_id(file, number);
            // A line of the notes may hold anything; mdBook must not take it for a directive.
            let text = text.replace("{{", "&#123;&#123;");
            out.push_str(&format!("<span class=\"line\"><a id=\"{id}\" href=\"#{id}\">{number}</a> {text}</span>\n"));
        }
        out.push_str("</pre>\n");
        Some(out)
    }

    fn map(&self, focus: Option<&str>, path: &str, homes: &Homes) -> String {
        let glossary = &self.input.glossary;
        let focus = focus.and_then(|id| glossary.term(id)).map(|term| &term.id);
        let href = |term: &glossary::Term| terms::address(term, path, homes.glossary.as_deref().unwrap_or(path));
        let lang = &self.voice.edition.lang;
        let svg = glossary::map::svg(glossary, lang, focus, &href);
        let list = glossary::map::list(glossary, lang, focus, &|term| {
            format!("{}#{}", relative(path, homes.glossary.as_deref().unwrap_or(path)), term.id.anchor())
        });
        let summary = self.voice.words("То же списком", "The same as a list");
        let figure = glossary::page::figure(&svg);
        format!("{figure}\n\n<details class=\"map-list\">\n<summary>{summary}</summary>\n\n{list}\n\n</details>\n")
    }

    pub(super) fn matchers(&self) -> Matchers<'_> {
        Matchers::new(&self.input.glossary, self.matchers).with_policy(self.input.settings.link)
    }
}

/// The words of a directive that only this program writes: so many numbers.
fn numbers<const N: usize>(directive: &Directive) -> Option<[usize; N]> {
    let numbers: Option<Vec<usize>> = directive.words.iter().map(|word| word.text.parse().ok()).collect();
    numbers?.try_into().ok()
}

/// The page that mdBook makes of a chapter: a README is the first page of its folder.
pub fn page_of(chapter: &str) -> String {
    let stem = chapter.strip_suffix(".md").unwrap_or(chapter);
    let stem = match stem.strip_suffix("README") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("{folder}index"),
        _ => stem.to_owned(),
    };
    format!("{stem}.html")
}

/// The way from one chapter to another, both relative to `src`.
pub fn relative(from: &str, to: &str) -> String {
    format!("{}{to}", "../".repeat(from.matches('/').count()))
}
