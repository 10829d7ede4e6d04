//! A line that tells how far a long work is: only on a terminal, and only once the work has lasted half a second.

use std::{
    io::{IsTerminal, Write},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::Console;

/// Work that is over before is not worth a line.
const QUICK: Duration = Duration::from_millis(500);

/// The line; it is gone when this is.
pub(super) struct Progress {
    /// What is done, and of how much.
    what: String,
    total: usize,
    begun: Instant,
    on: bool,
    shown: Mutex<bool>,
}

impl Progress {
    pub(super) fn new(what: &str, total: usize, console: &Console) -> Self {
        let on = console.is_talkative() && std::io::stderr().is_terminal();
        Self { what: what.to_owned(), total, begun: Instant::now(), on, shown: Mutex::new(false) }
    }

    /// So much is done.
    pub(super) fn tell(&self, done: usize) {
        if self.on && self.begun.elapsed() >= QUICK {
            let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
            *shown = true;
            write(&format!("{} {done}/{}", self.what, self.total));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if *self.shown.lock().unwrap_or_else(PoisonError::into_inner) {
            write("");
        }
    }
}

/// Writes the line over the one before: <https://en.wikipedia.org/wiki/ANSI_escape_code#CSI> (erase in line).
fn write(line: &str) {
    let mut err = std::io::stderr().lock();
    // Nobody looking on is no reason to stop.
    let _ = write!(err, "\r\u{1b}[K{line}").and_then(|()| err.flush());
}
