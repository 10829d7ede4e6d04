//! Addresses in plain text, where no markup says where they end.
//!
//! The rules are those by which GitHub links a bare address (<https://github.github.com/gfm/#autolinks-extension->), with
//! the quotation marks and brackets of any language as ends.

use std::ops::Range;

/// Where `http://` and `https://` addresses stand in `text`, in order.
pub(super) fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices("://") {
        let Some(scheme) = ["https", "http"].into_iter().find(|scheme| text[..at].ends_with(scheme)) else { continue };
        let start = at - scheme.len();
        let inside = out.last().is_some_and(|last| start < last.end);
        if inside || text[..start].ends_with(|c: char| c.is_ascii_alphanumeric()) {
            continue;
        }
        let end = start + length(&text[start..]);
        if end > at + "://".len() {
            out.push(start..end);
        }
    }
    out
}

/// How long the address is that begins here.
fn length(text: &str) -> usize {
    let ends = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '"' | '`' | '|' | '\\' | '^' | '«' | '»' | '“' | '”' | '„' | '…')
    };
    let mut text = &text[..text.find(ends).unwrap_or(text.len())];
    loop {
        let unmatched =
            |open: char, close: char| text.ends_with(close) && text.matches(close).count() > text.matches(open).count();
        let trailing = text.ends_with(['?', '!', '.', ',', ':', ';', '*', '_', '~', '\'', '—', '–']);
        if !trailing && !unmatched('(', ')') && !unmatched('[', ']') && !unmatched('{', '}') {
            return text.len();
        }
        text = &text[..text.len() - text.chars().next_back().map_or(1, char::len_utf8)];
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever a note holds, addresses stand one behind the other and are stretches of it.
        #[test]
        fn every_address_is_a_stretch_of_its_text(text in r#"([ -~а-яё«»…]|https?://|\(|\)){0,40}"#) {
            let mut end = 0;
            for range in addresses(&text) {
                prop_assert!(range.start >= end && text[range.clone()].starts_with("http"), "{text:?}");
                end = range.end;
            }
        }
    }

    #[test]
    fn an_address_ends_where_its_sentence_goes_on() {
        let found =
            |text: &str| -> Vec<String> { addresses(text).into_iter().map(|range| text[range].to_owned()).collect() };
        for (text, wanted) in [
            ("см. https://a.org/b.", &["https://a.org/b"][..]),
            ("(https://a.org/w_(b)), http://c.org?", &["https://a.org/w_(b)", "http://c.org"]),
            ("«https://a.org/b»", &["https://a.org/b"]),
            ("[x](https://a.org/b)", &["https://a.org/b"]),
            ("`https://a.org/b`", &["https://a.org/b"]),
            ("**https://a.org/b**", &["https://a.org/b"]),
            ("https://web.archive.org/web/1/https://a.org", &["https://web.archive.org/web/1/https://a.org"]),
            ("https://a.org/?x=1&y=2#z;", &["https://a.org/?x=1&y=2#z"]),
            ("https://ru.wikipedia.org/wiki/Хлеб — хлеб", &["https://ru.wikipedia.org/wiki/Хлеб"]),
            ("https://", &[]),
            ("https://…", &[]),
            ("шифр xhttp://a.org и ftp://b.org", &[]),
        ] {
            assert_eq!(found(text), wanted, "{text}");
        }
    }
}
