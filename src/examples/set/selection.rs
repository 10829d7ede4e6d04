//! Selectors of Services, disruption budgets and network policies, and the ports that Services lead to.

use super::{Set, line, together, workload::Workload};
use crate::{
    diagnostics::{Diagnostic, Level, code, nearest},
    examples::{Manifest, formats, labels::Selector, yaml::Node},
};

/// Among so many workloads one that may be meant is looked for; a set of thousands would take the square of it.
const NEIGHBOURS: usize = 500;

pub(super) fn check(set: &mut Set<'_>, manifest: &Manifest) {
    let spec = |field: &str| manifest.root.at(&["spec", field]);
    match (manifest.group(), manifest.kind.as_str()) {
        ("", "Service") if spec("type").and_then(Node::text) != Some("ExternalName") => {
            let Some(selector) = spec("selector").map(Selector::from_map) else { return };
            let workloads = std::rc::Rc::clone(&set.workloads);
            let matched = selected(set, &workloads, manifest, &selector);
            ports(set, manifest, &matched);
        }
        ("policy", "PodDisruptionBudget") => {
            let workloads = std::rc::Rc::clone(&set.workloads);
            let Some(selector) = spec("selector").map(Selector::from_selector) else { return };
            let matched = selected(set, &workloads, manifest, &selector);
            budget(set, manifest, &matched);
        }
        ("networking.k8s.io", "NetworkPolicy") => {
            let workloads = std::rc::Rc::clone(&set.workloads);
            spec("podSelector").map(|node| selected(set, &workloads, manifest, &Selector::from_selector(node)));
            for (direction, side) in [("ingress", "from"), ("egress", "to")] {
                let peers = manifest.root.all(&["spec", direction, "[]", side, "[]"]);
                // Pods of other namespaces are somebody else's.
                for peer in peers {
                    match peer.get("namespaceSelector") {
                        None => peer.get("podSelector").into_iter().for_each(|n| nearly(set, &workloads, manifest, n)),
                        Some(selector) => namespaces(set, manifest, selector),
                    }
                }
            }
        }
        _ => {}
    }
}

/// A selector of namespaces that matches none of the set's and nearly matches one.
fn namespaces(set: &mut Set<'_>, manifest: &Manifest, node: &Node) {
    let selector = Selector::from_selector(node);
    let made = set.kind("Namespace");
    // Each has its name as a label.
    let by_name = selector.one_label().is_some_and(|(key, _)| key == "kubernetes.io/metadata.name");
    if by_name || made.iter().any(|namespace| selector.matches(labels_of(namespace))) {
        return;
    }
    let near = made
        .iter()
        .find(|namespace| selector.kinship(labels_of(namespace)) > 0 || selector.differs(labels_of(namespace)));
    let Some((near, miss)) = near.and_then(|near| Some((near, selector.first_miss(labels_of(near))?))) else { return };
    let mut diagnostic = Diagnostic::new(code::SELECTS_NOTHING, &manifest.source, line(manifest, miss.span))
        .arg("selector", selector.text())
        .arg("label", miss.text)
        .help("no_namespace")
        .level(Level::Warning);
    if let Some(entry) = near.root.get("metadata").and_then(|metadata| metadata.entry("labels")) {
        diagnostic = diagnostic.label("labels", &near.source, entry.key_span);
    }
    set.found.push(diagnostic);
}

fn labels_of(manifest: &Manifest) -> Option<&Node> {
    manifest.root.at(&["metadata", "labels"])
}

/// Selectors of a Pod's own placement: beside which Pods it stands, or does not.
pub(super) fn of_pod(set: &mut Set<'_>, workload: &Workload<'_>) {
    let Some(spec) = workload.spec() else { return };
    let workloads = std::rc::Rc::clone(&set.workloads);
    let mut selectors = spec.all(&["topologySpreadConstraints", "[]", "labelSelector"]);
    for affinity in ["podAffinity", "podAntiAffinity"] {
        let terms = |path: &[&str]| spec.at(&["affinity", affinity]).map_or(Vec::new(), |node| node.all(path));
        selectors.extend(terms(&["requiredDuringSchedulingIgnoredDuringExecution", "[]", "labelSelector"]));
        selectors.extend(terms(&[
            "preferredDuringSchedulingIgnoredDuringExecution",
            "[]",
            "podAffinityTerm",
            "labelSelector",
        ]));
    }
    selectors.into_iter().for_each(|node| nearly(set, &workloads, workload.manifest, node));
}

