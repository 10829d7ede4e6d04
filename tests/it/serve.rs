//! The preview: what it gives out, what it refuses, and how it follows what is saved.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use crate::support::{Book, konspekt};

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Two chapters, one in a folder; the address it will have is not where it is shown.
fn bread() -> Book {
    Book::default()
        .file("book.toml", "[book]\ntitle = \"Хлеб\"\nlanguage = \"ru\"\n[preprocessor.konspekt]\nlanguages = [\"ru\", \"en\"]\n[output.html]\nsite-url = \"https://example.org/bread/\"\n")
        .file("src/SUMMARY.md", "# Хлеб\n\n- [Тесто](dough.md)\n- [Печь](oven/stone.md)\n")
        .file("src/dough.md", "# Тесто\n\nПодходит в тепле.\n\n{{#example x.yaml}}\n")
        .file("src/oven/stone.md", "# Печь\n\nКамень и жар.\n")
        .file("src/examples/x.yaml", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: x\n")
}

fn started() -> (tempfile::TempDir, Preview) {
    let dir = tempfile::tempdir().expect("folder");
    bread().write(dir.path());
    let preview = Preview::start(dir.path(), &["--lang-ui", "en"]);
    preview.ready();
    (dir, preview)
}

/// A running preview of the book in a folder.
struct Preview {
    child: Child,
    port: u16,
    lines: Receiver<String>,
}

/// An answer.
struct Answer {
    head: String,
    body: String,
}

impl Answer {
    fn status(&self) -> &str {
        self.head.get(9..12).unwrap_or_default()
    }
}

/// A page that waits for what is shown next.
struct Events(BufReader<TcpStream>);

impl Events {
    /// The next state.
    fn next(&mut self) -> String {
        let begun = Instant::now();
        let mut line = String::new();
        loop {
            // The server gives a sign of life now and then.
            assert!(begun.elapsed() < PATIENCE, "no event in time");
            line.clear();
            assert!(self.0.read_line(&mut line).expect("an event in time") > 0, "the server hung up");
            if let Some(id) = line.strip_prefix("data: ") {
                return id.trim_end().to_owned();
            }
        }
    }
}

/// The number of a state within a run.
fn number(id: &str) -> u64 {
    id.rsplit('-').next().and_then(|n| n.parse().ok()).unwrap_or_else(|| panic!("no number in {id}"))
}

impl Preview {
    fn start(dir: &Path, args: &[&str]) -> Self {
        let temporary = dir.join("temporary");
        fs::create_dir_all(&temporary).expect("folder");
        let mut child = Command::new(env!("CARGO_BIN_EXE_konspekt"))
            .args(["serve", ".", "--port", "0"])
            .args(args)
            .current_dir(dir)
            .env("TMPDIR", &temporary)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("run");
        let (send, lines) = channel();
        let err = BufReader::new(child.stderr.take().expect("stderr"));
        thread::spawn(move || err.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        let mut preview = Self { child, port: 0, lines };
        let line = preview.line("http://127.0.0.1:");
        let port = line.rsplit(':').next().and_then(|rest| rest.trim_end_matches('/').parse().ok());
        preview.port = port.unwrap_or_else(|| panic!("no port in {line}"));
        preview
    }

    /// The next line on stderr that holds `part`.
    fn line(&self, part: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|error| panic!("no {part}: {error}"));
            if line.contains(part) {
                return line;
            }
        }
    }

    /// Waits for the first build.
    fn ready(&self) {
        let mut events = self.events();
        if number(&events.next()) == 0 {
            events.next();
        }
    }

    fn raw(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("connect");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
        // A server that has read enough may hang up before all is sent.
        let _ = stream.write_all(request.as_bytes());
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no head: {text}"));
        Answer { head: head.to_owned(), body: body.to_owned() }
    }

    fn get(&self, path: &str) -> Answer {
        self.raw(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port))
    }

    fn events(&self) -> Events {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("connect");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
        let request = format!("GET /__konspekt/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port);
        stream.write_all(request.as_bytes()).expect("sent");
        Events(BufReader::new(stream))
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn every_edition_is_shown_with_the_script_that_follows() {
    let (dir, preview) = started();
    for path in ["/", "/ru/", "/ru/dough.html", "/en/oven/stone.html", "/ru-en/dough.html?q=1", "/404.html"] {
        let page = preview.get(path);
        assert_eq!(page.status(), "200", "{path}: {}", page.head);
        assert!(page.head.contains("Content-Type: text/html; charset=utf-8"), "{}", page.head);
        assert_eq!(page.body.matches("/__konspekt/live.js").count(), 1, "{path}");
        assert!(
            page.body.replace("&#x27;", "'").contains("script-src 'self'; style-src 'self'"),
            "{path}: the policy stays"
        );
        assert!(!page.body.contains("konspekt-trouble"), "{path}");
    }
    for (path, kind) in [
        ("/__konspekt/live.js", "text/javascript"),
        ("/__konspekt/live.css", "text/css"),
        ("/ru/book.js", "text/javascript"),
        ("/ru/css/general.css", "text/css"),
        ("/ru/favicon.svg", "image/svg+xml"),
        ("/ru/examples/x.yaml", "application/yaml"),
        ("/sitemap.xml", "application/xml"),
    ] {
        let file = preview.get(path);
        assert!(
            file.status() == "200" && file.head.contains(&format!("Content-Type: {kind}")),
            "{path}: {}",
            file.head
        );
        assert!(file.head.contains("Cross-Origin-Resource-Policy: same-origin"), "{}", file.head);
    }
    assert!(preview.get("/ru").head.contains("Location: /ru/"), "a folder leads to its page");
    let head = preview.raw(&format!("HEAD /ru/ HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port));
    assert!(head.status() == "200" && head.body.is_empty(), "{}", head.head);
    assert!(!dir.path().join("book").exists(), "nothing is written into the book's folder");
}

#[test]
fn what_is_not_of_the_site_is_refused() {
    let (dir, preview) = started();
    for path in [
        "/nowhere.html",
        "/ru/a/b/c",
        "/../book.toml",
        "/ru/../../../book.toml",
        "/%2e%2e/%2e%2e/book.toml",
        "/ru/%2e%2e%2findex.html",
        "/..%5c..%5cbook.toml",
        "/ru\\index.html",
        "//etc/passwd",
        "/.konspekt",
        "/.nojekyll",
        "/%2ekonspekt",
        "/%00",
        "/%ff%fe",
        "/__konspekt/",
        "/__konspekt/../ru/",
    ] {
        let page = preview.get(path);
        assert_eq!(page.status(), "404", "{path}: {}", page.head);
        assert!(page.body.contains("Страница не найдена"), "{path}: the site's own page");
        assert!(page.body.contains("href=\"/ru/css/general.css\""), "{path}: its links start at the root");
        assert_eq!(page.body.matches("live.js").count(), 1, "{path}");
    }
    let head = |host: &str| preview.raw(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n")).status().to_owned();
    assert_eq!(head(&format!("localhost:{}", preview.port)), "200");
    assert_eq!(head(&format!("evil.example:{}", preview.port)), "421");
    assert_eq!(head("127.0.0.1"), "421");
    assert_eq!(preview.raw("GET / HTTP/1.1\r\n\r\n").status(), "400");
    let host = format!("Host: 127.0.0.1:{}\r\n", preview.port);
    let post = preview.raw(&format!("POST / HTTP/1.1\r\n{host}Content-Length: 5\r\n\r\nhello"));
    assert!(post.status() == "405" && post.head.contains("Allow: GET, HEAD"), "{}", post.head);
    let long = preview.raw(&format!("GET / HTTP/1.1\r\n{host}X: {}\r\n\r\n", "x".repeat(40_000)));
    assert_eq!(long.status(), "431");
    assert_eq!(preview.raw(&format!("GET http://127.0.0.1/ HTTP/1.1\r\n{host}\r\n")).status(), "400");
    drop(dir);
}

#[test]
#[cfg(unix)]
fn a_link_in_the_output_is_not_followed() {
    let (dir, preview) = started();
    let secret = dir.path().join("secret.html");
    fs::write(&secret, "secret").expect("file");
    let mut open = vec![dir.path().join("temporary")];
    let mut page = None;
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("folder").flatten() {
            match entry.path() {
                path if path.is_dir() => open.push(path),
                path if path.ends_with("ru/dough.html") => page = Some(path),
                _ => {}
            }
        }
    }
    let page = page.expect("the page on the disk");
    assert!(!fs::read_to_string(&page).expect("page").contains("__konspekt"), "the files stay as built");
    fs::remove_file(&page).expect("removed");
    std::os::unix::fs::symlink(&secret, &page).expect("link");
    std::os::unix::fs::symlink(&secret, page.with_file_name("new.html")).expect("link");
    assert_eq!(preview.get("/ru/dough.html").status(), "404");
    assert_eq!(preview.get("/ru/new.html").status(), "404");
}

#[test]
fn slow_clients_hold_up_nobody() {
    let (_dir, preview) = started();
    let slow: Vec<TcpStream> = (0..60)
        .map(|_| {
            let mut stream = TcpStream::connect(("127.0.0.1", preview.port)).expect("connect");
            stream.write_all(b"GET / HT").expect("sent");
            stream
        })
        .collect();
    let begun = Instant::now();
    assert_eq!(preview.get("/ru/").status(), "200");
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    let mut answer = String::new();
    let mut first = &slow[0];
    first.set_read_timeout(Some(PATIENCE)).expect("a time-out");
    first.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[test]
fn a_save_is_followed_and_a_mistake_stands_above_the_last_good_page() {
    let (dir, preview) = started();
    let chapter = dir.path().join("src/dough.md");
    let mut events = preview.events();
    let first = events.next();
    assert!(preview.get("/ru/dough.html").body.contains(&format!("data-state=\"{first}\"")));

    fs::write(&chapter, "# Тесто\n\nСпит в холоде.\n").expect("saved");
    let second = events.next();
    assert_ne!(first, second);
    let page = preview.get("/ru/dough.html").body;
    assert!(page.contains("Спит в холоде.") && page.contains(&format!("data-state=\"{second}\"")));

    fs::write(&chapter, "# Тесто\n\n{{#note нет.txt#<script>alert(1)</script>}}\n").expect("saved");
    events.next();
    for path in ["/ru/dough.html", "/en/oven/stone.html", "/", "/nowhere"] {
        let page = preview.get(path).body;
        assert!(page.contains("<details class=\"konspekt-trouble\" lang=\"en\" open>"), "{path}: {page}");
        assert!(page.contains("src/dough.md:3:"), "{path}: {page}");
        assert!(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script>alert"), "{path}: {page}");
    }
    assert!(preview.get("/ru/dough.html").body.contains("Спит в холоде."), "the last good page");
    preview.line("What could be built last is shown.");

    fs::write(&chapter, "# Тесто\n\nСнова тепло.\n").expect("saved");
    events.next();
    let page = preview.get("/ru/dough.html").body;
    assert!(page.contains("Снова тепло.") && !page.contains("konspekt-trouble"));
}

#[test]
fn every_way_of_saving_is_seen_and_noise_is_not() {
    let (dir, preview) = started();
    let path = |name: &str| dir.path().join(name);
    let mut events = preview.events();
    let mut last = number(&events.next());

    // An editor that writes beside the file and renames.
    fs::write(path("src/.dough.md.new"), "# Тесто\n\nПереименовано.\n").expect("saved");
    fs::rename(path("src/.dough.md.new"), path("src/dough.md")).expect("renamed");
    last = check_next(&mut events, last, 1);
    assert!(preview.get("/ru/dough.html").body.contains("Переименовано."));

    // A new folder with a new chapter, a theme that was not there, settings.
    fs::create_dir(path("src/more")).expect("folder");
    fs::write(path("src/more/rye.md"), "# Рожь\n\nТёмный хлеб.\n").expect("saved");
    fs::write(
        path("src/SUMMARY.md"),
        "# Хлеб\n\n- [Тесто](dough.md)\n- [Печь](oven/stone.md)\n- [Рожь](more/rye.md)\n",
    )
    .expect("saved");
    wait_for(&preview, &mut events, "/ru/more/rye.html", "Тёмный хлеб.");
    fs::write(path("src/more/rye.md"), "# Рожь\n\nСветлый хлеб.\n").expect("saved");
    wait_for(&preview, &mut events, "/ru/more/rye.html", "Светлый хлеб.");
    fs::create_dir(path("theme")).expect("folder");
    fs::write(path("theme/head.hbs"), "<meta name=\"oven\" content=\"hot\">").expect("saved");
    wait_for(&preview, &mut events, "/ru/dough.html", "content=\"hot\"");
    fs::write(path("theme/head.hbs"), "<meta name=\"oven\" content=\"cold\">").expect("saved");
    wait_for(&preview, &mut events, "/ru/dough.html", "content=\"cold\"");
    fs::write(path("glossary.toml"), "[[term\n").expect("saved");
    wait_for(&preview, &mut events, "/ru/dough.html", "glossary.toml:1:");
    fs::remove_file(path("glossary.toml")).expect("removed");
    while preview.get("/ru/dough.html").body.contains("glossary.toml:1:") {
        events.next();
    }

    // A burst is one build; what is no part of the book is none.
    last = last.max(number(&preview.events().next()));
    for n in 0..20 {
        fs::write(path("src/dough.md"), format!("# Тесто\n\nВсплеск {n}.\n")).expect("saved");
    }
    wait_for(&preview, &mut events, "/ru/dough.html", "Всплеск 19.");
    thread::sleep(Duration::from_millis(500));
    let after = number(&preview.events().next());
    assert!((1..=2).contains(&(after - last)), "{last} to {after}");
    for name in ["src/.dough.md.swp", "src/dough.md~", "src/#dough.md#", "src/4913", "README.md"] {
        fs::write(path(name), "x").expect("saved");
    }
    assert_eq!(konspekt(dir.path(), &["build", "."]).code, 0);
    thread::sleep(Duration::from_millis(500));
    assert_eq!(number(&preview.events().next()), after, "nothing was built for them");
    assert!(dir.path().join("book/index.html").exists());
}

/// The next state, which is `more` further than `last`.
fn check_next(events: &mut Events, last: u64, more: u64) -> u64 {
    let now = number(&events.next());
    assert_eq!(now, last + more);
    now
}

/// Waits until a page holds some text: a save of several files may be several builds.
fn wait_for(preview: &Preview, events: &mut Events, path: &str, text: &str) {
    while !preview.get(path).body.contains(text) {
        events.next();
    }
}

#[test]
fn a_book_that_is_broken_from_the_start_shows_why_until_it_is_mended() {
    let dir = tempfile::tempdir().expect("folder");
    bread().file("src/dough.md", "# Тесто\n\n{{#nothing <b>}}\n").write(dir.path());
    let preview = Preview::start(dir.path(), &["--lang-ui", "ru"]);
    preview.ready();
    let page = preview.get("/ru/dough.html");
    assert_eq!(page.status(), "503", "{}", page.head);
    assert!(page.body.contains("Книга не собирается") && page.body.contains("{{#nothing &lt;b&gt;}}"), "{}", page.body);
    assert!(page.body.contains("default-src 'none'") && page.body.matches("live.js").count() == 1, "{}", page.body);
    assert_eq!(preview.get("/__konspekt/live.js").status(), "200");
    let mut events = preview.events();
    events.next();
    fs::write(dir.path().join("src/dough.md"), "# Тесто\n\nГотово.\n").expect("saved");
    events.next();
    assert!(preview.get("/ru/dough.html").body.contains("Готово."));
}

#[test]
fn a_port_that_is_taken_and_a_folder_that_is_not_there() {
    let dir = tempfile::tempdir().expect("folder");
    bread().write(dir.path());
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("address").port().to_string();
    let run = konspekt(dir.path(), &["serve", ".", "--port", &port]);
    assert_eq!(run.code, 3, "{}", run.err);
    assert!(run.err.contains(&format!("127.0.0.1:{port}: name another port: --port N")), "{}", run.err);
    let run = konspekt(dir.path(), &["serve", "nowhere"]);
    assert!(run.code == 3 && run.err.contains("nowhere"), "{}", run.err);
    assert_eq!(konspekt(dir.path(), &["serve", ".", "--port", "70000"]).code, 2);
}

#[test]
#[cfg(unix)]
fn an_interrupt_ends_it_and_leaves_nothing() {
    for signal in ["-INT", "-TERM"] {
        let (dir, mut preview) = started();
        let temporary = dir.path().join("temporary");
        assert_eq!(fs::read_dir(&temporary).expect("folder").count(), 1);
        let mut events = preview.events();
        events.next();
        let kill = Command::new("kill").args([signal, &preview.child.id().to_string()]).status();
        assert!(kill.expect("kill").success());
        let mut out = String::new();
        preview.child.stdout.take().expect("stdout").read_to_string(&mut out).expect("text");
        assert_eq!(preview.child.wait().expect("an end").code(), Some(0), "{signal}");
        assert!(out.is_empty(), "{out}");
        assert_eq!(fs::read_dir(&temporary).expect("folder").count(), 0, "{signal}");
    }
}
