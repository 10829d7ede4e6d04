//! A stand-in for Confluence: answers as its REST API is described, and fails where a test wants it to.
//!
//! - <https://developer.atlassian.com/server/confluence/rest/v1000/api-group-content-resource/>
//! - <https://developer.atlassian.com/server/confluence/rest/v1000/api-group-attachments/>
//! - <https://developer.atlassian.com/server/confluence/rest/v1000/api-group-content-property/>

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard},
    thread,
};

use serde_json::{Value, json};

/// How a request fails.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// This answer, and nothing done.
    Answer(u16, Vec<(&'static str, String)>),
    /// No answer, and nothing done.
    Close,
    /// Done, and then this answer.
    DoneThen(u16),
    /// Done, and then no answer.
    DoneThenClose,
    /// Somebody else changes the page first.
    EditedFirst,
    /// No answer for so long.
    Silence(std::time::Duration),
}

/// When a request fails: its method, what its path holds, how often.
#[derive(Clone, Debug)]
pub(crate) struct Fails {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    /// After so many that go well.
    pub(crate) after: usize,
    pub(crate) times: usize,
    pub(crate) fault: Fault,
}

impl Fails {
    fn is_meant(&self, request: &Request) -> bool {
        let method = self.method.is_empty() || self.method == request.method;
        method && request.path.contains(self.path) && self.times > 0
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub(crate) title: String,
    pub(crate) version: u64,
    pub(crate) message: Option<String>,
    pub(crate) parent: Option<String>,
    pub(crate) body: String,
    pub(crate) labels: Vec<String>,
    pub(crate) property: Option<(u64, Value)>,
    /// By name: identifier, version, type, bytes.
    pub(crate) attachments: BTreeMap<String, (String, u64, Vec<u8>)>,
}

/// The wiki.
#[derive(Debug, Default)]
pub(crate) struct Wiki {
    pub(crate) pages: BTreeMap<String, Page>,
    /// What was asked: method and path.
    pub(crate) log: Vec<String>,
    /// What was asked in a way the documentation does not describe.
    pub(crate) wrong: Vec<String>,
    pub(crate) fails: Vec<Fails>,
    pub(crate) authorization: String,
    /// So many pages in a list.
    pub(crate) list: usize,
    next: u64,
}

impl Wiki {
    pub(crate) fn page(&self, title: &str) -> &Page {
        let titles: Vec<&String> = self.pages.values().map(|page| &page.title).collect();
        self.pages.values().find(|page| page.title == title).unwrap_or_else(|| panic!("no {title} among {titles:?}"))
    }

    pub(crate) fn id(&self, title: &str) -> String {
        let found = self.pages.iter().find(|(_, page)| page.title == title);
        found.unwrap_or_else(|| panic!("no {title}")).0.clone()
    }

    /// Somebody makes or changes a page by hand.
    pub(crate) fn edit(&mut self, title: &str, body: &str) {
        let found = self.pages.iter().find(|(_, page)| page.title == title).map(|(id, _)| id.clone());
        let id = found.unwrap_or_else(|| self.new_id());
        let page = self.pages.entry(id).or_default();
        title.clone_into(&mut page.title);
        page.version += 1;
        page.message = None;
        body.clone_into(&mut page.body);
    }

    fn new_id(&mut self) -> String {
        self.next += 1;
        (1000 + self.next).to_string()
    }

    /// What was asked that changes something, since the log was emptied.
    pub(crate) fn writes(&self) -> Vec<&str> {
        self.log.iter().map(String::as_str).filter(|line| !line.starts_with("GET ")).collect()
    }
}

/// A running stand-in.
pub(crate) struct StandIn {
    pub(crate) address: String,
    wiki: Arc<Mutex<Wiki>>,
}

impl StandIn {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}/wiki", listener.local_addr().expect("an address"));
        let mut wiki = Wiki { authorization: "Bearer s3cret".to_owned(), list: 100, ..Wiki::default() };
        wiki.pages.insert("1".to_owned(), Page { title: "Home".to_owned(), version: 1, ..Page::default() });
        let wiki = Arc::new(Mutex::new(wiki));
        let own = Arc::clone(&wiki);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let wiki = Arc::clone(&own);
                thread::spawn(move || drop(serve(stream, &wiki)));
            }
        });
        Self { address, wiki }
    }

    pub(crate) fn wiki(&self) -> MutexGuard<'_, Wiki> {
        self.wiki.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

