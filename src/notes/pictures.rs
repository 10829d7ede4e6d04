//! Lines that begin with a picture or the number of a step: headings, «1️⃣ Установка», and items, «✅ быстро».
//!
//! Chats number the parts of an answer so, and a copy without blank lines leaves nothing else of them. They are
//! headings where they count up from 1 and text stands below each, or where each has another picture; numbers on the
//! heels of each other are those of a list.

use super::{
    code, contents,
    lines::{Line, Said},
    list,
    page::names_chapter,
};
use crate::text::words;

/// The longest heading, in characters.
const LONGEST: usize = 80;
/// The most words of one with a picture, that among them.
const WORDS: usize = 9;
/// So many numbers make a row.
const SHORTEST_ROW: usize = 2;
/// So many titles, each with another picture, are headings.
const FEWEST_PICTURES: usize = 3;
/// Pictures that stand before items and remarks.
const SIGNS: &str = "✅☑✔❌✖✗✘⚠❗❕❓❔‼⁉⛔🚫💡👉➡⭐🌟🔹🔸🔷🔶▪▫⚫⚪🔴🟢🟡🔵🟠🟣📌📍📎🔗👇⬇";

/// How a heading is numbered: its number, and what stands behind it.
type Form = fn(&str) -> Option<(u32, &str)>;

