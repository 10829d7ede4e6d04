//! Bulleted values: «• Высота: 45 см» below one item of a list and «• Высота: 30 см» below the next.
//!
//! A bullet with a label may as well begin a sentence. Labels that return from item to item name what the items are
//! compared by, so they are attributes, as they are where a copy has lost the bullets.

use hashbrown::HashMap;

use super::{
    body::LABEL_WORDS,
    model::{Attribute, Block, BlockKind, Item, Section, Text, split_label},
};
use crate::text::{Source, words};

/// So many items of a list have a label in common.
const FEWEST: usize = 2;

/// Turns the bullets with such labels into attributes of their items.
pub(super) fn name(source: &Source, sections: &mut [Section]) {
    sections.iter_mut().for_each(|section| blocks(source, &mut section.blocks));
}

fn blocks(source: &Source, blocks_of: &mut [Block]) {
    for block in blocks_of {
        match &mut block.kind {
            BlockKind::List { items, .. } => {
                compared(source, items);
                items.iter_mut().for_each(|item| blocks(source, &mut item.blocks));
            }
            BlockKind::Quote(inner) => blocks(source, inner),
            _ => {}
        }
    }
}

fn compared(source: &Source, items: &mut [Item]) {
    let mut common: HashMap<String, usize> = HashMap::new();
    items
        .iter()
        .filter_map(bullets)
        .flatten()
        .filter_map(label)
        .for_each(|label| *common.entry(label).or_default() += 1);
    let returns = |item: &&Item| label(item).is_some_and(|label| common.get(&label).is_some_and(|&n| n >= FEWEST));
    let values: Vec<usize> = (0..items.len())
        .filter(|&at| {
            bullets(&items[at]).is_some_and(|bullets| {
                bullets.iter().all(|item| label(item).is_some())
                    && bullets.iter().filter(returns).count() * 2 >= bullets.len()
            })
        })
        .collect();
    if values.len() < FEWEST {
        return;
    }
    for at in values {
        let list = items[at].blocks.remove(0);
        if let BlockKind::List { items: bullets, .. } = list.kind {
            items[at].attributes = bullets.into_iter().filter_map(|item| attribute(source, &item.text)).collect();
        }
    }
}

/// The bullets that are all an item has right below it.
fn bullets(item: &Item) -> Option<&[Item]> {
    let first = item.blocks.first().filter(|_| item.attributes.is_empty())?;
    match &first.kind {
        BlockKind::List { ordered: false, items } => Some(items),
        _ => None,
    }
}

/// The label of a bullet with nothing but a label and a value, in small letters.
fn label(item: &Item) -> Option<String> {
    let plain = item.blocks.is_empty() && item.attributes.is_empty() && item.remark.is_none() && !item.important;
    let (label, _) = parts(&item.text.text).filter(|_| plain && item.letter.is_none())?;
    Some(words::lowercase(label))
}

fn parts(text: &str) -> Option<(&str, usize)> {
    let (label, rest) = split_label(text, LABEL_WORDS)?;
    let colon = text[label.end..].starts_with(": ") && text.starts_with(char::is_uppercase);
    (colon && !text[rest..].trim().is_empty()).then(|| (&text[label], rest))
}

fn attribute(source: &Source, text: &Text) -> Option<Attribute> {
    let (label, rest) = parts(&text.text)?;
    let end = label.len();
    let (head, value) = text.split_at(rest, source);
    Some(Attribute { name: head.part(0..end, head.span), value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::parse;

    /// Of each item of the first list its attributes, or how many blocks it has.
    fn read(name: &str, text: &str) -> Vec<String> {
        let note = parse(&Source::new(name, text));
        let lists = note.sections.iter().flat_map(|section| &section.blocks);
        let items = lists.filter_map(|block| match &block.kind {
            BlockKind::List { items, .. } => Some(items),
            _ => None,
        });
        let said = |item: &Item| {
            let values = item.attributes.iter().map(|value| format!("{}={}", value.name.text, value.value.text));
            let values: Vec<String> = values.collect();
            if values.is_empty() { item.blocks.len().to_string() } else { values.join(", ") }
        };
        items.take(1).flatten().map(said).collect()
    }

    #[test]
    fn labels_that_return_from_item_to_item_are_attributes() {
        let print =
            "Ульи\n\n1. Лежак\n• Высота: 45 см\n• Рамки: двадцать\n2. Дадан\n• Высота: 30 см\n• Рамки: десять\n";
        let found = ["Высота=45 см, Рамки=двадцать", "Высота=30 см, Рамки=десять"];
        assert_eq!(read("a.txt", print), found);
        let copy = "# Ульи\n\n1. **Лежак**\n   - **Высота:** 45 см\n   - **Рамки**: двадцать\n2. **Дадан**\n   - Высота: 30 см\n   - Рамки: десять\n";
        assert_eq!(read("a.md", copy), found);
    }

    #[test]
    fn labels_of_one_item_begin_sentences() {
        let alone = "# Hives\n\n1. Long\n   - Height: 45 cm\n   - Frames: twenty\n2. Dadant\n   - Note: it is heavy\n   - Price: high\n";
        assert_eq!(read("a.md", alone), ["1", "1"]);
        let mixed = "# Hives\n\n1. Long\n   - Height: 45 cm\n   - it is heavy\n2. Dadant\n   - Height: 30 cm\n   - it is light\n";
        assert_eq!(read("a.md", mixed), ["1", "1"]);
    }
}
