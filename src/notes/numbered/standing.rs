//! Numbered titles that stand alone between blank lines: «2. Полив», and behind a blank line what it heads.
//!
//! Items of a list stand so as well. Titles they are where headings with a number of two figures stand below one of
//! them («2.1 Утром» below «2. Полив»), or below each of them what no item has: a question, prose of several sentences, or
//! prose and the same labelled values behind it; or where all are set in capitals. Their numbers may go on from one answer
//! to the next, over what is numbered inside a section.

use super::{first_number, is_named, number};
use crate::notes::{
    asking, body, code,
    heading::is_capitals,
    levels,
    lines::{Line, Said},
    list::{Kind, marker},
    model::Role,
    sentences, speakers, wrapped,
};

/// The most words of a title that has nothing but prose below it, its number among them.
const WORDS: usize = 7;
/// So many titles are a row; and so many where not each has several sentences below it.
const SHORTEST: usize = 2;
const SHORTEST_TOLD: usize = 3;
/// So many lines tell what stands below a title.
const NEAR: usize = 20;
/// So many rows may be open, one inside a section of the other.
const DEEPEST: usize = 3;

/// The lines that are such titles.
pub(super) fn chapters(lines: &[Line<'_>], fenced: &[bool]) -> Vec<usize> {
    let mut rows = Rows { lines, open: Vec::new(), found: Vec::new(), inner: None };
    let mut asking = false;
    let mut turn = 0;
    for at in (0..lines.len()).filter(|&at| !fenced[at]) {
        let line = &lines[at];
        if let Some(role) = speakers::marker(line.text) {
            rows.pause(at);
            turn += 1;
            asking = role == Role::User;
        } else if let Some(first) = first_number(line).filter(|_| line.gap > 0) {
            rows.has_part(first);
        } else if let Some(number) = number(line).filter(|_| !asking) {
            match stands_alone(lines, at) {
                true => rows.take(Title { at, number, turn, end: None, has_parts: false }),
                false => rows.pass(at, number),
            }
        }
    }
    rows.close_to(0, lines.len());
    rows.found
}

/// Whether a numbered line stands alone between blank lines, and could be a title.
fn stands_alone(lines: &[Line<'_>], at: usize) -> bool {
    let line = &lines[at];
    let behind = || lines.get(at + wrapped::extent(lines, at));
    let begins = || at.checked_sub(1).is_none_or(|above| speakers::marker(lines[above].text).is_some());
    (line.gap > 0 || begins()) && is_named(line) && behind().is_some_and(|next| next.gap > 0)
}

/// A line that may be a title.
#[derive(Clone, Copy, Debug)]
struct Title {
    at: usize,
    number: usize,
    /// How often somebody else has spoken before it.
    turn: usize,
    /// Where somebody else speaks behind it.
    end: Option<usize>,
    /// Whether a number of two figures stands below it.
    has_parts: bool,
}

/// Titles that count up.
#[derive(Debug)]
struct Row {
    titles: Vec<Title>,
    /// Titles that count up inside one of its sections.
    inner: Vec<usize>,
}

impl Row {
    fn last(&self) -> Option<&Title> {
        self.titles.last()
    }

    fn expects(&self, number: usize) -> bool {
        self.last().is_some_and(|last| last.number + 1 == number)
    }
}

/// The rows of titles that may go on.
struct Rows<'l, 'a> {
    lines: &'l [Line<'a>],
    open: Vec<Row>,
    found: Vec<usize>,
    /// The next number of a list inside the last section.
    inner: Option<usize>,
}

impl Rows<'_, '_> {
    /// Somebody else speaks.
    fn pause(&mut self, at: usize) {
        for last in self.open.iter_mut().filter_map(|row| row.titles.last_mut()) {
            last.end = last.end.or(Some(at));
        }
        self.inner = None;
    }

    /// A number of two figures stands here, of which this is the first.
    fn has_part(&mut self, first: usize) {
        let last = self.open.last_mut().and_then(|row| row.titles.last_mut());
        last.filter(|last| last.number == first).into_iter().for_each(|last| last.has_parts = true);
    }

    /// Takes a title into the row that it goes on with, or begins one.
    fn take(&mut self, title: Title) {
        self.inner = None;
        let goes_on = self.open.iter().rposition(|row| row.expects(title.number)).filter(|_| title.number > 1);
        if let Some(row) = goes_on {
            self.close_to(row + 1, title.at);
            self.open[row].titles.push(title);
            return;
        }
        if title.number > 1 {
            self.close_to(0, title.at);
        } else if self.open.len() == DEEPEST {
            let outer = self.open.remove(0);
            self.close(outer, title.at);
        }
        self.open.push(Row { titles: vec![title], inner: Vec::new() });
    }

    /// Passes an item that is no title: it makes a list of the row that it goes on with.
    fn pass(&mut self, at: usize, number: usize) {
        if number == 1 || self.inner == Some(number) {
            self.inner = Some(number + 1);
        } else if let Some(row) = self.open.pop_if(|row| row.expects(number))
            && row.titles.len() >= SHORTEST_TOLD
        {
            self.close(row, at);
        }
    }

    /// Ends all rows but so many before line `end`.
    fn close_to(&mut self, count: usize, end: usize) {
        while self.open.len() > count {
            let Some(row) = self.open.pop() else { return };
            let turn = row.last().map(|last| last.turn);
            let outer = self
                .open
                .len()
                .checked_sub(1)
                .filter(|&outer| outer + 1 == count && self.open[outer].last().map(|last| last.turn) == turn);
            match outer {
                // What counts inside a section is no section beside it.
                Some(outer) => {
                    let titles = self.titles(&row, end);
                    self.open[outer].inner.extend(titles);
                }
                None => self.close(row, end),
            }
        }
    }

    fn close(&mut self, row: Row, end: usize) {
        let titles = self.titles(&row, end);
        self.found.extend(titles);
    }

    /// The lines of a row that are titles: all of them, or those of one turn or another.
    fn titles(&self, row: &Row, end: usize) -> Vec<usize> {
        let at = |titles: &[Title]| titles.iter().map(|title| title.at).collect::<Vec<usize>>();
        if self.is_told(&row.titles, end) || self.is_valued(&row.titles, end) || self.is_in_capitals(&row.titles, end) {
            return at(&row.titles);
        }
        let heads = |titles: &&[Title]| {
            titles.iter().any(|title| title.has_parts) || self.is_asked(titles, end) || self.is_told(titles, end)
        };
        let turns = row.titles.chunk_by(|title, next| title.turn == next.turn);
        turns.filter(heads).flat_map(at).chain(row.inner.iter().copied()).collect()
    }

    /// What stands below each title.
    fn below<'t>(&'t self, titles: &'t [Title], end: usize) -> impl Iterator<Item = &'t [Line<'t>]> {
        let ends = titles.iter().skip(1).map(|next| next.at).chain([end]);
        titles.iter().zip(ends).map(|(title, end)| {
            let end = title.end.unwrap_or(end);
            &self.lines[(title.at + wrapped::extent(self.lines, title.at)).min(end)..end]
        })
    }

    /// Whether they count from one, and neither a colon nor the title of a recipe's steps announces them as items.
    fn begins(&self, titles: &[Title]) -> bool {
        let Some(first) = titles.first() else { return false };
        let announced = first.at.checked_sub(1).is_some_and(|above| {
            let above = self.lines[above].text;
            (above.ends_with(':') && speakers::marker(above).is_none()) || levels::is_part(above)
        });
        first.number == 1 && !announced
    }

    /// Whether a question stands right below each.
    fn is_asked(&self, titles: &[Title], end: usize) -> bool {
        let asks = |line: &Line<'_>| {
            (line.text.ends_with('?') || asking::asks(line.text))
                && line.said == Said::Nothing
                && marker(line).is_none()
        };
        titles.len() >= SHORTEST
            && self.begins(titles)
            && self.below(titles, end).all(|below| below.first().is_some_and(asks))
    }

    /// Whether each is set in capitals, and something else than a number stands below it.
    fn is_in_capitals(&self, titles: &[Title], end: usize) -> bool {
        let numbered = |line: &Line<'_>| marker(line).is_some_and(|found| found.kind.is_ordered());
        titles.len() >= SHORTEST
            && self.begins(titles)
            && titles.iter().all(|title| is_capitals(&self.lines[title.at]))
            && self.below(titles, end).all(|below| below.first().is_some_and(|first| !numbered(first)))
    }

    /// Whether prose stands right below each, and behind it labelled values that begin with the same label for all.
    fn is_valued(&self, titles: &[Title], end: usize) -> bool {
        let label = |below: &'_ [Line<'_>]| {
            prose(below)?;
            let at = (1..below.len().min(NEAR)).find(|&at| below[at].gap > 0)?;
            let [first, next, ..] = &below[at..] else { return None };
            let values = body::is_attribute(first) && body::is_attribute(next) && next.gap == 0;
            let (label, _) = first.text.split_once(':').filter(|_| values)?;
            Some(label.to_owned())
        };
        let short = |title: &Title| self.lines[title.at].words() <= WORDS;
        let mut labels = self.below(titles, end).map(label);
        let Some(first) = labels.next().filter(|label| label.is_some()) else { return false };
        titles.len() >= SHORTEST
            && self.begins(titles)
            && titles.iter().all(short)
            && labels.all(|label| label == first)
    }

    /// Whether prose stands right below each, and for most of them more of it than a sentence; of two, for both.
    fn is_told(&self, titles: &[Title], end: usize) -> bool {
        let short = |title: &Title| self.lines[title.at].words() <= WORDS;
        // Nothing but questions is what somebody asks or answers.
        let asks = |title: &Title| self.lines[title.at].text.ends_with('?');
        let titled = titles.iter().all(short) && !titles.iter().all(asks);
        if titles.len() < SHORTEST || !self.begins(titles) || !titled {
            return false;
        }
        let told: Option<Vec<bool>> = self.below(titles, end).map(tells).collect();
        let most = |told: Vec<bool>| {
            let several = told.iter().filter(|several| **several).count();
            if told.len() < SHORTEST_TOLD { several == told.len() } else { several * 2 > told.len() }
        };
        told.is_some_and(most)
    }
}

