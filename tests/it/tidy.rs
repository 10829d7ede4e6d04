//! What keeps the house in order.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn sources(folder: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("folder").flatten() {
            match entry.path() {
                path if path.is_dir() => open.push(path),
                path if path.extension().is_some_and(|extension| extension == "rs") => out.push(path),
                _ => {}
            }
        }
    }
    out.sort();
    out
}

/// The part of a file before its tests.
fn code(text: &str) -> &str {
    text.split("\n#[cfg(test)]").next().unwrap_or(text)
}

#[test]
fn every_module_opens_with_what_it_does_and_is_one_room() {
    for path in sources("src") {
        let text = fs::read_to_string(&path).expect("file");
        assert!(text.starts_with("//!") || path.ends_with("tests.rs"), "{}: no module docs", path.display());
        let lines = code(&text).lines().count();
        assert!(lines <= 450, "{}: {lines} lines; are there two rooms in it?", path.display());
    }
}

#[test]
fn no_test_is_switched_off() {
    let off = format!("#[{}", "ignore");
    for path in sources("src").into_iter().chain(sources("tests")) {
        assert!(!fs::read_to_string(&path).expect("file").contains(&off), "{}", path.display());
    }
}

#[test]
fn every_page_of_a_diagnostic_is_in_the_list() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostics/pages");
    for entry in fs::read_dir(folder).expect("pages").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let code = name.trim_end_matches(".md");
        assert!(konspekt::diagnostics::page::find(code).is_some(), "{code} has a page and is in no list");
    }
}

#[test]
fn no_code_is_declared_and_never_reported() {
    let list = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostics/list.rs")).expect("list");
    let texts: Vec<String> = sources("src")
        .iter()
        .filter(|path| !path.ends_with("list.rs"))
        .map(|path| fs::read_to_string(path).expect("file"))
        .collect();
    for line in list.lines().filter(|line| line.contains(" = \"K")) {
        let name = line.split(" = ").next().expect("a name").trim();
        assert!(
            texts.iter().any(|text| text.contains(&format!("code::{name}"))),
            "{name} is declared and never reported"
        );
    }
}

#[test]
fn the_notes_of_the_first_book_are_not_in_the_code() {
    for path in sources("src").into_iter().filter(|path| !path.ends_with("tests.rs")) {
        let text = fs::read_to_string(&path).expect("file");
        for word in ["kubernetes-objects", "майнкрафт", "репликасет"] {
            assert!(!code(&text).to_lowercase().contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn a_new_books_workflow_uses_the_actions_of_ours() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let actions = |path: &str| -> Vec<String> {
        let text = fs::read_to_string(root.join(path)).expect(path);
        text.lines().filter_map(|line| line.split("uses: ").nth(1)).map(str::to_owned).collect()
    };
    let ours = actions(".github/workflows/pages.yml");
    let theirs = actions("src/book/new/pages.yml");
    assert!(!theirs.is_empty());
    assert!(theirs.iter().all(|action| ours.contains(action)), "{theirs:?} against {ours:?}");
}
