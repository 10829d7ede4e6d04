//! A book made ready for its editions: chapters composed, messages gathered, translations resolved, mentions counted.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    iter::Peekable,
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use mdbook_driver::book::{Book, BookItem, Chapter};
use rayon::prelude::*;

use super::{
    Edition,
    fill::Filler,
    homes::Homes,
    terms::{Mentioned, mentioned},
    texts::{self, Said, Texts},
    voice::{self, Voice},
};
use crate::{
    book::{
        Input,
        compose::{Composed, compose},
        directives,
        place::Placed,
    },
    diagnostics::Diagnostic,
    examples,
    glossary::{self, Matcher, Shown, TermId},
    memo::{Kept, Parts},
    tables::{
        entities::Entity,
        model::Table,
        suggest::{Suggestion, suggest},
    },
    text::{Lang, Source, Span, markdown},
    translate::{self, Catalog, Message, Reference, Role, State, Translations},
};

/// Everything the editions of a book share.
#[derive(Debug)]
pub struct Prepared {
    /// The book.
    pub input: Input,
    /// Its chapters with the notes written into them, in the source language.
    pub chapters: Vec<Composed>,
    /// What of the notes stands where.
    pub placed: Placed,
    /// Finders of mentions, by language.
    pub matchers: BTreeMap<Lang, Matcher>,
    /// The messages of the book, in its order; none where it has one language.
    pub messages: Vec<Message>,
    /// What there is of them in each language.
    pub translations: BTreeMap<Lang, Translations>,
    /// Of each chapter, which of them stand in it.
    said: Vec<Vec<usize>>,
    keys: texts::Keys,
    whole: texts::Whole,
    homes: Homes,
    /// What the notes describe; found when a table first asks.
    entities: OnceLock<Vec<Entity>>,
    /// The files that references name; gathered when a place is first asked for.
    sources: OnceLock<HashMap<String, Source>>,
    mentioned: BTreeMap<TermId, Vec<Mentioned>>,
}

impl Prepared {
    /// Prepares a book, and collects what was found wrong on the way.
    pub fn new(input: Input) -> (Self, Vec<Diagnostic>) {
        Self::after(input, &Kept::default())
    }

    /// The same, with what a build before this one has found out.
    pub fn after(mut input: Input, kept: &Kept) -> (Self, Vec<Diagnostic>) {
        let langs = &input.settings.languages;
        let matcher = |lang: &Lang| (lang.clone(), Matcher::new(&input.glossary, lang));
        let matchers = || langs.par_iter().map(matcher).collect::<BTreeMap<Lang, Matcher>>();
        let ((chapters, placed, diagnostics), matchers) = rayon::join(|| compose(&input), matchers);
        // A book in one language has nothing to translate.
        let translates = !input.settings.targets().is_empty();
        let (messages, said) = if translates { messages(&input, &chapters, kept) } else { Default::default() };
        let translations: BTreeMap<Lang, Translations> = input
            .settings
            .targets()
            .iter()
            .map(|lang| {
                let none = Catalog::empty(lang);
                let catalog = input.catalogs.get(lang).unwrap_or(&none);
                (lang.clone(), Translations::resolve(&messages, catalog, lang))
            })
            .collect();
        let source_lang = input.settings.source_lang.clone();
        for (lang, translations) in &translations {
            input.glossary.terms.iter_mut().for_each(|term| show_definition(term, &source_lang, lang, translations));
        }
        let keys = texts::Keys::new(&messages, &translations);
        let homes = Homes::find(&chapters, &input.reviews);
        let mut prepared = Self {
            input,
            chapters,
            placed,
            matchers,
            messages,
            translations,
            said,
            keys,
            whole: texts::Whole::default(),
            homes,
            entities: OnceLock::new(),
            sources: OnceLock::new(),
            mentioned: BTreeMap::new(),
        };
        if let Some(edition) = Edition::all(&prepared.input.settings).first() {
            prepared.mentioned = mentioned(&prepared.filler(edition), &prepared.homes, prepared.said(), kept);
            // Whoever asked on the way knew of no mentions.
            prepared.whole = texts::Whole::default();
        }
        (prepared, diagnostics)
    }

    /// How often the book, in its own language, mentions a term.
    pub fn mentions(&self, term: &TermId) -> usize {
        self.mentioned.get(term).map_or(0, |places| places.iter().map(Mentioned::count).sum())
    }

