//! What only one object of a cluster can have: a port of the nodes, an address, a path of a host, a volume.

use std::collections::HashMap;

use super::{Set, together};
use crate::{
    diagnostics::{Diagnostic, Level, code},
    examples::Manifest,
    text::Span,
};

/// Something that was claimed, and how bad it is when it is claimed again.
struct Claim<'a> {
    by: &'a Manifest,
    what: String,
    at: Span,
    level: Level,
    /// Whether it is the cluster's, or one in each namespace.
    in_namespace: bool,
}

pub(super) fn check(set: &mut Set<'_>, all: &[Manifest]) {
    let mut seen: HashMap<String, Vec<Claim<'_>>> = HashMap::new();
    for claim in all.iter().flat_map(claims) {
        let known = seen.entry(claim.what.clone()).or_default();
        let other = known.iter().find(|other| {
            let (a, b) = (claim.by.namespace.as_deref(), other.by.namespace.as_deref());
            // Twice in one object is told by its own rules; two of one name overwrite each other.
            let same = claim.by.kind == other.by.kind && claim.by.name == other.by.name && together(a, b);
            !same && (!claim.in_namespace || together(a, b))
        });
        if let Some(other) = other {
            let diagnostic = Diagnostic::new(code::CLAIMED_TWICE, &claim.by.source, claim.at)
                .arg("what", &claim.what)
                .arg("other", format!("{} `{}`", other.by.kind, other.by.name))
                .label("first", &other.by.source, other.at);
            // Two files of a folder may be alternatives.
            let same_file = claim.by.source == other.by.source;
            set.found.push(diagnostic.level(if same_file { claim.level } else { Level::Warning }));
        }
        known.push(claim);
    }
}

/// What an object claims.
fn claims(manifest: &Manifest) -> Vec<Claim<'_>> {
    let claim = |what: String, at: Span, level, in_namespace| Claim { by: manifest, what, at, level, in_namespace };
    let spec = |path: &[&str]| manifest.root.get("spec").map_or(Vec::new(), |spec| spec.all(path));
    match (manifest.group(), manifest.kind.as_str()) {
        ("", "Service") => {
            let mut out = Vec::new();
            for port in spec(&["ports", "[]"]) {
                if let Some(node) = port.get("nodePort").filter(|node| node.integer().is_some_and(|number| number > 0))
                {
                    let what = format!("nodePort {}/{}", node.written(), port.text_at("protocol").unwrap_or("TCP"));
                    out.push(claim(what, node.span, Level::Error, false));
                }
            }
            for node in spec(&["clusterIP"]) {
                if node.text().is_some_and(|ip| !matches!(ip, "None" | "")) {
                    out.push(claim(format!("clusterIP {}", node.written()), node.span, Level::Error, false));
                }
            }
            out
        }
        ("", "PersistentVolumeClaim") => {
            let named =
                spec(&["volumeName"]).into_iter().filter(|node| node.text().is_some_and(|name| !name.is_empty()));
            named
                .map(|node| claim(format!("PersistentVolume {}", node.written()), node.span, Level::Error, false))
                .collect()
        }
        ("autoscaling", "HorizontalPodAutoscaler") => spec(&["scaleTargetRef"])
            .into_iter()
            .filter_map(|target| Some((target.text_at("kind")?, target.get("name")?)))
            .map(|(kind, node)| claim(format!("{kind} {}", node.written()), node.span, Level::Warning, true))
            .collect(),
        ("storage.k8s.io", "StorageClass") => {
            let annotations = manifest.root.at(&["metadata", "annotations"]);
            let default = annotations.and_then(|map| map.entry("storageclass.kubernetes.io/is-default-class"));
            let marked = default.filter(|entry| entry.value.text() == Some("true"));
            let at = marked.map(|entry| entry.key_span.to(entry.value.span));
            at.map(|at| claim("is-default-class".to_owned(), at, Level::Warning, false)).into_iter().collect()
        }
        ("networking.k8s.io", "Ingress") => {
            let class = spec(&["ingressClassName"]).first().map(|node| node.written()).unwrap_or_default();
            let mut out = Vec::new();
            for rule in spec(&["rules", "[]"]) {
                let host = rule.text_at("host").unwrap_or("*");
                for path in rule.all(&["http", "paths", "[]"]) {
                    let Some(node) = path.get("path") else { continue };
                    let kind = path.text_at("pathType").unwrap_or_default();
                    let what =
                        format!("{host}{} ({kind}{}{class})", node.written(), if class.is_empty() { "" } else { ", " });
                    out.push(claim(what, node.span, Level::Warning, false));
                }
            }
            out
        }
        _ => Vec::new(),
    }
}
