//! How deep the headings of a paste stand, where its lines do not say so: parts of a recipe below its name, steps below
//! what they lead to.
//!
//! «Ингредиенты» is a part where something with an amount stands below it, and «Приготовление» behind such a part only:
//! "Method" heads a chapter of a paper as well. What stands between headings with numbers is told in [`numbers`], what
//! belongs to a question or to a chapter in capitals in [`nesting`], where some of these have a number in [`ranks`], what
//! to a dish or a title of the contents in [`inside`].

mod inside;
mod nesting;
mod numbers;
mod ranks;

use super::{
    amounts, asked,
    contents::Listed,
    corrections::Fixes,
    dates,
    lines::{Line, Said},
    model::{Block, BlockKind, Role, Section, Text},
    pictures, webpage,
};
use crate::text::{Source, Span, words};

pub use nesting::{is_chapter, is_counted, nest};

/// The deepest heading of a page.
const DEEPEST: u8 = 6;

/// What stands above the amounts of a recipe, in small letters.
const AMOUNTS: &str = "ингредиенты|состав|продукты|понадобится|вам понадобится|нам понадобится|что понадобится|\
    что нужно|ingredients|you will need|you'll need|what you need|what you will need|what you'll need";
/// What stands above its steps.
const MAKING: &str = "приготовление|способ приготовления|как готовить|как приготовить|порядок приготовления|\
    пошаговый рецепт|пошаговое приготовление|method|directions|instructions|preparation|how to cook|how to make it";
/// What stands behind both.
const BEHIND: &str = "\
    подача|совет|примечание|советы|хитрости|секреты|примечания|варианты|вариации|хранение|заморозка|замены|пищевая ценность|калорийность|кбжу|\
    комментарии|отзывы|to serve|serving|keeping|storing|make ahead|leftovers|tips|hints|tricks|notes|variations|storage|\
    tip|note|variation|swaps|substitutions|troubleshooting|nutrition|nutrition facts|nutrition information|equipment|comments|reviews";
/// What a list of amounts is for, when it begins a title: «Для теста».
const PURPOSES: [&str; 4] = ["для ", "for the ", "for ", "to "];
/// The most words of such a title.
const PURPOSE_WORDS: usize = 5;
/// Words in front of the number of a step.
const STEPS: &str = "шаг|этап|step|stage";

/// What part of a recipe a title names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Amounts,
    Purpose,
    Making,
    Behind,
}

/// Puts parts and steps below what they belong to.
pub fn deepen(source: &Source, sections: &mut [Section], fixes: &Fixes, listed: &Listed) {
    // What its author said of a heading stands, with signs before it or in a file beside the note.
    let said = |section: &Section| {
        let title = section.title.span;
        fixes.within(source.whole()).any(|(span, _)| span.contains(title))
            || source.slice(Span::new(0, title.start)).trim_end().ends_with('#')
    };
    recipes(source, sections, &said);
    inside::dishes(source, sections, &said);
    inside::capitals(source, sections, &said);
    inside::listed(sections, listed, &said);
    steps(sections, &said);
    pictured(sections, &said);
    pictured_last(source, sections, &said);
    numbers::deepen(sections, &said);
    dated(sections, &said);
    inside::alike(sections, &said);
    inside::banners(source, sections, &said);
}

/// What stands between two entries of a diary belongs to the first. Behind the last, a title on the heels of its date does.
fn dated(sections: &mut [Section], said: &impl Fn(&Section) -> bool) {
    /// So many dates make a diary.
    const FEWEST: usize = 3;
    let is_date = |section: &Section| section.speaker.is_none() && dates::is_date(&section.title.text);
    let dates: Vec<usize> = (0..sections.len()).filter(|&at| is_date(&sections[at])).collect();
    for (n, &date) in dates.iter().enumerate() {
        let (level, behind) = (sections[date].level, date + 1);
        let end = match dates.get(n + 1).filter(|_| dates.len() >= FEWEST) {
            Some(&next) => next,
            None => {
                let inside = |next: &&Section| next.speaker.is_none() && !next.title.text.is_empty() && !is_date(next);
                let next = sections.get(behind).filter(inside).filter(|_| sections[date].blocks.is_empty());
                behind + usize::from(next.is_some())
            }
        };
        sink(&mut sections[behind..end], level, said);
    }
}

