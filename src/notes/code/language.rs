//! The language of code that nothing marks: told by its own lines, and by the words that announce it.
//!
//! What is announced («На Java:», "Create docker-compose.yml:") decides between languages that look alike, and names one
//! where the lines alone leave it open; lines that can only be of another language win, since "Install Python:" announces
//! a command. What a program printed has no language. Where code begins and ends is known before.

use super::{
    super::model::{Block, BlockKind, Section},
    listed, machine, marks, prose,
};

/// So much of the words before code announces it, in bytes.
const LONGEST_ANNOUNCEMENT: usize = 200;
/// So many words without a colon name what stands below them.
const MOST_WORDS: usize = 4;

/// Names the language of the code in sections, where neither a fence nor a label does.
pub fn name(sections: &mut [Section]) {
    let mut before = Before::default();
    for section in sections {
        before.say(&section.title.text);
        section.blocks.iter_mut().for_each(|block| before.block(block));
    }
}

/// The words right before a block.
#[derive(Default)]
struct Before(String);

impl Before {
    fn say(&mut self, text: &str) {
        self.0.clear();
        self.0.push_str(&text[text.ceil_char_boundary(text.len().saturating_sub(LONGEST_ANNOUNCEMENT))..]);
    }

    fn block(&mut self, block: &mut Block) {
        match &mut block.kind {
            BlockKind::Paragraph { text } => self.say(&text.text),
            BlockKind::List { items, .. } => {
                for item in items {
                    self.say(&item.text.text);
                    item.attributes
                        .iter()
                        .for_each(|attribute| self.value(&attribute.name.text, &attribute.value.text));
                    item.blocks.iter_mut().for_each(|below| self.block(below));
                }
            }
            BlockKind::Attributes(attributes) => {
                attributes.iter().for_each(|attribute| self.value(&attribute.name.text, &attribute.value.text));
            }
            BlockKind::Code { lang, text } => {
                if lang.is_none() {
                    *lang = of(&text.text, &self.0).map(str::to_owned);
                }
                self.0.clear();
            }
            BlockKind::Table { .. } => self.0.clear(),
            BlockKind::Quote(blocks) => blocks.iter_mut().for_each(|below| self.block(below)),
        }
    }

    fn value(&mut self, name: &str, value: &str) {
        self.say(if value.is_empty() { name } else { value });
        self.0.push_str(if value.is_empty() { ":" } else { "" });
    }
}

/// The language of code, `before` being the words that stand above it.
fn of(code: &str, before: &str) -> Option<&'static str> {
    let first = code.lines().map(str::trim).find(|line| !line.is_empty())?;
    if machine::begins_log(first) {
        return None;
    }
    let own = marks::find(code);
    let named = in_comment(code).or_else(|| announced(before));
    match (own, named) {
        (Some(own), Some(named)) if alike(own, named) => Some(named),
        (Some(own), _) => Some(own),
        (None, named) => named.filter(|named| fits(named, code)),
    }
}

/// The names of languages and of files, in small letters, and what each is marked with.
const NAMES: [(&str, &str); 38] = [
    ("js javascript node.js .js .mjs .jsx .cjs", "js"),
    ("typescript .ts .tsx", "ts"),
    ("python python3 .py", "python"),
    ("java .java", "java"),
    ("kotlin .kt .kts", "kotlin"),
    ("c си .c .h", "c"),
    ("c++ .cpp .cc .hpp .cxx", "cpp"),
    ("c# .cs", "cs"),
    ("go golang .go", "go"),
    ("rust .rs", "rust"),
    ("ruby .rb", "ruby"),
    ("php .php", "php"),
    ("perl .pl .pm", "perl"),
    ("lua .lua", "lua"),
    ("r .r", "r"),
    ("swift .swift", "swift"),
    ("scala .scala", "scala"),
    ("haskell .hs", "haskell"),
    ("sql .sql", "sql"),
    ("css .css", "css"),
    ("scss .scss", "scss"),
    ("html .html .htm", "html"),
    ("xml .xml", "xml"),
    ("json .json", "json"),
    ("yaml .yml .yaml", "yaml"),
    ("toml .toml", "toml"),
    ("ini .ini .env .service .timer .socket", "ini"),
    ("bash shell .sh", "bash"),
    ("powershell .ps1", "powershell"),
    ("dockerfile .dockerfile", "dockerfile"),
    ("nginx nginx.conf", "nginx"),
    ("makefile .mk", "makefile"),
    ("terraform hcl .tf", "terraform"),
    ("diff .diff .patch", "diff"),
    ("graphql .graphql", "graphql"),
    ("dart .dart", "dart"),
    ("groovy jenkinsfile .groovy", "groovy"),
    ("latex .tex", "latex"),
];

