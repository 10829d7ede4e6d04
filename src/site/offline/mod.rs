//! The book without a server: a bundle of the whole site, and each edition as one file.
//!
//! In comes the folder of a finished site; added to it are `konspekt-offline.zip`, which works from any folder after it is
//! unpacked, and `konspekt-EDITION.html`, which needs nothing beside it. The same site gives the same bytes.

mod single;

use std::{fs, io::Write, path::Path};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::{Error, disk, disk::at};
use crate::edition::{Edition, Prepared, fill::page_of};

/// The bundle's name.
pub const BUNDLE: &str = "konspekt-offline.zip";
/// The folder in the bundle.
const FOLDER: &str = "konspekt";

/// Adds the bundle and the single files to the site in `out`; returns their names.
///
/// # Errors
/// Where a file cannot be read or written.
pub fn write(out: &Path, prepared: &Prepared, editions: &[Edition]) -> Result<Vec<String>, Error> {
    let mut written = vec![BUNDLE.to_owned()];
    let bundle = out.join(BUNDLE);
    let files = disk::paths(out)?;
    let file = fs::File::create(&bundle).map_err(at(&bundle))?;
    let mut zip = ZipWriter::new(std::io::BufWriter::new(file));
    // The time of the build would make every bundle another one.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let failed = |error: zip::result::ZipError| at(&bundle)(error.into());
    for path in files.iter().filter(|path| path.as_str() != BUNDLE) {
        let bytes = fs::read(out.join(path)).map_err(at(&out.join(path)))?;
        zip.start_file(format!("{FOLDER}/{path}"), options).map_err(failed)?;
        zip.write_all(&bytes).map_err(at(&bundle))?;
    }
    zip.finish().map_err(failed)?.flush().map_err(at(&bundle))?;
    for edition in editions {
        let folder = out.join(&edition.dir);
        let name = format!("konspekt-{}.html", edition.dir);
        let path = out.join(&name);
        let pages: Vec<String> = prepared.chapters.iter().map(|chapter| page_of(&chapter.path)).collect();
        let title = prepared.input.settings.config.book.title.as_deref().unwrap_or_default();
        let html = single::file(&folder, &pages, &prepared.voice(edition).title(title))?;
        fs::write(&path, html).map_err(at(&path))?;
        written.push(name);
    }
    Ok(written)
}
