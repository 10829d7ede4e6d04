//! Controllers of Pods that run for ever, and what scales and protects them.

use super::{Check, ObjectRule, Report, Rule, rule};
use crate::{
    diagnostics::code,
    examples::{formats, labels::Selector, scalar::Kind, schema::check::Trail, yaml::Node},
};

const DEPLOYMENT: &str = "concepts/workloads/controllers/deployment/";
const STATEFULSET: &str = "concepts/workloads/controllers/statefulset/";
const DAEMONSET: &str = "tasks/manage-daemon/update-daemon-set/";
const HPA: &str = "reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/";
const PDB: &str = "tasks/run-application/configure-pdb/";

pub(super) const RULES: &[Rule] = &[
    rule("apps.v1.DeploymentSpec", "replicas", Check::AtLeast(0), DEPLOYMENT),
    rule("apps.v1.DeploymentSpec", "minReadySeconds", Check::AtLeast(0), DEPLOYMENT),
    rule("apps.v1.DeploymentSpec", "revisionHistoryLimit", Check::AtLeast(0), DEPLOYMENT),
    rule("apps.v1.DeploymentSpec", "progressDeadlineSeconds", Check::AtLeast(1), DEPLOYMENT),
    rule("apps.v1.DeploymentStrategy", "type", Check::OneOf(&["RollingUpdate", "Recreate"]), DEPLOYMENT),
    rule("apps.v1.RollingUpdateDeployment", "maxSurge", Check::NumberOrPercent, DEPLOYMENT),
    rule("apps.v1.RollingUpdateDeployment", "maxUnavailable", Check::NumberOrShare, DEPLOYMENT),
    rule("apps.v1.ReplicaSetSpec", "replicas", Check::AtLeast(0), "concepts/workloads/controllers/replicaset/"),
    rule("apps.v1.ReplicaSetSpec", "minReadySeconds", Check::AtLeast(0), "concepts/workloads/controllers/replicaset/"),
    rule("apps.v1.StatefulSetSpec", "replicas", Check::AtLeast(0), STATEFULSET),
    rule("apps.v1.StatefulSetSpec", "minReadySeconds", Check::AtLeast(0), STATEFULSET),
    rule("apps.v1.StatefulSetSpec", "podManagementPolicy", Check::OneOf(&["OrderedReady", "Parallel"]), STATEFULSET),
    rule("apps.v1.StatefulSetUpdateStrategy", "type", Check::OneOf(&["RollingUpdate", "OnDelete"]), STATEFULSET),
    rule("apps.v1.RollingUpdateStatefulSetStrategy", "partition", Check::AtLeast(0), STATEFULSET),
    rule("apps.v1.RollingUpdateStatefulSetStrategy", "maxUnavailable", Check::NumberOrShare, STATEFULSET),
    rule("apps.v1.StatefulSetSpec", "revisionHistoryLimit", Check::AtLeast(0), STATEFULSET),
    rule("apps.v1.DaemonSetSpec", "revisionHistoryLimit", Check::AtLeast(0), DAEMONSET),
    rule(
        "apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy",
        "whenDeleted",
        Check::OneOf(&["Retain", "Delete"]),
        STATEFULSET,
    ),
    rule(
        "apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy",
        "whenScaled",
        Check::OneOf(&["Retain", "Delete"]),
        STATEFULSET,
    ),
    rule("apps.v1.DaemonSetSpec", "minReadySeconds", Check::AtLeast(0), DAEMONSET),
    rule("apps.v1.DaemonSetUpdateStrategy", "type", Check::OneOf(&["RollingUpdate", "OnDelete"]), DAEMONSET),
    rule("apps.v1.RollingUpdateDaemonSet", "maxUnavailable", Check::NumberOrShare, DAEMONSET),
    rule("apps.v1.RollingUpdateDaemonSet", "maxSurge", Check::NumberOrShare, DAEMONSET),
    rule("policy.v1.PodDisruptionBudgetSpec", "minAvailable", Check::NumberOrShare, PDB),
    rule("policy.v1.PodDisruptionBudgetSpec", "maxUnavailable", Check::NumberOrShare, PDB),
    rule(
        "policy.v1.PodDisruptionBudgetSpec",
        "unhealthyPodEvictionPolicy",
        Check::OneOf(&["IfHealthyBudget", "AlwaysAllow"]),
        PDB,
    ),
    rule("autoscaling.v2.HorizontalPodAutoscalerSpec", "maxReplicas", Check::AtLeast(1), HPA),
    rule("autoscaling.v2.HorizontalPodAutoscalerSpec", "minReplicas", Check::AtLeast(0), HPA),
    rule("autoscaling.v1.HorizontalPodAutoscalerSpec", "maxReplicas", Check::AtLeast(1), HPA),
    rule("autoscaling.v1.HorizontalPodAutoscalerSpec", "targetCPUUtilizationPercentage", Check::AtLeast(1), HPA),
    rule(
        "autoscaling.v2.MetricSpec",
        "type",
        Check::OneOf(&["Resource", "ContainerResource", "Pods", "Object", "External"]),
        HPA,
    ),
    rule("autoscaling.v2.MetricTarget", "type", Check::OneOf(&["Utilization", "Value", "AverageValue"]), HPA),
    rule("autoscaling.v2.MetricTarget", "averageUtilization", Check::AtLeast(1), HPA),
    rule("autoscaling.v2.HPAScalingRules", "selectPolicy", Check::OneOf(&["Max", "Min", "Disabled"]), HPA),
    rule("autoscaling.v2.HPAScalingRules", "stabilizationWindowSeconds", Check::Between(0, 3600), HPA),
    rule("autoscaling.v2.HPAScalingPolicy", "type", Check::OneOf(&["Pods", "Percent"]), HPA),
    rule("autoscaling.v2.HPAScalingPolicy", "value", Check::AtLeast(1), HPA),
    rule("autoscaling.v2.HPAScalingPolicy", "periodSeconds", Check::Between(1, 1800), HPA),
];

