use super::*;
use crate::notes::lines;

pub(super) fn found(text: &str) -> Vec<(String, String)> {
    let source = Source::new("a.txt", text);
    let lines = lines::lines(&source, source.whole());
    let (codes, _) = find(&source, &lines, &Fixes::default());
    codes.into_iter().map(|code| (code.lang.unwrap_or_default(), code.text.text)).collect()
}

pub(super) fn one(lang: &str, code: &str) -> Vec<(String, String)> {
    vec![(lang.to_owned(), code.to_owned())]
}

#[test]
fn a_command_may_be_all_that_answers_a_question() {
    let git = "Как отменить правку?\ngit checkout main.c\n\nА как посмотреть?\nОткрыть файл.\n";
    assert_eq!(found(git), one("bash", "git checkout main.c"));
    let pods = "How do I list the pods?\nkubectl get pods\n\nAnd the nodes?\n\nThe same way.\n";
    assert_eq!(found(pods), one("bash", "kubectl get pods"));
    for text in ["What is the date?\ndate\n\nIt is today.\n", "What would you do?\nmake a list of it\n\nIt helps.\n"] {
        assert!(found(text).is_empty(), "{text}");
    }
}

#[test]
fn what_a_program_says_right_below_its_command_is_output() {
    let pump = "Запустите проверку:\ngit status\nOn branch main\nThis means that nothing was changed here, and all is \
        well.\n\nДальше можно работать.\n";
    let [(_, code)] = &found(pump)[..] else { panic!("{:?}", found(pump)) };
    assert!(code.ends_with("all is well."), "{code}");
    let prose = "Run the check:\ngit status --short\nThis means that nothing was changed here, and all is well.\n";
    let [(_, code)] = &found(prose)[..] else { panic!("{:?}", found(prose)) };
    assert_eq!(code, "git status --short");
}

#[test]
fn the_signs_of_a_lost_fence() {
    let code = "docker ps -a\ndocker rm web";
    for sign in [
        "bash\nКопировать код\n",
        "bashКопировать код\n",
        "bash\nCopy\nEdit\n",
        "bashCopy code",
        "bash\n\nКопировать\nРедактировать\n\n",
        "bash Copy code\n",
        "bash\nКопироватьРедактировать\n",
        "bash\nCopyEdit\n",
    ] {
        assert_eq!(
            found(&format!("Список контейнеров:\n\n{sign}{code}\n\nТеперь контейнера нет.\n")),
            one("bash", code),
            "{sign}"
        );
        assert_eq!(
            found(&format!("List them:\n{sign}{code}\nNow the container is gone.\n")),
            one("bash", code),
            "{sign}"
        );
    }
    assert_eq!(
        found("Версия:\nКопировать кодdocker version\nЕсли команды нет, поставьте её.\n"),
        one("", "docker version")
    );
    assert_eq!(found("Then\nCopy code\nlet x = 1;\n\nThat is all of it.\n"), one("", "let x = 1;"));
}

#[test]
fn a_session_goes_on_where_a_program_says_something_in_another_script() {
    let session = "$ pump start\nStarted pump 3\n\nWelcome to the pump!\nIt will water the beds at six.";
    let text = format!("Запуск насоса:\n\n{session}\n\nПосле этого вода пойдёт сама.\n");
    assert_eq!(found(&text), one("", session));
    let alone = "$ pump start\nStarted pump 3";
    for behind in ["Вода пойдёт сама.", "Pump Manager\nЭто программа, которая следит за насосом.", "- one\n- two"]
    {
        assert_eq!(found(&format!("Запуск насоса:\n\n{alone}\n\n{behind}\n")), one("", alone), "{behind}");
    }
    let english = format!("Start it like this:\n\n{alone}\n\nNow the pump is on.\nIt will water the beds.\n");
    assert_eq!(found(&english), one("", alone));
}