/// Marks the lines that are such headings.
pub fn mark(lines: &mut [Line<'_>]) {
    let pictured: Vec<usize> = (0..lines.len()).filter(|&at| pictured_title(lines, at)).collect();
    let fenced = code::fenced_lines(lines);
    let forms: [Form; 3] = [keycaps, numbered, step];
    for form in forms {
        let numbers: Vec<(usize, u32)> = (0..lines.len())
            .filter(|&at| !fenced[at])
            .filter_map(|at| Some((at, title_number(&lines[at], form)?)))
            .collect();
        let mut row: Vec<usize> = Vec::new();
        for (at, number) in numbers {
            if number as usize != row.len() + 1 {
                head(lines, &row);
                row.clear();
            }
            if number as usize == row.len() + 1 {
                row.push(at);
            }
        }
        head(lines, &row);
    }
    let pictured: Vec<usize> = pictured.into_iter().filter(|&at| !fenced[at]).collect();
    let mut first: Vec<char> = pictured.iter().filter_map(|&at| lines[at].text.chars().next()).collect();
    first.sort_unstable();
    first.dedup();
    if first.len() >= FEWEST_PICTURES {
        pictured.into_iter().for_each(|at| set_heading(lines, at));
        let signed: Vec<usize> = (0..lines.len()).filter(|&at| !fenced[at] && is_signed_title(lines, at)).collect();
        signed.into_iter().for_each(|at| set_heading(lines, at));
    }
}

/// Whether line `at`, in a note whose headings have pictures, is one with a sign that stands before items as well: a few
/// words apart from what goes before, right on what they head.
fn is_signed_title(lines: &[Line<'_>], at: usize) -> bool {
    const WORDS: usize = 6;
    let (line, Some(next)) = (&lines[at], lines.get(at + 1)) else { return false };
    let title = without_picture(line.text);
    title.len() < line.text.len()
        && line.said == Said::Nothing
        && (line.gap > 0 || at == 0 || lines[at - 1].text.is_ascii() && !title.is_ascii())
        && line.words() <= WORDS
        && title.starts_with(|c: char| c.is_uppercase())
        && title.ends_with(|c: char| words::is_alphanumeric(c) || c == ')')
        && next.gap == 0
        && !(is_pictured(next.text) || begins_small(next))
        && next.said == Said::Nothing
}

/// Whether the first of some lines is a few words behind a picture that heads what stands on its heels: sentences, or a list.
pub(super) fn is_signed(lines: &[Line<'_>]) -> bool {
    const WORDS: usize = 6;
    /// What stands behind such a sign warns or points, and heads nothing.
    const CALLS: &str = "⚠❗❕‼⁉💡👉👇➡📌";
    /// A line of so many words may be a sentence.
    const SENTENCE: usize = 3;
    let [line, next, ..] = lines else { return false };
    let title = without_picture(line.text);
    let below = || list::marker(next).is_some() || next.ends_sentence() && next.words() >= SENTENCE;
    line.said == Said::Nothing
        && title.len() < line.text.len()
        && line.words() <= WORDS
        && !line.text.starts_with(|c| CALLS.contains(c))
        && title.starts_with(char::is_uppercase)
        && title.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, ')' | '»'))
        && next.gap == 0
        && next.said == Said::Nothing
        && !(is_pictured(next.text) || begins_small(next))
        && below()
}

/// Whether a line goes on with a sentence. Commands begin small as well, in the letters of computers.
fn begins_small(line: &Line<'_>) -> bool {
    line.starts_lower() && (line.text.starts_with(|c: char| !c.is_ascii()) || line.ends_sentence())
}

/// Makes a heading of a line, unless it stands on the heels of one.
fn set_heading(lines: &mut [Line<'_>], at: usize) {
    let heading = |line: &Line<'_>| matches!(line.said, Said::Heading(_));
    let below = at.checked_sub(1).is_some_and(|before| heading(&lines[before]));
    if !below && !lines.get(at + 1).is_some_and(heading) {
        lines[at].said = Said::Heading(1);
    }
}

/// Whether line `at` is a title with a picture of its own, and a line that begins otherwise stands on its heels.
fn pictured_title(lines: &[Line<'_>], at: usize) -> bool {
    let line = &lines[at];
    let small = line.words() <= WORDS && line.len <= LONGEST && line.said == Said::Nothing;
    let title = line.text.trim_start_matches(|c| is_picture(c) || matches!(c, '\u{fe0f}' | '\u{200d}')).trim_start();
    let below = lines.get(at + 1).is_some_and(|next| !is_pictured(next.text) && next.said == Said::Nothing);
    let apart = at.checked_sub(1).is_none_or(|before| !is_pictured(lines[before].text));
    small
        && is_pictured(line.text)
        && !line.text.starts_with(|c| SIGNS.contains(c))
        && title.starts_with(|c: char| c.is_uppercase() || c.is_ascii_alphabetic())
        && title.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, ')' | '»' | '?'))
        && below
        && apart
}

/// Makes headings of a row, if something stands below each of its lines.
fn head(lines: &mut [Line<'_>], row: &[usize]) {
    let apart = row.windows(2).all(|pair| pair[1] - pair[0] > 1);
    // A title that goes on in the next line is a sentence that the page broke.
    let whole = row.iter().all(|at| lines.get(at + 1).is_some_and(|next| next.gap > 0 || !begins_small(next)));
    if row.len() >= SHORTEST_ROW && apart && whole {
        row.iter().for_each(|&at| set_heading(lines, at));
    }
}

/// The number of a line that could be such a heading.
fn title_number(line: &Line<'_>, form: Form) -> Option<u32> {
    let (number, title) = form(line.text)?;
    let good = line.said == Said::Nothing
        && !contents::is_entry(line)
        && line.len <= LONGEST
        && title.trim_start().starts_with(|c: char| words::is_alphanumeric(c) || "«\"“`".contains(c))
        && !title.ends_with(['.', ',', ';', ':']);
    good.then_some(number)
}

/// «1️⃣», «1️⃣0️⃣» or «🔟», and what stands behind.
fn keycaps(text: &str) -> Option<(u32, &str)> {
    if let Some(rest) = text.strip_prefix('🔟') {
        return Some((10, rest));
    }
    let mut number = None;
    let mut rest = text;
    while let Some(digit) = rest.chars().next().and_then(|c| c.to_digit(10)) {
        let behind = rest[1..].trim_start_matches('\u{fe0f}');
        let Some(behind) = behind.strip_prefix('\u{20e3}') else { break };
        number = Some(number.unwrap_or(0u32).checked_mul(10)?.checked_add(digit)?);
        rest = behind;
    }
    number.map(|number| (number, rest))
}

/// Whether a line begins with a picture and words stand behind it: «✅ Быстрый запуск».
pub fn is_pictured(text: &str) -> bool {
    let rest = text.trim_start_matches(|c| is_picture(c) || matches!(c, '\u{fe0f}' | '\u{200d}'));
    text.starts_with(is_picture) && rest.starts_with(' ') && rest.contains(words::is_alphabetic)
}

/// A title without the picture before it.
pub fn without_picture(text: &str) -> &str {
    if is_pictured(text) {
        text.trim_start_matches(|c| is_picture(c) || matches!(c, '\u{fe0f}' | '\u{200d}')).trim_start()
    } else {
        text
    }
}

fn is_picture(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// «Шаг 2. …», "Step 3: …": the number behind the name of a part, and what stands behind it.
fn step(text: &str) -> Option<(u32, &str)> {
    let (word, rest) = text.split_once(' ')?;
    let (number, title) = rest.split_once(['.', ':', ')'])?;
    let digits = (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let named = word.starts_with(char::is_uppercase) && names_chapter(word);
    (named && digits && title.starts_with(' ')).then(|| Some((number.parse().ok()?, title)))?
}

/// «🚀 2. …»: the number behind a picture, and what stands behind it.
fn numbered(text: &str) -> Option<(u32, &str)> {
    if !text.starts_with(is_picture) {
        return None;
    }
    let rest = text.trim_start_matches(|c| is_picture(c) || matches!(c, '\u{fe0f}' | '\u{200d}')).trim_start();
    let (number, title) = rest.split_once(['.', ')'])?;
    let digits = (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    (digits && title.starts_with(' ')).then(|| Some((number.parse().ok()?, title)))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::lines::tests::marked_headings;

    fn headings(text: &str) -> Vec<String> {
        marked_headings(text, mark)
    }

    #[test]
    fn numbers_with_text_between_them_are_headings() {
        let tight = "Как испечь хлеб\n1️⃣ Опара\nМука и вода.\n2️⃣ Тесто\nСоль и мука.\n3️⃣ Печь\n200 градусов.\n";
        assert_eq!(headings(tight), ["1️⃣ Опара", "2️⃣ Тесто", "3️⃣ Печь"]);
        let pictured =
            "🐝 1. Hives\nPaint them.\n🍯 2. Honey\nWait for July.\n\n🐝 1. Wax\nMelt it.\n🕯 2. Candles\nPour.\n";
        assert_eq!(headings(pictured).len(), 4);
        let other = "📁 Volume\nХранит Docker.\n📂 Bind mount\nПапка хоста.\n🧠 tmpfs\nТолько в памяти.\n";
        assert_eq!(headings(other), ["📁 Volume", "📂 Bind mount", "🧠 tmpfs"]);
        let steps = "Бэкап\nШаг 1. Остановите контейнер\ndocker stop db\nШаг 2. Скопируйте том\ntar czf a.tgz /data\n";
        assert_eq!(headings(steps), ["Шаг 1. Остановите контейнер", "Шаг 2. Скопируйте том"]);
        let inside = "1️⃣ Том\nШаг 1. Создать\nОдин.\nШаг 2. Удалить\nДва.\n2️⃣ Сеть\nТри.\n3️⃣ Итог\nВсё.\n";
        assert_eq!(headings(inside), ["1️⃣ Том", "Шаг 2. Удалить", "2️⃣ Сеть", "3️⃣ Итог"]);
    }

    #[test]
    fn items_sentences_and_single_numbers_are_none() {
        assert!(headings("Порядок:\n1️⃣ Смешать\n2️⃣ Вымесить\n3️⃣ Испечь\nГотово.\n").is_empty());
        assert!(headings("1️⃣ Смешайте муку с водой.\nПодождите.\n2️⃣ Вымесите тесто.\nПодождите.\n").is_empty());
        assert!(headings("1️⃣ Опара\nМука и вода.\n").is_empty());
        assert!(headings("```\n1️⃣ Опара\nМука\n2️⃣ Тесто\nСоль\n```\n").is_empty());
        assert!(headings("🔥 Горячо\nне трогать\n🧊 Холодно\nможно\n").is_empty());
        assert!(headings("🔥 Горячо\n🧊 Холодно\n🌤 Тепло\nможно\n").is_empty());
        assert!(headings("✅ Да\nможно\n❌ Нет\nнельзя\n💡 Может быть\nспросить\n").is_empty());
        assert!(headings("Шаг 1. Смешайте муку, воду и\nсоль.\nШаг 2. Вымесите тесто\nруками.\n").is_empty());
        assert!(headings("Шаг 1. Смешать\nШаг 2. Вымесить\nГотово.\n").is_empty());
    }

    #[test]
    fn a_sign_heads_commands_where_other_headings_have_pictures() {
        let part = |title: &str| format!("{title}\nНасос качает воду из колодца.\n\n");
        let parts = ["🧱 Устройство", "🔧 Ремонт", "🧹 Уход"].map(part).concat();
        let commands = "📌 Полезные команды\npump start — включить насос\npump stop — выключить его\n";
        let note = crate::notes::parse(&crate::text::Source::new("a.txt", format!("{parts}{commands}")));
        let titles: Vec<&str> = note.sections.iter().map(|section| section.title.text.as_str()).collect();
        assert_eq!(titles, ["🧱 Устройство", "🔧 Ремонт", "🧹 Уход", "📌 Полезные команды"]);
    }

    #[test]
    fn a_sign_behind_code_heads_the_text_on_its_heels() {
        let titles = |behind: &str| {
            let chat = format!(
                "Вы сказали:\nКак скачать данные с весов?\n\nChatGPT сказал:\nСкачать их можно одной \
                командой.\n\nbash\nКопировать код\nscp hive:weights.csv .\n{behind}\n"
            );
            let note = crate::notes::parse(&crate::text::Source::new("a.txt", chat));
            note.sections.into_iter().skip(1).map(|section| section.title.text).collect::<Vec<_>>()
        };
        assert_eq!(titles("✅ Итог\nВесы пишут в файл раз в час."), ["✅ Итог"]);
        assert_eq!(titles("🐝 Что дальше\n- взвесить улей\n- записать вес"), ["🐝 Что дальше"]);
        for behind in [
            "✅ Готово.\nВесы пишут в файл раз в час.",
            "✅ быстро\n✅ надёжно",
            "✅ Быстро\n✅ Надёжно",
            "⚠️ Осторожно\nФайл на весах сотрётся.\nХотите, покажу, как его сохранить?",
            "✅ Итог",
        ] {
            assert!(titles(behind).is_empty(), "{behind}");
        }
    }
}
