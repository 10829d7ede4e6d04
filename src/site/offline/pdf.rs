//! An edition as PDF, printed by a browser that is there: Chromium, or Chrome.
//!
//! In comes an edition as one HTML file, out comes the PDF: with bookmarks, links inside it, its title and language, and
//! page numbers, which the style sheet's `@page` sets. The browser runs with a profile of its own that is removed
//! afterwards, and the file's policy lets it ask nobody for anything.
//! - Switches: <https://developer.chrome.com/docs/automation-and-testing/headless-mode>,
//!   <https://source.chromium.org/chromium/chromium/src/+/main:components/headless/command_handler/headless_command_switches.cc>

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::site::{Error, disk::at};

/// What names a browser of the user's own.
pub const VARIABLE: &str = "CHROMIUM";
/// What browsers are called.
pub const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
/// How long a browser may take for an edition.
const LIMIT: Duration = Duration::from_secs(300);
/// How often we look whether it is done.
const PAUSE: Duration = Duration::from_millis(50);

/// The browser that [`VARIABLE`] names, else the first of [`NAMES`] on the `PATH`.
pub fn browser() -> Option<PathBuf> {
    match env::var_os(VARIABLE).filter(|named| !named.is_empty()) {
        Some(named) => program(Path::new(&named)),
        None => NAMES.iter().find_map(|name| program(Path::new(name))),
    }
}

/// A program by its path, or by its name on the `PATH`.
fn program(named: &Path) -> Option<PathBuf> {
    if named.components().count() > 1 {
        return named.is_file().then(|| std::path::absolute(named).unwrap_or_else(|_| named.to_owned()));
    }
    let mut file = named.as_os_str().to_owned();
    file.push(env::consts::EXE_SUFFIX);
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(&file)).find(|path| path.is_file())
}

/// Prints a page.
///
/// # Errors
/// Where the browser does not start, takes too long, or writes no PDF.
pub(super) fn print(browser: &Path, html: &str) -> Result<Vec<u8>, Error> {
    let folder = tempfile::Builder::new().prefix("konspekt-pdf-").tempdir().map_err(at(&env::temp_dir()))?;
    let [page, pdf, log] = ["book.html", "book.pdf", "log"].map(|name| folder.path().join(name));
    fs::write(&page, html).map_err(at(&page))?;
    let noise = fs::File::create(&log).map_err(at(&log))?;
    let mut command = Command::new(browser);
    command
        .args(["--headless=new", "--no-pdf-header-footer", "--generate-pdf-document-outline", "--disable-gpu"])
        .args(["--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-sync"])
        .args(["--disable-background-networking", "--disable-component-update"])
        .arg(switch("--user-data-dir=", &folder.path().join("profile")))
        .arg(switch("--print-to-pdf=", &pdf));
    if is_root(&page) {
        // The sandbox refuses to run for root.
        command.arg("--no-sandbox");
    }
    // The times in the file are set to one that is the same for all: so must their zone be.
    command.arg(&page).env("TZ", "UTC").stdin(Stdio::null()).stdout(Stdio::null()).stderr(noise);
    let mut child = command.spawn().map_err(at(browser))?;
    let start = Instant::now();
    let status = loop {
        match child.try_wait().map_err(at(browser))? {
            Some(status) => break status,
            None if start.elapsed() > LIMIT => {
                // It may have ended just now.
                let _ = child.kill();
                let _ = child.wait();
                let why = format!("it was not done after {} seconds", LIMIT.as_secs());
                return Err(Error::Browser { browser: browser.to_owned(), why });
            }
            None => std::thread::sleep(PAUSE),
        }
    };
    match fs::read(&pdf) {
        Ok(bytes) if status.success() && bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF") => {
            Ok(timeless(bytes))
        }
        _ => Err(Error::Browser { browser: browser.to_owned(), why: format!("{status}{}", last_words(&log)) }),
    }
}

fn switch(name: &str, path: &Path) -> std::ffi::OsString {
    let mut out = std::ffi::OsString::from(name);
    out.push(path);
    out
}

/// Whether we are root: then so is the file we have just written.
fn is_root(own: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(own).is_ok_and(|data| data.uid() == 0)
    }
    #[cfg(not(unix))]
    {
        let _ = own;
        false
    }
}

/// The end of what a browser had to say.
fn last_words(log: &Path) -> String {
    let text = fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    lines[lines.len().saturating_sub(3)..].iter().map(|line| format!("\n  {line}")).collect()
}

/// The time of the build would make every file another one: its digits become those of one day.
/// Dates: ISO 32000-1, 7.9.4, <https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/PDF32000_2008.pdf>.
fn timeless(mut bytes: Vec<u8>) -> Vec<u8> {
    const DAY: &[u8; 14] = b"19800101000000";
    for key in [&b"/CreationDate (D:"[..], b"/ModDate (D:"] {
        let found = bytes
            .windows(key.len() + DAY.len())
            .position(|window| window.starts_with(key) && window[key.len()..].iter().all(u8::is_ascii_digit));
        if let Some(at) = found {
            bytes[at + key.len()..][..DAY.len()].copy_from_slice(DAY);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_no_time_of_its_own() {
        let bytes = b"<</CreationDate (D:20261128231237+00'00')\n/ModDate (D:20261128231237+00'00')>>".to_vec();
        assert_eq!(
            String::from_utf8_lossy(&timeless(bytes)),
            "<</CreationDate (D:19800101000000+00'00')\n/ModDate (D:19800101000000+00'00')>>"
        );
        assert_eq!(timeless(b"/ModDate (D:2026".to_vec()), b"/ModDate (D:2026");
    }

    #[test]
    fn what_is_no_program_is_no_browser() {
        assert_eq!(program(Path::new("/no/such/browser")), None);
        assert_eq!(program(Path::new("no-such-browser-anywhere")), None);
    }
}