pub(super) const OBJECTS: &[(&str, ObjectRule)] = &[
    ("apps.v1.DeploymentSpec", |trail, report| own_selector(trail, report, DEPLOYMENT)),
    ("apps.v1.ReplicaSetSpec", |trail, report| {
        own_selector(trail, report, "concepts/workloads/controllers/replicaset/")
    }),
    ("apps.v1.StatefulSetSpec", |trail, report| own_selector(trail, report, STATEFULSET)),
    ("apps.v1.DaemonSetSpec", |trail, report| own_selector(trail, report, "concepts/workloads/controllers/daemonset/")),
    ("core.v1.ReplicationControllerSpec", |trail, report| {
        own_selector(trail, report, "concepts/workloads/controllers/replicationcontroller/");
    }),
    ("apps.v1.DeploymentStrategy", |trail, report| without_rolling(trail, report, "Recreate", DEPLOYMENT)),
    ("apps.v1.StatefulSetUpdateStrategy", |trail, report| without_rolling(trail, report, "OnDelete", STATEFULSET)),
    ("apps.v1.RollingUpdateDeployment", |trail, report| not_both_zero(trail, report, DEPLOYMENT)),
    ("apps.v1.RollingUpdateDaemonSet", |trail, report| not_both_zero(trail, report, DAEMONSET)),
    ("apps.v1.DeploymentSpec", |trail, report| {
        let (ready, deadline) = (trail.node.get("minReadySeconds"), trail.node.get("progressDeadlineSeconds"));
        if let (Some(ready), Some(deadline)) = (ready, deadline)
            && ready.integer() >= deadline.integer()
        {
            report.page(DEPLOYMENT).above(ready, "minReadySeconds", deadline, "progressDeadlineSeconds");
        }
    }),
    ("policy.v1.PodDisruptionBudgetSpec", |trail, report| {
        report.page(PDB).one_of(trail, &["minAvailable", "maxUnavailable"], false);
    }),
    ("autoscaling.v2.HorizontalPodAutoscalerSpec", min_below_max),
    ("autoscaling.v1.HorizontalPodAutoscalerSpec", min_below_max),
    ("autoscaling.v2.MetricSpec", metric),
    ("autoscaling.v2.MetricTarget", metric_target),
];

