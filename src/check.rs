//! All checks of a book that need the whole of it: examples against the API and each other, fences in prose, links,
//! translations. Mistakes in single files were found when they were read.

mod links;

use std::collections::BTreeSet;

use mdbook_markdown::pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};
use rayon::prelude::*;

use crate::{
    book::input::ChapterSource,
    diagnostics::{Diagnostic, Level, code, nearest, page},
    edition::Prepared,
    examples::{
        self,
        schema::{self, Api},
    },
    glossary::{Mention, TermId, candidates, forms::english},
    memo::{Kept, Parts},
    notes::Note,
    text::{Lang, Source, Span, markdown},
    translate::{self, Catalog, Message, Reference, State, Unshared},
};

/// Checks a prepared book, its manifests against the newest API that is known.
pub fn book(prepared: &Prepared) -> Vec<Diagnostic> {
    book_after(prepared, &Kept::default())
}

/// The same, with what a build before this one has found out.
pub fn book_after(prepared: &Prepared, kept: &Kept) -> Vec<Diagnostic> {
    check(prepared, schema::kubernetes(), kept)
}

/// Checks a prepared book, its manifests against `api`.
pub fn book_against(prepared: &Prepared, api: &Api) -> Vec<Diagnostic> {
    check(prepared, api, &Kept::default())
}

fn check(prepared: &Prepared, api: &Api, kept: &Kept) -> Vec<Diagnostic> {
    let manifests = || {
        let sources: Vec<Source> = prepared.input.examples.values().cloned().collect();
        let mut out = examples::check_set_with(&sources, api);
        out.extend(all_fences(prepared, api, kept));
        out
    };
    let links = || links::check(&prepared.chapters, &prepared.input.paths, kept);
    let terms = || {
        let mut out = unused_terms(prepared);
        out.extend(names_without_term(prepared));
        out
    };
    let languages = || {
        let mut out = translations(prepared);
        out.extend(plain_languages(prepared));
        out.extend(quotes_in_english(prepared));
        out
    };
    let ((mut out, links), (languages, terms)) =
        rayon::join(|| rayon::join(manifests, links), || rayon::join(languages, terms));
    out.extend(links.into_iter().chain(languages).chain(terms));
    prepared.input.settings.levels.apply(&mut out);
    out
}

/// What is wrong with the manifests in prose. What was found out before was found out with the same API.
fn all_fences(prepared: &Prepared, api: &Api, kept: &Kept) -> Vec<Diagnostic> {
    let of_chapter = |chapter: &ChapterSource| {
        let source = &chapter.source;
        // Where nothing was wrong nothing is.
        let fine = Parts::default().of("fences").of(source.text()).key();
        if kept.known(fine) == Some(()) {
            return Vec::new();
        }
        let found = fences(source, api);
        if found.is_empty() {
            kept.put(fine, &());
        }
        found
    };
    prepared.input.chapters.par_iter().flat_map_iter(of_chapter).collect()
}

/// What is wrong with the translations.
fn translations(prepared: &Prepared) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (lang, translations) in &prepared.translations {
        // A language without a catalog has one without translations.
        let none = Catalog::empty(lang);
        let catalog = prepared.input.catalogs.get(lang).unwrap_or(&none);
        let place = |reference: &Reference| prepared.place(reference);
        let source_lang = &prepared.input.settings.source_lang;
        let terms = |text: &str, translation: &str| unshared_terms(prepared, lang, text, translation);
        out.extend(translate::check(&prepared.messages, translations, catalog, source_lang, lang, &place, &terms));
    }
    out
}

/// The terms that a text and its translation into `lang` do not share. A name that might mean something else is a name
/// here: what counts is that it stands there.
fn unshared_terms(prepared: &Prepared, lang: &Lang, text: &str, translation: &str) -> Vec<Unshared> {
    let input = &prepared.input;
    let source = &input.settings.source_lang;
    let (Some(from), Some(to)) = (prepared.matchers.get(source), prepared.matchers.get(lang)) else {
        return Vec::new();
    };
    let (text, translation) = (markdown::visible_text(text), markdown::visible_text(translation));
    let only = |meant: Vec<TermId>, named: Vec<Mention>, only_in_translation: bool| {
        let missing_in = if only_in_translation { source } else { lang };
        let mut meant: BTreeSet<TermId> = meant.into_iter().collect();
        for mention in &named {
            meant.remove(&mention.term);
        }
        let unshared = meant.into_iter().filter_map(move |id| {
            let name = input.glossary.term(id.as_str())?.texts.get(missing_in)?.name.clone();
            Some(Unshared { id: id.as_str().to_owned(), name, only_in_translation })
        });
        unshared.collect::<Vec<_>>()
    };
    let mut out = only(from.meant(&text), to.candidates(&translation), false);
    // A translation may put a name for a pronoun: what the source calls by another name is what matters.
    if out.is_empty() {
        out = only(to.meant(&translation), from.candidates(&text), true);
    }
    out
}

