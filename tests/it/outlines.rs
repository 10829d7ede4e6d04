//! Notes of strangers on many subjects, each beside the outline that a careful reader wrote by hand before the program
//! had seen it: `tests/cases/outlines/NAME/` holds the note and `expected.txt`. Where two readings are equally good, the
//! program's was taken afterwards.
//!
//! A line of the outline is a section (`S`, its depth and role), a paragraph (`P`), a list (`L`) with its items (`-`), an
//! attribute (`A`), a line of code (`C` its language, `|` a line), a row of a table (`T`), a quoted paragraph (`Q`).

use std::{fs, path::Path};

use konspekt::{
    notes::{self, Attribute, Block, BlockKind, Hints, Item, Note, Text},
    text::diff,
};

#[test]
fn notes_are_read_as_a_careful_reader_would() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/outlines");
    let mut wrong = String::new();
    let mut cases: Vec<_> = fs::read_dir(folder).expect("cases").flatten().map(|entry| entry.path()).collect();
    cases.sort();
    assert!(cases.len() >= 10);
    for case in cases {
        let files = fs::read_dir(&case).expect("case").flatten().map(|entry| entry.path());
        let note = files.into_iter().find(|path| !path.ends_with("expected.txt")).expect("a note");
        let name = note.file_name().expect("name").to_string_lossy().into_owned();
        let mut found = String::new();
        let file = fs::File::open(&note).expect("note");
        let diagnostics =
            notes::read(&name, file, &Hints::default(), &mut |note| flat(&note, &mut found)).expect("read");
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let expected = fs::read_to_string(case.join("expected.txt")).expect("expected.txt");
        let expected = expected.replace("\r\n", "\n");
        if found != expected {
            wrong.push_str(&diff::unified(&case.display().to_string(), &expected, &found));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn flat(note: &Note, out: &mut String) {
    let date = note.date.as_deref().unwrap_or_default();
    let title = note.title.as_deref().filter(|_| !date.is_empty()).unwrap_or_default();
    line(0, format!("NOTE {title} {date}").trim_end(), out);
    for section in &note.sections {
        line(0, &format!("S{} [{}] {}", section.level, section.role.as_str(), section.title.text), out);
        section.blocks.iter().for_each(|block| flat_block(block, 1, out));
    }
}

fn flat_block(block: &Block, depth: usize, out: &mut String) {
    match &block.kind {
        BlockKind::Paragraph { text } => {
            let picture = text.text.starts_with("image file");
            line(depth, &format!("P {}", if picture { "*IMAGE*" } else { &text.text }), out);
        }
        BlockKind::List { ordered, items } => {
            line(depth, if *ordered { "L ordered" } else { "L bullets" }, out);
            items.iter().for_each(|item| flat_item(item, depth + 1, out));
        }
        BlockKind::Attributes(attributes) => flat_attributes(attributes, depth, out),
        BlockKind::Code { lang, text } => {
            line(depth, &format!("C {}", lang.as_deref().unwrap_or("None")), out);
            text.text.split('\n').for_each(|code| line(depth, &format!("| {code}"), out));
        }
        BlockKind::Table { head, rows, .. } => {
            for row in std::iter::once(head).chain(rows) {
                let cells: Vec<&str> = row.iter().map(|cell: &Text| cell.text.as_str()).collect();
                line(depth, &format!("T {}", cells.join("\t")), out);
            }
        }
        BlockKind::Quote(blocks) => {
            for block in blocks {
                match &block.kind {
                    BlockKind::Paragraph { text, .. } => line(depth, &format!("Q {}", text.text), out),
                    _ => flat_block(block, depth + 1, out),
                }
            }
        }
    }
}

fn flat_item(item: &Item, depth: usize, out: &mut String) {
    let remark = item.remark.as_ref().map_or(String::new(), |remark| format!(" /{}", remark.text));
    line(depth, &format!("- {}{remark}", item.text.text), out);
    flat_attributes(&item.attributes, depth + 1, out);
    // As `outline --format json` has it: what is no list first.
    let lists = |block: &&Block| matches!(block.kind, BlockKind::List { .. });
    item.blocks.iter().filter(|block| !lists(block)).for_each(|block| flat_block(block, depth + 1, out));
    for block in item.blocks.iter().filter(lists) {
        if let BlockKind::List { items, .. } = &block.kind {
            items.iter().for_each(|item| flat_item(item, depth + 1, out));
        }
    }
}

fn flat_attributes(attributes: &[Attribute], depth: usize, out: &mut String) {
    attributes.iter().for_each(|a| line(depth, &format!("A {} = {}", a.name.text, a.value.text), out));
}

fn line(depth: usize, text: &str, out: &mut String) {
    out.push_str(format!("{}{text}", "  ".repeat(depth)).trim_end());
    out.push('\n');
}
