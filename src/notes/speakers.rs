//! Who speaks, where a note says so: lines that chats put above a turn, and names in front of it.

use super::model::Role;

/// Lines by which chats mark the speaker, without surrounding signs, in small letters.
const USER: &str = "you|you said|user|вы|вы сказали|пользователь|human|я";
const ASSISTANT: &str = "chatgpt|chatgpt said|chatgpt сказал|chatgpt сказала|assistant|ассистент|claude|claude said|gemini|\
    gemini said|copilot|copilot said|deepseek|gpt|gpt-4|gpt-4o|бот|нейросеть";
/// What stands in front of a question or an answer: «В: …», "A: …".
const QUESTION: &str = "q|question|в|вопрос";
const ANSWER: &str = "a|answer|о|ответ";

/// The speaker a line names, if it is nothing but that name.
pub fn marker(line: &str) -> Option<Role> {
    const LONGEST: usize = 60;
    /// «Пользователь» is the longest of them; every line of a note is asked.
    const LONGEST_NAME: usize = 28;
    if line.len() > LONGEST {
        return None;
    }
    let name = line.trim_matches(is_sign);
    if name.len() > LONGEST_NAME {
        return None;
    }
    let name = name.to_lowercase();
    // «Я» and "you" alone are words; with a colon they are names.
    let word = matches!(name.as_str(), "я" | "gpt" | "бот" | "нейросеть") && !line.contains(':');
    (!word).then(|| role(&name, USER, ASSISTANT)).flatten()
}

/// A name in front of what somebody says: whose, and how many bytes it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prefix {
    /// Who speaks.
    pub role: Role,
    /// The name with its colon and the blanks behind it.
    pub len: usize,
    /// Whether it names a side of a chat, and not just a question or an answer.
    pub is_name: bool,
}

/// The name that a line begins with.
pub fn prefix(line: &str) -> Option<Prefix> {
    const LONGEST: usize = 40;
    let colon = line.find(':').filter(|&at| at <= LONGEST)?;
    let name = line[..colon].trim_matches(|c: char| c == '*' || c.is_whitespace()).to_lowercase();
    let rest = line[colon + 1..].trim_start_matches('*');
    if rest.trim().is_empty() || !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let len = line.len() - rest.trim_start().len();
    let named = role(&name, USER, ASSISTANT).map(|role| Prefix { role, len, is_name: true });
    named.or_else(|| role(&name, QUESTION, ANSWER).map(|role| Prefix { role, len, is_name: false }))
}

/// Lines that are nothing but the name of a side: «**ChatGPT:**». They tell which names in front of what is said are
/// names too, where only one side is named so.
#[derive(Debug, Default)]
pub struct Alone<'a>(Vec<(Role, &'a str)>);

impl<'a> Alone<'a> {
    /// Heeds a line that names a side and says nothing.
    pub fn add(&mut self, role: Role, line: &'a str) {
        /// A note spells its names in few ways.
        const MOST: usize = 16;
        let found = (role, line.trim());
        if self.0.len() < MOST && !self.0.contains(&found) {
            self.0.push(found);
        }
    }

    /// Whether a name in front of what is said is one of a side: the other side stands alone, set in the same signs,
    /// and this one does so nowhere, or just as it is written here.
    pub fn answers(&self, role: Role, name: &str) -> bool {
        let name = name.trim();
        let (own, other): (Vec<_>, Vec<_>) = self.0.iter().partition(|(alone, _)| *alone == role);
        other.iter().any(|(_, other)| signs(other) == signs(name))
            && (own.is_empty() || own.iter().any(|(_, own)| *own == name))
    }
}

/// The signs in which a name is set, and whether it has more words than one: «You said».
fn signs(name: &str) -> (&str, &str, bool) {
    let (start, end) = (name.trim_start_matches(is_sign), name.trim_end_matches(is_sign));
    (&name[..name.len() - start.len()], &name[end.len()..], name.contains(' '))
}

fn is_sign(c: char) -> bool {
    matches!(c, '*' | ':' | '#' | '_' | '>') || c.is_whitespace()
}

fn role(name: &str, user: &str, assistant: &str) -> Option<Role> {
    let listed = |list: &str| list.split('|').any(|listed| listed == name);
    if listed(user) { Some(Role::User) } else { listed(assistant).then_some(Role::Assistant) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_above_and_before() {
        for line in ["ChatGPT", "**ChatGPT said:**", "##### ChatGPT сказал:", "Assistant"] {
            assert_eq!(marker(line), Some(Role::Assistant), "{line}");
        }
        for line in ["You said:", "**Вы сказали:**", "Я:", "user"] {
            assert_eq!(marker(line), Some(Role::User), "{line}");
        }
        assert_eq!(marker("я"), None);
        assert_eq!(marker("ChatGPT is a model"), None);
        let found = prefix("В: что такое опара?").expect("a question");
        assert_eq!(
            (found.role, &"В: что такое опара?"[found.len..], found.is_name),
            (Role::User, "что такое опара?", false)
        );
        assert_eq!(prefix("**Claude:** да").map(|found| (found.role, found.is_name)), Some((Role::Assistant, true)));
        assert_eq!(prefix("Цель: печь"), None);
    }

    #[test]
    fn a_name_answers_one_that_stands_alone() {
        let mut alone = Alone::default();
        alone.add(Role::Assistant, "**ChatGPT:**");
        assert!(alone.answers(Role::User, "**You:** "));
        assert!(!alone.answers(Role::User, "You: ") && !alone.answers(Role::Assistant, "**ChatGPT:** "));
        // Whose name stands alone as well is named by what stands there, and by nothing else.
        alone.add(Role::User, "**Вы:**");
        assert!(alone.answers(Role::User, "**Вы:** ") && !alone.answers(Role::User, "**User:** "));
        let mut said = Alone::default();
        said.add(Role::Assistant, "ChatGPT said:");
        assert!(!said.answers(Role::User, "User: "));
    }
}
