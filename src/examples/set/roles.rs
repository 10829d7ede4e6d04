//! Roles: resources that the API has. Role bindings: the role and the service accounts they name.

use super::{Set, always_there};
use crate::{
    diagnostics::{Diagnostic, Level, code, nearest},
    examples::{Manifest, fixes, schema::Api, yaml::Node},
};

/// ClusterRoles of every cluster. <https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings>
const BUILT_IN: &[&str] = &["cluster-admin", "admin", "edit", "view"];

/// Roles that the control plane makes.
fn of_the_system(name: &str) -> bool {
    name.starts_with("system:") || name == "extension-apiserver-authentication-reader"
}

pub(super) fn check(set: &mut Set<'_>, manifest: &Manifest, api: &Api) {
    if manifest.group() != "rbac.authorization.k8s.io" {
        return;
    }
    manifest.root.all(&["rules", "[]"]).iter().for_each(|rule| {
        resources(set, manifest, rule, api);
        names(set, manifest, rule, api);
    });
    if !manifest.kind.ends_with("RoleBinding") {
        return;
    }
    let reference = manifest.root.get("roleRef");
    match reference.and_then(|reference| Some((reference.text_at("kind")?, reference.get("name")?))) {
        Some(("Role", name)) if manifest.kind == "RoleBinding" && !name.text().is_some_and(of_the_system) => {
            set.follow(manifest, "Role", name, manifest.namespace.as_deref());
        }
        Some(("ClusterRole", name)) => {
            let built_in = name.text().is_none_or(|text| BUILT_IN.contains(&text) || of_the_system(text));
            if !built_in {
                set.follow(manifest, "ClusterRole", name, None);
            }
        }
        _ => {}
    }
    for subject in manifest.root.get("subjects").map_or(&[][..], Node::items) {
        let namespace = subject.text_at("namespace").or(manifest.namespace.as_deref());
        let Some(name) = subject.get("name").filter(|name| name.text() != Some("default")) else { continue };
        let theirs = namespace.is_some_and(|namespace| always_there(namespace) && namespace != "default");
        if subject.text_at("kind") == Some("ServiceAccount") && !theirs {
            set.follow(manifest, "ServiceAccount", name, namespace);
        }
    }
}

/// Names of a rule that no object of the set has, where one has nearly that name.
fn names(set: &mut Set<'_>, manifest: &Manifest, rule: &Node, api: &Api) {
    let resources: Vec<&str> = rule.all(&["resources", "[]"]).into_iter().filter_map(Node::text).collect();
    let kinds = api.kinds.iter().filter(|kind| resources.contains(&kind.plural.as_str()));
    let known: Vec<&str> = kinds.flat_map(|kind| set.kind(&kind.kind)).map(|object| object.name.as_str()).collect();
    for node in rule.all(&["resourceNames", "[]"]) {
        let Some(text) = node.text().filter(|text| !known.contains(text)) else { continue };
        if let (Some(near), Some(resource)) = (nearest(text, known.iter().copied()), resources.first()) {
            let diagnostic = Diagnostic::new(code::DANGLING_REFERENCE, &manifest.source, node.span)
                .arg("kind", resource)
                .arg("name", text)
                .nearest(Some(near));
            set.found.push(diagnostic);
        }
    }
}

/// Resources of a rule that its groups do not have and that are one slip, or one group, from one that exists. A cluster
/// may serve more than is known here, so nothing else is said.
fn resources(set: &mut Set<'_>, manifest: &Manifest, rule: &Node, api: &Api) {
    let groups: Vec<&str> = rule.all(&["apiGroups", "[]"]).into_iter().filter_map(Node::text).collect();
    if groups.is_empty() || !groups.iter().all(|group| api.kinds.iter().any(|kind| kind.group == *group)) {
        return;
    }
    for node in rule.all(&["resources", "[]"]) {
        let Some(text) = node.text().filter(|text| !text.contains('*')) else { continue };
        let name = text.split('/').next().unwrap_or_default();
        let in_groups: Vec<&str> = api
            .kinds
            .iter()
            .filter(|kind| groups.contains(&kind.group.as_str()))
            .map(|kind| kind.plural.as_str())
            .collect();
        if in_groups.contains(&name) || name.is_empty() {
            continue;
        }
        let known: Vec<String> = in_groups.iter().map(|plural| text.replacen(name, plural, 1)).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let elsewhere = api.kinds.iter().find(|kind| kind.plural == name);
        let near = nearest(text, known.iter().copied()).filter(|near| crate::diagnostics::distance(near, text) <= 2);
        let diagnostic = Diagnostic::new(code::UNKNOWN_VALUE, &manifest.source, node.span)
            .arg("value", text)
            .arg("field", "resources")
            .level(Level::Warning)
            .url("https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources");
        set.found.push(match (near, elsewhere) {
            (Some(near), _) => {
                let diagnostic = diagnostic.nearest(Some(near));
                let meant = fixes::meant(text, &known).filter(|meant| *meant == near);
                meant.map_or(diagnostic.clone(), |meant| fixes::replace(diagnostic, &manifest.source, node, meant))
            }
            (None, Some(kind)) => diagnostic.arg("group", &kind.group).help("in_group"),
            (None, None) => continue,
        });
    }
}
