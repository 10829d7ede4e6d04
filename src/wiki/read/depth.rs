//! How deep a page may be nested.
//!
//! Readers and writers of documents go down by recursion, and nothing says how deep somebody's HTML goes. What is nested
//! deeper than anybody writes is taken for its words, before a document is made of it. Nothing here recurses.

use ego_tree::{NodeId, iter::Edge};
use scraper::{Html, Node, node::Text};

use crate::text::html::{INLINE, LEFT_OUT};

/// The deepest element that keeps what is in it as elements. Thirty lists, one inside the other, are not as deep.
const DEEPEST: usize = 100;

/// Elements whose words stand in items, rows or cells: there they are made text.
const NO_WORDS: [&str; 8] = ["ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr"];

/// Makes text of whatever is nested too deep.
pub(super) fn limit(tree: &mut Html) {
    for (id, words) in too_deep(tree) {
        let Some(mut node) = tree.tree.get_mut(id) else { continue };
        while let Some(mut child) = node.first_child() {
            child.detach();
        }
        node.append(Node::Text(Text { text: words.into() }));
    }
}

/// The deepest elements that stay, where they have elements in them, with the words in them.
fn too_deep(tree: &Html) -> Vec<(NodeId, String)> {
    let mut out = Vec::new();
    let mut depth = 0;
    let mut open: Option<(NodeId, String)> = None;
    let mut left_out = 0;
    for edge in tree.root_element().traverse() {
        match edge {
            Edge::Open(node) => match (node.value(), &mut open) {
                (Node::Element(element), None) => {
                    depth += 1;
                    let has_elements = || node.children().any(|child| child.value().is_element());
                    let name = element.name();
                    let may_hold = !LEFT_OUT.contains(&name) && !NO_WORDS.contains(&name);
                    if depth >= DEEPEST && may_hold && has_elements() {
                        open = Some((node.id(), String::new()));
                    }
                }
                (Node::Element(element), Some((_, words))) => {
                    apart(element.name(), words);
                    left_out += usize::from(LEFT_OUT.contains(&element.name()));
                }
                (Node::Text(text), Some((_, words))) if left_out == 0 => words.push_str(text),
                _ => {}
            },
            Edge::Close(node) => match (node.value(), &mut open) {
                (Node::Element(_), Some((id, _))) if *id == node.id() => {
                    out.extend(open.take());
                    depth -= 1;
                }
                (Node::Element(element), Some((_, words))) => {
                    apart(element.name(), words);
                    left_out -= usize::from(LEFT_OUT.contains(&element.name()));
                }
                (Node::Element(_), None) => depth -= 1,
                _ => {}
            },
        }
    }
    out
}

/// What stands by itself stands apart as words, too.
fn apart(element: &str, words: &mut String) {
    if !INLINE.contains(&element) && !words.ends_with(' ') {
        words.push(' ');
    }
}
