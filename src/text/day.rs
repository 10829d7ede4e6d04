//! A day of the calendar as a reader says it.

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
    fn what_is_no_day_has_no_words() {
        for text in
            ["", "2024", "2024-02-30", "2024-13-01", "09.03.2024", "20240309", "2024-03-09T10:00", "2024-03-09 "]
        {
            assert_eq!(in_words(text), None, "{text}");
        }
    }
}
