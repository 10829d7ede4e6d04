//! Titles that are known by what stands right below them: amounts, values, a table, what somebody jotted down; and lines
//! below a title that say how many, and are none.

use super::{
    amounts, body, captions, contents, formula,
    heading::{NEAR, Next, Place, can_be, is_capitals},
    levels,
    lines::{Line, Said},
    list::marker,
    page::{self, Page},
    pictures, roles, sentences, table, unmarked, webpage,
};
use crate::text::words;

/// Whether the first line is one of a row of names, each with values below it that have the same labels.
pub(super) fn names_values(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    let label = |lines: &[Line<'_>]| {
        let values = lines.len() > 2 && lines[1..].iter().take(NEAR).all(body::is_attribute);
        let named = values && !body::is_attribute(&lines[0]) && can_be(page, &lines[0]) && lines[0].words() <= 8;
        lines.get(1).filter(|_| named).and_then(|line| line.text.split_once(':')).map(|(label, _)| label.to_owned())
    };
    let Next::Lines(following, _) = place.next else { return false };
    !place.inside_list && label(lines).is_some_and(|own| label(following) == Some(own))
}

/// Whether the first line says how many, and those behind it say so with a label: "Serves 4", "Time: 15 minutes".
pub(super) fn counts_among_values(lines: &[Line<'_>]) -> bool {
    let figure = |line: &Line<'_>| line.text.contains(|c: char| c.is_ascii_digit());
    let Some((first, rest)) = lines.split_first().filter(|(_, rest)| !rest.is_empty()) else { return false };
    amounts::is_amount(first)
        && !page::names_chapter(first.text)
        && rest.iter().take(NEAR).all(|line| body::is_attribute(line) && figure(line))
}

/// Whether a title of few words stands right above amounts or a table, or a table of contents with its rows of dots.
pub(super) fn heads_rows(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    let Some((title, rest)) = lines.split_first() else { return false };
    let contents = contents::leading(rest) > 1;
    let table = || title.words() <= 5 && table::is_set(rest);
    let amounts = || !amounts::is_amount(title) && amounts::is_amount(&rest[0]) && amounts::are_listed(page, rest);
    can_be(page, title)
        && title.text.starts_with(char::is_uppercase)
        && title.text.ends_with(words::is_alphabetic)
        && !(place.inside_list || place.after_colon)
        && (table()
            || (title.words() <= 2 || is_capitals(title) || title.words() <= 5 && amounts::all_lead(page, rest))
                && (contents || amounts()))
}

/// Whether a title stands above a line that counts something («На 12 штук»), and amounts behind a blank line.
pub(super) fn amounts_follow(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    let ([title, counts], Next::Lines(following, _)) = (lines, place.next) else { return false };
    let number = |line: &Line<'_>| line.text.contains(|c: char| c.is_ascii_digit());
    let behind = place.inside_list || place.after_colon;
    let told = !number(title) && number(counts) && !behind;
    let capitals = !title.starts_lower() && !counts.starts_lower();
    can_be(page, title) && told && capitals && amounts::are_listed(page, following)
}

/// Whether a title stands right above amounts that sentences follow, or what somebody jotted down in small letters.
pub(super) fn heads_jotted(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    let Some((title, rest)) = lines.split_first() else { return false };
    can_be(page, title)
        && !(place.inside_list || place.after_colon)
        && (may_name(title) && amounts::leading(page, rest) > 0 || unmarked::names_own(page, lines, place))
}

/// Whether a title of few words stands right above a list of amounts, however short: «Состав», «Для глазури».
pub(super) fn heads_amounts(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    let Some((title, rest)) = lines.split_first() else { return false };
    can_be(page, title)
        && !(place.inside_list || place.after_colon)
        && may_name(title)
        && (title.words() <= 3 || levels::is_purpose(title.text))
        && title.text.ends_with(words::is_alphabetic)
        && amounts::are_all(page, rest)
}

/// Whether a line right below the title of a note is the rest of it: nothing stands below it but the next title.
pub(super) fn completes_title(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    let ([line], Next::Lines([next], Some(_))) = (lines, place.next) else { return false };
    let title = |line: &Line<'_>| {
        can_be(page, line) && line.text.starts_with(char::is_uppercase) && line.text.ends_with(words::is_alphanumeric)
    };
    place.opening
        && place.below
        && line.gap == 0
        && line.words() > 1
        && !is_capitals(line)
        && title(line)
        && (matches!(next.said, Said::Heading(_)) || title(next))
        && ![line, next].iter().any(|line| body::is_attribute(line))
        && !levels::is_part(next.text)
        && !amounts::is_measure(next.text)
        && !page::names_chapter(line.text)
}

