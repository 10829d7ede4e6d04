//! A name beside its namesakes: what tells the one from the other in the same breath.

use super::*;

/// A kind with a capital is held against the word without, and everyday words of another clause say nothing of it.
#[test]
fn a_capital_is_held_against_the_word_without() {
    assert_eq!(en("Is a job in Jenkins a Job? It knows nothing of Pods."), [false, true, true]);
    assert_eq!(en("The service of the waiters is slow, and the Service named checkout was up all day."), [false, true]);
    assert_eq!(en("A token in a chat is not a Secret until someone creates it in the cluster."), [true, true]);
    assert_eq!(ru("Сервис такси тормозит, но лезть в Service незачем."), [false, true]);
    // What is counted is a book.
    assert_eq!(en("The volume of sales is the matter of Volume 2."), [false, false]);
}

/// What was said right beside one mention says nothing of another.
#[test]
fn a_word_explains_one_mention() {
    assert_eq!(en("The cellar has moisture ingress; the ingress of the shop has none."), [false, true]);
    assert_eq!(en("A lymph node may swell for weeks. A node in prod ran out of disk."), [false, true]);
    assert_eq!(en("A cluster of stars is far away, and our cluster is in the cellar."), [false, true]);
    assert_eq!(ru("Нашли лимфатический узел. А узел в проде остался без диска."), [false, true]);
}

/// The owner of a thing stands behind "of the old …" and "that … prints", too.
#[test]
fn an_owner_stands_behind_a_relative_clause() {
    assert_eq!(en("The namespaces that unshare makes hide a process."), [false]);
    assert_eq!(en("The namespaces that the kubelet asks for hold Pods."), [true, true]);
    assert_eq!(en("The nodes of the old router froze, the nodes of the Pods did not."), [false, true, true]);
    assert_eq!(en("A Kerberos service account is old; the service account of a Pod has a token."), [false, true, true]);
    assert_eq!(ru("Тома, которые создаёт LVM, живут дольше."), [false]);
    assert_eq!(
        ru("Метки (tags) Ansible отбирают задачи. Метки на узлах отбирает селектор."),
        [false, true, true, true]
    );
}

/// "There" points to a name, whoever's that is; "there is" to nothing.
#[test]
fn there_points_to_a_name_nobody_knows() {
    assert_eq!(ru("Не ищите в ServiceNow: заявка там — это письмо. Заявка на диск висит в Pending."), [false, true]);
    assert_eq!(ru("Переехали в Kubernetes: под там — это несколько контейнеров."), [true, true, true]);
    assert_eq!(en("Ask in Berlin: there service comes with a smile."), [false]);
    assert_eq!(en("Behind a cluster IP there are rules that kube-proxy writes."), [true, true]);
    // A paragraph may open with it.
    assert_eq!(
        en("Swarm was easier.\n\nIt was. There a service had replicas, too.\n\nDrain the node of the cluster."),
        [false, false, true, true]
    );
}

/// A disk array has volumes and no containers; a field of the same craft says nothing of what it has not.
#[test]
fn lvm_has_no_containers() {
    assert_eq!(ru("Сам том лежит на LVM. Потом искали, почему контейнер пода не видит каталог."), [false, true, true]);
    assert_eq!(ru("Диск под LVM: один PV на весь диск. PV для PVC создал драйвер."), [false, false, true, true]);
}

/// A command line lists short names without blanks, and an option may have an object for its value.
#[test]
fn a_command_line_is_read_as_one() {
    assert_eq!(en("kubectl get svc,ing,cm -n shop prints nothing."), [true; 3]);
    assert_eq!(en("kubectl create job now --from=cronjob/report"), [true, true]);
    assert_eq!(en("The flag --from=cronjob is wrong."), [false]);
    assert_eq!(ru("А, не тот ns, там другой деплоймент."), [true, true]);
    // Nobody types in capitals, nor one word of a command into a letter.
    assert_eq!(ru("ING прислал карту, а CM вышла из печати."), [false, false]);
    assert_eq!(ru("Паша, sorry: po povodu otpuska otvechu vecherom, a poka privet."), [false]);
    assert_eq!(ru("Пароль от sa в MSSQL у админа, а kubectl get sa покажет токен."), [false, true]);
}

