//! A drawing of a page as a file of its own.
//!
//! On its page a drawing takes colours and links from the page. Alone it has neither, and what shows it may be no browser
//! (MediaWiki asks librsvg): so colours are written out, the ground is white, and links are plain groups.

use std::fmt::Write;

use html_escape::{encode_double_quoted_attribute as attribute, encode_text};
use scraper::{ElementRef, Node};

/// What stands for the page's colours.
const COLOURS: [(&str, &str); 3] = [("currentColor", "#3b4252"), ("var(--bg)", "#ffffff"), ("var(--links)", "#1f4fbf")];

/// Elements and attributes of a drawing; nothing else comes into the file.
const ELEMENTS: [&str; 14] = [
    "svg", "g", "a", "defs", "marker", "path", "rect", "text", "tspan", "title", "circle", "ellipse", "line", "polygon",
];

/// The file; `None` where the element is no drawing or has no size.
pub(super) fn standalone(element: ElementRef<'_>) -> Option<String> {
    let size = element.attr("viewBox")?;
    let sizes: Vec<f64> = size.split_whitespace().map_while(|number| number.parse().ok()).collect();
    let [left, top, width, height] = sizes[..] else { return None };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{left} {top} {width} {height}\" width=\"{width}\" \
         height=\"{height}\" font-family=\"sans-serif\""
    );
    for name in ["font-size", "lang"] {
        if let Some(value) = element.attr(name) {
            let _ = write!(out, " {name}=\"{}\"", attribute(value));
        }
    }
    let _ = write!(out, ">\n<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n");
    children(element, &mut out);
    out.push_str("</svg>\n");
    Some(out)
}

fn children(element: ElementRef<'_>, out: &mut String) {
    for child in element.children() {
        match (child.value(), ElementRef::wrap(child)) {
            (Node::Text(text), _) => out.push_str(&encode_text(&**text)),
            (_, Some(child)) if ELEMENTS.contains(&child.value().name()) => write_element(child, out),
            _ => {}
        }
    }
}

fn write_element(element: ElementRef<'_>, out: &mut String) {
    let name = match element.value().name() {
        "a" => "g",
        name => name,
    };
    let _ = write!(out, "<{name}");
    for (key, value) in element.value().attrs() {
        let outside = key.starts_with("on") || key.contains("href") || matches!(key, "class" | "style");
        if !outside {
            let mut value = value.to_owned();
            for (colour, written) in COLOURS {
                value = value.replace(colour, written);
            }
            let _ = write!(out, " {key}=\"{}\"", attribute(&value));
        }
    }
    out.push('>');
    children(element, out);
    let _ = write!(out, "</{name}>");
}
