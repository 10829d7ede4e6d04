//! The Kubernetes API as data: kinds, definitions, and the way from `apiVersion` and `kind` to a definition.
//!
//! The data is `kubernetes-1.37.json`, written by a test from `k8s-openapi` and parsed on first use. A
//! CustomResourceDefinition of the user's, and what `kubectl get --raw /openapi/v2` prints, become the same types.

pub mod check;
pub mod crd;
pub mod kubernetes;
pub mod resolve;

#[cfg(test)]
mod generate;

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use anyhow::Context;
use serde::Deserialize;
use serde_json::Value;

/// A JSON schema, as far as Kubernetes uses it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Schema {
    /// Another definition that this stands for.
    #[serde(rename = "$ref")]
    pub reference: Option<String>,
    /// OpenAPI v3 wraps a reference with a description in this.
    pub all_of: Vec<Schema>,
    /// What the field means.
    pub description: Option<String>,
    /// `string`, `integer`, `number`, `boolean`, `array`, `object`; none for anything.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// `int32`, `byte`, `date-time` …
    pub format: Option<String>,
    /// Fields.
    pub properties: BTreeMap<String, Schema>,
    /// Fields that must be there.
    pub required: Vec<String>,
    /// What a list holds.
    pub items: Option<Box<Schema>>,
    /// What a map holds, or whether further fields are allowed.
    pub additional_properties: Option<Additional>,
    /// The allowed values.
    #[serde(rename = "enum")]
    pub values: Vec<Value>,
    /// The least number.
    pub minimum: Option<f64>,
    /// The greatest number.
    pub maximum: Option<f64>,
    /// The shortest string, in characters.
    pub min_length: Option<u64>,
    /// The longest string.
    pub max_length: Option<u64>,
    /// The shortest list.
    pub min_items: Option<u64>,
    /// The longest list.
    pub max_items: Option<u64>,
    /// A regular expression.
    pub pattern: Option<String>,
    /// Null is a value.
    pub nullable: bool,
    /// A number or a string.
    #[serde(rename = "x-kubernetes-int-or-string")]
    pub int_or_string: bool,
    /// Fields that the schema does not name are kept.
    #[serde(rename = "x-kubernetes-preserve-unknown-fields")]
    pub preserve_unknown_fields: bool,
    /// A whole object of the API.
    #[serde(rename = "x-kubernetes-embedded-resource")]
    pub embedded_resource: bool,
    /// Which kinds a definition of a published API is for.
    #[serde(rename = "x-kubernetes-group-version-kind")]
    pub kinds: Vec<GroupVersionKind>,
}

/// `additionalProperties`: a schema or a word.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Additional {
    /// Whether others are allowed.
    Any(bool),
    /// What they are.
    Schema(Box<Schema>),
}

/// One kind as a published API names it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct GroupVersionKind {
    group: String,
    version: String,
    kind: String,
}

/// A kind of the API.
#[derive(Clone, Debug, Deserialize)]
pub struct KindInfo {
    /// The group; empty for the core group.
    pub group: String,
    /// The version.
    pub version: String,
    /// The kind.
    pub kind: String,
    /// The plural, as in URLs and in RBAC rules.
    pub plural: String,
    /// Whether its objects live in a namespace.
    pub namespaced: bool,
    /// The definition's name.
    pub definition: String,
}

impl KindInfo {
    /// `apps/v1`, or `v1` in the core group.
    pub fn api_version(&self) -> String {
        if self.group.is_empty() { self.version.clone() } else { format!("{}/{}", self.group, self.version) }
    }
}

/// A whole API.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Api {
    /// `1.37`
    pub version: String,
    /// Its kinds.
    pub kinds: Vec<KindInfo>,
    definitions: HashMap<String, Schema>,
}

static KUBERNETES: LazyLock<Api> = LazyLock::new(|| {
    match serde_json::from_str(include_str!("kubernetes-1.37.json")) {
        Ok(api) => api,
        // The file is compiled in, and a test parses it: this is unreachable in a program that passed.
        Err(error) => panic!("the API schema: {error}"),
    }
});

/// The API of the newest Kubernetes that is known.
pub fn kubernetes() -> &'static Api {
    &KUBERNETES
}

