//! What objects refer to by name: ConfigMaps, Secrets and their keys, claims, accounts, classes, policies.

use super::{Set, workload::Workload};
use crate::{
    diagnostics::{Diagnostic, code, nearest},
    examples::{
        Manifest,
        yaml::{Entry, Node},
    },
};

/// A reference by name: group and kind of the object, the path in it, the kind it leads to, and whether that is in the
/// object's own namespace.
type Reference = (&'static str, &'static str, &'static [&'static str], &'static str, bool);

const ADMISSION: &str = "admissionregistration.k8s.io";

/// References that are followed where the set makes objects of the kind at all: else they lead to what the cluster has.
const REFERENCES: &[Reference] = &[
    (ADMISSION, "ValidatingAdmissionPolicyBinding", &["spec", "policyName"], "ValidatingAdmissionPolicy", false),
    (ADMISSION, "MutatingAdmissionPolicyBinding", &["spec", "policyName"], "MutatingAdmissionPolicy", false),
    ("", "ServiceAccount", &["secrets", "[]", "name"], "Secret", true),
    ("", "ServiceAccount", &["imagePullSecrets", "[]", "name"], "Secret", true),
    ("", "Secret", &["metadata", "annotations", "kubernetes.io/service-account.name"], "ServiceAccount", true),
];

/// References of other objects than Pods.
pub(super) fn of_object(set: &mut Set<'_>, manifest: &Manifest) {
    for owner in manifest.root.all(&["metadata", "ownerReferences", "[]"]) {
        let kind = owner.text_at("kind").filter(|kind| !set.kind(kind).is_empty());
        if let (Some(kind), Some(name)) = (kind, owner.get("name")) {
            set.follow(manifest, kind, name, manifest.namespace.as_deref());
        }
    }
    for (group, kind, path, target, own) in REFERENCES {
        if manifest.is(group, kind) && !set.kind(target).is_empty() {
            let namespace = manifest.namespace.as_deref().filter(|_| *own);
            for name in manifest.root.all(path) {
                set.follow(manifest, target, name, namespace);
            }
        }
    }
}

/// References of a Pod's specification.
pub(super) fn of_pod(set: &mut Set<'_>, workload: &Workload<'_>) {
    let Some(spec) = workload.spec() else { return };
    let manifest = workload.manifest;
    for container in workload.containers() {
        for env in container.get("env").map_or(&[][..], Node::items) {
            for (field, kind) in [("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")] {
                if let Some(reference) = env.at(&["valueFrom", field]) {
                    config(set, manifest, kind, reference, "name", reference.get("key").into_iter());
                }
            }
        }
        for from in container.get("envFrom").map_or(&[][..], Node::items) {
            for (field, kind) in [("configMapRef", "ConfigMap"), ("secretRef", "Secret")] {
                from.get(field).into_iter().for_each(|r| config(set, manifest, kind, r, "name", std::iter::empty()));
            }
        }
    }
    for volume in spec.get("volumes").map_or(&[][..], Node::items) {
        volume.get("configMap").into_iter().for_each(|r| config(set, manifest, "ConfigMap", r, "name", keys(r)));
        volume.get("secret").into_iter().for_each(|r| config(set, manifest, "Secret", r, "secretName", keys(r)));
        for source in volume.at(&["projected", "sources"]).map_or(&[][..], Node::items) {
            source.get("configMap").into_iter().for_each(|r| config(set, manifest, "ConfigMap", r, "name", keys(r)));
            source.get("secret").into_iter().for_each(|r| config(set, manifest, "Secret", r, "name", keys(r)));
        }
        if let Some(claim) = volume.at(&["persistentVolumeClaim", "claimName"]) {
            claim_reference(set, workload, volume.text_at("name"), claim);
        }
    }
    // The key to a registry is usually made by hand: only among Secrets of the set one can be missing.
    let pull = spec.get("imagePullSecrets").filter(|_| !set.kind("Secret").is_empty());
    for secret in pull.map_or(&[][..], Node::items) {
        secret.get("name").map(|name| set.follow(manifest, "Secret", name, manifest.namespace.as_deref()));
    }
    if let Some(account) = spec.get("serviceAccountName").filter(|name| name.text() != Some("default")) {
        set.follow(manifest, "ServiceAccount", account, manifest.namespace.as_deref());
    }
    for (field, kind) in [("priorityClassName", "PriorityClass"), ("runtimeClassName", "RuntimeClass")] {
        if let Some(class) = spec.get(field)
            && class.text().is_some_and(|name| !name.starts_with("system-"))
            && !set.kind(kind).is_empty()
        {
            set.follow(manifest, kind, class, None);
        }
    }
    for class in spec.all(&["volumes", "[]", "ephemeral", "volumeClaimTemplate", "spec", "storageClassName"]) {
        if !set.kind("StorageClass").is_empty() {
            set.follow(manifest, "StorageClass", class, None);
        }
    }
}

/// A claim; those that a StatefulSet of the set makes are there.
fn claim_reference(set: &mut Set<'_>, workload: &Workload<'_>, volume: Option<&str>, claim: &Node) {
    // A claim template takes the place of the volume of its name.
    let templates = workload.manifest.root.all(&["spec", "volumeClaimTemplates", "[]", "metadata", "name"]);
    if templates.iter().any(|template| template.text() == volume) {
        return;
    }
    let made = set.kind("StatefulSet").iter().any(|owner| {
        let templates = owner.root.at(&["spec", "volumeClaimTemplates"]).map_or(&[][..], Node::items);
        templates
            .iter()
            .filter_map(|t| t.at(&["metadata", "name"])?.text())
            .any(|template| claim.text().is_some_and(|text| text.starts_with(&format!("{template}-{}-", owner.name))))
    });
    if !made {
        set.follow(workload.manifest, "PersistentVolumeClaim", claim, workload.manifest.namespace.as_deref());
    }
}

fn keys(reference: &Node) -> impl Iterator<Item = &Node> {
    reference.get("items").map_or(&[][..], Node::items).iter().filter_map(|item| item.get("key"))
}

/// A ConfigMap or Secret and the keys asked of it.
fn config<'n>(
    set: &mut Set<'_>,
    manifest: &Manifest,
    kind: &str,
    reference: &Node,
    name: &str,
    keys: impl Iterator<Item = &'n Node>,
) {
    let optional = reference.get("optional").and_then(Node::boolean) == Some(true);
    let Some(name) = reference.get(name).filter(|name| !optional && name.text() != Some("kube-root-ca.crt")) else {
        return;
    };
    let Some(target) = set.follow(manifest, kind, name, manifest.namespace.as_deref()) else { return };
    let maps = ["data", "binaryData", "stringData"];
    let there: Vec<&Entry> = maps.iter().flat_map(|map| target.root.get(map).map_or(&[][..], Node::entries)).collect();
    // The control plane fills the Secret of a service account.
    if target.root.text_at("type") == Some("kubernetes.io/service-account-token") {
        return;
    }
    for key in keys {
        let Some(text) = key.text().filter(|text| !there.iter().any(|entry| entry.key == *text)) else { continue };
        let mut diagnostic = Diagnostic::new(code::MISSING_KEY, &manifest.source, key.span)
            .arg("kind", kind)
            .arg("name", &target.name)
            .arg("key", text)
            .nearest(nearest(text, there.iter().map(|entry| entry.key.as_str())));
        if let Some(entry) = maps.iter().find_map(|map| target.root.entry(map)) {
            diagnostic = diagnostic.label("object", &target.source, entry.key_span);
        }
        set.found.push(diagnostic);
    }
}
