//! Entries of a diary: a line that is nothing but a date is the heading of what stands below it.
//!
//! Months and days of the week have names in Russian and in English; a year, a time and a day of the week may stand
//! beside a date. One that something announces, one in a row or a table of dates, one right below a title and one under
//! a letter's signature is a value, and heads nothing.

use super::{
    amounts, code,
    lines::{Line, Said},
    list::marker,
    speakers,
};
use crate::text::{day, words};

/// The longest date, in bytes: «воскресенье, 12 сентября 2024 года, 10:05».
const LONGEST: usize = 80;
/// How letters end above the name of who wrote them, in small letters.
const CLOSINGS: [&str; 20] = [
    "с уважением",
    "с любовью",
    "с приветом",
    "с наилучшими",
    "с благодарностью",
    "искренне",
    "ваш",
    "ваша",
    "твой",
    "твоя",
    "целую",
    "обнимаю",
    "yours",
    "sincerely",
    "regards",
    "best regards",
    "kind regards",
    "best wishes",
    "with love",
    "love",
];

/// How a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Date {
    /// With a month that is named, or a year.
    Plain,
    /// «12.03», which may be any number.
    Bare,
}

/// Marks the dates that open an entry.
pub fn mark(lines: &mut [Line<'_>]) {
    let dates: Vec<Option<Date>> =
        lines.iter().map(|line| date(line.text).filter(|_| line.said == Said::Nothing)).collect();
    if dates.iter().all(Option::is_none) {
        return;
    }
    let fenced = code::fenced_lines(lines);
    let found: Vec<usize> = (0..lines.len()).filter(|&at| dates[at].is_some() && !fenced[at]).collect();
    // Of dates that no blank line parts all open entries, or none: «5 мая», what there is, «12 мая», what there is.
    let together = |pair: &[usize]| lines[pair[0] + 1..=pair[1]].iter().all(|line| line.gap == 0);
    let runs = found.chunk_by(|&one, &other| together(&[one, other]));
    let opening: Vec<&[usize]> = runs.filter(|run| run.iter().all(|&at| opens(lines, &dates, at))).collect();
    for at in opening.concat() {
        lines[at].said = Said::Heading(1);
    }
}

/// Whether line `at` is a date, and an entry of its own stands below it.
fn opens(lines: &[Line<'_>], dates: &[Option<Date>], at: usize) -> bool {
    let (Some(date), Some(next)) = (dates[at], lines.get(at + 1)) else { return false };
    if dates[at + 1].is_some() || !next.text.contains(words::is_alphabetic) {
        return false;
    }
    let Some(above) = at.checked_sub(1) else { return true };
    let (line, before) = (&lines[at], &lines[above]);
    let announced = before.text.ends_with([':', ',']) || speakers::marker(before.text).is_some();
    if dates[above].is_some() || announced || is_signed(&lines[..at]) {
        return false;
    }
    let several = || dates.iter().flatten().count() > 1;
    if line.gap > 0 {
        // Below a title the only date is that of the whole.
        let titled = || above == 0 || matches!(before.said, Said::Heading(_));
        return (date == Date::Plain || next.gap > 0) && (several() || !titled());
    }
    // On the heels of an entry, in notes whose first date stands apart.
    let first = || dates.iter().position(Option::is_some).is_some_and(|first| first == 0 || lines[first].gap > 0);
    let jotted = before.starts_lower() && !amounts::is_open(before.text);
    let ended = before.ends_sentence() || marker(before).is_some() || jotted;
    date == Date::Plain && ended && several() && first()
}

/// Whether lines end with a letter's last words and the name of who wrote it: «С уважением,».
fn is_signed(lines: &[Line<'_>]) -> bool {
    /// A name and an office may stand below the last words.
    const LINES: usize = 3;
    const WORDS: usize = 4;
    let closes = |line: &Line<'_>| {
        let small = words::lowercase(line.text.trim_end_matches([',', '!', '.']));
        let begins =
            |closing: &&str| small.strip_prefix(*closing).is_some_and(|rest| !rest.starts_with(words::is_alphabetic));
        CLOSINGS.iter().any(begins)
    };
    let mut near = lines.iter().rev().take(LINES).take_while(|line| line.words() <= WORDS);
    near.any(closes)
}

/// Whether a text is nothing but a date.
pub fn is_date(text: &str) -> bool {
    date(text).is_some()
}

/// How much of a text is the date and the time that it begins with: «18.11.2024, 23:41 …», "11/18/24, 11:41 PM …".
pub(super) fn stamp(text: &str) -> Option<usize> {
    const WORDS: usize = 4;
    let blanks = text.match_indices(char::is_whitespace).map(|(at, _)| at);
    let timed = |text: &str| text.split(|c: char| c.is_whitespace() || c == ',').any(is_time);
    blanks.chain([text.len()]).take(WORDS).filter(|&end| is_date(&text[..end]) && timed(&text[..end])).last()
}

/// How a text that is nothing but a date is written: «12 марта», "Monday, March 12, 2024", «12.03.2024, 10:05».
fn date(text: &str) -> Option<Date> {
    if text.len() > LONGEST || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let small = words::lowercase(text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text));
    let mut found = Parts::default();
    for word in small.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '—' | '–' | '·' | '|')) {
        let word = word.trim_end_matches('.');
        (word.is_empty() || word == "-" || found.take(word)).then_some(())?;
    }
    match found {
        Parts { figures: Some(_), day: None, month: None, year: None, .. }
        | Parts { figures: None, day: Some(_), month: Some(_), .. } => {}
        _ => return None,
    }
    let bare = found.figures == Some(Date::Bare) && !found.weekday && !found.time;
    Some(if bare { Date::Bare } else { Date::Plain })
}