/// Languages of the book that have no inflection here.
fn plain_languages(prepared: &Prepared) -> Vec<Diagnostic> {
    let source = &prepared.input.settings_source;
    let plain = prepared.input.settings.languages.iter().filter(|lang| ![Lang::ru(), Lang::en()].contains(lang));
    let report = |lang: &Lang| {
        let written = format!("\"{lang}\"");
        let span = source.text().find(&written).map_or(Span::default(), |at| Span::new(at, at + written.len()));
        Diagnostic::new(code::PLAIN_LANGUAGE, source, span).arg("lang", lang).help("plain")
    };
    plain.map(report).collect()
}

/// English quotes of reviews that the English edition does not have: the translation has changed, or never said so.
fn quotes_in_english(prepared: &Prepared) -> Vec<Diagnostic> {
    let input = &prepared.input;
    let (Some(translations), Some(source)) = (prepared.translations.get(&Lang::en()), &input.reviews_source) else {
        return Vec::new();
    };
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if input.reviews.iter().all(|review| review.quote_en.is_none()) {
        return Vec::new();
    }
    let visible = |message: &Message| words(&markdown::visible_text(&message.text));
    let visible: Vec<String> = prepared.messages.par_iter().map(visible).collect();
    let mut out = Vec::new();
    for review in &input.reviews {
        let Some(quote) = review.quote_en.as_deref().map(words) else { continue };
        let own = words(&review.quote);
        let said = prepared.messages.iter().zip(&visible).filter(|(_, visible)| visible.contains(&own));
        let mut translated = said.filter_map(|(message, _)| {
            let role = *message.roles.first()?;
            match translations.state(&message.text, role) {
                State::Fresh(text) => Some(words(&markdown::visible_text(text))),
                _ => None,
            }
        });
        // A quote that goes over several messages, or whose translation is missing, cannot be held against one.
        let first = translated.next();
        let is_there =
            first.as_ref().is_none_or(|text| text.contains(&quote)) || translated.any(|text| text.contains(&quote));
        if !is_there {
            let said = first.unwrap_or_default();
            out.push(
                Diagnostic::new(code::QUOTE_TRANSLATION, source, review.quote_en_span).arg("said", said).help("said"),
            );
        }
    }
    out
}

/// Terms that are looked for and that no chapter mentions.
fn unused_terms(prepared: &Prepared) -> Vec<Diagnostic> {
    let glossary = &prepared.input.glossary;
    let unused = glossary.terms.iter().filter(|term| term.link && prepared.mentions(&term.id) == 0);
    unused
        .map(|term| {
            Diagnostic::new(code::GLOSSARY_UNUSED_TERM, &glossary.source, term.span).arg("id", &term.id).help("link")
        })
        .collect()
}

/// So many names that may be terms are worth a word.
const MOST_CANDIDATES: usize = 10;
/// A name that the notes do not translate has to stand this often; one that they do, a little less.
const OFTEN: usize = 5;

/// Names that recur in the notes and are in nobody's glossary entry.
fn names_without_term(prepared: &Prepared) -> Vec<Diagnostic> {
    let input = &prepared.input;
    let lang = &input.settings.source_lang;
    let Some(matcher) = prepared.matchers.get(lang).filter(|_| !input.glossary.terms.is_empty()) else {
        return Vec::new();
    };
    let notes: Vec<&Note> = input.notes.values().collect();
    // A word of a term's name, «Network» of «Network Policies», is no term of its own.
    let texts = input.glossary.terms.iter().flat_map(|term| term.texts.values());
    let names = texts.flat_map(|text| [&text.name].into_iter().chain(&text.aliases));
    let known: BTreeSet<String> = names
        .flat_map(|name| english::spellings(name))
        .flat_map(|name| name.split(' ').map(str::to_lowercase).collect::<Vec<_>>())
        .collect();
    let unknown = candidates::find(&notes, lang).into_iter().filter(|candidate| {
        let often = candidate.count >= if candidate.english.is_some() { OFTEN - 2 } else { OFTEN };
        often && !known.contains(&candidate.name.to_lowercase()) && matcher.candidates(&candidate.name).is_empty()
    });
    unknown
        .take(MOST_CANDIDATES)
        .filter_map(|candidate| {
            let (file, line) = &candidate.first;
            let source = &notes.iter().find(|note| note.source.name() == file)?.source;
            let line = source.line_span(*line)?;
            let span = source
                .slice(line)
                .find(&candidate.name)
                .map_or(line, |at| Span::new(line.start + at, line.start + at + candidate.name.len()));
            let found = Diagnostic::new(code::GLOSSARY_CANDIDATE, source, span);
            Some(found.arg("name", &candidate.name).arg("count", candidate.count).help("add"))
        })
        .collect()
}

