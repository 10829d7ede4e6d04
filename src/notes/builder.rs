//! Puts headings, blocks and changes of speaker together to sections, whatever reader they come from.
//!
//! In a chat the user's turn is a question: its first words become the heading of a section, what else was asked stays
//! below it as the user's own, and the answer follows. Where nobody is named, sections are what the headings make them.

use super::{
    asking, captions, chrome,
    model::{Block, BlockKind, Role, Section, Text},
    roles, sentences, thanks,
};
use crate::text::{Source, Span};

/// A question longer than this (characters) gives its first sentence to the heading, and the rest to a paragraph.
const LONGEST_QUESTION: usize = 240;
/// And this long may that sentence be.
const LONGEST_SENTENCE: usize = 400;

/// Sections under construction.
#[derive(Debug)]
pub struct Builder {
    source: Source,
    sections: Vec<Section>,
    /// Whether both sides are named, so that whoever was named last goes on speaking.
    transcript: bool,
    export: bool,
    turn: Option<Turn>,
    /// Whether what comes next opens a section, with or without a heading.
    fresh: bool,
    /// Whether somebody has asked who was not named.
    asked: bool,
    /// Whether what he asked has code below it that is his.
    shows: bool,
    /// Whether a list has been read.
    listed: bool,
}

#[derive(Clone, Copy, Debug)]
struct Turn {
    role: Role,
    /// The first section of the turn.
    from: usize,
}

impl Builder {
    /// Nothing yet.
    pub fn new(source: &Source) -> Self {
        Self {
            source: source.clone(),
            sections: Vec::new(),
            transcript: false,
            export: false,
            turn: None,
            fresh: false,
            asked: false,
            shows: false,
            listed: false,
        }
    }

    /// From here on the note is one that names both sides.
    pub fn begin_transcript(&mut self) {
        self.transcript = true;
    }

    /// The note is one of an export, in which every word has its speaker.
    pub fn begin_export(&mut self) {
        (self.transcript, self.export) = (true, true);
    }

    /// Whether the note is one of an export.
    pub fn is_export(&self) -> bool {
        self.export
    }

    /// Whether it is the user who speaks, in a note that names both sides.
    pub fn is_asking(&self) -> bool {
        self.transcript && self.turn.is_some_and(|turn| turn.role == Role::User)
    }

    /// What follows is the note-taker's own, though the assistant spoke last.
    pub fn own_words(&mut self) {
        self.turn = self.turn.filter(|turn| turn.role == Role::User || self.export);
    }

    /// Whether the open section has a heading, and nothing else yet.
    pub fn is_below_heading(&self) -> bool {
        !self.fresh
            && self.sections.last().is_some_and(|section| !section.title.text.is_empty() && section.blocks.is_empty())
    }

    /// What comes next stands in none of the sections there are.
    pub fn end_section(&mut self) {
        self.fresh = true;
    }

    /// Whether the open section is a question, and nothing stands below it yet.
    pub fn is_below_question(&self) -> bool {
        let asks = |title: &str| title.ends_with('?') || asking::asks(title);
        let asks = |section: &Section| section.role == Role::User || asks(&section.title.text);
        self.is_below_heading() && self.sections.last().is_some_and(asks)
    }

    /// Whether somebody has asked who was not named: without a capital, as people type.
    pub fn has_asked(&self) -> bool {
        self.asked
    }

    /// Whether a list has been read.
    pub fn has_list(&self) -> bool {
        self.listed
    }

    /// The heading that was read last is what the user says.
    pub fn asks(&mut self) {
        self.asked = true;
        self.sections.last_mut().into_iter().for_each(|section| section.role = Role::User);
    }

    /// What somebody asks who was not named opens a section: all of it is the heading, or its first sentence. Below code
    /// that he `shows` he may go on.
    pub fn question(&mut self, text: Text, shows: bool) {
        let span = text.span;
        let goes_on = std::mem::replace(&mut self.shows, shows);
        self.fresh |= !goes_on;
        self.section(span.start).blocks.push(Block { kind: BlockKind::Paragraph { text }, span, role: Role::User });
        if let Some(section) = self.sections.last_mut().filter(|_| !goes_on) {
            lift_question(section, &self.source);
        }
        self.asks();
    }