/// Sinks sections as far as it takes the highest of them to stand below level `head`; how they stand to each other stays,
/// and so does what its author `said`.
fn sink(sections: &mut [Section], head: u8, said: &impl Fn(&Section) -> bool) {
    let highest = sections.iter().map(|section| section.level).min().unwrap_or(DEEPEST);
    let by = (head + 1).saturating_sub(highest);
    let open = sections.iter_mut().filter(|section| !said(section));
    open.for_each(|section| section.level = (section.level + by).min(DEEPEST));
}

/// Titles without a picture between two that have one, while the same person speaks, stand below the first of the two
/// if it has nothing else to head.
fn pictured(sections: &mut [Section], said: &impl Fn(&Section) -> bool) {
    let is_pictured = |section: &Section| pictures::is_pictured(&section.title.text);
    let mut above: Option<usize> = None;
    for at in 0..sections.len() {
        let section = &sections[at];
        let asks = section.role == Role::User || section.title.text.ends_with('?') && !is_pictured(section);
        if asks || at > 0 && section.speaker != sections[at - 1].speaker {
            above = None;
        }
        if !is_pictured(section) {
            continue;
        }
        let empty = |&above: &usize| sections[above].blocks.is_empty() && sections[above].level == section.level;
        if let Some(above) = above.filter(empty) {
            let level = section.level;
            let between = above + 1..at;
            if sections[between.clone()].iter().all(|section| section.level >= level && !said(section)) {
                sections[between].iter_mut().for_each(|section| section.level += 1);
            }
        }
        above = Some(at);
    }
}

/// Titles without a picture stand below one that has one, and nothing else to head, as far as no blank line parts them
/// from it.
fn pictured_last(source: &Source, sections: &mut [Section], said: &impl Fn(&Section) -> bool) {
    let mut at = 0;
    while at < sections.len() {
        let (head, level) = (&sections[at], sections[at].level);
        let heads = head.blocks.is_empty() && pictures::is_pictured(&head.title.text) && head.role != Role::User;
        let below = |section: &&Section| {
            let between =
                source.slice(Span::new(head.title.span.end, section.title.span.start.max(head.title.span.end)));
            // The last piece is what stands before the title on its line.
            let whole = between.rsplit_once('\n').map_or("", |(whole, _)| whole);
            let apart = whole.split('\n').skip(1).any(|line| line.trim().is_empty());
            section.speaker == head.speaker
                && section.level == level
                && !pictures::is_pictured(&section.title.text)
                && !section.title.text.is_empty()
                && !(apart || said(section))
        };
        let count = if heads { sections[at + 1..].iter().take_while(below).count() } else { 0 };
        sections[at + 1..=at + count].iter_mut().for_each(|section| section.level = level + 1);
        at += count + 1;
    }
}

/// Of each title whether it is one of several on the heels of each other that have a list of amounts each, below one
/// that has nothing but values: «Коржи» and «Крем» below «Медовик».
fn components(sections: &[Section]) -> Vec<bool> {
    /// So many words name what amounts are for, and so many of them follow each other.
    const WORDS: usize = 3;
    const FEWEST: usize = 2;
    let heads = |section: &Section| {
        let values = |block: &Block| matches!(block.kind, BlockKind::Attributes(_));
        !section.title.text.is_empty() && !section.blocks.is_empty() && section.blocks.iter().all(values)
    };
    let component = |section: &Section| {
        let words = section.title.text.split_whitespace().count();
        (1..=WORDS).contains(&words) && section.blocks.first().is_some_and(says_amounts) && part(section).is_none()
    };
    let mut out = vec![false; sections.len()];
    let mut at = 0;
    while at < sections.len() {
        let behind = sections[at + 1..].iter().take_while(|section| component(section)).count();
        if heads(&sections[at]) && behind >= FEWEST {
            out[at + 1..=at + behind].fill(true);
        }
        at += behind + 1;
    }
    out
}

