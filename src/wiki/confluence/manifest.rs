//! `pages.json`: which page each file is, where it stands, and what belongs to it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::wiki::output::hash;

/// The file's name in the folder of an export.
pub const FILE: &str = "pages.json";

/// The pages of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The program and its version.
    pub generator: String,
    /// The pages: a parent before its children, otherwise in reading order.
    pub pages: Vec<Entry>,
}

/// A page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What it is called whatever its title: `ru/pods.md` for a chapter.
    pub key: String,
    /// Its title in the space.
    pub title: String,
    /// The key of the page above.
    pub parent: Option<String>,
    /// The file of storage format.
    pub file: String,
    /// The file of the book it was made from.
    pub source: Option<String>,
    /// Its labels.
    pub labels: Vec<String>,
    /// Its attachments.
    pub attachments: Vec<Attachment>,
    /// SHA-256 of its title, its place and its text: what a page's version depends on.
    pub hash: String,
}

/// A file that belongs to a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name at the page.
    pub name: String,
    /// The file.
    pub file: String,
    /// SHA-256 of it.
    pub hash: String,
}

impl Manifest {
    /// A list of these pages.
    pub fn new(pages: Vec<Entry>) -> Self {
        Self { generator: format!("konspekt {}", env!("CARGO_PKG_VERSION")), pages }
    }

    /// As it is written.
    pub fn to_json(&self) -> String {
        // Strings and lists always become JSON.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

impl Entry {
    /// The hashes of its attachments, by name.
    pub fn hashes(&self) -> BTreeMap<String, String> {
        self.attachments.iter().map(|file| (file.name.clone(), file.hash.clone())).collect()
    }

    /// The hash of a page.
    pub fn hash_of(title: &str, parent: Option<&str>, body: &str) -> String {
        hash(format!("{title}\n{}\n{body}", parent.unwrap_or_default()).as_bytes())
    }
}
