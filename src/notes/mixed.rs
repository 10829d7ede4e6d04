//! A file that holds both: pastes and typed remarks, and beside them stretches of Markdown.
//!
//! Rules part them. A stretch without any sign of Markdown is a paste where Markdown would make one paragraph of lines that
//! nobody wrapped: an ingredient a line, a label above its value. A file with no such stretch is Markdown as a whole.

use super::{
    Reading, chrome,
    corrections::Fixes,
    format,
    lines::{Line, lines},
    markdown::{self, Fences, Known},
    note::{Dropped, Why},
    page::Page,
    paste,
};
use crate::text::{Source, Span};

/// What a stretch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Markdown,
    Paste,
    /// It reads the same either way, so far as can be told.
    Either,
}

/// So many lines that Markdown would join make a paste of a stretch between rules.
const FEW: usize = 2;
/// And so many of a stretch that has no rule on both sides.
const MANY: usize = 5;

/// Reads a note that has signs of Markdown.
pub(super) fn read(reading: &mut Reading<'_>) {
    let source = reading.source;
    let known = Known::of(source);
    if known.is_transcript() {
        reading.builder.begin_transcript();
    }
    let mut document = false;
    let mut behind: Option<usize> = None;
    for (stretch, kind) in stretches(source, &reading.fixes, &known) {
        if let Some(end) = behind.replace(stretch.end) {
            let between = source.slice(Span::new(end, stretch.start));
            let start = end + (between.len() - between.trim_start().len());
            let span = Span::new(start, start + between.trim().len());
            if !between.trim().is_empty() {
                reading.dropped.push(Dropped { span, why: Why::Rule, excerpt: None });
            }
            reading.builder.own_words();
            reading.builder.end_section();
        }
        let begun = reading.builder.sections_from(0).len();
        if kind == Kind::Paste {
            paste::read(reading, stretch);
        } else {
            markdown::read(reading, stretch, &known);
            let first = reading.builder.sections_from(0).first();
            document |= begun == 0 && first.is_some_and(|first| first.level == 1 && !first.title.text.is_empty());
        }
        if stretch != source.whole() && known.first_name(stretch).is_none() {
            shift(reading, begun, document.then_some(kind));
        }
    }
}

/// A stretch begins at the first level, or all of a paste stands below the title of a `document`.
fn shift(reading: &mut Reading<'_>, begun: usize, document: Option<Kind>) {
    let fixed: Vec<Span> = reading.fixes.within(reading.source.whole()).map(|(span, _)| span).collect();
    let sections = reading.builder.sections_from(begun);
    let titled = sections.iter().filter(|section| !section.title.text.is_empty());
    let highest = titled.map(|section| section.level).min().unwrap_or(1);
    for section in sections.iter_mut().filter(|section| !fixed.iter().any(|span| span.contains(section.title.span))) {
        section.level = match document {
            None => (section.level + 1).saturating_sub(highest).max(1),
            Some(Kind::Paste) => (section.level + 1).min(6),
            Some(_) => section.level,
        };
    }
}

/// The stretches of a note in their order, neighbours of one kind together; one alone where nothing is a paste.
fn stretches(source: &Source, fixes: &Fixes, known: &Known) -> Vec<(Span, Kind)> {
    let whole = vec![(source.whole(), Kind::Markdown)];
    if format::is_named_markdown(source.name()) {
        return whole;
    }
    let mut found: Vec<(Span, Kind)> = Vec::new();
    let mut from = 0;
    let fixed: Vec<Span> = fixes.within(source.whole()).map(|(span, _)| span).collect();
    // What its author corrected is one piece.
    let may_part = |at| fixed.get(fixed.partition_point(|span| span.end <= at)).is_none_or(|span| span.start >= at);
    for rule in dividers(source, &may_part, known) {
        found.extend(parts(source, Span::new(from, rule.start), &may_part, known));
        from = rule.end;
    }
    found.extend(parts(source, Span::new(from, source.text().len()), &may_part, known));
    if found.iter().all(|&(_, kind)| kind != Kind::Paste) {
        return whole;
    }
    let mut out: Vec<(Span, Kind)> = Vec::new();
    for (span, kind) in found {
        // Where somebody collects pastes, what has no sign is one of them.
        let kind = if kind == Kind::Either { Kind::Paste } else { kind };
        match out.last_mut().filter(|(_, before)| *before == kind) {
            Some((before, _)) => *before = before.to(span),
            None => out.push((span, kind)),
        }
    }
    out
}

