//! The list of codes. A code stands here and in its page, nowhere else; it is never given a second meaning.

use super::Code;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        $($(#[$doc])* pub const $name: Code = Code($code);)*

        /// Every code with the text of its page.
        pub(super) const PAGES: &[(Code, &str)] = &[$(($name, include_str!(concat!("pages/", $code, ".md"))),)*];
    };
}

codes! {
    // K01xx: notes
    /// No such note.
    NOTE_MISSING = "K0101";
    /// A note has no such section.
    SECTION_MISSING = "K0102";
    /// A section has no such item or block.
    PART_MISSING = "K0103";
    /// A note is not text.
    NOTE_BINARY = "K0104";

    // K02xx: YAML and the Kubernetes schema
    /// The text is not YAML.
    YAML_SYNTAX = "K0201";

    // K03xx: consistency between examples

    // K04xx: glossary and links

    // K05xx: translation

    // K06xx: reviews
    /// A quote that does not stand in its note.
    QUOTE_MISSING = "K0601";
    /// A review without a document that says so.
    REVIEW_SOURCE = "K0602";

    // K07xx: book and publishing
    /// A TOML file of the book with a mistake.
    BOOK_SETTINGS = "K0701";
    /// `SUMMARY.md` with a mistake.
    SUMMARY = "K0702";
    /// The summary names a file that is not there.
    CHAPTER_MISSING = "K0703";
    /// A path that leads out of the book.
    PATH_LEAVES_BOOK = "K0704";
    /// No such directive.
    DIRECTIVE_UNKNOWN = "K0705";
    /// A directive's words make no sense.
    DIRECTIVE_ARGUMENT = "K0706";
    /// No such example.
    EXAMPLE_MISSING = "K0707";
    /// No such term.
    TERM_MISSING = "K0708";
    /// A file that every book has.
    FILE_MISSING = "K0709";
    /// A file that is not UTF-8.
    NOT_UTF8 = "K0710";
    /// A chapter that stands in the summary twice.
    CHAPTER_TWICE = "K0711";
    /// A link to nothing.
    LINK_BROKEN = "K0712";
    /// An example that should fail and does not.
    FENCE_PASSES = "K0713";
}
