//! The REST API of Confluence, as far as a push needs it.
//!
//! - Pages: <https://developer.atlassian.com/server/confluence/rest/v1000/api-group-content-resource/>
//! - Pages of a space: <https://developer.atlassian.com/server/confluence/rest/v1000/api-group-space/>. Asking
//!   `/rest/api/content` for all pages is slow on large wikis, and switched off on some:
//!   <https://jira.atlassian.com/browse/CONFSERVER-57639>.
//! - Attachments: <https://developer.atlassian.com/server/confluence/rest/v1000/api-group-attachments/>
//! - Labels: <https://developer.atlassian.com/server/confluence/rest/v1000/api-group-content-labels/>
//! - Properties: <https://developer.atlassian.com/server/confluence/rest/v1000/api-group-content-property/>

use std::collections::BTreeMap;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use ureq::http::Method;

use super::{
    Error, Event, Mark,
    client::{Call, Client, Content},
};
use crate::{text::media::media_type, wiki::output::hash};

/// The key of the property.
const PROPERTY: &str = "konspekt";

/// What is asked of each page.
const EXPAND: &str = "version,ancestors,metadata.properties.konspekt";

/// So many lists of pages are read, and no more: a wiki that always names a next one is broken.
const MOST_LISTS: usize = 10_000;

/// A page in the wiki.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Remote {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) version: u64,
    /// What whoever made the version said of it.
    pub(super) message: Option<String>,
    pub(super) ancestors: Vec<String>,
    pub(super) mark: Option<Mark>,
}

/// A space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Space {
    /// Its home page.
    pub(super) homepage: Option<String>,
}

#[derive(Deserialize)]
struct Page {
    id: String,
    #[serde(default)]
    title: String,
    version: Version,
    #[serde(default)]
    ancestors: Vec<Id>,
    #[serde(default)]
    metadata: Value,
}

#[derive(Deserialize)]
struct Version {
    number: u64,
    message: Option<String>,
}

#[derive(Deserialize)]
struct Id {
    id: String,
}

#[derive(Deserialize)]
struct List {
    results: Vec<Value>,
    #[serde(default, rename = "_links")]
    links: Value,
}

#[derive(Deserialize)]
struct Property {
    value: Value,
    version: Version,
}

#[derive(Deserialize)]
struct Attached {
    id: String,
    title: String,
}

/// A page's title, place and text.
pub(super) struct Text<'a> {
    pub(super) title: &'a str,
    pub(super) parent: Option<&'a str>,
    pub(super) body: &'a str,
    pub(super) message: String,
}

/// The wiki.
pub(super) struct Api<'a> {
    pub(super) client: Client<'a>,
    space: String,
}

impl<'a> Api<'a> {
    pub(super) fn new(client: Client<'a>, space: &str) -> Self {
        Self { client, space: space.to_owned() }
    }

    /// The space; asking for it also tells whether the token is good.
    pub(super) fn space(&self) -> Result<Space, Error> {
        let path = format!("/rest/api/space/{}?expand=homepage", encoded(&self.space));
        let value = self.client.send(&Call::new(Method::GET, path)).map_err(|error| match error {
            Error::Status { what, status: 404, message } => {
                let message = format!(", there is no space {}, or the token may not see it{message}", self.space);
                Error::Status { what, status: 404, message }
            }
            other => other,
        })?;
        let homepage = value.get("homepage").and_then(|home| home.get("id")).and_then(Value::as_str).map(str::to_owned);
        Ok(Space { homepage })
    }

    /// Every page of the space, without its text.
    pub(super) fn pages(&self) -> Result<Vec<Remote>, Error> {
        let path = format!("/rest/api/space/{}/content/page?depth=all&limit=100&expand={EXPAND}", encoded(&self.space));
        self.list(path)?.into_iter().map(|page| remote("pages", page)).collect()
    }

    /// A page by its title.
    pub(super) fn find(&self, title: &str) -> Result<Option<Remote>, Error> {
        let (space, title) = (encoded(&self.space), encoded(title));
        let path = format!("/rest/api/content?type=page&spaceKey={space}&title={title}&expand={EXPAND}");
        self.list(path)?.into_iter().next().map(|page| remote("pages", page)).transpose()
    }

