//! SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>), for code scanning.

use serde_json::{Value, json};

use super::Style;
use crate::diagnostics::{Diagnostic, Level, page};

pub(super) fn render(diagnostics: &[Diagnostic], style: &Style) -> String {
    let mut codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes
        .iter()
        .map(|&code| {
            let page = page::page(code);
            let explanation = page.explanation.get(&style.lang);
            json!({ "id": code.as_str(), "name": page.name, "fullDescription": { "text": explanation } })
        })
        .collect();
    let results: Vec<Value> = diagnostics.iter().map(|diagnostic| result(diagnostic, style)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "konspekt", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn result(diagnostic: &Diagnostic, style: &Style) -> Value {
    let level = match diagnostic.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    let start = diagnostic.source.position(diagnostic.span.start);
    let end = diagnostic.source.position(diagnostic.span.end);
    json!({
        "ruleId": diagnostic.code.as_str(),
        "level": level,
        "message": { "text": diagnostic.message(&style.lang) },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": diagnostic.source.name() },
                "region": {
                    "startLine": start.line,
                    "startColumn": start.column,
                    "endLine": end.line,
                    "endColumn": end.column,
                },
            },
        }],
    })
}
