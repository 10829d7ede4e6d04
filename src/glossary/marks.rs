//! What an author says about a mention in the text itself: `{{#term pod}}под{{/term}}` is one, whatever it looks like, and
//! in `{{#noterm}}под{{/noterm}}` there is none. The marks are seen by no reader.

use std::ops::Range;

use super::model::TermId;
use crate::text::markdown;

/// What a pair of marks says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Says {
    /// A mention of the term with this id.
    Term(String),
    /// No mention.
    NoTerm,
}

/// A marked stretch of Markdown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Marked {
    /// Both marks and what stands between them.
    pub whole: Range<usize>,
    /// What stands between them.
    pub inner: Range<usize>,
    /// Where the opening mark names the term.
    pub id: Range<usize>,
    /// What is said of it.
    pub says: Says,
}

impl Marked {
    /// The term, where its id can be one.
    pub fn term(&self) -> Option<TermId> {
        match &self.says {
            Says::Term(id) => TermId::new(id),
            Says::NoTerm => None,
        }
    }
}

/// The marked stretch that overlaps `range`, the first one; `marked` is in order, as [`find`] returns it.
pub fn overlapping(marked: &[Marked], range: Range<usize>) -> Option<&Marked> {
    let at = marked.partition_point(|mark| mark.whole.end <= range.start);
    marked.get(at).filter(|mark| mark.whole.start < range.end)
}

/// No mark, and no marked stretch, is longer (bytes).
const LONGEST: usize = 1000;
const TERM: (&str, &str) = ("{{#term", "{{/term}}");
const NO_TERM: (&str, &str) = ("{{#noterm", "{{/noterm}}");

/// The marked stretches of a text that do not stand in code, and the marks that have no partner in their paragraph.
pub fn find(text: &str) -> (Vec<Marked>, Vec<Range<usize>>) {
    let (mut found, mut alone) = (Vec::new(), Vec::new());
    if !text.contains(TERM.0) && !text.contains(NO_TERM.0) && !text.contains("{{/") {
        return (found, alone);
    }
    let code = markdown::code_ranges(text);
    let in_code = |at: usize| {
        let before = code.partition_point(|range| range.start <= at);
        code[..before].last().is_some_and(|range| at < range.end) || text[..at].ends_with('\\')
    };
    let mut from = 0;
    while let Some(at) = text[from..].find("{{").map(|at| at + from) {
        from = at + 2;
        if in_code(at) {
            continue;
        }
        let rest = &text[at..];
        if let Some(close) = [TERM.1, NO_TERM.1].into_iter().find(|close| rest.starts_with(close)) {
            from = at + close.len();
            alone.push(at..from);
            continue;
        }
        let Some((open, close)) = [TERM, NO_TERM].into_iter().find(|(open, _)| is_opening(rest, open)) else {
            continue;
        };
        // An opening mark that does not end on its line is reported as a directive.
        let head = &rest[..rest.floor_char_boundary(LONGEST)];
        let Some(end) = head.find("}}").filter(|&end| !head[..end].contains('\n')).map(|end| at + end) else {
            continue;
        };
        from = end + 2;
        let inner = &text[from..text.floor_char_boundary(from + LONGEST)];
        let limit = inner.find("\n\n").unwrap_or(inner.len());
        let Some(len) = inner[..limit].find(close).filter(|&len| !inner[..len].contains("{{")) else {
            alone.push(at..from);
            continue;
        };
        let words = &text[at + open.len()..end];
        let id = words.trim();
        let start = at + open.len() + (words.len() - words.trim_start().len());
        found.push(Marked {
            whole: at..from + len + close.len(),
            inner: from..from + len,
            id: start..start + id.len(),
            says: if open == TERM.0 { Says::Term(id.to_owned()) } else { Says::NoTerm },
        });
        from += len + close.len();
    }
    (found, alone)
}

fn is_opening(rest: &str, open: &str) -> bool {
    rest.strip_prefix(open).is_some_and(|rest| rest.starts_with([' ', '\t', '}']))
}

/// The text as readers see it, without the marks.
pub fn without(text: &str) -> String {
    let marked = find(text).0;
    markdown::splice(text, marked.into_iter().map(|mark| (mark.whole, text[mark.inner].to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_and_taken_out() {
        let text = "Сам {{#term pod}}*под*{{/term}} под {{#noterm}}подом{{/noterm}}, `{{#term a}}b{{/term}}`.";
        let (found, alone) = find(text);
        assert!(alone.is_empty());
        let said: Vec<_> = found.iter().map(|mark| (mark.says.clone(), &text[mark.inner.clone()])).collect();
        assert_eq!(said, [(Says::Term("pod".into()), "*под*"), (Says::NoTerm, "подом")]);
        assert_eq!(&text[found[0].id.clone()], "pod");
        assert_eq!(without(text), "Сам *под* под подом, `{{#term a}}b{{/term}}`.");
    }

    /// Marks without an end, and code by the thousand, are read in one pass.
    #[test]
    fn hostile_texts_are_read() {
        for text in ["{{#term a}} b ", "{{#term ", "`{{#term a}}` {{/term}}"] {
            let many = text.repeat(50_000);
            assert!(find(&many).0.is_empty(), "{text}");
        }
    }

    #[test]
    fn a_mark_without_a_partner_stays() {
        for text in ["{{#term pod}}под", "под{{/term}}", "{{#term pod}}под\n\nдальше{{/term}}", "{{#noterm}}а{{/term}}"]
        {
            let (found, alone) = find(text);
            assert!(found.is_empty() && !alone.is_empty(), "{text}");
            assert_eq!(without(text), text);
        }
        assert_eq!(find("{{#terms}} {{#termination x}} {{#term\n"), (Vec::new(), Vec::new()));
    }
}
