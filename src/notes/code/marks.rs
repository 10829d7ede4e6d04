//! Languages as their own lines show them, for code that is known to be code.
//!
//! A language has marks that no other has, nor what a program prints. Without one there is no answer.

use super::{
    super::lines,
    command, family, files, listed, opening,
    shape::{self, is_definition, is_import},
};
use crate::text::Source;

/// So much of long code tells, in bytes.
const LONGEST: usize = 20_000;

/// The language of code, where its lines leave no doubt.
pub(super) fn find(code: &str) -> Option<&'static str> {
    let code = &code[..code.floor_char_boundary(code.len().min(LONGEST))];
    let first = code.lines().map(str::trim).find(|line| !line.is_empty())?;
    if first.starts_with("Traceback ") {
        return None;
    }
    session(code)
        .or_else(|| script(first))
        .or_else(|| is_diff(code).then_some("diff"))
        .or_else(|| marked(code))
        .or_else(|| shaped(code))
        .or_else(|| is_style(code).then_some("css"))
        .or_else(|| is_sql(code).then_some("sql"))
        .or_else(|| is_dockerfile(code, 2).then_some("dockerfile"))
        .or_else(|| settings(code))
        .or_else(|| typed(code))
}

/// What stands behind prompts, and between them what programs printed. The prompt of a system's owner alone would make
/// comments of the commands.
fn session(code: &str) -> Option<&'static str> {
    let first = code.lines().map(str::trim).find(|line| !line.starts_with("# "))?;
    if !family::is_prompt(first) {
        return None;
    }
    let windows = first.starts_with("PS ");
    let python = first.starts_with(">>> ");
    // A quoted letter begins like Python's prompt.
    let call = |line: &str| line.contains(['(', '=']) || is_import(line);
    match first {
        _ if windows => Some("powershell"),
        _ if python => call(&first[4..]).then_some("pycon"),
        _ => Some("console"),
    }
}

/// The language of a script by what runs it: `#!/usr/bin/env python3`.
fn script(first: &str) -> Option<&'static str> {
    const RUN: [(&str, &str); 6] =
        [("python", "python"), ("node", "js"), ("perl", "perl"), ("ruby", "ruby"), ("php", "php"), ("sh", "bash")];
    let run = first.strip_prefix("#!")?;
    RUN.iter().find(|(name, _)| run.contains(name)).map(|&(_, lang)| lang)
}

fn is_diff(code: &str) -> bool {
    let mut lines = code.lines();
    let first = lines.next().unwrap_or_default();
    let hunk = |line: &str| line.starts_with("@@ -");
    first.starts_with("diff --git ")
        || hunk(first)
        || first.starts_with("--- ") && lines.next().is_some_and(|next| next.starts_with("+++ "))
        || first.starts_with("Index: ") && code.lines().any(hunk)
}

/// Languages, and what their lines begin with or, behind `…`, hold; bars part the marks. The first language of which a line
/// has a mark is it.
const MARKS: [(&str, &str); 10] = [
    ("php", "<?php|$this->|…->execute(|namespace App\\"),
    ("rust", "fn main() {|let mut |impl |pub fn |use std::|use crate::|#[derive(|…println!(|…-> Result<"),
    ("go", "package main|fmt.|…, err := |if err != nil|defer |func main() {"),
    (
        "cpp",
        "#include <iostream>|#include <vector>|#include <string>|#include <map>|…std::|using namespace std|template <|template<",
    ),
    ("c", "#include <|#include \"|int main(void)|…malloc(sizeof"),
    ("cs", "using System|namespace |…Console.Write|…{ get;"),
    ("java", "import java|import org.|…System.out.print|@Override|public static void main(String"),
    ("ts", "interface |export interface |…: string;|…: number;|…: string)|…: number)|…: string,|…: Promise<"),
    ("js", "console.log(|…=> {|…= require(|module.exports|export default |document.|…for (let |…for (const "),
    ("powershell", "…$_.|param(|$PSVersionTable"),
];

