//! A piece of a larger object, as documentation shows it: `spec.template` of some kind.

use super::{
    schema::{Api, Schema, check::Checker},
    yaml,
};
use crate::{
    diagnostics::{self, Diagnostic, Level, code},
    text::Source,
};

/// Checks a piece that stands at `path` (`spec.template`, `spec.containers[]`, `Deployment.spec`) of an object.
///
/// Which kind is meant is found by trial: of all that have the path, the one with the fewest findings; a path may name
/// the kind first. A piece may be written from the root too (`spec: {template: …}`): then its first key is the path's.
pub fn check_fragment(source: &Source, path: &str, api: &Api) -> Vec<Diagnostic> {
    let (documents, mut found) = yaml::parse(source);
    let steps: Vec<&str> = path.split(['.', '/']).filter(|step| !step.is_empty() && *step != "[]").collect();
    for node in &documents {
        let node = descend(node, &steps);
        let trials = schemas(api, &steps).into_iter().map(|schema| {
            let mut checker = Checker { api, source, found: Vec::new() };
            checker.check(schema, node, steps.last().copied().unwrap_or_default(), node.span, None);
            checker.found
        });
        let errors = |found: &Vec<Diagnostic>| found.iter().filter(|d| d.level == Level::Error).count();
        match trials.min_by_key(errors) {
            Some(best) => found.extend(best),
            None => {
                let at = source.line_span(source.line(node.span.start)).unwrap_or_default();
                found.push(Diagnostic::new(code::UNKNOWN_PATH, source, at).arg("path", path));
            }
        }
    }
    diagnostics::sort(&mut found);
    found
}

/// The part of a piece that the path speaks of, where the piece repeats the path.
fn descend<'a>(node: &'a yaml::Node, steps: &[&str]) -> &'a yaml::Node {
    let steps = if steps.first().is_some_and(|s| s.starts_with(|c: char| c.is_ascii_uppercase())) {
        &steps[1..]
    } else {
        steps
    };
    for from in 0..steps.len() {
        let [only] = node.entries() else { return node };
        if only.key == steps[from].trim_end_matches("[]") {
            let path: Vec<&str> = steps[from..].iter().map(|step| step.trim_end_matches("[]")).collect();
            if let Some(inner) = node.at(&path) {
                return inner;
            }
        }
    }
    node
}

/// What stands at that path, kind by kind, each once.
fn schemas<'a>(api: &'a Api, steps: &[&str]) -> Vec<&'a Schema> {
    let (kind, steps) = match steps.split_first() {
        Some((first, rest)) if first.starts_with(|c: char| c.is_ascii_uppercase()) => (Some(*first), rest),
        _ => (None, steps),
    };
    let mut all: Vec<&Schema> = Vec::new();
    for info in api.kinds.iter().filter(|info| kind.is_none_or(|kind| kind.eq_ignore_ascii_case(&info.kind))) {
        let mut here = api.definition(&info.definition);
        for step in steps {
            here = here.and_then(|schema| {
                let inner = api.follow(schema).0;
                let name = step.trim_end_matches("[]");
                let next = inner
                    .properties
                    .get(name)
                    .or_else(|| inner.items.as_deref().and_then(|i| api.follow(i).0.properties.get(name)))?;
                Some(if step.ends_with("[]") { next.items.as_deref().unwrap_or(next) } else { next })
            });
        }
        if let Some(schema) = here.filter(|schema| !all.iter().any(|known| same(known, schema))) {
            all.push(schema);
        }
    }
    all
}

fn same(a: &Schema, b: &Schema) -> bool {
    a.reference.is_some() && a.reference == b.reference
}