/// The rules that part what somebody collected, and where he left many blank lines: no title is underlined by them, and no
/// answer of a chat is divided.
fn dividers(source: &Source, may_part: &impl Fn(usize) -> bool, known: &Known) -> Vec<Span> {
    /// Nobody but the collector draws so long a rule.
    const LONG: usize = 5;
    /// So many blank lines part as a rule does.
    const BLANK: usize = 3;
    let chat = known.first_name(source.whole()).filter(|_| known.is_transcript()).unwrap_or(usize::MAX);
    let mut out: Vec<Span> = Vec::new();
    // The signs of those that stand above a chat are known behind it.
    let mut above: Vec<&str> = Vec::new();
    let mut fences = Fences::default();
    let (mut before, mut last, mut at, mut blank) = ("", "", 0, 0);
    let mut rows = source.text().split_inclusive('\n').peekable();
    while let Some(row) = rows.next() {
        let text = row.trim();
        let start = at + (row.len() - row.trim_start().len());
        at += row.len();
        let line = Span::new(start, start + text.len());
        let fenced = fences.inside(row);
        let rule = !fenced && (chrome::is_rule(text) || chrome::is_underline(text));
        let opens = |next: &&str| next.trim().is_empty();
        let apart = last.is_empty() && (text != "---" || rows.peek().is_none_or(opens));
        let underlines = before.is_empty() && !last.is_empty();
        let good = apart || text.len() >= LONG && !underlines;
        let good = good && may_part(line.start) && may_part(line.end);
        let own = || start < chat || text.len() >= LONG || above.contains(&text);
        if rule && good && start > 0 && own() {
            if start < chat && !above.contains(&text) {
                above.push(text);
            }
            out.push(line);
        } else if blank >= BLANK && !text.is_empty() && !fenced && may_part(start) {
            out.push(Span::new(start, start));
        }
        blank = if text.is_empty() { blank + 1 } else { 0 };
        (before, last) = (last, text);
    }
    out
}

/// What stands between two rules: one stretch, or several where a paste has nothing but blank lines or a heading around it.
fn parts(source: &Source, span: Span, may_part: &impl Fn(usize) -> bool, known: &Known) -> Vec<(Span, Kind)> {
    let text = source.slice(span);
    if text.trim().is_empty() {
        return Vec::new();
    }
    // The head of a file that says what the file is.
    let front = span.start == 0 && text.trim_start().starts_with("---\n");
    if !front && !format::has_signs(text) {
        return vec![(span, kind(source, span, FEW))];
    }
    let chat = known.first_name(span).unwrap_or(usize::MAX);
    let mut out: Vec<(Span, Kind)> = Vec::new();
    let mut add = |part: Span| {
        if source.slice(part).trim().is_empty() {
            return;
        }
        let plain = !(front && part.start == 0) && part.start < chat && !format::has_signs(source.slice(part));
        let kind = if plain { kind(source, part, MANY) } else { Kind::Markdown };
        match out.last_mut().filter(|(_, before)| *before == kind) {
            Some((before, _)) => *before = before.to(part),
            None => out.push((part, kind)),
        }
    };
    let mut fences = Fences::default();
    let (mut from, mut at, mut blank) = (span.start, span.start, 0);
    for row in text.split_inclusive('\n') {
        let trimmed = row.trim();
        let heads = trimmed.trim_start_matches('#').starts_with(' ') && trimmed.starts_with('#');
        let named = at <= chat && chat < at + row.len();
        let begins = blank > 1 && !trimmed.is_empty() || heads && blank > 0 || named;
        if !fences.inside(row) && begins && at > from && may_part(at) {
            add(Span::new(from, at));
            from = at;
        }
        blank = if trimmed.is_empty() { blank + 1 } else { 0 };
        at += row.len();
    }
    add(Span::new(from, span.end));
    out
}

/// What a stretch without signs is, by how many of its lines Markdown would join that nobody wrapped.
fn kind(source: &Source, span: Span, least: usize) -> Kind {
    /// Whoever wraps lines fills them further.
    const NARROW: usize = 60;
    /// So much is looked at.
    const NEAR: usize = 2000;
    let lines = lines(source, span);
    let narrow = Page::measure(&lines).width.map_or(NARROW, |width| NARROW.min(width * 3 / 4));
    let breaks = |end: usize| source.slice(Span::new(end, span.end)).starts_with("  ");
    let joined = |pair: &&[Line<'_>]| {
        let [line, next] = pair else { return false };
        let short = line.len + 1 + next.first_word() <= narrow;
        next.gap == 0 && short && !(is_item(line.text) || is_item(next.text) || breaks(line.span.end))
    };
    // A page that was printed has words that go on in the next line.
    let broken = |pair: &&[Line<'_>]| {
        let stem = pair[0].text.strip_suffix('-').is_some_and(|stem| stem.ends_with(char::is_alphabetic));
        stem && pair[1].gap == 0 && pair[1].starts_lower()
    };
    if lines.windows(2).take(NEAR).filter(broken).nth(1).is_some() {
        return Kind::Paste;
    }
    // Three values on each other's heels, short as they are, nobody would join.
    let value = |line: &Line<'_>| {
        let labelled = line.text.split_once(": ").is_some_and(|(label, _)| label.split(' ').count() <= 2);
        line.len <= NARROW && labelled && !is_item(line.text) && !line.ends_sentence()
    };
    let values = |three: &[Line<'_>]| three.iter().all(value) && three[1..].iter().all(|line| line.gap == 0);
    let several =
        lines.windows(2).take(NEAR).filter(joined).count() >= least || lines.windows(3).take(NEAR).any(values);
    if several { Kind::Paste } else { Kind::Either }
}

