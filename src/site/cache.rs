//! What the last build made of what, so that what has not changed is taken over as it stands.
//!
//! The file [`NAME`] in the output names for each page the key of all that it was made of, and the sum of the page. A page
//! is taken over if both are what they were: it is neither rendered nor written, and keeps its time. Behind them stand the
//! [`Kept`] results of what goes before and beside the pages: what a chapter says in an edition, which terms it mentions,
//! what a search finds in it. A cache that another program wrote, or that is damaged, counts for nothing, and so does a page
//! that somebody has changed.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::SystemTime,
};

use crc32fast::Hasher;
use serde::{Deserialize, Serialize};

use crate::memo::{Kept, Key};

/// The cache's name in the output folder.
pub const NAME: &str = ".konspekt-cache";
/// Its first line: whose it is.
const HEAD: &str =
    concat!("# What konspekt ", env!("CARGO_PKG_VERSION"), " (", env!("KONSPEKT_SOURCES"), ") made of what\n");

/// A page: the key of what it was made of; the CRC-32 of its bytes and their number, which tell that it is still there.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Page {
    made_of: Key,
    sum: u32,
    length: u64,
}

/// What the last build made, and what this one makes.
#[derive(Debug, Default)]
pub struct Cache {
    /// Where the last build wrote, and when it was about to end.
    out: PathBuf,
    at: Option<SystemTime>,
    last: BTreeMap<String, Page>,
    now: Mutex<BTreeMap<String, Page>>,
    kept: Kept,
}

impl Cache {
    /// The cache of the build that wrote `out`; an empty one where there is none to trust.
    pub fn open(out: &Path) -> Self {
        let path = out.join(NAME);
        let at = fs::metadata(&path).and_then(|data| data.modified()).ok();
        let (last, kept) = fs::read(path).ok().and_then(read).unwrap_or_default();
        Self { out: out.to_owned(), at, last, now: Mutex::default(), kept }
    }

    /// Results that are no pages.
    pub fn kept(&self) -> &Kept {
        &self.kept
    }

    /// Takes the page at `path` over into `to`, if it was made of the same. Folders of `to` must be there, and it must not.
    pub fn take(&self, path: &str, made_of: Key, to: &Path) -> bool {
        let Some(page) = self.last.get(path).filter(|page| page.made_of == made_of) else { return false };
        if keep(&self.out.join(path), to).is_err() {
            return false;
        }
        let data = fs::symlink_metadata(to).ok().filter(|data| data.is_file() && data.len() == page.length);
        // Whoever has written it since, or put another in its place, has left a later time.
        let modified = data.as_ref().and_then(|data| data.modified().ok());
        let untouched = matches!((modified, self.at), (Some(written), Some(at)) if written < at);
        let same = || data.is_some() && fs::read(to).is_ok_and(|bytes| crc32fast::hash(&bytes) == page.sum);
        let is_taken = untouched || same();
        if is_taken {
            self.note(path, *page);
        } else {
            let _ = fs::remove_file(to);
        }
        is_taken
    }

    /// Keeps in mind what a page was made of.
    pub fn put(&self, path: &str, made_of: Key, page: &[u8]) {
        self.note(path, Page { made_of, sum: crc32fast::hash(page), length: page.len() as u64 });
    }

    /// Writes a page piece by piece, and keeps in mind what it was made of.
    ///
    /// # Errors
    /// Where the file at `to` cannot be written.
    pub fn write_page(
        &self,
        path: &str,
        made_of: Key,
        to: &Path,
        write: impl FnOnce(&mut BufWriter<Summed>) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut out = Summed::create(to)?;
        write(&mut out)?;
        let Summed { sum, length, .. } = out.into_inner()?;
        self.note(path, Page { made_of, sum: sum.finalize(), length });
        Ok(())
    }

