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
    // The way there leaves no trace.
    let other = dir.path().join("other");
    build(dir.path(), &["--no-cache", "-d", &other.to_string_lossy()]);
    let bytes = |out: &Path| files(out).into_iter().map(|(name, (bytes, _))| (name, bytes)).collect::<Vec<_>>();
    assert!(bytes(&out) == bytes(&other), "a build from nothing gives the same");
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
    let cache = String::from_utf8(first[".konspekt-cache"].0.clone()).expect("text");
    let (head, rest) = cache.split_once('\n').expect("lines");
    spoil("ru/part/0.html", "<p>of another program</p>");
    spoil(".konspekt-cache", &format!("{}\n{rest}", head.replace("konspekt ", "konspekt 0.0.")));
    whole("the cache of another version");
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
