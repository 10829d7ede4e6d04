//! Manifests side by side: one row for each field path, one column for each manifest.
//!
//! In come manifests, out comes a table: tree → leaves with their paths → rows by path, those that differ first. Items
//! of a list are matched by what the API tells them apart by (`spec.ports[http].port`), else by position. What a field
//! means is the API's own description.

use std::collections::HashMap;

use super::model::{Cell, Head, Kind, Row, Table, same};
use crate::{
    examples::{
        Manifest,
        schema::{self, Schema, kubernetes::MERGE_KEYS},
        yaml::{Node, Value},
    },
    text::{Localized, Source, slug},
};

/// More rows than this make no table.
const MAX_ROWS: usize = 2000;
/// Longer texts are cut in a cell, in characters.
const MAX_TEXT: usize = 200;

/// Compares manifests; `titles` are the heads of the columns, by default kind and name.
pub fn compare(manifests: &[&Manifest], titles: &[Localized]) -> Table {
    let heads = manifests.iter().enumerate().map(|(at, manifest)| Head {
        id: format!("{}-{}", manifest.kind.to_lowercase(), manifest.name),
        title: titles.get(at).cloned().unwrap_or_else(|| same(format!("{} {}", manifest.kind, manifest.name))),
    });
    let mut rows: Vec<Row> = Vec::new();
    let mut by_path: HashMap<String, usize> = HashMap::new();
    for (column, manifest) in manifests.iter().enumerate() {
        let definition = schema::kubernetes().kind(&manifest.api_version, &manifest.kind);
        let schema = definition.and_then(|kind| schema::kubernetes().definition(&kind.definition));
        let mut leaves = Leaves { source: &manifest.source, out: Vec::new() };
        leaves.walk(&manifest.root, String::new(), schema);
        for leaf in leaves.out {
            let at = *by_path.entry(leaf.path.clone()).or_insert(rows.len());
            if at == rows.len() {
                if rows.len() >= MAX_ROWS {
                    by_path.remove(&leaf.path);
                    continue;
                }
                let title = same(&leaf.path);
                rows.push(Row {
                    id: leaf.path,
                    title,
                    cells: vec![None; manifests.len()],
                    note: leaf.note,
                    also: Vec::new(),
                    differs: false,
                });
            }
            rows[at].cells[column] = Some(leaf.cell);
        }
    }
    for row in &mut rows {
        let mut texts = row.cells.iter().map(|cell| cell.as_ref().map(|cell| &cell.text));
        let first = texts.next();
        row.differs = texts.any(|text| Some(text) != first);
    }
    rows.sort_by_key(|row| !row.differs);
    let title = Localized { ru: "Сравнение манифестов".into(), en: "Manifests compared".into() };
    let columns: Vec<Head> = heads.collect();
    let id = columns.iter().fold("manifests".to_owned(), |id, head| format!("{id}-{}", slug::slug(&head.id)));
    Table { id, title, kind: Kind::Manifests, columns, rows }
}

struct Leaf {
    path: String,
    cell: Cell,
    note: Option<Localized>,
}

struct Leaves<'a> {
    source: &'a Source,
    out: Vec<Leaf>,
}

