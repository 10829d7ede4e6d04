//! Any bytes as a PO catalog: what is written is read as the same, bringing it up to date twice changes nothing the second
//! time, and no translation becomes markup.
//!
//! `cargo +nightly fuzz run catalog`

#![no_main]

use konspekt::{
    text::{Lang, Source},
    translate::{self, Catalog, Translations},
};
use konspekt_fuzz::{bread, harmless, prepared, sound, whole};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (catalog, found) = Catalog::from_bytes("en.po", bytes);
    sound(&found);
    same_when_read(&catalog);
    let (book, en) = (prepared(), Lang::en());
    let update = |catalog: &Catalog| {
        translate::update(catalog, &book.messages, &en, &|message| book.translator_notes(message, &en))
    };
    let updated = update(&catalog);
    same_when_read(&updated);
    assert_eq!(update(&updated).write(), updated.write());
    let translations = Translations::resolve(&book.messages, &updated, &en);
    translate::open(&book.messages, &translations);
    let counts = translate::status(&book.messages, &translations).total;
    assert_eq!(counts.fresh + counts.stale + counts.missing, counts.messages, "{counts:?}");
    if let Some(whole) = whole(&bread(&[("po/en.po", bytes)])) {
        whole.chapters.values().flat_map(|texts| texts.values()).for_each(|text| harmless(text));
    }
});

fn same_when_read(catalog: &Catalog) {
    let text = catalog.write();
    let (again, found) = Catalog::parse(&Source::new("en.po", text.as_str()));
    assert!(again == *catalog, "{:?}\nis read as {:?}\nwith {found:?}", catalog.entries(), again.entries());
    assert_eq!(again.write(), text);
}
