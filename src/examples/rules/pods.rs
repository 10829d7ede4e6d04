//! Pods: policies, containers among each other, volumes, scheduling.

use std::collections::HashMap;

use super::{Check, ObjectRule, Report, Rule, rule};
use crate::{
    diagnostics::{Level, code, nearest},
    examples::{
        formats,
        schema::check::Trail,
        yaml::{Entry, Node},
    },
    text::Span,
};

const POD: &str = "reference/kubernetes-api/workload-resources/pod-v1/";
const LIFECYCLE: &str = "concepts/workloads/pods/pod-lifecycle/#restart-policy";
const TAINTS: &str = "concepts/scheduling-eviction/taint-and-toleration/";
const SPREAD: &str = "concepts/scheduling-eviction/topology-spread-constraints/";
const AFFINITY: &str = "concepts/scheduling-eviction/assign-pod-node/";
const DNS: &str = "concepts/services-networking/dns-pod-service/";

pub(super) const RULES: &[Rule] = &[
    rule("core.v1.PodSpec", "containers", Check::NotEmpty, POD),
    rule("core.v1.PodSpec", "restartPolicy", Check::OneOf(&["Always", "OnFailure", "Never"]), LIFECYCLE),
    rule(
        "core.v1.PodSpec",
        "dnsPolicy",
        Check::OneOf(&["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"]),
        DNS,
    ),
    rule("core.v1.PodSpec", "preemptionPolicy", Check::OneOf(&["PreemptLowerPriority", "Never"]), POD),
    rule("core.v1.PodSpec", "terminationGracePeriodSeconds", Check::AtLeast(0), POD),
    rule("core.v1.PodSpec", "activeDeadlineSeconds", Check::AtLeast(1), POD),
    rule("core.v1.PodSpec", "hostname", Check::Form(formats::dns_label, "label"), DNS),
    rule("core.v1.PodSpec", "subdomain", Check::Form(formats::dns_label, "label"), DNS),
    rule("core.v1.PodSpec", "serviceAccountName", Check::Form(formats::dns_subdomain, "subdomain"), POD),
    rule("core.v1.PodSpec", "nodeSelector", Check::Keys(formats::qualified_name, "key"), AFFINITY),
    rule("core.v1.PodSpec", "nodeSelector", Check::Values(formats::label_value, "label_value"), AFFINITY),
    rule("core.v1.HostAlias", "ip", Check::Form(formats::ip, "ip"), POD),
    rule("core.v1.Toleration", "operator", Check::OneOf(&["Equal", "Exists", "Lt", "Gt"]), TAINTS),
    rule("core.v1.Toleration", "effect", Check::OneOf(EFFECTS), TAINTS),
    rule("core.v1.Toleration", "key", Check::Form(empty_or_qualified, "key"), TAINTS),
    rule("core.v1.Taint", "effect", Check::OneOf(EFFECTS), TAINTS),
    rule(
        "core.v1.TopologySpreadConstraint",
        "whenUnsatisfiable",
        Check::OneOf(&["DoNotSchedule", "ScheduleAnyway"]),
        SPREAD,
    ),
    rule("core.v1.TopologySpreadConstraint", "maxSkew", Check::AtLeast(1), SPREAD),
    rule("core.v1.TopologySpreadConstraint", "minDomains", Check::AtLeast(1), SPREAD),
    rule("core.v1.TopologySpreadConstraint", "topologyKey", Check::NotEmpty, SPREAD),
    rule("core.v1.TopologySpreadConstraint", "nodeAffinityPolicy", Check::OneOf(&["Honor", "Ignore"]), SPREAD),
    rule("core.v1.TopologySpreadConstraint", "nodeTaintsPolicy", Check::OneOf(&["Honor", "Ignore"]), SPREAD),
    rule("core.v1.PodAffinityTerm", "topologyKey", Check::NotEmpty, AFFINITY),
    rule("core.v1.WeightedPodAffinityTerm", "weight", Check::Between(1, 100), AFFINITY),
    rule("core.v1.PreferredSchedulingTerm", "weight", Check::Between(1, 100), AFFINITY),
    rule("core.v1.NodeSelector", "nodeSelectorTerms", Check::NotEmpty, AFFINITY),
    rule("core.v1.PodOS", "name", Check::OneOf(&["linux", "windows"]), POD),
];

const EFFECTS: &[&str] = &["NoSchedule", "PreferNoSchedule", "NoExecute"];

pub(super) const OBJECTS: &[(&str, ObjectRule)] =
    &[("core.v1.PodSpec", pod), ("core.v1.PodSpec", restart_policy_of_owner), ("core.v1.Toleration", toleration)];

