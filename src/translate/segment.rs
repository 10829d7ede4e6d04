//! Cuts the messages out of a chapter by source offsets.
//!
//! What comes in is Markdown, what goes out are [`Segment`]s in order: the inline text of each paragraph, heading, item,
//! cell, term and definition, and the comments in code blocks. A bold label that opens a paragraph (`**Цель:** …`) is a
//! segment of its own. Blocks of HTML, code and directives are never part of one; text without a letter of the source
//! language is none.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::{
    comments::{self, CommentShape, Line},
    inline, mask,
    mask::directive_texts,
    role::Role,
    run::{core, has_letter, label, one_line, trim, with_backslash},
};
use crate::text::{Lang, Span, markdown};

/// A stretch of a chapter, or of a code file, that is a message.
#[derive(Clone, PartialEq, Debug)]
pub struct Segment {
    /// The bytes the text occupies.
    pub span: Span,
    /// The message: inline Markdown on one line (a hard break is `<br>`, a reference link is an inline one), or the
    /// words of a comment.
    pub text: String,
    /// What it is.
    pub role: Role,
    pub(super) shape: Shape,
}

/// What splicing needs to know of the surroundings.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Shape {
    /// Part of a run of inline text.
    Inline {
        /// The run: the inline text of a whole block.
        run: Span,
        /// The run's text between the segment before (or its start) and this one, on one line.
        before: String,
        /// What follows the run's last segment; empty for the others.
        after: String,
        /// Whether the run can be put into an element: HTML inside is balanced.
        wrap: bool,
        /// Whether it stands in a table.
        cell: bool,
    },
    /// A comment in code.
    Comment(CommentShape),
}

/// Finds the comments of a code block: its language and its text in, the stretches (marker included, line end not) out.
pub type FindComments<'a> = &'a dyn Fn(&str, &str) -> Vec<Span>;

/// The messages of a chapter written in `lang`, in order.
pub fn segments(markdown: &str, lang: &Lang, comments: FindComments<'_>) -> Vec<Segment> {
    let masked = mask::mask(markdown);
    let mut cutter =
        Cutter { markdown, lang, comments, blocks: Vec::new(), run: Vec::new(), code: None, out: Vec::new() };
    for (event, range) in markdown::parse(&masked) {
        cutter.event(event, range);
    }
    cutter.flush();
    cutter.out
}

struct Cutter<'a> {
    markdown: &'a str,
    lang: &'a Lang,
    comments: FindComments<'a>,
    /// The open blocks, as far as they give a role.
    blocks: Vec<Option<Role>>,
    run: Vec<(Event<'a>, Range<usize>)>,
    code: Option<Code>,
    out: Vec<Segment>,
}

/// An open code block: its text and, for each piece, where it begins in the text and in the chapter.
struct Code {
    lang: String,
    text: String,
    pieces: Vec<(usize, Range<usize>)>,
}

impl<'a> Cutter<'a> {
    fn event<'e: 'a>(&mut self, event: Event<'e>, range: Range<usize>) {
        match event {
            Event::Start(ref tag) if inline::is_inline(&tag.to_end()) => self.run.push((event, range)),
            Event::End(ref tag) if inline::is_inline(tag) => self.run.push((event, range)),
            Event::Start(tag) => {
                self.flush();
                self.blocks.push(role_of(&tag));
                if let Tag::CodeBlock(CodeBlockKind::Fenced(info)) = &tag {
                    let lang = info.split([',', ' ']).next().unwrap_or_default().to_owned();
                    self.code = Some(Code { lang, text: String::new(), pieces: Vec::new() });
                }
            }
            Event::End(tag) => {
                self.flush();
                self.blocks.pop();
                if let (TagEnd::CodeBlock, Some(code)) = (tag, self.code.take()) {
                    self.comments(&code);
                }
            }
            Event::Text(text) if self.code.is_some() => {
                if let Some(code) = &mut self.code {
                    // The parser saw directives hidden; the code is what stands in the chapter.
                    let text = self.markdown.get(range.clone()).filter(|s| s.len() == text.len()).unwrap_or(&text);
                    code.pieces.push((code.text.len(), range));
                    code.text.push_str(text);
                }
            }
            Event::Html(_) | Event::Rule | Event::TaskListMarker(_) => self.flush(),
            _ if self.blocks.last() == Some(&None) => {}
            _ => self.run.push((event, range)),
        }
    }

    fn comments(&mut self, code: &Code) {
        let lines = (self.comments)(&code.lang, &code.text);
        let lines = lines.into_iter().filter_map(|span| {
            let piece = code.pieces.partition_point(|(at, _)| *at <= span.start).checked_sub(1)?;
            let (at, range) = &code.pieces[piece];
            let start = range.start + (span.start - at);
            let end = start + (span.end - span.start);
            // A tab that was cut by an indentation makes a piece longer than its source: such a line is left alone.
            let same = self.markdown.get(start..end)? == code.text.get(span.range())? && end <= range.end;
            let own = code.text[..span.start].rsplit('\n').next().is_some_and(|before| before.trim().is_empty());
            same.then(|| Line { span: Span::new(start, end), own })
        });
        let lines: Vec<_> = lines.collect();
        self.out.extend(comments::group(self.markdown, &lines, self.lang));
    }

