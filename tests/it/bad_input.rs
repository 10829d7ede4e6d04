//! Notes are untrusted and authors make mistakes: nothing is injected, nothing leaves the book, nothing is harmed.

use std::fs;

use konspekt::{
    book::Input,
    edition::Edition,
    site::{self, Purpose},
    text::Lang,
};

use crate::support::{Book, shown};

const NOTE: &str =
    "как поднять тесто?\nТесто поднимается в тепле, и чем теплее, тем быстрее оно подходит, но вкус беднее.\n";

fn book() -> Book {
    Book::default().file("src/notes/bread.txt", NOTE).file("src/a.md", "# Хлеб\n\n{{#note bread.txt}}\n")
}

#[test]
fn the_good_book_is_good() {
    assert_eq!(book().codes(), Vec::<&str>::new());
}

#[test]
fn a_mistake_is_shown_where_it_is_with_the_nearest_name() {
    let wrong = book().file("src/a.md", "# Хлеб\n\nТекст {{#note bread.txt#kak-podnat-testo}} дальше\n");
    insta::assert_snapshot!(shown(&wrong.check(), &Lang::ru()));
}

#[test]
fn mistakes_are_all_reported_at_once() {
    let text = "# Хлеб\n\n{{#nota x}}\n\n{{#note bred.txt}}\n\n{{#example a.yaml}}\n\n{{#compare pod service}}\n\n[x](b.md)\n\n{{#note}}\n";
    let mut codes = book().file("src/a.md", text).codes();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes, ["K0101", "K0705", "K0706", "K0707", "K0708", "K0712"]);
}

#[test]
fn no_directive_reads_outside_of_the_book() {
    for directive in [
        "{{#note ../../secret.txt}}",
        "{{#note /etc/passwd#a}}",
        "{{#example ../../book.toml}}",
        "{{#raw ../bread.txt}}",
        "{{#include ../../../etc/passwd}}",
        "{{#include /etc/passwd:1:3}}",
        "{{#playground ../../a.rs}}",
    ] {
        let codes = book().file("src/a.md", format!("# Хлеб\n\n{directive}\n")).codes();
        assert!(codes.contains(&"K0704"), "{directive}: {codes:?}");
    }
    let summary = book().file("src/SUMMARY.md", "- [a](../book.toml)\n");
    assert!(summary.codes().contains(&"K0704"));
    let settings = book().file("book.toml", "[book]\nsrc = \"..\"\n");
    assert_eq!(settings.codes(), ["K0704"]);
}

#[test]
fn what_a_note_says_is_text() {
    let hostile = "как взломать книгу?\n<script>alert(1)</script> и <img src=x onerror=alert(2)> стоят в середине абзаца текста.\n\
                   {{#include /etc/passwd}} [ссылка](javascript:alert(3)) </section></div> --> `код` **жирно** | столбец | x\n\n\
                   1. </li></ol><svg onload=alert(4)>: и ещё немного текста, чтобы пункт был достаточно длинным.\n";
    let book = book().file("src/notes/bread.txt", hostile);
    for edition in ["ru", "en", "ru-en"] {
        let chapter = book.chapter(edition, "a.md");
        let mut html = String::new();
        mdbook_markdown::pulldown_cmark::html::push_html(
            &mut html,
            konspekt::text::markdown::parse(&chapter).map(|(event, _)| event),
        );
        for tag in
            ["<script", "<img", "<svg", "href=\"javascript", "<strong>жирно", "<code>код", "passwd}}</p>\n<p>root"]
        {
            assert!(!html.contains(tag), "{edition}: {tag} in {html}");
        }
        assert!(html.contains("&lt;script&gt;alert(1)"), "{html}");
        assert!(!chapter.contains("{{#include"), "{chapter}");
    }
}

#[test]
fn a_translation_can_change_words_and_nothing_else() {
    let source = "Тесто поднимается в тепле, и чем теплее, тем быстрее оно подходит, но вкус беднее.";
    for translation in [
        "<script>alert(1)</script>",
        "{{#include /etc/passwd}}",
        "# A heading\\n\\n- a list",
        "[click](javascript:alert(1))",
        "</span></p><h1>x</h1>",
    ] {
        let po = format!(
            "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\nmsgid \"{source}\"\nmsgstr \"{translation}\"\n"
        );
        let book = book().file("po/en.po", po);
        for edition in ["en", "ru-en"] {
            let chapter = book.chapter(edition, "a.md");
            let mut html = String::new();
            mdbook_markdown::pulldown_cmark::html::push_html(
                &mut html,
                konspekt::text::markdown::parse(&chapter).map(|(event, _)| event),
            );
            for tag in ["<script", "href=\"javascript", "<h1>x", "<li>a list", "<h1>A heading"] {
                assert!(!html.contains(tag), "{edition}: {translation}: {html}");
            }
            assert!(!chapter.contains("{{#include"), "{chapter}");
        }
    }
}

