//! A chapter of an edition becomes a [document](super::document).
//!
//! In comes the Markdown that mdBook would render, with the HTML that [`edition`](crate::edition) wrote into it; out come
//! blocks. HTML is read by `html5ever`, as a browser would, so whatever somebody wrote into a chapter comes out as a tree;
//! of what is in it only text, the elements of running text and the program's own classes count. Scripts and styles are
//! left out.

mod depth;
mod line;

use std::{cell::RefCell, collections::BTreeSet};

use scraper::{ElementRef, Html, Node};

use self::line::paragraph;
use super::{
    document::{Block, Inline, Line, Notice, Speaker, Target},
    svg,
};
use crate::text::{
    Lang,
    html::{INLINE, LEFT_OUT, has_class},
    markdown,
};

/// What a reader of chapters needs to know of the book.
pub struct Reader<'a> {
    /// The chapters, by their paths below `src`.
    pub pages: &'a BTreeSet<String>,
    /// Every file below `src`, by its path there.
    pub files: &'a BTreeSet<String>,
    /// The language of the edition.
    pub lang: &'a Lang,
}

impl Reader<'_> {
    /// Reads the chapter at `path`.
    pub fn read(&self, path: &str, text: &str) -> Vec<Block> {
        let mut html = String::with_capacity(text.len() * 2);
        let events = markdown::parse(text).map(|(event, _)| event);
        mdbook_markdown::pulldown_cmark::html::push_html(&mut html, events);
        let mut tree = Html::parse_fragment(&html);
        depth::limit(&mut tree);
        let page = Page { reader: self, path, near: RefCell::new(String::new()), names: RefCell::default() };
        page.blocks(tree.root_element())
    }
}

/// The classes of verdicts, of a review and of a cell.
const VERDICTS: [(&str, Notice); 4] = [
    ("verdict-accurate", Notice::Accurate),
    ("verdict-incomplete", Notice::Incomplete),
    ("verdict-outdated", Notice::Outdated),
    ("verdict-inaccurate", Notice::Inaccurate),
];

/// A chapter that is being read.
struct Page<'a> {
    reader: &'a Reader<'a>,
    path: &'a str,
    /// The last place that a link can name: pictures are named for it.
    near: RefCell<String>,
    /// The names of the pictures so far.
    names: RefCell<BTreeSet<String>>,
}

