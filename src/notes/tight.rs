//! A chat whose copy has no blank lines, as that of a print: neither around what was asked, nor around the headings
//! of an answer.
//!
//! What stands there is told by how the lines before it end. Behind what was said to the end (a sentence, an item,
//! code) a short line without an end of its own and text below it is a heading; a line in small letters with an
//! answer below it is what somebody asked.

use super::{
    asking, body, code,
    corrections::Fixes,
    lines::{Line, Said},
    list::marker,
    model::Role,
    page::Page,
    remarks, sentences, speakers, turns,
};
use crate::text::{Source, words};

/// One blank line among so many is none that parts paragraphs.
const TIGHT: usize = 20;
/// And so many part what somebody wrote above the chat and below it.
const EDGES: usize = 2;
/// The most words of a heading.
const WORDS: usize = 10;
/// So many lines are looked at for them.
const CLAUSES: usize = 30;
/// So far are items set in below the one that announces them.
const INNER: usize = 2;
/// An item is looked for in so many lines before one.
const ITEM: usize = 4;

/// Marks the questions and the headings of such a chat; `footed` says whether the page's foot tells that it is one.
pub(super) fn mark(source: &Source, lines: &mut [Line<'_>], page: &Page, footed: bool, fixes: &Fixes) {
    if !(page.is_chat || footed) || page.width.is_none() {
        return;
    }
    let mut in_code = vec![false; lines.len()];
    for code in code::find(source, lines, fixes).0 {
        in_code[code.lines].fill(true);
    }
    let prose = || lines.iter().zip(&in_code).skip(1).filter(|(_, in_code)| !**in_code);
    let gaps = prose().filter(|(line, _)| line.gap > 0 && !line.new_page).count();
    if gaps.saturating_sub(EDGES) * TIGHT > prose().count() {
        return;
    }
    let named = lines.iter().any(|line| speakers::marker(line.text).is_some());
    // Who types in small letters asks so each time.
    let small = {
        let chat = Tight { lines, page, in_code: &in_code };
        (0..lines.len()).any(|at| !in_code[at] && chat.question(at).is_some())
    };
    let mut asked = false;
    let mut at = 0;
    while at < lines.len() {
        if in_code[at] {
            at += 1;
            continue;
        }
        if let Some(role) = speakers::marker(lines[at].text) {
            asked = role == Role::Assistant;
            at += 1;
            continue;
        }
        let chat = Tight { lines, page, in_code: &in_code };
        let question = || chat.question(at).or_else(|| chat.capital_question(at).filter(|_| !small));
        let (said, count) = match (!named).then(question).flatten() {
            Some(count) => (Said::Asked, count),
            None if asked && chat.heads_own(at) => (Said::Heading(1), 1),
            None if chat.is_heading(at) && (asked || !named) => (Said::Heading(if asked { 2 } else { 1 }), 1),
            None => (Said::Nothing, 1),
        };
        let announces = chat.announces(at);
        let clauses = chat.clauses(at);
        asked |= said == Said::Asked;
        if said != Said::Nothing {
            lines[at..at + count].iter_mut().for_each(|line| line.said = said);
            lines[at].gap = lines[at].gap.max(1);
            lines.get_mut(at + count).into_iter().for_each(|next| next.gap = next.gap.max(1));
        } else if announces {
            lines[at].gap = lines[at].gap.max(1);
        }
        let indent = lines[at].indent + INNER;
        lines[at + 1..at + 1 + clauses].iter_mut().for_each(|line| line.indent = indent);
        at += count;
    }
}

/// What a line is told by.
struct Tight<'l, 'a> {
    lines: &'l [Line<'a>],
    page: &'l Page,
    /// Of each line whether it is one of code.
    in_code: &'l [bool],
}