fn marked(code: &str) -> Option<&'static str> {
    let lines = || code.lines().map(str::trim).filter(|line| line.len() < 400);
    let marks = |marks: &str| {
        marks.split('|').any(|mark| match mark.strip_prefix('…') {
            Some(inside) => lines().any(|line| line.contains(inside)),
            None => lines().any(|line| line.starts_with(mark)),
        })
    };
    let found = MARKS.iter().find(|(_, list)| marks(list)).map(|&(lang, _)| lang);
    // Words may follow a mark in what is printed: the line of a language ends with a sign of it.
    let signed = || lines().any(|line| line.ends_with(['{', ';', ')', '}', '>', '"', ']', ',']));
    found
        .filter(|_| signed())
        .or_else(|| is_ruby(code).then_some("ruby"))
        .or_else(|| lines().any(is_cmdlet).then_some("powershell"))
        .or_else(|| is_python(code).then_some("python"))
}

/// `def` and `class` without a colon, up to an `end`.
fn is_ruby(code: &str) -> bool {
    let opens = |line: &str| {
        let block = ["def ", "class ", "module "].iter().any(|word| line.starts_with(word));
        (block && !line.ends_with([':', '{']) || line.ends_with('|') && line.contains(" do |"))
            && !line.starts_with("defmodule")
    };
    let mut lines = code.lines();
    lines.any(|line| opens(line.trim())) && lines.any(|line| line.trim() == "end")
}

/// `Get-ChildItem -Path C:\`
pub(super) fn is_cmdlet(line: &str) -> bool {
    const VERBS: &str = "\
        Add Clear Compress ConvertTo Copy Disable Enable Expand Export ForEach Format Get Import Install Invoke Measure \
        Move New Out Remove Rename Restart Select Set Sort Start Stop Test Uninstall Update Where Write";
    let first = line.split_whitespace().next().unwrap_or_default();
    let first = first.rsplit('(').next().unwrap_or_default();
    first.split_once('-').is_some_and(|(verb, noun)| {
        let letters = noun.bytes().all(|b| b.is_ascii_alphanumeric());
        let named = noun.starts_with(|c: char| c.is_ascii_uppercase()) && letters && noun.len() > 2;
        // "Start-Up costs" is a title.
        let more = line.contains([' ', '|']) && line.contains(['$', '|', '"', '\\', '\'']) || line.contains(" -");
        listed(VERBS, verb) && named && (more || line == first && noun.len() > 4)
    })
}

/// Python by a definition, an import, a loop or a condition with what is set in below it.
fn is_python(code: &str) -> bool {
    let lines: Vec<&str> = code.lines().filter(|line| !line.trim().is_empty()).collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let plain = !lines.iter().any(|line| line.ends_with(['{', ';']));
    let controls = [
        "for ",
        "if ",
        "while ",
        "with ",
        "try:",
        "elif ",
        "else:",
        "except ",
        "except:",
        "def ",
        "class ",
        "async def ",
    ];
    let block = lines.windows(2).any(|pair| {
        let (head, below) = (pair[0].trim(), pair[1].trim());
        let opens = head.ends_with(':') && controls.iter().any(|word| head.starts_with(word));
        opens && indent(pair[1]) > indent(pair[0]) && (is_definition(head) || shape::is_step(below))
    });
    let from = |line: &&str| line.starts_with("from ") && is_import(line);
    let imports = lines.len() > 1
        && lines.iter().any(|line| is_import(line))
        && lines.iter().all(|line| is_import(line) || shape::is_step(line.trim()) || line.starts_with('#'));
    plain && (block || imports || lines.iter().any(from))
}

