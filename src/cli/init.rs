//! `konspekt init`: a new book from notes.

use std::path::PathBuf;

use super::{Console, Done};

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The folder to make
    dir: PathBuf,
}

pub(super) fn run(_: &Args, _: &Console) -> anyhow::Result<Done> {
    Ok(Done::Fine)
}
