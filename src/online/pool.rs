//! Many addresses: some at once, few of them of one host, and an early end where there is no network.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

use url::Url;

use super::{Doubt, NoNetwork, Policy, Targets, Verdict, Verdicts, ask::Asker};
use crate::net::Patience;

/// So many addresses are asked at once.
const AT_ONCE: usize = 8;
/// So many of them of one host: more is taken for an attack by some.
const OF_ONE_HOST: usize = 2;
/// Where so many hosts could not be found and none could, the others are not looked up.
const ENOUGH: usize = 8;

/// Asks every address; `tell` learns how many are done.
///
/// # Errors
/// Where no host at all can be found.
pub fn ask(
    targets: &Targets,
    policy: &Policy,
    patience: Patience,
    tell: &(dyn Fn(usize) + Sync),
) -> Result<Verdicts, NoNetwork> {
    let asker = Asker::new(policy, patience);
    let work = Mutex::new(Work { open: targets.iter().collect(), ..Work::default() });
    let freed = Condvar::new();
    thread::scope(|scope| {
        for _ in 0..AT_ONCE.min(targets.len()) {
            scope.spawn(|| {
                while let Some((url, wanted)) = next(&work, &freed) {
                    let verdict = asker.ask(url, wanted);
                    let mut work = lock(&work);
                    work.done(url, verdict);
                    freed.notify_all();
                    tell(work.verdicts.len());
                }
            });
        }
    });
    let work = work.into_inner().unwrap_or_else(PoisonError::into_inner);
    if work.is_cut_off() { Err(NoNetwork { hosts: work.unknown.len() }) } else { Ok(work.verdicts) }
}

/// What is to be done, in the order of the addresses, and what has been.
#[derive(Default)]
struct Work<'a> {
    open: Vec<(&'a Url, &'a BTreeSet<String>)>,
    /// How many are being asked, by host.
    busy: BTreeMap<String, usize>,
    verdicts: Verdicts,
    /// Hosts that could not be found.
    unknown: BTreeSet<String>,
    /// Whether some could not be looked up just now, which is another thing than that they do not exist.
    unsure: bool,
    /// Whether one was found.
    reached: bool,
}

impl Work<'_> {
    fn done(&mut self, url: &Url, verdict: Verdict) {
        let host = host(url);
        if let Some(count) = self.busy.get_mut(&host) {
            *count -= 1;
        }
        let (unknown, unsure) = match &verdict {
            Verdict::NoHost(unknown) => (Some(unknown.as_str()), false),
            Verdict::Unsure(Doubt::Lookup { host, .. }) => (Some(host.as_str()), true),
            _ => (None, false),
        };
        // A redirection to a host that cannot be found came from one that can.
        if unknown.is_some() && unknown == url.host_str() {
            self.unknown.insert(host);
            self.unsure |= unsure;
        } else {
            self.reached = true;
        }
        self.verdicts.insert(url.clone(), verdict);
        if !self.reached && self.unknown.len() >= ENOUGH {
            self.open.clear();
        }
    }

    /// Whether there is no network. That a single host does not exist is no proof of it.
    fn is_cut_off(&self) -> bool {
        !self.reached && (self.unsure || self.unknown.len() > 1)
    }
}

/// The next address whose host is free; waits for one. `None` where nothing is left.
fn next<'a>(work: &Mutex<Work<'a>>, freed: &Condvar) -> Option<(&'a Url, &'a BTreeSet<String>)> {
    let mut work = lock(work);
    loop {
        if work.open.is_empty() {
            return None;
        }
        let free =
            |(url, _): &(&Url, &BTreeSet<String>)| work.busy.get(&host(url)).is_none_or(|&count| count < OF_ONE_HOST);
        if let Some(at) = work.open.iter().position(free) {
            let target = work.open.remove(at);
            *work.busy.entry(host(target.0)).or_default() += 1;
            return Some(target);
        }
        work = freed.wait(work).unwrap_or_else(PoisonError::into_inner);
    }
}

fn lock<'m, 'a>(work: &'m Mutex<Work<'a>>) -> MutexGuard<'m, Work<'a>> {
    work.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What counts as one host: a name with its port.
fn host(url: &Url) -> String {
    format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_off(verdicts: &[(&str, Verdict)]) -> bool {
        let mut work = Work::default();
        for (url, verdict) in verdicts {
            work.done(&Url::parse(url).expect("an address"), verdict.clone());
        }
        work.is_cut_off()
    }

    #[test]
    fn the_network_is_missing_where_no_host_is_found() {
        let none = |host: &str| Verdict::NoHost(host.to_owned());
        let later =
            |host: &str| Verdict::Unsure(Doubt::Lookup { host: host.to_owned(), cause: "try again".to_owned() });
        assert!(cut_off(&[("http://a.org/", later("a.org"))]));
        assert!(cut_off(&[("http://a.org/", none("a.org")), ("http://b.org/", none("b.org"))]));
        assert!(!cut_off(&[("http://a.org/", none("a.org")), ("http://a.org/b", none("a.org"))]));
        assert!(!cut_off(&[("http://a.org/", later("a.org")), ("http://b.org/", Verdict::Gone(404))]));
        assert!(!cut_off(&[("http://a.org/", none("c.org")), ("http://b.org/", none("b.org"))]));
        assert!(!cut_off(&[("http://a.org/", later("c.org"))]));
        assert!(!cut_off(&[]));
    }
}
