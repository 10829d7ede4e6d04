//! A page as every wiki can say it: blocks and inline text, without HTML, Markdown or any wiki's own marks.

/// What stands on a page, one below the other.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 to 6.
        level: u8,
        /// What links to it name; the same in every language.
        id: Option<String>,
        /// Its words.
        text: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// The first number, where the list is numbered.
        start: Option<u64>,
        /// The items: blocks each.
        items: Vec<Vec<Block>>,
    },
    /// A definition list: names, and what they mean.
    Definitions(Vec<(Vec<Inline>, Vec<Vec<Block>>)>),
    /// A table. Every row has as many cells as the widest.
    Table {
        /// What links to it name.
        id: Option<String>,
        /// The heads of the columns.
        head: Vec<Vec<Inline>>,
        /// The rows. The first cell may be [`Inline::Strong`]: the head of its row.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// Code.
    Code {
        /// Its language as Markdown fences name it (`yaml`, `bash`), where that is known.
        lang: Option<String>,
        /// Where it is a file of the book: its path, `examples/oven.yaml`.
        file: Option<String>,
        /// The code, without a line end behind it.
        text: String,
    },
    /// A file with numbered lines that links lead to: the raw notes.
    Lines(Vec<Line>),
    /// A quotation.
    Quote {
        /// The language of the words.
        lang: Option<String>,
        /// What is quoted.
        blocks: Vec<Block>,
    },
    /// A box beside the text: a review, a remark, a warning.
    Notice {
        /// What it is.
        kind: Notice,
        /// Its head; may be empty.
        title: Vec<Inline>,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// What somebody said, as the notes keep it.
    Said {
        /// Who.
        by: Speaker,
        /// Where: `bread.txt:8`, or `bread.txt:8-37` where it is known how far.
        place: String,
        /// What.
        blocks: Vec<Block>,
    },
    /// A picture drawn by the program.
    Figure {
        /// A name for the file, unique within the book and the same in every export: `map-term-pod.ru.svg`.
        name: String,
        /// The file.
        svg: String,
        /// What it shows, in words.
        alt: String,
    },
    /// What is folded until a reader opens it.
    Details {
        /// What stands on the fold.
        summary: Vec<Inline>,
        /// What is inside.
        blocks: Vec<Block>,
    },
    /// What links to what follows may name.
    Anchor(String),
    /// A line across the page.
    Rule,
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What links to it name.
    pub id: String,
    /// Its number.
    pub number: String,
    /// Its text.
    pub text: String,
}

/// What a box is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A review: the claim is right.
    Accurate,
    /// A review: the claim lacks something.
    Incomplete,
    /// A review: the claim was right once.
    Outdated,
    /// A review: the claim is wrong.
    Inaccurate,
    /// A remark of whoever kept the notes.
    Own,
    /// What was said before stands there, and is not shown again.
    Repeat,
    /// Good to know; also Markdown's `[!NOTE]`.
    Note,
    /// `[!TIP]`.
    Tip,
    /// `[!IMPORTANT]`.
    Important,
    /// `[!WARNING]`.
    Warning,
    /// `[!CAUTION]`.
    Caution,
}

/// Who said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// The person who asked.
    User,
    /// The machine that answered.
    Assistant,
    /// The person's own note.
    Own,
}

/// What stands in a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Words. Runs of white space are one blank.
    Text(String),
    /// Code.
    Code(String),
    /// Heavy.
    Strong(Vec<Inline>),
    /// Stressed.
    Emphasis(Vec<Inline>),
    /// Struck out.
    Strike(Vec<Inline>),
    /// Put in.
    Inserted(Vec<Inline>),
    /// Above the line.
    Superscript(Vec<Inline>),
    /// A link.
    Link {
        /// Where it leads.
        to: Target,
        /// What a reader sees who points at it.
        title: Option<String>,
        /// Its words.
        text: Vec<Inline>,
    },
    /// A picture.
    Image {
        /// Which.
        from: Target,
        /// What it shows, in words.
        alt: String,
    },
    /// Words in another language than the page's: what is not translated, or a name.
    Foreign {
        /// Which language.
        lang: String,
        /// Whether there should be a translation.
        untranslated: bool,
        /// The words.
        text: Vec<Inline>,
    },
    /// What a review says of a cell.
    Verdict {
        /// What it is.
        kind: Notice,
        /// The word.
        text: Vec<Inline>,
    },
    /// What links may name.
    Anchor(String),
    /// The line ends here.
    Break,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A page of the book, in the same language.
    Page {
        /// Its chapter: `pods.md`.
        path: String,
        /// The heading, or other place, on it.
        anchor: Option<String>,
    },
    /// A file of the book that is no page: `examples/oven.yaml`.
    File(String),
    /// Somewhere else: `https:`, `http:` or `mailto:`. No other scheme comes here.
    Web(String),
}

/// The words of inline text, without marks.
pub fn plain(text: &[Inline]) -> String {
    let mut out = String::new();
    push_plain(text, &mut out);
    out
}

fn push_plain(text: &[Inline], out: &mut String) {
    for part in text {
        match part {
            Inline::Text(words) | Inline::Code(words) => out.push_str(words),
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Strike(inner)
            | Inline::Inserted(inner)
            | Inline::Superscript(inner)
            | Inline::Link { text: inner, .. }
            | Inline::Foreign { text: inner, .. }
            | Inline::Verdict { text: inner, .. } => push_plain(inner, out),
            Inline::Image { alt, .. } => out.push_str(alt),
            Inline::Break => out.push(' '),
            Inline::Anchor(_) => {}
        }
    }
}

/// What a visitor meets: a block, or a part of a line.
#[derive(Clone, Copy, Debug)]
pub enum Met<'a> {
    /// A block, before what is in it.
    Block(&'a Block),
    /// A part of a line, before what is in it.
    Inline(&'a Inline),
}

/// Goes through everything on a page, in its order.
pub fn visit<'a>(blocks: &'a [Block], meet: &mut dyn FnMut(Met<'a>)) {
    for block in blocks {
        meet(Met::Block(block));
        match block {
            Block::Heading { text, .. } | Block::Paragraph(text) => visit_line(text, meet),
            Block::List { items, .. } => items.iter().for_each(|item| visit(item, meet)),
            Block::Definitions(entries) => {
                for (name, meanings) in entries {
                    visit_line(name, meet);
                    meanings.iter().for_each(|meaning| visit(meaning, meet));
                }
            }
            Block::Table { head, rows, .. } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| visit_line(cell, meet));
            }
            Block::Quote { blocks, .. } | Block::Said { blocks, .. } => visit(blocks, meet),
            Block::Notice { title: line, blocks, .. } | Block::Details { summary: line, blocks } => {
                visit_line(line, meet);
                visit(blocks, meet);
            }
            Block::Code { .. } | Block::Lines(_) | Block::Figure { .. } | Block::Anchor(_) | Block::Rule => {}
        }
    }
}

fn visit_line<'a>(line: &'a [Inline], meet: &mut dyn FnMut(Met<'a>)) {
    for part in line {
        meet(Met::Inline(part));
        match part {
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Strike(inner)
            | Inline::Inserted(inner)
            | Inline::Superscript(inner)
            | Inline::Link { text: inner, .. }
            | Inline::Foreign { text: inner, .. }
            | Inline::Verdict { text: inner, .. } => visit_line(inner, meet),
            Inline::Text(_) | Inline::Code(_) | Inline::Image { .. } | Inline::Anchor(_) | Inline::Break => {}
        }
    }
}
