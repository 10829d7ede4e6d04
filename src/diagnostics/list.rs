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
    /// A note in a form that is not read.
    NOTE_FORMAT = "K0105";
    /// A note with bytes that its encoding does not have.
    NOTE_ENCODING = "K0106";
    /// An export that is no JSON, or not all of it.
    EXPORT_BROKEN = "K0107";
    /// A note without a word.
    NOTE_EMPTY = "K0108";
    /// A correction that cannot be made.
    CORRECTION = "K0109";
    /// A line of the names that sections have had is none.
    KEPT_IDS = "K0110";

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
    /// What only one can have is claimed by two.
    CLAIMED_TWICE = "K0312";
    /// Utilization of a request that nobody makes.
    NO_REQUEST = "K0313";
    /// A budget that forbids every eviction.
    BUDGET = "K0314";
    /// A StatefulSet whose Service selects other Pods.
    GOVERNING_SERVICE = "K0315";

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
    /// Two terms are each in one direction of a relation to the other.
    GLOSSARY_CONTRADICTION = "K0412";
    /// A term that the book never mentions.
    GLOSSARY_UNUSED_TERM = "K0413";
    /// A name that recurs and that no term has.
    GLOSSARY_CANDIDATE = "K0414";

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
    /// The translation does not name a term that the source means.
    TERM_NOT_AGREED = "K0513";
    /// A dash, a blank or the end of a sentence is not as the language writes it.
    TYPOGRAPHY = "K0514";
    /// Placeholders of source and translation differ.
    PLACEHOLDERS_DIFFER = "K0515";
    /// What is stressed in source and translation differs.
    MARKUP_DIFFERS = "K0516";
    /// A catalog of another language than the book's.
    CATALOG_LANGUAGE = "K0517";
    /// A language whose words the program cannot inflect.
    PLAIN_LANGUAGE = "K0518";
    /// Not one message has a translation.
    NOTHING_TRANSLATED = "K0519";

    // K06xx: reviews
    /// A quote that does not stand in its note.
    QUOTE_MISSING = "K0601";
    /// A review without a document that says so.
    REVIEW_SOURCE = "K0602";
    /// A quote in English that does not stand in the translation of its note.
    QUOTE_TRANSLATION = "K0603";

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
    /// A chapter whose page is another one's.
    PAGE_TAKEN = "K0711";
    /// A link to nothing.
    LINK_BROKEN = "K0712";
    /// An example that should fail and does not.
    FENCE_PASSES = "K0713";
    /// A level that a diagnostic cannot have.
    CHECK_SETTING = "K0714";
    /// A link to a page of another site that is gone.
    LINK_GONE = "K0715";
    /// A link to a host that does not exist.
    LINK_HOST = "K0716";
    /// A link to another site that could not be verified.
    LINK_UNSURE = "K0717";
    /// A link to a page that has moved for good.
    LINK_MOVED = "K0718";
    /// A link to a place that a page of another site has not.
    LINK_FRAGMENT = "K0719";
}