    /// The voice of an edition.
    pub fn voice<'a>(&'a self, edition: &'a Edition) -> Voice<'a> {
        Voice { edition, source: &self.input.settings.source_lang, translations: &self.translations }
    }

    /// What the chapters of an edition say; what the last build wrote is not written again unless somebody asks for it.
    pub fn texts<'a>(&'a self, edition: &'a Edition, kept: &Kept) -> Texts<'a> {
        Texts::new(self.filler(edition), &self.homes, self.said(), kept)
    }

    /// mdBook's book for an edition.
    pub fn edition(&self, edition: &Edition) -> Book {
        let filler = self.filler(edition);
        // From the end, where books have what is long: the glossary and the raw notes.
        let backwards = self.chapters.par_iter().rev();
        let texts: Vec<String> = backwards.map(|chapter| filler.chapter(chapter, &self.homes).text).collect();
        self.book(edition, texts.into_iter().rev())
    }

    /// The same without what its chapters say.
    pub fn outline(&self, edition: &Edition) -> Book {
        self.book(edition, self.chapters.iter().map(|_| String::new()))
    }

    fn book(&self, edition: &Edition, texts: impl Iterator<Item = String>) -> Book {
        // In the order of the summary, as the chapters of the book are.
        let mut texts = self.chapters.iter().zip(texts).peekable();
        let mut items: Vec<BookItem> = self.input.book.items.clone();
        items.iter_mut().for_each(|item| self.translate(item, edition, &mut texts));
        for (chapter, text) in texts.filter(|(chapter, _)| chapter.is_unsorted) {
            // The chapter of what no chapter asked for is in no summary.
            let name = self.voice(edition).title(&chapter.name);
            let mut unsorted = Chapter::new(&name, text, PathBuf::from(&chapter.path), Vec::new());
            unsorted.source_path = None;
            items.push(BookItem::Chapter(unsorted));
        }
        Book::new_with_items(items)
    }

    fn translate<'a>(
        &self,
        item: &mut BookItem,
        edition: &Edition,
        texts: &mut Peekable<impl Iterator<Item = (&'a Composed, String)>>,
    ) {
        let voice = self.voice(edition);
        match item {
            BookItem::Separator => {}
            BookItem::PartTitle(title) => *title = voice.title(title),
            BookItem::Chapter(chapter) => {
                chapter.name = voice.title(&chapter.name);
                chapter.parent_names.iter_mut().for_each(|name| *name = voice.title(name));
                let path = chapter.path.as_deref().map(crate::book::input::slashed);
                if let Some((_, text)) = texts.next_if(|(composed, _)| Some(&composed.path) == path.as_ref()) {
                    chapter.content = text;
                }
                chapter.sub_items.iter_mut().for_each(|item| self.translate(item, edition, texts));
            }
        }
    }

    /// The line of the book's files that a reference names.
    pub fn place(&self, reference: &Reference) -> Option<(Source, Span)> {
        let source = self.sources.get_or_init(|| sources(&self.input)).get(&*reference.file)?;
        Some((source.clone(), source.line_span(reference.line?)?))
    }

    /// What a translator into `lang` should know of a message: how the glossary names the terms in it, and which review
    /// speaks of it.
    pub fn translator_notes(&self, message: &Message, lang: &Lang) -> Vec<String> {
        let input = &self.input;
        let text = markdown::visible_text(&message.text);
        let mut out = Vec::new();
        let meant = self.matchers.get(&input.settings.source_lang).map(|matcher| matcher.meant(&text));
        for id in meant.into_iter().flatten().collect::<BTreeSet<_>>() {
            let Some(term) = input.glossary.term(id.as_str()) else { continue };
            if let Some(name) = term.texts.get(lang).map(|text| &text.name) {
                out.push(format!("{}: {name}", term.name(&input.settings.source_lang)));
            }
        }
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = words(&text);
        let src = input.settings.src();
        for review in &input.reviews {
            let file = format!("{src}/notes/{}", review.note);
            let here = message.references.iter().any(|reference| *reference.file == file);
            if here && text.contains(&words(&review.quote)) {
                out.push(format!("{}: {}", review.verdict.title().get(lang), words(review.text.get(lang))));
            }
        }
        out
    }

    /// The comparison tables, in the order of the book.
    pub fn tables(&self) -> Vec<Table> {
        let editions = Edition::all(&self.input.settings);
        let Some(edition) = editions.first() else { return Vec::new() };
        let filler = self.filler(edition);
        let directives = self.chapters.iter().flat_map(|chapter| directives::find(&chapter.markdown));
        directives.filter_map(|directive| filler.table(&directive)).collect()
    }

