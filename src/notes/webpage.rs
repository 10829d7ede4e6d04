//! What a web page has around its text, and how it sets the facts of a recipe: buttons, the way to the page, the switch of
//! its measures, how it is rated, and labels with their values on the line below.

use std::{ops::Range, sync::LazyLock};

use rustc_hash::FxHashSet;

use super::{
    body,
    lines::{Line, Said},
    model::{Attribute, BlockKind, Item, Section, Text},
};
use crate::text::{Span, words};

/// No longer line, in bytes, is one of these.
const LONGEST: usize = 200;
/// Buttons and links, in small letters: one of them is a word, several on the heels of each other are buttons.
const BUTTONS: &str = "\
    распечатать|печать|версия для печати|поделиться|сохранить|скачать|в избранное|добавить в избранное|\
    сохранить в избранное|сохранить в кулинарную книгу|добавить в закладки|подписаться|пожаловаться|нравится|\
    оценить|ответить|комментарии|комментировать|добавить комментарий|оставить комментарий|\
    войдите, чтобы оставить комментарий|войдите, чтобы комментировать|читайте также|смотрите также|похожие статьи|\
    похожие рецепты|перейти к рецепту|сохранить рецепт|оценить рецепт|оцените рецепт|print|print recipe|share|save|\
    save recipe|pin|pin recipe|tweet|bookmark|subscribe|report|jump to recipe|rate recipe|rate this recipe|comments|\
    leave a comment|log in to comment|read also|related posts";
/// What leads over the menu of a page, to a recipe in it or to a shop, and buttons that are nothing else.
const SKIPS: &str = "\
    купить продукты|купить продукты с доставкой|заказать продукты|добавить в список покупок|add to shopping list|\
    add ingredients to cart|shop ingredients|\
    skip to content|skip to main content|skip to primary navigation|skip to primary sidebar|skip to recipe|\
    jump to recipe|print recipe|pin recipe|перейти к рецепту|\
    перейти к содержимому|перейти к содержанию|перейти к основному содержанию";
/// Switches of the measures and of how many something is for, signs and blanks left out.
const SWITCHES: &str = "\
    us customary metric|us customary|us metric|metric us|us units metric|original metric|1x 2x 3x|½x 1x 2x|1x 2x|\
    cook mode prevent your screen from going dark|prevent your screen from going dark|cook mode";
/// How a line begins that asks for pictures and reviews, in small letters.
const INVITES: [&str; 3] = ["did you make this recipe?", "tried this recipe?", "made this recipe?"];
/// What a rating is given by.
const VOTES: &str =
    "vote votes review reviews rating ratings оценка оценки оценок голос голоса голосов отзыв отзыва отзывов";
/// What stands alone above a value of a recipe, in small letters.
const LABELS: &str = "\
    prep time|preparation time|prep|cook time|cooking time|cook|total time|active time|rest time|resting time|chill time|\
    chilling time|additional time|inactive time|hands-on time|yield|yields|serves|servings|serving size|portions|course|\
    cuisine|difficulty|skill level|calories|author|время приготовления|время подготовки|время готовки|общее время|\
    активное время|подготовка|приготовление|порций|порции|количество порций|выход|сложность|кухня|калорийность|автор|\
    уровень сложности|тип блюда";

/// Whether a line is what a web page has on a button, or stands in front of its comments: «Поделиться», «Комментарии
/// (12)».
pub(super) fn is_button(text: &str) -> bool {
    buttons(text) == 1
}

/// How many buttons a line is made of; none where it has anything else: "Jump to Recipe   Print Recipe".
fn buttons(text: &str) -> usize {
    const LONGEST: usize = 100;
    const WORDS: usize = 4;
    static KNOWN: LazyLock<FxHashSet<&str>> = LazyLock::new(|| BUTTONS.split('|').collect());
    if text.len() > LONGEST || !text.starts_with(char::is_uppercase) {
        return 0;
    }
    let count = |c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | ' ' | ':');
    let small = words::lowercase(text.trim_end_matches(count));
    let written: Vec<&str> = text.split_whitespace().collect();
    let said: Vec<&str> = small.split_whitespace().collect();
    let sign = |word: &str| !word.contains(words::is_alphanumeric);
    let (mut at, mut found) = (0, 0);
    while at < said.len() {
        if found > 0 && sign(said[at]) {
            at += 1;
            continue;
        }
        let button = |&end: &usize| KNOWN.contains(said[at..end].join(" ").as_str());
        // Each begins as the first does.
        let begins = written.get(at).is_some_and(|word| word.starts_with(char::is_uppercase));
        match (at + 1..=said.len().min(at + WORDS)).rev().find(button).filter(|_| begins) {
            Some(end) => (at, found) = (end, found + 1),
            None => return 0,
        }
    }
    found
}

