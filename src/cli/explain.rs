//! `konspekt explain K0203`: the page of a diagnostic.

use super::{Console, Done, console};
use crate::diagnostics::{
    nearest,
    page::{self, Fence, Page},
};

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The code, as in K0203; without one, the list of all codes
    code: Option<String>,
}

pub(super) fn run(args: &Args, console: &Console) -> anyhow::Result<Done> {
    let Some(typed) = &args.code else {
        let lines = page::pages().iter().map(|page| format!("{}  {}\n", page.code, page.name)).collect::<String>();
        console::data(&lines)?;
        return Ok(Done::Fine);
    };
    let Some(page) = page::find(typed) else {
        let pages = page::pages();
        let known = pages.iter().flat_map(|page| [page.code.as_str(), page.name.as_str()]);
        let near = nearest(typed, known)
            .map(|near| format!(" {} {near}?", console.say("Может быть,", "Did you mean")))
            .unwrap_or_default();
        console.info(&format!("{} {typed}.{near}", console.say("Нет диагностики", "There is no diagnostic")));
        return Ok(Done::Errors);
    };
    console::data(&text(page, console))?;
    Ok(Done::Fine)
}

fn text(page: &Page, console: &Console) -> String {
    let mut out =
        format!("{} {} ({})\n\n{}\n\n", page.code, page.name, page.level.as_str(), page.explanation.get(&console.lang));
    for (title, fences) in
        [(console.say("С ошибкой:", "Wrong:"), &page.bad), (console.say("Правильно:", "Right:"), &page.good)]
    {
        out.push_str(&format!("{title}\n\n"));
        fences.iter().for_each(|fence| out.push_str(&example(fence)));
    }
    if let Some(url) = &page.url {
        out.push_str(&format!("{} {url}\n", console.say("См.", "See")));
    }
    out
}

fn example(fence: &Fence) -> String {
    let name = fence.file.as_ref().map(|file| format!("  {file}:\n")).unwrap_or_default();
    let code: String = fence.text.lines().map(|line| format!("    {line}\n")).collect();
    format!("{name}{code}\n")
}
