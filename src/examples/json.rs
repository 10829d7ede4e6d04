//! A file that begins with `{` is read as JSON, as kubectl does.
//! <https://github.com/kubernetes/apimachinery/blob/master/pkg/util/yaml/decoder.go>

use crate::{
    diagnostics::{Diagnostic, code},
    text::{Source, Span},
};

/// Whether the first thing in the text is `{`.
pub(super) fn looks_like_json(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('{')
}

/// The text with characters beyond U+FFFF, which JSON writes as two escapes and YAML cannot, written as YAML can: in as
/// many characters, so that every place stays what it is. `None` where there are none.
pub(super) fn surrogates(text: &str) -> Option<Vec<char>> {
    if !looks_like_json(text) || !["\\ud", "\\uD"].iter().any(|start| text.contains(start)) {
        return None;
    }
    let mut out: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < out.len() {
        if out[at] != '\\' {
            at += 1;
            continue;
        }
        let Some(high) = escape(&out, at).filter(|unit| (0xD800..0xE000).contains(unit)) else {
            at += 2;
            continue;
        };
        let low = escape(&out, at + 6).filter(|unit| (0xDC00..0xE000).contains(unit));
        let (text, length) = match low.filter(|_| high < 0xDC00) {
            // A line break that is escaped is nothing, and makes up for the two characters that are too many.
            Some(low) => (format!("\\\n\\U{:08X}", 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)), 12),
            // Half a pair is no character; the decoder of kubectl puts this one in its place.
            None => ("\\uFFFD".to_owned(), 6),
        };
        out[at..at + length].iter_mut().zip(text.chars()).for_each(|(place, c)| *place = c);
        at += length;
    }
    Some(out)
}

/// Where the objects end that stand one behind the other in a stream of JSON, as kubectl takes it; without the last.
pub(super) fn ends(text: &str) -> Vec<usize> {
    if !looks_like_json(text) {
        return Vec::new();
    }
    let skipped = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut stream = serde_json::Deserializer::from_str(&text[skipped..]).into_iter::<serde::de::IgnoredAny>();
    let mut ends = Vec::new();
    while let Some(Ok(_)) = stream.next() {
        ends.push(skipped + stream.byte_offset());
    }
    // The rest, or what follows behind `---`, is read to the end of the text.
    if ends.last().is_some_and(|&end| !text[end..].trim_start().starts_with('{')) {
        ends.pop();
    }
    ends
}

/// The number of the escape `\uXXXX` that begins there.
fn escape(text: &[char], at: usize) -> Option<u32> {
    let [first, second, digits @ ..] = text.get(at..at + 6)? else { return None };
    let digits: String = digits.iter().collect();
    (*first == '\\' && *second == 'u').then(|| u32::from_str_radix(&digits, 16).ok())?
}

/// What is no JSON in a text that is YAML and will be read as JSON.
pub(super) fn check(source: &Source) -> Option<Diagnostic> {
    let text = source.text().trim_start_matches('\u{feff}');
    let skipped = source.text().len() - text.len();
    let mut documents = serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
    let error = documents.find_map(Result::err)?;
    let line = source.line_span(error.line().max(1)).unwrap_or_default();
    let start = (line.start + error.column().saturating_sub(1)).min(line.end).max(skipped);
    let start = source.text().floor_char_boundary(start);
    // A second document behind `---` is YAML again: kubectl reads the first object and then the stream's next part.
    if source.slice(line).starts_with("---") {
        return None;
    }
    Some(
        Diagnostic::new(
            code::NOT_JSON,
            source,
            Span::new(start, source.text().ceil_char_boundary((start + 1).min(line.end)).max(start)),
        )
        .help("comment"),
    )
}

#[cfg(test)]
mod tests {
    use crate::{
        examples::yaml,
        text::{Source, Span},
    };

    #[test]
    fn objects_one_behind_the_other_are_documents() {
        let text = "{\"a\": 1}\n{\"a\": 2} {\"a\": 3}\n---\n{\"a\": 4}\n";
        let (documents, found) = yaml::parse(&Source::new("a.json", text));
        assert!(found.is_empty(), "{found:?}");
        let numbers: Vec<_> = documents.iter().filter_map(|d| d.get("a")?.integer()).collect();
        assert_eq!(numbers, [1, 2, 3, 4]);
    }

    #[test]
    fn pairs_of_escapes_are_one_character_and_move_nothing() {
        let text = r#"{"a": {"b": "x\ud83d\ude80 y \ud83d z\/ \u0041 \\ud83d", "c": 1}}"#;
        let (documents, found) = yaml::parse(&Source::new("a.json", text));
        assert!(found.is_empty(), "{found:?}");
        let inner = documents[0].get("a").expect("a");
        assert_eq!(inner.text_at("b"), Some("x🚀 y \u{FFFD} z/ A \\ud83d"));
        let at = text.find("1}").expect("the number");
        assert_eq!(inner.get("c").map(|node| node.span), Some(Span::new(at, at + 1)));
    }
}