#[test]
fn a_failed_build_leaves_the_last_site_as_it_was() {
    let dir = tempfile::tempdir().expect("folder");
    let out = dir.path().join("book");
    book().write(dir.path());
    let outcome = site::build(dir.path(), &out, "", Purpose::Publish).expect("built");
    assert!(outcome.built.is_some(), "{:?}", outcome.diagnostics);
    let before = fs::read(out.join("ru/a.html")).expect("page");
    fs::write(dir.path().join("src/a.md"), "# Хлеб\n\n{{#note bred.txt}}\n").expect("chapter");
    let outcome = site::build(dir.path(), &out, "", Purpose::Publish).expect("no I/O error");
    assert!(outcome.built.is_none());
    assert!(outcome.diagnostics.iter().any(|diagnostic| diagnostic.code.as_str() == "K0101"));
    assert_eq!(fs::read(out.join("ru/a.html")).expect("page"), before);
    let left: Vec<_> = fs::read_dir(dir.path()).expect("folder").flatten().map(|entry| entry.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("konspekt-")), "{left:?}");
}

#[test]
fn a_folder_with_files_of_somebody_else_is_left_alone() {
    let dir = tempfile::tempdir().expect("folder");
    book().write(dir.path());
    let out = dir.path().join("precious");
    fs::create_dir(&out).expect("folder");
    fs::write(out.join("thesis.txt"), "years of work").expect("file");
    assert!(matches!(site::build(dir.path(), &out, "", Purpose::Publish), Err(site::Error::NotOurs { .. })));
    assert_eq!(fs::read_to_string(out.join("thesis.txt")).expect("file"), "years of work");
    // A file that was put into a finished site is somebody's as well.
    let site = dir.path().join("site");
    site::build(dir.path(), &site, "", Purpose::Publish).expect("built");
    fs::write(site.join("mine.txt"), "a note").expect("file");
    assert!(matches!(site::build(dir.path(), &site, "", Purpose::Publish), Err(site::Error::NotOurs { .. })));
    assert_eq!(fs::read_to_string(site.join("mine.txt")).expect("file"), "a note");
    assert!(matches!(
        site::build(dir.path(), &dir.path().join("src/out"), "", Purpose::Publish),
        Err(site::Error::InsideSource(_))
    ));
}

#[test]
fn what_a_killed_build_left_is_cleared_away() {
    let dir = tempfile::tempdir().expect("folder");
    book().write(dir.path());
    // No process has this number: the kernel's limit is lower.
    let left = dir.path().join(".book.konspekt-4194999-abc");
    fs::create_dir(&left).expect("folder");
    fs::write(left.join("page.html"), "half a page").expect("file");
    site::build(dir.path(), &dir.path().join("book"), "", Purpose::Publish).expect("built");
    assert_eq!(left.exists(), !cfg!(target_os = "linux"));
}

#[test]
fn settings_that_lead_out_of_the_book_or_mean_nothing() {
    for (line, code) in [
        ("additional-css = [\"../../outside.css\"]", "K0704"),
        ("theme = \"../theme\"", "K0704"),
        ("thme = \"x\"", "K0701"),
        ("no-section-label = \"x\"", "K0701"),
    ] {
        let settings = format!("[book]\ntitle = \"Хлеб\"\nlanguage = \"ru\"\n\n[output.html]\n{line}\n");
        let found = book().file("book.toml", settings).check();
        assert_eq!(found[0].code.as_str(), code, "{line}");
        assert_eq!(found[0].source.line(found[0].span.start), 6, "{line}");
    }
}

