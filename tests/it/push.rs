//! Sending to Confluence: against a stand-in, with everything that may go wrong.

use std::{cell::RefCell, collections::BTreeMap, fs, path::Path, process::Command, time::Duration};

use konspekt::{
    net::Patience,
    text::Lang,
    wiki::{
        self, Export, Format,
        confluence::push::{
            self, Error, Event, Push,
            client::Access,
            plan::{Action, Step},
        },
    },
};

use crate::{
    stand_in::{Fails, Fault, StandIn},
    support::Book,
};

/// A book about stars in two languages, with a picture of a kind: a file that a page links to.
fn stars() -> Book {
    let toml = "[book]\ntitle = \"Stars\"\nlanguage = \"en\"\n[preprocessor.konspekt]\nlanguages = [\"en\", \"ru\"]\n";
    Book::default()
        .file("book.toml", toml)
        .file(
            "src/SUMMARY.md",
            "# Stars\n\n# Near\n\n- [Sun](sun.md)\n  - [Spots & more](spots.md)\n- [Moon](moon.md)\n",
        )
        .file("src/sun.md", "# Sun\n\nA star. [Orbit](examples/orbit.yaml)\n")
        .file("src/spots.md", "# Spots & more\n\nDark. See [the sun](sun.md).\n")
        .file("src/moon.md", "# Moon\n\nNo star.\n")
        .file("src/examples/orbit.yaml", "days: 365\n")
}

fn export(book: &Book) -> Export {
    Format::Confluence.export(&wiki::Book::new(&book.prepared(), &[Lang::en(), Lang::ru()], &book.files()))
}

/// Waits that no test notices.
fn patience() -> Patience {
    Patience {
        answer: Duration::from_millis(2_000),
        attempts: 3,
        first: Duration::from_millis(1),
        longest: Duration::from_secs(2),
    }
}

/// What a push did.
#[derive(Debug)]
struct Pushed {
    plan: Vec<Step>,
    changed: Vec<Step>,
    events: Vec<Event>,
}

impl Pushed {
    fn with(&self, action: Action) -> Vec<&str> {
        self.plan.iter().filter(|step| step.action == action).map(|step| step.key.as_str()).collect()
    }
}

struct Sender<'a> {
    wiki: &'a StandIn,
    out: tempfile::TempDir,
    yes: bool,
    force: bool,
    only: Option<Vec<Lang>>,
}

impl<'a> Sender<'a> {
    fn new(wiki: &'a StandIn) -> Self {
        Self { wiki, out: tempfile::tempdir().expect("a folder"), yes: true, force: false, only: None }
    }

    fn push(&self, book: &Book) -> Result<Pushed, Error> {
        self.send(&export(book))
    }

    fn send(&self, export: &Export) -> Result<Pushed, Error> {
        let access = Access::new(&self.wiki.address, None, "s3cret").expect("an address");
        let events = RefCell::new(Vec::new());
        let tell = |event: &Event| events.borrow_mut().push(event.clone());
        let push =
            Push { space: "KEY", book: "Stars", files: &export.files, only: self.only.as_deref(), force: self.force };
        let mut ready = push::prepare(push, access, patience(), self.out.path(), &tell)?;
        let plan = ready.plan.steps.clone();
        let changed = if self.yes { ready.run()?.changed } else { Vec::new() };
        drop(ready);
        Ok(Pushed { plan, changed, events: events.into_inner() })
    }
}

fn fails(method: &'static str, path: &'static str, times: usize, fault: Fault) -> Fails {
    Fails { method, path, after: 0, times, fault }
}

