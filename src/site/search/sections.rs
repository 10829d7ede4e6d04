//! A chapter of an edition cut into the sections that a search can find.
//!
//! The chapter is read as the HTML that a browser would show. A heading begins a section, and so do some lines of the
//! raw notes. Cells of a table and both sides of a pair stand apart; what is no text of the chapter is left out: ways
//! back to the notes, drawings, lists of where a term is mentioned.

use std::collections::BTreeSet;

use mdbook_markdown::pulldown_cmark::{self, Event, HeadingLevel, Tag, TagEnd};
use scraper::{ElementRef, Html, Node};

use super::text::Text;
use crate::{
    glossary::page::{Listed, listed},
    text::{
        Lang,
        html::{INLINE, LEFT_OUT, has_class},
        markdown,
    },
};

/// The most lines of the raw notes that are found together.
const LINES: usize = 6;
/// What stands between the cells of a row.
const CELL: &str = "·";
/// What stands between two languages.
const SIDE: &str = "/";
/// What is no text of the chapter, by element and class.
const NO_TEXT: [(&str, &str); 8] = [
    ("a", "origin"),
    ("a", "download"),
    ("code", "command"),
    ("details", "map-small"),
    ("details", "mentioned"),
    ("div", "provenance"),
    ("figure", "map"),
    ("p", "review-source"),
];
/// Classes of what the program folds away behind a line of its own.
const FOLDED: [&str; 3] = ["table-same", "table-meanings", "map-list"];

/// A section of a chapter.
#[derive(Debug, Default)]
pub struct Section {
    /// The id of its heading, or of its first line; none above the first heading.
    pub id: String,
    /// The heading.
    pub heading: Text,
    /// What stands below it.
    pub text: Text,
    /// What leads here and is never shown.
    pub unshown: Text,
    /// The code in the text: nobody has asked yet which terms it means.
    pub code: String,
    /// The lines of the raw notes that it is, as they are numbered there.
    pub lines: Option<(String, String)>,
}

/// The sections of a chapter of an edition in `lang`. `entries` are the ids of entries of the glossary.
pub fn sections(chapter: &str, lang: &Lang, entries: &BTreeSet<String>) -> Vec<Section> {
    plain(chapter, lang, entries).unwrap_or_else(|| as_html(chapter, lang, entries))
}

/// The same for a chapter in which nothing but Markdown stands, which no HTML has to be read for; `None` for any other.
fn plain(chapter: &str, lang: &Lang, entries: &BTreeSet<String>) -> Option<Vec<Section>> {
    let mut cutter = Cutter::new(lang, entries);
    let mut pictures = 0_usize;
    for (event, _) in markdown::parse(chapter) {
        match event {
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => pictures -= 1,
            // The words of a picture are no text.
            _ if pictures > 0 => {}
            Event::Start(tag) => {
                let mut own = None;
                let name = match tag {
                    Tag::Heading { level, id, .. } => {
                        own = id.filter(|id| !id.is_empty());
                        if own.as_ref().is_some_and(|id| entries.contains(&**id)) {
                            return None;
                        }
                        if level == HeadingLevel::H1 { "h1" } else { "h2" }
                    }
                    Tag::TableHead | Tag::TableRow => "tr",
                    Tag::TableCell => "td",
                    Tag::Item => "li",
                    Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } => "em",
                    Tag::CodeBlock(_) => "pre",
                    Tag::Paragraph | Tag::BlockQuote(None) | Tag::List(_) | Tag::Table(_) => "p",
                    _ => return None,
                };
                let role = cutter.role(name, own.as_deref());
                cutter.enter(role, None, false, false);
            }
            Event::End(_) => cutter.close(),
            Event::Text(text) | Event::Code(text) => cutter.push(&text),
            Event::SoftBreak => cutter.push("\n"),
            Event::HardBreak | Event::Rule => {
                cutter.enter(if event == Event::Rule { Role::Block } else { Role::Inline }, None, false, true);
                cutter.close();
            }
            Event::TaskListMarker(_) => {}
            _ => return None,
        }
    }
    Some(cutter.done())
}

fn as_html(chapter: &str, lang: &Lang, entries: &BTreeSet<String>) -> Vec<Section> {
    let mut html = String::with_capacity(chapter.len() * 2);
    pulldown_cmark::html::push_html(&mut html, markdown::parse(chapter).map(|(event, _)| event));
    let tree = Html::parse_fragment(&html);
    let mut cutter = Cutter::new(lang, entries);
    // Not by recursion: nothing says how deep somebody's HTML goes.
    let root = tree.root_element();
    let mut at = root.first_child();
    while let Some(node) = at {
        let mut inside = None;
        match (node.value(), ElementRef::wrap(node)) {
            (Node::Text(text), _) => cutter.push(text),
            (_, Some(element)) if cutter.open(element) => match node.first_child() {
                Some(child) => inside = Some(child),
                None => cutter.close(),
            },
            _ => {}
        }
        at = inside.or_else(|| {
            let mut left = node;
            loop {
                if let Some(next) = left.next_sibling() {
                    return Some(next);
                }
                left = left.parent().filter(|parent| parent.id() != root.id())?;
                cutter.close();
            }
        });
    }
    cutter.done()
}

