//! The names that sections have had: `NAME.ids.tsv`, a table beside the note, so that a name stays with its section
//! whatever is written before it later.
//!
//! No rule can see from a note alone which of two sections of one heading was there first, so what was given is written
//! down: one line for each section with its heading, the heading above it and how it begins, separated by tabs. A line
//! without a section's identifier names a conversation of an export, with its title, its day and what the export calls it.
//! `konspekt init` and `konspekt translate update` write the file; deleting it gives the names anew.

use std::{
    collections::{BTreeMap, HashMap, HashSet, VecDeque},
    hash::Hash,
};

use super::Note;
use crate::{
    diagnostics::{Diagnostic, code},
    text::{Source, Span, words},
};

/// The ending of the file's name, behind that of the note.
pub const ENDING: &str = ".ids.tsv";

/// The first line.
const HEAD: [&str; 5] = ["note", "id", "heading", "under", "begins"];

/// The longest text in a field, in characters.
const LONGEST: usize = 120;
/// The most lines that are reported: a file that is no such table has a wrong line everywhere.
const MAX_REPORTS: usize = 50;

/// What tells a section from the others: white space counts as one blank, and long texts are cut.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Traits {
    /// Its heading.
    heading: String,
    /// The heading above it.
    under: String,
    /// Its first words.
    begins: String,
}

impl Traits {
    /// The traits of a section.
    pub fn new(heading: &str, under: &str, begins: &str) -> Self {
        Self { heading: field(heading), under: field(under), begins: field(begins) }
    }
}

/// One line: a name that was given.
#[derive(Clone, Debug)]
struct Row {
    id: String,
    traits: Traits,
}

/// The names that were given in one file of notes.
#[derive(Clone, Debug, Default)]
pub struct KeptIds {
    /// Those of sections, by the last part of the note's name; the empty one is that of a file which is one note.
    sections: HashMap<String, Vec<Row>>,
    /// Those of conversations; several where nothing tells them apart.
    conversations: HashMap<Traits, Vec<String>>,
}

impl KeptIds {
    /// Reads the table. A line that is none of it is reported, and the rest counts.
    pub fn parse(source: &Source) -> (Self, Vec<Diagnostic>) {
        let mut out = Self::default();
        let mut found = Vec::new();
        let mut names = HashSet::new();
        let mut at = 0;
        for (number, line) in source.text().split_inclusive('\n').enumerate() {
            let text = line.trim_end_matches(['\n', '\r']);
            let place = Span::new(at, at + text.len());
            at += line.len();
            let fields: Vec<&str> = text.split('\t').collect();
            let mut wrong = |help| {
                if found.len() < MAX_REPORTS {
                    found.push(Diagnostic::new(code::KEPT_IDS, source, place).help(help));
                }
            };
            match *fields.as_slice() {
                _ if number == 0 && fields == HEAD => {}
                [""] => {}
                [note, id, ..] if fields.len() == HEAD.len() && !names.insert((note, id)) => wrong("twice"),
                [note, "", title, day, key] if is_name(note) => {
                    out.conversations.entry(conversation(title, day, key)).or_default().push(note.to_owned());
                }
                [note, id, heading, under, begins] if is_name(id) => {
                    let row = Row { id: id.to_owned(), traits: Traits::new(heading, under, begins) };
                    out.sections.entry(note.to_owned()).or_default().push(row);
                }
                _ => wrong("line"),
            }
        }
        (out, found)
    }

    /// The names of a note's sections, each where it was given before; the second value is every name that was given.
    pub fn sections<'a>(&'a self, source: &Source, sections: &[Traits]) -> (Vec<Option<&'a str>>, Vec<&'a str>) {
        let part = source.name().rsplit('/').next().unwrap_or_default();
        let rows = self.sections.get(part).or_else(|| self.sections.get("")).map_or(&[][..], Vec::as_slice);
        let mut given = vec![None; sections.len()];
        let mut free = vec![true; rows.len()];
        // The most alike first, so that an edited section takes no name from one that is as it was.
        assign(rows, &mut free, sections, &mut given, |traits| traits);
        assign(rows, &mut free, sections, &mut given, |traits| (&traits.heading, &traits.under));
        assign(rows, &mut free, sections, &mut given, |traits| (&traits.heading, &traits.begins));
        assign(rows, &mut free, sections, &mut given, |traits| &traits.heading);
        (given, rows.iter().map(|row| row.id.as_str()).collect())
    }

    /// The names that conversations like this were given, in their order: by what the export calls them, else by title and
    /// day.
    pub fn conversation(&self, title: &str, day: &str, key: &str) -> &[String] {
        self.conversations.get(&conversation(title, day, key)).map_or(&[], Vec::as_slice)
    }

    /// The names that conversations were given.
    pub fn conversations(&self) -> impl Iterator<Item = &str> {
        self.conversations.values().flatten().map(String::as_str)
    }
}

/// What tells a conversation from the others.
fn conversation(title: &str, day: &str, key: &str) -> Traits {
    if key.is_empty() { Traits::new(title, day, "") } else { Traits::new("", "", key) }
}