    /// A page by its identifier; `None` where it is gone.
    pub(super) fn page(&self, id: &str) -> Result<Option<Remote>, Error> {
        let path = format!("/rest/api/content/{}?expand={EXPAND}", encoded(id));
        match self.client.send(&Call::new(Method::GET, path)) {
            Err(error) if error.is(404) => Ok(None),
            other => remote("a page", other?).map(Some),
        }
    }

    /// Makes a page; says its identifier and its version.
    pub(super) fn create(&self, text: &Text<'_>) -> Result<(String, u64), Error> {
        let mut value = self.content(text);
        value["space"] = json!({ "key": self.space });
        let page = |value: Value| remote("the new page", value).map(|page| (page.id, page.version));
        let send = || page(self.client.send(&Call::json(Method::POST, "/rest/api/content", value.clone()))?);
        let look = || Ok(self.find(text.title)?.filter(|page| page.mark.is_none()).map(|page| (page.id, page.version)));
        self.client.surely(send, look)
    }

    /// Changes a page that has this version; says the new one. `None` where the page has another version by now.
    pub(super) fn update(&self, id: &str, version: u64, text: &Text<'_>) -> Result<Option<u64>, Error> {
        let next = version + 1;
        let mut value = self.content(text);
        value["id"] = json!(id);
        value["version"] = json!({ "number": next, "message": text.message });
        let is_done = |page: &Remote| page.version == next && page.message.as_deref() == Some(text.message.as_str());
        let call = Call::json(Method::PUT, format!("/rest/api/content/{}", encoded(id)), value);
        let mut again = true;
        let send = || match self.client.send(&call) {
            Ok(_) => Ok(Some(next)),
            Err(error) if error.is(409) => {
                self.client.tell(&Event::ReadAgain { title: text.title.to_owned() });
                match self.page(id)? {
                    Some(page) if is_done(&page) => Ok(Some(next)),
                    // Confluence says so as well when two of its own steps get in each other's way.
                    Some(page) if page.version == version && std::mem::take(&mut again) => {
                        match self.client.send(&call) {
                            Err(error) if error.is(409) => Ok(None),
                            other => other.map(|_| Some(next)),
                        }
                    }
                    _ => Ok(None),
                }
            }
            Err(error) => Err(error),
        };
        self.client.surely(send, || Ok(self.page(id)?.filter(is_done).map(|_| Some(next))))
    }

    fn content(&self, text: &Text<'_>) -> Value {
        let mut value = json!({
            "type": "page",
            "title": text.title,
            "body": { "storage": { "value": text.body, "representation": "storage" } },
        });
        if let Some(parent) = text.parent {
            value["ancestors"] = json!([{ "id": parent }]);
        }
        value
    }

    /// Moves a page to the space's trash.
    pub(super) fn remove(&self, id: &str) -> Result<(), Error> {
        match self.client.send(&Call::new(Method::DELETE, format!("/rest/api/content/{}", encoded(id)))) {
            Err(error) if !error.is(404) => Err(error),
            _ => Ok(()),
        }
    }

    /// Writes down what was sent.
    pub(super) fn mark(&self, id: &str, mark: &Mark) -> Result<(), Error> {
        let value = json!(mark);
        let all = format!("/rest/api/content/{}/property", encoded(id));
        let own = format!("{all}/{PROPERTY}");
        let read = || match self.client.send(&Call::new(Method::GET, format!("{own}?expand=version"))) {
            Err(error) if error.is(404) => Ok(None),
            other => typed::<Property>("the property", other?).map(Some),
        };
        let send = || {
            let call = match read()? {
                Some(there) if there.value == value => return Ok(()),
                Some(there) => {
                    let version = json!({ "number": there.version.number + 1 });
                    Call::json(Method::PUT, own.clone(), json!({ "key": PROPERTY, "value": value, "version": version }))
                }
                None => Call::json(Method::POST, all.clone(), json!({ "key": PROPERTY, "value": value })),
            };
            self.client.send(&call).map(|_| ())
        };
        self.client.surely(send, || Ok(None))
    }