/// Whether a line leads over the menu, or switches the measures.
fn is_control(text: &str) -> bool {
    const LONGEST: usize = 80;
    if text.len() > LONGEST {
        return false;
    }
    let small = words::lowercase(text);
    let plain = |c: char| words::is_alphanumeric(c) || c == '½';
    let said = || small.split(|c| !plain(c)).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    words::lists(SKIPS, &small) || INVITES.iter().any(|asks| small.starts_with(asks)) || words::lists(SWITCHES, &said())
}

/// Whether a line says how often a page was read: «12 438 просмотров», «Просмотров: 12 438».
pub(super) fn counts_views(text: &str) -> bool {
    const VIEWS: &str = "view views просмотр просмотра просмотров просмотры";
    let labelled = text.split_once(": ").map(|(what, count)| (count, what));
    labelled.or_else(|| text.rsplit_once(' ')).is_some_and(|(count, what)| {
        let figures = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '.' | ',');
        count.starts_with(|c: char| c.is_ascii_digit())
            && count.chars().all(figures)
            && VIEWS.split(' ').any(|view| view == words::lowercase(what))
    })
}

/// Where a gap parts from a line how often its page was read: «Автор: Анна   Просмотров: 302».
pub(super) fn views_behind(text: &str) -> Option<usize> {
    let at = (text.len() <= LONGEST).then(|| text.rfind("  "))??;
    counts_views(&text[at + 2..]).then_some(at)
}

/// Whether a line asks how one likes a page and has the answers beside it, or counts who did: «Помогло? Да / Нет»,
/// «👍 3 👎 1».
fn is_poll(text: &str) -> bool {
    const ANSWERS: [&str; 4] = ["? да / нет", "? да нет", "? yes / no", "? yes no"];
    let thumb = |c: char| matches!(c, '👍' | '👎');
    let count = |c: char| thumb(c) || c.is_ascii_digit() || c.is_whitespace() || c == '\u{fe0f}';
    let small = words::lowercase(text);
    ANSWERS.iter().any(|answers| small.ends_with(answers)) || text.contains(thumb) && text.chars().all(count)
}

/// Whether a line says how a page is rated: "4.9 from 1,038 reviews", «4,8 (212 оценок)».
fn is_rating(text: &str) -> bool {
    const WORDS: usize = 6;
    const BETWEEN: &str = "from of based on out stars star by из по на основе";
    let listed = |list: &str, word: &str| list.split(' ').any(|listed| listed == word);
    let bare = |word: &str| words::lowercase(word.trim_matches(['(', ')', '.', ',', ':', '★', '⭐', '/']));
    let number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) && !word.contains(words::is_alphabetic);
    let said: Vec<String> = text.split_whitespace().map(bare).collect();
    said.len() <= WORDS
        && said.iter().filter(|word| number(word)).count() > 1
        && said.iter().any(|word| listed(VOTES, word))
        && said.iter().all(|word| number(word) || word.is_empty() || listed(VOTES, word) || listed(BETWEEN, word))
}

/// Whether a line is nothing but the stars of a rating.
fn is_stars(text: &str) -> bool {
    text.chars().take(LONGEST).all(|c| matches!(c, '★' | '☆' | '⭐' | '½' | ' '))
}

/// Whether a line says where a page stands on its site: «Главная » Рецепты » Супы».
pub(super) fn is_breadcrumb(text: &str) -> bool {
    const FIRST: [&str; 3] = ["главная", "главная страница", "home"];
    let parts = |sign: &&str| text.contains(*sign).then(|| text.split(*sign).map(str::trim).collect::<Vec<_>>());
    let Some(parts) = [" » ", " › ", " > ", " / ", " → "].iter().find_map(parts).filter(|_| text.len() < 200)
    else {
        return false;
    };
    parts.iter().all(|part| !part.is_empty()) && FIRST.contains(&words::lowercase(parts[0]).as_str())
}