struct Request {
    method: String,
    path: String,
    query: BTreeMap<String, String>,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

/// The head of a request, up to its blank line.
pub(crate) fn head(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

fn read(stream: &mut TcpStream) -> std::io::Result<Request> {
    let head = head(stream)?;
    let mut lines = head.lines();
    let mut first = lines.next().unwrap_or_default().split(' ');
    let (method, target) = (first.next().unwrap_or_default(), first.next().unwrap_or_default());
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let query = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), decoded(value)))
        .collect();
    Ok(Request { method: method.to_owned(), path: decoded(path), query, headers, body })
}

fn serve(mut stream: TcpStream, wiki: &Mutex<Wiki>) -> std::io::Result<()> {
    let request = read(&mut stream)?;
    let line = format!("{} {}", request.method, request.path);
    let mut wiki = wiki.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    wiki.log.push(line.clone());
    let mut fault = None;
    for fails in wiki.fails.iter_mut().filter(|fails| fails.is_meant(&request)) {
        if fails.after > 0 {
            fails.after -= 1;
        } else {
            fails.times -= 1;
            fault = Some(fails.fault.clone());
            break;
        }
    }
    let answer = match &fault {
        Some(Fault::Close) => return Ok(()),
        Some(Fault::Silence(time)) => {
            drop(wiki);
            thread::sleep(*time);
            return Ok(());
        }
        Some(Fault::Answer(status, headers)) => {
            let message = json!({ "statusCode": status, "message": "the stand-in fails; s3cret" });
            return reply(&mut stream, *status, headers, &message);
        }
        Some(Fault::EditedFirst) => {
            let id = request.path.rsplit('/').next().unwrap_or_default();
            let title = wiki.pages[id].title.clone();
            wiki.edit(&title, "<p>by hand</p>");
            answer(&request, &mut wiki)
        }
        _ => answer(&request, &mut wiki),
    };
    if answer.0 >= 400 && !matches!(answer.0, 401 | 404 | 409) {
        wiki.wrong.push(format!("{line}: {answer:?}"));
    }
    drop(wiki);
    match fault {
        Some(Fault::DoneThenClose) => Ok(()),
        Some(Fault::DoneThen(status)) => reply(&mut stream, status, &[], &json!({ "message": "late" })),
        _ => reply(&mut stream, answer.0, &[], &answer.1),
    }
}

fn reply(stream: &mut TcpStream, status: u16, headers: &[(&str, String)], body: &Value) -> std::io::Result<()> {
    let body = if status == 204 { String::new() } else { body.to_string() };
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = body.len();
    let head = format!("HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n");
    // In one piece: a second small one would wait for the first to be acknowledged.
    stream.write_all(format!("{head}Connection: close\r\n{headers}\r\n{body}").as_bytes())
}

fn error(status: u16, message: &str) -> (u16, Value) {
    (status, json!({ "statusCode": status, "message": message }))
}

fn answer(request: &Request, wiki: &mut Wiki) -> (u16, Value) {
    if request.headers.get("authorization") != Some(&wiki.authorization) {
        return error(401, "who are you?");
    }
    let Some(path) = request.path.strip_prefix("/wiki/rest/api/") else { return error(400, "no such interface") };
    let parts: Vec<&str> = path.split('/').collect();
    let is_json = request.headers.get("content-type").is_some_and(|kind| kind == "application/json");
    let value: Value = if is_json { serde_json::from_slice(&request.body).unwrap_or_default() } else { Value::Null };
    match (request.method.as_str(), &parts[..]) {
        ("GET", ["space", "KEY"]) => (200, json!({ "key": "KEY", "homepage": { "id": "1" } })),
        ("GET", ["space", _]) => error(404, "no space"),
        ("GET", ["space", "KEY", "content", "page"]) => list(request, wiki),
        ("GET", ["content"]) => found(request, wiki),
        ("POST", ["content"]) => create(&value, wiki),
        ("GET", ["content", id]) if wiki.pages.contains_key(*id) => (200, shown(id, wiki)),
        ("PUT", ["content", id]) if wiki.pages.contains_key(*id) => update(id, &value, wiki),
        ("DELETE", ["content", id]) if id.starts_with("att") => {
            wiki.pages.values_mut().for_each(|page| page.attachments.retain(|_, file| file.0 != *id));
            (204, Value::Null)
        }
        ("DELETE", ["content", id]) if wiki.pages.contains_key(*id) => {
            let gone = wiki.pages.remove(*id).expect("there");
            for page in wiki.pages.values_mut().filter(|page| page.parent.as_deref() == Some(id)) {
                page.parent.clone_from(&gone.parent);
            }
            (204, Value::Null)
        }
        (_, ["content", id, ..]) if !wiki.pages.contains_key(*id) => error(404, "no page"),
        (method, ["content", id, "property", rest @ ..]) => property(method, id, rest, &value, wiki),
        ("POST", ["content", id, "label"]) => label(id, &value, wiki),
        ("DELETE", ["content", id, "label"]) => {
            let name = request.query.get("name").cloned().unwrap_or_default();
            wiki.pages.get_mut(*id).expect("there").labels.retain(|label| *label != name);
            (204, Value::Null)
        }
        (method, ["content", id, "child", "attachment", rest @ ..]) => attachment(method, id, rest, request, wiki),
        _ => error(400, "not described"),
    }
}

