//! Commits an export, where the wiki is a git repository: those of GitHub and GitLab are.
//!
//! Only the export's own files are added, whatever else lies in the folder or is staged. No hook runs, nothing is signed
//! and nothing is pushed. A folder inside somebody's working tree is left as it is.
//! - <https://docs.github.com/en/communities/documenting-your-project-with-wikis/adding-or-editing-wiki-pages>
//! - <https://docs.gitlab.com/user/project/wiki/#create-or-edit-wiki-pages-locally>

use std::{
    collections::BTreeSet,
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// Variables that would send git to another repository: a hook of one sets them.
const ELSEWHERE: [&str; 5] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"];

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is no git here.
    NoGit,
    /// The folder is inside the working tree of another repository.
    Inside(PathBuf),
    /// Everything is committed already.
    Unchanged(Repository),
    /// What has changed is committed.
    Committed(Repository),
}

/// A repository that an export was committed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// Whether it knows where it comes from.
    pub has_remote: bool,
}

/// Why it was not committed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Git cannot be run.
    #[error("git: {0}")]
    Run(#[from] io::Error),
    /// Git says no.
    #[error("git {command}: {message}")]
    Git {
        /// What it was told to do.
        command: String,
        /// What it says.
        message: String,
    },
}

/// Commits the files at `paths`, which are those of this export and of the last one; `branch` is that of a new
/// repository.
///
/// # Errors
/// Where git does not do it.
pub fn commit(out: &Path, paths: &BTreeSet<String>, branch: &str, message: &str) -> Result<Outcome, Error> {
    let git = Git { out };
    let top = match git.run(&["rev-parse", "--show-toplevel"], None) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Outcome::NoGit),
        other => other?,
    };
    if top.status.success() {
        let top = PathBuf::from(String::from_utf8_lossy(&top.stdout).trim_end_matches(['\r', '\n']));
        if top.canonicalize()? != out.canonicalize()? {
            return Ok(Outcome::Inside(top));
        }
    } else if String::from_utf8_lossy(&top.stderr).contains("not a git repository") {
        git.done(&["init", "--quiet", "--template=", &format!("--initial-branch={branch}")], None)?;
    } else {
        return Err(refused("rev-parse", &top));
    }
    let list = |paths: &mut dyn Iterator<Item = &str>| -> String { paths.flat_map(|path| [path, "\0"]).collect() };
    git.done(
        &["update-index", "--add", "--remove", "-z", "--stdin"],
        Some(&list(&mut paths.iter().map(String::as_str))),
    )?;
    let changed = git.done(&["diff", "--cached", "--name-only", "--no-renames", "--no-ext-diff", "-z"], None)?;
    let mut changed = changed.split('\0').filter(|path| paths.contains(*path));
    let changed = list(&mut changed);
    let repository = Repository { has_remote: !git.done(&["remote"], None)?.trim().is_empty() };
    if changed.is_empty() {
        return Ok(Outcome::Unchanged(repository));
    }
    let mut arguments: Vec<String> = Vec::new();
    for (key, value) in [("user.name", "konspekt"), ("user.email", "konspekt@localhost")] {
        if !git.run(&["config", key], None)?.status.success() {
            arguments.extend(["-c".to_owned(), format!("{key}={value}")]);
        }
    }
    let commit = ["--literal-pathspecs", "commit", "--quiet", "--only", "--no-verify", "--no-gpg-sign"];
    arguments.extend(commit.map(str::to_owned));
    arguments.extend(["--pathspec-from-file=-", "--pathspec-file-nul"].map(str::to_owned));
    arguments.push(format!("--message={message}"));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    git.done(&arguments, Some(&changed))?;
    Ok(Outcome::Committed(repository))
}

struct Git<'a> {
    out: &'a Path,
}

impl Git<'_> {
    fn run(&self, arguments: &[&str], input: Option<&str>) -> io::Result<Output> {
        let mut command = Command::new("git");
        command.arg("-C").arg(self.out).args(["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"]);
        // Its messages are looked at.
        command.args(arguments).env("LC_ALL", "C");
        for name in ELSEWHERE {
            command.env_remove(name);
        }
        let stdin = if input.is_some() { Stdio::piped() } else { Stdio::null() };
        let mut child = command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        if let (Some(mut stdin), Some(input)) = (child.stdin.take(), input) {
            // Git that stops reading says why itself.
            let _ = stdin.write_all(input.as_bytes());
        }
        child.wait_with_output()
    }

    /// Runs it to a good end; says what it printed.
    fn done(&self, arguments: &[&str], input: Option<&str>) -> Result<String, Error> {
        let output = self.run(arguments, input)?;
        if !output.status.success() {
            let command = arguments.iter().find(|argument| !argument.starts_with('-') && !argument.contains('='));
            return Err(refused(command.unwrap_or(&""), &output));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

fn refused(command: &str, output: &Output) -> Error {
    let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    let message = if message.is_empty() { output.status.to_string() } else { message };
    Error::Git { command: command.to_owned(), message }
}