/// Whether there is more prose below a title than one sentence; nothing where there is none. A list or code may go before
/// it.
fn tells(below: &[Line<'_>]) -> Option<bool> {
    let block = |line: &Line<'_>| {
        matches!(marker(line).map(|found| found.kind), Some(Kind::Bullet(_)))
            || code::is_typed(line.text)
            || line.text.starts_with("```")
            || line.text.contains('\t')
    };
    let behind = || {
        let near = 1..below.len().min(NEAR);
        near.filter(|&at| below[at].gap > 0).find_map(|at| prose(&below[at..]))
    };
    prose(below).or_else(|| below.first().is_some_and(block).then(behind)?.map(|_| false))
}

/// Whether lines that begin with prose have more of it than one sentence; nothing where they begin with something else.
fn prose(lines: &[Line<'_>]) -> Option<bool> {
    let first = lines.first()?;
    let whole = lines.iter().skip(1).take(NEAR).take_while(|line| line.gap == 0).count();
    let chunk = &lines[..=whole];
    let plain = |line: &Line<'_>| {
        line.said == Said::Nothing && marker(line).is_none() && !body::is_attribute(line) && !line.text.contains('\t')
    };
    let sentence = first.text.starts_with(char::is_uppercase) && first.words() > 2 && chunk.iter().all(plain);
    let ended = chunk.last().is_some_and(|last| last.text.ends_with(['.', '!', '…', ':']));
    let several = chunk.len() > 1 || sentences::first_end(first.text).is_some();
    (sentence && ended).then_some(several)
}

