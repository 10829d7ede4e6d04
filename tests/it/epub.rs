//! Books as EPUB: whole, well-formed, always the same, and harmless. `tests/epub` holds them against EPUBCheck.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read},
};

use konspekt::{
    text::Lang,
    wiki::{
        self,
        epub::{self, About},
    },
};
use roxmltree::{Document, ParsingOptions};

use crate::{
    export::first_book,
    support::{Book, konspekt},
};

type Container = BTreeMap<String, Vec<u8>>;

fn written(book: &wiki::Book, lang: &Lang) -> Vec<u8> {
    let authors = ["A. <Baker> & Co".to_owned()];
    epub::write(book, lang, About { authors: &authors, address: "https://example.org/" })
        .expect("written")
        .expect("pages")
}

fn opened(bytes: &[u8]) -> Container {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut out = Container::new();
    for n in 0..zip.len() {
        let mut file = zip.by_index(n).expect("a file");
        if n == 0 {
            assert_eq!(
                (file.name().expect("a name").as_ref(), file.compression()),
                ("mimetype", zip::CompressionMethod::Stored)
            );
        }
        let mut inside = Vec::new();
        file.read_to_end(&mut inside).expect("bytes");
        let name = file.name().expect("a name").into_owned();
        assert!(out.insert(name, inside).is_none(), "two files of one name");
    }
    assert_eq!(
        &bytes[30..58],
        b"mimetypeapplication/epub+zip",
        "https://www.w3.org/TR/epub-33/#sec-zip-container-mime"
    );
    out
}

fn xml<'c>(container: &'c Container, file: &str) -> Document<'c> {
    let text = std::str::from_utf8(&container[file]).expect("UTF-8");
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn ids(container: &Container, file: &str) -> BTreeSet<String> {
    let document = xml(container, file);
    let ids: Vec<String> = document.descendants().filter_map(|node| node.attribute("id")).map(str::to_owned).collect();
    let unique: BTreeSet<String> = ids.iter().cloned().collect();
    assert_eq!(unique.len(), ids.len(), "{file}: an identifier stands twice");
    let is_name = |id: &String| id.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    assert!(unique.iter().all(is_name), "{file}: {unique:?}");
    unique
}

/// Looks at every file of a container and every link in it; returns how many links lead inside.
fn whole(container: &Container) -> usize {
    let package = xml(container, "EPUB/package.opf");
    let items: BTreeSet<String> = package
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.idpf.org/2007/opf", "item")))
        .map(|item| format!("EPUB/{}", item.attribute("href").expect("a way")))
        .collect();
    let others = ["mimetype", "META-INF/container.xml", "EPUB/package.opf"].map(str::to_owned);
    assert_eq!(items.iter().cloned().chain(others).collect::<BTreeSet<_>>(), container.keys().cloned().collect());
    xml(container, "META-INF/container.xml");
    let pages: Vec<&String> = items.iter().filter(|file| file.ends_with(".xhtml")).collect();
    let places: BTreeMap<&String, BTreeSet<String>> = pages.iter().map(|file| (*file, ids(container, file))).collect();
    let mut links = 0;
    for file in &pages {
        for node in xml(container, file).descendants().filter(roxmltree::Node::is_element) {
            assert_ne!(node.tag_name().name(), "script", "{file}");
            assert!(node.attributes().all(|attribute| !attribute.name().starts_with("on")), "{file}: {node:?}");
            let Some(way) = node.attribute("href").or(node.attribute("src")) else { continue };
            if way.starts_with("https://") || way.starts_with("mailto:") {
                assert!(node.has_tag_name(("http://www.w3.org/1999/xhtml", "a")), "{file}: asks for {way}");
                continue;
            }
            let (way, id) = way.split_once('#').map_or((way, None), |(way, id)| (way, Some(id)));
            let folder = file.rsplit_once('/').expect("a folder").0;
            let target = match way.strip_prefix("../") {
                _ if way.is_empty() => (*file).clone(),
                Some(way) => format!("EPUB/{way}"),
                None => format!("{folder}/{way}"),
            };
            assert!(items.contains(&target), "{file}: {target}");
            assert!(id.is_none_or(|id| places[&target].contains(id)), "{file}: {target}#{id:?}");
            links += 1;
        }
    }
    links
}

fn page(container: &Container, file: &str) -> String {
    let text = String::from_utf8(container[file].clone()).expect("UTF-8");
    text.split_once("<body>\n").and_then(|(_, body)| body.split_once("</body>")).expect("a body").0.to_owned()
}

#[test]
fn the_first_book_is_whole_in_both_languages() {
    let book = first_book();
    for lang in [Lang::ru(), Lang::en()] {
        let container = opened(&written(&book, &lang));
        let links = whole(&container);
        assert!(links > 1000, "{lang}: {links}");
        assert_eq!(
            container.keys().filter(|file| file.starts_with("EPUB/text/")).count(),
            book.pages_in(&lang).count()
        );
        assert!(container.keys().any(|file| file.ends_with(".svg")), "{lang}: no map");
    }
}

