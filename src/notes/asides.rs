//! What somebody wrote below an answer that he kept, in a chat whose sides are named: «пароль потом поменять!!».
//!
//! An assistant begins its paragraphs with a capital and ends them. Where all the others of an answer are written so, a
//! short line in small letters without an end is its reader's: behind the last of the answer, or apart from the rest of
//! it where it speaks of its author or says how it went.

use super::{
    amounts, code, formula,
    lines::Line,
    model::{Block, BlockKind, MarkKind, Role, Section, Text, split_label},
    remarks, roles, sentences, turns,
};
use crate::text::{Source, Span, words};

/// The longest of such lines, in characters, and in bytes before anybody counts.
const LONGEST: usize = 120;
const LONGEST_BYTES: usize = 4 * LONGEST;
/// The most of them on the heels of each other: verses have more.
const MOST: usize = 3;
/// So many words are said where nothing else tells whose they are, and so many where something does.
const WORDS: usize = 4;
const FEWEST: usize = 2;
/// The most words of a label in front of its value, and of what there is with its amount.
const LABEL: usize = 2;
const AMOUNT: usize = 6;

/// Words that go on with a sentence, in small letters.
const GOES_ON: &str = "и а но или либо то чтобы если когда затем потом где который которая которое которые and or but so \
    then if when where which that to";
/// Words of somebody who speaks of himself.
const MINE: &str = "я мне меня мной мы нам нас нами мой моя моё мое мои моего моей моих наш наша наше наши нашего нашей i \
    me my mine we us our ours";
/// Among so many words the English ones tell.
const NEAR: usize = 3;

/// Gives the lines that the reader of a named answer wrote to him.
pub(super) fn mark(source: &Source, sections: &mut [Section]) {
    let mut at = 0;
    while at < sections.len() {
        let goes_on = |section: &&Section| section.speaker == Some(Role::Assistant) && section.role != Role::User;
        let end = at + 1 + sections[at + 1..].iter().take_while(goes_on).count();
        // A turn has one section at least.
        let turn = &mut sections[at..end];
        at = end;
        if turn[0].speaker.is_none() || !is_formal(turn) {
            continue;
        }
        let last = turn.len() - 1;
        for (n, section) in turn.iter_mut().enumerate() {
            for own in asides(source, &section.blocks, n == last) {
                section.blocks[own].role = Role::Own;
            }
        }
    }
}

/// The text of a paragraph that the assistant seems to say.
fn said(block: &Block) -> Option<&Text> {
    match &block.kind {
        BlockKind::Paragraph { text } if block.role == Role::Assistant && !text.is_picture() => Some(text),
        _ => None,
    }
}

/// Whether all paragraphs of an answer but those that may be its reader's begin and end as sentences do, and one does or an
/// item of a list.
fn is_formal(turn: &[Section]) -> bool {
    let sentence = |text: &Text| text.text.starts_with(char::is_uppercase) && sentences::ends(&text.text);
    let item = |block: &Block| match &block.kind {
        BlockKind::List { items, .. } if block.role == Role::Assistant => items.iter().any(|item| sentence(&item.text)),
        _ => false,
    };
    let mut any = turn.iter().flat_map(|section| &section.blocks).any(item);
    let formal = |text: &Text| {
        any |= sentence(text);
        let text = text.text.as_str();
        let ends = || sentences::ends(text) || text.ends_with([':', '…']) || !text.ends_with(words::is_alphanumeric);
        !text.starts_with(char::is_lowercase) && ends()
    };
    let texts = turn.iter().flat_map(|section| &section.blocks).filter_map(said);
    texts.filter(|text| !is_aside(text)).all(formal) && any
}

