//! Lists of a paste: markers, and which list and depth an item belongs to.
//!
//! Depth is told by indents where the copy kept them, else by the markers themselves: a number that goes on with an outer
//! list closes the inner one; another kind of marker opens an inner list.

use super::{
    code,
    lines::{Line, Said},
    model::{Block, BlockKind, Item, Text},
    pictures, sentences,
};
use crate::text::words;

/// Lists deeper than this are put into the deepest one.
const DEEPEST: usize = 24;

/// Boxes in front of what is to be done; the last is ticked with a Cyrillic letter.
const BOXES: [&str; 4] = ["[ ]", "[x]", "[X]", "[х]"];
/// The same as a page draws them.
const DRAWN: [&str; 2] = ["☐", "☑"];

/// How an item is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `1.`, `2)`.
    Number(u64),
    /// `а)`, `b)`: its place in the alphabet, from 1.
    Letter(u64),
    /// `i)`, `ii)`.
    Roman(u64),
    /// `•`, `-`, `*`, `–`.
    Bullet(char),
}

impl Kind {
    /// Whether the items of such a list are in an order.
    pub fn is_ordered(self) -> bool {
        !matches!(self, Self::Bullet(_))
    }

    fn number(self) -> Option<u64> {
        match self {
            Self::Number(number) | Self::Letter(number) | Self::Roman(number) => Some(number),
            Self::Bullet(_) => None,
        }
    }

    /// What the next item of such a list is marked with, where it counts.
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Number(last) => last.checked_add(1).map(Self::Number),
            Self::Letter(last) => Some(Self::Letter(last + 1)),
            Self::Roman(last) => Some(Self::Roman(last + 1)),
            Self::Bullet(_) => None,
        }
    }

    /// Whether an item marked `next` can stand behind one marked so.
    pub fn goes_on_with(self, next: Self) -> bool {
        match (self, next) {
            (Self::Number(last), Self::Number(next))
            | (Self::Letter(last), Self::Letter(next))
            | (Self::Roman(last), Self::Roman(next)) => last + 1 == next,
            (Self::Bullet(a), Self::Bullet(b)) => a == b,
            _ => false,
        }
    }
}

/// A number, a letter or a bullet at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker {
    /// What it is.
    pub kind: Kind,
    /// Bytes up to the item's text.
    pub len: usize,
}

impl Marker {
    /// The marker with a letter that is a Roman number as well («i)») read as what the place `expects`.
    pub fn read_for(self, line: &Line<'_>, expects: impl Fn(Kind) -> bool) -> Self {
        let number = match (self.kind, line.text.as_bytes().first()) {
            (Kind::Letter(_), Some(b'i')) => 1,
            (Kind::Letter(_), Some(b'v')) => 5,
            (Kind::Letter(_), Some(b'x')) => 10,
            _ => return self,
        };
        let roman = Kind::Roman(number);
        let kind = if !expects(self.kind) && (number == 1 || expects(roman)) { roman } else { self.kind };
        Self { kind, ..self }
    }

    /// What the line is numbered with, where it is not a figure.
    pub fn letter(self, line: &Line<'_>) -> Option<String> {
        let lettered = matches!(self.kind, Kind::Letter(_) | Kind::Roman(_));
        lettered.then(|| line.text.chars().take_while(|&c| words::is_alphabetic(c)).collect())
    }
}

/// The number that so many small letters in front of a sign are in Roman figures, from 2 to 20. One letter is a letter.
fn roman(text: &str) -> Option<u64> {
    roman_number(text).filter(|_| text.len() > 1)
}

/// The number that small letters are in Roman figures, from 1 to 20.
pub fn roman_number(text: &str) -> Option<u64> {
    const NUMBERS: [&str; 20] = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
        "xviii", "xix", "xx",
    ];
    NUMBERS.iter().position(|number| *number == text).map(|at| at as u64 + 1)
}

