//! Why a text is not YAML, in plain words, and where the cause is.
//!
//! In comes what the parser said and where it stopped; out comes a diagnostic that points at the slip of the pen: the
//! quote that was opened, not the line after the next one where it closed by accident. The guesses look at the lines
//! around the stop only, at most `LOOK_BACK` of them, and where none fits the parser's own words are kept.

mod columns;

use super::fixes;
use crate::{
    diagnostics::{Diagnostic, code},
    text::{Source, Span},
};

/// How many lines before the parser's stop may hold the cause.
const LOOK_BACK: usize = 200;

/// Explains an error. `start` is where reading began, `open` the collections that are not closed, outermost first.
pub(super) fn explain(source: &Source, start: usize, at: usize, info: &str, open: &[Span]) -> Diagnostic {
    let stop = Stop { source, at, line: source.line(at), first: source.line(start), info };
    let (span, help) = stop
        .tab()
        .or_else(|| stop.directive())
        .or_else(|| stop.quote())
        .or_else(|| stop.bracket(open))
        .or_else(|| stop.reserved())
        .or_else(|| stop.anchor())
        .or_else(|| stop.colon_in_value())
        .or_else(|| stop.dash())
        .or_else(|| stop.no_colon())
        .or_else(|| stop.no_colon_above())
        .or_else(|| stop.indentation())
        .unwrap_or((stop.rest_of_line(at), "parser"));
    fixed(Diagnostic::new(code::YAML_SYNTAX, source, span).arg("cause", info).help(help), source, span, help)
}

/// A value that begins with a character that YAML reads otherwise.
pub(super) fn reserved(source: &Source, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(code::YAML_SYNTAX, source, span).help("reserved");
    fixed(diagnostic, source, span, "reserved")
}

/// Where the anchor stands that a value without text ends with, if the line holds nothing else behind its key. A line that
/// is too long for that is not looked at: it may hold a million of them.
pub(super) fn anchor_of(source: &Source, value: Span) -> Option<Span> {
    let line = source.line_span(source.line(value.start)).filter(|line| line.end - line.start < 1000)?;
    let text = source.slice(line);
    let at = value_start(text).filter(|&at| text[at..].starts_with('&'))?;
    Some(Span::new(line.start + at, line.start + text.trim_end().len()))
}

/// With the cure, where the cause leaves no choice.
fn fixed(diagnostic: Diagnostic, source: &Source, span: Span, help: &str) -> Diagnostic {
    let text = source.slice(span);
    match (help, text.find(':')) {
        ("space", Some(colon)) => diagnostic.fix(Span::new(span.start + colon + 1, span.start + colon + 1), " "),
        ("colon" | "reserved", _) => {
            let value = text.split(" #").next().unwrap_or_default().trim_end();
            if fixes::quotable(value) && !value.ends_with(':') {
                diagnostic.fix(Span::new(span.start, span.start + value.len()), format!("\"{value}\""))
            } else {
                diagnostic
            }
        }
        _ => diagnostic,
    }
}

struct Stop<'a> {
    source: &'a Source,
    at: usize,
    line: usize,
    first: usize,
    info: &'a str,
}

