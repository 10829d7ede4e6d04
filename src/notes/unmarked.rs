//! Lists whose bullets a copy lost: lines behind a colon, amounts, dates, short lines that nobody wrapped.

use std::ops::RangeInclusive;

use super::{
    amounts,
    body::{Context, LABEL_WORDS, NEAR, Tools, is_attribute, is_small_label, warns},
    formula,
    heading::{self, Next, Place},
    join::join,
    labels::{self, labelled_lines},
    lines::{Line, Said},
    list::marker,
    model::{Block, BlockKind, Item, Role, split_label},
    page::{self, Page},
    pictures,
    remarks::is_marked_own,
    roles::begins_question,
    titles,
};
use crate::text::words;

/// Whether the first line names in small letters what somebody jotted down on its heels, and how it is done stands in
/// short lines behind a blank one: a recipe of his own among others.
pub(super) fn names_own(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    const WORDS: RangeInclusive<usize> = 2..=6;
    const STEP: usize = 10;
    let ([title, rest @ ..], Next::Lines(steps, _)) = (lines, place.next) else { return false };
    let step = |line: &Line<'_>| line.starts_lower() && line.words() <= STEP && !line.ends_sentence();
    let apart = place.listed || place.opening;
    apart
        && !(place.below || place.inside_list || place.after_colon)
        && title.starts_lower()
        && WORDS.contains(&title.words())
        && !title.text.contains(|c: char| c.is_ascii_digit())
        && heading::can_be(page, title)
        && !(amounts::is_amount(title) || amounts::is_open(title.text))
        && rest.len() > 2
        && amounts::jotted(page, rest) == rest.len()
        && steps.len() > 2
        && steps.iter().take(NEAR).all(step)
        && steps.iter().take(NEAR).filter(|line| amounts::is_amount(line)).count() * 3 < steps.len().min(NEAR)
}

/// A list whose bullets the copy lost: after a colon, or where lines begin with «Label - ».
pub(super) fn list(tools: Tools<'_>, lines: &[Line<'_>], context: Context) -> Option<Vec<Item>> {
    let page = tools.page;
    if lines.len() > 1 && lines.iter().all(|line| pictures::is_pictured(line.text)) {
        return Some(items(tools, lines, &|_| true));
    }
    if lines.len() > 1 && lines.iter().all(|line| tells_command(line.text)) {
        return Some(items(tools, lines, &|_| true));
    }
    if let Some(starts) = commands(page, lines) {
        return Some(items(tools, lines, &|i| starts[i]));
    }
    if let Some(starts) = amounts::enumerated(lines).filter(|starts| starts.len() == lines.len()) {
        return Some(items(tools, lines, &|i| starts[i]));
    }
    // A formula is a line, and no item for being short.
    if lines.iter().take(NEAR).filter(|line| formula::is_line(line)).count() * 2 >= lines.len().min(NEAR) {
        return None;
    }
    if amounts::are_listed(page, lines) {
        return Some(items(tools, lines, &|i| !amounts::goes_on(page, &lines[i - 1], &lines[i])));
    }
    let amounts = (context.below_heading || amounts::all_lead(page, lines)) && amounts::are_all(page, lines)
        || context.below_heading && amounts::are_two(page, lines);
    if amounts {
        return Some(items(tools, lines, &|i| !amounts::is_way(lines[i].text)));
    }
    if context.below_heading && are_few_words(page, lines) {
        return Some(items(tools, lines, &|_| true));
    }
    let explained = context.after_colon && lines.len() > 1 && lines.iter().all(is_explained);
    if explained || are_ragged(page, lines) && !context.in_item {
        return Some(items(tools, lines, &|_| true));
    }
    if are_dated(page, lines) {
        return Some(items(tools, lines, &|i| is_dated(lines[i].text)));
    }
    let labelled = labelled_lines(page, lines) >= 2 && (context.after_colon || !labels::are_wrapped(page, lines));
    let alike = labels::are_alike(lines);
    let all_short = lines.windows(2).all(|pair| !page.is_full(&pair[0], &pair[1]))
        && lines.iter().all(|line| page.is_short(line) && !line.text.ends_with(['.', ',']));
    if lines.len() < 2
        || !(labelled || context.after_colon || (all_short && lines.len() >= 3) || (all_short && context.in_item))
    {
        return None;
    }
    let starts = |i: usize| {
        let (before, line) = (&lines[i - 1], &lines[i]);
        // Nor does a label stand where the page broke a sentence.
        let wrapped = !alike && labels::is_broken(page, before, line);
        let label = labelled && split_label(line.text, 3).is_some() && !before.text.ends_with(',') && !wrapped;
        let own_line = !page.is_full(before, line) && !before.text.ends_with(',');
        // What an author ended with a semicolon is an item, however long.
        let ended = before.text.ends_with(';');
        let far = page.width.is_none_or(|width| (before.len + 1 + line.first_word()) * 2 < width);
        label || ended || own_line && (!labelled || far)
    };
    let items = items(tools, lines, &starts);
    // One item is no list: it was a paragraph that happens to follow a colon. Nor are sentences.
    let sentences = items.iter().filter(|item| item.text.text.contains(". ")).count();
    (items.len() > 1 && (labelled || sentences * 2 <= items.len())).then_some(items)
}

