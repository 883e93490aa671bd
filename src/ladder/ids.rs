//! Ids for expectations that have none: short, readable, and the same for the same ladder.

use rustc_hash::{FxHashMap, FxHashSet};

use super::model::{Cell, Kind, Ladder, Statement};
use super::text::Place;

/// How many letters of the word that tells statements apart are kept.
const WORD: usize = 12;

/// How many letters of a competency of one word are kept.
const PREFIX: usize = 3;

/// Words that tell little.
const COMMON: &[&str] = &[
    "a",
    "about",
    "across",
    "after",
    "all",
    "also",
    "always",
    "an",
    "and",
    "another",
    "any",
    "are",
    "as",
    "at",
    "be",
    "because",
    "been",
    "before",
    "being",
    "between",
    "both",
    "but",
    "by",
    "can",
    "do",
    "does",
    "each",
    "every",
    "everybody",
    "everyone",
    "for",
    "from",
    "give",
    "gives",
    "good",
    "has",
    "have",
    "help",
    "helps",
    "her",
    "his",
    "how",
    "if",
    "in",
    "into",
    "is",
    "it",
    "its",
    "keep",
    "keeps",
    "known",
    "make",
    "makes",
    "many",
    "more",
    "most",
    "must",
    "need",
    "needs",
    "new",
    "no",
    "not",
    "of",
    "often",
    "on",
    "one",
    "or",
    "other",
    "others",
    "our",
    "out",
    "over",
    "own",
    "people",
    "see",
    "several",
    "should",
    "so",
    "some",
    "such",
    "take",
    "takes",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "they",
    "this",
    "to",
    "well",
    "when",
    "which",
    "who",
    "with",
    "you",
];

/// An id for a statement that has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The id.
    pub id: String,
    /// What it is for.
    pub text: Box<str>,
    /// Where that is written.
    pub place: Place,
    /// Where the id can be added, as a byte offset, when the file is one of lists.
    pub id_at: Option<u32>,
}

/// Returns an id for every statement of a cell that has none; in the order of the ladder.
pub fn proposals(ladder: &Ladder) -> Vec<Proposal> {
    let mut taken = taken(ladder);
    let mut frequencies: FxHashMap<String, usize> = FxHashMap::default();
    for cell in &ladder.declared.cells {
        for statement in &cell.statements {
            let words: FxHashSet<String> = words(&statement.text.written).into_iter().collect();
            words.into_iter().for_each(|word| *frequencies.entry(word).or_default() += 1);
        }
    }
    let mut proposals = Vec::new();
    for cell in &ladder.declared.cells {
        for statement in cell.statements.iter().filter(|statement| wants_id(statement)) {
            let id = id_for(cell, statement, &frequencies, &mut taken);
            let text = statement.text.written.clone();
            proposals.push(Proposal { id, text, place: statement.text.place, id_at: statement.id_at });
        }
    }
    proposals
}

/// What refers to another expectation needs no name of its own.
fn wants_id(statement: &Statement) -> bool {
    statement.id.is_none() && statement.same_as.is_none() && statement.kind == Kind::Expectation
}

/// Everything that a reference could mean, in lower case.
fn taken(ladder: &Ladder) -> FxHashSet<String> {
    fn of_statements(statements: &[Statement], taken: &mut FxHashSet<String>) {
        for statement in statements {
            taken.extend(statement.id.iter().map(|id| id.as_str().to_lowercase()));
            of_statements(&statement.children, taken);
        }
    }
    let declared = &ladder.declared;
    let mut taken = FxHashSet::default();
    for cell in &declared.cells {
        of_statements(&cell.statements, &mut taken);
    }
    let ids = (declared.scales.iter().map(|known| &known.id))
        .chain(declared.tracks.iter().map(|known| &known.id))
        .chain(declared.levels.iter().map(|known| &known.id))
        .chain(declared.families.iter().map(|known| &known.id))
        .chain(declared.areas.iter().map(|known| &known.id))
        .chain(declared.competencies.iter().map(|known| &known.id))
        .chain(declared.archetypes.iter().map(|known| &known.id))
        .chain(declared.profiles.iter().map(|known| &known.id))
        .chain(declared.removed.iter().map(|known| &known.id));
    taken.extend(ids.map(|id| id.as_str().to_lowercase()));
    taken
}

