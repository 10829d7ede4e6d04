//! Labels in front of what a note says: «Совет: …», "Serves: 4". Set in bold they are seen; a sentence with a colon in it
//! is none, nor is what announces the lines below.
//!
//! A few words are labels wherever they stand. Any other is one where the note uses it again, or where its neighbours
//! have one too: items of the same list, paragraphs one behind the other.

use std::{collections::HashMap, ops::Range};

use crate::{
    notes::{
        Block, BlockKind, Item, Note, Text, levels,
        model::{Mark, MarkKind, split_label},
    },
    text::words,
};

use super::inline;

/// The most words a label may have to be set in bold.
const LONGEST: usize = 6;
/// The most words of one that is known by its last.
const LONGEST_KNOWN: usize = 3;
/// The most words of one that an item is headed by.
const LONGEST_HEAD: usize = 2;
/// A label with nothing behind it is no longer than this (bytes).
const LONGEST_ALONE: usize = 40;
/// Boxes that an item of what is to be done begins with.
const BOXES: [&str; 2] = ["☐ ", "☑ "];

/// Words that name what stands behind them, in small letters.
const KNOWN: &str = "\
    автор адрес аналогия важно внимание время вывод выход дано дата заметка замечание значение итог итого калорийность кому \
    минус минусы место назначение недостатки осторожно ответ ошибка плюс плюсы подсказка порции порций предупреждение \
    преимущества преимущество приложение пример примечание примеры причина причины результат решение рекомендация \
    сноска совет советы срок сроки срочно тема факт цель цена \
    address analogy answer aim author benefits calories caution cause caveat conclusion cons cost danger date deadline default \
    definition disclaimer drawbacks error example examples exercise fact fix goal hint important makes method name note \
    notes price pros purpose question reason remark reminder result results serves solution source subject suggestion \
    summary symptom time tip tips todo total variation variations verdict warning yield yields";
/// Words that say yes or no, or that a sentence has and a label has not, in small letters.
const SPOKEN: &str = "\
    да нет ага угу я ты мы вы он она оно они это то вот тут там здесь есть был была было были будет верно неверно так \
    yes no yeah nope ok okay i you we he she it they this that there here let let's is are was were be been do does did \
    has have had can could will would should must i'll it's that's here's";
/// How Russian words end that say what happens, or tell somebody what to do.
const FINITE: [&str; 13] =
    ["ется", "ются", "ится", "ятся", "ался", "алась", "алось", "ались", "йте", "ите", "ьте", "тесь", "ёт"];

/// The labels of a note, in small letters.
#[derive(Debug, Default)]
pub struct Labels(HashMap<String, usize>);

/// How often a label is one for certain.
const CERTAIN: usize = 2;

impl Labels {
    /// Those that a note has more than once, or beside others.
    pub fn of(note: &Note) -> Self {
        let mut labels = Self::default();
        note.sections.iter().for_each(|section| labels.blocks(&section.blocks));
        labels
    }

    fn blocks(&mut self, blocks: &[Block]) {
        // What leads to a list is a label beside another that does: «Весной:», «Осенью:».
        let leading: Vec<&str> = blocks.windows(2).filter_map(leads).collect();
        if leading.len() > 1 {
            leading.into_iter().for_each(|label| self.add(label, CERTAIN));
        }
        let mut before: Option<&str> = None;
        for block in blocks {
            let mut label = None;
            match &block.kind {
                BlockKind::Paragraph { text } => {
                    label = find(text).map(|found| &text.text[found.label]);
                    let beside = |label: &&str| label.split_whitespace().count() <= LONGEST_KNOWN;
                    if let (Some(one), Some(other)) = (before.filter(beside), label.filter(beside)) {
                        [one, other].into_iter().for_each(|label| self.add(label, CERTAIN));
                    }
                    label.into_iter().for_each(|label| self.add(label, 1));
                    // What announces something is no neighbour.
                    label = label.filter(|label| label.len() + 1 < text.text.len());
                }
                BlockKind::List { items, .. } => self.items(items),
                BlockKind::Attributes(attributes) => {
                    attributes.iter().for_each(|attribute| self.add(&attribute.name.text, CERTAIN));
                }
                BlockKind::Quote(blocks) => self.blocks(blocks),
                BlockKind::Code { .. } | BlockKind::Table { .. } => {}
            }
            before = label;
        }
    }

