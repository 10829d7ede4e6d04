//! Requests, and what to do when one is not answered as it should be.
//!
//! - Who is asking: a personal access token as `Bearer`
//!   (<https://confluence.atlassian.com/enterprise/using-personal-access-tokens-1026032365.html>), or on Cloud a user name
//!   and an API token as `Basic` (<https://developer.atlassian.com/cloud/confluence/basic-auth-for-rest-apis/>).
//! - 429 and `Retry-After`: <https://developer.atlassian.com/cloud/confluence/rate-limiting/>.

use std::{fmt, thread, time::Duration};

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;
use ureq::{
    Agent,
    http::{Method, Request, Uri},
};

use super::{Error, Event};
use crate::net::{self, Patience, is_insecure, retry_after};

/// Where the wiki is, and what opens it. The token is in no message.
pub struct Access {
    address: String,
    authorization: String,
    token: String,
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Access {
    /// `address` is that of the wiki: `https://wiki.example.org`, on Cloud `https://example.atlassian.net/wiki`. With a
    /// user name the token is sent as a password, else as it is.
    ///
    /// # Errors
    /// Where the address is none, and where the token cannot stand in a header.
    pub fn new(address: &str, user: Option<&str>, token: &str) -> Result<Self, Error> {
        let bad = || Error::Address(address.split('@').next_back().unwrap_or_default().to_owned());
        let uri: Uri = address.parse().map_err(|_| bad())?;
        let is_web = matches!(uri.scheme_str(), Some("http" | "https"));
        let has_user = uri.authority().is_none_or(|authority| authority.as_str().contains('@'));
        if !is_web || has_user || address.contains(['?', '#']) {
            return Err(bad());
        }
        let token = token.trim();
        let authorization = match user {
            Some(user) => format!("Basic {}", BASE64_STANDARD.encode(format!("{}:{token}", user.trim()))),
            None => format!("Bearer {token}"),
        };
        if !authorization.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
            return Err(Error::Token);
        }
        Ok(Self { address: address.trim_end_matches('/').to_owned(), authorization, token: token.to_owned() })
    }

    /// The address, without a slash at its end.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Whether the token can be read by whoever is between us and the wiki.
    pub fn is_open(&self) -> bool {
        let host = self.address.strip_prefix("http://").map(|rest| rest.split(['/', ':']).next().unwrap_or_default());
        host.is_some_and(|host| !matches!(host, "localhost" | "127.0.0.1"))
    }

    /// A message in which nobody repeats the token.
    fn safe(&self, text: &str) -> String {
        let secret = self.authorization.split(' ').nth(1).unwrap_or_default();
        [self.token.as_str(), secret]
            .iter()
            .filter(|secret| !secret.is_empty())
            .fold(text.to_owned(), |text, secret| text.replace(secret, "…"))
    }
}

/// How long a wiki is waited for.
pub const PATIENCE: Patience = Patience {
    answer: Duration::from_secs(60),
    attempts: 4,
    first: Duration::from_secs(1),
    longest: Duration::from_secs(120),
};

/// What is asked of the wiki.
pub(super) struct Call {
    pub(super) method: Method,
    /// Behind the address: `/rest/api/…`.
    pub(super) path: String,
    pub(super) body: Content,
}

/// What is sent.
pub(super) enum Content {
    Nothing,
    Json(Value),
    /// A form with a file: its type and its bytes.
    Form(String, Vec<u8>),
}

impl Call {
    pub(super) fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), body: Content::Nothing }
    }

    pub(super) fn json(method: Method, path: impl Into<String>, value: Value) -> Self {
        Self { method, path: path.into(), body: Content::Json(value) }
    }

    /// Whether asking twice does no more than asking once.
    fn is_safe(&self) -> bool {
        matches!(self.method, Method::GET | Method::DELETE)
    }
}

/// What came back.
struct Reply {
    status: u16,
    wait: Option<Duration>,
    text: String,
}

/// Asks, and asks again.
pub(super) struct Client<'a> {
    agent: Agent,
    access: Access,
    patience: Patience,
    tell: &'a dyn Fn(&Event),
}

impl<'a> Client<'a> {
    pub(super) fn new(access: Access, patience: Patience, tell: &'a dyn Fn(&Event)) -> Self {
        // A wiki that sends us elsewhere, to log in for example, has not done what it was asked: no redirection is followed.
        let agent = net::config(patience.answer).build().new_agent();
        Self { agent, access, patience, tell }
    }

    pub(super) fn tell(&self, event: &Event) {
        (self.tell)(event);
    }

    /// Asks until the wiki does it: waits where it is busy, and asks again what can be asked twice without harm.
    pub(super) fn send(&self, call: &Call) -> Result<Value, Error> {
        let mut attempt = 1;
        loop {
            let reply = self.once(call);
            let (wait, status) = match &reply {
                Ok(Reply { status: 429, wait, .. }) => (wait.unwrap_or(self.patience.pause(attempt)), Some(429)),
                Ok(Reply { status: status @ 500.., wait, .. }) if call.is_safe() => {
                    (wait.unwrap_or(self.patience.pause(attempt)), Some(*status))
                }
                Err(Error::Network { .. }) if call.is_safe() => (self.patience.pause(attempt), None),
                _ => return self.value(call, reply?),
            };
            if attempt >= self.patience.attempts {
                return self.value(call, reply?);
            }
            if wait > self.patience.longest {
                return Err(Error::Busy { what: what(call), seconds: wait.as_secs() });
            }
            self.wait(wait, status);
            attempt += 1;
        }
    }

