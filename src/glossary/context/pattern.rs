//! The patterns of context rules, compiled, and how they are held against the words of a text.

use std::{collections::HashMap, sync::Arc};

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::walk::OBJECT;
use super::super::words::{Script, Word, Words, is_hyphen, normalize};

/// A rule: a row of patterns before or after a word.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// As its author wrote it.
    pub(super) text: String,
    items: Vec<Item>,
    /// How much it weighs against other rules that fit.
    pub(super) weight: usize,
    /// Whether it shows the term.
    pub(super) accepts: bool,
    /// Whether it stands after the word.
    pub(super) after: bool,
    /// Whether it only leans to one side and decides nothing.
    pub(super) leans: bool,
    /// Whether it leans only where nothing else is sure.
    pub(super) yields: bool,
    /// Whether it stands against a capital, too: "plays Ingress".
    pub(super) firm: bool,
    /// Whether it is only about the name as the dictionary has it: "in secret", not "in secrets".
    pub(super) bare: bool,
}

impl Row {
    /// Compiles a rule; none where it is empty.
    pub(super) fn new(text: &str, accepts: bool, after: bool, classes: &Classes) -> Option<Self> {
        let items: Vec<Item> = text
            .split_whitespace()
            .filter(|item| !["+", "?", "~", "=", "!"].contains(item))
            .map(|item| Item::new(item, classes))
            .collect();
        let yields = text.starts_with('~');
        let leans = yields || text.starts_with('?');
        let bare = text.starts_with('=');
        let firm = text.starts_with("! ");
        let counted = text.split_whitespace().filter(|item| !["=", "!"].contains(item));
        let weight = counted.map(|item| if item == "+" { 2 } else { 1 }).sum();
        let text = text.to_owned();
        (!items.is_empty()).then_some(Self { text, items, weight, accepts, after, leans, yields, bare, firm })
    }

    /// A class it names that nobody defines.
    pub(super) fn unknown_class(&self) -> Option<String> {
        self.items.iter().find_map(|item| match item {
            Item::Unknown(name) => Some(name.clone()),
            _ => None,
        })
    }

    /// Whether it fits the words around `from..to`.
    pub(super) fn fits(&self, words: &Words<'_>, from: usize, to: usize) -> bool {
        if self.after { self.fits_after(words, from, to) } else { self.fits_before(words, from) }
    }

    /// The words beside `from..to` that it fits, as they stand in the text.
    pub(super) fn shown(&self, words: &Words<'_>, from: usize, to: usize) -> String {
        let many = self
            .items
            .iter()
            .filter(|item| !matches!(item, Item::Punct | Item::Start | Item::Hyphen | Item::Code))
            .count();
        let range = if self.after { to..(to + many).min(words.len()) } else { from.saturating_sub(many)..from };
        let mut spans = words.words[range].iter().map(|word| word.span);
        let Some(first) = spans.next() else { return self.text.clone() };
        let text = &words.text[first.start..spans.next_back().unwrap_or(first).end];
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn fits_after(&self, words: &Words<'_>, from: usize, to: usize) -> bool {
        let mut at = to;
        // Whether the rule has asked for what parts the next word from the one before.
        let mut parted = false;
        for item in &self.items {
            match item {
                // It is the name that begins the sentence.
                Item::Start if from == 0 || starts_sentence(words.gap(from)) => continue,
                // What punctuation stands behind is code, not the word: «под `default`,».
                Item::Punct if words.gap(at).trim_start().starts_with(OBJECT) => return false,
                Item::Punct if at >= words.len() || breaks(words.gap(at)) => {
                    parted = true;
                    continue;
                }
                Item::Hyphen if words.gap(at).starts_with(is_hyphen) => continue,
                Item::Code if words.gap(at).strip_prefix(' ').is_some_and(|gap| gap.starts_with(OBJECT)) => continue,
                _ => {}
            }
            let word = words.words.get(at).filter(|word| item.fits(word));
            // What stands behind code is tied to that: "the label `team` our controller asks for".
            let coded = || !self.accepts && at == to && words.gap(at).contains(OBJECT);
            if word.is_none() || !parted && breaks(words.gap(at)) || coded() {
                return false;
            }
            (at, parted) = (at + 1, false);
        }
        true
    }

    fn fits_before(&self, words: &Words<'_>, mut at: usize) -> bool {
        let mut parted = false;
        for item in self.items.iter().rev() {
            match item {
                Item::Punct if at == 0 || breaks(words.gap(at)) => {
                    parted = true;
                    continue;
                }
                Item::Start if at == 0 || starts_sentence(words.gap(at)) => continue,
                Item::Hyphen if words.gap(at).ends_with(is_hyphen) => continue,
                _ => {}
            }
            let before = at.checked_sub(1).and_then(|before| words.words.get(before));
            if before.filter(|word| item.fits(word)).is_none() || !parted && breaks(words.gap(at)) {
                return false;
            }
            (at, parted) = (at - 1, false);
        }
        true
    }
}

/// Whether a gap parts phrases: punctuation, a dash, the end of a paragraph. A quotation mark alone does not.
pub(in crate::glossary) fn breaks(gap: &str) -> bool {
    if gap == " " {
        return false;
    }
    let mut newlines = 0;
    for c in gap.chars() {
        match c {
            '\n' => newlines += 1,
            '—' | '–' | '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')' | '…' | '[' | ']' | '|' | '/' | '=' | '•'
            | '*' => {
                return true;
            }
            _ => {}
        }
    }
    matches!(newlines, 2 | 3) || gap.contains('-') && [" - ", " -\n", "\n- "].iter().any(|dash| gap.contains(dash))
}