impl Page<'_> {
    fn blocks(&self, parent: ElementRef<'_>) -> Vec<Block> {
        let mut out = Vec::new();
        let mut line = Vec::new();
        for child in parent.children() {
            match (child.value(), ElementRef::wrap(child)) {
                (Node::Text(text), _) => line.push(Inline::Text(text.to_string())),
                (_, Some(element)) if stands_in_line(element) => self.inline(element, &mut line),
                (_, Some(element)) => {
                    paragraph(&mut line, &mut out);
                    self.block(element, &mut out);
                }
                _ => {}
            }
        }
        paragraph(&mut line, &mut out);
        out
    }

    fn block(&self, element: ElementRef<'_>, out: &mut Vec<Block>) {
        let name = element.value().name();
        if LEFT_OUT.contains(&name) {
            return;
        }
        let id = element.attr("id").filter(|id| !id.is_empty()).map(str::to_owned);
        if let Some(id) = &id {
            id.clone_into(&mut self.near.borrow_mut());
        }
        let level = name.strip_prefix('h').and_then(|level| level.parse().ok()).filter(|level| (1..=6).contains(level));
        match (name, level) {
            (_, Some(level)) => {
                out.push(Block::Heading { level, id, text: self.line(element) });
                return;
            }
            ("table", _) => {
                // The box around a table has its name.
                let id = id.or_else(|| match out.pop() {
                    Some(Block::Anchor(id)) => Some(id),
                    Some(other) => {
                        out.push(other);
                        None
                    }
                    None => None,
                });
                out.push(self.table(element, id));
                return;
            }
            _ => {}
        }
        out.extend(id.map(Block::Anchor));
        match name {
            "p" | "summary" | "figcaption" | "dt" => {
                let mut line = self.line(element);
                paragraph(&mut line, out);
            }
            "ul" | "ol" => {
                let start = || element.attr("start").and_then(|start| start.parse().ok()).unwrap_or(1);
                let items = self.children(element, "li").map(|item| self.item(item)).collect();
                out.push(Block::List { start: (name == "ol").then(start), items });
            }
            "dl" => out.push(self.definitions(element)),
            "pre" if has_class(element, "raw-notes") => out.push(self.lines(element)),
            "pre" => out.push(self.code(element, None)),
            "blockquote" => out.push(self.quote(element)),
            "figure" if has_class(element, "example") => out.extend(self.example(element)),
            "figure" => match first(element, "svg") {
                Some(drawing) => out.extend(self.drawing(drawing)),
                None => out.extend(self.blocks(element)),
            },
            "svg" => out.extend(self.drawing(element)),
            "details" => out.push(self.details(element)),
            "hr" => out.push(Block::Rule),
            "section" => out.extend(self.section(element)),
            "div" => out.extend(self.division(element)),
            _ => out.extend(self.blocks(element)),
        }
    }

    /// What somebody said, where the program marked it so.
    fn section(&self, element: ElementRef<'_>) -> Vec<Block> {
        let blocks = self.blocks(element);
        let speakers =
            [("role-user", Speaker::User), ("role-assistant", Speaker::Assistant), ("role-own", Speaker::Own)];
        let by = speakers.iter().find(|(class, _)| has_class(element, class));
        match (by, element.attr("data-src")) {
            (Some((_, by)), Some(place)) => vec![Block::Said { by: *by, place: with_end(place, element), blocks }],
            _ => blocks,
        }
    }

    fn division(&self, element: ElementRef<'_>) -> Vec<Block> {
        let others = [("remark", Notice::Own), ("repeat", Notice::Repeat)];
        let mut blocks = self.blocks(element);
        if let Some((_, kind)) = VERDICTS.iter().chain(&others).find(|(class, _)| has_class(element, class)) {
            let head = self.children(element, "p").find(|child| has_class(*child, "review-head"));
            let title = head.map(|head| self.line(head)).unwrap_or_default();
            if head.is_some() {
                blocks.remove(0);
            }
            return vec![Block::Notice { kind: *kind, title, blocks }];
        }
        if has_class(element, "important")
            && let Some(Block::Paragraph(text)) = blocks.first_mut()
        {
            // The mark that whoever kept the notes set.
            text.insert(0, Inline::Strong(vec![Inline::Text("!!".to_owned())]));
            text.insert(1, Inline::Text(" ".to_owned()));
        }
        blocks
    }

    /// Blocks of a list's item. One that holds nothing but a line is a paragraph.
    fn item(&self, item: ElementRef<'_>) -> Vec<Block> {
        self.blocks(item)
    }

    fn definitions(&self, element: ElementRef<'_>) -> Block {
        let mut out: Vec<(Vec<Inline>, Vec<Vec<Block>>)> = Vec::new();
        for child in element.child_elements() {
            match (child.value().name(), out.last_mut()) {
                ("dd", Some((_, meanings))) => meanings.push(self.blocks(child)),
                ("dt", _) => out.push((self.line(child), Vec::new())),
                _ => {}
            }
        }
        Block::Definitions(out)
    }

    fn table(&self, element: ElementRef<'_>, id: Option<String>) -> Block {
        let mut head = Vec::new();
        let mut rows = Vec::new();
        for part in element.child_elements() {
            let lines = if part.value().name() == "tr" { vec![part] } else { self.children(part, "tr").collect() };
            for row in lines {
                let cells: Vec<Vec<Inline>> = row
                    .child_elements()
                    .filter(|cell| matches!(cell.value().name(), "td" | "th"))
                    .map(|cell| self.line(cell))
                    .collect();
                if part.value().name() == "thead" && head.is_empty() { head = cells } else { rows.push(cells) }
            }
        }
        let columns = rows.iter().chain([&head]).map(Vec::len).max().unwrap_or_default();
        rows.iter_mut().chain([&mut head]).for_each(|row| row.resize(columns, Vec::new()));
        Block::Table { id, head, rows }
    }

    fn code(&self, element: ElementRef<'_>, file: Option<String>) -> Block {
        let language = first(element, "code").and_then(|code| {
            let class = code.value().classes().find_map(|class| class.strip_prefix("language-"))?;
            // `yaml,ignore`: what stands behind the language is for the checks.
            Some(class.split(',').next().unwrap_or_default().to_owned())
        });
        let text: String = element.text().collect();
        let lang = language.filter(|lang| !lang.is_empty());
        Block::Code { lang, file, text: text.trim_end_matches('\n').to_owned() }
    }

    /// A manifest with the command to try it.
    fn example(&self, element: ElementRef<'_>) -> Vec<Block> {
        let name = element.select_first("span", "file").map(|name| name.text().collect::<String>());
        let file = name.map(|name| format!("examples/{name}"));
        let command = element.select_first("code", "command").map(|code| code.text().collect::<String>());
        let code = first(element, "pre").map(|code| self.code(code, file.clone()));
        let head = file.map(|file| {
            let name = file.trim_start_matches("examples/").to_owned();
            let link = Inline::Link { to: Target::File(file), title: None, text: vec![Inline::Text(name)] };
            let mut line = vec![Inline::Strong(vec![link])];
            if let Some(command) = command {
                line.extend([Inline::Text(" · ".to_owned()), Inline::Code(command)]);
            }
            Block::Paragraph(line)
        });
        head.into_iter().chain(code).collect()
    }

    fn quote(&self, element: ElementRef<'_>) -> Block {
        let lang = element.attr("lang").map(str::to_owned);
        let alerts = [
            ("markdown-alert-note", Notice::Note),
            ("markdown-alert-tip", Notice::Tip),
            ("markdown-alert-important", Notice::Important),
            ("markdown-alert-warning", Notice::Warning),
            ("markdown-alert-caution", Notice::Caution),
        ];
        let blocks = self.blocks(element);
        match alerts.iter().find(|(class, _)| has_class(element, class)) {
            Some((_, kind)) => Block::Notice { kind: *kind, title: Vec::new(), blocks },
            None => Block::Quote { lang, blocks },
        }
    }

    fn lines(&self, element: ElementRef<'_>) -> Block {
        let lines = element.child_elements().filter_map(|line| {
            let number = first(line, "a")?;
            let text: String = line.text().collect();
            let label: String = number.text().collect();
            Some(Line {
                id: number.attr("id")?.to_owned(),
                text: text.strip_prefix(&label)?.trim_start_matches(' ').to_owned(),
                number: label,
            })
        });
        Block::Lines(lines.collect())
    }

    fn drawing(&self, element: ElementRef<'_>) -> Option<Block> {
        let drawing = svg::standalone(element)?;
        // The name is that of a file: an identifier that somebody wrote may not lead out of its folder.
        let near = self.near.borrow().replace(|c: char| !c.is_alphanumeric() && c != '_', "-");
        let stem = self.path.trim_end_matches(".md").replace('/', "-");
        let name = if near.is_empty() { stem } else { format!("{stem}-{near}") };
        let mut names = self.names.borrow_mut();
        let mut free = name.clone();
        let mut n = 2;
        while !names.insert(free.clone()) {
            free = format!("{name}-{n}");
            n += 1;
        }
        let alt = first(element, "title").map(|title| title.text().collect()).unwrap_or_default();
        Some(Block::Figure { name: format!("{free}.{}.svg", self.reader.lang), svg: drawing, alt })
    }

    fn details(&self, element: ElementRef<'_>) -> Block {
        let summary = self.children(element, "summary").next();
        let mut blocks = self.blocks(element);
        if summary.is_some() && !blocks.is_empty() {
            blocks.remove(0);
        }
        Block::Details { summary: summary.map(|summary| self.line(summary)).unwrap_or_default(), blocks }
    }

    fn children<'t>(&self, element: ElementRef<'t>, name: &'t str) -> impl Iterator<Item = ElementRef<'t>> {
        element.child_elements().filter(move |child| child.value().name() == name)
    }
}

