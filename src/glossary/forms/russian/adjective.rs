//! Adjectives and what declines like them: full forms, hard, soft and mixed.

use super::{Gender, Paradigm};

/// Whether `word` can be an adjective that agrees with the word after it.
pub(super) fn agrees(word: &str, next: &str) -> bool {
    let Some(stem) =
        ["ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие"].iter().find_map(|end| word.strip_suffix(end))
    else {
        return false;
    };
    if stem.chars().count() < 2 {
        return false;
    }
    // «описание узла», «событие дня», «сценарий сборки»: nouns with the same endings.
    if word.ends_with("ие") || word.ends_with("ий") {
        let mut back = stem.chars().rev();
        let (last, before) = (back.next().unwrap_or(' '), back.next().unwrap_or(' '));
        let mixed = matches!(last, 'г' | 'к' | 'х' | 'ж' | 'ш' | 'ч' | 'щ');
        let soft = last == 'н' && !(matches!(before, 'а' | 'е' | 'я' | 'ы') && word.ends_with("ие"));
        return (mixed || soft) && !next.is_empty();
    }
    true
}

/// The forms of an adjective beside a noun of this gender.
pub(super) fn paradigm(word: &str, gender: Gender) -> Paradigm {
    let ends = ["ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие"];
    let Some((stem, end)) = ends.iter().find_map(|end| word.strip_suffix(end).map(|stem| (stem, *end))) else {
        return std::array::from_fn(|_| vec![word.to_owned()]);
    };
    let last = stem.chars().last().unwrap_or(' ');
    let velar = matches!(last, 'г' | 'к' | 'х');
    let sibilant = matches!(last, 'ж' | 'ш' | 'щ' | 'ч');
    let soft = !velar && !sibilant && matches!(end, "ий" | "яя" | "ее" | "ие");
    let stressed = end == "ой";
    // One letter decides each ending: ы/и after the stem, о/е in «-ого/-его».
    let i = if soft || velar || sibilant { 'и' } else { 'ы' };
    let o = if soft || (sibilant && !stressed) { 'е' } else { 'о' };
    let (a, u) = if soft { ("яя", "юю") } else { ("ая", "ую") };
    let form = |end: String| vec![format!("{stem}{end}")];
    let plural = [
        form(format!("{i}е")),
        form(format!("{i}х")),
        form(format!("{i}м")),
        vec![format!("{stem}{i}е"), format!("{stem}{i}х")],
        form(format!("{i}ми")),
        form(format!("{i}х")),
    ];
    let singular = match gender {
        Gender::Feminine => [
            form(a.into()),
            form(format!("{o}й")),
            form(format!("{o}й")),
            form(u.into()),
            vec![format!("{stem}{o}й"), format!("{stem}{o}ю")],
            form(format!("{o}й")),
        ],
        Gender::Plural => plural.clone(),
        Gender::Masculine | Gender::Neuter => {
            let nominative = match (gender, stressed) {
                (Gender::Neuter, _) => format!("{stem}{o}е"),
                (_, true) => format!("{stem}ой"),
                _ => format!("{stem}{i}й"),
            };
            [
                vec![nominative.clone()],
                form(format!("{o}го")),
                form(format!("{o}му")),
                vec![nominative, format!("{stem}{o}го")],
                form(format!("{i}м")),
                form(format!("{o}м")),
            ]
        }
    };
    let mut all = singular.into_iter().chain(plural);
    std::array::from_fn(|_| all.next().unwrap_or_default())
}
