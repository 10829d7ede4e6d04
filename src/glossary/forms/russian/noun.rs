//! Nouns: the three declensions, fleeting vowels, plural-only and indeclinable words.

use super::{Gender, Paradigm, adjective};

/// Nouns whose ending looks declinable and is not.
const INDECLINABLE: &[&str] = &[
    "прокси",
    "такси",
    "пари",
    "жалюзи",
    "конфетти",
    "спагетти",
    "метро",
    "депо",
    "радио",
    "видео",
    "кофе",
    "шоссе",
    "резюме",
    "досье",
    "меню",
    "интервью",
];

const VOWELS: &str = "аеиоуыэюя";

/// A noun's gender and forms, by its ending.
pub(super) fn paradigm(word: &str) -> (Gender, Paradigm) {
    let fixed = || std::array::from_fn(|_| vec![word.to_owned()]);
    let Some(last) = word.chars().last() else { return (Gender::Masculine, fixed()) };
    let stem = &word[..word.len() - last.len_utf8()];
    if INDECLINABLE.contains(&word) || stem.is_empty() || matches!(last, 'у' | 'ю' | 'э') {
        let gender = if matches!(last, 'и' | 'ы') { Gender::Plural } else { Gender::Neuter };
        return (gender, fixed());
    }
    if let Some(gender) = like_an_adjective(word) {
        return (gender, adjective::paradigm(word, gender));
    }
    match last {
        'а' => (Gender::Feminine, feminine_a(stem)),
        'я' => {
            if let Some(root) = word.strip_suffix("мя").filter(|root| root.chars().count() <= 4 && !root.is_empty()) {
                return (Gender::Neuter, named_mya(root, word));
            }
            (Gender::Feminine, feminine_ya(stem))
        }
        'о' => (Gender::Neuter, neuter_o(stem)),
        'е' => (Gender::Neuter, neuter_e(stem)),
        'ь' if word.ends_with("тель") || word.ends_with("арь") || word.ends_with("ень") => {
            (Gender::Masculine, masculine_soft(stem))
        }
        'ь' => (Gender::Feminine, both(feminine_soft(stem), masculine_soft(stem), word)),
        'й' => (Gender::Masculine, masculine_y(stem)),
        'ы' | 'и' => (Gender::Plural, plural_only(stem, last)),
        _ => (Gender::Masculine, masculine_hard(word)),
    }
}

/// Nouns that were adjectives: «рабочий», «данные», «запятая».
fn like_an_adjective(word: &str) -> Option<Gender> {
    let root = |end: &str| word.strip_suffix(end).is_some_and(|root| root.chars().count() >= 3);
    if root("ый") || ["чий", "щий", "ский", "цкий"].iter().any(|end| word.ends_with(end)) {
        Some(Gender::Masculine)
    } else if root("ая") {
        Some(Gender::Feminine)
    } else if root("ое") {
        Some(Gender::Neuter)
    } else if root("ые") || word.ends_with("щие") || word.ends_with("чие") {
        Some(Gender::Plural)
    } else {
        None
    }
}

fn masculine_hard(word: &str) -> Paradigm {
    let last = word.chars().last().unwrap_or(' ');
    let (i, instrumental, genitive): (&str, &[&str], &str) = match last {
        'г' | 'к' | 'х' => ("и", &["ом"], "ов"),
        'ж' | 'ш' | 'ч' | 'щ' => ("и", &["ом", "ем"], "ей"),
        'ц' => ("ы", &["ом", "ем"], "ов"),
        _ => ("ы", &["ом"], "ов"),
    };
    let genitives: &[&str] = if last == 'ц' { &["ов", "ев"] } else { &[genitive] };
    let mut all = empty();
    let stems = with_fleeting(word);
    for stem in &stems {
        let plural_a = ["ер", "ор", "ом", "ес"].iter().any(|end| stem.ends_with(end));
        let nominative: &[&str] = if plural_a { &[i, "а"] } else { &[i] };
        add(
            &mut all,
            stem,
            [&[], &["а"], &["у"], &["а"], instrumental, &["е", "у"]],
            [nominative, genitives, &["ам"], nominative, &["ами"], &["ах"]],
        );
        all[9].extend(genitives.iter().map(|end| format!("{stem}{end}")));
    }
    all[0].push(word.to_owned());
    all[3].push(word.to_owned());
    all
}

