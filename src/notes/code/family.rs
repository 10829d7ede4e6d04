//! What lines of code look like, language by language.

use super::{
    super::{lines::Line, speakers},
    command,
    extent::State,
    files, listed, marks, prose,
};
use crate::text::words;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Code,
    Either,
    Prose,
}

/// Languages that look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Yaml,
    Shell,
    Dockerfile,
    /// `key = value` and `[section]`.
    Keys,
    Python,
    Sql,
    Diff,
    Markup,
    /// No language, or rows of data: a blank line and a sentence end it.
    Text,
    /// Brackets, semicolons, keywords.
    Braces,
}

impl Family {
    pub(super) fn of(lang: &str) -> Self {
        match lang {
            "yaml" | "yml" | "docker-compose" => Self::Yaml,
            "bash" | "sh" | "shell" | "console" | "zsh" | "fish" | "powershell" | "cmd" | "bat" | "batch"
            | "shell-session" | "git" | "http" => Self::Shell,
            "docker" | "dockerfile" => Self::Dockerfile,
            "ini" | "toml" | "conf" | "properties" | "env" | "dotenv" | "systemd" | "gitignore" => Self::Keys,
            "py" | "python" | "python3" | "makefile" | "ruby" | "elixir" | "nix" => Self::Python,
            "sql" | "plsql" | "postgresql" | "cypher" => Self::Sql,
            "diff" => Self::Diff,
            "html" | "xml" | "svelte" | "vue" | "jinja" | "jinja2" => Self::Markup,
            "" | "text" | "txt" | "plaintext" | "csv" | "md" | "markdown" | "latex" | "gherkin" | "mermaid"
            | "typst" => Self::Text,
            _ => Self::Braces,
        }
    }

    pub(super) fn heredoc(self, text: &str) -> Option<String> {
        if !matches!(self, Self::Shell | Self::Dockerfile) {
            return None;
        }
        let (_, behind) = text.split_once("<<")?;
        let word = behind.trim_start_matches('-').trim_start();
        let word: String = word
            .trim_start_matches(['\'', '"'])
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect();
        (!word.is_empty() && word.starts_with(|c: char| c.is_ascii_alphabetic())).then_some(word)
    }

    pub(super) fn verdict(self, line: &Line<'_>, state: &State<'_>) -> Verdict {
        let text = line.text;
        if state.open.is_some() {
            return Verdict::Code;
        }
        let deeper = state.before.is_some() && line.indent > state.margin;
        if self != Self::Text
            && (state.depth > 0 || state.continues())
            && !(line.indent == 0 && prose::is_sentence(text))
        {
            return Verdict::Code;
        }
        if deeper && !prose::looks_like_a_sentence(text) && self != Self::Text {
            return Verdict::Code;
        }
        if self.is_comment(text) {
            return Verdict::Code;
        }
        // On the heels of a command a program may answer in sentences that begin with its name.
        let telling = matches!(self, Self::Shell | Self::Dockerfile | Self::Python | Self::Sql | Self::Braces);
        let output = line.gap == 0 && (state.prompt || self == Self::Shell && state.foreign && text.is_ascii());
        let ended = self == Self::Sql || line.gap == 0;
        let told = || state.before.is_some() && !output && prose::tells_of_code(text, ended);
        if telling && !text.starts_with('<') && told() {
            return Verdict::Prose;
        }
        // Behind a prompt programs may answer in sentences, and in a note of another script behind any command, but with
        // full stops where a prompt is.
        if self == Self::Shell
            && (state.prompt || state.foreign && state.before.is_some())
            && line.gap == 0
            && text.is_ascii()
            && (state.foreign && state.prompt || !text.ends_with(['.', ':']))
        {
            return Verdict::Either;
        }
        if self != Self::Text && prose::is_prose(text) && !self.has_form(line, state) {
            return Verdict::Prose;
        }
        match self {
            Self::Text if prose::looks_like_a_sentence(text) && line.gap > 0 => Verdict::Prose,
            Self::Text => Verdict::Either,
            _ if self.has_form(line, state) => Verdict::Code,
            // What is neither of the language nor a sentence: output of a command, but in other languages hardly anything.
            Self::Shell => Verdict::Either,
            _ if line.gap == 0 && !prose::is_words(text) => Verdict::Either,
            _ => Verdict::Prose,
        }
    }

