//! A documentation set of any size, the same for the same seed: Russian prose in which the terms of a glossary are
//! inflected, tables, manifests, links between the chapters.

use std::{fmt::Write as _, fs, path::Path};

/// Numbers that look like chance and are the same each time: xorshift, <https://doi.org/10.18637/jss.v008.i14>.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice that fall as `seed` says.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

/// A term: identifier, name, a name in English, and the forms that the prose uses.
const TERMS: [(&str, &str, &str, [&str; 4]); 12] = [
    ("pod", "под", "Pod", ["подов", "подам", "подами", "подах"]),
    ("deployment", "деплоймент", "Deployment", ["деплоймента", "деплойментов", "деплойменту", "деплойментом"]),
    ("service", "сервис", "Service", ["сервиса", "сервисов", "сервисом", "сервисы"]),
    ("node", "узел", "Node", ["узла", "узлов", "узлам", "узлах"]),
    ("cluster", "кластер", "cluster", ["кластера", "кластеров", "кластере", "кластеру"]),
    ("container", "контейнер", "container", ["контейнера", "контейнеров", "контейнеры", "контейнером"]),
    ("replica", "реплика", "replica", ["реплик", "реплики", "реплику", "репликами"]),
    (
        "namespace",
        "пространство имён",
        "namespace",
        ["пространства имён", "пространств имён", "пространству имён", "пространстве имён"],
    ),
    ("secret", "секрет", "Secret", ["секрета", "секретов", "секретом", "секреты"]),
    ("volume", "том", "volume", ["тома", "томов", "томом", "томах"]),
    ("label", "метка", "label", ["метки", "меток", "метками", "меткой"]),
    ("selector", "селектор", "selector", ["селектора", "селекторов", "селектором", "селекторы"]),
];

const OPENINGS: [&str; 8] = [
    "Обычно",
    "На практике",
    "Когда нагрузка растёт,",
    "При обновлении",
    "Вопреки ожиданиям,",
    "В этой главе",
    "Чаще всего",
    "Если сеть недоступна,",
];
const VERBS: [&str; 8] = [
    "получает список",
    "следит за состоянием",
    "создаёт копию",
    "перезапускает часть",
    "описывает настройки",
    "ждёт готовности",
    "хранит адреса",
    "удаляет остатки",
];
const ENDINGS: [&str; 8] = [
    "и сообщает об этом контроллеру",
    "пока не истечёт время ожидания",
    "без участия администратора",
    "но только внутри своей сети",
    "а затем записывает событие в журнал",
    "что упрощает откат на прежнюю версию",
    "и не мешает остальным запросам",
    "если хватает памяти и процессорного времени",
];

fn sentence(dice: &mut Dice, out: &mut String) {
    let mut term = || {
        let forms = &TERMS[dice.below(TERMS.len())].3;
        dice.of(forms)
    };
    let (first, second) = (term(), term());
    let _ = write!(
        out,
        "{} контроллер {} {first}, {} для {second}. ",
        dice.of(&OPENINGS),
        dice.of(&VERBS),
        dice.of(&ENDINGS)
    );
}

/// The file of a chapter.
pub(crate) fn file(n: usize) -> String {
    format!("c{n:05}.md")
}

/// A chapter: about a kilobyte of prose, a table, a manifest, links to other chapters.
pub(crate) fn chapter(n: usize, chapters: usize, seed: u64) -> String {
    let mut dice =
        Dice::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (n as u64 + 1).wrapping_mul(0xBF58_476D_1CE4_E5B9));
    // The first numbers of near seeds are near each other.
    for _ in 0..8 {
        dice.below(2);
    }
    let mut out = format!("# Глава {n}: {}\n\n", TERMS[dice.below(TERMS.len())].1);
    for _ in 0..2 {
        (0..3).for_each(|_| sentence(&mut dice, &mut out));
        let other = dice.below(chapters);
        let _ = write!(out, "Подробнее — в [главе {other}]({}).\n\n", file(other));
    }
    out.push_str("## Сравнение\n\n| Свойство | Первое | Второе |\n| --- | --- | ---: |\n");
    for row in ["Назначение", "Время жизни", "Размер", "Доступ"] {
        let _ = writeln!(out, "| {row} | {} | {} |", dice.of(&VERBS), dice.below(1000));
    }
    out.push_str("\n## Пример\n\n");
    sentence(&mut dice, &mut out);
    let _ = write!(
        out,
        "\n\n```yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings-{n}\n  labels:\n    app: shop-{n}\ndata:\n  # сколько ждать ответа\n  timeout: \"{}\"\n  mode: {}\n```\n",
        dice.below(600),
        dice.of(&["fast", "safe", "debug"]),
    );
    out
}

/// The paragraphs of a chapter, without its table and its manifest.
pub(crate) fn prose(n: usize, chapters: usize, seed: u64) -> Vec<String> {
    let text = chapter(n, chapters, seed);
    text.split("\n\n").filter(|block| block.contains(" контроллер ")).map(|block| block.trim().to_owned()).collect()
}

