//! The folder of a GitHub or GitLab wiki is a git repository.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use crate::support::{Book, Run};

fn tea() -> Book {
    Book::default()
        .file("book.toml", "[book]\ntitle = \"Чай, a \\\"book\\\"\"\nlanguage = \"ru\"\n")
        .file("src/SUMMARY.md", "# Чай\n\n- [Заварка: -x & *](leaf.md)\n- [Вода](water.md)\n")
        .file("src/leaf.md", "# Заварка\n\nСухая.\n")
        .file("src/water.md", "# Вода\n\nМягкая.\n")
}

/// Without the settings of whoever runs the tests.
fn lonely(command: &mut Command) -> &mut Command {
    for name in ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "LC_ALL"] {
        command.env_remove(name);
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env("LANG", "en_US.UTF-8")
}

fn konspekt(dir: &Path, format: &str, more: &[&str], path: Option<&str>) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_konspekt"));
    command.args(["export", format, "book", "-o", "wiki"]).args(more).current_dir(dir);
    if let Some(path) = path {
        command.env("PATH", path);
    }
    let Output { status, stdout, stderr } = lonely(&mut command).output().expect("run");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Run { code: status.code().expect("a code"), out: text(stdout), err: text(stderr) }
}

fn git(dir: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    let output = lonely(command.arg("-C").arg(dir).args(["-c", "core.quotePath=false"]).args(arguments)).output();
    let output = output.expect("git");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8").trim().to_owned()
}

fn book() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("folder");
    tea().write(&dir.path().join("book"));
    dir
}

#[test]
fn an_export_is_committed_and_only_what_changed_again() {
    let dir = book();
    let wiki = dir.path().join("wiki");
    let run = konspekt(dir.path(), "github", &[], None);
    assert_eq!(run.code, 0, "{}", run.err);
    let next = "  git -C wiki remote add origin https://github.com/OWNER/REPOSITORY.wiki.git\n  git -C wiki push -u origin master\n";
    assert!(run.err.ends_with(next), "{}", run.err);
    let log = git(&wiki, &["log", "--format=%an <%ae> %s"]);
    assert_eq!(log, "konspekt <konspekt@localhost> Чай, a \"book\": 2 pages");
    assert_eq!(git(&wiki, &["status", "--porcelain"]), "");
    assert!(git(&wiki, &["ls-files"]).contains("Вода.md"));
    // Nothing has changed.
    let run = konspekt(dir.path(), "github", &[], None);
    assert!(!run.err.contains("Committed"), "{}", run.err);
    assert_eq!(git(&wiki, &["rev-list", "--count", "HEAD"]), "1");
    // A page goes, a page changes; the folder now knows its origin and its author.
    git(&wiki, &["remote", "add", "origin", "https://example.org/x.wiki.git"]);
    git(&wiki, &["config", "user.name", "Anna"]);
    git(&wiki, &["config", "user.email", "anna@example.org"]);
    tea()
        .file("src/SUMMARY.md", "# Чай\n\n- [Заварка: -x & *](leaf.md)\n")
        .file("src/leaf.md", "# Заварка\n\nМокрая.\n")
        .write(&dir.path().join("book"));
    let run = konspekt(dir.path(), "github", &[], None);
    assert!(run.err.ends_with("Next:\n  git -C wiki push\n"), "{}", run.err);
    assert_eq!(git(&wiki, &["log", "-1", "--format=%an %cn %s"]), "Anna Anna Чай, a \"book\": 1 page");
    let changed = git(&wiki, &["show", "--name-status", "--no-renames", "--format="]);
    assert!(changed.contains("D\tВода.md") && changed.contains("M\tЗаварка-"), "{changed}");
}

#[test]
fn what_somebody_else_has_in_the_wiki_is_not_committed_and_no_hook_runs() {
    let dir = book();
    let wiki = dir.path().join("wiki");
    fs::create_dir(&wiki).expect("folder");
    git(&wiki, &["init", "--quiet", "--initial-branch=trunk"]);
    fs::create_dir_all(wiki.join(".git/hooks")).expect("folder");
    for hook in ["pre-commit", "commit-msg", "post-commit", "reference-transaction"] {
        let file = wiki.join(".git/hooks").join(hook);
        fs::write(&file, "#!/bin/sh\ntouch ../hook-ran\nexit 1\n").expect("written");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("executable");
        }
    }
    fs::write(wiki.join("mine.md"), "staged").expect("written");
    fs::write(wiki.join("notes.txt"), "not staged").expect("written");
    // Even what the wiki ignores is the export's to add.
    fs::write(wiki.join(".gitignore"), "*.md\n").expect("written");
    git(&wiki, &["add", "--force", "mine.md"]);
    let run = konspekt(dir.path(), "gitlab", &[], None);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(git(&wiki, &["branch", "--show-current"]), "trunk");
    let committed = git(&wiki, &["ls-tree", "-r", "--name-only", "HEAD"]);
    assert!(committed.contains("home.md") && committed.contains("Вода.md"), "{committed}");
    assert!(!committed.contains("mine.md") && !committed.contains("notes.txt"), "{committed}");
    assert_eq!(git(&wiki, &["diff", "--cached", "--name-only"]), "mine.md");
    assert!(!wiki.join("hook-ran").exists() && !dir.path().join("hook-ran").exists());
}

#[test]
fn another_repository_is_left_alone() {
    let dir = book();
    git(dir.path(), &["init", "--quiet"]);
    let run = konspekt(dir.path(), "github", &[], None);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("wiki is inside the repository"), "{}", run.err);
    assert!(dir.path().join("wiki/Home.md").exists() && !dir.path().join("wiki/.git").exists());
    assert_eq!(git(dir.path(), &["ls-files"]), "");
}

#[test]
fn git_is_left_alone_where_nobody_wants_it_or_has_it() {
    let dir = book();
    let run = konspekt(dir.path(), "github", &["--no-git"], None);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(!run.err.contains("git"), "{}", run.err);
    let run = konspekt(dir.path(), "github", &[], Some("/nowhere"));
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.ends_with("git is not installed: nothing was committed.\n"), "{}", run.err);
    assert!(dir.path().join("wiki/Home.md").exists() && !dir.path().join("wiki/.git").exists());
    // What was written without git is committed with it.
    konspekt(dir.path(), "github", &[], None);
    assert_eq!(git(&dir.path().join("wiki"), &["status", "--porcelain"]), "");
    // A wiki that is no git repository is none.
    fs::remove_dir_all(dir.path().join("wiki")).expect("removed");
    konspekt(dir.path(), "confluence", &[], None);
    assert!(!dir.path().join("wiki/.git").exists());
}
