//! Commands that people type, and what programs answer, where nothing says that they are code.

use super::{
    super::lines::{Line, Said},
    listed, prose,
};
use crate::text::words;

/// Commands that people type.
const COMMANDS: &str = "\
    apk apt apt-get ansible awk aws base64 bash brew bun cargo cat cd chmod chown conda cp crontab curl \
    date deno df diff dig dnf docker docker-compose echo env export ffmpeg find gcloud git go gradle \
    grep gunzip gzip head helm htop ip java journalctl jq kill kubeadm kubectl less ln ls make minikube \
    mkdir mount mv mvn mysql nano netstat nginx nmap node npm npx openssl pacman pg_dump pip pip3 ping \
    pnpm podman ps psql pwd python python3 redis-cli rm rsync ruby rustup scp sed service set sh source \
    sqlite3 ss ssh ssh-keygen su sudo systemctl tail tar tee terraform time tmux top touch ufw uname \
    unset unzip useradd usermod vi vim virtualenv watch wget which xargs yarn yum zip";

/// Whether a line begins with a command that people type.
pub(super) fn begins(text: &str) -> bool {
    text.split_whitespace().find(|word| *word != "$").is_some_and(|first| listed(COMMANDS, first))
}

/// Whether a command has something behind it.
pub(super) fn is_spaced(text: &str) -> bool {
    text.trim().contains(' ')
}

/// Whether a word is a command that people type.
pub(super) fn is_known(word: &str) -> bool {
    listed(COMMANDS, word)
}

/// Commands whose second word says what to do.
const TOOLS: &str = "\
    apk apt apt-get brew cargo conda dnf docker docker-compose gcloud git helm kubectl minikube npm pacman pip pip3 \
    pnpm podman rustup systemctl terraform";

/// What they are told to do.
const VERBS: &str = "\
    add apply attach checkout clone create delete describe disable down enable exec fetch get init inspect install kill \
    list login logout logs ls prune ps pull push remove reset restart revert rm rmi run scale show start status stop \
    switch uninstall up update upgrade";
/// Those that need nothing behind them, and the tools that need nothing behind others: "docker run" alone is a name.
const WHOLE: &str = "down fetch init list login logout ls ps status up";
const INSTALLERS: &str = "apk apt apt-get brew cargo dnf npm pacman pnpm rustup";
const INSTALLS: &str = "install update upgrade";
/// Those that no name of a thing begins with, as "install errors" does.
const PLAIN_VERBS: &str = "attach checkout clone describe exec get inspect kill ls prune ps restart rm rmi uninstall";

/// Whether a line is a command though it has no options: a tool and what it is told to do, and to what. A tool and a name
/// may head a chapter: "docker compose", "git merge conflicts".
fn is_typed(text: &str, foreign: bool) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let signs = |word: &&str| {
        word.contains(words::is_alphabetic) && word.trim_matches(['.', ':']).contains(['.', ':', '@', '_'])
    };
    match words[..] {
        ["sudo", command, _, ..] => is_known(command),
        [tool, verb] if listed(TOOLS, tool) => {
            listed(WHOLE, verb)
                || tool == "git" && matches!(verb, "pull" | "push")
                || listed(INSTALLERS, tool) && listed(INSTALLS, verb)
        }
        [tool, verb, what, ..] if listed(TOOLS, tool) => {
            let sign = words[2..].iter().any(|word| signs(word) || *word == ".");
            let told = listed(VERBS, verb) && (foreign || sign) || listed(PLAIN_VERBS, verb) && words.len() == 3;
            // `docker network inspect web`
            told || sign && foreign || listed(VERBS, what) && !prose::begins_prose(verb)
        }
        // In a note of another script.
        [command, _, ..] => foreign && is_known(command) && words[1..].iter().any(signs),
        _ => false,
    }
}

/// Whether a line is a command and no more: a tool and what it is told to do, or a command with its options.
pub(super) fn answers(text: &str) -> bool {
    let ended = prose::is_ended(text) && !text.ends_with(" .");
    text.is_ascii() && !ended && !text.ends_with(['?', ':', ',']) && are_typed(text)
}

/// Whether a text is a command with something that tells it from a sentence.
pub(super) fn are_typed(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.next().is_some_and(is_known)
        && (is_typed(text, true) || words.any(|word| word.starts_with('-') || word.contains(['/', '"', '=', '.'])))
}

