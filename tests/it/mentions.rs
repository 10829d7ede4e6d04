//! `konspekt mentions` and what an author says in a text: policies, marks, and texts on mixed subjects with every mention
//! marked by hand (`⟦term:text⟧`).

use std::{collections::BTreeSet, fs, path::Path};

use konspekt::text::Lang;
use serde_json::Value;

use crate::support::{Book, json, konspekt};

const BOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/book/glossary.toml");
const ALL_LINKED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/mentions/glossary.toml");

fn rows(dir: &Path, file: &str, lang: &Lang, glossary: &str) -> Vec<Value> {
    let args = ["mentions", file, "--lang", lang.tag(), "--glossary", glossary, "--format", "json"];
    let run = konspekt(dir, &args);
    assert_eq!(run.code, 0, "{}", run.err);
    json(&run.out).as_array().expect("rows").clone()
}
/// Line, column, text and term.
type Place = (u64, u64, String, String);

/// A marked text without its marks, and the mentions marked in it.
fn gold(marked: &str) -> (String, BTreeSet<Place>) {
    let (mut text, mut gold) = (String::new(), BTreeSet::new());
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('⟦') {
        text.push_str(before);
        let (mark, after) = after.split_once('⟧').expect("a mark ends");
        let (term, name) = mark.split_once(':').expect("a mark names its term");
        let line = text.matches('\n').count() as u64 + 1;
        let column = text.rsplit('\n').next().unwrap_or_default().chars().count() as u64 + 1;
        gold.insert((line, column, name.to_owned(), term.to_owned()));
        text.push_str(name);
        rest = after;
    }
    text.push_str(rest);
    (text, gold)
}

/// What is found in a marked text, as shares of what is marked; and what is wrong.
fn measure(marked: &str, lang: &Lang, glossary: &str) -> (f64, f64, String) {
    let (text, gold) = gold(marked);
    let dir = tempfile::tempdir().expect("folder");
    fs::write(dir.path().join("a.md"), text).expect("text");
    let found: BTreeSet<Place> = rows(dir.path(), "a.md", lang, glossary)
        .iter()
        .filter(|row| {
            let reason = row["reason"].as_str().unwrap_or_default();
            !["not-a-term", "excluded", "unlinked"].iter().any(|no| reason.starts_with(no))
        })
        .map(|row| {
            let word = |key: &str| row[key].as_str().expect("a text").to_owned();
            let number = |key: &str| row[key].as_u64().expect("a number");
            (number("line"), number("column"), word("text"), word("term"))
        })
        .collect();
    let right = found.intersection(&gold).count() as f64;
    let wrong = format!("not: {:?}\nmissed: {:?}", &found - &gold, &gold - &found);
    (right / found.len().max(1) as f64, right / gold.len().max(1) as f64, wrong)
}

/// The book's glossary, all of its terms linked.
fn all_linked(dir: &Path) -> String {
    let glossary = dir.join("glossary.toml");
    let book = fs::read_to_string(BOOK).expect("the book's glossary");
    fs::write(&glossary, book.replace("link = false\n", "")).expect("glossary");
    glossary.to_str().expect("a path").to_owned()
}

/// Checks that precision and recall of a marked text are at least what is wanted.
fn reads(marked: &str, lang: &Lang, glossary: &str, wanted: f64) {
    let (precision, recall, wrong) = measure(marked, lang, glossary);
    let title = marked.lines().next().unwrap_or_default();
    assert!(precision >= wanted && recall >= wanted, "{title} {precision:.3} {recall:.3}\n{wrong}");
}

/// Written by people who had not seen the rules. The first reading of the `mixed` texts gave precision .69 and recall .94
/// in Russian, .76 and .83 in English; each time the rules were widened, and the first reading of the next ones, `turns`
/// and `later`, gave .88 and .90, .90 and .98 in Russian, .93 and .92, .93 and .98 in English. Where the subject changes
/// with every sentence, `close` gave .74 and .94, `single` .86 and .94 in Russian, .90 and .95 in English; where each
/// paragraph keeps to its subject, `plain` gave .90 and .97 in Russian, .94 and .95 in English.
#[test]
fn texts_on_mixed_subjects() {
    let cases = [
        (include_str!("../cases/mentions/mixed-ru.md"), Lang::ru(), 0.9),
        (include_str!("../cases/mentions/mixed-en.md"), Lang::en(), 0.92),
        (include_str!("../cases/mentions/turns-ru.md"), Lang::ru(), 0.93),
        (include_str!("../cases/mentions/turns-en.md"), Lang::en(), 0.93),
        (include_str!("../cases/mentions/later-ru.md"), Lang::ru(), 0.95),
        (include_str!("../cases/mentions/later-en.md"), Lang::en(), 0.95),
        (include_str!("../cases/mentions/close-ru.md"), Lang::ru(), 0.9),
        (include_str!("../cases/mentions/single-ru.md"), Lang::ru(), 0.93),
        (include_str!("../cases/mentions/single-en.md"), Lang::en(), 0.95),
        (include_str!("../cases/mentions/plain-ru.md"), Lang::ru(), 0.95),
        (include_str!("../cases/mentions/plain-en.md"), Lang::en(), 0.93),
    ];
    cases.into_iter().for_each(|(marked, lang, wanted)| reads(marked, &lang, BOOK, wanted));
}

/// Whole texts on running a cluster, on everyday life beside it and on what else computers do, where the words mean
/// other things: roles, replicas and annotations too, so a glossary that links all of them. Each group was written after
/// the rules had been widened for the one before. The first readings, precision and recall: `operations` .77 and 1.00,
/// `talk` .91 and .80, `elsewhere` .60 and .97; then `handbook` .96 and .85, `weekends` .73 and .89; then `outage` .98
/// and .95, `newsletter` .88 and .88; then `storage` .92 and 1.00, `office` .85 and .90; then `evening-class` .98 and
/// .93.
#[test]
fn texts_beside_neighbouring_subjects() {
    let cases = [
        (include_str!("../cases/mentions/operations-en.md"), 0.97),
        (include_str!("../cases/mentions/talk-en.md"), 0.97),
        (include_str!("../cases/mentions/elsewhere-en.md"), 0.97),
        (include_str!("../cases/mentions/handbook-en.md"), 0.95),
        (include_str!("../cases/mentions/weekends-en.md"), 0.95),
        (include_str!("../cases/mentions/outage-en.md"), 0.95),
        (include_str!("../cases/mentions/newsletter-en.md"), 0.95),
        (include_str!("../cases/mentions/storage-en.md"), 0.97),
        (include_str!("../cases/mentions/office-en.md"), 0.95),
        (include_str!("../cases/mentions/evening-class-en.md"), 0.95),
    ];
    cases.into_iter().for_each(|(marked, wanted)| reads(marked, &Lang::en(), ALL_LINKED, wanted));
}