    /// Whether nothing has been said yet but a first heading, and the name of the author above it.
    pub fn is_opening(&self) -> bool {
        let sections = match &self.sections[..] {
            [author, book @ ..] if captions::is_author_alone(author) => book,
            all => all,
        };
        match sections {
            [] => true,
            [_] => self.is_below_heading(),
            _ => false,
        }
    }

    /// Whether a list below one label was read last, and then another label: «Плюсы:», a list, «Минусы:».
    pub fn has_labelled_list(&self) -> bool {
        let label = |block: &Block| matches!(&block.kind, BlockKind::Paragraph { text } if text.text.ends_with(':'));
        let blocks = self.sections.last().filter(|_| !self.fresh).map_or(&[][..], |section| &section.blocks);
        matches!(blocks, [.., before, Block { kind: BlockKind::List { .. }, .. }, last] if label(before) && label(last))
    }

    /// Whether somebody speaks who was named.
    pub fn is_turn(&self) -> bool {
        self.turn.is_some()
    }

    /// The number of the last item, where a numbered list was read last.
    pub fn last_number(&self) -> Option<u64> {
        let last =
            self.sections.last().filter(|_| !self.fresh)?.blocks.iter().rev().find_map(|block| match &block.kind {
                BlockKind::List { ordered: true, items } => Some(items.last()?.number),
                _ => None,
            });
        last.flatten()
    }

    /// The sections that have been begun, from one on.
    pub fn sections_from(&mut self, from: usize) -> &mut [Section] {
        self.sections.get_mut(from..).unwrap_or_default()
    }

    /// A heading opens a section.
    pub fn heading(&mut self, title: Text, level: u8, runs_in: bool) {
        if !self.export && self.turn.is_some() && chrome::is_banner(&self.source, title.span) {
            self.close_turn();
        }
        self.fresh = false;
        let typed = title.text.starts_with(char::is_lowercase);
        self.asked |= self.turn.is_none() && typed && (title.text.ends_with('?') || asking::asks(&title.text));
        if self.transcript && roles::names_own_notes(&title.text) {
            self.own_words();
        }
        let speaker = self.turn.filter(|_| self.transcript).map(|turn| turn.role);
        // A note may have hundreds of thousands of sections of a block each.
        if let Some(before) = self.sections.last_mut() {
            before.blocks.shrink_to_fit();
        }
        self.sections.push(Section { title, level, runs_in, speaker, role: speaker.unwrap_or_default(), ..empty() });
    }

    /// A block goes to the section that is open.
    pub fn add(&mut self, mut block: Block) {
        self.listed |= matches!(block.kind, BlockKind::List { .. });
        let shown = self.is_shown(&block);
        self.shows &= shown;
        if shown {
            block.role = Role::User;
        } else if let Some(turn) = self.turn {
            block.role = turn.role;
        }
        let at = block.span.start;
        self.section(at).blocks.push(block);
    }

    /// Whether a block is what somebody shows below his question: «Вот что пишет, что делать:».
    fn is_shown(&self, block: &Block) -> bool {
        let asked = |section: &Section| section.role == Role::User && section.title.text.ends_with(':');
        let below = || self.is_below_heading() && self.sections.last().is_some_and(asked);
        matches!(block.kind, BlockKind::Code { .. }) && (self.shows || self.turn.is_none() && below())
    }

    /// From here on somebody else speaks.
    pub fn speaker(&mut self, role: Role) {
        let before = self.turn;
        self.close_turn();
        self.turn = Some(Turn { role, from: self.sections.len() });
        let asked = before.is_some_and(|turn| turn.role == Role::User);
        match (role, self.sections.last_mut()) {
            // The answer to a question, or to a heading that nothing followed, stands with it.
            (Role::Assistant, Some(section)) if asked || (before.is_none() && section.blocks.is_empty()) => {
                if !asked {
                    (section.role, section.speaker) = (Role::User, Some(Role::Assistant));
                }
            }
            (Role::Assistant, Some(_)) if before.is_some_and(|turn| turn.role == role) => {}
            _ => self.fresh = true,
        }
    }

