//! Tables of a paste: a web page copies their cells parted by tabs, a Markdown table may have kept its bars, a page or a
//! terminal sets them in columns.

use std::ops::Range;

use super::{
    amounts,
    join::clean,
    lines::{Line, Said},
    list::marker,
    model::{Align, BlockKind, Item, Text},
    page,
};
use crate::text::{Span, words};

/// The table that the lines are, if they are one: at least two lines of as many cells. Amounts in columns are a list.
pub fn read(lines: &[Line<'_>]) -> Option<BlockKind> {
    let sign = match lines.first()?.text {
        text if text.contains('\t') => '\t',
        text if is_framed(text) || are_bars(lines) => '|',
        _ => return columns(lines),
    };
    let mut rows: Vec<Vec<Text>> =
        lines.iter().filter(|line| !is_rule(line.text)).map(|line| cells(line, sign)).collect();
    // A tab before the head leaves its first cell empty: it names what all rows are.
    let corner = sign == '\t' && lines[0].indent > 3 && lines.iter().skip(1).all(|line| line.indent == 0);
    if let Some((head, below)) = rows.split_first_mut()
        && corner
        && below.iter().all(|row| row.len() == head.len() + 1)
    {
        head.insert(0, Text::plain("", Span::new(lines[0].span.start, lines[0].span.start)));
    }
    let width = rows.first()?.len();
    let rule = lines.get(1).filter(|line| sign == '|' && is_rule(line.text));
    // One column is a table where a rule stands below its head.
    let single = width == 1 && rule.is_some() && lines.iter().all(|line| is_framed(line.text));
    let widths = if single { 1..=1 } else { 2..=width };
    let good = rows.len() > 1 && rows.iter().all(|row| widths.contains(&row.len()));
    if good && sign == '\t' && is_timetable(&rows) {
        rows.insert(0, vec![Text::plain("", Span::new(lines[0].span.start, lines[0].span.start)); width]);
    }
    let mut rows = rows.into_iter();
    let columns = rule.map(|line| Align::columns(cells(line, sign).iter().map(|cell| Align::of(&cell.text))));
    good.then_some(BlockKind::Table { head: rows.next()?, rows: rows.collect(), columns: columns.unwrap_or_default() })
}

/// What the first cell of a comparison calls what its rows are, in small letters.
const CORNERS: &str = "\
    критерий критерии параметр параметры характеристика характеристики признак признаки свойство свойства показатель \
    показатели аспект feature features criterion criteria parameter parameters property properties aspect \
    characteristic characteristics attribute";

/// A table whose cells a copy has set one below the other: its first cell says what the rows compare, and each row
/// begins with a capital as none of its other cells does.
pub fn flattened(lines: &[Line<'_>]) -> Option<BlockKind> {
    const MOST_COLUMNS: usize = 5;
    const LONGEST_CELL: usize = 60;
    /// A head and two rows.
    const FEWEST_ROWS: usize = 3;
    let corner = words::lowercase(lines.first()?.text);
    if !CORNERS.split(' ').any(|listed| listed == corner) {
        return None;
    }
    let capital = |line: &Line<'_>| line.text.starts_with(char::is_uppercase);
    let cell = |line: &Line<'_>| {
        let sentence = line.text.ends_with(['.', ':', ',', ';', '?']);
        line.len <= LONGEST_CELL && line.said == Said::Nothing && !sentence && marker(line).is_none()
    };
    if !lines.iter().all(cell) {
        return None;
    }
    // The head ends before the first row, and with the first cell in small letters the first row has begun.
    let small = lines.iter().position(|line| !capital(line))?;
    let width = small.checked_sub(1).filter(|width| (2..=MOST_COLUMNS).contains(width))?;
    let rows = lines.len() / width;
    let whole = rows >= FEWEST_ROWS && rows * width == lines.len();
    let begins = |(at, line): (usize, &Line<'_>)| capital(line) == (at < width || at % width == 0);
    if !whole || !lines.iter().enumerate().all(begins) {
        return None;
    }
    let text = |line: &Line<'_>| Text::plain(clean(line.text), line.span);
    let mut rows = lines.chunks(width).map(|row| row.iter().map(text).collect::<Vec<_>>());
    Some(BlockKind::Table { head: rows.next()?, rows: rows.collect(), columns: Box::default() })
}

/// Whether a column has a time or a date in each row, the first as well: no row heads the others.
fn is_timetable(rows: &[Vec<Text>]) -> bool {
    let shape = |row: &Vec<Text>, at: usize| row.get(at).map(|cell| page::shape(&cell.text));
    let timed = |at: usize| {
        let first = shape(&rows[0], at).unwrap_or_default();
        (first.starts_with("#:#") || first.starts_with("#.#"))
            && rows.iter().all(|row| shape(row, at).as_ref() == Some(&first))
    };
    (0..rows[0].len()).any(timed)
}

/// Whether a table in columns stands right below the first of the lines, which names it and has no cells itself.
pub fn is_below_caption(lines: &[Line<'_>]) -> bool {
    let Some((caption, rest)) = lines.split_first() else { return false };
    let named = caption.text.starts_with(char::is_uppercase) && caption.words() > 1 && spaced(caption).len() == 1;
    let margin = rest.first().is_some_and(|head| head.gap == 0 && spaced(head).len() > 1);
    named && margin && matches!(columns(rest), Some(BlockKind::Table { .. }))
}

/// Whether the lines are a table set in columns, or one whose cells bars part.
pub fn is_set(lines: &[Line<'_>]) -> bool {
    let Some(first) = lines.first() else { return false };
    if is_framed(first.text) {
        lines.len() > 1 && read(lines).is_some()
    } else {
        are_bars(lines) || columns(lines).is_some()
    }
}

/// Whether a line has a bar at both ends, as a row of a table that was written down has.
pub fn is_framed(text: &str) -> bool {
    text.len() > 2 && text.starts_with('|') && text.ends_with('|')
}

/// Whether the lines are rows that bars part within, and nothing says so: three at least, or two and a rule between them,
/// of as many cells each. A command may have a bar as well, but not line by line.
fn are_bars(lines: &[Line<'_>]) -> bool {
    const BAR: &str = " | ";
    let bars = |line: &Line<'_>| line.text.matches(BAR).count();
    let [first, next, ..] = lines else { return false };
    let count = bars(first);
    let ruled = is_rule(next.text) && next.text.contains('|');
    count > 0
        && lines.len() > 2
        && lines
            .iter()
            .enumerate()
            .all(|(at, line)| at == 1 && ruled || bars(line) == count && line.gap == 0 || at == 0)
}

/// A cell of a row set in columns: where it begins and ends on its line, in characters and in bytes.
#[derive(Clone, Debug)]
struct Cell {
    columns: Range<usize>,
    bytes: Range<usize>,
}

/// A table, or a list of amounts, set in columns by two blanks or more: at least three rows (two where the first is in
/// capitals) whose cells begin, or end, below those of the first.
fn columns(lines: &[Line<'_>]) -> Option<BlockKind> {
    /// Prose set in two columns has longer lines.
    const LONGEST_CELL: usize = 40;
    const LONGEST_FIRST: usize = 24;
    const MOST_COLUMNS: usize = 100;
    /// A long cell may push the next so far to the right.
    const SHIFT: usize = 1;
    let mut head = spaced(lines.first()?);
    if head.len() > MOST_COLUMNS {
        return None;
    }
    // The first cell of the head may be empty: it names what all rows are.
    if head.len() > 1
        && let Some(margin) = lines.get(1).map(|next| next.indent).filter(|&margin| margin + 2 < lines[0].indent)
    {
        head.insert(0, Cell { columns: margin..margin, bytes: 0..0 });
    }
    // Two rows are a table where the first is set in capitals, as programs set what stands above columns.
    let capitals = head.len() > 2
        && lines[0].text.contains(words::is_alphabetic)
        && !lines[0].text.chars().any(char::is_lowercase);
    if head.len() < 2 || lines.len() < if capitals { 2 } else { 3 } {
        return None;
    }
    let text = |line: &Line<'_>, cell: &Cell| {
        let start = line.span.start;
        Text::plain(clean(&line.text[cell.bytes.clone()]), Span::new(start + cell.bytes.start, start + cell.bytes.end))
    };
    let mut longest_first = 0;
    let mut rows = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let cells = if at == 0 { head.clone() } else { placed(line, &head) };
        longest_first += cells.first().map_or(0, |cell| cell.columns.len());
        let mut row: Vec<Text> = Vec::new();
        for cell in &cells {
            let below = |head: &&Cell| head.columns.start == cell.columns.start || head.columns.end == cell.columns.end;
            let rest = head.get(row.len()..).unwrap_or_default();
            let near = |head: &Cell| head.columns.start.abs_diff(cell.columns.start) <= SHIFT;
            let found = rest.iter().position(|head| below(&head)).or_else(|| rest.iter().position(near));
            let at = row.len() + found.unwrap_or(rest.len());
            if at >= head.len() || cell.columns.len() > LONGEST_CELL {
                return None;
            }
            row.resize_with(at, Text::default);
            row.push(text(line, cell));
        }
        let whole = row.first().is_some_and(|first| at == 0 || !first.text.is_empty()) && cells.len() > 1;
        if !whole || line.gap > 0 && !rows.is_empty() {
            return None;
        }
        rows.push(row);
    }
    if longest_first > LONGEST_FIRST * lines.len() {
        return None;
    }
    // Names and how much of each, from the first line on, are a list: nothing heads them.
    let amount = |row: &Vec<Text>| {
        row.get(1)
            .is_some_and(|cell| cell.text.starts_with(|c: char| c.is_ascii_digit()) || amounts::is_to_taste(&cell.text))
    };
    if head.len() == 2 && rows.iter().all(amount) {
        let item = |line: &Line<'_>| Item { text: Text::plain(clean(line.text), line.span), ..Item::default() };
        return Some(BlockKind::List { ordered: false, items: lines.iter().map(item).collect() });
    }
    let mut rows = rows.into_iter();
    Some(BlockKind::Table { head: rows.next()?, rows: rows.collect(), columns: Box::default() })
}

/// The cells of a line, parted by two blanks or more.
fn spaced(line: &Line<'_>) -> Vec<Cell> {
    let mut out: Vec<Cell> = Vec::new();
    for (column, (at, c)) in line.text.char_indices().enumerate() {
        if c.is_whitespace() {
            continue;
        }
        let column = line.indent + column;
        let (column_end, end) = (column + 1, at + c.len_utf8());
        match out.last_mut().filter(|cell| column < cell.columns.end + 2) {
            Some(cell) => (cell.columns.end, cell.bytes.end) = (column_end, end),
            None => out.push(Cell { columns: column..column_end, bytes: at..end }),
        }
    }
    out
}

/// The cells of a row below a head. Where a cell is so long that a single blank parts it from the next, it is parted where
/// the head says that another begins, if the row then has all cells.
fn placed(line: &Line<'_>, head: &[Cell]) -> Vec<Cell> {
    /// Nothing longer is two cells.
    const LONGEST: usize = 80;
    let cells = spaced(line);
    if cells.len() >= head.len() {
        return cells;
    }
    let mut out = Vec::new();
    for mut cell in cells.iter().cloned() {
        if cell.columns.len() > LONGEST {
            out.push(cell);
            continue;
        }
        for column in head.iter().map(|head| head.columns.start) {
            let within = column > cell.columns.start && column < cell.columns.end;
            let text = line.text.get(cell.bytes.clone()).filter(|_| within).unwrap_or_default();
            let at = text.char_indices().nth(column.saturating_sub(cell.columns.start)).map(|(at, _)| at);
            let Some(at) = at.filter(|&at| within && text[..at].ends_with(' ')) else { continue };
            let begins = cell.bytes.start + at;
            out.push(Cell { columns: cell.columns.start..column - 1, bytes: cell.bytes.start..begins - 1 });
            cell = Cell { columns: column..cell.columns.end, bytes: begins..cell.bytes.end };
        }
        out.push(cell);
    }
    if out.len() == head.len() { out } else { cells }
}

/// The line below the head of a Markdown table.
fn is_rule(line: &str) -> bool {
    line.contains("--") && line.chars().all(|c| "|-: ".contains(c))
}

fn cells(line: &Line<'_>, sign: char) -> Vec<Text> {
    let whole = if sign == '|' { line.text.trim_matches('|') } else { line.text };
    let mut at =
        line.span.start + if sign == '|' { line.text.len() - line.text.trim_start_matches('|').len() } else { 0 };
    let mut out = Vec::new();
    for cell in whole.split(sign) {
        let start = at + (cell.len() - cell.trim_start().len());
        out.push(Text::plain(clean(cell), Span::new(start, start + cell.trim().len())));
        at += cell.len() + 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notes::lines::lines, text::Source};

    fn table(text: &str) -> Option<Vec<Vec<String>>> {
        let source = Source::new("a.txt", text);
        let BlockKind::Table { head, rows, .. } = read(&lines(&source, source.whole()))? else { return None };
        let words = |row: Vec<Text>| row.into_iter().map(|cell| cell.text).collect();
        Some(std::iter::once(head).chain(rows).map(words).collect())
    }

    #[test]
    fn a_long_cell_is_one_of_its_row() {
        let long = "она стоит на южной стороне дома, где снег сходит раньше всего, а летом её закрывает от солнца \
            старая яблоня";
        let rows = |text: &str| {
            let note = crate::notes::parse(&Source::new("a.txt", text));
            let blocks = note.sections.into_iter().flat_map(|section| section.blocks);
            let mut tables = blocks.filter_map(|block| match block.kind {
                BlockKind::Table { rows, .. } => Some(rows.len()),
                _ => None,
            });
            tables.next()
        };
        let hives = "Пасека за домом, и ульев на ней три.\n\nУлей\tМесто\nПервый\tу забора\n";
        assert_eq!(rows(&format!("{hives}Второй\t{long}\nТретий\tу пруда\n")), Some(3));
        // Another count of cells is no row.
        assert_eq!(rows(&format!("{hives}Второй\t{long}\tи\nТретий\tу пруда\n")), Some(1));
    }

    #[test]
    fn cells_may_stand_one_below_the_other() {
        let rows = |text: &str| {
            let source = Source::new("a.txt", text);
            let found = flattened(&lines(&source, source.whole()));
            found.map(
                |kind| if let BlockKind::Table { head, rows, .. } = kind { (head.len(), rows.len()) } else { (0, 0) },
            )
        };
        let hives = "Параметр\nЛежак\nСтояк\nРамки\nдвадцать\nдесять\nПеревозка\nтрудная\nлёгкая\n";
        assert_eq!(rows(hives), Some((3, 2)));
        assert_eq!(rows("Feature\nLog hive\nPrice\nlow\nWeight\n40 kg\nFrames\nnone\n"), Some((2, 3)));
        // A cell is missing, nothing says what is compared, or nothing tells where a row begins.
        assert_eq!(rows(&hives.replace("лёгкая\n", "")), None);
        assert_eq!(rows(&hives.replace("Параметр", "Пасека")), None);
        assert_eq!(rows(&hives.replace("двадцать", "Двадцать")), None);
    }

    #[test]
    fn cells_are_parted_by_tabs_or_bars() {
        let expected = Some(vec![vec!["мука".to_owned(), "г".into()], vec!["ржаная".into(), "300".into()]]);
        assert_eq!(table("мука\tг\nржаная\t300\n"), expected);
        assert_eq!(table("| мука | г |\n|---|--:|\n| ржаная | 300 |\n"), expected);
        assert_eq!(table("мука\tг\nи вода\n"), None);
        assert_eq!(table("| мука | г |\n| ржаная | 300 |\n"), expected);
        assert_eq!(table("мука | г\n--- | ---\nржаная | 300\n"), expected);
        let three = expected.map(|rows| [rows, vec![vec!["белая".to_owned(), "".into()]]].concat());
        assert_eq!(table("мука | г\nржаная | 300\nбелая | \n"), None);
        assert_eq!(table("| мука | г |\n| ржаная | 300 |\n| белая | |\n"), three);
        assert_eq!(table("Tea | 2 min\nCoffee | 4 min\nCocoa | 5 min\n").map(|rows| rows.len()), Some(3));
        assert_eq!(table("Serves 8 | Prep 10 min\nCalories 300 | Fat 3 g\n"), None);
        let one = vec![vec!["г".to_owned()], vec!["300".into()], vec!["5".into()]];
        assert_eq!(table("| г |\n|---|\n| 300 |\n| 5 |\n"), Some(one));
        assert_eq!(table("| г |\n| 300 |\n| 5 |\n"), None);
        assert_eq!(table("ls | sort\nps | grep a | wc\nls | wc\n"), None);
    }

    #[test]
    fn a_rule_says_how_columns_are_set() {
        let set = |text: &str| {
            let source = Source::new("a.txt", text);
            match read(&lines(&source, source.whole())) {
                Some(BlockKind::Table { columns, .. }) => columns.to_vec(),
                other => panic!("{other:?}"),
            }
        };
        let rows = |rule: &str| format!("| мука | г |\n{rule}\n| ржаная | 300 |\n");
        assert_eq!(set(&rows("|:---:|--:|")), [Align::Center, Align::Right]);
        assert_eq!(set(&rows("|---|---|")), []);
    }

    #[test]
    fn the_first_cell_of_a_head_may_be_empty() {
        let words = |row: &[&str]| row.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        assert_eq!(
            table("          Лето   Зима\nЗаяц      сер    бел\nБелка     рыжа   сера\n"),
            Some(vec![words(&["", "Лето", "Зима"]), words(&["Заяц", "сер", "бел"]), words(&["Белка", "рыжа", "сера"])])
        );
        assert_eq!(table("      Prices\nOak   30\nElm   25\n"), None);
        assert_eq!(
            table("\tЛето\tЗима\nЗаяц\tсер\tбел\n"),
            Some(vec![words(&["", "Лето", "Зима"]), words(&["Заяц", "сер", "бел"])])
        );
        assert_eq!(table("Лето\tЗима\nЗаяц\tсер\tбел\n"), None);
        // Where the first row has its time as the others have, none heads them.
        let times = table("пн\t10:40\tсад\nвт\t9:00\tлуг\n");
        assert_eq!(times.map(|rows| (rows.len(), rows[0].concat())), Some((3, String::new())));
        assert_eq!(table("День\tЧас\nвт\t9:00\n").map(|rows| rows.len()), Some(2));
    }

    #[test]
    fn a_long_cell_takes_no_other_with_it() {
        let words = |row: &[&str]| row.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        let rows = |long: &str| {
            table(&format!("Камень        Вес, кг   Цвет\nГранит        2600      серый\n{long}\nМел           2000\n"))
                .map(|rows| rows[2].clone())
        };
        let row = words(&["Песчаник рыхл", "2100", "жёлтый"]);
        assert_eq!(rows("Песчаник рыхл 2100      жёлтый"), Some(row.clone()));
        assert_eq!(rows("Песчаник рыхл  2100     жёлтый"), Some(row));
        assert_eq!(rows("Песчаник      2100      жёлтый"), Some(words(&["Песчаник", "2100", "жёлтый"])));
        assert_eq!(rows("Песчаник   2100      жёлтый"), None);
        // Words that stand below the head of another column are none of its cells where another cell is left over.
        assert_eq!(rows("Известняк из карьера"), None);
    }

    #[test]
    fn a_caption_stands_right_above_its_table() {
        let kinds = |text: &str| {
            let note = crate::notes::parse(&Source::new("a.txt", text));
            let blocks = note.sections.into_iter().flat_map(|section| section.blocks);
            blocks.map(|block| matches!(block.kind, BlockKind::Table { .. })).collect::<Vec<_>>()
        };
        let stones = "Stones\n\nThey lie in the field, and nobody wants them.\n\nTable 1. What a cube of stone weighs\n\
            Stone       Weight    Colour\nGranite     2600      grey\nSandstone   2100      yellow\nChalk       \
            2000      white\n\nWet stone weighs more.\n";
        assert_eq!(kinds(stones), [false, false, true, false]);
        let colon = stones.replace("Table 1. What a cube of stone weighs", "Сколько весит куб камня, если он сухой:");
        assert_eq!(kinds(&colon), [false, false, true, false]);
    }

    #[test]
    fn columns_begin_below_each_other() {
        let words = |row: &[&str]| row.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        assert_eq!(
            table("Дерево     Высота   Возраст\nДуб            30       800\nОльха старая   25\n"),
            Some(vec![
                words(&["Дерево", "Высота", "Возраст"]),
                words(&["Дуб", "30", "800"]),
                words(&["Ольха старая", "25"])
            ])
        );
        assert_eq!(
            table("NAME   PORTS   STATUS\nweb    80      Up\ndb             Exited\n"),
            Some(vec![words(&["NAME", "PORTS", "STATUS"]), words(&["web", "80", "Up"]), words(&["db", "", "Exited"])])
        );
        // Two rows are one below capitals, as programs print them.
        assert_eq!(
            table("NAME   PORTS   STATUS\nweb    80      Up\n"),
            Some(vec![words(&["NAME", "PORTS", "STATUS"]), words(&["web", "80", "Up"])])
        );
        assert_eq!(table("Name   Ports   Status\nweb    80      Up\n"), None);
        assert_eq!(table("oak    30\nelm    25\n"), None);
        let source = Source::new("a.txt", "мука     300 г\nвода     200 мл\nсоль     5 г\n");
        let Some(BlockKind::List { items, .. }) = read(&lines(&source, source.whole())) else { panic!("a list") };
        assert_eq!(
            items.iter().map(|item| item.text.text.as_str()).collect::<Vec<_>>(),
            ["мука 300 г", "вода 200 мл", "соль 5 г"]
        );
        assert_eq!(table("One.  Two.\nThree words.  Four.\nFive.  Six.\n"), None);
        let left = "в старину хлеб пекли на закваске";
        assert_eq!(table(&format!("{left}   и муку\n{left}   мололи\n{left}   долго\n")), None);
    }
}
