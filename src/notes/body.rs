//! What stands between two headings of a paste and has no marker: attributes, unmarked lists, paragraphs.

use super::{
    amounts, contents, formula,
    join::{Words, clean, join},
    labels::{self, are_figures},
    letters,
    lines::{Line, Said},
    list::marker,
    measured,
    model::{Attribute, Block, BlockKind, Text, split_label},
    page::{self, Page},
    pictures, remarks, steps, table, titles,
    unmarked::{self, items, listed},
    verse, wrapped,
};
use crate::text::{Span, words};
use std::{collections::HashSet, ops::Range};

/// The most words a label may have.
pub(super) const LABEL_WORDS: usize = 5;
/// So many lines tell whether all of a list are labelled.
pub(super) const NEAR: usize = 200;

/// «Предупреждение» in bytes.
const LONGEST_CALL: usize = 28;

/// What parts values that stand in a row.
const PARTED: &str = "   ";

/// What is known of the place where lines stand.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// Whether the text before them ended with a colon.
    pub after_colon: bool,
    /// Whether they stand inside an item of a list.
    pub in_item: bool,
    /// Whether nothing but a heading stands before them.
    pub below_heading: bool,
}

/// What reading a paste needs everywhere.
#[derive(Clone, Copy, Debug)]
pub struct Tools<'a> {
    /// The measured page.
    pub page: &'a Page,
    /// The words of the note.
    pub words: &'a Words,
    /// Labels that values have in several places of the note.
    pub labels: &'a HashSet<&'a str>,
}

/// Reads unmarked lines.
pub fn blocks(tools: Tools<'_>, lines: &[Line<'_>], context: Context) -> Vec<Block> {
    let (mut out, mut rest, mut context) = (Vec::new(), lines, context);
    while !rest.is_empty() {
        let (taken, after_colon) = first_blocks(tools, rest, context, &mut out);
        rest = &rest[taken..];
        context = Context { after_colon, below_heading: false, ..context };
    }
    out
}