/// An item is read together with what announces the list and with the other items.
#[test]
fn a_list_is_one_paragraph() {
    let dir = tempfile::tempdir().expect("folder");
    let told = |text: &str| -> Vec<bool> {
        fs::write(dir.path().join("a.md"), text).expect("text");
        let rows = rows(dir.path(), "a.md", &Lang::en(), BOOK);
        rows.iter().map(|row| !row["reason"].as_str().unwrap_or_default().starts_with("not-a-term")).collect()
    };
    assert_eq!(
        told("# Size\n\nDelete the Pod of a StatefulSet by name.\n\n- Its nodes are small.\n"),
        [true, true, true]
    );
    assert_eq!(
        told("# Size\n\nDelete the Pod of a StatefulSet by name.\n\nIts nodes are small.\n"),
        [true, true, false]
    );
}

/// Two texts by an author who had seen neither the rules nor the other texts: a digest of a herbarium and the diary of a
/// survey ship. The first readings, precision and recall, were .79 and .91, .84 and .90. What was wrong was said by the
/// sentence before or behind, by a label one writes on, by an answer and by whose secrets they are; what was missed
/// stood in a short cell or beside a crane. `stonemasons` and `reserve` were written while the rules were widened, and
/// read before that: .93 and .86, .90 and .93.
#[test]
fn texts_from_a_herbarium_and_a_ship() {
    let dir = tempfile::tempdir().expect("folder");
    let glossary = all_linked(dir.path());
    let cases = [
        (include_str!("../cases/mentions/herbarium-en.md"), Lang::en(), 1.0),
        (include_str!("../cases/mentions/survey-ship-en.md"), Lang::en(), 0.97),
        (include_str!("../cases/mentions/stonemasons-en.md"), Lang::en(), 0.96),
        (include_str!("../cases/mentions/reserve-ru.md"), Lang::ru(), 1.0),
    ];
    cases.into_iter().for_each(|(marked, lang, wanted)| reads(marked, &lang, &glossary, wanted));
}

/// Two Russian texts by another such author: a diary of a holiday by the sea and a page of a theatre's computer people.
/// The first readings, by the rules before those for the herbarium, were .97 and .90, .81 and .96. What was wrong was
/// the theatre's: its light and sound, tape on its floor, clusters of other programs; what was missed stood beside a
/// leave. Still wrong are a heading of one word, nodes that only their owner's row explains, and what is said not to
/// belong to Kubernetes.
#[test]
fn texts_from_the_seaside_and_a_stage() {
    let dir = tempfile::tempdir().expect("folder");
    let glossary = all_linked(dir.path());
    let cases = [
        (include_str!("../cases/mentions/seaside-ru.md"), Lang::ru(), 0.95),
        (include_str!("../cases/mentions/stage-ru.md"), Lang::ru(), 0.9),
    ];
    cases.into_iter().for_each(|(marked, lang, wanted)| reads(marked, &lang, &glossary, wanted));
}

/// By authors who had seen none of that: a week of moving and a tutorial in Russian, notes of a marine station and a letter
/// from a theatre in English. As they were first read: .98 and .88, .99 and 1.00; .87 and .97, .89 and .93. What is wrong
/// and missed stands mostly in short cells whose rows have a subject each, and beside the same word with another sense.
#[test]
fn texts_as_they_were_first_read() {
    let dir = tempfile::tempdir().expect("folder");
    let glossary = all_linked(dir.path());
    let cases = [
        (include_str!("../cases/mentions/relocation-ru.md"), Lang::ru(), 0.87),
        (include_str!("../cases/mentions/tutorial-ru.md"), Lang::ru(), 1.0),
        (include_str!("../cases/mentions/marine-en.md"), Lang::en(), 0.86),
        (include_str!("../cases/mentions/handover-en.md"), Lang::en(), 0.88),
    ];
    cases.into_iter().for_each(|(marked, lang, wanted)| reads(marked, &lang, &glossary, wanted));
}

/// «По тому, откуда …» points to what follows; a volume that somebody reads from does not.
#[test]
fn what_a_question_word_explains_is_no_volume() {
    let told = |text: &str| told(text, &Lang::ru());
    assert_eq!(told("Тип сервиса выбирают по тому, откуда приходят запросы.\n"), [true, false]);
    assert_eq!(told("Поды различают по тому, где они работают.\n"), [true, false]);
    assert_eq!(told("Доступ к тому, который создал кластер, есть у пода.\n"), [true; 3]);
}

/// The rows of whoever looks after the cluster speak for each other, and against those of whoever does not.
#[test]
fn a_row_is_read_with_those_of_the_same_person() {
    let table = "| Seen | Look at | Who |\n|---|---|---|\n| shop slow | load of each node | Ada |\n\
                 | pictures gone | the StatefulSet and its PVC | Ada |\n| a noise | a pod on the stairs | Bo |\n\
                 | a draught | the door | Bo |\n";
    assert_eq!(told(table, &Lang::en()), [true, true, true, false]);
    assert_eq!(told(&table.replace(" Ada", " Bo"), &Lang::en()), [false, true, true, true]);
}

/// A short answer says what the question was about, the next sentence what the one before began with.
#[test]
fn an_answer_and_the_next_sentence_tell() {
    let en = |text: &str| told(text, &Lang::en());
    // "No" is a name, too: a command's for nodes.
    let answered =
        |what: &str| en(&format!("It complains about a namespace. Is it yours?\n\nNo, that one is {what}.\n"));
    assert_eq!(answered("PHP"), [false, false]);
    assert_eq!(answered("late"), [true, false]);
    assert_eq!(told("Не найдено пространство имён. Ваше?\n\nНет, это PHP.\n", &Lang::ru()), [false]);
    assert_eq!(en("The bell rang: ingress in the cellar. The ingress was slow, six litres a minute.\n"), [false; 2]);
    assert_eq!(en("The API server restarted, so it made a second job. Neither job failed.\n"), [true; 3]);
}

/// Whether each name in a text is told to be the term.
fn told(text: &str, lang: &Lang) -> Vec<bool> {
    let dir = tempfile::tempdir().expect("folder");
    fs::write(dir.path().join("a.md"), text).expect("text");
    let rows = rows(dir.path(), "a.md", lang, ALL_LINKED);
    let reasons = rows.iter().map(|row| row["reason"].as_str().unwrap_or_default());
    reasons.filter(|reason| *reason != "excluded").map(|reason| !reason.starts_with("not-a-term")).collect()
}

/// Most items of a list are about something else, and what announces it does not speak for them: each is by itself.
#[test]
fn a_list_on_mixed_subjects_lends_nothing() {
    let tasks = "- Delete the Pods of the StatefulSet with `kubectl`.\n";
    let replica = "- Pia is making a replica out of oak.\n";
    let others = "- Tea is upstairs.\n- The choir needs a tenor.\n";
    let en = |items: &[&str]| told(&format!("# Week\n\n{}", items.concat()), &Lang::en());
    assert_eq!(en(&[tasks, replica, others]), [true, true, false]);
    assert_eq!(en(&[tasks, tasks, "- Then add a replica by hand.\n"]), [true; 5]);
    let announced = "# Needs\n\nThe Pods of a StatefulSet, which the kubelet starts with its Deployment in Kubernetes, need:\n\n\
                     - a name\n- an owner\n- their own nodes\n";
    assert_eq!(told(announced, &Lang::en()), [true; 5]);
}

