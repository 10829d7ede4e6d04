//! Names of sections: readable, unique in the note, and the same when other sections are added.
//!
//! A section is named by the term that its heading is, else by the words of its heading. Where two would have one name,
//! the first keeps it, and the other is told apart by what stands above it or in it, never by a number that would change
//! with the sections before it; only sections that are alike in all of that are counted. A name that was [`kept`] comes
//! before all of this.
//!
//! [`kept`]: super::kept

use super::{
    Hints,
    kept::Traits,
    model::{Block, BlockKind, Section},
    note::Note,
};
use crate::text::slug;

/// Words of a section that tell it from another of the same heading.
const WORDS: usize = 5;

/// Gives each section its identifier: the one it was given before, else one that is free. `hints` know those, and the
/// terms of the glossary by their names.
pub fn assign(note: &mut Note, hints: &Hints<'_>) {
    let mut slugs = slug::Slugs::default();
    let mut plain = slug::Slugs::default();
    let traits = hints.ids.map(|_| traits(&note.sections)).unwrap_or_default();
    let (given, known) = hints.ids.map(|ids| ids.sections(&note.source, &traits)).unwrap_or_default();
    known.iter().for_each(|id| drop(slugs.take(id, "section")));
    let mut given = given.into_iter();
    // The headings above, by depth.
    let mut above: Vec<(u8, String)> = Vec::new();
    for section in &mut note.sections {
        let title = &section.title.text;
        let words = slug::slug(title);
        let term = hints.term.and_then(|term| term(title));
        let own = term.clone().unwrap_or_else(|| words.clone());
        above.retain(|(level, _)| *level < section.level);
        let below = above.last().map(|(_, parent)| slug::slug(&format!("{parent} {title}"))).unwrap_or_default();
        let with_words = slug::slug(&format!("{title} {}", first_words(section)));
        let by_words = plain.take_first(&[&words, &below, &with_words], "section");
        let (id, by_words) = match (given.next().flatten(), term) {
            // The glossary has learnt the heading since: the term names the section, and its old name leads to it too.
            (Some(old), Some(term)) if slugs.is_free(&term) => (slugs.take(&term, "section"), old.to_owned()),
            (Some(old), _) => (old.to_owned(), by_words),
            (None, _) => (slugs.take_first(&[&own, &below, &with_words], "section"), by_words),
        };
        section.by_words = (by_words != id).then(|| by_words.into());
        section.id = id;
        above.push((section.level, title.clone()));
    }
}

/// What tells each section from the others.
pub fn traits(sections: &[Section]) -> Vec<Traits> {
    let mut above: Vec<(u8, &str)> = Vec::new();
    let mut out = Vec::with_capacity(sections.len());
    for section in sections {
        above.retain(|(level, _)| *level < section.level);
        let under = above.last().map_or("", |(_, title)| title);
        out.push(Traits::new(&section.title.text, under, &first_words(section)));
        above.push((section.level, &section.title.text));
    }
    out
}

fn first_words(section: &Section) -> String {
    let text = section.blocks.iter().find_map(text).unwrap_or_default();
    text.split_whitespace().take(WORDS).collect::<Vec<_>>().join(" ")
}

fn text(block: &Block) -> Option<&str> {
    let text = match &block.kind {
        BlockKind::Paragraph { text, .. } | BlockKind::Code { text, .. } => &text.text,
        BlockKind::List { items, .. } => &items.first()?.text.text,
        // The head of a mail says who wrote, and nothing of what.
        BlockKind::Attributes(attributes) if attributes.iter().any(|a| a.value.text.contains('@')) => return None,
        BlockKind::Attributes(attributes) => &attributes.first()?.value.text,
        BlockKind::Table { head, .. } => &head.iter().find(|cell| !cell.text.is_empty())?.text,
        BlockKind::Quote(blocks) => return blocks.first().and_then(self::text),
    };
    Some(text).filter(|text| !text.is_empty()).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notes::parse, text::Source};

    fn ids(text: &str) -> Vec<String> {
        parse(&Source::new("a.md", text)).sections.into_iter().map(|section| section.id).collect()
    }

    #[test]
    fn an_id_does_not_change_with_the_sections_around() {
        let soups = "# Борщ\n\n## Ингредиенты\n\nсвёкла\n\n# Уха\n\n## Ингредиенты\n\nрыба\n\n";
        assert_eq!(ids(soups), ["borshch", "ingredienty", "ukha", "ukha-ingredienty"]);
        let more = format!("{soups}# Щи\n\n## Ингредиенты\n\nкапуста\n\n## Ингредиенты\n\nсоль\n");
        let with_more = ids(&more);
        assert_eq!(with_more[..4], ids(soups)[..]);
        assert_eq!(with_more[5..], ["shchi-ingredienty", "ingredienty-sol"]);
    }

    #[test]
    fn a_term_names_its_section() {
        let mut note = parse(&Source::new("a.md", "# Тесто (Dough)\n\nмука\n"));
        let term = |title: &str| title.starts_with("Тесто").then(|| "dough".to_owned());
        assign(&mut note, &Hints { term: Some(&term), ..Hints::default() });
        assert_eq!(note.sections[0].id, "dough");
        assert_eq!(
            note.sections[0].by_words.as_deref(),
            Some("testo-dough"),
            "what was written before the glossary knew the term"
        );
    }
}
