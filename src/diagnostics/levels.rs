//! What becomes of a code here: lowered, raised or silenced, by a book's settings or on the command line.

use std::{collections::BTreeMap, str::FromStr};

use super::{Code, Diagnostic, Level, nearest, page};

/// What becomes of a finding: `allow`, `note`, `warning` or `error`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Setting {
    /// It is not told.
    Allow,
    /// It is told at this level.
    At(Level),
}

impl FromStr for Setting {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "allow" => Ok(Self::Allow),
            "note" => Ok(Self::At(Level::Note)),
            "warning" => Ok(Self::At(Level::Warning)),
            "error" => Ok(Self::At(Level::Error)),
            _ => Err(()),
        }
    }
}

/// Settings by code.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Levels(BTreeMap<Code, Setting>);

impl Levels {
    /// Sets what becomes of a code.
    pub fn set(&mut self, code: Code, setting: Setting) {
        self.0.insert(code, setting);
    }

    /// Whether that would be less than the code's own level.
    pub fn lowers(code: Code, setting: Setting) -> bool {
        match setting {
            Setting::Allow => true,
            Setting::At(level) => level < page::page(code).level,
        }
    }

    /// Changes the findings accordingly.
    pub fn apply(&self, found: &mut Vec<Diagnostic>) {
        if self.0.is_empty() {
            return;
        }
        found.retain(|diagnostic| self.0.get(&diagnostic.code) != Some(&Setting::Allow));
        for diagnostic in found {
            if let Some(Setting::At(level)) = self.0.get(&diagnostic.code) {
                diagnostic.level = *level;
            }
        }
    }
}

/// Why a code's level cannot be changed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotAdjustable {
    /// There is none of that name; the nearest one.
    #[error("there is no such diagnostic{}", .0.map(|near| format!("; did you mean {near}?")).unwrap_or_default())]
    Unknown(Option<&'static str>),
    /// Without it there is no book.
    #[error("this code cannot be changed: without it there is no book")]
    Fixed,
}

/// The code that somebody typed (`K0302`, `k302`, `duplicate-object`), if what it finds can be told otherwise.
///
/// That is so for what is checked in examples (K02xx, K03xx), translations (K05xx) and links (K0712, K0713, K0715 to
/// K0719). Without the rest there is no book: a note that is missing cannot be shown, whatever the settings say.
///
/// # Errors
/// Why not.
pub fn adjustable(typed: &str) -> Result<Code, NotAdjustable> {
    let Some(page) = page::find(typed) else {
        let known = page::pages().into_iter().flat_map(|page| [page.code.as_str(), page.name.as_str()]);
        return Err(NotAdjustable::Unknown(nearest(typed, known)));
    };
    let checked = ["K02", "K03", "K05", "K0712", "K0713", "K0715", "K0716", "K0717", "K0718", "K0719"];
    let fits = checked.iter().any(|start| page.code.as_str().starts_with(start));
    if fits { Ok(page.code) } else { Err(NotAdjustable::Fixed) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diagnostics::code, text::Source};

    #[test]
    fn findings_are_lowered_raised_and_silenced() {
        let source = Source::new("a.yaml", "a");
        let found = |codes: &[Code]| codes.iter().map(|&code| Diagnostic::new(code, &source, 0..1)).collect::<Vec<_>>();
        let mut levels = Levels::default();
        levels.set(code::DUPLICATE_OBJECT, Setting::Allow);
        levels.set(code::UNKNOWN_FIELD, Setting::At(Level::Note));
        levels.set(code::DANGLING_REFERENCE, Setting::At(Level::Error));
        let mut all = found(&[code::DUPLICATE_OBJECT, code::UNKNOWN_FIELD, code::DANGLING_REFERENCE, code::WRONG_TYPE]);
        levels.apply(&mut all);
        let seen: Vec<_> = all.iter().map(|diagnostic| (diagnostic.code, diagnostic.level)).collect();
        assert_eq!(
            seen,
            [
                (code::UNKNOWN_FIELD, Level::Note),
                (code::DANGLING_REFERENCE, Level::Error),
                (code::WRONG_TYPE, Level::Error)
            ]
        );
    }

    #[test]
    fn what_a_book_cannot_do_without_is_not_adjustable() {
        assert_eq!(adjustable("k302"), Ok(code::DUPLICATE_OBJECT));
        assert_eq!(adjustable("duplicate-object"), Ok(code::DUPLICATE_OBJECT));
        assert_eq!(adjustable("K0101"), Err(NotAdjustable::Fixed));
        assert_eq!(adjustable("dangling-referense"), Err(NotAdjustable::Unknown(Some("dangling-reference"))));
        assert_eq!(adjustable("K9999"), Err(NotAdjustable::Unknown(None)));
    }
}