/// A cell belongs to what the head of its column names.
#[test]
fn a_column_has_a_system() {
    let table =
        "| Swarm | Kubernetes |\n|---|---|\n| сервис | деплоймент |\n| узел | узел |\n| секрет узла | секрет |\n";
    assert_eq!(told(table, &Lang::ru()), [true, false, true, false, true, false, false, true]);
    let table = "| What | Docker | Kubernetes |\n|---|---|---|\n| storage | volume | volume |\n| name | service | a service |\n";
    assert_eq!(
        told(&format!("{table}\nThe nodes of the cluster.\n"), &Lang::en()),
        [true, false, true, false, true, true, true]
    );
    let rows = "| What | Where |\n|---|---|\n| the Pod | node |\n| its Service | a volume of the Pod |\n";
    assert_eq!(told(rows, &Lang::en()), [true; 5]);
}

/// A sure name in one cell of a row speaks for a doubtful one in another.
#[test]
fn a_cell_is_read_with_its_row() {
    let row = |last: &str| format!("| Что | Где | Чем |\n|---|---|---|\n| магазин | два узла | {last} |\n");
    assert_eq!(told(&row("деплоймент"), &Lang::ru()), [true, true]);
    assert_eq!(told(&row("верёвка"), &Lang::ru()), [false]);
    let row = |last: &str| format!("| What | Where | By what |\n|---|---|---|\n| shop | two volumes | {last} |\n");
    assert_eq!(told(&row("a StatefulSet"), &Lang::en()), [true, true]);
    assert_eq!(told(&row("Gibbon"), &Lang::en()), [false]);
}

/// A cell that begins with a name and what one of many such objects is called has that object; a preposition stands
/// before what is no such name. Rows have a subject each.
#[test]
fn a_cell_names_an_object() {
    let table = |cells: &str| told(&format!("| Что | Где |\n|---|---|\n{cells}\n"), &Lang::ru());
    assert_eq!(table("| очередь | под `mail-0` |"), [true]);
    assert_eq!(table("| очередь | под `root` |"), [false]);
    assert_eq!(table("| контейнер с грушами | погреб |\n| контейнер с Envoy | под `mail-0` |"), [false, true, true]);
}

/// What stands behind code is not tied to the name before it; a state that is code speaks in the clause it ends.
#[test]
fn code_stands_in_its_clause() {
    assert_eq!(told("Without the label `team` our controller rejects every Pod.\n", &Lang::en()), [true, true]);
    assert_eq!(told("Label our jars, said the man with the Pod.\n", &Lang::en()), [false, true]);
    assert_eq!(told("Скрипач искал ноты, а под оплаты висел в `Pending`.\n", &Lang::ru()), [true]);
    assert_eq!(told("Скрипач искал ноты, а под оплаты ушёл весь гонорар.\n", &Lang::ru()), [false]);
}

/// A file tells whose it is.
#[test]
fn a_file_names_a_system() {
    let unit = "Положите файл в `/etc/systemd/system/backup.service`, и служба запустится. Служба пишет на диск.\n";
    assert_eq!(told(unit, &Lang::ru()), [false, false]);
    let compose = "A service in `compose.yaml` has a volume. The volume of a Pod is another matter.\n";
    assert_eq!(told(compose, &Lang::en()), [false, false, true, true]);
    let cron = "| Here | Elsewhere |\n|---|---|\n| CronJob | a cron job in `/etc/cron.d` |\n";
    assert_eq!(told(cron, &Lang::en()), [true, false]);
    let image = "The labels of Pods matter. Labels set with `LABEL` in a Dockerfile describe an image.\n";
    assert_eq!(told(image, &Lang::en()), [true, true, false]);
}

/// A key says what the word before it or right behind it is.
#[test]
fn a_key_names_its_kind() {
    let key = "Класс на Java получает аннотацию `app.kubernetes.io/part-of`. Книга с аннотацией `строгая`.\n";
    assert_eq!(told(key, &Lang::ru()), [true, false]);
    let kind = "# Кэш\n\nБыло: том `emptyDir`. Читаю второй том.\n";
    assert_eq!(told(kind, &Lang::ru()), [true, false]);
    let key = "The parcel has the label `fragile`. A class in Java reads the label `app.kubernetes.io/name`.\n";
    assert_eq!(told(key, &Lang::en()), [false, true]);
    let key = "I gave it a `hostPath` volume, shut the lid and went back to the violin.\n";
    assert_eq!(told(key, &Lang::en()), [true]);
    assert_eq!(told(&key.replace("hostPath", "green"), &Lang::en()), [false]);
    assert_eq!(told(&key.replace("` volume", "`. Volume"), &Lang::en()), [false]);
}

/// Texts in which Kubernetes stands beside other trades of the same craft and beside everyday life, in the order in which
/// they were written. The first reading of the first three (running clusters, a chat, other trades) gave precision .90,
/// .94, .60 and recall .97, .91, .98; then the rules learnt of neighbouring fields. Each pair that follows was read before
/// the rules were widened after it: 1.00 and .86, 1.00 and .98; .97 and .96, .91 and .94; .92 and .92, 1.00 and .90; 1.00
/// and .92, .93 and .95; 1.00 and .80, 1.00 and 1.00; 1.00 and .95, .95 and 1.00. Where every sentence turns to something
/// else `turnabout` gave .79 and .97, `zigzag` .94 and .82; where a text compares the senses of a word `faq` gave .82 and
/// .89. The last, `evenings` and `mailing`, gave .96 and .98, 1.00 and .89.
#[test]
fn texts_on_neighbouring_fields() {
    let cases = [
        (include_str!("../cases/mentions/clusters-ru.md"), 0.97),
        (include_str!("../cases/mentions/kitchen-ru.md"), 0.97),
        (include_str!("../cases/mentions/graphs-ru.md"), 0.96),
        (include_str!("../cases/mentions/upgrade-ru.md"), 0.97),
        (include_str!("../cases/mentions/workshop-ru.md"), 0.96),
        (include_str!("../cases/mentions/handbook-ru.md"), 0.97),
        (include_str!("../cases/mentions/newsletter-ru.md"), 0.97),
        (include_str!("../cases/mentions/storage-ru.md"), 0.96),
        (include_str!("../cases/mentions/neighbours-ru.md"), 0.97),
        (include_str!("../cases/mentions/docs-ru.md"), 0.97),
        (include_str!("../cases/mentions/diary-ru.md"), 0.97),
        (include_str!("../cases/mentions/incident-ru.md"), 0.97),
        (include_str!("../cases/mentions/evening-ru.md"), 0.97),
        (include_str!("../cases/mentions/kubelet-ru.md"), 0.97),
        (include_str!("../cases/mentions/office-ru.md"), 0.97),
        (include_str!("../cases/mentions/turnabout-ru.md"), 0.97),
        (include_str!("../cases/mentions/faq-ru.md"), 0.89),
        (include_str!("../cases/mentions/zigzag-ru.md"), 0.96),
        (include_str!("../cases/mentions/evenings-ru.md"), 0.95),
        (include_str!("../cases/mentions/mailing-ru.md"), 0.95),
    ];
    cases.into_iter().for_each(|(marked, wanted)| reads(marked, &Lang::ru(), BOOK, wanted));
}