fn empty_or_qualified(text: &str) -> bool {
    text.is_empty() || formats::qualified_name(text)
}

fn pod(trail: &Trail<'_>, report: &mut Report<'_>) {
    report.page(POD);
    let lists = ["initContainers", "containers", "ephemeralContainers"];
    let containers: Vec<&Node> =
        lists.iter().flat_map(|list| trail.node.get(list).map_or(&[][..], Node::items)).collect();
    let mut names: HashMap<&str, Span> = HashMap::new();
    let mut ports: HashMap<&str, Span> = HashMap::new();
    for container in &containers {
        once(report, container.get("name"), &mut names, Level::Error);
        let own: Vec<&Node> = container.get("ports").map_or(&[][..], Node::items).iter().collect();
        // Names that are twice in one container are told of there.
        let mut own_names = HashMap::new();
        own.iter().for_each(|port| {
            if let Some(name) = port.text_at("name")
                && own_names.insert(name, ()).is_none()
            {
                // The API's description wants names unique in the Pod; the server looks into each container only.
                once(report, port.get("name"), &mut ports, Level::Warning);
            }
        });
    }
    report.unique(trail.node.get("volumes"), "name");
    for container in &containers {
        mounts(trail, container, report);
        probe_ports(container, report);
    }
    let dns_none = trail.node.text_at("dnsPolicy") == Some("None");
    if let (true, Some(entry)) = (dns_none, trail.node.entry("dnsPolicy"))
        && trail.node.at(&["dnsConfig", "nameservers"]).is_none_or(super::is_empty)
    {
        report.page(DNS).missing_where("dnsConfig.nameservers", entry.key_span, "dnsPolicy: None");
    }
    host_network(trail, &containers, report);
    host_ports(&containers, report);
    let on = |field: &str| trail.node.get(field).and_then(Node::boolean) == Some(true);
    if let (true, true, Some(entry)) =
        (on("shareProcessNamespace"), on("hostPID"), trail.node.entry("shareProcessNamespace"))
    {
        report.page("tasks/configure-pod-container/share-process-namespace/").forbidden(entry, "hostPID: true");
    }
}

/// A port of the node goes to one container.
fn host_ports(containers: &[&Node], report: &mut Report<'_>) {
    let mut seen: HashMap<(i128, &str, &str), (Span, usize)> = HashMap::new();
    for (at, container) in containers.iter().enumerate() {
        for port in container.get("ports").map_or(&[][..], Node::items) {
            let Some((node, number)) = port.get("hostPort").and_then(|node| Some((node, node.integer()?))) else {
                continue;
            };
            let protocol = port.text_at("protocol").unwrap_or("TCP");
            let key = (number, protocol, port.text_at("hostIP").unwrap_or("0.0.0.0"));
            // Within a container the list of ports has told of it.
            if let Some((first, other)) = seen.insert(key, (node.span, at))
                && other != at
            {
                report.page(POD).twice(node.span, first, &format!("{number}/{protocol}"), Level::Error);
            }
        }
    }
}

fn once<'a>(report: &mut Report<'_>, node: Option<&'a Node>, seen: &mut HashMap<&'a str, Span>, level: Level) {
    let Some((node, name)) = node.and_then(|node| Some((node, node.text()?))) else { return };
    match seen.get(name) {
        Some(first) => report.twice(node.span, *first, name, level),
        None => {
            seen.insert(name, node.span);
        }
    }
}

/// With `hostNetwork`, a port of the container is a port of the host.
fn host_network(trail: &Trail<'_>, containers: &[&Node], report: &mut Report<'_>) {
    if trail.node.get("hostNetwork").and_then(Node::boolean) != Some(true) {
        return;
    }
    for port in containers.iter().flat_map(|c| c.get("ports").map_or(&[][..], Node::items)) {
        if let (Some(host), Some(own)) = (port.get("hostPort"), port.get("containerPort"))
            && host.integer() != own.integer()
        {
            report.page(POD).format(host, "hostPort", "host_network");
        }
    }
}

