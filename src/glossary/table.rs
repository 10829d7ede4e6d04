//! A TOML table read key by key, with a diagnostic for each key that is missing, unknown or of the wrong kind.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    diagnostics::{Diagnostic, code, nearest},
    text::Source,
};

/// Finds and reports; every reader below goes through it.
pub(super) struct Reader<'s> {
    pub(super) source: &'s Source,
    pub(super) found: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// A text under `key`; reported where it is no text.
    pub(super) fn text<'t>(&mut self, table: &'t DeTable<'_>, key: &str) -> Option<(&'t str, Range<usize>)> {
        let value = table.get(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some((text, value.span())),
            None => {
                self.wrong(key, "text", value);
                None
            }
        }
    }

    /// `true` or `false` under `key`; reported where it is neither.
    pub(super) fn flag(&mut self, table: &DeTable<'_>, key: &str) -> Option<bool> {
        let value = table.get(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(key, "flag", value);
        }
        flag
    }

    /// A text that must be there and not be empty. `owner` is named where it is missing.
    pub(super) fn required<'t>(
        &mut self,
        table: &'t DeTable<'_>,
        key: &str,
        owner: &str,
        place: &Range<usize>,
    ) -> Option<(&'t str, Range<usize>)> {
        if table.contains_key(key) {
            let (text, span) = self.text(table, key)?;
            if !text.trim().is_empty() {
                return Some((text, span));
            }
            self.missing(key, owner, &span);
        } else {
            self.missing(key, owner, place);
        }
        None
    }

    /// A list of texts; a single text counts as a list of one.
    pub(super) fn texts(&mut self, table: &DeTable<'_>, key: &str) -> Vec<(String, Range<usize>)> {
        let Some(value) = table.get(key) else { return Vec::new() };
        if let Some(text) = value.get_ref().as_str() {
            return vec![(text.to_owned(), value.span())];
        }
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(key, "texts", value);
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_str() {
                Some(text) => out.push((text.to_owned(), item.span())),
                None => self.wrong(key, "texts", item),
            }
        }
        out
    }

    /// A table under `key`; reported where it is none.
    pub(super) fn table<'t, 'i>(&mut self, table: &'t DeTable<'i>, key: &str) -> Option<&'t DeTable<'i>> {
        let value = table.get(key)?;
        let inner = value.get_ref().as_table();
        if inner.is_none() {
            self.wrong(key, "table", value);
        }
        inner
    }

    /// The tables of an array under `key`.
    pub(super) fn tables<'t, 'i>(&mut self, table: &'t DeTable<'i>, key: &str) -> Vec<(&'t DeTable<'i>, Range<usize>)> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(key, "tables", value);
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_table() {
                Some(inner) => out.push((inner, item.span())),
                None => self.wrong(key, "tables", item),
            }
        }
        out
    }

    /// Reports every key that is not in `known`, but for those `also` accepts.
    pub(super) fn only(&mut self, table: &DeTable<'_>, known: &[&str], also: impl Fn(&str, &DeValue<'_>) -> bool) {
        for (key, value) in table {
            let name: &str = key.get_ref();
            if !known.contains(&name) && !also(name, value.get_ref()) {
                let near = nearest(name, known.iter().copied());
                self.found.push(
                    Diagnostic::new(code::GLOSSARY_UNKNOWN_KEY, self.source, key.span()).arg("key", name).nearest(near),
                );
            }
        }
    }

    /// Reports a value of the wrong kind.
    pub(super) fn wrong(&mut self, key: &str, expected: &'static str, value: &Spanned<DeValue<'_>>) {
        self.found.push(
            Diagnostic::new(code::GLOSSARY_WRONG_TYPE, self.source, value.span())
                .arg("key", key)
                .arg("found", value.get_ref().type_str())
                .help(expected),
        );
    }

    fn missing(&mut self, key: &str, owner: &str, place: &Range<usize>) {
        self.found.push(
            Diagnostic::new(code::GLOSSARY_MISSING_FIELD, self.source, place.clone())
                .arg("key", key)
                .arg("owner", owner),
        );
    }
}
