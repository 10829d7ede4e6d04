//! Signs that Markdown would take for markup and that are none, and the one tag that says what a note needs said.
//!
//! `SELECT a.*, b.*` and `__init__.py` keep their stars and lines; `<br>` ends a line. Any other tag is text, so that no note
//! writes one on a page.

use std::ops::Range;

use super::mask;

/// What is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Signs that are no markup.
    Signs,
    /// The end of a line.
    Break,
}

/// What stands for each byte of `<br>`; a text has none.
pub(super) const BREAK: char = '\u{19}';

/// Names between pairs of lines that mean something to Python, in small letters.
const NAMES: &str = "\
    all author call class contains dict dir doc del enter eq exit file future getattr getitem hash init int iter len \
    main module name new next package path pycache repr setattr setitem slots str version";

/// Signs and ends of lines outside code and formulas, in their order.
pub(super) fn find(text: &str, formulas: &[Range<usize>]) -> Vec<(Range<usize>, Kind)> {
    let mut out = Vec::new();
    if !text.contains(['<', '*']) && !text.contains("__") {
        return out;
    }
    let bytes = text.as_bytes();
    let mut formulas = formulas.iter().peekable();
    let mut stars = Stars::default();
    let (mut at, mut line_start) = (0, true);
    while at < bytes.len() {
        while formulas.next_if(|formula| formula.end <= at).is_some() {}
        if let Some(formula) = formulas.peek().filter(|formula| formula.contains(&at)) {
            at = formula.end;
            continue;
        }
        let (end, found) = match bytes[at] {
            b'`' | b'~' => (mask::behind_code(text, at, line_start), None),
            b'\\' => (at + 2, None),
            // An address is none of the words.
            b']' | b'h' => (address(text, at).unwrap_or(at + 1), None),
            b'<' => line_break(text, at).map_or((at + 1, None), |end| (end, Some(Kind::Break))),
            b'*' => stars.read(text, at),
            b'_' => name(text, at).map_or((at + 1, None), |end| (end, Some(Kind::Signs))),
            b'\n' => {
                stars.open &= !text[at + 1..].split('\n').next().unwrap_or_default().trim().is_empty();
                (at + 1, None)
            }
            _ => (at + 1, None),
        };
        line_start = bytes[at] == b'\n' || line_start && bytes[at] == b' ';
        out.extend(found.map(|kind| (at..end, kind)));
        at = end.max(at + 1);
    }
    out
}

/// The end of an address that begins at `at`: of a link, behind the label of a reference, or on its own.
fn address(text: &str, at: usize) -> Option<usize> {
    const LONGEST: usize = 2000;
    let near = &text[at..text.floor_char_boundary(text.len().min(at + LONGEST))];
    let begins = ["](", "]: ", "http://", "https://"].into_iter().find(|sign| near.starts_with(sign))?;
    let bare = !begins.starts_with("](");
    let end =
        |c: char| if bare { c.is_whitespace() || matches!(c, ')' | '<' | '>' | '"') } else { matches!(c, ')' | '\n') };
    let rest = &near[begins.len()..];
    let length = rest.find(end).or(bare.then_some(rest.len()))?;
    Some(at + begins.len() + length)
}

/// The end of a name between pairs of lines that begins at `at`.
fn name(text: &str, at: usize) -> Option<usize> {
    const LONGEST: usize = 40;
    let inner = text[at..].strip_prefix("__")?;
    let near = &inner[..inner.floor_char_boundary(inner.len().min(LONGEST))];
    let before = text[..at].chars().next_back();
    let name = near.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')).unwrap_or(near.len());
    let name = near[..name].strip_suffix("__")?;
    let behind = &inner[name.len() + 2..];
    let member = behind.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
    let known = NAMES.split(' ').any(|known| known == name);
    let good = name.starts_with(|c: char| c.is_ascii_lowercase()) && !name.contains("__");
    let apart = !before.is_some_and(|c| c.is_alphanumeric() || c == '_') && !behind.starts_with(char::is_alphanumeric);
    let beside = member || behind.starts_with(['(', '/']) || before.is_some_and(|c| matches!(c, '.' | '/' | '\\'));
    (good && apart && (known || beside)).then_some(at + name.len() + 4)
}

