//! What of a paste stands together: chunks of lines, code, changes of speaker.

use std::collections::{HashMap, HashSet};

use super::{
    amounts, body, captions, chrome,
    code::{self, Code},
    corrections::Fixes,
    formula, heading, levels,
    lines::{Line, Said},
    list::{Kind, marker},
    model::{Role, Text},
    note::{Dropped, Why},
    page::{self, Page},
    quotes, sentences, speakers, table, titles,
};
use crate::text::{Source, Span, words};

/// Where nobody wrapped the lines, one of so many characters is a paragraph, though no blank line parts it from others.
const WHOLE_PARAGRAPH: usize = 90;

/// So many lines tell what a chunk is.
const NEAR: usize = 200;

/// So many lines before a line tell whether it stands among amounts.
const NEAR_AMOUNTS: usize = 3;

/// What stands together.
#[derive(Debug)]
pub enum Part<'a> {
    /// Lines without a blank line between them, or with one that only a page break made; never empty.
    Chunk(Vec<Line<'a>>),
    /// Code.
    Code(Code),
    /// Somebody else speaks, in a chat.
    Speaker(Role),
    /// Somebody asks or answers, in a note that is none of a chat.
    Asks(Role),
    /// What stood before is over, whoever said it.
    Anew,
}

/// Cuts the lines of a paste. What is no part of its structure goes to `dropped`.
pub fn parts<'a>(
    source: &Source,
    lines: Vec<Line<'a>>,
    page: &Page,
    counts: &HashSet<&str>,
    fixes: &Fixes,
    dropped: &mut Vec<Dropped>,
) -> Vec<Part<'a>> {
    let (mut codes, buttons) = code::find(source, &lines, fixes);
    dropped.extend(buttons);
    add_formulas(source, &lines, &mut codes);
    // A name in front of a line is one where both sides are named so.
    let prefixed = |role| lines.iter().filter_map(|line| speakers::prefix(line.text)).any(|prefix| prefix.role == role);
    let dialogue = prefixed(Role::User) && prefixed(Role::Assistant);
    let mut alone = speakers::Alone::default();
    for line in &lines {
        speakers::marker(line.text).into_iter().for_each(|role| alone.add(role, line.text));
    }
    let titles = Titles { returning: returning(&lines), counts };
    let mut codes = codes.into_iter().peekable();
    let mut out: Vec<Part<'a>> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if line.anew {
            out.push(Part::Anew);
        }
        if let Some(code) = codes.next_if(|code| code.lines.start == at) {
            at = code.lines.end.max(at + 1);
            out.push(Part::Code(code));
            continue;
        }
        let named = |prefix: &speakers::Prefix| prefix.is_name && alone.answers(prefix.role, &line.text[..prefix.len]);
        let prefix = speakers::prefix(line.text)
            .filter(|prefix| line.said == Said::Nothing && (dialogue || (line.gap > 0 || at == 0) && named(prefix)));
        if let Some(prefix) = prefix {
            let (name, rest) = (Span::new(line.span.start, line.span.start + prefix.len), &line.text[prefix.len..]);
            dropped.push(Dropped { span: name, why: Why::Speaker, excerpt: None });
            out.push(if prefix.is_name { Part::Speaker(prefix.role) } else { Part::Asks(prefix.role) });
            let span = Span::new(name.end, line.span.end);
            out.push(Part::Chunk(vec![Line { text: rest, span, len: rest.chars().count(), ..*line }]));
        } else if let Some(role) = speakers::marker(line.text).filter(|_| !chrome::is_banner(source, line.span)) {
            dropped.push(Dropped { span: line.span, why: Why::Speaker, excerpt: None });
            out.push(Part::Speaker(role));
        } else {
            match out.last_mut() {
                Some(Part::Chunk(chunk))
                    if (belongs(page, chunk, line) || amounts::are_parted(page, chunk, &lines[at..]))
                        && !is_title(page, chunk, &lines[at..])
                        && !is_title_between_lists(page, chunk, &lines[at..])
                        && !is_purpose(page, chunk, &lines[at..])
                        && !is_jotted_title(page, chunk, &lines[at..])
                        && !is_tight_title(page, chunk, &lines[at..], &titles) =>
                {
                    chunk.push(*line)
                }
                _ => out.push(Part::Chunk(vec![*line])),
            }
        }
        at += 1;
    }
    out
}

