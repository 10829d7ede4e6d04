//! mdBook's preprocessor protocol: a context and a book in, a book out.

use std::io::{Read, Write};

use anyhow::Context;

use crate::{
    book::Input,
    check,
    diagnostics::{
        self, any_error,
        render::{Format, Style, render},
    },
    edition::{Edition, Prepared},
    site,
    text::Lang,
};

/// Reads mdBook's JSON from `input` and writes the book of the source language to `output`; what was found wrong goes to
/// `errors`. `false` where that holds an error: then nothing is written, and mdBook stops.
///
/// # Errors
/// Where the JSON is none, or a file of the book cannot be read.
pub fn run(input: impl Read, mut output: impl Write, mut errors: impl Write) -> anyhow::Result<bool> {
    let (context, book) = mdbook_preprocessor::parse_input(input)?;
    let (files, links) = site::disk::read(&context.root, &context.root.join(&context.config.build.build_dir))?;
    let (read, mut found) = Input::parse(&files, "");
    found.extend(check::links_out(&links, ""));
    let mut prepared = None;
    if let Some(mut read) = read {
        read.set_book(book);
        let (ready, more) = Prepared::new(read);
        found.extend(more);
        found.extend(check::book(&ready));
        prepared = Some(ready);
    }
    diagnostics::sort(&mut found);
    let lang = prepared.as_ref().map_or_else(Lang::en, |prepared| prepared.input.settings.source_lang.clone());
    found.retain(|diagnostic| diagnostic.level > diagnostics::Level::Note);
    let style = Style { lang, color: false, width: 110 };
    errors.write_all(render(&found, Format::Human, &style).as_bytes())?;
    let Some(prepared) = prepared.filter(|_| !any_error(&found)) else { return Ok(false) };
    let edition = Edition { dir: String::new(), lang: prepared.input.settings.source_lang.clone(), beside: None };
    serde_json::to_writer(&mut output, &prepared.edition(&edition)).context("mdBook does not listen")?;
    Ok(true)
}
