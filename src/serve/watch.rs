//! What is saved while the book is shown.
//!
//! In go the events of the file system, out comes word that the site is to be built again. Folders are watched and not
//! files, so that an editor that saves by renaming is seen as well; folders that come later are watched from then on.
//! What nobody wrote for the book starts nothing: the output, hidden files, swap files and backups of editors.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender},
    time::{Duration, Instant},
};

use notify::{
    Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher,
    event::{MetadataKind, ModifyKind},
};

use crate::site::disk;

/// A build begins when nothing was saved for so long: a burst of saves is one.
const QUIET: Duration = Duration::from_millis(30);
/// But it begins after so long, whatever is saved.
const LONGEST: Duration = Duration::from_secs(1);

/// What whoever builds waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Word {
    /// Something of the book was saved. With `places` it may have other folders now: the settings changed, or one of the
    /// folders itself did.
    Saved {
        /// Whether other folders may have to be watched.
        places: bool,
    },
    /// The preview is to end.
    Stop,
}

/// Waits for a save, and until the burst that it begins is over. `Stop` ends the waiting at once.
pub fn next(words: &Receiver<Word>) -> Word {
    let Ok(Word::Saved { mut places }) = words.recv() else { return Word::Stop };
    let begun = Instant::now();
    while begun.elapsed() < LONGEST {
        match words.recv_timeout(QUIET) {
            Ok(Word::Saved { places: more }) => places |= more,
            Ok(Word::Stop) | Err(RecvTimeoutError::Disconnected) => return Word::Stop,
            Err(RecvTimeoutError::Timeout) => break,
        }
    }
    Word::Saved { places }
}

/// The files and folders that a book is read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    files: BTreeSet<PathBuf>,
    folders: BTreeSet<PathBuf>,
    settings: PathBuf,
}

impl Places {
    /// Those of the book in `dir`, as far as its settings can be read: what [`disk::read`] reads, the theme, and what
    /// mdBook's settings name (<https://rust-lang.github.io/mdBook/format/configuration/renderers.html>,
    /// `extra-watch-dirs` in <https://rust-lang.github.io/mdBook/format/configuration/general.html>).
    pub fn of(dir: &Path) -> Self {
        let settings = dir.join("book.toml");
        let bytes = fs::read(&settings).unwrap_or_default();
        let src = disk::src_of(&bytes).unwrap_or_else(|| "src".to_owned());
        let table: toml::Table = toml::from_str(&String::from_utf8_lossy(&bytes)).unwrap_or_default();
        let html = table.get("output").and_then(|output| output.get("html"));
        let theme = html.and_then(|html| html.get("theme")?.as_str()).unwrap_or("theme");
        let names = |of: Option<&toml::Value>, key: &str| -> Vec<PathBuf> {
            let list = of.and_then(|table| table.get(key)?.as_array());
            list.into_iter().flatten().filter_map(toml::Value::as_str).map(|name| dir.join(name)).collect()
        };
        let mut files = BTreeSet::from([settings.clone(), dir.join("glossary.toml"), dir.join("reviews.toml")]);
        files.extend(names(html, "additional-css"));
        files.extend(names(html, "additional-js"));
        let mut folders: BTreeSet<PathBuf> = [&src, "po", theme].iter().map(|name| dir.join(name)).collect();
        folders.extend(names(table.get("build"), "extra-watch-dirs"));
        Self { files, folders, settings }
    }

    /// Folders that are watched with all that is in them, and folders whose own entries are: those of single files, and
    /// those where a folder of the first kind may appear.
    fn watched(&self) -> (Vec<&Path>, BTreeSet<&Path>) {
        let real = |path: &Path| fs::symlink_metadata(path).is_ok_and(|data| data.is_dir());
        let deep: Vec<&Path> = self.folders.iter().map(PathBuf::as_path).filter(|path| real(path)).collect();
        let parents = self.files.iter().chain(&self.folders).filter_map(|path| path.parent());
        let shallow = parents.filter(|path| path.is_dir() && !deep.iter().any(|deep| path.starts_with(deep))).collect();
        (deep, shallow)
    }

    /// What an event says of the book; `None` where it is none of its business.
    fn word(&self, event: &Event) -> Option<Word> {
        if event.need_rescan() {
            return Some(Word::Saved { places: true });
        }
        // A build reads the files: that is no reason for another one.
        let read = matches!(
            event.kind,
            EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime))
        );
        let ours =
            |path: &&PathBuf| self.files.contains(*path) || self.folders.iter().any(|folder| is_in(path, folder));
        let mut saved = event.paths.iter().filter(|_| !read).filter(ours).peekable();
        saved.peek()?;
        let places = saved.any(|path| *path == self.settings || self.folders.contains(path));
        Some(Word::Saved { places })
    }
}

/// Whether `path` is `folder` or in it, and nothing that an editor or another program keeps there for itself.
fn is_in(path: &Path, folder: &Path) -> bool {
    let Ok(rest) = path.strip_prefix(folder) else { return false };
    rest.iter().all(|part| !is_noise(&part.to_string_lossy()))
}