#[test]
fn two_editions_are_not_published_in_one_folder() {
    let languages = |languages: &str, parallel: bool| {
        let settings = format!(
            "[book]\nlanguage = \"ru\"\n[preprocessor.konspekt]\nparallel = {parallel}\nlanguages = [{languages}]\n"
        );
        let (input, found) = Input::parse(&book().file("book.toml", settings).files(), "");
        let codes: Vec<_> = found.iter().map(|found| found.code.as_str()).collect();
        let all = input.map(|input| Edition::all(&input.settings).into_iter().map(|edition| edition.dir).collect());
        (all.unwrap_or_else(Vec::new), codes)
    };
    assert_eq!(languages("\"RU\", \"en\", \"EN\"", true), (["ru", "en", "ru-en"].map(str::to_owned).to_vec(), vec![]));
    assert_eq!(languages("\"en\", \"RU-en\"", true), (vec![], vec!["K0701"]));
    assert_eq!(languages("\"en\", \"ru-en\"", false), (["ru", "en", "ru-en"].map(str::to_owned).to_vec(), vec![]));
}

#[test]
fn directives_must_be_understood() {
    for text in [
        "{{#note bread.txt itm=1}}",
        "{{#glossary x=1}}",
        "{{#note bread.txt",
        "- пункт {{#note bread.txt}}",
        "> {{#glossary}}",
        "{{#include nope.md}}",
        "![x](nope.png)",
        "[x](../../../etc/passwd)",
    ] {
        let codes = book().file("src/a.md", format!("# Хлеб\n\n{{{{#note bread.txt}}}}\n\n{text}\n")).codes();
        assert_eq!(codes.len(), 1, "{text}: {codes:?}");
        assert!(["K0706", "K0709", "K0712"].contains(&codes[0]), "{text}: {codes:?}");
    }
}

#[test]
fn two_builds_are_equal_byte_for_byte() {
    let dir = tempfile::tempdir().expect("folder");
    book().write(dir.path());
    let read = |name: &str| {
        let out = dir.path().join(name);
        site::build(dir.path(), &out, "", Purpose::Publish).expect("built");
        let mut files = Vec::new();
        let mut open = vec![out.clone()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).expect("folder").flatten() {
                match entry.path() {
                    path if path.is_dir() => open.push(path),
                    path => {
                        files.push((path.strip_prefix(&out).expect("below").to_owned(), fs::read(&path).expect("file")))
                    }
                }
            }
        }
        files.sort();
        files
    };
    let (first, second) = (read("one"), read("two"));
    assert!(first.len() > 10);
    assert_eq!(first, second);
}

#[test]
#[cfg(unix)]
fn a_symbolic_link_does_not_lead_out_of_the_book() {
    let dir = tempfile::tempdir().expect("folder");
    let outside = tempfile::tempdir().expect("folder");
    fs::write(outside.path().join("secret.txt"), "тайна, которую никто не должен увидеть на странице книги")
        .expect("file");
    book().write(dir.path());
    std::os::unix::fs::symlink(outside.path().join("secret.txt"), dir.path().join("src/notes/secret.txt"))
        .expect("link");
    fs::write(dir.path().join("src/a.md"), "# Хлеб\n\n{{#note secret.txt}}\n\n{{#note bread.txt}}\n").expect("chapter");
    let outcome = site::build(dir.path(), &dir.path().join("book"), "", Purpose::Publish).expect("no I/O error");
    assert!(outcome.built.is_none());
    let codes: Vec<_> = outcome.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    assert!(codes.contains(&"K0704"), "{codes:?}");
}

