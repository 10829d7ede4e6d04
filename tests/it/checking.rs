//! `konspekt check` as people use it: fixes, levels, other versions of the API, formats for programs.

use std::{fs, path::Path};

use crate::support::{Book, json, konspekt};

const SLIPS: &str = "# магазин\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop\n  labels: {on: yes}   # по-английски\n\
    spec:\n  replcas: \"3\"\n  selector:\n    matchLabels: {app: shop}\n  template:\n    metadata:\n      labels: {app: shop}\n    \
    spec:\n      containers:\n        - name: web\n          image: nginx:1.29 # образ\n          imagePullPolicy: always\n";

fn write(dir: &Path, name: &str, text: &str) {
    fs::write(dir.join(name), text).expect("file");
}

fn read(dir: &Path, name: &str) -> String {
    fs::read_to_string(dir.join(name)).expect("file")
}

/// The codes of a run with `--format json`, with their levels.
fn codes(dir: &Path, args: &[&str]) -> Vec<(String, String)> {
    let all: Vec<&str> = ["check"].iter().chain(args).copied().chain(["--format", "json"]).collect();
    let rows = json(&konspekt(dir, &all).out);
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().expect("text").to_owned();
    rows.as_array().expect("array").iter().map(|row| (text(row, "code"), text(row, "level"))).collect()
}

#[test]
fn certain_slips_are_fixed_and_nothing_else_changes() {
    let dir = tempfile::tempdir().expect("folder");
    write(dir.path(), "a.yaml", SLIPS);
    let shown = konspekt(dir.path(), &["check", "--diff", "a.yaml"]);
    assert_eq!(shown.code, 1, "nothing is mended yet");
    assert!(shown.out.contains("-  replcas: \"3\"\n") && shown.out.contains("+  replicas: 3\n"), "{}", shown.out);
    assert_eq!(read(dir.path(), "a.yaml"), SLIPS, "a diff alone writes nothing");
    let fixed = konspekt(dir.path(), &["check", "--fix", "a.yaml"]);
    assert_eq!(fixed.code, 0, "{}", fixed.err);
    assert_eq!(
        read(dir.path(), "a.yaml"),
        SLIPS
            .replace("{on: yes}", "{on: \"yes\"}")
            .replace("replcas: \"3\"", "replicas: 3")
            .replace("always", "Always"),
        "comments and layout stay"
    );
    assert!(konspekt(dir.path(), &["check", "--diff", "a.yaml"]).out.is_empty());
    write(dir.path(), "a.yaml", SLIPS);
    let allowed = konspekt(dir.path(), &["check", "--diff", "--allow", "K0203", "a.yaml"]).out;
    assert!(!allowed.contains("replicas") && allowed.contains("Always"), "what is allowed is not mended: {allowed}");
}

#[test]
fn windows_line_ends_and_markdown_survive_a_fix() {
    let dir = tempfile::tempdir().expect("folder");
    write(dir.path(), "a.yaml", &SLIPS.replace('\n', "\r\n"));
    assert_eq!(konspekt(dir.path(), &["check", "--fix", "a.yaml"]).code, 0);
    let text = read(dir.path(), "a.yaml");
    assert_eq!(text.matches("\r\n").count(), SLIPS.matches('\n').count());
    let chapter = |kind: &str| {
        format!(
            "# Сервис\n\n- Так:\n\n  ```yaml\n  apiVersion: v1\n  kind: Service\n  metadata: {{name: shop}}\n  spec: {{type: {kind}, ports: [{{port: 80}}], externalName: a.b}}\n  ```\n"
        )
    };
    write(dir.path(), "a.md", &chapter("externalname"));
    assert_eq!(konspekt(dir.path(), &["check", "--fix", "a.md"]).code, 0);
    assert_eq!(read(dir.path(), "a.md"), chapter("ExternalName"));
}

