//! As rustc prints them: the source line, the span underlined, hints below. `annotate-snippets` draws.

use annotate_snippets::{AnnotationKind, Group, Level as Tone, Patch, Renderer, Snippet};

use super::Style;
use crate::diagnostics::{Diagnostic, Level};
use crate::text::{Source, Span};

/// Lines longer than this (bytes) are shown by their neighbourhood only: a paste can be one line of megabytes.
const LONGEST_LINE: usize = 400;

pub(super) fn render(diagnostics: &[Diagnostic], style: &Style) -> String {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() }.term_width(style.width);
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&renderer.render(&groups(diagnostic, style)));
        out.push_str("\n\n");
    }
    out
}

/// The finding, and the corrected text where there is one.
fn groups<'a>(diagnostic: &'a Diagnostic, style: &Style) -> Vec<Group<'a>> {
    let mut helps = diagnostic.helps(&style.lang);
    let fix = diagnostic.fix.as_ref().filter(|fix| Excerpt::new(&diagnostic.source, fix.span).is_whole());
    // The first hint says what the corrected text shows.
    let suggestion = fix.map(|fix| {
        let title =
            if helps.is_empty() { word(style, "write", "напишите").to_owned() } else { helps.remove(0) };
        let excerpt = Excerpt::new(&diagnostic.source, fix.span);
        let patch = Patch::new(excerpt.within(fix.span), fix.text.as_str());
        let tone = Tone::HELP.with_name(word(style, "help", "подсказка"));
        Group::with_title(tone.secondary_title(title)).element(excerpt.snippet().patch(patch))
    });
    [group(diagnostic, helps, style)].into_iter().chain(suggestion).collect()
}

fn group<'a>(diagnostic: &'a Diagnostic, helps: Vec<String>, style: &Style) -> Group<'a> {
    let title =
        tone(diagnostic.level, style).primary_title(diagnostic.message(&style.lang)).id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    let excerpt = Excerpt::new(&diagnostic.source, diagnostic.span);
    let mut snippet = excerpt.snippet().annotation(AnnotationKind::Primary.span(excerpt.within(diagnostic.span)));
    for label in diagnostic.labels.iter().filter(|label| excerpt.shows(&label.source, label.span)) {
        let text = diagnostic.label_text(label, &style.lang);
        snippet = snippet.annotation(AnnotationKind::Context.span(excerpt.within(label.span)).label(text));
    }
    group = group.element(snippet);
    for label in diagnostic.labels.iter().filter(|label| !excerpt.shows(&label.source, label.span)) {
        let other = Excerpt::new(&label.source, label.span);
        let text = diagnostic.label_text(label, &style.lang);
        let marked = AnnotationKind::Context.span(other.within(label.span)).label(text);
        group = group.element(other.snippet().annotation(marked));
    }
    for help in helps {
        group = group.element(Tone::HELP.with_name(word(style, "help", "подсказка")).message(help));
    }
    if let Some(url) = diagnostic.document() {
        group = group.element(Tone::NOTE.with_name(word(style, "see", "см.")).message(url.to_owned()));
    }
    group
}

/// The lines that are shown, as a text of their own.
struct Excerpt<'a> {
    source: &'a Source,
    lines: Span,
    first_line: usize,
}

impl<'a> Excerpt<'a> {
    fn new(source: &'a Source, span: Span) -> Self {
        let first_line = source.line(span.start.min(source.text().len()));
        let start = source.line_span(first_line).unwrap_or_default().start;
        let last_line = source.line(span.end.min(source.text().len())).min(first_line + 3);
        let end = source.line_span(last_line).map_or(source.text().len(), |line| line.end).max(start);
        let mut lines = Span::new(start, end);
        if end - start > 4 * LONGEST_LINE {
            let text = source.text();
            let from = text.floor_char_boundary(span.start.saturating_sub(LONGEST_LINE / 4).max(start));
            let until = text.ceil_char_boundary((span.start + LONGEST_LINE / 2).min(end));
            lines = Span::new(from, until);
        }
        Self { source, lines, first_line }
    }

    /// Whether whole lines are shown.
    fn is_whole(&self) -> bool {
        self.lines.end - self.lines.start <= 4 * LONGEST_LINE
    }

    fn snippet<T: Clone>(&self) -> Snippet<'a, T> {
        // `slice` borrows from the source, which outlives the excerpt.
        let text = self.source.text().get(self.lines.range()).unwrap_or_default();
        Snippet::source(text).line_start(self.first_line).path(self.source.name()).fold(false)
    }

    fn shows(&self, source: &Source, span: Span) -> bool {
        self.source == source && self.lines.contains(span)
    }

    /// A span of the file as a range of the excerpt, cut to it and never empty-handed.
    fn within(&self, span: Span) -> std::ops::Range<usize> {
        let length = self.lines.end - self.lines.start;
        let start = span.start.saturating_sub(self.lines.start).min(length);
        let end = span.end.saturating_sub(self.lines.start).clamp(start, length);
        start..end
    }
}

fn tone(level: Level, style: &Style) -> Tone<'static> {
    match level {
        Level::Error => Tone::ERROR.with_name(word(style, "error", "ошибка")),
        Level::Warning => Tone::WARNING.with_name(word(style, "warning", "предупреждение")),
        Level::Note => Tone::NOTE.with_name(word(style, "note", "заметка")),
    }
}

fn word(style: &Style, en: &'static str, ru: &'static str) -> &'static str {
    if style.lang.tag() == "ru" { ru } else { en }
}