#[test]
fn what_markdown_and_an_export_say_is_text() {
    let hostile = "## Взлом\n\n<script>alert(1)</script> <img src=x onerror=alert(2)> [x](javascript:alert(3)) ![к](../../../etc/passwd)\n\n\
                   `{{#include /etc/passwd}}` **{{#include /etc/passwd}}**\n\n```html\n</code></pre><script>alert(4)</script>\n{{#include /etc/passwd}}\n```\n\n\
                   | <svg onload=alert(5)> | b |\n|---|---|\n| `a\\|b` | [y](data:text/html,x) |\n\n> </blockquote></section><iframe src=//x.org>\n\n[^1]: </div>\n";
    let export = serde_json::json!([{ "title": "<script>", "create_time": 1, "current_node": "b", "mapping": {
        "a": { "message": { "author": { "role": "user" }, "metadata": { "attachments": [{ "id": "f", "name": "../../../etc/passwd" }] },
            "content": { "content_type": "multimodal_text", "parts": [{ "content_type": "image_asset_pointer", "asset_pointer": "file-service://f" }, "Что это? <b>"] } } },
        "b": { "parent": "a", "message": { "author": { "role": "assistant" }, "content": { "parts": [hostile] } } },
    }}]);
    let book = Book::default()
        .file("src/notes/a.md", hostile)
        .file("src/notes/chat.json", export.to_string())
        .file("src/a.md", "# Хлеб\n\n{{#note a.md}}\n\n{{#note chat.json/script}}\n");
    let page = book.chapter("ru", "a.md");
    let mut code = 0;
    for (event, _) in konspekt::text::markdown::parse(&page) {
        use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                for bad in ["<script", "onerror", "onload", "iframe", "javascript"] {
                    assert!(!html.contains(bad), "{html}");
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(!dest_url.starts_with("javascript") && !dest_url.starts_with("data"))
            }
            Event::Start(Tag::Image { .. }) => panic!("a picture of a note is a placeholder"),
            Event::Start(Tag::CodeBlock(_)) => code += 1,
            Event::End(TagEnd::CodeBlock) => code -= 1,
            Event::Text(text) if code == 0 => assert!(!text.contains("root:"), "{text}"),
            _ => {}
        }
    }
    assert!(page.contains("passwd") && !page.contains("../../../etc/passwd)"), "{page}");
}

#[test]
fn notes_of_any_size_and_shape_are_bounded() {
    use konspekt::notes::{self, Hints, Note};
    let read = |name: &str, text: &str| {
        let mut notes: Vec<Note> = Vec::new();
        let found =
            notes::read(name, text.as_bytes(), &Hints::default(), &mut |note| notes.push(note)).expect("memory");
        (notes, found.iter().map(|found| found.code.as_str()).collect::<Vec<_>>())
    };
    for name in ["a.txt", "a.md"] {
        let (notes, _) = read(name, &"слово ".repeat(500_000));
        assert_eq!(notes[0].sections.len(), 1);
        let many: String =
            (0..20_000).map(|n| format!("## Раздел {n}\n\nТекст раздела {n}, и он кончается точкой.\n\n")).collect();
        let (notes, _) = read(name, &many);
        assert_eq!(notes[0].sections.len(), 20_000, "{name}");
        let deep: String = (0..2_000).map(|n| format!("{}- пункт\n", " ".repeat(n))).collect();
        let (notes, _) = read(name, &format!("## x\n\n{deep}"));
        assert_eq!(notes[0].text().matches("пункт").count(), 2_000, "{name}");
        let labels: String = (0..20_000).map(|n| format!("Метка {n}:\n")).collect();
        let (notes, _) = read(name, &labels);
        assert_eq!(notes[0].text().matches("Метка").count(), 20_000, "{name}");
    }
    assert_eq!(read("a.json", "[{\"mapping\": {").1, ["K0107"]);
    assert_eq!(read("a.json", "").1, ["K0108"]);
    assert_eq!(read("a.json", "{\"not\": \"a chat\"}").1, ["K0105"]);
    assert_eq!(read("a.txt", " \n").1, ["K0108"]);
    assert_eq!(read("a.txt", "PK\u{3}\u{4}\0\0").1, ["K0104"]);
}

#[test]
fn an_export_is_never_published() {
    let export = r#"[{"title": "Хлеб", "create_time": 1, "current_node": "a", "mapping": {
        "a": {"message": {"author": {"role": "user"}, "content": {"parts": ["Почему хлеб плотный?"]}}},
        "b": {"message": {"author": {"role": "user"}, "content": {"parts": ["Мой пароль: 12345"]}}}}}]"#;
    let dir = tempfile::tempdir().expect("folder");
    let out = dir.path().join("out");
    let book =
        Book::default().file("src/notes/chat.json", export).file("src/a.md", "# Хлеб\n\n{{#note chat.json/khleb}}\n");
    book.write(dir.path());
    let outcome = site::build(dir.path(), &out, "", Purpose::Publish).expect("a build");
    assert!(outcome.built.is_some(), "{}", shown(&outcome.diagnostics, &Lang::en()));
    let mut open = vec![out];
    while let Some(folder) = open.pop() {
        for path in fs::read_dir(folder).expect("folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                open.push(path);
                continue;
            }
            assert!(path.extension().is_none_or(|ending| ending != "json"), "{}", path.display());
            let text = fs::read(&path).expect("file");
            assert!(!String::from_utf8_lossy(&text).contains("пароль"), "{}", path.display());
        }
    }
}
