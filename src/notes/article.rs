//! What the page of an article on the web has around its text: the menu of the site, when it was published and how long one
//! reads it, adverts, and the foot with tags, buttons and rights.
//!
//! How long one reads proves a head, rights or terms a foot; what else there is stands close to these, line by line.

use std::ops::Range;

use super::{
    code,
    corrections::Fixes,
    dates,
    lines::{Line, Said},
    model::{Role, Section},
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

/// Words of a banner that asks about cookies, and its buttons.
const COOKIES: [&str; 6] = [
    "we use cookies",
    "uses cookies",
    "мы используем cookie",
    "мы используем файлы cookie",
    "использует cookie",
    "использует файлы cookie",
];
const CONSENT: &str = "\
    accept|accept all|accept cookies|accept all cookies|reject|reject all|decline|manage preferences|manage cookies|\
    customise|customize|cookie settings|more options|got it|we value your privacy|принять|принять все|принять всё|отклонить|\
    отклонить все|настройки|настроить|согласен|понятно|хорошо|ок|ok|мы ценим вашу конфиденциальность";

/// What a page has around an article.
#[derive(Debug)]
pub(super) struct Frame {
    /// The line that is its title.
    title: usize,
    /// Lines that are none of its text.
    lines: Vec<Range<usize>>,
}

/// Marks the titles of articles, and says in `chrome` which lines stand around articles on their pages.
pub(super) fn mark(lines: &mut [Line<'_>], chrome: &mut [bool]) {
    /// So many articles are looked for: a list of them has more.
    const MOST: usize = 20;
    banners(lines).for_each(|banner| chrome[banner].fill(true));
    feet(lines).into_iter().for_each(|foot| chrome[foot].fill(true));
    let mut last = 0;
    let mut articles = Vec::new();
    let proofs: Vec<usize> = (0..lines.len()).filter(|&at| is_proof(&lines[at])).take(MOST).collect();
    let fenced = if proofs.is_empty() { Vec::new() } else { code::fenced_lines(lines) };
    for proof in proofs.into_iter().filter(|&at| !fenced[at]) {
        if let Some(head) = head(lines, chrome, last, proof) {
            articles.push(head.title);
            head.lines.into_iter().for_each(|range| chrome[range].fill(true));
            last = proof + 1;
        }
    }
    adverts(lines, articles.first().copied()).for_each(|advert| chrome[advert].fill(true));
    for title in articles {
        chrome[title] = false;
        lines[title].said = Said::Heading(1);
    }
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
            word if words::listed(MINUTES, word) => units += 1,
            word if words::listed(READ, word) => reads += 1,
            word if words::listed(OTHERS, word) => {}
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
            plain.split_once(": ").filter(|(label, _)| words::lists(LABELS, label)).map_or(&*plain, |(_, value)| value);
        dates::is_date(value)
    };
    let meta = |text: &str| {
        tells_reading(text)
            || count(text)
            || dated(text)
            || webpage::counts_views(text)
            || webpage::is_button(text)
            || words::lists(META, &words::lowercase(text))
            || text.ends_with('*') && text.len() > 1 && !text.starts_with('*')
            || text.starts_with('#') && text.len() > 1 && !text.contains(' ')
    };
    text.len() <= LONGEST && pieces(text).all(meta)
}

/// Whether a line could be a link, a name or a tag: a few words without an end.
fn is_brief(line: &Line<'_>, words: usize) -> bool {
    const SHORT: usize = 60;
    let label = || line.text.split_once(':').is_none_or(|(label, _)| words::lists(LABELS, &words::lowercase(label)));
    line.said == Said::Nothing
        && line.len <= SHORT
        && line.words() <= words
        && !line.text.ends_with(['.', '!', '?', ':', ';', ','])
        && label()
}

/// Whether a line names the author, which is more than a page's own words.
fn is_credit(text: &str) -> bool {
    let small = words::lowercase(pieces(text).next().unwrap_or_default());
    ["by ", "written by ", "автор ", "автор: "].iter().any(|by| small.starts_with(by))
}

/// The title of the article whose page says at line `proof` how long one reads it, and what stands around it behind line
/// `from`; `chrome` says which lines are known to be the page's.
fn head(lines: &[Line<'_>], chrome: &[bool], from: usize, proof: usize) -> Option<Frame> {
    const WORDS: usize = 5;
    const TITLE: usize = 25;
    const LINK: usize = 6;
    let near = proof.saturating_sub(NEAR).max(from);
    let start = (near..=proof).rev().find(|&at| lines[at].gap > 0).unwrap_or(near);
    let behind = proof + 1..lines.len().min(proof + NEAR);
    let end = behind.clone().find(|&at| lines[at].gap > 0).unwrap_or(behind.end);
    let meta = |at: usize| chrome[at] || at == proof || is_meta(lines[at].text) || is_credit(lines[at].text);
    let could_title = |at: &usize| {
        let line = &lines[*at];
        let begins = line.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '«' | '"'));
        let plain = line.said == Said::Nothing && line.text.len() <= 2 * LONGEST;
        plain
            && !meta(*at)
            && begins
            && (2..=TITLE).contains(&line.words())
            && !line.text.ends_with(['.', ':', ',', ';'])
    };
    // A name is shorter than a title.
    let inside = (start..proof).filter(could_title).max_by_key(|&at| (lines[at].words(), proof - at));
    let whole = (start..end).all(|at| meta(at) || Some(at) == inside || is_brief(&lines[at], WORDS));
    // It may stand alone above the block.
    let above = || start.checked_sub(1).filter(|at| *at >= near && could_title(at) && (*at == 0 || lines[*at].gap > 0));
    let title = inside.or_else(above).filter(|_| whole)?;
    let top = title.min(start);
    let crumb = |at: usize| chrome[at] || webpage::is_breadcrumb(lines[at].text);
    let menu = |at: &usize| crumb(*at) || is_brief(&lines[*at], LINK) && !lines[*at].starts_lower();
    let site = |at: &usize| crumb(*at) || words::lists(MENU, &words::lowercase(lines[*at].text));
    // What stands above the menu may be somebody's.
    let run = (near..top).rev().take_while(menu).last().unwrap_or(top);
    let first = (run..top).find(site).map(|first| (run..=first).rev().find(|&at| lines[at].gap > 0).unwrap_or(run));
    let begin = first.unwrap_or(top);
    let kept = |at: &usize| *at != title && !is_credit(lines[*at].text);
    Some(Frame { title, lines: (begin..end).filter(kept).map(|at| at..at + 1).collect() })
}

