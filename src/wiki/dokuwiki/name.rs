//! Names of pages and files, and the anchors that DokuWiki makes of headings.
//!
//! <https://www.dokuwiki.org/pagename>, <https://www.dokuwiki.org/namespaces>,
//! <https://www.dokuwiki.org/devel:section_editor>

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use crate::text::slug;

/// A part of a page's name, in ASCII.
pub(super) fn part(name: &str) -> String {
    let slug = slug::slug(name);
    if slug.is_empty() { "page".to_owned() } else { slug }
}

/// A chapter's path as the name of a page: folders are namespaces.
pub(super) fn page(path: &str) -> String {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    stem.split('/').map(part).collect::<Vec<_>>().join(":")
}

/// A file's path as that of a medium; its ending stays.
pub(super) fn medium(path: &str) -> String {
    let (folders, name) = path.rsplit_once('/').map_or(("", path), |(folders, name)| (folders, name));
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    // `map.ru.svg`: dots stay as well.
    let stem = stem.split('.').map(part).collect::<Vec<_>>().join(".");
    let ending = ending.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let folders = folders.split('/').filter(|folder| !folder.is_empty()).map(|folder| part(folder) + ":");
    format!("{}{stem}{}{ending}", folders.collect::<String>(), if ending.is_empty() { "" } else { "." })
}

/// The anchors of a page: the second heading of the same words has a number behind it.
#[derive(Debug, Default)]
pub(super) struct Sections {
    used: HashSet<String>,
    /// The number to try first, so that thousands of equal headings cost no search.
    next: HashMap<String, usize>,
}

impl Sections {
    /// The anchor of the next heading.
    pub(super) fn take(&mut self, heading: &str) -> String {
        let id = section_id(heading);
        let mut free = id.clone();
        let next = self.next.entry(id.clone()).or_insert(1);
        while !self.used.insert(free.clone()) {
            free = format!("{id}{next}");
            *next += 1;
        }
        free
    }
}

/// The anchor of a heading, as `sectionID` makes it with the settings DokuWiki comes with.
///
/// <https://github.com/dokuwiki/dokuwiki/blob/release-2022-07-31b/inc/pageutils.php>
fn section_id(heading: &str) -> String {
    let clean: String = clean(heading).chars().filter(|c| !matches!(c, ':' | '.')).collect();
    let name = clean.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '_' | '-'));
    // PHP takes `0` for empty, and there is none left.
    if name.is_empty() {
        let digits: String = clean.chars().filter(char::is_ascii_digit).collect();
        return format!("section{digits}");
    }
    name.to_owned()
}

/// The words of a heading as `cleanID` leaves them.
fn clean(text: &str) -> String {
    let mut out = String::new();
    for c in text.trim().chars().flat_map(char::to_lowercase) {
        match c {
            ';' => out.push(':'),
            c if is_special(c) => out.push('_'),
            c => match ACCENTS.get(&c) {
                Some(plain) => out.push_str(plain),
                None => out.push(c),
            },
        }
    }
    for double in ["__", "::"] {
        while out.contains(double) {
            out = out.replace(double, &double[..1]);
        }
    }
    let edge = |c: char| matches!(c, ':' | '.' | '_' | '-');
    let parts = out.split(':').map(|part| part.trim_matches(edge));
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(":")
}

/// Whether DokuWiki puts `_` for a character.
fn is_special(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_alphanumeric() && !matches!(c, '_' | ':' | '.' | '-');
    }
    let code = u32::from(c);
    let at = SPECIALS.partition_point(|&(_, last)| last < code);
    SPECIALS.get(at).is_some_and(|&(first, _)| first <= code)
}