type Cause = Option<(Span, &'static str)>;

impl Stop<'_> {
    fn text(&self, line: usize) -> &str {
        self.source.line_span(line).map_or("", |span| self.source.slice(span))
    }

    /// The line without the blanks around it.
    fn content(&self, line: usize) -> Span {
        let span = self.source.line_span(line).unwrap_or_default();
        let text = self.source.slice(span);
        let start = span.start + (text.len() - text.trim_start().len());
        Span::new(start, start + text.trim().len())
    }

    fn rest_of_line(&self, at: usize) -> Span {
        let line = self.source.line_span(self.source.line(at)).unwrap_or_default();
        if line.start + self.source.slice(line).trim_end().len() > at {
            Span::new(at, line.end)
        } else {
            self.content(self.line)
        }
    }

    /// The lines that may hold the cause, from the stop upwards.
    fn back(&self) -> impl Iterator<Item = usize> + '_ {
        let from = self.first.max(self.line.saturating_sub(LOOK_BACK));
        (from..=self.line).rev()
    }

    fn previous(&self) -> Option<usize> {
        self.back().skip(1).find(|&line| {
            let text = self.text(line).trim();
            !text.is_empty() && !text.starts_with('#')
        })
    }

    fn tab(&self) -> Cause {
        let about_tabs = self.info.contains("tab");
        let lines = [Some(self.line), self.previous(), Some(self.line + 1)];
        lines.into_iter().flatten().find_map(|line| {
            let span = self.source.line_span(line)?;
            let text = self.source.slice(span);
            let blanks = text.len() - text.trim_start().len();
            let tab = text[..blanks].find('\t').or_else(|| text.find('\t').filter(|_| about_tabs))?;
            (blanks < text.len()).then(|| (Span::new(span.start + tab, span.start + tab + 1), "tab"))
        })
    }

    fn directive(&self) -> Cause {
        let line =
            [self.line, self.previous().unwrap_or(self.line)].into_iter().find(|&l| self.text(l).starts_with('%'))?;
        Some((self.content(line), "directive"))
    }

    /// A value that opens a quote which its line does not close.
    fn quote(&self) -> Cause {
        let quoted = self.info.contains("quoted") || self.info.contains("multiline");
        for (steps, line) in self.back().enumerate() {
            if !quoted && steps > 1 {
                return None;
            }
            let span = self.source.line_span(line)?;
            let text = self.source.slice(span);
            if let Some(open) = unclosed_quote(text) {
                return Some((Span::new(span.start + open, span.start + text.trim_end().len()), "quote"));
            }
            if let Some(end) = text_after_quote(text).filter(|_| line == self.line) {
                return Some((Span::new(span.start + end, span.start + text.trim_end().len()), "after_quote"));
            }
        }
        None
    }

    /// The innermost bracket that is open and has no partner.
    fn bracket(&self, open: &[Span]) -> Cause {
        if self.info == "misplaced bracket" || self.info.contains("unexpected character: `}'") {
            return Some((self.rest_of_line(self.at), "stray_bracket"));
        }
        let text = self.source.text();
        let opened = open.iter().rev().find(|span| matches!(text.as_bytes().get(span.start), Some(b'{' | b'[')));
        let Some(span) = opened else { return self.bracket_above() };
        let line = self.source.line_span(self.source.line(span.start))?;
        closed(&text[span.start..line.end.max(span.start)])
            .is_none()
            .then(|| (Span::new(span.start, span.start + 1), "bracket"))
    }

    /// A value above that opens a bracket which nothing up to the stop closes: the parser looks ahead and may stop before
    /// it has told of the bracket.
    fn bracket_above(&self) -> Cause {
        self.back().skip(1).take(20).find_map(|line| {
            let span = self.source.line_span(line)?;
            let start = span.start + value_start(self.source.slice(span))?;
            let text = self.source.text().get(start..self.at.max(start))?;
            (text.starts_with(['{', '[']) && !text.starts_with("{{") && closed(text).is_none())
                .then(|| (Span::new(start, start + 1), "bracket"))
        })
    }

    fn reserved(&self) -> Cause {
        [Some(self.line), self.previous()].into_iter().flatten().find_map(|line| {
            let span = self.source.line_span(line)?;
            let value = value_start(self.source.slice(span))?;
            let text = &self.source.slice(span)[value..];
            let reserved = text.starts_with(['@', '`']) || (text.starts_with('%') && line == self.line);
            let flow = text.starts_with(['*', '&']) && text.len() > 1 && self.info.contains("anchor or alias");
            let braces = text.starts_with("{{");
            let help = match text {
                _ if braces => "template",
                _ if text.starts_with("```") => "fence",
                _ => "reserved",
            };
            (reserved || flow || braces)
                .then(|| (Span::new(span.start + value, span.start + value + text.trim_end().len()), help))
        })
    }

    fn anchor(&self) -> Cause {
        if !self.info.contains("unknown anchor") {
            return None;
        }
        let rest = self.rest_of_line(self.at);
        let text = self.source.slice(rest);
        let end =
            text[1..].find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}')).map_or(text.len(), |e| e + 1);
        Some((Span::new(rest.start, rest.start + end), "anchor"))
    }

    /// `key: a: b`
    fn colon_in_value(&self) -> Cause {
        if !self.info.contains("mapping values") {
            return None;
        }
        let span = self.source.line_span(self.line)?;
        let text = self.source.slice(span);
        let value = value_start(text).filter(|&value| value > 0 && text[..value].trim_end().ends_with(':'))?;
        if text[value..].starts_with(['{', '[']) {
            return None;
        }
        text[value..]
            .contains(": ")
            .then(|| (Span::new(span.start + value, span.start + text.trim_end().len()), "colon"))
            .or_else(|| {
                text[value..]
                    .trim_end()
                    .ends_with(':')
                    .then(|| (Span::new(span.start + value, span.start + text.trim_end().len()), "colon"))
            })
    }

    /// A key without its colon, or with no blank behind it.
    fn no_colon(&self) -> Cause {
        [Some(self.line), self.previous()].into_iter().flatten().find_map(|line| {
            let span = self.content(line);
            let text = self.source.slice(span);
            let item = text.trim_start_matches("- ");
            // Only an item whose keys go on below it is one that lacks its colon.
            if line != self.line
                && text.starts_with('-')
                && self.column(span.end - item.len()) != self.indent(self.line)
            {
                return None;
            }
            let text = item;
            let start = span.end - text.len();
            if text.is_empty() || text.starts_with(['#', '"', '\'', '{', '[', '}', ']', '|', '>', '-', '&', '*', '!']) {
                return None;
            }
            // `image registry/web:1.0`
            let word = text.split(' ').next().unwrap_or_default();
            let sentence = text.contains(": ") || text.ends_with(':');
            if word.len() < text.len() && !sentence && !word.contains(':') && text.contains(':') && is_key(word) {
                return Some((Span::new(start, span.end), "no_colon"));
            }
            if let Some((key, rest)) = text.split_once(':') {
                let glued = !rest.is_empty() && !rest.starts_with(char::is_whitespace);
                let plain = is_key(key);
                let again = rest.contains(": ") || rest.ends_with(':') || rest.starts_with("//");
                return (glued && plain && !again && (line != self.line || !self.info.contains("mapping values")))
                    .then(|| (Span::new(start, span.end), "space"));
            }
            // An item of one word is an item.
            let word = line == self.line && start > span.start && !text.contains(' ');
            let next = self.text(self.line);
            let goes_on =
                line == self.line || next.contains(':') || next.starts_with("---") || !self.is_content(self.line);
            (goes_on && !word).then(|| (Span::new(start, span.end), "no_colon"))
        })
    }

    /// `-name: web`, or `-web` beside `- shop`
    fn dash(&self) -> Cause {
        [Some(self.line), self.previous()].into_iter().flatten().find_map(|line| {
            let span = self.content(line);
            let rest = self.source.slice(span).strip_prefix('-')?;
            let key = rest.split(": ").next().unwrap_or_default();
            let beside = || line != self.line && self.text(self.line).trim_start().starts_with("- ");
            let opens = key.len() < rest.len() || rest.ends_with(':') || beside();
            (opens && is_key(key.trim_end_matches(':')))
                .then(|| (Span::new(span.start, span.start + 1 + key.len()), "dash"))
        })
    }

    /// A key without its colon, with its value on deeper lines: up there is the line that stands as far left.
    fn no_colon_above(&self) -> Cause {
        if !self.text(self.line).contains(':') {
            return None;
        }
        let indent = self.indent(self.line);
        let above = self.back().skip(1).find(|&line| self.is_content(line) && self.indent(line) <= indent)?;
        let span = self.content(above);
        let text = self.source.slice(span);
        (self.indent(above) == indent && is_key(text) && !text.starts_with('-')).then_some((span, "no_colon"))
    }

    fn indentation(&self) -> Cause {
        let causes = [
            "mapping values",
            "block mapping",
            "block collection",
            "indent",
            "block sequence",
            "simple key",
            "document start",
            "document-start",
        ];
        if !causes.iter().any(|cause| self.info.contains(cause)) {
            return None;
        }
        Some((self.content(self.misplaced().unwrap_or(self.line)), "indent"))
    }
}