/// Whether a note begins with its title and, right below it, what more there is to say of it.
pub(super) fn has_subtitle(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    let ([title, below], Next::Lines([next, ..], _)) = (lines, place.next) else { return false };
    // Behind a title page stands who made the book, or how it begins.
    let begins = || captions::is_credit(next.text, true) || captions::begins_book(next.text);
    let below_title = || {
        below.text.starts_with(char::is_uppercase)
            && below.text.ends_with(words::is_alphanumeric)
            && (2..=12).contains(&below.words())
            && !body::is_attribute(below)
            && !page.is_full(title, below)
    };
    place.opening
        && !place.below
        && can_be(page, title)
        && title.words() > 1
        && may_name(title)
        && !title.text.contains(',')
        && !amounts::is_open(title.text)
        && (is_subtitle(below) || below_title() && begins())
}

/// Whether a line could stand below a title: "Third edition, collected by Aunt Margaret".
pub(super) fn is_subtitle(line: &Line<'_>) -> bool {
    line.text.starts_with(char::is_uppercase)
        && line.text.contains(", ")
        && line.text.ends_with(words::is_alphanumeric)
        && (3..=12).contains(&line.words())
        && !body::is_attribute(line)
}

/// Whether a title of few words stands right above dates, or above short lines in small letters that nobody wrapped,
/// or says that what is needed follows; one in small letters says that it is none of them by asking.
pub(super) fn heads_unmarked(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    let Some((title, rest)) = lines.split_first() else { return false };
    let named = title.text.starts_with(char::is_uppercase) || roles::begins_question(title.text);
    let short = |line: &Line<'_>| page.is_short(line) && !line.ends_sentence();
    let needed = || levels::is_part(title.text) && rest.len() > 1 && rest.iter().take(NEAR).all(short);
    can_be(page, title)
        && !(place.inside_list || place.after_colon)
        && named
        && title.words() <= 6
        && title.text.ends_with(words::is_alphanumeric)
        && !page.is_full(title, &rest[0])
        && (unmarked::are_dated(page, rest) && !unmarked::is_dated(title.text)
            || unmarked::are_ragged(page, rest)
            || needed())
}

/// Whether a title of few words stands right above formulas or addresses, a line each.
pub(super) fn heads_lines(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    let Some((title, rest)) = lines.split_first() else { return false };
    let address = |line: &Line<'_>| is_address(line.text);
    can_be(page, title)
        && !(place.inside_list || place.after_colon)
        && may_name(title)
        && title.words() <= if matches!(rest, [one] if address(one)) { 8 } else { 4 }
        && title.text.ends_with(words::is_alphabetic)
        && (rest.first().is_some_and(formula::is_line) || rest.iter().take(NEAR).all(address))
}

/// Whether a line is values side by side: "Serves 8 | Prep 10 min", «4 порции · 30 минут».
pub(super) fn is_row(text: &str) -> bool {
    let parts = [" | ", " · ", " • "].iter().map(|sign| text.matches(sign).count()).max().unwrap_or_default();
    parts > 1 || parts == 1 && text.contains(|c: char| c.is_ascii_digit())
}

/// Whether a line is an address on the web and no more.
pub(super) fn is_address(text: &str) -> bool {
    ["https://", "http://", "www."].iter().any(|scheme| text.starts_with(scheme)) && !text.contains(' ')
}

/// Whether a title stands right above another one that heads a list on its heels: a dish above «Ингредиенты».
pub(super) fn stands_on_title(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    let [title, below, item, ..] = lines else { return false };
    let good = |line: &Line<'_>| {
        can_be(page, line)
            && line.text.starts_with(char::is_uppercase)
            && line.text.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, ')' | '»'))
            && line.words() <= 6
            && !amounts::is_amount(line)
            && !amounts::is_measure(line.text)
            && !body::is_attribute(line)
            && !amounts::is_open(line.text)
    };
    !(place.inside_list || place.after_colon)
        && item.gap == 0
        && (marker(item).is_some() || contents::is_entry(item))
        && [title, below].iter().all(|line| good(line) && !page.is_full(line, item))
        && !page.is_full(title, below)
}

