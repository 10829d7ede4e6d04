//! Labels in front of what is said: «Назначение: …», «StatefulSet - …». Which lines of a paste have one, and which labels
//! return in it.

use super::{
    amounts,
    body::{NEAR, is_attribute},
    lines::Line,
    model::split_label,
    page::Page,
    parts::Part,
    wrapped,
};
use std::collections::{HashMap, HashSet};

/// The most words of a label in front of an item, or of one that returns.
const WORDS: usize = 3;
/// What parts a label from what it says.
const SIGNS: [&str; 4] = [" - ", " – ", " — ", ": "];
/// Where in them the colon is.
const COLON: usize = 3;

/// How many of the lines begin with a label («StatefulSet - …»), counted only if the first one does. Where the page broke
/// a sentence, the words behind the break are none.
pub(super) fn labelled_lines(page: &Page, lines: &[Line<'_>]) -> usize {
    if lines.first().is_none_or(|first| !is_labelled(first)) {
        return 0;
    }
    let alike = are_alike(lines);
    let begins = |at: usize| at == 0 || alike || !is_broken(page, &lines[at - 1], &lines[at]);
    (0..lines.len()).filter(|&at| is_labelled(&lines[at]) && begins(at)).count()
}

/// Whether a line begins with a label, and says something behind it.
pub(super) fn is_labelled(line: &Line<'_>) -> bool {
    split_label(line.text, WORDS).is_some_and(|(_, rest)| rest < line.text.len())
}

/// Whether a line behind two values or more is one of them, though its label is a name that is written small: «tmpfs: …».
/// The line before was not broken by the page, and can end there.
pub(super) fn names_kin(page: &Page, lines: &[Line<'_>], at: usize) -> bool {
    /// Words with a colon that go on with what was said.
    const GOES_ON: &str = "например именно итого также namely including";
    let [first, second, ..] = lines else { return false };
    let (Some(line), Some(before)) = (lines.get(at), at.checked_sub(1).and_then(|before| lines.get(before))) else {
        return false;
    };
    let label = split_label(line.text, 1).filter(|(label, rest)| {
        let name = &line.text[label.clone()];
        line.text[label.end..].starts_with(':')
            && *rest < line.text.len()
            && !GOES_ON.split(' ').any(|word| word == name)
    });
    at > 1
        && line.starts_lower()
        && line.gap == 0
        && label.is_some()
        && [first, second].iter().all(|line| is_attribute(line))
        && !(page.is_full(before, line) || wrapped::is_cut(before, line))
        && !(before.text.ends_with([',', '-', '—', '–', ':']) || amounts::is_open(before.text))
}

/// Whether the page broke a sentence between two lines: «в слове ⏎ «вода» — это …».
pub(super) fn is_broken(page: &Page, before: &Line<'_>, line: &Line<'_>) -> bool {
    let small = || line.starts_lower() || line.text.starts_with('«') || before.text.ends_with(['-', '—', '–']);
    // A colon may stand inside a sentence.
    let open = !before.ends_sentence() || before.text.ends_with(':') && line.starts_lower();
    page.is_full(before, line) && open && (small() || amounts::is_open(before.text))
}

/// Whether lines are a sentence, or several, that the page wrapped: all but the last are full, and not each has a label.
pub(super) fn are_wrapped(page: &Page, lines: &[Line<'_>]) -> bool {
    let near = &lines[..lines.len().min(NEAR)];
    near.len() > 1
        && near.windows(2).all(|pair| page.is_full(&pair[0], &pair[1]) && !pair[0].ends_sentence())
        && !near.iter().all(is_labelled)
}

/// Whether each of the lines has a label and the same sign behind it, two of them in small letters: «api — …»,
/// «worker — …». A wrapped sentence has no such rows.
pub(super) fn are_alike(lines: &[Line<'_>]) -> bool {
    const SEVERAL: usize = 3;
    let sign = |line: &Line<'_>| {
        let (label, rest) = split_label(line.text, WORDS)?;
        SIGNS.iter().position(|sign| line.text.get(label.end..rest) == Some(*sign))
    };
    let whole = |line: &Line<'_>| !line.text.ends_with([',', '-']);
    let Some(first) = lines.first().and_then(sign) else { return false };
    let small = || lines.iter().all(Line::starts_lower) && first < COLON;
    (lines.len() >= SEVERAL || lines.len() > 1 && small())
        && lines.iter().take(NEAR).all(|line| sign(line) == Some(first) && whole(line))
}

/// Labels of few words that values have in several places of a note: «Назначение», «Плюсы».
pub(super) fn returning<'a>(parts: &[Part<'a>]) -> HashSet<&'a str> {
    // Of each the part that it was seen in last, and whether it was seen in another.
    let mut seen: HashMap<&'a str, (usize, bool)> = HashMap::new();
    for (at, part) in parts.iter().enumerate() {
        let Part::Chunk(lines) = part else { continue };
        for line in lines.iter().filter(|line| is_attribute(line)) {
            if let Some((label, _)) = split_label(line.text, WORDS) {
                let (last, several) = seen.entry(&line.text[label]).or_insert((at, false));
                *several |= *last != at;
                *last = at;
            }
        }
    }
    let several = seen.into_iter().filter(|(_, (_, several))| *several).map(|(label, _)| label);
    several.chain(counting(parts)).collect()
}

