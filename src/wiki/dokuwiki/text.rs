//! Words as DokuWiki shows them letter by letter.
//!
//! Words that can be read as nothing but words stand as they are; others stand between `%%`, where DokuWiki reads no
//! marks: <https://www.dokuwiki.org/wiki:syntax#no_formatting>. Its marks are many: besides formatting there are
//! typography (`->`, `(c)`, `640x480`, straight quotation marks), smileys, addresses, and CamelCase where a wiki has it
//! switched on (<https://www.dokuwiki.org/config>).

/// Words in a paragraph, an item or a cell.
pub(super) fn escape(text: &str) -> String {
    let text: String = text.chars().map(allowed).collect();
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut literal = String::new();
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end_matches(char::is_whitespace);
        if !word.is_empty() && !is_plain(word) {
            literal.push_str(piece);
            continue;
        }
        // Blanks alone go on with what stands before.
        if word.is_empty() && !literal.is_empty() {
            literal.push_str(piece);
            continue;
        }
        push_literal(&literal, &mut out);
        literal.clear();
        out.push_str(piece);
    }
    push_literal(&literal, &mut out);
    out
}

/// Code in a line.
pub(super) fn code_span(code: &str) -> String {
    let code: String = code.chars().map(allowed).collect();
    if code.trim().is_empty() {
        return code;
    }
    let mut inner = String::new();
    push_marked(&code, &mut inner);
    format!("''{inner}''")
}

/// A line holds no other and no control characters.
pub(super) fn allowed(c: char) -> char {
    match c {
        '\n' | '\r' | '\t' => ' ',
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

/// Words that are not to be read; blanks behind them stay outside.
fn push_literal(text: &str, out: &mut String) {
    let words = text.trim_end_matches(char::is_whitespace);
    push_marked(words, out);
    out.push_str(&text[words.len()..]);
}

/// Percent signs have a mark of their own: between `%%` they would end it.
fn push_marked(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_percent = first == '%';
        let end = rest.find(|c| (c == '%') != is_percent).unwrap_or(rest.len());
        let (run, behind) = rest.split_at(end);
        let (open, close) = if is_percent { ("<nowiki>", "</nowiki>") } else { ("%%", "%%") };
        out.extend([open, run, close]);
        rest = behind;
    }
}

/// Whether a word is read as nothing but a word.
fn is_plain(word: &str) -> bool {
    // What stands behind code or a link.
    if matches!(word, "-" | "." | "," | ":" | ";" | "!" | "?" | ")") {
        return true;
    }
    let chars: Vec<char> = word.chars().collect();
    let letter = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphanumeric());
    let fits = chars.iter().enumerate().all(|(at, &c)| {
        let (before, after) = (letter(at.checked_sub(1)), letter(Some(at + 1)));
        let next = chars.get(at + 1).copied();
        match c {
            c if c.is_ascii_alphanumeric() || !c.is_ascii() => true,
            '-' => before && after,
            '(' => at == 0 && after,
            ')' => at > 0 && next.is_none_or(|next| matches!(next, '.' | ',' | ':' | ';' | '!' | '?')),
            '.' => at > 0 && next != Some('.'),
            ',' | '!' | '?' | ';' => at > 0,
            ':' => at > 0 && next.is_none(),
            _ => false,
        }
    });
    fits && !is_special(word)
}

/// Letters and digits that DokuWiki makes something else of.
fn is_special(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let sign = ["(c)", "(r)", "(tm)"].iter().any(|sign| lower.contains(sign));
    let runs = || word.split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| !run.is_empty());
    sign || runs().any(|run| {
        matches!(run, "LOL" | "FIXME" | "DELETEME")
            || is_camel(run)
            || is_product(run)
            // Addresses without a scheme.
            || ["ww", "www", "ft", "ftp"].contains(&run.to_ascii_lowercase().as_str())
    })
}

/// `ReplicaSet`: <https://www.dokuwiki.org/config:camelcase>.
fn is_camel(run: &str) -> bool {
    let mut rises = 0;
    let mut small = true;
    for c in run.chars() {
        rises += usize::from(c.is_ascii_uppercase() && small);
        small = c.is_ascii_lowercase();
    }
    rises > 1
}

/// `640x480`.
fn is_product(run: &str) -> bool {
    run.split_once(['x', 'X']).is_some_and(|(left, right)| {
        !left.is_empty() && left.chars().chain(right.chars()).all(|c| c.is_ascii_digit()) && !right.is_empty()
    })
}

/// Code in a block; a name makes a file of it that can be saved:
/// <https://www.dokuwiki.org/wiki:syntax#code_blocks>.
pub(super) fn code(lang: Option<&str>, file: Option<&str>, text: &str) -> String {
    let Some(element) = element_of(text) else {
        // Line by line, with blanks that stay.
        let line = |line: &str| code_span(&line.replace(' ', "\u{a0}"));
        return text.split('\n').map(line).collect::<Vec<_>>().join("\\\\ ");
    };
    let word = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '.'));
    let lang = lang.filter(|lang| word(lang) && !lang.is_empty()).unwrap_or("-");
    let file = file.filter(|file| word(file)).map(|file| format!(" {file}")).unwrap_or_default();
    let tail = if (lang, file.as_str()) == ("-", "") { String::new() } else { format!(" {lang}{file}") };
    format!("<{element}{tail}>\n{}\n</{element}>", shown(text))
}

