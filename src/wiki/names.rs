//! Names of pages: one for each page, within what a wiki allows.

use std::collections::{BTreeMap, HashSet};

use super::{Book, Page};
use crate::text::Lang;

/// A page: its chapter and its language.
pub type Key = (String, Lang);

/// The names of the pages of a book.
#[derive(Clone, Debug, Default)]
pub struct Names {
    names: BTreeMap<Key, String>,
    /// Pages that could not have the name they wanted.
    pub renamed: Vec<Renamed>,
}

/// A page that has another name than it wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The chapter.
    pub path: String,
    /// What it wanted.
    pub wanted: String,
    /// What it has.
    pub name: String,
}

impl Names {
    /// Names the pages of a book: `wanted` says what a page would be called; the rest as in [`unique`](Self::unique).
    pub fn new(
        book: &Book,
        wanted: &dyn Fn(&Page) -> String,
        fits: &dyn Fn(&str) -> bool,
        same: &dyn Fn(&str) -> String,
        taken: &[&str],
    ) -> Self {
        let wishes = book.pages.iter().map(|page| ((page.path.clone(), page.lang.clone()), wanted(page)));
        Self::unique(wishes, fits, same, taken)
    }

    /// Gives every page a name of its own, as near as can be to the one it wishes: `fits` says whether a wiki takes a name
    /// of that length, and `same` is equal for names that a wiki takes for one (which often do not tell `Pod` from `pod`).
    /// `taken` are names that stand for something else. A name that is too long is cut at a word; one that is taken gets
    /// a number.
    pub fn unique(
        wishes: impl IntoIterator<Item = (Key, String)>,
        fits: &dyn Fn(&str) -> bool,
        same: &dyn Fn(&str) -> String,
        taken: &[&str],
    ) -> Self {
        let mut out = Self::default();
        let mut used: HashSet<String> = taken.iter().map(|name| same(name)).collect();
        for (key, wish) in wishes {
            let mut n = 1;
            let name = loop {
                let tail = if n == 1 { String::new() } else { format!(" ({n})") };
                let name = shortened(&wish, &tail, fits);
                if used.insert(same(&name)) {
                    break name;
                }
                n += 1;
            };
            if name != wish {
                out.renamed.push(Renamed { path: key.0.clone(), wanted: wish, name: name.clone() });
            }
            out.names.insert(key, name);
        }
        out
    }

    /// The name of a page of the book; empty for one that is not in it.
    pub fn of(&self, path: &str, lang: &Lang) -> &str {
        self.names.get(&(path.to_owned(), lang.clone())).map_or("", String::as_str)
    }
}

/// Names what pages show or link to: `wanted` makes a name of a path, `same` is equal for names that a wiki takes for
/// one. A name that is taken gets a number before its ending.
pub fn attachments(
    book: &Book,
    wanted: &dyn Fn(&str) -> String,
    same: &dyn Fn(&str) -> String,
) -> BTreeMap<String, String> {
    let mut used = HashSet::new();
    let mut out = BTreeMap::new();
    for path in book.attachments().into_keys() {
        let name = wanted(path);
        let (stem, ending) = name.rsplit_once('.').map_or((name.as_str(), None), |(stem, end)| (stem, Some(end)));
        let mut free = name.clone();
        let mut n = 2;
        while !used.insert(same(&free)) {
            free = format!("{stem}-{n}{}", ending.map(|ending| format!(".{ending}")).unwrap_or_default());
            n += 1;
        }
        out.insert(path.to_owned(), free);
    }
    out
}

/// As much of a name as fits with its tail, cut at a word where there is one.
pub(super) fn shortened(name: &str, tail: &str, fits: &dyn Fn(&str) -> bool) -> String {
    let whole = format!("{name}{tail}");
    if fits(&whole) {
        return whole;
    }
    // A shorter name fits where a longer one does: halving finds the longest, whatever the length of a title.
    let ends: Vec<usize> = name.char_indices().map(|(at, _)| at).collect();
    let fit = ends.partition_point(|&at| fits(&format!("{}…{tail}", &name[..at])));
    let cut = &name[..fit.checked_sub(1).map_or(0, |last| ends[last])];
    let word = cut.rfind(' ').filter(|&at| at >= cut.len() / 2).map_or(cut, |at| &cut[..at]);
    format!("{}…{tail}", word.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(path: &str, title: &str) -> Page {
        Page {
            path: path.to_owned(),
            lang: Lang::en(),
            title: title.to_owned(),
            part: None,
            parent: None,
            depth: 0,
            source: String::new(),
            blocks: Vec::new(),
            id: None,
        }
    }

    #[test]
    fn each_page_has_a_name_of_its_own_that_fits() {
        let long = "bread ".repeat(40);
        let titles = ["Bread", "bread", "Home", &long, &long];
        let pages: Vec<Page> =
            titles.iter().enumerate().map(|(n, title)| page(&format!("{n}.md"), title.trim())).collect();
        let book = Book { titles: vec![(Lang::en(), "Book".to_owned())], pages, files: super::super::Files::new() };
        let names = Names::new(
            &book,
            &|page| page.title.clone(),
            &|name| name.len() <= 60,
            &|name| name.to_lowercase(),
            &["Home"],
        );
        let of = |path| names.of(path, &Lang::en());
        assert_eq!([of("0.md"), of("1.md"), of("2.md")], ["Bread", "bread (2)", "Home (2)"]);
        assert!(of("3.md").len() <= 60 && of("3.md").ends_with("bread…"), "{}", of("3.md"));
        assert!(of("4.md").len() <= 60 && of("4.md").ends_with("… (2)"), "{}", of("4.md"));
        assert_eq!(names.renamed.len(), 4);
    }

    #[test]
    fn a_name_is_cut_where_it_still_fits() {
        let short = |name: &str, tail: &str| shortened(name, tail, &|name| name.len() <= 12);
        assert_eq!(short("rye bread", ""), "rye bread");
        assert_eq!(short("rye bread and oats", ""), "rye bread…");
        assert_eq!(short("хлебхлеб", " (2)"), "хл… (2)");
        assert_eq!(short("bread", " (1234567890)"), "… (1234567890)");
    }

    /// A title is as long as its author or a translator likes.
    #[test]
    fn a_name_as_long_as_a_book_is_cut_at_once() {
        let tries = std::cell::Cell::new(0);
        let fits = |name: &str| {
            tries.set(tries.get() + 1);
            name.len() <= 60
        };
        assert!(shortened(&"хлеб".repeat(100_000), "", &fits).len() <= 60);
        assert!(tries.get() < 50, "{}", tries.get());
    }
}
