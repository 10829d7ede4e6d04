//! The whole way of a book: cut, catalog, change a sentence, merge, show, criticise.

use super::{comments::tests::hashes, *};
use crate::{
    diagnostics::{Diagnostic, page},
    text::{Lang, Source, Span},
};

const PO: &str = "\
msgid \"\"
msgstr \"\"
\"Language: en\\n\"
\"Content-Type: text/plain; charset=UTF-8\\n\"

# a person's remark
msgid \"Под живёт на узле и делит с соседями сеть.\"
msgstr \"A pod lives on a node and shares a network.\"

msgid \"Сервис\"
msgstr \"Service\"

msgctxt \"item\"
msgid \"Сервис\"
msgstr \"a Service\"

msgid \"Цель\"
msgstr \"Purpose\"

msgid \"служит для копий\"
msgstr \"is there \"
\"for copies\"
";

const CHAPTER: &str =
    "# Сервис\n\nПод живёт на узле и делит с соседями сеть.\n\n- Сервис\n- **Цель:** служит для копий\n- новое\n";

fn ru() -> Lang {
    Lang::ru()
}

fn en() -> Lang {
    Lang::en()
}

fn catalog(text: &str) -> Catalog {
    let (catalog, found) = Catalog::parse(&Source::new("po/en.po", text));
    assert!(found.is_empty(), "{found:?}");
    catalog
}

fn collect(name: &str, chapter: &str, from: &Lang) -> (Vec<Segment>, Vec<Message>) {
    let source = Source::new(name, chapter);
    let segments = segments(chapter, from, &hashes);
    let found = segments.iter().map(|s| (s.text.clone(), s.role, Reference::new(name, source.line(s.span.start))));
    let (messages, _) = messages(found.collect::<Vec<_>>());
    (segments, messages)
}

fn show(chapter: &str, po: &str, parallel: bool) -> String {
    let (segments, messages) = collect("src/a.md", chapter, &ru());
    let translations = Translations::resolve(&messages, &catalog(po), &en());
    let (from, to) = (ru(), en());
    let mode = if parallel { Mode::Parallel { from: &from, to: &to } } else { Mode::Single { from: &from, to: &to } };
    translate(chapter, &segments, |s| translations.state(&s.text, s.role).clone(), mode)
}

