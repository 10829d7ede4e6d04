//! Where a command speaks: in which language, with or without colours, how much.

use std::{
    collections::BTreeMap,
    io::{IsTerminal, Write},
};

use crate::{
    diagnostics::{
        Code, Diagnostic, Level,
        render::{Format, Style, render},
        with_causes,
    },
    text::Lang,
};

/// Of warnings of one kind so many are shown, unless more is wanted: a catalog without translations has hundreds.
const MOST_OF_A_KIND: usize = 3;

/// When to use colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How a command prints its data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum DataFormat {
    /// For people.
    #[default]
    Human,
    /// For programs.
    Json,
}

/// The reader's side of a command.
#[derive(Debug)]
pub struct Console {
    /// Language of messages.
    pub lang: Lang,
    color: bool,
    quiet: bool,
    /// Whether more is wanted.
    pub verbose: bool,
}

impl Console {
    /// Settles language and colours from the options and the environment.
    pub fn new(lang: Option<Lang>, color: Color, quiet: bool, verbose: bool) -> Self {
        let from_env = || {
            let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
            let locale = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG")).unwrap_or_default();
            if locale.starts_with("ru") { Lang::ru() } else { Lang::en() }
        };
        let color = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        Self { lang: lang.unwrap_or_else(from_env), color, quiet, verbose }
    }

    /// One of two texts, by the language.
    pub fn say<'a>(&self, ru: &'a str, en: &'a str) -> &'a str {
        if self.lang.tag() == "ru" { ru } else { en }
    }

    /// How diagnostics are to be rendered here.
    pub fn style(&self) -> Style {
        let width = terminal_width().unwrap_or(110);
        Style { lang: self.lang.clone(), color: self.color, width }
    }

    /// Prints a line about the work, unless only errors are wanted.
    pub fn info(&self, line: &str) {
        if !self.quiet {
            // Nobody listening on stderr is no reason to stop.
            let _ = writeln!(std::io::stderr(), "{line}");
        }
    }

    /// Whether more is wanted than usual.
    pub fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Whether more than errors is wanted.
    pub(super) fn is_talkative(&self) -> bool {
        !self.quiet
    }

    /// Prints why the environment did not let the command do its work.
    pub fn fail(&self, error: &anyhow::Error) {
        let _ = writeln!(std::io::stderr(), "{}", self.failure(error));
    }

    /// What is said of such a failure.
    pub fn failure(&self, error: &anyhow::Error) -> String {
        format!("{}: {}", self.say("ошибка", "error"), with_causes(error, &self.lang))
    }

    /// Prints diagnostics for a person, and how many there were.
    pub fn report(&self, diagnostics: &[Diagnostic]) {
        let mut shown: Vec<Diagnostic> = Vec::new();
        let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
        for diagnostic in diagnostics {
            let wanted = match diagnostic.level {
                Level::Error => true,
                Level::Warning => !self.quiet,
                Level::Note => self.verbose,
            };
            let count = counts.entry(diagnostic.code).or_default();
            *count += usize::from(wanted);
            if wanted && (self.verbose || diagnostic.level == Level::Error || *count <= MOST_OF_A_KIND) {
                shown.push(diagnostic.clone());
            }
        }
        let mut err = std::io::stderr().lock();
        let _ = err.write_all(render(&shown, Format::Human, &self.style()).as_bytes());
        drop(err);
        for (code, count) in counts {
            let more = count.saturating_sub(shown.iter().filter(|diagnostic| diagnostic.code == code).count());
            if more > 0 {
                let ru = format!("и ещё {more} {code}; все показывает -v");
                self.info(self.say(&ru, &format!("and {more} more of {code}; -v shows all")));
            }
        }
        if let Some(summary) = self.summary(diagnostics) {
            self.info(&summary);
        }
    }

    /// «2 ошибки, 1 предупреждение», and how to learn more; nothing where nothing was found.
    fn summary(&self, diagnostics: &[Diagnostic]) -> Option<String> {
        let count = |level: Level| diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count();
        let (errors, warnings, notes) = (count(Level::Error), count(Level::Warning), count(Level::Note));
        let mut parts = Vec::new();
        for (n, ru, en) in [
            (errors, ["ошибка", "ошибки", "ошибок"], ["error", "errors"]),
            (warnings, ["предупреждение", "предупреждения", "предупреждений"], ["warning", "warnings"]),
            (notes, ["заметка", "заметки", "заметок"], ["note", "notes"]),
        ] {
            if n > 0 {
                parts.push(format!("{n} {}", self.say(ru[russian_plural(n)], en[usize::from(n != 1)])));
            }
        }
        let first = diagnostics.iter().max_by_key(|diagnostic| diagnostic.level)?;
        let more = self.say("подробнее", "more");
        Some(format!("{}; {more}: konspekt explain {}", parts.join(", "), first.code))
    }
}

/// Prints data to stdout.
///
/// # Errors
/// Where stdout cannot be written to.
pub(super) fn data(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Writes to stdout what is made as it is written.
///
/// # Errors
/// Where stdout cannot be written to.
pub(super) fn show(value: &impl std::fmt::Display) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    write!(out, "{value}")?;
    out.flush()?;
    Ok(())
}

/// Writes a value to stdout as JSON, piece by piece.
///
/// # Errors
/// Where stdout cannot be written to.
pub(super) fn json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    serde_json::to_writer_pretty(&mut out, value)?;
    out.flush()?;
    Ok(())
}

/// Which of the three Russian forms goes with a number: 1 ошибка, 2 ошибки, 5 ошибок.
pub(super) fn russian_plural(n: usize) -> usize {
    match (n % 10, n % 100) {
        (1, tens) if tens != 11 => 0,
        (2..=4, tens) if !(12..=14).contains(&tens) => 1,
        _ => 2,
    }
}

fn terminal_width() -> Option<usize> {
    std::env::var("COLUMNS").ok()?.parse().ok().filter(|&width: &usize| width >= 40)
}
