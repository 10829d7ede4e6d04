//! Role bindings: the role and the service accounts they name.

use super::{Set, always_there};
use crate::examples::{Manifest, yaml::Node};

/// ClusterRoles of every cluster. <https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings>
const BUILT_IN: &[&str] = &["cluster-admin", "admin", "edit", "view"];

pub(super) fn check(set: &mut Set<'_>, manifest: &Manifest) {
    if manifest.group() != "rbac.authorization.k8s.io" || !manifest.kind.ends_with("RoleBinding") {
        return;
    }
    let reference = manifest.root.get("roleRef");
    match reference.and_then(|reference| Some((reference.text_at("kind")?, reference.get("name")?))) {
        Some(("Role", name)) if manifest.kind == "RoleBinding" => {
            set.follow(manifest, "Role", name, manifest.namespace.as_deref());
        }
        Some(("ClusterRole", name)) => {
            let built_in = name.text().is_none_or(|text| BUILT_IN.contains(&text) || text.starts_with("system:"));
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
