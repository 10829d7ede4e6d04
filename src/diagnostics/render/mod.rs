//! Diagnostics as text: for people, for programs, for GitHub. One format, one file, one line in [`Format`].

mod github;
mod human;
mod json;
mod sarif;

use super::Diagnostic;
use crate::text::Lang;

/// How diagnostics are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub enum Format {
    /// As rustc prints them.
    #[default]
    Human,
    /// One array of objects.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// GitHub Actions workflow commands: the message stands on the line of the pull request.
    Github,
}

/// What a renderer may need to know besides the diagnostics.
#[derive(Clone, Debug)]
pub struct Style {
    /// The language of the messages.
    pub lang: Lang,
    /// Whether escape sequences may be used.
    pub color: bool,
    /// Width of the terminal, in columns.
    pub width: usize,
}

/// The diagnostics as text in `format`, ending with a line end unless there is nothing to say.
pub fn render(diagnostics: &[Diagnostic], format: Format, style: &Style) -> String {
    match format {
        Format::Human => human::render(diagnostics, style),
        Format::Json => json::render(diagnostics, style),
        Format::Sarif => sarif::render(diagnostics, style),
        Format::Github => github::render(diagnostics, style),
    }
}
