//! Links between chapters: the chapter must be there, and the heading in it.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use mdbook_markdown::pulldown_cmark::{Event, LinkType, Tag};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    book::{compose::Composed, directives, input::resolve},
    diagnostics::{Diagnostic, code, nearest},
    memo::{Kept, Parts},
    text::{Span, markdown},
};

/// What of a chapter counts here.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Chapter {
    /// The identifiers of its headings, and the glossary directive where it stands in it.
    anchors: BTreeSet<String>,
    /// Where its links and pictures stand, and where they lead; those to other sites are left out.
    links: Vec<(Range<usize>, String)>,
}

impl Chapter {
    fn read(text: &str) -> Self {
        let mut out = Self::default();
        for (event, range) in markdown::parse(text) {
            match event {
                Event::Start(Tag::Heading { id: Some(id), .. }) => drop(out.anchors.insert(id.to_string())),
                Event::Start(Tag::Link { dest_url, link_type, .. } | Tag::Image { dest_url, link_type, .. })
                    if !matches!(link_type, LinkType::Autolink | LinkType::Email)
                        && !dest_url.contains(':')
                        && !dest_url.starts_with('/') =>
                {
                    out.links.push((range, dest_url.to_string()));
                }
                _ => {}
            }
        }
        if text.contains("{{#glossary}}") {
            out.anchors.insert("{{#glossary}}".to_owned());
        }
        out
    }
}

/// Links that lead nowhere; `paths` are the files beside the chapters.
pub(super) fn check(chapters: &[Composed], paths: &BTreeSet<String>, kept: &Kept) -> Vec<Diagnostic> {
    let read = |chapter: &Composed| {
        kept.get(Parts::default().of("links").with(&chapter.key).key(), || Chapter::read(&chapter.markdown))
    };
    let read: Vec<Chapter> = chapters.par_iter().map(read).collect();
    let anchors: BTreeMap<&str, &BTreeSet<String>> =
        chapters.iter().zip(&read).map(|(chapter, read)| (chapter.path.as_str(), &read.anchors)).collect();
    let in_chapter = |(chapter, read): (&Composed, &Chapter)| {
        let mut out = Vec::new();
        for (range, link) in &read.links {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let path = if file.is_empty() {
                chapter.path.clone()
            } else {
                resolve(&chapter.path, file).unwrap_or_else(|| file.to_owned())
            };
            if !path.ends_with(".md") {
                let page = path.strip_suffix(".html").map(|stem| format!("{stem}.md"));
                let there = paths.contains(&path) || page.is_some_and(|page| anchors.contains_key(page.as_str()));
                if (!there || leaves(&chapter.path, file)) && !file.is_empty() {
                    let near = nearest(&path, paths.iter().map(String::as_str));
                    out.extend(broken(chapter, range, link, near));
                }
                continue;
            }
            let near = match anchors.get(path.as_str()) {
                None => Some(nearest(&path, anchors.keys().copied()).map(str::to_owned)),
                // Entries of the glossary are written later, from its data.
                Some(known) if !anchor.is_empty() && !known.contains(anchor) && !known.contains("{{#glossary}}") => {
                    Some(nearest(anchor, known.iter().map(String::as_str)).map(str::to_owned))
                }
                Some(_) => None,
            };
            if let Some(near) = near {
                out.extend(broken(chapter, range, link, near.as_deref()));
            }
        }
        out
    };
    chapters.par_iter().zip(&read).flat_map_iter(in_chapter).collect()
}

fn broken(chapter: &Composed, range: &Range<usize>, link: &str, near: Option<&str>) -> Option<Diagnostic> {
    let (source, at) = chapter.origins.place(range.start)?;
    let end = (at + range.len()).min(source.text().len());
    let span = Span::new(at, source.text().floor_char_boundary(end).max(at));
    Some(Diagnostic::new(code::LINK_BROKEN, source, span).arg("link", link).nearest(near))
}

/// Whether a link of the chapter at `from` climbs out of the folder of the chapters.
fn leaves(from: &str, link: &str) -> bool {
    let folder = from.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    directives::leaves(&format!("{folder}{link}"))
}
