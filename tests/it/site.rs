//! A stand-in for other sites: each path answers in its own way.

use std::{
    io::Write,
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

use crate::stand_in::head;

/// A running stand-in.
pub(crate) struct Site {
    /// `127.0.0.1:PORT`.
    pub(crate) host: String,
    log: Arc<Mutex<Vec<String>>>,
    /// How many are being answered, and the most that were at once.
    busy: Arc<Mutex<(usize, usize)>>,
}

impl Site {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let host = listener.local_addr().expect("an address").to_string();
        let log = Arc::new(Mutex::new(Vec::new()));
        let busy = Arc::new(Mutex::new((0, 0)));
        let site = Self { host, log: Arc::clone(&log), busy: Arc::clone(&busy) };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, busy) = (Arc::clone(&log), Arc::clone(&busy));
                {
                    let mut busy = busy.lock().unwrap_or_else(PoisonError::into_inner);
                    busy.0 += 1;
                    busy.1 = busy.1.max(busy.0);
                }
                thread::spawn(move || drop(serve(stream, &log, &busy)));
            }
        });
        site
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.host)
    }

    /// How many requests were open at the same time.
    pub(crate) fn most_at_once(&self) -> usize {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner).1
    }

    /// What was asked: method and path, sorted, for requests come side by side.
    pub(crate) fn log(&self) -> Vec<String> {
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner).clone();
        log.sort();
        log
    }
}

fn serve(mut stream: TcpStream, log: &Mutex<Vec<String>>, busy: &Mutex<(usize, usize)>) -> std::io::Result<()> {
    let head = head(&mut stream)?;
    let mut first = head.split(' ');
    let (method, path) = (first.next().unwrap_or_default(), first.next().unwrap_or_default());
    let before = {
        let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
        let line = format!("{method} {path}");
        let before = log.iter().filter(|own| **own == line).count();
        log.push(line);
        let named = format!("user-agent: konspekt/{}", env!("CARGO_PKG_VERSION"));
        assert!(head.to_lowercase().contains(&named), "{head}");
        assert!(!head.to_lowercase().contains("authorization"), "{head}");
        before
    };
    let page = |kind: &str, body: &str| answer(200, &format!("Content-Type: {kind}\r\n"), body);
    let to = |status: u16, location: &str| answer(status, &format!("Location: {location}\r\n"), "");
    let filler = "It is very hot. ".repeat(20);
    let text = match (method, path) {
        (_, "/gone") => answer(404, "", ""),
        (_, "/never") => answer(410, "", ""),
        (_, "/closed-door") => answer(403, "", ""),
        (_, "/ill") => answer(500, "", ""),
        ("HEAD", "/no-head") => answer(405, "", ""),
        ("HEAD", "/head-is-gone") => answer(404, "", ""),
        ("HEAD", "/head-closes") | (_, "/closes") => return Ok(()),
        ("HEAD", "/busy") => answer(429, "Retry-After: 0\r\n", ""),
        (_, "/busy-for-an-hour") => answer(429, "Retry-After: 3600\r\n", ""),
        (_, "/ill-at-first") if method == "HEAD" || before == 0 => answer(503, "", ""),
        (_, "/silent") => {
            thread::sleep(Duration::from_secs(4));
            return Ok(());
        }
        (_, "/moved") => to(301, "/page"),
        (_, "/moved/twice") => to(308, "../moved"),
        (_, "/moved-then-for-now") => to(301, "/for-now"),
        (_, "/for-now") => to(302, "/page"),
        (_, "/moved-to-nothing") => to(301, "/gone"),
        (_, "/loop") => to(302, "/loop"),
        (_, "/home") => to(302, "http://10.0.0.1/secret"),
        (_, "/home-by-name") => to(302, "http://localhost/secret"),
        (_, "/file") => to(302, "file:///etc/passwd"),
        (_, path) if path.starts_with("/to/") => to(302, &format!("http://{}/page", &path[4..])),
        (_, "/page") => page("text/html; charset=utf-8", &format!("<h2 id=corona>Corona</h2><p>{filler}")),
        (_, "/app") => page("text/html", "<div id=app></div><script src=app.js></script>"),
        (_, "/paper.pdf") => page("application/pdf", "%PDF"),
        ("GET", "/endless") => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")?;
            loop {
                // Until nobody reads it any more.
                stream.write_all(filler.as_bytes())?;
            }
        }
        _ => {
            // Time enough for another to come in between.
            thread::sleep(Duration::from_millis(20));
            answer(200, "", "there")
        }
    };
    let end = if method == "HEAD" { text.find("\r\n\r\n").map_or(text.len(), |at| at + 4) } else { text.len() };
    busy.lock().unwrap_or_else(PoisonError::into_inner).0 -= 1;
    stream.write_all(&text.as_bytes()[..end])
}

fn answer(status: u16, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
}
