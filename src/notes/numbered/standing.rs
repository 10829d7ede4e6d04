//! Numbered titles that stand alone between blank lines: «2. Полив», and behind a blank line what it heads.
//!
//! Items of a list stand so as well. Titles they are where headings with a number of two figures stand below one of
//! them («2.1 Утром» below «2. Полив»), or below each of them what no item has: a question, or prose of several
//! sentences.

use super::{first_number, is_named, number};
use crate::notes::{
    asking, body, levels,
    lines::{Line, Said},
    list::marker,
    model::Role,
    sentences, speakers, wrapped,
};

/// The most words of a title that has nothing but prose below it, its number among them.
const WORDS: usize = 7;
/// So many titles with questions below them are a row, and so many with prose.
const SHORTEST_ASKED: usize = 2;
const SHORTEST_TOLD: usize = 3;
/// So many lines tell what stands below a title.
const NEAR: usize = 20;

/// The lines that are such titles.
pub(super) fn chapters(lines: &[Line<'_>], fenced: &[bool]) -> Vec<usize> {
    let mut out = Vec::new();
    let mut row = Row::default();
    let mut asking = false;
    for at in (0..lines.len()).filter(|&at| !fenced[at]) {
        let line = &lines[at];
        if let Some(role) = speakers::marker(line.text) {
            row.close(lines, at, &mut out);
            asking = role == Role::User;
        }
        let next = row.titles.last().map(|&(_, last)| last + 1);
        if let Some(first) = first_number(line).filter(|_| line.gap > 0) {
            row.has_parts |= next == Some(first + 1);
        } else if let Some(number) = number(line).filter(|_| !asking && stands_alone(lines, at)) {
            if next != Some(number) {
                row.close(lines, at, &mut out);
            }
            row.titles.push((at, number));
        }
    }
    row.close(lines, lines.len(), &mut out);
    out
}

/// Whether a numbered line stands alone between blank lines, and could be a title.
fn stands_alone(lines: &[Line<'_>], at: usize) -> bool {
    let line = &lines[at];
    let behind = || lines.get(at + wrapped::extent(lines, at));
    (line.gap > 0 || at == 0) && is_named(line) && behind().is_some_and(|next| next.gap > 0)
}

/// Titles that count up.
#[derive(Default)]
struct Row {
    /// Their lines and numbers.
    titles: Vec<(usize, usize)>,
    /// Whether a number of two figures stands below one of them.
    has_parts: bool,
}

impl Row {
    /// Ends the row before line `end`.
    fn close(&mut self, lines: &[Line<'_>], end: usize, out: &mut Vec<usize>) {
        let row = std::mem::take(self);
        if row.has_parts || row.is_asked(lines, end) || row.is_told(lines, end) {
            out.extend(row.titles.into_iter().map(|(at, _)| at));
        }
    }

    /// What stands below each title.
    fn below<'l, 'a>(&self, lines: &'l [Line<'a>], end: usize) -> impl Iterator<Item = &'l [Line<'a>]> {
        let starts: Vec<usize> = self.titles.iter().map(|&(at, _)| at).collect();
        let ends: Vec<usize> = starts.iter().skip(1).copied().chain([end]).collect();
        starts.into_iter().zip(ends).map(|(at, end)| &lines[(at + wrapped::extent(lines, at)).min(end)..end])
    }

    /// Whether they count from one, and neither a colon nor the title of a recipe's steps announces them as items.
    fn begins(&self, lines: &[Line<'_>]) -> bool {
        let Some(&(at, number)) = self.titles.first() else { return false };
        let announced = at.checked_sub(1).is_some_and(|above| {
            let above = lines[above].text;
            above.ends_with(':') || levels::is_part(above)
        });
        number == 1 && !announced
    }

    /// Whether a question stands right below each.
    fn is_asked(&self, lines: &[Line<'_>], end: usize) -> bool {
        let asks = |line: &Line<'_>| {
            (line.text.ends_with('?') || asking::asks(line.text))
                && line.said == Said::Nothing
                && marker(line).is_none()
        };
        self.titles.len() >= SHORTEST_ASKED
            && self.begins(lines)
            && self.below(lines, end).all(|below| below.first().is_some_and(asks))
    }

    /// Whether prose stands right below each, and for most of them more of it than a sentence.
    fn is_told(&self, lines: &[Line<'_>], end: usize) -> bool {
        let short = |&(at, _): &(usize, usize)| lines[at].words() <= WORDS && !lines[at].text.ends_with('?');
        let several = self.below(lines, end).filter(|below| prose(below).is_some_and(|many| many)).count();
        self.titles.len() >= SHORTEST_TOLD
            && self.begins(lines)
            && self.titles.iter().all(short)
            && self.below(lines, end).all(|below| prose(below).is_some())
            && several * 2 > self.titles.len()
    }
}

/// Whether lines that begin with prose have more of it than one sentence; nothing where they begin with something else.
fn prose(lines: &[Line<'_>]) -> Option<bool> {
    let first = lines.first()?;
    let whole = lines.iter().skip(1).take(NEAR).take_while(|line| line.gap == 0).count();
    let chunk = &lines[..=whole];
    let plain = |line: &Line<'_>| {
        line.said == Said::Nothing && marker(line).is_none() && !body::is_attribute(line) && !line.text.contains('\t')
    };
    let sentence = first.text.starts_with(char::is_uppercase) && first.words() > 2 && chunk.iter().all(plain);
    let ended = chunk.last().is_some_and(|last| last.text.ends_with(['.', '!', '…', ':']));
    let several = chunk.len() > 1 || sentences::first_end(first.text).is_some();
    (sentence && ended).then_some(several)
}

#[cfg(test)]
mod tests {
    use crate::notes::{lines::tests::marked_headings, numbered::mark};

    fn headings(text: &str) -> Vec<String> {
        marked_headings(text, mark)
    }

    #[test]
    fn a_title_heads_what_is_numbered_below_it() {
        let garden = "1. Почва\n\nПочва нужна рыхлая.\n\n1.1 Глина\nВ глине корни гниют.\n\n2. Полив\n\n\
            2.1 Утром\nВода холодная.\n\n3. Обрезка\n\nОна бывает двух видов.\n";
        assert_eq!(headings(garden), ["1. Почва", "2. Полив", "3. Обрезка"]);
        // A plan on the heels of its numbers is a list, and so are items without any below them.
        assert!(headings("Plan\n1. Soil\n1.1. Clay\n1.2. Sand\n2. Water\n").is_empty());
        assert!(headings("1. Почва\n\nРыхлая.\n\n2. Полив\n\nУтром.\n\n5.1 Глина\n\nТяжёлая.\n").is_empty());
    }

    #[test]
    fn a_title_right_above_its_parts_needs_no_row() {
        let pruning = "3. Обрезка\n\n3.1. Весной\n\nРежут до почек.\n\n3.2. Осенью\n\nРежут сухое.\n";
        assert_eq!(headings(pruning), ["3. Обрезка"]);
        let broken = "3. Pruning of Old\n   Apple Trees\n\n3.1. In spring\n\nCut it before it buds.\n";
        assert_eq!(headings(broken), ["3. Pruning of Old"]);
    }

    #[test]
    fn questions_or_prose_below_each_tell_titles_from_items() {
        let asked = "1. Почва\n\nкак её рыхлить?\nВилами, и только сухую.\n\n2. Полив\n\nкогда поливать?\nУтром.\n";
        assert_eq!(headings(asked), ["1. Почва", "2. Полив"]);
        let told = "1. Soil\n\nIt must be loose. Roots rot in clay.\n\n2. Water\n\nWater it at dawn. Ice kills it.\n\n\
            3. Light\n\nIt likes the sun. Shade makes it pale.\n";
        assert_eq!(headings(told).len(), 3);
        for list in [
            format!("The rules are these:\n\n{told}"),
            format!("Bread\n\nIngredients\n\n1 kg flour\n\nMethod\n\n{told}"),
            told.replace("Light", "It likes light, warmth and a lot of air"),
            told.replace(". Roots rot in clay", "").replace(". Ice kills it", ""),
            told.replace("It likes the sun. Shade makes it pale.", "- sun\n- shade"),
            asked.replace("как её рыхлить?\n", ""),
        ] {
            assert!(headings(&list).is_empty(), "{list}");
        }
    }
}
