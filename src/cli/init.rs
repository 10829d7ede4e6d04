//! `konspekt init`: a new book from notes. It asks nothing, overwrites nothing, and what it makes builds at once.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::Context;

use super::{Console, Done, beside, prefix, prepare};
use crate::{
    book::new,
    diagnostics::any_error,
    notes::{self, Note, Role, kept},
    text::{Lang, Source},
    translate,
};

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The folder to make
    dir: PathBuf,
    /// The notes: pastes, Markdown, ChatGPT's conversations.json
    #[arg(long, num_args = 1.., value_name = "FILE")]
    notes: Vec<PathBuf>,
    /// The language of the notes [default: read off their letters]
    #[arg(long, visible_alias = "lang", value_name = "LANG")]
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
    let existed = dir.exists();
    let mut written = Vec::new();
    let made = make(args, console, &mut written);
    if made.is_err() {
        // Half a book would be in the way of the next try. What somebody else has put there meanwhile stays.
        written.iter().for_each(|path| drop(fs::remove_file(path)));
        remove_empty_below(dir);
        if !existed {
            let _ = fs::remove_dir(dir);
        }
    }
    made
}

fn remove_empty_below(dir: &Path) {
    let folders = fs::read_dir(dir).into_iter().flatten().flatten();
    for folder in folders.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())) {
        remove_empty_below(&folder.path());
        let _ = fs::remove_dir(folder.path());
    }
}

/// Makes the book, and notes which files it wrote.
fn make(args: &Args, console: &Console, written: &mut Vec<PathBuf>) -> anyhow::Result<Done> {
    let dir = &args.dir;
    let Some(mut files) = read(&args.notes, console)? else { return Ok(Done::Errors) };
    let counted: Vec<String> = files.iter().map(|file| counted(file, console)).collect();
    let notes: Vec<(String, Note)> = files.iter_mut().flat_map(|file| std::mem::take(&mut file.notes)).collect();
    let from = args.from.clone().unwrap_or_else(|| new::language(notes.iter().map(|(_, note)| note)));
    let to = args.to.clone().unwrap_or_else(|| if from == Lang::ru() { Lang::en() } else { Lang::ru() });
    let name = dir.file_name().map_or_else(|| "book".to_owned(), |name| name.to_string_lossy().into_owned());
    for (path, text) in new::files(&name, &notes, &from, &to) {
        put(dir.join(path), text.as_bytes(), written)?;
    }
    for (file, ids) in kept::tables(notes.iter().map(|(path, note)| (path.as_str(), note))) {
        put(dir.join(format!("src/notes/{file}{}", kept::ENDING)), ids.as_bytes(), written)?;
    }
    // The book is read from the disk as every command reads it, so what was read for it is not held any longer.
    drop(notes);
    for (path, file) in args.notes.iter().zip(&files) {
        let to = dir.join("src/notes").join(&file.name);
        if let Some(corrections) = &file.corrections {
            let to = to.with_file_name(format!("{}.outline.toml", file.name));
            put(to, corrections.text().as_bytes(), written)?;
        }
        // A large export is not held in memory once more.
        put(to, fs::File::open(path).with_context(|| path.display().to_string())?, written)?;
    }
    let (mut prepared, found) = prepare(dir)?;
    if let Some(prepared) = &mut prepared {
        // A catalog is made of messages: what they were found in is not held any longer.
        (prepared.chapters, prepared.placed) = Default::default();
        prepared.input.notes.clear();
        let catalog = translate::extract(&prepared.messages, &to, &|message| prepared.translator_notes(message, &to));
        put(dir.join(format!("po/{to}.po")), catalog.write().as_bytes(), written)?;
    }
    console.report(&found);
    if any_error(&found) {
        return Ok(Done::Errors);
    }
    counted.iter().for_each(|line| console.info(line));
    summary(dir, &files, prepared.map_or(0, |prepared| prepared.messages.len()), &from, &to, console);
    Ok(Done::Fine)
}

