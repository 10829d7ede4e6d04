//! Which blocks among those of an answer or a book are somebody's own remarks.
//!
//! They begin with a small letter and stand behind what was said to the end, or they say whose they are («Заметка
//! себе: …»).

use super::{
    amounts, asking, dates, formula,
    lines::Line,
    model::{Block, BlockKind, Item, Role, Section},
    posts,
    roles::{OWNERS, REMARKS, paragraph},
    sentences,
};
use crate::text::{Source, Span, words};

/// Words that say whose kitchen or garden it is, beside those of [`OWNERS`], and what there is to ask and to look up.
const OWN: &str = "наш наша наше наши нашей нашем нашу наших нам нас мы я моей моём моем мою моих our ours we us i";
const TO_ASK: &str = "спросить уточнить узнать проверить посмотреть ask check";

/// Labels of what is the note-taker's, in small letters: «моё: …».
const LABELS: &str = "моё мое mine себе todo";

/// Which blocks of an answer are somebody's remarks on it.
pub(super) fn remarks(section: &Section, source: &Source) -> Vec<bool> {
    let mut before: Option<&Block> = None;
    let mut out = Vec::with_capacity(section.blocks.len());
    let mut blocks = section.blocks.iter().peekable();
    while let Some(block) = blocks.next() {
        let small = |block: &Block| paragraph(block).is_some_and(|text| text.starts_with(char::is_lowercase));
        let listed = || {
            let behind = before.and_then(paragraph).is_some_and(sentences::ends);
            section.speaker.is_none() && (behind || out.last() == Some(&true)) && is_jotted_list(block)
        };
        // A list on the heels of a remark that says whose it is belongs to it.
        let is_list = |block: &Block| matches!(block.kind, BlockKind::List { .. });
        let labelled = |text: &str| section.speaker.is_some() && labels_own(text);
        let announced = || before.and_then(paragraph).is_some_and(labelled) && out.last() == Some(&true);
        let below = before.filter(|before| is_list(block) && (announced() || owns_list(before, block, source)));
        let listed = || below.is_some() || listed();
        let said = |text: &str| match section.speaker {
            _ if says_own(text) => true,
            _ if labelled(text) && blocks.peek().is_some_and(|next| is_list(next)) => before.is_none_or(is_finished),
            // What a colon announces, and what goes on with a sentence, is the answer's.
            None => {
                let ended = |text: &str| sentences::ends(text) || posts::is_tags(text);
                let goes_on = before.and_then(paragraph).is_some_and(is_jotting) && out.last() == Some(&true);
                let apart = goes_on || before.and_then(paragraph).is_none_or(ended);
                let own = match before {
                    Some(_) => out.last() == Some(&true),
                    None => section.title.text.is_empty() || dates::is_date(&section.title.text),
                };
                let answered = blocks.peek().and_then(|next| paragraph(next)).is_some_and(is_capital);
                apart && !(section.runs_in && before.is_none()) && is_jotting(text)
                    || own && answered && introduces(text)
            }
            Some(_) => {
                let alone = !blocks.peek().is_some_and(|next| small(next)) && !before.is_some_and(small);
                let answers = [Some(block), before].iter().flatten().all(|block| block.role == Role::Assistant);
                answers && alone && before.is_some_and(is_finished) && is_remark(text)
            }
        };
        let remark = paragraph(block).map_or_else(listed, said);
        out.push(remark);
        before = Some(block);
    }
    out
}

/// Whether a paragraph says that it is the note-taker's, and a list stands right below it, or is announced by its colon.
fn owns_list(remark: &Block, list: &Block, source: &Source) -> bool {
    let Some(text) = paragraph(remark).filter(|text| says_own(text)) else { return false };
    let between = source.slice(Span::new(remark.span.end.min(list.span.start), list.span.start));
    text.ends_with(':') || between.split('\n').count() <= 2
}

/// Whether a paragraph says of itself that it is the note-taker's own.
pub(super) fn says_own(text: &str) -> bool {
    is_labelled_own(text) || is_marked_own(text)
}

/// Behind a remark at the end of a note the next short lines are remarks as well, if they are written so.
pub(super) fn add_tail(blocks: &[Block], remarks: &mut [bool]) {
    let small = |block: &Block| {
        paragraph(block)
            .is_some_and(|text| text.starts_with(char::is_lowercase) && !text.ends_with(['.', ':', ';', ',']))
    };
    let tail = blocks.iter().zip(remarks.iter()).rev().take_while(|(block, remark)| **remark || small(block)).count();
    let from = blocks.len() - tail;
    if let Some(first) = remarks[from..].iter().position(|remark| *remark) {
        remarks[from + first..].fill(true);
    }
}