/// A paragraph in lines of one width, as a PDF gives it.
pub(crate) fn wrapped(paragraph: &str) -> String {
    const WIDTH: usize = 90;
    let mut out = String::new();
    let mut length = 0;
    for word in paragraph.split_whitespace() {
        length += word.chars().count() + 1;
        let ends = length > WIDTH;
        out.push_str(word);
        out.push(if ends { '\n' } else { ' ' });
        length = if ends { 0 } else { length };
    }
    out
}

/// Every twentieth chapter stands above the nineteen behind it.
const FAMILY: usize = 20;

fn title(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim_start_matches("# ")
}

/// Writes a book for `konspekt build` and, where `plain`, one for stock mdBook: the chapters alone.
///
/// # Errors
/// Where a file cannot be written.
pub(crate) fn book(dir: &Path, chapters: usize, seed: u64, languages: &str, plain: bool) -> std::io::Result<()> {
    fs::create_dir_all(dir.join("src"))?;
    let mut summary = String::from("# Summary\n\n");
    for n in 0..chapters {
        let text = chapter(n, chapters, seed);
        let indent = if n % FAMILY == 0 { "" } else { "    " };
        let _ = writeln!(summary, "{indent}- [{}]({})", title(&text), file(n));
        fs::write(dir.join("src").join(file(n)), text)?;
    }
    let mut settings = String::from("[book]\ntitle = \"Справочник\"\nlanguage = \"ru\"\n");
    if !plain {
        summary.push_str("- [Глоссарий](glossary.md)\n");
        fs::write(dir.join("src/glossary.md"), "# Глоссарий\n\n{{#glossary}}\n")?;
        fs::write(dir.join("glossary.toml"), glossary())?;
        let _ = write!(settings, "\n[preprocessor.konspekt]\nlanguages = [{languages}]\n");
    }
    fs::write(dir.join("src/SUMMARY.md"), summary)?;
    fs::write(dir.join("book.toml"), settings)
}

/// The glossary of the chapters' terms.
pub(crate) fn glossary() -> String {
    let mut out = String::new();
    for (id, ru, en, _) in TERMS {
        let _ = write!(
            out,
            "[[term]]\nid = \"{id}\"\nsource = \"https://kubernetes.io/docs/reference/glossary/\"\nru = {{ name = \"{ru}\", definition = \"Понятие, о котором говорит справочник.\" }}\nen = {{ name = \"{en}\", definition = \"A term of this reference.\" }}\n\n"
        );
    }
    out
}

/// Writes the same chapters for Hugo: a bare layout, code coloured by Chroma.
///
/// # Errors
/// Where a file cannot be written.
pub(crate) fn hugo(dir: &Path, chapters: usize, seed: u64) -> std::io::Result<()> {
    for folder in ["content", "layouts/_default"] {
        fs::create_dir_all(dir.join(folder))?;
    }
    fs::write(
        dir.join("hugo.toml"),
        "baseURL = \"https://example.org/\"\ntitle = \"Справочник\"\ndisableKinds = [\"taxonomy\", \"term\", \"RSS\"]\n[markup.highlight]\nnoClasses = false\n",
    )?;
    let page = "<!DOCTYPE html><html lang=\"ru\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title></head><body><main>{{ .Content }}</main>{{ with .PrevInSection }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}{{ with .NextInSection }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}</body></html>\n";
    fs::write(dir.join("layouts/_default/single.html"), page)?;
    fs::write(
        dir.join("layouts/_default/list.html"),
        "<!DOCTYPE html><html lang=\"ru\"><body>{{ range .Pages }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}</body></html>\n",
    )?;
    for n in 0..chapters {
        let text = chapter(n, chapters, seed);
        fs::write(
            dir.join("content").join(file(n)),
            format!("---\ntitle: \"{}\"\nweight: {}\n---\n{text}", title(&text), n + 1),
        )?;
    }
    Ok(())
}

/// A Deployment and what goes with it, of one of three kinds.
pub(crate) fn manifest(n: usize) -> String {
    let name = format!("shop-{n}");
    match n % 3 {
        0 => format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {name}\n  labels:\n    app: {name}\nspec:\n  replicas: {}\n  \
             selector:\n    matchLabels:\n      app: {name}\n  template:\n    metadata:\n      labels:\n        app: {name}\n    \
             spec:\n      containers:\n        - name: web\n          image: registry.example.com/{name}:1.{n}\n          \
             ports:\n            - name: http\n              containerPort: 8080\n          resources:\n            requests:\n              \
             cpu: 100m\n              memory: 128Mi\n            limits:\n              memory: 256Mi\n          readinessProbe:\n            \
             httpGet:\n              path: /ready\n              port: http\n          env:\n            - name: LEVEL\n              \
             value: \"{}\"\n",
            n % 7 + 1,
            n % 5
        ),
        1 => format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\ndata:\n  level: \"{}\"\n  app.conf: |\n    \
             # settings of {name}\n    workers = {n}\n    log = \"info\"\n",
            n % 5
        ),
        _ => format!(
            "apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: {name}\nspec:\n  schedule: \"{} 3 * * *\"\n  \
             jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n            \
             - name: clean\n              image: busybox:1.37\n              args: [\"sh\", \"-c\", \"echo {n}\"]\n",
            n % 60
        ),
    }
}
