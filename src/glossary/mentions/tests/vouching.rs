//! What vouches for a doubtful name, and what speaks against it.

use super::*;

/// Two doubtful names vouch for each other only where they belong together or something speaks for the subject.
#[test]
fn doubtful_names_vouch_for_each_other_in_company() {
    assert_eq!(en("The lorry and its container were our only service to the coast."), [false, false]);
    assert_eq!(en("A container and a replica stood at the bus depot."), [false, false]);
    assert_eq!(en("The container on that node fills its volume."), [true, true, true]);
    assert_eq!(ru("Селектор сервиса отбирает поды по меткам."), [true; 4]);
}

/// Whoever has a cluster is not what the sentence is about.
#[test]
fn a_house_may_have_a_cluster() {
    assert_eq!(en("The museum runs every service in its own namespace."), [true, true]);
    assert_eq!(en("The museum has a replica of a sword."), [false]);
    assert_eq!(ru("Аптека держит каждый сервис в своём неймспейсе."), [true, true]);
}

/// A cluster on a dashboard is no instrument.
#[test]
fn a_dashboard_may_show_a_cluster() {
    assert_eq!(en("Every morning we look at the cluster on its Grafana dashboard."), [true]);
    assert_eq!(en("The cluster behind the wheel has a speedometer, and the dashboard is of walnut."), [false]);
}

/// What its own sentence talks of says more than the sentences before it.
#[test]
fn a_sentence_outweighs_those_before_it() {
    let before = "The kubelet drained two nodes, and the Deployment got its Pods back.";
    let last = |text: &str| en(&format!("{before} {text}")).last().copied();
    assert_eq!(
        last("The orchard fared worse; the cluster by the greenhouse froze, and the bees with it."),
        Some(false)
    );
    assert_eq!(last("The night was quiet; the other node had stayed up."), Some(true));
}

/// What a later clause asks of a name is asked of what the sentence before has meant.
#[test]
fn a_later_clause_asks_back() {
    let joke =
        "Поды падали: в ConfigMap был лишний пробел. Сосед слушал про поды, а потом спросил, из какого они кирпича.";
    assert_eq!(ru(joke), [true, true, true]);
    assert_eq!(ru("Сосед слушал про поды, а потом спросил, из какого они кирпича."), [false]);
}

/// A program that somebody has written is no Service.
#[test]
fn a_program_is_no_service() {
    assert_eq!(en("The kubelet restarts the ticket service, a script that two students wrote."), [false]);
    assert_eq!(ru("Служба учёта, программа, которую написал сосед, живёт в поде."), [false, true]);
}

/// Names of two words are the glossary's, but in a clause about something else.
#[test]
fn names_of_two_words_heed_their_clause() {
    assert_eq!(ru("Кондитер называет второй прилавок в кафе горизонтальным масштабированием."), [false]);
    assert_eq!(ru("Кафе растёт. Горизонтальным масштабированием занят HPA, и кондитер спит."), [true, true]);
    assert_eq!(ru("Плотник вырезал шаблон пода из доски."), [false]);
    assert_eq!(ru("В шаблоне пода опечатка."), [true]);
}

/// What the sentence before says of a stove holds for a hearth without more words.
#[test]
fn a_stove_is_spoken_of_in_the_sentence_before() {
    assert_eq!(ru("Сложили печь, в печи будет подовый хлеб. Если под не треснет, испечём пирог."), [false]);
    assert_eq!(ru("Сервер печёт отчёты всю ночь. Если под упадёт, его перезапустят."), [true]);
}

/// Remarks, copies, knots and intercoms.
#[test]
fn things_on_deck_and_behind_the_stage() {
    assert_eq!(ru("Реплики по этому поводу слушали весь вечер."), [false]);
    assert_eq!(ru("На стенде стоит реплика, дуб и бронза."), [false]);
    assert_eq!(ru("При ветре в борт даёт ход до семи узлов."), [false]);
    assert_eq!(ru("В Kubernetes видно, каков ход обновления узлов."), [true, true]);
    assert_eq!(ru("Патрульная служба просит документы, а поды падали."), [false, true]);
    assert_eq!(
        ru("Селектор на столе директора хрипел всё утро, а селектор сервиса искал метку."),
        [false, true, true, true]
    );
    assert_eq!(ru("Если джоба упала, сторож звонит дежурному."), [true]);
    assert_eq!(ru("Нашёл джобу, зарплата выше."), [false]);
}
