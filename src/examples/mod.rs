//! Manifests: read with their places, held against the API, against the server's rules and against each other.
//!
//! In come sources (files, fences), out come diagnostics, in four steps: `yaml` (text → tree), `schema` (tree against
//! the API, with `rules` on the way), `set` (objects against each other). Nothing here reads a file or asks a server.

pub mod comments;
mod fixes;
mod flow;
pub mod formats;
mod fragment;
mod json;
mod labels;
mod manifest;
mod node;
mod offsets;
mod rules;
pub mod scalar;
pub mod schema;
mod set;
mod syntax;
pub mod yaml;

pub use comments::comments;
pub use fragment::check_fragment;
pub use manifest::{Manifest, manifests};

use rayon::prelude::*;

use crate::{
    diagnostics::{self, Diagnostic, code},
    text::Source,
};
use schema::{
    Api,
    check::Checker,
    crd::{CustomKind, custom_kind},
    resolve::{Found, resolve},
};

/// Checks all manifests of one set against the newest API that is known, and against each other.
///
/// YAML without `apiVersion` and `kind` is checked as YAML only. The result is sorted by file and place.
pub fn check_set(sources: &[Source]) -> Vec<Diagnostic> {
    check_set_with(sources, schema::kubernetes())
}

/// The same against another API, as [`Api::from_openapi`] reads it.
pub fn check_set_with(sources: &[Source], api: &Api) -> Vec<Diagnostic> {
    let read: Vec<_> = sources.par_iter().map(manifests).collect();
    let (all, found): (Vec<_>, Vec<_>) = read.into_iter().unzip();
    let (all, mut found) = (all.concat(), found.concat());
    let custom: Vec<CustomKind> =
        all.iter().filter(|m| m.kind == "CustomResourceDefinition").filter_map(|m| custom_kind(&m.root)).collect();
    found.par_extend(all.par_iter().flat_map_iter(|manifest| check_manifest(manifest, api, &custom)));
    found.extend(set::check(&all, api, &custom));
    diagnostics::sort(&mut found);
    found
}

/// Whether a text is one or more Kubernetes manifests: YAML without a mistake, with `apiVersion` and `kind`.
pub fn is_manifest(text: &str) -> bool {
    let (found, diagnostics) = manifests(&Source::new("", text));
    !found.is_empty() && diagnostics.is_empty()
}

/// One object against its schema and the server's rules.
fn check_manifest(manifest: &Manifest, api: &Api, custom: &[CustomKind]) -> Vec<Diagnostic> {
    let mut checker = Checker { api, source: &manifest.source, found: Vec::new() };
    let schema = match resolve(api, custom, manifest) {
        Found::Known(kind) => match api.definition(&kind.definition) {
            Some(schema) => schema::Schema {
                reference: Some(kind.definition.clone()),
                kind: schema.kind.clone(),
                ..schema::Schema::default()
            },
            None => return Vec::new(),
        },
        Found::Custom(_, schema) => schema.clone(),
        Found::Elsewhere(diagnostic, version) => return elsewhere(*diagnostic, version, manifest, api, custom),
        Found::Nothing(diagnostic) => return diagnostic.into_iter().map(|boxed| *boxed).collect(),
    };
    let at = manifest.root.entry("kind").map_or(manifest.kind_span, |entry| entry.key_span.to(entry.value.span));
    let group = manifest.api_version.split('/').next().unwrap_or_default();
    let review = matches!(group, "authorization.k8s.io" | "authentication.k8s.io");
    if manifest.root.get("metadata").is_none() && !review {
        let at = manifest.root.entry("metadata").map_or(at, |entry| entry.key_span);
        checker.missing("metadata", at);
    }
    let has = |field: &str| api.follow(&schema).0.properties.contains_key(field);
    if let Some(field) = manifest::needed_spec(group, &manifest.kind).filter(|field| has(field))
        && manifest.root.get(field).is_none()
    {
        checker.missing(field, manifest.root.entry(field).map_or(at, |entry| entry.key_span));
    }
    checker.check(&schema, &manifest.root, "", at, None);
    rules::metadata::object_name(manifest, &mut checker.found);
    checker.found
}

/// An object under a wrong API version, read as if the right one stood there, so that what else must change is told as
/// well. A version that was removed is replaced for certain only where all of that is certain too.
fn elsewhere(
    diagnostic: Diagnostic,
    version: String,
    manifest: &Manifest,
    api: &Api,
    custom: &[CustomKind],
) -> Vec<Diagnostic> {
    let removed = diagnostic.code == code::REMOVED_API;
    let twin = Manifest { api_version: version.clone(), ..manifest.clone() };
    let mut found = check_manifest(&twin, api, custom);
    let diagnostic = match manifest.root.get("apiVersion") {
        Some(node) if removed && found.iter().all(|other| other.fix.is_some()) => {
            fixes::replace(diagnostic, &manifest.source, node, &version)
        }
        _ => diagnostic,
    };
    found.insert(0, diagnostic);
    found
}

#[cfg(test)]
mod tests;
