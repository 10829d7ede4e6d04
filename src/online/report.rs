//! Verdicts become diagnostics.
//!
//! Only what is certain is an error: the server itself says that the page is gone (404, 410), or the host has no address.
//! Every other answer is a warning, for a server may refuse programs and still answer a reader.

use url::Url;

use super::{Doubt, Link, Verdict, Verdicts, anchors, page};
use crate::diagnostics::{Diagnostic, code};

/// What is wrong with the links, at every place where one stands. Links without a verdict were not asked.
pub fn report(links: &[Link], verdicts: &Verdicts) -> Vec<Diagnostic> {
    links.iter().filter_map(|link| Some(of(link, verdicts.get(&page(&link.url))?))).flatten().collect()
}

fn of(link: &Link, verdict: &Verdict) -> Vec<Diagnostic> {
    // As it is written, where it is written out.
    let written = link.source.slice(link.span);
    let shown = if Url::parse(written).is_ok() { written } else { link.url.as_str() };
    let new = |code| Diagnostic::new(code, &link.source, link.span).arg("link", shown);
    match verdict {
        Verdict::Found { moved, missing } => {
            let fragment = anchors::wanted(&link.url).filter(|fragment| missing.contains(fragment));
            let lost = fragment.map(|fragment| new(code::LINK_FRAGMENT).arg("fragment", fragment).help("look"));
            let moved = moved.as_ref().map(|to| {
                let mut to = to.clone();
                // https://www.rfc-editor.org/rfc/rfc9110#field.location: the fragment goes along.
                if to.fragment().is_none() {
                    to.set_fragment(link.url.fragment());
                }
                new(code::LINK_MOVED).arg("to", to).help("replace")
            });
            lost.into_iter().chain(moved).collect()
        }
        Verdict::Gone(status) => vec![new(code::LINK_GONE).arg("status", status).help("archive")],
        Verdict::NoHost(host) => vec![new(code::LINK_HOST).arg("host", host).help("look")],
        Verdict::Unsure(doubt) => vec![unsure(new(code::LINK_UNSURE), doubt)],
    }
}

fn unsure(found: Diagnostic, doubt: &Doubt) -> Diagnostic {
    match doubt {
        Doubt::Status(status @ 500..) => found.arg("status", status).help("server"),
        Doubt::Status(429) => found.help("busy"),
        Doubt::Status(status) => found.arg("status", status).help("status"),
        Doubt::Timeout => found.help("timeout"),
        Doubt::Insecure(cause) => found.arg("cause", cause).help("insecure"),
        Doubt::Broken(cause) => found.arg("cause", cause).help("broken"),
        Doubt::Lookup { host, cause } => found.arg("host", host).arg("cause", cause).help("lookup"),
        Doubt::NotPublic(host) => found.arg("host", host).help("private"),
        Doubt::Elsewhere(to) => found.arg("to", to).help("elsewhere"),
        Doubt::Loop => found.help("loop"),
    }
}
