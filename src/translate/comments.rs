//! Comments in code as messages, and translated comments as code.
//!
//! What comes in are the stretches of single comments. Comments that have lines of their own, one below the other with
//! the same indentation, are one message; a blank comment, a list item or a commented-out key begins a new one. What goes
//! out are lines with the same indentation and marker: nothing but the words of a comment can change.

use super::{
    role::Role,
    segment::{Segment, Shape},
};
use crate::text::{Lang, Span};

/// The longest line a translated comment is wrapped to, unless the source's lines are longer.
const WIDTH: usize = 80;

/// One comment: where it stands, marker included, and whether it has the line to itself.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Line {
    pub span: Span,
    pub own: bool,
}

/// How a comment is written.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct CommentShape {
    /// What stands before each of its lines: indentation, and the quotation marks of a block around the code.
    prefix: String,
    /// The marker of the first line with its blanks (`# `, `# - `).
    marker: String,
    /// The marker of the lines that follow.
    next: String,
    /// Whether it has its lines to itself.
    own: bool,
    /// The longest line, in characters.
    width: usize,
}

/// The messages in a whole code file written in `lang`; `spans` are its comments, marker included, line end not.
pub fn code_segments(code: &str, spans: &[Span], lang: &Lang) -> Vec<Segment> {
    let lines: Vec<_> = spans
        .iter()
        .filter(|span| code.get(span.range()).is_some())
        .map(|&span| Line { span, own: line_before(code, span.start).trim().is_empty() })
        .collect();
    group(code, &lines, lang)
}

/// Puts comments together that are one message.
pub(super) fn group(text: &str, lines: &[Line], lang: &Lang) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    let mut open: Option<(Segment, CommentShape)> = None;
    for line in lines {
        let whole = &text[line.span.range()];
        let marker = marker_len(whole);
        let words = whole[marker..].trim_end();
        if marker == 0 || words.contains(['\n', '\r']) {
            continue;
        }
        let prefix = if line.own { line_before(text, line.span.start) } else { "" };
        let width = line_before(text, line.span.start).chars().count() + whole.trim_end().chars().count();
        let bullet = bullet_len(words);
        if let Some((segment, shape)) = &mut open {
            let adjoins = text[segment.span.end..line.span.start].trim_matches([' ', '\t', '\r', '>']) == "\n";
            let alike =
                shape.own && line.own && shape.prefix == prefix && whole[..marker].trim_end() == shape.marker_sign();
            let begun = !segment.text.is_empty() && !words.is_empty();
            if adjoins && alike && begun && bullet == 0 && !is_key(words) && !is_key(&segment.text) {
                segment.span.end = line.span.start + marker + words.len();
                segment.text.push(' ');
                segment.text.push_str(words);
                shape.width = shape.width.max(width);
                continue;
            }
        }
        out.extend(open.take().map(close));
        let head = marker + bullet;
        let shape = CommentShape {
            prefix: prefix.to_owned(),
            marker: whole[..head].to_owned(),
            next: format!("{}{}", &whole[..marker], " ".repeat(bullet)),
            own: line.own,
            width,
        };
        let span = Span::new(line.span.start, line.span.start + marker + words.len());
        let shape_copy = Shape::Comment(shape.clone());
        open =
            Some((Segment { span, text: words[bullet..].to_owned(), role: Role::Comment, shape: shape_copy }, shape));
    }
    out.extend(open.take().map(close));
    out.retain(|segment| lang.has_words_in(std::iter::once(segment.text.as_str())));
    out
}

fn close((mut segment, shape): (Segment, CommentShape)) -> Segment {
    segment.shape = Shape::Comment(shape);
    segment
}

impl CommentShape {
    fn marker_sign(&self) -> &str {
        self.next.trim_end()
    }