    /// The run of inline text that ends here becomes segments.
    fn flush(&mut self) {
        let events = std::mem::take(&mut self.run);
        let Some(role) = self.blocks.iter().rev().copied().next().unwrap_or(Some(Role::Paragraph)) else { return };
        let role = match self.blocks.as_slice() {
            // A paragraph is what its surroundings are; a paragraph in nothing is a paragraph.
            [.., Some(outer), Some(Role::Paragraph)] if *outer != Role::Paragraph => *outer,
            _ => role,
        };
        let (events, wrap) = core(&events);
        let (Some(first), Some(last)) = (events.first(), events.last()) else { return };
        let start = with_backslash(self.markdown, first);
        let run = trim(self.markdown, start..last.1.end);
        let mut parts = Vec::new();
        let labelled = matches!(role, Role::Paragraph | Role::Item | Role::Quote | Role::Definition | Role::Footnote);
        match labelled.then(|| label(self.markdown, events)).flatten() {
            Some((label, rest)) => {
                parts.push((label, Role::Label));
                parts.extend(rest.map(|start| (trim(self.markdown, start..run.end), role)));
            }
            None => parts.push((run, role)),
        }
        let cell = role == Role::Cell;
        let line = |span: Span| one_line(self.markdown, events, span, cell);
        // Braces on two lines are words; on one they could be a directive, and such a text is left as it stands.
        let same = |span: Span| directive_texts(&line(span)) == directive_texts(&self.markdown[span.range()]);
        parts.retain(|(span, _)| has_letter(events, *span, self.lang) && same(*span));
        let mut done = run.start;
        let last = parts.len().saturating_sub(1);
        for (i, (span, role)) in parts.into_iter().enumerate() {
            let before = line(Span::new(done, span.start));
            let after = if i == last { line(Span::new(span.end, run.end)) } else { String::new() };
            let shape = Shape::Inline { run, before, after, wrap, cell };
            self.out.push(Segment { span, text: line(span), role, shape });
            done = span.end;
        }
    }
}

/// `None` for a block whose content is no text.
fn role_of(tag: &Tag<'_>) -> Option<Role> {
    match tag {
        Tag::Heading { .. } => Some(Role::Heading),
        Tag::Item => Some(Role::Item),
        Tag::TableCell => Some(Role::Cell),
        Tag::DefinitionListTitle => Some(Role::Term),
        Tag::DefinitionListDefinition => Some(Role::Definition),
        Tag::BlockQuote(_) => Some(Role::Quote),
        Tag::FootnoteDefinition(_) => Some(Role::Footnote),
        Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => None,
        _ => Some(Role::Paragraph),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(markdown: &str, lang: Lang) -> Vec<(Role, String)> {
        let none = |_: &str, _: &str| Vec::new();
        segments(markdown, &lang, &none).into_iter().map(|segment| (segment.role, segment.text)).collect()
    }

    fn texts(markdown: &str) -> Vec<String> {
        cut(markdown, Lang::ru()).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn every_kind_of_block_gives_its_text() {
        let markdown = "# Сеть {#net}\n\nПервый *абзац*\nв две строки.\n\n- **Цель:** закваска служит\n  для копий\n\n  \
            Второй абзац.\n\n> [!NOTE]\n> Под\n> живёт.\n\n| Имя | `kind` |\n|---|---|\n| а \\| б | 80 |\n\n\
            Термин\n: Что это.\n\nСноска[^1].\n\n[^1]: Текст сноски.\n\n<div>\nНе трогать\n</div>\n";
        let got = cut(markdown, Lang::ru());
        let got: Vec<_> = got.iter().map(|(role, text)| format!("{}: {text}", role.name())).collect();
        assert_eq!(
            got,
            [
                "heading: Сеть",
                "paragraph: Первый *абзац* в две строки.",
                "label: Цель",
                "item: закваска служит для копий",
                "item: Второй абзац.",
                "quote: Под живёт.",
                "cell: Имя",
                "cell: а | б",
                "term: Термин",
                "definition: Что это.",
                "paragraph: Сноска[^1].",
                "footnote: Текст сноски.",
            ]
        );
    }

    #[test]
    fn what_holds_no_letter_of_the_language_is_no_message() {
        assert_eq!(texts("1. **ClusterIP:** Этот тип.\n2. 80\n3. `код`\n\n{{#note сеть.txt}}\n"), ["Этот тип."]);
        assert_eq!(cut("A [link](x.md).\n\n42\n", Lang::en()), [(Role::Paragraph, "A [link](x.md).".to_owned())]);
    }

    #[test]
    fn a_label_may_have_its_colon_outside_and_text_on_the_next_line() {
        assert_eq!(texts("**Цель**: одно\n"), ["Цель", "одно"]);
        assert_eq!(texts("> **Цель:**\n> \\*одно\n"), ["Цель", "\\*одно"]);
        assert_eq!(texts("**Порт:** 80\n"), ["Порт"]);
    }

    #[test]
    fn breaks_references_and_directives_are_kept_in_a_form_of_one_line() {
        assert_eq!(texts("Раз\\\nдва  \n три\n"), ["Раз<br> два<br> три"]);
        assert_eq!(texts("Вот [он][r] и [r].\n\n[r]: a.md 'Т'\n"), ["Вот [он](a.md \"Т\") и [r](a.md \"Т\")."]);
        assert_eq!(texts("До\n{{#example a.yaml}}\nпосле {{#term b}}.\n"), ["До", "после {{#term b}}."]);
        assert_eq!(texts("<span data-src=\"1\">Текст</span>\n"), ["Текст"]);
    }
}
