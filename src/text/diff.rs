//! What differs between two lists, and between the lines of two texts.
//!
//! `similar` chooses among five algorithms as it runs, so that each kind of list would bring all five into the program; here
//! it is Myers' alone (Eugene W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1, 1986).

use std::{fmt::Write, hash::Hash};

use similar::{
    DiffOp, DiffTag,
    algorithms::{Capture, Compact, Replace, myers},
    group_diff_ops,
};

/// So many equal lines are shown around a change.
const AROUND: usize = 3;

/// The steps that make the new list out of the old one, what is equal included.
pub fn ops<T: Eq + Hash>(old: &[T], new: &[T]) -> Vec<DiffOp> {
    let mut found = Compact::new(Replace::new(Capture::new()), old, new);
    // What is captured in memory cannot fail: the error is `Infallible`.
    let Ok(()) = myers::diff(&mut found, old, 0..old.len(), new, 0..new.len());
    found.into_inner().into_inner().into_ops()
}

/// How many items are equal.
pub fn equal(ops: &[DiffOp]) -> usize {
    ops.iter().filter(|op| op.tag() == DiffTag::Equal).map(|op| op.old_range().len()).sum()
}

/// The difference of two texts in the unified format, empty where there is none:
/// <https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html>.
pub fn unified(name: &str, old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let mut out = String::new();
    for hunk in group_diff_ops(ops(&old, &new), AROUND) {
        let [Some(first), Some(last)] = [hunk.first(), hunk.last()] else { continue };
        if out.is_empty() {
            let _ = writeln!(out, "--- {name}\n+++ {name}");
        }
        let before = place(first.old_range().start, last.old_range().end);
        let after = place(first.new_range().start, last.new_range().end);
        let _ = writeln!(out, "@@ -{before} +{after} @@");
        for op in &hunk {
            let mut lines = |sign: char, lines: &[&str]| {
                for line in lines {
                    let end = if line.ends_with('\n') { "" } else { "\n\\ No newline at end of file\n" };
                    let _ = write!(out, "{sign}{line}{end}");
                }
            };
            match op.tag() {
                DiffTag::Equal => lines(' ', &old[op.old_range()]),
                _ => {
                    lines('-', &old[op.old_range()]);
                    lines('+', &new[op.new_range()]);
                }
            }
        }
    }
    out
}

/// Lines as a hunk names them: the first and how many; of none the one before, of one no number.
fn place(start: usize, end: usize) -> String {
    match end - start {
        0 => format!("{start},0"),
        1 => (start + 1).to_string(),
        count => format!("{},{count}", start + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_lead_from_one_list_to_the_other() {
        let (old, new) = (["мука", "вода", "соль"], ["мука", "молоко", "соль", "сахар"]);
        let steps = ops(&old, &new);
        let made: Vec<&str> = steps.iter().flat_map(|op| new[op.new_range()].iter().copied()).collect();
        assert_eq!((made.as_slice(), equal(&steps)), (&new[..], 2));
        assert_eq!(equal(&ops::<char>(&[], &['a'])), 0);
    }

    #[test]
    fn a_difference_is_shown_as_patches_are() {
        let old: String = (1..=12).map(|n| format!("строка {n}\n")).collect();
        let new = old.replace("строка 2\n", "").replace("строка 12\n", "конец");
        insta::assert_snapshot!(unified("a.yaml", &old, &new), @r"
        --- a.yaml
        +++ a.yaml
        @@ -1,5 +1,4 @@
         строка 1
        -строка 2
         строка 3
         строка 4
         строка 5
        @@ -9,4 +8,4 @@
         строка 9
         строка 10
         строка 11
        -строка 12
        +конец
        \ No newline at end of file
        ");
        assert_eq!(unified("a", &old, &old), "");
        assert_eq!(unified("a", "", "x\n"), "--- a\n+++ a\n@@ -0,0 +1 @@\n+x\n");
    }
}
