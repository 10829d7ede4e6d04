//! In which sense a paragraph uses a word.
//!
//! Two things the sentence alone does not tell. A neighbouring subject has the words of the trade in common with the
//! glossary's: a systemd service is restarted and logs too, a Spark job is scheduled, a volume of LVM is mounted. Where
//! such a subject is named (`rival` in the rules of a language) and no sure term beside it, those words prove nothing.
//! And who has said "the Kafka cluster" means the same by "the cluster" two sentences later.

use std::collections::HashMap;

use super::mentions::Why;

/// The senses in which the terms were last meant, and in which paragraph.
#[derive(Debug, Default)]
pub(super) struct Senses(HashMap<usize, (u32, bool)>);

impl Senses {
    /// Remembers why the name of a term was not meant in a paragraph, or that it was.
    pub(super) fn remember(&mut self, term: usize, paragraph: u32, why: Option<&Why>) {
        if !matches!(why, Some(Why::Identifier | Why::NoTopic)) {
            self.0.insert(term, (paragraph, why.is_none()));
        }
    }

    /// Whether the paragraph has just used the name for something else.
    pub(super) fn other(&self, term: usize, paragraph: u32) -> bool {
        self.0.get(&term).is_some_and(|&last| last == (paragraph, false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_sense_in_the_paragraph_counts() {
        let mut senses = Senses::default();
        senses.remember(0, 3, Some(&Why::Before("kafka".into())));
        senses.remember(0, 3, Some(&Why::NoTopic));
        assert!(senses.other(0, 3));
        assert!(!senses.other(0, 4) && !senses.other(1, 3));
        senses.remember(0, 3, None);
        assert!(!senses.other(0, 3));
    }
}