/// The stars of a paragraph.
#[derive(Default)]
struct Stars {
    /// Whether emphasis is open.
    open: bool,
}

impl Stars {
    /// The end of the stars at `at`, and whether they are no markup.
    fn read(&mut self, text: &str, at: usize) -> (usize, Option<Kind>) {
        let run = text[at..].len() - text[at..].trim_start_matches('*').len();
        if run > 1 {
            return (at + run, None);
        }
        let mut before = text[..at].chars().rev();
        let (one, two) = (before.next(), before.next());
        let mut behind = text[at + 1..].chars();
        let (next, second) = (behind.next(), behind.next());
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let ends = next.is_some_and(|c| matches!(c, ',' | ';' | ')'));
        let column =
            one == Some('.') && two.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '"' | ')' | ']'));
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        // `count(*)`, `SELECT *, a.*`, `2*3*4`, `x*y*z`, `src/*.rs`.
        let all = ends && (blank(one) || one == Some('('));
        let single = letter(one) && letter(next) && !(letter(two) && letter(second));
        let product = digit(one) && letter(next) || letter(one) && digit(next) || single;
        let path = one == Some('/') && !letter(next) || next == Some('.') && letter(second) && is_last(text, at);
        if all || !self.open && (column || product || path) {
            return (at + 1, Some(Kind::Signs));
        }
        if self.open && !blank(one) {
            self.open = false;
        } else if !blank(next) && !one.is_some_and(char::is_alphanumeric) {
            self.open = true;
        }
        (at + 1, None)
    }
}

/// Whether no other star stands in the word behind the one at `at`.
fn is_last(text: &str, at: usize) -> bool {
    const LONGEST: usize = 40;
    let near = &text[at + 1..text.floor_char_boundary(text.len().min(at + LONGEST))];
    !near.split(char::is_whitespace).next().unwrap_or_default().contains('*')
}

/// The end of `<br>` at `at`.
fn line_break(text: &str, at: usize) -> Option<usize> {
    const LONGEST: usize = 10;
    let near = &text[at..text.floor_char_boundary(text.len().min(at + LONGEST))];
    let end = near.find('>')?;
    let name = near[1..end].trim_end_matches(['/', ' ']);
    (name.eq_ignore_ascii_case("br") && !text[..at].ends_with("](")).then_some(at + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find(text, &[]).into_iter().map(|(range, _)| &text[range]).collect()
    }

    #[test]
    fn stars_and_lines_of_code_are_no_markup() {
        assert_eq!(found("SELECT p.*, w.* FROM pumps"), ["*", "*"]);
        assert_eq!(found("count(*), sum(*) and *, x"), ["*", "*", "*"]);
        assert_eq!(found("3*4*5 = 60 and x*y*z"), ["*", "*", "*", "*"]);
        assert_eq!(found("src/*.rs, lib/*.rs and *.txt, notes/*"), ["*", "*", "*", "*"]);
        assert_eq!(found("see __main__.py and __init__, pump/__water__"), ["__main__", "__init__", "__water__"]);
        for text in [
            "*See the map.*, then go",
            "*.NET* or/*and*",
            "**Note.** and *words.* behind",
            "* item\n* item",
            "__Important__ and __important__",
            "`a.*` and\n```\nb.*\n```\n",
            "a \\*b.\\* c",
            "[x](https://example.org/a.*,b) https://example.org/*/__init__.py",
            "un*believ*able",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_line_ends_at_a_tag_and_no_other_tag_says_anything() {
        assert_eq!(found("one<br>two<BR/>three<br />four"), ["<br>", "<BR/>", "<br />"]);
        for text in ["`a<br>b`", "<b>x</b> <kbd>y</kbd> <!-- z --> <break> </br>", "<br", "[x](<br>)"] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