/// Adds the blocks of formulas: what was taken for code inside them is theirs.
fn add_formulas(source: &Source, lines: &[Line<'_>], codes: &mut Vec<Code>) {
    let blocks = formula::blocks(lines, &code::fenced_lines(lines));
    if blocks.is_empty() {
        return;
    }
    // Both are in the order of the note.
    let mut at = 0;
    codes.retain(|code| {
        while blocks.get(at).is_some_and(|block| block.end <= code.lines.start) {
            at += 1;
        }
        blocks.get(at).is_none_or(|block| code.lines.end <= block.start)
    });
    codes.extend(blocks.into_iter().map(|block| {
        let span = lines[block.start].span.to(lines[block.end - 1].span);
        let text = Text::plain(source.slice(span).replace("\r\n", "\n"), span);
        Code { lang: Some("latex".to_owned()), lines: block, span, text }
    }));
    codes.sort_by_key(|code| code.lines.start);
}

/// Short lines with a capital that more than one chunk begins with, «Ингредиенты», or that stand above a few jotted
/// words as others do: «Купить», «Сделать».
pub fn first_lines<'a>(parts: &[Part<'a>]) -> HashSet<&'a str> {
    let mut once = HashSet::new();
    let mut out = HashSet::new();
    let mut groups = Vec::new();
    for part in parts {
        if let Part::Chunk(lines) = part
            && is_group(lines)
        {
            groups.push(lines[0].text);
        }
        if let Part::Chunk(lines) = part
            && lines[0].words() <= 3
            && lines[0].text.starts_with(char::is_uppercase)
            && lines[0].text.ends_with(words::is_alphabetic)
            && lines[0].said == Said::Nothing
            && !body::is_attribute(&lines[0])
            && !amounts::is_measure(lines[0].text)
            && !once.insert(lines[0].text)
        {
            out.insert(lines[0].text);
        }
    }
    if groups.len() > 1 {
        out.extend(groups);
    }
    out
}

/// Whether lines are one or two words with a capital, and below them but few words a line in small letters: «Купить»,
/// and what. One alone may be anything.
fn is_group(lines: &[Line<'_>]) -> bool {
    const MOST_WORDS: usize = 5;
    let Some((title, items)) = lines.split_first() else { return false };
    let plain = |line: &Line<'_>| line.said == Said::Nothing && line.text.ends_with(words::is_alphanumeric);
    let item = |line: &Line<'_>| {
        line.starts_lower() && line.words() <= MOST_WORDS && plain(line) && !amounts::opens(line.text)
    };
    items.len() > 1
        && title.words() <= 2
        && title.text.starts_with(char::is_uppercase)
        && plain(title)
        && marker(title).is_none()
        && !amounts::is_open(title.text)
        && items.iter().take(NEAR).all(item)
}