#[cfg(test)]
mod tests {
    use crate::notes::{lines::tests::marked_headings, numbered::mark};

    fn headings(text: &str) -> Vec<String> {
        marked_headings(text, mark)
    }

    #[test]
    fn a_title_heads_what_is_numbered_below_it() {
        let garden = "1. Почва\n\nПочва нужна рыхлая.\n\n1.1 Глина\nВ глине корни гниют.\n\n2. Полив\n\n\
            2.1 Утром\nВода холодная.\n\n3. Обрезка\n\nОна бывает двух видов.\n";
        assert_eq!(headings(garden), ["1. Почва", "2. Полив", "3. Обрезка"]);
        // A plan on the heels of its numbers is a list, and so are items without any below them.
        assert!(headings("Plan\n1. Soil\n1.1. Clay\n1.2. Sand\n2. Water\n").is_empty());
        assert!(headings("1. Почва\n\nРыхлая.\n\n2. Полив\n\nУтром.\n\n5.1 Глина\n\nТяжёлая.\n").is_empty());
    }

    #[test]
    fn a_title_right_above_its_parts_needs_no_row() {
        let pruning = "3. Обрезка\n\n3.1. Весной\n\nРежут до почек.\n\n3.2. Осенью\n\nРежут сухое.\n";
        assert_eq!(headings(pruning), ["3. Обрезка"]);
        let broken = "3. Pruning of Old\n   Apple Trees\n\n3.1. In spring\n\nCut it before it buds.\n";
        assert_eq!(headings(broken), ["3. Pruning of Old"]);
    }

