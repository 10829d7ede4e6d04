//! mdBook at work: its preprocessors on the chapters as written, its renderer on the chapters of an edition.
//!
//! mdBook's renderer hands the data of all chapters to each page, which takes the square of their number in time. So it is
//! given the book in shards: some chapters, with one neighbour to either side for the links to the next and the previous
//! page, in several threads. What is not a page (styles, scripts, redirections, files beside the chapters) it writes once,
//! for a book without chapters.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
    fs,
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

use mdbook_driver::{
    MDBook,
    book::{Book, BookItem, Chapter},
    config::Config,
};
use mdbook_html::HtmlHandlebars;
use mdbook_renderer::{RenderContext, Renderer as _};
use rayon::prelude::*;

use super::{
    Error,
    cache::{Cache, Hash},
    contents::{self, Contents},
    disk::at,
    theme::{Theme, UNUSED},
};
use crate::{
    book::{
        Input,
        input::{ChapterSource, slashed},
    },
    edition::{Edition, Prepared, fill::page_of},
    memo::Parts,
};

/// So many chapters are rendered at once, where there is enough to do for everybody: with fewer, what mdBook does for each
/// book weighs more; with more, what it does for each page.
const SHARD: RangeInclusive<usize> = 10..=100;
/// So much text in bytes closes a shard: mdBook holds the trees of all its pages at once.
const SHARD_TEXT: usize = 1 << 20;

/// Whether mdBook's preprocessors, or others that the book names, have anything to do: they read the book anew.
pub fn needs_preprocessing(input: &Input) -> bool {
    // What mdBook's `links` replaces, and what it takes the backslash from:
    // <https://rust-lang.github.io/mdBook/format/mdbook.html>
    const LINKS: [&str; 6] = ["{{#include", "{{#rustdoc_include", "{{#playground", "{{#playpen", "{{#title", "\\{{#"];
    let others = input.settings.config.preprocessors::<toml::Value>();
    let others = others.is_ok_and(|all| all.keys().all(|name| name == "konspekt"));
    // mdBook's `index`: <https://rust-lang.github.io/mdBook/format/configuration/preprocessors.html>
    let is_index = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or_default();
        name.split('.').next().unwrap_or_default().eq_ignore_ascii_case("readme")
    };
    let has_work = |chapter: &ChapterSource| {
        is_index(&chapter.path) || LINKS.iter().any(|link| chapter.source.text().contains(link))
    };
    !others || !input.settings.config.build.use_default_preprocessors || input.chapters.par_iter().any(has_work)
}

/// Runs mdBook's own preprocessors (`{{#include}}`, `README.md`) and those that the book names, Konspekt left out.
///
/// # Errors
/// Where one of them fails.
pub fn preprocess(dir: &Path, input: &Input) -> Result<Book, Error> {
    let mut config = input.settings.config.clone();
    without_konspekt(&mut config).map_err(Error::Renderer)?;
    config.build.create_missing = false;
    let book = MDBook::load_with_config(dir, config).map_err(Error::Renderer)?;
    let (book, _) = book.preprocess_book(&HtmlHandlebars::new()).map_err(Error::Renderer)?;
    Ok(book)
}

fn without_konspekt(config: &mut Config) -> anyhow::Result<()> {
    let mut others: std::collections::BTreeMap<String, toml::Value> = config.preprocessors()?;
    others.remove("konspekt");
    config.set("preprocessor", others)
}

/// What is done to a page, given its path and its HTML, before it is written.
pub type Finish<'f> = dyn Fn(&str, &str) -> Result<String, Error> + Sync + 'f;

/// Renders an edition.
pub struct Renderer<'a> {
    /// The book's folder.
    pub dir: &'a Path,
    /// Where the edition is written.
    pub folder: &'a Path,
    /// Where pages may stand before the last touch.
    pub work: &'a Path,
    /// mdBook's settings: see [`settings`].
    pub config: &'a Config,
    /// The theme.
    pub theme: &'a Theme,
    /// The list of chapters.
    pub contents: &'a Contents,
    /// The last touch on a page.
    pub finish: &'a Finish<'a>,
    /// The pages of the last build.
    pub cache: &'a Cache,
    /// The edition's folder in the output.
    pub name: &'a str,
    /// What every page of the edition is made of.
    pub made_of: Parts,
}

/// A chapter to be rendered: its place among the others, its page, and what that is made of.
struct Task {
    at: usize,
    page: String,
    /// Whether the page stands at `index.html` as well: that of the first chapter of an edition.
    is_index: bool,
    made_of: Hash,
}

