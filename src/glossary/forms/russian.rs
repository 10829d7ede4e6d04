//! Russian: the declension of a name, singular and plural.
//!
//! A name is `agreeing adjectives + head noun + frozen tail` («сетевая политика», «политика сетевой безопасности»);
//! a noun with hyphens declines its last part only («ингресс-контроллер»). The rules are those of the school grammar
//! (А. А. Зализняк, «Грамматический словарь русского языка», gives them by class); stress is not known, so endings that
//! depend on it are generated both ways, as are fleeting vowels. Accusative: both as nominative and as genitive.

use super::super::words::{is_hyphen, normalize};

mod adjective;
mod noun;

/// The six cases of the singular, then the six of the plural: nominative, genitive, dative, accusative, instrumental,
/// prepositional; each with its variants.
type Paradigm = [Vec<String>; 12];

/// Case endings that stand behind a foreign name after an apostrophe or a hyphen: `pod'ам`, `Service-ов`.
const ENDINGS: &[&str] = &[
    "а", "у", "ом", "ем", "е", "ы", "и", "ов", "ев", "ам", "ами", "ах", "я", "ю", "ей", "ой", "ою", "ям", "ями", "ях",
    "ью", "ь",
];

/// Whether `word` is what stands behind a foreign name: a case ending, or the suffix of speech with one (`PVC-шка`).
pub fn is_ending(word: &str) -> bool {
    let case = |word: &str| ENDINGS.contains(&word);
    case(word) || word == "шек" || word.strip_prefix("шк").is_some_and(case)
}

/// How a noun declines besides by its ending.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Gender {
    Masculine,
    Feminine,
    Neuter,
    Plural,
}

/// Every form of a name, in lower case with е for ё, unordered and possibly repeated.
pub fn forms(lemma: &str) -> Vec<String> {
    let words: Vec<String> = lemma.split_whitespace().map(normalize).collect();
    let Some(head) = head(&words) else { return vec![normalize(lemma)] };
    let (gender, noun) = declined(&words[head]);
    let adjectives: Vec<Paradigm> = words[..head].iter().map(|word| adjective::paradigm(word, gender)).collect();
    let tail: String = words[head + 1..].iter().map(|word| format!(" {word}")).collect();
    let mut out = vec![normalize(lemma)];
    for case in 0..12 {
        let mut starts = vec![String::new()];
        for adjective in &adjectives {
            starts = starts
                .iter()
                .flat_map(|start| adjective[case].iter().map(move |form| format!("{start}{form} ")))
                .collect();
        }
        for start in &starts {
            out.extend(noun[case].iter().map(|form| format!("{start}{form}{tail}")));
        }
    }
    out
}

/// The first word that is no agreeing adjective; none where the name has no word of Cyrillic letters to decline.
fn head(words: &[String]) -> Option<usize> {
    // More adjectives than anybody writes would only multiply variants.
    let last = words.len().checked_sub(1)?.min(4);
    let head = (0..last).find(|&i| !adjective::agrees(&words[i], &words[i + 1])).unwrap_or(last);
    words[head].chars().last().filter(|c| matches!(c, 'а'..='я')).map(|_| head)
}

