//! Containers against the LimitRanges of their namespace. <https://kubernetes.io/docs/concepts/policy/limit-range/>

use super::{Set, together, workload::Workload};
use crate::{
    diagnostics::{Diagnostic, Level, code},
    examples::{Manifest, formats, yaml::Node},
};

/// Containers that ask for more than a LimitRange of the set allows.
pub(super) fn check(set: &mut Set<'_>, workload: &Workload<'_>) {
    let namespace = workload.manifest.namespace.as_deref();
    let ranges: Vec<&Manifest> = set.kind("LimitRange").to_vec();
    for range in ranges.into_iter().filter(|range| together(range.namespace.as_deref(), namespace)) {
        let items = range.root.all(&["spec", "limits", "[]"]);
        for max in
            items.into_iter().filter(|item| item.text_at("type") == Some("Container")).filter_map(|i| i.get("max"))
        {
            workload.containers().for_each(|container| above(set, workload.manifest, container, range, max));
        }
    }
}

fn above(set: &mut Set<'_>, manifest: &Manifest, container: &Node, range: &Manifest, max: &Node) {
    let amount = |node: &Node| formats::quantity(&node.scalar()?.text);
    for limit in container.at(&["resources", "limits"]).map_or(&[][..], Node::entries) {
        let Some(most) = max.get(&limit.key) else { continue };
        if let (Some(asked), Some(allowed)) = (amount(&limit.value), amount(most))
            && asked > allowed
        {
            let diagnostic = Diagnostic::new(code::ABOVE_LIMIT, &manifest.source, limit.value.span)
                .arg("field", format!("limits.{}", limit.key))
                .arg("value", limit.value.written())
                .arg("other", format!("LimitRange {} max.{}", range.name, limit.key))
                .arg("limit", most.written())
                .label("limit", &range.source, most.span)
                .level(Level::Warning);
            set.found.push(diagnostic);
        }
    }
}
