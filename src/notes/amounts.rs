//! Lines that say how much of something there is: «Творог 400 г», "1½ cups flour", «соль — 5 г».
//!
//! Several of them are a list, however the author set them and whatever stands between: «соль по вкусу».

use super::{
    body,
    lines::{Line, Said},
    list::marker,
    page::Page,
};
use crate::text::words;

/// The most words of such a line.
const MOST_WORDS: usize = 16;
/// So many words may name what there is, where a dash parts them from the amount.
const NAME_WORDS: usize = 5;
/// So many lines are a list.
const SHORTEST_LIST: usize = 3;
/// So many lines tell.
const NEAR: usize = 200;
/// Words behind which something must follow.
const OPEN: &str = "a an and as against among between during for from in into of or per plus the to with without без в во \
    для до за и из или к между на над о от перед по под при с со у через";

/// What an amount without a figure begins with, by how the word begins, and what it ends with: «сахар стакан».
const HANDFULS: &str = "щепот горст пучок pinch handful sprig knob";
/// What is taken of something that is counted: "Juice of 2 lemons", «Сок одного лимона».
const TAKEN: &str = "juice zest rind peel сок цедра цедру";
/// A part of one, in words.
const HALVES: &str = "half половина половины половинки";
const VESSELS: &str = "стакан ложка пучок горсть щепотка";
/// Vessels in front of what they hold, in small letters: «стакан сахара».
const MEASURED: &str = "стакан ложка чашка банка пачка полстакана полложки поллитра полкило cup glass half";
/// Units of more than four letters, by how they begin.
const UNITS: &str = "стакан ложк ложек штук пучк зубч банк пакет грамм литр метр лист tablesp teasp gram litre liter metre meter pound ounce piece";
/// Numbers in words that say for how many something is, in small letters.
const NUMBERS: &str = "\
    один одна одно одну два две три четыре пять шесть семь восемь девять десять двенадцать дюжина дюжину a an one two \
    three four five six seven eight nine ten twelve dozen";
/// What something is made in, by how the words begin, and how large that is.
const HOLDERS: &str = "форм банк бутыл буханк батон противен противн кастрюл сковород \
    tin pan dish loaf loav jar bottle tray mould mold cake pie";
const SIZES: &str =
    "см мм л мл г гр кг cm mm l ml g kg inch inches litre litres liter liters oz lb по each round square";
/// What people and time are counted in, by how the words begin.
const MEASURES: &str = "порци персон человек чел штук шт мин час сут serving portion people person min hour hr";
/// What may stand before such a number; behind the last four it counts whatever is made.
const BEFORE: &str = "на около примерно время выход порций готовка готовить подготовка приготовление выпечка выпекать \
    варить охлаждение всего about approx for time prep cook bake chill freeze soak rise rest total enough takes";
const MAKING: &str = "serves makes yields feeds yield порций порции";
/// So many words has a line of a list that somebody jotted down.
const JOTTED_WORDS: usize = 6;

/// Whether both lines say how much of something there is, or what it is: «капуста белокочанная — 300 г».
pub fn are_amounts(line: &Line<'_>, next: &Line<'_>) -> bool {
    let cut = |text: &'static str| {
        let halves = |line: &Line<'_>| {
            let (name, value) = line.text.split_once(text)?;
            let short = name.split_whitespace().count() <= NAME_WORDS && !name.ends_with(['.', '?', '!']);
            short.then(|| value.starts_with(|c: char| c.is_ascii_digit()))
        };
        halves(line).zip(halves(next))
    };
    let found = [" — ", " – ", " - "].into_iter().find_map(cut);
    found.is_some_and(|(this, that)| this && that || line.starts_lower() && next.starts_lower())
}

/// Whether a list of amounts, «вода — 1 л», goes on behind a blank line: with one amount that stands alone, or behind
/// the edge of a page.
pub fn are_parted(page: &Page, before: &[Line<'_>], lines: &[Line<'_>]) -> bool {
    const SIGNS: [&str; 4] = [" — ", " – ", " - ", ", "];
    let ([before @ .., last], [line, rest @ ..]) = (before, lines) else { return false };
    let sign = |line: &Line<'_>| {
        let named = |sign: &&&str| line.text.split_once(**sign).is_some_and(|(name, _)| !name.contains([':', '.']));
        SIGNS.iter().find(named).filter(|_| is_amount(line) && marker(line).is_none())
    };
    let amount = |line: &Line<'_>| line.said == Said::Nothing && sign(line).is_some() && sign(line) == sign(last);
    // Behind the edge of a page figures in front are enough.
    let led = |line: &Line<'_>| line.said == Said::Nothing && is_amount(line) && leads(line.text);
    let several = || before.last().is_some_and(led) || rest.first().is_some_and(|next| next.gap == 0 && led(next));
    if line.new_page && line.gap > 0 && led(last) && led(line) && several() && !page.is_full(last, line) {
        return true;
    }
    let small = line.starts_lower() == last.starts_lower();
    let alone = || line.gap == 1 && rest.first().is_none_or(|next| next.gap > 0);
    line.gap > 0
        && before.last().is_some_and(amount)
        && [last, line].into_iter().all(amount)
        && small
        && !page.is_full(last, line)
        && (alone() || page.breaks_before(line))
}