/// Whether a title with a picture stands right above a title of few words that heads a sentence on its heels.
pub(super) fn stands_on_titled_sentence(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    const WORDS: usize = 3;
    let [title, below, sentence, ..] = lines else { return false };
    let plain = |line: &Line<'_>| line.text.ends_with(words::is_alphabetic) && can_be(page, line);
    page.width.is_none()
        && !(place.inside_list || place.after_colon)
        && pictures::is_pictured(title.text)
        && !pictures::is_pictured(below.text)
        && plain(title)
        && plain(below)
        && below.text.starts_with(char::is_uppercase)
        && below.words() <= WORDS
        && sentence.text.starts_with(char::is_uppercase)
        && sentence.ends_sentence()
        && sentence.words() > below.words() + 1
}

/// Whether «Ингредиенты» or another part of every recipe stands right above amounts, or above what they are for.
pub(super) fn heads_part(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    let [title, below, ..] = lines else { return false };
    !(place.inside_list || place.after_colon)
        && can_be(page, title)
        && levels::is_part(title.text)
        && (levels::is_purpose(below.text) || amounts::is_amount(below))
}

/// Whether lines begin with «Label: value» that names no part of a book, and nothing stands below it but other labels
/// or amounts.
pub(super) fn is_value_alone(lines: &[Line<'_>]) -> bool {
    let [line, rest @ ..] = lines else { return false };
    let behind = |next: &Line<'_>| next.text.ends_with(':') || body::is_attribute(next) || amounts::is_amount(next);
    (body::is_attribute(line) || line.starts_lower() && body::is_small_label(line))
        && !page::names_chapter(line.text)
        && !line.text.ends_with('?')
        && rest.first().is_none_or(behind)
}

/// Whether lines, two at least, are amounts and nothing else.
pub(super) fn are_amounts_alone(page: &Page, lines: &[Line<'_>]) -> bool {
    lines.len() > 1
        && !page::names_chapter(lines[0].text)
        && lines.iter().take(NEAR).all(amounts::is_amount)
        && amounts::are_all(page, lines)
}

/// Whether a title stands right above the line that says who wrote a page of the web, and when.
pub(super) fn heads_byline(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    const WORDS: usize = 14;
    let [title, byline, ..] = lines else { return false };
    !(place.inside_list || place.after_colon)
        && can_be(page, title)
        && title.text.starts_with(char::is_uppercase)
        && title.words() <= WORDS
        && webpage::is_byline(byline.text)
}

/// Whether lines are several questions on the heels of each other, or the one that leads to them: what a page offers to
/// ask next.
pub(super) fn asks_on(lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    const SEVERAL: usize = 3;
    let asks = |lines: &[Line<'_>]| {
        lines.len() >= SEVERAL && lines.iter().take(NEAR).all(|line| line.text.ends_with('?') && marker(line).is_none())
    };
    let leads = |line: &Line<'_>| line.text.ends_with('?') && matches!(place.next, Next::Lines(next, _) if asks(next));
    asks(lines) || lines.len() == 1 && leads(&lines[0])
}

/// Whether a line stands alone above the title of a table of contents, as the name of a book's author does.
pub(super) fn stands_above_contents(lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    lines.len() == 1 && matches!(place.next, Next::Lines([_], Some(rows)) if contents::leading(rows) > 1)
}

/// Whether a note begins with a line that could be the title of the chat behind it.
pub(super) fn names_chat(title: &Line<'_>, place: Place<'_, '_>) -> bool {
    let named = may_name(title) || is_title_with_colon(title);
    place.opening && !place.below && named && sentences::first_end(title.text).is_none()
}

/// Whether a line says behind a colon what it is about: «Ульи: от лежака до стояка», «Ульи: лежак, стояк, колода». A value
/// there has a capital, few words or a figure, or a label that is none of a subject: «Автор: Пётр Ильич».
fn is_title_with_colon(title: &Line<'_>) -> bool {
    const WORDS: usize = 12;
    const LABELS: &str = "\
        участники участник присутствовали присутствующие присутствуют гости дата даты время место автор авторы лектор \
        преподаватель тема темы теги тег метки ключевые источник источники ссылка ссылки кому от копия ответственные \
        состав план купить participants present attendees guests date dates time place author authors tags tag keywords \
        source sources link links to from cc topic topics agenda owner owners todo";
    let Some((label, about)) = title.text.split_once(": ") else { return false };
    let small = about.starts_with(char::is_lowercase);
    let several = if small { 2 } else { 4 };
    let first = words::lowercase(label.split(' ').next().unwrap_or_default());
    let subject = small && !LABELS.split(' ').any(|listed| listed == first);
    title.text.starts_with(char::is_uppercase)
        && title.text.ends_with(words::is_alphabetic)
        && (several..=WORDS).contains(&about.split_whitespace().count())
        && !about.contains(|c: char| c.is_ascii_digit() || matches!(c, ':' | ';' | '@' | '/'))
        && (subject || !about.contains(','))
}

/// Whether a line alone, or two if the page broke one, is a title above a list, a table or code, though it is longer than
/// others are where a page wrapped the lines.
pub(super) fn heads_block(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    const WORDS: usize = 8;
    const LONGEST: usize = 58;
    let (Some(first), Some(last), Some(width)) = (lines.first(), lines.last(), page.width) else { return false };
    let block = match place.next {
        Next::Lines(following, _) => {
            following.first().is_some_and(|next| marker(next).is_some()) || heads_table(first, following)
        }
        Next::Code(goes_on) => !goes_on,
        Next::Answer | Next::Question | Next::Turn | Next::End => false,
    };
    let part = |line: &Line<'_>| {
        line.said == Said::Nothing
            && line.len <= LONGEST
            && line.len * 5 <= width * 4
            && line.words() <= WORDS
            && marker(line).is_none()
            && !body::is_attribute(line)
            && sentences::is_words(line.text)
    };
    let one = match lines {
        [_] => true,
        [first, _] => amounts::is_open(first.text) || is_title_case(first.text) && is_broken(lines),
        _ => false,
    };
    block
        && one
        && lines.iter().all(part)
        && first.text.starts_with(char::is_uppercase)
        && last.text.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, ')' | '»'))
        && !(place.inside_list || place.after_colon)
        && !(captions::may_be_caption(first.text) || amounts::is_open(last.text))
}

