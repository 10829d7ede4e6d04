//! What stands between two headings of a paste: items, attributes, unmarked lists, paragraphs.

use super::{
    join::{Words, join},
    lines::{Line, Paste},
    model::{Attribute, Block, BlockKind, Item, Text, split_label},
};

/// The most words a label may have.
const LABEL_WORDS: usize = 5;
/// What an author writes in front of what matters.
const IMPORTANT: &str = "!!";

/// A number or a bullet at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker {
    /// The number, for a numbered item.
    pub number: Option<u64>,
    /// Bytes up to the item's text.
    pub len: usize,
}

/// The item marker a line begins with: `1.`, `2)`, `•`, `-`, `*`, `–`.
pub fn marker(line: &Line<'_>) -> Option<Marker> {
    let text = line.text;
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, sign) = if (1..=4).contains(&digits) {
        let sign = text[digits..].starts_with(['.', ')']).then_some(1)?;
        (Some(text[..digits].parse().ok()?), digits + sign)
    } else {
        let bullet = text.chars().next().filter(|c| "•◦▪‣*-–—●".contains(*c))?;
        (None, bullet.len_utf8())
    };
    let rest = &text[sign..];
    let blank = rest.len() - rest.trim_start().len();
    (blank > 0 && !rest.trim().is_empty()).then_some(Marker { number, len: sign + blank })
}

/// Lines of one item, or of none.
#[derive(Debug)]
pub struct Piece<'s, 'a> {
    /// How the item was marked.
    pub marker: Option<Marker>,
    /// Its lines; never empty.
    pub lines: &'s [Line<'a>],
}

/// Cuts lines at their item markers. A number counts only where it begins a list or goes on with one (`expected`), so
/// that a sentence wrapped before «1998. » stays whole.
pub fn pieces<'s, 'a>(lines: &'s [Line<'a>], mut expected: Option<u64>) -> Vec<Piece<'s, 'a>> {
    let mut out: Vec<Piece<'s, 'a>> = Vec::new();
    let mut start = 0;
    let mut open = None;
    for (i, line) in lines.iter().enumerate() {
        let accepted = marker(line).filter(|found| match found.number {
            Some(number) => i == 0 || number == 1 || Some(number) == expected,
            None => i == 0 || open.is_some_and(|m: Marker| m.number.is_none()) || lines[i - 1].ends_sentence(),
        });
        if let Some(found) = accepted {
            if i > start {
                out.push(Piece { marker: open, lines: &lines[start..i] });
            }
            (start, open) = (i, Some(found));
            expected = found.number.map_or(expected, |number| Some(number.saturating_add(1)));
        }
    }
    if start < lines.len() {
        out.push(Piece { marker: open, lines: &lines[start..] });
    }
    out
}

/// Reads the lines of one item.
pub fn item(paste: &Paste<'_>, words: &Words, lines: &[Line<'_>], marker: Marker) -> Item {
    let mut skip = marker.len;
    let rest = &lines[0].text[skip..];
    let important = rest.starts_with(IMPORTANT);
    if important {
        skip += rest.len() - rest.trim_start_matches('!').trim_start().len();
    }
    let head_ends = lines[0].text.ends_with(':');
    let first_attribute = (1..lines.len()).find(|&i| {
        is_attribute(&lines[i]) && lines[i - 1].ends_sentence() && (head_ends || labelled_lines(&lines[i..]) >= 2)
    });
    let (own, below) = lines.split_at(first_attribute.unwrap_or(lines.len()));
    let mut item = Item { text: join(own, skip, words), number: marker.number, important, ..Item::default() };
    if !below.is_empty() {
        for block in blocks(paste, words, below, Context { after_colon: true, in_item: true }) {
            item.add(block);
        }
    }
    item
}

/// What is known of the place where lines stand.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// Whether the text before them ended with a colon.
    pub after_colon: bool,
    /// Whether they stand inside an item of a list.
    pub in_item: bool,
}