/// Names that are words or letters as well: they have a capital, and end what announces the code.
const WORDS: &str = "c dart diff go r ruby rust scala shell swift";

/// What is announced behind one of these is what a program prints, or what files there are.
const PRINTED: [&str; 24] = [
    "answer",
    "error",
    "folder",
    "get",
    "log",
    "output",
    "print",
    "receive",
    "respon",
    "result",
    "return",
    "see",
    "structure",
    "tree",
    "вывод",
    "выглядит",
    "дерев",
    "журнал",
    "лог",
    "ответ",
    "ошибк",
    "получ",
    "результат",
    "структур",
];

/// The language that words above code name.
fn announced(before: &str) -> Option<&'static str> {
    let start = [". ", "! ", "? "].iter().filter_map(|end| before.trim_end().rfind(end)).max().map_or(0, |end| end + 2);
    let text = before[start..].trim();
    let colon = text.ends_with(':');
    let words: Vec<&str> = text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
    if !colon && words.len() > MOST_WORDS {
        return None;
    }
    let small = text.to_lowercase();
    if small.split(|c: char| !c.is_alphabetic()).any(|word| PRINTED.iter().any(|begin| word.starts_with(begin))) {
        return None;
    }
    let last = words.len().checked_sub(1)?;
    words.iter().enumerate().rev().find_map(|(at, word)| named(word, at == last))
}

/// The language that the file is in which a comment on the first line names.
fn in_comment(code: &str) -> Option<&'static str> {
    let first = code.lines().next()?.trim();
    let comment = ["#", "//", "--", ";", "<!--", "/*"].iter().find_map(|sign| first.strip_prefix(sign))?;
    let mut words = comment.split_whitespace().map(bare).filter(|word| !word.is_empty());
    let word = words.next().filter(|word| words.next().is_none() && word.contains('.'))?;
    named(word, false)
}

/// A word without what stands around it in a sentence.
fn bare(word: &str) -> &str {
    let around = |c: char| !(c.is_alphanumeric() || "+#./_-".contains(c));
    word.trim_matches(around).trim_end_matches(['.', '-'])
}

/// The language that a word is the name of, or the end of a file's name.
fn named(word: &str, is_last: bool) -> Option<&'static str> {
    let small = word.to_lowercase();
    let file = small.rsplit('/').next().unwrap_or_default();
    let end = file.rfind('.').map(|dot| &file[dot..]);
    let (names, lang) = NAMES
        .iter()
        .find(|(names, _)| names.split(' ').any(|name| name == file || name.starts_with('.') && end == Some(name)))?;
    let is_word = names.split(' ').any(|name| name == file) && listed(WORDS, file);
    let capital = word.starts_with(char::is_uppercase) && is_last;
    (!is_word || capital).then_some(*lang)
}

/// Languages that look alike, so that what is announced decides between them.
const ALIKE: [&str; 5] = [
    "c cpp cs dart go groovy java js kotlin php rust scala swift ts",
    "python ruby lua perl r",
    "css scss nginx",
    "ini toml",
    "html xml",
];

fn alike(one: &str, other: &str) -> bool {
    ALIKE.iter().any(|group| listed(group, one) && listed(group, other))
}

