//! Code in a paste: fenced, or with its fence lost.
//!
//! A copied chat leaves the name of the language and the words of its buttons («yaml⏎Копировать код⏎…», "bashCopy code")
//! where the fence was; of the end nothing is left, so code goes on up to where prose returns. A Kubernetes manifest is
//! recognised without any sign, and so is what has a shape that nothing else has. `label` knows the signs, `shape` the
//! shapes, `extent` where code ends, by what `family` and `prose` say of each line. `language` names
//! the language of what nothing marks, by the marks that `marks` knows.

mod command;
mod extent;
mod family;
mod faults;
mod files;
pub mod html;
mod label;
pub mod language;
mod machine;
mod marks;
mod markup;
mod opening;
mod output;
mod prose;
mod shape;

use std::ops::Range;

use self::{extent::Found, machine::Weight};
use super::{
    corrections::Fixes,
    lines::{Line, Said},
    model::Text,
    note::{Dropped, Why},
};
use crate::{
    examples,
    text::{Source, Span, words},
};

/// A stretch of code.
#[derive(Clone, Debug)]
pub struct Code {
    /// What the fence or the label says.
    pub lang: Option<String>,
    /// The lines it takes, signs included.
    pub lines: Range<usize>,
    /// Where they stand.
    pub span: Span,
    /// The code, letter by letter.
    pub text: Text,
}

