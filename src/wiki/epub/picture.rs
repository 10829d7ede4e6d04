//! The pictures of the book, each of a kind that reading systems show.
//!
//! What a file is, its bytes say: <https://www.w3.org/TR/epub-33/#sec-core-media-types>. A drawing somebody else made is
//! read as XML; one with scripts, with styles, or that asks for another file is left out, as is a picture of any other
//! kind. Its words stand in its place.

use std::{borrow::Cow, collections::BTreeSet};

use roxmltree::Document;

use crate::{
    text::slug::{Slugs, slug},
    wiki::{
        Book, Page,
        document::{Block, Inline, Met, Target, visit},
        xml::allowed,
    },
};

/// A picture in the book.
pub(super) struct Picture<'a> {
    /// The file below `src`, or the name of a drawing.
    pub(super) of: &'a str,
    /// Its file, from the folder of the package.
    pub(super) file: String,
    /// Its media type.
    pub(super) kind: &'static str,
    /// Its bytes.
    pub(super) bytes: Cow<'a, [u8]>,
}

/// The pictures that the pages show.
pub(super) fn shown<'a>(book: &'a Book, pages: &[&'a Page]) -> Vec<Picture<'a>> {
    let mut out: Vec<Picture<'a>> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut names = Slugs::default();
    for page in pages {
        visit(&page.blocks, &mut |met| {
            let (of, bytes) = match met {
                Met::Block(Block::Figure { name, svg, .. }) => {
                    let svg: String = svg.chars().map(allowed).collect();
                    (name.as_str(), Some(Cow::Owned(svg.into_bytes())))
                }
                Met::Inline(Inline::Image { from: Target::File(path), .. }) => {
                    (path.as_str(), book.files.get(path).map(|bytes| Cow::Borrowed(&bytes[..])))
                }
                _ => return,
            };
            let Some(bytes) = bytes.filter(|_| seen.insert(of)) else { return };
            if let Some((kind, ending)) = kind_of(&bytes) {
                let name = names.take(&slug(of.rsplit_once('.').map_or(of, |(stem, _)| stem)), "picture");
                out.push(Picture { of, file: format!("files/{name}.{ending}"), kind, bytes });
            }
        });
    }
    out
}

/// The media type and the ending of a picture.
fn kind_of(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(("image/png", "png")),
        [0xff, 0xd8, 0xff, ..] => Some(("image/jpeg", "jpg")),
        [b'G', b'I', b'F', b'8', ..] => Some(("image/gif", "gif")),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(("image/webp", "webp")),
        bytes => is_drawing(std::str::from_utf8(bytes).ok()?).then_some(("image/svg+xml", "svg")),
    }
}

/// Whether this is a drawing that is whole by itself and only a drawing.
fn is_drawing(svg: &str) -> bool {
    const SVG: &str = "http://www.w3.org/2000/svg";
    let Ok(document) = Document::parse(svg) else { return false };
    let mut ids = BTreeSet::new();
    document.root_element().has_tag_name((SVG, "svg"))
        && document.descendants().filter(roxmltree::Node::is_element).all(|element| {
            let name = element.tag_name();
            let outside = name.namespace() != Some(SVG)
                || matches!(name.name(), "script" | "style" | "foreignObject" | "image" | "feImage" | "handler");
            !outside
                && element.attributes().all(|attribute| {
                    let value = attribute.value().trim();
                    match attribute.name() {
                        "href" => value.starts_with('#'),
                        "id" => {
                            value.starts_with(|c: char| c.is_alphabetic() || c == '_')
                                && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
                                && ids.insert(value)
                        }
                        name => !name.starts_with("on") && !value.replace("url(#", "").contains("url("),
                    }
                })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_one_that_asks_for_nothing() {
        let drawing = |inside: &str| {
            is_drawing(&format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\">{inside}</svg>"))
        };
        assert!(drawing("<path id=\"a\" d=\"M0 0\" fill=\"url(#b)\"/><text>печь &amp; bread</text>"));
        for bad in [
            "<script>alert(1)</script>",
            "<path onclick=\"alert(1)\"/>",
            "<path fill=\"url(https://example.org/a)\"/>",
            "<a href=\"https://example.org\"/>",
            "<path id=\"a\"/><path id=\"a\"/>",
            "<path a=\"1\" a=\"2\"/>",
            "<path>",
            "&entity;",
        ] {
            assert!(!drawing(bad), "{bad}");
        }
        assert!(!is_drawing("<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><svg>&a;</svg>"));
    }

    #[test]
    fn what_a_picture_is_its_bytes_say() {
        assert_eq!(kind_of(b"\x89PNG\r\n\x1a\n...").map(|kind| kind.1), Some("png"));
        assert_eq!(kind_of(b"<html>"), None);
        assert_eq!(kind_of(b""), None);
    }
}
