//! A comparison table as Markdown, so that links and translations work in its cells like in any text.

use super::voice::Voice;
use crate::{
    reviews::Verdict,
    tables::model::{Cell, Kind, Row, Table},
    text::{Lang, Localized, Source, Span, markdown::escape},
    translate::missing_notice,
};

/// The longest description of a field, in characters.
const MEANING: usize = 240;

/// Finds what a review says of a stretch of a note.
pub type FindVerdict<'a> = dyn Fn(&Source, Span) -> Option<(Verdict, Option<String>)> + 'a;

/// What a table leads to, as seen from the chapter it stands in.
pub struct Places<'a> {
    /// The address of a line of a note, by the note's file name.
    pub line: &'a dyn Fn(&str, usize) -> Option<String>,
    /// The address of a term, by its id or kind.
    pub term: &'a dyn Fn(&str) -> Option<String>,
    /// What a review says of a stretch of a note, and the address of the review where a chapter shows it.
    pub verdict: &'a FindVerdict<'a>,
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
        let summary = voice.words("Строк без различий", "Rows without differences");
        let count = same.len();
        out.push_str(&format!("\n<details class=\"table-same\">\n<summary>{summary}: {count}</summary>\n\n<div class=\"table-wrap compare\">\n\n"));
        out.push_str(&rows(table, &same, voice, places));
        out.push_str("\n</div>\n\n</details>\n");
    }
    out.push_str(&meanings(table, voice));
    out
}

/// The other labels that were merged into a row.
fn also(row: &Row, voice: &Voice<'_>) -> String {
    if row.also.is_empty() {
        return String::new();
    }
    let labels: Vec<String> = row.also.iter().map(|label| one_line(&voice.both(&marked(label, voice)))).collect();
    format!(" <span class=\"also\">{} {}</span>", voice.words("и", "and"), labels.join(", "))
}

/// What the rows mean by the API's own description, which is in English; each once, folded away.
fn meanings(table: &Table, voice: &Voice<'_>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    let mut list = String::new();
    for row in &table.rows {
        let Some(note) = row.note.as_ref().map(|note| note.en.as_str()).filter(|note| !seen.contains(note)) else {
            continue;
        };
        seen.push(note);
        list.push_str(&format!("- {}: {}\n", code(&row.title.en), escape(first_sentences(note))));
    }
    if list.is_empty() {
        return list;
    }
    let summary = match table.kind {
        Kind::Kinds => {
            voice.words("Что это за виды, словами API (по-английски)", "What the kinds are, in the API’s words")
        }
        _ => voice.words("Что значат поля, словами API (по-английски)", "What the fields mean, in the API’s words"),
    };
    format!(
        "\n<details class=\"table-meanings\">\n<summary>{summary}</summary>\n\n<div class=\"no-links\" lang=\"en\">\n\n{list}\n</div>\n\n</details>\n"
    )
}

/// As many whole sentences as fit into [`MEANING`] characters; at least one.
fn first_sentences(text: &str) -> &str {
    let text = text.split("\n\n").next().unwrap_or_default();
    let ends = text.match_indices(". ").map(|(at, _)| at + 1).chain([text.len()]);
    let fits = ends.clone().take_while(|&end| text[..end].chars().count() <= MEANING).last();
    &text[..fits.or_else(|| ends.clone().next()).unwrap_or(text.len())]
}

fn rows(table: &Table, rows: &[&Row], voice: &Voice<'_>, places: &Places<'_>) -> String {
    let corner = match table.kind {
        Kind::Kinds => voice.words("Вид", "Kind"),
        Kind::Manifests => voice.words("Поле", "Field"),
        Kind::Notes => voice.words("Признак", "Aspect"),
    };
    let head = |title: &Localized, id: &str| {
        let name = title.en.strip_prefix('`').and_then(|name| name.strip_suffix('`')).filter(|_| title.ru == title.en);
        let text = name.map_or_else(|| one_line(&voice.both(&marked(title, voice))), code);
        (places.term)(id).map_or(text.clone(), |href| format!("[{text}](<{href}>)"))
    };
    let heads: String = table.columns.iter().map(|column| format!(" {} |", head(&column.title, &column.id))).collect();
    let mut out = format!("| {corner} |{heads}\n|---|{}\n", "---|".repeat(table.columns.len()));
    for row in rows {
        let title = match table.kind {
            Kind::Manifests => code(&row.title.en),
            Kind::Kinds | Kind::Notes => format!("**{}**", head(&row.title, &row.title.en)),
        };
        out.push_str(&format!("| {title}{} |", also(row, voice)));
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
    if let Some((verdict, href)) = (places.verdict)(note, *span) {
        let title = voice.both(&verdict.title());
        let title = href.map_or(title.clone(), |href| format!("[{title}](<{href}>)"));
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
    let or = |text: &str, other: &str, lang: &Lang| match text {
        "" if !other.is_empty() => {
            let title = missing_notice(lang);
            format!("<span class=\"untranslated\" lang=\"{source}\" title=\"{title}\">{other}</span>")
        }
        text => text.to_owned(),
    };
    Localized { ru: or(&text.ru, &text.en, &Lang::ru()), en: or(&text.en, &text.ru, &Lang::en()) }
}

/// Code in a cell; long names may break behind a dot or a slash and before a capital.
fn code(text: &str) -> String {
    let mut parts = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        if matches!(before, '.' | '/') || before.is_lowercase() && c.is_uppercase() {
            parts.push(BREAK);
        }
        parts.push(c);
        before = c;
    }
    let text =
        html_escape::encode_text(&parts).replace('|', "&#124;").replace('{', "&#123;").replace(['\n', '\r'], " ");
    format!("<code>{}</code>", text.replace(BREAK, "<wbr>"))
}

/// Stands for `<wbr>` until the text is escaped: no text has a control character.
const BREAK: char = '\u{1}';

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
