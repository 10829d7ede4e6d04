//! Code coloured at build time: `syntect` names the parts, the style sheet gives them colours.

use std::sync::LazyLock;

use syntect::{
    parsing::{ParseState, Scope, ScopeStack, SyntaxSet},
    util::LinesWithEndings,
};

/// Longer code (bytes) is shown without colours: the grammars are regular expressions, and time must stay bounded.
const LONGEST: usize = 256 * 1024;

/// What the theme colours: a scope of the grammar and its class. The innermost scope that is listed decides; the empty
/// class is for what stays in the colour of the text. Few and short, since every key of a manifest carries one.
const CLASSES: [(&str, &str); 12] = [
    ("comment", "hl-comment"),
    ("string.unquoted", ""),
    ("string", "hl-string"),
    ("constant", "hl-constant"),
    ("keyword", "hl-keyword"),
    ("storage", "hl-keyword"),
    ("punctuation.definition.comment", "hl-comment"),
    ("punctuation.definition.string", "hl-string"),
    ("punctuation", "hl-punctuation"),
    ("entity.name", "hl-name"),
    ("variable", "hl-name"),
    ("support", "hl-name"),
];

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);
static SCOPES: LazyLock<Vec<(Scope, &str)>> = LazyLock::new(|| {
    let mut scopes: Vec<(Scope, &str)> =
        CLASSES.iter().filter_map(|(name, class)| Some((Scope::new(name).ok()?, *class))).collect();
    // The longest name first: it says the most.
    scopes.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
    scopes
});

/// The code as HTML with class names, `None` where the language is not known.
pub fn highlight(lang: &str, code: &str) -> Option<String> {
    let lang = match lang {
        "console" | "shell" | "shellsession" => "bash",
        "yml" => "yaml",
        lang => lang,
    };
    let syntax = SYNTAXES.find_syntax_by_token(lang).filter(|_| code.len() <= LONGEST)?;
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut out = Painter::default();
    for line in LinesWithEndings::from(code) {
        let mut done = 0;
        for (at, change) in state.parse_line(line, &SYNTAXES).ok()? {
            out.write(&line[done..at], class(&stack));
            done = at;
            stack.apply(&change).ok()?;
        }
        out.write(&line[done..], class(&stack));
    }
    Some(out.finish())
}

/// The class of what stands in these scopes.
fn class(stack: &ScopeStack) -> &'static str {
    let known = |scope: &Scope| SCOPES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, class)| *class);
    stack.as_slice().iter().rev().find_map(known).unwrap_or_default()
}

/// HTML under construction; neighbours of one class share an element.
#[derive(Default)]
struct Painter {
    html: String,
    class: &'static str,
}

impl Painter {
    fn write(&mut self, text: &str, class: &'static str) {
        if text.is_empty() {
            return;
        }
        // Blanks have no colour, so they need not end an element.
        let class = if text.trim().is_empty() && !text.contains('\n') { self.class } else { class };
        if class != self.class {
            self.close();
            if !class.is_empty() {
                self.html.push_str(&format!("<span class=\"{class}\">"));
            }
            self.class = class;
        }
        self.html.push_str(&html_escape::encode_text(text));
    }

    fn close(&mut self) {
        if !self.class.is_empty() {
            self.html.push_str("</span>");
        }
    }

    fn finish(mut self) -> String {
        self.close();
        self.html
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_never_change_the_code() {
        for (lang, code) in
            [("yaml", "a: \"<b>\" # нет\n"), ("bash", "kubectl get pods | grep '<x>'\n"), ("rust", "fn a<'b>() {}\n")]
        {
            let html = highlight(lang, code).expect(lang);
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
        assert_eq!(highlight("no-such-language", "a"), None);
    }
}
