//! Lines that begin with a picture or the number of a step: headings, «1️⃣ Установка», and items, «✅ быстро».
//!
//! Chats number the parts of an answer so, and a copy without blank lines leaves nothing else of them. They are
//! headings where they count up from 1 and text stands below each, or where each has another picture; numbers on the
//! heels of each other are those of a list.

use super::{
    code, contents,
    lines::{Line, Said},
    list,
    model::split_label,
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

/// Marks the items on the heels of each other whose bullets are pictures, «🔸», or whose numbers are: «1️⃣», «①».
pub(super) fn mark_items(lines: &mut [Line<'_>]) {
    /// Pictures that stand for bullets, those of one form together.
    const BULLETS: &str = "🔸👉➡➤➜➔▶";
    let pictured =
        |line: &Line<'_>| (line.said == Said::Nothing && is_pictured(line.text)).then(|| bullet(line.text))?;
    let number = |line: &Line<'_>| {
        let (number, rest) = keycaps(line.text).filter(|_| line.said == Said::Nothing)?;
        rest.contains(words::is_alphabetic).then_some(number)
    };
    // Where crosses stand as well, either sign says yes or no.
    let denied = lines.iter().any(|line| line.text.starts_with(['❌', '✖', '✗', '✘']));
    let fenced = code::fenced_lines(lines);
    let mut at = 0;
    while at < lines.len() {
        let values = values(&lines[at..]);
        if values > 0 && !fenced[at] {
            lines[at..at + values].iter_mut().for_each(|line| line.said = Said::NotHeading);
            at += values;
            continue;
        }
        let (first, counted) = (pictured(&lines[at]), number(&lines[at]) == Some(1));
        let next = |&n: &usize| lines.get(n).is_some_and(|line| line.gap == 0);
        let alike = |n: &usize| {
            let row = u32::try_from(n - at)
                .ok()
                .filter(|_| counted)
                .is_some_and(|n| number(&lines[at + n as usize]) == Some(n + 1));
            row || first.is_some() && pictured(&lines[*n]) == first
        };
        let count = 1 + (at + 1..).take_while(next).take_while(alike).count();
        // Other pictures say something of their lines, unless a colon announces them.
        let sign = |first: char| !(denied && "✅✔☑❌✖✗✘".contains(first));
        let announced = || at > 0 && lines[at].gap <= 1 && lines[at - 1].text.ends_with(':');
        let told = !fenced[at]
            && (counted || first.is_some_and(|first| BULLETS.contains(first) || sign(first) && announced()));
        if count >= SHORTEST_ROW && told {
            let said = if counted { Said::Numbered } else { Said::Bulleted };
            lines[at..at + count].iter_mut().for_each(|line| line.said = said);
        }
        at += count;
    }
}

/// The picture that a line begins with, one for all of a form.
pub(super) fn bullet(text: &str) -> Option<char> {
    text.chars().next().map(|first| if "🔹🔸🔷🔶".contains(first) { '🔸' } else { first })
}

/// How many of the first lines, two at least, are labelled values with a picture each, most of them figures:
/// «⏱ Время: 50 минут», «👥 Порций: 8».
fn values(lines: &[Line<'_>]) -> usize {
    const LABEL: usize = 4;
    const NEAR: usize = 20;
    const WORDS: usize = 8;
    let (mut values, mut figures) = (0, 0);
    for line in lines.iter().take(NEAR).take_while(|line| line.said == Said::Nothing && is_pictured(line.text)) {
        let short = line.len <= LONGEST && line.words() <= WORDS;
        let named = short && without_picture(line.text).starts_with(char::is_uppercase);
        let together = values == 0 || line.gap == 0;
        let label = split_label(line.text, LABEL).filter(|_| named && together);
        let value = label.filter(|(label, _)| line.text[label.end..].starts_with(": ") && !line.text.ends_with('.'));
        let Some((_, value)) = value else { break };
        values += 1;
        figures += usize::from(line.text[value..].contains(|c: char| c.is_ascii_digit()));
    }
    if values >= SHORTEST_ROW && figures * 2 >= values { values } else { 0 }
}

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

/// «1️⃣», «1️⃣0️⃣», «🔟» or «①», and what stands behind.
pub(super) fn keycaps(text: &str) -> Option<(u32, &str)> {
    let circled = |c: char| ["①②③④⑤⑥⑦⑧⑨⑩", "❶❷❸❹❺❻❼❽❾❿"].iter().find_map(|all| all.chars().position(|one| one == c));
    if let Some(number) = text.chars().next().and_then(circled) {
        return Some((number as u32 + 1, &text['①'.len_utf8()..]));
    }
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

/// The words of a line, where it is one of several values, without the picture before them.
pub(super) fn label<'a>(line: &Line<'a>) -> &'a str {
    if line.said == Said::NotHeading { without_picture(line.text) } else { line.text }
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
    matches!(c, '\u{231a}'..='\u{231b}' | '\u{23e9}'..='\u{23fa}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
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

    /// The items of the lists of a text, those of a list with numbers behind a figure, and its values.
    fn items(text: &str) -> Vec<String> {
        use crate::notes::BlockKind;
        let note = crate::notes::parse(&crate::text::Source::new("a.txt", text));
        let mut out = Vec::new();
        for block in note.sections.into_iter().flat_map(|section| section.blocks) {
            match block.kind {
                BlockKind::List { items, ordered } => {
                    let sign = if ordered { "1 " } else { "" };
                    out.extend(items.into_iter().map(|item| format!("{sign}{}", item.text.text)));
                }
                BlockKind::Attributes(all) => {
                    out.extend(all.into_iter().map(|value| format!("{} = {}", value.name.text, value.value.text)));
                }
                _ => {}
            }
        }
        out
    }

    #[test]
    fn pictures_alike_are_bullets() {
        let [two, three] = [["две рейки", "моток бечёвки"], ["1 две рейки", "1 моток бечёвки"]];
        for (bullet, other) in [("🔸", "🔸"), ("🔹", "🔸"), ("✅", "✅"), ("🪁", "🪁"), ("▪️", "▪️"), ("👉", "👉")]
        {
            let kite = format!("Воздушный змей\n\nЧто нужно:\n{bullet} две рейки\n{other} моток бечёвки\n");
            assert_eq!(items(&kite), two, "{bullet}");
        }
        for (first, second) in [("1️⃣", "2️⃣"), ("①", "②"), ("❶", "❷")] {
            let kite = format!("Воздушный змей\n\nЧто нужно:\n{first} две рейки\n{second} моток бечёвки\n");
            assert_eq!(items(&kite), three, "{first}");
        }
        // Signs that say yes and no, and pictures that differ, say something.
        let said = "Воздушный змей\n\nМожно:\n✅ нитки\n✅ бечёвка\n\nНельзя:\n❌ проволока\n❌ леска\n";
        assert!(items(said).iter().all(|item| item.starts_with(['✅', '❌'])), "{:?}", items(said));
        let differ = items("Воздушный змей\n\nЧто нужно:\n🪁 две рейки\n🧵 моток бечёвки\n");
        assert_eq!(differ, ["🪁 две рейки", "🧵 моток бечёвки"]);
    }

    #[test]
    fn labels_with_pictures_have_values() {
        let kite = |values: &str| items(&format!("Воздушный змей\n\n{values}\n\nРейки сложить крестом и связать.\n"));
        assert_eq!(kite("⏱ Время: 2 часа\n📏 Размах: 90 см"), ["⏱ Время = 2 часа", "📏 Размах = 90 см"]);
        // What says how good something is has no figures.
        let praise = kite("🚀 Быстро: за минуту\n🔒 Прочно: на весь год");
        assert!(!praise.iter().any(|item| item.contains(" = ")), "{praise:?}");
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
