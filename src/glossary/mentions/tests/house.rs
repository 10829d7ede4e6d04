//! Things of a house, a harbour and a stage beside those of a cluster.

use super::*;

/// A hearth has bricks and is laid; a pod has neither, and who speaks of both says which in each clause.
#[test]
fn a_hearth_is_no_pod() {
    assert_eq!(ru("Под в хлебной печи перекладывать надо летом, шамот сохнет долго."), [false]);
    assert_eq!(ru("Поды из кирпича служат дольше."), [false]);
    assert_eq!(ru("Печник ушёл. Ночью под с очередью перезапустился, деплоймент цел."), [true, true]);
    let both = "Кирпичный под остыл, а под с одним контейнером пересоздан. ReplicaSet держит реплики, глина сохнет.";
    assert_eq!(ru(both), [false, true, true, true, true]);
}

/// What abbreviations stand for among pipes and roofs.
#[test]
fn materials_are_no_claims() {
    assert_eq!(en("The gutters are old. We glue the PVC on Monday."), [false]);
    assert_eq!(en("On the barn the PV charges two batteries, even without much sun."), [false]);
    assert_eq!(en("The solar panels work. The PV was released, and the PVC of the Pod is pending."), [true; 3]);
    assert_eq!(ru("Стояк сменим: трубы из PVC дешевле."), [false]);
    assert_eq!(ru("Трубы целы. А PVC базы висит, класс хранилища не указан."), [true, true]);
}

/// A box is for peas, a mark on a jar; where a sure name stands in the clause, it is what the name says.
#[test]
fn what_a_thing_is_for_tells_its_kind() {
    assert_eq!(ru("Контейнер с пуговицами упал. В порт пришёл контейнер с шерстью."), [false, false]);
    assert_eq!(ru("Контейнер с парсером упал: под не дали памяти."), [true, true]);
    assert_eq!(ru("Метка на заборе выцвела. Кластер виноделов получил грант."), [false, false]);
    assert_eq!(en("She has a container for onions, and a container with garlic."), [false, false]);
    assert_eq!(en("The container with the parser restarts: its Pod lacks memory."), [true, true]);
    assert_eq!(en("A replica of the lighthouse. An annotation in the hymn book. A pod of walruses."), [false; 3]);
}

/// What is set against another thing of the same name is weighed by itself.
#[test]
fn two_senses_are_set_against_each_other() {
    assert_eq!(en("A volume made from a snapshot has nothing to do with the volume of a trumpet."), [true, false]);
    assert_eq!(ru("Чем Role отличается от роли на сцене?"), [true]);
    assert_eq!(ru("Чем секрет отличается от конфигмапа, спросил шеф в ресторане."), [true, true]);
}

/// An abbreviation means what has just been called by its name, whatever it is likened to.
#[test]
fn an_abbreviation_follows_its_name() {
    assert_eq!(en("Pods ask with a PersistentVolumeClaim. A PVC is a letter to the storekeeper."), [true; 3]);
    assert_eq!(en("A PVC is a letter to the storekeeper."), [false]);
}

/// Who says on what it is about; another speaker does not.
#[test]
fn a_speaker_goes_on() {
    let said = "\"Where are they kept?\" asked Pia. \"In a volume,\" said Jon. \"The StatefulSet has one for each.\"";
    assert_eq!(en(said), [true, true]);
    assert_eq!(en(&said.replace("The StatefulSet has one for each", "It is bound in leather")), [false]);
}

/// What was said before says what a name means, not what follows.
#[test]
fn what_follows_contests_nothing() {
    let both = "На поде стоит метка `tier`. Меняю метку сам. Кстати, метку на рюкзак мне пришила тётя.";
    assert_eq!(ru(both), [true, true, true, false]);
    assert_eq!(ru("Метку на рюкзак пришила тётя. Меняю метку сам."), [false, false]);
}

/// Work, posts and remarks.
#[test]
fn work_posts_and_remarks() {
    assert_eq!(en("The gardener has a job to do. The Job of the cluster has failed."), [false, true, true]);
    assert_eq!(en("The tug was last on service in May. A note has an annotation in red ink."), [false, false]);
    assert_eq!(en("The Service has an annotation in its metadata."), [true, true]);
    assert_eq!(ru("Купил том Бунина, отстояли службу на Покров. На трубе метка синей краской."), [false; 3]);
    assert_eq!(ru("Значения в секретах просто закодированы в base64. Секрет прост: терпение."), [true, false]);
}
