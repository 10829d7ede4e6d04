//! Tables of a paste: a web page copies their cells parted by tabs, a Markdown table may have kept its bars.

use super::{
    join::clean,
    lines::Line,
    model::{BlockKind, Text},
};
use crate::text::Span;

/// The table that the lines are, if they are one: at least two lines of as many cells.
pub fn read(lines: &[Line<'_>]) -> Option<BlockKind> {
    let sign = match lines.first()?.text {
        text if text.contains('\t') => '\t',
        text if text.len() > 2 && text.starts_with('|') && text.ends_with('|') => '|',
        _ => return None,
    };
    let rows: Vec<Vec<Text>> = lines.iter().filter(|line| !is_rule(line.text)).map(|line| cells(line, sign)).collect();
    let width = rows.first()?.len();
    let good = rows.len() > 1 && width > 1 && rows.iter().all(|row| (2..=width).contains(&row.len()));
    let mut rows = rows.into_iter();
    good.then_some(BlockKind::Table { head: rows.next()?, rows: rows.collect() })
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
        let BlockKind::Table { head, rows } = read(&lines(&source, source.whole()))? else { return None };
        let words = |row: Vec<Text>| row.into_iter().map(|cell| cell.text).collect();
        Some(std::iter::once(head).chain(rows).map(words).collect())
    }

    #[test]
    fn cells_are_parted_by_tabs_or_bars() {
        let expected = Some(vec![vec!["мука".to_owned(), "г".into()], vec!["ржаная".into(), "300".into()]]);
        assert_eq!(table("мука\tг\nржаная\t300\n"), expected);
        assert_eq!(table("| мука | г |\n|---|--:|\n| ржаная | 300 |\n"), expected);
        assert_eq!(table("мука\tг\nи вода\n"), None);
    }
}
