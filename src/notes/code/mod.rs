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
    list::marker,
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

/// Whether a line is nothing but the words of buttons that copy code: "Copy code", «КопироватьРедактировать».
pub fn are_buttons(line: &str) -> bool {
    label::are_buttons(line, true)
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
    let cut = sign.glued.is_some() || !(sign.lang.as_deref() == Some("yaml") && is_cut_out(lines, sign.rest));
    let text = joined(source, sign.glued.into_iter().chain(rest[..count].iter().copied()), cut);
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
    if foreign && before.is_some_and(|before| before.text.ends_with('?')) && output::is_error(near) {
        let text = join(source, near[..1].iter().copied());
        return Some(Code::new(None, at..at + 1, lines, text));
    }
    // On the heels of prose only what nobody would write in it.
    if !(announced || headed || lines[at].gap > 0 || before.is_none()) {
        let lang = files::opens_dockerfile(near).then_some("dockerfile").or_else(|| prompt(near[0].text));
        let typed = || before.filter(|_| foreign).and_then(|before| typed_below(before, near));
        let lang = lang.or_else(typed)?;
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
        let printed = before.and_then(|before| output::below(before, near, foreign));
        let machine = machine::find(near, announced, looked);
        match machine.filter(|shape| printed.is_none_or(|count| shape.count >= count)) {
            Some(shape) => (shape.lang, shape.count),
            None => (None, printed?),
        }
    };
    let text = joined(source, lines[at..at + count].iter().copied(), !(lang == Some("yaml") && is_cut_out(lines, at)));
    Some(Code::new(lang.map(str::to_owned), at..at + count, lines, text))
}

/// Whether the line is set in as a key of YAML below another is, and what stands above is neither set in nor an item: a
/// piece of a file, whose blanks say where it belongs.
fn is_cut_out(lines: &[Line<'_>], at: usize) -> bool {
    const DEEP: usize = 2;
    let margin = |before: &Line<'_>| before.indent == 0 && marker(before).is_none();
    let key = lines.get(at).is_some_and(|line| line.indent == DEEP && line.text.ends_with(':'));
    key && at.checked_sub(1).is_some_and(|before| margin(&lines[before]))
}

/// The language of commands right below a line in another script, if no sentence goes on around them: «Минус: медленно ⏎
/// docker run -d nginx».
fn typed_below(before: &Line<'_>, near: &[Line<'_>]) -> Option<&'static str> {
    let option = |line: &Line<'_>| line.text.split(' ').skip(1).any(|word| word.len() > 1 && word.starts_with('-'));
    let typed = |line: &&Line<'_>| line.text.is_ascii() && command::begins(line.text);
    let ended = !before.text.is_ascii() && !before.text.ends_with([',', '-', '—']);
    let lines = near.iter().take_while(typed).count();
    let goes_on = near.get(lines).is_some_and(|next| next.gap == 0 && next.starts_lower() && !next.text.is_ascii());
    let sure = ended && !goes_on && near[..lines].iter().any(option);
    family::speaks_for_itself(near, false, true).filter(|_| sure)
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
    joined(source, lines, true)
}

/// Lines of code with the blanks before them; where they are `cut`, but for those that all have.
fn joined<'a>(source: &Source, lines: impl Iterator<Item = Line<'a>> + Clone, cut: bool) -> Text {
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
    let margin = if cut { first.floor_char_boundary(margin) } else { 0 };
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
mod tests;
