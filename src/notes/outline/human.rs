//! The outline for people.

use super::super::model::{Attribute, Block, BlockKind, Item, Role};
use super::super::note::{Note, Why};
use crate::text::{Lang, Source, Span};

/// A line a section, its blocks below it, with line numbers; `verbose` lists as well what stands in no section.
pub fn human(note: &Note, lang: &Lang, verbose: bool) -> String {
    let word = |ru: &'static str, en: &'static str| if lang.tag() == "ru" { ru } else { en };
    let mut out = String::new();
    let source = &note.source;
    out.push_str(&format!("{}: {}\n", source.name(), count(note.sections.len(), lang)));
    if let Some(date) = &note.date {
        out.push_str(&format!("        {}, {date}\n", note.title.as_deref().unwrap_or_default()));
    }
    for section in &note.sections {
        let role = match section.role {
            Role::User => word("вопрос", "question"),
            Role::Assistant => word("ответ", "answer"),
            Role::Own => word("своя заметка", "own note"),
        };
        let title = if section.title.text.is_empty() {
            word("(без заголовка)", "(no heading)")
        } else {
            &section.title.text
        };
        let line = source.line(section.span().start);
        out.push_str(&format!("\n{line:>6}  {title}  [{role}] #{}\n", section.id));
        section.blocks.iter().for_each(|block| human_block(block, source, 1, &mut out));
    }
    for repeat in &note.repeats {
        let (line, of) = (source.line(repeat.span.start), source.line(repeat.of.start));
        let how = if repeat.differences.is_empty() {
            word("повторяет строку", "repeats line")
        } else {
            word("почти повторяет строку", "almost repeats line")
        };
        out.push_str(&format!("\n{line:>6}  {how} {of}\n"));
        for difference in &repeat.differences {
            out.push_str(&format!("        - {}\n        + {}\n", difference.before, difference.after));
        }
    }
    if verbose && !note.dropped.is_empty() {
        out.push_str(&format!("\n{}\n", word("В разделы не вошло:", "In no section:")));
        for dropped in &note.dropped {
            let text = format!("{}: {}", why(dropped.why, lang), dropped.text(source));
            row(&mut out, source, dropped.span, 0, &text.replace('\n', " "));
        }
    }
    out
}

/// «1 раздел», «3 раздела», «5 разделов».
fn count(sections: usize, lang: &Lang) -> String {
    let word = match (lang.tag(), sections % 10, sections % 100) {
        ("ru", 1, rest) if rest != 11 => "раздел",
        ("ru", 2..=4, rest) if !(12..=14).contains(&rest) => "раздела",
        ("ru", ..) => "разделов",
        (_, 1, _) if sections == 1 => "section",
        _ => "sections",
    };
    format!("{sections} {word}")
}

fn why(why: Why, lang: &Lang) -> &'static str {
    let (ru, en) = match why {
        Why::Speaker => ("кто говорит", "who speaks"),
        Why::Button => ("кнопка", "button"),
        Why::Chrome => ("надпись чата", "words of the chat's page"),
        Why::PageNumber => ("номер страницы", "page number"),
        Why::RunningHead => ("колонтитул", "running head"),
        Why::LinkTitle => ("подпись ссылки", "title of a link"),
        Why::Address => ("адрес", "address"),
        Why::Citation => ("пометка источника", "mark of a source"),
        Why::Hidden => ("скрытое сообщение", "hidden message"),
        Why::System => ("указание ассистенту", "instruction to the assistant"),
        Why::Tool => ("обмен с инструментом", "exchange with a tool"),
        Why::Thoughts => ("размышления", "thoughts"),
        Why::Branch => ("отвергнутый вариант", "rejected branch"),
        Why::Unknown => ("неизвестный вид сообщения", "message of an unknown form"),
        Why::Corrected => ("убрано поправкой", "taken out by a correction"),
    };
    if lang.tag() == "ru" { ru } else { en }
}

fn human_block(block: &Block, source: &Source, depth: usize, out: &mut String) {
    match &block.kind {
        BlockKind::Paragraph { text, .. } => row(out, source, text.span, depth, &format!("¶ {}", text.text)),
        BlockKind::Code { text, lang } => {
            let first = text.text.lines().next().unwrap_or_default();
            row(out, source, block.span, depth, &format!("``` {} {first}", lang.as_deref().unwrap_or_default()));
        }
        BlockKind::Attributes(attributes) => attributes.iter().for_each(|a| human_attribute(a, source, depth, out)),
        BlockKind::Table { head, rows } => {
            for cells in std::iter::once(head).chain(rows) {
                let text: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
                row(
                    out,
                    source,
                    cells.first().map_or(block.span, |cell| cell.span),
                    depth,
                    &format!("| {}", text.join(" | ")),
                );
            }
        }
        BlockKind::Quote(blocks) => {
            row(out, source, block.span, depth, ">");
            blocks.iter().for_each(|below| human_block(below, source, depth + 1, out));
        }
        BlockKind::List { items, .. } => {
            for item in items {
                human_item(item, source, depth, out);
            }
        }
    }
}

fn human_item(item: &Item, source: &Source, depth: usize, out: &mut String) {
    let number = match (&item.letter, item.number) {
        (Some(letter), _) => format!("{letter})"),
        (None, Some(number)) => format!("{number}."),
        (None, None) => "•".to_owned(),
    };
    let mark = if item.important { "!! " } else { "" };
    row(out, source, item.text.span, depth, &format!("{number} {mark}{}", item.text.text));
    for attribute in &item.attributes {
        human_attribute(attribute, source, depth + 1, out);
    }
    item.blocks.iter().for_each(|below| human_block(below, source, depth + 1, out));
    if let Some(remark) = &item.remark {
        row(out, source, remark.span, depth + 1, &format!("✎ {}", remark.text));
    }
}

fn human_attribute(attribute: &Attribute, source: &Source, depth: usize, out: &mut String) {
    row(out, source, attribute.name.span, depth, &format!("{}: {}", attribute.name.text, attribute.value.text));
}

/// A line number and the beginning of what stands there.
fn row(out: &mut String, source: &Source, span: Span, depth: usize, text: &str) {
    let line = source.line(span.start);
    let short: String = text.chars().take(72).collect();
    let dots = if short.len() < text.len() { "…" } else { "" };
    out.push_str(&format!("{line:>6}  {}{short}{dots}\n", "  ".repeat(depth)));
}