/// What has been read of a date, each part once.
#[derive(Default)]
struct Parts {
    /// «12.03.2024», or «12.03».
    figures: Option<Date>,
    day: Option<u32>,
    month: Option<usize>,
    year: Option<u32>,
    weekday: bool,
    time: bool,
}

impl Parts {
    /// Takes a word of a date in small letters. Returns whether it is one, and the first of its kind.
    fn take(&mut self, word: &str) -> bool {
        let first = |known: &mut bool| !std::mem::replace(known, true);
        if day::is_weekday(word) {
            return first(&mut self.weekday);
        }
        if is_time(word) {
            return first(&mut self.time);
        }
        if matches!(word, "am" | "pm") {
            return self.time;
        }
        if matches!(word, "г" | "года") {
            return self.year.is_some() || self.figures == Some(Date::Plain);
        }
        if let Some(month) = day::month(word) {
            return self.month.replace(month).is_none();
        }
        if let Some(date) = figures(word) {
            return self.figures.replace(date).is_none();
        }
        let number =
            ["st", "nd", "rd", "th", "-го", "го"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        match figure(number) {
            Some(day) if number.len() <= 2 && is_day(day) => self.day.replace(day).is_none(),
            Some(year) if word.len() == 4 && year >= 1000 => self.year.replace(year).is_none(),
            _ => false,
        }
    }
}

/// A date in figures: `2024-03-12`, «12.03.2024», «12.03», "3/12/24".
fn figures(word: &str) -> Option<Date> {
    let sign = word.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '.' | '/' | '-'))?;
    let parts: Vec<&str> = word.split(sign).collect();
    let numbers: Vec<u32> = parts.iter().map(|part| figure(part)).collect::<Option<_>>()?;
    let is_month = |number: u32| (1..=12).contains(&number);
    match (&parts[..], &numbers[..]) {
        ([year, _, _], &[_, month, day]) if year.len() == 4 => (is_month(month) && is_day(day)).then_some(Date::Plain),
        ([_, _, year], &[day, month, _]) if matches!(year.len(), 2 | 4) => {
            let american = sign == '/' && is_month(day) && is_day(month);
            (is_day(day) && is_month(month) || american).then_some(Date::Plain)
        }
        ([_, "10" | "11" | "12" | "01" | "02" | "03" | "04" | "05" | "06" | "07" | "08" | "09"], &[day, _])
            if sign == '.' =>
        {
            is_day(day).then_some(Date::Bare)
        }
        _ => None,
    }
}

