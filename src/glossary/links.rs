//! Markdown in, Markdown with links out: every mention that the policy wants leads to its term.
//!
//! [`super::found`] says which, and `[`…`](href "title")` is spliced around their stretches of the source. Nothing else
//! moves: the visible text stays the same, and code, headings, existing links, images and raw HTML are left alone.

use std::collections::{BTreeMap, HashSet};

use super::{
    found::{Mentions, is_mark},
    marks,
    model::{Glossary, Term, TermId},
    shown::Shown,
};
use crate::text::{Lang, markdown};

/// Where a mention leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// The address, as it stands in Markdown.
    pub href: String,
    /// What shows on hover.
    pub title: Option<String>,
}

/// The chapter with these mentions, which are its own, linked. `target` says where a term of the glossary leads in the
/// language of the text around the mention, or nothing where it leads nowhere.
pub fn link(
    markdown: &str,
    mentions: &Mentions,
    glossary: &Glossary,
    target: &dyn Fn(&Term, &Lang) -> Option<Link>,
) -> String {
    let terms: BTreeMap<&TermId, &Term> = glossary.terms.iter().map(|term| (&term.id, term)).collect();
    let marked = marks::find(markdown).0;
    let mut edits: Vec<_> = Vec::new();
    let mut done: HashSet<usize> = HashSet::new();
    for found in &mentions.found {
        let (true, Some(stretch)) = (found.mention.linked, found.stretch.clone()) else { continue };
        let Some(link) = terms.get(&found.mention.term).and_then(|term| target(term, &found.lang)) else { continue };
        let end = format!("]({})", destination(&link));
        if is_mark(&marked, &stretch) {
            done.insert(stretch.start);
            edits.push((stretch, format!("[{}{end}", &markdown[found.mention.span.range()])));
        } else {
            edits.push((stretch.start..stretch.start, "[".to_owned()));
            edits.push((stretch.end..stretch.end, end));
        }
    }
    let rest = marked.into_iter().filter(|mark| !done.contains(&mark.whole.start));
    edits.extend(rest.map(|mark| (mark.whole, markdown[mark.inner].to_owned())));
    let linked = markdown::splice(markdown, edits);
    // Brackets can change what Markdown makes of its neighbours in ways no local rule foresees: then nothing is linked.
    let plain = marks::without(markdown);
    let seen = if plain == markdown { mentions.shown } else { Shown::of(&plain) };
    if Shown::of(&linked) == seen { linked } else { plain }
}

/// What stands between the brackets: an address in `<…>` and a title in quotes, escaped so that neither can end early.
fn destination(link: &Link) -> String {
    let mut out = String::from("<");
    for c in link.href.chars() {
        match c {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '|' => out.push_str("%7C"),
            '\\' => out.push_str("%5C"),
            '{' => out.push_str("%7B"),
            c if c.is_control() || c.is_whitespace() => out.push_str("%20"),
            c => out.push(c),
        }
    }
    out.push('>');
    if let Some(title) = &link.title {
        out.push_str(" \"");
        for c in title.chars() {
            match c {
                '"' => out.push_str("&quot;"),
                '&' => out.push_str("&amp;"),
                '\\' => out.push_str("&#92;"),
                '|' => out.push_str("&#124;"),
                '{' => out.push_str("&#123;"),
                '<' => out.push_str("&lt;"),
                '`' => out.push_str("&#96;"),
                c if c.is_control() || c.is_whitespace() => out.push(' '),
                c => out.push(c),
            }
        }
        out.push('"');
    }
    out
}

