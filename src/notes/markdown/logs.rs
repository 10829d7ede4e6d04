//! What a program printed, or a statement of SQL, that somebody copied without a fence: its signs are no markup.

use super::super::{
    code::{self, Code},
    lines,
};
use crate::text::{Source, Span};

/// So many lines are looked at together, and so many where all of these are a log; a longer one goes on with the next.
const NEAR: [usize; 2] = [40, 2000];

/// The stretches of a part of a note that are code without a fence, outside fences and lists.
pub(super) fn blocks(source: &Source, stretch: Span) -> Vec<Code> {
    let text = source.slice(stretch);
    let mut out: Vec<Code> = Vec::new();
    let (mut at, mut looked) = (0, 0);
    let mut fences = Fences::default();
    let mut before = "";
    while at < text.len() {
        let line = text[at..].split_inclusive('\n').next().unwrap_or_default();
        let trimmed = line.trim();
        let inside = fences.inside(line);
        let announced = before.ends_with(':') && !before.starts_with(['-', '*', '+', '>', '|', ' ', '\t']);
        let fresh = before.trim().is_empty() || before.starts_with('#') || announced;
        let found = if inside || !fresh || line.starts_with([' ', '\t']) || !code::begins_printed(trimmed) {
            None
        } else {
            let mut look = |near| {
                let end = at + length(&text[at..], near);
                let lines = lines::lines(source, Span::new(stretch.start + at, stretch.start + end));
                let found = code::printed(source, &lines, &mut looked)?;
                let whole = found.lines.end < lines.len() || end == text.len();
                Some((found, whole))
            };
            let found = look(NEAR[0]);
            found.and_then(|(found, whole)| if whole { Some(found) } else { look(NEAR[1]).map(|(found, _)| found) })
        };
        before = line.trim_end();
        let behind = found.as_ref().map_or(at + line.len(), |code| code.span.end - stretch.start);
        at = text[behind..].find('\n').filter(|_| found.is_some()).map_or(behind, |end| behind + end + 1);
        if let Some(code) = found {
            out.push(code);
            before = "";
        }
    }
    out
}

/// How long so many of the next lines are together, or the first of them.
fn length(text: &str, near: usize) -> usize {
    /// So much is looked at, in bytes.
    const LONGEST: usize = 200_000;
    let ends = text.split_inclusive('\n').take(near).scan(0, |end, line| {
        *end += line.len();
        Some(*end)
    });
    let (mut first, mut length) = (true, 0);
    for end in ends.take_while(|end| std::mem::take(&mut first) || *end <= LONGEST) {
        length = end;
    }
    length
}

/// Whether the lines that are handed over one by one stand inside a fence.
#[derive(Default)]
pub(in crate::notes) struct Fences(Option<(char, usize)>);

impl Fences {
    /// Whether a line does, or opens one or closes it.
    pub(in crate::notes) fn inside(&mut self, line: &str) -> bool {
        let trimmed = line.trim();
        let sign = trimmed.chars().next().filter(|c| matches!(c, '`' | '~')).unwrap_or(' ');
        let run = trimmed.chars().take_while(|&c| c == sign).count();
        match self.0 {
            Some((open, length)) => {
                if sign == open && run >= length && run == trimmed.len() {
                    self.0 = None;
                }
                true
            }
            None if sign != ' ' && run >= 3 && !trimmed[run..].contains(sign) => {
                self.0 = Some((sign, run));
                true
            }
            None => false,
        }
    }
}
