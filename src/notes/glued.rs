//! Lists and tables that a page set right below text and right above other text, without blank lines.
//!
//! What they are shows where they end: amounts that commas part, below what a colon ends, and rows set in columns. The
//! text around them is parted from them as blank lines would do it.

use super::{
    amounts, captions, code,
    lines::{Line, Said},
    list::marker,
    page::Page,
    sentences, table,
};

/// The most words of a line that announces amounts.
const WORDS: usize = 8;
/// So many rows are a table.
const SHORTEST: usize = 3;
/// What parts the cells of a row.
const WIDE: &str = "   ";

/// Parts such lists and tables from the text around them.
pub(super) fn part(lines: &mut [Line<'_>], page: &Page) {
    if page.width.is_none() {
        return;
    }
    let mut at = 0;
    while at < lines.len() {
        let rows = rows(&lines[at..]);
        let table = rows >= SHORTEST && table::is_set(&lines[at..at + rows]);
        let count = if rows > 0 { rows } else { announced(page, lines, at) };
        let (before, behind) = (at.checked_sub(1).map(|before| &lines[before]), lines.get(at + count));
        let apart = |before: &Line<'_>| match rows {
            0 => before.ends_sentence() || !page.is_full(before, &lines[at]),
            _ => table && is_prose(before) && before.ends_sentence() && !captions::is_caption(before.text),
        };
        let begins = |behind: &Line<'_>| match rows {
            0 => count > 0,
            _ => table && is_prose(behind) && behind.text.starts_with(char::is_uppercase),
        };
        let (apart, begins) = (count > 0 && before.is_some_and(apart), behind.is_some_and(begins));
        for (at, parted) in [(at, apart), (at + count, begins)] {
            lines.get_mut(at).filter(|_| parted).into_iter().for_each(|line| line.gap = line.gap.max(1));
        }
        at += count.max(1);
    }
}

/// Whether a line is several words, and nothing that somebody typed.
fn is_prose(line: &Line<'_>) -> bool {
    const FEWEST: usize = 3;
    line.words() >= FEWEST && sentences::is_words(line.text) && !code::is_typed(line.text)
}

/// How many lines from line `at` on are one that ends with a colon and the amounts below it.
fn announced(page: &Page, lines: &[Line<'_>], at: usize) -> usize {
    let line = &lines[at];
    let label = line.text.ends_with(':')
        && line.text.starts_with(char::is_uppercase)
        && line.words() <= WORDS
        && line.said == Said::Nothing
        && marker(line).is_none();
    let below = lines.get(at + 1..).filter(|below| label && below.first().is_some_and(|next| next.gap == 0));
    let listed =
        |below| amounts::enumerated(below).map_or_else(|| amounts::leading(page, below), |starts| starts.len());
    let count = below.map(listed).filter(|&count| count > 0).map_or(0, |count| count + 1);
    let goes_on = |next: &Line<'_>| next.gap == 0 && next.starts_lower() || amounts::is_amount(next);
    if lines.get(at + count).is_some_and(goes_on) { 0 } else { count }
}

/// How many lines there are with wide blanks between their words.
fn rows(lines: &[Line<'_>]) -> usize {
    let row = |&(n, line): &(usize, &Line<'_>)| {
        line.text.contains(WIDE) && line.said == Said::Nothing && (n == 0 || line.gap == 0)
    };
    lines.iter().enumerate().take_while(row).count()
}

#[cfg(test)]
mod tests {
    use crate::{
        notes::{self, BlockKind},
        text::Source,
    };

    fn kinds(text: &str) -> Vec<String> {
        let note = notes::parse(&Source::new("a.txt", text));
        let kind = |kind: &BlockKind| match kind {
            BlockKind::List { items, ordered: true } => format!("steps {}", items.len()),
            BlockKind::List { items, .. } => format!("list {}", items.len()),
            BlockKind::Table { rows, .. } => format!("table {}", rows.len()),
            BlockKind::Paragraph { text } => text.text.split(' ').next().unwrap_or_default().to_owned(),
            _ => "other".to_owned(),
        };
        let section = |section: notes::Section| {
            let title = Some(format!("# {}", section.title.text)).filter(|_| !section.title.text.is_empty());
            title.into_iter().chain(section.blocks.iter().map(|block| kind(&block.kind)).collect::<Vec<_>>())
        };
        note.sections.into_iter().flat_map(section).collect()
    }

    const VARNISH: &str = "1. Доски выстрогать вдоль слоя, зашкурить и вытереть сухой тряп-\nкой.\n\
        2. Лак нагреть и нанести в три слоя, давая каждому слою высох-\nнуть за ночь. Кисть вымыть.\n";

    #[test]
    fn amounts_that_commas_part_are_a_list_of_their_own() {
        let boat = |list: &str| {
            kinds(&format!(
                "{VARNISH}На одну лодку в 4 м:\n{list}\nПримечание. Тёмный лак греется на солнце, и доски под ним трес-\n\
                каются.\n"
            ))
        };
        let list = "лак — 2 л,\nскипидар (очищенный, без воды и без\nзапаха) — 50 мл,\nкисть — 1 шт.";
        assert_eq!(boat(list), ["steps 2", "На", "list 3", "Примечание."]);
        assert_eq!(boat("лак — 2 л,\nскипидар — 50 мл."), ["steps 2", "На", "list 2", "Примечание."]);
        let bare = "лак — 2 л\nскипидар — 50 мл\nкисть — 1 шт.";
        assert_eq!(boat(bare), ["steps 2", "На", "list 3", "Примечание."]);
        // What goes on in small letters is a sentence.
        let told = kinds(&format!(
            "{VARNISH}Лодку в 4 м красят так:\nлака берут 2 л,\nскипидара 1 л,\nкистей 2 шт., и\nвсё это сразу.\n"
        ));
        assert!(!told.contains(&"list 3".to_owned()), "{told:?}");
    }

    #[test]
    fn a_table_ends_where_text_begins() {
        let ships = |behind: &str| {
            kinds(&format!(
                "The ships of the harbour were counted every year in May, and the\nlist was nailed to the door of the \
                 custom house.\nTable 2. Ships by their masts\nShip          Masts     Crew\nSloop         1         \
                 4\nBrig          2         20\nBarque        3         30\n{behind}\nevery spring they were painted anew, \
                 from the keel to the rail.\n"
            ))
        };
        let painted = "Old ships were not counted, though some of them still sailed, and";
        assert_eq!(ships(painted), ["The", "Table", "table 3", "Old"]);
        let without = kinds(
            "The ships of the harbour were counted every year in May, and the\nlist was nailed to the door.\nShip          \
             Masts     Crew\nSloop         1         4\nBrig          2         20\nBarque        3         30\n",
        );
        assert_eq!(without, ["The", "table 3"]);
    }
}
