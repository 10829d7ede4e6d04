//! Which corrections cannot be wrong, and the text that makes them.
//!
//! A fix touches one scalar where it is written, so comments and layout stay. A value that comes through an alias, a
//! block or several lines is never touched.

use super::yaml::{Node, Scalar};
use crate::{
    diagnostics::{Diagnostic, nearest},
    text::{Source, Span},
};

/// The place of a scalar and its quote, where its text stands there letter by letter.
fn written<'n>(source: &Source, node: &'n Node) -> Option<(&'n Scalar, Option<char>)> {
    let scalar = node.scalar()?;
    let slice = source.slice(node.span);
    if slice == scalar.text {
        return Some((scalar, None));
    }
    let quote = slice.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = slice.strip_prefix(quote)?.strip_suffix(quote)?;
    (inner == scalar.text && !inner.contains(['\\', quote])).then_some((scalar, Some(quote)))
}

/// The scalar in double quotes.
pub(super) fn quote(diagnostic: Diagnostic, source: &Source, node: &Node) -> Diagnostic {
    match written(source, node) {
        Some((scalar, None)) if quotable(&scalar.text) => diagnostic.fix(node.span, format!("\"{}\"", scalar.text)),
        _ => diagnostic,
    }
}

/// The scalar without its quotes.
pub(super) fn unquote(diagnostic: Diagnostic, source: &Source, node: &Node) -> Diagnostic {
    match written(source, node) {
        Some((scalar, Some(_))) => diagnostic.fix(node.span, scalar.text.clone()),
        _ => diagnostic,
    }
}

/// Another text in the place of the scalar's, in its quotes.
pub(super) fn replace(diagnostic: Diagnostic, source: &Source, node: &Node, text: &str) -> Diagnostic {
    match written(source, node) {
        Some((_, None)) => diagnostic.fix(node.span, text),
        Some((_, Some(quote))) => diagnostic.fix(node.span, format!("{quote}{text}{quote}")),
        None => diagnostic,
    }
}

/// Another key in the place of the one that is written there.
pub(super) fn rename(diagnostic: Diagnostic, source: &Source, at: Span, key: &str, to: &str) -> Diagnostic {
    if source.slice(at) == key { diagnostic.fix(at, to) } else { diagnostic }
}

/// Whether a text may be put between double quotes as it is.
pub(super) fn quotable(text: &str) -> bool {
    !text.is_empty() && !text.contains(['"', '\\', '\n', '\r'])
}

/// The known name that must be meant: the same letters in another case or with other separators; or one slip of the pen
/// in a name of at least five letters, where no other name is as near.
pub(super) fn meant<'a>(typed: &str, known: &[&'a str]) -> Option<&'a str> {
    let letters = |text: &str| text.to_lowercase().replace(['_', '-', ' '], "");
    let mut same = known.iter().filter(|name| letters(name) == letters(typed));
    if let (Some(name), None) = (same.next(), same.next()) {
        return Some(name);
    }
    let near = nearest(typed, known.iter().copied())?;
    let distance = |name: &str| crate::diagnostics::distance(typed, name);
    let alone = known.iter().filter(|name| **name != near).all(|name| distance(name) > 2);
    (typed.len() >= 5 && distance(near) == 1 && alone).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_is_certain_or_nothing() {
        let known = ["replicas", "selector", "matchLabels", "port", "ports", "httpGet", "limits"];
        for (typed, name) in [
            ("replcas", Some("replicas")),
            ("Replicas", Some("replicas")),
            ("match_labels", Some("matchLabels")),
            ("HTTPGet", Some("httpGet")),
            ("port", Some("port")),
            ("prot", None),
            ("posts", None),
            ("limit", Some("limits")),
            ("selektoren", None),
        ] {
            assert_eq!(meant(typed, &known), name, "{typed}");
        }
    }
}
