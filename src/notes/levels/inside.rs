//! Titles inside what the book itself counts as one: what the contents do not list stands below the title before it which
//! they do, and what stands right on its text below the dish whose name stands apart from its own.

use super::{
    nesting::{is_back_matter, is_counted, sink_each},
    part, says_amounts,
};
use crate::{
    notes::{
        amounts,
        contents::Listed,
        model::{Block, BlockKind, Section},
        sentences,
    },
    text::{Source, Span, words},
};

/// So many titles of the contents, or so many dishes, tell how a book sets its titles.
const FEWEST_LISTED: usize = 3;
const FEWEST_DISHES: usize = 2;
/// The most words of a title inside a dish.
const WORDS: usize = 5;

/// Puts what the contents do not list below the title before it that they do; not where they list but a few of the
/// titles, and not what is counted as chapters are, or stands behind the end of the book.
pub(super) fn listed(sections: &mut [Section], contents: &Listed, said: &impl Fn(&Section) -> bool) {
    let heads: Vec<usize> = if contents.rows < FEWEST_LISTED {
        Vec::new()
    } else {
        (0..sections.len()).filter(|&at| contents.names(&sections[at].title.text)).collect()
    };
    if heads.len() < FEWEST_LISTED || heads.len() * 2 <= contents.rows {
        return;
    }
    for (n, &at) in heads.iter().enumerate() {
        let next = heads.get(n + 1).copied();
        let head = &sections[at];
        if next.is_none() && is_back_matter(&head.title.text) {
            continue;
        }
        let beside = |section: &Section| {
            let title = section.title.text.as_str();
            let counted = is_counted(title) || title.starts_with(|c: char| c.is_ascii_digit());
            // What somebody jotted down behind a book is no part of it.
            let jotted = title.starts_with(char::is_lowercase) && next.is_none();
            let level = section.level <= head.level;
            title.is_empty() || section.speaker != head.speaker || level && (counted || jotted || is_back_matter(title))
        };
        let behind = next.unwrap_or(sections.len());
        let end = (at + 1..behind).find(|&at| beside(&sections[at])).unwrap_or(behind);
        sink_each(&mut sections[at..end], said);
    }
}

/// Puts titles that stand right on their text below a dish that has its amounts and does not yet say how it is made, where
/// blank lines part the names of dishes from what stands below them.
pub(super) fn dishes(source: &Source, sections: &mut [Section], said: &impl Fn(&Section) -> bool) {
    let begins: Vec<bool> = sections.iter().map(begins_dish).collect();
    let apart: Vec<bool> = sections.iter().map(|section| is_apart(source, section)).collect();
    let dishes = (0..sections.len()).filter(|&at| begins[at]);
    if dishes.clone().count() < FEWEST_DISHES || !dishes.clone().all(|at| apart[at]) {
        return;
    }
    let mut at = 0;
    while at < sections.len() {
        let head = &sections[at];
        if !begins[at] {
            at += 1;
            continue;
        }
        let (mut end, mut made) = (at + 1, Made::default());
        made.add(head);
        while let Some(next) = sections.get(end) {
            let below = next.level > head.level;
            let words = next.title.text.split_whitespace().count();
            let own = (1..=WORDS).contains(&words)
                && !next.title.text.ends_with('?')
                && !next.blocks.is_empty()
                && !(apart[end] || begins[end] || next.runs_in || said(next) || is_counted(&next.title.text));
            if next.speaker != head.speaker || next.title.text.is_empty() || !(below || own) {
                break;
            }
            if !below && !made.sunk && (!made.amounts || made.told) {
                break;
            }
            made.sunk |= !below;
            made.add(next);
            end += 1;
        }
        if made.sunk {
            sink_each(&mut sections[at..end], said);
        }
        at = end;
    }
}

/// What has been read of a dish.
#[derive(Debug, Default)]
struct Made {
    /// Whether its amounts were.
    amounts: bool,
    /// Whether it was told behind them how it is made.
    told: bool,
    /// Whether a title was found that stands below it.
    sunk: bool,
}

impl Made {
    fn add(&mut self, section: &Section) {
        for block in &section.blocks {
            let sentence = |text: &str| sentences::ends(text) && text.split_whitespace().count() > WORDS;
            let tells = match &block.kind {
                BlockKind::List { ordered, .. } => *ordered,
                BlockKind::Paragraph { text } => sentence(&text.text),
                _ => false,
            };
            self.told |= self.amounts && tells;
            self.amounts |= says_amounts(block);
        }
    }
}

