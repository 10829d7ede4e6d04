//! The book without a server: a bundle of the whole site, and each edition as one file.
//!
//! In comes the folder of a finished site; added to it are `konspekt-offline.zip`, which works from any folder after it is
//! unpacked, and `konspekt-EDITION.html`, which needs nothing beside it; for an edition of one language also
//! `konspekt-EDITION.epub`, and where a browser is named, `konspekt-EDITION.pdf`. The same book gives the same bytes.

pub mod pdf;
mod single;

use std::{fs, path::Path};

use zip::result::ZipError;

use super::{Error, contents::Contents, disk, disk::at};
use crate::{
    archive::Archive,
    book::Files,
    edition::{Edition, Prepared, fill::page_of},
    wiki::{self, epub},
};

/// The bundle's name.
pub const BUNDLE: &str = "konspekt-offline.zip";
/// The folder in the bundle.
const FOLDER: &str = "konspekt";

/// Adds the bundle, the single files and the EPUBs to the site in `out`, and where there is a `browser` to print them, the
/// PDFs; returns their names. Each edition comes with its list of chapters; `files` are those of the book's folder.
///
/// # Errors
/// Where a file cannot be read or written, or the browser does not print.
pub fn write(
    out: &Path,
    prepared: &Prepared,
    editions: &[(&Edition, &Contents)],
    files: &Files,
    browser: Option<&Path>,
) -> Result<Vec<String>, Error> {
    bundle(out)?;
    let mut written = vec![BUNDLE.to_owned()];
    let pages: Vec<String> = prepared.chapters.iter().map(|chapter| page_of(&chapter.path)).collect();
    for &(edition, contents) in editions {
        let folder = out.join(&edition.dir);
        let title = prepared.input.settings.config.book.title.as_deref().unwrap_or_default();
        let title = prepared.voice(edition).title(title);
        let name = format!("konspekt-{}.html", edition.dir);
        put(&out.join(&name), single::file(&folder, &pages, &title, contents.whole(), false)?.as_bytes())?;
        written.push(name);
        if edition.beside.is_none() {
            let name = format!("konspekt-{}.epub", edition.dir);
            if let Some(bytes) = epub(prepared, edition, files).map_err(failed(&out.join(&name)))? {
                put(&out.join(&name), &bytes)?;
                written.push(name);
            }
        }
        if let Some(browser) = browser {
            let name = format!("konspekt-{}.pdf", edition.dir);
            put(
                &out.join(&name),
                &pdf::print(browser, &single::file(&folder, &pages, &title, contents.whole(), true)?)?,
            )?;
            written.push(name);
        }
    }
    Ok(written)
}

/// The whole site in a zip.
fn bundle(out: &Path) -> Result<(), Error> {
    let bundle = out.join(BUNDLE);
    let files = disk::paths(out)?;
    let mut file = std::io::BufWriter::new(fs::File::create(&bundle).map_err(at(&bundle))?);
    let mut archive = Archive::new(&mut file);
    for path in files.iter().filter(|path| path.as_str() != BUNDLE) {
        let bytes = fs::read(out.join(path)).map_err(at(&out.join(path)))?;
        archive.put(&format!("{FOLDER}/{path}"), &bytes).map_err(failed(&bundle))?;
    }
    archive.finish().map_err(failed(&bundle))
}

fn epub(prepared: &Prepared, edition: &Edition, files: &Files) -> Result<Option<Vec<u8>>, ZipError> {
    let config = &prepared.input.settings.config;
    let address = config.html_config().and_then(|html| html.site_url).unwrap_or_default();
    let about = epub::About { authors: &config.book.authors, address: &address };
    let book = wiki::Book::new(prepared, std::slice::from_ref(&edition.lang), files);
    epub::write(&book, &edition.lang, about)
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    fs::write(path, bytes).map_err(at(path))
}

fn failed(path: &Path) -> impl FnOnce(ZipError) -> Error + '_ {
    move |error| at(path)(error.into())
}
