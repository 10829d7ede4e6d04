//! CustomResourceDefinitions of a set: the schema of the objects that they define.

use serde_json::{Map, Number, Value};

use super::Schema;
use crate::examples::{
    scalar::Kind,
    yaml::{self, Node},
};

/// A kind that a CustomResourceDefinition makes.
#[derive(Debug)]
pub struct CustomKind {
    /// The group.
    pub group: String,
    /// The kind.
    pub kind: String,
    /// Whether its objects live in a namespace.
    pub namespaced: bool,
    /// Versions that are served, with their schemas.
    pub versions: Vec<(String, Schema)>,
}

/// What a CustomResourceDefinition defines; `None` where it is too broken to say.
pub fn custom_kind(definition: &Node) -> Option<CustomKind> {
    let spec = definition.get("spec")?;
    let served = |version: &&Node| version.get("served").and_then(Node::boolean) != Some(false);
    let versions = spec.get("versions")?.items().iter().filter(served).filter_map(|version| {
        let schema = version.at(&["schema", "openAPIV3Schema"]).map(to_json).unwrap_or(Value::Null);
        let mut schema: Schema = serde_json::from_value(schema).unwrap_or_default();
        schema.kind.get_or_insert_with(|| "object".to_owned());
        // The server knows these three by itself. <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/>
        for name in ["apiVersion", "kind"] {
            schema.properties.insert(name.into(), Schema { kind: Some("string".into()), ..Schema::default() });
        }
        let metadata = Schema { reference: Some("meta.v1.ObjectMeta".into()), ..Schema::default() };
        schema.properties.insert("metadata".into(), metadata);
        Some((version.text_at("name")?.to_owned(), schema))
    });
    Some(CustomKind {
        group: spec.text_at("group")?.to_owned(),
        kind: spec.at(&["names", "kind"])?.text()?.to_owned(),
        namespaced: spec.text_at("scope") != Some("Cluster"),
        versions: versions.collect(),
    })
}

/// A node as JSON.
pub fn to_json(node: &Node) -> Value {
    match &node.value {
        yaml::Value::Scalar(scalar) => match scalar.kind {
            Kind::Null => Value::Null,
            Kind::Bool(value) => value.into(),
            Kind::Int(number) => i64::try_from(number).map_or_else(|_| scalar.text.clone().into(), Value::from),
            Kind::Float(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
            Kind::Text => scalar.text.clone().into(),
        },
        yaml::Value::Sequence(items) => items.iter().map(to_json).collect(),
        yaml::Value::Mapping(entries) => {
            entries.iter().map(|entry| (entry.key.clone(), to_json(&entry.value))).collect::<Map<_, _>>().into()
        }
    }
}
