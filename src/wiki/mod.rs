//! The book for a team's wiki.
//!
//! [`read`] makes a [`document`] of each chapter of each language, [`book`] puts them together, and a writer for each
//! wiki says them in its own marks: a set of files, in memory. [`output`] puts those into a folder, with a list of what it
//! wrote, so that the next export changes and removes only what changed. [`epub`] makes one file of the same pages, for
//! reading systems.

pub mod book;
pub mod confluence;
pub mod document;
pub mod dokuwiki;
pub mod epub;
pub mod git;
pub mod markdown;
pub mod mediawiki;
pub mod names;
pub mod output;
pub mod read;
mod svg;
pub mod words;
mod xml;

use std::collections::BTreeMap;

pub use book::{Book, Page};

/// The files of an export by their path, with forward slashes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What a writer made of a book.
#[derive(Clone, Debug, Default)]
pub struct Export {
    /// The files.
    pub files: Files,
    /// Pages that could not have the name they wanted.
    pub renamed: Vec<names::Renamed>,
}

/// A wiki that a book can be exported to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Markdown pages for the wiki of a GitHub repository
    #[value(name = "github")]
    GitHub,
    /// Markdown pages for the wiki of a GitLab project
    #[value(name = "gitlab")]
    GitLab,
    /// Pages of storage format for Confluence
    #[value(name = "confluence")]
    Confluence,
    /// A dump and files for MediaWiki
    #[value(name = "mediawiki")]
    MediaWiki,
    /// Pages and media for DokuWiki
    #[value(name = "dokuwiki")]
    DokuWiki,
}

impl Format {
    /// Its name on the command line and in the list of an export.
    pub fn name(self) -> &'static str {
        match self {
            Self::GitHub => "github",
            Self::GitLab => "gitlab",
            Self::Confluence => "confluence",
            Self::MediaWiki => "mediawiki",
            Self::DokuWiki => "dokuwiki",
        }
    }

    /// The book in this wiki's marks.
    pub fn export(self, book: &Book) -> Export {
        match self {
            Self::GitHub => markdown::export(book, markdown::Host::GitHub),
            Self::GitLab => markdown::export(book, markdown::Host::GitLab),
            Self::Confluence => confluence::export(book),
            Self::MediaWiki => mediawiki::export(book),
            Self::DokuWiki => dokuwiki::export(book),
        }
    }
}
