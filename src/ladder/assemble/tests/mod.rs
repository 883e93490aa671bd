//! Ladders from files of three lines.

mod files;
mod history;
mod overlays;
mod soundness;
mod tables;

use std::ops::Deref;

use super::super::model::{At, Cell, Level, State};
use super::super::read::{Format, read};
use super::super::sheet::{Item, Label, Prose, Section, Sheet};
use super::super::text::{FileId, Text, id_of};
use super::{Assembled, FileRole, SheetFile, assemble};
use crate::ladder::model::Kind;
use crate::settings::yaml;
use crate::source::{SourcePath, Span};

/// What is offered for every heading that means nothing.
const PROSE: &str = "write `{.prose}` behind the heading if it names no level";
const PROSE_OF_LEVEL: &str = "write `{.prose}` behind the heading if it names no competency";

/// A ladder, and what was said about its files.
pub(super) struct Built {
    assembled: Assembled,
    /// Code, file, text pointed at, message and help of each report, then its related places.
    pub reports: Vec<String>,
}

impl Deref for Built {
    type Target = Assembled;

    fn deref(&self) -> &Assembled {
        &self.assembled
    }
}

impl Built {
    pub fn clean(self) -> Self {
        assert_eq!(self.reports, [""; 0]);
        self
    }

    pub fn role(&self, file: usize) -> FileRole {
        self.roles[file].1
    }

    pub fn levels(&self) -> Vec<&str> {
        self.ladder.declared.levels.iter().map(|level| level.id.as_str()).collect()
    }

    pub fn competencies(&self) -> Vec<&str> {
        self.ladder.declared.competencies.iter().map(|one| one.id.as_str()).collect()
    }

    pub fn cell(&self, competency: &str, at: &str) -> &Cell {
        let is_it = |cell: &&Cell| cell.competency.as_str() == competency && at_of(cell) == at;
        self.ladder.declared.cells.iter().find(is_it).expect("the cell is there")
    }

    /// Each cell as `family/competency@place: texts`.
    pub fn cells(&self) -> Vec<String> {
        self.ladder.declared.cells.iter().map(show).collect()
    }
}

fn at_of(cell: &Cell) -> &str {
    match &cell.at {
        At::All => "all",
        At::Level(name) | At::Step(name) => name.as_str(),
    }
}

fn show(cell: &Cell) -> String {
    let family = cell.family.as_ref().map(|family| format!("{}/", family.value)).unwrap_or_default();
    let texts: Vec<&str> = cell.statements.iter().map(|one| &*one.text.written).collect();
    let what = match &cell.state {
        State::Stated => texts.join("; "),
        State::NotApplicable => "not applicable".to_owned(),
        State::ToBeDefined => "to be defined".to_owned(),
        State::SameAs(name) => format!("as {}", name.value),
    };
    format!("{family}{}@{}: {what}", cell.competency.value, at_of(cell))
}

/// Assembles files given as path and text, in the folder `content/ladder`.
pub(super) fn build(files: &[(&str, &str)]) -> Built {
    let folder = SourcePath::new("content/ladder").unwrap();
    let paths: Vec<SourcePath> = files.iter().map(|(path, _)| folder.join(path).unwrap()).collect();
    let sheets: Vec<Sheet> = files.iter().map(|(path, text)| sheet(path, text)).collect();
    let listed: Vec<SheetFile<'_>> = (0..files.len())
        .map(|at| SheetFile {
            file: FileId(u32::try_from(at).unwrap()),
            path: &paths[at],
            below: SourcePath::new(files[at].0).unwrap(),
            sheet: &sheets[at],
        })
        .collect();
    let checked = assemble(&folder, "Ladder", &listed);
    let marked = |label: &crate::diagnostic::Label| {
        let path = label.path.as_ref().expect("a report names its file").below(&folder).unwrap().to_owned();
        let text = files.iter().find(|(other, _)| *other == path).unwrap().1;
        let marked = label.span.map_or("", |span| &text[span.range()]);
        format!("{path} [{marked}]")
    };
    let reports = checked.diagnostics.iter().map(|one| {
        let primary = one.primary.as_ref().map(marked).unwrap_or_default();
        let others: String = one.secondary.iter().map(|label| format!(" + {}", marked(label))).collect();
        format!(
            "{} {primary}{others} {} ({})",
            one.code,
            one.message,
            one.help.join("; ").replace(PROSE, "PROSE").replace(PROSE_OF_LEVEL, "PROSE")
        )
    });
    Built { reports: reports.collect(), assembled: checked.value }
}

