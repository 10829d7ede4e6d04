//! `cargo bench --bench manifests`: a folder of 1,000 manifests, checked by `konspekt check` and by kubernetes-validate
//! (PyPI), one after the other in the same run. Prints medians and their ratio.
//!
//! kubernetes-validate is taken from the `PATH`, or from `KUBERNETES_VALIDATE`:
//! `python3 -m venv v && v/bin/pip install kubernetes-validate && KUBERNETES_VALIDATE=v/bin/kubernetes-validate cargo bench`

#![allow(clippy::print_stdout, missing_docs)]

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use support::{corpus, median, run};

const MANIFESTS: usize = 1000;
const ROUNDS: usize = 5;

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let files: Vec<PathBuf> = (0..MANIFESTS)
        .map(|n| {
            let file = folder.path().join(format!("{n:04}.yaml"));
            fs::write(&file, corpus::manifest(n)).expect("a manifest");
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
        own.push(run(&mut ours()));
        if has_peer {
            other.push(run(&mut theirs()));
        }
    }
    let own = median(own).time;
    println!("konspekt check            {:>9.1} ms  for {MANIFESTS} files", own.as_secs_f64() * 1000.0);
    if has_peer {
        let other = median(other).time;
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