/// Whether a line of few words, or one with a picture in front, stands above a table.
pub(super) fn heads_table(title: &Line<'_>, below: &[Line<'_>]) -> bool {
    const WORDS: usize = 6;
    const PICTURED_WORDS: usize = 12;
    let most = if pictures::is_pictured(title.text) { PICTURED_WORDS } else { WORDS };
    let table = || below[0].text.contains('\t') || table::is_set(below);
    below.len() > 1
        && !title.starts_lower()
        && title.words() <= most
        && title.text.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, ')' | '»'))
        && table()
}

/// Whether a text calls out before it says something: «NB! в субботу закрыто», «Важно!!! Сроки другие».
pub(super) fn is_called_out(text: &str) -> bool {
    let Some((call, rest)) = text.split_once(' ') else { return false };
    call.ends_with('!') && (call.ends_with("!!") || rest.starts_with(char::is_lowercase))
}

/// Whether lines are nothing but what somebody jotted down, and no question that was typed over several lines.
pub(super) fn is_jotted(page: &Page, lines: &[Line<'_>]) -> bool {
    let asks = lines.first().is_none_or(|first| roles::begins_question(first.text));
    !asks && amounts::jotted(page, lines) == lines.len()
}

/// Whether a line could be the title of the jotted lines behind it: a capital, few words, and no end.
pub(super) fn is_jotted_title(page: &Page, title: &Line<'_>, rest: &[Line<'_>]) -> bool {
    may_name(title) && amounts::jotted(page, rest) > 0
}

