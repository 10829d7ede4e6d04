//! Building again: what has not changed stays, what has changes everywhere it shows, and the order of builds leaves no trace.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use crate::support::{Run, konspekt, konspekt_with};

/// A book of `chapters` chapters in two languages: a glossary that they mention, a link from each to the next.
fn book(dir: &Path, chapters: usize) {
    fs::create_dir_all(dir.join("src/part")).expect("folder");
    fs::create_dir_all(dir.join("po")).expect("folder");
    let mut summary = String::from("# Summary\n\n- [Печь](oven.md)\n");
    for n in 0..chapters {
        summary.push_str(&format!("- [Хлеб {n}](part/{n}.md)\n"));
        fs::write(dir.join(format!("src/part/{n}.md")), chapter(n, chapters, "Тесто подходит в тепле."))
            .expect("chapter");
    }
    summary.push_str("- [Глоссарий](glossary.md)\n");
    for (path, text) in [
        ("src/SUMMARY.md", summary.as_str()),
        ("src/oven.md", "# Печь\n\nПечь греет.\n"),
        ("src/glossary.md", "# Глоссарий\n\n{{#glossary}}\n"),
        (
            "glossary.toml",
            "[[term]]\nid = \"oven\"\nru = { name = \"печь\", definition = \"Греет.\" }\nen = { name = \"oven\", definition = \"Heats.\" }\n",
        ),
        (
            "book.toml",
            "[book]\ntitle = \"Хлеб\"\nlanguage = \"ru\"\n\n[preprocessor.konspekt]\nlanguages = [\"ru\", \"en\"]\n",
        ),
        (
            "po/en.po",
            "msgid \"\"\nmsgstr \"\"\n\"Language: en\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\nmsgid \"Печь греет.\"\nmsgstr \"The oven heats.\"\n",
        ),
    ] {
        fs::write(dir.join(path), text).expect("file");
    }
}

fn chapter(n: usize, chapters: usize, says: &str) -> String {
    format!("# Хлеб {n}\n\n{says} Его сажают в печь.\n\n[Дальше]({}.md)\n\n```yaml\na: {n}\n```\n", (n + 1) % chapters)
}

