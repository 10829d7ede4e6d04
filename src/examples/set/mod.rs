//! Objects of a set against each other: duplicates, selectors, references, claims.
//!
//! What is certain within the set is an error; what may be in the cluster already is a warning, and silence where it
//! usually is (default service accounts, built-in roles, storage classes). References stay within a namespace. A
//! manifest without a namespace goes where kubectl is told, so it is never certain to be in another one.

mod claims;
mod controllers;
mod limits;
mod references;
mod roles;
mod selection;
mod services;
mod storage;
mod workload;

use std::{collections::HashMap, rc::Rc};

use super::{
    Manifest,
    labels::Selector,
    schema::{Api, crd::CustomKind},
    yaml::Node,
};
use crate::{
    diagnostics::{Diagnostic, Level, code, nearest},
    text::Span,
};
use workload::Workload;

/// Checks a set.
pub(super) fn check(all: &[Manifest], api: &Api, custom: &[CustomKind]) -> Vec<Diagnostic> {
    let mut by_name: HashMap<(&str, &str), Vec<&Manifest>> = HashMap::new();
    let mut by_kind: HashMap<&str, Vec<&Manifest>> = HashMap::new();
    for manifest in all {
        by_name.entry((&manifest.kind, &manifest.name)).or_default().push(manifest);
        by_kind.entry(&manifest.kind).or_default().push(manifest);
    }
    let workloads = Rc::new(all.iter().filter_map(Workload::of).collect::<Vec<_>>());
    let mut by_label: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (at, workload) in workloads.iter().enumerate() {
        for label in workload.labels().map_or(&[][..], Node::entries) {
            let value = label.value.written();
            by_label.entry((&label.key, value)).or_default().push(at);
        }
    }
    let mut set = Set { by_name, by_kind, workloads, by_label, alone: all.len() == 1, found: Vec::new() };
    set.duplicates(all, api, custom);
    set.namespaces(all);
    set.scopes(all, api, custom);
    for manifest in all {
        selection::check(&mut set, manifest);
        references::of_object(&mut set, manifest);
        services::check(&mut set, manifest);
        roles::check(&mut set, manifest, api);
        controllers::check(&mut set, manifest);
        storage::check(&mut set, manifest);
    }
    for workload in Rc::clone(&set.workloads).iter() {
        references::of_pod(&mut set, workload);
        selection::of_pod(&mut set, workload);
        limits::check(&mut set, workload);
    }
    controllers::overlaps(&mut set);
    claims::check(&mut set, all);
    set.found
}

struct Set<'a> {
    by_name: HashMap<(&'a str, &'a str), Vec<&'a Manifest>>,
    by_kind: HashMap<&'a str, Vec<&'a Manifest>>,
    workloads: Rc<Vec<Workload<'a>>>,
    /// Workloads by each label of their Pods.
    by_label: HashMap<(&'a str, &'a str), Vec<usize>>,
    /// Whether the set is a single object.
    alone: bool,
    found: Vec<Diagnostic>,
}

