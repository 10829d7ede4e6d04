//! Objects that hold a Pod's specification, wherever in them it stands.

use crate::examples::{
    Manifest,
    labels::Selector,
    yaml::{Entry, Node},
};

/// A Pod, or what makes Pods.
#[derive(Clone)]
pub(super) struct Workload<'a> {
    pub(super) manifest: &'a Manifest,
    /// The object with `metadata` and `spec` of the Pod.
    pub(super) pod: &'a Node,
    /// The selector of a controller that lives by it.
    pub(super) selector: Option<Selector>,
}

impl<'a> Workload<'a> {
    pub(super) fn of(manifest: &'a Manifest) -> Option<Self> {
        let path: &[&str] = match (manifest.group(), manifest.kind.as_str()) {
            ("", "Pod") => &[],
            ("apps", "Deployment" | "ReplicaSet" | "StatefulSet" | "DaemonSet") | ("", "ReplicationController") => {
                &["spec", "template"]
            }
            ("batch", "Job") => &["spec", "template"],
            ("batch", "CronJob") => &["spec", "jobTemplate", "spec", "template"],
            ("", "PodTemplate") => &["template"],
            _ => return None,
        };
        let selector = match manifest.kind.as_str() {
            "Deployment" | "ReplicaSet" | "StatefulSet" | "DaemonSet" => {
                manifest.root.at(&["spec", "selector"]).map(Selector::from_selector)
            }
            "ReplicationController" => manifest.root.at(&["spec", "selector"]).map(Selector::from_map),
            _ => None,
        };
        let pod = manifest.root.at(path)?;
        Some(Self { manifest, pod, selector: selector.filter(|selector| !selector.is_empty()) })
    }

    /// The Pod's labels.
    pub(super) fn labels(&self) -> Option<&'a Node> {
        self.pod.at(&["metadata", "labels"])
    }

    /// The entry `labels`, for pointing at.
    pub(super) fn labels_entry(&self) -> Option<&'a Entry> {
        self.pod.get("metadata")?.entry("labels")
    }

    /// The Pod's specification.
    pub(super) fn spec(&self) -> Option<&'a Node> {
        self.pod.get("spec")
    }

    /// All containers; a sidecar counts, it is an init container.
    pub(super) fn containers(&self) -> impl Iterator<Item = &'a Node> {
        let spec = self.spec();
        ["containers", "initContainers", "ephemeralContainers"]
            .into_iter()
            .flat_map(move |list| spec.and_then(|spec| spec.get(list)).map_or(&[][..], Node::items))
    }

    /// `Deployment web`
    pub(super) fn title(&self) -> String {
        format!("{} `{}`", self.manifest.kind, self.manifest.name)
    }
}
