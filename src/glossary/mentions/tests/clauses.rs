//! Clauses, brackets, lines of a dialogue and headings: what stands near a name and what only in the same sentence.

use super::*;

/// A technical word of the own clause says more than an everyday word of another one.
#[test]
fn a_clause_speaks_for_itself() {
    assert_eq!(en("My uncle was pruning roses while the pod crashed again."), [true]);
    assert_eq!(en("My uncle was pruning roses while the pod turned yellow."), [false]);
    assert_eq!(ru("Скрипач искал ноты, когда под поиска завис в `Pending`."), [true]);
    assert_eq!(ru("Скрипач искал ноты под диваном."), [false]);
    assert_eq!(en("While the jam boiled I moved the Pods to another node."), [true, true]);
    assert_eq!(en("While the Pods moved to other hosts the gardener cut the vine above a node."), [true, false]);
}

/// What is said in brackets is said aside.
#[test]
fn brackets_hold_asides() {
    assert_eq!(ru("Версия программы (её просил пекарь) стоит в аннотации объекта."), [true]);
    assert_eq!(ru("Пекарь просил длинную аннотацию."), [false]);
    assert_eq!(ru("Об этом (в аннотации пекарь не силён) говорили долго."), [false]);
}

/// A line of a dialogue that speaks of something else learns nothing from what the other says.
#[test]
fn a_line_of_a_dialogue_is_weighed_by_itself() {
    let both = |mine: &str| format!("— У нас под завис, и контейнер пода перезапускается.\n— {mine}");
    assert_eq!(ru(&both("У сестры свадьба. Контейнер уехал в деревню."))[3..], [false]);
    assert_eq!(ru(&both("Контейнер тот же самый?"))[3..], [true]);
}

/// What a heading names the text below means.
#[test]
fn a_heading_names_what_stands_below() {
    let text = |heading: &str| {
        format!(
            "{heading}\n\nEvery object of the team's Namespace is kept short.\n\nNobody reads annotations at night."
        )
    };
    assert_eq!(en(&text("Labels and annotations of a Pod")).last(), Some(&true));
    assert_eq!(en(&text("On keeping things short")).last(), Some(&false));
}

/// A word such as calico is the product where a text that writes its capital does, too.
#[test]
fn a_product_has_its_capital() {
    assert_eq!(en("The tabby has a calico sister, and in the cluster lives Calico."), [false, true, true]);
    assert_eq!(ru("Ткань зовётся flannel, а в кластере у нас Flannel."), [false, true, true]);
    assert_eq!(ru("Сеть кластера держит flannel."), [true, true]);
}

/// What people stick, sign, serve, sail and scribble.
#[test]
fn everyday_things_have_verbs_and_places_of_their_own() {
    assert_eq!(ru("На саженец клеят метку. Метка отклеилась. Метку с пода сняли."), [false, false, true, true]);
    assert_eq!(ru("Заявка на пропуск оформляется в бюро. Заявка на том ждёт, под тоже."), [false, true, true]);
    assert_eq!(ru("Начальник дороги проводит селектор. Селектор сервиса отбирает поды."), [false, true, true, true]);
    assert_eq!(ru("Энциклопедия в двадцати томах. Поду нужны два тома."), [false, true, true]);
    assert_eq!(ru("Сетевая политика бренда: скидки всем. Сетевая политика закрывает поды."), [false, true, true]);
    assert_eq!(en("Better service on weekdays. The Service of the Pod is up."), [false, true, true]);
    assert_eq!(en("The bolts are in a container at the docks. The container of the Pod is up."), [false, true, true]);
    assert_eq!(
        en("There is an annotation on the sales chart. The annotations on its Pod are long."),
        [false, true, true]
    );
    assert_eq!(en("The deployment calendar is full. The Deployment of the Pod is up."), [false, true, true]);
}

/// Kinds that a glossary does not have speak for those it has.
#[test]
fn kinds_speak_for_each_other() {
    assert_eq!(en("Add a PodDisruptionBudget and another node."), [true]);
    assert_eq!(en("Add a birdhouse and another node."), [false]);
}