#[test]
fn one_setting_below_an_item_is_code() {
    let steps = "1. Насос включается сам:\n   restart: on-failure\n2. Порт открыт:\n   port: 80\n3. Готово.\n";
    let setting = |text: &str| ("yaml".to_owned(), text.to_owned());
    assert_eq!(found(steps), [setting("restart: on-failure"), setting("port: 80")]);
    assert_eq!(found("2. The pump restarts:\n   on_failure: true\n3. Done.\n"), one("yaml", "on_failure: true"));
    for text in [
        "1. The oven:\n   temperature: 180\n2. Done.\n",
        "1. Духовка:\n   жар: сильный\n2. Готово.\n",
        "1. Насос\n   restart: always\n2. Готово.\n",
        "1. Насосы:\n   north: old and slow\n   south: new\n",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn a_word_before_a_button_is_a_label_known_or_not() {
    let error = "Error: connect refused\n\tIs the pump running on port 80?";
    for button in ["\nКопировать\nРедактировать\n", "\nКопировать код\n", "Копировать код"]
    {
        let text = format!("Ошибка:\n\nvbnet{button}{error}\nПричина: насос стоит.\n\nКонец.\n");
        assert_eq!(found(&text), one("vbnet", error), "{button}");
    }
    let query = "SELECT name FROM pumps\nWHERE broken;\n\nSELECT 1;";
    assert_eq!(found(&format!("Ask:\n\npgsql\nCopy code\n{query}\n\nTwo rows come.\n")), one("pgsql", query));
    let script = "tell application \"Finder\"\n    close window 1\nend tell";
    assert_eq!(
        found(&format!("applescript\nCopy\nEdit\n{script}\n\nIt closes the window.\n")),
        one("applescript", script)
    );
    let refusal = "Error response from daemon: conflict";
    assert_eq!(found(&format!("Или так:\n\nvbnet\nКопировать\n{refusal}\n\nКонец.\n")), one("vbnet", refusal));
    assert_eq!(found("Ключ\nКопировать код\nx = 1\n\nКонец рассказа.\n"), one("", "x = 1"));
    assert_eq!(found("vbnet\n\nis a language of its own kind.\n"), []);
}

#[test]
fn code_goes_on_up_to_where_prose_returns() {
    let python = "import os\n\n# Печатает всё\ndef show(path):\n    for name in os.listdir(path):\n        print(name)\n\nshow('.')";
    assert_eq!(
        found(&format!("python\nКопировать код\n{python}\n\nЗдесь `show` вызывает саму себя.\n")),
        one("python", python)
    );
    let compose = "services:\n  web:\n    image: nginx\n    ports:\n      - \"80:80\"\n\nvolumes:\n  data:";
    assert_eq!(found(&format!("yamlКопировать код\n{compose}\nЗапуск:\n")), one("yaml", compose));
    assert_eq!(found(&format!("yaml\nCopy code\n{compose}\nNote: this starts the server.\n")), one("yaml", compose));
    let docker =
        "# база\nFROM node:20\nWORKDIR /app\nRUN npm ci && \\\n    npm cache clean --force\n\nCMD [\"node\", \"a.js\"]";
    assert_eq!(found(&format!("dockerfile\nКопировать код\n{docker}\nСборка образа\n")), one("dockerfile", docker));
    let json = "{\n  \"mirrors\": [\n    \"a\"\n  ]\n}";
    assert_eq!(found(&format!("json\nCopy\n{json}\nRestart the service.\n")), one("json", json));
    let session = "$ docker ps\nCONTAINER ID   IMAGE\nab12           nginx";
    assert_eq!(
        found(&format!("console\nCopy code\n{session}\n\nThe second column is the image.\n")),
        one("console", session)
    );
}

#[test]
fn a_manifest_needs_no_sign() {
    let manifest = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    app: web";
    assert_eq!(found(&format!("Вот под:\n\n{manifest}\n\nОн запускается сразу.\n")), one("yaml", manifest));
    assert_eq!(found("apiVersion: какая версия API\nи kind: что это за объект\n"), []);
}

#[test]
fn commands_speak_for_themselves() {
    assert_eq!(
        found("обычно так:\ngit add -p\ngit commit -m \"wip\"\n\nПотом пуш.\n"),
        one("", "git add -p\ngit commit -m \"wip\"")
    );
    let session = "$ git stash\nSaved working directory\n$ git switch hotfix";
    assert_eq!(found(&format!("прячу:\n\n{session}\nдостаётся через pop\n")), one("", session));
    let diff = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a = 1\n-b = 2\n+b = 3";
    assert_eq!(found(&format!("вывод:\n\n{diff}\n\nпорт перепутал\n")), one("", diff));
    assert_eq!(
        found("про ветки:\n\ngit fetch downloads them, and nothing is merged.\n\ngit status смотреть чаще\n"),
        []
    );
}

#[test]
fn a_command_keeps_what_it_printed() {
    let docker = "docker pull alpine\nUsing default tag: latest\nlatest: Pulling from library/alpine";
    assert_eq!(found(&format!("Скачайте образ:\n\n{docker}\n\nОбраз готов.\n")), one("", docker));
    let images = "docker images\nREPOSITORY   TAG\nalpine       3";
    assert_eq!(found(&format!("Образы на диске видны так\n\n{images}\n\nТеперь их больше.\n")), one("", images));
    let logs = "docker logs web\n1:C 01 Jan 2024 10:00:00.000 # Server started\nReady: port=6379";
    assert_eq!(found(&format!("Look at what it says.\n\n{logs}\n\nThen stop it.\n")), one("", logs));
    for prose in
        ["git stash\nIt keeps 12 changes\n", "docker volumes\nNote: they stay\n", "git log\nPort 8080: the web\n"]
    {
        assert_eq!(found(&format!("Some commands.\n\n{prose}\nThat is all.\n")), [], "{prose}");
    }
    let psql = "shop=# SELECT count(*) FROM orders;\n count\n-------\n    12\n(1 row)";
    assert_eq!(found(&format!("Count them:\n\n{psql}\n\nTwelve orders came.\n")), one("", psql));
    assert_eq!(
        found("Ставим:\npip install flask\nFlask — это фреймворк\n\ngit\nGit Flow\nMain branch\n"),
        one("", "pip install flask")
    );
}

#[test]
fn a_command_without_options_is_one() {
    for command in [
        "docker inspect shop:1.2",
        "docker ps",
        "git status",
        "kubectl get pods",
        "sudo systemctl restart nginx",
        "docker network inspect shop",
        "docker stop web",
        "docker volume ls",
    ] {
        for before in ["Осмотр", "Эта команда нужна часто, поэтому её полезно помнить."]
        {
            let note = format!("{before}\n\n{command}\n\nОна показывает, что есть на диске.\n");
            assert_eq!(found(&note), one("", command), "{command}");
        }
    }
    for command in ["docker ps", "git status", "kubectl get pods", "docker volume rm old_data"] {
        let note = format!("Look around\n\n{command}\n\nIt shows what there is on the disk.\n");
        assert_eq!(found(&note), one("", command), "{command}");
    }
    for title in [
        "docker compose",
        "docker volume",
        "docker run",
        "git",
        "python 3.12",
        "java 17",
        "git merge conflicts",
        "find files",
        "make bread",
    ] {
        let note = format!("Look around\n\n{title}\n\nThis part is about it, and it is long.\n");
        assert_eq!(found(&note), [], "{title}");
    }
}

#[test]
fn instructions_and_patterns_are_files() {
    let runs = "RUN apt-get update\nRUN rm -rf /var/lib/apt/lists/*";
    assert_eq!(found(&format!("Плохо:\n\n{runs}\n\nСлоёв два.\n")), one("dockerfile", runs));
    let one_run = "RUN apt-get update \\\n    && apt-get install -y curl \\\n    && rm -rf /tmp/*";
    assert_eq!(found(&format!("Better\n\n{one_run}\n\nOne layer.\n")), one("dockerfile", one_run));
    let copy = "COPY package.json ./\nUSER node\nEXPOSE 3000\nCMD [\"node\", \"a.js\"]";
    assert_eq!(found(&format!("Last lines:\n{copy}\n\nThat is it.\n")), one("dockerfile", copy));
    let ignored = ".git\nnode_modules\n*.log\n!keep.log";
    assert_eq!(found(&format!("Не нужны в образе:\n\n{ignored}\n\nВсё.\n")), one("", ignored));
    for prose in [
        "FROM sets the base image\nRUN runs a command in it\nUSER changes who runs it",
        "RUN FAST\nCOPY THAT\n",
        "USER guide\nADD photos\n",
        "milk\nbread\neggs",
        "LICENSE\nREADME.md\n.env",
    ] {
        assert_eq!(found(&format!("What there is:\n\n{prose}\n\nThat is all.\n")), [], "{prose}");
    }
}

#[test]
fn what_a_program_said_stands_in_a_sentence() {
    let error = "denied: access to the shed is denied";
    let ru = format!("Если сарай отвечает\n\n{error}\n\nзначит, ключа нет.\n");
    assert_eq!(found(&ru), one("", error));
    assert_eq!(found(&format!("If the shed says\n\n{error}\n\nthen the key is missing.\n")), one("", error));
    assert_eq!(found(&format!("Сарай отвечает.\n\n{error}\n\nзначит, ключа нет.\n")), []);
    assert_eq!(found("If you see\n\nthe big dog\n\nthen run.\n"), []);
}

#[test]
fn commands_stand_below_a_heading() {
    let commands = "df -h   # что занимает место\ngit log --oneline";
    assert_eq!(found(&format!("диск\n{commands}\n\nи всё\n")), one("", commands));
    let source = Source::new("a.txt", format!("Начало.\nКоманды на каждый день\n{commands}\nДругие команды\nи всё\n"));
    let mut lines = lines::lines(&source, source.whole());
    for heading in [1, 4] {
        lines[heading].said = Said::Heading(1);
    }
    let codes = find(&source, &lines, &Fixes::default()).0;
    assert_eq!(codes.iter().map(|code| code.text.text.as_str()).collect::<Vec<_>>(), [commands]);
}

#[test]
fn a_title_behind_commands_heads_what_follows() {
    for (title, next) in [
        ("Git Hooks", "Hooks are scripts that run on events."),
        ("Volumes", "A volume keeps what a pump writes."),
        ("Docker Compose", "Compose описывает всё приложение в одном файле."),
        ("Docker Compose", "\nCompose описывает всё приложение в одном файле."),
    ] {
        let note = format!("Push it:\n\nbash\nCopy code\ngit push origin main\n{title}\n{next}\n");
        assert_eq!(found(&note), one("bash", "git push origin main"), "{title}");
    }
    let login = "docker login\nLogin Succeeded";
    let warning = "WARNING! Your password is kept as it is.";
    assert_eq!(found(&format!("Log in:\n\nbash\nCopy code\n{login}\n{warning}\n")), one("bash", login));
    let tools = "docker\n\ndocker ps -a  # все\n\ngit\n\ngit log --oneline  # короткий\n";
    assert_eq!(found(tools).len(), 2);
}

#[test]
fn blanks_that_all_lines_have_are_none_of_the_code() {
    let note = "Add it:\n\n    git add a.txt\n    git commit -m \"add\"\n\nThen push.\n";
    assert_eq!(found(note), one("", "git add a.txt\ngit commit -m \"add\""));
    let note = "Run it:\n\n    for f in *; do\n      ls \"$f\"\n    done\n\nThen push.\n";
    assert_eq!(found(note), one("", "for f in *; do\n  ls \"$f\"\ndone"));
}

#[test]
fn a_transaction_may_end_with_a_comment() {
    let sql = "BEGIN;\nDELETE FROM carts WHERE old;\nCOMMIT;";
    assert_eq!(found(&format!("Run this:\n\n{sql}\n\nThe carts are gone.\n")), one("", sql));
    let sql = "UPDATE carts\n   SET old = true;\n-- not yet";
    assert_eq!(found(&format!("{sql}\n\nNow wait.\n")), one("", sql));
    assert_eq!(found("BEGIN;\n\nThen it goes on.\n"), []);
}

#[test]
fn a_session_ends_where_its_author_speaks() {
    let (first, second) = ("$ docker logs web\nlistening on 80", "$ docker rm web\nweb");
    for remark in [
        "Health check:",
        "Then look at the logs.",
        "Postgres",
        "## Логи",
        "Проверка:",
        "Who is there?",
        "Then restart the service and look at the\nlog of the pump.",
    ] {
        let both = [one("", first), one("", second)].concat();
        assert_eq!(found(&format!("Look:\n\n{first}\n\n{remark}\n\n{second}\n")), both, "{remark}");
        // Right above a command it is a comment.
        if !remark.starts_with('#') {
            assert_eq!(found(&format!("Look:\n\n{first}\n\n{remark}\n{second}\n")), both, "{remark}");
        }
    }
    // What programs print may end with a colon, stand behind a blank line or in the middle.
    for session in [
        "olga@shed:~$ ssh-keygen\nEnter file in which to save the key (/home/olga/.ssh/id):\nYour key is in there\n\
        olga@shed:~$ ls",
        "$ git status\nOn branch main\n\nChanges not staged for commit:\n  (use \"git add\")\n\n\
        no changes added\n$ ls",
        "pumps=# \\l\n           List of databases\n\n Name | Owner\n\n(1 row)\npumps=# \\q",
    ] {
        assert_eq!(found(&format!("Look:\n\n{session}\n\nThat is all.\n")), one("", session));
    }
    assert_eq!(found("Смотри:\n\ndocker ps\n\n## Логи\n\ndocker logs web\n\nВсё.\n").len(), 2);
    // Commands without prompts are none of the session behind them.
    let both = [one("", "sudo -u olga psql"), one("", "pumps=# \\\\q")].concat();
    assert_eq!(found("Look:\n\nsudo -u olga psql\n\npumps=# \\\\q\n\nThat is all.\n"), both);
    let script = "#!/bin/sh\n\n# pumps\n\necho 1";
    assert_eq!(found(&format!("Run:\n\n{script}\n\nThat is all.\n")), one("", script));
}

#[test]
fn behind_code_a_sentence_may_begin_with_a_command() {
    for (lang, code, sentence) in [
        ("", "docker ps -a", "docker ps показывает только запущенные, ключ -a добавляет остальные."),
        ("", "docker ps -a", "git reset is the command for the undo."),
        ("", "$ docker ps\nCONTAINER ID   IMAGE", "sudo лучше не использовать."),
        ("", "docker ps -a", "$HOME — домашняя папка."),
        ("python", "import os\nprint(os.getcwd())", "import the file into Excel."),
        ("python", "import os\nprint(os.getcwd())", "os.getcwd() возвращает папку."),
        ("", "SELECT id FROM pumps\nWHERE age > 18;", "WHERE фильтрует строки."),
        ("", "SELECT id FROM pumps\nWHERE age > 18;", "Stop one with SELECT pump_stop(id);"),
    ] {
        assert_eq!(found(&format!("Пример:\n\n{code}\n\n{sentence}\n\nИ всё.\n")), one(lang, code), "{sentence}");
    }
    let code = "const a = 1;\n\nconsole.log(`Привет всем людям`);";
    assert_eq!(found(&format!("js\nCopy code\n{code}\n\nИ всё.\n")), one("js", code));
    let code = "git add .\n\ngit commit -m \"Первый снег идёт.\"";
    assert_eq!(found(&format!("bash\nCopy code\n{code}\n\nИ всё.\n")), one("bash", code));
}

#[test]
fn a_heading_on_the_heels_of_code_is_none_of_it() {
    for heading in ["🔍 Explanation", "Step 2: Stop them", "Шаг 2. Остановка", "2. Dockerfile", "3. compose.yaml"]
    {
        let note = format!("List them:\n\nbash\nCopy code\ndocker ps -a\n{heading}\n\nOne by one.\n");
        assert_eq!(found(&note), one("bash", "docker ps -a"), "{heading}");
    }
    for code in ["🌱 sown\n🌳 grown", "1. oak\n2. elm", "# List\n1. oak"] {
        let note = format!("It prints:\n\ntext\nCopy code\n{code}\n\nThat is all of it.\n");
        assert_eq!(found(&note), one("text", code));
    }
}

#[test]
fn the_owner_of_a_system_has_a_prompt() {
    assert_eq!(found("and restart:\n\n# systemctl restart sshd\n"), one("", "# systemctl restart sshd"));
    let two = "# systemctl restart sshd\n# systemctl status sshd";
    assert_eq!(found(&format!("Перезапуск\n\n{two}\n\nИ всё.\n")), one("", two));
    assert_eq!(found("Some notes.\n\n# docker compose\n\nIt starts pumps.\n"), []);
    assert_eq!(found("Some notes:\n\n# How to restart it\n\nIt starts pumps.\n"), []);
}

#[test]
fn code_may_stand_on_the_heels_of_prose() {
    let docker = "FROM node:20\nWORKDIR /srv\nCMD [\"node\", \"a.js\"]";
    assert_eq!(found(&format!("Соберём простой.\n{docker}\nСоберём его.\n")), one("dockerfile", docker));
    assert_eq!(found("Листинг 1. Сборка\n$ docker build .\nВот и всё.\n"), one("", "$ docker build ."));
    assert_eq!(found("It costs us all of\n$ 5 a day and\n>>> more\nFROM here on\nRUN fast\n"), []);
    let ignored = "node_modules\n.git\n*.log";
    assert_eq!(
        found(&format!("Создайте файл\n.dockerignore:\n{ignored}\nТаблица 1. Что ещё бывает\n")),
        one("", ignored)
    );
}

#[test]
fn commands_may_stand_on_the_heels_of_another_script() {
    let typed = "git tag v1\ngit push -f origin v1";
    assert_eq!(found(&format!("Назначение: выпуск\nМинус: метку двигают руками\n{typed}\n")), one("", typed));
    let within = "Метку ставят командой\ngit tag -a v1\nи отправляют вместе с веткой.\n";
    assert_eq!(found(within), []);
    assert_eq!(found("Ветку меняют, выполнив\ngit switch, или кнопкой.\n"), []);
}

#[test]
fn a_button_may_stand_behind_the_code() {
    for prose in ["Note that you need a pump.", "Note\nYou need a pump.", "\nYou need a pump."] {
        let note = format!("Run it:\n\nnpm install -D pump\nCopy\n{prose}\n\nThat is all.\n");
        assert_eq!(found(&note), one("", "npm install -D pump"), "{prose}");
    }
    let both = [one("bash", "docker ps -a"), one("bash", "docker rm web")].concat();
    assert_eq!(found("Use it:\nbashdocker ps -a\nTo remove one:\nbashdocker rm web\nCopy\nRetry\n"), both);
    assert_eq!(found("Use it:\n\nshellfish are good\n\nbashful people too\n\nconsolewatch\n"), []);
}

#[test]
fn a_query_may_be_in_small_letters() {
    let query = "select id, name\nfrom pumps\nwhere age > 18;";
    assert_eq!(found(&format!("Ask:\n\n{query}\n\nTwo rows come.\n")), one("", query));
    for query in ["select id from pumps where age > 18;", "select id, name from pumps;"] {
        assert_eq!(found(&format!("Ask:\n\n{query}\n\nTwo rows come.\n")), one("", query));
    }
    let cmdlet = "Get-ChildItem -Path C:\\ -Recurse | Where-Object { $_.Length -gt 1MB }";
    assert_eq!(found(&format!("На PowerShell:\n\n{cmdlet}\n\nИ всё.\n")), one("", cmdlet));
    for prose in ["select the best one;\nand wash it;", "update your pumps;", "select two;\nwash them;"] {
        assert_eq!(found(&format!("To do:\n\n{prose}\n\nThat is all.\n")), [], "{prose}");
    }
}

#[test]
fn prose_about_code_is_prose() {
    assert_eq!(found("Инструкции:\n\nFROM — задаёт образ.\nRUN — запускает команду.\n"), []);
    assert_eq!(found("text\nThe word above is not a label here.\n"), []);
    assert_eq!(found("go\n\nto the shop and buy some flour\n"), []);
    assert_eq!(found("Edit\nthe file and copy it.\n"), []);
}

#[test]
fn where_a_program_finds_another_is_code_behind_a_colon() {
    let note = |line: &str| format!("Весы пишут в базу по адресу:\n\n{line}\n\nПароль стоит в нём же.\n");
    for line in ["redis://:secret@scales:6379/0", "jdbc:postgresql://scales:5432/hive"] {
        assert_eq!(found(&note(line)), one("", line));
    }
    for line in ["https://example.org/scales", "весы://улей", "redis:// и порт"] {
        assert!(found(&note(line)).is_empty(), "{line}");
    }
}
