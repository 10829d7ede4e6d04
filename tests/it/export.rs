//! The book for a team's wiki: what every export has in common, and the pages of each.

use std::{collections::BTreeSet, fs, path::Path};

use konspekt::{
    site,
    text::Lang,
    wiki::{
        self, Export, Format,
        document::{Block, Inline, Met, Target, visit},
    },
};

use crate::support::{Book, konspekt};

/// The first book, in both languages.
pub(crate) fn first_book() -> wiki::Book {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("book");
    let ready = site::prepare(&dir, &dir.join("book"), "").expect("read");
    wiki::Book::new(&ready.prepared.expect("no errors"), &[Lang::ru(), Lang::en()], &ready.files)
}

#[test]
fn every_link_of_an_export_leads_somewhere() {
    let book = first_book();
    let mut links = 0;
    for page in &book.pages {
        visit(&page.blocks, &mut |met| {
            let Met::Inline(Inline::Link { to, .. } | Inline::Image { from: to, .. }) = met else { return };
            links += 1;
            match to {
                Target::Page { path, anchor } => {
                    let there = book.page(path, &page.lang).unwrap_or_else(|| panic!("{}: {path}", page.path));
                    if let Some(anchor) = anchor {
                        assert!(there.anchors().contains(anchor.as_str()), "{}: {path}#{anchor}", page.path);
                    }
                }
                Target::File(path) => assert!(book.files.contains_key(path), "{}: {path}", page.path),
                Target::Web(url) => assert!(url.starts_with("https://"), "{}: {url}", page.path),
            }
        });
    }
    assert!(links > 1000, "{links}");
}

#[test]
fn each_line_of_the_notes_comes_along() {
    let book = first_book();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("book/src/notes/kubernetes-objects.txt");
    let note = fs::read_to_string(file).expect("the notes");
    let raw = book.page("notes.md", &Lang::ru()).expect("the page of the notes");
    let mut lines = Vec::new();
    visit(&raw.blocks, &mut |met| {
        if let Met::Block(Block::Lines(found)) = met {
            lines.extend(found.iter().map(|line| line.text.clone()));
        }
    });
    let trimmed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted: Vec<String> = note.lines().map(trimmed).collect();
    assert_eq!(lines.iter().map(|line| trimmed(line)).collect::<Vec<_>>(), wanted);
}

/// A book that tries what a book may hold, with a page that means harm.
fn small_book() -> Book {
    Book::default()
        .file("src/SUMMARY.md", "# Хлеб\n\n- [Тесто](dough.md)\n  - [Закваска: $5 & C#](starter.md)\n")
        .file(
            "src/dough.md",
            "# Тесто\n\nСм. [закваску](starter.md#uhod) и [сайт](https://example.org/a_(b)). 2 * 3 * 4, `a|b`, [[x]], {{y}}.\n\n\
             > [!WARNING]\n> Горячо.\n\n- раз\n  1. внутри\n\n     ```bash\n     echo `date` # ```\n     ```\n- два\n\n\
             | Мука | Вода |\n|---|---|\n| рожь | `x\\|y` |\n\nСноска[^1].\n\n[^1]: О ней.\n\n\
             <script>alert(1)</script>\n\n<a href=\"javascript:alert(1)\" onclick=\"x\">не нажимать</a> \
             <img src=\"x.png\" onerror=\"alert(1)\" alt=\"нет\">\n",
        )
        .file(
            "src/starter.md",
            "# Закваска: $5 & C#\n\n## Уход {#uhod}\n\n- [x] кормить\n\nОбратно [к тесту](dough.md).\n",
        )
}

fn export(book: &Book, format: Format) -> Export {
    format.export(&wiki::Book::new(&book.prepared(), &[Lang::ru()], &book.files()))
}

fn text<'e>(export: &'e Export, name: &str) -> &'e str {
    let names: BTreeSet<&String> = export.files.keys().collect();
    let bytes = export.files.get(name).unwrap_or_else(|| panic!("no {name} among {names:?}"));
    std::str::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn a_page_for_github() {
    let export = export(&small_book(), Format::GitHub);
    insta::assert_snapshot!("github", text(&export, "Тесто.md"));
    let home = text(&export, "Home.md");
    assert!(home.contains("  - [Закваска: <span>$</span>5 & C#]("), "{home}");
    assert!(export.files.contains_key("Закваска-$5-&-C.md"), "{:?}", export.files.keys());
}

/// The text of a page in a dump.
fn in_dump(export: &Export, title: &str) -> String {
    let dump = text(export, "book.xml");
    let (_, page) = dump.split_once(&format!("<title>{title}</title>")).unwrap_or_else(|| panic!("no {title}: {dump}"));
    let (_, start) = page.split_once("xml:space=\"preserve\">").expect("a text");
    html_escape::decode_html_entities(start.split("</text>").next().expect("its end")).into_owned()
}

fn titles(export: &Export) -> Vec<&str> {
    let lines = text(export, "book.xml").lines();
    lines.filter_map(|line| line.trim().strip_prefix("<title>")?.strip_suffix("</title>")).collect()
}

