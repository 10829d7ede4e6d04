//! Results of pure functions, kept for whoever asks the same again: another edition of the same build, or the next build of
//! a running preview.
//!
//! What comes in is a key of everything that a result depends on, what goes out is the result, made or remembered. A memo
//! holds a bounded number of results; what nobody has asked for in a while is forgotten.

use std::{
    collections::HashMap,
    fmt, mem,
    sync::{LazyLock, Mutex, PoisonError},
};

use sha2::{Digest, Sha256};

/// Collects what a result depends on.
#[derive(Clone, Debug, Default)]
pub struct Parts(Sha256);

impl Parts {
    /// With one more part; where a part ends counts as well.
    #[must_use]
    pub fn of(mut self, part: impl AsRef<[u8]>) -> Self {
        let part = part.as_ref();
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
        self
    }

    /// The key of all parts.
    pub fn key(self) -> Key {
        let mut key = [0; 16];
        key.iter_mut().zip(self.0.finalize()).for_each(|(to, from)| *to = from);
        Key(key)
    }
}

/// The key of a result: the first half of SHA-256, so that what a stranger writes cannot pass for something else.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Key([u8; 16]);

impl Key {
    /// The key of these parts.
    pub fn of(parts: &[&str]) -> Self {
        parts.iter().fold(Parts::default(), Parts::of).key()
    }
}

/// In hexadecimal digits.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The results of one function.
#[derive(Debug)]
pub struct Memo<V> {
    most: usize,
    /// What was asked for lately, and before that.
    kept: LazyLock<Mutex<[HashMap<Key, V>; 2]>>,
}

impl<V: Clone> Memo<V> {
    /// A memo of at most twice `most` results.
    pub const fn new(most: usize) -> Self {
        Self { most, kept: LazyLock::new(Mutex::default) }
    }

    /// The result for `key`, which `make` makes if it is not known. Two threads may make the same at once.
    pub fn get(&self, key: Key, make: impl FnOnce() -> V) -> V {
        let known = {
            let [now, before] = &mut *self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            now.get(&key).or_else(|| before.get(&key)).cloned()
        };
        let value = known.unwrap_or_else(make);
        let [now, before] = &mut *self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if now.len() >= self.most {
            *before = mem::take(now);
        }
        now.insert(key, value.clone());
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_again_is_not_made_again() {
        static MEMO: Memo<usize> = Memo::new(2);
        let mut made = 0;
        let mut ask = |word: &str| {
            MEMO.get(Key::of(&[word]), || {
                made += 1;
                word.len()
            })
        };
        assert_eq!([ask("печь"), ask("печь"), ask("oven"), ask("печь")], [8, 8, 4, 8]);
        // What has been asked for lately stays while others come and go.
        for other in ["a", "b", "c", "d"] {
            ask(other);
            ask("печь");
        }
        ask("oven");
        assert_eq!(made, 7, "only what nobody asked for was forgotten");
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(Key::of(&["ab", "c"]), Key::of(&["a", "bc"]));
        assert_ne!(Key::of(&["ab"]), Key::of(&["ab", ""]));
    }
}