fn figure(text: &str) -> Option<u32> {
    ((1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn is_day(number: u32) -> bool {
    (1..=31).contains(&number)
}

/// «10:05», "10:05:30", "9:30pm".
fn is_time(word: &str) -> bool {
    let word = ["am", "pm"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    let parts: Vec<&str> = word.split(':').collect();
    let hours = figure(parts[0]).is_some_and(|hours| hours < 24);
    (2..=3).contains(&parts.len()) && hours && parts[1..].iter().all(|part| part.len() == 2 && figure(part).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        notes::{self, lines::tests::marked_headings},
        text::Source,
    };

    fn headings(text: &str) -> Vec<String> {
        marked_headings(text, mark)
    }

    #[test]
    fn dates_are_written_in_many_ways() {
        for text in [
            "5 мая",
            "5 мая 2023",
            "5 мая 2023 г.",
            "Пятница, 5 мая",
            "5 мая, пт",
            "5 мая (пятница), 21:40",
            "5 сент.",
            "05.05.2023",
            "5.05.23",
            "2023-05-05",
            "05/25/2023",
            "[05.05.2023]",
            "05.05.2023 г., 21:40",
            "May 5",
            "5 May 2023",
            "Friday, May 5th, 2023",
            "Fri 5 May, 9:40 pm",
        ] {
            assert_eq!(date(text), Some(Date::Plain), "{text}");
        }
        assert_eq!(date("05.12"), Some(Date::Bare));
        for text in [
            "",
            "5",
            "мая",
            "2023",
            "май 2023",
            "пятница",
            "21:40",
            "5 мая сеял",
            "35 мая",
            "5.5",
            "5.13",
            "1.2.3",
            "192.168.0.1",
            "5-12",
            "5/12",
            "5 мая 6 мая",
            "05.05.2023 500",
            "2023-05",
            "may",
            "версия 05.12",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn a_line_that_is_a_date_opens_an_entry() {
        let hive = "5 мая\nПчёлы вылетели.\n\n6 мая, суббота\n\nдождь, сидят дома\n\n7 мая\n\nСнова летят.\n";
        assert_eq!(headings(hive), ["5 мая", "6 мая, суббота", "7 мая"]);
        let numbers = "05.05\n\nFirst flight of the year.\n\n06.05\n\nRain.\n";
        assert_eq!(headings(numbers), ["05.05", "06.05"]);
        let tight = "May 5, 2023\nFirst flight.\nMay 6, 2023\n- rain\nMay 7, 2023\nno bees\n8 May 2023\nMany.\n";
        assert_eq!(headings(tight).len(), 4);
        assert_eq!(headings("5 мая\n\nпчёлы вылетели\n"), ["5 мая"]);
    }

    #[test]
    fn dates_that_are_values_head_nothing() {
        for text in [
            "Сев\n\n5 мая\n\nСеяли редис, и всходов ждали неделю.\n",
            "Роза\n5 мая 2023\n\nЦветёт.\n\nПион\n6 мая 2023\n\nРастёт.\n",
            "Поливать:\n5 мая\n\n12 мая\n\n19 мая\n\nи больше не надо\n",
            "Когда сходы:\n\n5 мая\n\nПриходят все.\n\nКогда взносы:\n\n6 мая\n\nПлатят все.\n",
            "Дата\nСумма\n05.05.2023\n500\n06.05.2023\n700\n",
            "Яблони цветут.\n\nС уважением,\nПётр\n\n5 мая\n\nЗдравствуйте!\n\nВаш Иван\n6 мая\n\nИ ещё одно.\n",
            "Мёд.\n\n05.12\nрублей за банку\n\n06.12\nза две\n",
            "```\n5 мая\n\nпчёлы\n```\n",
            "Всё готово.\n\n5 мая\n",
            "5 мая\nЗанятие первое\n12 мая\nЗанятие второе\n19 мая\nЗанятие третье\n",
        ] {
            assert_eq!(headings(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn entries_stand_beside_each_other() {
        let garden = "5 мая\nкупить вилы\nпозвонить соседу\n\n6 мая\n\nсеял редис, земля ещё холодная\n\n\
            7 мая\nчто купить к посадке\n- лейка\n- шланг\n\n8 мая\n\nЛейка течёт.\n";
        let note = notes::parse(&Source::new("a.txt", garden));
        let found: Vec<_> = note.sections.iter().map(|section| (&section.title.text[..], section.level)).collect();
        let expected = [("5 мая", 1), ("6 мая", 1), ("7 мая", 1), ("что купить к посадке", 2), ("8 мая", 1)];
        assert_eq!(found, expected);
    }
}