impl Renderer<'_> {
    /// Writes what is not a page: styles, scripts, redirections, files beside the chapters. Whatever stood in the folder is
    /// gone, and the folders of the pages are there.
    ///
    /// # Errors
    /// Where mdBook's renderer fails, or a folder cannot be made.
    pub fn frame(&self, chapters: &[&Chapter]) -> Result<(), Error> {
        let pages: BTreeSet<String> = chapters.iter().filter_map(|chapter| page(chapter)).collect();
        let mut config = self.config.clone();
        self.set_redirects(&mut config, &|page| !pages.contains(page))?;
        config.set("output.html.theme", self.theme.path().to_string_lossy()).map_err(Error::Renderer)?;
        let context = RenderContext::new(self.dir, Book::new(), config, self.folder);
        HtmlHandlebars::new().render(&context).map_err(Error::Renderer)?;
        for name in UNUSED {
            let path = self.folder.join(name);
            if path.is_file() {
                fs::remove_file(&path).map_err(at(&path))?;
            }
        }
        // Empty folders that the files above stood in.
        let _ = fs::remove_dir(self.folder.join("fonts"));
        for folder in pages.iter().filter_map(|page| Path::new(page).parent()).collect::<BTreeSet<_>>() {
            let folder = self.folder.join(folder);
            fs::create_dir_all(&folder).map_err(at(&folder))?;
        }
        Ok(())
    }

    /// Renders `chapters`, in their order, into the [`frame`](Self::frame), and returns how many pages that are. What the
    /// last build made of the same is taken over.
    ///
    /// # Errors
    /// Where mdBook's renderer or the last touch fails, or a file cannot be read or written.
    pub fn pages(&self, chapters: &[&Chapter]) -> Result<usize, Error> {
        let pages: BTreeSet<String> = chapters.iter().filter_map(|chapter| page(chapter)).collect();
        let mut count = pages.len() + usize::from(!chapters.is_empty() && !pages.contains("index.html"));
        let task = |n: usize| {
            let chapter = chapters[n];
            let page = page(chapter)?;
            let around = [n.checked_sub(1), Some(n + 1)].map(|n| n.and_then(|n| chapters.get(n)).copied());
            let made_of = self.made_of(chapter, &page, around);
            Some(Task { at: n, is_index: n == 0 && page != "index.html", page, made_of })
        };
        let tasks: Vec<Task> = (0..chapters.len()).into_par_iter().filter_map(task).collect();
        let stale: Vec<Task> = tasks.into_par_iter().filter(|task| !self.is_taken_over(task)).collect();
        let length = stale.len().div_ceil(rayon::current_num_threads()).clamp(*SHARD.start(), *SHARD.end());
        let length_of = |task: &Task| chapters[task.at].content.len();
        let mut shards = shards(&stale, SHARD_TEXT, |task| (SHARD_TEXT / length).max(length_of(task)));
        // The heaviest first, so that no thread is left with one of them when the others have finished.
        shards.sort_by_key(|shard| Reverse(shard.iter().map(length_of).sum::<usize>()));
        let written: Vec<Result<(), Error>> =
            shards.into_par_iter().with_max_len(1).map(|shard| self.shard(chapters, shard)).collect();
        written.into_iter().collect::<Result<(), Error>>()?;
        if let Some(all) = self.contents.chapter() {
            let page = page_of(contents::ALL);
            let made_of = self.made_of(&all, &page, [None, None]);
            let task = Task { at: 0, page, is_index: false, made_of };
            if !self.is_taken_over(&task) {
                self.shard(&[&all], &[task])?;
            }
            count += 1;
        }
        Ok(count)
    }

    fn made_of(&self, chapter: &Chapter, page: &str, around: [Option<&Chapter>; 2]) -> Hash {
        let number = chapter.number.as_ref().map(ToString::to_string).unwrap_or_default();
        let source = chapter.source_path.as_deref().map(slashed).unwrap_or_default();
        let own = [page, &chapter.name, &number, &source, &chapter.content];
        let made = own.into_iter().fold(self.made_of.clone(), Parts::of);
        let made = around.into_iter().fold(made, |made, chapter| match chapter {
            Some(chapter) => made.of(&chapter.name).of(self::page(chapter).unwrap_or_default()),
            None => made.of("").of(""),
        });
        let up = "../".repeat(page.matches('/').count());
        made.of(self.contents.list(page, &up)).key().to_string()
    }

    fn is_taken_over(&self, task: &Task) -> bool {
        let take =
            |page: &str| self.cache.take(&format!("{}/{page}", self.name), &task.made_of, &self.folder.join(page));
        take(&task.page) && (!task.is_index || take("index.html"))
    }

    fn set_redirects(&self, config: &mut Config, wanted: &dyn Fn(&str) -> bool) -> Result<(), Error> {
        let all = self.config.html_config().map(|html| html.redirect).unwrap_or_default();
        let page = |from: &str| from.split('#').next().unwrap_or_default().trim_start_matches('/').to_owned();
        let kept: HashMap<&String, &String> = all.iter().filter(|(from, _)| wanted(&page(from))).collect();
        config.set("output.html.redirect", kept).map_err(Error::Renderer)
    }

    /// Renders some of the chapters, each with its neighbours.
    fn shard(&self, chapters: &[&Chapter], tasks: &[Task]) -> Result<(), Error> {
        let wanted: BTreeSet<usize> = tasks.iter().map(|task| task.at).collect();
        let around: BTreeSet<usize> =
            wanted.iter().flat_map(|at| at.saturating_sub(1)..chapters.len().min(at + 2)).collect();
        let items = around.into_iter().map(|n| {
            // What stands below a chapter has its own place among them. Of a neighbour only the way to it is shown.
            let chapter = chapters[n];
            let content = if wanted.contains(&n) { chapter.content.clone() } else { String::new() };
            let mut alone = Chapter::new(&chapter.name, content, PathBuf::new(), Vec::new());
            (alone.path, alone.source_path, alone.number) =
                (chapter.path.clone(), chapter.source_path.clone(), chapter.number.clone());
            BookItem::Chapter(alone)
        });
        let own: BTreeSet<&str> = tasks.iter().map(|task| task.page.as_str()).collect();
        let mut config = self.config.clone();
        self.set_redirects(&mut config, &|page| own.contains(page))?;
        let root = self.theme.pages();
        config.set("output.html.theme", root.to_string_lossy()).map_err(Error::Renderer)?;
        let out = tempfile::tempdir_in(self.work).map_err(at(self.work))?;
        let context = RenderContext::new(root, Book::new_with_items(items.collect()), config, out.path());
        HtmlHandlebars::new().render(&context).map_err(Error::Renderer)?;
        for task in tasks {
            let index = task.is_index.then_some("index.html");
            for page in [task.page.as_str()].into_iter().chain(index) {
                let from = out.path().join(page);
                let html = fs::read_to_string(&from).map_err(at(&from))?;
                let html = (self.finish)(page, &html)?;
                let to = self.folder.join(page);
                fs::write(&to, &html).map_err(at(&to))?;
                self.cache.put(&format!("{}/{page}", self.name), task.made_of.clone(), html.as_bytes());
            }
        }
        Ok(())
    }
}

