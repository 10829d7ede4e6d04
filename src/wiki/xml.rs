//! Text in XML.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        assert_eq!(text("a <b> & \"c\"\u{1}"), "a &lt;b&gt; &amp; &quot;c&quot;\u{fffd}");
    }
}