    fn items(&mut self, items: &[Item]) {
        // «Find the binary:» announces what stands below it, "Calico:" names it.
        let label = |item: &Item| {
            let found = find(&item.text)?;
            let label = &item.text.text[found.label];
            let named = found.rest < item.text.text.len() || label.split_whitespace().count() <= LONGEST_HEAD;
            named.then(|| label.to_owned())
        };
        let found: Vec<String> = items.iter().filter_map(label).collect();
        // One below another, most of them have one.
        let times = if found.len() > 1 && found.len() * 2 >= items.len() { CERTAIN } else { 1 };
        found.iter().for_each(|label| self.add(label, times));
        for item in items {
            item.attributes.iter().for_each(|attribute| self.add(&attribute.name.text, CERTAIN));
            self.blocks(&item.blocks);
        }
    }

    fn add(&mut self, label: &str, times: usize) {
        *self.0.entry(words::lowercase(label.trim())).or_default() += times;
    }

    /// Whether words are a label here.
    fn has(&self, label: &str) -> bool {
        let small = words::lowercase(label.trim());
        let bare = |word: &str| word.trim_matches(|c: char| !words::is_alphanumeric(c)).to_owned();
        let all: Vec<String> = small.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
        let listed = |list: &str, word: &str| list.split(' ').any(|listed| listed == word);
        let said = |word: &String| listed(SPOKEN, word) || FINITE.iter().any(|end| word.ends_with(end));
        if all.iter().any(said) {
            return false;
        }
        let known = all.len() <= LONGEST_KNOWN
            && [all.first(), all.last()].into_iter().flatten().any(|word| listed(KNOWN, word));
        known || self.0.get(&small).is_some_and(|times| *times >= CERTAIN)
    }

    /// Text whose label, if it opens with one, is set in bold; what its author marked is left at that, and a box to be
    /// ticked is none of the label.
    pub fn markdown(&self, text: &Text) -> String {
        let whole = &text.text;
        let Some(Found { from, label, rest }) = find(text).filter(|found| {
            let label = &whole[found.label.clone()];
            self.has(label) || found.rest >= whole.len() && levels::is_purpose(label.trim())
        }) else {
            return inline::markdown(text);
        };
        let sign = &whole[..from];
        let name = inline::part(text, label.clone());
        if rest >= whole.len() {
            // «here is the list:», in small letters or long, announces one.
            let small = whole.starts_with(char::is_lowercase) || label.len() > LONGEST_ALONE;
            return if small { inline::markdown(text) } else { format!("{sign}**{}:**", name.trim_end()) };
        }
        // A line may end behind the label.
        let ends = text
            .marks
            .iter()
            .any(|mark| mark.kind == MarkKind::Break && mark.range.start >= label.end && mark.range.end <= rest);
        let blank = if ends { "<br> " } else { " " };
        format!("{sign}**{}:**{blank}{}", name.trim_end(), inline::part(text, rest..whole.len()))
    }
}

/// The label of a paragraph that has nothing but a label, and a list behind it.
fn leads(pair: &[Block]) -> Option<&str> {
    let [Block { kind: BlockKind::Paragraph { text }, .. }, behind] = pair else { return None };
    let below = matches!(behind.kind, BlockKind::List { .. });
    let label = find(text).filter(|found| below && found.rest >= text.text.len())?.label;
    Some(&text.text[label]).filter(|label| label.split_whitespace().count() <= LONGEST_KNOWN)
}

/// Words with a colon that a text opens with.
struct Found {
    /// Where they begin behind a box.
    from: usize,
    label: Range<usize>,
    rest: usize,
}