/// Which blocks of a section are its reader's; `last` says whether the answer ends with it.
fn asides(source: &Source, blocks: &[Block], last: bool) -> Vec<usize> {
    let aside = |block: &Block| said(block).is_some_and(is_aside);
    let kept = |block: &Block| block.role == Role::Own || aside(block);
    let mut out = Vec::new();
    let mut at = 1;
    while at < blocks.len() {
        let run = blocks[at..].iter().take_while(|block| kept(block)).count();
        let (run, before, behind) = (&blocks[at..at + run], &blocks[at - 1], &blocks[at + run..]);
        let from = at;
        at += run.len() + 1;
        let Some(first) = run.first() else { continue };
        let ends = last && behind.iter().all(|block| block.role != Role::Assistant);
        let apart = |before: &Block, block: &Block| {
            let between = source.slice(Span::new(before.span.end.min(block.span.start), block.span.start));
            between.bytes().filter(|&b| b == b'\n').count() > 1
        };
        let alone = apart(before, first);
        let told = run.iter().filter_map(said).any(|text| tells(&text.text));
        let whole = match &before.kind {
            BlockKind::Paragraph { text } => sentences::ends(&text.text) || before.role != Role::Assistant,
            _ => alone && (told || ends_with_code(before)) && !goes_on(first),
        };
        let parted = alone && behind.first().is_none_or(|behind| apart(&run[run.len() - 1], behind));
        let titled = run.len() > 1 && run.iter().filter_map(said).any(|text| asks_label(&text.text));
        if whole && !titled && run.len() <= MOST && (ends || parted && told && run.len() == 1) {
            let own = run.iter().enumerate().filter(|(_, block)| block.role == Role::Assistant);
            out.extend(own.map(|(n, _)| from + n));
        }
    }
    out
}

/// Whether a block is code, or a list with code below its last item.
fn ends_with_code(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Code { .. } => true,
        BlockKind::List { items, .. } => items.last().and_then(|item| item.blocks.last()).is_some_and(ends_with_code),
        _ => false,
    }
}

fn goes_on(block: &Block) -> bool {
    let first = said(block).and_then(|text| text.text.split([' ', ',']).next()).unwrap_or_default();
    GOES_ON.split_whitespace().any(|word| word == first)
}

/// Whether a paragraph is written as people write for themselves: short, in small letters, without an end, and no value,
/// amount, code or output.
fn is_aside(text: &Text) -> bool {
    /// What computers read and write.
    const SIGNS: [char; 11] = ['{', '}', '=', '<', '>', '|', '$', '\\', '\t', '`', '"'];
    let said = text.text.as_str();
    if said.len() > LONGEST_BYTES || !said.starts_with(char::is_lowercase) || said.chars().nth(LONGEST).is_some() {
        return false;
    }
    let line = Line::of(said, text.span);
    let ended = said.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, '!' | '?' | ')' | '…'));
    let called = said.as_bytes().windows(2).any(|pair| pair[0].is_ascii_alphanumeric() && pair[1] == b'(');
    let coded = text.marks.iter().any(|mark| mark.range.start == 0 && mark.kind == MarkKind::Code);
    let broken = text.marks.iter().any(|mark| mark.kind == MarkKind::Break);
    let machine = said.contains(SIGNS) || called || coded || code::is_typed(said) || code::begins_printed(said);
    let enough = if tells(said) { FEWEST } else { WORDS };
    ended
        && !(machine || broken || roles::is_small_name(said))
        && (split_label(said, LABEL).is_none() || asks_label(said))
        && !(line.words() <= AMOUNT && amounts::is_amount(&line))
        && sentences::is_words(said)
        && !formula::is_formula(said)
        && line.words() >= enough
        && (!said.is_ascii() || tells(said))
}

/// Whether a text has words behind a label that asks, as one answers himself: «как топить: сначала щепки, потом дрова».
fn asks_label(text: &str) -> bool {
    const FEWEST: usize = 6;
    let label = split_label(text, LABEL).map(|(label, _)| &text[label]).filter(|label| label.contains(' '));
    label.is_some_and(|label| text[label.len()..].starts_with(": ") && roles::begins_question(label))
        && text.split_whitespace().take(FEWEST).count() == FEWEST
}

