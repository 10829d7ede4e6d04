//! CustomResourceDefinitions: versions, names, and a schema that is structural.
//! <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema>

use super::{Check, ObjectRule, Report, Rule, rule};
use crate::{
    diagnostics::{Level, code},
    examples::{
        formats,
        schema::check::Trail,
        yaml::{Entry, Node, Value},
    },
};

const CRD: &str = "tasks/extend-kubernetes/custom-resources/custom-resource-definitions/";
const STRUCTURAL: &str =
    "tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema";
const TYPES: &[&str] = &["object", "array", "string", "integer", "number", "boolean"];

pub(super) const RULES: &[Rule] = &[
    rule("apiextensions.v1.CustomResourceDefinitionSpec", "scope", Check::OneOf(&["Namespaced", "Cluster"]), CRD),
    rule("apiextensions.v1.CustomResourceDefinitionSpec", "versions", Check::NotEmpty, CRD),
    rule("apiextensions.v1.CustomResourceConversion", "strategy", Check::OneOf(&["None", "Webhook"]), CRD),
];

pub(super) const OBJECTS: &[(&str, ObjectRule)] = &[
    ("apiextensions.v1.CustomResourceDefinitionSpec", definition),
    ("apiextensions.v1.CustomResourceConversion", |trail, report| {
        if trail.node.text_at("strategy") == Some("Webhook") && trail.node.get("webhook").is_none() {
            report.page(CRD).missing_where("webhook", trail.at, "strategy: Webhook");
        }
    }),
    ("apiextensions.v1.CustomResourceValidation", |trail, report| {
        if let Some(entry) = trail.node.entry("openAPIV3Schema") {
            structural(report, entry, Place::Root);
        }
    }),
];

/// Where a schema stands in another one.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Root,
    /// A field, or what a list or map holds: it says its type.
    Value,
    /// In `allOf` and the like, where types are not said again.
    Condition,
}

/// A schema and those below it.
fn structural(report: &mut Report<'_>, entry: &Entry, place: Place) {
    let schema = &entry.value;
    if !matches!(schema.value, Value::Mapping(_)) {
        return;
    }
    let yes = |field: &str| schema.get(field).and_then(Node::boolean) == Some(true);
    report.page(STRUCTURAL);
    match schema.get("type") {
        Some(kind) if place == Place::Root && kind.text() != Some("object") && kind.text().is_some() => {
            report.missing_where("type: object", entry.key_span, "openAPIV3Schema");
        }
        Some(kind) => {
            if let Some(diagnostic) = super::not_one_of(report.source, kind, "type", TYPES) {
                report.push(diagnostic);
            }
        }
        None if place != Place::Condition
            && !yes("x-kubernetes-int-or-string")
            && !yes("x-kubernetes-preserve-unknown-fields") =>
        {
            report.missing("type", entry.key_span);
        }
        None => {}
    }
    if schema.text_at("type") == Some("array") && schema.get("items").is_none() && place != Place::Condition {
        report.missing_where("items", entry.key_span, "type: array");
    }
    let has = |field: &str| schema.entry(field).filter(|entry| !super::is_empty(&entry.value));
    if let (Some(other), Some(_)) = (has("additionalProperties"), has("properties")) {
        report.forbidden(other, "properties");
    }
    if let Some(entry) = schema.entry("uniqueItems").filter(|entry| entry.value.boolean() == Some(true)) {
        report.forbidden(entry, "openAPIV3Schema");
    }
    let below = if place == Place::Condition { Place::Condition } else { Place::Value };
    for field in ["items", "additionalProperties"] {
        schema.entry(field).into_iter().for_each(|entry| structural(report, entry, below));
    }
    for property in schema.get("properties").map_or(&[][..], Node::entries) {
        // The server knows the object's own metadata.
        let known = place == Place::Root && matches!(property.key.as_str(), "metadata" | "apiVersion" | "kind");
        structural(report, property, if known { Place::Condition } else { below });
    }
    if let Some(entry) = schema.entry("not") {
        structural(report, entry, Place::Condition);
    }
    for field in ["allOf", "anyOf", "oneOf"] {
        let Some(list) = schema.entry(field) else { continue };
        for item in list.value.items() {
            let entry = Entry { key: list.key.clone(), key_span: list.key_span, value: item.clone() };
            structural(report, &entry, Place::Condition);
        }
    }
}

fn definition(trail: &Trail<'_>, report: &mut Report<'_>) {
    report.page(CRD);
    let Some(versions) = trail.node.entry("versions") else { return };
    let stored: Vec<&Node> = versions
        .value
        .items()
        .iter()
        .filter_map(|version| version.get("storage"))
        .filter(|storage| storage.boolean() == Some(true))
        .collect();
    match stored[..] {
        [] if !super::is_empty(&versions.value) => report.missing("storage: true", versions.key_span),
        [first, second, ..] => report.twice(second.span, first.span, "storage: true", Level::Error),
        _ => {}
    }
    report.unique(Some(&versions.value), "name");
    for version in versions.value.items() {
        if version.at(&["schema", "openAPIV3Schema"]).is_none() {
            let at = version.entry("schema").map_or(version.span, |entry| entry.key_span);
            report.missing("schema.openAPIV3Schema", at);
        }
    }
    let (plural, singular) = (trail.node.at(&["names", "plural"]), trail.node.at(&["names", "singular"]));
    let kind = trail.node.at(&["names", "kind"]);
    for name in [plural, singular].into_iter().flatten() {
        if let Some(text) = name.text().filter(|text| !formats::dns_1035(text)) {
            report.name(name.span, text, "rfc1035");
        }
    }
    if let Some(text) = kind.and_then(Node::text).filter(|text| !formats::dns_1035(&text.to_lowercase())) {
        kind.into_iter().for_each(|kind| report.name(kind.span, text, "rfc1035"));
    }
    if let Some(group) = trail.node.get("group")
        && group.text().is_some_and(|text| !text.contains('.'))
    {
        let diagnostic =
            report.at(code::BAD_NAME, group.span).arg("value", group.text().unwrap_or_default()).help("group");
        report.push(diagnostic);
    }
}
