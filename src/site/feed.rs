//! A feed of the chapters that hold notes of a known day, the latest first: for whoever follows a book.
//!
//! In come the chapters and the days of their notes (a conversation of an export has one), out comes Atom, one feed for an
//! edition of one language. Without the address of the site there is none: an entry is known by its address.
//! <https://www.rfc-editor.org/rfc/rfc4287>

use std::collections::BTreeMap;

use html_escape::{encode_double_quoted_attribute as attribute, encode_text};

use crate::edition::{Edition, Prepared, fill::page_of};

/// The feed's name in an edition's folder.
pub const NAME: &str = "feed.xml";

/// The day of each chapter, as `2024-03-05`: that of the latest note in it. Chapters without one are left out.
pub fn days(prepared: &Prepared) -> BTreeMap<String, String> {
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    for (file, note) in &prepared.input.notes {
        let Some(day) = &note.date else { continue };
        for (chapter, _) in (0..note.sections.len()).filter_map(|section| prepared.placed.place(file, section)) {
            let latest = out.entry(chapter.to_owned()).or_default();
            if day > latest {
                latest.clone_from(day);
            }
        }
    }
    out
}

/// The feed of an edition on the site at `url`, which ends in a slash.
pub fn atom(prepared: &Prepared, edition: &Edition, url: &str, days: &BTreeMap<String, String>) -> String {
    let voice = prepared.voice(edition);
    let book = &prepared.input.settings.config.book;
    let title = voice.title(book.title.as_deref().unwrap_or_default());
    let home = format!("{url}{}/", edition.dir);
    let mut dated: Vec<(&String, &str, &str)> = prepared
        .chapters
        .iter()
        .filter_map(|chapter| Some((days.get(&chapter.path)?, chapter.path.as_str(), chapter.name.as_str())))
        .collect();
    // Of one day, the order of the book.
    dated.sort_by(|a, b| b.0.cmp(a.0));
    let moment = |day: &str| format!("{day}T00:00:00Z");
    let updated = dated.first().map(|(day, ..)| moment(day)).unwrap_or_default();
    let authors = if book.authors.is_empty() { vec![title.clone()] } else { book.authors.clone() };
    let authors: String =
        authors.iter().map(|author| format!("<author><name>{}</name></author>\n", encode_text(author))).collect();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{}</title>\n<id>{home}</id>\n<link href=\"{home}index.html\"/>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{home}{NAME}\"/>\n<updated>{updated}</updated>\n{authors}",
        edition.lang,
        encode_text(&title),
        home = attribute(&home),
    );
    for (day, path, name) in dated {
        let address = format!("{home}{}", page_of(path));
        out.push_str(&format!(
            "<entry>\n<title>{}</title>\n<id>{address}</id>\n<link href=\"{address}\"/>\n<updated>{}</updated>\n</entry>\n",
            encode_text(&voice.title(name)),
            moment(day),
            address = attribute(&address),
        ));
    }
    out + "</feed>\n"
}
