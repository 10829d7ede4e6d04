//! Ways into a tree of YAML: by key, by path, by type.

use super::{
    scalar::Kind,
    yaml::{Entry, Node, Scalar, Value},
};

impl Node {
    /// The entries of a mapping; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a sequence; none for anything else.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The entry with that key; the last one where there are several, as the decoder has it.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().rev().find(|entry| entry.key == key)
    }

    /// The value of a key, unless it is null.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value).filter(|value| !value.is_null())
    }

    /// The value at a path of keys.
    pub fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// Every value at a path; `[]` stands for the items of a list.
    pub fn all(&self, path: &[&str]) -> Vec<&Node> {
        let mut here = vec![self];
        for step in path {
            here = match *step {
                "[]" => here.into_iter().flat_map(Node::items).collect(),
                key => here.into_iter().filter_map(|node| node.get(key)).collect(),
            };
        }
        here
    }

    /// The scalar, if it is one.
    pub fn scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The text of a scalar as it is written, whatever it stands for; nothing for anything else.
    pub fn written(&self) -> &str {
        self.scalar().map_or("", |scalar| scalar.text.as_str())
    }

    /// The text of a string. A number or a boolean is none.
    pub fn text(&self) -> Option<&str> {
        self.scalar().filter(|scalar| scalar.kind == Kind::Text).map(|scalar| scalar.text.as_str())
    }

    /// The text under a key.
    pub fn text_at(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    /// The integer; a number such as `1e3` or `80.0` is one too, as it is when it has become JSON.
    pub fn integer(&self) -> Option<i128> {
        match self.scalar()?.kind {
            Kind::Int(number) => Some(number),
            Kind::Float(number) if number.fract() == 0.0 && number.abs() < 1e18 => Some(number as i128),
            _ => None,
        }
    }

    /// The boolean.
    pub fn boolean(&self) -> Option<bool> {
        match self.scalar()?.kind {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Whether it is null, written or not.
    pub fn is_null(&self) -> bool {
        self.scalar().is_some_and(|scalar| scalar.kind == Kind::Null)
    }

    pub(super) fn is_merge(&self) -> bool {
        self.scalar().is_some_and(|scalar| scalar.plain && scalar.text == "<<")
    }

    pub(super) fn key_text(&self) -> String {
        match self.scalar() {
            Some(scalar) => match scalar.kind {
                Kind::Bool(value) => value.to_string(),
                Kind::Int(number) => number.to_string(),
                _ => scalar.text.clone(),
            },
            None => String::new(),
        }
    }
}
