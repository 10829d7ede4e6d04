//! mdBook at work: its preprocessors on the chapters as written, its renderer on the chapters of an edition.
//!
//! mdBook's renderer hands the data of all chapters to each page, which takes the square of their number in time. So it is
//! given the book in shards: some chapters, with one neighbour to either side for the links to the next and the previous
//! page, in several threads. What is not a page (styles, scripts, redirections, files beside the chapters) it writes once,
//! for a book without chapters: see [`super::frame`].

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
    fs,
    io::{self, Seek as _, Write as _},
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
    cache::Cache,
    contents::{self, Contents},
    disk::at,
    theme::Theme,
};
use crate::{
    book::{
        Input,
        input::{ChapterSource, slashed},
    },
    edition::{Edition, Prepared, Texts, fill::page_of},
    glossary::found::Meant,
    memo::{Key, Parts},
    text::Lang,
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
    /// The language of the pages.
    pub lang: &'a Lang,
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

/// A page of an edition: its chapter, and what that says.
pub struct Page<'a> {
    /// The chapter; what it says stands not there.
    pub chapter: &'a Chapter,
    /// The path of the page.
    pub path: String,
    text: Text<'a>,
}

enum Text<'a> {
    Own(&'a str),
    /// One of an edition's.
    Of(&'a Texts<'a>, usize),
}

impl<'a> Page<'a> {
    /// The pages of a book whose chapters say this, in its order.
    pub fn all(book: &'a Book, texts: &'a Texts<'a>) -> Vec<Self> {
        // Both have the same chapters in the same order.
        let mut places = texts.chapters().iter().enumerate().peekable();
        let chapters = book.chapters().filter_map(|chapter| Some((chapter, slashed(chapter.path.as_deref()?))));
        let page = |(chapter, path): (&'a Chapter, String)| {
            let place = places.next_if(|(_, composed)| composed.path == path);
            let text = place.map_or(Text::Own(""), |(n, _)| Text::Of(texts, n));
            Self { chapter, path: page_of(&path), text }
        };
        chapters.map(page).collect()
    }

    /// The Markdown of the page.
    pub fn text(&self) -> &str {
        match self.text {
            Text::Own(text) => text,
            Text::Of(texts, n) => &texts.get(n).text,
        }
    }

    /// The terms that its sections mean, where that is known.
    pub fn meant(&self) -> Option<&Meant> {
        match self.text {
            Text::Own(_) => None,
            Text::Of(texts, n) => texts.get(n).meant.as_ref(),
        }
    }

    /// How long the text is, in bytes; nothing where nobody has asked for it.
    pub fn length(&self) -> usize {
        match self.text {
            Text::Own(text) => text.len(),
            Text::Of(texts, n) => texts.length(n),
        }
    }

    /// The hash of the text and of the terms it means, which may be known without it.
    pub fn hash(&self) -> Key {
        match self.text {
            Text::Own(text) => Key::of(&[text]),
            Text::Of(texts, n) => texts.hash(n),
        }
    }
}

/// A page to be rendered: its place among the others, and what it is made of.
struct Task {
    at: usize,
    /// Whether the page stands at `index.html` as well: that of the first chapter, where no chapter has that page.
    is_index: bool,
    made_of: Key,
}

