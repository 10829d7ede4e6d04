//! Headings with a number that the page broke between two words, though the rest of them begins with a capital; and long
//! lines of a mail in a note whose others nobody wrapped.
//!
//! What tells that the lines are one: the rest is set in below the first word behind the number, or the line above it
//! cannot end there, or both are set in capitals word by word as titles are. Such a heading stands between blank lines.

use std::ops::{Range, RangeInclusive};

use super::{
    amounts, code,
    lines::{Line, Said},
    list::marker,
    page::{self, Page},
    sentences, titles,
};
use crate::text::words;

/// So many lines has the longest of such headings, and so many words and characters each of its lines.
const MOST_LINES: usize = 3;
const WORDS: usize = 14;
const LONGEST: usize = 80;
/// A page breaks no shorter line, in characters, and no shorter one where nothing is set in below it.
const SHORTEST: usize = 16;
const SHORTEST_AT_MARGIN: usize = 28;

/// How many of the lines are one paragraph on a card too narrow for its sentences: the first begins one, the others go on
/// in small letters, the last ends one. Inside a line a sentence ends, or something must follow the last word of one.
pub(super) fn on_card(lines: &[Line<'_>]) -> usize {
    const LINES: usize = 20;
    const WIDEST: usize = 45;
    const FEWEST_WORDS: usize = 3;
    let Some(first) = lines.first().filter(|first| first.text.starts_with(char::is_uppercase)) else { return 1 };
    let plain = |line: &Line<'_>| line.said == Said::Nothing && line.len <= WIDEST && !line.text.contains(['\t', ':']);
    let goes_on = |pair: &&[Line<'_>]| {
        let [before, line] = pair else { return false };
        plain(before) && plain(line) && line.gap == 0 && line.starts_lower() && !before.ends_sentence()
    };
    let count = lines.windows(2).take(LINES).take_while(goes_on).count() + 1;
    let cut = |line: &Line<'_>| {
        let open = line.text.ends_with([',', '&']) || amounts::is_open(line.text);
        open || sentences::first_end(line.text).is_some()
    };
    let (inner, last) = (&lines[..count - 1], &lines[count - 1]);
    let told = inner.iter().any(cut) && first.words() >= FEWEST_WORDS && last.ends_sentence();
    if told && last.said == Said::Nothing { count } else { 1 }
}

