//! The two steps that touch the disk: reading a book's folder into memory, and putting the output in its place.
//!
//! The output is written beside its place and swapped in by renaming, so that a build that fails or is killed leaves the
//! last good site whole. Symbolic links are not followed: a book cannot publish what lies outside of it.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use rayon::prelude::*;

use super::{
    Error,
    cache::{self, Cache},
};
use crate::book::Files;

/// Marks a folder as written by Konspekt and lists its files, so that the next build may replace it.
const MARKER: &str = ".konspekt";
/// The marker's first line; the files follow, one a line.
const MARKER_HEAD: &str = "# Written by konspekt; the next build replaces these files.";
/// What mdBook writes into its own output.
const MDBOOK_MARKER: &str = "mdBook's output";
/// How old a folder left by a killed build must be before it is cleared away.
const ABANDONED: Duration = Duration::from_secs(3600);

/// Adds the path to an I/O error.
pub fn at(path: &Path) -> impl FnOnce(io::Error) -> Error + '_ {
    move |source| Error::Io { path: path.to_owned(), source }
}

/// Writes a file into a new site. One that stands there may be a file of the last build as well, and stays what it is there.
///
/// # Errors
/// Where it cannot be written.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<(), Error> {
    let _ = fs::remove_file(path);
    fs::write(path, bytes).map_err(at(path))
}

/// Writes a file beside its place and moves it there, so that a reader sees the old one or the new one, whole. Folders are
/// made as needed.
///
/// # Errors
/// Where it cannot be written; then the old one is as it was.
pub fn replace(place: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(".konspekt-").tempfile_in(folder)?;
    io::Write::write_all(&mut file, bytes)?;
    // A temporary file is private; the file it replaces was not.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(place).map_or(0o644, |data| data.permissions().mode());
        fs::set_permissions(file.path(), fs::Permissions::from_mode(mode))?;
    }
    file.persist(place).map_err(|error| error.error)?;
    Ok(())
}

/// Reads the files of a book: settings, glossary, reviews, catalogs, and everything in the source folder. `out` is left
/// out where it lies inside. The second value names the symbolic links that were found and not followed.
///
/// # Errors
/// Where a folder or file cannot be read. A missing one is no error here: whoever needs it says so.
pub fn read(dir: &Path, out: &Path) -> Result<(Files, Vec<String>), Error> {
    let mut files = Files::new();
    let mut found = Vec::new();
    let mut links = Vec::new();
    let is_link = |path: &Path| fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink());
    for name in ["book.toml", "glossary.toml", "reviews.toml"] {
        let path = dir.join(name);
        if is_link(&path) {
            links.push(name.to_owned());
        } else if path.is_file() {
            files.insert(name.to_owned(), fs::read(&path).map_err(at(&path))?);
        }
    }
    let skip = fs::canonicalize(out).ok();
    let src = files.get("book.toml").and_then(|bytes| src_of(bytes)).unwrap_or_else(|| "src".to_owned());
    for folder in ["po", &src] {
        if is_link(&dir.join(folder)) {
            links.push(folder.to_owned());
        } else if dir.join(folder).is_dir() {
            walk(&dir.join(folder), folder, skip.as_deref(), &mut found, &mut links)?;
        }
    }
    let read = |(name, path): (String, PathBuf)| -> Result<(String, Vec<u8>), Error> {
        let bytes = fs::read(&path).map_err(at(&path))?;
        Ok((name, bytes))
    };
    // Of several that cannot be read the first is reported.
    let found: Vec<Result<(String, Vec<u8>), Error>> = found.into_par_iter().map(read).collect();
    files.extend(found.into_iter().collect::<Result<Vec<_>, Error>>()?);
    Ok((files, links))
}

