//! Writes the schema file from `k8s-openapi`, and fails when the one checked in is another.
//!
//! `UPDATE_SCHEMA=1 cargo test generate` writes it anew. One kind and one definition a line, so that a new version of
//! the API reads well as a diff. Names of definitions lose what they all begin with (`io.k8s.api.core.v1.Pod` is
//! `core.v1.Pod`); nothing else is changed but that descriptions end where a reader would stop.

use std::fmt::Write;

use k8s_openapi::{
    Resource,
    schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings},
};
use serde_json::{Map, Value, json};

use super::short_name;

/// Descriptions are cut at the end of a sentence behind this many bytes.
const LONG_DESCRIPTION: usize = 400;

struct Gathered {
    generator: SchemaGenerator,
    kinds: Vec<Value>,
}

impl Gathered {
    fn kind<T: Resource + JsonSchema>(&mut self) {
        self.generator.subschema_for::<T>();
        self.kinds.push(json!({
            "group": T::GROUP,
            "version": T::VERSION,
            "kind": T::KIND,
            "plural": T::URL_PATH_SEGMENT,
            "namespaced": std::any::type_name::<T::Scope>().ends_with("NamespaceResourceScope"),
            "definition": short_name(&T::schema_name()),
        }));
    }
}

macro_rules! kinds {
    ($gathered:ident: $($($module:ident)::+ { $($kind:ident),* })*) => {
        $(kinds!(@ $gathered ($($module)::+) $($kind)*);)*
    };
    (@ $gathered:ident $module:tt $($kind:ident)*) => {
        $(kinds!(@@ $gathered $module $kind);)*
    };
    (@@ $gathered:ident ($($module:ident)::+) $kind:ident) => {
        $gathered.kind::<k8s_openapi::$($module)::+::$kind>()
    };
}

fn gather() -> Gathered {
    let settings = SchemaSettings::draft2020_12().with(|s| s.meta_schema = None);
    let mut all = Gathered { generator: settings.into_generator(), kinds: Vec::new() };
    kinds! { all:
        api::admissionregistration::v1 { MutatingAdmissionPolicy, MutatingAdmissionPolicyBinding, MutatingWebhookConfiguration, ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding, ValidatingWebhookConfiguration }
        api::admissionregistration::v1alpha1 { MutatingAdmissionPolicy, MutatingAdmissionPolicyBinding }
        api::admissionregistration::v1beta1 { MutatingAdmissionPolicy, MutatingAdmissionPolicyBinding }
        api::apiserverinternal::v1alpha1 { StorageVersion }
        api::apps::v1 { ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet }
        api::authentication::v1 { SelfSubjectReview, TokenReview }
        api::authorization::v1 { LocalSubjectAccessReview, SelfSubjectAccessReview, SelfSubjectRulesReview, SubjectAccessReview }
        api::autoscaling::v1 { HorizontalPodAutoscaler }
        api::autoscaling::v2 { HorizontalPodAutoscaler }
        api::batch::v1 { CronJob, Job }
        api::certificates::v1 { CertificateSigningRequest, ClusterTrustBundle, PodCertificateRequest }
        api::certificates::v1beta1 { ClusterTrustBundle, PodCertificateRequest }
        api::coordination::v1 { Lease }
        api::coordination::v1alpha2 { LeaseCandidate }
        api::coordination::v1beta1 { LeaseCandidate }
        api::core::v1 { Binding, ComponentStatus, ConfigMap, Endpoints, Event, LimitRange, Namespace, Node, PersistentVolume, PersistentVolumeClaim, Pod, PodTemplate, ReplicationController, ResourceQuota, Secret, Service, ServiceAccount }
        api::discovery::v1 { EndpointSlice }
        api::events::v1 { Event }
        api::flowcontrol::v1 { FlowSchema, PriorityLevelConfiguration }
        api::lifecycle::v1alpha1 { Eviction, EvictionRequest }
        api::networking::v1 { IPAddress, Ingress, IngressClass, NetworkPolicy, ServiceCIDR }
        api::node::v1 { RuntimeClass }
        api::policy::v1 { PodDisruptionBudget }
        api::rbac::v1 { ClusterRole, ClusterRoleBinding, Role, RoleBinding }
        api::resource::v1 { DeviceClass, DeviceTaintRule, ResourceClaim, ResourceClaimTemplate, ResourceSlice }
        api::resource::v1alpha3 { DeviceTaintRule, ResourcePoolStatusRequest }
        api::resource::v1beta1 { DeviceClass, ResourceClaim, ResourceClaimTemplate, ResourceSlice }
        api::resource::v1beta2 { DeviceClass, DeviceTaintRule, ResourceClaim, ResourceClaimTemplate, ResourceSlice }
        api::scheduling::v1 { PriorityClass }
        api::scheduling::v1alpha3 { CompositePodGroup, PodGroup, Workload }
        api::scheduling::v1beta1 { PodGroup, Workload }
        api::storage::v1 { CSIDriver, CSINode, CSIStorageCapacity, StorageClass, VolumeAttachment, VolumeAttributesClass }
        api::storagemigration::v1 { StorageVersionMigration }
        api::storagemigration::v1beta1 { StorageVersionMigration }
        apiextensions_apiserver::pkg::apis::apiextensions::v1 { CustomResourceDefinition }
        apimachinery::pkg::apis::meta::v1 { APIGroup, APIGroupList, APIResourceList, APIVersions }
        kube_aggregator::pkg::apis::apiregistration::v1 { APIService }
    }
    all
}

