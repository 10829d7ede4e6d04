//! What a page may be called.
//!
//! <https://www.mediawiki.org/wiki/Manual:Page_title>

use unicode_normalization::UnicodeNormalization;

/// The longest title, in bytes.
pub(super) const MAX_LEN: usize = 255;

/// A title that MediaWiki takes in its main namespace, whatever namespaces and other wikis that one knows: brackets are
/// round, a colon, which might be read as the end of one of their names, is a dash, and what else is refused is a blank.
pub(super) fn adapt(title: &str) -> String {
    let chars: Vec<char> = title.nfc().collect();
    let plain: String = chars
        .iter()
        .enumerate()
        .map(|(at, &c)| match c {
            '[' | '{' | '<' => '(',
            ']' | '}' | '>' => ')',
            '#' | '|' | '_' | '~' | char::REPLACEMENT_CHARACTER => ' ',
            '&' | '%' if is_reference(&chars[at..]) => ' ',
            // Marks of the direction are taken out of a title, and two that differ in them are one.
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' => ' ',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    let mut words: Vec<String> = Vec::new();
    for word in plain.split_whitespace() {
        match word.strip_suffix(':') {
            Some("") | None if word.chars().all(|c| c == ':') => words.push("–".to_owned()),
            Some(start) => words.extend([start.replace(':', "-"), "–".to_owned()]),
            None => words.push(word.replace(':', "-")),
        }
    }
    let joined = words.join(" ");
    // A part between slashes that is nothing but dots leads elsewhere.
    let parts = joined.split('/').map(|part| part.trim_matches([' ', '–']));
    let name = parts.filter(|part| !matches!(*part, "" | "." | "..")).collect::<Vec<_>>().join("/");
    if name.is_empty() { "Page".to_owned() } else { name }
}

/// Whether `&amp;` or `%20` stands there, which no title may hold.
fn is_reference(chars: &[char]) -> bool {
    let behind = &chars[1..];
    if chars[0] == '%' {
        return behind.len() >= 2 && behind[..2].iter().all(char::is_ascii_hexdigit);
    }
    let name = behind.iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '#').count();
    name > 0 && behind.get(name) == Some(&';')
}

/// Equal for titles that are one page: the first letter is a capital whatever it is.
pub(super) fn same(title: &str) -> String {
    let mut chars = title.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    first + chars.as_str()
}

/// The name of a file: the namespace of files has no folders, and a wiki has one for all of its pages.
pub(super) fn file_name(book: &str, path: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '-') { c } else { '-' };
    let name: String = path.nfc().map(kept).collect();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, "txt"));
    // A file's name has at most 240 bytes.
    let mut start = format!("{book}-{stem}");
    start.truncate(start.floor_char_boundary(200));
    format!("{}.{}", start.trim_matches('-'), &ending[..ending.floor_char_boundary(ending.len().min(20))])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn titles_are_adapted() {
        let cases = [
            ("Тесто", "Тесто"),
            ("Services: four types", "Services – four types"),
            ("std::vec in C#", "std--vec in C"),
            ("[[Хлеб]] {{и}} <вода>", "((Хлеб)) ((и)) (вода)"),
            (":Category:x", "-Category-x"),
            ("/a/../b/.", "a/b"),
            ("a|b ~~~~ %41 &amp;", "a b 41 amp;"),
            ("Salt & 50% rye: AT&T", "Salt & 50% rye – AT&T"),
            (" # ", "Page"),
            ("TCP/IP", "TCP/IP"),
        ];
        for (title, wanted) in cases {
            assert_eq!(adapt(title), wanted, "{title}");
        }
        assert_eq!(same("тесто"), same("Тесто"));
        assert_ne!(same("Тесто и хлеб"), same("Тесто и Хлеб"));
        assert_eq!(file_name("book", "examples/a pod.yaml"), "book-examples-a-pod.yaml");
    }

    proptest! {
        #[test]
        fn a_title_holds_nothing_that_is_refused(title in "\\PC{0,40}|[:/.# <>\\[\\]{}|~%&_a]{0,12}") {
            let name = adapt(&title);
            prop_assert!(!name.is_empty());
            prop_assert!(!name.contains(['#', '<', '>', '[', ']', '|', '{', '}', ':', '_']), "{name}");
            prop_assert!(!name.starts_with('/') && !name.ends_with('/') && !name.contains("  "), "{name}");
            prop_assert!(name.split('/').all(|part| !matches!(part, "." | "..")), "{name}");
        }
    }
}