/// Labels in front of several figures, "Per jar: 5 g wax, 300 g honey, 1 comb", on lines that stand alone: several begin
/// with the same word.
fn counting<'a>(parts: &[Part<'a>]) -> Vec<&'a str> {
    const SEVERAL: usize = 3;
    let mut found: HashMap<&'a str, Vec<&'a str>> = HashMap::new();
    for part in parts {
        let Part::Chunk(lines) = part else { continue };
        let [line] = &lines[..] else { continue };
        if let Some((label, _)) = split_label(line.text, WORDS).filter(|_| are_figures(line)) {
            let label = &line.text[label];
            found.entry(label.split(' ').next().unwrap_or_default()).or_default().push(label);
        }
    }
    found.into_values().filter(|labels| labels.len() >= SEVERAL).flatten().collect()
}

/// Whether a line is a label and several figures that commas part, each with what it counts.
pub(super) fn are_figures(line: &Line<'_>) -> bool {
    const LONGEST: usize = 120;
    const FEWEST: usize = 3;
    const COUNTED: usize = 4;
    if line.len > LONGEST || !is_attribute(line) || line.ends_sentence() {
        return false;
    }
    let value = split_label(line.text, WORDS).map_or("", |(_, rest)| &line.text[rest..]);
    let figure = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_digit()) && (2..=COUNTED).contains(&part.split_whitespace().count())
    };
    value.split(", ").count() >= FEWEST && value.split(", ").all(figure)
}

#[cfg(test)]
mod tests {
    use crate::{
        notes::{self, BlockKind},
        text::Source,
    };

    fn kinds(text: &str) -> Vec<String> {
        let note = notes::parse(&Source::new("a.txt", text));
        let blocks = note.sections.into_iter().flat_map(|section| section.blocks);
        let kind = |kind| match kind {
            BlockKind::List { items, .. } => format!("list {}", items.len()),
            BlockKind::Attributes(values) => format!("values {}", values.len()),
            BlockKind::Paragraph { .. } => "text".to_owned(),
            _ => "other".to_owned(),
        };
        blocks.map(|block| kind(block.kind)).collect()
    }

    #[test]
    fn a_wrapped_sentence_is_no_list() {
        let hive = "Улей\n\nУлей — это домик, в котором живёт пчелиная семья вместе со всем, что ей\n\
            нужно для зимы: кормом, расплодом и чистой сушью, и в любую погоду в нём\nсухо и тепло.\n";
        assert_eq!(kinds(hive), ["text"]);
        let frames = format!(
            "{hive}\nРамка — это опора для сот. Самая известная — рамка Дадана, но бывают и низ-\n\
            кие: магазинная, рута и украинская, у каждой свой улей.\n"
        );
        assert_eq!(kinds(&frames), ["text", "text"]);
        let loom = "The loom\n\nA loom - in short - is a frame which holds the threads of a warp tight, so that\n\
            the weaver needs: a shuttle, a beater, and a good deal of patience. The best\n\
            known of them is called\nthe Jacquard loom.\n";
        assert!(kinds(loom).iter().all(|kind| kind == "text"), "{:?}", kinds(loom));
    }

