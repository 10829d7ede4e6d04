//! The binary as people use it: what it prints where, and its exit codes.

use std::{fs, path::Path};

use crate::support::{Book, json, konspekt};

const NOTE: &str = "how to raise dough?\nDough rises where it is warm, and the warmer it is the faster it rises, but the taste gets poorer.\n\n\
                    1. Cold: Slow and full of taste.\n\n2. Warm: Fast and plain.\n";

#[test]
fn from_notes_to_a_site_in_two_commands() {
    let dir = tempfile::tempdir().expect("folder");
    fs::write(dir.path().join("my bread.txt"), NOTE).expect("note");
    fs::write(
        dir.path().join("b.txt"),
        "why salt?\nSalt slows the yeast down and makes the crumb firm, so that the loaf keeps its shape.\n",
    )
    .expect("note");
    let made = konspekt(dir.path(), &["init", "book one", "--notes", "my bread.txt", "b.txt"]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.err.contains("konspekt build"), "{}", made.err);
    let built = konspekt(dir.path(), &["build", "book one"]);
    assert_eq!(built.code, 0, "{}", built.err);
    let book = dir.path().join("book one");
    for page in [
        "book/index.html",
        "book/404.html",
        "book/sitemap.xml",
        "book/en/index.html",
        "book/ru/index.html",
        "book/en-ru/index.html",
    ] {
        assert!(book.join(page).exists(), "{page}");
    }
    assert_eq!(fs::read_to_string(book.join("src/notes/my-bread.txt")).expect("note"), NOTE);
    let checked = konspekt(dir.path(), &["check", "book one", "--format", "json"]);
    assert!(json(&checked.out).as_array().expect("array").iter().all(|row| row["level"] != "error"), "{}", checked.out);
    let again = konspekt(dir.path(), &["init", "book one", "--notes", "b.txt"]);
    assert_eq!(again.code, 1, "an existing book is never overwritten: {}", again.err);
}

#[test]
fn any_notes_become_a_book_that_builds() {
    let cases = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/outlines");
    let dir = tempfile::tempdir().expect("folder");
    let note = |name: &str| cases.join(name).to_string_lossy().into_owned();
    let (web, export, markdown) =
        (note("docker-web-ru/docker.txt"), note("export-ru/conversations.json"), note("markdown-ru/sad.txt"));
    let made = konspekt(dir.path(), &["init", "book", "--notes", &web, &export, &markdown]);
    assert_eq!(made.code, 0, "{}", made.err);
    let summary = fs::read_to_string(dir.path().join("book/src/SUMMARY.md")).expect("summary");
    assert!(summary.contains("# docker\n") && summary.contains("- [Ужины на неделю]"), "{summary}");
    let glossary = fs::read_to_string(dir.path().join("book/glossary.toml")).expect("glossary");
    assert!(glossary.contains("×, docker.txt:"), "{glossary}");
    let catalog = fs::read_to_string(dir.path().join("book/po/en.po")).expect("catalog");
    assert!(catalog.contains("msgid \"от себя\""), "everything is extracted");
    let built = konspekt(dir.path(), &["build", "book"]);
    assert_eq!(built.code, 0, "{}", built.err);
    let page = fs::read_to_string(dir.path().join("book/book/ru/uzhiny-na-nedelyu.html")).expect("page");
    assert!(page.contains("<time datetime=\"2025-09-08\">8\u{a0}сентября 2025\u{a0}г.</time>"), "{page}");
    let page = |edition: &str| {
        let path = dir.path().join(format!("book/book/{edition}/uzhiny-na-nedelyu.html"));
        fs::read_to_string(path).expect("page")
    };
    assert!(page("en").contains("<time datetime=\"2025-09-08\">8\u{a0}September 2025</time>"), "the day in English");
    let both = page("ru-en");
    assert!(
        both.contains("8\u{a0}сентября 2025\u{a0}г.</span>") && both.contains("8\u{a0}September 2025</span>"),
        "{both}"
    );
}

