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
    let fragment = |text: &str, path: &str| check_fragment(&Source::new("a.md", text), path);
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