#[test]
fn what_could_be_meant_otherwise_is_left_alone() {
    let dir = tempfile::tempdir().expect("folder");
    let text = "apiVersion: v1\nkind: Service\nmetadata:\n  name: Shop\nspec:\n  selektoren: {app: shop}\n  ports:\n    - prot: 80\n";
    write(dir.path(), "a.yaml", text);
    assert_eq!(konspekt(dir.path(), &["check", "--fix", "a.yaml"]).code, 1);
    assert_eq!(read(dir.path(), "a.yaml"), text);
}

#[test]
fn a_book_is_fixed_in_its_files() {
    let dir = tempfile::tempdir().expect("folder");
    let book = Book::default().file("src/a.md", "# Хлеб\n\n{{#example a.yaml}}\n").file("src/examples/a.yaml", SLIPS);
    book.write(dir.path());
    let run = konspekt(dir.path(), &["check", "--fix"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(read(dir.path(), "src/examples/a.yaml").contains("replicas: 3"));
    assert_eq!(read(dir.path(), "src/a.md"), "# Хлеб\n\n{{#example a.yaml}}\n");
}

#[test]
fn levels_are_set_on_the_command_line_and_in_the_book() {
    let dir = tempfile::tempdir().expect("folder");
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: shop}\nspec:\n  serviceAccountName: nobody\n  containers: [{name: a, image: b}]\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n";
    write(dir.path(), "a.yaml", pod);
    let seen = |level: &str| vec![("K0305".to_owned(), level.to_owned())];
    assert_eq!(codes(dir.path(), &["a.yaml"]), seen("warning"));
    assert_eq!(codes(dir.path(), &["a.yaml", "--deny", "dangling-reference"]), seen("error"));
    assert_eq!(codes(dir.path(), &["a.yaml", "--deny", "warnings"]), seen("error"));
    assert_eq!(codes(dir.path(), &["a.yaml", "--allow", "K0305"]), []);
    let unknown = konspekt(dir.path(), &["check", "a.yaml", "--allow", "K0101"]);
    assert_eq!(unknown.code, 2, "{}", unknown.err);
    let book = |settings: &str| {
        let settings = format!("[book]\ntitle = \"A\"\nlanguage = \"ru\"\n[preprocessor.konspekt.check]\n{settings}\n");
        Book::default().file("book.toml", settings).file("src/a.md", "# А\n").file("src/examples/a.yaml", pod).codes()
    };
    assert_eq!(book(""), ["K0305"]);
    assert_eq!(book("K0305 = { level = \"allow\", reason = \"made by hand\" }"), [] as [&str; 0]);
    for wrong in ["K0305 = \"allow\"", "K0305 = \"loud\"", "K9999 = \"error\"", "K0101 = \"note\"", "K0305 = 3"] {
        assert_eq!(book(wrong), ["K0714"], "{wrong}");
    }
}

/// An API as a server of another version publishes it: one kind, whose field `size` is a number.
fn openapi(version: u8) -> String {
    let kind = r#"[{"group": "apps", "version": "v9", "kind": "Deployment"}]"#;
    let definition = format!(
        r##"{{"type": "object", "x-kubernetes-group-version-kind": {kind}, "required": ["size"], "properties": {{
            "apiVersion": {{"type": "string"}}, "kind": {{"type": "string"}},
            "metadata": {{"allOf": [{{"$ref": "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"}}]}},
            "size": {{"type": "integer"}}}}}}"##
    );
    let meta = r#"{"type": "object", "properties": {"name": {"type": "string"}}}"#;
    let schemas = format!(
        r#"{{"io.k8s.api.apps.v9.Deployment": {definition}, "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta": {meta}}}"#
    );
    if version == 2 {
        let schemas = schemas.replace("#/components/schemas/", "#/definitions/");
        format!(r#"{{"swagger": "2.0", "info": {{"version": "v1.99"}}, "definitions": {schemas}}}"#)
    } else {
        format!(r#"{{"openapi": "3.0.0", "components": {{"schemas": {schemas}}}}}"#)
    }
}

#[test]
fn another_version_of_the_api_is_a_file() {
    let dir = tempfile::tempdir().expect("folder");
    write(dir.path(), "good.yaml", "apiVersion: apps/v9\nkind: Deployment\nmetadata: {name: a}\nsize: 3\n");
    write(dir.path(), "bad.yaml", "apiVersion: apps/v9\nkind: Deployment\nmetadata: {name: a}\nsize: big\nsice: 1\n");
    write(dir.path(), "pod.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
    let error = |codes: &[&str]| codes.iter().map(|c| ((*c).to_owned(), "error".to_owned())).collect::<Vec<_>>();
    assert_eq!(codes(dir.path(), &["good.yaml"])[0].0, "K0206", "the newest API has no v9");
    for (version, name) in [(2, "v2.json"), (3, "v3.json")] {
        write(dir.path(), name, &openapi(version));
        assert_eq!(codes(dir.path(), &["good.yaml", "--schema", name]), [], "{name}");
        assert_eq!(codes(dir.path(), &["bad.yaml", "--schema", name]), error(&["K0204", "K0203"]), "{name}");
    }
    assert_eq!(codes(dir.path(), &["pod.yaml", "--schema", "v2.json"]), error(&["K0208"]), "a whole API");
    assert_eq!(codes(dir.path(), &["pod.yaml", "--schema", "v3.json"]), [], "one group, the others as they were");
    write(dir.path(), "no.json", "{\"a\": 1}");
    let broken = konspekt(dir.path(), &["check", "good.yaml", "--schema", "no.json"]);
    assert_eq!(broken.code, 3);
    assert!(broken.err.contains("no.json"), "{}", broken.err);
}

#[test]
fn sarif_has_places_rules_and_fixes() {
    let dir = tempfile::tempdir().expect("folder");
    write(dir.path(), "мой сервис.yaml", SLIPS);
    let run = konspekt(dir.path(), &["check", "мой сервис.yaml", "--format", "sarif"]);
    let log: serde_sarif::sarif::Sarif = serde_json::from_str(&run.out).expect("SARIF");
    let results = log.runs[0].results.as_ref().expect("results");
    let rules = log.runs[0].tool.driver.rules.as_ref().expect("rules");
    assert_eq!(results.len(), 3);
    for result in results {
        let index = usize::try_from(result.rule_index.expect("index")).expect("index");
        assert_eq!(Some(&rules[index].id), result.rule_id.as_ref());
        let place = result.locations.as_ref().expect("places")[0].physical_location.as_ref().expect("place");
        let uri = place.artifact_location.as_ref().expect("file").uri.as_ref().expect("address");
        assert!(uri.is_ascii() && !uri.contains(' '), "{uri}");
        assert_eq!(result.fixes.as_ref().expect("fix").len(), 1);
    }
}

#[test]
fn bytes_that_are_no_text_and_templates_are_told_of() {
    let dir = tempfile::tempdir().expect("folder");
    fs::write(dir.path().join("a.yaml"), b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n# \xcf\xee\n")
        .expect("file");
    assert_eq!(codes(dir.path(), &["a.yaml"]), [("K0710".to_owned(), "error".to_owned())]);
    let chart = dir.path().join("chart/templates");
    fs::create_dir_all(&chart).expect("folder");
    write(dir.path(), "chart/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
    write(&chart, "pod.yaml", "kind: {{ .Values.kind }}\n");
    let run = konspekt(dir.path(), &["check", "chart"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("helm template"), "{}", run.err);
}

#[test]
fn manifests_in_json_are_checked_in_prose_too() {
    let dir = tempfile::tempdir().expect("folder");
    let fence = |text: &str| format!("# Под\n\n```json\n{text}\n```\n");
    let pod = r#"{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"a": 1}}"#;
    write(dir.path(), "a.md", &fence(pod));
    assert_eq!(codes(dir.path(), &["a.md"]), [("K0204".to_owned(), "error".to_owned())]);
    write(dir.path(), "a.md", &fence("{\"name\": \"a\", \"kind\": [1, 2,]}"));
    assert_eq!(codes(dir.path(), &["a.md"]), []);
}