/// Reads the first of some lines, one at least. Returns how many, and whether they announce the next.
fn first_blocks(tools: Tools<'_>, lines: &[Line<'_>], context: Context, out: &mut Vec<Block>) -> (usize, bool) {
    // Behind labelled values a label without one is none of the last value's words.
    let ends_values = |i: usize| {
        let valued = context.in_item && i > 0 && is_attribute(&lines[0]) && lines[i - 1].ends_sentence();
        let ended = || i > 1 && lines[..i].iter().all(is_attribute) && !tools.page.is_full(&lines[i - 1], &lines[i]);
        is_label(&lines[i]) && (valued || ended())
    };
    let verses = verse::leading(lines);
    if verses > 0 {
        out.push(verse::paragraph(&lines[..verses], tools.words));
        return (verses, false);
    }
    let set_in = Some(lines).filter(|_| context.after_colon && !context.in_item);
    if let Some(starts) = set_in.and_then(unmarked::set_in) {
        out.push(listed(tools, &lines[..starts.len()], &|at| starts[at]));
        return (starts.len(), false);
    }
    if let Some(taken) = values_below(tools, lines, context, out) {
        return (taken, false);
    }
    let told = || lines.len() == 1 && are_figures(&lines[0]) && is_known_label(tools, &lines[0]);
    if !context.in_item && (context.below_heading && is_lone_value(tools.page, lines) || told()) {
        let (label, rest) = split_label(lines[0].text, LABEL_WORDS).unwrap_or_default();
        let kind = BlockKind::Attributes(vec![attribute(tools, &lines[..1], label, rest)]);
        out.push(Block { kind, span: lines[0].span, role: Default::default() });
        return (1, false);
    }
    if table::is_below_caption(lines) {
        out.extend(paragraphs(tools, &lines[..1]));
        return (1, false);
    }
    let entries = contents::leading(lines);
    if entries > 1 {
        out.push(listed(tools, &lines[..entries], &|_| true));
        return (entries, false);
    }
    let measures = if context.in_item { 0 } else { amounts::measures(lines) };
    if measures > 0 {
        out.push(listed(tools, &lines[..measures], &|_| true));
        return (measures, false);
    }
    // For how many it is stands right below a title.
    if context.below_heading && lines.len() > 1 && amounts::is_measure(lines[0].text) && !is_attribute(&lines[0]) {
        out.extend(paragraphs(tools, &lines[..1]));
        return (1, false);
    }
    if let Some(taken) = measured::blocks(tools, lines, context, out) {
        return (taken, false);
    }
    // Where nobody wrapped the lines, what is no value is none of the last one's words.
    let values = lines.iter().take_while(|line| is_attribute(line)).count();
    let ended = lines.get(values).is_some_and(|next| !next.starts_lower() && next.said != Said::Joined);
    if values > 1
        && ended
        && tools.page.width.is_none()
        && !context.in_item
        && let Some(attributes) = attributes(tools, &lines[..values], context)
    {
        let span = lines[0].span.to(lines[values - 1].span);
        out.push(Block { kind: BlockKind::Attributes(attributes), span, role: Default::default() });
        return (values, false);
    }
    // A line that ends with a colon announces what follows it.
    let colon = (0..lines.len() - 1).find(|&i| {
        let (line, next) = (&lines[i], &lines[i + 1]);
        let wrapped =
            tools.page.is_full(line, next) && next.starts_lower() && wrapped::ends(tools.page, &lines[i + 1..]);
        // «картофель варёный — 3 шт.» ends with a stop, and is no sentence.
        let amount =
            || amounts::is_amount(next) && (is_label(line) || lines.get(i + 2).is_some_and(amounts::is_amount));
        line.text.ends_with(':')
            && !wrapped
            && (tools.page.width.is_none() || !next.starts_lower_prose() || amount())
            && (ends_values(i) || !is_attribute_list(tools, &lines[..=i.min(NEAR)], context))
    });
    let last = Some(lines.len() - 1).filter(|&last| ends_values(last));
    if let Some(at) = colon.or(last).filter(|&at| ends_values(at) || attributes(tools, lines, context).is_none()) {
        // A label between two lists is no item of the first.
        let valued = ends_values(at);
        let own = valued || is_own_label(tools.page, &lines[..=at]);
        let (before, label) = lines[..=at].split_at(if own { at } else { 0 });
        if !before.is_empty() {
            let after_colon = context.after_colon || valued && context.in_item;
            out.extend(blocks_without_colon(tools, before, Context { after_colon, ..context }));
        }
        out.extend(blocks_without_colon(tools, label, Context { after_colon: false, ..context }));
        return (at + 1, true);
    }
    // A list of names ends where a sentence begins.
    if let Some(sentence) = sentence_behind(lines).filter(|_| context.after_colon) {
        out.extend(blocks_without_colon(tools, &lines[..sentence], context));
        return (sentence, false);
    }
    // Items that end with semicolons end with a full stop.
    let ended = |i: usize| lines[i].text.ends_with('.') && i > 0 && lines[i - 1].text.ends_with(';');
    if let Some(last) = (0..lines.len() - 1).find(|&i| ended(i)).filter(|_| context.after_colon) {
        out.extend(blocks_without_colon(tools, &lines[..=last], context));
        return (last + 1, false);
    }
    out.extend(blocks_without_colon(tools, lines, context));
    (lines.len(), false)
}

/// Reads a line that names nothing but the values below it, and these; returns how many lines that were.
fn values_below(tools: Tools<'_>, lines: &[Line<'_>], context: Context, out: &mut Vec<Block>) -> Option<usize> {
    let (first, rest) = lines.split_first()?;
    let value = |line: &&Line<'_>| is_attribute(line) && line.words() <= 8 && line.len <= 60;
    let values = rest.iter().take_while(value).count();
    let own = first.said == Said::Nothing
        && !is_attribute(first)
        && marker(first).is_none()
        && !first.text.ends_with([':', ',', ';', '-'])
        && !tools.page.is_full(first, rest.first()?);
    // What follows the values begins anew.
    let whole = rest.get(values).is_none_or(|next| !next.starts_lower());
    let inside = Context { after_colon: false, below_heading: true, ..context };
    if values < 2 || !own || !whole || context.in_item || context.after_colon {
        return None;
    }
    let kind = BlockKind::Attributes(attributes(tools, &rest[..values], inside)?);
    out.extend(paragraphs(tools, &lines[..1]));
    out.push(Block { kind, span: rest[0].span.to(rest[values - 1].span), role: Default::default() });
    // Lines behind values are no list for being short.
    let behind = &rest[values..];
    let plain = !behind.iter().any(|line| line.text.ends_with(':') || is_attribute(line));
    if plain {
        loose(tools, behind, out);
    }
    Some(if plain { lines.len() } else { values + 1 })
}