    /// Gives a page labels. Those it has stay.
    pub(super) fn label(&self, id: &str, labels: &[&str]) -> Result<(), Error> {
        let value: Vec<Value> = labels.iter().map(|name| json!({ "prefix": "global", "name": name })).collect();
        let call = Call::json(Method::POST, format!("/rest/api/content/{}/label", encoded(id)), json!(value));
        self.client.surely(|| self.client.send(&call).map(|_| ()), || Ok(None))
    }

    /// Takes a label away.
    pub(super) fn unlabel(&self, id: &str, label: &str) -> Result<(), Error> {
        let path = format!("/rest/api/content/{}/label?name={}", encoded(id), encoded(label));
        match self.client.send(&Call::new(Method::DELETE, path)) {
            Err(error) if !error.is(404) => Err(error),
            _ => Ok(()),
        }
    }

    /// Identifiers of a page's attachments, by name.
    pub(super) fn attachments(&self, id: &str) -> Result<BTreeMap<String, String>, Error> {
        let path = format!("/rest/api/content/{}/child/attachment?limit=100", encoded(id));
        let found = self.list(path)?.into_iter().map(|value| typed::<Attached>("attachments", value));
        found.map(|found| found.map(|found| (found.title, found.id))).collect()
    }

    /// Attaches a file, or changes the one that is attached.
    pub(super) fn attach(&self, id: &str, name: &str, bytes: &[u8], there: Option<&str>) -> Result<(), Error> {
        let mut there = there.map(str::to_owned);
        let mut failed = false;
        let send = || {
            if std::mem::replace(&mut failed, true) {
                // It may have arrived after all.
                there = self.attachments(id)?.remove(name);
            }
            let own = there.as_deref().map(|own| format!("/{}/data", encoded(own))).unwrap_or_default();
            let path = format!("/rest/api/content/{}/child/attachment{own}", encoded(id));
            let (kind, form) = form(name, bytes);
            self.client.send(&Call { method: Method::POST, path, body: Content::Form(kind, form) }).map(|_| ())
        };
        self.client.surely(send, || Ok(None))
    }

    /// Everything a list holds, one page of it after the other.
    fn list(&self, path: String) -> Result<Vec<Value>, Error> {
        let mut out = Vec::new();
        let mut next = Some(path);
        for _ in 0..MOST_LISTS {
            let Some(path) = next.take() else { break };
            let list: List = typed("a list", self.client.send(&Call::new(Method::GET, path.as_str()))?)?;
            out.extend(list.results);
            // Only a place of the same interface is followed: the token goes along.
            let link = list
                .links
                .get("next")
                .and_then(Value::as_str)
                .and_then(|link| link.find("/rest/api/").map(|at| &link[at..]));
            next = link.filter(|link| *link != path).map(str::to_owned);
        }
        Ok(out)
    }
}

fn typed<T: DeserializeOwned>(what: &str, value: Value) -> Result<T, Error> {
    serde_json::from_value(value).map_err(|error| Error::Answer { what: what.to_owned(), cause: error.to_string() })
}

fn remote(what: &str, value: Value) -> Result<Remote, Error> {
    let page: Page = typed(what, value)?;
    let property = page.metadata.get("properties").and_then(|all| all.get(PROPERTY)).and_then(|own| own.get("value"));
    Ok(Remote {
        id: page.id,
        title: page.title,
        version: page.version.number,
        message: page.version.message,
        ancestors: page.ancestors.into_iter().map(|above| above.id).collect(),
        mark: property.and_then(|value| serde_json::from_value(value.clone()).ok()),
    })
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// A form with a file: its type, with the boundary, and its bytes. <https://www.rfc-editor.org/rfc/rfc7578>
fn form(name: &str, bytes: &[u8]) -> (String, Vec<u8>) {
    // The hash of the file is in no file that was not made for it, and such a one only harms itself.
    let boundary = format!("konspekt-{}", hash(bytes));
    let kind = match media_type(name) {
        // Text is to be shown as such, and in its letters.
        "application/yaml" | "text/plain" | "text/markdown" => "text/plain; charset=utf-8",
        kind => kind,
    };
    let name = name.replace('"', "%22").replace(['\r', '\n'], " ");
    let mut out = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"minorEdit\"\r\n\r\ntrue\r\n--{boundary}\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n"
    )
    .into_bytes();
    out.extend_from_slice(bytes);
    out.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), out)
}
