//! Containers: images, ports, environment, mounts, probes, resources.

use std::collections::HashMap;

use super::{Check, ObjectRule, Report, Rule, rule};
use crate::{
    diagnostics::Level,
    examples::{formats, schema::check::Trail, yaml::Node},
    text::Span,
};

const POD: &str = "reference/kubernetes-api/workload-resources/pod-v1/";
const PROBES: &str = "tasks/configure-pod-container/configure-liveness-readiness-startup-probes/";
const ENV: &str = "tasks/inject-data-application/define-environment-variable-container/";
const DOWNWARD: &str = "concepts/workloads/pods/downward-api/";

pub(super) const RULES: &[Rule] = &[
    rule("core.v1.Container", "name", Check::Form(formats::dns_label, "label"), POD),
    rule("core.v1.Container", "image", Check::NotEmpty, "concepts/containers/images/"),
    rule("core.v1.Container", "image", Check::Form(trimmed, "blanks"), "concepts/containers/images/"),
    rule("core.v1.Container", "imagePullPolicy", Check::OneOf(PULL), "concepts/containers/images/#image-pull-policy"),
    rule("core.v1.Container", "terminationMessagePolicy", Check::OneOf(&["File", "FallbackToLogsOnError"]), POD),
    rule(
        "core.v1.EphemeralContainer",
        "imagePullPolicy",
        Check::OneOf(PULL),
        "concepts/containers/images/#image-pull-policy",
    ),
    rule("core.v1.ContainerPort", "containerPort", Check::Between(1, 65535), POD),
    rule("core.v1.ContainerPort", "hostPort", Check::Between(1, 65535), POD),
    rule("core.v1.ContainerPort", "name", Check::Form(formats::port_name, "port"), POD),
    rule("core.v1.ContainerPort", "protocol", Check::OneOf(PROTOCOLS), POD),
    rule("core.v1.EnvVar", "name", Check::Form(formats::env_name, "env"), ENV),
    rule("core.v1.EnvVar", "name", Check::NotEmpty, ENV),
    rule(
        "core.v1.ConfigMapKeySelector",
        "key",
        Check::Form(formats::config_key, "config_key"),
        "concepts/configuration/configmap/",
    ),
    rule(
        "core.v1.SecretKeySelector",
        "key",
        Check::Form(formats::config_key, "config_key"),
        "concepts/configuration/secret/",
    ),
    rule("core.v1.ObjectFieldSelector", "fieldPath", Check::Form(field_path, "field_path"), DOWNWARD),
    rule("core.v1.ResourceFieldSelector", "resource", Check::Form(resource_path, "resource_path"), DOWNWARD),
    rule(
        "core.v1.VolumeMount",
        "mountPropagation",
        Check::OneOf(&["None", "HostToContainer", "Bidirectional"]),
        "concepts/storage/volumes/#mount-propagation",
    ),
    rule("core.v1.VolumeMount", "mountPath", Check::NotEmpty, POD),
    rule("core.v1.VolumeMount", "subPath", Check::Form(formats::relative_path, "relative"), POD),
    rule("core.v1.HTTPGetAction", "port", Check::Port, PROBES),
    rule("core.v1.HTTPGetAction", "scheme", Check::OneOf(&["HTTP", "HTTPS"]), PROBES),
    rule("core.v1.TCPSocketAction", "port", Check::Port, PROBES),
    rule("core.v1.GRPCAction", "port", Check::Between(1, 65535), PROBES),
    rule("core.v1.Probe", "terminationGracePeriodSeconds", Check::AtLeast(1), PROBES),
    rule("core.v1.ExecAction", "command", Check::NotEmpty, PROBES),
    rule("core.v1.VolumeMount", "subPathExpr", Check::Form(formats::relative_path, "relative"), POD),
    rule("core.v1.VolumeMount", "recursiveReadOnly", Check::OneOf(&["Disabled", "IfPossible", "Enabled"]), POD),
    rule("core.v1.Probe", "initialDelaySeconds", Check::AtLeast(0), PROBES),
    rule("core.v1.Probe", "periodSeconds", Check::AtLeast(1), PROBES),
    rule("core.v1.Probe", "timeoutSeconds", Check::AtLeast(1), PROBES),
    rule("core.v1.Probe", "failureThreshold", Check::AtLeast(1), PROBES),
    rule("core.v1.Probe", "successThreshold", Check::AtLeast(1), PROBES),
];

const PULL: &[&str] = &["Always", "IfNotPresent", "Never"];
pub(super) const PROTOCOLS: &[&str] = &["TCP", "UDP", "SCTP"];

