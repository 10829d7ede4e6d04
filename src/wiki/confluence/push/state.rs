//! What is remembered beside the export: pages that were about to be made.
//!
//! A page and its property are two requests. A page that the first has made and that has no property yet would look like
//! somebody else's.

use std::{collections::BTreeSet, fs, io, path::Path};

use serde::{Deserialize, Serialize};

use super::Error;

/// The file's name in the folder of the export.
const FILE: &str = ".konspekt-push.json";

/// The file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    address: String,
    space: String,
    book: String,
    /// Keys of pages that were being made when the last push stopped.
    pub creating: BTreeSet<String>,
}

impl State {
    /// Reads it; what it says of another wiki, space or book does not count.
    ///
    /// # Errors
    /// Where the file is there and cannot be read.
    pub fn read(out: &Path, address: &str, space: &str, book: &str) -> Result<Self, Error> {
        let empty = Self {
            address: address.to_owned(),
            space: space.to_owned(),
            book: book.to_owned(),
            creating: BTreeSet::new(),
        };
        let path = out.join(FILE);
        let bad = |cause: String| Error::State { path: path.clone(), cause };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(empty),
            Err(error) => return Err(bad(error.to_string())),
        };
        let state: Self = serde_json::from_str(&text).map_err(|error| bad(format!("{error}; move it away")))?;
        let same = (&state.address, &state.space, &state.book) == (&empty.address, &empty.space, &empty.book);
        Ok(if same { state } else { empty })
    }

    /// Writes it, or removes it where there is nothing to remember.
    ///
    /// # Errors
    /// Where that fails.
    pub fn write(&self, out: &Path) -> Result<(), Error> {
        let path = out.join(FILE);
        let bad = |cause: String| Error::State { path: path.clone(), cause };
        if self.creating.is_empty() {
            return match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(bad(error.to_string())),
                _ => Ok(()),
            };
        }
        let text = serde_json::to_string_pretty(self).map_err(|error| bad(error.to_string()))?;
        fs::write(&path, text).map_err(|error| bad(error.to_string()))
    }
}
