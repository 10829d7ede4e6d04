//! The package: what the book is, what files it has, in which order they are read.
//!
//! - <https://www.w3.org/TR/epub-33/#sec-package-doc>
//! - <https://www.w3.org/TR/epub-a11y-11/#sec-disc-package>

use sha2::{Digest, Sha256};

use super::Volume;
use crate::wiki::{
    document::{Block, Inline, Met, visit},
    xml::text,
};

/// A package must say when it was last modified. The time of the build would make every file another one.
const MODIFIED: &str = "1980-01-01T00:00:00Z";

impl Volume<'_> {
    /// The package document.
    pub(super) fn package(&self) -> String {
        let (lang, title) = (self.lang, text(self.title));
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" \
             unique-identifier=\"id\" xml:lang=\"{lang}\">\n<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
             <dc:identifier id=\"id\">{}</dc:identifier>\n<dc:title>{title}</dc:title>\n<dc:language>{lang}</dc:language>\n",
            self.identifier()
        );
        for author in self.about.authors.iter().filter(|author| !author.trim().is_empty()) {
            out.push_str(&format!("<dc:creator>{}</dc:creator>\n", text(author)));
        }
        out.push_str(&meta("dcterms:modified", MODIFIED));
        out.push_str(&self.accessibility());
        out.push_str(
            "</metadata>\n<manifest>\n<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n\
             <item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n",
        );
        let mut spine = String::from("<spine>\n<itemref idref=\"nav\"/>\n");
        for (n, page) in self.pages.iter().enumerate() {
            let file = self.names.file(&page.path);
            out.push_str(&format!("<item id=\"c{n}\" href=\"{file}\" media-type=\"application/xhtml+xml\"/>\n"));
            spine.push_str(&format!("<itemref idref=\"c{n}\"/>\n"));
        }
        for (n, picture) in self.pictures.iter().enumerate() {
            out.push_str(&format!("<item id=\"p{n}\" href=\"{}\" media-type=\"{}\"/>\n", picture.file, picture.kind));
        }
        out + "</manifest>\n" + &spine + "</spine>\n</package>\n"
    }

    /// The same for every build of the book, another one for each language: a UUID of version 8, whose bits are those of
    /// a hash: <https://www.rfc-editor.org/rfc/rfc9562#section-5.8>.
    fn identifier(&self) -> String {
        let name = [self.title, self.lang.tag(), self.about.address].join("\0");
        let mut bits: Vec<u8> = Sha256::digest(name.as_bytes()).iter().copied().take(16).collect();
        bits[6] = 0x80 | (bits[6] & 0x0f);
        bits[8] = 0x80 | (bits[8] & 0x3f);
        let mut out = String::from("urn:uuid:");
        for (n, byte) in bits.iter().enumerate() {
            out.push_str(if matches!(n, 4 | 6 | 8 | 10) { "-" } else { "" });
            out.push_str(&format!("{byte:02x}"));
        }
        out
    }

    /// What <https://www.w3.org/TR/epub-a11y-11/#sec-disc-package> asks for.
    fn accessibility(&self) -> String {
        let mut described = true;
        for page in &self.pages {
            visit(&page.blocks, &mut |met| {
                if let Met::Block(Block::Figure { alt, .. }) | Met::Inline(Inline::Image { alt, .. }) = met {
                    described &= !alt.trim().is_empty();
                }
            });
        }
        let pictures = !self.pictures.is_empty();
        let mut out = meta("schema:accessMode", "textual");
        if pictures {
            out.push_str(&meta("schema:accessMode", "visual"));
        }
        if described {
            out.push_str(&meta("schema:accessModeSufficient", "textual"));
        }
        for feature in ["structuralNavigation", "tableOfContents", "displayTransformability"] {
            out.push_str(&meta("schema:accessibilityFeature", feature));
        }
        if pictures && described {
            out.push_str(&meta("schema:accessibilityFeature", "alternativeText"));
        }
        out.push_str(&meta("schema:accessibilityHazard", "none"));
        out + &meta("schema:accessibilitySummary", self.words.accessible(described))
    }
}

fn meta(property: &str, value: &str) -> String {
    format!("<meta property=\"{property}\">{}</meta>\n", text(value))
}
