//! What the benchmarks share: a documentation set of any size, and the time of a command.

// Each benchmark is a crate of its own and uses its part of this.
#![allow(dead_code)]

pub(crate) mod corpus;

use std::{
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

/// What a run of a command took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    /// From its start to its end.
    pub(crate) time: Duration,
    /// The most memory it held, in bytes; 0 where the system does not say.
    pub(crate) memory: u64,
}

/// As a cell of a table.
impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.2} s, {} MB", self.time.as_secs_f64(), self.memory / 1_000_000)
    }
}

/// Runs a command to its end, its output thrown away.
///
/// # Panics
/// Where it cannot be run or fails: there is nothing to measure then.
pub(crate) fn run(command: &mut Command) -> Run {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().expect("the command starts");
    let status = format!("/proc/{}/status", child.id());
    let (ended, end) = mpsc::channel::<()>();
    // `VmHWM` is the highest it has been, so that reading it now and then is enough.
    let sampler = thread::spawn(move || {
        let mut memory = 0;
        while matches!(end.recv_timeout(Duration::from_millis(10)), Err(mpsc::RecvTimeoutError::Timeout)) {
            memory = memory.max(peak(&status));
        }
        memory
    });
    let done = child.wait().expect("the command can be waited for");
    let time = start.elapsed();
    drop(ended);
    let memory = sampler.join().expect("the memory was read");
    assert!(done.success(), "{command:?}: {done}");
    Run { time, memory }
}

/// The line `VmHWM:  1234 kB` of `/proc/PID/status`: <https://man7.org/linux/man-pages/man5/proc_pid_status.5.html>.
fn peak(status: &str) -> u64 {
    let text = std::fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).map_or(0, |kilobytes| kilobytes * 1024)
}

/// The run in the middle of several, by time.
///
/// # Panics
/// Where there is none.
pub(crate) fn median(mut runs: Vec<Run>) -> Run {
    runs.sort_by_key(|run| run.time);
    runs[runs.len() / 2]
}

/// The median time of some runs of the same.
pub(crate) fn timed(rounds: usize, mut what: impl FnMut()) -> Duration {
    let times = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            what();
            start.elapsed()
        })
        .collect();
    median_time(times)
}

/// The time in the middle of several.
///
/// # Panics
/// Where there is none.
pub(crate) fn median_time(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
