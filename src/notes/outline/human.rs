//! The outline for people.

use std::fmt::{self, Display, Formatter};

use super::super::model::{Attribute, Block, BlockKind, Item, Role};
use super::super::note::{Note, Why};
use crate::text::{Lang, Source, Span};

/// A line a section, its blocks below it, with line numbers; `verbose` lists as well what stands in no section. Lines are
/// made as they are written: a note may have hundreds of thousands of sections.
pub fn human<'a>(note: &'a Note, lang: &'a Lang, verbose: bool) -> impl Display + 'a {
    Human { note, lang, verbose }
}

struct Human<'a> {
    note: &'a Note,
    lang: &'a Lang,
    verbose: bool,
}

impl Display for Human<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write(self.note, self.lang, self.verbose, f)
    }
}

fn write(note: &Note, lang: &Lang, verbose: bool, f: &mut Formatter<'_>) -> fmt::Result {
    let word = |ru: &'static str, en: &'static str| if lang.tag() == "ru" { ru } else { en };
    let source = &note.source;
    writeln!(f, "{}: {}", source.name(), count(note.sections.len(), lang))?;
    if let Some(date) = &note.date {
        writeln!(f, "        {}, {date}", note.title.as_deref().unwrap_or_default())?;
    }
    // Where nobody is named, nothing asked and nothing jotted down, as in a book, nobody answers.
    let answers = note.sections.iter().any(|section| section.speaker.is_some() || section.role != Role::Assistant);
    for section in &note.sections {
        let role = match section.role {
            Role::User => word("  [вопрос]", "  [question]"),
            Role::Assistant if answers => word("  [ответ]", "  [answer]"),
            Role::Assistant => "",
            Role::Own => word("  [своя заметка]", "  [own note]"),
        };
        let title = if section.title.text.is_empty() {
            word("(без заголовка)", "(no heading)")
        } else {
            &section.title.text
        };
        let line = source.line(section.span().start);
        let depth = usize::from(section.level.saturating_sub(1));
        writeln!(f, "\n{line:>6}  {}{title}{role} #{}", "  ".repeat(depth), section.id)?;
        section.blocks.iter().try_for_each(|block| human_block(block, source, depth + 1, f))?;
    }
    for repeat in &note.repeats {
        let (line, of) = (source.line(repeat.span.start), source.line(repeat.of.start));
        let how = if repeat.differences.is_empty() {
            word("повторяет строку", "repeats line")
        } else {
            word("почти повторяет строку", "almost repeats line")
        };
        writeln!(f, "\n{line:>6}  {how} {of}")?;
        for difference in &repeat.differences {
            let (before, after) = (difference.around(&difference.before), difference.around(&difference.after));
            writeln!(f, "        - {before}\n        + {after}")?;
        }
    }
    if verbose && !note.dropped.is_empty() {
        writeln!(f, "\n{}", word("В разделы не вошло:", "In no section:"))?;
        for dropped in &note.dropped {
            let text = format!("{}: {}", why(dropped.why, lang), dropped.text(source));
            row(f, source, dropped.span, 0, &text.replace('\n', " "))?;
        }
    }
    Ok(())
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
        Why::Rule => ("черта", "rule"),
        Why::PageNumber => ("номер страницы", "page number"),
        Why::RunningHead => ("колонтитул", "running head"),
        Why::Contents => ("оглавление", "table of contents"),
        Why::LinkTitle => ("подпись ссылки", "title of a link"),
        Why::Markup => ("разметка", "markup"),
        Why::Address => ("адрес", "address"),
        Why::Citation => ("пометка источника", "mark of a source"),
        Why::Hidden => ("скрытое сообщение", "hidden message"),
        Why::System => ("указание ассистенту", "instruction to the assistant"),
        Why::Attachment => ("приложенный файл", "attached file"),
        Why::Tool => ("обмен с инструментом", "exchange with a tool"),
        Why::Thoughts => ("размышления", "thoughts"),
        Why::Branch => ("отвергнутый вариант", "rejected branch"),
        Why::Unknown => ("неизвестный вид сообщения", "message of an unknown form"),
        Why::Corrected => ("убрано поправкой", "taken out by a correction"),
    };
    if lang.tag() == "ru" { ru } else { en }
}

fn human_block(block: &Block, source: &Source, depth: usize, f: &mut Formatter<'_>) -> fmt::Result {
    match &block.kind {
        BlockKind::Paragraph { text, .. } => {
            let sign = if text.is_picture() { '▣' } else { '¶' };
            row(f, source, text.span, depth, &format!("{sign} {}", text.text))
        }
        BlockKind::Code { text, lang } => {
            let first = text.text.lines().next().unwrap_or_default();
            row(f, source, block.span, depth, &format!("``` {} {first}", lang.as_deref().unwrap_or_default()))
        }
        BlockKind::Attributes(attributes) => attributes.iter().try_for_each(|a| human_attribute(a, source, depth, f)),
        BlockKind::Table { head, rows, .. } => std::iter::once(head).chain(rows).try_for_each(|cells| {
            let text: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
            let span = cells.first().map_or(block.span, |cell| cell.span);
            row(f, source, span, depth, &format!("| {}", text.join(" | ")))
        }),
        BlockKind::Quote(blocks) => {
            row(f, source, block.span, depth, ">")?;
            blocks.iter().try_for_each(|below| human_block(below, source, depth + 1, f))
        }
        BlockKind::List { items, .. } => items.iter().try_for_each(|item| human_item(item, source, depth, f)),
    }
}

fn human_item(item: &Item, source: &Source, depth: usize, f: &mut Formatter<'_>) -> fmt::Result {
    let number = match (&item.letter, item.number) {
        (Some(letter), _) => format!("{letter})"),
        (None, Some(number)) => format!("{number}."),
        (None, None) => "•".to_owned(),
    };
    let mark = if item.important { "!! " } else { "" };
    row(f, source, item.text.span, depth, &format!("{number} {mark}{}", item.text.text))?;
    item.attributes.iter().try_for_each(|attribute| human_attribute(attribute, source, depth + 1, f))?;
    item.blocks.iter().try_for_each(|below| human_block(below, source, depth + 1, f))?;
    let mut remark = item.remark.iter();
    remark.try_for_each(|remark| row(f, source, remark.span, depth + 1, &format!("✎ {}", remark.text)))
}

fn human_attribute(attribute: &Attribute, source: &Source, depth: usize, f: &mut Formatter<'_>) -> fmt::Result {
    row(f, source, attribute.name.span, depth, &format!("{}: {}", attribute.name.text, attribute.value.text))
}

/// A line number and the beginning of what stands there.
fn row(f: &mut Formatter<'_>, source: &Source, span: Span, depth: usize, text: &str) -> fmt::Result {
    let line = source.line(span.start);
    let end = text.char_indices().nth(72).map_or(text.len(), |(at, _)| at);
    let dots = if end < text.len() { "…" } else { "" };
    writeln!(f, "{line:>6}  {}{}{dots}", "  ".repeat(depth), &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes;

    #[test]
    fn nobody_answers_where_nobody_asks() {
        let outline = |text: &str| {
            let note = notes::parse(&Source::new("a.txt", text));
            human(&note, &Lang::en(), false).to_string()
        };
        let book = "Pots\n\nA pot of clay breathes, so the soil in it dries fast.\n";
        assert!(!outline(book).contains('['), "{}", outline(book));
        let chat = format!("You said:\nWhich pot?\n\nChatGPT said:\n{book}");
        assert!(outline(&chat).contains("[question]") && outline(&chat).contains("[answer]"), "{}", outline(&chat));
    }
}
