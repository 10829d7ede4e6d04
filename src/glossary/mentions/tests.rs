//! Mentions against lists made by hand: the notes of the first book and trap texts in both languages.
//!
//! In a trap text the mentions are marked, `⟦term:text⟧`; the marks are taken out before the text is read.

mod asides;
mod carrying;
mod clauses;
mod contrasts;
mod house;
mod systems;
mod vouching;

use std::sync::LazyLock;

use super::*;
use crate::text::Source;

const GLOSSARY: &str = include_str!("../../../tests/cases/mentions/glossary.toml");

fn matcher(lang: &Lang) -> &'static Matcher {
    static RUSSIAN: LazyLock<Matcher> = LazyLock::new(|| new_matcher(&Lang::ru()));
    static ENGLISH: LazyLock<Matcher> = LazyLock::new(|| new_matcher(&Lang::en()));
    if *lang == Lang::ru() { &RUSSIAN } else { &ENGLISH }
}

fn new_matcher(lang: &Lang) -> Matcher {
    let (glossary, found) = Glossary::parse(&Source::new("glossary.toml", GLOSSARY));
    assert!(found.is_empty(), "{found:?}");
    Matcher::new(&glossary, lang)
}

/// A marked text without its marks, and the mentions marked in it.
fn gold(marked: &str) -> (String, Vec<(Span, String)>) {
    let (mut text, mut gold) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('⟦') {
        text.push_str(before);
        let (mark, after) = after.split_once('⟧').expect("a mark ends");
        let (term, name) = mark.split_once(':').expect("a mark names its term");
        gold.push((Span::new(text.len(), text.len() + name.len()), term.to_owned()));
        text.push_str(name);
        rest = after;
    }
    text.push_str(rest);
    (text, gold)
}

/// Precision and recall, and what is wrong, one line each.
fn measure(text: &str, gold: &[(Span, String)], lang: &Lang) -> (f64, f64, Vec<String>) {
    let source = Source::new("text", text);
    let place = |span: Span| {
        let at = source.position(span.start);
        let line = source.line_span(at.line).unwrap_or_default();
        format!("{}:{} {:?} in {:?}", at.line, at.column, source.slice(span), source.slice(line))
    };
    let candidates = matcher(lang).candidates(text);
    let found: Vec<(Span, String)> =
        candidates.iter().filter(|m| m.linked).map(|m| (m.span, m.term.to_string())).collect();
    let right = found.iter().filter(|mention| gold.contains(mention)).count() as f64;
    let mut wrong: Vec<String> = Vec::new();
    wrong
        .extend(found.iter().filter(|m| !gold.contains(m)).map(|(span, term)| format!("not {term}: {}", place(*span))));
    wrong.extend(gold.iter().filter(|m| !found.contains(m)).map(|(span, term)| {
        let why = candidates.iter().find(|c| c.span == *span).and_then(|c| c.reason.clone());
        format!("missed {term}: {} ({})", place(*span), why.map(|why| why.to_string()).unwrap_or_default())
    }));
    (right / found.len().max(1) as f64, right / gold.len().max(1) as f64, wrong)
}

fn trap(marked: &str, lang: &Lang, wanted: f64) {
    let (text, gold) = gold(marked);
    let (precision, recall, wrong) = measure(&text, &gold, lang);
    assert!(precision >= wanted && recall >= wanted, "{precision:.3} {recall:.3}\n{}", wrong.join("\n"));
}

#[test]
fn russian_traps() {
    trap(include_str!("../../../tests/cases/mentions/traps-ru.txt"), &Lang::ru(), 0.99);
}

#[test]
fn english_traps() {
    trap(include_str!("../../../tests/cases/mentions/traps-en.txt"), &Lang::en(), 0.99);
}

/// The gold list is by meaning, read line by line: it holds the two «политик безопасности сети» that the glossary has
/// no name for, and neither the cloud's own "(Load Balancer)" nor services outside the cluster.
#[test]
fn the_notes() {
    let text = include_str!("../../../book/src/notes/kubernetes-objects.txt");
    let source = Source::new("notes.txt", text);
    let gold: Vec<(Span, String)> = include_str!("../../../tests/cases/mentions/notes-gold.tsv")
        .lines()
        .map(|row| {
            let mut cells = row.split('\t');
            let (place, term, name) =
                (cells.next().expect("a cell"), cells.next().expect("a cell"), cells.next().expect("a cell"));
            let (line, column) = place.split_once(':').expect("line:column");
            let line = source.line_span(line.parse().expect("a line")).expect("a line");
            let column: usize = column.parse().expect("a column");
            let start = line.start + source.slice(line).chars().take(column - 1).map(char::len_utf8).sum::<usize>();
            let name = name.replace('⏎', "\n");
            (Span::new(start, start + name.len()), term.to_owned())
        })
        .collect();
    let (precision, recall, wrong) = measure(text, &gold, &Lang::ru());
    assert!(precision >= 0.99 && recall >= 0.99, "{precision:.3} {recall:.3}\n{}", wrong.join("\n"));
}