#[test]
fn one_edition_shows_what_there_is() {
    insta::assert_snapshot!(show(CHAPTER, PO, false), @r##"
# Service

A pod lives on a node and shares a network.

- a Service
- **Purpose:** is there for copies
- <span class="untranslated" lang="ru" title="Not translated yet">новое</span>
"##);
}

#[test]
fn the_parallel_edition_shows_both() {
    insta::assert_snapshot!(show(CHAPTER, PO, true), @r##"
# <span class="pair"><span class="side" lang="ru">Сервис</span><span class="side" lang="en">Service</span></span>

<span class="pair"><span class="side" lang="ru">Под живёт на узле и делит с соседями сеть.</span><span class="side" lang="en">A pod lives on a node and shares a network.</span></span>

- <span class="pair"><span class="side" lang="ru">Сервис</span><span class="side" lang="en">a Service</span></span>
- <span class="pair"><span class="side" lang="ru">**Цель:** служит для копий</span><span class="side" lang="en">**Purpose:** is there for copies</span></span>
- <span class="pair"><span class="side" lang="ru">новое</span><span class="side untranslated" lang="en" title="Not translated yet"></span></span>
"##);
}

#[test]
fn a_changed_sentence_makes_one_message_stale() {
    let before = show(CHAPTER, PO, false);
    let changed = CHAPTER.replace("делит с соседями сеть", "делит с соседями адрес и сеть");
    let after = show(&changed, PO, false);
    let differ: Vec<_> = before.lines().zip(after.lines()).filter(|(a, b)| a != b).collect();
    assert_eq!(differ.len(), 1);
    assert!(differ[0].1.starts_with("<span class=\"untranslated\" lang=\"ru\" title=\"The translation is out of date"));
    let (_, messages) = collect("src/a.md", &changed, &ru());
    let status = status(&messages, &Translations::resolve(&messages, &catalog(PO), &en()));
    insta::assert_snapshot!(serde_json::to_string(&status).expect("plain data"), @r#"{"messages":6,"fresh":4,"stale":1,"missing":1,"by_file":{"src/a.md":{"messages":6,"fresh":4,"stale":1,"missing":1}}}"#);
}

#[test]
fn a_merge_keeps_what_was_translated_and_says_what_changed() {
    let (_, messages) = collect("src/a.md", CHAPTER, &ru());
    let first = update(&catalog(PO), &messages, &en(), &|_| Vec::new());
    assert_eq!(
        update(&catalog(&first.write()), &messages, &en(), &|_| Vec::new()).write(),
        first.write(),
        "nothing new, nothing changed"
    );
    let changed = CHAPTER.replace("делит с соседями сеть", "делит с соседями адрес и сеть").replace("- Сервис\n", "");
    let (_, messages) = collect("src/a.md", &changed, &ru());
    let merged = update(&catalog(&first.write()), &messages, &en(), &|_| Vec::new()).write();
    insta::assert_snapshot!(merged, @r##"
msgid ""
msgstr ""
"Language: en\n"
"Content-Type: text/plain; charset=UTF-8\n"

#. heading
#: src/a.md:1
msgctxt "heading"
msgid "Сервис"
msgstr "Service"

# a person's remark
#: src/a.md:3
#, fuzzy
#| msgid "Под живёт на узле и делит с соседями сеть."
msgid "Под живёт на узле и делит с соседями адрес и сеть."
msgstr "A pod lives on a node and shares a network."

#. label
#: src/a.md:5
msgid "Цель"
msgstr "Purpose"

#. item
#: src/a.md:5
msgid "служит для копий"
msgstr "is there for copies"

#. item
#: src/a.md:6
msgid "новое"
msgstr ""

#~ msgctxt "item"
#~ msgid "Сервис"
#~ msgstr "a Service"
"##);
    // And back: the translation is found again, and is no longer doubtful.
    let (_, messages) = collect("src/a.md", CHAPTER, &ru());
    let back = update(&catalog(&merged), &messages, &en(), &|_| Vec::new());
    assert!(back.find(None, &messages[1].text).is_some_and(|entry| !entry.is_fuzzy() && entry.previous.is_none()));
}

#[test]
fn another_programs_way_of_writing_is_kept() {
    for text in [PO.to_owned(), PO.replace('\n', "\r\n"), format!("{PO}\n#~ msgid \"\"\n#~ \"о\"\n#~ msgstr \"o\"\n")]
    {
        assert_eq!(catalog(&text).write(), text);
    }
}

#[test]
fn the_other_direction_works_as_well() {
    let chapter = "# Pods\n\nA pod lives on a node.\n";
    let (segments, messages) = collect("src/a.md", chapter, &en());
    let po = "msgid \"Pods\"\nmsgstr \"Поды\"\n\nmsgid \"A pod lives on a node.\"\nmsgstr \"Под живёт на узле.\"\n";
    let translations = Translations::resolve(&messages, &catalog(po), &en());
    let (from, to) = (en(), ru());
    let mode = Mode::Single { from: &from, to: &to };
    let out = translate(chapter, &segments, |s| translations.state(&s.text, s.role).clone(), mode);
    assert_eq!(out, "# Поды\n\nПод живёт на узле.\n");
}

#[test]
fn a_hostile_catalog_is_reported_with_its_line() {
    let line_of = |text: &str| {
        let (_, found) = Catalog::parse(&Source::new("po/en.po", text));
        found.iter().map(|d| (d.code.as_str(), d.source.line(d.span.start))).collect::<Vec<_>>()
    };
    assert_eq!(line_of("msgid \"a\"\nmsgstr \"open\n\nmsgid \"b\"\nmsgstr \"c\"\n"), [("K0501", 2)]);
    assert_eq!(line_of("msgstr \"x\"\n"), [("K0501", 1)]);
    assert_eq!(line_of("msgid \"a\"\n\nmsgid \"b\"\nmsgstr \"c\"\n"), [("K0501", 1)]);
    assert_eq!(line_of("msgid \"a\"\nmsgstr \"b\"\n\n# x\nmsgid \"a\"\nmsgstr \"c\"\n"), [("K0503", 5)]);
    assert_eq!(line_of("\nmsgid \"\"\nmsgstr \"Content-Type: text/plain; charset=CP1251\\n\"\n"), [("K0502", 2)]);
    assert_eq!(line_of(&"rubbish\n".repeat(100_000)).len(), 50);
    let (empty, found) = Catalog::from_bytes("po/en.po", b"msgid \"a\"\nmsgstr \"\xcf\xee\xe4\"\n");
    assert!(empty.entries().is_empty());
    assert_eq!(
        found.iter().map(|d| (d.code.as_str(), d.source.line(d.span.start))).collect::<Vec<_>>(),
        [("K0502", 2)]
    );
    let huge = "msgid \"a\"\nmsgstr \"b\"\n".repeat(4 << 20);
    let (empty, found) = Catalog::from_bytes("po/en.po", huge.as_bytes());
    assert!(empty.entries().is_empty() && found.len() == 1);
}

/// The chapter and the catalog of an example on a diagnostic's page.
fn findings(fences: &[page::Fence]) -> Vec<Diagnostic> {
    let file = |name: &str| fences.iter().find(|f| f.file.as_deref() == Some(name)).map_or("", |f| f.text.as_str());
    let (catalog, mut found) = Catalog::parse(&Source::new("po/en.po", file("po/en.po")));
    found.extend(catalog.language_differs(&en()));
    let chapter = Source::new("src/pod.md", file("src/pod.md"));
    let (_, messages) = collect("src/pod.md", chapter.text(), &ru());
    let translations = Translations::resolve(&messages, &catalog, &en());
    let place = |reference: &Reference| Some((chapter.clone(), chapter.line_span(reference.line?)?));
    found.extend(check(&messages, &translations, &catalog, &ru(), &en(), &place, &|_, _| Vec::new()));
    found
}

#[test]
fn every_page_shows_what_it_says() {
    use crate::diagnostics::code::{PLAIN_LANGUAGE, TERM_NOT_AGREED};
    // Whether a term is named only a glossary can tell, and what languages there are only the settings.
    let elsewhere = [TERM_NOT_AGREED, PLAIN_LANGUAGE];
    for page in page_list().filter(|page| page.code.as_str().starts_with("K05") && !elsewhere.contains(&page.code)) {
        let has = |fences: &[page::Fence]| findings(fences).iter().any(|found| found.code == page.code);
        assert!(has(&page.bad), "{}", page.code);
        assert!(findings(&page.good).is_empty(), "{}: {:?}", page.code, findings(&page.good));
    }
}

fn page_list() -> impl Iterator<Item = &'static page::Page> {
    page::pages().into_iter()
}

#[test]
fn a_stale_message_is_shown_with_its_old_and_new_source() {
    let changed = CHAPTER.replace("делит с соседями сеть", "делит с соседями адрес и сеть");
    let (_, messages) = collect("src/a.md", &changed, &ru());
    let catalog = catalog(PO);
    let source = Source::new("src/a.md", changed.clone());
    let place = |reference: &Reference| Some((source.clone(), source.line_span(reference.line?)?));
    let found = check(
        &messages,
        &Translations::resolve(&messages, &catalog, &en()),
        &catalog,
        &ru(),
        &en(),
        &place,
        &|_, _| Vec::new(),
    );
    let stale: Vec<_> = found.iter().filter(|d| d.code.as_str() == "K0506").collect();
    assert_eq!(stale.len(), 1);
    assert_eq!(source.slice(stale[0].span), "Под живёт на узле и делит с соседями адрес и сеть.");
    assert_eq!(
        stale[0].helps(&ru()),
        [
            "было: Под живёт на узле и делит с соседями сеть.",
            "стало: Под живёт на узле и делит с соседями адрес и сеть."
        ]
    );
    assert_eq!(stale[0].span, Span::from(source.line_span(3).expect("a line").range()));
}

#[test]
fn the_catalog_remembers_what_an_author_translated_beside_the_source() {
    use std::collections::BTreeMap;

    use super::Role;

    let message = |source: &str, english: &str| {
        let given = BTreeMap::from([(en(), english.to_owned())]);
        vec![Message::given(source, Role::Glossary, Reference::new("glossary.toml", 3), given)]
    };
    let state = |messages: &[Message], catalog: &Catalog| {
        Translations::resolve(messages, catalog, &en()).state(&messages[0].text, Role::Glossary).clone()
    };
    let update = |old: &Catalog, messages: &[Message]| update(old, messages, &en(), &|_| Vec::new());
    let first = message("Место, где пекут.", "Where bread is baked.");
    let fresh = State::Fresh("Where bread is baked.".to_owned());
    assert_eq!(state(&first, &Catalog::empty(&en())), fresh, "nothing is known yet");
    let catalog = update(&Catalog::empty(&en()), &first);
    assert!(
        catalog.write().contains("msgctxt \"glossary\"\nmsgid \"Место, где пекут.\"\nmsgstr \"Where bread is baked.\"")
    );
    assert_eq!(state(&first, &catalog), fresh);
    // The source changes and its neighbour does not.
    let changed = message("Печь, в которой пекут.", "Where bread is baked.");
    let stale =
        State::Stale { source: "Место, где пекут.".to_owned(), text: "Where bread is baked.".to_owned() };
    assert_eq!(state(&changed, &catalog), stale);
    let merged = update(&catalog, &changed);
    assert_eq!(state(&changed, &merged), stale, "a merge alone makes nothing fresh");
    assert_eq!(update(&merged, &changed).write(), merged.write());
    // Either the translation is brought up to date, or somebody says that it holds.
    let mended = message("Печь, в которой пекут.", "An oven to bake in.");
    assert_eq!(state(&mended, &merged), State::Fresh("An oven to bake in.".to_owned()));
    assert!(!update(&merged, &mended).write().contains("fuzzy"));
    let (confirmed, _) = Catalog::parse(&Source::new("po/en.po", merged.write().replace("#, fuzzy\n", "")));
    assert_eq!(state(&changed, &confirmed), fresh);
}

#[test]
fn forms_for_numbers_are_kept_as_they_stand() {
    let po =
        format!("{PO}\n#: src/old.md:7\nmsgid \"Под\"\nmsgid_plural \"Поды\"\nmsgstr[0] \"Pod\"\nmsgstr[1] \"Pods\"\n");
    let (_, messages) = collect("src/a.md", "# Под\n", &ru());
    let merged = update(&catalog(&po), &messages, &en(), &|_| Vec::new()).write();
    assert!(merged.contains("msgid_plural \"Поды\"\nmsgstr[0] \"Pod\"\nmsgstr[1] \"Pods\""), "{merged}");
}