impl Leaves<'_> {
    /// Nesting is bounded by the reader of YAML.
    fn walk(&mut self, node: &Node, path: String, schema: Option<&Schema>) {
        if self.out.len() > MAX_ROWS {
            return;
        }
        let api = schema::kubernetes();
        let inner = schema.map(|schema| api.follow(schema).0);
        match &node.value {
            Value::Mapping(entries) if !entries.is_empty() => {
                for entry in entries.iter() {
                    let next = if path.is_empty() { step(&entry.key) } else { format!("{path}.{}", step(&entry.key)) };
                    let property = inner.and_then(|schema| match &schema.additional_properties {
                        Some(schema::Additional::Schema(value)) => Some(&**value),
                        _ => schema.properties.get(&entry.key),
                    });
                    self.walk(&entry.value, next, property);
                }
            }
            Value::Sequence(items) if items.iter().any(|item| !item.entries().is_empty()) => {
                let key = merge_key(items);
                let items_schema = inner.and_then(|schema| schema.items.as_deref());
                for (at, item) in items.iter().enumerate() {
                    let name = key.and_then(|key| Some(item.get(key)?.scalar()?.text.clone()));
                    self.walk(item, format!("{path}[{}]", name.unwrap_or_else(|| at.to_string())), items_schema);
                }
            }
            _ => {
                let note = schema.and_then(|s| s.description.clone()).or_else(|| inner?.description.clone());
                let origin = Some((self.source.clone(), node.span));
                self.out.push(Leaf { path, cell: Cell::code(text(node), origin), note: note.map(same) });
            }
        }
    }
}

/// A key as a step of a path; quoted where a dot in it would mislead.
fn step(key: &str) -> String {
    if key.contains(['.', '[', ']']) { format!("\"{key}\"") } else { key.to_owned() }
}

/// The field that every item has and no two share.
fn merge_key(items: &[Node]) -> Option<&'static str> {
    MERGE_KEYS.iter().copied().find(|key| {
        let mut values: Vec<&str> =
            items.iter().filter_map(|item| Some(item.get(key)?.scalar()?.text.as_str())).collect();
        let all = values.len() == items.len();
        values.sort_unstable();
        values.dedup();
        all && values.len() == items.len()
    })
}

fn text(node: &Node) -> String {
    let whole = match &node.value {
        Value::Scalar(scalar) => scalar.text.clone(),
        Value::Sequence(items) => format!("[{}]", items.iter().map(text).collect::<Vec<_>>().join(", ")),
        Value::Mapping(_) => "{}".to_owned(),
    };
    if whole.chars().count() <= MAX_TEXT { whole } else { whole.chars().take(MAX_TEXT).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples::manifests;

    #[test]
    fn rows_that_differ_come_first_and_items_meet_by_name() {
        let text = "apiVersion: v1\nkind: Service\nmetadata: {name: inside}\nspec:\n  selector: {app.kubernetes.io/name: shop}\n  ports:\n    - {name: dns, port: 53}\n    - {name: http, port: 80}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: outside}\nspec:\n  type: NodePort\n  selector: {app.kubernetes.io/name: shop}\n  ports: [{name: http, port: 8080, nodePort: 30080}]\n";
        let (all, _) = manifests(&Source::new("a.yaml", text));
        let table = compare(&all.iter().collect::<Vec<_>>(), &[same("внутри")]);
        let shown: Vec<String> = table
            .rows
            .iter()
            .map(|row| {
                let cells = row.cells.iter().map(|cell| cell.as_ref().map_or("–", |cell| &cell.text.en));
                format!("{} {} {}", row.differs, row.id, cells.collect::<Vec<_>>().join(" | "))
            })
            .collect();
        assert_eq!(
            shown,
            [
                "true metadata.name inside | outside",
                "true spec.ports[dns].name dns | –",
                "true spec.ports[dns].port 53 | –",
                "true spec.ports[http].port 80 | 8080",
                "true spec.type – | NodePort",
                "true spec.ports[http].nodePort – | 30080",
                "false apiVersion v1 | v1",
                "false kind Service | Service",
                "false spec.selector.\"app.kubernetes.io/name\" shop | shop",
                "false spec.ports[http].name http | http",
            ]
        );
        assert_eq!(table.columns[0].title.ru, "внутри");
        assert_eq!(table.columns[1].title.en, "Service outside");
        let kind = table.rows.iter().find(|row| row.id == "spec.type").expect("a row");
        assert!(kind.note.as_ref().expect("a note").en.contains("ClusterIP"));
        assert!(kind.cells[1].as_ref().expect("a cell").origin.is_some());
    }
}
