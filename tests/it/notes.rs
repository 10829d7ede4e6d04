//! Notes: no word is lost, and the structure is the one a reader would see.

use std::fs;

use konspekt::{
    notes::{self, Block, BlockKind, Note, format::Format, outline},
    text::{Lang, Source},
};
use proptest::prelude::*;

use crate::support::{Book, json, konspekt, letters, visible_letters};

fn case(name: &str) -> Note {
    let path = format!("{}/tests/cases/notes/{name}", env!("CARGO_MANIFEST_DIR"));
    notes::parse(&Source::new(name, fs::read_to_string(path).expect("case")))
}

/// What of a note must stand in its outline.
fn kept(note: &Note) -> String {
    letters(&note.words(note.source.whole()))
}

/// The outline without the names of languages: on the page they are the colours of the code.
fn on_the_page(note: &Note) -> String {
    fn without(blocks: &mut [Block]) {
        for block in blocks {
            match &mut block.kind {
                BlockKind::Code { lang, .. } => {
                    let plain = |lang: &str| lang.chars().all(|c| c.is_ascii_alphanumeric() || "+-#".contains(c));
                    let words = lang.take().unwrap_or_default();
                    let first = words.split([' ', ',', '{']).next().unwrap_or_default();
                    *lang = Some(if plain(first) { words[first.len()..].to_owned() } else { words });
                }
                BlockKind::List { items, .. } => items.iter_mut().for_each(|item| without(&mut item.blocks)),
                BlockKind::Quote(blocks) => without(blocks),
                _ => {}
            }
        }
    }
    let mut note = note.clone();
    note.sections.iter_mut().for_each(|section| without(&mut section.blocks));
    note.text()
}

/// Lines as pastes have them: headings, numbers, bullets, labels, page breaks, broken words, HTML, directives.
fn line() -> impl Strategy<Value = String> {
    let words = prop::collection::vec(
        prop_oneof![
            Just("тесто"),
            Just("oven"),
            Just("Kubernetes-"),
            Just("развёр-"),
            Just("подам"),
            Just("it's"),
            Just("<script>"),
            Just("**bold**"),
            Just("{{#include"),
            Just("}}"),
            Just("`код`"),
            Just("a|b"),
            Just("[x](y)"),
            Just("1998."),
            Just("и"),
            Just("&amp;"),
            Just("\\"),
            Just("Печь:"),
            Just("конец."),
            Just("что?"),
            Just("_a_"),
            Just("#тег"),
            Just("$x$"),
            Just("!!"),
            Just("12"),
            Just("docker"),
            Just("kind:"),
            Just("Копировать код"),
            Just("Copy"),
        ],
        0..14,
    );
    let lead = prop_oneof![
        6 => Just(""), 1 => Just("1. "), 1 => Just("2. "), 1 => Just("3) "), 1 => Just("- "), 1 => Just("• "), 1 => Just("Цель: "),
        1 => Just("    "), 1 => Just("ChatGPT"), 1 => Just("## "), 1 => Just("Слово - "),
        1 => Just("а) "), 1 => Just("yaml"), 1 => Just("bashКопировать код"), 1 => Just("apiVersion: "), 1 => Just("Вы сказали:"),
        1 => Just("\u{c}"), 1 => Just("```"), 1 => Just("Page 3"), 1 => Just("a\tb")
    ];
    (lead, words).prop_map(|(lead, words)| format!("{lead}{}", words.join(" ")))
}

