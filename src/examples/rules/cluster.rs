//! RBAC, limits, admission, aggregated APIs, priorities.

use super::{Check, ObjectRule, Report, Rule, rule};
use crate::{
    diagnostics::code,
    examples::{formats, schema::check::Trail, yaml::Node},
};

const RBAC: &str = "reference/access-authn-authz/rbac/";
const WEBHOOKS: &str = "reference/access-authn-authz/extensible-admission-controllers/";

const POLICY: &str = "reference/access-authn-authz/validating-admission-policy/";
const AGGREGATION: &str = "tasks/extend-kubernetes/configure-aggregation-layer/";
const INGRESS: &str = "concepts/services-networking/ingress/#ingress-class";
const OPERATIONS: &[&str] = &["CREATE", "UPDATE", "DELETE", "CONNECT", "*"];
const SCOPE: &[&str] = &["*", "Cluster", "Namespaced"];
const MATCH: &[&str] = &["Exact", "Equivalent"];

pub(super) const RULES: &[Rule] = &[
    rule("rbac.v1.Subject", "kind", Check::OneOf(&["User", "Group", "ServiceAccount"]), RBAC),
    rule("rbac.v1.RoleRef", "kind", Check::OneOf(&["Role", "ClusterRole"]), RBAC),
    rule("rbac.v1.RoleRef", "apiGroup", Check::OneOf(&["rbac.authorization.k8s.io", ""]), RBAC),
    rule("rbac.v1.RoleRef", "name", Check::NotEmpty, RBAC),
    rule("rbac.v1.PolicyRule", "verbs", Check::NotEmpty, RBAC),
    rule("core.v1.LimitRangeItem", "type", Check::Form(limit_type, "limit_type"), "concepts/policy/limit-range/"),
    rule("admissionregistration.v1.ValidatingWebhook", "failurePolicy", Check::OneOf(&["Ignore", "Fail"]), WEBHOOKS),
    rule("admissionregistration.v1.MutatingWebhook", "failurePolicy", Check::OneOf(&["Ignore", "Fail"]), WEBHOOKS),
    rule(
        "admissionregistration.v1.ValidatingWebhook",
        "sideEffects",
        Check::OneOf(&["None", "NoneOnDryRun"]),
        WEBHOOKS,
    ),
    rule("admissionregistration.v1.MutatingWebhook", "sideEffects", Check::OneOf(&["None", "NoneOnDryRun"]), WEBHOOKS),
    rule("admissionregistration.v1.ValidatingWebhook", "timeoutSeconds", Check::Between(1, 30), WEBHOOKS),
    rule("admissionregistration.v1.MutatingWebhook", "timeoutSeconds", Check::Between(1, 30), WEBHOOKS),
    rule("admissionregistration.v1.RuleWithOperations", "operations", Check::OneOf(OPERATIONS), WEBHOOKS),
    rule("admissionregistration.v1.RuleWithOperations", "scope", Check::OneOf(SCOPE), WEBHOOKS),
    rule("admissionregistration.v1.NamedRuleWithOperations", "operations", Check::OneOf(OPERATIONS), POLICY),
    rule("admissionregistration.v1.NamedRuleWithOperations", "scope", Check::OneOf(SCOPE), POLICY),
    rule("admissionregistration.v1.ValidatingWebhook", "matchPolicy", Check::OneOf(MATCH), WEBHOOKS),
    rule("admissionregistration.v1.MutatingWebhook", "matchPolicy", Check::OneOf(MATCH), WEBHOOKS),
    rule("admissionregistration.v1.MatchResources", "matchPolicy", Check::OneOf(MATCH), POLICY),
    rule(
        "admissionregistration.v1.MutatingWebhook",
        "reinvocationPolicy",
        Check::OneOf(&["Never", "IfNeeded"]),
        WEBHOOKS,
    ),
    rule("admissionregistration.v1.ValidatingWebhook", "admissionReviewVersions", Check::NotEmpty, WEBHOOKS),
    rule("admissionregistration.v1.MutatingWebhook", "admissionReviewVersions", Check::NotEmpty, WEBHOOKS),
    rule("admissionregistration.v1.ValidatingWebhook", "name", Check::Form(three_parts, "three_parts"), WEBHOOKS),
    rule("admissionregistration.v1.MutatingWebhook", "name", Check::Form(three_parts, "three_parts"), WEBHOOKS),
    rule("admissionregistration.v1.WebhookClientConfig", "url", Check::Form(https, "https"), WEBHOOKS),
    rule("admissionregistration.v1.ServiceReference", "port", Check::Between(1, 65535), WEBHOOKS),
    rule("apiextensions.v1.WebhookClientConfig", "url", Check::Form(https, "https"), WEBHOOKS),
    rule(
        "admissionregistration.v1.ValidatingAdmissionPolicySpec",
        "failurePolicy",
        Check::OneOf(&["Ignore", "Fail"]),
        POLICY,
    ),
    rule(
        "admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec",
        "validationActions",
        Check::OneOf(&["Deny", "Warn", "Audit"]),
        POLICY,
    ),
    rule("admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec", "policyName", Check::NotEmpty, POLICY),
    rule("apiregistration.v1.APIServiceSpec", "groupPriorityMinimum", Check::Between(1, 20000), AGGREGATION),
    rule("apiregistration.v1.APIServiceSpec", "versionPriority", Check::Between(1, 1000), AGGREGATION),
    rule("coordination.v1.LeaseSpec", "leaseDurationSeconds", Check::AtLeast(1), "concepts/architecture/leases/"),
    rule(
        "storage.v1.CSIDriverSpec",
        "fsGroupPolicy",
        Check::OneOf(&["ReadWriteOnceWithFSType", "File", "None"]),
        "tasks/configure-pod-container/security-context/",
    ),
    rule(
        "storage.v1.CSIDriverSpec",
        "volumeLifecycleModes",
        Check::OneOf(&["Persistent", "Ephemeral"]),
        "concepts/storage/ephemeral-volumes/",
    ),
    rule(
        "certificates.v1.CertificateSigningRequestSpec",
        "expirationSeconds",
        Check::AtLeast(600),
        "reference/access-authn-authz/certificate-signing-requests/",
    ),
    rule("networking.v1.IngressClassParametersReference", "scope", Check::OneOf(&["Cluster", "Namespace"]), INGRESS),
    rule(
        "scheduling.v1.PriorityClass",
        "preemptionPolicy",
        Check::OneOf(&["PreemptLowerPriority", "Never"]),
        "concepts/scheduling-eviction/pod-priority-preemption/",
    ),
];