/// Whether the last of the parts of a recipe is one more list of amounts with a title of few words: a recipe is not
/// over before it says how the dish is made, and what the others are for is said.
fn goes_on(parts: &[Section]) -> bool {
    const WORDS: usize = 3;
    let Some((last, before)) = parts.split_last() else { return false };
    let listed = |section: &Section| !section.blocks.is_empty() && section.blocks.iter().all(says_amounts);
    let words = last.title.text.split_whitespace().count();
    (1..=WORDS).contains(&words)
        && last.blocks.first().is_some_and(says_amounts)
        && before.iter().any(names_purpose)
        && before.iter().all(listed)
}

/// Whether a title right on one more list of amounts stands below a recipe whose name stands apart from its own, and how it
/// is made comes next: «Глазурь».
fn is_before_making(source: &Source, recipe: &[Section], at: usize) -> bool {
    const WORDS: usize = 3;
    let (Some(head), Some(list), Some(next)) = (recipe.first(), recipe.get(at), recipe.get(at + 1)) else {
        return false;
    };
    let words = list.title.text.split_whitespace().count();
    (1..=WORDS).contains(&words)
        && list.blocks.first().is_some_and(says_amounts)
        && part(next) == Some(Part::Making)
        && inside::is_apart(source, head)
        && !inside::is_apart(source, list)
}

fn recipes(source: &Source, sections: &mut [Section], said: &impl Fn(&Section) -> bool) {
    // The recipe that is open, whether amounts have been read in it, and the depth of the list that is open in it.
    let mut recipe: Option<(usize, bool)> = None;
    let mut list = 0;
    // The depth of what says how it is made.
    let mut making = 0;
    let components = components(sections);
    // The title of a page of the web, with its author below, and the depth of the questions that readers ask.
    let mut page: Option<usize> = None;
    let mut asked = 0;
    for at in 0..sections.len() {
        let section = &sections[at];
        if asked > 0 && section.title.text.ends_with('?') && section.speaker == sections[at - 1].speaker {
            sections[at].level = if said(section) { section.level } else { section.level.max(asked + 1) };
            continue;
        }
        asked = 0;
        if section.blocks.first().is_some_and(is_byline) {
            page = Some(at);
        }
        // What stands between that title and the amounts introduces them.
        let introduced = page.filter(|&page| part(section) == Some(Part::Amounts) && introduces(&sections[page..=at]));
        if let Some(head) = introduced {
            let level = sections[head].level;
            sink(&mut sections[head + 1..at], level, said);
            (recipe, page) = (Some((head, false)), None);
        }
        let section = &sections[at];
        // Steps with a title each are of how it is made.
        if making > 0 && recipe.is_some() && step(&section.title.text).is_some() && !said(section) {
            sections[at].level = section.level.max(making + 1);
            continue;
        }
        let amounts = has_amounts(section);
        let goes_on = || {
            let one_more = |(head, seen)| {
                goes_on(&sections[head + 1..=at]) || seen && is_before_making(source, &sections[head..], at - head)
            };
            components[at] || recipe.is_some_and(one_more)
        };
        let part = part(section).or_else(|| goes_on().then_some(Part::Purpose));
        let Some((head, seen, part)) = recipe.and_then(|(head, seen)| Some((head, seen, part?))) else {
            let named = !section.title.text.is_empty() && part.is_none();
            recipe = named.then_some((at, amounts));
            (list, making) = (0, 0);
            continue;
        };
        let follows = || sections.get(at + 1).is_some_and(|next| names_purpose(next) && has_amounts(next));
        let good = match part {
            Part::Amounts => amounts || section.blocks.is_empty() && follows(),
            Part::Purpose => amounts,
            Part::Making => seen || at == head + 1 && sections[head].blocks.is_empty() && has_steps(section),
            Part::Behind => seen,
        };
        if !good || said(section) || section.speaker != sections[head].speaker {
            recipe = Some((at, amounts));
            (list, making) = (0, 0);
            continue;
        }
        // What a list is for stands below «Ингредиенты» where nothing else does.
        let kin = part != Part::Purpose && self::part(&sections[head]) == Some(Part::Amounts);
        let below = sections[head].level + u8::from(!kin);
        let level = if part == Part::Purpose && list > 0 { list + 1 } else { below };
        list = match part {
            Part::Amounts if section.blocks.is_empty() => below,
            Part::Purpose => list,
            _ => 0,
        };
        sections[at].level = level.max(sections[at].level);
        making = if part == Part::Making { sections[at].level } else { 0 };
        asked = if part == Part::Behind && asked::is_faq(&sections[at].title.text) { sections[at].level } else { 0 };
        recipe = Some((head, seen || amounts));
    }
}

