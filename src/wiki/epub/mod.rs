//! EPUB: a book in one language as one file, for reading systems.
//!
//! Out comes the container, a zip in memory: the package, the contents, a page of XHTML for each chapter, and the
//! pictures. The same book gives the same bytes. Nothing in it asks another host for anything, and nothing runs.
//! - <https://www.w3.org/TR/epub-33/>
//! - <https://www.w3.org/TR/epub-a11y-11/>

mod address;
mod contents;
mod names;
mod package;
mod page;
mod picture;

use std::io::Cursor;

use zip::result::ZipError;

use self::{names::Names, page::Writer, picture::Picture};
use super::{Book, Page, words::Words, xml::text};
use crate::{archive::Archive, text::Lang};

/// How the pages look: little, a reader's own settings come first.
const STYLE: &str = include_str!("style.css");
/// <https://www.w3.org/TR/epub-33/#sec-container.xml>
const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n<rootfiles>\n\
    <rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n</container>\n";

/// What a book says of itself beside its pages.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Who wrote it.
    pub authors: &'a [String],
    /// Where its site is; may be empty. It tells books of one title apart.
    pub address: &'a str,
}

/// What every part of the file needs to know.
struct Volume<'a> {
    lang: &'a Lang,
    title: &'a str,
    about: About<'a>,
    words: Words,
    pages: Vec<&'a Page>,
    names: Names<'a>,
    pictures: Vec<Picture<'a>>,
}

/// The book in that language; `None` where it has no page in it.
///
/// # Errors
/// Where the container cannot be written: it has more files, or larger ones, than a zip holds.
pub fn write(book: &Book, lang: &Lang, about: About<'_>) -> Result<Option<Vec<u8>>, ZipError> {
    let pages: Vec<&Page> = book.pages_in(lang).collect();
    let Some(first) = pages.first() else { return Ok(None) };
    let title = [book.title(lang), &first.title, &first.path].into_iter().find(|title| !title.trim().is_empty());
    let volume = Volume {
        lang,
        title: title.unwrap_or_default(),
        about,
        words: Words::of(lang),
        names: Names::new(&pages),
        pictures: picture::shown(book, &pages),
        pages,
    };
    let mut bytes = Cursor::new(Vec::new());
    let mut archive = Archive::new(&mut bytes);
    // First and as it is, so that a program sees what the file is: https://www.w3.org/TR/epub-33/#sec-zip-container-mime
    archive.store("mimetype", b"application/epub+zip")?;
    archive.put("META-INF/container.xml", CONTAINER.as_bytes())?;
    archive.put("EPUB/package.opf", volume.package().as_bytes())?;
    archive.put("EPUB/nav.xhtml", volume.contents().as_bytes())?;
    archive.put("EPUB/style.css", STYLE.as_bytes())?;
    for page in &volume.pages {
        let file = format!("EPUB/{}", volume.names.file(&page.path));
        archive.put(&file, Writer::new(&volume, page).page().as_bytes())?;
    }
    for picture in &volume.pictures {
        archive.put(&format!("EPUB/{}", picture.file), &picture.bytes)?;
    }
    archive.finish()?;
    Ok(Some(bytes.into_inner()))
}

impl Volume<'_> {
    /// A document of the book. `style` is the way to its style sheet.
    fn document(&self, title: &str, style: &str, body: &str) -> String {
        let (lang, title) = (self.lang, text(title));
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" \
             xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"{lang}\" xml:lang=\"{lang}\">\n<head>\n<title>{title}</title>\n\
             <link rel=\"stylesheet\" type=\"text/css\" href=\"{style}\"/>\n</head>\n<body>\n{body}</body>\n</html>\n"
        )
    }
}

impl Page {
    /// What the page is called where it needs a name that can be seen.
    fn shown_title(&self) -> &str {
        if self.title.trim().is_empty() { &self.path } else { &self.title }
    }
}
