//! Editions: languages, links, tables, reviews, repeats, and the chapter of what nobody asked for.

use crate::support::Book;

const NOTE: &str = "\
виды закваски
Закваска бывает разная, и от этого зависит, какой получится хлеб и сколько с ней хлопот на кухне.

1. Ржаная (rye):
Цель: Ржаная закваска поднимает тяжёлое тесто.
Уход: Раз в день.

2. Пшеничная (wheat):
Цель: Пшеничная закваска даёт мягкий вкус.

ещё раз о видах
Закваска бывает разная, и от этого зависит, какой получится хлеб и сколько с ней хлопот на кухне.
";

const GLOSSARY: &str = "\
[[term]]
id = \"starter\"
ru = { name = \"закваска\", definition = \"Мука и вода с дикими дрожжами.\" }
en = { name = \"starter\", plural = \"starters\", definition = \"Flour and water with wild yeast.\" }
source = \"https://example.org/starter\"
relations = [{ is = \"raises\", to = \"dough\" }]

[[term]]
id = \"dough\"
ru = { name = \"тесто\", definition = \"Мука с водой.\" }
en = { name = \"dough\", definition = \"Flour with water.\" }

[[term]]
id = \"rye\"
ru = { name = \"ржаная закваска\", aliases = [\"ржаная\", \"rye\"], definition = \"Закваска на ржаной муке.\" }
en = { name = \"rye starter\", aliases = [\"rye\"], definition = \"A starter fed with rye.\" }

[[term]]
id = \"wheat\"
ru = { name = \"пшеничная закваска\", aliases = [\"пшеничная\", \"wheat\"], definition = \"Закваска на пшенице.\" }
en = { name = \"wheat starter\", aliases = [\"wheat\"], definition = \"A starter fed with wheat.\" }

[relations.raises]
ru = \"поднимает\"
en = \"raises\"
";

const REVIEWS: &str = "\
[[review]]
note = \"bread.txt\"
quote = \"Раз в день.\"
verdict = \"incomplete\"
ru = \"В холодильнике реже.\"
en = \"Less often in a fridge.\"
source = \"https://example.org/fridge\"
";

const PO: &str = "\
msgid \"\"
msgstr \"\"
\"Language: en\\n\"
\"Content-Type: text/plain; charset=UTF-8\\n\"

msgid \"виды закваски\"
msgstr \"kinds of starter\"

msgid \"Закваска бывает разная, и от этого зависит, какой получится хлеб и сколько с ней хлопот на кухне.\"
msgstr \"There are several starters, and the bread depends on which you keep.\"

msgid \"Ржаная закваска поднимает тяжёлое тесто.\"
msgstr \"A rye starter raises heavy dough.\"

msgid \"Цель\"
msgstr \"Purpose\"
";

fn book() -> Book {
    Book::default()
        .file("src/notes/bread.txt", NOTE)
        .file("glossary.toml", GLOSSARY)
        .file("reviews.toml", REVIEWS)
        .file("po/en.po", PO)
        .file("src/a.md", "# Хлеб\n\n{{#note bread.txt#vidy-zakvaski}}\n\n{{#compare rye wheat}}\n")
        .file("src/глоссарий.md", "# Слова\n\n{{#glossary}}\n\n{{#map}}\n")
        .file("src/raw.md", "# Заметки\n\n{{#raw bread.txt}}\n")
}

#[test]
fn the_source_edition() {
    insta::assert_snapshot!(book().chapter("ru", "a.md"));
}

#[test]
fn the_other_language_says_what_is_not_translated() {
    insta::assert_snapshot!(book().chapter("en", "a.md"));
}

#[test]
fn side_by_side() {
    insta::assert_snapshot!(book().chapter("ru-en", "a.md"));
}

#[test]
fn glossary_and_raw_notes() {
    insta::assert_snapshot!("glossary-en", book().chapter("en", "глоссарий.md"));
    insta::assert_snapshot!("raw", book().chapter("ru", "raw.md"));
}

#[test]
fn what_no_chapter_asks_for_is_never_nowhere() {
    let unsorted = book().chapter("ru", "unsorted.md");
    assert!(unsorted.contains("ещё раз о видах"), "{unsorted}");
    assert!(unsorted.contains("Строка 12 заметок") && unsorted.contains("строка 2]("), "{unsorted}");
    assert!(unsorted.contains("(a.md#vidy-zakvaski)"), "a repeat leads to its twin: {unsorted}");
    let all = book().file("src/a.md", "# Хлеб\n\n{{#note bread.txt}}\n");
    assert!(all.prepared().chapters.iter().all(|chapter| chapter.path != "unsorted.md"));
}

#[test]
fn a_note_may_have_a_blank_in_its_name() {
    let book = Book::default().file("src/notes/my bread.txt", NOTE).file("src/a.md", "# Хлеб\n\n{{#map}}\n");
    let unsorted = book.chapter("ru", "unsorted.md");
    assert!(unsorted.contains("заметки, строки 1–9") && !unsorted.contains("{{#"), "{unsorted}");
}

#[test]
fn the_glossary_stands_side_by_side() {
    let page = book().chapter("ru-en", "глоссарий.md");
    for text in ["Мука и вода с дикими дрожжами", "Flour and water with wild yeast", ">starter</span>"]
    {
        assert!(page.contains(text), "{text}: {page}");
    }
}

#[test]
fn parts_of_a_section() {
    let item = book().file("src/a.md", "# Хлеб\n\n{{#note bread.txt#vidy-zakvaski item=2}}\n").chapter("ru", "a.md");
    assert!(item.contains("2. <div") && !item.contains("Ржаная"), "{item}");
    let block = book()
        .file("src/a.md", "# Хлеб\n\n{{#note bread.txt#vidy-zakvaski block=1 heading=yes}}\n")
        .chapter("ru", "a.md");
    assert!(block.contains("## виды") && !block.contains("Пшеничная"), "{block}");
    let table = book().file("src/a.md", "# Хлеб\n\n{{#note bread.txt#vidy-zakvaski as=table}}\n").chapter("ru", "a.md");
    assert!(table.contains("|---|---|---|"), "{table}");
}

#[test]
fn tables_know_their_lines() {
    let tables = book().prepared().tables();
    let table = &tables[0];
    assert_eq!(table.columns.iter().map(|column| column.id.as_str()).collect::<Vec<_>>(), ["rye", "wheat"]);
    let row = table.rows.iter().find(|row| row.title.ru == "Цель").expect("a row");
    assert_eq!(row.title.en, "Purpose");
    let cell = row.cells[0].as_ref().expect("a cell");
    assert_eq!(cell.text.en, "A rye starter raises heavy dough.");
    let (source, span) = cell.origin.as_ref().expect("an origin");
    assert_eq!(source.line(span.start), 5);
    let care = table.rows.iter().find(|row| row.title.ru == "Уход").expect("a row");
    assert!(care.cells[1].is_none(), "what the notes do not say is an empty cell");
}

#[test]
fn a_changed_paragraph_turns_stale_and_nothing_else() {
    let changed = NOTE.replacen("сколько с ней хлопот", "сколько с ней забот", 2);
    let book = book().file("src/notes/bread.txt", changed);
    let chapter = book.chapter("en", "a.md");
    assert_eq!(chapter.matches("out of date").count(), 1, "{chapter}");
    assert!(chapter.contains("raises heavy"), "{chapter}");
    let codes = book.codes();
    assert!(codes.contains(&"K0505") || codes.contains(&"K0506"), "{codes:?}");
}

#[test]
fn a_table_of_a_book_in_another_language_says_what_the_notes_say() {
    let book = Book::default()
        .file(
            "book.toml",
            "[book]\ntitle = \"Brot\"\nlanguage = \"de\"\n[preprocessor.konspekt]\nlanguages = [\"de\", \"en\"]\nparallel = false\n",
        )
        .file("src/notes/n.txt", "Backen\n\n1. Ofen\nZweck: Brot backen.\n\n2. Herd\nZweck: Suppe kochen.\n")
        .file("src/a.md", "# Vergleich\n\n{{#compare oven stove}}\n")
        .file(
            "glossary.toml",
            "[[term]]\nid = \"oven\"\nde = { name = \"Ofen\", definition = \"Heizt.\" }\n\
             [[term]]\nid = \"stove\"\nde = { name = \"Herd\", definition = \"Heizt schnell.\" }\n",
        );
    for edition in ["de", "en"] {
        let text = book.chapter(edition, "a.md");
        assert!(["Zweck", "Brot backen.", "Suppe kochen."].iter().all(|words| text.contains(words)), "{text}");
        assert!(!text.contains("****"), "{text}");
    }
}
