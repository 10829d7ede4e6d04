//! What the last build made of what, so that a page whose making has not changed is taken over as it stands.
//!
//! The file [`NAME`] in the output names for each page the hash of all that it was made of, and the hash of the page. A page
//! is taken over if both are what they were: it is neither rendered nor written, and keeps its time. A cache that another
//! program wrote, or that is damaged, counts for nothing, and so does a page that somebody has changed.

use std::{
    collections::{BTreeMap, HashMap},
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use crate::memo::Parts;

/// The cache's name in the output folder.
pub const NAME: &str = ".konspekt-cache";
/// Its first line: whose it is.
const HEAD: &str = concat!(
    "# Pages of konspekt ",
    env!("CARGO_PKG_VERSION"),
    " (",
    env!("KONSPEKT_SOURCES"),
    "): made of, made, page"
);

/// A [`Key`](crate::memo::Key) as it is written.
pub type Hash = String;

/// The hash of a file's bytes.
fn hash(bytes: &[u8]) -> Hash {
    Parts::default().of(bytes).key().to_string()
}

/// The pages of the last build, and those of this one.
#[derive(Debug, Default)]
pub struct Cache {
    /// Where the last build wrote.
    out: PathBuf,
    last: HashMap<String, (Hash, Hash)>,
    now: Mutex<BTreeMap<String, (Hash, Hash)>>,
}

impl Cache {
    /// The cache of the build that wrote `out`; an empty one where there is none to trust.
    pub fn open(out: &Path) -> Self {
        let text = fs::read_to_string(out.join(NAME)).unwrap_or_default();
        Self { out: out.to_owned(), last: read(&text).unwrap_or_default(), now: Mutex::default() }
    }

    /// Takes the page at `path` over into `to`, if it was made of the same. Folders of `to` must be there.
    pub fn take(&self, path: &str, made_of: &Hash, to: &Path) -> bool {
        let Some((of, made)) = self.last.get(path).filter(|(of, _)| of == made_of) else { return false };
        let from = self.out.join(path);
        let is_file = fs::symlink_metadata(&from).is_ok_and(|data| data.is_file());
        let same = is_file && fs::read(&from).is_ok_and(|bytes| hash(&bytes) == *made);
        if !same || keep(&from, to).is_err() {
            return false;
        }
        self.note(path, of.clone(), made.clone());
        true
    }

    /// Keeps in mind what a page was made of.
    pub fn put(&self, path: &str, made_of: Hash, page: &[u8]) {
        self.note(path, made_of, hash(page));
    }

    fn note(&self, path: &str, made_of: Hash, made: Hash) {
        // An entry is written in one step: it is whole whatever became of another thread.
        self.now.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), (made_of, made));
    }

    /// Whether the page at `path` is that of the last build.
    pub fn has_taken(&self, path: &str) -> bool {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.get(path).is_some_and(|page| self.last.get(path) == Some(page))
    }

    /// What is to be written for the next build.
    pub fn text(&self) -> String {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let lines: String = now.iter().map(|(path, (of, made))| format!("{of} {made} {path}\n")).collect();
        format!("{HEAD}\n{}\n{lines}", hash(lines.as_bytes()))
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
    fs::copy(from, to)?;
    let time = fs::metadata(from)?.modified()?;
    fs::File::options().write(true).open(to)?.set_modified(time)
}

fn read(text: &str) -> Option<HashMap<String, (Hash, Hash)>> {
    let rest = text.strip_prefix(HEAD)?.strip_prefix('\n')?;
    let (sum, lines) = rest.split_once('\n')?;
    if hash(lines.as_bytes()) != sum {
        return None;
    }
    let entry = |line: &str| {
        let mut parts = line.splitn(3, ' ');
        let (of, made, path) = (parts.next()?, parts.next()?, parts.next()?);
        Some((path.to_owned(), (of.to_owned(), made.to_owned())))
    };
    lines.lines().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_taken_over_only_where_nothing_has_changed() {
        let dir = tempfile::tempdir().expect("folder");
        let (page, to) = (dir.path().join("ru/a b.html"), dir.path().join("new.html"));
        fs::create_dir_all(dir.path().join("ru")).expect("folder");
        fs::write(&page, "<p>хлеб</p>").expect("page");
        let of = |text: &str| Parts::default().of(text).key().to_string();
        let cache = Cache::open(dir.path());
        assert!(!cache.take("ru/a b.html", &of("хлеб"), &to), "no cache yet");
        cache.put("ru/a b.html", of("хлеб"), "<p>хлеб</p>".as_bytes());
        let text = cache.text();
        fs::write(dir.path().join(NAME), &text).expect("cache");

        let cache = Cache::open(dir.path());
        assert!(!cache.take("ru/a b.html", &of("соль"), &to));
        assert!(cache.take("ru/a b.html", &of("хлеб"), &to));
        assert_eq!(fs::read_to_string(&to).expect("page"), "<p>хлеб</p>");
        assert_eq!(cache.text(), text, "what was taken over can be taken over again");

        fs::remove_file(&to).expect("removed");
        fs::write(&page, "<p>чужое</p>").expect("page");
        assert!(!cache.take("ru/a b.html", &of("хлеб"), &to), "somebody has changed the page");
        for damaged in
            [text.replacen("хлеб", "", 1).replace("html", "htm"), text[..text.len() - 9].to_owned(), String::new()]
        {
            fs::write(&page, "<p>хлеб</p>").expect("page");
            fs::write(dir.path().join(NAME), damaged).expect("cache");
            assert!(!Cache::open(dir.path()).take("ru/a b.html", &of("хлеб"), &to), "the cache is damaged");
        }
    }
}
