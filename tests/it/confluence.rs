//! The pages for Confluence: held against a table of the storage format, and against each other.

use std::collections::{BTreeMap, BTreeSet};

use konspekt::{
    text::Lang,
    wiki::{self, Export, Format, confluence::manifest::Manifest},
};
use roxmltree::{Document, Node, ParsingOptions};

use crate::{export::first_book, support::Book};

const AC: &str = "http://atlassian.com/content";
const RI: &str = "http://atlassian.com/resource/identifier";

/// The table of elements, attributes and macros.
struct Table {
    elements: BTreeMap<String, (Vec<String>, BTreeSet<String>)>,
    macros: BTreeMap<String, (Vec<String>, String, String)>,
}

impl Table {
    fn read() -> Self {
        let text = include_str!("../cases/confluence/elements.txt");
        let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut table = Self { elements: BTreeMap::new(), macros: BTreeMap::new() };
        let words = |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, members)) = line.strip_prefix('@').and_then(|line| line.split_once('=')) {
                groups.insert(name.trim(), members.split_whitespace().collect());
                continue;
            }
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            if let Some(name) = cells[0].strip_prefix("macro ") {
                let row = (words(cells[1]), cells[2].to_owned(), cells[3].to_owned());
                table.macros.insert(name.trim().to_owned(), row);
                continue;
            }
            let children = cells[2].split_whitespace().flat_map(|child| match child.strip_prefix('@') {
                Some(group) => groups[group].clone(),
                None => vec![child],
            });
            let children = children.map(|child| child.trim_start_matches('@').to_owned()).collect();
            table.elements.insert(cells[0].to_owned(), (words(cells[1]), children));
        }
        table
    }

    /// Everything that is wrong with a page.
    fn check(&self, page: &str) -> Vec<String> {
        let text = rooted(page);
        let document = match parse(&text) {
            Ok(document) => document,
            Err(error) => return vec![format!("not well-formed: {error}")],
        };
        let mut wrong = Vec::new();
        for node in document.root_element().descendants().filter(Node::is_element) {
            self.check_element(node, &mut wrong);
        }
        wrong
    }

    fn check_element(&self, node: Node<'_, '_>, wrong: &mut Vec<String>) {
        let name = name(node);
        let Some((attributes, children)) = self.elements.get(&name) else {
            wrong.push(format!("<{name}> is not in the table"));
            return;
        };
        let own: Vec<String> = node.attributes().map(|own| prefixed(own.namespace(), own.name())).collect();
        compare(&format!("<{name}>"), attributes, &own, wrong);
        for child in node.children() {
            let is = match child.node_type() {
                roxmltree::NodeType::Text if child.text().is_some_and(|text| text.trim().is_empty()) => continue,
                roxmltree::NodeType::Text => "text".to_owned(),
                _ if macro_name(child).is_some_and(|name| self.macros.contains_key(name)) => {
                    let (_, _, place) = &self.macros[macro_name(child).expect("a name")];
                    if children.contains("ac:structured-macro") { continue } else { format!("macro-{place}") }
                }
                _ => self::name(child),
            };
            if !children.contains(&is) {
                wrong.push(format!("<{name}> holds {is}"));
            }
        }
        if let Some(name) = macro_name(node) {
            let Some((parameters, body, _)) = self.macros.get(name) else {
                wrong.push(format!("the macro {name} is not in the table"));
                return;
            };
            let parts = |part: &str| node.children().filter(|child| self::name(*child) == part).count();
            let given: Vec<String> = node
                .children()
                .filter(|child| self::name(*child) == "ac:parameter")
                .map(|child| child.attribute((AC, "name")).filter(|name| !name.is_empty()).unwrap_or("-").to_owned())
                .collect();
            compare(&format!("the macro {name}"), parameters, &given, wrong);
            let bodies = (parts("ac:rich-text-body"), parts("ac:plain-text-body"));
            let wanted = (usize::from(body == "rich"), usize::from(body == "plain"));
            if bodies != wanted {
                wrong.push(format!("the macro {name} has the bodies {bodies:?}, not {wanted:?}"));
            }
        }
    }
}

/// Names that must be there, and names that may be.
fn compare(what: &str, allowed: &[String], own: &[String], wrong: &mut Vec<String>) {
    for name in own {
        if !allowed.iter().any(|allowed| allowed.trim_end_matches('!') == name) {
            wrong.push(format!("{what} has {name}"));
        }
    }
    for name in allowed.iter().filter_map(|name| name.strip_suffix('!')) {
        if own.iter().filter(|own| *own == name).count() != 1 {
            wrong.push(format!("{what} has not one {name}"));
        }
    }
}

/// A page has no root element and declares no prefixes: the wiki gives it both.
fn rooted(page: &str) -> String {
    format!("<page xmlns:ac=\"{AC}\" xmlns:ri=\"{RI}\">{page}</page>")
}