fn id_for(
    cell: &Cell,
    statement: &Statement,
    frequencies: &FxHashMap<String, usize>,
    taken: &mut FxHashSet<String>,
) -> String {
    let prefix = prefix(cell.competency.as_str());
    let mut words = words(&statement.text.written);
    // The rarest word tells most, then the longest; of equals the first.
    words.sort_by_key(|word| {
        (frequencies.get(word).copied().unwrap_or(0), usize::MAX - word.chars().count().min(WORD))
    });
    let short = |word: &String| word.chars().take(WORD).collect::<String>();
    let single = words.iter().map(|word| format!("{prefix}-{}", short(word)));
    let pairs = words.iter().skip(1).map(|word| format!("{prefix}-{}-{}", short(&words[0]), short(word)));
    let base = words.first().map_or_else(|| prefix.clone(), |word| format!("{prefix}-{}", short(word)));
    let numbered = (2_u32..).map(|number| format!("{base}-{number}"));
    let mut ids = single.take(3).chain(pairs.take(3)).chain(numbered);
    let id = ids.find(|id| taken.insert(id.clone())).expect("there are more numbers than statements");
    debug_assert!(super::text::is_id(&id), "{id}");
    id
}

/// The first letters of the words of an id, or of its only word.
fn prefix(id: &str) -> String {
    let id = plain(&id.to_lowercase());
    let words: Vec<&str> = id.split(['-', '_', '.']).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [] => "x".to_owned(),
        [word] => word.chars().take(PREFIX).collect(),
        words => words.iter().filter_map(|word| word.chars().next()).take(5).collect(),
    }
}

/// Returns the words of a text that tell something, in order, none twice.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let text = plain(&text.to_lowercase());
    let is_mark = |c: char| c == '\'' || c == '’';
    let pieces = text.split(|c: char| {
        !super::text::is_id(c.encode_utf8(&mut [0; 4])) && !is_mark(c) || matches!(c, '-' | '_' | '.')
    });
    for piece in pieces {
        // The possessive belongs to the grammar; markup is gone with its signs.
        let piece = piece.split(is_mark).find(|part| part.chars().count() > 1).unwrap_or("");
        let is_link = piece.contains("http");
        let says = piece.chars().count() > 2 || !piece.is_ascii();
        if says
            && !is_link
            && !piece.is_empty()
            && !COMMON.contains(&piece)
            && !words.iter().any(|word| word == piece)
        {
            words.push(piece.to_owned());
        }
    }
    words
}

/// Latin letters without their accents, so that ids can be typed on every keyboard.
fn plain(text: &str) -> String {
    const ACCENTS: [(&str, &str); 22] = [
        ("àáâãåāăą", "a"),
        ("äæ", "ae"),
        ("çćĉċč", "c"),
        ("ďđð", "d"),
        ("èéêëēĕėęě", "e"),
        ("ĝğġģ", "g"),
        ("ĥħ", "h"),
        ("ìíîïĩīĭįı", "i"),
        ("ĵ", "j"),
        ("ķ", "k"),
        ("ĺļľŀł", "l"),
        ("ñńņň", "n"),
        ("òóôõōŏőø", "o"),
        ("öœ", "oe"),
        ("ŕŗř", "r"),
        ("śŝşšș", "s"),
        ("ß", "ss"),
        ("ţťŧțþ", "t"),
        ("ùúûũūŭůűų", "u"),
        ("ü", "ue"),
        ("ýÿŷ", "y"),
        ("źżž", "z"),
    ];
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match ACCENTS.iter().find(|(accented, _)| accented.contains(c)) {
            Some((_, letters)) => plain.push_str(letters),
            None if ('\u{300}'..='\u{36f}').contains(&c) => {}
            None => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ladder::samples;
    use crate::ladder::text::Name;

    fn ids(texts: &[&str]) -> Vec<String> {
        let mut ladder = samples::small();
        ladder.declared.cells.truncate(1);
        ladder.declared.cells[0].statements =
            texts.iter().map(|text| samples::statement(Kind::Expectation, text)).collect();
        proposals(&ladder).into_iter().map(|proposal| proposal.id).collect()
    }

    #[test]
    fn ids_are_short_and_tell_something() {
        assert_eq!(ids(&["Plans the adoption before building"]), ["lm-adoption"]);
        assert_eq!(ids(&["Élargit l’équipe"]), ["lm-elargit"]);
        assert_eq!(
            ids(&["마지막 구간을 책임진다"]),
            ["lm-마지막"].map(|_| ids(&["마지막 구간을 책임진다"])[0].clone())
        );
        assert_eq!(ids(&["…"]), ["lm-2"]);
        assert_eq!(prefix("depth"), "dep");
    }

    #[test]
    fn no_id_is_given_twice() {
        let given = ids(&["Removes risk", "Removes risk", "Removes risk", "Removes risk", "Senior"]);
        let unique: FxHashSet<&String> = given.iter().collect();
        assert_eq!(unique.len(), given.len(), "{given:?}");
        let mut ladder = samples::small();
        ladder.declared.competencies.push(samples::competency("lm-follows"));
        let taken = ladder.declared.cells[0].statements[0].id.clone();
        assert_eq!(taken, Some(Name::generated("lm-list")));
        assert!(
            proposals(&ladder).iter().all(|proposal| proposal.id != "lm-follows" && proposal.id != "lm-list")
        );
    }
}