/// The line with which sentences begin behind several that are none and have no capital: names of files, quantities.
fn sentence_behind(lines: &[Line<'_>]) -> Option<usize> {
    let name = |line: &&Line<'_>| {
        !line.text.starts_with(char::is_uppercase) && !line.ends_sentence() && !line.text.ends_with(',')
    };
    let names = lines.iter().take(NEAR).take_while(name).count();
    let behind = lines.get(names).filter(|_| names > 1)?;
    let sentence = behind.text.starts_with(char::is_uppercase) && behind.words() > 3 && lines.last()?.ends_sentence();
    sentence.then_some(names)
}

/// Reads lines as paragraphs, but for the items among them.
fn loose(tools: Tools<'_>, lines: &[Line<'_>], out: &mut Vec<Block>) {
    let mut from = 0;
    while from < lines.len() {
        let pictured = lines[from..].iter().take_while(|line| pictures::is_pictured(line.text)).count();
        let next = if pictured > 1 {
            out.push(listed(tools, &lines[from..from + pictured], &|_| true));
            from + pictured
        } else {
            let plain = lines[from + 1..].iter().take_while(|line| !pictures::is_pictured(line.text)).count();
            out.extend(paragraphs(tools, &lines[from..from + 1 + plain]));
            from + 1 + plain
        };
        from = next;
    }
}

/// Whether the last line is a label of its own: «Для начинки:», and not the end of a sentence.
pub fn is_own_label(page: &Page, lines: &[Line<'_>]) -> bool {
    let [.., before, label] = lines else { return false };
    is_label(label) && !before.text.ends_with(',') && !page.is_full(before, label)
}

/// Whether the line is a label and nothing else: «Когда использовать:».
fn is_label(line: &Line<'_>) -> bool {
    line.text.starts_with(char::is_uppercase) && line.text.ends_with(':') && line.words() <= LABEL_WORDS
}

fn blocks_without_colon(tools: Tools<'_>, lines: &[Line<'_>], context: Context) -> Vec<Block> {
    let kind = if let Some(values) = values_in_row(lines) {
        BlockKind::Attributes(values)
    } else if let Some(table) = table::read(lines).or_else(|| table::flattened(lines)) {
        table
    } else if context.after_colon && steps::are_steps(tools.page, lines) {
        // Each has the word before its number, so no number is set beside it.
        BlockKind::List { ordered: true, items: items(tools, lines, &|at| steps::is_step(lines[at].text)) }
    } else if let Some(attributes) = attributes(tools, lines, context) {
        BlockKind::Attributes(attributes)
    } else if let Some(items) = unmarked::list(tools, lines, context) {
        BlockKind::List { ordered: false, items }
    } else {
        return paragraphs(tools, lines);
    };
    let span = lines[0].span.to(lines[lines.len() - 1].span);
    vec![Block { kind, span, role: Default::default() }]
}

impl Line<'_> {
    /// Whether the line goes on with the sentence of the one before it.
    fn starts_lower_prose(&self) -> bool {
        self.starts_lower() && self.text.ends_with(['.', '!', '?', '…']) && self.words() > 4
    }
}

/// Whether the line is «Label: value».
pub fn is_attribute(line: &Line<'_>) -> bool {
    pictures::label(line).starts_with(char::is_uppercase)
        && split_label(line.text, LABEL_WORDS)
            .is_some_and(|(label, rest)| rest < line.text.len() && line.text[label.end..].starts_with(':'))
}

