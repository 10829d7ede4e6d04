//! What the API server checks and the schema does not say.
//!
//! A rule stands for a definition, not for a path: a container is a container in a Pod, a Deployment and a CronJob. Two
//! kinds of rules: rows of a table (definition, field, check, the page that states it), and functions over one object
//! for what concerns several fields. A group of the API is a file; each lists both.

mod apps;
mod batch;
mod cluster;
mod containers;
mod definitions;
pub(super) mod metadata;
mod network;
mod pods;
mod resources;
mod security;
mod storage;

use std::{collections::HashMap, sync::LazyLock};

use super::{
    fixes, formats,
    scalar::Kind,
    schema::check::Trail,
    yaml::{Entry, Node, Value},
};
use crate::{
    diagnostics::{Code, Diagnostic, Level, code, nearest},
    text::{Source, Span},
};

/// A row of the table.
pub(super) struct Rule {
    definition: &'static str,
    field: &'static str,
    check: Check,
    /// Below <https://kubernetes.io/docs/>.
    page: &'static str,
}

/// What a row asks of a field, of each item where the field is a list.
pub(super) enum Check {
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A number between two.
    Between(i128, i128),
    /// A number, not below that.
    AtLeast(i128),
    /// A text of that form; the word names the page's hint.
    Form(fn(&str) -> bool, &'static str),
    /// The keys of a map have that form.
    Keys(fn(&str) -> bool, &'static str),
    /// The values of a map have that form.
    Values(fn(&str) -> bool, &'static str),
    /// A port's number, or a port's name.
    Port,
    /// A number not below 0, or a percentage.
    NumberOrPercent,
    /// A number not below 0, or a percentage up to 100.
    NumberOrShare,
    /// There, and not empty.
    NotEmpty,
}

const fn rule(definition: &'static str, field: &'static str, check: Check, page: &'static str) -> Rule {
    Rule { definition, field, check, page }
}

type ObjectRule = fn(&Trail<'_>, &mut Report<'_>);

const TABLES: &[&[Rule]] = &[
    apps::RULES,
    batch::RULES,
    cluster::RULES,
    containers::RULES,
    definitions::RULES,
    metadata::RULES,
    network::RULES,
    pods::RULES,
    resources::RULES,
    security::RULES,
    storage::RULES,
];

const OBJECTS: &[&[(&str, ObjectRule)]] = &[
    apps::OBJECTS,
    batch::OBJECTS,
    cluster::OBJECTS,
    containers::OBJECTS,
    definitions::OBJECTS,
    metadata::OBJECTS,
    network::OBJECTS,
    pods::OBJECTS,
    resources::OBJECTS,
    security::OBJECTS,
    storage::OBJECTS,
];

type RulesOf = HashMap<&'static str, (Vec<&'static Rule>, Vec<ObjectRule>)>;

static BY_DEFINITION: LazyLock<RulesOf> = LazyLock::new(|| {
    let mut map = RulesOf::new();
    TABLES.iter().copied().flatten().for_each(|rule| map.entry(rule.definition).or_default().0.push(rule));
    OBJECTS.iter().copied().flatten().for_each(|(name, rule)| map.entry(name).or_default().1.push(*rule));
    map
});

/// Applies all rules to one object.
pub(super) fn object(trail: &Trail<'_>, source: &Source, found: &mut Vec<Diagnostic>) {
    let Some((rules, objects)) = trail.definition.and_then(|name| BY_DEFINITION.get(name)) else { return };
    let mut report = Report { source, found, page: "" };
    for rule in rules {
        report.page = rule.page;
        let required = trail.schema.required.iter().any(|name| name == rule.field);
        match (trail.node.entry(rule.field), &rule.check) {
            // What the schema requires it has told of.
            (None, Check::NotEmpty) if required => {}
            (None, Check::NotEmpty) => report.missing(rule.field, trail.at),
            (Some(entry), Check::NotEmpty) if is_empty(&entry.value) => report.missing(rule.field, entry.key_span),
            // To the server an empty text is a field that is not set.
            (Some(entry), Check::OneOf(_) | Check::Form(..)) if entry.value.text() == Some("") && !required => {}
            (Some(entry), check) => report.check(entry, check),
            (None, _) => {}
        }
    }
    for rule in objects {
        report.page = "";
        rule(trail, &mut report);
    }
}

/// Where the rules write.
pub(super) struct Report<'a> {
    source: &'a Source,
    found: &'a mut Vec<Diagnostic>,
    page: &'static str,
}

impl Report<'_> {
    fn push(&mut self, diagnostic: Diagnostic) {
        let url = format!("https://kubernetes.io/docs/{}", self.page);
        self.found.push(if self.page.is_empty() { diagnostic } else { diagnostic.url(url) });
    }

