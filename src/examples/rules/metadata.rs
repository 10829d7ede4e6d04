//! Names, labels, annotations, selectors: what every object has.

use super::{Check, ObjectRule, Report, Rule, rule};
use crate::{
    diagnostics::code,
    examples::{
        formats,
        schema::check::Trail,
        yaml::{Node, Value},
    },
};

const LABELS: &str = "concepts/overview/working-with-objects/labels/#syntax-and-character-set";
const ANNOTATIONS: &str = "concepts/overview/working-with-objects/annotations/#syntax-and-character-set";
const SELECTORS: &str = "concepts/overview/working-with-objects/labels/#label-selectors";

pub(super) const RULES: &[Rule] = &[
    rule("meta.v1.ObjectMeta", "labels", Check::Keys(formats::qualified_name, "key"), LABELS),
    rule("meta.v1.ObjectMeta", "labels", Check::Values(formats::label_value, "label_value"), LABELS),
    rule("meta.v1.ObjectMeta", "annotations", Check::Keys(annotation_key, "key"), ANNOTATIONS),
    rule("meta.v1.ObjectMeta", "namespace", Check::Form(formats::dns_label, "label"), NAMES),
    rule("meta.v1.ObjectMeta", "finalizers", Check::Form(formats::qualified_name, "key"), LABELS),
    rule("meta.v1.LabelSelector", "matchLabels", Check::Keys(formats::qualified_name, "key"), LABELS),
    rule("meta.v1.LabelSelector", "matchLabels", Check::Values(formats::label_value, "label_value"), LABELS),
    rule(
        "meta.v1.LabelSelectorRequirement",
        "operator",
        Check::OneOf(&["In", "NotIn", "Exists", "DoesNotExist"]),
        SELECTORS,
    ),
    rule("meta.v1.LabelSelectorRequirement", "key", Check::Form(formats::qualified_name, "key"), LABELS),
    rule("meta.v1.LabelSelectorRequirement", "values", Check::Form(formats::label_value, "label_value"), LABELS),
    rule(
        "core.v1.NodeSelectorRequirement",
        "operator",
        Check::OneOf(&["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]),
        AFFINITY,
    ),
    rule("core.v1.NodeSelectorRequirement", "key", Check::Form(formats::qualified_name, "key"), LABELS),
];

const NAMES: &str = "concepts/overview/working-with-objects/names/";
const AFFINITY: &str = "concepts/scheduling-eviction/assign-pod-node/#operators";

pub(super) const OBJECTS: &[(&str, ObjectRule)] = &[
    ("meta.v1.LabelSelectorRequirement", values_fit_operator),
    ("core.v1.NodeSelectorRequirement", values_fit_operator),
    ("meta.v1.ObjectMeta", annotations_fit),
    ("meta.v1.ObjectMeta", |trail, report| {
        // Of kinds that are defined by a set the server asks less.
        if trail.parent.and_then(|parent| parent.definition).is_none() {
            return;
        }
        for item in trail.node.get("finalizers").map_or(&[][..], Node::items) {
            let own = ["orphan", "foregroundDeletion", "kubernetes"];
            if let Some(text) = item.text().filter(|text| !text.contains('/') && !own.contains(text)) {
                report.page("concepts/overview/working-with-objects/finalizers/");
                report.name(item.span, text, "finalizer");
            }
        }
    }),
];

/// The server compares annotation keys in lower case.
fn annotation_key(key: &str) -> bool {
    formats::qualified_name(&key.to_lowercase())
}

fn annotations_fit(trail: &Trail<'_>, report: &mut Report<'_>) {
    let Some(entry) = trail.node.entry("annotations") else { return };
    let values = entry.value.entries().iter().map(|e| e.key.len() + e.value.text().map_or(0, str::len));
    if values.sum::<usize>() > 256 << 10 {
        report.page(ANNOTATIONS).format(&entry.value, "annotations", "annotations_size");
    }
}

fn values_fit_operator(trail: &Trail<'_>, report: &mut Report<'_>) {
    let values = trail.node.entry("values");
    let some = values.is_some_and(|v| !v.value.items().is_empty());
    let page = if trail.definition == Some("meta.v1.LabelSelectorRequirement") { SELECTORS } else { AFFINITY };
    report.page(page);
    match trail.node.text_at("operator") {
        Some(operator @ ("In" | "NotIn")) if !some => {
            report.missing_where("values", values.map_or(trail.at, |v| v.key_span), &format!("operator: {operator}"));
        }
        Some(operator @ ("Exists" | "DoesNotExist")) if some => {
            values.into_iter().for_each(|v| report.forbidden(v, &format!("operator: {operator}")));
        }
        Some("Gt" | "Lt") => {
            let Some(values) = values else { return report.missing_where("values", trail.at, "operator: Gt, Lt") };
            let one_number = matches!(&values.value.value, Value::Sequence(items)
                if items.len() == 1 && items[0].text().is_some_and(|t| t.parse::<i64>().is_ok()));
            if !one_number {
                report.format(&values.value, "values", "one_number");
            }
        }
        _ => {}
    }
}

/// Checks the name of an object of that kind. <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/>
pub(in crate::examples) fn object_name(
    manifest: &crate::examples::Manifest,
    found: &mut Vec<crate::diagnostics::Diagnostic>,
) {
    let Some(metadata) = manifest.root.get("metadata") else { return };
    let mut report = Report { source: &manifest.source, found, page: NAMES };
    let group = manifest.api_version.split('/').next().unwrap_or_default();
    let name = metadata.get("name");
    let generated = metadata.get("generateName");
    if name.or(generated).is_none_or(super::is_empty) {
        if matches!(group, "authorization.k8s.io" | "authentication.k8s.io") {
            return;
        }
        let at = metadata.entry("name").or(manifest.root.entry("metadata")).map_or(manifest.root.span, |e| e.key_span);
        return report.missing("metadata.name", at);
    }
    let (form, help): (fn(&str) -> bool, _) = match (group, manifest.kind.as_str()) {
        ("v1", "Service") => (formats::dns_1035, "rfc1035"),
        ("networking.k8s.io", "IPAddress") => (formats::ip, "ip"),
        ("v1", "Namespace") => (formats::dns_label, "label"),
        ("rbac.authorization.k8s.io" | "certificates.k8s.io" | "apiregistration.k8s.io", _) => {
            (formats::path_segment, "segment")
        }
        _ => (formats::dns_subdomain, "subdomain"),
    };
    match (name, generated) {
        (Some(name), _) => {
            let Some(text) = name.text() else { return };
            if !form(text) {
                report.name(name.span, text, help);
            } else if manifest.kind == "CronJob" && text.len() > 52 {
                report.page("concepts/workloads/controllers/cron-jobs/").name(name.span, text, "cronjob");
            } else if manifest.kind == "CustomResourceDefinition" {
                crd_name(manifest, text, &mut report);
            }
        }
        (None, Some(prefix)) => {
            // The server puts five letters and digits behind it.
            if let Some(text) = prefix.text().filter(|text| !form(&format!("{text}x"))) {
                report.name(prefix.span, text, help);
            }
        }
        (None, None) => {}
    }
}

fn crd_name(manifest: &crate::examples::Manifest, name: &str, report: &mut Report<'_>) {
    let spec = |path: &[&str]| manifest.root.at(path).and_then(|node| Some((node.text()?, node.span)));
    let (Some((group, _)), Some((plural, at))) = (spec(&["spec", "group"]), spec(&["spec", "names", "plural"])) else {
        return;
    };
    let right = format!("{plural}.{group}");
    if name != right {
        let span = manifest.name_span;
        let diagnostic =
            report.at(code::BAD_NAME, span).arg("value", name).arg("nearest", right).help("nearest").help("crd").label(
                "declared",
                &manifest.source,
                at,
            );
        report.page("tasks/extend-kubernetes/custom-resources/custom-resource-definitions/").push(diagnostic);
    }
}
