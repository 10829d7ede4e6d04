use super::*;
use crate::notes::{
    Hints,
    model::{Align, MarkKind, Section},
};

fn sections(text: &str) -> Vec<Section> {
    let source = Source::new("a.md", text);
    let mut reading = Reading::new(&source, &Hints::default());
    read(&mut reading, source.whole(), &Known::of(&source));
    reading.builder.finish()
}

fn blocks(text: &str) -> Vec<BlockKind> {
    sections(text).into_iter().flat_map(|section| section.blocks).map(|block| block.kind).collect()
}

fn paragraph(text: &str) -> String {
    match &blocks(text)[..] {
        [BlockKind::Paragraph { text, .. }] => text.text.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn html_and_formulas_are_text() {
    assert_eq!(paragraph("a <a>bold</a> word <!x> and `<i>`"), "a <a>bold</a> word <!x> and <i>");
    assert_eq!(paragraph("so \\(a_1 * b_2 * c\\) is"), "so \\(a_1 * b_2 * c\\) is");
    assert_eq!(paragraph("\\[\n\\frac{a}{b} \\\\ x\n\\]"), "\\[ \\frac{a}{b} \\\\ x \\]");
    assert_eq!(paragraph("$$\nx\n=\na\n- b\n+ c\n# d\n$$"), "$$ x = a - b + c # d $$");
    assert_eq!(paragraph("see <https://example.org/a> now"), "see https://example.org/a now");
}

#[test]
fn a_tag_ends_a_line_and_others_are_text() {
    let read = |text: &str| {
        let source = Source::new("a.md", text);
        let mut reading = Reading::new(&source, &Hints::default());
        super::read(&mut reading, source.whole(), &Known::of(&source));
        let dropped: Vec<String> = reading.dropped.iter().map(|dropped| dropped.text(&source).to_owned()).collect();
        let words = reading.builder.finish().into_iter().flat_map(|section| section.blocks);
        let words: Vec<String> = words
            .map(|block| match block.kind {
                BlockKind::Paragraph { text } => text.lines().into_owned(),
                BlockKind::Table { rows, .. } => rows[0][0].lines().into_owned(),
                BlockKind::Code { text, .. } => text.text,
                other => panic!("{other:?}"),
            })
            .collect();
        (words.join("|"), dropped.join(" "))
    };
    let found = |words: &str, dropped: &str| (words.to_owned(), dropped.to_owned());
    assert_eq!(read("на час<br>или *два*<br/>"), found("на час\nили два", "<br> <br/>"));
    assert_eq!(read("| a |\n|---|\n| мох<br>торф |\n"), found("мох\nторф", "<br>"));
    assert_eq!(read("один &amp; два<br><br>три<br>\n"), found("один & два\nтри", "<br><br> <br>"));
    assert_eq!(
        read("see [*a*](https://example.org/*/a_b/) and [b].\n\n[b]: https://example.org/*/b/\n").0,
        "see a and b."
    );
    assert_eq!(read("text\n\n    <b>x</b>\n"), found("text|<b>x</b>", ""));
    for text in ["<video>x</video>", "<b>x</b> <!-- y -->", "List<i>", "<kbd>F1</kbd>"] {
        assert_eq!(read(text), found(text, ""), "{text}");
    }
}

#[test]
fn what_a_program_printed_needs_no_fence() {
    let code = |text: &str| match &blocks(text)[..] {
        [BlockKind::Paragraph { .. }, BlockKind::Code { text, lang }, BlockKind::Paragraph { .. }] => {
            (lang.clone(), text.text.clone())
        }
        other => panic!("{other:?}"),
    };
    for (printed, lang) in [
        (
            "2031-05-02 08:00:01 UTC [12] LOG:  took *9* ms: SELECT p.*, w.* FROM p\n2031-05-02 08:00:02 UTC [12] ERROR:  stopped",
            None,
        ),
        (
            "error[E0599]: no method `water` for `__Pump__`\n  --> src/pump.rs:12:9\n   |\n12 |     pump.water();\n   |          ^^^^^ not found",
            None,
        ),
        ("ValueError: no *water*\n    at pump (/srv/pump.js:1:2)\n    at load (/srv/load.js:3:4)", None),
        ("bash: pumpctl: command not found\n/bin/sh: 1: pump: not found", None),
        ("SELECT p.*, w.*\nFROM pumps p\nWHERE p.id = 5;", Some("sql")),
    ] {
        let expected = (lang.map(str::to_owned), printed.to_owned());
        assert_eq!(code(&format!("Насос стоит:\n\n{printed}\n\nПочему?\n")), expected);
        assert_eq!(code(&format!("The pump says:\n{printed}\n\nWhy?\n")), expected);
    }
    for text in [
        "- item\n\n  error: the pump\n",
        "SELECT the pump, *then* water.\n",
        "Error: it *stopped*.\n",
        "> fatal: no water\n",
        "error: *this* is what I saw\n",
    ] {
        assert!(!blocks(text).iter().any(|block| matches!(block, BlockKind::Code { .. })), "{text}");
    }
    assert_eq!(
        paragraph("why does SELECT p.*, w.* FROM p read __init__.py and *all*?"),
        "why does SELECT p.*, w.* FROM p read __init__.py and all?"
    );
}

#[test]
fn a_button_below_code_is_no_word() {
    let below = |line: &str| blocks(&format!("```py\nprint(1)\n```\n\n{line}\n\nIt prints one.\n")).len();
    for button in ["Copy code", "Копировать код", "CopyEdit"] {
        assert_eq!(below(button), 2, "{button}");
    }
    assert_eq!(below("Copy code into the file."), 3);
    assert_eq!(blocks("Press the button:\n\nCopy code\n\nIt is blue.\n").len(), 3);
}

#[test]
fn a_definition_has_one_colon() {
    assert_eq!(paragraph("Срок:\n: до мая"), "Срок: до мая");
    assert_eq!(paragraph("**Term**\n: until *May*"), "Term: until May");
    assert_eq!(paragraph("Term\n:) it is"), "Term :) it is");
}

#[test]
fn a_block_of_html_is_code_with_its_lines() {
    let found = blocks("A page:\n\n<script>\n// *poll*\n\npoll();\n</script>\n\nAfter.\n");
    let [BlockKind::Paragraph { .. }, BlockKind::Code { lang, text }, BlockKind::Paragraph { .. }] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!((lang.as_deref(), &text.text[..]), (Some("html"), "<script>\n// *poll*\n\npoll();\n</script>"));
}

#[test]
fn one_label_below_a_bold_head_is_a_value() {
    let values = |text: &str| match &blocks(text)[0] {
        BlockKind::List { items, .. } => items[0].attributes.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!(values("1. **Covering**\n   **Purpose:** no heap reads.\n"), 1);
    assert_eq!(values("1. **Опара**\n   **Срок:** два часа.\n"), 1);
    assert_eq!(values("1. Look at the plan\n   Note: it may be stale.\n"), 0);
}

#[test]
fn a_footnote_is_found_in_another_turn() {
    let note = "**You said:**\n\nWhat is KISS?\n\n**ChatGPT said:**\n\nKeep it simple[^1], not `x[^1]`.\n\n\
        **You said:**\n\nAnd DRY?\n\n**ChatGPT said:**\n\nDo not repeat[^1].\n\n[^1]: By Kelly Johnson.\n\n[^2]: By nobody.\n";
    let note = crate::notes::parse(&Source::new("a.md", note));
    let (first, last) = (&note.sections[0].blocks[0], &note.sections[1].blocks);
    let BlockKind::Paragraph { text } = &first.kind else { panic!("{first:?}") };
    let marks: Vec<_> = text.marks.iter().map(|mark| (&text.text[mark.range.clone()], &mark.kind)).collect();
    assert_eq!(marks, [("[^1]", &MarkKind::Footnote), ("x[^1]", &MarkKind::Code)]);
    assert_eq!(note.footnotes.of("[^1]", 0), Some((1, 1)));
    assert!(note.footnotes.has(&last[1], (1, 1)));
    assert!(!note.footnotes.has(&last[2], (1, 2)));
}

#[test]
fn a_line_ends_where_its_author_wanted() {
    let BlockKind::Paragraph { text } = &blocks("Roses are red,  \nviolets are\nblue,\\\nand *sugar  \nis* sweet")[0]
    else {
        panic!("a paragraph")
    };
    assert_eq!(text.text, "Roses are red, violets are blue, and sugar is sweet");
    let breaks: Vec<_> = text.marks.iter().filter(|mark| mark.kind == MarkKind::Break).collect();
    assert_eq!(breaks.iter().map(|mark| mark.range.start).collect::<Vec<_>>(), [14, 32, 42]);
}

#[test]
fn a_callout_has_its_kind_for_a_head() {
    let BlockKind::Quote(quote) = &blocks("> [!WARNING]\n> Do **not** run this.\n")[0] else { panic!("a quote") };
    let [head, words] = &quote[..] else { panic!("{quote:?}") };
    let text = |block: &Block| match &block.kind {
        BlockKind::Paragraph { text } => (text.text.clone(), text.marks.clone()),
        other => panic!("{other:?}"),
    };
    assert_eq!(text(head).0, "Warning");
    assert_eq!(text(head).1[0].kind, MarkKind::Strong);
    let (words, marks) = text(words);
    assert_eq!((words.as_str(), marks[0].range.clone()), ("Do not run this.", 3..6));
    assert_eq!(paragraph("[!WARNING] x"), "[!WARNING] x");
}

#[test]
fn marks_of_sources_are_no_words() {
    assert_eq!(paragraph("A citation【12†source】 and 【3:1†a.pdf】more, 【не】."), "A citation and more, 【не】.");
}

#[test]
fn marks_are_kept_and_only_safe_addresses() {
    let BlockKind::Paragraph { text, .. } =
        &blocks("**a *b*** [c](https://x.org) [d](javascript:alert) ~~e~~ ![кот](cat.png) x[^1]")[0]
    else {
        panic!("a paragraph")
    };
    assert_eq!(text.text, "a b c d e кот x[^1]");
    let marks: Vec<_> = text.marks.iter().map(|mark| (&text.text[mark.range.clone()], &mark.kind)).collect();
    assert_eq!(
        marks,
        [
            ("a b", &MarkKind::Strong),
            ("b", &MarkKind::Emphasis),
            ("c", &MarkKind::Link("https://x.org".into())),
            ("e", &MarkKind::Deleted),
            ("кот", &MarkKind::Picture),
        ]
    );
}

#[test]
fn labelled_lines_are_attributes() {
    let found = blocks("1. **Дрожжи**\n   **Хранение:** в холоде\n   **Срок:** месяц\n2. Соль\n");
    let BlockKind::List { items, .. } = &found[0] else { panic!("a list") };
    let attributes: Vec<_> =
        items[0].attributes.iter().map(|a| (a.name.text.as_str(), a.value.text.as_str())).collect();
    assert_eq!(items[0].text.text, "Дрожжи");
    assert_eq!(attributes, [("Хранение", "в холоде"), ("Срок", "месяц")]);
    assert!(matches!(&blocks("Совет: месить.\nИ ещё долго.")[..], [BlockKind::Paragraph { .. }]));
}

#[test]
fn a_wrapped_word_is_mended_and_a_table_keeps_its_cells() {
    assert_eq!(
        paragraph("настройка и развёр-\nтывание в Kubernetes-\nкластере"),
        "настройка и развёртывание в Kubernetes-кластере"
    );
    let found = blocks("| a | b |\n|---|---|\n| `x\\|y` | |\n");
    let BlockKind::Table { head, rows, .. } = &found[0] else { panic!("a table") };
    assert_eq!(head.len(), 2);
    assert_eq!(rows[0].iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>(), ["x|y", ""]);
    for (rule, expected) in [("|---|---|", &[][..]), ("|:--|--:|", &[Align::Left, Align::Right])] {
        let found = blocks(&format!("| a | b |\n{rule}\n| 1 | 2 |\n"));
        let BlockKind::Table { columns, .. } = &found[0] else { panic!("a table") };
        assert_eq!(&columns[..], expected);
    }
}

#[test]
fn a_row_keeps_the_cells_behind_the_last_column() {
    let text = "| Мука | Вода |\n|---|---|\n| ржаная | 80 % | но **тёплая** | утром |\n| `печь|жар` | 250<br>градусов<br/> |\n| соль |\n";
    let [BlockKind::Table { head, rows, .. }] = &blocks(text)[..] else { panic!("a table") };
    let cells: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect();
    assert_eq!(head.len(), 2);
    assert_eq!(cells, [vec!["ржаная", "80 % | но тёплая | утром"], vec!["печь|жар", "250 градусов"], vec!["соль", ""]]);
    assert_eq!(rows[0][1].marks[0].kind, MarkKind::Strong);
}

#[test]
fn a_picture_leads_to_its_address_or_the_address_is_listed() {
    let source = Source::new(
        "a.md",
        "![схема](https://example.org/a.png) ![срез](sandbox:/b.png) [![знак](https://example.org/c.svg)](https://example.org)\n\n- [x] испечь\n- [ ] съесть\n",
    );
    let mut reading = Reading::new(&source, &Hints::default());
    read(&mut reading, source.whole(), &Known::of(&source));
    let lost: Vec<_> = reading.dropped.iter().filter_map(|dropped| dropped.excerpt.as_deref()).collect();
    assert_eq!(lost, ["sandbox:/b.png", "https://example.org/c.svg"]);
    let found = reading.builder.finish();
    let [Block { kind: BlockKind::Paragraph { text, .. }, .. }, Block { kind: BlockKind::List { items, .. }, .. }] =
        &found[0].blocks[..]
    else {
        panic!("a paragraph and a list")
    };
    let marks: Vec<_> = text.marks.iter().map(|mark| (&text.text[mark.range.clone()], &mark.kind)).collect();
    assert_eq!(
        marks,
        [
            ("схема", &MarkKind::Link("https://example.org/a.png".into())),
            ("схема", &MarkKind::Picture),
            ("срез", &MarkKind::Picture),
            ("знак", &MarkKind::Link("https://example.org".into())),
            ("знак", &MarkKind::Picture),
        ]
    );
    let items: Vec<_> = items.iter().map(|item| item.text.text.as_str()).collect();
    assert_eq!(items, ["☑ испечь", "☐ съесть"]);
}

#[test]
fn a_link_may_be_defined_in_another_turn() {
    let text = "**You said:**\n\nsee [the book][1] there\n\n**ChatGPT said:**\n\nyes, [that][2]\n\n[1]: https://example.org/a \"A title\"\n";
    let source = Source::new("a.md", text);
    let mut reading = Reading::new(&source, &Hints::default());
    read(&mut reading, source.whole(), &Known::of(&source));
    let lost: Vec<_> = reading.dropped.iter().filter_map(|dropped| dropped.excerpt.as_deref()).collect();
    assert_eq!(lost, ["A title"]);
    let found = reading.builder.finish();
    assert_eq!(found[0].title.text, "see the book there");
    assert_eq!(found[0].title.marks[0].kind, MarkKind::Link("https://example.org/a".into()));
    let BlockKind::Paragraph { text, .. } = &found[0].blocks[0].kind else { panic!("a paragraph") };
    assert_eq!(text.text, "yes, [that][2]");
}

#[test]
fn nesting_is_bounded() {
    for text in
        ["> ".repeat(10_000) + "deep", "- ".repeat(10_000) + "deep", "*".repeat(20_000) + "deep", "[".repeat(20_000)]
    {
        let found = sections(&text);
        assert!(format!("{found:?}").contains("deep") || text.starts_with('['), "{}", &text[..20]);
    }
}

#[test]
fn a_title_between_two_chats_names_the_next() {
    let chat = |title: &str, asks: &str, says: &str| {
        format!("# {title}\n\n## You said:\n\n{asks}\n\n## ChatGPT said:\n\n{says}\n\n### Why\n\nIt is told.\n\n")
    };
    let read = |text: &str| {
        let note = crate::notes::parse(&Source::new("a.md", text));
        let row = |section: &Section| (section.title.text.clone(), section.level, section.role);
        note.sections.iter().map(row).collect::<Vec<_>>()
    };
    let (hives, honey) = (chat("Hives", "Where do bees live?", "In a box."), chat("Honey", "Is it sweet?", "It is."));
    let row = |title: &str, level, role| (title.to_owned(), level, role);
    let rows = read(&format!("{hives}{honey}"));
    assert_eq!(
        rows[3..],
        [row("Honey", 1, Role::Own), row("Is it sweet?", 1, Role::User), row("Why", 2, Role::Assistant),]
    );
    // A title that the answer has something to say below is the answer's.
    let told = read(&format!("{hives}{}", honey.replace("# Honey\n", "# Honey\n\nIt keeps for years.\n")));
    assert_eq!(told[3].2, Role::Assistant);
}

#[test]
fn turns_become_sections() {
    let found = sections(
        "**You said:**\n\nWhat is yeast?\n\n**ChatGPT said:**\n\nA fungus.\n\n## Kinds\n\n```text\nYou said:\n```\n",
    );
    let shape: Vec<_> = found.iter().map(|s| (s.title.text.as_str(), s.level, s.role, s.blocks.len())).collect();
    assert_eq!(shape, [("What is yeast?", 1, Role::User, 1), ("Kinds", 2, Role::Assistant, 1)]);
}

#[test]
fn a_name_in_front_of_a_paragraph_speaks_where_both_sides_are_named_so() {
    let shape = |text: &str| {
        let found = sections(text);
        found.iter().map(|s| (s.title.text.clone(), s.role, s.blocks.len())).collect::<Vec<_>>()
    };
    let chat =
        "**You:** What is *yeast*?\n\n**ChatGPT:** A fungus.\n\n- alive\n\n**You:** And salt?\n**ChatGPT:** No.\n";
    assert_eq!(shape(chat), [("What is yeast?".to_owned(), Role::User, 2), ("And salt?".into(), Role::User, 1)]);
    let plain = "User: What is yeast?\n\nAssistant: A fungus\nassistant: as some say.\n";
    assert_eq!(shape(plain), [("What is yeast?".to_owned(), Role::User, 1)]);
    let alone = "# Yeast\n\n**You:** add the salt.\n\n```text\nChatGPT: no\n```\n";
    assert_eq!(shape(alone).len(), 1);
}

#[test]
fn the_title_of_a_reference_is_lost_once() {
    let text = "# A\n\nsee [b] and [b], and [c](d \"C\")\n\n[b]: https://example.org \"B\"\n";
    let source = Source::new("a.md", text);
    let mut reading = Reading::new(&source, &Hints::default());
    read(&mut reading, source.whole(), &Known::of(&source));
    let lost: Vec<_> = reading.dropped.iter().filter_map(|dropped| dropped.excerpt.as_deref()).collect();
    assert_eq!(lost, ["C", "d", "B"]);
}

#[test]
fn an_address_of_mail_in_brackets_is_a_link_and_no_tag() {
    let found = sections("# A\n\nWrite to <ann@example.org>, or <b title=\"a@b.c\">so</b>.\n");
    let BlockKind::Paragraph { text, .. } = &found[0].blocks[0].kind else { panic!("a paragraph") };
    assert_eq!(text.text, "Write to ann@example.org, or <b title=\"a@b.c\">so</b>.");
    assert_eq!(text.marks[0].kind, MarkKind::Link("mailto:ann@example.org".into()));
}

#[test]
fn a_side_may_be_named_in_front_and_the_other_alone() {
    let questions = |text: &str| {
        let sections = sections(text);
        sections.into_iter().map(|section| section.title.text).collect::<Vec<_>>()
    };
    let expected = ["How often?", "And in winter?"];
    assert_eq!(
        questions(
            "**You:** How often?\n\n**ChatGPT:**\n\nDaily.\n\n**You:** And in winter?\n\n**ChatGPT:**\n\nLess.\n"
        ),
        expected
    );
    assert_eq!(
        questions(
            "**You:**\n\nHow often?\n\n**ChatGPT:**\n\nDaily.\n\n**You:**\n\nAnd in winter?\n\n**ChatGPT:** Less.\n"
        ),
        expected
    );
    // A value in an answer names nobody.
    assert_eq!(questions("You said:\n\nHow often?\n\nChatGPT said:\n\nUser: root\n\nThat is all.\n"), ["How often?"]);
}

#[test]
fn lines_that_are_marked_as_own_are_paragraphs_of_their_own() {
    let hives =
        "# Ульи\n\nУльи ставят на юг.\n\n-- наш стоит на *север*\n-- переставить\nдо мая\n\nЗимой их утепляют.\n";
    let source = Source::new("a.md", hives);
    let note = crate::notes::parse(&source);
    let own = note.sections[0].blocks.iter().filter(|block| block.role == crate::notes::Role::Own);
    let texts: Vec<_> = own.map(|block| source.slice(block.span).to_owned()).collect();
    assert_eq!(texts, ["-- наш стоит на *север*", "-- переставить\nдо мая"]);
}