/// Whether Markdown makes an item of a line.
fn is_item(text: &str) -> bool {
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let sign =
        if number.len() < text.len() { number.strip_prefix(['.', ')']) } else { text.strip_prefix(['-', '*', '+']) };
    sign.is_some_and(|rest| rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use crate::{
        notes::{self, BlockKind},
        text::Source,
    };

    /// The titles of a note with their levels, and how many blocks stand below each.
    fn outline(name: &str, text: &str) -> Vec<(u8, String, usize)> {
        let note = notes::parse(&Source::new(name, text));
        note.sections.into_iter().map(|section| (section.level, section.title.text, section.blocks.len())).collect()
    }

    fn paragraphs(name: &str, text: &str) -> Vec<String> {
        let note = notes::parse(&Source::new(name, text));
        let blocks = note.sections.into_iter().flat_map(|section| section.blocks);
        let paragraph = |kind| match kind {
            BlockKind::Paragraph { text } => Some(text.text),
            _ => None,
        };
        blocks.filter_map(|block| paragraph(block.kind)).collect()
    }

    const SHIP: &str = "Ship in a Bottle\n\nMaterials\n1 bottle with a wide neck\n2 m linen thread\n12 matches\n4 pins\n1 tube of \
        wood glue\n\nSteps\n1. Carve the hull so that it goes through the neck.\n2. Raise the masts with the thread.\n";
    const BEES: &str = "## A Swarm in May\n\nIt hangs on the **nearest branch**.\n\n### Tools\n\n- a skep\n- a white \
        sheet\n\n### After that\n\n> Leave the skep until dusk.\n";

    #[test]
    fn pastes_and_markdown_stand_in_one_file() {
        let paste = [(1, "Ship in a Bottle", 0), (1, "Materials", 1), (1, "Steps", 1)];
        let markdown = [(1, "A Swarm in May", 1), (2, "Tools", 1), (2, "After that", 1)];
        let owned =
            |all: Vec<(u8, &str, usize)>| all.into_iter().map(|(l, t, n)| (l, t.to_owned(), n)).collect::<Vec<_>>();
        for rule in ["----------", "=====", "***", "---", "_____", "\n\n"] {
            let both = format!("{SHIP}\n{rule}\n\n{BEES}");
            assert_eq!(outline("a.txt", &both), owned([paste, markdown].concat()), "{rule}");
            let both = format!("{BEES}\n{rule}\n\n{SHIP}\n{rule}\n\n{BEES}");
            assert_eq!(outline("a.txt", &both), owned([markdown, paste, markdown].concat()), "{rule}");
        }
        // No rule stands there, but its own heading.
        assert_eq!(outline("a.txt", &format!("{SHIP}\n{BEES}")), owned([paste, markdown].concat()));
        // A name that says what the file is holds for all of it.
        assert_eq!(outline("a.md", &format!("{BEES}\n***\n\n{SHIP}"))[2..], owned(vec![(3, "After that", 5)]));
    }

    #[test]
    fn a_paste_stands_below_the_title_of_a_document() {
        let titles = outline("a.txt", &format!("# Spare time\n\n{BEES}\n***\n\n{SHIP}\n***\n\n{BEES}"));
        let levels: Vec<u8> = titles.iter().map(|&(level, ..)| level).collect();
        assert_eq!(levels, [1, 2, 3, 3, 2, 2, 2, 2, 3, 3]);
    }

    #[test]
    fn the_chat_ends_where_its_collector_drew_a_line() {
        let chat = "You said:\nwhen do bees swarm?\nChatGPT said:\nMostly in **May**.\n\n---\n\nOn warm days:\n\n| Hour | \
            Swarms |\n|---|---|\n| noon | 5 |\n\n> Wait for noon.\n";
        let note = notes::parse(&Source::new("a.txt", format!("{SHIP}\n-----\n\n{chat}\n-----\n\n{SHIP}")));
        let speakers: Vec<bool> = note.sections.iter().map(|section| section.speaker.is_some()).collect();
        assert_eq!(speakers, [false, false, false, true, false, false, false]);
        assert_eq!(note.sections[3].title.text, "when do bees swarm?");
        // What an answer sets between its own rules is a part of it.
        let verse = "Out of the hive\nand over the hill\nthey go, they go\n";
        let chat = format!("{chat}\n---\n\n{verse}\n---\n\nThat is a **song**.\n\n> Sing it.\n");
        assert_eq!(paragraphs("a.txt", &chat)[2], verse.trim().replace('\n', " "));
    }

    #[test]
    fn markdown_stays_markdown() {
        let hive = "The hive stands on four stones below the pear tree, and\nits door looks to the south, where the sun \
            comes up early\nin the months that matter to whoever keeps bees and wants\nsome honey.\n";
        let wrapped = format!("{BEES}\n---\n\n{hive}\n---\n\n{BEES}");
        assert!(paragraphs("a.txt", &wrapped).contains(&hive.trim().replace('\n', " ")));
        // The head of a file, a title that is underlined, fences, and lines that Markdown breaks itself.
        for apart in [
            "---\nname: bees\nplace: the orchard\nowner: Ann\nyear: 1931\n---\n\n",
            "```\n---\n\nship\nin\na\nbottle\n\n---\n```\n\n",
            "- a skep\n- a sheet\n- a brush\n\n---\n\n",
            "Ann Miller  \nThe Orchard  \nLower Lane 5  \nWells\n\n---\n\n",
            "The sheet\n---------\n\nIt is white.\n\n---\n\n",
            "<div>\n  <p>\n    The hive\n    below the tree\n    is made of straw\n  </p>\n</div>\n\n---\n\n",
        ] {
            let alike = |text: &str| assert_eq!(outline("a.txt", text), outline("a.md", text), "{text}");
            alike(&format!("{apart}{BEES}"));
            if !apart.contains("name:") {
                alike(&format!("{BEES}\n***\n\n{apart}{BEES}"));
            }
        }
    }

    #[test]
    fn a_printed_page_and_values_are_pasted() {
        let page = "The skep is woven of straw in one piece, from the crown down to the rim. It is co-\nvered with clay, \
            which keeps the wind out in the winter, and stands on a board.\nThe door is cut last, and no wider than a \
            finger: a wide door invites the wasps and also the mice, and nei-\nther of them is welcome.\n\n   a) cut the \
            straw in June;\n   b) soak it for a night.\n";
        let lists = |text: &str| {
            let note = notes::parse(&Source::new("a.txt", format!("{BEES}\n\n{text}")));
            let blocks = note.sections.into_iter().flat_map(|section| section.blocks);
            blocks.filter(|block| matches!(block.kind, BlockKind::List { .. })).count()
        };
        assert_eq!(lists(page), 2);
        // Without a word that goes on it may be Markdown.
        assert_eq!(lists(&page.replace("-\n", "")), 1);
        let values = "hive 3, seen in the rain\nframes: 8\nbrood: on 5\nqueen: not seen\ncalm as ever";
        let joined = |text: &str| {
            let all = paragraphs("a.txt", &format!("{BEES}\n\n{text}\n"));
            all.iter().any(|text| text.contains("rain frames"))
        };
        assert!(!joined(values));
        assert!(joined(&values.replace("brood: on 5\n", "")));
    }

    #[test]
    fn links_are_defined_in_any_stretch() {
        let note =
            format!("{BEES}\nSee [the book][skep].\n\n***\n\n{SHIP}\n***\n\n{BEES}\n[skep]: https://bees.example\n");
        let note = notes::parse(&Source::new("a.txt", note));
        let marks = note.prose().into_iter().flat_map(|text| &text.marks);
        assert!(marks.into_iter().any(|mark| matches!(&mark.kind, notes::MarkKind::Link(_))));
    }

    #[test]
    fn a_correction_may_reach_over_a_rule() {
        let note = format!("{SHIP}\n-----\n\n{BEES}");
        let lines = note.lines().count();
        let rule = note.lines().position(|line| line == "-----").unwrap_or_default() + 1;
        assert!(rule < lines);
        let text = format!("[[code]]\nlines = \"{}..{}\"\n", rule - 2, rule + 2);
        let corrections = notes::Corrections::parse(&Source::new("a.outline.toml", text)).0;
        let hints = notes::Hints { corrections: Some(&corrections), ..notes::Hints::default() };
        let note = notes::parse_with(&Source::new("a.txt", note), &hints);
        let mut blocks = note.sections.iter().flat_map(|section| &section.blocks);
        assert!(blocks.any(|block| matches!(&block.kind, BlockKind::Code { text, .. } if text.text.contains("-----"))));
    }
}
