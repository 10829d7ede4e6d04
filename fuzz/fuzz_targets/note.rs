//! Any bytes as a note of a book: no word is lost on the way to the page, and none becomes markup.
//!
//! The first byte tells the format. `cargo +nightly fuzz run note`

#![no_main]

use konspekt::{online, text::markdown};
use konspekt_fuzz::{bread, harmless, letters, whole, wikis};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((format, bytes)) = bytes.split_first() else { return };
    let name = ["a.txt", "a.md", "a.json"][usize::from(*format) % 3];
    let chapter = format!("# Хлеб\n\n{{{{#note {name}}}}}\n\n{{{{#raw {name}}}}}\n");
    let files = bread(&[(&format!("src/notes/{name}"), bytes), ("src/a.md", chapter.as_bytes())]);
    let Some(whole) = whole(&files) else { return };
    for texts in whole.chapters.values() {
        texts.values().for_each(|text| harmless(text));
    }
    for note in whole.prepared.input.notes.values() {
        assert!(online::links::of_note(note).iter().all(|link| note.source.text().get(link.span.range()).is_some()));
    }
    for chapter in whole.prepared.chapters.iter().filter(|chapter| chapter.path == "a.md") {
        let Some(note) = whole.prepared.input.notes.get(name) else { continue };
        // The language of code is a colour on the page, and a directive that somebody wrote is no text to see.
        let prose = note.prose().iter().map(|text| letters(&text.text)).collect::<String>();
        if prose == letters(&note.text()) && note.repeats.is_empty() && !note.source.text().contains("{{") {
            let lines = chapter.markdown.lines().filter(|line| !line.trim_start().starts_with("{{#"));
            let shown = letters(&markdown::visible_text(&lines.collect::<Vec<_>>().join("\n")));
            assert_eq!(shown, format!("хлеб{prose}"), "{}", chapter.markdown);
        }
    }
    wikis(&konspekt::wiki::Book::new(&whole.prepared, &whole.prepared.input.settings.languages, &files));
});