    /// The tables that the notes suggest and that no chapter has.
    pub fn suggestions(&self) -> Vec<Suggestion> {
        let editions = Edition::all(&self.input.settings);
        let Some(edition) = editions.first() else { return Vec::new() };
        let filler = self.filler(edition);
        let translate = |message: &str| filler.translate(message);
        let directives = self.chapters.iter().flat_map(|chapter| directives::find(&chapter.markdown));
        let made: Vec<BTreeSet<String>> = directives
            .filter(|directive| directive.name.text == "compare")
            .map(|directive| directive.words.into_iter().map(|word| word.text).collect())
            .collect();
        let is_made = |suggestion: &Suggestion| {
            let ids: Option<BTreeSet<String>> =
                suggestion.things.iter().map(|(id, _)| Some(id.as_ref()?.as_str().to_owned())).collect();
            ids.is_some_and(|ids| made.iter().any(|made| ids.is_subset(made)))
        };
        let mut found = suggest(&filler.comparer(&translate));
        found.retain(|suggestion| !is_made(suggestion));
        found
    }

    fn said(&self) -> Said<'_> {
        Said { messages: &self.messages, by_chapter: &self.said, keys: &self.keys, whole: &self.whole }
    }

    fn filler<'a>(&'a self, edition: &'a Edition) -> Filler<'a> {
        Filler {
            input: &self.input,
            chapters: &self.chapters,
            placed: &self.placed,
            matchers: &self.matchers,
            entities: &self.entities,
            voice: self.voice(edition),
            mentioned: &self.mentioned,
        }
    }
}

/// Every message of the book: titles, then chapter by chapter the text and the comments of its examples. The second value
/// tells of each chapter which of them stand in it.
fn messages(input: &Input, chapters: &[Composed], kept: &Kept) -> (Vec<Message>, Vec<Vec<usize>>) {
    let lang = &input.settings.source_lang;
    let mut found: Vec<(String, Role, Reference)> = Vec::new();
    let mut places = Places::new(input);
    let wanted = |text: &str| lang.has_words_in(std::iter::once(text));
    // Titles come in the order of the summary: the next one stands behind the last.
    let mut done = 0;
    let mut title = |text: &str, source: &Source| {
        if wanted(text) {
            let all = source.text();
            let behind = all.get(done..).and_then(|rest| rest.find(text)).map(|at| at + done);
            // What Markdown escapes there is another text, so the line is the place.
            let mut start = done;
            let mut lines = all.get(done..).unwrap_or_default().split_inclusive('\n');
            let escaped = || {
                lines.find_map(|line| {
                    let begin = start;
                    start += line.len();
                    markdown::visible_text(line.trim()).contains(text).then_some(begin)
                })
            };
            let at = behind.or_else(|| all.find(text)).or_else(escaped);
            done = at.unwrap_or(done);
            let at = at.unwrap_or_default();
            found.push((text.to_owned(), Role::Title, places.reference(source, at)));
        }
    };
    for text in [&input.settings.config.book.title, &input.settings.config.book.description].into_iter().flatten() {
        title(text, &input.settings_source);
    }
    for item in input.book.iter() {
        match item {
            BookItem::Chapter(chapter) => title(&chapter.name, &input.summary),
            BookItem::PartTitle(text) => title(text, &input.summary),
            BookItem::Separator => {}
        }
    }
    let mut shown: Vec<&str> = Vec::new();
    let mut stretches = Vec::new();
    let segments = |chapter: &Composed| -> Vec<(String, Role, usize)> {
        kept.get(Parts::default().of("segments").of(lang.tag()).with(&chapter.key).key(), || {
            let segments = translate::segments(&chapter.markdown, lang, &voice::comments);
            segments.into_iter().map(|segment| (segment.text, segment.role, segment.span.start)).collect()
        })
    };
    let segments: Vec<_> = chapters.par_iter().map(segments).collect();
    for (chapter, segments) in chapters.iter().zip(segments) {
        if chapter.is_unsorted {
            found.push((chapter.name.clone(), Role::Title, places.reference(&chapter.source, 0)));
        }
        let begin = found.len();
        for (text, role, start) in segments {
            if let Some((source, at)) = chapter.origins.place(start) {
                found.push((text, role, places.reference(source, at)));
            }
        }
        stretches.push(begin..found.len());
        for directive in
            directives::find(chapter.source.text()).iter().filter(|directive| directive.name.text == "example")
        {
            shown.extend(
                directive
                    .words
                    .iter()
                    .filter_map(|word| input.examples.get_key_value(&word.text))
                    .map(|(name, _)| name.as_str()),
            );
        }
    }
    let mut done: HashSet<&str> = HashSet::new();
    for name in shown.into_iter().chain(input.examples.keys().map(String::as_str)) {
        let Some(source) = input.examples.get(name).filter(|_| done.insert(name)) else { continue };
        for segment in translate::code_segments(source.text(), &examples::comments(source.text()), lang) {
            found.push((segment.text, segment.role, places.reference(source, segment.span.start)));
        }
    }
    let (mut all, places) = translate::messages(found);
    all.extend(given(input));
    (all, stretches.into_iter().map(|stretch| places[stretch].to_vec()).collect())
}

