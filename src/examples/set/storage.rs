//! Claims and the volumes and classes of the set. <https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding>

use super::Set;
use crate::{
    diagnostics::{Diagnostic, Level, code},
    examples::{Manifest, formats, labels::Selector, yaml::Node},
    text::Span,
};

pub(super) fn check(set: &mut Set<'_>, manifest: &Manifest) {
    match (manifest.group(), manifest.kind.as_str()) {
        ("", "PersistentVolumeClaim") => {
            if let Some(spec) = manifest.root.get("spec") {
                class(set, manifest, spec);
                claim(set, manifest, spec);
            }
        }
        ("", "PersistentVolume") => {
            manifest.root.get("spec").into_iter().for_each(|spec| class(set, manifest, spec));
            if let Some(reference) = manifest.root.at(&["spec", "claimRef"]) {
                let namespace = reference.text_at("namespace");
                let claim = reference.get("name").filter(|_| !set.kind("PersistentVolumeClaim").is_empty());
                claim.map(|name| set.follow(manifest, "PersistentVolumeClaim", name, namespace));
            }
        }
        ("apps", "StatefulSet") => {
            let templates = manifest.root.at(&["spec", "volumeClaimTemplates"]).map_or(&[][..], Node::items);
            templates.iter().filter_map(|t| t.get("spec")).for_each(|spec| class(set, manifest, spec));
        }
        _ => {}
    }
}

/// A class, where the set makes classes. A volume made by hand may invent one.
fn class(set: &mut Set<'_>, manifest: &Manifest, spec: &Node) {
    let Some(node) = spec.get("storageClassName") else { return };
    let by_hand = set
        .kind("PersistentVolume")
        .iter()
        .any(|volume| volume.root.at(&["spec", "storageClassName"]).and_then(Node::text) == node.text());
    if !set.kind("StorageClass").is_empty() && !by_hand {
        set.follow(manifest, "StorageClass", node, None);
    }
}

struct Misfit {
    field: &'static str,
    at: Span,
    volume_at: Span,
}

fn claim(set: &mut Set<'_>, manifest: &Manifest, spec: &Node) {
    for source in [spec.get("dataSource"), spec.get("dataSourceRef")].into_iter().flatten() {
        let kind = source.text_at("kind").filter(|kind| matches!(*kind, "PersistentVolumeClaim" | "VolumeSnapshot"));
        if let (Some(kind), Some(name)) = (kind, source.get("name")) {
            let namespace = source.text_at("namespace").or(manifest.namespace.as_deref());
            set.follow(manifest, kind, name, namespace);
        }
    }
    if let Some(name) = spec.get("volumeName").filter(|name| name.text().is_some_and(|text| !text.is_empty())) {
        let Some(volume) = set.follow(manifest, "PersistentVolume", name, None) else { return };
        if let Some(misfit) = misfit(spec, volume, name.span) {
            set.found.push(report(manifest, volume, &misfit, Level::Error));
        }
        return;
    }
    let Some(class) = spec.text_at("storageClassName") else { return };
    // Where a provisioner may make a volume, none has to fit.
    let provisioned = set
        .kind("StorageClass")
        .iter()
        .any(|c| c.name == class && c.root.text_at("provisioner") != Some("kubernetes.io/no-provisioner"));
    let volumes: Vec<&Manifest> = set
        .kind("PersistentVolume")
        .iter()
        .copied()
        .filter(|volume| volume.root.at(&["spec", "storageClassName"]).and_then(Node::text).unwrap_or("") == class)
        .collect();
    if provisioned || volumes.is_empty() {
        return;
    }
    let misfits: Vec<_> =
        volumes.iter().filter_map(|volume| Some((volume, misfit(spec, volume, manifest.name_span)?))).collect();
    if let (true, Some((volume, misfit))) = (misfits.len() == volumes.len(), misfits.first()) {
        set.found.push(report(manifest, volume, misfit, Level::Warning));
    }
}

fn report(manifest: &Manifest, volume: &Manifest, misfit: &Misfit, level: Level) -> Diagnostic {
    Diagnostic::new(code::CANNOT_BIND, &manifest.source, super::line(manifest, misfit.at))
        .arg("name", &volume.name)
        .arg("field", misfit.field)
        .label("volume", &volume.source, super::line(volume, misfit.volume_at))
        .level(level)
}

/// The first thing about a volume that does not fit a claim.
fn misfit(claim: &Node, volume: &Manifest, at: Span) -> Option<Misfit> {
    let spec = volume.root.get("spec")?;
    let size = |node: Option<&Node>| formats::quantity(&node?.scalar()?.text);
    let (asked, capacity) = (claim.at(&["resources", "requests", "storage"]), spec.at(&["capacity", "storage"]));
    if let (Some(a), Some(b)) = (size(asked), size(capacity))
        && a > b
    {
        return Some(Misfit { field: "storage", at: asked?.span, volume_at: capacity?.span });
    }
    let modes = spec.get("accessModes")?;
    for mode in claim.get("accessModes").map_or(&[][..], Node::items) {
        if !modes.items().iter().any(|m| m.text() == mode.text()) {
            return Some(Misfit { field: "accessModes", at: mode.span, volume_at: modes.span });
        }
    }
    let mode = |node: &Node| node.text_at("volumeMode").unwrap_or("Filesystem").to_owned();
    if mode(claim) != mode(spec) {
        let span = |node: &Node, other: Span| node.get("volumeMode").map_or(other, |n| n.span);
        return Some(Misfit { field: "volumeMode", at: span(claim, at), volume_at: span(spec, volume.name_span) });
    }
    if let Some(selector) = claim.get("selector").map(Selector::from_selector)
        && let Some(miss) = selector.first_miss(volume.root.at(&["metadata", "labels"]))
    {
        let labels = volume.root.get("metadata").and_then(|metadata| metadata.entry("labels"));
        let volume_at = labels.map_or(volume.name_span, |entry| entry.key_span);
        return Some(Misfit { field: "selector", at: miss.span, volume_at });
    }
    // A claim without a class gets the default one, which only the cluster knows.
    let class = claim.get("storageClassName")?;
    if class.text() != Some(spec.text_at("storageClassName").unwrap_or("")) {
        let volume_at = spec.get("storageClassName").map_or(volume.name_span, |node| node.span);
        return Some(Misfit { field: "storageClassName", at: class.span, volume_at });
    }
    None
}
