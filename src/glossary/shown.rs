//! What a reader sees of a chapter, with its code and without its links: the same before and after linking.

use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};

use crate::text::markdown;

/// What is seen of a chapter, as its length in bytes and a checksum, which does not ask in how many pieces it comes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Shown {
    length: u64,
    checksum: u32,
}

/// Gathers it, event by event.
#[derive(Debug, Default)]
pub(super) struct Gatherer {
    length: u64,
    checksum: crc32fast::Hasher,
}

impl Shown {
    /// What is seen of `markdown`.
    pub(super) fn of(markdown: &str) -> Self {
        let mut gatherer = Gatherer::default();
        markdown::parse(markdown).for_each(|(event, _)| gatherer.see(&event));
        gatherer.shown()
    }
}

impl Gatherer {
    /// Takes in what an event shows.
    pub(super) fn see(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.take(text),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                ["\u{1}", text, "\u{1}"].into_iter().for_each(|part| self.take(part));
            }
            Event::SoftBreak => self.take("\n"),
            Event::HardBreak => self.take("\u{2}"),
            Event::Rule => self.take("\u{3}"),
            Event::TaskListMarker(done) => self.take(if *done { "\u{4}" } else { "\u{5}" }),
            Event::Start(Tag::Link { .. }) | Event::End(TagEnd::Link) => {}
            Event::Start(_) => self.take("\u{6}"),
            Event::End(_) => self.take("\u{7}"),
        }
    }

    fn take(&mut self, text: &str) {
        self.length += text.len() as u64;
        self.checksum.update(text.as_bytes());
    }

    /// All that was seen.
    pub(super) fn shown(self) -> Shown {
        Shown { length: self.length, checksum: self.checksum.finalize() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_not_seen_and_everything_else_is() {
        let same = [("Тесто в печи.", "[Тесто](<g.md#dough>) в [печи](x \"t\")."), ("`a` *b*", "`a` *[b](c)*")];
        for (before, after) in same {
            assert_eq!(Shown::of(before), Shown::of(after), "{after}");
        }
        let other = [
            "Тесто в печи",
            "Тесто в пичи.",
            "Тесто в *печи.*",
            "Тесто в `печи.`",
            "Тесто\nв печи.",
            "- Тесто в печи.",
        ];
        for other in other {
            assert_ne!(Shown::of(same[0].0), Shown::of(other), "{other}");
        }
    }
}
