//! A competency as a Markdown file.

use super::ListedCell;
use crate::ladder::import::merge::normalised;
use crate::ladder::model::{At, Cell, Competency, Kind, Ladder, Level, Merge, Note, State, Statement};
use crate::ladder::portable::{self, Portable};
use crate::ladder::text::{Name, is_id};
use crate::ladder::words::state_of;
use crate::settings::quoted::quoted;

/// A file, and what it cannot say.
pub struct Page {
    /// The file.
    pub text: String,
    /// Whether a cell stands in it.
    pub has_cells: bool,
    /// What else there is to say of the competency, for `ladder.toml`.
    pub rest: Option<portable::Competency>,
    /// Cells for `ladder.toml`.
    pub cells: Vec<ListedCell>,
}

/// How headings name levels.
pub struct Names {
    levels: Vec<(String, String)>,
    /// All that a level may be called.
    all: Vec<String>,
}

impl Names {
    /// Finds for every level a name that no other level has: its title, or else its id.
    pub fn of(ladder: &Ladder) -> Self {
        let levels = &ladder.declared.levels;
        let name = |level: &Level| {
            let title = level.titles.first().map_or("", String::as_str).replace("{discipline}", " ");
            let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
            let others = levels.iter().filter(|other| other.id != level.id);
            let is_own = others.flat_map(names).all(|other| normalised(&other) != normalised(&title));
            if is_own && is_heading(&title) && !normalised(&title).is_empty() {
                title
            } else {
                level.id.to_form()
            }
        };
        Self {
            levels: levels.iter().map(|level| (level.id.to_form(), name(level))).collect(),
            all: levels.iter().flat_map(names).collect(),
        }
    }

    /// The front matter that a file needs to be one of a competency: an area or steps say so, and so do
    /// statements at a level, unless the file is called like a level itself.
    fn of_file(&self, competency: &Competency, cells: &[&Cell]) -> &'static str {
        let is_said = competency.area.is_some() || !competency.steps.is_empty();
        let says = |cell: &&Cell| !cell.statements.is_empty() && body(self, cell).is_some();
        let id = normalised(competency.id.as_str());
        let is_level = self.all.iter().any(|name| normalised(name) == id);
        if is_said || (cells.iter().any(says) && !is_level) { "" } else { "ladder: competency\n" }
    }

    fn level(&self, id: &Name) -> String {
        let known = self.levels.iter().find(|(known, _)| known == id.as_str());
        known.map_or_else(|| id.to_form(), |(_, name)| name.clone())
    }

    fn heading(&self, at: &At) -> String {
        match at {
            At::All => "All levels".to_owned(),
            At::Level(id) => self.level(id),
            At::Step(id) => id.to_form(),
        }
    }
}

fn names(level: &Level) -> Vec<String> {
    let titles = level.titles.iter().map(|title| title.replace("{discipline}", " "));
    let others = level.aliases.iter().chain(&level.code).chain(&level.short).cloned();
    titles.chain(others).chain([level.id.to_form()]).collect()
}

/// Whether a title is itself as the text of a heading: nothing in it is a mark, or is set otherwise.
fn is_heading(title: &str) -> bool {
    let is_plain = |c: char| {
        is_id(c.encode_utf8(&mut [0; 4])) && c != '_'
            || matches!(c, ' ' | ':' | '/' | '(' | ')' | ',' | '+' | '–' | '—' | '’' | '・')
    };
    let is_set = ["--", "..", "(c)", "(r)", "(tm)"].iter().any(|marks| title.to_lowercase().contains(marks));
    title.chars().all(is_plain) && !is_set && title.matches(':').count() < 2
}

