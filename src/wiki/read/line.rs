//! What stands in a line: marks, links, pictures; and white space as a browser shows it.

use scraper::{ElementRef, Node};

use super::{Page, VERDICTS};
use crate::{
    book::input::resolve,
    edition::fill::page_of,
    text::html::{INLINE, LEFT_OUT, has_class},
    wiki::document::{Block, Inline, Target, plain},
};

impl Page<'_> {
    /// What an element holds, as one line.
    pub(super) fn line(&self, element: ElementRef<'_>) -> Vec<Inline> {
        let mut out = Vec::new();
        self.push_line(element, &mut out);
        tidy(out)
    }

    pub(super) fn push_line(&self, element: ElementRef<'_>, out: &mut Vec<Inline>) {
        for child in element.children() {
            match (child.value(), ElementRef::wrap(child)) {
                (Node::Text(text), _) => out.push(Inline::Text(text.to_string())),
                (_, Some(child)) => self.inline(child, out),
                _ => {}
            }
        }
    }

    pub(super) fn inline(&self, element: ElementRef<'_>, out: &mut Vec<Inline>) {
        let name = element.value().name();
        if LEFT_OUT.contains(&name) {
            return;
        }
        if let Some(id) = element.attr("id") {
            out.push(Inline::Anchor(id.to_owned()));
        }
        let inner = || {
            let mut inner = Vec::new();
            self.push_line(element, &mut inner);
            inner
        };
        match name {
            "strong" | "b" => out.push(Inline::Strong(inner())),
            "em" | "i" | "cite" | "var" => out.push(Inline::Emphasis(inner())),
            "del" | "s" => out.push(Inline::Strike(inner())),
            "ins" | "u" => out.push(Inline::Inserted(inner())),
            "sup" => out.push(Inline::Superscript(inner())),
            "code" | "kbd" | "samp" | "tt" => out.push(Inline::Code(element.text().collect())),
            "br" => out.push(Inline::Break),
            "wbr" => {}
            "input" => out.push(Inline::Text(if element.attr("checked").is_some() { "☑ " } else { "☐ " }.to_owned())),
            "img" => out.extend(
                self.target(element.attr("src").unwrap_or_default())
                    .map(|from| Inline::Image { from, alt: element.attr("alt").unwrap_or_default().to_owned() }),
            ),
            "a" => match element.attr("href").and_then(|href| self.target(href)) {
                Some(to) => {
                    out.push(Inline::Link { to, title: element.attr("title").map(str::to_owned), text: inner() });
                }
                None => self.push_line(element, out),
            },
            "span" => out.extend(self.span(element, inner())),
            // A paragraph in a cell and the like.
            _ => {
                let ends = !INLINE.contains(&name) && out.iter().any(|part| !matches!(part, Inline::Anchor(_)));
                out.extend(ends.then_some(Inline::Break));
                self.push_line(element, out);
            }
        }
    }

    fn span(&self, element: ElementRef<'_>, text: Vec<Inline>) -> Vec<Inline> {
        if let Some((_, kind)) = VERDICTS.iter().find(|(class, _)| has_class(element, class)) {
            return vec![Inline::Verdict { kind: *kind, text }];
        }
        match element.attr("lang").filter(|lang| *lang != self.reader.lang.tag()) {
            Some(lang) => {
                let untranslated = has_class(element, "untranslated");
                vec![Inline::Foreign { lang: lang.to_owned(), untranslated, text }]
            }
            None => text,
        }
    }

    /// Where a link leads; `None` for what is no place a reader may be sent to.
    pub(super) fn target(&self, href: &str) -> Option<Target> {
        let scheme = href.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        match scheme.as_deref() {
            Some("http" | "https" | "mailto") => return Some(Target::Web(href.to_owned())),
            Some(scheme) if !scheme.contains(['/', '#', '?', '.']) => return None,
            _ if href.starts_with("//") => return None,
            _ => {}
        }
        let (way, anchor) = href.split_once('#').map_or((href, None), |(way, anchor)| (way, Some(anchor)));
        let anchor = anchor.filter(|anchor| !anchor.is_empty()).map(decoded);
        let way = decoded(way.split('?').next().unwrap_or_default());
        let path = if way.is_empty() { self.path.to_owned() } else { resolve(self.path, &way)? };
        if self.reader.pages.contains(&path) {
            return Some(Target::Page { path, anchor });
        }
        if path.ends_with(".html")
            && let Some(page) = self.reader.pages.iter().find(|page| page_of(page) == path)
        {
            return Some(Target::Page { path: page.clone(), anchor });
        }
        self.reader.files.contains(&path).then_some(Target::File(path))
    }
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Ends a line that stood between blocks.
pub(super) fn paragraph(line: &mut Vec<Inline>, out: &mut Vec<Block>) {
    let line = tidy(std::mem::take(line));
    if line.iter().all(|part| matches!(part, Inline::Anchor(_))) {
        out.extend(line.into_iter().filter_map(|part| match part {
            Inline::Anchor(id) => Some(Block::Anchor(id)),
            _ => None,
        }));
    } else if !plain(&line).trim().is_empty() || line.iter().any(|part| matches!(part, Inline::Image { .. })) {
        out.push(Block::Paragraph(line));
    }
}