/// The marker a line begins with.
pub fn marker(line: &Line<'_>) -> Option<Marker> {
    const RUSSIAN: &str = "абвгдежзиклмнопрстуфхцчшщэюя";
    let text = line.text;
    if line.said == Said::Bulleted {
        let bullet = pictures::bullet(text)?;
        return Some(Marker { kind: Kind::Bullet(bullet), len: text.len() - pictures::without_picture(text).len() });
    }
    if let Some((number, rest)) = pictures::keycaps(text).filter(|_| line.said == Said::Numbered) {
        return Some(Marker { kind: Kind::Number(number.into()), len: text.len() - rest.trim_start().len() });
    }
    if line.said == Said::Numbered {
        let (number, rest) = text.split_once(char::is_whitespace)?;
        let number = number.trim_end_matches('.');
        return Some(Marker { kind: Kind::Number(number.parse().ok()?), len: text.len() - rest.trim_start().len() });
    }
    if line.said != Said::Nothing {
        return None;
    }
    // What is still to be done, ticked or not, is marked and says so: the box is kept with the words, see `tick`.
    if BOXES.iter().chain(&DRAWN).any(|mark| text.strip_prefix(mark).is_some_and(|rest| rest.starts_with(' '))) {
        return Some(Marker { kind: Kind::Bullet('☐'), len: 0 });
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut chars = text.chars();
    let first = chars.next()?;
    let figures = text.bytes().take_while(|b| b"ivx".contains(b)).count();
    // Behind a letter a full stop ends an abbreviation, but not at the start of a line that is set in.
    let sign = |c: Option<char>| c == Some(')') || c == Some('.') && line.indent > 1;
    let (kind, sign) = if (1..=4).contains(&digits) {
        text[digits..].starts_with(['.', ')']).then_some(())?;
        (Kind::Number(text[..digits].parse().ok()?), digits + 1)
    } else if let Some(number) = roman(&text[..figures]) {
        sign(text[figures..].chars().next()).then_some(())?;
        (Kind::Roman(number), figures + 1)
    } else if first.is_lowercase() && sign(chars.next()) {
        let place = if first.is_ascii() {
            Some(u64::from(first as u32 - 'a' as u32))
        } else {
            RUSSIAN.chars().position(|c| c == first).map(|at| at as u64)
        };
        (Kind::Letter(place? + 1), first.len_utf8() + 1)
    } else {
        let bullet = Some(first).filter(|c| "•◦▪‣*-–—●○■□▢◻◽◾◼▫·".contains(*c))?;
        (Kind::Bullet(bullet), bullet.len_utf8())
    };
    let sign = text.len() - text[sign..].trim_start_matches('\u{fe0f}').len();
    let rest = &text[sign..];
    let blank = rest.len() - rest.trim_start().len();
    (blank > 0 && !rest.trim().is_empty()).then_some(Marker { kind, len: sign + blank })
}

/// How items are marked that keep a number of two figures among their words: «2.1. Сроки».
const INNER: Kind = Kind::Bullet('№');

/// The two figures that a line begins with, where a title follows them: «2.1. Сроки».
fn inner_number(line: &Line<'_>) -> Option<(u64, u64)> {
    inner_number_of(line.text).filter(|_| line.said == Said::Nothing)
}

/// The two figures that a text begins with.
fn inner_number_of(text: &str) -> Option<(u64, u64)> {
    let (number, rest) = text.split_once(' ')?;
    let (outer, inner) = number.trim_end_matches(['.', ')']).split_once('.')?;
    let figures = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let title = rest.trim_start().starts_with(words::is_alphabetic);
    (figures(outer) && figures(inner) && title).then(|| Some((outer.parse().ok()?, inner.parse().ok()?)))?
}

/// Draws the box in front of an item as pages show it: «☐ полить», «☑ сеять».
pub fn tick(text: &mut Text) {
    let Some(mark) = BOXES.iter().find(|mark| text.text.strip_prefix(**mark).is_some_and(|rest| rest.starts_with(' ')))
    else {
        return;
    };
    let drawn = if *mark == BOXES[0] { "☐" } else { "☑" };
    text.text.replace_range(..mark.len(), drawn);
    let shift = |at: usize| (at + drawn.len()).saturating_sub(mark.len());
    text.marks.iter_mut().for_each(|mark| mark.range = shift(mark.range.start)..shift(mark.range.end));
}

/// Lists whose end has not been seen yet, the outermost first.
#[derive(Debug, Default)]
pub struct Lists {
    open: Vec<Open>,
}

#[derive(Debug)]
struct Open {
    /// The marker of the last item.
    last: Kind,
    indent: usize,
    items: Vec<Item>,
}

impl Lists {
    /// Whether none is open.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// How many are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// The item that was opened last.
    pub fn item(&mut self) -> Option<&mut Item> {
        self.open.last_mut()?.items.last_mut()
    }

    /// Whether the innermost list has more items than one.
    pub fn has_several(&self) -> bool {
        self.open.last().is_some_and(|open| open.items.len() > 1)
    }

    /// Whether the innermost list has several items, each but the last of one sentence.
    pub fn has_single_sentences(&self) -> bool {
        /// So many items tell.
        const NEAR: usize = 20;
        let items = self.open.last().map_or(&[][..], |open| &open.items);
        let single = |item: &Item| sentences::first_end(&item.text.text).is_none() && sentences::ends(&item.text.text);
        items.split_last().is_some_and(|(_, before)| !before.is_empty() && before.iter().rev().take(NEAR).all(single))
    }

    /// «2.1. Сроки» right below item 2, or «2.2. …» on the heels of it: an item inside item 2, which keeps its number
    /// among its words.
    pub fn inner_number(&self, line: &Line<'_>, before: &Line<'_>) -> Option<Marker> {
        let (outer, inner) = inner_number(line)?;
        let last = Some((outer, inner.checked_sub(1)?));
        let begins = inner == 1 && self.innermost().is_some_and(|(kind, _)| kind == Kind::Number(outer));
        let item = || self.open.last()?.items.last().and_then(|item| inner_number_of(&item.text.text));
        let goes_on = inner > 1 && (inner_number(before) == last || item() == last);
        (begins || goes_on).then_some(Marker { kind: INNER, len: 0 })
    }

    /// Whether anything stands below an item of the innermost list.
    pub fn has_blocks(&self) -> bool {
        let items = self.open.last().map_or(&[][..], |open| &open.items);
        items.iter().any(|item| !item.blocks.is_empty() || !item.attributes.is_empty())
    }

    /// Whether anything but a list stands below an item of the innermost list.
    pub fn has_values(&self) -> bool {
        let items = self.open.last().map_or(&[][..], |open| &open.items);
        let list = |block: &Block| matches!(block.kind, BlockKind::List { .. });
        items.iter().any(|item| !item.blocks.iter().all(list) || !item.attributes.is_empty())
    }

    /// Whether code stands below an item of the innermost list.
    pub fn has_code(&self) -> bool {
        let items = self.open.last().map_or(&[][..], |open| &open.items);
        items.iter().flat_map(|item| &item.blocks).any(|block| matches!(block.kind, BlockKind::Code { .. }))
    }

    /// Whether all items of the innermost list have labelled values below them, but for the last, which has none yet.
    pub fn last_lacks_attributes(&self) -> bool {
        let has = |item: &Item| {
            let below = item.blocks.iter().any(|block| matches!(block.kind, BlockKind::Attributes(_)));
            below || !item.attributes.is_empty()
        };
        let items = self.open.last().map_or(&[][..], |open| &open.items);
        items.split_last().is_some_and(|(last, before)| before.len() > 1 && !has(last) && before.iter().all(has))
    }

    /// Whether prose stands below every item of the innermost list but the last, which has nothing below it yet.
    pub fn last_lacks_prose(&self) -> bool {
        let prose = |item: &Item| {
            matches!(item.blocks.first(), Some(Block { kind: BlockKind::Paragraph { .. }, .. }))
                && item.attributes.is_empty()
        };
        let items = self.open.last().map_or(&[][..], |open| &open.items);
        items.split_last().is_some_and(|(last, before)| {
            !before.is_empty() && before.iter().all(prose) && last.blocks.is_empty() && last.attributes.is_empty()
        })
    }

    /// Whether text stands behind the code of every item of the innermost list but the last, which has only code yet.
    pub fn last_lacks_text(&self) -> bool {
        /// So many items tell.
        const NEAR: usize = 20;
        let code = |block: &Block| matches!(block.kind, BlockKind::Code { .. });
        let told = |item: &Item| {
            let behind = item.blocks.iter().skip_while(|block| !code(block)).find(|block| !code(block));
            matches!(behind, Some(Block { kind: BlockKind::Paragraph { .. }, .. }))
        };
        let open = self.open.last().filter(|open| open.last.is_ordered());
        let Some((last, before)) = open.and_then(|open| open.items.split_last()) else { return false };
        !before.is_empty()
            && before.iter().rev().take(NEAR).all(told)
            && !last.blocks.is_empty()
            && last.blocks.iter().all(code)
    }

    /// What the code of the last item prints, where a colon behind that code has announced it.
    pub fn last_output(&self) -> Option<&str> {
        let item = self.open.last().filter(|open| open.last.is_ordered())?.items.last()?;
        let [.., code, label, shown] = &item.blocks[..] else { return None };
        match (&code.kind, &label.kind, &shown.kind) {
            (BlockKind::Code { .. }, BlockKind::Paragraph { text: label }, BlockKind::Code { text, .. }) => {
                Some(text.text.as_str()).filter(|_| label.text.ends_with(':'))
            }
            _ => None,
        }
    }

    /// What the only code of the last item prints below the command that it begins with, where a colon announces both.
    pub fn last_printed(&self) -> Option<&str> {
        let item = self.open.last().filter(|open| open.last.is_ordered())?.items.last()?;
        let [Block { kind: BlockKind::Code { text, .. }, .. }] = &item.blocks[..] else { return None };
        let (command, printed) = text.text.split_once('\n')?;
        let announced = item.text.text.ends_with(':') && code::is_typed(command) && !command.ends_with('\\');
        Some(printed).filter(|_| announced)
    }

    /// Whether the last item of the innermost list has nothing below it yet, and what stands below the one before it
    /// begins with a label.
    pub fn last_lacks(&self, label: &str) -> bool {
        let items = self.open.last().map_or(&[][..], |open| &open.items);
        let [.., before, last] = items else { return false };
        let first = before.attributes.first().or_else(|| match &before.blocks.first()?.kind {
            BlockKind::Attributes(attributes) => attributes.first(),
            _ => None,
        });
        let begins = match before.blocks.first().map(|block| &block.kind) {
            Some(BlockKind::Paragraph { text, .. }) => {
                text.text.strip_prefix(label).is_some_and(|rest| rest.starts_with(':'))
            }
            _ => false,
        };
        last.blocks.is_empty()
            && last.attributes.is_empty()
            && (begins || first.is_some_and(|attribute| attribute.name.text == label))
    }

    /// The marker and indent of the innermost list.
    pub fn innermost(&self) -> Option<(Kind, usize)> {
        self.open.last().map(|open| (open.last, open.indent))
    }

    /// Whether an item so marked goes on with an open list.
    pub fn expects(&self, kind: Kind) -> bool {
        self.open.iter().any(|open| open.last.goes_on_with(kind))
    }

    /// The numbers that open lists go on with, the innermost first, each with its depth.
    pub fn expected(&self) -> impl Iterator<Item = (usize, Kind)> {
        self.open.iter().enumerate().rev().filter_map(|(depth, open)| Some((depth, open.last.next()?)))
    }

    /// The depth of the list that an item so marked goes on with.
    pub fn depth_of(&self, kind: Kind) -> Option<usize> {
        self.open.iter().rposition(|open| open.last.is_ordered() && open.last.goes_on_with(kind))
    }

    /// The depth of the list whose item the text at `indent` stands below.
    pub fn depth_at(&self, indent: usize) -> Option<usize> {
        self.open.iter().rposition(|open| open.indent + 1 < indent)
    }

    /// Opens an item in the list it belongs to; `below` says that another kind of marker is a list inside the last item.
    /// Returns a list that ended with it.
    pub fn open(&mut self, kind: Kind, indent: usize, below: bool) -> Option<Block> {
        let near = |open: &Open| open.indent.abs_diff(indent) <= 1;
        let goes_on = |open: &Open| open.last.goes_on_with(kind);
        let same = self.open.iter().rposition(|open| near(open) && goes_on(open));
        let numbered = kind.number().filter(|&number| number > 1).and_then(|_| self.open.iter().rposition(goes_on));
        // Bullets of another form at the same depth, where indents tell the depth.
        let told = |open: &Open| indent > 0 || open.has_lists();
        let indented = || {
            let bullets = |open: &Open| !open.last.is_ordered() && !kind.is_ordered();
            self.open.iter().rposition(|open| near(open) && bullets(open) && told(open))
        };
        if let Some(depth) = same.or(numbered).or_else(indented) {
            self.close_to(depth + 1);
            let list = self.open.last_mut()?;
            (list.last, list.indent) = (kind, if list.items.is_empty() { indent } else { list.indent });
            list.items.push(item(kind));
            return None;
        }
        let deeper = self.open.iter().rposition(|open| open.indent + 1 < indent);
        let keep = match deeper {
            Some(depth) => depth + 1,
            None if below => {
                let known = self.open.iter().position(|open| open.indent > indent + 1);
                known.unwrap_or(self.open.len())
            }
            None => 0,
        };
        let closed = self.close_to(keep);
        if self.open.len() < DEEPEST {
            self.open.push(Open { last: kind, indent, items: vec![item(kind)] });
        } else if let Some(deepest) = self.open.last_mut() {
            deepest.items.push(item(kind));
        }
        closed
    }

    /// Closes all lists deeper than `depth` lists. Returns the outermost if it was among them.
    pub fn close_to(&mut self, depth: usize) -> Option<Block> {
        while self.open.len() > depth {
            let list = self.open.pop()?;
            let block = list.block()?;
            match self.item() {
                Some(item) => item.add(block),
                None => return Some(block),
            }
        }
        None
    }
}

impl Open {
    /// Whether a list stands below one of the last items.
    fn has_lists(&self) -> bool {
        /// So many items tell.
        const NEAR: usize = 20;
        let list = |block: &Block| matches!(block.kind, BlockKind::List { .. });
        self.items.iter().rev().take(NEAR).any(|item| item.blocks.iter().any(list))
    }

    fn block(mut self) -> Option<Block> {
        self.items.iter_mut().for_each(|item| item.blocks.shrink_to_fit());
        self.items.shrink_to_fit();
        let span = self.items.first()?.span().to(self.items.last()?.span());
        let kind = BlockKind::List { ordered: self.last.is_ordered(), items: self.items };
        Some(Block { kind, span, role: Default::default() })
    }
}

fn item(kind: Kind) -> Item {
    Item { number: kind.number(), ..Item::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notes::lines::lines, text::Source};

    fn kinds(text: &str) -> Vec<Option<Kind>> {
        let source = Source::new("a.txt", text);
        let lines = lines(&source, source.whole());
        lines.iter().map(|line| Some(marker(line)?.read_for(line, |kind| kind == Kind::Roman(5)).kind)).collect()
    }

    #[test]
    fn letters_and_roman_numbers_mark_items() {
        assert_eq!(kinds("i) sow\nii) water\n   iv. prune"), [1, 2, 4].map(|number| Some(Kind::Roman(number))));
        assert_eq!(
            kinds("v) reap\nи) полить\nа) сеять"),
            [Some(Kind::Roman(5)), Some(Kind::Letter(9)), Some(Kind::Letter(1))]
        );
        assert_eq!(
            kinds("   a. dig\na. dig\nг. Тула\nvi is an editor\nxvx) no"),
            [Some(Kind::Letter(1)), None, None, None, None]
        );
        assert_eq!(
            kinds("[ ] полить\n[x] сеять\n[1] a book"),
            [Some(Kind::Bullet('☐')), Some(Kind::Bullet('☐')), None]
        );
    }
}
