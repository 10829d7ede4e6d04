//! Letters among other texts: the line above one that says whose it is, and the line that closes it.

use super::{
    body,
    heading::{Next, Place},
    lines::{Line, Said},
    list::marker,
    page::Page,
    sentences,
};
use crate::text::words;

/// What a letter begins with, in small letters.
const SALUTATIONS: &str = "здравствуй здравствуйте дорогой дорогая дорогие милый милая милые уважаемый уважаемая \
    уважаемые dear dearest";
/// What it ends with.
const CLOSINGS: [&str; 17] = [
    "целую",
    "обнимаю",
    "с уважением",
    "с любовью",
    "с приветом",
    "твой",
    "твоя",
    "ваш",
    "ваша",
    "yours",
    "love",
    "with love",
    "best wishes",
    "kind regards",
    "best regards",
    "sincerely",
    "your loving",
];

/// Whether a line alone between blank lines names the letter behind it, which begins with whom it is for: «Из письма
/// дяди, май 1962 г.» above «Дорогая Анна!».
pub(super) fn heads_letter(lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    const WORDS: usize = 9;
    const LONGEST: usize = 60;
    let ([line], Next::Lines([salutation, ..], _)) = (lines, place.next) else { return false };
    // «1962 г.» is no end of a sentence.
    let dated = line.text.strip_suffix(" г.").filter(|date| date.ends_with(|c: char| c.is_ascii_digit()));
    let ended = dated.is_none() && !line.text.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, '»' | ')'));
    is_salutation(salutation)
        && !(place.named || place.inside_list || place.after_colon || ended)
        && line.len <= LONGEST
        && line.said == Said::Nothing
        && line.text.starts_with(char::is_uppercase)
        && (2..=WORDS).contains(&line.words())
        && marker(line).is_none()
        && !is_salutation(line)
        && !body::is_attribute(line)
        && sentences::is_words(line.text)
}

/// Whether a line is whom a letter is for: «Здравствуй, Анна!», "Dear Ann,".
pub(super) fn is_salutation(line: &Line<'_>) -> bool {
    const WORDS: usize = 5;
    let first = line.text.split(|c: char| !words::is_alphabetic(c)).next().unwrap_or_default();
    let small = words::lowercase(first);
    first.starts_with(char::is_uppercase)
        && (2..=WORDS).contains(&line.words())
        && line.text.ends_with(['!', ','])
        && SALUTATIONS.split_whitespace().any(|listed| listed == small)
}

/// Whether a line closes a letter: «Целую. Твой дядя», "Yours, Ann". It is short against the page and has no end.
pub(super) fn is_closing(page: &Page, line: &Line<'_>) -> bool {
    const WORDS: usize = 6;
    let closes = || {
        let small = words::lowercase(line.text);
        let behind = |closing: &&str| small.strip_prefix(*closing);
        CLOSINGS.iter().filter_map(behind).any(|rest| !rest.starts_with(words::is_alphanumeric))
    };
    line.words() <= WORDS
        && page.is_short(line)
        && line.text.starts_with(char::is_uppercase)
        && line.text.ends_with(|c: char| words::is_alphabetic(c) || c == ',')
        && closes()
}

#[cfg(test)]
mod tests {
    use crate::{
        notes::{self, BlockKind},
        text::Source,
    };

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let note = notes::parse(&Source::new("a.txt", text));
        let titles = note.sections.iter().map(|section| section.title.text.clone()).collect();
        let blocks = note.sections.into_iter().flat_map(|section| section.blocks);
        let paragraph = |kind| match kind {
            BlockKind::Paragraph { text } => Some(text.text),
            _ => None,
        };
        (titles, blocks.filter_map(|block| paragraph(block.kind)).collect())
    }

    const HIVES: &str = "Ульи\n\nУльи ставят летком на юг и красят в разные цвета, чтобы пчёлы не путали их\n\
        и возвращались к себе, а не к соседям, где их не ждут и где мёда и без них\nхватает.\n\n";

    #[test]
    fn a_letter_has_a_heading_and_a_line_that_closes_it() {
        let letter = "Из письма деда, май 1962 г.\n\nДорогая Анна!\nУлей твой стоит, и пчёлы в нём живы, хотя зима \
            была долгая и снега\nнавалило под самый леток. Приезжай в июне, будем качать первый мёд.\nОбнимаю. Твой дед\n";
        let (titles, paragraphs) = read(&format!("{HIVES}{letter}"));
        assert_eq!(titles, ["Ульи", "Из письма деда, май 1962 г."]);
        assert_eq!(paragraphs[1], "Дорогая Анна!");
        assert_eq!(paragraphs.last().map(String::as_str), Some("Обнимаю. Твой дед"));
        let english = "Hives\n\nA hive stands with its entrance to the south and is painted in its own\n\
            colour, so that bees do not mix it up with that of their neighbours and come\nback.\n\n\
            A letter from Uncle John, 1962\n\nDear Ann,\nyour hive is well, and the bees in it are alive, though \
            the winter was a\nlong one and the snow came up to the door. Come in June, if you can, please.\nYours, John\n";
        let (titles, paragraphs) = read(english);
        assert_eq!(titles, ["Hives", "A letter from Uncle John, 1962"]);
        assert_eq!(paragraphs[1], "Dear Ann,");
        assert_eq!(paragraphs.last().map(String::as_str), Some("Yours, John"));
    }

    #[test]
    fn sentences_head_no_letter_and_close_none() {
        let said = "Вот что он мне написал тогда.\n\nДорогая Анна!\nУлей твой стоит, и пчёлы в нём живы.\n";
        assert_eq!(read(&format!("{HIVES}{said}")).0, ["Ульи"]);
        let yours = "Улей стоит на опоре, и опора эта сделана из дуба, как у деда, давно и прочно.\n\
            Твой улей стоит на сосне, и сосна эта сгниёт через год, а дуб простоит ещё\nсто лет.\n";
        assert_eq!(read(&format!("{HIVES}{yours}")).1.len(), 2);
    }
}
