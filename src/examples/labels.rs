//! Labels and selectors: does a set of labels match, and if not, which part of the selector does not?

use super::yaml::{Entry, Node};
use crate::text::Span;

/// A selector: everything it asks for.
#[derive(Debug, Clone, Default)]
pub(super) struct Selector {
    requirements: Vec<Requirement>,
}

#[derive(Debug, Clone)]
struct Requirement {
    key: String,
    operator: Operator,
    values: Vec<String>,
    span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Operator {
    In,
    NotIn,
    Exists,
    DoesNotExist,
}

/// A part of a selector that some labels do not fulfil.
pub(super) struct Miss {
    /// `app=web`
    pub(super) text: String,
    /// Where it stands.
    pub(super) span: Span,
}

impl Selector {
    /// From a plain map of labels, as in a Service.
    pub(super) fn from_map(map: &Node) -> Self {
        Self { requirements: map.entries().iter().filter_map(Requirement::equal).collect() }
    }

    /// From `matchLabels` and `matchExpressions`.
    pub(super) fn from_selector(selector: &Node) -> Self {
        let mut all = selector.get("matchLabels").map(Self::from_map).unwrap_or_default();
        for item in selector.get("matchExpressions").map_or(&[][..], Node::items) {
            let operator = match item.text_at("operator") {
                Some("In") => Operator::In,
                Some("NotIn") => Operator::NotIn,
                Some("Exists") => Operator::Exists,
                Some("DoesNotExist") => Operator::DoesNotExist,
                _ => continue,
            };
            let values = item.get("values").map_or(&[][..], Node::items);
            all.requirements.push(Requirement {
                key: item.text_at("key").unwrap_or_default().to_owned(),
                operator,
                values: values.iter().filter_map(|value| Some(value.text()?.to_owned())).collect(),
                span: item.get("key").map_or(item.span, |key| key.span),
            });
        }
        all
    }

    /// Whether it asks for nothing, and so matches everything.
    pub(super) fn is_empty(&self) -> bool {
        self.requirements.is_empty()
    }

    /// Whether the labels only lack something: what they have of it is as it asks, and there is some of it.
    pub(super) fn only_lacks(&self, labels: Option<&Node>) -> bool {
        let there = |requirement: &&Requirement| labels.is_some_and(|labels| labels.entry(&requirement.key).is_some());
        let mut known = self.requirements.iter().filter(there).peekable();
        known.peek().is_some() && known.all(|requirement| requirement.holds(labels))
    }

    /// Whether the labels have a key that it asks for, with another value.
    pub(super) fn differs(&self, labels: Option<&Node>) -> bool {
        let there = |key: &str| labels.is_some_and(|labels| labels.entry(key).is_some());
        self.requirements.iter().any(|r| r.operator == Operator::In && there(&r.key) && !r.holds(labels))
    }

    /// A label that everything it matches has, if it asks for one.
    pub(super) fn one_label(&self) -> Option<(&str, &str)> {
        self.requirements.iter().find_map(|requirement| match (requirement.operator, requirement.values.as_slice()) {
            (Operator::In, [value]) => Some((requirement.key.as_str(), value.as_str())),
            _ => None,
        })
    }

    /// `app=web,tier in (a, b)`
    pub(super) fn text(&self) -> String {
        self.requirements.iter().map(Requirement::text).collect::<Vec<_>>().join(",")
    }

    /// Where it stands.
    pub(super) fn span(&self) -> Option<Span> {
        self.requirements.iter().map(|r| r.span).reduce(Span::to)
    }

    /// Whether the labels match.
    pub(super) fn matches(&self, labels: Option<&Node>) -> bool {
        self.first_miss(labels).is_none()
    }

    /// The first part that the labels do not fulfil.
    pub(super) fn first_miss(&self, labels: Option<&Node>) -> Option<Miss> {
        let requirement = self.requirements.iter().find(|r| !r.holds(labels))?;
        Some(Miss { text: requirement.text(), span: requirement.span })
    }
}

impl Requirement {
    fn equal(entry: &Entry) -> Option<Self> {
        // What is no text is told of by the schema; it is compared as it is written.
        let value = entry.value.scalar()?.text.clone();
        let span = entry.key_span.to(entry.value.span);
        Some(Self { key: entry.key.clone(), operator: Operator::In, values: vec![value], span })
    }

    fn holds(&self, labels: Option<&Node>) -> bool {
        let entry = labels.and_then(|labels| labels.entry(&self.key));
        let value = entry.and_then(|entry| Some(entry.value.scalar()?.text.as_str()));
        match self.operator {
            Operator::In => value.is_some_and(|value| self.values.iter().any(|v| v == value)),
            Operator::NotIn => value.is_none_or(|value| self.values.iter().all(|v| v != value)),
            Operator::Exists => entry.is_some(),
            Operator::DoesNotExist => entry.is_none(),
        }
    }

    fn text(&self) -> String {
        match (self.operator, self.values.as_slice()) {
            (Operator::In, [one]) => format!("{}: {one}", self.key),
            (Operator::In, many) => format!("{} in ({})", self.key, many.join(", ")),
            (Operator::NotIn, many) => format!("{} notin ({})", self.key, many.join(", ")),
            (Operator::Exists, _) => self.key.clone(),
            (Operator::DoesNotExist, _) => format!("!{}", self.key),
        }
    }
}

impl Selector {
    /// How much the labels look like those that are meant: parts that hold, and values that are nearly right.
    pub(super) fn kinship(&self, labels: Option<&Node>) -> usize {
        let near = |requirement: &&Requirement| {
            let value = labels.and_then(|labels| labels.get(&requirement.key)?.text());
            requirement.operator == Operator::In
                && (requirement.holds(labels)
                    || value.is_some_and(|value| {
                        crate::diagnostics::nearest(value, requirement.values.iter().map(String::as_str)).is_some()
                    })
                    || labels.is_some_and(|labels| {
                        labels
                            .entries()
                            .iter()
                            .any(|e| e.value.text().is_some_and(|v| requirement.values.iter().any(|r| r == v)))
                    }))
        };
        self.requirements.iter().filter(near).count()
    }
}
