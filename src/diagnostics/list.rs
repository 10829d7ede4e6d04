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
    /// The glossary is not TOML.
    GLOSSARY_SYNTAX = "K0401";
    /// A term or a relation lacks a field.
    GLOSSARY_MISSING_FIELD = "K0402";
    /// Two terms have one id.
    GLOSSARY_DUPLICATE_TERM = "K0403";
    /// Two terms claim one name.
    GLOSSARY_FORM_CLAIMED_TWICE = "K0404";
    /// A relation leads to a term that does not exist.
    GLOSSARY_UNKNOWN_TERM = "K0405";
    /// A relation has no phrase.
    GLOSSARY_UNKNOWN_RELATION = "K0406";
    /// The glossary has a key nothing reads.
    GLOSSARY_UNKNOWN_KEY = "K0407";
    /// A value of the glossary is of the wrong type.
    GLOSSARY_WRONG_TYPE = "K0408";
    /// A term's id cannot be one.
    GLOSSARY_BAD_ID = "K0409";
    /// A term's source is no web address.
    GLOSSARY_BAD_SOURCE = "K0410";
    /// A name has no letter or digit.
    GLOSSARY_EMPTY_NAME = "K0411";

    // K05xx: translation
    /// A line of a catalog cannot be read.
    BROKEN_CATALOG = "K0501";
    /// A catalog is not UTF-8.
    CATALOG_CHARSET = "K0502";
    /// A catalog has a message twice.
    DUPLICATE_MESSAGE = "K0503";
    /// A catalog has a message that the book has not.
    UNUSED_TRANSLATION = "K0504";
    /// A message has no translation.
    MISSING_TRANSLATION = "K0505";
    /// The source has changed since it was translated.
    STALE_TRANSLATION = "K0506";
    /// A translation would change more than text.
    TRANSLATION_STRUCTURE = "K0507";
    /// Code spans of source and translation differ.
    CODE_SPANS_DIFFER = "K0508";
    /// A number of the source is not in the translation.
    NUMBERS_DIFFER = "K0509";
    /// Letters of the source language stand in the translation.
    SOURCE_LANGUAGE_LEFT = "K0510";
    /// The translation is the source.
    TRANSLATION_EQUALS_SOURCE = "K0511";
    /// Quotation marks of another language.
    FOREIGN_QUOTES = "K0512";

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
