//! `konspekt export`: the book for a team's wiki.

use std::path::PathBuf;

use super::{Console, Done, Usage, book_dir, console::russian_plural, git, prefix, push};
use crate::{
    diagnostics::nearest,
    site,
    text::Lang,
    wiki::{Book, Format, output},
};

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// Which wiki
    #[arg(value_enum)]
    format: Format,
    /// The book's folder [default: book if it holds a book, else the current folder]
    dir: Option<PathBuf>,
    /// The folder to write to
    #[arg(short = 'o', long = "output", value_name = "OUT")]
    out: PathBuf,
    /// The languages to export, separated by commas [default: all of the book]
    #[arg(long, value_name = "LANGS", value_delimiter = ',')]
    lang: Vec<Lang>,
    /// Write over files of an earlier export, and with --push over pages, that were changed since
    #[arg(long)]
    force: bool,
    /// Leave git alone: the folder of a GitHub or GitLab wiki is otherwise a repository with the export committed
    #[arg(long)]
    no_git: bool,
    #[command(flatten)]
    push: push::Args,
}

pub(super) fn run(args: &Args, console: &Console) -> anyhow::Result<Done> {
    let access = args.push.access(args.format, console)?;
    let dir = book_dir(args.dir.as_deref());
    let site::Ready { prepared, diagnostics, files } = site::prepare(&dir, &args.out, &prefix(&dir))?;
    console.report(&diagnostics);
    let Some(prepared) = prepared else {
        console.info(console.say("Ничего не записано.", "Nothing was written."));
        return Ok(Done::Errors);
    };
    let known = &prepared.input.settings.languages;
    for lang in &args.lang {
        if !known.contains(lang) {
            let tags: Vec<&str> = known.iter().map(Lang::tag).collect();
            let near = nearest(lang.tag(), tags.iter().copied()).unwrap_or(tags[0]);
            let text = console
                .say(
                    &format!("в книге нет языка {lang}; есть {} (может быть, {near}?)", tags.join(", ")),
                    &format!("the book has no language {lang}; it has {} (did you mean {near}?)", tags.join(", ")),
                )
                .to_owned();
            return Err(Usage(text).into());
        }
    }
    let langs: Vec<Lang> =
        known.iter().filter(|lang| args.lang.is_empty() || args.lang.contains(lang)).cloned().collect();
    let book = Book::new(&prepared, &langs, &files);
    let export = args.format.export(&book);
    for renamed in &export.renamed {
        console.info(console.say(
            &format!(
                "{}: страница называется «{}»: имя «{}» занято, слишком длинно или там не годится",
                renamed.path, renamed.name, renamed.wanted
            ),
            &format!(
                "{}: the page is called “{}”: the name “{}” is taken, too long or not allowed there",
                renamed.path, renamed.name, renamed.wanted
            ),
        ));
    }
    let before = output::own(&args.out)?;
    let changes = output::write(&args.out, args.format.name(), &export.files, args.force)?;
    let (written, removed, kept) = (changes.written, changes.removed, changes.kept);
    let files = ["файл записан", "файла записано", "файлов записано"][russian_plural(written)];
    console.info(console.say(
        &format!("{written} {files}, удалено {removed}, без изменений {kept}: {}", args.out.display()),
        &format!(
            "{written} {} written, {removed} removed, {kept} unchanged: {}",
            if written == 1 { "file" } else { "files" },
            args.out.display()
        ),
    ));
    if let (Some(host), false) = (git::host(args.format), args.no_git) {
        let paths = output::own(&args.out)?.into_iter().chain(before).collect();
        git::commit(&args.out, &paths, &host, &book, console)?;
    }
    let Some(access) = access else { return Ok(Done::Fine) };
    let title = prepared.input.settings.config.book.title.clone().unwrap_or_default();
    let only = (!args.lang.is_empty()).then_some(&langs[..]);
    push::run(
        &args.push,
        access,
        &push::Sent { files: &export.files, book: &title, only, force: args.force },
        &args.out,
        console,
    )
}
