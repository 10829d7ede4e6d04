//! Where a chunk stands: what goes before it and what follows, as far as that tells what it is.

use super::{
    super::{
        asking, body,
        heading::{Next, Place},
        lines::Line,
        model::Role,
        parts::{Part, code_cuts, is_shown},
    },
    Reader,
};

impl<'a> Reader<'_, 'a> {
    /// Where line and chunk `at` stand.
    pub(super) fn place(&self, at: usize, lines: &[Line<'a>]) -> Place<'_, 'a> {
        let chunk = |at: usize| match self.parts.get(at) {
            Some(Part::Chunk(lines)) => Some(&lines[..]),
            _ => None,
        };
        let next = match self.parts.get(at + 1) {
            Some(Part::Chunk(lines)) => Next::Lines(lines, chunk(at + 2)),
            Some(Part::Code(code)) => Next::Code(code_cuts(code, lines, chunk(at + 2).map(|behind| &behind[0]))),
            Some(Part::Speaker(Role::Assistant) | Part::Asks(Role::Assistant)) => Next::Answer,
            Some(Part::Asks(_)) => Next::Question,
            Some(Part::Speaker(_)) => Next::Turn,
            None => Next::End,
        };
        let after_colon = self.colon && self.lists.is_empty();
        let label = |before: usize| matches!(chunk(before), Some([line]) if before == 0 || body::is_attribute(line));
        let behind_label = at.checked_sub(1).is_some_and(label);
        let known = lines.first().is_some_and(|first| self.known.contains(first.text));
        Place {
            next,
            after_colon,
            inside_list: self.goes_on(at).is_some(),
            known,
            counts: self.counts,
            below: self.builder.is_below_heading() && self.lists.is_empty(),
            opening: self.builder.is_opening(),
            behind_label,
            code_behind: matches!(self.parts.get(at + 2), Some(Part::Code(_))),
            offered: self.offered(at),
            asked: self.builder.is_below_question(),
            named: self.builder.is_turn(),
            dialogue: self.builder.has_asked(),
            shown: is_shown(self.parts.get(at + 1)).then(|| chunk(at + 2)).flatten(),
        }
    }

    /// Whether the part before may offer to say more.
    pub(super) fn offered(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.parts.get(before));
        !self.builder.is_turn() && matches!(before, Some(Part::Chunk(lines)) if asking::may_offer(lines))
    }
}
