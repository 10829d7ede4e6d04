//! Joins the lines of a paste to running text: one space for a line break, a word broken by a hyphen mended.

use std::collections::HashSet;

use super::{
    lines::{Line, is_invisible},
    model::Text,
};
use crate::text::{Source, Span, words};

/// What the rest of the note tells about words, to decide whether a hyphen at a line's end belongs to the word.
#[derive(Default, Debug)]
pub struct Words(HashSet<String>);

impl Words {
    /// Collects the words of a note, in small letters, but for the halves of what its lines broke. Bounded by the note
    /// itself.
    pub fn of(source: &Source) -> Self {
        let letter = |c: char| words::is_alphanumeric(c) || c == '-';
        let mut found = HashSet::new();
        // Whether the line before ended with a hyphen behind a word.
        let mut broken = false;
        for line in source.text().lines().map(str::trim).filter(|line| !line.is_empty()) {
            let halves = std::mem::take(&mut broken) && line.starts_with(words::is_alphanumeric);
            broken = line.strip_suffix('-').is_some_and(|left| left.ends_with(words::is_alphanumeric));
            let said = line.split(|c| !letter(c)).filter(|word| !word.is_empty()).skip(usize::from(halves));
            found.extend(said.filter(|word| !word.ends_with('-')).map(str::to_lowercase));
        }
        Self(found)
    }

    /// Whether the hyphen between `left` (without it) and `right` was put there by the page, not by the author.
    ///
    /// «Kubernetes-⏎кластерах» keeps it: the scripts differ. «развёр-⏎тывание» loses it, unless the note elsewhere has
    /// the word with a hyphen.
    fn is_soft_hyphen(&self, left: &str, right: &str) -> bool {
        let (Some(before), Some(after)) = (left.chars().next_back(), right.chars().next()) else { return false };
        if !before.is_lowercase() || !after.is_lowercase() || before.is_ascii() != after.is_ascii() {
            return false;
        }
        let word = |text: &str, from_end: bool| -> String {
            let letters = |c: &char| words::is_alphanumeric(*c) || *c == '-';
            if from_end {
                let reversed: Vec<char> = text.chars().rev().take_while(letters).collect();
                reversed.into_iter().rev().collect()
            } else {
                text.chars().take_while(letters).collect()
            }
        };
        let (left, right) = (word(left, true).to_lowercase(), word(right, false).to_lowercase());
        if self.0.contains(&format!("{left}{right}")) {
            return true;
        }
        if self.0.contains(&format!("{left}-{right}"))
            || is_chain(&left, &right)
            || is_compound(&left, &right)
            || self.has_particle(&left, &right)
            || self.has_tail(&left, &right)
        {
            return false;
        }
        if is_one_word(&left, &right) {
            return true;
        }
        // Two words that the note has on their own as well.
        if left.chars().count() > 3 && right.chars().count() > 3 && self.0.contains(&left) && self.0.contains(&right) {
            return false;
        }
        // A syllable has a vowel; «t-⏎shirt» has none on its left and is no broken word.
        left.chars().any(is_vowel) && right.chars().any(is_vowel)
    }

    /// Whether «-ка», «-то» or «-де» stands behind a word that takes it: «дай-ка», «кто-то», and not «бочка», «место».
    fn has_particle(&self, left: &str, right: &str) -> bool {
        match right {
            "ка" => is_told(left),
            // Behind any word of its own, but «мес», «час» and «лю» may be no words at all here.
            "то" => is_pronoun(left) || !left.ends_with('с') && self.stands_alone(left),
            "де" => self.stands_alone(left),
            _ => false,
        }
    }

    /// Whether an English word behind one that the note has is the tail of many compounds: "server-side", "read-only".
    fn has_tail(&self, left: &str, right: &str) -> bool {
        const TAILS: &str = "only side source value order ended friendly ready specific related scale sized term party \
            proof safe";
        let tail = right.split('-').next().unwrap_or_default();
        left.len() > 3 && self.0.contains(left) && TAILS.split(' ').any(|word| word == tail)
    }

    fn stands_alone(&self, word: &str) -> bool {
        word.chars().count() > 2 && self.0.contains(word)
    }
}

