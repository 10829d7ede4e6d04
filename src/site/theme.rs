//! The theme: compiled into the program, and any file of it replaced by the book's own `theme/` folder.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use super::{Error, disk::at};
use crate::{
    book::Settings,
    memo::{Key, Parts},
    text::Lang,
};

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

/// The theme of one book. What mdBook reads of it stands in a folder from when it is first needed until the build ends.
#[derive(Debug)]
pub struct Theme {
    /// Where the folders are made.
    work: PathBuf,
    /// The book's own theme.
    own: PathBuf,
    /// The compiled-in files, and over them the book's own.
    files: BTreeMap<PathBuf, Cow<'static, [u8]>>,
    whole: Folder,
    /// What pages in each language of the book are rendered with.
    pages: BTreeMap<Lang, Pages>,
}

/// What pages in a language are rendered with.
#[derive(Debug)]
struct Pages {
    templates: Vec<(&'static str, String)>,
    /// Files that have to be there and empty, so that mdBook writes none of its own beside the pages.
    empty: BTreeSet<PathBuf>,
    src: PathBuf,
    folder: Folder,
}

/// A folder that is written when somebody first asks for it.
#[derive(Debug, Default)]
struct Folder(Mutex<Option<tempfile::TempDir>>);

impl Folder {
    fn get(&self, work: &Path, write: impl FnOnce(&Path) -> Result<(), Error>) -> Result<PathBuf, Error> {
        // It is there or not: whoever panicked has left nothing half made.
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = &*made {
            return Ok(folder.path().to_owned());
        }
        let folder = tempfile::tempdir_in(work).map_err(at(work))?;
        write(folder.path())?;
        Ok(made.insert(folder).path().to_owned())
    }
}

impl Theme {
    /// The theme of the book in `dir`. Its folders stand below `work`.
    ///
    /// # Errors
    /// Where a file cannot be read.
    pub fn read(dir: &Path, settings: &Settings, work: &Path) -> Result<Self, Error> {
        let html = settings.config.html_config().unwrap_or_default();
        let own = dir.join(html.theme.clone().unwrap_or_else(|| "theme".into()));
        let mut files: BTreeMap<PathBuf, Cow<'static, [u8]>> =
            FILES.iter().map(|(name, text)| (PathBuf::from(name), text.as_bytes().into())).collect();
        if own.is_dir() {
            overlay(&own, Path::new(""), &mut files)?;
        }
        // mdBook looks for a theme from the book's folder on.
        let work = std::path::absolute(work).map_err(at(work))?;
        let mut theme = Self { work, own, files, whole: Folder::default(), pages: BTreeMap::new() };
        let partials = [("{{> head}}", theme.template("head.hbs")?), ("{{> header}}", theme.template("header.hbs")?)];
        let mut templates = Vec::new();
        for name in TEMPLATES {
            // mdBook copies all data of a page for each partial.
            let text = partials.iter().fold(theme.template(name)?, |text, (name, partial)| text.replace(name, partial));
            // mdBook would list the chapters of a shard.
            let marked = text.replace(&format!("{CONTENTS}{{{{#toc}}}}{{{{/toc}}}}<!--/konspekt:toc-->"), CONTENTS);
            templates.push((name, marked.replace("{{#toc}}{{/toc}}", CONTENTS)));
        }
        let all = UNUSED.iter().map(Path::new).chain(FILES.iter().map(|(name, _)| Path::new(name)));
        let all = all.chain(html.additional_css.iter().chain(&html.additional_js).map(PathBuf::as_path));
        // A page that has no picture asks for none.
        let asked = |name: &&Path| {
            !["favicon.png", "favicon.svg"].map(Path::new).contains(name) || theme.files.contains_key(*name)
        };
        let not_template = |name: &&Path| TEMPLATES.iter().all(|template| Path::new(template) != *name);
        let empty: BTreeSet<PathBuf> = all.filter(asked).filter(not_template).map(Path::to_owned).collect();
        for lang in &settings.languages {
            let templates = templates.iter().map(|(name, text)| (*name, spoken(text, lang))).collect();
            let src = settings.config.book.src.clone();
            let pages = Pages { templates, empty: empty.clone(), src, folder: Folder::default() };
            theme.pages.insert(lang.clone(), pages);
        }
        Ok(theme)
    }

