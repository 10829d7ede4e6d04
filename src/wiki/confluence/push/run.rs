//! Does what the plan says.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    Error, Event, Mark, Ready,
    api::Text,
    plan::{Action, Step, version_message},
};
use crate::wiki::confluence::manifest::Entry;

/// What became of a push.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Pages that somebody changed in the wiki while we were at it; they are as they were.
    pub changed: Vec<Step>,
}

impl Ready<'_> {
    /// Sends what is to be sent.
    ///
    /// # Errors
    /// Where the wiki stops answering, or refuses. What was done by then is done: running again goes on.
    pub fn run(&mut self) -> Result<Outcome, Error> {
        let mut outcome = Outcome::default();
        let steps = std::mem::take(&mut self.plan.steps);
        let entries: BTreeMap<String, Entry> =
            self.manifest.pages.iter().map(|entry| (entry.key.clone(), entry.clone())).collect();
        let mut ids: HashMap<String, String> =
            steps.iter().filter_map(|step| Some((step.key.clone(), step.id.clone()?))).collect();
        for step in ordered(&steps, &entries) {
            if step.action == Action::Remove {
                self.remove(&step, &mut outcome)?;
            } else if let Some(entry) = entries.get(&step.key) {
                self.send(&step, entry, &mut ids, &mut outcome)?;
            }
        }
        self.plan.steps = steps;
        Ok(outcome)
    }

    fn remove(&self, step: &Step, outcome: &mut Outcome) -> Result<(), Error> {
        let Some(id) = &step.id else { return Ok(()) };
        // Somebody may have changed it since we looked.
        match self.api.page(id)? {
            Some(page) if page.version != step.version && !self.push.force => outcome.changed.push(edited(step)),
            Some(_) => {
                self.api.remove(id)?;
                self.api.client.tell(&Event::Done(Box::new(step.clone())));
            }
            None => {}
        }
        Ok(())
    }

    fn send(
        &mut self,
        step: &Step,
        entry: &Entry,
        ids: &mut HashMap<String, String>,
        outcome: &mut Outcome,
    ) -> Result<(), Error> {
        let files = self.push.files;
        let file = |name: &str| files.get(name).map(Vec::as_slice).unwrap_or_default();
        let body = String::from_utf8_lossy(file(&entry.file));
        let parent = entry.parent.as_ref().map_or(self.plan.home.as_ref(), |parent| ids.get(parent));
        // The page above all may have been put elsewhere in the space; there it stays.
        let parent = parent.filter(|_| entry.parent.is_some() || step.action == Action::Create);
        let text = Text {
            title: &entry.title,
            parent: parent.map(String::as_str),
            body: &body,
            message: version_message(&entry.hash),
        };
        let (id, version) = match (step.action, &step.id) {
            (Action::Create, _) => {
                self.state.creating.insert(entry.key.clone());
                self.state.write(self.out)?;
                self.api.create(&text)?
            }
            (Action::Update, Some(id)) => match self.api.update(id, step.version, &text)? {
                Some(version) => (id.clone(), version),
                None => {
                    outcome.changed.push(edited(step));
                    return Ok(());
                }
            },
            (Action::Attach, Some(id)) => (id.clone(), step.version),
            _ => return Ok(()),
        };
        ids.insert(entry.key.clone(), id.clone());
        let mut mark = Mark {
            book: self.push.book.to_owned(),
            page: entry.key.clone(),
            hash: entry.hash.clone(),
            version,
            ..step.mark.clone().unwrap_or_default()
        };
        // The page is ours from here on, whatever happens to the rest.
        self.api.mark(&id, &mark)?;
        if self.state.creating.remove(&entry.key) {
            self.state.write(self.out)?;
        }
        let before = mark.clone();
        self.label(&id, entry, &mut mark)?;
        self.attach(&id, entry, &mut mark, &file)?;
        if mark != before {
            self.api.mark(&id, &mark)?;
        }
        self.api.client.tell(&Event::Done(Box::new(step.clone())));
        Ok(())
    }

    fn label(&self, id: &str, entry: &Entry, mark: &mut Mark) -> Result<(), Error> {
        let new: Vec<&str> =
            entry.labels.iter().filter(|label| !mark.labels.contains(label)).map(String::as_str).collect();
        if !new.is_empty() {
            self.api.label(id, &new)?;
        }
        for old in mark.labels.iter().filter(|label| !entry.labels.contains(label)) {
            self.api.unlabel(id, old)?;
        }
        mark.labels.clone_from(&entry.labels);
        Ok(())
    }

    fn attach<'f>(
        &self,
        id: &str,
        entry: &Entry,
        mark: &mut Mark,
        file: &dyn Fn(&str) -> &'f [u8],
    ) -> Result<(), Error> {
        let wanted = entry.hashes();
        if wanted == mark.attachments {
            return Ok(());
        }
        let there = self.api.attachments(id)?;
        for attachment in &entry.attachments {
            if mark.attachments.get(&attachment.name) != Some(&attachment.hash) {
                let own = there.get(&attachment.name).map(String::as_str);
                self.api.attach(id, &attachment.name, file(&attachment.file), own)?;
            }
        }
        for name in mark.attachments.keys().filter(|name| !wanted.contains_key(*name)) {
            if let Some(own) = there.get(name) {
                self.api.remove(own)?;
            }
        }
        mark.attachments = wanted;
        Ok(())
    }
}

fn edited(step: &Step) -> Step {
    Step { action: Action::Edited, ..step.clone() }
}

/// What is sent, in an order in which every title is free when it is wanted: two pages cannot have the same one even for
/// a moment. A page above comes before those below it.
fn ordered(steps: &[Step], entries: &BTreeMap<String, Entry>) -> Vec<Step> {
    let sent = steps.iter().filter(|step| step.action.is_sent()).cloned();
    let (removed, mut open): (Vec<Step>, Vec<Step>) = sent.partition(|step| step.action == Action::Remove);
    let wanted: BTreeSet<String> = open.iter().map(|step| step.title.to_lowercase()).collect();
    let (mut out, last): (Vec<Step>, Vec<Step>) =
        removed.into_iter().partition(|step| wanted.contains(&step.title.to_lowercase()));
    while !open.is_empty() {
        let held: HashMap<String, &str> = open
            .iter()
            .filter(|step| step.action == Action::Update)
            .filter_map(|step| Some((step.has.as_ref()?.to_lowercase(), step.key.as_str())))
            .collect();
        let new: BTreeSet<&str> =
            open.iter().filter(|step| step.action == Action::Create).map(|step| step.key.as_str()).collect();
        let free = open.iter().position(|step| {
            let parent = entries.get(&step.key).and_then(|entry| entry.parent.as_deref());
            let room = held.get(&step.title.to_lowercase()).is_none_or(|holder| *holder == step.key);
            room && parent.is_none_or(|parent| !new.contains(parent))
        });
        // Titles that go round in a circle: the wiki will say which.
        out.push(open.remove(free.unwrap_or_default()));
    }
    out.extend(last);
    out
}
