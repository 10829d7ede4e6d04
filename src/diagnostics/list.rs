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

    // K02xx: YAML and the Kubernetes schema
    /// The text is not YAML.
    YAML_SYNTAX = "K0201";

    // K03xx: consistency between examples

    // K04xx: glossary and links

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

    // K07xx: book and publishing
}