/// Of the lines that are set in below a colon, one item at least, whether each begins one: what is set in deeper goes on
/// with it. A line at the margin that begins anew ends them, or the end of the chunk.
pub(super) fn set_in(lines: &[Line<'_>]) -> Option<Vec<bool>> {
    const DEEP: usize = 3;
    const WORDS: usize = 16;
    let indent = lines.first()?.indent;
    let inside = |line: &&Line<'_>| line.indent >= indent && line.said == Said::Nothing;
    let near = &lines[..lines.len().min(NEAR)];
    let count = near.iter().take_while(inside).count();
    let near = &near[..count];
    let begins = |line: &Line<'_>| line.indent == indent;
    let plain = |line: &Line<'_>| {
        !line.ends_sentence() && line.words() <= WORDS && marker(line).is_none() && !line.text.contains(['\t', '|'])
    };
    let goes_on = |pair: &[Line<'_>]| {
        let open = amounts::is_open(pair[0].text) || pair[0].text.ends_with(',') || pair[1].starts_lower();
        begins(&pair[1]) || begins(&pair[0]) && open
    };
    let behind = lines.get(count);
    let anew = behind.is_none_or(|next| next.indent + DEEP <= indent && next.text.starts_with(char::is_uppercase));
    // Where nothing stands behind them, what they say or how they are set tells.
    let figure = |line: &Line<'_>| line.text.starts_with(|c: char| c.is_numeric());
    let told = behind.is_some() || figure(&lines[0]) && (count == 1 || !near.iter().all(begins));
    let good = indent >= DEEP && anew && told && near.iter().all(plain) && near.windows(2).all(goes_on);
    good.then(|| near.iter().map(begins).collect())
}

/// Whether a line explains a name that a dash parts from what it is: «app/ — исходники».
fn is_explained(line: &Line<'_>) -> bool {
    let parted = [" — ", " – ", " - "].iter().find_map(|dash| line.text.split_once(dash));
    parted.is_some_and(|(name, what)| {
        (1..=LABEL_WORDS).contains(&name.split_whitespace().count()) && !what.is_empty() && !name.ends_with(['.', ','])
    })
}

/// Whether a line says behind a dash what a command in small Latin letters does: «docker ps — список контейнеров».
pub(super) fn tells_command(text: &str) -> bool {
    let parts = text.split_once(" — ").or_else(|| text.split_once(" – "));
    parts.is_some_and(|(command, told)| {
        command.is_ascii() && command.starts_with(|c: char| c.is_ascii_lowercase()) && !told.is_ascii()
    })
}

/// Whether a line in small letters on the heels of another says how many or how much, where nobody wrapped lines.
pub(super) fn counts_small(page: &Page, line: &Line<'_>) -> bool {
    let told = line.gap == 0 && line.starts_lower() && !line.text.ends_with('?');
    told && page.width.is_none() && line.text.contains(|c: char| c.is_ascii_digit())
}

