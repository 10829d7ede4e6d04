//! The book in `book/`: every word of its notes, every language, every example.

use std::path::Path;

use konspekt::{
    book::Input,
    check,
    diagnostics::Level,
    edition::{Edition, Prepared},
    examples, site,
    text::{Lang, markdown},
    translate,
};

use crate::support::{letters, shown, visible_letters};

fn prepared() -> Prepared {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("book");
    let (files, links) = site::disk::read(&dir, &dir.join("book")).expect("the book");
    assert!(links.is_empty());
    let (input, found) = Input::parse(&files, "book/");
    assert!(found.is_empty(), "{}", shown(&found, &Lang::en()));
    let (prepared, found) = Prepared::new(input.expect("a book"));
    assert!(found.is_empty(), "{}", shown(&found, &Lang::en()));
    prepared
}

fn pages(prepared: &Prepared, dir: &str) -> Vec<(String, String)> {
    let editions = Edition::all(&prepared.input.settings);
    let edition = editions.iter().find(|edition| edition.dir == dir).expect("edition");
    let book = prepared.edition(edition);
    book.chapters()
        .filter_map(|chapter| Some((chapter.path.as_ref()?.to_string_lossy().into_owned(), chapter.content.clone())))
        .collect()
}

#[test]
fn nothing_is_wrong_with_it() {
    let found = check::book(&prepared());
    let worse: Vec<_> = found.into_iter().filter(|diagnostic| diagnostic.level > Level::Note).collect();
    assert!(worse.is_empty(), "{}", shown(&worse, &Lang::en()));
}

#[test]
fn every_word_of_the_notes_is_in_the_chapters_in_order() {
    let prepared = prepared();
    let note = &prepared.input.notes["kubernetes-objects.txt"];
    let chapters: Vec<String> = prepared.chapters.iter().map(|chapter| visible_letters(&chapter.markdown)).collect();
    for section in &note.sections {
        // A whole section stands in one chapter; of a section that was divided, each block or item does.
        let whole = letters(&note.words(section.span()));
        if chapters.iter().any(|chapter| chapter.contains(&whole)) {
            continue;
        }
        let title = letters(&section.title.text);
        assert!(chapters.iter().any(|chapter| chapter.contains(&title)), "{}", section.title.text);
        for block in &section.blocks {
            if note.repeat_at(block.span).is_some() {
                continue;
            }
            let spans = match &block.kind {
                konspekt::notes::BlockKind::List { items, .. } => items.iter().map(|item| item.span()).collect(),
                _ => vec![block.span],
            };
            for span in spans {
                // The marks of an item (`3.`, `!!`) have no letters, so its words alone count.
                let words = letters(&note.words(span));
                assert!(chapters.iter().any(|chapter| chapter.contains(&words)), "{}", note.source.slice(span));
            }
        }
    }
    assert!(prepared.chapters.iter().all(|chapter| chapter.path != "unsorted.md"), "every part has its chapter");
}

#[test]
fn the_raw_notes_stand_letter_by_letter() {
    let prepared = prepared();
    let (_, page) = pages(&prepared, "ru").into_iter().find(|(path, _)| path == "notes.md").expect("notes.md");
    let note = &prepared.input.notes["kubernetes-objects.txt"];
    for number in 1..=note.source.lines() {
        let line = note.source.slice(note.source.line_span(number).expect("a line"));
        assert!(page.contains(&format!("</a> {}</span>", html_escape::encode_text(line))), "line {number}: {line}");
    }
}

#[test]
fn the_catalog_is_whole() {
    let prepared = prepared();
    let status = translate::status(&prepared.messages, &prepared.translations[&Lang::en()]);
    assert_eq!((status.total.stale, status.total.missing), (0, 0));
    assert!(status.total.messages > 400);
}

