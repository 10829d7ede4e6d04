//! Amounts of resources: their names, that they are not negative, requests against limits, quotas.

use super::{Check, ObjectRule, Report, Rule, rule};
use crate::{
    diagnostics::code,
    examples::{fixes, formats, schema::check::Trail, yaml::Entry, yaml::Node},
    text::Span,
};

const RESOURCES: &str = "concepts/configuration/manage-resources-containers/";
const EXTENDED: &str = "concepts/configuration/manage-resources-containers/#extended-resources";
const HUGE: &str = "tasks/manage-hugepages/scheduling-hugepages/";
const QUOTA: &str = "concepts/policy/resource-quotas/";
const CLAIM: &str = "concepts/storage/persistent-volumes/";

/// What a container can ask for without a domain. <https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/>
const OF_CONTAINER: &[&str] = &["cpu", "memory", "ephemeral-storage"];

/// What a quota can limit without a domain. <https://kubernetes.io/docs/concepts/policy/resource-quotas/#types-of-resource-quota>
const OF_QUOTA: &[&str] = &[
    "cpu",
    "memory",
    "ephemeral-storage",
    "requests.cpu",
    "requests.memory",
    "requests.storage",
    "requests.ephemeral-storage",
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
    "pods",
    "resourcequotas",
    "services",
    "services.nodeports",
    "services.loadbalancers",
    "replicationcontrollers",
    "secrets",
    "configmaps",
    "persistentvolumeclaims",
];

const SCOPES: &[&str] = &[
    "BestEffort",
    "NotBestEffort",
    "Terminating",
    "NotTerminating",
    "PriorityClass",
    "CrossNamespacePodAffinity",
    "VolumeAttributesClass",
];

pub(super) const RULES: &[Rule] = &[
    rule("core.v1.ResourceQuotaSpec", "scopes", Check::OneOf(SCOPES), QUOTA),
    rule("core.v1.ScopedResourceSelectorRequirement", "scopeName", Check::OneOf(SCOPES), QUOTA),
    rule(
        "core.v1.ScopedResourceSelectorRequirement",
        "operator",
        Check::OneOf(&["In", "NotIn", "Exists", "DoesNotExist"]),
        QUOTA,
    ),
    rule("core.v1.ContainerResizePolicy", "resourceName", Check::OneOf(&["cpu", "memory"]), RESOURCES),
    rule(
        "core.v1.ContainerResizePolicy",
        "restartPolicy",
        Check::OneOf(&["NotRequired", "RestartContainer"]),
        RESOURCES,
    ),
];

pub(super) const OBJECTS: &[(&str, ObjectRule)] = &[
    ("core.v1.ResourceRequirements", of_container),
    ("core.v1.VolumeResourceRequirements", of_claim),
    ("core.v1.PersistentVolumeSpec", |trail, report| {
        for entry in trail.node.get("capacity").map_or(&[][..], Node::entries) {
            report.page(CLAIM);
            not_below_zero(report, entry, "capacity", true);
        }
    }),
    ("core.v1.ResourceQuotaSpec", |trail, report| {
        for entry in trail.node.get("hard").map_or(&[][..], Node::entries) {
            let known = entry.key.contains('/')
                || ["hugepages-", "requests.hugepages-"].iter().any(|start| entry.key.starts_with(start));
            report.page(QUOTA);
            if !known {
                named(report, entry, "hard", OF_QUOTA, "count");
            }
            not_below_zero(report, entry, "hard", false);
        }
    }),
    ("core.v1.LimitRangeItem", limit_range),
];

fn of_container(trail: &Trail<'_>, report: &mut Report<'_>) {
    // Older versions of the API have one definition for both.
    if trail.parent.and_then(|parent| parent.definition) == Some("core.v1.PersistentVolumeClaimSpec") {
        return of_claim(trail, report);
    }
    let (requests, limits) = (trail.node.get("requests"), trail.node.get("limits"));
    for (field, map) in [("requests", requests), ("limits", limits)] {
        for entry in map.map_or(&[][..], Node::entries) {
            report.page(RESOURCES);
            if !entry.key.contains('/') && !entry.key.starts_with("hugepages-") {
                named(report, entry, field, OF_CONTAINER, "extended");
            }
            not_below_zero(report, entry, field, false);
        }
    }
    below(trail, report);
    for entry in requests.map_or(&[][..], Node::entries) {
        whole(report, entry, limits);
    }
}

