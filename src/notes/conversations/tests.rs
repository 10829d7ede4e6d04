use serde_json::json;

use super::*;
use crate::notes::{Block, BlockKind, MarkKind, Why};

fn node(parent: Option<&str>, message: Value) -> Value {
    json!({ "parent": parent, "children": [], "message": message })
}

fn says(role: &str, text: &str) -> Value {
    json!({ "author": { "role": role }, "content": { "content_type": "text", "parts": [text] }, "recipient": "all" })
}

fn notes(export: &str) -> Result<Vec<Note>, Broken> {
    let mut out = Vec::new();
    read("chat.json", export.as_bytes(), &Hints::default(), &mut |note| out.push(note)).map(|_| out)
}

fn one(conversation: &Value) -> Note {
    notes(&json!([conversation]).to_string()).expect("an export").remove(0)
}

fn texts(blocks: &[Block]) -> Vec<String> {
    let text = |block: &Block| match &block.kind {
        BlockKind::Paragraph { text, .. } | BlockKind::Code { text, .. } => text.text.clone(),
        other => format!("{other:?}"),
    };
    blocks.iter().map(text).collect()
}

/// A conversation of one branch.
fn talk(messages: &[Value]) -> Value {
    let mut mapping = serde_json::Map::new();
    for (i, message) in messages.iter().enumerate() {
        let parent = i.checked_sub(1).map(|parent| parent.to_string());
        mapping.insert(i.to_string(), node(parent.as_deref(), message.clone()));
    }
    json!({ "title": "Хлеб", "create_time": 1_700_000_000.5, "mapping": mapping, "current_node": (messages.len() - 1).to_string() })
}

#[test]
fn the_shown_branch_is_the_note() {
    let mut conversation =
        talk(&[Value::Null, says("user", "Почему хлеб плотный?"), says("assistant", "Закваска **слаба**.")]);
    conversation["mapping"]["old"] = node(Some("1"), says("assistant", "Отвергнутый ответ"));
    let note = one(&conversation);
    assert_eq!((note.title.as_deref(), note.date.as_deref()), (Some("Хлеб"), Some("2023-11-14")));
    assert_eq!(note.source.name(), "chat.json/khleb");
    assert_eq!(note.sections.len(), 1);
    assert_eq!(note.sections[0].title.text, "Почему хлеб плотный?");
    assert_eq!(texts(&note.sections[0].blocks), ["Закваска слаба."]);
    let dropped: Vec<_> = note.dropped.iter().map(|d| (d.why, note.source.line(d.span.start))).collect();
    assert_eq!(dropped, [(Why::Branch, 3)], "where it once stood");
}

#[test]
fn every_message_of_the_user_asks_anew() {
    let note = one(&talk(&[
        says("user", "Почему хлеб плотный?"),
        says("user", "И почему корка бледная?"),
        says("assistant", "Печь холодная."),
        says("assistant", "Закваска слаба."),
    ]));
    let found: Vec<_> =
        note.sections.iter().map(|section| (section.title.text.as_str(), section.blocks.len())).collect();
    assert_eq!(found, [("Почему хлеб плотный?", 0), ("И почему корка бледная?", 2)]);
}

#[test]
fn thanks_are_no_question_of_their_own() {
    let note = one(&talk(&[
        says("user", "Почему хлеб плотный?"),
        says("assistant", "# Закваска\n\nОна слаба."),
        says("user", "Спасибо!"),
        says("assistant", "Пожалуйста."),
    ]));
    let found: Vec<_> = note.sections.iter().map(|section| (section.title.text.as_str(), section.level)).collect();
    assert_eq!(found, [("Почему хлеб плотный?", 1), ("Закваска", 2)]);
    assert_eq!(texts(&note.sections[1].blocks), ["Она слаба.", "Спасибо!", "Пожалуйста."]);
    let roles: Vec<_> = note.sections[1].blocks.iter().map(|block| block.role).collect();
    assert_eq!(roles, [Role::Assistant, Role::User, Role::Assistant]);
}

