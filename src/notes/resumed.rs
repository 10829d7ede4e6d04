//! Answers that broke off and went on once somebody asked for the rest: "continue". The asking is none of the note, and a
//! sentence that was cut is one again.

use super::{
    join::{Words, glue},
    model::{Block, BlockKind, Mark, Role, Section, Text},
    note::{Dropped, Why},
    thanks,
};
use crate::text::words;

/// Takes out who asks for the rest of an answer, and joins its halves.
pub(super) fn join(sections: &mut [Section], words: &Words, dropped: &mut Vec<Dropped>) {
    for at in 0..sections.len() {
        let next = sections.get(at + 1).and_then(first_role);
        let section = &mut sections[at];
        let mut out: Vec<Block> = Vec::with_capacity(section.blocks.len());
        let mut blocks = std::mem::take(&mut section.blocks).into_iter().peekable();
        // Whether an answer broke off right before.
        let mut broken = false;
        while let Some(block) = blocks.next() {
            let answered = blocks.peek().map_or(next, |next| Some(next.role)) == Some(Role::Assistant);
            let answers = out.last().is_some_and(|before| before.role == Role::Assistant);
            if answers && answered && is_asking(&block) {
                dropped.push(Dropped { span: block.span, why: Why::Chrome, excerpt: None });
                broken = true;
                continue;
            }
            match (out.last_mut(), block) {
                (Some(before), block) if std::mem::take(&mut broken) && cuts(before, &block) => {
                    append(before, block, words);
                }
                (_, block) => out.push(block),
            }
        }
        section.blocks = out;
    }
}

/// Who wrote what a section begins with.
fn first_role(section: &Section) -> Option<Role> {
    let titled = !section.title.text.is_empty();
    Some(section.role).filter(|_| titled).or(section.blocks.first().map(|block| block.role))
}

fn is_asking(block: &Block) -> bool {
    block.role == Role::User && paragraph(block).is_some_and(|text| thanks::asks_on(&text.text))
}

fn paragraph(block: &Block) -> Option<&Text> {
    match &block.kind {
        BlockKind::Paragraph { text } => Some(text),
        _ => None,
    }
}

/// Whether a paragraph breaks off in the middle of a sentence with which the next goes on.
fn cuts(before: &Block, block: &Block) -> bool {
    let (Some(text), Some(rest)) = (paragraph(before), paragraph(block)) else { return false };
    let open = text.text.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, ',' | '-' | '–' | '—' | '('));
    open && !rest.text.starts_with(char::is_uppercase)
}

fn append(before: &mut Block, block: Block, words: &Words) {
    let (BlockKind::Paragraph { text }, BlockKind::Paragraph { text: rest }) = (&mut before.kind, block.kind) else {
        return;
    };
    glue(&mut text.text, &rest.text, words);
    let from = text.text.len() - rest.text.len();
    let moved = |mark: Mark| Mark { range: mark.range.start + from..mark.range.end + from, ..mark };
    text.marks.extend(rest.marks.into_iter().map(moved));
    text.span = text.span.to(rest.span);
    before.span = before.span.to(block.span);
}

#[cfg(test)]
mod tests {
    use crate::{
        notes::{self, BlockKind},
        text::Source,
    };

    /// The paragraphs of a note, and what was left out for being no part of a chat's words.
    fn read(name: &str, text: &str) -> (Vec<String>, Vec<String>) {
        let note = notes::parse(&Source::new(name, text));
        let blocks = note.sections.iter().flat_map(|section| &section.blocks);
        let paragraphs = blocks.filter_map(|block| match &block.kind {
            BlockKind::Paragraph { text } => Some(text.text.clone()),
            _ => None,
        });
        let chrome = note.dropped.iter().filter(|dropped| dropped.why == notes::Why::Chrome);
        (paragraphs.collect(), chrome.map(|dropped| dropped.text(&note.source).to_owned()).collect())
    }

    #[test]
    fn an_answer_that_broke_off_is_one() {
        let chat = "**You said:**\n\nHow do I graft a pear?\n\n**ChatGPT said:**\n\nCut the twig, and then bind it \
            with\n\n**You said:**\n\ncontinue\n\n**ChatGPT said:**\n\n`bast`, but **not** wire.\n\nWait a month.\n";
        let (paragraphs, chrome) = read("a.md", chat);
        assert_eq!(paragraphs, ["Cut the twig, and then bind it with bast, but not wire.", "Wait a month."]);
        assert_eq!(chrome, ["continue"]);
        let russian = "Вы сказали:\nКак привить грушу?\n\nChatGPT сказал:\nСрежьте черенок.\n\nВы сказали:\nпродолжай\n\n\
            ChatGPT сказал:\nПотом обвяжите его лыком.\n";
        let (paragraphs, chrome) = read("a.txt", russian);
        assert_eq!(paragraphs, ["Срежьте черенок.", "Потом обвяжите его лыком."]);
        assert_eq!(chrome, ["продолжай"]);
        // Thanks are said, and a question is one.
        let (paragraphs, _) = read("a.txt", &russian.replace("продолжай", "спасибо, обвяжу"));
        assert_eq!(paragraphs[1], "спасибо, обвяжу");
    }
}
