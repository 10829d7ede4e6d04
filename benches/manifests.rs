//! `cargo bench --bench manifests`: a folder of 1,000 manifests, checked by `konspekt check` and by kubernetes-validate
//! (PyPI), one after the other in the same run. Prints medians and their ratio.
//!
//! kubernetes-validate is taken from the `PATH`, or from `KUBERNETES_VALIDATE`:
//! `python3 -m venv v && v/bin/pip install kubernetes-validate && KUBERNETES_VALIDATE=v/bin/kubernetes-validate cargo bench`

#![allow(clippy::print_stdout, missing_docs)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const MANIFESTS: usize = 1000;
const ROUNDS: usize = 5;

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let files: Vec<PathBuf> = (0..MANIFESTS)
        .map(|n| {
            let file = folder.path().join(format!("{n:04}.yaml"));
            fs::write(&file, manifest(n)).expect("a manifest");
            file
        })
        .collect();
    let peer = std::env::var("KUBERNETES_VALIDATE").unwrap_or_else(|_| "kubernetes-validate".to_owned());
    let ours = || konspekt(folder.path());
    let theirs = || {
        let mut command = Command::new(&peer);
        command.args(["--strict", "--quiet"]).args(&files);
        command
    };
    let has_peer = Command::new(&peer).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    let (mut own, mut other) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        own.push(time(ours()));
        if has_peer {
            other.push(time(theirs()));
        }
    }
    let own = median(own);
    println!("konspekt check            {:>9.1} ms  for {MANIFESTS} files", own.as_secs_f64() * 1000.0);
    if has_peer {
        let other = median(other);
        println!("kubernetes-validate       {:>9.1} ms", other.as_secs_f64() * 1000.0);
        println!("ratio                     {:>9.1}", other.as_secs_f64() / own.as_secs_f64());
    } else {
        println!("{peer} is not there to be compared with");
    }
}

fn konspekt(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_konspekt"));
    command.arg("check").arg(folder);
    command
}

fn time(mut command: Command) -> Duration {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("it runs");
    assert!(status.success(), "{command:?} found something wrong");
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// A Deployment and what goes with it, of one of three kinds.
fn manifest(n: usize) -> String {
    let name = format!("shop-{n}");
    match n % 3 {
        0 => format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {name}\n  labels:\n    app: {name}\nspec:\n  replicas: {}\n  \
             selector:\n    matchLabels:\n      app: {name}\n  template:\n    metadata:\n      labels:\n        app: {name}\n    \
             spec:\n      containers:\n        - name: web\n          image: registry.example.com/{name}:1.{n}\n          \
             ports:\n            - name: http\n              containerPort: 8080\n          resources:\n            requests:\n              \
             cpu: 100m\n              memory: 128Mi\n            limits:\n              memory: 256Mi\n          readinessProbe:\n            \
             httpGet:\n              path: /ready\n              port: http\n          env:\n            - name: LEVEL\n              \
             value: \"{}\"\n",
            n % 7 + 1,
            n % 5
        ),
        1 => format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\ndata:\n  level: \"{}\"\n  app.conf: |\n    \
             # settings of {name}\n    workers = {n}\n    log = \"info\"\n",
            n % 5
        ),
        _ => format!(
            "apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: {name}\nspec:\n  schedule: \"{} 3 * * *\"\n  \
             jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            \
             - name: clean\n              image: busybox:1.37\n              args: [\"sh\", \"-c\", \"echo {n}\"]\n",
            n % 60
        ),
    }
}
