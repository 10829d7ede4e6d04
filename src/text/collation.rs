//! The order of the alphabet, by the rules of a language (CLDR, through ICU4X).

use std::cmp::Ordering;

use icu_collator::{
    Collator, CollatorBorrowed,
    options::{AlternateHandling, CollatorOptions, MaxVariable},
};
use icu_locale_core::Locale;

use super::Lang;

/// Compares texts as a dictionary of a language has them; a language without rules of its own has the common ones.
#[derive(Debug)]
pub struct Collation(Option<CollatorBorrowed<'static>>);

impl Collation {
    /// The order of `lang`.
    pub fn of(lang: &Lang) -> Self {
        let locale: Locale = lang.tag().parse().unwrap_or(Locale::UNKNOWN);
        // Blanks, punctuation and signs have no weight: `/pause` stands at p, `ConfigMap` beside `Config Map`.
        let mut options = CollatorOptions::default();
        options.alternate_handling = Some(AlternateHandling::Shifted);
        options.max_variable = Some(MaxVariable::Symbol);
        // The data is compiled in; there is always the common order.
        let collator = Collator::try_new(locale.into(), options);
        Self(collator.or_else(|_| Collator::try_new(Locale::UNKNOWN.into(), options)).ok())
    }

    /// Which of two comes first; texts that weigh the same are ordered by their characters.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.0.as_ref().map_or(Ordering::Equal, |collator| collator.compare(a, b)).then_with(|| a.cmp(b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_the_order_of_the_alphabet() {
        let sorted = |lang: &str, names: &str| {
            let collation = Collation::of(&Lang::try_from(lang.to_owned()).expect("a tag"));
            let mut names: Vec<&str> = names.split(' ').collect();
            names.sort_by(|a, b| collation.compare(a, b));
            names.join(" ")
        };
        assert_eq!(sorted("ru", "Pod ёлка Яма ель елка жук ёж"), "ёж елка ёлка ель жук Яма Pod");
        assert_eq!(sorted("en", "узел Pod node apple k8s kite"), "apple k8s kite node Pod узел");
        assert_eq!(sorted("sv", "ö z å a ä"), "a z å ä ö");
        assert_eq!(sorted("de", "z Ä a o ö"), "a Ä o ö z");
        assert_eq!(sorted("xx", "b /pause a"), "a b /pause");
    }
}
