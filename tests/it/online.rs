//! `check --online`: links to other sites, against a stand-in on this machine. No test asks anybody else.

use std::{fs, sync::Mutex, time::Duration};

use konspekt::{
    net::Patience,
    online::{self, Policy, Verdict, Verdicts},
    text::Source,
};
use url::Url;

use crate::{
    site::Site,
    support::{Book, Run, json, konspekt_with},
};

/// Waits that no test notices.
fn patience() -> Patience {
    let millis = Duration::from_millis;
    Patience { answer: millis(1_500), attempts: 2, first: millis(1), longest: millis(500) }
}

fn ask(site: &Site, paths: &[&str]) -> Verdicts {
    let text: String = paths.iter().map(|path| format!("<{}>\n", site.url(path))).collect();
    let links = online::links::of_markdown(&Source::new("a.md", text));
    let policy = Policy { allow: vec![site.host.clone()], ..Policy::default() };
    let done = Mutex::new(Vec::new());
    let tell = |count| done.lock().expect("a lock").push(count);
    let verdicts = online::ask(&online::targets(&links, &policy), &policy, patience(), &tell).expect("a network");
    assert_eq!(done.into_inner().expect("a lock"), (1..=verdicts.len()).collect::<Vec<_>>());
    verdicts
}

/// A path and what became of it, without the port, which differs from run to run.
fn shown(site: &Site, verdicts: &Verdicts) -> String {
    let line = |(url, verdict): (&Url, &Verdict)| {
        let verdict = match verdict {
            Verdict::Found { moved, missing } => {
                let moved = moved.as_ref().map(|to| format!(", moved to {}", to.path())).unwrap_or_default();
                let missing: String = missing.iter().map(|fragment| format!(", no #{fragment}")).collect();
                format!("found{moved}{missing}")
            }
            other => format!("{other:?}").replace(&site.host, "HOST"),
        };
        format!("{}: {verdict}", url.path())
    };
    verdicts.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_answer_has_its_meaning() {
    let site = Site::start();
    let paths = [
        "/there",
        "/gone",
        "/never",
        "/closed-door",
        "/ill",
        "/no-head",
        "/head-is-gone",
        "/head-closes",
        "/busy",
        "/busy-for-an-hour",
        "/ill-at-first",
        "/silent",
    ];
    insta::assert_snapshot!(shown(&site, &ask(&site, &paths)), @r"
    /busy: found
    /busy-for-an-hour: Unsure(Status(429))
    /closed-door: Unsure(Status(403))
    /gone: Gone(404)
    /head-closes: found
    /head-is-gone: found
    /ill: Unsure(Status(500))
    /ill-at-first: found
    /never: Gone(410)
    /no-head: found
    /silent: Unsure(Timeout)
    /there: found
    ");
    insta::assert_snapshot!(site.log().join("\n"), @r"
    GET /busy
    GET /closed-door
    GET /gone
    GET /head-closes
    GET /head-is-gone
    GET /ill
    GET /ill
    GET /ill-at-first
    GET /ill-at-first
    GET /never
    GET /no-head
    GET /silent
    HEAD /busy
    HEAD /busy-for-an-hour
    HEAD /closed-door
    HEAD /gone
    HEAD /head-closes
    HEAD /head-is-gone
    HEAD /ill
    HEAD /ill-at-first
    HEAD /never
    HEAD /no-head
    HEAD /silent
    HEAD /there
    ");
}

#[test]
fn the_connection_is_closed() {
    let site = Site::start();
    let verdicts = ask(&site, &["/closes"]);
    assert!(shown(&site, &verdicts).starts_with("/closes: Unsure(Broken("), "{verdicts:?}");
}

#[test]
fn redirections_are_followed_and_permanent_ones_told() {
    let site = Site::start();
    let paths = ["/moved", "/moved/twice", "/moved-then-for-now", "/for-now", "/moved-to-nothing", "/loop"];
    insta::assert_snapshot!(shown(&site, &ask(&site, &paths)), @r"
    /for-now: found
    /loop: Unsure(Loop)
    /moved: found, moved to /page
    /moved-then-for-now: found, moved to /for-now
    /moved-to-nothing: Gone(404)
    /moved/twice: found, moved to /page
    ");
    assert_eq!(site.log().iter().filter(|line| line.ends_with("/loop")).count(), 11);
}

#[test]
fn a_redirection_leads_into_no_private_network() {
    let (site, home) = (Site::start(), Site::start());
    let paths = ["/home", "/home-by-name", "/file", &format!("/to/{}", home.host)];
    let shown = shown(&site, &ask(&site, &paths)).replace(&home.host, "HOME");
    insta::assert_snapshot!(shown, @r#"
    /file: Unsure(Elsewhere("file:///etc/passwd"))
    /home: Unsure(Elsewhere("http://10.0.0.1/secret"))
    /home-by-name: Unsure(Elsewhere("http://localhost/secret"))
    /to/HOME: Unsure(Elsewhere("http://HOME/page"))
    "#);
    assert_eq!(home.log(), [""; 0]);
}

#[test]
fn fragments_are_looked_for_on_the_page() {
    let site = Site::start();
    let paths = [
        "/page#corona",
        "/page#crown",
        "/page#:~:text=hot",
        "/app#crown",
        "/paper.pdf#crown",
        "/endless#crown",
        "/moved#spots",
    ];
    insta::assert_snapshot!(shown(&site, &ask(&site, &paths)), @r"
    /app: found
    /endless: found
    /moved: found, moved to /page, no #spots
    /page: found, no #crown
    /paper.pdf: found
    ");
    insta::assert_snapshot!(site.log().join("\n"), @r"
    GET /app
    GET /endless
    GET /moved
    GET /page
    GET /page
    GET /paper.pdf
    ");
}

#[test]
fn of_one_host_little_is_asked_at_once_and_nothing_twice() {
    let site = Site::start();
    let paths: Vec<String> = (0..40).map(|n| format!("/{}#a", n % 20)).collect();
    ask(&site, &paths.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(site.log().len(), 20);
    assert_eq!(site.most_at_once(), 2);
}

/// A book about the sun, in which links to other sites stand everywhere.
fn sun(site: &Site, online: &str) -> Book {
    let at = |path: &str| site.url(path);
    let toml = format!(
        "[book]\ntitle = \"Sun\"\nlanguage = \"en\"\n[preprocessor.konspekt]\nlanguages = [\"en\"]\n\
         [preprocessor.konspekt.online]\n{online}\n"
    );
    let chapter = format!(
        "# Sun\n\nA [star]({}), and a [corona]({}). See <{}>.\n\n<img src=\"{}\">\n\n\
         `{}` https://example.com/ http://10.0.0.1/\n\n{{{{#note sun.txt}}}}\n",
        at("/there"),
        at("/page#crown"),
        at("/gone"),
        at("/gone"),
        at("/code"),
    );
    let note =
        format!("Spots\nThe spots of the sun are colder than what is around them, says {}.\n", at("/closed-door"));
    let glossary = format!(
        "[[term]]\nid = \"spot\"\nsource = \"{}\"\n[term.en]\nname = \"spot\"\ndefinition = \"A dark place.\"\n",
        at("/moved")
    );
    let reviews = format!(
        "[[review]]\nnote = \"sun.txt\"\nquote = \"colder than\"\nverdict = \"accurate\"\nru = \"Да.\"\nen = \"Yes.\"\n\
         source = \"{}\"\n",
        at("/never")
    );
    Book::default()
        .file("book.toml", toml)
        .file("src/sun.md", chapter)
        .file("src/notes/sun.txt", note)
        .file("src/examples/m.yaml", format!("url: {}\n", at("/data")))
        .file("glossary.toml", glossary)
        .file("reviews.toml", reviews)
}

fn run(dir: &std::path::Path, args: &[&str]) -> Run {
    // Nobody's proxy stands between a test and its stand-in.
    konspekt_with(dir, args, &[("NO_PROXY", "*"), ("HTTP_PROXY", ""), ("http_proxy", ""), ("ALL_PROXY", "")])
}

fn of_links(site: &Site, run: &Run) -> String {
    let found = json(&run.out);
    let line = |found: &serde_json::Value| {
        let code = found["code"].as_str().unwrap_or_default();
        let text = format!(
            "{code} {} {}:{}:{} {}",
            found["level"].as_str().unwrap_or_default(),
            found["file"].as_str().unwrap_or_default(),
            found["line"],
            found["column"],
            found["message"].as_str().unwrap_or_default()
        );
        ("K0715".."K0720").contains(&code).then(|| text.replace(&site.host, "HOST"))
    };
    found.as_array().expect("an array").iter().filter_map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_book_is_told_where_its_links_are_dead() {
    let site = Site::start();
    let dir = tempfile::tempdir().expect("a folder");
    sun(&site, &format!("allow = [\"{}\"]", site.host)).write(dir.path());
    let en = run(dir.path(), &["check", "--online", "--format", "json"]);
    insta::assert_snapshot!(of_links(&site, &en), @r"
    K0718 note glossary.toml:3:11 `http://HOST/moved` has moved for good to `http://HOST/page`
    K0715 error reviews.toml:7:11 `http://HOST/never` is gone: the server answers 410
    K0717 warning src/notes/sun.txt:2:64 `http://HOST/closed-door` could not be verified
    K0719 warning src/sun.md:3:56 the page of `http://HOST/page#crown` has no place `#crown`
    K0715 error src/sun.md:3:97 `http://HOST/gone` is gone: the server answers 404
    K0715 error src/sun.md:5:11 `http://HOST/gone` is gone: the server answers 404
    ");
    assert_eq!(en.code, 1);
    assert!(en.err.contains("External links: 6 addresses asked, 0 left alone."), "{}", en.err);
    // Each address once, and what stands in code or in a manifest never.
    insta::assert_snapshot!(site.log().join("\n"), @r"
    GET /closed-door
    GET /gone
    GET /never
    GET /page
    HEAD /closed-door
    HEAD /gone
    HEAD /moved
    HEAD /never
    HEAD /page
    HEAD /there
    ");
    let ru = run(dir.path(), &["check", "--online", "--format", "json", "--lang-ui", "ru"]);
    insta::assert_snapshot!(of_links(&site, &ru), @r"
    K0718 note glossary.toml:3:11 страница `http://HOST/moved` переехала насовсем: `http://HOST/page`
    K0715 error reviews.toml:7:11 страницы `http://HOST/never` больше нет: сервер отвечает 410
    K0717 warning src/notes/sun.txt:2:64 проверить `http://HOST/closed-door` не удалось
    K0719 warning src/sun.md:3:56 на странице `http://HOST/page#crown` нет места `#crown`
    K0715 error src/sun.md:3:97 страницы `http://HOST/gone` больше нет: сервер отвечает 404
    K0715 error src/sun.md:5:11 страницы `http://HOST/gone` больше нет: сервер отвечает 404
    ");
    assert!(ru.err.contains("Внешние ссылки: проверено 6 адресов, пропущено 0."), "{}", ru.err);
}

#[test]
fn people_read_why_and_what_to_do() {
    let site = Site::start();
    let dir = tempfile::tempdir().expect("a folder");
    sun(&site, &format!("allow = [\"{}\"]", site.host)).write(dir.path());
    let shown = |lang| {
        let run = run(dir.path(), &["check", "--online", "--lang-ui", lang]);
        let of_note = run.err.split("\n\n").find(|part| part.contains("K0717")).expect("the note's link");
        // The port may be shorter, and with it the line under the address.
        let of_note = of_note.replace(&site.host, "HOST");
        of_note.lines().filter(|line| !line.contains('^')).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(shown("en"), @r"
    warning[K0717]: `http://HOST/closed-door` could not be verified
     --> src/notes/sun.txt:2:64
      |
    2 | The spots of the sun are colder than what is around them, says http://HOST/closed-door.
      |
      = help: the server answers 403: it may refuse programs and let readers in; open the link, and where it works, put its address into `ignore` of `[preprocessor.konspekt.online]`
    ");
    insta::assert_snapshot!(shown("ru"), @r"
    предупреждение[K0717]: проверить `http://HOST/closed-door` не удалось
     --> src/notes/sun.txt:2:64
      |
    2 | The spots of the sun are colder than what is around them, says http://HOST/closed-door.
      |
      = подсказка: сервер отвечает 403: он может не пускать программы, но пускать читателей; откройте ссылку и, если она работает, занесите её адрес в `ignore` таблицы `[preprocessor.konspekt.online]`
    ");
}

#[test]
fn settings_and_options_decide() {
    let site = Site::start();
    let dir = tempfile::tempdir().expect("a folder");
    let ignore = [site.url("/gone"), site.url("/n")].map(|address| format!("\"{address}\"")).join(", ");
    let online = format!(
        "allow = [\"{}\"]\nignore = [{ignore}]\n[preprocessor.konspekt.check]\n\
         K0719 = {{ level = \"allow\", reason = \"made by script\" }}",
        site.host
    );
    sun(&site, &online).write(dir.path());
    let args = ["check", "--online", "--format", "json", "--deny", "K0717"];
    let found = run(dir.path(), &args);
    insta::assert_snapshot!(of_links(&site, &found), @r"
    K0718 note glossary.toml:3:11 `http://HOST/moved` has moved for good to `http://HOST/page`
    K0717 error src/notes/sun.txt:2:64 `http://HOST/closed-door` could not be verified
    ");
    assert_eq!(found.code, 1);
    let found = run(dir.path(), &["check", "--online", "--allow", "K0717"]);
    assert_eq!(found.code, 0, "{}", found.err);
}

#[test]
fn a_private_host_is_asked_only_where_it_is_named() {
    let site = Site::start();
    let dir = tempfile::tempdir().expect("a folder");
    sun(&site, "").write(dir.path());
    let unnamed = run(dir.path(), &["check", "--online", "--format", "json"]);
    assert_eq!(of_links(&site, &unnamed), "");
    assert!(unnamed.err.contains("External links: 0 addresses asked, 6 left alone."), "{}", unnamed.err);
    let offline = run(dir.path(), &["check", "--format", "json"]);
    assert_eq!(of_links(&site, &offline), "");
    assert_eq!(site.log(), [""; 0]);
    sun(&site, "allow = [\"http://wiki/\"]").write(dir.path());
    let wrong = run(dir.path(), &["check", "--online"]);
    assert!(wrong.err.contains("expected a host such as `wiki.intranet`"), "{}", wrong.err);
}

#[test]
fn a_markdown_file_is_checked_alone() {
    let site = Site::start();
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("a.md"), format!("[a]({}) [b]({})\n", site.url("/gone"), site.url("/there")))
        .expect("file");
    fs::write(dir.path().join("b.md"), format!("[a]({})\n", site.url("/gone"))).expect("file");
    let args = ["check", "a.md", "b.md", "--online", "--online-allow", &site.host, "--format", "github"];
    let found = run(dir.path(), &args);
    insta::assert_snapshot!(found.out.replace(&site.host, "HOST"), @r"
    ::error file=a.md,line=1,col=5,endLine=1,endColumn=32,title=K0715::`http://HOST/gone` is gone: the server answers 404%0Afind the page's new address, or a copy of it on https://web.archive.org; a link that has to stay, in a note for example, goes into `ignore` of `[preprocessor.konspekt.online]`
    ::error file=b.md,line=1,col=5,endLine=1,endColumn=32,title=K0715::`http://HOST/gone` is gone: the server answers 404%0Afind the page's new address, or a copy of it on https://web.archive.org; a link that has to stay, in a note for example, goes into `ignore` of `[preprocessor.konspekt.online]`
    ");
    assert_eq!(site.log(), ["GET /gone", "HEAD /gone", "HEAD /there"]);
    let sarif =
        json(&run(dir.path(), &["check", "a.md", "--online", "--online-allow", &site.host, "--format", "sarif"]).out);
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "K0715");
}

#[test]
fn without_a_network_one_message_says_so() {
    let dir = tempfile::tempdir().expect("a folder");
    // A part of a name has at most 63 characters: nobody needs to be asked whether there is a longer one.
    let hosts: Vec<String> = ["a", "b"].iter().map(|letter| format!("{}.test", letter.repeat(64))).collect();
    let text: String = (0..10).map(|n| format!("<http://{}/{n}>\n<http://{}/{n}>\n", hosts[0], hosts[1])).collect();
    fs::write(dir.path().join("a.md"), text).expect("file");
    let args = ["check", "a.md", "--online", "--online-allow", &hosts[0], "--online-allow", &hosts[1]];
    let en = run(dir.path(), &args);
    assert_eq!(en.code, 3);
    insta::assert_snapshot!(en.err, @"error: the external links were not checked, no host could be found; see to the network and try again. Hosts looked up: 2");
    let ru = run(dir.path(), &[&args[..], &["--lang-ui", "ru", "--format", "json"]].concat());
    assert_eq!((ru.code, ru.out.as_str()), (3, "[]\n"));
    insta::assert_snapshot!(ru.err, @"ошибка: внешние ссылки не проверены, не найден ни один узел; проверьте сеть и повторите. Искали узлов: 2");
}

#[test]
fn corrections_are_made_without_asking_anybody() {
    let dir = tempfile::tempdir().expect("a folder");
    assert_eq!(run(dir.path(), &["check", "--online", "--fix"]).code, 2);
    assert_eq!(run(dir.path(), &["check", "--online-allow", "wiki"]).code, 2);
}
