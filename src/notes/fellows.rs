//! Titles above groups of labelled values that a note has several times over: a recipe above «Время: …» and «Порций: …»,
//! a ship above "Built: …" and "Length: …".
//!
//! A title may be longer than headings of its page are, or stand right below the name of a chapter. Its fellows tell.

use std::collections::HashMap;

use super::{
    amounts,
    body::is_attribute,
    code,
    lines::{Line, Said},
    list::marker,
    model::split_label,
    page, roles, sentences, speakers,
};
use crate::text::words;

/// So many groups with the same labels tell that what stands above each is its title.
const SEVERAL: usize = 3;
/// The longest line of a group, and the longest title, in characters; and the most words of both.
const LONGEST_VALUE: usize = 120;
const LONGEST: usize = 60;
const WORDS: usize = 9;
const LABEL_WORDS: usize = 3;

/// Marks the titles.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    // The labels that groups begin with, and the line above each.
    let fenced = code::fenced_lines(lines);
    let mut groups: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (above, three) in lines.windows(3).enumerate() {
        let [_, first, second] = three else { continue };
        if first.gap > 0
            && !fenced[above + 1]
            && second.gap == 0
            && let (Some(first), Some(second)) = (label(first), label(second))
        {
            groups.entry((first, second)).or_default().push(above);
        }
    }
    for above in groups.into_values().filter(|above| above.len() >= SEVERAL) {
        let titles: Vec<usize> = above.iter().copied().filter(|&at| can_title(lines, at)).collect();
        if titles.len() >= SEVERAL && titles.len() * 2 > above.len() {
            titles.into_iter().for_each(|at| lines[at].said = Said::Heading(1));
        }
    }
}

/// The label of a line that is a short value with one.
fn label<'a>(line: &Line<'a>) -> Option<&'a str> {
    let short = line.len <= LONGEST_VALUE && line.said == Said::Nothing && is_attribute(line);
    let (label, _) = split_label(line.text, LABEL_WORDS).filter(|_| short)?;
    line.text.get(label)
}

/// Whether a line alone between blank lines could be a title.
fn can_title(lines: &[Line<'_>], at: usize) -> bool {
    let Some(line) = lines.get(at) else { return false };
    (at == 0 || line.gap > 0)
        && line.said == Said::Nothing
        && line.len <= LONGEST
        && line.words() <= WORDS
        && line.text.starts_with(|c: char| c.is_uppercase() || matches!(c, '«' | '“' | '"'))
        && line.text.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, ')' | '»' | '”' | '"'))
        && marker(line).is_none()
        && !is_attribute(line)
        && !amounts::is_amount(line)
        && !amounts::is_measure(line.text)
        && !amounts::is_open(line.text)
        && !page::names_chapter(line.text)
        && !roles::begins_question(line.text)
        && speakers::marker(line.text).is_none()
        && sentences::is_words(line.text)
        && sentences::first_end(line.text).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notes, notes::lines::tests::marked_headings, text::Source};

    /// A book of ships, each with its values.
    fn ships(names: &[&str], second: &str) -> String {
        let ship = |name: &&str| {
            format!(
                "{name}\n\nBuilt: 1794\n{second}: 41 metres\n\nShe carried timber and salt from the north down to the \
                harbour,\nand lay there in winter with her masts taken down.\n\n"
            )
        };
        names.iter().map(ship).collect()
    }

    #[test]
    fn lines_above_the_same_labels_are_titles() {
        let names = ["Anna", "The brig that lay before the chandlery", "Swallow of the northern harbour"];
        assert_eq!(marked_headings(&ships(&names, "Length"), mark), names);
        let note = notes::parse(&Source::new("a.txt", ships(&names, "Length")));
        let titles: Vec<&str> = note.sections.iter().map(|section| section.title.text.as_str()).collect();
        assert_eq!(titles, names);
    }

    #[test]
    fn sentences_values_and_single_groups_have_no_titles() {
        let found = |names: &[&str], second: &str| marked_headings(&ships(names, second), mark);
        // Two groups tell nothing.
        assert!(found(&["Anna", "Swallow of the harbour"], "Length").is_empty());
        assert!(found(&["She was small.", "She was fast.", "She was old."], "Length").is_empty());
        assert!(found(&["Here they are:", "the second ship", "1. Swallow"], "Length").is_empty());
        // The groups have no other label in common.
        let others = ["Length", "Beam", "Crew"].map(|second| ships(&["Swallow of the harbour"], second)).concat();
        assert!(marked_headings(&others, mark).is_empty());
    }
}
