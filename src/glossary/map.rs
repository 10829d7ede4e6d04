//! The concept map: terms and their relations as a picture (SVG) and as a list (Markdown), the same content twice.
//!
//! `rust-sugiyama` ranks the terms and orders them so that few edges cross; each connected part is drawn by itself.
//! Where a rank is wider than a page can show in legible letters it is broken into rows. The picture has no colours, no
//! styles and no script of its own: it takes the page's `currentColor` and the variables `--bg` and `--links`. Every
//! node is a link. Nothing is random: the same glossary gives the same bytes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use html_escape::{encode_double_quoted_attribute as attribute, encode_text};
use rust_sugiyama::{
    configure::{Config, RankingType},
    from_vertices_and_edges,
};

use super::model::{Glossary, Term, TermId};
use crate::text::{Lang, markdown};

/// The widest picture: at 1200 px, letters of [`LETTER`] units are still 13 px high.
const MAX_WIDTH: f64 = 1100.0;
const LETTER: f64 = 14.0;
const ADVANCE: f64 = 8.2;
const PADDING: f64 = 12.0;
const HEIGHT: f64 = 34.0;
const COLUMN_GAP: f64 = 26.0;
const ROW_GAP: f64 = 46.0;
const MARGIN: f64 = 12.0;
/// Above this many terms ranks say nothing to the eye and cost much: the terms stand in rows, in the file's order.
const MAX_RANKED: usize = 400;

/// A term's place in the picture.
struct Node<'g> {
    term: &'g Term,
    label: String,
    x: f64,
    y: f64,
    width: f64,
}

/// The map as SVG: the whole of it, or the neighbourhood of `focus`. Empty where there is nothing to show.
pub fn svg(glossary: &Glossary, lang: &Lang, focus: Option<&TermId>, href: &dyn Fn(&Term) -> String) -> String {
    let edges = edges(glossary, focus);
    let shown = shown(glossary, &edges, focus);
    if shown.is_empty() {
        return String::new();
    }
    let mut nodes: Vec<Node<'_>> = shown.iter().map(|&index| node(&glossary.terms[index], lang)).collect();
    let number: BTreeMap<usize, usize> = shown.iter().enumerate().map(|(at, &index)| (index, at)).collect();
    let lines: Vec<(usize, usize, &str)> = edges.iter().map(|(from, to, is)| (number[from], number[to], *is)).collect();
    let (width, height) = lay_out(&mut nodes, &lines);
    let arrow = focus.map_or_else(|| "map-arrow".to_owned(), |id| format!("map-arrow-{id}"));
    let title = title(glossary, lang, focus);
    let mut out = String::new();
    let _ = writeln!(
        out,
        r#"<svg class="concept-map" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0} {height:.0}" width="{width:.0}" role="group" aria-labelledby="{arrow}-title" lang="{lang}" font-size="{LETTER}">"#
    );
    let _ = writeln!(out, r#"<title id="{arrow}-title">{}</title>"#, encode_text(&title));
    let _ = writeln!(
        out,
        r#"<defs><marker id="{arrow}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="currentColor"/></marker></defs>"#
    );
    out.push_str(r#"<g class="map-edges" fill="none" stroke="currentColor" stroke-opacity="0.55">"#);
    out.push('\n');
    for (from, to, is) in lines {
        let ends = format!("{from} {to}");
        edge(&mut out, &nodes[from], &nodes[to], glossary.phrase(is, lang), &arrow, &ends);
    }
    out.push_str("</g>\n<g class=\"map-nodes\" text-anchor=\"middle\">\n");
    for node in &nodes {
        let is_focus = focus == Some(&node.term.id);
        draw(&mut out, node, is_focus, &href(node.term));
    }
    out.push_str("</g>\n</svg>\n");
    out
}

/// The same content as a Markdown list: each term with its relations in words.
pub fn list(glossary: &Glossary, lang: &Lang, focus: Option<&TermId>, href: &dyn Fn(&Term) -> String) -> String {
    let edges = edges(glossary, focus);
    let link = |index: usize| {
        let term = &glossary.terms[index];
        format!("[{}](<{}>)", markdown::escape(term.name(lang)), href(term).replace(['<', '>', '\n'], ""))
    };
    let mut by_term: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (from, to, is) in edges {
        let relation = format!("{} {}", markdown::escape(glossary.phrase(is, lang)), link(to));
        by_term.entry(from).or_default().push(relation);
    }
    let mut out = String::new();
    for (from, relations) in by_term {
        let _ = writeln!(out, "- {} — {}", link(from), relations.join("; "));
    }
    out
}

/// The edges to show: all, or those at `focus`, as places in the glossary; in its order.
fn edges<'g>(glossary: &'g Glossary, focus: Option<&TermId>) -> Vec<(usize, usize, &'g str)> {
    let places: BTreeMap<&TermId, usize> = glossary.terms.iter().enumerate().map(|(at, term)| (&term.id, at)).collect();
    let mut out = Vec::new();
    for (from, term) in glossary.terms.iter().enumerate() {
        for relation in &term.relations {
            let Some(&to) = places.get(&relation.to) else { continue };
            if from != to && focus.is_none_or(|id| *id == term.id || *id == relation.to) {
                out.push((from, to, relation.is.as_str()));
            }
        }
    }
    out
}

/// The terms to show, by their places: those at an edge, and the focus.
fn shown(glossary: &Glossary, edges: &[(usize, usize, &str)], focus: Option<&TermId>) -> Vec<usize> {
    let mut shown: BTreeSet<usize> = edges.iter().flat_map(|(from, to, _)| [*from, *to]).collect();
    shown.extend(glossary.terms.iter().position(|term| Some(&term.id) == focus));
    shown.into_iter().collect()
}

fn title(glossary: &Glossary, lang: &Lang, focus: Option<&TermId>) -> String {
    let name = focus.and_then(|id| glossary.term(id.as_str())).map(|term| term.name(lang));
    match (lang.tag(), name) {
        ("ru", Some(name)) => format!("Связи термина «{name}»"),
        ("ru", None) => "Карта понятий".to_owned(),
        (_, Some(name)) => format!("Relations of “{name}”"),
        (_, None) => "Concept map".to_owned(),
    }
}

fn node<'g>(term: &'g Term, lang: &Lang) -> Node<'g> {
    let name = term.name(lang);
    let mut label: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
    if name.chars().count() > 40 {
        label.push('…');
    }
    let width = (label.chars().count() as f64 * ADVANCE + 2.0 * PADDING).max(56.0);
    Node { term, label, x: 0.0, y: 0.0, width }
}