    fn note(&self, path: &str, page: Page) {
        // An entry is written in one step: it is whole whatever became of another thread.
        self.now.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), page);
    }

    /// Whether the page at `path` is that of the last build.
    pub fn has_taken(&self, path: &str) -> bool {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.get(path).is_some_and(|page| self.last.get(path) == Some(page))
    }

    /// Writes for the next build what this one has made and taken over.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let mut out = Summed::create(path)?;
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        out.write_all(HEAD.as_bytes())?;
        out.write_all(&postcard::to_stdvec(&*now).map_err(io::Error::other)?)?;
        self.kept.write(&mut out)?;
        let Summed { mut file, sum, .. } = out.into_inner()?;
        file.write_all(&sum.finalize().to_le_bytes())
    }
}

/// A new file, the CRC-32 of what was written to it, and its length in bytes.
#[derive(Debug)]
pub struct Summed {
    file: File,
    sum: Hasher,
    length: u64,
}

impl Summed {
    /// Sums up are many bytes at a time: with few it takes longer than all the rest.
    fn create(path: &Path) -> io::Result<BufWriter<Self>> {
        // What stands there may be a file of the last build as well.
        let _ = fs::remove_file(path);
        let new = Self { file: File::create(path)?, sum: Hasher::new(), length: 0 };
        Ok(BufWriter::with_capacity(1 << 18, new))
    }
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.sum.update(&bytes[..count]);
        self.length += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Puts the file at `from` at `to` as well, with its time: as the same file, or where the file system has no such thing as a
/// copy.
///
/// # Errors
/// Where it cannot be done; then there is nothing at `to`, or what was there.
pub(super) fn keep(from: &Path, to: &Path) -> io::Result<()> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    // Unlike a copy, a link to a symbolic link is one.
    if to.exists() || fs::symlink_metadata(from)?.is_symlink() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    fs::copy(from, to)?;
    let time = fs::metadata(from)?.modified()?;
    File::options().write(true).open(to)?.set_modified(time)
}

fn read(mut bytes: Vec<u8>) -> Option<(BTreeMap<String, Page>, Kept)> {
    let (written, sum) = bytes.split_last_chunk()?;
    if !written.starts_with(HEAD.as_bytes()) || crc32fast::hash(written) != u32::from_le_bytes(*sum) {
        return None;
    }
    let end = written.len();
    bytes.truncate(end);
    let (pages, kept) = postcard::take_from_bytes(&bytes[HEAD.len()..]).ok()?;
    let start = end - kept.len();
    Some((pages, Kept::read(bytes, start)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memo::Parts;

    #[test]
    fn a_page_is_taken_over_only_where_nothing_has_changed() {
        let dir = tempfile::tempdir().expect("folder");
        let (page, to) = (dir.path().join("ru/a b.html"), dir.path().join("new.html"));
        fs::create_dir_all(dir.path().join("ru")).expect("folder");
        fs::write(&page, "<p>хлеб</p>").expect("page");
        let of = |text: &str| Parts::default().of(text).key();
        let cache = Cache::open(dir.path());
        assert!(!cache.take("ru/a b.html", of("хлеб"), &to), "no cache yet");
        cache.put("ru/a b.html", of("хлеб"), "<p>хлеб</p>".as_bytes());
        let written = |cache: &Cache| {
            cache.write(&dir.path().join(NAME)).expect("cache");
            fs::read(dir.path().join(NAME)).expect("cache")
        };
        let bytes = written(&cache);

        let cache = Cache::open(dir.path());
        assert!(!cache.take("ru/a b.html", of("соль"), &to));
        assert!(cache.take("ru/a b.html", of("хлеб"), &to));
        assert_eq!(fs::read_to_string(&to).expect("page"), "<p>хлеб</p>");
        assert_eq!(written(&cache), bytes, "what was taken over can be taken over again");

        fs::remove_file(&to).expect("removed");
        fs::write(&page, "<p>чужое</p>").expect("page");
        assert!(!cache.take("ru/a b.html", of("хлеб"), &to), "somebody has changed the page");
        let mut other = bytes.clone();
        other.iter_mut().rev().take(1).for_each(|byte| *byte ^= 1);
        for damaged in [&other[..], &bytes[..bytes.len() - 9], b""] {
            fs::write(&page, "<p>хлеб</p>").expect("page");
            fs::write(dir.path().join(NAME), damaged).expect("cache");
            assert!(!Cache::open(dir.path()).take("ru/a b.html", of("хлеб"), &to), "the cache is damaged");
        }
    }
}
