//! The pages a paste was copied from: how wide they were, and what was printed around their text.
//!
//! A copy from a PDF keeps the line ends of the page. Whether a line was *full* (the next word would not have fitted)
//! tells a wrapped line from one that its author ended. The width is measured per document, never assumed. Page numbers
//! and running heads stand between the text of two pages, and often inside a sentence.

use crate::text::words;
use std::collections::{HashMap, HashSet};

use super::{
    browser, captions, code, contents, folio,
    lines::{Line, Said},
    list::marker,
    note::{Dropped, Why},
    remarks, running, sentences, table,
};

/// Lengths (in characters) above this never count towards the width: they were not wrapped by a page.
const WIDEST_PAGE: usize = 160;
/// The longest running head, in characters.
const LONGEST_HEAD: usize = 90;
/// Two page numbers are at least so many lines apart; numbers that stand closer belong to a table.
const SHORTEST_PAGE: usize = 8;
/// And so many where a table of contents says that there are pages.
const SHORTEST_NUMBERED_PAGE: usize = 3;
/// No page is narrower than this, if but few of its lines are wrapped.
const NARROWEST_PAGE: usize = 55;
/// A line shorter than this may end without a full stop: it is a heading or an item.
const SHORTEST_FULL: usize = 40;
/// So many blank lines part two pages even where no number does.
const PAGE_GAP: usize = 3;

/// What was measured of the pages.
#[derive(Clone, Copy, Debug, Default)]
pub struct Page {
    /// The width lines were wrapped at, in characters; `None` where every line is a paragraph of its own.
    pub width: Option<usize>,
    /// How many blank lines make a page break: more than usual.
    pub gap: usize,
    /// Whether buttons of a chat stand beside code.
    pub is_chat: bool,
}