/// Gives names to the sections that have none yet, by what `key` sees of them; those that it sees as equal in their order.
fn assign<'k, 'a: 'k, K: Hash + Eq>(
    rows: &'a [Row],
    free: &mut [bool],
    sections: &'k [Traits],
    given: &mut [Option<&'a str>],
    key: impl Fn(&'k Traits) -> K,
) {
    let mut by_key: HashMap<K, VecDeque<usize>> = HashMap::new();
    for (at, row) in rows.iter().enumerate().filter(|(at, _)| free[*at]) {
        by_key.entry(key(&row.traits)).or_default().push_back(at);
    }
    for (traits, given) in sections.iter().zip(given).filter(|(_, given)| given.is_none()) {
        if let Some(at) = by_key.get_mut(&key(traits)).and_then(VecDeque::pop_front) {
            free[at] = false;
            *given = Some(&rows[at].id);
        }
    }
}

fn table(notes: &[&Note]) -> String {
    let mut out = HEAD.join("\t") + "\n";
    for note in notes {
        let mut part = "";
        if let Some(key) = &note.conversation {
            part = note.source.name().rsplit('/').next().unwrap_or_default();
            let (title, day) = (note.title.as_deref().unwrap_or_default(), note.date.as_deref().unwrap_or_default());
            push(&mut out, part, "", &Traits::new(title, day, key));
        }
        for (section, traits) in note.sections.iter().zip(super::ids::traits(&note.sections)) {
            push(&mut out, part, &section.id, &traits);
        }
    }
    out
}

fn push(out: &mut String, note: &str, id: &str, traits: &Traits) {
    for part in [note, "\t", id, "\t", &traits.heading, "\t", &traits.under, "\t", &traits.begins, "\n"] {
        out.push_str(part);
    }
}

/// The table of each file of notes, by the name of that file. `notes` are named by their paths: a conversation stands below
/// its export.
pub fn tables<'a>(notes: impl Iterator<Item = (&'a str, &'a Note)>) -> BTreeMap<&'a str, String> {
    let mut by_file: BTreeMap<&str, Vec<&Note>> = BTreeMap::new();
    for (path, note) in notes {
        let export = path.rsplit_once('/').filter(|_| note.conversation.is_some());
        by_file.entry(export.map_or(path, |(file, _)| file)).or_default().push(note);
    }
    by_file.into_iter().map(|(file, notes)| (file, table(&notes))).collect()
}

/// Whether a name can stand in an address and in a directive.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| words::is_alphanumeric(c) || matches!(c, '-' | '_' | '.'))
}

