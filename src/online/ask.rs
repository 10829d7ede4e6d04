//! One address: requests, redirections, and what an answer means.
//!
//! `HEAD` is asked first, for it costs a server little; where it is refused, or the page itself is needed, `GET`
//! (<https://www.rfc-editor.org/rfc/rfc9110#name-head>). A server that is busy is asked again, after the time it names.

use std::{
    collections::BTreeSet,
    fmt,
    io::{self, Read},
    thread,
    time::Duration,
};

use ureq::{
    Agent,
    config::Config,
    http::{HeaderMap, Method, Request, Response, Uri, header},
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};
use url::Url;

use super::{Doubt, Policy, Verdict, address::is_public, anchors, page};
use crate::net::{self, Patience, is_insecure, retry_after};

/// So many redirections are followed, as curl's `--max-redirs` and most libraries have it; a browser follows 20
/// (<https://fetch.spec.whatwg.org/#http-redirect-fetch>).
const MOST_REDIRECTIONS: usize = 10;
/// So much of a page is read (bytes).
const LONGEST_PAGE: u64 = 2 << 20;
/// So long a name may take to be looked up, and a connection to come about.
const STEP: Duration = Duration::from_secs(10);

/// Asks, one address at a time; many may ask at once.
pub(super) struct Asker<'a> {
    agent: Agent,
    policy: &'a Policy,
    patience: Patience,
}

/// Where a chain of redirections ended.
struct End {
    response: Response<ureq::Body>,
    moved: Option<Url>,
    /// Whether a server on the way named a fragment of its own, which takes the place of the link's.
    renamed: bool,
}

impl<'a> Asker<'a> {
    pub(super) fn new(policy: &'a Policy, patience: Patience) -> Self {
        let step = Some(STEP.min(patience.answer));
        let config = net::config(patience.answer).timeout_resolve(step).timeout_connect(step).build();
        let resolver = PublicOnly { policy: policy.clone(), inner: DefaultResolver::default() };
        Self { agent: Agent::with_parts(config, DefaultConnector::default(), resolver), policy, patience }
    }

    /// What is known of an address; `wanted` are the fragments that must be on its page.
    pub(super) fn ask(&self, url: &Url, wanted: &BTreeSet<String>) -> Verdict {
        let mut method = if wanted.is_empty() { Method::HEAD } else { Method::GET };
        let mut attempt = 1;
        loop {
            let end = self.follow(&method, url);
            let (again, wait) = match &end {
                Ok(End { response, .. }) => {
                    let status = response.status().as_u16();
                    if method == Method::HEAD && status >= 400 && status != 429 {
                        method = Method::GET;
                        continue;
                    }
                    let busy = status == 429 || (status >= 500 && status != 501);
                    (busy, retry_after(text(response.headers(), &header::RETRY_AFTER)))
                }
                Err(Verdict::Unsure(Doubt::Timeout | Doubt::Broken(_))) => (true, None),
                Err(_) => (false, None),
            };
            let wait = wait.unwrap_or_else(|| self.patience.pause(attempt));
            if !again || attempt >= self.patience.attempts || wait > self.patience.longest {
                return end.map_or_else(|verdict| verdict, |end| verdict(end, wanted));
            }
            thread::sleep(wait);
            method = Method::GET;
            attempt += 1;
        }
    }

    /// Asks, and asks where the server sends on to.
    fn follow(&self, method: &Method, url: &Url) -> Result<End, Verdict> {
        let mut url = url.clone();
        let (mut moved, mut for_good, mut renamed) = (None, true, false);
        for _ in 0..=MOST_REDIRECTIONS {
            let response = self.once(method, &url)?;
            let status = response.status().as_u16();
            let to = text(response.headers(), &header::LOCATION);
            if !matches!(status, 301 | 302 | 303 | 307 | 308) || to.is_empty() {
                return Ok(End { response, moved, renamed });
            }
            // Nothing but visible ASCII of what a stranger sends is shown.
            let next = url.join(to).map_err(|_| Verdict::Unsure(Doubt::Elsewhere(to.escape_default().to_string())))?;
            if !self.policy.permits(&next) {
                return Err(Verdict::Unsure(Doubt::Elsewhere(next.to_string())));
            }
            // Only what every server on the way calls permanent is: https://www.rfc-editor.org/rfc/rfc9110#name-redirection-3xx
            for_good &= matches!(status, 301 | 308);
            renamed |= next.fragment().is_some();
            url = page(&next);
            if for_good {
                moved = Some(next);
            }
        }
        Err(Verdict::Unsure(Doubt::Loop))
    }

    fn once(&self, method: &Method, url: &Url) -> Result<Response<ureq::Body>, Verdict> {
        let request = Request::builder()
            .method(method)
            .uri(url.as_str())
            // Some servers answer 406 to whoever does not ask for a page.
            .header(header::ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")
            .body(());
        let answer = request.map_err(ureq::Error::from).and_then(|request| self.agent.run(request));
        answer.map_err(|error| failure(&error, url))
    }
}

/// What an answer means. A page of which not all could be read has no missing fragments.
fn verdict(end: End, wanted: &BTreeSet<String>) -> Verdict {
    let End { response, moved, renamed } = end;
    match response.status().as_u16() {
        200..=299 => {
            let missing = if wanted.is_empty() || renamed || !is_readable(response.headers()) {
                BTreeSet::new()
            } else {
                let mut body = Vec::new();
                let read = response.into_body().into_reader().take(LONGEST_PAGE).read_to_end(&mut body);
                let whole = read.is_ok() && (body.len() as u64) < LONGEST_PAGE;
                anchors::missing(wanted, &body, whole)
            };
            Verdict::Found { moved, missing }
        }
        status @ (404 | 410) => Verdict::Gone(status),
        status => Verdict::Unsure(Doubt::Status(status)),
    }
}

/// Whether the answer is a page that can be read as it comes.
fn is_readable(headers: &HeaderMap) -> bool {
    let kind = text(headers, &header::CONTENT_TYPE).to_ascii_lowercase();
    let packed = text(headers, &header::CONTENT_ENCODING);
    (kind.starts_with("text/html") || kind.starts_with("application/xhtml+xml"))
        && (packed.is_empty() || packed.eq_ignore_ascii_case("identity"))
}

/// The text of a header; empty where there is none. Addresses in headers are UTF-8 on many servers.
fn text<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> &'a str {
    headers.get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok()).unwrap_or_default().trim()
}

