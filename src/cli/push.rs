//! `konspekt export confluence --push`: sends the pages to a wiki.

use std::path::Path;

use super::{
    Console, Done, Usage,
    console::{data, russian_plural},
};
use crate::{
    text::Lang,
    wiki::{
        Files, Format,
        confluence::push::{
            self, Error, Event, Push,
            client::{Access, PATIENCE},
            plan::{Action, Step},
        },
    },
};

/// The token, and the name of its user.
const TOKEN: &str = "KONSPEKT_CONFLUENCE_TOKEN";
const USER: &str = "KONSPEKT_CONFLUENCE_USER";

#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Sending to Confluence")]
#[group(id = "sending")]
pub(super) struct Args {
    /// Say what would be sent to the Confluence at this address; with --yes, send it.
    ///
    /// KONSPEKT_CONFLUENCE_TOKEN holds the token, on Cloud KONSPEKT_CONFLUENCE_USER the name it belongs to.
    #[arg(long, value_name = "URL", requires = "space")]
    push: Option<String>,
    /// The key of the space
    #[arg(long, value_name = "KEY", requires = "push")]
    space: Option<String>,
    /// Send it
    #[arg(long, requires = "push")]
    yes: bool,
}

/// What is sent.
pub(super) struct Sent<'a> {
    pub(super) files: &'a Files,
    /// The book's title in its own language.
    pub(super) book: &'a str,
    /// The languages, where they are not all.
    pub(super) only: Option<&'a [Lang]>,
    pub(super) force: bool,
}

impl Args {
    /// Where to send to; `None` where nothing is to be sent.
    pub(super) fn access(&self, format: Format, console: &Console) -> anyhow::Result<Option<Access>> {
        let Some(address) = &self.push else { return Ok(None) };
        if format != Format::Confluence {
            let text = console.say("--push посылает только в confluence", "--push sends to confluence only");
            return Err(Usage(text.to_owned()).into());
        }
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        let Some(token) = set(TOKEN) else {
            let text = console.say("нет токена: он должен быть в переменной", "there is no token: it is read from");
            return Err(Usage(format!("{text} {TOKEN}")).into());
        };
        let access = Access::new(address, set(USER).as_deref(), &token).map_err(|error| Usage(error.to_string()))?;
        if access.is_open() {
            console.info(console.say(
                "Адрес начинается с http://: токен по пути может прочесть кто угодно.",
                "The address begins with http://: whoever is in between can read the token.",
            ));
        }
        Ok(Some(access))
    }
}

pub(super) fn run(args: &Args, access: Access, sent: &Sent<'_>, out: &Path, console: &Console) -> anyhow::Result<Done> {
    let push = Push {
        space: args.space.as_deref().unwrap_or_default(),
        book: sent.book,
        files: sent.files,
        only: sent.only,
        force: sent.force,
    };
    let tell = |event: &Event| {
        // A reader of stdout that went away does not stop what is half done.
        let _ = say(event, console);
    };
    let mut ready = push::prepare(push, access, PATIENCE, out, &tell)?;
    let plan = &ready.plan;
    let conflicts = plan.count(Action::is_conflict);
    for step in &plan.steps {
        let shown =
            if args.yes { step.action.is_conflict() } else { step.action.is_sent() || step.action.is_conflict() };
        if shown || (console.is_verbose() && !step.action.is_sent()) {
            data(&line(step, console))?;
        }
    }
    console.info(&summary(&|wanted| plan.count(|action| action == wanted), conflicts, console));
    let mut changed = 0;
    if args.yes {
        let outcome = match ready.run() {
            Err(error @ (Error::Network { .. } | Error::Status { .. } | Error::Busy { .. })) => {
                console.info(console.say(
                    "Послано не всё. Та же команда продолжит с этого места.",
                    "Not everything was sent. The same command goes on from here.",
                ));
                return Err(error.into());
            }
            other => other?,
        };
        changed = outcome.changed.len();
        for step in &outcome.changed {
            data(&line(step, console))?;
        }
    } else {
        console.info(console.say("Ничего не послано: посылает --yes.", "Nothing was sent: --yes sends it."));
    }
    if conflicts + changed > 0 {
        console.info(console.say(
            "Что изменено в вики, осталось как есть: перенесите правки в книгу или замените их с --force.",
            "What was changed in the wiki is as it was: take the changes into the book, or replace them with --force.",
        ));
        return Ok(Done::Errors);
    }
    Ok(Done::Fine)
}

fn say(event: &Event, console: &Console) -> anyhow::Result<()> {
    match event {
        Event::Waiting { seconds, status } => {
            let why = status.map_or_else(
                || console.say("нет ответа", "no answer").to_owned(),
                |status| format!("{} {status}", console.say("ответ", "the answer is")),
            );
            let wait = console.say("повтор через", "asking again in");
            console.info(&format!("{why}; {wait} {seconds:.0} s"));
        }
        Event::ReadAgain { title } => {
            console.info(&format!(
                "“{title}”: {}",
                console.say(
                    "у страницы другая версия (409), она прочитана ещё раз",
                    "the page has another version (409), read once more"
                )
            ));
        }
        Event::Done(step) => data(&line(step, console))?,
    }
    Ok(())
}

fn line(step: &Step, console: &Console) -> String {
    let action = match step.action {
        Action::Create => console.say("создать", "create"),
        Action::Update => console.say("изменить", "update"),
        Action::Attach => console.say("дополнить", "attach"),
        Action::Keep => console.say("без изменений", "unchanged"),
        Action::Remove => console.say("удалить", "remove"),
        Action::Leave => console.say("другой язык", "other language"),
        Action::Edited => console.say("изменена в вики", "changed in the wiki"),
        Action::Taken => console.say("имя занято", "title is taken"),
        Action::Blocked => console.say("нет родителя", "no page above"),
    };
    format!("{action}\t{}\t{}\n", step.key, step.title)
}

fn summary(count: &dyn Fn(Action) -> usize, conflicts: usize, console: &Console) -> String {
    let kept = count(Action::Keep) + count(Action::Leave);
    let (create, update, remove) =
        (count(Action::Create), count(Action::Update) + count(Action::Attach), count(Action::Remove));
    let words = ["конфликт", "конфликта", "конфликтов"][russian_plural(conflicts)];
    console
        .say(
            &format!("создать {create}, изменить {update}, удалить {remove}, оставить {kept}; {conflicts} {words}"),
            &format!(
                "{create} to create, {update} to update, {remove} to remove, {kept} left; {conflicts} {}",
                if conflicts == 1 { "conflict" } else { "conflicts" }
            ),
        )
        .to_owned()
}