#[test]
fn a_page_for_mediawiki() {
    let export = export(&small_book(), Format::MediaWiki);
    insta::assert_snapshot!("mediawiki", in_dump(&export, "Тесто"));
    assert!(
        in_dump(&export, "Book").contains("** [[Закваска – $5 & C|Закваска: $5 &amp; C#]]"),
        "{:?}",
        titles(&export)
    );
}

#[test]
fn a_page_for_dokuwiki() {
    let export = export(&small_book(), Format::DokuWiki);
    insta::assert_snapshot!("dokuwiki", text(&export, "pages/book/ru/dough.txt"));
    insta::assert_snapshot!(text(&export, "pages/book/ru/sidebar.txt"), @r"
    **[[book:ru:start|Book]]**

      * [[book:ru:dough|Тесто]]
        * [[book:ru:starter|Закваска: $5 & C#]]
    ");
}

/// Chapters of two languages whose names a wiki cannot take as they are.
fn named_book() -> Book {
    let long = "o гнёздах ".repeat(40);
    let chapters = [("a", "Птицы"), ("b/a", "Птицы"), ("c", "Птицы/en"), ("d", "Talk:[[Птицы]]"), ("start", &long)];
    let mut summary = "# Summary\n\n# Лес: {{чаща}}\n\n".to_owned();
    let mut book = Book::default();
    for (path, title) in chapters {
        let title = title.trim().replace('[', "\\[").replace(']', "\\]");
        summary.push_str(&format!("- [{title}]({path}.md)\n"));
        book =
            book.file(&format!("src/{path}.md"), format!("# {title}\n\nПоют.\n\n## Песни\n\n<a id=\"x\"></a> Одна.\n"));
    }
    book.file("src/SUMMARY.md", summary)
}

fn export_both(book: &Book, format: Format) -> Export {
    format.export(&wiki::Book::new(&book.prepared(), &[Lang::ru(), Lang::en()], &book.files()))
}

#[test]
fn every_page_of_mediawiki_has_a_title_of_its_own() {
    let export = export_both(&named_book(), Format::MediaWiki);
    let titles = titles(&export);
    assert_eq!(titles.iter().collect::<BTreeSet<_>>().len(), titles.len(), "{titles:?}");
    for title in ["Птицы", "Птицы (2)", "Птицы/en", "Птицы/en (2)", "Птицы (2)/en", "Talk-((Птицы))"]
    {
        assert!(titles.contains(&title), "{title}: {titles:?}");
    }
    assert!(titles.iter().all(|title| title.len() <= 255 + "Category:".len()), "{titles:?}");
    let renamed: Vec<&str> = export.renamed.iter().map(|renamed| renamed.path.as_str()).collect();
    assert_eq!(renamed, ["b/a.md", "d.md", "start.md", "a.md"]);
}

#[test]
fn every_page_of_dokuwiki_has_an_ascii_name_and_its_links_lead_to_headings() {
    let export =
        export_both(&named_book().file("src/a.md", "# Птицы\n\n[x](b/a.md#x), [y](b/a.md#pesni)\n"), Format::DokuWiki);
    assert!(export.files.keys().all(|path| path.is_ascii()), "{:?}", export.files.keys());
    assert!(export.files.contains_key("pages/book/en/b/a.txt") && export.files.contains_key("pages/book/start.txt"));
    let page = text(&export, "pages/book/ru/a.txt");
    assert!(page.contains("[[book:ru:b:a#песни|x]], [[book:ru:b:a#песни|y]]"), "{page}");
    // `start` and `sidebar` are DokuWiki's own.
    assert_eq!(export.renamed.len(), 2, "{:?}", export.renamed);
    assert!(text(&export, "pages/book/ru/start.txt").contains("===== Лес: {{чаща}} ====="));
}

#[test]
fn two_exports_of_one_book_are_equal() {
    for format in [Format::MediaWiki, Format::DokuWiki, Format::GitHub] {
        assert_eq!(export_both(&small_book(), format).files, export_both(&small_book(), format).files);
    }
}

#[test]
fn an_export_is_written_once_and_harms_nothing() {
    let dir = tempfile::tempdir().expect("folder");
    small_book().write(dir.path());
    let run = || konspekt(dir.path(), &["export", "gitlab", ".", "-o", "wiki", "--lang", "ru"]);
    let first = run();
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(dir.path().join("wiki/home.md").exists() && dir.path().join("wiki/_sidebar.md").exists());
    assert!(run().err.contains("0 files written, 0 removed"), "{}", run().err);
    fs::write(dir.path().join("wiki/home.md"), "mine").expect("written");
    let refused = run();
    assert_eq!(refused.code, 3, "{}", refused.err);
    assert_eq!(fs::read_to_string(dir.path().join("wiki/home.md")).expect("there"), "mine");
}

#[test]
fn a_language_that_the_book_has_not_is_named() {
    let dir = tempfile::tempdir().expect("folder");
    small_book().write(dir.path());
    let run = konspekt(dir.path(), &["export", "github", ".", "-o", "wiki", "--lang", "de"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("ru, en"), "{}", run.err);
    assert!(!dir.path().join("wiki").exists());
}