/// Joins `lines`, skipping the first `skip` bytes of the first one.
pub fn join(lines: &[Line<'_>], skip: usize, words: &Words) -> Text {
    let Some(first) = lines.first() else { return Text::default() };
    let start = first.span.start + skip;
    let mut text = clean(&first.text[skip..]);
    for line in &lines[1..] {
        glue(&mut text, &clean(line.text), words);
    }
    text.retain(|c| c != SOFT_HYPHEN);
    text.shrink_to_fit();
    let end = lines.last().map_or(start, |line| line.span.end).max(start);
    Text::plain(text, Span::new(start, end))
}

/// Appends the next line: behind a blank, or without one where a hyphen ends the text.
pub fn glue(text: &mut String, next: &str, words: &Words) {
    let hyphen = text.strip_suffix(['-', '\u{2010}']);
    match hyphen.filter(|left| left.chars().next_back().is_some_and(words::is_alphanumeric)) {
        _ if text.ends_with(SOFT_HYPHEN) => text.truncate(text.len() - SOFT_HYPHEN.len_utf8()),
        Some(left) if words.is_soft_hyphen(left, next) => text.truncate(left.len()),
        Some(_) => {}
        None if text.is_empty() => {}
        None => text.push(' '),
    }
    text.push_str(next);
}

/// Where a word may be broken; seen only where it is.
const SOFT_HYPHEN: char = '\u{ad}';

/// The words of a line with single blanks between them.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().filter(|&c| !is_invisible(c)));
    }
    out
}

/// Whether a word that has hyphens already goes on with one behind or before a small word: "state-of-the-art", «бок о
/// бок», but not "well-estab-⏎lished".
fn is_chain(left: &str, right: &str) -> bool {
    const LINKS: &str = "a and as at by for in of on or the to up а в и из к на о от по с у";
    let link = |part: Option<&str>| part.is_some_and(|part| LINKS.split(' ').any(|link| link == part));
    left.contains('-') && link(left.rsplit('-').next()) || right.contains('-') && link(right.split('-').next())
}

/// English words that were written with a hyphen once, and are one now: "overnight", "landlord", "voidable".
fn is_one_word(left: &str, right: &str) -> bool {
    const BEFORE: &str =
        "over under out up down fore with some any every where here there through inter super sub trans";
    const AFTER: &str =
        "able ably ness less ful fully ship hood ward wards wise lord night thing body where ever self selves";
    let listed = |list: &str, word: &str| list.split(' ').any(|listed| listed == word);
    !right.contains('-') && right.len() > 2 && (listed(BEFORE, left) || listed(AFTER, right))
}

/// Russian and English compounds that are written with a hyphen: «по-русски», «кто-то», "well-known".
fn is_compound(left: &str, right: &str) -> bool {
    const BEFORE: &str = "кое онлайн веб интернет бизнес медиа мини экс вице кисло бело тёмно темно светло ярко \
        северо юго non self well long short high low half full part open real early late mid east west north south all \
        one two three four five six seven eight nine ten twenty thirty forty fifty hand left right";
    const AFTER: &str = "либо нибудь таки based like free known made style time wide driven oriented level aware \
        century year old";
    let right = right.split('-').next().unwrap_or_default();
    match left {
        "по" => return is_manner(right),
        "из" => return matches!(right, "за" | "под"),
        "во" => return matches!(right, "первых" | "вторых"),
        "в" => return right.ends_with("ых") || right.ends_with("их"),
        _ => {}
    }
    let listed = |list: &str, word: &str| list.split(' ').any(|listed| listed == word);
    listed(BEFORE, left) || listed(AFTER, right)
}

/// Whether somebody is told to do it: «дай-ка», «скажите-ка», «ну-ка». «Чай» and «математи» end as such words do.
fn is_told(left: &str) -> bool {
    const SHORT: &str = "ну на дай стой пей пой спой спи беги иди лети неси вези веди смотри посмотри скажи \
        расскажи покажи погоди подожди поди пойди найди подойди зайди сходи возьми помоги принеси положи прости \
        попробуй глянь взгляни встань сядь брось кинь двинь оставь поставь проверь поверь";
    let vowels = left.chars().filter(|&c| is_vowel(c)).count();
    SHORT.split(' ').any(|word| word == left)
        || ["ите", "йте", "ьте"].iter().any(|end| left.ends_with(end))
        || vowels > 1 && left.ends_with("ай")
}

