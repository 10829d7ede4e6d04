//! Rows of a table that have more cells than its head.
//!
//! The parser drops what stands behind the last column, as GitHub does. A pipe in code is mostly what splits a cell there,
//! so that one is put aside first; what is still too much goes on with the words of the last column, its pipes as they are.

use crate::text::words;
use std::{borrow::Cow, ops::Range};

use super::mask;

/// The text, in which no row has more cells than its table has columns: pipes that would make more are put aside.
pub(super) fn fit(text: Cow<'_, str>) -> Cow<'_, str> {
    let found = surplus(&text);
    if found.is_empty() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for at in found {
        out.push_str(&text[from..at]);
        out.push(mask::PIPE);
        from = at + 1;
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

/// Where the pipes stand that part no columns.
fn surplus(text: &str) -> Vec<usize> {
    let mut out = Vec::new();
    let (mut columns, mut before) = (None, "");
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let inner = line.trim().trim_start_matches(['>', ' ']);
        let start = offset + line.trim_end().len() - inner.len();
        offset += line.len();
        columns = match columns {
            _ if inner.is_empty() || opens_other(inner) => None,
            None => delimiters(before, inner),
            Some(columns) => {
                out.extend(surplus_of(inner, columns).into_iter().map(|at| start + at));
                Some(columns)
            }
        };
        before = inner;
    }
    out
}

/// How many columns a table has whose head is `before`, if `line` parts it from a body: `|---|:--:|`.
fn delimiters(before: &str, line: &str) -> Option<usize> {
    let signs = line.chars().all(|c| matches!(c, '-' | ':' | '|' | ' ' | '\t')) && line.contains('-');
    let pipes = parting(line).len();
    let head = before.trim_start_matches(['-', '*', '+', ' ']);
    (signs && line.contains('|') && parting(head).len() == pipes).then_some(pipes + 1)
}

/// Whether a line opens a heading, a list, a fence or the like, and so ends a table.
fn opens_other(line: &str) -> bool {
    !line.contains('|') && line.starts_with(|c: char| !words::is_alphabetic(c))
}

/// The pipes of a row that part more than `columns` columns.
fn surplus_of(row: &str, columns: usize) -> Vec<usize> {
    let pipes = parting(row);
    if pipes.len() < columns {
        return Vec::new();
    }
    let spans = code(row);
    let (in_code, between): (Vec<usize>, Vec<usize>) =
        pipes.into_iter().partition(|at| spans.iter().any(|span| span.contains(at)));
    let mut out = in_code;
    out.extend(between.into_iter().skip(columns.saturating_sub(1)));
    out.sort_unstable();
    out
}

/// The pipes between the cells of a row, without those at its edges and those that are escaped.
fn parting(row: &str) -> Vec<usize> {
    let mut escaped = false;
    let pipe = |(at, c): (usize, char)| {
        let parts = c == '|' && !escaped;
        escaped = c == '\\' && !escaped;
        parts.then_some(at)
    };
    let mut pipes: Vec<usize> = row.char_indices().filter_map(pipe).collect();
    pipes.retain(|&at| at > 0 && at + 1 < row.len());
    pipes
}

/// The stretches of code of a row.
fn code(row: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(found) = row[at..].find('`') {
        let from = at + found;
        at = mask::behind_code(row, from, false);
        out.push(from..at);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitted(text: &str) -> String {
        fit(text.into()).replace(mask::PIPE, "¦")
    }

    #[test]
    fn what_is_too_much_is_put_aside() {
        let head = "| a | b |\n|---|---|\n";
        for (row, expected) in [
            ("| x | y |", "| x | y |"),
            ("| x | y | z |", "| x | y ¦ z |"),
            ("x | y | z | w", "x | y ¦ z ¦ w"),
            ("| `x|y` | z |", "| `x¦y` | z |"),
            ("| `x|y` | z | w |", "| `x¦y` | z ¦ w |"),
            ("| x \\| y | z |", "| x \\| y | z |"),
            ("|", "|"),
        ] {
            assert_eq!(fitted(&format!("{head}{row}\n")), format!("{head}{expected}\n"));
        }
        let quoted = "> | a | b |\n> |---|---|\n> | x | y | z |\n";
        assert_eq!(fitted(quoted), quoted.replace("y |", "y ¦"));
    }

    #[test]
    fn what_is_no_row_stays() {
        for text in [
            "a | b | c\n",
            "- | a |\n\na | b | c | d\n",
            "---\na | b\n---|---\n",
            "|a|b|\n|-|-|\n## c\n|a|b|c|\n|-|-|-|\n",
        ] {
            assert_eq!(fitted(text), text);
        }
    }
}
