//! From `apiVersion` and `kind` to a schema, or to a word on why there is none.

use super::{Api, KindInfo, Schema, crd::CustomKind, kubernetes};
use crate::{
    diagnostics::{Diagnostic, Level, code, nearest},
    examples::{Manifest, fixes},
};

/// What a manifest's kind is.
pub enum Found<'a> {
    /// One of the API's own.
    Known(&'a KindInfo),
    /// One that a CustomResourceDefinition of the set makes, in this version.
    Custom(&'a CustomKind, &'a Schema),
    /// One of the API's own in another version than is written, and what there is to say of that.
    Elsewhere(Box<Diagnostic>, String),
    /// Nothing to hold it against; what there is to say of that.
    Nothing(Option<Box<Diagnostic>>),
}

/// Kinds of files that tools read and no server: nothing to say about them.
const NOT_SERVED: &[(&str, &str)] = &[("v1", "Config"), ("v1", "Status"), ("v1", "DeleteOptions")];

/// Groups of configuration files of Kubernetes' own programs.
const CONFIGURATION: &[&str] = &[".config.k8s.io", "kubeadm.k8s.io", "audit.k8s.io", "client.authentication.k8s.io"];

/// Looks a manifest's kind up.
pub fn resolve<'a>(api: &'a Api, custom: &'a [CustomKind], manifest: &Manifest) -> Found<'a> {
    let (api_version, kind) = (manifest.api_version.as_str(), manifest.kind.as_str());
    if let Some(known) = api.kind(api_version, kind) {
        return Found::Known(known);
    }
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let mut same = custom.iter().filter(|c| c.group == group && c.kind == kind).peekable();
    if same.peek().is_some() {
        let versions: Vec<_> = same.flat_map(|c| c.versions.iter().map(move |v| (c, v))).collect();
        return match versions.iter().find(|(_, (name, _))| name == version) {
            Some((custom, (_, schema))) => Found::Custom(custom, schema),
            None => {
                let names = versions.iter().map(|(_, (name, _))| format!("{group}/{name}"));
                unknown_version(manifest, &names.collect::<Vec<_>>())
            }
        };
    }
    if NOT_SERVED.contains(&(api_version, kind)) || CONFIGURATION.iter().any(|end| group.ends_with(end)) {
        return Found::Nothing(None);
    }
    if let Some(removed) = kubernetes::removal(api_version, kind) {
        let diagnostic = Diagnostic::new(code::REMOVED_API, &manifest.source, manifest.api_version_span)
            .arg("api", api_version)
            .arg("kind", kind)
            .arg("since", removed.since)
            .arg("instead", removed.instead)
            .help(if removed.instead.is_empty() { "gone" } else { "instead" });
        return match removed.instead {
            "" => Found::Nothing(Some(Box::new(diagnostic))),
            instead => Found::Elsewhere(Box::new(diagnostic), instead.to_owned()),
        };
    }
    unknown(api, custom, manifest, group)
}

fn unknown<'a>(api: &'a Api, custom: &'a [CustomKind], manifest: &Manifest, group: &str) -> Found<'a> {
    let kind = manifest.kind.as_str();
    let right: Vec<String> = api.kinds.iter().filter(|k| k.kind == kind).map(KindInfo::api_version).collect();
    let groups: Vec<&str> = api.kinds.iter().map(|k| k.group.as_str()).collect();
    let ours = groups.contains(&group) || !group.contains('.') || means_ours(&right, group);
    if ours && !right.is_empty() {
        return unknown_version(manifest, &right);
    }
    // The same kind in a group that is a part of this one, or of which this one is a part, or nearly this one.
    let related = |known: &str| {
        let part = |long: &str, short: &str| long.strip_suffix(short).is_some_and(|rest| rest.ends_with('.'));
        part(known, group) || part(group, known) || crate::diagnostics::distance(known, group) <= 2
    };
    let same_kind = custom.iter().filter(|c| c.kind == kind && related(&c.group));
    let meant: Vec<String> =
        same_kind.flat_map(|c| c.versions.iter().map(move |(version, _)| format!("{}/{version}", c.group))).collect();
    if !meant.is_empty() {
        return unknown_version(manifest, &meant);
    }
    let at_kind = |level| {
        Diagnostic::new(code::UNKNOWN_KIND, &manifest.source, manifest.kind_span)
            .arg("kind", kind)
            .arg("api", &manifest.api_version)
            .level(level)
    };
    if ours {
        let in_group: Vec<&str> = api.kinds.iter().filter(|k| k.group == group).map(|k| k.kind.as_str()).collect();
        let everywhere = api.kinds.iter().map(|k| k.kind.as_str());
        let near = nearest(kind, in_group.iter().copied()).or_else(|| nearest(kind, everywhere));
        let diagnostic = at_kind(Level::Error).nearest(near);
        let meant = fixes::meant(kind, &in_group);
        return Found::Nothing(Some(Box::new(match (meant, manifest.root.get("kind")) {
            (Some(meant), Some(node)) => fixes::replace(diagnostic, &manifest.source, node, meant),
            _ => diagnostic,
        })));
    }
    let in_group = custom.iter().filter(|c| c.group == group).map(|c| c.kind.as_str());
    Found::Nothing(Some(Box::new(match nearest(kind, in_group) {
        Some(near) => at_kind(Level::Error).nearest(Some(near)),
        None => at_kind(Level::Note).help("crd"),
    })))
}

/// Whether an unknown group is a slip of the pen for the group of a kind's right API version.
fn means_ours(right: &[String], group: &str) -> bool {
    right.iter().filter_map(|api| api.split_once('/')).any(|(known, _)| {
        crate::diagnostics::distance(known, group) <= 2
            || (group.ends_with(".k8s.io") && group.split('.').next() == known.split('.').next())
            || (known.split('.').next() == Some(group))
    })
}

fn unknown_version<'a>(manifest: &Manifest, right: &[String]) -> Found<'a> {
    let diagnostic = Diagnostic::new(code::UNKNOWN_API, &manifest.source, manifest.api_version_span)
        .arg("api", &manifest.api_version)
        .arg("kind", &manifest.kind)
        .arg("right", right.iter().map(|api| format!("`{api}`")).collect::<Vec<_>>().join(", "))
        .help("right");
    match (right, manifest.root.get("apiVersion")) {
        ([only], Some(node)) => {
            Found::Elsewhere(Box::new(fixes::replace(diagnostic, &manifest.source, node, only)), only.clone())
        }
        _ => Found::Nothing(Some(Box::new(diagnostic))),
    }
}
