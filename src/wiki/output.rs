//! Puts an export into a folder.
//!
//! A list of what was written stands in the folder, with a hash of each file: the next export writes what changed, removes
//! what is no longer part of the book, and leaves everything else alone, down to the time of a file. What somebody else put
//! there, or changed by hand, is not touched: the export stops before it writes anything.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Files;
use crate::site::disk;

/// The list's name in the folder.
pub const MANIFEST: &str = ".konspekt-export.json";

/// Why an export was not written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is in the way that no export has written.
    #[error("{0} was not written by an export; name another folder with -o, or move the file away")]
    Foreign(PathBuf),
    /// A file of the last export was changed since.
    #[error("{0} was changed since it was exported; --force writes over it")]
    Changed(PathBuf),
    /// The list cannot be read.
    #[error("{path} cannot be read ({cause}); move it away, and the files it belongs to, and export again")]
    Manifest {
        /// The list.
        path: PathBuf,
        /// Why.
        cause: String,
    },
}

/// What an export did to a folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are new or have changed.
    pub written: usize,
    /// Files that are no longer part of the book.
    pub removed: usize,
    /// Files that are as they were.
    pub kept: usize,
}

#[derive(Serialize, Deserialize)]
struct Manifest {
    generator: String,
    format: String,
    /// SHA-256 by path.
    files: BTreeMap<String, String>,
    /// What an export that did not come to its end was about to write.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pending: BTreeMap<String, String>,
}

impl Manifest {
    fn new(format: &str) -> Self {
        let generator = format!("konspekt {}", env!("CARGO_PKG_VERSION"));
        Self { generator, format: format.to_owned(), files: BTreeMap::new(), pending: BTreeMap::new() }
    }

    /// Whether a file is as an export left it.
    fn knows(&self, path: &str, hash: &str) -> bool {
        [&self.files, &self.pending].iter().any(|files| files.get(path).is_some_and(|known| known == hash))
    }

    fn paths(&self) -> BTreeSet<&String> {
        self.files.keys().chain(self.pending.keys()).collect()
    }
}

/// Writes an export.
///
/// # Errors
/// Where a file cannot be written, and where writing would harm a file that is not the export's own; then nothing was
/// written. `force` allows files of the last export that somebody has changed to be written over.
pub fn write(out: &Path, format: &str, files: &Files, force: bool) -> Result<Changes, Error> {
    let list = out.join(MANIFEST);
    let last = read_manifest(&list)?.unwrap_or_else(|| Manifest::new(format));
    let known = last.paths();
    let mut next = Manifest::new(format);
    let mut changes = Changes::default();
    let mut to_write = Vec::new();
    for (path, bytes) in files {
        let hash = hash(bytes);
        let place = out.join(path);
        match hash_of(&place)? {
            Some(there) if there == hash => changes.kept += 1,
            Some(_) if !known.contains(path) => return Err(Error::Foreign(place)),
            Some(there) if !last.knows(path, &there) && !force => return Err(Error::Changed(place)),
            _ => to_write.push((place, bytes)),
        }
        next.files.insert(path.clone(), hash);
    }
    let mut to_remove = Vec::new();
    for path in known.iter().filter(|path| !files.contains_key(**path) && is_inside(path)) {
        let place = out.join(path);
        match hash_of(&place)? {
            None => {}
            Some(there) if !last.knows(path, &there) && !force => return Err(Error::Changed(place)),
            Some(_) => to_remove.push(place),
        }
    }
    if next.files == last.files && last.pending.is_empty() && to_write.is_empty() {
        return Ok(changes);
    }
    fs::create_dir_all(out).map_err(at(out))?;
    // Until everything is done the list knows the old files and the new: whatever happens, the next export can go on.
    write_manifest(
        &list,
        &Manifest { files: last.files.clone(), pending: next.files.clone(), ..Manifest::new(format) },
    )?;
    for (place, bytes) in &to_write {
        put(place, bytes)?;
    }
    for place in &to_remove {
        fs::remove_file(place).map_err(at(place))?;
        remove_empty(place, out);
    }
    write_manifest(&list, &next)?;
    (changes.written, changes.removed) = (to_write.len(), to_remove.len());
    Ok(changes)
}

/// The files that exports have written into a folder, by their paths, and the list itself.
///
/// # Errors
/// Where the list cannot be read.
pub fn own(out: &Path) -> Result<BTreeSet<String>, Error> {
    let manifest = read_manifest(&out.join(MANIFEST))?;
    let paths = manifest.iter().flat_map(Manifest::paths).filter(|path| is_inside(path)).cloned();
    Ok(paths.chain([MANIFEST.to_owned()]).collect())
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> Error + '_ {
    move |source| Error::Io { path: path.to_owned(), source }
}