/// Whether the lines are a list of amounts, but for a few that say something else of the same kind.
pub fn are_listed(page: &Page, lines: &[Line<'_>]) -> bool {
    let near = &lines[..lines.len().min(NEAR)];
    let begin = |i: &usize| *i == 0 || !goes_on(page, &near[i - 1], &near[*i]);
    let items: Vec<&Line<'_>> = (0..near.len()).filter(begin).map(|i| &near[i]).collect();
    let amounts = items.iter().filter(|line| is_amount(line)).count();
    let plain = |line: &&Line<'_>| {
        marker(line).is_none() && line.said == Said::Nothing && line.words() <= MOST_WORDS && !line.text.contains('\t')
    };
    let sentences = items.iter().filter(|line| line.ends_sentence() && !is_amount(line)).count();
    items.len() >= SHORTEST_LIST && amounts * 3 >= items.len() * 2 && sentences == 0 && items.iter().all(plain)
}

/// The amounts that commas part at the beginning of the lines, «500 г муки,», «соль — 5 г,», «1 яйцо.»: of each line whether
/// an item begins with it. One goes on where its bracket does.
pub fn enumerated(lines: &[Line<'_>]) -> Option<Vec<bool>> {
    let (mut starts, mut items, mut amounts, mut open) = (Vec::new(), 0, 0, 0);
    for line in lines.iter().take(NEAR) {
        let goes_on = open > 0;
        if line.words() > MOST_WORDS || marker(line).is_some() || line.gap > 0 && !(line.new_page || starts.is_empty())
        {
            return None;
        }
        let text = line.text.trim_end_matches([',', ';', '.']);
        let amount = leads(text) || !text.contains([':', '.']) && ends(text);
        if starts.is_empty() && !amount {
            return None;
        }
        starts.push(!goes_on);
        items += usize::from(!goes_on);
        amounts += usize::from(amount);
        open = (open + line.text.matches('(').count()).saturating_sub(line.text.matches(')').count());
        if open == 0 && !line.text.ends_with([',', ';']) {
            break;
        }
    }
    let told = items >= SHORTEST_LIST && amounts * 3 >= items * 2 || items > 1 && amounts == items;
    (told && open == 0).then_some(starts)
}

/// Whether two lines or more are amounts, or what may stand among them, and nothing else; the first is one for certain.
pub fn are_all(page: &Page, lines: &[Line<'_>]) -> bool {
    let near = &lines[..lines.len().min(NEAR)];
    let item = |(at, line): (usize, &Line<'_>)| {
        let plain = marker(line).is_none() && line.said == Said::Nothing && line.words() <= MOST_WORDS;
        let wrapped = near.get(at + 1).is_some_and(|next| page.is_full(line, next));
        plain && !wrapped && !line.ends_sentence() && !line.text.contains('\t') && !body::is_attribute(line)
    };
    near.len() > 1
        && is_amount(&near[0])
        && near.iter().enumerate().all(item)
        && near.iter().filter(|line| is_amount(line)).count() * 2 >= near.len()
}

/// Whether there are two lines and no more, of which one begins with how much of something there is, while the other
/// names something: "Salt", "100 g sugar".
pub fn are_two(page: &Page, lines: &[Line<'_>]) -> bool {
    let item = |line: &Line<'_>| {
        let plain = marker(line).is_none() && line.said == Said::Nothing && line.words() <= JOTTED_WORDS;
        plain && !line.ends_sentence() && !line.text.contains(['\t', ':'])
    };
    let led = |line: &Line<'_>| is_amount(line) && leads(line.text);
    matches!(lines, [first, last] if (led(first) || led(last))
        && item(first)
        && item(last)
        && first.starts_lower() <= last.starts_lower()
        && !is_open(first.text)
        && !first.text.ends_with([',', '-'])
        && !page.is_full(first, last))
}

/// Whether something must follow the last word of a text.
pub fn is_open(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    OPEN.split(' ').any(|word| word == last)
}

/// Whether the first word of a text must follow another: «на ubuntu».
pub fn opens(text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or_default();
    OPEN.split(' ').any(|word| word == first)
}

/// Whether every item of a list begins with how much of it there is.
pub fn all_lead(page: &Page, lines: &[Line<'_>]) -> bool {
    let near = &lines[..lines.len().min(NEAR)];
    (0..near.len()).all(|i| leads(near[i].text) || i > 0 && goes_on(page, &near[i - 1], &near[i]))
}

/// Whether a line of such a list goes on with the one before it.
pub fn goes_on(page: &Page, before: &Line<'_>, line: &Line<'_>) -> bool {
    let open = before.text.ends_with(',') || is_open(before.text) || says_how(before.text);
    let bracket = before.text.matches('(').count() > before.text.matches(')').count();
    // «Соль, перец» where the page would have held its first word.
    let fits = || page.width.is_some_and(|width| before.indent + before.len + 1 + line.first_word() <= width);
    let several = || line.text.split(' ').next().is_some_and(|first| first.ends_with(',')) && fits();
    let goes_on = || open || follows(line.text) || is_way(line.text) || page.is_full(before, line) && !several();
    let inner = is_open(before.text) || bracket || line.text.starts_with('(') || line.starts_lower() && goes_on();
    line.said == Said::Joined || before.text.ends_with(" about") || !is_amount(line) && inner
}

/// Whether a line begins with a word that stands behind what an item names: "into dice", «с кожей». What it is for may be
/// the label of a list.
fn follows(text: &str) -> bool {
    const LABELS: &str = "for to для к на the a an";
    let first = text.split(' ').next().unwrap_or_default();
    opens(text) && !LABELS.split(' ').any(|word| word == first)
}

/// Whether a line tells nothing but how what stands before it was cut or kept: "overnight", «на ночь».
pub fn is_way(text: &str) -> bool {
    const WAYS: &str = "\
        overnight|lengthways|lengthwise|crossways|crosswise|separately|at room temperature|to serve|to taste|\
        на ночь|накануне|вдоль|поперёк|поперек|кубиками|кубиком|соломкой|кольцами|полукольцами|кружочками|ломтиками|\
        дольками|комнатной температуры|по вкусу";
    WAYS.split('|').any(|way| way == text)
}

/// Whether nothing but how something is done stands behind the last comma, and not yet what: "cardamom seeds, coarsely".
fn says_how(text: &str) -> bool {
    const RUSSIAN: &str = "мелко крупно тонко слегка грубо хорошо очень предварительно заранее";
    let Some((_, last)) = text.rsplit_once(", ") else { return false };
    last.ends_with("ly") && !last.contains(' ') || RUSSIAN.split(' ').any(|word| word == last)
}

/// Whether a line begins or ends with an amount.
pub fn is_amount(line: &Line<'_>) -> bool {
    let labelled = body::is_attribute(line) || marker(line).is_some() || line.text.contains('\t');
    !labelled
        && line.words() <= MOST_WORDS
        && (leads(line.text)
            || ends(without_purpose(line.text))
            || is_handful(line)
            || is_taken(line)
            || is_set_apart(line.text))
}

/// Whether a name has its amount behind a gap or a dash, whatever it is counted in: «Капуста      1 крупный кочан», «соль,
/// перец — по вкусу».
fn is_set_apart(text: &str) -> bool {
    const GAP: &str = "   ";
    const WORDS: usize = 4;
    let named = |name: &str| {
        name.starts_with(words::is_alphabetic) && (1..=NAME_WORDS).contains(&name.split_whitespace().count())
    };
    let gap = text.split_once(GAP).map(|(name, amount)| (name, amount.trim_start()));
    let counted = |amount: &str| {
        let figure = amount.starts_with(|c: char| c.is_ascii_digit() || is_fraction(c));
        let plain =
            amount.contains(words::is_alphabetic) && !amount.contains(GAP) && !amount.ends_with(['!', '?', ':', ';']);
        figure && plain && amount.split_whitespace().count() <= WORDS
    };
    let dash = || [" — ", " – ", " - "].iter().find_map(|dash| text.split_once(dash));
    gap.is_some_and(|(name, amount)| named(name) && (counted(amount) || is_to_taste(amount)))
        || dash().is_some_and(|(name, amount)| named(name) && is_to_taste(amount))
}

/// Whether a text says that there is as much of something as one likes.
pub(super) fn is_to_taste(text: &str) -> bool {
    matches!(words::lowercase(text).as_str(), "по вкусу" | "по желанию" | "to taste" | "as needed")
}

/// Whether a text ends by saying so.
pub(super) fn is_to_taste_at_end(text: &str) -> bool {
    text.rsplitn(3, ' ').nth(2).is_some_and(|name| is_to_taste(&text[name.len() + 1..]))
}

/// «Мука 3 ст. л.» of «Мука 3 ст. л. + для панировки».
fn without_purpose(text: &str) -> &str {
    text.split_once(" + ").map_or(text, |(amount, _)| amount)
}

/// «Щепотка соли», «сахар стакан», "a pinch of salt".
fn is_handful(line: &Line<'_>) -> bool {
    let small = words::lowercase(line.text);
    let mut words = small.split_whitespace().skip_while(|word| matches!(*word, "a" | "an")).peekable();
    let begins = words.peek().is_some_and(|first| begins_with_one(HANDFULS, first));
    let measured =
        line.starts_lower() && words.peek().is_some_and(|first| MEASURED.split(' ').any(|word| word == *first));
    let ends = || words.last().is_some_and(|last| VESSELS.split(' ').any(|vessel| vessel == last));
    (2..=4).contains(&line.words()) && !line.ends_sentence() && (begins || measured || ends())
}

/// "Juice of 2 lemons", "Grated zest of half an orange", «Сок одного лимона».
fn is_taken(line: &Line<'_>) -> bool {
    const WORDS: usize = 7;
    const BEFORE: usize = 2;
    let small = words::lowercase(line.text);
    let words: Vec<&str> = small.split_whitespace().collect();
    let listed = |list: &str, word: &str| list.split_whitespace().any(|listed| listed == word);
    let taken = words.iter().take(BEFORE + 1).position(|word| listed(TAKEN, word));
    let one = |word: &str| ["одного", "одной", "двух", "трёх", "трех", "четырёх", "четырех"].contains(&word);
    let count = |word: &&str| is_number(word) || listed(NUMBERS, word) || listed(HALVES, word) || one(word);
    let counted = |at: usize| words.get(at + 1..).unwrap_or_default().iter().take(BEFORE).any(count);
    words.len() <= WORDS && !line.ends_sentence() && taken.is_some_and(counted)
}

/// Whether a word begins with one of the list.
fn begins_with_one(list: &str, word: &str) -> bool {
    list.split(' ').any(|listed| word.starts_with(listed))
}

/// Whether a line says for how many something is, or how long it takes, and no more: «4 порции, 25 минут», "Makes 1 loaf",
/// "Makes one 1.5-litre dish", «На одну форму 24 см».
pub fn is_measure(text: &str) -> bool {
    /// "Makes 12 large muffins".
    const LONGEST: usize = 3;
    let listed = |list: &str, word: &str| list.split(' ').any(|listed| listed == word);
    let piece = |piece: &str| {
        let small = words::lowercase(piece);
        let yields = ["выход:", "выход —", "выход –", "выход -"].iter().any(|label| small.starts_with(label));
        let bare = |word| str::trim_matches(word, [':', '.', '(', ')']);
        let words: Vec<&str> = small.split_whitespace().map(bare).collect();
        let words: Vec<&str> = words.into_iter().filter(|word| !matches!(*word, "—" | "–" | "-")).collect();
        let count = |word: &&str| is_number(word) || is_glued(word) || listed(NUMBERS, word);
        let before = words.iter().take_while(|word| !count(word)).count();
        let (before, rest) = words.split_at(before);
        let making = yields || before.iter().any(|word| listed(MAKING, word));
        // Of what stands alone only figures tell, and people and time.
        let told = !before.is_empty() || rest.first().is_some_and(|word| is_number(word));
        let held = |word: &&str| !before.is_empty() && begins_with_one(HOLDERS, word);
        let unit = |word: &&str| begins_with_one(MEASURES, word) || held(word);
        let size = |word: &&str| !before.is_empty() && listed(SIZES, word);
        let whole = rest.iter().any(unit) && rest.iter().all(|word| count(word) || unit(word) || size(word));
        let others = rest.iter().filter(|word| !count(word) && !size(word)).count();
        before.iter().all(|word| listed(BEFORE, word) || listed(MAKING, word))
            && !rest.is_empty()
            && told
            && (whole || making && others <= LONGEST)
    };
    text.len() <= 120 && text.split(['|', '·', '•']).flat_map(|part| part.split(", ")).all(piece)
}

/// How many of the lines say for how many something is and how long it takes, a line each and without a label: "Serves 6",
/// "Prep 10 minutes". None where there is but one.
pub fn measures(lines: &[Line<'_>]) -> usize {
    let measure = |line: &&Line<'_>| line.said == Said::Nothing && is_measure(line.text) && !body::is_attribute(line);
    let count = lines.iter().take(NEAR).take_while(measure).count();
    if count > 1 { count } else { 0 }
}

/// Whether a word is a number, and no article: "Two", «Три».
pub fn is_in_words(word: &str) -> bool {
    word.len() > 2 && word.len() < 20 && NUMBERS.split_whitespace().any(|number| number == words::lowercase(word))
}

/// Whether a word is a number with what it counts behind a hyphen or on its heels: "1.5-litre", «20см».
fn is_glued(word: &str) -> bool {
    let unit = word.trim_start_matches(is_figure);
    unit.len() < word.len()
        && word.starts_with(|c: char| c.is_ascii_digit())
        && !unit.is_empty()
        && unit.chars().all(words::is_alphabetic)
}

/// How many lines there are of a list without markers before something else begins: amounts, whatever letter they begin
/// with, and what stands between them; or what somebody jotted down.
pub fn leading(page: &Page, lines: &[Line<'_>]) -> usize {
    let near = &lines[..lines.len().min(NEAR)];
    // The edge of a page cuts no list.
    let over_edge = |at: usize| near[at].new_page && is_amount(&near[at - 1]) && is_amount(&near[at]);
    let item = |(at, line): &(usize, &Line<'_>)| {
        let short = || line.words() <= NAME_WORDS && !line.ends_sentence() && !body::is_attribute(line);
        line.said == Said::Nothing
            && (*at == 0 || line.gap == 0 || over_edge(*at))
            && (is_amount(line) || short() && marker(line).is_none())
            && near.get(at + 1).is_none_or(|next| !page.is_full(line, next))
    };
    if !near.first().is_some_and(is_amount) {
        return jotted(page, lines);
    }
    let together = near.iter().enumerate().take_while(item).count();
    // What stands behind the last amount may be a title.
    let count = near[..together].iter().rposition(is_amount).map_or(0, |last| last + 1);
    let amounts = near[..count].iter().filter(|line| is_amount(line)).count();
    if count >= SHORTEST_LIST && amounts * 3 >= count * 2 { count } else { jotted(page, lines) }
}

/// How many lines there are, two at least, each of which begins with how much of something there is.
pub fn led(page: &Page, lines: &[Line<'_>]) -> usize {
    let near = &lines[..lines.len().min(NEAR)];
    let led = |(at, line): &(usize, &Line<'_>)| {
        let whole = near.get(at + 1).is_none_or(|next| !page.is_full(line, next));
        line.said == Said::Nothing && is_amount(line) && leads(line.text) && whole
    };
    let count = near.iter().enumerate().take_while(led).count();
    if count > 1 { count } else { 0 }
}

/// Whether a line in small letters stands right above such lines where a page wraps them: the first of what they list, all of
/// which is taken.
pub fn begin_small(page: &Page, lines: &[Line<'_>]) -> bool {
    let Some((first, rest)) = lines.split_first() else { return false };
    page.width.is_some() && first.starts_lower() && first.words() <= NAME_WORDS && led(page, rest) > 1
}

/// How many lines there are of a list that somebody jotted down: short ones in small letters, of which one of the first
/// says how much. None where they are too few, or wrapped.
pub fn jotted(page: &Page, lines: &[Line<'_>]) -> usize {
    let near = &lines[..lines.len().min(NEAR)];
    let item = |(at, line): &(usize, &Line<'_>)| {
        let whole = || near.get(at + 1).is_none_or(|next| !page.is_full(line, next));
        line.starts_lower()
            && line.words() <= JOTTED_WORDS
            && line.said == Said::Nothing
            && (*at == 0 || line.gap == 0)
            && !line.text.ends_with(['.', '!', '?', ':', ';', ','])
            && marker(line).is_none()
            && !body::is_small_label(line)
            && !line.text.contains('\t')
            && whole()
    };
    let count = near.iter().enumerate().take_while(item).count();
    let number = |line: &Line<'_>| line.text.split_whitespace().skip(1).any(is_number);
    let told = near[..count.min(SHORTEST_LIST)].iter().any(|line| is_amount(line) || number(line));
    if count >= SHORTEST_LIST && told { count } else { 0 }
}

/// "450 g flour", "1½ cups milk", «2–3 яйца».
pub(super) fn leads(text: &str) -> bool {
    let mut words = text.split_whitespace().skip_while(|word| is_number(word)).peekable();
    let first = text.split_whitespace().next().unwrap_or_default();
    let glued = first.trim_start_matches(is_figure);
    let unit = glued.len() < first.len() && glued.chars().count() <= 3 && glued.chars().all(words::is_alphabetic);
    let named = words.peek().is_some_and(|word| word.trim_start_matches('(').starts_with(words::is_alphabetic));
    let sentence = text.ends_with(['.', '!', '?', ':', ';']);
    !sentence && (is_number(first) && named || unit && !glued.is_empty() && words.nth(1).is_some())
}

/// «Творог 400 г», «Мука 3 ст. л.», «Яйца 4», «Сливки (33 %) 200 мл».
fn ends(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let short = |word: &&&str| {
        let unit = word.trim_end_matches('.');
        (unit.chars().count() <= 4 || begins_with_one(UNITS, unit)) && unit.chars().all(words::is_alphabetic)
    };
    let units = words.iter().rev().take(2).take_while(short).count();
    let number = |units: usize| words.len().checked_sub(units + 1).filter(|&at| at > 0 && is_number(words[at]));
    let whole = |at: &usize| !text.ends_with('.') || words.len() - at > 1;
    let found = (0..=units).find_map(number).filter(whole);
    found.is_some() && text.starts_with(words::is_alphabetic)
}

/// «12», «1,5», «1/2», «1½», «2–3».
fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit() || is_fraction(c))
        && word.ends_with(|c: char| c.is_ascii_digit() || is_fraction(c))
        && word.chars().all(is_figure)
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || is_fraction(c) || matches!(c, ',' | '.' | '/' | '-' | '–' | '—')
}

fn is_fraction(c: char) -> bool {
    matches!(c, '¼' | '½' | '¾' | '\u{2150}'..='\u{215e}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notes::lines::lines, text::Source};

    #[test]
    fn what_is_taken_whole_stands_first() {
        let blocks = |first: &str| {
            let text = format!(
                "Побелка\n\nИзвесть гасят с вечера, и не в доме: пар от неё едкий, а кадка горяча, пока она ки-\nпит. \
                 Утром её процеживают через мешковину и разводят водой до густоты молока, тогда она хоро-\nшо ложится.\n\n\
                 ВТОРОЙ СЛОЙ\n\n{first}\n2 л чистой воды\n1 кг белой глины\n3 г синьки\n"
            );
            let note = crate::notes::parse(&crate::text::Source::new("a.txt", text));
            note.sections.into_iter().map(|section| section.title.text).collect::<Vec<_>>()
        };
        assert_eq!(blocks("вся извёстка"), ["Побелка", "ВТОРОЙ СЛОЙ"]);
        assert_eq!(blocks("Для потолка"), ["Побелка", "ВТОРОЙ СЛОЙ", "Для потолка"]);
    }

    fn is_list(text: &str) -> bool {
        let source = Source::new("a.txt", text);
        let lines = lines(&source, source.whole());
        are_listed(&Page::measure(&lines), &lines)
    }

    #[test]
    fn amounts_before_or_behind_are_a_list() {
        assert!(is_list("Творог 400 г\nЯйцо 1 шт.\nМука 3 ст. л.\nМасло для жарки\n"));
        assert!(is_list("1½ cups flour\n½ tsp salt\n1/4 cup butter, plus more for\nthe pan\nMaple syrup\n"));
        assert!(is_list("450g flour\n2 eggs\n1 (400 g) tin of beans\n"));
        assert!(is_list("Доска 20x100 мм 4\nСаморезы 2\nУголок 8\nКлей\n"));
    }

    #[test]
    fn a_measure_says_for_how_many_or_how_long() {
        for text in ["4 порции, 25 минут", "2 порции", "На 12 штук", "Makes 1 loaf", "Serves 4", "2 hours 30 minutes"]
        {
            assert!(is_measure(text), "{text}");
        }
        for text in [
            "Makes two 1.2-litre jars",
            "Makes one 25 cm tart",
            "Serves four",
            "Makes enough for 6",
            "Makes a large loaf",
            "Выход: одна большая коврига",
            "На одну форму 20 см",
            "На 2 банки по 0,5 л",
            "For one 23-cm tin",
        ] {
            assert!(is_measure(text), "{text}");
        }
        for text in [
            "One Pan",
            "Два капитана",
            "Makes one think of a long way home",
            "На два голоса",
            "Выход есть",
            "A dish",
            "На дачу",
        ] {
            assert!(!is_measure(text), "{text}");
        }
        for text in
            ["12 стульев", "3 bears", "Java 8", "Минута", "25 минут до вылета", "Makes sense", "Глава 2, часть 3"]
        {
            assert!(!is_measure(text), "{text}");
        }
    }

    #[test]
    fn small_letters_and_an_amount_are_jotted() {
        let count = |text: &str| {
            let source = Source::new("a.txt", text);
            jotted(&Page::default(), &lines(&source, source.whole()))
        };
        assert_eq!(count("доски 6 штук\nгвозди\nклей тюбик\nЛист фанеры\n"), 3);
        assert_eq!(count("two boards 2 m\nnails\nglue\nCut the boards.\n"), 3);
        assert_eq!(count("доски\nгвозди\nклей\n"), 0);
        assert_eq!(count("доски 6 штук\nгвозди\nПилить вдоль.\n"), 0);
    }

    #[test]
    fn amounts_lead_up_to_sentences() {
        let count = |text: &str| {
            let source = Source::new("a.txt", text);
            leading(&Page::default(), &lines(&source, source.whole()))
        };
        assert_eq!(count("Доска 2 м\nКлей\nСаморезы 8\nУголок 2\nПрипуск\nДоску распилить.\n"), 4);
        assert_eq!(count("2 boards\n8 screws\nglue\n1 brush\nCut the boards.\n"), 4);
        assert_eq!(count("доска 2 м\nклей\nгвозди\nДоску распилить.\n"), 3);
        assert_eq!(count("Доска 2 м\nДоску распилить.\nПокрасить.\n"), 0);
        assert_eq!(count("Java 8\nВышла давно\nЕё знают все\nИ любят\n"), 0);
        // The edge of a page parts no amounts, a blank line does.
        assert_eq!(count("Доска 2 м\nКлей\nСаморезы 8\nУголок 2\n\n\u{c}Лак 2 л.\nДоску распилить.\n"), 5);
        assert_eq!(count("Доска 2 м\nКлей\nСаморезы 8\nУголок 2\n\nЛак 2 л.\nДоску распилить.\n"), 4);
        assert_eq!(count("Доска 2 м\nКлей\nСаморезы 8\nУголок 2\n\n\u{c}Доску распилить.\n"), 4);
    }

    #[test]
    fn handfuls_and_what_is_left_over_are_amounts() {
        assert!(is_list("Творог 500 г\nМука 3 ст. л. + для стола\nЩепотка соли\nВаниль\n"));
        assert!(is_list("Мука 2 стакана\nМасло 3 ложки\nСоль\n"));
        assert!(is_list("a pinch of salt\n2 cups flour\nmilk\n"));
        assert!(!is_list("Стаканы моют сразу\nЛожки сушат\nВилки точат\n"));
    }

    #[test]
    fn a_gap_parts_a_name_from_what_is_counted() {
        for text in [
            "Доска      2 длинных обрезка",
            "Chives     ½ bunch, chopped",
            "Лак        по желанию",
            "соль, перец — по вкусу",
            "pepper - to taste",
        ] {
            assert!(is_set_apart(text), "{text}");
        }
        for text in [
            "Иванов     2     5",
            "Слабый     120–150     сушка на солнце",
            "Всё это    делают по вкусу",
            "Дом — 2 длинных года",
            "Доска      2",
            "посолить по вкусу",
        ] {
            assert!(!is_set_apart(text), "{text}");
        }
    }

    #[test]
    fn commas_part_amounts() {
        let are = |text: &str| {
            let source = Source::new("a.txt", text);
            let lines = lines(&source, source.whole());
            enumerated(&lines).is_some_and(|starts| starts.len() == lines.len())
        };
        assert!(are("500 г муки,\n250 мл молока,\n1 ч. л. соли.\n"));
        assert!(are("1 кг капусты,\n3 яйца,\nсоль, перец.\n"));
        assert!(!are("На 1 кг мяса: 1 кг капусты,\nпо 1 шт. моркови,\n2 ложки масла.\n"));
        assert!(are("лак — 2 л,\nкисти — 5 шт.,\nскипидар (очищенный,\nбез запаха) — 50 мл.\n"));
        assert!(are("воск — 1 кг,\nмасло — 150 мл.\n"));
        assert!(!are("воск — 1 кг,\nмасло тёплое.\n"));
        assert!(!are("скипидар (очищенный,\nвоск — 1 кг,\n"));
        assert!(!are("500 г муки и немного воды\n250 мл молока,\nсоль.\n"));
    }

    #[test]
    fn what_is_taken_of_something_counted_is_an_amount() {
        let line = |text| is_amount(&Line::of(text, crate::text::Span::default()));
        for text in ["Juice of 2 lemons", "Grated zest of half an orange", "Сок одного лимона", "Цедра 1 лимона"]
        {
            assert!(line(text), "{text}");
        }
        for text in ["Juice of the north", "History of two towns", "Цедра и сок", "Сок льётся из двух кранов."]
        {
            assert!(!line(text), "{text}");
        }
    }

    #[test]
    fn measures_without_a_label_stand_on_each_others_heels() {
        let count = |text: &str| {
            let source = Source::new("a.txt", text);
            measures(&lines(&source, source.whole()))
        };
        assert_eq!(count("Serves 6\nPrep 10 minutes\nBake 1 hour\nWhisk the eggs.\n"), 3);
        assert_eq!(count("Порций 6\nГотовка 40 минут\n"), 2);
        assert_eq!(count("Makes 1 loaf (10 slices)\nChill 2 hours\n"), 2);
        for text in
            ["Serves 6\nWhisk the eggs.\n", "Выход: 12 штук\nГотовка: 1 час\n", "Bake it for 40 minutes\nRest 5\n"]
        {
            assert_eq!(count(text), 0, "{text}");
        }
    }

    #[test]
    fn an_amount_and_a_name_are_two_items() {
        let are = |text: &str| {
            let source = Source::new("a.txt", text);
            are_two(&Page::default(), &lines(&source, source.whole()))
        };
        assert!(are("Sea salt\n100 g sugar\n") && are("2 доски\nСтолярный клей\n"));
        for text in [
            "How to dry wood in\n30 days\n",
            "Доски сохнут долго.\n2 доски\n",
            "Клей\nДоски\n",
            "плотник: Иван\n2 доски\n",
            "Клей\n2 доски\n4 гвоздя\n",
        ] {
            assert!(!are(text), "{text}");
        }
    }

    #[test]
    fn the_edge_of_a_page_parts_no_amounts() {
        let lists = |text: &str| {
            let note = crate::notes::parse(&Source::new("a.txt", text));
            let blocks = note.sections.into_iter().flat_map(|section| section.blocks);
            let items = blocks.filter_map(|block| match block.kind {
                crate::notes::BlockKind::List { items, .. } => Some(items.len()),
                _ => None,
            });
            items.collect::<Vec<_>>()
        };
        let box_ = "For the box\n\n4 oak boards, planed\n12 brass screws, long\n\n— 7 —\n\n2 hinges\n200 g glue\n\nSaw and glue.\n";
        assert_eq!(lists(box_), [4]);
        assert_eq!(lists(&box_.replace("— 7 —\n\n", "")), [2, 2]);
        assert_eq!(lists(&box_.replace("12 brass screws, long\n", "")), [3]);
    }

    #[test]
    fn two_amounts_are_all_there_is() {
        let are = |text: &str| {
            let source = Source::new("a.txt", text);
            are_all(&Page::default(), &lines(&source, source.whole()))
        };
        assert!(
            are("2 boards\n8 screws\n")
                && are("100 г пудры\nложка воды\n")
                && are("4 яйца\nстакан сахара\nсоль\nполкило муки\n")
        );
        assert!(!are("2 boards\n") && !are("соль\n2 яйца\n") && !are("2 boards\nSaw them in two.\n"));
    }

    #[test]
    fn sentences_values_and_items_are_none() {
        assert!(!is_list("Творог растереть с яйцом.\nЖарить 3 минуты.\nПодать.\n"));
        assert!(!is_list("Calories: 380 kcal\nFat: 24 g\nProtein: 7 g\n"));
        assert!(!is_list("1. 2 eggs\n2. 3 cups\n3. 4 spoons\n"));
        assert!(!is_list("Windows 11\nLinux\nMac\nAndroid\n"));
        assert!(!is_list("Творог 400 г\nЯйцо 1 шт.\n"));
    }

    #[test]
    fn an_item_goes_on_where_it_is_open() {
        let found = |text: &str| -> Vec<bool> {
            let source = Source::new("a.txt", text);
            let lines = lines(&source, source.whole());
            lines.windows(2).map(|pair| goes_on(&Page::default(), &pair[0], &pair[1])).collect()
        };
        assert_eq!(found("2 tbsp oats, for the\ntop (optional)\n500 г муки\nщепотка соли\n"), [true, false, false]);
        assert_eq!(
            found("1 red onion, thinly\nsliced\nsalt\n2 пучка укропа, мелко\nнарезанного\nсоль\n"),
            [true, false, false, true, false]
        );
        let diced = "2 potatoes, peeled and cut\ninto dice\n1 kg chicken\nwith skin\nfor the glaze\n";
        assert_eq!(found(diced), [true, false, true, false]);
        let soaked = "200 г нута, замоченного\nна ночь\nкубиками\nсоль по вкусу\n";
        assert_eq!(found(soaked), [true, true, false]);
    }
}