/// Returns the file of a competency, the `order`-th of its ladder, with its cells.
pub fn competency(names: &Names, competency: &Competency, (order, cells): (usize, &[&Cell])) -> Page {
    let mut rest = super::named(competency);
    let mut text = front_matter(competency, order, names.of_file(competency, cells));
    if let Some(intro) = &competency.intro {
        if is_prose(&intro.written) {
            text.push_str(&format!("\n{}\n", intro.written));
        } else {
            rest.intro = Some(intro.to_form());
        }
    }
    let others = add_cells(&mut text, names, cells);
    for note in &competency.notes {
        if is_section(note) {
            text.push_str(&format!("\n## {} {{.prose}}\n\n{}\n", note.title, note.text.written));
        } else {
            rest.notes.push(note.to_form());
        }
    }
    let says = rest.intro.is_some() || !rest.notes.is_empty();
    Page { text, has_cells: others.len() < cells.len(), rest: says.then_some(rest), cells: others }
}

/// Returns the file of what a family makes of a competency.
pub fn overlay(names: &Names, competency: &Competency, (family, cells): (&str, &[&Cell])) -> Page {
    let is_override = cells.iter().all(|cell| cell.merge == Merge::Override);
    let mut text = format!("---\nid: {}\nfamily: {}\n", scalar(competency.id.as_str()), scalar(family));
    if is_override {
        text.push_str("merge: override\n");
    }
    text.push_str("---\n");
    let usual = if is_override { Merge::Override } else { Merge::Append };
    let (fitting, others): (Vec<&Cell>, Vec<&Cell>) = cells.iter().partition(|cell| cell.merge == usual);
    let mut rest = add_cells(&mut text, names, &fitting);
    let has_cells = rest.len() < fitting.len();
    rest.extend(others.into_iter().map(ListedCell::of));
    Page { text, has_cells, rest: None, cells: rest }
}

fn front_matter(competency: &Competency, order: usize, kind: &str) -> String {
    let form = competency.to_form();
    let mut text = format!("---\nid: {}\n{kind}", scalar(&form.id));
    let mut add = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            text.push_str(&format!("{key}: {value}\n"));
        }
    };
    add("area", form.area.as_deref().map(scalar));
    add("name", Some(scalar(&form.name)));
    add("order", Some(order.to_string()));
    add("summary", form.summary.as_deref().map(scalar));
    add("also_known_as", list(&form.aliases));
    add("mode", form.mode.map(|mode| json(&mode)));
    add("steps", list(&form.steps));
    add("weight", form.weight.map(|weight| json(&weight)));
    add("tracks", list(&form.tracks));
    add("families", list(&form.families));
    add("assess", (competency.assess != Default::default()).then(|| json(&form.assess)));
    add("keywords", list(&form.keywords));
    add("resources", list(&form.resources));
    add("owner", form.owner.as_deref().map(scalar));
    add("review_by", form.review_by.as_deref().map(scalar));
    add("extra", (!form.extra.is_empty()).then(|| json(&form.extra)));
    text.push_str("---\n");
    text
}

/// YAML holds JSON.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("the portable form has texts for keys").replace('\u{7f}', "\\u007f")
}

fn list<T: serde::Serialize>(values: &[T]) -> Option<String> {
    (!values.is_empty()).then(|| json(&values))
}

/// Text as a value of YAML, bare where it can be nothing else.
fn scalar(text: &str) -> String {
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"];
    let is_word = words.iter().any(|word| word.eq_ignore_ascii_case(text));
    let is_plain = text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ',' | '(' | ')'));
    if is_plain && !is_word { text.to_owned() } else { quoted(text) }
}

/// Adds the sections of cells that Markdown can say; returns the others.
fn add_cells(text: &mut String, names: &Names, cells: &[&Cell]) -> Vec<ListedCell> {
    let mut others = Vec::new();
    for cell in cells {
        let is_common_override = cell.family.is_none() && cell.merge == Merge::Override;
        match body(names, cell).filter(|_| !is_common_override) {
            Some(body) => text.push_str(&format!("\n## {}\n{body}", names.heading(&cell.at))),
            None => others.push(ListedCell::of(cell)),
        }
    }
    others
}