#[test]
fn what_the_chat_does_not_show_is_listed_and_left_out() {
    let mut hidden = says("user", "скрытое");
    hidden["metadata"] = json!({ "is_visually_hidden_from_conversation": true });
    let mut call = says("assistant", "search(\"хлеб\")");
    call["recipient"] = "web".into();
    let thoughts = json!({ "author": { "role": "assistant" }, "content": { "content_type": "thoughts", "thoughts": [{ "content": "думаю" }] } });
    let run = json!({ "author": { "role": "assistant" }, "recipient": "python", "content": { "content_type": "code", "language": "python", "text": "print(1)" } });
    let output = json!({ "author": { "role": "tool", "name": "python" }, "content": { "content_type": "execution_output", "text": "1" } });
    let doc = json!({ "author": { "role": "assistant" }, "recipient": "canmore.create_textdoc",
        "content": { "content_type": "code", "text": json!({ "type": "document", "content": "Документ." }).to_string() } });
    let known = json!({ "author": { "role": "user" }, "metadata": { "is_visually_hidden_from_conversation": true },
        "content": { "content_type": "user_editable_context", "user_profile": "пекарь", "user_instructions": "короче" } });
    let note = one(&talk(&[
        says("system", "будь добр"),
        known,
        hidden,
        says("user", "Вопрос?"),
        call,
        says("tool", "нашлось"),
        thoughts,
        run,
        output,
        doc,
        says("assistant", "Ответ."),
    ]));
    assert_eq!(texts(&note.sections[0].blocks), ["Документ.", "Ответ."]);
    let why: Vec<_> = note.dropped.iter().map(|dropped| dropped.why).collect();
    assert_eq!(note.dropped[1].excerpt.as_deref(), Some("пекарь\n\nкороче"));
    assert_eq!(why, [Why::System, Why::Hidden, Why::Hidden, Why::Tool, Why::Tool, Why::Thoughts, Why::Tool, Why::Tool]);
}

#[test]
fn what_is_said_behind_a_document_is_in_none_of_its_sections() {
    let call = json!({ "name": "a", "type": "document", "content": "# Письмо\n\nЗдравствуйте." });
    let doc = json!({ "author": { "role": "assistant" }, "recipient": "canmore.create_textdoc",
        "content": { "content_type": "code", "text": call.to_string() } });
    let note = one(&talk(&[says("user", "Напиши письмо"), doc, says("assistant", "Готово.")]));
    let titles: Vec<_> = note.sections.iter().map(|section| section.title.text.as_str()).collect();
    assert_eq!(titles, ["Напиши письмо", "Письмо", ""]);
    assert_eq!(texts(&note.sections[2].blocks), ["Готово."]);
}

#[test]
fn a_plot_is_shown() {
    let plot = json!({ "author": { "role": "tool", "name": "python" }, "content": { "content_type": "multimodal_text",
        "parts": [{ "content_type": "image_asset_pointer", "asset_pointer": "file-service://file-Plot" }] } });
    let note = one(&talk(&[says("user", "Построй график"), plot, says("assistant", "Вот он.")]));
    assert_eq!(texts(&note.sections[0].blocks), ["image file-Plot", "Вот он."]);
}

#[test]
fn citations_become_links_or_nothing() {
    let mark = "\u{e200}cite\u{e202}turn0search1\u{e201}";
    let mut answer = says(
        "assistant",
        &format!("Мука дорога {mark}. И ещё 【3†source】 вот 【нет】. \u{e200}cite\u{e202}x\u{e201}"),
    );
    answer["metadata"] = json!({
        "content_references": [{ "matched_text": mark, "items": [{ "title": "Мука [2024]", "url": "https://example.org/a" }] }],
    });
    let note = one(&talk(&[says("user", "Цена?"), answer]));
    let BlockKind::Paragraph { text, .. } = &note.sections[0].blocks[0].kind else { panic!("a paragraph") };
    assert_eq!(text.text, "Мука дорога Мука [2024]. И ещё вот 【нет】.");
    assert_eq!(text.marks.len(), 1);
    let mut old = says("assistant", "Да【11†source】, конечно.");
    old["metadata"] = json!({ "citations": [{ "start_ix": 2, "end_ix": 13, "metadata": { "title": "Книга", "url": "https://example.org/b" } }] });
    let note = one(&talk(&[says("user", "Точно?"), old]));
    assert_eq!(texts(&note.sections[0].blocks), ["Да (Книга), конечно."]);
    // A file that was read has a name only, which is told of.
    let mut read = says("assistant", "Да【3†source】, 12 строк.");
    read["metadata"] =
        json!({ "citations": [{ "start_ix": 2, "end_ix": 12, "metadata": { "title": "грядки.csv", "url": "" } }] });
    let note = one(&talk(&[says("user", "Считал?"), read]));
    assert_eq!(texts(&note.sections[0].blocks), ["Да, 12 строк."]);
    assert_eq!(note.dropped[0].excerpt.as_deref(), Some("【3†source】 грядки.csv"));
}

