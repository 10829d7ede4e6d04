//! Markdown in, Markdown with links out: every mention that the policy wants leads to its term.
//!
//! Steps: [`super::walk`] gathers the visible text of each block, the matcher of its language finds mentions, the
//! policy picks which are linked, and `[`…`](href "title")` is spliced around the source stretch. Nothing else moves:
//! the visible text stays the same, and code, headings, existing links, images and raw HTML are left alone.

use std::{
    collections::{BTreeMap, HashSet},
    ops::Range,
};

use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};

use super::{
    marks::{self, Marked, Says},
    mentions::{Matcher, Mention, Reason},
    model::{Glossary, Term, TermId},
    walk::{self, Piece, Place, Run},
};
use crate::text::{Lang, Span, markdown};

pub use super::walk::Heading;

/// Which mentions of a term are linked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Policy {
    /// The first in each section.
    #[default]
    FirstInSection,
    /// The first on the page.
    FirstInPage,
    /// Every one.
    All,
}

impl Policy {
    /// The policy `book.toml` names.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "first-in-section" => Some(Self::FirstInSection),
            "first-in-page" => Some(Self::FirstInPage),
            "all" => Some(Self::All),
            _ => None,
        }
    }
}

/// Where a mention leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// The address, as it stands in Markdown.
    pub href: String,
    /// What shows on hover.
    pub title: Option<String>,
}

/// A matcher for each language of a book.
#[derive(Debug)]
pub struct Matchers<'g> {
    glossary: &'g Glossary,
    by_lang: &'g BTreeMap<Lang, Matcher>,
    policy: Policy,
}

impl<'g> Matchers<'g> {
    /// Those in `by_lang`, which were made of the same glossary.
    pub fn new(glossary: &'g Glossary, by_lang: &'g BTreeMap<Lang, Matcher>) -> Self {
        Self { glossary, by_lang, policy: Policy::default() }
    }

    /// Another policy than the first mention in each section.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// The matcher for `lang`.
    pub fn get(&self, lang: &Lang) -> Option<&Matcher> {
        self.by_lang.get(lang)
    }

    /// The glossary.
    pub fn glossary(&self) -> &'g Glossary {
        self.glossary
    }
}

/// A mention in Markdown.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// The mention, its span in bytes of the Markdown.
    pub mention: Mention,
    /// The language of the text around it.
    pub lang: Lang,
    /// Which heading it stands below, an index into [`Mentions::headings`].
    pub section: usize,
    /// The source stretches to put a link around: one, or none where markup begins or ends inside.
    stretch: Option<Range<usize>>,
}

/// All mentions of a chapter.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Mentions {
    /// The mentions in order, those in headings and excluded stretches too, with the reason why they have no link.
    pub found: Vec<Found>,
    /// The sections: the first, without a text, is what stands above the first heading.
    pub headings: Vec<Heading>,
}

impl Mentions {
    /// How often each term is mentioned in each section, headings counted with the section they open.
    pub fn counts(&self) -> BTreeMap<TermId, BTreeMap<usize, usize>> {
        let mut out: BTreeMap<TermId, BTreeMap<usize, usize>> = BTreeMap::new();
        for found in &self.found {
            if !matches!(found.mention.reason, Some(Reason::NotATerm(_) | Reason::Excluded)) {
                *out.entry(found.mention.term.clone()).or_default().entry(found.section).or_default() += 1;
            }
        }
        out
    }
}

/// Every mention of a chapter written in `lang`, and what the policy says of it.
pub fn mentions_in_markdown(markdown: &str, matchers: &Matchers<'_>, lang: &Lang) -> Mentions {
    let walk = walk::walk(markdown, lang);
    let marked = marks::find(markdown).0;
    let mut judge = Judge::new(matchers.policy);
    let mut found = Vec::new();
    for (run, mentions) in walk.runs.iter().zip(candidates(&walk.runs, matchers)) {
        let heading = walk.headings.get(run.section).and_then(|heading| heading.id.as_deref());
        let mut here: Vec<(Mention, Option<Range<usize>>)> = Vec::new();
        for mut mention in mentions {
            let (span, stretch) = locate(markdown, run, mention.span);
            mention.span = span;
            match marks::overlapping(&marked, span.range()) {
                None => here.push((mention, stretch)),
                Some(mark) if mark.says == Says::NoTerm && mark.inner.contains(&span.start) => {
                    mention.exclude();
                    here.push((mention, None));
                }
                // What the author says of these words stands below.
                Some(_) => {}
            }
        }
        for mark in &marked[marked.partition_point(|mark| mark.inner.start < run.source().start)..] {
            if mark.inner.start >= run.source().end {
                break;
            }
            let span = Span::new(mark.inner.start, mark.inner.end);
            let term = mark.term().filter(|id| matchers.glossary.term(id.as_str()).is_some());
            here.extend(term.map(|term| (Mention::new(span, term), Some(mark.whole.clone()))));
        }
        here.sort_by_key(|(mention, _)| mention.span.start);
        for (mut mention, stretch) in here {
            let forced = stretch.as_ref().is_some_and(|stretch| is_mark(&marked, stretch));
            let own = heading == Some(&mention.term.anchor());
            judge.judge(&mut mention, run, own, stretch.is_some(), forced);
            found.push(Found { mention, lang: run.lang.clone(), section: run.section, stretch });
        }
    }
    Mentions { found, headings: walk.headings }
}

