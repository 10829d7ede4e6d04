//! Who speaks: the user's question, the assistant's answer, the user's own note.
//!
//! A paste seldom says. What is known: a line that names the speaker; a heading that asks; and how people write for
//! themselves: small first letters, no full stop. An assistant ends its sentences, so a tail behind the last full stop
//! of an assistant's item is somebody's own remark.

use super::{
    asides,
    asked::{asked_levels, asks, in_faq, is_book},
    bold, captions, code, dates,
    format::Format,
    formula,
    model::{Attribute, Block, BlockKind, Item, MarkKind, Role, Section, Text},
    note::{Dropped, Note, Why},
    page::names_chapter,
    remarks::{self, remarks},
    sentences,
};
use crate::text::{Source, words};

/// Words that begin a question or a request, in small letters.
const ASKING: &str = "\
    что как какой какая какие зачем почему чем когда где куда сколько кто разница what how why when \
    where which who difference напиши расскажи объясни покажи сделай дай помоги переведи составь \
    придумай приведи сравни подскажи перепиши write explain show give tell make create help compare list \
    translate fix rewrite";

/// What people call what they write beside an answer, and the words that say it is theirs: «Заметка себе: …».
pub(super) const REMARKS: &str = "\
    заметка заметки замечание замечания пометка пометки комментарий комментарии примечание примечания ремарка мысль мысли напоминание note \
    notes remark remarks comment comments reminder thought thoughts";
pub(super) const OWNERS: &str = "мой моя моё мое мои свой своя своё свое свои себе себя меня my mine myself self";

/// An own note before the first question is short: at most this many bytes.
const LONGEST_PREFACE: usize = 400;

/// Assigns the roles of sections and blocks, and cuts off own remarks. Where the note is one of an `export`, every word
/// has its speaker already.
pub fn assign(note: &mut Note, export: bool) {
    let in_chat = note.sections.iter().any(|section| section.speaker.is_some());
    let resumed = resumed(&note.sections);
    let document = !in_chat && Format::of(note.source.name(), note.source.text()) == Format::Markdown;
    let asked_level = asked_levels(&note.sections, document);
    let asked = in_chat || note.sections.iter().any(asks);
    let book = !in_chat && is_book(&note.sections);
    let faq = in_faq(&note.sections);
    let noted = own_notes(&note.sections, export);
    let prefaced = !export && has_preface(note);
    let last = note.sections.len().saturating_sub(1);
    for (i, resumed) in resumed.into_iter().enumerate() {
        let section = &mut note.sections[i];
        if noted[i] || i == 0 && prefaced {
            section.role = Role::Own;
            section.blocks.iter_mut().for_each(|block| block.role = Role::Own);
            continue;
        }
        let section = &note.sections[i];
        if let Some(speaker) = section.speaker.filter(|_| export) {
            let section = &mut note.sections[i];
            section.role = if section.role == Role::User { Role::User } else { speaker };
            continue;
        }
        if section.role == Role::User || section.speaker == Some(Role::User) {
            let remarks = remarks(section, &note.source);
            let section = &mut note.sections[i];
            let blocks = section.blocks.iter_mut().zip(remarks);
            // What was asked is no remark.
            let noted = blocks.filter(|(block, remark)| *remark && block.role != Role::User);
            noted.for_each(|(block, _)| block.role = Role::Own);
            continue;
        }
        // What a course calls its lectures is nobody's jotting, nor is the rest of such a title.
        let lecture = i > 0 && note.sections[i - 1].blocks.is_empty() && names_lecture(&note.sections[i - 1]);
        let title = &section.title.text;
        let jotted = is_jotted(section) && !lecture || !(asked || book) && asides::says_what_author_does(title);
        // What stands above a chat is what its collector wrote there.
        let above = i == 0 && in_chat && section.title.text.is_empty();
        let asked_below = i == 0 && asked && !asks(section) && is_preface(section);
        // Nobody sets in bold what he jots down.
        let set = bold::is_bold(&note.source, section.title.span);
        let asked_next = note.sections.get(i + 1).is_some_and(|next| next.speaker == Some(Role::User));
        let names_chat = i > 0 && asked_next && section.speaker.is_none() && section.blocks.is_empty();
        let begins = i == 0 && !in_chat && note.sections.len() > 1 && begins_own(section);
        let own = is_informal(section, above, jotted) && !set || asked_below || names_chat || begins;
        // The answer may begin with a heading of its own.
        let next = note.sections.get(i + 1).filter(|_| section.blocks.is_empty());
        let capital = |title: &str| {
            let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ');
            title.trim_start_matches(number).starts_with(char::is_uppercase)
        };
        let headed = next.is_some_and(|next| capital(&next.title.text) && answers(next));
        let answered = section.title.text.ends_with('?') || !own || headed || answers(section);
        let question = section.speaker.is_none()
            && asks(section)
            && answered
            && asked_level(section)
            && !(lecture || set || book || faq[i]);
        let writer = match section.speaker {
            Some(Role::Assistant) if own && (jotted && !resumed || jots(section)) => Role::Own,
            Some(role) => role,
            None if question => Role::Assistant,
            None if own => Role::Own,
            None => Role::Assistant,
        };
        let source = note.source.clone();
        let section = &mut note.sections[i];
        section.role = if question { Role::User } else { writer };
        let mut remarks = remarks(section, &source);
        if i == last && section.speaker.is_none() {
            remarks::add_tail(&section.blocks, &mut remarks);
        }
        for (block, remark) in section.blocks.iter_mut().zip(remarks) {
            // Thanks stand with the answer.
            if block.role == Role::User && section.speaker.is_some() {
                continue;
            }
            block.role = if remark && writer == Role::Assistant { Role::Own } else { writer };
            if writer == Role::Assistant && section.speaker.is_none() {
                cut_remarks(block, &source);
            }
        }
    }
    if in_chat && !export {
        asides::mark(&note.source, &mut note.sections);
    }
}