impl Renderer<'_> {
    /// Renders `pages`, in their order, into the [frame](super::frame), and returns how many pages that are. What the last
    /// build made of the same is taken over.
    ///
    /// # Errors
    /// Where mdBook's renderer or the last touch fails, or a file cannot be read or written.
    pub fn pages(&self, pages: &[Page<'_>]) -> Result<usize, Error> {
        let has_index = pages.iter().any(|page| page.path == "index.html");
        let mut count = pages.len() + usize::from(!pages.is_empty() && !has_index);
        let task = |n: usize| {
            let around = [n.checked_sub(1), Some(n + 1)].map(|n| n.and_then(|n| pages.get(n)));
            let is_index = n == 0 && !has_index;
            Task { at: n, is_index, made_of: self.made_of(&pages[n], around) }
        };
        let tasks = (0..pages.len()).into_par_iter().map(task);
        // Those that have to be rendered, with the length of their texts.
        let stale: Vec<(Task, usize)> = tasks
            .filter(|task| !self.is_taken_over(&pages[task.at], task))
            .map(|task| {
                let length = pages[task.at].text().len();
                (task, length)
            })
            .collect();
        let least = SHARD_TEXT / stale.len().div_ceil(rayon::current_num_threads()).clamp(*SHARD.start(), *SHARD.end());
        let mut shards = shards(&stale, SHARD_TEXT, |(_, length)| least.max(*length));
        // The heaviest first, so that no thread is left with one of them when the others have finished.
        shards.sort_by_key(|shard| Reverse(shard.iter().map(|(_, length)| length).sum::<usize>()));
        let written: Vec<Result<(), Error>> =
            shards.into_par_iter().with_max_len(1).map(|shard| self.shard(pages, shard)).collect();
        written.into_iter().collect::<Result<(), Error>>()?;
        if let Some(all) = self.contents.chapter() {
            let page = Page { chapter: &all, path: page_of(contents::ALL), text: Text::Own(&all.content) };
            let task = Task { at: 0, is_index: false, made_of: self.made_of(&page, [None, None]) };
            if !self.is_taken_over(&page, &task) {
                self.shard(&[page], &[(task, all.content.len())])?;
            }
            count += 1;
        }
        Ok(count)
    }

    fn made_of(&self, page: &Page<'_>, around: [Option<&Page<'_>>; 2]) -> Key {
        let number = page.chapter.number.as_ref().map(ToString::to_string).unwrap_or_default();
        let source = page.chapter.source_path.as_deref().map(slashed).unwrap_or_default();
        let own = [&page.path, &page.chapter.name, &number, &source];
        let made = own.into_iter().fold(self.made_of.clone(), Parts::of).with(&page.hash());
        let made = around.into_iter().fold(made, |made, page| match page {
            Some(page) => made.of(&page.chapter.name).of(&page.path),
            None => made.of("").of(""),
        });
        let up = "../".repeat(page.path.matches('/').count());
        made.with(&self.contents.key(&page.path, &up, self.cache.kept())).key()
    }

    fn is_taken_over(&self, page: &Page<'_>, task: &Task) -> bool {
        let take =
            |page: &str| self.cache.take(&format!("{}/{page}", self.name), task.made_of, &self.folder.join(page));
        take(&page.path) && (!task.is_index || take("index.html"))
    }

    /// Leaves mdBook those of the book's redirections that stand at a page that is `wanted`.
    pub(super) fn set_redirects(&self, config: &mut Config, wanted: &dyn Fn(&str) -> bool) -> Result<(), Error> {
        let all = self.config.html_config().map(|html| html.redirect).unwrap_or_default();
        let page = |from: &str| from.split('#').next().unwrap_or_default().trim_start_matches('/').to_owned();
        let kept: HashMap<&String, &String> = all.iter().filter(|(from, _)| wanted(&page(from))).collect();
        config.set("output.html.redirect", kept).map_err(Error::Renderer)
    }

    /// Renders some of the pages, each with its neighbours.
    fn shard(&self, pages: &[Page<'_>], tasks: &[(Task, usize)]) -> Result<(), Error> {
        let wanted: BTreeSet<usize> = tasks.iter().map(|(task, _)| task.at).collect();
        let around: BTreeSet<usize> =
            wanted.iter().flat_map(|at| at.saturating_sub(1)..pages.len().min(at + 2)).collect();
        let items = around.into_iter().map(|n| {
            // What stands below a chapter has its own place among them. Of a neighbour only the way to it is shown.
            let chapter = pages[n].chapter;
            let content = if wanted.contains(&n) { pages[n].text().to_owned() } else { String::new() };
            let mut alone = Chapter::new(&chapter.name, content, PathBuf::new(), Vec::new());
            (alone.path, alone.source_path, alone.number) =
                (chapter.path.clone(), chapter.source_path.clone(), chapter.number.clone());
            BookItem::Chapter(alone)
        });
        let own: BTreeSet<&str> = wanted.iter().map(|at| pages[*at].path.as_str()).collect();
        let mut config = self.config.clone();
        self.set_redirects(&mut config, &|page| own.contains(page))?;
        let root = &self.theme.pages(self.lang)?;
        config.set("output.html.theme", root.to_string_lossy()).map_err(Error::Renderer)?;
        // It goes when all pages are there: what is deleted earlier gets in the way of each new file, see below.
        let out = tempfile::tempdir_in(self.work).map_err(at(self.work))?.keep();
        let context = RenderContext::new(root, Book::new_with_items(items.collect()), config, &out);
        HtmlHandlebars::new().render(&context).map_err(Error::Renderer)?;
        for (task, _) in tasks {
            let index = task.is_index.then_some("index.html");
            for path in [pages[task.at].path.as_str()].into_iter().chain(index) {
                let from = out.join(path);
                let file = fs::File::options().read(true).write(true).open(&from).map_err(at(&from))?;
                let html = io::read_to_string(&file).map_err(at(&from))?;
                let html = (self.finish)(path, &html)?;
                let to = self.folder.join(path);
                // The page goes over into the file that mdBook made: to make another and delete this one takes longer
                // than all the rest where a file system looks for deleted files first, as ext4 without a journal does.
                overwrite(file, html.as_bytes()).and_then(|()| fs::rename(&from, &to)).map_err(at(&to))?;
                self.cache.put(&format!("{}/{path}", self.name), task.made_of, html.as_bytes());
            }
        }
        Ok(())
    }
}

/// Writes a file over another. It is not emptied first: ext4 puts what is written into an emptied file onto the disk before
/// it goes on (`auto_da_alloc` in <https://docs.kernel.org/admin-guide/ext4.html>).
fn overwrite(mut file: fs::File, bytes: &[u8]) -> io::Result<()> {
    file.rewind()?;
    file.write_all(bytes)?;
    file.set_len(bytes.len() as u64)
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
