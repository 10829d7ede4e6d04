//! Builds that are killed, run side by side, or meet a clock that jumps: the last good site is whole each time, the next
//! build succeeds, and nothing is left lying about.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, SystemTime},
};

use crate::support::konspekt;

const CHAPTERS: usize = 30;

/// Writes the book anew, every chapter with this word in it.
fn write(dir: &Path, word: &str) {
    fs::create_dir_all(dir.join("src")).expect("folder");
    let mut summary = String::from("# Summary\n\n");
    for n in 0..CHAPTERS {
        summary.push_str(&format!("- [Bread {n}]({n}.md)\n"));
        fs::write(dir.join(format!("src/{n}.md")), format!("# Bread {n}\n\nThe dough is {word}.\n")).expect("chapter");
    }
    fs::write(dir.join("src/SUMMARY.md"), summary).expect("summary");
    fs::write(dir.join("book.toml"), "[book]\ntitle = \"Bread\"\nlanguage = \"en\"\n").expect("settings");
}

fn build(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_konspekt"));
    command.args(["build", "-q"]).arg(dir).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Asserts that the site is whole: every file that the build lists is there, and all pages are of one build.
fn is_whole(dir: &Path, when: &str) {
    let out = dir.join("book");
    let list = fs::read_to_string(out.join(".konspekt")).unwrap_or_else(|error| panic!("{when}: {error}"));
    for file in list.lines().skip(1) {
        assert!(out.join(file).is_file(), "{when}: {file} is not there");
    }
    let said: BTreeSet<String> = (0..CHAPTERS)
        .map(|n| {
            let page = fs::read_to_string(out.join(format!("en/{n}.html"))).expect("page");
            let (_, rest) = page.split_once("The dough is ").unwrap_or_else(|| panic!("{when}: half a page"));
            rest.split_once(".</p>").unwrap_or_else(|| panic!("{when}: half a page")).0.to_owned()
        })
        .collect();
    assert_eq!(said.len(), 1, "{when}: pages of two builds");
}

/// What lies beside the book's own files.
fn leftovers(dir: &Path) -> Vec<String> {
    let names = fs::read_dir(dir).expect("folder").map(|entry| entry.expect("entry").file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    names.filter(|name| !["src", "book", "book.toml"].contains(&name.as_str())).collect()
}

#[test]
fn a_killed_build_leaves_the_last_site() {
    let dir = tempfile::tempdir().expect("folder");
    write(dir.path(), "warm 0");
    assert!(build(dir.path()).status().expect("a build").success());
    let begun = SystemTime::now();
    assert!(build(dir.path()).status().expect("a build").success());
    let whole = begun.elapsed().unwrap_or(Duration::from_secs(1));
    // Moments from the start of a build to a little after its end.
    const MOMENTS: u32 = 25;
    for n in 1..=MOMENTS {
        write(dir.path(), &format!("warm {n}"));
        let mut child = build(dir.path()).spawn().expect("a build");
        thread::sleep(whole * n * 6 / (MOMENTS * 5));
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().expect("it has ended");
        is_whole(dir.path(), &format!("moment {n}"));
    }
    assert!(build(dir.path()).status().expect("a build").success());
    is_whole(dir.path(), "the last build");
    // Where it cannot be told that a process is no more, what it left is cleared away when it is old.
    if cfg!(target_os = "linux") {
        assert_eq!(leftovers(dir.path()), Vec::<String>::new());
    }
}

#[test]
fn builds_side_by_side_leave_a_whole_site() {
    let dir = tempfile::tempdir().expect("folder");
    write(dir.path(), "warm");
    let builds: Vec<_> = (0..4).map(|_| build(dir.path()).spawn().expect("a build")).collect();
    let ended: Vec<bool> = builds.into_iter().map(|mut child| child.wait().expect("it has ended").success()).collect();
    assert!(ended.contains(&true), "one of them at least");
    is_whole(dir.path(), "four at once");
    assert!(build(dir.path()).status().expect("a build").success());
    assert_eq!(leftovers(dir.path()), Vec::<String>::new());
}

#[test]
fn a_clock_that_jumps_changes_nothing() {
    let dir = tempfile::tempdir().expect("folder");
    write(dir.path(), "warm");
    assert!(build(dir.path()).status().expect("a build").success());
    let page = dir.path().join("book/en/3.html");
    let chapter = dir.path().join("src/3.md");
    let (past, future) =
        (SystemTime::UNIX_EPOCH + Duration::from_secs(1), SystemTime::now() + Duration::from_secs(1_000_000_000));
    for (of_page, of_chapter) in [(past, future), (future, past)] {
        let before = fs::read(&page).expect("page");
        for (path, time) in [(&page, of_page), (&chapter, of_chapter)] {
            fs::File::options().write(true).open(path).and_then(|file| file.set_modified(time)).expect("time");
        }
        assert_eq!(konspekt(dir.path(), &["build", "-q"]).code, 0);
        assert_eq!(fs::read(&page).expect("page"), before);
        // What counts is what a file says, not when.
        fs::write(&chapter, "# Bread 3\n\nThe dough is cold.\n").expect("chapter");
        fs::File::options().write(true).open(&chapter).and_then(|file| file.set_modified(past)).expect("time");
        assert_eq!(konspekt(dir.path(), &["build", "-q"]).code, 0);
        assert!(fs::read_to_string(&page).expect("page").contains("cold"));
        write(dir.path(), "warm");
        assert_eq!(konspekt(dir.path(), &["build", "-q"]).code, 0);
    }
}
