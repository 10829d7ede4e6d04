//! What an edition has besides its pages: styles, scripts, redirections, the files beside the chapters.
//!
//! mdBook writes it, for a book without chapters. What the last build wrote from the same is taken over.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use mdbook_driver::book::Book;
use mdbook_html::HtmlHandlebars;
use mdbook_renderer::{RenderContext, Renderer as _};
use rayon::prelude::*;

use super::{
    Error,
    disk::{at, paths},
    render::{Page, Renderer},
    theme::UNUSED,
};
use crate::{
    book::Files,
    edition::{Edition, Prepared},
    memo::{Key, Parts},
    text::Source,
};

/// The key of the files of a book whose chapters stand in `src` that are published as they are.
pub fn published(files: &Files, src: &str) -> Key {
    let below = format!("{src}/");
    let beside = files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(&below)?, bytes)));
    let beside: Vec<(&str, &Vec<u8>)> = beside.filter(|(name, _)| !name.ends_with(".md") && !is_note(name)).collect();
    let keys: Vec<Key> = beside.par_iter().map(|(name, bytes)| Parts::default().of(name).of(bytes).key()).collect();
    Parts::default().with(&keys).key()
}

/// What a note holds is published where a chapter shows it; an export of chats holds much more than that.
fn is_note(name: &str) -> bool {
    name.starts_with("notes/")
}

/// Writes what `edition` has besides these pages into its folder; `published` is the key of the files that are published
/// as they are. The folders of the pages are there afterwards, and whatever else stood in the folder is gone.
///
/// # Errors
/// Where mdBook's renderer fails, or a file cannot be read or written.
pub fn write(
    renderer: &Renderer<'_>,
    pages: &[Page<'_>],
    prepared: &Prepared,
    edition: &Edition,
    published: &Key,
) -> Result<(), Error> {
    let folder = renderer.folder;
    let of_pages: BTreeSet<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    let examples = examples(prepared, edition);
    let mut config = renderer.config.clone();
    renderer.set_redirects(&mut config, &|page| !of_pages.contains(page))?;
    let settings = toml::to_string(&config).map_err(|error| Error::Renderer(error.into()))?;
    let made = Parts::default().of("frame").of(edition.dir.as_str()).of(settings);
    let made = made.with(&renderer.theme.key()).with(published).with(&of_pages).with(&examples);
    let html = config.html_config().unwrap_or_default();
    let added = html.additional_css.iter().chain(&html.additional_js);
    let made = added.fold(made, |made, name| made.of(fs::read(renderer.dir.join(name)).unwrap_or_default())).key();

    let is_taken = renderer.cache.kept().known(made).is_some_and(|files: Vec<String>| take(renderer, &files, made));
    if !is_taken {
        let theme = renderer.theme.whole()?;
        config.set("output.html.theme", theme.to_string_lossy()).map_err(Error::Renderer)?;
        let context = RenderContext::new(renderer.dir, Book::new(), config, folder);
        HtmlHandlebars::new().render(&context).map_err(Error::Renderer)?;
        let unused = UNUSED.iter().copied().filter(|name| !renderer.theme.has_own(name));
        let notes = prepared.input.paths.iter().map(String::as_str).filter(|name| is_note(name));
        // What stands in the place of a page gives way to it.
        for name in unused.chain(notes).chain(of_pages.iter().copied()).chain(pages.first().map(|_| "index.html")) {
            let path = folder.join(name);
            if path.is_file() {
                fs::remove_file(&path).map_err(at(&path))?;
            }
        }
        for (name, code) in &examples {
            let path = folder.join("examples").join(name);
            if path.is_file() {
                fs::write(&path, code).map_err(at(&path))?;
            }
        }
        remove_empty(folder)?;
        let files = paths(folder)?;
        let keep = |name: &String| -> Result<(), Error> {
            let path = folder.join(name);
            renderer.cache.put(&in_output(renderer, name), made, &fs::read(&path).map_err(at(&path))?);
            Ok(())
        };
        files.par_iter().try_for_each(keep)?;
        renderer.cache.kept().put(made, &files);
    }
    make_parents(folder, of_pages.iter().copied())
}

/// Takes these files over from the last build; whether all of them are there.
fn take(renderer: &Renderer<'_>, files: &[String], made_of: Key) -> bool {
    let take = |name: &String| renderer.cache.take(&in_output(renderer, name), made_of, &renderer.folder.join(name));
    make_parents(renderer.folder, files.iter().map(String::as_str)).is_ok() && files.par_iter().all(take)
}

/// A file's path in the output.
fn in_output(renderer: &Renderer<'_>, name: &str) -> String {
    format!("{}/{name}", renderer.name)
}

/// Makes the folders in which these files stand.
fn make_parents<'a>(folder: &Path, files: impl Iterator<Item = &'a str>) -> Result<(), Error> {
    let parents: BTreeSet<PathBuf> = files.filter_map(|name| Some(folder.join(name).parent()?.to_owned())).collect();
    parents.iter().try_for_each(|folder| fs::create_dir_all(folder).map_err(at(folder)))
}

/// The manifests for download whose comments an edition has in another language, by their names.
fn examples<'p>(prepared: &'p Prepared, edition: &Edition) -> Vec<(&'p str, String)> {
    let voice = prepared.voice(edition);
    let spoken = |(name, source): (&'p String, &Source)| {
        let code = voice.code(source.text());
        (code != source.text()).then_some((name.as_str(), code))
    };
    prepared.input.examples.iter().filter_map(spoken).collect()
}

/// Removes the folders below a folder in which nothing stands.
fn remove_empty(folder: &Path) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        let path = entry.path();
        if entry.file_type().map_err(at(&path))?.is_dir() {
            remove_empty(&path)?;
            // It stays where something stands in it.
            let _ = fs::remove_dir(&path);
        }
    }
    Ok(())
}