fn note() -> impl Strategy<Value = String> {
    prop::collection::vec((line(), 0usize..5), 0..40)
        .prop_map(|lines| lines.into_iter().map(|(line, breaks)| line + &"\n".repeat(breaks.max(1))).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_word_is_lost_on_the_way_to_the_outline(text in note()) {
        prop_assume!(Format::of("a.txt", &text) == Format::Paste);
        let note = notes::parse(&Source::new("a.txt", &text));
        prop_assert_eq!(letters(&note.text()), kept(&note), "{}", &text);
    }

    #[test]
    fn no_word_is_lost_on_the_way_to_the_page(text in note()) {
        let source = Source::new("a.txt", &text);
        let note = notes::parse(&source);
        prop_assume!(note.repeats.is_empty());
        let book = Book::default().file("src/notes/a.txt", &text).file("src/a.md", "{{#note a.txt}}\n");
        let prepared = book.prepared();
        let page = &prepared.chapters[0].markdown;
        prop_assert_eq!(visible_letters(page), letters(&on_the_page(&note)), "{}", page);
    }

    #[test]
    fn ids_are_unique_and_repeats_are_equal(text in note()) {
        let source = Source::new("a.txt", &text);
        let note = notes::parse(&source);
        let mut ids: Vec<_> = note.sections.iter().map(|section| &section.id).collect();
        ids.sort();
        let count = ids.len();
        ids.dedup();
        prop_assert_eq!(ids.len(), count);
        for repeat in &note.repeats {
            prop_assert_eq!(letters(source.slice(repeat.span)), letters(source.slice(repeat.of)));
        }
    }
}

#[test]
fn a_language_that_was_recognised_is_no_word_of_the_note() {
    for text in ["Копировать код\ndocker\n", "bash\nКопировать код\ndocker ps -a\n"] {
        let note = notes::parse(&Source::new("a.txt", text));
        assert_eq!(letters(&note.text()), kept(&note), "{text}");
        assert!(matches!(&note.sections[0].blocks[0].kind, BlockKind::Code { lang: Some(lang), .. } if lang == "bash"));
    }
}

#[test]
fn a_footnote_stands_where_something_refers_to_it() {
    let note = "**You said:**\n\nWhat is KISS?\n\n**ChatGPT said:**\n\nKeep it simple[^1].\n\n**You said:**\n\n\
        And DRY?\n\n**ChatGPT said:**\n\nNever twice.\n\n[^1]: By Kelly Johnson.\n";
    let book = Book::default()
        .file("src/notes/a.md", note)
        .file("src/a.md", "{{#note a.md#what-is-kiss}}\n\n{{#note a.md#and-dry}}\n");
    let page = &book.prepared().chapters[0].markdown;
    let (first, second) = page.split_once("Never twice.").expect("both");
    assert!(first.contains("Keep it simple[^1]."), "{page}");
    assert!(first.contains("\n[^1]: By Kelly Johnson."), "{page}");
    assert!(!second.contains("Johnson"), "{page}");
}

#[test]
fn headings_of_an_answer_stand_one_step_below_the_question() {
    let note = "**You said:**\n\nWhy?\n\n**ChatGPT said:**\n\n### First\n\nOne.\n\n### Second\n\nTwo.\n";
    let book = Book::default().file("src/notes/a.md", note).file("src/a.md", "{{#note a.md}}\n");
    let page = &book.prepared().chapters[0].markdown;
    for heading in ["## Why?", "### First", "### Second"] {
        assert!(page.contains(&format!("\n{heading} {{#")), "{heading}: {page}");
    }
}

/// Markdown as people copy it, and the words a reader sees of it.
fn markdown() -> impl Strategy<Value = (String, String)> {
    let inline = prop_oneof![
        6 => prop_oneof![Just("тесто"), Just("oven"), Just("1998."), Just("a_b_c"), Just("x<y"), Just("5"), Just("и")].prop_map(|word| (word.to_owned(), word.to_owned())),
        1 => Just(("**Жар** печи".to_owned(), "Жар печи".to_owned())),
        1 => Just(("*slow*".to_owned(), "slow".to_owned())),
        1 => Just(("`git add`".to_owned(), "git add".to_owned())),
        1 => Just(("[ссылка](https://example.org/q?a=1)".to_owned(), "ссылка".to_owned())),
        1 => Just(("<i id=x>html</i>".to_owned(), "<i id=x>html</i>".to_owned())),
        1 => Just(("<b>html</b><br>".to_owned(), "<b>html</b>".to_owned())),
        1 => Just(("<!-- html --> *".to_owned(), "<!-- html --> *".to_owned())),
        1 => Just(("<script>alert(1)</script>".to_owned(), "<script>alert(1)</script>".to_owned())),
        1 => Just(("\\(a_1 * b_2\\)".to_owned(), "a_1 * b_2".to_owned())),
        1 => Just(("{{#include x}}".to_owned(), "{{#include x}}".to_owned())),
        1 => Just(("~~нет~~".to_owned(), "нет".to_owned())),
    ];
    let text = || {
        prop::collection::vec(inline.clone(), 1..8).prop_map(|parts| {
            let (markdown, words): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
            (markdown.join(" "), words.join(" "))
        })
    };
    let block = prop_oneof![
        3 => text().prop_map(|(markdown, words)| (format!("слово {markdown}\n\n"), format!("слово {words}"))),
        1 => text().prop_map(|(markdown, words)| (format!("## слово {markdown}\n\n"), format!("слово {words}"))),
        1 => (text(), text(), text()).prop_map(|(a, b, c)| (format!("1. слово {}\n   - слово {}\n     1. слово {}\n\n", a.0, b.0, c.0), format!("слово {} слово {} слово {}", a.1, b.1, c.1))),
        1 => text().prop_map(|(markdown, words)| (format!("> слово {markdown}\n\n"), format!("слово {words}"))),
        1 => (text(), text()).prop_map(|(a, b)| (format!("| слово {} | x |\n|---|---|\n| слово {} | y |\n\n", a.0, b.0), format!("слово {} x слово {} y", a.1, b.1))),
        1 => (text(), text()).prop_map(|(a, b)| (format!("| слово {} | x |\n|---|---|\n| слово {} | y | слово {} | `a|b` |\n\n", a.0, b.0, b.0), format!("слово {} x слово {} y слово {} a|b", a.1, b.1, b.1))),
        1 => Just(("```text title=a.txt\nfn <b> **x**\n```\n\n".to_owned(), "text title=a.txt fn <b> **x**".to_owned())),
        1 => Just(("~~~\n\n  $a$ {{#raw}}\n~~~\n\n".to_owned(), "$a$ {{#raw}}".to_owned())),
        1 => Just(("Вы сказали:\n\n".to_owned(), String::new())),
        1 => Just(("**ChatGPT said:**\n\n".to_owned(), String::new())),
    ];
    prop::collection::vec(block, 1..12).prop_map(|blocks| {
        let (markdown, words): (Vec<_>, Vec<_>) = blocks.into_iter().unzip();
        (markdown.concat(), words.join(" "))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_word_of_markdown_is_lost((text, words) in markdown()) {
        prop_assume!(Format::of("a.md", &text) == Format::Markdown);
        let note = notes::parse(&Source::new("a.md", &text));
        prop_assert_eq!(letters(&note.text()), letters(&words), "{}", &text);
        prop_assume!(note.repeats.is_empty());
        let book = Book::default().file("src/notes/a.md", &text).file("src/a.md", "{{#note a.md}}\n");
        let page = &book.prepared().chapters[0].markdown;
        prop_assert!(!page.replace("\\<script", "").contains("<script") && !page.contains("{{#include"), "{}", page);
        prop_assert_eq!(visible_letters(page), letters(&on_the_page(&note)), "{}", page);
    }

    /// A conversation is a tree; what stands on the branch that is shown is the note, whatever else the file holds.
    #[test]
    fn no_word_of_a_shown_branch_is_lost(turns in prop::collection::vec((any::<bool>(), 0usize..4, "[а-я]{2,8}( [a-z]{2,6}){0,5}"), 1..12)) {
        let mut mapping = serde_json::Map::new();
        let mut said = String::new();
        for (i, (user, kind, text)) in turns.iter().enumerate() {
            let role = if *user { "user" } else { "assistant" };
            let mut message = serde_json::json!({ "author": { "role": role }, "content": { "content_type": "text", "parts": [text] } });
            match kind {
                1 => message["author"]["role"] = "tool".into(),
                2 => message["metadata"] = serde_json::json!({ "is_visually_hidden_from_conversation": true }),
                _ => said.push_str(text),
            }
            let parent = i.checked_sub(1).map(|parent| parent.to_string());
            mapping.insert(i.to_string(), serde_json::json!({ "parent": parent, "message": message }));
            mapping.insert(format!("other-{i}"), serde_json::json!({ "parent": i.to_string(), "message": message }));
        }
        let last = (turns.len() - 1).to_string();
        let export = serde_json::json!([{ "title": "x", "create_time": 1.5, "mapping": mapping, "current_node": last }]).to_string();
        let mut found = String::new();
        let wrong = notes::read("a.json", export.as_bytes(), &notes::Hints::default(), &mut |note| found.push_str(&note.text()));
        prop_assert_eq!(letters(&found), letters(&said));
        prop_assert_eq!(wrong.expect("read").is_empty(), !said.is_empty());
    }
}

#[test]
fn bread_in_russian() {
    insta::assert_snapshot!(outline::human(&case("bread.txt"), &Lang::ru(), true));
}

#[test]
fn git_in_english() {
    insta::assert_snapshot!(outline::human(&case("git.txt"), &Lang::en(), true));
}

#[test]
fn the_outline_as_json() {
    insta::assert_json_snapshot!(outline::Outline::new(&case("bread.txt")));
}

#[test]
fn real_notes_lose_no_letter() {
    for name in ["bread.txt", "git.txt"] {
        let note = case(name);
        assert_eq!(letters(&note.text()), kept(&note), "{name}");
    }
}

#[test]
fn a_megabyte_without_a_line_end_is_one_paragraph() {
    let text = "слово ".repeat(200_000);
    let note = notes::parse(&Source::new("a.txt", &text));
    assert_eq!(note.sections.len(), 1);
    assert_eq!(letters(&note.text()), letters(&text));
}

#[test]
fn a_note_in_another_encoding_is_a_note() {
    // «Тесто подходит в тепле.» in Windows-1251.
    let bytes: Vec<u8> = "Тесто подходит в тепле, а хлеб пекут в жаркой печи.\n"
        .chars()
        .map(|c| match c {
            'А'..='я' => (u32::from(c) - u32::from('А') + 0xc0) as u8,
            _ => c as u8,
        })
        .collect();
    let book = Book::default().file("src/notes/a.txt", bytes).file("src/a.md", "# Хлеб\n\n{{#note a.txt}}\n");
    assert_eq!(book.codes(), Vec::<&str>::new());
    assert!(book.chapter("ru", "a.md").contains("Тесто подходит в тепле, а хлеб пекут в жаркой печи."));
}

#[test]
fn corrections_change_the_book_and_not_the_note() {
    let note = "Хлеб\nТесто подходит в тепле, и чем теплее кухня, тем быстрее оно растёт до краёв.\n\nмука и вода\n";
    let book = Book::default()
        .file("src/notes/a.txt", note)
        .file("src/notes/a.outline.toml", "[[heading]]\nlines = 4\nlevel = 2\n")
        .file("src/a.md", "# Хлеб\n\n{{#note a.txt}}\n");
    assert_eq!(book.codes(), Vec::<&str>::new());
    assert!(book.chapter("ru", "a.md").contains("### мука и вода {#muka-i-voda}"), "{}", book.chapter("ru", "a.md"));
    let stray = book.file("src/notes/b.outline.toml", "[[heading]]\nlines = 1\n");
    assert_eq!(stray.codes(), ["K0109"]);
}

#[test]
fn a_repeat_with_differences_is_shown_once() {
    let first = "Закваска — это смесь муки и воды, в которой живут дикие дрожжи и бактерии, и она поднимает тесто.";
    let second = first.replace("муки", "ржаной муки");
    let book = Book::default()
        .file("src/notes/a.md", format!("## Хлеб\n\n{first}\n\n## Ещё\n\n{second}\n"))
        .file("src/a.md", "# Хлеб\n\n{{#note a.md}}\n");
    let page = book.chapter("ru", "a.md");
    assert_eq!(page.matches("дикие дрожжи").count(), 1, "{page}");
    assert!(page.contains("это смесь <ins>ржаной</ins> муки"), "{page}");
}

#[test]
fn a_section_keeps_its_name_when_another_of_its_heading_is_written_before_it() {
    let dir = tempfile::tempdir().expect("folder");
    let soup = "# Soup\n\n## Steps\n\nBoil the water and add salt to it.\n";
    fs::write(dir.path().join("food.md"), soup).expect("note");
    let run = |arguments: &[&str]| {
        let ran = konspekt(dir.path(), arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran
    };
    run(&["init", "book", "--notes", "food.md"]);
    let note = dir.path().join("book/src/notes/food.md");
    let ids = |note: &str| {
        let outline = json(&run(&["outline", "--format", "json", note]).out);
        let sections = outline["notes"][0]["sections"].as_array().expect("sections").clone();
        sections.iter().map(|section| section["id"].as_str().expect("id").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids("book/src/notes/food.md"), ["soup", "steps"]);

    let bread = "# Bread\n\n## Steps\n\nKnead the dough and let it rest.\n\n";
    fs::write(&note, format!("{bread}{soup}")).expect("note");
    assert_eq!(ids("book/src/notes/food.md"), ["bread", "bread-steps", "soup", "steps"]);
    run(&["build", "book"]);
    let site = dir.path().join("book/book/en");
    let pages: String =
        fs::read_dir(&site).expect("site").flatten().filter_map(|page| fs::read_to_string(page.path()).ok()).collect();
    let (_, behind) = pages.split_once("id=\"steps\"").expect("the section on a page");
    assert!(behind.find("Boil the water") < behind.find("Knead the dough"), "the address leads where it led");
    assert!(!site.join("notes").exists(), "the table is not published");

    // What is new is kept from the next update on.
    run(&["translate", "update", "book"]);
    fs::write(&note, format!("# Pie\n\n## Steps\n\nRoll it out thinly.\n\n{bread}{soup}")).expect("note");
    assert_eq!(ids("book/src/notes/food.md"), ["pie", "pie-steps", "bread", "bread-steps", "soup", "steps"]);
    fs::write(note.with_file_name("food.md.ids.tsv"), "nonsense\n").expect("table");
    let broken = konspekt(dir.path(), &["build", "book"]);
    assert_eq!(broken.code, 1);
    assert!(broken.err.contains("K0110") && broken.err.contains("food.md.ids.tsv:1:1"), "{}", broken.err);
}

/// Labels above a list, two lists in a row: each stays what it is.
#[test]
fn lists_one_behind_the_other_are_two() {
    let note = "# Sowing\n\nSow: 1 cm deep\nSpacing: 5 cm\nHarvest: in six weeks\n\n- buy compost\n- wash pots\n\n* seeds\n* labels\n";
    let book = Book::default().file("src/notes/a.md", note).file("src/a.md", "# Garden\n\n{{#note a.md}}\n");
    let page = book.chapter("ru", "a.md");
    let events = pulldown_cmark::Parser::new(&page);
    let lists = events.filter(|event| matches!(event, pulldown_cmark::Event::Start(pulldown_cmark::Tag::List(_))));
    assert_eq!(lists.count(), 3, "{page}");
}