/// Whether such a line stands below a title of few words in small letters, and goes on with none of them.
pub(super) fn counts_below(page: &Page, title: &Line<'_>, line: &Line<'_>) -> bool {
    const WORDS: usize = 3;
    let short =
        || title.starts_lower() && (2..=WORDS).contains(&title.words()) && title.text.ends_with(words::is_alphabetic);
    counts_small(page, line)
        && short()
        && !title.text.contains(|c: char| c.is_ascii_digit())
        && !begins_question(title.text)
}

/// Whether a title stands right above lines that say what commands do.
pub(super) fn heads_commands(page: &Page, lines: &[Line<'_>]) -> bool {
    const FEWEST: usize = 2;
    let Some((title, rest)) = lines.split_first() else { return false };
    heading::can_be(page, title)
        && title.text.starts_with(char::is_uppercase)
        && title.words() <= LABEL_WORDS
        && !title.text.contains([':', '—', '–'])
        && rest.len() >= FEWEST
        && rest.iter().all(|line| tells_command(line.text))
}

/// Which of some lines begin with a command, where each of them says behind a dash what its command does, or goes on
/// with the line before it: «docker ps — что запущено».
fn commands(page: &Page, lines: &[Line<'_>]) -> Option<Vec<bool>> {
    const SEVERAL: usize = 2;
    /// So many names of one word are a list.
    const NAMES: usize = 3;
    let mut starts = Vec::with_capacity(lines.len());
    let mut commands = 0;
    for (at, line) in lines.iter().enumerate() {
        let explains = titles::explains_code(line.text);
        let begins = explains || is_name_explained(line.text);
        let goes_on = at > 0 && page.is_full(&lines[at - 1], line) && line.starts_lower();
        if !(begins || goes_on) {
            return None;
        }
        commands += usize::from(explains);
        starts.push(begins);
    }
    let begun = starts.iter().filter(|begins| **begins).count();
    let told = begun == lines.len() && begun >= NAMES || commands * 2 > begun && begun >= SEVERAL;
    (told && starts.first() == Some(&true)).then_some(starts)
}

/// Whether a text is a name of one word in small Latin letters and what it is: «ls — список файлов».
fn is_name_explained(text: &str) -> bool {
    let parted = [" — ", " – ", " - "].iter().find_map(|dash| text.split_once(dash));
    parted.is_some_and(|(name, what)| {
        let small = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.' | b'/');
        name.starts_with(|c: char| c.is_ascii_lowercase()) && name.bytes().all(small) && !what.is_empty()
    })
}

/// The lines as items; `starts` says of each but the first whether one begins with it.
pub(super) fn items(tools: Tools<'_>, lines: &[Line<'_>], starts: &dyn Fn(usize) -> bool) -> Vec<Item> {
    let mut items = Vec::new();
    let mut start = 0;
    for i in 1..=lines.len() {
        if i == lines.len() || starts(i) {
            items.push(Item { text: join(&lines[start..i], 0, tools.words), ..Item::default() });
            start = i;
        }
    }
    items
}

/// The lines as a list without numbers, of such items.
pub(super) fn listed(tools: Tools<'_>, lines: &[Line<'_>], starts: &dyn Fn(usize) -> bool) -> Block {
    let kind = BlockKind::List { ordered: false, items: items(tools, lines, starts) };
    Block { kind, span: lines[0].span.to(lines[lines.len() - 1].span), role: Role::default() }
}