/// The source folder that the settings name, as far as they can be read; a path out of the book counts for nothing.
pub(crate) fn src_of(settings: &[u8]) -> Option<String> {
    let table: toml::Table = toml::from_str(std::str::from_utf8(settings).ok()?).ok()?;
    let src = table.get("book")?.get("src")?.as_str()?.trim_end_matches('/');
    (!crate::book::directives::leaves(src)).then(|| src.to_owned())
}

fn walk(
    folder: &Path,
    name: &str,
    skip: Option<&Path>,
    files: &mut Vec<(String, PathBuf)>,
    links: &mut Vec<String>,
) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        let path = entry.path();
        let kind = entry.file_type().map_err(at(&path))?;
        let Some(child) = entry.file_name().to_str().map(|child| format!("{name}/{child}")) else { continue };
        if kind.is_dir() {
            if skip.is_none_or(|skip| fs::canonicalize(&path).map_or(true, |real| real != skip)) {
                walk(&path, &child, skip, files, links)?;
            }
        } else if kind.is_file() {
            files.push((child, path));
        } else if kind.is_symlink() {
            links.push(child);
        }
    }
    Ok(())
}

/// A folder beside the output that becomes the output.
#[derive(Debug)]
pub struct Staging {
    folder: tempfile::TempDir,
    work: tempfile::TempDir,
    out: PathBuf,
}

impl Staging {
    /// Makes the folder.
    ///
    /// # Errors
    /// Where it cannot be made, or where `out` holds files that Konspekt did not write.
    pub fn new(out: &Path) -> Result<Self, Error> {
        if let Some(foreign) = foreign(out)? {
            return Err(Error::NotOurs { out: out.to_owned(), file: foreign });
        }
        let parent = match out.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        fs::create_dir_all(parent).map_err(at(parent))?;
        let prefix = Self::prefix(out);
        clear_abandoned(parent, &prefix);
        let own = format!("{prefix}{}-", std::process::id());
        let make = || tempfile::Builder::new().prefix(&own).tempdir_in(parent).map_err(at(parent));
        Ok(Self { folder: make()?, work: make()?, out: out.to_owned() })
    }

    /// Where to put what is needed for as long as the build lasts. What a killed build leaves there is cleared away by the
    /// next.
    pub fn work(&self) -> &Path {
        self.work.path()
    }

    /// Where to write.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Puts the folder in the place of the output. A file that is as it was in `last`, where the build before this one
    /// wrote, stays that file and keeps its time.
    ///
    /// # Errors
    /// Where renaming fails; then the old output stands again.
    pub fn swap_in(self, cache: &Cache, last: Option<&Path>) -> Result<(), Error> {
        let Self { folder, work, out } = self;
        readable(folder.path());
        let list = folder.path().join(cache::NAME);
        let mut new = paths(folder.path())?;
        // The cache takes its time: it is written while others are compared, and what is not needed any more goes.
        let (cached, ()) = rayon::join(
            || cache.write(&list).map_err(at(&list)),
            || {
                if let Some(last) = last {
                    let written = new.par_iter().filter(|path| !cache.has_taken(path));
                    written.for_each(|path| keep_old(&last.join(path), &folder.path().join(path)));
                }
                drop(work);
            },
        );
        cached?;
        last.into_iter().for_each(|last| keep_old(&last.join(cache::NAME), &list));
        new.push(cache::NAME.to_owned());
        new.sort();
        let written: String = new.iter().map(|path| format!("{path}\n")).collect();
        let marker = folder.path().join(MARKER);
        fs::write(&marker, format!("{MARKER_HEAD}\n{written}")).map_err(at(&marker))?;
        if let Some(last) = last {
            keep_old(&last.join(MARKER), &marker);
        }
        // Nobody ever sees neither of the two; the old one goes with the temporary folder.
        let is_folder = fs::symlink_metadata(&out).is_ok_and(|data| data.is_dir());
        if is_folder && exchange(folder.path(), &out) {
            // What remains of it, its folders, goes with the temporary folder.
            let old = paths(folder.path()).unwrap_or_default();
            old.par_iter().for_each(|path| drop(fs::remove_file(folder.path().join(path))));
            return Ok(());
        }
        let parent = folder.path().parent().unwrap_or(Path::new(".")).to_owned();
        let old = tempfile::Builder::new()
            .prefix(&format!("{}{}-", Self::prefix(&out), std::process::id()))
            .tempdir_in(&parent)
            .map_err(at(&parent))?;
        let kept = old.path().join("old");
        let existed = out.exists();
        if existed {
            fs::rename(&out, &kept).map_err(at(&out))?;
        }
        if let Err(error) = fs::rename(folder.path(), &out) {
            if existed {
                // The place is free: it was emptied just above.
                let _ = fs::rename(&kept, &out);
            }
            return Err(at(&out)(error));
        }
        // Renamed away, so there is nothing left to clear up.
        let _ = folder.keep();
        Ok(())
    }

