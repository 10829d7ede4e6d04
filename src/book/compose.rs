//! Chapters with the notes written into them, still in the source language.
//!
//! In comes an [`Input`], out come [`Composed`] chapters: every `{{#note …}}` replaced by the Markdown of what it asks
//! for, every heading with an identifier, and for each byte the file and place it came from. Directives whose result
//! depends on the edition's language stay in place.

use rayon::prelude::*;

use super::{
    directives::{self, Directive, Word},
    footnotes::Shown,
    headings,
    input::{ChapterSource, Input},
    labels::Labels,
    markup::{self, Part, Writer, parts},
    place::Placed,
};
use crate::{
    diagnostics::{Diagnostic, code, nearest, page},
    memo::Key,
    notes::{BlockKind, Note, Section},
    text::{Source, Span, slug},
};

/// A chapter with its notes.
#[derive(Clone, Debug)]
pub struct Composed {
    /// Path relative to `src`.
    pub path: String,
    /// Name in the summary.
    pub name: String,
    /// The chapter's own file.
    pub source: Source,
    /// Markdown in the source language.
    pub markdown: String,
    /// Its key.
    pub key: Key,
    /// Whether there are directives in it, or what looks like some.
    pub has_directives: bool,
    /// Where each stretch came from.
    pub origins: Origins,
    /// Whether it is the chapter of what no chapter asked for, which is in no summary.
    pub is_unsorted: bool,
}

impl Composed {
    fn new(chapter: &ChapterSource, out: Out) -> Self {
        Self {
            path: chapter.path.clone(),
            name: chapter.name.clone(),
            source: chapter.source.clone(),
            key: Key::of(&[&out.markdown]),
            has_directives: out.markdown.contains("{{#"),
            markdown: out.markdown,
            origins: out.origins.settled(),
            is_unsorted: false,
        }
    }
}

/// The way back from an offset in composed Markdown to a file.
#[derive(Clone, Debug, Default)]
pub struct Origins(Vec<Origin>);

#[derive(Clone, Debug)]
struct Origin {
    at: usize,
    source: Source,
    offset: usize,
    /// Whether the text was taken over letter by letter, so that distances hold.
    exact: bool,
}

impl Origins {
    /// The same, without room for more: a note may have hundreds of thousands of places.
    fn settled(mut self) -> Self {
        self.0.shrink_to_fit();
        self
    }

    /// The file and offset that the byte at `offset` came from.
    pub fn place(&self, offset: usize) -> Option<(&Source, usize)> {
        let origin = &self.0[self.0.partition_point(|origin| origin.at <= offset).checked_sub(1)?];
        let distance = if origin.exact { offset - origin.at } else { 0 };
        Some((&origin.source, origin.offset + distance))
    }
}

/// Markdown under construction.
#[derive(Default, Debug)]
pub struct Out {
    markdown: String,
    origins: Origins,
    /// The footnotes that are shown.
    pub footnotes: Shown,
}

impl Out {
    /// Appends a block of its own, indented, with a blank line behind it.
    pub fn block(&mut self, indent: &str, text: &str, source: &Source, offset: usize) {
        let text = self.footnotes.referring(text);
        if !self.markdown.is_empty() && !self.markdown.ends_with("\n\n") {
            self.markdown.push_str(if self.markdown.ends_with('\n') { "\n" } else { "\n\n" });
        }
        self.origins.0.push(Origin { at: self.markdown.len(), source: source.clone(), offset, exact: false });
        for line in text.split('\n') {
            if !line.is_empty() {
                self.markdown.push_str(indent);
            }
            self.markdown.push_str(line);
            self.markdown.push('\n');
        }
        self.markdown.push('\n');
    }

    fn copy(&mut self, source: &Source, span: Span) {
        self.origins.0.push(Origin {
            at: self.markdown.len(),
            source: source.clone(),
            offset: span.start,
            exact: true,
        });
        self.markdown.push_str(source.slice(span));
    }
}

