//! What is known of HTML's elements by whoever reads a page as a tree: the export and the search.

use scraper::ElementRef;

/// Elements that stand in a line. Everything else that is known stands by itself.
pub const INLINE: [&str; 28] = [
    "a", "abbr", "b", "bdi", "br", "cite", "code", "del", "em", "i", "img", "input", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr", "tt",
];

/// Elements that are left out with all that is in them.
pub const LEFT_OUT: [&str; 12] = [
    "script", "style", "template", "iframe", "object", "embed", "noscript", "form", "button", "select", "textarea",
    "math",
];

/// Whether an element has a class.
pub fn has_class(element: ElementRef<'_>, class: &str) -> bool {
    element.value().classes().any(|own| own == class)
}