/// Whether a section begins as a dish does: with how many it is for or how long it takes.
fn begins_dish(section: &Section) -> bool {
    const LABELS: &str = "порций порции порция выход время serves servings serving makes yields yield portions time prep \
        cooking";
    let labelled = |name: &str| {
        let small = words::lowercase(name);
        small.split(' ').any(|word| LABELS.split_whitespace().any(|label| label == word))
    };
    let first = match section.blocks.first().map(|block: &Block| &block.kind) {
        Some(BlockKind::Attributes(values)) => values.iter().any(|value| labelled(&value.name.text)),
        Some(BlockKind::Paragraph { text }) => amounts::is_measure(&text.text),
        _ => false,
    };
    first && !section.title.text.is_empty() && part(section).is_none()
}

/// Whether a blank line parts a title from what stands below it.
fn is_apart(source: &Source, section: &Section) -> bool {
    let end = section.title.span.end;
    let behind = section.blocks.first().map_or(end, |block| block.span.start.max(end));
    source.slice(Span::new(end, behind)).matches('\n').count() > 1
}

#[cfg(test)]
mod tests {
    use crate::notes::levels::tests::expect;

    const LINES: &str = "Apiary\n\nContents\n\nHives ......... 3\nThe box hive ......... 4\nHoney ......... 9\n\n";

    #[test]
    fn what_the_contents_do_not_list_stands_below_what_they_do() {
        let book = "Hives\n\nThey stand in the sun, and their doors look south.\n\nThe box hive\n\n\
            It has frames, and they can be taken out one by one.\n\nHow to paint it\n\n\
            Paint it in June, when it is dry, and in its own colour.\n\nHoney\n\nIt is sweet, and it keeps for years.\n\n\
            Where to keep it\n\nIn a jar, and in the dark, so that it stays as it is.\n\n";
        let titles = [("Apiary", 1), ("Hives", 1), ("The box hive", 1), ("How to paint it", 2), ("Honey", 1)];
        expect(&format!("{LINES}{book}"), &[&titles[..], &[("Where to keep it", 2)]].concat());
        // What ends the book is no part of its last title, and without contents nothing tells.
        let index = "Glossary\n\nA frame is what bees build their wax in, and it hangs in the box.\n";
        let ended = [("Where to keep it", 2), ("Glossary", 1)];
        expect(&format!("{LINES}{book}{index}"), &[&titles[..], &ended].concat());
        let flat = [("Hives", 1), ("The box hive", 1), ("How to paint it", 1), ("Honey", 1), ("Where to keep it", 1)];
        expect(book, &flat);
    }

    #[test]
    fn titles_on_their_text_stand_below_a_dish_that_is_not_made_yet() {
        let pilaf = "Плов\n\nПорций: 8\nВремя: 2 часа\n\n1 кг баранины\n1 кг риса\n4 луковицы\n\n\
            Зирвак\nМасло раскалить и обжарить в нём мясо до корочки.\n\n\
            Рис\nРис промыть, замочить на полчаса и выложить ровным слоем.\n\n";
        let jam = "Варенье\n\nПорций: 20\nВремя: 3 часа\n\n1 кг вишни\n1 кг сахара\n200 мл воды\n\n\
            Вишню засыпать сахаром и варить до густоты.\n\n";
        let jars = "О банках\nБанки моют с содой и сушат в духовке, чтобы не лопнули.\n";
        let dishes = [("Плов", 1), ("Зирвак", 2), ("Рис", 2), ("Варенье", 1), ("О банках", 1)];
        expect(&format!("{pilaf}{jam}{jars}"), &dishes);
        let english = "Pilaf\n\nServes 8\n\n1 kg lamb\n1 kg rice\n4 onions\n\n\
            The base\nHeat the oil in a pot and brown the lamb in it.\n\n\
            Soup\n\nServes 4\n\n1 kg leeks\n1 litre water\n2 carrots\n\nThe stock\nBoil the carrots for an hour.\n";
        expect(english, &[("Pilaf", 1), ("The base", 2), ("Soup", 1), ("The stock", 2)]);
        // Where the names of dishes stand on their text as well, another title may be that of a dish.
        let tight = format!("{pilaf}{jam}").replace("Варенье\n\n", "Варенье\n");
        expect(&tight, &[("Плов", 1), ("Зирвак", 1), ("Рис", 1), ("Варенье", 1)]);
    }
}
