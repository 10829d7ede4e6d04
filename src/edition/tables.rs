//! A comparison table as Markdown, so that links and translations work in its cells like in any text.

use super::voice::Voice;
use crate::{
    reviews::Verdict,
    tables::model::{Cell, Row, Table},
    text::{Localized, Source, Span, markdown::escape},
};

/// What a table leads to, as seen from the chapter it stands in.
pub struct Places<'a> {
    /// The address of a line of a note, by the note's file name.
    pub line: &'a dyn Fn(&str, usize) -> Option<String>,
    /// The address of a term, by its id or kind.
    pub term: &'a dyn Fn(&str) -> Option<String>,
    /// What a review says of a stretch of a note.
    pub verdict: &'a dyn Fn(&Source, Span) -> Option<Verdict>,
}

/// The table. Rows that are the same in all columns are folded away behind the others.
pub fn markdown(table: &Table, voice: &Voice<'_>, places: &Places<'_>) -> String {
    let (different, same): (Vec<&Row>, Vec<&Row>) = table.rows.iter().partition(|row| row.differs);
    // A table of what there is, compared with nothing, is shown whole.
    let (different, same) = if different.is_empty() { (same, different) } else { (different, same) };
    let mut out = format!("<div class=\"table-wrap compare\" id=\"{}\">\n\n", table.id);
    out.push_str(&rows(table, &different, voice, places));
    out.push_str("\n</div>\n");
    if !same.is_empty() {
        let summary = voice.word("Одинаковое у всех", "The same in all");
        let count = same.len();
        out.push_str(&format!("\n<details class=\"table-same\">\n<summary>{summary}: {count}</summary>\n\n<div class=\"table-wrap compare\">\n\n"));
        out.push_str(&rows(table, &same, voice, places));
        out.push_str("\n</div>\n\n</details>\n");
    }
    out
}

fn rows(table: &Table, rows: &[&Row], voice: &Voice<'_>, places: &Places<'_>) -> String {
    let corner = match table.id.as_str() {
        "kinds" => voice.word("Вид", "Kind"),
        "manifests" => voice.word("Поле", "Field"),
        _ => voice.word("Признак", "Aspect"),
    };
    let head = |title: &Localized, id: &str| {
        let text = one_line(&voice.both(&marked(title, voice)));
        (places.term)(id).map_or(text.clone(), |href| format!("[{text}](<{href}>)"))
    };
    let heads: String = table.columns.iter().map(|column| format!(" {} |", head(&column.title, &column.id))).collect();
    let mut out = format!("| {corner} |{heads}\n|---|{}\n", "---|".repeat(table.columns.len()));
    for row in rows {
        let title = match table.id.as_str() {
            "manifests" => code(&row.title.en),
            _ => format!("**{}**", head(&row.title, &row.title.en)),
        };
        out.push_str(&format!("| {title} |"));
        for cell in &row.cells {
            out.push_str(&format!(
                " {} |",
                cell.as_ref().map_or("—".to_owned(), |cell| self::cell(cell, voice, places))
            ));
        }
        out.push('\n');
    }
    out
}

fn cell(cell: &Cell, voice: &Voice<'_>, places: &Places<'_>) -> String {
    if cell.code {
        return code(&cell.text.en);
    }
    let text = marked(&cell.text, voice);
    let mut out = one_line(&voice.both(&text));
    let Some((note, span)) = &cell.origin else { return out };
    if let Some(verdict) = (places.verdict)(note, *span) {
        let title = escape(verdict.title().get(&voice.edition.lang));
        out.push_str(&format!(" <span class=\"cell-verdict verdict-{}\">{title}</span>", verdict.as_str()));
    }
    let line = note.line(span.start);
    let file = note.name().rsplit_once("/notes/").map_or(note.name(), |(_, file)| file);
    if let Some(href) = (places.line)(file, line) {
        let title = voice.word("заметки, строка", "notes, line");
        out.push_str(&format!(" <a class=\"origin\" href=\"{href}\" title=\"{title} {line}\">{line}</a>"));
    }
    out
}

/// A text that lacks one of the languages shows the other there, marked as such.
fn marked(text: &Localized, voice: &Voice<'_>) -> Localized {
    let source = voice.source;
    let or = |text: &str, other: &str| match text {
        "" if !other.is_empty() => format!("<span class=\"untranslated\" lang=\"{source}\">{other}</span>"),
        text => text.to_owned(),
    };
    Localized { ru: or(&text.ru, &text.en), en: or(&text.en, &text.ru) }
}

/// Code in a cell; long paths may break behind a dot or a slash.
fn code(text: &str) -> String {
    let text = html_escape::encode_text(text).replace('|', "&#124;").replace('{', "&#123;").replace(['\n', '\r'], " ");
    let text = text.replace('.', ".<wbr>").replace('/', "/<wbr>");
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