    pub(super) fn is_comment(self, text: &str) -> bool {
        match self {
            Self::Yaml | Self::Shell | Self::Dockerfile | Self::Python => text.starts_with('#'),
            Self::Keys => text.starts_with(['#', ';']),
            Self::Sql => text.starts_with("--"),
            Self::Markup => text.starts_with("<!--"),
            Self::Braces => ["//", "/*", "*/", "#", "--"].iter().any(|sign| text.starts_with(sign)),
            Self::Diff | Self::Text => false,
        }
    }

    /// Whether the line has the form of its language.
    fn has_form(self, line: &Line<'_>, state: &State<'_>) -> bool {
        let text = line.text;
        match self {
            Self::Yaml => is_yaml(line, state),
            Self::Shell => is_command(text, state),
            Self::Dockerfile => files::is_instruction(text),
            Self::Keys => {
                text.starts_with('[') && text.ends_with(']')
                    || text.split_once('=').is_some_and(|(key, _)| is_key(key.trim()))
                    || !text.contains(' ') && text.is_ascii()
            }
            Self::Python => is_python(text),
            Self::Sql => {
                let open =
                    state.before.is_some_and(|before| !before.text.ends_with(';') && !before.text.starts_with("--"));
                let first = text.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
                listed(SQL, &first.to_ascii_uppercase())
                    && (open || first.chars().all(|c| c.is_ascii_uppercase()) || text.ends_with([';', '(']))
                    || open && line.gap == 0 && text.is_ascii()
                    // Behind a blank line a statement begins with a word of the language.
                    || text.ends_with(';') && (open || line.gap == 0 || !text.starts_with(char::is_uppercase))
            }
            Self::Diff => {
                text.starts_with(['+', '-', '@'])
                    || ["diff ", "index ", "\\ No"].iter().any(|sign| text.starts_with(sign))
                    || state.before.is_some() && line.gap == 0 && line.indent > 0
            }
            Self::Markup => text.starts_with(['<', '{']) || text.ends_with('>'),
            Self::Braces => is_braces(text),
            Self::Text => false,
        }
    }
}

/// `key: value`, `- item`, a document's marker.
fn is_yaml(line: &Line<'_>, state: &State<'_>) -> bool {
    let text = line.text;
    if matches!(text, "---" | "..." | "]" | "}") {
        return true;
    }
    let mut rest = text;
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start();
    }
    if rest.len() < text.len() || text == "-" {
        // A list at the margin belongs to a key without a value, or to a list.
        let before = state.before.map(|before| before.text);
        return line.indent > state.margin
            || before.is_none_or(|before| before.ends_with(':') || before.starts_with('-'))
            || state.before.is_some_and(|before| before.indent > line.indent)
                && line.gap == 0
                && !prose::is_prose(rest);
    }
    let Some((key, value)) = rest.split_once(':') else { return false };
    let quoted = key.starts_with(['"', '\'']) && key.len() > 1;
    let plain = is_key(key) && !key.is_empty();
    // "Note: this starts the server." is a sentence: a capital, and words behind it.
    let sentence = key.starts_with(|c: char| c.is_ascii_uppercase()) && value.split_whitespace().count() > 3;
    (quoted || plain)
        && (value.is_empty() || value.starts_with([' ', '\t']))
        && !sentence
        && !(line.indent == 0 && has_cyrillic_words(value) && line.gap > 0)
}

pub(super) fn is_key(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 80
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-./$<{}>\"'*&!".contains(c) || c == '\\')
}

fn has_cyrillic_words(text: &str) -> bool {
    text.split_whitespace().filter(|word| word.chars().all(|c| words::is_alphabetic(c) && !c.is_ascii())).count() > 2
}

/// Words that a shell's own grammar begins a line with.
const SHELL: &str = "\
    if then else elif fi for do done while case esac function exit return";