/// What the shapes of whole files show: data that parses, sections, elements.
fn shaped(code: &str) -> Option<&'static str> {
    let source = Source::new("", code);
    let all = lines::lines(&source, source.whole());
    let mut looked = 0;
    let found = opening::find(&source, &all, false, &mut looked);
    let found = found.or_else(|| shape::find(&source, &all, false, &mut looked))?;
    // `ServerName a.example` stands between tags as well.
    let whole = found.count == all.len() || matches!(found.lang, Some("python" | "html"));
    let lang = found.lang.or(are_elements(code).then_some("xml")).filter(|_| whole)?;
    Some(if lang == "ini" && is_toml(code) { "toml" } else { lang })
}

/// Whether every line is tags, whose attributes have values.
fn are_elements(code: &str) -> bool {
    let tags = |line: &str| {
        let inside = line.trim().trim_start_matches('<').split('>').next().unwrap_or_default().trim_end_matches('/');
        let values = inside.split_whitespace().skip(1);
        line.trim().starts_with('<') && line.trim().ends_with('>') && values.clone().all(|value| value.contains('='))
    };
    code.lines().filter(|line| !line.trim().is_empty()).all(tags)
}

/// Whether settings have values as TOML has them: in quotes or brackets, behind ` = `.
fn is_toml(code: &str) -> bool {
    let mut values = code.lines().filter_map(|line| line.split_once(" = ")).map(|(_, value)| value.trim());
    code.lines().any(|line| line.starts_with("[[")) || values.any(|value| value.starts_with(['"', '[']))
}

/// Rules of a style sheet: a selector, and values behind colons that end with semicolons.
fn is_style(code: &str) -> bool {
    let selector = |line: &str| {
        line.split_once('{').is_some_and(|(head, _)| {
            let head = head.trim();
            !head.is_empty()
                && !head.contains(['=', ';', '$'])
                && (!head.contains('(') || head.starts_with(['@', ':', '.', '#']))
        })
    };
    let value = |line: &str| {
        let line = line.rsplit('{').next().unwrap_or_default().trim_end_matches('}').trim();
        line.split_once(':').is_some_and(|(name, value)| {
            let letters = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
            letters && !name.is_empty() && value.ends_with(';') && !value.contains("//")
        })
    };
    let lines: Vec<&str> = code.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let known =
        |line: &&str| selector(line) || value(line) || *line == "}" || line.starts_with("/*") || line.ends_with(',');
    lines.iter().any(|line| selector(line)) && lines.iter().any(|line| value(line)) && lines.iter().all(known)
}

/// Whether code begins with a statement of SQL.
pub(super) fn is_sql(code: &str) -> bool {
    const STATEMENTS: &str = "\
        ALTER ANALYZE BEGIN CALL CREATE DELETE DROP EXPLAIN GRANT INSERT REINDEX REVOKE SELECT TRUNCATE UPDATE VACUUM WITH";
    const CLAUSES: &str = "\
        AS DATABASE EXTENSION FROM FUNCTION INDEX INTO JOIN MATERIALIZED ON ROLE SCHEMA SEQUENCE SET TABLE TRIGGER TYPE \
        UNIQUE USER VALUES VIEW WHERE";
    let code = code.trim();
    let first = code.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with("--"));
    let mut words = first.unwrap_or_default().split(|c: char| c.is_whitespace() || c == ';');
    let statement = words.find(|word| !word.is_empty()).unwrap_or_default();
    let capitals = statement.bytes().all(|b| b.is_ascii_uppercase());
    let ended = code.lines().any(|line| line.split(" --").next().is_some_and(|line| line.trim_end().ends_with(';')));
    let clause = code.split_whitespace().any(|word| listed(CLAUSES, &word.to_ascii_uppercase()));
    listed(STATEMENTS, &statement.to_ascii_uppercase()) && (ended && (clause || capitals) || capitals && clause)
}

