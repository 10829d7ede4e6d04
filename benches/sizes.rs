//! `cargo bench --bench sizes`: each command on the largest input it is meant for and on a quarter of it, as a table of time
//! and memory. Where both grow with the size and no faster, the last columns say 4 or less. `cargo bench --bench sizes -- terms`
//! measures only what has that word in its name.

#![allow(clippy::print_stdout, missing_docs)]

mod support;

use std::{fmt::Write as _, fs, io, path::Path, process::Command};

use support::{Run, corpus, median, run};

const SEED: u64 = 7;
const PART: usize = 4;
const ROUNDS: usize = 3;

/// What is measured: the unit, the largest number of it, what writes so many of them into a folder, the arguments of the
/// command that runs there.
type Case = (&'static str, usize, fn(&Path, usize) -> io::Result<()>, &'static [&'static str]);

const CASES: [Case; 7] = [
    ("MB of a paste", 50, paste, &["outline", "note.txt"]),
    ("MB on one line", 50, one_line, &["outline", "note.txt"]),
    ("sections of a note", 100_000, sections, &["outline", "note.md"]),
    ("messages of an export", 200_000, export, &["outline", "conversations.json"]),
    ("manifests", 10_000, manifests, &["check", "."]),
    ("terms of a glossary", 5000, terms, &["check", "."]),
    ("messages of a catalog", 200_000, catalog, &["translate", "status", "."]),
];

fn main() {
    println!("| what | command | a quarter | all | time × | memory × |");
    println!("| --- | --- | ---: | ---: | ---: | ---: |");
    // Cargo passes `--bench`.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let is_wanted = |case: &&Case| wanted.is_empty() || wanted.iter().any(|word| case.0.contains(word.as_str()));
    for &(what, size, write, args) in CASES.iter().filter(is_wanted) {
        let [part, all] = [size / PART, size].map(|size| {
            let dir = tempfile::tempdir().expect("a folder");
            write(dir.path(), size).expect("an input");
            let command = || {
                let mut command = Command::new(env!("CARGO_BIN_EXE_konspekt"));
                command.args(args).current_dir(dir.path());
                command
            };
            median((0..ROUNDS).map(|_| run(&mut command())).collect())
        });
        let ratio = |of: fn(&Run) -> f64| of(&all) / of(&part);
        println!(
            "| {size} {what} | `{}` | {} | {} | {:.1} | {:.1} |",
            args.iter().filter(|arg| **arg != ".").copied().collect::<Vec<_>>().join(" "),
            part,
            all,
            ratio(|run| run.time.as_secs_f64()),
            ratio(|run| run.memory as f64)
        );
    }
}

fn prose(n: usize) -> Vec<String> {
    corpus::prose(n, 1000, SEED)
}

fn paste(dir: &Path, megabytes: usize) -> io::Result<()> {
    let mut out = String::new();
    for n in 0.. {
        let _ = write!(out, "Глава {n}\n\n{}\n\n", corpus::wrapped(&prose(n).join(" ")));
        if out.len() >= megabytes * 1_000_000 {
            break;
        }
    }
    fs::write(dir.join("note.txt"), out)
}

fn one_line(dir: &Path, megabytes: usize) -> io::Result<()> {
    let mut out = String::new();
    for block in (0..).flat_map(prose) {
        out.push_str(&block);
        out.push(' ');
        if out.len() >= megabytes * 1_000_000 {
            break;
        }
    }
    fs::write(dir.join("note.txt"), out)
}

fn sections(dir: &Path, count: usize) -> io::Result<()> {
    let mut out = String::new();
    for n in 0..count {
        let _ = write!(out, "## Раздел {n}\n\n{}\n\n", prose(n)[0]);
    }
    fs::write(dir.join("note.md"), out)
}

/// ChatGPT's format: conversations of a hundred messages, each below the one before.
fn export(dir: &Path, count: usize) -> io::Result<()> {
    const LONG: usize = 100;
    let conversations: Vec<serde_json::Value> = (0..count / LONG)
        .map(|c| {
            let mut mapping = serde_json::Map::new();
            for n in 0..LONG {
                let role = if n % 2 == 0 { "user" } else { "assistant" };
                let children: Vec<String> = (n + 1 < LONG).then(|| (n + 1).to_string()).into_iter().collect();
                let parent = n.checked_sub(1).map(|n| n.to_string());
                let text = prose(c * LONG + n).swap_remove(0);
                let message = serde_json::json!({
                    "id": n.to_string(), "author": { "role": role },
                    "content": { "content_type": "text", "parts": [text] },
                });
                let node = serde_json::json!({ "id": n.to_string(), "message": message, "parent": parent, "children": children });
                mapping.insert(n.to_string(), node);
            }
            let last = (LONG - 1).to_string();
            serde_json::json!({ "title": format!("Разговор {c}"), "create_time": 1.7e9, "mapping": mapping, "current_node": last })
        })
        .collect();
    fs::write(dir.join("conversations.json"), serde_json::to_vec(&conversations)?)
}

fn manifests(dir: &Path, count: usize) -> io::Result<()> {
    for n in 0..count {
        fs::write(dir.join(format!("{n:05}.yaml")), corpus::manifest(n))?;
    }
    Ok(())
}

/// A book of 500 chapters.
fn terms(dir: &Path, count: usize) -> io::Result<()> {
    corpus::book(dir, 500, SEED, "\"ru\"", false)?;
    let mut glossary = corpus::glossary();
    for n in 0..count.saturating_sub(12) {
        let _ = write!(
            glossary,
            "[[term]]\nid = \"t{n}\"\nru = {{ name = \"журнал номер{n}\", definition = \"Понятие.\" }}\n\n"
        );
    }
    fs::write(dir.join("glossary.toml"), glossary)
}

/// A book of so many paragraphs, with a translation of each.
fn catalog(dir: &Path, count: usize) -> io::Result<()> {
    fs::create_dir_all(dir.join("src"))?;
    fs::create_dir_all(dir.join("po"))?;
    let mut summary = String::from("# Summary\n\n");
    let mut po =
        String::from("msgid \"\"\nmsgstr \"\"\n\"Language: en\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n");
    const LONG: usize = 200;
    for chapter in 0..count / LONG {
        let name = corpus::file(chapter);
        let _ = writeln!(summary, "- [Глава {chapter}]({name})");
        let mut text = format!("# Глава {chapter}\n");
        for n in chapter * LONG..(chapter + 1) * LONG {
            let paragraph = format!("Запись {n} хранит адреса и ждёт готовности соседей.");
            let _ = write!(text, "\n{paragraph}\n");
            let _ = write!(
                po,
                "\n#: src/{name}\nmsgid \"{paragraph}\"\nmsgstr \"Record {n} keeps addresses and waits.\"\n"
            );
        }
        fs::write(dir.join("src").join(name), text)?;
    }
    fs::write(dir.join("src/SUMMARY.md"), summary)?;
    fs::write(dir.join("po/en.po"), po)?;
    fs::write(
        dir.join("book.toml"),
        "[book]\ntitle = \"Записи\"\nlanguage = \"ru\"\n\n[preprocessor.konspekt]\nlanguages = [\"ru\", \"en\"]\n",
    )
}
