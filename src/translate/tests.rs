//! What holds over the whole way: cutting, catalog, splicing, for any text somebody may write.

use proptest::prelude::*;

use super::{comments::tests::hashes, *};
use crate::text::{Lang, Source, markdown};

/// A chapter with every kind of block.
const CHAPTER: &str = "\
# Сеть и *сервисы* {#net .wide}

Первый абзац про `Service`, [поды](pod.md#a \"Поды\") и ![схему](net.svg),
вторая строка {{#term pod}}. \\*Звёздочка и &amp; знак.
{{#example svc.yaml}}
Текст за примером с переносом\\
строки.

<section id=\"notes\" class=\"note\">

1. **ClusterIP:** Этот тип доступен
   внутри кластера.

   Второй абзац пункта.

2. **Цель:** служит для копий
   - вложенный пункт с <kbd>Ctrl</kbd>
   - **Порт**: 80

- [ ] дело
- сжатый пункт

</section>

> [!NOTE]
> Заметка читателю:
> и ещё строка[^1].

| Имя | `kind` | Что |
|-----|:------:|-----|
| под \\| pod | `a\\|b` | [ссылка][r] |
| | 80 | <span data-src=\"7\">ячейка</span> |

Термин
: Определение термина
  в две строки.

: Второе определение.

[^1]: Текст сноски
    и дальше.

Заголовок снизу
---------------

```yaml,ignore
# Один комментарий
# в две строки.
kind: Service # вид
spec: {a: \"# не комментарий\"}
  # Отступ: да
```

> ```yaml
> # Внутри цитаты
> a: 1
> ```

***

[r]: https://example.com/a_b?c=1&d=2 'Имя'
";

fn cut(markdown: &str) -> Vec<Segment> {
    segments(markdown, &Lang::ru(), &hashes)
}

fn same_structure(a: &str, b: &str) -> bool {
    splice::structure(a) == splice::structure(b)
}

fn put(markdown: &str, segments: &[Segment], choose: &dyn Fn(&Segment) -> State, mode: Mode<'_>) -> String {
    markdown::splice(markdown, splice::edits(markdown, segments, choose, mode))
}

fn modes<T>(test: impl Fn(Mode<'_>) -> T) -> [T; 2] {
    let (ru, en) = (Lang::ru(), Lang::en());
    [test(Mode::Single { from: &ru, to: &en }), test(Mode::Parallel { from: &ru, to: &en })]
}

/// Characters that mean something to Markdown, HTML, mdBook, YAML or PO, and some that do not.
fn nonsense() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zа-я \\n]{0,6}",
        "[a-z]{1,3}[a-z0-9 .,:;()/%'\"«»—-]{0,9}",
        "[-*_`~#>|:.!\\[\\]()<>{}&\\\\\"'=+^$%0-9 \t\r\n]{1,6}",
        prop::sample::select(vec![
            "{{#include a}}",
            "{{#term pod}}",
            "{{ #x",
            "<div>",
            "</span>",
            "</section>",
            "<!--",
            "-->",
            "<kbd>",
            "</kbd>",
            "<script>",
            "[a](pod.md#a)",
            "[a](evil.md)",
            "![схему](net.svg)",
            "[^1]",
            "[^1]: ",
            "[r]: x",
            "- ",
            "1. ",
            "# ",
            "\n\n",
            "    ",
            "```",
            "~~~",
            "| ",
            "|---|",
            ": ",
            "---",
            "***",
            "**",
            "&#10;",
            "&#32;",
            "&#123;{#a}}",
            "`Service`",
            "\u{2028}",
            "\u{85}",
            "\0",
            "\u{a0}",
            "[ ] ",
            "[x] ",
            "<!x ",
            "> [!NOTE]",
            "{#id}",
            "<br>",
            "\\",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..7).prop_map(|pieces| pieces.concat())
}

#[test]
fn a_formula_is_translated_for_its_words() {
    let cut = |text: &str| segments(text, &Lang::en(), &|_, _| Vec::new()).len();
    for formula in [
        "\\\\[ R = \\\\frac{U^2}{P} = 26\\,\\\\text{Ohm} \\\\]\n",
        "$$ E = mc^2 $$\n",
        "- $P_1 = 3$\n",
        "\\\\(x_i\\\\),\n",
    ] {
        assert_eq!(cut(formula), 0, "{formula}");
    }
    for text in
        ["$$ \\\\text{mass of flour} = 3 $$\n", "$5 and 10$\n", "\\\\(a\\\\) and \\\\(b\\\\)\n", "The sum $$a + b$$.\n"]
    {
        assert_eq!(cut(text), 1, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Whatever a translator writes, only text changes.
    #[test]
    fn a_catalog_of_nonsense_changes_text_only(words in prop::collection::vec(nonsense(), 1..40)) {
        let segments = cut(CHAPTER);
        for out in modes(|mode| {
            let pick = |s: &Segment| State::Fresh(words[s.span.start % words.len()].clone());
            // Without the last resort of `translate`: each translation must be safe by itself.
            markdown::splice(CHAPTER, splice::edits(CHAPTER, &segments, &pick, mode))
        }) {
            prop_assert!(same_structure(CHAPTER, &out), "{out}");
            prop_assert_eq!(mask::directive_texts(&out).into_iter().collect::<std::collections::BTreeSet<_>>(),
                mask::directive_texts(CHAPTER).into_iter().collect(), "{}", out);
            prop_assert_eq!(code_without_comments(CHAPTER), code_without_comments(&out), "{}", out);
        }
    }

    /// The same for chapters that are nonsense themselves.
    #[test]
    fn no_chapter_is_broken_by_its_translation(
        chapter in prop::collection::vec(nonsense(), 1..12).prop_map(|parts| parts.join("\n")),
        words in prop::collection::vec(nonsense(), 1..6),
    ) {
        let segments = cut(&chapter);
        for segment in &segments {
            prop_assert!(chapter.get(segment.span.range()).is_some() && !segment.text.contains('\n'));
        }
        for pair in segments.windows(2) {
            prop_assert!(pair[0].span.end <= pair[1].span.start, "{pair:?}");
        }
        for out in modes(|mode| put(&chapter, &segments, &|s| State::Fresh(words[s.span.start % words.len()].clone()), mode)) {
            prop_assert!(same_structure(&chapter, &out), "{out}");
        }
        let same = translate(&chapter, &segments, |s| State::Fresh(s.text.clone()), Mode::Single { from: &Lang::ru(), to: &Lang::en() });
        prop_assert_eq!(same, chapter);
    }

    /// A translated comment leaves the data as it is, byte by byte.
    #[test]
    fn comments_of_yaml_never_reach_its_data(words in prop::collection::vec(nonsense(), 1..5)) {
        let code = "# Сервис отдаёт\n# трафик подам.\nkind: Service # вид\nspec:\n  # Порты:\n  # - внешний\n  ports: [80]\n  text: |\n    дело\n";
        let found = code_segments(code, &hashes("", code), &Lang::ru());
        prop_assert_eq!(found.len(), 4);
        for out in modes(|mode| translate_code(code, &found, |s| State::Fresh(words[s.span.start % words.len()].clone()), mode)) {
            prop_assert_eq!(yaml_tokens(&out), yaml_tokens(code), "{}", out);
        }
    }

    /// A file that is no catalog is reported, never a panic; what is written is read again as it was.
    #[test]
    fn any_text_is_read_as_a_catalog(text in hostile_po()) {
        let (catalog, found) = Catalog::parse(&Source::new("po/en.po", text.clone()));
        prop_assert!(found.len() <= 200);
        let written = catalog.write();
        let (again, broken) = Catalog::parse(&Source::new("po/en.po", written.clone()));
        prop_assert!(broken.iter().all(|d| d.code.as_str() == "K0502"), "{text:?}\n{written}");
        prop_assert_eq!(&again, &catalog);
        prop_assert_eq!(again.write(), written);
    }

    /// An entry of any content survives.
    #[test]
    fn every_entry_survives_the_file(source in "(?s).{1,40}", text in "(?s).{0,40}", previous in prop::option::of("(?s).{0,20}")) {
        let entry = Entry { source, text, previous, flags: vec!["fuzzy".into()], references: vec![Reference::new("a b.md", 3)], ..Entry::default() };
        let catalog = Catalog::from_entries(vec![entry]);
        let (again, found) = Catalog::parse(&Source::new("x.po", catalog.write()));
        prop_assert!(found.is_empty());
        prop_assert_eq!(again, catalog);
    }
}

fn hostile_po() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        prop::sample::select(vec![
            "msgid \"a\"",
            "msgid \"b\"",
            "msgstr \"x\"",
            "msgstr \"\"",
            "msgid \"\"",
            "msgctxt \"item\"",
            "\"more\\n\"",
            "#, fuzzy",
            "#: a.md:1 b",
            "#. note",
            "# own",
            "#~ msgid \"old\"",
            "#~ msgstr \"alt\"",
            "#| msgid \"was\"",
            "#~| msgid \"was\"",
            "",
            "msgid_plural \"as\"",
            "msgstr[0] \"x\"",
            "msgstr[1] \"y\"",
            "msgstr \"open",
            "msgid",
            "msgstr \"\\777\"",
            "\"Content-Type: charset=KOI8-R\\n\"",
            "#",
            "#~",
            "#|",
        ])
        .prop_map(str::to_owned),
        "[a-z\"\\\\#~|,.: ]{0,12}",
    ];
    prop::collection::vec(line, 0..20).prop_map(|lines| lines.join("\n"))
}

fn yaml_tokens(code: &str) -> Vec<String> {
    use saphyr_parser::{Event, Parser};
    Parser::new_from_str(code)
        .map(|event| event.expect("good YAML").0)
        .map(|event| match event {
            Event::Scalar(value, style, ..) => format!("{style:?} {value}"),
            other => format!("{:?}", std::mem::discriminant(&other)),
        })
        .collect()
}

/// The code blocks of a chapter without their comments.
fn code_without_comments(markdown: &str) -> String {
    use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};
    let mut out = String::new();
    let mut code: Option<String> = None;
    for (event, _) in crate::text::markdown::parse(markdown) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code = Some(String::new()),
            Event::Text(text) => code.iter_mut().for_each(|code| code.push_str(&text)),
            Event::End(TagEnd::CodeBlock) => {
                let text = code.take().unwrap_or_default();
                let edits = hashes("", &text).into_iter().map(|span| (span.range(), String::new())).collect();
                let bare = crate::text::markdown::splice(&text, edits);
                bare.lines()
                    .filter(|line| !line.trim().is_empty())
                    .for_each(|line| out.push_str(&format!("{}\n", line.trim_end())));
            }
            _ => {}
        }
    }
    out
}

#[test]
fn odd_breaks_leave_text_as_it_is() {
    for chapter in [
        "a<!x [a](evil.md)  \naа",
        "\n>-<!x \r>{\n![схему](net.svg)    \na",
        "a\n\t> \nа",
        "{{ #x\n![схему](net.svg){{#include a}}",
    ] {
        for out in modes(|mode| put(chapter, &cut(chapter), &|_| State::Missing, mode)) {
            assert!(same_structure(chapter, &out), "{out}");
        }
    }
}
