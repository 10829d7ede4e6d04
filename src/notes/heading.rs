//! Which lines of a paste are headings.
//!
//! Nothing marks a heading in a paste but its shape: it is short against the page, ends without punctuation, and text
//! follows that it can head. It may be wrapped over several lines, begin its sentence, or ask.

use crate::text::words;
use std::collections::HashSet;

use super::{
    amounts, asking, body, captions, chapters, contents, formula, labels, letters, levels,
    lines::{Line, Said},
    list, measured, numbered,
    page::{self, Page},
    questions, quotes, remarks, roles, sentences, speakers, table, titles, unmarked,
};

/// So many lines behind a heading are looked at.
pub(super) const NEAR: usize = 200;
/// How many short lines a heading may be wrapped over.
pub(super) const LONGEST: usize = 4;

/// A heading at the start of some lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading {
    /// How many of the lines it takes.
    pub lines: usize,
    /// Its depth.
    pub level: u8,
    /// Bytes of markup before its words.
    pub skip: usize,
    /// Whether it is the beginning of the sentence that follows.
    pub runs_in: bool,
}

/// What follows the lines.
#[derive(Clone, Copy, Debug)]
pub enum Next<'l, 'a> {
    /// Other lines, and the chunk behind them.
    Lines(&'l [Line<'a>], Option<&'l [Line<'a>]>),
    /// Code, and whether a sentence goes on over it.
    Code(bool),
    /// The assistant's answer.
    Answer,
    /// A question that is marked as one.
    Question,
    /// What somebody asks who was named.
    Turn,
    /// Nothing.
    End,
}

/// What is known of the place.
#[derive(Clone, Copy, Debug)]
pub struct Place<'l, 'a> {
    /// What follows the chunk.
    pub next: Next<'l, 'a>,
    /// Whether the text before it ended with a colon.
    pub after_colon: bool,
    /// Whether a list that is open goes on behind it.
    pub inside_list: bool,
    /// Whether other chunks begin with the same line.
    pub known: bool,
    /// Lines that say how many, below one title after another.
    pub counts: &'l HashSet<&'a str>,
    /// Whether nothing but a heading stands before it.
    pub below: bool,
    /// Whether nothing but a heading has been said at all.
    pub opening: bool,
    /// Whether it is behind the first line of the note, or behind «Label: value», which stood alone as well.
    pub behind_label: bool,
    /// Whether code stands behind what follows.
    pub code_behind: bool,
    /// Whether what stands before it may offer to say more.
    pub offered: bool,
    /// Whether it stands right below a question.
    pub asked: bool,
    /// Whether somebody speaks who was named.
    pub named: bool,
    /// Whether somebody asked before who was not.
    pub dialogue: bool,
    /// Whether a list has been read.
    pub listed: bool,
    /// What stands behind the code below it, where nobody typed that code.
    pub shown: Option<&'l [Line<'a>]>,
}

