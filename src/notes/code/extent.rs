//! Where code ends and prose begins, when nothing says so.
//!
//! Each line is weighed by what its language looks like: certainly code, certainly prose, or either. What may be either
//! goes with the line before it, and behind a blank line with prose.

use super::{
    super::{
        lines::{Line, Said},
        pictures, remarks, speakers, steps,
    },
    command,
    family::{self, Family, Verdict},
    prose,
};
use crate::text::words;

/// What is known at a line of the lines before it.
#[derive(Debug, Default)]
pub(super) struct State<'a> {
    /// Brackets that are open.
    pub(super) depth: usize,
    /// The line before, of code.
    pub(super) before: Option<Line<'a>>,
    /// The delimiter of an open text of many lines: `"""`, or the word behind `<<`.
    pub(super) open: Option<String>,
    /// The first words of the lines of code.
    pub(super) commands: Vec<&'a str>,
    /// The smallest indent so far.
    pub(super) margin: usize,
    /// Whether a line began with a prompt.
    pub(super) prompt: bool,
    /// Whether the note is written in another script than its code.
    pub(super) foreign: bool,
    /// Whether a line began with a picture.
    pictured: bool,
    /// Whether a line has words in another script than code.
    other: bool,
}

/// How code was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// Whether its first line is code, whatever it looks like.
    pub(super) certain: bool,
    /// Whether the note is written in another script than code.
    pub(super) foreign: bool,
    /// Whether a sign stands before it.
    pub(super) signed: bool,
}

impl Found {
    /// By its shape.
    pub(super) fn by_shape(foreign: bool) -> Self {
        Self { certain: true, foreign, signed: false }
    }
}