/// What stands below the heading of a cell; `None` when Markdown cannot say it.
fn body(names: &Names, cell: &Cell) -> Option<String> {
    let Cell { state, hides, summary, proficiency, statements, extra, .. } = cell;
    if proficiency.is_some() || !extra.is_empty() {
        return None;
    }
    let has_text = summary.is_some() || !statements.is_empty() || !hides.is_empty();
    let word = match state {
        State::Stated if !has_text => return None,
        State::Stated => String::new(),
        _ if has_text => return None,
        State::NotApplicable => "Not applicable".to_owned(),
        State::ToBeDefined => "To be defined".to_owned(),
        State::SameAs(level) => format!("Same as {}", names.level(level)),
    };
    if !word.is_empty() {
        return Some(format!("\n{word}\n"));
    }
    let mut text = String::new();
    if let Some(summary) = summary {
        let is_alone = statements.is_empty() && hides.is_empty();
        if !is_paragraphs(&summary.written) || (is_alone && state_of(&summary.written).is_some()) {
            return None;
        }
        text.push_str(&format!("\n{}\n", summary.written));
    }
    text.push('\n');
    for id in hides.iter().map(Name::as_str) {
        text.push_str(&format!("- Hide: {}\n", Some(id).filter(|id| is_id(id))?));
    }
    let is_alone = statements.len() == 1 && hides.is_empty() && summary.is_none();
    for statement in statements {
        if is_alone && state_of(&statement.text.written).is_some() || statement.kind == Kind::Point {
            return None;
        }
        add_item(&mut text, statement, (0, statement.kind))?;
    }
    Some(text)
}

/// Adds a list item. `kind` is what needs no label at its depth when it is the usual one.
fn add_item(text: &mut String, statement: &Statement, (depth, kind): (usize, Kind)) -> Option<()> {
    let written = &*statement.text.written;
    let is_deep_expectation = depth > 0 && kind == Kind::Expectation;
    if !is_paragraphs(written) || has_label(written) || is_deep_expectation || !statement.extra.is_empty() {
        return None;
    }
    let indent = "  ".repeat(depth);
    let label = match kind {
        Kind::Expectation | Kind::Point => "",
        Kind::Signal => "Signal: ",
        Kind::Example => "Example: ",
        Kind::CounterExample => "Not this: ",
        Kind::Evidence => "Evidence: ",
        Kind::Stretch => "Stretch: ",
    };
    let id = match &statement.id {
        Some(id) if !is_id(id.as_str()) => return None,
        Some(id) => format!(" {{#{}}}", id.as_str()),
        None => String::new(),
    };
    let (first, more) =
        written.split_once("\n\n").map_or((written, None), |(first, more)| (first, Some(more)));
    let continued = |text: &str| text.replace('\n', &format!("\n{indent}  "));
    text.push_str(&format!("{indent}- {label}{}{id}\n", continued(first)));
    if let Some(more) = more {
        let more = format!("\n{indent}  {}\n", continued(more));
        text.push_str(&more.replace(&format!("\n{indent}  \n"), "\n\n"));
    }
    for (label, value) in properties(statement)? {
        text.push_str(&format!("{indent}  - {label}: {value}\n"));
    }
    for child in &statement.children {
        add_item(text, child, (depth + 1, child.kind))?;
    }
    Some(())
}

