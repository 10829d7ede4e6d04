//! Where code ends and prose begins, when nothing says so.
//!
//! Each line is weighed by what its language looks like: certainly code, certainly prose, or either. What may be either
//! goes with the line before it, and behind a blank line with prose.

use super::{
    super::{
        lines::{Line, Said},
        speakers,
    },
    family::{self, Family, Verdict},
    prose,
};

/// What is known at a line of the lines before it.
#[derive(Debug, Default)]
pub(super) struct State<'a> {
    /// Brackets that are open.
    pub(super) depth: usize,
    /// The line before, of code.
    pub(super) before: Option<Line<'a>>,
    /// The delimiter of an open text of many lines: `"""`, or the word behind `<<`.
    pub(super) open: Option<String>,
    /// The first words of the lines of code.
    pub(super) commands: Vec<&'a str>,
    /// The smallest indent so far.
    pub(super) margin: usize,
    /// Whether a line began with a prompt.
    pub(super) prompt: bool,
    /// Whether the note is written in another script than its code.
    pub(super) foreign: bool,
}

/// How many of `lines` are code in `lang`, when `glued` stands before them on the line of the label. `None` where the
/// first of them is none, so that what looked like a label was a word.
pub(super) fn lines_of_code(
    lang: Option<&str>,
    glued: Option<&Line<'_>>,
    lines: &[Line<'_>],
    certain: bool,
    foreign: bool,
) -> Option<usize> {
    let family = Family::of(lang.unwrap_or_default());
    let mut state = State { margin: usize::MAX, foreign, ..State::default() };
    if let Some(line) = glued {
        state.take(line, family);
    }
    let mut end = 0;
    // Up to here a session goes on, whatever programs printed.
    let mut session = 0;
    for (at, line) in lines.iter().enumerate() {
        let first = at == 0 && glued.is_none();
        let heading = matches!(line.said, Said::Heading(_));
        if heading || speakers::marker(line.text).is_some() || (!first && is_sign(lines, at)) {
            break;
        }
        if family == Family::Shell && state.prompt && line.gap > 0 && at >= session {
            session = next_prompt(lines, at);
        }
        let verdict = if at < session { Verdict::Code } else { family.verdict(line, &state) };
        let goes_on = match verdict {
            Verdict::Code => true,
            Verdict::Either => (first && certain) || (!first && line.gap == 0),
            Verdict::Prose => first && certain && !prose::looks_like_a_sentence(line.text),
        };
        if !goes_on {
            break;
        }
        state.take(line, family);
        end = at + 1;
    }
    (end > 0 || glued.is_some()).then_some(end)
}

/// The line of a session's next prompt, if only output of a program stands before it.
fn next_prompt(lines: &[Line<'_>], at: usize) -> usize {
    const FARTHEST: usize = 60;
    let ahead = lines.iter().enumerate().skip(at).take(FARTHEST);
    let mut output = ahead
        .take_while(|(i, line)| line.text.is_ascii() && !is_sign(lines, *i) && speakers::marker(line.text).is_none());
    output.find(|(_, line)| family::is_prompt(line.text)).map_or(at, |(prompt, _)| prompt)
}

fn is_sign(lines: &[Line<'_>], at: usize) -> bool {
    lines[at].text.starts_with("```") || super::is_sign(lines, at)
}

impl<'a> State<'a> {
    fn take(&mut self, line: &Line<'a>, family: Family) {
        let text = line.text;
        match &self.open {
            Some(end) => {
                if text.contains(end.as_str()) {
                    self.open = None;
                }
            }
            None => {
                if let Some(quotes) = ["\"\"\"", "'''"].into_iter().find(|quotes| text.matches(quotes).count() % 2 == 1)
                {
                    self.open = Some(quotes.to_owned());
                } else if let Some(word) = family.heredoc(text) {
                    self.open = Some(word);
                } else if family != Family::Text {
                    count_brackets(&mut self.depth, text);
                }
            }
        }
        if let Some(word) = text.split_whitespace().find(|word| *word != "$" && *word != "sudo") {
            self.commands.push(word);
        }
        self.prompt |= family::is_prompt(text);
        self.margin = self.margin.min(line.indent);
        self.before = Some(*line);
    }

    pub(super) fn continues(&self) -> bool {
        self.before.is_some_and(|line| line.text.ends_with(['\\', '|', ',']) || line.text.ends_with("&&"))
    }
}

/// Counts the brackets outside quotes; a quote that does not close on its line is none.
pub(super) fn count_brackets(depth: &mut usize, text: &str) {
    let closed = ['"', '\'', '`'].map(|quote| (quote, text.matches(quote).count() % 2 == 0));
    let mut quote = None;
    for c in text.chars() {
        match (quote, c) {
            (None, _) if closed.contains(&(c, true)) => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, '{' | '[' | '(') => *depth += 1,
            (None, '}' | ']' | ')') => *depth = depth.saturating_sub(1),
            _ => {}
        }
    }
}