/// The whole wiki, without what differs from run to run.
fn picture(wiki: &StandIn) -> Vec<String> {
    let wiki = wiki.wiki();
    assert_eq!(wiki.wrong, Vec::<String>::new());
    let title = |id: &Option<String>| id.as_ref().map_or("-", |id| &wiki.pages[id].title).to_owned();
    let mut out: Vec<String> = wiki
        .pages
        .values()
        .map(|page| {
            let mark = page.property.as_ref().map(|(_, value)| &value["page"]);
            let marked = page.property.as_ref().is_none_or(|(_, value)| value["version"] == page.version);
            let files: Vec<String> = page
                .attachments
                .iter()
                .map(|(name, (_, _, bytes))| format!("{name}={}", String::from_utf8_lossy(bytes).trim()))
                .collect();
            format!(
                "{} < {} | {} | {} | {} | {marked}",
                page.title,
                title(&page.parent),
                mark.map_or_else(|| "-".to_owned(), ToString::to_string),
                page.labels.join(" "),
                files.join(" "),
            )
        })
        .collect();
    out.sort();
    out
}

#[test]
fn a_dry_run_says_everything_and_changes_nothing() {
    let wiki = StandIn::start();
    let pushed = Sender { yes: false, ..Sender::new(&wiki) }.push(&stars()).expect("pushed");
    assert_eq!(pushed.with(Action::Create).len(), 11);
    assert_eq!(wiki.wiki().writes(), Vec::<&str>::new());
}