impl Tight<'_, '_> {
    /// How many lines from line `at` on somebody asked.
    fn question(&self, at: usize) -> Option<usize> {
        let near = &self.lines[at..self.lines.len().min(at + turns::LINES + 1)];
        let together = |&(n, line): &(usize, &Line<'_>)| n == 0 || line.gap == 0 && !self.in_code[at + n];
        let said = near.iter().enumerate().take_while(together);
        let count = said.take_while(|(_, line)| turns::is_typed(line)).count().min(turns::LINES);
        let last = near[..count].last()?;
        let end = at + count;
        if !(near[0].gap > 0 || self.is_finished(at)) || last.text.ends_with('.') {
            return None;
        }
        if near[..count].iter().any(|line| remarks::is_marked_own(line.text)) {
            return None;
        }
        let next = self.lines.get(end).filter(|next| next.gap == 0)?;
        if last.text.ends_with(':') {
            // Below a colon stands what he pasted: no label of a chat's page is above it.
            return (self.in_code[end] && !code::is_sign(self.lines, end)).then_some(count);
        }
        let text = near[..count].iter().map(|line| line.text).collect::<Vec<_>>().join(" ");
        let asks = text.contains('?') || asking::asks(&text);
        let answered = next.text.starts_with(char::is_uppercase) && !self.in_code[end] && marker(next).is_none();
        // What somebody noted beside an answer stands above its next heading as well.
        let sure = asks || near[0].words() > 2 && self.is_ended(at) && !self.is_heading_of(end);
        (answered && sure).then_some(count)
    }

    /// How many lines from line `at` on somebody asked with a capital, and the answer follows.
    fn capital_question(&self, at: usize) -> Option<usize> {
        let near = &self.lines[at..self.lines.len().min(at + turns::LINES)];
        let count = near.iter().position(|line| line.ends_sentence())? + 1;
        let (asked, next) = (&near[..count], self.lines.get(at + count)?);
        let (first, last) = (&asked[0], &asked[count - 1]);
        let whole = asked[1..].iter().all(|line| line.gap == 0 && line.starts_lower()) && first.indent == 0;
        let plain = first.said == Said::Nothing && marker(first).is_none() && !body::is_attribute(first);
        let apart = first.gap > 0 || self.is_ended(at);
        let text = self.is_text(at + count) && !self.in_code[at + count] || self.is_heading_of(at + count);
        let answered = next.gap == 0 && marker(next).is_none() && text;
        let asks = first.text.starts_with(char::is_uppercase) && last.text.ends_with('?') && !asking::may_offer(asked);
        (whole && plain && apart && answered && asks && !self.page.is_full(last, next)).then_some(count)
    }

    /// Whether a blank line and a label say that the items below are the note-taker's.
    fn heads_own(&self, at: usize) -> bool {
        let below = |next: &Line<'_>| next.gap == 0 && marker(next).is_some();
        let line = &self.lines[at];
        line.gap > 0 && remarks::labels_own(line.text) && self.lines.get(at + 1).is_some_and(below)
    }

    /// Whether line `at` announces the code below it right behind an item, and is none of its words.
    fn announces(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let behind = |before: usize| self.lines[before].text.ends_with(['.', '!']) && self.is_item(before);
        let label = line.text.starts_with(char::is_uppercase) && line.text.ends_with(':') && marker(line).is_none();
        label && self.in_code.get(at + 1) == Some(&true) && at.checked_sub(1).is_some_and(behind)
    }

    /// Whether line `at` is the heading of what stands below it.
    fn is_heading(&self, at: usize) -> bool {
        self.is_finished(at) && self.is_heading_of(at)
    }

    /// Whether line `at` could be the heading of the text, the list or the code below it.
    fn is_heading_of(&self, at: usize) -> bool {
        self.is_title(at) && (self.is_text(at + 1) || self.is_title(at + 1) && self.is_text(at + 2))
    }

    /// Whether a line has the form of a heading: a capital, few words, and no end.
    fn is_title(&self, at: usize) -> bool {
        let Some(line) = self.lines.get(at).filter(|_| !self.in_code[at]) else { return false };
        let fits = self.lines.get(at + 1).is_some_and(|next| self.in_code[at + 1] || !self.page.is_full(line, next));
        line.said == Said::Nothing
            && line.indent == 0
            && line.text.starts_with(char::is_uppercase)
            && line.text.ends_with(|c: char| words::is_alphanumeric(c) || matches!(c, ')' | '»' | '"' | '”' | '`'))
            && line.words() <= WORDS
            && marker(line).is_none()
            && !body::is_attribute(line)
            && !line.text.contains(['\t', '|'])
            && speakers::marker(line.text).is_none()
            && fits
    }

    /// Whether text begins with line `at`: code, a list, or a sentence that ends there or at the page's edge.
    fn is_text(&self, at: usize) -> bool {
        let Some(line) = self.lines.get(at).filter(|line| line.gap <= 1) else { return false };
        let full = || self.lines.get(at + 1).is_some_and(|next| next.gap == 0 && self.page.is_full(line, next));
        let sentence = || line.text.starts_with(char::is_uppercase) && (line.ends_sentence() || full());
        self.in_code[at] || marker(line).is_some() || line.words() > 2 && sentence()
    }

    /// Whether what stands before line `at` says what it says to the end.
    fn is_finished(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return true };
        self.is_ended(at) || self.is_item(before) && !self.page.is_full(&self.lines[before], &self.lines[at])
    }