/// Of each section whether the answer that it stands in goes on behind it with sentences: it is no remark then.
fn resumed(sections: &[Section]) -> Vec<bool> {
    let mut out = vec![false; sections.len()];
    let mut formal = false;
    for (at, section) in sections.iter().enumerate().rev() {
        let answers = section.speaker == Some(Role::Assistant) && section.role != Role::User;
        let ends = section.blocks.last().and_then(paragraph).is_some_and(is_sentence);
        out[at] = (formal || ends) && answers;
        formal = answers && (formal || section.blocks.iter().filter_map(paragraph).any(is_sentence));
    }
    out
}

/// Whether what follows the heading begins with a sentence, as answers do.
fn answers(section: &Section) -> bool {
    section.blocks.first().and_then(paragraph).is_some_and(|text| is_sentence(text) || announces(section, text))
}

/// Whether a section begins with words that announce the code or the list behind them: «Зайти внутрь можно так:».
fn announces(section: &Section, text: &str) -> bool {
    const FEWEST: usize = 4;
    let next = section.blocks.get(1).map(|block| &block.kind);
    text.starts_with(char::is_uppercase)
        && text.ends_with(':')
        && text.split_whitespace().count() >= FEWEST
        && matches!(next, Some(BlockKind::Code { .. } | BlockKind::List { .. }))
}

/// Whether a text begins as people ask a machine: with a question's or a request's first word, in small letters.
pub fn begins_question(text: &str) -> bool {
    text.starts_with(char::is_lowercase)
        && text.split_whitespace().next().is_some_and(|first| {
            let whole = first.strip_suffix("'s").or_else(|| first.strip_suffix("’s")).unwrap_or(first);
            ASKING.split(' ').any(|word| word == whole)
        })
}

/// Whether a word says that what follows is a remark: «заметка», in small letters.
pub fn is_remark_word(word: &str) -> bool {
    REMARKS.split(' ').any(|listed| listed == word)
}

fn is_preface(section: &Section) -> bool {
    section.title.text.starts_with(char::is_lowercase)
        && !is_small_name(&section.title.text)
        && !names_lecture(section)
        && is_short(section)
}

/// Whether nothing but a few words in paragraphs stands below a heading.
fn is_short(section: &Section) -> bool {
    length(&section.blocks) <= LONGEST_PREFACE && section.blocks.iter().all(|block| paragraph(block).is_some())
}

/// Whether a note begins with a few words in which its author says what he does.
fn begins_own(section: &Section) -> bool {
    let mut texts = section.blocks.iter().filter_map(paragraph);
    section.title.text.is_empty() && is_short(section) && texts.any(asides::says_what_author_does)
}

/// How long blocks are, in bytes.
fn length(blocks: &[Block]) -> usize {
    blocks.iter().map(|block| block.span.end - block.span.start).sum()
}

