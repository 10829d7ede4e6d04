//! What people type to a machine at length, where nobody is named: some sentences, the last of which asks.
//!
//! In a paste such a question is a paragraph like others. What tells it are the title of an answer behind it, and that it
//! speaks of its author («у меня …») or tells the machine what to do («объясни, пожалуйста»), or that others have asked.

use std::iter::successors;

use super::{
    body,
    heading::{self, Next, Place},
    lines::{Line, Said},
    list,
    page::Page,
    requests, sentences,
};
use crate::text::words;

/// Words in which somebody speaks of himself, in small letters.
const ONE: &str = "я мне меня мной мой моя моё мое мои моего моей моих моему моём хочу могу i i'm i've i'd my me mine";
/// And of himself and others, as the author of a book does too.
const SEVERAL: &str = "\
    мы нам нас нами наш наша наше наши нашего нашей наших нашему нашем хотим можем we we're we've our us";
/// Words in which one speaks to somebody else: a machine to its reader, or the author of a text to his.
const READER: &str = "вы вам вас вами ваш ваша ваше ваши вашего вашей ваших тебе тебя твой твоя твоё твои";

/// Whether lines are a question of several lines, whose answer has a title.
pub(super) fn is_long(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    const LINES: usize = 15;
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return false };
    let wrapped = || lines.windows(2).all(|pair| page.is_full(&pair[0], &pair[1]) || pair[0].text.ends_with('-'));
    if !(2..=LINES).contains(&lines.len())
        || !last.text.ends_with('?')
        || first.said != Said::Nothing
        || list::marker(first).is_some()
        || body::is_attribute(first)
        || place.named
        || place.inside_list
        || place.after_colon
        // Below its title, an answer may ask what it is about to say.
        || place.below && !place.opening
        || !wrapped()
        || !is_answered(page, place)
    {
        return false;
    }
    let text = lines.iter().map(|line| line.text).collect::<Vec<_>>().join(" ");
    let says = |list: &str| {
        let listed = |word: &str| list.split_whitespace().any(|listed| listed == word);
        text.split_whitespace().any(|word| listed(&bare(word)))
    };
    let mut said =
        successors(Some(text.as_str()), |said| sentences::first_end(said).map(|end| said[end..].trim_start()));
    let chat = place.dialogue || page.is_chat;
    says(ONE) || said.any(|said| requests::tells(said, false)) || chat && (says(SEVERAL) || !says(READER))
}

fn bare(word: &str) -> String {
    words::lowercase(word.trim_matches(|c: char| !words::is_alphabetic(c))).replace('’', "'")
}

/// Whether a title stands behind, or the answer of somebody who is named.
fn is_answered(page: &Page, place: Place<'_, '_>) -> bool {
    const WORDS: usize = 12;
    let titles = |line: &Line<'_>| {
        line.text.starts_with(char::is_uppercase)
            && line.words() <= WORDS
            && !line.ends_sentence()
            && !line.text.ends_with([':', ',', '?'])
    };
    match place.next {
        Next::Lines([title], Some(_)) => titles(title),
        Next::Lines([title, next, ..], _) => {
            titles(title) && heading::can_be(page, title) && !page.is_full(title, next)
        }
        Next::Answer => true,
        Next::Lines(..) | Next::Code(_) | Next::Question | Next::Turn | Next::End => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        notes::{self, Role},
        text::Source,
    };

    /// What is asked in a note, and the first words of what its sections hold.
    fn asked(text: &str) -> Vec<String> {
        let note = notes::parse(&Source::new("a.txt", text));
        let asked = note.sections.iter().filter(|section| section.role == Role::User);
        asked.map(|section| section.title.text.clone()).collect()
    }

    const HIVE: &str = "\
        Пасека за лето\n\n\
        У меня на даче стоят три улья, и два из них за зиму погибли, хотя корма в них\n\
        было довольно, а подмора почти нет. Подскажи, пожалуйста, отчего гибнут пчёлы и\n\
        можно ли спасти третий улей?\n\n\
        Отчего гибнут пчёлы\n\n\
        Чаще всего виноват клещ. Осенью его не видно, а зимой семья слабеет и не может\n\
        согреть клуб, и тогда хватает одной холодной недели.\n\n";

    #[test]
    fn a_question_may_have_several_lines_and_sentences() {
        assert_eq!(asked(HIVE).len(), 1, "{:?}", asked(HIVE));
        // Where somebody has asked, nobody need speak of himself.
        let later = format!(
            "{HIVE}Полоски стоят в улье третью неделю, а клещ всё сыплется на дно, хотя по книге\n\
             пора бы ему закончиться. Отчего так получается и сколько ещё ждать конца?\n\n\
             Сколько держать полоски\n\nДержите их шесть недель, пока не выйдет весь расплод из сот.\n"
        );
        assert_eq!(asked(&later).len(), 2, "{:?}", asked(&later));
        let told = "Летом семьи были сильные, и я взял с каждой по два магазина мёда, а осенью\n\
            кормил сиропом до самых холодов, как пишут в книгах о пчёлах для новичков.\n";
        let long = HIVE.replacen("У меня", &format!("{told}{told}У меня"), 1);
        assert!(asked(&long)[0].ends_with("новичков."), "{:?}", asked(&long));
        let english = "\
            I keep three hives in the garden, and two of them died in winter though there was\n\
            plenty of honey left in the combs. What did I do wrong, and can the last one be\n\
            saved?\n\n\
            Why colonies die\n\n\
            Most of them die of mites. Nobody sees them in autumn, and in winter the cluster\n\
            is too small to keep itself warm through a cold week.\n";
        assert_eq!(asked(english).len(), 1, "{:?}", asked(english));
    }

    #[test]
    fn an_author_may_ask_as_well() {
        let essay = "\
            Как зимуют пчёлы\n\n\
            Осенью пчёлы собираются в клуб, и чем холоднее ночи, тем теснее он становится, а\n\
            мёд в сотах тает медленно. Но что происходит в улье, когда мороз держится месяц?\n\n\
            Тепло клуба\n\n\
            В середине клуба всегда тепло. Крайние пчёлы меняются с теми, что внутри, и так\n\
            семья переживает самые холодные недели зимы.\n";
        assert!(asked(essay).is_empty(), "{:?}", asked(essay));
        // What asks its reader, in a note where others have asked, is the answer's.
        let reader = format!(
            "{HIVE}Полоски от клеща ставят на шесть недель, и всё это время мёд из улья не берут, а\n\
             корм дают только на ночь. Какой способ вам подходит больше, полоски или кислота?\n\n\
             Что выбрать\n\nПолоски проще, а кислота дешевле, и работать с ней надо в перчатках.\n"
        );
        assert_eq!(asked(&reader).len(), 1, "{:?}", asked(&reader));
    }
}
