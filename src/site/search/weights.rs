//! What words and terms weigh in the sections of a chapter.

use std::{borrow::Cow, rc::Rc};

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

/// Beyond this weight more of one word in a section says nothing more.
const MOST: u32 = 320;

/// Keys and what they weigh in one section, or in a title.
#[derive(Clone, Debug, Default)]
pub(super) struct Weights(HashMap<Rc<str>, u32>);

impl Weights {
    /// Adds to the weight of a key.
    pub(super) fn add(&mut self, key: Rc<str>, weight: u32) {
        let sum = self.0.entry(key).or_default();
        *sum = (*sum + weight).min(MOST);
    }
}

/// The keys of a chapter in their order, each with its sections and its weight there. A book has millions, so each name is
/// held once, behind the one before it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Keys<'k> {
    #[serde(borrow)]
    names: Cow<'k, str>,
    places: Vec<Place>,
}

/// Where a key stands.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Place {
    /// Where the name of the key ends: where that of the place before it does, if both are of one key.
    end: usize,
    /// The section, counted in the chapter.
    section: u32,
    weight: u32,
}

impl Keys<'_> {
    /// Those of the sections of a chapter, in their order.
    pub(super) fn new(sections: impl Iterator<Item = Weights>) -> Self {
        let mut sorted: Vec<(Rc<str>, u32, u32)> = Vec::new();
        for (section, weights) in (0..).zip(sections) {
            let keys = weights.0.into_iter().filter(|(key, _)| !key.is_empty());
            sorted.extend(keys.map(|(key, weight)| (key, section, weight)));
        }
        // A key is in a section once, so what it weighs never decides.
        sorted.sort_unstable();
        let (mut names, mut all) = (String::new(), Vec::with_capacity(sorted.len()));
        let mut last = "";
        for (name, section, weight) in &sorted {
            if **name != *last {
                names.push_str(name);
                last = name;
            }
            all.push(Place { end: names.len(), section: *section, weight: *weight });
        }
        names.shrink_to_fit();
        Self { names: names.into(), places: all }
    }

    /// Each key with a section and its weight there.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, u32, u32)> {
        let (mut from, mut to) = (0, 0);
        self.places.iter().map(move |place| {
            if place.end > to {
                (from, to) = (to, place.end);
            }
            (&self.names[from..to], place.section, place.weight)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_comes_out_by_key() {
        let weights = |list: &[(&str, u32)]| {
            let mut out = Weights::default();
            list.iter().for_each(|(key, weight)| out.add((*key).into(), *weight));
            out
        };
        let sections =
            [weights(&[("печь", 8), ("жар", 1), ("печь", 1)]), weights(&[]), weights(&[("жар", 999), ("", 1)])];
        let keys = Keys::new(sections.into_iter());
        assert_eq!(keys.iter().collect::<Vec<_>>(), [("жар", 0, 1), ("жар", 2, MOST), ("печь", 0, 9)]);
        assert_eq!(Keys::default().iter().count(), 0);
    }
}