/// Texts by four authors who had seen neither the rules nor the other texts: a chapter of a textbook and an article, then
/// four in which the words mean other things. The first readings, precision and recall, in Russian: `data` 1.00 and 1.00,
/// `year` .98 and .98, `libraries` .96 and .96, `port` .97 and .96, `doubles` .86 and 1.00, `dacha` .98 and .92; in
/// English: `data` 1.00 and .99, `years` 1.00 and .92, `lives` .98 and .98, `cloth` .95 and .95, `stacks` .78 and 1.00,
/// `overheard` 1.00 and .92. The rules were widened after the `data`, `libraries`, `lives`, `doubles` and `stacks`; then
/// the others gave .99 and 1.00, 1.00 and .97, .98 and .92 in Russian, 1.00 and .97, .95 and .95, 1.00 and .94 in English.
/// After that a third author wrote `shop`, 1.00 and .94, and the diaries `week`, .93 and .97 in Russian, .97 and .91 in
/// English; a fourth wrote rules for those on duty, a newsletter and notes of a year at home: `duty` .99 and .97,
/// `bulletin` .87 and .94, `pantry` 1.00 and .94 in Russian, `retailer` .96 and .97, `post` .82 and .94, `vicarage` .84
/// and .75 in English.
#[test]
fn texts_by_others() {
    let cases = [
        (include_str!("../cases/mentions/data-ru.md"), Lang::ru(), 0.99),
        (include_str!("../cases/mentions/year-ru.md"), Lang::ru(), 0.98),
        (include_str!("../cases/mentions/libraries-ru.md"), Lang::ru(), 0.97),
        (include_str!("../cases/mentions/port-ru.md"), Lang::ru(), 0.96),
        (include_str!("../cases/mentions/doubles-ru.md"), Lang::ru(), 0.97),
        (include_str!("../cases/mentions/dacha-ru.md"), Lang::ru(), 0.95),
        (include_str!("../cases/mentions/data-en.md"), Lang::en(), 0.98),
        (include_str!("../cases/mentions/years-en.md"), Lang::en(), 0.97),
        (include_str!("../cases/mentions/lives-en.md"), Lang::en(), 0.97),
        (include_str!("../cases/mentions/cloth-en.md"), Lang::en(), 0.97),
        (include_str!("../cases/mentions/stacks-en.md"), Lang::en(), 0.96),
        (include_str!("../cases/mentions/overheard-en.md"), Lang::en(), 0.95),
        (include_str!("../cases/mentions/shop-ru.md"), Lang::ru(), 0.98),
        (include_str!("../cases/mentions/week-ru.md"), Lang::ru(), 0.94),
        (include_str!("../cases/mentions/week-en.md"), Lang::en(), 0.93),
        (include_str!("../cases/mentions/duty-ru.md"), Lang::ru(), 0.98),
        (include_str!("../cases/mentions/bulletin-ru.md"), Lang::ru(), 0.97),
        (include_str!("../cases/mentions/pantry-ru.md"), Lang::ru(), 0.96),
        (include_str!("../cases/mentions/retailer-en.md"), Lang::en(), 0.98),
        (include_str!("../cases/mentions/post-en.md"), Lang::en(), 0.92),
        (include_str!("../cases/mentions/vicarage-en.md"), Lang::en(), 0.95),
    ];
    cases.into_iter().for_each(|(marked, lang, wanted)| reads(marked, &lang, BOOK, wanted));
}

/// Texts by two more authors: a chapter on a first application, an inventory of what else runs in the house, paragraphs that
/// turn from one sense to the other, the notes of a week. The first readings, precision and recall, in Russian:
/// `first-app` 1.00 and .99, `watch` .72 and .98, `copybooks` 1.00 and .98, `margins` .95 and .88; in English: `platform`
/// 1.00 and 1.00, `inventory` .85 and 1.00, `supplement` 1.00 and .98, `supper` .96 and .86. What was wrong were the jobs,
/// nodes and labels of Jenkins, Swarm and Gmail, named a sentence before, and what one message of a chat leaves to the
/// other; «заявка» was no name in the glossary yet. The texts written after that read .95 and 1.00 (`guide`), .97 and .97
/// (`letter`) in Russian, 1.00 and .98 (`rounds`), .97 and .85 (`correspondence`) in English.
#[test]
fn texts_on_other_systems() {
    let cases = [
        (include_str!("../cases/mentions/first-app-ru.md"), Lang::ru(), 0.98),
        (include_str!("../cases/mentions/watch-ru.md"), Lang::ru(), 0.97),
        (include_str!("../cases/mentions/copybooks-ru.md"), Lang::ru(), 0.98),
        (include_str!("../cases/mentions/margins-ru.md"), Lang::ru(), 0.97),
        (include_str!("../cases/mentions/platform-en.md"), Lang::en(), 0.98),
        (include_str!("../cases/mentions/inventory-en.md"), Lang::en(), 0.97),
        (include_str!("../cases/mentions/supplement-en.md"), Lang::en(), 0.97),
        (include_str!("../cases/mentions/supper-en.md"), Lang::en(), 0.96),
        (include_str!("../cases/mentions/guide-ru.md"), Lang::ru(), 0.95),
        (include_str!("../cases/mentions/letter-ru.md"), Lang::ru(), 0.95),
        (include_str!("../cases/mentions/rounds-en.md"), Lang::en(), 0.95),
        (include_str!("../cases/mentions/correspondence-en.md"), Lang::en(), 0.9),
    ];
    cases.into_iter().for_each(|(marked, lang, wanted)| reads(marked, &lang, ALL_LINKED, wanted));
}

/// Texts by an author who had seen neither the rules nor the other texts: two chapters of a handbook, a team's letter and
/// a conversation on leaving Compose in Russian, an office's newsletter and the report of an outage in English. The first
/// readings, precision and recall: `drain` 1.00 and .98, `policies` .98 and .96, `team` .95 and 1.00, `compose` .82 and
/// 1.00; `harbour` .85 and 1.00, `evictions` .91 and .91. What was wrong were the services of the system that a question,
/// the head of a column or a file had named, words that had just had their everyday sense, and items of a list on other
/// subjects; what was missed stood beside words that other trades have, too. What is still wrong in `team` and `compose`
/// are the containers of Docker and Compose, which all the other texts count among the glossary's.
#[test]
fn texts_in_the_midst_of_other_systems() {
    let cases = [
        (include_str!("../cases/mentions/drain-ru.md"), Lang::ru(), 1.0),
        (include_str!("../cases/mentions/policies-ru.md"), Lang::ru(), 1.0),
        (include_str!("../cases/mentions/team-ru.md"), Lang::ru(), 0.95),
        (include_str!("../cases/mentions/compose-ru.md"), Lang::ru(), 0.94),
        (include_str!("../cases/mentions/harbour-en.md"), Lang::en(), 1.0),
        (include_str!("../cases/mentions/evictions-en.md"), Lang::en(), 1.0),
    ];
    cases.into_iter().for_each(|(marked, lang, wanted)| reads(marked, &lang, ALL_LINKED, wanted));
}