/// White space as a browser shows it: runs are one blank, none at the ends or beside a break; texts beside each other
/// are one.
fn tidy(line: Vec<Inline>) -> Vec<Inline> {
    let mut blank = true;
    let mut out = squeeze(line, &mut blank);
    trim_end(&mut out);
    out
}

/// `blank` says whether a blank stands before what comes.
fn squeeze(line: Vec<Inline>, blank: &mut bool) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(line.len());
    for part in line {
        let mut inner = |text: Vec<Inline>| squeeze(text, blank);
        let part = match part {
            Inline::Text(text) => {
                let mut words = String::with_capacity(text.len());
                for c in text.chars() {
                    let is_blank = matches!(c, ' ' | '\n' | '\r' | '\t' | '\u{c}');
                    if !is_blank {
                        words.push(c);
                    } else if !*blank {
                        words.push(' ');
                    }
                    *blank = is_blank;
                }
                match out.last_mut() {
                    Some(Inline::Text(before)) => {
                        before.push_str(&words);
                        continue;
                    }
                    _ if words.is_empty() => continue,
                    _ => Inline::Text(words),
                }
            }
            Inline::Break => {
                trim_end(&mut out);
                *blank = true;
                Inline::Break
            }
            Inline::Strong(text) => Inline::Strong(inner(text)),
            Inline::Emphasis(text) => Inline::Emphasis(inner(text)),
            Inline::Strike(text) => Inline::Strike(inner(text)),
            Inline::Inserted(text) => Inline::Inserted(inner(text)),
            Inline::Superscript(text) => Inline::Superscript(inner(text)),
            Inline::Link { to, title, text } => Inline::Link { to, title, text: inner(text) },
            Inline::Foreign { lang, untranslated, text } => Inline::Foreign { lang, untranslated, text: inner(text) },
            Inline::Verdict { kind, text } => Inline::Verdict { kind, text: inner(text) },
            part @ Inline::Anchor(_) => part,
            part @ (Inline::Code(_) | Inline::Image { .. }) => {
                *blank = false;
                part
            }
        };
        out.push(part);
    }
    out
}

fn trim_end(line: &mut Vec<Inline>) {
    while let Some(last) = line.last_mut() {
        match last {
            Inline::Break => drop(line.pop()),
            Inline::Text(text) => {
                text.truncate(text.trim_end_matches([' ', '\n']).len());
                if !text.is_empty() {
                    return;
                }
                line.pop();
            }
            _ => return,
        }
    }
}