/// Whether a stretch is one that its author marked.
fn is_mark(marked: &[Marked], stretch: &Range<usize>) -> bool {
    marks::overlapping(marked, stretch.clone()).is_some_and(|mark| mark.whole == *stretch)
}

/// Every mention of a text that is no Markdown. `headings` and `code` are stretches of it, in order.
pub fn mentions_in_text(
    text: &str,
    headings: &[Span],
    code: &[Span],
    matchers: &Matchers<'_>,
    lang: &Lang,
) -> Vec<Mention> {
    let Some(matcher) = matchers.get(lang) else { return Vec::new() };
    let within = |spans: &[Span], span: Span| {
        let before = spans.partition_point(|other| other.start <= span.start);
        spans[..before].last().is_some_and(|last| span.start < last.end)
    };
    let mut judge = Judge::new(matchers.policy);
    let mut found = matcher.candidates(text);
    for mention in &mut found {
        let place = match mention.span {
            span if within(code, span) => Place::Excluded,
            span if within(headings, span) => Place::Heading,
            _ => Place::Text,
        };
        let section = headings.partition_point(|heading| heading.start <= mention.span.start);
        let run = Run { text: String::new(), pieces: Vec::new(), lang: lang.clone(), place, section };
        judge.judge(mention, &run, false, true, false);
    }
    found
}

/// Says of one mention after the other whether it is linked.
struct Judge {
    policy: Policy,
    linked: HashSet<(usize, Lang, TermId)>,
}

impl Judge {
    fn new(policy: Policy) -> Self {
        Self { policy, linked: HashSet::new() }
    }

    /// `own`: it stands in the term's own entry; `whole`: a link can stand around it; `forced`: its author wants one.
    fn judge(&mut self, mention: &mut Mention, run: &Run, own: bool, whole: bool, forced: bool) {
        if run.place == Place::Excluded {
            mention.exclude();
        }
        if !mention.linked {
            return;
        }
        let scope = if self.policy == Policy::FirstInPage { 0 } else { run.section };
        mention.reason = match run.place {
            Place::Heading => Some(Reason::Heading),
            _ if own => Some(Reason::OwnSection),
            _ if !whole => Some(Reason::Unbalanced),
            _ => {
                let first = self.linked.insert((scope, run.lang.clone(), mention.term.clone()));
                (!first && !forced && self.policy != Policy::All).then_some(Reason::Repeated)
            }
        };
        mention.linked = mention.reason.is_none();
    }
}

/// The candidates of each run. Runs of one language are searched as one text, so that what a word means is told by the
/// paragraphs around it too, as in a plain text; no mention goes over the empty line between them.
fn candidates(runs: &[Run], matchers: &Matchers<'_>) -> Vec<Vec<Mention>> {
    const BETWEEN: &str = "\n\n";
    let mut out: Vec<Vec<Mention>> = vec![Vec::new(); runs.len()];
    for (lang, matcher) in matchers.by_lang {
        let mut text = String::new();
        let mut starts: Vec<(usize, usize)> = Vec::new();
        for (index, run) in runs.iter().enumerate().filter(|(_, run)| run.lang == *lang) {
            starts.push((text.len(), index));
            text.push_str(&run.text);
            text.push_str(BETWEEN);
        }
        for mut mention in matcher.candidates(&text) {
            let Some(&(start, index)) =
                starts[..starts.partition_point(|(start, _)| *start <= mention.span.start)].last()
            else {
                continue;
            };
            if mention.span.end <= start + runs[index].text.len() {
                mention.span = Span::new(mention.span.start - start, mention.span.end - start);
                out[index].push(mention);
            }
        }
    }
    out
}

