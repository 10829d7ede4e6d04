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
pub(super) fn blocks(tools: Tools<'_>, lines: &[Line<'_>], context: Context, out: &mut Vec<Block>) -> Option<usize> {
    if context.in_item {
        return None;
    }
    let page = tools.page;
    let jotted = match amounts::leading(page, lines) {
        0 => amounts::led(page, lines),
        count => count,
    };
    let starts = wrapped(page, lines);
    let whole = starts.len() == lines.len() && !starts.is_empty();
    let starts = if starts.len() >= jotted { starts } else { vec![true; jotted] };
    if whole || !starts.is_empty() && begins_sentence(page, &lines[starts.len()..]) {
        out.push(listed(tools, &lines[..starts.len()], &|at| starts[at]));
        return Some(starts.len());
    }
    let above = |&at: &usize| {
        let ended = lines[at - 1].ends_sentence() && !lines[at - 1].text.ends_with([':', ';']);
        let starts = if ended { wrapped(page, &lines[at..]) } else { Vec::new() };
        let behind = at + starts.len();
        !starts.is_empty() && (behind == lines.len() || begins_sentence(page, &lines[behind..]))
    };
    // Sentences alone stand above a list: one that ends with amounts has them in its words.
    let at = (1..lines.len().min(NEAR)).find(above)?;
    out.extend(paragraphs(tools, &lines[..at]));
    Some(at)
}

/// Of the lines of a list of amounts that a page may have wrapped whether an item begins with each: three items at least,
/// of which the first begins with how much there is.
fn wrapped(page: &Page, lines: &[Line<'_>]) -> Vec<bool> {
    const FEWEST: usize = 3;
    const JOTTED_WORDS: usize = 6;
    const BETWEEN_WORDS: usize = 9;
    let near = &lines[..lines.len().min(NEAR)];
    let led = |line: &Line<'_>| amounts::is_amount(line) && amounts::leads(line.text);
    let (mut starts, mut last) = (Vec::new(), 0);
    for (at, line) in near.iter().enumerate() {
        let goes_on = at > 0 && amounts::goes_on(page, &near[at - 1], line);
        let short = || line.starts_lower() && line.words() <= JOTTED_WORDS && marker(line).is_none();
        // What stands between two amounts may name several things.
        let next = || near.get(at + 1).is_some_and(|next| next.gap == 0 && led(next));
        let between = || at > 0 && line.starts_lower() && line.words() <= BETWEEN_WORDS && next();
        let item = goes_on || amounts::is_amount(line) || at > 0 && short() || between();
        if line.said != Said::Nothing || at > 0 && line.gap > 0 || line.ends_sentence() || !item {
            break;
        }
        starts.push(!goes_on);
        last = if goes_on || amounts::is_amount(line) || short() { at + 1 } else { last };
    }
    starts.truncate(last);
    let items = starts.iter().filter(|starts| **starts).count();
    let amounts = starts.iter().zip(near).filter(|(starts, line)| **starts && amounts::is_amount(line)).count();
    let told = near.first().is_some_and(led) && items >= FEWEST && amounts * 3 >= items * 2;
    if told { starts } else { Vec::new() }
}

/// Whether a sentence begins with the first line, and ends there or goes on over the page's edge.
fn begins_sentence(page: &Page, lines: &[Line<'_>]) -> bool {
    const WORDS: usize = 5;
    let Some(first) = lines.first().filter(|first| first.text.starts_with(char::is_uppercase)) else { return false };
    let wrapped = |next: &Line<'_>| page.is_full(first, next) && first.words() >= WORDS && !amounts::is_amount(next);
    first.ends_sentence() || lines.get(1).is_some_and(wrapped) && !amounts::is_amount(first)
}

#[cfg(test)]
mod tests {
    use crate::{
        notes::{self, BlockKind},
        text::Source,
    };

    fn outline(text: &str) -> Vec<String> {
        let note = notes::parse(&Source::new("a.txt", text));
        let block = |block: &notes::Block| match &block.kind {
            BlockKind::Paragraph { text } => text.text.clone(),
            BlockKind::List { items, .. } => {
                items.iter().map(|item| format!("- {}", item.text.text)).collect::<Vec<_>>().join("\n")
            }
            other => format!("{other:?}"),
        };
        let of = |section: &notes::Section| {
            std::iter::once(format!("# {}", section.title.text))
                .chain(section.blocks.iter().map(block))
                .collect::<Vec<_>>()
        };
        note.sections.iter().flat_map(of).collect()
    }

    const TOLD: &str = "The old hands mix it in the evening and leave it by the stove, for a cold paste\nis lumpy and \
        will not take the paper, however long it is worked with a brush.\n";

    #[test]
    fn a_title_broken_where_it_must_go_on_stands_above_how_much_it_makes() {
        let paste = |title: &str| outline(&format!("{title}\nMAKES 2 JARS | PREP 10 MIN | REST 12 HOURS\n{TOLD}"));
        assert_eq!(
            paste("Wheat Paste for Covers,\nSpines & Endpapers")[0],
            "# Wheat Paste for Covers, Spines & Endpapers"
        );
        assert_eq!(paste("Slow Paste with\nAlum")[0], "# Slow Paste with Alum");
        // A sentence is no part of one.
        assert_ne!(paste("It keeps well.\nRye Paste with alum")[0], "# It keeps well. Rye Paste with alum");
    }

    #[test]
    fn amounts_below_sentences_are_a_list() {
        let amounts = "200 g (2 cups) wheat flour, sifted\n3 l rain water, such as\nStored rain\n1 tsp ground alum, about 5 g\n\
            (a thimble)\n2 cloves, crushed\n";
        let found = outline(&format!("Wheat Paste\nMakes 2 jars\n{TOLD}{amounts}Boil the water in a wide pan.\n"));
        assert_eq!(found.len(), 5, "{found:#?}");
        assert_eq!(
            found[3],
            "- 200 g (2 cups) wheat flour, sifted\n- 3 l rain water, such as Stored rain\n\
            - 1 tsp ground alum, about 5 g (a thimble)\n- 2 cloves, crushed"
        );
        assert_eq!(found[4], "Boil the water in a wide pan.");
        // A sentence that a page broke before a number has no amounts.
        let broken = "The bindery on the corner was old. It had been there for more than a century, and\n12 people worked in \
            it in the best years, of whom\n3 had learned the trade from their fathers there.\n";
        assert_eq!(outline(&format!("The Bindery\n\n{TOLD}{broken}")).len(), 2);
    }
}