/// Whether lines, three at least, begin with a date each and say behind a dash what was then: «1918 — реформа».
pub(super) fn are_dated(page: &Page, lines: &[Line<'_>]) -> bool {
    const SHORTEST: usize = 3;
    let near = &lines[..lines.len().min(NEAR)];
    let goes_on = |i: usize| i > 0 && page.is_full(&near[i - 1], &near[i]) && near[i].starts_lower();
    let dated: Vec<bool> = near.iter().map(|line| is_dated(line.text)).collect();
    dated.iter().filter(|dated| **dated).count() >= SHORTEST && (0..near.len()).all(|i| dated[i] || goes_on(i))
}

/// Whether a text begins with a date and a dash: «1708–1710 — …», «XI в. до н. э. — …».
pub(super) fn is_dated(text: &str) -> bool {
    const WORDS: usize = 7;
    let Some((date, what)) = [" — ", " – ", " - "].iter().find_map(|dash| text.split_once(dash)) else {
        return false;
    };
    let figures = |word: &str| {
        let word = word.trim_end_matches([',', '.']);
        let roman = !word.is_empty() && word.chars().all(|c| "IVXLCM-–—".contains(c));
        roman || word.starts_with(|c: char| c.is_ascii_digit())
    };
    // What is counted has its figure last: «мука ржаная 300 — …».
    let leads = date.split_whitespace().take(2).any(figures);
    leads && (1..=WORDS).contains(&date.split_whitespace().count()) && what.contains(words::is_alphabetic)
}

/// Whether lines, two at least, are a few words in small letters each: what somebody jotted down below a title.
fn are_few_words(page: &Page, lines: &[Line<'_>]) -> bool {
    const WORDS: usize = 4;
    let item = |line: &Line<'_>| {
        let plain = line.text.ends_with(words::is_alphanumeric) && line.text.chars().all(|c| !",:;=/".contains(c));
        line.starts_lower() && plain && line.words() <= WORDS && !amounts::opens(line.text)
    };
    page.width.is_none() && lines.len() > 1 && lines.iter().take(NEAR).all(item)
}

/// Whether lines in small letters, three at least, end far from the page's edge: nobody wrapped them. Where no page has
/// one, some of them say how much. What begins with a preposition goes on with the line before it.
pub(super) fn are_ragged(page: &Page, lines: &[Line<'_>]) -> bool {
    const SHORTEST: usize = 3;
    let item = |line: &Line<'_>| {
        let whole = !line.text.ends_with(['.', ',', ':', ';', '!', '?', '…', '-']) && !amounts::opens(line.text);
        line.starts_lower() && whole && line.words() <= 10
    };
    let told = page.width.is_some() || amounts::jotted(page, lines) == lines.len();
    told && lines.len() >= SHORTEST
        && lines.iter().take(NEAR).all(item)
        && lines[..lines.len().min(NEAR)].windows(2).all(|pair| !page.is_full(&pair[0], &pair[1]))
}

/// Whether a text ends with a number and how it is counted, cut short: "Let it dry 1 1/2 hrs."
fn ends_with_time(text: &str) -> bool {
    const LONGEST: usize = 4;
    let unit = text.strip_suffix('.').and_then(|text| text.rsplit_once(' '));
    unit.is_some_and(|(before, unit)| {
        unit.chars().count() <= LONGEST
            && unit.chars().all(char::is_lowercase)
            && before.ends_with(|c: char| c.is_ascii_digit() || "½¼¾".contains(c))
    })
}

/// How many of the lines of an item are its own text, without what stands below it.
pub(super) fn own_lines(page: &Page, lines: &[Line<'_>], ordered: bool, last: bool) -> usize {
    let head_ends = lines[0].text.ends_with(':');
    let attribute = |i: usize| {
        let rest = &lines[i..];
        is_attribute(&lines[i])
            && (lines[i - 1].ends_sentence() || !page.is_full(&lines[i - 1], &lines[i]))
            && (head_ends
                || labelled_lines(page, rest) >= 2
                || !page.is_full(&lines[i - 1], &lines[i]) && page.width.is_none())
    };
    let goes_on = |i: usize| {
        let (before, line) = (&lines[i - 1], &lines[i]);
        if page.width.is_none() {
            let hanging = line.starts_lower() && !before.ends_sentence() && line.indent > lines[0].indent;
            let joined = line.said == Said::Joined;
            // A sentence goes on right below the words of the item, whatever it goes on with.
            let column =
                lines[0].indent + marker(&lines[0]).map_or(0, |marker| lines[0].text[..marker.len].chars().count());
            let below = column > lines[0].indent && line.indent == column && line.gap == 0 && marker(line).is_none();
            let open = before.text.ends_with(words::is_alphanumeric) || ends_with_time(before.text);
            let below = below && open && lines[0].words() > LABEL_WORDS;
            return joined
                || hanging
                || below && !is_attribute(line)
                || line.gap == 0 && page::is_one_sentence(before, line);
        }
        let hanging = line.indent > lines[0].indent && !before.ends_sentence();
        // A line at the margin that is longer than one far from the page's edge was never part of it.
        let width = page.width.unwrap_or_default();
        let short = (before.indent + before.len + 1 + line.first_word()) * 3 < width * 2;
        let far = short && line.len > before.len && line.indent == 0 && i == 1;
        let ended = before.text.ends_with(['.', '!', '?', ':']);
        page.is_full(before, line)
            || line.starts_lower() && !(ended || far || is_small_label(line))
            || hanging && !is_attribute(line)
    };
    // Behind the last of several items of one sentence each a sentence on a line of its own is none of its words.
    let ends = |i: usize| {
        let (before, line) = (&lines[i - 1], &lines[i]);
        let fits = before.indent + before.len + line.first_word() < page.width.unwrap_or(usize::MAX);
        last && fits
            && before.text.ends_with(['.', '!', '?'])
            && line.text.starts_with(char::is_uppercase)
            && line.indent <= lines[0].indent
    };
    let apart = |i: usize| {
        let parted = || lines[i - 1].ends_sentence() && warns(lines[i].text);
        lines[i].said == Said::Nothing && (is_marked_own(lines[i].text) || parted())
    };
    let colon = |i: usize| lines[i - 1].text.ends_with(':') && ordered;
    (1..lines.len()).find(|&i| attribute(i) || !goes_on(i) || colon(i) || ends(i) || apart(i)).unwrap_or(lines.len())
}

#[cfg(test)]
mod tests {
    use crate::{
        notes::{self, BlockKind, Role},
        text::Source,
    };

    /// How many items the lists of a text have.
    fn items(text: &str) -> Vec<usize> {
        let note = notes::parse(&Source::new("a.txt", text));
        let blocks = note.sections.into_iter().flat_map(|section| section.blocks);
        let list = |kind| match kind {
            BlockKind::List { items, .. } => Some(items.len()),
            _ => None,
        };
        blocks.filter_map(|block| list(block.kind)).collect()
    }

    const WIDE: &str = "Ульи ставят летком на юг и красят в разные цвета, чтобы пчёлы не\n\
        путали их и возвращались к себе, а не к соседям, где их не ждут и\nгде мёда и без них хватает.\n\n";

    #[test]
    fn what_is_set_in_below_a_colon_is_a_list_however_short() {
        let hive = |item: &str, behind: &str| {
            format!(
                "{WIDE}Поставить в улей:\n      {item}\n{behind}\nи оставить до весны, пока не зацветёт ива, а потом \
                 открыть и посмотреть.\n"
            )
        };
        let close = "Закрыть крышку, обернуть всё сухим сеном и старым одеялом, потом обвязать";
        assert_eq!(items(&hive("одну рамку", close)), [1]);
        assert_eq!(items(&hive("12 рамок с мёдом\n      крышу", close)), [2]);
        assert_eq!(items(&hive("12 рамок с мёдом и\n         пергой", close)), [1]);
        // A sentence that goes on at the margin is none.
        assert!(
            items(&hive(
                "Пчёлы спят в нём всю зиму, сбившись в клуб, а мороз",
                "стоит такой, что и сено не спасает, и одеяло не спасает,"
            ))
            .is_empty()
        );
        assert_eq!(items(&format!("{WIDE}Поставить в улей:\n      2 кружки воды,\n         тёплой\n")), [1]);
    }

    #[test]
    fn amounts_are_not_the_rest_of_a_jotted_title() {
        let title = |below: &str| {
            let saw = "Hand Saws\n\nA saw is filed from both sides, and every second tooth is bent outwards before that.\n\n\
                It is oiled when it is put away.\n\n";
            let text = format!("{saw}hide glue\n{below}\nalso good for guitars. not for boats (tried, came off)\n");
            let note = notes::parse(&Source::new("a.txt", text));
            note.sections.into_iter().next_back().map(|section| section.title.text).unwrap_or_default()
        };
        assert_eq!(title("pearl glue 1 part, dry"), "hide glue");
        assert_ne!(title("for the belly"), "hide glue");
        assert_ne!(title("or 2 other glues?"), "hide glue");
    }

    #[test]
    fn commands_with_what_they_do_are_items() {
        let git = "Команды git\n\nВсе они вызываются из корня репозитория, и ни одна из них ничего не меняет на\nсервере.\n\n\
            git log --oneline — история, по строке на каждую запись в ней\n\
            git stash pop — вернуть отложенное (если не забыл про него!)\n\
            git bisect start — поиск записи, в которой сломалось (долго)\n";
        assert_eq!(items(git), [3]);
        let tar = "Archives\n\ntar -tf a.tar — list what is inside\ntar -xf a.tar — take it out\n";
        assert_eq!(items(tar), [2]);
        let names = "Файлы\n\nВот они.\n\nls — список файлов\ncd — перейти в каталог\npwd — где я сейчас\n";
        assert_eq!(items(names), [3]);
        let prose = "Архивы\n\nАрхив собирают одной командой, а распаковывают другой, и для этого служит\n\
            tar -xf a.tar — она кладёт всё в текущий каталог, ничего не спрашивая, так что\nчитайте внимательно.\n";
        assert!(items(prose).is_empty(), "{:?}", items(prose));
    }

    #[test]
    fn dates_are_items() {
        let dates = "XI в. — борти\nок. 1650 г. — первые ульи\n1814 — рамочный улей\n1865 — медогонка\n";
        assert_eq!(items(&format!("{WIDE}Хронология\n{dates}")), [4]);
        assert!(
            items(&format!("{WIDE}В 1814 году — не раньше — появился улей, а\nза ним и всё, что нужно.\n")).is_empty()
        );
    }

    #[test]
    fn short_lines_in_small_letters_are_items() {
        let list = "рамки старые (до 1.11)\nвощина, взять у соседа\nпроволока\n";
        assert_eq!(items(&format!("{WIDE}что купить\n{list}")), [3]);
        assert!(items(&format!("{WIDE}{WIDE}")).is_empty());
    }

    #[test]
    fn one_amount_behind_a_blank_line_is_an_item() {
        let jam = "Компот\n\nвишня — 500 г\nсахар — 150 г\n\nмята — 5 листьев\n\n1. Сварить.\n2. Остудить.\n";
        assert_eq!(items(jam), [3, 2]);
        let tea = "Iced tea\n\nlemon juice, 50 ml\nsugar, 20 g\n\nblack tea, 3 tsp\n\nSteep the tea for a while and let it cool down.\n";
        assert_eq!(items(tea), [3]);
        // Another list of several, or another shape, is none of the first.
        assert_eq!(items("Пирог\n\nмука — 300 г\nмасло — 150 г\n\nвишня — 500 г\nсахар — 90 г\n"), [2, 2]);
        assert_eq!(items("Компот\n\nвишня — 500 г\nсахар — 150 г\n\nВарить — 20 мин\n")[0], 2);
    }

    #[test]
    fn two_amounts_stand_apart() {
        let bread = "Bread\n\nServes 6\n\n500 g flour\n1 tsp salt\n\nMix them and bake the loaf in a hot oven.\n";
        assert_eq!(items(bread), [2]);
    }

    #[test]
    fn what_stands_at_the_margin_below_a_short_item_is_none_of_its_words() {
        let wide = "Доски пилят вдоль волокон, а потом их шлифуют, пока они не станут\nгладкими, и только тогда красят их \
            в два слоя, а между слоями\nдают краске высохнуть.\n\n";
        let item = "- доски по вкусу\nдоски должны быть сухими, если мокрые, то высушить их\n";
        let note = notes::parse(&Source::new("a.txt", format!("{wide}{wide}{item}")));
        let last = note.sections[0].blocks.last().map(|block| &block.kind);
        assert!(matches!(last, Some(BlockKind::Paragraph { .. })), "{last:?}");
    }

    #[test]
    fn what_commands_do_is_a_list_below_its_title() {
        let pump = "Насос стоит в подвале, и качает он воду из колодца на огород.\n\nПолезные команды\npump start — включить \
            насос\npump log -f north — читать журнал в реальном времени\npump stop — выключить насос, вода останется в \
            баке\npump stop -v — выключить его и слить воду\n\nВоды много.\n";
        let note = notes::parse(&Source::new("a.txt", pump));
        assert_eq!(note.sections.last().map(|section| section.title.text.as_str()), Some("Полезные команды"));
        assert_eq!(items(pump), [4]);
    }

    #[test]
    fn somebody_names_his_own_list_in_small_letters() {
        let titles = |text: &str| {
            let note = notes::parse(&Source::new("a.txt", text));
            note.sections.into_iter().map(|section| (section.title.text, section.role)).collect::<Vec<_>>()
        };
        let page = "Морилка дубовая\n\nСостав\nкора дуба — 500 г\nвода — 2 л\n\nПриготовление\n1. Залейте кору водой.\n\
            2. Варите её два часа.\n\nМорилка хранится год.\n\n";
        let (own, list) = ("дедова мастика (для пола)", "воск пчелиный\nскипидар 1 л\nканифоль горсть");
        let steps = "воск растопить на бане\nснять с огня и лить скипидар\nмешать пока не остынет";
        let found = titles(&format!("{page}{own}\n{list}\n\n{steps}\n"));
        assert_eq!(found.last(), Some(&(own.to_owned(), Role::Own)));
        for other in [
            // Nothing says how it is done, or a sentence does.
            format!("{page}{own}\n{list}\n"),
            format!("{page}{own}\n{list}\n\nВоск растопите на бане.\n"),
            // The first of the list.
            format!("{page}масло\n{list}\n\n{steps}\n"),
            format!("{page}масло льняное 2 л\n{list}\n\n{steps}\n"),
            format!("{page}Мастика\n{own}\n{list}\n\n{steps}\n"),
        ] {
            assert!(titles(&other).iter().all(|(title, _)| !title.starts_with(char::is_lowercase)), "{other}");
        }
    }

    #[test]
    fn a_step_goes_on_below_its_words() {
        let steps = |second: &str| {
            let text = format!("1. Soak the oakum.\n2. Melt tar, wax, resin and tallow. Add\n   {second}\n3. Caulk.\n");
            let note = notes::parse(&Source::new("a.txt", text));
            let blocks = note.sections.into_iter().flat_map(|section| section.blocks);
            let items = blocks.filter_map(|block| match block.kind {
                BlockKind::List { items, .. } => Some(items),
                _ => None,
            });
            items.flatten().map(|item| item.text.text).nth(1)
        };
        let whole = "Melt tar, wax, resin and tallow. Add 2 cups of oil, stir well.";
        assert_eq!(steps("2 cups of oil, stir well.").as_deref(), Some(whole));
        let timed = "1. Soak it.\n2. Leave the boat in the sun for 1 1/2 hrs.\n   Turn her over.\n3. Caulk.\n";
        assert_eq!(items(timed), [3]);
        let note = notes::parse(&Source::new("a.txt", timed));
        assert!(note.sections.iter().all(|section| section.blocks.iter().all(|block| match &block.kind {
            BlockKind::List { items, .. } => items.iter().all(|item| item.blocks.is_empty()),
            _ => false,
        })));
        assert_eq!(steps("Note: oil smokes.").as_deref(), Some("Melt tar, wax, resin and tallow. Add"));
    }

    #[test]
    fn abbreviated_measures_are_amounts() {
        let note = notes::parse(&Source::new(
            "a.txt",
            "Deck Oil (Old Nils)\n\n20-25 sm. corks\nlinseed, resin, 1 lump wax per qt.\n1 qt. turpentine\n3 qts. oil\n\nBoil it.\n",
        ));
        let items = |block: &notes::Block| match &block.kind {
            BlockKind::List { items, .. } => items.len(),
            _ => 0,
        };
        assert_eq!(note.sections[0].blocks.first().map(items), Some(4), "{:?}", note.sections);
    }
}