/// Written after the rules, and the rules were widened after the first reading, which gave precision .93 and recall .88
/// in Russian, .94 and 1.00 in English.
#[test]
fn texts_written_after_the_rules() {
    trap(include_str!("../../../tests/cases/mentions/unseen-ru.txt"), &Lang::ru(), 0.95);
    trap(include_str!("../../../tests/cases/mentions/unseen-en.txt"), &Lang::en(), 0.95);
}

/// The same again, in paragraphs that change their subject with each sentence; the first reading gave .85 and .92 in
/// Russian, 1.00 and .72 in English.
#[test]
fn texts_written_last() {
    trap(include_str!("../../../tests/cases/mentions/third-ru.txt"), &Lang::ru(), 0.95);
    trap(include_str!("../../../tests/cases/mentions/third-en.txt"), &Lang::en(), 0.95);
}

/// A glossary of thousands of like names, and texts that are nothing but a name, are read to their end.
#[test]
fn a_name_is_found_however_often_it_stands() {
    let many: String = (0..3_000)
        .map(|i| format!("[[term]]\nid = \"t{i}\"\nru = {{ name = \"длинное имя {i}\", definition = \"–\" }}\n"))
        .collect();
    let (glossary, _) = Glossary::parse(&Source::new("glossary.toml", many));
    let matcher = Matcher::new(&glossary, &Lang::ru());
    assert_eq!(matcher.mentions("Длинные имена 7 и длинного имени 2999").len(), 2);
    let pods = self::matcher(&Lang::ru());
    for (part, times) in [("под ", 2_000), ("Pod ", 100_000), ("Node Exporter ", 50_000)] {
        assert_eq!(pods.candidates(&part.repeat(times)).len(), times, "{part}");
    }
    for (part, times) in [("под-", 2_000), ("pod'", 2_000), ("сетевая ", 2_000), ("\n", 4_000)] {
        assert!(pods.candidates(&part.repeat(times)).len() <= times, "{part}");
    }
}

#[test]
fn names_are_text_and_never_patterns() {
    let text = "[[term]]\nid = \"a\"\nen = { name = \"<script>\", definition = \"–\" }\n[[term]]\nid = \"b\"\nen = { name = \"a.*b\", definition = \"–\" }\n";
    let (glossary, found) = Glossary::parse(&Source::new("glossary.toml", text));
    assert!(found.is_empty(), "{found:?}");
    let matcher = Matcher::new(&glossary, &Lang::en());
    let text = "a script, a <script> and axxb";
    let mentions = matcher.mentions(text);
    assert_eq!(mentions.iter().map(|m| &text[m.span.range()]).collect::<Vec<_>>(), ["<script>"]);
}

#[test]
fn a_language_without_rules_has_its_names_as_they_are() {
    let text = "[[term]]\nid = \"k\"\nde = { name = \"Knoten\", aliases = [\"Rechner\"], forms = [\"Knotens\"], definition = \"–\" }\n";
    let (glossary, found) = Glossary::parse(&Source::new("glossary.toml", text));
    assert!(found.is_empty(), "{found:?}");
    let matcher = Matcher::new(&glossary, &"de".parse().expect("a tag"));
    assert_eq!(matcher.mentions("Der Knoten, des Knotens, die Rechner, den Rechnern").len(), 3);
}

#[test]
fn the_author_has_the_last_word() {
    let text = r#"
        [context.ru]
        topic = ["кухн*"]
        [[term]]
        id = "pot"
        ru = { name = "горшок", not = ["горшками"], forms = ["горшочек"], definition = "–", context = { not-before = ["цветочный"], after = ["с кашей"] } }
    "#;
    let (glossary, found) = Glossary::parse(&Source::new("glossary.toml", text));
    assert!(found.is_empty(), "{found:?}");
    let matcher = Matcher::new(&glossary, &Lang::ru());
    let text = "На кухне горшок, цветочный горшок, горшочек, горшками; горшок с кашей";
    let found: Vec<_> = matcher.mentions(text).iter().map(|m| text[..m.span.start].chars().count()).collect();
    assert_eq!(found, [9, 35, 55]);
}