/// Cuts a list into pieces of at most this weight, or of one item that weighs more.
fn shards<T>(mut rest: &[T], most: usize, weight: impl Fn(&T) -> usize) -> Vec<&[T]> {
    let mut out = Vec::new();
    while !rest.is_empty() {
        let mut sum = 0;
        let fits = rest.iter().take_while(|item| {
            sum += weight(item);
            sum <= most
        });
        let (shard, behind) = rest.split_at(fits.count().max(1));
        out.push(shard);
        rest = behind;
    }
    out
}

fn page(chapter: &Chapter) -> Option<String> {
    chapter.path.as_deref().map(|path| page_of(&slashed(path)))
}

/// mdBook's settings for an edition: its language and titles, and nothing that would load a script we do not have.
///
/// # Errors
/// Where a setting is refused.
pub fn settings(prepared: &Prepared, edition: &Edition) -> Result<Config, Error> {
    let mut config = prepared.input.settings.config.clone();
    let voice = prepared.voice(edition);
    config.book.title = config.book.title.as_deref().map(|title| voice.title(title));
    config.book.description = config.book.description.as_deref().map(|text| voice.title(text));
    config.book.language = Some(edition.lang.tag().to_owned());
    let mut off = |key: &str| config.set(key, false).map_err(Error::Renderer);
    for key in [
        "output.html.hash-files",
        "output.html.print.enable",
        "output.html.playground.copyable",
        // There is nowhere to run it, so no `fn main` is put around it.
        "output.html.playground.runnable",
        "output.html.playground.copy-js",
        "output.html.smart-punctuation",
    ] {
        off(key)?;
    }
    config.set("output.html.input-404", "").map_err(Error::Renderer)?;
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_hold_everything_and_little_more_than_they_may() {
        let cut = |items: &[usize]| shards(items, 10, |item| *item).iter().map(|shard| shard.len()).collect::<Vec<_>>();
        assert_eq!(cut(&[]), Vec::<usize>::new());
        assert_eq!(cut(&[4, 6, 1, 99, 0, 10]), [2, 1, 1, 2]);
    }
}
