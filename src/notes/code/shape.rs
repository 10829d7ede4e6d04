//! Code that is known by its shape alone, though nothing says so: data that parses, blocks in brackets, sections of
//! settings, tables and errors as a terminal prints them.

use saphyr_parser::{Event, Parser};

use super::{
    super::lines::Line,
    extent::{Found, count_brackets, lines_of_code},
    family, join, listed, markup, prose,
};
use crate::text::Source;

/// The longest stretch that is looked at, in lines.
const LONGEST: usize = 2000;
/// After so many lines that came to nothing no more shapes are looked for.
pub(super) const MOST_LOOKED: usize = 100 * LONGEST;

/// So many lines of comments may stand before code.
const MOST_COMMENTS: usize = 8;

/// How many lines are code, and in which language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) lang: Option<&'static str>,
    pub(super) count: usize,
}

/// The code that `lines` begin with. What was looked at in vain is added to `looked`.
pub(super) fn find(source: &Source, lines: &[Line<'_>], foreign: bool, looked: &mut usize) -> Option<Shape> {
    if *looked > MOST_LOOKED {
        return None;
    }
    let near = &lines[..lines.len().min(LONGEST)];
    let plain = |count| Shape { lang: None, count };
    json(source, lines, looked)
        .or_else(|| yaml(source, near, foreign, looked))
        .or_else(|| terminal_table(near).map(plain))
        .or_else(|| trace(near).map(plain))
        .or_else(|| settings(near, foreign, looked))
        .or_else(|| python(near, foreign))
        .or_else(|| markup::find(near, looked))
        .or_else(|| braces(near, looked))
        .or_else(|| shell_block(near, foreign, looked).map(plain))
        .or_else(|| ended(near, looked).map(plain))
}

/// An object or an array of JSON that parses. `[1]` is a footnote, so an array has several lines or holds an object.
pub(super) fn json(source: &Source, lines: &[Line<'_>], looked: &mut usize) -> Option<Shape> {
    let (first, last) = (lines.first()?, lines.last()?);
    let opens = first.text.starts_with('[')
        || first.text == "{"
        || first.text.starts_with("{\"")
        || first.text.starts_with("{ \"");
    if !opens {
        return None;
    }
    let rest = &source.text()[first.span.start..last.span.end];
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<serde::de::IgnoredAny>();
    match values.next()? {
        Ok(_) => {
            let end = first.span.start + values.byte_offset();
            let count = lines.iter().take_while(|line| line.span.end <= end).count();
            let text = &source.text()[first.span.start..end];
            let whole = count.checked_sub(1).and_then(|last| lines.get(last)).is_some_and(|last| last.span.end == end);
            let data = text.contains("\":") || text.contains("\" :") || count > 1 && text.starts_with('[');
            *looked += if whole && data { 0 } else { count };
            (whole && data).then_some(Shape { lang: Some("json"), count })
        }
        Err(error) => {
            *looked += error.line();
            None
        }
    }
}

/// Keys that the files of tools begin with.
const ROOTS: &str = "\
    apiVersion exporters jobs networks pipeline processors receivers repos scrape_configs services spring stages \
    steps tasks variables volumes";

/// A mapping with keys below keys. Everyday labels have no others below them, or words behind them.
fn yaml(source: &Source, lines: &[Line<'_>], foreign: bool, looked: &mut usize) -> Option<Shape> {
    let comment = |line: &&Line<'_>| line.text.starts_with("# ") || line.text == "---";
    let before = lines.iter().take(MOST_COMMENTS).take_while(comment).count();
    let (first, next) = (lines.get(before)?, lines.get(before + 1)?);
    let (key, _) = pair(first.text)?;
    let glued = before == 0 || first.gap == 0;
    let small = key.starts_with(|c: char| c.is_ascii_lowercase());
    // Everyday labels begin with a capital, but have none inside.
    let inner = |line: &Line<'_>| pair(line.text).is_some_and(|(key, _)| has_inner_capital(key));
    let named = || lines.iter().take_while(|line| line.gap <= 1).take(MOST_COMMENTS * 2).any(inner);
    // An item of several keys: `- name: …` with `hosts: …` set in below.
    let item = first.text.starts_with("- ");
    let keys = !item || next.gap == 0 && next.indent == first.indent + 2 && pair(next.text).is_some();
    if !glued || !(small || !item && named()) || !keys || next.indent < first.indent {
        return None;
    }
    let mut count = lines_of_code(Some("yaml"), None, lines, Found::by_shape(foreign))?;
    // What stands behind a blank line may be no part of it.
    for _ in 0..3 {
        let block = &lines[..count];
        if !(block.len() > 2 && has_nested_keys(block)) {
            break;
        }
        let margin = first.indent + if item { 2 } else { 0 };
        if is_technical(block, margin) && is_structured(&join(source, block.iter().copied()).text) {
            return Some(Shape { lang: Some("yaml"), count });
        }
        count = block.iter().rposition(|line| line.gap > 0).unwrap_or_default();
    }
    *looked += count.max(1);
    None
}

/// `key: value`, perhaps as an item.
fn pair(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.trim_start_matches("- ").split_once(':')?;
    let value = value.split(" #").next().unwrap_or_default();
    (family::is_key(key) && (value.is_empty() || value.starts_with(' '))).then(|| (key, value.trim()))
}

/// Whether a key without a value has another key, and no item, below it.
fn has_nested_keys(lines: &[Line<'_>]) -> bool {
    let mut code = lines.iter().filter(|line| !line.text.starts_with('#'));
    let mut before = code.next();
    code.any(|line| {
        let below = before.is_some_and(|before| {
            line.indent > before.indent && line.gap == 0 && pair(before.text).is_some_and(|(_, value)| value.is_empty())
        });
        before = Some(line);
        below && !line.text.starts_with('-') && pair(line.text).is_some()
    })
}

/// Whether a mapping is one for programs: of a known tool, or no words for values and something that only programs read.
fn is_technical(lines: &[Line<'_>], margin: usize) -> bool {
    let mut pairs = lines.iter().filter_map(|line| Some((line, pair(line.text)?)));
    if pairs.clone().any(|(line, (key, _))| line.indent == margin && listed(ROOTS, key)) {
        return true;
    }
    let wordy = |value: &str| value.contains(' ') && prose::is_words(value) && !value.starts_with(['"', '\'']);
    let sign = |value: &str| {
        value.starts_with(['"', '\'', '$', '/', '[', '{', '&', '*', '|', '>'])
            || matches!(value, "true" | "false" | "null")
            || !value.contains(' ') && value.trim_end_matches('.').contains(['/', '_', '.', ':', '='])
    };
    let words = pairs.clone().any(|(_, (_, value))| wordy(value));
    !words && pairs.any(|(_, (key, value))| sign(value) || key.contains('_'))
}

/// `BucketName`, `apiVersion`.
pub(super) fn has_inner_capital(key: &str) -> bool {
    key.as_bytes().windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
}

/// Whether a text is YAML without a mistake, and a mapping or a list of mappings.
fn is_structured(text: &str) -> bool {
    let mut root = None;
    for event in Parser::new_from_str(text) {
        let Ok((event, _)) = event else { return false };
        if !matches!(event, Event::StreamStart | Event::DocumentStart(_) | Event::Nothing) {
            root.get_or_insert(matches!(event, Event::MappingStart(..) | Event::SequenceStart(..)));
        }
    }
    root == Some(true)
}

/// The table that a database prints: a rule of `-` and `+` below its head, or a frame.
fn terminal_table(lines: &[Line<'_>]) -> Option<usize> {
    let [first, next, ..] = lines else { return None };
    let rule = |text: &str| text.starts_with("--") && text.contains('+') && text.chars().all(|c| "-+".contains(c));
    let frame = |text: &str| text.starts_with("+-") && text.ends_with('+') && text.chars().all(|c| "-=+".contains(c));
    let ruled = first.text.contains(" | ") && rule(next.text) && next.gap == 0;
    if !(ruled || frame(first.text) && next.text.starts_with('|') && next.gap == 0) {
        return None;
    }
    let row = |line: &&Line<'_>| {
        line.gap == 0 && if ruled { line.text.contains('|') } else { line.text.starts_with('|') || frame(line.text) }
    };
    let rows = 2 + lines.iter().skip(2).take_while(row).count();
    // "(3 rows)", «(3 строки)», "3 rows in set (0.00 sec)".
    let total = lines.get(rows).is_some_and(|line| {
        let bare = line.text.trim_start_matches('(');
        let (framed, words) = (bare.len() < line.text.len() && bare.ends_with(')'), line.words());
        let number = bare.starts_with(|c: char| c.is_ascii_digit());
        line.gap == 0 && number && (framed && words == 2 || line.text.contains(" in set"))
    });
    Some(rows + usize::from(total))
}

/// The way to an error: Python's traceback with the error behind it, lines with `at` below the error elsewhere.
fn trace(lines: &[Line<'_>]) -> Option<usize> {
    let first = lines.first()?;
    let deeper = |line: &&Line<'_>| line.gap == 0 && line.indent > first.indent;
    if first.text == "Traceback (most recent call last):" {
        let calls = 1 + lines.iter().skip(1).take_while(deeper).count();
        let error = lines.get(calls).filter(|line| line.gap == 0 && is_error(line.text));
        return (calls > 1).then_some(calls + usize::from(error.is_some()));
    }
    let place = |line: &Line<'_>| line.text.starts_with("at ") && line.text.contains([':', '(']);
    let call = |line: &&Line<'_>| {
        deeper(line) && (place(line) || line.text.starts_with("... "))
            || line.gap == 0 && line.text.starts_with("Caused by: ")
    };
    let error = first.text.contains("Error") || first.text.contains("Exception");
    let begins = error && lines.get(1).is_some_and(|next| deeper(&next) && place(next));
    begins.then(|| 1 + lines.iter().skip(1).take_while(call).count())
}

/// `module.SomeError: what happened`.
fn is_error(text: &str) -> bool {
    let name = text.split(':').next().unwrap_or_default();
    name.is_ascii() && name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.contains(' ')
}

/// `[Section]` with `key = value` below it, or several `KEY=value`.
fn settings(lines: &[Line<'_>], foreign: bool, looked: &mut usize) -> Option<Shape> {
    let [first, next, ..] = lines else { return None };
    let value =
        |line: &Line<'_>| line.text.split_once('=').is_some_and(|(key, _)| family::is_key(key.trim())) && line.gap == 0;
    let begins = is_section(first.text) && value(next)
        || [first, next].into_iter().all(|line| is_variable(line.text)) && next.gap == 0;
    if !begins {
        return None;
    }
    let count = lines_of_code(Some("ini"), None, lines, Found::by_shape(foreign))?;
    let own = |line: &Line<'_>| line.text.contains('=') || is_section(line.text) || line.gap == 0;
    // A word behind a blank line has the form of a key without a value.
    let count = lines[..count].iter().take_while(|line| own(line) || line.text.starts_with(['#', ';'])).count();
    *looked += 1;
    (count > 1).then_some(Shape { lang: is_section(first.text).then_some("ini"), count })
}

fn is_section(text: &str) -> bool {
    let name = text.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or_default();
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '[')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.:/\"[] ".contains(c))
}

/// `DB_HOST=localhost`.
pub(super) fn is_variable(text: &str) -> bool {
    let text = text.strip_prefix("export ").unwrap_or(text);
    text.split_once('=').is_some_and(|(key, value)| {
        key.starts_with(|c: char| c.is_ascii_uppercase())
            && key.len() > 2
            && key.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
            && !value.starts_with(' ')
    })
}

/// Python: a definition or a loop with lines indented below it, or imports.
fn python(lines: &[Line<'_>], foreign: bool) -> Option<Shape> {
    let before = |line: &&Line<'_>| line.text.starts_with("# ") || line.text.starts_with('@');
    let at = lines.iter().take(MOST_COMMENTS).take_while(before).count();
    let (first, behind) = lines.get(at..)?.split_first()?;
    if lines.get(1..=at).is_some_and(|lines| lines.iter().any(|line| line.gap > 0)) {
        return None;
    }
    let next = behind.iter().take(MOST_COMMENTS).find(|line| !line.text.starts_with('#'));
    let below = next.filter(|next| next.indent > first.indent);
    let controls = [("for ", " in "), ("with ", " as "), ("if ", ""), ("while ", ""), ("try:", "")];
    let controls = first.text.ends_with(':')
        && controls.iter().any(|(word, link)| first.text.starts_with(word) && first.text.contains(link));
    let is_python = is_definition(first.text) && below.is_some()
        || controls && below.is_some_and(|line| is_step(line.text))
        || first.text.starts_with("from ") && is_import(first.text)
        // "import cars" may be a jotting, if no other code follows.
        || is_import(first.text)
            && behind.iter().take(4).take_while(|line| line.gap <= 2).any(|line| {
                is_import(line.text) || is_definition(line.text) || line.text.is_ascii() && is_step(line.text)
            });
    let count = is_python.then(|| lines_of_code(Some("python"), None, lines, Found::by_shape(foreign)))??;
    Some(Shape { lang: Some("python"), count })
}

/// `def name(…):`, `class Name:`.
pub(super) fn is_definition(text: &str) -> bool {
    let text = text.strip_prefix("async ").unwrap_or(text);
    let name = |text: &str| family::is_key(text.split([':', '(']).next().unwrap_or_default());
    let class = text.strip_prefix("class ").is_some_and(|class| class.starts_with(char::is_uppercase) && name(class));
    let function = text.strip_prefix("def ").is_some_and(|function| function.contains(')') && name(function));
    text.ends_with(':') && (class || function)
}

/// `import module`, `from module import name`.
pub(super) fn is_import(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().take(5).collect();
    match words[..] {
        ["from", module, "import", ..] => family::is_key(module) && text.is_ascii(),
        ["import", module] | ["import", module, "as", _] => family::is_key(module),
        _ => false,
    }
}

/// What a body of Python may begin with.
pub(super) fn is_step(text: &str) -> bool {
    let word = text.split([' ', '(']).next().unwrap_or_default();
    family::is_call(text)
        || text.split_once('=').is_some_and(|(name, _)| family::is_key(name.trim_end()))
        || listed("break continue pass raise return yield print", word)
}

/// Blocks in braces and statements with semicolons, up to where all brackets are closed.
fn braces(lines: &[Line<'_>], looked: &mut usize) -> Option<Shape> {
    let first = lines.first()?;
    let begins = opens(first.text) || declares(first.text);
    if !begins {
        return None;
    }
    let comment = |line: &Line<'_>| ["//", "/*", "*", "# "].iter().any(|sign| line.text.starts_with(sign));
    let (mut depth, mut end) = (0, 0);
    for (at, line) in lines.iter().enumerate() {
        if comment(line) {
            continue;
        }
        let prose = prose::is_prose(line.text) && line.indent <= first.indent;
        if prose || depth == 0 && at > 0 && !(opens(line.text) || declares(line.text) || is_statement(line)) {
            break;
        }
        count_brackets(&mut depth, line.text);
        if depth == 0 {
            end = at + 1;
        }
    }
    let good = end > 2 || end > 0 && declares(first.text);
    *looked += if good { 0 } else { lines.len() };
    let lang = listed("const let function async", first.text.split(' ').next()?).then_some("js");
    good.then_some(Shape { lang, count: end })
}

/// `server {`, `app.get('/', (req, res) => {`: a line that opens a block.
fn opens(text: &str) -> bool {
    let head = text.strip_suffix('{').unwrap_or_default().trim_end();
    text.ends_with('{')
        && head.is_ascii()
        && head.starts_with(|c: char| c.is_ascii_alphabetic() || ".@_$".contains(c))
        && !head.ends_with([',', '.', ';', '!', '?'])
}

/// `const app = express();`, `import java.util.List;`: a declaration with its end.
fn declares(text: &str) -> bool {
    let Some((word, rest)) = text.split_once(' ') else { return false };
    let named = listed("const let var export public private static", word) && rest.contains('=')
        || word == "import" && (rest.trim_end_matches(';').ends_with(['\'', '"']) || !rest.contains(' '))
        || listed("use using package", word) && rest.contains(['.', ':', '\\']) && !rest.contains(". ");
    named && text.ends_with([';', '{', '(']) || word == "#include" && rest.ends_with(['>', '"'])
}

/// `});`, `app.listen(80);`.
fn is_statement(line: &Line<'_>) -> bool {
    let text = line.text;
    text.starts_with(|c: char| c.is_ascii())
        && (text.starts_with(['}', ')', ']'])
            || text.ends_with(';') && (family::is_call(text) || family::is_assignment(text) || line.words() < 3)
            // A function on a line of its own.
            || text.ends_with('}') && text.split_once('{').is_some_and(|(head, _)| head.trim_end().ends_with(')')))
}

/// Definitions that end with an `end` of their own, as Ruby and Lua have them.
fn ended(lines: &[Line<'_>], looked: &mut usize) -> Option<usize> {
    let opens = |line: &&Line<'_>| {
        let (word, name) = line.text.split_once(' ').unwrap_or_default();
        let name = name.split(['(', ' ']).next().unwrap_or_default();
        listed("class def defmodule function local module", word) && family::is_key(name)
    };
    let mut count = 0;
    while let Some(line) = lines.get(count).filter(|line| count == 0 || line.gap <= 1).filter(opens) {
        let closes = |below: &Line<'_>| below.text == "end" && below.indent == line.indent;
        let below = |below: &&Line<'_>| below.indent > line.indent || closes(below);
        let body = lines[count + 1..].iter().take_while(below).position(closes);
        let Some(end) = body else {
            *looked += lines[count..].len();
            break;
        };
        count += end + 2;
    }
    (count > 0).then_some(count)
}

/// A loop or a condition of a shell, up to its end and what is run behind it.
fn shell_block(lines: &[Line<'_>], foreign: bool, looked: &mut usize) -> Option<usize> {
    let [first, next, ..] = lines else { return None };
    let word = first.text.split_whitespace().next()?;
    let (opening, closing) = match word {
        "for" | "while" | "until" => ("do", "done"),
        "if" => ("then", "fi"),
        _ => return None,
    };
    let opened = first.text.rsplit_once(';').is_some_and(|(_, last)| last.trim() == opening) || next.text == opening;
    if !opened {
        return None;
    }
    let closes =
        |line: &Line<'_>| line.indent == first.indent && line.text.split([' ', ';', '|']).next() == Some(closing);
    let Some(end) = lines.iter().position(closes) else {
        *looked += lines.len();
        return None;
    };
    let count = lines_of_code(Some("bash"), None, lines, Found::by_shape(foreign))?;
    *looked += if end < count { 0 } else { count };
    (end < count).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::lines;

    fn shape(text: &str) -> Option<(Option<&'static str>, usize)> {
        let source = Source::new("a.txt", text);
        let lines = lines::lines(&source, source.whole());
        let found = find(&source, &lines, source.is_cyrillic(), &mut 0)?;
        Some((found.lang, found.count))
    }

    #[test]
    fn keys_below_keys_are_yaml() {
        let service =
            "name: deploy\non:\n  push:\n    branches: [main]\n\njobs:\n  build:\n    steps:\n      - run: make";
        assert_eq!(shape(&format!("{service}\n\nПосле этого сборка идёт сама.\n")), Some((Some("yaml"), 8)));
        assert_eq!(shape("logging:\n  level:\n    root: info\n  file: /var/log/app.log\n"), Some((Some("yaml"), 4)));
        let stack = "Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: logs";
        assert_eq!(shape(&format!("{stack}\n\nGo on.\n")), Some((Some("yaml"), 5)));
        let play = "- name: Install\n  hosts: web\n  tasks:\n    - name: nginx\n      apt:\n        name: nginx";
        assert_eq!(shape(&format!("{play}\n\nОн ставит nginx.\n")), Some((Some("yaml"), 6)));
        for prose in [
            "Contact:\n  Phone: 555/1234\n  Mail: ann@example.org\n",
            "- name: Ann\n  role: cook\n  likes: bread\n",
            "- name: the oven\n- size: 2/3\n",
            "Цель: собрать домик\nСрок: до осени\nБюджет: небольшой\n",
            "goal: build a shed\ndeadline: in autumn\nbudget: small\n",
            "groceries:\n  milk: two bottles\n  bread: one loaf\n",
            "plan:\n  - wash the car\n  - call mum\n",
            "Monday:\n  Breakfast: oats\n  Lunch: soup\n",
            "jobs:\n  broken: [\n  other: 1\n",
        ] {
            assert_eq!(shape(prose), None, "{prose}");
        }
    }

    #[test]
    fn data_that_parses_is_json() {
        assert_eq!(shape("{\n  \"city\": \"Омск\",\n  \"wind\": 7\n}\nВетер слабый.\n"), Some((Some("json"), 4)));
        assert_eq!(shape("[\n  1,\n  2\n]\n"), Some((Some("json"), 4)));
        assert_eq!(shape("{\"ok\": true}\n"), Some((Some("json"), 1)));
        for prose in ["[1] Smith, A history of bread.\n", "[2]\n", "{\n", "{\"a\": 1} и так далее\n", "[1, 2]\n"]
        {
            assert_eq!(shape(prose), None, "{prose}");
        }
    }

    #[test]
    fn programs_and_settings_have_their_forms() {
        let nginx = "upstream app {\n    server app:80;\n}\n\nserver {\n    # главная\n    location / {\n    }\n}";
        assert_eq!(shape(&format!("{nginx}\n\nГотово (см. ниже)\n")), Some((None, 8)));
        let script = "const fs = require('fs');\n\nfs.watch('.', (kind) => {\n  console.log(kind);\n});";
        assert_eq!(shape(&format!("{script}\nThis watches the folder.\n")), Some((Some("js"), 4)));
        assert_eq!(shape("import csv\n\nrows = csv.reader(f)\n\nТеперь читаем.\n"), Some((Some("python"), 2)));
        assert_eq!(shape("@cache\ndef area(r):\n    return 3 * r\n"), Some((Some("python"), 3)));
        assert_eq!(
            shape("[Timer]\nOnCalendar=daily\n\n[Install]\nWantedBy=timers.target\n\nNext\n"),
            Some((Some("ini"), 4))
        );
        assert_eq!(shape("DB_HOST=localhost\nDB_PORT=5432\n"), Some((None, 2)));
        assert_eq!(shape("for f in *.jpg; do\n  convert \"$f\" small/\ndone\n"), Some((None, 3)));
        assert_eq!(shape("def hi\n  puts \"hi\"\nend\n\ndef ho\n  hi\nend\n\nDone.\n"), Some((None, 6)));
        assert_eq!(shape("#include <iostream>\nint main() { std::cout << 1; }\n\nDone.\n"), Some((None, 2)));
        for prose in [
            "def of a pump\nit pumps\nend\n",
            "class notes\n  chapter three\nend of it\n",
            "import taxes\nThey are high.\n",
            "class notes:\n  chapter three\n",
            "for all users:\n  a discount\n",
            "if it rains; do\nnot go out\n",
            "let me see;\nuse this, then that;\n",
            "[Updated]\nThe shop is open.\n",
            "export of grain (1913);\nimport of tea\n",
        ] {
            assert_eq!(shape(prose), None, "{prose}");
        }
    }

    #[test]
    fn a_terminal_prints_tables_and_errors() {
        let table = " id | name\n----+-------\n  1 | oak\n(1 row)";
        assert_eq!(shape(&format!("{table}\n\nOne tree.\n")), Some((None, 4)));
        assert_eq!(shape("+----+\n| id |\n+----+\n| 1  |\n+----+\n1 row in set (0.00 sec)\n"), Some((None, 6)));
        let trace =
            "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\n    main()\nKeyError: 'a'";
        assert_eq!(shape(&format!("{trace}\nКлюча нет.\n")), Some((None, 4)));
        assert_eq!(shape("java.io.IOException: gone\n\tat a.B.c(B.java:3)\nИ всё.\n"), Some((None, 2)));
        assert_eq!(shape("Error in the recipe\n  at the third step\n"), None);
    }
}