    /// Does what must not be done twice: where it is not certain that the wiki did it, `look` says so.
    pub(super) fn surely<T>(
        &self,
        mut send: impl FnMut() -> Result<T, Error>,
        mut look: impl FnMut() -> Result<Option<T>, Error>,
    ) -> Result<T, Error> {
        let mut attempt = 1;
        loop {
            let error = match send() {
                Err(error) if error.is_unsure() => error,
                other => return other,
            };
            if attempt >= self.patience.attempts {
                return Err(error);
            }
            let status = if let Error::Status { status, .. } = error { Some(status) } else { None };
            self.wait(self.patience.pause(attempt), status);
            if let Some(done) = look()? {
                return Ok(done);
            }
            attempt += 1;
        }
    }

    fn wait(&self, wait: Duration, status: Option<u16>) {
        self.tell(&Event::Waiting { seconds: wait.as_secs_f64(), status });
        thread::sleep(wait);
    }

    fn once(&self, call: &Call) -> Result<Reply, Error> {
        let network = |error: ureq::Error| {
            let (what, cause) = (what(call), self.access.safe(&cause(&error)));
            if is_insecure(&error) { Error::Insecure { what, cause } } else { Error::Network { what, cause } }
        };
        let mut request = Request::builder()
            .method(call.method.clone())
            .uri(format!("{}{}", self.access.address, call.path))
            .header("Authorization", &self.access.authorization)
            .header("Accept", "application/json");
        let response = match &call.body {
            Content::Nothing => request.body(()).map_err(ureq::Error::from).and_then(|request| self.agent.run(request)),
            Content::Json(value) => {
                request = request.header("Content-Type", "application/json");
                let body = request.body(value.to_string());
                body.map_err(ureq::Error::from).and_then(|request| self.agent.run(request))
            }
            Content::Form(kind, bytes) => {
                // Without this header the wiki takes a form for an attack:
                // https://confluence.atlassian.com/cloudkb/xsrf-check-failed-when-calling-cloud-apis-826874382.html
                request = request.header("Content-Type", kind).header("X-Atlassian-Token", "no-check");
                request.body(bytes).map_err(ureq::Error::from).and_then(|request| self.agent.run(request))
            }
        };
        let mut response = response.map_err(network)?;
        let wait = response.headers().get("Retry-After").and_then(|value| retry_after(value.to_str().ok()?));
        let status = response.status().as_u16();
        // The longest answer is a hundred pages without their text.
        let text = response.body_mut().with_config().limit(50 << 20).read_to_string().map_err(network)?;
        Ok(Reply { status, wait, text })
    }

    fn value(&self, call: &Call, reply: Reply) -> Result<Value, Error> {
        let what = what(call);
        let message = self.access.safe(&message(&reply.text));
        match reply.status {
            204 => Ok(Value::Null),
            200..=299 if reply.text.trim().is_empty() => Ok(Value::Null),
            200..=299 => serde_json::from_str(&reply.text)
                .map_err(|_| Error::Answer { what, cause: "the answer is no JSON".to_owned() }),
            300..=399 => {
                let cause = format!("the answer is {}, a redirection", reply.status);
                Err(Error::Answer { what, cause })
            }
            401 => {
                let hint = "check KONSPEKT_CONFLUENCE_TOKEN, and KONSPEKT_CONFLUENCE_USER on Cloud";
                Err(Error::Auth { what, status: 401, message, hint })
            }
            403 => {
                let hint = "its user needs the right to add, change and delete pages in the space";
                Err(Error::Auth { what, status: 403, message, hint })
            }
            410 => Err(Error::Gone { what, message }),
            status => Err(Error::Status { what, status, message }),
        }
    }
}

/// A request in a message.
fn what(call: &Call) -> String {
    format!("{} {}", call.method, call.path.split('?').next().unwrap_or_default())
}

fn cause(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => "no answer in time".to_owned(),
        ureq::Error::HostNotFound => "there is no such host".to_owned(),
        ureq::Error::Io(error) => error.to_string(),
        other => other.to_string(),
    }
}

/// What the wiki says in its answer: <https://developer.atlassian.com/cloud/confluence/rest/v1/intro/>.
fn message(text: &str) -> String {
    let value: Option<Value> = serde_json::from_str(text).ok();
    let message = value.as_ref().and_then(|value| value.get("message")).and_then(Value::as_str).unwrap_or_default();
    let shown: String = message.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect();
    if shown.trim().is_empty() { String::new() } else { format!(" ({})", shown.trim()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_in_no_message() {
        let access = Access::new("https://wiki.example.org/wiki/", Some("anna"), " s3cret\n").expect("an address");
        assert_eq!(access.address(), "https://wiki.example.org/wiki");
        assert!(!format!("{access:?}").contains("s3cret"));
        assert_eq!(access.safe("s3cret YW5uYTpzM2NyZXQ= b"), "… … b");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for address in ["", "wiki", "ftp://wiki", "https://", "https://a:b@wiki", "https://wiki?x", "file:///etc"] {
            let error = Access::new(address, None, "x").expect_err(address);
            assert!(!error.to_string().contains("a:b"), "{error}");
        }
        assert!(matches!(Access::new("https://wiki", None, "a\nb"), Err(Error::Token)));
    }
}