/// Whether most of a section's sentences begin small or do not end. Where the heading has a capital only the small letter
/// tells: rows of a table and lines of a title page do not end either. Items and values do not count there: those of a
/// recipe are no sentences.
fn is_informal(section: &Section, is_preface: bool, jotted: bool) -> bool {
    let mut texts = Vec::new();
    // An entry of a diary is written in one way from its first item on.
    let entry = dates::is_date(&section.title.text);
    // Behind a label with a capital a value begins small whoever wrote it, and tells by its end.
    let formal = |attribute: &Attribute| {
        attribute.name.text.starts_with(char::is_uppercase) && sentences::ends(&attribute.value.text)
    };
    let mut values = 0;
    section.blocks.iter().for_each(|block| match &block.kind {
        BlockKind::Attributes(attributes) if jotted => {
            let informal = attributes.iter().filter(|attribute| !formal(attribute));
            texts.extend(informal.map(|attribute| &attribute.value));
            values += attributes.iter().filter(|attribute| formal(attribute)).count();
        }
        BlockKind::List { items, .. } if !jotted && !entry => {
            texts.extend(items.iter().map(|item| &item.text).filter(|text| is_sentence(&text.text)));
        }
        BlockKind::Attributes(_) if !jotted => {}
        _ => collect(block, &mut texts),
    });
    if section.runs_in {
        texts.retain(|text| text.span != section.blocks[0].span);
    }
    // "By" is written small below the title of a book, and by everybody.
    texts.retain(|text| !(captions::is_credit(&text.text, true) || captions::names_somebody(&text.text)));
    // A remark that says whose it is says nothing of the rest.
    let own = |text: &&Text| remarks::says_own(&text.text);
    if values > 0 || !texts.iter().all(own) {
        texts.retain(|text| !own(text));
    }
    // So is what a machine reads.
    if !jotted && !names_owner(&section.title.text) && texts.iter().all(|text| is_machine(&text.text)) {
        return false;
    }
    let small = |text: &str| text.starts_with(char::is_lowercase);
    let ends = |text: &str| sentences::ends(text) || text.ends_with(':');
    // Behind a title and two sentences what is jotted are remarks.
    let sentences = |blocks: &[Block]| blocks.iter().filter_map(paragraph).filter(|text| is_sentence(text)).count();
    if !jotted && !section.title.text.is_empty() && sentences(section.blocks.get(..2).unwrap_or_default()) == 2 {
        return false;
    }
    // A sentence that goes on in the next paragraph was broken by the page, and is as formal as its beginning.
    let (mut goes_on, mut begins_small) = (false, false);
    let counted = values + texts.iter().filter(|text| is_prose(&text.text)).count();
    let informal = texts.iter().filter(|text| {
        // A formula is nobody's way to write, and a sentence may go on behind it.
        if !is_prose(&text.text) {
            goes_on = !ends(&text.text);
            return false;
        }
        begins_small = small(&text.text) && (jotted || begins_small || !goes_on);
        goes_on = !ends(&text.text);
        begins_small || (jotted || is_preface) && goes_on
    });
    // One remark below a table says nothing of the table.
    let printed = || matches!(section.blocks.first(), Some(Block { kind: BlockKind::Table { .. }, .. }));
    if !jotted && counted <= 1 && printed() {
        return false;
    }
    // Code and tables below a heading in small letters are as much their author's as it is.
    informal.count() * 2 > counted || jotted && counted == 0 && section.speaker.is_none()
}

/// Whether a text is written in words, and so in somebody's way.
fn is_prose(text: &str) -> bool {
    sentences::is_words(text) && !formula::is_formula(text)
}

/// Whether a text says that it is the note-taker's own: «Git, моё».
fn names_owner(text: &str) -> bool {
    let small = words::lowercase(text);
    let word = |word: &str| OWNERS.split(' ').any(|owner| owner == word);
    small.split(|c: char| !words::is_alphabetic(c)).any(word)
}

/// Whether a text is an address on the web or a command, and no more.
fn is_machine(text: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme)) && !text.contains(' ') || code::is_typed(text)
}

/// Whether a heading is one that people write for themselves: in small letters, and no item with its amount that was
/// taken for a heading («соль — 5 г»).
fn is_jotted(section: &Section) -> bool {
    let title = &section.title.text;
    let amount = [" - ", " – ", " — "]
        .iter()
        .any(|dash| title.split_once(dash).is_some_and(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_digit())));
    title.starts_with(char::is_lowercase)
        && !amount
        && !is_small_name(title)
        && !begins_with_code(&section.title)
        && !names_lecture(section)
}

