//! Holds a tree against a schema, strictly: unknown fields, wrong types, missing fields, formats.
//!
//! In comes a node and its schema, out come diagnostics; each object whose definition has a name is shown to the rules
//! on the way (`super::super::rules`), with the objects around it.

use super::{Additional, Api, Schema};
use crate::{
    diagnostics::{Diagnostic, code, nearest},
    examples::{
        fixes, formats, rules,
        scalar::Kind,
        yaml::{Entry, Node, Value},
    },
    text::{Source, Span},
};

/// Where a node stands: the objects around it, innermost first.
pub struct Trail<'a> {
    /// The object around this one.
    pub parent: Option<&'a Trail<'a>>,
    /// The definition's name, where it has one.
    pub definition: Option<&'a str>,
    /// The schema.
    pub schema: &'a Schema,
    /// The node.
    pub node: &'a Node,
    /// The field of the parent (or its item) that this is; empty for the root.
    pub field: &'a str,
    /// What stands for the whole object when something is missing from it: its key, or its first line.
    pub at: Span,
}

impl<'a> Trail<'a> {
    /// The nearest object around this one with a definition of that name.
    pub fn around(&self, definition: &str) -> Option<&Trail<'a>> {
        let mut trail = self.parent;
        while let Some(here) = trail {
            if here.definition == Some(definition) {
                return Some(here);
            }
            trail = here.parent;
        }
        None
    }

    /// Whether this is the object's `status` or a part of it.
    fn in_status(&self) -> bool {
        let (mut here, mut below) = (self, None);
        while let Some(parent) = here.parent {
            (below, here) = (Some(here), parent);
        }
        below.is_some_and(|below| below.field == "status")
    }

    /// `spec.template.spec`
    pub fn path(&self) -> String {
        let mut names = Vec::new();
        let mut trail = Some(self);
        while let Some(here) = trail {
            if !here.field.is_empty() {
                names.push(here.field);
            }
            trail = here.parent;
        }
        names.reverse();
        names.join(".")
    }
}

