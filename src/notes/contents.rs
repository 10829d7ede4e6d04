//! Tables of contents: what their rows of dots name is a heading where it stands in the text.
//!
//! A book has a table of contents of its own, and other pages: the rows of one whose titles stand in the text are no
//! part of it. What has rows of dots and names nothing in the text, as a menu does, is a list. A line without a page
//! above rows names the part of the book that holds them, where it stands in the text as well.

mod index;

use crate::text::{Source, words};
use std::{
    cell::LazyCell,
    collections::{BTreeMap, HashMap, HashSet},
    ops::Range,
};

use super::{
    code,
    lines::{Line, Said, is_blank, is_invisible},
    note::{Dropped, Why},
    numbered, page,
};

/// So many rows are a table.
const SHORTEST: usize = 2;
/// The longest title, in characters.
const LONGEST: usize = 100;

/// So many rows are one where blanks part the title from the page.
const SHORTEST_BLANK: usize = 3;
/// So many lines may name the part of a book: «Часть первая», «Супы».
const PART_LINES: usize = 2;
/// So many blank lines stand between the parts of a table.
const PART_GAP: usize = 2;
/// What stands above a table of contents, in small letters.
const CAPTIONS: [&str; 5] = ["содержание", "оглавление", "contents", "table of contents", "in this book"];

/// Marks the headings that a table of contents names.
fn mark(lines: &mut [Line<'_>]) {
    let rows: Vec<usize> = (0..lines.len()).filter(|&at| entry(lines[at].text).is_some()).collect();
    let Some(&last) = rows.last().filter(|_| rows.len() >= SHORTEST) else { return };
    let titles: HashSet<String> = rows.iter().filter_map(|&at| entry(lines[at].text)).map(small).collect();
    let fenced = code::fenced_lines(lines);
    for at in last + 1..lines.len() {
        let line = &lines[at];
        let named = line.said == Said::Nothing && line.len <= LONGEST && titles.contains(&small(line.text));
        let below = matches!(lines[at - 1].said, Said::Heading(_));
        if named && !below && !fenced[at] {
            lines[at].said = Said::Heading(numbered::depth(line).unwrap_or(1));
        }
    }
}

/// Marks the headings that tables of contents name, and takes those out whose titles stand in the text behind them.
pub fn without<'a>(mut lines: Vec<Line<'a>>, dropped: &mut Vec<Dropped>) -> Vec<Line<'a>> {
    mark(&mut lines);
    let mut tables = tables(&lines);
    tables.extend(index::find(&lines));
    let fenced = code::fenced_lines(&lines);
    for (table, heads) in repeated(&lines, &fenced) {
        if !tables.iter().any(|known| known.start < table.end && table.start < known.end) {
            heads.into_iter().for_each(|at| lines[at].said = Said::Heading(numbered::depth(&lines[at]).unwrap_or(1)));
            tables.push(table);
        }
    }
    if tables.is_empty() {
        return lines;
    }
    let mut out = vec![false; lines.len()];
    for table in tables.into_iter().filter(|table| !table.clone().any(|at| fenced[at])) {
        // The page of the contents has its name and number at its foot as well.
        let end = table.end + usize::from(lines.get(table.end).is_some_and(foots));
        let titled = table.start.checked_sub(1).filter(|&above| is_caption(&lines[above]));
        let from = titled.unwrap_or(table.start);
        // The name of a book's author stands above it.
        if let Some(name) = lines[..from].last_mut().filter(|name| from > 1 && name.gap > 0 && titled.is_some())
            && name.said == Said::Nothing
        {
            name.said = Said::NotHeading;
        }
        out[from..end].fill(true);
    }
    let mut gap = 0;
    lines
        .into_iter()
        .zip(out)
        .filter_map(|(mut line, out)| {
            if out {
                dropped.push(Dropped { span: line.span, why: Why::Contents, excerpt: None });
                gap += line.gap + 1;
                return None;
            }
            line.gap += std::mem::take(&mut gap);
            Some(line)
        })
        .collect()
}

