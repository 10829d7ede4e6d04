//! Any files as a book: it is read, checked, made into its editions and said in the marks of every wiki; twice the same.
//!
//! `cargo +nightly fuzz run book`

#![no_main]

use konspekt::{book::Input, check, edition::Prepared, wiki};
use konspekt_fuzz::{files, whole, wikis};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let files = files(text);
    let Some(first) = whole(&files) else { return };
    let langs = &first.prepared.input.settings.languages;
    wikis(&wiki::Book::new(&first.prepared, langs, &files));
    let (again, _) = Input::parse(&files, "book/");
    let (again, _) = Prepared::new(again.expect("a book, as before"));
    assert_eq!(check::book(&again), check::book(&first.prepared));
    for edition in konspekt::edition::Edition::all(&again.input.settings) {
        assert_eq!(again.edition(&edition), first.prepared.edition(&edition), "{}", edition.dir);
    }
});
