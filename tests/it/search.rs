//! What the index of the site's search holds: compounds, two languages, tables, the glossary, the raw notes.

use konspekt::{
    edition::Edition,
    memo::Kept,
    site::{render::Page, search},
};
use serde_json::{Value, json};

use crate::support::Book;

fn index(book: &Book, dir: &str) -> Value {
    let prepared = book.prepared();
    let editions = Edition::all(&prepared.input.settings);
    let edition = editions.iter().find(|edition| edition.dir == dir).expect("edition");
    let (outline, kept) = (prepared.outline(edition), Kept::default());
    let texts = prepared.texts(edition, &kept);
    let mut json = Vec::new();
    search::index(&Page::all(&outline, &texts), &prepared, edition, &kept).write(&mut json).expect("memory");
    serde_json::from_slice(&json).expect("JSON")
}

fn section(index: &Value, id: &str) -> Value {
    let sections = index["sections"].as_array().expect("sections");
    sections.iter().find(|section| section[1] == id).unwrap_or_else(|| panic!("no section {id} in {index}")).clone()
}

/// Heading and text of a section, and whether it is lines of the raw notes.
fn shown(index: &Value, id: &str) -> Value {
    json!(section(index, id).as_array().expect("a section")[2..])
}

/// The ids of the sections that hold a key.
fn ids(index: &Value, key: &str) -> Vec<String> {
    let places = index["keys"][key].as_array().cloned().unwrap_or_default();
    let number = |place: &Value| place.as_u64().and_then(|at| usize::try_from(at).ok()).expect("a number");
    let mut at = 0;
    let ids = places.chunks(2).map(|pair| {
        at += number(&pair[0]);
        index["sections"][at][1].as_str().expect("an id").to_owned()
    });
    ids.collect()
}

const GLOSSARY: &str = r#"
[[term]]
id = "starter"
ru = { name = "закваска", aliases = ["опара", "starter-опара"], definition = "Мука и вода с дикими дрожжами." }
en = { name = "starter", definition = "Flour and water with wild yeast." }
source = "https://example.org/starter"
relations = [{ is = "raises", to = "dough" }]

[[term]]
id = "dough"
ru = { name = "тесто", definition = "Источник: мука с водой." }
en = { name = "dough", definition = "Flour with water." }

[relations.raises]
ru = "поднимает"
en = "raises"
"#;

fn bakery() -> Book {
    Book::default()
        .file("book.toml", "[book]\ntitle = \"Хлеб\"\nlanguage = \"ru\"\n[preprocessor.konspekt]\nlanguages = [\"ru\", \"en\"]\nparallel = true\n")
        .file("glossary.toml", GLOSSARY)
        .file("src/glossary.md", "# Слова {#words}\n\n{{#glossary}}\n")
        .file("src/bread.md", "# Хлеб {#bread}\n\nЗакваска живёт при pH-метре и kneading_machine.\n\n## Печь {#oven}\n\n| Муки | ржаная | пшеничная |\n|---|---|---|\n| соль | нет | нет |\n| вода | ещё идёт. | пора |\n\n- жар\n- угли\n")
        .file("src/notes/raw.txt", "о тесте\nТесто любит тепло\nи время.\n\nА пирог любит\nформу.\n")
        .file("src/notes.md", "# Записи {#raw}\n\nВот они.\n\n{{#raw raw.txt}}\n")
        .file("src/all.md", "# Тесто {#all}\n\n{{#note raw.txt}}\n")
        .file(
            "po/en.po",
            "msgid \"\"\nmsgstr \"\"\n\"Language: en\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\nmsgid \"Печь\"\nmsgstr \"Oven\"\n\nmsgid \"ещё идёт.\"\nmsgstr \"Still rising.\"\n\nmsgid \"нет\"\nmsgstr \"no\"\n\nmsgid \"жар\"\nmsgstr \"heat\"\n",
        )
}

#[test]
fn a_compound_is_found_whole_and_by_its_parts() {
    let index = index(&bakery(), "ru");
    for key in ["ph-метр", "ph", "метр", "kneading_machin", "knead", "machin"] {
        assert_eq!(ids(&index, key), ["bread"], "{key}");
    }
    // A name with a hyphen is known by its parts.
    assert_eq!(index["names"]["starter опар"], json!(["#starter"]));
}

