//! Titles and labels that a copy left in asterisks: «**Как хранить**». The signs are no words of theirs.

use super::{code, lines::Line};
use crate::text::{Source, Span, words};

/// The most words of a title or a label.
const WORDS: usize = 12;
/// The signs of bold text.
const SIGNS: [&str; 2] = ["**", "__"];

/// Takes the signs off lines that are nothing but a bold title or label.
pub fn strip(lines: &mut [Line<'_>]) {
    if !lines.iter().any(|line| title(line.text).is_some()) {
        return;
    }
    let fenced = code::fenced_lines(lines);
    for (line, _) in lines.iter_mut().zip(fenced).filter(|(_, fenced)| !fenced) {
        let Some(inner) = title(line.text) else { continue };
        let start = line.span.start + (inner.as_ptr() as usize - line.text.as_ptr() as usize);
        line.span = Span::new(start, start + inner.len());
        (line.text, line.len) = (inner, inner.chars().count());
    }
}

/// Whether a stretch stands between the signs: nobody types a question so.
pub fn is_bold(source: &Source, span: Span) -> bool {
    let (before, behind) = (&source.text()[..span.start], &source.text()[span.end..]);
    SIGNS.iter().any(|sign| before.ends_with(sign) && behind.starts_with(sign))
}

/// What stands between the signs, if nothing stands around them and it may be a title or a label.
fn title(text: &str) -> Option<&str> {
    let inner = SIGNS.iter().find_map(|sign| text.strip_prefix(sign)?.strip_suffix(sign))?;
    let ends = |c: char| words::is_alphanumeric(c) || matches!(c, ')' | '»' | '"' | '”' | '?' | '!' | ':');
    let whole = inner.starts_with(|c: char| !c.is_whitespace() && c != '*' && c != '_') && inner.ends_with(ends);
    let plain = !SIGNS.iter().any(|sign| inner.contains(sign)) && inner.contains(words::is_alphabetic);
    // Names of code are written so: `__init__`.
    let named = text.starts_with('_') && !inner.contains(' ');
    (whole && plain && !named && inner.split_whitespace().count() <= WORDS).then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        notes::{self, lines::lines},
        text::Source,
    };

    fn stripped(text: &str) -> Vec<String> {
        let source = Source::new("a.txt", text);
        let mut lines = lines(&source, source.whole());
        strip(&mut lines);
        assert!(lines.iter().all(|line| source.slice(line.span) == line.text));
        lines.iter().map(|line| line.text.to_owned()).collect()
    }

    #[test]
    fn a_bold_title_is_its_words() {
        assert_eq!(
            stripped("**Как хранить мёд**\nВ банке.\n__Where to keep it?__\n"),
            ["Как хранить мёд", "В банке.", "Where to keep it?"]
        );
        let note = notes::parse(&Source::new("a.txt", "**Как хранить мёд, если он густой**\n\n- в банке\n- в соте\n"));
        assert_eq!(note.sections[0].title.text, "Как хранить мёд, если он густой");
        for text in
            ["**a** and **b**\n", "**Мёд густой.**\n", "__init__\n", "****\n", "** мёд **\n", "```\n**Мёд**\n```\n"]
        {
            assert_eq!(stripped(text), text.lines().collect::<Vec<_>>(), "{text}");
        }
    }
}