/// Composes every chapter, and the chapter of what no chapter asked for. The third value collects what was placed where.
pub fn compose(input: &Input) -> (Vec<Composed>, Placed, Vec<Diagnostic>) {
    let labels = input.notes.par_iter().map(|(_, note)| Labels::of(note)).collect();
    let mut composer = Composer { input, labels, placed: Placed::default(), diagnostics: Vec::new() };
    let read: Vec<Read> = input.chapters.par_iter().map(|chapter| Read::new(chapter.source.text())).collect();
    let chapters = input.chapters.iter().zip(read);
    let written: Vec<(&ChapterSource, Out)> =
        chapters.map(|(chapter, read)| (chapter, composer.chapter(chapter, read))).collect();
    let mut chapters: Vec<Composed> =
        written.into_par_iter().map(|(chapter, out)| Composed::new(chapter, out)).collect();
    chapters.extend(composer.unsorted());
    (chapters, composer.placed, composer.diagnostics)
}

/// What stands in a chapter's own file.
struct Read {
    directives: Vec<Directive>,
    /// The headings without an identifier: the offset behind the text of each, and what it shall be.
    headings: Vec<(usize, String)>,
    /// The identifiers that are taken.
    slugs: slug::Slugs,
}

impl Read {
    fn new(text: &str) -> Self {
        let mut slugs = slug::Slugs::default();
        let headings = headings::without_id(text, &mut slugs);
        Self { directives: directives::find(text), headings, slugs }
    }
}

struct Composer<'a> {
    input: &'a Input,
    /// Those of each note.
    labels: Vec<Labels>,
    placed: Placed,
    diagnostics: Vec<Diagnostic>,
}