/// The banners that ask about cookies among lines: what says so, with its buttons.
fn banners<'l>(lines: &'l [Line<'_>]) -> impl Iterator<Item = Range<usize>> + 'l {
    let plain = |at: usize| lines[at].said == Said::Nothing && lines[at].text.len() <= 3 * LONGEST;
    let small = |at: usize| words::lowercase(lines[at].text);
    let asks = move |at: &usize| {
        lines[*at].text.contains("ookie") && plain(*at) && COOKIES.iter().any(|cookies| small(*at).contains(cookies))
    };
    let button = move |at: &usize| plain(*at) && words::lists(CONSENT, &small(*at));
    (0..lines.len()).filter(asks).filter_map(move |at| {
        const MOST: usize = 5;
        let end = (at + 1..lines.len()).take(MOST).take_while(button).last().map_or(at + 1, |last| last + 1);
        let start = at.checked_sub(1).filter(button).unwrap_or(at);
        (end > at + 1).then_some(start..end)
    })
}

/// The adverts among lines: what says so, a line or two, and a button, apart from the rest. Behind the title of an
/// `article` the first of these alone is one.
fn adverts<'l>(lines: &'l [Line<'_>], article: Option<usize>) -> impl Iterator<Item = Range<usize>> + 'l {
    const MOST: usize = 4;
    const FEWEST: usize = 3;
    let listed = |list: &str, line: &Line<'_>| {
        line.said == Said::Nothing && line.text.len() <= LONGEST && words::lists(list, &words::lowercase(line.text))
    };
    let apart = |at: usize| at == 0 || lines.get(at).is_none_or(|line| line.gap > 0);
    let advert = move |&at: &usize| apart(at) && listed(ADVERTS, &lines[at]);
    (0..lines.len()).filter(advert).filter_map(move |at| {
        if article.is_some_and(|title| title < at) && apart(at + 1) {
            return Some(at..at + 1);
        }
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

/// Whether a text in small letters names rights or terms.
fn names_rights(small: &str) -> bool {
    ["©", "copyright ©", "copyright 20", "(c) 20"].iter().any(|sign| small.starts_with(sign))
        || ["all rights reserved", "все права защищены"].iter().any(|said| small.trim_end_matches('.').ends_with(said))
        || words::lists(RIGHTS, small)
}

fn foot(text: &str) -> Option<Foot> {
    if text.len() > LONGEST {
        return None;
    }
    let small = words::lowercase(text);
    let count = |c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | ' ');
    let counted = small.trim_end_matches(count);
    let vote = || {
        let figures = text.trim_start_matches(['+', '-', '–', '−']);
        figures.len() < text.len() && !figures.is_empty() && figures.bytes().all(|b| b.is_ascii_digit())
    };
    let tags = || small.split_once(':').is_some_and(|(label, tags)| words::lists(TAGS, label) && !tags.is_empty());
    match () {
        () if names_rights(&small) => Some(Foot::Rights),
        () if words::lists(FOOT, counted)
            || words::lists(MENU, &small)
            || webpage::is_button(text)
            || vote()
            || tags() =>
        {
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
    /// So many lines may stand between a link and the rights right below each other: what one may read as well.
    const TITLES: usize = 10;
    let could_be = |line: &&Line<'_>| line.said == Said::Nothing && line.text.len() <= LONGEST;
    let rights = |text: &str| pieces(text).chain([text]).any(|piece| names_rights(&words::lowercase(piece)));
    if !lines.iter().filter(could_be).any(|line| rights(line.text)) {
        return Vec::new();
    }
    let mut out = Vec::new();
    // The foot that is open: its lines, its links, and whether it names rights.
    let mut open: Option<(Range<usize>, usize, bool)> = None;
    let mut close = |open: Option<(Range<usize>, usize, bool)>| {
        out.extend(open.filter(|(_, links, rights)| *rights && *links >= FEWEST).map(|(lines, ..)| lines));
    };
    let title = |line: &Line<'_>| {
        line.len <= LONGEST / 2 && !line.text.ends_with(['.', ':', ';', ',']) && line.said == Said::Nothing
    };
    // The last link of a block.
    let mut link: Option<usize> = None;
    let mut blocks = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let mut found = (0, false);
        if could_be(&line) {
            let kinds: Option<Vec<Foot>> = pieces(line.text).map(foot).collect();
            let kinds = kinds.or_else(|| foot(line.text).map(|kind| vec![kind])).unwrap_or_default();
            found = (kinds.len(), kinds.contains(&Foot::Rights));
        }
        let (links, rights) = found;
        link = link.filter(|link| line.gap == 0 && at - link <= TITLES);
        if let Some(link) = link.filter(|_| rights) {
            blocks.push(link..at + 1);
        }
        if links > 0 {
            link = link.or(Some(at));
            let (range, before, known) = open.take().unwrap_or((at..at, 0, false));
            open = Some((range.start..at + 1, before + links, known || rights));
            continue;
        }
        link = link.filter(|_| title(line));
        if open.as_ref().is_some_and(|(range, ..)| at - range.end >= BETWEEN) || !is_brief(line, WORDS) {
            close(open.take());
        }
    }
    close(open);
    out.extend(blocks);
    out
}

/// Where the articles among lines stand in the note, from the title of each down to the foot of its page.
pub(super) fn articles(lines: &[Line<'_>]) -> Vec<Span> {
    if !lines.iter().any(is_proof) {
        return Vec::new();
    }
    let mut lines = lines.to_vec();
    let known: Vec<bool> = lines.iter().map(|line| matches!(line.said, Said::Heading(_))).collect();
    let mut chrome = webpage::chrome(&lines);
    mark(&mut lines, &mut chrome);
    let feet: Vec<usize> = feet(&lines).into_iter().map(|foot| lines[foot.start].span.start).collect();
    let titles: Vec<usize> = (0..lines.len())
        .filter(|&at| lines[at].said == Said::Heading(1) && !known[at])
        .map(|at| lines[at].span.start)
        .collect();
    let end = |title: usize| {
        let ends = feet.iter().chain(&titles).copied().filter(|&end| end > title);
        ends.min().unwrap_or(usize::MAX)
    };
    titles.iter().map(|&title| Span::new(title, end(title))).collect()
}

/// Puts the headings of articles below their titles.
pub(super) fn sink(source: &Source, sections: &mut [Section], articles: &[Span], fixes: &Fixes) {
    const DEEPEST: u8 = 6;
    for article in articles {
        let Some(head) = sections.iter().position(|section| article.contains(section.title.span)) else { continue };
        let (first, speaker) = (&sections[head], sections[head].speaker);
        if first.title.span.start != article.start || first.level != 1 || first.role == Role::User {
            continue;
        }
        let inside = |section: &&mut Section| {
            section.speaker == speaker && section.role != Role::User && section.title.span.start < article.end
        };
        let below: Vec<&mut Section> = sections[head + 1..].iter_mut().take_while(inside).collect();
        let said = |section: &Section| fixes.within(source.whole()).any(|(span, _)| span.contains(section.title.span));
        if below.iter().any(|section| section.level == 1) {
            let open = below.into_iter().filter(|section| !said(section));
            open.for_each(|section| section.level = (section.level + 1).min(DEEPEST));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        notes::{self, Section, chrome::without_chrome, lines::lines},
        text::Source,
    };

    fn kept(text: &str) -> Vec<String> {
        let source = Source::new("a.txt", text);
        let lines = without_chrome(lines(&source, source.whole()), &mut Vec::new());
        lines.iter().map(|line| line.text.to_owned()).collect()
    }

    fn sections(text: &str) -> Vec<(String, u8)> {
        let titled = |section: Section| (section.title.text, section.level);
        notes::parse(&Source::new("a.txt", text)).sections.into_iter().map(titled).collect()
    }

    const BEES: &str = "Пчёлы зимуют в клубе, и мёда им нужно много.\n\nКлуб\nВ клубе тепло. Пчёлы меняются местами.\n\n\
        Корм\nКорма нужно двадцать килограммов. Меньше опасно.\n";

    #[test]
    fn the_title_of_an_article_stands_among_what_its_page_says_of_it() {
        let head = "УлейДня\nСтатьи\nВойти\n\nГлавная / Статьи\nanna_bee\n3 окт 2023 в 10:15\nКак зимуют пчёлы\nПростой\n\
            Читать 7 мин\n12K\nПчёлы*\nОбзор\n\n";
        let found = sections(&format!("{head}{BEES}"));
        let titles = [("Как зимуют пчёлы", 1), ("Клуб", 2), ("Корм", 2)];
        assert_eq!(found, titles.map(|(title, level)| (title.to_owned(), level)));
        let found = sections(&format!("Как зимуют пчёлы\n\n3 октября 2023 · Время чтения: 7 минут\n\n{BEES}"));
        assert_eq!(found, titles.map(|(title, level)| (title.to_owned(), level)));
        let english = "Log in\nHow bees winter\nBy Ann Lee | 7 min read\nShare\n\nBees winter in a ball, and they \
            need honey.\n";
        assert_eq!(kept(english)[..2], ["How bees winter", "By Ann Lee | 7 min read"]);
    }

    #[test]
    fn what_stands_beside_a_reading_time_may_be_text() {
        // Nothing says that a page did this.
        let plain = format!("УлейДня\nКак зимуют пчёлы\nПростой\n12K\n\n{BEES}");
        assert_eq!(kept(&plain).len(), plain.lines().filter(|line| !line.is_empty()).count());
        // What stands above the menu is somebody's.
        let own =
            "купить рамки\nзвонил Пётр\n\nСоседи\n\nВойти\n\nКак зимуют пчёлы\nЧитать 7 мин\n\nПчёлы зимуют в клубе.\n";
        assert_eq!(kept(own), ["купить рамки", "звонил Пётр", "Соседи", "Как зимуют пчёлы", "Пчёлы зимуют в клубе."]);
        for line in ["Читать 7 книг", "Read 7 minutes of the meeting", "Дымить 7 мин", "7 min"] {
            assert!(!super::tells_reading(line), "{line}");
        }
        for line in ["Читать 7 мин", "7 min read", "Reading time: 12 minutes", "На чтение: 3 минуты", "5 минут чтения"]
        {
            assert!(super::tells_reading(line), "{line}");
        }
    }

    #[test]
    fn the_foot_of_a_page_is_none_of_its_text() {
        let foot = "Теги: пчёлы, зима\n+12\nЗакладки 40\nПодписаться на автора\n\nПохожие\nВойти\n© 2023 УлейДня\n\
            Политика конфиденциальности\n";
        assert_eq!(kept(&format!("{BEES}\n{foot}")).len(), 5);
        let english = "They sleep.\n\nShare this article\nLeave a reply\nPrivacy Policy | Terms of Service\n© 2023 The \
            Hive. All rights reserved.\n";
        assert_eq!(kept(english), ["They sleep."]);
        let related = "They sleep.\n\nRelated articles\nWhat do bees eat in winter, and how much?\nTen hives\n© 2023 The \
            Hive\n";
        assert_eq!(kept(related), ["They sleep."]);
        for text in [
            // Nothing has rights.
            "Контакты\nПомощь\nПравила\nНаверх\nТеги: пчёлы\n",
            // Text stands between.
            "Contact\n\nCall Ann, who has the key.\n\nHelp\n\nThere is none.\n\nPrivacy\n\nThe hives stand apart.\n",
            "© 2023 Ann Lee\n\nBees sleep.\n",
        ] {
            assert_eq!(kept(text).len(), text.lines().filter(|line| !line.is_empty()).count(), "{text}");
        }
    }

    #[test]
    fn adverts_and_banners_stand_apart() {
        let advert = "Пчёлы спят.\n\nРеклама\nКурс «Улей с нуля» за полцены\nПодробнее\n\nЗимой тихо.\n";
        assert_eq!(kept(advert), ["Пчёлы спят.", "Зимой тихо."]);
        for text in [
            "Реклама\n\nО ней спорят.\n",
            "Реклама\nКурс «Улей с нуля» за полцены\nКупил его весной.\n",
            "Мёд продают\nРеклама\nРынок\nПодробнее\n",
        ] {
            assert_eq!(kept(text).len(), text.lines().filter(|line| !line.is_empty()).count(), "{text}");
        }
        let banner =
            "We value your privacy\nWe use cookies to show you hives.\nAccept all\nReject all\n\nBees sleep.\n";
        assert_eq!(kept(banner), ["Bees sleep."]);
        let told = "We use cookies as bait for the wasps.\nThey like them.\n";
        assert_eq!(kept(told).len(), 2);
    }
}