/// Symbolic links among the files of a book, which are not followed.
pub fn links_out(links: &[String], prefix: &str) -> Vec<Diagnostic> {
    let report = |link: &String| {
        let source = Source::new(format!("{prefix}{link}"), "");
        Diagnostic::new(code::PATH_LEAVES_BOOK, &source, Span::default()).arg("path", link).help("link")
    };
    links.iter().map(report).collect()
}

/// The YAML fences of a Markdown file, and those with a manifest in JSON. `ignore` leaves one out, `should_fail=K…` wants
/// a mistake, `fragment=PATH` is a piece of a larger object.
pub fn fences(source: &Source, api: &Api) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (info, span, info_span) in yaml_fences(source.text()) {
        let options: Vec<&str> =
            info.split([',', ' ']).map(str::trim).skip(1).filter(|option| !option.is_empty()).collect();
        if options.contains(&"ignore") {
            continue;
        }
        let (alone, start) = alone(source, span);
        let value = |key: &str| options.iter().find_map(|option| option.strip_prefix(key)?.strip_prefix('='));
        let found = match value("fragment") {
            Some(path) => examples::check_fragment(&alone, path, api),
            None => examples::check_set_with(&[alone], api),
        };
        // The fence is a stretch of the file, so what is found is shown in the file.
        let found = found.into_iter().map(|diagnostic| diagnostic.in_source(source, start));
        match value("should_fail") {
            None => out.extend(found),
            Some(wanted) => {
                let found: Vec<_> = found.collect();
                if !found.iter().any(|diagnostic| diagnostic.code.as_str() == wanted) {
                    let seen: Vec<_> = found.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
                    let seen = if seen.is_empty() { "—".to_owned() } else { seen.join(", ") };
                    let known = page::find(wanted).map(|page| page.code);
                    let near = if known.is_some() {
                        None
                    } else {
                        nearest(wanted, page::pages().iter().map(|page| page.code.as_str()))
                    };
                    out.push(
                        Diagnostic::new(code::FENCE_PASSES, source, info_span)
                            .arg("code", wanted)
                            .arg("seen", seen)
                            .nearest(near),
                    );
                }
            }
        }
    }
    out
}

/// Info string, place of the code, place of the info string of each fenced block that is checked.
fn yaml_fences(text: &str) -> Vec<(String, Span, Span)> {
    let mut out = Vec::new();
    let mut open: Option<(String, Span, Option<Span>)> = None;
    for (event, range) in markdown::parse(text) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let lang = info.split([',', ' ']).next().unwrap_or_default();
                if matches!(lang, "yaml" | "yml" | "json") {
                    let line_end = text[range.start..].find('\n').map_or(range.end, |end| range.start + end);
                    let at = text[range.start..line_end].find(lang).map_or(range.start, |at| range.start + at);
                    open = Some((info.to_string(), Span::new(at, line_end), None));
                }
            }
            Event::Text(_) => {
                if let Some((_, _, code)) = &mut open {
                    let part = Span::from(range);
                    *code = Some(code.map_or(part, |code| code.to(part)));
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((info, info_span, Some(code))) = open.take() {
                    // Other JSON is nobody's manifest.
                    let manifest = || ["\"apiVersion\"", "\"kind\""].iter().all(|key| text[code.range()].contains(key));
                    if !info.starts_with("json") || manifest() {
                        out.push((info, code, info_span));
                    }
                }
            }
            _ => {}
        }
    }
    out
}

/// The code at `span` as a part of its file, and where that begins: with its line, whose other words are blanks.
fn alone(source: &Source, span: Span) -> (Source, usize) {
    let text = source.text();
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let lead = &text[start..span.start];
    let lead = if lead.trim().is_empty() { lead.to_owned() } else { " ".repeat(lead.len()) };
    let code = format!("{lead}{}", &text[span.range()]);
    (Source::part(source.name(), code, source.line(start), 1), start)
}

/// Raises every warning to an error.
pub fn deny_warnings(diagnostics: &mut [Diagnostic]) {
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.level == Level::Warning) {
        diagnostic.level = Level::Error;
    }
}
