//! Volumes, claims, classes, ConfigMaps and Secrets.

use super::{Check, ObjectRule, Report, Rule, rule};
use crate::{
    diagnostics::Level,
    examples::{formats, schema::check::Trail, yaml::Node},
};

const VOLUMES: &str = "concepts/storage/volumes/";
const PERSISTENT: &str = "concepts/storage/persistent-volumes/";
const CLASSES: &str = "concepts/storage/storage-classes/";
const CONFIGMAP: &str = "concepts/configuration/configmap/";
const SECRET: &str = "concepts/configuration/secret/";
const MODES: &[&str] = &["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"];
const HOST_PATH: &[&str] =
    &["", "DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice"];

pub(super) const RULES: &[Rule] = &[
    rule("core.v1.Volume", "name", Check::Form(formats::dns_label, "label"), VOLUMES),
    rule("core.v1.EmptyDirVolumeSource", "medium", Check::Form(medium, "medium"), VOLUMES),
    rule("core.v1.HostPathVolumeSource", "type", Check::OneOf(HOST_PATH), VOLUMES),
    rule("core.v1.HostPathVolumeSource", "path", Check::NotEmpty, VOLUMES),
    rule("core.v1.HostPathVolumeSource", "path", Check::Form(formats::no_way_up, "no_way_up"), VOLUMES),
    rule("core.v1.LocalVolumeSource", "path", Check::Form(formats::no_way_up, "no_way_up"), VOLUMES),
    rule("core.v1.NFSVolumeSource", "path", Check::Form(|path| path.starts_with('/'), "absolute"), VOLUMES),
    rule("core.v1.NFSVolumeSource", "server", Check::NotEmpty, VOLUMES),
    rule("core.v1.DownwardAPIVolumeFile", "path", Check::Form(formats::relative_path, "relative"), VOLUMES),
    rule("storage.v1.StorageClass", "provisioner", Check::NotEmpty, CLASSES),
    rule("core.v1.ConfigMapVolumeSource", "defaultMode", Check::Between(0, 0o777), VOLUMES),
    rule("core.v1.SecretVolumeSource", "defaultMode", Check::Between(0, 0o777), VOLUMES),
    rule("core.v1.ProjectedVolumeSource", "defaultMode", Check::Between(0, 0o777), VOLUMES),
    rule("core.v1.DownwardAPIVolumeSource", "defaultMode", Check::Between(0, 0o777), VOLUMES),
    rule("core.v1.KeyToPath", "mode", Check::Between(0, 0o777), VOLUMES),
    rule("core.v1.DownwardAPIVolumeFile", "mode", Check::Between(0, 0o777), VOLUMES),
    rule("core.v1.KeyToPath", "path", Check::Form(formats::relative_path, "relative"), VOLUMES),
    rule("core.v1.ServiceAccountTokenProjection", "expirationSeconds", Check::AtLeast(600), VOLUMES),
    rule("core.v1.PersistentVolumeSpec", "accessModes", Check::NotEmpty, PERSISTENT),
    rule("core.v1.PersistentVolumeSpec", "accessModes", Check::OneOf(MODES), PERSISTENT),
    rule("core.v1.PersistentVolumeSpec", "capacity", Check::NotEmpty, PERSISTENT),
    rule("core.v1.PersistentVolumeSpec", "volumeMode", Check::OneOf(&["Filesystem", "Block"]), PERSISTENT),
    rule(
        "core.v1.PersistentVolumeSpec",
        "persistentVolumeReclaimPolicy",
        Check::OneOf(&["Retain", "Delete", "Recycle"]),
        PERSISTENT,
    ),
    rule("core.v1.PersistentVolumeClaimSpec", "accessModes", Check::NotEmpty, PERSISTENT),
    rule("core.v1.PersistentVolumeClaimSpec", "accessModes", Check::OneOf(MODES), PERSISTENT),
    rule("core.v1.PersistentVolumeClaimSpec", "volumeMode", Check::OneOf(&["Filesystem", "Block"]), PERSISTENT),
    rule("storage.v1.StorageClass", "reclaimPolicy", Check::OneOf(&["Delete", "Retain"]), CLASSES),
    rule("storage.v1.StorageClass", "volumeBindingMode", Check::OneOf(&["Immediate", "WaitForFirstConsumer"]), CLASSES),
    rule("core.v1.ConfigMap", "data", Check::Keys(formats::config_key, "config_key"), CONFIGMAP),
    rule("core.v1.ConfigMap", "binaryData", Check::Keys(formats::config_key, "config_key"), CONFIGMAP),
    rule("core.v1.Secret", "data", Check::Keys(formats::config_key, "config_key"), SECRET),
    rule("core.v1.Secret", "stringData", Check::Keys(formats::config_key, "config_key"), SECRET),
];