impl Composer<'_> {
    fn chapter(&mut self, chapter: &ChapterSource, read: Read) -> Out {
        let source = &chapter.source;
        let Read { directives, headings, mut slugs } = read;
        self.diagnostics.extend(directives::check(source, &chapter.path, &directives, &self.input.paths));
        let mut edits: Vec<Edit<'_>> = headings.into_iter().map(Edit::HeadingId).collect();
        edits.extend(directives.iter().filter(|directive| directive.name.text == "note").map(Edit::Note));
        edits.sort_by_key(Edit::start);
        let mut out = Out::default();
        let mut done = if source.text().starts_with('\u{feff}') { 3 } else { 0 };
        for edit in edits {
            out.copy(source, Span::new(done, edit.start().max(done)));
            done = edit.start().max(done);
            match edit {
                Edit::HeadingId((_, id)) => out.markdown.push_str(&format!(" {{#{id}}}")),
                Edit::Note(directive) => {
                    self.note(chapter, directive, &mut slugs, &mut out);
                    done = directive.span.end;
                }
            }
        }
        out.copy(source, Span::new(done, source.text().len().max(done)));
        self.check_settled(source, &directives);
        out
    }

    fn note(&mut self, chapter: &ChapterSource, directive: &Directive, slugs: &mut slug::Slugs, out: &mut Out) {
        let source = &chapter.source;
        let Some(target) = directive.words.first() else {
            self.diagnostics.push(
                Diagnostic::new(code::DIRECTIVE_ARGUMENT, source, directive.span).arg("name", "note").help("note"),
            );
            return;
        };
        let (file, sections) = target.text.split_once('#').unwrap_or((&target.text, ""));
        if directives::leaves(file) {
            self.diagnostics.push(Diagnostic::new(code::PATH_LEAVES_BOOK, source, target.span).arg("path", file));
            return;
        }
        let found = self.input.notes.iter().enumerate().find(|(_, (name, _))| *name == file);
        let Some((number, (file, note))) = found else {
            let near = nearest(file, self.input.notes.keys().map(String::as_str));
            let span = Span::new(target.span.start, target.span.start + file.len());
            self.diagnostics.push(Diagnostic::new(code::NOTE_MISSING, source, span).arg("note", file).nearest(near));
            return;
        };
        let Some(range) = self.sections(source, target, note, file, sections) else { return };
        let as_table = match directive.option("as").map(|word| (word, word.text.as_str())) {
            None | Some((_, "list")) => false,
            Some((_, "table")) => true,
            Some((word, value)) => {
                self.diagnostics
                    .push(Diagnostic::new(code::DIRECTIVE_ARGUMENT, source, word.span).arg("name", value).help("as"));
                return;
            }
        };
        let is_title = match directive.option("level").map(|word| (word, word.text.as_str())) {
            None => false,
            Some((_, "1")) => true,
            Some((word, value)) => {
                self.diagnostics.push(
                    Diagnostic::new(code::DIRECTIVE_ARGUMENT, source, word.span).arg("name", value).help("level"),
                );
                return;
            }
        };
        let path = chapter.path.as_str().into();
        let sections = &note.sections[range.clone()];
        let depths = if is_title { markup::depths_below_title(sections) } else { markup::depths(sections) };
        for ((index, section), depth) in range.zip(sections).zip(depths) {
            let Some(parts) = self.select(source, directive, section) else { return };
            let id = slugs.take(&section.id, "section");
            let (labels, reviews) = (&self.labels[number], &self.input.reviews);
            let writer = Writer { note, file, index: number, section: index, labels, reviews, as_table, depth };
            writer.section(section, &parts, &id, out);
            let anchor = parts.contains(&Part::Heading).then_some(id);
            self.placed.add(file, index, &parts, &path, anchor);
        }
    }

    /// The sections that `id`, `a..b` or nothing names, as indexes.
    fn sections(
        &mut self,
        source: &Source,
        target: &Word,
        note: &Note,
        file: &str,
        wanted: &str,
    ) -> Option<std::ops::Range<usize>> {
        if wanted.is_empty() {
            return Some(0..note.sections.len());
        }
        let mut find = |id: &str, offset: usize| {
            let by_words = || note.sections.iter().position(|section| section.by_words.as_deref() == Some(id));
            let found = note.sections.iter().position(|section| section.id == id).or_else(by_words);
            if found.is_none() {
                let start = target.span.start + file.len() + 1 + offset;
                let near = nearest(id, note.sections.iter().map(|section| section.id.as_str()));
                let span = Span::new(start, start + id.len());
                self.diagnostics.push(
                    Diagnostic::new(code::SECTION_MISSING, source, span)
                        .arg("section", id)
                        .arg("note", file)
                        .nearest(near)
                        .help("outline"),
                );
            }
            found
        };
        match wanted.split_once("..") {
            None => find(wanted, 0).map(|at| at..at + 1),
            Some((from, to)) => {
                let (first, last) = (find(from, 0)?, find(to, from.len() + 2)?);
                Some(first.min(last)..first.max(last) + 1)
            }
        }
    }

    /// The parts of a section that the options `item=`, `block=` and `heading=` ask for.
    fn select(&mut self, source: &Source, directive: &Directive, section: &Section) -> Option<Vec<Part>> {
        let (item, block) = (directive.option("item"), directive.option("block"));
        if item.is_none() && block.is_none() {
            return Some(parts(section));
        }
        let mut out = Vec::new();
        if directive.option("heading").is_some_and(|word| word.text == "yes") {
            out.push(Part::Heading);
        }
        for (word, is_item) in item.map(|word| (word, true)).into_iter().chain(block.map(|word| (word, false))) {
            let range = range(&word.text).filter(|range| !range.is_empty());
            let found: Vec<Part> = range.map_or(Vec::new(), |range| {
                let wanted = |part: &Part| match *part {
                    Part::Heading => false,
                    Part::Block(b) => !is_item && range.contains(&(b as u64 + 1)),
                    Part::Item(b, _) if !is_item => range.contains(&(b as u64 + 1)),
                    Part::Item(b, i) => number(section, b, i).is_some_and(|number| range.contains(&number)),
                };
                parts(section).into_iter().filter(wanted).collect()
            });
            if found.is_empty() {
                self.diagnostics.push(
                    Diagnostic::new(code::PART_MISSING, source, word.span)
                        .arg("part", &word.text)
                        .arg("section", &section.id)
                        .help("outline"),
                );
                return None;
            }
            out.extend(found);
        }
        out.sort();
        Some(out)
    }

    /// Files and terms that the other directives name.
    fn check_settled(&mut self, source: &Source, directives: &[Directive]) {
        for directive in directives {
            let name = directive.name.text.as_str();
            if name == "diagnostics" {
                self.check_codes(source, directive);
                continue;
            }
            let known: Vec<&str> = match name {
                "example" | "compare-manifests" => self.input.examples.keys().map(String::as_str).collect(),
                "compare" | "map" | "term" => self.input.glossary.terms.iter().map(|term| term.id.as_str()).collect(),
                "raw" => self.input.notes.keys().map(String::as_str).collect(),
                _ => continue,
            };
            let least = match name {
                "example" | "raw" | "term" => 1,
                "compare" | "compare-manifests" => 2,
                _ => 0,
            };
            if directive.words.len() < least {
                let help = if least == 1 { "one" } else { "two" };
                self.diagnostics.push(
                    Diagnostic::new(code::DIRECTIVE_ARGUMENT, source, directive.span).arg("name", name).help(help),
                );
            }
            for word in &directive.words {
                let text = word.text.as_str();
                if directives::leaves(text) {
                    self.diagnostics.push(Diagnostic::new(code::PATH_LEAVES_BOOK, source, word.span).arg("path", text));
                } else if !known.contains(&text) {
                    let (code, key) = match name {
                        "example" | "compare-manifests" => (code::EXAMPLE_MISSING, "example"),
                        "raw" => (code::NOTE_MISSING, "note"),
                        _ => (code::TERM_MISSING, "term"),
                    };
                    self.diagnostics.push(
                        Diagnostic::new(code, source, word.span)
                            .arg(key, text)
                            .nearest(nearest(text, known.iter().copied())),
                    );
                }
            }
        }
    }

    /// Codes, or what codes begin with.
    fn check_codes(&mut self, source: &Source, directive: &Directive) {
        let codes: Vec<&str> = page::pages().iter().map(|page| page.code.as_str()).collect();
        for word in directive.words.iter().filter(|word| !codes.iter().any(|code| code.starts_with(&word.text))) {
            self.diagnostics.push(
                Diagnostic::new(code::DIRECTIVE_ARGUMENT, source, word.span)
                    .arg("name", &directive.name.text)
                    .help("codes"),
            );
        }
    }

    /// A chapter of everything that no chapter asked for.
    fn unsorted(&mut self) -> Option<Composed> {
        let russian = self.input.settings.source_lang.tag() == "ru";
        let name = if russian { "Неразобранное" } else { "Unsorted" };
        let intro = if russian {
            "Эти части заметок ни одна глава не взяла."
        } else {
            "No chapter has asked for these parts of the notes."
        };
        let mut out = Out::default();
        let mut slugs = slug::Slugs::default();
        let path = "unsorted.md";
        let mut first = None;
        for (number, (file, note)) in self.input.notes.iter().enumerate() {
            for (index, section) in note.sections.iter().enumerate() {
                let rest = self.placed.missing(file, index, section);
                if rest.is_empty() {
                    continue;
                }
                if first.is_none() {
                    first = Some(note.source.clone());
                    out.block("", &format!("# {name} {{#unsorted}}"), &note.source, 0);
                    out.block("", intro, &note.source, 0);
                }
                let id = slugs.take(&section.id, "section");
                let (labels, reviews) = (&self.labels[number], &self.input.reviews);
                let (as_table, depth) = (false, markup::depth(section));
                let writer = Writer { note, file, index: number, section: index, labels, reviews, as_table, depth };
                writer.section(section, &rest, &id, &mut out);
                let anchor = rest.contains(&Part::Heading).then_some(id);
                self.placed.add(file, index, &rest, &path.into(), anchor);
            }
        }
        let chapter = ChapterSource { path: path.to_owned(), name: name.to_owned(), source: first? };
        let is_unsorted = !self.input.chapters.iter().any(|written| written.path == path);
        Some(Composed { is_unsorted, ..Composed::new(&chapter, out) })
    }
}

enum Edit<'a> {
    HeadingId((usize, String)),
    Note(&'a Directive),
}

impl Edit<'_> {
    fn start(&self) -> usize {
        match self {
            Self::HeadingId((at, _)) => *at,
            Self::Note(directive) => directive.span.start,
        }
    }
}

fn number(section: &Section, block: usize, item: usize) -> Option<u64> {
    match &section.blocks.get(block)?.kind {
        BlockKind::List { items, .. } => items.get(item)?.number.or(Some(item as u64 + 1)),
        _ => None,
    }
}

/// `2` or `2..4`.
fn range(text: &str) -> Option<std::ops::RangeInclusive<u64>> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    Some(from.parse().ok()?..=to.parse().ok()?)
}
