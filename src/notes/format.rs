//! What kind of note a file is, told by what it holds; the ending of its name only tips the scales.

use crate::text::words;

/// The kinds of notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text that lost its markup: copied from a PDF, a web page, or written by hand.
    Paste,
    /// Markdown.
    Markdown,
    /// ChatGPT's export: `conversations.json`.
    Conversations,
}

/// So many bytes are enough to see what a note is.
const SAMPLE: usize = 400_000;
/// A line longer than this (bytes) is no Markdown that anybody wrote.
const LONGEST_LINE: usize = 1 << 20;
/// So many signs make Markdown of a text.
const ENOUGH: usize = 4;

impl Format {
    /// The kind of a note.
    pub fn of(name: &str, text: &str) -> Self {
        let sample = &text[..text.floor_char_boundary(text.len().min(SAMPLE))];
        if is_export(sample.as_bytes(), has_ending(name, &["json"])) {
            return Self::Conversations;
        }
        // A parser of Markdown needs many times the length of a line.
        if has_endless_line(text) {
            return Self::Paste;
        }
        if !is_named_markdown(name) {
            return if signs(sample) >= ENOUGH { Self::Markdown } else { Self::Paste };
        }
        // A name that says so needs one sign, if only inside a line.
        if signs(sample) > 0 || sample.lines().any(has_marks) { Self::Markdown } else { Self::Paste }
    }
}

/// Whether the ending of a name says that the file is Markdown.
pub(super) fn is_named_markdown(name: &str) -> bool {
    has_ending(name, &["md", "markdown", "mkd"])
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default();
    endings.iter().any(|listed| ending.eq_ignore_ascii_case(listed))
}

/// Whether a text has any sign of Markdown.
pub(super) fn has_signs(text: &str) -> bool {
    let inner = |line: &str| ["](", "]: ", "[[", "~~"].iter().any(|sign| line.contains(sign));
    let tag =
        |line: &str| line.starts_with("</") || line.starts_with('<') && line[1..].starts_with(char::is_alphabetic);
    let sign = |line: &str| line.starts_with("```") || tag(line) || inner(line) || has_marks(line);
    signs(text) > 0 || text.lines().any(|line| sign(line.trim_start()))
}

/// Whether a line is longer than any that people write.
pub fn has_endless_line(text: &str) -> bool {
    text.lines().any(|line| line.len() > LONGEST_LINE)
}

/// Whether bytes begin as an export does. Any JSON is read as one when the file is named so, and refused with a reason.
pub fn is_export(bytes: &[u8], named: bool) -> bool {
    let first = bytes.iter().find(|b| !b.is_ascii_whitespace() && !matches!(b, 0xef | 0xbb | 0xbf));
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let has = |word: &[u8]| sample.windows(word.len()).any(|window| window == word);
    matches!(first, Some(b'[' | b'{')) && (named || has(b"\"mapping\"") && has(b"\"title\""))
}

/// How many signs of Markdown there are; a kind of sign that code has as well counts for less.
fn signs(text: &str) -> usize {
    let (mut strong, mut weak) = (0, 0);
    let mut fenced = false;
    for line in text.lines() {
        let line = line.trim_start();
        if line.starts_with("```") {
            fenced = !fenced;
            weak += 1;
            continue;
        }
        if fenced {
            continue;
        }
        let hashes = line.bytes().take_while(|&b| b == b'#').count();
        let table = line.contains("---") && line.contains('|') && line.chars().all(|c| "|-: ".contains(c));
        if (2..=6).contains(&hashes) && line[hashes..].starts_with(' ') || table || line.contains("](http") {
            strong += 2;
        } else if is_bold(line) || line.starts_with("> ") {
            strong += 1;
        } else if hashes == 1 && line.starts_with("# ") {
            weak += 1;
        }
    }
    // A paste may have kept its fences, and comments in code look like headings.
    if strong == 0 { weak.min(1) } else { strong + weak.min(2) }
}

/// Whether the line holds «**words**».
fn is_bold(line: &str) -> bool {
    let Some((_, rest)) = line.split_once("**") else { return false };
    rest.split_once("**").is_some_and(|(words, _)| {
        !words.is_empty() && !words.starts_with(char::is_whitespace) && !words.ends_with(char::is_whitespace)
    })
}

/// Whether a line sets words between signs, or points at a footnote: «`ls`», "*at once*".
fn has_marks(line: &str) -> bool {
    let edge = |c: Option<char>| c.is_none_or(|c| !words::is_alphanumeric(c));
    let between = |sign: char| {
        let (before, rest) = line.split_once(sign)?;
        let (inner, behind) = rest.split_once(sign)?;
        let whole = inner.starts_with(words::is_alphanumeric) && inner.ends_with(words::is_alphanumeric);
        Some(whole && edge(before.chars().next_back()) && edge(behind.chars().next()))
    };
    let note = || line.split_once("[^").and_then(|(_, rest)| rest.split_once(']'));
    ['`', '*'].into_iter().any(|sign| between(sign) == Some(true)) || note().is_some_and(|(name, _)| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        assert_eq!(Format::of("a.txt", "## Тесто\n\n**Мука** и вода.\n\n- **соль** — щепотка\n"), Format::Markdown);
        assert_eq!(Format::of("a.md", "# Bread\n\nFlour and water.\n"), Format::Markdown);
        assert_eq!(Format::of("a.md", "Bread\nFlour and water,\nwrapped by hand.\n"), Format::Paste);
        assert_eq!(Format::of("a.txt", "how to list?\n\n```bash\n# all of them\nls **/*.rs\n```\n"), Format::Paste);
        assert_eq!(Format::of("export", "[{\"title\":\"a\",\"mapping\":{}}]"), Format::Conversations);
        assert_eq!(Format::of("a.txt", "[1] see there\n"), Format::Paste);
        for text in ["Whip the *end* first.\n", "Run `ls`.\n", "См. книгу[^1].\n"] {
            assert_eq!(
                (Format::of("a.md", text), Format::of("a.txt", text)),
                (Format::Markdown, Format::Paste),
                "{text}"
            );
        }
        assert_eq!(Format::of("a.md", "3*4 *5 и 6* 7\nls *.rs *.md\n"), Format::Paste);
    }
}
