//! Reads translations with a critic's eye.
//!
//! What comes in are the messages, their states and the catalog, what goes out are findings: missing and stale messages at
//! their place in the book, and at their place in the catalog what a translator overlooks: code, numbers, a word left in
//! the source language, quotation marks. Whether a sentence is good no program can say.

use rayon::prelude::*;

use super::{
    catalog::{Catalog, Entry, Reference},
    inline::{self, Refusal},
    mask, po,
    role::Role,
    state::{Message, State, Translations},
    wording, write,
};
use crate::{
    diagnostics::{Diagnostic, code},
    text::{Lang, Source, Span},
};

/// Where more messages than this are there and none is translated, the book is new: one finding says so.
const FEW: usize = 3;

/// Finds the place in the book that a reference means, for a diagnostic to show.
pub type FindPlace<'a> = &'a (dyn Fn(&Reference) -> Option<(Source, Span)> + Sync);

/// A term that a text and its translation do not share.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unshared {
    /// The term's id.
    pub id: String,
    /// Its name in the language where it is missing.
    pub name: String,
    /// Whether it is the source that does not name it.
    pub only_in_translation: bool,
}

/// Finds the terms that a text and its translation do not share.
pub type FindTerms<'a> = &'a (dyn Fn(&str, &str) -> Vec<Unshared> + Sync);

/// Everything that can be said about the translation `from` one language `to` another.
pub fn check(
    messages: &[Message],
    translations: &Translations,
    catalog: &Catalog,
    from: &Lang,
    to: &Lang,
    place: FindPlace<'_>,
    terms: FindTerms<'_>,
) -> Vec<Diagnostic> {
    let fallback = catalog.source().cloned().unwrap_or_else(|| Source::new(format!("po/{to}.po"), ""));
    let is_missing = |message: &Message| {
        message.roles.iter().all(|&role| matches!(translations.state(&message.text, role), State::Missing))
    };
    if messages.len() > FEW && messages.iter().all(is_missing) {
        let nothing = Diagnostic::new(code::NOTHING_TRANSLATED, &fallback, Span::default()).arg("lang", to);
        let nothing = nothing.arg("count", messages.len()).arg("catalog", fallback.name()).arg("source", from);
        return vec![nothing.help("update").help("one")];
    }
    let of_message = |message: &Message| {
        let mut found = Vec::new();
        let place = || message.references.iter().find_map(place).unwrap_or_else(|| (fallback.clone(), Span::default()));
        let mut said: Vec<&State> = Vec::new();
        for &role in &message.roles {
            let state = translations.state(&message.text, role);
            if said.contains(&state) {
                continue;
            }
            said.push(state);
            match state {
                State::Missing => {
                    let (source, span) = place();
                    found.push(
                        Diagnostic::new(code::MISSING_TRANSLATION, &source, span)
                            .arg("lang", to)
                            .arg("text", po::excerpt(&message.text))
                            .arg("catalog", fallback.name())
                            .help("update"),
                    );
                }
                State::Stale { source: old, .. } => {
                    let (source, span) = place();
                    let stale = Diagnostic::new(code::STALE_TRANSLATION, &source, span).arg("lang", to);
                    found.push(if *old == message.text {
                        stale.help("fuzzy")
                    } else {
                        stale.arg("old", old).arg("new", &message.text).help("was").help("now")
                    });
                }
                State::Fresh(text) | State::Refused { text, .. } => {
                    let entry = message.position(catalog, role).map(|i| &catalog.entries()[i]);
                    let given = message.given.get(to);
                    if let (Some(entry), Some(given)) = (entry, given)
                        && entry.text != *given
                        && !entry.text.is_empty()
                    {
                        found.push(unused_entry(&fallback, entry, "given"));
                    }
                    let (source, span) = match given {
                        Some(_) => place(),
                        None => (fallback.clone(), entry.map(|entry| entry.span).unwrap_or_default()),
                    };
                    let at = (&source, span);
                    match state {
                        State::Refused { why, .. } => found.push(structure(at, *why)),
                        _ => {
                            found.extend(compare(&message.text, text, role, from, to, at));
                            found.extend(terms(&message.text, text).into_iter().map(|term| {
                                let differs = Diagnostic::new(code::TERM_NOT_AGREED, at.0, at.1).arg("id", term.id);
                                let side = if term.only_in_translation { "only-here" } else { "not-here" };
                                differs.arg("name", term.name).help(side)
                            }));
                        }
                    }
                }
            }
        }
        found
    };
    let mut found: Vec<Diagnostic> = messages.par_iter().flat_map_iter(of_message).collect();
    let unused = translations.unused().iter().filter_map(|&i| catalog.entries().get(i));
    found.extend(unused.filter(|entry| !entry.text.is_empty()).map(|entry| unused_entry(&fallback, entry, "update")));
    found
}