/// Marks the headings that are numbered as no item of a list is: «2.1 Уход», «3  Уход».
pub(super) fn mark(lines: &mut [Line<'_>]) {
    let fenced = code::fenced_lines(lines);
    for at in (0..lines.len()).filter(|&at| !fenced[at]) {
        let Some(number) = Number::of(lines[at].text).filter(|number| number.heads) else { continue };
        let count = extent(lines, at);
        if count > 1 && (at == 0 || lines[at].gap > 0 || lines[at].new_page) {
            lines[at].said = Said::Heading(number.depth);
            lines[at + 1..at + count].iter_mut().for_each(|line| line.said = Said::Joined);
        }
    }
}

/// How many lines the title takes that begins in line `at` with its number; one where nothing says that it goes on.
pub(super) fn extent(lines: &[Line<'_>], at: usize) -> usize {
    let first = &lines[at];
    let Some(number) = Number::of(first.text).filter(|_| first.said == Said::Nothing && is_part(first)) else {
        return 1;
    };
    if first.len < SHORTEST || !lines.get(at + 1).is_some_and(|next| is_behind(first, next)) {
        return 1;
    }
    let column = first.indent + first.text[..number.len].chars().count();
    let plain = |line: &Line<'_>| marker(line).is_none() && Number::of(line.text).is_none();
    let below = lines[at + 1..].iter().take(MOST_LINES);
    let rest = below.take_while(|line| line.gap == 0 && !line.new_page && is_part(line) && plain(line)).count();
    let title = |rest: usize| &lines[at..=at + rest];
    let behind = |rest: usize| lines.get(at + rest + 1).filter(|next| next.gap == 0 && !next.new_page);
    let aligned = lines[at + 1..=at + rest].iter().take_while(|line| line.indent == column).count();
    let set_out = |next: &Line<'_>| number.heads && next.indent < column && next.text.starts_with(char::is_uppercase);
    let whole = |rest: usize| (1..MOST_LINES).contains(&rest) && can_end(&lines[at + rest]);
    if whole(aligned) && behind(aligned).is_none_or(set_out) {
        aligned + 1
    } else if number.heads && whole(rest) && behind(rest).is_none() && is_one(&first.text[number.len..], title(rest)) {
        rest + 1
    } else {
        1
    }
}

/// Whether a long line breaks off as those of a mail do, and the next goes on in small letters.
pub(super) fn is_cut(line: &Line<'_>, next: &Line<'_>) -> bool {
    const LENGTHS: RangeInclusive<usize> = 55..=100;
    const WORDS: usize = 8;
    /// A line with more figures is a row of amounts.
    const FIGURES: usize = 3;
    let figures = || line.text.split_whitespace().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).count();
    let plain =
        |line: &Line<'_>| line.said == Said::Nothing && marker(line).is_none() && sentences::is_words(line.text);
    LENGTHS.contains(&line.len)
        && line.words() >= WORDS
        && next.gap == 0
        && next.starts_lower()
        && next.len <= *LENGTHS.end()
        && !line.ends_sentence()
        && !line.text.ends_with([':', ';', ')', '!', '?'])
        && [line, next].iter().all(|line| plain(line) && !line.text.contains(['\t', '|']))
        && (next.text.contains(". ") || next.text.ends_with(['.', '!', '?', ':', ')']))
        && figures() <= FIGURES
}

/// Whether a sentence ends in the first of some lines, or in one that the page broke it over.
pub(super) fn ends(page: &Page, lines: &[Line<'_>]) -> bool {
    const NEAR: usize = 4;
    let full = |at: usize| lines.get(at + 1).is_some_and(|next| next.starts_lower() && page.is_full(&lines[at], next));
    let last = (0..lines.len().min(NEAR)).find(|&at| !full(at));
    lines.first().is_some_and(|first| sentences::first_end(first.text).is_some())
        || last.is_some_and(|last| {
            !amounts::is_amount(&lines[0])
                && lines[last].text.ends_with(['.', '!', '?'])
                && !lines[..last].iter().any(|line| line.text.ends_with([';', '.', ':']))
        })
}

/// Marks the second lines of amounts that stand in a narrow column: what goes on with a broken word, with a rank that counts
/// nothing, «2-го сорта», or where the column could not have held one more word.
pub(super) fn columns(lines: &mut [Line<'_>]) {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let begin = at + usize::from(lines[at].text.ends_with(':'));
        let together = |n: &usize| *n == at || lines[*n].gap == 0 && !lines[*n].new_page;
        let end = (at..lines.len()).take_while(together).last().unwrap_or(at) + 1;
        at = end;
        if is_column(&lines[begin.min(end)..end]) {
            runs.push(begin..end);
        }
    }
    let broken = |pair: &[Line<'_>]| {
        let left = pair[0].text.strip_suffix('-');
        pair[1].starts_lower() && left.is_some_and(|left| left.ends_with(words::is_alphabetic))
    };
    // Where words are broken the column ends.
    let widths = runs.iter().flat_map(|run| lines[run.clone()].windows(2)).filter(|pair| broken(pair));
    let edge = widths.map(|pair| pair[0].len).min();
    for run in runs {
        let widest = lines[run.clone()].iter().map(|line| line.len).max().unwrap_or_default();
        let edge = edge.map(|edge| edge.max(widest));
        for at in run.start + 1..run.end {
            let (before, line) = (&lines[at - 1], &lines[at]);
            let counted = amounts::leads(before.text);
            let taste = || amounts::is_to_taste_at_end(line.text) && counted;
            let full = || edge.is_some_and(|edge| before.len + 1 + line.first_word() > edge);
            let small = line.starts_lower() && !amounts::leads(line.text) && full() && !taste();
            if broken(&lines[at - 1..=at]) || counted && is_rank(line.text) || small {
                lines[at].said = Said::Joined;
            }
        }
    }
}

/// Whether lines are amounts in a narrow column: short ones, and at least every second begins with its figure.
fn is_column(lines: &[Line<'_>]) -> bool {
    const WIDEST: usize = 40;
    const FEWEST: usize = 3;
    let short = |line: &Line<'_>| {
        line.len <= WIDEST && line.said == Said::Nothing && marker(line).is_none() && !line.text.contains('\t')
    };
    let count = |lines: &[Line<'_>]| lines.iter().filter(|line| amounts::leads(line.text)).count();
    lines.iter().all(short) && count(lines) >= FEWEST && count(lines) * 2 >= lines.len()
}

/// Whether a text begins with a number and the end of its word: «2-го сорта», «1-й сорт».
fn is_rank(text: &str) -> bool {
    const LONGEST: usize = 3;
    let rank = text.split(' ').next().and_then(|word| word.split_once('-'));
    rank.is_some_and(|(number, end)| {
        let letters = (1..=LONGEST).contains(&end.chars().count()) && end.chars().all(char::is_lowercase);
        !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) && letters
    })
}

/// Whether the page would have broken `first` before the first word of `next`: what stands in `next` is no wider.
fn is_behind(first: &Line<'_>, next: &Line<'_>) -> bool {
    // Pages are set in proportional type.
    let width = (first.indent + first.len + next.first_word()) * 5 / 4;
    next.indent + next.len <= width && !code::is_typed(next.text)
}

/// Whether lines at one margin are one title: each but the last must go on, or all have capitals word by word.
fn is_one(first: &str, title: &[Line<'_>]) -> bool {
    let margin = title[1..].iter().all(|line| line.indent == title[0].indent);
    let open = title[..title.len() - 1].iter().all(|line| amounts::is_open(line.text));
    let long = title[..title.len() - 1].iter().all(|line| line.len >= SHORTEST_AT_MARGIN);
    margin && (open || long && titles::is_title_case(first) && titles::go_on_as_title(&title[1..]))
}

/// Whether a line could be one of a title.
fn is_part(line: &Line<'_>) -> bool {
    line.said == Said::Nothing
        && line.len <= LONGEST
        && line.words() <= WORDS
        && !line.text.ends_with(['.', ';', '!'])
        && !line.text.contains(['\t', '|'])
        && line.text.contains(words::is_alphabetic)
}

/// Whether a title could end with a line.
fn can_end(line: &Line<'_>) -> bool {
    line.text.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, ')' | '»' | '"' | '”' | '?'))
}

/// The number in front of a title.
struct Number {
    /// Bytes up to the title.
    len: usize,
    /// How many figures it has.
    depth: u8,
    /// Whether no item of a list is numbered so.
    heads: bool,
}

impl Number {
    fn of(text: &str) -> Option<Self> {
        // «Глава 2. Уход», "Chapter 2: Care".
        let named =
            text.split_once(' ').filter(|(word, _)| page::names_chapter(word)).map(|(_, rest)| rest.trim_start());
        let behind = named.unwrap_or(text);
        let number = behind.split(char::is_whitespace).next()?;
        let end: &[char] = if named.is_some() { &['.', ':'] } else { &['.'] };
        let figures: Vec<&str> = number.trim_end_matches(end).split('.').collect();
        let all = figures.iter().all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
        let blank = behind[number.len()..].len() - behind[number.len()..].trim_start().len();
        let title = &behind[number.len() + blank..];
        let wide = !number.ends_with('.') && blank > 1;
        let heads = figures.len() > 1 || wide || named.is_some();
        let good = all && figures.len() <= 6 && title.starts_with(char::is_uppercase);
        good.then(|| Self { len: text.len() - title.len(), depth: figures.len() as u8, heads })
    }
}

#[cfg(test)]
mod tests {
    use crate::{notes, text::Source};

    /// The items of the list of a note.
    fn items(lines: &str) -> Vec<String> {
        let text = format!("Побелка стен\n\nПонадобится:\n{lines}\nИзвесть гасят с вечера, и не в доме.\n");
        let note = crate::notes::parse(&crate::text::Source::new("a.txt", text));
        let blocks = note.sections.into_iter().flat_map(|section| section.blocks);
        let items = blocks.filter_map(|block| match block.kind {
            crate::notes::BlockKind::List { items, .. } => Some(items.into_iter().map(|item| item.text.text)),
            _ => None,
        });
        items.flatten().collect()
    }

    #[test]
    fn amounts_go_on_in_a_narrow_column() {
        let column = "5 кг негашёной из-\nвести\n2 кг белой глины\n1-го сорта\n10 л чистой речной\nводы\n1 кисть\nсоль по \
            вкусу\n";
        let joined = [
            "5 кг негашёной извести",
            "2 кг белой глины 1-го сорта",
            "10 л чистой речной воды",
            "1 кисть",
            "соль по вкусу",
        ];
        assert_eq!(items(column), joined);
        // No word is broken, so nothing tells where the column ends.
        let whole = "5 кг извести\n2 кг белой глины\n10 л чистой речной\nсоль\n1 кисть\n";
        assert_eq!(items(whole).len(), 5);
    }

    #[test]
    fn a_sentence_goes_on_over_a_colon() {
        let text = |rest: &str| {
            let wall = "Стену белят дважды, и второй раз только по сухому, иначе извест-\nка пойдёт пузырями и осыплется к \
                весне, как её ни закрепляй.\nБелить лучше всего не кистью, а веником из мягкой соломы:\n";
            let note = crate::notes::parse(&crate::text::Source::new("a.txt", format!("Побелка\n\n{wall}{rest}")));
            note.sections.iter().map(|section| section.blocks.len()).sum::<usize>()
        };
        assert_eq!(text("веник мягче.\n"), 1);
        assert_eq!(text("он не оставляет полос, и за одно утро им можно успеть побе-\nлить избу.\n"), 1);
        assert_eq!(text("веник из соломы;\nведро.\n"), 2);
    }

    fn titles(text: &str) -> Vec<(String, u8)> {
        let note = notes::parse(&Source::new("a.txt", text));
        note.sections.into_iter().map(|section| (section.title.text, section.level)).collect()
    }

    #[test]
    fn a_title_set_in_below_its_first_word_is_one() {
        let bees = "4.2  Зимовка пчёл в ульях системы\n     Дадана и Лангстрота\n\nУлей утепляют в октябре.\n";
        assert_eq!(titles(bees), [("4.2 Зимовка пчёл в ульях системы Дадана и Лангстрота".to_owned(), 2)]);
        let sails = "3  The Sails: From Flax\n   Fibre\n\nFlax was grown along the river in those days.\n";
        assert_eq!(titles(sails), [("3 The Sails: From Flax Fibre".to_owned(), 1)]);
        let chapter = "Глава 2. Зимовка в ульях\n         Дадана\n\nУлей утепляют в октябре, и леток закрывают.\n";
        assert_eq!(titles(chapter), [("Глава 2. Зимовка в ульях Дадана".to_owned(), 1)]);
        let tight = "5.1  Reefing, or How to Sail\n     Through a Gale\nThe sail is made smaller in good time.\n";
        assert_eq!(titles(tight), [("5.1 Reefing, or How to Sail Through a Gale".to_owned(), 2)]);
    }

    #[test]
    fn a_title_at_the_margin_is_one_where_its_words_say_so() {
        let loom =
            "2.4 Warping, or How to Dress the Loom\nWithout Tangling of the Threads\n\nThe warp is wound first.\n";
        assert_eq!(
            titles(loom),
            [("2.4 Warping, or How to Dress the Loom Without Tangling of the Threads".to_owned(), 2)]
        );
        let open = "2.4 Уход за пасекой в\nСибири и на Урале\n\nЗимой там холодно, и ульи стоят в омшанике.\n";
        assert_eq!(titles(open), [("2.4 Уход за пасекой в Сибири и на Урале".to_owned(), 2)]);
    }

    #[test]
    fn what_a_page_would_have_broken_otherwise_is_apart() {
        let text = "3.1 Watering of the beds\n    All the beds are watered at dawn with water from the tank, never later\n\nIt is cold.\n";
        assert!(titles(text).iter().all(|(title, _)| title == "3.1 Watering of the beds"), "{:?}", titles(text));
    }

    #[test]
    fn a_title_below_a_title_and_a_sentence_are_apart() {
        let two = "2.4 Looms\nUpright Looms\n\nThe warp hangs down, and stones pull at it.\n";
        assert_eq!(titles(two)[0].0, "2.4 Looms");
        let items =
            "Plan\n\n2.1. Pay the rent\n     on the first of May.\n2.2. Leave the keys\n     With the neighbour.\n";
        assert!(titles(items).iter().all(|(title, _)| !title.contains("neighbour")), "{:?}", titles(items));
    }

    #[test]
    fn a_mail_keeps_its_long_lines_among_those_that_nobody_wrapped() {
        let long = "Доски пилят вдоль волокон, потом шлифуют, а потом покрывают маслом два раза, и каждый раз оно сохнет \
            сутки, не меньше, а лучше двое.\n\n";
        let mail =
            "я нашла дедушкину тетрадь на чердаке, она лежала в ящике вместе\nсо стамесками. Вот что там есть.\n";
        let note = notes::parse(&Source::new("a.txt", format!("{}{mail}", long.repeat(4))));
        let texts: Vec<String> = note.text().lines().map(str::to_owned).collect();
        assert!(texts.iter().any(|text| text.contains("в ящике вместе со стамесками.")), "{texts:?}");
    }

    #[test]
    fn a_card_wraps_its_sentences() {
        let count = |text: &str| {
            let source = Source::new("a.txt", text);
            super::on_card(&crate::notes::lines::lines(&source, source.whole()))
        };
        assert_eq!(count("Scrape the hull, varnish &\noil it till dry. Then\nlaunch her with\nthe tide.\nRest.\n"), 4);
        assert_eq!(count("Scrape the hull\noil the mast\nmend the sail\n"), 1);
        assert_eq!(count("Tar, oakum &\nwax\n"), 1);
    }
}