/// Texts by one more such author: a week's diary, the minutes of a meeting and a chapter on storage in Russian, a letter to
/// readers and a thread of a forum in English. The first readings, precision and recall: `daybook` .91 and .94, `minutes`
/// .90 and 1.00, `classes` 1.00 and .97; `fridays` .96 and .96, `forum` .90 and 1.00. What was wrong were the nodes and
/// jobs of a system that their own clause, the sentence before or a firewall's rules named; what was missed stood beside
/// an everyday word, or was a «под» that governs nothing. What is still wrong in `daybook` is the service that serves an
/// office, in `forum` a replica of Kafka in the answer to a question; `fridays` misses clusters beside nothing else.
#[test]
fn texts_on_a_week_a_meeting_and_a_forum() {
    let cases = [
        (include_str!("../cases/mentions/daybook-ru.md"), Lang::ru(), 0.97),
        (include_str!("../cases/mentions/minutes-ru.md"), Lang::ru(), 1.0),
        (include_str!("../cases/mentions/classes-ru.md"), Lang::ru(), 1.0),
        (include_str!("../cases/mentions/fridays-en.md"), Lang::en(), 0.96),
        (include_str!("../cases/mentions/forum-en.md"), Lang::en(), 0.97),
    ];
    cases.into_iter().for_each(|(marked, lang, wanted)| reads(marked, &lang, ALL_LINKED, wanted));
}

/// Texts by another such author: a letter and a chapter on debugging in Russian, a village's newsletter and the story
/// of a move from Nomad in English. The first readings, precision and recall: `pager` .96 and .92, `debugging` .98 and 1.00;
/// `noticeboard` .92 and .92, `cutover` .89 and .89. Of what was missed, the cells of a table that sets two systems side by
/// side are found now. What is still wrong are services that are no objects, a request that goes round, the act of a
/// deployment; what is still missed stands beside a sofa, or behind a name of another system.
#[test]
fn texts_on_a_move_and_a_village() {
    let cases = [
        (include_str!("../cases/mentions/pager-ru.md"), Lang::ru(), 0.92),
        (include_str!("../cases/mentions/debugging-ru.md"), Lang::ru(), 1.0),
        (include_str!("../cases/mentions/noticeboard-en.md"), Lang::en(), 0.92),
        (include_str!("../cases/mentions/cutover-en.md"), Lang::en(), 0.89),
    ];
    cases.into_iter().for_each(|(marked, lang, wanted)| reads(marked, &lang, ALL_LINKED, wanted));
}

/// Texts by two more authors who had seen neither the rules nor the other texts, read with a glossary that links all
/// of the book's terms: a diary of March, a tour for administrators and a chat in Russian; a notebook, an article on
/// leaving Ansible and three chats in English. The first readings, precision and recall: `march` .94 and .97,
/// `excursion` .93 and .96, `shift` .86 and 1.00; `notebook` .96 and .97, `playbooks` .97 and .96, `pasted` .95 and
/// .91. What was wrong were things whose owner stands behind an article or a relative clause, or is a name that
/// "there" points to; short names of commands as words of other languages and of banks; boxes, predicates and
/// namespaces of code. What was missed were kinds with a capital beside the same word in another sense, lists and
/// options of commands. `excursion` and `playbooks` still miss annotations beside those of Java.
#[test]
fn texts_that_compare_and_chat() {
    let dir = tempfile::tempdir().expect("folder");
    let glossary = all_linked(dir.path());
    let cases = [
        (include_str!("../cases/mentions/march-ru.md"), Lang::ru(), 1.0),
        (include_str!("../cases/mentions/excursion-ru.md"), Lang::ru(), 0.97),
        (include_str!("../cases/mentions/shift-ru.md"), Lang::ru(), 1.0),
        (include_str!("../cases/mentions/notebook-en.md"), Lang::en(), 1.0),
        (include_str!("../cases/mentions/playbooks-en.md"), Lang::en(), 0.98),
        (include_str!("../cases/mentions/pasted-en.md"), Lang::en(), 1.0),
    ];
    cases.into_iter().for_each(|(marked, lang, wanted)| reads(marked, &lang, &glossary, wanted));
}

/// Texts by two more authors of that kind, on a flat, a boat and a library beside a small cluster, and notes for an exam.
/// The first readings, precision and recall: `regatta` .94 and .92, `interview` .98 and 1.00 in Russian; `boathouse` 1.00
/// and .93, `revision` .95 and 1.00 in English; .97 and .96 together. What was wrong were a game, a tome, a secret of
/// somebody's calm, the members of a cluster, and what a firewall, an image and cron call so. What was missed were items
/// of advice, a name settled by the title, programs that run in containers, and what everyday words of another clause
/// outweighed.
#[test]
fn texts_with_advice_and_asides() {
    let dir = tempfile::tempdir().expect("folder");
    let glossary = all_linked(dir.path());
    let cases = [
        (include_str!("../cases/mentions/regatta-ru.md"), Lang::ru(), 1.0),
        (include_str!("../cases/mentions/interview-ru.md"), Lang::ru(), 1.0),
        (include_str!("../cases/mentions/boathouse-en.md"), Lang::en(), 1.0),
        (include_str!("../cases/mentions/revision-en.md"), Lang::en(), 1.0),
    ];
    cases.into_iter().for_each(|(marked, lang, wanted)| reads(marked, &lang, &glossary, wanted));
}

/// Texts by one more author of that kind: notes of a stage manager turned administrator and rules for a company's cluster
/// in Russian, letters between a cook and an administrator and a report on an outage in English. The first readings,
/// precision and recall: `theatre` .89 and .94, `placement` .99 and .98; `cook` .97 and .98, `postmortem` .96 and .97.
/// What was wrong were lines of a dialogue beside those of the other, stickers, what one applies for, a conference by
/// telephone, a name without its capital, the service at table, a deployment's calendar, remarks on a graph. What was
/// missed were annotations, and what an everyday word of another clause outweighed. What is still wrong in `theatre` is
/// a jar that does not restart.
#[test]
fn texts_with_a_dialogue_and_letters() {
    let dir = tempfile::tempdir().expect("folder");
    let glossary = all_linked(dir.path());
    let cases = [
        (include_str!("../cases/mentions/theatre-ru.md"), Lang::ru(), 0.97),
        (include_str!("../cases/mentions/placement-ru.md"), Lang::ru(), 1.0),
        (include_str!("../cases/mentions/cook-en.md"), Lang::en(), 1.0),
        (include_str!("../cases/mentions/postmortem-en.md"), Lang::en(), 1.0),
    ];
    cases.into_iter().for_each(|(marked, lang, wanted)| reads(marked, &lang, &glossary, wanted));
}

