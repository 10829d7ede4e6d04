//! Names the program by its sources: what another program left in a cache is not trusted.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::PathBuf,
};

fn main() -> std::io::Result<()> {
    let mut open: Vec<PathBuf> = ["src", "theme", "Cargo.lock"].map(PathBuf::from).into();
    let mut files = Vec::new();
    while let Some(path) = open.pop() {
        println!("cargo::rerun-if-changed={}", path.display());
        if path.is_dir() {
            open.extend(
                fs::read_dir(&path)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?,
            );
        } else if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for path in files {
        fs::read(&path)?.hash(&mut hasher);
    }
    println!("cargo::rustc-env=KONSPEKT_SOURCES={:016x}", hasher.finish());
    Ok(())
}