/// How many of `lines` are code in `lang`, when `glued` stands before them on the line of the label. `None` where the
/// first of them is none, so that what looked like a label was a word.
pub(super) fn lines_of_code(
    lang: Option<&str>,
    glued: Option<&Line<'_>>,
    lines: &[Line<'_>],
    found: Found,
) -> Option<usize> {
    let family = Family::of(lang.unwrap_or_default());
    let Found { certain, foreign, signed } = found;
    let signed = signed || lines.first().is_some_and(|first| first.text.starts_with("#!"));
    let mut state = State { margin: usize::MAX, foreign, ..State::default() };
    if let Some(line) = glued {
        state.take(line, family);
    }
    let mut end = 0;
    // Up to here a session goes on, whatever programs printed.
    let mut session = 0;
    // Up to here no prompt comes before what ends a session.
    let mut looked = 0;
    for (at, line) in lines.iter().enumerate() {
        let first = at == 0 && glued.is_none();
        if is_heading(line) || speakers::marker(line.text).is_some() || (!first && is_sign(lines, at)) {
            break;
        }
        if at >= session
            && !first
            && (is_heading_below(lines, at, &state)
                || family != Family::Shell && is_file_above_sign(lines, at)
                || !signed && (is_lone_hash(lines, at, family) || is_name_of_tool(lines, at)))
        {
            break;
        }
        if at >= session && !first && (is_own_remark(line, family, &state) || is_prose_below(lines, at, family, &state))
        {
            break;
        }
        // Commands without prompts are none of the session behind a blank line.
        let session_begins = family == Family::Shell && line.gap > 0 && !state.prompt && family::is_prompt(line.text);
        if session_begins && !signed && state.before.is_some() {
            break;
        }
        let mut verdict = if at < session { Verdict::Code } else { family.verdict(line, &state) };
        if family == Family::Shell && state.prompt && verdict != Verdict::Code && at >= looked {
            (session, looked) = next_prompt(lines, at, foreign);
            verdict = if at < session { Verdict::Code } else { verdict };
        }
        if family == Family::Shell && state.prompt && verdict != Verdict::Code && at >= session {
            session = at + answer(&lines[at..], foreign);
            verdict = if at < session { Verdict::Code } else { verdict };
        }
        // What stands right below a command may be said of it.
        let output = state.before.is_some_and(|before| !command::begins(before.text) && !before.text.starts_with('#'));
        if family == Family::Shell && foreign && output && !state.prompt && verdict != Verdict::Code && at >= session {
            session = at + printed(&lines[at..]);
            verdict = if at < session { Verdict::Code } else { verdict };
        }
        let goes_on = match verdict {
            Verdict::Code => true,
            Verdict::Either => (first && certain) || (!first && line.gap == 0),
            Verdict::Prose => first && certain && !prose::looks_like_a_sentence(line.text),
        };
        if !goes_on {
            break;
        }
        state.take(line, family);
        end = at + 1;
    }
    (end > 0 || glued.is_some()).then_some(end)
}

/// The line of a session's next prompt, if only output of a program stands before it, and up to where none is found.
fn next_prompt(lines: &[Line<'_>], at: usize, foreign: bool) -> (usize, usize) {
    const FARTHEST: usize = 60;
    let end = lines.len().min(at + FARTHEST);
    for (i, line) in lines.iter().enumerate().take(end).skip(at) {
        let other = is_sign(lines, i) || speakers::marker(line.text).is_some() || is_heading(line);
        if other || !line.text.is_ascii() || is_remark(lines, i, foreign) {
            return (at, i);
        }
        if family::is_prompt(line.text) {
            return (i, i);
        }
    }
    // Farther on it is looked for again, but not from every line.
    (at, if end == lines.len() { end } else { at + FARTHEST / 2 })
}

/// How many lines up to the next blank one a program says behind a blank line of its own: in sentences, in a note of
/// another script, or below a title between hyphens. Nobody there says so himself, and what is typed is none of it.
fn answer(lines: &[Line<'_>], foreign: bool) -> usize {
    /// So many lines are looked at.
    const LONGEST: usize = 60;
    let together = |(at, line): &(usize, &Line<'_>)| if *at == 0 { line.gap == 1 } else { line.gap == 0 };
    let count = lines.iter().take(LONGEST).enumerate().take_while(together).count();
    let own = |at: usize| {
        let text = lines[at].text;
        text.is_ascii() && !is_sign(lines, at) && !command::begins(text) && speakers::marker(text).is_none()
    };
    let told = lines[..count].iter().any(|line| prose::is_sentence(line.text) && line.text.ends_with(['.', '!']));
    let framed = lines[0].text.strip_prefix("--- ").is_some_and(|title| title.ends_with(" ---"));
    if (foreign && told || framed) && count < LONGEST && (0..count).all(|at| own(at) && !is_heading(&lines[at])) {
        count
    } else {
        0
    }
}

/// How many lines up to the next blank one a program says right below what it printed, in a note of another script.
fn printed(lines: &[Line<'_>]) -> usize {
    const LONGEST: usize = 60;
    let count = lines.iter().take(LONGEST).take_while(|line| line.gap == 0).count();
    let own = |at: usize| {
        let line = &lines[at];
        line.text.is_ascii() && !is_heading(line) && !is_sign(lines, at) && speakers::marker(line.text).is_none()
    };
    let told = lines[..count].iter().any(|line| prose::is_sentence(line.text));
    if told && count < LONGEST && (0..count).all(own) { count } else { 0 }
}

fn is_heading(line: &Line<'_>) -> bool {
    matches!(line.said, Said::Heading(_))
}

/// Whether a line is what the author says between two commands, and no output: behind a blank line a label, a sentence,
/// a title with nothing on its heels but a command; elsewhere the sentence that announces a command, if the note is
/// written in the script of its commands.
fn is_remark(lines: &[Line<'_>], at: usize, foreign: bool) -> bool {
    let line = &lines[at];
    let next = lines.get(at + 1);
    let command = next.is_some_and(|next| family::is_prompt(next.text) || command::begins(next.text));
    let alone = command || next.is_none_or(|next| next.gap > 0);
    if line.gap == 0 {
        // Two lines of one sentence are prose that a page wrapped.
        let wrapped = next.is_some_and(|next| {
            next.gap == 0 && next.starts_lower() && next.ends_sentence() && prose::is_words(next.text)
        });
        return !foreign
            && prose::is_words(line.text)
            && prose::is_sentence(line.text)
            && (wrapped || command && prose::is_ended(line.text));
    }
    // What a program prints in the middle of its line is none of the author's.
    line.indent == 0
        && (alone && (prose::is_title(line.text) || line.text.starts_with('#'))
            || line.text.starts_with(char::is_uppercase)
                && prose::is_sentence(line.text)
                && (alone || line.words() > 4 && !line.text.ends_with(':')))
}

/// Whether a line that begins like a comment stands alone: what nobody marked as code has comments right above
/// commands, and «## Логи» between blank lines is a heading.
fn is_lone_hash(lines: &[Line<'_>], at: usize, family: Family) -> bool {
    let line = &lines[at];
    family == Family::Shell
        && line.gap > 0
        && line.text.starts_with('#')
        && lines.get(at + 1).is_none_or(|next| next.gap > 0)
}

/// Whether a line on the heels of code is the heading of what follows: a picture and words, «Шаг 2: …», the number of a
/// part above a blank line. Code that has such lines itself goes on with them.
fn is_heading_below(lines: &[Line<'_>], at: usize, state: &State<'_>) -> bool {
    const LONGEST: usize = 8;
    let line = &lines[at];
    let fits = line.words() <= LONGEST && line.indent == 0 && !state.prompt && state.open.is_none();
    if !fits || state.depth > 0 || state.before.is_none() {
        return false;
    }
    let first = line.text.split_whitespace().next().unwrap_or_default();
    let pictured = || {
        let title = line.text[first.len()..].trim_start();
        !state.pictured
            && pictures::is_pictured(line.text)
            && !title.is_empty()
            && prose::is_words(title)
            && title.ends_with(|c| words::is_alphanumeric(c) || matches!(c, ':' | '?' | ')'))
    };
    let step = || steps::is_step(line.text) && !state.commands.contains(&first);
    let numbered = || {
        number(first).is_some_and(|number| number > 1)
            && line.words() > 1
            && lines.get(at + 1).is_none_or(|next| next.gap > 0)
            && !line.text.ends_with([';', ','])
            && !state.commands.iter().any(|word| number(word).is_some())
    };
    pictured() || step() || numbered() || is_title_below(lines, at, state)
}

/// Whether a line right below code is what somebody noted there in his own letters, with the mark that tells so: «!!!
/// …».
fn is_own_remark(line: &Line<'_>, family: Family, state: &State<'_>) -> bool {
    let other = state.foreign && !line.text.is_ascii() && !family.is_comment(line.text);
    let closed = line.indent == 0 && state.open.is_none() && state.depth == 0 && !state.continues();
    closed && (other || line.text.starts_with("!!!")) && remarks::is_marked_own(line.text)
}

/// Whether prose returns on the heels of code of which nobody says in what language it is, and which has no words of
/// the note's own script: words of that script at the margin, an item, or a sentence that a page wrapped.
fn is_prose_below(lines: &[Line<'_>], at: usize, family: Family, state: &State<'_>) -> bool {
    let line = &lines[at];
    let text = line.text;
    if family != Family::Text || line.gap > 0 || line.indent > state.margin || state.other || text.contains("  ") {
        return false;
    }
    let small = text.chars().nth(1).is_some_and(|c| c.is_lowercase() || c.is_whitespace());
    let wrapped = |next: &Line<'_>| next.gap == 0 && next.starts_lower() && prose::is_words(next.text);
    let sentence = || prose::is_sentence(text) && prose::is_words(text) && lines.get(at + 1).is_some_and(wrapped);
    let own = || small && !text.is_ascii() && prose::is_prose(text) || is_mostly_other(text);
    text.starts_with("• ") || if state.foreign { own() } else { sentence() }
}

/// Whether half of a line's words and more are none in Latin letters, and no sign of code or of a comment is among
/// them.
fn is_mostly_other(text: &str) -> bool {
    const FEWEST: usize = 3;
    let letters =
        |word: &&str| prose::is_words(word) && word.starts_with(|c: char| words::is_alphabetic(c) && !c.is_ascii());
    let others = text.split_whitespace().filter(letters).count();
    let code = text.contains(['#', '=', '{', '}', '<', '>', '|', '"']) || text.contains("//") || text.contains("--");
    !code && others >= FEWEST && others * 2 >= text.split_whitespace().count()
}

/// Whether a line on the heels of commands is the title of the prose behind it: "Git Hooks". What a program printed is
/// in no other script than its command, and nobody explains it in a sentence.
fn is_title_below(lines: &[Line<'_>], at: usize, state: &State<'_>) -> bool {
    let (line, Some(next)) = (&lines[at], lines.get(at + 1)) else { return false };
    let letters = line.text.ends_with(words::is_alphabetic) && !line.text.contains(':');
    let told = |next: &Line<'_>| {
        let foreign = prose::looks_like_a_sentence(next.text) && !next.text.is_ascii();
        let shouts =
            next.text.split(' ').next().is_some_and(|word| !word.contains(char::is_lowercase) && word.len() > 2);
        foreign || !state.foreign && prose::is_sentence(next.text) && prose::is_words(next.text) && !shouts
    };
    let first = line.text.split_whitespace().next().unwrap_or_default();
    let tool = || next.gap == 1 && command::is_known(&first.to_ascii_lowercase());
    letters && prose::is_title(line.text) && (next.gap == 0 || tool()) && told(next)
}

/// Whether a line at the margin is nothing but the name of a file, and the sign of its code stands right below.
fn is_file_above_sign(lines: &[Line<'_>], at: usize) -> bool {
    let line = &lines[at];
    let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let ended = line.text.rsplit_once('.').is_some_and(|(_, end)| end.bytes().all(|b| b.is_ascii_alphabetic()));
    line.indent == 0 && ended && line.text.chars().all(name) && at + 1 < lines.len() && is_sign(lines, at + 1)
}

/// Whether a tool's name between blank lines heads the commands of that tool.
fn is_name_of_tool(lines: &[Line<'_>], at: usize) -> bool {
    let (line, Some(next)) = (&lines[at], lines.get(at + 1)) else { return false };
    let same = next.text.split_once(' ').is_some_and(|(first, _)| first == line.text);
    line.gap > 0 && next.gap > 0 && same && command::is_known(line.text)
}

/// The number of a part: «2.»
fn number(word: &str) -> Option<u8> {
    word.strip_suffix('.')
        .filter(|digits| digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit()))?
        .parse()
        .ok()
}

fn is_sign(lines: &[Line<'_>], at: usize) -> bool {
    lines[at].text.starts_with("```") || super::is_sign(lines, at)
}

impl<'a> State<'a> {
    fn take(&mut self, line: &Line<'a>, family: Family) {
        let text = line.text;
        match &self.open {
            Some(end) => {
                if text.contains(end.as_str()) {
                    self.open = None;
                }
            }
            None => {
                if let Some(quotes) = ["\"\"\"", "'''"].into_iter().find(|quotes| text.matches(quotes).count() % 2 == 1)
                {
                    self.open = Some(quotes.to_owned());
                } else if let Some(word) = family.heredoc(text) {
                    self.open = Some(word);
                } else if family != Family::Text {
                    count_brackets(&mut self.depth, text);
                }
            }
        }
        if let Some(word) = text.split_whitespace().find(|word| *word != "$" && *word != "sudo") {
            self.commands.push(word);
        }
        self.prompt |= family::is_prompt(text) || self.before.is_none() && command::is_root_prompt(text);
        self.pictured |= pictures::is_pictured(text);
        self.other |= text.contains(|c: char| words::is_alphabetic(c) && !c.is_ascii());
        self.margin = self.margin.min(line.indent);
        self.before = Some(*line);
    }

    pub(super) fn continues(&self) -> bool {
        self.before.is_some_and(|line| line.text.ends_with(['\\', '|', ',']) || line.text.ends_with("&&"))
    }
}

/// Counts the brackets outside quotes; a quote that does not close on its line is none.
pub(super) fn count_brackets(depth: &mut usize, text: &str) {
    let closed = ['"', '\'', '`'].map(|quote| (quote, text.matches(quote).count() % 2 == 0));
    let mut quote = None;
    for c in text.chars() {
        match (quote, c) {
            (None, _) if closed.contains(&(c, true)) => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, '{' | '[' | '(') => *depth += 1,
            (None, '}' | ']' | ')') => *depth = depth.saturating_sub(1),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, one};

    #[test]
    fn prose_ends_code_of_no_language() {
        for (code, behind) in [
            ("10.0.0.5   up\n10.0.0.6   down", "Если второго нет, проверьте кабель и питание."),
            ("ready 3/3", "Виды зондов\n• живости"),
            ("a.mp3  3:41", "ffmpeg показывает длину каждого файла в минутах."),
            ("rtt 4.1 ms", "That is more than a cable needs, so look at the switch and\nat its logs."),
        ] {
            let intro = if behind.is_ascii() { "It says:" } else { "Ответ:" };
            assert_eq!(found(&format!("{intro}\nCopy code\n{code}\n{behind}\n")), one("", code));
        }
        // Code in the note's own script goes on.
        let text = "Письмо:\nКопировать код\nДобрый день!\nВысылаю счёт за март.\nС уважением\n";
        assert_eq!(found(text)[0].1.lines().count(), 3);
    }

    #[test]
    fn what_somebody_noted_below_a_command_is_none_of_it() {
        for remark in ["!!! сначала поставить node 20", "// у меня заняло две минуты"]
        {
            assert_eq!(found(&format!("Запуск:\nbash\nКопировать код\nnpm ci\n{remark}\n")), one("bash", "npm ci"));
        }
        let code = "let n = 1;\n// считаем с единицы\nn += 1;";
        assert_eq!(found(&format!("Счёт:\njs\nКопировать код\n{code}\n")), one("js", code));
    }

    #[test]
    fn a_file_above_the_sign_of_its_code_is_none_of_the_code_before() {
        let files = |code: &str, name: &str| {
            let text = format!("Вот файлы:\n\nyaml\nКопировать код\n{code}\n{name}\niniКопировать код\nport = 80\n");
            found(&text).into_iter().map(|(_, code)| code).collect::<Vec<_>>()
        };
        let hive = "hive:\n  frames: 10";
        assert_eq!(files(hive, "scales.ini"), [hive, "port = 80"]);
        for line in ["  scales.ini", "scales.ini: on"] {
            assert_eq!(files(hive, line)[0], format!("{hive}\n{line}"));
        }
        // What a command lists is no name of what follows.
        let listed = "Файлы:\n\nbash\nКопировать код\nls\nscales.ini\niniКопировать код\nport = 80\n";
        assert_eq!(found(listed)[0].1, "ls\nscales.ini");
    }

    #[test]
    fn a_title_between_hyphens_goes_on_with_what_was_printed() {
        let session = "$ ping -c 1 hive\n64 bytes from 10.0.0.5: seq=0 time=0.1 ms\n\n--- hive ping statistics \
            ---\n1 packets transmitted, 1 received";
        assert_eq!(found(&format!("Проверка:\n\n{session}\n\nВсё работает.\n"))[0].1, session);
        assert_eq!(found(&format!("A check:\n\n{session}\n\nIt works.\n"))[0].1, session);
        let apart = session.replace(" ---", " of it");
        assert!(!found(&format!("A check:\n\n{apart}\n\nIt works.\n"))[0].1.contains("transmitted"));
    }

    #[test]
    fn a_piece_of_a_file_keeps_its_blanks() {
        let door = "  door:\n    image: coop/door:2\n    restart: always";
        let plain = "door:\n  image: coop/door:2\n  restart: always";
        let code = |text: &str| found(text).pop().map(|(_, code)| code).unwrap_or_default();
        assert_eq!(code(&format!("Put this into the file:\n\n{door}\n\nThe hens will see it.\n")), door);
        assert_eq!(
            code(&format!("Put this into the file:\n\nyaml\nCopy code\n{door}\n\nThe hens will see it.\n")),
            door
        );
        assert_eq!(code(&format!("- Put this into the file:\n\n{door}\n\nThe hens will see it.\n")), plain);
        assert_eq!(code(&format!("  Put this into the file:\n\n{door}\n\nThe hens will see it.\n")), plain);
    }
}
