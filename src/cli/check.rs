//! `konspekt check`: all checks, nothing written but the fixes that are asked for.

mod files;
mod fix;
mod online;

use std::{
    fs,
    path::{Path, PathBuf},
    str::FromStr,
};

use anyhow::Context;

use super::{Console, Done, book_dir, console};
use crate::{
    diagnostics::{
        self, Code, any_error,
        levels::{Levels, Setting, adjustable},
        render::{Format, render},
    },
    examples::schema::{self, Api},
    online::NoNetwork,
};
use files::Set;

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// Books, Markdown files, manifests, folders of manifests; each is a set of its own [default: the book]
    paths: Vec<PathBuf>,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Check against this API: what `kubectl get --raw /openapi/v2` or `/openapi/v3/…` prints
    #[arg(long, value_name = "FILE")]
    schema: Vec<PathBuf>,
    /// Say nothing of a diagnostic
    #[arg(long, value_name = "CODE", value_parser = adjustable)]
    allow: Vec<Code>,
    /// Treat a diagnostic, or all warnings, as errors
    #[arg(long, value_name = "CODE|warnings")]
    deny: Vec<Denied>,
    /// Make the corrections that are certain
    #[arg(long)]
    fix: bool,
    /// Show the corrections that are certain as a diff, before they are made or instead
    #[arg(long, conflicts_with = "format")]
    diff: bool,
    /// Ask other sites whether the links to them still lead somewhere; without it nothing is asked of anybody
    #[arg(long, conflicts_with_all = ["fix", "diff"])]
    online: bool,
    /// Ask this host even if it is in a private network
    #[arg(long, value_name = "HOST[:PORT]", requires = "online")]
    online_allow: Vec<String>,
}

/// What `--deny` names.
#[derive(Clone, Copy, Debug)]
enum Denied {
    Warnings,
    Code(Code),
}

impl FromStr for Denied {
    type Err = diagnostics::levels::NotAdjustable;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "warnings" { Ok(Self::Warnings) } else { adjustable(text).map(Self::Code) }
    }
}

pub(super) fn run(args: &Args, console: &Console) -> anyhow::Result<Done> {
    let custom = api(&args.schema)?;
    let api = custom.as_ref().unwrap_or_else(|| schema::kubernetes());
    let paths = if args.paths.is_empty() { vec![book_dir(None)] } else { args.paths.clone() };
    let levels = levels(args);
    let check = |set: &Set| {
        let mut found = set.check(api);
        levels.apply(&mut found);
        found
    };
    let mut found = Vec::new();
    let mut skipped = 0;
    let mut sets = Vec::new();
    for path in &paths {
        let mut set = Set::read(path)?;
        skipped += set.skipped();
        found.extend(match args.fix || args.diff {
            true => fix::run(&mut set, &check, args.fix, args.diff, console)?,
            false => check(&set),
        });
        sets.push(set);
    }
    let mut cut_off = None;
    if args.online {
        match online::run(&sets, &args.online_allow, console) {
            Ok(mut more) => {
                levels.apply(&mut more);
                found.extend(more);
            }
            Err(error) => cut_off = Some(error),
        }
    }
    diagnostics::sort(&mut found);
    if args.deny.iter().any(|denied| matches!(denied, Denied::Warnings)) {
        crate::check::deny_warnings(&mut found);
    }
    if skipped > 0 {
        let text = console.say(
            "шаблоны Helm не проверены, их раскрывает `helm template`:",
            "Helm templates left out, `helm template` renders them:",
        );
        console.info(&format!("{text} {skipped}"));
    }
    if args.format == Format::Human {
        console.report(&found);
        if found.is_empty() && cut_off.is_none() {
            console.info(console.say("Ошибок нет.", "Nothing is wrong."));
        }
    } else {
        console::data(&render(&found, args.format, &console.style()))?;
    }
    if let Some(NoNetwork { hosts }) = cut_off {
        let text = console.say(
            "внешние ссылки не проверены, не найден ни один узел; проверьте сеть и повторите. Искали узлов:",
            "the external links were not checked, no host could be found; see to the network and try again. Hosts looked up:",
        );
        anyhow::bail!("{text} {hosts}");
    }
    Ok(if any_error(&found) { Done::Errors } else { Done::Fine })
}

fn levels(args: &Args) -> Levels {
    let mut levels = Levels::default();
    args.allow.iter().for_each(|&code| levels.set(code, Setting::Allow));
    for denied in &args.deny {
        if let Denied::Code(code) = denied {
            levels.set(*code, Setting::At(diagnostics::Level::Error));
        }
    }
    levels
}

/// The API of the files that `--schema` names.
fn api(files: &[PathBuf]) -> anyhow::Result<Option<Api>> {
    let mut api = None;
    for file in files {
        let name = || file.display().to_string();
        let text = fs::read_to_string(file).with_context(name)?;
        api = Some(Api::from_openapi(&text, api).with_context(name)?);
    }
    Ok(api)
}

/// A path as it is shown: with forward slashes.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
