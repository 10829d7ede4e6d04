//! Where the comments of a YAML text are.
//!
//! In comes a text, out come the stretches of its comments, from `#` to the last letter of the line. A `#` in a quoted text,
//! in a block of text, or inside a word is none. What the parser has read tells where texts are; behind the place where
//! it stopped only whole-line comments that cannot be part of a text are told.

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::text::Span;

/// The comments of a text, in order.
pub fn comments(text: &str) -> Vec<Span> {
    let (texts, certain) = texts(text);
    let mut out = Vec::new();
    let mut inside = texts.iter().peekable();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = text[at..].find('#') {
        let hash = at + found;
        at = hash + 1;
        while inside.next_if(|span| span.end <= hash).is_some() {}
        if hash >= certain {
            break;
        }
        if let Some(span) = inside.peek().filter(|span| span.start <= hash) {
            at = span.end.max(at);
            continue;
        }
        if hash > 0 && !matches!(bytes[hash - 1], b' ' | b'\t' | b'\n' | b'\r') && !text[..hash].ends_with('\u{feff}') {
            continue;
        }
        let end = text[hash..].find('\n').map_or(text.len(), |end| hash + end);
        let comment = text[hash..end].trim_end();
        if comment.len() > 1 {
            out.push(Span::new(hash, hash + comment.len()));
        }
        at = end;
    }
    out
}

/// The stretches that are text, and up to where that is certain.
fn texts(text: &str) -> (Vec<Span>, usize) {
    let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |index: usize| offsets.get(index).copied().unwrap_or(text.len());
    let mut out: Vec<Span> = Vec::new();
    let mut parser = Parser::new_from_str(text);
    loop {
        match parser.next_event() {
            Some(Ok((Event::Scalar(_, style, ..), span))) => {
                let (start, end) = (byte(span.start.index()), byte(span.end.index()));
                let span = match style {
                    ScalarStyle::Literal | ScalarStyle::Folded => block(text, start),
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Span::new(start, quoted_end(text, start)),
                    _ => Span::new(start, end.max(start)),
                };
                if span.start < span.end && out.last().is_none_or(|last| last.end <= span.start) {
                    out.push(span);
                }
            }
            Some(Ok(_)) => {}
            // The parser reads ahead: the last thing it told of is certain, what comes behind is not.
            Some(Err(_)) => {
                let certain = out.last().map_or(0, |last| last.end);
                return (out, certain.max(leading_comments(text)));
            }
            None => return (out, text.len()),
        }
    }
}

/// The length of the lines at the start that are blank or comments.
fn leading_comments(text: &str) -> usize {
    let is_comment = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('#');
    text.split_inclusive('\n').take_while(is_comment).map(str::len).sum()
}

/// Where the quoted text ends that begins at `start`: the parser tells where the next thing begins.
fn quoted_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let Some(&quote) = bytes.get(start) else { return start };
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        let doubled = byte == b'\'' && bytes.get(at + 1) == Some(&b'\'');
        if (byte == b'\\' && quote == b'"') || (quote == b'\'' && doubled) {
            at += 2;
        } else if byte == quote {
            return at + 1;
        } else {
            at += 1;
        }
    }
    text.len()
}

/// The column that a block's indentation indicator counts from.
fn parent_column(header: &str) -> usize {
    let mut at = header.len() - header.trim_start_matches(' ').len();
    let mut dash = None;
    while header[at..].starts_with("- ") {
        dash = Some(at);
        at += 2;
        at += header[at..].len() - header[at..].trim_start_matches(' ').len();
    }
    if header[at..].starts_with(['|', '>']) { dash.unwrap_or(0) } else { at }
}

/// The content of a block of text whose header (`|`, `>-`) stands at `start` or on the line before it.
fn block(text: &str, start: usize) -> Span {
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let header_start = if text[line_start..start].contains(['|', '>']) || text[start..].starts_with(['|', '>']) {
        line_start
    } else {
        text[..line_start.saturating_sub(1)].rfind('\n').map_or(0, |at| at + 1)
    };
    let header_end = text[header_start..].find('\n').map_or(text.len(), |at| header_start + at + 1);
    let mut end = header_end;
    let header = text[header_start..header_end].split(" #").next().unwrap_or_default().trim_end();
    let indicator = header.rsplit(['|', '>']).next().unwrap_or_default();
    let digit = indicator.chars().find_map(|c| c.to_digit(10)).map(|digit| digit as usize);
    let explicit = digit.map(|digit| parent_column(header) + digit);
    let mut indent = explicit;
    for line in text[header_end..].split_inclusive('\n') {
        let width = line.len() - line.trim_start_matches(' ').len();
        if !line.trim().is_empty() {
            let own = *indent.get_or_insert(width);
            if width < own {
                break;
            }
        }
        end += line.len();
    }
    let parent = text[header_start..].len() - text[header_start..].trim_start_matches(' ').len();
    // A block without content: the next line belongs to what is around it.
    if explicit.is_none()
        && !header.trim_start().starts_with(['|', '>', '-'])
        && indent.is_some_and(|own| own <= parent)
    {
        return Span::new(header_end, header_end);
    }
    Span::new(header_end, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        comments(text).into_iter().map(|span| text[span.range()].trim_start_matches('#').trim()).collect()
    }

    #[test]
    fn comments_are_told_from_texts() {
        let text = "# первый\na: 1 # второй\nb: \"# нет\" # третий\nc: x#нет\nd: |  # четвёртый\n  # нет\n  текст # нет\n# пятый\ne:\t# шестой\n  - 'it''s # нет'\n  # седьмой\nf: много\n  строк # восьмой\n#\n";
        assert_eq!(found(text), ["первый", "второй", "третий", "четвёртый", "пятый", "шестой", "седьмой", "восьмой"]);
    }

    #[test]
    fn blocks_end_where_indentation_does() {
        assert_eq!(found("a:\n  b: >-\n    text # no\n\n    # no\n  # yes\n  c: 1\n"), ["yes"]);
        assert_eq!(found("- |\n  # no\n- # yes\n  x\n"), ["yes"]);
        assert_eq!(found("a: |2\n    # no\n  # no\n# yes\n"), ["yes"]);
        assert_eq!(found("k: |\n# yes\nl: 1\n"), ["yes"]);
        assert_eq!(found("a: {b: 1, # yes\n  c: 'x # no'}\r\n# also\r\n"), ["yes", "also"]);
    }

    #[test]
    fn text_that_is_not_yaml_gives_what_is_certain() {
        assert_eq!(found("# yes\na: 1 # yes\nb: [1, 2\nc: \"# never\n"), ["yes", "yes"]);
        assert_eq!(found("# first\n\"open # no\n"), ["first"]);
    }

    proptest::proptest! {
        #[test]
        fn comments_stand_behind_a_hash_and_in_order(text in "[ a#:\\n\"'|>\\-\\[\\]{}é]{0,60}") {
            let mut last = 0;
            for span in comments(&text) {
                assert!(last <= span.start && span.start < span.end);
                assert!(text[span.range()].starts_with('#'));
                last = span.end;
            }
        }
    }
}
