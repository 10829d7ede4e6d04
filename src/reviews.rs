//! Reviews: verdicts on what the notes claim.
//!
//! In comes `reviews.toml` and the notes, out come reviews that know where in the note their quote stands. A quote that
//! stands nowhere is an error: a review must never float free of its claim. The notes themselves are never changed.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::{
    diagnostics::{Diagnostic, code, nearest},
    notes::Note,
    text::{Localized, Source, Span},
};

/// What a review says of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is not so.
    Inaccurate,
    /// It was so.
    Outdated,
    /// It is so, but something important is missing.
    Incomplete,
    /// It is so.
    Accurate,
}

impl Verdict {
    /// As it is written in `reviews.toml`, and in class names.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accurate => "accurate",
            Self::Inaccurate => "inaccurate",
            Self::Outdated => "outdated",
            Self::Incomplete => "incomplete",
        }
    }

    /// As the reader sees it.
    pub fn title(self) -> Localized {
        let (ru, en) = match self {
            Self::Accurate => ("Верно", "Correct"),
            Self::Inaccurate => ("Неточно", "Inaccurate"),
            Self::Outdated => ("Устарело", "Outdated"),
            Self::Incomplete => ("Неполно", "Incomplete"),
        };
        Localized { ru: ru.into(), en: en.into() }
    }
}

/// A verdict on a claim.
#[derive(Clone, Debug)]
pub struct Review {
    /// The note, by its path below `src/notes`.
    pub note: String,
    /// The words of the claim.
    pub quote: String,
    /// The claim in English, for the English edition, where the author gives it.
    pub quote_en: Option<String>,
    /// Where that stands in `reviews.toml`.
    pub quote_en_span: Span,
    /// Every place in the note where they stand, in order.
    pub places: Vec<Span>,
    /// What is said of it.
    pub verdict: Verdict,
    /// What is right, as Markdown.
    pub text: Localized,
    /// The document that says so.
    pub url: String,
    /// Where the review stands in `reviews.toml`.
    pub span: Span,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    review: Vec<Spanned<Raw>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    note: Spanned<String>,
    quote: Spanned<String>,
    #[serde(rename = "quote-en")]
    quote_en: Option<Spanned<String>>,
    verdict: Verdict,
    ru: String,
    en: String,
    source: Spanned<String>,
}

/// Reads `reviews.toml` and finds each quote in its note.
pub fn parse(source: &Source, notes: &BTreeMap<String, Note>) -> (Vec<Review>, Vec<Diagnostic>) {
    let file: File = match toml::from_str(source.text()) {
        Ok(file) => file,
        Err(error) => return (Vec::new(), vec![crate::book::settings::toml_error(source, &error)]),
    };
    let mut reviews = Vec::new();
    let mut diagnostics = Vec::new();
    for review in file.review {
        let span = Span::from(review.span());
        let raw = review.into_inner();
        if !raw.source.get_ref().starts_with("https://") && !raw.source.get_ref().starts_with("http://") {
            diagnostics.push(
                Diagnostic::new(code::REVIEW_SOURCE, source, raw.source.span()).arg("source", raw.source.get_ref()),
            );
        }
        let Some(note) = notes.get(raw.note.get_ref()) else {
            let known = nearest(raw.note.get_ref(), notes.keys().map(String::as_str));
            diagnostics.push(
                Diagnostic::new(code::NOTE_MISSING, source, raw.note.span())
                    .arg("note", raw.note.get_ref())
                    .nearest(known),
            );
            continue;
        };
        let places = find_all(&note.source, raw.quote.get_ref());
        if places.is_empty() {
            diagnostics.push(
                Diagnostic::new(code::QUOTE_MISSING, source, raw.quote.span())
                    .arg("note", raw.note.get_ref())
                    .help("copy"),
            );
            continue;
        }
        reviews.push(Review {
            note: raw.note.into_inner(),
            quote: raw.quote.into_inner(),
            quote_en_span: raw.quote_en.as_ref().map(|quote| quote.span().into()).unwrap_or_default(),
            quote_en: raw.quote_en.map(Spanned::into_inner),
            places,
            verdict: raw.verdict,
            text: Localized { ru: raw.ru, en: raw.en },
            url: raw.source.into_inner(),
            span,
        });
    }
    (reviews, diagnostics)
}

/// Every place of `quote` in the note, where any run of white space counts as one space, and white space after a hyphen
/// at a line's end as none.
fn find_all(source: &Source, quote: &str) -> Vec<Span> {
    let (haystack, offsets) = folded(source.text());
    let (needle, _) = folded(quote.trim());
    if needle.is_empty() {
        return Vec::new();
    }
    haystack
        .match_indices(&needle)
        .map(|(at, found)| {
            let end = at + found.len();
            // `offsets` has an entry for every byte of the folded text and one for its end.
            Span::new(offsets[at], offsets[end - 1] + 1)
        })
        .map(|span| Span::new(span.start, source.text().ceil_char_boundary(span.end)))
        .collect()
}

/// The text with white space folded, and for each of its bytes the offset it came from.
fn folded(text: &str) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut offsets = Vec::with_capacity(text.len() + 1);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !c.is_whitespace() {
            offsets.extend((0..c.len_utf8()).map(|i| at + i));
            out.push(c);
            continue;
        }
        let mut broken = c == '\n';
        while let Some((_, next)) = chars.next_if(|(_, next)| next.is_whitespace()) {
            broken |= next == '\n';
        }
        let hyphen = broken && out.ends_with('-') && !out.ends_with(" -");
        if !hyphen {
            offsets.push(at);
            out.push(' ');
        }
    }
    offsets.push(text.len());
    (out, offsets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes;

    const NOTE: &str = "про хлеб\nТесто должно подойти дважды: первый раз в миске, второй\n\n\n\nраз в форме. Печь при \
                        SSL-\nтемпературе.\n";

    fn notes() -> BTreeMap<String, Note> {
        BTreeMap::from([("bread.txt".to_owned(), notes::parse(&Source::new("src/notes/bread.txt", NOTE)))])
    }

    fn review(quote: &str) -> String {
        format!(
            "[[review]]\nnote = \"bread.txt\"\nquote = \"{quote}\"\nverdict = \"incomplete\"\nru = \"Да\"\nen = \"Yes\"\n\
             source = \"https://example.org/\"\n"
        )
    }

    #[test]
    fn a_quote_is_found_over_line_and_page_breaks() {
        for quote in ["первый раз в миске, второй раз в форме", "при SSL-температуре"]
        {
            let (reviews, diagnostics) = parse(&Source::new("reviews.toml", review(quote)), &notes());
            assert!(diagnostics.is_empty(), "{diagnostics:?}");
            assert_eq!(reviews.len(), 1);
            assert!(NOTE[reviews[0].places[0].range()].starts_with(&quote[..8]));
            assert!(NOTE[reviews[0].places[0].range()].ends_with(&quote[quote.len() - 8..]));
        }
    }

    #[test]
    fn a_quote_that_stands_nowhere_is_an_error_at_the_quote() {
        let source = Source::new("reviews.toml", review("трижды"));
        let (_, diagnostics) = parse(&source, &notes());
        assert_eq!(diagnostics[0].code, code::QUOTE_MISSING);
        assert_eq!(source.position(diagnostics[0].span.start).line, 3);
    }
}