/// Whether every line is an instruction of a Dockerfile, or goes on with one; `least` of them are there.
pub(super) fn is_dockerfile(code: &str, least: usize) -> bool {
    let (mut goes_on, mut count, mut whole) = (false, 0, false);
    let all = code.lines().map(str::trim).filter(|line| !line.is_empty()).all(|line| {
        let instruction = files::is_instruction(line) && line.starts_with(|c: char| c.is_ascii_uppercase());
        let known = goes_on || line.starts_with('#') || instruction;
        count += usize::from(instruction && !goes_on);
        whole |= files::is_whole(line.trim_end_matches('\\').trim_end());
        goes_on = line.ends_with('\\') || goes_on && line.starts_with('#');
        known
    });
    all && whole && count >= least.min(if code.contains("RUN ") { 1 } else { least })
}

/// The settings of nginx, and variables one a line.
fn settings(code: &str) -> Option<&'static str> {
    const BLOCKS: &str = "events http location map server stream upstream";
    const NAMES: &str = "\
        add_header client_max_body_size error_page gzip include index listen proxy_http_version proxy_pass \
        proxy_set_header return rewrite root server_name ssl_certificate ssl_certificate_key try_files";
    let lines: Vec<&str> =
        code.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let word = |line: &&str| line.split_whitespace().next().unwrap_or_default().to_owned();
    let block = |line: &&str| line.ends_with('{') && listed(BLOCKS, &word(line));
    let setting = |line: &&str| line.ends_with(';') && !line.contains(" = ") && listed(NAMES, &word(line));
    let ended = |line: &&str| line.ends_with([';', '{', '}']);
    let nginx = lines.iter().all(ended) && lines.iter().any(setting);
    let inner = |line: &&str| line.ends_with(';') && line.contains(' ') && !line.contains(['=', '(']);
    let blocks = lines.first().is_some_and(block) && lines.iter().any(inner) && lines.iter().all(ended);
    if nginx || blocks {
        return Some("nginx");
    }
    (lines.len() > 1 && lines.iter().all(|line| shape::is_variable(line) && !line.starts_with("export ")))
        .then_some("ini")
}

