//! `{{#diagnostics}}`: the pages that `konspekt explain` prints, in the language of the edition.

use std::fmt::Write;

use super::{code::fence, voice::Voice};
use crate::{
    diagnostics::page::{Page, pages},
    text::{Lang, Localized},
};

/// The pages whose codes begin with one of `starts`, all where there is none.
pub(super) fn diagnostics(starts: &[&str], voice: &Voice<'_>) -> String {
    let wanted = |page: &&Page| starts.is_empty() || starts.iter().any(|start| page.code.as_str().starts_with(start));
    let mut out = String::new();
    for page in pages().into_iter().filter(wanted) {
        let id = page.code.as_str().to_lowercase();
        let _ = writeln!(out, "## {} {} {{#{id}}}\n", page.code, page.name);
        match &voice.edition.beside {
            None => text(&mut out, page, &voice.edition.lang),
            Some(beside) => {
                out.push_str("<div class=\"pair\">\n");
                for lang in [&voice.edition.lang, beside] {
                    let _ = writeln!(out, "<div class=\"side\" lang=\"{lang}\">\n");
                    text(&mut out, page, lang);
                    out.push_str("</div>\n");
                }
                out.push_str("</div>\n\n");
            }
        }
        let titles = [("С ошибкой:", "Wrong:", &page.bad), ("Правильно:", "Right:", &page.good)];
        for (ru, en, fences) in titles {
            let _ = writeln!(out, "{}\n", voice.both(&Localized { ru: ru.into(), en: en.into() }));
            for example in fences {
                if let Some(file) = &example.file {
                    let _ = writeln!(out, "`{file}`\n");
                }
                let ticks = fence(&example.text);
                let _ = writeln!(out, "{ticks}{}\n{}\n{ticks}\n", example.lang, example.text.trim_end());
            }
        }
    }
    out
}

/// What is said, what it means, where the rule stands.
fn text(out: &mut String, page: &Page, lang: &Lang) {
    let ru = lang.tag() == "ru";
    // Placeholders are filled by what is found.
    let message = page.message.get(lang).split(['{', '}']).enumerate();
    let message: String = message.map(|(n, part)| if n % 2 == 0 { part } else { "…" }).collect();
    let level = match (page.level.as_str(), ru) {
        ("error", true) => "Ошибка",
        ("warning", true) => "Предупреждение",
        (_, true) => "Заметка",
        ("error", false) => "Error",
        ("warning", false) => "Warning",
        (_, false) => "Note",
    };
    let _ = writeln!(out, "**{level}:** {message}.\n\n{}\n", page.explanation.get(lang));
    if let Some(url) = &page.url {
        let _ = writeln!(out, "[{}]({url})\n", if ru { "Где это сказано" } else { "Where this is stated" });
    }
}