    /// Nobody speaks any more, and what comes next stands in none of the sections there are.
    pub fn end_turn(&mut self) {
        self.close_turn();
        self.fresh = true;
    }

    /// The sections.
    pub fn finish(mut self) -> Vec<Section> {
        self.close_turn();
        self.sections
    }

    fn section(&mut self, at: usize) -> &mut Section {
        if self.fresh || self.sections.is_empty() {
            self.fresh = false;
            let role = self.turn.map(|turn| turn.role);
            let title = Text::plain("", Span::new(at, at));
            self.sections.push(Section { title, speaker: role, role: role.unwrap_or_default(), ..empty() });
        }
        // Not empty: one was pushed just above.
        let last = self.sections.len() - 1;
        &mut self.sections[last]
    }

    /// What the user said becomes a question with what belongs to it. What asks nothing stands with the answer before.
    fn close_turn(&mut self) {
        let Some(turn) = self.turn.take().filter(|turn| turn.role == Role::User) else { return };
        let before = turn.from.checked_sub(1).and_then(|before| self.sections.get_mut(before..));
        if let Some([answer, said]) = before
            && answer.speaker.is_some()
            && asks_nothing(said)
        {
            answer.blocks.append(&mut said.blocks);
            self.sections.pop();
            self.fresh = false;
            return;
        }
        // Thanks that a question follows are for the answer before as well.
        if let Some([answer, said, ..]) = turn.from.checked_sub(1).and_then(|before| self.sections.get_mut(before..))
            && answer.speaker.is_some()
            && said.title.text.is_empty()
        {
            let thanks = said.blocks.iter().take_while(|block| words(block).is_some_and(thanks::leads)).count();
            let thanks = if thanks < said.blocks.len() { thanks } else { 0 };
            answer.blocks.extend(said.blocks.drain(..thanks).map(|block| Block { role: Role::User, ..block }));
        }
        let Some(said) = self.sections.get_mut(turn.from..).filter(|said| !said.is_empty()) else { return };
        for section in said.iter_mut() {
            (section.role, section.speaker) = (Role::User, Some(Role::User));
        }
        lift_question(&mut said[0], &self.source);
        // What somebody divides his question into stands below it.
        let level = said[0].level.saturating_add(1);
        said[1..].iter_mut().for_each(|section| section.level = section.level.max(level));
        // An answer to a long text of many sections does not belong to the last of them.
        self.fresh = said.len() > 1;
    }
}

/// The words of a paragraph.
fn words(block: &Block) -> Option<&str> {
    match &block.kind {
        BlockKind::Paragraph { text } => Some(&text.text),
        _ => None,
    }
}

/// Whether a section is nothing but thanks, or a short reply.
fn asks_nothing(section: &Section) -> bool {
    let nothing = |block: &Block| words(block).is_some_and(thanks::asks_nothing);
    section.title.text.is_empty() && !section.blocks.is_empty() && section.blocks.iter().all(nothing)
}

/// Makes the first paragraph of a section without a title its title, or its first sentence if it is long.
fn lift_question(section: &mut Section, source: &Source) {
    if !section.title.text.is_empty() {
        return;
    }
    // What was asked about a picture asks, not the picture. What was said below code goes before it only if it asks.
    let is_picture = |block: &Block| matches!(&block.kind, BlockKind::Paragraph { text } if text.is_picture());
    let is_code = |block: &Block| matches!(block.kind, BlockKind::Code { .. });
    let greets = |block: &Block| words(block).is_some_and(thanks::is_greeting);
    let before = |block: &&Block| is_picture(block) || is_code(block) || greets(block);
    let at = section.blocks.iter().take_while(before).count();
    let at = if at < section.blocks.len() { at } else { 0 };
    let below_code = section.blocks[..at].iter().any(is_code);
    let Some(Block { kind: BlockKind::Paragraph { text, .. }, .. }) = section.blocks.get(at) else { return };
    if below_code && !(text.text.ends_with('?') || roles::begins_question(&text.text)) {
        return;
    }
    let fits = |text: &str, longest| text.chars().nth(longest).is_none();
    if fits(&text.text, LONGEST_QUESTION) {
        section.title = text.clone();
        section.blocks.remove(at);
        return;
    }
    let Some(end) = sentences::first_end(&text.text).filter(|&end| fits(&text.text[..end], LONGEST_SENTENCE)) else {
        return;
    };
    let (title, rest) = text.split_at(end, source);
    let span = rest.span;
    section.title = title;
    section.blocks[at].kind = BlockKind::Paragraph { text: rest };
    section.blocks[at].span = span;
}

