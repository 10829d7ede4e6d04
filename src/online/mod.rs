//! Links to other sites: whether they still lead somewhere. Only `check --online` comes here.
//!
//! In comes a book or a Markdown file, out come diagnostics:
//!
//! 1. [`links`]: the links with their places. Pure.
//! 2. [`targets`]: what is asked, each address once, without what [`address`] leaves alone. Pure.
//! 3. [`ask()`]: each address becomes a [`Verdict`]. The only step that sends anything.
//! 4. [`report()`]: verdicts become diagnostics at every place where the address stands. Pure.
//!
//! Nothing but a `HEAD` or a `GET` is ever sent: no name, no password that an address may hold, no cookie.

pub mod address;
mod anchors;
mod ask;
pub mod links;
mod pool;
mod report;
mod scan;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use url::Url;

use crate::net::Patience;

pub use self::{address::Policy, links::Link, pool::ask, report::report};

/// How long a site is waited for: it answers a browser at once, or its reader has gone.
pub const PATIENCE: Patience = Patience {
    answer: Duration::from_secs(20),
    attempts: 3,
    first: Duration::from_secs(1),
    longest: Duration::from_secs(30),
};

/// What is asked: addresses without their fragments, and the fragments that must be on the page.
pub type Targets = BTreeMap<Url, BTreeSet<String>>;

/// What came of it.
pub type Verdicts = BTreeMap<Url, Verdict>;

/// What is known of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is there.
    Found {
        /// Where it is for good, if that is elsewhere.
        moved: Option<Url>,
        /// The fragments that are not on its page.
        missing: BTreeSet<String>,
    },
    /// The server says that it is not there: 404 or 410.
    Gone(u16),
    /// There is no host of this name.
    NoHost(String),
    /// It may be there or not.
    Unsure(Doubt),
}

/// Why nothing is known of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Another answer: a server may refuse programs, or be out of order.
    Status(u16),
    /// No answer in time.
    Timeout,
    /// The connection is not secure.
    Insecure(String),
    /// The connection broke.
    Broken(String),
    /// A name could not be looked up.
    Lookup {
        /// The name.
        host: String,
        /// Why.
        cause: String,
    },
    /// The name leads into a network that is not public.
    NotPublic(String),
    /// The server sends on to an address that is not asked.
    Elsewhere(String),
    /// The server sends on and on.
    Loop,
}

/// Not one host could be found: it is the network that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("none of {hosts} hosts could be found")]
pub struct NoNetwork {
    /// How many were looked up.
    pub hosts: usize,
}

/// What there is to ask for `links`, as far as `policy` permits.
pub fn targets(links: &[Link], policy: &Policy) -> Targets {
    let mut out = Targets::new();
    for link in links.iter().filter(|link| policy.permits(&link.url) && !policy.ignores(&link.url)) {
        out.entry(page(&link.url)).or_default().extend(anchors::wanted(&link.url));
    }
    out
}

/// The page of an address: the address without its fragment, which is never sent, and without name and password.
pub fn page(url: &Url) -> Url {
    let mut page = url.clone();
    page.set_fragment(None);
    // These fail only for addresses without a host, which http does not have.
    let _ = page.set_username("").and_then(|()| page.set_password(None));
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    #[test]
    fn each_page_is_asked_once() {
        let text = "<https://a.org/x#b> <https://a.org/x#c> <https://anna:secret@a.org/x> <https://a.org/y#:~:text=z> \
                    <http://10.0.0.1/> <https://a.org/y>";
        let links = links::of_markdown(&Source::new("a.md", text));
        let targets = targets(&links, &Policy::default());
        let shown: Vec<_> =
            targets.iter().map(|(url, wanted)| format!("{url} {}", Vec::from_iter(wanted.clone()).join(" "))).collect();
        assert_eq!(shown, ["https://a.org/x b c", "https://a.org/y "]);
    }
}
