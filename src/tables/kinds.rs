//! Kinds of the API side by side: group and version, short names, namespaced or not.

use super::model::{Cell, Head, Kind, Row, Table, same};
use crate::{
    examples::schema::{self, KindInfo, kubernetes},
    text::Localized,
};

/// The table of those `names` that are kinds of the API; the others are left out. Names are compared without case.
pub fn kinds(names: &[&str]) -> Table {
    let columns = [
        ("api-version", "Версия API", "API version"),
        ("short-names", "Краткие имена", "Short names"),
        ("namespaced", "В пространстве имён", "Namespaced"),
    ];
    let columns = columns.map(|(id, ru, en)| Head { id: id.into(), title: words(ru, en) });
    let rows = names.iter().filter_map(|name| preferred(name)).map(row).collect();
    let title = words("Виды объектов в API", "Kinds in the API");
    Table { id: "kinds".into(), title, kind: Kind::Kinds, columns: columns.into(), rows }
}

/// Of several versions the stable one, of several groups the first (core before events.k8s.io).
fn preferred(name: &str) -> Option<&'static KindInfo> {
    let named = schema::kubernetes().kinds.iter().filter(|kind| kind.kind.eq_ignore_ascii_case(name));
    named.min_by_key(|kind| {
        let number = kind.version.trim_start_matches('v').split(['a', 'b']).next().unwrap_or_default();
        let number: u32 = number.parse().unwrap_or_default();
        (kind.version.contains("alpha"), kind.version.contains("beta"), !kind.group.is_empty(), u32::MAX - number)
    })
}

fn row(kind: &KindInfo) -> Row {
    let short = kubernetes::short_names(&kind.group, &kind.kind);
    let namespaced = if kind.namespaced { words("да", "yes") } else { words("нет", "no") };
    let note = schema::kubernetes().definition(&kind.definition).and_then(|definition| definition.description.clone());
    Row {
        id: kind.kind.clone(),
        title: same(&kind.kind),
        cells: vec![
            Some(Cell::code(kind.api_version(), None)),
            (!short.is_empty()).then(|| Cell::code(short.join(", "), None)),
            Some(Cell { text: namespaced, origin: None, code: false }),
        ],
        note: note.map(same),
        also: Vec::new(),
        differs: true,
    }
}

fn words(ru: &str, en: &str) -> Localized {
    Localized { ru: ru.into(), en: en.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_found_and_strangers_left_out() {
        let table = kinds(&["Pod", "deployment", "под", "HorizontalPodAutoscaler", "Namespace", "Event"]);
        let rows: Vec<Vec<&str>> = table
            .rows
            .iter()
            .map(|row| {
                let cells = row.cells.iter().map(|cell| cell.as_ref().map_or("", |cell| cell.text.en.as_str()));
                [row.title.en.as_str()].into_iter().chain(cells).collect()
            })
            .collect();
        assert_eq!(
            rows,
            [
                ["Pod", "v1", "po", "yes"],
                ["Deployment", "apps/v1", "deploy", "yes"],
                ["HorizontalPodAutoscaler", "autoscaling/v2", "hpa", "yes"],
                ["Namespace", "v1", "ns", "no"],
                ["Event", "v1", "ev", "yes"],
            ]
        );
        assert_eq!(table.rows[3].cells[2].as_ref().map(|cell| cell.text.ru.as_str()), Some("нет"));
    }
}