/// SHA-256 as it is written down.
pub(super) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The hash of the file there; `None` where there is none.
fn hash_of(place: &Path) -> Result<Option<String>, Error> {
    match fs::read(place) {
        Ok(bytes) => Ok(Some(hash(&bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(place)(error)),
    }
}

fn read_manifest(path: &Path) -> Result<Option<Manifest>, Error> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(at(path)(error)),
    };
    let bad = |error: serde_json::Error| Error::Manifest { path: path.to_owned(), cause: error.to_string() };
    serde_json::from_str(&text).map(Some).map_err(bad)
}

fn write_manifest(path: &Path, manifest: &Manifest) -> Result<(), Error> {
    let bad = |error: serde_json::Error| Error::Manifest { path: path.to_owned(), cause: error.to_string() };
    let mut text = serde_json::to_string_pretty(manifest).map_err(bad)?;
    text.push('\n');
    put(path, text.as_bytes())
}

fn put(place: &Path, bytes: &[u8]) -> Result<(), Error> {
    disk::replace(place, bytes).map_err(at(place))
}

/// A list that was tampered with names nothing outside its folder.
fn is_inside(path: &str) -> bool {
    !crate::book::directives::leaves(path)
}

/// Removes the folders that held nothing but what was removed.
fn remove_empty(place: &Path, out: &Path) {
    let folders = place.ancestors().skip(1).take_while(|folder| *folder != out && folder.starts_with(out));
    for folder in folders {
        if fs::remove_dir(folder).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> Files {
        list.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    fn changes(written: usize, removed: usize, kept: usize) -> Changes {
        Changes { written, removed, kept }
    }

    #[test]
    fn only_what_changed_is_written_and_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("wiki");
        let export = |list: &[(&str, &str)]| write(&out, "test", &files(list), false);
        assert_eq!(export(&[("a.txt", "1"), ("b/c.txt", "2")]).expect("written"), changes(2, 0, 0));
        let time = fs::metadata(out.join("a.txt")).and_then(|data| data.modified()).expect("a time");
        assert_eq!(export(&[("a.txt", "1"), ("b/c.txt", "2")]).expect("written"), changes(0, 0, 2));
        assert_eq!(export(&[("a.txt", "1"), ("d.txt", "3")]).expect("written"), changes(1, 1, 1));
        assert!(!out.join("b").exists());
        assert_eq!(fs::metadata(out.join("a.txt")).and_then(|data| data.modified()).expect("a time"), time);
    }

    #[test]
    fn what_somebody_else_wrote_is_not_harmed() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path();
        fs::write(out.join("mine.txt"), "mine").expect("written");
        let wanted = files(&[("a.txt", "1"), ("mine.txt", "theirs")]);
        assert!(matches!(write(out, "test", &wanted, true), Err(Error::Foreign(_))));
        assert!(!out.join("a.txt").exists(), "something was written");
        write(out, "test", &files(&[("a.txt", "1")]), false).expect("written");
        assert_eq!(fs::read_to_string(out.join("mine.txt")).expect("there"), "mine");
        fs::write(out.join("a.txt"), "edited in the wiki").expect("written");
        for list in [&files(&[("a.txt", "2")]), &files(&[])] {
            assert!(matches!(write(out, "test", list, false), Err(Error::Changed(_))));
        }
        write(out, "test", &files(&[("a.txt", "2")]), true).expect("forced");
    }

    #[test]
    fn an_export_that_was_killed_is_gone_on_with() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path();
        write(out, "test", &files(&[("a.txt", "1"), ("b.txt", "1")]), false).expect("written");
        // As after a kill between the two files.
        let mut manifest = read_manifest(&out.join(MANIFEST)).expect("read").expect("there");
        manifest.pending =
            [("a.txt", "2"), ("b.txt", "2")].map(|(path, text)| (path.to_owned(), hash(text.as_bytes()))).into();
        write_manifest(&out.join(MANIFEST), &manifest).expect("written");
        fs::write(out.join("a.txt"), "2").expect("written");
        assert_eq!(
            write(out, "test", &files(&[("a.txt", "3"), ("b.txt", "3")]), false).expect("written"),
            changes(2, 0, 0)
        );
        assert!(read_manifest(&out.join(MANIFEST)).expect("read").expect("there").pending.is_empty());
    }

    #[test]
    fn a_list_that_is_none_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(MANIFEST), "{").expect("written");
        assert!(matches!(write(folder.path(), "test", &files(&[]), true), Err(Error::Manifest { .. })));
    }
}