/// Whether a gap ends a sentence or an item of a list.
pub(in crate::glossary) fn starts_sentence(gap: &str) -> bool {
    if gap == " " {
        return false;
    }
    gap.contains(['.', '!', '?', '…', ':', ';', '•', '*'])
        || matches!(gap.matches('\n').count(), 2 | 3)
        || gap.contains("\n-")
        || gap.contains("\n—")
}

/// Named lists of patterns.
pub(in crate::glossary) type Classes = HashMap<String, Arc<Class>>;

#[derive(Clone, Debug)]
enum Item {
    Word(String),
    Begins(String),
    Ends(String),
    Class(Arc<Class>),
    Unknown(String),
    Any,
    Number,
    Latin,
    Capital,
    Punct,
    Start,
    Hyphen,
    Code,
}

/// A named list of words: those that fit, but for those that do not.
#[derive(Clone, Debug)]
pub(in crate::glossary) struct Class {
    /// Whole words.
    words: FxHashSet<String>,
    begin: Stems,
    any: Vec<Item>,
    not: Vec<Item>,
}

impl Item {
    fn new(text: &str, classes: &Classes) -> Self {
        match text {
            "_" => Self::Any,
            "@number" => Self::Number,
            "@latin" => Self::Latin,
            "@capital" => Self::Capital,
            "@punct" => Self::Punct,
            "@start" => Self::Start,
            "@hyphen" => Self::Hyphen,
            "@code" => Self::Code,
            _ => match (text.strip_prefix('@'), text.strip_suffix('*'), text.strip_prefix('*')) {
                (Some(class), ..) => classes
                    .get(class)
                    .map_or_else(|| Self::Unknown(class.to_owned()), |class| Self::Class(class.clone())),
                (_, Some(begin), _) => Self::Begins(normalize(begin)),
                (_, _, Some(end)) => Self::Ends(normalize(end)),
                _ => Self::Word(normalize(text)),
            },
        }
    }

    fn fits(&self, word: &Word) -> bool {
        match self {
            Self::Word(text) => word.norm == *text,
            Self::Begins(text) => word.norm.starts_with(text.as_str()),
            Self::Ends(text) => word.norm.len() > text.len() && word.norm.ends_with(text.as_str()),
            Self::Class(class) => class.fits(word),
            Self::Any => true,
            Self::Number => word.script == Script::Number || word.norm.starts_with(|c: char| c.is_ascii_digit()),
            Self::Latin => word.script == Script::Latin,
            Self::Capital => word.capital,
            Self::Punct | Self::Start | Self::Hyphen | Self::Code | Self::Unknown(_) => false,
        }
    }
}

impl Class {
    /// A list of patterns; those with `!` in front do not belong to it.
    pub(super) fn new(words: &[String]) -> Self {
        let (not, any): (Vec<_>, Vec<_>) = words.iter().partition(|word| word.starts_with('!'));
        let none = Classes::new();
        let mut out = Self {
            words: FxHashSet::default(),
            begin: Stems::default(),
            any: Vec::new(),
            not: not.iter().map(|word| Item::new(&word[1..], &none)).collect(),
        };
        for word in any {
            match Item::new(word, &none) {
                Item::Word(word) => drop(out.words.insert(word)),
                Item::Begins(begin) if begin.chars().count() >= SHORTEST => drop(out.begin.begin.insert(begin)),
                item => out.any.push(item),
            }
        }
        out
    }

    fn fits(&self, word: &Word) -> bool {
        let listed = || self.words.contains(&word.norm) || self.begin.holds(&word.norm);
        let is_one = listed() || self.any.iter().any(|item| item.fits(word));
        is_one && !self.not.iter().any(|item| item.fits(word))
    }
}

