//! The mentions of a chapter or a text, each with what the policy says of it.
//!
//! `walk` gathers the visible text of each block, the matcher of its language finds mentions, [`super::marks`]
//! hold what the author says; a `Judge` says which are linked. Where a link may stand in the source is told here too:
//! around emphasis that begins or ends inside a name, and nowhere where brackets would change what stands beside it.

use std::{
    collections::{BTreeMap, HashSet},
    ops::Range,
    sync::Arc,
};

use super::{
    beside::{Beside, Cell},
    marks::{self, Marked, Says},
    mentions::{Matcher, Mention, Reason},
    model::{Glossary, TermId},
    shown::Shown,
    walk::{self, Piece, Place, Run},
};
use crate::{
    memo::{Memo, Parts},
    text::{Lang, Span},
};

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
    /// The names of the policies.
    pub const NAMES: [&str; 3] = ["first-in-section", "first-in-page", "all"];

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
    /// Whether the term is meant, linked or not, in code too.
    pub(super) meant: bool,
    /// The source stretches to put a link around: one, or none where markup begins or ends inside.
    pub(super) stretch: Option<Range<usize>>,
}

/// All mentions of a chapter.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Mentions {
    /// The mentions in order, those in headings and excluded stretches too, with the reason why they have no link.
    pub found: Vec<Found>,
    /// The sections: the first, without a text, is what stands above the first heading.
    pub headings: Vec<Heading>,
    /// What is seen of the chapter.
    pub(super) shown: Shown,
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

/// How often the terms are meant in each section, which the id of its heading stands for; `""` for what stands above the
/// first. A heading without an id opens no section.
pub type Meant = BTreeMap<String, BTreeMap<TermId, Times>>;

/// How often a section means a term.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Times {
    /// In its heading.
    pub in_heading: u32,
    /// Below it.
    pub in_text: u32,
}

impl Mentions {
    /// What each section means, whether it is linked or not, code included.
    pub fn meant(&self) -> Meant {
        let mut out = Meant::new();
        let mut found = self.found.iter().peekable();
        let mut id = String::new();
        for (at, heading) in self.headings.iter().enumerate() {
            if let Some(own) = &heading.id {
                id.clone_from(own);
            }
            let terms = out.entry(id.clone()).or_default();
            while let Some(found) = found.next_if(|found| found.section <= at) {
                if found.meant {
                    let times = terms.entry(found.mention.term.clone()).or_default();
                    let in_heading = found.mention.reason == Some(Reason::Heading);
                    *(if in_heading { &mut times.in_heading } else { &mut times.in_text }) += 1;
                }
            }
        }
        out
    }
}

/// Every mention of a chapter written in `lang`, and what the policy says of it.
pub fn mentions_in_markdown(markdown: &str, matchers: &Matchers<'_>, lang: &Lang) -> Arc<Mentions> {
    // The glossary counts the mentions of a chapter, and the page links them.
    static MEMO: Memo<Arc<Mentions>> = Memo::new(5000);
    let parts = Parts::default().of(format!("{:?}", matchers.policy)).of(lang.tag());
    let parts = matchers.by_lang.values().fold(parts, |parts, matcher| parts.of(matcher.key.to_string()));
    MEMO.get(parts.of(markdown).key(), || find(markdown, matchers, lang).into())
}

fn find(markdown: &str, matchers: &Matchers<'_>, lang: &Lang) -> Mentions {
    let walk = walk::walk(markdown, lang);
    let marked = marks::find(markdown).0;
    let mut judge = Judge::new(matchers.policy);
    let mut found = Vec::new();
    for (run, mentions) in walk.runs.iter().zip(candidates(markdown, &walk.runs, matchers)) {
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
            let stands = Stands {
                place: run.place,
                section: run.section,
                lang: &run.lang,
                own: heading == Some(&mention.term.anchor()),
                whole: stretch.is_some(),
                forced: stretch.as_ref().is_some_and(|stretch| is_mark(&marked, stretch)),
            };
            let meant = mention.linked || mention.reason == Some(Reason::Unlinked);
            judge.judge(&mut mention, &stands);
            found.push(Found { mention, lang: run.lang.clone(), section: run.section, meant, stretch });
        }
    }
    Mentions { found, headings: walk.headings, shown: walk.shown }
}

/// Whether a stretch is one that its author marked.
pub(super) fn is_mark(marked: &[Marked], stretch: &Range<usize>) -> bool {
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
        judge.judge(mention, &Stands { place, section, lang, own: false, whole: true, forced: false });
    }
    found
}

/// How a mention stands in its text.
struct Stands<'t> {
    place: Place,
    section: usize,
    lang: &'t Lang,
    /// In the term's own entry.
    own: bool,
    /// So that a link can stand around it.
    whole: bool,
    /// Marked by an author who wants it linked.
    forced: bool,
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

    fn judge(&mut self, mention: &mut Mention, stands: &Stands<'_>) {
        if stands.place == Place::Excluded {
            mention.exclude();
        }
        if !mention.linked {
            return;
        }
        let scope = if self.policy == Policy::FirstInPage { 0 } else { stands.section };
        mention.reason = match stands.place {
            Place::Heading => Some(Reason::Heading),
            _ if stands.own => Some(Reason::OwnSection),
            _ if !stands.whole => Some(Reason::Unbalanced),
            _ => {
                let first = self.linked.insert((scope, stands.lang.clone(), mention.term.clone()));
                (!first && !stands.forced && self.policy != Policy::All).then_some(Reason::Repeated)
            }
        };
        mention.linked = mention.reason.is_none();
    }
}

/// The candidates of each run. Runs of one language are searched as one text, so that what a word means is told by the
/// paragraphs around it too, as in a plain text; no mention goes over what stands between them. A list is one
/// paragraph, with what announces it.
fn candidates(markdown: &str, runs: &[Run], matchers: &Matchers<'_>) -> Vec<Vec<Mention>> {
    let mut out: Vec<Vec<Mention>> = vec![Vec::new(); runs.len()];
    for (lang, matcher) in matchers.by_lang {
        let mut text = String::new();
        let mut starts: Vec<(usize, usize)> = Vec::new();
        let mut beside = Beside::default();
        for (index, run) in runs.iter().enumerate().filter(|(_, run)| run.lang == *lang) {
            text.push_str(if run.item { "\n- " } else { "\n\n" });
            let start = text.len();
            starts.push((start, index));
            beside.codes.extend(run.codes.iter().map(|(at, source)| (start + at, &markdown[source.clone()])));
            text.push_str(&run.text);
            // A head in another language is in another text.
            let stands = |head: &usize| starts.binary_search_by_key(head, |(_, index)| *index).ok();
            if let Some(head) = run.head.filter(|head| *head < index)
                && let Some(at) = stands(&head)
            {
                let head = starts[at].0..starts[at].0 + runs[head].text.len();
                beside.cells.push(Cell { text: start..text.len(), head });
            }
        }
        for mut mention in matcher.candidates_beside(&text, &beside) {
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
