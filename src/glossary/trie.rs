//! Names as paths of words: one step a word, whatever the number of names.

use std::collections::HashMap;

/// What stands at the end of a path.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// Which term, by its place in the glossary.
    pub(super) term: usize,
    /// The lemma this is a form of, its words normalised.
    pub(super) lemma: String,
    /// Signs the text must have before the name (`/` of `/pause`).
    pub(super) prefix: String,
    /// Signs it must have behind it.
    pub(super) suffix: String,
    /// Whether it is a camel-case name written as words apart.
    pub(super) apart: bool,
    /// Whether it is a command line's short name.
    pub(super) short: bool,
}

/// Paths of words.
#[derive(Debug, Default)]
pub(super) struct Trie {
    words: HashMap<String, u32>,
    steps: HashMap<(u32, u32), u32>,
    ends: HashMap<u32, Vec<Form>>,
    nodes: u32,
}

impl Trie {
    /// Adds a path. A path that an other term has already, with the same signs around it, stays with that term.
    pub(super) fn insert(&mut self, path: &[String], form: Form) {
        let mut node = 0;
        for word in path {
            let fresh = self.words.len() as u32;
            let word = *self.words.entry(word.clone()).or_insert(fresh);
            let nodes = &mut self.nodes;
            node = *self.steps.entry((node, word)).or_insert_with(|| {
                *nodes += 1;
                *nodes
            });
        }
        if node == 0 {
            return;
        }
        let ends = self.ends.entry(node).or_default();
        if !ends.iter().any(|end| end.prefix == form.prefix && end.suffix == form.suffix) {
            ends.push(form);
            // A name with signs around it is more than the same name without.
            ends.sort_by_key(|end| std::cmp::Reverse(end.prefix.len() + end.suffix.len()));
        }
    }

    /// Takes one step from `node` (0 is the root).
    pub(super) fn step(&self, node: u32, word: &str) -> Option<u32> {
        self.steps.get(&(node, *self.words.get(word)?)).copied()
    }

    /// What ends at `node`.
    pub(super) fn ends(&self, node: u32) -> &[Form] {
        self.ends.get(&node).map_or(&[], Vec::as_slice)
    }
}