#[test]
fn a_thought_is_listed_with_its_summary() {
    let thoughts = json!({ "author": { "role": "assistant" }, "content": { "content_type": "thoughts",
        "thoughts": [{ "summary": "О печи", "content": "Она холодная." }, { "content": "Топить." }] } });
    let note = one(&talk(&[says("user", "Почему?"), thoughts, says("assistant", "Печь холодная.")]));
    assert_eq!(note.dropped[0].excerpt.as_deref(), Some("О печи: Она холодная.\n\nТопить."));
}

#[test]
fn a_picture_that_a_tool_made_is_told_of() {
    let picture = json!({ "author": { "role": "tool" }, "content": { "content_type": "multimodal_text",
        "parts": [{ "content_type": "image_asset_pointer", "asset_pointer": "file-service://file-7" }] } });
    let note = one(&talk(&[says("user", "Нарисуй график."), picture, says("assistant", "Вот он.")]));
    let left_out: Vec<_> = note.dropped.iter().map(|dropped| (dropped.why, dropped.excerpt.as_deref())).collect();
    assert_eq!(left_out, [(Why::Tool, Some("image file-7"))]);
}

#[test]
fn words_inside_marks_stay() {
    let entity = "\u{e200}entity\u{e202}[\"people\",\"Антуан Пармантье\",\"аптекарь\"]\u{e201}";
    let url = "\u{e200}url\u{e202}King Arthur\u{e202}https://example.org/bread\u{e201}";
    let text = format!("Это **{entity}** придумал \u{e200}cite\u{e202}turn0search1\u{e201}. Пекут и в {url}.");
    let note = one(&talk(&[says("user", "Кто?"), says("assistant", &text)]));
    let BlockKind::Paragraph { text, .. } = &note.sections[0].blocks[0].kind else { panic!("a paragraph") };
    assert_eq!(text.text, "Это Антуан Пармантье придумал. Пекут и в King Arthur.");
    let marks: Vec<_> = text.marks.iter().map(|mark| (&text.text[mark.range.clone()], &mark.kind)).collect();
    assert_eq!(
        marks,
        [("Антуан Пармантье", &MarkKind::Strong), ("King Arthur", &MarkKind::Link("https://example.org/bread".into()))]
    );
    assert_eq!(note.dropped.iter().map(|dropped| dropped.why).collect::<Vec<_>>(), [Why::Citation]);
}

#[test]
fn a_list_of_links_keeps_its_title() {
    let mark = "\u{e200}navlist\u{e202}Ещё о ржи\u{e202}turn1news1,turn1news2\u{e201}";
    let mut answer = says("assistant", &format!("Рожь сеют в августе.\n\n{mark}"));
    let said = |answer: &Value| texts(&one(&talk(&[says("user", "Когда?"), answer.clone()])).sections[0].blocks);
    assert_eq!(said(&answer), ["Рожь сеют в августе.", "Ещё о ржи"]);
    let item = |title: &str, place: &str| json!({ "title": title, "url": format!("https://example.org/{place}") });
    answer["metadata"] = json!({ "content_references": [{ "matched_text": mark, "type": "nav_list",
        "title": "Ещё о ржи", "items": [item("Озимые", "a"), item("Зябь", "b")] }] });
    assert_eq!(said(&answer), ["Рожь сеют в августе.", "Ещё о ржи: Озимые, Зябь"]);
}

#[test]
fn a_document_written_anew_is_shown_once() {
    let call = |to: &str, call: Value| {
        json!({ "author": { "role": "assistant" }, "recipient": to,
            "content": { "content_type": "code", "text": call.to_string() } })
    };
    let create = |text: &str| call("canmore.create_textdoc", json!({ "type": "document", "content": text }));
    let update = |pattern: &str, text: &str| {
        call("canmore.update_textdoc", json!({ "updates": [{ "pattern": pattern, "replacement": text }] }))
    };
    let note = one(&talk(&[
        says("user", "Запиши рецепт"),
        create("Печь в жаркой печи."),
        update("печи", "духовке"),
        update(".*", "Печь в духовке час."),
        says("assistant", "Готово."),
        says("user", "И ещё один"),
        create("Варить на слабом огне."),
    ]));
    assert_eq!(texts(&note.sections[0].blocks), ["Печь в духовке час.", "Готово."]);
    assert_eq!(texts(&note.sections[1].blocks), ["Варить на слабом огне."]);
    let dropped: Vec<_> = note.dropped.iter().map(|dropped| (dropped.why, dropped.excerpt.as_deref())).collect();
    assert_eq!(dropped, [(Why::Branch, Some("Печь в жаркой печи.")), (Why::Branch, Some("Печь в жаркой духовке."))]);
}