/// What an open element does to the text in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Inline,
    Block,
    Item,
    Heading,
    Row,
    Cell,
    Code,
}

struct Cutter<'a> {
    lang: &'a Lang,
    entries: &'a BTreeSet<String>,
    out: Vec<Section>,
    /// The elements around, each with the language in it where that is not the page's.
    open: Vec<(Role, Option<Lang>)>,
    /// The cells around that are being read.
    cells: Vec<Text>,
    /// The rows around, each with its cells so far.
    rows: Vec<Vec<Text>>,
}

impl<'a> Cutter<'a> {
    fn new(lang: &'a Lang, entries: &'a BTreeSet<String>) -> Self {
        Self { lang, entries, out: vec![Section::default()], open: Vec::new(), cells: Vec::new(), rows: Vec::new() }
    }

    fn done(mut self) -> Vec<Section> {
        self.out.retain(|section| !section.text.is_empty() || !section.heading.is_empty());
        self.out
    }

    fn lang(&self) -> Option<Lang> {
        self.open.last().and_then(|(_, lang)| lang.clone())
    }

    /// Where text goes to.
    fn to(&mut self) -> Option<&mut Text> {
        let heading = self.open.iter().any(|(role, _)| *role == Role::Heading);
        let section = self.out.last_mut()?;
        Some(match self.cells.last_mut() {
            _ if heading => &mut section.heading,
            Some(cell) => cell,
            None => &mut section.text,
        })
    }

    fn push(&mut self, text: &str) {
        let lang = self.lang();
        if let Some(to) = self.to() {
            to.push(lang.as_ref(), text);
        }
        if let Some(section) = self.out.last_mut()
            && self.open.iter().any(|(role, _)| *role == Role::Code)
        {
            section.code.push_str(text);
        }
    }

    /// Goes into an element, if it has text to read.
    fn open(&mut self, element: ElementRef<'_>) -> bool {
        let name = element.value().name();
        let no_text = NO_TEXT.iter().any(|(own, class)| *own == name && has_class(element, class));
        let parent = element.parent().and_then(ElementRef::wrap);
        let of_a_fold = || parent.is_some_and(|parent| FOLDED.iter().any(|class| has_class(parent, class)));
        if LEFT_OUT.contains(&name) || name == "svg" || no_text || (name == "summary" && of_a_fold()) {
            return false;
        }
        if has_class(element, "raw-notes") {
            self.raw_notes(element);
            return false;
        }
        let own = element.attr("lang").and_then(|lang| Lang::try_from(lang.to_owned()).ok());
        let lang = own.map_or_else(|| self.lang(), |own| (own != *self.lang).then_some(own));
        let id = element.attr("id").filter(|id| !id.is_empty());
        let role = match name {
            // A verdict; the words that it is about follow.
            "p" if has_class(element, "review-head") => Role::Item,
            "p" if self.list(element, lang.as_ref()) => return false,
            name => self.role(name, id),
        };
        let second = has_class(element, "side")
            && element.text().any(|text| !text.trim().is_empty())
            && element.prev_siblings().filter_map(ElementRef::wrap).any(|it| has_class(it, "side"));
        self.enter(role, lang, second, name == "br");
        true
    }