/// Labelled lines that say more about a statement; `None` when one of them would not come back.
fn properties(statement: &Statement) -> Option<Vec<(&'static str, String)>> {
    let Statement { strength, proficiency, same_as, replaces, raises, audience, since, until, tags, .. } =
        statement;
    let word = |name: &Option<Name>| name.as_ref().map(|name| name.as_str().to_owned());
    let tags =
        (!tags.is_empty()).then(|| tags.join(", ")).filter(|_| tags.iter().all(|tag| !tag.contains(',')));
    if tags.is_none() && !statement.tags.is_empty() {
        return None;
    }
    let all = [
        ("Strength", word(strength)),
        ("Proficiency", word(proficiency)),
        ("Same as", word(same_as)),
        ("Replaces", word(replaces)),
        ("Raises", word(raises)),
        ("Audience", word(audience)),
        ("Since", since.clone()),
        ("Until", until.clone()),
        ("Tags", tags),
    ];
    let said: Vec<_> =
        all.into_iter().filter_map(|(label, value)| value.map(|value| (label, value))).collect();
    let is_word = |value: &str| {
        let allowed = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | ',');
        value.starts_with(char::is_alphanumeric)
            && !value.ends_with(' ')
            && !value.contains("  ")
            && value.chars().all(allowed)
    };
    said.iter().all(|(_, value)| is_word(value)).then_some(said)
}

/// A word and a colon in front, as labels are: what it means is for the reader of the file to say.
fn has_label(text: &str) -> bool {
    let head: String = text.chars().take(40).collect();
    let Some((label, _)) = head.split_once(':') else { return false };
    let label = label.trim_matches(['*', '_', ' ']).to_lowercase();
    let labels = [
        "example",
        "examples",
        "e.g.",
        "for example",
        "not this",
        "counter-example",
        "counter example",
        "counter-examples",
        "counterexample",
        "evidence",
        "signal",
        "signals",
        "stretch",
        "same as",
        "replaces",
        "raises",
        "hide",
        "hides",
        "strength",
        "proficiency",
        "audience",
        "tags",
        "tag",
        "since",
        "until",
        "point",
        "expectation",
    ];
    labels.contains(&label.as_str())
}

/// Paragraphs without lists, headings, code or anything else that has a meaning of its own at the
/// start of a line.
fn is_paragraphs(text: &str) -> bool {
    let opens = |line: &str| {
        let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_number = number.len() < line.len() && number.starts_with(['.', ')']);
        let mark = ['#', '>', '+', '|', '=', '~', '<', ':', '{', '`'];
        let is_bullet = line.starts_with("- ")
            || line.starts_with("* ")
            || line == "-"
            || line == "*"
            || line.starts_with("--")
            || line.starts_with("***")
            || line.starts_with("___");
        let is_code = line.starts_with("``") || (line.starts_with(mark) && !line.starts_with('`'));
        let is_definition = line.starts_with('[')
            && (line.contains("]:") || line.starts_with("[ ]") || line.starts_with("[x]"));
        is_number || is_bullet || is_code || is_definition
    };
    let is_kept = |line: &str| line.trim() == line && !opens(line) && !line.chars().any(char::is_control);
    !text.is_empty()
        && !text.starts_with('\n')
        && !text.ends_with(['\n', '\\', '}'])
        && !text.contains("\n\n\n")
        && !text.split("\n\n").any(|paragraph| paragraph.ends_with('}'))
        && text.split('\n').all(is_kept)
}

/// Paragraphs and lists, each after a blank line. Headings would begin a section; code, HTML and
/// definitions would hide what only looks like one.
fn is_prose(text: &str) -> bool {
    let is_block = |block: &str| {
        let is_list =
            block.starts_with("- ") && block.lines().all(|line| line.trim_start().starts_with("- "));
        is_list || is_paragraphs(block)
    };
    let is_plain = !text.contains(['\r', '\0', '\t']) && text.trim() == text;
    !text.is_empty() && is_plain && text.split("\n\n").all(is_block)
}

