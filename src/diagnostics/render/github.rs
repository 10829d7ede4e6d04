//! GitHub Actions workflow commands, as described at
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use super::Style;
use crate::diagnostics::{Diagnostic, Level};

pub(super) fn render(diagnostics: &[Diagnostic], style: &Style) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let command = match diagnostic.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "notice",
        };
        let start = diagnostic.source.position(diagnostic.span.start);
        let end = diagnostic.source.position(diagnostic.span.end);
        let mut message = diagnostic.message(&style.lang);
        for help in diagnostic.helps(&style.lang) {
            message.push('\n');
            message.push_str(&help);
        }
        out.push_str(&format!(
            "::{command} file={},line={},col={},endLine={},endColumn={},title={}::{}\n",
            property(diagnostic.source.name()),
            start.line,
            start.column,
            end.line,
            end.column,
            property(diagnostic.code.as_str()),
            data(&message),
        ));
    }
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
