//! Sends an export to Confluence, through its REST API (version 1).
//!
//! [`api`] asks and sends, over [`client`], which knows how long to wait and when to stop. [`plan`] compares the export
//! with what is in the space, and [`run`] does what the plan says. What was sent is remembered in the space itself, as a
//! content property of each page ([`Mark`]), so that any machine can push; the page of that mark is the only one that is
//! ever written over or removed, and only while its version is the one we left.
//!
//! A push that fails can be run again and goes on: a page whose text was sent and whose mark was not is known by the
//! message of its version, a page that was being made by [`state`], a file beside the export.
//! - <https://developer.atlassian.com/server/confluence/confluence-rest-api-examples/>
//! - <https://developer.atlassian.com/server/confluence/content-properties-in-the-rest-api/>

pub mod api;
pub mod client;
mod error;
pub mod plan;
pub mod run;
pub mod state;

use std::{collections::BTreeMap, path::Path};

use serde::{Deserialize, Serialize};

use self::{
    api::Api,
    client::{Access, Client},
    plan::Plan,
    state::State,
};
use super::manifest::{FILE, Manifest};
use crate::{net::Patience, text::Lang, wiki::Files};

pub use error::Error;

/// What is to be sent, and where.
pub struct Push<'a> {
    /// The space's key.
    pub space: &'a str,
    /// The title of the book in its own language: pages of another book in the space are not ours.
    pub book: &'a str,
    /// The files of the export.
    pub files: &'a Files,
    /// The languages that were exported, where that is not all of them: pages of the others are left alone.
    pub only: Option<&'a [Lang]>,
    /// Whether pages that somebody changed in the wiki are written over.
    pub force: bool,
}

/// What a page's property says: which page of the book it is, and what was sent last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The book's title.
    pub book: String,
    /// The page's key.
    pub page: String,
    /// The page's hash.
    pub hash: String,
    /// The version that we made.
    pub version: u64,
    /// Its labels.
    pub labels: Vec<String>,
    /// Hashes of its attachments, by name.
    pub attachments: BTreeMap<String, String>,
}

/// What a reader of messages may want to know while it goes on.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The wiki is asked again after so many seconds, because it answered so, or did not answer.
    Waiting {
        /// How long.
        seconds: f64,
        /// Its answer.
        status: Option<u16>,
    },
    /// The wiki said that a page has another version: it was read once more.
    ReadAgain {
        /// The page's title.
        title: String,
    },
    /// A page is as it should be, or is gone.
    Done(Box<plan::Step>),
}

/// A plan together with what it takes to carry it out.
pub struct Ready<'a> {
    push: Push<'a>,
    manifest: Manifest,
    api: Api<'a>,
    state: State,
    out: &'a Path,
    /// What is to be done.
    pub plan: Plan,
}

/// Looks at the space, and says what there is to do. Nothing is changed.
///
/// # Errors
/// Where the wiki cannot be asked, and where the state beside the export cannot be read.
pub fn prepare<'a>(
    push: Push<'a>,
    access: Access,
    patience: Patience,
    out: &'a Path,
    tell: &'a dyn Fn(&Event),
) -> Result<Ready<'a>, Error> {
    let bad = |cause: String| Error::Answer { what: FILE.to_owned(), cause };
    let bytes = push.files.get(FILE).ok_or_else(|| bad("is not in the export".to_owned()))?;
    let manifest: Manifest = serde_json::from_slice(bytes).map_err(|error| bad(error.to_string()))?;
    let address = access.address().to_owned();
    let api = Api::new(Client::new(access, patience, tell), push.space);
    let state = State::read(out, &address, push.space, push.book)?;
    let space = api.space()?;
    let pages = api.pages()?;
    let plan = Plan::new(&push, &manifest, &pages, &state, space);
    Ok(Ready { push, manifest, api, state, out, plan })
}
