//! Which headings are somebody's question, where nobody is named: not those that the author of a book answers.

use super::{asking, model::Section, pictures, roles};
use crate::text::words;

/// Tells whether a heading that asks may be somebody's question: not in a `document` with a title, where most headings
/// beside it say what stands below them and it has a capital as they have.
pub(super) fn asked_levels(sections: &[Section], document: bool) -> impl Fn(&Section) -> bool + use<> {
    const LEVELS: usize = 8;
    let titled = sections.first().is_some_and(|first| first.level == 1 && !first.title.text.is_empty() && !asks(first));
    let one = sections.iter().filter(|section| section.level == 1).count() == 1;
    let mut asked = [0isize; LEVELS];
    for section in sections {
        asked[usize::from(section.level).min(LEVELS - 1)] += if asks(section) { 1 } else { -1 };
    }
    move |section| {
        let few = asked[usize::from(section.level).min(LEVELS - 1)] <= 0;
        !(document && titled && one && few && section.level > 1 && section.title.text.starts_with(char::is_uppercase))
    }
}

/// Whether sections are those of a book, whose questions its author answers: several with text stand before the first
/// that asks, and each heading has a capital.
pub(super) fn is_book(sections: &[Section]) -> bool {
    const SEVERAL: usize = 3;
    let before = sections.iter().take_while(|section| !asks(section));
    let texts = before.filter(|section| !section.blocks.is_empty() && !section.title.text.is_empty()).count();
    let small = |section: &Section| section.title.text.starts_with(char::is_lowercase);
    texts >= SEVERAL && !sections.iter().any(small)
}

/// Whether a heading asks somebody else: «мысль: почему бы не …?» asks nobody.
pub(super) fn asks(section: &Section) -> bool {
    let title = &section.title.text;
    let label = title.split_once(": ").map(|(label, _)| words::lowercase(label));
    let own = label.is_some_and(|label| roles::is_remark_word(&label));
    // A picture is the machine's: "⚖️ Does it matter?" heads a part of its answer.
    (title.ends_with('?') || asking::asks(title)) && !own && !pictures::is_pictured(title)
}

/// Whether a title says that what readers ask often stands below it: "Recipe FAQs", «Частые вопросы».
pub(super) fn is_faq(title: &str) -> bool {
    const LONGEST: usize = 80;
    const NAMES: [&str; 6] = [
        "частые вопросы",
        "часто задаваемые вопросы",
        "вопросы и ответы",
        "frequently asked questions",
        "common questions",
        "questions and answers",
    ];
    if title.len() > LONGEST {
        return false;
    }
    let small = words::lowercase(title.trim_end_matches(':'));
    NAMES.contains(&small.as_str()) || small.split(' ').next_back().is_some_and(|last| matches!(last, "faq" | "faqs"))
}

/// Of each section whether it is such a question: nobody asked it here.
pub(super) fn in_faq(sections: &[Section]) -> Vec<bool> {
    let mut inside = false;
    let asked = |(at, section): (usize, &Section)| {
        let below = |before: usize| sections[before].blocks.is_empty() && is_faq(&sections[before].title.text);
        let kin = |before: usize| sections[before].speaker == section.speaker;
        let title = section.title.text.as_str();
        let asks = title.ends_with('?') && title.starts_with(char::is_uppercase);
        inside = asks && at.checked_sub(1).is_some_and(|before| kin(before) && (inside || below(before)));
        inside
    };
    sections.iter().enumerate().map(asked).collect()
}