/// Whether a text looks like a key.
fn is_key(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/'))
}

/// Where the value of a line begins: behind `key: ` and `- `.
fn value_start(line: &str) -> Option<usize> {
    let mut at = line.len() - line.trim_start().len();
    while line[at..].starts_with("- ") {
        at += 2;
        at += line[at..].len() - line[at..].trim_start().len();
    }
    let rest = &line[at..];
    if rest.starts_with(['"', '\'', '#', '{', '[', '@', '`', '%']) {
        return Some(at);
    }
    match rest.find(": ") {
        Some(colon) => {
            at += colon + 2;
            Some(at + (line[at..].len() - line[at..].trim_start().len()))
        }
        None => (!rest.is_empty()).then_some(at),
    }
}

/// Where a quote opens that the line does not close.
fn unclosed_quote(line: &str) -> Option<usize> {
    let start = value_start(line)?;
    let quote = line[start..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
    quote_end(&line[start..], quote).is_none().then_some(start)
}

/// Where something follows a closed quote that is no comment.
fn text_after_quote(line: &str) -> Option<usize> {
    let start = value_start(line)?;
    let quote = line[start..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let end = start + quote_end(&line[start..], quote)?;
    let rest = line[end..].trim();
    (!rest.is_empty() && !rest.starts_with(['#', ':', ',', ']', '}'])).then_some(end)
}

/// The length of a quoted text that begins the line.
fn quote_end(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && quote == '"' {
            chars.next();
        } else if c == quote {
            if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') {
                chars.next();
            } else {
                return Some(at + 1);
            }
        }
    }
    None
}

/// The length of what the bracket at the start encloses, if it is closed in this text.
fn closed(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}