    #[test]
    fn questions_or_prose_below_each_tell_titles_from_items() {
        let asked = "1. Почва\n\nкак её рыхлить?\nВилами, и только сухую.\n\n2. Полив\n\nкогда поливать?\nУтром.\n";
        assert_eq!(headings(asked), ["1. Почва", "2. Полив"]);
        let told = "1. Soil\n\nIt must be loose. Roots rot in clay.\n\n2. Water\n\nWater it at dawn. Ice kills it.\n\n\
            3. Light\n\nIt likes the sun. Shade makes it pale.\n";
        assert_eq!(headings(told).len(), 3);
        for list in [
            format!("The rules are these:\n\n{told}"),
            format!("Bread\n\nIngredients\n\n1 kg flour\n\nMethod\n\n{told}"),
            told.replace("Light", "It likes light, warmth and a lot of air"),
            told.replace(". Roots rot in clay", "").replace(". Ice kills it", ""),
            told.replace("It likes the sun. Shade makes it pale.", "- sun\n- shade"),
            asked.replace("как её рыхлить?\n", ""),
        ] {
            assert!(headings(&list).is_empty(), "{list}");
        }
    }

    #[test]
    fn capitals_tell_titles_from_items() {
        let work = "1. FIRST CUTS\n\nSAWING A BOARD\n\nMark it on both sides.\n\n2. JOINTS\n\n- glue\n- pegs\n";
        assert_eq!(headings(work), ["1. FIRST CUTS", "2. JOINTS"]);
        let steps = "1. CUT THE BOARD\n\n2. SAND IT WELL\n\n3. OIL IT\n\nLeave it for a day.\n";
        assert!(headings(steps).is_empty());
        assert!(headings(&work.replace("JOINTS", "Joints")).is_empty());
    }