/// The stems before an ending: with and without a fleeting vowel, where the end of the word may hold one.
fn with_fleeting(word: &str) -> Vec<String> {
    let mut stems = Vec::new();
    let syllables = word.chars().filter(|c| VOWELS.contains(*c)).count();
    let mut back = word.chars().rev();
    if let (Some(last), Some(vowel), Some(before)) = (back.next(), back.next(), back.next()) {
        let root = &word[..word.len() - last.len_utf8() - vowel.len_utf8()];
        let soft = if VOWELS.contains(before) {
            "й"
        } else if matches!(before, 'л') {
            "ь"
        } else {
            ""
        };
        match (vowel, last) {
            // A single consonant after the first syllable's vowel is the root's own: поток, урок, исток.
            ('о', 'к') | ('е', 'к')
                if syllables >= 2 && !word.ends_with("ток") && root.chars().count() > 2 || word == "песок" =>
            {
                stems.push(format!("{root}{}к", if vowel == 'е' { soft } else { "" }));
            }
            ('е', 'ц') if syllables >= 2 => stems.push(format!("{root}{soft}ц")),
            ('е', 'л') if syllables >= 2 && before != 'д' => stems.push(format!("{root}л")),
            ('о', 'л') if word.ends_with("гол") && syllables == 2 => stems.push(format!("{root}л")),
            _ => {}
        }
    }
    let certain = word.ends_with("ец") && syllables >= 2;
    if !certain {
        stems.push(word.to_owned());
    }
    stems
}

fn masculine_soft(stem: &str) -> Paradigm {
    let mut all = empty();
    let mut stems = vec![stem.to_owned()];
    if let Some(root) = stem.strip_suffix("ен").filter(|root| root.chars().count() >= 2) {
        stems.push(format!("{root}н"));
    }
    for stem in &stems {
        add(
            &mut all,
            stem,
            [&[], &["я"], &["ю"], &["я"], &["ем"], &["е"]],
            [&["и", "я"], &["ей"], &["ям"], &["и", "ей"], &["ями"], &["ях"]],
        );
    }
    all[0].push(format!("{stem}ь"));
    all[3].push(format!("{stem}ь"));
    all
}

fn masculine_y(stem: &str) -> Paradigm {
    let mut all = empty();
    let prepositional: &[&str] = if stem.ends_with('и') { &["и"] } else { &["е", "ю"] };
    add(
        &mut all,
        stem,
        [&["й"], &["я"], &["ю"], &["й", "я"], &["ем"], prepositional],
        [&["и"], &["ев"], &["ям"], &["и", "ев"], &["ями"], &["ях"]],
    );
    all
}

fn feminine_a(stem: &str) -> Paradigm {
    let last = stem.chars().last().unwrap_or(' ');
    let i: &str = if "гкхжшчщ".contains(last) { "и" } else { "ы" };
    let instrumental: &[&str] =
        if "жшчщц".contains(last) { &["ой", "ою", "ей", "ею"] } else { &["ой", "ою"] };
    let mut all = empty();
    add(
        &mut all,
        stem,
        [&["а"], &[i], &["е"], &["у"], instrumental, &["е"]],
        [&[i], &[], &["ам"], &[i], &["ами"], &["ах"]],
    );
    zero_genitive(&mut all, stem);
    all
}

fn feminine_ya(stem: &str) -> Paradigm {
    let mut all = empty();
    let dative: &[&str] = if stem.ends_with('и') { &["и"] } else { &["е"] };
    add(
        &mut all,
        stem,
        [&["я"], &["и"], dative, &["ю"], &["ей", "ею"], dative],
        [&["и"], &["ей"], &["ям"], &["и"], &["ями"], &["ях"]],
    );
    let genitive = match stem.chars().last() {
        Some('ь') => format!("{}ей", stem.trim_end_matches('ь')),
        Some(c) if VOWELS.contains(c) => format!("{stem}й"),
        _ => format!("{stem}ь"),
    };
    all[7].push(genitive);
    let mut chars = stem.chars().rev();
    if let (Some('н'), Some(before)) = (chars.next(), chars.next())
        && !VOWELS.contains(before)
    {
        let root = &stem[..stem.len() - 'н'.len_utf8()];
        all[7].extend([format!("{root}ен"), format!("{root}онь")]);
    }
    all
}

fn feminine_soft(stem: &str) -> Paradigm {
    let mut all = empty();
    add(
        &mut all,
        stem,
        [&["ь"], &["и"], &["и"], &["ь"], &["ью"], &["и"]],
        [&["и"], &["ей"], &["ям"], &["и"], &["ями"], &["ях"]],
    );
    for (case, end) in [(8, "ам"), (10, "ами"), (11, "ах")] {
        if stem.ends_with(['ж', 'ш', 'ч', 'щ']) {
            all[case].push(format!("{stem}{end}"));
        }
    }
    all
}