/// Whether a block says what it says to the end: code does, and what ends as a sentence.
fn is_finished(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Paragraph { text, .. } => sentences::ends(&text.text),
        BlockKind::List { items, .. } => items.last().is_some_and(|last| {
            let values = last.attributes.last().map_or(&last.text, |attribute| &attribute.value);
            last.blocks.last().map_or_else(|| sentences::ends(&values.text), is_finished)
        }),
        BlockKind::Attributes(attributes) => attributes.last().is_some_and(|last| sentences::ends(&last.value.text)),
        BlockKind::Code { .. } => true,
        BlockKind::Table { .. } | BlockKind::Quote(_) => false,
    }
}

/// Whether a paragraph says of itself that it is the note-taker's: "Note to self: …".
fn is_labelled_own(text: &str) -> bool {
    /// «Примечание от меня».
    const LONGEST: usize = 4;
    let Some((label, rest)) = text.split_once(':') else { return false };
    let label = label.to_lowercase();
    let has = |list: &str| label.split(' ').any(|word| list.split(' ').any(|listed| listed == word));
    !rest.trim().is_empty() && label.split(' ').count() <= LONGEST && has(REMARKS) && has(OWNERS)
}

/// Whether a text begins with a mark by which people tell what they jotted down beside what they read: «(моё) …»,
/// "mine: …", "-- …", «!!! …», "// …", "nb …"; a plus in front of several sentences, of which the first begins small.
pub(super) fn is_marked_own(text: &str) -> bool {
    if let Some(rest) = text.strip_prefix("!!") {
        return rest.trim_start_matches('!').starts_with(' ');
    }
    if let Some(rest) = text.strip_prefix("// ").or_else(|| text.strip_prefix("-- ")) {
        return is_apart(rest);
    }
    if let Some(rest) = text.strip_prefix("+ ") {
        return rest.starts_with(char::is_lowercase) && sentences::first_end(rest).is_some_and(|end| end < rest.len());
    }
    let bracketed = |(open, close): (char, char)| text.strip_prefix(open).and_then(|rest| rest.split_once(close));
    if let Some((inside, rest)) = [('(', ')'), ('[', ']')].into_iter().find_map(bracketed) {
        if rest.is_empty() {
            let owner = inside.split_once(':').filter(|(_, rest)| !rest.trim().is_empty());
            return owner.is_some_and(|(label, _)| names_owner(label)) || tells_of_own(inside);
        }
        return rest.starts_with([' ', ':']) && !rest[1..].trim().is_empty() && names_owner(inside);
    }
    let small = |text: &str| text.starts_with(char::is_lowercase);
    let label = text.split_once(": ").map(|(label, rest)| (words::lowercase(label), rest));
    let nota = ["NB ", "NB: ", "N.B. ", "nb ", "nb: ", "N.B.: "].iter().find_map(|mark| text.strip_prefix(mark));
    let owned =
        |label: &str| LABELS.split(' ').any(|listed| listed == label) || label.contains(' ') && names_owner(label);
    label.is_some_and(|(label, rest)| owned(&label) && !rest.trim().is_empty())
        || nota.is_some_and(|rest| small(rest) && !rest.ends_with('.'))
}

/// Whether a label in small letters says that what stands below it is the note-taker's: «моё, доделать:», "todo:".
pub(super) fn labels_own(text: &str) -> bool {
    const LONGEST: usize = 5;
    let Some(label) = text.strip_suffix(':').filter(|label| label.starts_with(char::is_lowercase)) else {
        return false;
    };
    let listed = |list: &str, word: &str| list.split(' ').any(|listed| listed == word);
    let mut said = label.split(|c: char| !words::is_alphanumeric(c));
    label.split(' ').count() <= LONGEST
        && (said.any(|word| listed(LABELS, word) || listed(OWNERS, word)) || asking::is_own(label))
}

/// Whether what stands behind two dashes or strokes is no speech, no name of who said something, and no code: small
/// letters, or a capital and no end.
fn is_apart(text: &str) -> bool {
    let said = text.split_whitespace();
    let capital = |word: Option<&str>| word.is_some_and(|word| word.starts_with(char::is_uppercase));
    let named = || capital(said.clone().next()) && capital(said.clone().next_back());
    let speech = text.contains(" -- ") || text.starts_with(char::is_uppercase) && sentences::ends(text);
    let letters = said.clone().next().is_some_and(|first| first.starts_with(words::is_alphanumeric));
    letters && !speech && !named() && !text.ends_with([';', '{', '}'])
}

