//! `konspekt tables`: the comparison tables of a book, for people, spreadsheets and programs; and those it could have.

use std::{collections::BTreeMap, fs::File, path::PathBuf};

use anyhow::Context;
use serde_json::{Value, json};

use super::{Console, Done, book_dir, console, prepare};
use crate::{
    diagnostics::any_error,
    glossary::{Glossary, Matcher},
    notes,
    tables::{
        entities::entities,
        labels::Labels,
        model::{Cell, Table, same},
        notes::Comparer,
        suggest::{Suggestion, suggest},
    },
    text::{Lang, Localized, Source, lang::is_cyrillic, markdown, slug},
};

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The book's folder; with --suggest also a note
    dir: Option<PathBuf>,
    /// Find what else could be compared
    #[arg(long)]
    suggest: bool,
    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Format {
    #[default]
    Md,
    Csv,
    Json,
}

pub(super) fn run(args: &Args, console: &Console) -> anyhow::Result<Done> {
    if let Some(note) = args.dir.as_ref().filter(|path| args.suggest && path.is_file()) {
        return of_note(note, args.format, console);
    }
    let (prepared, found) = prepare(&book_dir(args.dir.as_deref()))?;
    console.report(&found);
    let Some(prepared) = prepared.filter(|_| !any_error(&found)) else { return Ok(Done::Errors) };
    if args.suggest {
        print_suggestions(&prepared.suggestions(), args.format, console)?;
        return Ok(Done::Fine);
    }
    let tables = prepared.tables();
    let text = match args.format {
        Format::Json => serde_json::to_string_pretty(&tables.iter().map(json).collect::<Vec<_>>())? + "\n",
        Format::Csv => tables.iter().map(|table| csv(table, &console.lang)).collect::<Vec<_>>().join("\n"),
        Format::Md => tables.iter().map(|table| md(table, &console.lang)).collect::<Vec<_>>().join("\n"),
    };
    console::data(&text)?;
    Ok(Done::Fine)
}

/// What a note suggests that is in no book yet.
fn of_note(path: &PathBuf, format: Format, console: &Console) -> anyhow::Result<Done> {
    let name = path.to_string_lossy().replace('\\', "/");
    let file = File::open(path).with_context(|| path.display().to_string())?;
    let (glossary, _) = Glossary::parse(&Source::new("glossary.toml", ""));
    let mut things = Vec::new();
    let mut matchers = BTreeMap::new();
    let mut each = |note: notes::Note| {
        let lang = if note.source.is_cyrillic() { Lang::ru() } else { Lang::en() };
        let matcher = matchers.entry(lang.clone()).or_insert_with(|| Matcher::new(&glossary, &lang));
        things.extend(entities(&note, matcher));
    };
    let found = notes::read(&name, file, &notes::Hints::default(), &mut each);
    let found = found.with_context(|| path.display().to_string())?;
    console.report(&found);
    let labels = Labels::default();
    let translate = |message: &str| same(message);
    let comparer = Comparer {
        glossary: &glossary,
        matchers: &matchers,
        entities: &things,
        labels: &labels,
        translate: &translate,
    };
    print_suggestions(&suggest(&comparer), format, console)?;
    Ok(if any_error(&found) { Done::Errors } else { Done::Fine })
}

fn print_suggestions(suggestions: &[Suggestion], format: Format, console: &Console) -> anyhow::Result<()> {
    let text = match format {
        Format::Json => {
            let all: Vec<Value> = suggestions
                .iter()
                .map(|suggestion| {
                    let mut value = json(&suggestion.table);
                    if let Some(object) = value.as_object_mut() {
                        let missing: Vec<&str> = suggestion.missing().collect();
                        object.insert("directive".to_owned(), suggestion.directive().into());
                        object.insert("missing".to_owned(), missing.into());
                        object.insert("labels".to_owned(), json!(suggestion.labels));
                    }
                    value
                })
                .collect();
            serde_json::to_string_pretty(&all)? + "\n"
        }
        Format::Csv => suggestions.iter().map(|it| csv(&it.table, &console.lang)).collect::<Vec<_>>().join("\n"),
        Format::Md => suggestions.iter().map(|it| advice(it, console)).collect::<Vec<_>>().join("\n"),
    };
    console::data(&text)?;
    if suggestions.is_empty() {
        console.info(console.say(
            "ничего нового для сравнения: нет соседних пунктов, у которых совпадают хотя бы две метки",
            "nothing new to compare: no items side by side have two labels in common",
        ));
    }
    Ok(())
}