/// Code at the edge of a page, whatever is in it: <https://www.dokuwiki.org/wiki:syntax#code_blocks>.
pub(super) fn preformatted(text: &str) -> Option<String> {
    // The first line is blank: one that begins with a hyphen would be an item.
    element_of(text).is_none().then(|| format!("  \n  {}", shown(text).replace('\n', "\n  ")))
}

/// An element for code that the code does not end.
fn element_of(code: &str) -> Option<&'static str> {
    let lower = code.to_ascii_lowercase();
    ["code", "file"].into_iter().find(|name| !lower.contains(&format!("</{name}>")))
}

fn shown(code: &str) -> String {
    code.chars()
        .map(|c| if c.is_control() && !matches!(c, '\n' | '\t') { char::REPLACEMENT_CHARACTER } else { c })
        .collect()
}

/// The words of a link, in pieces that can each be those of one: DokuWiki reads no mark among them, and they end at the
/// first `]]`. <https://www.dokuwiki.org/link>
pub(super) fn link_words(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut last = ' ';
    for c in text.chars().map(allowed) {
        // Words that are a picture's mark from end to end would be one.
        if (c == ']' && last == ']') || (c == '{' && last == '{') {
            pieces.push(String::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
        last = c;
    }
    pieces
}

/// The address of something outside, as it may stand in `[[address|words]]`; `None` where DokuWiki has no link to it.
pub(super) fn address(url: &str) -> Option<String> {
    if let Some(mail) = url.strip_prefix("mailto:") {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | '.' | '-' | '_' | '+');
        let (name, host) = mail.split_once('@')?;
        return (!name.is_empty() && host.contains('.') && mail.chars().all(fits) && !host.contains('@'))
            .then(|| mail.to_owned());
    }
    const REFUSED: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'<')
        .add(b'>')
        .add(b'[')
        .add(b'\\')
        .add(b']')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}');
    Some(percent_encoding::utf8_percent_encode(url, REFUSED).to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What DokuWiki shows of text that holds no other marks than these.
    fn shown(mut text: &str) -> String {
        let mut out = String::new();
        while let Some(at) = ["%%", "<nowiki>"].iter().filter_map(|mark| text.find(mark)).min() {
            let (open, close) = if text[at..].starts_with('%') { ("%%", "%%") } else { ("<nowiki>", "</nowiki>") };
            out.push_str(&text[..at]);
            let inner = &text[at + open.len()..];
            let end = inner.find(close).expect("an end");
            out.push_str(&inner[..end]);
            text = &inner[end + close.len()..];
        }
        out + text
    }

    #[test]
    fn only_what_would_be_read_is_marked() {
        let cases = [
            ("Хлеб (ржаной), «белый»: свой.", "Хлеб (ржаной), «белый»: свой."),
            ("a ReplicaSet of 3", "a %%ReplicaSet%% of 3"),
            ("**a** // b", "%%**a** //%% b"),
            ("(c) 2026 -> 640x480 ...", "%%(c)%% 2026 %%-> 640x480 ...%%"),
            ("50% %%x%%", "%%50%%<nowiki>%</nowiki>%% %%<nowiki>%%</nowiki>%%x%%<nowiki>%%</nowiki>"),
            ("see www.example.com, kubernetes.io", "see %%www.example.com,%% kubernetes.io"),
            ("it's \"so\" :-)", "%%it's \"so\" :-)%%"),
            ("re-create - or", "re-create - or"),
        ];
        for (text, wanted) in cases {
            assert_eq!(escape(text), wanted);
        }
        assert_eq!(code_span("a''b"), "''%%a''b%%''");
    }

    #[test]
    fn code_is_not_ended_by_its_words() {
        assert_eq!(code(Some("yaml"), Some("a.yaml"), "a: b"), "<code yaml a.yaml>\na: b\n</code>");
        assert_eq!(code(Some("a>b"), None, "</CODE>"), "<file>\n</CODE>\n</file>");
        assert_eq!(preformatted("</code>"), None);
        assert_eq!(preformatted("- </code>\n</file>").as_deref(), Some("  \n  - </code>\n  </file>"));
        assert_eq!(code(None, None, "</code>\n </file>"), "''%%</code>%%''\\\\ ''%%\u{a0}</file>%%''");
    }

    #[test]
    fn words_of_a_link_end_where_it_ends() {
        assert_eq!(link_words("a]]b"), ["a]", "]b"]);
        assert_eq!(link_words("{{x}}"), ["{", "{x}}"]);
        assert_eq!(address("mailto:a@b.org").as_deref(), Some("a@b.org"));
        assert_eq!(address("mailto:a@b.org?subject=x"), None);
        assert_eq!(address("https://a.org/[x]|y").as_deref(), Some("https://a.org/%5Bx%5D%7Cy"));
    }

    proptest! {
        #[test]
        fn every_text_is_shown(text in "\\PC{0,24}|[-*/_'\"<>()\\[\\]{}|^%~=:;.x0-9a-cA-C \\\\]{0,24}") {
            let plain: String = text.chars().map(allowed).collect();
            prop_assert_eq!(shown(&escape(&text)), plain.clone());
            prop_assert_eq!(link_words(&text).concat(), plain.clone());
            prop_assert!(link_words(&text).iter().all(|piece| !piece.contains("]]") && !piece.contains("{{")));
            let span = code_span(&text);
            if let Some(inner) = span.strip_prefix("''").and_then(|span| span.strip_suffix("''")) {
                prop_assert_eq!(shown(inner), plain);
            }
        }
    }
}