/// Checks one tree; see the module.
pub struct Checker<'a> {
    /// The API that references lead into.
    pub api: &'a Api,
    /// The file.
    pub source: &'a Source,
    /// What was found.
    pub found: Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    /// Holds `node` against `schema`. `at` is what stands for the whole node.
    pub fn check(&mut self, schema: &Schema, node: &Node, field: &str, at: Span, parent: Option<&Trail<'_>>) {
        let (schema, definition) = self.api.follow(schema);
        if node.is_null() {
            return;
        }
        if definition == Some("api.resource.Quantity") {
            return self.quantity(node, field);
        }
        if schema.int_or_string {
            if node.scalar().is_none_or(|s| !matches!(s.kind, Kind::Text | Kind::Int(_) | Kind::Float(_))) {
                self.wrong_type(node, field, at, "integer or string");
            } else if node.integer().is_some_and(|n| i32::try_from(n).is_err()) {
                self.out_of_range(node, field, "-2147483648", "2147483647");
            }
            return;
        }
        match schema.kind.as_deref() {
            Some("object") => self.object(schema, definition, node, field, at, parent),
            Some("array") => match &node.value {
                Value::Sequence(items) => self.items(schema, items, field, parent),
                _ => self.wrong_type(node, field, at, "list"),
            },
            Some(scalar) => self.scalar(schema, scalar, node, field, at),
            None => {}
        }
        self.custom_limits(schema, node, field);
    }

    fn items(&mut self, schema: &Schema, items: &[Node], field: &str, parent: Option<&Trail<'_>>) {
        let Some(schema) = schema.items.as_deref() else { return };
        for item in items {
            let at = self.first_line(item.span);
            self.check(schema, item, field, at, parent);
        }
    }

    fn object(
        &mut self,
        schema: &Schema,
        definition: Option<&str>,
        node: &Node,
        field: &str,
        at: Span,
        parent: Option<&Trail<'_>>,
    ) {
        let any = matches!(definition, Some("apiextensions.v1.JSON"));
        if any {
            return;
        }
        let Value::Mapping(entries) = &node.value else {
            return self.wrong_type(node, field, at, "mapping");
        };
        let trail = Trail { parent, definition, schema, node, field, at };
        let mut meant = Vec::new();
        for entry in entries.iter() {
            match (schema.properties.get(&entry.key), &schema.additional_properties) {
                (Some(property), _) => self.check(property, &entry.value, &entry.key, entry.key_span, Some(&trail)),
                (None, Some(Additional::Schema(value))) => {
                    self.check(value, &entry.value, &entry.key, entry.key_span, Some(&trail));
                }
                (None, Some(Additional::Any(true))) => {}
                _ if schema.preserve_unknown_fields || (schema.embedded_resource && is_meta(&entry.key)) => {}
                // A definition without any property (RawExtension, FieldsV1) takes everything.
                _ if schema.properties.is_empty()
                    && !matches!(schema.additional_properties, Some(Additional::Any(false))) => {}
                _ => meant.extend(self.unknown_field(entry, &trail)),
            }
        }
        // What a controller reports is no matter of the author's.
        let required = if trail.in_status() { &[][..] } else { &schema.required[..] };
        for name in required {
            // A misspelt field is not missing as well. Whether a whole object needs metadata is no matter of its schema,
            // and its status is the server's.
            let whole = parent.is_none() && matches!(name.as_str(), "metadata" | "status");
            let told = whole || meant.contains(&name.as_str());
            if !told && node.get(name).is_none() {
                self.missing(name, at);
            }
        }
        rules::object(&trail, self.source, &mut self.found);
    }

    /// Says that a field is missing from the object at `at`.
    pub fn missing(&mut self, name: &str, at: Span) {
        self.found.push(Diagnostic::new(code::MISSING_FIELD, self.source, at).arg("field", name));
    }

    /// Says that a field is unknown. The name that was meant, where that is certain.
    fn unknown_field<'s>(&mut self, entry: &Entry, trail: &Trail<'s>) -> Option<&'s str> {
        let known: Vec<&str> = trail.schema.properties.keys().map(String::as_str).collect();
        let here = if trail.field.is_empty() { "." } else { trail.field };
        let diagnostic = Diagnostic::new(code::UNKNOWN_FIELD, self.source, entry.key_span)
            .arg("field", &entry.key)
            .arg("object", here);
        let near = nearest(&entry.key, known.iter().copied());
        let meant = fixes::meant(&entry.key, &known).filter(|name| trail.node.entry(name).is_none());
        let close = near.filter(|name| crate::diagnostics::distance(name, &entry.key) <= 2);
        let diagnostic = if let Some(name) = meant {
            fixes::rename(diagnostic.nearest(meant), self.source, entry.key_span, &entry.key, name)
        } else if close.is_some() {
            diagnostic.nearest(close)
        } else if let Some(path) = self.above(entry, trail) {
            diagnostic.arg("path", path).help("up")
        } else if let Some(path) = self.below(&entry.key, trail.schema) {
            diagnostic.arg("path", path).help("down")
        } else if near.is_some() {
            diagnostic.nearest(near)
        } else {
            diagnostic.arg("known", known.join(", ")).help(if known.len() <= 40 { "known" } else { "many" })
        };
        self.found.push(diagnostic);
        meant
    }

    /// The path of the nearest object around that has such a field.
    fn above(&self, entry: &Entry, trail: &Trail<'_>) -> Option<String> {
        let mut up = trail.parent;
        while let Some(here) = up {
            if here.schema.properties.contains_key(&entry.key) {
                let path = here.path();
                return Some(if path.is_empty() { entry.key.clone() } else { format!("{path}.{}", entry.key) });
            }
            up = here.parent;
        }
        None
    }

    /// The path to the nearest object below that has such a field, at most four levels down.
    fn below(&self, name: &str, schema: &Schema) -> Option<String> {
        let mut level: Vec<(String, &Schema)> = vec![(String::new(), schema)];
        for _ in 0..4 {
            let mut next = Vec::new();
            for (path, schema) in &level {
                for (key, property) in &schema.properties {
                    if matches!(key.as_str(), "status" | "metadata" | "ephemeralContainers" | "initContainers") {
                        continue;
                    }
                    let (inner, list) = match property.items.as_deref() {
                        Some(items) => (self.api.follow(items).0, "[]"),
                        None => (self.api.follow(property).0, ""),
                    };
                    let path = if path.is_empty() { format!("{key}{list}") } else { format!("{path}.{key}{list}") };
                    if inner.properties.contains_key(name) {
                        return Some(format!("{path}.{name}"));
                    }
                    if !inner.properties.is_empty() && next.len() < 400 {
                        next.push((path, inner));
                    }
                }
            }
            level = next;
        }
        None
    }

    fn scalar(&mut self, schema: &Schema, expected: &str, node: &Node, field: &str, at: Span) {
        let Some(scalar) = node.scalar() else { return self.wrong_type(node, field, at, expected) };
        let fits = match expected {
            "string" => scalar.kind == Kind::Text,
            "boolean" => matches!(scalar.kind, Kind::Bool(_)),
            "integer" => node.integer().is_some(),
            "number" => matches!(scalar.kind, Kind::Int(_) | Kind::Float(_)),
            _ => true,
        };
        if !fits {
            return self.wrong_type(node, field, at, expected);
        }
        let number = node.integer();
        match schema.format.as_deref() {
            Some("int32") if number.is_some_and(|n| i32::try_from(n).is_err()) => {
                self.out_of_range(node, field, "-2147483648", "2147483647");
            }
            Some("int64") if number.is_some_and(|n| i64::try_from(n).is_err()) => {
                self.out_of_range(node, field, "-9223372036854775808", "9223372036854775807");
            }
            Some("byte") if !formats::base64(&scalar.text) => self.bad_format(node, field, "base64"),
            Some("date-time") if !formats::date_time(&scalar.text) => self.bad_format(node, field, "date_time"),
            _ => {}
        }
    }

    fn quantity(&mut self, node: &Node, field: &str) {
        match node.scalar().map(|scalar| (&scalar.kind, scalar.text.as_str())) {
            Some((Kind::Int(_) | Kind::Float(_), _)) => {}
            Some((Kind::Text, text)) if formats::quantity(text).is_some() => {}
            Some((Kind::Text, text)) => {
                let mut diagnostic = Diagnostic::new(code::BAD_FORMAT, self.source, self.first_line(node.span))
                    .arg("field", field)
                    .arg("value", text);
                if let Some(near) = formats::nearest_quantity(text) {
                    diagnostic = fixes::replace(diagnostic.nearest(Some(&near)), self.source, node, &near);
                }
                self.found.push(diagnostic.help("quantity"));
            }
            _ => self.wrong_type(node, field, node.span, "quantity"),
        }
    }

    /// Limits that only schemas of CustomResourceDefinitions state.
    fn custom_limits(&mut self, schema: &Schema, node: &Node, field: &str) {
        if !schema.values.is_empty() {
            let value = super::crd::to_json(node);
            if !schema.values.contains(&value) {
                let texts: Vec<String> = schema.values.iter().map(plain).collect();
                let names: Vec<&str> = texts.iter().map(String::as_str).collect();
                self.found.extend(rules::not_one_of(self.source, node, field, &names));
            }
        }
        let number = node.scalar().and_then(|scalar| match scalar.kind {
            Kind::Int(number) => Some(number as f64),
            Kind::Float(number) => Some(number),
            _ => None,
        });
        if let Some(number) = number {
            let (low, high) = (schema.minimum.unwrap_or(f64::MIN), schema.maximum.unwrap_or(f64::MAX));
            if number < low || number > high {
                let word = |limit: Option<f64>, none: &str| limit.map_or(none.to_owned(), |l| l.to_string());
                self.out_of_range(node, field, &word(schema.minimum, "-∞"), &word(schema.maximum, "∞"));
            }
        }
        if let Some(text) = node.text() {
            let long = text.chars().count() as u64;
            let fits = schema.min_length.is_none_or(|m| long >= m) && schema.max_length.is_none_or(|m| long <= m);
            if !fits {
                self.bad_format(node, field, "length");
            }
            let matches = schema.pattern.as_deref().is_none_or(|pattern| {
                regex::RegexBuilder::new(pattern).size_limit(1 << 20).build().is_ok_and(|regex| regex.is_match(text))
                    || regex::Regex::new(pattern).is_err()
            });
            if let (false, Some(pattern)) = (matches, &schema.pattern) {
                let diagnostic = Diagnostic::new(code::BAD_FORMAT, self.source, self.first_line(node.span))
                    .arg("field", field)
                    .arg("value", text)
                    .arg("pattern", pattern)
                    .help("pattern");
                self.found.push(diagnostic);
            }
        }
        let count = node.items().len() as u64;
        if matches!(node.value, Value::Sequence(_))
            && (schema.min_items.is_some_and(|m| count < m) || schema.max_items.is_some_and(|m| count > m))
        {
            self.bad_format(node, field, "length");
        }
    }

    fn wrong_type(&mut self, node: &Node, field: &str, at: Span, expected: &str) {
        let found = type_name(node);
        let span = if node.scalar().is_some() { self.first_line(node.span) } else { at };
        let mut diagnostic = Diagnostic::new(code::WRONG_TYPE, self.source, span)
            .arg("field", field)
            .arg("expected", expected)
            .arg("found", found);
        if let Some(scalar) = node.scalar() {
            let text = scalar.text.trim();
            diagnostic = diagnostic.arg("value", text);
            diagnostic = match (expected, scalar.kind) {
                ("string", Kind::Bool(_)) if !matches!(text, "true" | "false") => {
                    fixes::quote(diagnostic.help("word"), self.source, node)
                }
                ("string", Kind::Bool(_) | Kind::Int(_) | Kind::Float(_)) => {
                    fixes::quote(diagnostic.help("quote"), self.source, node)
                }
                ("integer" | "number" | "boolean", Kind::Text)
                    if !scalar.plain
                        && !matches!(super::super::scalar::resolve_plain(text), Kind::Text | Kind::Null) =>
                {
                    fixes::unquote(diagnostic.help("unquote"), self.source, node)
                }
                ("list", _) => diagnostic.help("item"),
                ("mapping", Kind::Text) if scalar.plain && text.contains(':') => diagnostic.help("space"),
                _ => diagnostic,
            };
        } else if let Some(entry) = node.entries().first().filter(|e| expected == "list" && e.key.starts_with('-')) {
            // `-port: 80`
            diagnostic.span = entry.key_span;
            let after = entry.key_span.start + 1;
            diagnostic = diagnostic.help("glued").fix(Span::new(after, after), " ");
        } else if expected == "list" {
            diagnostic = diagnostic.help("dash");
        } else if expected == "mapping" {
            diagnostic = diagnostic.help("no_dash");
        }
        self.found.push(diagnostic);
    }

    fn out_of_range(&mut self, node: &Node, field: &str, low: &str, high: &str) {
        self.found.push(
            Diagnostic::new(code::OUT_OF_RANGE, self.source, node.span)
                .arg("field", field)
                .arg("value", node.written())
                .arg("low", low)
                .arg("high", high)
                .help("between"),
        );
    }

    fn bad_format(&mut self, node: &Node, field: &str, help: &'static str) {
        self.found.push(rules::bad_format(self.source, node, field, help));
    }

    /// A span cut at the end of its first line.
    fn first_line(&self, span: Span) -> Span {
        rules::first_line(self.source, span)
    }
}

fn is_meta(key: &str) -> bool {
    matches!(key, "apiVersion" | "kind" | "metadata")
}

fn plain(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn type_name(node: &Node) -> &'static str {
    match &node.value {
        Value::Sequence(_) => "list",
        Value::Mapping(_) => "mapping",
        Value::Scalar(scalar) => match scalar.kind {
            Kind::Null => "null",
            Kind::Bool(_) => "boolean",
            Kind::Int(_) => "integer",
            Kind::Float(_) => "number",
            Kind::Text => "string",
        },
    }
}