/// Shorter beginnings of words are not looked up.
const SHORTEST: usize = 3;

/// A set of words and beginnings of words.
#[derive(Clone, Debug, Default)]
pub(in crate::glossary) struct Stems {
    whole: FxHashSet<String>,
    begin: FxHashSet<String>,
}

impl Stems {
    /// Compiles a list.
    pub(super) fn new(list: &[String]) -> Self {
        let mut out = Self::default();
        for text in list {
            match text.strip_suffix('*') {
                Some(begin) => out.begin.insert(normalize(begin)),
                None => out.whole.insert(normalize(text)),
            };
        }
        out
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.begin.is_empty()
    }

    /// Whether a word in lower case is in the set.
    pub(in crate::glossary) fn holds(&self, word: &str) -> bool {
        self.whole.contains(word)
            || (!self.begin.is_empty()
                && word
                    .char_indices()
                    .skip(SHORTEST - 1)
                    .take(24)
                    .any(|(at, c)| self.begin.contains(&word[..at + c.len_utf8()])))
    }
}

/// What words say of a text's subject, each asked once for all lists it may stand in.
#[derive(Clone, Debug, Default)]
pub(in crate::glossary) struct Lexicon {
    whole: FxHashMap<String, Says>,
    begin: FxHashMap<String, Says>,
    /// The shortest and the longest beginning, in characters.
    lengths: (usize, usize),
}

/// What a word says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::glossary) struct Says {
    /// The text is about the glossary's subject.
    pub(in crate::glossary) topic: bool,
    /// It is about another.
    pub(in crate::glossary) off: bool,
    /// The rules of some name ask for it.
    pub(in crate::glossary) listed: bool,
    /// The neighbouring fields it belongs to.
    pub(in crate::glossary) field: Marks,
    /// It is at home in the glossary's subject and in no neighbouring field.
    pub(in crate::glossary) home: bool,
}

/// Neighbouring fields, a bit for each.
pub(in crate::glossary) type Bits = u64;

/// What a word says of the fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::glossary) struct Marks {
    /// Those a word belongs to.
    pub(in crate::glossary) some: Bits,
    /// Those it belongs to for certain.
    pub(in crate::glossary) sure: Bits,
    /// Those whose things may be called after it.
    pub(in crate::glossary) owner: Bits,
    /// Those of a system that it is the name of.
    pub(in crate::glossary) system: Bits,
}

impl Marks {
    /// What belongs to either.
    pub(in crate::glossary) fn or(self, other: Self) -> Self {
        Self {
            some: self.some | other.some,
            sure: self.sure | other.sure,
            owner: self.owner | other.owner,
            system: self.system | other.system,
        }
    }
}

impl Says {
    /// What it says where the glossary's subject is technical, or is not: then the built-in lists know nothing of it.
    pub(in crate::glossary) fn of_subject(self, technical: bool) -> Self {
        let field = if technical { self.field } else { Marks::default() };
        Self { topic: self.topic && technical, off: self.off && technical, home: self.home && technical, field, ..self }
    }

    /// What either says.
    pub(in crate::glossary) fn or(self, other: Self) -> Self {
        Self {
            topic: self.topic || other.topic,
            off: self.off || other.off,
            listed: self.listed || other.listed,
            home: self.home || other.home,
            field: self.field.or(other.field),
        }
    }
}

impl Lexicon {
    /// Adds words and, with `*`, beginnings of words.
    pub(super) fn add<'w>(&mut self, list: impl IntoIterator<Item = &'w String>, says: Says) {
        for text in list {
            let known = match text.strip_suffix('*').map(normalize) {
                Some(begin) => {
                    let length = begin.chars().count();
                    let (shortest, longest) = self.lengths;
                    self.lengths = (if longest == 0 { length } else { shortest.min(length) }, longest.max(length));
                    self.begin.entry(begin).or_default()
                }
                None => self.whole.entry(normalize(text)).or_default(),
            };
            *known = known.or(says);
        }
    }

    /// What a word in lower case says.
    pub(in crate::glossary) fn says(&self, word: &str) -> Says {
        let mut says = self.whole.get(word).copied().unwrap_or_default();
        let (shortest, longest) = self.lengths;
        let ends = word.char_indices().map(|(at, c)| at + c.len_utf8()).take(longest);
        for end in ends.skip(shortest.saturating_sub(1)) {
            if let Some(more) = self.begin.get(&word[..end]) {
                says = says.or(*more);
            }
        }
        says
    }
}
