//! Text and lists in XML.
//!
//! Characters that XML has: <https://www.w3.org/TR/xml/#charsets>

/// Whether a character may stand in XML at all; a reference cannot bring in another either.
pub(super) fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

pub(super) fn allowed(c: char) -> char {
    if is_allowed(c) { c } else { '\u{fffd}' }
}

/// Words as text, and as the value of an attribute.
pub(super) fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars().map(allowed) {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// A list of what is XML already, bulleted or counted from `start`; nothing where it has no items.
pub(super) fn list(start: Option<u64>, items: impl Iterator<Item = String>) -> String {
    let items: String = items.map(|item| format!("<li>{item}</li>\n")).collect();
    match start {
        _ if items.is_empty() => items,
        None => format!("<ul>\n{items}</ul>\n"),
        Some(1) => format!("<ol>\n{items}</ol>\n"),
        // What counts further than a list can: https://html.spec.whatwg.org/multipage/grouping-content.html#attr-ol-start
        Some(start) => format!("<ol start=\"{}\">\n{items}</ol>\n", start.min(i32::MAX as u64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_counts_as_far_as_it_can() {
        let of = |start| list(start, ["a".to_owned()].into_iter());
        assert_eq!(of(None), "<ul>\n<li>a</li>\n</ul>\n");
        assert_eq!(of(Some(7)), "<ol start=\"7\">\n<li>a</li>\n</ol>\n");
        assert!(of(Some(u64::MAX)).starts_with("<ol start=\"2147483647\">"));
        assert_eq!(list(Some(1), std::iter::empty()), "");
    }

    #[test]
    fn words_stay_words() {
        assert_eq!(text("a <b> & \"c\"\u{1}"), "a &lt;b&gt; &amp; &quot;c&quot;\u{fffd}");
    }
}
