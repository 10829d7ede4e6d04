//! Neighbouring fields: trades that share words with the glossary's and mean something else by them.
//!
//! A paragraph on trees has nodes, one on a tracker has labels, and both may speak of servers and memory. The words of
//! a field stand in `context/*.toml`; here they are counted around a name that means something else there, against
//! what belongs to the glossary alone: its other terms, and the words listed as its home.

use super::{
    context::Language,
    evidence::{Candidate, SENTENCE, Sign},
    mentions::Why,
    places::Places,
    words::{Words, same},
};

/// How many words to each side a field may show itself, inside the paragraph.
const REACH: usize = 80;
/// Points that show a field: two of its words, or one that is certain.
const SHOWN: u32 = 2;
/// Keys of terms are counted down from the top, those of topic words up from one.
const TERMS: u32 = u32::MAX / 2;

/// Why a name belongs to a neighbouring field at this place, if it does; `shown` where a rule shows it to be the term.
pub(super) fn foreign(
    words: &Words<'_>,
    candidate: &Candidate<'_>,
    languages: &[&'static Language],
    signs: &[Sign],
    places: &Places,
    shown: bool,
) -> Option<Why> {
    let mut fields = languages.first()?.fields(&candidate.form.lemma).foreign;
    let paragraph = places.around(&places.paragraph, candidate, REACH);
    // Few paragraphs have a word of any.
    fields &= signs[paragraph.clone()].iter().fold(0, |all, sign| all | sign.field.some);
    while fields != 0 {
        let field = fields & fields.wrapping_neg();
        fields ^= field;
        let around = count(words, signs, paragraph.clone(), field);
        if around.theirs < SHOWN {
            continue;
        }
        let here = count(words, signs, places.around(&places.sentence, candidate, SENTENCE), field);
        let latest = around.theirs > SHOWN && here.ours == 0 && told_last(signs, places, candidate, field);
        // Where the sentence says nothing, a single word of the paragraph is too little, and against a rule all are.
        let silent = here.theirs == 0 && (shown || around.theirs <= SHOWN);
        let alone = around.ours == 0 && !silent;
        if alone || latest || (here.ours == 0 && here.theirs > 0 && around.theirs > around.ours) {
            return around.word.map(|word| Why::Near(word.to_owned()));
        }
    }
    None
}

/// Whether of the words before a name in its paragraph the field's own stand nearer than what is the glossary's.
fn told_last(signs: &[Sign], places: &Places, candidate: &Candidate<'_>, field: u32) -> bool {
    let start = places.around(&places.paragraph, candidate, REACH).start;
    let says = signs[start..candidate.from].iter().rev().find_map(|sign| {
        let theirs = sign.field.sure & field != 0;
        let ours = sign.field.some & field == 0 && (sign.strong > TERMS || sign.home);
        (ours || theirs).then_some(!ours)
    });
    says.unwrap_or_default()
}

/// What stands in a stretch of words.
struct Count<'w> {
    /// Points for the field.
    theirs: u32,
    /// How much belongs to the glossary's subject alone.
    ours: u32,
    /// The first word of the field.
    word: Option<&'w str>,
}

fn count<'w>(words: &'w Words<'_>, signs: &[Sign], range: std::ops::Range<usize>, field: u32) -> Count<'w> {
    let (mut theirs, mut ours): (Vec<&str>, Vec<(u32, &str)>) = (Vec::new(), Vec::new());
    let mut points = 0;
    for (sign, word) in signs[range.clone()].iter().zip(&words.words[range]) {
        let (term, here) = (sign.strong > TERMS, sign.field.some & field != 0);
        if !here && (term || sign.home) {
            let key = if term { (sign.strong, "") } else { (0, word.norm.as_str()) };
            if !ours.contains(&key) {
                ours.push(key);
            }
        } else if here && !term && sign.soft == 0 && !theirs.iter().any(|other| same(other, &word.norm)) {
            theirs.push(&word.norm);
            points += if sign.field.sure & field != 0 { SHOWN } else { 1 };
        }
    }
    Count { theirs: points, ours: ours.len() as u32, word: theirs.first().copied() }
}