impl Api {
    /// The API that `kubectl get --raw /openapi/v2` prints, or one group of it, as `/openapi/v3/…` does.
    ///
    /// A whole API takes the place of what is known. A group is laid over `before`, or over the newest API there is.
    ///
    /// # Errors
    /// The text is no JSON, or has no definitions.
    pub fn from_openapi(text: &str, before: Option<Self>) -> anyhow::Result<Self> {
        let mut document: Value = serde_json::from_str(text)?;
        let (schemas, mut api) = match document.pointer_mut("/components/schemas") {
            Some(schemas) => (schemas.take(), before.unwrap_or_else(|| kubernetes().clone())),
            None => (document["definitions"].take(), Self::default()),
        };
        let schemas: HashMap<String, Schema> =
            serde_json::from_value(schemas).context("this is no OpenAPI document of Kubernetes")?;
        api.version = document["info"]["version"].as_str().unwrap_or_default().to_owned();
        let resources = Resources::of(&document["paths"]);
        let mut kinds = Vec::new();
        for (name, mut schema) in schemas {
            schema.shorten();
            let name = short_name(&name);
            // DeleteOptions and the like are in every group: no kinds of objects.
            if let [kind] = schema.kinds.as_slice()
                && !kind.kind.is_empty()
            {
                kinds.push(resources.kind(kind, &name));
            }
            api.definitions.insert(name, schema);
        }
        api.kinds.retain(|old| !kinds.iter().any(|new| new.group == old.group && new.version == old.version));
        api.kinds.extend(kinds);
        api.kinds.sort_by(|a, b| (&a.group, &a.version, &a.kind).cmp(&(&b.group, &b.version, &b.kind)));
        Ok(api)
    }

    /// The definition of a name.
    pub fn definition(&self, name: &str) -> Option<&Schema> {
        self.definitions.get(name)
    }

    /// The kind of that exact name.
    pub fn kind(&self, api_version: &str, kind: &str) -> Option<&KindInfo> {
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        self.kinds.iter().find(|k| k.kind == kind && k.group == group && k.version == version)
    }

    /// A schema with the reference followed, and the name of the definition that was reached.
    pub fn follow<'a>(&'a self, schema: &'a Schema) -> (&'a Schema, Option<&'a str>) {
        let name = schema.reference.as_deref().or(match schema.all_of.as_slice() {
            [only] => only.reference.as_deref(),
            _ => None,
        });
        match name.and_then(|name| Some((self.definitions.get_key_value(name)?, name))) {
            Some(((name, schema), _)) => (schema, Some(name)),
            None => (schema, None),
        }
    }
}

/// What the paths of a published API say of its kinds: the plural, and whether objects live in a namespace.
struct Resources(HashMap<(String, String, String), (String, bool)>);

impl Resources {
    fn of(paths: &Value) -> Self {
        let mut out = HashMap::new();
        for (path, operations) in paths.as_object().into_iter().flatten() {
            // `/apis/apps/v1/namespaces/{namespace}/deployments/{name}`: neither a list of all namespaces nor a part.
            let Some(plural) = path.strip_suffix("/{name}").and_then(|path| path.rsplit('/').next()) else { continue };
            let operations = operations.as_object().into_iter().flatten();
            let kinds = operations.filter_map(|(_, operation)| operation.get("x-kubernetes-group-version-kind"));
            for kind in kinds.filter_map(|kind| GroupVersionKind::deserialize(kind).ok()) {
                let namespaced = path.contains("/{namespace}/");
                out.insert((kind.group, kind.version, kind.kind), (plural.to_owned(), namespaced));
            }
        }
        Self(out)
    }

    fn kind(&self, of: &GroupVersionKind, definition: &str) -> KindInfo {
        let known = kubernetes().kinds.iter().find(|kind| kind.group == of.group && kind.kind == of.kind);
        let (plural, namespaced) = self
            .0
            .get(&(of.group.clone(), of.version.clone(), of.kind.clone()))
            .cloned()
            .or_else(|| known.map(|kind| (kind.plural.clone(), kind.namespaced)))
            .unwrap_or_else(|| (of.kind.to_lowercase(), true));
        KindInfo {
            group: of.group.clone(),
            version: of.version.clone(),
            kind: of.kind.clone(),
            plural,
            namespaced,
            definition: definition.to_owned(),
        }
    }
}

impl Schema {
    /// References and names as the built-in data has them.
    fn shorten(&mut self) {
        if let Some(target) = &mut self.reference {
            let name = target.rsplit('/').next().unwrap_or_default();
            *target = short_name(name);
        }
        let inner = self.properties.values_mut().chain(&mut self.all_of).chain(self.items.as_deref_mut());
        inner.for_each(Self::shorten);
        if let Some(Additional::Schema(schema)) = &mut self.additional_properties {
            schema.shorten();
        }
        if self.format.as_deref() == Some("int-or-string") {
            self.int_or_string = true;
        }
    }
}

/// A definition's name without what all names begin with.
pub(crate) fn short_name(name: &str) -> String {
    for (long, short) in [
        ("io.k8s.api.", ""),
        ("io.k8s.apimachinery.pkg.apis.", ""),
        ("io.k8s.apimachinery.pkg.", ""),
        ("io.k8s.apiextensions-apiserver.pkg.apis.", ""),
        ("io.k8s.kube-aggregator.pkg.apis.", ""),
    ] {
        if let Some(rest) = name.strip_prefix(long) {
            return format!("{short}{rest}");
        }
    }
    name.to_owned()
}