/// Whether what a bracket holds says how it is with its author, and what he has to do: «у нас на работе так же, надо
/// спросить».
fn tells_of_own(text: &str) -> bool {
    const LONGEST: usize = 400;
    const FIRST: [&str; 10] =
        ["у нас ", "у меня ", "нам ", "мне ", "at our ", "in our ", "at my ", "in my ", "for me ", "for us "];
    const TODO: &str = "надо нужно пора todo должны must should need";
    if text.len() > LONGEST || text.ends_with('.') {
        return false;
    }
    let mut said = text.split(|c: char| !words::is_alphanumeric(c));
    FIRST.iter().any(|first| text.starts_with(first)) && said.any(|word| TODO.split(' ').any(|todo| todo == word))
}

/// Whether the few words of a bracket say whose the rest is: «моё», "my note", «от себя».
fn names_owner(text: &str) -> bool {
    const LONGEST: usize = 3;
    const MEANT: &str = "я me i";
    const BETWEEN: &str = "от to для";
    let small = words::lowercase(text);
    let listed = |list: &str, word: &str| list.split(' ').any(|listed| listed == word);
    let owner = |word: &str| listed(OWNERS, word) || listed(MEANT, word);
    let said: Vec<&str> = small.split(' ').take(LONGEST + 1).collect();
    said.len() <= LONGEST
        && said.iter().any(|word| owner(word))
        && said.iter().all(|word| owner(word) || listed(REMARKS, word) || listed(BETWEEN, word))
}

/// Whether a block is a list of what somebody jotted down beside what he read: small letters, no ends, and one item at
/// least says whose it is.
fn is_jotted_list(block: &Block) -> bool {
    let BlockKind::List { ordered: false, items } = &block.kind else { return false };
    let jotted = |item: &Item| {
        let text = &item.text.text;
        text.starts_with(char::is_lowercase)
            && !text.ends_with(['.', ':', ';', ','])
            && item.attributes.is_empty()
            && item.blocks.is_empty()
            && !amounts::is_amount(&Line::of(text, item.text.span))
    };
    let own = |item: &Item| {
        let small = words::lowercase(&item.text.text);
        let mut said = small.split(|c: char| !words::is_alphanumeric(c)).filter(|word| !word.is_empty());
        let listed = |list: &str, word: &str| list.split(' ').any(|listed| listed == word);
        let asks = said.clone().next().is_some_and(|first| listed(TO_ASK, first));
        asks || said.any(|word| listed(OWN, word) || listed(OWNERS, word))
    };
    items.iter().all(jotted) && items.iter().any(own)
}

/// Whether a paragraph is written as people write for themselves: small letters, no end but a sigh.
fn is_jotting(text: &str) -> bool {
    let few = if calls_out(text) || text.ends_with('?') { 2 } else { 3 };
    text.starts_with(char::is_lowercase)
        && !formula::is_formula(text)
        && text.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, ')' | '?' | '!'))
        && text.split_whitespace().nth(few).is_some()
}

/// Whether a paragraph in small letters says what an answer is about that stands below it: «спросила, вот что пишет:».
fn introduces(text: &str) -> bool {
    text.starts_with(char::is_lowercase) && text.ends_with(':') && text.split_whitespace().nth(3).is_some()
}

fn is_capital(text: &str) -> bool {
    text.starts_with(char::is_uppercase)
}

/// Whether a comma stands behind the first word of a text, and a clause behind it: «чёрт, они разные».
pub(super) fn calls_out(text: &str) -> bool {
    text.split_once(", ").is_some_and(|(call, rest)| !call.contains(' ') && rest.contains(' '))
}