/// Of each part whether sentences stand behind it before somebody else speaks.
pub fn resumes(parts: &[Part<'_>]) -> Vec<bool> {
    let mut out = vec![false; parts.len()];
    let mut formal = false;
    for (at, part) in parts.iter().enumerate().rev() {
        out[at] = formal;
        match part {
            Part::Chunk(lines) => {
                let (first, last) = (&lines[0], &lines[lines.len() - 1]);
                let sentence = first.text.starts_with(char::is_uppercase) && marker(first).is_none();
                formal |= sentence && last.text.ends_with(['.', '!', '…']) && first.words() > 3;
            }
            Part::Speaker(_) | Part::Asks(_) | Part::Anew => formal = false,
            Part::Code(_) => {}
        }
    }
    out
}

/// The items that the first parts are where blank lines part them: small letters, a semicolon behind each, and a full
/// stop behind the last. At most so many are looked at.
pub fn parted_items<'p, 'a>(parts: &'p [Part<'a>], most: usize) -> Option<Vec<&'p [Line<'a>]>> {
    let item = |at: usize, end: char| match parts.get(at) {
        Some(Part::Chunk(lines)) => {
            let (last, before) = lines.split_last()?;
            let own = lines[0].starts_lower() && marker(&lines[0]).is_none() && lines[0].said == Said::Nothing;
            let one = !before.iter().any(|line| line.text.ends_with([';', '.']));
            (own && one && last.text.ends_with(end)).then_some(&lines[..])
        }
        _ => None,
    };
    let mut items: Vec<&[Line<'a>]> = (0..most).map_while(|at| item(at, ';')).collect();
    items.push(item(items.len(), '.').filter(|_| !items.is_empty())?);
    Some(items)
}

/// Lines with a number that stand below title after title: "Serves 4", or alone with a title in capitals, however they
/// count: "2 loaves", "About 3 pints". They count something, and head nothing.
pub fn counts<'a>(lines: &[Line<'a>]) -> HashSet<&'a str> {
    let mut found: HashMap<String, Vec<(&'a str, u32, bool)>> = HashMap::new();
    let title = |line: &Line<'_>| {
        line.words() <= 8 && line.text.starts_with(char::is_uppercase) && line.text.ends_with(words::is_alphabetic)
    };
    // The line before, and whether it counts something below a title.
    let mut before: Option<(&Line<'a>, bool)> = None;
    for line in lines {
        let number = || line.text.split(|c: char| !c.is_ascii_digit()).find_map(|digits| digits.parse().ok());
        let short = line.words() <= 4 && line.text.starts_with(char::is_uppercase) && line.said == Said::Nothing;
        let number = short.then(number).flatten().filter(|_| !page::names_chapter(line.text) && marker(line).is_none());
        let measure = |before: &Line<'_>| amounts::is_measure(before.text);
        let below = || before.is_some_and(|(before, counts)| counts || title(before) || measure(before));
        let below = number.is_some() && below();
        if let Some(number) = number {
            found.entry(page::shape(line.text)).or_default().push((line.text, number, below));
        }
        before = Some((line, below));
    }
    let counting = |lines: &&Vec<(&str, u32, bool)>| {
        let chapters = lines.windows(2).all(|pair| pair[1].1 == pair[0].1 + 1);
        lines.len() > 1 && !chapters && lines.iter().all(|&(_, _, below)| below)
    };
    let mut out: HashSet<&str> = found.values().filter(counting).flatten().map(|&(text, _, _)| text).collect();
    let alone: Vec<&str> = (1..lines.len()).filter(|&at| is_counted(lines, at)).map(|at| lines[at].text).collect();
    out.extend(alone.iter().filter(|_| alone.len() > 1));
    out
}

/// Whether line `at` begins with a figure, or with one word and a figure, says little more, and stands between blank lines
/// with nothing but a title in capitals above it.
fn is_counted(lines: &[Line<'_>], at: usize) -> bool {
    const MOST_WORDS: usize = 7;
    let (title, line) = (&lines[at - 1], &lines[at]);
    let figure = |word: &str| {
        word.starts_with(|c: char| c.is_numeric()) && !word.ends_with(['.', ')', ':']) || amounts::is_in_words(word)
    };
    let parted = |line: &Line<'_>| line.gap > 0 || line.new_page;
    line.gap == 0
        && (at == 1 || parted(title))
        && lines.get(at + 1).is_some_and(parted)
        && (2..=MOST_WORDS).contains(&line.words())
        && line.text.split_whitespace().take(2).any(figure)
        && line.text.ends_with(words::is_alphabetic)
        && !heading::is_capitals(line)
        && heading::is_capitals(title)
        && !title.text.contains(|c: char| c.is_ascii_digit())
        && [title, line].iter().all(|line| line.said == Said::Nothing && !page::names_chapter(line.text))
}

/// What is known of the titles of a note.
struct Titles<'t> {
    /// Those that return.
    returning: HashSet<&'t str>,
    /// Lines below titles that say how many.
    counts: &'t HashSet<&'t str>,
}