fn compact(schema: &Value) -> Value {
    match schema {
        Value::Object(map) => {
            let mut out = Map::new();
            for (key, value) in map {
                let value = match (key.as_str(), value) {
                    ("description", Value::String(text)) => Value::String(first_sentences(text)),
                    ("$ref", Value::String(target)) => Value::String(short_name(target.trim_start_matches("#/$defs/"))),
                    _ => compact(value),
                };
                out.insert(key.clone(), value);
            }
            Value::Object(out)
        }
        Value::Array(items) => Value::Array(items.iter().map(compact).collect()),
        other => other.clone(),
    }
}

fn first_sentences(text: &str) -> String {
    let text = text.replace('\n', " ");
    if text.len() <= LONG_DESCRIPTION {
        return text;
    }
    let from = text.floor_char_boundary(LONG_DESCRIPTION);
    let end = text[from..].find(". ").map_or(text.len(), |at| from + at + 1);
    text[..end].to_owned()
}

fn write(mut all: Gathered) -> String {
    let mut definitions: Vec<(String, Value)> = all
        .generator
        .take_definitions(false)
        .into_iter()
        .map(|(name, schema)| (short_name(&name), compact(&schema)))
        .collect();
    definitions.sort_by(|a, b| a.0.cmp(&b.0));
    let mut out = String::from("{\"version\":\"1.37\",\n\"kinds\":[\n");
    let kinds: Vec<String> = all.kinds.iter().map(Value::to_string).collect();
    let _ = write!(out, "{}\n],\n\"definitions\":{{\n", kinds.join(",\n"));
    let definitions: Vec<String> =
        definitions.iter().map(|(name, schema)| format!("{}:{schema}", Value::String(name.clone()))).collect();
    let _ = write!(out, "{}\n}}}}\n", definitions.join(",\n"));
    out
}

#[test]
fn the_schema_file_is_what_k8s_openapi_says() {
    let fresh = write(gather());
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/examples/schema/kubernetes-1.37.json");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &fresh).expect("the schema file can be written");
    }
    let checked_in = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(fresh == checked_in, "stale: run `UPDATE_SCHEMA=1 cargo test generate` and look at the diff");
    assert!(fresh.len() < 1_500_000, "{} bytes", fresh.len());
}