/// The heading that `lines` begin with, if any.
pub fn find(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> Option<Heading> {
    let first = lines.first()?;
    if let Said::Heading(level) = first.said {
        let goes_on = |line: &&Line<'_>| line.said == first.said || line.said == Said::Joined;
        let lines = lines.iter().take_while(goes_on).count();
        let skip = first.text.len() - first.text.trim_start_matches(['#', ' ']).len();
        return Some(Heading { lines, level, skip, runs_in: false });
    }
    // A row of a table is none.
    if matches!(first.said, Said::NotHeading | Said::Joined | Said::Verse) || first.text.contains('\t') {
        return None;
    }
    if asking::is_typed(page, lines, place)
        || asking::replies(lines, place)
        || asking::titles_answer(can_be(page, first), lines, place)
        || letters::heads_letter(lines, place)
    {
        return Some(Heading { lines: lines.len(), level: 1, skip: 0, runs_in: false });
    }
    if asking::is_offer(lines, place) || asking::is_musing(lines, place) {
        return None;
    }
    if questions::is_long(page, lines, place) {
        return Some(Heading { lines: lines.len(), level: 1, skip: 0, runs_in: false });
    }
    let amount = lines.len() == 1 && amounts::is_amount(first) && !page::names_chapter(first.text);
    let above_amounts = || matches!(place.next, Next::Lines(following, _) if amounts::are_listed(page, following));
    if titles::is_link(first.text) && (lines.len() == 1 || titles::is_conjunction(first.text))
        || table::is_set(lines)
        || place.counts.contains(first.text)
        || place.below && (titles::counts_among_values(lines) || amounts::leading(page, lines) > 0)
        || titles::is_jotted(page, lines) && !unmarked::names_own(page, lines, place)
        || place.below && (unmarked::counts_small(page, first) || amounts::begin_small(page, lines))
        || titles::are_amounts_alone(page, lines)
        || place.below && amounts::are_two(page, lines) && !(page::names_chapter(first.text) || is_capitals(first))
        || titles::asks_on(lines, place)
        || titles::is_address(first.text)
        || !place.opening && titles::stands_above_contents(lines, place)
        || titles::is_row(first.text)
        || is_aside(first.text)
        || remarks::is_marked_own(first.text)
        || titles::explains_code(first.text)
        || titles::is_called_out(first.text)
        || (place.below || place.behind_label) && titles::is_value_alone(lines)
        || contents::is_entry(first)
        || formula::is_line(first)
        || quotes::is_quoted(first.text)
        || amounts::is_measure(first.text)
        || lines.len() == 1 && place.below && titles::is_figure(first)
        || amount && above_amounts()
        || place.opening && place.below && lines.len() == 1 && first.gap == 0 && titles::is_subtitle(first)
        || titles::completes_title(page, lines, place)
    {
        return None;
    }
    if let Some(level) = hashes(first.text) {
        return Some(Heading { lines: 1, level, skip: usize::from(level) + 1, runs_in: false });
    }
    if amounts::is_amount(first) && amounts::are_listed(page, lines) {
        return None;
    }
    if let Some(level) = numbered::numbered(first, 10).filter(|_| ends_early(page, lines) && !first.ends_sentence()) {
        return Some(Heading { lines: 1, level, skip: 0, runs_in: false });
    }
    if let [first, next, ..] = lines {
        let values = [first, next].iter().all(|line| body::is_attribute(line)) || body::are_jotted_values(&lines[..2]);
        if values || amounts::are_amounts(first, next) || amounts::led(page, lines) > 0 {
            return None;
        }
        if titles::names_values(page, lines, place)
            || titles::amounts_follow(page, lines, place)
            || titles::heads_rows(page, lines, place)
            || titles::heads_jotted(page, lines, place)
            || titles::heads_amounts(page, lines, place)
            || titles::has_subtitle(page, lines, place)
            || titles::heads_byline(page, lines, place)
            || titles::heads_lines(page, lines, place)
            || titles::heads_unmarked(page, lines, place)
            || unmarked::heads_commands(page, lines)
            || titles::heads_part(page, lines, place)
            || titles::stands_on_title(page, lines, place)
            || titles::stands_on_titled_sentence(page, lines, place)
        {
            return Some(Heading { lines: 1, level: 1, skip: 0, runs_in: false });
        }
    }
    if let Some(level) = numbered::wrapped(page, lines).filter(|_| !matches!(place.next, Next::End)) {
        return Some(Heading { lines: 2, level, skip: 0, runs_in: false });
    }
    if let Some(lines) = measured::title(lines, place) {
        return Some(Heading { lines, level: 1, skip: 0, runs_in: false });
    }
    if chapters::names_part(page, lines) {
        let lines = if chapters::is_part_on_two_lines(page, lines, place) { 2 } else { 1 };
        return Some(Heading { lines, level: 1, skip: 0, runs_in: false });
    }
    // What stands above a few values names them: «доступы».
    let label = first.words() <= 3 && can_be(page, first) && !place.after_colon && !place.inside_list;
    if label && body::are_jotted_values(&lines[1..]) {
        return Some(Heading { lines: 1, level: 1, skip: 0, runs_in: false });
    }
    // What is not set in capitals does not go on with what is.
    let capitals = is_capitals(first);
    let part = |&(at, line): &(usize, &Line<'_>)| {
        let told = place.counts.contains(line.text) || amounts::is_measure(line.text);
        let aside = page.width.is_none() && is_aside(line.text) || unmarked::counts_below(page, first, line);
        let value = body::is_attribute(line) || place.opening && !place.below && body::is_small_label(line);
        let amounts = amounts::is_amount(line) && lines.get(at + 1).is_some_and(amounts::is_amount);
        let value = value || titles::is_address(line.text) || unmarked::tells_command(line.text);
        let other = value || amounts || told || aside || capitals && !is_capitals(line);
        can_be(page, line) && (at == 0 || !other)
    };
    let mut short = lines.iter().enumerate().take(LONGEST + 1).take_while(part).count();
    // A question may be long, if it ends before the page's edge.
    if short == 0 && first.text.ends_with('?') && list::marker(first).is_none() {
        short = usize::from(lines.get(1).is_none_or(|next| !page.is_full(first, next)));
    }
    // A line that its author ended, though the next word would have fitted.
    if short == 0 && is_cut_short(page, lines) {
        short = 1;
    }
    let question = lines[..short].iter().position(|line| line.text.ends_with('?')).map(|line| line + 1);
    let count = match question.unwrap_or(short) {
        // With a line that returns again and again a heading ends.
        count if place.known && count > 1 && question.is_none() => 1,
        count if count < lines.len() && asking::is_request(page, lines, place) => lines.len(),
        0 if is_title(page, lines, place) || titles::heads_block(page, lines, place) => lines.len(),
        count => count,
    };
    // A word that goes on in the next line is no end of a title.
    let broken = count < lines.len() && lines[..count].last().is_some_and(|line| line.text.ends_with('-'));
    // Several lines that nobody wrapped, each in small letters, are a list.
    let listed = count > 2 && page.width.is_none() && lines[..count].iter().all(Line::starts_lower);
    if count == 0 || count > LONGEST || broken || listed || (place.after_colon && question.is_none()) {
        return None;
    }
    let found = Heading { lines: count, level: 1, skip: 0, runs_in: false };
    // What follows is told by its beginning: a chunk may have a hundred thousand lines.
    let rest = &lines[count..lines.len().min(count + NEAR)];
    let Some(next) = rest.first() else {
        if short < count || titles::heads_block(page, lines, place) {
            return Some(found);
        }
        return heads_what_follows(page, lines, question.is_some(), place).then_some(found);
    };
    let labels = labels::labelled_lines(page, rest);
    let labelled = labels >= 2 && rest.len() * 2 <= labels * 3 + 1;
    let prose = next.len > first.len * 3 / 2 && !page.is_short(next);
    // A short line, then sentences: only where the line could have held more.
    let alone = rest.get(1).is_none_or(|behind| behind.text.starts_with(char::is_uppercase)) && first.words() <= 3;
    let sentence = count == 1
        && !page.is_full(first, next)
        && next.text.starts_with(char::is_uppercase)
        && (rest.iter().all(|line| line.ends_sentence() || page.is_full(line, line)) || alone && next.ends_sentence())
        && next.words() > first.words()
        && page.width.is_none();
    // Steps, one a line.
    let step = |line: &Line<'_>| line.text.starts_with(char::is_uppercase) && line.ends_sentence();
    let steps = count == 1
        && first.words() <= 3
        && first.text.starts_with(char::is_uppercase)
        && (rest.len() > 1 || next.words() > first.words() + 1)
        && !page.is_full(first, next)
        && rest.iter().all(step);
    let small_label = place.opening && !place.below && !first.starts_lower() && body::is_small_label(next);
    let attributes = (body::is_attribute(next) || small_label) && count == 1 && first.words() <= 8;
    let list = list::marker(next).is_some() && !place.inside_list && count == 1 && first.words() <= 8;
    let amounts =
        count == 1 && (amounts::are_listed(page, rest) || titles::is_address(next.text) && first.words() <= 4);
    let announces = next.text.ends_with(':') && count == 1 && first.words() <= 8 && !place.inside_list;
    let is_heading = question.is_some()
        || is_capitals(first) && count == 1
        || prose
        || labelled
        || sentence
        || steps
        || list
        || announces
        || attributes
        || amounts
        || count == 1 && (place.counts.contains(next.text) || amounts::is_measure(next.text) || is_aside(next.text))
        || count == 1 && (place.known || unmarked::counts_below(page, first, next));
    let runs_in = question.is_none() && next.starts_lower() && !first.starts_lower();
    is_heading.then_some(Heading { runs_in, ..found })
}

/// A chunk that is nothing but short lines: a heading only if something follows that it can head.
fn heads_what_follows(page: &Page, lines: &[Line<'_>], question: bool, place: Place<'_, '_>) -> bool {
    // For how many it is stands below a title, however the page broke that.
    let below = |next: &Line<'_>| amounts::is_measure(next.text) && !body::is_attribute(next);
    let told = matches!(place.next, Next::Lines(following, _) if following.first().is_some_and(below));
    let goes_on =
        |pair: &[Line<'_>]| pair[1].starts_lower() || wraps(page, &pair[0], &pair[1]) || amounts::is_open(pair[0].text);
    let titled = || lines.iter().all(|line| titles::is_title_case(line.text)) && (told || titles::is_broken(lines));
    let wrapped = lines.len() <= LONGEST && (lines.windows(2).all(goes_on) || titled());
    if !wrapped || place.inside_list {
        return false;
    }
    let first = &lines[0];
    // A jotting that is no heading: long, and cut by commas.
    let asked = roles::begins_question(first.text);
    let jotted = first.starts_lower()
        && !asked
        && (first.words() > 6
            || first.words() > 4 && first.text.contains([',', '='])
            || remarks::calls_out(first.text));
    let (following, behind) = match place.next {
        Next::Lines(following, behind) => (following, behind),
        Next::Code(goes_on) if goes_on || jotted || place.below && first.starts_lower() => return question,
        Next::Code(_) | Next::Question => return question || lines.len() == 1 && first.words() <= 8,
        Next::Answer => return true,
        Next::Turn => return lines.len() == 1 && (is_capitals(first) || titles::names_chat(first, place)),
        Next::End => return false,
    };
    let (Some(next), Some(last)) = (following.first(), following.last()) else { return false };
    if question || is_capitals(first) && lines.len() == 1 {
        return true;
    }
    if jotted {
        return false;
    }
    // A sentence on its own says something of its heading, however short.
    let names = !first.text.contains([',', '/']) && !body::is_attribute(first);
    let sentence = names && following.len() == 1 && next.text.ends_with('.') && next.words() > 1;
    let longer = !page.is_short(next) || (next.len > first.len * 3 / 2 && last.ends_sentence()) || sentence;
    // A jotting with a heading of its own: both in small letters.
    let jotting = first.starts_lower() && (asked || first.words() <= 4) && lines.len() == 1;
    let sentences = following.iter().all(Line::ends_sentence) && first.text.starts_with(char::is_uppercase);
    let prose = longer && list::marker(next).is_none() && (jotting || sentences || !next.starts_lower());
    let marked = lines.len() == 1 && list::marker(next).is_some();
    let announced = next.text.ends_with(':') || body::is_attribute(next);
    let above =
        matches!(next.said, Said::Heading(_)) && lines.len() == 1 && first.words() <= 8 && !first.starts_lower();
    // A title above the heading of its first part.
    let title = !first.starts_lower()
        && following.len() <= 2
        && following.iter().all(|line| can_be(page, line))
        && (place.opening && place.code_behind
            || behind.and_then(<[_]>::first).is_some_and(|line| {
                let values = body::is_attribute(line)
                    || list::marker(line).is_some()
                    || amounts::is_measure(line.text)
                    || amounts::is_amount(line);
                !page.is_short(line) || line.ends_sentence() || values
            }));
    // A name above a jotting on some code.
    let named = place.code_behind
        && lines.len() == 1
        && first.words() <= if first.starts_lower() { 1 } else { 4 }
        && first.text.ends_with(words::is_alphabetic)
        && !amounts::is_open(first.text)
        && matches!(following, [jotting] if jotting.starts_lower() && jotting.words() > 2 && !jotting.ends_sentence());
    // A heading of a list of short lines, or above a heading with its own text.
    let block = following.len() > 1 && !following[0].starts_lower() && first.words() <= 6 && lines.len() == 1;
    let amounts = lines.len() == 1
        && first.words() <= 4
        && first.text.starts_with(char::is_uppercase)
        && following
            .get(1)
            .is_some_and(|second| amounts::are_amounts(next, second) || amounts::are_listed(page, following))
        || lines.len() == 1 && first.text.starts_with(char::is_uppercase) && titles::is_jotted(page, following);
    let told = told && !first.starts_lower() && !body::is_attribute(first);
    let counted = place.counts.contains(next.text) && lines.len() == 1 || told;
    let table = lines.len() == 1 && titles::heads_table(first, following);
    let dish = lines.len() == 1 && names && levels::is_part(next.text);
    let made = place.opening && !place.below && captions::is_credit(next.text, true);
    prose || marked || announced || above || counted || title || block || amounts || dish || table || named || made
}

/// Whether a line is a remark in parentheses on what stands above it, and no more.
fn is_aside(text: &str) -> bool {
    text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).is_some_and(|inner| !inner.contains(['(', ')']))
}

/// Whether prose that begins anew follows a line which is no sentence and not full.
pub fn is_cut_short(page: &Page, lines: &[Line<'_>]) -> bool {
    let [first, next, ..] = lines else { return false };
    let no_sentence =
        !first.text.ends_with(['.', ',', ';', ':', '!', '…']) && list::marker(first).is_none() && first.words() <= 12;
    page.width.is_some()
        && no_sentence
        && first.said == Said::Nothing
        && (first.len + 1 + next.first_word()) * 4 < page.width.unwrap_or_default() * 3
        && next.text.starts_with(char::is_uppercase)
        && !page.is_short(next)
        && !body::is_attribute(next)
        && sentences::is_words(first.text)
}

/// Whether a chunk is a title longer than headings are: it stands alone, has a capital and no end, and sentences follow.
fn is_title(page: &Page, lines: &[Line<'_>], place: Place<'_, '_>) -> bool {
    let length: usize = lines.iter().map(|line| line.len).sum();
    let (Some(first), Some(last), Next::Lines(following, _)) = (lines.first(), lines.last(), place.next) else {
        return false;
    };
    let open = |line: &Line<'_>| {
        line.text.ends_with(['.', ',', ';', ':', '!', '…']) || list::marker(line).is_some() || line.indent > 2
    };
    let sentences =
        following.first().is_some_and(|next| !next.starts_lower() && list::marker(next).is_none() && next.len > 40)
            && following.last().is_some_and(Line::ends_sentence);
    let dish = following.first().is_some_and(|next| levels::is_part(next.text)) && lines.len() == 1;
    lines.len() <= 3
        && length <= 120
        && first.text.starts_with(char::is_uppercase)
        && !lines.iter().any(open)
        && (sentences || dish)
        && page.width.is_none_or(|width| last.len * 5 <= width * 4)
        && !(place.inside_list || place.after_colon)
}

/// Whether a heading was broken between two lines: headings are set larger than text, so they break early.
fn wraps(page: &Page, line: &Line<'_>, next: &Line<'_>) -> bool {
    page.width.is_some_and(|width| line.len * 10 >= width * 2)
        && next.len <= line.len * 2
        && line.words() >= 2
        && !line.starts_lower()
}

/// Whether a line could be part of a heading.
pub(super) fn can_be(page: &Page, line: &Line<'_>) -> bool {
    // Capitals are set larger than text.
    let capitals = || is_capitals(line) && line.len * 3 <= page.width.unwrap_or(90).min(90) * 2;
    (page.is_short(line) || capitals())
        && line.said == Said::Nothing
        && !line.text.ends_with(['.', ',', ';', ':', '!'])
        && list::marker(line).is_none()
        && speakers::marker(line.text).is_none()
        && !line.text.starts_with("```")
        && !line.text.contains('\t')
        && !points(line.text)
        && sentences::is_words(line.text)
}

/// Whether a line points at what follows it, as a colon would: «Вот пример 👇».
fn points(text: &str) -> bool {
    text.trim_end_matches('\u{fe0f}').ends_with(['👇', '⬇', '↓', '⤵'])
}

/// Whether a line is set in capitals: «ЛИНУКС, СВОЁ».
pub fn is_capitals(line: &Line<'_>) -> bool {
    let letters = line.text.chars().filter(|&c| words::is_alphabetic(c)).count();
    letters > 3 && line.words() <= 8 && !line.text.chars().any(char::is_lowercase)
}

/// The depth of a Markdown heading that a paste kept.
fn hashes(text: &str) -> Option<u8> {
    let hashes = text.bytes().take_while(|&b| b == b'#').count();
    ((1..=6).contains(&hashes) && text[hashes..].starts_with(' ')).then_some(hashes as u8)
}

/// Whether the first line could have held more: it stands alone, or a capital follows.
fn ends_early(page: &Page, lines: &[Line<'_>]) -> bool {
    let begins = |next: &Line<'_>| !next.starts_lower() || formula::is_line(next);
    let own = lines.get(1).is_none_or(|next| begins(next) && !page.is_full(&lines[0], next));
    own && page.width.is_none_or(|width| lines[0].len * 5 <= width * 4) && lines[0].len <= 80
}

#[cfg(test)]
mod tests {
    use crate::{notes, text::Source};

    fn titles(text: &str) -> Vec<String> {
        let note = notes::parse(&Source::new("a.txt", text));
        let titles = note.sections.into_iter().map(|section| section.title.text);
        titles.filter(|title| !title.is_empty()).collect()
    }

    #[test]
    fn counts_and_rows_of_values_head_nothing() {
        let soups = "Уха\nПорций 4\n\nВарят её быстро, и рыба не должна развариться.\n\nБорщ\nПорций 6\n\nВарят его долго, и на второй день он вкуснее.\n";
        assert_eq!(titles(soups), ["Уха", "Борщ"]);
        let versions = "Java\n\nЯзык развивается, и у каждой версии есть срок.\n\nJava 8\n\nПоявились лямбды и потоки, и многие на ней остались.\n\nJava 11\n\nПоявился новый клиент HTTP, и модули стали привычными.\n";
        assert_eq!(titles(versions), ["Java", "Java 8", "Java 11"]);
        assert_eq!(titles("Soup\n\n4 portions | 30 min\n\nIt is cooked fast, and it is eaten hot.\n"), ["Soup"]);
    }

    #[test]
    fn what_counts_below_a_title_in_capitals_heads_nothing() {
        let wide = "The boats of this coast were built on the beach, and no two of them are alike, for nobody\nhad \
                    drawings, and the wood told the builder what to do.\n\n";
        let boats = |count: &str, other: &str| {
            format!(
                "CHAPTER IX\nHULLS\n\nTHE SLOOP\n{count}\n\nShe is fast, and she wants a steady hand.\n\nTHE BARGE\n\
                 {other}\n\nShe is slow, and carries more than any other.\n"
            )
        };
        let found = |count, other| titles(&format!("{wide}{}", boats(count, other)));
        let names = ["CHAPTER IX HULLS", "THE SLOOP", "THE BARGE"];
        assert_eq!(found("1 mast", "About 3 holds"), names);
        assert_eq!(found("1 large or 2 small masts", "Two holds"), names);
        // One alone may be a title.
        assert!(found("1 mast", "2 holds, or three.").contains(&"1 mast".to_owned()));
    }

    #[test]
    fn what_stands_above_portions_and_times_is_a_dish() {
        let wide = "Lay the table before you begin, as nothing here waits for anybody, and the\n\
            bread has to be cut while it is warm. Then call them in, all of them, and do\nnot take no.\n\n";
        let dish = |title: &str, prep: u32| {
            format!("{title}\n\nServes 6\nPrep {prep} minutes\nCook 35 minutes\n\nIt is the cheapest of all.\n\n")
        };
        let names = ["Barley", "White Beans with Sage and Brown Butter", "Rye", "Oats"];
        let book = names.iter().zip([10, 10, 20, 10]).map(|(name, prep)| dish(name, prep)).collect::<String>();
        assert_eq!(titles(&format!("{wide}{book}")), names);
        let tight = book.replace("\n\nServes", "\nServes");
        assert_eq!(titles(&format!("{wide}{tight}")), names);
        let russian = book.replace("Serves", "Порций").replace("Prep", "Готовка").replace("minutes", "минут");
        assert_eq!(titles(&format!("{wide}{}", russian.replace("Cook", "Выпечка"))), names);
        // A sentence is none.
        let told = "Lay the table.\n\nServes 6\nPrep 10 minutes\n\nIt is done.\n";
        assert!(titles(told).is_empty());
    }

    #[test]
    fn portions_times_and_asides_head_nothing() {
        let bread =
            |below: &str| format!("Хлеб\n\n{below}\n\nМуку смешать с водой, оставить на ночь и испечь утром.\n");
        for below in ["2 порции, 40 минут", "Порций: 4", "Время: 40 минут", "(из старой тетради)"]
        {
            assert_eq!(titles(&bread(below)), ["Хлеб"], "{below}");
        }
        assert_eq!(titles(&bread("Глава: 4")), ["Хлеб", "Глава: 4"]);
        assert_eq!(titles("BREAD\nMakes 2 loaves\n\n• 4 cups flour\n• water\n\nBake it for an hour.\n"), ["BREAD"]);
        assert_eq!(titles("Bread\n(my aunt's)\n\nMix flour and water, wait, and bake it in the morning.\n"), ["Bread"]);
    }

    #[test]
    fn what_some_code_does_is_no_heading() {
        let notes = "Команды\n\nВот что пригодится в первый день на складе.\n\ndocker ps — список контейнеров\n\n\
                     docker stop web — остановить контейнер\n\nИтог\nОбраз лежит на складе, контейнер работает у вас.\n";
        assert_eq!(titles(notes), ["Команды", "Итог"]);
        let asked = "как остановить docker - есть ли команда?\n\nДа, есть: она называется stop и ждёт десять секунд.\n";
        assert_eq!(titles(asked).len(), 1);
    }

    #[test]
    fn a_jotting_between_commands_is_no_heading() {
        let notes =
            "шпаргалка\n\ngit stash list\n\nвидно спрятанное, потом git stash pop\n\ngit status\n\nчто поменялось\n";
        assert_eq!(titles(notes), ["шпаргалка"]);
        let server = "сервер\n\nпосмотрел место на диске\n\n$ df -h /\n\n\
            Скрипт для выгрузки\n\nнабросал на питоне\n\nimport csv\n\n\
            def export(path):\n    return csv.reader(open(path))\n";
        assert_eq!(titles(server), ["сервер", "Скрипт для выгрузки"]);
    }

    #[test]
    fn steps_a_line_each_have_a_title() {
        let wide = "The roots of a young pear should be spread in the hole and covered with\nloose soil, which is then pressed down with the foot and watered at once,\ntwice if the weather is dry, and it is kept from the wind.\n";
        let steps = format!("{wide}\nHow to prune\nCut out dead wood.\nShorten long shoots.\n\n{wide}");
        assert_eq!(titles(&steps), ["How to prune"]);
        let prose = format!("{wide}\nOne more thing\nis said here.\nIt is short.\n\n{wide}");
        assert_eq!(titles(&prose), [""; 0]);
    }

    #[test]
    fn a_title_stands_on_a_table_and_on_what_was_jotted() {
        assert_eq!(titles("Зимой\nЗверь | Цвет\nзаяц | белый\nбелка | серая\n"), ["Зимой"]);
        assert_eq!(titles("| Зверь | Цвет |\n| заяц | белый |\n\nДальше о птицах, их зимой видно больше.\n"), [""; 0]);
        let capitals = "Полка\nНа 2 человека\nДоска 2 м\nКлей 1 шт.\nУголок 4\nДоску распилить.\nКлеить сутки.\n";
        assert_eq!(titles(capitals), ["Полка"]);
        let shelf = "Полка в прихожую\nдоска 2 м\nгвозди\nклей тюбик\n";
        assert_eq!(titles(&format!("{shelf}Доску распилить. Сбить гвоздями.\n")), ["Полка в прихожую"]);
        let box_too = "Ящик\nфанера 3 листа\nпетли\nвинты 12\n";
        assert_eq!(titles(&format!("{shelf}пилить вдоль\nкрасить потом\n{box_too}")), ["Полка в прихожую", "Ящик"]);
    }

    #[test]
    fn a_short_sentence_is_enough_below_a_heading() {
        let pots =
            "Pots\n\nA pot of clay breathes, so the soil in it dries fast.\n\nWhen to use them\n\nNearly always.\n";
        assert_eq!(titles(pots), ["Pots", "When to use them"]);
        let volumes =
            "Тома\n\nТом переживает удаление контейнера, и данные целы.\n\nКак удалить ненужное\n\nКомандой prune.\n";
        assert_eq!(titles(volumes), ["Тома", "Как удалить ненужное"]);
        assert_eq!(titles("Соль, перец\n\nВсё смешать.\n"), [""; 0]);
        assert_eq!(titles("Автор: Иванов\n\nВсё проверено.\n"), [""; 0]);
        assert_eq!(titles("https://example.org/clay\n\nA good page.\n"), [""; 0]);
    }

    #[test]
    fn a_title_over_several_lines_stands_above_what_it_is_for() {
        let stew =
            |title: &str| format!("To serve:\n• chives\n• croutons\n\n{title}\n\nServes 6–8\nCooking: 2 hours\n");
        assert_eq!(
            titles(&stew("Lamb Stew with Pearl\nBarley and Root\nVegetables")),
            ["Lamb Stew with Pearl Barley and Root Vegetables"]
        );
        assert_eq!(titles(&stew("Lamb Stew with\nbarley")), ["Lamb Stew with barley"]);
        let bread =
            "Soda Bread\n\nServes 6\n\n500 g white flour\n1 tsp salt\n\nMix them, and bake the loaf in a hot oven.\n";
        assert_eq!(titles(bread), ["Soda Bread"]);
        let lecho =
            "Лечо\nПорций: 5 банок\nперец болгарский - 2 кг\nпомидоры - 2 кг\nмасло - 100 мл\n\nВсё варить полчаса.\n";
        assert_eq!(titles(lecho), ["Лечо"]);
    }

    #[test]
    fn a_note_or_a_chat_has_its_title_in_its_first_line() {
        let chat = |above: &str| format!("{above}\n\nYou said:\nhow do bees dance?\n\nChatGPT said:\nIn circles.\n");
        assert_eq!(titles(&chat("Bees — a primer\nSkip to content\nChat history"))[0], "Bees — a primer");
        assert_eq!(titles(&chat("I asked this in the morning.")), ["how do bees dance?"]);
        let lectures =
            "Введение в пчеловодство\nлектор: Пётр Ильич\n1 курс, осень\n\nПчёлы живут в ульях, и их там много.\n";
        assert_eq!(titles(lectures), ["Введение в пчеловодство"]);
    }

    #[test]
    fn questions_in_a_row_and_broken_words_head_nothing() {
        let more = "Ответ короткий: да, можно.\n\nЧто ещё рассказать?\n\n\
            Как кормить пчёл?\nКогда качать мёд?\nГде купить улей?\n";
        assert_eq!(titles(more), [""; 0]);
        let page = "The modern hive was patented by Langstroth in 1852. It uses move-\nable frames that the bees do \
            not glue together.\n\nBecause of this, a well-\nknown rule says that every gap must be \
            measured. The first five\nframes count most.\n";
        assert_eq!(titles(page), [""; 0]);
        assert_eq!(titles("ссылки\nhttps://example.org/a\n\nБольше ничего.\n"), ["ссылки"]);
    }

    #[test]
    fn groups_of_few_words_have_titles() {
        assert_eq!(titles("Купить\nмолоко\nхлеб\n\nСделать\nпозвонить маме\nоплатить свет\n"), ["Купить", "Сделать"]);
        assert_eq!(titles("Мороз и\nсолнце\nдень\n"), [""; 0]);
        assert_eq!(
            titles(
                "🧮 Пример\n\nКвартира стоит много.\n\n🗓 График (по десять тысяч каждый месяц)\n\nГод\tДолг\n1\t300\n"
            )[1..],
            ["🗓 График (по десять тысяч каждый месяц)"]
        );
    }

    #[test]
    fn a_list_of_amounts_has_a_heading_however_short() {
        let pie = "Шарлотка\n\nСостав\n4 яйца\nстакан сахара\nстакан муки\n\nДля глазури\n100 г пудры\nложка воды\n\n\
            Как готовить\nВзбить яйца с сахаром и вмешать муку, печь до готовности.\n";
        assert_eq!(titles(pie), ["Шарлотка", "Состав", "Для глазури", "Как готовить"]);
        let shelf =
            "Shelf\n\nParts\n2 boards\n8 screws\n\nHow to build it\nSaw the boards in two and screw them together.\n";
        assert_eq!(titles(shelf), ["Shelf", "Parts", "How to build it"]);
    }

    #[test]
    fn a_note_may_begin_with_a_title_and_more_of_it() {
        let book = "The Garden Notebook\nSecond edition, kept by two neighbours\n\nSpring\n\n\
            The first warm days are for digging, and nothing is sown before the last frost.\n";
        assert_eq!(titles(book), ["The Garden Notebook", "Spring"]);
        let russian = "Записки садовода\nВторое издание, дополненное соседями\n\nВесна\n\n\
            Первые тёплые дни уходят на грядки, и ничего не сеют до последних заморозков.\n";
        assert_eq!(titles(russian), ["Записки садовода", "Весна"]);
    }

    #[test]
    fn a_title_goes_on_in_the_line_below_it() {
        let book = "НАШ ОГОРОД\nЗаписи трёх соседей\n\nО семенах\n\nСемена мы собираем сами и храним их в банках.\n";
        assert_eq!(titles(book), ["НАШ ОГОРОД", "О семенах"]);
        let soup = "СУПЫ\nУха с укропом\n\nСостав\n\nрыба — 1 кг\nлук — 2 шт.\nсоль — 5 г\n";
        assert_eq!(titles(soup), ["СУПЫ", "Уха с укропом", "Состав"]);
        let hives = "УЛЬИ\nЛежак и стояк\n\nЛежак стоит низко, и вмещает он больше рамок.\n";
        assert_eq!(titles(hives), ["УЛЬИ", "Лежак и стояк"]);
    }

    #[test]
    fn names_with_the_same_labels_below_are_headings() {
        let types = "Виды хлеба:\n\nРжаной\nМука: ржаная\nСрок: неделя\n\nБелый\nМука: пшеничная\nСрок: два дня\n";
        assert_eq!(titles(types), ["Ржаной", "Белый"]);
        assert!(titles("Виды хлеба:\n\nРжаной\nБелый\nСерый\n").is_empty());
    }

    #[test]
    fn values_calls_and_quotations_head_nothing() {
        let meeting = "Сход дачников\n\nДата: 5 мая\n\nПредседатель: Иванов\n\nТема: новый колодец\n\n\
            Копать решили у второго поворота, и там уже брали воду.\n";
        assert_eq!(titles(meeting), ["Сход дачников"]);
        let english = "Garden club\n\nGuests: Ann, Bob\nAgenda:\n1. Roses\n2. Fences\n\nWe sat until ten.\n";
        assert_eq!(titles(english), ["Garden club"]);
        // The first line of a note names it, and what stands further down may head text.
        assert_eq!(
            titles("Ульи: как выбрать\n\nУлей стоит на солнце, и леток смотрит на юг.\n"),
            ["Ульи: как выбрать"]
        );
        assert_eq!(titles("NB! в субботу закрыто\nКлюч: у сторожа\n"), [""; 0]);
        assert_eq!(titles("Важно!!! Сроки другие\n\nСеять надо в мае, а не в апреле, как обычно.\n"), [""; 0]);
    }

    #[test]
    fn titles_stand_on_titles_and_between_lists() {
        let salad = "Окрошка\n\nЛетний суп, и варить его не надо.\n\nСалат «Столичный»\nСостав (на двоих)\n\
            • курица\n• яйца\nКак резать\n1) Курицу мелко.\n2) Яйца крупно.\n";
        assert_eq!(titles(salad), ["Окрошка", "Салат «Столичный»", "Состав (на двоих)", "Как резать"]);
        let wrapped = "Что взять:\n• нож, доску и\nМиску\n1) Резать мелко.\n";
        assert_eq!(titles(wrapped), [""; 0]);
        assert_eq!(titles("Ссылки\nhttps://example.org/a\nhttps://example.org/b\n"), ["Ссылки"]);
        assert_eq!(titles("2.3 Скорость\nv = s / t\nгде s – путь, t – время\n"), ["2.3 Скорость"]);
    }

    #[test]
    fn a_note_has_a_title_though_code_or_counts_stand_below_the_next() {
        assert_eq!(
            titles("Дача\n\nКлюч от ворот\n\nssh-keygen -t ed25519\n\nДальше просто.\n"),
            ["Дача", "Ключ от ворот"]
        );
        let pies = "Pies\n\nApple\n\nServes 4\nCook time: 30 minutes\n\nPlum\n\nServes 2\nCook time: 40 minutes\n";
        assert_eq!(titles(pies), ["Pies", "Apple", "Plum"]);
    }

    #[test]
    fn what_points_at_the_next_line_is_no_heading() {
        assert_eq!(titles("Вот сравнение 👇\n\nХлеб\n\nЕго пекут из муки, и он бывает разным.\n"), ["Хлеб"]);
    }
}