    #[test]
    fn the_same_values_below_two_tell_titles_from_items() {
        let hives = "1. Лежак\n\nОн стоит низко.\n\nРамки: двадцать.\nЦена: низкая.\n\n\
            2. Стояк\n\nОн стоит высоко.\n\nРамки: десять.\nЦена: высокая.\n";
        assert_eq!(headings(hives), ["1. Лежак", "2. Стояк"]);
        assert!(headings(&hives.replacen("Рамки: двадцать", "Соты: двадцать", 1)).is_empty());
        assert!(headings(&hives.replace("Он стоит низко.\n\n", "").replace("Он стоит высоко.\n\n", "")).is_empty());
        assert!(headings(&format!("Ульи бывают такие:\n\n{hives}")).is_empty());
    }

    #[test]
    fn two_titles_are_enough_where_each_has_several_sentences() {
        let two = "You said:\nhow do I keep bees?\n\nChatGPT said:\n1. The hive\n\nPaint it in spring. Bees like \
            light colours.\n\n- blue\n- white\n\n2. The honey\n\nTake it in July, when the combs are\nsealed.\n";
        assert_eq!(headings(two), ["1. The hive", "2. The honey"]);
        let asks = two.replace("2. The honey", "2. When is honey ripe?");
        assert_eq!(headings(&asks), ["1. The hive", "2. When is honey ripe?"]);
        assert!(headings(&asks.replace("1. The hive", "1. Where do bees live?")).is_empty());
        let russian = "1. Улей\n\nЕго красят весной. Пчёлы любят светлое.\n\n2. Мёд\n\nЕго качают в июле. Соты \
            должны быть запечатаны.\n";
        assert_eq!(headings(russian), ["1. Улей", "2. Мёд"]);
        for list in [
            russian.replace(" Пчёлы любят светлое.", ""),
            format!("{russian}\n3. Потом собирают воск.\n"),
            "1. Улей\n\n2. Рамки\n\n3. Вощина\n\nЭто всё. Больше ничего не нужно.\n".to_owned(),
        ] {
            assert!(headings(&list).is_empty(), "{list}");
        }
    }

    #[test]
    fn sections_are_counted_over_several_answers() {
        let chat = "Вы сказали:\nкак завести пчёл?\n\nChatGPT сказал:\nПо порядку.\n\n1. Улей\n\nОн стоит на солнце. \
            Есть два вида:\n\n1. Лежак\nРамок: 20\n\n2. Стояк\nРамок: 10\n\nВы сказали:\nа дальше?\n\n\
            ChatGPT сказал:\n2. Семья\n\n- матка\n- рабочие пчёлы\n\nИх покупают в мае. Тогда тепло.\n\n\
            Вы сказали:\nи?\n\nChatGPT сказал:\n3. Мёд\n\nЕго качают в июле. Соты режут ножом.\n";
        assert_eq!(headings(chat), ["1. Улей", "2. Семья", "3. Мёд"]);
        // What goes on with a list of one sentence each is a list.
        let list = "You said:\nsteps?\n\nChatGPT said:\n1. Paint\n\nUse white.\n\nYou said:\ncontinue\n\n\
            ChatGPT said:\n2. Wait\n\nA day is enough.\n";
        assert!(headings(list).is_empty());
    }

    #[test]
    fn what_is_numbered_inside_a_section_is_no_section() {
        let hives = "1. The hive\n\nPaint it in spring. There are two kinds.\n\n1. Log\n\nIt is a tree. Bees like \
            it.\n\n2. Box\n\nIt has frames. You can open it.\n\n3. Skep\n\nIt is straw. Nobody uses it.\n\n";
        let behind = "2. The honey\n\nTake it in July. Leave some.\n";
        assert_eq!(headings(&format!("{hives}{behind}")), ["1. The hive", "2. The honey"]);
        assert_eq!(headings(hives), ["1. Log", "2. Box", "3. Skep"]);
        let inner = "1. The hive\n\nPaint it in spring. There are two kinds.\n\n1. Log\nIt is a tree.\n2. Box\nIt has \
            frames.\n\n2. The bees\n\nBuy them in May. They are cheap.\n\n";
        assert_eq!(headings(inner), ["1. The hive", "2. The bees"]);
    }
}