/// Steps that count up from 1 on the heels of each other stand below what stands before the first.
fn steps(sections: &mut [Section], said: &impl Fn(&Section) -> bool) {
    let mut at = 1;
    while at < sections.len() {
        let mut end = at;
        while end < sections.len() && step(&sections[end].title.text) == Some(end - at + 1) {
            end += 1;
        }
        let head = &sections[at - 1];
        let own = sections[at..end].iter().all(|step| !said(step) && step.speaker == head.speaker);
        if end > at + 1 && own && !head.title.text.is_empty() {
            let level = head.level + 1;
            sections[at..end].iter_mut().for_each(|step| step.level = level.max(step.level));
        }
        at = end.max(at + 1);
    }
}

/// Whether a block says who wrote a page of the web, and when.
fn is_byline(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph { text } if webpage::is_byline(&text.text))
}

/// Whether sections are the title of a page, a few that introduce it, and the amounts it is about.
fn introduces(sections: &[Section]) -> bool {
    const MOST: usize = 8;
    let ([head, between @ .., amounts], true) = (sections, sections.len() <= MOST) else { return false };
    let plain =
        |section: &Section| part(section).is_none() && !is_chapter(&section.title.text) && !has_amounts(section);
    let one = |section: &Section| section.speaker == head.speaker && section.level <= head.level;
    between.iter().all(|section| plain(section) && one(section)) && amounts.speaker == head.speaker
}

fn part(section: &Section) -> Option<Part> {
    let name = name(&section.title.text);
    let name = name.trim_end_matches(':');
    match () {
        () if words::lists(AMOUNTS, name) => Some(Part::Amounts),
        () if words::lists(MAKING, name) => Some(Part::Making),
        () if words::lists(BEHIND, name) || asked::is_faq(name) => Some(Part::Behind),
        () => names_purpose(section).then_some(Part::Purpose),
    }
}

/// What a title names, in small letters: of «Ингредиенты (на 4 порции)» and «Калорийность на 100 г» the first word.
fn name(title: &str) -> String {
    const PER: [&str; 7] =
        [" на 100 г", " на 100 г.", " на порцию", " на 1 порцию", " на одну порцию", " per serving", " per 100 g"];
    let small = words::lowercase(title.split(" (").next().unwrap_or_default());
    PER.iter().find_map(|per| small.strip_suffix(per)).map_or_else(|| small.clone(), str::to_owned)
}

/// Marks the lines that name what stands behind a recipe and what it is counted for, «Калорийность на 100 г», and those
/// that tell the last of a dish and head nothing.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    const LONGEST: usize = 100;
    for at in 0..lines.len().saturating_sub(1) {
        let (line, next) = (&lines[at], &lines[at + 1]);
        if line.len > LONGEST {
            continue;
        }
        let apart = at == 0 || line.gap > 0 || lines[at - 1].ends_sentence();
        let plain = [line, next].iter().all(|line| line.said == Said::Nothing);
        if apart && plain && next.gap == 0 && counts_part(line.text) {
            lines[at].said = Said::Heading(1);
        } else if line.said == Said::Nothing && line.gap > 0 && next.gap > 0 && tells_of_dish(line.text) {
            lines[at].said = Said::NotHeading;
        }
    }
}

/// Whether a line tells how long something keeps or what goes with it, and no more: "Keeps: three days", «Хранится неделю».
fn tells_of_dish(text: &str) -> bool {
    const LABELS: &str = "\
        keeps|keeps for|storage|freezes|freezes for|to drink|to serve|serve with|goes with|tip|note|variation|хранение|хранить|\
        срок хранения|совет|подавать|подавать с|подача|к столу|напиток|вариант|на заметку";
    const VERBS: &str = "keeps freezes stores хранится хранятся замораживается подаётся подается подаются";
    const WORDS: usize = 9;
    let small = words::lowercase(text);
    let labelled =
        small.split_once(": ").is_some_and(|(label, value)| words::lists(LABELS, label) && !value.is_empty());
    let first = small.split(' ').next().unwrap_or_default();
    text.starts_with(char::is_uppercase)
        && (2..=WORDS).contains(&text.split(' ').count())
        && (labelled || VERBS.split(' ').any(|verb| verb == first))
}