/// Whether an element is a part of a line. A mark that somebody opened and never closed goes around whole blocks.
fn stands_in_line(element: ElementRef<'_>) -> bool {
    let is_inline = |element: ElementRef<'_>| INLINE.contains(&element.value().name());
    is_inline(element) && element.descendent_elements().all(is_inline)
}

/// The place of a section, `bread.txt:8`, with its last line where the section says it: `bread.txt:8-37`.
fn with_end(place: &str, section: ElementRef<'_>) -> String {
    let shown = section.descendent_elements().find(|below| has_class(*below, "src"));
    let text: String = shown.map(|shown| shown.text().collect()).unwrap_or_default();
    let last = text.split(|c: char| !c.is_ascii_digit()).rfind(|number| !number.is_empty());
    match (last, place.rsplit_once(':')) {
        (Some(last), Some((_, first))) if first != last => format!("{place}-{last}"),
        _ => place.to_owned(),
    }
}

/// The first element of that name below.
fn first<'t>(element: ElementRef<'t>, name: &str) -> Option<ElementRef<'t>> {
    element.descendent_elements().find(|below| below.value().name() == name)
}

trait SelectFirst<'t> {
    /// The first element of that name and class below.
    fn select_first(&self, name: &str, class: &str) -> Option<ElementRef<'t>>;
}

