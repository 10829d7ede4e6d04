//! The file that `importDump.php` takes.
//!
//! <https://www.mediawiki.org/wiki/Help:Export#Export_format>, <https://www.mediawiki.org/xml/export-0.11.xsd>
//!
//! Revisions have no time, though the schema asks for one. MediaWiki then takes that of the import, so that what is
//! imported again is newer than what was there. A time of the export would make two exports of one book differ, and one
//! that stands still would make MediaWiki leave the old page as it is:
//! <https://www.mediawiki.org/wiki/Manual:Importing_XML_dumps>.

use std::fmt::Write;

use html_escape::{encode_double_quoted_attribute, encode_text};

use crate::text::Lang;

/// The kind of a page, by its number: <https://www.mediawiki.org/wiki/Manual:Namespace_constants>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Namespace {
    /// Of the book.
    Main = 0,
    /// What is said of a file.
    File = 6,
    /// A category.
    Category = 14,
}

/// A page of the wiki.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) namespace: Namespace,
    /// Without its namespace.
    pub(super) title: String,
    pub(super) text: String,
}

/// The file.
pub(super) fn dump(lang: Option<&Lang>, entries: &[Entry]) -> String {
    let lang = lang.map_or("en", Lang::tag);
    let mut out = format!(
        "<mediawiki xmlns=\"http://www.mediawiki.org/xml/export-0.11/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://www.mediawiki.org/xml/export-0.11/ \
         http://www.mediawiki.org/xml/export-0.11.xsd\" version=\"0.11\" xml:lang=\"{}\">\n",
        encode_double_quoted_attribute(lang)
    );
    for (n, entry) in entries.iter().enumerate() {
        let prefix = match entry.namespace {
            Namespace::Main => "",
            Namespace::File => "File:",
            Namespace::Category => "Category:",
        };
        let _ = write!(
            out,
            "  <page>\n    <title>{prefix}{title}</title>\n    <ns>{ns}</ns>\n    <id>{id}</id>\n    <revision>\n      \
             <id>{id}</id>\n      <contributor><username>Konspekt</username></contributor>\n      \
             <comment>konspekt export mediawiki</comment>\n      <origin>{id}</origin>\n      \
             <model>wikitext</model>\n      <format>text/x-wiki</format>\n      \
             <text bytes=\"{bytes}\" xml:space=\"preserve\">{text}</text>\n    </revision>\n  </page>\n",
            title = encode_text(&entry.title),
            ns = entry.namespace as u8,
            id = n + 1,
            bytes = entry.text.len(),
            text = encode_text(&entry.text),
        );
    }
    out.push_str("</mediawiki>\n");
    out
}
