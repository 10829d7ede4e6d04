//! The two steps that touch the disk: reading a book's folder into memory, and putting the output in its place.
//!
//! The output is written beside its place and swapped in by renaming, so that a build that fails or is killed leaves the
//! last good site whole. Symbolic links are not followed: a book cannot publish what lies outside of it.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use super::Error;
use crate::book::Files;

/// Marks a folder as written by Konspekt, so that the next build may replace it.
const MARKER: &str = ".konspekt";
/// What mdBook writes into its own output.
const MDBOOK_MARKER: &str = "mdBook's output";
/// How old a folder left by a killed build must be before it is cleared away.
const ABANDONED: Duration = Duration::from_secs(3600);

/// Adds the path to an I/O error.
pub fn at(path: &Path) -> impl FnOnce(io::Error) -> Error + '_ {
    move |source| Error::Io { path: path.to_owned(), source }
}

/// Reads the files of a book: settings, glossary, reviews, catalogs, and everything in the source folder. `out` is left
/// out where it lies inside.
///
/// # Errors
/// Where a folder or file cannot be read. A missing one is no error here: whoever needs it says so.
pub fn read(dir: &Path, out: &Path) -> Result<Files, Error> {
    let mut files = Files::new();
    for name in ["book.toml", "glossary.toml", "reviews.toml"] {
        let path = dir.join(name);
        if path.is_file() {
            files.insert(name.to_owned(), fs::read(&path).map_err(at(&path))?);
        }
    }
    let skip = fs::canonicalize(out).ok();
    let src = files.get("book.toml").and_then(|bytes| src_of(bytes)).unwrap_or_else(|| "src".to_owned());
    for folder in ["po", &src] {
        if dir.join(folder).is_dir() {
            walk(&dir.join(folder), folder, skip.as_deref(), &mut files)?;
        }
    }
    Ok(files)
}

/// The source folder that the settings name, as far as they can be read; a path out of the book counts for nothing.
fn src_of(settings: &[u8]) -> Option<String> {
    let table: toml::Table = toml::from_str(std::str::from_utf8(settings).ok()?).ok()?;
    let src = table.get("book")?.get("src")?.as_str()?.trim_end_matches('/');
    (!crate::book::directives::leaves(src)).then(|| src.to_owned())
}

fn walk(folder: &Path, name: &str, skip: Option<&Path>, files: &mut Files) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        let path = entry.path();
        let kind = entry.file_type().map_err(at(&path))?;
        let Some(child) = entry.file_name().to_str().map(|child| format!("{name}/{child}")) else { continue };
        if kind.is_dir() {
            if skip.is_none_or(|skip| fs::canonicalize(&path).map_or(true, |real| real != skip)) {
                walk(&path, &child, skip, files)?;
            }
        } else if kind.is_file() {
            files.insert(child, fs::read(&path).map_err(at(&path))?);
        }
    }
    Ok(())
}

/// A folder beside the output that becomes the output.
#[derive(Debug)]
pub struct Staging {
    folder: tempfile::TempDir,
    out: PathBuf,
}

impl Staging {
    /// Makes the folder.
    ///
    /// # Errors
    /// Where it cannot be made, or where `out` holds files that Konspekt did not write.
    pub fn new(out: &Path) -> Result<Self, Error> {
        if !is_ours(out)? {
            return Err(Error::NotOurs(out.to_owned()));
        }
        let parent = match out.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        fs::create_dir_all(parent).map_err(at(parent))?;
        let prefix = Self::prefix(out);
        clear_abandoned(parent, &prefix);
        let folder = tempfile::Builder::new().prefix(&prefix).tempdir_in(parent).map_err(at(parent))?;
        let marker = folder.path().join(MARKER);
        fs::write(&marker, "This folder is written by konspekt; the next build replaces it.\n").map_err(at(&marker))?;
        Ok(Self { folder, out: out.to_owned() })
    }

    /// Where to write.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Puts the folder in the place of the output.
    ///
    /// # Errors
    /// Where renaming fails; then the old output stands again.
    pub fn swap_in(self) -> Result<(), Error> {
        readable(self.folder.path());
        let parent = self.folder.path().parent().unwrap_or(Path::new(".")).to_owned();
        let old = tempfile::Builder::new().prefix(&Self::prefix(&self.out)).tempdir_in(&parent).map_err(at(&parent))?;
        let kept = old.path().join("old");
        let existed = self.out.exists();
        if existed {
            fs::rename(&self.out, &kept).map_err(at(&self.out))?;
        }
        if let Err(error) = fs::rename(self.folder.path(), &self.out) {
            if existed {
                // The place is free: it was emptied just above.
                let _ = fs::rename(&kept, &self.out);
            }
            return Err(at(&self.out)(error));
        }
        // Renamed away, so there is nothing left to clear up.
        let _ = self.folder.keep();
        Ok(())
    }

    fn prefix(out: &Path) -> String {
        let name = out.file_name().map_or_else(|| "site".to_owned(), |name| name.to_string_lossy().into_owned());
        format!(".{name}.konspekt-")
    }
}

/// Whether a build may replace the folder: it is not there, it is empty, or it was written by Konspekt or mdBook.
fn is_ours(out: &Path) -> Result<bool, Error> {
    if !out.exists() {
        return Ok(true);
    }
    if !out.is_dir() {
        return Ok(false);
    }
    let empty = fs::read_dir(out).map_err(at(out))?.next().is_none();
    let mdbook = || fs::read_to_string(out.join(".nojekyll")).is_ok_and(|text| text.contains(MDBOOK_MARKER));
    Ok(empty || out.join(MARKER).is_file() || mdbook())
}

/// A temporary folder is private; a site is to be served by somebody else.
fn readable(folder: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Should this fail, the site is whole but private: its owner can still read it.
        let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o755));
    }
    #[cfg(not(unix))]
    let _ = folder;
}

/// Removes what a killed build left behind.
fn clear_abandoned(parent: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        let abandoned = entry.file_name().to_string_lossy().starts_with(prefix)
            && entry
                .metadata()
                .and_then(|data| data.modified())
                .is_ok_and(|time| SystemTime::now().duration_since(time).is_ok_and(|age| age > ABANDONED));
        if abandoned {
            // Somebody else may clear it at the same moment.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
