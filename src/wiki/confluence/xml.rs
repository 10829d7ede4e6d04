//! The marks of the storage format: text made harmless, and macros.
//!
//! <https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html>

use crate::wiki::xml::allowed;
pub(super) use crate::wiki::xml::{is_allowed, text};

/// Words that are not read for marks. The end mark of the section is cut in two.
pub(super) fn cdata(words: &str) -> String {
    let words: String = words.chars().map(allowed).collect();
    format!("<![CDATA[{}]]>", words.replace("]]>", "]]]]><![CDATA[>"))
}

/// What a macro holds.
pub(super) enum Body {
    /// Nothing.
    None,
    /// Text as it is.
    Plain(String),
    /// Marks of the storage format.
    Rich(String),
}

/// A macro with its parameters. The one without a name is the macro's default parameter.
pub(super) fn macro_of(name: &str, parameters: &[(&str, &str)], body: &Body) -> String {
    let mut out = format!("<ac:structured-macro ac:name=\"{name}\" ac:schema-version=\"1\">");
    for (name, value) in parameters {
        out.push_str(&format!("<ac:parameter ac:name=\"{name}\">{}</ac:parameter>", text(value)));
    }
    match body {
        Body::None => {}
        Body::Plain(words) => {
            out.push_str(&format!("<ac:plain-text-body>{}</ac:plain-text-body>", cdata(words)));
        }
        Body::Rich(marks) => out.push_str(&format!("<ac:rich-text-body>{marks}</ac:rich-text-body>")),
    }
    out.push_str("</ac:structured-macro>");
    out
}

/// A place that links may name: <https://confluence.atlassian.com/doc/anchor-macro-139182.html>.
pub(super) fn anchor(id: &str) -> String {
    macro_of("anchor", &[("", &anchor_name(id))], &Body::None)
}

/// The name of a place. Confluence drops blanks in names, and not alike in links and in places.
pub(super) fn anchor_name(id: &str) -> String {
    id.split_whitespace().collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        assert_eq!(cdata("a ]]> b"), "<![CDATA[a ]]]]><![CDATA[> b]]>");
    }
}