/// Extended resources and huge pages are never shared: the request is the limit.
fn whole(report: &mut Report<'_>, request: &Entry, limits: Option<&Node>) {
    let name = request.key.as_str();
    let huge = name.starts_with("hugepages-");
    let extended = name.contains('/') && !name.contains("kubernetes.io/");
    if !huge && !extended {
        return;
    }
    let limit = limits.and_then(|limits| limits.get(name));
    let (Some(asked), given) = (amount(&request.value), limit.and_then(amount)) else { return };
    report.page(if huge { HUGE } else { EXTENDED });
    match (limit, given) {
        // What is asked for beyond the limit is told of already.
        (Some(limit), Some(given)) if asked < given => {
            let text = limit.written();
            let diagnostic = report
                .at(code::BAD_FORMAT, request.value.span)
                .arg("field", format!("requests.{name}"))
                .arg("value", request.value.written())
                .arg("limit", text)
                .help("equal_limit");
            let diagnostic = diagnostic.label("limit", report.source, limit.span);
            report.push(diagnostic);
        }
        (None, _) => report.missing_where(&format!("limits.{name}"), request.key_span, &format!("requests.{name}")),
        _ => {}
    }
}

fn of_claim(trail: &Trail<'_>, report: &mut Report<'_>) {
    for entry in trail.node.get("requests").map_or(&[][..], Node::entries) {
        report.page(CLAIM);
        not_below_zero(report, entry, "requests", true);
    }
    below(trail, report);
}

fn below(trail: &Trail<'_>, report: &mut Report<'_>) {
    let (Some(requests), Some(limits)) = (trail.node.get("requests"), trail.node.get("limits")) else { return };
    for request in requests.entries() {
        let Some(limit) = limits.get(&request.key) else { continue };
        if let (Some(a), Some(b)) = (amount(&request.value), amount(limit))
            && a > b
        {
            let (field, other) = (format!("requests.{}", request.key), format!("limits.{}", request.key));
            report.page(RESOURCES).above(&request.value, &field, limit, &other);
        }
    }
}

/// min ≤ defaultRequest ≤ default ≤ max, per resource. <https://kubernetes.io/docs/concepts/policy/limit-range/>
fn limit_range(trail: &Trail<'_>, report: &mut Report<'_>) {
    report.page("concepts/policy/limit-range/");
    if trail.node.text_at("type") == Some("Pod") {
        for field in ["default", "defaultRequest"] {
            if let Some(entry) = trail.node.entry(field).filter(|entry| !super::is_empty(&entry.value)) {
                report.forbidden(entry, "type: Pod");
            }
        }
    }
    let order = ["min", "defaultRequest", "default", "max"];
    for (at, low) in order.iter().enumerate() {
        for high in &order[at + 1..] {
            for entry in trail.node.get(low).map_or(&[][..], Node::entries) {
                let Some(limit) = trail.node.at(&[high, &entry.key]) else { continue };
                if let (Some(a), Some(b)) = (amount(&entry.value), amount(limit))
                    && a > b
                {
                    let name = |field: &str| format!("{field}.{}", entry.key);
                    return report.above(&entry.value, &name(low), limit, &name(high));
                }
            }
        }
    }
}

fn amount(node: &Node) -> Option<f64> {
    formats::quantity(&node.scalar()?.text)
}

/// That a resource has one of the names that go without a domain.
fn named(report: &mut Report<'_>, entry: &Entry, field: &str, known: &'static [&'static str], help: &'static str) {
    if known.contains(&entry.key.as_str()) {
        return;
    }
    let words: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
    let meant = fixes::meant(&entry.key, known);
    let diagnostic = report
        .at(code::UNKNOWN_VALUE, entry.key_span)
        .arg("value", &entry.key)
        .arg("field", field)
        .nearest(meant.or_else(|| crate::diagnostics::nearest(&entry.key, known.iter().copied())))
        .arg("words", words.join(", "))
        .help("words")
        .help(help);
    let diagnostic = match meant {
        Some(word) => fixes::rename(diagnostic, report.source, entry.key_span, &entry.key, word),
        None => diagnostic,
    };
    report.push(diagnostic);
}

fn not_below_zero(report: &mut Report<'_>, entry: &Entry, field: &str, above: bool) {
    let Some(number) = amount(&entry.value).filter(|&number| number < 0.0 || (above && number == 0.0)) else { return };
    let at: Span = entry.value.span;
    let diagnostic = report
        .at(code::OUT_OF_RANGE, at)
        .arg("field", format!("{field}.{}", entry.key))
        .arg("value", entry.value.scalar().map_or_else(|| number.to_string(), |scalar| scalar.text.clone()))
        .arg("low", 0)
        .help(if above { "above" } else { "least" });
    report.push(diagnostic);
}
