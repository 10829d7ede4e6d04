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