fn find(text: &Text) -> Option<Found> {
    let whole = &text.text;
    let from = BOXES.iter().find(|sign| whole.starts_with(**sign)).map_or(0, |sign| sign.len());
    let (label, rest) = split_label(&whole[from..], LONGEST)?;
    let (label, rest) = (from + label.start..from + label.end, from + rest);
    // Code may stand inside a label.
    let inside =
        |mark: &Mark| mark.kind == MarkKind::Code && mark.range.start > label.start && mark.range.end <= label.end;
    let marked = || text.marks.iter().any(|mark| mark.range.start <= label.end && !inside(mark));
    (whole[label.end..].starts_with(':') && !marked()).then_some(Found { from, label, rest })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        notes,
        text::{Source, Span},
    };

    fn sure(label: &str) -> Labels {
        Labels(HashMap::from([(words::lowercase(label), CERTAIN)]))
    }

    #[test]
    fn a_label_keeps_its_code_and_leaves_its_box() {
        let code = |text: &str, code: &str, label: &str| {
            let at = text.find(code).expect("the code");
            let mark = Mark { range: at..at + code.len(), kind: MarkKind::Code };
            sure(label).markdown(&Text { marks: vec![mark], ..Text::plain(text, Span::default()) })
        };
        assert_eq!(
            code("☐ Box<dyn Error>: loses Send", "Box<dyn Error>", "Box<dyn Error>"),
            "☐ `Box<dyn Error>`\\: loses Send"
        );
        assert_eq!(code("The map call: returns early", "map", "The map call"), "**The `map` call:** returns early");
        assert_eq!(code("PARTITION BY: which rows", "PARTITION BY", "PARTITION BY"), "`PARTITION BY`\\: which rows");
        assert_eq!(code("Молоток: 2 кг", "2 кг", "Молоток"), "**Молоток:** `2 кг`");
        let plain = |text: &str| sure("Молоток").markdown(&Text::plain(text, Span::default()));
        assert_eq!(plain("☑ Молоток: отдать соседу"), "☑ **Молоток:** отдать соседу");
        assert_eq!(plain("Молоток:"), "**Молоток:**");
    }

    #[test]
    fn a_sentence_with_a_colon_has_no_label() {
        let alone = |text: &str| Labels::default().markdown(&Text::plain(text, Span::default()));
        for text in ["Совет: поливать", "⚠ Внимание: течёт", "Note: it leaks", "Baker's note: it is wet", "Итог: сухо"]
        {
            assert!(alone(text).contains("**"), "{text}");
        }
        for text in [
            "Правда ваша: насос течёт",
            "Нет: насос стоит",
            "Yes: it leaks",
            "Обратите внимание: насос течёт",
            "После дождя земля набирается сил: воды много",
            "Meanwhile clean the filter: it is full",
            "Что нужно:",
            "Here is the list:",
            "Проверьте насос: он течёт",
        ] {
            assert_eq!(alone(text).matches("**").count(), 0, "{text}");
        }
    }

    #[test]
    fn neighbours_and_the_note_itself_tell_what_is_a_label() {
        let bold = |text: &str, name: &str| {
            let note = notes::parse(&Source::new(name, text));
            let labels = Labels::of(&note);
            let prose = note.prose();
            prose.into_iter().filter(|text| labels.markdown(text).starts_with("**")).count()
        };
        assert_eq!(bold("# Насосы\n\n- Северный: течёт\n- Южный: стоит\n", "a.md"), 2);
        assert_eq!(bold("# Pumps\n\n- leaks a bit\n- Southern: off\n- dry\n", "a.md"), 0);
        assert_eq!(bold("# Pumps\n\nNorthern: it leaks.\n\nSouthern: it stands.\n", "a.md"), 2);
        let twice = "# Север\n\nСмазка: раз в год.\n\nСтоит давно.\n\n# Юг\n\nСмазка: раз в месяц.\n";
        assert_eq!(bold(twice, "a.md"), 2);
        assert_eq!(bold("# Север\n\nСмазка: раз в год.\n", "a.md"), 0);
        assert_eq!(bold("# Посадка\n\nВесной:\n\n- лук\n- редис\n\nОсенью:\n\n- чеснок\n- нарцисс\n", "a.md"), 2);
        assert_eq!(bold("# Pumps\n\n- Northern:\n  - old\n- Southern:\n  - new\n", "a.md"), 2);
        assert_eq!(
            bold("# Pumps\n\n1. Find the northern pump:\n   - it is old\n2. Test it with water:\n   - a lot\n", "a.md"),
            0
        );
        assert_eq!(bold("# Planting\n\nWhat to sow:\n\n- onions\n- leeks\n", "a.md"), 0);
    }

    #[test]
    fn a_line_that_ends_behind_a_label_ends_there() {
        let text = "Совет: поливать";
        let at = text.find(' ').expect("a blank");
        let broken = Text {
            marks: vec![Mark { range: at..at + 1, kind: MarkKind::Break }],
            ..Text::plain(text, Span::default())
        };
        assert_eq!(Labels::default().markdown(&broken), "**Совет:**<br> поливать");
    }
}
