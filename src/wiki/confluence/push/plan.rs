//! What there is to do: the export held against what is in the space.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    Mark, Push,
    api::{Remote, Space},
    state::State,
};
use crate::wiki::confluence::manifest::{Entry, Manifest};

/// What is to be done with a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It is not there.
    Create,
    /// Its text, its title or its place has changed.
    Update,
    /// Only its labels or attachments have, or its mark was not written.
    Attach,
    /// It is as it should be.
    Keep,
    /// It is no longer in the book.
    Remove,
    /// It is of a language that is not exported now.
    Leave,
    /// Somebody changed it in the wiki; it is left as it is.
    Edited,
    /// Somebody else's page has its title.
    Taken,
    /// It would stand below a page that cannot be made.
    Blocked,
}

impl Action {
    /// Whether a person has to decide.
    pub fn is_conflict(self) -> bool {
        matches!(self, Self::Edited | Self::Taken | Self::Blocked)
    }

    /// Whether something is sent.
    pub fn is_sent(self) -> bool {
        matches!(self, Self::Create | Self::Update | Self::Attach | Self::Remove)
    }
}

/// A page, and what is to be done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What.
    pub action: Action,
    /// The page's key.
    pub key: String,
    /// Its title; of a page that is removed, the one it has.
    pub title: String,
    /// Its identifier in the wiki, where it is there.
    pub id: Option<String>,
    /// Its version there.
    pub version: u64,
    /// What was sent last.
    pub(super) mark: Option<Mark>,
    /// The title it has in the wiki.
    pub(super) has: Option<String>,
}

/// Everything there is to do.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// For each page of the export, in its order, then for each page that is no longer in it, the deepest first.
    pub steps: Vec<Step>,
    /// The page that a new book is put below: the space's home page.
    pub(super) home: Option<String>,
}

/// The message of a version that we made. By it a version is known whose property was not written.
pub(super) fn version_message(hash: &str) -> String {
    format!("Konspekt {}", hash.get(..16).unwrap_or(hash))
}

impl Plan {
    /// Compares.
    pub(super) fn new(push: &Push<'_>, manifest: &Manifest, pages: &[Remote], state: &State, space: Space) -> Self {
        let mut ours: BTreeMap<&str, (&Remote, &Mark)> = BTreeMap::new();
        let mut titles: HashMap<String, &Remote> = HashMap::new();
        for page in pages {
            titles.insert(page.title.to_lowercase(), page);
            if let Some(mark) = page.mark.as_ref().filter(|mark| mark.book == push.book) {
                // A copy of a page that somebody made may have the property too: the page is the one we left so.
                let is_copy = ours.get(mark.page.as_str()).is_some_and(|_| page.version != mark.version);
                if !is_copy {
                    ours.insert(&mark.page, (page, mark));
                }
            }
        }
        let mut plan = Self { steps: Vec::new(), home: space.homepage };
        for entry in &manifest.pages {
            let there = titles.get(&entry.title.to_lowercase());
            // Another page of ours will make room.
            let foreign = there.filter(|page| page.mark.as_ref().is_none_or(|mark| mark.book != push.book));
            plan.steps.push(match (ours.get(entry.key.as_str()), foreign) {
                (Some((page, mark)), None) => known(entry, page, mark, push.force),
                // It was renamed to what somebody else has.
                (Some((page, mark)), Some(_)) => Step { action: Action::Taken, ..known(entry, page, mark, false) },
                // The last push was making it and could not say so any more.
                (None, Some(page))
                    if page.version == 1 && page.mark.is_none() && state.creating.contains(&entry.key) =>
                {
                    let has = Some(page.title.clone());
                    Step { id: Some(page.id.clone()), version: 1, has, ..new(entry, Action::Update) }
                }
                (None, Some(_)) => new(entry, Action::Taken),
                (None, None) => new(entry, Action::Create),
            });
        }
        let keys: BTreeSet<&str> = manifest.pages.iter().map(|entry| entry.key.as_str()).collect();
        let mut gone: Vec<(&Remote, Step)> = Vec::new();
        for (page, mark) in ours.values().filter(|(_, mark)| !keys.contains(mark.page.as_str())) {
            let lang = mark.page.split('/').next().unwrap_or_default();
            let action = match push.only {
                Some(langs) if !langs.iter().any(|own| own.tag() == lang) => Action::Leave,
                _ if is_edited(page, mark) && !push.force => Action::Edited,
                _ => Action::Remove,
            };
            gone.push((page, remote(action, page, mark)));
        }
        gone.sort_by_key(|(page, _)| std::cmp::Reverse(page.ancestors.len()));
        plan.steps.extend(gone.into_iter().map(|(_, step)| step));
        plan.block(manifest);
        plan
    }

    /// Finds what cannot be sent because of a page that stays as it is.
    fn block(&mut self, manifest: &Manifest) {
        let stays = |step: &&Step| matches!(step.action, Action::Edited | Action::Leave);
        let holders = self.steps.iter().filter(stays);
        let held: HashMap<String, String> =
            holders.filter_map(|step| Some((step.has.as_ref()?.to_lowercase(), step.key.clone()))).collect();
        let mut missing: BTreeSet<&str> = BTreeSet::new();
        for (step, entry) in self.steps.iter_mut().zip(&manifest.pages) {
            let is_sent = matches!(step.action, Action::Create | Action::Update);
            if is_sent && held.get(&entry.title.to_lowercase()).is_some_and(|holder| *holder != entry.key) {
                step.action = Action::Taken;
            } else if step.id.is_none() && entry.parent.as_deref().is_some_and(|parent| missing.contains(parent)) {
                step.action = Action::Blocked;
            }
            if step.id.is_none() && step.action != Action::Create {
                missing.insert(&entry.key);
            }
        }
    }

    /// How many pages there are with which that is to be done.
    pub fn count(&self, wanted: impl Fn(Action) -> bool) -> usize {
        self.steps.iter().filter(|step| wanted(step.action)).count()
    }
}

fn new(entry: &Entry, action: Action) -> Step {
    Step { action, key: entry.key.clone(), title: entry.title.clone(), id: None, version: 0, mark: None, has: None }
}

fn remote(action: Action, page: &Remote, mark: &Mark) -> Step {
    Step {
        action,
        key: mark.page.clone(),
        title: page.title.clone(),
        id: Some(page.id.clone()),
        version: page.version,
        mark: Some(mark.clone()),
        has: Some(page.title.clone()),
    }
}

/// Whether the last version is not ours.
fn is_edited(page: &Remote, mark: &Mark) -> bool {
    page.version != mark.version && !page.message.as_deref().is_some_and(|message| message.starts_with("Konspekt "))
}

fn known(entry: &Entry, page: &Remote, mark: &Mark, force: bool) -> Step {
    let edited = is_edited(page, mark);
    // The text was sent, the mark was not.
    let sent = page.version != mark.version && page.message.as_deref() == Some(&version_message(&entry.hash));
    let same = sent || (page.version == mark.version && mark.hash == entry.hash);
    let attached = entry.labels == mark.labels && entry.hashes() == mark.attachments;
    let action = match (edited, same) {
        (true, _) if !force => Action::Edited,
        (true, _) | (false, false) => Action::Update,
        (false, true) if sent || !attached => Action::Attach,
        (false, true) => Action::Keep,
    };
    Step { title: entry.title.clone(), ..remote(action, page, mark) }
}
