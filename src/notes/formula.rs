//! Formulas in a paste: lines of their own, and blocks between `$$` or `\[` and `\]`, which keep their lines.

use std::ops::Range;

use super::lines::{Line, Said};
use crate::text::words;

/// Signs of which one stands alone in a formula.
const SIGNS: &str = "= ≈ ≠ ≤ ≥ ± ∈ ≡ ∝ := < >";
/// The longest formula, in characters.
const LONGEST: usize = 80;
/// A word of more letters is no name of a quantity.
const NAME: usize = 3;
/// The longest block, in lines.
const LONGEST_BLOCK: usize = 60;

/// Whether a line is nothing but a formula: «SE = s / √n», "w + r > n".
pub fn is_line(line: &Line<'_>) -> bool {
    line.said == Said::Nothing && is_formula(line.text)
}

/// Whether a text is nothing but a formula.
pub fn is_formula(text: &str) -> bool {
    let text = text.trim_end_matches([',', '.', ';']);
    if text.chars().nth(LONGEST).is_some() || text.contains(['`', '"', '\t', '{', '«', ':']) {
        return false;
    }
    let mut sign = None;
    for word in text.split_whitespace() {
        sign = sign.or(SIGNS.split(' ').find(|sign| *sign == word));
    }
    let letters = |run: &&str| run.chars().filter(|&c| words::is_alphabetic(c)).count() > NAME;
    let long = text.split(|c: char| !words::is_alphabetic(c)).filter(letters).count();
    // What is sent to a file has such a sign as well, and nothing else of a formula.
    let bare = matches!(sign, Some("<" | ">"));
    sign.is_some() && long <= usize::from(!bare) && !(bare && text.contains('-'))
}

/// The blocks of formulas, each with the lines of its signs.
pub fn blocks(lines: &[Line<'_>], fenced: &[bool]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let end = closing(lines[at].text).filter(|_| lines[at].said == Said::Nothing && !fenced[at]).and_then(|sign| {
            let near = lines.iter().enumerate().skip(at + 1).take(LONGEST_BLOCK);
            near.take_while(|(_, line)| line.said == Said::Nothing).find(|(_, line)| line.text == sign)
        });
        match end {
            // Nothing between the signs is no formula.
            Some((end, _)) if end > at + 1 => {
                out.push(at..end + 1);
                at = end + 1;
            }
            _ => at += 1,
        }
    }
    out
}

/// The sign that ends the block which a line opens.
fn closing(text: &str) -> Option<&'static str> {
    match text {
        "$$" => Some("$$"),
        r"\[" => Some(r"\]"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notes, notes::BlockKind, text::Source};

    #[test]
    fn a_formula_is_told_from_words() {
        for text in ["S = πr²", "= 10 / √100", "w + r > n", "x̄ ± z · s / √n,", "v = 20 км / 2 ч"] {
            assert!(is_formula(text), "{text}");
        }
        for text in
            ["Круг", "alias ll='ls -l'", "ls -l > list", "PATH=/bin", "echo done > log", "Скорость = путь / время"]
        {
            assert!(!is_formula(text), "{text}");
        }
    }

    #[test]
    fn a_block_between_signs_keeps_its_lines() {
        let code = |text: &str| {
            let note = notes::parse(&Source::new("a.txt", text));
            let blocks = note.sections.into_iter().flat_map(|section| section.blocks);
            let code = |kind| match kind {
                BlockKind::Code { lang, text } => Some((lang, text.text)),
                _ => None,
            };
            blocks.filter_map(|block| code(block.kind)).collect::<Vec<_>>()
        };
        let latex = |text: &str| vec![(Some("latex".to_owned()), text.to_owned())];
        let block = "$$\nv = \\frac{s}\n         {t}\n$$";
        assert_eq!(code(&format!("Скорость\n\nСчитают так:\n\n{block}\n\nЭто всё.\n")), latex(block));
        assert_eq!(code("So:\n\n\\[\na = b\n\\]\n"), latex("\\[\na = b\n\\]"));
        assert_eq!(code("Цена\n\n$$\n\nПотом\n"), []);
    }

    #[test]
    fn lines_of_formulas_are_no_items() {
        let note = notes::parse(&Source::new("a.txt", "Круг\nS = πr²\nL = 2πr\nd = 2r\n\nШар\nV = 4/3 πr³\n"));
        let titles: Vec<_> = note.sections.iter().map(|section| section.title.text.as_str()).collect();
        assert_eq!(titles, ["Круг", "Шар"]);
        assert_eq!(note.sections[0].blocks.len(), 3);
    }
}
