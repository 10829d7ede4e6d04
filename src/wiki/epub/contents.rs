//! The page of contents, which is also what a reading system's own menu shows.
//!
//! <https://www.w3.org/TR/epub-33/#sec-nav>

use super::Volume;
use crate::wiki::{Page, xml::text};

impl Volume<'_> {
    /// The navigation document: parts, chapters, and chapters of chapters.
    pub(super) fn contents(&self) -> String {
        let mut items = String::new();
        for group in self.pages.chunk_by(|a, b| a.part == b.part) {
            let list = self.list(group);
            match group.first().and_then(|page| page.part.as_deref()).filter(|part| !part.trim().is_empty()) {
                Some(part) => items.push_str(&format!("<li><span>{}</span>\n<ol>\n{list}</ol>\n</li>\n", text(part))),
                None => items.push_str(&list),
            }
        }
        let first = self.pages.first().map(|page| self.names.file(&page.path)).unwrap_or_default();
        let (title, heading) = (text(self.title), text(self.words.contents()));
        let body = format!(
            "<h1>{title}</h1>\n<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\">\n<h2>{heading}</h2>\n<ol>\n{items}</ol>\n</nav>\n\
             <nav epub:type=\"landmarks\" hidden=\"hidden\">\n<ol>\n<li><a epub:type=\"toc\" href=\"#toc\">{heading}</a></li>\n\
             <li><a epub:type=\"bodymatter\" href=\"{first}\">{title}</a></li>\n</ol>\n</nav>\n"
        );
        self.document(self.title, "style.css", &body)
    }

    /// A list of chapters, each with those below it.
    fn list(&self, pages: &[&Page]) -> String {
        let mut out = String::new();
        let mut rest = pages;
        while let Some((page, below)) = rest.split_first() {
            let end = below.iter().position(|other| other.depth <= page.depth).unwrap_or(below.len());
            let inner = self.list(&below[..end]);
            let inner = if inner.is_empty() { inner } else { format!("\n<ol>\n{inner}</ol>\n") };
            let (file, title) = (self.names.file(&page.path), text(page.shown_title()));
            out.push_str(&format!("<li><a href=\"{file}\">{title}</a>{inner}</li>\n"));
            rest = &below[end..];
        }
        out
    }
}
