//! Builds that are killed, run side by side, meet a clock that jumps, a full disk, a folder that may no longer be written or
//! a file that changes as it is read: the last good site is whole each time, the next build succeeds, and nothing is left
//! lying about.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, SystemTime},
};

use crate::support::konspekt;

const CHAPTERS: usize = 30;

/// Writes the book anew, every chapter with this word in it.
fn write(dir: &Path, word: &str) {
    fs::create_dir_all(dir.join("src")).expect("folder");
    let mut summary = String::from("# Summary\n\n");
    for n in 0..CHAPTERS {
        summary.push_str(&format!("- [Bread {n}]({n}.md)\n"));
        fs::write(dir.join(format!("src/{n}.md")), format!("# Bread {n}\n\nThe dough is {word}.\n")).expect("chapter");
    }
    fs::write(dir.join("src/SUMMARY.md"), summary).expect("summary");
    fs::write(dir.join("book.toml"), "[book]\ntitle = \"Bread\"\nlanguage = \"en\"\n").expect("settings");
}

fn build(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_konspekt"));
    command.args(["build", "-q"]).arg(dir).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Asserts that every file that the build lists is there.
fn is_complete(out: &Path, when: &str) {
    let list = fs::read_to_string(out.join(".konspekt")).unwrap_or_else(|error| panic!("{when}: {error}"));
    for file in list.lines().skip(1) {
        assert!(out.join(file).is_file(), "{when}: {file} is not there");
    }
}

/// Asserts that the site is whole: it is complete, and all pages are of one build.
fn is_whole(dir: &Path, when: &str) {
    let out = dir.join("book");
    is_complete(&out, when);
    let said: BTreeSet<String> = (0..CHAPTERS)
        .map(|n| {
            let page = fs::read_to_string(out.join(format!("en/{n}.html"))).expect("page");
            let (_, rest) = page.split_once("The dough is ").unwrap_or_else(|| panic!("{when}: half a page"));
            rest.split_once(".</p>").unwrap_or_else(|| panic!("{when}: half a page")).0.to_owned()
        })
        .collect();
    assert_eq!(said.len(), 1, "{when}: pages of two builds");
}

/// What lies beside the book's own files.
fn leftovers(dir: &Path) -> Vec<String> {
    let names = fs::read_dir(dir).expect("folder").map(|entry| entry.expect("entry").file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    names.filter(|name| !["src", "book", "book.toml"].contains(&name.as_str())).collect()
}

/// Asserts that the next build succeeds and leaves the site whole and alone.
fn is_mended(dir: &Path, when: &str) {
    assert!(build(dir).status().expect("a build").success(), "{when}");
    is_whole(dir, when);
    // Where it cannot be told that a process is no more, what it left is cleared away when it is old.
    if cfg!(target_os = "linux") {
        assert_eq!(leftovers(dir), Vec::<String>::new(), "{when}");
    }
}

#[test]
fn a_killed_build_leaves_the_last_site() {
    let dir = tempfile::tempdir().expect("folder");
    write(dir.path(), "warm 0");
    assert!(build(dir.path()).status().expect("a build").success());
    let begun = SystemTime::now();
    assert!(build(dir.path()).status().expect("a build").success());
    let whole = begun.elapsed().unwrap_or(Duration::from_secs(1));
    // Moments from the start of a build to a little after its end.
    const MOMENTS: u32 = 100;
    for n in 1..=MOMENTS {
        write(dir.path(), &format!("warm {n}"));
        let mut child = build(dir.path()).spawn().expect("a build");
        thread::sleep(whole * n * 6 / (MOMENTS * 5));
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().expect("it has ended");
        is_whole(dir.path(), &format!("moment {n}"));
    }
    is_mended(dir.path(), "the last build");
}

#[test]
fn builds_side_by_side_leave_a_whole_site() {
    let dir = tempfile::tempdir().expect("folder");
    write(dir.path(), "warm");
    let builds: Vec<_> = (0..4).map(|_| build(dir.path()).spawn().expect("a build")).collect();
    let ended: Vec<bool> = builds.into_iter().map(|mut child| child.wait().expect("it has ended").success()).collect();
    assert!(ended.contains(&true), "one of them at least");
    is_whole(dir.path(), "four at once");
    is_mended(dir.path(), "one more");
}

#[test]
fn a_clock_that_jumps_changes_nothing() {
    let dir = tempfile::tempdir().expect("folder");
    write(dir.path(), "warm");
    assert!(build(dir.path()).status().expect("a build").success());
    let page = dir.path().join("book/en/3.html");
    let chapter = dir.path().join("src/3.md");
    let (past, future) =
        (SystemTime::UNIX_EPOCH + Duration::from_secs(1), SystemTime::now() + Duration::from_secs(1_000_000_000));
    for (of_page, of_chapter) in [(past, future), (future, past)] {
        let before = fs::read(&page).expect("page");
        for (path, time) in [(&page, of_page), (&chapter, of_chapter)] {
            fs::File::options().write(true).open(path).and_then(|file| file.set_modified(time)).expect("time");
        }
        assert_eq!(konspekt(dir.path(), &["build", "-q"]).code, 0);
        assert_eq!(fs::read(&page).expect("page"), before);
        // What counts is what a file says, not when.
        fs::write(&chapter, "# Bread 3\n\nThe dough is cold.\n").expect("chapter");
        fs::File::options().write(true).open(&chapter).and_then(|file| file.set_modified(past)).expect("time");
        assert_eq!(konspekt(dir.path(), &["build", "-q"]).code, 0);
        assert!(fs::read_to_string(&page).expect("page").contains("cold"));
        write(dir.path(), "warm");
        assert_eq!(konspekt(dir.path(), &["build", "-q"]).code, 0);
    }
}

/// A file system of its own, in memory, of so many bytes, as a folder: the mount of a process that waits.
#[cfg(target_os = "linux")]
struct Disk {
    holder: std::process::Child,
    path: std::path::PathBuf,
}

#[cfg(target_os = "linux")]
impl Disk {
    /// `None` where the system lets us mount nothing.
    fn new(bytes: u64) -> Option<Self> {
        let script = format!("mount -t tmpfs -o size={bytes} none /mnt && echo ready && cat");
        let mut holder = Command::new("unshare")
            .args(["--mount", "--map-root-user", "sh", "-c", &script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut said = [0; 6];
        let ready = std::io::Read::read_exact(holder.stdout.as_mut()?, &mut said).is_ok();
        let path = Path::new("/proc").join(holder.id().to_string()).join("root/mnt");
        let disk = Self { holder, path };
        Some(disk).filter(|_| ready)
    }

    fn free(&self) -> u64 {
        let disk = rustix::fs::statvfs(&self.path).expect("a file system");
        disk.f_bavail * disk.f_frsize
    }
}

#[cfg(target_os = "linux")]
impl Drop for Disk {
    fn drop(&mut self) {
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_leaves_the_last_site() {
    let Some(disk) = Disk::new(64 << 20) else {
        eprintln!("not tested: no file system can be mounted here");
        return;
    };
    let dir = disk.path.as_path();
    write(dir, "warm");
    let before = disk.free();
    is_mended(dir, "room enough");
    let site = before - disk.free();
    assert!(site > 100_000, "{site} bytes for {CHAPTERS} chapters");
    let ballast = dir.join("book.toml.ballast");
    for tenth in 0..10 {
        write(dir, &format!("warm {tenth}"));
        let room = site * tenth / 10;
        fs::write(&ballast, vec![0; usize::try_from(disk.free() - room).expect("a size")]).expect("ballast");
        // By its path: a working folder would be looked for in the file systems of this process.
        let output = build(dir).stderr(Stdio::piped()).output().expect("a build");
        let err = String::from_utf8_lossy(&output.stderr);
        fs::remove_file(&ballast).expect("removed");
        let when = format!("{tenth} tenths of the room");
        assert_eq!(output.status.code(), Some(3), "{when}: {err}");
        assert_eq!(err.matches("no space left on the disk").count(), 1, "{when}: {err}");
        is_whole(dir, &when);
        assert_eq!(leftovers(dir), Vec::<String>::new(), "{when}");
        let page = fs::read_to_string(dir.join("book/en/0.html")).expect("page");
        assert!(!page.contains(&format!("warm {tenth}")), "{when}: the site before this one");
    }
    is_mended(dir, "room again");

    // A new book that did not fit is not half there.
    let (notes, new) = (dir.join("src/0.md"), dir.join("new"));
    let init = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_konspekt"));
        command.args(["init", "-q"]).arg(&new).arg("--notes").arg(&notes).output().expect("init")
    };
    let room = 12 << 10;
    fs::write(&ballast, vec![0; usize::try_from(disk.free() - room).expect("a size")]).expect("ballast");
    let output = init();
    fs::remove_file(&ballast).expect("removed");
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!new.exists());
    // A folder that was there stays.
    fs::create_dir(&new).expect("folder");
    let_write(&new, false);
    fs::write(&ballast, vec![0; usize::try_from(disk.free() - room).expect("a size")]).expect("ballast");
    assert_eq!(init().status.code(), Some(3));
    fs::remove_file(&ballast).expect("removed");
    assert!(fs::read_dir(&new).expect("the folder").next().is_none());
    assert!(fs::metadata(&new).expect("the folder").permissions().readonly(), "as it was");
    let_write(&new, true);
    assert!(init().status.success(), "room enough");
}

/// Lets nobody, or its owner, write into a folder.
#[cfg(target_os = "linux")]
fn let_write(folder: &Path, may: bool) {
    use std::os::unix::fs::PermissionsExt;
    let mode = if may { 0o755 } else { 0o555 };
    fs::set_permissions(folder, fs::Permissions::from_mode(mode)).expect("permissions");
}

/// Makes a folder and all in it somebody's.
#[cfg(target_os = "linux")]
fn give(folder: &Path, to: u32) {
    for entry in fs::read_dir(folder).expect("folder").map(|entry| entry.expect("entry").path()) {
        if entry.is_dir() {
            give(&entry, to)
        } else {
            std::os::unix::fs::chown(&entry, Some(to), Some(to)).expect("given")
        }
    }
    std::os::unix::fs::chown(folder, Some(to), Some(to)).expect("given");
}

#[test]
#[cfg(target_os = "linux")]
fn permissions_withdrawn_leave_the_last_site() {
    use std::os::unix::process::CommandExt;
    // Whom permissions mean nothing hands the book to somebody whom they do.
    const NOBODY: u32 = 65_534;
    let dir = tempfile::tempdir().expect("folder");
    let dir = dir.path();
    let is_root = std::os::unix::fs::MetadataExt::uid(&fs::metadata(dir).expect("folder")) == 0;
    let programs = tempfile::tempdir().expect("folder");
    let program = programs.path().join("konspekt");
    fs::copy(env!("CARGO_BIN_EXE_konspekt"), &program).expect("a copy");
    let_write(programs.path(), true);
    let ready = |word: &str| {
        write(dir, word);
        if is_root {
            give(dir, NOBODY);
        }
    };
    let build = || {
        let mut command = Command::new(&program);
        command.args(["build", "-q", "--lang-ui", "en"]).arg(dir);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        if is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    };
    ready("warm");
    let begun = SystemTime::now();
    assert!(build().status().expect("a build").success());
    let whole = begun.elapsed().unwrap_or(Duration::from_secs(1));
    let mut refused = 0;
    const MOMENTS: u32 = 20;
    for n in 0..MOMENTS {
        ready(&format!("warm {n}"));
        let at_once = n == 0;
        if at_once {
            let_write(dir, false);
        }
        let child = build().spawn().expect("a build");
        thread::sleep(whole * n / MOMENTS);
        let_write(dir, false);
        let output = child.wait_with_output().expect("it has ended");
        let_write(dir, true);
        let err = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            refused += 1;
            assert_eq!(output.status.code(), Some(3), "moment {n}: {err}");
            assert!(err.contains("permission denied"), "moment {n}: {err}");
        }
        assert!(!(at_once && output.status.success()), "it cannot have written");
        is_whole(dir, &format!("moment {n}"));
    }
    assert!(refused > 1, "{refused} of {MOMENTS}");
    ready("cold");
    assert!(build().status().expect("a build").success());
    is_whole(dir, "the last build");
    assert_eq!(leftovers(dir), Vec::<String>::new());
}

#[test]
fn a_file_that_changes_as_it_is_read_spoils_no_site() {
    let dir = tempfile::tempdir().expect("folder");
    write(dir.path(), "warm");
    let (long, gone) = (dir.path().join("src/0.md"), dir.path().join("src/1.md"));
    let whole = fs::read_to_string(&gone).expect("chapter");
    let text = format!("# Bread 0\n\nThe dough is warm.\n\n{}", "Rye, salt, water.\n\n".repeat(20_000));
    is_mended(dir.path(), "nobody writes yet");
    let done = std::sync::atomic::AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut n = 0;
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                n += 1;
                fs::write(&long, &text[..text.len() / (1 + n % 7)]).expect("chapter");
                let _ = fs::remove_file(&gone);
                thread::sleep(Duration::from_millis(3));
                fs::write(&gone, &whole).expect("chapter");
            }
        });
        for n in 0..10 {
            let output = build(dir.path()).stderr(Stdio::piped()).output().expect("a build");
            let err = String::from_utf8_lossy(&output.stderr);
            // A chapter that is not there is a mistake in the book, or a file that could not be read.
            assert!(matches!(output.status.code(), Some(0 | 1 | 3)), "build {n}: {err}");
            assert!(!err.contains("panicked"), "build {n}: {err}");
            is_complete(&dir.path().join("book"), &format!("build {n}"));
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    fs::write(&long, &text).expect("chapter");
    is_mended(dir.path(), "nobody writes any more");
    let page = fs::read_to_string(dir.path().join("book/en/0.html")).expect("page");
    assert_eq!(page.matches("Rye, salt, water.").count(), 20_000);
}
