//! The command `konspekt`.

use std::process::ExitCode;

use clap::Parser;
use konspekt::cli::{self, Args};

fn main() -> ExitCode {
    cli::run(&Args::parse())
}