/// Whether a paragraph between those of somebody who was named is another's: small letters, no end or that of a question,
/// and a clause of plain words. A command, a path or an item of a list is none.
fn is_remark(text: &str) -> bool {
    let said = asking::without_own_label(text);
    let plain = |word: &str| {
        let word = word.trim_matches([',', '(', ')', '"', '«', '»', '?', '!']);
        !word.is_empty()
            && word.chars().all(|c| words::is_alphanumeric(c) || matches!(c, '-' | '\'' | '’'))
            && !word.starts_with('-')
    };
    let several = || text.split_whitespace().nth(2).is_some();
    let told = said.len() < text.len() || text.ends_with('?') || !text.starts_with(|c: char| c.is_ascii());
    text.starts_with(char::is_lowercase)
        && text.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, ')' | '?'))
        && (text.contains(", ") || told && several())
        && said.split_whitespace().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes;

    fn own(text: &str) -> Vec<String> {
        let note = notes::parse(&Source::new("a.txt", text));
        let blocks = note.sections.into_iter().flat_map(|section| section.blocks);
        let own = blocks.filter(|block| block.role == Role::Own);
        own.filter_map(|block| paragraph(&block).map(str::to_owned)).collect()
    }

    #[test]
    fn a_mark_tells_whose_a_text_is() {
        for text in [
            "(моё) в мае улей стоял на севере, переставить",
            "[моё] проверить весы",
            "(я) рамок хватило на семь ульев.",
            "(me) the smoker is in the shed",
            "[my note] the queen is two years old",
            "моё: дымарь отдали соседу",
            "от себя: дымарь проверить до пятницы",
            "TODO: спросить Лёшу о весах",
            "Mine: the smoker is in the shed",
            "!!! Пчёлы злые, без сетки не ходить",
            "!! wear the veil",
            "-- у нас взяток раньше на неделю",
            "-- Купить десять рамок до мая",
            "// ask the neighbour for frames",
            "NB: улей номер три пустой",
            "[мой комментарий: проверить весной]",
            "(my note: ask the neighbour)",
            "(у нас на даче так же, надо переставить)",
        ] {
            assert!(is_marked_own(text), "{text}");
        }
        for text in [
            "(мой)",
            "(моё)слитно",
            "(см. главу о мёде) и дальше",
            "(я был там, когда роились) они улетели",
            "[1] A book of bees",
            "Мёд: липовый",
            "!important",
            "!!!",
            "-- Куда ты? -- спросил пасечник.",
            "-- Никуда.",
            "-- Karl von Frisch",
            "// let hive = Hive::new();",
            "--help",
            "NB: The hive is heavy.",
            "My bees: three hives",
            "(о весне: см. главу пятую)",
            "(у нас пчёлы зимуют на воле)",
            "[my hive]",
        ] {
            assert!(!is_marked_own(text), "{text}");
        }
    }

    #[test]
    fn a_list_on_the_heels_of_a_remark_is_its_own() {
        let lists = |text: &str| {
            let note = notes::parse(&Source::new("a.txt", text));
            let blocks = note.sections.into_iter().flat_map(|section| section.blocks);
            let list = |block: &Block| matches!(block.kind, BlockKind::List { .. });
            blocks.filter(list).map(|block| block.role).collect::<Vec<_>>()
        };
        let hive = |between: &str| {
            format!("Улей\n\nУлей ставят летком на юг.\n\nМОЁ: дальше{between}- Покрасить крышу.\n- Купить рамки.\n")
        };
        assert_eq!(lists(&hive("\n")), [Role::Own]);
        assert_eq!(lists(&hive(":\n\n")), [Role::Own]);
        assert_eq!(lists(&hive(" видно\n\n")), [Role::Assistant]);
        assert_eq!(lists(&hive("\n").replace("МОЁ: дальше", "Что нужно сделать весной:")), [Role::Assistant]);
        let english = "The hive\n\nIt stands in the sun.\n\nMine: to do\n- Paint the roof.\n- Buy frames.\n";
        assert_eq!(lists(english), [Role::Own]);
    }

    #[test]
    fn a_label_in_small_letters_announces_what_its_author_has_to_do() {
        let chat = "Вы сказали:\nкак сушить мяту\nChatGPT сказал:\nМяту сушат в тени.\n\nне забыть:\n- купить марлю\n- \
            собрать до дождя\n";
        assert_eq!(own(chat), ["не забыть:"]);
        let note = notes::parse(&Source::new("a.txt", chat));
        assert_eq!(note.sections[0].blocks.last().map(|list| list.role), Some(Role::Own));
        let answer = chat.replace("не забыть:", "Вам понадобится:");
        assert!(own(&answer).is_empty());
    }

    #[test]
    fn marked_lines_are_remarks_each_on_its_own() {
        let hive = "Улей\n\nУлей ставят летком на юг, и зимой он стоит там же.\n\n-- у нас он стоит на север\n\
            -- переставить до мая\n\nЗимой его утепляют соломой.\n(моё) соломы осталось два тюка\n";
        assert_eq!(
            own(hive),
            ["-- у нас он стоит на север", "-- переставить до мая", "(моё) соломы осталось два тюка"]
        );
        let english = "The hive\n\nA hive stands with its door to the south.\n\n!!! Ours does not\n// turn it in May\n\n\
            It is wrapped in straw in winter.\n";
        assert_eq!(own(english), ["!!! Ours does not", "// turn it in May"]);
        let plus = "Улей\n\nУлей ставят летком на юг.\n\n+ поставил так. Зимовали хорошо.\n";
        assert_eq!(own(plus), ["+ поставил так. Зимовали хорошо."]);
        assert!(own(&plus.replace(" так. Зимовали хорошо.", " на доски.")).is_empty());
    }
}
