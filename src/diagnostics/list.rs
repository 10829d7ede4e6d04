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
    /// A key stands twice in a mapping.
    DUPLICATE_KEY = "K0202";
    /// The API has no such field there.
    UNKNOWN_FIELD = "K0203";
    /// A value of another type than the API asks for.
    WRONG_TYPE = "K0204";
    /// A required field is missing.
    MISSING_FIELD = "K0205";
    /// The kind is in another group or version.
    UNKNOWN_API = "K0206";
    /// The API version is served no more.
    REMOVED_API = "K0207";
    /// A kind that nothing defines.
    UNKNOWN_KIND = "K0208";
    /// Too deep, too long or too many aliases.
    YAML_TOO_BIG = "K0209";
    /// None of the allowed words.
    UNKNOWN_VALUE = "K0210";
    /// A number out of range.
    OUT_OF_RANGE = "K0211";
    /// A text that cannot be a name there.
    BAD_NAME = "K0212";
    /// A text without the form it must have.
    BAD_FORMAT = "K0213";
    /// None or several of a group of fields.
    ONE_OF = "K0214";
    /// Items of a list that must differ do not.
    DUPLICATE_ITEM = "K0215";
    /// A value above its limit.
    ABOVE_LIMIT = "K0216";
    /// Fields that exclude each other.
    NOT_TOGETHER = "K0217";
    /// A file read as JSON that is none.
    NOT_JSON = "K0218";
    /// A fragment of nothing.
    UNKNOWN_PATH = "K0219";
    /// A mount without its volume.
    UNKNOWN_VOLUME = "K0220";
    /// A probe of a port that is not there.
    UNKNOWN_PORT = "K0221";

    // K03xx: consistency between examples
    /// A controller that does not select its own Pods.
    SELECTOR_TEMPLATE = "K0301";
    /// Two manifests of one object.
    DUPLICATE_OBJECT = "K0302";
    /// A selector that matches nothing.
    SELECTS_NOTHING = "K0303";
    /// A Service port that no container has.
    TARGET_PORT = "K0304";
    /// A reference to nothing in the set.
    DANGLING_REFERENCE = "K0305";
    /// A key that a ConfigMap or Secret has not.
    MISSING_KEY = "K0306";
    /// Two controllers that select the same Pods.
    OVERLAP = "K0307";
    /// A StatefulSet whose Service is not headless.
    NOT_HEADLESS = "K0308";
    /// A backend port that the Service has not.
    SERVICE_PORT = "K0309";
    /// A claim that cannot bind its volume.
    CANNOT_BIND = "K0310";
    /// A reference with a wrong API version.
    WRONG_TARGET = "K0311";

    // K04xx: glossary and links

    // K05xx: translation

    // K06xx: reviews

    // K07xx: book and publishing
}
