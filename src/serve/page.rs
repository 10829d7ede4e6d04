//! What the preview adds to a page: the script that waits for the next build, and the panel with what is wrong.
//!
//! Both are files of their own and the panel is plain HTML, so that the policy of the pages holds without an exception
//! (<https://www.w3.org/TR/CSP3/>).

use html_escape::{encode_double_quoted_attribute, encode_text};

use super::live::Shown;
use crate::{site::page::POLICY, text::Lang};

/// What the addresses that are not of the site begin with.
pub const OWN: &str = "__konspekt/";
/// The script that loads a page again.
pub const SCRIPT: &str = include_str!("live.js");
/// The style of the panel.
pub const STYLE: &str = include_str!("live.css");

/// What goes into the head of a page.
fn head(shown: &Shown) -> String {
    format!(
        "<link rel=\"stylesheet\" href=\"/{OWN}live.css\">\n<script src=\"/{OWN}live.js\" data-state=\"{}\" defer></script>\n",
        encode_double_quoted_attribute(&shown.id)
    )
}

/// A page of the site as it is sent; what is wrong is said in `lang`.
pub fn with_live(html: &str, shown: &Shown, lang: &Lang) -> String {
    let panel = shown.trouble.as_deref().map(|text| panel(text, lang)).unwrap_or_default();
    // A book's own file may be a piece of HTML without either.
    let head_end = html.find("</head>").unwrap_or(0);
    let body = html[head_end..].find("<body").map(|at| head_end + at);
    let body_start = body.and_then(|at| tag_end(html, at)).unwrap_or(head_end);
    format!("{}{}{}{panel}{}", &html[..head_end], head(shown), &html[head_end..body_start], &html[body_start..])
}

/// Where the tag that begins at `start` is over: `>` may stand in an attribute.
fn tag_end(html: &str, start: usize) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate().skip(start) {
        match (quote, byte) {
            (Some(open), byte) if byte == open => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn panel(text: &str, lang: &Lang) -> String {
    let title = say(
        lang,
        "Книга не собирается; ниже то, что собралось в последний раз",
        "The book does not build; below is the last page that did",
    );
    format!(
        "\n<details class=\"konspekt-trouble\" lang=\"{lang}\" open>\n<summary>{title}</summary>\n<pre tabindex=\"0\">{}</pre>\n</details>\n",
        encode_text(text)
    )
}

/// The page for a book that has not been built since the preview began.
pub fn alone(shown: &Shown, lang: &Lang) -> String {
    let title = match shown.trouble {
        Some(_) => say(lang, "Книга не собирается", "The book does not build"),
        None => say(lang, "Книга собирается…", "The book is being built…"),
    };
    let text = shown.trouble.as_deref().unwrap_or_default();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n<title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n{}</head>\n\
         <body class=\"konspekt-alone\">\n<h1>{title}</h1>\n<pre tabindex=\"0\">{}</pre>\n</body>\n</html>\n",
        head(shown),
        encode_text(text)
    )
}

/// The page for an address that the site has nothing for, where it has no page of its own for that.
pub fn not_found(shown: &Shown, lang: &Lang) -> String {
    let title = say(lang, "Такой страницы нет", "There is no such page");
    with_live(
        &format!(
            "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n</head>\n<body>\n<h1>{title}</h1>\n</body>\n</html>\n"
        ),
        shown,
        lang,
    )
}

fn say(lang: &Lang, ru: &'static str, en: &'static str) -> &'static str {
    if lang.tag() == "ru" { ru } else { en }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(trouble: Option<&str>) -> Shown {
        Shown { id: "a-1".to_owned(), site: None, trouble: trouble.map(Into::into) }
    }

    #[test]
    fn the_script_stands_in_the_head_and_the_panel_at_the_top_of_the_body() {
        let page = "<html><head><title>x</title></head><body data-a=\"a>b\"><p>&lt;/head></p></body></html>";
        let sent = with_live(page, &shown(Some("a <script>alert(1)</script> & b")), &Lang::en());
        insta::assert_snapshot!(sent, @r#"
        <html><head><title>x</title><link rel="stylesheet" href="/__konspekt/live.css">
        <script src="/__konspekt/live.js" data-state="a-1" defer></script>
        </head><body data-a="a>b">
        <details class="konspekt-trouble" lang="en" open>
        <summary>The book does not build; below is the last page that did</summary>
        <pre tabindex="0">a &lt;script&gt;alert(1)&lt;/script&gt; &amp; b</pre>
        </details>
        <p>&lt;/head></p></body></html>
        "#);
    }

    #[test]
    fn a_piece_of_html_gets_the_script_too() {
        for piece in ["<p>Хлеб</p>", "", "<body", "</head>"] {
            let sent = with_live(piece, &shown(None), &Lang::ru());
            assert_eq!(sent.matches("live.js").count(), 1, "{sent}");
            assert!(sent.contains(piece), "{sent}");
        }
    }
}