fn parse(text: &str) -> Result<Document<'_>, roxmltree::Error> {
    Document::parse_with_options(text, ParsingOptions { allow_dtd: false, ..ParsingOptions::default() })
}

fn prefixed(namespace: Option<&str>, name: &str) -> String {
    match namespace {
        Some(AC) => format!("ac:{name}"),
        Some(RI) => format!("ri:{name}"),
        _ => name.to_owned(),
    }
}

fn name(node: Node<'_, '_>) -> String {
    prefixed(node.tag_name().namespace(), node.tag_name().name())
}

fn macro_name<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    if name(node) == "ac:structured-macro" { node.attribute((AC, "name")) } else { None }
}

fn manifest(export: &Export) -> Manifest {
    serde_json::from_slice(&export.files["pages.json"]).expect("a list of pages")
}

fn text<'e>(export: &'e Export, file: &str) -> &'e str {
    let names: Vec<&String> = export.files.keys().collect();
    let bytes = export.files.get(file).unwrap_or_else(|| panic!("no {file} among {names:?}"));
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// What is said of every export: the pages are what the table allows, and what they name is there.
fn hold(export: &Export) {
    let table = Table::read();
    let manifest = manifest(export);
    let mut anchors: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut keys = BTreeSet::new();
    let mut titles = BTreeSet::new();
    for page in &manifest.pages {
        let body = text(export, &page.file);
        assert_eq!(table.check(body), Vec::<String>::new(), "{}", page.key);
        assert!(body.contains("Konspekt"), "{}: nobody says where it comes from", page.key);
        assert!(page.parent.as_ref().is_none_or(|parent| keys.contains(parent)), "{}: {:?}", page.key, page.parent);
        assert!(keys.insert(page.key.clone()), "{}", page.key);
        assert!(titles.insert(page.title.to_lowercase()), "{}: the title is taken", page.key);
        assert!((1..=255).contains(&page.title.encode_utf16().count()), "{}", page.title);
        for label in &page.labels {
            assert!(label.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{label}");
        }
        let rooted = rooted(body);
        let document = parse(&rooted).expect("checked");
        let macros = document.descendants().filter(|node| macro_name(*node) == Some("anchor"));
        anchors.insert(&page.title, macros.map(|node| node.text_content()).collect());
    }
    for page in &manifest.pages {
        let rooted = rooted(text(export, &page.file));
        let document = parse(&rooted).expect("checked");
        for node in document.descendants() {
            match name(node).as_str() {
                "ac:link" => {
                    let to = node.children().find(|child| name(*child) == "ri:page");
                    let to = to.map_or(page.title.as_str(), |to| to.attribute((RI, "content-title")).expect("a title"));
                    let there = anchors.get(to).unwrap_or_else(|| panic!("{}: no page {to}", page.key));
                    if let Some(anchor) = node.attribute((AC, "anchor")) {
                        assert!(there.contains(anchor), "{}: {to}#{anchor}", page.key);
                    }
                }
                "ri:attachment" => {
                    let file = node.attribute((RI, "filename")).expect("a name");
                    let attached = page.attachments.iter().find(|attached| attached.name == file);
                    let attached = attached.unwrap_or_else(|| panic!("{}: {file} is not attached", page.key));
                    assert!(export.files.contains_key(&attached.file), "{}", attached.file);
                }
                "a" => {
                    let url = node.attribute("href").expect("an address");
                    let harmless = ["https://", "http://", "mailto:"];
                    assert!(harmless.iter().any(|scheme| url.starts_with(scheme)), "{}: {url}", page.key);
                }
                _ => {}
            }
        }
    }
}

trait TextContent {
    fn text_content(&self) -> String;
}

impl TextContent for Node<'_, '_> {
    fn text_content(&self) -> String {
        self.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect()
    }
}

#[test]
fn the_first_book_is_valid_storage_format() {
    let export = Format::Confluence.export(&first_book());
    hold(&export);
    let manifest = manifest(&export);
    assert!(manifest.pages.iter().any(|page| page.attachments.iter().any(|file| file.name.ends_with(".svg"))));
    assert!(manifest.pages.iter().any(|page| page.attachments.iter().any(|file| file.name.ends_with(".yaml"))));
}

/// A book on bread that tries what a book may hold.
fn bread() -> Book {
    Book::default()
        .file(
            "book.toml",
            "[book]\ntitle = \"Хлеб\"\nlanguage = \"ru\"\n[preprocessor.konspekt]\nlanguages = [\"ru\", \"en\"]\n",
        )
        .file("src/SUMMARY.md", "# Хлеб\n\n# Основы\n\n- [Тесто](dough.md)\n  - [Закваска](starter.md)\n")
        .file(
            "src/dough.md",
            "# Тесто\n\nСм. [закваску](starter.md#uhod), [ниже](#muka) и [сайт](https://example.org/?a=1&b=\"2\").\n\n\
             > [!WARNING]\n> Горячо.\n\n- раз\n\n  3. внутри\n\n     ```bash\n     echo \"a ]]> b\"\n     ```\n- два\n\n\
             ## Мука {#muka}\n\n| Мука | Вода |\n|---|---|\n| **рожь** | `x<y` |\n\n<details><summary>Ещё & \
             ещё</summary>\n\nВнутри.\n\n</details>\n\n[Рецепт](examples/hleb.yaml) ~~нет~~ H<sup>2</sup>\n\n\
             ## Вода\n\n## Соль\n",
        )
        .file("src/examples/hleb.yaml", "flour: rye\n")
        .file("src/starter.md", "# Закваска\n\n## Уход {#uhod}\n\nОбратно [к тесту](dough.md).\n")
}

fn exported(book: &Book, langs: &[Lang]) -> Export {
    Format::Confluence.export(&wiki::Book::new(&book.prepared(), langs, &book.files()))
}

#[test]
fn a_page_in_storage_format() {
    let export = exported(&bread(), &[Lang::ru()]);
    hold(&export);
    insta::assert_snapshot!("confluence", text(&export, "pages/ru/dough.xml"));
    insta::assert_snapshot!("confluence-contents", text(&export, "languages/ru.xml"));
}

#[test]
fn the_tree_is_book_language_part_chapter() {
    let export = exported(&bread(), &[Lang::ru(), Lang::en()]);
    hold(&export);
    let manifest = manifest(&export);
    let rows: Vec<String> = manifest
        .pages
        .iter()
        .map(|page| {
            let parent = page.parent.as_deref().unwrap_or("-");
            format!("{} < {parent} | {} | {}", page.key, page.title, page.labels.join(" ")).trim_end().to_owned()
        })
        .collect();
    // Nothing is translated: the English pages would have the titles of the Russian ones.
    insta::assert_snapshot!(rows.join("\n"), @r"
    book < - | Хлеб |
    ru < book | Хлеб (Русский) | lang-ru
    ru/part-1 < ru | Основы | lang-ru part-osnovy
    ru/dough.md < ru/part-1 | Тесто | lang-ru part-osnovy
    ru/starter.md < ru/dough.md | Закваска | lang-ru part-osnovy
    en < book | Хлеб (English) | lang-en
    en/part-1 < en | Основы (English) | lang-en part-osnovy
    en/dough.md < en/part-1 | Тесто (English) | lang-en part-osnovy
    en/starter.md < en/dough.md | Закваска (English) | lang-en part-osnovy
    ");
    let renamed: Vec<&str> = export.renamed.iter().map(|renamed| renamed.path.as_str()).collect();
    assert_eq!(renamed, ["en/part-1", "en/dough.md", "en/starter.md"]);
}

#[test]
fn what_means_harm_comes_out_as_words() {
    let long = "очень длинное название ".repeat(30);
    let evil = [
        "]]> <script>alert(1)</script>",
        "{{x}} {code} [[y|z]] | \"q\" & 'a'",
        "Имя",
        "имя",
        long.trim(),
        long.trim(),
        "\u{200b}",
    ];
    let mut summary = "# Злая\n\n".to_owned();
    let mut book = Book::default();
    for (n, title) in evil.iter().enumerate() {
        let escaped: String =
            title.chars().flat_map(|c| if c.is_ascii_punctuation() { vec!['\\', c] } else { vec![c] }).collect();
        summary.push_str(&format!("- [{escaped}](e{n}.md)\n"));
        book = book.file(
            &format!("src/e{n}.md"),
            format!(
                "# {escaped}\n\n{escaped} [{escaped}](e{n}.md#ab) `{}`\n\n## {escaped} {{#ab}}\n\n\
                 ```x\"><y\n{title}\n]]>]]>\n```\n\n<div id=\"../../../out\"></div><a id='q\"<]]>'></a>\n\n\
                 <svg viewBox=\"0 0 1 1\"><title>{}</title></svg>\n\n\
                 <script>alert(1)</script><img src=\"https://example.org/x.png\" onerror=\"alert(1)\" alt='\"><b>'>\n\n\
                 <p onclick=\"x\">a\u{1}b</p>\n\n> [!NOTE]\n> {escaped}\n\n<details><summary>\"><script></summary>\n\n\
                 x\n\n</details>\n",
                title.replace('`', ""),
                title.replace('<', "&lt;"),
            ),
        );
    }
    let book = book.file("src/SUMMARY.md", summary);
    let export = exported(&book, &[Lang::ru(), Lang::en()]);
    hold(&export);
    for (path, bytes) in export.files.iter().filter(|(path, _)| path.ends_with(".xml")) {
        assert!(!path.contains(".."), "{path}");
        let rooted = rooted(std::str::from_utf8(bytes).expect("UTF-8"));
        let document = parse(&rooted).expect("well-formed");
        assert!(document.descendants().all(|node| name(node) != "script"), "{path}");
    }
    assert!(export.files.keys().all(|path| !path.split('/').any(|part| part == "..")), "{:?}", export.files.keys());
}
