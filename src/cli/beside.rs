//! What lies beside a note on the disk: its corrections, the names its sections have had, and the glossary of the book it
//! belongs to.

use std::{fs, path::Path};

use anyhow::Context;

use crate::{
    book::settings,
    diagnostics::Diagnostic,
    glossary::{Glossary, Matcher},
    notes::{Corrections, KeptIds, kept},
    text::Source,
};

/// What was found.
pub(super) struct Beside {
    pub(super) corrections: Option<Corrections>,
    pub(super) ids: Option<KeptIds>,
    /// Finds the names of the book's terms.
    pub(super) matcher: Option<Matcher>,
    pub(super) found: Vec<Diagnostic>,
}

/// How far above a note its book's glossary may lie: `src/notes/` and a folder in it.
const FARTHEST: usize = 4;

/// Looks beside the note at `path`: `NAME.outline.toml` and `NAME.ids.tsv` in its folder, `glossary.toml` in one of those
/// above.
pub(super) fn read(path: &Path) -> anyhow::Result<Beside> {
    let mut out = Beside { corrections: None, ids: None, matcher: None, found: Vec::new() };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    if let Some(source) = source(&path.with_file_name(format!("{name}{}", kept::ENDING)))? {
        let (ids, found) = KeptIds::parse(&source);
        out.found.extend(found);
        out.ids = Some(ids);
    }
    for name in [name, stem] {
        if let Some(source) = source(&path.with_file_name(format!("{name}.outline.toml")))? {
            let (corrections, found) = Corrections::parse(&source);
            out.found.extend(found);
            out.corrections = Some(corrections);
            break;
        }
    }
    let absolute = std::path::absolute(path).with_context(|| path.display().to_string())?;
    let mut above = absolute.ancestors().skip(1).take(FARTHEST);
    let book = above.find(|folder| folder.join("book.toml").is_file());
    if let Some(folder) = book
        && let Some(source) = source(&folder.join("glossary.toml"))?
    {
        let (glossary, _) = Glossary::parse(&source);
        let settings = self::source(&folder.join("book.toml"))?.and_then(|source| settings::parse(&source).ok());
        out.matcher = settings.map(|settings| Matcher::new(&glossary, &settings.source_lang));
    }
    Ok(out)
}

fn source(path: &Path) -> anyhow::Result<Option<Source>> {
    if !path.is_file() {
        return Ok(None);
    }
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Ok(Some(Source::new(path.to_string_lossy().replace('\\', "/"), text)))
}
