//! What belongs to other systems: in their clause, in a later sentence, or in none of theirs.

use super::*;

/// Who has named another system goes on speaking of it, until something of Kubernetes is named, or the paragraph ends.
#[test]
fn a_system_once_named_is_spoken_of() {
    assert_eq!(en("TeamCity does the builds. A job needs a node with the label `gpu`."), [false; 3]);
    let section = "# Nomad\n\nIt came first.\n\nEach service has two replicas, and a node may leave.\n\n";
    assert_eq!(en(&format!("{section}# Kubernetes\n\nDrain the node.")), [false, false, false, true, true]);
    assert_eq!(en("Jenkins is gone. A Job in Kubernetes picks the node by its label.")[2..], [true, true]);
    assert_eq!(
        ru("Портал живёт в Swarm. Сервис держит три реплики, узлы голосуют.\n\nУзел пода занят."),
        [false, false, false, true, true]
    );
    assert_eq!(ru("Вместо сервиса Swarm понадобится Service.").last(), Some(&true));
}

/// A system that a clause names is that clause's, whatever another clause turns to.
#[test]
fn a_clause_belongs_to_the_system_it_names() {
    assert_eq!(en("In Swarm you drain the node and the service goes elsewhere."), [false, false]);
    assert_eq!(en("Drain the node and its pods go elsewhere, unlike the jobs of Nomad."), [true, true, false]);
    assert_eq!(en("The job came from Nomad: here it is a CronJob."), [false, true]);
    assert_eq!(ru("Джоба отчётов приехала из Nomad: теперь это CronJob пода."), [false, true, true]);
    assert_eq!(ru("В сварме сервис поднимался сам, а мы пишем Deployment."), [false, true]);
    assert_eq!(ru("Джоба пода приехала из номада."), [true, true]);
}

/// A system that something is only held against is not spoken of.
#[test]
fn what_is_unlike_a_system_is_none_of_its_own() {
    assert_eq!(en("Unlike Swarm, the cluster keeps each service behind an Ingress."), [true, true, true]);
    assert_eq!(en("Unlike Swarm services, those of the cluster are many.")[..1], [false]);
    assert_eq!(ru("В отличие от Swarm, узел кластера помнит поды."), [true, true, true]);
    assert_eq!(ru("Вместо узла Swarm, которого жаль, взяли виртуалку."), [false]);
}

/// What begins a sentence with "there", and "that" before a name, point to the system of the sentence before.
#[test]
fn there_and_that_point_back() {
    assert_eq!(en("Azure keeps the key. May our pods read that secret?"), [true, false]);
    assert_eq!(en("The Deployment is out. May its pods read that secret?"), [true, true, true]);
    assert_eq!(
        en("Jenkins is busy. There the nodes have labels, and the Pod has a label."),
        [false, false, true, true]
    );
    assert_eq!(ru("Старый Swarm отключат осенью. Там ещё остались три узла."), [false]);
    assert_eq!(ru("Поды Kubernetes переедут осенью. Там ещё остались три узла кластера."), [true; 4]);
}

/// Firewalls and disk arrays have rules and volumes of their own, which others may put into a cluster.
#[test]
fn firewalls_and_arrays_have_their_own_names() {
    assert_eq!(en("The firewall has two ingress rules. An ingress of the cluster has a host."), [false, true, true]);
    assert_eq!(en("Terraform creates an ingress in the cluster."), [true, true]);
    assert_eq!(ru("Снапшоты томов на СХД удалили."), [false]);
    assert_eq!(ru("Том пода лежит на СХД. Терраформ создаёт ингресс в кластере."), [true; 4]);
}