/// A selector that may well mean Pods of another set: only one that nearly matches is told of.
fn nearly<'a>(set: &mut Set<'a>, workloads: &[Workload<'a>], manifest: &Manifest, node: &Node) {
    let selector = Selector::from_selector(node);
    let matches = set.candidates(&selector).iter().any(|&at| selector.matches(workloads[at].labels()));
    if matches || workloads.iter().take(NEIGHBOURS).all(|workload| selector.kinship(workload.labels()) == 0) {
        return;
    }
    let before = set.found.len();
    selected(set, workloads, manifest, &selector);
    set.found[before..].iter_mut().for_each(|diagnostic| diagnostic.level = Level::Warning);
}

/// A budget that leaves no Pod to be evicted.
fn budget(set: &mut Set<'_>, manifest: &Manifest, workloads: &[&Workload<'_>]) {
    let Some(least) = manifest.root.at(&["spec", "minAvailable"]) else { return };
    let ([workload], Some(number)) = (workloads, least.integer()) else { return };
    let Some(replicas) = workload.manifest.root.at(&["spec", "replicas"]) else { return };
    let scaled = set.kind("HorizontalPodAutoscaler").iter().any(|scaler| {
        scaler.root.at(&["spec", "scaleTargetRef", "name"]).and_then(Node::text) == Some(&workload.manifest.name)
    });
    if let Some(count) = replicas.integer().filter(|&count| number >= count && count > 0 && !scaled) {
        set.found.push(
            Diagnostic::new(code::BUDGET, &manifest.source, least.span)
                .arg("value", number)
                .arg("kind", &workload.manifest.kind)
                .arg("name", &workload.manifest.name)
                .arg("replicas", count)
                .label("replicas", &workload.manifest.source, replicas.span),
        );
    }
}

/// The workloads that a selector matches. Where it should match one and does not, says so.
fn selected<'w, 'a>(
    set: &mut Set<'a>,
    workloads: &'w [Workload<'a>],
    manifest: &Manifest,
    selector: &Selector,
) -> Vec<&'w Workload<'a>> {
    if selector.is_empty() {
        return Vec::new();
    }
    let here = |w: &&Workload<'a>| together(w.manifest.namespace.as_deref(), manifest.namespace.as_deref());
    let candidates = set.candidates(selector);
    let matched: Vec<&Workload<'a>> =
        candidates.iter().map(|&at| &workloads[at]).filter(here).filter(|w| selector.matches(w.labels())).collect();
    if !matched.is_empty() {
        return matched;
    }
    let elsewhere = candidates.iter().map(|&at| &workloads[at]).find(|w| selector.matches(w.labels()));
    if let (Some(workload), Some(span)) = (elsewhere, selector.span()) {
        let namespace = workload.manifest.namespace.as_deref().unwrap_or("default");
        let mut diagnostic = Diagnostic::new(code::SELECTS_NOTHING, &manifest.source, line(manifest, span))
            .arg("selector", selector.text())
            .arg("namespace", namespace)
            .help("namespace")
            .level(Level::Warning);
        if let Some(entry) = workload.labels_entry() {
            diagnostic = diagnostic.label("labels", &workload.manifest.source, entry.key_span);
        }
        set.found.push(diagnostic);
        return Vec::new();
    }
    let near: Vec<&Workload<'a>> = workloads.iter().filter(here).collect();
    let Some(span) = selector.span().filter(|_| !near.is_empty()) else { return Vec::new() };
    // Pods of a namespace that the set does not otherwise speak of are somebody else's.
    let related = near
        .iter()
        .take(NEIGHBOURS)
        .map(|workload| {
            (selector.kinship(workload.labels()) + usize::from(workload.manifest.name == manifest.name), workload)
        })
        .max_by_key(|(kinship, _)| *kinship)
        .filter(|(kinship, _)| *kinship > 0);
    let mut diagnostic =
        Diagnostic::new(code::SELECTS_NOTHING, &manifest.source, line(manifest, span)).arg("selector", selector.text());
    match related {
        Some((_, workload)) => {
            if let Some(miss) = selector.first_miss(workload.labels()) {
                diagnostic.span = line(manifest, miss.span);
                diagnostic = diagnostic.arg("label", miss.text).help("differs");
            }
            if let Some(entry) = workload.labels_entry() {
                diagnostic = diagnostic.label("labels", &workload.manifest.source, entry.key_span);
            }
            // Of several files one may be for Pods that are made elsewhere; a label may be set while the Pod runs.
            if workload.manifest.source != manifest.source || selector.only_lacks(workload.labels()) {
                diagnostic = diagnostic.level(Level::Warning);
            }
        }
        None => diagnostic = diagnostic.level(Level::Warning),
    }
    set.found.push(diagnostic);
    Vec::new()
}

