//! Services, Ingresses, NetworkPolicies, EndpointSlices.

use std::collections::HashMap;

use super::{Check, ObjectRule, Report, Rule, containers::PROTOCOLS, rule};
use crate::{
    diagnostics::{Level, code},
    examples::{formats, schema::check::Trail, yaml::Node},
    text::Span,
};

const SERVICE: &str = "concepts/services-networking/service/";
const INGRESS: &str = "concepts/services-networking/ingress/";
const POLICY: &str = "concepts/services-networking/network-policies/";
const SLICE: &str = "concepts/services-networking/endpoint-slices/";

pub(super) const RULES: &[Rule] = &[
    rule(
        "core.v1.ServiceSpec",
        "type",
        Check::OneOf(&["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]),
        SERVICE,
    ),
    rule("core.v1.ServiceSpec", "sessionAffinity", Check::OneOf(&["None", "ClientIP"]), SERVICE),
    rule("core.v1.ServiceSpec", "externalTrafficPolicy", Check::OneOf(&["Cluster", "Local"]), SERVICE),
    rule("core.v1.ServiceSpec", "internalTrafficPolicy", Check::OneOf(&["Cluster", "Local"]), SERVICE),
    rule("core.v1.ServiceSpec", "ipFamilies", Check::OneOf(&["IPv4", "IPv6"]), SERVICE),
    rule(
        "core.v1.ServiceSpec",
        "ipFamilyPolicy",
        Check::OneOf(&["SingleStack", "PreferDualStack", "RequireDualStack"]),
        SERVICE,
    ),
    rule(
        "core.v1.ServiceSpec",
        "trafficDistribution",
        Check::OneOf(&["PreferClose", "PreferSameZone", "PreferSameNode"]),
        SERVICE,
    ),
    rule("core.v1.ServiceSpec", "clusterIP", Check::Form(cluster_ip, "ip"), SERVICE),
    rule("core.v1.ServiceSpec", "externalIPs", Check::Form(formats::ip, "ip"), SERVICE),
    rule("core.v1.ServiceSpec", "loadBalancerSourceRanges", Check::Form(|t| formats::cidr(t.trim()), "cidr"), SERVICE),
    rule("core.v1.ServiceSpec", "externalName", Check::Form(external_name, "hostname"), SERVICE),
    rule("core.v1.ServiceSpec", "selector", Check::Keys(formats::qualified_name, "key"), SERVICE),
    rule("core.v1.ServiceSpec", "selector", Check::Values(formats::label_value, "label_value"), SERVICE),
    rule("core.v1.ServicePort", "port", Check::Between(1, 65535), SERVICE),
    rule("core.v1.ServicePort", "targetPort", Check::Port, SERVICE),
    rule("core.v1.ServicePort", "protocol", Check::OneOf(PROTOCOLS), SERVICE),
    rule("core.v1.ServicePort", "name", Check::Form(formats::dns_label, "label"), SERVICE),
    rule("core.v1.ServicePort", "appProtocol", Check::Form(formats::qualified_name, "key"), SERVICE),
    rule("core.v1.ClientIPConfig", "timeoutSeconds", Check::Between(1, 86400), SERVICE),
    rule("networking.v1.IngressRule", "host", Check::Form(ingress_host, "ingress_host"), INGRESS),
    rule("networking.v1.IngressTLS", "hosts", Check::Form(ingress_host, "ingress_host"), INGRESS),
    rule(
        "networking.v1.HTTPIngressPath",
        "pathType",
        Check::OneOf(&["Exact", "Prefix", "ImplementationSpecific"]),
        INGRESS,
    ),
    rule("networking.v1.HTTPIngressPath", "path", Check::Form(absolute, "absolute"), INGRESS),
    rule("networking.v1.HTTPIngressRuleValue", "paths", Check::NotEmpty, INGRESS),
    rule("networking.v1.ServiceBackendPort", "number", Check::Between(1, 65535), INGRESS),
    rule("networking.v1.NetworkPolicySpec", "policyTypes", Check::OneOf(&["Ingress", "Egress"]), POLICY),
    rule("networking.v1.NetworkPolicyPort", "protocol", Check::OneOf(PROTOCOLS), POLICY),
    rule("networking.v1.NetworkPolicyPort", "port", Check::Port, POLICY),
    rule("networking.v1.NetworkPolicyPort", "endPort", Check::Between(1, 65535), POLICY),
    rule("networking.v1.IPBlock", "cidr", Check::Form(formats::cidr, "cidr"), POLICY),
    rule("networking.v1.IPBlock", "except", Check::Form(formats::cidr, "cidr"), POLICY),
    rule("discovery.v1.EndpointSlice", "addressType", Check::OneOf(&["IPv4", "IPv6", "FQDN"]), SLICE),
    rule("discovery.v1.EndpointPort", "protocol", Check::OneOf(PROTOCOLS), SLICE),
    rule("discovery.v1.EndpointPort", "port", Check::Between(1, 65535), SLICE),
    rule("core.v1.EndpointAddress", "ip", Check::Form(formats::ip, "ip"), SERVICE),
    rule("core.v1.EndpointPort", "port", Check::Between(1, 65535), SERVICE),
];

pub(super) const OBJECTS: &[(&str, ObjectRule)] = &[
    ("core.v1.ServiceSpec", service),
    ("core.v1.ServiceSpec", service_ports),
    ("networking.v1.IngressSpec", |trail, report| {
        if ["defaultBackend", "rules"].iter().all(|field| trail.node.get(field).is_none_or(super::is_empty)) {
            report.page(INGRESS).missing("rules", trail.at);
        }
    }),
    ("networking.v1.IngressBackend", |trail, report| {
        report.page(INGRESS).one_of(trail, &["service", "resource"], true);
    }),
    ("networking.v1.ServiceBackendPort", |trail, report| {
        report.page(INGRESS).one_of(trail, &["name", "number"], true);
    }),
    ("networking.v1.HTTPIngressPath", |trail, report| {
        if let (Some("Exact" | "Prefix"), None) = (trail.node.text_at("pathType"), trail.node.get("path")) {
            report.page(INGRESS).missing_where("path", trail.at, "pathType: Exact, Prefix");
        }
    }),
    ("networking.v1.NetworkPolicyPeer", |trail, report| {
        report.page(POLICY);
        let block = trail.node.entry("ipBlock").filter(|entry| !entry.value.is_null());
        if let (Some(entry), true) =
            (block, ["podSelector", "namespaceSelector"].iter().any(|f| trail.node.get(f).is_some()))
        {
            report.forbidden(entry, "podSelector, namespaceSelector");
        } else if ["ipBlock", "podSelector", "namespaceSelector"].iter().all(|f| trail.node.get(f).is_none()) {
            report.one_of(trail, &["podSelector", "namespaceSelector", "ipBlock"], true);
        }
    }),
    ("networking.v1.NetworkPolicyPort", |trail, report| {
        let (Some(end), Some(port)) = (trail.node.entry("endPort"), trail.node.get("port")) else { return };
        report.page(POLICY);
        match (port.integer(), end.value.integer()) {
            (Some(first), Some(last)) if first > last => {
                report.range(&end.value, "endPort", end.value.integer(), first, Some(65535));
            }
            (None, _) => report.forbidden(end, "port: NAME"),
            _ => {}
        }
    }),
    ("networking.v1.IPBlock", |trail, report| {
        let Some(outer) = trail.node.text_at("cidr") else { return };
        for inner in trail.node.get("except").map_or(&[][..], Node::items) {
            if inner.text().and_then(|text| formats::cidr_within(text, outer)) == Some(false) {
                report.page(POLICY).format(inner, "except", "within");
            }
        }
    }),
];

fn cluster_ip(text: &str) -> bool {
    text.is_empty() || text == "None" || formats::ip(text)
}

fn external_name(text: &str) -> bool {
    formats::dns_subdomain(text.strip_suffix('.').unwrap_or(text))
}

fn ingress_host(text: &str) -> bool {
    text.is_empty() || (formats::dns_subdomain(text.strip_prefix("*.").unwrap_or(text)) && !formats::ip(text))
}

fn absolute(path: &str) -> bool {
    path.starts_with('/') && !path.contains("//") && !path.split('/').any(|part| matches!(part, "." | ".."))
}

fn service(trail: &Trail<'_>, report: &mut Report<'_>) {
    report.page(SERVICE);
    let kind = trail.node.text_at("type").unwrap_or("ClusterIP");
    let other = format!("type: {kind}");
    let headless = trail.node.text_at("clusterIP") == Some("None");
    if let (true, "NodePort" | "LoadBalancer" | "ExternalName", Some(entry)) =
        (headless, kind, trail.node.entry("clusterIP"))
    {
        report.forbidden(entry, &other);
    }
    let entry = |field: &str| trail.node.entry(field).filter(|entry| !entry.value.is_null());
    if kind == "ExternalName" {
        if trail.node.get("externalName").is_none_or(super::is_empty) {
            report.missing_where("externalName", entry("type").map_or(trail.at, |e| e.key_span), &other);
        }
    } else if trail.node.get("ports").is_none_or(super::is_empty) && !headless {
        report.missing("ports", entry("ports").map_or(trail.at, |e| e.key_span));
    }
    if kind != "LoadBalancer" {
        for field in
            ["loadBalancerSourceRanges", "loadBalancerClass", "allocateLoadBalancerNodePorts", "healthCheckNodePort"]
        {
            entry(field).into_iter().for_each(|entry| report.forbidden(entry, &other));
        }
    }
    let external = trail.node.get("externalIPs").is_some_and(|ips| !super::is_empty(ips));
    if matches!(kind, "ClusterIP" | "ExternalName") {
        if !external {
            entry("externalTrafficPolicy").into_iter().for_each(|entry| report.forbidden(entry, &other));
        }
        for port in trail.node.get("ports").map_or(&[][..], Node::items) {
            let node_port = port.entry("nodePort").filter(|e| e.value.integer().is_some_and(|n| n != 0));
            node_port.into_iter().for_each(|entry| report.forbidden(entry, &other));
        }
    }
    if let (Some(entry), Some("None")) =
        (entry("sessionAffinityConfig"), trail.node.text_at("sessionAffinity").or(Some("None")))
    {
        report.forbidden(entry, "sessionAffinity: None");
    }
}

fn service_ports(trail: &Trail<'_>, report: &mut Report<'_>) {
    let ports = trail.node.get("ports").map_or(&[][..], Node::items);
    report.page(SERVICE).unique(trail.node.get("ports"), "name");
    let mut seen: HashMap<(i128, &str), Span> = HashMap::new();
    let mut node_ports: HashMap<(i128, &str), Span> = HashMap::new();
    for port in ports {
        let protocol = port.text_at("protocol").unwrap_or("TCP");
        if ports.len() > 1 && port.get("name").is_none_or(super::is_empty) {
            report.page("concepts/services-networking/service/#multi-port-services");
            report.missing_where("name", super::first_line(report.source, port.span), "ports[1]");
        }
        for (field, seen) in [("port", &mut seen), ("nodePort", &mut node_ports)] {
            let Some((node, number)) = port.get(field).and_then(|node| Some((node, node.integer()?))) else { continue };
            if let Some(first) = seen.insert((number, protocol), node.span) {
                report.page(SERVICE).twice(node.span, first, &format!("{number}/{protocol}"), Level::Error);
            }
        }
        let Some((node, number)) = port.get("nodePort").and_then(|node| Some((node, node.integer()?))) else {
            continue;
        };
        if number != 0 && !(30000..=32767).contains(&number) {
            let possible = (1..=65535).contains(&number);
            let diagnostic = report
                .at(code::OUT_OF_RANGE, node.span)
                .arg("field", "nodePort")
                .arg("value", number)
                .arg("low", 30000)
                .arg("high", 32767)
                .help("between")
                .help("node_port")
                .level(if possible { Level::Warning } else { Level::Error });
            report.page("concepts/services-networking/service/#type-nodeport").push(diagnostic);
        }
    }
}
