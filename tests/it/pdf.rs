//! Editions as PDF, through a browser: what comes of it, and what happens where there is none.

use std::{fs, path::Path};

use konspekt::site::offline::pdf;

use crate::support::{Book, konspekt, konspekt_with};

fn bread() -> Book {
    Book::default()
        .file("src/SUMMARY.md", "# Хлеб\n\n- [Тесто](dough.md)\n- [Печь](oven.md)\n")
        .file("src/dough.md", "# Тесто\n\n## Уход\n\nСм. [печь](oven.md#care).\n\n{{#example x.yaml}}\n")
        .file("src/oven.md", "# Печь\n\n## Уход {#care}\n\n[К тесту](dough.md), [сайт](https://example.org/)\n")
        .file("src/examples/x.yaml", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: x\n")
}

fn count(bytes: &[u8], what: &str) -> usize {
    bytes.windows(what.len()).filter(|window| *window == what.as_bytes()).count()
}

#[test]
fn each_edition_is_printed_with_its_bookmarks_and_links() {
    if pdf::browser().is_none() {
        eprintln!("skipped: no Chromium; install one, or name it in {}", pdf::VARIABLE);
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    bread().write(dir.path());
    let out = dir.path().join("book");
    let mut last = Vec::new();
    for _ in 0..2 {
        let run = konspekt(dir.path(), &["build", ".", "--pdf"]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.err.contains("konspekt-ru.epub, konspekt-ru.pdf"), "{}", run.err);
        let read = |edition| fs::read(out.join(format!("konspekt-{edition}.pdf"))).expect("a PDF");
        let files = ["ru", "en", "ru-en"].map(read).to_vec();
        assert!(last.is_empty() || last == files, "another build, other bytes");
        last = files;
    }
    for (bytes, lang) in last.iter().zip(["ru", "en", "ru"]) {
        // The dictionaries that Chromium writes are not compressed; the first key of each is its type.
        assert_eq!(count(bytes, "/Type /Page\n"), 2, "a chapter, a page");
        assert!(count(bytes, &format!("/Lang ({lang})")) >= 1, "no language");
        assert_eq!(count(bytes, "/Type /Outlines"), 1);
        assert!(count(bytes, "/Dest ") >= 2 + 4, "links and bookmarks: {}", count(bytes, "/Dest "));
        assert!(count(bytes, "/URI (https://example.org/)") == 1 && count(bytes, "/URI (data:") == 0);
        assert_eq!(count(bytes, "(D:19800101000000+00'00')"), 2);
    }
}

/// A browser that cannot be used leaves the last site as it was, and says why.
fn refused(dir: &Path, env: &[(&str, &str)], why: &str) {
    let site = || fs::read(dir.join("book/konspekt-ru.html")).expect("the last site");
    let before = site();
    let run = konspekt_with(dir, &["build", ".", "--pdf"], env);
    assert_eq!(run.code, 3, "{}", run.err);
    assert!(run.err.contains(why), "{}", run.err);
    assert!(site() == before && !dir.join("book/konspekt-ru.pdf").exists());
    let left: Vec<_> = fs::read_dir(dir).expect("the folder").flatten().map(|entry| entry.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{left:?}");
}

#[test]
fn where_no_browser_is_nothing_is_harmed() {
    let dir = tempfile::tempdir().expect("a folder");
    bread().write(dir.path());
    assert_eq!(konspekt(dir.path(), &["build", ".", "--offline"]).code, 0);
    let empty = dir.path().join("empty");
    fs::create_dir(&empty).expect("a folder");
    let empty = empty.to_string_lossy();
    refused(dir.path(), &[("PATH", &empty), ("CHROMIUM", "")], "none of chromium, chromium-browser,");
    refused(dir.path(), &[("CHROMIUM", "/no/such/browser")], "/no/such/browser, named in CHROMIUM, does not exist");
}

#[cfg(unix)]
#[test]
fn a_browser_that_prints_nothing_is_heard() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().expect("a folder");
    bread().write(dir.path());
    assert_eq!(konspekt(dir.path(), &["build", ".", "--offline"]).code, 0);
    let browser = dir.path().join("browser");
    fs::write(&browser, "#!/bin/sh\necho 'no usable sandbox' >&2\nexit 1\n").expect("a script");
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).expect("made a program");
    refused(
        dir.path(),
        &[("CHROMIUM", &browser.to_string_lossy())],
        "wrote no PDF: exit status: 1\n  no usable sandbox",
    );
}