/// Texts by two more authors of that kind: a summer of stoves and sails and a beginner's notes in Russian, a newsletter
/// and a textbook's comparisons in English. The first readings, precision and recall: `stove` .84 and .99, `beginner` 1.00
/// and .97; `lighthouse` .89 and .98, `town` .99 and .95. What was wrong were hearths, boxes of household things,
/// pipes, posts and remarks in ink; what was missed were kinds in a column and a heading, an abbreviation likened to
/// something, and names set against themselves. The `household` texts are of our own and show the same classes.
#[test]
fn texts_with_a_house_about() {
    let dir = tempfile::tempdir().expect("folder");
    let glossary = all_linked(dir.path());
    let cases = [
        (include_str!("../cases/mentions/stove-ru.md"), Lang::ru(), 0.98),
        (include_str!("../cases/mentions/beginner-ru.md"), Lang::ru(), 1.0),
        (include_str!("../cases/mentions/lighthouse-en.md"), Lang::en(), 1.0),
        (include_str!("../cases/mentions/town-en.md"), Lang::en(), 1.0),
        (include_str!("../cases/mentions/household-ru.md"), Lang::ru(), 0.92),
        (include_str!("../cases/mentions/household-en.md"), Lang::en(), 1.0),
    ];
    cases.into_iter().for_each(|(marked, lang, wanted)| reads(marked, &lang, &glossary, wanted));
}

/// Two columns of a magazine by one more author, as they were first read: what is missed stands in short cells of a table,
/// where nothing but the next cell speaks for it.
#[test]
fn columns_of_a_magazine() {
    let dir = tempfile::tempdir().expect("folder");
    let glossary = all_linked(dir.path());
    let cases = [
        (include_str!("../cases/mentions/friday-ru.md"), Lang::ru(), 0.91),
        (include_str!("../cases/mentions/peas-en.md"), Lang::en(), 0.96),
    ];
    cases.into_iter().for_each(|(marked, lang, wanted)| reads(marked, &lang, &glossary, wanted));
}

/// Texts by four more authors who had seen neither the rules nor the other texts: a newsletter of cacao growers and the
/// day book of a fire station in English, the paper of a theatre's computer room and the diary of a shipyard in Russian.
/// The first readings, precision and recall: `cacao` .855 and 1.00, `fire-station` .91 and .98; `theatre-kassa` .93 and
/// .93, `shipyard` .83 and .92. What was wrong were doubtful names that vouched for each other, leads of items, the words
/// of a table that compares them, programs, intercoms, speeds, copies, and names of two words; what was missed were cells,
/// secrets with code behind, and names refused for what else a house is. What is still wrong are puns.
#[test]
fn texts_from_a_farm_a_station_a_stage_and_a_shipyard() {
    let dir = tempfile::tempdir().expect("folder");
    let glossary = all_linked(dir.path());
    let cases = [
        (include_str!("../cases/mentions/cacao-en.md"), Lang::en(), 0.97),
        (include_str!("../cases/mentions/fire-station-en.md"), Lang::en(), 0.97),
        (include_str!("../cases/mentions/theatre-kassa-ru.md"), Lang::ru(), 0.95),
        (include_str!("../cases/mentions/shipyard-ru.md"), Lang::ru(), 0.97),
    ];
    cases.into_iter().for_each(|(marked, lang, wanted)| reads(marked, &lang, &glossary, wanted));
}

/// Texts by two more authors who had seen neither the rules nor the other texts: a seed library with a web catalogue
/// and a page for who is on call in English, a monastery's bakery with a shop and a page on a web application in
/// Russian. The first readings, precision and recall: `seed-library` .925 and .925, `bakery-shop` .920 and .885; the
/// others, on one subject each, 1.00. What was wrong were the head of a column, copies and ovens shown by a phrase, a
/// duty, parts of a stove, and a word that a table compares; what was missed was said by the sentence before, by code
/// behind a preposition or a colon, and by the other cells of a column. What is still wrong or missed are puns, a
/// cluster beside a shed, a deployment of a catalogue, and a cluster of firms that asks for reports.
#[test]
fn texts_from_a_seed_library_and_a_bakery() {
    let dir = tempfile::tempdir().expect("folder");
    let glossary = all_linked(dir.path());
    let cases = [
        (include_str!("../cases/mentions/seed-library-en.md"), Lang::en(), 0.96),
        (include_str!("../cases/mentions/on-call-en.md"), Lang::en(), 1.0),
        (include_str!("../cases/mentions/bakery-shop-ru.md"), Lang::ru(), 0.96),
        (include_str!("../cases/mentions/cabinet-ru.md"), Lang::ru(), 1.0),
    ];
    cases.into_iter().for_each(|(marked, lang, wanted)| reads(marked, &lang, &glossary, wanted));
}

/// Texts by four more authors, each a pair. The first readings, precision and recall: `lifeboat` .977 and .956, `village`
/// .980 and 1.00; `seed-swap` .955 and 1.00, `caving` .970 and .970; `railway` .984 and .984, `district-library` .934 and
/// .983; `family` .960 and .980, `town` .980 and 1.00. Mended since are bound newspapers, volumes with an ordinal, what
/// weighs so many kilograms, a box with cutlets, and what runs out of disk.
#[test]
fn texts_by_four_authors() {
    let dir = tempfile::tempdir().expect("folder");
    let glossary = all_linked(dir.path());
    let cases = [
        (include_str!("../cases/mentions/lifeboat-en.md"), Lang::en(), 0.95),
        (include_str!("../cases/mentions/village-ru.md"), Lang::ru(), 0.98),
        (include_str!("../cases/mentions/seed-swap-en.md"), Lang::en(), 0.95),
        (include_str!("../cases/mentions/caving-ru.md"), Lang::ru(), 0.97),
        (include_str!("../cases/mentions/railway-en.md"), Lang::en(), 0.98),
        (include_str!("../cases/mentions/district-library-ru.md"), Lang::ru(), 0.98),
        (include_str!("../cases/mentions/family-en.md"), Lang::en(), 0.96),
        (include_str!("../cases/mentions/town-ru.md"), Lang::ru(), 0.98),
    ];
    cases.into_iter().for_each(|(marked, lang, wanted)| reads(marked, &lang, &glossary, wanted));
}

/// Written by two authors after all of these. The first readings, precision and recall: 1.00 and .98 in English and in
/// Russian, .99 and 1.00 in both.
#[test]
fn texts_that_were_read_well_at_once() {
    let dir = tempfile::tempdir().expect("folder");
    let glossary = all_linked(dir.path());
    let cases = [
        (include_str!("../cases/mentions/harbour-town-en.md"), Lang::en(), 0.98),
        (include_str!("../cases/mentions/engineer-library-ru.md"), Lang::ru(), 0.98),
        (include_str!("../cases/mentions/stove-theatre-ru.md"), Lang::ru(), 1.0),
        (include_str!("../cases/mentions/college-en.md"), Lang::en(), 0.98),
    ];
    cases.into_iter().for_each(|(marked, lang, wanted)| reads(marked, &lang, &glossary, wanted));
    let twice = "# Память\n\nСколько памяти под ⟦pod:под⟧ мы просили?\n\nКаждый ⟦pod:под⟧ под нагрузкой растёт.\n";
    reads(twice, &Lang::ru(), &glossary, 1.0);
}

