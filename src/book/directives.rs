//! `{{#name …}}` in chapters: finding them, reading their words, refusing what leaves the book.

use std::collections::BTreeSet;

use crate::{
    diagnostics::{Diagnostic, code, nearest},
    glossary::marks,
    text::{Source, Span, day, markdown},
};

/// The directives a chapter may use.
pub const KNOWN: [&str; 12] = [
    "note",
    "example",
    "compare",
    "compare-manifests",
    "kinds",
    "glossary",
    "map",
    "raw",
    "date",
    "diagnostics",
    "term",
    "noterm",
];

/// Those that mark words inside a line, up to `{{/name}}`.
const INLINE: [&str; 2] = ["term", "noterm"];

/// What `{{#note …}}` takes besides the note.
const NOTE_OPTIONS: [&str; 5] = ["as", "item", "block", "heading", "level"];

/// mdBook's own; their first word is a path.
const MDBOOK: [&str; 5] = ["include", "rustdoc_include", "playground", "playpen", "title"];

/// A word of a directive and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// `{{#name word word key=value}}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// The whole of it, braces included.
    pub span: Span,
    /// Its name.
    pub name: Word,
    /// Words without a key.
    pub words: Vec<Word>,
    /// Words with a key: `as=table`. The value's place.
    pub options: Vec<(String, Word)>,
}

impl Directive {
    /// The value of an option.
    pub fn option(&self, key: &str) -> Option<&Word> {
        self.options.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }
}

/// Every directive of a Markdown text that does not stand in code; escaped ones (`\{{#…}}`) are left out.
pub fn find(text: &str) -> Vec<Directive> {
    if !text.contains("{{#") {
        return Vec::new();
    }
    let code = markdown::code_ranges(text);
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("{{#").map(|at| at + from) {
        from = at + 3;
        let Some(len) = text[at..].find("}}") else { break };
        let inside = &text[at + 3..at + len];
        if inside.contains('\n') || text[..at].ends_with('\\') || code.iter().any(|range| range.contains(&at)) {
            continue;
        }
        out.extend(read(inside, at + 3, Span::new(at, at + len + 2)));
        from = at + len + 2;
    }
    out
}

fn read(inside: &str, offset: usize, span: Span) -> Option<Directive> {
    let mut words = Vec::new();
    let mut options = Vec::new();
    for part in inside.split_whitespace() {
        // `part` is a slice of `inside`, so the distance of their addresses is its offset.
        let start = offset + (part.as_ptr() as usize - inside.as_ptr() as usize);
        match part.split_once('=') {
            Some((key, value)) if !words.is_empty() => {
                let at = start + key.len() + 1;
                options.push((key.to_owned(), Word { text: value.to_owned(), span: Span::new(at, at + value.len()) }));
            }
            _ => words.push(Word { text: part.to_owned(), span: Span::new(start, start + part.len()) }),
        }
    }
    (!words.is_empty()).then(|| Directive { span, name: words.remove(0), words, options })
}

/// Complains of directives nobody knows, and of mdBook's own where they would read outside the book.
pub fn check(source: &Source, chapter: &str, directives: &[Directive], paths: &BTreeSet<String>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for directive in directives {
        let name = directive.name.text.as_str();
        if MDBOOK.contains(&name) {
            let path = directive.words.first().filter(|_| name != "title");
            if let Some(path) = path.filter(|path| leaves(path.text.split(':').next().unwrap_or_default())) {
                out.push(Diagnostic::new(code::PATH_LEAVES_BOOK, source, path.span).arg("path", &path.text));
            } else if let Some(path) = directive.words.first().filter(|_| name != "title") {
                let folder = chapter.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
                let wanted =
                    format!("{folder}{}", path.text.split(':').next().unwrap_or_default().trim_start_matches("./"));
                if !paths.contains(&wanted) && !wanted.contains("..") {
                    let near = nearest(&wanted, paths.iter().map(String::as_str));
                    out.push(Diagnostic::new(code::FILE_MISSING, source, path.span).arg("path", &wanted).nearest(near));
                }
            }
            continue;
        }
        if !KNOWN.contains(&name) {
            out.push(
                Diagnostic::new(code::DIRECTIVE_UNKNOWN, source, directive.name.span)
                    .arg("name", name)
                    .nearest(nearest(name, KNOWN)),
            );
            continue;
        }
        let options: &[&str] = if name == "note" { &NOTE_OPTIONS } else { &[] };
        for (key, value) in directive.options.iter().filter(|(key, _)| !options.contains(&key.as_str())) {
            let span = Span::new(value.span.start - key.len() - 1, value.span.end);
            let near = nearest(key, options.iter().copied());
            out.push(
                Diagnostic::new(code::DIRECTIVE_ARGUMENT, source, span).arg("name", name).nearest(near).help("option"),
            );
        }
        let is_day = || matches!(directive.words.as_slice(), [word] if day::in_words(&word.text).is_some());
        if name == "date" && !is_day() {
            out.push(Diagnostic::new(code::DIRECTIVE_ARGUMENT, source, directive.span).arg("name", name).help("day"));
        }
        if !INLINE.contains(&name) && !stands_alone(source.text(), directive.span) {
            out.push(Diagnostic::new(code::DIRECTIVE_ARGUMENT, source, directive.span).arg("name", name).help("alone"));
        }
    }
    out.extend(unclosed(source));
    out.extend(marks::find(source.text()).1.into_iter().map(|mark| {
        let name = source.text()[mark.clone()].trim_matches(['{', '}', '#', '/']).split(' ').next().unwrap_or_default();
        Diagnostic::new(code::DIRECTIVE_ARGUMENT, source, mark).arg("name", name).help("pair")
    }));
    out
}

