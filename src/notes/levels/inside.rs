//! Titles inside what the book itself counts as one: what the contents do not list stands below the title before it which
//! they do, and what stands right on its text below the dish whose name stands apart from its own.

use super::{
    DEEPEST,
    nesting::{is_back_matter, is_chapter, is_counted, sink_each},
    part, says_amounts, sink,
};
use crate::{
    notes::{
        amounts, chrome,
        contents::Listed,
        model::{Attribute, Block, BlockKind, Role, Section},
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
/// titles, and not what is counted as chapters are, or stands behind the end of the book. What they list below a part of
/// the book stands below that part.
pub(super) fn listed(sections: &mut [Section], contents: &Listed, said: &impl Fn(&Section) -> bool) {
    let heads: Vec<usize> = if contents.rows < FEWEST_LISTED {
        Vec::new()
    } else {
        let head = |title: &str| contents.names(title) || contents.names_part(title);
        (0..sections.len()).filter(|&at| head(&sections[at].title.text)).collect()
    };
    if heads.len() < FEWEST_LISTED || heads.len() * 2 < contents.rows {
        return;
    }
    let parts = raise_parts(sections, &heads, contents, said);
    let mut holds = false;
    for (n, &at) in heads.iter().enumerate() {
        let next = heads.get(n + 1).copied();
        let head = &sections[at];
        // Behind the last title stands another of its kind where none of the others has any below it.
        let last = next.is_none() && (is_back_matter(&head.title.text) || !holds);
        if last || parts.contains(&at) {
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
        holds |= sections[at + 1..end].iter().any(|section| section.level <= head.level);
        sink_each(&mut sections[at..end], said);
    }
    for (n, &at) in parts.iter().enumerate() {
        let next = parts.get(n + 1).copied().unwrap_or(sections.len());
        let ends = |section: &Section| {
            section.speaker != sections[at].speaker
                || section.level <= sections[at].level && is_back_matter(&section.title.text)
        };
        let end = (at + 1..next).find(|&at| ends(&sections[at])).unwrap_or(next);
        sink_each(&mut sections[at..end], said);
    }
}

/// Puts what stands between two titles that have rules above and below them below the first.
pub(super) fn banners(source: &Source, sections: &mut [Section], said: &impl Fn(&Section) -> bool) {
    let is_banner = |&at: &usize| chrome::is_banner(source, sections[at].title.span) && !said(&sections[at]);
    let banners: Vec<usize> = (0..sections.len()).filter(is_banner).collect();
    for (n, &at) in banners.iter().enumerate() {
        let end = banners.get(n + 1).copied().unwrap_or(sections.len());
        sections[at].level = 1;
        sink(&mut sections[at + 1..end], 1, said);
    }
}

/// Puts titles on the heels of each other that have values with the same labels each below the one before them, if that has
/// nothing else to head: «Частые причины», each with «Симптом» and «Решение». They are all that is left of an answer, or
/// what follows them has no values.
pub(super) fn alike(sections: &mut [Section], said: &impl Fn(&Section) -> bool) {
    const FEWEST: usize = 2;
    let mut at = 0;
    while at < sections.len() {
        let head = &sections[at];
        let heads = head.speaker == Some(Role::Assistant)
            && head.role != Role::User
            && head.blocks.is_empty()
            && !head.title.text.is_empty();
        let below = |section: &Section| {
            section.speaker == head.speaker
                && section.level == head.level
                && section.role == head.role
                && !said(section)
        };
        let first = sections.get(at + 1).filter(|first| heads && below(first)).and_then(first_values);
        let count = first.map_or(0, |first| {
            let alike = |section: &&Section| {
                let labels = first_values(section).map(|values| values.iter().map(|value| &value.name.text));
                below(section) && labels.is_some_and(|labels| labels.eq(first.iter().map(|value| &value.name.text)))
            };
            sections[at + 1..].iter().take_while(alike).count()
        });
        let behind = at + 1 + count;
        let whole = sections.get(behind).is_none_or(|next| !below(next) || first_values(next).is_none());
        if count >= FEWEST && whole {
            sections[at + 1..behind].iter_mut().for_each(|section| section.level = (section.level + 1).min(DEEPEST));
        }
        at = behind;
    }
}

/// The values that a section begins with.
fn first_values(section: &Section) -> Option<&[Attribute]> {
    match &section.blocks.first()?.kind {
        BlockKind::Attributes(values) => Some(values),
        _ => None,
    }
}

/// Puts titles that the contents set in below the one before them that they set in less, as far as they stand as high.
pub(super) fn indented(sections: &mut [Section], contents: &Listed, said: &impl Fn(&Section) -> bool) {
    let depths: Vec<Option<usize>> = sections.iter().map(|section| contents.depth(&section.title.text)).collect();
    let Some(deepest) = depths.iter().flatten().copied().max() else { return };
    for depth in 0..deepest {
        let heads = (0..sections.len()).filter(|&at| depths[at] == Some(depth));
        for at in heads {
            let (level, speaker) = (sections[at].level, sections[at].speaker);
            let ends = |next: &usize| {
                let (section, title) = (&sections[*next], sections[*next].title.text.as_str());
                let jotted = section.role == Role::Own && title.starts_with(char::is_lowercase);
                let beside = section.level <= level && (jotted || title.is_empty() || is_back_matter(title));
                depths[*next].is_some_and(|other| other <= depth) || section.speaker != speaker || beside
            };
            let end = (at + 1..sections.len()).find(ends).unwrap_or(sections.len());
            let holds = |at: usize| depths[at].is_some() && sections[at].level <= level;
            if (at + 1..end).any(holds) {
                sink_each(&mut sections[at..end], said);
            }
        }
    }
}

/// The parts of the book among the titles that its contents list, each raised as high as the highest of these; none where
/// two stand on each other's heels, or one holds nothing.
fn raise_parts(
    sections: &mut [Section],
    heads: &[usize],
    contents: &Listed,
    said: &impl Fn(&Section) -> bool,
) -> Vec<usize> {
    let is_part = |at: usize| contents.names_part(&sections[at].title.text);
    let parts: Vec<usize> = heads.iter().copied().filter(|&at| is_part(at)).collect();
    let empty = heads.windows(2).any(|pair| is_part(pair[0]) && is_part(pair[1]));
    if empty || heads.last().is_some_and(|&last| is_part(last)) || parts.iter().any(|&at| said(&sections[at])) {
        return Vec::new();
    }
    let top = heads.iter().map(|&at| sections[at].level).min().unwrap_or(1);
    parts.iter().for_each(|&at| sections[at].level = top);
    parts
}

/// Raises what stands at the edge of the contents as high as the others there: behind the last part of a book stands what
/// is in none of them. Not where a title that is set in stands as high.
pub(super) fn outer(sections: &mut [Section], contents: &Listed, said: &impl Fn(&Section) -> bool) {
    let ranked = |section: &Section| contents.is_outer(&section.title.text).map(|outer| (outer, section.level));
    let ranks: Vec<(bool, u8)> = sections.iter().filter_map(ranked).collect();
    let Some(top) = ranks.iter().filter(|(outer, _)| *outer).map(|(_, level)| *level).min() else { return };
    if ranks.iter().any(|&(outer, level)| !outer && level <= top) {
        return;
    }
    let mut raised: Option<(u8, u8)> = None;
    for section in sections.iter_mut() {
        if raised.is_some_and(|(level, _)| section.level <= level) || said(section) {
            raised = None;
        }
        if raised.is_none() && section.level > top && !said(section) && ranked(section).is_some_and(|(outer, _)| outer)
        {
            raised = Some((section.level, section.level - top));
        }
        if let Some((_, by)) = raised {
            section.level -= by;
        }
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

/// Puts titles that stand right on their text below the one in capitals before them, where all of those stand apart from
/// theirs: a page sets what is inside a chapter closer.
pub(super) fn capitals(source: &Source, sections: &mut [Section], said: &impl Fn(&Section) -> bool) {
    let capital = |section: &Section| is_chapter(&section.title.text) && part(section).is_none();
    let capitals: Vec<bool> = sections.iter().map(capital).collect();
    let apart: Vec<bool> = sections.iter().map(|section| is_apart(source, section)).collect();
    let titles = || (0..sections.len()).filter(|&at| capitals[at]);
    if titles().count() < FEWEST_LISTED || !titles().all(|at| apart[at] || sections[at].blocks.is_empty()) {
        return;
    }
    let mut at = 0;
    while at < sections.len() {
        let head = &sections[at];
        let inside = |&next: &usize| {
            let (section, title) = (&sections[next], sections[next].title.text.as_str());
            let own = title.starts_with(char::is_uppercase) && section.role != Role::User && !section.blocks.is_empty();
            let beside = capitals[next] || is_back_matter(title) || is_counted(title) || said(section);
            let close = section.level == head.level && own && !(apart[next] || beside);
            section.speaker == head.speaker && (section.level > head.level || close)
        };
        let count = if capitals[at] { (at + 1..sections.len()).take_while(inside).count() } else { 0 };
        sink_each(&mut sections[at..=at + count], said);
        at += count + 1;
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
        Some(BlockKind::List { items, .. }) => items.first().is_some_and(|item| amounts::is_measure(&item.text.text)),
        _ => false,
    };
    first && !section.title.text.is_empty() && part(section).is_none()
}

/// Whether a blank line parts a title from what stands below it.
pub(super) fn is_apart(source: &Source, section: &Section) -> bool {
    let end = section.title.span.end;
    let behind = section.blocks.first().map_or(end, |block| block.span.start.max(end));
    source.slice(Span::new(end, behind)).matches('\n').count() > 1
}

#[cfg(test)]
mod tests {
    use crate::notes::levels::tests::expect;

    const LINES: &str = "Apiary\n\nContents\n\nHives ......... 3\nThe box hive ......... 4\nHoney ......... 9\n\n";

    #[test]
    fn what_stands_at_the_edge_of_the_contents_is_in_no_part() {
        let lines = "Apiary\n\nContents\n\nPART ONE: Hives ......... 3\n    Box hives ......... 4\nPART TWO: Honey ......... 9\n    \
            Acacia ......... 10\nHow to Weigh ......... 12\n\n";
        let text = "They stand in the sun, and their doors look south.\n\n";
        let book = format!(
            "PART ONE: Hives\n\n{text}Box hives\n\n{text}PART TWO: Honey\n\n{text}Acacia\n\n{text}How to Weigh\n\n{text}"
        );
        let titles = [("Apiary", 1), ("PART ONE: Hives", 1), ("Box hives", 2), ("PART TWO: Honey", 1), ("Acacia", 2)];
        expect(&format!("{lines}{book}"), &[&titles[..], &[("How to Weigh", 1)]].concat());
        // Where nothing is set in, all of it is.
        expect(&format!("{}{book}", lines.replace("    ", "")), &[&titles[..], &[("How to Weigh", 2)]].concat());
    }

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
    fn what_the_contents_list_below_a_part_stands_below_it() {
        let contents = "Садовая книга\n\nСодержание\n\nИнструмент ........ 2\nЯГОДЫ\nМалина ........ 3\n\
            Смородина ....... 4\nДЕРЕВЬЯ\nЯблоня ....... 6\nГруша ........ 8\n\n";
        let section = |title: &str| format!("{title}\n\nСажают её осенью, а поливают до самых заморозков.\n\n");
        let plants = |part: &str, names: [&str; 2]| format!("{part}\n\n{}", names.map(section).concat());
        let text = |berries: &str, trees: &str| {
            let parts = [plants(berries, ["Малина", "Смородина"]), plants(trees, ["Яблоня", "Груша"])];
            format!("{}{}", section("Инструмент"), parts.concat())
        };
        let below = |berries: &'static str, trees: &'static str| {
            let named = [("Садовая книга", 1), ("Инструмент", 1), (berries, 1), ("Малина", 2), ("Смородина", 2)];
            [&named[..], &[(trees, 1), ("Яблоня", 2), ("Груша", 2)]].concat()
        };
        expect(&format!("{contents}{}", text("ЯГОДЫ", "ДЕРЕВЬЯ")), &below("ЯГОДЫ", "ДЕРЕВЬЯ"));
        // Neither the capitals tell nor the blank lines.
        let apart = contents.replace("ЯГОДЫ\n", "\nЯгоды\n\n").replace("ДЕРЕВЬЯ\n", "\nДеревья\n\n");
        expect(&format!("{apart}{}", text("Ягоды", "Деревья")), &below("Ягоды", "Деревья"));
        // What is not listed behind the last stands beside it where nothing else has such a title below it.
        let behind = [below("ЯГОДЫ", "ДЕРЕВЬЯ"), vec![("Когда обрезать", 2)]].concat();
        expect(&format!("{contents}{}{}", text("ЯГОДЫ", "ДЕРЕВЬЯ"), section("Когда обрезать")), &behind);
        // A title that was too long for its row is no part.
        let wrapped = "Apiary\n\nContents\n\nHives ....... 2\nFrames for the\nbox hive ....... 3\nHoney ....... 4\n\n\
            Hives\n\nThey stand in the sun, and their doors look south.\n\n\
            Frames for the box hive\n\nThey are of wood, and hang in a row.\n\n\
            Honey\n\nIt is sweet, and it keeps for years.\n";
        expect(wrapped, &[("Apiary", 1), ("Hives", 1), ("Frames for the box hive", 1), ("Honey", 1)]);
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

    #[test]
    fn what_stands_right_on_its_text_is_inside_what_stands_apart_in_capitals() {
        let hives = "THE LOG HIVE\n\nIt is a hollow tree, and bees like it well.\n\nWhy does it lean?\nThe wind pushes \
            it, and nobody minds.\n\nTHE SKEP\n\nIt is woven of straw, and it is burnt in autumn.\n\nGood with\nA \
            roof of slates, and a stone on it.\n\nTHE BOX\n\nIt has frames, and they can be taken out.\n\nAppendix\n\
            It lists the tools, and what they cost.\n";
        let first = [("THE LOG HIVE", 1), ("Why does it lean?", 2), ("THE SKEP", 1), ("Good with", 2)];
        expect(hives, &[&first[..], &[("THE BOX", 1), ("Appendix", 1)]].concat());
        // Where those in capitals stand as close, nothing tells.
        let close = hives.replace("SKEP\n\n", "SKEP\n");
        expect(&close, &[&first.map(|(title, _)| (title, 1))[..], &[("THE BOX", 1), ("Appendix", 1)]].concat());
    }

    #[test]
    fn titles_with_the_same_labels_stand_below_the_one_that_has_nothing_else() {
        let chat = |head: &str, last: &str| {
            format!(
                "Вы сказали:\nПочему пчёлы болеют?\n\nChatGPT сказал:\nПричин несколько, и видны они сразу.\n\n{head}\n\n\
                Клещ\nПризнак: куцые крылья\nСредство: полоски на две недели\n\nНозематоз\nПризнак: пятна на \
                летке\n{last}: сухое гнездо\n\nЕсли ничего не подошло, зовите врача.\n"
            )
        };
        let question = ("Почему пчёлы болеют?", 1);
        let below = [("Частые болезни", 2), ("Клещ", 3), ("Нозематоз", 3)];
        expect(&chat("Частые болезни", "Средство"), &[&[question][..], &below].concat());
        let beside = below.map(|(title, _)| (title, 2));
        expect(&chat("Частые болезни", "Срок"), &[&[question][..], &beside].concat());
        let told = chat("Частые болезни\nИх две, и лечат их по-разному, но обе весной.", "Средство");
        expect(&told, &[&[question][..], &beside].concat());
    }

    #[test]
    fn what_the_contents_set_in_stands_below() {
        let bee = |title: &str| format!("{title}\n\nIt is told here, and nobody has told it before.\n\n");
        let text: String = ["HIVES", "THE BOX", "THE LOG", "HONEY", "LIME", "HEATHER"].map(bee).concat();
        let contents = |indent: &str| {
            format!(
                "Contents\n\nHives ....... 4\n{indent}The Box ....... 5\n{indent}The Log ....... 7\nHoney ....... 9\n\
                 {indent}Lime ....... 10\n{indent}Heather ....... 12\n\n"
            )
        };
        let levels = [1, 2, 2, 1, 2, 2];
        let titles = ["HIVES", "THE BOX", "THE LOG", "HONEY", "LIME", "HEATHER"];
        let expected: Vec<(&str, u8)> = titles.into_iter().zip(levels).collect();
        expect(&format!("{}{text}", contents("    ")), &expected);
        // Where nothing is set in, or a single title is, nobody knows.
        let flat: Vec<(&str, u8)> = titles.into_iter().map(|title| (title, 1)).collect();
        expect(&format!("{}{text}", contents("")), &flat);
        expect(&format!("{}{text}", contents("").replace("Lime", "  Lime")), &flat);
    }
}