/// Code has namespaces of its own, with its own signs.
#[test]
fn a_name_of_code_is_code() {
    assert_eq!(en("We put it into the namespace App\\Models and the service acme::Mail."), [false, false]);
    assert_eq!(en("The pods of the namespace shop-models are up."), [true, true]);
    assert_eq!(ru("Положил класс в пространство имён App\\Models."), [false]);
}

/// What a thing is said to be, and what one says of it, may be none of the glossary's.
#[test]
fn a_predicate_gives_a_sense() {
    assert_eq!(en("That we were late is hardly a secret. The secret here is patience."), [false, false]);
    assert_eq!(en("A job at our bank is a row of a table. The Job of the cluster has an end."), [false, true, true]);
    assert_eq!(en("With Fabric, a deployment was a night of typing."), [false]);
    assert_eq!(ru("Секрет тут в терпении. Секрет с токеном видит под."), [false, true, true]);
    assert_eq!(ru("Джоба в банке — это строка в таблице."), [false]);
    // Other trades call their own things so.
    assert_eq!(
        ru("У моряков узел вяжут, у сетевиков узел обесточен. Узел кластера осушили."),
        [false, false, true, true]
    );
    assert_eq!(en("Surgeons call a node what we cut."), [false]);
}

/// What stands in a hall, a kitchen and a harbour.
#[test]
fn boxes_and_crowds_are_none_of_ours() {
    assert_eq!(en("A thousand containers, a cluster of cranes, no Docker."), [false; 3]);
    assert_eq!(en("She owns a cluster of jars. We own a cluster of machines with Pods."), [false, true, true]);
    assert_eq!(en("Whenever a container of ours dies, Docker brings it back."), [true]);
    assert_eq!(ru("На балконе контейнер для картошки, на рояле метка магазина."), [false, false]);
    assert_eq!(ru("Страйкбол на HPA: баллон с воздухом. А HPA добавил подов."), [false, true, true]);
    assert_eq!(ru("Кружка цвета calico. Calico раздаёт адреса подам."), [false, true, true]);
    assert_eq!(ru("Планёрку провели по селектору. Селектор сервиса цел."), [false, true, true]);
}

/// «Под» before a Latin name in the instrumental is a preposition, «под» before that one is not.
#[test]
fn a_pod_stands_under_a_deployment() {
    assert_eq!(ru("Под под StatefulSet'ом orders упал."), [true, false, true]);
    assert_eq!(ru("Под nginx ждёт."), [true, true]);
}

/// A word that is a sentence by itself means what the rest of its item does.
#[test]
fn titles_say_what_is_meant() {
    let item = "**Метка.** Плейбуку Ansible метки нужны для задач. Метки на подах нужны, чтобы их находил селектор.";
    assert_eq!(ru(item), [true, false, true, true, true]);
    assert_eq!(ru("**Метка.** Она приклеена к банке."), [false]);
}

/// What has just turned out to be another's speaks for nothing; a clause behind «и» has the owner of its sentence.
#[test]
fn a_clause_keeps_the_owner_of_its_sentence() {
    assert_eq!(en("In ECS a service keeps tasks alive, and a cluster is a name."), [false, false]);
    assert_eq!(en("In Kubernetes a service has an address, and a cluster has nodes."), [true; 4]);
    assert_eq!(en("Kofi writes C++: the namespace acme::core is old, the container a vector."), [false, false]);
}

/// Whoever has several trades about says in what sense a word is meant.
#[test]
fn a_sense_is_told() {
    assert_eq!(en("A job, to him, is a walk. The Job of the cluster is done."), [false, true, true]);
    assert_eq!(
        ru("Реплики в том смысле, какой принят у баз, нет. У деплоймента три реплики."),
        [false, false, true, true]
    );
}