/// The tables of contents whose pages count up, and most of whose titles stand in the text behind.
fn tables(lines: &[Line<'_>]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    // Of each line its words, and of each but the last those of the next as well: a title may take two lines.
    let mut behind: Option<HashSet<String>> = None;
    let last = LazyCell::new(|| last_lines(lines));
    // Whether line `at` names a part: it stands in the text as well.
    let part = |at: usize| {
        let line = lines.get(at).filter(|line| line.gap <= PART_GAP && may_name_part(line))?;
        let one = last.get(&small(line.text));
        let two = lines.get(at + 1).and_then(|next| last.get(&small(&format!("{} {}", line.text, next.text))));
        one.max(two).filter(|&&found| found > at + 1)
    };
    let mut at = 0;
    while at < lines.len() {
        let Some(rows) = rows(lines, at, &|at| part(at).is_some()) else {
            at += 1;
            continue;
        };
        // The first part stands above the first row, where others stand between rows.
        let parts = rows.windows(2).any(|pair| (pair[0].0 + 1..pair[1].0).any(|at| part(at).is_some()));
        let floor = out.last().map_or(1, |table: &Range<usize>| table.end);
        let above = |at: &usize| at.checked_sub(1).filter(|&above| above >= floor && parts && part(above).is_some());
        let begin = std::iter::successors(Some(at), above).take(PART_LINES + 1).last().unwrap_or(at);
        let end = rows.last().map_or(at, |&(last, ..)| last) + 1;
        let dotted = rows.iter().filter(|&&(at, ..)| is_entry(&lines[at])).count();
        let enough = rows.len() >= if dotted == rows.len() { SHORTEST } else { SHORTEST_BLANK };
        if enough && rows.windows(2).all(|pair| pair[0].2 <= pair[1].2) {
            let texts = behind.get_or_insert_with(|| texts(&lines[end..]));
            let stands = |title: &str| texts.contains(&small(title)) || keys(title).any(|key| texts.contains(&key));
            let named = rows.iter().filter(|(_, title, _)| stands(title)).count();
            // Half are enough where a caption says what it is, and no dots do: a copy may have but some chapters.
            let captioned = dotted == 0 && at.checked_sub(1).is_some_and(|above| is_caption(&lines[above]));
            if named * 2 + usize::from(captioned) > rows.len() {
                out.push(begin..end);
            }
        }
        at = end;
    }
    out
}

/// Tables of contents without pages: below a caption, lines each of which stands in the text behind, in the same order.
/// With each of them the lines there.
fn repeated(lines: &[Line<'_>], fenced: &[bool]) -> Vec<(Range<usize>, Vec<usize>)> {
    /// A note has no more of them.
    const MOST: usize = 4;
    const FEWEST: usize = 3;
    /// So many entries a table has.
    const LONG: usize = 400;
    let key = |at: usize| {
        let line = &lines[at];
        let plain = line.said == Said::Nothing && line.len <= LONGEST && !fenced[at];
        plain.then(|| keys(line.text).last()).flatten()
    };
    let caption = |&at: &usize| is_caption(&lines[at]) && lines[at].said == Said::Nothing && !fenced[at];
    let table = |caption: usize| {
        let mut titles: Vec<String> = Vec::new();
        for at in (caption + 1..lines.len()).take(LONG) {
            let line = &lines[at];
            let apart = line.gap > usize::from(titles.is_empty());
            let Some(key) = key(at).filter(|key| !apart && titles.first() != Some(key)) else { break };
            titles.push(key);
        }
        let rows = caption + 1..caption + 1 + titles.len();
        let ended = rows.clone().any(|at| lines[at].ends_sentence() && !lines[at].text.ends_with('?'));
        if titles.len() < FEWEST || ended {
            return None;
        }
        let mut heads = Vec::new();
        for at in rows.end..lines.len() {
            let Some(title) = titles.get(heads.len()) else { break };
            if key(at).is_some_and(|key| key == *title) {
                heads.push(at);
            }
        }
        (heads.len() == titles.len()).then_some((rows, heads))
    };
    (0..lines.len()).filter(caption).take(MOST).filter_map(table).collect()
}

/// Of the words of lines, and of pairs of them, the last line that has them.
fn last_lines(lines: &[Line<'_>]) -> HashMap<String, usize> {
    let short = |line: &Line<'_>| line.len <= LONGEST && line.said == Said::Nothing;
    let pairs = lines.windows(2).enumerate().filter(|(_, pair)| pair.iter().all(short));
    let pairs = pairs.map(|(at, pair)| (small(&format!("{} {}", pair[0].text, pair[1].text)), at + 1));
    let lines = lines.iter().enumerate().filter(|(_, line)| short(line));
    pairs.chain(lines.map(|(at, line)| (small(line.text), at))).collect()
}

/// Whether a line without a page could name the part that the rows below it belong to.
fn may_name_part(line: &Line<'_>) -> bool {
    line.said == Said::Nothing
        && line.len <= LONGEST
        && line.text.starts_with(words::is_alphanumeric)
        && !line.starts_lower()
        && !line.text.ends_with(['.', ',', ';', ':', '-'])
        && paged(line.text).is_none()
        && !is_caption(line)
}

/// The rows of a table that begins with line `at`, each with its title and its page. A title that was too long for a
/// row begins on the line before; `part` says of a line whether it may stand between rows without being one.
fn rows<'a>(lines: &[Line<'a>], at: usize, part: &dyn Fn(usize) -> bool) -> Option<Vec<(usize, &'a str, u32)>> {
    // Below the caption one blank is enough.
    let captioned = at.checked_sub(1).is_some_and(|above| is_caption(&lines[above]));
    let loose = captioned && paged(lines[at].text).is_none();
    let row = |at: usize| {
        let line = lines.get(at).filter(|line| line.said == Said::Nothing)?;
        let (title, page) = paged(line.text).or_else(|| spaced(line.text).filter(|_| loose))?;
        Some((at, title, page))
    };
    let mut rows = vec![row(at)?];
    let mut next = at + 1;
    loop {
        let wrapped = || lines.get(next + 1).is_some_and(|line| line.gap == 0 && lines[next].gap == 0);
        let parts = |count: &usize| (next..next + count).all(part);
        let found = row(next)
            .or_else(|| row(next + 1).filter(|_| wrapped()))
            .or_else(|| (1..=PART_LINES).filter(parts).find_map(|count| row(next + count)));
        let Some(found) = found else { return Some(rows) };
        next = found.0 + 1;
        rows.push(found);
    }
}

/// The title and the page of a row: «Борщ ..... 4», or blanks between them, three at least or a tab.
pub(super) fn paged(text: &str) -> Option<(&str, u32)> {
    let bare = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let page = text[bare.len()..].parse().ok()?;
    let blank = || {
        let title = bare.trim_end();
        let blanks = &bare[title.len()..];
        let good = (blanks.contains('\t') || blanks.chars().count() > 2) && !title.contains('\t');
        (good && text.len() - bare.len() <= 4 && title.contains(words::is_alphabetic)).then_some(title)
    };
    Some((entry(text).or_else(blank)?, page))
}

/// The title and the page of a row where one blank parts them: "Desserts 118".
fn spaced(text: &str) -> Option<(&str, u32)> {
    let (title, page) = text.rsplit_once(' ').filter(|_| text.len() <= LONGEST)?;
    let figures = (1..=3).contains(&page.len()) && page.bytes().all(|b| b.is_ascii_digit());
    (figures && title.contains(words::is_alphabetic)).then(|| page.parse().ok().map(|page| (title.trim_end(), page)))?
}

/// The rows below the caption of a table of contents whose pages count up, whatever parts these from the titles.
pub(super) fn captioned(lines: &[Line<'_>]) -> Range<usize> {
    let Some(caption) = lines.iter().position(is_caption) else { return 0..0 };
    let mut last = 0;
    let row = |line: &&Line<'_>| {
        let found = paged(line.text).or_else(|| spaced(line.text)).filter(|&(_, page)| page >= last);
        found.inspect(|&(_, page)| last = page).is_some()
    };
    let rows = lines[caption + 1..].iter().take_while(row).count();
    caption + 1..caption + 1 + rows
}

/// The words of lines, and of each with the next.
fn texts(lines: &[Line<'_>]) -> HashSet<String> {
    let short = |line: &&Line<'_>| line.len <= LONGEST;
    let one = lines.iter().filter(short).map(|line| small(line.text));
    let pairs = lines.windows(2).filter(|pair| pair.iter().all(|line| short(&line)));
    one.chain(pairs.map(|pair| small(&format!("{} {}", pair[0].text, pair[1].text)))).collect()
}

/// What the rows of tables of contents name that were taken out, each in one [`key`] or several.
pub fn listed(source: &Source, dropped: &[Dropped]) -> Listed {
    let mut out = Listed::default();
    // Lines without a page, which belong to the next row.
    let mut above: Vec<&str> = Vec::new();
    let rows: Vec<&Dropped> = dropped.iter().filter(|dropped| dropped.why == Why::Contents).collect();
    // Where no row of a table has a page, each is a title.
    let tables = rows.chunk_by(|_, row| !captions(row.text(source)));
    let plain = tables.flat_map(|table| {
        let plain = table.len() > SHORTEST && !table.iter().any(|row| paged(row.text(source)).is_some());
        table.iter().map(move |row| (row, plain))
    });
    let (mut caption, mut loose) = (false, false);
    for (row, plain) in plain {
        let text = row.text(source);
        let paged = paged(text);
        loose = caption && paged.is_none() || loose && !captions(text);
        caption = captions(text);
        let other = || spaced(text).filter(|_| loose).or_else(|| (plain && !caption).then_some((text, 0)));
        let Some((title, _)) = paged.or_else(other) else {
            if !caption {
                above.push(text);
            }
            continue;
        };
        out.rows += 1;
        out.titles.extend(keys(title));
        let rank = if source.text()[..row.span.start].ends_with([' ', '\t']) { &mut out.inner } else { &mut out.outer };
        rank.extend(keys(title));
        // What a line above belongs to may be set in for that alone.
        if above.is_empty() {
            let indent = indent(source, row);
            *out.depths.entry(indent).or_default() += 1;
            for key in keys(title) {
                // What is listed twice has no depth of its own.
                let known = out.indents.entry(key).or_insert(Some(indent));
                *known = known.filter(|&known| known == indent);
            }
        }
        // A title that was too long for a row, or the part that begins with it.
        if let Some(first) = above.last() {
            out.titles.extend(keys(&format!("{first} {title}")));
            out.parts.extend(keys(first));
        }
        if above.len() > 1 {
            out.parts.extend(keys(&above.join(" ")));
        }
        above.clear();
    }
    out.parts.retain(|part| !out.titles.contains(part));
    out
}

/// Blank columns before what was dropped.
fn indent(source: &Source, row: &Dropped) -> usize {
    const WIDEST: usize = 100;
    let before = source.text()[..row.span.start].chars().rev().take(WIDEST);
    let blank = before.take_while(|&c| c != '\n' && is_blank(c)).filter(|&c| c != '\u{c}' && !is_invisible(c));
    blank.map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// The titles that tables of contents name.
#[derive(Debug, Default)]
pub struct Listed {
    /// How many rows there are.
    pub rows: usize,
    titles: HashSet<String>,
    /// What may name the parts that hold them.
    parts: HashSet<String>,
    /// Those of the titles that stand at the edge of their page, and those that are set in.
    outer: HashSet<String>,
    inner: HashSet<String>,
    /// How far each of them is set in, and how many titles are so far.
    indents: HashMap<String, Option<usize>>,
    depths: BTreeMap<usize, usize>,
}

impl Listed {
    /// Whether a title is one of them.
    pub fn names(&self, title: &str) -> bool {
        keys(title).any(|key| self.titles.contains(&key))
    }

    /// Whether a title stands at the edge of the contents, where others are set in, or is one of these.
    pub fn is_outer(&self, title: &str) -> Option<bool> {
        const FEWEST: usize = 2;
        let ranks = [&self.outer, &self.inner].map(|rank| keys(title).any(|key| rank.contains(&key)));
        let both = self.outer.len() >= FEWEST && self.inner.len() >= FEWEST;
        (both && ranks[0] != ranks[1]).then_some(ranks[0])
    }

    /// How deep a title stands in the contents, where several do at each depth of it.
    pub fn depth(&self, title: &str) -> Option<usize> {
        const FEWEST: usize = 2;
        const DEEPEST: usize = 4;
        let told = (2..=DEEPEST).contains(&self.depths.len()) && self.depths.values().all(|&titles| titles >= FEWEST);
        let indent = told.then(|| keys(title).find_map(|key| self.indents.get(&key)))?;
        indent.copied().flatten().map(|indent| self.depths.range(..indent).count())
    }

    /// Whether a title is that of a part of the book, above others.
    pub fn names_part(&self, title: &str) -> bool {
        keys(title).any(|key| self.parts.contains(&key))
    }
}

/// The words of a title in small letters, with the number in front of it and without: «Глава 2. Супы» and «супы».
pub(super) fn keys(title: &str) -> impl Iterator<Item = String> {
    let words: Vec<String> = title
        .split(|c: char| !words::is_alphanumeric(c))
        .filter(|word| !word.is_empty())
        .map(words::lowercase)
        .collect();
    let number = |word: &&String| word.bytes().all(|b| b.is_ascii_digit() || b"ivxlc".contains(&b));
    let named = usize::from(words.first().is_some_and(|word| page::names_chapter(word)));
    let numbers = words[named..].iter().take_while(number).count();
    let bare = if numbers > 0 { &words[named + numbers..] } else { &[] };
    // The contents may leave out what is called so: «Торт «Прага»».
    let quoted = title.strip_suffix('»').and_then(|title| title.rsplit_once(" «")).map_or("", |(_, name)| name);
    let keys = [words.join(" "), bare.join(" "), words::lowercase(quoted)];
    keys.into_iter().filter(|key| !key.is_empty())
}

/// The lines below the caption of a table of contents that has no pages, or has them on lines of their own.
pub(super) fn unpaged(lines: &[Line<'_>]) -> Vec<usize> {
    let Some(caption) = lines.iter().position(is_caption) else { return Vec::new() };
    // It ends where text begins, or where its first title stands in the text.
    let mut seen = HashSet::new();
    let row = |&at: &usize| {
        let line = &lines[at];
        let number = || page::page_number(line.text).is_some();
        line.len <= LONGEST && !line.ends_sentence() && (number() || seen.insert(small(line.text)))
    };
    let mut rows: Vec<usize> = (caption + 1..lines.len()).take_while(row).collect();
    // Where rows have pages, what stands behind the last of them is text.
    if let Some(last) = rows.iter().rposition(|&at| paged(lines[at].text).is_some()) {
        rows.truncate(last + 1);
    }
    rows
}

/// Whether a line says that a table of contents follows, and no more.
pub(super) fn is_caption(line: &Line<'_>) -> bool {
    captions(line.text)
}

/// Whether a line is the caption of a table of contents and the number of its page, and no more.
fn foots(line: &Line<'_>) -> bool {
    let bare = line.text.trim_matches(|c: char| c.is_ascii_digit());
    bare.len() < line.text.len() && line.gap > 0 && captions(bare.trim())
}

fn captions(text: &str) -> bool {
    text.len() <= LONGEST && CAPTIONS.contains(&small(text.trim_end_matches(':')).as_str())
}

/// Whether a line is a row of a table of contents.
pub fn is_entry(line: &Line<'_>) -> bool {
    entry(line.text).is_some()
}

/// The line behind the last row of a table of contents.
pub fn end(lines: &[Line<'_>]) -> Option<usize> {
    let mut rows = (0..lines.len()).rev().filter(|&at| is_entry(&lines[at]));
    let last = rows.next()?;
    rows.nth(SHORTEST - 2).map(|_| last + 1)
}

/// How many of the lines are rows of a table of contents before something else begins.
pub fn leading(lines: &[Line<'_>]) -> usize {
    lines.iter().take_while(|line| is_entry(line)).count()
}

/// What a row of a table of contents names: «1. Пирожки с капустой ..... 3».
fn entry(text: &str) -> Option<&str> {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let page = text.len() - rest.len();
    let title = rest.trim_end_matches(['.', '…', '·', '_', ' ', '\u{a0}']);
    let dots = rest[title.len()..].chars().map(|c| if c == '…' { 3 } else { usize::from(c != ' ' && c != '\u{a0}') });
    ((1..=4).contains(&page) && dots.sum::<usize>() > 2 && title.contains(words::is_alphabetic)).then_some(title)
}

fn small(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        notes::{self, Block, BlockKind, lines::tests::marked_headings},
        text::Source,
    };

    #[test]
    fn a_name_in_quotes_is_known_without_what_it_is() {
        assert!(super::keys("Мельница «Ветреница»").any(|key| key == "ветреница"));
        assert!(!super::keys("«Ветреница» и другие").any(|key| key == "ветреница"));
    }

    fn headings(text: &str) -> Vec<String> {
        marked_headings(text, mark)
    }

    #[test]
    fn what_the_contents_name_is_a_heading() {
        let book =
            "Оглавление\n1. Опара ....... 3\n2. Выпечка хлеба . . . . 15\n\n1. Опара\nВода.\n2. ВЫПЕЧКА ХЛЕБА\nПечь.\n";
        assert_eq!(headings(book), ["1. Опара", "2. ВЫПЕЧКА ХЛЕБА"]);
        let english = "Bees … 4\nHoney … 9\n\nBees\nThey fly.\nHoney is sweet\nHoney\nIt flows.\n";
        assert_eq!(headings(english), ["Bees", "Honey"]);
    }

    fn sections(text: &str) -> (Vec<(String, u8)>, Vec<String>) {
        let source = Source::new("a.txt", text);
        let note = notes::parse(&source);
        let titles = note.sections.iter().map(|section| (section.title.text.clone(), section.level)).collect();
        let dropped = note.dropped.iter().filter(|dropped| dropped.why == Why::Contents);
        (titles, dropped.map(|dropped| dropped.text(&source).to_owned()).collect())
    }

    #[test]
    fn a_table_of_contents_is_no_part_of_the_text() {
        let book = "Содержание\nВведение ........ 3\nГлава 1. Ульи ....... 5\n1.1. Летки ......... 5\n\
            Глава 2. Мёд ....... 9\n\nВведение\nПчёл держат многие.\n\nГлава 1. Ульи\n\n1.1. Летки\n\n\
            Леток смотрит на юг.\n\nГлава 2. Мёд\n\nЕго качают летом.\n";
        let (titles, dropped) = sections(book);
        let chapters = [("Введение", 1), ("Глава 1. Ульи", 1), ("1.1. Летки", 2), ("Глава 2. Мёд", 1)];
        assert_eq!(titles, chapters.map(|(title, level)| (title.to_owned(), level)));
        assert_eq!(dropped.len(), 5);
        let blank = "Bees\n\nContents:\n\nHives\t2\nBoxes and\nframes\t2\nHoney\t11\n\nHives\n\nThey stand in the \
            sun.\n\n\
            Boxes and frames\n\nThey are of wood.\n\nHoney\n\nIt is sweet.\n";
        let (titles, dropped) = sections(blank);
        assert_eq!(dropped, ["Contents:", "Hives\t2", "Boxes and", "frames\t2", "Honey\t11"], "{titles:?}");
        // The text has the numbers elsewhere.
        let numbered = "Contents\n\nForeword ....... 4\n1. Hives ....... 11\n2. Honey ...... 37\n3. Wax ....... 50\n\nForeword\n\n\
            Many keep bees.\n\nCHAPTER 1\nHives\n\nThey stand in the sun.\n\nCHAPTER 2\nHoney\n\nIt is sweet.\n";
        assert_eq!(sections(numbered).1.len(), 5);
    }

    #[test]
    fn a_title_is_listed_with_its_number_and_without() {
        let row = "Глава 2. Ульи и мёд ....... 5";
        let source = Source::new("a.txt", row);
        let dropped = [Dropped { span: source.whole(), why: Why::Contents, excerpt: None }];
        let contents = listed(&source, &dropped);
        for title in ["Глава 2. Ульи и мёд", "УЛЬИ И МЁД", "2 Ульи и мёд"] {
            assert!(contents.names(title), "{title}");
        }
        for title in ["Ульи", "Глава 2", "", "Мёд и ульи"] {
            assert!(!contents.names(title), "{title}");
        }
    }

    #[test]
    fn contents_with_pages_end_with_the_last_of_them() {
        let count = |text: &str| {
            let source = Source::new("a.txt", text);
            unpaged(&crate::notes::lines::lines(&source, source.whole())).len()
        };
        assert_eq!(count("Contents\nBees ..... 4\nHoney ..... 9\n\nBEES\n\nThey fly.\n"), 2);
        assert_eq!(count("Contents\nBees\nHoney\n\nBEES\n\nThey fly.\n"), 2);
        assert_eq!(count("Contents\nBees\n4\nHoney\n9\n\nHONEY\nIt flows.\n"), 4);
    }

    #[test]
    fn rows_that_name_nothing_are_items_and_head_nothing() {
        let menu = "Чайная\n\nЧай ........ 30\nМёд в сотах ....... 90\nБаранки ....... 95\n\nОткрыто до вечера, чай \
            горячий.\n";
        let note = notes::parse(&Source::new("a.txt", menu));
        let [Block { kind: BlockKind::List { items, .. }, .. }, ..] = &note.sections[0].blocks[..] else {
            panic!("a list")
        };
        assert_eq!(items.len(), 3);
        for text in [
            "Чай\t30\nМёд\t20\nСоль\t10\n\nЧай\n\nМёд\n\nСоль\n",
            "Чай\t30\nМёд\t40\n\nЧай\n\nМёд\n",
            "Ананас\t30\nБанан\t40\nВишня\t50\n\nФрукты едят летом.\n",
        ] {
            assert!(sections(text).1.is_empty(), "{text}");
        }
    }

    #[test]
    fn contents_without_pages_are_repeated_by_the_headings() {
        let listed = "Содержание\nУлей\nМёд\nВоск\n\n";
        let text = "Улей\nОн стоит на юг, и летом тоже.\n\nЛеток\nЕго чистят весной и осенью.\n\nМёд\nЕго качают в \
            июле.\n\nВоск\nИз него льют свечи.\n";
        let (titles, dropped) = sections(&format!("Пасека\n\nЭто наша пасека, она за домом.\n\n{listed}{text}"));
        assert_eq!(dropped, ["Содержание", "Улей", "Мёд", "Воск"]);
        let level = |title: &str| titles.iter().find(|(found, _)| found == title).map(|(_, level)| *level);
        assert_eq!((level("Мёд"), level("Леток")), (Some(1), Some(2)), "{titles:?}");
        for other in [
            // One of them is not in the text, or they stand in another order.
            listed.replace("Мёд", "Пыльца"),
            listed.replace("Улей\nМёд", "Мёд\nУлей"),
            listed.replace("Содержание", "На пасеке"),
        ] {
            assert!(sections(&format!("{other}{text}")).1.is_empty(), "{other}");
        }
    }

    #[test]
    fn dots_elsewhere_are_text() {
        assert!(headings("Ждём... 3\nХлеб\nХлеб\n").is_empty());
        assert!(headings("Мука 3\nВода 5\n\nМука\nВода\n").is_empty());
        assert!(headings("версия 1.2.3\nверсия 1.2.4\nверсия\n").is_empty());
    }

    #[test]
    fn below_its_caption_a_table_needs_but_one_blank() {
        let book = |caption: &str| {
            let text = format!(
                "THE HARBOUR\n\n{caption}\nIntroduction 6\nOld Quays 10\nThe Lock 18\nIndex 40\n\nOld Quays\n\nThey were \
                built of oak, and most of them still stand.\n\nThe Lock\n\nIt was dug by hand in a single summer.\n"
            );
            let source = Source::new("a.txt", text);
            let mut dropped = Vec::new();
            let kept = without(crate::notes::lines::lines(&source, source.whole()), &mut dropped).len();
            (kept, listed(&source, &dropped).rows)
        };
        assert_eq!(book("Contents"), (5, 4));
        assert_eq!(book("Ships in port"), (10, 0));
    }
}