/// The third time; the first reading gave .91 and .88 in Russian, .73 and 1.00 in English.
#[test]
fn texts_that_change_their_subject() {
    trap(include_str!("../../../tests/cases/mentions/fresh-ru.txt"), &Lang::ru(), 0.95);
    trap(include_str!("../../../tests/cases/mentions/fresh-en.txt"), &Lang::en(), 0.95);
}

/// What a text means, shortly: the linked mentions, or the reasons of those that are none.
fn told(matcher: &Matcher, text: &str) -> Vec<String> {
    let show = |mention: Mention| match mention.reason {
        None => text[mention.span.range()].to_owned(),
        Some(reason) => format!("{}: {reason}", &text[mention.span.range()]),
    };
    matcher.candidates(text).into_iter().map(show).collect()
}

/// Whether each name in a text means its term.
fn means(lang: &Lang, text: &str) -> Vec<bool> {
    told(matcher(lang), text).iter().map(|told| !told.contains("not-a-term")).collect()
}

fn ru(text: &str) -> Vec<bool> {
    means(&Lang::ru(), text)
}

fn en(text: &str) -> Vec<bool> {
    means(&Lang::en(), text)
}

/// Capitals make a longer name, but for what stands first in a sentence, says what kind of thing it is, or is a title.
#[test]
fn a_part_of_a_longer_name_is_no_mention() {
    let english = self::matcher(&Lang::en());
    assert_eq!(
        told(english, "We run Node Exporter beside the Pod Security Admission."),
        ["Node: not-a-term: part of a name with `exporter`", "Pod: not-a-term: part of a name with `security`"]
    );
    assert_eq!(told(english, "Every Pod has a Pod IP and a Pod Template."), ["Pod", "Pod", "Pod Template"]);
    assert_eq!(told(english, "The Life of a Pod Explained in Short\n\nIt is kubernetes."), ["Pod", "kubernetes"]);
    let russian = self::matcher(&Lang::ru());
    assert_eq!(
        told(russian, "Поставили Node Exporter на каждый узел кластера."),
        ["Node: not-a-term: part of a name with `exporter`", "узел", "кластера"]
    );
}

/// A paragraph on a neighbouring field has its own nodes and volumes, and those of the glossary's subject are told apart.
#[test]
fn a_neighbouring_field_has_its_own_names() {
    let russian = self::matcher(&Lang::ru());
    let linked =
        |text: &str| russian.mentions(text).iter().map(|m| text[m.span.range()].to_owned()).collect::<Vec<_>>();
    assert!(linked("Обход графа памяти: каждый узел сервера посещаем раз. На узле ставим метку.").is_empty());
    assert!(linked("Служба пишет журнал systemd. Сервер перезапускает службу, если порт закрыт.").is_empty());
    assert_eq!(
        linked("Граф зависимостей строит kubelet. Под сел на узел кластера, узел помечен меткой."),
        ["Под", "узел", "кластера", "узел", "меткой"]
    );
}

/// A name means what it meant a moment ago, but for a paragraph that has it in another sense as well.
#[test]
fn a_name_keeps_its_sense() {
    let russian = self::matcher(&Lang::ru());
    let linked =
        |text: &str| russian.mentions(text).iter().map(|m| text[m.span.range()].to_owned()).collect::<Vec<_>>();
    assert_eq!(
        linked("Нода кластера сгорела, узел заменили. А что с узлом теперь?"),
        ["Нода", "кластера", "узел", "узлом"]
    );
    assert_eq!(
        linked("Морской узел затянулся. Планировщик выбрал узел кластера. А что с узлом теперь?"),
        ["узел", "кластера"]
    );
}

/// The built-in lists know one subject. A glossary of another is not read by them.
#[test]
fn a_glossary_of_another_subject_goes_by_its_own_words() {
    let text = "[[term]]\nid = \"ddt\"\nen = { name = \"DDT\", definition = \"The wanted temperature of the dough before the bread goes into the oven.\" }\n";
    let (glossary, _) = Glossary::parse(&Source::new("glossary.toml", text));
    let matcher = Matcher::new(&glossary, &Lang::en());
    assert_eq!(
        told(&matcher, "In a cold kitchen the flour and the yeast decide; mind the DDT of your dough."),
        ["DDT"]
    );
}

