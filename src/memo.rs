//! Results of pure functions, kept for whoever asks the same again.
//!
//! What comes in is a key of everything that a result depends on, what goes out is the result, made or remembered. A
//! [`Memo`] remembers within the process: for another edition of the same build, or the next build of a running preview. It
//! holds a bounded number of results; what nobody has asked for in a while is forgotten. [`Kept`] results go to the next
//! process; what a build has not asked for does not.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    hash::{Hash, Hasher},
    io::{self, Write},
    mem,
    ops::Range,
    sync::{LazyLock, Mutex, PoisonError},
};

use rustc_hash::{FxBuildHasher, FxHashMap};
use serde::{Deserialize, Serialize};
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

    /// With one more value, whatever it is made of. The key is good for this program on this machine.
    #[must_use]
    pub fn with(mut self, value: &(impl Hash + ?Sized)) -> Self {
        value.hash(&mut Feed(&mut self.0));
        self
    }

    /// The key of all parts.
    pub fn key(self) -> Key {
        let mut key = [0; Key::LENGTH];
        key.iter_mut().zip(self.0.finalize()).for_each(|(to, from)| *to = from);
        Key(key)
    }
}

/// Hands the parts of a value on. What a derived [`Hash`] feeds tells where each part ends.
struct Feed<'a>(&'a mut Sha256);

impl Hasher for Feed<'_> {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Nobody asks: [`Parts::key`] gives the key.
    fn finish(&self) -> u64 {
        0
    }
}

/// The key of a result: the first half of SHA-256, so that what a stranger writes cannot pass for something else.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Key([u8; Key::LENGTH]);

impl Key {
    /// How long a key is, in bytes.
    const LENGTH: usize = 16;

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

/// Results of functions in one build, for the next: as bytes, by the key of everything that each was made of.
#[derive(Debug, Default)]
pub struct Kept {
    /// Where in `bytes` the results of the last build stand.
    last: FxHashMap<Key, Range<usize>>,
    bytes: Vec<u8>,
    /// Those that this build has asked for, in the order of their keys.
    now: Mutex<BTreeMap<Key, Result>>,
}

/// A result that was asked for.
#[derive(Debug)]
enum Result {
    /// It is that of the last build.
    Same,
    New(Vec<u8>),
}

impl Kept {
    /// The result for `key`, which `make` makes if the last build did not. Two threads may make the same at once. What was
    /// kept may be lent to the result.
    pub fn get<'k, V: Serialize + Deserialize<'k>>(&'k self, key: Key, make: impl FnOnce() -> V) -> V {
        if let Some(value) = self.known(key) {
            return value;
        }
        let value = make();
        self.put(key, &value);
        value
    }

    /// The result of the last build for `key`.
    pub fn known<'k, V: Deserialize<'k>>(&'k self, key: Key) -> Option<V> {
        let value = postcard::from_bytes(self.bytes.get(self.last.get(&key)?.clone())?).ok()?;
        self.note(key, Result::Same);
        Some(value)
    }

    /// Keeps the results of the last build for these keys for the next one, if it has them all.
    pub fn keep(&self, keys: &[Key]) -> bool {
        let has_all = keys.iter().all(|key| self.last.contains_key(key));
        if has_all {
            keys.iter().for_each(|key| self.note(*key, Result::Same));
        }
        has_all
    }

    /// Keeps a result for the next build.
    pub fn put(&self, key: Key, value: &impl Serialize) {
        // What cannot be written is made anew.
        if let Ok(bytes) = postcard::to_stdvec(value) {
            self.note(key, Result::New(bytes));
        }
    }

    fn note(&self, key: Key, result: Result) {
        // An entry is written in one step: it is whole whatever became of another thread.
        self.now.lock().unwrap_or_else(PoisonError::into_inner).insert(key, result);
    }

    /// The results of a build from what [`write`](Self::write) wrote at its end, which begins at `start`; `None` where it is
    /// something else.
    pub fn read(bytes: Vec<u8>, start: usize) -> Option<Self> {
        let (lengths, rest): (Vec<(Key, usize)>, &[u8]) = postcard::take_from_bytes(bytes.get(start..)?).ok()?;
        let mut last = FxHashMap::with_capacity_and_hasher(lengths.len(), FxBuildHasher);
        let mut at = bytes.len() - rest.len();
        for (key, length) in lengths {
            let end = at.checked_add(length).filter(|end| *end <= bytes.len())?;
            last.insert(key, at..end);
            at = end;
        }
        Some(Self { last, bytes, now: Mutex::default() })
    }

    /// Writes the results that this build has asked for: the same whatever the order it asked in.
    ///
    /// # Errors
    /// Where `out` cannot be written to.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let of_last = |key| self.last.get(key).and_then(|range| self.bytes.get(range.clone())).unwrap_or_default();
        let bytes = |(key, result)| match result {
            &Result::Same => of_last(key),
            Result::New(bytes) => bytes.as_slice(),
        };
        let lengths: Vec<(Key, usize)> = now.iter().map(|result| (*result.0, bytes(result).len())).collect();
        out.write_all(&postcard::to_stdvec(&lengths).map_err(io::Error::other)?)?;
        now.iter().try_for_each(|result| out.write_all(bytes(result)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_build_has_what_this_one_asked_for() {
        let key = |word: &str| Key::of(&[word]);
        let first = Kept::default();
        assert_eq!(first.get(key("печь"), || vec!["жар".to_owned()]), ["жар"]);
        assert_eq!(first.get(key("хлеб"), || 5_u32), 5);
        let written = |kept: &Kept| {
            // What stands before is somebody else's.
            let mut bytes = vec![7];
            kept.write(&mut bytes).expect("memory");
            bytes
        };
        let second = Kept::read(written(&first), 1).expect("results");
        assert_eq!(second.get(key("печь"), || unreachable!("it is known") as Vec<String>), ["жар"]);
        assert_eq!(second.known::<u32>(key("соль")), None);
        second.put(key("соль"), &7_u32);
        let mut bytes = written(&second);
        let third = Kept::read(bytes.clone(), 1).expect("results");
        assert_eq!((third.known::<u32>(key("соль")), third.known::<u32>(key("хлеб"))), (Some(7), None));
        let fourth = Kept::read(bytes.clone(), 1).expect("results");
        assert!(!fourth.keep(&[key("соль"), key("хлеб")]) && fourth.keep(&[key("печь")]));
        let fifth = Kept::read(written(&fourth), 1).expect("results");
        assert_eq!((fifth.known::<Vec<&str>>(key("печь")), fifth.known::<u32>(key("соль"))), (Some(vec!["жар"]), None));
        bytes.pop();
        assert!(Kept::read(bytes, 1).is_none(), "cut off");
    }

    #[test]
    fn values_do_not_run_into_each_other() {
        let key = |value: &[(&str, Option<u8>)]| Parts::default().with(value).key();
        assert_ne!(key(&[("ab", None), ("c", None)]), key(&[("a", None), ("bc", None)]));
        assert_ne!(key(&[("a", Some(0))]), key(&[("a", None)]));
        assert_eq!(key(&[("a", Some(0))]), key(&[("a", Some(0))]));
    }

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