/// A file of notes and what was read from it.
struct Read {
    /// Its name in the book.
    name: String,
    /// By their names in the book: several for an export.
    notes: Vec<(String, Note)>,
    /// The corrections that lie beside it.
    corrections: Option<Source>,
}

/// Reads the notes; `None` where one of them cannot be read, which was reported.
fn read(files: &[PathBuf], console: &Console) -> anyhow::Result<Option<Vec<Read>>> {
    let mut out: Vec<Read> = Vec::new();
    let mut wrong = Vec::new();
    for path in files {
        let file = fs::File::open(path).with_context(|| path.display().to_string())?;
        let shown = path.to_string_lossy().replace('\\', "/");
        let name = new::note_name(path, &|name| out.iter().any(|other| other.name == name));
        let beside = beside::read(path)?;
        wrong.extend(beside.found);
        let mut notes = Vec::new();
        let hints = notes::Hints { corrections: beside.corrections.as_ref(), ids: beside.ids.as_ref(), term: None };
        let mut each = |note: Note| {
            let below = note.source.name().strip_prefix(&shown).unwrap_or_default();
            notes.push((format!("{name}{below}"), note));
        };
        wrong.extend(notes::read(&shown, file, &hints, &mut each).with_context(|| path.display().to_string())?);
        let corrections = beside.corrections.map(|corrections| corrections.source().clone());
        out.push(Read { name, notes, corrections });
    }
    let failed = any_error(&wrong);
    console.report(&wrong);
    Ok((!failed).then_some(out))
}

fn put(path: PathBuf, mut bytes: impl io::Read, written: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let place = path.display().to_string();
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
    }
    let mut file = fs::File::create_new(&path).with_context(|| place.clone())?;
    written.push(path);
    io::copy(&mut bytes, &mut file).context(place)?;
    Ok(())
}

/// What was found in a file: `src/notes/a.txt: sections: 3, questions: 1`.
fn counted(file: &Read, console: &Console) -> String {
    let all = || file.notes.iter().map(|(_, note)| note);
    let sections = || all().flat_map(|note| &note.sections);
    let questions = sections().filter(|section| section.role == Role::User).count();
    let code: usize = sections().flat_map(|section| &section.blocks).map(|block| block.code().len()).sum();
    let conversations = all().filter(|note| note.date.is_some()).count();
    let counts = [
        (conversations, "бесед", "conversations"),
        (sections().count(), "разделов", "sections"),
        (questions, "вопросов", "questions"),
        (code, "блоков кода", "blocks of code"),
        (all().map(|note| note.repeats.len()).sum(), "повторов", "repeats"),
        (all().map(|note| note.dropped.len()).sum(), "не вошло в разделы", "left out"),
    ];
    let shown = counts.iter().filter(|(count, ..)| *count > 0);
    let shown: Vec<String> = shown.map(|(count, ru, en)| format!("{}: {count}", console.say(ru, en))).collect();
    format!("src/notes/{}: {}", file.name, shown.join(", "))
}

fn summary(dir: &Path, files: &[Read], messages: usize, from: &Lang, to: &Lang, console: &Console) {
    let shown = dir.display();
    console
        .info(&format!("po/{to}.po: {}: {messages}", console.say("сообщений для перевода", "messages to translate")));
    let one = format!("languages = [\"{from}\"]");
    console.info(
        &console
            .say(
                "  пока их нет, страницы показывают оригинал; для книги на одном языке впишите в book.toml {one}",
                "  until they are there pages show the original; for a book in one language write {one} into book.toml",
            )
            .replace("{one}", &one),
    );
    console.info(console.say("glossary.toml: что может быть термином", "glossary.toml: what may be a term"));
    console.info(console.say("Дальше:", "Next:"));
    console.info(&format!("  konspekt build {shown}"));
    for file in files {
        console.info(&format!("  konspekt outline -v {}src/notes/{}", prefix(dir), file.name));
    }
}
