//! `--online`: the links to other sites of everything that is checked, each address asked once.

use std::collections::BTreeSet;

use super::files::Set;
use crate::{
    cli::{Console, console::russian_plural, progress::Progress},
    diagnostics::Diagnostic,
    online::{self, NoNetwork, PATIENCE, Policy, Targets},
};

/// What is wrong with the links of the sets; `allow` are hosts that are asked wherever they are.
pub(super) fn run(sets: &[Set], allow: &[String], console: &Console) -> Result<Vec<Diagnostic>, NoNetwork> {
    let mut links = Vec::new();
    let mut policy = Policy { allow: allow.to_vec(), ignore: Vec::new() };
    let mut targets = Targets::new();
    let mut pages = BTreeSet::new();
    for set in sets {
        let (found, mut own, levels) = set.links();
        own.allow.extend(allow.iter().cloned());
        for (url, wanted) in online::targets(&found, &own) {
            targets.entry(url).or_default().extend(wanted);
        }
        policy.allow.extend(own.allow);
        pages.extend(found.iter().map(|link| online::page(&link.url)));
        links.push((found, levels));
    }
    let progress = Progress::new(console.say("Внешние ссылки:", "External links:"), targets.len(), console);
    let verdicts = online::ask(&targets, &policy, PATIENCE, &|done| progress.tell(done))?;
    drop(progress);
    let (asked, left) = (targets.len(), pages.len() - targets.len());
    let (ru, en) = (["адрес", "адреса", "адресов"], if asked == 1 { "address" } else { "addresses" });
    console.info(console.say(
        &format!("Внешние ссылки: проверено {asked} {}, пропущено {left}.", ru[russian_plural(asked)]),
        &format!("External links: {asked} {en} asked, {left} left alone."),
    ));
    let mut out = Vec::new();
    for (links, levels) in links {
        let mut found = online::report(&links, &verdicts);
        levels.apply(&mut found);
        out.extend(found);
    }
    Ok(out)
}