fn shown(id: &str, wiki: &Wiki) -> Value {
    let page = &wiki.pages[id];
    let mut ancestors = Vec::new();
    let mut above = page.parent.clone();
    while let Some(id) = above {
        ancestors.insert(0, json!({ "id": id }));
        above = wiki.pages.get(&id).and_then(|page| page.parent.clone());
    }
    let properties = match &page.property {
        Some((_, value)) => json!({ "konspekt": { "key": "konspekt", "value": value } }),
        None => json!({}),
    };
    json!({
        "id": id, "type": "page", "status": "current", "title": page.title, "ancestors": ancestors,
        "version": { "number": page.version, "message": page.message }, "metadata": { "properties": properties },
    })
}

fn list(request: &Request, wiki: &Wiki) -> (u16, Value) {
    let start: usize = request.query.get("start").and_then(|start| start.parse().ok()).unwrap_or(0);
    let results: Vec<Value> = wiki.pages.keys().skip(start).take(wiki.list).map(|id| shown(id, wiki)).collect();
    let end = start + results.len();
    let mut links = json!({});
    if end < wiki.pages.len() {
        links["next"] = json!(format!("/rest/api/space/KEY/content/page?depth=all&start={end}"));
    }
    (200, json!({ "results": results, "size": results.len(), "_links": links }))
}

fn found(request: &Request, wiki: &Wiki) -> (u16, Value) {
    if request.query.get("spaceKey").is_none_or(|key| key != "KEY") {
        return error(400, "which space?");
    }
    let title = request.query.get("title").cloned().unwrap_or_default();
    let results: Vec<Value> =
        wiki.pages.iter().filter(|(_, page)| page.title == title).map(|(id, _)| shown(id, wiki)).collect();
    (200, json!({ "results": results }))
}

/// What is wrong with a page that is sent.
fn problem(id: Option<&str>, value: &Value, wiki: &Wiki) -> Option<(u16, Value)> {
    let title = value["title"].as_str().unwrap_or_default();
    let storage = &value["body"]["storage"];
    let body = format!("<p xmlns:ac=\"ac\" xmlns:ri=\"ri\">{}</p>", storage["value"].as_str().unwrap_or("<"));
    let taken = wiki
        .pages
        .iter()
        .any(|(own, page)| Some(own.as_str()) != id && page.title.to_lowercase() == title.to_lowercase());
    let wrong = match () {
        () if value["type"] != "page" => "type",
        () if title.is_empty() || title.encode_utf16().count() > 255 => "title",
        () if taken => "A page with this title already exists",
        () if storage["representation"] != "storage" => "representation",
        () if roxmltree::Document::parse(&body).is_err() => "Error parsing xhtml",
        () if value["ancestors"].as_array().is_some_and(|all| {
            all.iter().any(|above| above["id"].as_str().is_none_or(|id| !wiki.pages.contains_key(id)))
        }) =>
        {
            "ancestors"
        }
        () => return None,
    };
    Some(error(400, wrong))
}

fn take(page: &mut Page, value: &Value) {
    value["title"].as_str().unwrap_or_default().clone_into(&mut page.title);
    value["body"]["storage"]["value"].as_str().unwrap_or_default().clone_into(&mut page.body);
    page.message = value["version"]["message"].as_str().map(str::to_owned);
    if let Some(above) = value["ancestors"][0]["id"].as_str() {
        page.parent = Some(above.to_owned());
    }
}

fn create(value: &Value, wiki: &mut Wiki) -> (u16, Value) {
    if let Some(problem) = problem(None, value, wiki) {
        return problem;
    }
    if value["space"]["key"] != "KEY" {
        return error(400, "which space?");
    }
    let id = wiki.new_id();
    let mut page = Page { version: 1, ..Page::default() };
    take(&mut page, value);
    wiki.pages.insert(id.clone(), page);
    (200, shown(&id, wiki))
}

