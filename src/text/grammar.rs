//! Grammars of code, from `syntect`: which stretches of it are what, and where its comments are.
//!
//! In comes code and the name of its language as Markdown fences write it, out come stretches with the scopes a grammar
//! gives them. Many lines of a here-document and a `#` in a text of several lines are no comments: a grammar knows.

use std::{
    cell::RefCell,
    collections::HashMap,
    rc::Rc,
    sync::{Arc, LazyLock},
};

use syntect::{
    parsing::{ParseState, Scope, ScopeStack, ScopeStackOp, SyntaxSet},
    util::LinesWithEndings,
};

use super::Span;
use crate::memo::{Key, Memo};

/// Longer code (bytes) is not parsed: the grammars are regular expressions, and time must stay bounded.
const LONGEST: usize = 256 * 1024;

/// The comments of so many pieces of code are kept in mind: each is asked for in each language, by the catalog and by the
/// page.
const KEPT: usize = 2000;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Calls `each` with every stretch of the code, in order and without gaps, and the scopes it stands in. `None` where the
/// language has no grammar, or the grammar fails.
pub fn parse(lang: &str, code: &str, each: &mut dyn FnMut(Span, &ScopeStack)) -> Option<()> {
    let lang = match lang {
        "console" | "shell" | "shellsession" | "shell-session" => "bash",
        "pycon" => "python",
        "ts" | "typescript" => "js",
        "yml" => "yaml",
        lang => lang,
    };
    let syntax = SYNTAXES.find_syntax_by_token(lang).filter(|_| code.len() <= LONGEST)?;
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut start = 0;
    for line in LinesWithEndings::from(code) {
        let mut done = 0;
        for (at, change) in &*parse_line(&mut state, line)? {
            each(Span::new(start + done, start + at), &stack);
            done = *at;
            stack.apply(change).ok()?;
        }
        each(Span::new(start + done, start + line.len()), &stack);
        start += line.len();
    }
    Some(())
}

/// What changes in a line, and where.
type Changes = Rc<[(usize, ScopeStackOp)]>;

/// A line that was parsed: the state before it, what changes in it, and the state behind it.
type Parsed = (ParseState, Changes, ParseState);

/// Parses a line, and goes on to the state behind it. The manifests of a book have most of their lines in common, and a
/// grammar takes its time: what a line is in a state is kept in mind.
fn parse_line(state: &mut ParseState, line: &str) -> Option<Changes> {
    /// The most lines that are kept in a thread, the longest in bytes, and in how many states each.
    const LINES: usize = 2000;
    const LENGTH: usize = 120;
    const STATES: usize = 4;
    thread_local! {
        static KNOWN: RefCell<HashMap<String, Vec<Parsed>>> = RefCell::default();
    }
    let known = KNOWN.with_borrow(|known| {
        let (_, changes, after) = known.get(line)?.iter().find(|(before, ..)| before == state)?;
        Some((Rc::clone(changes), after.clone()))
    });
    if let Some((changes, after)) = known {
        *state = after;
        return Some(changes);
    }
    let before = state.clone();
    let changes: Changes = state.parse_line(line, &SYNTAXES).ok()?.into();
    if line.len() <= LENGTH {
        KNOWN.with_borrow_mut(|known| {
            if known.len() >= LINES {
                known.clear();
            }
            let states = known.entry(line.to_owned()).or_default();
            if states.len() < STATES {
                states.push((before, Rc::clone(&changes), state.clone()));
            }
        });
    }
    Some(changes)
}

/// The comments of the code, line by line, marker included; none where the language has no grammar. What the first line
/// tells the system (`#!`) is none.
pub fn comments(lang: &str, code: &str) -> Vec<Span> {
    static MEMO: Memo<Arc<[Span]>> = Memo::new(KEPT);
    MEMO.get(Key::of(&[lang, code]), || find_comments(lang, code).into()).to_vec()
}

fn find_comments(lang: &str, code: &str) -> Vec<Span> {
    static COMMENT: LazyLock<Option<Scope>> = LazyLock::new(|| Scope::new("comment").ok());
    let Some(comment) = *COMMENT else { return Vec::new() };
    let mut out: Vec<Span> = Vec::new();
    parse(lang, code, &mut |span, stack| {
        if span.start == span.end || !stack.as_slice().iter().any(|scope| comment.is_prefix_of(*scope)) {
            return;
        }
        match out.last_mut() {
            Some(last) if last.end == span.start && !code[..span.start].ends_with('\n') => last.end = span.end,
            _ => out.push(span),
        }
    });
    for span in &mut out {
        span.end = span.start + code[span.range()].trim_end().len();
    }
    out.retain(|span| span.start < span.end && !(span.start == 0 && code.starts_with("#!")));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'c>(lang: &str, code: &'c str) -> Vec<&'c str> {
        comments(lang, code).into_iter().map(|span| &code[span.range()]).collect()
    }

    /// What unmarked code is named as has a grammar, and a prompt begins no comment.
    #[test]
    fn names_have_grammars_and_prompts_are_no_comments() {
        for lang in ["js ts python java c cpp cs go rust ruby php sql css html xml json yaml bash console diff pycon"]
            .iter()
            .flat_map(|names| names.split(' '))
        {
            assert!(parse(lang, "a", &mut |_, _| {}).is_some(), "{lang}");
        }
        assert_eq!(
            found("console", "root@web:~# ls\nolga@shed:~$ ls # да\nshop=# SELECT 1;\nmysql> SELECT 1;\n"),
            ["# да"]
        );
    }

    /// A line is what the lines before it make of it, also when the same line was met before in another place.
    #[test]
    fn a_line_that_is_known_is_what_its_place_makes_of_it() {
        let code = "a: |\n  # data\nb: 1\n# comment\n  # data\n";
        for _ in 0..3 {
            assert_eq!(found("yaml", code), ["# comment", "# data"]);
            assert_eq!(found("yaml", "b: 1\n  # data\n"), ["# data"]);
            let mut scopes = Vec::new();
            parse("yaml", code, &mut |span, stack| scopes.push((span, stack.to_string()))).expect("a grammar");
            let fresh = std::thread::spawn(|| {
                let mut scopes = Vec::new();
                parse("yaml", code, &mut |span, stack| scopes.push((span, stack.to_string()))).expect("a grammar");
                scopes
            });
            assert_eq!(scopes, fresh.join().expect("no panic"));
        }
    }

    #[test]
    fn comments_are_told_from_data() {
        assert_eq!(
            found("bash", "#!/bin/sh -e\n# да\ncat <<EOF\n# нет\nEOF\necho 'a\n# нет\n' # да\n"),
            ["# да", "# да"]
        );
        assert_eq!(found("console", "kubectl get pods # все\n"), ["# все"]);
        assert_eq!(found("python", "s = \"\"\"\n# нет\n\"\"\"\nx = 1  # да\n"), ["# да"]);
        assert_eq!(found("rust", "let a = \"// нет\"; // да\n"), ["// да"]);
        assert_eq!(found("sql", "select '-- нет'; -- да\n"), ["-- да"]);
        assert_eq!(found("no-such-language", "# да\n"), Vec::<&str>::new());
    }
}