/// Whether all words of a text have a capital but the short ones and prepositions: "Barley and Root".
pub(super) fn is_title_case(text: &str) -> bool {
    const SMALL: &str = "about above across after against along among around before behind below beneath beside \
        between beyond despite during except inside through toward towards under until within without";
    let small = |word: &str| word.len() < 5 || SMALL.split(' ').any(|small| small == word);
    let word = |word: &str| word.starts_with(char::is_uppercase) || small(word);
    text.starts_with(char::is_uppercase) && text.is_ascii() && text.split_whitespace().all(word)
}

/// Whether lines in which the words have capitals are one title that was broken: the first is long, and small words
/// between the others show that no names stand below each other.
pub(super) fn is_broken(lines: &[Line<'_>]) -> bool {
    const SHORTEST: usize = 18;
    let [first, rest @ ..] = lines else { return false };
    first.len >= SHORTEST && go_on_as_title(rest)
}

/// Whether each of the lines has capitals word by word but for small words between them.
pub(super) fn go_on_as_title(lines: &[Line<'_>]) -> bool {
    let small = |line: &Line<'_>| line.text.split(' ').any(|word| word.starts_with(char::is_lowercase));
    !lines.is_empty() && lines.iter().all(|line| is_title_case(line.text) && small(line))
}

fn may_name(title: &Line<'_>) -> bool {
    title.text.starts_with(char::is_uppercase)
        && title.text.ends_with(|c: char| words::is_alphanumeric(c) || c == ')')
        && title.words() <= 6
        && !amounts::is_amount(title)
        && !body::is_attribute(title)
}

/// Whether a line is a label with a figure: «Порций: 4».
pub(super) fn is_figure(line: &Line<'_>) -> bool {
    let value = line.text.split_once(": ").map(|(_, value)| value).unwrap_or_default();
    body::is_attribute(line)
        && value.starts_with(|c: char| c.is_ascii_digit())
        && value.split_whitespace().count() <= 5
        && !page::names_chapter(line.text)
}
/// Whether a line says what some code does: «docker stop web — остановить контейнер», "--all → stopped ones too".
pub(super) fn explains_code(text: &str) -> bool {
    let part = [" — ", " – ", " → ", " - "].iter().find_map(|sign| text.split_once(sign));
    let Some((code, said)) = part.filter(|_| !text.ends_with('?')) else { return false };
    let begins = code.starts_with(|c: char| c.is_ascii_lowercase() || c == '-' || c == '$');
    begins && code.is_ascii() && (code.contains(' ') || code.starts_with('-')) && said.contains(words::is_alphabetic)
}

/// Whether a line only links what stands around it: «или» between two commands.
pub(super) fn is_link(text: &str) -> bool {
    const LINKS: &[&str] = &[
        "или",
        "либо",
        "или так",
        "и",
        "а также",
        "а затем",
        "а потом",
        "и затем",
        "и потом",
        "затем",
        "потом",
        "далее",
        "где",
        "where",
        "then",
        "or",
        "and",
        "and then",
        "or else",
    ];
    LINKS.contains(&text.to_lowercase().trim_end_matches('…'))
}

/// Whether a line says that what follows explains the signs of a formula: «где».
pub(super) fn is_conjunction(text: &str) -> bool {
    matches!(text, "где" | "where")
}

#[cfg(test)]
mod tests {
    use crate::{notes, text::Source};

    fn titles(text: &str) -> Vec<String> {
        let note = notes::parse(&Source::new("a.txt", text));
        note.sections.into_iter().map(|section| section.title.text).filter(|title| !title.is_empty()).collect()
    }

    #[test]
    fn what_links_two_commands_heads_neither() {
        for link in ["или", "а затем", "И потом", "and then…"] {
            assert!(super::is_link(link), "{link}");
        }
        for title in ["а затем зима", "Потом и кровью", "Then and now"] {
            assert!(!super::is_link(title), "{title}");
        }
    }

    #[test]
    fn what_is_needed_stands_right_below_a_title() {
        let bench = |text: &str| {
            titles(&format!("The Bench\n\nIt stands below the tree, and in summer there is shade on it.\n\n{text}"))
        };
        let list = "A saw with fine teeth\nTwo boards of larch\nWood glue\n\nSaw the boards, and then glue them.\n";
        assert_eq!(bench(&format!("What you will need\n{list}")), ["The Bench", "What you will need"]);
        assert_eq!(bench(&format!("A plane and a vice\n{list}")), ["The Bench"]);
    }

    #[test]
    fn a_title_page_has_one_title() {
        let book = |page: &str| {
            format!("{page}\n\n\nПредисловие\n\nЭти заметки я вела на полях календаря, а потом переписала.\n")
        };
        let first = |page: &str| titles(&book(page)).remove(0);
        for page in [
            "Пчёлы за рекой\nДневник одной пасеки",
            "Пчёлы за рекой\nДневник одной пасеки\n\nСобрала Вера Орлова, дополняли соседи",
            "Пчёлы за рекой\n\nСобрала Вера Орлова, дополняли соседи",
        ] {
            assert_eq!(first(page), "Пчёлы за рекой", "{page}");
        }
        // What is no book begins with two lines of a list as well.
        let list = titles("Вымыть рамки\nНайти роевню\n\nМагазин\n\nВощина, гвозди и белая краска.\n");
        assert!(!list.contains(&"Вымыть рамки".to_owned()), "{list:?}");
    }

    #[test]
    fn a_long_title_stands_above_a_list_or_code_in_a_wrapped_note() {
        let prose = "A violin is strung with four strings of gut or steel, which are tuned in\nfifths, and the bow is \
            strung with the hair of a horse, which is drawn over\nthem and makes them sound as long as it moves.\n";
        let below = |title: &str, block: &str| titles(&format!("{prose}\n{title}\n\n{block}\n\n{prose}"));
        let title = "Different Preparations of Instruments";
        for block in ["- a bow\n- rosin", "```\ntune --to 440\n```", "Part\tWood\nback\tmaple\ntop\tspruce"] {
            assert_eq!(below(title, block), [title], "{block}");
        }
        assert_eq!(
            below("What to Do with Strings of\nGut and Steel", "- wipe them"),
            ["What to Do with Strings of Gut and Steel"]
        );
        for text in [
            "The following things are needed for it:",
            "Table 2 Woods of which the violin is",
            "the strings that are wound with silver",
        ] {
            assert!(below(text, "- a bow\n- rosin").is_empty(), "{text}");
        }
    }

    #[test]
    fn a_title_in_capitals_word_by_word_may_be_broken() {
        let prose = "The velvet is glued on, and water takes it off in no time.\n";
        let case = format!("Rinsing a Violin Case without\nHarming the Velvet\n\n{prose}");
        assert_eq!(titles(&case), ["Rinsing a Violin Case without Harming the Velvet"]);
        for names in ["Jonathan Middleton\nMargaret Jones", "Sonatas and Partitas\nJohann Sebastian Bach"] {
            assert!(titles(&format!("{names}\n\n{prose}")).is_empty(), "{names}");
        }
    }

    #[test]
    fn a_colon_stands_in_the_title_of_a_chat() {
        let chat = |above: &str| titles(&format!("{above}\n\nВы сказали:\nкак играть?\n\nChatGPT сказал:\nСмычком.\n"));
        assert_eq!(chat("Скрипка: от смычка до футляра")[0], "Скрипка: от смычка до футляра");
        assert_eq!(chat("Violin: From the Bow to the Case").len(), 2);
        assert_eq!(chat("Скрипка: струны, смычок, канифоль")[0], "Скрипка: струны, смычок, канифоль");
        assert_eq!(chat("Violin: strings, bow, rosin")[0], "Violin: strings, bow, rosin");
        for value in ["Мастер: Антонио Страдивари", "Дата: с 5 мая до осени", "Участники: мы, соседи и гости"]
        {
            assert_eq!(chat(value).len(), 1, "{value}");
        }
    }

    #[test]
    fn a_title_may_call_out_above_values() {
        let bow = "Смычок из фернамбука — лучший для скрипки!";
        let values = "Длина: 74 см\nВес: 60 г\nВолос: белый\n\nЕго натирают канифолью, пока он не станет белым.\n";
        for gap in ["\n", "\n\n"] {
            assert_eq!(titles(&format!("Скрипка\n\nЕй триста лет.\n\n{bow}{gap}{values}")), ["Скрипка", bow]);
        }
        let text = "Его делают в Бразилии.\n";
        assert_eq!(titles(&format!("Скрипка\n\nЕй триста лет.\n\n{bow}\n\n{text}")), ["Скрипка"]);
    }
}