type Place<'a> = (&'a Source, Span);

fn structure((source, span): Place<'_>, why: Refusal) -> Diagnostic {
    Diagnostic::new(code::TRANSLATION_STRUCTURE, source, span).help(why.name())
}

fn unused_entry(source: &Source, entry: &Entry, help: &'static str) -> Diagnostic {
    Diagnostic::new(code::UNUSED_TRANSLATION, source, entry.span).arg("text", po::excerpt(&entry.source)).help(help)
}

/// What is odd about one translation.
fn compare(text: &str, translation: &str, role: Role, from: &Lang, to: &Lang, at: Place<'_>) -> Vec<Diagnostic> {
    let (source, span) = at;
    let mut found = Vec::new();
    let plain = |text: &str| inline::Contents { text: text.to_owned(), ..Default::default() };
    let (mut a, mut b) = if role.is_plain() {
        (plain(text), plain(translation))
    } else {
        (inline::contents(text, text), inline::contents(text, &write::tidy(translation)))
    };
    let scripts_differ = !from.writes('a') && to.writes('a');
    if text == translation {
        // In one script a name may well be the same in both languages.
        if scripts_differ || text.split_whitespace().count() > 2 {
            found.push(Diagnostic::new(code::TRANSLATION_EQUALS_SOURCE, source, span));
        }
        return found;
    }
    let opening = mask::has_opening(&mask::mask_known(translation, &mask::directive_texts(text)).0);
    if a.html != b.html || a.links != b.links || opening {
        found.push(Diagnostic::new(code::TRANSLATION_STRUCTURE, source, span).help("as-text"));
    }
    a.code.dedup();
    b.code.dedup();
    if a.code != b.code {
        let lost = a.code.iter().filter(|code| !b.code.contains(code)).map(|code| format!("−`{code}`"));
        let new = b.code.iter().filter(|code| !a.code.contains(code)).map(|code| format!("+`{code}`"));
        let differences = lost.chain(new).collect::<Vec<_>>().join(", ");
        found.push(Diagnostic::new(code::CODE_SPANS_DIFFER, source, span).arg("differences", differences));
    }
    // What stands in place of a directive is no number of the text.
    let (lost, new) = wording::number_differences(&a.text.replace(char::is_control, " "), translation);
    let lost: Vec<_> = lost.into_iter().filter(|number| text.contains(number.as_str())).collect();
    if !lost.is_empty() {
        found.push(Diagnostic::new(code::NUMBERS_DIFFER, source, span).arg("numbers", lost.join(", ")));
    } else if !new.is_empty() {
        let numbers = new.iter().map(|number| format!("+{number}")).collect::<Vec<_>>().join(", ");
        found.push(Diagnostic::new(code::NUMBERS_DIFFER, source, span).arg("numbers", numbers).help("new"));
    }
    let placeholders = wording::placeholder_differences(&a.text, &b.text);
    if !placeholders.is_empty() {
        let differences = placeholders.join(", ");
        found.push(Diagnostic::new(code::PLACEHOLDERS_DIFFER, source, span).arg("differences", differences));
    }
    if a.marks != b.marks {
        found.push(Diagnostic::new(code::MARKUP_DIFFERS, source, span));
    }
    if role != Role::Comment {
        let odd = wording::typography(text, translation, to);
        found.extend(odd.into_iter().map(|hint| Diagnostic::new(code::TYPOGRAPHY, source, span).help(hint)));
    }
    let unquoted = without_quoted(&b.text, from);
    if scripts_differ {
        let is_left = |word: &&str| word.chars().any(|c| from.writes(c));
        let words: Vec<_> = unquoted.split(|c: char| !c.is_alphanumeric()).filter(is_left).take(5).collect();
        if !words.is_empty() {
            let left = Diagnostic::new(code::SOURCE_LANGUAGE_LEFT, source, span);
            found.push(left.arg("words", words.join(" ")).help("quote"));
        }
    }
    if from.writes('a') && !to.writes('a') {
        let mixed = wording::mixed_words(&b.text).into_iter().map(str::to_owned).take(5);
        let left = wording::words_left(&a.text, &b.text).into_iter().chain(mixed).collect::<Vec<_>>().join(" ");
        if !left.is_empty() {
            found.push(Diagnostic::new(code::SOURCE_LANGUAGE_LEFT, source, span).arg("words", left).help("quote"));
        }
    }
    let marks: String = unquoted.chars().filter(|c| foreign_quotes(to).contains(c)).take(4).collect();
    if !marks.is_empty() {
        found.push(Diagnostic::new(code::FOREIGN_QUOTES, source, span).arg("marks", marks));
    }
    found
}

