//! What the preview shows now, and waiting for what it shows next.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use tempfile::TempDir;

use crate::site::{Error, disk};

/// A site that was built, in a folder that goes with it.
#[derive(Debug)]
pub struct Site {
    out: PathBuf,
    files: BTreeSet<String>,
    _folder: TempDir,
}

impl Site {
    /// The folder within `folder` that a site is to be built into.
    pub fn out(folder: &TempDir) -> PathBuf {
        folder.path().join("site")
    }

    /// The site in `folder`. Hidden files (the list of what was written) and symbolic links are no part of it.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn new(folder: TempDir) -> Result<Self, Error> {
        let out = Self::out(&folder);
        let hidden = |path: &str| path.split('/').any(|part| part.starts_with('.'));
        let mut files = BTreeSet::new();
        for path in disk::paths(&out)?.into_iter().filter(|path| !hidden(path)) {
            if is_file(&out.join(&path)) {
                files.insert(path);
            }
        }
        Ok(Self { out, files, _folder: folder })
    }

    /// The folder that it was built into.
    pub fn folder(&self) -> &Path {
        &self.out
    }

    /// Whether it has a file of this very path. `..` and the like are in no path that was written.
    pub fn has(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    /// The bytes of one of its files; `None` for anything else.
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        let place = self.out.join(path);
        // Somebody may have put a link in its place since.
        if self.has(path) && is_file(&place) { fs::read(place).ok() } else { None }
    }
}

fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|data| data.is_file())
}

/// What is shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Differs from that of all other states, those of an earlier run too: letters, digits and hyphens.
    pub id: String,
    /// The last site that could be built.
    pub site: Option<Arc<Site>>,
    /// Why the book as it is now cannot be built, as plain text.
    pub trouble: Option<Arc<str>>,
}

/// The state of the preview, shared by who builds and who answers.
#[derive(Debug)]
pub struct Live {
    run: u128,
    now: Mutex<(u64, Shown)>,
    changed: Condvar,
}

impl Default for Live {
    fn default() -> Self {
        let run = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
        let shown = Shown { id: format!("{run:x}-0"), site: None, trouble: None };
        Self { run, now: Mutex::new((0, shown)), changed: Condvar::new() }
    }
}

impl Live {
    /// What is shown now.
    pub fn now(&self) -> Shown {
        self.lock().1.clone()
    }

    /// Shows a new site; whatever was wrong is mended.
    pub fn show(&self, site: Site) {
        self.change(|shown| {
            shown.site = Some(Arc::new(site));
            shown.trouble = None;
        });
    }

    /// Says what is wrong, above the last site there was.
    pub fn trouble(&self, text: &str) {
        self.change(|shown| shown.trouble = Some(text.into()));
    }

    /// Waits until something else is shown than the state `seen`, but no longer than `longest`, and returns the state.
    pub fn wait(&self, seen: &str, longest: Duration) -> String {
        let waited = self.changed.wait_timeout_while(self.lock(), longest, |(_, shown)| shown.id == seen);
        waited.unwrap_or_else(PoisonError::into_inner).0.1.id.clone()
    }

    fn change(&self, change: impl FnOnce(&mut Shown)) {
        let mut now = self.lock();
        now.0 += 1;
        now.1.id = format!("{:x}-{}", self.run, now.0);
        change(&mut now.1);
        drop(now);
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, (u64, Shown)> {
        // A state is replaced in one step: it is whole whatever became of another thread.
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built(files: &[&str]) -> TempDir {
        let folder = tempfile::tempdir().expect("folder");
        for file in files {
            let path = Site::out(&folder).join(file);
            fs::create_dir_all(path.parent().expect("parent")).expect("folder");
            fs::write(path, file).expect("file");
        }
        folder
    }

    #[test]
    fn only_what_was_built_is_there() {
        let folder = built(&["ru/index.html", ".konspekt", "ru/.hidden/a.html", "печь/index.html"]);
        fs::write(folder.path().join("beside.txt"), "private").expect("file");
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.path().join("beside.txt"), Site::out(&folder).join("link.txt"))
            .expect("link");
        let site = Site::new(folder).expect("site");
        assert_eq!(site.read("ru/index.html").as_deref(), Some(b"ru/index.html".as_slice()));
        assert!(site.has("печь/index.html"));
        for path in [
            ".konspekt",
            "ru/.hidden/a.html",
            "link.txt",
            "../beside.txt",
            "ru/../ru/index.html",
            "ru//index.html",
            "ru\\index.html",
            "/ru/index.html",
            "ru",
            "",
        ] {
            assert!(site.read(path).is_none(), "{path}");
        }
        #[cfg(unix)]
        {
            let page = site.out.join("ru/index.html");
            fs::remove_file(&page).expect("removed");
            std::os::unix::fs::symlink("../../beside.txt", &page).expect("link");
            assert!(site.read("ru/index.html").is_none(), "a link that came later");
        }
    }

    #[test]
    fn an_error_stays_above_the_last_site_until_the_next() {
        let live = Live::default();
        let first = live.now().id;
        live.show(Site::new(built(&["index.html"])).expect("site"));
        let second = live.wait(&first, Duration::ZERO);
        assert_ne!(first, second);
        assert_eq!(live.wait(&second, Duration::from_millis(1)), second, "nothing else came");
        live.trouble("error");
        let broken = live.now();
        assert!(broken.site.is_some() && broken.trouble.as_deref() == Some("error") && broken.id != second);
        live.show(Site::new(built(&["index.html"])).expect("site"));
        assert!(live.now().trouble.is_none());
    }
}
