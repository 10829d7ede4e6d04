//! Raw HTML whose words nobody reads: a script, a style sheet. Its lines are code, up to where its tag closes.

/// Tags whose content is no text.
const TAGS: [(&str, &str); 3] = [("<script", "</script"), ("<style", "</style"), ("<pre", "</pre")];

/// What closes the tag that a line begins with, where what is inside is no text.
pub fn closing(line: &str) -> Option<&'static str> {
    let opens =
        |open: &str| line.strip_prefix(open).is_some_and(|rest| rest.starts_with(['>', ' ']) || rest.is_empty());
    TAGS.iter().find(|(open, _)| opens(open)).map(|&(_, close)| close)
}

/// How many of the lines are such a tag with what is inside; none where it does not close among them.
pub(super) fn lines_of_tag<'l>(mut lines: impl Iterator<Item = &'l str>) -> Option<usize> {
    let first = lines.next()?;
    let close = closing(first)?;
    let found = std::iter::once(first).chain(lines).position(|line| line.contains(close))?;
    Some(found + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_goes_on_until_it_closes() {
        let count = |text: &'static str| lines_of_tag(text.lines());
        assert_eq!(count("<script>\n// poll\npoll();\n</script>\nAfter."), Some(4));
        assert_eq!(count("<style media=\"print\">p { color: red }</style>\n"), Some(1));
        assert_eq!(count("<script>\nnever closed\n"), None);
        assert_eq!(count("<scripture>\n</script>\n"), None);
    }
}