/// Hidden files (swap files of Vim, lock files of Emacs), backups (`a.md~`), auto-saves (`#a.md#`), the file that Vim
/// tries a folder with (`4913`), and what JetBrains' editors write beside a file before they rename it.
fn is_noise(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || name == "4913"
        || [".swp", ".swx", ".tmp", ".bak"].iter().any(|ending| name.ends_with(ending))
}

/// A watch on a book, until it is dropped.
#[derive(Debug)]
pub struct Watch {
    dir: PathBuf,
    words: Sender<Word>,
    watcher: RecommendedWatcher,
}

impl Watch {
    /// Watches the book in `dir`, a path without links, and sends word of what is saved.
    ///
    /// # Errors
    /// Where the system lets no more folders be watched.
    pub fn new(dir: &Path, words: Sender<Word>) -> notify::Result<Self> {
        let watcher = watcher(dir, words.clone())?;
        Ok(Self { dir: dir.to_owned(), words, watcher })
    }

    /// Looks anew at which folders there are. What was saved meanwhile is for the build that follows to find.
    ///
    /// # Errors
    /// Where the system lets no more folders be watched; then those are watched that were before.
    pub fn renew(&mut self) -> notify::Result<()> {
        self.watcher = watcher(&self.dir, self.words.clone())?;
        Ok(())
    }
}

fn watcher(dir: &Path, words: Sender<Word>) -> notify::Result<RecommendedWatcher> {
    let places = Places::of(dir);
    let known = places.clone();
    let tell = move |event: notify::Result<Event>| {
        // An error may hide a change: better one build too many.
        let word = event.map_or(Some(Word::Saved { places: false }), |event| known.word(&event));
        if let Some(word) = word {
            // Nobody listens: the preview is over.
            let _ = words.send(word);
        }
    };
    let mut watcher = RecommendedWatcher::new(tell, Config::default().with_follow_symlinks(false))?;
    let (deep, shallow) = places.watched();
    let deep = deep.into_iter().map(|path| (path, RecursiveMode::Recursive));
    for (path, mode) in deep.chain(shallow.into_iter().map(|path| (path, RecursiveMode::NonRecursive))) {
        match watcher.watch(path, mode) {
            // It went as we looked: the folder above it tells when it is back.
            Err(error) if path != dir && !path.exists() => drop(error),
            watched => watched?,
        }
    }
    Ok(watcher)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use notify::event::{AccessKind, CreateKind, DataChange, RenameMode};

    use super::*;

    const SAVED: Word = Word::Saved { places: false };

    fn places() -> (tempfile::TempDir, Places) {
        let dir = tempfile::tempdir().expect("folder");
        let settings = "[book]\nsrc = \"главы\"\n[build]\nextra-watch-dirs = [\"data\"]\n[output.html]\ntheme = \"look\"\nadditional-css = [\"extra.css\"]\n";
        fs::write(dir.path().join("book.toml"), settings).expect("settings");
        let places = Places::of(dir.path());
        (dir, places)
    }

    #[test]
    fn what_the_book_is_made_of_starts_a_build_and_nothing_else_does() {
        let (dir, places) = places();
        let changed = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let word = |path: &str| places.word(&Event::new(changed).add_path(dir.path().join(path)));
        for path in [
            "главы/тесто.md",
            "главы/notes/a.txt",
            "po/en.po",
            "look/css/chrome.css",
            "data/x.csv",
            "glossary.toml",
            "reviews.toml",
            "extra.css",
        ] {
            assert_eq!(word(path), Some(SAVED), "{path}");
        }
        for path in ["book.toml", "главы", "look"] {
            assert_eq!(word(path), Some(Word::Saved { places: true }), "{path}");
        }
        for path in [
            "book/ru/index.html",
            "book",
            ".book.konspekt-1-x/ru/index.html",
            "README.md",
            "src/a.md",
            "главы/.a.md.swp",
            "главы/.#a.md",
            "главы/#a.md#",
            "главы/a.md~",
            "главы/4913",
            "главы/.git/index",
        ] {
            assert_eq!(word(path), None, "{path}");
        }
    }

    #[test]
    fn a_file_that_is_read_starts_nothing_and_one_that_is_renamed_does() {
        let (dir, places) = places();
        let path = |name: &str| dir.path().join("главы").join(name);
        let read = Event::new(EventKind::Access(AccessKind::Any)).add_path(path("a.md"));
        assert_eq!(places.word(&read), None);
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::Both));
        let saved = Event::new(renamed).add_path(path(".a.md.swp")).add_path(path("a.md"));
        assert_eq!(places.word(&saved), Some(SAVED));
        let folder = Event::new(EventKind::Create(CreateKind::Folder)).add_path(path("new"));
        assert_eq!(places.word(&folder), Some(SAVED));
    }

    #[test]
    fn a_burst_is_one_and_stop_comes_first() {
        let (send, words) = channel();
        for word in [SAVED, Word::Saved { places: true }, SAVED] {
            send.send(word).expect("sent");
        }
        assert_eq!(next(&words), Word::Saved { places: true });
        assert!(words.try_recv().is_err(), "nothing is left of it");
        send.send(SAVED).expect("sent");
        send.send(Word::Stop).expect("sent");
        assert_eq!(next(&words), Word::Stop);
    }
}