fn is_section(note: &Note) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '-' | '\'' | '?' | '’');
    let title = &note.title;
    let is_title =
        title.starts_with(char::is_alphanumeric) && title.trim() == title && title.chars().all(is_plain);
    let is_common = note.family.is_none(); // A file is for everybody, or one family.
    is_common && is_title && !title.contains("  ") && is_prose(&note.text.written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authoring::layout_a;
    use crate::ladder::samples;
    use crate::ladder::text::Text;

    fn file(ladder: &Ladder, path: &str) -> String {
        let files = layout_a(ladder);
        let names: Vec<String> = files.iter().map(|(path, _)| path.to_string()).collect();
        let found = files.into_iter().find(|(found, _)| found.as_str() == path);
        found.unwrap_or_else(|| panic!("{path} is none of {names:?}")).1
    }

    #[test]
    fn a_competency_reads_as_people_write_it() {
        let ladder = samples::small();
        assert_eq!(
            file(&ladder, "last-mile.md"),
            "---\nid: last-mile\nname: last-mile\norder: 1\n---\n\n\
             ## senior\n\n\
             - Names everyone who still has to act {#lm-list}\n  - Example: kept a list\n\
             - Follows up\n\n\
             ## staff\n\nSame as senior\n"
        );
        assert_eq!(
            file(&ladder, "backend/last-mile.md"),
            "---\nid: last-mile\nfamily: backend\nmerge: override\n---\n\n## senior\n\n- Ships it\n"
        );
        assert!(!file(&ladder, "ladder.toml").contains("[[competency]]"));
    }

    #[test]
    fn what_markdown_would_take_for_something_else_is_kept_as_data() {
        for text in [
            "# heading",
            "- list",
            "1. one",
            "Example: none",
            "a\n\n- b",
            "TBD",
            "ends {#so}",
            " a",
            "",
            "```\nx",
        ] {
            let mut ladder = samples::small();
            ladder.declared.cells[0].statements = vec![samples::statement(Kind::Expectation, text)];
            let toml = file(&ladder, "ladder.toml");
            assert!(
                toml.contains("[[cell]]\ncompetency = \"last-mile\"\nlevel = \"senior\"\n"),
                "{text:?}: {toml}"
            );
            assert!(!file(&ladder, "last-mile.md").contains("## senior"), "{text:?}");
        }
    }

    #[test]
    fn paragraphs_stay_below_their_bullet() {
        let mut ladder = samples::small();
        let mut statement = samples::statement(Kind::Expectation, "One\ntwo\n\nthree\n\nfour");
        statement.id = Some(Name::generated("x"));
        statement.strength = Some(Name::generated("core"));
        ladder.declared.cells[0].statements = vec![statement];
        let text = file(&ladder, "last-mile.md");
        let expected = "- One\n  two {#x}\n\n  three\n\n  four\n  - Strength: core\n";
        assert!(text.contains(expected), "{text}");
    }

    #[test]
    fn a_file_that_could_be_a_page_says_that_it_is_none() {
        let word = "\nladder: competency\n";
        let mut ladder = samples::small();
        assert!(!file(&ladder, "last-mile.md").contains(word));
        // A paragraph below a level could stand in any chapter, and families may say all there is.
        ladder.declared.cells.truncate(1);
        ladder.declared.cells[0].statements.clear();
        ladder.declared.cells[0].summary = Some(Text::generated("As told."));
        assert!(file(&ladder, "last-mile.md").contains(word));
        ladder.declared.cells.clear();
        assert!(file(&ladder, "last-mile.md").contains(word));
        ladder.declared.competencies[0].area = Some(Name::generated("delivery"));
        assert!(!file(&ladder, "last-mile.md").contains(word));
        // One called like a level is not about that level.
        let mut ladder = samples::small();
        ladder.declared.levels[0].aliases = vec!["Last mile".to_owned()];
        assert!(file(&ladder, "last-mile.md").contains(word));
    }

    #[test]
    fn a_competency_called_index_is_no_first_page() {
        let mut ladder = samples::small();
        ladder.declared.competencies =
            vec![samples::competency("Index"), samples::competency("a"), samples::competency("A")];
        ladder.declared.competencies[0].intro = Some(Text::generated("Why"));
        assert!(file(&ladder, "Index-competency.md").ends_with("---\n\nWhy\n"));
        assert!(file(&ladder, "A-2.md").contains("id: A\n"));
    }
}
