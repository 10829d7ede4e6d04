//! Groups of a list, each below its own label: «Для теста:», «Для начинки:».
//!
//! A group of one line looks like a paragraph. It is a list where it says how much of something there is and another
//! group on its heels is a list of such lines.

use super::{
    amounts, levels,
    lines::Line,
    model::{Block, BlockKind, Item, Section},
};

/// Makes lists of the groups with one item.
pub(super) fn complete(sections: &mut [Section]) {
    for section in sections {
        let blocks = &mut section.blocks;
        for at in 1..blocks.len() {
            let listed = |label: usize| {
                blocks.get(label).is_some_and(is_label) && blocks.get(label + 1).is_some_and(levels::says_amounts)
            };
            let beside = || at.checked_sub(3).is_some_and(listed) || listed(at + 1);
            let item = is_label(&blocks[at - 1]).then(|| item(&blocks[at])).flatten();
            if let Some(item) = item.filter(|_| beside()) {
                blocks[at].kind = BlockKind::List { ordered: false, items: vec![item] };
            }
        }
    }
}

fn is_label(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph { text } if text.text.ends_with(':') && !text.text.contains(". "))
}

/// The item that a paragraph is, if it says how much of something there is and no more.
fn item(block: &Block) -> Option<Item> {
    let BlockKind::Paragraph { text } = &block.kind else { return None };
    let line = Line::of(&text.text, text.span);
    let amount = amounts::is_amount(&line) && !line.ends_sentence() && !amounts::is_measure(&text.text);
    amount.then(|| Item { text: text.clone(), ..Item::default() })
}

#[cfg(test)]
mod tests {
    use crate::{
        notes::{self, BlockKind},
        text::Source,
    };

    fn lists(text: &str) -> Vec<usize> {
        let note = notes::parse(&Source::new("a.txt", text));
        let blocks = note.sections.iter().flat_map(|section| &section.blocks);
        let items = |kind: &BlockKind| match kind {
            BlockKind::List { items, .. } => Some(items.len()),
            _ => None,
        };
        blocks.filter_map(|block| items(&block.kind)).collect()
    }

    #[test]
    fn a_group_of_one_is_a_list_beside_another_group() {
        let wall = "Whitewash\n\nFor the base:\n2 kg lime\n5 litres water\n\nFor the top coat:\n1 kg lime putty\n\n\
            Stir the lime into the water and leave it for a night.\n";
        assert_eq!(lists(wall), [2, 1]);
        let first = "Побелка\n\nДля грунта:\n1 кг известковой пасты\n\nДля стены:\n2 кг извести\n5 л воды\n\n\
            Известь размешать в воде и оставить на ночь.\n";
        assert_eq!(lists(first), [1, 2]);
        // Alone it says how much, and a time is none of the groups.
        let alone = "Whitewash\n\nFor the top coat:\n1 kg lime putty\n\nStir it and leave it for a night.\n";
        assert!(lists(alone).is_empty());
        let time = "Whitewash\n\nFor the base:\n2 kg lime\n5 litres water\n\nTakes:\n40 minutes\n\nStir the lime in.\n";
        assert_eq!(lists(time), [2]);
    }
}
