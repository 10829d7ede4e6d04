//! What a name has just meant, and what its own sentence says against it.

use super::*;

/// A name with a definite article means what the sentence before has meant by it, unless something is said against it.
#[test]
fn the_next_sentence_goes_on() {
    assert_eq!(en("Every mail pod mounts a volume. If the volume fills up, the letters bounce."), [true; 3]);
    assert_eq!(en("The letters lie here. If the volume fills up, they bounce."), [false]);
    assert_eq!(en("The pod mounts a volume. The volume on the shelf is dusty."), [true, true, false]);
    assert_eq!(en("The pod mounts a volume. Ann tore a page from the volume."), [true, true, false]);
    assert_eq!(
        en("Photos lie on a volume that every Pod mounts. The club's page shows what the volume has."),
        [true; 3]
    );
    assert_eq!(en("The pod mounts a volume. The gulls eat the harvest, the volume fills up."), [true, true, false]);
}

/// What another clause says of somebody else is nothing against a name the sentence before has meant.
#[test]
fn another_clause_is_about_somebody_else() {
    assert_eq!(ru("Вчера джоба зависла. Теперь у джобы есть сторож, а у сестры — новый телефон."), [true, true]);
    assert_eq!(ru("У джобы есть сторож, а у сестры — новый телефон."), [false]);
}

/// A number makes no replicas of what a paragraph goes on planting, nor of what it has been telling of otherwise.
#[test]
fn a_paragraph_keeps_its_sense() {
    let rows =
        "Prune every replica of the hedge by itself. Each replica is ten plants long. In May we lost two replicas.";
    assert_eq!(en(rows), [false; 3]);
    assert_eq!(en("The kubelet killed two replicas of 'web'. In May we lost two replicas."), [true, true]);
}

/// One word of a house is nothing against two names that belong together, one of which runs.
#[test]
fn what_runs_is_a_program() {
    assert_eq!(en("My days go by between the kitchen and the cluster, where the pods run."), [true, true]);
    assert_eq!(en("By the shed stood a cluster, and the pods ran over with beans."), [false, false]);
    assert_eq!(en("Between the kitchen and the cluster hung the pods."), [false, false]);
}

/// Nobody has a password to a bunch of grapes; a gatekeeper has one job.
#[test]
fn passwords_and_duties() {
    assert_eq!(en("Only Ruth has the cluster password."), [true]);
    assert_eq!(en("Only Ruth has the Kafka cluster password."), [false]);
    let duty = "The Deployment is back, and its Pods run on each node. The gatekeeper has one job. The kubelet is up.";
    assert_eq!(en(duty), [true, true, true, false]);
    assert_eq!(en("The gatekeeper sleeps, and the CronJob has one job in its namespace."), [true; 3]);
}

/// The floor of an oven is hot or cold, and its parts are no machines.
#[test]
fn hearths_and_their_parts() {
    assert_eq!(ru("Печка тёплая. Под раскалённый — корж горит."), [false]);
    assert_eq!(ru("Под снова упал."), [true]);
    assert_eq!(ru("Узел вьюшки заело, а узел кластера перезагрузился."), [false, true, true]);
    assert_eq!(ru("Звонят до начала службы."), [false]);
}