/// Reads unmarked lines.
pub fn blocks(paste: &Paste<'_>, words: &Words, lines: &[Line<'_>], context: Context) -> Vec<Block> {
    let kind = if let Some(attributes) = attributes(words, lines, context) {
        BlockKind::Attributes(attributes)
    } else if let Some(items) = unmarked_list(paste, words, lines, context) {
        BlockKind::List { ordered: false, items }
    } else {
        return paragraphs(paste, words, lines);
    };
    let span = lines[0].span.to(lines[lines.len() - 1].span);
    vec![Block { kind, span, role: Default::default() }]
}

/// How many of the lines begin with a label («StatefulSet - …»), counted only if the first one does.
pub fn labelled_lines(lines: &[Line<'_>]) -> usize {
    let labelled = |line: &&Line<'_>| split_label(line.text, 3).is_some_and(|(_, rest)| rest < line.text.len());
    if lines.first().is_none_or(|first| !labelled(&first)) {
        return 0;
    }
    lines.iter().filter(labelled).count()
}

fn is_attribute(line: &Line<'_>) -> bool {
    line.text.starts_with(char::is_uppercase)
        && split_label(line.text, LABEL_WORDS)
            .is_some_and(|(label, rest)| rest < line.text.len() && line.text[label.end..].starts_with(':'))
}

/// «Label: value» lines, each value running on to the next label.
fn attributes(words: &Words, lines: &[Line<'_>], context: Context) -> Option<Vec<Attribute>> {
    if !context.in_item || !is_attribute(&lines[0]) {
        return None;
    }
    let starts: Vec<usize> =
        (0..lines.len()).filter(|&i| is_attribute(&lines[i]) && (i == 0 || lines[i - 1].ends_sentence())).collect();
    if starts.len() < 2 && !context.after_colon {
        return None;
    }
    let attribute = |(n, &start): (usize, &usize)| {
        let end = starts.get(n + 1).copied().unwrap_or(lines.len());
        let (label, rest) = split_label(lines[start].text, LABEL_WORDS)?;
        let at = lines[start].span.start;
        let name = Text { text: lines[start].text[label.clone()].to_owned(), span: (at..at + label.end).into() };
        Some(Attribute { name, value: join(&lines[start..end], rest, words) })
    };
    starts.iter().enumerate().map(attribute).collect()
}

/// A list whose bullets the copy lost: after a colon, or where lines begin with «Label - ».
fn unmarked_list(paste: &Paste<'_>, words: &Words, lines: &[Line<'_>], context: Context) -> Option<Vec<Item>> {
    let labelled = labelled_lines(lines) >= 2;
    let all_short = lines.windows(2).all(|pair| !paste.is_full(&pair[0], &pair[1]))
        && lines.iter().all(|line| !line.text.ends_with(['.', ',']));
    if lines.len() < 2
        || !(labelled || context.after_colon || (all_short && lines.len() >= 3) || (all_short && context.in_item))
    {
        return None;
    }
    let starts = |i: usize| {
        let (before, line) = (&lines[i - 1], &lines[i]);
        let label = labelled && split_label(line.text, 3).is_some() && !before.text.ends_with(',');
        let own_line = !paste.is_full(before, line) && !before.text.ends_with(',');
        label || (own_line && !labelled)
    };
    let mut items = Vec::new();
    let mut start = 0;
    for i in 1..=lines.len() {
        if i == lines.len() || starts(i) {
            items.push(Item { text: join(&lines[start..i], 0, words), ..Item::default() });
            start = i;
        }
    }
    // One item is no list: it was a paragraph that happens to follow a colon.
    (items.len() > 1).then_some(items)
}

/// Paragraphs: the lines as one, or several where a line ends a sentence long before the page's edge.
fn paragraphs(paste: &Paste<'_>, words: &Words, lines: &[Line<'_>]) -> Vec<Block> {
    let mut out = Vec::new();
    let mut start = 0;
    for i in 1..=lines.len() {
        let ends = i == lines.len()
            || (lines[i - 1].ends_sentence() && !lines[i].starts_lower() && !paste.is_full(&lines[i - 1], &lines[i]));
        if ends {
            let text = join(&lines[start..i], 0, words);
            let span = text.span;
            out.push(Block { kind: BlockKind::Paragraph { text, remark: None }, span, role: Default::default() });
            start = i;
        }
    }
    out
}
