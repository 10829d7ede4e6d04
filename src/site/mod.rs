//! The site: every edition rendered by mdBook, finished page by page, and swapped in as a whole.
//!
//! The steps: [`disk`] reads the book and, at the very end, puts the output in place; [`render`] lets mdBook's renderer
//! write each edition with the [`theme`], but for the pages that [`cache`] knows to be the same, and the [`frame`] around
//! them; [`page`] fills in what mdBook does not know: the list of chapters ([`contents`]), the colours of code ([`highlight`]); [`root`] adds what the
//! editions share. A build that fails leaves the last good site as it was.

pub mod cache;
pub mod contents;
pub mod disk;
pub mod feed;
pub mod frame;
pub mod highlight;
pub mod offline;
pub mod page;
pub mod render;
pub mod root;
pub mod search;
pub mod theme;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::{
    book::{Files, Input},
    check,
    diagnostics::{Diagnostic, any_error},
    edition::{Edition, Prepared},
    memo::{Kept, Key},
};
use cache::Cache;
use contents::Contents;
use render::{Page, Renderer};

/// Why nothing was built, other than mistakes in the book.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The output folder holds something that Konspekt did not write.
    #[error(
        "{file} was not written by konspekt, and a build replaces all of {out}; name another folder with -d, or move the file away"
    )]
    NotOurs {
        /// The folder.
        out: PathBuf,
        /// Something in it.
        file: PathBuf,
    },
    /// The output folder lies in the folder of the chapters.
    #[error("{0} lies inside the folder of the chapters: the next build would take the site for a part of the book")]
    InsideSource(PathBuf),
    /// The browser that was to print the PDF did not.
    #[error(
        "{browser} wrote no PDF: {why}\nName another Chromium or Chrome in CHROMIUM, or build with --offline instead of --pdf"
    )]
    Browser {
        /// Which.
        browser: PathBuf,
        /// Why.
        why: String,
    },
    /// mdBook's renderer or one of its preprocessors failed.
    #[error("{0:#}")]
    Renderer(anyhow::Error),
}

/// What a site is built for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Purpose<'a> {
    /// A server of pages, or a folder to open them from.
    #[default]
    Publish,
    /// The same; the bundle, the single files and the EPUBs as well.
    Offline,
    /// All of that, and each edition as PDF, printed by this browser.
    Paper(&'a Path),
    /// A look at it on a server of our own, where it stands at the root whatever its address will be.
    Preview,
}

/// What a build made.
#[derive(Debug)]
pub struct Built {
    /// The editions, by their folder below the output.
    pub editions: Vec<Edition>,
    /// How many pages they have together.
    pub pages: usize,
    /// The names of the files for reading without a server, where they were asked for.
    pub offline: Vec<String>,
}

/// What came of a build.
#[derive(Debug)]
pub struct Outcome {
    /// What was found; with an error among them nothing was built.
    pub diagnostics: Vec<Diagnostic>,
    /// What was built.
    pub built: Option<Built>,
}

/// A book that was read, run through mdBook's preprocessors and checked.
#[derive(Debug)]
pub struct Ready {
    /// The book; `None` where it holds an error.
    pub prepared: Option<Prepared>,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
    /// The files it was read from.
    pub files: Files,
}

/// Makes the book in `dir` ready to be written into `out`. `prefix` stands before paths in diagnostics.
///
/// # Errors
/// Where a file cannot be read, where `out` lies among the chapters, or where a preprocessor fails.
pub fn prepare(dir: &Path, out: &Path, prefix: &str) -> Result<Ready, Error> {
    prepare_after(dir, out, prefix, disk::read(dir, out)?, &Kept::default())
}

/// The same for files that were read, with what the build before this one has found out.
fn prepare_after(
    dir: &Path,
    out: &Path,
    prefix: &str,
    (files, links): (Files, Vec<String>),
    kept: &Kept,
) -> Result<Ready, Error> {
    let (input, mut diagnostics) = Input::parse(&files, prefix);
    diagnostics.extend(check::links_out(&links, prefix));
    let Some(mut input) = input else { return Ok(Ready { prepared: None, diagnostics, files }) };
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if absolute(out).starts_with(absolute(&dir.join(input.settings.src()))) {
        return Err(Error::InsideSource(out.to_owned()));
    }
    if !any_error(&diagnostics) && render::needs_preprocessing(&input) {
        input.set_book(render::preprocess(dir, &input)?);
    }
    let (prepared, found) = Prepared::after(input, kept);
    diagnostics.extend(found);
    diagnostics.extend(check::book_after(&prepared, kept));
    crate::diagnostics::sort(&mut diagnostics);
    let prepared = Some(prepared).filter(|_| !any_error(&diagnostics));
    Ok(Ready { prepared, diagnostics, files })
}

