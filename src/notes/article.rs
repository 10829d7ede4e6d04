//! What the page of an article on the web has around its text: the menu of the site, when it was published and how long one
//! reads it, adverts, and the foot with tags, buttons and rights.
//!
//! How long one reads proves a head, rights or terms a foot; what else there is stands close to these, line by line.

use std::ops::Range;

use super::{
    corrections::Fixes,
    dates,
    lines::{Line, Said},
    model::{Role, Section},
    note::{Dropped, Why},
    webpage,
};
use crate::text::{Source, Span, words};

/// No longer line, in bytes, is one of these.
const LONGEST: usize = 200;
/// So many lines are looked at for the head of a page.
const NEAR: usize = 80;
/// What a line that says how long one reads is made of, but the number: what it takes, and the rest.
const READ: &str = "читать чтение чтения прочтения прочтение read reading";
const MINUTES: &str = "мин минут минуты минута минуту min mins minute minutes";
const OTHERS: &str = "время на в за time est estimated a to";
/// What else stands beside it, in small letters.
const META: &str = "\
    простой|средний|сложный|уровень сложности|туториал|обзор|мнение|кейс|перевод|новость|дайджест|интервью|ретроспектива|\
    из песочницы|easy|medium|hard|beginner|intermediate|advanced|tutorial|opinion|review|case study|translation|news|\
    listen|follow|follow author|слушать";
/// Labels of what a page says of its article, in small letters.
const LABELS: &str = "автор|автор статьи|опубликовано|обновлено|дата|дата публикации|просмотров|просмотры|by|author|\
    written by|published|updated|last updated|posted on|views|уровень|сложность|level";
/// Links of a menu, in small letters: where one comes in, and what only sites have.
const MENU: &str = "войти|регистрация|вход|войти в аккаунт|личный кабинет|зарегистрироваться|log in|login|sign in|\
    sign up|register|create account|get started|open in app|меню|menu|поиск|search";
/// Labels with tags.
const TAGS: &str = "теги|тэги|хабы|метки|рубрики|категории|tags|hubs|topics|categories|filed under";
/// Links of a foot, in small letters and without how many there are.
const FOOT: &str = "\
    закладки|в закладки|подписаться на автора|подписаться на рассылку|лучшие за сутки|похожие|похожие публикации|ваш аккаунт|\
    обратная связь|о сайте|о проекте|о компании|контакты|правила|правила сайта|помощь|карта сайта|наверх|вверх|реклама|\
    реклама на сайте|предыдущая статья|следующая статья|share this article|share this|share this post|share on facebook|\
    share on twitter|share on x|copy link|about us|about|contact|contact us|careers|advertise|help|sitemap|leave a reply|\
    newsletter|subscribe to our newsletter|follow us|back to top|related articles|related stories|you may also like|\
    more from this author|most read|trending|previous article|next article|previous post|next post";
/// What no foot but that of a page has.
const RIGHTS: &str = "\
    пользовательское соглашение|условия использования|политика конфиденциальности|политика cookie|privacy policy|privacy|\
    terms of service|terms of use|terms and conditions|terms|cookie policy|cookie settings|do not sell my info";
/// What stands above an advert, and on the button below it.
const ADVERTS: &str = "реклама|на правах рекламы|партнёрский материал|advertisement|ad|sponsored|promoted";
const MORE: &str = "подробнее|узнать больше|узнать подробнее|перейти|перейти на сайт|записаться|купить|попробовать|\
    попробовать бесплатно|learn more|read more|shop now|sign up|get started|buy now|try for free|try it free";

/// What a page has around an article.
#[derive(Debug, Default)]
pub(super) struct Frame {
    /// The line that is its title.
    pub(super) title: Option<usize>,
    /// Lines that are none of its text.
    pub(super) lines: Vec<Range<usize>>,
}

/// The frame of an article in some lines.
pub(super) fn frame(lines: &[Line<'_>]) -> Frame {
    let mut out = head(lines).unwrap_or_default();
    out.lines.extend(adverts(lines));
    out.lines.extend(feet(lines));
    out
}

fn lists(list: &str, text: &str) -> bool {
    list.split('|').any(|listed| listed == text)
}

fn named(list: &str, word: &str) -> bool {
    list.split(' ').any(|listed| listed == word)
}

/// What a line has beside each other: «14 марта · 5 мин чтения».
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(['·', '•', '|']).map(str::trim).filter(|piece| !piece.is_empty())
}

/// Whether a text says how long one reads: «Читать 12 мин», "5 min read".
fn tells_reading(text: &str) -> bool {
    if text.len() > LONGEST || !text.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let small = words::lowercase(text);
    let (mut numbers, mut units, mut reads) = (0, 0, 0);
    for word in small.split(|c: char| !words::is_alphanumeric(c)).filter(|word| !word.is_empty()) {
        match word {
            word if word.bytes().all(|byte| byte.is_ascii_digit()) => numbers += 1,
            word if named(MINUTES, word) => units += 1,
            word if named(READ, word) => reads += 1,
            word if named(OTHERS, word) => {}
            _ => return false,
        }
    }
    numbers == 1 && units == 1 && reads > 0
}

