//! What is checked, in memory: a book, a Markdown file, or manifests.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;

use super::shown;
use crate::{
    book::{Files, Input},
    check,
    cli::prefix,
    diagnostics::{Diagnostic, code, levels::Levels},
    edition::Prepared,
    examples::{self, schema::Api},
    online::{Link, Policy, links},
    site,
    text::Source,
};

/// One set: what stands together and is checked together.
pub(super) enum Set {
    /// A book's folder.
    Book { dir: PathBuf, files: Files, links: Vec<String> },
    /// A Markdown file with YAML in fences.
    Markdown(PathBuf, Vec<u8>),
    /// Manifests, and how many templates among them were left out.
    Manifests(Vec<(PathBuf, Vec<u8>)>, usize),
}

impl Set {
    /// Reads what a path names.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let bytes = |path: &Path| fs::read(path).with_context(|| shown(path));
        let data = fs::metadata(path).with_context(|| shown(path))?;
        if data.is_dir() && path.join("book.toml").exists() {
            let (files, links) = site::disk::read(path, &path.join("book"))?;
            return Ok(Self::Book { dir: path.to_owned(), files, links });
        }
        if data.is_dir() {
            let mut found = Vec::new();
            let skipped = collect(path, &mut found)?;
            found.sort();
            let files = found.into_iter().map(|path| Ok((path.clone(), bytes(&path)?)));
            return Ok(Self::Manifests(files.collect::<anyhow::Result<_>>()?, skipped));
        }
        let markdown = path.extension().is_some_and(|extension| extension == "md" || extension == "markdown");
        let file = bytes(path)?;
        Ok(if markdown {
            Self::Markdown(path.to_owned(), file)
        } else {
            Self::Manifests(vec![(path.to_owned(), file)], 0)
        })
    }

    /// How many templates were left out.
    pub(super) fn skipped(&self) -> usize {
        if let Self::Manifests(_, skipped) = self { *skipped } else { 0 }
    }

    /// What is wrong with it.
    pub(super) fn check(&self, api: &Api) -> Vec<Diagnostic> {
        match self {
            Self::Book { dir, files, links } => {
                let (input, mut found) = Input::parse(files, &prefix(dir));
                found.extend(check::links_out(links, &prefix(dir)));
                if let Some(input) = input {
                    let (prepared, more) = Prepared::new(input);
                    found.extend(more);
                    found.extend(check::book_against(&prepared, api));
                }
                found
            }
            Self::Markdown(path, bytes) => match text(path, bytes) {
                Ok(source) => check::fences(&source, api),
                Err(diagnostic) => vec![*diagnostic],
            },
            Self::Manifests(files, _) => {
                let (sources, broken): (Vec<_>, Vec<_>) =
                    files.iter().map(|(path, bytes)| text(path, bytes)).partition(Result::is_ok);
                let sources: Vec<Source> = sources.into_iter().flatten().collect();
                let mut found = examples::check_set_with(&sources, api);
                found.extend(broken.into_iter().filter_map(Result::err).map(|diagnostic| *diagnostic));
                found
            }
        }
    }

    /// Its links to other sites, which of them may be asked, and what becomes of what is found.
    pub(super) fn links(&self) -> (Vec<Link>, Policy, Levels) {
        match self {
            Self::Book { dir, files, .. } => {
                let (input, _) = Input::parse(files, &prefix(dir));
                let links = |input: Input| (links::of_book(&input), input.settings.online, input.settings.levels);
                input.map(links).unwrap_or_default()
            }
            Self::Markdown(path, bytes) => {
                let links = text(path, bytes).map(|source| links::of_markdown(&source)).unwrap_or_default();
                (links, Policy::default(), Levels::default())
            }
            // An address in a manifest is data.
            Self::Manifests(..) => Default::default(),
        }
    }

    /// The file that diagnostics show as `name`: where it lies, and its bytes.
    pub(super) fn file(&mut self, name: &str) -> Option<(PathBuf, &mut Vec<u8>)> {
        match self {
            Self::Book { dir, files, .. } => {
                let path = name.strip_prefix(&prefix(dir))?;
                Some((dir.join(path), files.get_mut(path)?))
            }
            Self::Markdown(path, bytes) => (shown(path) == name).then(|| (path.clone(), bytes)),
            Self::Manifests(files, _) => {
                let (path, bytes) = files.iter_mut().find(|(path, _)| shown(path) == name)?;
                Some((path.clone(), bytes))
            }
        }
    }
}

/// The manifests below a folder, hidden folders left out. The templates of a Helm chart are no YAML yet: how many there
/// are.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<usize> {
    let chart = folder.join("Chart.yaml").is_file();
    let mut skipped = 0;
    for entry in fs::read_dir(folder).with_context(|| shown(folder))? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        let name = entry.file_name();
        let hidden = name.to_string_lossy().starts_with('.');
        let yaml = path.extension().is_some_and(|ext| ext == "yaml" || ext == "yml" || ext == "json");
        if kind.is_dir() && chart && name == "templates" {
            let mut templates = Vec::new();
            skipped += collect(&path, &mut templates)? + templates.len();
        } else if kind.is_dir() && !hidden {
            skipped += collect(&path, files)?;
        } else if kind.is_file() && yaml {
            files.push(path);
        }
    }
    Ok(skipped)
}

/// A file as text; where it is none, the place of the first byte that is no part of a character.
fn text(path: &Path, bytes: &[u8]) -> Result<Source, Box<Diagnostic>> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(shown(path), text)),
        Err(error) => {
            let source = Source::new(shown(path), String::from_utf8_lossy(bytes));
            let at = error.valid_up_to();
            Err(Box::new(Diagnostic::new(code::NOT_UTF8, &source, at..at).arg("offset", at)))
        }
    }
}