impl Page {
    /// Measures lines.
    pub fn measure(lines: &[Line<'_>]) -> Self {
        let is_chat = code::has_buttons(lines);
        Self { width: wrap_width(lines, is_chat), gap: page_gap(lines), is_chat }
    }

    /// Whether `line` was broken because the first word of `next` did not fit any more.
    pub fn is_full(&self, line: &Line<'_>, next: &Line<'_>) -> bool {
        if next.said == Said::Joined {
            return true;
        }
        // Pages are set in proportional type: a line may stop a fifth short of the widest and still be full.
        let indent = line.indent.min(self.width.unwrap_or(0) / 3);
        self.width.is_some_and(|width| (indent + line.len + 1 + next.first_word()) * 5 >= width * 4)
    }

    /// Whether the line is short enough to be part of a heading.
    pub fn is_short(&self, line: &Line<'_>) -> bool {
        line.len * 20 <= self.width.unwrap_or(130).clamp(60, 130) * 9
    }

    /// Whether the blank lines before `line` are those between two pages.
    pub fn breaks_before(&self, line: &Line<'_>) -> bool {
        line.new_page || line.gap >= self.gap
    }
}

/// The width of the page: what most lines that another follows at once come near to, or where sentences were broken.
fn wrap_width(lines: &[Line<'_>], is_chat: bool) -> Option<usize> {
    // Rows of a table, code and values are as long as they are, whatever page they stand on.
    let wrapped = |pair: &&[Line<'_>]| pair[1].gap == 0 && is_running(&pair[0]);
    let inner = lines.windows(2).filter(wrapped).map(|pair| pair[0].len);
    let mut inner: Vec<usize> = inner.filter(|&len| len >= 30).collect();
    inner.sort_unstable();
    let common = widest(&inner).filter(|&width| {
        let near = inner.iter().filter(|&&len| len * 10 >= width * 7).count();
        near * 2 >= inner.len() && (width >= SHORTEST_FULL || inner.len() > 2) && longer_prose(lines, width) <= near / 2
    });
    // Where no sentence goes on from line to line nobody wrapped them.
    let common = common.filter(|&width| goes_on(lines, width));
    let broken = sentence_width(lines);
    // A page of a chat wraps nothing in a copy: its buttons say so, where no sentence is broken.
    common.filter(|_| broken.is_some() || !is_chat).or(broken)
}

/// Whether sentences go on from line to line. What somebody jotted down in small letters is a line each, but where
/// several such lines end at the edge of a page.
fn goes_on(lines: &[Line<'_>], width: usize) -> bool {
    const SEVERAL: usize = 2;
    let (mut full, mut others, mut jotted) = (0, 0, false);
    for pair in lines.windows(2) {
        let [line, next] = pair else { continue };
        jotted = line.starts_lower() && (line.gap > 0 || jotted || line.span.start == lines[0].span.start);
        let open = !line.ends_sentence() && line.len >= 30 && line.text.contains(' ');
        let hyphen = line.text.ends_with(['-', '\u{ad}']);
        if next.gap > 0 || !next.starts_lower() || marker(next).is_some() || !(open || hyphen) {
            continue;
        }
        if hyphen || !jotted {
            return true;
        }
        *(if line.len + 1 + next.first_word() > width { &mut full } else { &mut others }) += 1;
    }
    full >= SEVERAL && others == 0
}

/// The width at which sentences were broken. It shows where lists, code and tables outnumber the wrapped lines.
fn sentence_width(lines: &[Line<'_>]) -> Option<usize> {
    let typed = |line: &Line<'_>| code::is_typed(line.text) || remarks::is_marked_own(line.text);
    let broken = |&(at, pair): &(usize, &[Line<'_>])| {
        pair[1].gap == 0
            && pair[0].len >= 30
            && pair[1].starts_lower()
            && marker(&pair[1]).is_none()
            && !pair[0].ends_sentence()
            && is_prose(&pair[0])
            && sentences::is_words(pair[1].text)
            && !(typed(&pair[0]) || typed(&pair[1]) || code::is_sign(lines, at + 1))
    };
    // How long the line would have been with the next word.
    let reach = |(_, pair): (usize, &[Line<'_>])| (pair[0].len, pair[0].len + 1 + pair[1].first_word());
    let mut reached: Vec<(usize, usize)> = lines.windows(2).enumerate().filter(broken).map(reach).collect();
    reached.sort_unstable();
    let lengths: Vec<usize> = reached.iter().map(|&(len, _)| len).collect();
    let width = widest(&lengths).filter(|&width| width >= NARROWEST_PAGE)?;
    let full = reached.iter().filter(|&&(_, more)| more * 10 >= width * 9).count();
    (full > 2 && full * 3 >= reached.len() * 2 && longer_prose(lines, width) * 4 <= full).then_some(width)
}

/// How many lines of prose are longer than a page of that width holds.
fn longer_prose(lines: &[Line<'_>], width: usize) -> usize {
    lines.iter().filter(|line| line.len * 10 > width * 12 && is_prose(line)).count()
}

/// The longest of sorted lengths, but for the few that stand out; `None` where no page is so wide.
fn widest(lengths: &[usize]) -> Option<usize> {
    lengths.get(lengths.len().checked_sub(1)? * 19 / 20).copied().filter(|&width| width <= WIDEST_PAGE)
}

/// Whether a line is several words of a sentence.
fn is_prose(line: &Line<'_>) -> bool {
    line.words() > 2 && !line.text.contains(['\t', '|', '{', '}']) && sentences::is_words(line.text)
}

/// Whether a line could be one that a page wrapped: prose, and neither a row of columns, nor a command, nor a value.
fn is_running(line: &Line<'_>) -> bool {
    let value = marker(line).is_some() && line.words() < 4;
    is_prose(line) && line.said != Said::Verse && !value && !line.text.contains("   ") && !code::is_typed(line.text)
}

fn page_gap(lines: &[Line<'_>]) -> usize {
    let mut gaps: Vec<usize> = lines.iter().skip(1).map(|line| line.gap).filter(|&gap| gap > 0).collect();
    gaps.sort_unstable();
    gaps.get(gaps.len().saturating_sub(1) / 2).map_or(2, |usual| usual + 1)
}

/// Takes page numbers and running heads out of the lines. What follows one begins a new page.
pub fn without_furniture<'a>(mut lines: Vec<Line<'a>>) -> (Vec<Line<'a>>, Vec<Dropped>) {
    let mut why: HashMap<usize, Why> = numbers(&lines).into_iter().map(|at| (at, Why::PageNumber)).collect();
    let feet = running::feet(&lines);
    let rows = folio::rows(&lines, &feet);
    why.extend(rows.furniture);
    let alone = |at: usize| page_number(lines[at].text).is_some();
    let kind = |at| (at, if alone(at) { Why::PageNumber } else { Why::RunningHead });
    why.extend(running::rows(&lines, &feet).into_iter().map(kind));
    let below = feet.iter().filter(|(foot, sure)| **sure && why.contains_key(foot)).map(|(foot, _)| foot + 1);
    why.extend(below.collect::<Vec<_>>().into_iter().map(|at| (at, Why::RunningHead)));
    why.retain(|&at, _| !is_row(&lines, at) && !is_printed(&lines, at));
    heads(&lines, &rows.titles, &mut why);
    let titled = why.get(&0) == Some(&Why::RunningHead) && running::is_title_page(&lines, why.contains_key(&1));
    if titled {
        why.remove(&0);
    }
    if let Some(title) = lines.first_mut().filter(|_| titled) {
        title.said = Said::Heading(1);
    }
    captions::part_author(&mut lines, &rows.titles);
    let printed = browser::rows(&lines);
    let begins = browser::begins(&printed);
    why.extend(printed);
    let fenced = code::fenced_lines(&lines);
    why.retain(|&at, _| !fenced[at]);
    let mut kept = Vec::with_capacity(lines.len());
    let mut dropped = Vec::new();
    let mut carried: Option<usize> = None;
    let mut begun = false;
    for (at, mut line) in lines.into_iter().enumerate() {
        match why.get(&at) {
            Some(&why) => {
                dropped.push(Dropped { span: line.span, why, excerpt: None });
                carried = Some(carried.unwrap_or(0) + line.gap);
                begun |= begins == Some(at);
            }
            None => {
                if let Some(gap) = carried.take() {
                    (line.new_page, line.gap) = (true, line.gap + gap);
                    let cuts = |last| is_one_sentence(last, &line) || running::cuts_amount(last, &line);
                    let cut = kept.last().is_some_and(cuts) || running::cuts_end(&kept, &line);
                    if cut && !std::mem::take(&mut begun) {
                        line.said = Said::Joined;
                    }
                }
                kept.push(line);
            }
        }
    }
    (kept, dropped)
}

/// Whether a line is a row of a table between other rows of it: `| 1 |`.
fn is_row(lines: &[Line<'_>], at: usize) -> bool {
    let row = |line: &Line<'_>| line.text.starts_with(['|', '+']);
    let below = |at: usize| lines.get(at).is_some_and(|line| row(line) && line.gap == 0);
    let above = at.checked_sub(1).is_some_and(|above| lines[at].gap == 0 && row(&lines[above]));
    table::is_framed(lines[at].text) && (above || below(at + 1))
}

/// Whether a line is what a command right above it printed.
fn is_printed(lines: &[Line<'_>], at: usize) -> bool {
    lines[at].gap == 0 && at.checked_sub(1).is_some_and(|above| code::is_prompt(lines[above].text))
}

/// Whether the sentence that `last` leaves open goes on in `line`, though nothing says how wide the page was.
pub fn is_one_sentence(last: &Line<'_>, line: &Line<'_>) -> bool {
    line.said == Said::Nothing
        && line.starts_lower()
        && marker(line).is_none()
        && !last.ends_sentence()
        && (last.len >= SHORTEST_FULL || last.text.ends_with('-') && last.words() > 1)
        && [last, line].iter().all(|line| sentences::is_words(line.text) && !line.text.contains('\t'))
}

/// The lines that are page numbers: «12», "Page 3 of 10", «— 7 —». A bare number is one only as part of a row of them,
/// each one more than the last and a page apart.
fn numbers(lines: &[Line<'_>]) -> HashSet<usize> {
    // In a book with a table of contents the first number may stand right behind it, and pages may be short.
    let contents = contents::end(lines);
    let shortest = if contents.is_some() { SHORTEST_NUMBERED_PAGE } else { SHORTEST_PAGE };
    let found: Vec<(usize, u32, bool)> = lines
        .iter()
        .enumerate()
        .filter(|&(at, _)| !is_row(lines, at))
        .filter_map(|(at, line)| page_number(line.text).map(|(number, named)| (at, number, named)))
        .collect();
    let mut named = found.iter().filter(|(_, _, named)| *named).map(|&(at, ..)| at);
    let first = named.next();
    let ends = first.zip(named.next_back().or(first));
    // «стр. 12» between the lines of a list is where something is to be read.
    let is_page = |at: usize| {
        let glued = lines[at].gap == 0 && !lines[at].new_page && at > 0;
        let inside = glued && lines.get(at + 1).is_some_and(|next| next.gap == 0 && !next.new_page);
        let apart = ends.is_some_and(|(first, last)| (at - first).max(last - at) >= shortest);
        !inside || apart || cuts_sentence(lines, at)
    };
    let mut out: HashSet<usize> = HashSet::new();
    let mut row: Vec<(usize, u32)> = Vec::new();
    for &(at, number, named) in &found {
        if named && is_page(at) || contents == Some(at) {
            out.insert(at);
        }
        if named {
            continue;
        }
        let goes_on = |&(before, last): &(usize, u32)| number == last + 1 && at - before >= shortest;
        if row.last().is_some_and(goes_on) {
            row.push((at, number));
            continue;
        }
        if row.len() > 1 {
            out.extend(row.drain(..).map(|(at, _)| at));
        }
        row = vec![(at, number)];
    }
    if row.len() > 1 || row.first().is_some_and(|&(at, _)| stands_at_page_end(lines, at)) {
        out.extend(row.into_iter().map(|(at, _)| at));
    }
    out
}

fn stands_at_page_end(lines: &[Line<'_>], at: usize) -> bool {
    let after = lines.get(at + 1).is_none_or(|next| next.new_page);
    (after && at + 1 < lines.len()) || (lines[at].new_page && (lines[at].gap > 0 || cuts_sentence(lines, at)))
}

/// Whether a sentence goes on over line `at`.
fn cuts_sentence(lines: &[Line<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| lines.get(before));
    before.zip(lines.get(at + 1)).is_some_and(|(before, next)| {
        !before.ends_sentence() && before.words() > 3 && next.starts_lower() && next.words() > 1
    })
}

/// The number of a page, and whether a word or dashes around it say that it is one.
pub fn page_number(text: &str) -> Option<(u32, bool)> {
    const BEFORE: [&str; 6] = ["page ", "p. ", "страница ", "стр. ", "стр ", "с. "];
    const BETWEEN: [&str; 4] = [" of ", " из ", " / ", "/"];
    if text.len() > 40 {
        return None;
    }
    let small = text.to_lowercase();
    let bare = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() <= 4 && !text.starts_with('+'));
    if let Some(number) = bare(&small) {
        return Some((number, false));
    }
    let dashes = ['-', '–', '—', ' ', '|', '·'];
    let inner = small.trim_matches(dashes);
    if inner.len() < small.len() && small.starts_with(dashes) && small.ends_with(dashes) {
        return bare(inner).map(|number| (number, true));
    }
    let named = BEFORE.iter().find_map(|word| small.strip_prefix(word));
    let rest = named.unwrap_or(&small).trim();
    match BETWEEN.iter().find_map(|word| rest.split_once(word)) {
        // A fraction («1/2») is no page of pages, a number with its total in words may be one, or a mark («5 из 10»).
        Some((number, total)) => {
            let (number, total) = (bare(number.trim())?, bare(total.trim())?);
            (number <= total && (named.is_some() || small.contains(" of ") || small.contains(" из ")))
                .then_some((number, named.is_some()))
        }
        None => named.and(bare(rest)).map(|number| (number, true)),
    }
}

/// Lines that stand at the edge of page after page, and are no `titles`.
fn heads(lines: &[Line<'_>], titles: &HashSet<usize>, why: &mut HashMap<usize, Why>) {
    let mut same: HashMap<String, Vec<usize>> = HashMap::new();
    let open = |at: &usize| !why.contains_key(at) && !titles.contains(at);
    for (at, line) in lines.iter().enumerate().filter(|(at, line)| line.len <= LONGEST_HEAD && open(at)) {
        let lettered = line.text.chars().any(words::is_alphabetic) && !line.text.ends_with([':', '.', ',', ';']);
        // What is typed, an item and a row return as they like.
        if lettered && !code::is_typed(line.text) && marker(line).is_none() && !is_row(lines, at) {
            same.entry(shape(line.text)).or_default().push(at);
        }
    }
    let mut groups: Vec<(String, Vec<usize>)> = same.into_iter().filter(|(_, group)| group.len() > 1).collect();
    groups.sort_by_key(|(_, group)| group[0]);
    // A head may stand behind another head («Title» and «Chapter»), so edges grow from the numbers outwards.
    loop {
        let before = why.len();
        for (shape, group) in &groups {
            let numbered = shape.contains('#') && group.iter().any(|&at| lines[at].text != lines[group[0]].text);
            if (numbered && !counts_pages(lines, group)) || why.contains_key(&group[0]) {
                continue;
            }
            let edges = group.iter().filter(|&&at| at_edge(lines, at, why)).count();
            let apart = group.windows(2).all(|pair| pair[1] - pair[0] >= SHORTEST_PAGE);
            // The first page of a book often has its title where the others have the head.
            if apart && edges + 1 >= group.len() && edges >= 2 {
                why.extend(
                    group
                        .iter()
                        .filter(|&&at| at_edge(lines, at, why))
                        .map(|&at| (at, Why::RunningHead))
                        .collect::<Vec<_>>(),
                );
            }
        }
        if why.len() == before {
            break;
        }
    }
    // A head that is known brings the number beside it, though no other number of the row is left.
    for (_, group) in &groups {
        if group.iter().any(|at| why.get(at) == Some(&Why::RunningHead)) {
            for &at in group {
                if let Some(number) = number_beside(lines, at).filter(|number| !why.contains_key(number)) {
                    why.insert(number, Why::PageNumber);
                    why.entry(at).or_insert(Why::RunningHead);
                }
            }
        }
    }
}

/// The line right above or below line `at` that is nothing but the number of a page.
fn number_beside(lines: &[Line<'_>], at: usize) -> Option<usize> {
    let number = |&beside: &usize| {
        let found = lines.get(beside).and_then(|line| page_number(line.text));
        found.is_some_and(|(number, _)| number < 1000) && lines[beside.max(at)].gap <= 1
    };
    [at.checked_sub(1), Some(at + 1)].into_iter().flatten().find(number)
}

/// The text with its numbers as `#`.
pub fn shape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in words::lowercase(text).chars() {
        match c {
            '0'..='9' if out.ends_with('#') => {}
            '0'..='9' => out.push('#'),
            c => out.push(c),
        }
    }
    out
}

/// Whether the numbers of like lines are those of pages: one more each time. «Глава 1» and "Lesson 2" count as well, but
/// chapters, and not pages.
fn counts_pages(lines: &[Line<'_>], group: &[usize]) -> bool {
    let number = |at: &usize| -> Option<u32> {
        let digits: Vec<&str> =
            lines[*at].text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
        digits.last()?.parse().ok()
    };
    let numbers: Option<Vec<u32>> = group.iter().map(number).collect();
    let title_says = |at: &usize| {
        let text = lines[*at].text;
        text.ends_with(|c: char| c.is_ascii_digit()) || text.starts_with(|c: char| c.is_ascii_digit())
    };
    !names_chapter(lines[group[0]].text)
        && group.iter().all(title_says)
        && numbers.is_some_and(|numbers| {
            numbers.windows(2).all(|pair| pair[1] == pair[0]) || numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
        })
}

/// Whether a text begins with the name of a part of a book: «Глава 1», "Step 2".
pub fn names_chapter(text: &str) -> bool {
    const CHAPTERS: [&str; 14] = [
        "глава",
        "урок",
        "часть",
        "раздел",
        "шаг",
        "день",
        "неделя",
        "лекция",
        "chapter",
        "lesson",
        "part",
        "section",
        "step",
        "day",
    ];
    let first = text.split(|c: char| !words::is_alphabetic(c)).find(|word| !word.is_empty());
    first.is_some_and(|word| CHAPTERS.contains(&word.to_lowercase().as_str()))
}

/// Whether a line is the first or the last of its page.
fn at_edge(lines: &[Line<'_>], at: usize, why: &HashMap<usize, Why>) -> bool {
    let begins = |line: &Line<'_>| line.new_page || line.gap >= PAGE_GAP;
    let first = at == 0 || begins(&lines[at]) || why.contains_key(&(at - 1));
    let last = lines.get(at + 1).is_none_or(begins) || why.contains_key(&(at + 1));
    first || last
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notes::lines::lines, text::Source};

    fn kept(text: &str) -> (Vec<String>, Vec<String>) {
        let source = Source::new("a.txt", text);
        let (kept, dropped) = without_furniture(lines(&source, source.whole()));
        let dropped = dropped.iter().map(|dropped| source.slice(dropped.span).to_owned()).collect();
        (kept.iter().map(|line| line.text.to_owned()).collect(), dropped)
    }

    /// Pages of ten lines; `head` and `foot` are made from the page's number.
    fn pages(head: impl Fn(u32) -> String, foot: impl Fn(u32) -> String) -> String {
        (1..=4)
            .map(|page| {
                let body: String =
                    (0..9).map(|line| format!("строка {line} о тесте и печи номер {page}{line}\n")).collect();
                format!("{}\n{body}{}\n", head(page), foot(page))
            })
            .collect()
    }

    #[test]
    fn page_numbers_and_heads_are_told_from_text() {
        let (kept, dropped) = kept(&pages(|_| "Хлеб дома".into(), |page| page.to_string()));
        assert_eq!(kept.len(), 36);
        assert_eq!(dropped.len(), 8);
        let (_, dropped) = self::kept(&pages(|_| String::new(), |page| format!("Page {page} of 4")));
        assert_eq!(dropped, ["Page 1 of 4", "Page 2 of 4", "Page 3 of 4", "Page 4 of 4"]);
        let (_, dropped) = self::kept(&pages(|page| format!("\u{c}Хлеб дома — {page}"), |_| String::new()));
        assert_eq!(dropped.len(), 4, "{dropped:?}");
    }

    #[test]
    fn a_heading_that_returns_and_a_column_of_numbers_are_text() {
        let recipe = |page: u32| format!("\nРецепт номер {page}\n\nИнгредиенты\n");
        let (_, dropped) = kept(&pages(recipe, |_| String::new()));
        assert!(dropped.is_empty(), "{dropped:?}");
        let (_, dropped) = kept("мест\n1\n2\n3\n4\n\nГлава 1\nтекст\n\n1/2 стакана\n");
        assert!(dropped.is_empty(), "{dropped:?}");
        let (_, dropped) = kept(&pages(|page| format!("\u{c}Глава {page}"), |_| String::new()));
        assert!(dropped.is_empty(), "{dropped:?}");
    }

    #[test]
    fn rows_of_tables_what_is_printed_and_marks_are_text() {
        let column = "Насосы:\n\n| id |\n|----|\n| 1  |\n| 2  |\n\nИ всё.\n";
        let terminal = "mysql> SELECT 1;\n+---+\n| 1 |\n+---+\n| 1 |\n+---+\n1 row in set (0.00 sec)\n";
        let counted = format!("$ wc -l a\n12\n\n{}$ wc -l b\n13\n", "Строка о насосах.\n".repeat(9));
        let marked = "Дюна\n5 из 10\n\nСолярис\n7 из 10\n\nСталкер\n9 of 10\n";
        let places = "прочитать о насосах\nстр. 12\nстр. 40\nи ещё о помпах\n";
        let typed = format!("docker ps\n{}\n\n\n", "Строка о насосах.\n".repeat(9)).repeat(3);
        for text in [column, terminal, &counted, marked, places, &typed] {
            assert_eq!(kept(text).1, Vec::<String>::new(), "{text}");
        }
        assert_eq!(kept("Хлеб пекут дома.\n\n| 12 |\n\nМуку сеют.\n").1, ["| 12 |"]);
    }

    #[test]
    fn a_book_with_contents_has_a_title_and_numbers_of_pages() {
        let page = |number: u32| format!("Ульи ставят летком на юг\nи красят.\n{number}\nПчеловод\n");
        let book = format!("Пчеловод\nСодержание\nУльи ...... 3\nМёд ....... 5\n3\n{}{}", page(4), page(5));
        let (kept, dropped) = kept(&book);
        assert_eq!(kept[0], "Пчеловод");
        assert_eq!(dropped.iter().filter(|text| text.parse::<u32>().is_ok()).count(), 3, "{dropped:?}");
    }

    #[test]
    fn the_first_of_the_heads_is_the_title_of_what_follows_it() {
        let body = "Ульи ставят летком на юг.\n".repeat(9);
        let page = |number: u32| format!("— {number} —\n\nПчеловод\n{body}");
        let book =
            |first: &str, text: &str| kept(&format!("{first}\n\n{text}\n{body}{}{}{}", page(2), page(3), page(4)));
        for first in ["ПЧЕЛОВОД", "Пчеловод"] {
            let (kept, dropped) = book(first, "Записал дед.");
            assert_eq!((&kept[0][..], dropped.len()), (first, 6));
        }
        // A page from the middle of a book has a head and no title.
        for text in ["и красят.", "Глава 4\n\nСоты."] {
            assert_eq!(book("Пчеловод", text).1.len(), 7, "{text}");
        }
    }

    #[test]
    fn a_page_may_break_a_sentence_before_a_number() {
        let walls = |last: &str, next: &str| {
            let note = crate::notes::parse(&Source::new(
                "a.txt",
                format!("Стены\n\n1. Белят их в мае.\n2. {last}\n\n— 12 —\n\n{next}\n3. Сушат неделю.\n"),
            ));
            let kinds = note.sections.into_iter().flat_map(|section| section.blocks).map(|block| block.kind);
            let mut items = kinds.flat_map(|kind| match kind {
                crate::notes::BlockKind::List { items, .. } => items,
                _ => Vec::new(),
            });
            items.nth(1).map(|item| item.text.text).unwrap_or_default()
        };
        let last = "Красят их дважды, второй раз не раньше чем через";
        assert_eq!(walls(last, "12 часов, днём."), format!("{last} 12 часов, днём."));
        for (last, next) in [(last, "12 Стульев стоят."), ("Красят их дважды, и только валиком.", "12 часов сохнут.")]
        {
            assert_eq!(walls(last, next), last, "{next}");
        }
    }

    #[test]
    fn sentences_a_line_each_have_no_width() {
        let jotted = "Выбирают только два свойства из трёх. Третьим жертвуют всегда.\n\
            How to resolve: the last one wins, or both stay.\nГде есть: в саду, на кухне.\n";
        let source = Source::new("a.txt", jotted);
        assert_eq!(Page::measure(&lines(&source, source.whole())).width, None);
    }

    #[test]
    fn a_page_has_a_width_though_most_of_its_lines_are_items() {
        let sentences = "The roots of a young pear should be spread in the hole and covered with\n\
            loose soil, which is then pressed down with the foot and watered at once,\n\
            twice if the weather is dry. A stake keeps the stem from being bent by a\n\
            wind.\n\n";
        let list =
            "A: a spade with a handle that is long enough\nB: a bucket of water\nC: a stake, and a string of hemp\n";
        let source = Source::new("a.txt", format!("{sentences}{}", list.repeat(3)));
        assert_eq!(Page::measure(&lines(&source, source.whole())).width, Some(72));
        let jotted = "полить розы у забора и сирень за домом, утром\nпозвонить соседу насчёт шланга\n";
        let jotted = Source::new("a.txt", jotted);
        assert_eq!(Page::measure(&lines(&jotted, jotted.whole())).width, None);
        let one = Source::new("a.txt", "потому что насос не качает воду\n- проверить шланг\n- промыть\n");
        assert_eq!(Page::measure(&lines(&one, one.whole())).width, None);
    }

    #[test]
    fn text_that_nobody_wrapped_has_no_width() {
        let long = "A paragraph that is one line however long it gets, because the web page did not wrap it at all. ";
        let text =
            format!("{}\nShort one here, but long enough to count.\n{}\n{long}\n", long.repeat(5), long.repeat(3));
        let source = Source::new("a.txt", text);
        assert_eq!(Page::measure(&lines(&source, source.whole())).width, None);
    }

    #[test]
    fn a_known_head_brings_its_number_and_no_year() {
        let page = |number: &str| format!("{number}\nДОМАШНИЙ ХЛЕБ\n{}", "Строка о хлебе и о муке.\n".repeat(9));
        let book = |first: &str| format!("{}{}{}{}", page(first), page("5"), page("6"), page("7"));
        assert!(kept(&book("3")).1.contains(&"3".to_owned()));
        assert!(!kept(&book("1998")).1.contains(&"1998".to_owned()));
    }
}