/// Whether a line says how long one reads, alone or beside what else a page says of its article.
fn is_proof(line: &Line<'_>) -> bool {
    const PIECES: usize = 6;
    line.said == Said::Nothing
        && line.text.len() <= LONGEST
        && pieces(line.text).any(tells_reading)
        && pieces(line.text).count() <= PIECES
        && pieces(line.text).all(|piece| piece.split(' ').count() <= PIECES)
}

/// Whether a line is one of those beside the title of an article: a date, a count, a level, a tag with a star.
fn is_meta(text: &str) -> bool {
    let count = |text: &str| {
        let figures = text.trim_end_matches(['K', 'k', 'M', 'К', 'М']);
        figures.starts_with(|c: char| c.is_ascii_digit())
            && figures.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | ' '))
    };
    let dated = |text: &str| {
        let plain = words::lowercase(text).replace(" в ", " ").replace(" at ", " ");
        let value =
            plain.split_once(": ").filter(|(label, _)| lists(LABELS, label)).map_or(&*plain, |(_, value)| value);
        dates::is_date(value)
    };
    let meta = |text: &str| {
        tells_reading(text)
            || count(text)
            || dated(text)
            || webpage::counts_views(text)
            || webpage::is_button(text)
            || lists(META, &words::lowercase(text))
            || text.ends_with('*') && text.len() > 1 && !text.starts_with('*')
            || text.starts_with('#') && text.len() > 1 && !text.contains(' ')
    };
    text.len() <= LONGEST && pieces(text).all(meta)
}

/// Whether a line could be a link, a name or a tag: a few words without an end.
fn is_brief(line: &Line<'_>, words: usize) -> bool {
    const SHORT: usize = 60;
    let label = || line.text.split_once(':').is_none_or(|(label, _)| lists(LABELS, &words::lowercase(label)));
    line.said == Said::Nothing
        && line.len <= SHORT
        && line.words() <= words
        && !line.text.ends_with(['.', '!', '?', ':', ';', ','])
        && label()
}

/// The title of the article that lines begin with, and what stands around it.
fn head(lines: &[Line<'_>]) -> Option<Frame> {
    const WORDS: usize = 5;
    const TITLE: usize = 25;
    const LINK: usize = 6;
    let proof = lines.iter().take(NEAR).position(is_proof)?;
    let start = (0..=proof).rev().find(|&at| lines[at].gap > 0).unwrap_or(0);
    let end = (proof + 1..lines.len()).find(|&at| lines[at].gap > 0).unwrap_or(lines.len());
    let meta = |at: usize| is_meta(lines[at].text) || at == proof;
    let could_title = |at: &usize| {
        let line = &lines[*at];
        let begins = line.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '«' || c == '"');
        !meta(*at) && begins && (2..=TITLE).contains(&line.words()) && !line.text.ends_with(['.', ':', ',', ';'])
    };
    // A name is shorter than a title.
    let longest = |range: Range<usize>| {
        let found = range.clone().filter(could_title).max_by_key(|&at| (lines[at].words(), range.end - at));
        found.filter(|at| !range.clone().any(|other| other != *at && !meta(other) && !is_brief(&lines[other], WORDS)))
    };
    let inside = longest(start..end).filter(|&title| title < proof);
    // It may stand alone above the block, or with the menu above that.
    let above = || start.checked_sub(1).filter(|at| could_title(at) && (start == 1 || lines[*at].gap > 0));
    let whole = (start..end).all(|at| meta(at) || Some(at) == inside || is_brief(&lines[at], WORDS));
    if !whole {
        let run = |at: &usize| meta(*at);
        let from = (start..proof).rev().take_while(run).last().unwrap_or(proof);
        let to = (proof + 1..end).take_while(run).last().map_or(proof + 1, |last| last + 1);
        return Some(Frame { title: None, lines: vec![from..to] });
    }
    let title = inside.or_else(above);
    let top = title.map_or(start, |title| title.min(start));
    let menu = |at: usize| is_brief(&lines[at], LINK) || webpage::is_breadcrumb(lines[at].text);
    let site = |at: usize| lists(MENU, &words::lowercase(lines[at].text)) || webpage::is_breadcrumb(lines[at].text);
    let begin = if (0..top).all(menu) && (0..top).any(site) { 0 } else { top };
    let ranges = match title {
        Some(title) => vec![begin..title, title.max(start.saturating_sub(1)) + 1..end],
        None => vec![begin..end],
    };
    Some(Frame { title, lines: ranges })
}