/// Whether `lines` go on with a title on the heels of what stands before it: one that returns in the note, one in
/// capitals, one above a count or a list, or one that is cut short between sentences.
fn is_tight_title(page: &Page, chunk: &[Line<'_>], lines: &[Line<'_>], titles: &Titles<'_>) -> bool {
    let (Some(last), [line, next, ..]) = (chunk.last(), lines) else { return false };
    let ended = last.text.ends_with(['.', '!', '?', '…']) && !sentences::ends_with_unit(last.text);
    let title = line.said == Said::Nothing
        && line.gap == 0
        && line.text.starts_with(char::is_uppercase)
        && line.text.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, '»' | ')'))
        && marker(line).is_none();
    let known = || titles.returning.contains(line.text) && (ended || !page.is_full(last, line));
    let capitals = || heading::is_capitals(line) && !heading::is_capitals(last) && !heading::is_capitals(next);
    let counted = titles.counts.contains(next.text) && !titles.counts.contains(line.text);
    let listed = || line.words() <= 4 && marker(next).is_some_and(|next| !next.kind.is_ordered());
    let cut = || capitals() || heading::is_cut_short(page, lines) || listed();
    title && page.width.is_some() && (known() || ended && (counted || cut()))
}

/// Titles of few words that return in a note, each time with other lines below.
fn returning<'a>(lines: &[Line<'a>]) -> HashSet<&'a str> {
    let mut below: HashMap<&'a str, HashSet<&'a str>> = HashMap::new();
    for pair in lines.windows(2) {
        let text = pair[0].text;
        let title = pair[0].words() <= 3
            && text.starts_with(char::is_uppercase)
            && text.ends_with(words::is_alphabetic)
            && text.chars().count() > 3
            && pair[0].said == Said::Nothing
            && !amounts::is_measure(text)
            && !body::is_attribute(&pair[0]);
        if title {
            below.entry(text).or_default().insert(pair[1].text);
        }
    }
    below.into_iter().filter(|(_, below)| below.len() > 1).map(|(text, _)| text).collect()
}

/// Whether `lines` go on with a title between sentences, where nobody wrapped the lines: «Решение», and below it what it
/// is.
fn is_title(page: &Page, chunk: &[Line<'_>], lines: &[Line<'_>]) -> bool {
    let (Some(last), [line, next, ..]) = (chunk.last(), lines) else { return false };
    let sentence = |line: &Line<'_>| line.text.ends_with(['.', '!', '…']) && line.words() > 2 && marker(line).is_none();
    let title = line.words() <= 3
        && line.said == Said::Nothing
        && line.text.starts_with(char::is_uppercase)
        && line.text.ends_with(words::is_alphabetic)
        // Nor is a value between others.
        && !line.text.contains(": ");
    let announces = next.text.ends_with(':') && next.words() > 1;
    page.width.is_none()
        && line.gap == 0
        && next.gap == 0
        && title
        && sentence(last)
        && next.text.starts_with(char::is_uppercase)
        && next.words() > line.words()
        && (sentence(next) || announces)
}

/// Whether `lines` go on with what the amounts behind it are for, on the heels of others: «Для глазури».
fn is_purpose(page: &Page, chunk: &[Line<'_>], lines: &[Line<'_>]) -> bool {
    let (Some(last), [line, next, ..]) = (chunk.last(), lines) else { return false };
    line.gap == 0
        && next.gap == 0
        && line.said == Said::Nothing
        && levels::is_purpose(line.text)
        && amounts::is_amount(next)
        && !amounts::is_amount(line)
        && chunk.iter().rev().take(NEAR_AMOUNTS).any(amounts::is_amount)
        && marker(last).is_none()
        && !last.text.ends_with(',')
        && !amounts::is_open(last.text)
        && !page.is_full(last, line)
}

/// Whether `lines` go on with a title between two lists: «Как готовить» behind bullets and above numbers.
fn is_title_between_lists(page: &Page, chunk: &[Line<'_>], lines: &[Line<'_>]) -> bool {
    let (Some(last), [line, next, ..]) = (chunk.last(), lines) else { return false };
    let title = line.words() <= 4
        && line.said == Said::Nothing
        && line.text.starts_with(char::is_uppercase)
        && line.text.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, '»' | ')'))
        && !amounts::is_amount(line);
    let (Some(above), Some(below)) = (marker(last).filter(|_| title), marker(next)) else { return false };
    let begins = matches!(below.kind, Kind::Number(1) | Kind::Bullet(_));
    line.gap == 0
        && next.gap == 0
        && marker(line).is_none()
        && line.indent <= last.indent
        && begins
        && above.kind.is_ordered() != below.kind.is_ordered()
        && !last.text.ends_with([',', ':'])
        && !amounts::is_open(last.text)
        && !page.is_full(last, line)
}

