//! A comparison table as Markdown, so that links and translations work in its cells like in any text.

use super::voice::Voice;
use crate::{
    tables::model::{Cell, Row, Table},
    text::Localized,
};

/// The table; `origin` gives the address of a line of a note, by the note's file name.
pub fn markdown(table: &Table, voice: &Voice<'_>, origin: &dyn Fn(&str, usize) -> Option<String>) -> String {
    let (different, same): (Vec<&Row>, Vec<&Row>) = table.rows.iter().partition(|row| row.differs);
    let mut out = format!("<div class=\"table-wrap compare\" id=\"{}\">\n\n", table.id);
    out.push_str(&rows(table, &different, voice, origin));
    out.push_str("\n</div>\n");
    if !same.is_empty() {
        let summary = voice.word("Одинаковое у всех", "The same in all");
        out.push_str(&format!("\n<details class=\"table-same\">\n<summary>{summary}: {}</summary>\n\n<div class=\"table-wrap\">\n\n", same.len()));
        out.push_str(&rows(table, &same, voice, origin));
        out.push_str("\n</div>\n\n</details>\n");
    }
    out
}

fn rows(table: &Table, rows: &[&Row], voice: &Voice<'_>, origin: &dyn Fn(&str, usize) -> Option<String>) -> String {
    let corner = voice.word("Признак", "Aspect");
    let heads: String = table.columns.iter().map(|head| format!(" {} |", one_line(&voice.both(&head.title)))).collect();
    let mut out = format!("| {corner} |{heads}\n|---|{}\n", "---|".repeat(table.columns.len()));
    for row in rows {
        out.push_str(&format!("| **{}** |", one_line(&voice.both(&row.title))));
        for cell in &row.cells {
            out.push_str(&format!(" {} |", cell.as_ref().map_or("—".to_owned(), |cell| self::cell(cell, voice, origin))));
        }
        out.push('\n');
    }
    out
}

fn cell(cell: &Cell, voice: &Voice<'_>, origin: &dyn Fn(&str, usize) -> Option<String>) -> String {
    if cell.code {
        return code(&cell.text.en);
    }
    let missing = |text: &str, other: &str, lang: &str| {
        if text.is_empty() && !other.is_empty() { format!("<span class=\"untranslated\" lang=\"{lang}\">{other}</span>") } else { text.to_owned() }
    };
    let source = voice.source.tag();
    let text = Localized { ru: missing(&cell.text.ru, &cell.text.en, source), en: missing(&cell.text.en, &cell.text.ru, source) };
    let mut out = one_line(&voice.both(&text));
    if let Some((note, span)) = &cell.origin {
        let line = note.line(span.start);
        let file = note.name().rsplit_once("/notes/").map_or(note.name(), |(_, file)| file);
        if let Some(href) = origin(file, line) {
            let title = voice.word("заметки, строка", "notes, line");
            out.push_str(&format!(" <a class=\"origin\" href=\"{href}\" title=\"{title} {line}\">{line}</a>"));
        }
    }
    out
}

fn code(text: &str) -> String {
    let text = html_escape::encode_text(text).replace('|', "&#124;").replace('{', "&#123;").replace(['\n', '\r'], " ");
    format!("<code>{text}</code>")
}

/// A cell is one line, and a bar would end it.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut escaped = false;
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '|' if !escaped => out.push_str("\\|"),
            c => out.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    out
}
