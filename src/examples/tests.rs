//! The checker as a whole: every page's examples, defective manifests with code and line, valid ones with nothing.

mod defects;
mod valid;

use super::*;
use crate::{
    diagnostics::page,
    text::{Lang, Source},
};

fn shown(found: &[Diagnostic]) -> Vec<String> {
    let line = |d: &Diagnostic| d.source.line(d.span.start);
    found
        .iter()
        .map(|d| format!("{} line {}: {} {:?}", d.code, line(d), d.message(&Lang::en()), d.helps(&Lang::en())))
        .collect()
}

fn check(text: &str) -> Vec<Diagnostic> {
    check_set(&[Source::new("a.yaml", text)])
}

#[test]
fn every_page_shows_what_it_says() {
    for page in page::pages() {
        let code = page.code.as_str();
        if !(code.starts_with("K02") || code.starts_with("K03")) {
            continue;
        }
        for fence in page.bad.iter().filter(|fence| fence.lang == "yaml") {
            let found = check(&fence.text);
            assert!(found.iter().any(|d| d.code == page.code), "{code} bad: {:?}", shown(&found));
        }
        for fence in page.good.iter().filter(|fence| fence.lang == "yaml") {
            let found = check(&fence.text);
            assert!(found.is_empty(), "{code} good: {:?}", shown(&found));
        }
    }
}

#[test]
fn fragments_are_held_against_the_kinds_that_have_their_path() {
    let fragment = |text: &str, path: &str| check_fragment(&Source::new("a.md", text), path, schema::kubernetes());
    let good = "containers:\n  - name: web\n    image: nginx\n";
    for path in ["spec.template.spec", "Deployment.spec.template.spec", "Pod.spec", "spec"] {
        assert!(fragment(good, path).is_empty(), "{path}: {:?}", shown(&fragment(good, path)));
    }
    let rooted = format!(
        "spec:\n  template:\n    spec:\n{}",
        good.replace("containers", "      containers")
            .replace("  -", "        -")
            .replace("    image", "          image")
    );
    assert!(
        fragment(&rooted, "spec.template.spec").is_empty(),
        "{:?}",
        shown(&fragment(&rooted, "spec.template.spec"))
    );
    let bad = fragment("containers:\n  - name: web\n    img: nginx\n", "Pod.spec");
    assert!(
        shown(&bad)[0].starts_with("K0205 line 2") || shown(&bad)[0].starts_with("K0203 line 3"),
        "{:?}",
        shown(&bad)
    );
    assert_eq!(fragment("a: 1\n", "spec.tmplate").len(), 1);
    assert!(fragment("- name: web\n  image: nginx\n", "Pod.spec.containers").is_empty());
}

/// What is told of a text, notes left out: code and line.
fn told(text: &str) -> Vec<(&'static str, usize)> {
    let found = check(text);
    let told = found.iter().filter(|d| d.level > crate::diagnostics::Level::Note);
    told.map(|d| (d.code.as_str(), d.source.line(d.span.start))).collect()
}

#[test]
fn custom_objects_are_held_against_their_definition() {
    let set = |api: &str, metadata: &str| {
        format!(
            "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {{name: shops.a.example}}\nspec:\n  \
             group: a.example\n  scope: Cluster\n  names: {{kind: Shop, plural: shops, singular: shop}}\n  versions:\n  \
             - {{name: v1, served: true, storage: true, schema: &s {{openAPIV3Schema: {{type: object}}}}}}\n  \
             - {{name: v0, served: false, storage: false, schema: *s}}\n---\napiVersion: {api}\nkind: Shop\nmetadata: {{{metadata}}}\n"
        )
    };
    assert_eq!(told(&set("a.example/v1", "name: x")), []);
    assert_eq!(told(&set("a.example/v0", "name: x")), [("K0206", 12)], "a version that is not served");
    assert_eq!(told(&set("example/v1", "name: x")), [("K0206", 12)], "a part of the group");
    assert_eq!(told(&set("a.example/v1", "name: x, namespace: shop")), [("K0217", 14)], "an object of the cluster");
}

#[test]
fn selectors_stay_in_their_namespace_and_ports_have_protocols() {
    let set = |namespace: &str, protocol: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: a, namespace: x, labels: {{app: a}}}}\nspec:\n  \
             containers: [{{name: a, image: b, ports: [{{name: dns, containerPort: 53, protocol: UDP}}]}}]\n---\n\
             apiVersion: v1\nkind: Service\nmetadata: {{name: a, namespace: {namespace}}}\nspec:\n  selector: {{app: a}}\n  \
             ports: [{{port: 53, targetPort: dns, protocol: {protocol}}}]\n"
        )
    };
    assert_eq!(told(&set("x", "UDP")), []);
    assert_eq!(told(&set("shop", "UDP")), [("K0303", 11)]);
    assert_eq!(told(&set("x", "TCP")), [("K0304", 12)]);
}

