//! The book without a server: a bundle of the site, and each edition as one file.

use std::{collections::BTreeSet, fs, io::Read, path::Path};

use scraper::{Html, Selector};

use crate::support::{Book, konspekt};

/// Two chapters with sections of one name, one of them in a folder, with a picture, a manifest and words that mean harm.
fn bread() -> Book {
    Book::default()
        .file("src/SUMMARY.md", "# Хлеб\n\n- [Тесто](dough.md)\n- [Печь](oven/stone.md)\n")
        .file("src/dough.md", "# Тесто\n\n## Уход {#care}\n\nСм. [уход за печью](oven/stone.md#care), [выше](#care).\n\n{{#example x.yaml}}\n")
        .file(
            "src/oven/stone.md",
            "# Печь\n\n## Уход {#care}\n\n[К тесту](../dough.md) ![камень](stone.png)\n\n&lt;script&gt;alert(1)&lt;/script&gt; konspekt:chapters\n",
        )
        .file("src/oven/stone.png", b"\x89PNG\r\n\x1a\n")
        .file("src/examples/x.yaml", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: x\n")
}

fn built(dir: &Path) {
    bread().write(dir);
    let run = konspekt(dir, &["build", ".", "--offline"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("konspekt-offline.zip, konspekt-ru.html"), "{}", run.err);
}

#[test]
fn an_edition_in_one_file_needs_nothing_beside_it() {
    let dir = tempfile::tempdir().expect("folder");
    built(dir.path());
    for edition in ["ru", "en", "ru-en"] {
        let html = fs::read_to_string(dir.path().join(format!("book/konspekt-{edition}.html"))).expect("the file");
        let document = Html::parse_document(&html);
        let every = |selector: &str, key: &str| -> Vec<String> {
            let selector = Selector::parse(selector).expect("a selector");
            document.select(&selector).filter_map(|element| element.attr(key)).map(str::to_owned).collect()
        };
        let ids = every("[id]", "id");
        let unique: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{edition}: {ids:?}");
        let links = every("[href]", "href");
        assert!(
            links.contains(&"#oven-stone--care".to_owned()) && links.contains(&"#dough--care".to_owned()),
            "{links:?}"
        );
        for link in links.iter().chain(&every("[src]", "src")) {
            let inside = link.strip_prefix('#').is_some_and(|id| unique.contains(&id.to_owned()));
            assert!(inside || link.starts_with("data:"), "{edition}: {link}");
        }
        assert!(every("img", "src")[0].starts_with("data:image/png;base64,"));
        assert_eq!(html.matches("<script").count(), 1, "only the program's own");
    }
}

#[test]
fn the_bundle_holds_the_site_and_is_always_the_same() {
    let (first, second) = (tempfile::tempdir().expect("folder"), tempfile::tempdir().expect("folder"));
    built(first.path());
    built(second.path());
    let bytes = |dir: &Path| fs::read(dir.join("book/konspekt-offline.zip")).expect("the bundle");
    assert_eq!(bytes(first.path()), bytes(second.path()));
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes(first.path()))).expect("a zip");
    let names: Vec<String> = zip.file_names().map(|name| name.expect("a name").into_owned()).collect();
    for name in ["index.html", "ru/dough.html", "en/oven/stone.png", "ru/search-index.js", "ru/examples/x.yaml"] {
        assert!(names.contains(&format!("konspekt/{name}")), "{name}: {names:?}");
    }
    let mut page = String::new();
    zip.by_name("konspekt/ru/dough.html").expect("a page").read_to_string(&mut page).expect("text");
    assert_eq!(page, fs::read_to_string(first.path().join("book/ru/dough.html")).expect("the page"));
}

#[test]
fn a_plain_build_writes_neither() {
    let dir = tempfile::tempdir().expect("folder");
    built(dir.path());
    assert_eq!(konspekt(dir.path(), &["build", "."]).code, 0);
    assert!(
        !dir.path().join("book/konspekt-offline.zip").exists() && !dir.path().join("book/konspekt-ru.html").exists()
    );
}