/// Capitals within a word make another one of an abbreviation.
#[test]
fn an_abbreviation_is_written_as_one() {
    let text = "[[term]]\nid = \"hpa\"\nen = { name = \"HPA\", definition = \"It scales Pods by metrics.\" }\n";
    let (glossary, _) = Glossary::parse(&Source::new("glossary.toml", text));
    let matcher = Matcher::new(&glossary, &Lang::en());
    assert_eq!(told(&matcher, "1013 hPa, and the HPAs of the kubernetes cluster scale replicas"), ["HPAs"]);
}

/// A neighbouring subject shares its words with the glossary's: it takes a sure term to show that the latter is meant.
#[test]
fn a_neighbouring_subject_proves_nothing() {
    let matcher = self::matcher(&Lang::en());
    assert_eq!(
        told(matcher, "The systemd unit mounts the volume before the service is restarted."),
        ["volume: not-a-term: near `systemd`", "service: not-a-term: near `systemd`"]
    );
    assert_eq!(told(matcher, "The Pod mounts the volume, whatever systemd says."), ["Pod", "volume"]);
    // "The cluster" is the one just named.
    assert_eq!(
        told(matcher, "Our Kafka cluster has three brokers. Upgrade day: the cluster was away for an hour."),
        ["cluster: not-a-term: after `Our Kafka`", "cluster: not-a-term: near `kafka`"]
    );
    assert_eq!(told(matcher, "Upgrade day: the cluster was away for an hour."), ["cluster"]);
}

/// Whose a thing is by its phrase decides, until the text turns back.
#[test]
fn what_a_thing_is_tied_to_decides() {
    assert_eq!(en("Two Docker volumes are left. A Kubernetes volume goes with its Pod."), [false, true, true, true]);
    assert_eq!(
        en("In the cluster, a Kubernetes node never votes; a node of the tree has two children.").last(),
        Some(&false)
    );
    assert_eq!(
        en("A CSS selector is a pattern, and the page has many. Which selector wins? Our selectors are flat."),
        [false, false, true]
    );
    assert!(!en("They upgraded Node to version 22, and Node.js is faster now.")[0]);
    assert_eq!(en("She moved her Service to another namespace of the cluster."), [true, true, true]);
    assert_eq!(ru("Стёрли тома Docker и секрет клиента OAuth, а том пода остался."), [false, false, true, true]);
    assert_eq!(ru("Контейнер MP4 хранит видео. Контейнер же в нашем поде перезапустит kubelet."), [false, true, true]);
    assert_eq!(ru("Под под дрова, контейнер под погрузку.").last(), Some(&false));
}

/// «Под» stands before a noun in the accusative or the instrumental; before anything else it is none of the prepositions.
#[test]
fn a_preposition_governs_a_case() {
    assert_eq!(ru("Под некому починить, и под мне не отдали."), [true, true]);
    assert_eq!(ru("Бывает, под нечем накормить: памяти нет. Под давно ждёт."), [true, true]);
    assert_eq!(ru("Под никаким предлогом, под нашим окном, под завтрашний день."), [false; 3]);
}

/// What is compared is a quality: less secret than it sounds.
#[test]
fn a_quality_is_no_secret() {
    assert_eq!(en("A postcard is less secret than a letter, and hardly secret at all."), [false, false]);
    assert_eq!(en("One more Secret is mounted into the pod."), [true, true]);
}

/// Who brings, comes and calls has a name, and a volume has none of it.
#[test]
fn a_verb_tells_a_woman_from_volumes() {
    assert_eq!(ru("Тома привезла рассаду. Тома из Рязани звонила. Тома не пришла."), [false; 3]);
    assert_eq!(ru("Тома пода переполнились. Тома с подов отцепились."), [true; 4]);
    assert_eq!(ru("Диск пода мал, и копия тома его заняла."), [true, true]);
}

/// A word that a name's rules ask for, in its clause, and a key right behind it say more than what else is talked of.
#[test]
fn the_own_clause_outweighs_an_everyday_word() {
    assert_eq!(ru("На завтрак была каша, а контейнеру ночью не хватило памяти."), [true]);
    assert_eq!(ru("На завтрак была каша, а контейнеры мы помыли."), [false]);
    let code = |key: &str| format!("Класс на Java получает аннотацию {key}.");
    assert_eq!(ru(&code("с именем")), [false]);
}

