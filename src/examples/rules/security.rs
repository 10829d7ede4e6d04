//! Security contexts: profiles, and what contradicts what.

use super::{Check, ObjectRule, Report, Rule, rule};
use crate::{
    diagnostics::{Level, code},
    examples::{schema::check::Trail, yaml::Node},
};

const SECURITY: &str = "tasks/configure-pod-container/security-context/";
const SECCOMP: &str = "tutorials/security/seccomp/";
const APPARMOR: &str = "tutorials/security/apparmor/";
const MAX_ID: i128 = 2_147_483_647;
const PROFILES: &[&str] = &["RuntimeDefault", "Localhost", "Unconfined"];

pub(super) const RULES: &[Rule] = &[
    rule("core.v1.SeccompProfile", "type", Check::OneOf(PROFILES), SECCOMP),
    rule("core.v1.AppArmorProfile", "type", Check::OneOf(PROFILES), APPARMOR),
    rule("core.v1.SecurityContext", "runAsUser", Check::Between(0, MAX_ID), SECURITY),
    rule("core.v1.SecurityContext", "runAsGroup", Check::Between(0, MAX_ID), SECURITY),
    rule("core.v1.SecurityContext", "procMount", Check::OneOf(&["Default", "Unmasked"]), SECURITY),
    rule("core.v1.PodSecurityContext", "fsGroupChangePolicy", Check::OneOf(&["OnRootMismatch", "Always"]), SECURITY),
    rule("core.v1.PodSecurityContext", "supplementalGroupsPolicy", Check::OneOf(&["Merge", "Strict"]), SECURITY),
    rule("core.v1.PodSecurityContext", "runAsUser", Check::Between(0, MAX_ID), SECURITY),
    rule("core.v1.PodSecurityContext", "runAsGroup", Check::Between(0, MAX_ID), SECURITY),
    rule("core.v1.PodSecurityContext", "fsGroup", Check::Between(0, MAX_ID), SECURITY),
    rule("core.v1.PodSecurityContext", "supplementalGroups", Check::Between(0, MAX_ID), SECURITY),
];

pub(super) const OBJECTS: &[(&str, ObjectRule)] = &[
    ("core.v1.SecurityContext", escalation),
    ("core.v1.SecurityContext", not_root),
    ("core.v1.PodSecurityContext", not_root),
    ("core.v1.SeccompProfile", |trail, report| profile(trail, report, SECCOMP)),
    ("core.v1.AppArmorProfile", |trail, report| profile(trail, report, APPARMOR)),
];

fn is(node: &Node, field: &str, value: bool) -> bool {
    node.get(field).and_then(Node::boolean) == Some(value)
}

fn escalation(trail: &Trail<'_>, report: &mut Report<'_>) {
    let Some(entry) = trail.node.entry("allowPrivilegeEscalation").filter(|e| e.value.boolean() == Some(false)) else {
        return;
    };
    let added = trail.node.at(&["capabilities", "add"]).map_or(&[][..], Node::items);
    report.page(SECURITY);
    if is(trail.node, "privileged", true) {
        report.forbidden(entry, "privileged: true");
    } else if added.iter().any(|capability| capability.text() == Some("CAP_SYS_ADMIN")) {
        report.forbidden(entry, "capabilities.add: CAP_SYS_ADMIN");
    }
}

/// The server takes it and the kubelet does not start the container.
/// <https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted>
fn not_root(trail: &Trail<'_>, report: &mut Report<'_>) {
    let around = trail.around("core.v1.PodSpec").and_then(|pod| pod.node.get("securityContext"));
    let setting = |field: &str| trail.node.entry(field).or_else(|| around?.entry(field));
    let (Some(user), Some(flag)) = (setting("runAsUser"), setting("runAsNonRoot")) else { return };
    // Of two settings of the Pod the Pod tells.
    let own = [user, flag].iter().any(|entry| trail.node.entries().iter().any(|own| own.key_span == entry.key_span));
    if user.value.integer() == Some(0) && flag.value.boolean() == Some(true) && own {
        let diagnostic = report
            .at(code::NOT_TOGETHER, user.key_span.to(user.value.span))
            .arg("field", "runAsUser: 0")
            .arg("other", "runAsNonRoot: true")
            .level(Level::Warning);
        report.page(SECURITY).push(diagnostic);
    }
}

/// A profile of the node's own is named; the others have no name.
fn profile(trail: &Trail<'_>, report: &mut Report<'_>, page: &'static str) {
    let entry = trail.node.entry("localhostProfile").filter(|entry| !entry.value.is_null());
    report.page(page);
    match (trail.node.text_at("type"), entry) {
        (Some("Localhost"), None) => report.missing_where("localhostProfile", trail.at, "type: Localhost"),
        (Some(kind), Some(entry)) if kind != "Localhost" => report.forbidden(entry, &format!("type: {kind}")),
        _ => {}
    }
}