#[test]
fn limits_of_a_namespace_and_names_of_roles() {
    let set = |memory: &str, name: &str| {
        format!(
            "apiVersion: v1\nkind: LimitRange\nmetadata: {{name: a}}\nspec: {{limits: [{{type: Container, max: {{memory: 1Gi}}}}]}}\n---\n\
             apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  containers:\n  - name: a\n    image: b\n    \
             resources: {{limits: {{memory: {memory}}}}}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: settings}}\n---\n\
             apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {{name: a}}\nrules:\n\
             - {{apiGroups: [''], resources: [configmaps], verbs: [get], resourceNames: [{name}]}}\n"
        )
    };
    assert_eq!(told(&set("512Mi", "settings")), []);
    assert_eq!(told(&set("2Gi", "settings")), [("K0216", 13)]);
    assert_eq!(told(&set("512Mi", "setings")), [("K0305", 23)]);
    assert_eq!(told(&set("512Mi", "made-by-hand")), []);
}

#[test]
fn routes_lead_to_services_of_the_set() {
    let text = "apiVersion: v1\nkind: Service\nmetadata: {name: shop}\nspec: {ports: [{name: http, port: 80}]}\n---\n\
                apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: shop}\nspec:\n  rules:\n  \
                - backendRefs: [{name: shop, port: 80}]\n  - backendRefs: [{name: shop, port: 81}]\n  \
                - backendRefs: [{name: blog, port: 80}]\n";
    assert_eq!(told(text), [("K0309", 12), ("K0305", 13)]);
}

/// Each of these would take memory or time of the square of its length, if length counted.
#[test]
fn hostile_lengths_are_bounded() {
    let long = "x".repeat(1 << 20);
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, image: b}]\n";
    assert_eq!(told(&format!("{pod}  dnsPolicy: {long}\n")), [("K0210", 6)]);
    assert_eq!(check(&format!("apiVersion: {long}.k8s.io/v1\nkind: Pod\nmetadata: {{name: a}}\n")).len(), 1);
    let anchors: String = (0..100_000).map(|n| format!("&a{n} ,")).collect();
    assert!(check(&format!("a: [{anchors}]\n")).is_empty());
    let lines: String = (0..10_000).map(|n| format!("a{n}: &b{n}\n")).collect();
    assert_eq!(check(&lines).len(), 100, "as many errors as a file has");
    let tabs: String = (0..100_000).map(|n| format!("a{n}:\t{n}\n")).collect();
    assert!(check(&tabs).is_empty());
}

/// A manifest that uses much of YAML, to be spoilt.
const RICH: &str = "# под\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop\n  labels: &l {app: shop, 'tier': \"веб\"}\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      <<: *l\n  template:\n    metadata: {labels: *l}\n    spec:\n      containers:\n        - name: web\n          image: nginx\n          args: [\"-c\", 'it''s']\n          env:\n            - name: TEXT\n              value: |\n                a # b\n                c\n---\napiVersion: v1\nkind: Service\nmetadata: {name: shop}\nspec: {selector: {app: shop}, ports: [{port: 80}]}\n";

proptest::proptest! {
    #[test]
    fn no_text_makes_the_checker_panic(text in "[ a#:\\n\\t\"'|>\\-\\[\\]{}&*!%@`?,é0<]{0,80}") {
        let source = Source::new("a.yaml", text);
        sound(&check_set(std::slice::from_ref(&source)));
        sound(&check_fragment(&source, "spec.template", schema::kubernetes()));
    }

    #[test]
    fn no_slip_of_the_pen_makes_the_checker_panic(at in 0usize..700, drop in 0usize..4, put in "[ :\\n\\t\"'\\[{}&*%@é\u{feff}-]{0,3}") {
        let cut = |at: usize| RICH.floor_char_boundary(at.min(RICH.len()));
        let text = format!("{}{put}{}", &RICH[..cut(at)], &RICH[cut(at + drop)..]);
        sound(&check(&text));
    }

    #[test]
    fn every_value_knows_its_place(names in proptest::collection::vec("[a-zж]{1,6}", 1..6)) {
        let text: String = names.iter().enumerate().map(|(at, name)| format!("k{at}: # ж\n  - '{name}'\n  - {{x: {name}z}}\n")).collect();
        let source = Source::new("a.yaml", text);
        let (documents, found) = yaml::parse(&source);
        assert!(found.is_empty());
        for (entry, name) in documents[0].entries().iter().zip(&names) {
            assert_eq!(source.slice(entry.key_span), entry.key);
            assert_eq!(source.slice(entry.value.items()[0].span), format!("'{name}'"));
            assert_eq!(source.slice(entry.value.items()[1].span), format!("{{x: {name}z}}"));
        }
    }
}

/// Spans lie in the file, on character boundaries, and every hint that is asked for is on its page.
fn sound(found: &[Diagnostic]) {
    for d in found {
        for (source, span) in [(&d.source, d.span)].into_iter().chain(d.labels.iter().map(|l| (&l.source, l.span))) {
            assert!(source.text().get(span.range()).is_some(), "{:?} {:?}", d.code, span);
        }
        for lang in [Lang::en(), Lang::ru()] {
            assert!(!d.message(&lang).is_empty());
            assert!(d.helps(&lang).iter().all(|help| !help.contains("{nearest}")));
            assert!(d.labels.iter().all(|label| !d.label_text(label, &lang).is_empty()), "{:?}", d.code);
        }
    }
}