#[test]
fn a_book_is_sent_once() {
    let wiki = StandIn::start();
    let sender = Sender::new(&wiki);
    sender.push(&stars()).expect("pushed");
    insta::assert_snapshot!(picture(&wiki).join("\n"), @r#"
    Home < - | - |  |  | true
    Moon (Русский) < Near (Русский) | "ru/moon.md" | lang-ru part-near |  | true
    Moon < Near | "en/moon.md" | lang-en part-near |  | true
    Near (Русский) < Stars (Русский) | "ru/part-1" | lang-ru part-near |  | true
    Near < Stars (English) | "en/part-1" | lang-en part-near |  | true
    Spots & more (Русский) < Sun (Русский) | "ru/spots.md" | lang-ru part-near |  | true
    Spots & more < Sun | "en/spots.md" | lang-en part-near |  | true
    Stars (English) < Stars | "en" | lang-en |  | true
    Stars (Русский) < Stars | "ru" | lang-ru |  | true
    Stars < Home | "book" |  |  | true
    Sun (Русский) < Near (Русский) | "ru/sun.md" | lang-ru part-near | orbit.yaml=days: 365 | true
    Sun < Near | "en/sun.md" | lang-en part-near | orbit.yaml=days: 365 | true
    "#);
    wiki.wiki().log.clear();
    // From another machine, where nothing is remembered, and in lists of two pages.
    wiki.wiki().list = 2;
    let again = Sender::new(&wiki).push(&stars()).expect("pushed");
    assert_eq!(again.with(Action::Keep).len(), 11, "{again:?}");
    assert_eq!(wiki.wiki().writes(), Vec::<&str>::new());
    assert_eq!(fs::read_dir(sender.out.path()).expect("folder").count(), 0, "something is remembered for no use");
}

#[test]
fn the_first_book_is_sent() {
    let wiki = StandIn::start();
    let export = Format::Confluence.export(&crate::export::first_book());
    let pushed = Sender::new(&wiki).send(&export).expect("pushed");
    assert_eq!(pushed.with(Action::Create).len(), pushed.plan.len());
    assert_eq!(picture(&wiki).len(), pushed.plan.len() + 1);
    wiki.wiki().log.clear();
    Sender::new(&wiki).send(&export).expect("pushed");
    assert_eq!(wiki.wiki().writes(), Vec::<&str>::new());
}

#[test]
fn only_what_changed_is_sent_with_the_next_version() {
    let wiki = StandIn::start();
    let sender = Sender::new(&wiki);
    sender.push(&stars()).expect("pushed");
    wiki.wiki().log.clear();
    let book = stars().file("src/moon.md", "# Moon\n\nA stone.\n").file("src/examples/orbit.yaml", "days: 366\n");
    let pushed = sender.push(&book).expect("pushed");
    assert_eq!(pushed.with(Action::Update), ["en/moon.md", "ru/moon.md"]);
    assert_eq!(pushed.with(Action::Attach), ["en/sun.md", "ru/sun.md"]);
    let wiki = wiki.wiki();
    let moon = wiki.id("Moon");
    assert!(wiki.writes().contains(&format!("PUT /wiki/rest/api/content/{moon}").as_str()), "{:?}", wiki.writes());
    assert_eq!((wiki.page("Moon").version, wiki.page("Sun").version), (2, 1));
    assert!(wiki.page("Moon").body.contains("A stone."));
    let (_, version, bytes) = &wiki.page("Sun").attachments["orbit.yaml"];
    assert_eq!((*version, &bytes[..]), (2, &b"days: 366\n"[..]));
}

#[test]
fn what_somebody_changed_in_the_wiki_is_not_written_over() {
    let wiki = StandIn::start();
    let sender = Sender::new(&wiki);
    sender.push(&stars()).expect("pushed");
    wiki.wiki().edit("Moon", "<p>by hand</p>");
    let book = stars().file("src/moon.md", "# Moon\n\nA stone.\n");
    let pushed = sender.push(&book).expect("pushed");
    assert_eq!(pushed.with(Action::Edited), ["en/moon.md"]);
    assert_eq!(wiki.wiki().page("Moon").body, "<p>by hand</p>");
    // What was changed there and is no longer in the book is left as well.
    let summary = "# Stars\n\n# Near\n\n- [Sun](sun.md)\n  - [Spots & more](spots.md)\n";
    let pushed = sender.push(&stars().file("src/SUMMARY.md", summary)).expect("pushed");
    assert_eq!((pushed.with(Action::Edited), pushed.with(Action::Remove)), (vec!["en/moon.md"], vec!["ru/moon.md"]));
    let forced = Sender { force: true, ..Sender::new(&wiki) }.push(&book).expect("pushed");
    assert_eq!(forced.with(Action::Edited), Vec::<&str>::new());
    assert_eq!(wiki.wiki().page("Moon").version, 3);
    assert!(wiki.wiki().page("Moon").body.contains("A stone."));
}

#[test]
fn only_pages_of_this_book_are_removed() {
    let wiki = StandIn::start();
    let sender = Sender::new(&wiki);
    sender.push(&stars()).expect("pushed");
    wiki.wiki().edit("Minutes of a meeting", "<p>theirs</p>");
    let above = wiki.wiki().id("Sun");
    let theirs = wiki.wiki().id("Minutes of a meeting");
    wiki.wiki().pages.get_mut(&theirs).expect("there").parent = Some(above);
    // The page below is removed before the page above; the moon takes the sun's name.
    let book = stars()
        .file("src/SUMMARY.md", "# Stars\n\n# Near\n\n- [Sun](moon.md)\n")
        .file("src/moon.md", "# Sun\n\nNo star.\n");
    let pushed = sender.push(&book).expect("pushed");
    assert_eq!(pushed.with(Action::Remove), ["en/spots.md", "ru/spots.md", "en/sun.md", "ru/sun.md"]);
    assert_eq!(picture(&wiki).len(), 9, "{:?}", picture(&wiki));
    assert!(wiki.wiki().page("Sun").body.contains("No star."));
    wiki.wiki().page("Minutes of a meeting");
}

#[test]
fn pages_of_a_language_that_is_not_exported_stay() {
    let wiki = StandIn::start();
    Sender::new(&wiki).push(&stars()).expect("pushed");
    let only = Some(vec![Lang::en()]);
    let sender = Sender { only, ..Sender::new(&wiki) };
    let summary = "# Stars\n\n# Near\n\n- [Sun](sun.md)\n  - [Spots & more](spots.md)\n";
    let pushed = sender.push(&stars().file("src/SUMMARY.md", summary)).expect("pushed");
    assert_eq!((pushed.with(Action::Remove), pushed.with(Action::Leave)), (vec!["en/moon.md"], vec!["ru/moon.md"]));
}

#[test]
fn somebody_elses_page_keeps_its_title() {
    let wiki = StandIn::start();
    wiki.wiki().edit("sun", "<p>theirs</p>");
    let pushed = Sender { force: true, ..Sender::new(&wiki) }.push(&stars()).expect("pushed");
    assert_eq!((pushed.with(Action::Taken), pushed.with(Action::Blocked)), (vec!["en/sun.md"], vec!["en/spots.md"]));
    assert_eq!(wiki.wiki().page("sun").body, "<p>theirs</p>");
    wiki.wiki().page("Moon");
}

#[test]
fn a_busy_wiki_is_waited_for_as_long_as_it_asks_and_no_longer() {
    let wiki = StandIn::start();
    let busy = |seconds: &str| Fault::Answer(429, vec![("Retry-After", seconds.to_owned())]);
    wiki.wiki().fails = vec![fails("POST", "/content", 1, busy("1")), fails("GET", "/page", 1, busy("0"))];
    let pushed = Sender::new(&wiki).push(&stars()).expect("pushed");
    let waits: Vec<&Event> = pushed.events.iter().filter(|event| matches!(event, Event::Waiting { .. })).collect();
    let wait = |seconds: f64| Event::Waiting { seconds, status: Some(429) };
    assert_eq!(waits, [&wait(0.0), &wait(1.0)]);
    let wiki = StandIn::start();
    wiki.wiki().fails = vec![fails("", "", 1, busy("3600"))];
    let error = Sender::new(&wiki).push(&stars()).expect_err("busy");
    assert!(matches!(error, Error::Busy { seconds: 3600, .. }), "{error}");
    wiki.wiki().fails = vec![fails("", "", usize::MAX, busy("0"))];
    assert!(matches!(Sender::new(&wiki).push(&stars()), Err(Error::Status { status: 429, .. })));
}

#[test]
fn an_error_of_the_wiki_is_asked_again_a_few_times() {
    let wiki = StandIn::start();
    wiki.wiki().fails = vec![fails("GET", "/space", 2, Fault::Answer(500, Vec::new()))];
    let pushed = Sender::new(&wiki).push(&stars()).expect("pushed");
    let seconds: Vec<f64> = pushed
        .events
        .iter()
        .filter_map(|event| if let Event::Waiting { seconds, .. } = event { Some(*seconds) } else { None })
        .collect();
    assert_eq!(seconds, [0.001, 0.002]);
    let wiki = StandIn::start();
    wiki.wiki().fails = vec![fails("GET", "/space", usize::MAX, Fault::Answer(503, Vec::new()))];
    let error = Sender::new(&wiki).push(&stars()).expect_err("an error").to_string();
    assert_eq!(error, "GET /rest/api/space/KEY: 503 (the stand-in fails; …)");
    assert_eq!(wiki.wiki().log.len(), 3);
}

#[test]
fn what_was_done_without_an_answer_is_not_done_twice() {
    let mut whole = None;
    for fault in [Fault::DoneThenClose, Fault::DoneThen(500), Fault::Close, Fault::Answer(502, Vec::new())] {
        for (method, path) in [("POST", "/content"), ("PUT", "/content"), ("POST", "/attachment"), ("DELETE", "")] {
            let wiki = StandIn::start();
            let sender = Sender::new(&wiki);
            wiki.wiki().fails = vec![fails(method, path, 1, fault.clone())];
            sender.push(&stars().file("src/moon.md", "# Moon\n\nOld.\n")).expect("pushed");
            let book = stars().file("src/late.md", "# Late\n");
            let late = "# Stars\n\n# Near\n\n- [Late](late.md)\n";
            let summary = String::from_utf8(stars().files()["src/SUMMARY.md"].clone()).expect("UTF-8");
            sender
                .push(&book.clone().file("src/SUMMARY.md", summary.replace("# Stars\n\n# Near\n\n", late)))
                .expect("pushed");
            sender.push(&stars()).expect("pushed");
            let picture = picture(&wiki);
            assert_eq!(*whole.get_or_insert(picture.clone()), picture, "{fault:?} {method} {path}");
        }
    }
}

#[test]
fn a_push_that_stops_anywhere_is_gone_on_with() {
    let old = export(&stars());
    let new = export(
        &stars()
            .file(
                "src/SUMMARY.md",
                "# Stars\n\n# Near\n\n- [Our sun](sun.md)\n- [Comet](comet.md)\n- [Moon](moon.md)\n",
            )
            .file("src/comet.md", "# Comet\n\n[Orbit](examples/orbit.yaml)\n")
            .file("src/moon.md", "# Moon\n\nA stone.\n")
            .file("src/examples/orbit.yaml", "days: 366\n"),
    );
    let straight = StandIn::start();
    let sender = Sender::new(&straight);
    sender.send(&old).expect("pushed");
    sender.send(&new).expect("pushed");
    let whole = picture(&straight);
    // Each fault at every ninth request, together at every third.
    let faults = [Fault::Close, Fault::DoneThenClose, Fault::Answer(500, Vec::new())];
    for (first, fault) in [0, 3, 6].into_iter().zip(faults) {
        let mut stopped = 0;
        for after in (first..).step_by(9) {
            let wiki = StandIn::start();
            let sender = Sender::new(&wiki);
            let stop = Fails { method: "", path: "", after, times: usize::MAX, fault: fault.clone() };
            wiki.wiki().fails = vec![stop.clone()];
            let first = sender.send(&old);
            wiki.wiki().fails.clear();
            sender.send(&old).expect("gone on");
            wiki.wiki().fails = vec![stop];
            let second = sender.send(&new);
            wiki.wiki().fails.clear();
            let pushed = sender.send(&new).expect("gone on");
            assert_eq!(pushed.changed, []);
            assert_eq!(picture(&wiki), whole, "{fault:?} after {after}");
            stopped += usize::from(first.is_err());
            if first.is_ok() && second.is_ok() {
                break;
            }
        }
        assert!(stopped > 5, "{stopped}");
    }
}

#[test]
fn a_conflict_is_read_once_more() {
    let wiki = StandIn::start();
    let sender = Sender::new(&wiki);
    sender.push(&stars()).expect("pushed");
    let moon = |text: &str| stars().file("src/moon.md", format!("# Moon\n\n{text}\n"));
    // Confluence got in its own way.
    wiki.wiki().fails = vec![fails("PUT", "/content", 1, Fault::Answer(409, Vec::new()))];
    let pushed = sender.push(&moon("A stone.")).expect("pushed");
    assert_eq!(pushed.changed, []);
    assert!(pushed.events.contains(&Event::ReadAgain { title: "Moon".to_owned() }), "{:?}", pushed.events);
    assert_eq!(wiki.wiki().page("Moon").version, 2);
    // Somebody was faster.
    wiki.wiki().fails = vec![fails("PUT", "/content", 1, Fault::EditedFirst)];
    let pushed = sender.push(&moon("A big stone.")).expect("pushed");
    assert_eq!(pushed.changed.iter().map(|step| step.key.as_str()).collect::<Vec<_>>(), ["en/moon.md"]);
    assert_eq!(wiki.wiki().page("Moon").body, "<p>by hand</p>");
    assert!(wiki.wiki().page("Moon (Русский)").body.contains("A big stone."), "the others are sent");
}

#[test]
fn a_wiki_that_does_not_answer_is_named() {
    let wiki = StandIn::start();
    wiki.wiki().fails = vec![fails("", "", usize::MAX, Fault::Silence(Duration::from_secs(5)))];
    let export = export(&stars());
    let out = tempfile::tempdir().expect("a folder");
    let prepare = |address: &str, patience: Patience| {
        let push = Push { space: "KEY", book: "Stars", files: &export.files, only: None, force: false };
        let access = Access::new(address, None, "s3cret").expect("an address");
        push::prepare(push, access, patience, out.path(), &|_| {}).map(|_| ()).expect_err("no answer").to_string()
    };
    let short = Patience { answer: Duration::from_millis(50), attempts: 2, ..patience() };
    let error = prepare(&wiki.address, short);
    assert_eq!(error, "GET /rest/api/space/KEY: no answer in time; run the same command again to go on");
    let error = prepare("http://127.0.0.1:9/wiki", patience());
    assert!(error.contains("refused"), "{error}");
}

/// Runs the binary on a book, with a token or without.
fn run(dir: &Path, args: &[&str], env: &[(&str, &str)]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_konspekt"))
        .args(["export", "confluence", ".", "-o", "out"])
        .args(args)
        .current_dir(dir)
        .env_remove("LC_ALL")
        .env_remove("KONSPEKT_CONFLUENCE_TOKEN")
        .env_remove("KONSPEKT_CONFLUENCE_USER")
        .env("LANG", "en_US.UTF-8")
        .envs(env.iter().copied().collect::<BTreeMap<_, _>>())
        .output()
        .expect("run");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("a code"), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_says_what_it_would_do_and_does_it() {
    let wiki = StandIn::start();
    wiki.wiki().authorization = "Basic YW5uYTpzM2NyZXQ=".to_owned();
    let dir = tempfile::tempdir().expect("folder");
    stars().write(dir.path());
    let env = [("KONSPEKT_CONFLUENCE_TOKEN", "s3cret"), ("KONSPEKT_CONFLUENCE_USER", "anna")];
    let send = |more: &[&str]| {
        let args = [&["--push", wiki.address.as_str(), "--space", "KEY"], more].concat();
        let run = run(dir.path(), &args, &env);
        assert!(!format!("{run:?}").contains("s3cret") && !format!("{run:?}").contains("YW5u"), "{run:?}");
        run
    };
    let (code, out, err) = send(&[]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("create\ten/sun.md\tSun\n"), "{out}");
    assert!(err.contains("11 to create, 0 to update, 0 to remove, 0 left; 0 conflicts"), "{err}");
    assert_eq!(wiki.wiki().pages.len(), 1);
    assert_eq!(send(&["--yes"]).0, 0);
    let (code, out, err) = send(&["--yes"]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    wiki.wiki().edit("Moon", "<p>by hand</p>");
    let (code, out, _) = send(&["--yes"]);
    assert_eq!((code, out.as_str()), (1, "changed in the wiki\ten/moon.md\tMoon\n"));
    wiki.wiki().authorization = "Basic other".to_owned();
    let (code, _, err) = send(&[]);
    assert_eq!(code, 3, "{err}");
    assert!(err.contains("KONSPEKT_CONFLUENCE_TOKEN"), "{err}");
}

#[test]
fn what_cannot_be_meant_is_refused_before_anything_is_written() {
    let dir = tempfile::tempdir().expect("folder");
    stars().write(dir.path());
    let token = [("KONSPEKT_CONFLUENCE_TOKEN", "s3cret")];
    let address = "https://wiki.invalid";
    for (args, env, says) in [
        (vec!["--push", address, "--space", "KEY"], &[][..], "KONSPEKT_CONFLUENCE_TOKEN"),
        (vec!["--push", address], &token[..], "--space"),
        (vec!["--yes"], &token[..], "--push"),
        (vec!["--push", "wiki", "--space", "KEY"], &token[..], "no address"),
    ] {
        let (code, _, err) = run(dir.path(), &args, env);
        assert_eq!(code, 2, "{args:?}: {err}");
        assert!(err.contains(says), "{args:?}: {err}");
        assert!(!dir.path().join("out").exists(), "{args:?}");
    }
}