/// The files of a book by the names that references have for them.
fn sources(input: &Input) -> HashMap<String, Source> {
    let files = [&input.settings_source, &input.summary, &input.glossary.source];
    let all = files
        .into_iter()
        .chain(&input.reviews_source)
        .chain(input.notes.values().map(|note| &note.source))
        .chain(input.chapters.iter().map(|chapter| &chapter.source))
        .chain(input.examples.values());
    let mut out = HashMap::new();
    for source in all {
        out.entry(in_book(input, source).to_owned()).or_insert_with(|| source.clone());
    }
    out
}

/// What the author writes in several languages at once: definitions of terms, texts of reviews.
fn given(input: &Input) -> Vec<Message> {
    let lang = &input.settings.source_lang;
    let mut places = Places::new(input);
    let mut out = Vec::new();
    for term in &input.glossary.terms {
        let Some(own) = term.texts.get(lang).filter(|text| !text.definition.is_empty()) else { continue };
        let others = term.texts.iter().filter(|(other, text)| *other != lang && !text.definition.is_empty());
        let given = others.map(|(other, text)| (other.clone(), text.definition.clone())).collect();
        let place = places.reference(&input.glossary.source, own.span.start);
        out.push(Message::given(&own.definition, Role::Glossary, place, given));
    }
    // Reviews are written in Russian and in English; a book in another language has no text of its own there.
    let written = [Lang::ru(), Lang::en()];
    for review in input.reviews.iter().filter(|_| written.contains(lang)) {
        let Some(source) = &input.reviews_source else { break };
        let others = written.iter().filter(|other| *other != lang && !review.text.get(other).is_empty());
        let given = others.map(|other| (other.clone(), review.text.get(other).to_owned())).collect();
        let place = places.reference(source, review.span.start);
        out.push(Message::given(review.text.get(lang), Role::Review, place, given));
    }
    out
}

/// Decides what the edition in `lang` shows as a term's definition.
fn show_definition(term: &mut glossary::Term, source: &Lang, lang: &Lang, translations: &Translations) {
    let Some(own) = term.texts.get(source).filter(|text| !text.definition.is_empty()) else { return };
    let text = translate::message_text(&own.definition);
    let left =
        |notice: String| Shown { definition: own.definition.clone(), lang: source.clone(), notice: Some(notice) };
    let shown = match translations.state(&text, Role::Glossary) {
        State::Fresh(_) if term.texts.contains_key(lang) => return,
        State::Fresh(translation) => match translate::accept(&text, translation, Role::Paragraph) {
            Ok(definition) => Shown { definition, lang: lang.clone(), notice: None },
            Err(_) => left(translate::missing_notice(lang)),
        },
        State::Stale { .. } => left(translate::stale_notice(lang)),
        State::Missing | State::Refused { .. } => left(translate::missing_notice(lang)),
    };
    term.shown.insert(lang.clone(), shown);
}

/// Names places as a catalog does: the file as seen from the book's folder, wherever somebody calls the program from.
/// Places in a row that are in one file share its name.
struct Places<'a> {
    input: &'a Input,
    file: Arc<str>,
}

impl<'a> Places<'a> {
    fn new(input: &'a Input) -> Self {
        Self { input, file: "".into() }
    }

    fn reference(&mut self, source: &Source, offset: usize) -> Reference {
        let file = in_book(self.input, source);
        if *self.file != *file {
            self.file = file.into();
        }
        Reference::new(Arc::clone(&self.file), source.line(offset))
    }
}

fn in_book<'s>(input: &Input, source: &'s Source) -> &'s str {
    source.name().strip_prefix(&input.prefix).unwrap_or(source.name())
}
