//! `check --format json`: one array; nothing wrong is `[]`.

use serde::Serialize;

use super::Style;
use crate::diagnostics::{Diagnostic, Level};

#[derive(Serialize)]
struct Row<'a> {
    code: &'a str,
    level: Level,
    message: String,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Edit<'a>>,
}

/// `text` in place of what stands there.
#[derive(Serialize)]
struct Edit<'a> {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'a str,
}

pub(super) fn render(diagnostics: &[Diagnostic], style: &Style) -> String {
    let rows: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| {
            let start = diagnostic.source.position(diagnostic.span.start);
            let end = diagnostic.source.position(diagnostic.span.end);
            let help = diagnostic.helps(&style.lang).join("\n");
            Row {
                code: diagnostic.code.as_str(),
                level: diagnostic.level,
                message: diagnostic.message(&style.lang),
                file: diagnostic.source.name(),
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
                help: (!help.is_empty()).then_some(help),
                url: diagnostic.document(),
                fix: diagnostic.fix.as_ref().map(|fix| {
                    let (start, end) =
                        (diagnostic.source.position(fix.span.start), diagnostic.source.position(fix.span.end));
                    Edit {
                        line: start.line,
                        column: start.column,
                        end_line: end.line,
                        end_column: end.column,
                        text: &fix.text,
                    }
                }),
            }
        })
        .collect();
    // Strings and numbers always serialise.
    serde_json::to_string_pretty(&rows).unwrap_or_default() + "\n"
}
