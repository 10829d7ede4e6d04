//! Who calls a Service: Ingresses, routes of the Gateway API, webhooks, aggregated APIs, slices of endpoints.

use super::Set;
use crate::{
    diagnostics::{Diagnostic, code},
    examples::{Manifest, yaml::Node},
};

pub(super) fn check(set: &mut Set<'_>, manifest: &Manifest) {
    let own = manifest.namespace.clone();
    let root = &manifest.root;
    match (manifest.group(), manifest.kind.as_str()) {
        ("networking.k8s.io", "Ingress") => ingress(set, manifest),
        ("gateway.networking.k8s.io", kind) if kind.ends_with("Route") => route(set, manifest),
        ("admissionregistration.k8s.io", _) => {
            root.all(&["webhooks", "[]", "clientConfig", "service"]).iter().for_each(|s| called(set, manifest, s));
        }
        ("apiregistration.k8s.io", _) => {
            root.at(&["spec", "service"]).into_iter().for_each(|service| called(set, manifest, service));
        }
        ("apiextensions.k8s.io", _) => {
            let service = root.at(&["spec", "conversion", "webhook", "clientConfig", "service"]);
            service.into_iter().for_each(|service| called(set, manifest, service));
        }
        ("discovery.k8s.io", "EndpointSlice") => {
            let label = root.at(&["metadata", "labels", "kubernetes.io/service-name"]);
            if let Some(name) = label {
                set.follow(manifest, "Service", name, own.as_deref());
            }
        }
        _ => {}
    }
}

/// A Service that the API server calls, in a namespace of its own; where the set makes Services, it makes that one.
fn called(set: &mut Set<'_>, manifest: &Manifest, reference: &Node) {
    let Some(name) = reference.get("name").filter(|_| !set.kind("Service").is_empty()) else { return };
    let namespace = reference.text_at("namespace");
    let Some(service) = set.follow(manifest, "Service", name, namespace) else { return };
    if let Some(port) = reference.get("port") {
        has_port(set, manifest, service, port);
    }
}

/// Backends of an Ingress, its class and its certificates.
fn ingress(set: &mut Set<'_>, manifest: &Manifest) {
    let namespace = manifest.namespace.as_deref();
    let Some(spec) = manifest.root.get("spec") else { return };
    let backends = spec.get("defaultBackend").into_iter();
    let backends = backends.chain(spec.all(&["rules", "[]", "http", "paths", "[]", "backend"]));
    for reference in backends.filter_map(|backend| backend.get("service")) {
        let Some(name) = reference.get("name") else { continue };
        let Some(service) = set.follow(manifest, "Service", name, namespace) else { continue };
        let port = reference.at(&["port", "number"]).or_else(|| reference.at(&["port", "name"]));
        port.into_iter().for_each(|port| has_port(set, manifest, service, port));
    }
    if let Some(class) = spec.get("ingressClassName").filter(|_| !set.kind("IngressClass").is_empty()) {
        set.follow(manifest, "IngressClass", class, None);
    }
    // Certificates are usually made elsewhere: only among Secrets of the set one can be missing.
    let annotations = manifest.root.at(&["metadata", "annotations"]).map_or(&[][..], Node::entries);
    let by_operator = annotations.iter().any(|entry| entry.key.contains("cert") || entry.key.contains("acme"));
    if by_operator || set.kind("Secret").is_empty() {
        return;
    }
    for secret in spec.all(&["tls", "[]", "secretName"]) {
        set.follow(manifest, "Secret", secret, namespace);
    }
}

/// A route's gateway and backends. <https://gateway-api.sigs.k8s.io/reference/spec/#backendref>
fn route(set: &mut Set<'_>, manifest: &Manifest) {
    let Some(spec) = manifest.root.get("spec") else { return };
    let namespace =
        |reference: &Node| reference.text_at("namespace").or(manifest.namespace.as_deref()).map(str::to_owned);
    for parent in spec.all(&["parentRefs", "[]"]) {
        let gateway = parent.text_at("kind").is_none_or(|kind| kind == "Gateway");
        if let (true, Some(name), false) = (gateway, parent.get("name"), set.kind("Gateway").is_empty()) {
            set.follow(manifest, "Gateway", name, namespace(parent).as_deref());
        }
    }
    for backend in spec.all(&["rules", "[]", "backendRefs", "[]"]) {
        let service = backend.text_at("kind").is_none_or(|kind| kind == "Service")
            && backend.text_at("group").is_none_or(str::is_empty);
        let Some(name) = backend.get("name").filter(|_| service) else { continue };
        let Some(service) = set.follow(manifest, "Service", name, namespace(backend).as_deref()) else { continue };
        backend.get("port").into_iter().for_each(|port| has_port(set, manifest, service, port));
    }
}

/// That a Service has a port of that number or name.
fn has_port(set: &mut Set<'_>, manifest: &Manifest, service: &Manifest, asked: &Node) {
    let ports = service.root.at(&["spec", "ports"]).map_or(&[][..], Node::items);
    let there = ports.iter().any(|port| match asked.integer() {
        Some(number) => port.get("port").and_then(Node::integer) == Some(number),
        None => port.text_at("name") == asked.text(),
    });
    // A name that leads out of the cluster leads to every port there.
    if there || service.root.at(&["spec", "type"]).and_then(Node::text) == Some("ExternalName") {
        return;
    }
    let list = ports
        .iter()
        .flat_map(|port| [port.get("name"), port.get("port")])
        .flatten()
        .map(|p| format!("`{}`", p.written()));
    let mut diagnostic = Diagnostic::new(code::SERVICE_PORT, &manifest.source, asked.span)
        .arg("name", &service.name)
        .arg("port", asked.written())
        .arg("ports", list.collect::<Vec<_>>().join(", "))
        .help("declared");
    if let Some(entry) = service.root.get("spec").and_then(|spec| spec.entry("ports")) {
        diagnostic = diagnostic.label("service", &service.source, entry.key_span);
    }
    set.found.push(diagnostic);
}
