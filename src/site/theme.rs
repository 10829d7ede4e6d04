//! The theme: compiled into the program, and any file of it replaced by the book's own `theme/` folder.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{Error, disk::at};
use crate::book::Settings;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// Every file of the theme by its path.
        pub const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../theme/", $name)))),*];
    };
}

files![
    "404.hbs",
    "book.js",
    "css/chrome.css",
    "css/general.css",
    "css/variables.css",
    "favicon.svg",
    "fonts/fonts.css",
    "head.hbs",
    "header.hbs",
    "highlight.css",
    "index.hbs",
    "redirect.hbs",
    "root.hbs",
    "search.js",
    "switch.hbs",
    "toc.html.hbs",
    "toc.js.hbs",
];

/// Files that mdBook writes and no page of ours asks for.
pub const UNUSED: &[&str] = &[
    "highlight.js",
    "clipboard.min.js",
    "tomorrow-night.css",
    "ayu-highlight.css",
    "toc.js",
    "toc.html",
    "css/print.css",
    "fonts/fonts.css",
    "favicon.png",
    ".nojekyll",
];

/// The templates that mdBook renders.
pub const TEMPLATES: [&str; 6] = ["head.hbs", "header.hbs", "index.hbs", "redirect.hbs", "toc.html.hbs", "toc.js.hbs"];
/// Where a template has the list of chapters: see [`super::contents`].
pub const CONTENTS: &str = "<!--konspekt:toc-->";

/// The theme of one book, in a folder of its own for as long as the build lasts.
#[derive(Debug)]
pub struct Theme {
    folder: tempfile::TempDir,
    pages: tempfile::TempDir,
}

impl Theme {
    /// Writes the theme where mdBook's renderer can read it: the compiled-in files, over them the book's own. It
    /// stands below `work`.
    ///
    /// # Errors
    /// Where a file cannot be read or written.
    pub fn write(dir: &Path, settings: &Settings, work: &Path) -> Result<Self, Error> {
        // mdBook looks for a theme from the book's folder on.
        let work = &std::path::absolute(work).map_err(at(work))?;
        let folder = tempfile::tempdir_in(work).map_err(at(work))?;
        for (name, text) in FILES {
            let path = folder.path().join(name);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent).map_err(at(parent))?;
            }
            fs::write(&path, text).map_err(at(&path))?;
        }
        let own = settings.config.html_config().and_then(|html| html.theme).unwrap_or_else(|| "theme".into());
        let own = dir.join(own);
        if own.is_dir() {
            overlay(&own, folder.path())?;
        }
        let pages = tempfile::tempdir_in(work).map_err(at(work))?;
        let put = |name: &Path, text: &str| {
            let path = pages.path().join(name);
            fs::create_dir_all(path.parent().unwrap_or(pages.path())).map_err(at(&path))?;
            fs::write(&path, text).map_err(at(&path))
        };
        // What is a page is all that counts there: an empty file takes the place of what mdBook would write beside it.
        let html = settings.config.html_config().unwrap_or_default();
        for name in UNUSED
            .iter()
            .map(Path::new)
            .chain(FILES.iter().map(|(name, _)| Path::new(name)))
            .chain(html.additional_css.iter().chain(&html.additional_js).map(PathBuf::as_path))
        {
            put(name, "")?;
        }
        for (name, has) in ["favicon.png", "favicon.svg"].map(|name| (name, folder.path().join(name).is_file())) {
            if !has {
                let path = pages.path().join(name);
                fs::remove_file(&path).map_err(at(&path))?;
            }
        }
        let read = |name: &str| {
            let path = folder.path().join(name);
            fs::read_to_string(&path).map_err(at(&path))
        };
        let partials = [("{{> head}}", read("head.hbs")?), ("{{> header}}", read("header.hbs")?)];
        for name in TEMPLATES {
            let text = read(name)?;
            // mdBook copies all data of a page for each partial.
            let text = partials.iter().fold(text, |text, (name, partial)| text.replace(name, partial));
            // mdBook would list the chapters of a shard.
            let marked = text.replace(&format!("{CONTENTS}{{{{#toc}}}}{{{{/toc}}}}<!--/konspekt:toc-->"), CONTENTS);
            put(Path::new(name), &marked.replace("{{#toc}}{{/toc}}", CONTENTS))?;
            // What is written once is no page; mdBook reads the templates of pages all the same.
            if name != "redirect.hbs" {
                let path = folder.path().join(name);
                fs::write(&path, "").map_err(at(&path))?;
            }
        }
        let src = pages.path().join(&settings.config.book.src);
        fs::create_dir_all(&src).map_err(at(&src))?;
        Ok(Self { folder, pages })
    }

    /// The folder of a book whose pages are rendered without anything beside them: the templates, and empty files.
    pub fn pages(&self) -> &Path {
        self.pages.path()
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A template that mdBook renders pages with.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn page_template(&self, name: &str) -> Result<String, Error> {
        let path = self.pages.path().join(name);
        fs::read_to_string(&path).map_err(at(&path))
    }

    /// A template of the theme.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn template(&self, name: &str) -> Result<String, Error> {
        let path = self.folder.path().join(name);
        fs::read_to_string(&path).map_err(at(&path))
    }
}

fn overlay(from: &Path, to: &Path) -> Result<(), Error> {
    for entry in fs::read_dir(from).map_err(at(from))? {
        let entry = entry.map_err(at(from))?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().map_err(at(&path))?;
        if kind.is_dir() {
            fs::create_dir_all(&target).map_err(at(&target))?;
            overlay(&path, &target)?;
        } else if kind.is_file() {
            fs::copy(&path, &target).map_err(at(&path))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_theme_is_compiled_in() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("theme");
        let mut found = Vec::new();
        let mut open = vec![root.clone()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).expect("theme").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    found.push(path.strip_prefix(&root).expect("below").to_string_lossy().replace('\\', "/"));
                }
            }
        }
        found.sort();
        assert_eq!(found, FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    }
}
