//! RBAC, quotas, limits, custom resource definitions, admission.

use super::{Check, ObjectRule, Report, Rule, rule};
use crate::{
    diagnostics::{Level, code},
    examples::{schema::check::Trail, yaml::Node},
};

const RBAC: &str = "reference/access-authn-authz/rbac/";
const CRD: &str = "tasks/extend-kubernetes/custom-resources/custom-resource-definitions/";
const WEBHOOKS: &str = "reference/access-authn-authz/extensible-admission-controllers/";

pub(super) const RULES: &[Rule] = &[
    rule("rbac.v1.Subject", "kind", Check::OneOf(&["User", "Group", "ServiceAccount"]), RBAC),
    rule("rbac.v1.RoleRef", "kind", Check::OneOf(&["Role", "ClusterRole"]), RBAC),
    rule("rbac.v1.RoleRef", "apiGroup", Check::OneOf(&["rbac.authorization.k8s.io", ""]), RBAC),
    rule("rbac.v1.RoleRef", "name", Check::NotEmpty, RBAC),
    rule("rbac.v1.PolicyRule", "verbs", Check::NotEmpty, RBAC),
    rule("core.v1.LimitRangeItem", "type", Check::Form(limit_type, "limit_type"), "concepts/policy/limit-range/"),
    rule("apiextensions.v1.CustomResourceDefinitionSpec", "scope", Check::OneOf(&["Namespaced", "Cluster"]), CRD),
    rule("apiextensions.v1.CustomResourceDefinitionSpec", "versions", Check::NotEmpty, CRD),
    rule("apiextensions.v1.CustomResourceConversion", "strategy", Check::OneOf(&["None", "Webhook"]), CRD),
    rule(
        "apiextensions.v1.JSONSchemaProps",
        "type",
        Check::OneOf(&["object", "array", "string", "integer", "number", "boolean"]),
        CRD,
    ),
    rule("admissionregistration.v1.ValidatingWebhook", "failurePolicy", Check::OneOf(&["Ignore", "Fail"]), WEBHOOKS),
    rule("admissionregistration.v1.MutatingWebhook", "failurePolicy", Check::OneOf(&["Ignore", "Fail"]), WEBHOOKS),
    rule(
        "admissionregistration.v1.ValidatingWebhook",
        "sideEffects",
        Check::OneOf(&["None", "NoneOnDryRun"]),
        WEBHOOKS,
    ),
    rule("admissionregistration.v1.MutatingWebhook", "sideEffects", Check::OneOf(&["None", "NoneOnDryRun"]), WEBHOOKS),
    rule("admissionregistration.v1.ValidatingWebhook", "timeoutSeconds", Check::Between(1, 30), WEBHOOKS),
    rule("admissionregistration.v1.MutatingWebhook", "timeoutSeconds", Check::Between(1, 30), WEBHOOKS),
    rule(
        "admissionregistration.v1.RuleWithOperations",
        "operations",
        Check::OneOf(&["CREATE", "UPDATE", "DELETE", "CONNECT", "*"]),
        WEBHOOKS,
    ),
    rule(
        "scheduling.v1.PriorityClass",
        "preemptionPolicy",
        Check::OneOf(&["PreemptLowerPriority", "Never"]),
        "concepts/scheduling-eviction/pod-priority-preemption/",
    ),
];

pub(super) const OBJECTS: &[(&str, ObjectRule)] = &[
    ("rbac.v1.PolicyRule", policy_rule),
    ("rbac.v1.Subject", |trail, report| {
        let account = trail.node.text_at("kind") == Some("ServiceAccount");
        if account && trail.node.get("namespace").is_none_or(super::is_empty) {
            report.page(RBAC).missing_where("namespace", trail.at, "kind: ServiceAccount");
        }
    }),
    ("rbac.v1.ClusterRoleBinding", |trail, report| {
        if let Some(kind) = trail.node.at(&["roleRef", "kind"]).filter(|kind| kind.text() == Some("Role")) {
            let diagnostic = super::not_one_of(report.source, kind, "roleRef.kind", &["ClusterRole"]);
            report.page(RBAC);
            diagnostic.into_iter().for_each(|d| report.push(d));
        }
    }),
    ("core.v1.LimitRangeItem", limit_range),
    ("apiextensions.v1.CustomResourceDefinitionSpec", definition),
    ("scheduling.v1.PriorityClass", |trail, report| {
        // Names that begin with `system-` are the system's own.
        let name = trail.node.at(&["metadata", "name"]).and_then(Node::text);
        if let (Some(value), false) = (trail.node.get("value"), name.is_some_and(|n| n.starts_with("system-"))) {
            report.page("concepts/scheduling-eviction/pod-priority-preemption/");
            report.range(value, "value", value.integer(), i128::from(i32::MIN), Some(1_000_000_000));
        }
    }),
];

fn limit_type(text: &str) -> bool {
    matches!(text, "Container" | "Pod" | "PersistentVolumeClaim") || text.contains('/')
}

fn policy_rule(trail: &Trail<'_>, report: &mut Report<'_>) {
    report.page(RBAC);
    let some = |field: &str| trail.node.get(field).is_some_and(|node| !super::is_empty(node));
    if some("nonResourceURLs") {
        if let (true, Some(entry)) = (some("resources") || some("apiGroups"), trail.node.entry("nonResourceURLs")) {
            report.forbidden(entry, "resources, apiGroups");
        }
        return;
    }
    for field in ["apiGroups", "resources"] {
        if !some(field) {
            report.missing(field, trail.node.entry(field).map_or(trail.at, |entry| entry.key_span));
        }
    }
}

/// min ≤ defaultRequest ≤ default ≤ max, per resource. <https://kubernetes.io/docs/concepts/policy/limit-range/>
fn limit_range(trail: &Trail<'_>, report: &mut Report<'_>) {
    let amount = |node: &Node| crate::examples::formats::quantity(&node.scalar()?.text);
    let order = ["min", "defaultRequest", "default", "max"];
    for (at, low) in order.iter().enumerate() {
        for high in &order[at + 1..] {
            for entry in trail.node.get(low).map_or(&[][..], Node::entries) {
                let Some(limit) = trail.node.at(&[high, &entry.key]) else { continue };
                if let (Some(a), Some(b)) = (amount(&entry.value), amount(limit))
                    && a > b
                {
                    let name = |field: &str| format!("{field}.{}", entry.key);
                    return report.page("concepts/policy/limit-range/").above(
                        &entry.value,
                        &name(low),
                        limit,
                        &name(high),
                    );
                }
            }
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
        } else if let Some(schema) = version.at(&["schema"]).and_then(|schema| schema.entry("openAPIV3Schema"))
            && schema.value.text_at("type") != Some("object")
        {
            let preserving = schema.value.get("x-kubernetes-preserve-unknown-fields").is_some();
            if !preserving || schema.value.get("type").is_some() {
                report.missing_where("type: object", schema.key_span, "openAPIV3Schema");
            }
        }
    }
    let (plural, singular) = (trail.node.at(&["names", "plural"]), trail.node.at(&["names", "singular"]));
    for name in [plural, singular].into_iter().flatten() {
        if let Some(text) = name.text().filter(|text| !crate::examples::formats::dns_1035(text)) {
            report.name(name.span, text, "rfc1035");
        }
    }
    if let Some(group) = trail.node.get("group")
        && group.text().is_some_and(|text| !text.contains('.'))
    {
        let diagnostic =
            report.at(code::BAD_NAME, group.span).arg("value", group.text().unwrap_or_default()).help("group");
        report.push(diagnostic);
    }
}
