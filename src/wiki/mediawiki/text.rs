//! Words as wikitext that shows them letter by letter.
//!
//! What MediaWiki would read as a mark is written as a character reference, which no step of its parser takes for one:
//! <https://www.mediawiki.org/wiki/Help:Formatting>, <https://www.mediawiki.org/wiki/Markup_spec>.

use std::fmt::Write;

/// Words anywhere on a page: in a paragraph, a cell, a heading, the words of a link, the value of a parameter.
pub(super) fn escape(text: &str) -> String {
    let chars: Vec<char> = text.chars().map(allowed).collect();
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        if is_mark(c, before, after) || breaks_a_number(&chars, at) {
            reference(c, &mut out);
        } else {
            out.push(c);
        }
    }
    out
}

/// The value of an attribute, between double quotes.
pub(super) fn attribute(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().map(allowed) {
        if c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ',' | ' ') {
            out.push(c)
        } else {
            reference(c, &mut out)
        }
    }
    out
}

/// What a dump can hold: XML has no control characters, and a line ends where its writer says so.
fn allowed(c: char) -> char {
    match c {
        '\n' | '\r' => ' ',
        '\t' => '\t',
        '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

fn reference(c: char, out: &mut String) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        c => drop(write!(out, "&#{};", u32::from(c))),
    }
}

/// Whether a character would be read as a mark, or as a part of one, between its neighbours.
fn is_mark(c: char, before: Option<char>, after: Option<char>) -> bool {
    let doubled = before == Some(c) || after == Some(c);
    match c {
        // Elements and references, links, templates, cells, headings.
        '&' | '<' | '>' | '[' | ']' | '{' | '}' | '|' | '=' => true,
        // As itself it keeps `[address words]` from being a link.
        char::REPLACEMENT_CHARACTER => true,
        // Bold and italic, magic words, signatures.
        '\'' | '_' | '~' => doubled,
        // Lists, heads of cells, lines across the page: at the start of a line, where no blank stands.
        '*' | '#' | ';' | '-' | '!' | ':' if before.is_none() => true,
        // `http:` makes a link of what follows.
        ':' if after.is_none_or(|after| !after.is_whitespace()) => true,
        // Between cells of a head.
        '!' if doubled => true,
        // French spaces: MediaWiki would put a non-breaking blank before these.
        ':' | ';' | '?' | '!' | '%' | '»' | '›' => before == Some(' '),
        ' ' => matches!(before, Some('«' | '‹')),
        _ => false,
    }
}

/// `RFC 1234`, `PMID 1` and `ISBN 1-2` are links in some wikis: <https://www.mediawiki.org/wiki/Help:Magic_links>.
fn breaks_a_number(chars: &[char], at: usize) -> bool {
    let is = |word: &str| chars[..at].ends_with(&word.chars().collect::<Vec<_>>());
    chars[at].is_whitespace()
        && chars.get(at + 1).is_some_and(char::is_ascii_digit)
        && ["RFC", "PMID", "ISBN"].into_iter().any(is)
}

/// Code in a block: coloured, where its own words do not end the element.
///
/// <https://www.mediawiki.org/wiki/Extension:SyntaxHighlight>
pub(super) fn code(lang: Option<&str>, text: &str) -> String {
    let text: String =
        text.split('\n').map(|line| line.chars().map(allowed).collect::<String>()).collect::<Vec<_>>().join("\n");
    // The extension takes blank lines away at the start, and nothing that is longer.
    const LONGEST: usize = 100_000;
    let ends = text.to_ascii_lowercase().contains("</syntaxhighlight");
    if ends || text.starts_with('\n') || text.trim().is_empty() || text.len() > LONGEST {
        let lines: Vec<String> = text.split('\n').map(preformatted).collect();
        return format!("<pre>\n{}\n</pre>", lines.join("\n"));
    }
    format!("<syntaxhighlight lang=\"{}\">\n{text}\n</syntaxhighlight>", lexer(lang.unwrap_or_default()))
}

/// Inside `<pre>` only elements and references count.
fn preformatted(line: &str) -> String {
    let mut out = String::new();
    for c in line.chars() {
        if matches!(c, '&' | '<' | '>' | '{' | '[') { reference(c, &mut out) } else { out.push(c) }
    }
    out
}