/// What something weighs, bound volumes and boxes mean nothing of the subject beside it.
#[test]
fn weights_volumes_and_boxes_beside_pods() {
    let ru = "⟦kubernetes:Kubernetes⟧ перезапустил ⟦pod:под⟧, и ⟦container:контейнер⟧ поднялся.\n\nГиря весит под двадцать \
        килограммов. Седьмого тома «Истории завода» нет, а подшивки газет — пятнадцать томов. Контейнер с бутербродами остался \
        дома.\n";
    let en = "The ⟦kubernetes:Kubernetes⟧ ⟦node:node⟧ is running out of disk again, says the app at breakfast.\n";
    let dir = tempfile::tempdir().expect("folder");
    let glossary = all_linked(dir.path());
    reads(ru, &Lang::ru(), &glossary, 1.0);
    reads(en, &Lang::en(), &glossary, 1.0);
}

/// The state of an object is code of the glossary's, whatever the items before are about.
#[test]
fn code_tells_a_state() {
    let list = |item: &str| {
        let before = "1. Утром: вымести под печи.\n2. Днём: натопить печь, чтобы под прогрелся.\n";
        told(&format!("{before}3. Вечером: посмотреть, что {item}.\n"), &Lang::ru())
    };
    assert_eq!(list("поды в `Running`"), [false, false, true]);
    assert_eq!(list("поды целы"), [false, false, false]);
}

/// An item does not go on about what another one meant, where some of the items are about the glossary's subject.
#[test]
fn an_item_has_a_subject_of_its_own() {
    let list = |second: &str| {
        let before = format!("# Дела\n\n1. Вымыть под печи.\n2. {second}.\n3. Вымести под, посадить хлеб.\n");
        told(&format!("{before}4. Посмотреть, целы ли поды.\n"), &Lang::ru())
    };
    assert_eq!(list("Убедиться, что кронджоба отработала"), [false, true, false, true]);
    assert_eq!(list("Убедиться, что поленница полна"), [false; 3]);
}

/// What a name stands for is listed as code behind a colon.
#[test]
fn code_behind_a_colon_is_what_a_name_stands_for() {
    let text =
        "Вахтёр зовёт доску пространством имён, и боцман тоже. У нас пространств имён три: `dev`, `test` и `prod`.\n";
    assert_eq!(told(text, &Lang::ru()), [false, true]);
    assert_eq!(told(&text.replace("три: `dev`, `test` и `prod`", "три, и все над вешалкой"), &Lang::ru()), [false; 2]);
}

/// A head means what the cells of its own column have, and no other's.
#[test]
fn a_head_is_about_its_column() {
    let table = |cells: [&str; 2]| {
        let [role, note] = cells;
        let rows = format!("| Ann | milk | has the key |\n| Bob | {role} | {note} |\n");
        told(&format!("| Who | Role | Note |\n|---|---|---|\n{rows}"), &Lang::en())
    };
    assert_eq!(table(["the shop", "edits the ConfigMap, wants a Role for Secrets"]), [false, true, true, true]);
    assert_eq!(table(["a Role for Secrets", "edits the ConfigMap"]), [true; 4]);
}

/// In a table that tells what words mean here and elsewhere a cell is about what its column is, and a word that its own
/// row tells of elsewhere is no thing of the glossary's.
#[test]
fn a_column_speaks_for_its_cells() {
    let table = "| Слово | На ферме | В магазине |\n|---|---|---|\n\
                 | том | книга надоев | каталог, который под подключает к контейнерам |\n\
                 | служба | молебен в храме | один адрес для набора подов |\n\
                 | под | пол печи | контейнеры кластера |\n";
    assert_eq!(told(table, &Lang::ru()), [false, true, true, false, true, false, true, true]);
}

/// The lead of an item means what the item's first sentence does, whatever the other items are about.
#[test]
fn a_lead_means_what_its_item_says() {
    let list = "- **Services.** The vicar cut the service on Sundays by half an hour.\n\
                - **Ingress.** An Ingress sends the traffic to a Service of the cluster.\n\
                - **Nodes.** Each node has a kubelet and Pods.\n";
    assert_eq!(told(list, &Lang::en()), [false, false, true, true, true, true, true, true, true]);
}

/// The words that a table compares are no things; those it explains are.
#[test]
fn a_table_compares_words() {
    let table = |elsewhere: &str, cells: [&str; 2]| {
        let row = |(word, (cell, here)): (&str, (&str, &str))| format!("| {word} | {cell} | {here} |\n");
        let here = ["what a Pod mounts from a PVC", "what the kubelet starts for a Deployment"];
        let rows: String = ["volume", "pod"].into_iter().zip(cells.into_iter().zip(here)).map(row).collect();
        told(&format!("| Word | {elsewhere} | In Kubernetes |\n|---|---|---|\n{rows}"), &Lang::en())
    };
    let compared = table("In the orchestra", ["how loud the trumpet is", "the case of the cello"]);
    assert_eq!(compared, [true, false, true, true, false, true]);
    assert_eq!(table("Plural", ["with an s", "with an s"]), [true; 6]);
}

/// A name of two words fills a cell by itself, and code behind a secret is what it is called.
#[test]
fn a_cell_has_a_name_of_two_words_or_code() {
    let table = |cell: &str| {
        let rows = format!("| Сцена | {cell} | Нина |\n| Гримёрка | полка у двери | Пётр |\n");
        told(&format!("| Отдел | Место | Кто |\n|---|---|---|\n{rows}"), &Lang::ru())
    };
    assert_eq!(table("постоянный том, 20 ГБ"), [true]);
    assert_eq!(table("секрет `bot`"), [true]);
    assert_eq!(table("секрет вкусного чая"), [false]);
    assert_eq!(told("Токен бота хранит секрет `bot`, его не трогают.\n", &Lang::ru()), [true]);
}

/// A cell that is nothing but a kind is one where others of its column are; a column of words is none.
#[test]
fn a_column_lists_kinds() {
    let table = |cells: [&str; 3]| {
        let row = |cell: &str| format!("| for a stall | {cell} | paint |\n");
        told(&format!("| Want | Use | Like |\n|---|---|---|\n{}", cells.map(row).concat()), &Lang::en())
    };
    assert_eq!(table(["StatefulSet", "Job", "Secret"]), [true; 3]);
    assert_eq!(table(["Brush", "Job", "Secret"]), [false; 2]);
    assert_eq!(table(["StatefulSet", "a dull job", "one secret more"]), [true, false, false]);
}

/// A heading that begins with a name means what the text opens with.
#[test]
fn a_heading_means_what_it_opens() {
    let text =
        "# Town\n\nTea is served.\n\n## Services: one number for many\n\nWaiters come and go. A Service lasts.\n";
    assert_eq!(told(text, &Lang::en()), [true, true]);
    assert_eq!(told(&text.replace("A Service lasts", "Good service lasts"), &Lang::en()), [false, false]);
}

const OVEN: &str = "[[term]]\nid = \"oven\"\nru = { name = \"печь\", definition = \"Здесь пекут.\" }\nen = { name = \"oven\", definition = \"Bread is baked here.\" }\n\
                    [[term]]\nid = \"dough\"\nlink = false\nru = { name = \"тесто\", aliases = [\"тесто для печи\"], definition = \"Мука с водой.\" }\nen = { name = \"dough\", definition = \"Flour.\" }\n";