/// Each port of a Service leads to one of some Pod's.
fn ports(set: &mut Set<'_>, service: &Manifest, workloads: &[&Workload<'_>]) {
    let Some(workload) = workloads.first() else { return };
    let containers = || workloads.iter().flat_map(|w| w.containers());
    let declared: Vec<&Node> = containers().flat_map(|c| c.get("ports").map_or(&[][..], Node::items)).collect();
    // One Pod that declares nothing may listen on anything.
    let silent = workloads.iter().any(|w| w.containers().all(|c| c.get("ports").is_none()));
    let all_names: Vec<&str> = declared.iter().filter_map(|port| port.text_at("name")).collect();
    let numbers: Vec<i128> = declared.iter().filter_map(|port| port.get("containerPort")?.integer()).collect();
    let headless = service.root.at(&["spec", "clusterIP"]).and_then(Node::text) == Some("None");
    for port in service.root.at(&["spec", "ports"]).map_or(&[][..], Node::items) {
        let Some(target) = port.get("targetPort").or_else(|| port.get("port")) else { continue };
        // A name is looked up among the ports of the same protocol.
        let protocol = |port: &Node| port.text_at("protocol").unwrap_or("TCP").to_owned();
        let alike = declared.iter().filter(|other| protocol(other) == protocol(port));
        let names: Vec<&str> = alike.filter_map(|port| port.text_at("name")).collect();
        let (text, level) = match (target.text(), target.integer()) {
            (Some(name), _) if formats::port_name(name) && !names.contains(&name) => (name.to_owned(), Level::Error),
            // A declaration is documentation: the port may be open without one.
            (None, Some(number)) if !headless && !silent && !numbers.contains(&number) => {
                (number.to_string(), Level::Warning)
            }
            _ => continue,
        };
        let list: Vec<String> = declared
            .iter()
            .filter_map(|port| {
                port.text_at("name")
                    .map(str::to_owned)
                    .or_else(|| Some(port.get("containerPort")?.integer()?.to_string()))
            })
            .map(|port| format!("`{port}`"))
            .collect();
        let mut diagnostic =
            Diagnostic::new(code::TARGET_PORT, &service.source, target.span).arg("port", &text).level(level);
        diagnostic = if all_names.contains(&text.as_str()) {
            diagnostic.arg("protocol", protocol(port)).help("protocol")
        } else {
            diagnostic.nearest(nearest(&text, all_names.iter().copied()))
        };
        if !list.is_empty() {
            diagnostic = diagnostic.arg("ports", list.join(", ")).help("declared");
        }
        if let Some(entry) = workload.containers().find_map(|c| c.entry("ports")) {
            diagnostic = diagnostic.label("ports", &workload.manifest.source, entry.key_span);
        }
        set.found.push(diagnostic);
    }
}
