//! A day of the calendar as a reader says it, and the names of months and days.

use jiff::civil::Date;

use super::Localized;

/// The months in the genitive, as Russian dates have them.
const RUSSIAN: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

/// The months as English dates have them.
const ENGLISH: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
/// Months cut short otherwise than to three letters, and in the nominative where that has other first letters.
const SHORT: [(&str, usize); 4] = [("сент", 9), ("нояб", 11), ("sept", 9), ("май", 5)];
/// Days of the week, whole and cut short, as they stand beside dates.
const WEEKDAYS: &str = "понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье пн вт ср \
    чт пт сб вс monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun";

/// The number of the month that a word in small letters names as dates do, whole or cut short: «марта», «мар», "sept".
pub fn month(word: &str) -> Option<usize> {
    let names = |month: &str| month == word || word.chars().count() == 3 && month.starts_with(word);
    let listed = [RUSSIAN, ENGLISH].iter().find_map(|months| months.iter().position(|&month| names(month)));
    let short = || SHORT.iter().find(|(short, _)| *short == word).map(|&(_, number)| number);
    listed.map(|at| at + 1).or_else(short)
}

/// Whether a word in small letters names a day of the week, whole or cut short: «среда», "thu".
pub fn is_weekday(word: &str) -> bool {
    WEEKDAYS.split_whitespace().any(|day| day == word)
}

/// A day written `2024-03-09` (ISO 8601) in words: «9 марта 2024 г.», "9 March 2024". `None` where there is no such day.
///
/// The order is that of CLDR's long dates for `ru` and `en-GB`; no line breaks between the number and what it counts.
/// <https://cldr.unicode.org/translation/date-time/date-time-patterns>
pub fn in_words(day: &str) -> Option<Localized> {
    // The parser takes other forms of the standard as well, and a time behind the day; those are no days of a book.
    let date: Date = day.parse().ok().filter(|date: &Date| date.to_string() == day)?;
    let month = RUSSIAN.get(usize::try_from(date.month() - 1).ok()?)?;
    Some(Localized {
        ru: format!("{}\u{a0}{month} {}\u{a0}г.", date.day(), date.year()),
        en: date.strftime("%-d\u{a0}%B %-Y").to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_said_as_its_language_says_it() {
        let day = in_words("2024-03-09").expect("a day");
        assert_eq!((day.ru.as_str(), day.en.as_str()), ("9\u{a0}марта 2024\u{a0}г.", "9\u{a0}March 2024"));
        let all: Vec<String> =
            (1..=12).filter_map(|month| in_words(&format!("2025-{month:02}-28"))).map(|d| d.ru).collect();
        assert_eq!(all.len(), 12);
        assert!(all[11].contains("декабря"), "{all:?}");
    }

    #[test]
    fn months_and_days_are_known_by_name() {
        let months = ["января", "мар", "май", "мая", "сент", "dec", "may", "august"].map(month);
        assert_eq!(months, [1, 3, 5, 5, 9, 12, 5, 8].map(Some));
        assert!(["", "мара", "марс", "ma", "день", "day"].iter().all(|word| month(word).is_none()));
        assert!(["среда", "вс", "friday", "thu"].iter().all(|word| is_weekday(word)));
        assert!(["", "сре", "день", "fryday"].iter().all(|word| !is_weekday(word)));
    }

    #[test]
    fn what_is_no_day_has_no_words() {
        for text in
            ["", "2024", "2024-02-30", "2024-13-01", "09.03.2024", "20240309", "2024-03-09T10:00", "2024-03-09 "]
        {
            assert_eq!(in_words(text), None, "{text}");
        }
    }
}