#[test]
fn the_same_book_is_the_same_file() {
    let book = first_book();
    assert_eq!(written(&book, &Lang::en()), written(&first_book(), &Lang::en()));
    let id = |lang: &Lang, address: &str| {
        let bytes = epub::write(&book, lang, About { authors: &[], address }).expect("written").expect("pages");
        let container = opened(&bytes);
        let package = xml(&container, "EPUB/package.opf");
        let id = package.descendants().find(|node| node.attribute("id") == Some("id")).expect("an identifier");
        id.text().expect("text").to_owned()
    };
    let ids = [id(&Lang::ru(), ""), id(&Lang::en(), ""), id(&Lang::en(), "https://example.org/")];
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 3, "{ids:?}");
    assert_eq!(id(&Lang::en(), ""), ids[1]);
}

/// A book on bread with what may stand in a chapter, and much that means harm.
fn bread() -> Book {
    Book::default()
        .file(
            "book.toml",
            "[book]\ntitle = \"Хлеб <script>&\\\"\"\nlanguage = \"ru\"\nauthors = [\"A. <b>\"]\n\
             [preprocessor.konspekt]\nlanguages = [\"ru\", \"en\"]\nlink = \"all\"\n",
        )
        .file(
            "src/SUMMARY.md",
            "# Хлеб\n\n[Вступление](README.md)\n\n# Дом {{x}} \\<i>\n\n- [Тесто](dough.md)\n  - [Закваска: \\]\\]> & \\<b>](more/dough.md)\n- [Печь](oven.md)\n",
        )
        .file("src/README.md", "# Вступление\n\nДалее [тесто](dough.md), [файл](examples/x.yaml) и [вес](weights.csv).\n")
        .file(
            "src/dough.md",
            "# Тесто\n\n## 1 шаг {#1-шаг}\n\nСм. [печь](oven.md#care \"О <печи>\"), [первый шаг](#1-шаг), [нет такого](oven.md#none).\n\n\
             > [!WARNING]\n> Горячо: `<script>`.\n\n| Мука | Вода |\n|---|---|\n| **рожь** | `x\\|y` |\n\n3. три\n4. четыре\n\n\
             Печь\n: место, где пекут\n\nПо-английски <span lang=\"en\">bread</span>, <span lang=\"x y\">хлеб</span>.\n\n\
             ```yaml,ignore\nmass: 5 # <b> & ]]>\n```\n\nСноска[^1].\n\n[^1]: О ней.\n",
        )
        .file("src/more/dough.md", "# Закваска: ]]> & \\<b>\n\nОбратно [к тесту](../dough.md#1-шаг), к [ней](../more/dough.md).\n")
        .file(
            "src/oven.md",
            "# Печь\n\n## Уход {#care}\n\n<div id=\"care\"></div><p id=\"a b\">Место</p>\n\n![печь](oven.svg) ![злая печь](bad.svg) ![камень](stone.png) \
             ![чужая](https://example.org/a.png)\n\n{{#example x.yaml}}\n\n\
             <script>alert(1)</script> <a href=\"javascript:alert(1)\" onclick=\"x\">не нажимать</a> <b onmouseover=\"x\">жир</b>\n\n\
             [пробел](<https://example.org/a b|c>) [без места](https://) <h2><a href=\"#care\"><table><tr><td><a href=\"#care\">в ссылке</a></td></tr></table></a></h2>\n\n\
             <svg viewBox=\"0 0 1 1\"><title>круг</title><circle r=\"1\" onclick=\"x\"/><script>alert(1)</script></svg>\n\n\u{1}\u{fffe}\n",
        )
        .file("src/oven.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><path d=\"M0 0h1v1z\"/></svg>")
        .file("src/bad.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>")
        .file("src/stone.png", "no picture at all")
        .file("src/weights.csv", "5,6\n")
        .file("src/examples/x.yaml", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: x\n")
}

#[test]
fn what_stands_in_a_chapter_is_on_its_page_and_harms_nobody() {
    let book = bread();
    let book = wiki::Book::new(&book.prepared(), &[Lang::ru(), Lang::en()], &book.files());
    for lang in [Lang::ru(), Lang::en()] {
        assert!(whole(&opened(&written(&book, &lang))) > 10);
    }
    let container = opened(&written(&book, &Lang::ru()));
    insta::assert_snapshot!("epub_dough", page(&container, "EPUB/text/dough.xhtml"));
    insta::assert_snapshot!("epub_oven", page(&container, "EPUB/text/oven.xhtml"));
    insta::assert_snapshot!("epub_contents", page(&container, "EPUB/nav.xhtml"));
    let start = page(&container, "EPUB/text/readme.xhtml");
    assert!(start.contains("<a href=\"oven.xhtml#examples-x.yaml\">файл</a> и вес"), "{start}");
}

#[test]
fn a_build_for_reading_offline_has_one_for_each_language() {
    let dir = tempfile::tempdir().expect("a folder");
    Book::default()
        .file("src/dough.md", "# Тесто\n\n[К печи](oven.md#care) ![печь](oven.svg)\n")
        .file("src/oven.md", "# Печь\n\n## Уход {#care}\n\n<script>alert(1)</script> и дальше\n")
        .file("src/oven.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>")
        .write(dir.path());
    let run = konspekt(dir.path(), &["build", ".", "--offline"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let out = dir.path().join("book");
    for lang in ["ru", "en"] {
        whole(&opened(&std::fs::read(out.join(format!("konspekt-{lang}.epub"))).expect("the book")));
    }
    assert!(!out.join("konspekt-ru-en.epub").exists() && !out.join("konspekt-ru.pdf").exists());
}