    /// The page that states what is reported next.
    fn page(&mut self, page: &'static str) -> &mut Self {
        self.page = page;
        self
    }

    fn at(&self, code: Code, span: Span) -> Diagnostic {
        Diagnostic::new(code, self.source, first_line(self.source, span))
    }

    fn missing(&mut self, field: &str, at: Span) {
        let diagnostic = self.at(code::MISSING_FIELD, at).arg("field", field);
        self.push(diagnostic);
    }

    /// `field` must be there because `other` is as it is.
    fn missing_where(&mut self, field: &str, at: Span, other: &str) {
        let diagnostic = self.at(code::MISSING_FIELD, at).arg("field", field).arg("other", other).help("where");
        self.push(diagnostic);
    }

    /// The field must not be there because `other` is as it is.
    fn forbidden(&mut self, entry: &Entry, other: &str) {
        let diagnostic = self.at(code::NOT_TOGETHER, entry.key_span).arg("field", &entry.key).arg("other", other);
        self.push(diagnostic);
    }

    fn format(&mut self, node: &Node, field: &str, help: &'static str) {
        let diagnostic = bad_format(self.source, node, field, help);
        self.push(diagnostic);
    }

    fn name(&mut self, span: Span, value: &str, help: &'static str) {
        let diagnostic = self.at(code::BAD_NAME, span).arg("value", value).help(help);
        self.push(diagnostic);
    }

    /// `value` stands twice in a list where it may stand once.
    fn twice(&mut self, span: Span, first: Span, value: &str, level: Level) {
        let diagnostic =
            self.at(code::DUPLICATE_ITEM, span).arg("value", value).label("first", self.source, first).level(level);
        self.push(diagnostic);
    }

    /// `field` is above `other`, and must not be.
    fn above(&mut self, node: &Node, field: &str, other_node: &Node, other: &str) {
        let diagnostic = self
            .at(code::ABOVE_LIMIT, node.span)
            .arg("field", field)
            .arg("value", node.written())
            .arg("other", other)
            .arg("limit", other_node.written())
            .label("limit", self.source, other_node.span);
        self.push(diagnostic);
    }

    /// Items of a list that have the same `field` (or pair of fields).
    fn unique(&mut self, list: Option<&Node>, field: &str) {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        for item in list.map_or(&[][..], Node::items) {
            let Some(node) = item.get(field) else { continue };
            let Some(scalar) = node.scalar() else { continue };
            match seen.get(scalar.text.as_str()) {
                Some(first) => self.twice(node.span, *first, &scalar.text, Level::Error),
                None => {
                    seen.insert(&scalar.text, node.span);
                }
            }
        }
    }

    /// More than one of a group of fields; or none, if one must be there. How many there are.
    fn one_of(&mut self, trail: &Trail<'_>, fields: &[&str], one_must_be: bool) -> usize {
        let there: Vec<&Entry> = trail
            .node
            .entries()
            .iter()
            .filter(|entry| fields.contains(&entry.key.as_str()) && !entry.value.is_null())
            .collect();
        let names = |names: &[&str]| names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
        if let [first, second, ..] = there[..] {
            let diagnostic = self
                .at(code::ONE_OF, second.key_span)
                .arg("fields", names(&[&first.key, &second.key]))
                .help("several")
                .label("first", self.source, first.key_span);
            self.push(diagnostic);
        } else if there.is_empty() && one_must_be {
            let diagnostic = self.at(code::ONE_OF, trail.at).arg("fields", names(fields)).help("none");
            self.push(diagnostic);
        }
        there.len()
    }

    fn check(&mut self, entry: &Entry, check: &Check) {
        match check {
            Check::Keys(form, help) => {
                for key in entry.value.entries().iter().filter(|e| !form(&e.key)) {
                    self.name(key.key_span, &key.key, help);
                }
            }
            Check::Values(form, help) => {
                for value in entry.value.entries() {
                    if value.value.text().is_some_and(|text| !form(text)) {
                        self.name(value.value.span, value.value.text().unwrap_or_default(), help);
                    }
                }
            }
            _ => match &entry.value.value {
                Value::Sequence(items) => items.iter().for_each(|item| self.single(item, &entry.key, check)),
                _ => self.single(&entry.value, &entry.key, check),
            },
        }
    }

