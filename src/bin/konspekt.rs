//! The command `konspekt`.

use std::process::ExitCode;

use clap::Parser;
use konspekt::cli::{self, Args};
use mimalloc::MiMalloc;

/// A build asks for memory millions of times, in several threads.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    cli::run(&Args::parse())
}