/// Each mount has its volume.
fn mounts(trail: &Trail<'_>, container: &Node, report: &mut Report<'_>) {
    let claims = trail
        .around("apps.v1.StatefulSetSpec")
        .and_then(|owner| owner.node.get("volumeClaimTemplates"))
        .map_or(&[][..], Node::items);
    let volumes = trail.node.get("volumes").map_or(&[][..], Node::items);
    let names: Vec<&str> = volumes
        .iter()
        .filter_map(|volume| volume.text_at("name"))
        .chain(claims.iter().filter_map(|claim| claim.at(&["metadata", "name"])?.text()))
        .collect();
    for list in ["volumeMounts", "volumeDevices"] {
        for mount in container.get(list).map_or(&[][..], Node::items) {
            let Some((node, name)) = mount.get("name").and_then(|node| Some((node, node.text()?))) else { continue };
            if !names.contains(&name) {
                let mut diagnostic = report
                    .at(code::UNKNOWN_VOLUME, node.span)
                    .arg("name", name)
                    .nearest(nearest(name, names.iter().copied()));
                if let Some(entry) = trail.node.entry("volumes") {
                    diagnostic = diagnostic.label("volumes", report.source, entry.key_span);
                }
                report.page("concepts/storage/volumes/").push(diagnostic);
            }
        }
    }
}

/// A probe or a hook that names a port names one of its own container's.
fn probe_ports(container: &Node, report: &mut Report<'_>) {
    let names: Vec<&str> =
        container.get("ports").map_or(&[][..], Node::items).iter().filter_map(|p| p.text_at("name")).collect();
    let probes = ["livenessProbe", "readinessProbe", "startupProbe"].map(|probe| container.get(probe));
    let hooks = ["postStart", "preStop"].map(|hook| container.at(&["lifecycle", hook]));
    for handler in probes.into_iter().chain(hooks).flatten() {
        for action in ["httpGet", "tcpSocket"] {
            let Some(port) = handler.at(&[action, "port"]) else { continue };
            let Some(name) = port.text().filter(|name| formats::port_name(name) && !names.contains(name)) else {
                continue;
            };
            let mut diagnostic = report
                .at(code::UNKNOWN_PORT, port.span)
                .arg("port", name)
                .nearest(nearest(name, names.iter().copied()));
            if let Some(entry) = container.entry("ports") {
                diagnostic = diagnostic.label("ports", report.source, entry.key_span);
            }
            report.page("tasks/configure-pod-container/configure-liveness-readiness-startup-probes/").push(diagnostic);
        }
    }
}

/// What a controller asks of its Pods. <https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy>
fn restart_policy_of_owner(trail: &Trail<'_>, report: &mut Report<'_>) {
    let policy = trail.node.entry("restartPolicy");
    let word = policy.and_then(|p| p.value.text());
    let always = [
        "apps.v1.DeploymentSpec",
        "apps.v1.ReplicaSetSpec",
        "apps.v1.StatefulSetSpec",
        "apps.v1.DaemonSetSpec",
        "core.v1.ReplicationControllerSpec",
    ];
    let in_template = |owner: &str| trail.around(owner).is_some();
    if always.iter().any(|owner| in_template(owner)) {
        if let Some(entry) = trail.node.entry("activeDeadlineSeconds").filter(|entry| !entry.value.is_null()) {
            report.page(LIFECYCLE).forbidden(entry, "restartPolicy: Always");
        }
        if let (Some(Entry { value, .. }), Some("OnFailure" | "Never")) = (policy, word) {
            report.page(LIFECYCLE);
            let diagnostic = super::not_one_of(report.source, value, "restartPolicy", &["Always"]);
            diagnostic.into_iter().for_each(|d| report.push(d.help("controller")));
        }
    } else if in_template("batch.v1.JobSpec") {
        report.page("concepts/workloads/controllers/job/#pod-template");
        match (policy, word) {
            (Some(Entry { value, .. }), Some("Always")) => {
                let diagnostic = super::not_one_of(report.source, value, "restartPolicy", &["OnFailure", "Never"]);
                diagnostic.into_iter().for_each(|d| report.push(d));
            }
            (None, _) => report.missing_where("restartPolicy", trail.at, "kind: Job"),
            _ => {}
        }
    }
}

fn toleration(trail: &Trail<'_>, report: &mut Report<'_>) {
    report.page(TAINTS);
    let operator = trail.node.text_at("operator");
    let value = trail.node.entry("value").filter(|entry| !super::is_empty(&entry.value));
    if let (Some("Exists"), Some(value)) = (operator, value) {
        report.forbidden(value, "operator: Exists");
    }
    if trail.node.get("key").is_none_or(super::is_empty) && operator != Some("Exists") {
        report.missing_where("operator: Exists", trail.at, "key: \"\"");
    }
    if let Some(entry) = trail.node.entry("tolerationSeconds")
        && trail.node.text_at("effect").is_some_and(|effect| effect != "NoExecute")
    {
        report.forbidden(entry, "effect: NoExecute");
    }
}