impl<'t> SelectFirst<'t> for ElementRef<'t> {
    fn select_first(&self, name: &str, class: &str) -> Option<ElementRef<'t>> {
        self.descendent_elements().find(|below| below.value().name() == name && has_class(*below, class))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wiki::document::{Met, visit};

    fn read(text: &str) -> Vec<Block> {
        let pages = ["a.md", "b/c.md", "b/README.md"].map(str::to_owned).into();
        let files = ["examples/x.yaml".to_owned()].into();
        Reader { pages: &pages, files: &files, lang: &Lang::ru() }.read("b/c.md", text)
    }

    fn words(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    #[test]
    fn links_lead_to_pages_and_files_of_the_book_and_nowhere_else() {
        let to = |href: &str| match &read(&format!("[x](<{href}>)"))[..] {
            [Block::Paragraph(line)] => match &line[..] {
                [Inline::Link { to, .. }] => Some(to.clone()),
                _ => None,
            },
            other => panic!("{other:?}"),
        };
        let page = |path: &str, anchor: Option<&str>| {
            Some(Target::Page { path: path.to_owned(), anchor: anchor.map(str::to_owned) })
        };
        assert_eq!(to("../a.md#%D0%B0"), page("a.md", Some("а")));
        assert_eq!(to("../a.html"), page("a.md", None));
        assert_eq!(to("#here"), page("b/c.md", Some("here")));
        assert_eq!(to("../examples/x.yaml"), Some(Target::File("examples/x.yaml".to_owned())));
        assert_eq!(to("https://example.org/?q=1#a"), Some(Target::Web("https://example.org/?q=1#a".to_owned())));
        for href in
            ["javascript:alert(1)", "JaVaScript:x", "data:text/html,x", "//example.org", "../../etc/passwd", "gone.md"]
        {
            assert_eq!(to(href), None, "{href}");
        }
    }

    #[test]
    fn a_mark_that_is_never_closed_takes_no_heading_along() {
        let blocks = read("One <b>two\n\n## Three {#three}\n\nFour\n");
        let headings =
            blocks.iter().filter(|block| matches!(block, Block::Heading { id: Some(id), .. } if id == "three"));
        assert_eq!(headings.count(), 1, "{blocks:?}");
    }

    #[test]
    fn scripts_are_left_out_and_words_are_kept() {
        let blocks = read("<script>alert(1)</script>\n\n<div onclick=\"x\"><marquee>hello</marquee></div>\n");
        assert_eq!(blocks, [Block::Paragraph(vec![words("hello")])]);
    }

    #[test]
    fn what_is_nested_without_end_is_read_as_its_words() {
        let deep = |open: &str, close: &str, times| {
            let inside = "a<script>b</script><div>c</div>d<br>e";
            format!("{}{inside}{}<p>f</p>", open.repeat(times), close.repeat(times))
        };
        for (open, close) in [("<b>", "</b>"), ("<div>", "</div>"), ("<ul><li>", "</li></ul>"), ("<q><i>", "</i></q>")]
        {
            let mut seen = String::new();
            visit(&read(&deep(open, close, 3_000)), &mut |met| {
                if let Met::Inline(Inline::Text(words)) = met {
                    seen.push_str(words.trim());
                }
            });
            assert_eq!(seen.replace(' ', ""), "acdef", "{open}");
        }
        assert_eq!(read(&deep("<div>", "</div>", 50)), read(&deep("<div>", "</div>", 1)));
        assert!(!format!("{:?}", read(&"> ".repeat(3_000))).is_empty());
    }

    #[test]
    fn white_space_is_as_a_browser_shows_it() {
        let blocks = read("<p> a <em> b </em>  <br> c\n d </p>");
        let line = vec![words("a "), Inline::Emphasis(vec![words("b ")]), Inline::Break, words("c d")];
        assert_eq!(blocks, [Block::Paragraph(line)]);
    }
}