pub(super) const OBJECTS: &[(&str, ObjectRule)] = &[
    ("rbac.v1.PolicyRule", policy_rule),
    ("admissionregistration.v1.WebhookClientConfig", |trail, report| {
        report.page(WEBHOOKS).one_of(trail, &["url", "service"], true);
    }),
    ("apiextensions.v1.WebhookClientConfig", |trail, report| {
        report.page(WEBHOOKS).one_of(trail, &["url", "service"], true);
    }),
    ("admissionregistration.v1.ValidatingAdmissionPolicySpec", |trail, report| {
        if ["validations", "auditAnnotations"].iter().all(|field| trail.node.get(field).is_none_or(super::is_empty)) {
            report.page(POLICY).missing("validations", trail.at);
        }
    }),
    ("admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec", |trail, report| {
        let Some(entry) = trail.node.entry("validationActions") else { return };
        let item = |action: &str| entry.value.items().iter().find(|item| item.text() == Some(action));
        if let (Some(_), Some(warn)) = (item("Deny"), item("Warn")) {
            let diagnostic = report.at(code::NOT_TOGETHER, warn.span).arg("field", "Warn").arg("other", "Deny");
            report.page(POLICY).push(diagnostic);
        }
    }),
    ("apiregistration.v1.APIServiceSpec", |trail, report| {
        let insecure = trail.node.entry("insecureSkipTLSVerify").filter(|e| e.value.boolean() == Some(true));
        let bundle = trail.node.get("caBundle").filter(|bundle| !super::is_empty(bundle));
        if let (Some(entry), Some(_)) = (insecure, bundle) {
            report.page(AGGREGATION).forbidden(entry, "caBundle");
        }
    }),
    ("rbac.v1.Subject", |trail, report| {
        let account = trail.node.text_at("kind") == Some("ServiceAccount");
        // In a binding of a namespace it is that namespace.
        let everywhere = trail.around("rbac.v1.ClusterRoleBinding").is_some();
        if account && everywhere && trail.node.get("namespace").is_none_or(super::is_empty) {
            report.page(RBAC).missing_where("namespace", trail.at, "kind: ServiceAccount");
        }
        if let Some(group) = trail.node.get("apiGroup").filter(|group| group.text().is_some()) {
            let right = if account { "" } else { "rbac.authorization.k8s.io" };
            let diagnostic = super::not_one_of(report.source, group, "apiGroup", std::slice::from_ref(&right));
            report.page(RBAC);
            diagnostic.into_iter().for_each(|d| report.push(d));
        }
    }),
    ("rbac.v1.ClusterRoleBinding", |trail, report| {
        if let Some(kind) = trail.node.at(&["roleRef", "kind"]).filter(|kind| kind.text() == Some("Role")) {
            let diagnostic = super::not_one_of(report.source, kind, "roleRef.kind", &["ClusterRole"]);
            report.page(RBAC);
            diagnostic.into_iter().for_each(|d| report.push(d));
        }
    }),
    ("scheduling.v1.PriorityClass", |trail, report| {
        // Names that begin with `system-` are the system's own.
        let name = trail.node.at(&["metadata", "name"]).and_then(Node::text);
        if let (Some(value), false) = (trail.node.get("value"), name.is_some_and(|n| n.starts_with("system-"))) {
            report.page("concepts/scheduling-eviction/pod-priority-preemption/");
            report.range(value, "value", value.integer(), i128::from(i32::MIN), Some(1_000_000_000));
        }
    }),
];

fn limit_type(text: &str) -> bool {
    matches!(text, "Container" | "Pod" | "PersistentVolumeClaim") || text.contains('/')
}

/// A webhook's name is that of a host: three parts at least.
fn three_parts(text: &str) -> bool {
    formats::dns_subdomain(text) && text.split('.').count() >= 3
}

fn https(text: &str) -> bool {
    text.strip_prefix("https://").is_some_and(|rest| !rest.is_empty() && !rest.contains(['@', '?', '#']))
}

fn policy_rule(trail: &Trail<'_>, report: &mut Report<'_>) {
    report.page(RBAC);
    let some = |field: &str| trail.node.get(field).is_some_and(|node| !super::is_empty(node));
    if some("nonResourceURLs") {
        if let (Some(entry), true) = (trail.node.entry("nonResourceURLs"), trail.around("rbac.v1.Role").is_some()) {
            return report.forbidden(entry, "kind: Role");
        }
        if let (true, Some(entry)) = (some("resources") || some("apiGroups"), trail.node.entry("nonResourceURLs")) {
            report.forbidden(entry, "resources, apiGroups");
        }
        return;
    }
    for field in ["apiGroups", "resources"] {
        if !some(field) {
            report.missing(field, trail.node.entry(field).map_or(trail.at, |entry| entry.key_span));
        }
    }
}