/// A noun's gender and forms; of a noun with hyphens only the last part changes.
fn declined(word: &str) -> (Gender, Paradigm) {
    let start = word.rfind(is_hyphen).map_or(0, |at| at + word[at..].chars().next().map_or(1, char::len_utf8));
    let (frozen, part) = word.split_at(start);
    let (gender, mut paradigm) = noun::paradigm(part);
    for form in paradigm.iter_mut().flatten() {
        form.insert_str(0, frozen);
    }
    (gender, paradigm)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(lemma: &str, wanted: &[&str]) {
        let forms = forms(lemma);
        for form in wanted {
            assert!(forms.iter().any(|have| have == form), "{lemma}: no {form} in {forms:?}");
        }
    }

    #[test]
    fn behind_a_foreign_name() {
        assert!(["ами", "шка", "шку", "шками", "шек"].into_iter().all(is_ending));
        assert!(!["шк", "ками", "администратор"].into_iter().any(is_ending));
    }

    #[test]
    fn masculine() {
        all("под", &["под", "пода", "поду", "подом", "поде", "поды", "подов", "подам", "подами", "подах"]);
        all("узел", &["узла", "узлу", "узлом", "узле", "узлы", "узлов", "узлам", "узлами", "узлах"]);
        all("отдел", &["отдела", "отделов"]);
        all("замок", &["замка", "замками"]);
        all("ключ", &["ключа", "ключом", "ключи", "ключей"]);
        all("плющ", &["плющом", "плющем"]);
        all("месяц", &["месяца", "месяцем", "месяцы", "месяцев"]);
        all("палец", &["пальца", "пальцы", "пальцев"]);
        all("сценарий", &["сценария", "сценарии", "сценариев", "сценариями"]);
        all("чай", &["чая", "чаю", "чаем", "чаи", "чаев"]);
        all("указатель", &["указателя", "указателем", "указатели", "указателей"]);
        all("орех", &["орехи", "орехов"]);
        all("урок", &["урока", "уроки"]);
        assert!(!forms("урок").contains(&"урка".to_owned()));
    }

    #[test]
    fn feminine() {
        all("метка", &["метки", "метке", "метку", "меткой", "меток", "метками"]);
        all("реплика", &["реплики", "реплик", "репликах"]);
        all("задача", &["задачи", "задачей", "задач"]);
        all("чашка", &["чашек", "чашки"]);
        all("аннотация", &["аннотации", "аннотацию", "аннотацией", "аннотаций", "аннотациями"]);
        all("неделя", &["недели", "неделю", "недель", "неделям"]);
        all("статья", &["статьи", "статей", "статью"]);
        all("сеть", &["сети", "сетью", "сетей", "сетям", "сетях"]);
        all("служба", &["служб", "службам"]);
        all("сделка", &["сделок"]);
        all("копейка", &["копеек"]);
        all("улица", &["улицей", "улиц"]);
    }

    #[test]
    fn neuter_and_plural_only_and_indeclinable() {
        all("хранилище", &["хранилища", "хранилищем", "хранилищ", "хранилищами"]);
        all("окно", &["окна", "окон", "окнами"]);
        all("имя", &["имени", "именем", "имена", "имен", "именами"]);
        all("поле", &["поля", "полю", "полей", "полями"]);
        all("масштабирование", &["масштабирования", "масштабированием", "масштабировании", "масштабирований"]);
        all("данные", &["данных", "данным", "данными"]);
        all("ножницы", &["ножниц", "ножницам"]);
        all("часы", &["часов", "часам"]);
        all("сутки", &["суток", "сутками"]);
        assert_eq!(forms("меню").into_iter().collect::<std::collections::HashSet<_>>().len(), 1);
        assert_eq!(forms("прокси").into_iter().collect::<std::collections::HashSet<_>>().len(), 1);
    }

    #[test]
    fn phrases() {
        all("сетевая политика", &["сетевой политики", "сетевую политику", "сетевые политики", "сетевых политик"]);
        all("сетевой плагин", &["сетевого плагина", "сетевыми плагинами", "сетевых плагинов"]);
        all("политика сетевой безопасности", &["политик сетевой безопасности", "политиками сетевой безопасности"]);
        all("ингресс-контроллер", &["ингресс-контроллеры", "ингресс-контроллеров"]);
        all("пространство имён", &["пространства имен", "пространствами имен"]);
        all("внешний сервис", &["внешнему сервису", "внешних сервисов"]);
        all("рабочая тетрадь", &["рабочей тетради", "рабочих тетрадей"]);
        all("описание узла", &["описания узла", "описаний узла"]);
        all("API-сервер", &["api-сервера", "api-серверу"]);
        all("контейнер pause", &["контейнера pause"]);
        all("сервисная учётная запись", &["сервисной учетной записи", "сервисных учетных записей"]);
        all("сетевые настройки", &["сетевых настроек", "сетевым настройкам"]);
        all("рабочий", &["рабочего", "рабочие", "рабочими"]);
        assert!(!forms("сетевой плагин").contains(&"сетевой плагину".to_owned()));
    }

    #[test]
    fn hostile_names_are_cheap() {
        for name in ["", "-", "ь", "й", "а-", "🙂", &"новый ".repeat(500), &"ый ".repeat(500)] {
            assert!(forms(name).len() < 2_000);
        }
    }
}
