//! Structure of a plain-text paste: headings, lists, labelled attributes, code.
//!
//! A paste has lost its markup, so structure is read off the lines: how long they are against the width of the page,
//! how they begin and end, what stands before them. What was printed around the text is taken out ([`super::page`]), code
//! is set apart ([`super::code`]), and the rest is read chunk by chunk: a heading opens a section, a marker an item; what
//! stands between item *n* and item *n + 1* belongs to item *n*; the rest is paragraphs.

mod place;

use std::collections::HashSet;

use super::{
    Reading, article, asking,
    body::{self, Context, Tools},
    builder::Builder,
    chrome, contents, glued, heading,
    join::join,
    labels, levels,
    lines::{Line, Said, lines},
    list::{Kind, Lists, Marker, marker, tick},
    marks,
    model::{Block, BlockKind, Item, Role},
    page::{self, Page},
    parts::{Part, counts, first_lines, parted_items, parts, resumes},
    questions, quotes, roles, steps, tight, turns, unmarked, unnamed,
};
use crate::text::Span;

/// How far ahead a list looks for its next number, in parts and in lines.
const LOOKAHEAD: usize = 40;
const NEAR: usize = 2000;

/// Reads a stretch of a note.
pub fn read(reading: &mut Reading<'_>, stretch: Span) {
    let source = reading.source;
    let begun = reading.builder.sections_from(0).len();
    let dropped = reading.dropped.len();
    let mut lines = lines(source, stretch);
    reading.fixes.apply(&mut lines, &mut reading.dropped);
    let articles = article::articles(&lines);
    let lines = steps::join_numbers(source, chrome::without(lines, &mut reading.dropped));
    let (lines, furniture) = page::without_furniture(lines);
    let mut lines = marks::mark(lines, &mut reading.dropped);
    reading.dropped.extend(furniture);
    let page = Page::measure(&lines);
    turns::mark(&mut lines, &page);
    let footed = chrome::is_footed(source, reading.dropped.get(dropped..).unwrap_or_default());
    tight::mark(source, &mut lines, &page, footed, &reading.fixes);
    glued::part(&mut lines, &page);
    let counts = counts(&lines);
    let mut parts = parts(source, lines, &page, &counts, &reading.fixes, &mut reading.dropped);
    unnamed::name(&mut parts, &page);
    let named = |role| parts.iter().any(|part| matches!(part, Part::Speaker(named) if *named == role));
    if named(Role::User) && named(Role::Assistant) {
        reading.builder.begin_transcript();
    }
    let known = first_lines(&parts);
    let resumes = resumes(&parts);
    let labels = labels::returning(&parts);
    let tools = Tools { page: &page, words: &reading.words, labels: &labels };
    let builder = &mut reading.builder;
    let lists = Lists::default();
    let mut reader = Reader {
        tools,
        parts: &parts,
        known,
        resumes: &resumes,
        counts: &counts,
        builder,
        lists,
        colon: false,
        capitals: false,
    };
    let mut at = 0;
    while at < parts.len() {
        at = reader.part(at);
    }
    reader.close_lists(0);
    let listed = contents::listed(source, reading.dropped.get(dropped..).unwrap_or_default());
    super::groups::complete(reading.builder.sections_from(begun));
    super::webpage::complete(reading.builder.sections_from(begun));
    levels::deepen(source, reading.builder.sections_from(begun), &reading.fixes, &listed);
    article::sink(source, reading.builder.sections_from(begun), &articles, &reading.fixes);
    super::inline::mark(reading, begun);
}

struct Reader<'r, 'a> {
    tools: Tools<'r>,
    parts: &'r [Part<'a>],
    /// Lines that several chunks begin with.
    known: HashSet<&'a str>,
    /// Of each part whether sentences stand behind it before somebody else speaks.
    resumes: &'r [bool],
    /// Lines that say how many, below one title after another.
    counts: &'r HashSet<&'a str>,
    builder: &'r mut Builder,
    lists: Lists,
    /// Whether the text that was read last ended with a colon.
    colon: bool,
    /// Whether headings in capitals stand where nobody was named.
    capitals: bool,
}

