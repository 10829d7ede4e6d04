//! Just enough of HTTP/1.1 for a preview: the head of a request in, an answer out, one request a connection.
//!
//! The head is bounded in size and in time, and so is the sending of an answer: a client that is slow takes up a thread of
//! its own, for a while. `tiny_http` sets no time-outs, `hyper` and `axum` bring an asynchronous runtime for what is two
//! functions here; `httparse` is the parser of `hyper`. <https://www.rfc-editor.org/rfc/rfc9112>

use std::{
    io::{self, Read, Write},
    net::{Shutdown, TcpStream},
    time::{Duration, Instant},
};

use percent_encoding::percent_decode_str;

/// The longest head of a request, in bytes.
const LONGEST_HEAD: usize = 16 * 1024;
/// The most headers of a request.
const MOST_HEADERS: usize = 64;
/// How long the head may take to arrive.
const HEAD_TIME: Duration = Duration::from_secs(5);
/// How long an answer may take to be sent.
const SEND_TIME: Duration = Duration::from_secs(30);
/// How long a client may take to hang up.
const CLOSE_TIME: Duration = Duration::from_millis(500);

/// A request for something to read.
#[derive(Debug, PartialEq, Eq)]
pub struct Request {
    /// The path without the slash at its beginning, decoded.
    pub path: String,
    /// Whether the answer's head is all that is wanted.
    pub head_only: bool,
}

/// Why a request is not answered: the status that says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refused {
    /// No request that can be understood.
    Malformed,
    /// The path is no text in UTF-8: no file has such a name.
    NotFound,
    /// Another method than GET and HEAD.
    Method,
    /// Too slow.
    TimeOut,
    /// Meant for another host.
    Host,
    /// Too long, or too many headers.
    TooLarge,
    /// Too many connections at once.
    Busy,
}

impl Refused {
    /// The status and the words beside it. <https://www.rfc-editor.org/rfc/rfc9110#section-15>
    pub fn status(self) -> &'static str {
        match self {
            Self::Malformed => "400 Bad Request",
            Self::NotFound => "404 Not Found",
            Self::Method => "405 Method Not Allowed",
            Self::TimeOut => "408 Request Timeout",
            Self::Host => "421 Misdirected Request",
            Self::TooLarge => "431 Request Header Fields Too Large",
            Self::Busy => "503 Service Unavailable",
        }
    }
}

/// Reads the head of a request to the server at `port`. `None` where the client has gone.
pub fn read(stream: &mut TcpStream, port: u16) -> Option<Result<Request, Refused>> {
    let until = Instant::now() + HEAD_TIME;
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        stream.set_read_timeout(Some(left(until)?)).ok()?;
        match stream.read(&mut buffer) {
            Ok(0) => return None,
            Ok(n) => head.extend_from_slice(&buffer[..n]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if is_time_out(&error) => return Some(Err(Refused::TimeOut)),
            Err(_) => return None,
        }
        match parse(&head, port) {
            Err(refused) => return Some(Err(refused)),
            Ok(Some(request)) => return Some(Ok(request)),
            Ok(None) if head.len() > LONGEST_HEAD => return Some(Err(Refused::TooLarge)),
            Ok(None) => {}
        }
        if left(until).is_none() {
            return Some(Err(Refused::TimeOut));
        }
    }
}

fn left(until: Instant) -> Option<Duration> {
    until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
}

fn is_time_out(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

/// The request to the server at `port` that `head` holds; `None` where more of it is to come.
///
/// # Errors
/// Where it is none that is answered.
pub fn parse(head: &[u8], port: u16) -> Result<Option<Request>, Refused> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(head) {
        Ok(httparse::Status::Complete(_)) => {}
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return Err(Refused::TooLarge),
        Err(_) => return Err(Refused::Malformed),
    }
    if head.len() > LONGEST_HEAD {
        return Err(Refused::TooLarge);
    }
    let mut hosts = request.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("host"));
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return Err(Refused::Malformed) };
    if !is_ours(host.value, port) {
        return Err(Refused::Host);
    }
    let head_only = match request.method {
        Some("GET") => false,
        Some("HEAD") => true,
        _ => return Err(Refused::Method),
    };
    // A target that names a host (`GET http://…`) is for a proxy.
    let path = request.path.and_then(|target| target.strip_prefix('/')).ok_or(Refused::Malformed)?;
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode_str(path).decode_utf8().map_err(|_| Refused::NotFound)?;
    Ok(Some(Request { path: path.into_owned(), head_only }))
}