/// Whether a text names what stands behind a recipe, and for how much or how often.
fn counts_part(text: &str) -> bool {
    let named = name(text);
    text.starts_with(char::is_uppercase)
        && named.chars().count() < text.chars().count()
        && text.ends_with(|c: char| words::is_alphanumeric(c) || c == ')')
        && words::lists(BEHIND, &named)
}

fn names_purpose(section: &Section) -> bool {
    is_purpose(&section.title.text)
}

/// Whether a title is that of a part which every recipe has: «Ингредиенты», "Method".
pub fn is_part(title: &str) -> bool {
    let name = name(title);
    [AMOUNTS, MAKING].iter().any(|list| words::lists(list, &name))
}

/// Whether a text says what a list of amounts is for, and no more: «Для теста», "For the garnish".
pub fn is_purpose(text: &str) -> bool {
    let small = words::lowercase(text);
    text.starts_with(char::is_uppercase)
        && text.ends_with(words::is_alphabetic)
        && PURPOSES.iter().any(|word| small.starts_with(word))
        && (2..=PURPOSE_WORDS).contains(&small.split_whitespace().count())
}

/// The number of a step that a title begins with: «Шаг 2», "Step 3: …".
fn step(title: &str) -> Option<usize> {
    let (word, rest) = title.split_once(' ')?;
    let number = rest.split(['.', ':', ')', ' ']).next()?;
    words::lists(STEPS, &words::lowercase(word)).then(|| number.parse().ok())?
}

/// Whether a section begins with steps in order.
fn has_steps(section: &Section) -> bool {
    matches!(section.blocks.first(), Some(Block { kind: BlockKind::List { ordered: true, .. }, .. }))
}

/// Whether a list or a table of a section says how much of each there is.
fn has_amounts(section: &Section) -> bool {
    section.blocks.iter().any(says_amounts)
}