/// The adverts among lines: what says so, a line or two, and a button, apart from the rest.
fn adverts<'l>(lines: &'l [Line<'_>]) -> impl Iterator<Item = Range<usize>> + 'l {
    const MOST: usize = 4;
    const FEWEST: usize = 3;
    let listed = |list: &str, line: &Line<'_>| {
        line.said == Said::Nothing && line.text.len() <= LONGEST && lists(list, &words::lowercase(line.text))
    };
    let apart = |at: usize| lines.get(at).is_none_or(|line| line.gap > 0);
    let advert = move |&at: &usize| (at == 0 || apart(at)) && listed(ADVERTS, &lines[at]);
    (0..lines.len()).filter(advert).filter_map(move |at| {
        let end = (at + FEWEST..=lines.len().min(at + MOST)).find(|&end| apart(end))?;
        let together = (at + 1..end).all(|at| lines[at].gap == 0 && lines[at].text.len() <= LONGEST);
        (together && listed(MORE, &lines[end - 1])).then_some(at..end)
    })
}

/// What a line of a foot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Foot {
    Link,
    Rights,
}

fn foot(text: &str) -> Option<Foot> {
    if text.len() > LONGEST {
        return None;
    }
    let small = words::lowercase(text);
    let count = |c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | ' ');
    let counted = small.trim_end_matches(count);
    let rights = ["©", "copyright ©", "copyright 20", "(c) 20"].iter().any(|sign| small.starts_with(sign))
        || ["all rights reserved", "все права защищены"].iter().any(|said| small.trim_end_matches('.').ends_with(said));
    let vote = || {
        let figures = text.trim_start_matches(['+', '-', '–', '−']);
        figures.len() < text.len() && !figures.is_empty() && figures.bytes().all(|b| b.is_ascii_digit())
    };
    let tags = || small.split_once(':').is_some_and(|(label, tags)| lists(TAGS, label) && !tags.is_empty());
    match () {
        () if rights || lists(RIGHTS, &small) => Some(Foot::Rights),
        () if lists(FOOT, counted) || lists(MENU, &small) || webpage::is_button(text) || vote() || tags() => {
            Some(Foot::Link)
        }
        () => None,
    }
}

/// The feet of pages among lines: links and buttons close to each other, and with them rights or terms.
fn feet(lines: &[Line<'_>]) -> Vec<Range<usize>> {
    const FEWEST: usize = 4;
    const BETWEEN: usize = 2;
    const WORDS: usize = 5;
    let mut out = Vec::new();
    // The foot that is open: its lines, its links, and whether it names rights.
    let mut open: Option<(Range<usize>, usize, bool)> = None;
    let mut close = |open: Option<(Range<usize>, usize, bool)>| {
        out.extend(open.filter(|(_, links, rights)| *rights && *links >= FEWEST).map(|(lines, ..)| lines));
    };
    for (at, line) in lines.iter().enumerate() {
        let mut found = (0, false);
        if line.said == Said::Nothing && line.text.len() <= LONGEST {
            let kinds: Option<Vec<Foot>> = pieces(line.text).map(foot).collect();
            let kinds = kinds.or_else(|| foot(line.text).map(|kind| vec![kind])).unwrap_or_default();
            found = (kinds.len(), kinds.contains(&Foot::Rights));
        }
        let (links, rights) = found;
        if links > 0 {
            let (range, before, known) = open.take().unwrap_or((at..at, 0, false));
            open = Some((range.start..at + 1, before + links, known || rights));
        } else if open.as_ref().is_some_and(|(range, ..)| at - range.end >= BETWEEN) || !is_brief(line, WORDS) {
            close(open.take());
        }
    }
    close(open);
    out
}

/// Puts the headings of an article below its title, down to the foot of its page.
pub(super) fn sink(source: &Source, sections: &mut [Section], dropped: &[Dropped], fixes: &Fixes) {
    let page = || dropped.iter().filter(|dropped| dropped.why == Why::Chrome).map(|dropped| dropped.span);
    let Some(proof) = page().find(|span| pieces(source.slice(*span)).any(tells_reading)) else { return };
    let Some(head) = sections.iter().position(|section| !section.title.text.is_empty()) else { return };
    let (title, speaker) = (sections[head].title.span, sections[head].speaker);
    let first = sections.get(head + 1).map_or(usize::MAX, |next| next.title.span.start);
    if sections[head].level != 1 || sections[head].role == Role::User || proof.start > first {
        return;
    }
    let ends = |span: &Span| {
        span.start > title.end && pieces(source.slice(*span)).any(|text| foot(text) == Some(Foot::Rights))
    };
    let end = page().find(ends).map_or(usize::MAX, |span| span.start);
    let said = |section: &Section| fixes.within(source.whole()).any(|(span, _)| span.contains(section.title.span));
    let inside = |section: &&mut Section| {
        section.speaker == speaker && section.role != Role::User && section.title.span.start < end
    };
    let below: Vec<&mut Section> = sections[head + 1..].iter_mut().take_while(inside).collect();
    if below.iter().any(|section| section.level == 1) {
        below
            .into_iter()
            .filter(|section| !said(section))
            .for_each(|section| section.level = (section.level + 1).min(6));
    }
}