/// Whether code may be in the language that is announced, though its lines do not tell.
fn fits(lang: &str, code: &str) -> bool {
    let comment = |line: &&str| line.starts_with('#') || line.starts_with("//") || line.starts_with("--");
    let mut lines = code.lines().map(str::trim).filter(|line| !line.is_empty() && !comment(line));
    let Some(first) = lines.clone().next() else { return false };
    let key = |line: &str| line.trim_start_matches("- ").split([':', '=']).next().is_some_and(|key| !key.contains(' '));
    match lang {
        "yaml" => lines.any(|line| line.contains(':') && key(line)) && !code.contains('{'),
        "json" => first.starts_with(['{', '[']),
        "html" | "xml" => first.starts_with('<'),
        "ini" | "toml" => lines.all(|line| line.contains('=') || line.starts_with(['[', '#', ';'])),
        "dockerfile" => marks::is_dockerfile(code, 1),
        "diff" => lines.any(|line| line.starts_with(['+', '-'])),
        "latex" => code.contains('\\'),
        "sql" => marks::is_sql(code),
        // What is typed is told by its own lines.
        "bash" => false,
        _ => {
            let signs = |line: &&str| line.contains(|c: char| "(){}[];=<>$|\"'".contains(c)) || listed(ALONE, line);
            let (all, signed) = (lines.clone().count(), lines.clone().filter(signs).count());
            signed * 2 > all && !lines.any(prose::is_ended)
        }
    }
}

/// Words that stand on lines of their own in code.
const ALONE: &str = "begin do done else end esac fi pass return then try";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_announced_decides_between_languages() {
        for (before, code, lang) in [
            ("Пример на Rust:", "fn main() {\n    println!(\"hi\");\n}", "rust"),
            ("In Java:", "public class A {\n    int x;\n}", "java"),
            ("In C#:", "public class A {\n    int x;\n}", "cs"),
            ("In TypeScript it would be:", "for (let i = 0; i < 3; i++) {\n  pump(i);\n}", "ts"),
            ("Пример на CSS:", ".a {\n  color: red;\n}", "css"),
            ("То же на Kotlin:", "val pumps = listOf(1, 2)\nprintln(pumps.sum())", "kotlin"),
            ("На Си:", "int x = 5;\nx += 1;", "c"),
            ("Create docker-compose.yml:", "services:\n  web:\n    image: nginx", "yaml"),
            ("Файл `.env`:", "PUMP=north", "ini"),
            ("Положите это в src/pumps.py:", "x = 5", "python"),
            ("Dockerfile", "FROM node:20", "dockerfile"),
            ("", "// src/main.rs\nlet pump = Pump::new();", "rust"),
        ] {
            assert_eq!(of(code, before), Some(lang), "{before}");
        }
    }

    #[test]
    fn lines_that_can_only_be_of_another_language_win() {
        assert_eq!(of("sudo apt install python3", "Install Python:"), Some("bash"));
        assert_eq!(of("docker build -t web .", "Соберите образ по Dockerfile:"), Some("bash"));
        assert_eq!(of("{\"a\": 1}", "The file config.yaml becomes:"), Some("json"));
    }

    #[test]
    fn what_a_program_prints_has_no_language() {
        for (before, code) in [
            ("And this is from nginx:", "2031/05/02 08:00:01 [error] 31#31: *5 connect() failed"),
            ("Python prints the output:", "x = 5 (ok)\ny = 6 (ok)"),
            ("Вывод скрипта на Python:", "total = 5\nmean = (2)"),
            ("Структура проекта на Go:", "main.go\npump/pump.go"),
            ("Here is what we go for:", "x = (5)"),
            ("Нужен Python. Настройки такие, и они лежат рядом с программой", "x = 5"),
            ("In the log of the shell:", "a = 1"),
            ("На Rust:", "The pump is off.\nIt was on."),
        ] {
            assert_eq!(of(code, before), None, "{before}");
        }
    }
}
