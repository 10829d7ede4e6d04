//! Which labels mean the same: those that differ only in the form of their words, and those the book's author says do.

use crate::text::words::{stem, words};

/// Groups of labels that mean the same; the first of a group stands at the head of their row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    groups: Vec<Vec<String>>,
}

/// A label without the forms of its words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Labels {
    /// The groups as the author wrote them.
    pub fn new(groups: Vec<Vec<String>>) -> Self {
        Self { groups }
    }

    /// What tells a label from others.
    pub fn key(&self, label: &str) -> Key {
        let key = bare(label);
        let of_group = |group: &&Vec<String>| group.iter().any(|other| bare(other) == key);
        self.groups.iter().find(of_group).and_then(|group| group.first()).map_or(key, |first| bare(first))
    }

    /// How the author wants a group to be called.
    pub fn title(&self, key: &Key) -> Option<&str> {
        let first = self.groups.iter().filter_map(|group| group.first());
        first.map(String::as_str).find(|first| bare(first) == *key)
    }
}

/// The stems of a label's words; a label of signs alone stays as it is.
fn bare(label: &str) -> Key {
    let stems: Vec<String> = words(label).map(|(_, word)| stem(word)).collect();
    Key(if stems.is_empty() { label.trim().to_owned() } else { stems.join(" ") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_and_groups_are_one() {
        let labels = Labels::new(vec![vec!["Применение".into(), "Когда использовать".into()]]);
        assert_eq!(labels.key("Flour"), labels.key("flours:"));
        assert_eq!(labels.key("когда использовать"), labels.key("Применение"));
        assert_ne!(labels.key("Ограничения"), labels.key("Недостатки"));
        assert_eq!(labels.title(&labels.key("Когда использовать")), Some("Применение"));
        assert_eq!(labels.title(&labels.key("Размер")), None);
    }
}
