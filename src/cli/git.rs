//! After `konspekt export github|gitlab`: commits what was written, and says what to do next.

use std::{collections::BTreeSet, path::Path};

use anyhow::Context;

use super::{Console, console::russian_plural};
use crate::wiki::{
    Book, Format,
    git::{self, Outcome},
};

/// Where the wiki of a host is.
pub(super) struct Host {
    /// The branch that it shows.
    branch: &'static str,
    /// The address of its repository.
    address: &'static str,
}

/// The host of a wiki that is a git repository.
pub(super) fn host(format: Format) -> Option<Host> {
    match format {
        Format::GitHub => Some(Host { branch: "master", address: "https://github.com/OWNER/REPOSITORY.wiki.git" }),
        Format::GitLab => Some(Host { branch: "main", address: "https://gitlab.com/GROUP/PROJECT.wiki.git" }),
        _ => None,
    }
}

pub(super) fn commit(
    out: &Path,
    paths: &BTreeSet<String>,
    host: &Host,
    book: &Book,
    console: &Console,
) -> anyhow::Result<()> {
    let pages = book.pages.len();
    let title = book.titles.first().map(|(_, title)| title.split_whitespace().collect::<Vec<_>>().join(" "));
    let title = title.filter(|title| !title.is_empty()).unwrap_or_else(|| "Konspekt".to_owned());
    let message = format!("{title}: {pages} {}", if pages == 1 { "page" } else { "pages" });
    let outcome = git::commit(out, paths, host.branch, &message).with_context(|| {
        let text = console.say(
            "файлы записаны, но не закоммичены (--no-git не трогает git)",
            "the files are written, but not committed (--no-git leaves git alone)",
        );
        text.to_owned()
    })?;
    let shown = out.display();
    let repository = match outcome {
        Outcome::NoGit => {
            console
                .info(console.say("git не установлен: коммита нет.", "git is not installed: nothing was committed."));
            return Ok(());
        }
        Outcome::Inside(top) => {
            let top = top.display();
            console.info(console.say(
                &format!("{shown} внутри репозитория {top}: git не тронут. Для вики назовите папку вне его."),
                &format!("{shown} is inside the repository {top}: git was left alone. Name a folder outside it."),
            ));
            return Ok(());
        }
        Outcome::Unchanged(_) => return Ok(()),
        Outcome::Committed(repository) => repository,
    };
    let words = ["страница", "страницы", "страниц"][russian_plural(pages)];
    console.info(
        console
            .say(&format!("Закоммичено: «{title}», {pages} {words}. Дальше:"), &format!("Committed: {message}. Next:")),
    );
    if repository.has_remote {
        console.info(&format!("  git -C {shown} push"));
    } else {
        let Host { branch, address } = host;
        console.info(&format!("  git -C {shown} remote add origin {address}"));
        console.info(&format!("  git -C {shown} push -u origin {branch}"));
    }
    Ok(())
}
