//! A ladder through its exports, its imports and the files that people edit, and back.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use daring::authoring::layout_a;
use daring::diagnostic::Severity;
use daring::document::Drafts;
use daring::ladder::export::{json, long, wide};
use daring::ladder::import::{Mapping, import};
use daring::ladder::model::{At, Cell, Competency, Kind, Ladder, Note, Statement};
use daring::ladder::text::{Name, Text};
use daring::workspace::{Inputs, Overrides, Project, Workspace};
use tempfile::TempDir;

/// Reads the only ladder of a project, and what is wrong with it.
fn load(root: &Path) -> (Arc<Ladder>, Vec<String>) {
    let overrides = Overrides { base_url: None, output: None, drafts: Drafts::Exclude };
    let project = Project::open(root, overrides).unwrap();
    let loaded = Workspace::default().load(&project, Inputs::read(&project));
    let is_mistake =
        |severity: Severity, name: &str| severity == Severity::Error && name.starts_with("ladder/");
    let reports = loaded.diagnostics.iter();
    let mistakes = reports.filter(|report| is_mistake(report.severity, report.code.name()));
    let mistakes = mistakes.map(|report| report.message.clone()).collect();
    (Arc::clone(&loaded.site.unwrap().handbook.ladders()[0].ladder), mistakes)
}

/// Returns what is lost of a ladder by writing it as the files that people edit, and reading them.
fn lost_in_files(ladder: &Ladder) -> Option<String> {
    let (back, mistakes) = through_files(ladder);
    let (back, before) = (shown(&back), shown(ladder));
    let differs = || back.lines().zip(before.lines()).find(|(back, before)| back != before);
    match mistakes.first() {
        Some(mistake) => Some(mistake.clone()),
        None => (back != before).then(|| format!("{:?}", differs())),
    }
}

/// Writes a ladder as the files that people edit, and reads them.
fn through_files(ladder: &Ladder) -> (Arc<Ladder>, Vec<String>) {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("handbook.toml"), "title = \"T\"\n").unwrap();
    for (path, text) in layout_a(ladder) {
        let file = folder.path().join("content/x").join(path.as_str());
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    load(folder.path())
}

fn through_rows(ladder: &Ladder) -> Ladder {
    let imported = import(long(ladder).as_bytes(), "x.csv", &Mapping::default(), None).unwrap();
    assert_eq!(imported.report.problems, []);
    let mut declared = imported.declarations;
    Ladder { framework: declared.framework.take().unwrap(), declared }
}

/// The ladder of our own handbook, apart from the chapters that it links to.
fn ours() -> Arc<Ladder> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/ladder");
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("handbook.toml"), "title = \"T\"\n").unwrap();
    copy(&source, &folder.path().join("content/ladder"));
    let (ladder, mistakes) = load(folder.path());
    assert_eq!(mistakes, [""; 0]);
    ladder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

fn shown(ladder: &Ladder) -> String {
    json(ladder, "schema-1.json")
}

#[test]
fn our_ladder_survives_rows_and_files() {
    let ours = ours();
    assert!(ours.declared.cells.len() > 50);
    let rows = through_rows(&ours);
    assert_eq!(shown(&rows), shown(&ours));
    assert_eq!(lost_in_files(&rows), None);
}

#[test]
fn our_ladder_as_a_matrix_renews_it_without_change() {
    let ours = ours();
    let imported = import(wide(&ours).as_bytes(), "x.csv", &Mapping::default(), Some(&ours)).unwrap();
    let report = imported.report;
    assert_eq!((report.added, report.changed, report.removed), (Vec::new(), Vec::new(), Vec::new()));
    let mut declared = imported.declarations;
    let renewed = Ladder { framework: declared.framework.take().unwrap(), declared };
    assert_eq!(layout_a(&renewed), layout_a(&ours));
}

/// Whatever a text looks like, the files say it again.
#[test]
fn texts_that_look_like_something_else_survive_files() {
    let texts = [
        "Plain words",
        "# heading",
        "- list",
        "* list",
        "+ list",
        "1. one",
        "2) two",
        "> quotation",
        "```\ncode\n```",
        "~~~",
        "| a | b |",
        "<b>bold</b>",
        "<!-- gone -->",
        "Example: none",
        "**Not this:** x",
        "Same as: Staff",
        "Hide: x",
        "TBD",
        "n/a",
        "see Staff Engineer",
        "-",
        "--",
        "---",
        "===",
        "ends {#so}",
        "a {.b}",
        "{x}",
        "a\nb",
        "a\n\nb",
        "a\n\n- b\n- c",
        "a\n- b",
        "a\n# b",
        "a\n===",
        "two\n\n\nbreaks",
        "tab\there",
        "a  \nb",
        "a\\",
        "a\\\nb",
        "[x] done",
        "[ ] open",
        "[a]: b",
        "[^1]: note",
        "[a](b.md)",
        "é 中文 \u{1f680}",
        "a & b &amp; c",
        "*a* _b_ `c`",
        "Note: this",
        "Owner: me",
        "Level: two",
        ": definition",
        "a\n: definition",
        "!!! note",
        "[[ladder:staff]]",
        "a: b",
        "\\# not a heading",
        "\"quoted\"",
        "$x$",
        "{{ x }}",
        "http://example.org",
        "a <https://example.org>",
        "“”",
        "2026",
    ];
    let mut ladder = Ladder::clone(&ours());
    let first =
        ladder.declared.cells.iter().find(|cell| cell.family.is_none() && !cell.statements.is_empty());
    let first = first.unwrap().clone();
    let blank = Statement { id: None, raises: None, children: Vec::new(), ..first.statements[0].clone() };
    let competency = ladder.declared.competencies.last().unwrap().clone();
    for (number, text) in texts.into_iter().enumerate() {
        let id = Name::generated(format!("t{number:03}"));
        let text = || Text::generated(text);
        let statement = Statement { text: text(), ..blank.clone() };
        let child = Statement { kind: Kind::Example, ..statement.clone() };
        let parent = Statement { text: Text::generated("Parent"), children: vec![child], ..blank.clone() };
        let name = format!("Competency {number}");
        let note = Note { text: text(), ..competency.notes[0].clone() };
        let (summary, intro, notes) = (Some(text()), Some(text()), vec![note]);
        ladder.declared.competencies.push(Competency {
            id: id.clone(),
            name,
            summary,
            intro,
            notes,
            ..competency.clone()
        });
        let cell = |level: &str, statements: Vec<Statement>| Cell {
            competency: id.clone(),
            at: At::Level(Name::generated(level)),
            statements,
            ..first.clone()
        };
        let summarised = Cell { summary: Some(text()), ..cell("staff", Vec::new()) };
        ladder.declared.cells.extend([
            cell("engineer", vec![statement.clone(), parent]),
            cell("senior", vec![statement]),
            summarised,
        ]);
    }
    assert_eq!(lost_in_files(&ladder), None);
}