/// Quotation marks that a language does not use.
fn foreign_quotes(lang: &Lang) -> &'static [char] {
    match lang.tag().split('-').next().unwrap_or_default() {
        "ru" => &['"', '”'],
        "en" => &['«', '»', '„'],
        _ => &[],
    }
}

/// A term has few words; what is longer is a sentence that was left.
fn is_term(quoted: &str) -> bool {
    quoted.split_whitespace().count() <= 4
}

/// The text without what stands between guillemets and is of the language `from`: a term quoted on purpose.
fn without_quoted(text: &str, from: &Lang) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('«') {
        out.push_str(before);
        rest = match after.split_once('»') {
            Some((term, behind)) if !from.writes('a') && term.chars().any(|c| from.writes(c)) && is_term(term) => {
                behind
            }
            _ => {
                out.push('«');
                after
            }
        };
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str, translation: &str, from: Lang, to: Lang) -> Vec<&'static str> {
        let source = Source::new("po/en.po", "");
        let found = compare(text, translation, Role::Paragraph, &from, &to, (&source, Span::default()));
        found.into_iter().map(|diagnostic| diagnostic.code.as_str()).collect()
    }

    fn to_english(text: &str, translation: &str) -> Vec<&'static str> {
        codes(text, translation, Lang::ru(), Lang::en())
    }

    #[test]
    fn a_good_translation_is_left_in_peace() {
        let none: Vec<&str> = Vec::new();
        assert_eq!(
            to_english("Поле `spec` и 1 000 подов, 0,5 CPU.", "The field `spec` and 1,000 pods, 0.5 CPU."),
            none
        );
        assert_eq!(to_english("Это «под».", "This is a pod («под» in Russian), a “sandbox”."), none);
        assert_eq!(codes("The \"pod\" of 2 parts", "«Под» из 2 частей", Lang::en(), Lang::ru()), none);
        assert_eq!(codes("ClusterIP", "ClusterIP", Lang::en(), Lang::ru()), none);
    }

    #[test]
    fn what_a_translator_overlooks_is_found() {
        assert_eq!(to_english("Поле `spec`.", "The field `specs`."), ["K0508"]);
        assert_eq!(to_english("Порты 30000–32767.", "Ports 30000–32768."), ["K0509"]);
        assert_eq!(to_english("Сервис.", "Сервиc is a Service."), ["K0510"]);
        assert_eq!(to_english("Сервис.", "Сервис."), ["K0511"]);
        assert_eq!(to_english("Это «песочница».", "A «sandbox»."), ["K0512"]);
        assert_eq!(to_english("Сервис.", "A <b>Service</b>."), ["K0507"]);
        assert_eq!(codes("A \"pod\".", "Это \"под\".", Lang::en(), Lang::ru()), ["K0512"]);
    }
}