fn is_command(text: &str, state: &State<'_>) -> bool {
    if is_prompt(text) || text.starts_with("> ") || text.starts_with(['}', ')', '|']) {
        return true;
    }
    let mut words = text.split_whitespace();
    let Some(first) = words.next() else { return false };
    let second = words.next();
    let known = command::is_known(first) || (listed(SHELL, first) && state.before.is_some());
    let again = state.commands.contains(&first) && !prose::begins_prose(first);
    let path = first.starts_with(['.', '/', '~']) && first.len() > 1 && first.is_ascii();
    let assigns =
        first.split_once('=').is_some_and(|(key, _)| is_key(key)) || second == Some("=") || first.starts_with('$');
    let flags = first.is_ascii()
        && first.starts_with(|c: char| c.is_ascii_lowercase())
        && text.split_whitespace().skip(1).any(|word| word.len() > 1 && word.starts_with('-') && word.is_ascii());
    (known || again || path || assigns || flags)
        && !(prose::is_sentence(text) && text.ends_with(['.', ':', '?', '!']) && !flags)
}

const SQL: &str = "\
    SELECT FROM WHERE INSERT INTO UPDATE DELETE CREATE ALTER DROP JOIN LEFT RIGHT INNER OUTER FULL CROSS \
    ON GROUP ORDER HAVING LIMIT OFFSET UNION VALUES SET WITH EXPLAIN BEGIN COMMIT ROLLBACK GRANT REVOKE \
    VACUUM ANALYZE AND OR AS CASE WHEN THEN ELSE END RETURNING TRUNCATE COPY SHOW USE DESCRIBE REINDEX \
    CALL DECLARE MATCH RETURN";

const KEYWORDS: &str = "\
    import from def class return if elif else: else for while try: except finally: with async await \
    print raise pass lambda yield assert del global end module require let const var function fn func \
    pub use impl struct enum trait match package type interface public private static void int new \
    export default switch case break; mod namespace using template typedef resource variable provider \
    output data server location";

fn is_python(text: &str) -> bool {
    let first = text.split(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let keyword = listed(KEYWORDS, first)
        && (text.ends_with([':', ')', ']', '}'])
            || text.split_whitespace().count() <= 4
            || ["import", "from", "return"].contains(&first));
    keyword || text.starts_with(['@', ')', ']', '}', '"', '\'']) || is_call(text) || is_assignment(text)
}

fn is_braces(text: &str) -> bool {
    let first = text.split(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    text.ends_with([';', '{', '}', ',', '(', ')', '[', ']'])
        || text.starts_with(['}', '{', ')', ']', '[', '@', '<', '.', '"', '#'])
        || listed(KEYWORDS, first) && (text.contains(['=', '(', '{', ':']) || text.split_whitespace().count() <= 3)
        || is_call(text)
        || is_assignment(text)
}

/// `name(…)`, `a.b(…)`.
pub(super) fn is_call(text: &str) -> bool {
    let name = text.split('(').next().unwrap_or_default();
    text.contains('(') && is_key(name) && !name.is_empty()
}

/// `name = …`, `a.b += …`.
pub(super) fn is_assignment(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, _)| {
        let name = name.trim_end_matches(['+', '-', '*', '/', ':', '!', '<', '>']).trim();
        name.split_whitespace().count() <= 4
            && name.is_ascii()
            && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
    })
}