/// Whether a title names a part of a course and its number: «лекция 2 - фонетика».
fn names_lecture(section: &Section) -> bool {
    let number = section.title.text.split_whitespace().nth(1);
    names_chapter(&section.title.text) && number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a text begins with code that its markup says is code: a name in it is as small as it is.
fn begins_with_code(text: &Text) -> bool {
    text.marks.iter().any(|mark| mark.kind == MarkKind::Code && mark.range.start == 0)
}

/// Whether a text is nothing but a name that everybody writes small, or begins with one that has a capital inside:
/// «docker-compose.yml», "user_id", "iOS".
pub fn is_small_name(text: &str) -> bool {
    let signs = text.trim_matches(|c: char| !c.is_ascii_alphanumeric()).contains(['.', '-', '_', '/']);
    let first = text.split(' ').next().unwrap_or_default();
    // «macOS», "useState and its rules".
    let humps =
        first.bytes().all(|b| b.is_ascii_alphanumeric()) && first.bytes().skip(1).any(|b| b.is_ascii_uppercase());
    humps || signs && text.is_ascii() && !text.contains(' ')
}

fn is_sentence(text: &str) -> bool {
    text.starts_with(char::is_uppercase) && sentences::ends(text)
}

/// Whether every paragraph of a section, and there are several, begins with a small letter.
fn jots(section: &Section) -> bool {
    let small = |block: &Block| match &block.kind {
        BlockKind::Paragraph { text, .. } => Some(text.text.starts_with(char::is_lowercase)),
        _ => None,
    };
    let paragraphs: Vec<bool> = section.blocks.iter().filter_map(small).collect();
    paragraphs.len() > 1 && paragraphs.iter().all(|small| *small)
}

/// Of each section whether it is its author's because a heading behind what was asked says so: «Мои заметки», which ends
/// where somebody speaks or asks, or for itself: «Пряники (записала по телефону)».
fn own_notes(sections: &[Section], export: bool) -> Vec<bool> {
    let (mut asked, mut own) = (false, false);
    let noted = |section: &Section| {
        let asks = section.speaker.is_some() || section.role == Role::User || asks(section);
        own = !asks && (own || asked && names_own_notes(&section.title.text));
        asked |= asks;
        let told = asked && section.speaker.is_none() && !asks && asides::says_how_it_came(&section.title.text);
        (own || told) && !export
    };
    sections.iter().map(noted).collect()
}

/// Whether a heading says that its author's notes follow, and no more than when they were written: "My notes", «Заметки
/// себе», "My notes, 14 March".
pub fn names_own_notes(title: &str) -> bool {
    const NOTED: &str = "записи записки наброски stuff jottings scribbles";
    let date_at = title.find([',', '(', '—', '–']).filter(|&at| dates::is_date(&title[at..]));
    let title = date_at.map_or(title, |at| title[..at].trim_end());
    let small = words::lowercase(title.trim_end_matches(':'));
    let mut said: Vec<&str> = small.split(' ').collect();
    said.retain(|word| !matches!(*word, "to" | "для" | "на" | "own" | "личные" | "от"));
    let owner = |word: &str| OWNERS.split(' ').any(|owner| owner == word);
    let notes = |word: &str| is_remark_word(word) || NOTED.split(' ').any(|noted| noted == word);
    matches!(said[..], [one, other] if notes(one) && owner(other) || owner(one) && notes(other))
}

/// Whether a chat begins with a few words above its first turn, which is the user's: nobody of it has spoken there, so
/// they are their collector's, and so is a list below them. A question and its answer are none, nor is the rest of an
/// answer that was copied, nor a title with nothing but words of the page behind it.
fn has_preface(note: &Note) -> bool {
    let [first, turn, ..] = &note.sections[..] else { return false };
    let named = first.speaker.is_none() && turn.speaker == Some(Role::User);
    let of_page = || {
        let above = |dropped: &Dropped| dropped.why == Why::Chrome && dropped.span.end <= turn.title.span.start;
        first.blocks.is_empty() && note.dropped.iter().any(above)
    };
    // The head of a mail stands above what its sender wrote.
    let headed = first.title.text.is_empty() && first.blocks.first().is_some_and(is_mail_head);
    let own = first.blocks.get(usize::from(headed)..).unwrap_or_default();
    // A list right below a heading may be what is left of an answer.
    let said = own.first().is_none_or(|block| paragraph(block).is_some());
    let kept = |block: &Block| matches!(block.kind, BlockKind::Paragraph { .. } | BlockKind::List { .. });
    named && !asks(first) && said && length(own) <= LONGEST_PREFACE && own.iter().all(kept) && !of_page()
}

/// Whether values are those of a mail: who wrote it, or to whom, and of what or when.
fn is_mail_head(block: &Block) -> bool {
    const PEOPLE: &str = "от кому from to";
    const REST: &str = "тема дата отправлено subject date sent";
    let BlockKind::Attributes(values) = &block.kind else { return false };
    let labelled = |list: &str| {
        values.iter().any(|value| list.split(' ').any(|label| label == words::lowercase(&value.name.text)))
    };
    labelled(PEOPLE) && labelled(REST)
}

pub(super) fn paragraph(block: &Block) -> Option<&str> {
    match &block.kind {
        BlockKind::Paragraph { text, .. } => Some(&text.text),
        _ => None,
    }
}

fn collect<'a>(block: &'a Block, texts: &mut Vec<&'a Text>) {
    match &block.kind {
        BlockKind::Paragraph { text, .. } => texts.push(text),
        // The head of what lies below it is no sentence, whoever wrote it.
        BlockKind::List { items, .. } => {
            let heads = |item: &&Item| !item.attributes.is_empty() || !item.blocks.is_empty();
            texts.extend(items.iter().filter(|item| !heads(item)).map(|item| &item.text));
            texts.extend(items.iter().flat_map(|item| &item.attributes).map(|attribute| &attribute.value));
        }
        BlockKind::Attributes(attributes) => texts.extend(attributes.iter().map(|attribute| &attribute.value)),
        BlockKind::Quote(blocks) => blocks.iter().for_each(|block| collect(block, texts)),
        BlockKind::Code { .. } | BlockKind::Table { .. } => {}
    }
}