    fn single(&mut self, node: &Node, field: &str, check: &Check) {
        let Some(scalar) = node.scalar().filter(|scalar| scalar.kind != Kind::Null) else { return };
        let number = node.integer();
        match check {
            Check::OneOf(words) if scalar.kind == Kind::Text => {
                if let Some(diagnostic) = not_one_of(self.source, node, field, words) {
                    self.push(diagnostic);
                }
            }
            Check::Between(low, high) => self.range(node, field, number, *low, Some(*high)),
            Check::AtLeast(low) => self.range(node, field, number, *low, None),
            Check::Form(form, help) if scalar.kind == Kind::Text && !form(&scalar.text) => {
                if NAMES.contains(help) {
                    self.name(node.span, &scalar.text, help);
                } else {
                    self.format(node, field, help);
                }
            }
            Check::Port => match scalar.kind {
                Kind::Text if formats::port_name(&scalar.text) => {}
                Kind::Text if scalar.text.parse::<u16>().is_ok_and(|port| port > 0) => {
                    let diagnostic = self.at(code::BAD_NAME, node.span).arg("value", &scalar.text).help("port_number");
                    self.push(fixes::unquote(diagnostic, self.source, node));
                }
                Kind::Text => self.name(node.span, &scalar.text, "port"),
                _ => self.range(node, field, number, 1, Some(65535)),
            },
            Check::NumberOrShare if formats::percent(&scalar.text) && !formats::share(&scalar.text) => {
                self.format(node, field, "share");
            }
            Check::NumberOrPercent | Check::NumberOrShare => match scalar.kind {
                Kind::Text if formats::percent(&scalar.text) => {}
                Kind::Text => self.format(node, field, "percent"),
                _ => self.range(node, field, number, 0, None),
            },
            _ => {}
        }
    }

    fn range(&mut self, node: &Node, field: &str, number: Option<i128>, low: i128, high: Option<i128>) {
        let Some(number) = number else { return };
        if number >= low && high.is_none_or(|high| number <= high) {
            return;
        }
        let diagnostic = self
            .at(code::OUT_OF_RANGE, node.span)
            .arg("field", field)
            .arg("value", number)
            .arg("low", low)
            .arg("high", high.map_or(String::new(), |high| high.to_string()))
            .help(if high.is_some() { "between" } else { "least" });
        self.push(diagnostic);
    }
}

/// Hints that belong to the page on names.
const NAMES: &[&str] =
    &["label", "subdomain", "rfc1035", "port", "key", "label_value", "segment", "env", "config_key", "three_parts"];

/// That a value is none of the allowed words, if it is none.
pub(super) fn not_one_of(source: &Source, node: &Node, field: &str, words: &[&str]) -> Option<Diagnostic> {
    let text = node.written();
    if words.contains(&text) {
        return None;
    }
    let list: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    let meant = fixes::meant(text, words).filter(|word| !word.is_empty());
    let diagnostic = Diagnostic::new(code::UNKNOWN_VALUE, source, first_line(source, node.span))
        .arg("field", field)
        .arg("value", text)
        .nearest(meant.or_else(|| nearest(text, words.iter().copied().filter(|word| !word.is_empty()))))
        .arg("words", list.join(", "))
        .help("words");
    Some(match meant {
        Some(word) => fixes::replace(diagnostic, source, node, word),
        None => diagnostic,
    })
}

/// That a value has not the form it must have; `help` names the hint that says which.
pub(super) fn bad_format(source: &Source, node: &Node, field: &str, help: &'static str) -> Diagnostic {
    Diagnostic::new(code::BAD_FORMAT, source, first_line(source, node.span))
        .arg("field", field)
        .arg("value", node.scalar().map_or("…", |scalar| scalar.text.lines().next().unwrap_or_default()))
        .help(help)
}

/// A span cut at the end of its first line.
pub(super) fn first_line(source: &Source, span: Span) -> Span {
    let text = source.slice(span);
    let end = text.find(['\n', '\r']).map_or(span.end, |at| span.start + at);
    Span::new(span.start, end)
}

fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Scalar(scalar) => scalar.kind == Kind::Null || scalar.text.is_empty(),
        Value::Sequence(items) => items.is_empty(),
        Value::Mapping(entries) => entries.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples::schema;

    #[test]
    fn every_rule_names_a_definition_and_a_field_of_the_api() {
        let api = schema::kubernetes();
        for rule in TABLES.iter().copied().flatten() {
            let definition = api.definition(rule.definition).unwrap_or_else(|| panic!("{}", rule.definition));
            assert!(definition.properties.contains_key(rule.field), "{}.{}", rule.definition, rule.field);
        }
        for (name, _) in OBJECTS.iter().copied().flatten() {
            assert!(api.definition(name).is_some(), "{name}");
        }
    }
}