#[test]
fn a_document_is_shown_as_it_became() {
    let call = |to: &str, call: Value| {
        json!({ "author": { "role": "assistant" }, "recipient": to,
            "content": { "content_type": "code", "text": call.to_string() } })
    };
    let shown = |text: &str, updates: Value| {
        let create = call("canmore.create_textdoc", json!({ "type": "code/python", "content": text }));
        let update = call("canmore.update_textdoc", json!({ "updates": updates }));
        let note = one(&talk(&[says("user", "Write it"), create, update, says("assistant", "Done.")]));
        let BlockKind::Code { text, .. } = &note.sections[0].blocks[0].kind else { panic!("code") };
        (text.text.clone(), note.dropped.iter().map(|dropped| dropped.why).collect::<Vec<_>>())
    };
    let change = |pattern: &str, replacement: &str, multiple: bool| json!([{ "pattern": pattern, "replacement": replacement, "multiple": multiple }]);
    assert_eq!(shown("a = 1\nprint(a)\n", change("a = \\d+", "a = 2", false)).0, "a = 2\nprint(a)");
    assert_eq!(shown("x = 1\ny = 1\n", change("(\\w) = 1", "\\1 = \\g<1>0", true)).0, "x = x0\ny = y0");
    assert_eq!(shown("x = 1\ny = 1\n", change("= 1", "= 2", false)).0, "x = 2\ny = 1");
    // No expression here, and so looked for letter by letter; what is nowhere changes nothing.
    assert_eq!(shown("f(x[0])\n", change("f(x[0]", "g(x[0]", false)).0, "g(x[0])");
    assert_eq!(shown("f(x)\n", change("h(x)", "g(x)", false)), ("f(x)".to_owned(), vec![Why::Tool]));
    // A document does not grow without end.
    assert_eq!(shown(&"a".repeat(10_000), change("", &"b".repeat(10_000), true)).1, [Why::Tool]);
}

#[test]
fn control_characters_of_a_message_are_gone() {
    let note = one(&talk(&[says("user", "Что это?"), says("assistant", "a\u{1}b\u{0} и\u{306}од\u{2}x\u{2}")]));
    assert_eq!(texts(&note.sections[0].blocks), ["ab йодx"]);
}

#[test]
fn pictures_are_captioned() {
    let picture = json!({ "author": { "role": "user" }, "metadata": { "attachments": [{ "id": "file-1", "name": "../../etc/hleb.png" }] },
        "content": { "content_type": "multimodal_text", "parts": [{ "content_type": "image_asset_pointer", "asset_pointer": "file-service://file-1" }, "Что на фото?"] } });
    let note = one(&talk(&[picture, says("assistant", "Хлеб.")]));
    assert_eq!(note.sections[0].title.text, "Что на фото?");
    assert_eq!(texts(&note.sections[0].blocks), ["hleb.png", "Хлеб."]);
}

#[test]
fn what_a_tool_drew_is_shown() {
    let drawn = |name: &str, metadata: Value| {
        json!({ "author": { "role": "tool", "name": name }, "recipient": "all", "content": { "content_type": "multimodal_text",
            "parts": [{ "content_type": "image_asset_pointer", "asset_pointer": "sediment://file_1", "metadata": metadata }] } })
    };
    let made = json!({ "dalle": { "prompt": "A cat in a hat" } });
    let note = one(&talk(&[says("user", "draw"), drawn("dalle.text2im", made), says("assistant", "Here.")]));
    assert_eq!(texts(&note.sections[0].blocks), ["A cat in a hat", "Here."]);
    let note = one(&talk(&[says("user", "read"), drawn("myfiles_browser", Value::Null), says("assistant", "Here.")]));
    assert_eq!(texts(&note.sections[0].blocks), ["Here."]);
}

