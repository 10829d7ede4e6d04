//! `--fix` and `--diff`: the corrections that are certain.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;

use super::{files::Set, shown};
use crate::{
    cli::{Console, console},
    diagnostics::{Diagnostic, fixed},
    site::disk,
    text::diff,
};

/// A correction can bring the next mistake to light (a file that is YAML at last); so often it is looked again.
const ROUNDS: usize = 10;

/// Corrects a set in memory, as far as `check` tells of it, shows the difference and writes it, as asked. What is found afterwards; where nothing is
/// written, what is found as things are.
pub(super) fn run(
    set: &mut Set,
    check: &dyn Fn(&Set) -> Vec<Diagnostic>,
    write: bool,
    show: bool,
    console: &Console,
) -> anyhow::Result<Vec<Diagnostic>> {
    let before = check(set);
    let mut found = before.clone();
    let mut old: BTreeMap<PathBuf, String> = BTreeMap::new();
    let mut new: BTreeMap<PathBuf, String> = BTreeMap::new();
    let mut count = 0;
    for _ in 0..ROUNDS {
        let mut changed = false;
        for (name, text, fixes) in fixed(&found) {
            let Some((path, bytes)) = set.file(&name) else { continue };
            let Ok(written) = String::from_utf8(std::mem::take(bytes)) else { continue };
            old.entry(path.clone()).or_insert(written);
            bytes.extend(text.bytes());
            new.insert(path, text);
            count += fixes;
            changed = true;
        }
        if !changed {
            break;
        }
        found = check(set);
    }
    for (path, text) in &new {
        if show {
            let name = shown(path);
            console::data(&diff::unified(&name, &old[path], text))?;
        }
        if write {
            replace(path, text).with_context(|| shown(path))?;
        }
    }
    if write {
        console.info(&format!("{} {count}", console.say("Исправлено:", "Fixed:")));
    }
    Ok(if write { found } else { before })
}

/// Writes a file in the place of the old one, with its permissions; a link stays one, and what it leads to is written.
fn replace(path: &Path, text: &str) -> anyhow::Result<()> {
    Ok(disk::replace(&fs::canonicalize(path)?, text.as_bytes())?)
}