/// The name of a language for the extension: one that Pygments does not know would put the page into a category of
/// errors. <https://pygments.org/docs/lexers/>
fn lexer(lang: &str) -> &str {
    const KNOWN: [&str; 54] = [
        "awk",
        "bash",
        "c",
        "c++",
        "clojure",
        "cmake",
        "console",
        "cpp",
        "csharp",
        "css",
        "dart",
        "diff",
        "docker",
        "dockerfile",
        "elixir",
        "erlang",
        "go",
        "graphql",
        "groovy",
        "haskell",
        "html",
        "http",
        "ini",
        "java",
        "javascript",
        "js",
        "json",
        "kotlin",
        "lua",
        "make",
        "makefile",
        "markdown",
        "md",
        "nginx",
        "ocaml",
        "perl",
        "php",
        "powershell",
        "properties",
        "protobuf",
        "python",
        "ruby",
        "rust",
        "scala",
        "sh",
        "sql",
        "swift",
        "terraform",
        "toml",
        "ts",
        "typescript",
        "xml",
        "yaml",
        "zsh",
    ];
    match lang {
        "yml" => "yaml",
        "jsonc" => "json",
        "shell" => "sh",
        "cs" => "csharp",
        "pycon" => "pycon",
        lang if KNOWN.contains(&lang) => lang,
        _ => "text",
    }
}

/// The address of something outside, as it may stand in `[address words]`.
pub(super) fn address(url: &str) -> String {
    const REFUSED: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'\'')
        .add(b'<')
        .add(b'>')
        .add(b'[')
        .add(b']')
        .add(b'{')
        .add(b'|')
        .add(b'}')
        .add(b'\\')
        .add(b'^')
        .add(b'`')
        .add(b'~');
    percent_encoding::utf8_percent_encode(url, REFUSED).to_string().replace("__", "_%5F")
}

/// A place on a page, as it may stand behind the `#` of a link.
pub(super) fn fragment(id: &str) -> String {
    const REFUSED: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
        .add(b'"')
        .add(b'#')
        .add(b'%')
        .add(b'&')
        .add(b'\'')
        .add(b'<')
        .add(b'>')
        .add(b'[')
        .add(b']')
        .add(b'{')
        .add(b'|')
        .add(b'}')
        .add(b'~');
    // Letters of other scripts stay as they are.
    let mut out = String::new();
    for c in id.chars().map(allowed) {
        let mut bytes = [0; 4];
        let text = c.encode_utf8(&mut bytes);
        if c.is_ascii() { out.extend(percent_encoding::utf8_percent_encode(text, REFUSED)) } else { out.push(c) }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a browser makes of it.
    fn shown(wikitext: &str) -> String {
        html_escape::decode_html_entities(wikitext).into_owned()
    }

    #[test]
    fn marks_are_written_as_references() {
        let cases = [
            ("[[Хлеб]] {{тесто}} <b>", "&#91;&#91;Хлеб&#93;&#93; &#123;&#123;тесто&#125;&#125; &lt;b&gt;"),
            (
                "it's ''not'' __TOC__ ~~~~",
                "it's &#39;&#39;not&#39;&#39; &#95;&#95;TOC&#95;&#95; &#126;&#126;&#126;&#126;",
            ),
            ("https://example.org, time: 10", "https&#58;//example.org, time: 10"),
            ("* a", "&#42; a"),
            ("RFC 1234 and RFC", "RFC&#32;1234 and RFC"),
            ("a | b = c", "a &#124; b &#61; c"),
            ("Что ? «да»", "Что &#63; «да»"),
            ("nul\u{0}\u{7f}", "nul&#65533;&#65533;"),
        ];
        for (text, wanted) in cases {
            assert_eq!(escape(text), wanted);
        }
    }

    #[test]
    fn code_that_ends_its_element_is_shown_without_colours() {
        assert_eq!(code(Some("yaml"), "a: [b]"), "<syntaxhighlight lang=\"yaml\">\na: [b]\n</syntaxhighlight>");
        assert_eq!(code(Some("\"onclick"), "a"), "<syntaxhighlight lang=\"text\">\na\n</syntaxhighlight>");
        assert_eq!(
            code(None, "x </SyntaxHighlight > {{y}}"),
            "<pre>\nx &lt;/SyntaxHighlight &gt; &#123;&#123;y}}\n</pre>"
        );
    }

    proptest! {
        #[test]
        fn every_text_is_shown_and_holds_no_mark(text in "[\\[\\]{}|<>&'=_~!*#:; a-cА-В0-9/\u{0}\t«-]{0,24}") {
            let written = escape(&text);
            prop_assert_eq!(shown(&written), text.chars().map(allowed).collect::<String>());
            for mark in ["[", "]", "{", "}", "|", "<", ">", "''", "__", "~~", "=", "://", "!!"] {
                prop_assert!(!written.contains(mark), "{mark} in {written}");
            }
            prop_assert!(!written.starts_with(['*', ';', ':', '!', '-', '#']), "{written}");
        }

        #[test]
        fn an_attribute_never_ends_before_its_end(text in "\\PC{0,24}") {
            let written = attribute(&text);
            prop_assert!(!written.contains(['"', '<', '>', '{', '[', '\'', '=']), "{written}");
            prop_assert_eq!(shown(&written), text.chars().map(allowed).collect::<String>());
        }
    }
}
