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

    // K06xx: reviews

    // K07xx: book and publishing
}