/// What a question names its answer is about, down to the next who speaks; a heading asks, too.
#[test]
fn an_answer_is_about_the_system_of_its_question() {
    let answer = "**Боб:** Да, это просто:\n- Заведите узел с меткой `linux`.\n- Перенесите джобы.\n\n\
                  Если джоба зависнет, перезапустите её.";
    assert_eq!(ru(&format!("**Аня:** Оставим на сервере Jenkins?\n\n{answer}")), [false; 4]);
    assert_eq!(
        ru(&format!("**Аня:** Оставим Jenkins?\n\n{answer}\n\n**Аня:** А узел?\n\n**Боб:** Узел кластера осушите."))
            [5..],
        [true, true]
    );
    let turns = "**Аня:** Jenkins жив?\n\n**Боб:** Жив. А узел кластера осушили, и джоба пода ждёт.";
    assert_eq!(ru(turns), [true, true, true, true]);
    let faq = "What about Nomad?\n\nA service has two replicas there.\n\nDrain the node of the cluster.";
    assert_eq!(en(faq), [false, false, true, true]);
}

/// A paragraph that is about nothing of the glossary's uses a word in one sense, whatever stands beside it later.
#[test]
fn an_everyday_paragraph_keeps_its_sense() {
    let dolphins = "A pod of dolphins followed the ferry. The skipper said that each pod has a leader";
    assert_eq!(en(&format!("{dolphins}, and the pod turned when she did.")), [false; 3]);
    assert_eq!(en(&format!("{dolphins}. In Kubernetes each pod has an address."))[2..], [true, true]);
    // What turned out to be something else is no turn.
    assert_eq!(
        en("The storage container has a label on every box. The volume is large. Each container is locked."),
        [false; 4]
    );
    assert_eq!(
        ru("Привезли морской контейнер. Ключ у Веры. Контейнер вывезут, и каждый контейнер взвесят."),
        [false; 3]
    );
}

/// Verbs and particles that no preposition stands beside; what a network, an office and a day's work have.
#[test]
fn everyday_phrases_are_told_from_terms() {
    assert_eq!(ru("Оператор запускает под лишь на чистой машине."), [true]);
    assert_eq!(ru("Проще создать отладочный под утилитой и запустить временный под командой."), [true, true]);
    assert_eq!(ru("Он нашёл спрятанный под лавкой мешок. Сервер не падает под даже большой нагрузкой."), [false; 2]);
    assert_eq!(ru("Пускаем запросы с узлов домашней сети и с узлов кластера."), [false, true, true]);
    assert_eq!(en("Feeding forty is not his job. The Job in the cluster failed."), [false, true, true]);
    assert_eq!(en("Service was restored at noon.\n\nThe Pods and the Service were restored."), [false, true, true]);
    assert_eq!(en("A planned deployment took the shop down."), [false]);
    assert_eq!(
        en("Vertical scaling was no help. A new replica died at once, and the nodes were full."),
        [true, false, true, true]
    );
}

/// What other trades share with the glossary's subject says nothing beside its own names.
#[test]
fn shared_words_prove_nothing() {
    let matcher = self::matcher(&Lang::en());
    assert_eq!(told(matcher, "An alert asks for a label that the Pod template had lost."), ["label", "Pod template"]);
    assert_eq!(told(matcher, "An alert asks for a label."), ["label: not-a-term: near `alert`"]);
}

/// An answer means what the message before was about.
#[test]
fn an_answer_keeps_the_subject() {
    let answer = "**Юра:** глянь, на какой сервис он смотрит";
    assert_eq!(ru(&format!("**Оля:** ингресс отдаёт 404\n\n{answer}")), [true, true]);
    assert_eq!(ru(&format!("**Оля:** ужин был хороший\n\n{answer}")), [false]);
}

/// A reason shows the words that stand there, not the rule.
#[test]
fn a_reason_is_understood() {
    let matcher = self::matcher(&Lang::en());
    assert_eq!(told(matcher, "He found a new job."), ["job: not-a-term: after `found a new`"]);
    assert_eq!(told(matcher, "It is a matter of the volume of data."), ["volume: not-a-term: before `of data`"]);
}

/// What one says of the garden is nothing against what the other says of Pods.
#[test]
fn each_speaker_has_a_subject() {
    let matcher = self::matcher(&Lang::en());
    let chat = "nina: two pods are in CrashLoopBackOff\ntom: I was in the garden, the peas have pods";
    assert_eq!(told(matcher, chat), ["pods", "pods: not-a-term: near `garden`"]);
    assert_eq!(told(matcher, &chat.replace('\n', " ")).len(), 2);
}