/// What a reference leads to.
enum Target<'a> {
    Here(&'a Manifest),
    Elsewhere(&'a Manifest),
    Nowhere,
}

impl<'a> Set<'a> {
    fn kind(&self, kind: &str) -> &[&'a Manifest] {
        self.by_kind.get(kind).map_or(&[], Vec::as_slice)
    }

    fn find(&self, kind: &str, name: &str, namespace: Option<&str>) -> Target<'a> {
        let Some(named) = self.by_name.get(&(kind, name)) else { return Target::Nowhere };
        match named.iter().find(|m| together(m.namespace.as_deref(), namespace)) {
            Some(manifest) => Target::Here(manifest),
            None => Target::Elsewhere(named[0]),
        }
    }

    /// The workloads that a selector may match: all of those that it does are among them.
    fn candidates(&self, selector: &Selector) -> Vec<usize> {
        match selector.one_label() {
            Some(label) => self.by_label.get(&label).cloned().unwrap_or_default(),
            None => (0..self.workloads.len()).collect(),
        }
    }

    /// Follows a reference from `manifest`, and warns where it leads nowhere.
    fn follow(
        &mut self,
        manifest: &Manifest,
        kind: &str,
        name: &Node,
        namespace: Option<&str>,
    ) -> Option<&'a Manifest> {
        let text = name.text().filter(|text| !text.is_empty())?;
        let target = self.find(kind, text, namespace);
        let mut diagnostic =
            Diagnostic::new(code::DANGLING_REFERENCE, &manifest.source, name.span).arg("kind", kind).arg("name", text);
        match target {
            Target::Here(found) => return Some(found),
            Target::Elsewhere(found) => {
                diagnostic = diagnostic.arg("other", found.namespace.as_deref().unwrap_or("default")).help("namespace");
            }
            Target::Nowhere => {
                diagnostic = diagnostic.nearest(nearest(text, self.kind(kind).iter().map(|m| m.name.as_str())));
            }
        }
        // Of one object nobody knows what stands beside it.
        if self.alone {
            diagnostic = diagnostic.level(Level::Note);
        }
        // Names made by a generator or a template engine are nobody's slip.
        if !self.kind(kind).iter().any(|m| m.name.is_empty()) {
            self.found.push(diagnostic);
        }
        None
    }

    fn duplicates(&mut self, all: &[Manifest], api: &Api, custom: &[CustomKind]) {
        let namespaced = |m: &Manifest| is_namespaced(m, api, custom);
        let mut seen: HashMap<(&str, &str, &str, &str), &Manifest> = HashMap::new();
        for manifest in all.iter().filter(|m| !m.name.is_empty()) {
            let namespace = if namespaced(manifest) { manifest.namespace.as_deref().unwrap_or("default") } else { "" };
            let key = (manifest.group(), manifest.kind.as_str(), namespace, manifest.name.as_str());
            let Some(first) = seen.get(&key) else {
                seen.insert(key, manifest);
                continue;
            };
            let same_file = first.source == manifest.source;
            self.found.push(
                Diagnostic::new(code::DUPLICATE_OBJECT, &manifest.source, manifest.name_span)
                    .arg("kind", &manifest.kind)
                    .arg("name", &manifest.name)
                    .label("first", &first.source, first.name_span)
                    .help("overwrites")
                    .level(if same_file { Level::Error } else { Level::Warning }),
            );
        }
    }

    /// Objects of the whole cluster that name a namespace: the server passes over it.
    fn scopes(&mut self, all: &[Manifest], api: &Api, custom: &[CustomKind]) {
        for manifest in all.iter().filter(|manifest| !is_namespaced(manifest, api, custom)) {
            let Some(entry) = manifest.root.get("metadata").and_then(|metadata| metadata.entry("namespace")) else {
                continue;
            };
            let built_in = api.kind(&manifest.api_version, &manifest.kind).is_some();
            self.found.push(
                Diagnostic::new(code::NOT_TOGETHER, &manifest.source, entry.key_span)
                    .arg("field", "namespace")
                    .arg("other", format!("kind: {}", manifest.kind))
                    .help("cluster")
                    .level(if built_in { Level::Note } else { Level::Warning }),
            );
        }
    }

    /// Namespaces that are used and not made, where the set makes some.
    fn namespaces(&mut self, all: &[Manifest]) {
        let made: Vec<&str> = self.kind("Namespace").iter().map(|m| m.name.as_str()).collect();
        if made.is_empty() {
            return;
        }
        for manifest in all {
            let Some(node) = manifest.root.at(&["metadata", "namespace"]) else { continue };
            let Some(name) = node.text().filter(|name| !made.contains(name) && !always_there(name)) else { continue };
            self.found.push(
                Diagnostic::new(code::DANGLING_REFERENCE, &manifest.source, node.span)
                    .arg("kind", "Namespace")
                    .arg("name", name)
                    .nearest(nearest(name, made.iter().copied())),
            );
        }
    }
}

/// Whether objects of that kind live in a namespace; what nobody knows does.
fn is_namespaced(manifest: &Manifest, api: &Api, custom: &[CustomKind]) -> bool {
    match api.kind(&manifest.api_version, &manifest.kind) {
        Some(kind) => kind.namespaced,
        None => {
            let mut same = custom.iter().filter(|c| c.group == manifest.group() && c.kind == manifest.kind);
            same.next().is_none_or(|c| c.namespaced)
        }
    }
}

/// Whether two objects may be in one namespace.
fn together(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b,
        (None, Some(one)) | (Some(one), None) => !always_there(one) || one == "default",
        (None, None) => true,
    }
}

/// Namespaces of every cluster.
fn always_there(namespace: &str) -> bool {
    namespace.is_empty() || namespace == "default" || namespace.starts_with("kube-")
}

/// A span's first line, for underlining.
fn line(manifest: &Manifest, span: Span) -> Span {
    super::rules::first_line(&manifest.source, span)
}