/// A controller's selector matches the labels of its own template.
pub(super) fn own_selector(trail: &Trail<'_>, report: &mut Report<'_>, page: &'static str) {
    report.page(page);
    let Some(entry) = trail.node.entry("selector").filter(|entry| !entry.value.is_null()) else { return };
    let plain = trail.definition == Some("core.v1.ReplicationControllerSpec");
    let selector = if plain { Selector::from_map(&entry.value) } else { Selector::from_selector(&entry.value) };
    if selector.is_empty() {
        return report.missing("selector.matchLabels", entry.key_span);
    }
    let labels = trail.node.at(&["template", "metadata", "labels"]);
    let Some(miss) = selector.first_miss(labels) else { return };
    let mut diagnostic = report.at(code::SELECTOR_TEMPLATE, miss.span).arg("label", &miss.text);
    let template = trail.node.get("template");
    let place = template
        .and_then(|t| t.get("metadata"))
        .and_then(|m| m.entry("labels"))
        .or_else(|| template.and_then(|t| t.entry("metadata")))
        .or_else(|| trail.node.entry("template"));
    if let Some(place) = place {
        diagnostic = diagnostic.label("labels", report.source, place.key_span);
    }
    report.push(diagnostic);
}

fn without_rolling(trail: &Trail<'_>, report: &mut Report<'_>, word: &str, page: &'static str) {
    if let (Some(kind), Some(entry)) = (trail.node.text_at("type"), trail.node.entry("rollingUpdate"))
        && kind == word
        && !entry.value.is_null()
    {
        report.page(page).forbidden(entry, &format!("type: {word}"));
    }
}

fn not_both_zero(trail: &Trail<'_>, report: &mut Report<'_>, page: &'static str) {
    let zero = |node: Option<&Node>| {
        node.and_then(Node::scalar).is_some_and(|s| s.kind == Kind::Int(0) || matches!(s.text.as_str(), "0%" | "00%"))
    };
    let (surge, unavailable) = (trail.node.get("maxSurge"), trail.node.get("maxUnavailable"));
    // A DaemonSet's maxSurge is 0 by default, a Deployment's is not.
    let surge_is_zero =
        if surge.is_none() { trail.definition == Some("apps.v1.RollingUpdateDaemonSet") } else { zero(surge) };
    if let (true, true, Some(entry)) = (surge_is_zero, zero(unavailable), trail.node.entry("maxUnavailable")) {
        report.page(page).forbidden(entry, "maxSurge: 0");
    }
}

fn min_below_max(trail: &Trail<'_>, report: &mut Report<'_>) {
    let (Some(min), Some(max)) = (trail.node.get("minReplicas"), trail.node.get("maxReplicas")) else { return };
    if min.integer() > max.integer() {
        report.page(HPA).above(min, "minReplicas", max, "maxReplicas");
    }
}

fn metric(trail: &Trail<'_>, report: &mut Report<'_>) {
    let Some(kind) = trail.node.text_at("type") else { return };
    let field = match kind {
        "Resource" => "resource",
        "ContainerResource" => "containerResource",
        "Pods" => "pods",
        "Object" => "object",
        "External" => "external",
        _ => return,
    };
    report.page(HPA);
    if trail.node.get(field).is_none() {
        report.missing_where(field, trail.at, &format!("type: {kind}"));
    }
}

fn metric_target(trail: &Trail<'_>, report: &mut Report<'_>) {
    let Some(kind) = trail.node.text_at("type") else { return };
    let field = match kind {
        "Utilization" => "averageUtilization",
        "Value" => "value",
        "AverageValue" => "averageValue",
        _ => return,
    };
    if trail.node.get(field).is_none() {
        report.page(HPA).missing_where(field, trail.at, &format!("type: {kind}"));
    }
    // Utilization is a share of a resource's request: nothing else has it.
    if let Some(entry) = trail.node.entry("averageUtilization")
        && kind != "Utilization"
        && formats::quantity(entry.value.written()).is_some()
    {
        report.page(HPA).forbidden(entry, &format!("type: {kind}"));
    }
}
