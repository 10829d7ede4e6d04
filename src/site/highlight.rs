//! Code coloured at build time: `syntect` names the parts, the style sheet gives them colours.

use std::sync::LazyLock;

use syntect::parsing::{Scope, ScopeStack};

use crate::text::grammar;

/// The class of comments.
const COMMENT: &str = "hl-comment";

/// What the theme colours: a scope of the grammar and its class. The innermost scope that is listed decides; the empty
/// class is for what stays in the colour of the text. Few and short, since every key of a manifest carries one.
const CLASSES: [(&str, &str); 12] = [
    ("comment", COMMENT),
    ("string.unquoted", ""),
    ("string", "hl-string"),
    ("constant", "hl-constant"),
    ("keyword", "hl-keyword"),
    ("storage", "hl-keyword"),
    ("punctuation.definition.comment", COMMENT),
    ("punctuation.definition.string", "hl-string"),
    ("punctuation", "hl-punctuation"),
    ("entity.name", "hl-name"),
    ("variable", "hl-name"),
    ("support", "hl-name"),
];

static SCOPES: LazyLock<Vec<(Scope, &str)>> = LazyLock::new(|| {
    let mut scopes: Vec<(Scope, &str)> =
        CLASSES.iter().filter_map(|(name, class)| Some((Scope::new(name).ok()?, *class))).collect();
    // The longest name first: it says the most.
    scopes.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
    scopes
});

/// The code as HTML with class names, `None` where the language is not known. `comment` says what else to tell of a
/// comment: attributes, with a blank before them.
pub fn highlight(lang: &str, code: &str, comment: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let mut stretches: Vec<(usize, usize, &str)> = Vec::new();
    grammar::parse(lang, code, &mut |span, stack| {
        let text = &code[span.range()];
        // Blanks have no colour, so they need not end an element.
        let blank = text.trim().is_empty() && !text.contains('\n');
        match stretches.last_mut() {
            _ if text.is_empty() => {}
            Some((_, end, class)) if blank || *class == self::class(stack) => *end = span.end,
            _ => stretches.push((span.start, span.end, if blank { "" } else { self::class(stack) })),
        }
    })?;
    let mut html = String::with_capacity(code.len() * 2);
    for (start, end, class) in stretches {
        let text = html_escape::encode_text(&code[start..end]);
        let more = if class == COMMENT { comment(&code[start..end]) } else { None };
        match (class, more) {
            ("", _) => html.push_str(&text),
            (class, None) => html.push_str(&format!("<span class=\"{class}\">{text}</span>")),
            (class, Some(more)) => html.push_str(&format!("<span class=\"{class} untranslated\"{more}>{text}</span>")),
        }
    }
    Some(html)
}

/// The class of what stands in these scopes.
fn class(stack: &ScopeStack) -> &'static str {
    let known = |scope: &Scope| SCOPES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, class)| *class);
    stack.as_slice().iter().rev().find_map(known).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_never_change_the_code() {
        for (lang, code) in
            [("yaml", "a: \"<b>\" # нет\n"), ("bash", "kubectl get pods | grep '<x>'\n"), ("rust", "fn a<'b>() {}\n")]
        {
            let html = highlight(lang, code, &|_| None).expect(lang);
            let mut text = String::new();
            let mut inside = false;
            for c in html.chars() {
                match c {
                    '<' => inside = true,
                    '>' => inside = false,
                    c if !inside => text.push(c),
                    _ => {}
                }
            }
            assert_eq!(html_escape::decode_html_entities(&text), code);
            assert!(html.contains("class=\"hl-"), "{html}");
        }
        let told = highlight("bash", "# нет\nls\n", &|text| text.contains('н').then(|| " lang=\"ru\"".to_owned()));
        assert!(told.expect("bash").contains("<span class=\"hl-comment untranslated\" lang=\"ru\"># нет"));
        assert_eq!(highlight("no-such-language", "a", &|_| None), None);
    }
}
