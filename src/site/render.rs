//! mdBook at work: its preprocessors on the chapters as written, its renderer on the chapters of an edition.

use std::{fs, path::Path};

use mdbook_driver::{MDBook, book::Book, config::Config};
use mdbook_html::HtmlHandlebars;
use mdbook_renderer::{RenderContext, Renderer};

use super::{Error, disk::at, theme::UNUSED};
use crate::{
    book::Input,
    edition::{Edition, Prepared},
};

/// Runs mdBook's own preprocessors (`{{#include}}`, `README.md`) and those that the book names, Konspekt left out.
///
/// # Errors
/// Where one of them fails.
pub fn preprocess(dir: &Path, input: &Input) -> Result<Book, Error> {
    let mut config = input.settings.config.clone();
    without_konspekt(&mut config).map_err(Error::Renderer)?;
    config.build.create_missing = false;
    let book = MDBook::load_with_config(dir, config).map_err(Error::Renderer)?;
    let (book, _) = book.preprocess_book(&HtmlHandlebars::new()).map_err(Error::Renderer)?;
    Ok(book)
}

fn without_konspekt(config: &mut Config) -> anyhow::Result<()> {
    let mut others: std::collections::BTreeMap<String, toml::Value> = config.preprocessors()?;
    others.remove("konspekt");
    config.set("preprocessor", others)
}

/// Renders the chapters of an edition, `book`, into `folder` with the theme in `theme`.
///
/// # Errors
/// Where mdBook's renderer fails, or a file cannot be removed.
pub fn edition(
    dir: &Path,
    folder: &Path,
    prepared: &Prepared,
    edition: &Edition,
    book: Book,
    theme: &Path,
) -> Result<(), Error> {
    let config = settings(prepared, edition, theme).map_err(Error::Renderer)?;
    let context = RenderContext::new(dir, book, config, folder);
    HtmlHandlebars::new().render(&context).map_err(Error::Renderer)?;
    for name in UNUSED {
        let path = folder.join(name);
        if path.is_file() {
            fs::remove_file(&path).map_err(at(&path))?;
        }
    }
    // Empty folders that the files above stood in.
    let _ = fs::remove_dir(folder.join("fonts"));
    Ok(())
}

/// mdBook's settings for an edition: its language and titles, our theme, and nothing that would load a script we do not
/// have.
fn settings(prepared: &Prepared, edition: &Edition, theme: &Path) -> anyhow::Result<Config> {
    let mut config = prepared.input.settings.config.clone();
    let voice = prepared.voice(edition);
    config.book.title = config.book.title.as_deref().map(|title| voice.title(title));
    config.book.description = config.book.description.as_deref().map(|text| voice.title(text));
    config.book.language = Some(edition.lang.tag().to_owned());
    config.set("output.html.theme", theme.to_string_lossy())?;
    config.set("output.html.hash-files", false)?;
    config.set("output.html.input-404", "")?;
    config.set("output.html.print.enable", false)?;
    config.set("output.html.playground.copyable", false)?;
    // There is nowhere to run it, so no `fn main` is put around it.
    config.set("output.html.playground.runnable", false)?;
    config.set("output.html.playground.copy-js", false)?;
    config.set("output.html.smart-punctuation", false)?;
    Ok(config)
}