fn cut_remarks(block: &mut Block, source: &Source) {
    if let BlockKind::List { items, .. } = &mut block.kind {
        let finished = items.iter().filter(|item| sentences::ends(&item.text.text)).count();
        if finished * 2 > items.len() {
            items.iter_mut().for_each(|item| cut_remark(item, source));
        }
    }
}

fn cut_remark(item: &mut Item, source: &Source) {
    let text = &item.text.text;
    if sentences::ends(text) || text.ends_with(':') || !item.blocks.is_empty() || !item.attributes.is_empty() {
        return;
    }
    let Some(at) = sentences::last_start(text) else { return };
    let (own, remark) = item.text.split_at(at, source);
    (item.text, item.remark) = (own, Some(remark));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::parse;

    fn roles(text: &str) -> Vec<(String, Role)> {
        let note = parse(&Source::new("a.txt", text));
        let mut out = Vec::new();
        for section in &note.sections {
            out.push((section.title.text.clone(), section.role));
            out.extend(section.blocks.iter().filter_map(|block| Some((paragraph(block)?.to_owned(), block.role))));
        }
        out
    }

    fn roles_of_blocks(text: &str) -> Vec<Role> {
        let note = parse(&Source::new("a.txt", text));
        note.sections.iter().flat_map(|section| &section.blocks).map(|block| block.role).collect()
    }

    fn own(text: &str) -> Vec<String> {
        roles(text).into_iter().filter(|(_, role)| *role == Role::Own).map(|(words, _)| words).collect()
    }

    #[test]
    fn a_name_with_signs_is_written_small_by_everybody() {
        for name in ["docker-compose.yml", "user_id", "/etc/hosts"] {
            assert!(is_small_name(name), "{name}");
        }
        for jotting in ["диск", "git", "docker-compose не стартует", "из-за", "-d"] {
            assert!(!is_small_name(jotting), "{jotting}");
        }
    }

    #[test]
    fn what_stands_above_a_chat_is_its_collectors() {
        let chat = "My beekeeping chats\n\nSaved in May. The hive has to be painted.\n\n\
            You said:\nWhy do bees dance?\n\nChatGPT said:\nTo tell where the nectar is.\n";
        let saved = ["My beekeeping chats", "Saved in May. The hive has to be painted."];
        assert_eq!(own(chat), saved);
        assert_eq!(own(&chat.replace(saved[1], "")), [saved[0]]);
        assert!(own(&chat.replace(saved[1], "Skip to content\nChat history")).is_empty());
        let marked = parse(&Source::new("a.md", format!("# {}", chat.replace("You said:", "**You said:**"))));
        assert_eq!(marked.sections[0].blocks[0].role, Role::Own);
        let listed = chat.replace(" painted.", " painted.\n\n- ask Ann for the brush\n- buy paint");
        let listed = parse(&Source::new("a.txt", listed));
        assert!(matches!(
            &listed.sections[0].blocks[..],
            [Block { role: Role::Own, .. }, Block { role: Role::Own, .. }]
        ));
        // What is left of an answer is the assistant's.
        let rest = "- feed them in autumn\n- close the entrance";
        assert!(own(&chat.replace(saved[1], rest)).is_empty());
        // What was asked before the names begin was answered there.
        let asked =
            format!("how do bees sleep?\n\nThey hang on each other.\n\n{}", &chat[chat.find("You").unwrap_or(0)..]);
        assert!(own(&asked).is_empty(), "{:?}", roles(&asked));
    }

    #[test]
    fn the_head_of_a_mail_stands_above_its_senders_words() {
        let mail = "От: Пётр Орлов <orlov@example.org>\nКому: мне\nДата: 3 мая\nТема: груши\n\nПривет! Ниже то, что я \
            спросил про груши, пока не забыл.\n\n";
        let chat = "Вы сказали:\nКак привить грушу?\n\nChatGPT сказал:\nСрежьте черенок зимой.\n";
        assert_eq!(roles(&format!("{mail}{chat}"))[0], (String::new(), Role::Own));
        let note = crate::notes::parse(&Source::new("a.txt", format!("{mail}{chat}")));
        assert!(note.sections[0].id.starts_with("privet"), "{}", note.sections[0].id);
        // Values of something else may be what is left of an answer.
        let values = mail.replace("Кому: мне", "Порода: Лада").replace("От:", "Сорт:");
        assert_eq!(roles(&format!("{values}{chat}"))[0], (String::new(), Role::Assistant));
    }

    #[test]
    fn a_remark_in_a_named_answer_is_its_readers() {
        let chat = |remark: &str| {
            format!(
                "You said:\nhow do I keep basil?\n\nChatGPT said:\nPut the stems into a glass of water, like flowers.\n\n{remark}\n\nMore on storage\n\nLeaves turn black in the cold, so keep the glass out of the fridge.\n"
            )
        };
        assert_eq!(own(&chat("tried it, works")), ["tried it, works"]);
        assert_eq!(own(&chat("не сработало, завяли")), ["не сработало, завяли"]);
        for answer in ["docker ps -a, docker images", "соль, 5 г/л", "and then, of course, wash it.", "basil leaves"]
        {
            assert!(own(&chat(answer)).is_empty(), "{answer}");
        }
    }

    #[test]
    fn notes_at_the_end_are_their_authors() {
        let tail = own("Как полить?\n\nПолейте под корень.\n\nне забыть: кран во дворе\n\nспросить Лёшу\n");
        assert_eq!(tail, ["не забыть: кран во дворе", "спросить Лёшу"]);
        let dated = ["My own notes, 14 March", "Мои заметки (3 мая 2024)"];
        for title in ["My notes", "Мои заметки", "Заметки себе", "Мои мысли"].into_iter().chain(dated)
        {
            let chat =
                format!("You said:\nHow far?\n\nChatGPT said:\nAbout 25 cm.\n\n## {title}\n\nBuy seeds before May.\n");
            assert_eq!(own(&chat), [title, "Buy seeds before May."], "{title}");
        }
        for title in ["Notes", "My garden", "Мои рецепты", "My notes, continued", "My notes (on 14 tenors)"] {
            assert!(!names_own_notes(title), "{title}");
        }
    }

    #[test]
    fn a_remark_may_say_whose_it_is() {
        let answer = |label: &str| {
            format!(
                "Вопрос: чем кормить ежа?\n\nЕжа кормят сырым мясом.\n\n{label}: купить говядины.\n\nВопрос: а ночью?\n\nТоже мясом.\n"
            )
        };
        for label in [
            "Заметка себе",
            "Моя пометка",
            "Моя заметка",
            "Мой комментарий",
            "Примечание от меня",
            "My own remark",
            "Note to self",
        ] {
            assert_eq!(own(&answer(label)), [format!("{label}: купить говядины.")]);
        }
        for label in ["Заметка", "Примечание", "Комментарий к закону", "Мой совет", "Note", "Make a note of it"]
        {
            assert!(own(&answer(label)).is_empty(), "{label}");
        }
    }

    #[test]
    fn an_answer_that_goes_on_is_nobody_elses() {
        let chat = |middle: &str, end: &str| {
            format!("You said:\nhow do hives differ?\n\nChatGPT said:\nThere are two kinds.\n\n{middle}\n\n{end}\n")
        };
        let kinds = "box\n- holds ten frames\n- is heavy\n\nlog\n- has no frames";
        assert!(own(&chat(kinds, "In short, take the first one.")).is_empty());
        let russian = "Вы сказали:\nкакие бывают ульи?\n\nChatGPT сказал:\nИх два вида.\n\nлежак\n• стоит низко;\n\
            • вмещает много.\n\nКоротко: новичку лучше лежак.\n";
        assert!(own(russian).is_empty());
        // A remark of its reader ends it.
        let jotted = "to buy\n- frames, ten of them\n- wax\n\nask the neighbour first, she has some";
        assert!(own(&chat("They cost the same.", jotted)).contains(&"to buy".to_owned()));
    }

    #[test]
    fn headings_of_a_document_are_its_authors() {
        let readme = "# Hive\n\nA tool for keepers of bees.\n\n## `hive ls`\n\n- lists them\n- is quick\n\n\
            ## Why use it?\n\nPaper gets wet.\n\n## macOS\n\n- needs a key\n- runs slowly\n";
        let roles = |name: &str, text: &str| {
            let note = parse(&Source::new(name, text));
            note.sections.iter().map(|section| section.role).collect::<Vec<_>>()
        };
        assert_eq!(roles("a.md", readme), [Role::Assistant; 4]);
        // Where most headings ask, or it is written small, somebody asked.
        let asked = "# Bees\n\nThey live in hives.\n\n## Why do they dance?\n\nThey show the way.\n";
        assert_eq!(roles("a.md", asked)[1], Role::User);
        assert_eq!(roles("a.txt", "## Pods\n\ndocker ps\n\n## Logs\n\ndocker logs web\n"), [Role::Assistant; 2]);
    }

    #[test]
    fn the_answer_may_begin_with_a_heading() {
        let chat = "чем бегония отличается от герани? объясни на пальцах\n\nБегония и герань: в чём разница\n\nБегония \
            любит тень и влагу, а герань растёт на солнце.\n\nПолив и уход\n\nОбе поливают под корень, раз в неделю.\n";
        let found = roles(chat);
        assert_eq!(found[0].1, Role::User, "{found:?}");
        assert!(found[1..].iter().all(|(_, role)| *role == Role::Assistant), "{found:?}");
    }

    #[test]
    fn a_small_title_of_values_is_as_formal_as_they_are() {
        let hives = |values: &str| {
            let text = format!(
                "Ульи\n\nИх два вида, и оба стоят на солнце.\n\nlangstroth\n{values}\n\nМОЁ: взять у соседа\n\n\
                как открыть улей, чтобы не рассердить пчёл\n\nОткрывают его так, не торопясь:\n\n- дымарь\n- стамеска\n\n\
                Делать это лучше в полдень.\n"
            );
            roles(&text).into_iter().filter(|(_, role)| *role == Role::Own).map(|(words, _)| words).collect::<Vec<_>>()
        };
        assert_eq!(hives("Рамки: десять в корпусе.\nЦена: как у хорошей лопаты."), ["МОЁ: взять у соседа"]);
        assert!(hives("рамки: десять\nцена: спросить").contains(&"langstroth".to_owned()));
    }

    #[test]
    fn a_thought_that_asks_is_its_writers() {
        let notes = "заметки\n\nмысль: почему бы не вынести отчёты?\n\nсегодня тормозил отчёт, перезапустил сервер\n";
        assert!(roles(notes).iter().all(|(_, role)| *role == Role::Own), "{:?}", roles(notes));
    }

    #[test]
    fn what_leads_to_an_answer_is_own() {
        let answer =
            "Розы поливают под корень, и делают это утром.\n\n1. Летом каждый день.\n2. Осенью раз в неделю.\n";
        let before = own(&format!(
            "опять сохнут розы у забора, уже третий раз за лето\n\nспросил в чате, там пишут так:\n\n{answer}"
        ));
        assert_eq!(before, ["опять сохнут розы у забора, уже третий раз за лето", "спросил в чате, там пишут так:"]);
        assert_eq!(own(&format!("5 мая\n\nспросил в чате, там пишут так:\n\n{answer}")), [before[1].clone()]);
        assert!(own(&format!("Розы\n\nесли коротко, то вот так:\n\n{answer}")).is_empty());
    }

    #[test]
    fn what_somebody_wants_to_know_later_is_own() {
        let chat = |remark: &str, behind: &str| {
            let said =
                "You said:\nwhat is a hive?\n\nChatGPT said:\n🐝 1. Hives\n\nA hive is a box, and bees live in it.";
            roles(&format!("{said}\n\n{remark}\n\n{behind}\n"))
        };
        let honey = "🍯 2. Honey\n\nIt is taken in July, and it flows.";
        for remark in [
            "спросить потом: сколько рамок влезет в лежак?",
            "узнать: лежак на даче вообще перезимует",
            "а лежак на даче перезимует?",
            "check later: does a box of ten frames fit into our car?",
        ] {
            assert!(chat(remark, honey).contains(&(remark.to_owned(), Role::Own)), "{:?}", chat(remark, honey));
        }
        for (answer, behind) in [
            ("log hives or boxes?", "Boxes are better, because they open."),
            ("hive-tool --clean, hive-tool --dry", honey),
        ] {
            assert!(!chat(answer, behind).contains(&(answer.to_owned(), Role::Own)), "{:?}", chat(answer, behind));
        }
    }

    #[test]
    fn what_a_cook_jots_down_below_a_recipe_is_his() {
        let soup = |remark: &str| {
            roles_of_blocks(&format!(
                "Уха\n\nВарят её быстро, и подают горячей.\n\n{remark}\n\nБорщ\n\nВарят его долго.\n"
            ))
        };
        for remark in ["варила 3.05 — соли хватит щепотки!", "пробовал без лука, вышло пресно!!"]
        {
            assert_eq!(soup(remark)[1], Role::Own, "{remark}");
        }
        for list in [
            "- у нас духовка холодная, держать дольше\n- спросить у бабушки про перец",
            "- needs more salt, our pot is big\n- ask Dad",
        ] {
            assert_eq!(soup(list)[1], Role::Own, "{list}");
        }
        for list in
            ["- соль\n- перец горошком", "- Наша соль крупная.\n- Перец любой.", "- соль — 5 г\n- наш перец — 2 г"]
        {
            assert_eq!(soup(list)[1], Role::Assistant, "{list}");
        }
        let announced = soup("Понадобится ещё:\n- наша большая кастрюля\n- половник");
        assert!(!announced.contains(&Role::Own), "{announced:?}");
    }

    #[test]
    fn a_remark_below_a_table_says_nothing_of_the_table() {
        let tables = "Hives\n\nThey stand in the sun, and face south.\n\nPrices of wood\n\nWood     Price    Year\nPine     \
            10       1900\nOak      30       1901\n\nour pine is wet, always take more\n";
        let note = parse(&Source::new("a.txt", tables));
        let roles: Vec<Role> = note.sections[1].blocks.iter().map(|block| block.role).collect();
        assert_eq!((note.sections[1].role, roles), (Role::Assistant, vec![Role::Assistant, Role::Own]));
    }

    #[test]
    fn a_book_answers_its_own_questions() {
        let book = "Roses\n\nThey like the sun.\n\nPeonies\n\nThey live long.\n\nPhlox\n\nIt smells of summer.\n\n\
            What could go wrong?\n\nAphids come in May, so look below the leaves.\n";
        assert!(roles(book).iter().all(|(_, role)| *role == Role::Assistant), "{:?}", roles(book));
        let asked = roles(&book.replace("What could", "what could"));
        assert!(asked.contains(&("what could go wrong?".to_owned(), Role::User)), "{asked:?}");
        let asked = roles(&book.replace("Peonies\n\nThey live long.\n\n", ""));
        assert!(asked.contains(&("What could go wrong?".to_owned(), Role::User)), "{asked:?}");
    }

    #[test]
    fn lectures_in_small_letters_are_all_of_one_hand() {
        let lectures = "лекция 1\nчто такое улей\n\nУлей есть дом пчёл, и строит его человек.\n\n\
            лекция 2 - мёд\n\nМёд собирают летом, и хранят его в сотах.\n\nлекция 3\nвоск\n\nСоты\n\n\
            Их строят из воска, который пчёлы выделяют сами.\n";
        assert!(roles(lectures).iter().all(|(_, role)| *role == Role::Assistant), "{:?}", roles(lectures));
    }

    #[test]
    fn a_question_to_oneself_and_a_sigh_are_own() {
        let soup = |remark: &str| format!("Уха\n\nВарят её быстро, и подают горячей.\n\n{remark}\n");
        for remark in ["сколько соли класть на литр?", "попробовать: с лимоном вместо перца??", "эх, опять пересолил"]
        {
            assert_eq!(own(&soup(remark)), [remark]);
        }
        let formula = "Круг\n\nПлощадь считают так.\n\ns = π · r · r\n\nгде\nr — радиус круга.\n";
        assert!(own(formula).is_empty(), "{:?}", roles(formula));
    }

    #[test]
    fn a_note_without_a_chat_is_no_patchwork() {
        let book = "Таблица замен\nЛук-порей        лук репчатый           половина\nЛосось           форель, горбуша        столько же\n\n\
            Ингредиенты\n• яйца — 3 шт.\n• молоко — стакан\n\nКак выбрать кастрюлю\nТолстое дно держит жар ровно, и каша в такой кастрюле не пригорает.\n";
        assert!(own(book).is_empty());
        let lecture = "1 Architecture\n\nThe server forks a backend for every client, and all of them share a re-\n\n\
            gion of memory in which pages are cached until somebody writes them\n\n2 Vacuum\n\nDead rows are removed by a worker.\n";
        assert!(own(lecture).is_empty());
        let notes = "бэкапы\n\nкопия раз в ночь, лежит на втором диске\n\nскрипт\n\n```sh\nrsync -a /srv /mnt\n```\n";
        assert!(roles(notes).iter().all(|(_, role)| *role == Role::Own), "{:?}", roles(notes));
    }

    #[test]
    fn who_says_what_he_does_speaks_for_himself() {
        let hive = "Улей\n\nУлей ставят летком на юг.\n";
        let mine = "Пасека. Записываю всё подряд.";
        assert_eq!(own(&format!("{mine}\n\n{hive}")), ["", mine]);
        for other in ["Пасека. Записи с 2013 года.", "Рассказываю, как ставят ульи.", "Случаю было угодно."]
        {
            assert!(own(&format!("{other}\n\n{hive}")).is_empty(), "{other}");
        }
        let list = |title: &str| own(&format!("{hive}\n{title}\n- поилка из бочки\n- роевня у Ильи\n"));
        assert_eq!(list("Что хочу построить"), ["Что хочу построить"]);
        assert!(list("Что можно построить").is_empty());
    }

    #[test]
    fn remarks_below_a_text_are_not_the_text() {
        let hive =
            |text: &str| format!("Улей\n\n{text}\n\nкрасил два раза, летом\n\nлеток пока узкий\n\nснег чистить чаще\n");
        let notes = ["красил два раза, летом", "леток пока узкий", "снег чистить чаще"];
        assert_eq!(own(&hive("Улей ставят летком на юг.\n\nЗимой его утепляют соломой.")), notes);
        assert_eq!(own(&hive("Улей стоит."))[0], "Улей");
    }
}
