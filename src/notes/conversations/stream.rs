//! A reader that knows how far it has come, so that a mistake has a place.

use std::io::{self, BufReader, Read};

use super::Broken;

/// How much of what was read is kept to be shown.
const SHOWN: usize = 120;

/// Counts bytes and lines.
pub(super) struct Counted<R> {
    inner: BufReader<R>,
    offset: u64,
    line: usize,
    line_start: u64,
    /// Where the line before began.
    before: u64,
    /// The last bytes, the oldest first.
    tail: Vec<u8>,
}

impl<R: Read> Counted<R> {
    /// At the beginning; a byte order mark is skipped.
    pub(super) fn new(reader: R) -> Self {
        let mut inner = BufReader::with_capacity(1 << 16, reader);
        let marked = io::BufRead::fill_buf(&mut inner).is_ok_and(|start| start.starts_with(b"\xef\xbb\xbf"));
        let skipped = if marked { 3 } else { 0 };
        io::BufRead::consume(&mut inner, skipped);
        Self { inner, offset: skipped as u64, line: 1, line_start: 0, before: 0, tail: Vec::new() }
    }

    /// What serde says, with the place where reading stopped.
    pub(super) fn broken(&self, error: &serde_json::Error) -> Broken {
        // serde names its place behind the words. It reads one byte ahead, so the place may be on the line before.
        let whole = error.to_string();
        let cause = whole.split(" at line ").next().unwrap_or(&whole).to_owned();
        let start = if error.line() < self.line { self.before } else { self.line_start };
        let offset = (start + error.column() as u64).min(self.offset);
        let ahead = (self.offset - offset) as usize;
        let tail = &self.tail[..self.tail.len().saturating_sub(ahead)];
        let excerpt = String::from_utf8_lossy(&tail[tail.len().saturating_sub(SHOWN)..]).replace(['\n', '\r'], " ");
        Broken { offset, line: error.line().max(1), column: error.column().max(1), cause, excerpt }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        for &byte in &buffer[..count] {
            self.offset += 1;
            if byte == b'\n' {
                self.line += 1;
                self.before = std::mem::replace(&mut self.line_start, self.offset);
            }
        }
        if self.tail.len() > 64 * SHOWN {
            self.tail.drain(..self.tail.len() - SHOWN);
        }
        self.tail.extend_from_slice(&buffer[..count]);
        Ok(count)
    }
}