fn update(id: &str, value: &Value, wiki: &mut Wiki) -> (u16, Value) {
    if let Some(problem) = problem(Some(id), value, wiki) {
        return problem;
    }
    let page = wiki.pages.get_mut(id).expect("there");
    if value["version"]["number"] != json!(page.version + 1) {
        return error(409, "Version must be incremented on update");
    }
    page.version += 1;
    take(page, value);
    (200, shown(id, wiki))
}

fn property(method: &str, id: &str, rest: &[&str], value: &Value, wiki: &mut Wiki) -> (u16, Value) {
    let page = wiki.pages.get_mut(id).expect("there");
    let own = value["value"].clone();
    match (method, rest, page.property.clone()) {
        ("GET", ["konspekt"], Some((number, value))) => {
            (200, json!({ "key": "konspekt", "value": value, "version": { "number": number } }))
        }
        ("GET", ["konspekt"], None) => error(404, "no property"),
        ("POST", [], None) if value["key"] == "konspekt" && own.is_object() => {
            page.property = Some((1, own));
            (200, value.clone())
        }
        ("POST", [], Some(_)) => error(409, "there is one"),
        ("PUT", ["konspekt"], Some((number, _))) if own.is_object() => {
            if value["version"]["number"] != json!(number + 1) {
                return error(409, "version");
            }
            page.property = Some((number + 1, own));
            (200, value.clone())
        }
        _ => error(400, "property"),
    }
}

fn label(id: &str, value: &Value, wiki: &mut Wiki) -> (u16, Value) {
    let Some(labels) = value.as_array() else { return error(400, "labels") };
    let page = wiki.pages.get_mut(id).expect("there");
    for label in labels {
        match (label["prefix"].as_str(), label["name"].as_str()) {
            (Some("global"), Some(name)) if !name.contains(' ') && name.to_lowercase() == name => {
                if !page.labels.iter().any(|own| own == name) {
                    page.labels.push(name.to_owned());
                }
            }
            _ => return error(400, "label"),
        }
    }
    (200, json!({ "results": [] }))
}

fn attachment(method: &str, id: &str, rest: &[&str], request: &Request, wiki: &mut Wiki) -> (u16, Value) {
    if method == "GET" && rest.is_empty() {
        let files = wiki.pages[id].attachments.iter();
        let results: Vec<Value> = files.map(|(name, file)| json!({ "id": file.0, "title": name })).collect();
        return (200, json!({ "results": results }));
    }
    if request.headers.get("x-atlassian-token").is_none_or(|value| !matches!(value.as_str(), "no-check" | "nocheck")) {
        return error(403, "XSRF check failed");
    }
    let Some((name, bytes)) = file(request) else { return error(400, "no file in the form") };
    let own = wiki.new_id();
    let page = wiki.pages.get_mut(id).expect("there");
    match rest {
        [] if page.attachments.contains_key(&name) => error(400, "Cannot add a new attachment with same file name"),
        [] => {
            page.attachments.insert(name, (format!("att{own}"), 1, bytes));
            (200, json!({ "results": [] }))
        }
        [id, "data"] => match page.attachments.values_mut().find(|file| file.0 == *id) {
            Some(file) => {
                *file = (file.0.clone(), file.1 + 1, bytes);
                (200, json!({}))
            }
            None => error(404, "no attachment"),
        },
        _ => error(400, "attachment"),
    }
}

/// The file of a form, and that it is no news to those who watch the page.
fn file(request: &Request) -> Option<(String, Vec<u8>)> {
    let boundary = request.headers.get("content-type")?.strip_prefix("multipart/form-data; boundary=")?;
    let body = &request.body;
    let find = |what: &str, from: usize| {
        body[from..].windows(what.len()).position(|window| window == what.as_bytes()).map(|at| from + at)
    };
    find("name=\"minorEdit\"\r\n\r\ntrue\r\n", 0)?;
    let at = find("name=\"file\"; filename=\"", 0)? + "name=\"file\"; filename=\"".len();
    let name = String::from_utf8(body[at..find("\"", at)?].to_vec()).ok()?;
    let start = find("\r\n\r\n", at)? + 4;
    let end = find(&format!("\r\n--{boundary}--\r\n"), start)?;
    Some((name, body[start..end].to_vec()))
}