pub(super) const OBJECTS: &[(&str, ObjectRule)] = &[
    ("core.v1.Container", container),
    ("core.v1.Probe", probe),
    ("core.v1.LifecycleHandler", |trail, report| {
        report.page("tasks/configure-pod-container/attach-handler-lifecycle-event/");
        report.one_of(trail, &["exec", "httpGet", "tcpSocket", "sleep"], true);
    }),
    ("core.v1.EnvVar", |trail, report| {
        if trail.node.get("value").is_some_and(|value| value.text() != Some("")) {
            report.page(ENV).one_of(trail, &["value", "valueFrom"], false);
        }
    }),
    ("core.v1.EnvVarSource", |trail, report| {
        let sources = ["configMapKeyRef", "secretKeyRef", "fieldRef", "resourceFieldRef", "fileKeyRef"];
        report.page(ENV).one_of(trail, &sources, true);
    }),
    ("core.v1.EnvFromSource", |trail, report| {
        report.page(ENV).one_of(trail, &["configMapRef", "secretRef"], true);
    }),
    ("core.v1.VolumeMount", mount),
    ("core.v1.SleepAction", |trail, report| {
        let grace = trail.around("core.v1.PodSpec").and_then(|pod| pod.node.get("terminationGracePeriodSeconds"));
        let most = grace.and_then(Node::integer).unwrap_or(30);
        if let Some(seconds) = trail.node.get("seconds") {
            report.page("concepts/containers/container-lifecycle-hooks/");
            report.range(seconds, "seconds", seconds.integer(), 0, Some(most));
        }
    }),
];

fn trimmed(text: &str) -> bool {
    text.trim() == text
}

fn field_path(path: &str) -> bool {
    let (base, key) = path.split_once('[').map_or((path, None), |(base, key)| (base, Some(key)));
    let known = [
        "metadata.name",
        "metadata.namespace",
        "metadata.uid",
        "metadata.generateName",
        "metadata.labels",
        "metadata.annotations",
        "spec.nodeName",
        "spec.serviceAccountName",
        "spec.restartPolicy",
        "spec.schedulerName",
        "status.phase",
        "status.hostIP",
        "status.hostIPs",
        "status.podIP",
        "status.podIPs",
    ];
    known.contains(&base)
        && key.is_none_or(|key| {
            matches!(base, "metadata.labels" | "metadata.annotations") && key.starts_with('\'') && key.ends_with("']")
        })
}

fn resource_path(path: &str) -> bool {
    path.split_once('.').is_some_and(|(of, resource)| {
        matches!(of, "limits" | "requests")
            && (matches!(resource, "cpu" | "memory" | "ephemeral-storage") || resource.starts_with("hugepages-"))
    })
}

fn container(trail: &Trail<'_>, report: &mut Report<'_>) {
    report.page(POD);
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for item in trail.node.get("env").map_or(&[][..], Node::items) {
        let Some((node, name)) = item.get("name").and_then(|node| Some((node, node.text()?))) else { continue };
        if let Some(first) = seen.insert(name, node.span) {
            report.page(ENV).twice(node.span, first, name, Level::Warning);
        }
    }
    report.page(POD).unique(trail.node.get("volumeMounts"), "mountPath");
    report.unique(trail.node.get("volumeDevices"), "devicePath");
    report.unique(trail.node.get("ports"), "name");
    report.unique(trail.node.get("ports"), "hostPort");
    let is_init = trail.field == "initContainers";
    for probe in ["livenessProbe", "readinessProbe", "startupProbe", "lifecycle"] {
        if let (true, None, Some(entry)) = (is_init, trail.node.text_at("restartPolicy"), trail.node.entry(probe)) {
            report.page("concepts/workloads/pods/init-containers/").forbidden(entry, "initContainers");
        }
    }
    if let (Some(entry), None) = (trail.node.entry("restartPolicyRules"), trail.node.get("restartPolicy")) {
        report.page(POD).missing_where("restartPolicy", entry.key_span, "restartPolicyRules");
    }
}

fn mount(trail: &Trail<'_>, report: &mut Report<'_>) {
    if let (Some(_), Some(entry)) = (trail.node.get("subPath"), trail.node.entry("subPathExpr")) {
        report.page(POD).forbidden(entry, "subPath");
    }
    let privileged = trail.around("core.v1.Container").and_then(|c| c.node.at(&["securityContext", "privileged"]));
    if let (Some(entry), false) = (
        trail.node.entry("mountPropagation").filter(|entry| entry.value.text() == Some("Bidirectional")),
        privileged.and_then(Node::boolean) == Some(true),
    ) {
        report.page("concepts/storage/volumes/#mount-propagation");
        report.missing_where("securityContext.privileged: true", entry.key_span, "mountPropagation: Bidirectional");
    }
}

fn probe(trail: &Trail<'_>, report: &mut Report<'_>) {
    report.page(PROBES).one_of(trail, &["exec", "httpGet", "tcpSocket", "grpc"], true);
    let threshold = trail.node.get("successThreshold");
    if let (Some(node), "livenessProbe" | "startupProbe") = (threshold, trail.field) {
        report.range(node, "successThreshold", node.integer(), 1, Some(1));
    }
}
