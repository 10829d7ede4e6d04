//! A manifest: a document with `apiVersion` and `kind`. Lists are taken apart.

use super::{
    json,
    yaml::{self, Node, Value},
};
use crate::{
    diagnostics::{Diagnostic, code, nearest},
    text::{Source, Span},
};

/// An object as somebody wrote it.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// `apps/v1`
    pub api_version: String,
    /// `Deployment`
    pub kind: String,
    /// `metadata.name`; empty where there is none (it may be generated).
    pub name: String,
    /// `metadata.namespace`, if it is written.
    pub namespace: Option<String>,
    /// The object.
    pub root: Node,
    /// The file.
    pub source: Source,
    /// Where the API version stands.
    pub api_version_span: Span,
    /// Where the kind stands.
    pub kind_span: Span,
    /// Where the name stands; the kind where there is none.
    pub name_span: Span,
}

impl Manifest {
    /// The group; empty for the core group.
    pub fn group(&self) -> &str {
        self.api_version.split_once('/').map_or("", |(group, _)| group)
    }

    /// Whether it is an object of that group and kind, in whatever version.
    pub fn is(&self, group: &str, kind: &str) -> bool {
        self.kind == kind && self.group() == group
    }

    fn new(root: Node, source: &Source) -> Option<Self> {
        let text = |key: &str| root.get(key).and_then(|node| Some((node.text()?.to_owned(), node.span)));
        let (api_version, api_version_span) = text("apiVersion")?;
        let (kind, kind_span) = text("kind")?;
        let metadata =
            |key: &str| root.at(&["metadata", key]).and_then(|node| Some((node.text()?.to_owned(), node.span)));
        let (name, name_span) = metadata("name").unwrap_or((String::new(), kind_span));
        let namespace = metadata("namespace").map(|(text, _)| text).filter(|text| !text.is_empty());
        Some(Self {
            api_version,
            kind,
            name,
            namespace,
            source: source.clone(),
            api_version_span,
            kind_span,
            name_span,
            root,
        })
    }
}

/// The manifests of a file, and what is wrong with it as YAML. Other documents are read and left out.
pub fn manifests(source: &Source) -> (Vec<Manifest>, Vec<Diagnostic>) {
    let (documents, mut found) = yaml::parse(source);
    let mut all = Vec::new();
    let is_json = json::looks_like_json(source.text());
    for root in documents {
        take(root, source, &mut all, &mut found, 0);
    }
    if !all.is_empty() {
        found.extend(directives(source));
    }
    if is_json && found.is_empty() && !all.is_empty() {
        found.extend(json::check(source));
    }
    (all, found)
}

/// That a field of the root is missing, or misspelt.
fn absent(field: &str, root: &Node, source: &Source, at: Span) -> Diagnostic {
    let mut keys = root.entries().iter().filter(|entry| !matches!(entry.key.as_str(), "apiVersion" | "kind"));
    match keys.find(|entry| nearest(&entry.key, [field]).is_some()) {
        Some(entry) => Diagnostic::new(code::UNKNOWN_FIELD, source, entry.key_span)
            .arg("field", &entry.key)
            .arg("object", ".")
            .nearest(Some(field)),
        None => Diagnostic::new(code::MISSING_FIELD, source, at).arg("field", field),
    }
}

/// `%YAML` lines, which the decoder of kubectl refuses; they stand before a `---` that begins a document.
fn directives(source: &Source) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut between = true;
    for line in 1..=source.lines() {
        let span = source.line_span(line).unwrap_or_default();
        let text = source.slice(span).trim_start_matches('\u{feff}');
        if between && text.starts_with("%YAML") {
            found.push(Diagnostic::new(code::YAML_SYNTAX, source, span).help("directive"));
        } else if text == "..." {
            between = true;
        } else if !text.trim().is_empty() && !text.starts_with(['#', '%']) {
            between = false;
        }
    }
    found
}

fn take(root: Node, source: &Source, all: &mut Vec<Manifest>, found: &mut Vec<Diagnostic>, depth: usize) {
    let has = |key: &str| root.entry(key).is_some();
    // One of the two with `metadata` or `spec` beside it is a manifest that lacks the other.
    let (version, kind) = (has("apiVersion"), has("kind"));
    let object = has("metadata") || has("spec");
    let first = root.entries().first().map_or(root.span, |entry| entry.key_span);
    if version && !kind && object {
        found.push(absent("kind", &root, source, first));
    } else if kind && !version && object {
        found.push(absent("apiVersion", &root, source, first));
    } else if version && kind {
        for key in ["apiVersion", "kind"] {
            let Some(entry) = root.entry(key).filter(|entry| entry.value.text().is_none_or(str::is_empty)) else {
                continue;
            };
            let diagnostic = if entry.value.is_null() || entry.value.text().is_some() {
                Diagnostic::new(code::MISSING_FIELD, source, entry.key_span).arg("field", key)
            } else {
                Diagnostic::new(code::WRONG_TYPE, source, entry.key_span)
                    .arg("field", key)
                    .arg("expected", "string")
                    .arg("found", if entry.value.scalar().is_some() { "number" } else { "mapping" })
            };
            found.push(diagnostic);
        }
    }
    let items = root.entry("items").map(|entry| &entry.value.value);
    let is_list = root.text_at("kind").is_some_and(|kind| kind.ends_with("List")) && version;
    if let (true, true, Some(Value::Sequence(items))) = (is_list, depth < 4, items) {
        items.iter().for_each(|item| take(item.clone(), source, all, found, depth + 1));
        return;
    }
    all.extend(Manifest::new(root, source));
}

/// The field without which an object of that kind says nothing, though the schema does not ask for it: the server finds
/// required fields missing below it. <https://kubernetes.io/docs/concepts/overview/working-with-objects/#required-fields>
pub(super) fn needed_spec(group: &str, kind: &str) -> Option<&'static str> {
    let known: &[&str] = match group {
        "v1" => &["Pod", "Service", "PersistentVolume", "PersistentVolumeClaim", "ReplicationController", "LimitRange"],
        "apps" => &["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"],
        "batch" => &["Job", "CronJob"],
        "autoscaling" => &["HorizontalPodAutoscaler"],
        "networking.k8s.io" => &["Ingress"],
        _ => &[],
    };
    known.contains(&kind).then_some("spec")
}