/// Whether `lines` go on with a title above what somebody jotted down, behind other jottings: a capital among small letters.
fn is_jotted_title(page: &Page, chunk: &[Line<'_>], lines: &[Line<'_>]) -> bool {
    /// So many lines have been jotted down before.
    const BEFORE: usize = 2;
    let (Some(last), [line, rest @ ..]) = (chunk.last(), lines) else { return false };
    page.width.is_none()
        && line.gap == 0
        && line.said == Said::Nothing
        && chunk.len() > BEFORE
        && !last.text.ends_with([',', ':'])
        && marker(line).is_none()
        && rest.first().is_some_and(|next| next.gap == 0)
        && titles::is_jotted_title(page, line, rest)
}

/// Whether a line stands together with the ones before it.
fn belongs(page: &Page, chunk: &[Line<'_>], line: &Line<'_>) -> bool {
    let Some(last) = chunk.last() else { return false };
    if line.said == Said::Joined {
        return true;
    }
    if last.said == Said::Asked || line.said == Said::Asked {
        return last.said == line.said && line.gap == 0;
    }
    if line.gap == 0 && captions::is_caption(line.text) {
        return false;
    }
    if line.gap == 0 {
        let whole = |line: &Line<'_>| page.width.is_none() && line.len > WHOLE_PARAGRAPH;
        let row = |line: &Line<'_>| line.text.contains('\t') || table::is_framed(line.text);
        let columns = |line: &Line<'_>| line.text.matches("   ").count() > 1;
        if columns(last) && columns(line) && line.said == Said::Nothing {
            return true;
        }
        let cells = |line: &Line<'_>| line.text.matches('\t').count();
        let beside =
            || matches!(chunk, [.., before, last] if cells(before) == cells(last) && cells(last) == cells(line));
        if line.said == Said::Nothing && row(last) && cells(last) > 0 && beside() {
            return true;
        }
        // What is quoted stands apart from the words around it.
        if quotes::is_quoted(last.text) != quotes::is_quoted(line.text) {
            return false;
        }
        // Values stand together however long one of them is.
        let values = || chunk.iter().chain([line]).all(|line| body::is_attribute(line));
        let apart = || (whole(last) || whole(line)) && !values();
        return !matches!(line.said, Said::Heading(_)) && !apart() && row(last) == row(line);
    }
    let broken_word = last.text.ends_with(['-', '\u{ad}']) && last.len > 1;
    let open = !last.ends_sentence() && marker(line).is_none();
    if broken_word && line.starts_lower() {
        return true;
    }
    let full = page.is_full(last, line);
    let same = chunk.len() > 1 || full;
    open && page.breaks_before(line)
        && same
        && (full && line.starts_lower() || line.new_page && full && !page.is_short(line))
}

/// Whether a part is code that nobody typed: what a program printed.
pub fn is_shown(part: Option<&Part<'_>>) -> bool {
    matches!(part, Some(Part::Code(code)) if code.lang.is_none() && !code::is_typed(&code.text.text))
}

/// Whether a sentence of the lines goes on behind some code. What a program said may stand between its halves, and so
/// may the lines of a file: «In the file set … and restart.»
pub fn code_cuts(code: &Code, lines: &[Line<'_>], behind: Option<&Line<'_>>) -> bool {
    let begun = || lines.len() == 1 && lines[0].words() > 2 && lines[0].text.starts_with(char::is_uppercase);
    let one = !code.text.text.contains('\n') && code.lang.is_none();
    let ended = || behind.is_some_and(Line::ends_sentence);
    let goes_on = || behind.is_some_and(Line::starts_lower);
    (one || begun() && ended()) && !code::is_typed(&code.text.text) && goes_on()
}