fn build(dir: &Path, more: &[&str]) -> Run {
    let run = konspekt(dir, &[&["build", "-q"], more].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    run
}

/// Every file of a site with its bytes and the time it was written.
fn files(out: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let mut found = BTreeMap::new();
    let mut open = vec![out.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("folder").map(|entry| entry.expect("entry").path()) {
            if entry.is_dir() {
                open.push(entry);
            } else {
                let name = entry.strip_prefix(out).expect("below").to_string_lossy().replace('\\', "/");
                let time = fs::metadata(&entry).and_then(|data| data.modified()).expect("time");
                found.insert(name, (fs::read(&entry).expect("file"), time));
            }
        }
    }
    found
}

/// The files that differ, or were written anew.
fn changed(before: &Path, then: &BTreeMap<String, (Vec<u8>, SystemTime)>) -> Vec<String> {
    let now = files(before);
    assert!(then.keys().all(|name| now.contains_key(name)), "nothing is lost");
    now.into_iter().filter(|(name, file)| then.get(name) != Some(file)).map(|(name, _)| name).collect()
}

#[test]
fn a_second_build_touches_nothing() {
    let dir = tempfile::tempdir().expect("folder");
    book(dir.path(), 25);
    build(dir.path(), &[]);
    let first = files(&dir.path().join("book"));
    build(dir.path(), &[]);
    assert_eq!(changed(&dir.path().join("book"), &first), Vec::<String>::new());
}

#[test]
fn a_changed_chapter_is_written_where_it_shows_and_nowhere_else() {
    let dir = tempfile::tempdir().expect("folder");
    book(dir.path(), 25);
    build(dir.path(), &[]);
    let out = dir.path().join("book");
    let first = files(&out);
    fs::write(dir.path().join("src/part/7.md"), chapter(7, 25, "Тесто подходит в холоде.")).expect("chapter");
    build(dir.path(), &[]);
    let expected = [
        ".konspekt-cache",
        "en/part/7.html",
        "en/search-index.js",
        "ru-en/part/7.html",
        "ru-en/search-index.js",
        "ru/part/7.html",
        "ru/search-index.js",
    ];
    assert_eq!(changed(&out, &first), expected);
    again_and_anew(dir.path(), "the way there leaves no trace");
}

/// A book with a note, tables, an example, a review, the raw lines, a map, two catalogs and every directive that there is.
fn rich(dir: &Path) {
    let file = |path: &str, text: &str| {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folder");
        fs::write(path, text).expect("file");
    };
    file(
        "book.toml",
        "[book]\ntitle = \"Хлеб\"\nlanguage = \"ru\"\n\n[preprocessor.konspekt]\nlanguages = [\"ru\", \"en\", \"de\"]\n",
    );
    file(
        "src/SUMMARY.md",
        "# Summary\n\n- [Печь](oven.md)\n- [Мука](flour.md)\n  - [Соль](salt.md)\n- [Таблицы](tables.md)\n- [Глоссарий](glossary.md)\n- [Заметки](raw.md)\n",
    );
    file("src/oven.md", "# Печь\n\nПечь греет. Тесто кладут в печь.\n\n{{#note bread.txt#pechi}}\n");
    file(
        "src/flour.md",
        "# Мука\n\nМука сохнет. Смотрите [соль](salt.md).\n\n{{#example jar.yaml}}\n\n{{#date 2024-03-09}}\n",
    );
    file("src/salt.md", "# Соль\n\nСоль хранит.\n\nПечь её сушит.\n\n{{#map oven}}\n");
    file("src/tables.md", "# Таблицы\n\n{{#compare oven stove}}\n\n{{#compare-manifests jar.yaml pot.yaml}}\n");
    file("src/glossary.md", "# Глоссарий\n\n{{# glossary}}\n\n{{#map}}\n");
    file("src/raw.md", "# Заметки\n\n{{#raw bread.txt}}\n");
    for (name, size) in [("jar", 1), ("pot", 2)] {
        file(
            &format!("src/examples/{name}.yaml"),
            &format!(
                "# Сколько соли.\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\ndata:\n  size: \"{size}\"\n"
            ),
        );
    }
    file(
        "src/notes/bread.txt",
        "Печи\n\nПечь бывает разной.\n\n1. Печь\nОписание: греет долго, держит жар всю ночь.\nЦель: хлеб.\n\n2. Плита\nОписание: греет быстро, остывает за час.\nЦель: суп.\n\nСоль\n\nСоль кладут в тесто последней, иначе дрожжи гибнут раньше срока.\n\nСоль кладут в тесто последней, иначе дрожжи гибнут раньше срока.\n",
    );
    file(
        "glossary.toml",
        "[relations.kin]\nru = \"родня:\"\nen = \"kin of\"\n\n\
         [[term]]\nid = \"oven\"\nru = { name = \"печь\", definition = \"Греет.\" }\nen = { name = \"oven\", definition = \"Heats.\" }\n\n\
         [[term]]\nid = \"stove\"\nru = { name = \"плита\", definition = \"Греет быстро.\" }\nen = { name = \"stove\", definition = \"Heats fast.\" }\n",
    );
    file(
        "reviews.toml",
        "[[review]]\nnote = \"bread.txt\"\nquote = \"греет быстро\"\nverdict = \"incomplete\"\nru = \"Не всякая.\"\nen = \"Not every one.\"\nsource = \"https://example.org/\"\n",
    );
    let po = |lang: &str, says: &[(&str, &str)]| {
        let head = format!(
            "msgid \"\"\nmsgstr \"\"\n\"Language: {lang}\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
        );
        let entries: String = says.iter().map(|(id, text)| format!("\nmsgid \"{id}\"\nmsgstr \"{text}\"\n")).collect();
        file(&format!("po/{lang}.po"), &format!("{head}{entries}"));
    };
    po(
        "en",
        &[
            ("Печь греет. Тесто кладут в печь.", "The oven heats."),
            ("греет долго, держит жар всю ночь.", "Heats for long, all night."),
            ("Печь её сушит.", "The oven dries it."),
            ("Мука", "Flour"),
            ("Сколько соли.", "How much."),
        ],
    );
    po("de", &[("Печь", "Ofen")]);
}

#[test]
fn whatever_was_edited_a_build_is_as_one_from_nothing() {
    let dir = tempfile::tempdir().expect("folder");
    rich(dir.path());
    let replace = |file: &str, old: &str, new: &str| {
        let path = dir.path().join(file);
        let text = fs::read_to_string(&path).expect("file");
        assert!(text.contains(old), "{file}: {old}");
        fs::write(&path, text.replace(old, new)).expect("file");
    };
    let check = |what: &str| again_and_anew(dir.path(), what);
    let edits: [(&str, &str, &str, &str); 24] = [
        ("a mention", "src/salt.md", "Соль хранит.", "Соль хранит. У плиты её нет."),
        ("a heading that is a message elsewhere", "src/salt.md", "{{#map", "## Мука\n\n{{#map"),
        ("a translation", "po/en.po", "The oven heats.", "The oven heats well."),
        (
            "a definition that was for something else",
            "po/en.po",
            "msgid \"Мука\"",
            "msgctxt \"glossary\"\nmsgid \"Грела.\"\nmsgstr \"Heats.\"\n\nmsgid \"Мука\"",
        ),
        ("a text that is nearly translated", "src/oven.md", "Печь греет.", "Печь долго греет."),
        ("an entry that was for something else", "po/en.po", "msgid \"Мука\"", "msgid \"Соль хранит. У плиты нет.\""),
        ("a word of a table", "po/en.po", "Heats for long,", "Keeps warm,"),
        ("another language", "po/de.po", "Ofen", "Backofen"),
        ("a definition", "glossary.toml", "\"Греет быстро.\"", "\"Греет, но быстро.\""),
        ("a name", "glossary.toml", "name = \"плита\"", "name = \"плита\", aliases = [\"мука\"]"),
        (
            "a relation",
            "glossary.toml",
            "id = \"stove\"\n",
            "id = \"stove\"\nrelations = [{ is = \"kin\", to = \"oven\" }]\n",
        ),
        ("a line of the notes", "src/notes/bread.txt", "Печь бывает разной.", "Печь бывает разной.\n\nИногда её нет."),
        ("an attribute in the notes", "src/notes/bread.txt", "Цель: суп.", "Цель: суп и каша."),
        ("a section shown elsewhere", "src/salt.md", "{{#map", "{{#note bread.txt#sol}}\n\n{{#map"),
        ("an example", "src/examples/pot.yaml", "size: \"2\"", "size: \"3\""),
        ("a comment", "src/examples/jar.yaml", "# Сколько соли.", "# Сколько в ней соли."),
        ("a review", "reviews.toml", "Не всякая.", "Не всякая плита."),
        ("another table", "src/flour.md", "{{#date", "{{#compare stove oven}}\n\n{{#date"),
        ("no raw notes", "src/raw.md", "{{#raw bread.txt}}", "Пусто."),
        ("a new name of a chapter", "src/SUMMARY.md", "[Соль]", "[Поваренная соль]"),
        (
            "another order",
            "src/SUMMARY.md",
            "- [Печь](oven.md)\n- [Мука](flour.md)",
            "- [Мука](flour.md)\n- [Печь](oven.md)",
        ),
        ("a chapter less", "src/SUMMARY.md", "- [Заметки](raw.md)\n", ""),
        ("a policy", "book.toml", "languages =", "link = \"all\"\nlanguages ="),
        ("a language less", "book.toml", ", \"de\"", ""),
    ];
    let mut before = check("the first build");
    for (what, file, old, new) in edits {
        replace(file, old, new);
        let now = check(what);
        // The cache tells of what, not what it is.
        let shows = now.iter().any(|(name, bytes)| !name.starts_with('.') && before.get(name) != Some(bytes));
        assert!(shows || now.len() != before.len(), "{what} shows nowhere");
        before = now;
    }
}

/// Without tables the glossary depends on no more than names: of chapters, and of sections that mention a term.
#[test]
fn a_glossary_follows_the_names_of_what_mentions_a_term() {
    let dir = tempfile::tempdir().expect("folder");
    rich(dir.path());
    let file = |path: &str, text: &str| fs::write(dir.path().join(path), text).expect("file");
    let more = |path: &str, text: &str| {
        let old = fs::read_to_string(dir.path().join(path)).expect("file");
        file(path, &format!("{old}{text}"));
    };
    file("src/tables.md", "# Таблицы\n\nИх нет.\n");
    more("src/salt.md", "\n## Соль в печи\n\nПечь её сушит дважды.\n");
    let check = |what: &str| again_and_anew(dir.path(), what).remove("en/glossary.html").expect("a glossary");
    let first = check("no tables");
    more("po/en.po", "\nmsgid \"Соль в печи\"\nmsgstr \"Salt in the oven\"\n");
    let section = check("a section has a name");
    assert_ne!(first, section);
    more("po/en.po", "\nmsgid \"Соль\"\nmsgstr \"Salt\"\n");
    let chapter = check("a chapter has a name");
    assert_ne!(section, chapter);
    more("src/salt.md", "\nХранить в сухом месте.\n");
    assert_eq!(check("nothing that the glossary says"), chapter);
}

#[test]
fn what_stands_beside_the_pages_follows_its_sources() {
    let dir = tempfile::tempdir().expect("folder");
    book(dir.path(), 3);
    let file = |path: &str, text: &str| {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folder");
        fs::write(path, text).expect("file");
    };
    let settings = fs::read_to_string(dir.path().join("book.toml")).expect("settings");
    let html = |more: &str| {
        file("book.toml", &format!("{settings}\n[output.html]\nadditional-css = [\"look/own.css\"]\n{more}"));
    };
    html("");
    file("look/own.css", "p { color: red }");
    file("src/img/jar.svg", "<svg/>");
    // Neither a page nor a file of the site.
    file("src/drafts/later.md", "# Потом\n");
    // Files with the names of ours: a page, the script and the index of the search.
    for name in ["index.html", "oven.html", "search.js", "search-index.js"] {
        file(&format!("src/{name}"), "чужое");
    }
    let edits: [(&str, &dyn Fn()); 8] = [
        ("a style that the settings name", &|| file("look/own.css", "p { color: tan }")),
        ("a picture", &|| file("src/img/jar.svg", "<svg></svg>")),
        ("one more", &|| file("src/img/deep/pot.svg", "<svg/>")),
        ("a style of the theme", &|| file("theme/css/general.css", "p { margin: 0 }")),
        ("a script of the theme", &|| file("theme/search.js", "// nothing")),
        ("a picture for the tab", &|| file("theme/favicon.png", "png")),
        ("a redirection", &|| html("[output.html.redirect]\n\"/old.html\" = \"oven.html\"\n")),
        ("a picture less", &|| fs::remove_file(dir.path().join("src/img/deep/pot.svg")).expect("removed")),
    ];
    let mut before = again_and_anew(dir.path(), "the first build");
    assert!(before.contains_key("ru/img/jar.svg") && !dir.path().join("book/ru/drafts").exists());
    for (what, edit) in edits {
        let out = files(&dir.path().join("book"));
        edit();
        let now = again_and_anew(dir.path(), what);
        let shows: Vec<_> = now.iter().filter(|(name, bytes)| before.get(*name) != Some(*bytes)).collect();
        assert!(shows.iter().any(|(name, _)| name.starts_with("ru/")) || now.len() < before.len(), "{what}");
        // Only the picture for the tab shows on a page, and a redirection is a setting.
        let same = files(&dir.path().join("book")).get("ru/part/1.html") == out.get("ru/part/1.html");
        assert!(same || what.contains("tab") || what.contains("redirection"), "{what}");
        before = now;
    }
}

/// Builds the book again and from nothing, and returns what both have, which is the same.
fn again_and_anew(dir: &Path, what: &str) -> BTreeMap<String, Vec<u8>> {
    let (out, other) = (dir.join("book"), dir.join("other"));
    build(dir, &[]);
    build(dir, &["--no-cache", "-d", &other.to_string_lossy()]);
    let bytes = |out: &Path| files(out).into_iter().map(|(name, (bytes, _))| (name, bytes)).collect::<BTreeMap<_, _>>();
    let (cached, fresh) = (bytes(&out), bytes(&other));
    let names = cached.keys().chain(fresh.keys());
    let differ: Vec<&String> = names.filter(|name| cached.get(*name) != fresh.get(*name)).collect();
    assert_eq!(differ, Vec::<&String>::new(), "{what}");
    fresh
}

/// A name that is not linked because the section has a link already leaves no trace in the text of the page, whether it
/// is meant or not. A search counts it all the same.
#[test]
fn a_mark_that_no_page_shows_is_heeded_by_the_search() {
    let dir = tempfile::tempdir().expect("folder");
    book(dir.path(), 2);
    let path = dir.path().join("src/oven.md");
    let says = |again: &str| format!("# Печь\n\nПечь греет. Потом {again} остывает.\n");
    fs::write(&path, says("печь")).expect("chapter");
    build(dir.path(), &[]);
    let meant = again_and_anew(dir.path(), "as it is");
    fs::write(&path, says("{{#noterm}}печь{{/noterm}}")).expect("chapter");
    let other = again_and_anew(dir.path(), "marked");
    assert_eq!(meant["ru/oven.html"], other["ru/oven.html"]);
    assert_ne!(meant["ru/search-index.js"], other["ru/search-index.js"]);
}

#[test]
fn what_changed_places_is_not_taken_for_the_same() {
    let dir = tempfile::tempdir().expect("folder");
    rich(dir.path());
    let write = |file: &str, text: &str| fs::write(dir.path().join(file), text).expect("file");
    let headings = |first: &str, second: &str| format!("# Соль\n\n## {first}\n\nСоль.\n\n## {second}\n\nСоль.\n");
    write("src/oven.md", "# Печь\n\n## Тесто\n\nПечь греет.\n\n## Хлеб\n\nПечь печёт.\n");
    write("src/salt.md", &headings("Тесто", "Хлеб"));
    let catalog = fs::read_to_string(dir.path().join("po/en.po")).expect("catalog");
    let translated = |dough: &str, bread: &str| {
        format!("{catalog}\nmsgid \"Тесто\"\nmsgstr \"{dough}\"\n\nmsgid \"Хлеб\"\nmsgstr \"{bread}\"\n")
    };
    write("po/en.po", &translated("Bread", "Dough"));
    again_and_anew(dir.path(), "the first build");
    write("src/salt.md", &headings("Хлеб", "Тесто"));
    write("po/en.po", &translated("Dough", "Bread"));
    again_and_anew(dir.path(), "two headings and their translations");
    fs::create_dir_all(dir.path().join("theme")).expect("folder");
    write("theme/favicon.png", "a picture");
    let with = again_and_anew(dir.path(), "a picture for the tab");
    assert!(String::from_utf8_lossy(&with["ru/oven.html"]).contains("href=\"favicon.png\""));
    assert_eq!(with["ru/favicon.png"], b"a picture");
    fs::remove_file(dir.path().join("theme/favicon.png")).expect("removed");
    let without = again_and_anew(dir.path(), "none");
    assert!(!without.contains_key("ru/favicon.png"));
}

#[test]
fn a_first_page_that_is_not_the_first_chapter_stays_the_first_page() {
    let dir = tempfile::tempdir().expect("folder");
    book(dir.path(), 3);
    fs::write(dir.path().join("src/README.md"), "# Дом\n\nХлеб дома.\n").expect("chapter");
    let summary = dir.path().join("src/SUMMARY.md");
    let text = fs::read_to_string(&summary).expect("summary");
    fs::write(&summary, format!("{text}- [Дом](README.md)\n")).expect("summary");
    for round in ["first", "second", "third"] {
        let made = again_and_anew(dir.path(), round);
        let index = String::from_utf8_lossy(&made["ru/index.html"]);
        assert!(index.contains("Хлеб дома."), "{round}");
        assert!(made.keys().all(|name| !name.contains(".konspekt-old-")), "{round}");
    }
}

#[test]
fn a_new_name_shows_on_the_neighbours_and_in_every_list() {
    let dir = tempfile::tempdir().expect("folder");
    book(dir.path(), 3);
    build(dir.path(), &[]);
    let summary = dir.path().join("src/SUMMARY.md");
    let text = fs::read_to_string(&summary).expect("summary");
    fs::write(&summary, text.replace("[Хлеб 1]", "[Батон]")).expect("summary");
    build(dir.path(), &[]);
    for page in ["oven", "part/0", "part/1", "part/2", "glossary", "index"] {
        let html = fs::read_to_string(dir.path().join(format!("book/ru/{page}.html"))).expect("page");
        assert!(html.contains("Батон</a>") && !html.contains("</strong> Хлеб 1</a>"), "{page}");
        let neighbour = html.contains("<span class=\"pager-title\">Батон</span>");
        assert_eq!(neighbour, ["part/0", "part/2"].contains(&page), "{page}");
    }
}

#[test]
fn what_cannot_be_trusted_is_made_anew() {
    let dir = tempfile::tempdir().expect("folder");
    book(dir.path(), 3);
    build(dir.path(), &[]);
    let out = dir.path().join("book");
    let first = files(&out);
    let spoil = |name: &str, text: &str| fs::write(out.join(name), text).expect("file");
    let whole = |why: &str| {
        build(dir.path(), &[]);
        let now = files(&out);
        assert!(now.len() == first.len() && now.iter().all(|(name, (bytes, _))| *bytes == first[name].0), "{why}");
    };
    spoil("ru/part/1.html", "<p>somebody was here</p>");
    whole("a page that was changed");
    fs::remove_file(out.join("en/part/2.html")).expect("removed");
    whole("a page that was removed");
    spoil(".konspekt-cache", "nonsense");
    whole("a damaged cache");
    let mut cache = first[".konspekt-cache"].0.clone();
    // The last digit of the version, somewhere in the first line.
    let version = cache.iter().position(|byte| *byte == b'(').expect("a version") - 2;
    cache[version] ^= 1;
    fs::write(out.join(".konspekt-cache"), cache).expect("file");
    spoil("ru/part/0.html", "<p>of another program</p>");
    whole("the cache of another version");
    let mut cache = first[".konspekt-cache"].0.clone();
    let last = cache.len() - 40;
    cache[last] ^= 1;
    fs::write(out.join(".konspekt-cache"), cache).expect("file");
    whole("a cache with one wrong bit");
}

#[test]
fn a_large_book_has_short_lists_of_chapters() {
    let dir = tempfile::tempdir().expect("folder");
    book(dir.path(), 230);
    build(dir.path(), &["--offline"]);
    let out = dir.path().join("book");
    let page = |name: &str| fs::read_to_string(out.join(name)).expect(name);
    let middle = page("ru/part/100.html");
    assert!(middle.len() < 20_000, "{}", middle.len());
    assert!(middle.contains("<a href=\"../part/95.html\">") && !middle.contains("../part/150.html"));
    assert!(middle.contains("<a href=\"../toc.html\">Все главы</a>"));
    assert!(
        middle.contains("rel=\"prev\" href=\"../part/99.html\"")
            && middle.contains("rel=\"next\" href=\"../part/101.html\"")
    );
    let all = page("en/toc.html");
    assert!(all.contains("part/0.html") && all.contains("part/229.html") && all.contains("<h1"), "the whole list");
    let index = page("ru/index.html");
    assert!(index.contains("<a href=\"oven.html\" aria-current=\"page\">"), "{index}");
    let single = page("konspekt-ru.html");
    assert!(
        single.contains("#chapter-part-0\"") && single.contains("#chapter-part-150\""),
        "one file has the whole list"
    );
}

#[test]
fn what_is_built_depends_on_nothing_but_the_book() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("book");
    let note = own.join("src/notes/kubernetes-objects.txt").to_string_lossy().into_owned();
    let formats = ["mediawiki", "confluence", "github", "gitlab", "dokuwiki"];
    let made = |word: &str, day: u64, env: &[(&str, &str)]| {
        let dir = tempfile::Builder::new().prefix(word).tempdir().expect("folder");
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(day * 86_400);
        for (name, (bytes, _)) in files(&own).into_iter().filter(|(name, _)| !name.starts_with("book/")) {
            let to = dir.path().join("source").join(name);
            fs::create_dir_all(to.parent().expect("a folder")).expect("folder");
            fs::write(&to, bytes).expect("file");
            fs::File::options().write(true).open(&to).and_then(|file| file.set_modified(time)).expect("time");
        }
        let run = |args: &[&str]| {
            let run = konspekt_with(dir.path(), args, env);
            assert_eq!(run.code, 0, "{word}: {args:?}: {}", run.err);
        };
        run(&["build", "source", "--offline", "-d", "site"]);
        run(&["init", "new", "--notes", &note]);
        for format in formats {
            run(&["export", format, "source", "-o", format]);
        }
        fs::remove_dir_all(dir.path().join("source")).expect("removed");
        // A commit has its day.
        let made = files(dir.path()).into_iter().filter(|(name, _)| !name.contains("/.git/"));
        made.map(|(name, (bytes, _))| (name, bytes)).collect::<BTreeMap<_, _>>()
    };
    let one = made("a", 10_000, &[("RAYON_NUM_THREADS", "1"), ("LC_ALL", "C"), ("TZ", "UTC")]);
    let other =
        made("другой день", 20_000, &[("RAYON_NUM_THREADS", "7"), ("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Asia/Tokyo")]);
    for wanted in
        ["site/konspekt-offline.zip", "site/konspekt-ru.epub", "new/po/en.po", "mediawiki/.konspekt-export.json"]
    {
        assert!(one.contains_key(wanted), "{wanted}");
    }
    let all = one.keys().chain(other.keys());
    let differ: Vec<&String> = all.filter(|name| one.get(*name) != other.get(*name)).collect();
    assert_eq!(differ, Vec::<&String>::new());
}