impl Code {
    fn new(lang: Option<String>, lines: Range<usize>, all: &[Line<'_>], text: Text) -> Self {
        let span = all[lines.clone()].iter().map(|line| line.span).reduce(Span::to).unwrap_or(text.span);
        Self { lang, lines, span, text }
    }
}

/// The longest manifest that is looked for without a sign, in lines.
const LONGEST_MANIFEST: usize = 2000;
/// After so many lines no more manifests are looked for without a sign.
const MOST_LOOKED: usize = 100 * LONGEST_MANIFEST;

/// Code behind an unknown label is as long as one of these languages takes it to be.
const UNKNOWN: [&str; 4] = ["bash", "python", "sql", "js"];

/// Finds the code among the lines of a note, and what stood around it on the page.
pub fn find(source: &Source, lines: &[Line<'_>], fixes: &Fixes) -> (Vec<Code>, Vec<Dropped>) {
    let mut out = Vec::new();
    let mut dropped = Vec::new();
    // In a note that is written in another script than code, a sentence in Latin letters is output of a program.
    let foreign = source.is_cyrillic();
    // A note may hold thousands of beginnings of a manifest that all lead to nothing.
    let mut looked = 0;
    let mut at = 0;
    while at < lines.len() {
        let said = lines[at].said != Said::Nothing;
        let found = corrected(source, lines, at, fixes)
            .or_else(|| if said { None } else { recognised(source, lines, at, foreign, &mut looked, &mut dropped) });
        match found {
            Some(mut code) => {
                code.lines.end += buttons_behind(lines, code.lines.end, &mut dropped);
                at = code.lines.end.max(at + 1);
                out.push(code);
            }
            None => at += 1,
        }
    }
    (out, dropped)
}

/// Code that its author says is code.
fn corrected(source: &Source, lines: &[Line<'_>], at: usize, fixes: &Fixes) -> Option<Code> {
    let (span, lang) = fixes.code_at(lines[at].span.start)?;
    let count = lines[at..].iter().take_while(|line| span.contains(line.span)).count();
    let text = join(source, lines[at..at + count].iter().copied());
    Some(Code::new(lang.clone(), at..at + count, lines, text))
}

fn recognised(
    source: &Source,
    lines: &[Line<'_>],
    at: usize,
    foreign: bool,
    looked: &mut usize,
    dropped: &mut Vec<Dropped>,
) -> Option<Code> {
    fenced(source, lines, at)
        .or_else(|| labelled(source, lines, at, foreign, dropped))
        .or_else(|| tagged(source, lines, at, looked))
        .or_else(|| manifest(source, lines, at, foreign, looked))
        .or_else(|| unsigned(source, lines, at, foreign, looked))
}

/// The lines between the fence that line `at` opens and its end, or the end of the note; and what the fence says.
fn fence<'a>(lines: &[Line<'a>], at: usize) -> Option<(Range<usize>, &'a str)> {
    let text = lines[at].text;
    let sign = if text.starts_with("```") { '`' } else { '~' };
    let open = text.len() - text.trim_start_matches(sign).len();
    let info = text[open..].trim();
    if open < 3 || info.contains(sign) {
        return None;
    }
    let closes = |line: &Line<'_>| line.text.len() >= open && line.text.chars().all(|c| c == sign);
    let end = (at + 1..lines.len()).find(|&i| closes(&lines[i])).unwrap_or(lines.len());
    Some((at + 1..end, info))
}

/// Whether a line is the label of code, or a button beside it.
pub fn is_sign(lines: &[Line<'_>], at: usize) -> bool {
    label::sign(lines, at).is_some_and(|sign| sign.certain)
}

/// Whether several lines are those of a chat's buttons beside code.
pub fn has_buttons(lines: &[Line<'_>]) -> bool {
    (0..lines.len()).filter(|&at| label::sign(lines, at).is_some_and(|sign| !sign.buttons.is_empty())).nth(1).is_some()
}

/// Which lines stand between fences.
pub fn fenced_lines(lines: &[Line<'_>]) -> Vec<bool> {
    let mut out = vec![false; lines.len()];
    let mut at = 0;
    while at < lines.len() {
        match fence(lines, at) {
            Some((inside, _)) => {
                at = inside.end + 1;
                out[inside].fill(true);
            }
            None => at += 1,
        }
    }
    out
}

/// Code whose fence was not lost.
fn fenced(source: &Source, lines: &[Line<'_>], at: usize) -> Option<Code> {
    let (inside, info) = fence(lines, at)?;
    let end = inside.end;
    let from = source.line_span(source.line(lines[at].span.start) + 1).map_or(lines[at].span.end, |line| line.start);
    let to = match lines.get(end) {
        Some(close) => source.line_span(source.line(close.span.start) - 1).map_or(from, |line| line.end),
        None => lines[lines.len() - 1].span.end,
    };
    let span = Span::new(from, to.max(from));
    let text = Text::plain(source.slice(span).replace("\r\n", "\n"), span);
    let lang = (!info.is_empty()).then(|| info.to_owned());
    Some(Code::new(lang, at..(end + 1).min(lines.len()), lines, text))
}

/// Code behind the name of its language, or behind the words of a button.
fn labelled(source: &Source, lines: &[Line<'_>], at: usize, foreign: bool, dropped: &mut Vec<Dropped>) -> Option<Code> {
    let sign = label::sign(lines, at)?;
    let rest = &lines[sign.rest..];
    // Where only a button stands, a command shows that it is a shell's.
    let first = sign.glued.as_ref().or(rest.first());
    let shell = sign.lang.is_none() && first.is_some_and(|line| command::begins(line.text));
    let lang = sign.lang.as_deref().or(shell.then_some("bash"));
    let found = Found { certain: sign.certain, foreign, signed: true };
    let extent = |lang| extent::lines_of_code(lang, sign.glued.as_ref(), rest, found);
    let count = match lang.filter(|lang| label::language(lang).is_none()) {
        // What chats call a language that nobody knows here is anything, and most often what a program printed.
        // Its first line is code, though it reads like a sentence.
        Some(_) => UNKNOWN.iter().filter_map(|lang| extent(Some(lang))).max().or(rest.first().map(|_| 1))?,
        None => extent(lang)?,
    };
    dropped.extend(sign.buttons.iter().map(|&span| Dropped { span, why: Why::Button, excerpt: None }));
    let text = join(source, sign.glued.into_iter().chain(rest[..count].iter().copied()));
    Some(Code::new(sign.lang, at..sign.rest + count, lines, text))
}

/// A script or a style sheet between its tags.
fn tagged(source: &Source, lines: &[Line<'_>], at: usize, looked: &mut usize) -> Option<Code> {
    /// The longest that is looked for, in lines.
    const LONGEST: usize = 1000;
    html::closing(lines[at].text).filter(|_| *looked <= MOST_LOOKED)?;
    let near = &lines[at..lines.len().min(at + LONGEST)];
    let found = html::lines_of_tag(near.iter().map(|line| line.text));
    *looked += if found.is_none() { near.len() } else { 0 };
    // One line loses nothing as text.
    let count = found.filter(|&count| count > 1)?;
    let text = join(source, near[..count].iter().copied());
    Some(Code::new(Some("html".to_owned()), at..at + count, lines, text))
}

/// A manifest without any sign: it has `apiVersion` and `kind`, and it parses.
fn manifest(source: &Source, lines: &[Line<'_>], at: usize, foreign: bool, looked: &mut usize) -> Option<Code> {
    let line = &lines[at];
    let begins = |line: &Line<'_>| line.text.starts_with("apiVersion:") || line.text.starts_with("kind:");
    if *looked > MOST_LOOKED || !(begins(line) || line.text == "---" && lines.get(at + 1).is_some_and(begins)) {
        return None;
    }
    let rest = &lines[at..lines.len().min(at + LONGEST_MANIFEST)];
    let count = extent::lines_of_code(Some("yaml"), None, rest, Found::by_shape(foreign))?;
    *looked += count;
    if *looked > MOST_LOOKED {
        return None;
    }
    let text = join(source, rest[..count].iter().copied());
    examples::is_manifest(&text.text).then(|| Code::new(Some("yaml".to_owned()), at..at + count, lines, text))
}

/// Code without any sign that can be nothing else: of a shape that nothing else has, a session with prompts, commands
/// behind a colon, a diff.
fn unsigned(source: &Source, lines: &[Line<'_>], at: usize, foreign: bool, looked: &mut usize) -> Option<Code> {
    let before = at.checked_sub(1).map(|before| &lines[before]);
    let announced = before.is_some_and(|before| before.text.ends_with(':'));
    let heads = |before: &Line<'_>| (at == 1 || before.gap > 0) && is_head(before);
    let headed = before.is_some_and(|before| matches!(before.said, Said::Heading(_)) || heads(before));
    let near = &lines[at..];
    // What answers a question may be a command, and no more.
    let asked = |before: &Line<'_>| before.text.ends_with('?') && (at == 1 || before.gap > 0);
    let answers = before.is_some_and(asked) && near.get(1).is_none_or(|next| next.gap > 0);
    if answers && command::answers(near[0].text) {
        let text = join(source, near[..1].iter().copied());
        return Some(Code::new(Some("bash".to_owned()), at..at + 1, lines, text));
    }
    // On the heels of prose only what nobody would write in it.
    if !(announced || headed || lines[at].gap > 0 || before.is_none()) {
        let lang = files::opens_dockerfile(near).then_some("dockerfile").or_else(|| prompt(near[0].text))?;
        let count = extent::lines_of_code(Some(lang), None, near, Found::by_shape(foreign))?;
        let text = join(source, near[..count].iter().copied());
        let lang = (lang == "dockerfile").then(|| lang.to_owned());
        return Some(Code::new(lang, at..at + count, lines, text));
    }
    // Announced in another script, a command may be most of the letters of a note.
    let foreign = foreign || before.is_some_and(|before| before.text.starts_with(|c: char| !c.is_ascii()));
    let extent = |lang| extent::lines_of_code(Some(lang), None, near, Found::by_shape(foreign));
    let named = opening::find(source, near, foreign, looked);
    let (lang, count) = if let Some(shape) = named.or_else(|| shape::find(source, near, foreign, looked)) {
        (shape.lang, shape.count)
    } else if is_quoted(before, near, foreign) {
        (None, 1)
    } else if files::begins_dockerfile(near) {
        (Some("dockerfile"), extent("dockerfile")?)
    } else if let Some(count) = before.filter(|_| announced).and_then(|before| files::settings(before, near, foreign)) {
        (Some("yaml"), count)
    } else if let Some(count) = announced.then(|| files::patterns(near)).flatten() {
        (None, count)
    } else if let Some(lang) = family::speaks_for_itself(near, announced, foreign) {
        (None, extent(lang)?)
    } else {
        let printed = before.filter(|before| output::is_announced(before)).and_then(|_| output::find(near, foreign));
        let machine = machine::find(near, announced, looked);
        match machine.filter(|shape| printed.is_none_or(|count| shape.count >= count)) {
            Some(shape) => (shape.lang, shape.count),
            None => (None, printed?),
        }
    };
    let text = join(source, lines[at..at + count].iter().copied());
    Some(Code::new(lang.map(str::to_owned), at..at + count, lines, text))
}

/// The language of a line that begins with a prompt and a command.
fn prompt(text: &str) -> Option<&'static str> {
    // `>>> ` quotes a letter as well.
    let certain = !text.starts_with('>') && (!text.starts_with('$') || command::begins(text));
    (family::is_prompt(text) && certain).then_some("bash")
}

/// The lines of a button behind code: it copies what stands above it, and prose follows.
fn buttons_behind(lines: &[Line<'_>], end: usize, dropped: &mut Vec<Dropped>) -> usize {
    if lines.get(end).is_none_or(|line| line.gap > 0) {
        return 0;
    }
    let bare = label::sign(lines, end).filter(|sign| sign.lang.is_none() && sign.glued.is_none());
    let Some(sign) = bare else { return 0 };
    let prose = |line: &Line<'_>| line.gap > 0 || machine::weigh(line) <= Weight::Plain && !command::begins(line.text);
    if !lines.get(sign.rest).is_none_or(prose) {
        return 0;
    }
    dropped.extend(sign.buttons.iter().map(|&span| Dropped { span, why: Why::Button, excerpt: None }));
    sign.rest - end
}

/// Whether a line stands between the halves of a sentence and is in another script than they are, or an error with its
/// name: what a program says.
fn is_quoted(before: Option<&Line<'_>>, lines: &[Line<'_>], foreign: bool) -> bool {
    let (Some(before), [line, next, ..]) = (before, lines) else { return false };
    let named = || line.text.split_once(": ").is_some_and(|(name, _)| family::is_key(name));
    let other = || foreign && next.text.starts_with(|c: char| !c.is_ascii());
    line.gap > 0
        && next.gap > 0
        && next.starts_lower()
        && next.words() > 2
        && line.text.starts_with(|c: char| c.is_ascii_lowercase())
        && line.text.is_ascii()
        && line.words() > 2
        && !prose::is_ended(line.text)
        && (named() || other())
        && before.words() > 1
        && before.text.ends_with(words::is_alphanumeric)
}

/// Whether a line of code is a command that somebody types, and not what a program printed.
pub fn is_typed(text: &str) -> bool {
    family::is_prompt(text) || command::begins(text)
}

/// Whether a line may begin what [`printed`] finds.
pub fn begins_printed(text: &str) -> bool {
    machine::begins_log(text) || family::is_statement(text)
}

/// What a program printed, or a statement of SQL, that lines of a text with markup begin with: a log, errors with their
/// places. Elsewhere there markup says what is code.
pub fn printed(source: &Source, lines: &[Line<'_>], looked: &mut usize) -> Option<Code> {
    let sql = || family::statement(lines).map(|count| (count, Some("sql")));
    let (count, lang) = machine::log(lines, looked).map(|count| (count, None)).or_else(sql)?;
    let text = join(source, lines[..count].iter().copied());
    Some(Code::new(lang.map(str::to_owned), 0..count, lines, text))
}

/// Whether a line begins with the prompt of a shell.
pub fn is_prompt(text: &str) -> bool {
    family::is_prompt(text)
}

/// Whether a line that begins anew has so few words that it heads the code on its heels.
fn is_head(line: &Line<'_>) -> bool {
    line.words() <= 3 && line.text.ends_with(words::is_alphanumeric)
}

/// Lines of code with the blanks before them, but for those that all have, and the blank lines between them. Page
/// furniture is not among them.
fn join<'a>(source: &Source, lines: impl Iterator<Item = Line<'a>> + Clone) -> Text {
    let blanks = |line: &Line<'_>| {
        let start = source.text()[..line.span.start].rfind('\n').map_or(0, |at| at + 1);
        // The first line may begin behind a button.
        let indent = source.slice(Span::new(start, line.span.start));
        if indent.trim().is_empty() { indent } else { "" }
    };
    let same = |one: &'_ str, other: &str| one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let mut indents = lines.clone().map(|line| blanks(&line));
    let first = indents.next().unwrap_or_default();
    let margin = indents.fold(first.len(), |margin, indent| margin.min(same(first, indent)));
    let margin = first.floor_char_boundary(margin);
    let mut out = String::new();
    let mut span: Option<Span> = None;
    for line in lines {
        let indent = &blanks(&line)[margin..];
        if span.is_some() {
            out.push_str(&"\n".repeat(1 + if line.new_page { 0 } else { line.gap }));
        }
        out.extend(indent.chars().filter(|c| *c != '\u{c}' && *c != '\u{feff}').map(plain_blank));
        out.extend(line.text.chars().map(plain_blank));
        span = Some(span.map_or(line.span, |before| before.to(line.span)));
    }
    Text::plain(out, span.unwrap_or_default())
}

/// Whether a list of words, parted by blanks, has the word.
fn listed(list: &str, word: &str) -> bool {
    list.split(' ').any(|listed| listed == word)
}

/// A web page keeps the blanks of code with no-break spaces; no program takes them.
fn plain_blank(c: char) -> char {
    if c == '\u{a0}' { ' ' } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::lines;

    fn found(text: &str) -> Vec<(String, String)> {
        let source = Source::new("a.txt", text);
        let lines = lines::lines(&source, source.whole());
        let (codes, _) = find(&source, &lines, &Fixes::default());
        codes.into_iter().map(|code| (code.lang.unwrap_or_default(), code.text.text)).collect()
    }

    fn one(lang: &str, code: &str) -> Vec<(String, String)> {
        vec![(lang.to_owned(), code.to_owned())]
    }

    #[test]
    fn a_command_may_be_all_that_answers_a_question() {
        let git = "Как отменить правку?\ngit checkout main.c\n\nА как посмотреть?\nОткрыть файл.\n";
        assert_eq!(found(git), one("bash", "git checkout main.c"));
        let pods = "How do I list the pods?\nkubectl get pods\n\nAnd the nodes?\n\nThe same way.\n";
        assert_eq!(found(pods), one("bash", "kubectl get pods"));
        for text in
            ["What is the date?\ndate\n\nIt is today.\n", "What would you do?\nmake a list of it\n\nIt helps.\n"]
        {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn what_a_program_says_right_below_its_command_is_output() {
        let pump = "Запустите проверку:\ngit status\nOn branch main\nThis means that nothing was changed here, and all is \
            well.\n\nДальше можно работать.\n";
        let [(_, code)] = &found(pump)[..] else { panic!("{:?}", found(pump)) };
        assert!(code.ends_with("all is well."), "{code}");
        let prose = "Run the check:\ngit status --short\nThis means that nothing was changed here, and all is well.\n";
        let [(_, code)] = &found(prose)[..] else { panic!("{:?}", found(prose)) };
        assert_eq!(code, "git status --short");
    }

    #[test]
    fn the_signs_of_a_lost_fence() {
        let code = "docker ps -a\ndocker rm web";
        for sign in [
            "bash\nКопировать код\n",
            "bashКопировать код\n",
            "bash\nCopy\nEdit\n",
            "bashCopy code",
            "bash\n\nКопировать\nРедактировать\n\n",
            "bash Copy code\n",
            "bash\nКопироватьРедактировать\n",
            "bash\nCopyEdit\n",
        ] {
            assert_eq!(
                found(&format!("Список контейнеров:\n\n{sign}{code}\n\nТеперь контейнера нет.\n")),
                one("bash", code),
                "{sign}"
            );
            assert_eq!(
                found(&format!("List them:\n{sign}{code}\nNow the container is gone.\n")),
                one("bash", code),
                "{sign}"
            );
        }
        assert_eq!(
            found("Версия:\nКопировать кодdocker version\nЕсли команды нет, поставьте её.\n"),
            one("", "docker version")
        );
        assert_eq!(found("Then\nCopy code\nlet x = 1;\n\nThat is all of it.\n"), one("", "let x = 1;"));
    }

    #[test]
    fn a_session_goes_on_where_a_program_says_something_in_another_script() {
        let session = "$ pump start\nStarted pump 3\n\nWelcome to the pump!\nIt will water the beds at six.";
        let text = format!("Запуск насоса:\n\n{session}\n\nПосле этого вода пойдёт сама.\n");
        assert_eq!(found(&text), one("", session));
        let alone = "$ pump start\nStarted pump 3";
        for behind in ["Вода пойдёт сама.", "Pump Manager\nЭто программа, которая следит за насосом.", "- one\n- two"]
        {
            assert_eq!(found(&format!("Запуск насоса:\n\n{alone}\n\n{behind}\n")), one("", alone), "{behind}");
        }
        let english = format!("Start it like this:\n\n{alone}\n\nNow the pump is on.\nIt will water the beds.\n");
        assert_eq!(found(&english), one("", alone));
    }

    #[test]
    fn one_setting_below_an_item_is_code() {
        let steps = "1. Насос включается сам:\n   restart: on-failure\n2. Порт открыт:\n   port: 80\n3. Готово.\n";
        let setting = |text: &str| ("yaml".to_owned(), text.to_owned());
        assert_eq!(found(steps), [setting("restart: on-failure"), setting("port: 80")]);
        assert_eq!(found("2. The pump restarts:\n   on_failure: true\n3. Done.\n"), one("yaml", "on_failure: true"));
        for text in [
            "1. The oven:\n   temperature: 180\n2. Done.\n",
            "1. Духовка:\n   жар: сильный\n2. Готово.\n",
            "1. Насос\n   restart: always\n2. Готово.\n",
            "1. Насосы:\n   north: old and slow\n   south: new\n",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn a_word_before_a_button_is_a_label_known_or_not() {
        let error = "Error: connect refused\n\tIs the pump running on port 80?";
        for button in ["\nКопировать\nРедактировать\n", "\nКопировать код\n", "Копировать код"]
        {
            let text = format!("Ошибка:\n\nvbnet{button}{error}\nПричина: насос стоит.\n\nКонец.\n");
            assert_eq!(found(&text), one("vbnet", error), "{button}");
        }
        let query = "SELECT name FROM pumps\nWHERE broken;\n\nSELECT 1;";
        assert_eq!(found(&format!("Ask:\n\npgsql\nCopy code\n{query}\n\nTwo rows come.\n")), one("pgsql", query));
        let script = "tell application \"Finder\"\n    close window 1\nend tell";
        assert_eq!(
            found(&format!("applescript\nCopy\nEdit\n{script}\n\nIt closes the window.\n")),
            one("applescript", script)
        );
        let refusal = "Error response from daemon: conflict";
        assert_eq!(found(&format!("Или так:\n\nvbnet\nКопировать\n{refusal}\n\nКонец.\n")), one("vbnet", refusal));
        assert_eq!(found("Ключ\nКопировать код\nx = 1\n\nКонец рассказа.\n"), one("", "x = 1"));
        assert_eq!(found("vbnet\n\nis a language of its own kind.\n"), []);
    }

    #[test]
    fn code_goes_on_up_to_where_prose_returns() {
        let python = "import os\n\n# Печатает всё\ndef show(path):\n    for name in os.listdir(path):\n        print(name)\n\nshow('.')";
        assert_eq!(
            found(&format!("python\nКопировать код\n{python}\n\nЗдесь `show` вызывает саму себя.\n")),
            one("python", python)
        );
        let compose = "services:\n  web:\n    image: nginx\n    ports:\n      - \"80:80\"\n\nvolumes:\n  data:";
        assert_eq!(found(&format!("yamlКопировать код\n{compose}\nЗапуск:\n")), one("yaml", compose));
        assert_eq!(
            found(&format!("yaml\nCopy code\n{compose}\nNote: this starts the server.\n")),
            one("yaml", compose)
        );
        let docker = "# база\nFROM node:20\nWORKDIR /app\nRUN npm ci && \\\n    npm cache clean --force\n\nCMD [\"node\", \"a.js\"]";
        assert_eq!(found(&format!("dockerfile\nКопировать код\n{docker}\nСборка образа\n")), one("dockerfile", docker));
        let json = "{\n  \"mirrors\": [\n    \"a\"\n  ]\n}";
        assert_eq!(found(&format!("json\nCopy\n{json}\nRestart the service.\n")), one("json", json));
        let session = "$ docker ps\nCONTAINER ID   IMAGE\nab12           nginx";
        assert_eq!(
            found(&format!("console\nCopy code\n{session}\n\nThe second column is the image.\n")),
            one("console", session)
        );
    }

    #[test]
    fn a_manifest_needs_no_sign() {
        let manifest = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    app: web";
        assert_eq!(found(&format!("Вот под:\n\n{manifest}\n\nОн запускается сразу.\n")), one("yaml", manifest));
        assert_eq!(found("apiVersion: какая версия API\nи kind: что это за объект\n"), []);
    }

    #[test]
    fn commands_speak_for_themselves() {
        assert_eq!(
            found("обычно так:\ngit add -p\ngit commit -m \"wip\"\n\nПотом пуш.\n"),
            one("", "git add -p\ngit commit -m \"wip\"")
        );
        let session = "$ git stash\nSaved working directory\n$ git switch hotfix";
        assert_eq!(found(&format!("прячу:\n\n{session}\nдостаётся через pop\n")), one("", session));
        let diff = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a = 1\n-b = 2\n+b = 3";
        assert_eq!(found(&format!("вывод:\n\n{diff}\n\nпорт перепутал\n")), one("", diff));
        assert_eq!(
            found("про ветки:\n\ngit fetch downloads them, and nothing is merged.\n\ngit status смотреть чаще\n"),
            []
        );
    }

    #[test]
    fn a_command_keeps_what_it_printed() {
        let docker = "docker pull alpine\nUsing default tag: latest\nlatest: Pulling from library/alpine";
        assert_eq!(found(&format!("Скачайте образ:\n\n{docker}\n\nОбраз готов.\n")), one("", docker));
        let images = "docker images\nREPOSITORY   TAG\nalpine       3";
        assert_eq!(found(&format!("Образы на диске видны так\n\n{images}\n\nТеперь их больше.\n")), one("", images));
        let logs = "docker logs web\n1:C 01 Jan 2024 10:00:00.000 # Server started\nReady: port=6379";
        assert_eq!(found(&format!("Look at what it says.\n\n{logs}\n\nThen stop it.\n")), one("", logs));
        for prose in
            ["git stash\nIt keeps 12 changes\n", "docker volumes\nNote: they stay\n", "git log\nPort 8080: the web\n"]
        {
            assert_eq!(found(&format!("Some commands.\n\n{prose}\nThat is all.\n")), [], "{prose}");
        }
        let psql = "shop=# SELECT count(*) FROM orders;\n count\n-------\n    12\n(1 row)";
        assert_eq!(found(&format!("Count them:\n\n{psql}\n\nTwelve orders came.\n")), one("", psql));
        assert_eq!(
            found("Ставим:\npip install flask\nFlask — это фреймворк\n\ngit\nGit Flow\nMain branch\n"),
            one("", "pip install flask")
        );
    }

    #[test]
    fn a_command_without_options_is_one() {
        for command in [
            "docker inspect shop:1.2",
            "docker ps",
            "git status",
            "kubectl get pods",
            "sudo systemctl restart nginx",
            "docker network inspect shop",
            "docker stop web",
            "docker volume ls",
        ] {
            for before in ["Осмотр", "Эта команда нужна часто, поэтому её полезно помнить."]
            {
                let note = format!("{before}\n\n{command}\n\nОна показывает, что есть на диске.\n");
                assert_eq!(found(&note), one("", command), "{command}");
            }
        }
        for command in ["docker ps", "git status", "kubectl get pods", "docker volume rm old_data"] {
            let note = format!("Look around\n\n{command}\n\nIt shows what there is on the disk.\n");
            assert_eq!(found(&note), one("", command), "{command}");
        }
        for title in [
            "docker compose",
            "docker volume",
            "docker run",
            "git",
            "python 3.12",
            "java 17",
            "git merge conflicts",
            "find files",
            "make bread",
        ] {
            let note = format!("Look around\n\n{title}\n\nThis part is about it, and it is long.\n");
            assert_eq!(found(&note), [], "{title}");
        }
    }

    #[test]
    fn instructions_and_patterns_are_files() {
        let runs = "RUN apt-get update\nRUN rm -rf /var/lib/apt/lists/*";
        assert_eq!(found(&format!("Плохо:\n\n{runs}\n\nСлоёв два.\n")), one("dockerfile", runs));
        let one_run = "RUN apt-get update \\\n    && apt-get install -y curl \\\n    && rm -rf /tmp/*";
        assert_eq!(found(&format!("Better\n\n{one_run}\n\nOne layer.\n")), one("dockerfile", one_run));
        let copy = "COPY package.json ./\nUSER node\nEXPOSE 3000\nCMD [\"node\", \"a.js\"]";
        assert_eq!(found(&format!("Last lines:\n{copy}\n\nThat is it.\n")), one("dockerfile", copy));
        let ignored = ".git\nnode_modules\n*.log\n!keep.log";
        assert_eq!(found(&format!("Не нужны в образе:\n\n{ignored}\n\nВсё.\n")), one("", ignored));
        for prose in [
            "FROM sets the base image\nRUN runs a command in it\nUSER changes who runs it",
            "RUN FAST\nCOPY THAT\n",
            "USER guide\nADD photos\n",
            "milk\nbread\neggs",
            "LICENSE\nREADME.md\n.env",
        ] {
            assert_eq!(found(&format!("What there is:\n\n{prose}\n\nThat is all.\n")), [], "{prose}");
        }
    }

    #[test]
    fn what_a_program_said_stands_in_a_sentence() {
        let error = "denied: access to the shed is denied";
        let ru = format!("Если сарай отвечает\n\n{error}\n\nзначит, ключа нет.\n");
        assert_eq!(found(&ru), one("", error));
        assert_eq!(found(&format!("If the shed says\n\n{error}\n\nthen the key is missing.\n")), one("", error));
        assert_eq!(found(&format!("Сарай отвечает.\n\n{error}\n\nзначит, ключа нет.\n")), []);
        assert_eq!(found("If you see\n\nthe big dog\n\nthen run.\n"), []);
    }

    #[test]
    fn commands_stand_below_a_heading() {
        let commands = "df -h   # что занимает место\ngit log --oneline";
        assert_eq!(found(&format!("диск\n{commands}\n\nи всё\n")), one("", commands));
        let source =
            Source::new("a.txt", format!("Начало.\nКоманды на каждый день\n{commands}\nДругие команды\nи всё\n"));
        let mut lines = lines::lines(&source, source.whole());
        for heading in [1, 4] {
            lines[heading].said = Said::Heading(1);
        }
        let codes = find(&source, &lines, &Fixes::default()).0;
        assert_eq!(codes.iter().map(|code| code.text.text.as_str()).collect::<Vec<_>>(), [commands]);
    }

    #[test]
    fn a_title_behind_commands_heads_what_follows() {
        for (title, next) in [
            ("Git Hooks", "Hooks are scripts that run on events."),
            ("Volumes", "A volume keeps what a pump writes."),
            ("Docker Compose", "Compose описывает всё приложение в одном файле."),
            ("Docker Compose", "\nCompose описывает всё приложение в одном файле."),
        ] {
            let note = format!("Push it:\n\nbash\nCopy code\ngit push origin main\n{title}\n{next}\n");
            assert_eq!(found(&note), one("bash", "git push origin main"), "{title}");
        }
        let login = "docker login\nLogin Succeeded";
        let warning = "WARNING! Your password is kept as it is.";
        assert_eq!(found(&format!("Log in:\n\nbash\nCopy code\n{login}\n{warning}\n")), one("bash", login));
        let tools = "docker\n\ndocker ps -a  # все\n\ngit\n\ngit log --oneline  # короткий\n";
        assert_eq!(found(tools).len(), 2);
    }

    #[test]
    fn blanks_that_all_lines_have_are_none_of_the_code() {
        let note = "Add it:\n\n    git add a.txt\n    git commit -m \"add\"\n\nThen push.\n";
        assert_eq!(found(note), one("", "git add a.txt\ngit commit -m \"add\""));
        let note = "Run it:\n\n    for f in *; do\n      ls \"$f\"\n    done\n\nThen push.\n";
        assert_eq!(found(note), one("", "for f in *; do\n  ls \"$f\"\ndone"));
    }

    #[test]
    fn a_transaction_may_end_with_a_comment() {
        let sql = "BEGIN;\nDELETE FROM carts WHERE old;\nCOMMIT;";
        assert_eq!(found(&format!("Run this:\n\n{sql}\n\nThe carts are gone.\n")), one("", sql));
        let sql = "UPDATE carts\n   SET old = true;\n-- not yet";
        assert_eq!(found(&format!("{sql}\n\nNow wait.\n")), one("", sql));
        assert_eq!(found("BEGIN;\n\nThen it goes on.\n"), []);
    }

    #[test]
    fn a_session_ends_where_its_author_speaks() {
        let (first, second) = ("$ docker logs web\nlistening on 80", "$ docker rm web\nweb");
        for remark in [
            "Health check:",
            "Then look at the logs.",
            "Postgres",
            "## Логи",
            "Проверка:",
            "Who is there?",
            "Then restart the service and look at the\nlog of the pump.",
        ] {
            let both = [one("", first), one("", second)].concat();
            assert_eq!(found(&format!("Look:\n\n{first}\n\n{remark}\n\n{second}\n")), both, "{remark}");
            // Right above a command it is a comment.
            if !remark.starts_with('#') {
                assert_eq!(found(&format!("Look:\n\n{first}\n\n{remark}\n{second}\n")), both, "{remark}");
            }
        }
        // What programs print may end with a colon, stand behind a blank line or in the middle.
        for session in [
            "olga@shed:~$ ssh-keygen\nEnter file in which to save the key (/home/olga/.ssh/id):\nYour key is in there\n\
            olga@shed:~$ ls",
            "$ git status\nOn branch main\n\nChanges not staged for commit:\n  (use \"git add\")\n\n\
            no changes added\n$ ls",
            "pumps=# \\l\n           List of databases\n\n Name | Owner\n\n(1 row)\npumps=# \\q",
        ] {
            assert_eq!(found(&format!("Look:\n\n{session}\n\nThat is all.\n")), one("", session));
        }
        assert_eq!(found("Смотри:\n\ndocker ps\n\n## Логи\n\ndocker logs web\n\nВсё.\n").len(), 2);
        // Commands without prompts are none of the session behind them.
        let both = [one("", "sudo -u olga psql"), one("", "pumps=# \\\\q")].concat();
        assert_eq!(found("Look:\n\nsudo -u olga psql\n\npumps=# \\\\q\n\nThat is all.\n"), both);
        let script = "#!/bin/sh\n\n# pumps\n\necho 1";
        assert_eq!(found(&format!("Run:\n\n{script}\n\nThat is all.\n")), one("", script));
    }

    #[test]
    fn behind_code_a_sentence_may_begin_with_a_command() {
        for (lang, code, sentence) in [
            ("", "docker ps -a", "docker ps показывает только запущенные, ключ -a добавляет остальные."),
            ("", "docker ps -a", "git reset is the command for the undo."),
            ("", "$ docker ps\nCONTAINER ID   IMAGE", "sudo лучше не использовать."),
            ("", "docker ps -a", "$HOME — домашняя папка."),
            ("python", "import os\nprint(os.getcwd())", "import the file into Excel."),
            ("python", "import os\nprint(os.getcwd())", "os.getcwd() возвращает папку."),
            ("", "SELECT id FROM pumps\nWHERE age > 18;", "WHERE фильтрует строки."),
            ("", "SELECT id FROM pumps\nWHERE age > 18;", "Stop one with SELECT pump_stop(id);"),
        ] {
            assert_eq!(found(&format!("Пример:\n\n{code}\n\n{sentence}\n\nИ всё.\n")), one(lang, code), "{sentence}");
        }
        let code = "const a = 1;\n\nconsole.log(`Привет всем людям`);";
        assert_eq!(found(&format!("js\nCopy code\n{code}\n\nИ всё.\n")), one("js", code));
        let code = "git add .\n\ngit commit -m \"Первый снег идёт.\"";
        assert_eq!(found(&format!("bash\nCopy code\n{code}\n\nИ всё.\n")), one("bash", code));
    }

    #[test]
    fn a_heading_on_the_heels_of_code_is_none_of_it() {
        for heading in ["🔍 Explanation", "Step 2: Stop them", "Шаг 2. Остановка", "2. Dockerfile", "3. compose.yaml"]
        {
            let note = format!("List them:\n\nbash\nCopy code\ndocker ps -a\n{heading}\n\nOne by one.\n");
            assert_eq!(found(&note), one("bash", "docker ps -a"), "{heading}");
        }
        for code in ["🌱 sown\n🌳 grown", "1. oak\n2. elm", "# List\n1. oak"] {
            let note = format!("It prints:\n\ntext\nCopy code\n{code}\n\nThat is all of it.\n");
            assert_eq!(found(&note), one("text", code));
        }
    }

    #[test]
    fn the_owner_of_a_system_has_a_prompt() {
        assert_eq!(found("and restart:\n\n# systemctl restart sshd\n"), one("", "# systemctl restart sshd"));
        let two = "# systemctl restart sshd\n# systemctl status sshd";
        assert_eq!(found(&format!("Перезапуск\n\n{two}\n\nИ всё.\n")), one("", two));
        assert_eq!(found("Some notes.\n\n# docker compose\n\nIt starts pumps.\n"), []);
        assert_eq!(found("Some notes:\n\n# How to restart it\n\nIt starts pumps.\n"), []);
    }

    #[test]
    fn code_may_stand_on_the_heels_of_prose() {
        let docker = "FROM node:20\nWORKDIR /srv\nCMD [\"node\", \"a.js\"]";
        assert_eq!(found(&format!("Соберём простой.\n{docker}\nСоберём его.\n")), one("dockerfile", docker));
        assert_eq!(found("Листинг 1. Сборка\n$ docker build .\nВот и всё.\n"), one("", "$ docker build ."));
        assert_eq!(found("It costs us all of\n$ 5 a day and\n>>> more\nFROM here on\nRUN fast\n"), []);
        let ignored = "node_modules\n.git\n*.log";
        assert_eq!(
            found(&format!("Создайте файл\n.dockerignore:\n{ignored}\nТаблица 1. Что ещё бывает\n")),
            one("", ignored)
        );
    }

    #[test]
    fn a_button_may_stand_behind_the_code() {
        for prose in ["Note that you need a pump.", "Note\nYou need a pump.", "\nYou need a pump."] {
            let note = format!("Run it:\n\nnpm install -D pump\nCopy\n{prose}\n\nThat is all.\n");
            assert_eq!(found(&note), one("", "npm install -D pump"), "{prose}");
        }
        let both = [one("bash", "docker ps -a"), one("bash", "docker rm web")].concat();
        assert_eq!(found("Use it:\nbashdocker ps -a\nTo remove one:\nbashdocker rm web\nCopy\nRetry\n"), both);
        assert_eq!(found("Use it:\n\nshellfish are good\n\nbashful people too\n\nconsolewatch\n"), []);
    }

    #[test]
    fn a_query_may_be_in_small_letters() {
        let query = "select id, name\nfrom pumps\nwhere age > 18;";
        assert_eq!(found(&format!("Ask:\n\n{query}\n\nTwo rows come.\n")), one("", query));
        for query in ["select id from pumps where age > 18;", "select id, name from pumps;"] {
            assert_eq!(found(&format!("Ask:\n\n{query}\n\nTwo rows come.\n")), one("", query));
        }
        let cmdlet = "Get-ChildItem -Path C:\\ -Recurse | Where-Object { $_.Length -gt 1MB }";
        assert_eq!(found(&format!("На PowerShell:\n\n{cmdlet}\n\nИ всё.\n")), one("", cmdlet));
        for prose in ["select the best one;\nand wash it;", "update your pumps;", "select two;\nwash them;"] {
            assert_eq!(found(&format!("To do:\n\n{prose}\n\nThat is all.\n")), [], "{prose}");
        }
    }

    #[test]
    fn prose_about_code_is_prose() {
        assert_eq!(found("Инструкции:\n\nFROM — задаёт образ.\nRUN — запускает команду.\n"), []);
        assert_eq!(found("text\nThe word above is not a label here.\n"), []);
        assert_eq!(found("go\n\nto the shop and buy some flour\n"), []);
        assert_eq!(found("Edit\nthe file and copy it.\n"), []);
    }
}
