//! Directives (`{{#name …}}`) hidden from the Markdown parser.
//!
//! What comes in is Markdown, what goes out is Markdown of the same length in which each directive is neutral text, so
//! that offsets hold and nothing inside a directive (`|`, `*`, a Cyrillic file name) is taken for text. A directive that
//! has a line to itself becomes an HTML block: it stands between paragraphs, even without blank lines.

use std::ops::Range;

/// Where the directives are, an escaping backslash included. A directive does not go over a line end.
pub(super) fn directives(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(open) = next_opening(text, from) {
        let rest = &text[open..];
        let line_end = rest.find('\n').unwrap_or(rest.len());
        match rest[..line_end].find("}}") {
            Some(close) => {
                let start = if text[..open].ends_with('\\') { open - 1 } else { open };
                out.push(start..open + close + 2);
                from = open + close + 2;
            }
            None => from = open + line_end,
        }
    }
    out
}

/// The directives themselves, in order.
pub(super) fn directive_texts(text: &str) -> Vec<&str> {
    directives(text).into_iter().map(|range| &text[range]).collect()
}

/// Whether something in `text` could be taken for a directive's opening, by mdBook's own rule (blanks may stand
/// between the braces and the hash, line ends too).
pub(super) fn has_opening(text: &str) -> bool {
    next_opening(text, 0).is_some()
}

fn next_opening(text: &str, mut from: usize) -> Option<usize> {
    loop {
        let open = from + text[from..].find("{{")?;
        let inside = text[open + 2..].trim_start_matches([' ', '\t', '\r', '\n', '{']);
        if inside.starts_with('#') || inside.starts_with("/term}}") || inside.starts_with("/noterm}}") {
            return Some(open);
        }
        // Other braces of the same run are followed by the same: thousands of them are looked at once.
        from = text.len() - inside.len();
    }
}

/// `text` with every directive hidden.
pub(super) fn mask(text: &str) -> String {
    hide(text, directives(text), true)
}

/// `text` with those directives hidden that are among `known`, each as one word.
pub(super) fn mask_known(text: &str, known: &[&str]) -> (String, Vec<Range<usize>>) {
    let ranges: Vec<_> = directives(text).into_iter().filter(|range| known.contains(&&text[range.clone()])).collect();
    (hide(text, ranges.clone(), false), ranges)
}

fn hide(text: &str, ranges: Vec<Range<usize>>, blocks: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for range in ranges {
        out.push_str(&text[done..range.start]);
        let length = range.len();
        if blocks && alone_on_line(text, &range) {
            out.push_str("<!x");
            out.extend(std::iter::repeat_n(' ', length - 4));
            out.push('>');
        } else {
            // Punctuation at both ends, as in the directive, for the rules of emphasis; no letter of any language.
            out.push('%');
            out.extend(std::iter::repeat_n('0', length - 2));
            out.push('%');
        }
        done = range.end;
    }
    out.push_str(&text[done..]);
    out
}

fn alone_on_line(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].rsplit('\n').next().unwrap_or_default();
    let after = text[range.end..].split('\n').next().unwrap_or_default();
    before.bytes().all(|b| matches!(b, b' ' | b'\t' | b'>')) && after.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directive_is_hidden_and_nothing_moves() {
        let text = "Смотри {{#note сеть.txt#a|b}} и\n{{#example pod.yaml}}\nещё {{ #x\n";
        let masked = mask(text);
        assert_eq!(masked.len(), text.len());
        assert!(!masked.contains("note") && masked.contains("\n<!x                 >\n"), "{masked}");
        assert!(masked.ends_with("ещё {{ #x\n"), "an opening without an end is text");
        assert_eq!(directive_texts(text), ["{{#note сеть.txt#a|b}}", "{{#example pod.yaml}}"]);
    }

    #[test]
    fn openings_are_found_as_mdbook_finds_them() {
        for text in ["{{#a", "{{ #a", "{{{#a", "{{\n#a"] {
            assert!(has_opening(text), "{text:?}");
        }
        for text in ["{ {#a", "{{a}}", "&#123;{#a"] {
            assert!(!has_opening(text), "{text:?}");
        }
        assert_eq!(directive_texts("{{ {{a}} {{{ {{#b}}"), ["{{{ {{#b}}"]);
    }

    /// A megabyte of braces is read in one pass.
    #[test]
    fn braces_without_end_are_no_directive() {
        assert!(!has_opening(&"{".repeat(1 << 20)) && !has_opening(&"{{ ".repeat(1 << 19)));
    }
}