/// Whether a `Host` names this server. A browser sends the name it was told, which another site may have chosen.
fn is_ours(host: &[u8], port: u16) -> bool {
    let Ok(host) = std::str::from_utf8(host) else { return false };
    let names = ["127.0.0.1", "localhost"];
    // The port of `http:` is left out.
    let bare = port == 80 && names.iter().any(|name| host.eq_ignore_ascii_case(name));
    bare || names.iter().any(|name| host.eq_ignore_ascii_case(&format!("{name}:{port}")))
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// The status and the words beside it.
    pub status: &'static str,
    /// The media type.
    pub kind: &'static str,
    /// Headers of this answer alone.
    pub headers: Vec<(&'static str, String)>,
    /// What is sent.
    pub body: Vec<u8>,
}

impl Answer {
    /// An answer with a body of the type `kind`.
    pub fn new(status: &'static str, kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, kind, headers: Vec::new(), body: body.into() }
    }

    /// The answer to what is refused.
    pub fn refused(why: Refused) -> Self {
        let mut answer = Self::new(why.status(), "text/plain", format!("{}\n", why.status()));
        match why {
            Refused::Method => answer.headers.push(("Allow", "GET, HEAD".to_owned())),
            Refused::Busy => answer.headers.push(("Retry-After", "1".to_owned())),
            _ => {}
        }
        answer
    }

    /// Sends the answer.
    ///
    /// # Errors
    /// Where the client has gone or is too slow.
    pub fn send(&self, stream: &mut TcpStream, head_only: bool) -> io::Result<()> {
        let mut headers = self.headers.clone();
        headers.push(("Content-Length", self.body.len().to_string()));
        let mut bytes = head(self.status, self.kind, &headers).into_bytes();
        if !head_only {
            bytes.extend_from_slice(&self.body);
        }
        send(stream, &bytes)
    }
}

/// The head of an answer. No other site may load what is served (the notes may be private), nor guess at its type.
pub fn head(status: &str, kind: &str, headers: &[(&'static str, String)]) -> String {
    let charset = if kind.starts_with("text/") { "; charset=utf-8" } else { "" };
    let mut out = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}{charset}\r\nCache-Control: no-store\r\n\
         Cross-Origin-Resource-Policy: same-origin\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n"
    );
    for (name, value) in headers {
        out.push_str(&format!("{name}: {value}\r\n"));
    }
    out + "\r\n"
}

/// Sends bytes, within a time that is bounded as a whole.
///
/// # Errors
/// Where the client has gone or is too slow.
pub fn send(stream: &mut TcpStream, mut bytes: &[u8]) -> io::Result<()> {
    let until = Instant::now() + SEND_TIME;
    while !bytes.is_empty() {
        let left = left(until).ok_or(io::ErrorKind::TimedOut)?;
        stream.set_write_timeout(Some(left))?;
        match stream.write(bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(n) => bytes = &bytes[n..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Ends a connection so that the answer arrives: closed over bytes that nobody read, TCP would take it back.
/// <https://www.rfc-editor.org/rfc/rfc9112#section-9.6>
pub fn close(stream: &mut TcpStream) {
    let until = Instant::now() + CLOSE_TIME;
    let mut buffer = [0; 4096];
    if stream.shutdown(Shutdown::Write).is_err() {
        return;
    }
    while let Some(left) = left(until) {
        if stream.set_read_timeout(Some(left)).is_err() || !matches!(stream.read(&mut buffer), Ok(1..)) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(head: &str) -> Result<Option<String>, Refused> {
        parse(head.as_bytes(), 3000).map(|request| request.map(|request| request.path))
    }

    fn get(target: &str) -> Result<Option<String>, Refused> {
        path(&format!("GET {target} HTTP/1.1\r\nHost: localhost:3000\r\n\r\n"))
    }

    #[test]
    fn a_path_is_decoded_once() {
        assert_eq!(get("/"), Ok(Some(String::new())));
        assert_eq!(get("/ru/a.html?q=1"), Ok(Some("ru/a.html".to_owned())));
        assert_eq!(get("/%D0%BF%D0%B5%D1%87%D1%8C"), Ok(Some("печь".to_owned())));
        assert_eq!(get("/%252e%252e/a"), Ok(Some("%2e%2e/a".to_owned())));
        assert_eq!(get("/%ff"), Err(Refused::NotFound));
        assert_eq!(get("http://localhost:3000/"), Err(Refused::Malformed));
        assert_eq!(get("*"), Err(Refused::Malformed));
        assert_eq!(path("GET / HTTP/1.1\r\nHost: localhost:3000\r\n"), Ok(None), "more is to come");
        assert_eq!(path("\u{16}\u{3}\u{1}\r\n\r\n"), Err(Refused::Malformed));
    }

    #[test]
    fn another_host_is_refused() {
        for host in ["127.0.0.1:3000", "localhost:3000", "LOCALHOST:3000"] {
            assert_eq!(path(&format!("GET / HTTP/1.1\r\nhost: {host}\r\n\r\n")), Ok(Some(String::new())), "{host}");
        }
        for host in [
            "example.org",
            "example.org:3000",
            "localhost",
            "localhost:3001",
            "localhost.example.org:3000",
            "[::1]:3000",
        ] {
            assert_eq!(path(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n")), Err(Refused::Host), "{host}");
        }
        let two = "GET / HTTP/1.1\r\nHost: localhost:3000\r\nHost: example.org\r\n\r\n";
        assert_eq!(path(two), Err(Refused::Malformed));
        assert_eq!(path("GET / HTTP/1.0\r\n\r\n"), Err(Refused::Malformed));
        assert!(is_ours(b"localhost", 80) && !is_ours(b"example.org", 80));
    }

    #[test]
    fn only_reading_is_allowed() {
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "get"] {
            let head = format!("{method} / HTTP/1.1\r\nHost: localhost:3000\r\n\r\n");
            assert_eq!(path(&head), Err(Refused::Method), "{method}");
        }
    }

    #[test]
    fn too_many_headers_are_refused() {
        let headers: String = (0..=MOST_HEADERS).map(|n| format!("X-{n}: 1\r\n")).collect();
        assert_eq!(path(&format!("GET / HTTP/1.1\r\n{headers}\r\n")), Err(Refused::TooLarge));
    }
}