#[test]
fn a_row_is_a_sentence_and_says_once_what_is_the_same_in_all_columns() {
    let index = index(&bakery(), "ru");
    let text = "Муки · ржаная · пшеничная. соль · нет. вода · ещё идёт. · пора. жар. угли.";
    assert_eq!(shown(&index, "oven"), json!(["Печь", text]));
}

#[test]
fn two_languages_stand_apart_and_are_named() {
    let index = index(&bakery(), "ru-en");
    let oven = section(&index, "oven");
    assert_eq!(oven[2], json!(["Печь / ", ["en", "Oven"]]));
    let text = oven[3].to_string();
    assert!(text.contains(r#"нет / ",["en","no. "]"#), "{text}");
    assert!(text.contains(r#"жар / ",["en","heat. "]"#), "{text}");
    let keys = index["keys"].as_object().expect("keys");
    let glued =
        |key: &&String| key.contains(|c: char| c.is_ascii_alphabetic()) && key.contains(|c| matches!(c, 'а'..='я'));
    assert_eq!(keys.keys().filter(glued).collect::<Vec<_>>(), ["ph-метр", "starter-опар"]);
}

#[test]
fn an_entry_of_the_glossary_is_its_definition_and_is_found_by_every_name() {
    let index = index(&bakery(), "ru");
    let starter = section(&index, "term-starter");
    assert_eq!(starter[3], "Мука и вода с дикими дрожжами. поднимает тесто.");
    for key in ["#starter", "опар", "starter"] {
        assert!(ids(&index, key).contains(&"term-starter".to_owned()), "{key}");
    }
    for key in ["exampl", "упоминан", "такж"] {
        assert!(!ids(&index, key).contains(&"term-starter".to_owned()), "{key}");
    }
    // A definition that begins with a word of the page itself.
    assert_eq!(section(&index, "term-dough")[3], "Источник: мука с водой. закваска поднимает тесто.");
}

#[test]
fn lines_of_the_raw_notes_are_found_where_they_stand() {
    let ru = index(&bakery(), "ru");
    assert_eq!(shown(&ru, "L1"), json!(["Строки 1–3", "о тесте Тесто любит тепло и время.", 1]));
    assert_eq!(shown(&ru, "L5"), json!(["Строки 5–6", "А пирог любит форму.", 1]));
    assert!(ids(&ru, "пирог").contains(&"L5".to_owned()));
    // The title of their page does not stand in every line.
    assert_eq!(ids(&ru, "запис"), ["raw"]);
    let en = index(&bakery(), "en");
    assert_eq!(shown(&en, "L5"), json!(["Lines 5–6", [["ru", "А пирог любит форму."]], 1]));
}

#[test]
fn what_somebody_wrote_stays_text() {
    let deep = "<div>".repeat(3_000);
    let book = Book::default().file(
        "src/a.md",
        format!("# A `<b>` {{#a}}\n\n<script>alert(1)</script>\n\n\"], </script> `{{{{x}}}}` [[x]]\n\n<p lang=\"x y\">p</p>\n\n<td>cell\n\n{deep}deep\n"),
    );
    let index = index(&book, "ru");
    assert_eq!(section(&index, "a")[2], "A <b>");
    assert!(ids(&index, "alert").is_empty());
    assert_eq!(ids(&index, "deep"), ["a"]);
}

/// What a section means is what its chapter links: the author's marks count, and code is asked for itself.
#[test]
fn a_section_means_what_its_author_says() {
    let text = "# Хлеб {#bread}\n\nО хлебе.\n\n## Потом {#later}\n\n{{#term starter}}Она{{/term}} живёт.\n\n## Песня {#song}\n\n\
                {{#noterm}}Закваска{{/noterm}} – это песня.\n\n## Код {#code}\n\n```sh\nfeed # закваску\n```\n\n## Закваска {#own}\n\nИ только.\n";
    let index = index(&bakery().file("src/bread.md", text), "ru");
    let found = ids(&index, "#starter");
    for (id, wanted) in [("bread", false), ("later", true), ("song", false), ("code", true), ("own", true)] {
        assert_eq!(found.iter().any(|found| found == id), wanted, "{id}: {found:?}");
    }
}
