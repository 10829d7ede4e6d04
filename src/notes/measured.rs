//! What stands around how much there is of something: the title above "Serves 6", though a page broke it; a list of
//! amounts on the heels of a sentence, and the sentences behind it.

use super::{
    amounts,
    body::{self, Context, Tools, paragraphs},
    heading::{Next, Place},
    lines::{Line, Said},
    list::marker,
    model::Block,
    page::Page,
    sentences, titles,
    unmarked::listed,
};
use crate::text::words;

/// So many lines tell.
const NEAR: usize = 200;

/// How many of the lines are a title for standing above how much a dish makes, or how long it takes: "Serves 6". It may be
/// longer than others are, and broken where it must go on.
pub(super) fn title(lines: &[Line<'_>], place: Place<'_, '_>) -> Option<usize> {
    const LINES: usize = 3;
    let broken = |pair: &[Line<'_>]| {
        let open = pair[0].text.ends_with([',', '&', '+']) || amounts::is_open(pair[0].text);
        pair[1].gap == 0 && (open || pair[1].starts_lower() || pair[1].text.starts_with('&'))
    };
    let whole = |count: &usize| *count <= lines.len() && lines[..*count].windows(2).all(broken);
    (1..=LINES).take_while(whole).find(|&count| is_title(&lines[..count], &lines[count..], place))
}

/// Whether the lines are such a title above the `rest`.
fn is_title(title: &[Line<'_>], rest: &[Line<'_>], place: Place<'_, '_>) -> bool {
    const WORDS: usize = 12;
    const LONGEST: usize = 80;
    let below = match (rest, place.next) {
        ([], Next::Lines(following, _)) => following,
        _ => rest,
    };
    let ([first, ..], [.., last], Some(next)) = (title, title, below.first()) else { return false };
    let measure = |line: &Line<'_>| amounts::is_measure(line.text) && !body::is_attribute(line);
    // Above values a sign of joy ends it as well.
    let valued = || last.text.ends_with('!') && below.len() > 1 && below.iter().take(NEAR).all(body::is_attribute);
    let plain = |line: &Line<'_>| {
        line.said == Said::Nothing
            && marker(line).is_none()
            && sentences::is_words(line.text)
            && sentences::first_end(line.text).is_none()
            && !amounts::is_amount(line)
            && !body::is_attribute(line)
            && !titles::is_row(line.text)
    };
    (measure(next) || title.len() == 1 && valued())
        && next.text.starts_with(char::is_uppercase)
        && !(place.inside_list || place.after_colon)
        && first.text.starts_with(|c: char| c.is_uppercase() || matches!(c, '«' | '"' | '“'))
        && last.text.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, ')' | '»' | '"' | '”' | '?' | '!'))
        && title.iter().map(|line| line.len).sum::<usize>() <= LONGEST
        && title.iter().map(Line::words).sum::<usize>() <= WORDS
        && title.iter().all(plain)
}

/// Reads amounts, and what somebody jotted down, up to where sentences begin, or the sentences right above amounts; returns
/// how many lines that were.
pub(super) fn blocks(
    tools: Tools<'_>,
    lines: &[Line<'_>],
    context: Context,
    out: &mut Vec<Block>,
) -> Option<usize> {
    if context.in_item {
        return None;
    }
    let page = tools.page;
    let jotted = match amounts::leading(page, lines) {
        0 => amounts::led(page, lines),
        count => count,
    };
    if jotted > 0 && lines.get(jotted..).is_some_and(|behind| begins_sentence(page, behind)) {
        out.push(listed(tools, &lines[..jotted], &|_| true));
        return Some(jotted);
    }
    let starts = amounts::wrapped(page, lines);
    if !starts.is_empty() && begins_sentence(page, &lines[starts.len()..]) {
        out.push(listed(tools, &lines[..starts.len()], &|at| starts[at]));
        return Some(starts.len());
    }
    let above = |&at: &usize| {
        let ended = lines[at - 1].ends_sentence() && !lines[at - 1].text.ends_with([':', ';']);
        let starts = if ended { amounts::wrapped(page, &lines[at..]) } else { Vec::new() };
        let behind = at + starts.len();
        !starts.is_empty() && (behind == lines.len() || begins_sentence(page, &lines[behind..]))
    };
    // Sentences alone stand above a list: one that ends with amounts has them in its words.
    let at = (1..lines.len().min(NEAR)).find(above)?;
    out.extend(paragraphs(tools, &lines[..at]));
    Some(at)
}

/// Whether a sentence begins with the first line, and ends there or goes on over the page's edge.
fn begins_sentence(page: &Page, lines: &[Line<'_>]) -> bool {
    const WORDS: usize = 5;
    let Some(first) = lines.first().filter(|first| first.text.starts_with(char::is_uppercase)) else { return false };
    let wrapped = |next: &Line<'_>| page.is_full(first, next) && first.words() >= WORDS && !amounts::is_amount(next);
    first.ends_sentence() || lines.get(1).is_some_and(wrapped) && !amounts::is_amount(first)
}
