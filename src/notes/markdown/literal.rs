//! Signs that Markdown would take for markup and that are none, and tags that are markup and no words.
//!
//! `SELECT a.*, b.*` and `__init__.py` keep their stars and lines. Of raw HTML a comment and the tags that only change how
//! words look are left out, words stay; `<br>` ends a line. Any other tag is text, so that no note writes one on a page.

use std::ops::Range;

use super::mask;

/// What is found, instead of the sign it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Signs that are no markup.
    Signs,
    /// A comment, or a tag that is left out.
    Aside,
    /// The end of a line.
    Break,
    /// The tag before what stands above the line, and below it.
    Raised,
    Lowered,
}

impl Kind {
    /// What a parser of Markdown sees in its place.
    pub(super) fn sign(self) -> Option<char> {
        match self {
            Self::Signs => None,
            Self::Aside => Some(ASIDE),
            Self::Break => Some(BREAK),
            Self::Raised => Some(RAISED),
            Self::Lowered => Some(LOWERED),
        }
    }
}

/// What stands for each byte of a tag; a text has none of them.
pub(super) const ASIDE: char = '\u{18}';
pub(super) const BREAK: char = '\u{19}';
pub(super) const RAISED: char = '\u{1c}';
pub(super) const LOWERED: char = '\u{1d}';
const SIGNS: [char; 4] = [ASIDE, BREAK, RAISED, LOWERED];

/// Whether a character stands for a part of a tag.
pub(super) fn is_aside(c: char) -> bool {
    SIGNS.contains(&c)
}

/// Tags that change how words look; the last two may be far from where they close.
const VISUAL: [&str; 13] =
    ["b", "strong", "i", "em", "u", "s", "small", "mark", "kbd", "sub", "sup", "summary", "details"];
/// Whether all tags of a text are left out, or end a line.
pub(super) fn are_visual(text: &str) -> bool {
    let name = |tag: &str| {
        let tag = tag.trim_start_matches('/').to_ascii_lowercase();
        tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_owned()
    };
    text.split('<').skip(1).map(name).all(|name| name == "br" || VISUAL.contains(&name.as_str()))
}

/// Words between two tags are no longer than this (bytes).
const LONGEST: usize = 2000;
/// A comment is no longer than this (bytes).
const LONGEST_COMMENT: usize = 100_000;
/// Names between pairs of lines that mean something to Python, in small letters.
const NAMES: &str = "\
    all author call class contains dict dir doc del enter eq exit file future getattr getitem hash init int iter len \
    main module name new next package path pycache repr setattr setitem slots str version";

/// Signs and tags outside code and formulas, in their order.
pub(super) fn find(text: &str, formulas: &[Range<usize>]) -> Vec<(Range<usize>, Kind)> {
    let mut out = Vec::new();
    if !text.contains(['<', '*']) && !text.contains("__") {
        return out;
    }
    let bytes = text.as_bytes();
    let mut formulas = formulas.iter().peekable();
    let mut tags = Tags::default();
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
            b'<' => tags.read(text, at).map_or((at + 1, None), |(end, kind)| (end, Some(kind))),
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

/// Where each tag closes next, so that a text is looked through once for each.
#[derive(Default)]
struct Tags {
    closings: [Option<Option<usize>>; VISUAL.len()],
    /// How many are open.
    open: [usize; VISUAL.len()],
    comment: Option<Option<usize>>,
}

impl Tags {
    /// The end of a tag or a comment at `at` that is no text, and what it is.
    fn read(&mut self, text: &str, at: usize) -> Option<(usize, Kind)> {
        if text[..at].ends_with("](") {
            return None;
        }
        if text[at..].starts_with("<!--") {
            let end = next(&mut self.comment, text, at, "-->")? + "-->".len();
            let first = at == 0 || text[..at].ends_with('\n');
            let short = end - at <= LONGEST_COMMENT;
            return (short && (first || !has_blank_line(&text[at..end]))).then_some((end, Kind::Aside));
        }
        let near = &text[at..text.floor_char_boundary(text.len().min(at + 20))];
        let end = near.find('>')?;
        let inner = near[1..end].to_ascii_lowercase();
        if matches!(inner.trim_end_matches(['/', ' ']), "br") {
            return Some((at + end + 1, Kind::Break));
        }
        let name = inner.trim_end().trim_end_matches(" open");
        let (name, closes) = name.strip_prefix('/').map_or((name, false), |name| (name, true));
        let index = VISUAL.iter().position(|known| *known == name)?;
        if closes {
            self.open[index] = self.open[index].checked_sub(1)?;
            return Some((at + end + 1, Kind::Aside));
        }
        let close = next(&mut self.closings[index], text, at, &format!("</{name}>"))?;
        let words = at + end + 1..close;
        let far = name == "details";
        if words.end < words.start || !far && (words.len() > LONGEST || has_blank_line(&text[words.clone()])) {
            return None;
        }
        self.open[index] += 1;
        // Several words stand apart from the one before them.
        let small = |raised: bool| {
            let text = &text[words.clone()];
            text.trim().contains(' ') || text.chars().all(|c| self::small(c, raised).is_some())
        };
        let kind = match name {
            "sup" if small(true) => Kind::Raised,
            "sub" if small(false) => Kind::Lowered,
            _ => Kind::Aside,
        };
        Some((words.start, kind))
    }
}

/// Where a closing sign stands next; in small letters, as tags mostly are.
fn next(known: &mut Option<Option<usize>>, text: &str, at: usize, sign: &str) -> Option<usize> {
    if known.is_none_or(|found| found.is_some_and(|found| found < at)) {
        *known = Some(text[at..].find(sign).map(|found| at + found));
    }
    known.flatten()
}

fn has_blank_line(text: &str) -> bool {
    let mut lines = text.split('\n').skip(1).peekable();
    while let Some(line) = lines.next() {
        if lines.peek().is_some() && line.trim().is_empty() {
            return true;
        }
    }
    false
}

/// A small figure above or below the line.
pub(super) fn small(c: char, raised: bool) -> Option<char> {
    const PLAIN: &str = "0123456789+-=()ni";
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ";
    const LOWERED: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙᵢ";
    let c = if matches!(c, '−' | '–') { '-' } else { c };
    let at = PLAIN.chars().position(|plain| plain == c)?;
    if raised { RAISED } else { LOWERED }.chars().nth(at)
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
    fn tags_that_are_no_words_are_found() {
        let kinds = |text: &str| find(text, &[]).into_iter().map(|(_, kind)| kind).collect::<Vec<_>>();
        assert_eq!(found("press <kbd>F1</kbd><BR/>or <b>x</b>"), ["<kbd>", "</kbd>", "<BR/>", "<b>", "</b>"]);
        assert_eq!(found("a <!-- b\nc --> d"), ["<!-- b\nc -->"]);
        assert_eq!(found("<details open>\n<summary>Why</summary>\n\nWords.\n\n</details>\n").len(), 4);
        assert_eq!(
            kinds("10<sup>6</sup>, H<sub>2</sub>O, m<sup>th</sup>"),
            [Kind::Raised, Kind::Aside, Kind::Lowered, Kind::Aside, Kind::Aside, Kind::Aside]
        );
        for text in [
            "Vec<i> and List<b>",
            "<b class=\"x\">x</b>",
            "<b>x\n\ny</b>",
            "`<b>x</b>`",
            "<script>x</script> <img src=x> <a href=\"y\">z</a>",
            "a </b> c",
            "<!-- never closed",
        ] {
            assert!(found(text).is_empty() || text.starts_with("<b class"), "{text}: {:?}", found(text));
        }
    }
}