/// <https://github.com/dokuwiki/dokuwiki/blob/release-2022-07-31b/inc/Utf8/tables/specials.php>
static SPECIALS: LazyLock<Vec<(u32, u32)>> = LazyLock::new(|| {
    let number = |text: &str| u32::from_str_radix(text, 16).unwrap_or_default();
    let range = |range: &str| {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        (number(first), number(last))
    };
    "80-bf d7 f7 2c7 2d8-2dd 300-301 303 309 323 384-385 387 5b0-5b9 5bb-5c3 5f3-5f4 60c 61b 61f 640 64b-652 66a e3f \
     200c-200f 2013-2015 2017-201a 201c-201e 2020-2022 2026 2030 2032-2033 2039-203a 2044 20a7 20aa-20ac 2116 2118 \
     2122 2126 2135 2190-2195 21b5 21d0-21d4 2200 2202-2203 2205-2209 220b 220f 2211-2212 2215 2217 2219-221a \
     221d-221e 2220 2227-222b 2234 223c 2245 2248 2260-2261 2264-2265 2282-2284 2286-2287 2295 2297 22a5 22c5 2310 \
     2320-2321 2329-232a 2469 2500 2502 250c 2510 2514 2518 251c 2524 252c 2534 253c 2550-256c 2580 2584 2588 258c \
     2590-2593 25a0 25b2 25bc 25c6 25ca 25cf 25d7 2605 260e 261b 261e 2660 2663 2665-2666 2701-2704 2706-2709 \
     270c-2727 2729-274b 274d 274f-2752 2756 2758-275e 2761-2767 277f 2789 2793-2794 2798-27af 27b1-27be 3000-3003 \
     3008-3012 3014-301b 3036 c2a0 f6d9-f6db f8d7-f8fe fe7c-fe7d ff01-ff0f ff1a-ff20 ff3b-ff3e ff40 ff5b-ff65 \
     ffe0-ffe6 ffe8-ffee 1d6fc-1d71b"
        .split_whitespace()
        .map(range)
        .collect()
});

/// <https://github.com/dokuwiki/dokuwiki/blob/release-2022-07-31b/inc/Utf8/tables/loweraccents.php>
static ACCENTS: LazyLock<HashMap<char, &str>> = LazyLock::new(|| {
    let pair = |pair: &'static str| {
        let letter = pair.chars().next()?;
        Some((letter, &pair[letter.len_utf8()..]))
    };
    "áa àa ăa âa åa äae ãa ąa āa æae ḃb ćc ĉc čc ċc çc ďd ḋd đd ðdh ée èe ĕe êe ěe ëe ėe ęe ēe ḟf ƒf ğg ĝg ġg ģg ĥh \
     ħh íi ìi îi ïi ĩi įi īi ıi ĵj ķk ĺl ľl ļl łl ṁm ńn ňn ñn ņn óo òo ôo öoe őo õo øo ōo ơo ṗp ŕr řr ŗr śs ŝs šs ṡs \
     şs șs ßss ťt ṫt ţt țt ŧt úu ùu ŭu ûu ůu üue űu ũu ųu ūu ưu ẃw ẁw ŵw ẅw ýy ỳy ŷy ÿy źz žz żz þth µu"
        .split_whitespace()
        .filter_map(pair)
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_files_have_ascii_names() {
        assert_eq!(page("more/Тесто и хлеб.md"), "more:testo-i-khleb");
        assert_eq!(medium("examples/Pod A.YAML"), "examples:pod-a.yaml");
        assert_eq!(medium("map-под.ru.svg"), "map-pod.ru.svg");
    }

    /// As DokuWiki's own `sectionID` answers.
    #[test]
    fn anchors_are_those_of_dokuwiki() {
        let cases = [
            ("Тесто и хлеб", "тесто_и_хлеб"),
            ("C: почему?", "cпочему"),
            ("1. Crème «brûlée» — 3 × 4", "creme_brulee_3_4"),
            ("2026", "section2026"),
            ("«»", "section"),
            ("ёлка; и/или", "ёлкаи_или"),
            ("a * b_c-d", "a_b_c-d"),
            ("Хлеб 🍞", "хлеб_🍞"),
        ];
        for (heading, wanted) in cases {
            assert_eq!(section_id(heading), wanted, "{heading}");
        }
        let mut sections = Sections::default();
        let taken: Vec<String> = ["a", "a", "a1", "a", "A"].map(|heading| sections.take(heading)).into();
        assert_eq!(taken, ["a", "a1", "a11", "a2", "a3"]);
    }
}