/// Whether a directive has its line to itself. What it becomes is blocks, and those have no place inside a line.
fn stands_alone(text: &str, span: Span) -> bool {
    let before = text[..span.start].rsplit('\n').next().unwrap_or_default();
    let after = text[span.end..].split('\n').next().unwrap_or_default();
    before.trim().is_empty() && after.trim().is_empty()
}

/// Directives that begin and do not end on their line.
fn unclosed(source: &Source) -> Vec<Diagnostic> {
    let text = source.text();
    let code = if text.contains("{{#") { markdown::code_ranges(text) } else { Vec::new() };
    let begun = text.match_indices("{{#").filter_map(|(at, _)| {
        let rest = text[at..].split('\n').next().unwrap_or_default();
        let name = rest[3..].split(|c: char| c.is_whitespace() || c == '}').next().unwrap_or_default();
        let open = KNOWN.contains(&name) && !rest.contains("}}") && !code.iter().any(|range| range.contains(&at));
        open.then(|| {
            Diagnostic::new(code::DIRECTIVE_ARGUMENT, source, at..at + rest.len()).arg("name", name).help("close")
        })
    });
    begun.collect()
}

/// Whether a path written in a book points outside of the folder it is relative to.
pub fn leaves(path: &str) -> bool {
    let mut depth = 0i64;
    for part in path.split(['/', '\\']) {
        depth += match part {
            ".." => -1,
            "" | "." => 0,
            _ => 1,
        };
        if depth < 0 {
            return true;
        }
    }
    path.starts_with(['/', '\\', '~']) || path.as_bytes().get(1) == Some(&b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_in_code_are_only_shown() {
        let text = "{{#note a.txt#b as=table}}\n\n`{{#map}}` \\{{#kinds}}\n\n```\n{{#glossary}}\n```\n{{#raw a b}}";
        let found = find(text);
        let names: Vec<_> = found.iter().map(|d| d.name.text.as_str()).collect();
        assert_eq!(names, ["note", "raw"]);
        assert_eq!(&text[found[0].words[0].span.range()], "a.txt#b");
        assert_eq!(found[0].option("as").map(|word| &text[word.span.range()]), Some("table"));
    }

    #[test]
    fn a_date_is_one_day() {
        for (text, found) in [
            ("{{#date 2024-02-29}}", 0),
            ("{{#date 2023-02-29}}", 1),
            ("{{#date}}", 1),
            ("{{#date 2024-02-29 10:00}}", 1),
        ] {
            let source = Source::new("a.md", text);
            assert_eq!(check(&source, "a.md", &find(text), &BTreeSet::new()).len(), found, "{text}");
        }
    }

    #[test]
    fn no_path_leaves_the_book() {
        for path in ["../a", "a/../../b", "/etc/passwd", "C:\\a", "..\\a", "~/a"] {
            assert!(leaves(path), "{path}");
        }
        for path in ["a", "a/b.yaml", "a/../b", "./a"] {
            assert!(!leaves(path), "{path}");
        }
    }

    #[test]
    fn a_broken_directive_is_text() {
        for text in ["{{#", "{{#}}", "{{# }}", "{{#note", "{{#note\n}}"] {
            assert_eq!(find(text), [], "{text}");
        }
    }
}
