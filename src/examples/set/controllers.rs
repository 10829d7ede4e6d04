//! Controllers: what scales them, the Service of a StatefulSet, and two that want the same Pods.

use super::{Set, line, together};
use crate::{
    diagnostics::{Diagnostic, code},
    examples::{Manifest, labels::Selector, rules, yaml::Node},
};

pub(super) fn check(set: &mut Set<'_>, manifest: &Manifest) {
    match (manifest.group(), manifest.kind.as_str()) {
        ("autoscaling", "HorizontalPodAutoscaler") => scale_target(set, manifest),
        ("apps", "StatefulSet") => governing_service(set, manifest),
        _ => {}
    }
}

fn scale_target(set: &mut Set<'_>, manifest: &Manifest) {
    let Some(reference) = manifest.root.at(&["spec", "scaleTargetRef"]) else { return };
    let (Some(kind), Some(name)) = (reference.text_at("kind"), reference.get("name")) else { return };
    // <https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/>
    let fixed = ["DaemonSet", "Pod", "Job", "CronJob", "Service"];
    if let Some(node) = reference.get("kind").filter(|_| fixed.contains(&kind)) {
        let scalable = ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"];
        set.found.extend(rules::not_one_of(&manifest.source, node, "scaleTargetRef.kind", &scalable));
        return;
    }
    let Some(target) = set.follow(manifest, kind, name, manifest.namespace.as_deref()) else { return };
    requests(set, manifest, target);
    let api = reference.get("apiVersion");
    let asked = api.and_then(Node::text).unwrap_or_default();
    let group = asked.split_once('/').map_or("", |(group, _)| group);
    if group == target.group() {
        return;
    }
    let at = api.map_or(name.span, |node| node.span);
    set.found.push(
        Diagnostic::new(code::WRONG_TARGET, &manifest.source, at)
            .arg("kind", kind)
            .arg("name", &target.name)
            .arg("api", asked)
            .arg("right", &target.api_version)
            .label("object", &target.source, target.api_version_span),
    );
}

/// Utilization is a share of what the containers request.
fn requests(set: &mut Set<'_>, scaler: &Manifest, target: &Manifest) {
    let Some(workload) = set.workloads.iter().find(|workload| std::ptr::eq(workload.manifest, target)).cloned() else {
        return;
    };
    for metric in scaler.root.all(&["spec", "metrics", "[]", "resource"]) {
        let share = metric.at(&["target", "averageUtilization"]).is_some();
        let Some((node, resource)) = metric.get("name").and_then(|node| Some((node, node.text()?))) else { continue };
        let own = workload.spec().map_or(&[][..], |spec| spec.get("containers").map_or(&[][..], Node::items));
        // What is limited and not requested is requested as it is limited. The Pod as a whole may request as well.
        let asks = |container: &&Node| {
            ["requests", "limits"].iter().any(|field| container.at(&["resources", field, resource]).is_some())
        };
        let whole = workload.spec().is_some_and(|spec| asks(&spec));
        let Some(silent) = own.iter().find(|container| share && !whole && !asks(container)) else { continue };
        let at = silent.get("name").map_or(silent.span, |name| name.span);
        set.found.push(
            Diagnostic::new(code::NO_REQUEST, &scaler.source, node.span)
                .arg("resource", resource)
                .arg("container", silent.text_at("name").unwrap_or_default())
                .arg("kind", &target.kind)
                .arg("name", &target.name)
                .label("container", &target.source, line(target, at)),
        );
    }
}

fn governing_service(set: &mut Set<'_>, manifest: &Manifest) {
    let Some(name) = manifest.root.at(&["spec", "serviceName"]) else { return };
    let Some(service) = set.follow(manifest, "Service", name, manifest.namespace.as_deref()) else { return };
    let selector = service.root.at(&["spec", "selector"]).map(Selector::from_map).unwrap_or_default();
    if let Some(miss) = selector.first_miss(manifest.root.at(&["spec", "template", "metadata", "labels"])) {
        set.found.push(
            Diagnostic::new(code::GOVERNING_SERVICE, &manifest.source, name.span)
                .arg("name", &service.name)
                .arg("label", miss.text)
                .label("selector", &service.source, line(service, miss.span)),
        );
    }
    if service.root.at(&["spec", "clusterIP"]).and_then(Node::text) == Some("None") {
        return;
    }
    set.found.push(
        Diagnostic::new(code::NOT_HEADLESS, &manifest.source, name.span)
            .arg("name", &service.name)
            .label("service", &service.source, service.name_span)
            .help("none"),
    );
}

/// Controllers whose selector matches the Pods of another one.
pub(super) fn overlaps(set: &mut Set<'_>) {
    let controllers = std::rc::Rc::clone(&set.workloads);
    for (at, workload) in controllers.iter().enumerate() {
        let Some(selector) = workload.selector.as_ref().filter(|selector| selector.matches(workload.labels())) else {
            continue;
        };
        // Two overlap where one selects the Pods of the other; whose labels these are has at least one in common.
        let labels = workload.labels().map_or(&[][..], Node::entries);
        let common = labels
            .iter()
            .filter_map(|label| set.by_label.get(&(label.key.as_str(), label.value.text().unwrap_or_default())));
        let other = common.flatten().copied().find(|&other| {
            let other_workload = &controllers[other];
            let (a, b) = (workload.manifest, other_workload.manifest);
            let same = a.kind == b.kind && a.name == b.name;
            other < at
                && !same
                && together(a.namespace.as_deref(), b.namespace.as_deref())
                && other_workload.selector.as_ref().is_some_and(|theirs| {
                    selector.matches(other_workload.labels()) || theirs.matches(workload.labels())
                })
        });
        let Some(other) = other.map(|other| &controllers[other]) else { continue };
        let manifest = workload.manifest;
        let span = selector.span().map_or(manifest.kind_span, |span| line(manifest, span));
        let mut diagnostic = Diagnostic::new(code::OVERLAP, &manifest.source, span)
            .arg("kind", &manifest.kind)
            .arg("name", &manifest.name)
            .arg("other", other.title())
            .help("label");
        if let Some(entry) = other.labels_entry() {
            diagnostic = diagnostic.label("other", &other.manifest.source, entry.key_span);
        }
        set.found.push(diagnostic);
    }
}
