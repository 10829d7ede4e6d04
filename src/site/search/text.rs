//! Words to show in a result, in stretches of one language.

use serde::{Serialize, Serializer};

use crate::text::Lang;

/// A text whose white space is as a browser shows it.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// Stretches with their language; none is the language of the page.
    stretches: Vec<(Option<Lang>, String)>,
    /// Whether a blank stands before whatever comes next.
    blank: bool,
}

impl Text {
    /// Adds what is written in a language.
    pub fn push(&mut self, lang: Option<&Lang>, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.space();
                continue;
            }
            let blank = std::mem::take(&mut self.blank);
            match self.stretches.last_mut() {
                Some((own, last)) => {
                    last.extend(blank.then_some(' '));
                    if own.as_ref() == lang {
                        last.push(c);
                    } else {
                        self.stretches.push((lang.cloned(), c.into()));
                    }
                }
                None => self.stretches.push((lang.cloned(), c.into())),
            }
        }
    }

    /// Adds another text.
    pub fn append(&mut self, other: &Self) {
        for (lang, text) in &other.stretches {
            self.push(lang.as_ref(), text);
        }
        self.blank |= other.blank;
    }

    /// Whatever comes next stands apart.
    pub fn space(&mut self) {
        self.blank = !self.stretches.is_empty();
    }

    /// Puts something between what is there and what comes next.
    pub fn separate(&mut self, separator: &str) {
        if let Some((_, last)) = self.stretches.last_mut() {
            last.push(' ');
            last.push_str(separator);
            self.blank = true;
        }
    }

    /// Ends what is there as a sentence, unless it ends as one.
    pub fn stop(&mut self) {
        if let Some((_, last)) = self.stretches.last_mut()
            && !last.ends_with(['.', '!', '?', '…', ':', ';'])
        {
            last.push('.');
        }
        self.space();
    }

    /// Whether it says the same as another.
    pub fn says(&self, other: &Self) -> bool {
        self.stretches == other.stretches
    }

    /// Whether it has no words.
    pub fn is_empty(&self) -> bool {
        !self.stretches.iter().any(|(_, text)| text.contains(char::is_alphanumeric))
    }

    /// The stretches, each with its language.
    pub fn stretches(&self) -> impl Iterator<Item = (Option<&Lang>, &str)> {
        self.stretches.iter().map(|(lang, text)| (lang.as_ref(), text.as_str()))
    }

    /// As the index holds it, at most so many bytes of it.
    pub fn shown(&self, most: usize) -> Shown<'_> {
        Shown(self, most)
    }
}

/// A text in the index: a string, or an array of strings in the language of the page and of pairs of another language and a
/// string.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a>(&'a Text, usize);

/// A stretch in the index.
#[derive(Serialize)]
#[serde(untagged)]
enum Stretch<'a> {
    Own(&'a str),
    Other(&'a str, &'a str),
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut left = self.1;
        let cut = self.0.stretches().map(|(lang, text)| {
            let text = &text[..text.floor_char_boundary(text.len().min(left))];
            left -= text.len();
            match lang {
                Some(lang) => Stretch::Other(lang.tag(), text),
                None => Stretch::Own(text),
            }
        });
        let cut: Vec<Stretch<'_>> =
            cut.filter(|cut| !matches!(cut, Stretch::Own("") | Stretch::Other(_, ""))).collect();
        match &cut[..] {
            [] => serializer.serialize_str(""),
            [Stretch::Own(text)] => serializer.serialize_str(text),
            cut => serializer.collect_seq(cut),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn languages_and_blanks_are_kept_apart() {
        let mut text = Text::default();
        text.push(None, " жар \n");
        text.separate("/");
        text.push(Some(&Lang::en()), "heat  and");
        text.push(Some(&Lang::en()), " coals");
        text.stop();
        text.push(None, "печь");
        let shown = |most| serde_json::to_value(text.shown(most)).expect("JSON");
        assert_eq!(shown(100), json!(["жар / ", ["en", "heat and coals. "], "печь"]));
        assert_eq!(shown(4), json!("жа"));
    }
}
