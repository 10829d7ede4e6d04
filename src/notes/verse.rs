//! Verses: lines that their author ended, though the sentence goes on, and each begins with a capital.
//!
//! They are one paragraph whose lines end where they did. What has a comma behind every line but the last may be a
//! list, and so may lines of a word or two.

use std::ops::{Range, RangeInclusive};

use super::{
    body, code,
    join::{Words, clean, join},
    lines::{Line, Said},
    list::marker,
    model::{Block, BlockKind, Mark, MarkKind, Text},
    sentences,
};
use crate::text::words;

/// So many lines are a stanza.
const SHORTEST: usize = 3;
/// The most lines of a stanza.
const LONGEST: usize = 60;
/// How long a verse may be, in characters.
const LENGTHS: RangeInclusive<usize> = 12..=64;

/// Marks the stanzas: the lines of each stand between blank lines. What stands beside a stanza and could be one is one.
pub fn mark(lines: &mut [Line<'_>]) {
    let mut from = 0;
    let mut found: Vec<(Range<usize>, bool)> = Vec::new();
    while from < lines.len() {
        let end = (from + 1..lines.len()).find(|&at| lines[at].gap > 0).unwrap_or(lines.len());
        let near = &lines[from..end];
        if (SHORTEST..=LONGEST).contains(&near.len()) && could_be_stanza(near) {
            found.push((from..end, is_open(near)));
        }
        from = end;
    }
    let beside = |found: &[(Range<usize>, bool)], at: usize, other: usize| {
        let (one, two) = (&found[at.min(other)].0, &found[at.max(other)].0);
        found[other].1 && one.end == two.start
    };
    for at in 1..found.len() {
        found[at].1 |= beside(&found, at, at - 1);
    }
    for at in (1..found.len()).rev() {
        found[at - 1].1 |= beside(&found, at - 1, at);
    }
    if found.iter().all(|(_, stanza)| !stanza) {
        return;
    }
    let fenced = code::fenced_lines(lines);
    for (stanza, _) in found.into_iter().filter(|(stanza, is_one)| *is_one && !fenced[stanza.clone()].contains(&true)) {
        lines[stanza].iter_mut().for_each(|line| line.said = Said::Verse);
    }
}

/// Whether the sentence goes on behind a line without a sign, as in no list whose items commas part.
fn is_open(lines: &[Line<'_>]) -> bool {
    lines[..lines.len() - 1].iter().any(|line| line.text.ends_with(words::is_alphabetic))
}

fn could_be_stanza(lines: &[Line<'_>]) -> bool {
    let (Some(last), before) = (lines.last(), &lines[..lines.len() - 1]) else { return false };
    let verse = |line: &Line<'_>| {
        let letters = line.text.trim_start_matches(['«', '"', '“', '—', '–', '-', ' ']);
        letters.starts_with(char::is_uppercase)
            && LENGTHS.contains(&line.len)
            && line.words() > 2
            && line.said == Said::Nothing
            && marker(line).is_none()
            && !line.text.contains(|c: char| c.is_ascii_digit() || matches!(c, '\t' | '|' | '/' | '=' | '_'))
            && !line.text.ends_with('-')
            && !body::is_attribute(line)
            && sentences::first_end(line.text).is_none_or(|end| end == line.text.len())
    };
    let lengths = || lines.iter().map(|line| line.len);
    let alike = lengths().max().unwrap_or_default() <= 2 * lengths().min().unwrap_or_default();
    let parted = before.iter().any(|line| line.text.ends_with([',', ';', '—', '–']));
    alike && parted && last.ends_sentence() && !last.text.ends_with([':', ';']) && lines.iter().all(verse)
}

/// How many lines are verses before something else begins.
pub fn leading(lines: &[Line<'_>]) -> usize {
    lines.iter().take_while(|line| line.said == Said::Verse).count()
}

/// The paragraph that verses are.
pub fn paragraph(lines: &[Line<'_>], words: &Words) -> Block {
    let mut text: Text = join(lines, 0, words);
    let mut at = 0;
    for line in &lines[..lines.len().saturating_sub(1)] {
        at += clean(line.text).len();
        // A soft hyphen is gone, and then nobody knows where the line ended.
        if text.text.get(at..at + 1) == Some(" ") {
            text.marks.push(Mark { range: at..at + 1, kind: MarkKind::Break });
        }
        at += 1;
    }
    let span = text.span;
    Block { kind: BlockKind::Paragraph { text }, span, role: Default::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notes, text::Source};

    /// The paragraphs of a text, with the ends of their lines.
    fn paragraphs(text: &str) -> Vec<String> {
        let note = notes::parse(&Source::new("a.txt", text));
        let blocks = note.sections.into_iter().flat_map(|section| section.blocks);
        let text = |kind| match kind {
            BlockKind::Paragraph { text } => {
                let mut out = text.text;
                text.marks.iter().rev().for_each(|mark| out.replace_range(mark.range.clone(), "/"));
                Some(out)
            }
            _ => None,
        };
        blocks.filter_map(|block| text(block.kind)).collect()
    }

    #[test]
    fn a_stanza_is_a_paragraph_with_the_ends_of_its_lines() {
        let bees = "Летит пчела над полем спелым,\nИ ветер гнёт её к земле,\nА дома в улье потемнелом\nМёд остывает \
            на столе.\n";
        let one = bees.trim_end().replace('\n', "/");
        assert_eq!(paragraphs(&format!("Песня\n\n{bees}\n{bees}")), [one.clone(), one.clone()]);
        let second = "Не спит хозяин в старом доме,\nСвеча его горит в окне,\nА мёд стоит, и нет в нём дна.\n";
        let both = paragraphs(&format!("{second}\n{bees}\n{second}\n"));
        assert_eq!(both.iter().map(|text| text.matches('/').count()).collect::<Vec<_>>(), [2, 3, 2], "{both:?}");
        assert_eq!(paragraphs(&format!("Запишу, чтобы помнить:\n\n{bees}"))[1..], [one]);
        let english = "The bees go home when day is done,\nAnd all the field is still and grey\nBefore the rising of \
            the sun\n\
            Will call them out another day.\n";
        assert_eq!(paragraphs(&format!("A Song\n\n{english}")), [english.trim_end().replace('\n', "/")]);
    }

    #[test]
    fn lists_and_wrapped_text_are_none() {
        for text in [
            "Надо так:\n\nКупить доски и гвозди,\nРаспилить доски вдоль,\nСклеить их на ночь.\n",
            "Ульи и рамки\nВощина и нож\nДымарь, роевня\n",
            "Пчёлы летят на юг, и там\nОни живут. Потом назад\nЛетят они, и всё опять.\n",
            "Adults pay two pounds,\nChildren under 5 go free\nOn all days of the year.\n",
            "Пчёл держат многие, и мёд\nкачают летом. Осенью\nих кормят.\n",
        ] {
            let source = Source::new("a.txt", text);
            let mut lines = crate::notes::lines::lines(&source, source.whole());
            mark(&mut lines);
            assert!(lines.iter().all(|line| line.said == Said::Nothing), "{text}");
        }
    }
}