    fn prefix(out: &Path) -> String {
        let name = out.file_name().map_or_else(|| "site".to_owned(), |name| name.to_string_lossy().into_owned());
        format!(".{name}.konspekt-")
    }
}

/// A file in the output folder that no build has written, if there is one: then the folder is not ours to replace.
fn foreign(out: &Path) -> Result<Option<PathBuf>, Error> {
    if !out.exists() {
        return Ok(None);
    }
    if !out.is_dir() {
        return Ok(Some(out.to_owned()));
    }
    let found = paths(out)?;
    if let Ok(marker) = fs::read_to_string(out.join(MARKER)) {
        let written: BTreeSet<&str> = marker.lines().skip(1).chain([MARKER]).collect();
        return Ok(found.into_iter().find(|path| !written.contains(path.as_str())).map(|path| out.join(path)));
    }
    // mdBook empties its own output folder in the same way.
    let mdbook = fs::read_to_string(out.join(".nojekyll")).is_ok_and(|text| text.contains(MDBOOK_MARKER));
    Ok(found.into_iter().find(|path| !mdbook || path.starts_with(".git/")).map(|path| out.join(path)))
}

/// Every file and link below a folder, by its path with forward slashes, in order.
pub(crate) fn paths(folder: &Path) -> Result<Vec<String>, Error> {
    let mut out = Vec::new();
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(at(&folder))? {
            let entry = entry.map_err(at(&folder))?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().map_err(at(&entry.path()))?.is_dir() {
                open.push((entry.path(), format!("{name}/")));
            } else {
                out.push(name);
            }
        }
    }
    out.sort();
    Ok(out)
}

/// Exchanges two folders in one step, where the system and the file system can.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

/// Puts the old file in the place of the new one, if both say the same. Should it fail, the new one is as good.
fn keep_old(old: &Path, new: &Path) {
    let size = |path: &Path| fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file).map(|data| data.len());
    let same = || matches!((fs::read(old), fs::read(new)), (Ok(old), Ok(new)) if old == new);
    if size(old).is_some() && size(old) == size(new) && same() {
        let name = new.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let beside = new.with_file_name(format!(".konspekt-old-{name}"));
        if cache::keep(old, &beside).is_ok() {
            let _ = fs::rename(&beside, new);
            // Where both were one file already, renaming does nothing.
            let _ = fs::remove_file(&beside);
        }
    }
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

/// Removes what a killed build left behind: a folder whose process is no more, or where that cannot be told an old one.
fn clear_abandoned(parent: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(rest) = name.strip_prefix(prefix) else { continue };
        let process = rest.split('-').next().filter(|pid| !pid.is_empty() && pid.bytes().all(|b| b.is_ascii_digit()));
        let gone = cfg!(target_os = "linux") && process.is_some_and(|pid| !Path::new("/proc").join(pid).exists());
        let modified = entry.metadata().and_then(|data| data.modified());
        let old = modified.is_ok_and(|time| SystemTime::now().duration_since(time).is_ok_and(|age| age > ABANDONED));
        if gone || old {
            // Somebody else may clear it at the same moment.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
