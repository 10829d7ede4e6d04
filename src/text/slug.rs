//! Readable identifiers for headings: `настройка сети` becomes `nastroyka-seti`.

use std::collections::{HashMap, HashSet};

/// The longest identifier, in characters.
pub const MAX_LEN: usize = 60;

/// A readable ASCII identifier of a heading: Cyrillic transliterated (BGN/PCGN without its apostrophes), everything
/// that is neither letter nor digit a hyphen, cut at a word's end to at most [`MAX_LEN`]. Empty where nothing is left.
pub fn slug(heading: &str) -> String {
    let mut out = String::new();
    for c in heading.chars().flat_map(char::to_lowercase) {
        match transliterate(c) {
            Some(latin) => out.push_str(latin),
            None if c.is_ascii_alphanumeric() => out.push(c),
            None if c.is_alphanumeric() => out.push_str(&format!("u{:x}", u32::from(c))),
            None if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            None => {}
        }
    }
    let mut slug = out.trim_end_matches('-');
    if slug.len() > MAX_LEN {
        let cut = &slug[..MAX_LEN];
        slug = cut.rfind('-').filter(|&at| at >= MAX_LEN / 2).map_or(cut, |at| &cut[..at]);
    }
    slug.to_owned()
}

/// Hands out each identifier once: a second `seti` becomes `seti-2`.
#[derive(Default, Debug)]
pub struct Slugs {
    used: HashSet<String>,
    /// The number the next one of a name gets, so that thousands of equal headings cost no search.
    next: HashMap<String, usize>,
}

impl Slugs {
    /// Takes the first of `wanted` that is free, or a variant of the first.
    pub fn take_first(&mut self, wanted: &[&str], fallback: &str) -> String {
        let free = wanted.iter().find(|wanted| !wanted.is_empty() && self.is_free(wanted));
        self.take(free.or(wanted.first()).copied().unwrap_or_default(), fallback)
    }

    /// Whether nobody has taken an identifier.
    pub fn is_free(&self, id: &str) -> bool {
        !self.used.contains(id)
    }

    /// Takes `wanted`, or its first free variant; `fallback` where `wanted` is empty.
    pub fn take(&mut self, wanted: &str, fallback: &str) -> String {
        let base = if wanted.is_empty() { fallback } else { wanted };
        let mut id = base.to_owned();
        while !self.used.insert(id.clone()) {
            let n = self.next.entry(base.to_owned()).or_insert(2);
            id = format!("{base}-{n}");
            *n += 1;
        }
        id
    }
}

fn transliterate(c: char) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' => "g",
        'д' => "d",
        'е' | 'ё' | 'э' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' => "i",
        'й' | 'ы' => "y",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ю' => "yu",
        'я' => "ya",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_readable_and_bounded() {
        assert_eq!(slug("Что такое сервисы?"), "chto-takoe-servisy");
        assert_eq!(slug("  <script>alert(1)</script> "), "script-alert-1-script");
        assert_eq!(slug("!!!"), "");
        assert!(slug(&"очень длинный заголовок ".repeat(9)).len() <= MAX_LEN);
        let mut slugs = Slugs::default();
        assert_eq!(slugs.take("pod", "section"), "pod");
        assert_eq!(slugs.take("pod", "section"), "pod-2");
        assert_eq!(slugs.take("", "section"), "section");
    }
}
