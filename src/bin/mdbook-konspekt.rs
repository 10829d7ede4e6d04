//! The mdBook preprocessor: one edition, that of `book.language`, for stock `mdbook build`.
//!
//! mdBook runs it with `supports RENDERER` to ask, and with a JSON of `[context, book]` on stdin to do its work
//! (<https://rust-lang.github.io/mdBook/for_developers/preprocessors.html>).

use std::{env, io, process::ExitCode};

use mimalloc::MiMalloc;

/// As in `konspekt`: a book asks for memory millions of times, in several threads.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let mut args = env::args().skip(1);
    match args.next().as_deref() {
        Some("supports") => ExitCode::SUCCESS,
        Some("--version" | "-V") => {
            eprintln!("mdbook-konspekt {}", env!("CARGO_PKG_VERSION"));
            ExitCode::SUCCESS
        }
        Some(_) => {
            eprintln!("mdbook-konspekt is run by mdBook: add [preprocessor.konspekt] to book.toml");
            ExitCode::from(2)
        }
        None => match konspekt::preprocessor::run(io::stdin().lock(), io::stdout().lock(), io::stderr().lock()) {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::from(1),
            Err(error) => {
                eprintln!(
                    "mdbook-konspekt: {}",
                    konspekt::diagnostics::with_causes(&error, &konspekt::text::Lang::en())
                );
                ExitCode::from(3)
            }
        },
    }
}