/// Conversations of one person are in the language they were held in; neither waits for a translator into its own.
#[test]
fn a_note_in_another_language_is_shown_as_it_is() {
    let dir = tempfile::tempdir().expect("folder");
    let (rules, moves) =
        ("# Chess\n\nWhite moves first, and then the players take turns.\n", "# Шашки\n\nХодят по диагонали.\n");
    fs::write(dir.path().join("chess.md"), rules.repeat(3)).expect("note");
    fs::write(dir.path().join("draughts.md"), moves).expect("note");
    let made = konspekt(dir.path(), &["init", "book", "--notes", "chess.md", "draughts.md"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let catalog = fs::read_to_string(dir.path().join("book/po/ru.po")).expect("catalog");
    assert!(catalog.contains("msgid \"White moves") && !catalog.contains("диагонали"), "{catalog}");
    assert_eq!(konspekt(dir.path(), &["build", "book"]).code, 0);
    let page = |name: &str| fs::read_to_string(dir.path().join("book/book/ru").join(name)).expect("page");
    assert!(page("chess.html").contains("class=\"untranslated\""), "English waits for a translation");
    let page = page("shashki.html");
    assert!(page.contains("Ходят по диагонали.") && !page.contains("class=\"untranslated\""), "{page}");
}

#[test]
fn chapters_stand_as_their_headings_do_and_a_name_is_said_once() {
    let dir = tempfile::tempdir().expect("folder");
    let note = "ПАСЕКА\n\nДневник за двадцать лет\n\nЗаписала Н. П. Орлова\n\nГлава 1. Ульи\n\nОни стоят на солнце.\n\n\
        Лежак\n\nОн стоит низко, и рамок в нём много.\n\nГлава 2. Мёд\n\nЛиповый\n\nОн светлый, и пахнет он летом.\n";
    fs::write(dir.path().join("bees.txt"), note).expect("note");
    let made = konspekt(dir.path(), &["init", "book", "--notes", "bees.txt"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let summary = fs::read_to_string(dir.path().join("book/src/SUMMARY.md")).expect("summary");
    let chapters: Vec<&str> = summary.lines().filter_map(|line| line.split_once(']').map(|(name, _)| name)).collect();
    let expected = ["- [ПАСЕКА", "- [Глава 1. Ульи", "  - [Лежак", "- [Глава 2. Мёд", "  - [Липовый"];
    assert_eq!(chapters[..expected.len()], expected, "{summary}");
    let built = konspekt(dir.path(), &["build", "book"]);
    assert_eq!(built.code, 0, "{}", built.err);
    let page = |name: &str| fs::read_to_string(dir.path().join("book/book/ru").join(name)).expect("page");
    assert!(page("paseka.html").contains("<title>ПАСЕКА</title>"));
    assert!(page("lezhak.html").contains("<title>Лежак - ПАСЕКА</title>"));
    // A chapter without a word of its own leads to those below it.
    assert!(
        page("glava-2-med.html").contains("<li><a href=\"lipovyy.html\">Липовый</a></li>"),
        "{}",
        page("glava-2-med.html")
    );
    let first = fs::read_to_string(dir.path().join("book/src/glava-1-uli.md")).expect("chapter");
    assert!(!first.contains("lezhak.md"), "{first}");
}

/// A title is shown letter by letter, on its page and in the list of chapters, and nothing in it is obeyed.
#[test]
fn a_title_may_hold_anything() {
    let dir = tempfile::tempdir().expect("folder");
    let note = "# `Vec<u8>` & a <script>\n\nBytes.\n\n# snake_case {{#include /etc/passwd}}\n\nNames.\n";
    fs::write(dir.path().join("a.md"), note).expect("note");
    assert_eq!(konspekt(dir.path(), &["init", "book", "--notes", "a.md"]).code, 0);
    let built = konspekt(dir.path(), &["build", "book"]);
    assert_eq!(built.code, 0, "{}", built.err);
    let page = fs::read_to_string(dir.path().join("book/book/en/index.html")).expect("page");
    assert!(page.contains("Vec&lt;u8&gt; &amp; a &lt;script&gt;</a>"), "{page}");
    assert!(page.contains("snake_case {{#include") && !page.contains("root:"), "{page}");
}

/// What the operating system refuses is told in the reader's language, without its numbers.
#[test]
fn a_file_that_is_not_there_is_named() {
    let dir = tempfile::tempdir().expect("folder");
    for (lang, said) in [
        ("ru", "ошибка: a.txt: такого файла или папки нет\n"),
        ("en", "error: a.txt: there is no such file or folder\n"),
    ] {
        let run = konspekt(dir.path(), &["outline", "a.txt", "--lang-ui", lang]);
        assert_eq!((run.code, &run.err[..]), (3, said));
    }
}

/// Who has no use for the second language says so in one line, and is told no more of it.
/// Who opens a book whose first page is but its title finds the way on there.
#[test]
fn the_first_page_leads_to_the_others() {
    let dir = tempfile::tempdir().expect("folder");
    let part =
        |title: &str| format!("## {title}\n\n{}\n\n", "They fly in May, and the box must be ready by then. ".repeat(8));
    let note = |front: &str| format!("# Bees\n\n{front}{}{}", part("The box"), part("The swarm"));
    let text = "They came with the house, and nobody had asked them. ".repeat(8);
    for (book, front, leads) in [("short", "by Jane Dunne\n\n", true), ("long", text.as_str(), false)] {
        fs::write(dir.path().join("bees.md"), note(&format!("{front}\n\n"))).expect("note");
        assert_eq!(konspekt(dir.path(), &["init", book, "--notes", "bees.md"]).code, 0);
        let page = fs::read_to_string(dir.path().join(book).join("src/bees.md")).expect("page");
        assert_eq!(page.contains("- [The box](the-box.md)\n- [The swarm](the-swarm.md)"), leads, "{page}");
        assert_eq!(konspekt(dir.path(), &["build", book]).code, 0);
    }
}

#[test]
fn the_language_of_notes_may_be_said() {
    let dir = tempfile::tempdir().expect("folder");
    fs::write(dir.path().join("a.txt"), "kubectl get pods\n").expect("note");
    for (option, book) in [("--from", "one"), ("--lang", "other")] {
        let made = konspekt(dir.path(), &["init", book, "--notes", "a.txt", option, "ru"]);
        assert_eq!(made.code, 0, "{}", made.err);
        let settings = fs::read_to_string(dir.path().join(book).join("book.toml")).expect("settings");
        assert!(settings.contains("language = \"ru\""), "{settings}");
    }
}

#[test]
fn a_new_book_can_do_with_one_language() {
    let dir = tempfile::tempdir().expect("folder");
    fs::write(dir.path().join("a.txt"), NOTE).expect("note");
    let made = konspekt(dir.path(), &["init", "book", "--notes", "a.txt"]);
    assert!(made.err.contains("write languages = [\"en\"] into book.toml"), "{}", made.err);
    let settings = dir.path().join("book/book.toml");
    let text = fs::read_to_string(&settings).expect("settings");
    fs::write(&settings, text.replace("languages = [\"en\", \"ru\"]", "languages = [\"en\"]")).expect("settings");
    assert_eq!(json(&konspekt(dir.path(), &["check", "book", "--format", "json"]).out), serde_json::json!([]));
}

/// Wherever a chapter began in the note, its page skips no level of headings.
#[test]
fn headings_of_a_chapter_stand_below_its_own() {
    let dir = tempfile::tempdir().expect("folder");
    let note = "# Bread\n\nFlour and water.\n\n## Dough\n\nIt rises.\n\n### Cold\n\nSlow.\n\n##### Very cold\n\nSlower.\n\n\
                ### Warm\n\nFast.\n";
    fs::write(dir.path().join("a.md"), note).expect("note");
    assert_eq!(konspekt(dir.path(), &["init", "book", "--notes", "a.md"]).code, 0);
    assert_eq!(konspekt(dir.path(), &["build", "book"]).code, 0);
    let page = fs::read_to_string(dir.path().join("book/book/en/dough.html")).expect("page");
    for heading in ["<h1 id=\"dough\"", "<h2 id=\"cold\"", "<h3 id=\"very-cold\"", "<h2 id=\"warm\""] {
        assert!(page.contains(heading), "{heading}: {page}");
    }
}

#[test]
fn what_stands_in_no_section_is_listed() {
    let dir = tempfile::tempdir().expect("folder");
    let note = "Вы сказали:\nкак посмотреть контейнеры?\n\nChatGPT сказал:\nТак:\n\nbash\nКопировать код\ndocker ps -a\n\nГотово.\n";
    fs::write(dir.path().join("a.txt"), note).expect("note");
    let run = konspekt(dir.path(), &["outline", "-v", "a.txt", "--lang-ui", "en"]);
    for line in ["1  who speaks: Вы сказали:", "4  who speaks: ChatGPT сказал:", "8  button: Копировать код"]
    {
        assert!(run.out.contains(line), "{line}: {}", run.out);
    }
    fs::write(dir.path().join("b.json"), "[{\"title\": \"x\", \"mapping\": {\"a\": ").expect("export");
    let broken = konspekt(dir.path(), &["outline", "a.txt", "b.json", "--format", "json"]);
    assert_eq!(broken.code, 1);
    assert!(broken.err.contains("at byte 33"), "{}", broken.err);
    assert_eq!(json(&broken.out)["notes"].as_array().map(Vec::len), Some(1), "what could be read was");
    assert_eq!(konspekt(dir.path(), &["init", "book", "--notes", "b.json"]).code, 1);
    assert!(!dir.path().join("book").exists(), "nothing is made of notes that cannot be read");
}

#[test]
fn exit_codes() {
    let dir = tempfile::tempdir().expect("folder");
    fs::write(dir.path().join("good.yaml"), "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n")
        .expect("file");
    fs::write(dir.path().join("bad.yaml"), "apiVersion: v1\nkind: Namespace\nmetadata:\n  nam: shop\n").expect("file");
    assert_eq!(konspekt(dir.path(), &["check", "good.yaml"]).code, 0);
    assert_eq!(konspekt(dir.path(), &["check", "bad.yaml"]).code, 1);
    assert_eq!(konspekt(dir.path(), &["check", "--no-such-option"]).code, 2);
    assert_eq!(konspekt(dir.path(), &["check", "no-such-file.yaml"]).code, 3);
    assert_eq!(konspekt(dir.path(), &["explain", "K0201"]).code, 0);
    assert_eq!(konspekt(dir.path(), &["explain", "K9999"]).code, 1);
}

#[test]
fn a_broken_manifest_is_shown_as_rustc_would() {
    let dir = tempfile::tempdir().expect("folder");
    let manifest = "apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\nspec:\n  selectr:\n    app: shop\n  ports:\n    - port: 80\n";
    fs::write(dir.path().join("service.yaml"), manifest).expect("file");
    let run = konspekt(dir.path(), &["check", "service.yaml", "--lang-ui", "ru"]);
    insta::assert_snapshot!(run.err);
    let run = konspekt(dir.path(), &["check", "service.yaml", "--format", "json"]);
    let rows = json(&run.out);
    assert_eq!((rows[0]["line"].as_u64(), rows[0]["column"].as_u64()), (Some(6), Some(3)));
    assert_eq!(rows[0]["level"], "error");
    assert_eq!(konspekt(dir.path(), &["check", "service.yaml", "--format", "sarif"]).code, 1);
}

#[test]
fn the_outline_as_json_has_the_documented_shape() {
    let dir = tempfile::tempdir().expect("folder");
    fs::write(dir.path().join("a.txt"), NOTE).expect("note");
    let run = konspekt(dir.path(), &["outline", "a.txt", "--format", "json"]);
    let note = &json(&run.out)["notes"][0];
    assert_eq!(note["file"], "a.txt");
    let section = &note["sections"][0];
    assert_eq!(
        (section["role"].as_str(), section["line"].as_u64(), section["level"].as_u64()),
        (Some("user"), Some(1), Some(1))
    );
    let list = &section["blocks"][1];
    assert_eq!((list["type"].as_str(), list["ordered"].as_bool()), (Some("list"), Some(true)));
    assert_eq!(list["items"][1]["line"], 6);
    assert_eq!(list["items"][1]["important"], false);
    assert!(note["duplicates"].as_array().is_some_and(Vec::is_empty));
    let binary = dir.path().join("b.txt");
    fs::write(&binary, [0x50, 0x4b, 0, 1]).expect("note");
    assert_eq!(konspekt(dir.path(), &["outline", "b.txt"]).code, 1);
}

#[test]
fn mentions_as_json_have_the_documented_shape() {
    let dir = tempfile::tempdir().expect("folder");
    let glossary = "[[term]]\nid = \"dough\"\nru = { name = \"тесто\", definition = \"Мука с водой.\" }\nen = { name = \"dough\", definition = \"Flour.\" }\n";
    fs::write(dir.path().join("glossary.toml"), glossary).expect("glossary");
    fs::write(dir.path().join("a.txt"), "про хлеб\nО тесте\nи с тестом.\n").expect("note");
    let run =
        konspekt(dir.path(), &["mentions", "a.txt", "--lang", "ru", "--glossary", "glossary.toml", "--format", "json"]);
    let rows = json(&run.out);
    let places: Vec<_> = rows
        .as_array()
        .expect("array")
        .iter()
        .map(|row| (row["line"].as_u64(), row["column"].as_u64(), row["text"].as_str()))
        .collect();
    assert_eq!(places, [(Some(2), Some(3), Some("тесте")), (Some(3), Some(5), Some("тестом"))]);
    assert_eq!((rows[0]["term"].as_str(), rows[0]["linked"].as_bool()), (Some("dough"), Some(true)));
}

#[test]
fn the_catalog_is_extracted_merged_and_counted() {
    let dir = tempfile::tempdir().expect("folder");
    Book::default().file("src/a.md", "# Хлеб\n\nТесто подходит в тепле.\n").write(dir.path());
    assert_eq!(konspekt(dir.path(), &["translate", "extract"]).code, 0);
    assert!(
        fs::read_to_string(dir.path().join("po/messages.pot")).expect("template").contains("Тесто подходит в тепле.")
    );
    assert_eq!(konspekt(dir.path(), &["translate", "update"]).code, 0);
    let po = fs::read_to_string(dir.path().join("po/en.po")).expect("catalog");
    let done = po.replace(
        "msgid \"Тесто подходит в тепле.\"\nmsgstr \"\"",
        "msgid \"Тесто подходит в тепле.\"\nmsgstr \"Dough rises where it is warm.\"",
    );
    fs::write(dir.path().join("po/en.po"), &done).expect("catalog");
    let status = json(&konspekt(dir.path(), &["translate", "status", "--format", "json"]).out);
    assert_eq!(
        (status["fresh"].as_u64(), status["missing"].as_u64(), status["stale"].as_u64()),
        (Some(1), Some(1), Some(0))
    );
    assert!(status["by_file"].is_object());
    fs::write(dir.path().join("src/a.md"), "# Хлеб\n\nТесто хорошо подходит в тепле.\n").expect("chapter");
    let status = json(&konspekt(dir.path(), &["translate", "status", "--format", "json"]).out);
    assert_eq!((status["fresh"].as_u64(), status["stale"].as_u64()), (Some(0), Some(1)));
    assert_eq!(konspekt(dir.path(), &["translate", "update"]).code, 0);
    let po = fs::read_to_string(dir.path().join("po/en.po")).expect("catalog");
    assert!(po.contains("#, fuzzy") && po.contains("#| msgid \"Тесто подходит в тепле.\""), "{po}");
}

#[test]
fn tables_in_every_format() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tables = json(&konspekt(root, &["tables", "--format", "json"]).out);
    let first = &tables[0];
    assert!(first["title"]["ru"].is_string() && first["columns"][0]["title"]["en"].is_string());
    let rows = first["rows"].as_array().expect("rows");
    assert!(rows.iter().all(|row| {
        row["cells"].as_array().is_some_and(|cells| cells.len() == first["columns"].as_array().expect("columns").len())
    }));
    assert!(rows.iter().flat_map(|row| row["cells"].as_array().expect("cells")).any(|cell| cell["line"].is_u64()));
    assert!(konspekt(root, &["tables", "--format", "csv"]).out.contains("\r\n"));
    assert!(konspekt(root, &["tables"]).out.contains("|---|"));
}

/// A reader of the other language sees what the note says, not an empty table.
#[test]
fn a_table_without_a_translation_shows_the_notes_own_words() {
    let dir = tempfile::tempdir().expect("folder");
    let note = "# Ульи\n\n1. Лежак\n   - Высота: 45 см\n   - Рамок: двадцать\n2. Дадан\n   - Высота: 30 см\n   - Рамок: десять\n";
    fs::write(dir.path().join("hives.md"), note).expect("note");
    assert_eq!(konspekt(dir.path(), &["init", "book", "--notes", "hives.md"]).code, 0);
    let found = konspekt(dir.path(), &["--lang-ui", "en", "tables", "--suggest", "book"]).out;
    assert!(found.contains("| Рамок | двадцать | десять |"), "{found}");
    let csv = konspekt(dir.path(), &["--lang-ui", "en", "tables", "--suggest", "--format", "csv", "book"]).out;
    assert!(csv.contains("\"Рамок\",\"двадцать\",\"десять\""), "{csv}");
}

#[test]
fn messages_speak_the_readers_language() {
    let dir = tempfile::tempdir().expect("folder");
    let run = konspekt(dir.path(), &["check", ".", "--lang-ui", "ru"]);
    assert!(run.err.contains("Ошибок нет") || run.err.contains("ошибка"), "{}", run.err);
    let english = konspekt(dir.path(), &["explain", "K0704"]);
    let russian = konspekt(dir.path(), &["explain", "K0704", "--lang-ui", "ru"]);
    assert!(english.out.contains("Right:") && russian.out.contains("Правильно:"), "{}", russian.out);
}

#[test]
fn code_is_shown_as_it_was_written() {
    let dir = tempfile::tempdir().expect("folder");
    Book::default()
        .file("src/SUMMARY.md", "# Книга\n\n- [Код](code.md)\n")
        .file("src/code.md", "# Код\n\n{{#note rust.md}}\n\n```rust\n# use std::fmt;\nlet b = 2 < 3;\n```\n")
        .file("src/notes/rust.md", "# Пример\n\n```rust\n# not hidden\nlet a = &1;\n```\n")
        .write(dir.path());
    let run = konspekt(dir.path(), &["build", "."]);
    assert_eq!(run.code, 0, "{}", run.err);
    let html = fs::read_to_string(dir.path().join("book/ru/code.html")).expect("the page");
    let text = scraper::Html::parse_document(&html);
    let selector = scraper::Selector::parse("main pre").expect("a selector");
    let code: Vec<String> = text.select(&selector).map(|code| code.text().collect()).collect();
    // A note hides nothing and gets nothing around it; an author hides lines as in any book of mdBook's.
    assert_eq!(code, ["# not hidden\nlet a = &1;\n", "let b = 2 < 3;"]);
    assert!(html.contains("hl-keyword\">let</span>"), "both are coloured");
}

#[test]
fn chapters_of_a_known_day_are_in_a_feed() {
    let conversation = |title: &str, time: u64| {
        serde_json::json!({ "title": title, "create_time": time, "current_node": "a", "mapping": {
            "a": { "message": { "author": { "role": "user" }, "content": { "parts": ["Почему хлеб & сыр плотный?"] } } } } })
    };
    let export = serde_json::json!([conversation("Хлеб & сыр", 1_700_000_000), conversation("Квас", 1_710_000_000)]);
    let book = |settings: &str| {
        Book::default()
            .file("book.toml", format!("[book]\ntitle = \"Кухня <1>\"\nlanguage = \"ru\"\n[preprocessor.konspekt]\nlanguages = [\"ru\", \"en\"]\n{settings}"))
            .file("src/SUMMARY.md", "# Кухня\n\n- [О книге](about.md)\n- [Хлеб & сыр](a.md)\n- [Квас](b/kvas.md)\n")
            .file("src/about.md", "# О книге\n")
            .file("src/a.md", "# Хлеб\n\n{{#note chat.json/khleb-syr}}\n")
            .file("src/b/kvas.md", "# Квас\n\n{{#note chat.json/kvas}}\n")
            .file("src/notes/chat.json", export.to_string())
    };
    let dir = tempfile::tempdir().expect("folder");
    book("[output.html]\nsite-url = \"https://example.org/k/\"\n").write(dir.path());
    let run = konspekt(dir.path(), &["build", "."]);
    assert_eq!(run.code, 0, "{}", run.err);
    let feed = fs::read_to_string(dir.path().join("book/ru/feed.xml")).expect("a feed");
    let tree = roxmltree::Document::parse(&feed).expect("XML");
    let all = |name: &str| -> Vec<String> {
        let named = tree.descendants().filter(|node| node.tag_name().name() == name);
        named.map(|node| node.text().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(all("title"), ["Кухня <1>", "Квас", "Хлеб & сыр"], "the latest first");
    assert_eq!(all("updated"), ["2024-03-09T00:00:00Z", "2024-03-09T00:00:00Z", "2023-11-14T00:00:00Z"]);
    assert_eq!(all("id")[1], "https://example.org/k/ru/b/kvas.html");
    let page = fs::read_to_string(dir.path().join("book/ru/b/kvas.html")).expect("a page");
    assert!(page.contains("type=\"application/atom+xml\" href=\"../feed.xml\""), "{page}");
    // Without an address, or a day, there is none.
    let local = tempfile::tempdir().expect("folder");
    book("").write(local.path());
    assert_eq!(konspekt(local.path(), &["build", "."]).code, 0);
    assert!(!local.path().join("book/ru/feed.xml").exists());
}