/// Every reason why a mention has no link is told, and a longer name takes in a shorter one, linked or not.
#[test]
fn each_mention_says_why_it_has_no_link() {
    let dir = tempfile::tempdir().expect("folder");
    fs::write(dir.path().join("glossary.toml"), OVEN).expect("glossary");
    let text = "# Печь\n\nПечь горяча, и у печи тепло. Код: `печь`. Тесто для печи, {{#noterm}}печь{{/noterm}} и \
                {{#term oven}}она{{/term}}.\n\n## Ещё\n\n**Пе**чью греют дом.\n\nСсылка: example.org/печь.html\n";
    fs::write(dir.path().join("a.md"), text).expect("text");
    let shown = |rows: Vec<Value>| -> Vec<String> {
        let one = |row: &Value| {
            format!("{}:{}", row["text"].as_str().unwrap_or_default(), row["reason"].as_str().unwrap_or("→"))
        };
        rows.iter().map(one).collect()
    };
    assert_eq!(
        shown(rows(dir.path(), "a.md", &Lang::ru(), "glossary.toml")),
        [
            "Печь:heading",
            "Печь:→",
            "печи:repeated",
            "Тесто для печи:unlinked",
            "печь:excluded",
            "она:→",
            "Пе**чью:→",
            "печь:not-a-term: part of an identifier",
        ]
    );
    let all =
        konspekt(dir.path(), &["mentions", "a.md", "--lang", "ru", "--glossary", "glossary.toml", "--link", "all"]);
    assert!(all.out.contains("a.md:3:18: печи → oven\n"), "{}", all.out);
}

/// In notes code is told by what it looks like.
#[test]
fn notes_keep_their_code_out() {
    let dir = tempfile::tempdir().expect("folder");
    let glossary = "[[term]]\nid = \"pod\"\nen = { name = \"Pod\", definition = \"A group of containers.\" }\n";
    fs::write(dir.path().join("glossary.toml"), glossary).expect("glossary");
    let text = "what is a pod?\n\nA Pod runs containers. The command `kubectl get pod` lists them.\n\nyaml\nCopy code\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n\nEach Pod has an address.\n";
    fs::write(dir.path().join("a.txt"), text).expect("text");
    let found = rows(dir.path(), "a.txt", &Lang::en(), "glossary.toml");
    let told: Vec<_> = found.iter().map(|row| (row["line"].as_u64(), row["reason"].as_str())).collect();
    assert_eq!(
        told,
        [
            (Some(1), Some("heading")),
            (Some(3), None),
            (Some(3), Some("excluded")),
            (Some(8), Some("excluded")),
            (Some(12), Some("repeated")),
        ]
    );
}

/// What an author marks is linked or left alone in every edition, and nobody sees the marks.
#[test]
fn marks_lead_where_their_author_says() {
    let book = Book::default()
        .file("glossary.toml", OVEN)
        .file("src/glossary.md", "# Слова\n\n{{#glossary}}\n")
        .file("src/a.md", "# Дом\n\nВ {{#term oven}}ней{{/term}} пекут, а {{#noterm}}печь{{/noterm}} в песне — нет.\n")
        .file(
            "po/en.po",
            "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\nLanguage: en\\n\"\n\n\
             msgid \"В {{#term oven}}ней{{/term}} пекут, а {{#noterm}}печь{{/noterm}} в песне — нет.\"\n\
             msgstr \"They bake in {{#term oven}}it{{/term}}; the {{#noterm}}oven{{/noterm}} of the song is none.\"\n",
        );
    let ru = book.chapter("ru", "a.md");
    assert!(ru.contains("В [ней](<glossary.md#term-oven> \"Здесь пекут.\") пекут, а печь в песне — нет."), "{ru}");
    let en = book.chapter("en", "a.md");
    assert!(en.contains("in [it](<glossary.md#term-oven> \"Bread is baked here.\"); the oven of the song"), "{en}");
    assert!(!book.chapter("ru-en", "a.md").contains("{{"));
    let heading =
        Book::default().file("glossary.toml", OVEN).file("src/a.md", "# Дом\n\n## {{#term oven}}Она{{/term}} греет\n");
    assert!(heading.chapter("ru", "a.md").contains("## Она греет {#ona-greet}"), "{}", heading.chapter("ru", "a.md"));
    let wrong = Book::default().file("glossary.toml", OVEN).file(
        "src/a.md",
        "# Дом\n\n{{#term stove}}Печь{{/term}} и {{#noterm}}печь.\n\nСама {{/term}}печь, а {{#term}}печь{{/term}}.\n",
    );
    let codes: Vec<_> = wrong.codes().into_iter().filter(|code| code.starts_with("K07")).collect();
    assert_eq!(codes, ["K0708", "K0706", "K0706", "K0706"]);
}

/// Labels of strangers' notes become rows; those the author groups are one row that says so.
#[test]
fn labels_that_mean_the_same_are_one_row() {
    let dir = tempfile::tempdir().expect("folder");
    let note = "## Танго\n\n- **Темп:** 64\n- **Где танцуют:** в залах\n\n## Вальс (венский)\n\n- **Темпы:** 58\n- **Место:** на балах\n";
    fs::write(dir.path().join("dance.md"), note).expect("note");
    let suggested = konspekt(dir.path(), &["tables", "--suggest", "dance.md", "--format", "json"]);
    assert_eq!(json(&suggested.out), Value::Array(Vec::new()), "one label in common is not enough");
    let book = Book::default()
        .file("book.toml", "[book]\ntitle = \"Танцы\"\nlanguage = \"ru\"\n[preprocessor.konspekt]\nlanguages = [\"ru\", \"en\"]\nlabels = [[\"Где танцуют\", \"место\"]]\n")
        .file("glossary.toml", "[[term]]\nid = \"tango\"\nru = { name = \"танго\", definition = \"–\" }\nen = { name = \"tango\", definition = \"–\" }\n[[term]]\nid = \"waltz\"\nru = { name = \"вальс\", definition = \"–\" }\nen = { name = \"waltz\", definition = \"–\" }\n")
        .file("src/notes/dance.md", note)
        .file("src/a.md", "# Танцы\n\n{{#note dance.md}}\n");
    book.write(dir.path());
    let run = konspekt(dir.path(), &["tables", "--suggest", "--lang-ui", "ru"]);
    assert!(run.out.contains("{{#compare tango waltz}}"), "{}", run.out);
    let book = book.file("src/a.md", "# Танцы\n\n{{#note dance.md}}\n\n{{#compare tango waltz}}\n");
    let page = book.chapter("ru", "a.md");
    let row = page.lines().find(|line| line.starts_with("| **Где танцуют**")).unwrap_or_default();
    assert!(
        row.contains("<span class=\"also\">и Место</span>") && row.contains("в залах") && row.contains("на балах"),
        "{page}"
    );
    book.write(dir.path());
    let tables = json(&konspekt(dir.path(), &["tables", "--format", "json"]).out);
    assert_eq!(tables[0]["rows"][1]["also"][0]["ru"], "Место");
    assert_eq!(konspekt(dir.path(), &["tables", "--suggest"]).out.trim(), "", "what the book has is not suggested");
}