#[test]
fn the_english_edition_is_in_english() {
    let prepared = prepared();
    for (path, text) in pages(&prepared, "en") {
        if path == "notes.md" {
            continue;
        }
        // The glossary gives each term's Russian name on purpose.
        let text = if path == "glossary.md" {
            text.lines().filter(|line| !line.contains("lang=\"ru\"")).collect::<Vec<_>>().join("\n")
        } else {
            text
        };
        let cyrillic: Vec<&str> = text.lines().filter(|line| line.chars().any(|c| Lang::ru().writes(c))).collect();
        assert!(cyrillic.is_empty(), "{path}: {cyrillic:#?}");
    }
}

#[test]
fn linking_never_changes_what_a_reader_sees() {
    let prepared = prepared();
    let editions = Edition::all(&prepared.input.settings);
    let plain = |markdown: &str| visible_letters(&konspekt::glossary::marks::without(markdown));
    let source: Vec<String> = prepared.chapters.iter().map(|chapter| plain(&chapter.markdown)).collect();
    let linked = prepared.edition(&editions[0]);
    for (chapter, before) in prepared.chapters.iter().zip(source) {
        let after =
            linked.chapters().find(|linked| linked.path.as_deref() == Some(Path::new(&chapter.path))).expect("chapter");
        assert!(after.content.contains("#term-") || chapter.path == "notes.md", "{}: no link", chapter.path);
        // Filling in adds text between the blocks, so the words of the chapter are a subsequence of the page.
        let page = letters(&markdown::visible_text(&after.content));
        let mut rest = page.chars();
        assert!(before.chars().all(|c| rest.any(|other| other == c)), "{}", chapter.path);
    }
}

#[test]
fn every_paragraph_has_its_partner_side_by_side() {
    let prepared = prepared();
    for (path, text) in pages(&prepared, "ru-en") {
        assert!(!text.contains("untranslated"), "{path}");
        assert_eq!(
            text.matches("class=\"side\" lang=\"ru\"").count(),
            text.matches("class=\"side\" lang=\"en\"").count(),
            "{path}"
        );
    }
}

#[test]
fn every_kind_of_object_has_a_manifest() {
    let prepared = prepared();
    let mut kinds: Vec<String> = Vec::new();
    for source in prepared.input.examples.values() {
        kinds.extend(examples::manifests(source).0.into_iter().map(|manifest| manifest.kind));
    }
    for kind in [
        "Pod",
        "ReplicaSet",
        "Deployment",
        "Service",
        "StatefulSet",
        "DaemonSet",
        "Job",
        "CronJob",
        "ConfigMap",
        "Secret",
        "HorizontalPodAutoscaler",
        "Namespace",
        "PersistentVolume",
        "PersistentVolumeClaim",
        "NetworkPolicy",
        "ServiceAccount",
        "Role",
        "RoleBinding",
        "CustomResourceDefinition",
        "Ingress",
        "IngressClass",
    ] {
        assert!(kinds.iter().any(|found| found == kind), "{kind}");
    }
}

#[test]
fn tables_compare_what_the_notes_say() {
    let prepared = prepared();
    let tables = prepared.tables();
    let ids: Vec<&str> = tables.iter().map(|table| table.id.as_str()).collect();
    for id in [
        "compare-deployment-replicaset",
        "compare-clusterip-nodeport-loadbalancer-externalname",
        "compare-calico-flannel-cilium-weave-net-kube-router",
        "compare-deployment-statefulset-daemonset",
        "compare-configmap-secret",
        "compare-volume-persistentvolume",
        "compare-horizontal-scaling-vertical-scaling",
    ] {
        assert!(ids.contains(&id), "{id} in {ids:?}");
    }
    assert!(ids.iter().any(|id| id.starts_with("manifests-")), "{ids:?}");
    for table in tables.iter().filter(|table| table.id.starts_with("compare-")) {
        for (n, column) in table.columns.iter().enumerate() {
            let said = table.rows.iter().filter(|row| row.cells[n].is_some()).count();
            assert!(said > 0, "{}: nothing is said of {}", table.id, column.id);
        }
        let cells = table.rows.iter().flat_map(|row| &row.cells).flatten();
        assert!(cells.clone().all(|cell| cell.origin.is_some()), "{}: every cell knows its line", table.id);
        assert!(cells.clone().all(|cell| !cell.text.en.is_empty()), "{}: every cell is translated", table.id);
    }
}