/// Places every node; returns the picture's size.
fn lay_out(nodes: &mut [Node<'_>], lines: &[(usize, usize, &str)]) -> (f64, f64) {
    let parts = ranked(nodes, lines);
    let (mut top, mut widest, mut left) = (MARGIN, 0.0_f64, MARGIN);
    let mut band = 0.0_f64;
    for part in parts {
        let width = part.iter().map(|row| row_width(nodes, row)).fold(0.0, f64::max);
        // Small parts stand side by side while there is room.
        if left > MARGIN && left + width > MAX_WIDTH {
            (top, left, band) = (top + band + ROW_GAP, MARGIN, 0.0);
        }
        for (depth, row) in part.iter().enumerate() {
            let mut x = left + (width - row_width(nodes, row)) / 2.0;
            for &at in row {
                nodes[at].x = x + nodes[at].width / 2.0;
                nodes[at].y = top + HEIGHT / 2.0 + depth as f64 * (HEIGHT + ROW_GAP);
                x += nodes[at].width + COLUMN_GAP;
            }
        }
        band = band.max(part.len() as f64 * (HEIGHT + ROW_GAP) - ROW_GAP);
        left += width + 2.0 * COLUMN_GAP;
        widest = widest.max(left - 2.0 * COLUMN_GAP + MARGIN);
    }
    (widest.ceil(), (top + band + MARGIN).ceil())
}

/// The connected parts, the largest first, each as rows of nodes from left to right.
fn ranked(nodes: &[Node<'_>], lines: &[(usize, usize, &str)]) -> Vec<Vec<Vec<usize>>> {
    if nodes.len() > MAX_RANKED {
        return vec![wrap(nodes, &(0..nodes.len()).collect::<Vec<_>>())];
    }
    let sizes: Vec<(u32, (f64, f64))> =
        nodes.iter().enumerate().map(|(at, node)| (at as u32, (node.width, HEIGHT))).collect();
    // One line a pair is enough for ranks, and a pair in both directions would only be a cycle to break.
    let mut seen = BTreeSet::new();
    let pairs: Vec<(u32, u32)> = lines
        .iter()
        .filter(|(from, to, _)| seen.insert((from.min(to), from.max(to))))
        .map(|(from, to, _)| (*from as u32, *to as u32))
        .collect();
    let config = Config {
        vertex_spacing: COLUMN_GAP,
        dummy_vertices: true,
        ranking_type: RankingType::MinimizeEdgeLength,
        ..Config::default()
    };
    let mut parts: Vec<Vec<Vec<usize>>> = from_vertices_and_edges(&sizes, &pairs, &config)
        .into_iter()
        .map(|(places, ..)| {
            let mut rows: BTreeMap<i64, Vec<(i64, usize)>> = BTreeMap::new();
            for (at, (x, y)) in places.into_iter().filter(|(at, _)| *at < nodes.len()) {
                rows.entry(y.round() as i64).or_default().push((x.round() as i64, at));
            }
            let mut out = Vec::new();
            for mut row in rows.into_values() {
                row.sort_unstable();
                out.extend(wrap(nodes, &row.into_iter().map(|(_, at)| at).collect::<Vec<_>>()));
            }
            out
        })
        .collect();
    let first = |part: &[Vec<usize>]| part.iter().flatten().min().copied().unwrap_or(0);
    let count = |part: &[Vec<usize>]| part.iter().map(Vec::len).sum::<usize>();
    parts.sort_by_key(|part| (std::cmp::Reverse(count(part)), first(part)));
    parts
}

/// Breaks a row that is too wide into rows of about the same width.
fn wrap(nodes: &[Node<'_>], row: &[usize]) -> Vec<Vec<usize>> {
    let room = MAX_WIDTH - 2.0 * MARGIN;
    let rows = (row_width(nodes, row) / room).ceil().max(1.0);
    let goal = (row_width(nodes, row) / rows + 60.0).min(room);
    let mut out: Vec<Vec<usize>> = vec![Vec::new()];
    let mut width = 0.0;
    for &at in row {
        let more = nodes[at].width + COLUMN_GAP;
        if width > 0.0 && width + nodes[at].width > goal {
            out.push(Vec::new());
            width = 0.0;
        }
        width += more;
        if let Some(last) = out.last_mut() {
            last.push(at);
        }
    }
    out
}

fn row_width(nodes: &[Node<'_>], row: &[usize]) -> f64 {
    row.iter().map(|&at| nodes[at].width + COLUMN_GAP).sum::<f64>() - COLUMN_GAP
}

/// A curve from box to box, with the relation in words; `ends` are the places of both among the boxes, for the script that
/// shows which lines a box has.
fn edge(out: &mut String, from: &Node<'_>, to: &Node<'_>, phrase: &str, arrow: &str, ends: &str) {
    let half = HEIGHT / 2.0;
    let path = if (from.y - to.y).abs() < 1.0 {
        // Side by side: an arc over the row.
        let lift = half + ROW_GAP * 0.6;
        format!(
            "M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}",
            from.x,
            from.y - half,
            from.x,
            from.y - lift,
            to.x,
            to.y - lift,
            to.x,
            to.y - half - 1.0
        )
    } else {
        let down = if to.y > from.y { 1.0 } else { -1.0 };
        let (start, end) = (from.y + down * half, to.y - down * (half + 1.0));
        let bend = (end - start) / 2.0;
        format!(
            "M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}",
            from.x,
            start,
            from.x,
            start + bend,
            to.x,
            end - bend,
            to.x,
            end
        )
    };
    let title = format!("{} {} {}", from.label, phrase, to.label);
    let _ = writeln!(
        out,
        r#"<path class="map-edge" data-ends="{ends}" d="{path}" marker-end="url(#{arrow})"><title>{}</title></path>"#,
        encode_text(&title)
    );
}

fn draw(out: &mut String, node: &Node<'_>, is_focus: bool, href: &str) {
    let class = if is_focus { "map-node map-focus" } else { "map-node" };
    let stroke = if is_focus { "2.5" } else { "1" };
    let (x, y) = (node.x - node.width / 2.0, node.y - HEIGHT / 2.0);
    // A script has no business in an address, whoever made it.
    let href = if href.trim_start().to_ascii_lowercase().starts_with("javascript:") { "#" } else { href };
    let _ = writeln!(
        out,
        r#"<a class="{class}" href="{}"><rect x="{x:.1}" y="{y:.1}" width="{:.1}" height="{HEIGHT}" rx="6" fill="var(--bg)" stroke="currentColor" stroke-width="{stroke}"/><text x="{:.1}" y="{:.1}" fill="var(--links)">{}</text></a>"#,
        attribute(href),
        node.width,
        node.x,
        node.y + LETTER * 0.35,
        encode_text(&node.label)
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    fn kitchen() -> Glossary {
        let text = r#"
            [relations.heats]
            ru = "нагревает"
            en = "heats"
            [[term]]
            id = "stove"
            relations = [{ is = "heats", to = "kettle" }, { is = "heats", to = "pan" }]
            ru = { name = "плита", definition = "Греет." }
            en = { name = "stove", definition = "Heats." }
            [[term]]
            id = "kettle"
            relations = [{ is = "heats", to = "water" }]
            ru = { name = "чайник", definition = "Кипятит." }
            en = { name = "kettle", definition = "Boils." }
            [[term]]
            id = "pan"
            ru = { name = "<b>", definition = "Жарит." }
            en = { name = "pan & lid", definition = "Fries." }
            [[term]]
            id = "water"
            ru = { name = "вода", definition = "Течёт." }
            en = { name = "water", definition = "Flows." }
            [[term]]
            id = "alone"
            en = { name = "alone", definition = "Has no relations." }
        "#;
        let (glossary, found) = Glossary::parse(&Source::new("glossary.toml", text));
        assert!(found.is_empty(), "{found:?}");
        glossary
    }

    #[test]
    fn the_picture_is_safe_complete_and_always_the_same() {
        let glossary = kitchen();
        let href = |term: &Term| format!("glossary.html#{}", term.id.anchor());
        let picture = svg(&glossary, &Lang::ru(), None, &href);
        for needed in ["плита нагревает чайник", "href=\"glossary.html#term-water\"", "&lt;b&gt;", "Карта понятий"]
        {
            assert!(picture.contains(needed), "{needed}: {picture}");
        }
        for never in ["style=", "<script", "<b>", "alone"] {
            assert!(!picture.contains(never), "{never}: {picture}");
        }
        for _ in 0..10 {
            assert_eq!(svg(&glossary, &Lang::ru(), None, &href), picture);
        }
        let near = svg(&glossary, &Lang::en(), TermId::new("water").as_ref(), &href);
        assert!(near.contains("kettle heats water") && !near.contains("stove"), "{near}");
        let alone = svg(&glossary, &Lang::en(), TermId::new("alone").as_ref(), &href);
        assert!(alone.contains(">alone<"));
    }

    #[test]
    fn the_list_says_the_same() {
        let list = list(&kitchen(), &Lang::en(), None, &|term| format!("#{}", term.id.anchor()));
        insta::assert_snapshot!(list, @r"
        - [stove](<#term-stove>) — heats [kettle](<#term-kettle>); heats [pan & lid](<#term-pan>)
        - [kettle](<#term-kettle>) — heats [water](<#term-water>)
        ");
    }

    #[test]
    fn a_wide_map_stays_legible_and_a_huge_one_is_drawn() {
        for count in [2, 60, 120, 900] {
            let mut text = String::from("[relations.of]\nen = \"of\"\n");
            for i in 0..count {
                text +=
                    &format!("[[term]]\nid = \"t{i}\"\nen = {{ name = \"term number {i}\", definition = \"–\" }}\n");
                if i > 0 {
                    text += &format!("relations = [{{ is = \"of\", to = \"t{}\" }}]\n", i / 30);
                }
            }
            let (glossary, _) = Glossary::parse(&Source::new("glossary.toml", text));
            let picture = svg(&glossary, &Lang::en(), None, &|term| format!("#{}", term.id));
            let width: f64 = picture
                .split("viewBox=\"0 0 ")
                .nth(1)
                .and_then(|rest| rest.split(' ').next())
                .and_then(|n| n.parse().ok())
                .expect("a width");
            assert!(LETTER * 1200.0 / width >= 11.0, "{count}: {width}");
            assert_eq!(picture.matches("<a class=\"map-node\"").count(), count);
        }
    }
}