/// The chapter with its mentions linked. `target` says where a term leads in the language of the text around the
/// mention, or nothing where it leads nowhere.
pub fn link(
    markdown: &str,
    matchers: &Matchers<'_>,
    lang: &Lang,
    target: &dyn Fn(&Term, &Lang) -> Option<Link>,
) -> String {
    let terms: BTreeMap<&TermId, &Term> = matchers.glossary.terms.iter().map(|term| (&term.id, term)).collect();
    let marked = marks::find(markdown).0;
    let mut edits: Vec<_> = Vec::new();
    let mut done: HashSet<usize> = HashSet::new();
    for found in mentions_in_markdown(markdown, matchers, lang).found {
        let (true, Some(stretch)) = (found.mention.linked, found.stretch) else { continue };
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
    let plain = marks::without(markdown);
    // Brackets can change what Markdown makes of its neighbours in ways no local rule foresees: then nothing is linked.
    if shown(&linked) == shown(&plain) { linked } else { plain }
}

/// What a reader sees of a chapter, and its code and links.
fn shown(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for (event, _) in markdown::parse(markdown) {
        match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => out.push_str(&text),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                out.extend(["\u{1}", &text, "\u{1}"]);
            }
            Event::SoftBreak => out.push('\n'),
            Event::HardBreak => out.push('\u{2}'),
            Event::Rule => out.push('\u{3}'),
            Event::TaskListMarker(done) => out.push(if done { '\u{4}' } else { '\u{5}' }),
            Event::Start(Tag::Link { .. }) | Event::End(TagEnd::Link) => {}
            Event::Start(_) => out.push('\u{6}'),
            Event::End(_) => out.push('\u{7}'),
        }
    }
    out
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

/// A stretch of a run's text in the source: the smallest stretch that holds it, and the stretch a link may stand
/// around, where there is one that no markup begins or ends in.
fn locate(markdown: &str, run: &Run, span: Span) -> (Span, Option<Range<usize>>) {
    let first = run.pieces.partition_point(|piece| piece.at <= span.start).saturating_sub(1);
    let last = run.pieces.partition_point(|piece| piece.at < span.end).saturating_sub(1);
    let (Some(head), Some(tail)) = (run.pieces.get(first), run.pieces.get(last)) else {
        return (Span::default(), None);
    };
    let (Some(start), Some(end)) = (offset(head, span.start), offset(tail, span.end)) else {
        return (Span::new(head.source.start, tail.source.end.max(head.source.start)), None);
    };
    let place = Span::new(start.min(end), end);
    let stretch = widen(run, first..=last, span, start..end);
    (place, stretch.filter(|stretch| stretch.start < stretch.end).and_then(|stretch| around(markdown, head, stretch)))
}

/// Takes in emphasis that begins or ends inside the stretch, where it stands wholly inside: `**по**ды`.
fn widen(
    run: &Run,
    pieces: std::ops::RangeInclusive<usize>,
    span: Span,
    mut stretch: Range<usize>,
) -> Option<Range<usize>> {
    let (head, tail) = (&run.pieces[*pieces.start()], &run.pieces[*pieces.end()]);
    let common = head.inside.iter().zip(&tail.inside).take_while(|(a, b)| a == b).count();
    if let Some(element) = head.inside.get(common) {
        let begins = run.pieces[..*pieces.start()].iter().rev().take(64).all(|piece| !piece.inside.contains(element));
        if !begins || head.at != span.start {
            return None;
        }
        stretch.start = element.start;
    }
    if let Some(element) = tail.inside.get(common) {
        let ends = run.pieces[*pieces.end() + 1..].iter().take(64).all(|piece| !piece.inside.contains(element));
        if !ends || tail.at + tail.len != span.end {
            return None;
        }
        stretch.end = element.end;
    }
    Some(stretch)
}

/// Refuses a stretch where brackets would change what stands beside it: `!` would make an image, and emphasis inside a
/// word ends to be emphasis when a bracket stands at its inner side.
fn around(markdown: &str, head: &Piece, mut stretch: Range<usize>) -> Option<Range<usize>> {
    let delimiter = |c: char| matches!(c, '*' | '_' | '~' | '^');
    if stretch.start == head.source.start && markdown[..stretch.start].ends_with('\\') {
        stretch.start -= 1;
    }
    let before = &markdown[..stretch.start];
    let after = &markdown[stretch.end..];
    let inner = before.ends_with(delimiter) && before.trim_end_matches(delimiter).ends_with(char::is_alphanumeric)
        || after.starts_with(delimiter) && after.trim_start_matches(delimiter).starts_with(char::is_alphanumeric);
    (!inner && !before.ends_with('!')).then_some(stretch)
}

/// The place in the source of a place in a piece's text; none inside a piece whose source is written otherwise (an
/// entity, an escape).
fn offset(piece: &Piece, at: usize) -> Option<usize> {
    let inner = at.checked_sub(piece.at)?;
    match inner {
        _ if piece.plain => Some((piece.source.start + inner).min(piece.source.end)),
        0 => Some(piece.source.start),
        inner if inner == piece.len => Some(piece.source.end),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::Source;

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

    fn linked(text: &str, policy: Policy) -> String {
        let (glossary, found) = Glossary::parse(&Source::new("glossary.toml", GLOSSARY));
        assert!(found.is_empty(), "{found:?}");
        let by_lang = [Lang::ru(), Lang::en()].map(|lang| (lang.clone(), Matcher::new(&glossary, &lang))).into();
        let matchers = Matchers::new(&glossary, &by_lang).with_policy(policy);
        link(text, &matchers, &Lang::ru(), &|term, lang| {
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