/// The language of lines that can be nothing but code, though nothing says so; `announced` by a colon they need less.
pub(super) fn speaks_for_itself(lines: &[Line<'_>], announced: bool, foreign: bool) -> Option<&'static str> {
    /// So many lines of a block are looked at.
    const LONGEST: usize = 400;
    let lines = &lines[..lines.len().min(LONGEST)];
    let text = lines.first()?.text;
    let next = lines.get(1).filter(|next| next.gap == 0).map(|next| next.text);
    if text.starts_with("diff --git ") || text.starts_with("--- ") && next.is_some_and(|next| next.starts_with("+++ "))
    {
        return Some("diff");
    }
    let root = command::is_root_prompt(text) && (announced || next.is_some_and(command::is_root_prompt));
    if is_prompt(text) || text.starts_with("#!/") || root {
        return Some("bash");
    }
    if text.starts_with("FROM ")
        && files::is_whole(text)
        && lines.iter().skip(1).take(3).any(|line| files::is_instruction(line.text))
    {
        return Some("dockerfile");
    }
    if ["BEGIN;", "START TRANSACTION;"].contains(&text) && next.is_some_and(is_statement) {
        return Some("sql");
    }
    if is_statement(text) {
        let rest = lines.iter().skip(1).take_while(|line| line.gap == 0 && speakers::marker(line.text).is_none());
        let end = rest.filter(|line| !line.text.starts_with("--")).last().map_or(text, |line| line.text);
        if end.split(" --").next().is_some_and(|code| code.trim_end().ends_with(';')) {
            return Some("sql");
        }
    }
    if is_small_query(lines, announced) {
        return Some("sql");
    }
    if marks::is_cmdlet(text) {
        return Some("powershell");
    }
    command::are_commands(lines, announced, foreign).then_some("bash")
}

/// Whether a line begins as a statement of SQL does, in capitals.
pub(super) fn is_statement(text: &str) -> bool {
    const STATEMENTS: [&str; 7] =
        ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE ", "ALTER TABLE ", "WITH "];
    STATEMENTS.iter().any(|word| text.starts_with(word))
}

/// How many lines are a statement of SQL in capitals, clause by clause or up to its semicolon.
pub(super) fn statement(lines: &[Line<'_>]) -> Option<usize> {
    let first = lines.first().filter(|first| is_statement(first.text) && first.text.is_ascii())?;
    let clause = |line: &&Line<'_>| {
        let word = line.text.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        line.gap == 0 && (listed(SQL, word) || line.indent > first.indent || line.text.starts_with([')', '(']))
    };
    let count = 1 + lines[1..].iter().take_while(clause).count();
    let ended = lines[count - 1].text.ends_with(';');
    let apart = lines.get(count).is_none_or(|next| next.gap > 0);
    let clauses = lines[1..count].iter().any(|line| listed(SQL, line.text.split(' ').next().unwrap_or_default()));
    (apart && (ended || clauses)).then_some(count)
}

/// Whether lines are a statement of SQL in small letters, clause by clause. On one line only its signs tell it.
fn is_small_query(lines: &[Line<'_>], announced: bool) -> bool {
    const STATEMENTS: [&str; 5] = ["select ", "insert into ", "update ", "delete from ", "create table "];
    let [first, rest @ ..] = lines else { return false };
    let words = ["the", "an", "some", "this", "your"];
    let begins = !first.text.split(' ').any(|word| words.contains(&word))
        && STATEMENTS.iter().any(|word| first.text.starts_with(word));
    if !begins {
        return false;
    }
    let clause = |line: &&Line<'_>| {
        let word = line.text.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        line.gap == 0
            && (line.indent > first.indent || listed(SQL, &word.to_ascii_uppercase()) || line.text.starts_with(')'))
    };
    let clauses = rest.iter().take_while(clause).count();
    let last = clauses.checked_sub(1).and_then(|last| rest.get(last)).unwrap_or(first);
    // `id, name from pumps`: names with commas between them.
    let columns = |text: &str| {
        let (columns, _) = text.strip_prefix("select ").and_then(|rest| rest.split_once(" from ")).unwrap_or_default();
        !columns.is_empty() && columns.split(',').all(|column| is_key(column.trim()))
    };
    let signs = first.text.contains(['*', '_', '(', '=', '<', '>', '\'']) || announced && columns(first.text);
    last.text.ends_with(';')
        && (clauses > 0 || signs && first.text.contains(" from ") || signs && !first.text.contains(". "))
}

/// Whether a line begins with the prompt of a shell: `$`, `root@host:~#`, `PS C:\>`, `>>>`.
pub(super) fn is_prompt(text: &str) -> bool {
    let simple = ["$ ", ">>> ", "PS "].iter().any(|prompt| text.starts_with(prompt)) && text.len() > 2;
    let host = text.split_once(['$', '#']).is_some_and(|(host, command)| {
        host.contains('@') && !host.contains(' ') && host.is_ascii() && command.starts_with(' ')
    });
    let windows = text.as_bytes().get(1..3) == Some(b":\\") && text.contains('>') && text.is_ascii();
    // `shop=# `, `shop-> `: a database's own shell.
    let database = text.split_once(' ').is_some_and(|(prompt, _)| {
        let name = ["=#", "=>", "-#", "->"].iter().find_map(|end| prompt.strip_suffix(end)).unwrap_or_default();
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            || matches!(prompt, "mysql>" | "sqlite>")
    });
    simple && (!text.starts_with("PS ") || text.contains('>')) || host || windows || database
}
