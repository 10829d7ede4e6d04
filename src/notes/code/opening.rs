//! Languages that the first lines name, so that nothing else need be known of them: `package main`, `<?php`,
//! `GET / HTTP/1.1`, `graph TD`, `Feature: …`, a target with its commands behind a tab.

use super::{
    super::lines::Line,
    command,
    extent::{Found, lines_of_code},
    family, listed,
    shape::{self, Shape},
};
use crate::text::Source;

/// The code that `lines` begin with.
pub(super) fn find(source: &Source, lines: &[Line<'_>], foreign: bool, looked: &mut usize) -> Option<Shape> {
    package(lines, foreign)
        .or_else(|| php(lines, foreign))
        .or_else(|| http(source, lines, looked))
        .or_else(|| diagram(lines))
        .or_else(|| feature(lines))
        .or_else(|| rules(source, lines))
        .or_else(|| timetable(lines))
}

/// `package main`, and an import or a declaration behind it.
fn package(lines: &[Line<'_>], foreign: bool) -> Option<Shape> {
    let [first, next, ..] = lines else { return None };
    let name = first.text.strip_prefix("package ")?;
    let declares = ["import ", "func ", "type ", "var ", "const "].iter().any(|word| next.text.starts_with(word));
    if !(family::is_key(name) && declares && next.gap <= 1) {
        return None;
    }
    let count = lines_of_code(Some("go"), None, lines, Found::by_shape(foreign))?;
    Some(Shape { lang: Some("go"), count })
}

fn php(lines: &[Line<'_>], foreign: bool) -> Option<Shape> {
    lines.first().filter(|first| first.text.starts_with("<?php"))?;
    let count = lines_of_code(Some("php"), None, lines, Found::by_shape(foreign))?;
    let end = lines[..count].iter().position(|line| line.text.ends_with("?>")).map_or(count, |end| end + 1);
    Some(Shape { lang: Some("php"), count: end })
}

/// A request or an answer, with its headers, and the body where it is data.
fn http(source: &Source, lines: &[Line<'_>], looked: &mut usize) -> Option<Shape> {
    const METHODS: &str = "GET HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT";
    let first = lines.first()?;
    let words: Vec<&str> = first.text.split_whitespace().take(4).collect();
    let begins = match words[..] {
        [method, _, version] => listed(METHODS, method) && version.starts_with("HTTP/"),
        _ => false,
    } || matches!(words[..], [version, status, ..] if version.starts_with("HTTP/") && status.parse::<u16>().is_ok());
    let header = |line: &&Line<'_>| {
        line.gap == 0 && line.text.split_once(':').is_some_and(|(name, _)| family::is_key(name) && !name.contains('/'))
    };
    // Every line of a note is asked: what follows is looked at only behind the first line of a request.
    if !begins {
        return None;
    }
    let count = 1 + lines[1..].iter().take_while(header).count();
    let data = lines.get(count).is_some_and(|next| next.gap <= 1 && next.text.starts_with(['{', '[']));
    let body = if data { shape::json(source, &lines[count..], looked) } else { None };
    let count = count + body.map_or(0, |body| body.count);
    (count > 1).then_some(Shape { lang: Some("http"), count })
}

/// `graph TD` and the arrows that are set in below it.
fn diagram(lines: &[Line<'_>]) -> Option<Shape> {
    const KINDS: &str = "sequenceDiagram classDiagram stateDiagram stateDiagram-v2 erDiagram gantt mindmap";
    let [first, next, ..] = lines else { return None };
    let graph = first.text.split_once(' ').is_some_and(|(kind, way)| {
        listed("graph flowchart", kind) && listed("TD TB BT LR RL", way.trim_end_matches(';'))
    });
    let set_in = next.gap == 0 && next.indent > first.indent;
    let arrow = next.gap == 0 && next.text.contains("--");
    if !(graph && (set_in || arrow) || listed(KINDS, first.text) && set_in) {
        return None;
    }
    let below =
        |line: &&Line<'_>| line.gap <= 1 && line.indent > first.indent || line.gap == 0 && line.text.contains("--");
    Some(Shape { lang: Some("mermaid"), count: 1 + lines[1..].iter().take_while(below).count() })
}

/// `Feature: …` with the steps that are set in below it.
fn feature(lines: &[Line<'_>]) -> Option<Shape> {
    const STEPS: &str = "Background: Given Scenario Scenario: Then When";
    let first = lines.first()?;
    if !["Feature: ", "Scenario: "].iter().any(|name| first.text.starts_with(name)) {
        return None;
    }
    let below = |line: &&Line<'_>| line.gap <= 1 && line.indent > first.indent;
    let count = 1 + lines[1..].iter().take_while(below).count();
    let step = |line: &Line<'_>| line.text.split(' ').next().is_some_and(|word| listed(STEPS, word));
    let steps = lines[1..count].iter().filter(|line| step(line)).count();
    (steps > 1).then_some(Shape { lang: Some("gherkin"), count })
}

/// Targets with what they are made of, and below each, behind a tab, the commands that make it.
fn rules(source: &Source, lines: &[Line<'_>]) -> Option<Shape> {
    let tabbed = |line: &Line<'_>| source.text()[..line.span.start].ends_with('\t') && line.indent > 0;
    let target = |line: &Line<'_>| {
        let (name, _) = line.text.split_once(':').unwrap_or_default();
        let small = name.starts_with(|c: char| c.is_ascii_lowercase() || ".$%".contains(c));
        line.indent == 0 && small && name.is_ascii() && name.split(' ').count() <= 2
    };
    let recipe = |line: &Line<'_>| {
        let text = line.text.trim_start_matches(['@', '-']);
        line.gap == 0
            && tabbed(line)
            && (command::begins(text)
                || text.starts_with('$')
                || text.split(' ').skip(1).any(|word| word.len() > 1 && word.starts_with('-')))
    };
    let [first, next, ..] = lines else { return None };
    let named = |line: &Line<'_>| line.text.starts_with(".PHONY:");
    let begins = |first: &Line<'_>, next: &Line<'_>| target(first) && recipe(next);
    let phony = named(first) && lines.get(2).is_some_and(|behind| begins(next, behind));
    if !(begins(first, next) || phony) {
        return None;
    }
    let mut count = 1;
    while let Some(line) = lines.get(count) {
        let below = lines.get(count + 1);
        let more = tabbed(line) && line.gap == 0
            || target(line) && (below.is_some_and(|next| next.gap == 0 && tabbed(next)) || line.gap == 0)
            || named(line)
            || line.gap == 0 && line.text.starts_with('#');
        if !more {
            break;
        }
        count += 1;
    }
    Some(Shape { lang: Some("makefile"), count })
}

/// When something runs, as cron is told, and the command: `0 3 * * * /opt/backup.sh`, `@daily /opt/backup.sh`.
fn timetable(lines: &[Line<'_>]) -> Option<Shape> {
    const FIELDS: usize = 5;
    const NAMES: &str = "@reboot @yearly @annually @monthly @weekly @daily @midnight @hourly";
    let field = |word: &&str| word.bytes().all(|b| b.is_ascii_digit() || b"*/,-".contains(&b));
    let runs = |word: &str| word.starts_with(['/', '~']) || word.starts_with("./") || command::is_known(word);
    let row = |line: &&Line<'_>| {
        let mut words = line.text.split_whitespace();
        let Some(first) = words.next() else { return false };
        if listed(NAMES, first) {
            return words.next().is_some_and(runs);
        }
        let when: Vec<&str> = std::iter::once(first).chain(words.by_ref().take(FIELDS - 1)).take_while(field).collect();
        when.len() == FIELDS && when.iter().any(|word| word.starts_with('*')) && words.next().is_some_and(runs)
    };
    let first = lines.first().filter(row)?;
    let together = |line: &&Line<'_>| line.gap == 0 && line.said == first.said && row(line);
    Some(Shape { lang: None, count: 1 + lines[1..].iter().take_while(together).count() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::lines;

    fn found(text: &str) -> Option<(&'static str, usize)> {
        let source = Source::new("a.txt", text);
        let lines = lines::lines(&source, source.whole());
        find(&source, &lines, source.is_cyrillic(), &mut 0).and_then(|shape| Some((shape.lang?, shape.count)))
    }

    #[test]
    fn the_first_lines_name_the_language() {
        let go = "package main\n\nimport \"fmt\"\n\nfunc main() {\n\tfmt.Println(\"hi\")\n}";
        assert_eq!(found(&format!("{go}\n\nОна здоровается.\n")), Some(("go", 5)));
        assert_eq!(found("<?php\necho \"hi\";\n?>\n\nThat is all.\n"), Some(("php", 3)));
        assert_eq!(found("GET /beds/1 HTTP/1.1\nHost: shed.example\n\nThen it waits.\n"), Some(("http", 2)));
        assert_eq!(found("HTTP/1.1 200 OK\nContent-Type: text/plain\n\n{\"id\": 1}\n\nEnd.\n"), Some(("http", 3)));
        assert_eq!(found("graph TD\n  A --> B\n  B --> C\n\nThe end.\n"), Some(("mermaid", 3)));
        let feature = "Feature: login\n  Scenario: wrong word\n    Given a user\n    When she logs in";
        assert_eq!(found(&format!("{feature}\n\nThat is it.\n")), Some(("gherkin", 4)));
        let make = "pump: main.o\n\tcc -o pump main.o\n\nclean:\n\trm -f pump";
        assert_eq!(found(&format!("{make}\n\nThat is it.\n")), Some(("makefile", 4)));
    }

    #[test]
    fn when_something_runs_is_told_to_cron() {
        let rows = |text: &str| {
            let source = Source::new("a.txt", text);
            let lines = lines::lines(&source, source.whole());
            find(&source, &lines, source.is_cyrillic(), &mut 0).map(|shape| shape.count)
        };
        assert_eq!(
            rows("0 3 * * 1 /opt/feed-hens.sh\n*/5 6-20 * * * curl http://coop.example/door\nIt opens.\n"),
            Some(2)
        );
        assert_eq!(rows("@daily ~/bin/feed-hens\n"), Some(1));
        for text in ["3 4 5 6 7 eggs a day\n", "0 3 * * 1 hens\n", "@daily eggs\n", "* * * * * *\n", "1 2 3 4 5 /opt\n"]
        {
            assert_eq!(rows(text), None, "{text}");
        }
    }

    #[test]
    fn words_that_begin_so_are_words() {
        for text in [
            "package holidays\nare cheap\n",
            "HTTP/1.1 and HTTP/2\nHow they differ: a lot\n",
            "graph paper\n  for the maps\n",
            "Feature: a bench\n  of oak\n",
            "dough:\n\tflour\n\twater\n",
            "to do:\n\tcall - Ann\n",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
