//! Posts of a channel that were copied out of a messenger, and where somebody went on below a chat on his own.
//!
//! Above a post stands who posted it, and when: «Пасека, [02.03.2024 10:31]». Its last line may be nothing but tags.

use super::{
    amounts,
    lines::{Line, Said},
    list, remarks, sentences,
};
use crate::text::words;
use std::collections::HashSet;

/// The longest of such lines, in bytes.
const LONGEST: usize = 300;

/// The lines that say who posted what follows. Where people answer each other their names are words of the note.
pub(super) fn heads(lines: &[Line<'_>]) -> Vec<usize> {
    let (mut out, mut seen, mut last) = (Vec::new(), HashSet::new(), None);
    for (at, line) in lines.iter().enumerate() {
        let Some(name) = head(line.text).filter(|_| line.said == Said::Nothing) else { continue };
        if last != Some(name) && !seen.insert(name) {
            return Vec::new();
        }
        last = Some(name);
        out.push(at);
    }
    out
}

/// Whether a line says who posted what follows, and when, and no more.
pub(super) fn is_head(text: &str) -> bool {
    head(text).is_some()
}

/// Who posted what follows.
fn head(text: &str) -> Option<&str> {
    let head = text.strip_suffix(']').filter(|_| text.len() <= LONGEST).and_then(|text| text.rsplit_once(", ["));
    let (name, stamp) = head?;
    let figures = |word: &str, sign: char, parts: std::ops::RangeInclusive<usize>| {
        let part = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        parts.contains(&word.split(sign).count()) && word.split(sign).all(part)
    };
    let said = || stamp.split([' ', ',']).filter(|word| !word.is_empty());
    let date = |word: &str| ['.', '/', '-'].iter().any(|&sign| figures(word, sign, 3..=3));
    let year = |word: &str| word.len() == 4 && figures(word, ':', 1..=1);
    let good = name.contains(words::is_alphanumeric)
        && said().any(|word| figures(word, ':', 2..=3))
        && said().any(|word| date(word) || year(word));
    good.then_some(name)
}

/// Whether a line is nothing but tags, two at least: «#мёд #пасека».
pub(super) fn is_tags(text: &str) -> bool {
    let tag = |word: &str| word.strip_prefix('#').is_some_and(|tag| tag.starts_with(words::is_alphabetic));
    text.len() <= LONGEST && text.split_whitespace().count() > 1 && text.split_whitespace().all(tag)
}

/// Marks tags and the line above them: what stands above nothing else heads nothing.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    for at in 0..lines.len() {
        if !is_tags(lines[at].text) {
            continue;
        }
        for line in &mut lines[at.saturating_sub(1)..=at] {
            if line.said == Said::Nothing && list::marker(line).is_none() {
                line.said = Said::NotHeading;
            }
        }
    }
}

/// Whether a rule between two lines ends a chat: its reader wrote the last line above it, and something begins below.
pub(super) fn ends_chat(before: &Line<'_>, next: &Line<'_>) -> bool {
    const FEWEST: usize = 4;
    let jotted = before.starts_lower()
        && before.len <= LONGEST
        && before.words() >= FEWEST
        && before.text.ends_with(|c: char| words::is_alphanumeric(c) || c == '!')
        && !sentences::ends_with_unit(before.text)
        && !amounts::is_amount(before);
    let plain = before.said == Said::Nothing && list::marker(before).is_none();
    plain && (jotted || remarks::is_marked_own(before.text)) && next.text.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        notes::{self, Role, Why},
        text::Source,
    };

    fn headings(text: &str) -> Vec<(u8, Role, String)> {
        let note = notes::parse(&Source::new("a.txt", text));
        note.sections.into_iter().map(|section| (section.level, section.role, section.title.text)).collect()
    }

    const CHAT: &str = "Вы сказали:\nКогда качать мёд?\n\nChatGPT сказал:\nКогда запечатана треть рамки.\n\nПогода\nКачают в \
        тёплый день, тогда мёд течёт сам.\n";

    #[test]
    fn who_posted_is_named_with_the_time() {
        for head in ["Пасека 🐝, [02.03.2024 10:31]", "Ann, [3/2/24, 10:31]", "The Hive, [Mar 2, 2024 at 10:31:05 PM]"]
        {
            assert!(is_head(head), "{head}");
        }
        for line in
            ["Улей, [см. ниже]", "[02.03.2024 10:31]", "Взвешено, [41 кг]", "Рамки, [10:31]", ", [02.03.2024 10:31]"]
        {
            assert!(!is_head(line), "{line}");
        }
        assert!(is_tags("#мёд #пасека") && !is_tags("#мёд") && !is_tags("# мёд # соты") && !is_tags("#1 #2"));
    }

    #[test]
    fn a_post_begins_anew_behind_a_chat() {
        let post = "Пасека 🐝, [14.02.2024 19:05]\n🍯 Как греть мёд\n\nМёд греют на водяной бане, и не выше сорока \
            градусов.\n\nНе забудьте про крышку 🔥\n\n#мёд #пасека\n\nгрела дважды, на печке быстрее\n";
        let note = notes::parse(&Source::new("a.txt", format!("{CHAT}\n---\n\n{post}")));
        let dropped: Vec<Why> = note.dropped.iter().map(|dropped| dropped.why).collect();
        assert_eq!(dropped, [Why::Speaker, Why::Speaker, Why::Rule, Why::Chrome]);
        let titles: Vec<(u8, &str)> = note.sections.iter().map(|s| (s.level, s.title.text.as_str())).collect();
        assert_eq!(titles, [(1, "Когда качать мёд?"), (2, "Погода"), (1, "🍯 Как греть мёд")]);
        let own: Vec<bool> = note.sections[2].blocks.iter().map(|block| block.role == Role::Own).collect();
        assert_eq!(own, [false, false, false, true]);
    }

    #[test]
    fn people_who_answer_each_other_keep_their_names() {
        let said = |name: &str, words: &str| format!("{name}, [14.02.2024 19:05]\n{words}\n\n");
        let dropped = |text: String| notes::parse(&Source::new("a.txt", text)).dropped.len();
        let posts = [
            said("Пасека", "Мёд греют на бане."),
            said("Пасека", "Воск топят на солнце."),
            said("Сад", "Груши белят."),
        ];
        assert_eq!(dropped(posts.concat()), 3);
        let talk = [said("Анна", "Мёд греют на бане."), said("Олег", "А воск?"), said("Анна", "На солнце.")];
        assert_eq!(dropped(talk.concat()), 0);
    }

    #[test]
    fn a_rule_below_a_remark_ends_a_chat() {
        let own = "Побелка ульев\nИзвесть развести водой, красить кистью в два слоя.\n";
        let levels = |between: &str| {
            let all = headings(&format!("{CHAT}\n{between}\n\n---\n\n{own}"));
            all.iter().map(|(level, ..)| *level).collect::<Vec<_>>()
        };
        assert_eq!(levels("у меня треть рамки только к августу")[2], 1);
        assert_eq!(levels("Моё: в прошлом году качали в августе.")[2], 1);
        // An answer draws such rules between its parts.
        assert_eq!(levels("Вечером мёд остывает.")[2], 2);
        assert_eq!(levels("• качать лучше с самого утра")[2], 2);
    }
}
