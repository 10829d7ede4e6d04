//! Whether a page has the place that a fragment names.
//!
//! The rules are those of browsers
//! (<https://html.spec.whatwg.org/multipage/browsing-the-web.html#find-a-potential-indicated-element>). A page may make
//! its places by script; where that is likely, nothing is said of it.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;
use scraper::{Html, Selector};
use url::Url;

use crate::text::html;

/// A page with less visible text than this (characters) is made by its scripts, where it has any.
const LEAST_TEXT: usize = 200;

/// The fragment of an address that its page must have; `None` where there is none, or where a script reads it.
pub(super) fn wanted(url: &Url) -> Option<String> {
    // What follows `:~:` is for the browser: https://wicg.github.io/scroll-to-text-fragment/#the-fragment-directive
    let fragment = url.fragment()?.split(":~:").next().unwrap_or_default();
    let routed = fragment.starts_with(['!', '/']) || fragment.contains(['=', '&']);
    // Lines of a listing, which sites with code mark by script.
    let line = fragment.strip_prefix(['L', 'l']).is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_digit() || "LC-".contains(c))
    });
    let top = fragment.is_empty() || fragment.eq_ignore_ascii_case("top");
    (!routed && !line && !top).then(|| fragment.to_owned())
}

/// Which of the fragments are not on the page. `whole` tells whether `body` is all of it.
pub(super) fn missing(wanted: &BTreeSet<String>, body: &[u8], whole: bool) -> BTreeSet<String> {
    let (Ok(named), Ok(scripts), Ok(main)) =
        (Selector::parse("[id], a[name]"), Selector::parse("script"), Selector::parse("body"))
    else {
        return BTreeSet::new();
    };
    let text = String::from_utf8_lossy(body);
    let page = Html::parse_document(&text);
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for element in page.select(&named) {
        names.extend(element.attr("id"));
        names.extend(element.attr("name").filter(|_| element.value().name() == "a"));
    }
    let in_scripts =
        |fragment: &str| page.select(&scripts).any(|script| script.text().any(|code| code.contains(fragment)));
    let is_written_by_script = || {
        let shown = page.select(&main).map(visible).sum::<usize>();
        shown < LEAST_TEXT && page.select(&scripts).next().is_some()
    };
    let has = |name: &str| {
        // GitHub puts this before the names of headings and takes it away by script.
        names.contains(name) || names.contains(format!("user-content-{name}").as_str())
    };
    let mut out = BTreeSet::new();
    for fragment in wanted {
        let decoded = percent_decode_str(fragment).decode_utf8_lossy();
        // In a page of another encoding only ASCII is read for certain.
        let readable = decoded.is_ascii() || !text.contains(char::REPLACEMENT_CHARACTER);
        if !has(fragment) && !has(&decoded) && whole && readable && !in_scripts(&decoded) {
            out.insert(fragment.clone());
        }
    }
    if !out.is_empty() && is_written_by_script() { BTreeSet::new() } else { out }
}

/// How many letters of an element a reader sees.
fn visible(element: scraper::ElementRef<'_>) -> usize {
    let hidden = |node: &ego_tree::NodeRef<'_, scraper::Node>| {
        let name =
            |node: ego_tree::NodeRef<'_, scraper::Node>| node.value().as_element().map(|own| own.name().to_owned());
        node.ancestors().filter_map(name).any(|name| html::LEFT_OUT.contains(&name.as_str()))
    };
    let texts = element.descendants().filter(|node| node.value().is_text() && !hidden(node));
    let counts = texts.filter_map(|node| Some(node.value().as_text()?.chars().filter(|c| !c.is_whitespace()).count()));
    counts.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wants(address: &str) -> Option<String> {
        wanted(&Url::parse(address).expect("an address"))
    }

    #[test]
    fn a_fragment_names_a_place() {
        assert_eq!(wants("https://a.org/#oven"), Some("oven".to_owned()));
        assert_eq!(wants("https://a.org/#oven:~:text=hot"), Some("oven".to_owned()));
        assert_eq!(wants("https://a.org/#L-shaped"), Some("L-shaped".to_owned()));
        for other in ["", "#", "#top", "#:~:text=hot", "#!/a", "#/a", "#page=2", "#L12", "#L12-L20", "#L3C4-L5C6"] {
            assert_eq!(wants(&format!("https://a.org/{other}")), None, "{other}");
        }
    }

    fn lacks(fragments: &[&str], body: &str, whole: bool) -> Vec<String> {
        let wanted = fragments.iter().map(|&fragment| fragment.to_owned()).collect();
        missing(&wanted, body.as_bytes(), whole).into_iter().collect()
    }

    #[test]
    fn a_place_has_an_id_or_a_name() {
        let body = "<p id=dough><a name='oven'></a><h2 id=\"печь\"></h2><h2 id='user-content-tin'></h2><img name=x>";
        assert_eq!(lacks(&["dough", "oven", "%D0%BF%D0%B5%D1%87%D1%8C", "tin"], body, true), [""; 0]);
        assert_eq!(lacks(&["Dough", "x", "ovn"], body, true), ["Dough", "ovn", "x"]);
        // Half a page says nothing of its other half.
        assert_eq!(lacks(&["ovn"], body, false), [""; 0]);
    }

    #[test]
    fn what_a_script_may_write_is_not_missing() {
        let words = "bread ".repeat(100);
        assert_eq!(lacks(&["oven"], "<body><div id=app></div><script>start()</script>", true), [""; 0]);
        assert_eq!(lacks(&["oven"], &format!("<body><p>{words}<script>{{\"id\":\"oven\"}}</script>"), true), [""; 0]);
        assert_eq!(lacks(&["oven"], &format!("<body><p>{words}<script>start()</script>"), true), ["oven"]);
        assert_eq!(lacks(&["oven"], &format!("<body><script>{words}</script>"), true), [""; 0]);
    }
}