/// Builds every edition of the book in `dir` into `out`, side by side. `prefix` stands before paths in diagnostics.
///
/// # Errors
/// Where a file cannot be read or written, where `out` holds files of somebody else, or where mdBook or the browser
/// fails.
pub fn build(dir: &Path, out: &Path, prefix: &str, purpose: Purpose<'_>) -> Result<Outcome, Error> {
    build_after(dir, out, prefix, purpose, Some(out))
}

/// The same; `last` is where the build before this one wrote, if what it made may be taken over.
///
/// # Errors
/// See [`build`].
pub fn build_after(
    dir: &Path,
    out: &Path,
    prefix: &str,
    purpose: Purpose<'_>,
    last: Option<&Path>,
) -> Result<Outcome, Error> {
    let (cache, read) = rayon::join(|| last.map(Cache::open).unwrap_or_default(), || disk::read(dir, out));
    let Ready { prepared, diagnostics, files } = prepare_after(dir, out, prefix, read?, cache.kept())?;
    let Some(mut prepared) = prepared else { return Ok(Outcome { diagnostics, built: None }) };
    let published = frame::published(&files, &prepared.input.settings.src());
    // Only what is read without a server takes files as they are.
    let files = Some(files).filter(|_| !matches!(purpose, Purpose::Publish | Purpose::Preview)).unwrap_or_default();
    if purpose == Purpose::Preview {
        prepared.input.settings.config.set("output.html.site-url", "/").map_err(Error::Renderer)?;
    }
    let built = write(dir, out, &prepared, &cache, &Sources { published, files: &files }, purpose, last);
    // Who waits for the site need not wait until all that it was made of is forgotten.
    rayon::spawn(move || drop((prepared, cache, files)));
    Ok(Outcome { diagnostics, built: Some(built?) })
}

/// The files of a book, where they are published as they are.
struct Sources<'a> {
    /// The key of those that stand in an edition.
    published: Key,
    /// Those for reading without a server; none where nobody asked for that.
    files: &'a Files,
}

/// Writes every edition of a book and puts them in the place of `out`.
fn write(
    dir: &Path,
    out: &Path,
    prepared: &Prepared,
    cache: &Cache,
    sources: &Sources<'_>,
    purpose: Purpose<'_>,
    last: Option<&Path>,
) -> Result<Built, Error> {
    let editions = Edition::all(&prepared.input.settings);
    let staging = disk::Staging::new(out)?;
    let outline = |edition: &Edition| {
        let book = prepared.outline(edition);
        let contents = Contents::new(&book, &edition.lang);
        (book, contents)
    };
    let theme = theme::Theme::read(dir, &prepared.input.settings, staging.work())?;
    let outlines = || editions.par_iter().map(outline).collect::<Vec<_>>();
    let (outlines, site) = rayon::join(outlines, || page::Site::new(prepared, &editions, &theme));
    let site = site?;
    let written: Vec<Result<(usize, Contents), Error>> = editions
        .par_iter()
        .zip(outlines)
        .map(|(edition, (book, contents))| {
            let folder = staging.path().join(&edition.dir);
            let texts = prepared.texts(edition, cache.kept());
            let pages = Page::all(&book, &texts);
            let finish = |path: &str, html: &str| page::finished(html, edition, path, &contents, &site);
            let config = render::settings(prepared, edition)?;
            let renderer = Renderer {
                dir,
                folder: &folder,
                work: staging.work(),
                config: &config,
                theme: &theme,
                lang: &edition.lang,
                contents: &contents,
                finish: &finish,
                cache,
                name: &edition.dir,
                made_of: site.made_of(edition, &config, &theme)?,
            };
            frame::write(&renderer, &pages, prepared, edition, &sources.published)?;
            // The index is written by one thread while others render.
            let (count, indexed) = rayon::join(
                || renderer.pages(&pages),
                || {
                    let script = theme.template("search.js")?;
                    search::write(&folder, &pages, prepared, edition, cache, &script)
                },
            );
            let (count, ()) = (count?, indexed?);
            site.write_feed(&folder, prepared, edition)?;
            Ok((count, contents))
        })
        .collect();
    // Of several errors that of the first edition is reported, whichever came first.
    let written = written.into_iter().collect::<Result<Vec<_>, Error>>()?;
    let pages = written.iter().map(|(pages, _)| pages).sum();
    let contents: Vec<Contents> = written.into_iter().map(|(_, contents)| contents).collect();
    root::write(staging.path(), prepared, &editions, &site)?;
    let offline = |browser: Option<&Path>| {
        let editions: Vec<(&Edition, &Contents)> = editions.iter().zip(&contents).collect();
        offline::write(staging.path(), prepared, &editions, sources.files, browser)
    };
    let offline = match purpose {
        Purpose::Publish | Purpose::Preview => Vec::new(),
        Purpose::Offline => offline(None)?,
        Purpose::Paper(browser) => offline(Some(browser))?,
    };
    // Nobody asks a preview how old its files are.
    staging.swap_in(cache, last.filter(|_| purpose != Purpose::Preview))?;
    Ok(Built { editions, pages, offline })
}
