//! `konspekt tables`: the comparison tables of a book, for people, spreadsheets and programs.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{Console, Done, book_dir, console, prepare};
use crate::{
    diagnostics::any_error,
    tables::model::{Cell, Table},
    text::{Lang, markdown},
};

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The book's folder
    dir: Option<PathBuf>,
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
    let (prepared, found) = prepare(&book_dir(args.dir.as_deref()))?;
    console.report(&found);
    let Some(prepared) = prepared.filter(|_| !any_error(&found)) else { return Ok(Done::Errors) };
    let tables = prepared.tables();
    let text = match args.format {
        Format::Json => serde_json::to_string_pretty(&tables.iter().map(json).collect::<Vec<_>>())? + "\n",
        Format::Csv => tables.iter().map(|table| csv(table, &console.lang)).collect::<Vec<_>>().join("\n"),
        Format::Md => tables.iter().map(|table| md(table, &console.lang)).collect::<Vec<_>>().join("\n"),
    };
    console::data(&text)?;
    Ok(Done::Fine)
}

fn json(table: &Table) -> Value {
    let cell = |cell: &Option<Cell>| {
        cell.as_ref().map_or(Value::Null, |cell| {
            let mut value =
                json!({ "ru": markdown::visible_text(&cell.text.ru), "en": markdown::visible_text(&cell.text.en) });
            if let (Some((source, span)), Some(object)) = (&cell.origin, value.as_object_mut()) {
                object.insert("line".to_owned(), source.line(span.start).into());
            }
            value
        })
    };
    json!({
        "id": table.id,
        "title": table.title,
        "columns": table.columns.iter().map(|head| json!({ "id": head.id, "title": head.title })).collect::<Vec<_>>(),
        "rows": table
            .rows
            .iter()
            .map(|row| json!({ "id": row.id, "title": row.title, "cells": row.cells.iter().map(cell).collect::<Vec<_>>() }))
            .collect::<Vec<_>>(),
    })
}

/// RFC 4180, with a line for the title before each table.
fn csv(table: &Table, lang: &Lang) -> String {
    let quoted = |text: &str| format!("\"{}\"", markdown::visible_text(text).replace('"', "\"\""));
    let mut out = format!("{}\r\n", quoted(table.title.get(lang)));
    let heads: String = table.columns.iter().map(|head| format!(",{}", quoted(head.title.get(lang)))).collect();
    out.push_str(&format!("{heads}\r\n"));
    for row in &table.rows {
        let cells: String = row
            .cells
            .iter()
            .map(|cell| format!(",{}", cell.as_ref().map(|cell| quoted(cell.text.get(lang))).unwrap_or_default()))
            .collect();
        out.push_str(&format!("{}{cells}\r\n", quoted(row.title.get(lang))));
    }
    out
}

fn md(table: &Table, lang: &Lang) -> String {
    let plain = |text: &str| text.replace('\n', " ").replace('|', "\\|");
    let mut out = format!("## {}\n\n|", plain(table.title.get(lang)));
    out.push_str(&table.columns.iter().map(|head| format!(" | {}", plain(head.title.get(lang)))).collect::<String>());
    out.push_str(&format!(" |\n|---|{}\n", "---|".repeat(table.columns.len())));
    for row in &table.rows {
        let cells =
            row.cells.iter().map(|cell| cell.as_ref().map_or("—".to_owned(), |cell| plain(cell.text.get(lang))));
        out.push_str(&format!("| {} | {} |\n", plain(row.title.get(lang)), cells.collect::<Vec<_>>().join(" | ")));
    }
    out
}
