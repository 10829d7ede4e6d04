//! The server: a thread a connection, up to a bound, and what it answers.

use std::{
    io,
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    http::{self, Answer, Refused, Request},
    live::{Live, Shown, Site},
    page,
};
use crate::text::{Lang, media::media_type};

/// The port that is tried first where none is asked for.
pub const FIRST_PORT: u16 = 3000;
/// The last one.
pub const LAST_PORT: u16 = 3099;
/// The most connections at once.
const MOST: usize = 128;
/// The most of them that wait for the next build.
const MOST_WAITING: usize = 64;
/// How often a waiting connection is looked at: has its page gone?
const LOOK: Duration = Duration::from_secs(1);
/// How often a waiting connection is sent something, so that a client that vanished is noticed.
const SIGN: Duration = Duration::from_secs(15);
/// What stands in a path as it is.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A server that listens on 127.0.0.1.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    port: u16,
}

/// A place among so many.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(taken: &Arc<AtomicUsize>, most: usize) -> Option<Self> {
        let place = Self(Arc::clone(taken));
        // What is taken beyond the bound is given back as `place` goes.
        (taken.fetch_add(1, Ordering::SeqCst) < most).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Server {
    /// Listens on `port`; without one, on the first free port from [`FIRST_PORT`].
    ///
    /// # Errors
    /// Where the port is taken or not allowed.
    pub fn listen(port: Option<u16>) -> io::Result<Self> {
        let bind = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let listener = match port {
            Some(port) => bind(port)?,
            None => {
                let taken = |bound: &io::Result<_>| bound.as_ref().is_err_and(|e| e.kind() == io::ErrorKind::AddrInUse);
                let mut tried = (FIRST_PORT..=LAST_PORT).map(bind);
                tried.find(|bound| !taken(bound)).unwrap_or(Err(io::ErrorKind::AddrInUse.into()))?
            }
        };
        let port = listener.local_addr()?.port();
        Ok(Self { listener, port })
    }

    /// The address of the preview.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Answers for ever, each connection in a thread of its own; what the preview says itself is in `lang`.
    pub fn run(&self, live: &Arc<Live>, lang: &Lang) {
        let (all, waiting) = (Arc::default(), Arc::default());
        for stream in self.listener.incoming() {
            let Ok(mut stream) = stream else {
                // Out of file descriptors: some are soon given back.
                thread::sleep(Duration::from_millis(50));
                continue;
            };
            let Some(place) = Place::take(&all, MOST) else {
                // So few bytes always fit into the socket: nothing is waited for.
                let _ = Answer::refused(Refused::Busy).send(&mut stream, false);
                continue;
            };
            let (live, lang, port, waiting) = (Arc::clone(live), lang.clone(), self.port, Arc::clone(&waiting));
            // Should there be no thread to be had, the connection is closed.
            let _ = thread::Builder::new().spawn(move || {
                let _place = place;
                serve(&mut stream, port, &live, &waiting, &lang);
            });
        }
    }
}

fn serve(stream: &mut TcpStream, port: u16, live: &Live, waiting: &Arc<AtomicUsize>, lang: &Lang) {
    let (answer, head_only) = match http::read(stream, port) {
        None => return,
        Some(Ok(request)) if is_events(&request) => match Place::take(waiting, MOST_WAITING) {
            Some(_place) => return drop(events(stream, live)),
            None => (Answer::refused(Refused::Busy), false),
        },
        Some(Ok(request)) => (answer(&request, &live.now(), lang), request.head_only),
        // Nothing of what was sent may be missing to a page: it says so as for any other path.
        Some(Err(Refused::NotFound)) => (not_found(&live.now(), lang), false),
        Some(Err(refused)) => (Answer::refused(refused), false),
    };
    if answer.send(stream, head_only).is_ok() {
        http::close(stream);
    }
}

fn is_events(request: &Request) -> bool {
    !request.head_only && request.path.strip_prefix(page::OWN) == Some("events")
}

/// Tells a page what is shown, now and whenever that changes.
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html>
fn events(stream: &mut TcpStream, live: &Live) -> io::Result<()> {
    let mut seen = live.now().id;
    let first = http::head("200 OK", "text/event-stream", &[]) + &format!("retry: 1000\ndata: {seen}\n\n");
    http::send(stream, first.as_bytes())?;
    let mut sent = Instant::now();
    loop {
        let now = live.wait(&seen, LOOK);
        if now != seen {
            http::send(stream, format!("data: {now}\n\n").as_bytes())?;
            (seen, sent) = (now, Instant::now());
        } else if sent.elapsed() >= SIGN {
            http::send(stream, b":\n\n")?;
            sent = Instant::now();
        }
        if has_gone(stream)? {
            return Ok(());
        }
    }
}

/// Whether the other side has hung up.
fn has_gone(stream: &TcpStream) -> io::Result<bool> {
    stream.set_nonblocking(true)?;
    let peeked = stream.peek(&mut [0]);
    stream.set_nonblocking(false)?;
    match peeked {
        Ok(n) => Ok(n == 0),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(false),
        Err(error) => Err(error),
    }
}

fn answer(request: &Request, shown: &Shown, lang: &Lang) -> Answer {
    if let Some(own) = request.path.strip_prefix(page::OWN) {
        return match own {
            "live.js" => Answer::new("200 OK", "text/javascript", page::SCRIPT),
            "live.css" => Answer::new("200 OK", "text/css", page::STYLE),
            _ => not_found(shown, lang),
        };
    }
    let Some(site) = &shown.site else {
        return Answer::new("503 Service Unavailable", "text/html", page::alone(shown, lang));
    };
    let path = match request.path.as_str() {
        path if path.is_empty() || path.ends_with('/') => format!("{path}index.html"),
        path if site.has(&format!("{path}/index.html")) => {
            let mut answer = Answer::new("307 Temporary Redirect", "text/plain", "");
            answer.headers.push(("Location", format!("/{}/", utf8_percent_encode(path, PATH))));
            return answer;
        }
        path => path.to_owned(),
    };
    file(site, &path, "200 OK", shown, lang).unwrap_or_else(|| not_found(shown, lang))
}

/// A file of the site; a page with what the preview adds.
fn file(site: &Site, path: &str, status: &'static str, shown: &Shown, lang: &Lang) -> Option<Answer> {
    let bytes = site.read(path)?;
    let kind = media_type(path);
    let body = match (kind, String::from_utf8(bytes)) {
        ("text/html", Ok(html)) => page::with_live(&html, shown, lang).into_bytes(),
        (_, Ok(text)) => text.into_bytes(),
        (_, Err(other)) => other.into_bytes(),
    };
    Some(Answer::new(status, kind, body))
}

/// The site's own page for what is not there.
fn not_found(shown: &Shown, lang: &Lang) -> Answer {
    const STATUS: &str = "404 Not Found";
    let own = shown.site.as_ref().and_then(|site| file(site, "404.html", STATUS, shown, lang));
    own.unwrap_or_else(|| Answer::new(STATUS, "text/html", page::not_found(shown, lang)))
}