/// Whether the line is «label: value» in small letters, as people write for themselves: «вес: 7-9 кг».
pub fn is_small_label(line: &Line<'_>) -> bool {
    let label = split_label(line.text, 2).filter(|(label, rest)| *rest < line.text.len() && label.len() <= 24);
    label.is_some_and(|(label, _)| line.text[label.end..].starts_with(':'))
}

/// Whether the lines are nothing but short «label: value» lines of which some begin small: «порт: 2222».
pub fn are_jotted_values(lines: &[Line<'_>]) -> bool {
    let jotted = |line: &Line<'_>| line.starts_lower() && is_small_label(line);
    lines.len() > 1
        && lines.iter().all(|line| line.words() <= 8 && line.len <= 60 && (jotted(line) || is_attribute(line)))
        && lines.iter().any(jotted)
}

fn is_attribute_list(tools: Tools<'_>, lines: &[Line<'_>], context: Context) -> bool {
    lines.len() > 1 && attributes(tools, lines, context).is_some()
}

/// «Label: value» lines, each value running on to the next label.
pub fn attributes(tools: Tools<'_>, lines: &[Line<'_>], context: Context) -> Option<Vec<Attribute>> {
    let jotted = !context.after_colon && are_jotted_values(lines);
    if !(jotted || is_attribute(lines.first()?)) {
        return None;
    }
    let every_line = jotted || lines.iter().all(is_attribute);
    let page = tools.page;
    let label = |at: usize| split_label(lines[at].text, 3).map(|(label, _)| &lines[at].text[label]);
    // Values elsewhere in the note have this label.
    let known = |at: usize| label(at).is_some_and(|label| tools.labels.contains(label));
    let begins = |i: usize| {
        i == 0 || every_line || known(i) || lines[i - 1].ends_sentence() || !page.is_full(&lines[i - 1], &lines[i])
    };
    let labelled = |i: usize| jotted || is_attribute(&lines[i]) || labels::names_kin(page, lines, i);
    let starts: Vec<usize> = (0..lines.len()).filter(|&i| labelled(i) && begins(i)).collect();
    if context.in_item {
        if !jotted && starts.len() < 2 && !context.after_colon {
            return None;
        }
    } else if !jotted {
        // Outside an item sentences may begin with a label as well: here every line is short and has one.
        let every = context.below_heading
            || starts.len() == lines.len() && lines.iter().all(|line| line.words() <= 8 && line.len <= 60);
        let every = every || starts.iter().all(|&at| known(at));
        if starts.len() < 2 || context.after_colon || !every || starts.iter().any(|&at| label(at).is_none()) {
            return None;
        }
    }
    let value = |(n, &start): (usize, &usize)| {
        let end = starts.get(n + 1).copied().unwrap_or(lines.len());
        let (label, rest) = split_label(lines[start].text, LABEL_WORDS)?;
        Some(attribute(tools, &lines[start..end], label, rest))
    };
    starts.iter().enumerate().map(value).collect()
}

/// The attribute that some lines are: `label` is on the first of them, its value from `rest` on.
fn attribute(tools: Tools<'_>, lines: &[Line<'_>], label: Range<usize>, rest: usize) -> Attribute {
    let at = lines[0].span.start;
    let name = Text::plain(&lines[0].text[label.clone()], (at..at + label.end).into());
    Attribute { name, value: join(lines, rest, tools.words) }
}

/// Whether values elsewhere in the note have the label of a line.
fn is_known_label(tools: Tools<'_>, line: &Line<'_>) -> bool {
    split_label(line.text, LABEL_WORDS).is_some_and(|(label, _)| tools.labels.contains(&line.text[label]))
}

