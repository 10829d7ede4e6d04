//! One edition of a book: its chapters in one language, or in two side by side, with everything filled in.
//!
//! In come the composed chapters and the translations, out comes mdBook's book, ready to be rendered. The steps, in this
//! order: [`voice`] speaks the edition's language, [`fill`] writes examples, tables, reviews, glossary and map where the
//! directives ask for them, the glossary links every mention. Nothing here reads or writes a file.

mod appendix;
pub mod code;
pub mod fill;
pub mod homes;
pub mod prepared;
pub mod tables;
pub mod terms;
pub mod texts;
pub mod voice;

pub use prepared::Prepared;
pub use texts::Texts;

use crate::{book::Settings, text::Lang};

/// An edition: where it is published and what it speaks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edition {
    /// Folder below the output: `ru`, `en`, `ru-en`.
    pub dir: String,
    /// The language of the page, of its interface and of what stands first.
    pub lang: Lang,
    /// The second language of a parallel edition.
    pub beside: Option<Lang>,
}

impl Edition {
    /// The editions of a book: one a language, and the parallel one.
    pub fn all(settings: &Settings) -> Vec<Self> {
        let single =
            settings.languages.iter().map(|lang| Self { dir: lang.tag().to_owned(), lang: lang.clone(), beside: None });
        let parallel = settings.parallel.then(|| {
            let (first, second) = (&settings.languages[0], &settings.languages[1]);
            Self { dir: format!("{first}-{second}"), lang: first.clone(), beside: Some(second.clone()) }
        });
        single.chain(parallel).collect()
    }

    /// What a language switch on a page in `lang` calls it. A language is called what its speakers call it.
    pub fn name(&self, lang: &Lang) -> String {
        match &self.beside {
            None => self.lang.endonym().to_owned(),
            Some(_) if lang.tag() == "ru" => "Рядом".to_owned(),
            Some(_) => "Side by side".to_owned(),
        }
    }

    /// The language of that name.
    pub fn name_lang<'a>(&'a self, lang: &'a Lang) -> &'a Lang {
        if self.beside.is_some() { lang } else { &self.lang }
    }
}