#[test]
fn the_title_of_a_picture_is_shown_and_what_it_was_asked_for_listed() {
    let drawn = json!({ "author": { "role": "tool", "name": "t2uay3k.sj1i4kz" }, "recipient": "all",
        "metadata": { "image_gen_title": "Кот в шляпе" }, "content": { "content_type": "multimodal_text",
            "parts": [{ "content_type": "image_asset_pointer", "asset_pointer": "sediment://file_1",
                "metadata": { "dalle": { "prompt": "A cat in a hat" } } }] } });
    let note = one(&talk(&[says("user", "нарисуй"), drawn, says("assistant", "Вот.")]));
    assert_eq!(texts(&note.sections[0].blocks), ["Кот в шляпе", "Вот."]);
    let dropped: Vec<_> = note.dropped.iter().map(|dropped| (dropped.why, dropped.excerpt.as_deref())).collect();
    assert_eq!(dropped[0], (Why::Tool, Some("A cat in a hat")));
}

#[test]
fn the_name_of_a_canvas_is_listed() {
    let mut makes = says("assistant", r##"{"name": "hat_list", "type": "document", "content": "Three hats."}"##);
    makes["recipient"] = json!("canmore.create_textdoc");
    let note = one(&talk(&[says("user", "list the hats"), makes]));
    assert_eq!(texts(&note.sections[0].blocks), ["Three hats."]);
    let dropped: Vec<_> = note.dropped.iter().map(|dropped| (dropped.why, dropped.excerpt.as_deref())).collect();
    assert_eq!(dropped, [(Why::Tool, Some("hat_list"))]);
}

#[test]
fn a_file_that_was_sent_is_listed() {
    let mut asks = says("user", "what is in it?");
    asks["metadata"] = json!({ "attachments": [{ "id": "f", "name": "rents.csv" }] });
    let note = one(&talk(&[asks, says("assistant", "Rents.")]));
    let dropped: Vec<_> = note.dropped.iter().map(|dropped| (dropped.why, dropped.excerpt.as_deref())).collect();
    assert_eq!(dropped, [(Why::Attachment, Some("rents.csv"))]);
}

#[test]
fn the_frame_of_a_letter_is_the_chats() {
    let letter = ":::writing{variant=\"email\" subject=\"Hi\"}\nDear Bob,\n\nThanks.\n:::\n\n```\n:::note\n:::\n```";
    let note = one(&talk(&[says("user", "email"), says("assistant", letter)]));
    assert_eq!(texts(&note.sections[0].blocks), ["Dear Bob,", "Thanks.", ":::note\n:::"]);
    assert_eq!(note.dropped.iter().map(|dropped| dropped.why).collect::<Vec<_>>(), [Why::Chrome]);
}

#[test]
fn code_that_a_user_types_is_code() {
    let note = one(&talk(&[says("user", "why is `# median` no heading?"), says("assistant", "Because.")]));
    let title = &note.sections[0].title;
    assert_eq!((title.text.as_str(), &title.marks[0].kind), ("why is # median no heading?", &MarkKind::Code));
}

#[test]
fn a_broken_file_has_a_place_and_keeps_what_was_read() {
    let whole = serde_json::to_string_pretty(&json!([
        talk(&[says("user", "А?"), says("assistant", "Б.")]),
        talk(&[says("user", "В?")])
    ]))
    .expect("json");
    let cut = &whole[..whole.rfind("В?").expect("there")];
    let mut read_before = 0;
    let broken = read("a.json", cut.as_bytes(), &Hints::default(), &mut |_| read_before += 1).expect_err("broken");
    assert_eq!((read_before, broken.offset), (1, cut.len() as u64));
    assert_eq!(broken.line, cut.lines().count());
    let broken = read("a.json", &b"[{\"a\": 1,}]"[..], &Hints::default(), &mut |_| {}).expect_err("broken");
    assert_eq!((broken.offset, broken.column), (10, 10));
    let deep = "[".repeat(200_000);
    assert!(read("a.json", deep.as_bytes(), &Hints::default(), &mut |_| {}).is_err());
}

#[test]
fn cycles_and_missing_parents_end() {
    let mut conversation = talk(&[says("user", "А?"), says("assistant", "Б.")]);
    conversation["mapping"]["0"]["parent"] = "1".into();
    assert_eq!(one(&conversation).sections.len(), 1);
    conversation["mapping"]["0"]["parent"] = "nobody".into();
    conversation["current_node"] = "nobody".into();
    assert_eq!(one(&conversation).sections[0].title.text, "А?");
    assert_eq!(
        notes("{\"conversations\": [{\"title\": null, \"mapping\": 5}, 7, {}]}").map(|notes| notes.len()),
        Ok(0)
    );
    assert_eq!(notes(&talk(&[says("user", "А?")]).to_string()).map(|notes| notes.len()), Ok(1));
}
