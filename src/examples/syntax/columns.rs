//! Columns of lines: which of several lines of one level stands where it should not.

use super::Stop;

impl Stop<'_> {
    /// How far right the content of a line stands.
    pub(super) fn indent(&self, line: usize) -> usize {
        self.column(self.content(line).start)
    }

    pub(super) fn column(&self, at: usize) -> usize {
        at - self.source.line_span(self.source.line(at)).map_or(at, |line| line.start)
    }

    pub(super) fn is_content(&self, line: usize) -> bool {
        let text = self.text(line).trim();
        !text.is_empty() && !text.starts_with('#')
    }

    /// Where lines of one level begin in different columns, the one that is not two columns right of what it belongs to.
    pub(super) fn misplaced(&self) -> Option<usize> {
        let stop = self.indent(self.line);
        // The lines above that stand as far right or further, up to the one they belong to.
        let mut first = None;
        let mut parent = None;
        for line in self.back().skip(1).filter(|&line| self.is_content(line)) {
            if self.text(line).starts_with("---") {
                break;
            }
            if self.indent(line) < stop {
                parent = Some(line);
                break;
            }
            if first.is_none_or(|first| self.indent(line) <= self.indent(first)) || self.is_item(line) {
                first = Some(line);
            }
        }
        if let Some(parent) = parent.filter(|&line| self.is_astray(line, stop)) {
            return Some(parent);
        }
        let first = first?;
        // `- name:` pushed to the right, as far as the keys that go on below it.
        let pushed = self.is_item(first) && self.indent(first) == stop && stop >= 2 && self.fits(parent, stop - 2);
        let deeper = self.indent(first) > stop && self.fits(parent, stop) && !self.fits(parent, self.indent(first));
        (deeper || pushed).then_some(first)
    }

    /// Whether the line above stands where nothing puts it, and `stop` is where it would have its neighbours.
    fn is_astray(&self, line: usize, stop: usize) -> bool {
        let indent = self.indent(line);
        let above = self
            .back()
            .skip_while(|&other| other >= line)
            .find(|&other| self.is_content(other) && self.indent(other) < indent);
        if self.is_item(line) {
            let base = above.map_or(0, |above| self.indent(above));
            indent + 1 == stop && (base + 2 == stop || base + 4 == stop)
        } else {
            !self.fits(above, indent) && self.fits(above, stop)
        }
    }

    fn is_item(&self, line: usize) -> bool {
        self.text(line).trim_start().starts_with("- ")
    }

    /// Whether what belongs to a line may stand in that column: two further right, behind the dash of an item.
    fn fits(&self, parent: Option<usize>, indent: usize) -> bool {
        match parent {
            None => indent == 0,
            Some(line) if self.is_item(line) => {
                let behind = self.indent(line) + 2;
                indent == behind || (indent == behind + 2 && self.text(line).trim_end().ends_with(':'))
            }
            Some(line) => indent == self.indent(line) + 2,
        }
    }
}