/// A suggested table, and what to write to have it in the book.
fn advice(suggestion: &Suggestion, console: &Console) -> String {
    let (file, line) = &suggestion.place;
    let mut out = md(&suggestion.table, &console.lang);
    out.push_str(&format!("\n{} {file}:{line}\n", console.say("Откуда:", "From:")));
    if let Some(directive) = suggestion.directive() {
        out.push_str(&format!(
            "\n{}\n\n    {directive}\n",
            console.say("Чтобы она стала частью главы:", "To have it in a chapter:")
        ));
    } else {
        let say = console.say(
            "Сначала дайте понятия глоссарию (glossary.toml):",
            "First give the glossary its terms (glossary.toml):",
        );
        out.push_str(&format!("\n{say}\n\n"));
        for name in suggestion.missing() {
            let quoted = toml::Value::from(name).to_string();
            let lang = if is_cyrillic([name]) { "ru" } else { "en" };
            out.push_str(&format!(
                "    [[term]]\n    id = \"{}\"\n    {lang} = {{ name = {quoted}, definition = \"…\" }}\n",
                slug::slug(name)
            ));
        }
    }
    if !suggestion.labels.is_empty() {
        let say = console.say(
            "Может быть, это одно и то же (book.toml, [preprocessor.konspekt]):",
            "These may mean the same (book.toml, [preprocessor.konspekt]):",
        );
        out.push_str(&format!("\n{say}\n\n    labels = {}\n", toml::Value::from(suggestion.labels.clone())));
    }
    out
}

fn json(table: &Table) -> Value {
    let plain =
        |text: &Localized| json!({ "ru": markdown::visible_text(&text.ru), "en": markdown::visible_text(&text.en) });
    let cell = |cell: &Option<Cell>| {
        cell.as_ref().map_or(Value::Null, |cell| {
            let mut value = plain(&cell.text);
            if let (Some((source, span)), Some(object)) = (&cell.origin, value.as_object_mut()) {
                object.insert("line".to_owned(), source.line(span.start).into());
            }
            value
        })
    };
    let row = |row: &crate::tables::model::Row| {
        let mut value = json!({ "id": row.id, "title": plain(&row.title), "cells": row.cells.iter().map(cell).collect::<Vec<_>>() });
        if let Some(object) = value.as_object_mut().filter(|_| !row.also.is_empty()) {
            object.insert("also".to_owned(), row.also.iter().map(plain).collect());
        }
        value
    };
    json!({
        "id": table.id,
        "title": plain(&table.title),
        "columns": table.columns.iter().map(|head| json!({ "id": head.id, "title": plain(&head.title) })).collect::<Vec<_>>(),
        "rows": table.rows.iter().map(row).collect::<Vec<_>>(),
    })
}

/// RFC 4180, with a line for the title before each table.
fn csv(table: &Table, lang: &Lang) -> String {
    let quoted = |text: &str| format!("\"{}\"", markdown::visible_text(text).replace('"', "\"\""));
    let mut out = format!("{}\r\n", quoted(table.title.any(lang)));
    let heads: String = table.columns.iter().map(|head| format!(",{}", quoted(head.title.any(lang)))).collect();
    out.push_str(&format!("{heads}\r\n"));
    for row in &table.rows {
        let cells: String = row
            .cells
            .iter()
            .map(|cell| format!(",{}", cell.as_ref().map(|cell| quoted(cell.text.any(lang))).unwrap_or_default()))
            .collect();
        out.push_str(&format!("{}{cells}\r\n", quoted(row.title.any(lang))));
    }
    out
}

fn md(table: &Table, lang: &Lang) -> String {
    let plain = |text: &str| markdown::cell_text(&text.replace('\n', " "));
    let mut out = format!("## {}\n\n|", plain(table.title.any(lang)));
    out.push_str(&table.columns.iter().map(|head| format!(" | {}", plain(head.title.any(lang)))).collect::<String>());
    out.push_str(&format!(" |\n|---|{}\n", "---|".repeat(table.columns.len())));
    for row in &table.rows {
        let cells =
            row.cells.iter().map(|cell| cell.as_ref().map_or("—".to_owned(), |cell| plain(cell.text.any(lang))));
        let also: Vec<&str> = row.also.iter().map(|also| also.any(lang)).collect();
        let also = if also.is_empty() { String::new() } else { format!(" ({})", also.join(", ")) };
        let title = plain(&format!("{}{also}", row.title.any(lang)));
        out.push_str(&format!("| {title} | {} |\n", cells.collect::<Vec<_>>().join(" | ")));
    }
    out
}
