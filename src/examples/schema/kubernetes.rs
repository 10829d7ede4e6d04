//! What is known of Kubernetes and stands in no schema: kubectl's short names, removed API versions, merge keys.

/// kubectl's short names by kind and group. <https://kubernetes.io/docs/reference/kubectl/#resource-types>
const SHORT_NAMES: &[(&str, &str, &[&str])] = &[
    ("ComponentStatus", "", &["cs"]),
    ("ConfigMap", "", &["cm"]),
    ("Endpoints", "", &["ep"]),
    ("Event", "", &["ev"]),
    ("Event", "events.k8s.io", &["ev"]),
    ("LimitRange", "", &["limits"]),
    ("Namespace", "", &["ns"]),
    ("Node", "", &["no"]),
    ("PersistentVolume", "", &["pv"]),
    ("PersistentVolumeClaim", "", &["pvc"]),
    ("Pod", "", &["po"]),
    ("ReplicationController", "", &["rc"]),
    ("ResourceQuota", "", &["quota"]),
    ("Service", "", &["svc"]),
    ("ServiceAccount", "", &["sa"]),
    ("CustomResourceDefinition", "apiextensions.k8s.io", &["crd", "crds"]),
    ("DaemonSet", "apps", &["ds"]),
    ("Deployment", "apps", &["deploy"]),
    ("ReplicaSet", "apps", &["rs"]),
    ("StatefulSet", "apps", &["sts"]),
    ("HorizontalPodAutoscaler", "autoscaling", &["hpa"]),
    ("CronJob", "batch", &["cj"]),
    ("CertificateSigningRequest", "certificates.k8s.io", &["csr"]),
    ("Ingress", "networking.k8s.io", &["ing"]),
    ("NetworkPolicy", "networking.k8s.io", &["netpol"]),
    ("IPAddress", "networking.k8s.io", &["ip"]),
    ("PodDisruptionBudget", "policy", &["pdb"]),
    ("PriorityClass", "scheduling.k8s.io", &["pc"]),
    ("StorageClass", "storage.k8s.io", &["sc"]),
    ("VolumeAttributesClass", "storage.k8s.io", &["vac"]),
];

/// The short names of a kind.
pub fn short_names(group: &str, kind: &str) -> &'static [&'static str] {
    SHORT_NAMES.iter().find(|(k, g, _)| *k == kind && *g == group).map_or(&[], |(_, _, names)| names)
}

/// An API version that is gone.
#[derive(Debug)]
pub struct Removed {
    /// `extensions/v1beta1`
    pub api_version: &'static str,
    /// Its kinds.
    pub kinds: &'static [&'static str],
    /// The release that no longer serves it.
    pub since: &'static str,
    /// What took its place; empty where nothing did.
    pub instead: &'static str,
}

/// <https://kubernetes.io/docs/reference/using-api/deprecation-guide/>
pub const REMOVED: &[Removed] = &[
    removed("flowcontrol.apiserver.k8s.io/v1beta3", FLOW, "1.32", "flowcontrol.apiserver.k8s.io/v1"),
    removed("flowcontrol.apiserver.k8s.io/v1beta2", FLOW, "1.29", "flowcontrol.apiserver.k8s.io/v1"),
    removed("storage.k8s.io/v1beta1", &["CSIStorageCapacity"], "1.27", "storage.k8s.io/v1"),
    removed("flowcontrol.apiserver.k8s.io/v1beta1", FLOW, "1.26", "flowcontrol.apiserver.k8s.io/v1"),
    removed("autoscaling/v2beta2", HPA, "1.26", "autoscaling/v2"),
    removed("batch/v1beta1", &["CronJob"], "1.25", "batch/v1"),
    removed("discovery.k8s.io/v1beta1", &["EndpointSlice"], "1.25", "discovery.k8s.io/v1"),
    removed("events.k8s.io/v1beta1", &["Event"], "1.25", "events.k8s.io/v1"),
    removed("autoscaling/v2beta1", HPA, "1.25", "autoscaling/v2"),
    removed("policy/v1beta1", &["PodDisruptionBudget"], "1.25", "policy/v1"),
    removed("policy/v1beta1", &["PodSecurityPolicy"], "1.25", ""),
    removed("extensions/v1beta1", &["PodSecurityPolicy"], "1.16", ""),
    removed("node.k8s.io/v1beta1", &["RuntimeClass"], "1.25", "node.k8s.io/v1"),
    removed("admissionregistration.k8s.io/v1beta1", WEBHOOKS, "1.22", "admissionregistration.k8s.io/v1"),
    removed("apiextensions.k8s.io/v1beta1", &["CustomResourceDefinition"], "1.22", "apiextensions.k8s.io/v1"),
    removed("apiregistration.k8s.io/v1beta1", &["APIService"], "1.22", "apiregistration.k8s.io/v1"),
    removed("authentication.k8s.io/v1beta1", &["TokenReview"], "1.22", "authentication.k8s.io/v1"),
    removed("authorization.k8s.io/v1beta1", REVIEWS, "1.22", "authorization.k8s.io/v1"),
    removed("certificates.k8s.io/v1beta1", &["CertificateSigningRequest"], "1.22", "certificates.k8s.io/v1"),
    removed("coordination.k8s.io/v1beta1", &["Lease"], "1.22", "coordination.k8s.io/v1"),
    removed("extensions/v1beta1", &["Ingress"], "1.22", "networking.k8s.io/v1"),
    removed("networking.k8s.io/v1beta1", &["Ingress", "IngressClass"], "1.22", "networking.k8s.io/v1"),
    removed("rbac.authorization.k8s.io/v1beta1", RBAC, "1.22", "rbac.authorization.k8s.io/v1"),
    removed("scheduling.k8s.io/v1beta1", &["PriorityClass"], "1.22", "scheduling.k8s.io/v1"),
    removed(
        "storage.k8s.io/v1beta1",
        &["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"],
        "1.22",
        "storage.k8s.io/v1",
    ),
    removed("extensions/v1beta1", &["NetworkPolicy"], "1.16", "networking.k8s.io/v1"),
    removed("extensions/v1beta1", &["DaemonSet", "Deployment", "ReplicaSet"], "1.16", "apps/v1"),
    removed("apps/v1beta2", &["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"], "1.16", "apps/v1"),
    removed("apps/v1beta1", &["Deployment", "ReplicaSet", "StatefulSet"], "1.16", "apps/v1"),
];

const FLOW: &[&str] = &["FlowSchema", "PriorityLevelConfiguration"];
const HPA: &[&str] = &["HorizontalPodAutoscaler"];
const WEBHOOKS: &[&str] = &["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];
const REVIEWS: &[&str] = &["LocalSubjectAccessReview", "SelfSubjectAccessReview", "SubjectAccessReview"];
const RBAC: &[&str] = &["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"];

const fn removed(
    api_version: &'static str,
    kinds: &'static [&'static str],
    since: &'static str,
    instead: &'static str,
) -> Removed {
    Removed { api_version, kinds, since, instead }
}

/// The removal of a kind in an API version, if it was there once.
pub fn removal(api_version: &str, kind: &str) -> Option<&'static Removed> {
    REMOVED.iter().find(|r| r.api_version == api_version && r.kinds.contains(&kind))
}

/// The fields by which items of a list are told apart, in the order of preference.
/// <https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy>
pub const MERGE_KEYS: &[&str] =
    &["name", "mountPath", "containerPort", "port", "key", "ip", "type", "uid", "topologyKey", "host", "path", "kind"];
