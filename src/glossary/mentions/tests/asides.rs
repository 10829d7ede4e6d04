//! Advice, asides and what else a text about many things says in passing.

use super::*;

/// A verb or a small word that begins a sentence or an item is no part of the name behind it.
#[test]
fn advice_names_kinds() {
    assert_eq!(en("- Scale Deployments before the concert.\n- Ask the tenor for the keys."), [true]);
    assert_eq!(en("While Jobs wait, the choir sings."), [true]);
    // A title, and products.
    assert_eq!(en("Watch Repair Service On Sunday"), [false]);
    assert_eq!(en("The bakery likes JavaScript. Run Node for a week."), [false]);
}

/// What the title of a text names is its subject, and little more is asked of names that mean it.
#[test]
fn a_title_settles_the_subject() {
    let text =
        |title: &str| format!("{title}\n\nPods live on a node each.\n\nIn May we row. Never touch a node by hand.");
    assert_eq!(en(&text("Kubernetes and a brass band")), [true; 4]);
    assert_eq!(en(&text("A brass band")), [true, true, false]);
    let text =
        |title: &str| format!("{title}\n\nРаньше было три виртуалки.\n\nСпоём в Туле, если кластер не подведёт.");
    assert_eq!(ru(&text("Наш кластер k8s и хор")), [true; 3]);
    assert_eq!(ru(&text("Наш хор")), [false]);
}

/// A sure name of those that stand with a doubtful one is enough.
#[test]
fn a_partner_is_enough() {
    assert_eq!(en("My sister rang. I fixed the label, and both Pods came back."), [true, true]);
    assert_eq!(en("My sister rang. I fixed the label, and both horses came back."), [false]);
}

/// Where a program runs is no film; a pod has a verb of its own and an object.
#[test]
fn programs_run_in_containers() {
    assert_eq!(ru("Ноду отдали под звук: там в контейнере крутится ffmpeg."), [true, false, true]);
    assert_eq!(ru("Фильм в контейнере MKV склеил ffmpeg."), [false]);
    assert_eq!(
        en("The node is for video: ffmpeg runs in containers. The film went to another container."),
        [true, true, false]
    );
    assert_eq!(ru("Список подписок под берёт из секрета."), [true, true]);
    assert_eq!(ru("Бабушка спрятала волосы под берет из шерсти."), [false]);
    assert_eq!(ru("Служба каталога не видела ни одного пода: пуст её селектор."), [true; 3]);
    assert_eq!(ru("Служба каталогов видела всех."), [false]);
}

/// What has a secret, how long a volume is, what one plays.
#[test]
fn everyday_things_are_what_they_are() {
    assert_eq!(ru("Секрет её живучести в шахматах. Секрет нашей честности прост."), [false, false]);
    assert_eq!(ru("Отчёт занял целый том в двести страниц. Поду нужен том в двести гигабайт."), [false, true, true]);
    assert_eq!(ru("Поды Kubernetes целы. Племянник играет в Ingress на вокзале."), [true, true, false]);
    assert_eq!(en("The Pods are up, and my aunt plays Ingress with a torch."), [true, false]);
    assert_eq!(en("The Pods are up. The Ingress plays up again."), [true, true]);
}

/// Groups of firewalls, images and clusters of programs have things of the same names.
#[test]
fn neighbours_of_the_trade_have_their_own() {
    assert_eq!(en("The Pods are up. Ingress in a security group is what may come in."), [true, false]);
    assert_eq!(
        ru("Поды целы. Ingress группы безопасности закрыт, ингресс в группе безопасности тоже."),
        [true, false, false]
    );
    assert_eq!(
        ru("Важны метки подов. Метки, заданные в Dockerfile, и метка образа не важны."),
        [true, true, false, false]
    );
    assert_eq!(en("Kubernetes moves Pods; Consul is a cluster of three or five members."), [true, true, false]);
    assert_eq!(ru("Kubernetes двигает поды, а Consul — кластер из трёх или пяти членов."), [true, true, false]);
    assert_eq!(en("Pods come and go in a cluster of three or five nodes."), [true; 3]);
}
