//! The theme: compiled into the program, and any file of it replaced by the book's own `theme/` folder.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use super::{Error, disk::at};
use crate::{book::Settings, text::Lang};

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

/// The picture for the tab of the browser that mdBook writes where the theme has one.
pub const PICTURE: &str = "favicon.png";

/// The templates that mdBook renders.
pub const TEMPLATES: [&str; 6] = ["head.hbs", "header.hbs", "index.hbs", "redirect.hbs", "toc.html.hbs", "toc.js.hbs"];
/// Where a template has the list of chapters: see [`super::contents`].
pub const CONTENTS: &str = "<!--konspekt:toc-->";

/// The theme of one book, in a folder of its own for as long as the build lasts.
#[derive(Debug)]
pub struct Theme {
    folder: tempfile::TempDir,
    /// What pages in each language of the book are rendered with.
    pages: BTreeMap<Lang, tempfile::TempDir>,
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
        let read = |name: &str| {
            let path = folder.path().join(name);
            fs::read_to_string(&path).map_err(at(&path))
        };
        let partials = [("{{> head}}", read("head.hbs")?), ("{{> header}}", read("header.hbs")?)];
        let mut templates = Vec::new();
        for name in TEMPLATES {
            let text = read(name)?;
            // mdBook copies all data of a page for each partial.
            let text = partials.iter().fold(text, |text, (name, partial)| text.replace(name, partial));
            // mdBook would list the chapters of a shard.
            let marked = text.replace(&format!("{CONTENTS}{{{{#toc}}}}{{{{/toc}}}}<!--/konspekt:toc-->"), CONTENTS);
            templates.push((name, marked.replace("{{#toc}}{{/toc}}", CONTENTS)));
        }
        let mut pages = BTreeMap::new();
        for lang in &settings.languages {
            let to = tempfile::tempdir_in(work).map_err(at(work))?;
            write_pages(to.path(), folder.path(), settings, &templates, lang)?;
            pages.insert(lang.clone(), to);
        }
        // What is written once is no page; mdBook reads the templates of pages all the same.
        for name in TEMPLATES.into_iter().filter(|name| *name != "redirect.hbs") {
            let path = folder.path().join(name);
            fs::write(&path, "").map_err(at(&path))?;
        }
        Ok(Self { folder, pages })
    }

    /// The folder of a book whose pages in `lang` are rendered without anything beside them: the templates, and empty
    /// files.
    pub fn pages(&self, lang: &Lang) -> &Path {
        // Every language of the book has one.
        self.pages.get(lang).unwrap_or(&self.folder).path()
    }

    /// Whether a picture for the tab of the browser is the book's own: ours is a drawing.
    pub fn has_own(&self, name: &str) -> bool {
        name == PICTURE && self.folder.path().join(name).is_file()
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A template that mdBook renders pages in `lang` with.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn page_template(&self, lang: &Lang, name: &str) -> Result<String, Error> {
        let path = self.pages(lang).join(name);
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

/// Writes what pages in `lang` are rendered with into `to`; `theme` is the whole theme.
fn write_pages(
    to: &Path,
    theme: &Path,
    settings: &Settings,
    templates: &[(&str, String)],
    lang: &Lang,
) -> Result<(), Error> {
    let put = |name: &Path, text: &str| {
        let path = to.join(name);
        fs::create_dir_all(path.parent().unwrap_or(to)).map_err(at(&path))?;
        fs::write(&path, text).map_err(at(&path))
    };
    // What is a page is all that counts there: an empty file takes the place of what mdBook would write beside it.
    let html = settings.config.html_config().unwrap_or_default();
    let all = UNUSED.iter().map(Path::new).chain(FILES.iter().map(|(name, _)| Path::new(name)));
    for name in all.chain(html.additional_css.iter().chain(&html.additional_js).map(PathBuf::as_path)) {
        put(name, "")?;
    }
    for name in ["favicon.png", "favicon.svg"].into_iter().filter(|name| !theme.join(name).is_file()) {
        let path = to.join(name);
        fs::remove_file(&path).map_err(at(&path))?;
    }
    templates.iter().try_for_each(|(name, text)| put(Path::new(name), &spoken(text, lang)))?;
    let src = to.join(&settings.config.book.src);
    fs::create_dir_all(&src).map_err(at(&src))
}

/// A template with the words of one language, as far as it only asks whether the language is Russian: nobody has to ask
/// for every page.
fn spoken(template: &str, lang: &Lang) -> String {
    const ASKS: &str = "{{#if (eq language \"ru\")}}";
    let mut parts = template.split(ASKS);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let both = part.split_once("{{/if}}").and_then(|(both, rest)| Some((both.split_once("{{else}}")?, rest)));
        // A block inside has an end of its own, another branch a question.
        match both.filter(|((russian, other), _)| {
            ![russian, other].iter().any(|words| words.contains("{{#") || words.contains("{{else"))
        }) {
            Some(((russian, other), rest)) => {
                out.push_str(if lang.tag() == "ru" { russian } else { other });
                out.push_str(rest);
            }
            None => {
                out.push_str(ASKS);
                out.push_str(part);
            }
        }
    }
    out
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
    fn a_template_speaks_one_language() {
        let asks = "{{#if (eq language \"ru\")}}";
        let template =
            format!("<a>{asks}Да{{{{else}}}}Yes{{{{/if}}}}</a>{asks}{{{{#if x}}}}А{{{{/if}}}}{{{{else}}}}A{{{{/if}}}}");
        let rest = format!("{asks}{{{{#if x}}}}А{{{{/if}}}}{{{{else}}}}A{{{{/if}}}}");
        assert_eq!(spoken(&template, &Lang::ru()), format!("<a>Да</a>{rest}"));
        assert_eq!(spoken(&template, &Lang::en()), format!("<a>Yes</a>{rest}"));
        let index = FILES.iter().find(|(name, _)| *name == "index.hbs").expect("a template").1;
        assert!(!spoken(index, &Lang::en()).contains(asks), "ours is simple enough");
    }

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