/// White space as single blanks, at most [`LONGEST`] characters.
fn field(text: &str) -> String {
    let joined = text.split_whitespace().flat_map(|word| [" ", word]).flat_map(str::chars).skip(1);
    let mut out: String = joined.take(LONGEST).collect();
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::{Hints, parse_with, read};

    fn ids(note: &Note) -> Vec<&str> {
        note.sections.iter().map(|section| section.id.as_str()).collect()
    }

    fn table_of(note: &Note) -> String {
        tables([("a.md", note)].into_iter()).remove("a.md").expect("a table for the note")
    }

    /// The note as it is read when `before` was kept.
    fn after(before: &Note, text: &str) -> Note {
        let (kept, found) = KeptIds::parse(&Source::new("a.md.ids.tsv", table_of(before)));
        assert!(found.is_empty(), "{found:?}");
        parse_with(&Source::new("a.md", text), &Hints { ids: Some(&kept), ..Hints::default() })
    }

    fn plain(text: &str) -> Note {
        parse_with(&Source::new("a.md", text), &Hints::default())
    }

    #[test]
    fn a_section_written_before_another_takes_no_name_from_it() {
        let before = plain("# Борщ\n\n## Ингредиенты\n\nсвёкла\n");
        let soup = "# Борщ\n\n## Ингредиенты\n\nсвёкла\n";
        let note = after(&before, &format!("# Уха\n\n## Ингредиенты\n\nрыба\n\n{soup}"));
        assert_eq!(ids(&note), ["ukha", "ukha-ingredienty", "borshch", "ingredienty"]);
        let again =
            after(&note, &format!("# Щи\n\n## Ингредиенты\n\nкапуста\n\n{soup}\n# Уха\n\n## Ингредиенты\n\nрыба\n"));
        assert_eq!(ids(&again)[2..], ["borshch", "ingredienty", "ukha", "ukha-ingredienty"]);
    }

    #[test]
    fn an_edited_section_keeps_its_name() {
        let before = plain("# Soup\n\n## Steps\n\nBoil the water.\n\n# Bread\n\n## Steps\n\nKnead.\n");
        assert_eq!(ids(&before), ["soup", "steps", "bread", "bread-steps"]);
        let edited =
            "# Pie\n\n## Steps\n\nRoll.\n\n# Loaf\n\n## Steps\n\nKnead.\n\n# Soup\n\n## Steps\n\nFirst boil it.\n";
        assert_eq!(ids(&after(&before, edited)), ["pie", "pie-steps", "loaf", "bread-steps", "soup", "steps"]);
    }

    #[test]
    fn a_term_learnt_later_names_its_section_and_the_old_name_leads_there() {
        let before = plain("# Тесто\n\nмука\n\n# Хлеб\n\nиз теста\n");
        let (kept, _) = KeptIds::parse(&Source::new("", table_of(&before)));
        let term = |title: &str| (title == "Тесто").then(|| "dough".to_owned());
        let hints = Hints { ids: Some(&kept), term: Some(&term), ..Hints::default() };
        let note = parse_with(&before.source, &hints);
        assert_eq!(ids(&note), ["dough", "khleb"]);
        assert_eq!(note.sections[0].by_words.as_deref(), Some("testo"));
    }

    #[test]
    fn a_conversation_keeps_its_name_when_a_newer_one_has_its_title() {
        let conversation = |key: &str, said: &str| {
            format!(
                r#"{{"title":"Soup","conversation_id":"{key}","create_time":1700000000,"current_node":"m","mapping":{{"m":{{"message":{{"author":{{"role":"user"}},"content":{{"content_type":"text","parts":["{said}"]}}}}}}}}}}"#
            )
        };
        let notes = |text: &str, kept: Option<&KeptIds>| {
            let mut out = Vec::new();
            let hints = Hints { ids: kept, ..Hints::default() };
            let wrong =
                read("c.json", text.as_bytes(), &hints, &mut |note| out.push(note)).expect("memory is readable");
            assert!(wrong.is_empty(), "{wrong:?}");
            out
        };
        let before = notes(&format!("[{}]", conversation("one", "How long does it boil?")), None);
        assert_eq!(before[0].source.name(), "c.json/soup");
        let tables = tables(before.iter().map(|note| (note.source.name(), note)));
        let (kept, found) = KeptIds::parse(&Source::new("", &tables["c.json"]));
        assert!(found.is_empty(), "{found:?}");
        let newer = [conversation("two", "And with beans?"), conversation("one", "How long does it boil?")].join(",");
        let after = notes(&format!("[{newer}]"), Some(&kept));
        let names: Vec<_> = after.iter().map(|note| note.source.name()).collect();
        assert_eq!(names, ["c.json/soup-2023-11-14", "c.json/soup"]);

        // Where the export has no names for them, conversations of one title and day keep theirs in their order.
        let alike = [conversation("", "How long?"), conversation("", "And then?")].join(",");
        let before = notes(&format!("[{alike}]"), None);
        let tables = super::tables(before.iter().map(|note| (note.source.name(), note)));
        let (kept, _) = KeptIds::parse(&Source::new("", &tables["c.json"]));
        let again = notes(&format!("[{alike}]"), Some(&kept));
        let names = |notes: &[Note]| notes.iter().map(|note| note.source.name().to_owned()).collect::<Vec<_>>();
        assert_eq!(names(&before), names(&again));
    }

    #[test]
    fn a_line_that_names_nothing_is_reported_where_it_stands() {
        let text = "note\tid\theading\tunder\tbegins\r\n\tbread\tBread\t\tFlour\r\n=======\n\tbread\tRye\t\tRye\n\t{x}\tA\t\tB\n";
        let (kept, found) = KeptIds::parse(&Source::new("a.ids.tsv", text));
        let lines: Vec<_> = found.iter().map(|found| found.source.position(found.span.start).line).collect();
        assert_eq!(lines, [3, 4, 5]);
        let source = Source::new("a.md", "# Bread\n\nFlour\n");
        assert_eq!(kept.sections(&source, &[Traits::new("Bread", "", "Flour")]).0, [Some("bread")]);
    }

    proptest::proptest! {
        /// Whatever is put before, between and behind the sections of a note: each keeps the name it was given.
        #[test]
        fn names_stay(before in note_text(), added in proptest::collection::vec((0_usize..9, 0_usize..4), 0..5)) {
            let first = plain(&before.concat());
            let mut text = before.clone();
            for (at, heading) in added {
                text.insert(at.min(text.len()), format!("# {}\n\nnew {at}\n\n", HEADINGS[heading]));
            }
            let then = after(&first, &text.concat());
            let old = |note: &Note| -> Vec<(String, String)> {
                let begins = |section: &super::super::Section| note.words(section.span());
                let all = note.sections.iter().map(|section| (begins(section), section.id.clone()));
                all.filter(|(words, _)| words.contains("old")).collect()
            };
            proptest::prop_assert_eq!(old(&first), old(&then));
        }
    }

    const HEADINGS: [&str; 4] = ["Steps", "Шаги", "Soup", "Суп"];

    fn note_text() -> impl proptest::strategy::Strategy<Value = Vec<String>> {
        use proptest::strategy::Strategy;
        proptest::collection::vec(0_usize..4, 1..6).prop_map(|headings| {
            let section = |(at, heading): (usize, usize)| format!("# {}\n\nold {at}\n\n", HEADINGS[heading]);
            headings.into_iter().enumerate().map(section).collect()
        })
    }
}