    /// The comment that says `text` instead; `text` is one line.
    pub(super) fn write(&self, text: &str, newline: &str) -> String {
        // A backslash at a line's end would go on to the next line in some languages.
        let text = text.trim_end_matches(['\\', ' ']);
        if !self.own {
            return format!("{}{text}", self.marker);
        }
        let width = self.width.max(WIDTH).saturating_sub(self.prefix.chars().count());
        let mut lines = vec![self.marker.clone()];
        let mut used = self.marker.chars().count();
        let mut fresh = true;
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let length = word.chars().count();
            // The next line must not begin with what reads as a new message.
            if !fresh && used + 1 + length > width && bullet_len(&format!("{word} x")) == 0 && !word.ends_with(':') {
                lines.push(self.next.clone());
                used = self.next.chars().count();
                fresh = true;
            }
            if let Some(line) = lines.last_mut() {
                if !fresh {
                    line.push(' ');
                    used += 1;
                }
                line.push_str(word);
            }
            used += length;
            fresh = false;
        }
        lines.join(&format!("{newline}{}", self.prefix))
    }

    /// The comment in both languages: one below the other, or one behind the other at the end of a line.
    pub(super) fn write_both(&self, source: &str, text: &str, newline: &str) -> String {
        if self.own {
            format!("{source}{newline}{}{}", self.prefix, self.write(text, newline))
        } else {
            format!("{source} / {}", text.trim_end_matches(['\\', ' ']))
        }
    }
}

fn line_before(text: &str, at: usize) -> &str {
    text[..at].rsplit('\n').next().unwrap_or_default()
}

/// The length of the comment's sign and the blanks behind it; 0 where it is no sign that is known.
fn marker_len(comment: &str) -> usize {
    let sign = ["//", "--"].into_iter().find(|sign| comment.starts_with(sign)).map_or(0, str::len);
    let sign = match sign {
        0 => comment.len() - comment.trim_start_matches(['#', ';']).len(),
        // `///` and `//!` document what follows.
        sign => comment.len() - comment[sign..].trim_start_matches(['/', '!']).len(),
    };
    if sign == 0 {
        return 0;
    }
    let rest = &comment[sign..];
    sign + rest.len() - rest.trim_start_matches([' ', '\t']).len()
}

/// The length of a list item's marker with its blank.
fn bullet_len(words: &str) -> usize {
    let (first, _) = words.split_once(' ').unwrap_or((words, ""));
    let number = first
        .strip_suffix(['.', ')'])
        .is_some_and(|n| !n.is_empty() && n.len() <= 3 && n.bytes().all(|b| b.is_ascii_digit()));
    let is_bullet = matches!(first, "-" | "*" | "+" | "•") || number;
    if is_bullet && words.len() > first.len() { first.len() + 1 } else { 0 }
}

/// Whether a comment looks like a commented-out `key: value`.
fn is_key(words: &str) -> bool {
    let Some((key, rest)) = words.split_once(':') else { return false };
    let key = key.trim_start_matches("- ");
    (rest.is_empty() || rest.starts_with(' '))
        && !key.is_empty()
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'/'))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Enough of a scanner for tests: a `#` at a line's start or behind a blank, outside quotes.
    pub(in crate::translate) fn hashes(_: &str, code: &str) -> Vec<Span> {
        let mut out = Vec::new();
        let mut start = 0;
        for line in code.split_inclusive('\n') {
            let text = line.trim_end_matches(['\n', '\r']);
            let mut quote = None;
            for (at, c) in text.char_indices() {
                match (quote, c) {
                    (None, '"' | '\'') => quote = Some(c),
                    (Some(q), c) if q == c => quote = None,
                    (None, '#') if at == 0 || text[..at].ends_with([' ', '\t']) => {
                        out.push(Span::new(start + at, start + text.len()));
                        break;
                    }
                    _ => {}
                }
            }
            start += line.len();
        }
        out
    }

    #[test]
    fn lines_below_each_other_are_one_message() {
        let code = "# Сервис отдаёт\n# трафик подам.\nkind: Service # вид\nspec:\n  # Порты:\n  # - внешний\n  # - внутренний\n  #\n  # replicas: 3\n  # конец\n";
        let got: Vec<_> = code_segments(code, &hashes("", code), &Lang::ru()).into_iter().map(|s| s.text).collect();
        assert_eq!(got, ["Сервис отдаёт трафик подам.", "вид", "Порты:", "внешний", "внутренний", "конец"]);
    }

    #[test]
    fn a_translation_is_wrapped_with_the_same_indentation() {
        let code = "a:\n    # Один\n    # два\n";
        let segments = code_segments(code, &hashes("", code), &Lang::ru());
        let Shape::Comment(shape) = &segments[0].shape else { panic!("a comment") };
        let text = "word ".repeat(30);
        let written = shape.write(text.trim(), "\n");
        assert_eq!(written.lines().count(), 2);
        assert!(written.lines().skip(1).all(|line| line.starts_with("    # word")));
        assert!(written.lines().all(|line| line.len() <= 84));
        assert_eq!(shape.write("ends in \\", "\n"), "# ends in");
    }
}
