//! Plain text as a row of words, each in a form in which it can be compared.
//!
//! A word is a run of letters and digits of one script, so `podы` is two words without a gap and `pod'ам` two words
//! with an apostrophe between. Comparing ignores case, and ё is е. Punctuation is not lost: it is the gap before a word.

use crate::text::Span;

/// The script a word is written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Script {
    /// Russian and its relatives.
    Cyrillic,
    /// English, and every name in Latin letters.
    Latin,
    /// Digits alone.
    Number,
    /// Anything else.
    Other,
}

/// One word of a text.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// Where it stands.
    pub(crate) span: Span,
    /// Lower case, ё as е.
    pub(crate) norm: String,
    /// Its script.
    pub(crate) script: Script,
    /// Whether its first letter is a capital.
    pub(crate) capital: bool,
}

/// A text with its words.
#[derive(Debug)]
pub(crate) struct Words<'a> {
    /// The text.
    pub(crate) text: &'a str,
    /// Its words, in order.
    pub(crate) words: Vec<Word>,
}

impl<'a> Words<'a> {
    /// Takes a text apart. Linear in its length.
    pub(crate) fn new(text: &'a str) -> Self {
        let mut words: Vec<Word> = Vec::with_capacity(text.len() / 8);
        let mut open: Option<(usize, Script)> = None;
        let close = |words: &mut Vec<Word>, start: usize, end: usize, script: Script| {
            // Underscores at its ends are emphasis.
            let end = start + text[start..end].trim_end_matches('_').len();
            let start = end - text[start..end].trim_start_matches('_').len();
            let raw = &text[start..end];
            if raw.is_empty() {
                return;
            }
            words.push(Word {
                span: Span::new(start, end),
                norm: normalize(raw),
                script,
                capital: raw.chars().next().is_some_and(char::is_uppercase),
            });
        };
        for (at, c) in text.char_indices() {
            let kind = script(c);
            match (open, kind) {
                (None, Some(kind)) => open = Some((at, kind)),
                (Some((start, old)), None) => {
                    close(&mut words, start, at, old);
                    open = None;
                }
                (Some((start, old)), Some(new)) => match (old, new) {
                    (Script::Number, new) => open = Some((start, new)),
                    (_, Script::Number) | (_, Script::Other) => {}
                    (old, new) if old == new => {}
                    (Script::Other, new) => open = Some((start, new)),
                    _ => {
                        close(&mut words, start, at, old);
                        open = Some((at, new));
                    }
                },
                (None, None) => {}
            }
        }
        if let Some((start, script)) = open {
            close(&mut words, start, text.len(), script);
        }
        Self { text, words }
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// What stands before word `index` and after the one before it; after the last word for `index == len`.
    pub(crate) fn gap(&self, index: usize) -> &'a str {
        let start = index.checked_sub(1).and_then(|i| self.words.get(i)).map_or(0, |word| word.span.end);
        let end = self.words.get(index).map_or(self.text.len(), |word| word.span.start);
        self.text.get(start..end).unwrap_or_default()
    }
}

/// A word as it is compared: lower case, ё as е, no soft hyphens or combining accents.
pub(crate) fn normalize(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    for c in raw.chars() {
        match c {
            // What most words are made of.
            'а'..='я' | 'a'..='z' | '0'..='9' => out.push(c),
            '\u{ad}' | '\u{301}' => {}
            c => {
                let lower = c.to_lowercase().filter(|c| *c != '\u{307}');
                out.extend(lower.map(|c| if c == 'ё' { 'е' } else { c }));
            }
        }
    }
    out
}

/// Whether two words in lower case begin so much alike that they are taken for forms of one.
pub(crate) fn same(a: &str, b: &str) -> bool {
    const BEGINNING: usize = 5;
    a == b || a.chars().take(BEGINNING).eq(b.chars().take(BEGINNING)) && a.chars().nth(BEGINNING - 1).is_some()
}

fn script(c: char) -> Option<Script> {
    match c {
        'а'..='я' | 'А'..='Я' | 'ё' | 'Ё' | '\u{400}'..='\u{52f}' => Some(Script::Cyrillic),
        'a'..='z' | 'A'..='Z' => Some(Script::Latin),
        '0'..='9' => Some(Script::Number),
        // A soft hyphen, an accent or an underscore inside a word does not end it.
        '\u{ad}' | '\u{301}' | '_' => Some(Script::Other),
        c if c.is_alphabetic() => Some(if c < '\u{250}' { Script::Latin } else { Script::Other }),
        c if c.is_numeric() => Some(Script::Number),
        _ => None,
    }
}

/// Whether `c` is one of the hyphens people type.
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Whether `c` is one of the apostrophes people type.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´')
}

/// Whether two words with this gap between may be two words of one name: blanks, a line break, a hyphen, or a page
/// break (three blank lines and more, as a pasted PDF has them), but not the end of a paragraph.
pub(crate) fn joins(gap: &str) -> bool {
    if gap == " " {
        return true;
    }
    let mut hyphens = 0;
    let mut breaks = 0;
    for c in gap.chars() {
        match c {
            '\n' => breaks += 1,
            '\u{c}' => breaks += 4,
            c if is_hyphen(c) => hyphens += 1,
            c if c.is_whitespace() => {}
            _ => return false,
        }
    }
    !gap.is_empty()
        && (breaks <= 1 || breaks >= 4)
        && (hyphens == 0 || (hyphens == 1 && gap.starts_with(is_hyphen) && !gap[1..].starts_with([' ', '\t'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn norms(text: &str) -> Vec<String> {
        Words::new(text).words.into_iter().map(|word| word.norm).collect()
    }

    #[test]
    fn words_end_where_the_script_changes() {
        assert_eq!(norms("Узёл pod'ам, Podы — v1.33 my_pod"), ["узел", "pod", "ам", "pod", "ы", "v1", "33", "my_pod"]);
    }

    #[test]
    fn a_page_break_joins_and_a_paragraph_parts() {
        for gap in [" ", "\n", "-", "-\n", "\n\n\n\n", "-\n\n\n\n", "\u{a0}"] {
            assert!(joins(gap), "{gap:?}");
        }
        for gap in ["", ", ", "\n\n", " - ", "- ", ". ", "--"] {
            assert!(!joins(gap), "{gap:?}");
        }
    }
}