#[cfg(test)]
mod tests {
    use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};
    use proptest::prelude::*;

    use super::*;
    use crate::{
        glossary::{
            Matcher, Policy,
            found::{Matchers, mentions_in_markdown},
        },
        text::Source,
    };

    const GLOSSARY: &str = r#"
        [[term]]
        id = "oven"
        ru = { name = "духовой шкаф", aliases = ["духовка"], definition = "Печь \"на кухне\" | там." }
        en = { name = "oven", definition = "For baking." }
        [[term]]
        id = "dough"
        ru = { name = "тесто", aliases = ["Dough"], definition = "Мука и вода." }
        en = { name = "dough", definition = "Flour and water." }
    "#;

    /// What a reader sees of a chapter, and its code, letter by letter.
    fn shown(markdown: &str) -> String {
        let mut out = String::new();
        for (event, _) in markdown::parse(markdown) {
            match event {
                Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => out.push_str(&text),
                Event::Start(Tag::Link { .. }) | Event::End(TagEnd::Link) => {}
                other => out.push_str(&format!("{other:?}")),
            }
        }
        out
    }

    fn linked(text: &str, policy: Policy) -> String {
        let (glossary, found) = Glossary::parse(&Source::new("glossary.toml", GLOSSARY));
        assert!(found.is_empty(), "{found:?}");
        let by_lang = [Lang::ru(), Lang::en()].map(|lang| (lang.clone(), Matcher::new(&glossary, &lang))).into();
        let matchers = Matchers::new(&glossary, &by_lang).with_policy(policy);
        link(text, &mentions_in_markdown(text, &matchers, &Lang::ru()), &glossary, &|term, lang| {
            Some(Link {
                href: format!("g.md#{}-{lang}", term.id),
                title: term.text(lang).map(|text| text.definition.clone()),
            })
        })
    }

    fn short(text: &str, policy: Policy) -> String {
        let out = linked(text, policy);
        let titles = [
            " \"Печь &quot;на кухне&quot; &#124; там.\"",
            " \"Мука и вода.\"",
            " \"For baking.\"",
            " \"Flour and water.\"",
        ];
        titles.iter().fold(out, |out, title| out.replace(title, ""))
    }

    #[test]
    fn links_stand_where_they_may() {
        let cases = [
            (
                "Тесто в духовке, тесто в печи.",
                "[Тесто](<g.md#dough-ru>) в [духовке](<g.md#oven-ru>), [тесто](<g.md#dough-ru>) в печи.",
            ),
            ("# Тесто\n\nИз теста.", "# Тесто\n\nИз [теста](<g.md#dough-ru>)."),
            ("`тесто` и [тесто](x.md) и ![тесто](t.png)", "`тесто` и [тесто](x.md) и ![тесто](t.png)"),
            ("Это **те**сто.", "Это [**те**сто](<g.md#dough-ru>)."),
            ("Это *тесто*.", "Это *[тесто](<g.md#dough-ru>)*."),
            ("*Холодное те*сто*ых*", "*Холодное те*сто*ых*"),
            ("*Холодный духовой* шкаф", "*Холодный духовой* шкаф"),
            ("> духовые\n> шкафы", "> [духовые\n> шкафы](<g.md#oven-ru>)"),
            (
                "| а | б |\n|---|---|\n| тесто | `тесто` |",
                "| а | б |\n|---|---|\n| [тесто](<g.md#dough-ru>) | `тесто` |",
            ),
            ("Сноска[^тесто]\n\n[^тесто]: о тесте", "Сноска[^тесто]\n\n[^тесто]: о [тесте](<g.md#dough-ru>)"),
            (
                "<span lang=\"en\">ovens</span> и ovens",
                "<span lang=\"en\">[ovens](<g.md#oven-en>)</span> и [ovens](<g.md#oven-ru>)",
            ),
            (
                "<div lang=\"en\">\n\nAn oven\n\n</div>\n\nтесто",
                "<div lang=\"en\">\n\nAn [oven](<g.md#oven-en>)\n\n</div>\n\n[тесто](<g.md#dough-ru>)",
            ),
            (
                "<div class=\"a no-links\">\n\nтесто\n\n</div>\n\nтесто",
                "<div class=\"a no-links\">\n\nтесто\n\n</div>\n\n[тесто](<g.md#dough-ru>)",
            ),
            ("<a href='x'>тесто</a> !тесто", "<a href='x'>тесто</a> !тесто"),
            (
                "## Тесто {#term-dough}\n\nТесто в духовке.",
                "## Тесто {#term-dough}\n\nТесто в [духовке](<g.md#oven-ru>).",
            ),
        ];
        for (before, after) in cases {
            assert_eq!(short(before, Policy::All), after);
        }
    }

    #[test]
    fn the_policy_decides_how_often() {
        let text = "Тесто, тесто.\n\n# Ещё\n\nТесто, тесто.";
        let count = |policy| linked(text, policy).matches("](<").count();
        assert_eq!(count(Policy::All), 4);
        assert_eq!(count(Policy::FirstInSection), 2);
        assert_eq!(count(Policy::FirstInPage), 1);
    }

    #[test]
    fn mentions_are_counted_by_section() {
        let (glossary, _) = Glossary::parse(&Source::new("glossary.toml", GLOSSARY));
        let by_lang = BTreeMap::from([(Lang::ru(), Matcher::new(&glossary, &Lang::ru()))]);
        let matchers = Matchers::new(&glossary, &by_lang);
        let mentions = mentions_in_markdown("Тесто, тесто.\n\n# О духовке\n\nТесто.", &matchers, &Lang::ru());
        let counts = mentions.counts();
        let dough = TermId::new("dough").expect("an id");
        assert_eq!(counts[&dough], [(0, 2), (1, 1)].into());
        assert_eq!(mentions.headings[1].text, "О духовке");
        let reasons: Vec<_> =
            mentions.found.iter().map(|found| found.mention.reason.as_ref().map(ToString::to_string)).collect();
        assert_eq!(reasons, [None, Some("repeated".into()), Some("heading".into()), None]);
    }

    proptest! {
        /// Whatever Markdown a chapter holds, a reader sees the same text with links as without.
        #[test]
        fn what_is_visible_stays(parts in prop::collection::vec(prop_oneof![
            Just("тесто"), Just("духовые шкафы"), Just("духовой"), Just("шкаф"), Just("тес"), Just("то"), Just("Dough'а"), Just("dough"),
            Just(" "), Just(" "), Just("\n"), Just("\n\n"), Just("\n- "), Just("\n1. "), Just("\n> "), Just("\n# "), Just("\n| "), Just("|"), Just("\n|---|---|\n"),
            Just("*"), Just("**"), Just("_"), Just("~~"), Just("`"), Just("["), Just("]"), Just("("), Just(")"), Just("!"), Just("\\"), Just("<b>"), Just("</b>"),
            Just("<span lang=\"en\">"), Just("</span>"), Just("<div class=\"no-links\">\n\n"), Just("\n\n</div>\n\n"), Just("[^1]"), Just("\n[^1]: "), Just("\n: "),
            Just("&lt;"), Just("&amp;"), Just("http://x.y/"), Just("{#term-dough}"), Just("["), Just("](x)"), Just(":"), Just("-"), Just("<"), Just(">"), Just("\n```\n"), Just("    "),
            Just("{{#term oven}}"), Just("{{#term no}}"), Just("{{/term}}"), Just("{{#noterm}}"), Just("{{/noterm}}"),
        ], 0..24)) {
            let before = parts.concat();
            let after = linked(&before, Policy::All);
            prop_assert_eq!(shown(&marks::without(&before)), shown(&after), "{:?} became {:?}", before, after);
        }
    }

    /// The guard that gives a chapter up for a link that would change it must be all but idle.
    #[test]
    fn a_hard_place_costs_no_other_link() {
        let text = "a*тесто*b и !тесто и \\*тесто и слово**тесто**а и тесто";
        assert!(
            linked(text, Policy::All).ends_with("и [тесто](<g.md#dough-ru> \"Мука и вода.\")"),
            "{}",
            linked(text, Policy::All)
        );
    }
}