fn neuter_o(stem: &str) -> Paradigm {
    let mut all = empty();
    add(
        &mut all,
        stem,
        [&["о"], &["а"], &["у"], &["о"], &["ом"], &["е"]],
        [&["а", "и"], &["ов"], &["ам"], &["а", "и"], &["ами"], &["ах"]],
    );
    zero_genitive(&mut all, stem);
    all
}

fn neuter_e(stem: &str) -> Paradigm {
    let mut all = empty();
    let last = stem.chars().last().unwrap_or(' ');
    if "жшчщц".contains(last) {
        add(
            &mut all,
            stem,
            [&["е"], &["а"], &["у"], &["е"], &["ем"], &["е"]],
            [&["а"], &[""], &["ам"], &["а"], &["ами"], &["ах"]],
        );
        zero_genitive(&mut all, stem);
        return all;
    }
    let prepositional: &[&str] = if last == 'и' { &["и"] } else { &["е"] };
    let genitive: &[&str] = if VOWELS.contains(last) { &["й"] } else { &["ей"] };
    add(
        &mut all,
        stem,
        [&["е"], &["я"], &["ю"], &["е"], &["ем"], prepositional],
        [&["я"], genitive, &["ям"], &["я"], &["ями"], &["ях"]],
    );
    if let Some(root) = stem.strip_suffix('ь') {
        all[7].extend([format!("{root}ий"), format!("{root}ев")]);
    }
    all
}

/// «имя», «время»: the stem grows by -ен.
fn named_mya(root: &str, word: &str) -> Paradigm {
    let mut all = empty();
    let stem = format!("{root}мен");
    add(
        &mut all,
        &stem,
        [&[], &["и"], &["и"], &[], &["ем"], &["и"]],
        [&["а"], &[""], &["ам"], &["а"], &["ами"], &["ах"]],
    );
    all[0].push(word.to_owned());
    all[3].push(word.to_owned());
    all
}

fn plural_only(stem: &str, last: char) -> Paradigm {
    let mut all = empty();
    let i: &str = if last == 'ы' { "ы" } else { "и" };
    let sibilant = stem.ends_with(['г', 'к', 'х', 'ж', 'ш', 'ч', 'щ']);
    let (dative, instrumental, prepositional): (&str, &str, &str) =
        if last == 'ы' || sibilant { ("ам", "ами", "ах") } else { ("ям", "ями", "ях") };
    let genitive: &[&str] = if last == 'ы' || sibilant { &["ов", "ей"] } else { &["ей", "ев"] };
    for start in [0, 6] {
        let mut half = empty();
        add(&mut half, stem, [&[i], genitive, &[dative], &[i], &[instrumental], &[prepositional]], [&[]; 6]);
        zero_genitive(&mut half, stem);
        let zero = std::mem::take(&mut half[7]);
        half[1].extend(zero);
        for case in 0..6 {
            all[start + case].append(&mut half[case]);
        }
    }
    all
}

/// The genitive plural without an ending, with a vowel put in where consonants meet: меток, чашек, копеек, окон, писем.
fn zero_genitive(all: &mut Paradigm, stem: &str) {
    let mut chars = stem.chars().rev();
    let (last, before) = (chars.next().unwrap_or(' '), chars.next().unwrap_or('а'));
    let cluster = !VOWELS.contains(before) && "кнлрмц".contains(last);
    let root = &stem[..stem.len() - last.len_utf8()];
    if cluster && matches!(before, 'й' | 'ь') {
        all[7].push(format!("{}е{last}", &root[..root.len() - before.len_utf8()]));
    } else if cluster {
        all[7].push(format!("{root}о{last}"));
        all[7].push(format!("{root}е{last}"));
    }
    if !(cluster && last == 'к') {
        all[7].push(stem.to_owned());
    }
}

/// A feminine noun that could be masculine by its look («путь»): the forms of both.
fn both(mut one: Paradigm, two: Paradigm, word: &str) -> Paradigm {
    // Masculine nouns in -ь are a minority; those in -ость, -знь, -сть and behind a sibilant are feminine for certain.
    if ["сть", "знь", "жь", "шь", "чь", "щь"].iter().any(|end| word.ends_with(end)) {
        return one;
    }
    for (mine, other) in one.iter_mut().zip(two) {
        mine.extend(other);
    }
    one
}

fn empty() -> Paradigm {
    std::array::from_fn(|_| Vec::new())
}

fn add(all: &mut Paradigm, stem: &str, singular: [&[&str]; 6], plural: [&[&str]; 6]) {
    for (case, ends) in singular.into_iter().chain(plural).enumerate() {
        all[case].extend(ends.iter().map(|end| format!("{stem}{end}")));
    }
}