    /// What an element of this name does to the text in it. A heading with an identifier begins a section.
    fn role(&mut self, name: &str, id: Option<&str>) -> Role {
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => match id {
                Some(id) => {
                    self.section(name, id);
                    Role::Heading
                }
                None => Role::Block,
            },
            "tr" => Role::Row,
            "td" | "th" => Role::Cell,
            "li" => Role::Item,
            "pre" => Role::Code,
            name if INLINE.contains(&name) => Role::Inline,
            _ => Role::Block,
        }
    }

    /// Goes into an element; `second` is the other side of a pair.
    fn enter(&mut self, role: Role, lang: Option<Lang>, second: bool, breaks: bool) {
        match role {
            Role::Row => self.rows.push(Vec::new()),
            Role::Cell => self.cells.push(Text::default()),
            _ => {}
        }
        if let Some(to) = self.to() {
            match role {
                _ if second => to.separate(SIDE),
                Role::Inline if !breaks => {}
                _ => to.space(),
            }
        }
        self.open.push((role, lang));
    }

    fn close(&mut self) {
        let Some((role, _)) = self.open.pop() else { return };
        if role == Role::Cell
            && let (Some(cell), Some(row)) = (self.cells.pop(), self.rows.last_mut())
            // What is the same in all columns is said once.
            && !cell.is_empty()
            && (row.len() < 2 || !row.last().is_some_and(|last| last.says(&cell)))
        {
            row.push(cell);
        }
        let row = if role == Role::Row { self.rows.pop() } else { None };
        let Some(to) = self.to() else { return };
        for (n, cell) in row.iter().flatten().enumerate() {
            if n > 0 {
                to.separate(CELL);
            }
            to.append(cell);
        }
        match role {
            Role::Inline => {}
            Role::Item | Role::Row => to.stop(),
            _ => to.space(),
        }
    }

    fn section(&mut self, name: &str, id: &str) {
        let opened = Section { id: id.to_owned(), ..Section::default() };
        match &mut self.out[..] {
            // The heading of the whole chapter opens no section of its own.
            [first] if name == "h1" && first.text.is_empty() => *first = opened,
            _ => self.out.push(opened),
        }
    }

    /// Whether a paragraph of an entry of the glossary only lists something. Its names lead here all the same.
    fn list(&mut self, element: ElementRef<'_>, lang: Option<&Lang>) -> bool {
        let Some(section) = self.out.last_mut().filter(|section| self.entries.contains(&section.id)) else {
            return false;
        };
        let text: String = element.text().collect();
        let Some((label, rest)) = text.split_once(':') else { return false };
        // A list of places begins with a link; a definition may begin with the same word.
        let link =
            element.children().nth(1).and_then(ElementRef::wrap).is_some_and(|child| child.value().name() == "a");
        match listed(label, lang.unwrap_or(self.lang)) {
            Some(Listed::Names) => {
                section.unshown.push(None, rest);
                section.unshown.space();
                true
            }
            Some(Listed::Places) => link,
            None => false,
        }
    }

    /// The raw notes, some lines at a time: a blank line ends what belongs together.
    fn raw_notes(&mut self, element: ElementRef<'_>) {
        let lang = element.attr("lang").and_then(|lang| Lang::try_from(lang.to_owned()).ok());
        let lang = lang.filter(|lang| lang != self.lang);
        let mut count = LINES;
        for line in element.child_elements() {
            let Some(number) = line.child_elements().find(|child| child.value().name() == "a") else { continue };
            let label: String = number.text().collect();
            let text: String = line.text().collect();
            let text = text.strip_prefix(&label).unwrap_or(&text);
            if text.trim().is_empty() {
                count = LINES;
                continue;
            }
            if count == LINES {
                count = 0;
                let id = number.attr("id").unwrap_or_default().to_owned();
                let lines = Some((label.clone(), String::new()));
                self.out.push(Section { id, lines, ..Section::default() });
            }
            count += 1;
            if let Some(section) = self.out.last_mut() {
                section.text.push(lang.as_ref(), text);
                section.text.space();
                if let Some((_, last)) = &mut section.lines {
                    *last = label;
                }
            }
        }
        // What stands below them is no line.
        let id = self.out.iter().rev().find(|section| section.lines.is_none()).map(|section| section.id.clone());
        self.out.push(Section { id: id.unwrap_or_default(), ..Section::default() });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What two ways of reading a chapter find.
    fn found(sections: Vec<Section>) -> Vec<String> {
        sections.iter().map(|section| format!("{section:?}")).collect()
    }

    #[test]
    fn what_is_more_than_markdown_is_read_as_html() {
        let (lang, entries) = (Lang::ru(), BTreeSet::from(["term-pech".to_owned()]));
        let is_plain = |text: &str| plain(text, &lang, &entries).is_some();
        assert!(is_plain(
            "# Хлеб {#hleb}\n\n- [x] Печь **жар**  \n![угли](a.png) `дрова`\n\n| а | б |\n| - | - |\n| 1 | 2 |\n"
        ));
        for other in
            ["<b>жар</b>", "Жар <br> печь.", "# Печь {#term-pech}", "Жар[^1].\n\n[^1]: Печь.", "Печь\n: Греет."]
        {
            assert!(!is_plain(other), "{other}");
        }
    }

    proptest! {
        #[test]
        fn both_ways_find_the_same(parts in prop::collection::vec(
            prop::sample::select(vec![
                "# Хлеб {#hleb}\n", "## Печь {#pech}\n", "### Без имени\n", "Тесто *подходит* в **тепле**.\n", "\n\n",
                "- жар\n", "  - угли\n", "1. раз\n\n   два\n", "> цитата\n", "| а | б |\n| - | - |\n| 1 | 2 |\n| 1 | 1 |\n",
                "```sh\nls  -l\n\npwd\n```\n", "`код`", "конец  \nстроки\n", "![картина *с* подписью](a.png)", "[ссылка](b.md)",
                "---\n", "- [x] дело\n", "&amp; &lt;b&gt; ", "\\*", "~~нет~~", "    отступ\n", "<https://a.example>", "слово",
            ]),
            0..20,
        )) {
            let (text, lang, entries) = (parts.concat(), Lang::ru(), BTreeSet::new());
            if let Some(plain) = plain(&text, &lang, &entries) {
                prop_assert_eq!(found(plain), found(as_html(&text, &lang, &entries)), "{}", text);
            }
        }
    }
}