pub(super) const OBJECTS: &[(&str, ObjectRule)] = &[
    ("core.v1.Volume", |trail, report| {
        let sources = |field: &&str| !matches!(*field, "name");
        let fields: Vec<&str> = trail.schema.properties.keys().map(String::as_str).filter(sources).collect();
        report.page(VOLUMES).one_of(trail, &fields, false);
    }),
    ("core.v1.VolumeProjection", |trail, report| {
        let fields: Vec<&str> = trail.schema.properties.keys().map(String::as_str).collect();
        report.page("concepts/storage/projected-volumes/").one_of(trail, &fields, true);
    }),
    ("core.v1.PersistentVolumeSpec", |trail, report| {
        let plain = [
            "accessModes",
            "capacity",
            "claimRef",
            "mountOptions",
            "nodeAffinity",
            "persistentVolumeReclaimPolicy",
            "storageClassName",
            "volumeAttributesClassName",
            "volumeMode",
        ];
        let source = |field: &&str| !plain.contains(field);
        let fields: Vec<&str> = trail.schema.properties.keys().map(String::as_str).filter(source).collect();
        report.page(PERSISTENT).one_of(trail, &fields, true);
        if let (Some(capacity), None) = (trail.node.entry("capacity"), trail.node.at(&["capacity", "storage"]))
            && !super::is_empty(&capacity.value)
        {
            report.missing("capacity.storage", capacity.key_span);
        }
        if let (Some(entry), None) = (trail.node.entry("local"), trail.node.get("nodeAffinity")) {
            report.page(VOLUMES).missing_where("nodeAffinity", entry.key_span, "local");
        }
    }),
    ("core.v1.PersistentVolumeClaimSpec", |trail, report| {
        if trail.node.at(&["resources", "requests", "storage"]).is_none() {
            let at = trail.node.entry("resources").map_or(trail.at, |entry| entry.key_span);
            report.page(PERSISTENT).missing("resources.requests.storage", at);
        }
        not_with_others(trail, report);
    }),
    ("core.v1.PersistentVolumeSpec", not_with_others),
    ("core.v1.ConfigMap", |trail, report| {
        let binary = trail.node.get("binaryData");
        for entry in trail.node.get("data").map_or(&[][..], Node::entries) {
            if let Some(other) = binary.and_then(|node| node.entry(&entry.key)) {
                report.page(CONFIGMAP).twice(other.key_span, entry.key_span, &entry.key, Level::Error);
            }
        }
    }),
    ("core.v1.Secret", secret),
];

fn medium(text: &str) -> bool {
    matches!(text, "" | "Memory" | "HugePages")
        || text.strip_prefix("HugePages-").is_some_and(|s| formats::quantity(s).is_some())
}

/// `ReadWriteOncePod` stands alone.
fn not_with_others(trail: &Trail<'_>, report: &mut Report<'_>) {
    let Some(entry) = trail.node.entry("accessModes") else { return };
    let items = entry.value.items();
    if items.len() > 1 && items.iter().any(|mode| mode.text() == Some("ReadWriteOncePod")) {
        report.page(PERSISTENT).forbidden(entry, "ReadWriteOncePod");
    }
}

/// The keys that a type of Secret must have. <https://kubernetes.io/docs/concepts/configuration/secret/#secret-types>
fn secret(trail: &Trail<'_>, report: &mut Report<'_>) {
    let Some(kind) = trail.node.text_at("type") else { return };
    let has =
        |key: &str| ["data", "stringData"].iter().any(|map| trail.node.get(map).is_some_and(|m| m.get(key).is_some()));
    let keys: &[&str] = match kind {
        "kubernetes.io/tls" => &["tls.crt", "tls.key"],
        "kubernetes.io/dockerconfigjson" => &[".dockerconfigjson"],
        "kubernetes.io/dockercfg" => &[".dockercfg"],
        "kubernetes.io/ssh-auth" => &["ssh-privatekey"],
        "kubernetes.io/basic-auth" if !has("username") && !has("password") => &["username"],
        _ => &[],
    };
    let place = ["data", "stringData", "type"].iter().find_map(|field| trail.node.entry(field));
    for key in keys.iter().filter(|key| !has(key)) {
        report.page("concepts/configuration/secret/#secret-types");
        report.missing_where(key, place.map_or(trail.at, |entry| entry.key_span), &format!("type: {kind}"));
    }
}
