//! Hides from the Markdown parser what is not Markdown: raw HTML and TeX.
//!
//! Every sign that could be read as markup there is put aside for a control character of the same length, so that offsets
//! stay what they are, and put back in the text the parser returns.

use std::{borrow::Cow, ops::Range};

use super::literal::{self, BREAK, Kind};

/// Signs and what stands for them; a text has none of the latter ([`super::super::encoding`] takes them out).
const MASKS: [(char, char); 16] = [
    ('<', '\u{1}'),
    ('*', '\u{2}'),
    ('_', '\u{3}'),
    ('\\', '\u{4}'),
    ('&', '\u{5}'),
    ('`', '\u{6}'),
    ('[', '\u{e}'),
    (']', '\u{f}'),
    ('|', PIPE),
    ('~', '\u{11}'),
    ('>', '\u{12}'),
    ('!', '\u{13}'),
    // A line of a formula that begins with one of these is no item and no heading, nor does it underline one.
    ('-', '\u{14}'),
    ('+', '\u{15}'),
    ('=', '\u{16}'),
    ('#', '\u{17}'),
];

/// What stands for a pipe.
pub(super) const PIPE: char = '\u{10}';

/// TeX longer than this is none.
const LONGEST_FORMULA: usize = 4000;

/// The text with HTML and TeX put aside, and signs that are no markup.
pub(super) fn mask(text: &str) -> Cow<'_, str> {
    let formulas = formulas(text);
    let literal = literal::find(text, &formulas);
    if formulas.is_empty() && literal.is_empty() && !text.contains('<') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut formulas = formulas.into_iter().peekable();
    let mut literal = literal.into_iter().peekable();
    for (at, c) in text.char_indices() {
        while formulas.next_if(|formula| formula.end <= at).is_some() {}
        while literal.next_if(|(range, _)| range.end <= at).is_some() {}
        let found = literal.peek().filter(|(range, _)| range.contains(&at)).map(|&(_, kind)| kind);
        if found == Some(Kind::Break) {
            out.push(BREAK);
            continue;
        }
        let inside = found.is_some() || formulas.peek().is_some_and(|formula| formula.contains(&at));
        let masked = MASKS.iter().find(|&&(sign, _)| sign == c).map(|&(_, mask)| mask);
        match masked {
            Some(mask) if inside || c == '<' && opens_html(&text[at..]) && !text[..at].ends_with("](") => {
                out.push(mask)
            }
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The text with the signs in their places again; where `<br>` stood is nothing.
pub(super) fn unmask(text: &str) -> Cow<'_, str> {
    let stands_for = |c: char| MASKS.iter().find(|&&(_, mask)| mask == c).map(|&(sign, _)| sign);
    if text.contains(|c| stands_for(c).is_some() || c == BREAK) {
        let words = text.chars().filter(|&c| c != BREAK);
        Cow::Owned(words.map(|c| stands_for(c).unwrap_or(c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether `<` opens a tag, a comment or the like, and not an address (`<https://…>`).
fn opens_html(text: &str) -> bool {
    let behind = &text[1..];
    let address = ["http://", "https://", "mailto:"].iter().any(|scheme| behind.starts_with(scheme));
    let mail = behind.split(['>', '<']).next().is_some_and(|mail| {
        mail.split_once('@').is_some_and(|(_, host)| host.contains('.')) && !mail.contains([' ', '"', '=', '\n', '/'])
    });
    !address && !mail && behind.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

/// `\[…\]`, `\(…\)`, `$$…$$` and `$…$`, outside code.
fn formulas(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    let mut line_start = true;
    while at < bytes.len() {
        let found = match bytes[at] {
            b'`' | b'~' => {
                at = behind_code(text, at, line_start);
                line_start = false;
                continue;
            }
            b'\\' if bytes.get(at + 1) == Some(&b'[') => closed(text, at, 2, "\\]", true),
            b'\\' if bytes.get(at + 1) == Some(&b'(') => closed(text, at, 2, "\\)", false),
            b'\\' => {
                at += 2;
                continue;
            }
            b'$' if bytes.get(at + 1) == Some(&b'$') => closed(text, at, 2, "$$", true),
            b'$' => dollars(text, at),
            _ => None,
        };
        line_start = bytes[at] == b'\n' || line_start && bytes[at] == b' ';
        match found {
            Some(end) => {
                out.push(at..end);
                at = end;
            }
            None => at += 1,
        }
    }
    out
}

/// The offset behind a code span or a fence that begins at `at`, or behind its opening sign.
pub(super) fn behind_code(text: &str, at: usize, line_start: bool) -> usize {
    let sign = &text[at..at + 1];
    let run = text[at..].len() - text[at..].trim_start_matches(sign).len();
    let behind = at + run;
    if line_start && run >= 3 {
        let close = sign.repeat(run);
        let mut offset = text[behind..].find('\n').map_or(text.len(), |end| behind + end + 1);
        for line in text[offset..].split_inclusive('\n') {
            offset += line.len();
            if line.trim().starts_with(&close) && line.trim().trim_start_matches(sign).is_empty() {
                break;
            }
        }
        return offset;
    }
    if sign == "~" {
        return behind;
    }
    let close = sign.repeat(run);
    let mut from = behind;
    let limit = text.floor_char_boundary(text.len().min(behind + LONGEST_FORMULA));
    while let Some(found) = text[from..limit].find(&close) {
        let start = from + found;
        let length = text[start..].len() - text[start..].trim_start_matches('`').len();
        if length == run {
            return start + run;
        }
        from = start + length;
        if from >= limit {
            break;
        }
    }
    behind
}

/// The end of a formula whose opening sign is `open` bytes long.
fn closed(text: &str, at: usize, open: usize, close: &str, lines: bool) -> Option<usize> {
    let from = at + open;
    let limit = text.floor_char_boundary(text.len().min(from + LONGEST_FORMULA));
    let body = text[from..limit].find(close)?;
    let inside = &text[from..from + body];
    let paragraph = inside.contains("\n\n") || !lines && inside.contains('\n');
    (!paragraph && !inside.trim().is_empty()).then_some(from + body + close.len())
}

/// `$…$` by pandoc's rule: no blank behind the first sign or before the second, no digit behind the second
/// (<https://pandoc.org/MANUAL.html#math>).
fn dollars(text: &str, at: usize) -> Option<usize> {
    let line = text[at + 1..].split('\n').next().unwrap_or_default();
    let line = &line[..line.floor_char_boundary(line.len().min(LONGEST_FORMULA))];
    if line.starts_with(char::is_whitespace) {
        return None;
    }
    let close = line.find(['$', '`']).filter(|&close| close > 0 && line[close..].starts_with('$'))?;
    let after = line[close + 1..].chars().next();
    let good = !line[..close].ends_with(char::is_whitespace) && !after.is_some_and(|c| c.is_ascii_digit());
    good.then_some(at + 1 + close + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_masked_comes_back() {
        for text in [
            "a < b <a>bold</a>",
            "$a_i * b_i$ and $5 and $6",
            "\\[ x_1 \\\\ y \\]",
            "`<b>` <script>*</script> a.*, b.*",
        ] {
            assert_eq!(unmask(&mask(text)), text);
            assert_eq!(mask(text).len(), text.len());
        }
    }

    #[test]
    fn formulas_are_found_and_prices_are_not() {
        let found = |text: &'static str| formulas(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(found("cost $O(n)$, price $5 or $10, \\(x\\) and `$a$`"), ["$O(n)$", "\\(x\\)"]);
        assert_eq!(found("\\[\n\\frac{a}{b}\n\\]"), ["\\[\n\\frac{a}{b}\n\\]"]);
        assert_eq!(found("```\n$a$\n```\n$b$"), ["$b$"]);
    }
}