/// Assembles `levels` and files.
pub(super) fn with(levels: &str, files: &[(&str, &str)]) -> Built {
    let mut all = vec![("ladder.toml", levels)];
    all.extend(files);
    build(&all)
}

pub(super) fn level(id: &str) -> Level {
    read(&format!("levels = ['{id}']"), Format::Toml).value.levels.remove(0)
}

fn sheet(path: &str, text: &str) -> Sheet {
    let format = if path.ends_with(".toml") { Format::Toml } else { Format::Yaml };
    if path.ends_with(".md") {
        return Sheet::Prose(Box::new(prose(text)));
    }
    let read = read(text, format);
    assert_eq!(read.diagnostics, [], "{path}");
    Sheet::Data(Box::new(read.value))
}

/// As much of Markdown as the tests need: headings, lists by indentation, lines of text.
fn prose(text: &str) -> Prose {
    let mut prose = Prose::default();
    let (head, body) = match text.strip_prefix("---\n").and_then(|rest| rest.split_once("---\n")) {
        Some((head, body)) => (head, text.len() - body.len()),
        None => ("", 0),
    };
    prose.head = yaml::parse(head, 4).unwrap_or_default();
    let mut at = body;
    for line in text[body..].split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
        let indent = line.len() - line.trim_start().len();
        if hashes == 1 {
            prose.title = Some(line[2..].into());
        } else if hashes > 1 {
            prose.sections.push(section(&line[hashes + 1..], (hashes, start + hashes + 1)));
        } else if let Some(words) = line.trim_start().strip_prefix('-').filter(|_| line != "---") {
            let offset = start + line.len() - words.trim_start().len();
            let list = &mut prose.sections.last_mut().expect("a list stands below a heading").items;
            let list = (0..indent / 2).fold(list, |list, _| &mut list.last_mut().unwrap().items);
            list.push(item(words.trim_start(), offset));
        } else if !line.is_empty() {
            let text = Some(Text::new(line, Span::new(start, start + line.len())));
            match prose.sections.last_mut() {
                Some(section) => section.text = text,
                None => prose.intro = text,
            }
        }
    }
    prose
}

fn section(heading: &str, (depth, at): (usize, usize)) -> Section {
    let (words, is_prose) = match heading.strip_suffix(" {.prose}") {
        Some(words) => (words, true),
        None => (heading, false),
    };
    Section {
        depth: u8::try_from(depth).unwrap(),
        heading: words.into(),
        span: Span::new(at, at + words.len()),
        anchor: id_of(words).into(),
        is_prose,
        text: None,
        items: Vec::new(),
        withheld: Vec::new(),
    }
}

fn item(words: &str, mut at: usize) -> Item {
    const LABELS: [(&str, Label); 14] = [
        ("Example: ", Label::Kind(Kind::Example)),
        ("Not this: ", Label::Kind(Kind::CounterExample)),
        ("Evidence: ", Label::Kind(Kind::Evidence)),
        ("Signal: ", Label::Kind(Kind::Signal)),
        ("Same as: ", Label::SameAs),
        ("Replaces: ", Label::Replaces),
        ("Raises: ", Label::Raises),
        ("Hide: ", Label::Hide),
        ("Strength: ", Label::Strength),
        ("Proficiency: ", Label::Proficiency),
        ("Audience: ", Label::Audience),
        ("Tags: ", Label::Tags),
        ("Since: ", Label::Since),
        ("Until: ", Label::Until),
    ];
    let mut words = words;
    let label = LABELS.iter().find(|(start, _)| words.starts_with(start));
    if let Some((start, _)) = label {
        words = &words[start.len()..];
        at += start.len();
    }
    let mut id = None;
    if let Some((text, rest)) = words.rsplit_once(" {#") {
        let value = rest.trim_end_matches('}');
        let start = at + text.len() + 3;
        id = Some((value.into(), Span::new(start, start + value.len())));
        words = text;
    }
    let end = at + words.len();
    Item {
        label: label.map(|(_, label)| *label),
        text: Text::new(words, Span::new(at, end)),
        id_at: Some(u32::try_from(end).unwrap()),
        id,
        items: Vec::new(),
        whole: None,
    }
}