/// Whether a text says in the first person what its author does: «собираю с 2013 года», «хочу попробовать».
pub(super) fn says_what_author_does(text: &str) -> bool {
    const VERBS: &str = "хочу могу буду пишу ищу учу";
    /// Nouns that end as such verbs do, and what is said to readers.
    const OTHERS: &str = "стаю краю случаю урожаю сараю обычаю трамваю предлагаю рассказываю показываю объясняю желаю \
        поздравляю приглашаю";
    const SHORTEST: usize = 5;
    if text.len() > LONGEST_BYTES {
        return false;
    }
    let small = words::lowercase(text);
    let listed = |list: &str, word: &str| list.split(' ').any(|listed| listed == word);
    let verb = |word: &str| {
        let ends = word.ends_with("аю") || word.ends_with("яю");
        listed(VERBS, word) || ends && word.chars().count() >= SHORTEST && !listed(OTHERS, word)
    };
    small.split(|c: char| !words::is_alphanumeric(c)).any(verb)
}

/// Whether a title says in a bracket at its end how its author came by what stands below it: «Пряники (записала по телефону)».
pub(super) fn says_how_it_came(title: &str) -> bool {
    const VERBS: &str = "записал записала переписал переписала выписал выписала списал списала нашёл нашел нашла узнал узнала \
        выучил выучила придумал придумала";
    let bracket =
        title.strip_suffix(')').filter(|_| title.len() <= LONGEST_BYTES).and_then(|title| title.rsplit_once(" ("));
    let first = bracket.and_then(|(_, inside)| inside.split([' ', ',']).next());
    first.is_some_and(|first| VERBS.split_whitespace().any(|verb| verb == first))
}

/// Whether a text in small letters speaks of its author, says how it went, or calls out.
fn tells(text: &str) -> bool {
    let small = words::lowercase(text);
    let mine = |word: &str| MINE.split_whitespace().any(|listed| listed == word);
    let mut said = small.split(|c: char| !words::is_alphanumeric(c)).filter(|word| !word.is_empty());
    // A letter alone is a name as well, but not where it begins.
    let near = |(at, word): (usize, &str)| (at == 0 || word != "i") && mine(word);
    let own = if text.is_ascii() { said.take(NEAR).enumerate().any(near) } else { said.any(mine) };
    own || text.ends_with('!') || turns::tells_result(text) || remarks::is_marked_own(text)
}

#[cfg(test)]
mod tests {
    use crate::{
        notes::{self, BlockKind, Role},
        text::Source,
    };

    fn own(name: &str, text: &str) -> Vec<String> {
        let note = notes::parse(&Source::new(name, text));
        let blocks = note.sections.into_iter().flat_map(|section| section.blocks);
        let own = blocks.filter(|block| block.role == Role::Own);
        own.filter_map(|block| match block.kind {
            BlockKind::Paragraph { text } => Some(text.text),
            _ => None,
        })
        .collect()
    }

    fn chat(tail: &str) -> String {
        format!(
            "Вы сказали:\nКак кормить пчёл весной?\n\nChatGPT сказал:\nКормят их сиропом, один к одному.\n\nКормушку ставят \
            вечером, чтобы не было воровства.\n\n{tail}\n\nВы сказали:\nА осенью?\n\nChatGPT сказал:\nОсенью сироп гуще.\n"
        )
    }

    #[test]
    fn a_title_says_how_its_author_came_by_it() {
        let section = |bracket: &str| {
            let post = format!("Пасека, [14.02.2024 19:05]\nКанди {bracket}\n\nСахарную пудру замесить с мёдом.\n");
            let note = notes::parse(&Source::new("a.txt", format!("{}\n{post}", chat("Сироп тёплый."))));
            note.sections.last().map(|section| (section.title.text.clone(), section.role))
        };
        let title = |bracket: &str| format!("Канди {bracket}");
        assert_eq!(section("(записал у соседа)"), Some((title("(записал у соседа)"), Role::Own)));
        assert_eq!(section("(на десять ульев)"), Some((title("(на десять ульев)"), Role::Assistant)));
    }