/// Commands, or a command and what it printed.
fn typed(code: &str) -> Option<&'static str> {
    let (mut open, mut depth, mut heredoc) = (false, 0usize, None);
    let (mut commands, mut others, mut certain) = (0, 0, false);
    for line in code.lines() {
        let text = line.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if let Some(end) = &heredoc {
            heredoc = if text == end { None } else { heredoc };
            continue;
        }
        let word = text.split([' ', ';', '|']).next().unwrap_or_default();
        let closes = matches!(word, "done" | "fi" | "esac" | "}");
        let inside = open || depth > 0;
        let opens = matches!(word, "for" | "while" | "until" | "if" | "case") && {
            let end = text.rsplit(';').next().unwrap_or_default().trim();
            matches!(end, "do" | "then") || text.ends_with(" in") || text.ends_with("done") || text.ends_with("fi")
        };
        let first = commands == 0 && others == 0;
        let command = command::is_command(text);
        // What follows a command may be what it printed, but nothing is printed before one.
        if first && !(command || opens) {
            return None;
        }
        match command || opens || inside {
            true => commands += 1,
            false => others += 1,
        }
        certain |= opens || command::are_typed(text) || command::is_spaced(text) && command::begins(text);
        let one_line = opens && (text.ends_with("done") || text.ends_with("fi"));
        depth = if opens && !one_line { depth + 1 } else { depth.saturating_sub(usize::from(closes && !one_line)) };
        open = text.ends_with(['\\', '|']) || text.ends_with("&&");
        heredoc = family::Family::Shell.heredoc(text);
    }
    match (commands, others) {
        (0, _) => None,
        (_, 0) => Some("bash"),
        _ => certain.then_some("console"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_marks() {
        for (lang, code) in [
            ("bash", "docker build -t myapp:1.0 .\ndocker image ls"),
            ("bash", "for db in catalog readers; do\n  pg_dump -Fc \"$db\" > \"$db.dump\"\ndone"),
            ("bash", "cat > a.conf <<EOF\nlisten here\nEOF\nsudo systemctl restart pump"),
            ("bash", "docker run -d \\\n  --name web \\\n  nginx"),
            ("bash", "export PUMP=north\n./pump --all   # все"),
            ("console", "$ docker ps\nCONTAINER ID   IMAGE"),
            ("console", "ivan@stage:~$ df -h /"),
            ("console", "docker pull postgres:16\n16: Pulling from library/postgres"),
            ("pycon", ">>> sum([1, 2])\n3"),
            ("powershell", "Get-ChildItem -Path C:\\ -Recurse | Where-Object { $_.Length -gt 1MB }"),
            ("sql", "SELECT name, COUNT(*) AS cnt\nFROM orders\nGROUP BY name;"),
            ("sql", "select id from users where age > 18;"),
            ("sql", "VACUUM FULL orders;\nREINDEX TABLE orders;"),
            ("sql", "-- fast\nCREATE INDEX pumps_by_age ON pumps (age);"),
            ("dockerfile", "FROM node:20-alpine\nWORKDIR /app\nRUN npm ci\nCMD [\"node\", \"server.js\"]"),
            ("python", "parts = line.split()\nif len(parts) < 4:\n    continue"),
            ("python", "from pathlib import Path\n\nprint(Path('.'))"),
            ("js", "for (let i = 0; i < 3; i++) {\n  console.log(i);\n}"),
            ("ts", "interface Pump {\n  name: string;\n}"),
            ("java", "public class A {\n    @Override\n    public int x() { return 1; }\n}"),
            ("cs", "using System;\nConsole.WriteLine(\"hi\");"),
            ("c", "#include <stdio.h>\nint main(void) { return 0; }"),
            ("cpp", "#include <iostream>\nint main() { std::cout << 1; }"),
            ("go", "if err != nil {\n\treturn err\n}"),
            ("rust", "fn main() {\n    let mut a = 1;\n}"),
            ("ruby", "def hi\n  puts \"hi\"\nend"),
            ("php", "<?php\necho 1;"),
            ("css", ".a {\n  color: red;\n}\n\n@media (max-width: 600px) {\n  .a { color: blue; }\n}"),
            ("html", "<div>\n  <p>Oak</p>\n</div>"),
            ("xml", "<pumps>\n  <pump name=\"north\">\n    <power>40</power>\n  </pump>\n</pumps>"),
            ("json", "{\"a\": 1}"),
            ("yaml", "services:\n  web:\n    image: nginx"),
            ("diff", "--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-print(1)\n+print(2)"),
            ("ini", "[Unit]\nDescription=pump"),
            ("ini", "DB_HOST=localhost\nDB_PORT=5432"),
            ("toml", "[package]\nname = \"pump\""),
            ("nginx", "server {\n    listen 80;\n    root /srv;\n}"),
            ("nginx", "location / {\n    proxy_pass http://app;\n}"),
        ] {
            assert_eq!(find(code), Some(lang), "{code}");
        }
    }

    #[test]
    fn what_is_printed_or_unclear_has_no_language() {
        for code in [
            "2031-05-02 03:00:01 INFO start\n2031-05-02 03:12:44 ERROR shed is not reachable",
            "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\n    main()\nKeyError: 'a'",
            "photos\n├── raw\n└── small",
            "CONTAINER ID   IMAGE\nab12           nginx",
            " id | name\n----+-------\n  1 | oak\n(1 row)",
            "LOG:  automatic vacuum of table \"shop.orders\": index scans: 1\n    pages: 0 removed",
            "0 3 * * 2,5 /usr/local/bin/copy-photos.sh",
            "# systemctl restart cron",
            "Анна   2  900",
            ".git\nspool/\n*.log",
            "denied: mailbox belongs to another user",
            "Host shed\n    HostName 198.51.100.7\n    User olga",
            "<VirtualHost *:80>\n    ServerName a.example\n</VirtualHost>",
            "x = (1 + 2)",
            "update your pumps",
            "error[E0382]: borrow of moved value",
        ] {
            assert_eq!(find(code), None, "{code}");
        }
    }
}
