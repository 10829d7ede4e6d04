//! Blocks of lines that programs read or print, told by what all of them are made of: times, permissions, settings,
//! assignments, columns with paths.
//!
//! A line alone may be anything, so it is weighed: what nobody writes for people, what has a sign of code, plain words.
//! A block is code where the lines of the first kind carry the others, and none is prose or an item of a list.

use super::{
    super::{lines::Line, list::marker},
    family, faults, listed, markup, prose,
    shape::{MOST_LOOKED, Shape, has_inner_capital},
};
use crate::text::words;

/// So many lines tell what a block is.
const NEAR: usize = 60;

/// What a line is, the more certain the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// For people.
    Prose,
    /// Words, as a name among settings may be.
    Plain,
    /// It has a sign of code.
    Sign,
    /// Nobody writes so for people.
    Certain,
}

/// The block of a program that `lines` begin with; `announced` by a colon it may be a single line.
/// What was looked at in vain is added to `looked`: every line of an endless block may end with a colon.
pub(super) fn find(lines: &[Line<'_>], announced: bool, looked: &mut usize) -> Option<Shape> {
    if *looked > MOST_LOOKED {
        return None;
    }
    if let Some(count) = rows(lines) {
        return Some(Shape { lang: Some("csv"), count });
    }
    let mut count = block(lines, announced, looked)?;
    // What a program prints may have blank lines between.
    while lines.get(count).is_some_and(|next| next.gap == 1) {
        match block(&lines[count..], false, looked) {
            Some(more) if more > 1 => count += more,
            _ => break,
        }
    }
    Some(Shape { lang: None, count })
}

/// Whether a line is one of a log, or says what went wrong.
pub(super) fn begins_log(text: &str) -> bool {
    is_record(text) || faults::is_fault(text)
}

/// How many lines are a log or an error, though the text around them has markup: what programs print is most of them.
pub(super) fn log(lines: &[Line<'_>], looked: &mut usize) -> Option<usize> {
    if *looked > MOST_LOOKED {
        return None;
    }
    let printed = |line: &&Line<'_>| begins_log(line.text);
    // A picture of a place in a file: `4 | let x = 5;`, `|     ^ help`.
    let pictured = |line: &&Line<'_>| {
        let behind = line.text.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
        behind.starts_with('|') || behind.starts_with("= ") || line.text.starts_with("...")
    };
    let named = lines.first().filter(printed).is_some();
    let together = |(at, line): &(usize, &Line<'_>)| *at == 0 || line.gap == 0 || line.gap == 1 && printed(line);
    let near = || lines.iter().enumerate().take_while(together).map(|(_, line)| line);
    let goes_on = |line: &&Line<'_>| printed(line) || pictured(line) || weigh(line) > Weight::Plain;
    let count = if named { near().take_while(goes_on).count() } else { 0 };
    let enough = near().take(count).filter(|line| printed(line) || pictured(line)).count() * 2 >= count;
    *looked += if count > 0 && enough { 0 } else { count.max(1) };
    // On the heels of a single line prose may follow, and then it is of that prose; and «error: …» anybody may write.
    let told = |line: &Line<'_>| faults::is_level(line.text) || prose::is_ended(line.text);
    let whole = count > 1 || lines.get(1).is_none_or(|next| next.gap > 0) && !lines.first().is_some_and(told);
    (count > 0 && enough && whole).then_some(count)
}

/// How many lines up to the next blank one, or to prose on their heels, are a program's.
fn block(lines: &[Line<'_>], announced: bool, looked: &mut usize) -> Option<usize> {
    let first = lines.first()?;
    let together = |(at, line): &(usize, &Line<'_>)| *at == 0 || line.gap == 0;
    let near = lines.iter().take(NEAR).enumerate().take_while(together);
    let (mut count, mut certain, mut sum, mut plain) = (0, 0, 0, 0);
    for (_, line) in near {
        let weight = weigh(line);
        if weight == Weight::Prose {
            break;
        }
        count += 1;
        certain += usize::from(weight == Weight::Certain);
        // A name that is set in below another is a setting.
        let set_in = weight == Weight::Plain && line.indent > first.indent;
        plain += usize::from(weight == Weight::Plain && !set_in);
        sum += weight as usize - 1 + usize::from(set_in);
    }
    let whole = lines.get(count).is_none_or(|next| next.gap > 0) || count == NEAR;
    // Rows of a table have the same sign between their cells.
    let table = || lines[..count].iter().all(|line| line.text.contains('|'));
    let good = match count {
        0 => false,
        _ if table() => false,
        1 => whole && (is_record(first.text) || announced && is_expression(first.text)),
        _ if announced && are_results(&lines[..count]) => whole,
        // On the heels of code prose may follow, and of prose anything.
        _ => certain > 0 && sum >= count && plain * 2 <= count && (whole || certain > 1 && sum * 2 >= count * 3),
    };
    *looked += if good { 0 } else { count };
    // Of an endless block the beginning tells.
    let more = || lines[count..].iter().take_while(|line| line.gap == 0 && weigh(line) != Weight::Prose).count();
    good.then(|| if count == NEAR { count + more() } else { count })
}

/// What a line is.
pub(super) fn weigh(line: &Line<'_>) -> Weight {
    /// What is longer is a paragraph, or shows what it is at once.
    const LONGEST: usize = 400;
    let text = line.text;
    if text.len() > LONGEST * 10 {
        return Weight::Prose;
    }
    if is_printed(text) {
        return Weight::Certain;
    }
    let link = || text.starts_with("http://") || text.starts_with("https://");
    let foreign = || text.split_whitespace().filter(|word| word.chars().all(is_foreign)).nth(1).is_some();
    let ended = || prose::is_sentence(text) || text.ends_with('?') || prose::tells_of_code(text, false);
    if text.len() > LONGEST || marker(line).is_some() || text.contains('\t') || link() || prose::is_prose(text) {
        return Weight::Prose;
    }
    if ended() || foreign() {
        return Weight::Prose;
    }
    if is_written(text) {
        return Weight::Certain;
    }
    let signs = |c: char| "{}[]<>=$|\\_".contains(c);
    let path = |word: &str| {
        let figures = word.chars().all(|c| c.is_ascii_digit() || c == '/');
        word.contains('/') && !figures && word.is_ascii()
    };
    let sign = text.contains(signs) || text.split_whitespace().any(|word| path(word) || is_address(word));
    let columns = text.split("  ").filter(|cell| !cell.trim().is_empty()).count() > 2;
    if text.starts_with(|c: char| c.is_ascii()) && (sign || columns || family::is_call(text)) {
        return Weight::Sign;
    }
    if text.is_ascii() { Weight::Plain } else { Weight::Prose }
}

fn is_foreign(c: char) -> bool {
    words::is_alphabetic(c) && !c.is_ascii()
}

/// Whether a line is what a program prints or reads by its place, whatever words it has.
fn is_printed(text: &str) -> bool {
    begins_log(text) || is_branch(text) || is_conflict(text) || markup::is_tag(text) || has_figures_and_path(text)
}

/// Whether a line is a whole record, so that one alone is enough.
fn is_record(text: &str) -> bool {
    is_stamped(text) || has_permissions(text) || is_schedule(text)
}

/// `2024-03-09 12:01:44 ERROR …`, `Mar  9 12:01:44 box sshd[812]: …`, `… [09/Mar/2024:12:01:44 +0000] …`. A time in
/// front of what people say is none: a name stands behind it, and no level.
fn is_stamped(text: &str) -> bool {
    let text = text.trim_start_matches('[');
    if let Some((_, behind)) = text.split_once('[')
        && fits(behind, "00/aaa/0000:00:00:00")
    {
        return true;
    }
    if ["0000-00-00T00:00:00", "0000-00-00 00:00:00", "0000/00/00 00:00:00"].iter().any(|form| fits(text, form)) {
        let rest = &text["0000-00-00T00:00:00".len()..];
        let level = |word: &str| {
            let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            word.len() > 2 && word.bytes().all(|b| b.is_ascii_uppercase())
        };
        return text.as_bytes().get(10) == Some(&b'T')
            || rest.starts_with(['.', ',', 'Z', '+'])
            || rest.contains(['[', '='])
            || rest.split_whitespace().take(3).any(level);
    }
    const MONTHS: &str = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";
    let mut words = text.split_whitespace();
    words.next().is_some_and(|month| listed(MONTHS, month))
        && words.next().is_some_and(|day| day.len() <= 2 && day.bytes().all(|b| b.is_ascii_digit()))
        && words.next().is_some_and(|time| fits(time, "00:00:00"))
        && words.next().is_some()
        && words.next().is_some_and(|program| program.ends_with(':') && !program.starts_with(char::is_uppercase))
}

/// Whether a text begins as a form does, in which `0` is a figure and `a` a letter.
fn fits(text: &str, form: &str) -> bool {
    text.len() >= form.len()
        && text.bytes().zip(form.bytes()).all(|(b, form)| match form {
            b'0' => b.is_ascii_digit(),
            b'a' => b.is_ascii_alphabetic(),
            _ => b == form,
        })
}

/// `-rw-r--r-- 1 anna …`
fn has_permissions(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default().trim_end_matches(['.', '+', '@']);
    first.len() == 10
        && first.starts_with(['-', 'd', 'l', 'c', 'b', 's', 'p'])
        && first[1..].bytes().all(|b| b"rwxsStT-".contains(&b))
        && text.len() > first.len()
}

/// A line of a drawn tree of files.
fn is_branch(text: &str) -> bool {
    let drawn = ["|-- ", "`-- ", "|   ", "+---", "\\---"].iter().any(|sign| text.starts_with(sign));
    text.starts_with(['├', '└', '│']) || drawn && !text.ends_with(['|', '+'])
}

/// `*/5 * * * * command`: when to run what.
fn is_schedule(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let field = |word: &str| word.bytes().all(|b| b.is_ascii_digit() || b"*/,-".contains(&b));
    let fields: Vec<&str> = words.by_ref().take(5).collect();
    fields.len() == 5
        && fields.iter().all(|word| field(word))
        && fields.iter().any(|word| word.starts_with('*'))
        && words
            .next()
            .is_some_and(|command| command.starts_with(|c: char| c.is_ascii_alphabetic() || "/~.$".contains(c)))
}

/// What a merge leaves where two sides differ.
fn is_conflict(text: &str) -> bool {
    ["<<<<<<< ", ">>>>>>> ", "||||||| "].iter().any(|sign| text.starts_with(sign)) || text == "======="
}

/// `/dev/sda1   40G   12G  32% /`: figures and a path, in columns.
fn has_figures_and_path(text: &str) -> bool {
    let figures = text.split_whitespace().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).count();
    let path = text.split_whitespace().any(|word| word.starts_with('/') && word.is_ascii());
    text.contains("  ") && figures > 2 && path
}

/// `ttl=56`
fn is_pair(word: &str) -> bool {
    word.split_once('=').is_some_and(|(key, value)| {
        let name = key.len() > 1 && key.starts_with(|c: char| c.is_ascii_alphabetic());
        family::is_key(key) && name && !value.is_empty()
    })
}

/// `203.0.113.7`, `10.0.0.1:80`
fn is_address(word: &str) -> bool {
    let host = word.trim_matches(['(', ')', ':', ',']).split([':', '/']).next().unwrap_or_default();
    host.split('.').count() == 4 && host.split('.').all(|part| part.parse::<u8>().is_ok())
}

/// Whether a line without words of prose is written for a program.
fn is_written(text: &str) -> bool {
    let formula =
        text.starts_with('\\') && text[1..].starts_with(|c: char| c.is_ascii_alphabetic()) || text.ends_with("\\\\");
    let small = |name: &str| name.starts_with(|c: char| c.is_ascii_lowercase()) && family::is_key(name);
    let typed = text.split_once(" :: ").is_some_and(|(name, _)| small(name) && text.is_ascii());
    let arrow = text.split_once(" <- ").is_some_and(|(name, _)| family::is_key(name));
    let version = !text.contains(' ')
        && ["==", ">=", "~="].iter().any(|sign| {
            text.split_once(sign).is_some_and(|(name, version)| {
                name.len() > 1
                    && name.starts_with(|c: char| c.is_ascii_lowercase())
                    && version.starts_with(|c: char| c.is_ascii_digit())
            })
        });
    let pairs = || text.is_ascii() && text.split_whitespace().filter(|word| is_pair(word)).nth(1).is_some();
    let bracket = text.ends_with(" {") && text.is_ascii() || matches!(text, "}" | "};" | "});" | ");" | "],");
    formula
        || pairs()
        || is_statement(text)
        || typed
        || arrow
        || version
        || bracket
        || assigns(text)
        || calls(text)
        || is_setting(text)
        || has_flags(text)
}

/// `server_tokens off;`, `echo "hi";`, `root /srv/www;`: items of a list end so as well, but begin with words.
fn is_statement(text: &str) -> bool {
    let Some(text) = text.strip_suffix(';').filter(|text| text.is_ascii()) else { return false };
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    let named = first.contains(['_', '.', '$', '(', '=']) && first.len() > 2;
    let quoted = |quote: char| rest.len() > 1 && rest.starts_with(quote) && rest.ends_with(quote);
    let path = rest.starts_with(['/', '$']) && !rest.contains(' ');
    named || quoted('"') || quoted('\'') || path || assigns(text) || calls(text) || text.contains("->")
}

/// `x = pd.Series([3, 5])`, `memory_limit = 256M`. What stands in a formula is a letter.
fn assigns(text: &str) -> bool {
    let Some((name, value)) = text.split_once('=') else { return false };
    let (name, value) = (name.trim_end_matches(['+', '-', '*', ':']).trim(), value.trim());
    let capitals = name.len() > 2 && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let named = name.contains(['_', '.']) || has_inner_capital(name) || capitals && !value.contains(' ');
    let valued = value.starts_with(['"', '\'', '[', '{']) || calls(value);
    family::is_key(name)
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && !value.is_empty()
        && (named || valued)
}

/// `print(x.var())`, `app.run("web")`: a call with what is no name of a variable.
fn calls(text: &str) -> bool {
    let text = text.trim_end_matches(';');
    let Some((name, inner)) = text.strip_suffix(')').and_then(|call| call.split_once('(')) else { return false };
    let member = inner.split('.').skip(1).any(|member| member.starts_with(|c: char| c.is_ascii_alphabetic()));
    let inside = inner.contains(['"', '\'', '_', '[']) || member;
    family::is_key(name)
        && name.len() > 1
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && (inside || name.contains(['.', '_']))
}

/// `PermitRootLogin no`, `IdentityFile ~/.ssh/id`: a name with capitals inside, and what only a program takes.
fn is_setting(text: &str) -> bool {
    const SWITCHES: &str = "on off yes no true false none";
    let mut words = text.split_whitespace();
    let Some(key) = words.next().filter(|key| family::is_key(key)) else { return false };
    let named = has_inner_capital(key) && key.bytes().all(|b| b.is_ascii_alphanumeric()) || key.contains('_');
    let values: Vec<&str> = words.collect();
    let value = |word: &&str| {
        let word = word.trim_matches(['"', '\'']);
        let path = word.len() > 1 && word.starts_with(['/', '~', '.', '$', '^', '*']);
        listed(SWITCHES, &word.to_ascii_lowercase()) || is_address(word) || path
    };
    named && (1..=4).contains(&values.len()) && values.iter().any(value) && text.is_ascii()
}

/// `iptables -A INPUT -p tcp`: the name of a program, and more than one option.
fn has_flags(text: &str) -> bool {
    let flag = |word: &&str| {
        let name = word.trim_start_matches('-');
        (1..=2).contains(&(word.len() - name.len())) && name.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    text.is_ascii()
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.split_whitespace().skip(1).filter(flag).nth(1).is_some()
}

/// Whether a line behind a colon is an expression that a program evaluates: `=SUM(A1:A10)`, `rate(hits_total[5m])`,
/// `^a+$`.
fn is_expression(text: &str) -> bool {
    let sheet = text.strip_prefix('=').is_some_and(|call| call.starts_with(|c: char| c.is_ascii_uppercase()));
    let pattern = text.len() > 4 && text.starts_with('^') && text.ends_with('$');
    let call = || sheet && text.ends_with(')') || calls(text) && text.contains('[');
    text.is_ascii() && !text.contains(' ') && (pattern || call())
}

/// Whether lines are numbers that nobody writes so precisely.
fn are_results(lines: &[Line<'_>]) -> bool {
    const PRECISE: usize = 5;
    let decimals = |text: &str| text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    lines.iter().all(|line| line.text.parse::<f64>().is_ok()) && lines.iter().any(|line| decimals(line.text) >= PRECISE)
}

/// Rows of values with commas between them, as many in each.
fn rows(lines: &[Line<'_>]) -> Option<usize> {
    let commas = |text: &str| text.bytes().filter(|b| *b == b',').count();
    let wanted = lines.first().map(|first| commas(first.text)).filter(|&commas| commas > 1)?;
    let row = |(at, line): &(usize, &Line<'_>)| {
        let text = line.text;
        (*at == 0 || line.gap == 0)
            && commas(text) == wanted
            && !text.contains(", ")
            && !text.ends_with(['.', ',', '!', '?'])
    };
    let count = lines.iter().enumerate().take(NEAR).take_while(row).count();
    // A list of words may be parted by commas alone; a figure is a cell of its own.
    let figure = |line: &&Line<'_>| line.text.split(',').any(|cell| cell.parse::<f64>().is_ok());
    let letters = lines[..count].iter().all(|line| line.text.contains(words::is_alphabetic));
    let figures = lines[..count].iter().filter(figure).count() * 2 >= count;
    let whole = lines.get(count).is_none_or(|next| next.gap > 0) || count == NEAR;
    let all = || lines.iter().enumerate().take_while(row).count();
    (count > 1 && whole && letters && figures).then(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{notes::lines, text::Source};

    fn count(text: &str, announced: bool) -> usize {
        let source = Source::new("a.txt", text);
        find(&lines::lines(&source, source.whole()), announced, &mut 0).map_or(0, |shape| shape.count)
    }

    #[test]
    fn what_programs_print_is_a_block() {
        for block in [
            "2031-05-02 08:00:01 ERROR pump failed\n2031-05-02 08:00:02 INFO trying again",
            "2031-05-02T08:00:01.120Z pump failed\n2031-05-02T08:00:02.001Z it works",
            "May  2 08:00:01 shed pumpd[812]: Failed to start\nMay  2 08:00:02 shed pumpd[812]: Started",
            "198.51.100.7 - - [02/May/2031:08:00:01 +0000] \"GET / HTTP/1.1\" 200 612\n198.51.100.7 - - \
            [02/May/2031:08:00:02 +0000] \"GET /a HTTP/1.1\" 404 153",
            "total 8\n-rw-r--r-- 1 olga olga 48K May  2 08:00 plan.txt\ndrwxr-xr-x 2 olga olga 4.0K May  2 08:00 maps",
            "Filesystem      Size  Used Avail Use% Mounted on\n/dev/sdb1        40G   12G   26G  32% /\n\
            tmpfs           2.0G     0  2.0G   0% /dev/shm",
            "garden\n├── beds.txt\n└── maps\n    └── north.txt",
            "garden/\n|-- beds.txt\n`-- maps/",
            "PING shed.example (198.51.100.7) 56(84) bytes of data.\n64 bytes from 198.51.100.7: icmp_seq=1 ttl=56",
            "0 3 * * * /usr/local/bin/water.sh\n*/5 * * * * /srv/pump/sync.sh",
        ] {
            assert_eq!(count(&format!("{block}\n\nДальше ничего.\n"), false), block.lines().count(), "{block}");
        }
    }

    #[test]
    fn a_sign_behind_letters_of_any_width_is_no_version() {
        for text in ["…{==", "я==1\nё>=2", "…==\n…~=3"] {
            assert_eq!(count(&format!("{text}\n\nДальше ничего.\n"), false), 0, "{text}");
        }
    }

    #[test]
    fn what_programs_read_is_a_block() {
        for block in [
            "Host shed\n    HostName 198.51.100.7\n    User olga",
            "PasswordAuthentication no\nPermitRootLogin no",
            "RewriteEngine On\nRewriteRule ^old$ /new [R=301,L]",
            "server_tokens off;\nclient_max_body_size 20m;",
            "flask==3.0.0\nuvicorn[standard]==0.29.0\nsqlalchemy>=2.0",
            "beds = load(\"beds.csv\")\nprint(beds.mean())",
            "x <- c(3, 5, 8)\nvar(x)",
            "area :: Int -> Int\narea x = x + x",
            "\\begin{align}\na &= b \\\\\n\\end{align}",
            "<<<<<<< HEAD\nPORT = 80\n=======\nPORT = 90\n>>>>>>> other",
            "nft -a list ruleset -n\nnft -f rules -c",
            "id,bed,rows\n1,north,30\n2,south,41",
        ] {
            assert_eq!(count(&format!("{block}\n\nThat is all.\n"), false), block.lines().count(), "{block}");
        }
        assert_eq!(count("8.91666666\n6.6875\n", true), 2);
        for line in ["=SUM(A1:A10)", "rate(hits_total[5m])", "^[a-z]+@[a-z.]+$"] {
            assert_eq!((count(line, true), count(line, false)), (1, 0), "{line}");
        }
    }

    #[test]
    fn what_people_write_is_none() {
        for block in [
            // Recipes, poems, addresses, timetables, results, lists of what there is.
            "2 cups flour\n1/2 cup sugar\n500 g butter, soft",
            "milk/cream (old);\n2 eggs;\nflour;",
            "The trees are bare;\nThe night is long;\nNo bird is there",
            "221B Baker Street\nLondon NW1 6XE\nEngland",
            "09:00 Breakfast\n10:30 Lecture (room 4)\n12:00 Lunch",
            "00:12:44 Introduction\n00:15:02 The first mill",
            "2031-05-02 08:00 Meeting with Ann\n2031-05-03 09:00 Dentist",
            "2031-05-02 08:00:01 Ann: are you there\n2031-05-02 08:00:09 Bob: yes",
            "[02.05.2031, 08:00:01] Ann: hello\n[02.05.2031, 08:00:09] Bob: hi",
            "GitHub Actions\nYouTube videos\nJavaScript basics",
            "iPhone 15\nPlayStation 5",
            "GitHub https://example.org/olga\nLinkedIn https://example.org/in/olga",
            "https://example.org/a_b?c=1\nhttps://example.org/d_e?f=2",
            "LICENSE\nREADME.md\n.env",
            "f(x) = 2x + 1\ng(x) = x^2\nE = mc^2",
            "ROI = gain / cost\nGDP = C + I + G",
            "Name | Price\nOak | 5\nElm | 7",
            "Oak\t5\nElm\t7",
            "хлеб,молоко,сыр\nмука,соль,сахар",
            "1,000,000\n2,500,000",
            "Ann: bring the keys\nBob: call the plumber",
            "- x = 1\n- y = 2",
            "Мука - 500 г\nСахар - 2 ст. л.",
            "При alpha=0.05 и beta=0.2 выборка мала.",
            "12\n15.5",
        ] {
            assert_eq!(count(&format!("{block}\n\nThat is all.\n"), true), 0, "{block}");
        }
    }

    #[test]
    fn prose_on_the_heels_of_a_block_is_none_of_it() {
        assert_eq!(count("server_tokens off;\ngzip_types text/css;\nНапишите это в файл.\n", true), 2);
        assert_eq!(count("user_name = x\nThen the name is known to everyone.\n", true), 0);
        let log = "2031-05-02T08:00:01Z start\n2031-05-02T08:00:02Z stop\n\n2031-05-02T09:00:01Z start\n\
            2031-05-02T09:00:02Z stop\n\nIt stops.\n";
        assert_eq!(count(log, false), 4);
    }
}