pub(super) fn says_amounts(block: &Block) -> bool {
    /// So many rows tell.
    const NEAR: usize = 20;
    let amount = |text: &Text| amounts::is_amount(&Line::of(&text.text, text.span));
    let most = |amounts: usize, all: usize| all > 0 && amounts * 2 >= all;
    match &block.kind {
        BlockKind::List { items, .. } => {
            let near = &items[..items.len().min(NEAR)];
            most(near.iter().filter(|item| amount(&item.text)).count(), near.len())
        }
        BlockKind::Table { head, rows, .. } if head.len() == 2 => {
            let figure =
                |row: &&Vec<Text>| row.get(1).is_some_and(|cell| cell.text.starts_with(|c: char| c.is_ascii_digit()));
            most(std::iter::once(head).chain(rows.iter().take(NEAR)).filter(figure).count(), rows.len().min(NEAR) + 1)
        }
        _ => false,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use crate::{notes, text::Source};

    fn levels(text: &str) -> Vec<(String, u8)> {
        let note = notes::parse(&Source::new("a.txt", text));
        note.sections.into_iter().map(|section| (section.title.text, section.level)).collect()
    }

    pub(in crate::notes) fn expect(text: &str, expected: &[(&str, u8)]) {
        let expected: Vec<_> = expected.iter().map(|&(title, level)| (title.to_owned(), level)).collect();
        assert_eq!(levels(text), expected);
    }

    #[test]
    fn one_more_list_above_how_it_is_made_is_of_the_same_dish() {
        let buns = "LEMON BUNS\n\nMakes 16\n\n200 g flour\n100 g butter\n\nIcing\n150 g sugar\n2 tbsp juice\n\n\
            Method\n1. Rub in and bake.\n2. Pour the icing on.\n\nPLAIN BUNS\n\nMakes 12\n\n200 g flour\n90 g butter\n\n\
            Method\n1. Rub in and bake.\n2. Eat.\n";
        let lemon = [("LEMON BUNS", 1), ("Icing", 2), ("Method", 2)];
        expect(buns, &[&lemon[..], &[("PLAIN BUNS", 1), ("Method", 2)]].concat());
    }

    #[test]
    fn parts_of_a_recipe_stand_below_its_name() {
        let pie = "Шарлотка\n\nИнгредиенты\n4 яйца\nстакан сахара\nстакан муки\n\n\
            Приготовление\nВзбить яйца с сахаром и вмешать муку.\n\nКисель\n\nВарят его быстро, а едят холодным.\n";
        expect(pie, &[("Шарлотка", 1), ("Ингредиенты", 2), ("Приготовление", 2), ("Кисель", 1)]);
        let soup = "Fish Soup\n\nIngredients\n\nFor the stock\n2 carrots\n1 onion\n\n\
            For the rest\n4 potatoes\n2 leeks\n\nMethod\n\nBoil the stock for an hour and add the rest.\n";
        let parts = [("Fish Soup", 1), ("Ingredients", 2), ("For the stock", 3), ("For the rest", 3), ("Method", 2)];
        expect(soup, &parts);
        let paper = "Abstract\n\nSoil is measured in three gardens of the town.\n\nMethod\n\nA probe is put into it.\n";
        expect(paper, &[("Abstract", 1), ("Method", 1)]);
        let pie = "Apple Pie\n\nBake it until it is brown.\n\nHoney and Walnut Pie (Uncle John's)\n\nMethod\n\n\
            1 Roll out the dough.\n2 Bake the pie.\n";
        expect(pie, &[("Apple Pie", 1), ("Honey and Walnut Pie (Uncle John's)", 1), ("Method", 2)]);
    }

    #[test]
    fn what_amounts_are_for_may_take_five_words() {
        let bench = |last: &str| {
            format!(
                "Garden Bench\n\nIngredients\nFor the seat\n2 boards of oak\n12 screws\n1 litre oil\n{last}\n4 \
                boards of ash\n8 screws\n2 hinges\n\nMethod\nSaw the boards first, and then sand them smooth.\n"
            )
        };
        let parts = [("Garden Bench", 1), ("Ingredients", 2), ("For the seat", 3)];
        let last = "For the folding side table";
        expect(&bench(last), &[&parts[..], &[(last, 3), ("Method", 2)]].concat());
        expect(&bench("For the side table that folds away"), &[&parts[..], &[("Method", 2)]].concat());
    }

    #[test]
    fn what_a_dish_is_made_of_stands_below_it() {
        let cake = "Медовик\nВремя: 3 часа\nПорций: 12\n\nКоржи\nМёд - 3 ст. л.\nСахар - 200 г\nЯйца - 2 шт.\n\n\
            Крем\nСметана - 800 г\nПудра - 150 г\n\nПриготовление\nИспечь коржи и промазать их кремом.\n";
        expect(cake, &[("Медовик", 1), ("Коржи", 2), ("Крем", 2), ("Приготовление", 2)]);
        let soups = "Супы\n\nИх варят.\n\nУха\nРыба - 1 кг\nЛук - 2 шт.\nСоль - 5 г\n\n\
            Борщ\nСвёкла - 1 кг\nЛук - 2 шт.\nСоль - 5 г\n";
        assert!(levels(soups).iter().all(|&(_, level)| level == 1));
    }

    #[test]
    fn a_recipe_is_not_over_before_it_is_made() {
        let cake = "Honey Cake\n\nFor the dough\n300g flour\n2 eggs\n\nCream\n800g sour cream\n150g sugar\n\n\
            To finish\n50g walnuts\n1 tbsp honey\n\nBake the layers, spread the cream and leave it for a night.\n\n\
            Kissel\n1 litre water\n300g berries\n3 tbsp starch\n\nBoil the berries and stir in the starch.\n";
        let parts = [("Honey Cake", 1), ("For the dough", 2), ("Cream", 2), ("To finish", 2), ("Kissel", 1)];
        expect(cake, &parts);
        let pies = "Пирог\n\nДля теста\nмука — 300 г\nяйца — 2 шт.\n\nДля начинки из яблок\nяблоки — 1 кг\n\
            сахар — 100 г\n\nГлазурь\nпудра — 100 г\nвода — 20 мл\n\nИспечь и залить глазурью, пока тёплый.\n";
        expect(pies, &[("Пирог", 1), ("Для теста", 2), ("Для начинки из яблок", 2), ("Глазурь", 2)]);
    }

    #[test]
    fn what_stands_between_two_days_belongs_to_the_first() {
        let diary = "3 мая\n\nПоставил улей.\n\nПроверка\n\nНужен уровень, и лучше длинный.\n\n\
            4 мая\n\nОсмотрел рамки.\n\n5 мая\n\nЧто купить\n\nНужны гвозди, и лучше короткие.\n\nИтоги\n\nВсё стоит ровно.\n";
        let days = [("3 мая", 1), ("Проверка", 2), ("4 мая", 1), ("5 мая", 1)];
        expect(diary, &[&days[..], &[("Что купить", 2), ("Итоги", 1)]].concat());
    }

    #[test]
    fn titles_without_a_picture_stand_below_one_that_has() {
        let hives = "🐝 Ульи\n\nЛежак\n\nОн стоит низко, и вмещает он много.\n\nСтояк\n\n\
            Он стоит высоко, и мёда в нём больше.\n\n🍯 Мёд\n\nЕго качают летом.\n\nСорта\n\nИх \
            много, и липовый светлее всех.\n\n🕯 Воск\n\nЕго топят.\n\nИтог\n\nПчёлы живут, и мёд течёт рекой.\n";
        let below = [("🐝 Ульи", 1), ("Лежак", 2), ("Стояк", 2)];
        expect(hives, &[&below[..], &[("🍯 Мёд", 1), ("Сорта", 1), ("🕯 Воск", 1), ("Итог", 1)]].concat());
    }

    #[test]
    fn titles_on_the_heels_of_one_with_a_picture_stand_below_it() {
        let chat = "Вы сказали:\nкак ухаживать за ульем?\n\nChatGPT сказал:\nПо плану.\n\n📅 Каждую неделю\n\
            Поилка и леток, полчаса.\n\n🗓 Каждый месяц\nКрышка\nСнимаем её и сушим на солнце.\nРамки\n\
            Крайнюю вынимаем и смотрим на свет.\n\nИтог\n\nПчёлы здоровы, и мёда у них много.\n";
        let below = [("🗓 Каждый месяц", 2), ("Крышка", 3), ("Рамки", 3), ("Итог", 2)];
        let above = [("как ухаживать за ульем?", 1), ("📅 Каждую неделю", 2)];
        expect(chat, &[&above[..], &below].concat());
    }

    #[test]
    fn steps_stand_below_what_they_lead_to() {
        let shelf = "Полка\n\nДоски нужны сухие, и лучше сосновые.\n\nШаг 1\nРаспилить доски вдоль и поперёк.\n\n\
            Шаг 2\nСклеить их и оставить на сутки.\n\nЛавка\n\nЕё собирают так же, только доски толще.\n";
        expect(shelf, &[("Полка", 1), ("Шаг 1", 2), ("Шаг 2", 2), ("Лавка", 1)]);
        // What is no row of steps, or has headings of its own between them, stays where it was.
        let course = "Course\n\nIt takes three days.\n\nStep 1\n\nRead the book before you come.\n\n\
            What to bring\n\nA pen and a notebook are enough.\n\nStep 2\n\nListen to the lecture and ask.\n";
        expect(course, &[("Course", 1), ("Step 1", 1), ("What to bring", 1), ("Step 2", 1)]);
    }

    #[test]
    fn what_a_dish_ends_with_heads_nothing() {
        for last in ["Keeps: three days", "To drink: brown ale", "Freezes well for three months"] {
            let dish = |title: &str| {
                format!(
                    "{title}\n\nServes 4\n\n200 g peas\n1 onion\n2 eggs\n\n1. Boil the peas.\n2. Fry the onion.\n\n"
                )
            };
            let book = format!("{}{last}\n\n{}", dish("Pea Soup"), dish("Onion Pie"));
            expect(&book, &[("Pea Soup", 1), ("Onion Pie", 1)]);
        }
    }

    #[test]
    fn what_is_counted_for_so_much_heads_its_values() {
        let pie = "Пирог\n\nИнгредиенты\n\n- 200 г муки\n- 100 г масла\n\nПриготовление\n\n1. Замесить тесто.\n2. Испечь \
            пирог.\n\nПищевая ценность на 100 г\nКалории 192 ккал\nБелки 14,1 г\nЖиры 8,6 г\n\nКомментарии (2)\nПолучилось \
            с первого раза, и спасибо за это автору.\n";
        let parts = [("Пирог", 1), ("Ингредиенты", 2), ("Приготовление", 2), ("Пищевая ценность на 100 г", 2)];
        expect(pie, &[&parts[..], &[("Комментарии (2)", 2)]].concat());
    }

    #[test]
    fn what_stands_behind_the_steps_is_of_the_same_dish() {
        let buns = "Lemon Buns\n\nIngredients\n\n- 200 g flour\n- 100 g butter\n\nMethod\n\nStep 1\nRub in and bake them \
            well.\n\nStep 2\nPour the icing on while warm.\n\nNutrition Facts\n\n- 520 calories\n- 31 g fat\n";
        let parts = [("Lemon Buns", 1), ("Ingredients", 2), ("Method", 2), ("Step 1", 3), ("Step 2", 3)];
        expect(buns, &[&parts[..], &[("Nutrition Facts", 2)]].concat());
    }

    #[test]
    fn hints_stand_behind_the_steps() {
        let pie = "Шарлотка\n\nИнгредиенты\n4 яйца\nстакан сахара\nстакан муки\n\nПриготовление\nВзбить яйца с сахаром \
            и вмешать муку.\n\nХитрости\n- яйца брать холодные\n- муку просеять\n";
        expect(pie, &[("Шарлотка", 1), ("Ингредиенты", 2), ("Приготовление", 2), ("Хитрости", 2)]);
        expect("Секреты\n- яйца брать холодные\n- муку просеять\n", &[("Секреты", 1)]);
    }

    #[test]
    fn a_page_with_its_author_has_its_parts_below_its_title() {
        let read = |byline: &str| {
            let text = format!(
                "https://ink.example/walnut/\n\nWalnut Ink for Patient Scribes\n{byline}\n\nI have made this ink every autumn, and it \
                never fades.\n\nWhy it lasts\n\nThe tannin bites into the paper and stays there.\n\nIngredients\n\n10 green walnut \
                husks\n2 cups rain water\n1 tsp gum arabic\n\nInstructions\n\nSimmer the husks until the water is black.\nStrain \
                it through a cloth.\n\nInk FAQs\n\nCan I use brown husks?\nYes, but the ink is paler then.\n\nDoes it \
                smell?\nOnly for a week or two.\n\nStorage\n\nKeep it in a dark bottle.\n"
            );
            let note = crate::notes::parse(&Source::new("a.txt", text));
            let titled = note.sections.into_iter().filter(|section| !section.title.text.is_empty());
            titled.map(|section| (section.title.text, section.level, section.role)).collect::<Vec<_>>()
        };
        let found = read("By Ada Quill · Updated May 3, 2021 · 14 Comments");
        let of = |title: &str, level: u8| (title.to_owned(), level, crate::notes::Role::Assistant);
        let expected = [
            of("Walnut Ink for Patient Scribes", 1),
            of("Why it lasts", 2),
            of("Ingredients", 2),
            of("Instructions", 2),
            of("Ink FAQs", 2),
            of("Can I use brown husks?", 3),
            of("Does it smell?", 3),
            of("Storage", 2),
        ];
        assert_eq!(found, expected);
        // Without its author the title before the amounts is the one they belong to.
        assert!(read("Ink that I make in autumn.").contains(&of("Why it lasts", 1)));
    }

    #[test]
    fn parts_of_an_answer_are_kin() {
        let chat = |first: &str| {
            let text = format!(
                "You said:\nhow do I make ink?\nChatGPT said:\nThis makes a small bottle of it.\n\n{first}\n\n10 walnut husks\n2 \
                cups rain water\n1 tsp gum arabic\n\nInstructions\n\nSimmer the husks until the water is black.\nStrain it.\n"
            );
            let note = crate::notes::parse(&Source::new("a.txt", text));
            note.sections.iter().map(|section| section.level).collect::<Vec<_>>()
        };
        assert_eq!(chat("Ingredients"), [1, 2, 2]);
        assert_eq!(chat("Walnut ink"), [1, 2, 3]);
    }
}
