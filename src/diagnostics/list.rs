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

    // K06xx: reviews

    // K07xx: book and publishing
}
