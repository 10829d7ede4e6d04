//! Blocks of raw HTML: code with its lines, and no text that runs on.

use std::ops::Range;

use super::{super::code, literal};

/// A block longer than this (bytes) is none.
const LONGEST: usize = 100_000;

/// The stretches of a text that are blocks of HTML, outside fences and lists: a script or a style sheet up to where it
/// closes, and lines between blank ones that all begin with a tag, of which the last closes the first.
pub(super) fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    if !text.contains('<') {
        return out;
    }
    let mut closings = Closings::default();
    let mut at = 0;
    // Whether a block may begin here: behind a blank line, or behind another block.
    let mut fresh = true;
    let mut fence: Option<&str> = None;
    while at < text.len() {
        let line = line_at(text, at);
        let trimmed = line.trim();
        match fence {
            Some(sign) if trimmed.starts_with(sign) && trimmed.trim_start_matches(&sign[..1]).is_empty() => {
                fence = None
            }
            Some(_) => {}
            None => fence = ["```", "~~~"].into_iter().find(|sign| trimmed.starts_with(sign)),
        }
        let open = fence.is_none() && line.starts_with('<');
        let found = if open {
            Some(at).filter(|_| fresh).and_then(|at| tags(text, at)).or_else(|| closings.raw(text, at))
        } else {
            None
        };
        match (found, out.last_mut()) {
            (Some(end), Some(last)) if last.end == at => last.end = end,
            (Some(end), _) => out.push(at..end),
            (None, _) => {}
        }
        fresh = found.is_some() || trimmed.is_empty();
        at = found.unwrap_or(at + line.len());
    }
    // One line loses nothing as text.
    out.retain(|block| text[block.clone()].trim_end().contains('\n'));
    out
}

fn line_at(text: &str, at: usize) -> &str {
    text[at..].split_inclusive('\n').next().unwrap_or_default()
}

/// Where the tags of scripts and the like close next, so that each stretch of a note is looked through once.
#[derive(Default)]
struct Closings(Vec<(&'static str, Option<Closing>)>);

#[derive(Clone, Copy)]
struct Closing {
    at: usize,
    /// What begins behind this goes on up to it: no fence and no heading stands between.
    open: usize,
}

impl Closings {
    /// The end of the line that closes a tag whose content is no text.
    fn raw(&mut self, text: &str, at: usize) -> Option<usize> {
        let close = code::html::closing(line_at(text, at).trim())?;
        let known = self.0.iter().position(|&(name, _)| name == close);
        let index = known.unwrap_or(self.0.len());
        if known.is_none() {
            self.0.push((close, Closing::find(text, at, close)));
        } else if self.0[index].1.is_some_and(|next| next.at < at) {
            self.0[index].1 = Closing::find(text, at, close);
        }
        let next = self.0[index].1.filter(|next| next.at - at <= LONGEST && next.open <= at)?;
        Some(next.at + line_at(text, next.at).len())
    }
}

impl Closing {
    fn find(text: &str, at: usize, close: &str) -> Option<Self> {
        let found = at + text[at..].find(close)?;
        // Prose may begin with the name of a tag.
        let other = ["\n```", "\n#"].iter().filter_map(|sign| text[at..found].rfind(sign)).max();
        Some(Self { at: found, open: other.map_or(at, |other| at + other + 1) })
    }
}

/// The end of lines that all begin with a tag. Those that only fold words away are none.
fn tags(text: &str, at: usize) -> Option<usize> {
    let mut end = at;
    let mut last = "";
    let mut count = 0;
    // What closes the script that is open.
    let mut inside: Option<&str> = None;
    for line in text[at..].split_inclusive('\n').take_while(|line| !line.trim().is_empty()) {
        if inside.is_none() && !line.trim_start().starts_with('<') || end - at > LONGEST {
            return None;
        }
        inside = inside.or_else(|| code::html::closing(line.trim())).filter(|close| !line.contains(close));
        (end, last, count) = (end + line.len(), line.trim(), count + 1);
    }
    let opened = tag_name(line_at(text, at).trim().strip_prefix('<')?);
    let closed = last.strip_prefix("</").map(tag_name)?;
    let folds = opened == "details" && literal::are_visual(&text[at..end]);
    (count > 1 && !folds && !opened.is_empty() && opened == closed && last.ends_with('>')).then_some(end)
}

fn tag_name(text: &str) -> &str {
    text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        blocks(text).into_iter().map(|range| text[range].trim_end()).collect()
    }

    #[test]
    fn scripts_and_lines_of_tags_are_blocks() {
        let script = "<script>\n\n// poll\npoll();\n</script>";
        assert_eq!(found(&format!("A page:\n\n{script}\n\nAfter.\n")), [script]);
        assert_eq!(found(&format!("A page:\n{script}\n")), [script]);
        let both = "<script src=\"a.js\"></script>\n<div id=\"a\">\n  <p>Ждём…</p>\n</div>";
        assert_eq!(found(&format!("{both}\n\nДальше.\n")), [both]);
        let nested = "<div>\n<script>\npoll();\n</script>\n</div>";
        assert_eq!(found(&format!("{nested}\n\nAfter.\n")), [nested]);
    }

    #[test]
    fn text_with_tags_is_text() {
        for text in [
            "<b>bold</b> words\n",
            "<div>\n*words*\n</div>\n",
            "<script>alert(1)</script>\n",
            "<script> is a tag,\n\nand that is all of it.\n",
            "```html\n<script>\n</script>\n```\n",
            "<script> is a tag.\n\n# More\n\nIt ends with </script>.\n",
            "- item\n\n  <script>\n  </script>\n",
            "<details>\n<summary>More</summary>\n\nWords.\n\n</details>\n",
            "<details>\n<summary>More</summary>\n<b>Words.</b>\n</details>\n",
            "<https://example.org>\n<https://example.com>\n",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
