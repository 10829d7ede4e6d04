//! `konspekt init`: a new book from notes. It asks nothing, overwrites nothing, and what it makes builds at once.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::Context;

use super::{Console, Done, outline, prefix, prepare};
use crate::{
    book::new,
    diagnostics::any_error,
    notes::{self, Note},
    text::Lang,
    translate,
};

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The folder to make
    dir: PathBuf,
    /// The notes: plain text
    #[arg(long, num_args = 1.., value_name = "FILE")]
    notes: Vec<PathBuf>,
    /// The language of the notes [default: read off their letters]
    #[arg(long, value_name = "LANG")]
    from: Option<Lang>,
    /// The other language of the book [default: en for Russian notes, ru for others]
    #[arg(long, value_name = "LANG")]
    to: Option<Lang>,
}

pub(super) fn run(args: &Args, console: &Console) -> anyhow::Result<Done> {
    let dir = &args.dir;
    let taken = dir.exists()
        && (!dir.is_dir() || fs::read_dir(dir).with_context(|| dir.display().to_string())?.next().is_some());
    if taken {
        let what = console
            .say("уже есть и не пуста: назовите другую папку", "is there already and not empty: name another folder");
        console.info(&format!("{} {what}", dir.display()));
        return Ok(Done::Errors);
    }
    let Some(notes) = read(&args.notes, console)? else { return Ok(Done::Errors) };
    let from = args.from.clone().unwrap_or_else(|| new::language(notes.iter().map(|(_, note)| note)));
    let to = args.to.clone().unwrap_or_else(|| if from == Lang::ru() { Lang::en() } else { Lang::ru() });
    let name = dir.file_name().map_or_else(|| "book".to_owned(), |name| name.to_string_lossy().into_owned());
    for (path, text) in new::files(&name, &notes, &from, &to) {
        put(&dir.join(path), text.as_bytes())?;
    }
    for (file, (name, _)) in args.notes.iter().zip(&notes) {
        let bytes = fs::read(file).with_context(|| file.display().to_string())?;
        put(&dir.join("src/notes").join(name), &bytes)?;
    }
    let (prepared, found) = prepare(dir)?;
    if let Some(prepared) = &prepared {
        let catalog = translate::extract(&prepared.messages, &to);
        put(&dir.join(format!("po/{to}.po")), catalog.write().as_bytes())?;
    }
    console.report(&found);
    if any_error(&found) {
        return Ok(Done::Errors);
    }
    summary(dir, &notes, prepared.map_or(0, |prepared| prepared.messages.len()), &to, console);
    Ok(Done::Fine)
}

/// Reads the notes; `None` where one of them is no text, which was reported.
fn read(files: &[PathBuf], console: &Console) -> anyhow::Result<Option<Vec<(String, Note)>>> {
    let mut notes: Vec<(String, Note)> = Vec::new();
    let mut wrong = Vec::new();
    for file in files {
        let bytes = fs::read(file).with_context(|| file.display().to_string())?;
        match outline::source(file.to_string_lossy().replace('\\', "/"), bytes) {
            Ok(source) => {
                let taken = |name: &str| notes.iter().any(|(other, _)| other == name);
                let name = new::note_name(file, &taken);
                notes.push((name, notes::parse(&source)));
            }
            Err(diagnostic) => wrong.push(*diagnostic),
        }
    }
    console.report(&wrong);
    Ok(wrong.is_empty().then_some(notes))
}

fn put(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
    }
    let mut file = fs::File::create_new(path).with_context(|| path.display().to_string())?;
    file.write_all(bytes).with_context(|| path.display().to_string())?;
    Ok(())
}

fn summary(dir: &Path, notes: &[(String, Note)], messages: usize, to: &Lang, console: &Console) {
    for (name, note) in notes {
        let repeats = note.repeats.len();
        console.info(&format!(
            "{name}: {} {}, {repeats} {}",
            note.sections.len(),
            console.say("разделов", "sections"),
            console.say("повторов", "repeats"),
        ));
    }
    let shown = dir.display();
    console.info(&format!("po/{to}.po: {messages} {}", console.say("сообщений для перевода", "messages to translate")));
    console.info(console.say("Дальше:", "Next:"));
    console.info(&format!("  konspekt build {shown}"));
    console.info(&format!("  konspekt outline {}src/notes/…", prefix(dir)));
}