/// Whether a line is a button between two values: they stand right above and below it.
fn is_among_values(lines: &[Line<'_>], at: usize) -> bool {
    let value = |line: &Line<'_>| body::is_attribute(line);
    let below = |next: &Line<'_>| next.gap == 0 && value(next);
    lines[at].gap == 0
        && is_button(lines[at].text)
        && at.checked_sub(1).is_some_and(|before| value(&lines[before]))
        && lines.get(at + 1).is_some_and(below)
}

/// Of each line whether it is one of a web page: a button beside another, a switch, or the way to the page. Buttons that a
/// colon announces are what somebody tells of.
pub(super) fn chrome(lines: &[Line<'_>]) -> Vec<bool> {
    const FEWEST: usize = 2;
    let told = |at: usize| at > 0 && lines[at - 1].text.ends_with(':');
    let alone = |at: usize| {
        let text = lines[at].text;
        let several = || buttons(text) > 1 && !told(at);
        let other = || is_rating(text) || counts_views(text) || is_poll(text) || several();
        text.len() <= LONGEST && (is_breadcrumb(text) || is_control(text) || other() || is_among_values(lines, at))
    };
    let mut out: Vec<bool> = (0..lines.len()).map(alone).collect();
    for at in 0..lines.len() {
        let beside = at.checked_sub(1).into_iter().chain(Some(at + 1)).filter_map(|at| lines.get(at));
        let mut beside = beside.filter(|line| line.text.len() <= LONGEST);
        out[at] |= is_stars(lines[at].text) && beside.any(|line| is_rating(line.text));
    }
    let mut at = 0;
    while at < lines.len() {
        let goes_on = |i: &usize| is_button(lines[*i].text) && (*i == at || lines[*i].gap == 0);
        let end = (at..lines.len()).take_while(goes_on).last().map_or(at, |last| last + 1);
        // Beside something else of a page one is enough.
        let beside = at > 0 && out[at - 1] && lines[at].gap == 0 || out.get(end) == Some(&true) && lines[end].gap == 0;
        if (end - at >= FEWEST || end > at && beside) && !told(at) {
            out[at..end].fill(true);
        }
        at = end.max(at + 1);
    }
    out
}

/// Marks labels with their values on the line below as no headings.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    let mut at = 0;
    while at < lines.len() {
        let pairs = pairs(&lines[at..]);
        lines[at..at + pairs * 2].iter_mut().for_each(|line| line.said = Said::NotHeading);
        at += (pairs * 2).max(1);
    }
}

/// How many labels with their values some lines begin with: two at least, one of which has a figure.
fn pairs(lines: &[Line<'_>]) -> usize {
    const FEWEST: usize = 2;
    const MOST: usize = 20;
    let label = |line: &Line<'_>| line.said == Said::Nothing && is_label(line.text);
    let pair = |(n, pair): &(usize, &[Line<'_>])| {
        let whole = (*n == 0 || pair[0].gap == 0) && pair[1].gap == 0;
        whole && label(&pair[0]) && !label(&pair[1]) && is_value(pair[1].text)
    };
    let found = lines.chunks_exact(2).take(MOST).enumerate().take_while(pair).count();
    let figure = lines.chunks_exact(2).take(found).any(|pair| pair[1].text.contains(|c: char| c.is_ascii_digit()));
    if found >= FEWEST && figure { found } else { 0 }
}

fn is_label(text: &str) -> bool {
    text.len() <= LONGEST && text.starts_with(char::is_uppercase) && words::lists(LABELS, &words::lowercase(text))
}

fn is_value(text: &str) -> bool {
    const WORDS: usize = 5;
    text.split_whitespace().count() <= WORDS && !text.ends_with(['.', ':', '?', '!'])
}

/// The labels and values of a line that sets several beside each other: "Prep: 15 minutes | Serves: 4".
fn row(text: &Text) -> Option<Vec<Attribute>> {
    const WORDS: usize = 4;
    const SIGNS: [&str; 3] = [" | ", " • ", " · "];
    let sign = SIGNS.into_iter().find(|sign| text.text.contains(sign))?;
    // Where in the file each stands can be told only of a line that is there as it is here.
    if text.span.end - text.span.start != text.text.len() {
        return None;
    }
    let part = |range: Range<usize>| {
        text.part(range.clone(), Span::new(text.span.start + range.start, text.span.start + range.end))
    };
    let mut values = Vec::new();
    let mut at = 0;
    for piece in text.text.split(sign) {
        let colon = piece.find(": ").filter(|&colon| colon > 0)?;
        let (name, value) = (&piece[..colon], &piece[colon + 2..]);
        let few = [name, value].iter().all(|words| (1..=WORDS).contains(&words.split_whitespace().count()));
        let good = few && piece.starts_with(char::is_uppercase) && !name.contains(['.', '/']) && !value.contains(':');
        good.then_some(())?;
        values.push(Attribute { name: part(at..at + colon), value: part(at + colon + 2..at + piece.len()) });
        at += piece.len() + sign.len();
    }
    Some(values)
}

/// Makes attributes of the labels and values that stood so.
pub(super) fn complete(sections: &mut [Section]) {
    for block in sections.iter_mut().flat_map(|section| &mut section.blocks) {
        if let BlockKind::Paragraph { text } = &block.kind
            && let Some(values) = row(text)
        {
            block.kind = BlockKind::Attributes(values);
            continue;
        }
        let BlockKind::List { ordered: false, items } = &mut block.kind else { continue };
        let bare = |item: &Item| item.attributes.is_empty() && item.blocks.is_empty() && item.remark.is_none();
        let labelled = |pair: &[Item]| is_label(&pair[0].text.text) && is_value(&pair[1].text.text);
        if items.len() > 2 && items.len().is_multiple_of(2) && items.iter().all(bare) && items.chunks(2).all(labelled) {
            let mut texts = std::mem::take(items).into_iter().map(|item| item.text);
            let mut values = Vec::new();
            while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
                values.push(Attribute { name, value });
            }
            block.kind = BlockKind::Attributes(values);
        }
    }
}

/// Whether a text says who wrote a page, and beside it when, or how many have said something of it: "By Hanna Birch ·
/// Updated March 3, 2022".
pub(super) fn is_byline(text: &str) -> bool {
    const LONGEST: usize = 160;
    const SIGNS: [&str; 3] = [" · ", " | ", " • "];
    let named = || {
        let name = ["By ", "by ", "Автор: ", "Автор "].iter().find_map(|by| text.strip_prefix(by));
        name.is_some_and(|name| name.starts_with(char::is_uppercase))
    };
    text.len() <= LONGEST
        && named()
        && SIGNS.iter().any(|sign| text.contains(sign))
        && text.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::{
        notes::{self, BlockKind, chrome::without_chrome, lines::lines},
        text::Source,
    };

    fn kept(text: &str) -> Vec<String> {
        let source = Source::new("a.txt", text);
        let lines = without_chrome(lines(&source, source.whole()), &mut Vec::new());
        lines.iter().map(|line| line.text.to_owned()).collect()
    }

    #[test]
    fn buttons_beside_each_other_are_a_web_pages() {
        assert_eq!(kept("Уха\nРаспечатать\nПоделиться\nПорций: 4\n"), ["Уха", "Порций: 4"]);
        assert_eq!(kept("It was good.\nComments (12)\nLeave a comment\n"), ["It was good."]);
        assert_eq!(kept("Home > Soups > Fish\nFish Soup\n"), ["Fish Soup"]);
        assert_eq!(kept("The buttons:\nSave\nShare\nPrint\n").len(), 4);
        for text in ["Share\n\nSave\n", "Поделиться\nхлебом\n", "Settings > Privacy\nOff\n", "print\nshare\n"]
        {
            assert_eq!(kept(text).len(), 2, "{text}");
        }
    }

    #[test]
    fn several_buttons_may_stand_on_a_line() {
        for line in ["Jump to Recipe   Print Recipe", "PRINT   PIN   SAVE", "Print · Share", "Печать Поделиться"]
        {
            assert_eq!(kept(&format!("Fish Soup\n{line}\nIt is clear.\n")), ["Fish Soup", "It is clear."], "{line}");
        }
        for line in
            ["US Customary   Metric", "1x   2x   3x", "Skip to content", "12 438 просмотров", "★★★★★ 4.8 (216 оценок)"]
        {
            assert_eq!(kept(&format!("Fish Soup\n{line}\nIt is clear.\n")), ["Fish Soup", "It is clear."], "{line}");
        }
        assert_eq!(kept("The page has these:\nPrint Save Share\nNo more.\n").len(), 3);
        for line in ["Print and save", "Share the soup", "Save", "Metric"] {
            assert_eq!(kept(&format!("Fish Soup\n{line}\nIt is clear.\n")).len(), 3, "{line}");
        }
    }

    #[test]
    fn a_page_asks_to_be_rated() {
        let stool = "Milking Stool\nhttps://saw.example/stool\nJump to Recipe\n\n★★★★☆\n4.2 from 31 reviews\n\nIt has \
            three legs.\n\nDid you make this recipe? Tag @saw on Instagram!\n";
        assert_eq!(kept(stool), ["Milking Stool", "https://saw.example/stool", "It has three legs."]);
        for text in ["★★★★★\nThe Golden Saw\n", "Print\nIt takes a day.\n", "Did you make this stool?\nI did.\n"]
        {
            assert_eq!(kept(text).len(), 2, "{text}");
        }
    }

    #[test]
    fn values_may_stand_below_their_labels() {
        let bench = "Garden Bench\n\n4.9 from 1,038 reviews\n\nPREP TIME\n2 hours\nTOTAL TIME\n2 days\nYIELD\n1 \
            bench\n\nSaw the boards first, and then sand them until they are smooth.\n";
        let note = notes::parse(&Source::new("a.txt", bench));
        assert_eq!(note.sections.len(), 1, "{:?}", note.sections);
        let values = note.sections[0].blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Attributes(values) => Some(values.iter().map(|a| a.value.text.as_str()).collect::<Vec<_>>()),
            _ => None,
        });
        assert_eq!(values.unwrap_or_default(), ["2 hours", "2 days", "1 bench"]);
    }

    #[test]
    fn values_may_stand_beside_each_other() {
        let values = |line: &str| {
            let text = format!("Garden Bench\n\n{line}\n\nSaw the boards first, and then sand them smooth.\n");
            let source = Source::new("a.txt", text);
            let note = notes::parse(&source);
            let found =
                note.sections.into_iter().flat_map(|section| section.blocks).find_map(|block| match block.kind {
                    BlockKind::Attributes(values) => Some(values),
                    _ => None,
                });
            let places = found.unwrap_or_default().into_iter().flat_map(|value| [value.name, value.value]);
            places.map(|text| (source.slice(text.span) == text.text, text.text)).collect::<Vec<_>>()
        };
        let bench = ["Saw", "2 hours", "Dry", "2 days"].map(|text| (true, text.to_owned()));
        assert_eq!(values("Saw: 2 hours | Dry: 2 days"), bench);
        assert!(values("Saw: 2 hours | and then it dries: 2 days").is_empty());
        assert!(values("Saw | Dry | Paint").is_empty());
    }

    #[test]
    fn a_rating_has_a_number_and_votes() {
        for text in ["4.9 from 1,038 reviews", "4,8 (212 оценок)", "5 stars (3 votes)"] {
            assert!(super::is_rating(text), "{text}");
        }
        for text in ["Reviews", "2. Оценка", "3 reviews of the mill", "Votes for 4"] {
            assert!(!super::is_rating(text), "{text}");
        }
    }

    #[test]
    fn what_asks_how_a_page_is_liked_is_the_pages() {
        for line in ["Помогла ли вам инструкция? Да / Нет", "Was this helpful? Yes / No", "👍 31  👎 2"]
        {
            assert_eq!(kept(&format!("Saw the bench.\n{line}\nRelated posts\n\nIt is good.\n")).len(), 2, "{line}");
        }
        for line in ["Стол: да / нет", "Will it hold? Yes.", "👍 it holds", "31 boards, 2 legs"] {
            assert_eq!(kept(&format!("Saw the bench.\n{line}\n\nRelated posts\n\nIt is good.\n")).len(), 4, "{line}");
        }
    }

    #[test]
    fn a_button_may_stand_alone_among_values() {
        let bench = ["Author: Ann", "Height: 40 cm"];
        assert_eq!(kept(&format!("Bench\n{}\nSave\n{}\n", bench[0], bench[1]))[1..], bench);
        assert_eq!(kept(&format!("Bench\n{}\n\nSave\n{}\n", bench[0], bench[1])).len(), 4);
        let values = format!("Bench\n\n{}\nSave\n{}\n\nSaw it first, and then paint it green.\n", bench[0], bench[1]);
        let note = notes::parse(&Source::new("a.txt", values));
        assert!(matches!(&note.sections[0].blocks[0].kind, BlockKind::Attributes(values) if values.len() == 2));
    }

    #[test]
    fn how_often_a_page_was_read_stands_behind_a_gap() {
        for line in ["Author: Ann   Views: 1,204", "Author: Ann    1 204 просмотра"] {
            assert_eq!(kept(&format!("Bench\n{line}\nHeight: 40 cm\n"))[1], "Author: Ann", "{line}");
        }
        assert_eq!(kept("Bench\nViews: 1,204\nHeight: 40 cm\n").len(), 2);
        for line in ["Author: Ann   Boards: 12", "Views: of the sea", "Author: Ann Views: 12"] {
            assert_eq!(kept(&format!("Bench\n{line}\nHeight: 40 cm\n"))[1], line);
        }
    }
}