/// Whether the first line says how many or how long with a label, and nothing but amounts or items stands below it:
/// «Порций: 8».
fn is_lone_value(page: &Page, lines: &[Line<'_>]) -> bool {
    let (first, rest) = (&lines[0], &lines[1..]);
    let alone = rest.is_empty() || amounts::are_all(page, rest) || amounts::leading(page, rest) > 0;
    titles::is_figure(first) && !first.ends_sentence() && !first.text.contains(PARTED) && alone
}

/// «Label: value» several times on a line, parted by blanks: «Порций: 6      Время: 1 час».
fn values_in_row(lines: &[Line<'_>]) -> Option<Vec<Attribute>> {
    if !lines.iter().take(NEAR).all(|line| line.text.contains(PARTED)) {
        return None;
    }
    let value = |line: &Line<'_>, part: &str, at: usize| {
        let (label, rest) = split_label(part, LABEL_WORDS)?;
        let whole = part.starts_with(char::is_uppercase) && part[label.end..].starts_with(':') && rest < part.len();
        let text = |range: std::ops::Range<usize>| {
            let span = Span::new(line.span.start + at + range.start, line.span.start + at + range.end);
            Text::plain(clean(&part[range]), span)
        };
        whole.then(|| Attribute { name: text(label), value: text(rest..part.len()) })
    };
    let parts = |line: &Line<'_>| -> Option<Vec<Attribute>> {
        let parts = line.text.split(PARTED).filter(|part| !part.trim().is_empty());
        let trimmed = parts.map(str::trim).map(|part| (part, part.as_ptr() as usize - line.text.as_ptr() as usize));
        trimmed.map(|(part, at)| value(line, part, at)).collect()
    };
    let rows: Option<Vec<Vec<Attribute>>> = lines.iter().map(parts).collect();
    rows.filter(|rows| rows.iter().all(|row| row.len() > 1)).map(|rows| rows.into_iter().flatten().collect())
}

/// Paragraphs: the lines as one, or several where a line ends a sentence long before the page's edge.
pub fn paragraphs(tools: Tools<'_>, lines: &[Line<'_>]) -> Vec<Block> {
    let mut out = Vec::new();
    let (mut start, mut card) = (0, 0);
    for i in 1..=lines.len() {
        if tools.page.width.is_none() && start + 1 == i {
            card = start + wrapped::on_card(&lines[start..]);
        }
        // What was jotted down in small letters, or begins with a figure as nobody's sentences do, is a line each.
        let goes_on = |i: usize| {
            tools.page.width.is_none()
                && lines[i].gap == 0
                && !lines[start].starts_lower()
                && !lines[start].text.starts_with(|c: char| c.is_ascii_digit())
                && page::is_one_sentence(&lines[i - 1], &lines[i])
        };
        let ends = i == lines.len() || i >= card && ends_paragraph(tools.page, &lines[i - 1], &lines[i]) && !goes_on(i);
        if ends {
            let text = join(&lines[start..i], 0, tools.words);
            let span = text.span;
            out.push(Block { kind: BlockKind::Paragraph { text }, span, role: Default::default() });
            start = i;
        }
    }
    out
}

/// Whether the author ended a paragraph with `line`, though no blank line follows.
pub fn ends_paragraph(page: &Page, line: &Line<'_>, next: &Line<'_>) -> bool {
    let apart = || line.ends_sentence() && (warns(next.text) || letters::is_closing(page, next));
    if next.said == Said::Nothing && (remarks::is_marked_own(next.text) || apart()) {
        return true;
    }
    if page.width.is_none() {
        // Nobody wrapped these lines, so each is one on its own, unless a page's edge cut it, or that of a mail.
        return next.said != Said::Joined && !wrapped::is_cut(line, next);
    }
    if letters::is_salutation(line) && !page.is_full(line, next) {
        return true;
    }
    // A line far from the page's edge, and no end of a sentence, was no part of one.
    let short = page.width.is_some_and(|width| (line.len + 1 + next.first_word()) * 2 < width);
    let formula = || formula::is_line(line) || formula::is_line(next);
    steps::is_step(next.text) && line.ends_sentence()
        || is_timed(line.text) && is_timed(next.text)
        || next.indent > line.indent + 1 && line.ends_sentence() && next.text.starts_with(char::is_uppercase)
        || !page.is_full(line, next) && is_small_label(line) && line.starts_lower() && !next.starts_lower()
        || !page.is_full(line, next) && formula()
        || short && line.text.starts_with(char::is_uppercase) && line.text.ends_with(words::is_alphanumeric)
        || !page.is_full(line, next)
            && ((line.ends_sentence() && !next.starts_lower()) || next.text.starts_with(char::is_uppercase))
}