    /// Whether a sentence, a question, a heading or code ends right before line `at`.
    fn is_ended(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return true };
        let (last, line) = (&self.lines[before], &self.lines[at]);
        let open = || {
            self.page.is_full(last, line) && last.text.strip_suffix('.').is_some_and(|text| !sentences::ends_word(text))
        };
        self.in_code[before]
            || last.said != Said::Nothing
            || remarks::is_marked_own(last.text)
            || sentences::ends(last.text) && !last.text.ends_with(';') && !open()
    }

    /// How many lines behind line `at` are items that its colon announces, though they have the bullet it has:
    /// clauses of one sentence in small letters, each but the last with a semicolon.
    fn clauses(&self, at: usize) -> usize {
        let Some(outer) = marker(&self.lines[at]).filter(|outer| !outer.kind.is_ordered()) else { return 0 };
        let beside = at.checked_sub(1).is_some_and(|before| self.lines[before].text.ends_with(';'));
        let (mut clauses, mut behind) = (0, self.lines[at].text.ends_with(':') && !beside);
        for (n, line) in self.lines[at + 1..].iter().take(CLAUSES).enumerate() {
            let item = marker(line);
            let small = |len: usize| line.text[len..].starts_with(char::is_lowercase);
            let clause = item.is_some_and(|item| behind && item.kind == outer.kind && small(item.len));
            let whole = line.gap == 0 && !self.in_code[at + 1 + n] && line.indent == self.lines[at].indent;
            if !whole || !clause && (behind || item.is_some()) {
                return 0;
            }
            clauses += usize::from(clause);
            if line.text.ends_with('.') {
                return if clauses > 1 { n + 1 } else { 0 };
            }
            behind = line.text.ends_with(';');
        }
        0
    }

    /// Whether line `at` is the last of an item that is no clause of a sentence.
    fn is_item(&self, at: usize) -> bool {
        let whole = !self.lines[at].text.ends_with([',', ':', ';', '-', '—']);
        let near = (at.saturating_sub(ITEM)..=at).rev();
        let mut wrapped =
            near.take_while(|&i| i == at || !self.in_code[i] && self.page.is_full(&self.lines[i], &self.lines[i + 1]));
        whole && wrapped.any(|i| !self.in_code[i] && marker(&self.lines[i]).is_some())
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        notes::{BlockKind, Role, parse},
        text::Source,
    };

    /// The headings of a note with their depths and who said them.
    fn headings(text: &str) -> Vec<(u8, Role, String)> {
        let note = parse(&Source::new("a.txt", text));
        note.sections.into_iter().map(|section| (section.level, section.role, section.title.text)).collect()
    }

    const ANSWER: &str = "Сложите листья слоями и пересыпьте их землёй, тогда они перепреют к маю\n\
        следующего года. Слой не толще ладони, иначе внутри он останется сухим, а\n\
        снаружи загниёт. Поливайте кучу раз в неделю и ворошите её вилами, чтобы\n\
        воздух доходил до середины.\n";

    #[test]
    fn a_print_has_no_blank_lines_around_what_was_asked() {
        let foot = "ChatGPT может допускать ошибки. Рекомендуем проверять важную информацию.\n";
        let text = format!(
            "как сделать компост из листьев?\n{ANSWER}Что не класть\n• мясо и кости, на них придут крысы\n\
            • больные растения\nчто делать зимой\n{ANSWER}Укрытие\n{ANSWER}{foot}\nмоё, сделать:\n- купить вилы\n"
        );
        let (user, answer) = (Role::User, Role::Assistant);
        let expected = [
            (1, user, "как сделать компост из листьев?"),
            (2, answer, "Что не класть"),
            (1, user, "что делать зимой"),
            (2, answer, "Укрытие"),
            (1, Role::Own, "моё, сделать:"),
        ];
        assert_eq!(headings(&text), expected.map(|(level, role, title)| (level, role, title.to_owned())));
    }

    #[test]
    fn clauses_below_a_colon_are_items_of_their_own() {
        let foot = "ChatGPT может допускать ошибки. Проверяйте важную информацию.\n";
        let list = "• Листья: основа кучи.\n• Зелень, но не всякая:\n• скошенная трава;\n• ботва, если она\n\
            здорова.\n• Ветки: только мелкие.\n";
        let text = format!("что класть в компост?\n{ANSWER}Состав\n{list}{foot}");
        let note = parse(&Source::new("a.txt", text));
        let BlockKind::List { items, .. } = &note.sections[1].blocks[0].kind else { panic!("{note:?}") };
        assert_eq!(items.iter().map(|item| item.blocks.len()).collect::<Vec<_>>(), [0, 1, 0]);
    }

    #[test]
    fn a_full_line_goes_on_whatever_the_next_begins_with() {
        let foot = "ChatGPT может допускать ошибки. Проверяйте важную информацию.\n";
        let flag = "Чтобы мельница не крутилась вхолостую, запустите её пультом с ключом\n--slow: ножи целее.\n";
        let label = "Если влаги мало, пульт сам напишет об этом и зажжёт красную лампочку с\nWET: это не ошибка.\n";
        let text = format!("как сделать компост?\n{ANSWER}Мельница\n{flag}Влажность\n{label}{foot}");
        let note = parse(&Source::new("a.txt", text));
        assert_eq!(note.sections.iter().map(|section| section.blocks.len()).collect::<Vec<_>>(), [1, 1, 1]);
    }

    #[test]
    fn who_asks_with_capitals_asks_so_each_time() {
        let foot = "ChatGPT может допускать ошибки. Проверяйте важную информацию.\n";
        let text = format!("Как сделать компост?\n{ANSWER}Что делать зимой?\nУкрытие\n{ANSWER}{foot}");
        let asked =
            [(1, Role::User, "Как сделать компост?".to_owned()), (1, Role::User, "Что делать зимой?".to_owned())];
        let [first, second, answer] = &headings(&text)[..] else { panic!("{text}") };
        assert_eq!([first, second], [&asked[0], &asked[1]]);
        assert_eq!((answer.0, answer.1), (2, Role::Assistant));
        // Beside what somebody typed in small letters it may be the answer that asks.
        let text = format!("как сделать компост?\n{ANSWER}Что делать зимой?\n{ANSWER}{foot}");
        assert_eq!(headings(&text).len(), 1);
    }

    #[test]
    fn a_sentence_that_a_page_wrapped_asks_nobody() {
        let foot = "ChatGPT может допускать ошибки. Проверяйте важную информацию.\n";
        let text = format!("как сделать компост?\n{ANSWER}nginx тут ни при чём.\n{ANSWER}{foot}");
        assert_eq!(headings(&text).len(), 1, "{:?}", headings(&text));
    }
}
