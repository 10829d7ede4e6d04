//! Small books in memory and on disk.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use konspekt::{
    book::{Files, Input},
    check,
    diagnostics::{self, Diagnostic},
    edition::{Edition, Prepared},
    text::{Lang, markdown},
};

/// A book in memory; what is not given gets a default.
#[derive(Clone, Debug, Default)]
pub(crate) struct Book {
    files: BTreeMap<String, Vec<u8>>,
}

impl Book {
    pub(crate) fn file(mut self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.files.insert(path.to_owned(), text.as_ref().to_vec());
        self
    }

    /// The files, with settings and a summary of all chapters where none were given.
    pub(crate) fn files(&self) -> Files {
        let mut files = self.files.clone();
        files.entry("book.toml".to_owned()).or_insert_with(|| {
            b"[book]\ntitle = \"Book\"\nlanguage = \"ru\"\n[preprocessor.konspekt]\nlanguages = [\"ru\", \"en\"]\nlink = \"all\"\n".to_vec()
        });
        let chapters: Vec<String> = files
            .keys()
            .filter_map(|path| path.strip_prefix("src/"))
            .filter(|path| path.ends_with(".md") && !path.starts_with("notes/"))
            .map(str::to_owned)
            .collect();
        let summary: String =
            chapters.iter().filter(|path| *path != "SUMMARY.md").map(|path| format!("- [{path}]({path})\n")).collect();
        files.entry("src/SUMMARY.md".to_owned()).or_insert_with(|| format!("# Summary\n\n{summary}").into_bytes());
        files
    }

    pub(crate) fn check(&self) -> Vec<Diagnostic> {
        let (input, mut found) = Input::parse(&self.files(), "");
        if let Some(input) = input {
            let (prepared, more) = Prepared::new(input);
            found.extend(more);
            found.extend(check::book(&prepared));
        }
        diagnostics::sort(&mut found);
        found
    }

    /// What is reported, but for missing translations: a small book has no catalog.
    pub(crate) fn codes(&self) -> Vec<&'static str> {
        self.check()
            .iter()
            .map(|diagnostic| diagnostic.code.as_str())
            .filter(|code| !["K0505", "K0519"].contains(code))
            .collect()
    }

    pub(crate) fn prepared(&self) -> Prepared {
        let (input, found) = Input::parse(&self.files(), "");
        assert!(!diagnostics::any_error(&found), "{found:?}");
        let (prepared, found) = Prepared::new(input.expect("a book"));
        assert!(!diagnostics::any_error(&found), "{found:?}");
        prepared
    }

    /// The Markdown of a chapter in the edition `dir`.
    pub(crate) fn chapter(&self, dir: &str, path: &str) -> String {
        let prepared = self.prepared();
        let editions = Edition::all(&prepared.input.settings);
        let edition = editions.iter().find(|edition| edition.dir == dir).expect("edition");
        let book = prepared.edition(edition);
        let found = book.chapters().find(|chapter| chapter.path.as_deref() == Some(Path::new(path)));
        found.unwrap_or_else(|| panic!("no chapter {path}")).content.clone()
    }

    pub(crate) fn write(&self, dir: &Path) {
        for (path, bytes) in self.files() {
            let path = dir.join(path);
            fs::create_dir_all(path.parent().expect("parent")).expect("folder");
            fs::write(path, bytes).expect("file");
        }
    }
}

/// What a run of the binary came to.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs the binary in a folder, with an English locale.
pub(crate) fn konspekt(dir: &Path, args: &[&str]) -> Run {
    konspekt_with(dir, args, &[])
}

/// The same, with variables of its environment.
pub(crate) fn konspekt_with(dir: &Path, args: &[&str], env: &[(&str, &str)]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_konspekt"))
        .args(args)
        .current_dir(dir)
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "en_US.UTF-8")
        .envs(env.iter().copied())
        .output()
        .expect("run");
    Run {
        code: output.status.code().expect("an exit code"),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

pub(crate) fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A diagnostic as people read it, for snapshots.
pub(crate) fn shown(diagnostics: &[Diagnostic], lang: &Lang) -> String {
    use konspekt::diagnostics::render::{Format, Style, render};
    render(diagnostics, Format::Human, &Style { lang: lang.clone(), color: false, width: 100 })
}

/// The letters of a text, in small letters: what must never be lost.
pub(crate) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// The letters a reader sees of a Markdown text; directives and HTML are no text.
pub(crate) fn visible_letters(text: &str) -> String {
    // A note may hold words that look like the beginning of a directive.
    const DIRECTIVES: &str = "note example compare compare-manifests kinds glossary map raw src review repeat";
    let ours = |line: &str| {
        let name = line.trim_start().strip_prefix("{{#").and_then(|rest| rest.split([' ', '}']).next());
        name.is_some_and(|name| !name.is_empty() && DIRECTIVES.split(' ').any(|known| known == name))
    };
    let lines: Vec<&str> = text.lines().filter(|line| !ours(line)).collect();
    letters(&markdown::visible_text(&lines.join("\n")))
}