/// Why there was no answer.
fn failure(error: &ureq::Error, url: &Url) -> Verdict {
    let host = || url.host_str().unwrap_or_default().to_owned();
    let doubt = match error {
        ureq::Error::HostNotFound => return Verdict::NoHost(host()),
        ureq::Error::Timeout(ureq::Timeout::Resolve) => {
            Doubt::Lookup { host: host(), cause: "no answer in time".to_owned() }
        }
        ureq::Error::Timeout(_) => Doubt::Timeout,
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => Doubt::Timeout,
        ureq::Error::Other(other) => match other.downcast_ref::<Unresolved>() {
            Some(Unresolved::NotPublic) => Doubt::NotPublic(host()),
            Some(Unresolved::Lookup(cause)) => Doubt::Lookup { host: host(), cause: cause.clone() },
            None => Doubt::Broken(other.to_string()),
        },
        error if is_insecure(error) => Doubt::Insecure(error.to_string()),
        ureq::Error::Io(error) => Doubt::Broken(error.to_string()),
        other => Doubt::Broken(other.to_string()),
    };
    Verdict::Unsure(doubt)
}

/// Why a name led to no address that may be asked.
#[derive(Debug, thiserror::Error)]
enum Unresolved {
    #[error("the name leads into a network that is not public")]
    NotPublic,
    #[error("{0}")]
    Lookup(String),
}

/// Looks names up, and keeps only public addresses of hosts that the policy does not name. A proxy looks names up itself;
/// its own address may be anywhere.
struct PublicOnly {
    policy: Policy,
    inner: DefaultResolver,
}

impl fmt::Debug for PublicOnly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicOnly").field("policy", &self.policy).finish_non_exhaustive()
    }
}

impl Resolver for PublicOnly {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout).map_err(unresolved)?;
        let allowed = Url::parse(&uri.to_string()).is_ok_and(|url| self.policy.allows(&url));
        if allowed || config.proxy().is_some_and(|proxy| proxy.uri() == uri) {
            return Ok(found);
        }
        let mut public = self.empty();
        found.iter().filter(|address| is_public(address.ip())).for_each(|&address| public.push(address));
        if public.is_empty() { Err(ureq::Error::Other(Box::new(Unresolved::NotPublic))) } else { Ok(public) }
    }
}

/// Tells a name that does not exist from one that could not be looked up just now. The standard library passes on what
/// `getaddrinfo` says (<https://pubs.opengroup.org/onlinepubs/9799919799/functions/freeaddrinfo.html>) only in words: those
/// of glibc, macOS and musl; Windows has a number
/// (<https://learn.microsoft.com/en-us/windows/win32/winsock/windows-sockets-error-codes-2>).
fn unresolved(error: ureq::Error) -> ureq::Error {
    const NO_SUCH_NAME: [&str; 3] = ["not known", "No address associated", "does not resolve"];
    const WSAHOST_NOT_FOUND: i32 = 11001;
    match error {
        ureq::Error::Io(error) => {
            let text = error.to_string();
            let none =
                error.raw_os_error() == Some(WSAHOST_NOT_FOUND) || NO_SUCH_NAME.iter().any(|no| text.contains(no));
            if none {
                return ureq::Error::HostNotFound;
            }
            let cause = text.rsplit(": ").next().unwrap_or_default().to_owned();
            ureq::Error::Other(Box::new(Unresolved::Lookup(cause)))
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_that_does_not_exist_is_none() {
        let lookup = |text: &str| {
            unresolved(ureq::Error::Io(io::Error::other(format!("failed to lookup address information: {text}"))))
        };
        assert!(matches!(lookup("Name or service not known"), ureq::Error::HostNotFound));
        assert!(matches!(lookup("nodename nor servname provided, or not known"), ureq::Error::HostNotFound));
        let later =
            failure(&lookup("Temporary failure in name resolution"), &Url::parse("http://a.org").expect("an address"));
        assert_eq!(
            later,
            Verdict::Unsure(Doubt::Lookup {
                host: "a.org".to_owned(),
                cause: "Temporary failure in name resolution".to_owned()
            })
        );
    }

    #[test]
    fn a_name_that_leads_home_is_not_asked() {
        let resolve = |policy: Policy| {
            let agent = Asker::new(&policy, super::super::PATIENCE).agent;
            let resolver = PublicOnly { policy, inner: DefaultResolver::default() };
            let uri: Uri = "http://localhost:9/".parse().expect("an address");
            resolver.resolve(&uri, agent.config(), NextTimeout::default()).map(|found| found.len())
        };
        let refused = resolve(Policy::default()).expect_err("a private address");
        assert_eq!(refused.to_string(), "other: the name leads into a network that is not public");
        assert!(resolve(Policy { allow: vec!["localhost".to_owned()], ..Policy::default() }).is_ok());
    }
}