/// Whether «-то» goes with the word as with few others: «кто-то», «какого-то», «там-то».
fn is_pronoun(left: &str) -> bool {
    const BEGINNINGS: [&str; 13] =
        ["кто", "кого", "кому", "чего", "чему", "како", "каку", "каки", "кака", "скольк", "почему", "зачем", "отку"];
    const WHOLE: &str = "что кем чем ком чём где куда когда как чей чья чьё чьи я ты он она оно мы вы они там тут так \
        вот то это уж да ведь";
    WHOLE.split(' ').any(|word| word == left) || BEGINNINGS.iter().any(|begins| left.starts_with(begins))
}

/// Whether «по-» before the word says how something is done: «по-русски», «по-моему», and not «по-⏎этому».
fn is_manner(right: &str) -> bool {
    const WHOLE: &str = "тому этому чему лезному следнему добному стоянному ложительному верхностному";
    ["ски", "цки", "ому", "ему", "ьи", "латыни"].iter().any(|end| right.ends_with(end))
        && !WHOLE.split(' ').any(|whole| whole == right)
}

fn is_vowel(c: char) -> bool {
    "аеёиоуыэюяaeiouy".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::lines::lines;

    fn joined(text: &str) -> String {
        let source = Source::new("a.txt", text);
        join(&lines(&source, source.whole()), 0, &Words::of(&source)).text
    }

    #[test]
    fn only_a_broken_word_loses_its_hyphen() {
        assert_eq!(joined("приложений в Kubernetes-\nкластерах"), "приложений в Kubernetes-кластерах");
        assert_eq!(joined("настройка и развёр-\nтывание"), "настройка и развёртывание");
        assert_eq!(joined("сертификаты SSL-\nтерминации"), "сертификаты SSL-терминации");
        assert_eq!(joined("написано по-\nрусски"), "написано по-русски");
        assert_eq!(
            joined("a state-of-the-art\nthing and docu-\nmentation"),
            "a state-of-the-art thing and documentation"
        );
        assert_eq!(joined("веб-сервер и ещё один веб-\nсервер"), "веб-сервер и ещё один веб-сервер");
        assert_eq!(joined("мягкий пере\u{ad}\nнос и скры\u{ad}тый"), "мягкий перенос и скрытый");
        assert_eq!(joined("пельмени по-\nдают по-\nсле бульона"), "пельмени подают после бульона");
        assert_eq!(joined("как из-\nвестно, по-\nэтому"), "как известно, поэтому");
        assert_eq!(joined("по-\nмоему, из-\nза дождя"), "по-моему, из-за дождя");
        assert_eq!(joined("во-\nпервых, в-\nтретьих, во-\nда"), "во-первых, в-третьих, вода");
        assert_eq!(joined("тире стоит здесь -\nи дальше"), "тире стоит здесь - и дальше");
    }

    #[test]
    fn one_half_alone_tells_nothing_of_an_english_word() {
        for (text, expected) in [
            ("It ran over the sail, which is left over-\nboard.", "It ran over the sail, which is left overboard."),
            ("a sail may tear, and a tear-\nable one will", "a sail may tear, and a tearable one will"),
            (
                "under the sail they under-\nwent a storm they once went through",
                "underwent a storm they once went through",
            ),
            ("copy it, paste it: copy-\npaste", "copy it, paste it: copy-paste"),
            ("the server renders it: server-\nside", "the server renders it: server-side"),
            ("an out-of-the-\nway place", "an out-of-the-way place"),
            ("a well-estab-\nlished way", "a well-established way"),
            ("the man-\nof-war sails", "the man-of-war sails"),
        ] {
            assert!(joined(text).ends_with(expected), "{} | {expected}", joined(text));
        }
    }

    #[test]
    fn a_particle_keeps_its_hyphen_and_the_end_of_a_word_does_not() {
        for (text, expected) in [
            ("Нау-\nка и боч-\nка, чай-\nка и библиоте-\nка", "Наука и бочка, чайка и библиотека"),
            ("мес-\nто, час-\nто и прос-\nто", "место, часто и просто"),
            ("в горо-\nде и на наро-\nде", "в городе и на народе"),
            ("дай-\nка, скажите-\nка, давай-\nка, ну-\nка", "дай-ка, скажите-ка, давай-ка, ну-ка"),
            ("кто-\nто, где-\nто, какого-\nто, он-\nто", "кто-то, где-то, какого-то, он-то"),
            ("дом был, а в дом-\nто не вошли", "дом был, а в дом-то не вошли"),
        ] {
            assert_eq!(joined(text), expected);
        }
    }
}