    #[test]
    fn rows_of_labels_are_a_list_however_long() {
        let hive = "Улей\n\nУлей стоит на юг, и пчёлы вылетают из него раньше, чем из того, который\nстоит на север.\n\n\
            леток — щель, через которую пчёлы вылетают и возвращаются с мёдом\n\
            дно — доска, на которую падает всё, что пчёлы выбрасывают за зиму\n\
            крыша — то, что держит тепло зимой и не пускает дождь весь год\n";
        assert_eq!(kinds(hive), ["text", "list 3"]);
        let pair = &hive[..hive.rfind("крыша").unwrap_or(0)];
        assert_eq!(kinds(pair), ["text", "list 2"]);
    }

    #[test]
    fn figures_that_are_told_again_and_again_are_values() {
        let hive = |name: &str, label: &str| {
            format!(
                "{name}\n\nBees fly from it in spring, and\n\n- drink\n- dance\n\n{label}: 12 kg honey, 300 g wax, 2 \
                 swarms\n\nThey sleep in winter.\n\n"
            )
        };
        let book = |last: &str| {
            format!("{}{}{}", hive("The Box", "Per box"), hive("The Log", "Per log (oak)"), hive("The Skep", last))
        };
        let values = |text: &str| kinds(text).iter().filter(|kind| *kind == "values 1").count();
        assert_eq!(values(&book("Per skep")), 3, "{:?}", kinds(&book("Per skep")));
        assert_eq!(values(&book("Of a skep")), 0);
        assert_eq!(values(&book("Per skep").replace("300 g wax", "wax")), 0);
    }

    #[test]
    fn a_label_that_returns_ends_the_value_before() {
        let hive = "Лежак\n\nДля чего: зимовать на воле, где долго держатся морозы и снег\n\
            Цена: недорогой\n\nСтояк\n\nДля чего: возить пасеку за взятком по полям\nЦена: дорогой\n\n\
            Улей, в котором рамки стоят в один ряд, и зимой пчёлы переходят по ним от\nлетка к стене.\n";
        assert_eq!(kinds(hive), ["values 2", "values 2", "text"]);
    }

    #[test]
    fn labels_that_return_have_values() {
        let bees = |second: &str| {
            format!(
                "Лежак\n\nУлей, в котором рамки стоят в один ряд, и зимой пчёлы переходят по ним от\nлетка к стене.\n\n\
                Для чего: зимовать на воле, где долго держатся морозы и лежит снег.\nЦена: недорогой.\n\n\
                Стояк\n\nУлей, корпуса которого ставят друг на друга, когда семья растёт, и снимают\nосенью.\n\n\
                {second}: возить пасеку за взятком по полям и садам всё лето подряд.\nЦена: дорогой.\n"
            )
        };
        assert_eq!(kinds(&bees("Для чего")), ["text", "values 2", "text", "values 2"]);
        assert!(!kinds(&bees("Зачем")).iter().any(|kind| kind == "values 2"), "{:?}", kinds(&bees("Зачем")));
    }

    #[test]
    fn a_value_may_have_a_name_that_is_written_small() {
        let names = |text: &str| {
            let chat =
                "Вы сказали:\nКак держат пчёл?\n\nChatGPT сказал:\nДержат их по-разному.\n\nКакие бывают жилища\n";
            let note = notes::parse(&Source::new("a.txt", format!("{chat}{text}\n\nВсе три живут.\n")));
            let blocks = note.sections.into_iter().flat_map(|section| section.blocks);
            let values = blocks.filter_map(|block| match block.kind {
                BlockKind::Attributes(values) => Some(values.into_iter().map(|value| value.name.text)),
                _ => None,
            });
            values.flatten().collect::<Vec<_>>()
        };
        let hives = "Улей: стоит на солнце\nКолода: долблёное бревно, в нём нет рамок\n";
        assert_eq!(
            names(&format!("{hives}iHive: улей, у которого весы и датчики стоят прямо под дном")),
            ["Улей", "Колода", "iHive"]
        );
        assert_eq!(
            names(&format!("{hives}apidea: улей на горсть пчёл, в нём держат маток до июля")),
            ["Улей", "Колода", "apidea"]
        );
        assert_eq!(
            names(&format!("{hives}например: бревно из старой липы, которое стоит на козлах в саду")),
            ["Улей", "Колода"]
        );
        let open = hives.replace("нет рамок", "нет рамок и");
        assert_eq!(
            names(&format!("{open}снозы: на них висят соты, и осенью их вынимают вместе с мёдом")),
            ["Улей", "Колода"]
        );
        // One value alone tells nothing of the next line.
        assert!(names("Улей: стоит на солнце\napidea: улей на горсть пчёл, в нём держат маток до июля").len() < 2);
    }
}
