//! Notes: no word is lost, and the structure is the one a reader would see.

use konspekt::{
    notes::{self, Block, BlockKind, Item, Note, outline},
    text::{Lang, Source},
};
use proptest::prelude::*;

use crate::support::{Book, letters, visible_letters};

fn case(name: &str) -> Note {
    let path = format!("{}/tests/cases/notes/{name}", env!("CARGO_MANIFEST_DIR"));
    notes::parse(&Source::new(name, std::fs::read_to_string(path).expect("case")))
}

/// The text of a note as its outline has it, in order.
fn outlined(note: &Note) -> String {
    let mut out = String::new();
    for section in &note.sections {
        out.push_str(&section.title.text);
        out.push(' ');
        out.push_str(section.marker.as_ref().map_or("", |marker| &marker.text));
        section.blocks.iter().for_each(|block| text(block, &mut out));
    }
    out
}

fn text(block: &Block, out: &mut String) {
    match &block.kind {
        BlockKind::Paragraph { text, remark } => {
            out.push_str(&text.text);
            out.push_str(remark.as_ref().map_or("", |remark| &remark.text));
        }
        BlockKind::Code { lang, text } => out.extend([lang.as_deref().unwrap_or_default(), &text.text]),
        BlockKind::Attributes(attributes) => {
            attributes.iter().for_each(|a| out.extend([a.name.text.as_str(), &a.value.text]))
        }
        BlockKind::List { items, .. } => items.iter().for_each(|item| item_text(item, out)),
    }
}

fn item_text(item: &Item, out: &mut String) {
    out.push_str(&item.text.text);
    item.attributes.iter().for_each(|a| out.extend([a.name.text.as_str(), &a.value.text]));
    item.blocks.iter().for_each(|block| text(block, out));
    out.push_str(item.remark.as_ref().map_or("", |remark| &remark.text));
}

/// Lines as pastes have them: headings, numbers, bullets, labels, page breaks, broken words, HTML, directives.
fn line() -> impl Strategy<Value = String> {
    let words = prop::collection::vec(
        prop_oneof![
            Just("тесто"),
            Just("oven"),
            Just("Kubernetes-"),
            Just("развёр-"),
            Just("подам"),
            Just("it's"),
            Just("<script>"),
            Just("**bold**"),
            Just("{{#include"),
            Just("}}"),
            Just("`код`"),
            Just("a|b"),
            Just("[x](y)"),
            Just("1998."),
            Just("и"),
            Just("&amp;"),
            Just("\\"),
            Just("Печь:"),
            Just("конец."),
            Just("что?"),
            Just("_a_"),
            Just("#тег"),
            Just("$x$"),
            Just("!!"),
        ],
        0..14,
    );
    let lead = prop_oneof![
        6 => Just(""), 1 => Just("1. "), 1 => Just("2. "), 1 => Just("3) "), 1 => Just("- "), 1 => Just("• "), 1 => Just("Цель: "),
        1 => Just("    "), 1 => Just("ChatGPT"), 1 => Just("## "), 1 => Just("Слово - ")
    ];
    (lead, words).prop_map(|(lead, words)| format!("{lead}{}", words.join(" ")))
}

fn note() -> impl Strategy<Value = String> {
    prop::collection::vec((line(), 0usize..5), 0..40)
        .prop_map(|lines| lines.into_iter().map(|(line, breaks)| line + &"\n".repeat(breaks.max(1))).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_word_is_lost_on_the_way_to_the_outline(text in note()) {
        let note = notes::parse(&Source::new("a.txt", &text));
        prop_assert_eq!(letters(&outlined(&note)), letters(&text));
    }

    #[test]
    fn no_word_is_lost_on_the_way_to_the_page(text in note()) {
        let source = Source::new("a.txt", &text);
        let note = notes::parse(&source);
        prop_assume!(note.repeats.is_empty());
        let book = Book::default().file("src/notes/a.txt", &text).file("src/a.md", "{{#note a.txt}}\n");
        let prepared = book.prepared();
        prop_assert_eq!(visible_letters(&prepared.chapters[0].markdown), letters(&text), "{}", &prepared.chapters[0].markdown);
    }

    #[test]
    fn ids_are_unique_and_repeats_are_equal(text in note()) {
        let source = Source::new("a.txt", &text);
        let note = notes::parse(&source);
        let mut ids: Vec<_> = note.sections.iter().map(|section| &section.id).collect();
        ids.sort();
        let count = ids.len();
        ids.dedup();
        prop_assert_eq!(ids.len(), count);
        for repeat in &note.repeats {
            prop_assert_eq!(letters(source.slice(repeat.span)), letters(source.slice(repeat.of)));
        }
    }
}

#[test]
fn bread_in_russian() {
    insta::assert_snapshot!(outline::human(&[case("bread.txt")], &Lang::ru()));
}

#[test]
fn git_in_english() {
    insta::assert_snapshot!(outline::human(&[case("git.txt")], &Lang::en()));
}

#[test]
fn the_outline_as_json() {
    let notes = [case("bread.txt")];
    insta::assert_json_snapshot!(outline::Outline::new(&notes));
}

#[test]
fn real_notes_lose_no_letter() {
    for name in ["bread.txt", "git.txt"] {
        let note = case(name);
        assert_eq!(letters(&outlined(&note)), letters(note.source.text()), "{name}");
    }
}

#[test]
fn a_megabyte_without_a_line_end_is_one_paragraph() {
    let text = "слово ".repeat(200_000);
    let note = notes::parse(&Source::new("a.txt", &text));
    assert_eq!(note.sections.len(), 1);
    assert_eq!(letters(&outlined(&note)), letters(&text));
}
