//! Zip archives: the same files make the same bytes, whenever and wherever they are put together.

use std::io::{Seek, Write};

use zip::{
    CompressionMethod, DateTime, ZipWriter,
    result::{ZipError, ZipResult},
    write::SimpleFileOptions,
};

/// Where an archive is written to.
pub trait Sink: Write + Seek {}

impl<S: Write + Seek> Sink for S {}

/// An archive that is being written.
// One writer for every sink: each kind of it would have all of the compressor's code once more.
#[allow(missing_debug_implementations)]
pub struct Archive<'s>(ZipWriter<&'s mut dyn Sink>);

impl<'s> Archive<'s> {
    /// An archive without files.
    pub fn new(sink: &'s mut dyn Sink) -> Self {
        Self(ZipWriter::new(sink))
    }

    /// Adds a file, compressed.
    ///
    /// # Errors
    /// Where the sink cannot be written to, or has more files, or larger ones, than a zip holds.
    pub fn put(&mut self, path: &str, bytes: &[u8]) -> ZipResult<()> {
        self.add(path, bytes, CompressionMethod::Deflated)
    }

    /// Adds a file as it is.
    ///
    /// # Errors
    /// As for [`put`](Self::put).
    pub fn store(&mut self, path: &str, bytes: &[u8]) -> ZipResult<()> {
        self.add(path, bytes, CompressionMethod::Stored)
    }

    fn add(&mut self, path: &str, bytes: &[u8], method: CompressionMethod) -> ZipResult<()> {
        // The time of the build would make every archive another one.
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
        self.0.start_file(path, options.compression_method(method))?;
        self.0.write_all(bytes).map_err(ZipError::from)
    }

    /// Ends it, and hands all of it on to where it goes.
    ///
    /// # Errors
    /// As for [`put`](Self::put).
    pub fn finish(self) -> ZipResult<()> {
        self.0.finish()?.flush().map_err(ZipError::from)
    }
}