/// Whether a line of code is a command: a known one, a program by its path, a variable for one.
pub(super) fn is_command(text: &str) -> bool {
    let mut words = text.split_whitespace().skip_while(|word| {
        let name = word.split_once('=').map_or("", |(name, _)| name);
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    });
    let first = words.next().unwrap_or_default();
    let path = first.starts_with("./") || first.starts_with("~/") || first.starts_with("/usr/") && first.len() > 5;
    (is_known(first) || path) && !prose::is_ended(text)
}

/// Whether a line is a command behind the prompt of a system's owner: `# systemctl restart sshd`.
pub(super) fn is_root_prompt(text: &str) -> bool {
    text.strip_prefix("# ").is_some_and(|command| {
        command.is_ascii()
            && !command.ends_with(['.', ',', ':', '?', '!'])
            && command.split_whitespace().next().is_some_and(|first| !listed(WORDY, first))
            && are_typed(command)
    })
}

/// Whether lines are commands, up to the next blank one, and perhaps what they printed; `announced` by a colon they need
/// less to be so.
pub(super) fn are_commands(lines: &[Line<'_>], announced: bool, foreign: bool) -> bool {
    let command = |text: &&str| {
        let first = text.split_whitespace().next().unwrap_or_default();
        // A comment behind a command may be in any language.
        let text = text.split(" # ").next().unwrap_or_default().trim_end();
        text.is_ascii()
            && is_known(first)
            && !prose::begins_prose(first)
            // «docker build .» ends with a folder.
            && (text.ends_with(" .") || !text.ends_with(['.', ',', ':', '?', '!']))
    };
    let Some(text) = lines.first().map(|line| line.text).filter(|text| command(text)) else { return false };
    let together = |line: &&Line<'_>| line.gap == 0 && line.said == Said::Nothing;
    // Every line up to the next blank one is a command, and one of them has more than words.
    let block: Vec<&str> =
        std::iter::once(text).chain(lines[1..].iter().take_while(together).map(|line| line.text)).collect();
    let signs = |text: &&str| {
        text.split_whitespace()
            .any(|word| word.starts_with('-') && word.len() > 1 || word.contains(['/', '"', '=', '|', '>']))
    };
    let commands = block.iter().take_while(|text| command(text)).count();
    // In a note of another script what follows a command in Latin letters is what it printed.
    let printed = foreign && commands > 0 && block.iter().all(|text| text.is_ascii() && !prose::is_ended(text));
    // Elsewhere what it printed is told by its shape, line by line.
    let listing = commands > 0 && are_output(&block[commands..]);
    let enough = commands == block.len() || announced && commands > 0 || printed || listing;
    let plain = |text: &&str| text.split_whitespace().next().is_some_and(|first| !listed(WORDY, first));
    let in_columns = |text: &&str| text.contains("   ");
    let certain = block[..commands].iter().any(signs)
        || announced && block[..commands].iter().all(plain)
        || block[..commands].iter().any(|text| is_typed(text, foreign))
        || printed && text.contains(' ') && plain(&text) && block.iter().any(in_columns)
        || listing && text.contains(' ') && block[..commands].iter().all(plain);
    enough && certain
}

/// Whether lines are what a program prints and nobody writes: columns, times, sums, paths, each named perhaps.
fn are_output(lines: &[&str]) -> bool {
    let figures = |word: &str| {
        let word = word.trim_end_matches([':', ',', '.', ')']);
        let signs = word.contains([':', '/', '_', '=']) || word.len() > 6 && !word.contains(['-', ',']);
        word.chars().any(|c| c.is_ascii_digit()) && signs
    };
    let printed = |text: &&&str| text.contains("   ") || text.split_whitespace().any(figures);
    let named = |text: &str| text.split_once(": ").is_some_and(|(name, _)| !name.contains(' '));
    let plain = |text: &&str| {
        let signs = text.starts_with(['[', '{', '#', '=', '+']);
        text.is_ascii() && !prose::is_ended(text) && (signs || named(text) || printed(&text))
    };
    lines.iter().all(plain) && lines.iter().any(|text| printed(&text))
}

/// Commands that are words as well, so that a sentence may begin with one.
const WORDY: &str = "\
    cat date diff env export find go head kill less make node ping service set source tail time top touch watch which yarn zip";
