//! The paste as lines and chunks: how wide it was wrapped, where a page ended, what stands together.
//!
//! A copy from a PDF keeps the line ends of the page. Whether a line was *full* (the next word would not have fitted)
//! tells a wrapped line from one that its author ended. The width is measured per document, never assumed.

use crate::text::{Source, Span};

/// Lengths (in characters) above this never count towards the width: they were not wrapped by a page.
const WIDEST_PAGE: usize = 160;

/// One line without its surrounding blanks.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The words of the line.
    pub text: &'a str,
    /// Where they stand.
    pub span: Span,
    /// Length in characters.
    pub len: usize,
    /// Blank columns before the first word; a tab counts as four.
    pub indent: usize,
}

impl Line<'_> {
    /// Length of the first word, in characters.
    fn first_word(&self) -> usize {
        self.text.split_whitespace().next().map_or(0, |word| word.chars().count())
    }

    /// Whether the line ends a sentence, a clause that a list follows, or a question.
    pub fn ends_sentence(&self) -> bool {
        self.text.ends_with(['.', '!', '?', '…', ':', ';']) || self.text.ends_with(".»") || self.text.ends_with(".)")
    }

    /// Whether the first letter is a small one.
    pub fn starts_lower(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_lowercase)
    }
}

/// Lines that stand together, without a blank line between them (or with one that only a page break made).
#[derive(Clone, Debug)]
pub struct Chunk<'a> {
    /// The lines; never empty.
    pub lines: Vec<Line<'a>>,
}

/// A measured paste.
#[derive(Debug)]
pub struct Paste<'a> {
    /// What stands together.
    pub chunks: Vec<Chunk<'a>>,
    /// The width lines were wrapped at, in characters; `None` where every line is a paragraph of its own.
    pub width: Option<usize>,
}

impl Paste<'_> {
    /// Whether `line` was broken because the first word of `next` did not fit any more.
    pub fn is_full(&self, line: &Line<'_>, next: &Line<'_>) -> bool {
        // Pages are set in proportional type: a line may stop a fifth short of the widest and still be full.
        self.width.is_some_and(|width| (line.len + 1 + next.first_word()) * 5 >= width * 4)
    }

    /// Whether the line is short enough to be part of a heading.
    pub fn is_short(&self, line: &Line<'_>) -> bool {
        line.len * 20 <= self.width.unwrap_or(130).clamp(60, 130) * 9
    }
}

/// Measures a source and cuts it into chunks.
pub fn measure(source: &Source) -> Paste<'_> {
    let mut chunks: Vec<(usize, Vec<Line<'_>>)> = Vec::new();
    let mut blanks = 1;
    for line in lines(source) {
        if line.text.is_empty() {
            blanks += 1;
            continue;
        }
        match chunks.last_mut() {
            Some((_, chunk)) if blanks == 0 => chunk.push(line),
            _ => chunks.push((blanks, vec![line])),
        }
        blanks = 0;
    }
    let width = wrap_width(&chunks);
    let page_gap = page_gap(&chunks);
    let mut paste = Paste { chunks: Vec::new(), width };
    for (gap, lines) in chunks {
        let bridge = paste.chunks.last().and_then(|before| before.lines.last()).is_some_and(|last| {
            let hyphen = last.text.ends_with('-') && last.len > 1;
            let first = &lines[0];
            let open = !last.ends_sentence() && first.starts_lower();
            open && (hyphen || (gap >= page_gap && paste.is_full(last, first)))
        });
        match paste.chunks.last_mut() {
            Some(before) if bridge => before.lines.extend(lines),
            _ => paste.chunks.push(Chunk { lines }),
        }
    }
    paste
}

fn lines(source: &Source) -> impl Iterator<Item = Line<'_>> {
    (1..=source.lines()).filter_map(move |number| {
        let span = source.line_span(number)?;
        let whole = source.slice(span);
        let text = whole.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let blank = &whole[..whole.len() - whole.trim_start().len()];
        let start = span.start + whole.find(text).unwrap_or_default();
        Some(Line {
            text,
            span: Span::new(start, start + text.len()),
            len: text.chars().count(),
            indent: blank.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum(),
        })
    })
}

/// The width of the page: what most inner lines of long chunks come near to.
fn wrap_width(chunks: &[(usize, Vec<Line<'_>>)]) -> Option<usize> {
    let mut inner: Vec<usize> = chunks
        .iter()
        .filter(|(_, lines)| lines.len() > 1)
        .flat_map(|(_, lines)| lines[..lines.len() - 1].iter())
        .map(|line| line.len)
        .filter(|&len| len >= 30)
        .collect();
    inner.sort_unstable();
    let width = *inner.get(inner.len().checked_sub(1)? * 19 / 20)?;
    let near = inner.iter().filter(|&&len| len * 10 >= width * 7).count();
    (width <= WIDEST_PAGE && near * 2 >= inner.len()).then_some(width)
}

/// How many blank lines make a page break: more than usual.
fn page_gap(chunks: &[(usize, Vec<Line<'_>>)]) -> usize {
    let mut gaps: Vec<usize> = chunks.iter().skip(1).map(|&(gap, _)| gap).collect();
    gaps.sort_unstable();
    gaps.get(gaps.len().saturating_sub(1) / 2).map_or(2, |usual| usual + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts<'a>(paste: &Paste<'a>) -> Vec<Vec<&'a str>> {
        paste.chunks.iter().map(|chunk| chunk.lines.iter().map(|line| line.text).collect()).collect()
    }

    #[test]
    fn a_page_break_inside_a_sentence_is_bridged() {
        let source = Source::new(
            "a.txt",
            "Хлеб подходит в тепле, и чем теплее кухня, тем быстрее\nтесто растёт, поэтому летом дрожжей кладут меньше, а\n\n\n\n\
             воду берут холоднее.\n\nВторой абзац стоит отдельно.\n\nЗа ним ещё один.\n\n\n\nТретий тоже.\n",
        );
        let paste = measure(&source);
        assert_eq!(
            texts(&paste),
            vec![
                vec![
                    "Хлеб подходит в тепле, и чем теплее кухня, тем быстрее",
                    "тесто растёт, поэтому летом дрожжей кладут меньше, а",
                    "воду берут холоднее."
                ],
                vec!["Второй абзац стоит отдельно."],
                vec!["За ним ещё один."],
                vec!["Третий тоже."],
            ]
        );
    }

    #[test]
    fn text_that_nobody_wrapped_has_no_width() {
        let long = "A paragraph that is one line however long it gets, because the web page did not wrap it at all. ";
        let source = Source::new(
            "a.txt",
            format!("{}\nShort one here, but long enough to count.\n{}\n{long}\n", long.repeat(5), long.repeat(3)),
        );
        assert_eq!(measure(&source).width, None);
    }
}