impl<'a> Reader<'_, 'a> {
    /// Reads a part, or several that are a list. Returns the one behind.
    fn part(&mut self, at: usize) -> usize {
        match &self.parts[at] {
            Part::Speaker(role) | Part::Asks(role) => {
                self.close_lists(0);
                self.builder.speaker(*role);
                self.colon = false;
            }
            Part::Anew => {
                self.close_lists(0);
                self.builder.end_turn();
                self.colon = false;
            }
            Part::Code(code) => {
                // Code behind the last item belongs to it where other items have code, or where it says so.
                if !(self.colon || self.lists.has_code() || self.goes_on(at).is_some()) {
                    self.close_lists(0);
                }
                let kind = BlockKind::Code { lang: code.lang.clone(), text: code.text.clone() };
                self.add(Block { kind, span: code.span, role: Role::default() });
                self.colon = false;
            }
            Part::Chunk(lines) => {
                if let Some(end) = self.loose_list(at) {
                    return end;
                }
                self.chunk(at, lines);
            }
        }
        at + 1
    }

    /// Reads a list behind a colon whose items blank lines part.
    fn loose_list(&mut self, at: usize) -> Option<usize> {
        let items = parted_items(self.parts.get(at..).filter(|_| self.colon)?, NEAR)?;
        let (end, span) = (at + items.len(), items[0][0].span.to(items[items.len() - 1].last()?.span));
        let text = |lines: &[Line<'a>]| Item { text: join(lines, 0, self.tools.words), ..Item::default() };
        let kind = BlockKind::List { ordered: false, items: items.into_iter().map(text).collect() };
        self.colon = false;
        self.add(Block { kind, span, role: Role::default() });
        Some(end)
    }

    fn chunk(&mut self, at: usize, lines: &[Line<'a>]) {
        let mut lines = lines;
        if lines[0].said == Said::Asked {
            self.close_lists(0);
            self.colon = false;
            let shows = matches!(self.parts.get(at + 1), Some(Part::Code(_)));
            return self.builder.question(join(lines, 0, self.tools.words), shows);
        }
        let asking = self.builder.is_asking();
        loop {
            let (page, place) = (self.tools.page, self.place(at, lines));
            let found = heading::find(page, lines, place).or_else(|| self.pictured(at, lines));
            let Some(found) = found.filter(|_| !asking) else { break };
            let (title, rest) = lines.split_at(found.lines);
            let long = rest.is_empty() && questions::is_long(page, title, place);
            let replies = || asking::is_reply(title) && place.offered;
            let asked = rest.is_empty() && (asking::is_told(page, title, place) || replies());
            self.close_lists(0);
            if long {
                self.builder.question(join(title, 0, self.tools.words), false);
                self.colon = false;
                return;
            }
            // A heading in small letters is none of the assistant's, nor is one in capitals like those above the chat.
            let small = title[0].starts_lower() && !roles::is_small_name(title[0].text);
            let capitals = heading::is_capitals(&title[0]);
            if small && (!self.resumes[at] || rest.is_empty() && self.is_title(at + 1)) || capitals && self.capitals {
                self.builder.own_words();
            }
            self.capitals |= capitals && !self.builder.is_turn();
            self.builder.heading(join(title, found.skip, self.tools.words), found.level, found.runs_in);
            if asked {
                self.builder.asks();
            }
            self.colon = false;
            lines = rest;
        }
        self.body(at, lines);
    }

    /// Whether a part begins with a line that could be a title, and text, a list or values stand below it.
    fn is_title(&self, at: usize) -> bool {
        let Some(Part::Chunk(lines)) = self.parts.get(at) else { return false };
        let behind = matches!(self.parts.get(at + 1), Some(Part::Chunk(_)));
        let below = lines.get(1).map_or(behind, |next| !next.starts_lower());
        below && lines[0].text.starts_with(char::is_uppercase) && heading::can_be(self.tools.page, &lines[0])
    }

    /// Lists, attributes and paragraphs of a chunk (without its heading).
    fn body(&mut self, at: usize, lines: &[Line<'a>]) {
        let mut from = 0;
        while from < lines.len() {
            let before = from.checked_sub(1).map(|i| &lines[i]);
            match self.accepted(at, &lines[from..], before) {
                Some(marker) => from = self.item(at, lines, from, marker),
                None => {
                    let end = self.next_marker(at, lines, from + 1);
                    let next = lines.get(end).and_then(marker).map(|marker| marker.kind);
                    self.unmarked(at, &lines[from..end], next);
                    from = end;
                }
            }
        }
    }

    fn next_marker(&self, at: usize, lines: &[Line<'a>], from: usize) -> usize {
        (from..lines.len())
            .find(|&i| self.accepted(at, &lines[i..], Some(&lines[i - 1])).is_some())
            .unwrap_or(lines.len())
    }

    /// The marker of the first line, if it opens an item here: a number counts only where it begins a list or goes on with
    /// one, so that a sentence wrapped before «1998. » stays whole.
    fn accepted(&self, at: usize, lines: &[Line<'a>], before: Option<&Line<'a>>) -> Option<Marker> {
        let line = lines.first()?;
        let whole = |before: &&Line<'a>| line.gap == 0 && !self.tools.page.is_full(before, line);
        let inner = before.filter(whole).and_then(|before| self.lists.inner_number(line, before));
        if inner.is_some() {
            return inner;
        }
        let found = marker(line)?.read_for(line, |kind| self.lists.expects(kind));
        let own_line = before.is_none_or(|before| {
            before.ends_sentence() || !self.tools.page.is_full(before, line) || line.indent > before.indent + 1
        });
        let open = self.lists.innermost().map(|(kind, _)| kind);
        let good = match found.kind {
            kind if self.lists.expects(kind) => {
                own_line || !matches!(kind, Kind::Bullet('-' | '–' | '—')) || open == Some(kind)
            }
            Kind::Number(0 | 1) | Kind::Letter(1) | Kind::Roman(1) | Kind::Bullet(_) => own_line,
            Kind::Number(number) if before.is_none() => number < 200 && self.numbers_follow(at, number),
            // The rest of a list that something cut.
            Kind::Number(number) => {
                let behind = || lines.iter().skip(1).take(LOOKAHEAD).find_map(marker).map(|next| next.kind);
                number < 200 && own_line && behind() == Some(Kind::Number(number + 1))
            }
            Kind::Letter(_) | Kind::Roman(_) => false,
        };
        good.then_some(found)
    }

    /// Whether a number that begins a chunk is one of a row.
    fn numbers_follow(&self, at: usize, number: u64) -> bool {
        let chunk_numbers = self.parts.iter().skip(at).take(LOOKAHEAD).filter_map(|part| match part {
            Part::Chunk(lines) => Some(lines),
            _ => None,
        });
        let goes_on = chunk_numbers
            .flatten()
            .skip(1)
            .filter_map(|line| marker(line))
            .any(|next| next.kind == Kind::Number(number + 1));
        goes_on || self.builder.last_number() == Some(number - 1)
    }

    /// Reads the item that begins with line `from` and returns the line behind it.
    fn item(&mut self, at: usize, lines: &[Line<'a>], from: usize, found: Marker) -> usize {
        let line = &lines[from];
        // Inside the last item: behind its colon, on its heels, or while a number of an outer list is still to come.
        let touches = line.gap == 0 && !self.lists.is_empty();
        let other = self.lists.innermost().is_some_and(|(kind, _)| {
            std::mem::discriminant(&kind) != std::mem::discriminant(&found.kind)
                || matches!((kind, found.kind), (Kind::Bullet(a), Kind::Bullet(b)) if a != b)
        });
        let below = !self.lists.is_empty()
            && (self.colon || self.goes_on(at).is_some() || (touches && other))
            && (other || line.indent > 0 || self.colon)
            && !self.is_beside(&lines[from..], found);
        let closed = self.lists.open(found.kind, line.indent, below);
        self.push(closed);
        let end = self.next_marker(at, lines, from + 1);
        let mut skip = found.len;
        let rest = &line.text[skip..];
        let important = rest.starts_with(IMPORTANT);
        if important {
            skip += rest.len() - rest.trim_start_matches('!').trim_start().len();
        }
        let last = end == lines.len() && self.lists.has_single_sentences() && self.goes_on(at).is_none();
        let own = unmarked::own_lines(self.tools.page, &lines[from..end], found.kind.is_ordered(), last);
        let mut text = join(&lines[from..from + own], skip, self.tools.words);
        tick(&mut text);
        self.colon = text.text.ends_with(':');
        if let Some(item) = self.lists.item() {
            item.letter = found.letter(line);
            (item.text, item.important) = (text, important);
        }
        let below = &lines[from + own..end];
        if let Some(first) = below.first() {
            // One value is enough where the item before has the same.
            let label = first.text.split_once(':').filter(|_| below.len() == 1 && body::is_attribute(first));
            let lone = label.is_some_and(|(label, _)| self.lists.last_lacks(label));
            let context = Context { after_colon: self.colon || lone, in_item: true, below_heading: false };
            // At the margin, below the last item of a list in which nothing else stands below an item, text is behind it.
            // Values below the last of several items alone are those of what the list is about.
            let values = body::attributes(self.tools, below, context).is_some();
            let alike = if values { self.lists.has_values() } else { self.lists.has_blocks() };
            let goes_on = end < lines.len() || self.goes_on(at).is_some() || alike;
            let attributes = values && !self.lists.has_several();
            let inside = first.indent > line.indent || found.kind.is_ordered() && (self.colon || goes_on || attributes);
            if inside {
                self.colon = false;
                for block in body::blocks(self.tools, below, context) {
                    self.add(block);
                }
                self.colon = below.last().is_some_and(|last| last.text.ends_with(':'));
            } else {
                self.unmarked(at, below, lines.get(end).and_then(marker).map(|marker| marker.kind));
            }
        }
        end
    }

    /// Whether steps begin right behind bullets at the same indent, and no such bullet comes back: two lists.
    fn is_beside(&self, lines: &[Line<'a>], found: Marker) -> bool {
        let Some((kind @ Kind::Bullet(_), indent)) = self.lists.innermost() else { return false };
        let bullet = |line: &Line<'a>| line.indent == indent && marker(line).is_some_and(|found| found.kind == kind);
        found.kind == Kind::Number(1)
            && !self.colon
            && lines[0].indent == indent
            && lines[0].gap == 0
            && !lines.iter().take(NEAR).any(bullet)
    }

    /// Lines without a marker: below the item they are indented under, below the last one while the list goes on, or
    /// behind all lists.
    fn unmarked(&mut self, at: usize, lines: &[Line<'a>], next: Option<Kind>) {
        let Some(first) = lines.first() else { return };
        let depth =
            self.lists.depth_at(first.indent).or_else(|| self.lists.depth_of(next?)).or_else(|| self.goes_on(at));
        let depth = depth.or_else(|| self.completes(at, lines)).or_else(|| self.announced(lines));
        let depth = depth.or_else(|| self.shows(at, lines));
        self.close_lists(depth.map_or(0, |depth| depth + 1));
        // A value alone between blank lines is one of a row where the next is.
        let row = || matches!(self.parts.get(at + 1), Some(Part::Chunk(next)) if body::is_attribute(&next[0]));
        let below_heading = self.builder.is_below_heading() && self.lists.is_empty() && !(lines.len() == 1 && row());
        let context = Context { after_colon: self.colon, in_item: depth.is_some(), below_heading };
        self.colon = false;
        let one = lines.len() == 1 && first.starts_lower() && !first.ends_sentence() && depth.is_none();
        if one && context.after_colon && self.builder.has_labelled_list() {
            return self.add(unmarked::listed(self.tools, lines, &|_| true));
        }
        if let Some(quote) = quotes::read(self.tools, lines, depth.is_some()) {
            return self.add(quote);
        }
        // The label of the bullets behind it is none of the lines before.
        let labels = matches!(next, Some(Kind::Bullet(_))) && body::is_own_label(self.tools.page, lines);
        let (lines, label) = lines.split_at(lines.len() - usize::from(labels));
        for block in body::blocks(self.tools, lines, context) {
            self.add(block);
        }
        for block in body::paragraphs(self.tools, label) {
            self.add(block);
        }
        self.colon = labels || lines.last().is_some_and(|line| line.text.ends_with(':'));
    }

    /// The depth of an open list whose last item gets here, or in the next chunk, the prose or labelled values that the
    /// items before it have.
    fn completes(&self, at: usize, lines: &[Line<'a>]) -> Option<usize> {
        let labelled = |lines: &[Line<'a>]| labels::labelled_lines(self.tools.page, lines) > 1;
        let next = || matches!(self.parts.get(at + 1), Some(Part::Chunk(lines)) if labelled(lines));
        let (kind, _) = self.lists.innermost()?;
        // Two items are enough where both begin with the same label.
        let label =
            lines.first().filter(|first| body::is_attribute(first)).and_then(|first| first.text.split_once(':'));
        let completes = kind.is_ordered()
            && (self.lists.last_lacks_attributes() && (labelled(lines) || next())
                || self.lists.last_lacks_prose() && lines.last().is_some_and(Line::ends_sentence)
                || label.is_some_and(|(label, _)| self.lists.last_lacks(label)));
        completes.then(|| self.lists.depth()).and_then(|depth| depth.checked_sub(1))
    }

    /// The depth of the innermost list where the words of its last item announce the lines, and those are a list.
    fn announced(&self, lines: &[Line<'a>]) -> Option<usize> {
        let context = Context { after_colon: true, in_item: true, below_heading: false };
        let list = || lines.len() > 1 && unmarked::list(self.tools, lines, context).is_some();
        self.lists.depth().checked_sub(1).filter(|_| self.colon && list())
    }

    /// The depth of an open list whose next number comes soon after part `at`.
    fn goes_on(&self, at: usize) -> Option<usize> {
        let expected: Vec<(usize, Kind)> = self.lists.expected().collect();
        if expected.is_empty() {
            return None;
        }
        let (mut inner, mut looked) = (None, 0);
        for part in self.parts.iter().skip(at + 1).take(LOOKAHEAD) {
            let lines = match part {
                Part::Chunk(lines) if looked < NEAR => lines,
                Part::Chunk(_) => return None,
                Part::Code(_) => continue,
                Part::Speaker(_) | Part::Asks(_) | Part::Anew => return None,
            };
            looked += lines.len();
            for (i, line) in lines.iter().enumerate().take(NEAR) {
                let Some(found) = marker(line).filter(|found| found.kind.is_ordered()) else { continue };
                let expects = |kind| inner == Some(kind) || expected.iter().any(|(_, expected)| *expected == kind);
                let found = found.read_for(line, expects);
                if i > 0 && self.tools.page.is_full(&lines[i - 1], line) && !lines[i - 1].ends_sentence() {
                    continue;
                }
                // A list inside an item begins anew, deeper in the page.
                let known = expected.iter().find(|(_, kind)| *kind == found.kind);
                if let Some(&(depth, _)) = known.filter(|_| inner != Some(found.kind)) {
                    return Some(depth);
                }
                let begins = matches!(found.kind, Kind::Number(1) | Kind::Letter(1) | Kind::Roman(1))
                    && (line.indent > 1 || !matches!(found.kind, Kind::Number(_)));
                if !(begins || inner == Some(found.kind)) {
                    return None;
                }
                inner = found.kind.next();
            }
        }
        None
    }

    fn add(&mut self, block: Block) {
        match self.lists.item() {
            Some(item) => item.add(block),
            None => self.builder.add(block),
        }
    }

    fn push(&mut self, block: Option<Block>) {
        if let Some(block) = block {
            self.builder.add(block);
        }
    }

    fn close_lists(&mut self, depth: usize) {
        let closed = self.lists.close_to(depth);
        self.push(closed);
    }
}

/// What an author writes in front of what matters.
const IMPORTANT: &str = "!!";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notes, text::Source};

    /// The words of paragraphs, and those of items behind a dash.
    fn texts(text: &str) -> Vec<String> {
        let note = notes::parse(&Source::new("a.txt", text));
        let mut out = Vec::new();
        for block in note.sections.into_iter().flat_map(|section| section.blocks) {
            match block.kind {
                BlockKind::Paragraph { text } => out.push(text.text),
                BlockKind::List { items, .. } => out.extend(items.iter().map(|item| format!("- {}", item.text.text))),
                _ => {}
            }
        }
        out
    }

    #[test]
    fn items_with_semicolons_are_a_list_though_blank_lines_part_them() {
        let expected = |items: [&str; 3], behind: &str| {
            let items = items.map(|item| format!("- {item}"));
            items.into_iter().chain([behind.to_owned()]).collect::<Vec<_>>()
        };
        let soil = texts(
            "Глина годится так:\n\nпод рассаду, если она рыхлая;\n\nпод розы;\n\nдля печи.\n\nПесок не годится.\n",
        );
        let items = ["под рассаду, если она рыхлая;", "под розы;", "для печи."];
        assert_eq!(soil[1..], expected(items, "Песок не годится."));
        let trees = texts(
            "Prune them when:\n\nthe wood is dead;\n\nbranches cross;\n\nit is too tall.\n\nWait with cherries.\n",
        );
        assert_eq!(
            trees[1..],
            expected(["the wood is dead;", "branches cross;", "it is too tall."], "Wait with cherries.")
        );
        // No full stop ends it, or no colon announces it.
        assert_eq!(
            texts("Так:\n\nпод розы;\n\nдля печи\n\nПесок не годится.\n")
                .iter()
                .filter(|text| text.starts_with('-'))
                .count(),
            0
        );
        assert_eq!(
            texts("Вот так.\n\nпод розы;\n\nдля печи.\n").iter().filter(|text| text.starts_with('-')).count(),
            0
        );
    }

    #[test]
    fn the_last_item_has_its_prose_as_the_others_have() {
        let steps = "1. Сажать\n\nЯмка нужна неглубокая.\n\n2. Полить\n\nВода нужна тёплая.\n";
        assert_eq!(texts(steps), ["- Сажать", "- Полить"]);
        let behind = texts(&format!("{steps}\nПотом ждут до осени.\n"));
        assert_eq!(behind, ["- Сажать", "- Полить", "Потом ждут до осени."]);
        assert_eq!(texts("1. Сажать\n\n2. Полить\n\nПотом ждут до осени.\n").len(), 3);
    }

    #[test]
    fn own_headings_behind_a_chat_are_no_part_of_its_answer() {
        let speakers = |text: &str| {
            let note = notes::parse(&Source::new("a.txt", text));
            note.sections.into_iter().map(|section| (section.title.text, section.speaker)).collect::<Vec<_>>()
        };
        let chat = "Вы сказали:\nчто делать с кабачками?\n\nChatGPT сказал:\nОладьи: натрите их и отожмите.\n\n";
        let pickles = "Огурцы тёти Вали\nОгурцы замачивают на ночь и заливают кипятком.\n";
        let behind = |title: &str, text: &str| {
            let found = speakers(text);
            let at = found.iter().position(|(found, _)| found == title).expect("a heading");
            assert!(found[at..].iter().all(|(_, speaker)| speaker.is_none()), "{found:?}");
        };
        behind("заготовки на зиму", &format!("{chat}заготовки на зиму\n\n{pickles}"));
        let soup = "СУПЫ\n\nБорщ\n\nСвёклу тушат отдельно и кладут в бульон.\n\n";
        behind("ЗАГОТОВКИ", &format!("{soup}{chat}ЗАГОТОВКИ\n\n{pickles}"));
        // Capitals that stand in answers only are the assistant's.
        let answer = speakers(&format!("{chat}ЗАГОТОВКИ\n\n{pickles}"));
        assert!(answer.iter().all(|(_, speaker)| speaker.is_some()), "{answer:?}");
        let titles = speakers(&format!("Мои рецепты\n\n{chat}{pickles}"));
        assert_eq!(titles[0], ("Мои рецепты".to_owned(), None));
    }

    #[test]
    fn who_asks_may_be_named_in_front_and_who_answers_above() {
        let titles = |text: &str| {
            let note = notes::parse(&Source::new("a.txt", text));
            note.sections.into_iter().map(|section| section.title.text).collect::<Vec<_>>()
        };
        let basil = "You: How often?\n\nChatGPT:\n\nDaily.\n\nYou: And in winter?\n\nChatGPT:\n\nLess.\n";
        assert_eq!(titles(basil), ["How often?", "And in winter?"]);
        let said = "Вы сказали:\nКак войти?\n\nChatGPT сказал:\n\nВведите имя.\n\nПользователь: root\n\nЭто всё.\n";
        assert_eq!(titles(said), ["Как войти?"]);
    }

    #[test]
    fn a_sentence_goes_on_in_small_letters() {
        let soup = "- beets, 2 of them\n- one carrot\n\n\
            1. Soak the beans for a night and boil them till they are soft. Do not\n\
            pour out the water.\n2. Add the beets.\n3. Chop the cabbage, stew it in oil, let it cool down and \
            mix it with eggs.\n";
        assert_eq!(
            texts(soup)[2],
            "- Soak the beans for a night and boil them till they are soft. Do not pour out the water."
        );
        // What is short ends where its author ended it.
        let herbs = "1. Basil\nneeds water daily, but little.\n2. Mint\nneeds none.\n";
        assert_eq!(texts(herbs)[0], "- Basil");
    }

    #[test]
    fn a_list_ends_where_something_else_begins() {
        let tail = texts(
            "Правила такие:\n1. Сначала поливают рассаду.\n2. Потом рыхлят землю у корней.\n\
            Чтобы земля не сохла, её накрывают.\n",
        );
        assert_eq!(tail[2..], ["- Потом рыхлят землю у корней.", "Чтобы земля не сохла, её накрывают."]);
        let page = "Землю под рассаду готовят с осени, потому что весной она\n\
            сырая и тяжёлая, а корни гниют. Порядок такой:\n1. Сначала вносят то, что гниёт медленно (листья и со-\n\
            лому).\n2. Затем вскапывают на штык и разбивают комья.\n\
            Если осенью не успели, землю готовят весной за две неде-\nли до посадки.\n";
        assert!(texts(page).last().is_some_and(|last| last.starts_with("Если осенью")), "{:?}", texts(page));
        // An item may have several sentences, and then the last one may.
        let long = page.replace("(листья и со-\nлому).", "(листья и со-\nлому). Навоз не годится.");
        assert!(!texts(&long).last().is_some_and(|last| last.starts_with("Если осенью")), "{:?}", texts(&long));
        let names = texts("Не нужны под навесом:\npeony\niris\nphlox\nОстальное ставят под него целиком.\n");
        assert_eq!(names[1..], ["- peony", "- iris", "- phlox", "Остальное ставят под него целиком."]);
    }

    #[test]
    fn values_behind_the_steps_are_those_of_the_whole() {
        let note = notes::parse(&Source::new(
            "a.txt",
            "Салат\n\n1) Сварить.\n2) Натереть:\n   а) мелко;\n   б) крупно.\n3) Подать.\nБелки: 5 г\nЖиры: 7 г\n",
        ));
        assert!(matches!(note.sections[0].blocks[1].kind, BlockKind::Attributes(_)), "{:?}", note.sections[0].blocks);
    }

    #[test]
    fn the_rest_of_a_list_is_one() {
        let page =
            "The bees of the third hive have been weighed twice a day since the first of May, and\nthey grow.\n\n";
        let rest = |first: &str| {
            let text =
                format!("{page}Hives\n\nnear the wall.\n{first} Weigh the box and write\nit down.\n5. Close it.\n");
            texts(&text).into_iter().filter(|text| text.starts_with("- ")).collect::<Vec<_>>()
        };
        assert_eq!(rest("4."), ["- Weigh the box and write it down.", "- Close it."]);
        assert!(rest("1998.").is_empty());
        assert_eq!(rest("3.").len(), 0);
    }

    #[test]
    fn numbers_of_two_figures_are_items_below_one() {
        let nested = |text: &str| {
            let note = notes::parse(&Source::new("a.txt", text));
            let blocks = note.sections.into_iter().flat_map(|section| section.blocks);
            let items = blocks.flat_map(|block| match block.kind {
                BlockKind::List { items, .. } => items,
                _ => Vec::new(),
            });
            let below = items.flat_map(|item| item.blocks).filter_map(|block| match block.kind {
                BlockKind::List { items, .. } => Some(items.into_iter().map(|item| item.text.text)),
                _ => None,
            });
            below.flatten().collect::<Vec<_>>()
        };
        assert_eq!(nested("План\n1. Сад\n1.1. Яблони\n1.2. Груши\n2. Двор\n"), ["1.1. Яблони", "1.2. Груши"]);
        assert_eq!(nested("Plan:\n1. Garden\n2. Yard\n   2.1. Gate\n   2.2. Path\n"), ["2.1. Gate", "2.2. Path"]);
        assert_eq!(nested("План\n1. Сад\n3.1. Яблони\n2. Двор\n"), [""; 0]);
    }

    #[test]
    fn bullets_of_two_forms_are_one_list_where_indents_tell_the_depth() {
        assert_eq!(texts("- Карелия\n    - Сортавала\n- Алтай\n* Байкал\n"), ["- Карелия", "- Алтай", "- Байкал"]);
    }

    #[test]
    fn lines_announced_in_an_item_stand_below_it() {
        let note = |end: &str| {
            format!(
                "2. Оценка\nБанк смотрит на две суммы:\n\nцену в договоре\nоценку\n\n\
                 3. Справки\nПоможет:\n\nвыписка\nсправка\n{end}"
            )
        };
        assert_eq!(texts(&note("")), ["- Оценка", "- Справки"]);
        assert_eq!(
            texts(&note("\nБольше ничего не нужно, и банк ответит сам.\n"))[2..],
            ["Больше ничего не нужно, и банк ответит сам."]
        );
        let pros = "Плюсы:\n\nмёда больше\nпчёлы спокойнее\n\nМинусы:\n\nулей тяжелее\n";
        assert_eq!(texts(pros), ["Плюсы:", "- мёда больше", "- пчёлы спокойнее", "Минусы:", "- улей тяжелее"]);
    }

    #[test]
    fn lines_with_a_time_stand_apart() {
        let times =
            texts("Дежурство\n\n10:05 насос остановился и молчал почти час\n10:40 пришёл мастер, заменил реле\n");
        assert_eq!(times.len(), 2, "{times:?}");
        assert!(texts("[ ] полить\n[x] сеять\n").iter().eq(["- ☐ полить", "- ☑ сеять"]));
    }

    #[test]
    fn rows_and_values_do_not_tell_how_wide_a_page_is() {
        let note = "Сборка в несколько этапов даёт маленький итоговый образ: в первом\n\
            этапе лежит компилятор, а во второй попадает \
            готовый файл.\n\nИмя                   Размер     Оболочка\nalpine/latest         7 МБ       есть\n\
            debian/slim           75 МБ      есть\n\n\
            steps:\n  - uses: actions/checkout-and-fetch@v4\n  - uses: docker/setup-action@v3\n";
        assert!(texts(note)[0].ends_with("готовый файл."), "{:?}", texts(note));
    }
}
