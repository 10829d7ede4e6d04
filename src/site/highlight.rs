//! Code coloured at build time: `syntect` names the parts, the style sheet gives them colours.

use std::sync::LazyLock;

use syntect::{
    html::{ClassStyle, ClassedHTMLGenerator},
    parsing::SyntaxSet,
    util::LinesWithEndings,
};

/// Longer code (bytes) is shown without colours: the grammars are regular expressions, and time must stay bounded.
const LONGEST: usize = 256 * 1024;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// The code as HTML with class names, `None` where the language is not known.
pub fn highlight(lang: &str, code: &str) -> Option<String> {
    let lang = match lang {
        "console" | "shell" | "shellsession" => "bash",
        "yml" => "yaml",
        lang => lang,
    };
    let syntax = SYNTAXES.find_syntax_by_token(lang).filter(|_| code.len() <= LONGEST)?;
    let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, style);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
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