/// Whether a text begins with a word that calls attention to it: «Внимание! Плита горячая.», "Warning: it is hot."
pub(super) fn warns(text: &str) -> bool {
    const CALLS: &str = "внимание важно осторожно предупреждение примечание совет warning attention caution important \
        danger note tip";
    let Some(end) = text.find([':', '!']).filter(|&at| at <= LONGEST_CALL) else { return false };
    let call = words::lowercase(&text[..end]);
    text.starts_with(char::is_uppercase)
        && text[end..].trim_start_matches('!').trim_start_matches(':').starts_with(' ')
        && CALLS.split_whitespace().any(|listed| listed == call)
}

/// Whether a text begins with a time of the day: «10:05 начали».
fn is_timed(text: &str) -> bool {
    let Some((time, rest)) = text.split_once(' ') else { return false };
    let Some((hours, minutes)) = time.trim_start_matches('[').trim_end_matches(']').split_once(':') else {
        return false;
    };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    (1..=2).contains(&hours.len()) && minutes.len() == 2 && digits(hours) && digits(minutes) && !rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notes, text::Source};

    fn blocks(text: &str) -> Vec<BlockKind> {
        let note = notes::parse(&Source::new("a.txt", text));
        note.sections.into_iter().flat_map(|section| section.blocks).map(|block| block.kind).collect()
    }

    #[test]
    fn what_was_jotted_below_a_title_is_a_line_each() {
        let lines = |first: &str| {
            let long =
                "It is melted in a bath of hot water, and never over a flame, because its vapour burns. ".repeat(3);
            let wax = format!(
                "Wax\n\n{long}\nIt is kept dry, in a jar with a lid.\nIt is cut with a warm knife.\n{long}\n\n"
            );
            let text = format!(
                "{wax}the polish (Ann, may)\n{first}\nturpentine if there is any, a jar with a lid, and a \
                rag to rub it in\nleave it for a night\n"
            );
            let last = |kind: &BlockKind| matches!(kind, BlockKind::Paragraph { text } if text.text.starts_with(first));
            let found = blocks(&text).into_iter().find(last);
            found.is_some_and(|kind| matches!(kind, BlockKind::Paragraph { text } if text.text == first))
        };
        assert!(lines("1kg yellow wax, 2l turpentine, 1 cup of oil, soot -> melt for 20 min"));
        assert!(lines("wax 1kg, turpentine 2l, 1 cup of oil, 2 g soot, 4 rags, 3 brushes"));
        assert!(!lines("The yellow wax is melted in a bath of hot water for an hour, and"));
    }

    #[test]
    fn steps_behind_a_colon_are_a_list_in_order() {
        let plov = blocks("Плов\n\nПриготовление:\nШаг 1. Раскалить масло.\nШаг 2. Добавить лук.\n");
        let [_, BlockKind::List { ordered: true, items }] = &plov[..] else { panic!("{plov:?}") };
        assert_eq!(items[1].text.text, "Шаг 2. Добавить лук.");
        let other = blocks("Plan\n\nDo it so:\nStep 2. Heat the oil.\nStep 1. Add onions.\n");
        assert!(!other.iter().any(|kind| matches!(kind, BlockKind::List { ordered: true, .. })), "{other:?}");
    }

    #[test]
    fn a_warning_opens_a_paragraph_of_its_own() {
        let paragraphs = |text: &str| {
            let own = |kind| match kind {
                BlockKind::Paragraph { text } => Some(text.text),
                _ => None,
            };
            blocks(text).into_iter().filter_map(own).collect::<Vec<_>>()
        };
        let saw = "Пила\n\nПилят от себя, без нажима, и доска при этом лежит на двух опорах, а\nне на одной.\n\n\
            Совет: натрите полотно воском, и пила пойдёт по сырой доске намного легче.\nОсторожно! Зубья острые.\n";
        assert_eq!(paragraphs(saw).len(), 3);
        let drill = "The drill\n\nHold it with both hands, and let it turn before it touches the wood, not\n\
            after.\n\nTip: a drop of oil keeps the bit cool, and a cool bit stays sharp for longer.\nWarning! It kicks.\n";
        assert_eq!(paragraphs(drill).last().map(String::as_str), Some("Warning! It kicks."));
        for text in ["Важность: большая", "внимание! тихо", "Warning signs: none", "Note:x"]
        {
            assert!(!warns(text), "{text}");
        }
    }

    #[test]
    fn amounts_below_a_label_are_items_though_the_first_ends_with_a_stop() {
        let wide = "Горшки моют с содой и сушат на солнце, иначе глина держит соль, и рассада в\n\
            них чахнет. Старые трещины замазывают той же глиной и обжигают ещё раз, если\nпечь ещё тёплая.\n\n";
        let list = |kinds: Vec<BlockKind>| {
            kinds.into_iter().find_map(|kind| match kind {
                BlockKind::List { items, .. } => Some(items.len()),
                _ => None,
            })
        };
        let soil = "Для рассады:\nторф просеянный верховой — 3 л.\nпесок речной — 1 л.\nзола — 1 горсть\n";
        assert_eq!(list(blocks(&format!("{wide}{soil}"))), Some(3));
        let told = "Для рассады так:\nпесок и торф смешать, полить и накрыть.\nЗатем ждать и не трогать.\n";
        assert_eq!(list(blocks(&format!("{wide}{told}"))), None);
    }

    #[test]
    fn a_sentence_over_the_edge_of_the_page_is_no_amount() {
        let wide = "Доски сушат под навесом, в тени и на ветру, и перекладывают их рейками, чтобы\n\
            воздух ходил между ними. На солнце торцы трескаются, и доска годится только на\nполку.\n\n";
        let glue = "Клей\n\n1 кг — мездра\n500 г — мел\n700 г — вода\n";
        let told = "Мездру залить водой и оставить на ночь. Утром греть её, не доводя до кипе-\n\
            ния, пока не разойдётся.\n";
        let kinds = blocks(&format!("{wide}{glue}{told}"));
        let [.., BlockKind::List { items, .. }, BlockKind::Paragraph { text }] = &kinds[..] else {
            panic!("{kinds:?}")
        };
        assert_eq!((items.len(), text.text.ends_with("разойдётся.")), (3, true));
        let two = blocks(&format!("{wide}{}{told}", glue.replace("500 г — мел\n", "")));
        let [.., BlockKind::List { items, .. }, BlockKind::Paragraph { .. }] = &two[..] else { panic!("{two:?}") };
        assert_eq!(items.len(), 2);
        let kinds = blocks(&format!("{wide}{glue}2 шт. — кисти\n"));
        assert!(matches!(kinds.last(), Some(BlockKind::List { items, .. }) if items.len() == 4), "{kinds:?}");
    }

    #[test]
    fn a_short_value_that_returns_heads_nothing() {
        let wide = "A pot of clay breathes, so the soil in it dries fast, and a pot of tin does not,\n\
            so the roots in it rot if nobody looks after them. Choose the one that fits how\noften you water.\n\n";
        let pot = |name: &str, below: &str| format!("{name}\n\nSize: 3\nWeight: 1 kg\nHeat: 900 °C\n\n{below}\n\n");
        let pots = blocks(&format!("{wide}{}{}", pot("Clay", "It breathes."), pot("Tin", "It does not breathe.")));
        let values = |kind: &BlockKind| matches!(kind, BlockKind::Attributes(values) if values.len() == 3);
        assert_eq!(pots.iter().filter(|kind| values(kind)).count(), 2, "{pots:?}");
    }

    #[test]
    fn a_short_value_between_others_heads_nothing() {
        let saw = blocks(
            "Пила\n\nНазначение: пилит толстые доски.\nПример: ножовка столярная\nВажно: берегите при работе пальцы.\n",
        );
        assert!(matches!(&saw[..], [BlockKind::Attributes(values)] if values.len() == 3), "{saw:?}");
    }
}
