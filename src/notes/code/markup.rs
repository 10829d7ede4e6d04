//! Elements between tags, without any sign: HTML, XML, the settings of a server that look like them.

use super::{super::lines::Line, listed, shape::Shape};

/// The longest element, in lines.
const LONGEST: usize = 400;

/// Elements of a web page.
const HTML: &str = "\
    !DOCTYPE a article aside body br button div footer form h1 h2 h3 head header html img input label li link main \
    meta nav ol p section select span table tbody td template th thead title tr ul video";

/// The elements that `lines` begin with, at least two lines of them.
pub(super) fn find(lines: &[Line<'_>], looked: &mut usize) -> Option<Shape> {
    let first = lines.first().filter(|first| is_tag(first.text))?;
    let (mut count, mut name) = (0, "");
    while let Some(line) = lines.get(count).filter(|line| count == 0 || line.gap <= 1 && is_tag(line.text)) {
        // Behind a blank line another element follows only where a head stood before it.
        if line.gap > 0 && count > 0 && !lines[count - 1].text.starts_with("<?") {
            break;
        }
        let element = element(&lines[count..]);
        if name.is_empty() && !line.text.starts_with("<?") {
            name = tag(line.text).unwrap_or_default();
        }
        *looked += if element.is_none() { LONGEST.min(lines.len() - count) } else { 0 };
        count += element.unwrap_or(1);
    }
    let xml = first.text.starts_with("<?xml");
    let lang = if xml { Some("xml") } else { listed(HTML, name).then_some("html") };
    (count > 1).then_some(Shape { lang, count })
}

/// How many lines an element takes that its first line does not close. Most of them have tags of their own: prose
/// between two tags is prose.
fn element(lines: &[Line<'_>]) -> Option<usize> {
    let first = lines.first()?;
    let name = tag(first.text)?;
    let open = !first.text.starts_with(['/', '?', '!'])
        && !first.text.starts_with("</")
        && !first.text.ends_with("/>")
        && !first.text.contains("</");
    if !open || name.starts_with(['?', '!']) {
        return Some(1);
    }
    let closes = |line: &Line<'_>| {
        line.indent <= first.indent
            && line.text.strip_prefix("</").is_some_and(|rest| rest.trim_end_matches('>').trim_end() == name)
    };
    let near = &lines[..lines.len().min(LONGEST)];
    let count = near.iter().position(closes)? + 1;
    let tags = near[..count].iter().filter(|line| line.text.starts_with('<') || line.indent > first.indent).count();
    (tags * 3 >= count * 2).then_some(count)
}

/// Whether a line is a tag, and perhaps what stands between two: `<to>Ann</to>`.
pub(super) fn is_tag(text: &str) -> bool {
    text.ends_with('>') && tag(text).is_some()
}

/// The name of the tag that a line begins with.
fn tag(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('<')?;
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
    let name = &rest[..end];
    let letters = name.trim_start_matches(['?', '!']);
    let good = letters.starts_with(|c: char| c.is_ascii_alphabetic())
        && letters.chars().all(|c| c.is_ascii_alphanumeric() || "_-:.".contains(c))
        && !name.ends_with(':');
    good.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notes::lines, text::Source};

    fn found(text: &str) -> Option<(Option<&'static str>, usize)> {
        let source = Source::new("a.txt", text);
        find(&lines::lines(&source, source.whole()), &mut 0).map(|shape| (shape.lang, shape.count))
    }

    #[test]
    fn an_element_goes_on_up_to_its_end() {
        assert_eq!(
            found("<div class=\"bed\">\n  <h2>Дуб</h2>\n\n  <p>Старый</p>\n</div>\n\nИ всё.\n"),
            Some((Some("html"), 4))
        );
        assert_eq!(found("<?xml version=\"1.0\"?>\n<bed>\n  <tree>Oak</tree>\n</bed>\n"), Some((Some("xml"), 4)));
        assert_eq!(found("<VirtualHost *:80>\n    ServerName a.example\n</VirtualHost>\n"), Some((None, 3)));
        assert_eq!(found("<br>\n"), None);
        assert_eq!(found("<ann> are you there?\n<bob> yes\n"), None);
        assert_eq!(found("<https://example.org/a>\n<https://example.org/b>\n"), None);
        assert_eq!(found("<note>\nThis is what I have to say.\nAnd this as well.\n</note>\n"), None);
    }
}