    /// The folder of a book whose pages in `lang` are rendered without anything beside them: the templates, and empty
    /// files.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn pages(&self, lang: &Lang) -> Result<PathBuf, Error> {
        // Every language of the book has one.
        let Some(pages) = self.pages.get(lang) else { return self.whole() };
        pages.folder.get(&self.work, |to| {
            let mut empty = pages.empty.iter();
            if let Some(first) = empty.next() {
                put(to, first, b"")?;
                empty.try_for_each(|name| put_same(to, name, &to.join(first)))?;
            }
            pages.templates.iter().try_for_each(|(name, text)| put(to, Path::new(name), text.as_bytes()))?;
            let src = to.join(&pages.src);
            fs::create_dir_all(&src).map_err(at(&src))
        })
    }

    /// The folder of the theme as a whole, for what is no page.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn whole(&self) -> Result<PathBuf, Error> {
        self.whole.get(&self.work, |to| {
            self.files.iter().try_for_each(|(name, bytes)| {
                // mdBook reads the templates of pages all the same.
                let of_page = TEMPLATES.iter().any(|page| *page != "redirect.hbs" && Path::new(page) == name);
                put(to, name, if of_page { b"" } else { bytes })
            })
        })
    }

    /// Whether a picture for the tab of the browser is the book's own: ours is a drawing.
    pub fn has_own(&self, name: &str) -> bool {
        name == PICTURE && self.files.contains_key(Path::new(name))
    }

    /// The key of all its files.
    pub fn key(&self) -> Key {
        self.files.iter().fold(Parts::default(), |parts, (name, bytes)| parts.with(name).of(bytes)).key()
    }

    /// What pages in `lang` are made of: the templates that mdBook renders them with.
    pub fn of_pages(&self, lang: &Lang, parts: Parts) -> Parts {
        let templates = self.pages.get(lang).into_iter().flat_map(|pages| &pages.templates);
        templates.fold(parts, |parts, (_, text)| parts.of(text))
    }

    /// A template of the theme.
    ///
    /// # Errors
    /// Where it is no text.
    pub fn template(&self, name: &str) -> Result<String, Error> {
        // Each of them is compiled in.
        let bytes = self.files.get(Path::new(name)).map_or(&b""[..], |bytes| bytes);
        let text = std::str::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error));
        text.map(str::to_owned).map_err(at(&self.own.join(name)))
    }
}

fn put(folder: &Path, name: &Path, bytes: &[u8]) -> Result<(), Error> {
    let path = place(folder, name)?;
    fs::write(&path, bytes).map_err(at(&path))
}

/// Puts a file there that says the same as another: where the file system can, it is that file, which is less to make and
/// to remove.
fn put_same(folder: &Path, name: &Path, other: &Path) -> Result<(), Error> {
    let path = place(folder, name)?;
    fs::hard_link(other, &path).or_else(|_| fs::copy(other, &path).map(drop)).map_err(at(&path))
}

fn place(folder: &Path, name: &Path) -> Result<PathBuf, Error> {
    let path = folder.join(name);
    if let Some(parent) = path.parent().filter(|parent| *parent != folder) {
        fs::create_dir_all(parent).map_err(at(parent))?;
    }
    Ok(path)
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

/// Adds the files below a folder, by their paths from it, in place of those of the same name.
fn overlay(from: &Path, below: &Path, files: &mut BTreeMap<PathBuf, Cow<'static, [u8]>>) -> Result<(), Error> {
    for entry in fs::read_dir(from).map_err(at(from))? {
        let entry = entry.map_err(at(from))?;
        let (path, name) = (entry.path(), below.join(entry.file_name()));
        let kind = entry.file_type().map_err(at(&path))?;
        if kind.is_dir() {
            overlay(&path, &name, files)?;
        } else if kind.is_file() {
            files.insert(name, fs::read(&path).map_err(at(&path))?.into());
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