/// A section without anything.
pub fn empty() -> Section {
    Section {
        id: String::new(),
        by_words: None,
        title: Text::default(),
        level: 1,
        role: Role::default(),
        speaker: None,
        runs_in: false,
        blocks: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transcript() -> Builder {
        let mut builder = Builder::new(&Source::new("a.txt", ""));
        builder.begin_transcript();
        builder
    }

    fn paragraph(text: &str) -> Block {
        let text = Text::plain(text, Span::new(0, text.len()));
        Block { span: text.span, kind: BlockKind::Paragraph { text }, role: Role::default() }
    }

    fn shape(builder: Builder) -> Vec<(String, Role, Vec<Role>)> {
        let roles = |section: &Section| section.blocks.iter().map(|block| block.role).collect();
        builder.finish().iter().map(|section| (section.title.text.clone(), section.role, roles(section))).collect()
    }

    #[test]
    fn a_turn_of_the_user_heads_the_answer() {
        let mut builder = transcript();
        builder.speaker(Role::User);
        builder.add(paragraph("Почему хлеб плотный?"));
        builder.add(paragraph("Закваске три дня."));
        builder.speaker(Role::Assistant);
        builder.add(paragraph("Закваска ещё слаба."));
        builder.heading(Text::plain("Что делать", Span::default()), 1, false);
        builder.add(paragraph("Подождать неделю."));
        builder.speaker(Role::User);
        builder.speaker(Role::Assistant);
        builder.add(paragraph("Ответ на картинку."));
        assert_eq!(
            shape(builder),
            [
                ("Почему хлеб плотный?".to_owned(), Role::User, vec![Role::User, Role::Assistant]),
                ("Что делать".to_owned(), Role::Assistant, vec![Role::Assistant]),
                (String::new(), Role::Assistant, vec![Role::Assistant]),
            ]
        );
    }

    #[test]
    fn a_question_about_code_is_its_title() {
        let mut builder = transcript();
        builder.speaker(Role::User);
        let text = Text::plain("error: no space left", Span::default());
        builder.add(Block { kind: BlockKind::Code { lang: None, text }, span: Span::default(), role: Role::default() });
        builder.add(paragraph("what does this mean??"));
        let sections = builder.finish();
        assert_eq!((sections[0].title.text.as_str(), sections[0].blocks.len()), ("what does this mean??", 1));
    }

    #[test]
    fn a_long_question_gives_its_first_sentence_to_the_heading() {
        let mut builder = transcript();
        builder.speaker(Role::User);
        builder.add(paragraph(&format!("How do I undo a commit? {}", "I have pushed it already. ".repeat(20))));
        let sections = builder.finish();
        assert_eq!(sections[0].title.text, "How do I undo a commit?");
        let BlockKind::Paragraph { text, .. } = &sections[0].blocks[0].kind else { panic!("a paragraph") };
        assert!(text.text.starts_with("I have pushed"), "{}", text.text);
    }

    #[test]
    fn what_a_question_is_divided_into_stands_below_it() {
        let chat = "**You said:**\n\nWhich saw do I take?\n\n# My boards\n\nThey are of oak.\n\n**ChatGPT said:**\n\nA \
            coarse one.\n\n**You said:**\n\nAnd for pine?\n\n**ChatGPT said:**\n\nA fine one.\n";
        let note = crate::notes::parse(&Source::new("a.md", chat));
        let sections = note.sections.iter().filter(|section| section.role == Role::User);
        let levels: Vec<(&str, u8)> = sections.map(|section| (section.title.text.as_str(), section.level)).collect();
        assert_eq!(levels, [("Which saw do I take?", 1), ("My boards", 2), ("And for pine?", 1)]);
    }
}
