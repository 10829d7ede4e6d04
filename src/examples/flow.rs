//! Brackets that close further left than YAML allows and kubectl accepts (`]` below its key).
//!
//! The parser is strict about the column of every line inside brackets; the decoder of Kubernetes is not. In come the
//! characters of a text and where a bracket opens; afterwards its lines are one line and its comments are blanks, with
//! no character more or less, so that every place stays where it was. Nothing is changed where no bracket closes.

/// Makes one line of what the bracket at `open` encloses. Whether anything was changed.
pub(super) fn flatten(chars: &mut [char], open: usize) -> bool {
    let mut blanks = Vec::new();
    let (mut depth, mut quote, mut comment) = (0usize, None, false);
    let mut before = '[';
    let mut at = open;
    while let Some(&c) = chars.get(at) {
        let line_end = matches!(c, '\n' | '\r');
        match quote {
            _ if c == '\n' && chars[at + 1..].starts_with(&['-', '-', '-']) => return false,
            Some('"') if c == '\\' => at += 1,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if comment || line_end => {
                comment = comment && !line_end;
                blanks.push(at);
            }
            None if c == '#' && at > 0 && chars[at - 1].is_whitespace() => {
                comment = true;
                blanks.push(at);
            }
            None if matches!(c, '"' | '\'') && matches!(before, '[' | '{' | ',' | ':') => quote = Some(c),
            None if matches!(c, '[' | '{') => depth += 1,
            None if matches!(c, ']' | '}') => depth = depth.saturating_sub(1),
            None => {}
        }
        if !c.is_whitespace() && !comment {
            before = c;
        }
        if depth == 0 && quote.is_none() {
            blanks.iter().for_each(|&blank| chars[blank] = ' ');
            return !blanks.is_empty();
        }
        at += 1;
    }
    false
}

/// Makes blanks of the tabs behind the colon at the start, and of those behind every further `:`. In a text they mean as
/// much as blanks to what is checked. Whether there were any.
pub(super) fn blanks_behind_colons(chars: &mut [char]) -> bool {
    let (mut behind, mut found) = (false, false);
    for c in chars {
        match *c {
            '\t' if behind => (*c, found) = (' ', true),
            ' ' => {}
            other => behind = other == ':',
        }
    }
    found
}

/// Makes `''` of each `\'` of the text in double quotes at the start: YAML has no such escape, the decoder of Kubernetes
/// has. <https://github.com/kubernetes-sigs/yaml/blob/master/goyaml.v2/scannerc.go> Whether there was one.
pub(super) fn plain_apostrophes(chars: &mut [char]) -> bool {
    let mut found = false;
    let mut at = 1;
    while at + 1 < chars.len() && chars[at] != '"' {
        if chars[at] == '\\' && chars[at + 1] == '\'' {
            chars[at] = '\'';
            found = true;
        }
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_blanks_and_texts_stay() {
        let flat = |text: &str| {
            let mut chars: Vec<char> = text.chars().collect();
            flatten(&mut chars, 3).then(|| chars.into_iter().collect::<String>())
        };
        assert_eq!(
            flat("a: [ # под\n\"x]\n#\", it's\n]\nb: 1\n").as_deref(),
            Some("a: [       \"x]\n#\", it's ]\nb: 1\n")
        );
        assert_eq!(flat("a: [b]\n"), None);
        assert_eq!(flat("a: [\nb\n---\n]\n"), None);
    }
}