    #[test]
    fn lines_behind_an_answer_are_its_readers() {
        for tail in [
            "сироп потом процедить!!",
            "у меня ушло 2,5 литра, кормушку .5 занял у соседа",
            "сделал! только на второй улей не хватило, 1.5 л мало",
            "прополис в сиропе не тает, проверено в мае",
        ] {
            assert_eq!(own("a.txt", &chat(tail)), [tail]);
        }
        let two = "сироп потом процедить!!\nпрополис в сиропе не тает, проверено в мае";
        assert_eq!(own("a.txt", &chat(two)), two.split('\n').collect::<Vec<_>>());
        let marked = chat("сироп потом процедить!!");
        let marked = marked.replace("Вы сказали:", "**Вы сказали:**\n").replace("ChatGPT сказал:", "**ChatGPT:**\n");
        assert_eq!(own("a.md", &marked), ["сироп потом процедить!!"]);
        let english = |tail: &str| {
            format!(
                "You said:\nHow do I feed bees?\n\nChatGPT said:\nFeed them syrup in the evening.\n\nKeep the entrance \
                narrow.\n\n{tail}\n"
            )
        };
        for tail in ["for me 1.5 litres were enough, no more", "i'll ask Ann for the feeder (2 l)"] {
            assert_eq!(own("a.txt", &english(tail)), [tail]);
        }
        for tail in ["syrup of one to one", "increment i by one", "feeder ready at 10.0.0.1"] {
            assert!(own("a.txt", &english(tail)).is_empty(), "{tail}");
        }
    }

    #[test]
    fn lines_behind_an_answer_may_name_files_and_commands() {
        for tail in [
            "не забыть .hives, иначе .log уезжает в архив",
            "как считать: hive count -d --all, на старых весах через дефис",
            "как лежит: файл weights.csv в папке рядом с весами",
        ] {
            assert_eq!(own("a.txt", &chat(tail)), [tail]);
            let steps = format!(
                "1. Подключись к весам:\n\nbash\nКопировать код\nssh hive\n\n2. Прочитай файл:\n\nbash\nКопировать код\ncat weights.csv\n\n{tail}"
            );
            assert_eq!(own("a.txt", &chat(&steps)), [tail]);
        }
        for tail in [
            "hive count -d --all",
            "/srv/hives/weights.csv",
            "где лежит: в погребе",
            "файл весов: лежит в папке рядом с остальными",
            "где лежит: в погребе за печкой, справа\n\nкак открыть: ключом, он висит у двери",
        ] {
            assert!(own("a.txt", &chat(tail)).is_empty(), "{tail}");
        }
        let steps = "Вот так:\n\n- открыть улей\n- вынуть рамку\n\nпотом закрыть улей и уйти";
        assert!(own("a.txt", &chat(steps)).is_empty());
    }

    #[test]
    fn what_an_assistant_may_say_is_not_its_readers() {
        for tail in [
            "и тогда воровства не будет.",
            "сахар: два кило на ведро воды",
            "сахар, 5 г/л",
            "сахар — 2 кг на ведро",
            "сахар песок белый;",
            "sudo apt install bees",
            "bee.feed(syrup) и ждать до утра",
            "летит пчела на луг\nнесёт домой нектар\nа в улье ждёт её\nбольшой медовый дар",
        ] {
            assert!(own("a.txt", &chat(tail)).is_empty(), "{tail}");
        }
        // A colon announces it, a sentence goes on over it.
        assert!(own("a.txt", &chat("На банке пишут так:\n\nсироп потом процедить!!")).is_empty());
        assert!(own("a.txt", &chat("Кормушку\n\nсироп потом процедить утром")).is_empty());
        // Who writes so himself may say it.
        assert!(own("a.txt", &chat("кормушки бывают разные.\n\nпрополис в сиропе не тает, проверено 1.5")).is_empty());
    }
}
